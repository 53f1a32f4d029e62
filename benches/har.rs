//! A HAR file of a hundred megabytes: read as a stream, and its logins recognised, against parsing the same file by serde_json,
//! into nothing and into a tree.
//!
//! `cargo bench --bench har` prints a line a way: seconds, megabytes a second, how many times as long as parsing into nothing,
//! and how much the memory of the process grew. `-- 500` makes the file 500 megabytes.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench looks at a clock and fails by panicking")]

use lpauth::edge::files::{Disk, Files};
use lpauth::flow::recognise::{Expectations, Recogniser};
use lpauth::model::har::read::{Limits, entries};
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use std::hint::black_box;
use std::io::{BufReader, Write};
use std::path::Path;
use std::time::Instant;

/// Does something with a whole file, and returns how much it found.
type Way = fn(&Path) -> usize;

const MEGABYTE: usize = 1_000_000;

fn main() {
    let size = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(100) * MEGABYTE;
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = file.path();
    let bytes = generate(path, size);
    let mut out = std::io::stdout().lock();
    writeln!(out, "way              seconds   MB/s  ratio  memory MB").unwrap();
    // The tree comes last: what it took is not given back.
    let ways: [(&str, Way); 4] =
        [("into nothing", ignored), ("entries", read), ("logins", recognised), ("into a tree", tree)];
    let mut nothing = None;
    for (name, way) in ways {
        let before = memory("VmRSS:");
        let seconds = best(|| way(path));
        let grown = memory("VmHWM:").saturating_sub(before);
        let base = *nothing.get_or_insert(seconds);
        let rate = bytes as f64 / MEGABYTE as f64 / seconds;
        writeln!(out, "{name:<14} {seconds:>9.2} {rate:>6.0} {:>6.2} {:>10}", seconds / base, grown / 1_000).unwrap();
    }
}

fn best(run: impl Fn() -> usize) -> f64 {
    let round = |_| {
        let start = Instant::now();
        assert!(black_box(run()) > 0);
        start.elapsed().as_secs_f64()
    };
    (0..3).map(round).fold(f64::INFINITY, f64::min)
}

/// What the system says of the memory of this process, in kilobytes; 0 where it says nothing.
fn memory(line: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let words = status.lines().find_map(|text| text.strip_prefix(line));
    words.and_then(|words| words.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn ignored(path: &Path) -> usize {
    serde_json::from_reader::<_, IgnoredAny>(BufReader::new(Disk.open(path).unwrap())).unwrap();
    1
}

fn tree(path: &Path) -> usize {
    let value: Value = serde_json::from_reader(BufReader::new(Disk.open(path).unwrap())).unwrap();
    value["log"]["entries"].as_array().unwrap().len()
}

fn read(path: &Path) -> usize {
    let mut count = 0;
    entries(&mut *Disk.open(path).unwrap(), &Limits::default(), &mut |_| count += 1).unwrap();
    count
}

fn recognised(path: &Path) -> usize {
    let mut recogniser = Recogniser::new(Expectations::default());
    let archive = entries(&mut *Disk.open(path).unwrap(), &Limits::default(), &mut |entry| recogniser.entry(entry));
    recogniser.archive(&archive.unwrap());
    let found = recogniser.finish();
    assert_eq!((found.attempts.len(), found.seen.dropped), (3, 0));
    found.attempts.len()
}

/// Writes a file of about this size in the shape of Chrome's, with three logins in it, and returns how long it became.
fn generate(path: &Path, size: usize) -> usize {
    let mut out = std::io::BufWriter::new(std::fs::OpenOptions::new().write(true).open(path).unwrap());
    let start =
        r#"{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[],"entries":["#;
    out.write_all(start.as_bytes()).unwrap();
    let mut written = start.len();
    let mut logins = [size / 4, size / 2, size / 4 * 3].into_iter().peekable();
    for number in 0.. {
        if written >= size {
            break;
        }
        let entry = match logins.next_if(|at| written >= *at) {
            Some(at) => login(number, at),
            None => vec![noise(number)],
        };
        for entry in entry {
            let comma = if written > start.len() { "," } else { "" };
            let text = format!("{comma}{entry:#}");
            out.write_all(text.as_bytes()).unwrap();
            written += text.len();
        }
    }
    out.write_all(b"]}}").unwrap();
    written + 3
}

fn noise(number: usize) -> Value {
    let script = "for (const step of steps) { if (step.done) { \"queue\".push(step) } }\n".repeat(200 + number % 700);
    match number % 4 {
        0 => entry(number, "script", "https://cdn.brand.example/a.js", 200, &json!([]), "text/javascript", &script),
        1 => entry(
            number,
            "fetch",
            "https://www.brand.example/api/basket",
            200,
            &json!([]),
            "application/json",
            "{\"items\":[]}",
        ),
        2 => entry(
            number,
            "image",
            "https://cdn.brand.example/a.png",
            200,
            &json!([]),
            "image/png",
            &"iVBORw0K".repeat(1_000),
        ),
        _ => entry(
            number,
            "document",
            "https://www.brand.example/shoes",
            200,
            &json!([]),
            "text/html",
            &"<p>Shoes</p>\n".repeat(2_000),
        ),
    }
}

fn login(number: usize, session: usize) -> Vec<Value> {
    let window = "https://lpcdn.lpsnmedia.net/le_unified_window/index.html";
    let state = format!("%7B%22lpUnifiedWindowConfig%22%3A%7B%22accountId%22%3A%22{session}%22%7D%7D");
    let asked = format!(
        "https://login.brand.example/authorize?response_type=code&client_id=lp&scope=openid&redirect_uri={window}&state={state}"
    );
    let back = format!("{window}?code=code-{session}&state={state}");
    let location = json!([{ "name": "location", "value": back }]);
    vec![
        entry(number, "document", &asked, 302, &location, "x-unknown", ""),
        entry(number, "document", &back, 200, &json!([]), "text/html", "<html>"),
    ]
}

fn entry(number: usize, kind: &str, url: &str, status: u16, headers: &Value, media_type: &str, body: &str) -> Value {
    let frames: Vec<Value> =
        (0..6).map(|at| json!({ "functionName": "run", "scriptId": "9", "url": "https://cdn.brand.example/a.js", "lineNumber": at })).collect();
    let field = |name: &str, value: &str| json!({ "name": name, "value": value });
    json!({
        "_initiator": { "type": "script", "stack": { "callFrames": frames } },
        "_priority": "High",
        "_resourceType": kind,
        "cache": {},
        "pageref": "page_1",
        "request": {
            "method": "GET", "url": url, "httpVersion": "http/2.0",
            "headers": [field(":authority", "www.brand.example"), field("accept", "*/*"), field("user-agent", "Mozilla/5.0")],
            "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0,
        },
        "response": {
            "status": status, "statusText": "", "httpVersion": "http/2.0", "headers": headers, "cookies": [],
            "content": { "size": body.len(), "mimeType": media_type, "text": body },
            "redirectURL": "", "headersSize": -1, "bodySize": -1, "_transferSize": 900, "_error": null,
        },
        "serverIPAddress": "192.0.2.7",
        "startedDateTime": jiff::Timestamp::from_millisecond(1_767_225_600_000 + i64::try_from(number).unwrap() * 20).unwrap().to_string(),
        "time": 38.2,
        "timings": { "blocked": 1.1, "dns": -1, "ssl": -1, "connect": -1, "send": 0.2, "wait": 30.1, "receive": 6.8 },
    })
}
