//! The configuration that LivePerson's window takes along on its way through the authorization server: in `state`, or in
//! older connectors inside the redirection URI. Its members and its size are those of a captured request, its values are
//! made up.

use super::{Plan, random};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use url::Url;

/// The length of the captured configuration, in characters before percent-encoding.
pub const LENGTH: usize = 1_243;

/// The member under which the configuration travels.
pub(super) const NAME: &str = "lpUnifiedWindowConfig";

/// The least that nobody can guess, in characters of base64url: 128 bits.
const UNGUESSABLE: usize = 22;

/// Returns the `state` of an external window, as long as the real one and different each time (RFC 6749 §10.12).
pub(super) fn state(plan: &Plan, rng: &mut dyn rand::CryptoRng) -> String {
    let key = public_key(rng);
    let wrapped = |session: &str| json!({ NAME: configuration(plan, session, &key) }).to_string();
    let room = LENGTH.saturating_sub(wrapped("").chars().count()).max(UNGUESSABLE);
    wrapped(&random(rng, room)[..room])
}

/// Returns the configuration as older connectors have it in their redirection URI.
pub(super) fn bare(plan: &Plan, rng: &mut dyn rand::CryptoRng) -> String {
    let key = public_key(rng);
    configuration(plan, &random(rng, 16), &key).to_string()
}

fn configuration(plan: &Plan, session: &str, key: &str) -> Value {
    json!({
        "accountId": "70001234",
        "env": "prod",
        "clickedChannel": "-lpuw-authMessaging",
        "external": true,
        "supportBlockCCPattern": false,
        "scp": "uw",
        "secureStorageType": "indexedDB",
        "engConf": {
            "async": true,
            "scid": "4",
            "cid": 3_311_620_214_i64,
            "eid": 3_311_620_514_i64,
            "lang": "en-GB",
            "svid": "RkYWJlNTRhZDM4ZmQw",
            "ssid": session,
            "lewid": 3_311_618_414_i64,
            "connector": connector(plan, key),
            "allowUnauthMsg": false,
            "availabilityPolicy": 1,
            "skill": "-1",
            "skillId": "-1",
        },
    })
}

fn connector(plan: &Plan, key: &str) -> Value {
    let endpoint = |url: &Option<Url>| url.as_ref().map(Url::as_str).unwrap_or_default().to_owned();
    json!({
        "id": 3_281_605_114_i64,
        "name": "brand",
        "type": 2,
        "configuration": {
            "issuer": plan.terms.issuer,
            "issuerDisplayName": "brand",
            "clientId": plan.terms.client_id,
            "authorizationEndpoint": endpoint(&plan.endpoints.authorization),
            "tokenEndpoint": endpoint(&plan.endpoints.token),
            "jsMethodName": "lpGetAuthenticationToken",
            "jwtValidationType": "PUBLIC_JWT_KEY",
            "jwtPublicKey": key,
            "rfcCompliance": true,
        },
    })
}

// As long as a key of 2048 bits, and with the characters (+ and /) that such a text has. Nobody verifies with it.
fn public_key(rng: &mut dyn rand::CryptoRng) -> String {
    let mut modulus = [0; 255];
    rng.fill_bytes(&mut modulus);
    format!("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA{}wQIDAQAB", STANDARD.encode(modulus))
}
