//! An earlier report, as far as a later one can be compared with it: read from what `--format json` wrote then.

use super::{Severity, changes::Answer};
use serde::Deserialize;

/// The format that is read.
pub const SCHEMA: &str = "lpauth-report-v1";

/// An earlier report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Earlier {
    /// What to call it, as the user named it.
    pub name: String,
    /// The command that judged.
    pub command: String,
    /// When, seconds since 1970.
    pub judged_at: i64,
    /// What was judged; each subject once.
    pub subjects: Vec<Subject>,
}

/// A subject and the answers about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subject {
    /// What it was called.
    pub name: String,
    /// The ids of the checks and their answers, in order.
    pub answers: Vec<(String, Answer)>,
    // Whether it was a try, of which a report has only the answers that are wrong.
    is_try: bool,
}

impl Earlier {
    /// Reads a report called `name` from JSON. Members that nobody knows are passed over, and so are answers of a kind that
    /// nobody knows.
    ///
    /// # Errors
    /// Says in a sentence what the text is in place of a report.
    pub fn parse(name: &str, text: &str) -> Result<Earlier, String> {
        let unreadable = |error| format!("no report of lpauth: {error}");
        let Format { schema } = serde_json::from_str(text).map_err(unreadable)?;
        if schema != SCHEMA {
            return Err(format!("of the format “{schema}”, not {SCHEMA}"));
        }
        let document: Document = serde_json::from_str(text).map_err(unreadable)?;
        let mut earlier = Earlier {
            name: name.to_owned(),
            command: document.command,
            judged_at: document.judged_at,
            subjects: Vec::new(),
        };
        for group in &document.groups {
            if earlier.subject(&group.subject).is_none() {
                earlier.subjects.push(Subject::of(group));
            }
        }
        Ok(earlier)
    }

    /// Returns the subject of this name.
    pub fn subject(&self, name: &str) -> Option<&Subject> {
        self.subjects.iter().find(|subject| subject.name == name)
    }

    /// Returns the subject that was no try, if there was one alone.
    pub fn only_other(&self) -> Option<&Subject> {
        let mut others = self.subjects.iter().filter(|subject| !subject.is_try);
        others.next().filter(|_| others.next().is_none())
    }
}

impl Subject {
    /// Returns the answer of a check; `None` if it was not among the questions.
    pub fn answer(&self, check: &str) -> Option<Answer> {
        let told = self.answers.iter().find(|(id, _)| id == check).map(|(_, answer)| *answer);
        told.or_else(|| self.is_try.then(|| self.unsaid()))
    }

    fn unsaid(&self) -> Answer {
        let skipped = matches!(self.answers.first(), Some((_, Answer::Skip)));
        if skipped { Answer::Skip } else { Answer::Pass }
    }

    fn of(group: &JsonGroup) -> Subject {
        let answer = |verdict: &JsonVerdict| Some((verdict.id.clone(), verdict.answer()?));
        Subject {
            name: group.subject.clone(),
            answers: group.verdicts.iter().filter_map(answer).collect(),
            is_try: group.part.is_some(),
        }
    }
}

#[derive(Deserialize)]
struct Format {
    schema: String,
}

#[derive(Deserialize)]
struct Document {
    command: String,
    judged_at: i64,
    groups: Vec<JsonGroup>,
}

#[derive(Deserialize)]
struct JsonGroup {
    subject: String,
    part: Option<String>,
    verdicts: Vec<JsonVerdict>,
}

#[derive(Deserialize)]
struct JsonVerdict {
    id: String,
    outcome: String,
    severity: String,
}

impl JsonVerdict {
    fn answer(&self) -> Option<Answer> {
        match self.outcome.as_str() {
            "pass" => Some(Answer::Pass),
            "skip" => Some(Answer::Skip),
            "fail" => Severity::named(&self.severity).map(Answer::Fail),
            _ => None,
        }
    }
}
