//! Verification against the raw primitive of the crypto library, on the same token and in the same run.
//!
//! `cargo bench --bench verify` prints a line an algorithm: the raw check of a decoded signature, the prepared verifier
//! from the compact text, how much of the raw speed that keeps, and one whole `prove` with the key read each time.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench looks at a clock and fails by panicking")]

use aws_lc_rs::signature::{self as sig, ParsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lpauth::jose::alg;
use lpauth::jose::jws::{Verifier, prove, sign};
use lpauth::jose::key::{Curve, Key, Kind};
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;
use lpauth::model::token::Token;
use rand::SeedableRng;
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

const ROUNDS: usize = 60;
const ROUND: Duration = Duration::from_millis(20);

fn main() {
    let cases: [(&str, Kind, &'static dyn sig::VerificationAlgorithm); 3] = [
        ("RS256", Kind::Rsa(2048), &sig::RSA_PKCS1_2048_8192_SHA256),
        ("ES256", Kind::Ec(Curve::P256), &sig::ECDSA_P256_SHA256_FIXED),
        ("EdDSA", Kind::Ed25519, &sig::ED25519),
    ];
    let mut out = std::io::stdout().lock();
    writeln!(out, "alg      raw µs  verifier µs  ratio  prove µs").unwrap();
    for (name, kind, primitive) in cases {
        let [raw, verifier, proof] = times(name, kind, primitive);
        let ratio = raw / verifier;
        writeln!(out, "{name:<6} {raw:>8.2} {verifier:>12.2} {ratio:>6.2} {proof:>9.2}").unwrap();
    }
}

/// Returns the microseconds of each way: raw, prepared verifier, whole proof.
fn times(name: &str, kind: Kind, primitive: &'static dyn sig::VerificationAlgorithm) -> [f64; 3] {
    let key = Key::generate(kind, &mut rand::rngs::StdRng::seed_from_u64(1)).unwrap();
    let compact = token(&key, name);
    let (message, encoded) = compact.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(encoded).unwrap();
    let spki = key.to_spki().unwrap();
    let parsed =
        ParsedPublicKey::new(primitive, if name == "EdDSA" { &spki[spki.len() - 32..] } else { &spki }).unwrap();
    let verifier = Verifier::new(&key, alg::find(name).unwrap()).unwrap();
    let keys = Jwks::parse(Source::new("keys", key.public_jwk().unwrap().to_string()), true).unwrap();
    let ways: [&dyn Fn() -> bool; 3] = [
        &|| parsed.verify_sig(black_box(message.as_bytes()), black_box(&signature)).is_ok(),
        &|| verifier.verify_compact(black_box(&compact)),
        &|| prove(&Token::parse("token", black_box(&compact), Vec::new()), &keys).verified_by().is_some(),
    ];
    // In turns, and the best round of each: what else the machine does falls on all alike and is left out.
    let mut best = [f64::INFINITY; 3];
    for _ in 0..ROUNDS {
        for (best, way) in best.iter_mut().zip(ways) {
            *best = best.min(round(way));
        }
    }
    best
}

fn round(way: &dyn Fn() -> bool) -> f64 {
    let (start, mut count) = (Instant::now(), 0_u32);
    while start.elapsed() < ROUND {
        for _ in 0..16 {
            assert!(way());
        }
        count += 16;
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(count)
}

/// A token of the size that LivePerson's template has.
fn token(key: &Key, name: &str) -> String {
    let header = serde_json::json!({ "alg": name, "typ": "JWT" });
    let claims = serde_json::json!({ "iss": "https://login.brand.example", "sub": "4711", "lp_sdes": "x".repeat(600) });
    let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(&header), part(&claims));
    let signature = sign(key, alg::find(name).unwrap(), message.as_bytes()).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}
