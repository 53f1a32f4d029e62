//! What a login gathered: every message of a [`Transcript`] put where the checks look for it, so that whoever makes a login
//! and whoever only reads of one judge alike.

use super::{Context, Expected, Facts, Slot, jwe};
use crate::jose::envelope::Keyring;
use crate::jose::jws;
use crate::model::callback::looks_like_token;
use crate::model::discovery::Discovery;
use crate::model::http::{Exchange, Hop, Kind, Timing};
use crate::model::json::{Broken, Malformed};
use crate::model::jwk::Jwks;
use crate::model::login::Flow;
use crate::model::paste;
use crate::model::source::Source;
use crate::model::token::{Form, Token};
use crate::model::token_response::TokenResponse;
use crate::model::transcript::{Purpose, Step, Transcript};

impl Facts {
    /// Returns the facts of a login. Metadata and key set may come from elsewhere; where a slot is [`Slot::None`], they are
    /// those that the login itself fetched. Encrypted tokens stay closed; see [`Facts::opened_by`].
    pub fn of_login(login: &Transcript, discovery: Slot<Discovery>, keys: Slot<Jwks>) -> Facts {
        let discovery = or_fetched(discovery, || fetched_metadata(login));
        let keys = or_fetched(keys, || fetched_keys(login));
        let token = login.token().map(|text| named("id_token", &text));
        let exchanges = exchanges(login);
        let refreshed = login.refreshed();
        let facts = Facts {
            proof: token.as_ref().map_or(Slot::absent(NO_TOKEN), |token| proof(token, &keys, login)),
            token: token.map_or(Slot::absent(NO_TOKEN), Slot::Here),
            envelope: Slot::None,
            keys,
            discovery,
            exchanges: if exchanges.is_empty() { Slot::absent("nothing was fetched") } else { Slot::Here(exchanges) },
            callback: slot(login.callback.clone(), true, "nothing came back from the authorization endpoint"),
            tokens: slot(login.tokens(), login.terms.flow == Flow::Code, "the token endpoint gave no answer"),
            refreshed_token: slot(refreshed.as_ref().and_then(renewed), refreshed.is_some(), NOT_RENEWED),
            refreshed: slot(refreshed, asked(login, Purpose::Refresh), "the refresh request had no answer"),
            userinfo: slot(login.userinfo(), asked(login, Purpose::UserInfo), "the userinfo endpoint gave no answer"),
            login: Slot::Here(login.clone()),
        };
        facts.opened_by(&Keyring::default())
    }

    /// Returns the facts of this login with its encrypted tokens opened, as far as `keyring` opens them. What is inside is
    /// the token to judge.
    pub fn opened_by(mut self, keyring: &Keyring) -> Facts {
        let Some(login) = self.login.here() else { return self };
        if let Some(envelope) = login.token().and_then(|text| keyring.open(&named("id_token", &text))) {
            self.token = jwe::inside(&envelope);
            self.proof = match &self.token {
                Slot::Here(token) => proof(token, &self.keys, login),
                _ => Slot::absent(UNOPENED),
            };
            self.envelope = Slot::Here(envelope);
        }
        let renewed = self.refreshed.here().and_then(renewed);
        if let Some(envelope) = renewed.and_then(|token| keyring.open(&token)) {
            self.refreshed_token = jwe::inside(&envelope);
        }
        self
    }
}

impl Context {
    /// Returns what a login tells of itself: what was agreed on, and what the token came with. The time and the skew are
    /// the caller's to add.
    pub fn of_login(login: &Transcript) -> Context {
        let terms = &login.terms;
        let sent = |name: &str| login.of(Purpose::Authorization).next().and_then(|step| step.parameter(name));
        let response_type = match terms.flow {
            // The token comes from the token endpoint, whatever else came with the code.
            Flow::Code => Some(terms.flow.response_type(terms.mode).to_owned()),
            Flow::Implicit => terms.response_type.clone(),
        };
        Context {
            issuer: terms.issuer.clone(),
            client_id: terms.client_id.clone(),
            nonce: match &terms.nonce {
                None => Expected::Unknown,
                Some(None) => Expected::Unsent,
                Some(Some(nonce)) => Expected::Sent(nonce.clone()),
            },
            max_age: sent("max_age").and_then(|seconds| seconds.parse().ok()),
            acr: sent("acr_values").iter().flat_map(|values| values.split_whitespace()).map(str::to_owned).collect(),
            access_token: access_token(login),
            code: code(login),
            response_type,
            terms: terms.clone(),
            cut_hashes: login.redaction.as_ref().map(|redaction| redaction.hashes.clone()).unwrap_or_default(),
            ..Context::default()
        }
    }
}

const NO_TOKEN: &str = "no token came of the login";

const NOT_RENEWED: &str = "no token came with the refreshed ones, and none has to";

const UNOPENED: &str = "the encrypted token could not be opened, or holds no token";

/// Returns the token that came with the answer to a refresh request.
fn renewed(refreshed: &TokenResponse) -> Option<Token> {
    Some(named("refreshed id_token", refreshed.text("id_token")?))
}

/// Returns the access token that was issued with the token.
fn access_token(login: &Transcript) -> Option<String> {
    match login.terms.flow {
        Flow::Code => login.tokens()?.text("access_token").map(str::to_owned),
        Flow::Implicit => login.callback.as_ref()?.get("access_token").map(str::to_owned),
    }
}

// LivePerson takes a token under the name `code` too.
fn code(login: &Transcript) -> Option<String> {
    let code = login.callback.as_ref()?.get("code")?;
    (login.terms.flow == Flow::Code || !looks_like_token(code)).then(|| code.to_owned())
}

fn named(name: &str, text: &str) -> Token {
    let found = paste::tokens(name, text).into_iter().next();
    let whole = found.map(|pasted| pasted.token).filter(|token| token.source.name == name);
    whole.unwrap_or_else(|| Token::parse(name, text, Vec::new()))
}

fn proof(token: &Token, keys: &Slot<Jwks>, login: &Transcript) -> Slot<jws::Proof> {
    match keys {
        _ if token.form() == Form::Encrypted => Slot::absent("the token is encrypted"),
        Slot::Here(keys) => Slot::Here(jws::recall(token, keys, login.redaction.as_ref())),
        Slot::Broken(broken) => Slot::Broken(broken.clone()),
        Slot::Absent(reason) => Slot::Absent(reason.clone()),
        Slot::None => Slot::absent("no key set came with the login"),
    }
}

fn slot<T>(document: Option<T>, is_part: bool, absent: &'static str) -> Slot<T> {
    match document {
        Some(document) => Slot::Here(document),
        None if is_part => Slot::absent(absent),
        None => Slot::None,
    }
}

fn asked(login: &Transcript, purpose: Purpose) -> bool {
    login.of(purpose).next().is_some()
}

fn or_fetched<T>(given: Slot<T>, fetched: impl FnOnce() -> Slot<T>) -> Slot<T> {
    if matches!(given, Slot::None) { fetched() } else { given }
}

fn fetched_metadata(login: &Transcript) -> Slot<Discovery> {
    let issuer = login.terms.issuer.as_deref();
    fetched(login, Purpose::Metadata, "no metadata was fetched", |source| Discovery::parse(source, issuer))
}

fn fetched_keys(login: &Transcript) -> Slot<Jwks> {
    fetched(login, Purpose::Keys, "no key set was fetched", |source| Jwks::parse(source, true))
}

/// Returns the document of the last step of this kind, if it was answered.
fn fetched<T>(
    login: &Transcript,
    purpose: Purpose,
    absent: &'static str,
    parse: impl FnOnce(Source) -> Result<T, Malformed>,
) -> Slot<T> {
    let Some(answer) = login.of(purpose).last().and_then(|step| step.hop.answer.as_ref()) else {
        return Slot::absent(absent);
    };
    let text = String::from_utf8_lossy(&answer.body);
    let source = Source::new(answer.url.as_str(), text.strip_prefix('\u{feff}').unwrap_or(&text));
    parse(source.clone()).map_or_else(|malformed| Slot::Broken(Broken { source, malformed }), Slot::Here)
}

/// Returns how metadata and key set came over the network.
fn exchanges(login: &Transcript) -> Vec<(Kind, Exchange)> {
    let kinds = [(Kind::Discovery, Purpose::Metadata), (Kind::Jwks, Purpose::Keys)];
    kinds.into_iter().filter_map(|(kind, purpose)| Some((kind, exchange(login.of(purpose))?))).collect()
}

fn exchange<'a>(steps: impl Iterator<Item = &'a Step>) -> Option<Exchange> {
    let mut hops: Vec<&Hop> = steps.map(|step| &step.hop).collect();
    // Whoever could not be reached at all is a failure, not an exchange.
    let last = hops.pop().filter(|hop| hop.answer.is_some() || hop.tls.is_some())?;
    let before: u64 = hops.iter().map(|hop| hop.timing.total).sum();
    Some(Exchange {
        url: last.request.url.clone(),
        began: hops.first().unwrap_or(&last).began,
        redirects: hops.iter().filter_map(|hop| Some(hop.redirect()?.0)).collect(),
        remote: last.remote,
        tls: last.tls.clone(),
        timing: Timing { total: before.saturating_add(last.timing.total), ..last.timing },
        answer: last.answer.clone(),
    })
}
