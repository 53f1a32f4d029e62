//! One request and its reply, as values: what hyper read becomes a [`Request`], a [`Reply`] becomes what hyper writes.

use super::{Bounds, Handler, Options};
use crate::edge::clock::{Clock, SystemClock};
use crate::model::http::{Reply, Request, is_loopback};
use crate::model::time::Timestamp;
use futures_util::future::{Either, select};
use http_body_util::{BodyExt, Limited};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{CONNECTION, CONTENT_LENGTH, DATE, HOST, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING};
use hyper::{Response, StatusCode};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use url::{Host, Url};

/// What every request has to pass.
pub(super) struct Door {
    handler: Handler,
    scheme: &'static str,
    /// The hosts that may be asked for; any if the server is not for this machine alone.
    names: Option<Vec<String>>,
    stopped: watch::Receiver<bool>,
    bounds: Bounds,
}

impl Door {
    /// Returns the door of a server of these options.
    pub(super) fn new(options: &Options, handler: Handler, stopped: watch::Receiver<bool>) -> Door {
        let names = options.bind.is_loopback().then(|| options.names.clone());
        let scheme = if options.tls.is_some() { "https" } else { "http" };
        Door { handler, scheme, names, stopped, bounds: options.bounds.clone() }
    }

    fn knows(&self, url: &Url) -> bool {
        let Some(names) = &self.names else { return true };
        is_loopback(url) || url.host_str().is_some_and(|host| names.iter().any(|name| name.eq_ignore_ascii_case(host)))
    }
}

/// The server broke a connection off, as it was told to.
#[derive(Debug)]
pub(super) struct BrokenOff;

impl std::fmt::Display for BrokenOff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is broken off")
    }
}

impl std::error::Error for BrokenOff {}

/// Returns the answer to a request, once the reply's delay is over.
///
/// # Errors
/// If the connection is to be broken off instead: the server ends, and the reply was to wait.
pub(super) async fn answer(door: Arc<Door>, asked: hyper::Request<Incoming>) -> Result<Response<Content>, BrokenOff> {
    let request = match read(&door, asked).await {
        Ok(request) => request,
        Err(refusal) => return Ok(refusal.response()),
    };
    let now = SystemClock.now();
    let reply = (door.handler)(&request, now);
    if reply.delay > 0 {
        let mut stopped = door.stopped.clone();
        let wait = sleep(Duration::from_millis(reply.delay));
        if let Either::Right(_) = select(pin!(wait), pin!(stopped.wait_for(|stop| *stop))).await {
            return Err(BrokenOff);
        }
    }
    Ok(response(reply, now))
}

/// Why a request does not reach the handler.
#[derive(Clone, Copy)]
struct Refusal(u16, &'static str);

impl Refusal {
    fn response(self) -> Response<Content> {
        let headers = vec![("content-type".to_owned(), "text/plain; charset=utf-8".to_owned())];
        let body = format!("{}\n", self.1).into_bytes();
        response(Reply { status: self.0, headers, body, ..Reply::default() }, SystemClock.now())
    }
}

const NO_HOST: Refusal = Refusal(400, "The request names no host, or no address that makes sense.");
const OTHER_HOST: Refusal = Refusal(421, "This server answers to the names of its own machine only.");
const LONG_TARGET: Refusal = Refusal(414, "The address is too long.");
const LARGE_BODY: Refusal = Refusal(413, "The body is too large.");
const SLOW_BODY: Refusal = Refusal(408, "The body did not come in time.");

async fn read(door: &Door, asked: hyper::Request<Incoming>) -> Result<Request, Refusal> {
    let (head, body) = asked.into_parts();
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
    if target.len() > door.bounds.target {
        return Err(LONG_TARGET);
    }
    if !target.starts_with('/') {
        return Err(NO_HOST);
    }
    let url = address(door.scheme, head.uri.authority().map(|it| it.as_str()), &head.headers, target)?;
    if !door.knows(&url) {
        return Err(OTHER_HOST);
    }
    if body.size_hint().lower() > door.bounds.body as u64 {
        return Err(LARGE_BODY);
    }
    let body = timeout(door.bounds.patience, Limited::new(body, door.bounds.body).collect());
    let body = body.await.map_err(|_| SLOW_BODY)?.map_err(|_| LARGE_BODY)?.to_bytes().to_vec();
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = head.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    Ok(Request { method: head.method.as_str().to_owned(), url, headers, body })
}

// RFC 9112 §3.2: one Host field, and an address in the request line takes its place. Browsers cannot forge either.
fn address(scheme: &str, authority: Option<&str>, headers: &HeaderMap, target: &str) -> Result<Url, Refusal> {
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    let (Some(authority), None) = (authority.or(host), hosts.next()) else { return Err(NO_HOST) };
    let plain = !authority.is_empty() && !authority.contains(['/', '?', '#', '@', '\\']);
    let base = Url::parse(&format!("{scheme}://{authority}/")).ok().filter(|_| plain).ok_or(NO_HOST)?;
    // Joined as a text: a target of two slashes is a path here, never another host.
    let url = Url::parse(&format!("{}{}", base.as_str().trim_end_matches('/'), target)).map_err(|_| NO_HOST)?;
    match url.host() {
        Some(Host::Domain("")) | None => Err(NO_HOST),
        Some(_) => Ok(url),
    }
}

fn response(reply: Reply, now: Timestamp) -> Response<Content> {
    let mut response = Response::new(Content { left: reply.body.into(), cut: reply.cut, flushed: false });
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in &reply.headers {
        // What HTTP cannot carry is left out: a handler's mistake must not become two answers.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    for ours in [CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION] {
        headers.remove(ours);
    }
    if let Some(date) = now.http_date().and_then(|date| HeaderValue::try_from(date).ok()) {
        headers.entry(DATE).or_insert(date);
    }
    response
}

/// The body of a reply; it breaks the connection off where it is told to.
pub(super) struct Content {
    left: Bytes,
    cut: Option<usize>,
    flushed: bool,
}

impl Body for Content {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        let Some(length) = self.cut else {
            let left = std::mem::take(&mut self.left);
            return Poll::Ready((!left.is_empty()).then(|| Ok(Frame::data(left))));
        };
        if length > 0 && !self.left.is_empty() {
            let left = std::mem::take(&mut self.left);
            self.cut = Some(0);
            return Poll::Ready(Some(Ok(Frame::data(left.slice(..length.min(left.len()))))));
        }
        if !self.flushed {
            // What was written so far leaves before the connection does.
            self.flushed = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(BrokenOff)))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left.len() as u64)
    }
}
