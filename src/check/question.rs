//! What many questions share: reaching a value, showing what was seen, and saying in words how two texts differ.

use crate::model::json::{Json, Node, Place, shorten};
use crate::model::time::Timestamp;
use crate::report::{Finding, Location, Outcome};
use std::borrow::Cow;
use std::collections::BTreeMap;
use url::Url;

/// How much of a value a finding shows, in characters.
const SHOWN: usize = 120;

/// Returns the member called `name` of the outermost object, with its pointer.
pub(super) fn member<'a>(json: &'a Json, name: &str) -> Option<Place<'a>> {
    json.place().member(name)
}

/// Asks about the member called `name`; skips if `json` has none.
pub(super) fn of_member<'a>(json: &'a Json, name: &str, ask: impl FnOnce(Place<'a>) -> Outcome) -> Outcome {
    match member(json, name) {
        Some(place) => ask(place),
        None => Outcome::skip(format!("there is no `{name}`")),
    }
}

/// Asks about the text called `name`; skips if there is none or it is no text.
pub(super) fn of_text<'a>(json: &'a Json, name: &str, ask: impl FnOnce(Place<'a>, &'a str) -> Outcome) -> Outcome {
    of_member(json, name, |place| match place.node.as_str() {
        Some(text) => ask(place, text),
        None => Outcome::skip(format!("`{name}` is {}", place.node.kind())),
    })
}

/// Returns where `place` stands in the text of `json`.
pub(super) fn at(json: &Json, place: &Place<'_>) -> Location {
    Location::of(&json.source, place)
}

/// Returns a finding about the value at `place`, showing it as JSON.
pub(super) fn saw(json: &Json, place: &Place<'_>, wanted: impl Into<String>) -> Finding {
    Finding::new(at(json, place), shown(place.node), wanted)
}

/// Returns a finding about the outermost object, which lacks the member called `name`.
pub(super) fn lacks(json: &Json, name: &str, wanted: impl Into<String>) -> Finding {
    Finding::new(at(json, &json.place()), format!("no `{name}`"), wanted)
}

/// Passes if the member called `name` is there.
pub(super) fn present(json: &Json, name: &str, wanted: impl Into<String>) -> Outcome {
    Outcome::must(member(json, name).is_some(), || lacks(json, name, wanted))
}

/// Returns the value as JSON, shortened for reading.
pub(super) fn shown(node: &Node) -> String {
    node.excerpt(SHOWN)
}

/// Returns a text from outside in one line, shortened for reading.
pub(super) fn in_short(text: &str) -> String {
    shorten(&text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>(), SHOWN)
}

/// How many places one finding after the other is about, at most: a document may be made to break a rule everywhere.
pub(super) const MOST: usize = 20;

/// Returns the names that are there more than once, each with how often, [`MOST`] at most.
pub(super) fn repetitions<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(&'a str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    names.for_each(|name| *counts.entry(name).or_default() += 1);
    counts.into_iter().filter(|(_, count)| *count > 1).take(MOST).collect()
}

/// Passes if the text at `place` is `wanted`, character by character; else shows where they part and why.
pub(super) fn same(json: &Json, place: &Place<'_>, text: &str, wanted: &str) -> Outcome {
    if text == wanted {
        return Outcome::Pass;
    }
    let finding = Finding::new(at(json, place), text, wanted).compared();
    match difference(text, wanted) {
        Some(words) => finding.hint(words).fail(),
        None => finding.fail(),
    }
}

/// Returns in words how `saw` differs from `wanted`, if the difference is easily overlooked.
pub(super) fn difference(saw: &str, wanted: &str) -> Option<String> {
    let kinds: &[fn(&str, &str) -> Option<String>] =
        &[white_space, slash, case, scheme, look_alike, part_of_url, only_start];
    kinds.iter().find_map(|kind| kind(saw, wanted))
}

fn white_space(saw: &str, wanted: &str) -> Option<String> {
    if saw.trim() != wanted.trim() {
        return None;
    }
    let (holder, spaced) = if saw == saw.trim() { ("the expected value", wanted) } else { ("the token", saw) };
    let end = if spaced.starts_with(char::is_whitespace) { "before" } else { "after" };
    Some(format!("only white space differs: {holder} has some {end} the text"))
}

fn slash(saw: &str, wanted: &str) -> Option<String> {
    if saw.strip_suffix('/') == Some(wanted) {
        return Some("the token has a slash at the end that is not expected".to_owned());
    }
    (wanted.strip_suffix('/') == Some(saw)).then(|| "the slash at the end is missing from the token".to_owned())
}

fn case(saw: &str, wanted: &str) -> Option<String> {
    let same = saw.to_lowercase() == wanted.to_lowercase();
    same.then(|| "only capital and small letters differ, and they count".to_owned())
}

fn scheme(saw: &str, wanted: &str) -> Option<String> {
    let bare = wanted.strip_prefix("https://").is_some_and(|bare| bare.trim_end_matches('/') == saw);
    bare.then(|| "the token has the name alone: `https://` belongs to it".to_owned())
}

// A letter of another script, a no-break space, a typographic dash: none of them shows on a screen.
fn look_alike(saw: &str, wanted: &str) -> Option<String> {
    let (strange, plain) = saw.chars().zip(wanted.chars()).find(|(saw, wanted)| saw != wanted)?;
    let holder = match (strange.is_ascii(), plain.is_ascii()) {
        (false, true) => "the token",
        (true, false) => "the expected value",
        _ => return None,
    };
    let character = if strange.is_ascii() { plain } else { strange };
    Some(format!("{holder} has the character U+{:04X} here, which may look like another one", u32::from(character)))
}

fn part_of_url(saw: &str, wanted: &str) -> Option<String> {
    let (saw, wanted) = (Url::parse(saw).ok()?, Url::parse(wanted).ok()?);
    let parts: [(&str, bool); 5] = [
        ("scheme", saw.scheme() != wanted.scheme()),
        ("host", saw.host_str() != wanted.host_str()),
        ("port", saw.port_or_known_default() != wanted.port_or_known_default()),
        ("path", saw.path() != wanted.path()),
        ("query", saw.query() != wanted.query()),
    ];
    let different: Vec<&str> = parts.iter().filter(|(_, differs)| *differs).map(|(part, _)| *part).collect();
    match different.as_slice() {
        [] => Some("both mean the same address, but they are compared character by character".to_owned()),
        ["scheme", "port"] => Some("only the scheme differs".to_owned()),
        [part] => Some(format!("only the {part} differs")),
        _ => None,
    }
}

fn only_start(saw: &str, wanted: &str) -> Option<String> {
    if saw.is_empty() || wanted.is_empty() {
        return None;
    }
    if wanted.starts_with(saw) {
        return Some("the token has only the beginning".to_owned());
    }
    saw.starts_with(wanted).then(|| "the token has something after it".to_owned())
}

/// Above this, a NumericDate is taken to count milliseconds: as seconds it would lie after the year 5138.
const MILLISECONDS: f64 = 1e11;

/// Returns whether a number counts milliseconds, although NumericDate counts seconds (RFC 7519 §2).
pub(super) fn in_milliseconds(number: f64) -> bool {
    number.abs() > MILLISECONDS
}

/// Returns the time called `name`, or why there is none to work with.
pub(super) fn time<'a>(claims: &'a Json, name: &str) -> Result<(Place<'a>, Timestamp), Cow<'static, str>> {
    let Some(place) = member(claims, name) else { return Err(format!("there is no `{name}`").into()) };
    match place.node.as_number() {
        None => Err(format!("`{name}` is {}", place.node.kind()).into()),
        Some(number) if in_milliseconds(number) => Err(format!("`{name}` is in milliseconds").into()),
        // A fraction is allowed (RFC 7519 §2); whole seconds are precise enough to judge by.
        Some(number) => Ok((place, Timestamp(number.floor() as i64))),
    }
}

/// Asks about the time called `name`; skips if there is none to work with.
pub(super) fn of_time<'a>(claims: &'a Json, name: &str, ask: impl FnOnce(Place<'a>, Timestamp) -> Outcome) -> Outcome {
    match time(claims, name) {
        Ok((place, time)) => ask(place, time),
        Err(reason) => Outcome::Skip(reason),
    }
}

/// Returns a time as a finding shows it: `1767225600 (2026-01-01T00:00:00Z, 5 minutes ago)`.
pub(super) fn moment(time: Timestamp, now: Timestamp) -> String {
    format!("{} ({}, {})", time.0, time.utc(), time.relative(now))
}
