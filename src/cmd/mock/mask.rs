//! Requests and answers as they may be shown: of parameters and header fields only those are legible that are known to
//! hold no secret.

use crate::model::http::{Reply, Request};
use std::fmt::Write;
use url::Url;

/// The parameters whose values anybody may read.
const PARAMETERS: &[&str] = &[
    "acr_values",
    "claims_locales",
    "client_assertion_type",
    "client_id",
    "code_challenge_method",
    "display",
    "error",
    "error_description",
    "error_uri",
    "expires_in",
    "grant_type",
    "id_token_signed_response_alg",
    "iss",
    "max_age",
    "parentWindowOrigin",
    "post_logout_redirect_uri",
    "prompt",
    "redirect_uri",
    "response_mode",
    "response_type",
    "scope",
    "token_type",
    "token_type_hint",
    "ui_locales",
];

/// The header fields whose values anybody may read.
const FIELDS: &[&str] = &[
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-length",
    "content-type",
    "host",
    "origin",
    "user-agent",
];

/// What stands for a value that is not shown.
const HIDDEN: &str = "…";

/// The longest value that is shown, in characters.
const LONGEST: usize = 300;

/// How many parameters are shown: LivePerson's requests have seven.
const MOST: usize = 50;

/// Returns parameters as they may be shown.
pub(super) fn parameters(pairs: &[(String, String)]) -> Vec<(String, String)> {
    pairs.iter().take(MOST).map(|(name, value)| (short(name), shown(PARAMETERS, name, value))).collect()
}

/// Returns header fields as they may be shown. Of credentials their scheme is.
pub(super) fn fields(pairs: &[(String, String)]) -> Vec<(String, String)> {
    let field = |(name, value): &(String, String)| match (name.as_str(), value.split_once(' ')) {
        ("authorization", Some((scheme, _))) => (name.clone(), format!("{} {HIDDEN}", short(scheme))),
        _ => (short(name), shown(FIELDS, name, value)),
    };
    pairs.iter().map(field).collect()
}

/// Returns a request in a line: `POST /token grant_type=authorization_code code=…`.
pub(super) fn request(request: &Request) -> String {
    let mut line = format!("{} {}", request.method, short(request.url.path()));
    for (name, value) in parameters(&request.query()).iter().chain(&parameters(&request.fields())) {
        _ = write!(line, " {name}={value}");
    }
    line
}

/// Returns a reply in a few words: the status, where it leads, or what an OAuth error says.
pub(super) fn reply(reply: &Reply) -> String {
    let field = |name: &str| reply.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
    let mut words = reply.status.to_string();
    if let Some(location) = field("location") {
        _ = write!(words, " {}", address(location));
    }
    let error: Option<serde_json::Value> = serde_json::from_slice(&reply.body).ok();
    let text = |name: &str| error.as_ref().and_then(|error| error.get(name)?.as_str()).map(short);
    if let (400.., Some(error)) = (reply.status, text("error")) {
        let description = text("error_description").map(|it| format!(": {it}")).unwrap_or_default();
        _ = write!(words, " {error}{description}");
    }
    if reply.delay > 0 {
        _ = write!(words, " after {} ms", reply.delay);
    }
    words
}

// The query and the fragment hold what a login brings.
fn address(location: &str) -> String {
    let Ok(url) = Url::parse(location) else { return short(location.split(['?', '#']).next().unwrap_or_default()) };
    let query: Vec<_> = url.query_pairs().into_owned().collect();
    let fragment: Vec<_> =
        url::form_urlencoded::parse(url.fragment().unwrap_or_default().as_bytes()).into_owned().collect();
    let mut bare = url.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    let mut words = short(bare.as_str());
    for (name, value) in parameters(&query).iter().chain(&parameters(&fragment)) {
        _ = write!(words, " {name}={value}");
    }
    words
}

fn shown(legible: &[&str], name: &str, value: &str) -> String {
    if legible.contains(&name) { short(value) } else { HIDDEN.to_owned() }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}{HIDDEN}", &text[..end]),
        None => text.to_owned(),
    }
}
