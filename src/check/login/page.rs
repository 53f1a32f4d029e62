//! The page that a login stopped on: a login that goes on, an error, or a redirection URI that nobody registered.

use super::{at_stop, reason, redirect_uri, stuck_at};
use crate::check::Context;
use crate::check::question::in_short;
use crate::model::transcript::{PageSummary, Purpose, Stop, Transcript};
use crate::report::Outcome;

/// How a browser ended that did not come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// On a page that says that the redirection URI is not registered.
    Unregistered,
    /// On an error.
    Error,
    /// On a page that wants something more.
    Stuck,
    /// Without an answer: another check tells.
    Silent,
}

/// Returns whether a login stopped while the browser had its turn.
pub(super) fn at_browser(stop: &Stop) -> bool {
    [Purpose::Authorization, Purpose::Login, Purpose::Callback].contains(&stop.at)
}

pub(super) fn stuck(login: &Transcript, _: &Context) -> Outcome {
    of_ending(login, Ending::Stuck, |stop| {
        let seen = stop.page.as_ref().map_or_else(|| in_short(&stop.reason), described);
        let message = stop.page.as_ref().and_then(|page| page.message.as_deref());
        let said = message.map(|message| format!("; the page says: {}", in_short(message))).unwrap_or_default();
        at_stop(login, seen, wanted(login)).hint(format!("{}{said}", in_short(&stop.reason))).fail()
    })
}

pub(super) fn error_page(login: &Transcript, _: &Context) -> Outcome {
    of_ending(login, Ending::Error, |stop| {
        let seen = stop.page.as_ref().map_or_else(|| in_short(&stop.reason), described);
        let finding = at_stop(login, seen, wanted(login));
        match stop.page.as_ref().and_then(|page| page.message.as_deref()) {
            Some(message) => finding.hint(format!("the page says: {}", in_short(message))).fail(),
            None => finding.fail(),
        }
    })
}

pub(super) fn unregistered(login: &Transcript, _: &Context) -> Outcome {
    of_ending(login, Ending::Unregistered, |stop| {
        let said = stop.page.as_ref().map(words).unwrap_or_default();
        let uri = redirect_uri(login).unwrap_or_else(|| "the redirection URI of the request".to_owned());
        let client = login.terms.client_id.as_deref().map(|id| format!(" for the client {id}")).unwrap_or_default();
        let finding = at_stop(login, in_short(said.trim()), format!("{uri} registered{client}"));
        finding.hint(format!("register exactly this, slash or no slash at its end: {uri}")).fail()
    })
}

fn of_ending(login: &Transcript, ending: Ending, ask: impl FnOnce(&Stop) -> Outcome) -> Outcome {
    if login.stop.is_none() && login.callback.is_none() {
        return Outcome::skip("nothing is known of the way through the browser");
    }
    match stuck_at(login) {
        Some(stop) if self::ending(login, stop) == ending => ask(stop),
        _ => Outcome::Pass,
    }
}

fn ending(login: &Transcript, stop: &Stop) -> Ending {
    let last = login.of(stop.at).last();
    match &stop.page {
        Some(page) if says_unregistered(page) => Ending::Unregistered,
        Some(page) if is_error(page) => Ending::Error,
        Some(_) => Ending::Stuck,
        None if last.is_some_and(|step| reason(step).is_some()) => Ending::Silent,
        None => match last.and_then(|step| step.hop.answer.as_ref()) {
            Some(answer) if answer.status >= 400 => Ending::Error,
            _ => Ending::Stuck,
        },
    }
}

/// What servers call the redirection URI on their pages, in small letters.
const REDIRECT_URI: &[&str] = &[
    "redirect_uri",
    "redirect uri",
    "redirecturi",
    "redirect url",
    "redirection uri",
    "redirection url",
    "callback url",
    "callback uri",
    "reply url",
    "reply address",
    "return url",
];

/// What they say of one that is not registered.
const UNKNOWN: &[&str] = &[
    "mismatch",
    "match",
    "registered",
    "unregistered",
    "invalid",
    "not valid",
    "not allowed",
    "not permitted",
    "not authorized",
    "not configured",
    "not in the list",
    "must be",
    "whitelist",
    "allowlist",
    "unknown",
    "illegal",
    "bad",
];

/// What says it without more: codes of products.
const CODES: &[&str] =
    &["redirect_uri_mismatch", "redirect_mismatch", "aadsts50011", "aadsts500113", "invalid_redirect_uri"];

fn says_unregistered(page: &PageSummary) -> bool {
    let said = words(page).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    has(CODES) || (has(REDIRECT_URI) && has(UNKNOWN))
}

/// How errors are named on pages, in small letters.
const ERRORS: &[&str] = &[
    "error",
    "erreur",
    "erro",
    "fehler",
    "fout",
    "went wrong",
    "is wrong",
    "invalid",
    "denied",
    "forbidden",
    "not found",
    "expired",
    "failed",
    "failure",
    "unavailable",
    "unauthorized",
    "bad request",
    "problem",
    "sorry",
    "oops",
    "not allowed",
    "cannot",
    "can't",
];

// A wrong password is answered with the login page again, by some servers with an error status.
fn is_error(page: &PageSummary) -> bool {
    let kinds = || page.fields.iter().map(|(_, kind)| kind.as_str());
    if kinds().any(|kind| kind == "password") {
        return page.status >= 500;
    }
    let to_fill = kinds().any(|kind| !["hidden", "submit", "button", "image", "reset"].contains(&kind));
    page.status >= 400 || (!to_fill && speaks_of_error(page))
}

/// How long a message is at most that says nothing but what is wrong, in characters. A page for consent says more.
const MESSAGE: usize = 160;

fn speaks_of_error(page: &PageSummary) -> bool {
    let speaks = |text: &str| {
        let said = text.to_lowercase();
        ERRORS.iter().any(|word| said.contains(word))
    };
    let alone = |message: &&str| page.buttons.is_empty() || message.chars().count() <= MESSAGE;
    page.title.as_deref().is_some_and(speaks) || page.message.as_deref().filter(alone).is_some_and(speaks)
}

/// Returns what a page says: its title and its message.
fn words(page: &PageSummary) -> String {
    let parts = [page.title.as_deref(), page.message.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(": ")
}

fn described(page: &PageSummary) -> String {
    let title =
        page.title.as_deref().map_or("a page without title".to_owned(), |title| format!("“{}”", in_short(title)));
    let names: Vec<String> =
        page.fields.iter().filter(|(_, kind)| kind != "hidden").map(|(name, _)| in_short(name)).collect();
    let fields = if names.is_empty() { String::new() } else { format!(", with the fields {}", names.join(", ")) };
    format!("{title}, status {}, at {}{}", page.status, in_short(&page.url), in_short(&fields))
}

fn wanted(login: &Transcript) -> String {
    match redirect_uri(login) {
        Some(uri) => format!("a redirect to {}", in_short(&uri)),
        None => "a redirect to LivePerson".to_owned(),
    }
}
