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
        overrides: LIVEPERSON,
        own: Vec::new(),
    },
    Policy { name: "oidc", title: "OpenID Connect alone", overrides: OIDC, own: Vec::new() },
];

/// What LivePerson is not shown to need although OpenID Connect does. LivePerson asks for "a valid id_token", so nothing
/// is switched off; but a token that fails only here has not been seen to fail there.
const LIVEPERSON: &[(&str, Level)] = &[
    // Its older pages call `iss` the name of the authorization service, or any alphanumeric string.
    ("iss-malformed", Level::At(Severity::Warning)),
    // `aud` is not mentioned, its samples omit it, and nothing shows that it is validated.
    ("aud-missing", Level::At(Severity::Warning)),
    ("aud-malformed", Level::At(Severity::Warning)),
    // Nor are `azp`, `nonce`, `auth_time` and `at_hash`; its captured request carries no `nonce` and no `max_age`.
    ("azp-mismatch", Level::At(Severity::Warning)),
    ("nonce-missing", Level::At(Severity::Warning)),
    ("auth-time-missing", Level::At(Severity::Warning)),
    ("at-hash-missing", Level::At(Severity::Warning)),
    ("c-hash-missing", Level::At(Severity::Warning)),
    // It reads a few standard claims and is not seen to refuse a token for their form.
    ("standard-claim-type", Level::At(Severity::Warning)),
    ("email-malformed", Level::At(Severity::Warning)),
    // The sample token of its own tutorial is signed with 1024 bits.
    ("rsa-key-too-small", Level::At(Severity::Warning)),
];

const LIVEPERSON_ONLY: Level = Level::Off("a rule of LivePerson's, not of OpenID Connect");

const OIDC: &[(&str, Level)] = &[
    ("alg-not-rs256", LIVEPERSON_ONLY),
    ("kid-missing", LIVEPERSON_ONLY),
    ("sub-is-contact", LIVEPERSON_ONLY),
    ("numeric-date-not-whole", LIVEPERSON_ONLY),
    ("lifetime-long", LIVEPERSON_ONLY),
    ("sdes-not-array", LIVEPERSON_ONLY),
    ("sdes-type-unknown", LIVEPERSON_ONLY),
    ("sdes-type-unsupported", LIVEPERSON_ONLY),
    ("sdes-unwrapped", LIVEPERSON_ONLY),
    ("sdes-field-unknown", LIVEPERSON_ONLY),
    ("sdes-field-unsupported", LIVEPERSON_ONLY),
    ("sdes-field-type", LIVEPERSON_ONLY),
    ("sdes-date-incomplete", LIVEPERSON_ONLY),
    ("sdes-gender-form", LIVEPERSON_ONLY),
    ("sdes-value", LIVEPERSON_ONLY),
    ("sdes-oversize", LIVEPERSON_ONLY),
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
