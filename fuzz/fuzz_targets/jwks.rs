//! No text makes reading a key set panic; a key that can be read stays the same when it is written and read again; and
//! a token is judged with whatever keys there are.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::jose::key::Key;
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;
use lpauth::model::token::Token;

fuzz_target!(|text: &str| {
    let Ok(keys) = Jwks::parse(Source::new("fuzz", text), true) else { return };
    for key in keys.keys().iter().filter_map(|jwk| Key::from_jwk(jwk).ok()) {
        let again = Jwks::parse(Source::new("again", key.jwk().to_string()), false).expect("a key is a set of one");
        let again = Key::from_jwk(&again.keys()[0]).expect("what was written can be read");
        assert_eq!(key.thumbprint(), again.thumbprint());
        assert_eq!(key.is_private(), again.is_private());
    }
    lpauth_fuzz::judge(&Token::parse("fuzz", UNSIGNED, Vec::new()), &keys);
});

/// `{"alg":"RS256"}`, `{"iss":"https://login.brand.example"}`, and a signature nobody made.
const UNSIGNED: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmJyYW5kLmV4YW1wbGUifQ.AAAA";
