//! No bytes make finding tokens and taking them apart panic, and every position reported is inside the token.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::model::damage;
use lpauth::model::paste;
use lpauth::model::token::Token;

fuzz_target!(|bytes: &[u8]| {
    for pasted in paste::read("fuzz", bytes).tokens {
        positions_hold(&pasted.token);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        positions_hold(&Token::parse("fuzz", text, Vec::new()));
    }
});

fn positions_hold(token: &Token) {
    let text = &token.source.text;
    for segment in &token.segments {
        assert!(text.get(segment.span.clone()).is_some(), "{segment:?}");
        assert!(segment.flaws.iter().all(|flaw| flaw.offset <= text.len()), "{segment:?}");
    }
    assert!(damage::damages(token).iter().all(|damage| damage.offset <= text.len()));
    assert!(token.signing_input().len() <= text.len());
    assert_eq!(token.masked().text.len(), text.len());
}
