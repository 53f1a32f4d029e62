//! The network, bounded in time, size and redirects.

use super::Failure;
use crate::model::http::{Answer, Request};

/// What a request may cost, and which roads it may take.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The whole exchange, in seconds.
    pub seconds: u64,
    /// The body, in bytes.
    pub bytes: u64,
    /// How many redirects are followed.
    pub redirects: usize,
    /// Whether plain http may leave this machine.
    pub allow_http: bool,
    /// Certificates (PEM) to trust besides the system's.
    pub roots: Vec<u8>,
}

/// Sends requests.
pub trait Http {
    /// Sends a request and follows its redirects.
    ///
    /// # Errors
    /// If no answer came, with the reason: an answer of any status is not a failure.
    fn send(&mut self, request: &Request, limits: &Limits) -> Result<Answer, Failure>;
}

/// The real network.
#[derive(Default)]
pub struct Network {}

impl Http for Network {
    fn send(&mut self, _request: &Request, _limits: &Limits) -> Result<Answer, Failure> {
        Err(Failure::network("not yet"))
    }
}
