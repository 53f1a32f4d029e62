//! Opening and making encrypted tokens against the raw primitives of the crypto library, on the same content in the same run.
//!
//! `cargo bench --bench encrypt` prints a line a pair of algorithms: the raw steps (the content key, then the content), the
//! whole of `jwe::open` or `jwe::seal` from and to the compact text, and how much of the raw speed that keeps.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench looks at a clock and fails by panicking")]

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrap};
use aws_lc_rs::rsa::{
    OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, OaepPublicEncryptingKey, PrivateDecryptingKey,
    PublicEncryptingKey,
};
use lpauth::jose::jwe::{Allowances, Encryption, open, seal};
use lpauth::jose::key::{Key, Kind};
use lpauth::model::token::Token;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Map;
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

const ROUNDS: usize = 60;
const ROUND: Duration = Duration::from_millis(20);

/// A raw step: from bytes to bytes.
type Step = Box<dyn Fn(&[u8]) -> Vec<u8>>;

/// The raw steps with a key: wrapping and unwrapping a content key.
struct Raw {
    wrap: Step,
    unwrap: Step,
}

fn main() {
    let mut rng = StdRng::seed_from_u64(1);
    let cases = [("RSA-OAEP-256", Kind::Rsa(2048), rsa as fn(&Key) -> Raw), ("A256KW", Kind::Oct(256), kek)];
    let mut out = std::io::stdout().lock();
    writeln!(out, "alg                   raw µs  lpauth µs  ratio").unwrap();
    for (alg, kind, raw) in cases {
        let key = Key::generate(kind, &mut rng).unwrap();
        for (what, [raw, ours]) in
            [("opens", opening(alg, &key, &raw(&key))), ("seals", sealing(alg, &key, &raw(&key)))]
        {
            writeln!(out, "{alg:<14} {what} {raw:>8.2} {ours:>10.2} {:>6.2}", raw / ours).unwrap();
        }
    }
}

fn rsa(key: &Key) -> Raw {
    let private = PrivateDecryptingKey::from_pkcs8(&key.to_pkcs8().unwrap()).unwrap();
    let private = OaepPrivateDecryptingKey::new(private).unwrap();
    let public = OaepPublicEncryptingKey::new(PublicEncryptingKey::from_der(&key.to_spki().unwrap()).unwrap()).unwrap();
    Raw {
        wrap: Box::new(move |cek| {
            let mut text = vec![0; public.ciphertext_size()];
            public.encrypt(&OAEP_SHA256_MGF1SHA256, cek, &mut text, None).unwrap().to_vec()
        }),
        unwrap: Box::new(move |wrapped| {
            let mut text = vec![0; private.min_output_size()];
            private.decrypt(&OAEP_SHA256_MGF1SHA256, wrapped, &mut text, None).unwrap().to_vec()
        }),
    }
}

fn kek(key: &Key) -> Raw {
    let jwk = key.jwk();
    let secret = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, jwk["k"].as_str().unwrap());
    let secret = secret.unwrap();
    let other = secret.clone();
    Raw {
        wrap: Box::new(move |cek| {
            let mut text = vec![0; cek.len() + 8];
            AesKek::new(&AES_256, &secret).unwrap().wrap(cek, &mut text).unwrap().to_vec()
        }),
        unwrap: Box::new(move |wrapped| {
            let mut text = vec![0; wrapped.len()];
            AesKek::new(&AES_256, &other).unwrap().unwrap(wrapped, &mut text).unwrap().to_vec()
        }),
    }
}

/// Returns the microseconds of both ways to open a token.
fn opening(alg: &str, key: &Key, raw: &Raw) -> [f64; 2] {
    let compact = sealed(alg, key, 2);
    let token = Token::parse("token", &compact, Vec::new());
    let [header, wrapped, iv, ciphertext, tag]: [_; 5] = token.segments.clone().try_into().unwrap();
    let aad = &compact[header.span];
    fastest([
        &|| {
            let cek = (raw.unwrap)(black_box(&wrapped.bytes));
            let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &cek).unwrap());
            let nonce = Nonce::try_assume_unique_for_key(&iv.bytes).unwrap();
            let mut text = ciphertext.bytes.clone();
            key.open_in_place_separate_tag(nonce, Aad::from(aad), &tag.bytes, &mut text).unwrap();
            assert_eq!(text.len(), content().len());
        },
        &|| {
            let token = Token::parse("token", black_box(&compact), Vec::new());
            let opened = open(&token, key, &Allowances::default()).unwrap();
            assert_eq!(opened.plaintext.len(), content().len());
        },
    ])
}

/// Returns the microseconds of both ways to make a token.
fn sealing(alg: &str, key: &Key, raw: &Raw) -> [f64; 2] {
    fastest([
        &|| {
            let (mut cek, mut text) = ([0; 32], content().as_bytes().to_vec());
            aws_lc_rs::rand::fill(&mut cek).unwrap();
            let wrapped = (raw.wrap)(black_box(&cek));
            let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &cek).unwrap());
            let nonce = Nonce::assume_unique_for_key([7; 12]);
            let tag = key.seal_in_place_separate_tag(nonce, Aad::from("header"), &mut text).unwrap();
            assert!(wrapped.len() > cek.len() && tag.as_ref().len() == 16);
        },
        &|| assert!(sealed(alg, key, 3).len() > content().len()),
    ])
}

fn sealed(alg: &str, key: &Key, seed: u64) -> String {
    let encryption = Encryption::find(alg, "A256GCM").unwrap();
    seal(black_box(content()).as_bytes(), key, encryption, Map::new(), &mut StdRng::seed_from_u64(seed)).unwrap()
}

/// As long as a signed token of LivePerson's template.
fn content() -> &'static str {
    const LETTERS: &[u8] = &[b'x'; 1_400];
    std::str::from_utf8(LETTERS).unwrap()
}

// In turns, and the best round of each: what else the machine does falls on all alike and is left out.
fn fastest(ways: [&dyn Fn(); 2]) -> [f64; 2] {
    let mut best = [f64::INFINITY; 2];
    for _ in 0..ROUNDS {
        for (best, way) in best.iter_mut().zip(ways) {
            *best = best.min(round(way));
        }
    }
    best
}

fn round(way: &dyn Fn()) -> f64 {
    let (start, mut count) = (Instant::now(), 0_u32);
    while start.elapsed() < ROUND {
        way();
        count += 1;
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(count)
}
