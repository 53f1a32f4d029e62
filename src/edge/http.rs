//! The network, bounded in time, size and redirects.

mod tls;

use super::Failure;
use crate::flow::plan;
use crate::model::http::{Answer, DistrustKind, Exchange, Hop, Request, Timing};
use std::error::Error;
use std::time::{Duration, Instant};
use url::Url;

/// What a request may cost, and which roads it may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The whole exchange, redirects included, in seconds.
    pub seconds: u64,
    /// The body, in bytes.
    pub bytes: usize,
    /// How many redirects are followed.
    pub redirects: usize,
    /// Whether plain http may leave this machine.
    pub allow_http: bool,
    /// Certificates (PEM) to trust besides the system's, if any.
    pub roots: Option<Vec<u8>>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { seconds: 10, bytes: 4 << 20, redirects: 5, allow_http: false, roots: None }
    }
}

/// How many requests are under way at a time.
const JOBS: usize = 8;

/// Sends requests.
pub trait Http {
    /// Sends one request and follows nothing. `limits.seconds` is the time it may take.
    ///
    /// # Errors
    /// If nobody answered, with the reason. Neither an answer of any status is a failure nor a server that is not to be
    /// trusted: then nothing was asked of it, and the hop says why.
    fn hop(&mut self, request: &Request, limits: &Limits) -> Result<Hop, Failure>;

    /// Sends a request, follows its redirects, and keeps what happened on the way.
    ///
    /// # Errors
    /// As [`Http::hop`], and if the redirects have no end.
    fn exchange(&mut self, request: &Request, limits: &Limits) -> Result<Exchange, Failure> {
        let mut exchange = Exchange::to(request.url.clone());
        loop {
            let left = limits.seconds.saturating_sub(exchange.timing.total / 1000);
            let hop = self.hop(&request.to(exchange.url.clone()), &Limits { seconds: left, ..limits.clone() })?;
            let total = exchange.timing.total + hop.timing.total;
            exchange = Exchange { timing: Timing { total, ..hop.timing }, remote: hop.remote, ..exchange };
            exchange.tls = hop.tls.clone().or(exchange.tls);
            match (hop.redirect(), hop.answer) {
                (Some(_), _) if exchange.redirects.len() == limits.redirects => return Err(too_many(&exchange)),
                (Some(_), _) if total >= limits.seconds * 1000 => return Err(too_slow(&exchange.url, limits)),
                (Some((redirect, next)), _) => {
                    exchange.redirects.push(redirect);
                    exchange.url = next;
                }
                (None, answer) => return Ok(Exchange { answer, ..exchange }),
            }
        }
    }

    /// Sends a request, follows its redirects, and returns the answer.
    ///
    /// # Errors
    /// If no answer came, with the reason: an answer of any status is not a failure.
    fn send(&mut self, request: &Request, limits: &Limits) -> Result<Answer, Failure> {
        let exchange = self.exchange(request, limits)?;
        exchange.answer.clone().ok_or_else(|| untrusted(&exchange))
    }

    /// Does several exchanges side by side, and returns what came of each in the same order.
    fn exchange_all(&mut self, requests: &[Request], limits: &Limits) -> Vec<Result<Exchange, Failure>> {
        requests.iter().map(|request| self.exchange(request, limits)).collect()
    }
}

/// The real network.
pub struct Network;

impl Http for Network {
    fn hop(&mut self, request: &Request, limits: &Limits) -> Result<Hop, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Failure::network(format!("the network cannot be used: {error}")))?;
        runtime.block_on(async {
            let limit = Duration::from_secs(limits.seconds);
            let hop = tokio::time::timeout(limit, hop(request, limits)).await;
            hop.unwrap_or_else(|_| Err(too_slow(&request.url, limits)))
        })
    }

    fn exchange_all(&mut self, requests: &[Request], limits: &Limits) -> Vec<Result<Exchange, Failure>> {
        let gone = |_| Err(Failure::network("a request broke off"));
        let side_by_side = |requests: &[Request]| -> Vec<_> {
            std::thread::scope(|scope| {
                let exchange = |request| scope.spawn(move || Network.exchange(request, limits));
                let jobs: Vec<_> = requests.iter().map(exchange).collect();
                jobs.into_iter().map(|job| job.join().unwrap_or_else(gone)).collect()
            })
        };
        requests.chunks(JOBS).flat_map(side_by_side).collect()
    }
}

async fn hop(request: &Request, limits: &Limits) -> Result<Hop, Failure> {
    if let Some(reason) = plan::refusal(&request.url, limits.allow_http) {
        return Err(Failure::network(reason).hint("use https, or pass --allow-http to fetch it all the same"));
    }
    let log = tls::Log::default();
    // Built only when something is fetched: reading the system's certificates takes longer than most commands.
    let client = client(limits, &log)?;
    let mut hop = Hop { began: milliseconds(), ..Hop::to(request.clone()) };
    let asked = Instant::now();
    let response = client.execute(outgoing(request)?).await;
    hop.timing.first_byte = milliseconds_since(asked);
    hop.tls = log.of(&request.url);
    match response {
        Err(error) => given_up(hop, &error),
        Ok(response) => {
            hop.remote = response.remote_addr();
            hop.answer = Some(answer(response, &request.url, limits).await?);
            hop.timing.total = milliseconds_since(asked);
            Ok(hop)
        }
    }
}

fn milliseconds() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

fn outgoing(request: &Request) -> Result<reqwest::Request, Failure> {
    let unfit = || Failure::usage(format!("no request to {} can be made of this", request.url));
    let method = reqwest::Method::from_bytes(request.method.as_bytes()).map_err(|_| unfit())?;
    let mut outgoing = reqwest::Request::new(method, request.url.clone());
    for (name, value) in &request.headers {
        let name = reqwest::header::HeaderName::from_bytes(name.as_bytes()).map_err(|_| unfit())?;
        outgoing.headers_mut().append(name, value.parse().map_err(|_| unfit())?);
    }
    if !request.body.is_empty() {
        *outgoing.body_mut() = Some(request.body.clone().into());
    }
    Ok(outgoing)
}

fn client(limits: &Limits, log: &tls::Log) -> Result<reqwest::Client, Failure> {
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("lpauth/", env!("CARGO_PKG_VERSION")))
        .tls_backend_preconfigured(tls::config(limits, log)?);
    builder.build().map_err(|error| Failure::network(format!("HTTPS cannot be used here: {}", deepest(&error))))
}

fn milliseconds_since(earlier: Instant) -> u64 {
    u64::try_from(earlier.elapsed().as_millis()).unwrap_or(u64::MAX)
}

async fn answer(mut response: reqwest::Response, url: &Url, limits: &Limits) -> Result<Answer, Failure> {
    let text = |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(url, &error))? {
        if body.len() + chunk.len() > limits.bytes {
            return Err(Failure::network(format!("{url} answers with more than {} bytes", limits.bytes)));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { url: url.clone(), status, headers, body })
}

fn given_up(mut hop: Hop, error: &reqwest::Error) -> Result<Hop, Failure> {
    let Some(distrust) = tls::distrust(error) else { return Err(unreachable(&hop.request.url, error)) };
    hop.tls.get_or_insert_default().distrust = Some(distrust);
    hop.timing.total = hop.timing.first_byte;
    Ok(hop)
}

/// Returns the failure that it is to have asked nothing of a server that is not to be trusted.
pub fn untrusted(exchange: &Exchange) -> Failure {
    let distrust = exchange.tls.as_ref().and_then(|tls| tls.distrust.as_ref());
    let reason = distrust.map_or("the connection is not secure", |distrust| distrust.reason.as_str());
    let hint = match distrust.map(|distrust| distrust.kind) {
        Some(DistrustKind::Version) => "the server must speak TLS 1.2 or 1.3",
        _ => "pass --cacert FILE if the server's certificate comes from a CA of your own",
    };
    Failure::network(format!("{} is not trusted: {reason}", exchange.url)).hint(hint)
}

fn too_slow(url: &Url, limits: &Limits) -> Failure {
    Failure::network(format!("{url} did not answer within {} seconds", limits.seconds))
        .hint("pass --timeout SECONDS to wait longer, or work from files")
}

fn too_many(exchange: &Exchange) -> Failure {
    let redirects = exchange.redirects.iter().map(|redirect| &redirect.url);
    let chain: Vec<_> = redirects.chain([&exchange.url]).map(Url::as_str).collect();
    Failure::network(format!("{} redirects and no end: {}", chain.len(), chain.join(" → ")))
}

fn unreachable(url: &Url, error: &reqwest::Error) -> Failure {
    let cause = deepest(error);
    let host = url.host_str().unwrap_or_default();
    let (message, hint) = match cause.as_str() {
        _ if error.is_dns() => (format!("{host} is not known: {cause}"), "check the spelling of the host name"),
        text if text.contains("refused") => {
            (format!("{host} refuses the connection"), "is the server running, and is the port right?")
        }
        text if text.contains("InvalidContentType") => {
            (format!("{url} does not speak TLS"), "is this the port for https? plain http is http://…")
        }
        _ => (format!("{url} cannot be reached: {cause}"), "pass files in place of URLs to work offline"),
    };
    Failure::network(message).hint(hint)
}

// The outer errors only say that something failed; the innermost says what.
fn deepest(error: &dyn Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
