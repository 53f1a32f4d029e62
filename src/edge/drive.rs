//! Drives a login: `flow::login` says what it wants next, this does it.

use super::http::Limits;
use super::{Edge, Failure, FailureKind};
use crate::flow::browse;
use crate::flow::login::{Event, Login, Want};
use crate::model::http::Request;
use crate::model::transcript::{Browsed, Terms, Transcript};
use url::Url;

/// Lets somebody log in at an address, until the browser is sent to the redirection URI of the login or stops elsewhere.
///
/// # Errors
/// If nobody could even begin. What happens on the way is part of what it returns.
pub type Browse<'a> = &'a mut dyn FnMut(&Url, &Terms, &mut Edge) -> Result<Browsed, Failure>;

/// Carries a login through to its end, good or bad.
///
/// # Errors
/// If it could not be begun. Somebody who does not answer is part of the transcript.
pub fn drive(mut login: Login, browse: Browse<'_>, limits: &Limits, edge: &mut Edge) -> Result<Transcript, Failure> {
    let mut event = Event::Start;
    loop {
        let now = edge.clock.now();
        event = match login.next(event, now) {
            Want::Browse(url) => Event::Browsed(browse(&url, login.terms(), edge)?),
            Want::Send(_, request) => send(request, limits, edge)?,
            Want::Done(transcript) => return Ok(*transcript),
        };
    }
}

/// Lets a browser without a window find its way to the redirection URI.
///
/// # Errors
/// If a request cannot be made at all.
pub fn browse(mut browser: browse::Browse, limits: &Limits, edge: &mut Edge) -> Result<Browsed, Failure> {
    let mut hop = None;
    loop {
        let request = match browser.next(hop, edge.clock.now()) {
            browse::Want::Send(request) => request,
            browse::Want::Done(browsed) => return Ok(browsed),
        };
        let _busy = edge.terminal.busy(&format!("logging in at {}", request.url.host_str().unwrap_or_default()));
        hop = match edge.http.hop(&request, limits) {
            Ok(hop) => Some(hop),
            Err(failure) if failure.kind == FailureKind::Network => {
                return Ok(browser.unanswered(request, failure.message));
            }
            Err(failure) => return Err(failure),
        };
    }
}

fn send(request: Request, limits: &Limits, edge: &mut Edge) -> Result<Event, Failure> {
    let _busy = edge.terminal.busy(&format!("asking {}", request.url));
    match edge.http.hop(&request, limits) {
        Ok(hop) => Ok(Event::Answered(Box::new(hop))),
        Err(failure) if failure.kind == FailureKind::Network => Ok(Event::Unanswered(request, failure.message)),
        Err(failure) => Err(failure),
    }
}
