//! What a reader of a report in parts wants first: the verdict, the facts, a table of what was tried, and what has changed.

use super::super::{visible, words};
use super::{Piece, prose};
use crate::report::changes::{Answer, Change};
use crate::report::readiness::State;
use crate::report::{Changes, Group, Readiness, Report, Upshot};

/// The verdict on readiness.
pub(super) struct Ready {
    /// How it is painted.
    pub(super) class: &'static str,
    /// Its mark.
    pub(super) mark: &'static str,
    /// The verdict in a line.
    pub(super) headline: String,
    /// Why.
    pub(super) because: Vec<Vec<Piece>>,
}

/// A heading and what was tried under it.
pub(super) struct Part {
    /// The heading.
    pub(super) name: String,
    /// The rows of the table.
    pub(super) tries: Vec<Try>,
}

/// A row of the table.
pub(super) struct Try {
    /// The number of its section; `None` if there is none, since it was skipped.
    pub(super) section: Option<usize>,
    /// The word for what it came to.
    pub(super) upshot: &'static str,
    /// The mark for it.
    pub(super) mark: &'static str,
    /// Its name.
    pub(super) name: String,
    /// What was tried.
    pub(super) tried: Vec<Piece>,
    /// What is wrong, worst first.
    pub(super) wrong: Vec<Vec<Piece>>,
    /// How much is wrong, where that is told in numbers; else empty.
    pub(super) counts: String,
    /// Why it was skipped; empty if it was not.
    pub(super) reason: String,
    /// How many requests it took.
    pub(super) requests: String,
    /// How long it took.
    pub(super) time: String,
}

/// What is different from an earlier report.
pub(super) struct Changed {
    /// What to call the earlier report.
    pub(super) since: String,
    /// When it was made.
    pub(super) judged_at: String,
    /// The answers that are different and matter.
    pub(super) rows: Vec<ChangedRow>,
    /// How many others are, and how many are the same.
    pub(super) others: String,
}

/// An answer that is different.
pub(super) struct ChangedRow {
    /// The mark before it.
    pub(super) mark: &'static str,
    /// What became of it.
    pub(super) turn: &'static str,
    /// What it is about.
    pub(super) about: String,
    /// What it was.
    pub(super) before: &'static str,
    /// What it is.
    pub(super) now: &'static str,
}

impl Ready {
    /// Returns the verdict as it is shown.
    pub(super) fn of(readiness: &Readiness) -> Ready {
        let class = match readiness.state {
            State::Ready => "passed",
            State::ReadyWithWarnings | State::Unknown => "warning",
            State::NotReady => "error",
        };
        Ready {
            class,
            mark: words::state(readiness.state),
            headline: words::capitalised(&readiness.headline()),
            because: readiness.because.iter().map(|text| sentence(text)).collect(),
        }
    }
}

fn sentence(text: &str) -> Vec<Piece> {
    let piece = |(code, text): (bool, &str)| Piece { text: visible(text).into_owned().into(), code };
    words::pieces(text).map(piece).collect()
}

/// Returns the tables of a report, a part each; what belongs to no part stands last. A report without parts has none.
pub(super) fn parts(report: &Report) -> Vec<Part> {
    let number =
        |group: &Group| report.groups.iter().position(|other| std::ptr::eq(other, group)).map(|index| index + 1);
    let part = |part: crate::report::Part<'_>| Part {
        name: words::capitalised(part.name),
        tries: part.groups.iter().map(|group| Try::of(number(group), group)).collect(),
    };
    let mut parts: Vec<Part> = report.parts().into_iter().map(part).collect();
    let others: Vec<Try> = report.others().map(|group| Try::of(number(group), group)).collect();
    if !parts.is_empty() && !others.is_empty() {
        parts.push(Part { name: words::capitalised(words::OTHERS), tries: others });
    }
    parts
}

impl Try {
    fn of(number: Option<usize>, group: &Group) -> Try {
        let reason = match group.upshot() {
            Upshot::Skipped(reason) => visible(reason).into_owned(),
            Upshot::Passed | Upshot::Failed(_) => String::new(),
        };
        let is_try = group.part.is_some();
        let failures = group.failures().into_iter().filter(|_| is_try);
        Try {
            section: number.filter(|_| reason.is_empty()),
            upshot: words::upshot(group),
            mark: words::mark_of_try(group),
            name: visible(&group.subject).into_owned(),
            tried: group.tried.map(prose).unwrap_or_default(),
            wrong: failures.map(|verdict| prose(verdict.rule.title)).collect(),
            counts: if is_try { String::new() } else { words::counts(group.tally()) },
            reason,
            requests: group.cost.map(|cost| cost.requests.to_string()).unwrap_or_default(),
            time: group.cost.map(|cost| words::took(cost.took)).unwrap_or_default(),
        }
    }
}

/// Returns what a reader wants to know of the run as a whole.
pub(super) fn facts(report: &Report) -> Vec<(&'static str, String)> {
    let totals = report.totals();
    if totals.all() == 0 {
        return Vec::new();
    }
    let server = report.server().map(|server| ("server", visible(server).into_owned()));
    let scenarios = ("scenarios", format!("{}: {}", totals.all(), words::totals(totals)));
    let cost = Some(("took", words::cost(totals.cost))).filter(|_| totals.cost.requests > 0);
    server.into_iter().chain([scenarios]).chain(cost).collect()
}

impl Changed {
    /// Returns the changes as they are shown.
    pub(super) fn of(changes: &Changes) -> Changed {
        Changed {
            since: visible(&changes.since).into_owned(),
            judged_at: words::moment(changes.judged_at),
            rows: changes.mattering().into_iter().map(ChangedRow::of).collect(),
            others: words::other_changes(changes),
        }
    }
}

impl ChangedRow {
    fn of(change: &Change) -> ChangedRow {
        ChangedRow {
            mark: words::sign(change),
            turn: change.turn().name(),
            about: visible(&change.about()).into_owned(),
            before: change.before.map_or("–", Answer::name),
            now: change.now.map_or("–", Answer::name),
        }
    }
}
