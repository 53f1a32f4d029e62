//! The token endpoint: what was granted is redeemed (RFC 6749 §4.1.3, §6; OIDC Core §3.1.3, §12).

use super::authorize::Ask;
use super::client;
use super::config::Client;
use super::issue::Issue;
use super::page;
use super::params::Params;
use super::reply::{self, WithField, error, json};
use super::route::Visit;
use super::{Access, Code, Refresh, Session, random};
use crate::flow::fault::endpoint::Does;
use crate::model::http::{FORM, Reply};
use crate::model::time::Timestamp;
use aws_lc_rs::constant_time::verify_slices_are_equal;
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
    pub(super) scope: Vec<String>,
    pub(super) nonce: Option<String>,
    pub(super) acr: Option<String>,
    pub(super) auth_time: Timestamp,
    pub(super) claims: Map<String, Value>,
    pub(super) revoked: AtomicBool,
}

impl Grant {
    /// Returns what `session` grants to the client that asks.
    pub(super) fn new(ask: &Ask<'_>, session: &Session) -> Grant {
        Grant {
            client: ask.way.client.id.clone(),
            user: session.user.clone(),
            scope: ask.scope.clone(),
            nonce: ask.nonce.clone(),
            acr: ask.acr.clone(),
            auth_time: session.since,
            claims: ask.claims.clone(),
            revoked: AtomicBool::new(false),
        }
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
    let params = Params::of(visit.request);
    if let Err(description) = readable(visit, &params) {
        return error(400, "invalid_request", &description);
    }
    let client = match client::authenticated(visit, &params) {
        Ok(client) => client,
        Err(reply) => return reply,
    };
    faulty(visit, client, answer(visit, client, &params, rng))
}

fn answer(visit: Visit<'_>, client: &Client, params: &Params, rng: &mut dyn rand::CryptoRng) -> Reply {
    let grant = match params.text("grant_type") {
        Some("authorization_code") => redeem(visit, client, params).map(|grant| (grant, true)),
        Some("refresh_token") => renew(visit, client, params).map(|grant| (grant, false)),
        Some(_) => Err(("unsupported_grant_type", "the grant types are authorization_code and refresh_token")),
        None => Err(("invalid_request", "there is no grant_type")),
    };
    match grant {
        Ok((grant, first)) => issue(visit, client, &grant, first, rng),
        Err((code, description)) => error(400, code, description),
    }
}

fn readable(visit: Visit<'_>, params: &Params) -> Result<(), String> {
    let media_type = visit.request.header("content-type").unwrap_or_default();
    if !media_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(FORM) {
        return Err(format!("the body must be a form ({FORM})"));
    }
    match (params.repeated(), params.garbled()) {
        (Some(name), _) => Err(format!("the parameter {name} is there twice")),
        (_, Some(name)) => Err(format!("the parameter {name} is no UTF-8")),
        _ => Ok(()),
    }
}

// RFC 6749 §4.1.3, RFC 7636 §4.6.
fn redeem(visit: Visit<'_>, client: &Client, params: &Params) -> Result<Arc<Grant>, Refusal> {
    let name = params.text("code").ok_or(("invalid_request", "there is no code"))?;
    let code = visit.realm.memory.codes.find(name, visit.now);
    let code = code.filter(|code| code.grant.client == client.id);
    let code = code.ok_or(("invalid_grant", "the code is unknown, too old, or another client's"))?;
    if code.used.swap(true, Ordering::AcqRel) {
        // RFC 6749 §4.1.2: somebody else has it too, so nothing that was issued for it is good any more.
        code.grant.revoke();
        return Err(("invalid_grant", "the code was used before; everything issued for it is revoked"));
    }
    let uri = params.text("redirect_uri").ok_or(("invalid_request", "there is no redirect_uri"))?;
    // An old connector of LivePerson names another one here.
    let other = !client.rfc_mode && client.redirect_uris.iter().any(|registered| registered == uri);
    if uri != code.redirect_uri && !other {
        return Err(("invalid_grant", "the redirect_uri is not that of the authorization request"));
    }
    verified(&code, params.text("code_verifier"))?;
    Ok(code.grant)
}

fn verified(code: &Code, verifier: Option<&str>) -> Result<(), Refusal> {
    match (&code.challenge, verifier) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(("invalid_grant", "there is a code_verifier, but there was no code_challenge")),
        (Some(_), None) => Err(("invalid_grant", "there is no code_verifier, but there was a code_challenge")),
        (Some(_), Some(verifier)) if !is_verifier(verifier) => {
            Err(("invalid_request", "the code_verifier must be 43 to 128 unreserved characters"))
        }
        (Some(challenge), Some(verifier)) => {
            let hash = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
            let equal = verify_slices_are_equal(hash.as_bytes(), challenge.as_bytes());
            equal.map_err(|_| ("invalid_grant", "the code_verifier does not belong to the code_challenge"))
        }
    }
}

// RFC 7636 §4.1.
fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_alphanumeric() || b"-._~".contains(&c))
}

// RFC 6749 §6, RFC 9700 §4.14.2.
fn renew(visit: Visit<'_>, client: &Client, params: &Params) -> Result<Arc<Grant>, Refusal> {
    let name = params.text("refresh_token").ok_or(("invalid_request", "there is no refresh_token"))?;
    let found = visit.realm.memory.refresh.find(name, visit.now);
    let found = found.filter(|refresh| refresh.grant.client == client.id && !refresh.grant.is_revoked());
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
    let access_token = random(rng);
    let nonce = grant.nonce.as_deref().filter(|_| first);
    let issue = Issue { visit, grant, nonce, access_token: Some(&access_token), code: None };
    let id_token = match issue.id_token(rng) {
        Ok(id_token) => id_token,
        Err(reason) => return error(500, "server_error", &reason.0),
    };
    let until = now.plus(lifetimes.access_token);
    realm.memory.access.put(&access_token, Access { grant: Arc::clone(grant), until }, until, now);
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
