//! What to fetch next: an authorization server's metadata, then the key set it names.
//!
//! A plan sends nothing. It says which request it wants next, given the answers so far, until it wants no more.

use crate::model::discovery::Discovery;
pub use crate::model::http::Kind;
use crate::model::http::{Answer, Request, is_loopback};
use crate::model::json::{Broken, Malformed};
use crate::model::jwk::Jwks;
use crate::model::source::Source;
use url::Url;

/// What a command wants to know.
#[derive(Debug, Clone, Default)]
pub struct Want {
    /// The issuer whose metadata leads to the key set.
    pub issuer: Option<String>,
    /// The address of the key set, if the user named it: the metadata is not asked then.
    pub jwks: Option<Url>,
}

/// The answers so far.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    /// What answered for the metadata.
    pub discovery: Option<Answer>,
    /// What answered for the key set.
    pub jwks: Option<Answer>,
}

/// Returns the request wanted next, or `None` if all is there or nothing more can be asked.
pub fn next(want: &Want, documents: &Documents) -> Option<(Kind, Request)> {
    if documents.jwks.is_some() {
        return None;
    }
    if let Some(url) = &want.jwks {
        return Some((Kind::Jwks, request(url.clone(), "application/jwk-set+json, application/json")));
    }
    let issuer = want.issuer.as_deref()?;
    let Some(answer) = &documents.discovery else {
        return Some((Kind::Discovery, request(discovery_url(issuer)?, "application/json")));
    };
    let url = Url::parse(discovery(answer, issuer).ok()?.text("jwks_uri")?).ok()?;
    Some((Kind::Jwks, request(url, "application/jwk-set+json, application/json")))
}

fn request(url: Url, accept: &'static str) -> Request {
    Request { url, accept }
}

impl Documents {
    /// Keeps an answer.
    pub fn put(&mut self, kind: Kind, answer: Answer) {
        match kind {
            Kind::Discovery => self.discovery = Some(answer),
            Kind::Jwks => self.jwks = Some(answer),
        }
    }
}

/// Returns the address of an issuer's metadata (Discovery 1.0 §4.1); `None` if the issuer is no http(s) URL.
pub fn discovery_url(issuer: &str) -> Option<Url> {
    // §4.1: any terminating slash is removed before the well-known path is appended.
    let base = issuer.strip_suffix('/').unwrap_or(issuer);
    let url = Url::parse(&format!("{base}/.well-known/openid-configuration")).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
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

/// Reads the metadata out of an answer.
///
/// # Errors
/// What came in its place, and where that shows.
pub fn discovery(answer: &Answer, issuer: &str) -> Result<Discovery, Broken> {
    let source = document(answer)?;
    Discovery::parse(source.clone(), issuer).map_err(|malformed| unread(answer, source, malformed))
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
