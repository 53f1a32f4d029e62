//! No certificate makes reading it panic, nor asking whom it is for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::model::certificate::Certificate;

fuzz_target!(|bytes: &[u8]| {
    let Some(certificate) = Certificate::parse(bytes) else { return };
    for host in ["login.brand.example", "a.b.brand.example", "127.0.0.1", "::1", ""] {
        certificate.is_for(host);
    }
    certificate.is_self_issued();
    certificate.not_after.utc();
});
