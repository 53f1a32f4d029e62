//! LivePerson's own part of a login as a browser sees it: its window, its service and what they answer.

use super::keep::Kept;
use super::role::{Role, text};
use super::{Expectations, identity};
use crate::model::har::read::{Entry, Message};
use crate::model::http::Request;
use crate::model::http::text::bare;
use crate::spec::liveperson::Family;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// What a call to LivePerson is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallKind {
    /// The identity provider is given a code or a token, for a token of LivePerson's.
    Authenticate,
    /// The identity provider is asked for a token of LivePerson's without a login.
    Anonymous,
    /// LivePerson's tag, with which everything on the page begins.
    Tag,
    /// The public list of connectors.
    Connectors,
    /// Where the services of the account are.
    Domain,
    /// The window in which the consumer chats.
    Window,
    /// The messaging WebSocket.
    Socket,
    /// The older chat.
    Chat,
    /// The survey that stands in for a conversation that could not begin. LivePerson documents that it opens, and not its
    /// address: it is told by the words “offline” and “survey” there.
    OfflineSurvey,
    /// LivePerson's tag tells who the page says is there.
    Identity,
    /// Anything else of LivePerson's that failed.
    Other,
}

/// A call to LivePerson and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The number of its entry.
    pub entry: usize,
    /// When, in milliseconds since 1970; 0 if the file does not say.
    pub began: i64,
    /// What it is for.
    pub kind: CallKind,
    /// The method and the address, without query.
    pub request: String,
    /// The account, where the address names it.
    pub account: Option<String>,
    /// The connector, where the address names it.
    pub connector: Option<String>,
    /// The status of the answer.
    pub status: Option<u16>,
    /// Why there is no answer, in the exporter's words.
    pub failure: Option<String>,
    /// The error code: `internalErrorCode`, `internalCode`, or the code with which a WebSocket closed.
    pub code: Option<(Family, String)>,
    /// What the answer says besides, in a line.
    pub message: Option<String>,
    /// By how many seconds LivePerson's clock was ahead of the browser's, as far as that is sure.
    pub clock_ahead: Option<i64>,
}

/// A connector: what is set up in LivePerson's console for a way to log in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Connector {
    /// Its ID.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// The JWT issuer.
    pub issuer: Option<String>,
    /// The client ID.
    pub client_id: Option<String>,
    /// The authorization endpoint.
    pub authorization_endpoint: Option<String>,
    /// The token endpoint.
    pub token_endpoint: Option<String>,
    /// The name of the page's function.
    pub js_method: Option<String>,
    /// Where the keys are from: `PUBLIC_JWT_KEY`.
    pub key_source: Option<String>,
    /// The JWT public key.
    pub public_key: Option<String>,
    /// Whether it asks as RFC 6749 has it.
    pub rfc: Option<bool>,
}

/// The names under which LivePerson's hosts stand.
const DOMAINS: [&str; 3] = ["liveperson.net", "lpsnmedia.net", "liveperson.com"];

/// Returns whether a request goes to LivePerson.
pub(super) fn is_liveperson(request: &Request, expect: &Expectations) -> bool {
    let host = request.url.host_str().unwrap_or_default();
    let is_below = |domain: &str| host.strip_suffix(domain).is_some_and(|left| left.is_empty() || left.ends_with('.'));
    DOMAINS.into_iter().any(is_below) || expect.service_hosts.iter().any(|own| own == host)
}

/// Parts of paths, and what a call is for whose path has them. The first that fits counts.
const PATHS: [(&str, CallKind); 13] = [
    ("/tag/tag.js", CallKind::Tag),
    ("/authenticate", CallKind::Authenticate),
    ("/anonymous/authorize", CallKind::Anonymous),
    ("/signup", CallKind::Anonymous),
    ("all-connectors", CallKind::Connectors),
    ("baseuri", CallKind::Domain),
    ("/ws_api/", CallKind::Socket),
    ("offline", CallKind::OfflineSurvey),
    ("survey", CallKind::OfflineSurvey),
    ("le_unified_window", CallKind::Window),
    ("le-unified-window", CallKind::Window),
    ("/chat", CallKind::Chat),
    ("/hc/", CallKind::Chat),
];

/// Returns what a call to LivePerson is for; `None` if it is none, or one that nobody needs to know of.
pub(super) fn kind(entry: &Entry, expect: &Expectations) -> Option<CallKind> {
    let request = entry.request();
    let path = request.url.path().to_ascii_lowercase();
    if !is_liveperson(request, expect) {
        // A brand may have a name of its own for the service, and a mock plays it anywhere.
        let is_played = path.contains("/api/account/") && path.ends_with("/authenticate") && request.method == "POST";
        return is_played.then_some(CallKind::Authenticate);
    }
    if identity::of(entry).is_some() {
        return Some(CallKind::Identity);
    }
    let known = PATHS.iter().find(|(part, _)| path.contains(part)).map(|(_, kind)| *kind);
    let is_part = super::role::is_asset(entry);
    let failed = || entry.status().is_none_or(|status| status >= 400) || error_code(entry).is_some();
    match known {
        Some(CallKind::Window | CallKind::OfflineSurvey | CallKind::Chat) if is_part => {
            failed().then_some(CallKind::Other)
        }
        Some(kind) => Some(kind),
        None if is_websocket(entry) => Some(CallKind::Socket),
        None => failed().then_some(CallKind::Other),
    }
}

fn is_websocket(entry: &Entry) -> bool {
    matches!(entry.request().url.scheme(), "ws" | "wss") || entry.resource.as_deref() == Some("websocket")
}

/// Returns the calls among what was kept, each with its place.
pub(super) fn calls(kept: &[Kept]) -> Vec<(usize, Call)> {
    let call = |(at, kept): (usize, &Kept)| match kept.role {
        Role::Service(kind) => Some((at, call(&kept.entry, kind))),
        _ => None,
    };
    kept.iter().enumerate().filter_map(call).collect()
}

fn call(entry: &Entry, kind: CallKind) -> Call {
    let request = entry.request();
    let segments: Vec<&str> = request.url.path_segments().into_iter().flatten().collect();
    let after = |name: &str| segments.iter().position(|segment| *segment == name).and_then(|at| segments.get(at + 1));
    let code = match kind {
        CallKind::Socket => entry.messages.iter().rev().find_map(close_code).map(|code| (Family::WebSocket, code)),
        _ => error_code(entry),
    };
    Call {
        entry: entry.number,
        began: entry.began,
        kind,
        request: format!("{} {}", request.method, bare(&request.url)),
        account: after("account").map(|account| (*account).to_owned()),
        connector: after("app").map(|connector| (*connector).to_owned()),
        status: entry.status(),
        failure: entry.failure.clone(),
        code,
        message: message(entry),
        clock_ahead: entry.hop.clock_ahead(),
    }
}

/// Returns the JSON object that a text is, or that a script hands to a function.
pub(super) fn object(body: &[u8]) -> Option<Map<String, Value>> {
    let start = body.iter().position(|byte| *byte == b'{')?;
    let end = body.iter().rposition(|byte| *byte == b'}').filter(|end| *end > start)?;
    serde_json::from_slice(&body[start..=end]).ok()
}

/// The members in which LivePerson's services name their errors.
const CODES: [(&str, Family); 2] = [("internalErrorCode", Family::Idp), ("internalCode", Family::Legacy)];

fn error_code(entry: &Entry) -> Option<(Family, String)> {
    let answer = entry.hop.answer.as_ref()?;
    let has = |name: &str| answer.body.windows(name.len()).any(|part| part == name.as_bytes());
    if answer.body.len() > 1 << 16 || !CODES.iter().any(|(name, _)| has(name)) {
        return None;
    }
    let object = Value::Object(object(&answer.body)?);
    CODES.into_iter().find_map(|(name, family)| Some((family, written(member(&object, name)?)?)))
}

/// Returns the first member called `name`, however deep. serde_json goes down 128 levels.
pub(super) fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    match value {
        Value::Object(members) => members.get(name).or_else(|| members.values().find_map(|value| member(value, name))),
        Value::Array(elements) => elements.iter().find_map(|value| member(value, name)),
        _ => None,
    }
}

/// Returns the name of the member in which a text stands in a JSON answer: `id_token` if it is that too.
pub(super) fn named(entry: &Entry, value: &str) -> Option<String> {
    let object = Value::Object(object(&entry.hop.answer.as_ref()?.body)?);
    let mut names = Vec::new();
    names_of(&object, value, &mut names);
    let is_id_token = |name: &&&str| **name == "id_token";
    names.iter().find(is_id_token).or(names.first()).map(|name| (*name).to_owned())
}

fn names_of<'a>(value: &'a Value, wanted: &str, names: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| match value.as_str() {
            Some(text) if text == wanted => names.push(name),
            _ => names_of(value, wanted, names),
        }),
        Value::Array(elements) => elements.iter().for_each(|value| names_of(value, wanted, names)),
        _ => {}
    }
}

// LivePerson's description has a number, its service a text.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn message(entry: &Entry) -> Option<String> {
    let answer = entry.hop.answer.as_ref().filter(|answer| answer.status >= 400)?;
    let object = Value::Object(object(&answer.body)?);
    let names = ["message", "error_description", "description", "error"];
    let found = names.into_iter().find_map(|name| written(member(&object, name)?));
    found.map(|text| crate::model::http::text::plain(&text))
}

/// Returns the code with which a WebSocket closed (RFC 6455 §5.5.1): two bytes, which exporters write in base64, as they are,
/// or as a number.
fn close_code(message: &Message) -> Option<String> {
    let number = |bytes: &[u8]| bytes.first_chunk().map(|code| u16::from_be_bytes(*code));
    let is_code = |code: &u16| (1_000..5_000).contains(code);
    if message.opcode != 8 {
        return None;
    }
    let written = message.text.split(|c: char| !c.is_ascii_digit()).find_map(|word| word.parse().ok().filter(is_code));
    let encoded = || STANDARD.decode(&message.text).ok().and_then(|bytes| number(&bytes)).filter(is_code);
    let raw = || {
        let bytes: Option<Vec<u8>> = message.text.chars().take(2).map(|c| u8::try_from(c).ok()).collect();
        number(&bytes?).filter(is_code)
    };
    written.or_else(encoded).or_else(raw).map(|code: u16| code.to_string())
}

impl Connector {
    /// Reads a connector as LivePerson's window and its public list have it.
    pub(super) fn of(value: &Value) -> Option<Connector> {
        let inner = value.get("configuration")?;
        let configured = |name: &str| text(inner, name).filter(|text| !text.is_empty());
        Some(Connector {
            id: value.get("id").and_then(written),
            name: text(value, "name"),
            issuer: configured("issuer"),
            client_id: configured("clientId"),
            authorization_endpoint: configured("authorizationEndpoint"),
            token_endpoint: configured("tokenEndpoint"),
            js_method: configured("jsMethodName"),
            key_source: configured("jwtValidationType"),
            public_key: configured("jwtPublicKey"),
            rfc: inner.get("rfcCompliance").and_then(Value::as_bool),
        })
    }
}

/// The member under which the configuration of LivePerson's window travels.
pub(super) const CONFIG: &str = "lpUnifiedWindowConfig";

/// Returns the configuration of LivePerson's window that a text holds: `state`, or an older redirection URI.
pub(super) fn window_config(text: &str) -> Option<Value> {
    if let Some(object) = object(text.as_bytes()) {
        return object.get(CONFIG).cloned().or_else(|| object.get("engConf").is_some().then(|| Value::Object(object)));
    }
    let url = url::Url::parse(text).ok()?;
    let (_, config) = url.query_pairs().find(|(name, _)| name == CONFIG)?;
    serde_json::from_str(&config).ok()
}

/// Returns the connector inside the configuration of LivePerson's window.
pub(super) fn connector_of(config: &Value) -> Option<Connector> {
    Connector::of(config.get("engConf")?.get("connector")?)
}

/// Returns the hosts at which LivePerson's identity provider is for the account, as its own directory says.
pub(super) fn providers(kept: &[Kept]) -> Vec<String> {
    let directories = kept.iter().filter(|kept| kept.role == Role::Service(CallKind::Domain));
    let body = |kept: &Kept| kept.entry.hop.answer.as_ref().and_then(|answer| object(&answer.body));
    let mut hosts = Vec::new();
    directories.filter_map(body).for_each(|object| provider(&Value::Object(object), &mut hosts));
    hosts
}

fn provider(value: &Value, hosts: &mut Vec<String>) {
    match value {
        Value::Object(members) if text(value, "service").as_deref() == Some("idp") => {
            hosts.extend(members.get("baseURI").and_then(Value::as_str).map(str::to_ascii_lowercase));
        }
        Value::Object(members) => members.values().for_each(|value| provider(value, hosts)),
        Value::Array(elements) => elements.iter().for_each(|value| provider(value, hosts)),
        _ => {}
    }
}

/// The most connectors that are read of a list.
const MOST: usize = 100;

/// Returns the connectors of the public list.
pub(super) fn connectors(kept: &[Kept]) -> Vec<Connector> {
    let lists = kept.iter().filter(|kept| kept.role == Role::Service(CallKind::Connectors));
    let body = |kept: &Kept| kept.entry.hop.answer.as_ref().map(|answer| answer.body.clone()).unwrap_or_default();
    let all = lists.flat_map(|kept| list(&body(kept)));
    all.filter_map(|value| Connector::of(&value)).take(MOST).collect()
}

// The list is an array, or handed to a function.
fn list(body: &[u8]) -> Vec<Value> {
    let start = body.iter().position(|byte| *byte == b'[');
    let end = body.iter().rposition(|byte| *byte == b']');
    let array = start.zip(end).and_then(|(start, end)| body.get(start..=end));
    array.and_then(|array| serde_json::from_slice(array).ok()).unwrap_or_default()
}
