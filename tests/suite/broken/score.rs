//! How often `lpauth diagnose` is right, and where it is not.

use super::case::{Answer, Case, Found};
use std::collections::BTreeMap;

/// A case, and what came of it.
pub(super) struct Tried {
    pub(super) case: Case,
    answer: Answer,
    /// The place of the right cause among those that were found, from 0.
    place: Option<usize>,
}

impl Tried {
    pub(super) fn of(case: Case) -> Tried {
        let answer = case.diagnosed();
        let place = answer.causes.iter().position(|found| case.is_met_by(found));
        Tried { case, answer, place }
    }

    pub(super) fn is_right(&self) -> bool {
        match self.case.healthy {
            true => self.answer.exit == 0 && self.answer.causes.is_empty(),
            false => self.answer.exit == 1 && self.place == Some(0),
        }
    }

    fn is_near(&self) -> bool {
        self.place.is_some_and(|place| place < 3)
    }

    /// Returns the line that says what was meant and what was answered.
    pub(super) fn line(&self) -> String {
        let told = |found: &Found| format!("`{}`, {}", found.id, found.side);
        let answered = self.answer.causes.first().map_or_else(|| "nothing wrong".to_owned(), told);
        let place = match self.place.filter(|_| !self.is_right()) {
            Some(place) if place > 0 => format!(" (the right one is number {})", place + 1),
            _ => String::new(),
        };
        format!("| `{}` | {} | {} | {answered}{place} |", self.case.id, self.case.title, self.case.meant())
    }
}

/// The score of all cases.
#[derive(Default)]
pub(super) struct Score {
    pub(super) broken: usize,
    pub(super) healthy: usize,
    pub(super) first: usize,
    near: usize,
    quiet: usize,
}

impl Score {
    pub(super) fn of<'a>(tried: impl IntoIterator<Item = &'a Tried>) -> Score {
        let mut score = Score::default();
        for one in tried {
            let right = usize::from(one.is_right());
            if one.case.healthy {
                score.healthy += 1;
                score.quiet += right;
            } else {
                score.broken += 1;
                score.first += right;
                score.near += usize::from(one.is_near());
            }
        }
        score
    }

    fn row(&self, name: &str) -> String {
        let Score { broken, healthy, first, near, quiet } = self;
        format!("| {name} | {broken} | {first} | {near} | {healthy} | {quiet} |\n")
    }

    /// Returns what stands in the document.
    pub(super) fn text(&self, tried: &[Tried]) -> String {
        let mut kinds: BTreeMap<(&str, &str), Vec<&Tried>> = BTreeMap::new();
        for one in tried {
            kinds.entry((one.case.origin.word(), &one.case.shape)).or_default().push(one);
        }
        let rows: String = kinds
            .into_iter()
            .map(|((origin, shape), those)| Score::of(those).row(&format!("{origin}, {shape}")))
            .collect();
        let share = |count: usize| format!("**{count} ({} %)**", count * 100 / self.broken.max(1));
        let all = format!(
            "| **all** | **{}** | {} | {} | **{}** | **{}** |\n",
            self.broken,
            share(self.first),
            share(self.near),
            self.healthy,
            self.quiet
        );
        let wrong: String = tried.iter().filter(|one| !one.is_right()).map(|one| one.line() + "\n").collect();
        let wrong = match wrong.is_empty() {
            true => "Of no case is the first answer wrong.\n".to_owned(),
            false => format!(
                "Where the first answer is wrong:\n\n| case | what went wrong | meant | answered |\n|---|---|---|---|\n{wrong}"
            ),
        };
        format!(
            "| evidence | broken logins | right at first | among the first three | sound logins | quiet |\n|---|---|---|---|---|---|\n{rows}{all}\n{wrong}"
        )
    }

    /// Returns a line for each case, for whoever runs the test.
    pub(super) fn listing(&self, tried: &[Tried]) -> String {
        let mark = |one: &Tried| if one.is_right() { "right" } else { "WRONG" };
        tried.iter().map(|one| format!("{} {}\n", mark(one), one.line())).collect()
    }
}

const OPENING: &str = "<!-- the score: written by `UPDATE=1 cargo test --test suite broken` -->\n";
const CLOSING: &str = "<!-- until here -->";

/// Returns a document with this text where the score stands.
pub(super) fn within(document: &str, text: &str) -> String {
    let (before, rest) = document.split_once(OPENING).expect("the document has a place for the score");
    let (_, after) = rest.split_once(CLOSING).expect("the score ends somewhere");
    format!("{before}{OPENING}\n{text}\n{CLOSING}{after}")
}
