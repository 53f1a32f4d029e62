//! What stands between the file and the JSON parser. Exporters and people write what a strict parser refuses, and hostile files
//! what fills the memory, so the text is made UTF-8 without lone surrogates and control characters, its strings are cut, and
//! its depth is bounded. Nothing here knows JSON beyond where a string begins and ends.
//!
//! A parser that reads from a stream takes byte for byte. So whole entries are put aside, to be parsed as slices, and a word
//! stands in their place.

mod aside;

use super::Limits;
pub(super) use aside::Aside;
use aside::{Frame, PLACE};
use memchr::memchr2;
use std::io::{Error, ErrorKind, Read, Result};

/// Stands at the end of a string that was cut. No text has it: it is no character (Unicode §23.7).
pub(super) const CUT: char = '\u{ffff}';

/// How much is read at once, in bytes.
const CHUNK: usize = 1 << 16;

pub(super) struct Tidy<'a> {
    reader: &'a mut dyn Read,
    encoding: Option<Encoding>,
    read: Vec<u8>,
    taken: usize,
    given: usize,
    ended: bool,
    out: Vec<u8>,
    at: usize,
    state: State,
    escape: Vec<u8>,
    length: usize,
    cut: bool,
    depth: usize,
    limits: Limits,
    failure: Option<Error>,
    frame: Frame,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Outside,
    Inside,
    Escape,
}

impl<'a> Tidy<'a> {
    pub(super) fn new(reader: &'a mut dyn Read, limits: &Limits) -> Tidy<'a> {
        Tidy {
            reader,
            encoding: None,
            read: Vec::new(),
            taken: 0,
            given: 0,
            ended: false,
            out: Vec::new(),
            at: 0,
            state: State::Outside,
            escape: Vec::new(),
            length: 0,
            cut: false,
            depth: 0,
            limits: *limits,
            failure: None,
            frame: Frame::default(),
        }
    }

    /// Returns the entries that are put aside as the parser comes to their places.
    pub(super) fn aside(&self) -> Aside {
        self.frame.aside.clone()
    }

    /// Returns how many bytes of the file the parser has seen, given how many bytes of the tidy text: exactly so many if
    /// nothing had to be changed.
    pub(super) fn offset(&self, parsed: usize) -> usize {
        let scanned = self.taken.saturating_sub(self.read.len());
        scanned.saturating_sub(self.frame.ahead(parsed)).saturating_add(parsed).saturating_sub(self.given)
    }

    /// Returns whether the file ends where the parser is, given how many bytes of the tidy text it has seen.
    pub(super) fn ends_at(&self, parsed: usize) -> bool {
        self.ended && self.failure.is_none() && parsed >= self.given
    }

    fn fill(&mut self) -> Result<()> {
        self.out.clear();
        self.at = 0;
        // All that was given is parsed by now.
        self.frame.forget();
        while self.out.is_empty() && self.failure.is_none() && !self.ended {
            let before = self.read.len();
            self.read.resize(before + CHUNK, 0);
            let count = loop {
                match self.reader.read(&mut self.read[before..]) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    result => break result,
                }
            };
            self.read.truncate(before + count.as_ref().map_or(0, |count| *count));
            let count = count?;
            self.taken = self.taken.saturating_add(count);
            self.ended = count == 0;
            self.decode();
            if self.ended || self.failure.is_some() {
                self.frame.give_up(&mut self.out);
            }
        }
        self.given = self.given.saturating_add(self.out.len());
        Ok(())
    }

    fn decode(&mut self) {
        if self.read.len() < 4 && !self.ended && self.encoding.is_none() {
            return;
        }
        let mut read = std::mem::take(&mut self.read);
        let (encoding, mark) = match self.encoding {
            Some(encoding) => (encoding, 0),
            None => detected(&read),
        };
        self.encoding = Some(encoding);
        let bytes = &read[mark.min(read.len())..];
        let rest = match encoding {
            Encoding::Utf8 => self.utf8(bytes),
            Encoding::Utf16Le => self.utf16(bytes, u16::from_le_bytes),
            Encoding::Utf16Be => self.utf16(bytes, u16::from_be_bytes),
        };
        let done = read.len() - rest.len();
        read.drain(..done);
        self.read = read;
    }

    /// Takes the text, and returns the bytes that wait for more.
    fn utf8<'b>(&mut self, mut bytes: &'b [u8]) -> &'b [u8] {
        loop {
            let error = match std::str::from_utf8(bytes) {
                Ok(text) => {
                    self.scan(text.as_bytes());
                    return &[];
                }
                Err(error) => error,
            };
            let (good, bad) = bytes.split_at(error.valid_up_to());
            self.scan(good);
            match error.error_len() {
                None if !self.ended => return bad,
                length => {
                    self.scan("\u{fffd}".as_bytes());
                    bytes = &bad[length.unwrap_or(bad.len())..];
                }
            }
        }
    }

    fn utf16<'b>(&mut self, bytes: &'b [u8], unit: fn([u8; 2]) -> u16) -> &'b [u8] {
        let (pairs, _) = bytes.as_chunks::<2>();
        let mut units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        // The first half of a character waits for the second.
        let is_half = units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit));
        if is_half && !self.ended {
            units.pop();
        }
        let text: String = char::decode_utf16(units.iter().copied()).map(|unit| unit.unwrap_or('\u{fffd}')).collect();
        self.scan(text.as_bytes());
        if self.ended { &[] } else { &bytes[units.len() * 2..] }
    }

    fn scan(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && self.failure.is_none() {
            bytes = match self.state {
                State::Outside => self.outside(bytes),
                State::Inside => self.inside(bytes),
                State::Escape => self.escape(bytes),
            };
        }
    }

    fn outside<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'"' => {
                    self.put(&bytes[..=at]);
                    (self.state, self.length, self.cut) = (State::Inside, 0, false);
                    self.frame.word_begins();
                    return &bytes[at + 1..];
                }
                b'{' | b'[' => {
                    let begins = *byte == b'{' && self.frame.is_between(self.depth);
                    self.depth += 1;
                    if begins && self.depth <= self.limits.depth {
                        self.put(&bytes[..at]);
                        self.frame.begin();
                        self.put(&bytes[at..=at]);
                        return &bytes[at + 1..];
                    }
                    self.frame.opened(*byte, self.depth);
                }
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.frame.ends(self.depth) {
                        self.put(&bytes[..=at]);
                        self.put_aside();
                        return &bytes[at + 1..];
                    }
                    self.frame.closed(self.depth);
                }
                b',' => self.frame.no_name(),
                _ => {}
            }
            if self.depth > self.limits.depth {
                self.put(&bytes[..at]);
                let reason = format!("more than {} levels deep", self.limits.depth);
                self.failure = Some(Error::new(ErrorKind::InvalidData, reason));
                return &[];
            }
        }
        self.put(bytes);
        &[]
    }

    fn put(&mut self, text: &[u8]) {
        self.frame.put(text, &mut self.out);
    }

    fn put_aside(&mut self) {
        if let Some(length) = self.frame.put_aside() {
            self.out.extend_from_slice(PLACE);
            let place = self.given.saturating_add(self.out.len());
            self.frame.stands_at(place, length.saturating_sub(PLACE.len()));
        }
    }

    fn inside<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let run = plain(bytes);
        let fits = self.cut || run <= self.limits.body.saturating_sub(self.length);
        let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
        // Where a string is cut, no escape may be.
        let end = if fits { run } else { bytes.iter().position(is_special).unwrap_or(bytes.len()) };
        self.keep(&bytes[..end]);
        let Some(special) = bytes.get(end) else { return &[] };
        match special {
            b'"' => {
                self.put(b"\"");
                self.state = State::Outside;
            }
            b'\\' => {
                self.escape.clear();
                self.escape.push(b'\\');
                self.state = State::Escape;
            }
            // RFC 8259 §7: control characters must be escaped.
            control => self.keep_whole(format!("\\u{control:04x}").as_bytes()),
        }
        &bytes[end + 1..]
    }

    /// Keeps characters as far as the string may be long.
    fn keep(&mut self, characters: &[u8]) {
        let room = self.limits.body.saturating_sub(self.length);
        if characters.len() <= room {
            return self.keep_whole(characters);
        }
        let is_inside = |at: &usize| characters[*at] & 0xc0 == 0x80;
        let end = (0..=room).rev().find(|at| !is_inside(at)).unwrap_or(0);
        self.keep_whole(&characters[..end]);
        self.end_here();
    }

    fn keep_whole(&mut self, characters: &[u8]) {
        if self.length.saturating_add(characters.len()) > self.limits.body {
            self.end_here();
        }
        if !self.cut {
            self.put(characters);
            self.frame.word_goes_on(characters);
            self.length += characters.len();
        }
    }

    fn end_here(&mut self) {
        if !self.cut {
            self.put(CUT.encode_utf8(&mut [0; 4]).as_bytes());
            self.cut = true;
        }
    }

    /// Takes one byte of an escape sequence. The two halves of a character beyond U+FFFF are one sequence.
    fn escape<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let byte = bytes[0];
        let is_over = self.escape.len() == 6 && byte != b'\\';
        if is_over || self.escape.len() == 7 && byte != b'u' {
            // No second half follows.
            self.escape.drain(..6);
            self.keep_whole(LONE);
            self.state = if is_over { State::Inside } else { State::Escape };
            return bytes;
        }
        self.escape.push(byte);
        if self.escape.len() == 12 && !is_low(&self.escape[6..]) {
            self.escape.drain(..6);
            self.keep_whole(LONE);
        }
        let done = match self.escape.len() {
            2 => byte != b'u',
            6 if is_low(&self.escape) => {
                self.escape = LONE.to_vec();
                true
            }
            6 => !is_high(&self.escape),
            length => length == 12,
        };
        if done {
            let escape = std::mem::take(&mut self.escape);
            self.keep_whole(&escape);
            self.escape = escape;
            self.state = State::Inside;
        }
        &bytes[1..]
    }
}

/// Returns how many bytes of a string stand as they are: characters, and escapes of two bytes.
fn plain(bytes: &[u8]) -> usize {
    let mut end = 0;
    while let Some(at) = memchr2(b'"', b'\\', &bytes[end..]) {
        end += at;
        let is_short = matches!(bytes.get(end + 1), Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't'));
        if bytes[end] == b'"' || !is_short {
            return before_control(&bytes[..end]);
        }
        end += 2;
    }
    before_control(bytes)
}

// All of it is looked at, which is quicker than to stop: there hardly ever is one.
fn before_control(bytes: &[u8]) -> usize {
    let is_there = bytes.iter().fold(false, |is_there, byte| is_there | (*byte < 0x20));
    let place = || bytes.iter().position(|byte| *byte < 0x20);
    if is_there { place().unwrap_or(bytes.len()) } else { bytes.len() }
}

/// What stands for a half of a character.
const LONE: &[u8] = b"\\ufffd";

fn unit(escape: &[u8]) -> Option<u16> {
    u16::from_str_radix(std::str::from_utf8(escape.get(2..)?).ok()?, 16).ok()
}

fn is_high(escape: &[u8]) -> bool {
    unit(escape).is_some_and(|unit| (0xd800..0xdc00).contains(&unit))
}

fn is_low(escape: &[u8]) -> bool {
    unit(escape).is_some_and(|unit| (0xdc00..0xe000).contains(&unit))
}

/// Returns the encoding and the length of the byte order mark. The first character of JSON is ASCII, so that its zero byte
/// tells the encoding where there is no mark.
fn detected(bytes: &[u8]) -> (Encoding, usize) {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
        [0xff, 0xfe, ..] => (Encoding::Utf16Le, 2),
        [0xfe, 0xff, ..] => (Encoding::Utf16Be, 2),
        [_, 0, ..] => (Encoding::Utf16Le, 0),
        [0, _, ..] => (Encoding::Utf16Be, 0),
        _ => (Encoding::Utf8, 0),
    }
}

impl Read for Tidy<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.at == self.out.len() && !self.ended {
            self.fill()?;
        }
        if self.at == self.out.len() {
            return self.failure.take().map_or(Ok(0), Err);
        }
        let count = buffer.len().min(self.out.len() - self.at);
        buffer[..count].copy_from_slice(&self.out[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
