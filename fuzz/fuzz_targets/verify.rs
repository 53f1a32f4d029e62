//! No text makes verifying panic, and no text that nobody signed verifies.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::model::jwk::Jwks;
use lpauth::model::token::Token;
use std::sync::LazyLock;

static KEYS: LazyLock<Jwks> = LazyLock::new(lpauth_fuzz::keys);

fuzz_target!(|text: &str| lpauth_fuzz::judge(&Token::parse("fuzz", text, Vec::new()), &KEYS));
