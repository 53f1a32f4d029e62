//! What is different between two reports on the same subjects.

use super::Severity;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The rule holds.
    Pass,
    /// The question could not be asked.
    Skip,
    /// The rule is broken, this badly.
    Fail(Severity),
}
