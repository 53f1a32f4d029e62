//! Finds the secrets of a file: each value by what it is there for.

use super::super::find::{self, Finds};
use super::super::forms;
use super::super::kind::{self, Kind};
use super::roles::{self, Role};
use super::{mend, prose};
use crate::jose::key_file;
use crate::model::json::Value;
use crate::model::jwk::Jwks;
use crate::model::page::Page;
use crate::model::source::Source;
use std::borrow::Cow;
use std::collections::HashSet;
use url::Url;

/// How often a text inside a text is looked into.
pub(super) const DEPTH: usize = 4;

/// The most key sets that signatures are tried against.
const MOST_SETS: usize = 16;

/// What has been seen so far.
pub(super) struct Look {
    /// The secrets.
    pub(super) finds: Finds,
    /// The key sets.
    pub(super) keys: Vec<Jwks>,
    sets: HashSet<String>,
}

impl Look {
    pub(super) fn new(personal: bool) -> Look {
        let mut finds = Finds::new(personal);
        finds.sharing = true;
        Look { finds, keys: Vec::new(), sets: HashSet::new() }
    }

    /// Looks through a text that may be JSON; `is_record` says that it records messages.
    pub(super) fn text(&mut self, text: &str, is_record: bool, depth: usize) {
        if depth > DEPTH {
            return find::text(text, &mut self.finds);
        }
        if self.json(text, is_record, depth) {
            return;
        }
        let decoded = forms::unbase64(text).and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some(inner) = decoded.filter(|inner| as_json(inner).is_some() && depth < DEPTH) {
            self.text(&inner, false, depth + 1);
        }
        self.prose(text, depth);
    }

    fn json(&mut self, text: &str, is_record: bool, depth: usize) -> bool {
        let Some(json) = as_json(text).and_then(mend::parse) else { return false };
        if json.root.get("keys").is_some() && self.keys.len() < MOST_SETS && self.sets.insert(text.to_owned()) {
            self.keys.extend(Jwks::parse(Source::new("", text.trim_start_matches('\u{feff}')), true));
        }
        roles::each(&json, is_record, &mut |role, node, _| match (&node.value, role) {
            (Value::Number(number), Role::Member { name, whose: true }) => {
                let kind = kind::personal(name).filter(|kind| *kind == Kind::Phone && number.len() > 6);
                kind.into_iter().for_each(|kind| self.finds.add(kind, Some(name), number));
            }
            _ => node.as_str().into_iter().for_each(|value| self.value(role, value, depth)),
        });
        true
    }

    fn value(&mut self, role: Role<'_>, value: &str, depth: usize) {
        match role {
            Role::Header(name) => {
                let name = name.to_ascii_lowercase();
                // What browsers join by line ends were several fields.
                value.split('\n').for_each(|value| find::header(&name, value.trim(), None, &mut self.finds));
                self.inner(value, depth);
            }
            Role::Cookie(name) => {
                find::cookie(&format!("{name}={value}"), &mut self.finds);
                self.inner(value, depth);
            }
            Role::Parameter(name) => self.parameter(name, value, depth),
            Role::Key(_) => self.finds.add(Kind::Key, None, value),
            Role::Body { media, base64 } => self.body(value, media, base64, depth),
            Role::Member { name, whose } => self.member(name, value, whose, depth),
        }
    }

    fn parameter(&mut self, name: &str, value: &str, depth: usize) {
        find::parameter(name, value, &mut self.finds);
        let decoded = forms::decoded(value);
        if decoded != value {
            find::parameter(&forms::decoded(name), &decoded, &mut self.finds);
        }
        self.inner(&decoded, depth);
    }

    fn member(&mut self, name: &str, value: &str, whose: bool, depth: usize) {
        self.finds.publish(name);
        if name == "jwtPublicKey" && self.keys.len() < MOST_SETS && self.sets.insert(value.to_owned()) {
            self.keys.extend(typed(value));
        }
        let code = || (name == "code" && value.len() >= 16 && find::is_random(value)).then_some(Kind::Code);
        let person = || kind::personal(name).filter(|_| whose);
        if let Some(kind) = self.finds.kind_of(name).or_else(code).or_else(person).filter(|_| !prose::is_address(value))
        {
            self.finds.add(kind, Some(name), value);
        }
        self.inner(value, depth);
    }

    fn body(&mut self, value: &str, media: &str, base64: bool, depth: usize) {
        let decoded = forms::unbase64(value).filter(|_| base64);
        let text =
            decoded.map_or(Cow::Borrowed(value), |bytes| Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()));
        let is = |part: &str| media.to_ascii_lowercase().contains(part);
        if ["javascript", "css", "image/", "font", "wasm", "video/", "audio/"].iter().any(|part| is(part)) {
            return self.found_by_look(&text);
        }
        if is("html") || text.trim_start().starts_with('<') {
            self.page(&text);
        }
        if is("form-urlencoded") || is_form(&text) {
            let pairs = url::form_urlencoded::parse(text.as_bytes());
            pairs.for_each(|(name, value)| self.parameter(&name, &value, depth));
        }
        self.text(&text, false, depth + 1);
    }

    fn page(&mut self, text: &str) {
        let Ok(base) = Url::parse("about:blank") else { return };
        for form in &Page::parse(&base, 200, text.as_bytes()).forms {
            for control in &form.controls {
                let name = control.name.as_deref().unwrap_or_default();
                if control.kind == "password" {
                    self.finds.passwords.insert(name.to_owned());
                    self.finds.add(Kind::Password, Some(name), &control.value);
                }
                find::parameter(name, &control.value, &mut self.finds);
            }
        }
    }

    /// Looks into a value: an address, JSON, base64 of it, or words.
    fn inner(&mut self, value: &str, depth: usize) {
        if value.len() < SHORT {
            return find::text(value, &mut self.finds);
        }
        self.text(value, false, depth + 1);
    }

    fn prose(&mut self, text: &str, depth: usize) {
        // That the whole text is no JSON was seen before.
        let lines = text.lines().filter_map(|line| as_json(line).filter(|json| json.len() < text.trim().len()));
        lines.for_each(|line| _ = self.json(line, false, depth + 1));
        prose::parts(text).for_each(|(name, value)| find::parameter(name, value, &mut self.finds));
        for line in text.lines() {
            self.line(line);
        }
        self.found_by_look(text);
    }

    fn line(&mut self, line: &str) {
        for named in prose::named(line) {
            let name = named.name.to_ascii_lowercase();
            if prose::FIELDS.contains(&name.as_str()) {
                let whole =
                    if named.set_off == prose::SetOff::Quoted { named.value } else { &line[named.span.start..] };
                find::header(&name, whole.trim(), None, &mut self.finds);
            } else if let Some(kind) = named.kind(true) {
                self.finds.suspect(kind, named.name, named.value);
                let decoded = forms::decoded(named.value);
                if decoded != named.value {
                    self.finds.suspect(kind, named.name, &decoded);
                }
            }
        }
        for address in prose::addresses(line) {
            Url::parse(address).iter().for_each(|url| self.address(url));
        }
        for credential in prose::credentials(line) {
            find::credentials("authorization", credential, &mut self.finds);
        }
    }

    fn address(&mut self, url: &Url) {
        find::address(url, &mut self.finds);
        url.password().into_iter().for_each(|password| self.finds.add(Kind::Password, None, password));
    }

    /// Finds what is secret by its look alone: tokens, private keys, addresses and numbers of people.
    fn found_by_look(&mut self, text: &str) {
        find::text(text, &mut self.finds);
        prose::private_keys(text).for_each(|key| self.finds.add(Kind::Key, None, key));
        prose::phones(text).for_each(|phone| self.finds.add(Kind::Phone, None, phone));
    }
}

/// A text that is shorter has no room for another.
const SHORT: usize = 12;

// LivePerson's window has the key along with which signatures are verified.
fn typed(key: &str) -> Option<Jwks> {
    let found = key_file::read(key.as_bytes(), None).ok()?;
    let keys: Vec<_> = found.iter().filter_map(|found| found.key.public_jwk()).collect();
    Jwks::parse(Source::new("", serde_json::json!({ "keys": keys }).to_string()), true).ok()
}

/// Returns the text without what stands before JSON, if it may be some.
pub(super) fn as_json(text: &str) -> Option<&str> {
    let text = text.trim_start_matches('\u{feff}');
    text.trim_start().starts_with(['{', '[']).then_some(text)
}

/// Returns whether a text looks like a form as browsers send it.
pub(super) fn is_form(text: &str) -> bool {
    text.contains('=') && text.len() < 1 << 20 && !text.contains([' ', '\n', '{', '<', '"'])
}
