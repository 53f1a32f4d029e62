//! HTTP messages as values: what to ask, what came back, and by which way.

pub(crate) mod text;

use super::certificate::Certificate;
use super::source::{Source, Span};
use super::time::Timestamp;
use std::net::SocketAddr;
use url::Url;

/// A request, as it is sent or as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method, `GET`.
    pub method: String,
    /// Where to.
    pub url: Url,
    /// The header fields in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// Which document a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An authorization server's metadata.
    Discovery,
    /// A key set.
    Jwks,
}

/// A request on its way: where it was sent on to, how it was secured, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The address asked last, after redirects.
    pub url: Url,
    /// The redirects on the way there, in order; empty if there were none.
    pub redirects: Vec<Redirect>,
    /// The address of the machine that answered, or of the proxy before it.
    pub remote: Option<SocketAddr>,
    /// How the last connection was secured; `None` in plain http.
    pub tls: Option<Tls>,
    /// When the first request went out, in milliseconds since 1970; 0 if that is not on record.
    pub began: i64,
    /// How long it took.
    pub timing: Timing,
    /// What came back; `None` if the server was not to be trusted, so that nothing was asked of it.
    pub answer: Option<Answer>,
}

/// An answer that sent the request on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The address that gave it.
    pub url: Url,
    /// The status code.
    pub status: u16,
    /// The `Location` field, as written.
    pub location: String,
}

/// One request and what came of it: nothing was followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// What was asked.
    pub request: Request,
    /// When, in milliseconds since 1970.
    pub began: i64,
    /// The address of the machine that answered, or of the proxy before it.
    pub remote: Option<SocketAddr>,
    /// How the connection was secured; `None` in plain http.
    pub tls: Option<Tls>,
    /// How long it took.
    pub timing: Timing,
    /// What came back; `None` if the server was not to be trusted, so that nothing was asked of it, or if the request was
    /// never sent.
    pub answer: Option<Answer>,
}

/// How long an exchange took, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timing {
    /// To learn the address of the host; `None` if it was known or nobody looked.
    pub dns: Option<u64>,
    /// To open the connection; `None` if one was open already or nobody looked.
    pub connect: Option<u64>,
    /// To secure it; `None` if it was secured already, in plain http, or if nobody looked.
    pub tls: Option<u64>,
    /// From asking the last address, connecting included, to the first byte of its answer.
    pub first_byte: u64,
    /// From the beginning to the last byte, redirects included.
    pub total: u64,
}

/// How a connection was secured, or why it was not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tls {
    /// The version agreed on, `TLS 1.3`; `None` if it did not come that far.
    pub version: Option<&'static str>,
    /// The certificates that the server presented, its own first. What cannot be read is left out.
    pub chain: Vec<Certificate>,
    /// Why the connection was given up, if it was.
    pub distrust: Option<Distrust>,
}

/// Why a server is not to be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distrust {
    /// The kind of reason.
    pub kind: DistrustKind,
    /// The reason in the words of the verifier.
    pub reason: String,
}

/// The kinds of [`Distrust`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DistrustKind {
    /// A certificate has expired or is not valid yet.
    Dates,
    /// The certificate is for other names.
    Name,
    /// No trusted authority stands at the end of the chain, or the chain is damaged.
    Chain,
    /// The server speaks no version of TLS that is still safe (1.2 or 1.3).
    Version,
}

/// What came back, of whatever status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The address that answered, after redirects.
    pub url: Url,
    /// The status code.
    pub status: u16,
    /// The header fields in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// What a server of ours is about to answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The header fields in order, names in lower case. The server adds the length and the date.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How long to wait before answering, in milliseconds.
    pub delay: u64,
    /// After how many bytes of the body the connection breaks off, if it does.
    pub cut: Option<usize>,
}

impl Request {
    /// Returns a request for `url` that takes these media types.
    pub fn get(url: Url, accept: &str) -> Request {
        Request {
            method: "GET".to_owned(),
            url,
            headers: vec![("accept".to_owned(), accept.to_owned())],
            body: Vec::new(),
        }
    }

    /// Returns a request that sends a form (`application/x-www-form-urlencoded`) to `url`.
    pub fn form<N: AsRef<str>, V: AsRef<str>>(url: Url, fields: impl IntoIterator<Item = (N, V)>) -> Request {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into_bytes();
        let headers = vec![("content-type".to_owned(), FORM.to_owned())];
        Request { method: "POST".to_owned(), url, headers, body }
    }

    /// Returns the request with one more header field; the name is in lower case.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Request {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Returns the first header field called `name` (in lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        first(&self.headers, name)
    }

    /// Returns the same request to another address.
    #[must_use]
    pub fn to(&self, url: Url) -> Request {
        Request { url, ..self.clone() }
    }

    /// Returns the parameters of the query, decoded, in order.
    pub fn query(&self) -> Vec<(String, String)> {
        self.url.query_pairs().into_owned().collect()
    }

    /// Returns the fields of the body, decoded, in order; none if it is no form.
    pub fn fields(&self) -> Vec<(String, String)> {
        let is_form = media_type(self.header("content-type")).is_some_and(|media_type| media_type == FORM);
        let body = if is_form { self.body.as_slice() } else { &[] };
        url::form_urlencoded::parse(body).into_owned().collect()
    }
}

/// The media type of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";

fn first<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
}

fn media_type(field: Option<&str>) -> Option<String> {
    let named = field?.split(';').next().unwrap_or_default();
    Some(named.trim().to_ascii_lowercase())
}

impl Hop {
    /// Returns the hop of a request that nothing has come of yet.
    pub fn to(request: Request) -> Hop {
        Hop { request, began: 0, remote: None, tls: None, timing: Timing::default(), answer: None }
    }

    /// Returns the answer as the redirect that it is, and the address it leads to.
    pub fn redirect(&self) -> Option<(Redirect, Url)> {
        let answer = self.answer.as_ref().filter(|answer| (300..400).contains(&answer.status))?;
        let location = answer.header("location")?.to_owned();
        let next = self.request.url.join(&location).ok()?;
        Some((Redirect { url: self.request.url.clone(), status: answer.status, location }, next))
    }

    /// Returns by how many seconds the clock of whoever answered is ahead of ours (negative: behind), as far as that is
    /// sure: `Date` counts whole seconds and was written at some moment between the request and the first byte
    /// (RFC 9110 §6.6.1). `None` if there is no date to go by.
    pub fn clock_ahead(&self) -> Option<i64> {
        let answer = self.answer.as_ref().filter(|_| self.began > 0)?;
        let date = Timestamp::of_http_date(answer.header("date")?)?;
        // RFC 9111 §5.1: an answer that was kept has its age.
        let age: u32 = answer.header("age").and_then(|age| age.trim().parse().ok()).unwrap_or(0);
        let date = date.plus(age.into()).0.saturating_mul(1_000);
        let latest = self.began.saturating_add_unsigned(self.timing.total);
        let early = self.began.saturating_sub(date.saturating_add(999));
        let late = date.saturating_sub(latest);
        let seconds = |milliseconds: i64| milliseconds.saturating_add(999) / 1_000;
        Some(if late > 0 { seconds(late) } else { -seconds(early.max(0)) })
    }
}

impl Exchange {
    /// Returns an exchange with `url` in which nothing has happened yet.
    pub fn to(url: Url) -> Exchange {
        let timing = Timing::default();
        Exchange { url, redirects: Vec::new(), remote: None, tls: None, began: 0, timing, answer: None }
    }

    /// Returns the exchange that was nothing but this answer, over a connection that nobody looked at.
    pub fn of(answer: Answer) -> Exchange {
        Exchange { answer: Some(answer.clone()), ..Exchange::to(answer.url) }
    }

    /// Returns what happened as a text that findings point into: a line a redirect, the connection, and the answer's
    /// head. The values of cookies are left out.
    pub fn transcript(&self) -> Source {
        let mut lines = Vec::new();
        for Redirect { url, status, location } in &self.redirects {
            lines.extend([format!("GET {url}"), format!("status: {status}"), format!("location: {location}")]);
        }
        lines.push(format!("GET {}", self.url));
        lines.extend(self.tls.iter().flat_map(Tls::lines));
        lines.extend(self.answer.iter().flat_map(Answer::lines));
        Source::new(format!("exchange with {}", self.url), lines.join("\n") + "\n")
    }

    /// Returns where the last line of `transcript` stands that begins with `start`; nowhere if none does.
    pub fn line(transcript: &Source, start: &str) -> Option<Span> {
        let text = &transcript.text;
        let begins = |at: &usize| *at == 0 || text[..*at].ends_with('\n');
        let at = text.match_indices(start).map(|(at, _)| at).filter(begins).last()?;
        let length = text[at..].find('\n').unwrap_or(text.len() - at);
        Some(at..at + length)
    }
}

impl Tls {
    /// Returns the certificate of the server itself.
    pub fn leaf(&self) -> Option<&Certificate> {
        self.chain.first()
    }

    fn lines(&self) -> Vec<String> {
        let version = self.version.map(|version| format!("tls: {version}"));
        let distrust = self.distrust.as_ref().map(|distrust| format!("tls: not trusted: {}", distrust.reason));
        let certificates = self.chain.iter().rev().map(|certificate| format!("certificate: {certificate}"));
        certificates.chain(version).chain(distrust).collect()
    }
}

impl Answer {
    /// Returns the first header field called `name` (in lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        first(&self.headers, name)
    }

    /// Returns the media type, in lower case and without its parameters.
    pub fn media_type(&self) -> Option<String> {
        media_type(self.header("content-type"))
    }

    fn lines(&self) -> Vec<String> {
        let status = std::iter::once(format!("status: {}", self.status));
        let field = |(name, value): &(String, String)| match name.as_str() {
            "set-cookie" => format!("{name}: …"),
            _ => format!("{name}: {value}"),
        };
        status.chain(self.headers.iter().map(field)).collect()
    }
}

/// Returns whether requests to `url` stay on this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
