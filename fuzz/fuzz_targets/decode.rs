//! No text makes taking a token apart panic, and every position it reports is inside the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::model::token::Token;

fuzz_target!(|text: &str| {
    let token = Token::parse("fuzz", text, Vec::new());
    for segment in &token.segments {
        assert!(text.get(segment.span.clone()).is_some(), "{segment:?}");
        assert!(segment.flaws.iter().all(|flaw| flaw.offset <= text.len()), "{segment:?}");
    }
    assert!(token.signing_input().len() <= text.len());
    token.redacted();
});
