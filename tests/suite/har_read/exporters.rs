//! The same messages in the shape of each exporter. What is in it was learnt from exported files; every value is made up.

use serde_json::{Map, Value, json};

/// A message, and what came of it.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) method: &'static str,
    pub(crate) url: String,
    /// In milliseconds since the first one.
    pub(crate) at: i64,
    pub(crate) resource: &'static str,
    pub(crate) sent: Vec<(String, String)>,
    pub(crate) body: String,
    pub(crate) status: u16,
    pub(crate) answered: Vec<(String, String)>,
    pub(crate) answer: Vec<u8>,
    pub(crate) error: Option<&'static str>,
}

impl Message {
    pub(crate) fn get(url: impl Into<String>) -> Message {
        Message {
            method: "GET",
            url: url.into(),
            at: 0,
            resource: "document",
            sent: Vec::new(),
            body: String::new(),
            status: 200,
            answered: Vec::new(),
            answer: Vec::new(),
            error: None,
        }
        .sends("User-Agent", "Mozilla/5.0")
    }

    pub(crate) fn post(url: impl Into<String>, media_type: &str, body: impl Into<String>) -> Message {
        Message { method: "POST", body: body.into(), ..Message::get(url) }.sends("Content-Type", media_type)
    }

    pub(crate) fn form(url: impl Into<String>, body: impl Into<String>) -> Message {
        Message::post(url, "application/x-www-form-urlencoded", body)
    }

    pub(crate) fn json(url: impl Into<String>, body: &Value) -> Message {
        Message { resource: "fetch", ..Message::post(url, "application/json", body.to_string()) }
    }

    pub(crate) fn at(self, at: i64) -> Message {
        Message { at, ..self }
    }

    pub(crate) fn loaded_as(self, resource: &'static str) -> Message {
        Message { resource, ..self }
    }

    pub(crate) fn sends(mut self, name: &str, value: &str) -> Message {
        self.sent.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn has(mut self, name: &str, value: &str) -> Message {
        self.answered.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn redirects(self, to: impl AsRef<str>) -> Message {
        Message { status: 302, ..self }.has("Location", to.as_ref())
    }

    pub(crate) fn answers(self, status: u16, media_type: &str, body: impl AsRef<[u8]>) -> Message {
        Message { status, answer: body.as_ref().to_vec(), ..self }.has("Content-Type", media_type)
    }

    pub(crate) fn fails(self, error: &'static str) -> Message {
        Message { status: 0, error: Some(error), ..self }
    }
}

/// A way to write HAR files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exporter {
    Chrome,
    ChromeSanitised,
    Edge,
    Firefox,
    Safari,
    Charles,
    Fiddler,
    Playwright,
    Mitmproxy,
}

impl Exporter {
    pub(crate) const ALL: [Exporter; 9] = [
        Exporter::Chrome,
        Exporter::ChromeSanitised,
        Exporter::Edge,
        Exporter::Firefox,
        Exporter::Safari,
        Exporter::Charles,
        Exporter::Fiddler,
        Exporter::Playwright,
        Exporter::Mitmproxy,
    ];

    /// Whether header names are as HTTP/2 has them.
    fn lowers(self) -> bool {
        use Exporter::{Chrome, ChromeSanitised, Edge, Playwright};
        matches!(self, Chrome | ChromeSanitised | Edge | Playwright)
    }

    fn is_chrome(self) -> bool {
        matches!(self, Exporter::Chrome | Exporter::ChromeSanitised | Exporter::Edge)
    }
}

/// The time of the first message, 2026-01-01T00:00:00Z, in milliseconds.
pub(crate) const BEGAN: i64 = crate::support::NOW * 1_000;

pub(crate) fn write(exporter: Exporter, messages: &[Message]) -> String {
    write_at(exporter, messages, BEGAN)
}

pub(crate) fn write_at(exporter: Exporter, messages: &[Message], began: i64) -> String {
    let tool = |name: &str, version: &str| json!({ "name": name, "version": version });
    let creator = match exporter {
        Exporter::Firefox => tool("Firefox", "140.0"),
        Exporter::Safari => tool("WebKit Web Inspector", "21624"),
        Exporter::Charles => tool("Charles Proxy", "5.0.1"),
        Exporter::Fiddler => tool("Fiddler", "5.0.20253"),
        Exporter::Playwright => tool("Playwright", "1.56.1"),
        Exporter::Mitmproxy => json!({ "name": "mitmproxy", "version": "12.1.2", "comment": "" }),
        _ => tool("WebInspector", "537.36"),
    };
    let entries: Vec<Value> = messages.iter().map(|message| entry(exporter, message, began)).collect();
    let pages = json!([{ "startedDateTime": moment(exporter, began), "id": "page_1", "title": "https://www.acmebank.example/",
                         "pageTimings": { "onContentLoad": 300.1, "onLoad": -1 } }]);
    let mut log = Map::new();
    // Fiddler and Safari end with what others begin with.
    let last = matches!(exporter, Exporter::Fiddler | Exporter::Safari);
    if last {
        log.insert("entries".to_owned(), entries.clone().into());
    }
    log.insert("version".to_owned(), "1.2".into());
    log.insert("creator".to_owned(), creator);
    match exporter {
        Exporter::Firefox => drop(log.insert("browser".to_owned(), tool("Firefox", "140.0"))),
        Exporter::Playwright => drop(log.insert("browser".to_owned(), tool("chromium", "141.0.7390.37"))),
        _ => {}
    }
    if !matches!(exporter, Exporter::Charles | Exporter::Mitmproxy) {
        log.insert("pages".to_owned(), pages);
    }
    if !last {
        log.insert("entries".to_owned(), entries.into());
    }
    let mark = if exporter == Exporter::Fiddler { "\u{feff}" } else { "" };
    format!("{mark}{}", serde_json::to_string_pretty(&json!({ "log": log })).unwrap())
}

fn moment(exporter: Exporter, milliseconds: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(milliseconds).unwrap();
    let zone = |hours: i8| at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(hours)));
    match exporter {
        Exporter::Firefox => zone(-4).strftime("%Y-%m-%dT%H:%M:%S.%3f%:z").to_string(),
        Exporter::Charles => zone(2).strftime("%Y-%m-%dT%H:%M:%S.%3f%:z").to_string(),
        Exporter::Fiddler => zone(1).strftime("%Y-%m-%dT%H:%M:%S.%3f0000%:z").to_string(),
        Exporter::Mitmproxy => at.strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string(),
        _ => at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string(),
    }
}

fn entry(exporter: Exporter, message: &Message, began: i64) -> Value {
    let timings = match exporter {
        Exporter::Fiddler => json!({ "dns": 0, "connect": 0, "ssl": 0, "send": 0, "wait": 30, "receive": 8 }),
        Exporter::Mitmproxy => json!({ "connect": null, "ssl": null, "send": 1.5, "wait": 28.5, "receive": 8.0 }),
        _ => json!({ "blocked": -1, "dns": 2.1, "connect": 20.0, "ssl": 11.0, "send": 0, "wait": 7.9, "receive": 8.0 }),
    };
    let mut entry = json!({
        "startedDateTime": moment(exporter, began + message.at),
        "time": 38,
        "request": request(exporter, message),
        "response": response(exporter, message),
        "cache": {},
        "timings": timings,
        "serverIPAddress": if message.status == 0 { "" } else { "192.0.2.7" },
    });
    if !matches!(exporter, Exporter::Charles | Exporter::Mitmproxy) {
        entry["pageref"] = "page_1".into();
    }
    match exporter {
        Exporter::Firefox => entry["connection"] = "443".into(),
        Exporter::Safari => entry["_fetchType"] = "Network Load".into(),
        Exporter::Fiddler => entry["connection"] = "ClientPort:19719;EgressPort:19742".into(),
        Exporter::Playwright => {
            entry["_frameref"] = "frame@6f".into();
            entry["_serverPort"] = 443.into();
        }
        _ if exporter.is_chrome() => {
            entry["_resourceType"] = message.resource.into();
            entry["_priority"] = "High".into();
            entry["_initiator"] = json!({ "type": "script", "stack": { "callFrames": [
                { "functionName": "", "scriptId": "9", "url": "https://www.acmebank.example/chat.js", "lineNumber": 1 } ] } });
        }
        _ => {}
    }
    entry
}

fn fields(exporter: Exporter, fields: &[(String, String)]) -> Vec<Value> {
    let is_kept = |name: &str| {
        exporter != Exporter::ChromeSanitised || !["cookie", "set-cookie", "authorization"].contains(&name)
    };
    let fields = fields.iter().filter(|(name, _)| is_kept(&name.to_ascii_lowercase()));
    let name = |name: &str| if exporter.lowers() { name.to_ascii_lowercase() } else { name.to_owned() };
    fields.map(|(field, value)| json!({ "name": name(field), "value": value })).collect()
}

fn request(exporter: Exporter, message: &Message) -> Value {
    let url = url::Url::parse(&message.url).unwrap();
    let mut headers = fields(exporter, &message.sent);
    if exporter.is_chrome() {
        headers.insert(0, json!({ "name": ":authority", "value": url.host_str() }));
    }
    let query: Vec<Value> = url.query_pairs().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    let mut request = json!({
        "method": message.method, "url": message.url, "httpVersion": "HTTP/2", "headers": headers,
        "queryString": query, "cookies": [], "headersSize": -1, "bodySize": message.body.len(),
    });
    let params: Vec<Value> = url::form_urlencoded::parse(message.body.as_bytes())
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let media_type = message.sent.iter().find(|(name, _)| name == "Content-Type").map(|(_, value)| value.clone());
    let is_form = media_type.as_deref().is_some_and(|media_type| media_type.contains("form"));
    match exporter {
        // Charles has the fields of a form and no text of it.
        Exporter::Charles if is_form => {
            request["postData"] = json!({ "mimeType": media_type, "params": params });
        }
        Exporter::Fiddler => {
            request["postData"] = json!({ "mimeType": media_type.unwrap_or_default(), "text": message.body });
        }
        _ if !message.body.is_empty() => {
            request["postData"] = json!({ "mimeType": media_type, "text": message.body });
            if is_form {
                request["postData"]["params"] = params.into();
            }
        }
        _ => {}
    }
    request
}

fn response(exporter: Exporter, message: &Message) -> Value {
    let location = message.answered.iter().find(|(name, _)| name == "Location").map(|(_, value)| value.clone());
    let mut response = json!({
        "status": message.status,
        "statusText": if exporter == Exporter::Firefox { "OK " } else { "" },
        "httpVersion": "HTTP/2",
        "headers": fields(exporter, &message.answered),
        "cookies": [],
        "content": content(exporter, message),
        "redirectURL": location.unwrap_or_default(),
        "headersSize": if exporter == Exporter::Firefox { Value::Null } else { (-1).into() },
        "bodySize": -1,
    });
    match exporter {
        Exporter::Charles => {
            response["_charlesStatus"] = if message.error.is_some() { "FAILED" } else { "COMPLETE" }.into();
        }
        Exporter::Playwright => {
            response["status"] = if message.status == 0 { (-1).into() } else { message.status.into() };
            response["_failureText"] = message.error.into();
        }
        Exporter::Firefox | Exporter::Fiddler => {}
        _ => response["_error"] = message.error.into(),
    }
    response
}

fn content(exporter: Exporter, message: &Message) -> Value {
    use base64::Engine;
    let media_type = message.answered.iter().find(|(name, _)| name == "Content-Type").map(|(_, value)| value.as_str());
    let mut content = json!({ "size": message.answer.len(), "mimeType": media_type.unwrap_or("x-unknown") });
    match std::str::from_utf8(&message.answer) {
        _ if message.answer.is_empty() => {}
        // Safari takes JSON of a fetch for no text now and then.
        Ok(text) if exporter != Exporter::Safari => content["text"] = text.into(),
        _ => {
            content["text"] = base64::engine::general_purpose::STANDARD.encode(&message.answer).into();
            content["encoding"] = "base64".into();
        }
    }
    content
}
