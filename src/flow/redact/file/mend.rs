//! JSON that is a little broken, made whole without moving anything: a file that breaks off, control characters in strings.

use crate::model::json::Json;
use crate::model::source::Source;

/// Reads a JSON text, mended if need be. Its tree has the places of the text as it is, but for what is added at the end.
pub(super) fn parse(text: &str) -> Option<Json> {
    let strict = Json::parse(Source::new("", text));
    strict.or_else(|_| Json::parse(Source::new("", mended(text)))).ok()
}

/// What may come next in an object or in an array.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    First,
    Name,
    Colon,
    Value,
    Comma,
}

#[derive(Default)]
struct Mender {
    out: Vec<u8>,
    /// The brackets that are open, and what may come next in each.
    open: Vec<(u8, Next)>,
    inside: bool,
    /// How many bytes of an escape sequence are there.
    escape: usize,
    scalar: Option<usize>,
}

fn mended(text: &str) -> String {
    let mut mender = Mender::default();
    text.bytes().for_each(|byte| mender.take(byte));
    mender.close();
    whole_characters(&mut mender.out);
    String::from_utf8(mender.out).unwrap_or_default()
}

impl Mender {
    fn take(&mut self, byte: u8) {
        if self.inside {
            return self.character(byte);
        }
        self.out.push(byte);
        let is_scalar = byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
        if !is_scalar {
            self.scalar = None;
        } else if self.scalar.is_none() {
            self.scalar = Some(self.out.len() - 1);
            self.expect(Next::Comma);
        }
        match byte {
            b'"' => {
                self.inside = true;
                let is_name = matches!(self.open.last(), Some((b'{', Next::First | Next::Name)));
                self.expect(if is_name { Next::Colon } else { Next::Comma });
            }
            b'{' | b'[' => {
                self.expect(Next::Comma);
                self.open.push((byte, Next::First));
            }
            b'}' | b']' => _ = self.open.pop(),
            b':' => self.expect(Next::Value),
            b',' => self.expect(Next::Name),
            _ => {}
        }
    }

    fn expect(&mut self, next: Next) {
        self.open.last_mut().into_iter().for_each(|open| open.1 = next);
    }

    fn character(&mut self, byte: u8) {
        match (self.escape, byte) {
            (0, b'"') => self.inside = false,
            (0, b'\\') | (1, b'u') | (2..5, _) => self.escape += 1,
            _ => self.escape = 0,
        }
        // RFC 8259 §7: control characters must be escaped.
        self.out.push(if byte < 0x20 { b' ' } else { byte });
    }

    fn close(&mut self) {
        if self.inside {
            match self.escape {
                0 => {}
                1 => self.out.push(b'n'),
                length => self.out.resize(self.out.len() + 6 - length, b'1'),
            }
            self.out.push(b'"');
        }
        // Half a word or number is no value; any other of its length will do.
        if let Some(start) = self.scalar {
            self.out[start..].fill(b'1');
        }
        while let Some((open, next)) = self.open.pop() {
            let rest: &[u8] = match (open, next) {
                (b'{', Next::Name) => b"\"\":null",
                (b'{', Next::Colon) => b":null",
                (_, Next::Value | Next::Name) => b"null",
                _ => b"",
            };
            self.out.extend_from_slice(rest);
            self.out.push(if open == b'{' { b'}' } else { b']' });
        }
    }
}

// Half a character is none, and exporters cut texts in the middle of one (RFC 8259 §8.2).
fn whole_characters(json: &mut [u8]) {
    let unit = |json: &[u8], at: usize| {
        let digits = std::str::from_utf8(json.get(at..at + 6)?.strip_prefix(b"\\u")?).ok()?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut at = 0;
    while let Some(next) = json[at..].iter().position(|byte| *byte == b'\\') {
        at += next;
        let is_low = |at: usize| unit(json, at).is_some_and(|unit| (0xdc00..0xe000).contains(&unit));
        let length = match unit(json, at) {
            Some(0xd800..0xdc00) if is_low(at + 6) => 12,
            Some(0xd800..0xe000) => {
                json[at..at + 6].copy_from_slice(b"\\ufffd");
                6
            }
            _ => 2,
        };
        at = (at + length).min(json.len());
    }
}
