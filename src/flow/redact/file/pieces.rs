//! Cuts a file into pieces, without reading it whole: the entries of a HAR file, what stands between them, and the frame around
//! them. A file that is no HAR file is all frame.

use std::io::{Error, ErrorKind, Read, Result};

/// A stretch of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// What stands around the entries. All of it together is JSON, with `entries` empty.
    Frame(Vec<u8>),
    /// Commas and white space between entries.
    Gap(Vec<u8>),
    /// One entry.
    Entry(Vec<u8>),
}

impl Piece {
    /// Returns the bytes of the file.
    pub fn bytes(&self) -> &[u8] {
        let (Piece::Frame(bytes) | Piece::Gap(bytes) | Piece::Entry(bytes)) = self;
        bytes
    }
}

/// The most bytes that an entry, or the frame, has.
pub const LARGEST: usize = 64 << 20;

/// The longest string of an entry, in bytes: nobody looks through a longer one, and it is left out.
pub const LONGEST: usize = 16 << 20;

/// What stands in place of a string that is too long.
pub(super) const TOO_LONG: &str = "REDACTED-too-long";

const CHUNK: usize = 1 << 16;

/// The pieces of a file, one at a time.
pub struct Pieces<'a> {
    reader: &'a mut dyn Read,
    buffer: Vec<u8>,
    at: usize,
    place: Place,
    frame: usize,
    piece: Vec<u8>,
    depth: usize,
    string: Option<Text>,
    word: Vec<u8>,
    keys: [Vec<u8>; 3],
    left_out: usize,
}

/// Where in the file the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before the first character that is no white space.
    Start,
    /// In the frame, and entries may follow.
    Frame,
    /// Between entries, so many levels deep.
    Between(usize),
    /// In an entry.
    Entry(usize),
    /// In a frame without entries.
    Plain,
}

/// A string that has begun.
struct Text {
    start: usize,
    escaped: bool,
    cut: bool,
}

impl<'a> Pieces<'a> {
    /// Cuts what `reader` reads.
    pub fn new(reader: &'a mut dyn Read) -> Pieces<'a> {
        Pieces {
            reader,
            buffer: Vec::new(),
            at: 0,
            place: Place::Start,
            frame: 0,
            piece: Vec::new(),
            depth: 0,
            string: None,
            word: Vec::new(),
            keys: [const { Vec::new() }; 3],
            left_out: 0,
        }
    }

    /// Returns how many strings were left out so far, because they are longer than [`LONGEST`].
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Returns the next piece; `None` at the end. What breaks off is the last piece.
    ///
    /// # Errors
    /// If the file cannot be read, or if an entry or the frame is larger than [`LARGEST`].
    pub fn advance(&mut self) -> Result<Option<Piece>> {
        loop {
            if self.at == self.buffer.len() && !self.fill()? {
                let rest = std::mem::take(&mut self.piece);
                return Ok((!rest.is_empty()).then(|| self.named(rest)));
            }
            self.run();
            while let Some(byte) = self.buffer.get(self.at).copied() {
                if let Some(piece) = self.take(byte)? {
                    return Ok(Some(piece));
                }
                self.run();
            }
        }
    }

    /// Takes the plain characters of a string at once.
    fn run(&mut self) {
        let is_plain = |text: &&Text| !text.escaped && (text.cut || self.piece.len() - text.start < LONGEST);
        let Some(text) = self.string.as_ref().filter(is_plain) else { return };
        if self.depth <= 2 || !matches!(self.place, Place::Entry(_)) {
            return;
        }
        let rest = &self.buffer[self.at..];
        let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\')).unwrap_or(rest.len());
        if !text.cut {
            self.piece.extend_from_slice(&rest[..end]);
        }
        self.at += end;
    }

    fn fill(&mut self) -> Result<bool> {
        self.buffer.resize(CHUNK, 0);
        self.at = 0;
        let count = loop {
            match self.reader.read(&mut self.buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                result => break result?,
            }
        };
        self.buffer.truncate(count);
        Ok(count > 0)
    }

    fn named(&self, bytes: Vec<u8>) -> Piece {
        match self.place {
            Place::Start | Place::Frame | Place::Plain => Piece::Frame(bytes),
            Place::Between(_) => Piece::Gap(bytes),
            Place::Entry(_) => Piece::Entry(bytes),
        }
    }

    /// Ends the piece before this byte; the byte is looked at again, at another place.
    fn end(&mut self, next: Place) -> Option<Piece> {
        let piece = std::mem::take(&mut self.piece);
        let piece = (!piece.is_empty()).then(|| self.named(piece));
        self.place = next;
        piece
    }

    fn take(&mut self, byte: u8) -> Result<Option<Piece>> {
        match self.place {
            Place::Start if byte == b'{' => self.place = Place::Frame,
            Place::Start if byte.is_ascii_whitespace() || byte >= 0x80 => {}
            Place::Start => self.place = Place::Plain,
            // A second list of entries is one too.
            Place::Between(_) if byte == b']' => return Ok(self.end(Place::Frame)),
            Place::Between(depth) if !byte.is_ascii_whitespace() && byte != b',' => {
                return Ok(self.end(Place::Entry(depth)));
            }
            Place::Entry(depth) if self.is_over(depth, byte) => return Ok(self.end(Place::Between(depth))),
            _ => {}
        }
        self.keep(byte)?;
        if self.place != Place::Plain {
            self.scan(byte);
        }
        let entries = self.place == Place::Frame && byte == b'[' && self.string.is_none() && self.are_entries();
        Ok(if entries { self.end(Place::Between(self.depth)) } else { None })
    }

    /// Returns whether an entry is complete before this byte.
    fn is_over(&self, depth: usize, byte: u8) -> bool {
        let complete = matches!(self.piece.last(), Some(b'}' | b']' | b'"')) && self.piece.len() > 1;
        let ends = byte.is_ascii_whitespace() || matches!(byte, b',' | b']');
        self.depth == depth && self.string.is_none() && (complete || ends)
    }

    fn keep(&mut self, byte: u8) -> Result<()> {
        self.at += 1;
        self.cut();
        if self.string.as_ref().is_some_and(|string| string.cut && (byte != b'"' || string.escaped)) {
            return Ok(());
        }
        self.piece.push(byte);
        self.frame += usize::from(matches!(self.place, Place::Frame | Place::Plain));
        if self.piece.len() > LARGEST || self.frame > LARGEST {
            let what = if self.frame > LARGEST { "too much outside of entries" } else { "an entry that is too large" };
            return Err(Error::new(ErrorKind::InvalidData, format!("{what}: more than {} MiB", LARGEST >> 20)));
        }
        Ok(())
    }

    /// Leaves out a string that has become too long, before the next byte is kept: it may be the quote that ends it.
    fn cut(&mut self) {
        let is_whole = |text: &&mut Text| !text.cut && self.piece.len() - text.start > LONGEST;
        let Some(text) = self.string.as_mut().filter(is_whole) else { return };
        if matches!(self.place, Place::Entry(_)) {
            text.cut = true;
            self.left_out += 1;
            self.piece.truncate(text.start);
            self.piece.extend_from_slice(TOO_LONG.as_bytes());
        }
    }

    fn scan(&mut self, byte: u8) {
        if self.string.is_some() {
            return self.character(byte);
        }
        match byte {
            b'"' => {
                self.string = Some(Text { start: self.piece.len(), escaped: false, cut: false });
                self.word.clear();
            }
            b':' if self.depth <= 2 => self.keys[self.depth].clone_from(&self.word),
            b'{' | b'[' => {
                self.depth += 1;
                self.keys.iter_mut().skip(self.depth).take(1).for_each(Vec::clear);
            }
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn character(&mut self, byte: u8) {
        let Some(text) = &mut self.string else { return };
        match byte {
            _ if text.escaped => text.escaped = false,
            b'\\' => text.escaped = true,
            b'"' => self.string = None,
            _ if self.word.len() < 8 => self.word.push(byte),
            _ => {}
        }
    }

    // Some tools write the log without the object around it.
    fn are_entries(&self) -> bool {
        let at = |depth: usize, name: &[u8]| self.keys[depth] == name;
        match self.depth {
            2 => at(1, b"entries"),
            3 => at(1, b"log") && at(2, b"entries"),
            _ => false,
        }
    }
}
