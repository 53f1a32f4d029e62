//! A message line by line: its head, its body as far as a reader wants it, and how it travelled.

use crate::model::http::{FORM, Hop, Timing, Tls};
use crate::model::json::{Json, shorten};
use crate::model::source::Source;
use crate::model::transcript::Step;
use crate::report::timeline::Detail;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// How many lines of a body are shown; the transcript has the others.
const LINES: usize = 60;

/// How much of a line is shown, in characters.
const WIDTH: usize = 4_000;

/// Returns the lines of a message and its answer.
pub(super) fn of(step: &Step) -> Vec<Detail> {
    let hop = &step.hop;
    let request = &hop.request;
    let mut lines = vec![Detail::Asked(format!("{} {}", request.method, request.url))];
    lines.extend(request.headers.iter().map(|field| Detail::Asked(header(field))));
    lines.extend(body(&request.headers, &request.body).into_iter().map(Detail::Asked));
    if let Some(answer) = &hop.answer {
        lines.push(Detail::Answered(answer.status.to_string()));
        lines.extend(answer.headers.iter().map(|field| Detail::Answered(header(field))));
        lines.extend(body(&answer.headers, &answer.body).into_iter().map(Detail::Answered));
    }
    lines.extend(step.failure.iter().map(|failure| Detail::Fact(format!("no answer: {failure}"))));
    lines.extend(facts(hop).into_iter().map(Detail::Fact));
    lines
}

fn header((name, value): &(String, String)) -> String {
    let pair = if name == "authorization" { basic(value) } else { None };
    shorten(&format!("{name}: {}", pair.as_deref().unwrap_or(value)), WIDTH)
}

// RFC 7617 §2: what nobody reads in base64.
fn basic(value: &str) -> Option<String> {
    let encoded = value.strip_prefix("Basic ")?;
    let pair = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    Some(format!("Basic {pair} (in base64)"))
}

fn body(headers: &[(String, String)], body: &[u8]) -> Vec<String> {
    if body.is_empty() {
        return Vec::new();
    }
    let Ok(text) = std::str::from_utf8(body) else {
        return vec![String::new(), format!("({} bytes that are no text)", body.len())];
    };
    let is_form = headers.iter().any(|(name, value)| name == "content-type" && value.starts_with(FORM));
    let lines = if is_form { fields(body) } else { indented(text).unwrap_or_else(|| plain(text)) };
    let more = lines.len().saturating_sub(LINES);
    let mut shown: Vec<String> = lines.iter().take(LINES).map(|line| shorten(line, WIDTH)).collect();
    shown.insert(0, String::new());
    shown.extend((more > 0).then(|| format!("(and {more} lines more)")));
    shown
}

fn fields(body: &[u8]) -> Vec<String> {
    url::form_urlencoded::parse(body).map(|(name, value)| format!("{name} = {value}")).collect()
}

fn indented(text: &str) -> Option<Vec<String>> {
    let json = Json::parse(Source::new("", text)).ok()?;
    Some(plain(&serde_json::to_string_pretty(&json.root.to_value()).ok()?))
}

fn plain(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn facts(hop: &Hop) -> Vec<String> {
    let remote = hop.remote.map(|remote| format!("answered by {remote}"));
    let times = hop.answer.as_ref().map(|_| times(&hop.timing));
    [remote, hop.tls.as_ref().map(secured), times].into_iter().flatten().collect()
}

fn secured(tls: &Tls) -> String {
    match &tls.distrust {
        Some(distrust) => format!("the server is not to be trusted: {}", distrust.reason),
        None => tls.version.unwrap_or("not secured").to_owned(),
    }
}

fn times(timing: &Timing) -> String {
    let phases = [("address", timing.dns), ("connection", timing.connect), ("TLS", timing.tls)];
    let known = phases.iter().filter_map(|(name, time)| time.map(|time| format!("{name} {time} ms")));
    let ends = [format!("first byte {} ms", timing.first_byte), format!("last byte {} ms", timing.total)];
    known.chain(ends).collect::<Vec<_>>().join(", ")
}
