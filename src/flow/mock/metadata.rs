//! What an issuer publishes: its metadata and its keys.

use super::Realm;
use super::page;
use super::reply;
use super::route::{AUTHORIZE, INTROSPECT, JWKS, LOGOUT, REGISTER, REVOKE, TOKEN, USERINFO, Visit};
use crate::flow::fault::endpoint::Does;
use crate::flow::fault::lenient;
use crate::flow::mint::members::Members;
use crate::jose::alg::{CONTENT_ENCRYPTIONS, KEY_MANAGEMENT};
use crate::model::http::Reply;
use crate::model::login::ClientAuth;
use serde_json::{Value, json};

/// How long metadata and keys may be kept, in seconds.
const KEPT: i64 = 300;

const ALGORITHMS: &str = "id_token_signing_alg_values_supported";

/// Returns the metadata (OIDC Discovery §3, RFC 8414 §2).
pub(super) fn discovery(visit: Visit<'_>, _: &mut dyn rand::CryptoRng) -> Reply {
    let realm = visit.realm;
    let ring = realm.ring();
    let methods = ClientAuth::ALL.into_iter().filter(|method| *method != ClientAuth::Tls).map(ClientAuth::name);
    let mut document = json!({
        "issuer": visit.issuer(),
        "authorization_endpoint": realm.address(AUTHORIZE),
        "token_endpoint": realm.address(TOKEN),
        "userinfo_endpoint": realm.address(USERINFO),
        "jwks_uri": realm.address(JWKS),
        "end_session_endpoint": realm.address(LOGOUT),
        "introspection_endpoint": realm.address(INTROSPECT),
        "revocation_endpoint": realm.address(REVOKE),
        "scopes_supported": ["openid", "profile", "email", "address", "phone", "offline_access"],
        "response_types_supported": [
            "code", "id_token", "id_token token", "code id_token", "code token", "code id_token token",
        ],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "grant_types_supported": ["authorization_code", "implicit", "refresh_token"],
        "acr_values_supported": realm.issuer.acr,
        "subject_types_supported": ["public"],
        ALGORITHMS: [ring.current.signer.algorithm.name],
        "token_endpoint_auth_methods_supported": methods.collect::<Vec<_>>(),
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "PS256", "ES256", "EdDSA", "HS256"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "claim_types_supported": ["normal"],
        "claims_supported": claims(&visit),
        "claims_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "require_request_uri_registration": false,
        "authorization_response_iss_parameter_supported": true,
    });
    offer(realm, &mut document);
    if visit.faults(None).does(lenient::Does::HidesRefreshing) {
        document["grant_types_supported"] = json!(["authorization_code", "implicit"]);
    }
    if visit.faults(None).has(Does::NamesPlainHttp) {
        document["userinfo_endpoint"] = json!(realm.address(USERINFO).replacen("https:", "http:", 1));
    }
    if let (true, Value::Object(members)) = (visit.faults(None).has(Does::LeavesMemberOut), &mut document) {
        members.shift_remove("subject_types_supported");
    }
    reply::public(&document, KEPT)
}

// What there is only where the configuration says so.
fn offer(realm: &Realm, document: &mut Value) {
    let issuer = &realm.issuer;
    if issuer.registration || issuer.clients.iter().any(|client| client.recipient.is_some()) {
        let algs: Vec<&str> =
            KEY_MANAGEMENT.iter().filter(|row| row.is_made() && !row.legacy).map(|row| row.name).collect();
        let encs: Vec<&str> = CONTENT_ENCRYPTIONS.iter().map(|row| row.name).collect();
        document["id_token_encryption_alg_values_supported"] = json!(algs);
        document["id_token_encryption_enc_values_supported"] = json!(encs);
    }
    if issuer.registration {
        document["registration_endpoint"] = json!(realm.address(REGISTER));
    }
    if let Some(algorithms) = document[ALGORITHMS].as_array_mut().filter(|_| issuer.registration && issuer.unsigned) {
        algorithms.push(json!("none"));
    }
}

fn claims(visit: &Visit<'_>) -> Vec<String> {
    let mut names: Vec<String> =
        ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr"].map(str::to_owned).to_vec();
    for user in &visit.realm.issuer.users {
        names.extend(user.claims.iter().map(|(name, _)| name.to_owned()));
    }
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

/// Returns the key set (RFC 7517 §5).
pub(super) fn jwks(visit: Visit<'_>, _: &mut dyn rand::CryptoRng) -> Reply {
    if visit.faults(None).has(Does::LosesKeys) {
        return reply::not_found(visit.request);
    }
    if visit.faults(None).has(Does::KeysInHtml) {
        return page::error(visit.realm, 200, "Please come back later.");
    }
    let keys: Vec<Value> = visit.realm.published().iter().map(Members::to_value).collect();
    reply::public(&json!({ "keys": keys }), KEPT)
}
