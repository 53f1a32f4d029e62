//! How a `state` that came back differs from the one that was sent: where, and by which change.

use crate::model::json::shorten;
use crate::model::source::{Source, Span};
use serde_json::Value;

/// How many characters are shown before and after the place where two texts part.
const BEFORE: usize = 30;
const AFTER: usize = 50;

/// Returns both texts from shortly before the character at which they part.
pub(super) fn around(came: &str, sent: &str) -> (String, String) {
    let same = came.chars().zip(sent.chars()).take_while(|(came, sent)| came == sent).count();
    let start = same.saturating_sub(BEFORE);
    let part = |text: &str| {
        let ellipsis = if start > 0 { "…" } else { "" };
        let rest: String = text.chars().skip(start).map(|c| if c.is_control() { ' ' } else { c }).collect();
        format!("{ellipsis}{}", shorten(&rest, same - start + AFTER))
    };
    (part(came), part(sent))
}

/// Returns the character in a line of `text` at which the two part; `line` has the value from its byte `start` on. Where the
/// text that came is over, that is the end of the line.
pub(super) fn mark(text: &Source, line: &Span, start: usize, came: &str, sent: &str) -> Span {
    let same = came.chars().zip(sent.chars()).take_while(|(came, sent)| came == sent).count();
    let value = text.text.get(line.start + start..line.end).unwrap_or_default();
    match value.char_indices().nth(same) {
        Some((at, character)) => {
            let at = line.start + start + at;
            at..at + character.len_utf8()
        }
        None => line.end..line.end,
    }
}

/// A change that something on the way makes to a text, and what to say of it.
type Change = (fn(&str, &str) -> bool, &'static str);

/// The usual changes; the first that leads from what was sent to what came is the cause.
const CHANGES: &[Change] = &[
    (|came, sent| came == sent.replace(' ', "+"), "its spaces came back as `+`: a redirect needs `%20`"),
    (|came, sent| came == sent.replace('+', " "), "its `+` came back as spaces: it was decoded once too often"),
    (
        |came, sent| decoded(came).is_some_and(|once| once == sent),
        "it is percent-encoded once too often: `%` came back as `%25`",
    ),
    (|came, sent| decoded(sent).is_some_and(|once| once == came), "it was percent-decoded once too often"),
    (|came, sent| spaced(came).is_some_and(|once| once == sent), "it is form-encoded once too often"),
    (|came, sent| came.trim_matches(['"', '\'']) == sent, "quotes were put around it"),
    (|came, sent| unescaped(came) == sent, "it is escaped as HTML: `\"` came back as `&quot;`"),
    (
        |came, sent| came == sent.replace('"', "\\\""),
        "its quotes are escaped with `\\`, as in a string of JSON or JavaScript",
    ),
    (
        |came, sent| unquoted(came).is_some_and(|text| text == sent),
        "it is escaped as a string of JSON: `\"` came back as `\\u0022` or the like",
    ),
    (|came, sent| came == sent.replace('"', ""), "its quotes are gone: a filter took them out"),
    (|came, sent| came.trim() == sent.trim(), "only white space around it differs"),
    (
        |came, sent| came == sent.to_lowercase() || came == sent.to_uppercase(),
        "only capital and small letters differ, and they count",
    ),
    (
        same_json,
        "it is the same JSON, written anew: members in another order, spaces, or escapes; it must be kept as a text",
    ),
];

/// Returns in words what was done to the state, if that can be told.
pub(super) fn cause(came: &str, sent: &str) -> Option<String> {
    let known = CHANGES.iter().find(|(change, _)| change(came, sent)).map(|(_, words)| (*words).to_owned());
    known.or_else(|| cut(came, sent)).or_else(|| longer(came, sent)).or_else(|| foreign(came, sent))
}

/// Where columns and fields usually end, in characters.
const LIMITS: [usize; 8] = [128, 255, 256, 500, 512, 1_000, 1_024, 2_048];

fn cut(came: &str, sent: &str) -> Option<String> {
    let length = came.chars().count();
    let of = sent.chars().count();
    if !sent.starts_with(came) {
        return None;
    }
    let column = if LIMITS.contains(&length) { ": a column or field of that length is too short" } else { "" };
    Some(format!("it was cut after {length} of {of} characters{column}"))
}

fn longer(came: &str, sent: &str) -> Option<String> {
    came.starts_with(sent).then(|| "something was added to its end".to_owned())
}

fn foreign(came: &str, sent: &str) -> Option<String> {
    let apart = came.chars().next() != sent.chars().next();
    apart.then(|| "nothing of it is the same: it may belong to another login, kept in a session or a cookie".to_owned())
}

/// Returns a text percent-decoded, if that changes it.
fn decoded(text: &str) -> Option<String> {
    spaced(&text.replace('+', "%2B")).filter(|value| value != text)
}

/// Returns a text decoded as forms are, if that changes it.
fn spaced(text: &str) -> Option<String> {
    let parameter = format!("s={}", text.replace('&', "%26"));
    let (_, value) = url::form_urlencoded::parse(parameter.as_bytes()).next()?;
    Some(value.into_owned()).filter(|value| value != text)
}

/// The characters that HTML escapes, in the ways in which it is done. The ampersand comes last.
const ENTITIES: [(&str, &str); 14] = [
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&#x22;", "\""),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&#123;", "{"),
    ("&#125;", "}"),
    ("&#x7b;", "{"),
    ("&#x7d;", "}"),
    ("&#x2f;", "/"),
    ("&#x2F;", "/"),
    ("&amp;", "&"),
];

fn unescaped(text: &str) -> String {
    ENTITIES.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

fn unquoted(text: &str) -> Option<String> {
    serde_json::from_str(&format!("\"{text}\"")).or_else(|_| serde_json::from_str(text)).ok()
}

fn same_json(came: &str, sent: &str) -> bool {
    let read =
        |text: &str| serde_json::from_str::<Value>(text).ok().filter(|value| value.is_object() || value.is_array());
    read(came).is_some_and(|came| read(sent) == Some(came))
}
