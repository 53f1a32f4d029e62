//! All forms of all secrets, looked for at once.

use super::find::{Finds, Found};
use super::forms;
use super::token::Rewritten;
use aho_corasick::{AhoCorasick, Input, MatchKind};
use std::collections::HashMap;

/// What to look for, and what to write in its place.
pub(super) struct Patterns {
    search: Option<AhoCorasick>,
    entries: Vec<Entry>,
    values: HashMap<(String, String), usize>,
    whole: HashMap<String, usize>,
    placeholders: Vec<String>,
}

/// A form of a secret.
pub(super) struct Entry {
    replacement: String,
    /// The secrets that go with it, by their places in the list.
    pub(super) parts: Vec<usize>,
    /// Whether no letter or digit may stand before it, and none behind it.
    bounds: (bool, bool),
}

/// Below this many bytes a secret may be part of a word.
const SURE: usize = 8;

impl Patterns {
    /// Returns the patterns of these secrets, and of what is to be rewritten besides.
    pub(super) fn new(finds: &Finds, rewritten: &[Rewritten]) -> Patterns {
        let mut forms = Forms::default();
        for Rewritten { from, to, parts } in rewritten {
            forms.add(from.clone(), to.clone(), (false, false), parts);
        }
        finds.secrets.iter().enumerate().for_each(|(place, found)| forms.found(place, found));
        let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&forms.texts).ok();
        let secrets = || finds.secrets.iter().enumerate();
        let named = |(place, found): (usize, &Found)| {
            let pair = |name: &String| ((name.clone(), found.value.clone()), place);
            found.names.iter().map(pair).collect::<Vec<_>>()
        };
        let anywhere = secrets().filter(|(_, found)| found.anywhere);
        Patterns {
            search,
            entries: forms.entries,
            values: secrets().flat_map(named).collect(),
            whole: anywhere.map(|(place, found)| (found.value.clone(), place)).collect(),
            placeholders: finds.secrets.iter().map(|found| found.placeholder.clone()).collect(),
        }
    }

    /// Returns which secret the whole value of what is called `name` is, and what stands in its place.
    pub(super) fn named(&self, name: &str, value: &str) -> Option<(usize, &str)> {
        let known = self.values.get(&(name.to_owned(), value.to_owned())).or_else(|| self.whole.get(value));
        known.and_then(|place| Some((*place, self.placeholders.get(*place)?.as_str())))
    }

    /// Returns the value of what is called `name` without secrets.
    pub(super) fn value(&self, name: &str, value: &str) -> String {
        self.named(name, value).map_or_else(|| self.text(value), |(_, placeholder)| placeholder.to_owned())
    }

    /// Returns a text without secrets.
    pub(super) fn text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.bytes(text.as_bytes())).into_owned()
    }

    /// Returns bytes without secrets.
    pub(super) fn bytes(&self, bytes: &[u8]) -> Vec<u8> {
        // What cannot be looked through is not shown at all.
        if self.search.is_none() {
            return b"REDACTED".to_vec();
        }
        let mut clean = Vec::with_capacity(bytes.len());
        let mut copied = 0;
        for (span, replacement) in self.hits(bytes) {
            clean.extend_from_slice(&bytes[copied..span.start]);
            clean.extend_from_slice(replacement.as_bytes());
            copied = span.end;
        }
        clean.extend_from_slice(&bytes[copied..]);
        clean
    }

    /// Returns where secrets stand, in order, and what to write there.
    pub(super) fn hits<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = (std::ops::Range<usize>, &'a str)> {
        self.found(bytes).map(|(span, entry)| (span, entry.replacement.as_str()))
    }

    /// Returns where secrets stand, in order, and in which form.
    pub(super) fn found<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = (std::ops::Range<usize>, &'a Entry)> {
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let found = self.search.as_ref()?.find(Input::new(bytes).range(from..))?;
                let entry = &self.entries[found.pattern().as_usize()];
                if entry.fits(bytes, found.range()) {
                    from = found.end();
                    return Some((found.range(), entry));
                }
                from = found.start() + 1;
            }
        })
    }
}

impl Entry {
    fn fits(&self, bytes: &[u8], span: std::ops::Range<usize>) -> bool {
        let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let before = &bytes[..span.start];
        // The letters of `%3D` belong to no word.
        let escaped = before.len() >= 3 && before[before.len() - 3] == b'%';
        let opens = !self.bounds.0 || escaped || !is_word(before.last());
        let closes = !self.bounds.1 || !is_word(bytes.get(span.end));
        opens && closes
    }
}

#[derive(Default)]
struct Forms {
    texts: Vec<String>,
    entries: Vec<Entry>,
    known: HashMap<String, ()>,
}

impl Forms {
    fn add(&mut self, text: String, replacement: String, bounds: (bool, bool), parts: &[usize]) {
        // The first to claim a text has it: whole tokens before their parts, and what was found before what was found later.
        if text.len() < 2 || text == replacement || self.known.insert(text.clone(), ()).is_some() {
            return;
        }
        self.texts.push(text);
        self.entries.push(Entry { replacement, parts: parts.to_vec(), bounds });
    }

    fn found(&mut self, place: usize, found: &Found) {
        let Found { value, placeholder, .. } = found;
        if value == placeholder {
            return;
        }
        if !found.anywhere {
            return self.behind_its_names(place, found);
        }
        let bound = value.len() < SURE;
        for form in forms::written(value) {
            self.add(form, placeholder.clone(), (bound, bound), &[place]);
        }
        for (form, replacement) in forms::in_base64(value, placeholder) {
            self.add(form, replacement, (bound, bound), &[place]);
        }
    }

    // What is too short, or a word besides, is a secret only where it was seen as one.
    fn behind_its_names(&mut self, place: usize, found: &Found) {
        for scheme in found.names.iter().filter(|name| name.ends_with(' ')) {
            for form in forms::written(&found.value) {
                let replacement = format!("{scheme}{}", found.placeholder);
                self.add(format!("{scheme}{form}"), replacement, (true, true), &[place]);
            }
        }
        // A name that is made of other things may hold a secret itself.
        let is_plain =
            |name: &&str| !name.contains("eyJ") && !name.contains(|c: char| c.is_whitespace() || "\"'".contains(c));
        for name in found.names.iter().map(String::as_str).filter(is_plain).chain(["value"]) {
            for form in forms::written(&found.value) {
                for (before, after) in [("=", ""), ("=\"", "\""), ("='", "'"), ("\":\"", "\""), ("\": \"", "\"")] {
                    let text = format!("{name}{before}{form}{after}");
                    let replacement = format!("{name}{before}{}{after}", found.placeholder);
                    self.add(text, replacement, (true, after.is_empty()), &[place]);
                }
            }
        }
    }
}
