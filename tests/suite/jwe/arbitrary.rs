//! Whatever the text, nothing panics; whatever the content, it comes back.

use super::{keys, opened, sealed};
use crate::jose::key;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lpauth::jose::key::{Curve, Kind};
use proptest::prelude::*;
use serde_json::{Value, json};

/// What stands in headers, and what does not.
fn value() -> impl Strategy<Value = Value> {
    const NAMES: &[&str] = &[
        "A128KW",
        "A192KW",
        "A128GCMKW",
        "ECDH-ES",
        "ECDH-ES+A192KW",
        "dir",
        "A128GCM",
        "A192CBC-HS384",
        "DEF",
        "EC",
        "P-256",
        "OKP",
        "X25519",
        "",
        "AAAA",
        "AAAAAAAAAAAAAAAA",
    ];
    let leaf = prop_oneof![
        6 => prop::sample::select(NAMES).prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(prop::sample::select(&["kty", "crv", "x", "y", "d"][..]), inner, 0..5)
                .prop_map(|members| json!(members)),
        ]
    })
}

fn header() -> impl Strategy<Value = Value> {
    const NAMES: &[&str] = &["zip", "epk", "apu", "apv", "iv", "tag", "p2s", "crit", "kid", "cty"];
    const ALGS: &[&str] = &["A128KW", "A192KW", "A256KW", "A128GCMKW", "ECDH-ES", "ECDH-ES+A128KW", "dir"];
    const ENCS: &[&str] = &["A128GCM", "A256GCM", "A128CBC-HS256", "A192CBC-HS384"];
    let rest = prop::collection::hash_map(prop::sample::select(NAMES), value(), 0..6);
    (prop::sample::select(ALGS), prop::sample::select(ENCS), rest).prop_map(|(alg, enc, rest)| {
        let mut header = json!(rest);
        header["alg"] = alg.into();
        header["enc"] = enc.into();
        header
    })
}

proptest! {
    #[test]
    fn no_text_makes_opening_panic(text in ".{0,200}", dots in "[A-Za-z0-9_=-]{0,20}(\\.[A-Za-z0-9_=-]{0,20}){4}") {
        let key = key(Kind::Oct(128), 1);
        prop_assert!(opened(&text, &key).is_err());
        prop_assert!(opened(&dots, &key).is_err());
    }

    #[test]
    fn no_header_makes_opening_panic(
        header in header(),
        segments in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 4),
    ) {
        let segments: Vec<String> = segments.iter().map(|bytes| URL_SAFE_NO_PAD.encode(bytes)).collect();
        let compact = format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), segments.join("."));
        for kind in [Kind::Oct(128), Kind::Oct(192), Kind::Oct(256), Kind::Ec(Curve::P256), Kind::X25519] {
            prop_assert!(opened(&compact, &key(kind, 1)).is_err());
        }
    }

    #[test]
    fn every_content_comes_back(content in prop::collection::vec(any::<u8>(), 0..300), pair in any::<prop::sample::Index>()) {
        let pairs: Vec<_> = super::pairs().collect();
        let (alg, enc) = pairs[pair.index(pairs.len())];
        for key in keys(alg, enc) {
            let compact = sealed(&content, &key, (alg, enc), &json!({})).unwrap();
            prop_assert_eq!(&*opened(&compact, &key).unwrap().plaintext, &content);
        }
    }
}
