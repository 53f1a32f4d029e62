//! Finds the tokens in whatever somebody hands over: a file, a clipboard, a callback URL, a token response, a log.
//!
//! Finding is total: a text without a token gives an empty [`Paste`], and a damaged token is still a token. Lines are put
//! together first where a token was wrapped; then each stretch is tried as JSON, as parameters, as a bare token, and at
//! last searched for anything that opens like a JOSE header.

mod bare;
mod lines;
mod shape;
mod structured;

use super::source::floor_boundary;
use super::token::{Stripped, Token};
use std::collections::HashSet;

/// The tokens in a text, in the order in which they stand there.
#[derive(Debug, Clone, Default)]
pub struct Paste {
    /// The tokens.
    pub tokens: Vec<Pasted>,
    /// What was expected to be a token and is none.
    pub left_out: Vec<LeftOut>,
}

/// A token and where it was found.
#[derive(Debug, Clone)]
pub struct Pasted {
    /// The token, named after the text and, if the text has several, its place there.
    pub token: Token,
    /// Where it stood: `` `id_token` of a token response ``; `None` if it was the whole text or a whole line.
    pub origin: Option<String>,
}

/// Something that stood where a token may stand and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What it is called there, such as `access_token`.
    pub name: String,
    /// Why it is no token.
    pub reason: &'static str,
}

/// Finds the tokens in the bytes of a text called `name`: UTF-8 or, as PowerShell writes, UTF-16.
pub fn read(name: &str, bytes: &[u8]) -> Paste {
    let (text, utf16) = decode(bytes);
    let mut finds = search(&text, 0);
    if finds.found.is_empty() {
        finds.found.extend(bare::probable(&text));
    }
    if utf16 {
        finds.found.iter_mut().for_each(|find| find.stripped.insert(0, Stripped::Utf16));
    }
    finds.named(name)
}

/// Finds the tokens in a text called `name`.
pub fn tokens(name: &str, text: &str) -> Vec<Pasted> {
    read(name, text.as_bytes()).tokens
}

/// Returns the text with each token in it, whole or damaged, and each key in PEM shortened to how it begins: messages and logs
/// may name a token, and must not carry it.
pub fn veiled(text: &str) -> String {
    let mut veiled = String::with_capacity(text.len());
    let mut rest = 0;
    for run in shape::runs(text) {
        let end = text[run.clone()].find('.').map_or(run.end, |dot| run.start + dot);
        veiled.push_str(&text[rest..run.start + floor_boundary(&text[run.start..end], KEPT)]);
        veiled.push('…');
        rest = run.end;
    }
    veiled.push_str(&text[rest..]);
    without_keys(veiled)
}

/// How many bytes of a token's header are told.
const KEPT: usize = 12;

fn without_keys(text: String) -> String {
    let Some(begin) = text.find("-----BEGIN ") else { return text };
    let end = text.rfind("-----END ").filter(|end| *end > begin).unwrap_or(text.len());
    format!("{}-----BEGIN …{}", &text[..begin], &text[end..])
}

/// How often a text inside a text is looked into: a response body inside a HAR is one.
const DEPTH: usize = 3;

fn search(text: &str, depth: usize) -> Finds {
    if depth > DEPTH {
        return Finds::default();
    }
    if let Some(find) = bare::clean(text) {
        return Finds { found: vec![find], left_out: Vec::new() };
    }
    if let Some(finds) = structured::json(text, depth) {
        return finds;
    }
    let mut finds = Finds::default();
    for block in lines::blocks(text) {
        let mut more = stretch(&block.text, depth);
        more.found.iter_mut().for_each(|find| find.line = find.line.or(Some(block.line)));
        finds.append(more);
    }
    finds
}

fn stretch(text: &str, depth: usize) -> Finds {
    let one = |find: Find| Finds { found: vec![find], left_out: Vec::new() };
    structured::json(text, depth)
        .or_else(|| structured::parameters(text, depth))
        .or_else(|| bare::bare(text).map(one))
        .unwrap_or_else(|| Finds { found: bare::inside(text), left_out: Vec::new() })
}

/// A token's text before it has a name.
#[derive(Debug, Clone, Default)]
struct Find {
    text: String,
    stripped: Vec<Stripped>,
    origin: Option<String>,
    label: Option<String>,
    line: Option<usize>,
}

#[derive(Debug, Default)]
struct Finds {
    found: Vec<Find>,
    left_out: Vec<LeftOut>,
}

impl Finds {
    fn append(&mut self, mut more: Finds) {
        self.found.append(&mut more.found);
        self.left_out.append(&mut more.left_out);
    }

    fn named(mut self, name: &str) -> Paste {
        let mut seen = HashSet::new();
        // A capture repeats a token wherever it is passed on; lines that are tokens were repeated on purpose.
        self.found.retain(|find| seen.insert(find.text.clone()) || find.origin.is_none());
        self.left_out.dedup();
        let names = names(name, &self.found);
        let pasted = |(find, name): (Find, String)| Pasted {
            token: Token::parse(&name, &find.text, find.stripped),
            origin: find.origin,
        };
        Paste { tokens: self.found.into_iter().zip(names).map(pasted).collect(), left_out: self.left_out }
    }
}

// The first of three ways that tells all tokens apart: by what they are called, by line, by number.
fn names(name: &str, found: &[Find]) -> Vec<String> {
    if found.len() == 1 {
        return vec![name.to_owned()];
    }
    let by_label = |find: &Find| find.label.as_ref().map(|label| format!("{name} ({label})"));
    let by_line = |find: &Find| find.line.map(|line| format!("{name}:{line}"));
    distinct(found.iter().map(by_label).collect())
        .or_else(|| distinct(found.iter().map(by_line).collect()))
        .unwrap_or_else(|| (1..=found.len()).map(|number| format!("{name} #{number}")).collect())
}

fn distinct(names: Option<Vec<String>>) -> Option<Vec<String>> {
    names.filter(|names| names.iter().collect::<HashSet<_>>().len() == names.len())
}

fn decode(bytes: &[u8]) -> (String, bool) {
    let unit: Option<fn([u8; 2]) -> u16> = match bytes {
        [0xff, 0xfe, ..] => Some(u16::from_le_bytes),
        [0xfe, 0xff, ..] => Some(u16::from_be_bytes),
        // Without a byte order mark UTF-16 shows by the zero bytes beside the first two letters.
        [1..=255, 0, 1..=255, 0, ..] => Some(u16::from_le_bytes),
        [0, 1..=255, 0, 1..=255, ..] => Some(u16::from_be_bytes),
        _ => None,
    };
    match unit {
        Some(unit) => {
            let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair)).collect();
            (String::from_utf16_lossy(&units), true)
        }
        None => (String::from_utf8_lossy(bytes).into_owned(), false),
    }
}
