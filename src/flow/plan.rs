//! What to fetch next: an authorization server's metadata, then the key set it names; or a document at the user's word.
//!
//! A plan sends nothing. It says which request it wants next, given the answers so far, until it wants no more.

use crate::model::discovery::Discovery;
use crate::model::http::{Answer, Exchange, Request, is_loopback};
use crate::model::json::{Broken, Malformed};
use crate::model::jwk::Jwks;
use crate::model::source::Source;
use url::Url;

/// What a command wants to know.
#[derive(Debug, Clone, Default)]
pub struct Want {
    /// The issuer whose metadata leads to the key set.
    pub issuer: Option<String>,
    /// Where its metadata stands.
    pub well_known: WellKnown,
    /// The address of a document, metadata or key set. If there is an issuer too, it is asked only where no metadata
    /// answers for the issuer: somebody may name a document as if it were an issuer.
    pub document: Option<Url>,
    /// The address of the key set, if the user named it: what the metadata says is not followed then.
    pub jwks: Option<Url>,
    /// Whether the key set is at hand already, so that only the metadata is asked for.
    pub keys_at_hand: bool,
}

/// Where the metadata of an issuer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WellKnown {
    /// Appended to the issuer: `/.well-known/openid-configuration` (Discovery 1.0 §4.1).
    #[default]
    OpenId,
    /// Inserted before the issuer's path: `/.well-known/oauth-authorization-server` (RFC 8414 §3.1).
    OAuth,
}

/// What came of the requests so far.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    /// What answered for the metadata.
    pub discovery: Option<Exchange>,
    /// What answered at the address of a document.
    pub document: Option<Exchange>,
    /// What answered for the key set.
    pub jwks: Option<Exchange>,
}

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The metadata.
    Discovery,
    /// Metadata or a key set, whatever it turns out to be.
    Document,
    /// The key set.
    Jwks,
}

const METADATA: &str = "application/json";
const KEY_SET: &str = "application/jwk-set+json, application/json";

/// Returns the request wanted next, or `None` if all is there or nothing more can be asked.
pub fn next(want: &Want, documents: &Documents) -> Option<(Purpose, Request)> {
    if let (Some(issuer), None) = (&want.issuer, &documents.discovery) {
        return Some((Purpose::Discovery, request(want.well_known.of(issuer)?, METADATA)));
    }
    let in_vain = documents.discovery.as_ref().is_none_or(|asked| asked.answer.is_some() && !is_object(asked));
    if let (Some(url), None, true) = (&want.document, &documents.document, in_vain) {
        return Some((Purpose::Document, request(url.clone(), KEY_SET)));
    }
    if want.keys_at_hand || documents.key_set().is_some() {
        return None;
    }
    let named = || Url::parse(discovery(documents.metadata()?.answer.as_ref()?, None).ok()?.text("jwks_uri")?).ok();
    Some((Purpose::Jwks, request(want.jwks.clone().or_else(named)?, KEY_SET)))
}

fn request(url: Url, accept: &'static str) -> Request {
    Request::get(url, accept)
}

impl Documents {
    /// Keeps what came of a request.
    pub fn put(&mut self, purpose: Purpose, exchange: Exchange) {
        match purpose {
            Purpose::Discovery => self.discovery = Some(exchange),
            Purpose::Document => self.document = Some(exchange),
            Purpose::Jwks => self.jwks = Some(exchange),
        }
    }

    /// Returns every exchange.
    pub fn all(&self) -> impl Iterator<Item = &Exchange> {
        [&self.discovery, &self.document, &self.jwks].into_iter().flatten()
    }

    /// Returns what answered for the metadata, or in its place; `None` if a key set came instead.
    pub fn metadata(&self) -> Option<&Exchange> {
        let named = self.document.as_ref().filter(|named| !is_key_set(named));
        let readable = named.filter(|named| is_object(named) || self.discovery.is_none());
        let came_for_it = || self.discovery.as_ref().filter(|_| self.document.is_none() || named.is_some());
        readable.or_else(came_for_it)
    }

    /// Returns what answered for the key set.
    pub fn key_set(&self) -> Option<&Exchange> {
        self.jwks.as_ref().or_else(|| self.document.as_ref().filter(|named| is_key_set(named)))
    }
}

/// Returns whether a JSON text is meant as a key set rather than as metadata: it has `keys` or is a key itself, and names no
/// issuer. A byte order mark before it is for the checks to find.
pub fn is_key_set_text(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let members: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(text).ok();
    members.is_some_and(|members| {
        (members.contains_key("keys") || members.contains_key("kty")) && !members.contains_key("issuer")
    })
}

fn is_key_set(exchange: &Exchange) -> bool {
    let answer = exchange.answer.as_ref().filter(|answer| answer.status == 200);
    answer.is_some_and(|answer| is_key_set_text(&String::from_utf8_lossy(&answer.body)))
}

fn is_object(exchange: &Exchange) -> bool {
    exchange.answer.as_ref().is_some_and(|answer| discovery(answer, None).is_ok())
}

impl WellKnown {
    /// Returns the address of an issuer's metadata; `None` if the issuer is no http(s) URL.
    pub fn of(self, issuer: &str) -> Option<Url> {
        match self {
            WellKnown::OpenId => discovery_url(issuer),
            WellKnown::OAuth => oauth_url(issuer),
        }
    }
}

/// Returns the address of an issuer's metadata (Discovery 1.0 §4.1); `None` if the issuer is no http(s) URL.
pub fn discovery_url(issuer: &str) -> Option<Url> {
    // §4.1: any terminating slash is removed before the well-known path is appended.
    let base = issuer.strip_suffix('/').unwrap_or(issuer);
    web(&format!("{base}{OPENID}"))
}

fn oauth_url(issuer: &str) -> Option<Url> {
    let mut url = web(issuer)?;
    // RFC 8414 §3.1: any terminating slash is removed before the well-known path is inserted.
    let path = url.path().strip_suffix('/').unwrap_or(url.path()).to_owned();
    url.set_path(&format!("{OAUTH}{path}"));
    Some(url)
}

/// Returns the issuer whose metadata stands at `url`, if the address is a well-known one: the reverse of
/// [`WellKnown::of`], but for a slash at the end.
pub fn issuer_at(url: &Url) -> Option<String> {
    let origin = url.as_str().strip_suffix(&url[url::Position::BeforePath..])?;
    let path = url.path();
    let before = || path.strip_suffix(OPENID);
    let after = || path.strip_prefix(OAUTH).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    Some(format!("{origin}{}", before().or_else(after)?))
}

const OPENID: &str = "/.well-known/openid-configuration";
const OAUTH: &str = "/.well-known/oauth-authorization-server";

fn web(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// Says why a request to `url` must not be sent, if so: plain http leaves this machine only when allowed.
pub fn refusal(url: &Url, allow_http: bool) -> Option<String> {
    match url.scheme() {
        "https" => None,
        "http" if allow_http || is_loopback(url) => None,
        "http" => Some(format!("{url} is plain http: anybody on the way could replace the keys")),
        other => Some(format!("{url} is neither https nor http but {other}")),
    }
}

/// Says why a server at `from` must not make lpauth ask for `to`, if so: whatever listens on this machine alone, without a
/// password perhaps, is nothing that a server elsewhere may have asked.
pub fn intrusion(from: &Url, to: &Url) -> Option<String> {
    let strays = !is_loopback(from) && is_loopback(to);
    strays.then(|| format!("{} names {to}, which is this machine, not the server", from.origin().ascii_serialization()))
}

/// Reads the metadata out of an answer to the question for the issuer `asked`.
///
/// # Errors
/// What came in its place, and where that shows.
pub fn discovery(answer: &Answer, asked: Option<&str>) -> Result<Discovery, Broken> {
    let source = document(answer)?;
    Discovery::parse(source.clone(), asked).map_err(|malformed| unread(answer, source, malformed))
}

/// Reads the key set out of an answer.
///
/// # Errors
/// What came in its place, and where that shows.
pub fn jwks(answer: &Answer) -> Result<Jwks, Broken> {
    let source = document(answer)?;
    Jwks::parse(source.clone(), true).map_err(|malformed| unread(answer, source, malformed))
}

fn document(answer: &Answer) -> Result<Source, Broken> {
    let source = Source::new(answer.url.as_str(), String::from_utf8_lossy(&answer.body));
    if answer.status == 200 {
        return Ok(source);
    }
    let malformed = Malformed { reason: format!("HTTP status {}", answer.status), offset: 0 };
    Err(unread(answer, source, malformed))
}

fn unread(answer: &Answer, source: Source, malformed: Malformed) -> Broken {
    let start = source.text.trim_start().get(..1).unwrap_or_default();
    let html = answer.header("content-type").is_some_and(|media_type| media_type.contains("html"));
    if answer.status == 200 && (html || start == "<") {
        return Broken { source, malformed: Malformed { reason: "an HTML page, not JSON".to_owned(), offset: 0 } };
    }
    Broken { source, malformed }
}
