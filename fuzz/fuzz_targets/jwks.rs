//! No text makes reading a key set, or a key of it, panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::jose::key::Key;
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;

fuzz_target!(|text: &str| {
    let Ok(keys) = Jwks::parse(Source::new("fuzz", text), true) else { return };
    for jwk in keys.keys() {
        jwk.label();
        let _ = Key::from_jwk(&jwk);
    }
});
