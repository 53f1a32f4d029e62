//! Where the text of a token breaks, and what probably happened there: a character lost, added or changed.

use super::json::ENDS;
use super::source::Span;
use super::token::{Flaw, FlawKind, Form, LENIENT, Part, SIGNATURES, Segment, Token};
use base64::Engine;

/// A place at which the text of a token breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The number of the segment, from 0.
    pub segment: usize,
    /// The byte of the token at which it shows.
    pub offset: usize,
    /// What is wrong there.
    pub what: String,
    /// What probably happened, and between which bytes of the token, where trying it out made the rest readable.
    pub suspicion: Option<(Slip, Span)>,
}

/// What probably happened to one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// It is another one than it was.
    Changed,
    /// It is missing.
    Lost,
    /// It does not belong there.
    Added,
}

/// Returns every place at which `token` breaks, in the order of its text.
pub fn damages(token: &Token) -> Vec<Damage> {
    let mut found: Vec<Damage> = shape(token).into_iter().collect();
    for (index, segment) in token.segments.iter().enumerate() {
        found.extend(encoding(index, segment));
    }
    found.extend(unreadable(token, 0, &token.header));
    found.extend(unreadable(token, 1, &token.claims));
    found.extend(signature_length(token));
    found.sort_by_key(|damage| damage.offset);
    found
}

fn damage(segment: usize, offset: usize, what: impl Into<String>) -> Damage {
    Damage { segment, offset, what: what.into(), suspicion: None }
}

fn shape(token: &Token) -> Option<Damage> {
    let count = token.segments.len();
    let what = match count {
        3 | 5 => return None,
        1 => "one segment in place of three: no claims, no signature".to_owned(),
        2 => "two segments in place of three: the signature is missing, and the dot before it".to_owned(),
        _ => format!("{count} segments in place of three, or of five if it is encrypted"),
    };
    Some(damage(count.saturating_sub(1), token.source.text.len(), what))
}

fn encoding(index: usize, segment: &Segment) -> Vec<Damage> {
    let of = |wanted: fn(&Flaw) -> bool| segment.flaws.iter().filter(move |flaw| wanted(flaw));
    let mut found: Vec<Damage> = of(|flaw| matches!(flaw.kind, FlawKind::Foreign(_)))
        .take(5)
        .map(|flaw| damage(index, flaw.offset, foreign(flaw.kind)))
        .collect();
    found.extend(first(
        index,
        of(|flaw| flaw.kind == FlawKind::StandardAlphabet),
        "`+` or `/`: the standard base64 alphabet in place of the URL-safe one",
    ));
    found.extend(first(index, of(|flaw| flaw.kind == FlawKind::Padding), "`=` at the end: a token has no padding"));
    found.extend(first(
        index,
        of(|flaw| flaw.kind == FlawKind::Length),
        "one character is left over: one was lost or added in this segment",
    ));
    found.extend(first(
        index,
        of(|flaw| flaw.kind == FlawKind::TrailingBits),
        "the last character carries bits that no byte needs: it was changed, or the rest was cut off",
    ));
    found
}

fn foreign(kind: FlawKind) -> String {
    match kind {
        FlawKind::Foreign(character) => format!("the character {character:?}, which no token has"),
        _ => String::new(),
    }
}

fn first<'a>(index: usize, mut flaws: impl Iterator<Item = &'a Flaw>, what: &str) -> Option<Damage> {
    let flaw = flaws.next()?;
    let more = flaws.count();
    let times = if more > 0 { format!(", {} times", more + 1) } else { String::new() };
    Some(damage(index, flaw.offset, format!("{what}{times}")))
}

fn unreadable(token: &Token, index: usize, part: &Part) -> Option<Damage> {
    let Part::Broken(broken) = part else { return None };
    let segment = token.segments.get(index)?;
    let letters = letters(token, segment);
    let broken_at = broken.malformed.offset;
    let at = letters.get(broken_at * 4 / 3).map_or(segment.span.end, |(offset, _)| *offset);
    let what = if segment.span.is_empty() {
        "the segment is empty".to_owned()
    } else if broken.malformed.reason == ENDS {
        "the JSON ends in the middle: the rest was cut off".to_owned()
    } else {
        format!("the JSON breaks: {}", broken.malformed.reason)
    };
    Some(Damage { suspicion: suspicion(&letters, broken_at * 4 / 3), ..damage(index, at, what) })
}

// The characters of a segment that encode something, in the URL-safe alphabet, each with its byte in the token.
fn letters(token: &Token, segment: &Segment) -> Vec<(usize, u8)> {
    let start = segment.span.start;
    let letter = |(at, byte): (usize, u8)| match byte {
        b'+' => Some((start + at, b'-')),
        b'/' => Some((start + at, b'_')),
        b'-' | b'_' => Some((start + at, byte)),
        _ => byte.is_ascii_alphanumeric().then_some((start + at, byte)),
    };
    token.source.text[segment.span.clone()].bytes().enumerate().filter_map(letter).collect()
}

/// A longer segment is not tried: every trial decodes all of it.
const LONGEST: usize = 65_536;

// A lost or added character shifts everything behind it: putting one in, or taking one out, at the right place makes the
// rest readable again, and nowhere else does.
fn suspicion(letters: &[(usize, u8)], broken_at: usize) -> Option<(Slip, Span)> {
    // Where every byte is text the JSON itself is wrong, or one character is, and no trial can tell which.
    let text: Vec<u8> = letters.iter().map(|(_, letter)| *letter).collect();
    if letters.len() > LONGEST || LENIENT.decode(&text).is_ok_and(|bytes| is_text(&bytes)) {
        return None;
    }
    let near = broken_at.saturating_sub(64)..(broken_at + 8).min(letters.len());
    [Slip::Changed, Slip::Lost, Slip::Added].into_iter().find_map(|slip| {
        let mut fitting = near.clone().filter(|at| reads_with(letters, slip, *at));
        let from = fitting.next()?;
        let to = fitting.next_back().unwrap_or(from);
        Some((slip, letters[from].0..letters[to].0 + 1))
    })
}

fn reads_with(letters: &[(usize, u8)], slip: Slip, at: usize) -> bool {
    let (head, tail) = letters.split_at(at);
    let (middle, tail) = match slip {
        Slip::Lost => (Some(b'A'), tail),
        Slip::Added => (None, tail.get(1..).unwrap_or_default()),
        Slip::Changed => (tail.first().map(|(_, letter)| *letter), tail.get(1..).unwrap_or_default()),
    };
    let letter = |(_, letter): &(usize, u8)| *letter;
    let text: Vec<u8> = head.iter().map(letter).chain(middle).chain(tail.iter().map(letter)).collect();
    let Ok(bytes) = LENIENT.decode(text) else { return false };
    let (hole, width) = (at * 3 / 4, usize::from(slip != Slip::Added) * 2);
    let before = &bytes[..hole.min(bytes.len())];
    let after = bytes.get(hole + width..).unwrap_or_default();
    bytes.trim_ascii_end().ends_with(b"}") && !after.is_empty() && is_text(before) && is_text(after)
}

// A character of several bytes may be cut in two at the hole.
fn is_text(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let strange = |c: &char| *c == char::REPLACEMENT_CHARACTER || c.is_control() && !c.is_ascii_whitespace();
    let at_the_edges =
        text.chars().take(3).filter(strange).count() + text.chars().rev().take(3).filter(strange).count();
    text.chars().filter(strange).count() <= at_the_edges.min(1)
}

fn signature_length(token: &Token) -> Option<Damage> {
    let alg = token.header.json()?.root.get("alg")?.as_str()?;
    let (_, lengths) = SIGNATURES.iter().find(|(name, _)| alg.starts_with(name))?;
    let length = token.signature().len();
    if token.form() != Form::Signed || length == 0 || lengths.contains(&length) {
        return None;
    }
    let usual = match lengths {
        [only] => only.to_string(),
        _ => "as many as the key, usually 256".to_owned(),
    };
    let what = format!("a signature of {length} bytes, where {alg} has {usual}");
    Some(damage(2, token.segments.get(2)?.span.end, what))
}
