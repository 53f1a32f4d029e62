//! An id_token in compact serialization (RFC 7515 §7.1, RFC 7516 §7.1), taken apart but not judged.
//!
//! Reading never fails: what is damaged is kept together with its flaws, so that every check can say what it saw.

use super::json::{Broken, Json, Malformed};
use super::source::{Source, Span};
use base64::Engine;

/// A token as it was handed over.
#[derive(Debug, Clone)]
pub struct Token {
    /// The compact text, its wrapping removed.
    pub source: Source,
    /// What stood around or inside the text and was removed.
    pub stripped: Vec<Stripped>,
    /// The parts between the dots.
    pub segments: Vec<Segment>,
    /// The JOSE header: of a JWE, the outer one.
    pub header: Part,
    /// The claims.
    pub claims: Part,
}

/// Something that is not part of a token but was handed over with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stripped {
    /// A byte order mark before the text.
    ByteOrderMark,
    /// Quotes around the text.
    Quotes,
    /// A `Bearer` scheme before the text.
    Bearer,
    /// White space or line breaks inside the text.
    InnerWhitespace,
    /// White space around the text: harmless, every file ends with it.
    OuterWhitespace,
    /// Percent-encoding of characters that need none.
    PercentEncoding,
    /// The token was the value of a parameter in a URL.
    Url,
    /// The token was a member of a JSON object.
    JsonMember,
    /// The text was UTF-16, as PowerShell writes it.
    Utf16,
    /// The token stood in a text that says other things too: a log, a page, a command.
    SurroundingText,
}

impl Stripped {
    /// Returns what was removed, for people.
    pub fn phrase(self) -> &'static str {
        match self {
            Stripped::ByteOrderMark => "a byte order mark",
            Stripped::Quotes => "quotes",
            Stripped::Bearer => "a `Bearer` prefix",
            Stripped::InnerWhitespace => "line breaks or blanks inside the token",
            Stripped::OuterWhitespace => "white space around it",
            Stripped::PercentEncoding => "percent-encoding",
            Stripped::Url => "the URL around it",
            Stripped::JsonMember => "the JSON around it",
            Stripped::Utf16 => "the UTF-16 encoding",
            Stripped::SurroundingText => "the text around it",
        }
    }
}

/// What the number of segments says the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Three segments: JWS.
    Signed,
    /// Five segments: JWE.
    Encrypted,
    /// Any other number.
    Neither,
}

/// The text between two dots.
#[derive(Debug, Clone)]
pub struct Segment {
    /// Where it stands in the token.
    pub span: Span,
    /// The decoded bytes; of a flawed text, as far as they can be had.
    pub bytes: Vec<u8>,
    /// What is wrong with its encoding.
    pub flaws: Vec<Flaw>,
}

/// What is wrong with the base64url encoding of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flaw {
    /// What.
    pub kind: FlawKind,
    /// The byte in the token at which it shows.
    pub offset: usize,
}

/// The kinds of [`Flaw`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlawKind {
    /// `=` at the end: JOSE leaves padding out (RFC 7515 §2).
    Padding,
    /// `+` or `/`: the standard alphabet in place of the URL-safe one.
    StandardAlphabet,
    /// A character of neither alphabet.
    Foreign(char),
    /// One character is left over: no bytes encode to this length, a character was lost or added.
    Length,
    /// The last character carries bits that no byte needs: two texts would mean the same bytes.
    TrailingBits,
}

/// The header or the claims.
#[derive(Debug, Clone)]
pub enum Part {
    /// A JSON object.
    Here(Json),
    /// There is a text but it is not a JSON object.
    Broken(Broken),
    /// It is encrypted and no key was given.
    Sealed,
    /// There is no such segment.
    Missing,
}

impl Token {
    /// Takes apart a compact text called `name`. Whoever removed something around it says so in `stripped`.
    pub fn parse(name: &str, text: &str, stripped: Vec<Stripped>) -> Token {
        let segments = segments(text);
        let part = |index: usize, what: &str| match segments.get(index) {
            Some(segment) => part(what, name, segment),
            None => Part::Missing,
        };
        let header = part(0, "header");
        let claims = if segments.len() == 5 { Part::Sealed } else { part(1, "claims") };
        Token { source: Source::new(name, text), stripped, segments, header, claims }
    }

    /// Returns what the number of segments says this is.
    pub fn form(&self) -> Form {
        match self.segments.len() {
            3 => Form::Signed,
            5 => Form::Encrypted,
            _ => Form::Neither,
        }
    }

    /// Returns the bytes that the signature covers: the first two segments and the dot between them (RFC 7515 §5.1).
    pub fn signing_input(&self) -> &[u8] {
        match self.segments.get(1) {
            Some(payload) => &self.source.text.as_bytes()[..payload.span.end],
            None => self.source.text.as_bytes(),
        }
    }

    /// Returns the signature bytes; none unless the token has three segments.
    pub fn signature(&self) -> &[u8] {
        match self.form() {
            Form::Signed => &self.segments[2].bytes,
            _ => &[],
        }
    }

    /// Returns how many segments, from the first, may be shown to anybody: not the signature, and of what may be encrypted
    /// only the header.
    pub fn open_segments(&self) -> usize {
        if self.segments.len() > 3 { 1 } else { 2 }
    }

    /// Returns the text for showing, with what must stay hidden masked.
    pub fn masked(&self) -> Source {
        let hidden: Vec<Span> =
            self.segments.iter().skip(self.open_segments()).map(|segment| segment.span.clone()).collect();
        self.source.masked(&hidden)
    }
}

impl Part {
    /// Returns the JSON object, if it is one.
    pub fn json(&self) -> Option<&Json> {
        match self {
            Part::Here(json) => Some(json),
            _ => None,
        }
    }

    /// Returns the text it stands in, if there is one.
    pub fn source(&self) -> Option<&Source> {
        match self {
            Part::Here(json) => Some(&json.source),
            Part::Broken(broken) => Some(&broken.source),
            Part::Sealed | Part::Missing => None,
        }
    }
}

fn part(what: &str, token: &str, segment: &Segment) -> Part {
    let source = |text: &str| Source::new(format!("{what} of {token}"), text).part_of(token);
    let broken = |text: &str, reason: &str, offset| {
        Part::Broken(Broken { source: source(text), malformed: Malformed { reason: reason.to_owned(), offset } })
    };
    let text = match std::str::from_utf8(&segment.bytes) {
        Ok(text) => text,
        Err(error) => {
            return broken(&String::from_utf8_lossy(&segment.bytes), "not UTF-8", error.valid_up_to());
        }
    };
    match Json::parse(source(text)) {
        Ok(json) if matches!(json.root.value, super::json::Value::Object(_)) => Part::Here(json),
        Ok(json) => broken(text, &format!("{} in place of an object", json.root.kind()), 0),
        Err(malformed) => broken(text, &malformed.reason, malformed.offset),
    }
}

/// Past so many dots a text is no token, and the rest is one segment: a file full of dots must not fill the memory.
const MOST_SEGMENTS: usize = 8;

/// Past so many flaws of a segment nobody reads on.
const MOST_FLAWS: usize = 16;

fn segments(text: &str) -> Vec<Segment> {
    let mut start = 0;
    text.splitn(MOST_SEGMENTS, '.')
        .map(|part| {
            let segment = segment(part, start);
            start += part.len() + 1;
            segment
        })
        .collect()
}

fn segment(text: &str, start: usize) -> Segment {
    let mut flaws = Vec::new();
    let mut clean = String::with_capacity(text.len());
    let unpadded = text.trim_end_matches('=');
    if unpadded.len() < text.len() {
        flaws.push(Flaw { kind: FlawKind::Padding, offset: start + unpadded.len() });
    }
    for (at, character) in unpadded.char_indices() {
        let offset = start + at;
        match character {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '-' | '_' => clean.push(character),
            '+' | '/' => {
                note(Flaw { kind: FlawKind::StandardAlphabet, offset }, &mut flaws);
                clean.push(if character == '+' { '-' } else { '_' });
            }
            other => note(Flaw { kind: FlawKind::Foreign(other), offset }, &mut flaws),
        }
    }
    let end = start + text.len();
    let bytes = decode(&mut clean, end, &mut flaws);
    Segment { span: start..end, bytes, flaws }
}

fn note(flaw: Flaw, flaws: &mut Vec<Flaw>) {
    if flaws.len() < MOST_FLAWS {
        flaws.push(flaw);
    }
}

fn decode(clean: &mut String, end: usize, flaws: &mut Vec<Flaw>) -> Vec<u8> {
    if clean.len() % 4 == 1 {
        flaws.push(Flaw { kind: FlawKind::Length, offset: end });
        clean.pop();
    }
    let engine = &base64::engine::general_purpose::URL_SAFE_NO_PAD;
    match engine.decode(clean.as_bytes()) {
        Ok(bytes) => bytes,
        Err(_) => {
            flaws.push(Flaw { kind: FlawKind::TrailingBits, offset: end.saturating_sub(1) });
            LENIENT.decode(clean.as_bytes()).unwrap_or_default()
        }
    }
}

/// Decodes what a strict reader refuses: padding or none, and bits that no byte needs.
pub(super) const LENIENT: base64::engine::GeneralPurpose = base64::engine::GeneralPurpose::new(
    &base64::alphabet::URL_SAFE,
    base64::engine::GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_encode_padding(false)
        .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent),
);

/// How many bytes a signature has, by how the name of its algorithm begins; of RSA, with keys of 1024 to 8192 bits.
pub(super) const SIGNATURES: &[(&str, &[usize])] = &[
    ("RS", &[128, 256, 384, 512, 1024]),
    ("PS", &[128, 256, 384, 512, 1024]),
    ("HS256", &[32]),
    ("HS384", &[48]),
    ("HS512", &[64]),
    ("ES256", &[64]),
    ("ES384", &[96]),
    ("ES512", &[132]),
    ("EdDSA", &[64]),
    ("Ed25519", &[64]),
];
