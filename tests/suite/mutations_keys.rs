//! A good key set, and one mutation for each check of key sets: exactly the checks that the row names fail.

use crate::sample;
use crate::support::NOW;
use lpauth::check::{self, Context, Facts, Slot, jwks};
use lpauth::model::json::Broken;
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;
use lpauth::model::time::Timestamp;
use proptest::prelude::{any, prop, proptest};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Numbers and certificates of our own.
static MATERIAL: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../vectors/keys.json")).unwrap());

/// Two RSA keys, `/keys/0` and `/keys/1`, and an EC key with its certificates, `/keys/2`.
fn good() -> Value {
    let [mut first, second] = [sample::rsa(), sample::other_rsa()].map(|key| key.public_jwk().unwrap());
    first["alg"] = "RS256".into();
    let mut certified = MATERIAL["key"].clone();
    certified["use"] = "sig".into();
    certified["alg"] = "ES256".into();
    certified["x5c"] = MATERIAL["chain"].clone();
    certified["x5t"] = MATERIAL["x5t"].clone();
    certified["x5t#S256"] = MATERIAL["x5t#S256"].clone();
    json!({ "keys": [first, second, certified] })
}

/// What fails, and what is changed: pointers and their new values, `null` to remove.
type Row = (&'static [&'static str], fn() -> Vec<(&'static str, Value)>);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (&["jwks-empty"], || vec![("/keys", json!([]))]),
    (&["jwks-bare-key"], || vec![("", good()["keys"][0].clone())]),
    (&["jwks-overfull"], || vec![("/keys", std::iter::once(good()["keys"][0].clone()).chain((0..30).map(numbered)).collect())]),
    (&["jwk-kid-duplicated"], || vec![("/keys/1/kid", json!("brand-1"))]),
    (&["jwk-kid-missing"], || vec![("/keys/1/kid", Value::Null)]),
    (&["jwk-kid-blank"], || vec![("/keys/1/kid", json!(""))]),
    (&["jwk-repeated"], || vec![("/keys/1/n", good()["keys"][0]["n"].clone())]),
    (&["jwk-private"], || vec![("/keys/2/d", json!("AQAB"))]),
    (&["jwk-private"], || vec![("/keys/1/value", json!("-----BEGIN PRIVATE KEY-----\nMIIB"))]),
    (&["jwk-symmetric"], || vec![("/keys/1", json!({ "kty": "oct", "kid": "s", "k": "c2VjcmV0" }))]),
    (&["jwk-malformed"], || vec![("/keys/1/n", Value::Null)]),
    (&["jwk-malformed"], || vec![("/keys/1/e", json!(65537))]),
    (&["jwk-malformed"], || vec![("/keys/1/kty", Value::Null)]),
    (&["jwk-malformed"], || vec![("/keys/1/kid", json!(2))]),
    (&["jwk-malformed"], || vec![("/keys/1/use", json!(["sig"]))]),
    (&["jwk-malformed"], || vec![("/keys/2/x5c", json!("MIIB"))]),
    (&["jwk-malformed"], || vec![("/keys/2/y", Value::Null)]),
    (&["jwk-type-unknown"], || vec![("/keys/1/kty", json!("AKP"))]),
    (&["jwk-type-unknown"], || vec![("/keys/1", json!({ "kty": "EC", "kid": "b", "crv": "BP-256", "x": "AQAB", "y": "AQAB" }))]),
    (&["jwk-not-base64url"], || vec![("/keys/1/e", json!("AQAB===="))]),
    (&["jwk-not-base64url"], || vec![("/keys/1/n", json!(format!("{}+/", good()["keys"][1]["n"].as_str().unwrap())))]),
    (&["jwk-coordinate-length"], || vec![("/keys/2/x", json!("AQAB"))]),
    (&["rsa-key-too-small"], || vec![("/keys/1/n", json!("-____________________________________________________________w"))]),
    (&["rsa-key-size-unusual"], || vec![("/keys/1/n", MATERIAL["odd_size"].clone())]),
    (&["rsa-key-size-unusual"], || vec![("/keys/1/n", json!(format!("-{}w", "_".repeat(1400))))]),
    (&["rsa-leading-zero"], || vec![("/keys/1/e", json!("AAEAAQ"))]),
    (&["rsa-numbers-impossible"], || vec![("/keys/1/e", json!("AQAA"))]),
    (&["rsa-numbers-impossible"], || vec![("/keys/1/e", json!("AQ"))]),
    (&["rsa-exponent-unusual"], || vec![("/keys/1/e", json!("Aw"))]),
    (&["rsa-exponent-unusual"], || vec![("/keys/1/e", json!("AQAAAAE"))]),
    (&["rsa-key-roca"], || vec![("/keys/1/n", MATERIAL["roca"].clone())]),
    (&["rsa-factor-shared"], || vec![("/keys/0/n", MATERIAL["sharing"][0].clone()), ("/keys/1/n", MATERIAL["sharing"][1].clone())]),
    (&["ec-point-off-curve"], || vec![("/keys/2/y", good()["keys"][2]["x"].clone())]),
    (&["jwks-no-signing-key"], || vec![("/keys", json!([encryption()]))]),
    (&["jwks-no-rs256-key"], || vec![("/keys", json!([good()["keys"][2]]))]),
    (&["jwks-no-rs256-key"], || vec![("/keys/0/alg", json!("PS256")), ("/keys/1/alg", json!("RS512"))]),
    (&[], || vec![("/keys/1", encryption())]),
    (&["jwk-use-missing"], || vec![("/keys/0/use", Value::Null), ("/keys/1", encryption())]),
    (&["jwk-use-unknown"], || vec![("/keys/1/use", json!("tls"))]),
    (&["jwk-use-unknown"], || vec![("/keys/1/use", Value::Null), ("/keys/1/key_ops", json!(["verify", "signing"]))]),
    (&[], || vec![("/keys/1/use", Value::Null), ("/keys/1/key_ops", json!(["verify"]))]),
    (&["jwk-key-ops-duplicated"], || vec![("/keys/1/use", Value::Null), ("/keys/1/key_ops", json!(["verify", "verify"]))]),
    (&["jwk-use-contradicted", "jwk-use-beside-key-ops"], || vec![("/keys/1/key_ops", json!(["encrypt"]))]),
    (&["jwk-use-beside-key-ops"], || vec![("/keys/1/key_ops", json!(["verify"]))]),
    (&["jwk-key-ops-unrelated"], || vec![("/keys/1/use", Value::Null), ("/keys/1/key_ops", json!(["verify", "encrypt"]))]),
    (&["jwk-key-ops-private"], || vec![("/keys/1/use", Value::Null), ("/keys/1/key_ops", json!(["sign"]))]),
    (&["jwk-alg-unknown"], || vec![("/keys/1/alg", json!("RSA256"))]),
    (&["jwk-alg-mismatch"], || vec![("/keys/1/alg", json!("ES256"))]),
    (&["jwk-alg-mismatch"], || vec![("/keys/2/alg", json!("ES384"))]),
    (&["jwk-alg-mismatch"], || vec![("/keys/1/alg", json!("RSA-OAEP-256"))]),
    (&["x5c-unreadable"], || vec![("/keys/2/x5c/1", json!("MIIB"))]),
    (&["x5c-mismatch"], || vec![("/keys/2/x5c", json!([MATERIAL["other"]])), ("/keys/2/x5t", Value::Null), ("/keys/2/x5t#S256", Value::Null)]),
    (&["x5c-order"], || vec![("/keys/2/x5c/1", MATERIAL["other"].clone())]),
    (&["x5c-expired"], || vec![("/keys/2/x5c/0", MATERIAL["expired"].clone()), ("/keys/2/x5t", Value::Null), ("/keys/2/x5t#S256", Value::Null)]),
    (&["x5t-mismatch"], || vec![("/keys/2/x5t", json!("AQAB"))]),
    (&["x5t-of-hex"], || vec![("/keys/2/x5t", MATERIAL["x5t_of_hex"].clone())]),
    (&["x5u-present"], || vec![("/keys/2/x5u", json!("https://login.brand.example/cert.pem"))]),
    (&[], || vec![("/keys/1/cloud_instance_name", json!("brand")), ("/issuer", json!("brand"))]),
];

#[test]
fn a_good_key_set_gives_no_finding() {
    assert_eq!(failing(&good().to_string()), Vec::<&str>::new());
}

#[test]
fn each_mutation_trips_exactly_the_checks_it_names() {
    let mut wrong = Vec::new();
    for (number, (wanted, changes)) in ROWS.iter().enumerate() {
        let mut set = good();
        changes().into_iter().for_each(|(pointer, value)| change(&mut set, pointer, value));
        let failing = failing(&set.to_string());
        if failing.iter().collect::<BTreeSet<_>>() != wanted.iter().collect() {
            wrong.push(format!("row {number} names {wanted:?} but trips {failing:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

// What serde_json cannot write.
#[test]
fn a_text_that_is_no_set_and_a_repeated_member_trip_their_checks() {
    assert_eq!(failing("<html>"), ["jwks-unreadable"]);
    let repeated = good().to_string().replacen("\"kty\"", "\"kid\":\"brand-1\",\"kty\"", 1);
    assert_eq!(failing(&repeated), ["jwk-member-duplicated"]);
}

#[test]
fn every_check_of_key_sets_has_a_mutation() {
    let tables = [
        jwks::CHECKS,
        jwks::member::CHECKS,
        jwks::number::CHECKS,
        jwks::purpose::CHECKS,
        jwks::algorithm::CHECKS,
        jwks::certificate::CHECKS,
    ];
    let mutated: BTreeSet<&str> = ROWS.iter().flat_map(|(ids, _)| *ids).copied().collect();
    let elsewhere = ["jwks-unreadable", "jwk-member-duplicated"];
    for check in tables.iter().copied().flatten() {
        assert!(mutated.contains(check.rule.id) || elsewhere.contains(&check.rule.id), "{}", check.rule.id);
    }
}

proptest! {
    #[test]
    fn no_numbers_make_a_check_panic(
        numbers in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..70), 4), crv in "P-256|P-521|Ed25519|X"
    ) {
        let [n, other, e, coordinate] = [0, 1, 2, 3].map(|index| sample::encode(&numbers[index]));
        let certified = json!({ "kty": "EC", "crv": crv, "x": coordinate, "y": other, "x5c": [n], "x5t": e });
        let set = json!({ "keys": [{ "kty": "RSA", "n": n, "e": e }, { "kty": "RSA", "n": other, "e": n }, certified] });
        assert!(!failing(&set.to_string()).is_empty());
    }
}

/// One of many keys; each has a number of its own.
fn numbered(number: u8) -> Value {
    json!({ "kty": "OKP", "crv": "Ed25519", "kid": number.to_string(), "x": sample::encode([number; 32]) })
}

fn encryption() -> Value {
    let mut key = good()["keys"][1].clone();
    key["use"] = "enc".into();
    key["alg"] = "RSA-OAEP-256".into();
    key
}

fn change(set: &mut Value, pointer: &str, value: Value) {
    let Some((parent, name)) = pointer.rsplit_once('/') else {
        *set = value;
        return;
    };
    match set.pointer_mut(parent).unwrap() {
        Value::Array(elements) => elements[name.parse::<usize>().unwrap()] = value,
        Value::Object(members) if value.is_null() => drop(members.shift_remove(name).unwrap()),
        parent => parent[name] = value,
    }
}

fn failing(text: &str) -> Vec<&'static str> {
    let source = Source::new("jwks.json", text);
    let keys = Jwks::parse(source.clone(), true)
        .map_or_else(|malformed| Slot::Broken(Broken { source, malformed }), Slot::Here);
    let facts = Facts { keys, ..Facts::default() };
    let verdicts = check::judge(&facts, &Context { now: Timestamp(NOW), ..Context::default() });
    verdicts.into_iter().filter(|verdict| verdict.outcome.failed()).map(|verdict| verdict.rule.id).collect()
}
