//! Signatures: what is signed is proved, and what becomes of every other key is said.

use super::{KINDS, key, marked, set};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lpauth::jose::alg::{self, ALGORITHMS};
use lpauth::jose::jws::{Proof, TrialResult, Verifier, prove, sign};
use lpauth::jose::key::{Curve, Key, Kind};
use lpauth::model::token::Token;
use serde_json::{Value, json};

#[test]
fn what_is_signed_is_proved_by_every_algorithm() {
    for algorithm in ALGORITHMS {
        let key = signer(algorithm.name);
        let token = token(&key, &json!({ "alg": algorithm.name }));
        let jwk = key.public_jwk().unwrap_or_else(|| key.jwk());
        assert_eq!(results(&token, std::slice::from_ref(&jwk)), [TrialResult::Verified], "{}", algorithm.name);
        let verifier = Verifier::new(&key, algorithm).unwrap();
        assert!(verifier.verify_compact(&token), "{}", algorithm.name);
        let last = token.rfind('.').unwrap() + 1;
        let other = if &token[last..=last] == "A" { "B" } else { "A" };
        let changed = format!("{}{other}{}", &token[..last], &token[last + 1..]);
        assert!(!verifier.verify_compact(&changed), "{}", algorithm.name);
        assert_eq!(results(&changed, &[jwk]), [TrialResult::Refused], "{}", algorithm.name);
    }
}

#[test]
fn signatures_have_the_length_the_table_says() {
    for algorithm in ALGORITHMS {
        let length = sign(&signer(algorithm.name), algorithm, b"text").unwrap().len();
        assert_eq!(length, algorithm.signature_length.unwrap_or(256), "{}", algorithm.name);
    }
}

#[test]
fn a_small_rsa_key_verifies_and_says_why_it_cannot_sign() {
    let small = key(Kind::Rsa(1024), 1);
    assert!(Verifier::new(&small, alg::find("RS256").unwrap()).is_ok());
    let error = sign(&small, alg::find("RS256").unwrap(), b"text").unwrap_err();
    assert_eq!(error.0, "RS256 cannot be made with a key of 1024 bits: 2048 are the least");
}

#[test]
fn only_the_key_decides_which_algorithms_are_acceptable() {
    let pair = key(Kind::Rsa(2048), 1);
    let secret = Key::secret(&pair.to_spki().unwrap());
    let confused = token(&secret, &json!({ "alg": "HS256" }));
    let expected = TrialResult::Unsuitable(vec!["its kty is RSA, HS256 takes oct".to_owned()]);
    assert_eq!(results(&confused, &[pair.public_jwk().unwrap()]), [expected]);
    for none in ["none", "None", "NONE", "nOnE"] {
        let text = format!("{}.e30.", URL_SAFE_NO_PAD.encode(json!({ "alg": none }).to_string()));
        let proof = proof(&text, &[pair.public_jwk().unwrap(), secret.jwk()]);
        assert!(proof.verified_by().is_none() && !proof.any_suitable());
        assert_eq!(proof.obstacle(), Some(format!("“{none}” is no algorithm that a key could check").as_str()));
    }
}

#[test]
fn a_key_in_the_header_is_never_looked_at() {
    let attacker = key(Kind::Rsa(2048), 2);
    let text = token(&attacker, &json!({ "alg": "RS256", "jwk": attacker.public_jwk() }));
    let published = key(Kind::Rsa(2048), 1).public_jwk().unwrap();
    assert_eq!(results(&text, &[published]), [TrialResult::Refused]);
    assert_eq!(results(&text, &[]), []);
}

#[test]
fn the_kid_chooses_among_the_keys() {
    let named = |kid: &str, seed| marked(key(Kind::Ec(Curve::P256), seed), |key| key.kid = Some(kid.to_owned()));
    let (old, new) = (named("old", 1), named("new", 2));
    let set = [old.public_jwk().unwrap(), new.public_jwk().unwrap()];
    let by = |header: Value| results(&token(&new, &header), &set);
    let other = |verifies| TrialResult::OtherKid { verifies };
    assert_eq!(by(json!({ "alg": "ES256", "kid": "new" })), [other(false), TrialResult::Verified]);
    assert_eq!(by(json!({ "alg": "ES256", "kid": "old" })), [TrialResult::Refused, other(true)]);
    assert_eq!(by(json!({ "alg": "ES256", "kid": "gone" })), [other(false), other(true)]);
    assert_eq!(by(json!({ "alg": "ES256" })), [TrialResult::Refused, TrialResult::Verified]);
    let proof = proof(&token(&new, &json!({ "alg": "ES256", "kid": "gone" })), &set);
    assert_eq!(proof.verified_under_other_kid().map(|trial| trial.label.as_str()), Some("“new”"));
    assert!(!proof.tried_any() && proof.any_suitable() && proof.kid() == Some("gone"));
}

#[test]
fn a_held_key_needs_no_kid() {
    let key = key(Kind::Ec(Curve::P256), 1);
    let text = token(&key, &json!({ "alg": "ES256", "kid": "any" }));
    let held = lpauth::model::source::Source::new("key", key.public_jwk().unwrap().to_string());
    let keys = lpauth::model::jwk::Jwks::parse(held, false).unwrap();
    assert!(prove(&Token::parse("t", &text, Vec::new()), &keys).verified_by().is_some());
    assert_eq!(results(&text, &[key.public_jwk().unwrap()]), [TrialResult::OtherKid { verifies: true }]);
}

#[test]
fn every_reason_against_a_key_is_said() {
    let made = key(Kind::Ec(Curve::P256), 1);
    let text = token(&made, &json!({ "alg": "ES256" }));
    let for_encryption = marked(made, |key| {
        key.purpose = Some("enc".to_owned());
        key.operations = Some(vec!["encrypt".to_owned()]);
        key.algorithm = Some("ECDH-ES".to_owned());
    });
    let reasons = [
        "its use is “enc”, not “sig”",
        "its key_ops are “encrypt”, without “verify”",
        "its alg is ECDH-ES, the token's ES256",
    ];
    let expected = TrialResult::Unsuitable(reasons.map(str::to_owned).to_vec());
    assert_eq!(results(&text, &[for_encryption.public_jwk().unwrap()]), [expected]);
    let other = |kind| results(&text, &[key(kind, 1).public_jwk().unwrap()]);
    let one = |reason: &str| [TrialResult::Unsuitable(vec![reason.to_owned()])];
    assert_eq!(other(Kind::Ec(Curve::P384)), one("its crv is P-384, ES256 takes P-256"));
    assert_eq!(other(Kind::Ed25519), one("its kty is OKP, ES256 takes EC"));
    let damaged = json!({ "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA" });
    assert_eq!(results(&text, &[damaged]), [TrialResult::Unreadable("x has 1 bytes, its curve needs 32".to_owned())]);
}

#[test]
fn a_damaged_signature_is_never_accepted() {
    let key = key(Kind::Ed25519, 1);
    let text = token(&key, &json!({ "alg": "EdDSA" }));
    let cut = text.rfind('.').unwrap() + 1;
    // 64 bytes leave four bits of the last character unused.
    let last = text.chars().last().unwrap();
    let neighbour = char::from_u32(u32::from(last) + 1).unwrap();
    for (damaged, obstacle) in [
        (format!("{text}=="), "the signature is not base64url: it has padding (=)"),
        (format!("{text}!"), "the signature is not base64url: it has the foreign character “!”"),
        (format!("{text}AAA"), "the signature is not base64url: it has a character too many or too few"),
        (text[..cut].to_owned(), "the signature is empty"),
        (
            format!("{}{neighbour}", &text[..text.len() - 1]),
            "the signature is not base64url: it has a last character with bits that no byte needs",
        ),
        (text[..cut - 1].to_owned(), "a signed token has three segments, this text has 2"),
    ] {
        let proof = proof(&damaged, &[key.public_jwk().unwrap()]);
        assert_eq!(proof.obstacle(), Some(obstacle));
        assert_eq!(proof.trials()[0].result, TrialResult::Refused);
    }
}

#[test]
fn ed25519_has_two_names() {
    let key = marked(key(Kind::Ed25519, 1), |key| key.algorithm = Some("EdDSA".to_owned()));
    let text = token(&key, &json!({ "alg": "Ed25519" }));
    assert_eq!(results(&text, &[key.public_jwk().unwrap()]), [TrialResult::Verified]);
}

// OIDC Core §A.3: `code id_token` with this code has this `c_hash`; §A.4 has the `at_hash`.
#[test]
fn half_hashes_are_those_of_openid_connect() {
    let rs256 = alg::find("RS256").unwrap();
    assert_eq!(rs256.half_hash("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"), "LDktKdoQak3Pk0cnXxCltA");
    assert_eq!(rs256.half_hash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"), "77QmUPtjPfzWtF2AnpK9RQ");
    assert_eq!(alg::find("EdDSA").unwrap().half_hash("").len(), 43);
    assert_eq!(alg::find("ES384").unwrap().half_hash("").len(), 32);
}

fn signer(algorithm: &str) -> Key {
    let row = alg::find(algorithm).unwrap();
    let kind = KINDS.into_iter().find(|kind| kind.kty() == row.kty && kind.crv() == row.crv);
    key(kind.unwrap(), 1)
}

fn token(key: &Key, header: &Value) -> String {
    let algorithm = alg::find(header["alg"].as_str().unwrap()).unwrap();
    let message =
        format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(r#"{"sub":"1"}"#));
    let signature = sign(key, algorithm, message.as_bytes()).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn proof(text: &str, keys: &[Value]) -> Proof {
    prove(&Token::parse("token", text, Vec::new()), &set(keys))
}

fn results(text: &str, keys: &[Value]) -> Vec<TrialResult> {
    proof(text, keys).trials().iter().map(|trial| trial.result.clone()).collect()
}
