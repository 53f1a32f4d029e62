//! Policies: which checks count for how much. Applied once, after judging; a policy never changes an answer.

use crate::report::{Outcome, Severity, Verdict};

/// A named choice of severities.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The name users type.
    pub name: &'static str,
    /// One line on what it is for.
    pub title: &'static str,
    /// What differs from the catalogue, by check id.
    pub overrides: &'static [(&'static str, Level)],
    /// What the user's settings change on top, by check id.
    pub own: Vec<(String, Level)>,
}

/// How much a check counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Not asked; says why.
    Off(&'static str),
    /// Asked, and this bad.
    At(Severity),
}

/// Every policy; the first is the default.
pub static POLICIES: &[Policy] = &[
    Policy {
        name: "liveperson",
        title: "what LivePerson needs, and the standards it builds on",
        overrides: &[],
        own: Vec::new(),
    },
    Policy { name: "oidc", title: "OpenID Connect alone", overrides: &[], own: Vec::new() },
];

/// Returns the policy called `name`.
pub fn find(name: &str) -> Option<&'static Policy> {
    POLICIES.iter().find(|policy| policy.name == name)
}

impl Policy {
    /// Gives each verdict the severity this policy has for it.
    pub fn apply(&self, verdicts: &mut [Verdict]) {
        for verdict in verdicts {
            match self.level(verdict.rule.id) {
                Some(Level::Off(reason)) => verdict.outcome = Outcome::skip(reason),
                Some(Level::At(severity)) => verdict.severity = severity,
                None => {}
            }
        }
    }

    fn level(&self, id: &str) -> Option<Level> {
        let own = self.own.iter().find(|(own, _)| own == id).map(|(_, level)| *level);
        own.or_else(|| self.overrides.iter().find(|(other, _)| *other == id).map(|(_, level)| *level))
    }
}
