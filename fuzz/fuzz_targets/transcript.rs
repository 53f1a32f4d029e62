//! No bytes make reading a transcript panic; what was read is written and read again as the same, and can be judged.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::check::{Facts, Slot};
use lpauth::flow::timeline;
use lpauth::model::har;
use lpauth::model::transcript::file;

fuzz_target!(|bytes: &[u8]| {
    let Ok(login) = file::read("fuzz", bytes) else { return };
    let written = file::write(&login);
    let again = file::read("fuzz", written.as_bytes()).expect("what was written can be read");
    assert_eq!(file::write(&again), written);
    har::write(&login);
    timeline::of(&login);
    lpauth_fuzz::judge_documents(&Facts::of_login(&login, Slot::None, Slot::None));
});
