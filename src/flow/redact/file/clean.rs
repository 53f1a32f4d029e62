//! Writes what a file holds without its secrets. What does not change keeps every byte.

use super::super::find;
use super::super::forms;
use super::super::pattern::Patterns;
use super::look::{DEPTH, as_json};
use super::roles::{self, Role};
use super::{mend, prose};
use crate::model::json::{Json, Node, Value};
use crate::model::source::Span;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

/// Is told of each value that changes: where it stands, and the places of the secrets in the list.
pub(super) type Told<'t> = &'t mut dyn FnMut(&str, &[usize]);

/// Writes texts without secrets.
pub(super) struct Clean<'a> {
    /// The secrets.
    pub(super) patterns: &'a Patterns,
}

/// What is to be written, and which secrets went.
type Changed = Option<(String, Vec<usize>)>;

/// What to write in place of a stretch of a text.
pub(super) type Edit = (Span, String);

impl Clean<'_> {
    /// Returns what changes in a JSON text; `None` if it is no JSON.
    pub(super) fn edits(&self, text: &str, is_record: bool, before: &str, told: Told<'_>) -> Option<Vec<Edit>> {
        let json = as_json(text).and_then(mend::parse)?;
        // A byte order mark is not part of the JSON.
        let shift = text.len() - text.trim_start_matches('\u{feff}').len();
        let mut edits = self.json(&json, is_record, 0, &mut |at, parts| told(&format!("{before}{at}"), parts));
        edits.iter_mut().for_each(|(span, _)| *span = span.start + shift..span.end + shift);
        Some(edits)
    }

    /// Returns a text of lines without secrets; `None` if nothing changes.
    pub(super) fn lines(&self, text: &str, told: Told<'_>) -> Option<String> {
        let mut clean = String::with_capacity(text.len());
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let json = as_json(line).filter(|_| line.len() < text.len()).and_then(mend::parse);
            match json.and_then(|json| self.document(line, &json, 0)) {
                Some((line, parts)) => {
                    told(&format!("line {}", index + 1), &parts);
                    clean.push_str(&line);
                }
                None => clean.push_str(line),
            }
        }
        let clean = self.anywhere(&clean, told);
        (clean != text).then_some(clean)
    }

    fn anywhere(&self, text: &str, told: Told<'_>) -> String {
        let mut lines = Lines { text, at: 0, line: 1 };
        for (span, entry) in self.patterns.found(text.as_bytes()) {
            told(&format!("line {}", lines.of(span.start)), &entry.parts);
        }
        let clean = self.patterns.text(text);
        let mut lines = Lines { text: &clean, at: 0, line: 1 };
        let edits = self.where_they_stand(&clean, &mut |at, part| told(&format!("line {}", lines.of(at)), &[part]));
        edited(&clean, &edits)
    }

    fn json(&self, json: &Json, is_record: bool, depth: usize, told: Told<'_>) -> Vec<Edit> {
        let mut edits = Vec::new();
        names(&json.root, &mut |name, span| {
            if let Some((clean, parts)) = self.plain(name) {
                told("", &parts);
                edits.push((span.clone(), self.written(&json.source.text[span.clone()], &clean)));
            }
        });
        roles::each(json, is_record, &mut |role, node, trail| {
            let changed = match &node.value {
                Value::Number(number) => self.number(role, number),
                _ => node.as_str().and_then(|value| self.value(role, value, depth)),
            };
            let Some((clean, parts)) = changed else { return };
            told(&trail.to_string(), &parts);
            let is_number = matches!(node.value, Value::Number(_));
            let written = if is_number { clean } else { self.written(&json.source.text[node.span.clone()], &clean) };
            edits.push((node.span.clone(), written));
        });
        edits.sort_by_key(|(span, _)| span.start);
        edits
    }

    // The string is written as it was, as far as that says the same.
    fn written(&self, raw: &str, clean: &str) -> String {
        let kept = self.patterns.text(raw);
        let same = || serde_json::from_str::<String>(&kept).is_ok_and(|text| text == clean);
        if same() { kept } else { serde_json::to_string(clean).unwrap_or_else(|_| "\"\"".to_owned()) }
    }

    fn number(&self, role: Role<'_>, number: &str) -> Changed {
        let Role::Member { name, whose: true } = role else { return None };
        let (place, placeholder) = self.patterns.named(name, number).filter(|(_, text)| *text != number)?;
        placeholder.bytes().all(|byte| byte.is_ascii_digit()).then(|| (placeholder.to_owned(), vec![place]))
    }

    fn value(&self, role: Role<'_>, value: &str, depth: usize) -> Changed {
        let changed = match role {
            Role::Header(name) => self.header(&name.to_ascii_lowercase(), value),
            Role::Cookie(name) => self.named(name, value.trim_matches('"')),
            Role::Parameter(name) => {
                self.named(name, value).or_else(|| self.named(&forms::decoded(name), &forms::decoded(value)))
            }
            Role::Key(name) | Role::Member { name, .. } => self.named(name, value),
            Role::Body { base64: true, .. } => return self.body(value, depth),
            Role::Body { .. } => None,
        };
        changed.or_else(|| self.text(value, depth))
    }

    fn named(&self, name: &str, value: &str) -> Changed {
        let (place, placeholder) = self.patterns.named(name, value).filter(|(_, text)| *text != value)?;
        Some((placeholder.to_owned(), vec![place]))
    }

    // What stands in base64 stays readable for whoever wants to know which client asked (RFC 7617 §2).
    fn header(&self, name: &str, value: &str) -> Changed {
        let Some((user, secret)) = find::basic(name, value) else {
            return self.named(name, value);
        };
        let (secret, mut parts) = self.named(find::BASIC, &secret).or_else(|| self.plain(&secret))?;
        let user = self.plain(&user).map_or(user, |(user, more)| {
            parts.extend(more);
            user
        });
        let scheme = value.split_once(' ').map_or("Basic", |(scheme, _)| scheme);
        Some((format!("{scheme} {}", forms::base64(format!("{user}:{secret}").as_bytes())), parts))
    }

    fn body(&self, value: &str, depth: usize) -> Changed {
        let Some(bytes) = forms::unbase64(value) else { return self.text(value, depth) };
        let (clean, parts) = match String::from_utf8(bytes) {
            Ok(text) => self.text(&text, depth).map(|(text, parts)| (text.into_bytes(), parts))?,
            Err(error) => self.bytes(error.as_bytes())?,
        };
        Some((in_base64(value, &clean), parts))
    }

    /// Returns a text without secrets, whatever it is.
    fn text(&self, text: &str, depth: usize) -> Changed {
        if depth < DEPTH {
            if let Some(json) = as_json(text).and_then(mend::parse) {
                return self.document(text, &json, depth);
            }
            let decoded = forms::unbase64(text).and_then(|bytes| String::from_utf8(bytes).ok());
            if let Some(inner) = decoded.filter(|inner| as_json(inner).is_some()) {
                let (clean, parts) = self.text(&inner, depth + 1)?;
                return Some((in_base64(text, clean.as_bytes()), parts));
            }
        }
        let (clean, mut parts) = self.plain(text).unwrap_or_else(|| (text.to_owned(), Vec::new()));
        let edits = self.where_they_stand(&clean, &mut |_, part| parts.push(part));
        let clean = edited(&clean, &edits);
        (clean != text).then_some((clean, parts))
    }

    fn document(&self, text: &str, json: &Json, depth: usize) -> Changed {
        let mut parts = Vec::new();
        let edits = self.json(json, false, depth + 1, &mut |_, more| parts.extend_from_slice(more));
        let shift = text.len() - text.trim_start_matches('\u{feff}').len();
        (!edits.is_empty()).then(|| (format!("{}{}", &text[..shift], edited(&text[shift..], &edits)), parts))
    }

    fn plain(&self, text: &str) -> Changed {
        let (clean, parts) = self.bytes(text.as_bytes())?;
        Some((String::from_utf8_lossy(&clean).into_owned(), parts))
    }

    fn bytes(&self, bytes: &[u8]) -> Option<(Vec<u8>, Vec<usize>)> {
        let parts: Vec<usize> = self.patterns.found(bytes).flat_map(|(_, entry)| entry.parts.clone()).collect();
        let clean = self.patterns.bytes(bytes);
        (clean != bytes).then_some((clean, parts))
    }

    // Words that are secrets only behind their names.
    fn where_they_stand(&self, text: &str, told: &mut dyn FnMut(usize, usize)) -> Vec<Edit> {
        let known = |named: prose::Named<'_>| {
            let (place, placeholder) = self.patterns.named(named.name, named.value)?;
            (placeholder != named.value).then(|| (named.span, place, placeholder.to_owned()))
        };
        let mut edits = Vec::new();
        for (span, place, placeholder) in prose::named(text).filter_map(known) {
            told(span.start, place);
            edits.push((span, placeholder));
        }
        edits
    }
}

/// Counts lines as it goes.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, at: usize) -> usize {
        self.line += self.text.as_bytes()[self.at..at].iter().filter(|byte| **byte == b'\n').count();
        self.at = at;
        self.line
    }
}

/// Returns a text with these stretches written anew. A text that breaks off still does.
pub(super) fn edited(text: &str, edits: &[Edit]) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut copied = 0;
    for (span, written) in edits.iter().filter(|(span, _)| span.start <= text.len()) {
        clean.push_str(text.get(copied..span.start).unwrap_or_default());
        let cut = if span.end > text.len() { written.trim_end_matches('"') } else { written };
        clean.push_str(cut);
        copied = span.end.min(text.len());
    }
    clean.push_str(text.get(copied..).unwrap_or_default());
    clean
}

fn in_base64(like: &str, bytes: &[u8]) -> String {
    let engine = match (like.contains(['-', '_']), like.contains('=')) {
        (true, true) => &URL_SAFE,
        (true, false) => &URL_SAFE_NO_PAD,
        (false, false) if !like.len().is_multiple_of(4) => &STANDARD_NO_PAD,
        (false, _) => &STANDARD,
    };
    engine.encode(bytes)
}

fn names<'a>(node: &'a Node, each: &mut dyn FnMut(&'a str, &'a Span)) {
    for member in node.members() {
        each(&member.name, &member.name_span);
        names(&member.node, each);
    }
    node.elements().iter().for_each(|element| names(element, each));
}
