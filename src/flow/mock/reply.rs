//! Answers of every kind, with the header fields that belong to them.

use super::page;
use crate::model::http::{Reply, Request};
use serde_json::{Value, json};

/// Returns JSON that nobody may keep (RFC 6749 §5.1).
pub(super) fn json(status: u16, body: &Value) -> Reply {
    reply(status, "application/json", body.to_string())
        .with_field("cache-control", "no-store")
        .with_field("pragma", "no-cache")
}

/// Returns JSON that may be kept for `seconds`.
pub(super) fn public(body: &Value, seconds: i64) -> Reply {
    reply(200, "application/json", body.to_string()).with_field("cache-control", &format!("public, max-age={seconds}"))
}

/// Returns an error as OAuth has it (RFC 6749 §5.2).
pub(super) fn error(status: u16, error: &str, description: &str) -> Reply {
    json(status, &json!({ "error": error, "error_description": described(description) }))
}

/// Returns a description with the characters that one may have (RFC 6749 §5.2).
pub(super) fn described(text: &str) -> String {
    let fits = |c: char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\');
    text.chars().map(|c| if fits(c) { c } else { '?' }).collect()
}

/// Sends the browser on, by GET whatever the request was (RFC 9700 §4.12).
pub(super) fn redirect(location: &str) -> Reply {
    reply(303, "text/plain; charset=utf-8", "Go on to the address in Location.\n".to_owned())
        .with_field("location", location)
        .with_field("cache-control", "no-store")
        .with_field("referrer-policy", "no-referrer")
}

/// Says that nothing stands there.
pub(super) fn not_found(request: &Request) -> Reply {
    let text = format!("nothing stands at {}", request.url.path());
    match request.header("accept").is_some_and(|field| field.contains("text/html")) {
        true => page::nothing(&text),
        false => error(404, "not_found", &text),
    }
}

/// Says which methods an endpoint takes.
pub(super) fn allowed(status: u16, methods: &str) -> Reply {
    let reply = match status {
        204 => Reply { status, ..Reply::default() },
        _ => error(status, "invalid_request", &format!("the methods here are {methods}")),
    };
    reply.with_field("allow", methods)
}

/// Lets scripts of every origin read the answer.
pub(super) fn shared(reply: Reply, methods: &str) -> Reply {
    let reply = reply.with_field("access-control-allow-origin", "*");
    if reply.status != 204 {
        return reply.with_field("access-control-expose-headers", "WWW-Authenticate");
    }
    reply
        .with_field("access-control-allow-methods", methods)
        .with_field("access-control-allow-headers", "Authorization, Content-Type")
        .with_field("access-control-max-age", "600")
}

/// Returns a body of this media type.
pub(super) fn reply(status: u16, media_type: &str, body: String) -> Reply {
    let reply = Reply { status, body: body.into_bytes(), ..Reply::default() };
    reply.with_field("content-type", media_type).with_field("x-content-type-options", "nosniff")
}

/// Adds to an answer.
pub(super) trait WithField {
    /// Returns the answer with one more header field; the name is in lower case.
    fn with_field(self, name: &str, value: &str) -> Self;
}

impl WithField for Reply {
    fn with_field(mut self, name: &str, value: &str) -> Reply {
        // A line break would start another field.
        let value = value.chars().filter(|c| !c.is_control()).collect();
        self.headers.push((name.to_owned(), value));
        self
    }
}
