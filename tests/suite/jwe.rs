//! Encrypting and decrypting: the examples of the RFCs, round trips, and what is refused.

mod arbitrary;
mod refused;
mod vectors;

use crate::jose::key;
use lpauth::jose::alg::{CONTENT_ENCRYPTIONS, KEY_MANAGEMENT};
use lpauth::jose::jwe::{Allowances, Encryption, Opened, WhyNot, open, seal};
use lpauth::jose::key::{Curve, Key, Kind};
use lpauth::model::token::Token;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// What a user who allows everything allows.
pub(crate) const EVERYTHING: Allowances = Allowances { legacy: true, largest: 4096 };

/// Opens a compact text.
pub(crate) fn opened(compact: &str, key: &Key) -> Result<Opened, WhyNot> {
    open(&Token::parse("token", compact, Vec::new()), key, &EVERYTHING)
}

/// Encrypts with the random bytes that follow from a fixed seed.
fn sealed(plaintext: &[u8], key: &Key, (alg, enc): (&str, &str), members: &Value) -> Result<String, String> {
    let members = members.as_object().cloned().unwrap_or_else(Map::new);
    let encryption = Encryption::find(alg, enc).unwrap();
    seal(plaintext, key, encryption, members, &mut StdRng::seed_from_u64(7)).map_err(|error| error.0)
}

/// Every key that `alg` with `enc` can be used with, one of each kind.
fn keys(alg: &str, enc: &str) -> Vec<Key> {
    let length = CONTENT_ENCRYPTIONS.iter().find(|row| row.name == enc).unwrap().key_length * 8;
    let kinds = match alg {
        "dir" => vec![Kind::Oct(length)],
        _ if alg.starts_with("RSA") => vec![Kind::Rsa(2048)],
        _ if alg.starts_with("PBES2") => vec![Kind::Oct(88)],
        _ if alg.starts_with("ECDH") => {
            vec![Kind::Ec(Curve::P256), Kind::Ec(Curve::P384), Kind::Ec(Curve::P521), Kind::X25519]
        }
        _ => vec![Kind::Oct(alg[1..4].parse().unwrap())],
    };
    kinds.into_iter().map(|kind| own(kind, 1)).collect()
}

/// Returns a key made from this seed, 1 or 2. RSA keys take long to make.
fn own(kind: Kind, seed: u64) -> Key {
    static RSA: LazyLock<[Key; 2]> = LazyLock::new(|| [1, 2].map(|seed| key(Kind::Rsa(2048), seed)));
    if kind == Kind::Rsa(2048) { RSA[usize::from(seed == 2)].clone() } else { key(kind, seed) }
}

/// Every pair of algorithms that can be made.
fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let made = KEY_MANAGEMENT.iter().filter(|alg| alg.name != "RSA1_5");
    made.flat_map(|alg| CONTENT_ENCRYPTIONS.iter().map(move |enc| (alg.name, enc.name)))
}

#[test]
fn what_is_sealed_opens_by_every_pair_of_algorithms_and_kind_of_key() {
    let mut seen = 0;
    for (alg, enc) in pairs() {
        for key in keys(alg, enc) {
            let public = key.public().unwrap_or_else(|| key.clone());
            for plaintext in [&b""[..], b"a", &[7; 16], &[8; 1000]] {
                let compact = sealed(plaintext, &public, (alg, enc), &json!({ "kid": "lp", "cty": "JWT" })).unwrap();
                let opened = opened(&compact, &key).unwrap_or_else(|error| panic!("{alg} {enc} {key:?}: {error}"));
                assert_eq!(*opened.plaintext, plaintext, "{alg} {enc} {key:?}");
                let header = opened.header.root.to_value();
                assert_eq!((&header["alg"], &header["enc"]), (&alg.into(), &enc.into()));
                assert_eq!((&header["kid"], &header["cty"]), (&"lp".into(), &"JWT".into()));
                seen += 1;
            }
        }
    }
    // ECDH-ES takes four kinds of keys in each of its four ways, the other fourteen ways take one.
    assert_eq!(seen, (4 * 4 + 14) * CONTENT_ENCRYPTIONS.len() * 4);
}

#[test]
fn nobody_else_opens_it() {
    for (alg, enc) in pairs() {
        for key in keys(alg, enc) {
            let other = own(key.kind(), 2);
            let compact = sealed(b"text", &key, (alg, enc), &json!({})).unwrap();
            assert_eq!(opened(&compact, &other).unwrap_err(), WhyNot::Failed, "{alg} {enc} {other:?}");
        }
    }
}

#[test]
fn a_changed_bit_anywhere_is_noticed() {
    for (alg, enc) in pairs().filter(|(alg, _)| !alg.starts_with("PBES2") && !alg.starts_with("RSA")) {
        let key = &keys(alg, enc)[0];
        let compact = sealed(b"text", key, (alg, enc), &json!({})).unwrap();
        for at in 0..compact.len() {
            let mut changed = compact.clone().into_bytes();
            changed[at] ^= 1;
            let Ok(changed) = String::from_utf8(changed) else { continue };
            assert!(opened(&changed, key).is_err(), "{alg} {enc} opens with byte {at} changed");
        }
    }
}
