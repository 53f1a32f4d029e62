//! No bytes make reading a HAR file or looking for logins panic; what is kept stays within the limits; every login that is found
//! can be written down and judged; and what stands before the last byte is read the same without it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::check::{Context, Facts, Slot, judge};
use lpauth::flow::recognise::{Expectations, Recogniser};
use lpauth::flow::timeline;
use lpauth::model::har::read::{Entry, Limits, entries};
use lpauth::model::time::Timestamp;
use lpauth::model::transcript::file;

const LIMITS: Limits = Limits { body: 4_000, text: 500, items: 20, depth: 60 };

fuzz_target!(|bytes: &[u8]| {
    let whole = read(bytes);
    let cut = read(&bytes[..bytes.len().saturating_sub(1)]);
    assert!(cut.len() <= whole.len() && whole.len() <= cut.len() + 1);
    let mut recogniser = Recogniser::new(Expectations::default());
    for entry in whole {
        assert!(entry.hop.request.headers.len() <= LIMITS.items + 1);
        assert!(entry.text().len() <= 3 * LIMITS.body);
        recogniser.entry(entry);
    }
    for attempt in recogniser.finish().attempts {
        let login = attempt.transcript;
        file::write(&login);
        timeline::of(&login);
        let facts = Facts::of_login(&login, Slot::None, Slot::None);
        let now = attempt.captured_at.unwrap_or(Timestamp(1_767_225_600));
        judge(&facts, &Context { now, skew: 60, ..Context::of_login(&login) });
        attempt.gaps.iter().for_each(|gap| assert!(!gap.sentence().is_empty()));
    }
});

fn read(mut bytes: &[u8]) -> Vec<Entry> {
    let mut found = Vec::new();
    // What breaks off in the middle gives what stands before.
    let _ = entries(&mut bytes, &LIMITS, &mut |entry| found.push(entry));
    found
}
