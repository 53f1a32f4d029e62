//! What an access token is good for: the userinfo endpoint (OIDC Core §5.3), introspection (RFC 7662) and revocation
//! (RFC 7009).

use super::config::Client;
use super::grant::Grant;
use super::params::Params;
use super::reply::{self, WithField, json};
use super::route::Visit;
use super::{Access, client};
use crate::flow::fault::endpoint::Does;
use crate::flow::mint::members::Members;
use crate::model::http::Reply;
use serde_json::{Value, json};

/// The claims that a scope stands for (OIDC Core §5.4).
const SCOPES: &[(&str, &[&str])] = &[
    (
        "profile",
        &[
            "name",
            "family_name",
            "given_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "updated_at",
        ],
    ),
    ("email", &["email", "email_verified"]),
    ("address", &["address"]),
    ("phone", &["phone_number", "phone_number_verified"]),
];

/// Answers with the claims that the scope and the `claims` parameter ask for.
pub(super) fn userinfo(visit: Visit<'_>, _: &mut dyn rand::CryptoRng) -> Reply {
    let token = match bearer(visit) {
        Ok(token) => token,
        Err(reply) => return reply,
    };
    let access = access(visit, &token).filter(|access| access.grant.scope.iter().any(|word| word == "openid"));
    let user = access.as_ref().and_then(|access| visit.realm.issuer.user(&access.grant.user));
    let (Some(access), Some(user)) = (&access, user) else {
        return challenge(401, "invalid_token", "the access token is unknown, too old, or revoked");
    };
    let does = |what| visit.faults(Some(&access.grant.client)).has(what);
    if does(Does::RefusesAccessToken) {
        return json(401, &json!({}));
    }
    let mut claims = Members::default();
    claims.set("sub", if does(Does::NamesOtherSubject) { "somebody-else" } else { user.subject() });
    for (name, value) in user.claims.iter().filter(|(name, _)| *name != "sub" && access.grant.reveals(name)) {
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
    let known = found.and_then(|(grant, until)| Some((visit.realm.issuer.user(&grant.user)?.subject(), grant, until)));
    let Some((subject, grant, until)) = known else { return json(200, &json!({ "active": false })) };
    let mut body = json!({
        "active": true,
        "scope": grant.scope.join(" "),
        "client_id": grant.client,
        "username": grant.user,
        "sub": subject,
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

fn access(visit: Visit<'_>, token: &str) -> Option<Access> {
    visit.realm.memory.access.find(token, visit.now).filter(|access| !access.grant.is_revoked())
}

// RFC 6750 §2.1, §2.2, §3.
fn bearer(visit: Visit<'_>) -> Result<String, Reply> {
    let field = visit.request.header("authorization");
    let in_field =
        field.and_then(|field| field.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let params = if visit.request.method == "POST" { Params::of(visit.request) } else { Params::default() };
    match (in_field, params.text("access_token")) {
        (Some(_), Some(_)) => Err(challenge(400, "invalid_request", "the access token is there in two ways")),
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

impl Grant {
    /// Returns whether the client may learn this claim at the userinfo endpoint (OIDC Core §5.4, §5.5).
    fn reveals(&self, claim: &str) -> bool {
        let by_scope =
            SCOPES.iter().any(|(scope, names)| names.contains(&claim) && self.scope.iter().any(|word| word == scope));
        by_scope
            || self.claims.get("userinfo").and_then(Value::as_object).is_some_and(|asked| asked.contains_key(claim))
    }
}
