//! Watches connections being opened: how long each phase took, and how each was secured.

use crate::model::http::{Timing, Tls};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rustls::NamedGroup;
use rustls::client::{ClientSessionStore, Tls12ClientSessionValue, Tls13ClientSessionValue};
use rustls::pki_types::ServerName;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tower_layer::Layer;
use tower_service::Service;
use url::{Origin, Url};

/// What one client has seen of its connections. Requests are sent one after the other, so that whatever is seen belongs to
/// the one under way.
#[derive(Debug, Clone, Default)]
pub(super) struct Log(Arc<Mutex<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    /// The connection that the request under way had to open; nothing if one was open already.
    opening: Opening,
    /// How the last connection to each origin was secured.
    secured: Vec<(Origin, Tls)>,
}

/// When a connection reached which phase.
#[derive(Debug, Clone, Default)]
struct Opening {
    began: Option<Instant>,
    dns: Option<Duration>,
    securing: Option<Instant>,
    open: Option<Instant>,
    tls: Option<Tls>,
}

impl Log {
    /// Forgets the request before this one.
    pub(super) fn begin(&self) {
        self.with(|seen| seen.opening = Opening::default());
    }

    /// Notes the certificates of a new connection, or what became of it.
    pub(super) fn note(&self, note: impl FnOnce(&mut Tls)) {
        self.with(|seen| note(seen.opening.tls.get_or_insert_default()));
    }

    /// Returns how the connection to `url` was secured, be it new or an old one; `None` if it was not.
    pub(super) fn tls(&self, url: &Url) -> Option<Tls> {
        let origin = url.origin();
        self.with(|seen| {
            if seen.opening.began.is_some() {
                seen.secured.retain(|(other, _)| *other != origin);
                seen.secured.extend(seen.opening.tls.clone().map(|tls| (origin.clone(), tls)));
            }
            seen.secured.iter().find(|(other, _)| *other == origin).map(|(_, tls)| tls.clone())
        })
    }

    /// Returns how long the phases of opening took.
    pub(super) fn timing(&self) -> Timing {
        let Opening { began, dns, securing, open, .. } = self.with(|seen| seen.opening.clone());
        let between = |from: Option<Instant>, to: Option<Instant>| Some(to?.saturating_duration_since(from?));
        let reached = between(began, securing.or(open));
        Timing {
            dns: dns.map(milliseconds),
            connect: reached.map(|reached| milliseconds(reached.saturating_sub(dns.unwrap_or_default()))),
            tls: between(securing, open).map(milliseconds),
            ..Timing::default()
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Seen) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn mark(&self, mark: impl FnOnce(&mut Opening)) {
        self.with(|seen| mark(&mut seen.opening));
    }
}

/// Returns a length of time in whole milliseconds.
pub(super) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Looks names up as the system does.
impl Resolve for Log {
    fn resolve(&self, name: Name) -> Resolving {
        let log = self.clone();
        Box::pin(async move {
            let asked = Instant::now();
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            log.mark(|opening| opening.dns = Some(asked.elapsed()));
            let addresses: Vec<SocketAddr> = found?.collect();
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Stands around whatever opens connections.
impl<S> Layer<S> for Log {
    type Service = Opener<S>;

    fn layer(&self, inner: S) -> Opener<S> {
        Opener { inner, log: self.clone() }
    }
}

/// What opens connections, watched.
#[derive(Debug, Clone)]
pub(super) struct Opener<S> {
    inner: S,
    log: Log,
}

impl<S: Service<R>, R> Service<R> for Opener<S>
where
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, target: R) -> Self::Future {
        let log = self.log.clone();
        log.mark(|opening| opening.began = Some(Instant::now()));
        let opened = self.inner.call(target);
        Box::pin(async move {
            let opened = opened.await;
            log.mark(|opening| opening.open = Some(Instant::now()));
            opened
        })
    }
}

/// Keeps no session, so that every connection shows its certificates; it is asked for one just when TLS begins.
impl ClientSessionStore for Log {
    fn kx_hint(&self, _server_name: &ServerName<'_>) -> Option<NamedGroup> {
        self.mark(|opening| opening.securing = Some(Instant::now()));
        None
    }

    fn set_kx_hint(&self, _server_name: ServerName<'static>, _group: NamedGroup) {}

    fn set_tls12_session(&self, _server_name: ServerName<'static>, _value: Tls12ClientSessionValue) {}

    fn tls12_session(&self, _server_name: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        None
    }

    fn remove_tls12_session(&self, _server_name: &ServerName<'static>) {}

    fn insert_tls13_ticket(&self, _server_name: ServerName<'static>, _value: Tls13ClientSessionValue) {}

    fn take_tls13_ticket(&self, _server_name: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        None
    }
}
