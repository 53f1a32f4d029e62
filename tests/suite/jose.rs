//! Keys, signatures and the algorithm table.

mod key;
mod key_file;
mod signature;

use lpauth::jose::key::{Curve, Key, Kind};
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;
use rand::SeedableRng;

/// Every kind of key that signs, RSA as small as signing allows.
pub(crate) const KINDS: [Kind; 7] = [
    Kind::Rsa(2048),
    Kind::Ec(Curve::P256),
    Kind::Ec(Curve::P384),
    Kind::Ec(Curve::P521),
    Kind::Ec(Curve::Secp256k1),
    Kind::Ed25519,
    Kind::Oct(512),
];

/// Returns a key made from this seed.
pub(crate) fn key(kind: Kind, seed: u64) -> Key {
    Key::generate(kind, &mut rand::rngs::StdRng::seed_from_u64(seed)).unwrap()
}

/// Returns the set of these JWKs as an authorization server would publish it.
pub(crate) fn set(keys: &[serde_json::Value]) -> Jwks {
    Jwks::parse(Source::new("keys", serde_json::json!({ "keys": keys }).to_string()), true).unwrap()
}

/// Reads a JWK.
pub(crate) fn read(jwk: &serde_json::Value) -> Result<Key, String> {
    let jwks = Jwks::parse(Source::new("key", jwk.to_string()), false).unwrap();
    Key::from_jwk(&jwks.keys()[0]).map_err(|error| error.0)
}

/// Returns the key with what its owner says about it.
pub(crate) fn marked(mut key: Key, mark: impl FnOnce(&mut Key)) -> Key {
    mark(&mut key);
    key
}
