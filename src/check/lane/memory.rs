//! What one thread has learned.

use super::piece::{Piece, Tells};
use crate::check::Context;
use crate::jose::jws::Verifier;
use std::collections::HashMap;

/// What one thread has learned, and the room it decodes in. It is bounded: what does not fit any more makes it begin anew.
pub struct Memory<V> {
    headers: Vec<Header>,
    /// The names of claims, each a bit.
    names: HashMap<String, u128>,
    pieces: Vec<Piece>,
    /// The pieces that begin with a name as it is written.
    written: HashMap<Box<[u8]>, Vec<usize>>,
    /// Which piece came last after which; the last entry is the first piece's.
    follows: Vec<usize>,
    verdicts: HashMap<(usize, u128), V>,
    pub(super) claims: Vec<u8>,
    pub(super) signature: Vec<u8>,
    numbers: Vec<i64>,
    recognised: u64,
}

/// A header as it stands in a token, and the key that verified one.
struct Header {
    text: Box<str>,
    verifier: Verifier,
}

/// How much of each kind is kept.
const MOST: usize = 128;

/// The most verdicts.
const MOST_VERDICTS: usize = 4_096;

/// What was found in the claims of a token.
#[derive(Default)]
pub(super) struct Walk {
    /// The pieces that some check's answer rests on.
    pub(super) pieces: u128,
    pub(super) expires: Option<i64>,
    pub(super) issued: Option<i64>,
}

impl<V> Memory<V> {
    /// Returns how many tokens were recognised.
    pub fn recognised(&self) -> u64 {
        self.recognised
    }

    /// Returns the number of a header.
    pub(super) fn header(&self, text: &str) -> Option<usize> {
        self.headers.iter().position(|header| *header.text == *text)
    }

    /// Returns whether the signature in the room for it is that of the key that the header's tokens have.
    pub(super) fn is_signed(&self, header: usize, message: &[u8], length: usize) -> bool {
        let signature = self.signature.get(..length).unwrap_or_default();
        self.headers.get(header).is_some_and(|header| header.verifier.verify(message, signature))
    }

    pub(super) fn has_verdict(&self, header: usize, pieces: u128) -> bool {
        self.verdicts.contains_key(&(header, pieces))
    }

    pub(super) fn verdict(&mut self, header: usize, pieces: u128) -> Option<&V> {
        self.recognised += 1;
        self.verdicts.get(&(header, pieces))
    }

    /// Goes through the first `length` bytes of the claims in their room; `None` if anything in them is not known.
    pub(super) fn walk(&mut self, length: usize, context: &Context) -> Option<Walk> {
        let text = self.claims.get(..length)?;
        let (mut at, mut names, mut walk) = (1, 0, Walk::default());
        let mut last = self.pieces.len();
        text.starts_with(b"{").then_some(())?;
        loop {
            let guess = self.follows.get(last).copied().unwrap_or_default();
            let guessed = self.pieces.get(guess).and_then(|piece| piece.matches(text, at, &mut self.numbers, context));
            let (index, end) = match guessed {
                Some(end) => (guess, end),
                None => found(&self.pieces, &self.written, text, at, &mut self.numbers, context)?,
            };
            let piece = &self.pieces[index];
            if names & piece.name != 0 {
                return None;
            }
            names |= piece.name;
            walk.pieces |= piece.own;
            walk.note(piece.tells, self.numbers.first().copied());
            *self.follows.get_mut(last)? = index;
            last = index;
            at = end + 1;
            match text.get(end) {
                Some(b',') => {}
                Some(b'}') => return (at == length).then_some(walk),
                _ => return None,
            }
        }
    }

    /// Remembers a header and who verifies its tokens.
    pub(super) fn keep_header(&mut self, text: &str, verifier: Verifier) -> usize {
        if self.headers.len() >= MOST {
            self.forget();
        }
        // A header without `kid` may be that of several keys: the last one that verified a token is tried.
        match self.header(text) {
            Some(index) => {
                self.headers[index].verifier = verifier;
                index
            }
            None => {
                self.headers.push(Header { text: text.into(), verifier });
                self.headers.len() - 1
            }
        }
    }

    /// Remembers a piece of the claim `name`, which is written as `written`; `rests` if some check's answer rests on it.
    pub(super) fn keep_piece(&mut self, name: &str, written: &[u8], mut piece: Piece, rests: bool) {
        let known = self.written.get(written).map(Vec::as_slice).unwrap_or_default();
        if known.iter().any(|index| self.pieces[*index].is_like(&piece)) {
            return;
        }
        let next = self.names.len();
        piece.name = *self.names.entry(name.to_owned()).or_insert(1 << next);
        piece.own = if rests { 1 << self.pieces.len() } else { 0 };
        self.written.entry(written.into()).or_default().push(self.pieces.len());
        self.pieces.push(piece);
        // Whoever pointed past the end points to the new piece now, which is as good a guess as any.
        self.follows.resize(self.pieces.len() + 1, 0);
    }

    /// Begins anew if `more` pieces would be too many.
    pub(super) fn make_room(&mut self, more: usize) {
        if self.pieces.len() + more > MOST || self.verdicts.len() >= MOST_VERDICTS {
            self.forget();
        }
    }

    pub(super) fn keep_verdict(&mut self, header: usize, pieces: u128, verdict: V) {
        self.verdicts.insert((header, pieces), verdict);
    }

    fn forget(&mut self) {
        *self = Memory { recognised: self.recognised, ..Memory::default() };
    }
}

fn found(
    pieces: &[Piece],
    written: &HashMap<Box<[u8]>, Vec<usize>>,
    text: &[u8],
    at: usize,
    numbers: &mut Vec<i64>,
    context: &Context,
) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    let start = rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let end = start + 2 + memchr::memchr(b'"', rest.get(start + 1..)?)?;
    let known = written.get(rest.get(start..end)?)?;
    known.iter().find_map(|index| Some((*index, pieces[*index].matches(text, at, numbers, context)?)))
}

impl Walk {
    fn note(&mut self, tells: Option<Tells>, number: Option<i64>) {
        match tells {
            Some(Tells::Expiry) => self.expires = number,
            Some(Tells::Issue) => self.issued = number,
            None => {}
        }
    }
}

impl<V> Default for Memory<V> {
    fn default() -> Memory<V> {
        Memory {
            headers: Vec::new(),
            names: HashMap::new(),
            pieces: Vec::new(),
            written: HashMap::new(),
            follows: Vec::new(),
            verdicts: HashMap::new(),
            claims: Vec::new(),
            signature: Vec::new(),
            numbers: Vec::new(),
            recognised: 0,
        }
    }
}

impl<V> std::fmt::Debug for Memory<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Memory({} headers, {} pieces)", self.headers.len(), self.pieces.len())
    }
}
