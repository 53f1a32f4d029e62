//! Servers of our own: what a pure handler replies, over HTTP and within limits. Bound to this machine they answer to its
//! own names only, so that no page elsewhere reaches them by a name that it made to point here (DNS rebinding).

mod identity;
mod message;
mod signals;
mod socket;
mod tls;

use super::Failure;
use crate::model::http::{Reply, Request};
use crate::model::time::Timestamp;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;
use url::Url;
use zeroize::Zeroizing;

/// Answers requests that came in at a time, several side by side.
pub type Handler = Arc<dyn Fn(&Request, Timestamp) -> Reply + Send + Sync>;

/// Starts servers.
pub trait Servers {
    /// Starts a server that answers as `handler` says until what is returned is dropped.
    ///
    /// # Errors
    /// If the address is taken or not this machine's, or the certificate cannot be used.
    fn start(&mut self, options: &Options, handler: Handler) -> Result<Running, Failure>;
}

/// Where a server listens, and what it puts up with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address to listen at.
    pub bind: IpAddr,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// What secures the connections; plain http without.
    pub tls: Option<Identity>,
    /// The hosts besides this machine's own names that may be asked for.
    pub names: Vec<String>,
    /// Whether Ctrl-C and SIGTERM end [`Running::wait`] in place of the program.
    pub signals: bool,
    /// The limits.
    pub bounds: Bounds,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            tls: None,
            names: Vec::new(),
            signals: false,
            bounds: Bounds::default(),
        }
    }
}

/// The certificates of a server, its own first, and its private key, as PEM.
#[derive(Clone)]
pub struct Identity {
    /// The certificates.
    pub chain: String,
    /// The private key.
    pub key: Zeroizing<String>,
}

/// An identity, and the authority to trust for it.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The server's certificate and key.
    pub identity: Identity,
    /// The certificate of the authority, as PEM, for clients to trust. Its private key is gone already.
    pub authority: String,
}

impl Identity {
    /// Returns a new identity for this machine's own names and for `names`, from an authority made for nothing else.
    ///
    /// # Errors
    /// If a name is none that a certificate can have.
    pub fn issue(names: &[String], now: Timestamp) -> Result<Issued, Failure> {
        identity::issue(names, now)
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").field("chain", &self.chain).finish_non_exhaustive()
    }
}

/// What a server puts up with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// How many connections are open at a time; others wait.
    pub connections: usize,
    /// How many header fields a request may have.
    pub fields: usize,
    /// How many bytes its head may have.
    pub head: usize,
    /// How many bytes its target may have.
    pub target: usize,
    /// How many bytes its body may have.
    pub body: usize,
    /// How long a handshake, a head or a body may take, and how long a connection may idle.
    pub patience: Duration,
    /// How long answers under way may take when the server ends.
    pub grace: Duration,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds {
            connections: 256,
            fields: 100,
            head: 64 << 10,
            target: 16 << 10,
            body: 1 << 20,
            patience: Duration::from_secs(15),
            grace: Duration::from_secs(1),
        }
    }
}

/// A server at work; it ends when this is dropped.
pub struct Running {
    /// Where it answers, `http://127.0.0.1:8080/`.
    pub url: Url,
    life: Box<dyn Life>,
}

/// The end of a server: the server ends when this is dropped.
pub trait Life {
    /// Waits until somebody asks for the end, at most as long as `most` says. Returns whether somebody did.
    fn wait(&mut self, most: Option<Duration>) -> bool;
}

impl Running {
    /// Returns a server at work at `url`, as long as `life` lasts.
    pub fn new(url: Url, life: Box<dyn Life>) -> Running {
        Running { url, life }
    }

    /// Waits for Ctrl-C or SIGTERM, if the options say that they are for the server.
    pub fn wait(&mut self) {
        self.life.wait(None);
    }

    /// Waits for Ctrl-C or SIGTERM, at most as long as `most` says. Returns whether it came.
    pub fn ended_within(&mut self, most: Duration) -> bool {
        self.life.wait(Some(most))
    }
}

/// Servers on this machine's real sockets.
pub struct Sockets;

impl Servers for Sockets {
    fn start(&mut self, options: &Options, handler: Handler) -> Result<Running, Failure> {
        socket::start(options, handler)
    }
}
