//! Keys: made, written, read back; and what is wrong with those that cannot be read.

use super::{KINDS, key, marked, read};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lpauth::jose::key::{Curve, Key, Kind};
use serde_json::{Value, json};

#[test]
fn one_seed_makes_one_key() {
    for kind in KINDS {
        assert_eq!(key(kind, 1).jwk(), key(kind, 1).jwk());
        assert_ne!(key(kind, 1).thumbprint(), key(kind, 2).thumbprint(), "{kind}");
        assert_eq!(key(kind, 1).kind(), kind);
    }
}

#[test]
fn jwks_read_back() {
    for kind in KINDS.into_iter().chain([Kind::X25519]) {
        let made = marked(key(kind, 1), |key| {
            key.kid = Some("k".to_owned());
            key.purpose = Some("sig".to_owned());
        });
        let back = read(&made.jwk()).unwrap();
        assert_eq!(back.jwk(), made.jwk());
        assert!(back.is_private());
        assert_eq!(back.thumbprint(), made.thumbprint());
        let Some(public) = made.public_jwk() else { continue };
        let back = read(&public).unwrap();
        assert_eq!(back.jwk(), public);
        assert!(!back.is_private() && public.get("d").is_none());
        assert_eq!(back.thumbprint(), made.thumbprint());
    }
}

#[test]
fn the_public_half_is_for_what_the_other_half_does() {
    let operations = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    let made = marked(key(Kind::Rsa(2048), 1), |key| {
        key.operations = operations(&["sign", "verify", "decrypt", "unwrapKey", "deriveBits"]);
    });
    let public = read(&made.public_jwk().unwrap()).unwrap();
    assert_eq!(public.operations, operations(&["verify", "encrypt", "wrapKey", "deriveBits"]));
}

#[test]
fn asn1_reads_back() {
    for kind in KINDS.into_iter().chain([Kind::X25519]) {
        let made = key(kind, 1);
        if let Kind::Oct(_) = kind {
            assert!(made.to_pkcs8().is_err() && made.to_spki().is_err());
            continue;
        }
        assert_eq!(Key::from_pkcs8(&made.to_pkcs8().unwrap()).unwrap().jwk(), made.jwk());
        let public = Key::from_spki(&made.to_spki().unwrap()).unwrap();
        assert_eq!(Some(public.jwk()), made.public_jwk());
        assert!(public.to_pkcs8().is_err());
    }
}

#[test]
fn small_rsa_keys_are_read() {
    let small = key(Kind::Rsa(1024), 1);
    assert_eq!(read(&small.jwk()).unwrap().kind(), Kind::Rsa(1024));
    let able: Vec<_> = small.algorithms().iter().map(|row| row.name).collect();
    assert_eq!(able, ["RS256", "RS512"]);
}

#[test]
fn the_default_algorithm_stands_first() {
    let default = |kind| key(kind, 1).algorithms()[0].name;
    assert_eq!(KINDS.map(default), ["RS256", "ES256", "ES384", "ES512", "ES256K", "EdDSA", "HS256"]);
    assert!(key(Kind::X25519, 1).algorithms().is_empty());
}

// RFC 7638 §3.1 and RFC 8037 §A.3.
#[test]
fn thumbprints_are_those_of_the_rfcs() {
    let rsa = json!({ "kty": "RSA", "e": "AQAB", "alg": "RS256", "kid": "2011-04-29", "n": concat!(
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3ok",
        "njhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu",
        "6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8a",
        "wapJzKnqDKgw") });
    assert_eq!(read(&rsa).unwrap().thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    let ed = json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
    assert_eq!(read(&ed).unwrap().thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

#[test]
fn nothing_private_is_shown_for_debugging() {
    for kind in KINDS {
        let key = key(kind, 1);
        let (shown, jwk) = (format!("{key:?}"), key.jwk());
        for name in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(jwk.get(name).is_none_or(|value| !shown.contains(value.as_str().unwrap())), "{shown}");
        }
    }
}

#[test]
fn padding_and_the_standard_alphabet_are_read_all_the_same() {
    let rsa = key(Kind::Rsa(2048), 1).jwk();
    let standard = rsa["n"].as_str().unwrap().replace('-', "+").replace('_', "/") + "==";
    assert_eq!(read(&with(&rsa, "n", Some(json!(standard)))).map(|key| key.kind()), Ok(Kind::Rsa(2048)));
}

#[test]
fn what_is_wrong_with_a_jwk_is_said() {
    let rsa = key(Kind::Rsa(2048), 1).jwk();
    let ec = key(Kind::Ec(Curve::P256), 1).jwk();
    let ed = key(Kind::Ed25519, 1).jwk();
    let other = |kind, name: &str| key(kind, 2).jwk()[name].clone();
    let cases = [
        (json!({}), "kty is missing"),
        (json!({ "kty": "PBKDF" }), "kty PBKDF is a key type lpauth does not know"),
        (with(&rsa, "n", None), "n is missing"),
        (with(&rsa, "n", Some(json!(5))), "n is a number in place of a string"),
        (with(&rsa, "n", Some(json!("AA"))), "n is zero"),
        (with(&rsa, "n", Some(json!("ab c"))), "n is not base64url: “ ” at character 3 is of no alphabet"),
        (with(&rsa, "n", Some(json!("abcde"))), "n is not base64url: 5 characters encode no bytes"),
        (with(&rsa, "n", Some(json!("ab"))), "n is not base64url: its last character carries bits that no byte needs"),
        (with(&rsa, "e", Some(json!("AQ"))), "the exponent e is too small: every text would be a signature"),
        (with(&rsa, "e", Some(json!("AQAA"))), "the exponent e is even: no RSA key has such a one"),
        (with(&rsa, "d", Some(other(Kind::Rsa(2048), "d"))), "n, e, d, p and q do not belong together"),
        (with(&rsa, "p", Some(json!("A".repeat(4000) + "_w" + &"A".repeat(398)))), "p is longer than n"),
        (with(&rsa, "dp", Some(other(Kind::Rsa(2048), "dp"))), "dp does not belong to d, p and q"),
        (with(&rsa, "use", Some(json!(["sig"]))), "use is an array in place of a string"),
        (with(&rsa, "key_ops", Some(json!("verify"))), "key_ops is a string in place of an array"),
        (with(&ec, "crv", None), "crv is missing"),
        (with(&ec, "crv", Some(json!("P-255"))), "crv P-255 is a curve lpauth does not know"),
        (with(&ec, "x", Some(json!("AAAA"))), "x has 3 bytes, its curve needs 32"),
        (with(&ec, "x", Some(other(Kind::Ec(Curve::P256), "x"))), "the point does not lie on P-256"),
        (with(&ec, "d", Some(other(Kind::Ec(Curve::P256), "d"))), "d does not belong to x and y"),
        (with(&ec, "d", Some(json!("_".repeat(42) + "8"))), "d is no private key of P-256"),
        (with(&ed, "crv", Some(json!("Ed448"))), "crv Ed448 is a curve lpauth does not know"),
        (with(&ed, "x", Some(json!("AAAAAAA"))), "x has 5 bytes, its curve needs 32"),
        (with(&ed, "d", Some(other(Kind::Ed25519, "d"))), "d does not belong to x"),
        (json!({ "kty": "oct", "k": "" }), "k is empty"),
    ];
    for (jwk, expected) in cases {
        // A set of one needs its kty to be told from a set of keys.
        let jwks = json!({ "keys": [jwk] });
        let found = read(&jwks).map(|key| key.kind());
        assert_eq!(found, Err(expected.to_owned()));
    }
}

#[test]
fn rsa_primes_are_found_again() {
    let whole = key(Kind::Rsa(2048), 1).jwk();
    let bare = ["p", "q", "dp", "dq", "qi"].iter().fold(whole.clone(), |jwk, name| with(&jwk, name, None));
    let found = read(&bare).unwrap();
    assert_eq!(found.jwk()["d"], whole["d"]);
    assert!(found.is_private() && found.jwk().get("qi").is_some());
}

proptest::proptest! {
    #[test]
    fn no_member_makes_reading_panic(kind in 0_usize..4, member in 0_usize..12, bytes: Vec<u8>, text: String) {
        let kinds = [Kind::Rsa(1024), Kind::Ec(Curve::P521), Kind::Ed25519, Kind::X25519];
        let whole = SAMPLES.with(|samples| samples[kind].clone());
        assert_eq!(read(&whole).unwrap().kind(), kinds[kind]);
        let names: Vec<&String> = whole.as_object().unwrap().keys().collect();
        let name = names[member % names.len()].clone();
        for value in [json!(URL_SAFE_NO_PAD.encode(&bytes)), json!(text), json!(bytes), Value::Null] {
            let _ = read(&json!({ "keys": [with(&whole, &name, Some(value))] }));
        }
    }
}

thread_local! {
    static SAMPLES: [Value; 4] =
        [Kind::Rsa(1024), Kind::Ec(Curve::P521), Kind::Ed25519, Kind::X25519].map(|kind| key(kind, 1).jwk());
}

fn with(jwk: &Value, name: &str, value: Option<Value>) -> Value {
    let mut jwk = jwk.clone();
    let members = jwk.as_object_mut().unwrap();
    match value {
        Some(value) => members.insert(name.to_owned(), value),
        None => members.remove(name),
    };
    jwk
}
