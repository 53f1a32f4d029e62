//! No text makes decrypting panic, whatever the key; what opens is no longer than the limit; and what is sealed opens.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::jose::jwe::{Allowances, Encryption, WhyNot, open, seal};
use lpauth::jose::key::Key;
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;
use lpauth::model::token::Token;
use rand::SeedableRng;
use serde_json::Map;
use std::sync::LazyLock;

/// One key for each way to bring a key, that of the seeds.
static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let set = Jwks::parse(Source::new("keys", include_str!("../src/encryption_keys.json")), false).expect("a key set");
    set.keys().iter().map(|jwk| Key::from_jwk(jwk).expect("a key")).collect()
});

const ALLOW: Allowances = Allowances { legacy: true, largest: 4096 };

fuzz_target!(|text: &str| {
    let token = Token::parse("fuzz", text, Vec::new());
    // Hashing a password as often as the header says is slow, and the same code whatever else it says.
    let slow = token.header.json().is_some_and(|json| json.root.get("p2c").is_some());
    let allow = Allowances { legacy: !slow, ..ALLOW };
    for key in KEYS.iter() {
        match open(&token, key, &allow) {
            Ok(opened) => assert!(opened.plaintext.len() <= ALLOW.largest.max(text.len())),
            Err(WhyNot::NotCompact(_)) => return,
            Err(why) => assert!(!why.to_string().is_empty()),
        }
    }
    comes_back(text.as_bytes());
});

fn comes_back(content: &[u8]) {
    for (key, alg) in KEYS.iter().zip(["A128KW", "A192GCMKW", "dir", "ECDH-ES", "ECDH-ES+A192KW"]) {
        let encryption = Encryption::find(alg, "A256GCM").expect("both are known");
        let mut rng = rand::rngs::StdRng::seed_from_u64(1);
        let compact = seal(content, key, encryption, Map::new(), &mut rng).expect("the key is for it");
        let opened = open(&Token::parse("again", &compact, Vec::new()), key, &ALLOW).expect("the key's own");
        assert_eq!(*opened.plaintext, content);
    }
}
