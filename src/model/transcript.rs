//! A login as it happened: every message, in order, and how it ended. `exchange` records one, `diagnose` finds one.
//!
//! A transcript holds everything, secrets too; whoever shows or stores it redacts it first.

pub mod file;
mod text;

use super::callback::Callback;
use super::http::{Hop, Request};
use super::login::{ClientAuth, Flow, Mode, Window};
use super::token_response::{TokenResponse, UserInfo};

/// One login.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transcript {
    /// What both sides had agreed on, as far as it is known.
    pub terms: Terms,
    /// The messages, in order.
    pub steps: Vec<Step>,
    /// What came back to LivePerson from the authorization endpoint, if anything did.
    pub callback: Option<Callback>,
    /// Where it stopped before it was through, if it did.
    pub stop: Option<Stop>,
    /// What was taken out of it and what had been seen of that before; `None` if it holds everything.
    pub redaction: Option<Redaction>,
}

/// What was seen of the secrets of a login before they were taken out: what no check can see any more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Redaction {
    /// Whether e-mail addresses, telephone numbers and names were taken out too.
    pub personal: bool,
    /// Whose the signatures were that were cut.
    pub signatures: Vec<CutSignature>,
    /// What the hashes in the tokens had to be.
    pub hashes: Vec<CutHash>,
}

/// A signature that was taken out of a token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CutSignature {
    /// What stands in its place: the last segment of the token.
    pub placeholder: String,
    /// The thumbprints (RFC 7638, SHA-256) of the keys whose signature it was, of all keys that were at hand.
    pub verified_by: Vec<String>,
}

/// A text whose hash a token carries, in `at_hash` or `c_hash`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CutHash {
    /// What stands in its place.
    pub placeholder: String,
    /// The name of the token's algorithm.
    pub algorithm: String,
    /// What the claim had to be: the left half of the hash, in base64url (OIDC Core §3.1.3.6).
    pub half_hash: String,
}

/// What LivePerson's side of a login was set up with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// How LivePerson gets the token.
    pub flow: Flow,
    /// Where the consumer chats.
    pub window: Window,
    /// How LivePerson asks.
    pub mode: Mode,
    /// The issuer, as typed into the console.
    pub issuer: Option<String>,
    /// The client ID.
    pub client_id: Option<String>,
    /// How LivePerson proves who it is.
    pub client_auth: ClientAuth,
    /// The redirection URI of the authorization request.
    pub redirect_uri: Option<String>,
    /// The redirection URI of the token request.
    pub token_redirect_uri: Option<String>,
    /// The response type that was asked for.
    pub response_type: Option<String>,
    /// The response mode that was asked for.
    pub response_mode: Option<String>,
    /// The scope that was asked for.
    pub scope: Option<String>,
    /// The `state` that was sent.
    pub state: Option<String>,
    /// The nonce that was sent; the inner `None` says that none was.
    pub nonce: Option<Option<String>>,
    /// The code challenge that was sent.
    pub code_challenge: Option<String>,
}

/// One message and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it was for.
    pub purpose: Purpose,
    /// Who sent it.
    pub from: Party,
    /// The request and the answer.
    pub hop: Hop,
    /// Why there is no answer, if somebody did not answer.
    pub failure: Option<String>,
}

/// What a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The authorization server's metadata.
    Metadata,
    /// Its key set.
    Keys,
    /// A client that registers itself, or takes its leave.
    Registration,
    /// The authorization request.
    Authorization,
    /// A page between the authorization request and the callback: logging in, consent.
    Login,
    /// The way back to LivePerson. It is not followed: LivePerson's own addresses are never asked.
    Callback,
    /// The token request.
    Token,
    /// The question for more claims.
    UserInfo,
    /// The refresh request.
    Refresh,
}

/// Who sends a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// LivePerson's service, from server to server.
    LivePerson,
    /// The consumer's browser.
    Browser,
}

/// What came of a browser's way from the authorization request to the callback.
#[derive(Debug, Clone)]
pub struct Browsed {
    /// The messages, in order; none where a browser was used that shows them to nobody.
    pub steps: Vec<Step>,
    /// How it ended.
    pub end: Result<Callback, Stop>,
}

/// Where a login stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// At which kind of step.
    pub at: Purpose,
    /// Why, in a sentence without a full stop.
    pub reason: String,
    /// The page that the browser stood on, if it was one.
    pub page: Option<PageSummary>,
}

/// What can be said of a page without showing all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageSummary {
    /// Its address, without query.
    pub url: String,
    /// Its status code.
    pub status: u16,
    /// Its title.
    pub title: Option<String>,
    /// Its forms' fields: name and type.
    pub fields: Vec<(String, String)>,
    /// The labels of its buttons.
    pub buttons: Vec<String>,
    /// What it says, in a few lines: an error message if one can be told.
    pub message: Option<String>,
}

impl Purpose {
    /// Every purpose, in the order of a login.
    pub const ALL: [Purpose; 9] = [
        Purpose::Metadata,
        Purpose::Keys,
        Purpose::Registration,
        Purpose::Authorization,
        Purpose::Login,
        Purpose::Callback,
        Purpose::Token,
        Purpose::UserInfo,
        Purpose::Refresh,
    ];

    /// Returns the word for it in files: `token`.
    pub fn name(self) -> &'static str {
        match self {
            Purpose::Metadata => "metadata",
            Purpose::Keys => "keys",
            Purpose::Registration => "registration",
            Purpose::Authorization => "authorization",
            Purpose::Login => "login",
            Purpose::Callback => "callback",
            Purpose::Token => "token",
            Purpose::UserInfo => "userinfo",
            Purpose::Refresh => "refresh",
        }
    }
}

impl Transcript {
    /// Returns the steps of this kind, in order.
    pub fn of(&self, purpose: Purpose) -> impl DoubleEndedIterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.purpose == purpose)
    }

    /// Returns the authorization request.
    pub fn authorization_request(&self) -> Option<&Request> {
        self.of(Purpose::Authorization).next().map(|step| &step.hop.request)
    }

    /// Returns the last answer of the token endpoint.
    pub fn tokens(&self) -> Option<TokenResponse> {
        self.of(Purpose::Token).last().and_then(|step| TokenResponse::of(&step.hop, "token response"))
    }

    /// Returns the last answer to a refresh request.
    pub fn refreshed(&self) -> Option<TokenResponse> {
        self.of(Purpose::Refresh).last().and_then(|step| TokenResponse::of(&step.hop, "refresh response"))
    }

    /// Returns the last answer of the userinfo endpoint.
    pub fn userinfo(&self) -> Option<UserInfo> {
        self.of(Purpose::UserInfo).last().and_then(|step| TokenResponse::of(&step.hop, "userinfo response"))
    }

    /// Returns the token that LivePerson got in the end: from the token endpoint, or with the callback.
    pub fn token(&self) -> Option<String> {
        let redeemed = || Some(self.tokens()?.text("id_token")?.to_owned());
        let brought = || self.callback.as_ref()?.token().map(|(_, token)| token.to_owned());
        match self.terms.flow {
            Flow::Code => redeemed(),
            Flow::Implicit => brought(),
        }
    }

    /// Returns the code that came with the callback.
    pub fn code(&self) -> Option<&str> {
        self.callback.as_ref().filter(|_| self.terms.flow == Flow::Code)?.get("code")
    }
}
