//! HAR files as exporters write them, as people edit them, and as nobody should.

pub(crate) mod exporters;

use crate::corpus::folder;
use crate::support::World;
use crate::transcript::login;
use exporters::{BEGAN, Exporter, Message, write};
use lpauth::edge::files::{Disk, Files};
use lpauth::model::har;
use lpauth::model::har::read::{Archive, BodyState, Entry, Limits, entries};
use lpauth::model::http::{DistrustKind, Timing};
use lpauth::model::json::Malformed;
use lpauth::model::transcript::{Party, Purpose};
use proptest::prelude::{any, prop_assert, proptest};
use serde_json::{Value, json};
use std::io::Read;

/// Reads a whole file.
pub(crate) fn read(text: impl AsRef<[u8]>) -> Result<(Vec<Entry>, Archive), Malformed> {
    within(text, &Limits::default())
}

fn within(text: impl AsRef<[u8]>, limits: &Limits) -> Result<(Vec<Entry>, Archive), Malformed> {
    let mut found = Vec::new();
    let archive = entries(&mut text.as_ref(), limits, &mut |entry| found.push(entry))?;
    Ok((found, archive))
}

/// Reads a file of one entry with this member at this place.
fn one(pointer: &str, member: Value) -> Entry {
    let mut har: Value = serde_json::from_str(&write(Exporter::Chrome, &[sample()])).unwrap();
    set(&mut har, &format!("/log/entries/0{pointer}"), member);
    read(har.to_string()).unwrap().0.remove(0)
}

fn set(har: &mut Value, pointer: &str, member: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    har.pointer_mut(parent).unwrap()[name] = member;
}

fn sample() -> Message {
    Message::form("https://login.acmebank.example/token?a=1", "grant_type=authorization_code&code=a%20b")
        .at(120)
        .sends("Cookie", "sid=1")
        .answers(200, "application/json", r#"{"id_token":"x"}"#)
        .has("Date", "Thu, 01 Jan 2026 00:00:00 GMT")
}

#[test]
fn every_exporter_tells_the_same() {
    for exporter in Exporter::ALL {
        let picture = Message::get("https://cdn.acmebank.example/a.png")
            .answers(200, "image/png", [0x89, 0xff, 0])
            .loaded_as("image");
        let refused =
            Message::json("https://login.acmebank.example/down", &json!({})).fails("net::ERR_CONNECTION_REFUSED");
        let redirect = Message::get("https://login.acmebank.example/a").redirects("/b#c=d");
        let (entries, archive) = read(write(exporter, &[sample(), redirect, picture, refused])).unwrap();
        assert_eq!(archive.entries, 4, "{exporter:?}");
        assert_eq!(archive.truncated, None, "{exporter:?}");
        assert_eq!(archive.sanitised, exporter == Exporter::ChromeSanitised, "{exporter:?}");
        let first = &entries[0];
        assert_eq!((first.number, first.began, first.hop.began), (1, BEGAN + 120, BEGAN + 120), "{exporter:?}");
        let fields = [("grant_type", "authorization_code"), ("code", "a b")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        assert_eq!(first.request().fields(), fields, "{exporter:?}");
        assert_eq!(first.request().header("user-agent"), Some("Mozilla/5.0"), "{exporter:?}");
        assert_eq!(first.request().header(":authority"), None);
        assert_eq!((&*first.text(), first.body), (r#"{"id_token":"x"}"#, BodyState::Here), "{exporter:?}");
        assert_eq!(first.hop.clock_ahead(), Some(0), "{exporter:?}");
        assert_eq!(first.hop.timing.total, 38);
        assert_eq!(first.hop.remote.unwrap().to_string(), "192.0.2.7:443", "{exporter:?}");
        assert_eq!(entries[1].hop.redirect().unwrap().1.as_str(), "https://login.acmebank.example/b#c=d");
        assert_eq!(entries[2].hop.answer.as_ref().unwrap().body, [0x89, 0xff, 0], "{exporter:?}");
        assert_eq!(entries[3].status(), None, "{exporter:?}");
        // Firefox and Fiddler have no word for why.
        let is_silent = matches!(exporter, Exporter::Firefox | Exporter::Fiddler);
        assert_eq!(entries[3].failure.is_none(), is_silent, "{exporter:?}: {:?}", entries[3].failure);
    }
}

#[test]
fn the_program_and_its_pages_are_known() {
    let (_, archive) = read(write(Exporter::Playwright, &[sample()])).unwrap();
    assert_eq!(
        (archive.creator.unwrap().name, archive.browser.unwrap().version),
        ("Playwright".into(), "141.0.7390.37".into())
    );
    assert_eq!((archive.pages[0].id.as_str(), archive.pages[0].began), ("page_1", BEGAN));
    let (entries, archive) = read(write(Exporter::Fiddler, &[sample()])).unwrap();
    assert_eq!((archive.creator.unwrap().name.as_str(), entries[0].page.as_deref()), ("Fiddler", Some("page_1")));
}

#[test]
fn what_lpauth_writes_it_reads() {
    let login = login();
    let (entries, archive) = read(har::write(&login)).unwrap();
    assert_eq!((archive.entries, archive.creator.unwrap().name.as_str()), (login.steps.len(), "lpauth"));
    for (entry, step) in entries.iter().zip(&login.steps) {
        assert_eq!((entry.purpose, entry.from), (Some(step.purpose), Some(step.from)));
        assert_eq!(entry.hop.request, step.hop.request);
        assert_eq!(entry.hop.answer, step.hop.answer);
        assert_eq!(
            (entry.hop.began, entry.hop.remote, &entry.hop.tls),
            (step.hop.began, step.hop.remote, &step.hop.tls)
        );
        // HAR has no word for a request that was not sent.
        let timing = if step.hop.answer.is_some() { step.hop.timing } else { Timing::default() };
        assert_eq!(entry.hop.timing, timing);
    }
    assert_eq!((entries[6].from, entries[6].purpose), (Some(Party::LivePerson), Some(Purpose::Token)));
}

#[test]
fn bodies_say_how_much_of_them_is_there() {
    let content = |content: Value| one("/response/content", content).body;
    assert_eq!(content(json!({ "size": 4, "text": "abcd" })), BodyState::Here);
    assert_eq!(content(json!({ "size": 9, "text": "abcd" })), BodyState::Cut);
    assert_eq!(content(json!({ "size": 9 })), BodyState::Absent);
    assert_eq!(content(json!({})), BodyState::Absent);
    assert_eq!(content(Value::Null), BodyState::Absent);
    assert_eq!(content(json!({ "size": 0, "text": "" })), BodyState::Empty);
    assert_eq!(content(json!({ "size": 9, "_file": "6f.json" })), BodyState::Elsewhere);
    assert_eq!(content(json!({ "size": 2, "text": "/9g", "encoding": "base64" })), BodyState::Here);
    assert_eq!(content(json!({ "size": 2, "text": "¿?", "encoding": "base64" })), BodyState::Undecoded);
    let sent = |post: Value| one("/request/postData", post).sent;
    assert_eq!(sent(json!({ "mimeType": "a/b", "text": "x" })), BodyState::Here);
    assert_eq!(sent(json!({ "mimeType": "a/b" })), BodyState::Absent, "bodySize says that there was one");
    assert_eq!(sent(json!({ "mimeType": "a/b", "_sha1": "6f" })), BodyState::Elsewhere);
}

#[test]
fn form_fields_come_in_many_ways() {
    let fields = |post: &Value| one("/request/postData", post.clone()).request().fields();
    let expected = vec![("redirect_uri".to_owned(), "https://a.example/?x=1".to_owned())];
    let form = "application/x-www-form-urlencoded";
    let params = |value: &str| json!({ "mimeType": form, "params": [{ "name": "redirect_uri", "value": value }] });
    assert_eq!(fields(&params("https://a.example/?x=1")), expected);
    assert_eq!(fields(&params("https%3A%2F%2Fa.example%2F%3Fx%3D1")), expected);
    assert_eq!(
        fields(&json!({ "mimeType": form, "text": "redirect_uri=https%3A%2F%2Fa.example%2F%3Fx%3D1" })),
        expected
    );
    let charles = json!({ "mimeType": "application/json", "params": [{ "name": "{\"a\":1}", "value": "" }] });
    assert_eq!(one("/request/postData", charles).request().body, b"{\"a\":1}");
}

#[test]
fn times_are_read_with_their_zones() {
    let began = |text: &str| one("/startedDateTime", json!(text)).began;
    assert_eq!(began("2026-01-01T01:00:00.0071474+01:00"), BEGAN + 7);
    assert_eq!(began("2025-12-31T20:00:00.000-04:00"), BEGAN);
    assert_eq!(began("2026-01-01T00:00:00"), BEGAN);
    assert_eq!(began("soon"), 0);
    assert_eq!(one("/startedDateTime", json!(BEGAN)).began, BEGAN);
    assert_eq!(one("/timings", json!({ "dns": -1, "connect": -1, "ssl": "x" })).hop.timing.connect, None);
}

#[test]
fn addresses_that_are_none_of_the_web_are_kept() {
    for url in ["data:text/css;charset=utf-8,body%7btext-", "blob:https://a.example/6f", "chrome-extension://abc/x.js"]
    {
        assert_eq!(one("/request/url", json!(url)).request().url.as_str(), url);
    }
    for url in [json!(""), json!("/token"), json!(3), json!(null), json!({})] {
        assert_eq!(one("/request/url", url).request().url.as_str(), "about:invalid");
    }
    let mut har: Value = serde_json::from_str(&write(Exporter::Charles, &[sample()])).unwrap();
    set(&mut har, "/log/entries/0/request/method", json!("CONNECT"));
    set(&mut har, "/log/entries/0/request/url", json!("login.acmebank.example:443"));
    assert_eq!(read(har.to_string()).unwrap().0[0].request().url.as_str(), "https://login.acmebank.example/");
}

#[test]
fn headers_and_cookies_come_in_many_ways() {
    let expected = vec![("x-a".to_owned(), "1".to_owned()), ("x-b".to_owned(), "2".to_owned())];
    let headers = |headers: Value| {
        let mut headers = one("/request/headers", headers).hop.request.headers;
        headers.retain(|(name, _)| name != "content-type");
        headers
    };
    assert_eq!(headers(json!([{ "name": "X-A", "value": "1" }, { "name": "x-b", "value": 2 }])), expected);
    assert_eq!(headers(json!([["X-A", "1"], ["x-b", "2"], 3, null, {}])), expected);
    assert_eq!(headers(json!({ "X-A": "1", "x-b": 2, "none": null })), expected);
    assert_eq!(headers(json!({ "name": "X-A", "value": "1" })), expected[..1]);
    let set_cookie = json!([{ "name": "set-cookie", "value": "a=1; Path=/\nb=2" }]);
    let answer = one("/response/headers", set_cookie).hop.answer.unwrap();
    assert_eq!(
        answer.headers,
        [("set-cookie".to_owned(), "a=1; Path=/".to_owned()), ("set-cookie".into(), "b=2".into())]
    );
}

#[test]
fn failures_keep_the_words_of_the_exporter() {
    let both = |status: u16, error: Value| {
        let response = json!({ "status": status, "headers": [], "content": {}, "_error": error });
        let entry = one("/response", response);
        (entry.status(), entry.failure)
    };
    assert_eq!(both(0, json!("net::ERR_FAILED")), (None, Some("net::ERR_FAILED".to_owned())));
    assert_eq!(both(200, json!("net::ERR_FAILED")), (Some(200), Some("net::ERR_FAILED".to_owned())));
    assert_eq!(both(200, Value::Null), (Some(200), None));
    assert_eq!(one("/_wasAborted", json!(true)).failure.as_deref(), Some("aborted"));
    let distrusted = one("/response", json!({ "status": 0, "_error": "net::ERR_CERT_DATE_INVALID" }));
    assert_eq!(distrusted.hop.tls.unwrap().distrust.unwrap().kind, DistrustKind::Dates);
}

#[test]
fn caches_service_workers_and_sockets_are_told() {
    assert!(one("/_fromCache", json!("disk")).cached && !one("/_fromCache", Value::Null).cached);
    assert!(one("/_fetchType", json!("Memory Cache")).cached);
    assert!(one("/_fetchType", json!("Service Worker")).from_service_worker);
    assert!(one("/response/_fetchedViaServiceWorker", json!(true)).from_service_worker);
    let messages = json!([{ "type": "send", "time": 1.5, "opcode": 1, "data": "{}" },
                          { "type": "receive", "time": 2, "opcode": 8, "data": "4407" }]);
    let socket = one("/_webSocketMessages", messages).messages;
    assert_eq!((socket.len(), socket[0].sent, socket[1].opcode, socket[1].text.as_str()), (2, true, 8, "4407"));
    let entry = one("/pageref", json!("page_7"));
    assert_eq!(entry.initiated_by.as_deref(), Some("https://www.acmebank.example/chat.js"));
    assert_eq!((entry.initiator.as_deref(), entry.resource.as_deref()), (Some("script"), Some("document")));
}

#[test]
fn the_encoding_of_the_file_does_not_matter() {
    let text = write(Exporter::Chrome, &[Message::get("https://a.example/").answers(200, "text/plain", "grüße 𝄞")]);
    let units = || text.encode_utf16();
    let files: [Vec<u8>; 4] = [
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        [0xff, 0xfe].into_iter().chain(units().flat_map(u16::to_le_bytes)).collect(),
        [0xfe, 0xff].into_iter().chain(units().flat_map(u16::to_be_bytes)).collect(),
        units().flat_map(u16::to_le_bytes).collect(),
    ];
    for file in files {
        assert_eq!(read(file).unwrap().0[0].text(), "grüße 𝄞");
    }
    let broken = text.replace("grüße 𝄞", r"a\ud834b\udd1e\ud834\udd1ec").into_bytes();
    assert_eq!(read(&broken).unwrap().0[0].text(), "a\u{fffd}b\u{fffd}𝄞c");
    let mut broken = text.replace("grüße 𝄞", "a\tb¿c").into_bytes();
    let at = broken.windows(2).position(|two| two == "¿".as_bytes()).unwrap();
    broken.remove(at + 1);
    assert_eq!(read(&broken).unwrap().0[0].text(), "a\tb\u{fffd}c");
}

/// Members of the wrong type, wherever they stand, cost no entry.
#[test]
fn no_wrong_type_loses_an_entry() {
    let text = write(Exporter::Chrome, &[sample(), sample()]);
    let har: Value = serde_json::from_str(&text).unwrap();
    let mut places = Vec::new();
    pointers(&har["log"]["entries"][0], "/log/entries/0", &mut places);
    assert!(places.len() > 40, "{places:?}");
    for place in places {
        for wrong in [
            json!(null),
            json!(true),
            json!(-7),
            json!(1.5e300),
            json!("¿?"),
            json!([]),
            json!([[1], {}]),
            json!({ "a": {} }),
        ] {
            let mut har = har.clone();
            *har.pointer_mut(&place).unwrap() = wrong.clone();
            let (entries, archive) = read(har.to_string()).unwrap();
            assert_eq!((entries.len(), archive.truncated), (2, None), "{place}: {wrong}");
            assert_eq!(entries[1].status(), Some(200), "{place}: {wrong}");
        }
    }
}

fn pointers(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| pointers(member, &format!("{here}/{name}"), found));
        }
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(at, element)| pointers(element, &format!("{here}/{at}"), found));
        }
        _ => {}
    }
}

#[test]
fn a_file_that_breaks_off_gives_what_stands_before() {
    let har: Value = serde_json::from_str(&write(Exporter::Chrome, &[sample(), sample()])).unwrap();
    let text = har.to_string();
    let begins = text.find("\"entries\"").unwrap();
    let mut seen = 0;
    for cut in 0..text.len() {
        match read(&text.as_bytes()[..cut]) {
            Ok((entries, archive)) => {
                assert!(cut > begins && entries.len() >= seen, "{cut}");
                seen = entries.len();
                let malformed = archive.truncated.unwrap();
                assert_eq!(malformed.offset, cut);
                assert_eq!(malformed.reason, "the text ends before the JSON does", "{cut}");
            }
            Err(malformed) => assert!(cut < begins + 13 && !malformed.reason.is_empty(), "{cut}: {malformed:?}"),
        }
    }
    assert_eq!(seen, 2);
    let broken = text.replacen("\"_priority\"", "}oops", 2);
    let (entries, archive) = read(&broken).unwrap();
    assert!(entries.is_empty() && archive.truncated.is_some());
}

#[test]
fn what_is_no_archive_says_why() {
    let reason = |text: &str| read(text).unwrap_err().reason;
    assert_eq!(reason(""), "the text ends before the JSON does");
    assert_eq!(reason("<html>"), "no JSON value begins here");
    for text in ["{}", "[]", "3", r#"{"log":{}}"#, r#"{"log":{"entries":{}}}"#, r#"{"keys":[]}"#] {
        assert_eq!(reason(text), "there is no `log` with `entries`: this is no HAR file", "{text}");
    }
    assert_eq!(read(r#"{"log":{"entries":[]}}"#).unwrap().1.entries, 0);
    assert_eq!(read(r#"{"entries":[{}]}"#).unwrap().1.entries, 1, "the log alone");
}

#[test]
fn bombs_do_not_go_off() {
    let deep = |levels: usize| {
        let bomb = "[".repeat(levels) + &"]".repeat(levels);
        format!(r#"{{"log":{{"entries":[{{"request":{{"url":"https://a.example/"}}}},{{"_x":{bomb}}}]}}}}"#)
    };
    assert_eq!(read(deep(900)).unwrap().0.len(), 2);
    let (entries, archive) = read(deep(100_000)).unwrap();
    assert_eq!((entries.len(), archive.truncated.unwrap().reason.as_str()), (1, "more than 1000 levels deep"));
    let limits = Limits { body: 100, text: 50, items: 3, ..Limits::default() };
    let mut message = Message::get("https://a.example/").answers(200, "text/plain", "ü".repeat(99));
    message.sent = (0..9).map(|count| (format!("x-{count}"), "ä".repeat(99))).collect();
    let (entries, _) = within(write(Exporter::Chrome, &[message]), &limits).unwrap();
    assert_eq!((&*entries[0].text(), entries[0].body), ("ü".repeat(50).as_str(), BodyState::Cut));
    assert_eq!(entries[0].request().headers, [("x-0".to_owned(), "ä".repeat(25)), ("x-1".into(), "ä".repeat(25))]);
    let long = Message::get("https://a.example/").answers(200, "image/png", [0xff; 99]);
    let (entries, _) = within(write(Exporter::Chrome, &[long]), &limits).unwrap();
    assert_eq!((entries[0].hop.answer.as_ref().unwrap().body.len(), entries[0].body), (75, BodyState::Cut));
}

/// A file that has no end, and how much of it was asked for.
struct Endless {
    entry: Vec<u8>,
    given: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let start: &[u8] = br#"{"log":{"entries":["#;
        for byte in buffer.iter_mut() {
            let at = self.given;
            *byte = if at < start.len() { start[at] } else { self.entry[(at - start.len()) % self.entry.len()] };
            self.given += 1;
        }
        Ok(buffer.len())
    }
}

#[test]
fn entries_are_handed_on_before_the_file_ends() {
    let har: Value = serde_json::from_str(&write(Exporter::Chrome, &[sample()])).unwrap();
    let entry = format!("{},", har["log"]["entries"][0]).into_bytes();
    let length = entry.len();
    let seen = std::cell::Cell::new(0_usize);
    let mut file = Endless { entry, given: 0 };
    // Nothing but a limit ends it.
    let mut some = Read::take(&mut file, 10_000_000);
    let archive = entries(&mut some, &Limits::default(), &mut |_| seen.set(seen.get() + 1)).unwrap();
    assert_eq!(archive.entries, seen.get());
    assert!(archive.truncated.is_some() && seen.get() >= 10_000_000 / length - 1);

    struct Watched<'a>(Endless, &'a std::cell::Cell<usize>, usize);
    impl Read for Watched<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let handed_on = self.1.get() * self.2;
            assert!(self.0.given < handed_on + 300_000, "{} bytes read, {handed_on} of them handed on", self.0.given);
            if self.0.given > 5_000_000 { Ok(0) } else { self.0.read(buffer) }
        }
    }
    seen.set(0);
    let mut watched = Watched(Endless { given: 0, ..file }, &seen, length);
    entries(&mut watched, &Limits::default(), &mut |_| seen.set(seen.get() + 1)).unwrap();
    assert!(seen.get() > 1_000);
}

#[test]
fn files_are_opened_piece_by_piece() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("login.har");
    std::fs::write(&path, write(Exporter::Chrome, &[sample()])).unwrap();
    let mut count = 0;
    let archive = entries(&mut *Disk.open(&path).unwrap(), &Limits::default(), &mut |_| count += 1).unwrap();
    assert_eq!((archive.entries, count), (1, 1));
    let message = |path: &std::path::Path| Disk.open(path).err().unwrap().message;
    assert!(message(directory.path()).ends_with("is a directory"));
    assert!(message(&directory.path().join("none")).starts_with("there is no file"));
    let mut world = World::new().file("a.har", "{}");
    let mut text = String::new();
    world.open("a.har".as_ref()).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "{}");
}

#[test]
fn the_corpus_is_read() {
    let Some(archives) = folder("har") else { return };
    let mut files = 0;
    for entry in std::fs::read_dir(archives).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "har") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let (found, archive) = read(&bytes).unwrap();
        let whole: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(found.len(), whole["log"]["entries"].as_array().unwrap().len(), "{}", path.display());
        assert_eq!(archive.truncated, None, "{}", path.display());
        files += 1;
    }
    assert!(files > 8, "only {files} archives");
}

proptest! {
    #[test]
    fn reading_never_panics(text in any::<Vec<u8>>(), at in any::<proptest::sample::Index>(), with in any::<u8>()) {
        let _ = read(&text);
        let mut har = write(Exporter::Chrome, &[sample(), sample()]).into_bytes();
        let at = at.index(har.len());
        har[at] = with;
        if let Ok((entries, archive)) = read(&har) {
            // A brace in the place of a comma ends an entry early, and what is left of it counts as one more.
            prop_assert!(entries.len() == archive.entries && entries.len() <= 3);
            prop_assert!(archive.truncated.is_none_or(|malformed| malformed.offset <= har.len()));
        }
    }
}
