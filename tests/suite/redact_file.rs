//! Files without secrets: whatever is sent to others keeps its shape and what goes wrong, and nothing else.

mod arbitrary;
mod archives;
mod logs;
mod pieces;

use lpauth::flow::redact::file::{Left, Removed, Search};
use pieces::cut;

/// A file without secrets.
pub(crate) struct Clean {
    pub(crate) bytes: Vec<u8>,
    pub(crate) removed: Vec<Removed>,
    pub(crate) places: Vec<Left>,
}

impl Clean {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }
}

/// Redacts a file as the command does.
pub(crate) fn redact(bytes: &[u8], personal: bool) -> Clean {
    let mut search = Search::new(personal);
    let pieces = cut(bytes, bytes.len().max(1));
    pieces.iter().for_each(|piece| search.piece(piece));
    let mut trial = search.finish();
    pieces.iter().for_each(|piece| trial.piece(piece));
    let mut cleaner = trial.finish();
    let clean = pieces.into_iter().flat_map(|piece| cleaner.piece(piece)).collect();
    Clean { bytes: clean, removed: cleaner.removed(), places: cleaner.places() }
}

/// Redacts a text, and asserts that doing so again changes nothing.
#[track_caller]
pub(crate) fn once(text: &str) -> String {
    let clean = redact(text.as_bytes(), true);
    let again = redact(&clean.bytes, true);
    assert_eq!(again.text(), clean.text());
    assert_eq!(again.removed, [], "{:?}", again.places);
    clean.text()
}
