//! A report in parts: tries under headings, each with one result, as conformance has them.

use super::{Cost, Group, Outcome, Report, Severity, Verdict};

/// A heading and the groups under it.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// The heading.
    pub name: &'static str,
    /// The groups.
    pub groups: Vec<&'a Group>,
}

/// What a try came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upshot<'a> {
    /// Everything is right.
    Passed,
    /// Something is not; the worst of it is this bad.
    Failed(Severity),
    /// It could not be tried, for this reason.
    Skipped(&'a str),
}

/// How many tries there are of each kind, and what they took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Those in which all is right, or worth a note at most.
    pub passed: usize,
    /// Those that fail with a warning.
    pub warned: usize,
    /// Those that fail with an error.
    pub failed: usize,
    /// Those that could not be tried.
    pub skipped: usize,
    /// What it took; the time is unknown (0) if the report does not have it.
    pub cost: Cost,
}

impl Totals {
    /// Returns how many tries there are.
    pub fn all(self) -> usize {
        self.passed + self.warned + self.failed + self.skipped
    }
}

impl Group {
    /// Returns what the try came to. A group's first verdict is the try's own; the others are about what it brought.
    pub fn upshot(&self) -> Upshot<'_> {
        match (self.worst(), self.verdicts.first().map(|verdict| &verdict.outcome)) {
            (Some(worst), _) => Upshot::Failed(worst),
            (None, Some(Outcome::Skip(reason))) => Upshot::Skipped(reason),
            (None, _) => Upshot::Passed,
        }
    }

    /// Returns the failure that says most about the group: the first of the worst.
    pub fn leading(&self) -> Option<&Verdict> {
        self.failures().first().copied()
    }
}

impl Report {
    /// Returns the parts, in the order in which they come up; none unless groups have parts.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let mut parts: Vec<Part<'_>> = Vec::new();
        for group in &self.groups {
            let Some(name) = group.part else { continue };
            match parts.iter_mut().find(|part| part.name == name) {
                Some(part) => part.groups.push(group),
                None => parts.push(Part { name, groups: vec![group] }),
            }
        }
        parts
    }

    /// Returns the groups that belong to no part.
    pub fn others(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|group| group.part.is_none())
    }

    /// Returns how many tries there are of each kind: groups that belong to a part.
    pub fn totals(&self) -> Totals {
        let tries = self.groups.iter().filter(|group| group.part.is_some());
        let mut totals = tries.fold(Totals::default(), Totals::with);
        totals.cost = self.cost.unwrap_or(totals.cost);
        totals
    }

    /// Returns the server that the report is about, by scheme, host and port, if a timeline names one.
    pub fn server(&self) -> Option<&str> {
        self.groups.iter().find_map(|group| group.timeline.as_ref()?.server.as_deref())
    }
}

impl Totals {
    fn with(mut self, group: &Group) -> Totals {
        let counter = match group.upshot() {
            Upshot::Passed | Upshot::Failed(Severity::Note) => &mut self.passed,
            Upshot::Failed(Severity::Warning) => &mut self.warned,
            Upshot::Failed(Severity::Error) => &mut self.failed,
            Upshot::Skipped(_) => &mut self.skipped,
        };
        *counter += 1;
        self.cost.requests += group.cost.map_or(0, |cost| cost.requests);
        self
    }
}
