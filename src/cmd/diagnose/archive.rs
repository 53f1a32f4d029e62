//! What a browser's capture shows of logins, and what it shows besides.

use super::hand::{Attempt, Hand};
use super::traces::{needs_person, of_capture, traces, was_logged_in};
use crate::edge::{Edge, Failure};
use crate::flow::cause::{self, Heard, Seen};
use crate::flow::recognise::{self, Call, Connector, Expectations, Kind, Recognised, Recogniser};
use crate::model::har::read::{Limits, entries};
use crate::report::diagnosis::Confidence;
use crate::spec::liveperson::CODES;
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
    read.map_err(|error| {
        Failure::input(format!("{} cannot be read: {error}", path.display())).hint("copy the file here and try again")
    })?;
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
            Err(malformed) => self.unread.push(
                Failure::input(format!("{name} cannot be read: {}", malformed.reason))
                    .hint("export it again from the browser's developer tools, as a HAR with content"),
            ),
        }
    }

    fn recognised(&mut self, name: &str, found: Recognised) {
        let ours = found.attempts.iter().any(|attempt| attempt.kind == Kind::LivePerson);
        let seen = |(id, proof): (&'static str, String)| Seen { id, subject: name.to_owned(), proof, confidence: None };
        self.seen.extend(of_capture(&found).into_iter().map(seen));
        let before = found.attempts.clone();
        let wanted = found.attempts.into_iter().filter(|attempt| !ours || attempt.kind == Kind::LivePerson);
        let (mut tried, mut broken) = (false, false);
        for (index, attempt) in wanted.filter(|attempt| !is_question(attempt, &before)).enumerate() {
            tried = true;
            broken |= !traces(&attempt, &before).is_empty();
            self.attempt(format!("login {} in {name}", index + 1), attempt, &found.connectors, &before);
        }
        // A page whose own request gets no answer has nothing to call back with.
        if !ours && !broken {
            let window = cause::Window { calls: &found.calls, connectors: &found.connectors };
            let weighed = |seen: Seen| match tried {
                // Whatever the page's own login fails of keeps it from calling back.
                true => Seen { confidence: Some(Confidence::Possible), ..seen },
                false => seen,
            };
            self.seen.extend(cause::of_window(name, window).into_iter().map(weighed));
        }
        self.heard.extend(found.calls.iter().filter_map(|call| heard(name, call)));
        let advice = found.advice.iter().map(|advice| format!("Missing: {}. {}", advice.missing, advice.how));
        self.wanted.extend(advice.map(|line| line.trim_end().to_owned()));
        if !found.advice.is_empty() {
            self.wanted.push(GUIDE.to_owned());
        }
        self.captures += 1;
    }

    fn attempt(
        &mut self,
        subject: String,
        attempt: recognise::Attempt,
        connectors: &[Connector],
        all: &[recognise::Attempt],
    ) {
        let seen = |(id, proof): (&'static str, String)| Seen { id, subject: subject.clone(), proof, confidence: None };
        self.seen.extend(traces(&attempt, all).into_iter().map(seen));
        self.seen.extend(cause::of_attempt(&subject, &attempt, connectors));
        self.seen.extend(cause::of_identity(&subject, &attempt));
        let called = attempt.liveperson.iter().find_map(|call| call.connector.clone());
        let listed = set_up(called.as_deref(), connectors);
        self.logins.push(Attempt {
            name: subject,
            at: attempt.captured_at,
            connector: attempt.connector.or(listed),
            caveats: caveats(attempt.kind, &attempt.gaps),
            login: attempt.transcript,
        });
    }
}

/// Returns the connector of LivePerson's public list that a login was for: the one that was called, or the only one.
fn set_up(called: Option<&str>, connectors: &[Connector]) -> Option<Connector> {
    let found = || connectors.iter().find(|connector| called.is_some() && connector.id.as_deref() == called);
    if let [only] = connectors { Some(only) } else { found() }.cloned()
}

/// Returns whether a page of the brand only asked whether somebody is logged in, and nobody was (OIDC Core §3.1.2.6).
fn is_question(attempt: &recognise::Attempt, all: &[recognise::Attempt]) -> bool {
    let login = &attempt.transcript;
    let says_no = login.callback.as_ref().and_then(|callback| callback.get("error")).is_some_and(needs_person);
    attempt.kind == Kind::Other && says_no && !was_logged_in(attempt, all)
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
