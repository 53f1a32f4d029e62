//! What is different between two reports on the same subjects.

use super::earlier::Subject;
use super::{Earlier, Group, Outcome, Report, Severity, Verdict};
use std::collections::BTreeSet;

/// What is different from an earlier report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// What to call the earlier report, as the user named it.
    pub since: String,
    /// When it was made, seconds since 1970.
    pub judged_at: i64,
    /// The answers that are different, in the order of this report; subjects that are gone stand last.
    pub changed: Vec<Change>,
    /// How many answers are the same.
    pub same: usize,
}

/// One answer that is different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The subject.
    pub subject: String,
    /// The id of the check.
    pub check: String,
    /// What it was; `None` if it was not asked about then.
    pub before: Option<Answer>,
    /// What it is now; `None` if it is not asked about any more.
    pub now: Option<Answer>,
}

/// An answer, without its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// The question could not be asked.
    Skip,
    /// The rule holds.
    Pass,
    /// The rule is broken, this badly.
    Fail(Severity),
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// It was right or not asked, and is wrong.
    NewlyFailing,
    /// It was wrong, and is so more severely.
    Worse,
    /// It was not among the questions.
    New,
    /// It was asked, and cannot be any more.
    Unasked,
    /// It was wrong, and is right.
    Mended,
    /// It was wrong, and is so less severely.
    Better,
    /// It could not be asked, and is right.
    Asked,
    /// It is not among the questions any more.
    Gone,
}

impl Answer {
    /// Returns the answer that a verdict gives. What a baseline accepts is wrong all the same.
    pub fn of(verdict: &Verdict) -> Answer {
        match verdict.outcome {
            Outcome::Pass => Answer::Pass,
            Outcome::Skip(_) => Answer::Skip,
            Outcome::Fail(_) => Answer::Fail(verdict.severity),
        }
    }

    /// Returns whether something is wrong.
    pub fn failed(self) -> bool {
        matches!(self, Answer::Fail(_))
    }

    /// Returns the words for it: `passed`, `not asked`, or the severity.
    pub fn name(self) -> &'static str {
        match self {
            Answer::Pass => "passed",
            Answer::Skip => "not asked",
            Answer::Fail(severity) => severity.name(),
        }
    }
}

impl Turn {
    /// Every turn, what asks to be looked at first.
    pub const ALL: [Turn; 8] = [
        Turn::NewlyFailing,
        Turn::Worse,
        Turn::New,
        Turn::Unasked,
        Turn::Mended,
        Turn::Better,
        Turn::Asked,
        Turn::Gone,
    ];

    /// Returns the words for it: `newly failing`.
    pub fn name(self) -> &'static str {
        match self {
            Turn::NewlyFailing => "newly failing",
            Turn::Worse => "worse",
            Turn::New => "new",
            Turn::Unasked => "no longer asked",
            Turn::Mended => "mended",
            Turn::Better => "better",
            Turn::Asked => "asked now",
            Turn::Gone => "gone",
        }
    }

    /// Returns the word for it in files: `newly-failing`.
    pub fn word(self) -> String {
        self.name().replace(' ', "-")
    }
}

impl Change {
    /// Returns what became of the answer.
    pub fn turn(&self) -> Turn {
        use Answer::{Fail, Pass, Skip};
        match (self.before, self.now) {
            (None, _) => Turn::New,
            (_, None) => Turn::Gone,
            (Some(Fail(before)), Some(Fail(now))) if now < before => Turn::Better,
            (Some(Fail(_)), Some(Fail(_))) => Turn::Worse,
            (Some(Pass | Skip), Some(Fail(_))) => Turn::NewlyFailing,
            (Some(Fail(_)), Some(Pass)) => Turn::Mended,
            (Some(_), Some(Skip)) => Turn::Unasked,
            (Some(_), Some(Pass)) => Turn::Asked,
        }
    }

    /// Returns whether something was or is wrong: of other changes, people want the number alone.
    pub fn matters(&self) -> bool {
        [self.before, self.now].into_iter().flatten().any(Answer::failed)
    }

    /// Returns what it is about: the subject, and the check unless the subject is a try of it.
    pub fn about(&self) -> String {
        let own = self.subject.strip_prefix(&self.check).is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("));
        if own { self.subject.clone() } else { format!("{}: {}", self.subject, self.check) }
    }
}

impl Changes {
    /// Returns what is different in `new` from `old`.
    pub fn between(old: &Earlier, new: &Report) -> Changes {
        let mut changes = Changes { since: old.name.clone(), judged_at: old.judged_at, ..Changes::default() };
        let (mut seen, mut known) = (BTreeSet::new(), BTreeSet::new());
        for group in new.groups.iter().filter(|group| seen.insert(group.subject.as_str())) {
            let before = old.subject(&group.subject).or_else(|| old.only_other().filter(|_| is_only_other(group, new)));
            known.extend(before.map(|subject| subject.name.as_str()));
            changes.group(before, group);
        }
        for subject in old.subjects.iter().filter(|subject| !known.contains(subject.name.as_str())) {
            for (check, before) in &subject.answers {
                changes.note(&subject.name, check, Some(*before), None);
            }
        }
        changes
    }

    /// Returns the changes that matter, what asks to be looked at first.
    pub fn mattering(&self) -> Vec<&Change> {
        let mut mattering: Vec<_> = self.changed.iter().filter(|change| change.matters()).collect();
        mattering.sort_by_key(|change| change.turn());
        mattering
    }

    /// Returns how many changes of each kind do not matter, for the kinds of which there are any.
    pub fn others(&self) -> Vec<(Turn, usize)> {
        let count =
            |turn: Turn| self.changed.iter().filter(|change| change.turn() == turn && !change.matters()).count();
        Turn::ALL.into_iter().map(|turn| (turn, count(turn))).filter(|(_, count)| *count > 0).collect()
    }

    fn group(&mut self, before: Option<&Subject>, group: &Group) {
        let Some(before) = before else {
            return group.verdicts.iter().for_each(|verdict| {
                self.note(&group.subject, verdict.rule.id, None, Some(Answer::of(verdict)));
            });
        };
        for verdict in &group.verdicts {
            self.note(&group.subject, verdict.rule.id, before.answer(verdict.rule.id), Some(Answer::of(verdict)));
        }
        let asked = |check: &str| group.verdicts.iter().any(|verdict| verdict.rule.id == check);
        for (check, answer) in before.answers.iter().filter(|(check, _)| !asked(check)) {
            self.note(&group.subject, check, Some(*answer), unsaid(group));
        }
    }

    fn note(&mut self, subject: &str, check: &str, before: Option<Answer>, now: Option<Answer>) {
        if before == now {
            self.same += 1;
        } else {
            self.changed.push(Change { subject: subject.to_owned(), check: check.to_owned(), before, now });
        }
    }
}

// What is judged alone is the same thing under another name: a server of our own gets another port in each run.
fn is_only_other(group: &Group, report: &Report) -> bool {
    group.part.is_none() && report.others().count() == 1
}

// Of what a try brought, a report has only what is wrong: a check that is not there passed, if the try took place.
fn unsaid(group: &Group) -> Option<Answer> {
    let took_place = !matches!(group.verdicts.first().map(|verdict| &verdict.outcome), Some(Outcome::Skip(_)));
    group.part.map(|_| if took_place { Answer::Pass } else { Answer::Skip })
}
