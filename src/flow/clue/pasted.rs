//! A token endpoint's answer inside a text: what `curl -i` and `curl -v` print, what a log has of it, what somebody wrote around it.

use super::{answered, step};
use crate::model::json::Json;
use crate::model::source::Source;
use crate::model::transcript::Step;
use serde_json::{Deserializer, Value};

/// The most braces that are tried, and the most lines.
const MOST: usize = 200;

/// Returns the answer, if there is one.
pub(super) fn response(source: &Source) -> Option<Step> {
    let text = source.text.as_str();
    let message = message(text);
    if let Some(json) = tokens(&source.name, text) {
        let known = answered(&json)?;
        return Some(match message {
            Some(Message { status, headers, .. }) => step(status, headers, json.source.text.into_bytes())?,
            None => known,
        });
    }
    let message =
        message.filter(|_| text.contains("grant_type") || text.contains("POST /") && text.contains("token"))?;
    step(message.status, message.headers, message.body.into_bytes())
}

/// Returns the first JSON object in a text that is an answer of a token endpoint.
fn tokens(name: &str, text: &str) -> Option<Json> {
    let objects = text.match_indices('{').take(MOST).filter_map(|(at, _)| {
        let mut values = Deserializer::from_str(&text[at..]).into_iter::<Value>();
        let value = values.next()?.ok()?;
        is_answer(&value).then(|| &text[at..at + values.byte_offset()])
    });
    objects.filter_map(|object| Json::parse(Source::new(name, object)).ok()).next()
}

// Logs call much an `error`; those of OAuth are names in small letters (RFC 6749 §5.2).
fn is_answer(value: &Value) -> bool {
    let is_name = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_lowercase() || c == b'_');
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    text("access_token").is_some() && text("token_type").is_some()
        || text("id_token").is_some() && text("token_type").is_some()
        || text("error").is_some_and(|error| is_name(error) && error.contains('_'))
}

/// An answer as it is printed.
struct Message {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

fn message(text: &str) -> Option<Message> {
    let lines: Vec<&str> = text.lines().collect();
    let bare = |line: &'_ str| line.strip_prefix("< ").unwrap_or(line).to_owned();
    let first = lines.iter().take(MOST).rposition(|line| bare(line).starts_with("HTTP/"))?;
    let status =
        bare(lines.get(first)?).split(' ').nth(1)?.parse().ok().filter(|status| (100..600).contains(status))?;
    let is_end = |line: &&str| line.trim().is_empty() || line.trim() == "<";
    let rest = lines.get(first + 1..)?;
    let end = rest.iter().position(is_end).unwrap_or(rest.len());
    let field = |line: &&str| {
        let line = bare(line);
        let (name, value) = line.split_once(':')?;
        Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
    };
    let headers = rest[..end].iter().filter_map(field).collect();
    let is_body = |line: &&&str| !line.starts_with("* ") && !line.starts_with("{ [");
    let body: Vec<&str> = rest.get(end + 1..).unwrap_or_default().iter().filter(is_body).copied().collect();
    Some(Message { status, headers, body: body.join("\n") })
}
