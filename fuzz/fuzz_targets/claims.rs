//! As `verify`, but the text is JSON, a line of header and the claims after it: so the fuzzer reaches the checks behind base64url.
#![no_main]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use libfuzzer_sys::fuzz_target;
use lpauth::model::jwk::Jwks;
use lpauth::model::token::Token;
use std::sync::LazyLock;

static KEYS: LazyLock<Jwks> = LazyLock::new(lpauth_fuzz::keys);

fuzz_target!(|text: &str| {
    let (header, claims) = text.split_once('\n').unwrap_or((r#"{"alg":"RS256"}"#, text));
    let token = format!("{}.{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims), "A".repeat(342));
    lpauth_fuzz::judge(&Token::parse("fuzz", &token, Vec::new()), &KEYS);
});
