//! No metadata makes reading or judging it panic, and what is found in it points at characters that are there.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::check::{Facts, Slot};
use lpauth::model::discovery::Discovery;
use lpauth::model::source::Source;

fuzz_target!(|text: &str| {
    let asked = Some("https://login.brand.example");
    let Ok(metadata) = Discovery::parse(Source::new("fuzz", text), asked) else { return };
    for (_, place) in metadata.known() {
        assert!(text.get(place.node.span.clone()).is_some());
    }
    let keys = Slot::Here(lpauth_fuzz::keys());
    lpauth_fuzz::judge_documents(&Facts { discovery: Slot::Here(metadata), keys, ..Facts::default() });
});
