//! Signed texts that come in: client assertions (RFC 7523, OIDC Core §9) and tokens of our own (`id_token_hint`).

use super::Realm;
use super::config::Client;
use super::route::{TOKEN, Visit};
use crate::flow::mint::members::Members;
use crate::jose::jws::prove;
use crate::jose::key::Key;
use crate::model::jwk::Jwks;
use crate::model::login::ClientAuth;
use crate::model::source::Source;
use crate::model::token::Token;
use serde_json::{Value, json};

/// The type of a client assertion (RFC 7523 §2.2).
pub(super) const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// For how long an assertion may be good at the most, in seconds.
const LONGEST: i64 = 3_600;

/// The longest `jti`, in bytes: it is kept as long as the assertion is good.
const ID: usize = 1_000;

/// How far a client's clock may be apart from ours, in seconds.
const SKEW: i64 = 60;

/// Returns the client that made this assertion.
///
/// # Errors
/// Says why nobody is proved by it.
pub(super) fn client<'a>(visit: Visit<'a>, text: &str) -> Result<&'a Client, &'static str> {
    let token = Token::parse("assertion", text, Vec::new());
    let claims = claims(&token).ok_or("the client assertion is no signed JWT")?;
    let id = claims["sub"].as_str().unwrap_or_default();
    let client = visit.client(id).ok_or("the client assertion names no client (sub)")?;
    let shared = token.header.json().and_then(|header| header.root.get("alg")?.as_str()).is_some_and(is_shared);
    let (method, keys) = match shared {
        true => (ClientAuth::SecretJwt, client.secret.as_ref().map(|secret| secret_keys(secret.reveal()))),
        false => (ClientAuth::PrivateKeyJwt, client.keys.clone()),
    };
    if !client.auth.contains(&method) {
        return Err("the client does not prove itself by such an assertion");
    }
    let keys = keys.and_then(|keys| key_set(&keys, !shared)).ok_or("the client has no key to verify with")?;
    if !is_signed(&token, &keys) {
        return Err("the signature of the client assertion is not the client's; a secret must be as long as the hash");
    }
    fits(visit, client, &claims)?;
    Ok(client)
}

/// Returns who a token of our own is about, and for whom it was issued; an old one will do (OIDC Core §3.1.2.1).
pub(super) fn hint(realm: &Realm, text: &str) -> Option<(String, String)> {
    let token = Token::parse("id_token_hint", text, Vec::new());
    let ring = realm.ring();
    let own = ring.current.signer.publish(&ring.current.kid).ok();
    let keys: Vec<Value> = ring.jwks().iter().chain(own.iter()).map(Members::to_value).collect();
    let keys = key_set(&json!({ "keys": keys }), true)?;
    let claims =
        claims(&token).filter(|claims| is_signed(&token, &keys) && claims["iss"] == realm.issuer.id.as_str())?;
    let audience = claims["aud"].as_str().or(claims["aud"].get(0).and_then(Value::as_str)).unwrap_or_default();
    Some((claims["sub"].as_str()?.to_owned(), audience.to_owned()))
}

// RFC 7523 §3.
fn fits(visit: Visit<'_>, client: &Client, claims: &Value) -> Result<(), &'static str> {
    let Visit { realm, now, .. } = visit;
    if claims["iss"] != claims["sub"] {
        return Err("iss and sub of the client assertion must both be the client ID");
    }
    let meant = [realm.issuer.id.clone(), realm.address(TOKEN)];
    let is_meant = |audience: &Value| audience.as_str().is_some_and(|text| meant.iter().any(|other| other == text));
    if !is_meant(&claims["aud"]) && !claims["aud"].as_array().is_some_and(|audiences| audiences.iter().any(is_meant)) {
        return Err("aud of the client assertion must be the issuer or the token endpoint");
    }
    let exp = claims["exp"].as_i64().ok_or("the client assertion has no exp")?;
    if exp <= now.plus(-SKEW).0 || exp > now.plus(LONGEST).0 {
        return Err("the client assertion has expired, or is good for more than an hour");
    }
    if ["iat", "nbf"].iter().any(|name| claims[name].as_i64().is_some_and(|from| from > now.plus(SKEW).0)) {
        return Err("the client assertion is from the future");
    }
    let jti = claims["jti"].as_str().filter(|jti| (1..=ID).contains(&jti.len()));
    let jti = jti.ok_or("the client assertion has no jti, or one of more than 1,000 bytes")?;
    let until = now.plus(LONGEST + SKEW);
    match realm.memory.assertions.put_new(&format!("{} {jti}", client.id), (), until, now) {
        true => Ok(()),
        false => Err("the client assertion was used before (jti)"),
    }
}

fn is_signed(token: &Token, keys: &Jwks) -> bool {
    // Whoever demands an extension demands one that nobody has here (RFC 7515 §4.1.11).
    let plain = token.header.json().is_some_and(|header| header.root.get("crit").is_none());
    plain && prove(token, keys).verified_by().is_some()
}

fn claims(token: &Token) -> Option<Value> {
    token.claims.json().map(|claims| claims.root.to_value())
}

fn key_set(keys: &Value, published: bool) -> Option<Jwks> {
    Jwks::parse(Source::new("keys", keys.to_string()), published).ok()
}

fn secret_keys(secret: &str) -> Value {
    json!({ "keys": [Key::secret(secret.as_bytes()).jwk()] })
}

fn is_shared(algorithm: &str) -> bool {
    algorithm.starts_with("HS")
}
