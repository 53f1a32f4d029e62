//! HAR files as a stream: one entry at a time, so that the size of the file does not matter.
//!
//! Exporters differ in most members, and people edit archives before they send them. So a member that is missing or of another
//! type costs only itself, never its entry, and a file that breaks off gives what stands before.

mod entry;
mod loose;
mod note;
mod raw;
mod tidy;

use super::super::http::{Hop, Request};
use super::super::json::{ENDS, Malformed, plain};
use super::super::transcript::{Party, Purpose, Redaction};
use loose::{Any, of};
use note::Note;
use raw::{RawEntry, RawPage, RawTool};
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::io::{BufReader, Read};
use tidy::{Aside, Tidy};

/// How much is kept of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest body, in bytes: what follows is cut.
    pub body: usize,
    /// The longest other text, in bytes.
    pub text: usize,
    /// The most header fields, form fields, messages and pages of a kind.
    pub items: usize,
    /// The most levels that the JSON goes down.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { body: 1 << 20, text: 1 << 16, items: 1_000, depth: 1_000 }
    }
}

/// One request of a HAR file and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the file, from 1.
    pub number: usize,
    /// When it began, in milliseconds since 1970; 0 if the file does not say.
    pub began: i64,
    /// The request and the answer. The answer is there as soon as it has a status, even if the page was kept from reading it.
    pub hop: Hop,
    /// The page that it belongs to.
    pub page: Option<String>,
    /// The frame that it belongs to, where the exporter tells.
    pub frame: Option<String>,
    /// What it was loaded as: `document`, `xhr`, `fetch`, `preflight`, `websocket`, …, in lower case.
    pub resource: Option<String>,
    /// What made it happen: `script`, `parser`, `other`, …
    pub initiator: Option<String>,
    /// The address of the script or the page that made it happen.
    pub initiated_by: Option<String>,
    /// Why there is no answer, or none that the page could read, in the exporter's words: `net::ERR_ABORTED`.
    pub failure: Option<String>,
    /// Whether the body of the answer is there.
    pub body: BodyState,
    /// Whether the body of the request is there.
    pub sent: BodyState,
    /// Whether the answer came out of a cache.
    pub cached: bool,
    /// Whether a service worker answered.
    pub from_service_worker: bool,
    /// The last messages of a WebSocket, in order.
    pub messages: Vec<Message>,
    /// A remark of the exporter, or of whoever edited the file.
    pub comment: Option<String>,
    /// What it was for, where lpauth wrote the file.
    pub purpose: Option<Purpose>,
    /// Who sent it, where lpauth wrote the file.
    pub from: Option<Party>,
}

/// Whether a body is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BodyState {
    /// It is there, whole.
    Here,
    /// There was none, or the exporter takes it for none.
    #[default]
    Empty,
    /// There was one, and the file does not have it.
    Absent,
    /// It is there in part: the exporter or lpauth cut it.
    Cut,
    /// It says that it is in base64, and is not.
    Undecoded,
    /// It stands in a file of its own, next to the archive.
    Elsewhere,
}

/// A message of a WebSocket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Whether the browser sent it.
    pub sent: bool,
    /// The opcode (RFC 6455 §5.2); 1 for a text, 8 for the end.
    pub opcode: u8,
    /// What it says, as the exporter has it.
    pub text: String,
}

/// What a HAR file says of itself, and what its entries have in common.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Archive {
    /// The program that wrote the file.
    pub creator: Option<Tool>,
    /// The browser whose requests these are.
    pub browser: Option<Tool>,
    /// The pages.
    pub pages: Vec<Page>,
    /// The number of entries.
    pub entries: usize,
    /// Whether cookies and credentials were left out: a browser of Chrome's kind made the file, and no entry has any. Its usual
    /// export is of this kind since version 130.
    pub sanitised: bool,
    /// What was seen of the secrets before they were taken out, if lpauth redacted the file.
    pub redaction: Option<Redaction>,
    /// Where the file breaks off or stops being JSON, and why; what stands before was read.
    pub truncated: Option<Malformed>,
}

/// A program and its version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tool {
    /// Its name: `WebInspector`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A page of a HAR file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The name that entries call it by.
    pub id: String,
    /// Its title, often its address.
    pub title: String,
    /// When it began to load, in milliseconds since 1970; 0 if the file does not say.
    pub began: i64,
}

impl Entry {
    /// Returns the request.
    pub fn request(&self) -> &Request {
        &self.hop.request
    }

    /// Returns the status of the answer.
    pub fn status(&self) -> Option<u16> {
        self.hop.answer.as_ref().map(|answer| answer.status)
    }

    /// Returns the body of the answer as a text; empty if there is none.
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(self.hop.answer.as_ref().map_or(&[], |answer| &answer.body))
    }
}

/// Reads a HAR file and hands on each entry as soon as it is read.
///
/// # Errors
/// If the text is no HAR file. One that breaks off after its first entries is one, and [`Archive::truncated`] says where.
pub fn entries(reader: &mut dyn Read, limits: &Limits, each: &mut dyn FnMut(Entry)) -> Result<Archive, Malformed> {
    let mut tidy = Tidy::new(reader, limits);
    let aside = tidy.aside();
    let mut log =
        Log { limits, each, aside, archive: Archive::default(), started: false, credentials: false, before: 0 };
    let mut parser = serde_json::Deserializer::from_reader(BufReader::new(&mut tidy));
    let read = of(&mut log).deserialize(&mut parser);
    let parsed = parser.into_iter::<IgnoredAny>().byte_offset();
    let Log { mut archive, started, credentials, before, .. } = log;
    let malformed = |reason: String| Malformed { reason, offset: tidy.offset(parsed).saturating_sub(before) };
    // Of a number that breaks off, the parser says only that it is none.
    let reason = |error: serde_json::Error| match error.to_string() {
        text if text.starts_with("invalid number") && tidy.ends_at(parsed) => ENDS.to_owned(),
        text => plain(&text),
    };
    match read {
        Ok(()) if !started => {
            return Err(malformed("there is no `log` with `entries`: this is no HAR file".to_owned()));
        }
        Err(error) if !started => return Err(malformed(reason(error))),
        Ok(()) => {}
        Err(error) => archive.truncated = Some(malformed(reason(error))),
    }
    let is_chrome = archive.creator.as_ref().is_some_and(|tool| tool.name == "WebInspector");
    archive.sanitised = is_chrome && !credentials && archive.entries > 0;
    Ok(archive)
}

struct Log<'a> {
    limits: &'a Limits,
    each: &'a mut dyn FnMut(Entry),
    /// The entries that are not in the stream.
    aside: Aside,
    archive: Archive,
    started: bool,
    credentials: bool,
    /// How many bytes before the end of an entry it stops being JSON.
    before: usize,
}

impl loose::Object for Log<'_> {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            // Some tools write the log without the object around it.
            "log" => map.next_value_seed(of(self)),
            "entries" => map.next_value_seed(Any(Entries(self))),
            "pages" => map.next_value_seed(Any(Pages(self))),
            "creator" => tool(map, self.limits).map(|tool| self.archive.creator = tool),
            "browser" => tool(map, self.limits).map(|tool| self.archive.browser = tool),
            "_lpauth" => {
                let mut note = Note::new(self.limits.items);
                map.next_value_seed(of(&mut note))?;
                self.archive.redaction = note.redaction().or(self.archive.redaction.take());
                Ok(())
            }
            _ => loose::skip(map),
        }
    }
}

fn tool<'de, A: MapAccess<'de>>(map: &mut A, limits: &Limits) -> Result<Option<Tool>, A::Error> {
    let mut raw = RawTool::default();
    map.next_value_seed(of(&mut raw))?;
    Ok(raw.tool(limits))
}

struct Entries<'a, 'b>(&'a mut Log<'b>);

impl<'de> Visitor<'de> for Entries<'_, '_> {
    type Value = ();

    loose::nothing!();

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Entries(log) = self;
        log.started = true;
        loop {
            let mut raw = RawEntry::new(log.limits);
            let place = Place { raw: &mut raw, aside: &log.aside, before: &mut log.before };
            if seq.next_element_seed(Any(place))?.is_none() {
                return Ok(());
            }
            log.archive.entries += 1;
            log.credentials |= raw.has_credentials();
            entry::of(raw, log.archive.entries, log.limits).into_iter().for_each(&mut *log.each);
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        loose::drain(map)
    }
}

/// An entry in the stream, or what stands in its place.
struct Place<'a> {
    raw: &'a mut RawEntry,
    aside: &'a Aside,
    before: &'a mut usize,
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = ();

    loose::nothing_but_str!();

    fn visit_str<E: serde::de::Error>(self, string: &str) -> Result<(), E> {
        let Some(text) = self.aside.next(string) else { return Ok(()) };
        let mut parser = serde_json::Deserializer::from_slice(&text);
        let read = of(self.raw).deserialize(&mut parser);
        let parsed = parser.into_iter::<IgnoredAny>().byte_offset();
        *self.before = if read.is_err() { text.len().saturating_sub(parsed) } else { 0 };
        self.aside.done(text);
        read.map_err(|error| E::custom(plain(&error.to_string())))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        of(self.raw).0.visit_map(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        of(self.raw).0.visit_seq(seq)
    }
}

struct Pages<'a, 'b>(&'a mut Log<'b>);

impl<'de> Visitor<'de> for Pages<'_, '_> {
    type Value = ();

    loose::nothing!();

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Pages(log) = self;
        loop {
            let mut raw = RawPage::default();
            if seq.next_element_seed(of(&mut raw))?.is_none() {
                return Ok(());
            }
            if log.archive.pages.len() < log.limits.items {
                log.archive.pages.push(raw.page(log.limits));
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        loose::drain(map)
    }
}
