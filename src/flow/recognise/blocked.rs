//! Why a browser kept a request back, or its answer from the page.

use super::keep::Kept;
use super::role::Role;
use crate::model::har::read::Entry;
use crate::model::http::text::{bare, plain};

/// A request that the browser kept back, that got no answer, or whose answer the page was not to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// The number of its entry.
    pub entry: usize,
    /// The address, without query.
    pub url: String,
    /// Why.
    pub why: Why,
    /// The exporter's words.
    pub words: String,
    /// The status of the answer to the browser's question whether the page may ask (CORS), if it asked.
    pub preflight: Option<u16>,
}

/// Why a request was blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The page went elsewhere, or its script gave up.
    Aborted,
    /// The server does not let pages of this origin read its answer (CORS).
    Cors,
    /// A page in https asked in plain http.
    MixedContent,
    /// An extension of the browser, such as an advertisement blocker.
    Client,
    /// The page's own Content-Security-Policy.
    ContentPolicy,
    /// The answer's own policy: it is not for frames or other origins.
    ResponsePolicy,
    /// The certificate of the server is not trusted, or no version of TLS is common.
    Certificate,
    /// Nobody knows the name of the server.
    Name,
    /// The server refuses the connection, or it broke off.
    Connection,
    /// It took too long.
    Timeout,
    /// The computer had no network.
    Offline,
    /// Another reason.
    Other,
}

/// Parts of the words of exporters. The first that fits counts.
const WORDS: [(&str, Why); 27] = [
    ("BLOCKED_BY_CLIENT", Why::Client),
    ("BLOCKED_BY_ADMINISTRATOR", Why::Client),
    ("BLOCKED_BY_CSP", Why::ContentPolicy),
    ("Content Security Policy", Why::ContentPolicy),
    ("BLOCKED_BY_RESPONSE", Why::ResponsePolicy),
    ("BLOCKED_BY_ORB", Why::ResponsePolicy),
    ("X-Frame-Options", Why::ResponsePolicy),
    ("mixed", Why::MixedContent),
    ("Access-Control", Why::Cors),
    ("CORS", Why::Cors),
    ("access control", Why::Cors),
    ("ERR_ABORTED", Why::Aborted),
    ("abort", Why::Aborted),
    ("ancel", Why::Aborted),
    ("ERR_CERT", Why::Certificate),
    ("ERR_SSL", Why::Certificate),
    ("SEC_ERROR", Why::Certificate),
    ("SSL_ERROR", Why::Certificate),
    ("certificate", Why::Certificate),
    ("NAME_NOT_RESOLVED", Why::Name),
    ("hostname could not be found", Why::Name),
    ("TIMED_OUT", Why::Timeout),
    ("timed out", Why::Timeout),
    ("INTERNET_DISCONNECTED", Why::Offline),
    ("NETWORK_CHANGED", Why::Offline),
    ("ERR_CONNECTION", Why::Connection),
    ("onnect", Why::Connection),
];

/// Returns how the entry at a place was blocked, if it was.
pub(super) fn of(kept: &[Kept], at: usize) -> Option<Blocked> {
    let entry = &kept.get(at)?.entry;
    let is_silent = entry.status().is_none() && entry.purpose.is_none();
    let silent = || is_silent.then(|| "no answer".to_owned());
    let words = entry.failure.clone().or_else(silent).or_else(|| withheld(&kept[at]))?;
    let preflight = preflight(kept, entry);
    let refused = preflight.is_some_and(|status| status.is_none_or(|status| !(200..300).contains(&status)));
    let known = WORDS.iter().find(|(part, _)| words.contains(part)).map(|(_, why)| *why);
    let why = match known {
        Some(why) => why,
        None if is_mixed(kept, at) => Why::MixedContent,
        None if refused || is_across(entry) && is_fetched(entry) => Why::Cors,
        None => Why::Other,
    };
    let url = bare(&entry.request().url);
    Some(Blocked { entry: entry.number, url, why, words, preflight: preflight.flatten() })
}

/// Returns why a page could not read an answer that came, where the exporter says nothing of it (Fetch §4.9).
fn withheld(kept: &Kept) -> Option<String> {
    let (request, answer) = (kept.entry.request(), kept.entry.hop.answer.as_ref()?);
    let asks = request.header("sec-fetch-mode") == Some("cors") && is_across(&kept.entry);
    // What is no answer of the endpoint at all, such as a page of something in between, is wrong for itself.
    let is_foreign = matches!(kept.role, Role::Grant(_) | Role::UserInfo)
        && answer.media_type().is_some_and(|media_type| is_page(&media_type));
    let is_read = asks && !matches!(kept.role, Role::Service(_)) && answer.status < 300 && !is_foreign;
    let origin = request.header("origin").filter(|_| is_read)?;
    match answer.header("access-control-allow-origin") {
        Some(allowed) if allowed == "*" || allowed == origin => None,
        Some(allowed) => Some(format!("`Access-Control-Allow-Origin: {}`, not {origin}", plain(allowed))),
        None => Some("no `Access-Control-Allow-Origin` in the answer".to_owned()),
    }
}

/// Returns the answer to the question before this request: `None` if there was none, and an inner one if nothing answered.
fn preflight(kept: &[Kept], entry: &Entry) -> Option<Option<u16>> {
    let asked = kept.iter().filter(|other| other.role == Role::Preflight);
    let same = asked.filter(|other| other.entry.request().url == entry.request().url);
    same.min_by_key(|other| other.entry.number.abs_diff(entry.number)).map(|other| other.entry.status())
}

fn is_page(media_type: &str) -> bool {
    media_type == "text/html"
}

fn is_mixed(kept: &[Kept], at: usize) -> bool {
    let entry = &kept[at].entry;
    let request = entry.request();
    let told = request.header("origin").or(request.header("referer")).filter(|page| !page.is_empty());
    let named = told.map(|page| page.starts_with("https://"));
    // What was never sent names no page: then it is that of the document before.
    let is_page = |before: &&Kept| before.entry.resource.as_deref() == Some("document");
    let before = || kept[..at].iter().rev().find(is_page).filter(|_| is_fetched(entry));
    let is_secure = named.unwrap_or_else(|| before().is_some_and(|page| page.entry.request().url.scheme() == "https"));
    request.url.scheme() == "http" && is_secure && !crate::model::http::is_loopback(&request.url)
}

fn is_across(entry: &Entry) -> bool {
    let request = entry.request();
    let own = request.url.origin().ascii_serialization();
    let is_other = |page: &str| {
        page.starts_with("http") && url::Url::parse(page).is_ok_and(|page| page.origin().ascii_serialization() != own)
    };
    request.header("origin").or(request.header("referer")).is_some_and(is_other)
}

// A page that is gone to is not for another page to read.
fn is_fetched(entry: &Entry) -> bool {
    let mode = entry.request().header("sec-fetch-mode");
    matches!(entry.resource.as_deref(), Some("xhr" | "fetch"))
        || mode == Some("cors")
        || entry.request().header("origin").is_some()
}
