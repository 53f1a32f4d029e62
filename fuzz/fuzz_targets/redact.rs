//! No file makes redacting panic, whatever it is; what is no secret keeps its bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::flow::redact::file::Search;
use lpauth::flow::redact::file::pieces::{Piece, Pieces};

fuzz_target!(|bytes: &[u8]| {
    let (clean, is_same) = redact(bytes);
    assert!(!is_same || clean == bytes, "nothing was removed, and something changed");
    redact(&clean);
});

fn redact(bytes: &[u8]) -> (Vec<u8>, bool) {
    let pieces = cut(bytes);
    let mut search = Search::new(true);
    pieces.iter().for_each(|piece| search.piece(piece));
    let mut trial = search.finish();
    pieces.iter().for_each(|piece| trial.piece(piece));
    let mut cleaner = trial.finish();
    let clean = pieces.into_iter().flat_map(|piece| cleaner.piece(piece)).collect();
    (clean, cleaner.removed().is_empty())
}

fn cut(mut bytes: &[u8]) -> Vec<Piece> {
    let mut pieces = Pieces::new(&mut bytes);
    std::iter::from_fn(|| pieces.advance().expect("it is small")).collect()
}
