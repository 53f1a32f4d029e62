//! The sockets: who is let in, how long they may take, and how everything ends.

use super::message::{self, Door};
use super::signals::Heard;
use super::{Bounds, Handler, Life, Options, Running, tls};
use crate::edge::Failure;
use futures_util::future::{Either, select};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use url::Url;

/// Two are enough to answer while somebody else's signature is made.
const THREADS: usize = 2;

/// Starts a server of these options.
pub(super) fn start(options: &Options, handler: Handler) -> Result<Running, Failure> {
    let secure = options.tls.as_ref().map(tls::acceptor).transpose()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(THREADS).enable_all().build();
    let runtime = runtime.map_err(|error| {
        Failure::network(format!("no server can be started: {error}")).hint("look whether this machine may open ports")
    })?;
    let address = SocketAddr::new(options.bind, options.port);
    let listener = runtime.block_on(TcpListener::bind(address)).map_err(|error| taken(address, &error))?;
    let bound = listener.local_addr().map_err(|error| taken(address, &error))?;
    let url = url(bound, secure.is_some())
        .ok_or_else(|| Failure::network(format!("{bound} makes no URL")).hint("pass another --bind"))?;
    let (stop, stopped) = watch::channel(false);
    let (over, ended) = mpsc::channel();
    let door = Door::new(options, handler, stopped.clone());
    let host = Host { listener, secure, door: Arc::new(door), stopped, bounds: options.bounds.clone() };
    runtime.spawn(async move {
        host.receive().await;
        // Whoever drops a server waits for this.
        let _ = over.send(());
    });
    let asked = if options.signals { Some(signals(&runtime)?) } else { None };
    let grace = options.bounds.grace;
    Ok(Running::new(url, Box::new(Served { runtime: Some(runtime), stop, ended, asked, grace })))
}

fn taken(address: SocketAddr, error: &std::io::Error) -> Failure {
    let (ip, port) = (address.ip(), address.port());
    match error.kind() {
        ErrorKind::AddrInUse => Failure::network(format!("port {port} is taken already"))
            .hint("pass another --port, or --port 0 for any that is free"),
        ErrorKind::AddrNotAvailable => {
            Failure::usage(format!("{ip} is not an address of this machine")).hint("pass another --bind")
        }
        ErrorKind::PermissionDenied => {
            Failure::network(format!("port {port} may not be used: permission denied")).hint("pass a --port above 1023")
        }
        _ => {
            Failure::network(format!("{address} cannot be listened at: {error}")).hint("pass another --bind or --port")
        }
    }
}

// Nobody can ask for the address that means every address.
fn url(bound: SocketAddr, secure: bool) -> Option<Url> {
    let scheme = if secure { "https" } else { "http" };
    let authority = match bound.ip().is_unspecified() {
        true => format!("localhost:{}", bound.port()),
        false => bound.to_string(),
    };
    Url::parse(&format!("{scheme}://{authority}/")).ok()
}

fn signals(runtime: &Runtime) -> Result<(Heard, mpsc::Receiver<()>), Failure> {
    let (asked, ask) = mpsc::channel();
    let _context = runtime.enter();
    let unable = |error| {
        Failure::network(format!("signals cannot be waited for: {error}"))
            .hint("run it without a service manager that blocks signals")
    };
    let (heard, wait) = Heard::new().map_err(unable)?;
    runtime.spawn(async move {
        wait.await;
        let _ = asked.send(());
    });
    Ok((heard, ask))
}

struct Served {
    runtime: Option<Runtime>,
    stop: watch::Sender<bool>,
    ended: mpsc::Receiver<()>,
    asked: Option<(Heard, mpsc::Receiver<()>)>,
    grace: Duration,
}

impl Life for Served {
    fn wait(&mut self, most: Option<Duration>) -> bool {
        match (&self.asked, most) {
            (Some((_, asked)), Some(most)) => asked.recv_timeout(most) != Err(mpsc::RecvTimeoutError::Timeout),
            (Some((_, asked)), None) => asked.recv().is_ok(),
            (None, Some(most)) => self.ended.recv_timeout(most) != Err(mpsc::RecvTimeoutError::Timeout),
            (None, None) => self.ended.recv().is_ok(),
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        let _ = self.ended.recv_timeout(self.grace.saturating_mul(2));
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Receives everybody who comes.
struct Host {
    listener: TcpListener,
    secure: Option<TlsAcceptor>,
    door: Arc<Door>,
    stopped: watch::Receiver<bool>,
    bounds: Bounds,
}

impl Host {
    async fn receive(self) {
        let seats = Arc::new(Semaphore::new(self.bounds.connections));
        let mut guests = JoinSet::new();
        let mut stopped = self.stopped.clone();
        while !*self.stopped.borrow() {
            while guests.try_join_next().is_some() {}
            let Ok(seat) = seats.clone().acquire_owned().await else { break };
            let accepted = match select(pin!(self.listener.accept()), pin!(stopped.wait_for(|stop| *stop))).await {
                Either::Left((accepted, _)) => accepted,
                Either::Right(_) => break,
            };
            // What fails here is the guest's connection, or there are too many of them: others may fare better.
            let Ok((stream, _)) = accepted else {
                tokio::time::sleep(Duration::from_millis(10)).await;
                continue;
            };
            let guest = Guest {
                secure: self.secure.clone(),
                door: self.door.clone(),
                stopped: self.stopped.clone(),
                bounds: self.bounds.clone(),
            };
            guests.spawn(async move {
                guest.welcome(stream).await;
                drop(seat);
            });
        }
        drop(self.listener);
        let _ = timeout(self.bounds.grace, async { while guests.join_next().await.is_some() {} }).await;
    }
}

/// One connection.
struct Guest {
    secure: Option<TlsAcceptor>,
    door: Arc<Door>,
    stopped: watch::Receiver<bool>,
    bounds: Bounds,
}

impl Guest {
    async fn welcome(self, stream: TcpStream) {
        // Without it the small answers of a login wait for the other side's acknowledgement.
        let _ = stream.set_nodelay(true);
        match self.secure.clone() {
            None => self.serve(stream).await,
            Some(acceptor) => {
                if let Ok(Ok(stream)) = timeout(self.bounds.patience, acceptor.accept(stream)).await {
                    self.serve(stream).await;
                }
            }
        }
    }

    async fn serve(self, stream: impl AsyncRead + AsyncWrite + Unpin) {
        let service = service_fn(|request| message::answer(self.door.clone(), request));
        let mut connection = pin!(protocol(&self.bounds).serve_connection(TokioIo::new(stream), service));
        let mut stopped = self.stopped.clone();
        let stop = pin!(stopped.wait_for(|stop| *stop));
        let stop = matches!(select(connection.as_mut(), stop).await, Either::Right(_));
        if stop {
            connection.as_mut().graceful_shutdown();
            let _ = timeout(self.bounds.grace, connection).await;
        }
    }
}

fn protocol(bounds: &Bounds) -> http1::Builder {
    let mut protocol = http1::Builder::new();
    protocol
        .timer(TokioTimer::new())
        // Also the time that a connection may idle: it is the time until the next head is there.
        .header_read_timeout(bounds.patience)
        .max_headers(bounds.fields)
        .max_header_size(bounds.head)
        .auto_date_header(false);
    protocol
}
