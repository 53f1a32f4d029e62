//! Takes the secrets out of a file of any kind: a HAR file, a transcript, JSON, a log, a token. The file is read piece by piece:
//! first to find what is secret in it ([`Search`]), then as far as the first secret that can be taken out ([`Trial`]), then to
//! write it anew ([`Cleaner`]). `docs/redact.md` tells how.

mod clean;
mod look;
mod mend;
mod note;
pub mod pieces;
mod prose;
mod roles;

use super::kind::Kind;
use super::pattern::Patterns;
use super::{seen, token};
use crate::model::transcript::Redaction;
use clean::{Clean, Edit, edited};
use look::Look;
use note::Note;
use pieces::Piece;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Finds what is secret in a file.
pub struct Search {
    look: Look,
    personal: bool,
    frame: Frame,
}

/// The frame of a file.
#[derive(Default)]
struct Frame {
    pieces: Vec<Vec<u8>>,
    has_entries: bool,
}

/// What was removed of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// The kind.
    pub kind: Kind,
    /// How many secrets, each counted once.
    pub secrets: usize,
    /// In how many places they stood.
    pub places: usize,
}

/// Where a secret stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// What it is.
    pub kind: Kind,
    /// A JSON pointer, or `line 3`.
    pub place: String,
}

/// The most places that are kept for telling.
const MOST_PLACES: usize = 1_000;

impl Search {
    /// Returns a search that has seen nothing. `personal` says whether what tells who somebody is counts as secret.
    pub fn new(personal: bool) -> Search {
        Search { look: Look::new(personal), personal, frame: Frame::default() }
    }

    /// Looks through the next piece of the file.
    pub fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Frame(bytes) => self.frame.pieces.push(bytes.clone()),
            Piece::Gap(_) => self.frame.has_entries = true,
            Piece::Entry(bytes) => {
                self.frame.has_entries = true;
                self.look.text(&text_of(bytes), true, 0);
            }
        }
    }

    /// Returns what tries whether anything that was found can be taken out.
    pub fn finish(mut self) -> Trial {
        let text = text_of(&self.frame.pieces.concat()).into_owned();
        let note = Note::of(&text, self.frame.has_entries);
        self.look.text(&text, note.is_record(), 0);
        let Look { mut finds, keys, .. } = self.look;
        finds.settle();
        // What a token says of its session is for everybody to judge.
        finds.sharing = false;
        let tokens = token::tokens(&mut finds);
        let plain = Patterns::new(&finds, &[]);
        let rewritten: Vec<_> = tokens.iter().flat_map(|token| token.rewritten(&plain)).collect();
        let patterns = Patterns::new(&finds, &rewritten);
        let redaction = seen::of_file(note.before(), &finds, &tokens, &patterns, &keys, self.personal);
        let secrets = finds.secrets.into_iter().map(|found| (found.kind, found.placeholder)).collect();
        let mut cleaner = Cleaner {
            patterns,
            secrets,
            tally: Tally::default(),
            frames: VecDeque::new(),
            entries: 0,
            at: note.entries(),
        };
        let frame = cleaner.frame(&self.frame.pieces, &text, note.is_record());
        let takes = !cleaner.tally.is_empty();
        Trial { cleaner, pieces: self.frame.pieces, text, frame, note, redaction, takes }
    }
}

/// Learns whether anything that was found can be taken out: of a damaged file perhaps nothing, and such a file gets no note, which
/// would stand before its entries.
pub struct Trial {
    cleaner: Cleaner,
    pieces: Vec<Vec<u8>>,
    text: String,
    frame: Framed,
    note: Note,
    redaction: Redaction,
    takes: bool,
}

/// A frame without secrets.
enum Framed {
    /// What is to be written anew, in a frame that is JSON.
    Edits(Vec<Edit>),
    /// All of it, in a frame that has no room for a note.
    Pieces(VecDeque<Vec<u8>>),
}

impl Trial {
    /// Returns whether nothing more needs to be read.
    pub fn is_settled(&self) -> bool {
        let has_room = self.note.is_record() && matches!(self.frame, Framed::Edits(_));
        self.takes || self.cleaner.secrets.is_empty() || !has_room
    }

    /// Tries the next piece of the file.
    pub fn piece(&mut self, piece: &Piece) {
        if let Piece::Entry(bytes) = piece {
            let mut tally = Tally::default();
            clean(&self.cleaner.patterns, &mut tally, bytes, "");
            self.takes |= !tally.is_empty();
        }
    }

    /// Returns what takes out everything that was found.
    pub fn finish(self) -> Cleaner {
        let Trial { mut cleaner, pieces, text, frame, note, redaction, takes } = self;
        cleaner.frames = match frame {
            Framed::Pieces(pieces) => pieces,
            Framed::Edits(edits) => {
                let note = note.edit(&text, &redaction).filter(|_| takes);
                distributed(&pieces, &text, &with_note(edits, note))
            }
        };
        cleaner
    }
}

// What was written of the note before is replaced as a whole.
fn with_note(mut edits: Vec<Edit>, note: Option<Edit>) -> Vec<Edit> {
    let Some(note) = note else { return edits };
    edits.retain(|(span, _)| span.end <= note.0.start || span.start >= note.0.end);
    edits.push(note);
    edits.sort_by_key(|(span, _)| span.start);
    edits
}

/// Writes a file without its secrets.
pub struct Cleaner {
    patterns: Patterns,
    secrets: Vec<(Kind, String)>,
    tally: Tally,
    frames: VecDeque<Vec<u8>>,
    entries: usize,
    at: &'static str,
}

#[derive(Default)]
struct Tally {
    counts: BTreeMap<usize, usize>,
    places: Vec<(usize, String)>,
}

impl Tally {
    fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    fn tell(&mut self, at: &str, parts: &[usize]) {
        for part in parts {
            *self.counts.entry(*part).or_default() += 1;
            if self.places.len() < MOST_PLACES {
                self.places.push((*part, at.to_owned()));
            }
        }
    }
}

impl Cleaner {
    /// Returns the next piece of the file without secrets.
    pub fn piece(&mut self, piece: Piece) -> Vec<u8> {
        match piece {
            Piece::Frame(_) => self.frames.pop_front().unwrap_or_default(),
            Piece::Gap(bytes) => bytes,
            Piece::Entry(bytes) => {
                let at = format!("{}/{}", self.at, self.entries);
                self.entries += 1;
                clean(&self.patterns, &mut self.tally, &bytes, &at).unwrap_or(bytes)
            }
        }
    }

    /// Returns what has been removed so far, the kinds in the order of [`Kind`].
    pub fn removed(&self) -> Vec<Removed> {
        let mut kinds: BTreeMap<Kind, (BTreeSet<&str>, usize)> = BTreeMap::new();
        for (place, count) in &self.tally.counts {
            if let Some((kind, placeholder)) = self.secrets.get(*place) {
                let entry = kinds.entry(*kind).or_default();
                entry.0.insert(placeholder);
                entry.1 += count;
            }
        }
        let removed = |(kind, (secrets, places)): (Kind, (BTreeSet<&str>, usize))| Removed {
            kind,
            secrets: secrets.len(),
            places,
        };
        kinds.into_iter().map(removed).collect()
    }

    /// Returns where secrets stood, in order; of very many, the first.
    pub fn places(&self) -> Vec<Left> {
        let left = |(place, at): &(usize, String)| Some(Left { kind: self.secrets.get(*place)?.0, place: at.clone() });
        self.tally.places.iter().filter_map(left).collect()
    }

    fn frame(&mut self, pieces: &[Vec<u8>], text: &str, is_record: bool) -> Framed {
        let Cleaner { patterns, tally, .. } = self;
        let clean = Clean { patterns };
        let edits = clean.edits(text, is_record, "", &mut |at, parts| tally.tell(at, parts));
        let whole = pieces.len() < 2 || text.len() == pieces.iter().map(Vec::len).sum::<usize>();
        if let Some(edits) = edits.filter(|_| whole) {
            return Framed::Edits(edits);
        }
        let each = |piece: &Vec<u8>| {
            let changed = clean.lines(&text_of(piece), &mut |at, parts| tally.tell(at, parts));
            changed.map_or_else(|| piece.clone(), String::into_bytes)
        };
        Framed::Pieces(pieces.iter().map(each).collect())
    }
}

/// Returns an entry without secrets; `None` if nothing changes.
fn clean(patterns: &Patterns, tally: &mut Tally, bytes: &[u8], at: &str) -> Option<Vec<u8>> {
    let clean = Clean { patterns };
    let text = text_of(bytes);
    let edits = clean.edits(&text, true, at, &mut |at, parts| tally.tell(at, parts));
    let changed = match edits {
        Some(edits) => (!edits.is_empty()).then(|| edited(&text, &edits)),
        None => clean.lines(&text, &mut |line, parts| tally.tell(&format!("{at} {line}"), parts)),
    };
    changed.map(String::into_bytes)
}

/// Returns the pieces of a frame with these stretches of all of it written anew. A piece that has none keeps every byte.
fn distributed(pieces: &[Vec<u8>], text: &str, edits: &[Edit]) -> VecDeque<Vec<u8>> {
    if let ([_], false) = (pieces, edits.is_empty()) {
        return [edited(text, edits).into_bytes()].into();
    }
    let mut start = 0;
    let mut clean = VecDeque::new();
    for piece in pieces {
        let end = start + piece.len();
        let within =
            |(span, _): &&Edit| span.start >= start && span.end <= end && (!span.is_empty() || span.start > start);
        let own =
            edits.iter().filter(within).map(|(span, written)| (span.start - start..span.end - start, written.clone()));
        let own: Vec<Edit> = own.collect();
        clean.push_back(match own.as_slice() {
            [] => piece.clone(),
            own => edited(text.get(start..end).unwrap_or_default(), own).into_bytes(),
        });
        start = end;
    }
    clean
}

/// Returns bytes as a text: UTF-8, or UTF-16 as PowerShell writes it.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    let utf16 = |of: fn([u8; 2]) -> u16| {
        let units = bytes.get(2..).unwrap_or_default().chunks_exact(2).map(|pair| of([pair[0], pair[1]]));
        Cow::Owned(char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}')).collect::<String>())
    };
    match bytes {
        [0xff, 0xfe, ..] => utf16(u16::from_le_bytes),
        [0xfe, 0xff, ..] => utf16(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes),
    }
}
