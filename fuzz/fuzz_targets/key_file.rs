//! No bytes make reading a key file panic, and a key that can be read stays the same when it is written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::jose::key_file::{self, Found};

fuzz_target!(|bytes: &[u8]| {
    for found in key_file::read(bytes, Some("passphrase")).unwrap_or_default() {
        stays_the_same(&found);
    }
});

fn stays_the_same(found: &Found) {
    let key = &found.key;
    let written = match key.to_pkcs8() {
        Ok(private) => private.to_vec(),
        Err(_) => match key.to_spki() {
            Ok(public) => public,
            Err(_) => return, // a shared secret has neither form
        },
    };
    let again = key_file::read(&written, None).expect("what was written can be read");
    assert_eq!(key.thumbprint(), again[0].key.thumbprint());
    assert_eq!(key.is_private(), again[0].key.is_private());
}
