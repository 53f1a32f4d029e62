//! Policies: which checks count for how much. Applied once, after judging; a policy never changes an answer.

use crate::report::{Basis, Group, Outcome, Rule, Severity};
use crate::spec::{Document, RFC6749, RFC6750, RFC7636, RFC8414, RFC9207, RFC9700};

/// A named choice of severities.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The name users type.
    pub name: &'static str,
    /// One line on what it is for.
    pub title: &'static str,
    /// What it changes about a rule as the catalogue has it.
    pub level: fn(&Rule) -> Option<Level>,
    /// What the user's settings change on top.
    pub own: Vec<Own>,
}

/// How much a check counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Not asked; says why.
    Off(&'static str),
    /// Asked, and this bad.
    At(Severity),
}

/// What the user's settings say of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// The check id.
    pub check: String,
    /// How bad a failure is; `None` switches the check off.
    pub severity: Option<Severity>,
    /// Why, in the user's words.
    pub reason: Option<String>,
}

/// Every policy; the first is the default.
pub static POLICIES: &[Policy] = &[
    Policy {
        name: "liveperson",
        title: "what LivePerson needs, and the standards it builds on",
        level: liveperson,
        own: Vec::new(),
    },
    Policy { name: "oidc", title: "OpenID Connect and OAuth alone", level: oidc, own: Vec::new() },
    Policy {
        name: "oidc-config",
        title: "what OpenID Connect itself asks of metadata and key set",
        level: oidc_config,
        own: Vec::new(),
    },
    Policy {
        name: "strict",
        title: "every warning an error, every note a warning; what is only inferred stays a note",
        level: strict,
        own: Vec::new(),
    },
];

fn liveperson(rule: &Rule) -> Option<Level> {
    LIVEPERSON.iter().find(|(id, _)| *id == rule.id).map(|(_, severity)| Level::At(*severity))
}

/// What LivePerson is not shown to need although OpenID Connect does. LivePerson asks for "a valid id_token", so nothing
/// is switched off; but a token that fails only here has not been seen to fail there.
pub const LIVEPERSON: &[(&str, Severity)] = &[
    // Its older pages call `iss` the name of the authorization service, or any alphanumeric string.
    ("iss-malformed", Severity::Warning),
    // `aud` is not mentioned, its samples omit it, and nothing shows that it is validated.
    ("aud-missing", Severity::Warning),
    ("aud-malformed", Severity::Warning),
    // Nor are `azp`, `nonce`, `auth_time` and `at_hash`; its captured request carries no `nonce` and no `max_age`.
    ("azp-mismatch", Severity::Warning),
    ("nonce-missing", Severity::Warning),
    ("auth-time-missing", Severity::Warning),
    ("at-hash-missing", Severity::Warning),
    ("c-hash-missing", Severity::Warning),
    // It reads a few standard claims and is not seen to refuse a token for their form.
    ("standard-claim-type", Severity::Warning),
    ("email-malformed", Severity::Warning),
    // The sample token of its own tutorial is signed with 1024 bits.
    ("rsa-key-too-small", Severity::Warning),
    // It is documented to take query and fragment alike, and a token under `id_token`, `token` or `code`.
    ("callback-in-fragment", Severity::Note),
    ("callback-in-query", Severity::Warning),
    ("callback-parameter-name", Severity::Note),
    // It is not documented to read `iss` of the callback.
    ("callback-iss-mismatch", Severity::Warning),
    ("callback-iss-missing", Severity::Warning),
    // It asks from server to server, with its secret sent unasked: nothing shows that it reads header fields or the access
    // token, unless delegation is on.
    ("token-challenge-missing", Severity::Warning),
    ("token-response-cacheable", Severity::Warning),
    ("access-token-missing", Severity::Warning),
    ("expires-in-malformed", Severity::Warning),
    // It is not documented to ask userinfo at all.
    ("userinfo-refused", Severity::Warning),
    ("userinfo-challenge-missing", Severity::Warning),
    ("userinfo-media-type", Severity::Warning),
    ("userinfo-not-json", Severity::Warning),
    ("userinfo-subject-missing", Severity::Warning),
    // The rest are scenarios of conformance. Its guide has its redirection URI with a slash at the end and without.
    ("token-redirect-uri-slash", Severity::Note),
    // It needs the contrary, as far as anybody has seen.
    ("nonce-optional", Severity::Note),
    // It was not seen to send any of these, …
    ("display-page-refused", Severity::Warning),
    ("display-popup-refused", Severity::Warning),
    ("login-hint-refused", Severity::Warning),
    ("ui-locales-refused", Severity::Warning),
    ("claims-locales-refused", Severity::Warning),
    ("acr-values-refused", Severity::Warning),
    ("request-object-ignored", Severity::Warning),
    ("request-uri-ignored", Severity::Warning),
    ("prompt-none-without-session", Severity::Warning),
    ("prompt-none-refused", Severity::Warning),
    ("prompt-login-ignored", Severity::Warning),
    ("max-age-ignored", Severity::Warning),
    ("max-age-reauthenticates", Severity::Warning),
    ("id-token-hint-refused", Severity::Warning),
    // … nor to ask userinfo, nor to register itself.
    ("userinfo-get-refused", Severity::Warning),
    ("userinfo-post-refused", Severity::Warning),
    ("client-secret-post-refused", Severity::Warning),
    ("registration-failing", Severity::Warning),
    ("registered-token-not-rs256", Severity::Warning),
    ("registered-none-ignored", Severity::Note),
];

/// What rests on LivePerson's word, and hurts everywhere else too.
pub const EVERYBODYS: &[&str] = &["kid-unknown", "token-line-break", "token-quoted"];

/// What rests on LivePerson's word alone, or on what it was seen to do, is none of OpenID Connect's business.
fn oidc(rule: &Rule) -> Option<Level> {
    let own = rule.basis != Basis::Normative && !EVERYBODYS.contains(&rule.id);
    own.then_some(Level::Off(match rule.basis {
        Basis::Inferred => "reasoned, not a rule of OpenID Connect",
        _ => "a rule of LivePerson's, not of OpenID Connect",
    }))
}

/// What OAuth says beyond OpenID Connect: an OpenID provider's configuration is certified without it.
const OAUTH: &[&Document] = &[&RFC6749, &RFC6750, &RFC7636, &RFC8414, &RFC9207, &RFC9700];

fn oidc_config(rule: &Rule) -> Option<Level> {
    let oauth = rule.clauses.iter().all(|clause| OAUTH.contains(&clause.document));
    oidc(rule).or(oauth.then_some(Level::Off("asked by OAuth or good practice, not by OpenID Connect itself")))
}

fn strict(rule: &Rule) -> Option<Level> {
    match (rule.basis, rule.severity) {
        (Basis::Inferred, _) | (_, Severity::Error) => None,
        (_, Severity::Warning) => Some(Level::At(Severity::Error)),
        (_, Severity::Note) => Some(Level::At(Severity::Warning)),
    }
}

/// Returns the policy called `name`.
pub fn find(name: &str) -> Option<&'static Policy> {
    POLICIES.iter().find(|policy| policy.name == name)
}

impl Policy {
    /// Returns whether the check is not asked.
    pub fn is_off(&self, rule: &Rule) -> bool {
        match self.own.iter().find(|own| own.check == rule.id) {
            Some(own) => own.severity.is_none(),
            None => matches!((self.level)(rule), Some(Level::Off(_))),
        }
    }

    /// Gives each verdict of a group the severity this policy has for it, and repeats the reasons of the user's settings.
    pub fn apply(&self, group: &mut Group) {
        for verdict in &mut group.verdicts {
            let own = self.own.iter().find(|own| own.check == verdict.rule.id);
            let level = own.is_none().then(|| (self.level)(verdict.rule)).flatten();
            match (own.map(|own| own.severity), level) {
                (Some(None), _) => verdict.outcome = Outcome::skip("switched off in lpauth.toml"),
                (_, Some(Level::Off(reason))) => verdict.outcome = Outcome::skip(reason),
                (Some(Some(severity)), _) | (_, Some(Level::At(severity))) => verdict.severity = severity,
                (None, None) => {}
            }
            let told = own.and_then(Own::told);
            group.summary.extend(told.map(|told| ("settings".to_owned(), told)));
        }
    }
}

impl Own {
    fn told(&self) -> Option<String> {
        let level = self.severity.map_or("off", Severity::name);
        match (&self.reason, self.severity) {
            (Some(reason), _) => Some(format!("{} is {level}: {reason}", self.check)),
            // What is not asked must not look as if it were in order.
            (None, None) => Some(format!("{} is {level}", self.check)),
            (None, Some(_)) => None,
        }
    }
}
