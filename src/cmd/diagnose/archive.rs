//! What a browser's capture shows of logins, and what it shows besides.

use super::hand::{Attempt, Hand};
use crate::edge::{Edge, Failure};
use crate::flow::cause::{self, Heard, Seen};
use crate::flow::recognise::{
    self, Blocked, Call, CallKind, Connector, Expectations, Kind, Recognised, Recogniser, Why,
};
use crate::model::har::read::{Limits, entries};
use crate::model::http::Hop;
use crate::model::login::Flow;
use crate::model::transcript::{Purpose, Step};
use crate::spec::liveperson::CODES;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

/// What is said where a capture lacks something.
const GUIDE: &str = "`lpauth explain har` says how to capture a login, browser by browser.";

/// How much of a file is looked at to tell whether it is a capture, in bytes.
const HEAD: usize = 4 << 10;

/// Returns the reader of a file that looks like a capture; `None` for any other.
///
/// # Errors
/// If the file cannot be read.
pub(super) fn opened(path: &Path, edge: &mut Edge) -> Result<Option<Box<dyn Read>>, Failure> {
    let mut file = edge.files.open(path)?;
    let mut head = Vec::new();
    let read = file.by_ref().take(HEAD as u64).read_to_end(&mut head);
    read.map_err(|error| Failure::input(format!("{} cannot be read: {error}", path.display())))?;
    let is_capture = looks_like_one(&head);
    Ok(is_capture.then(|| Box::new(Cursor::new(head).chain(file)) as Box<dyn Read>))
}

/// Returns whether a text begins as captures do.
pub(super) fn looks_like_one(head: &[u8]) -> bool {
    let head = &head[..head.len().min(HEAD)];
    let text: String = String::from_utf8_lossy(head).chars().filter(|c| !c.is_whitespace() && *c != '\0').collect();
    let text = text.trim_start_matches(['\u{feff}', '\u{fffd}']);
    text.starts_with("{\"log\":{")
        || text.starts_with('{') && text.contains("\"entries\":[") && text.contains("startedDateTime")
}

impl Hand {
    /// Takes what a capture shows.
    pub(super) fn capture(&mut self, name: &str, reader: &mut dyn Read, expect: Expectations) {
        let mut recogniser = Recogniser::new(expect);
        match entries(reader, &Limits::default(), &mut |entry| recogniser.entry(entry)) {
            Ok(archive) => {
                recogniser.archive(&archive);
                self.recognised(name, recogniser.finish());
            }
            Err(malformed) => self.unread.push(Failure::input(format!("{name} cannot be read: {}", malformed.reason))),
        }
    }

    fn recognised(&mut self, name: &str, found: Recognised) {
        let ours = found.attempts.iter().any(|attempt| attempt.kind == Kind::LivePerson);
        let wanted = found.attempts.into_iter().filter(|attempt| !ours || attempt.kind == Kind::LivePerson);
        for (index, attempt) in wanted.enumerate() {
            self.attempt(format!("login {} in {name}", index + 1), attempt, &found.connectors);
        }
        if !ours {
            let window = cause::Window { calls: &found.calls, connectors: &found.connectors };
            self.seen.extend(cause::of_window(name, window));
        }
        self.heard.extend(found.calls.iter().filter_map(|call| heard(name, call)));
        let advice = found.advice.iter().map(|advice| format!("Missing: {}. {}", advice.missing, advice.how));
        self.wanted.extend(advice.map(|line| line.trim_end().to_owned()));
        if !found.advice.is_empty() {
            self.wanted.push(GUIDE.to_owned());
        }
        self.captures += 1;
    }

    fn attempt(&mut self, subject: String, attempt: recognise::Attempt, connectors: &[Connector]) {
        let seen = |(id, proof): (&'static str, String)| Seen { id, subject: subject.clone(), proof, confidence: None };
        self.seen.extend(traces(&attempt).into_iter().map(seen));
        self.seen.extend(cause::of_attempt(&subject, &attempt, connectors));
        self.seen.extend(cause::of_identity(&subject, &attempt));
        self.logins.push(Attempt {
            name: subject,
            at: attempt.captured_at,
            connector: attempt.connector,
            caveats: caveats(attempt.kind, &attempt.gaps),
            login: attempt.transcript,
        });
    }
}

fn caveats(kind: Kind, gaps: &[recognise::Gap]) -> Vec<String> {
    let foreign =
        (kind == Kind::Other).then(|| "This login is not LivePerson's, as far as the capture shows.".to_owned());
    let gaps = gaps.iter().map(|gap| format!("Not in the capture: {}.", gap.sentence()));
    foreign.into_iter().chain(gaps).collect()
}

fn heard(name: &str, call: &Call) -> Option<Heard> {
    let (family, number) = call.code.as_ref()?;
    let code = CODES.iter().find(|row| row.family == *family && row.codes.iter().any(|(code, _)| code == number))?;
    Some(Heard { code, word: number.clone(), place: format!("entry {} of {name}", call.entry) })
}

/// Returns what a login shows that no check asks: ids of causes, each with the line that proves it.
fn traces(attempt: &recognise::Attempt) -> Vec<(&'static str, String)> {
    let mut traces: Vec<_> =
        attempt.blocked.iter().map(|blocked| (of_blocked(blocked, attempt.framed), told(blocked))).collect();
    traces.extend(used_twice(attempt));
    traces.extend(attempt.transcript.steps.iter().filter_map(refused_state));
    traces.extend(circles(&attempt.transcript.steps));
    traces.extend(attempt.transcript.steps.iter().filter(|_| attempt.framed).find_map(frame_refused));
    traces.extend(attempt.liveperson.iter().find_map(refused));
    traces
}

fn of_blocked(blocked: &Blocked, framed: bool) -> &'static str {
    match blocked.why {
        Why::Cors => "cors-refused",
        Why::MixedContent => "mixed-content",
        Why::ResponsePolicy if framed => "login-frame-refused",
        Why::Client | Why::ContentPolicy => "script-blocked",
        Why::Aborted => "request-aborted",
        _ => "request-blocked",
    }
}

fn told(blocked: &Blocked) -> String {
    format!("entry {}: {} got no answer that the page could read: {}", blocked.entry, blocked.url, blocked.words)
}

fn used_twice(attempt: &recognise::Attempt) -> Option<(&'static str, String)> {
    let handed = attempt.handed.as_ref().filter(|handed| handed.times > 1)?;
    let is_code = attempt.transcript.terms.flow == Flow::Code;
    is_code.then(|| ("code-used-twice", format!("the same code was handed to LivePerson {} times", handed.times)))
}

/// Statuses of firewalls and gateways that take offence at a request as such.
const OFFENDED: [u16; 6] = [403, 406, 413, 414, 431, 501];

fn refused_state(step: &Step) -> Option<(&'static str, String)> {
    let status = step.hop.answer.as_ref()?.status;
    let offended = step.purpose == Purpose::Authorization && OFFENDED.contains(&status);
    let state = step.parameter("state").filter(|state| offended && state.contains('{'))?;
    Some((
        "state-refused",
        format!("status {status} to an authorization request with a `state` of {} characters", state.len()),
    ))
}

/// How often the same page is asked before a login goes in circles.
const ROUNDS: usize = 3;

fn circles(steps: &[Step]) -> Option<(&'static str, String)> {
    let pages = steps.iter().filter(|step| matches!(step.purpose, Purpose::Authorization | Purpose::Login));
    let mut asked: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for step in pages.filter(|step| step.hop.request.method == "GET") {
        *asked
            .entry((step.hop.request.url.host_str().unwrap_or_default(), step.hop.request.url.path()))
            .or_default() += 1;
    }
    let ((host, path), times) =
        asked.into_iter().max_by_key(|(_, times)| *times).filter(|(_, times)| *times >= ROUNDS)?;
    Some(("cookies-lost", format!("{host}{path} is asked {times} times in one login")))
}

fn frame_refused(step: &Step) -> Option<(&'static str, String)> {
    let field = |hop: &Hop| {
        let answer = hop.answer.as_ref()?;
        let options = answer.header("x-frame-options").map(|value| format!("X-Frame-Options: {value}"));
        let policy = answer.header("content-security-policy").filter(|policy| policy.contains("frame-ancestors"));
        options.or_else(|| policy.map(|policy| format!("Content-Security-Policy: {policy}")))
    };
    let field = field(&step.hop).filter(|_| matches!(step.purpose, Purpose::Authorization | Purpose::Login))?;
    Some(("login-frame-refused", format!("the login page answers with {field}, and stands in a frame")))
}

fn refused(call: &Call) -> Option<(&'static str, String)> {
    let status = call.status.filter(|status| *status >= 400 && call.kind == CallKind::Authenticate)?;
    Some(("liveperson-refused", format!("entry {}: {} answers {status}", call.entry, call.request)))
}
