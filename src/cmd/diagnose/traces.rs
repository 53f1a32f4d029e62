//! What a capture shows that no check asks: what browsers kept back, what was used twice, what goes in circles.

use crate::flow::recognise::{Attempt, Blocked, Call, CallKind, Gap, Recognised, Why};
use crate::model::http::Hop;
use crate::model::login::Flow;
use crate::model::transcript::{Purpose, Step, Transcript};
use std::collections::BTreeMap;

/// The id of a cause, and the line that proves it.
pub(super) type Trace = (&'static str, String);

/// Returns what a login shows that no check asks. `all` are the logins of the capture.
pub(super) fn traces(attempt: &Attempt, all: &[Attempt]) -> Vec<Trace> {
    let mut traces: Vec<_> =
        attempt.blocked.iter().map(|blocked| (of_blocked(blocked, attempt.framed), told(blocked))).collect();
    traces.extend(used_twice(attempt));
    traces.extend(too_old(attempt));
    traces.extend(attempt.transcript.steps.iter().filter_map(refused_state));
    traces.extend(circles(&attempt.transcript));
    traces.extend(forgotten(attempt, all));
    traces.extend(cookieless(attempt));
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
        Why::Certificate => "server-distrusted",
        Why::Aborted => "request-aborted",
        _ => "request-blocked",
    }
}

fn told(blocked: &Blocked) -> String {
    format!("entry {}: {} got no answer that the page could read: {}", blocked.entry, blocked.url, blocked.words)
}

fn used_twice(attempt: &Attempt) -> Option<(&'static str, String)> {
    let handed = attempt.handed.as_ref().filter(|handed| handed.times > 1)?;
    let is_code = attempt.transcript.terms.flow == Flow::Code;
    is_code.then(|| ("code-used-twice", format!("the same code was handed to LivePerson {} times", handed.times)))
}

/// How long a code is good at most (RFC 6749 §4.1.2), in milliseconds.
const GOOD: i64 = 600_000;

fn too_old(attempt: &Attempt) -> Option<Trace> {
    let came = attempt.transcript.of(Purpose::Callback).next().map(|step| step.hop.began).filter(|began| *began > 0)?;
    let is_refusal = |call: &&Call| call.kind == CallKind::Authenticate && call.status != Some(200);
    let call = attempt.liveperson.iter().find(is_refusal).filter(|_| attempt.transcript.terms.flow == Flow::Code)?;
    let waited = call.began.saturating_sub(came);
    (waited > GOOD).then(|| {
        let minutes = waited / 60_000;
        ("code-too-old", format!("entry {}: the code is handed over {minutes} minutes after it came", call.entry))
    })
}

/// Statuses of firewalls and gateways that take offence at a request as such.
const OFFENDED: [u16; 6] = [403, 406, 413, 414, 431, 501];

/// What firewalls, gateways and frameworks write on their pages when they take a request for an attack or for too long, in
/// small letters.
const OFFENCES: [&str; 14] = [
    "requested url was rejected",
    "request rejected",
    "request blocked",
    "you have been blocked",
    "attack detected",
    "web page blocked",
    "incapsula incident",
    "potentially dangerous request",
    "query string is too long",
    "invalid character found in the request target",
    "request-uri too large",
    "uri too long",
    "request header or cookie too large",
    "security policy violation",
];

fn refused_state(step: &Step) -> Option<Trace> {
    let answer = step.hop.answer.as_ref().filter(|_| step.purpose == Purpose::Authorization)?;
    let state = step.parameter("state").filter(|state| state.contains('{'))?;
    let page = String::from_utf8_lossy(&answer.body).to_lowercase();
    let status = answer.status;
    let told = match OFFENCES.iter().find(|words| page.contains(**words)) {
        Some(words) => format!(" and “{words}”"),
        None if OFFENDED.contains(&status) => String::new(),
        None => return None,
    };
    let length = state.chars().count();
    let proof = format!("status {status}{told} to an authorization request with a `state` of {length} characters");
    Some(("state-refused", proof))
}

/// How often the same page is asked before a login goes in circles.
const ROUNDS: usize = 3;

// Whoever types a wrong password sees the login page again and again; whoever is forgotten is sent there again and again.
fn circles(login: &Transcript) -> Option<Trace> {
    let pages = login.steps.iter().filter(|step| matches!(step.purpose, Purpose::Authorization | Purpose::Login));
    let place =
        |step: &Step| (step.hop.request.url.host_str().map(str::to_owned), step.hop.request.url.path().to_owned());
    let begin = login.of(Purpose::Authorization).next().map(place);
    let mut asked: BTreeMap<(Option<String>, String), usize> = BTreeMap::new();
    for step in pages.filter(|step| step.hop.request.method == "GET") {
        let place = place(step);
        if step.hop.redirect().is_some() || Some(&place) == begin.as_ref() {
            *asked.entry(place).or_default() += 1;
        }
    }
    let most = asked.into_iter().max_by_key(|(_, times)| *times);
    let ((host, path), times) = most.filter(|(_, times)| *times >= ROUNDS && login.callback.is_none())?;
    Some(("cookies-lost", format!("{}{path} is asked {times} times in one login", host.unwrap_or_default())))
}

/// Returns whether an error says that a person would have to do something (OIDC Core §3.1.2.6).
pub(super) fn needs_person(error: &str) -> bool {
    ["login_required", "interaction_required", "consent_required", "account_selection_required"].contains(&error)
}

/// Returns whether somebody had logged in at the same server before, as far as the capture shows.
pub(super) fn was_logged_in(attempt: &Attempt, all: &[Attempt]) -> bool {
    let began = |attempt: &Attempt| attempt.entries.first().copied().unwrap_or(usize::MAX);
    let is_in = |login: &Transcript| login.callback.as_ref().is_some_and(|callback| callback.get("error").is_none());
    let is_same = |other: &&Attempt| attempt.provider.is_some() && other.provider == attempt.provider;
    all.iter().filter(is_same).any(|other| began(other) < began(attempt) && is_in(&other.transcript))
}

// Browsers keep the cookies of another site out of frames.
fn forgotten(attempt: &Attempt, all: &[Attempt]) -> Option<Trace> {
    let error = attempt.transcript.callback.as_ref()?.get("error").filter(|error| needs_person(error))?;
    let told = || format!("the server answers `{error}` in a frame, to somebody who had logged in there before");
    (attempt.framed && was_logged_in(attempt, all)).then(|| ("cookies-lost", told()))
}

/// Statuses of servers that do not know whose form it is.
const UNKNOWN: [u16; 3] = [400, 403, 419];

// A form belongs to a session: without its cookie a server cannot tell whose it is.
fn cookieless(attempt: &Attempt) -> Option<Trace> {
    let login = &attempt.transcript;
    let sets = |step: &Step| step.hop.answer.as_ref().is_some_and(|answer| answer.header("set-cookie").is_some());
    let has = |step: &Step| step.hop.request.header("cookie").is_some() || sets(step);
    if attempt.gaps.contains(&Gap::Cookies) || login.callback.is_some() || login.steps.iter().any(has) {
        return None;
    }
    let posted = login.of(Purpose::Login).rfind(|step| step.hop.request.method == "POST")?;
    let status = posted.hop.answer.as_ref()?.status;
    let path = posted.hop.request.url.path();
    let proof = || format!("status {status} to the form at {path}: no cookie was set before, and none came with it");
    UNKNOWN.contains(&status).then(|| ("cookies-lost", proof()))
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

/// Returns what a capture shows besides its logins.
pub(super) fn of_capture(found: &Recognised) -> Vec<Trace> {
    [kept_out(found), cut_off(found), elsewhere(found)].into_iter().flatten().collect()
}

// Without the tag there is no chat.
fn kept_out(found: &Recognised) -> Option<Trace> {
    let tags = || found.calls.iter().filter(|call| call.kind == CallKind::Tag);
    let is_there = tags().any(|call| call.status.is_some_and(|status| status < 400));
    let is_used = found.calls.iter().any(|call| matches!(call.kind, CallKind::Authenticate | CallKind::Window));
    let left = |call: &&Call| call.failure.as_deref().is_some_and(|words| words.to_lowercase().contains("abort"));
    let call = tags().find(|call| call.status.is_none() && !left(call)).filter(|_| !is_there && !is_used)?;
    let words = call.failure.as_deref().unwrap_or("no answer");
    Some(("script-blocked", format!("entry {}: {} did not load: {words}", call.entry, call.request)))
}

// What the tag asks before it opens a chat.
fn cut_off(found: &Recognised) -> Option<Trace> {
    let is_asked = |call: &&Call| matches!(call.kind, CallKind::Connectors | CallKind::Domain | CallKind::Window);
    let is_used = found.calls.iter().any(|call| call.kind == CallKind::Authenticate);
    let call = found.calls.iter().filter(is_asked).find(|call| call.status.is_none()).filter(|_| !is_used)?;
    let words = call.failure.as_deref().filter(|words| !words.to_lowercase().contains("abort"))?;
    Some(("request-blocked", format!("entry {}: {} got no answer: {words}", call.entry, call.request)))
}

fn elsewhere(found: &Recognised) -> Option<Trace> {
    let host = |call: &Call| call.request.split("://").nth(1)?.split('/').next().map(str::to_ascii_lowercase);
    let is_refused = |call: &&Call| call.kind == CallKind::Authenticate && call.status != Some(200);
    let call = found.calls.iter().filter(is_refused).find(|call| host(call).is_some_and(|host| is_regional(&host)))?;
    let asked = host(call)?;
    let own = found.providers.first().filter(|_| !found.providers.contains(&asked))?;
    Some(("region-differs", format!("entry {}: {asked} is asked, and the account is at {own}", call.entry)))
}

fn is_regional(host: &str) -> bool {
    host.ends_with(".liveperson.net")
}
