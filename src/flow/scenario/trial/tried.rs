//! What came of a case, and of each request that is made beside a login.

use super::Event;
use crate::flow::browse::jar::Jar;
use crate::flow::scenario::{Case, Evidence, Setup};
use crate::model::http::text::bare;
use crate::model::http::{Hop, Request};
use crate::model::secret::Secret;
use crate::model::time::Timestamp;
use crate::model::transcript::{Party, Purpose, Step, Transcript};

/// What came of a case.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The case.
    pub case: Case,
    /// The logins, in order; what was asked beside a login stands at its end.
    pub logins: Vec<Transcript>,
    /// When each login ended: the time to judge it at.
    pub ended: Vec<Timestamp>,
    /// What was asked before any login.
    pub before: Vec<Step>,
    /// Why not everything was done that belongs to the case, if it was not: a sentence without a full stop.
    pub unfinished: Option<String>,
    /// The cookies that the visitor has in the end.
    pub jar: Jar,
    /// The secrets that the server gave a client that registered itself.
    pub secrets: Vec<Secret>,
    /// How many requests were sent again because the network failed; whoever sends them counts.
    pub retries: usize,
}

impl Tried {
    /// Returns it as evidence.
    pub fn evidence(self, setup: &Setup) -> Evidence<'_> {
        let Tried { case, logins, before, unfinished, retries, .. } = self;
        Evidence { case, setup, logins, before, unfinished, retries }
    }

    /// Returns what came of a case before anything has happened.
    pub(super) fn of(case: Case, jar: Jar) -> Tried {
        Tried {
            case,
            logins: Vec::new(),
            ended: Vec::new(),
            before: Vec::new(),
            unfinished: None,
            jar,
            secrets: Vec::new(),
            retries: 0,
        }
    }
}

/// Returns what came of a request that LivePerson's service makes.
pub(super) fn step(purpose: Purpose, request: Request, event: Event, now: Timestamp) -> Step {
    let unsent = |request| Hop { began: now.0.saturating_mul(1000), ..Hop::to(request) };
    let (hop, failure) = match event {
        Event::Answered(hop) if hop.answer.is_some() => (*hop, None),
        Event::Answered(hop) => {
            let distrust = hop.tls.as_ref().and_then(|tls| tls.distrust.as_ref());
            let reason = distrust.map_or("the connection is not secure", |distrust| distrust.reason.as_str());
            let failure = format!("{} is not trusted: {reason}", bare(&hop.request.url));
            (*hop, Some(failure))
        }
        Event::Unanswered(request, why) => (unsent(request), Some(why)),
        Event::Start | Event::Waited | Event::Browsed(_) => (unsent(request), Some("nobody sent it".to_owned())),
    };
    Step { purpose, from: Party::LivePerson, hop, failure }
}
