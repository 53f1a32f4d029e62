//! The catalogue of checks, and `judge`.
//!
//! A check asks one question about one kind of document and does not know which command it serves. Which checks run
//! follows from what a command gathered: a question about a document that is not there is skipped and says so.

pub mod baseline;
pub mod callback;
pub mod claims;
pub mod console;
pub mod discovery;
mod gathered;
pub mod hashes;
pub mod header;
pub mod jwe;
pub mod jwks;
pub mod lane;
pub mod login;
pub mod policy;
mod question;
pub mod refresh;
mod refusal;
pub mod sdes;
pub mod signature;
pub mod text;
pub mod tokens;
pub mod transport;
pub mod userinfo;

use crate::jose::envelope::Envelope;
use crate::jose::jws::Proof;
use crate::model::callback::Callback;
use crate::model::discovery::Discovery;
use crate::model::http::{Exchange, Kind};
use crate::model::json::{Broken, Json};
use crate::model::jwk::Jwks;
use crate::model::source::Source;
use crate::model::time::Timestamp;
use crate::model::token::{Part, Token};
use crate::model::token_response::{TokenResponse, UserInfo};
use crate::model::transcript::{CutHash, Terms, Transcript};
use crate::report::{Group, Outcome, Rule, Verdict};
use std::borrow::Cow;

/// One check: what is known about it, and how to ask.
#[derive(Debug)]
pub struct Check {
    /// What is known about it.
    pub rule: Rule,
    /// How to ask.
    pub run: Run,
}

/// The question. The variant says which document it is about, and [`judge`] supplies it or skips.
#[derive(Debug, Clone, Copy)]
pub enum Run {
    /// About the token as a text, or about several of its parts at once.
    Token(fn(&Token, &Context) -> Outcome),
    /// About the envelope of an encrypted token.
    Envelope(fn(&Envelope, &Context) -> Outcome),
    /// About the JOSE header.
    Header(fn(&Json, &Context) -> Outcome),
    /// About the claims.
    Claims(fn(&Json, &Context) -> Outcome),
    /// About the signature, once it was checked against a key set.
    Signature(fn(&Token, &Proof, &Context) -> Outcome),
    /// About a key set.
    Keys(fn(&Jwks, &Context) -> Outcome),
    /// About an authorization server's metadata, wherever it was read.
    Discovery(fn(&Discovery, &Context) -> Outcome),
    /// About metadata for its own sake: not asked where it is only the way to a token's keys.
    Metadata(fn(&Discovery, &Context) -> Outcome),
    /// About metadata and the key set together, for their own sake.
    Published(fn(&Discovery, &Jwks, &Context) -> Outcome),
    /// About how documents were fetched.
    Exchanges(fn(&[(Kind, Exchange)], &Context) -> Outcome),
    /// About what came back from the authorization endpoint, or from the brand's page, next to the metadata.
    Callback(fn(&Callback, &Facts, &Context) -> Outcome),
    /// About the answer of the token endpoint, next to the metadata.
    Tokens(fn(&TokenResponse, &Facts, &Context) -> Outcome),
    /// About the answer to a refresh request, next to everything that came before it.
    Refreshed(fn(&TokenResponse, &Facts, &Context) -> Outcome),
    /// About the answer of the userinfo endpoint, next to the token.
    UserInfo(fn(&UserInfo, &Facts, &Context) -> Outcome),
    /// About a login as a whole, across its steps.
    Login(fn(&Transcript, &Context) -> Outcome),
    /// About what was gathered: whether a document could be read at all.
    Facts(fn(&Facts, &Context) -> Outcome),
}

/// What a command gathered, one slot a kind of document.
#[derive(Debug, Default)]
pub struct Facts {
    /// The token: of an encrypted one, the one inside, if it could be opened.
    pub token: Slot<Token>,
    /// The encrypted token as it came, and what was inside.
    pub envelope: Slot<Envelope>,
    /// The key set.
    pub keys: Slot<Jwks>,
    /// What came of checking the signature.
    pub proof: Slot<Proof>,
    /// The authorization server's metadata.
    pub discovery: Slot<Discovery>,
    /// How the documents were fetched.
    pub exchanges: Slot<Vec<(Kind, Exchange)>>,
    /// What came back from the authorization endpoint.
    pub callback: Slot<Callback>,
    /// What the token endpoint answered.
    pub tokens: Slot<TokenResponse>,
    /// What the token endpoint answered to a refresh request.
    pub refreshed: Slot<TokenResponse>,
    /// The token that came with that answer; of an encrypted one, what is inside.
    pub refreshed_token: Slot<Token>,
    /// What the userinfo endpoint answered.
    pub userinfo: Slot<UserInfo>,
    /// The login as a whole.
    pub login: Slot<Transcript>,
}

/// A document that may not be there.
#[derive(Debug, Clone, Default)]
pub enum Slot<T> {
    /// It is not here; says why, or which flag would bring it.
    Absent(Cow<'static, str>),
    /// The command is not about such documents: questions about them are left out.
    #[default]
    None,
    /// A text came that is not such a document.
    Broken(Broken),
    /// Here it is.
    Here(T),
}

/// What the caller knows and the documents are held against. What is `None` was not told, and its checks are skipped.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The time to judge at.
    pub now: Timestamp,
    /// How far clocks may be apart, in seconds.
    pub skew: i64,
    /// The issuer, as configured at LivePerson (`--issuer`).
    pub issuer: Option<String>,
    /// The client ID the authorization server knows LivePerson by (`--client-id`).
    pub client_id: Option<String>,
    /// The nonce that was sent (`--nonce`).
    pub nonce: Expected,
    /// The consumer that the token must be about (`--subject`).
    pub subject: Option<String>,
    /// The `max_age` that was sent, in seconds (`--max-age`).
    pub max_age: Option<i64>,
    /// The `acr_values` that were sent (`--acr`); empty if none were.
    pub acr: Vec<String>,
    /// The access token issued with it (`--access-token`).
    pub access_token: Option<String>,
    /// The code issued with it (`--code`).
    pub code: Option<String>,
    /// The response type of the authorization request (`--response-type`), such as `id_token token`.
    pub response_type: Option<String>,
    /// What was typed into LivePerson's console (`--brand`).
    pub console: Console,
    /// What LivePerson's side of a login was set up with.
    pub terms: Terms,
    /// What the hashes of texts are that were taken out of the login.
    pub cut_hashes: Vec<CutHash>,
    /// How long an endpoint may take before that is worth a note, in milliseconds; 2,000 if nobody said.
    pub budget: Option<u64>,
    /// Whether LivePerson's client asks for encrypted tokens, as far as somebody said.
    pub encrypted: Option<bool>,
    /// How many keys the issuer publishes. [`judge`] counts them itself if the key set is among the facts.
    pub key_count: Option<usize>,
}

/// What was typed into the fields of LivePerson's console, as far as metadata has an answer to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Console {
    /// The field "JWT issuer (iss)".
    pub issuer: Option<String>,
    /// The field "Authentication Endpoint".
    pub authorization_endpoint: Option<String>,
    /// The field "Token Endpoint".
    pub token_endpoint: Option<String>,
    /// The field "JWKS Endpoint".
    pub jwks_endpoint: Option<String>,
}

/// Something that may or may not have been sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Expected {
    /// Nobody said.
    #[default]
    Unknown,
    /// It was not sent.
    Unsent,
    /// This was sent.
    Sent(String),
}

/// The checks on one subject.
#[derive(Debug)]
pub struct Table {
    /// What they are about, as a heading.
    pub title: &'static str,
    /// The checks.
    pub checks: &'static [Check],
}

/// Every table, in the order in which reports list the checks.
pub static TABLES: &[Table] = &[
    Table { title: "The token as a text", checks: text::CHECKS },
    Table { title: "The envelope of an encrypted token", checks: jwe::CHECKS },
    Table { title: "The header", checks: header::CHECKS },
    Table { title: "The signature and its key", checks: signature::CHECKS },
    Table { title: "Who: issuer, subject, audience", checks: claims::parties::CHECKS },
    Table { title: "When: expiry and issue", checks: claims::times::CHECKS },
    Table { title: "Which login: nonce, auth_time, acr", checks: claims::login::CHECKS },
    Table { title: "The consumer's standard claims", checks: claims::profile::CHECKS },
    Table { title: "Hashes of access token and code", checks: hashes::CHECKS },
    Table { title: "Engagement attributes (lp_sdes)", checks: sdes::CHECKS },
    Table { title: "The key set", checks: jwks::CHECKS },
    Table { title: "The keys: their members", checks: jwks::member::CHECKS },
    Table { title: "The keys: their numbers", checks: jwks::number::CHECKS },
    Table { title: "The keys: what they are for", checks: jwks::purpose::CHECKS },
    Table { title: "The keys: their algorithms", checks: jwks::algorithm::CHECKS },
    Table { title: "The keys: their certificates", checks: jwks::certificate::CHECKS },
    Table { title: "The authorization server's metadata", checks: discovery::CHECKS },
    Table { title: "The metadata's members", checks: discovery::members::CHECKS },
    Table { title: "The metadata's addresses", checks: discovery::addresses::CHECKS },
    Table { title: "What the metadata offers: flows, scopes, locales", checks: discovery::offers::CHECKS },
    Table { title: "What the metadata offers: algorithms", checks: discovery::algorithms::CHECKS },
    Table { title: "The metadata and the key set", checks: discovery::keys::CHECKS },
    Table { title: "What LivePerson needs of the metadata", checks: discovery::liveperson::CHECKS },
    Table { title: "LivePerson's console against the metadata", checks: console::CHECKS },
    Table { title: "The login as a whole", checks: login::CHECKS },
    Table { title: "The login: what comes back to LivePerson", checks: callback::CHECKS },
    Table { title: "The login: the token endpoint's answer", checks: tokens::CHECKS },
    Table { title: "The login: the userinfo endpoint's answer", checks: userinfo::CHECKS },
    Table { title: "The login: the answer to a refresh request", checks: refresh::CHECKS },
    Table { title: "On the way: TLS", checks: transport::tls::CHECKS },
    Table { title: "On the way: the answer", checks: transport::answer::CHECKS },
    Table { title: "On the way: the host", checks: transport::host::CHECKS },
];

/// Returns every check, in the order in which reports list them.
pub fn all() -> impl Iterator<Item = &'static Check> {
    TABLES.iter().flat_map(|table| table.checks)
}

/// Returns every rule under the heading of its table.
pub fn chapters() -> Vec<(&'static str, Vec<&'static Rule>)> {
    TABLES.iter().map(|table| (table.title, table.checks.iter().map(|check| &check.rule).collect())).collect()
}

/// Returns the check with this id.
pub fn find(id: &str) -> Option<&'static Check> {
    all().find(|check| check.rule.id == id)
}

/// Asks every check of the catalogue about `facts`, and returns every answer. A check about a document that is no part of
/// the command gives none.
pub fn judge(facts: &Facts, context: &Context) -> Vec<Verdict> {
    let published = facts.keys.here().filter(|keys| keys.published).map(|keys| keys.keys().len());
    let context = &Context { key_count: published.or(context.key_count), ..context.clone() };
    let verdict = |check: &'static Check| Verdict {
        rule: &check.rule,
        severity: check.rule.severity,
        outcome: answer(check, facts, context),
    };
    all().map(verdict).filter(|verdict| verdict.outcome != UNASKED).collect()
}

/// The answer to a question that no part of the command is about: a skip without a reason, which no report lists.
const UNASKED: Outcome = Outcome::Skip(Cow::Borrowed(""));

fn answer(check: &Check, facts: &Facts, context: &Context) -> Outcome {
    match check.run {
        Run::Token(ask) => facts.token.ask(|token| ask(token, context)),
        Run::Envelope(ask) => facts.envelope.ask(|envelope| ask(envelope, context)),
        Run::Header(ask) => facts.token.ask(|token| part(&token.header, "header", |json| ask(json, context))),
        Run::Claims(ask) => facts.token.ask(|token| part(&token.claims, "claims", |json| ask(json, context))),
        Run::Signature(ask) => facts.token.ask(|token| facts.proof.ask(|proof| ask(token, proof, context))),
        Run::Keys(ask) => facts.keys.ask(|keys| ask(keys, context)),
        Run::Discovery(ask) => facts.discovery.ask(|discovery| ask(discovery, context)),
        Run::Metadata(ask) => facts.metadata(|discovery| ask(discovery, context)),
        Run::Published(ask) => facts.metadata(|discovery| facts.keys.ask(|keys| ask(discovery, keys, context))),
        Run::Exchanges(ask) => facts.exchanges.ask(|exchanges| ask(exchanges, context)),
        Run::Callback(ask) => facts.callback.ask(|callback| ask(callback, facts, context)),
        Run::Tokens(ask) => facts.tokens.ask(|tokens| ask(tokens, facts, context)),
        Run::Refreshed(ask) => facts.refreshed.ask(|refreshed| ask(refreshed, facts, context)),
        Run::UserInfo(ask) => facts.userinfo.ask(|userinfo| ask(userinfo, facts, context)),
        Run::Login(ask) => facts.login.ask(|login| ask(login, context)),
        Run::Facts(ask) => ask(facts, context),
    }
}

fn part(part: &Part, what: &str, ask: impl FnOnce(&Json) -> Outcome) -> Outcome {
    match part {
        Part::Here(json) => ask(json),
        Part::Broken(_) => Outcome::skip(format!("the {what} could not be read")),
        Part::Missing => Outcome::skip(format!("the token has no {what}")),
        Part::Sealed => Outcome::skip(format!("the {what} are encrypted")),
    }
}

impl<T> Slot<T> {
    /// Returns the slot of a document that is not here, with the reason.
    pub fn absent(reason: impl Into<Cow<'static, str>>) -> Slot<T> {
        Slot::Absent(reason.into())
    }

    /// Returns the document, if it is here.
    pub fn here(&self) -> Option<&T> {
        match self {
            Slot::Here(document) => Some(document),
            _ => None,
        }
    }

    fn source(&self, of: impl FnOnce(&T) -> Source) -> Option<Source> {
        match self {
            Slot::Here(document) => Some(of(document)),
            Slot::Broken(broken) => Some(broken.source.clone()),
            Slot::Absent(_) | Slot::None => None,
        }
    }

    fn ask(&self, question: impl FnOnce(&T) -> Outcome) -> Outcome {
        match self {
            Slot::Here(document) => question(document),
            Slot::Absent(reason) => Outcome::skip(reason.clone()),
            Slot::Broken(broken) => Outcome::skip(format!("{} could not be read", broken.source.name)),
            Slot::None => UNASKED,
        }
    }
}

impl Facts {
    /// Asks about the metadata for its own sake: where there is a token or a login, it is only the way to something else.
    fn metadata(&self, question: impl FnOnce(&Discovery) -> Outcome) -> Outcome {
        if self.envelope.here().is_some() {
            return Outcome::skip("the metadata is only the way to the token's keys here");
        }
        match (&self.token, &self.login) {
            (_, Slot::Here(_)) => Outcome::skip("the metadata is only the way to the login here"),
            (Slot::Here(_) | Slot::Broken(_), _) => {
                Outcome::skip("the metadata is only the way to the token's keys here")
            }
            _ => self.discovery.ask(question),
        }
    }

    /// Returns the texts that findings may point into, signatures and secret members of keys masked.
    pub fn documents(&self) -> Vec<Source> {
        let mut tokens: Vec<&Token> = self.token.here().into_iter().collect();
        tokens.extend(self.envelope.here().map(|envelope| &envelope.token));
        // Without a key the envelope itself is judged as the token.
        tokens.dedup_by_key(|token| &token.source.name);
        let parts = tokens.iter().flat_map(|token| [token.header.source(), token.claims.source()]);
        let mut documents: Vec<Source> = tokens.iter().map(|token| token.masked()).collect();
        documents.extend(parts.flatten().cloned());
        documents.extend(match &self.keys {
            Slot::Broken(broken) => Some(unread(broken)),
            keys => keys.source(Jwks::masked),
        });
        documents.extend(self.discovery.source(|discovery| discovery.json.source.clone()));
        documents.extend(self.exchanges.here().into_iter().flatten().map(|(_, exchange)| exchange.transcript()));
        documents.extend(self.callback.here().map(Callback::text));
        let answers = [&self.tokens, &self.refreshed, &self.userinfo].into_iter().filter_map(Slot::here);
        documents.extend(answers.flat_map(|answer| [answer.masked(), answer.head()]));
        let refreshed = self.refreshed_token.here().into_iter();
        documents.extend(refreshed.flat_map(|token| [token.header.source(), token.claims.source()]).flatten().cloned());
        documents.extend(self.login.here().map(Transcript::text));
        documents
    }
}

// What a server answers to everybody may be shown. A file that was taken for a key set may hold a secret.
fn unread(keys: &Broken) -> Source {
    let public = keys.source.name.contains("://");
    keys.source.masked(&[if public { 0..0 } else { 0..keys.source.text.len() }])
}

/// Judges one subject and returns its group: the verdicts, under a policy, and the texts they point into.
pub fn group(subject: &str, facts: &Facts, context: &Context, policy: &policy::Policy) -> Group {
    let (verdicts, documents) = (judge(facts, context), facts.documents());
    let mut group = Group { subject: subject.to_owned(), verdicts, documents, ..Group::default() };
    policy.apply(&mut group);
    group
}
