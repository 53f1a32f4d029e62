//! Keys and tokens of our own, made once a run from fixed seeds.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lpauth::jose::alg;
use lpauth::jose::jwe::{self, Encryption};
use lpauth::jose::jws;
use lpauth::jose::key::{Curve, Key, Kind};
use rand::SeedableRng;
use serde_json::{Value, json};
use std::sync::LazyLock;

static RSA: LazyLock<Key> = LazyLock::new(|| key(Kind::Rsa(2048), 1, "brand-1"));
static OTHER_RSA: LazyLock<Key> = LazyLock::new(|| key(Kind::Rsa(2048), 2, "brand-2"));
static RECIPIENT: LazyLock<Key> = LazyLock::new(|| {
    let mut key = key(Kind::Rsa(2048), 4, "lp-1");
    key.purpose = Some("enc".to_owned());
    key
});
static EC: LazyLock<Key> = LazyLock::new(|| key(Kind::Ec(Curve::P256), 3, "brand-ec"));

/// The brand's signing key, `brand-1`.
pub(crate) fn rsa() -> &'static Key {
    &RSA
}

/// Another RSA key, `brand-2`.
pub(crate) fn other_rsa() -> &'static Key {
    &OTHER_RSA
}

/// An EC key, `brand-ec`.
pub(crate) fn ec() -> &'static Key {
    &EC
}

/// The key to encrypt tokens to, `lp-1`, with its private half.
pub(crate) fn recipient() -> &'static Key {
    &RECIPIENT
}

fn key(kind: Kind, seed: u64, kid: &str) -> Key {
    let mut key = Key::generate(kind, &mut rand::rngs::StdRng::seed_from_u64(seed)).unwrap();
    key.kid = Some(kid.to_owned());
    key.purpose = Some("sig".to_owned());
    key
}

/// The public halves of `keys` as a published JWK set.
pub(crate) fn jwks(keys: &[&Key]) -> String {
    json!({ "keys": keys.iter().map(|key| key.public_jwk()).collect::<Vec<_>>() }).to_string()
}

/// The claims of a good token at [`crate::support::NOW`].
pub(crate) fn claims() -> Value {
    json!({
        "iss": "https://login.acmebank.example", "sub": "c7f2b1d49e0a4b6f8d31", "aud": "lp-acmebank",
        "iat": crate::support::NOW - 60, "exp": crate::support::NOW + 3_540,
    })
}

/// A good token of the brand's signing key.
pub(crate) fn token() -> String {
    sign(rsa(), &json!({ "alg": "RS256", "typ": "JWT", "kid": "brand-1" }), &claims())
}

/// A token with these parts, signed by `key` with the algorithm that the header names.
pub(crate) fn sign(key: &Key, header: &Value, claims: &Value) -> String {
    let input = format!("{}.{}", encode(header.to_string()), encode(claims.to_string()));
    let algorithm = alg::find(header["alg"].as_str().unwrap()).unwrap();
    let signature = jws::sign(key, algorithm, input.as_bytes()).unwrap();
    format!("{input}.{}", encode(signature))
}

/// This text, encrypted to [`recipient`] by RSA-OAEP-256 and A256GCM; `members` are added to the header.
pub(crate) fn sealed(content: &str, members: &Value) -> String {
    let encryption = Encryption::find("RSA-OAEP-256", "A256GCM").unwrap();
    let members = members.as_object().cloned().unwrap();
    let mut rng = rand::rngs::StdRng::seed_from_u64(5);
    jwe::seal(content.as_bytes(), recipient(), encryption, members, &mut rng).unwrap()
}

/// Base64url without padding.
pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
