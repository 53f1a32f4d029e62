//! One request over a kept connection: the runtime it runs on, and a client for each set of certificates.

use super::trouble::{self, deepest};
use super::watch::{Log, milliseconds};
use super::{Limits, tls};
use crate::edge::{Failure, FailureKind};
use crate::model::http::{Answer, Hop, Request, is_loopback};
use crate::model::secret::Secret;
use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};
use url::Url;

/// Open connections. They are served on the thread that asks, and only while it asks.
pub(super) struct Lines {
    /// Gone only in the moment of dropping.
    runtime: Option<Runtime>,
    clients: Vec<(Kind, Client)>,
}

/// What tells one client from another.
#[derive(Clone, PartialEq, Eq)]
struct Kind {
    secure: bool,
    loopback: bool,
    roots: Option<Vec<u8>>,
    identity: Option<Secret>,
}

#[derive(Clone)]
struct Client {
    client: reqwest::Client,
    log: Log,
}

impl Lines {
    /// Returns lines of which none is open.
    ///
    /// # Errors
    /// If this machine has no network to speak of.
    pub(super) fn new() -> Result<Lines, Failure> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| {
            Failure::network(format!("the network cannot be used: {error}"))
                .hint("look whether this machine may open connections")
        })?;
        Ok(Lines { runtime: Some(runtime), clients: Vec::new() })
    }

    /// Sends one request, over an open connection if there is one.
    ///
    /// # Errors
    /// As [`super::Http::hop`].
    pub(super) fn hop(&mut self, request: &Request, limits: &Limits) -> Result<Hop, Failure> {
        let client = self.client(&request.url, limits)?;
        let Some(runtime) = &self.runtime else {
            return Err(Failure::network("the network was closed").hint("try again; if it stays so, please report it"));
        };
        runtime.block_on(async {
            let hop = tokio::time::timeout(limits.left(), client.hop(request, limits)).await;
            hop.unwrap_or_else(|_| Err(trouble::too_slow(&request.url, limits)))
        })
    }

    // Built only when something is fetched: reading the system's certificates takes longer than most commands.
    fn client(&mut self, url: &Url, limits: &Limits) -> Result<Client, Failure> {
        let kind = Kind {
            secure: url.scheme() == "https",
            loopback: is_loopback(url),
            roots: limits.roots.clone(),
            identity: limits.identity.clone(),
        };
        if let Some((_, client)) = self.clients.iter().find(|(other, _)| *other == kind) {
            return Ok(client.clone());
        }
        let client = Client::new(&kind, limits)?;
        self.clients.push((kind, client.clone()));
        Ok(client)
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        // Looking up a name cannot be broken off; the program need not wait for it.
        self.runtime.take().map(Runtime::shutdown_background).unwrap_or_default();
    }
}

/// How long a connection may be idle to be used again. Servers close theirs after some seconds, and a request that meets
/// that must not be sent twice if it redeems a code.
const IDLE: Duration = Duration::from_secs(2);

impl Client {
    fn new(kind: &Kind, limits: &Limits) -> Result<Client, Failure> {
        let log = Log::default();
        let config = match tls::config(limits, &log) {
            // A machine without any certificates can still speak plain http.
            Err(failure) if !kind.secure && failure.kind == FailureKind::Network => tls::nobody_trusted(),
            config => config,
        };
        // What a server may do to an answer without being asked (RFC 9110 §12.5.3) is not wanted: bytes are shown as they came.
        let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static("identity"))]);
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("lpauth/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers)
            .pool_idle_timeout(IDLE)
            .dns_resolver(log.clone())
            .connector_layer(log.clone())
            .tls_backend_preconfigured(config?);
        // A proxy would look for servers of this machine on its own.
        let builder = if kind.loopback { builder.no_proxy() } else { builder };
        let unusable = |error| {
            Failure::network(format!("HTTPS cannot be used here: {}", deepest(&error)))
                .hint("install the system's certificates (Debian: ca-certificates), or pass --cacert FILE")
        };
        Ok(Client { client: builder.build().map_err(unusable)?, log })
    }

    async fn hop(&self, request: &Request, limits: &Limits) -> Result<Hop, Failure> {
        self.log.begin();
        let mut hop = Hop { began: jiff::Timestamp::now().as_millisecond(), ..Hop::to(request.clone()) };
        let asked = Instant::now();
        let response = self.client.execute(outgoing(request)?).await;
        hop.timing = self.log.timing();
        hop.timing.first_byte = milliseconds(asked.elapsed());
        hop.tls = self.log.tls(&request.url);
        match response {
            Err(error) => given_up(hop, &error),
            Ok(response) => {
                hop.remote = response.remote_addr();
                hop.answer = Some(answer(response, &request.url, limits).await?);
                hop.timing.total = milliseconds(asked.elapsed());
                Ok(hop)
            }
        }
    }
}

fn outgoing(request: &Request) -> Result<reqwest::Request, Failure> {
    let unfit = || {
        Failure::usage(format!("no request to {} can be made of this", request.url))
            .hint("look for line breaks and control characters in what was given for it")
    };
    let method = reqwest::Method::from_bytes(request.method.as_bytes()).map_err(|_| unfit())?;
    let mut outgoing = reqwest::Request::new(method, request.url.clone());
    for (name, value) in &request.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unfit())?;
        outgoing.headers_mut().append(name, value.parse().map_err(|_| unfit())?);
    }
    if !request.body.is_empty() {
        *outgoing.body_mut() = Some(request.body.clone().into());
    }
    Ok(outgoing)
}

fn given_up(mut hop: Hop, error: &reqwest::Error) -> Result<Hop, Failure> {
    let Some(distrust) = tls::distrust(error) else { return Err(trouble::unanswered(&hop.request.url, error)) };
    hop.tls.get_or_insert_default().distrust = Some(distrust);
    hop.timing.total = hop.timing.first_byte;
    Ok(hop)
}

async fn answer(mut response: reqwest::Response, url: &Url, limits: &Limits) -> Result<Answer, Failure> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    let status = response.status().as_u16();
    let promised = response.content_length();
    let mut body = Vec::new();
    let mut next = response.chunk().await;
    while let Some(chunk) = next.map_err(|error| trouble::cut_short(url, body.len(), promised, &error))? {
        if body.len() + chunk.len() > limits.bytes {
            return Err(trouble::too_long(url, limits));
        }
        body.extend_from_slice(&chunk);
        next = response.chunk().await;
    }
    Ok(Answer { url: url.clone(), status, headers, body })
}
