//! Entries that are put aside whole. One that is too long for that, or that breaks off, stays in the stream.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// The longest entry that is put aside, in bytes.
const LONGEST: usize = 8 << 20;

/// What stands in the place of an entry: a string of one character that is none (Unicode §23.7).
pub(super) const PLACE: &[u8] = "\"\u{ffff}\"".as_bytes();

/// The name of the array whose objects are put aside.
const ENTRIES: &[u8] = b"entries";

/// Entries that were put aside, in order.
#[derive(Clone, Default)]
pub(in super::super) struct Aside(Rc<RefCell<Shelf>>);

#[derive(Default)]
struct Shelf {
    entries: VecDeque<Vec<u8>>,
    /// A text that is not needed any more, for the next entry.
    free: Vec<u8>,
}

impl Aside {
    /// Returns the next entry, if a string stands in the place of one.
    pub(in super::super) fn next(&self, string: &str) -> Option<Vec<u8>> {
        let is_place = string.as_bytes() == &PLACE[1..PLACE.len() - 1];
        if is_place { self.0.borrow_mut().entries.pop_front() } else { None }
    }

    /// Takes the text of an entry back.
    pub(in super::super) fn done(&self, text: Vec<u8>) {
        self.0.borrow_mut().free = text;
    }
}

/// Where in the file this is, as far as it matters for entries.
#[derive(Default)]
pub(super) struct Frame {
    pub(super) aside: Aside,
    /// The entry that is being gathered.
    entry: Option<Vec<u8>>,
    /// The depth inside the array of entries.
    array: Option<usize>,
    /// The beginning of the last string outside of entries.
    word: Vec<u8>,
    /// Where the places of entries end in what was given, and how much longer than their places these are.
    places: Vec<(usize, usize)>,
}

impl Frame {
    /// Puts a text where it belongs: to the entry that is being gathered, or out.
    pub(super) fn put(&mut self, text: &[u8], out: &mut Vec<u8>) {
        let Some(entry) = &mut self.entry else { return out.extend_from_slice(text) };
        entry.extend_from_slice(text);
        if entry.len() > LONGEST {
            self.give_up(out);
        }
    }

    /// Lets the entry that is being gathered stay in the stream.
    pub(super) fn give_up(&mut self, out: &mut Vec<u8>) {
        if let Some(entry) = self.entry.take() {
            out.extend_from_slice(&entry);
        }
    }

    /// Forgets what was parsed.
    pub(super) fn forget(&mut self) {
        self.places.clear();
        self.aside.0.borrow_mut().entries.clear();
    }

    /// Returns how many more bytes of the file than of what was given lie ahead of the parser.
    pub(super) fn ahead(&self, parsed: usize) -> usize {
        let longer: usize = self.places.iter().filter(|(end, _)| *end > parsed).map(|(_, longer)| longer).sum();
        longer.saturating_add(self.entry.as_ref().map_or(0, Vec::len))
    }

    /// Takes note of the beginning of a string.
    pub(super) fn word_begins(&mut self) {
        self.word.clear();
    }

    /// Takes note of more of a string.
    pub(super) fn word_goes_on(&mut self, text: &[u8]) {
        if self.entry.is_none() {
            let room = (ENTRIES.len() + 1).saturating_sub(self.word.len());
            self.word.extend_from_slice(&text[..text.len().min(room)]);
        }
    }

    /// Takes note that the last string is no name of what follows.
    pub(super) fn no_name(&mut self) {
        self.word.clear();
    }

    /// Returns whether an object that begins at this depth is an entry.
    pub(super) fn is_between(&self, depth: usize) -> bool {
        self.entry.is_none() && self.array == Some(depth)
    }

    /// Begins an entry.
    pub(super) fn begin(&mut self) {
        let mut text = std::mem::take(&mut self.aside.0.borrow_mut().free);
        text.clear();
        self.entry = Some(text);
    }

    /// Takes note of an object or array, given the depth inside.
    pub(super) fn opened(&mut self, byte: u8, depth: usize) {
        if byte == b'[' && self.entry.is_none() && self.array.is_none() && self.word == ENTRIES {
            self.array = Some(depth);
        }
        self.word.clear();
    }

    /// Returns whether the entry that is being gathered ends, given the depth after it.
    pub(super) fn ends(&self, depth: usize) -> bool {
        self.entry.is_some() && self.array.is_none_or(|array| depth <= array)
    }

    /// Takes note of the end of an object or array, given the depth after it.
    pub(super) fn closed(&mut self, depth: usize) {
        self.array = self.array.filter(|array| depth >= *array);
    }

    /// Puts the entry that is being gathered aside, and returns how long it is.
    pub(super) fn put_aside(&mut self) -> Option<usize> {
        let entry = self.entry.take()?;
        let length = entry.len();
        self.aside.0.borrow_mut().entries.push_back(entry);
        Some(length)
    }

    /// Takes note of the place of an entry in what was given.
    pub(super) fn stands_at(&mut self, end: usize, longer: usize) {
        self.places.push((end, longer));
    }
}
