//! What an access token is good for: the userinfo endpoint (OIDC Core §5.3), introspection (RFC 7662) and revocation
//! (RFC 7009).

use super::config::Client;
use super::grant::Grant;
use super::params::Params;
use super::reply::{self, WithField, json};
use super::route::Visit;
use super::wrong::Faults;
use super::{Access, client};
use crate::flow::fault::endpoint;
use crate::flow::fault::lenient::Does;
use crate::flow::mint::members::Members;
use crate::model::http::Reply;
use crate::spec::scopes::SCOPES;
use serde_json::{Value, json};
use std::sync::Arc;

/// Answers with the claims that the scope and the `claims` parameter ask for.
pub(super) fn userinfo(visit: Visit<'_>, _: &mut dyn rand::CryptoRng) -> Reply {
    let access = match bearer(visit) {
        Ok(token) => access(visit, &token).or_else(|| misjudged(visit, Does::TakesAnyAccessToken)),
        Err(reply) => match misjudged(visit, Does::TellsAnybody).filter(|_| reply.status == 401) {
            Some(access) => Some(access),
            None => return reply,
        },
    };
    let access = access.filter(|access| access.grant.scope.iter().any(|word| word == "openid"));
    let user = access.as_ref().and_then(|access| visit.realm.issuer.user(&access.grant.user));
    let (Some(access), Some(user)) = (&access, user) else {
        return challenge(401, "invalid_token", "the access token is unknown, too old, or revoked");
    };
    let faults = visit.faults(Some(&access.grant.client));
    if visit.request.method != "POST" && faults.does(Does::RefusesUserInfoByGet) {
        return challenge(401, "invalid_token", "the access token must come by POST");
    }
    if faults.has(endpoint::Does::RefusesAccessToken) {
        return json(401, &json!({}));
    }
    let mut claims = Members::default();
    let other = faults.has(endpoint::Does::NamesOtherSubject);
    claims.set("sub", if other { "somebody-else" } else { access.grant.subject(user) });
    for (name, value) in user.claims.iter().filter(|(name, _)| *name != "sub" && access.grant.reveals(name, faults)) {
        claims.set(name, value.clone());
    }
    json(200, &claims.to_value())
}

/// Returns the client that asks about a token, and the token.
fn presented<'a>(visit: Visit<'a>, params: &'a Params) -> Result<(&'a Client, &'a str), Reply> {
    let client = client::authenticated(visit, params)?;
    let token = params.text("token").ok_or_else(|| reply::error(400, "invalid_request", "there is no token"))?;
    Ok((client, token))
}

/// Says what an access or refresh token is (RFC 7662 §2.2).
pub(super) fn introspect(visit: Visit<'_>, _: &mut dyn rand::CryptoRng) -> Reply {
    let params = Params::of(visit.request);
    let (client, token) = match presented(visit, &params) {
        Ok(presented) => presented,
        Err(reply) => return reply,
    };
    let access = access(visit, token).map(|access| (access.grant, Some(access.until)));
    let refresh = || visit.realm.memory.refresh.find(token, visit.now).map(|refresh| (refresh.grant, None));
    let found = access.or_else(refresh).filter(|(grant, _)| grant.client == client.id && !grant.is_revoked());
    let known = found.and_then(|(grant, until)| Some((visit.realm.issuer.user(&grant.user)?, grant, until)));
    let Some((user, grant, until)) = known else { return json(200, &json!({ "active": false })) };
    let mut body = json!({
        "active": true,
        "scope": grant.scope.join(" "),
        "client_id": grant.client,
        "username": grant.user,
        "sub": grant.subject(user),
        "aud": grant.client,
        "iss": visit.realm.issuer.id,
    });
    if let Some(until) = until {
        body["token_type"] = json!("Bearer");
        body["exp"] = json!(until.0);
    }
    json(200, &body)
}

/// Takes an access or refresh token back (RFC 7009 §2). What is unknown is as good as taken back.
pub(super) fn revoke(visit: Visit<'_>, _: &mut dyn rand::CryptoRng) -> Reply {
    let params = Params::of(visit.request);
    let (client, token) = match presented(visit, &params) {
        Ok(presented) => presented,
        Err(reply) => return reply,
    };
    let memory = &visit.realm.memory;
    if access(visit, token).is_some_and(|access| access.grant.client == client.id) {
        memory.access.remove(token);
    }
    let refresh = memory.refresh.find(token, visit.now).filter(|refresh| refresh.grant.client == client.id);
    if let Some(refresh) = refresh {
        refresh.grant.revoke();
        memory.refresh.remove(token);
    }
    json(200, &json!({}))
}

/// Keeps a new access token as long as it is good.
pub(super) fn keep(visit: Visit<'_>, token: &str, grant: &Arc<Grant>) {
    let until = visit.now.plus(visit.realm.issuer.lifetimes.access_token);
    let more = if visit.faults(Some(&grant.client)).does(Does::KeepsAccessTokens) { DAY } else { 0 };
    let access = Access { grant: Arc::clone(grant), until };
    visit.realm.memory.access.put(token, access, until.plus(more), visit.now);
}

/// A day, in seconds.
const DAY: i64 = 86_400;

// With a fault like this, anything is as good as the newest access token.
fn misjudged(visit: Visit<'_>, what: Does) -> Option<Access> {
    let newest = visit.realm.memory.access.newest(|_, _| true)?;
    visit.faults(Some(&newest.grant.client)).does(what).then_some(newest)
}

fn access(visit: Visit<'_>, token: &str) -> Option<Access> {
    visit.realm.memory.access.find(token, visit.now).filter(|access| !access.grant.is_revoked())
}

// RFC 6750 §2.1, §2.2, §3.
fn bearer(visit: Visit<'_>) -> Result<String, Reply> {
    let field = visit.request.header("authorization");
    let in_field =
        field.and_then(|field| field.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let params = if visit.request.method == "POST" { Params::of(visit.request) } else { Params::default() };
    let does = |what| visit.faults(None).does(what);
    match (in_field, params.text("access_token")) {
        (Some(_), Some(_)) => Err(challenge(400, "invalid_request", "the access token is there in two ways")),
        (Some(_), None) if visit.request.method == "POST" && does(Does::RefusesUserInfoByPost) => {
            Err(challenge(400, "invalid_request", "the access token must come by GET or in the body"))
        }
        (None, Some(_)) if does(Does::RefusesTokenInBody) => {
            Err(challenge(400, "invalid_request", "the access token must come in the header"))
        }
        (Some((_, token)), None) => Ok(token.trim().to_owned()),
        (None, Some(token)) => Ok(token.to_owned()),
        // RFC 6750 §3.1: whoever brings nothing is told nothing.
        (None, None) => Err(json(401, &json!({})).with_field("www-authenticate", "Bearer")),
    }
}

fn challenge(status: u16, code: &str, description: &str) -> Reply {
    let field = format!("Bearer error=\"{code}\", error_description=\"{description}\"");
    reply::error(status, code, description).with_field("www-authenticate", &field)
}

fn scope_of(claim: &str) -> Option<&'static str> {
    SCOPES.iter().find(|(_, names)| names.contains(&claim)).map(|(scope, _)| *scope)
}

impl Grant {
    /// Returns whether the client may learn this claim at the userinfo endpoint (OIDC Core §5.4, §5.5).
    fn reveals(&self, claim: &str, faults: Faults<'_>) -> bool {
        let granted = |scope: &str| self.scope.iter().any(|word| word == scope) && !faults.withholds(scope);
        let asked = self.claims.get("userinfo").and_then(Value::as_object);
        scope_of(claim).is_some_and(granted)
            || asked.is_some_and(|asked| asked.contains_key(claim)) && !faults.does(Does::WithholdsClaims)
    }

    /// Returns whether a fault keeps this claim out of the id_token, which has all others.
    pub(super) fn loses(&self, claim: &str, faults: Faults<'_>) -> bool {
        let asked = self.claims.get("id_token").and_then(Value::as_object);
        scope_of(claim).is_some_and(|scope| faults.withholds(scope))
            || asked.is_some_and(|asked| asked.contains_key(claim)) && faults.does(Does::WithholdsClaims)
    }
}
