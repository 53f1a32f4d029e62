//! What a scenario starts from, what came of it, and whether that was right.

use super::Case;
use crate::flow::login::{self, Credential};
use crate::model::discovery::Discovery;
use crate::model::jwk::Jwks;
use crate::model::login::Window;
use crate::model::time::Timestamp;
use crate::model::token_response::TokenResponse;
use crate::model::transcript::{Step, Transcript};
use std::sync::Arc;

/// What all scenarios of a run start from.
#[derive(Clone, Default)]
pub struct Setup {
    /// An ordinary login with a code: the terms, the endpoints, the credential. Scenarios change a copy of it.
    pub login: login::Plan,
    /// The windows in which consumers chat.
    pub windows: Vec<Window>,
    /// The metadata, if it could be read.
    pub metadata: Option<Arc<Discovery>>,
    /// The key set, if it could be read.
    pub keys: Option<Arc<Jwks>>,
    /// Another client, for whom no code of the first is meant.
    pub second: Option<Second>,
    /// How long a code lives, in seconds.
    pub code_lifetime: Option<i64>,
    /// The longest that a scenario may wait for something to expire, in seconds.
    pub patience: i64,
    /// The name of the person who logs in, if it is known.
    pub person: Option<String>,
    /// Whether the person can log in more than once.
    pub logs_in_afresh: bool,
    /// Whether the browser can send the authorization request as a form.
    pub posts_requests: bool,
    /// Whether the settings say that LivePerson uses PKCE.
    pub pkce: bool,
}

/// Another client.
#[derive(Clone)]
pub struct Second {
    /// Its client ID.
    pub client_id: String,
    /// What it proves that with.
    pub credential: Credential,
    /// One of its redirection URIs; `None` if it has those of the first client.
    pub redirect_uri: Option<String>,
}

/// What the value of a parameter may depend on.
pub struct Given<'a> {
    /// What all scenarios start from.
    pub setup: &'a Setup,
    /// The logins of the scenario so far.
    pub logins: &'a [Transcript],
    /// The parameters of the authorization request as they are so far; for a token request, its fields.
    pub parameters: &'a [(String, String)],
    /// A text that nobody can guess, in base64url: 43 characters, the same throughout the scenario.
    pub random: &'a str,
    /// The time.
    pub now: Timestamp,
}

/// What came of a case.
#[derive(Clone)]
pub struct Evidence<'a> {
    /// The case.
    pub case: Case,
    /// What it started from.
    pub setup: &'a Setup,
    /// The logins, in order. What was asked beside a login, such as a second token request, stands at its end.
    pub logins: Vec<Transcript>,
    /// What was asked before any login: the registration of a client.
    pub before: Vec<Step>,
    /// Why not everything was done that belongs to the case, if it was not: a sentence without a full stop.
    pub unfinished: Option<String>,
    /// How many requests were sent again because the network failed.
    pub retries: usize,
}

impl Evidence<'_> {
    /// Returns the last login.
    pub fn last(&self) -> Option<&Transcript> {
        self.logins.last()
    }

    /// Returns how many requests were sent.
    pub fn requests(&self) -> usize {
        let sent = self.logins.iter().flat_map(|login| &login.steps).chain(&self.before);
        sent.filter(|step| step.hop.answer.is_some() || step.failure.is_some()).count() + self.retries
    }
}

/// Returns how long the access token of a login lives, in seconds, if the server says so (RFC 6749 §5.1, §4.2.2).
pub fn expires_in(login: &Transcript) -> Option<i64> {
    let told = || login.callback.as_ref()?.get("expires_in")?.parse().ok();
    login.tokens().as_ref().and_then(lifetime).or_else(told)
}

/// Returns how long the access token in an answer lives, in seconds, if it says so.
pub fn lifetime(answer: &TokenResponse) -> Option<i64> {
    answer.body.as_ref().ok()?.root.get("expires_in")?.to_value().as_i64()
}
