//! Published test vectors: RFC 7515 and 8037 (in `tests/vectors`), RFC 7520 and Wycheproof (in the corpus).
//!
//! A token counts as accepted when its signature is proved and no error-level check of its text, its header or its keys
//! fails under the policy `oidc`. Encrypted tokens are the matter of `encryption`.

mod encryption;

use crate::corpus::folder;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lpauth::check::{self, Context, Facts, Slot, policy};
use lpauth::jose::alg;
use lpauth::jose::jws::{Verifier, prove, sign};
use lpauth::jose::key::Key;
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;
use lpauth::model::token::Token;
use lpauth::report::{Outcome, Severity};
use serde_json::Value;
use std::path::Path;

/// Vectors that lpauth answers otherwise: file, `tcId`, why.
#[rustfmt::skip]
const DEPARTURES: &[(&str, u64, &str)] = &[
    ("json_web_signature_test", 346, "the key's alg is PS256 and the token's PS384: a key with an alg is for that one alone (RFC 7517 §4.4)"),
    ("json_web_signature_test", 350, "as 346"),
    ("json_web_signature_test", 347, "the key's alg is ES521, which does not exist; the token's is ES512"),
    ("json_web_signature_test", 351, "as 347"),
    ("json_web_signature_test", 367, "the padding that it is meant to have is not there: a sound token whose MAC is right"),
    ("json_web_signature_test", 370, "as 367"),
    ("json_web_signature_test", 372, "`?` within the header: not base64url, and the MAC does not cover it; a lenient reader would drop it"),
    ("json_web_signature_test", 373, "as 372, within the payload"),
    ("json_web_key_test", 1, "a secret beside a public key in a set the user holds: no confusion, as each key takes its own algorithms only"),
    ("json_web_crypto_test", 47, "as 1 of the keys"),
];

/// Checks that are about id_tokens; the vectors sign any text.
const ABOUT_ID_TOKENS: [&str; 3] = ["claims-not-json", "claim-duplicated", "typ-not-id-token"];

#[test]
fn the_examples_of_the_rfcs_are_accepted() {
    for example in examples() {
        let (compact, section) = (text(&example["compact"]), &example["section"]);
        assert_eq!(refusals(compact, &example["key"], false), Vec::<String>::new(), "{section}");
        let verifier = Verifier::new(&key(&example["key"]), alg::find(text(&example["alg"])).unwrap()).unwrap();
        assert!(verifier.verify_compact(compact), "{section}");
    }
}

// RSASSA-PKCS1-v1_5, HMAC and Ed25519 have one signature for a text; ECDSA and PSS have many.
#[test]
fn where_a_text_has_one_signature_it_is_that_of_the_rfcs() {
    for example in examples().iter().filter(|example| !text(&example["alg"]).starts_with("ES")) {
        let (message, signature) = text(&example["compact"]).rsplit_once('.').unwrap();
        let made = sign(&key(&example["key"]), alg::find(text(&example["alg"])).unwrap(), message.as_bytes()).unwrap();
        assert_eq!(URL_SAFE_NO_PAD.encode(made), signature, "{}", example["section"]);
    }
}

// RFC 7515 §A.5.
#[test]
fn an_unsecured_token_is_refused_whatever_the_keys() {
    let unsecured = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";
    for example in examples() {
        assert!(refusals(unsecured, &example["key"], false).contains(&"alg-none".to_owned()));
    }
}

#[test]
fn rfc_7520_signatures_are_accepted() {
    let Some(root) = folder("rfc7520") else { return };
    let mut seen = 0;
    for directory in ["jws", "curve25519"] {
        for entry in std::fs::read_dir(root.join(directory)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let example = read(&path);
            // Without a compact form there is no token; §4.5 has its content elsewhere.
            let Some(compact) = example["output"]["compact"].as_str().filter(|compact| !compact.contains("..")) else {
                continue;
            };
            if compact.split('.').count() == 3 {
                assert_eq!(
                    refusals(compact, &example["input"]["key"], false),
                    Vec::<String>::new(),
                    "{}",
                    path.display()
                );
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 5);
}

#[test]
fn wycheproof_signatures_and_keys_are_answered_as_expected() {
    let Some(root) = folder("wycheproof") else { return };
    let mut wrong = Vec::new();
    let mut used = 0;
    let files = [("json_web_signature_test", 401), ("json_web_key_test", 26), ("json_web_crypto_test", 49)];
    for (file, count) in files {
        let vectors = vectors(&root, file);
        assert_eq!(vectors.len(), count, "{file}");
        for vector in vectors {
            let refusals = refusals(&vector.jws, &vector.key, vector.published);
            let departure = DEPARTURES.iter().find(|row| (row.0, row.1) == (file, vector.id));
            used += usize::from(departure.is_some());
            if (refusals.is_empty() == vector.valid) == departure.is_some() {
                wrong.push(format!("{file} {}: {} valid={} {refusals:?}", vector.id, vector.comment, vector.valid));
            }
        }
    }
    assert!(wrong.is_empty(), "{} are answered otherwise than listed:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(used, DEPARTURES.len());
}

#[test]
fn wycheproof_signatures_mean_the_same_to_jsonwebtoken() {
    let Some(root) = folder("wycheproof") else { return };
    let (mut compared, mut accepted) = (0, 0);
    for vector in vectors(&root, "json_web_signature_test") {
        let Ok(key) = try_key(&vector.key) else { continue };
        let Some((message, signature)) = vector.jws.rsplit_once('.') else { continue };
        for algorithm in alg::ALGORITHMS {
            let Ok(usual) = algorithm.name.parse::<jsonwebtoken::Algorithm>() else { continue };
            let (Ok(verifier), Some(theirs)) = (Verifier::new(&key, algorithm), decoding(&key)) else { continue };
            let theirs = jsonwebtoken::crypto::verify(signature, message.as_bytes(), &theirs, usual).unwrap_or(false);
            let ours = verifier.verify_compact(&vector.jws);
            assert_eq!(ours, theirs, "{} by {}", vector.id, algorithm.name);
            compared += 1;
            accepted += usize::from(ours);
        }
    }
    assert!(compared > 350 && accepted > 30, "only {compared} compared, {accepted} accepted");
}

struct Vector {
    id: u64,
    comment: String,
    jws: String,
    key: Value,
    published: bool,
    valid: bool,
}

/// The vectors of a file that hold a signed token.
fn vectors(root: &Path, file: &str) -> Vec<Vector> {
    let document = read(&root.join(format!("{file}.json")));
    let groups = document["testGroups"].as_array().unwrap();
    groups.iter().flat_map(of_group).collect()
}

fn of_group(group: &Value) -> Vec<Vector> {
    let published = group.get("public").is_some();
    let key = group.get("public").unwrap_or(&group["private"]);
    let tests = group["tests"].as_array().unwrap().iter().filter(|test| test.get("jws").is_some());
    let vector = |test: &Value| Vector {
        id: test["tcId"].as_u64().unwrap(),
        comment: test["comment"].as_str().unwrap_or_default().to_owned(),
        // The JSON serialization stands there as an object.
        jws: test["jws"].as_str().map_or_else(|| test["jws"].to_string(), str::to_owned),
        key: key.clone(),
        published,
        valid: test["result"] == "valid",
    };
    tests.map(vector).collect()
}

/// Returns why lpauth does not accept the token; nothing if it does.
fn refusals(compact: &str, key: &Value, published: bool) -> Vec<String> {
    let token = Token::parse("token", compact, Vec::new());
    let keys = Jwks::parse(Source::new("keys", key.to_string()), published).unwrap();
    let proof = prove(&token, &keys);
    let mut refusals: Vec<String> = proof.verified_by().is_none().then(|| "unproved".to_owned()).into_iter().collect();
    let facts =
        Facts { token: Slot::Here(token), keys: Slot::Here(keys), proof: Slot::Here(proof), ..Facts::default() };
    let keys = [
        check::jwks::CHECKS,
        check::jwks::member::CHECKS,
        check::jwks::number::CHECKS,
        check::jwks::purpose::CHECKS,
        check::jwks::algorithm::CHECKS,
    ];
    let asked = [&[check::text::CHECKS, check::header::CHECKS, check::signature::CHECKS][..], &keys].concat();
    let group = check::group("token", &facts, &Context::default(), &policy::POLICIES[1]);
    for verdict in group.verdicts {
        let id = verdict.rule.id;
        let about = asked.iter().copied().flatten().any(|check| check.rule.id == id) && !ABOUT_ID_TOKENS.contains(&id);
        if about && verdict.severity == Severity::Error && matches!(verdict.outcome, Outcome::Fail(_)) {
            refusals.push(id.to_owned());
        }
    }
    refusals
}

fn decoding(key: &Key) -> Option<jsonwebtoken::DecodingKey> {
    let jwk = key.jwk();
    let member = |name: &str| jwk[name].as_str().unwrap_or_default();
    match member("kty") {
        "RSA" => jsonwebtoken::DecodingKey::from_rsa_components(member("n"), member("e")).ok(),
        "EC" => jsonwebtoken::DecodingKey::from_ec_components(member("x"), member("y")).ok(),
        "oct" => Some(jsonwebtoken::DecodingKey::from_secret(&URL_SAFE_NO_PAD.decode(member("k")).ok()?)),
        _ => None,
    }
}

fn examples() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/rfc.json");
    read(&path).as_array().unwrap().clone()
}

fn key(jwk: &Value) -> Key {
    try_key(jwk).unwrap()
}

fn try_key(jwk: &Value) -> Result<Key, String> {
    crate::jose::read(jwk)
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
