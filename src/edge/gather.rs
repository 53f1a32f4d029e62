//! Gathers documents: `flow::plan` says what it wants next, this fetches it.

use super::http::Limits;
use super::{Edge, Failure};
use crate::flow::plan::{self, Documents, Want};

/// The largest file or document that is read, in bytes.
pub const LIMIT: u64 = 16 << 20;

/// Fetches what `want` asks for. Answers of any status are documents; they are judged later.
///
/// # Errors
/// If no answer came.
pub fn gather(want: &Want, limits: &Limits, edge: &mut Edge) -> Result<Documents, Failure> {
    let mut documents = Documents::default();
    while let Some((kind, request)) = plan::next(want, &documents) {
        let answer = edge.http.send(&request, limits)?;
        documents.put(kind, answer);
    }
    Ok(documents)
}
