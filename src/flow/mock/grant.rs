//! The token endpoint: what was granted is redeemed (RFC 6749 §4.1.3, §6; OIDC Core §3.1.3, §12).

use super::authorize::Ask;
use super::bearer;
use super::client;
use super::config::{Client, User};
use super::issue::Issue;
use super::page;
use super::params::Params;
use super::reply::{self, WithField, error, json};
use super::route::Visit;
use super::wrong::Faults;
use super::{Code, Refresh, Session, digits, random};
use crate::flow::fault::endpoint;
use crate::flow::fault::lenient::Does;
use crate::model::http::{FORM, Reply};
use crate::model::secret::same;
use crate::model::time::Timestamp;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What somebody granted to a client. Everything that is issued for it refers to it, so that it can be taken back at once.
pub(super) struct Grant {
    pub(super) client: String,
    pub(super) user: String,
    /// Who it is said to be about, where that is not the user.
    pub(super) alias: Option<String>,
    pub(super) scope: Vec<String>,
    pub(super) nonce: Option<String>,
    pub(super) acr: Option<String>,
    pub(super) auth_time: Timestamp,
    pub(super) claims: Map<String, Value>,
    pub(super) revoked: AtomicBool,
}

impl Grant {
    /// Returns what `session` grants to the client that asks.
    pub(super) fn new(ask: &Ask<'_>, session: &Session, alias: Option<String>) -> Grant {
        Grant {
            client: ask.way.client.id.clone(),
            user: session.user.clone(),
            alias,
            scope: ask.scope.clone(),
            nonce: ask.nonce.clone(),
            acr: ask.acr.clone(),
            auth_time: session.since,
            claims: ask.claims.clone(),
            revoked: AtomicBool::new(false),
        }
    }

    /// Returns who it is about (`sub`).
    pub(super) fn subject<'a>(&'a self, user: &'a User) -> &'a str {
        self.alias.as_deref().unwrap_or(user.subject())
    }

    pub(super) fn is_revoked(&self) -> bool {
        self.revoked.load(Ordering::Relaxed)
    }

    pub(super) fn revoke(&self) {
        self.revoked.store(true, Ordering::Relaxed);
    }
}

type Refusal = (&'static str, &'static str);

/// Answers a token request.
pub(super) fn token(visit: Visit<'_>, rng: &mut dyn rand::CryptoRng) -> Reply {
    let params = match read(visit) {
        Ok(params) => params,
        Err(description) => return error(400, "invalid_request", &description),
    };
    let client = match client::authenticated(visit, &params) {
        Ok(client) => client,
        Err(reply) => return reply,
    };
    faulty(visit, client, answer(visit, client, &params, rng))
}

fn answer(visit: Visit<'_>, client: &Client, params: &Params, rng: &mut dyn rand::CryptoRng) -> Reply {
    let faults = visit.faults(Some(&client.id));
    let redeemed = || redeem(visit, client, params).map(|grant| (grant, true));
    let grant = match params.text("grant_type") {
        Some("authorization_code") => redeemed(),
        Some("refresh_token") => renew(visit, client, params).map(|grant| (grant, false)),
        Some(_) if faults.does(Does::TakesAnyGrantType) => redeemed(),
        None if faults.does(Does::TakesNoGrantType) => redeemed(),
        Some(_) => Err(("unsupported_grant_type", "the grant types are authorization_code and refresh_token")),
        None => Err(("invalid_request", "there is no grant_type")),
    };
    match grant {
        Ok((grant, first)) => issue(visit, client, &grant, first, rng),
        Err((code, description)) => error(400, code, description),
    }
}

fn read(visit: Visit<'_>) -> Result<Params, String> {
    let media_type = visit.request.header("content-type").unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let params = match media_type.as_str() {
        FORM => Params::of(visit.request),
        "application/json" if visit.faults(None).does(Does::TakesJson) => Params::of_json(visit.request),
        // Whoever lets GET come here takes it.
        _ if visit.request.method == "GET" => Params::of(visit.request),
        _ => return Err(format!("the body must be a form ({FORM})")),
    };
    match (params.repeated(), params.garbled()) {
        (Some(name), _) => Err(format!("the parameter {name} is there twice")),
        (_, Some(name)) => Err(format!("the parameter {name} is no UTF-8")),
        _ => Ok(params),
    }
}

// RFC 6749 §4.1.3, RFC 7636 §4.6.
fn redeem(visit: Visit<'_>, client: &Client, params: &Params) -> Result<Arc<Grant>, Refusal> {
    let faults = visit.faults(Some(&client.id));
    if let Some(grant) = unasked(visit, client, params) {
        return Ok(grant);
    }
    let name = params.text("code").ok_or(("invalid_request", "there is no code"))?;
    let code = visit.realm.memory.codes.find(name, visit.now);
    let code = code.filter(|code| code.grant.client == client.id || faults.does(Does::TakesCodesOfOthers));
    let code = code.ok_or(("invalid_grant", "the code is unknown, too old, or another client's"))?;
    if code.used.swap(true, Ordering::AcqRel) && !faults.does(Does::TakesCodesAgain) {
        // RFC 6749 §4.1.2: somebody else has it too, so nothing that was issued for it is good any more.
        if !faults.does(Does::KeepsTokensOfUsedCodes) {
            code.grant.revoke();
        }
        return Err(("invalid_grant", "the code was used before; everything issued for it is revoked"));
    }
    addressed(&code, client, params.text("redirect_uri"), faults)?;
    verified(&code, params.text("code_verifier"), faults)?;
    Ok(code.grant)
}

// What a fault gives for a code that nobody issued: what belongs to the newest of the client's codes. That one is not used
// up: it may be somebody else's, who is about to redeem it.
fn unasked(visit: Visit<'_>, client: &Client, params: &Params) -> Option<Arc<Grant>> {
    let (faults, codes) = (visit.faults(Some(&client.id)), &visit.realm.memory.codes);
    let own = |code: &Code| code.grant.client == client.id;
    let newest = |begins: &str| codes.newest(|name, code| own(code) && name != begins && name.starts_with(begins));
    let code = match params.given("code") {
        None if faults.does(Does::TakesNoCode) => newest(""),
        Some("") if faults.does(Does::TakesEmptyCodes) => newest(""),
        None | Some("") => None,
        Some(name) if codes.find(name, visit.now).is_some() => None,
        Some(_) if faults.does(Does::TakesAnyCode) => newest(""),
        Some(name) if faults.does(Does::TakesTruncatedCodes) => newest(name),
        Some(_) => None,
    };
    Some(code?.grant)
}

fn addressed(code: &Code, client: &Client, uri: Option<&str>, faults: Faults<'_>) -> Result<(), Refusal> {
    let same_but_slash = |uri: &str| uri.trim_end_matches('/') == code.redirect_uri.trim_end_matches('/');
    // An old connector of LivePerson names another one here.
    let other = |uri: &str| !client.rfc_mode && client.redirect_uris.iter().any(|registered| registered == uri);
    match uri {
        Some(uri) if uri == code.redirect_uri || other(uri) => Ok(()),
        Some(_) if faults.does(Does::TakesAnyRedirectUri) => Ok(()),
        Some(uri) if faults.does(Does::TakesSlash) && same_but_slash(uri) => Ok(()),
        Some(_) => Err(("invalid_grant", "the redirect_uri is not that of the authorization request")),
        None if faults.does(Does::TakesNoRedirectUri) => Ok(()),
        None => Err(("invalid_request", "there is no redirect_uri")),
    }
}

fn verified(code: &Code, verifier: Option<&str>, faults: Faults<'_>) -> Result<(), Refusal> {
    match (&code.challenge, verifier) {
        (None, None) => Ok(()),
        (None, Some(_)) if faults.does(Does::TakesStrayVerifier) => Ok(()),
        (Some(_), None) if faults.does(Does::TakesNoVerifier) => Ok(()),
        (Some(_), Some(_)) if faults.does(Does::TakesAnyVerifier) => Ok(()),
        (None, Some(_)) => Err(("invalid_grant", "there is a code_verifier, but there was no code_challenge")),
        (Some(_), None) => Err(("invalid_grant", "there is no code_verifier, but there was a code_challenge")),
        (Some(_), Some(verifier)) if !is_verifier(verifier) => {
            Err(("invalid_request", "the code_verifier must be 43 to 128 unreserved characters"))
        }
        (Some(challenge), Some(verifier)) if same(&challenge_of(verifier), challenge) => Ok(()),
        (Some(_), Some(_)) => Err(("invalid_grant", "the code_verifier does not belong to the code_challenge")),
    }
}

/// Returns the challenge that a verifier belongs to (RFC 7636 §4.2).
pub(super) fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
}

// RFC 7636 §4.1.
fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_alphanumeric() || b"-._~".contains(&c))
}

// RFC 6749 §6, RFC 9700 §4.14.2.
fn renew(visit: Visit<'_>, client: &Client, params: &Params) -> Result<Arc<Grant>, Refusal> {
    let name = params.text("refresh_token").ok_or(("invalid_request", "there is no refresh_token"))?;
    let found = visit.realm.memory.refresh.find(name, visit.now);
    let faults = visit.faults(Some(&client.id));
    let own = |grant: &Grant| grant.client == client.id || faults.does(Does::TakesRefreshTokensOfOthers);
    let good = |grant: &Grant| own(grant) && !grant.is_revoked() && !faults.does(Does::RefusesRefresh);
    let found = found.filter(|refresh| good(&refresh.grant));
    let refresh =
        found.ok_or(("invalid_grant", "the refresh token is unknown, too old, revoked, or another client's"))?;
    // A request that asks for too much gets nothing, and uses nothing up.
    if params.words("scope").iter().any(|word| !refresh.grant.scope.contains(word)) {
        return Err(("invalid_scope", "the scope is wider than what was granted"));
    }
    if refresh.used.swap(true, Ordering::AcqRel) {
        refresh.grant.revoke();
        return Err(("invalid_grant", "the refresh token was used before; everything issued with it is revoked"));
    }
    Ok(refresh.grant)
}

// RFC 6749 §5.1, OIDC Core §3.1.3.3.
fn issue(visit: Visit<'_>, client: &Client, grant: &Arc<Grant>, first: bool, rng: &mut dyn rand::CryptoRng) -> Reply {
    let Visit { realm, now, .. } = visit;
    let lifetimes = &realm.issuer.lifetimes;
    let guessable = !first && visit.faults(Some(&client.id)).does(Does::IssuesShortTokens);
    let access_token = if guessable { digits(rng) } else { random(rng) };
    let nonce = grant.nonce.as_deref().filter(|_| first);
    let issue = Issue { visit, grant, nonce, access_token: Some(&access_token), code: None };
    let id_token = match issue.id_token(rng) {
        Ok(id_token) => id_token,
        Err(reason) => return error(500, "server_error", &reason.0),
    };
    bearer::keep(visit, &access_token, grant);
    let mut body = json!({
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": lifetimes.access_token,
        "id_token": id_token,
        "scope": grant.scope.join(" "),
    });
    if client.refresh {
        let refresh = random(rng);
        let kept = Refresh { grant: Arc::clone(grant), used: Arc::default() };
        realm.memory.refresh.put(&refresh, kept, now.plus(lifetimes.refresh_token), now);
        body["refresh_token"] = json!(refresh);
    }
    json(200, &body)
}

// What the client's faults make of a good answer.
fn faulty(visit: Visit<'_>, client: &Client, reply: Reply) -> Reply {
    use endpoint::Does;
    let does = |what| visit.faults(Some(&client.id)).has(what);
    let mut reply = match reply {
        good if good.status != 200 => good,
        _ if does(Does::BreaksDown) => reply::reply(500, "text/plain", "Internal Server Error\n".to_owned()),
        _ if does(Does::AnswersInHtml) => page::error(visit.realm, 200, "Please come back later."),
        _ if does(Does::RefusesWith200) => error(200, "invalid_grant", "the code is unknown"),
        good if does(Does::LeavesTokenOut) => without(good, "id_token"),
        good => good,
    };
    if does(Does::MarksByteOrder) {
        reply.body.splice(0..0, "\u{feff}".bytes());
    }
    if does(Does::LetsTokensBeKept) {
        reply.headers.retain(|(name, _)| name != "cache-control");
        reply = reply.with_field("cache-control", "public, max-age=3600");
    }
    if does(Does::Dawdles) {
        reply.delay = visit.config.slow;
    }
    reply
}

fn without(mut reply: Reply, member: &str) -> Reply {
    if let Ok(Value::Object(mut body)) = serde_json::from_slice(&reply.body) {
        body.shift_remove(member);
        reply.body = Value::Object(body).to_string().into_bytes();
    }
    reply
}
