//! A login as an HTTP archive (HAR 1.2), which browsers' developer tools and proxies open. What HAR has no member for stands in
//! members that begin with `_`.

pub mod read;

use super::http::{Answer, Request, Timing};
use super::time::Timestamp;
use super::transcript::{Party, Step, Transcript, file};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

/// The name of the one page that all messages belong to.
const PAGE: &str = "login";

/// What lpauth speaks: it offers nothing newer.
const VERSION: &str = "HTTP/1.1";

/// Returns the login as a HAR file holds it.
pub fn write(transcript: &Transcript) -> String {
    let began = transcript.steps.iter().map(|step| step.hop.began).min().unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    let mut log = json!({
        "version": "1.2",
        "creator": { "name": "lpauth", "version": version },
        "pages": [{
            "startedDateTime": moment(began),
            "id": PAGE,
            "title": transcript.terms.issuer.as_deref().unwrap_or("login"),
            "pageTimings": {},
        }],
        "entries": transcript.steps.iter().map(entry).collect::<Vec<_>>(),
    });
    if let Some(redaction) = &transcript.redaction {
        log["_lpauth"] = json!({ "redacted": file::redaction_value(redaction) });
    }
    let har = json!({ "log": log });
    serde_json::to_string_pretty(&har).unwrap_or_default() + "\n"
}

fn entry(step: &Step) -> Value {
    let hop = &step.hop;
    let timings = timings(&hop.timing);
    let mut entry = json!({
        "pageref": PAGE,
        "startedDateTime": moment(hop.began),
        "time": timings.total(),
        "request": request(&hop.request),
        "response": response(step),
        "cache": {},
        "timings": timings.value(),
        "_purpose": step.purpose.name(),
        "_from": match step.from {
            Party::LivePerson => "liveperson",
            Party::Browser => "browser",
        },
    });
    if let Value::Object(members) = &mut entry {
        add(members, "serverIPAddress", hop.remote.map(|remote| remote.ip().to_string()));
        add(members, "connection", hop.remote.map(|remote| remote.port().to_string()));
        add(members, "comment", comment(step));
        add(members, "_tls", hop.tls.as_ref().and_then(|tls| tls.version).map(str::to_owned));
    }
    entry
}

fn add(members: &mut Map<String, Value>, name: &str, text: Option<String>) {
    members.extend(text.map(|text| (name.to_owned(), text.into())));
}

fn comment(step: &Step) -> Option<String> {
    match (&step.failure, &step.hop.answer) {
        (Some(failure), _) => Some(format!("no answer: {failure}")),
        (None, None) => Some("not sent".to_owned()),
        (None, Some(_)) => None,
    }
}

fn moment(milliseconds: i64) -> String {
    let moment = jiff::Timestamp::from_millisecond(milliseconds).unwrap_or_default();
    moment.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

fn request(request: &Request) -> Value {
    let mut value = json!({
        "method": request.method,
        "url": request.url.as_str(),
        "httpVersion": VERSION,
        "cookies": fields(&request.headers, "cookie").flat_map(|field| field.split(';')).filter_map(cookie).collect::<Vec<_>>(),
        "headers": pairs(&request.headers),
        "queryString": pairs(&request.query()),
        "headersSize": -1,
        "bodySize": request.body.len(),
    });
    if !request.body.is_empty() {
        value["postData"] = json!({
            "mimeType": request.header("content-type").unwrap_or_default(),
            "text": String::from_utf8_lossy(&request.body),
            "params": pairs(&request.fields()),
        });
    }
    value
}

// Developer tools write status 0 where nothing was answered, as HAR has no other word for it.
fn response(step: &Step) -> Value {
    let answer = step.hop.answer.as_ref();
    let headers = answer.map_or(&[][..], |answer| &answer.headers);
    let mut value = json!({
        "status": answer.map_or(0, |answer| answer.status),
        "statusText": "",
        "httpVersion": answer.map_or("", |_| VERSION),
        "cookies": fields(headers, "set-cookie").filter_map(set_cookie).collect::<Vec<_>>(),
        "headers": pairs(headers),
        "content": answer.map_or_else(|| json!({ "size": 0, "mimeType": "x-unknown" }), content),
        "redirectURL": answer.and_then(|answer| answer.header("location")).unwrap_or_default(),
        "headersSize": -1,
        "bodySize": answer.map_or(-1, |answer| i64::try_from(answer.body.len()).unwrap_or(-1)),
    });
    if let Some(failure) = &step.failure {
        value["_error"] = failure.as_str().into();
    }
    value
}

fn content(answer: &Answer) -> Value {
    let mut content = json!({
        "size": answer.body.len(),
        "mimeType": answer.header("content-type").unwrap_or("x-unknown"),
    });
    match std::str::from_utf8(&answer.body) {
        Ok(text) => content["text"] = text.into(),
        Err(_) => {
            content["text"] = STANDARD.encode(&answer.body).into();
            content["encoding"] = "base64".into();
        }
    }
    content
}

fn pairs(pairs: &[(String, String)]) -> Value {
    pairs.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

fn fields<'a>(headers: &'a [(String, String)], name: &'a str) -> impl Iterator<Item = &'a str> {
    headers.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str())
}

fn cookie(pair: &str) -> Option<Value> {
    let (name, value) = pair.trim().split_once('=')?;
    Some(json!({ "name": name, "value": value }))
}

/// RFC 6265 §4.1.
fn set_cookie(field: &str) -> Option<Value> {
    let mut parts = field.split(';');
    let mut cookie = cookie(parts.next()?)?;
    for attribute in parts {
        let (name, value) = attribute.trim().split_once('=').unwrap_or((attribute.trim(), ""));
        match name.to_ascii_lowercase().as_str() {
            "path" => cookie["path"] = value.into(),
            "domain" => cookie["domain"] = value.into(),
            "expires" => {
                let moment = Timestamp::of_http_date(value).map(|moment| ("expires".to_owned(), moment.utc().into()));
                cookie.as_object_mut()?.extend(moment);
            }
            "httponly" => cookie["httpOnly"] = true.into(),
            "secure" => cookie["secure"] = true.into(),
            "samesite" => cookie["sameSite"] = value.into(),
            _ => {}
        }
    }
    Some(cookie)
}

/// The phases as HAR counts them: they follow each other, and `connect` includes `ssl`. What did not happen is `None`.
struct Phases {
    dns: Option<u64>,
    connect: Option<u64>,
    ssl: Option<u64>,
    wait: u64,
    receive: u64,
}

fn timings(timing: &Timing) -> Phases {
    let connect =
        timing.connect.or(timing.tls).map(|_| timing.connect.unwrap_or(0).saturating_add(timing.tls.unwrap_or(0)));
    let before = timing.dns.unwrap_or(0).saturating_add(connect.unwrap_or(0));
    Phases {
        dns: timing.dns,
        connect,
        ssl: timing.tls,
        wait: timing.first_byte.saturating_sub(before),
        receive: timing.total.saturating_sub(timing.first_byte),
    }
}

impl Phases {
    fn total(&self) -> u64 {
        let phases = [self.dns.unwrap_or(0), self.connect.unwrap_or(0), self.wait, self.receive];
        phases.into_iter().fold(0, u64::saturating_add)
    }

    fn value(&self) -> Value {
        let known = |phase: Option<u64>| phase.and_then(|phase| i64::try_from(phase).ok()).unwrap_or(-1);
        json!({
            "blocked": -1,
            "dns": known(self.dns),
            "connect": known(self.connect),
            "ssl": known(self.ssl),
            "send": 0,
            "wait": self.wait,
            "receive": self.receive,
        })
    }
}
