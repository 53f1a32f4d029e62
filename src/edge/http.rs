//! The network, bounded in time, size and redirects.

mod client;
mod tls;
mod trouble;
mod watch;

pub use trouble::untrusted;

use super::Failure;
use crate::flow::plan;
use crate::model::http::{Answer, Exchange, Hop, Request, Timing};
use crate::model::secret::Secret;
use std::time::Duration;
use url::Url;

/// What a request may cost, and which roads it may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// How long the whole exchange may take, redirects included.
    pub time: Duration,
    /// How much of that is over already.
    pub spent: Duration,
    /// The body, in bytes.
    pub bytes: usize,
    /// How many redirects are followed.
    pub redirects: usize,
    /// Whether plain http may leave this machine.
    pub allow_http: bool,
    /// Certificates (PEM) to trust besides the system's, if any.
    pub roots: Option<Vec<u8>>,
    /// The certificate and private key (PEM) to show to servers that ask for one, if any (RFC 8705 §2).
    pub identity: Option<Secret>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            time: Duration::from_secs(10),
            spent: Duration::ZERO,
            bytes: 4 << 20,
            redirects: 5,
            allow_http: false,
            roots: None,
            identity: None,
        }
    }
}

impl Limits {
    /// Returns how much time is left.
    pub fn left(&self) -> Duration {
        self.time.saturating_sub(self.spent)
    }

    fn after(&self, milliseconds: u64) -> Limits {
        Limits { spent: self.spent + Duration::from_millis(milliseconds), ..self.clone() }
    }
}

/// What to do where a server elsewhere names an address of this machine.
pub const INTRUSION: &str = "the server has to name its own address; if yours is meant, pass it yourself";

/// How many requests are under way at a time.
const JOBS: usize = 8;

/// Sends requests.
pub trait Http {
    /// Sends one request and follows nothing.
    ///
    /// # Errors
    /// If nobody answered in the time left, with the reason. Neither an answer of any status is a failure nor a server that
    /// is not to be trusted: then nothing was asked of it, and the hop says why.
    fn hop(&mut self, request: &Request, limits: &Limits) -> Result<Hop, Failure>;

    /// Sends several requests side by side, follows nothing, and returns what came of each in the same order.
    fn hops(&mut self, requests: &[Request], limits: &Limits) -> Vec<Result<Hop, Failure>> {
        requests.iter().map(|request| self.hop(request, limits)).collect()
    }

    /// Sends a request, follows its redirects, and keeps what happened on the way.
    ///
    /// # Errors
    /// As [`Http::hop`], and if the redirects have no end.
    fn exchange(&mut self, request: &Request, limits: &Limits) -> Result<Exchange, Failure> {
        let mut exchange = Exchange::to(request.url.clone());
        let mut request = request.clone();
        loop {
            let limits = limits.after(exchange.timing.total);
            let hop = self.hop(&request, &limits)?;
            let total = exchange.timing.total + hop.timing.total;
            exchange = Exchange { timing: Timing { total, ..hop.timing }, remote: hop.remote, ..exchange };
            exchange.tls = hop.tls.clone().or(exchange.tls);
            exchange.began = if exchange.began == 0 { hop.began } else { exchange.began };
            if let Some(reason) = hop.redirect().and_then(|(_, next)| plan::intrusion(&exchange.url, &next)) {
                return Err(Failure::network(reason).hint(INTRUSION));
            }
            match (hop.redirect(), hop.answer) {
                (Some(_), _) if exchange.redirects.len() == limits.redirects => {
                    return Err(trouble::too_many(&exchange));
                }
                (Some(_), _) if limits.after(hop.timing.total).left().is_zero() => {
                    return Err(trouble::too_slow(&exchange.url, &limits));
                }
                (Some((redirect, next)), _) => {
                    request = onwards(&request, redirect.status, next.clone());
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

/// Returns the request that a redirect makes of this one (RFC 9110 §15.4): as browsers do, a form is sent on only if the
/// status says so, and what proves who is asking stays with the server that it was meant for.
fn onwards(request: &Request, status: u16, next: Url) -> Request {
    let mut onwards = request.to(next);
    if request.method != "GET" && !matches!(status, 307 | 308) {
        onwards.method = "GET".to_owned();
        onwards.body = Vec::new();
        onwards.headers.retain(|(name, _)| !name.starts_with("content-"));
    }
    if onwards.url.origin() != request.url.origin() {
        onwards.headers.retain(|(name, _)| !matches!(name.as_str(), "authorization" | "cookie"));
    }
    onwards
}

/// The real network. Connections stay open for the requests after; all of them are closed when one request fails, and when
/// it is dropped.
#[derive(Default)]
pub struct Network {
    lines: Option<client::Lines>,
    /// What each of several requests at a time is sent by: the connections stay open here too.
    lanes: Vec<Network>,
}

impl Http for Network {
    fn hop(&mut self, request: &Request, limits: &Limits) -> Result<Hop, Failure> {
        if let Some(reason) = plan::refusal(&request.url, limits.allow_http) {
            return Err(Failure::network(reason).hint("use https, or pass --allow-http to fetch it all the same"));
        }
        let mut lines = self.lines.take().map_or_else(client::Lines::new, Ok)?;
        let hop = lines.hop(request, limits)?;
        // After a failure they are not put back: half an answer, or half a request, is left with its connection.
        self.lines = Some(lines);
        Ok(hop)
    }

    fn hops(&mut self, requests: &[Request], limits: &Limits) -> Vec<Result<Hop, Failure>> {
        let gone = |_| Err(Failure::network("a request broke off").hint("try again; if it stays so, please report it"));
        self.lanes.resize_with(self.lanes.len().max(requests.len()), Network::default);
        std::thread::scope(|scope| {
            let hop = |(lane, request): (_, &'_ Request)| {
                let lane: &mut Network = lane;
                let request = request.clone();
                scope.spawn(move || lane.hop(&request, limits))
            };
            let jobs: Vec<_> = self.lanes.iter_mut().zip(requests).map(hop).collect();
            jobs.into_iter().map(|job| job.join().unwrap_or_else(gone)).collect()
        })
    }

    fn exchange_all(&mut self, requests: &[Request], limits: &Limits) -> Vec<Result<Exchange, Failure>> {
        let gone = |_| Err(Failure::network("a request broke off").hint("try again; if it stays so, please report it"));
        let side_by_side = |requests: &[Request]| -> Vec<_> {
            std::thread::scope(|scope| {
                let exchange = |request| scope.spawn(move || Network::default().exchange(request, limits));
                let jobs: Vec<_> = requests.iter().map(exchange).collect();
                jobs.into_iter().map(|job| job.join().unwrap_or_else(gone)).collect()
            })
        };
        match requests {
            [request] => vec![self.exchange(request, limits)],
            requests => requests.chunks(JOBS).flat_map(side_by_side).collect(),
        }
    }
}
