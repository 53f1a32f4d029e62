//! Gathers documents: `flow::plan` says what it wants next, this fetches it.

use super::http::{self, Limits};
use super::{Edge, Failure};
use crate::flow::plan::{self, Documents, Purpose, Want};
use crate::model::http::Request;

/// The largest file or document that is read, in bytes.
pub const LIMIT: u64 = 16 << 20;

/// What was gathered for one [`Want`].
#[derive(Debug, Clone, Default)]
pub struct Gathering {
    /// What came of the requests.
    pub documents: Documents,
    /// Why there is no more of it, if somebody did not answer.
    pub failure: Option<Failure>,
}

/// Fetches what `want` asks for. Answers of any status are documents; they are judged later.
///
/// # Errors
/// If no answer came, or a server is not to be trusted.
pub fn gather(want: &Want, limits: &Limits, edge: &mut Edge) -> Result<Documents, Failure> {
    let gathering = gather_all(std::slice::from_ref(want), limits, edge).pop().unwrap_or_default();
    let Gathering { documents, failure } = gathering;
    let untrusted = documents.all().find(|exchange| exchange.answer.is_none()).map(http::untrusted);
    failure.or(untrusted).map_or(Ok(documents), Err)
}

/// Fetches what each of `wants` asks for, side by side, and returns what came in the same order. Whoever does not answer
/// keeps nobody else from being asked.
pub fn gather_all(wants: &[Want], limits: &Limits, edge: &mut Edge) -> Vec<Gathering> {
    let mut gathered: Vec<Gathering> = wants.iter().map(|_| Gathering::default()).collect();
    loop {
        for (want, gathering) in wants.iter().zip(&mut gathered) {
            gathering.failure = gathering.failure.take().or_else(|| intrusion(want, &gathering.documents));
        }
        let waiting: Vec<(usize, Purpose, Request)> = wants.iter().zip(&gathered).enumerate().filter_map(due).collect();
        if waiting.is_empty() {
            return gathered;
        }
        let busy = edge.terminal.busy(&asking(&waiting));
        let requests: Vec<Request> = waiting.iter().map(|(_, _, request)| request.clone()).collect();
        let exchanges = edge.http.exchange_all(&requests, limits);
        drop(busy);
        for ((index, purpose, _), exchange) in waiting.into_iter().zip(exchanges) {
            match exchange {
                Ok(exchange) => gathered[index].documents.put(purpose, exchange),
                Err(failure) => gathered[index].failure = Some(failure),
            }
        }
    }
}

fn due((index, (want, so_far)): (usize, (&Want, &Gathering))) -> Option<(usize, Purpose, Request)> {
    if so_far.failure.is_some() {
        return None;
    }
    plan::next(want, &so_far.documents).map(|(purpose, request)| (index, purpose, request))
}

/// Returns why the key set is not asked for that somebody else's metadata names.
fn intrusion(want: &Want, documents: &Documents) -> Option<Failure> {
    let metadata = documents.metadata().filter(|_| want.jwks.is_none())?;
    let (_, request) = plan::next(want, documents).filter(|(purpose, _)| *purpose == Purpose::Jwks)?;
    let reason = plan::intrusion(&metadata.url, &request.url)?;
    Some(Failure::network(reason).hint(http::INTRUSION))
}

fn asking(waiting: &[(usize, Purpose, Request)]) -> String {
    match waiting {
        [(_, _, request)] => format!("asking {}", request.url),
        several => format!("asking {} addresses", several.len()),
    }
}
