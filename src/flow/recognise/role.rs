//! What an entry is by itself, before it is known what it belongs to.

use super::service::{self, CallKind};
use super::{Expectations, service::is_liveperson};
use crate::flow::plan::{is_key_set_text, issuer_at};
use crate::model::har::read::Entry;
use crate::model::http::Request;
use crate::model::transcript::Purpose;
use serde_json::Value;

/// The part that an entry plays in a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// What lpauth says that it is.
    Given(Purpose),
    /// An authorization request.
    Authorization,
    /// A request that brings an authorization response.
    Answer,
    /// A token request or a refresh request.
    Grant(Purpose),
    /// A question for more claims.
    UserInfo,
    /// Metadata.
    Metadata,
    /// A key set.
    Keys,
    /// A call to LivePerson.
    Service(CallKind),
    /// The question of a browser whether a page of another origin may ask (Fetch §4.9).
    Preflight,
    /// A page, a form, or what a page's scripts fetch: part of a login if one is under way.
    Page,
}

impl Role {
    /// Returns whether it tells that a login is near.
    pub(super) fn is_telling(self) -> bool {
        match self {
            Role::Given(_) | Role::Authorization | Role::Answer | Role::Grant(_) | Role::Metadata => true,
            Role::Service(kind) => kind != CallKind::Other,
            Role::UserInfo | Role::Keys | Role::Preflight | Role::Page => false,
        }
    }
}

/// Returns the part that an entry plays; `None` if it can be none.
pub(super) fn of(entry: &Entry, expect: &Expectations) -> Option<Role> {
    let request = entry.request();
    if let Some(purpose) = entry.purpose {
        return Some(Role::Given(purpose));
    }
    if !matches!(request.url.scheme(), "http" | "https" | "ws" | "wss") || request.method == "CONNECT" {
        return None;
    }
    if request.method == "OPTIONS" || entry.resource.as_deref() == Some("preflight") {
        return Some(Role::Preflight);
    }
    let is_asset = is_asset(entry);
    if is_liveperson(request, expect) && !is_asset && brings_answer(request) && !request.url.path().starts_with("/api/")
    {
        return Some(Role::Answer);
    }
    if let Some(kind) = service::kind(entry, expect) {
        return Some(Role::Service(kind));
    }
    protocol(entry, is_asset).or_else(|| (!is_asset && is_page(entry)).then_some(Role::Page))
}

fn protocol(entry: &Entry, is_asset: bool) -> Option<Role> {
    let request = entry.request();
    if issuer_at(&request.url).is_some() {
        return Some(Role::Metadata);
    }
    match grant_type(request).as_deref() {
        Some("authorization_code") => return Some(Role::Grant(Purpose::Token)),
        Some("refresh_token") => return Some(Role::Grant(Purpose::Refresh)),
        _ => {}
    }
    match () {
        () if is_keys(entry) => Some(Role::Keys),
        () if is_asset => None,
        () if asks(request) => Some(Role::Authorization),
        () if request.url.path().to_ascii_lowercase().ends_with("/userinfo") => Some(Role::UserInfo),
        () if brings_answer(request) => Some(Role::Answer),
        () => None,
    }
}

/// Returns the parameters of a request, in its form and in its query.
pub(super) fn parameters(request: &Request) -> Vec<(String, String)> {
    request.fields().into_iter().chain(request.query()).collect()
}

/// Returns the first parameter called `name`.
pub(super) fn parameter(request: &Request, name: &str) -> Option<String> {
    parameters(request).into_iter().find(|(other, _)| other == name).map(|(_, value)| value)
}

// Servers that are wrong about it take JSON, and so do pages that ask them (RFC 6749 §4.1.3 has a form).
fn grant_type(request: &Request) -> Option<String> {
    if request.method != "POST" {
        return None;
    }
    let in_form = request.fields().into_iter().find(|(name, _)| name == "grant_type").map(|(_, value)| value);
    in_form.or_else(|| Some(service::object(&request.body)?.get("grant_type")?.as_str()?.to_owned()))
}

/// Returns whether this is an authorization request (RFC 6749 §4.1.1), even one that lacks something.
fn asks(request: &Request) -> bool {
    let parameters = parameters(request);
    let has = |name: &str| parameters.iter().any(|(other, _)| other == name);
    let asked = ["response_type", "client_id", "redirect_uri"].into_iter().filter(|name| has(name)).count();
    let is_one = has("response_type") && asked >= 2 || asked == 2 && (has("scope") || has("state"));
    is_one && !has("grant_type") && !has("code") || has("client_id") && has("request_uri")
}

/// Returns whether a request brings an authorization response (RFC 6749 §4.1.2).
fn brings_answer(request: &Request) -> bool {
    let parameters = parameters(request);
    let has = |name: &str| parameters.iter().any(|(other, value)| other == name && !value.is_empty());
    let brings = ["code", "error", "id_token", "token", "access_token"].into_iter().any(has);
    has("id_token") || brings && has("state")
}

/// The last part of the addresses of key sets.
const KEY_SETS: [&str; 5] = ["/jwks", "/jwks.json", "/jwks_uri", "/certs", "/openid-connect/certs"];

fn is_keys(entry: &Entry) -> bool {
    let path = entry.request().url.path();
    if entry.request().method != "GET" {
        return false;
    }
    if KEY_SETS.iter().any(|end| path.ends_with(end)) {
        return true;
    }
    let text = entry.text();
    text.len() < 1 << 18 && text.contains("\"keys\"") && text.contains("\"kty\"") && is_key_set_text(&text)
}

/// What pages consist of.
const ASSETS: [&str; 14] = [
    "audio",
    "css",
    "font",
    "image",
    "img",
    "manifest",
    "media",
    "object",
    "ping",
    "script",
    "style",
    "stylesheet",
    "texttrack",
    "video",
];

/// Returns whether this is a part of a page: a picture, a script.
pub(super) fn is_asset(entry: &Entry) -> bool {
    let kind = entry.resource.as_deref().or(entry.request().header("sec-fetch-dest"));
    if let Some(kind) = kind.filter(|kind| !["other", "empty", "fetch", "xhr"].contains(kind)) {
        return ASSETS.contains(&kind);
    }
    let media_type = entry.hop.answer.as_ref().and_then(crate::model::http::Answer::media_type).unwrap_or_default();
    let kinds = ["image/", "font/", "video/", "audio/", "text/css", "application/font", "application/wasm"];
    kinds.iter().any(|kind| media_type.starts_with(kind)) || media_type.ends_with("javascript") && kind.is_none()
}

fn is_page(entry: &Entry) -> bool {
    let is_document = matches!(entry.resource.as_deref(), Some("document" | "xhr" | "fetch"));
    let media_type = entry.hop.answer.as_ref().and_then(crate::model::http::Answer::media_type).unwrap_or_default();
    let is_read = ["text/html", "application/xhtml+xml", "application/json", "text/plain", "application/jwt"];
    is_document
        || entry.request().method == "POST"
        || entry.hop.redirect().is_some()
        || is_read.contains(&media_type.as_str())
        || media_type.ends_with("+json")
        || entry.status().is_none_or(|status| status >= 400)
}

/// Returns the text of a member of a JSON object.
pub(super) fn text(object: &Value, name: &str) -> Option<String> {
    object.get(name)?.as_str().map(str::to_owned)
}
