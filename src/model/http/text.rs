//! A hop as a text that findings point into: the request and the head of its answer. Nothing in it is a secret.

use super::{Answer, Hop};
use crate::model::json::shorten;
use crate::model::source::Source;
use url::Url;

/// The parameters whose values may be shown to anybody. Of a form on a login page nobody knows.
const OPEN: [&str; 14] = [
    "acr_values",
    "client_id",
    "code_challenge_method",
    "display",
    "error",
    "grant_type",
    "iss",
    "max_age",
    "prompt",
    "redirect_uri",
    "response_mode",
    "response_type",
    "scope",
    "ui_locales",
];

/// The header fields that carry what is as good as a password, or lead to it.
const CLOSED: [&str; 6] = ["authorization", "cookie", "location", "proxy-authorization", "referer", "set-cookie"];

/// How much of a value is shown, in characters.
const SHOWN: usize = 300;

impl Hop {
    /// Returns what was asked and the head of the answer as a text called `name`: a line the request, each parameter
    /// (`query response_type: code`, `form grant_type: …`), each header field, and the status.
    pub fn text(&self, name: &str) -> Source {
        let request = &self.request;
        let mut lines = vec![format!("{} {}", request.method, bare(&request.url))];
        lines.extend(request.query().iter().map(|parameter| told("query", parameter)));
        lines.extend(request.headers.iter().map(field));
        lines.extend(request.fields().iter().map(|parameter| told("form", parameter)));
        let distrust = self.tls.as_ref().and_then(|tls| tls.distrust.as_ref());
        lines.extend(distrust.map(|distrust| format!("tls: not trusted: {}", distrust.reason)));
        lines.extend(self.answer.iter().flat_map(|answer| head(answer, self.timing.total)));
        Source::new(name, lines.join("\n") + "\n")
    }
}

fn head(answer: &Answer, took: u64) -> impl Iterator<Item = String> {
    let first = [format!("status: {}", answer.status), format!("time: {took} ms")];
    first.into_iter().chain(answer.headers.iter().map(field))
}

fn told(part: &str, (name, value): &(String, String)) -> String {
    let value = if OPEN.contains(&name.as_str()) { plain(value) } else { "…".to_owned() };
    format!("{part} {}: {value}", plain(name))
}

fn field((name, value): &(String, String)) -> String {
    match (CLOSED.contains(&name.as_str()), value.split_once(' ')) {
        (false, _) => format!("{name}: {}", plain(value)),
        // The scheme of an Authorization field is no secret.
        (true, Some((scheme, _))) if name.ends_with("authorization") => format!("{name}: {} …", plain(scheme)),
        (true, _) => format!("{name}: …"),
    }
}

/// Returns an address without its query and fragment, which may carry secrets.
pub(crate) fn bare(url: &Url) -> String {
    let mut bare = url.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    bare.to_string()
}

/// Returns a text in one line, shortened for reading.
pub(crate) fn plain(text: &str) -> String {
    shorten(&text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>(), SHOWN)
}
