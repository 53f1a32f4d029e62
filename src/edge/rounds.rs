//! Tries cases side by side: in each round everybody's next request is sent, and whoever waits does so without holding up the
//! others.

use super::http::Limits;
use super::{Edge, Failure, FailureKind};
use crate::flow::browse::jar::Jar;
use crate::flow::scenario::trial::{Event, Outing, Trial, Tried, Want};
use crate::flow::scenario::{Act, Case, Session};
use crate::model::http::{Hop, Request};
use crate::model::time::Timestamp;
use crate::model::transcript::{Browsed, Purpose};
use std::collections::VecDeque;

/// How fast it goes.
#[derive(Debug, Clone)]
pub struct Pace {
    /// How many cases are under way at a time.
    pub jobs: usize,
    /// How many requests are sent in a second, at the most.
    pub rate: Option<f64>,
    /// Until when, in the clock's milliseconds.
    pub until: Option<u64>,
    /// What a request may cost.
    pub limits: Limits,
}

/// What is to be told of a run while it goes on.
pub trait Watch {
    /// A case has begun.
    fn started(&mut self, case: &Case);

    /// A case is over, after so many milliseconds.
    fn finished(&mut self, tried: &Tried, took: u64);

    /// Lets the person log in with a real browser, the same one for the whole case; `index` is its place in the run.
    ///
    /// # Errors
    /// If nobody could even begin.
    fn browse(&mut self, index: usize, case: &Case, outing: &Outing, edge: &mut Edge) -> Result<Browsed, Failure>;
}

/// What came of a case, and what it took.
#[derive(Debug, Clone)]
pub struct Ended {
    /// What came of it.
    pub tried: Tried,
    /// How long it took, in milliseconds.
    pub took: u64,
}

/// What is said of a case that there was no time for.
pub const LATE: &str = "the time was up before (--timeout)";

/// How often a request is sent again because the network failed.
const AGAIN: u8 = 2;

/// How long the network may recover before a request is sent again, in milliseconds.
const RECOVERY: u64 = 300;

/// Tries cases to their end, and returns what came of each in the same order; `None` if there was no time for it. With
/// `browsers`, whoever may find the person logged in gets one of them, as the last one left it. No two cases are in one browser at
/// a time: servers change a session when they ask somebody something.
///
/// # Errors
/// If a request cannot be made at all, or nobody could begin to log in. Somebody who does not answer is part of what came.
pub fn run(
    trials: Vec<Trial>,
    browsers: Option<Vec<Jar>>,
    pace: &Pace,
    watch: &mut dyn Watch,
    edge: &mut Edge,
) -> Result<Vec<Option<Ended>>, Failure> {
    let ended = trials.iter().map(|_| None).collect();
    let mut due: Vec<(usize, Trial)> = trials.into_iter().enumerate().collect();
    // Whoever has to wait begins first, so that all others are tried meanwhile.
    due.sort_by_key(|(_, trial)| !waits(trial.case()));
    let mut rounds =
        Rounds { due: due.into(), running: Vec::new(), parked: Vec::new(), ended, browsers, free_at: 0, pace, watch };
    while rounds.go_round(edge)? {}
    Ok(rounds.ended)
}

fn waits(case: Case) -> bool {
    case.scenario.acts.iter().any(|act| matches!(act, Act::Wait(_)))
}

fn shares(case: Case) -> bool {
    case.scenario.session == Session::Shared
}

struct Rounds<'a> {
    due: VecDeque<(usize, Trial)>,
    running: Vec<Running>,
    parked: Vec<(Timestamp, Begun)>,
    ended: Vec<Option<Ended>>,
    /// The cookies of every browser that nobody is in, if browsers are handed on.
    browsers: Option<Vec<Jar>>,
    /// From when on the next request may be sent, in the clock's milliseconds.
    free_at: u64,
    pace: &'a Pace,
    watch: &'a mut dyn Watch,
}

/// A case that has begun.
struct Begun {
    index: usize,
    trial: Trial,
    at: u64,
    retries: usize,
}

/// A case, and the request that it wants sent.
struct Running {
    begun: Begun,
    purpose: Purpose,
    request: Request,
    sent: u8,
}

impl Rounds<'_> {
    /// Goes one round; returns whether there is another.
    fn go_round(&mut self, edge: &mut Edge) -> Result<bool, Failure> {
        let now = edge.clock.milliseconds();
        if self.pace.until.is_some_and(|until| now >= until) {
            self.give_up(now);
            return Ok(false);
        }
        self.wake(edge)?;
        while self.running.len() < self.pace.jobs {
            let Some((index, mut trial)) = self.due.pop_front() else { break };
            self.watch.started(&trial.case());
            let shared = self.browsers.as_mut().filter(|_| shares(trial.case()));
            if let Some(browser) = shared.and_then(Vec::pop) {
                trial.take_over(browser);
            }
            let begun = Begun { index, trial, at: edge.clock.milliseconds(), retries: 0 };
            self.go_on(begun, Event::Start, edge)?;
        }
        match (self.running.is_empty(), self.parked.iter().map(|(until, _)| *until).min()) {
            (true, None) => Ok(!self.due.is_empty()),
            (true, Some(until)) => {
                self.wait(until, edge);
                Ok(true)
            }
            (false, _) => self.send(edge).map(|()| true),
        }
    }

    fn wake(&mut self, edge: &mut Edge) -> Result<(), Failure> {
        let now = edge.clock.now();
        let (awake, parked) = std::mem::take(&mut self.parked).into_iter().partition(|(until, _)| *until <= now);
        self.parked = parked;
        awake.into_iter().try_for_each(|(_, begun): (_, Begun)| self.go_on(begun, Event::Waited, edge))
    }

    fn wait(&self, until: Timestamp, edge: &Edge) {
        let seconds = u64::try_from(until.since(edge.clock.now())).unwrap_or(0);
        let left = self.pace.until.map_or(u64::MAX, |end| end.saturating_sub(edge.clock.milliseconds()));
        edge.clock.wait(seconds.saturating_mul(1000).min(left));
    }

    fn send(&mut self, edge: &mut Edge) -> Result<(), Failure> {
        let running = std::mem::take(&mut self.running);
        self.keep_pace(running.len(), edge);
        let requests: Vec<Request> = running.iter().map(|running| running.request.clone()).collect();
        let hops = edge.http.hops(&requests, &self.pace.limits);
        let mut again = Vec::new();
        for (running, hop) in running.into_iter().zip(hops) {
            again.extend(self.came(running, hop, edge)?);
        }
        if !again.is_empty() {
            edge.clock.wait(RECOVERY);
        }
        self.running.extend(again);
        Ok(())
    }

    /// Hands on what came of a request; returns it if it is to be sent again.
    fn came(
        &mut self,
        mut running: Running,
        hop: Result<Hop, Failure>,
        edge: &mut Edge,
    ) -> Result<Option<Running>, Failure> {
        let event = match hop {
            Ok(hop) => Event::Answered(Box::new(hop)),
            Err(failure) if failure.kind != FailureKind::Network => return Err(failure),
            Err(_) if running.sent < AGAIN && may_be_repeated(running.purpose) => {
                running.sent += 1;
                running.begun.retries += 1;
                return Ok(Some(running));
            }
            Err(failure) => Event::Unanswered(running.request, failure.message),
        };
        self.go_on(running.begun, event, edge).map(|()| None)
    }

    fn go_on(&mut self, mut begun: Begun, mut event: Event, edge: &mut Edge) -> Result<(), Failure> {
        loop {
            let now = edge.clock.now();
            event = match begun.trial.next(event, now) {
                Want::Send(purpose, request) => {
                    self.running.push(Running { begun, purpose, request, sent: 0 });
                    return Ok(());
                }
                Want::Wait(seconds) => {
                    // The clock counts whole seconds, and this one has begun already.
                    self.parked.push((now.plus(seconds).plus(1), begun));
                    return Ok(());
                }
                Want::Browse(outing) => {
                    let case = begun.trial.case();
                    Event::Browsed(self.watch.browse(begun.index, &case, &outing, edge)?)
                }
                Want::Done(tried) => {
                    let took = edge.clock.milliseconds().saturating_sub(begun.at);
                    self.end(begun.index, Tried { retries: begun.retries, ..*tried }, took);
                    return Ok(());
                }
            };
        }
    }

    fn end(&mut self, index: usize, tried: Tried, took: u64) {
        self.watch.finished(&tried, took);
        if let Some(browsers) = self.browsers.as_mut().filter(|_| shares(tried.case)) {
            browsers.push(tried.jar.clone());
        }
        if let Some(place) = self.ended.get_mut(index) {
            *place = Some(Ended { tried, took });
        }
    }

    fn give_up(&mut self, now: u64) {
        let running = std::mem::take(&mut self.running).into_iter().map(|running| running.begun);
        let parked = std::mem::take(&mut self.parked).into_iter().map(|(_, begun)| begun);
        for Begun { index, trial, at, retries } in running.chain(parked).collect::<Vec<_>>() {
            self.end(index, Tried { retries, ..trial.give_up(LATE) }, now.saturating_sub(at));
        }
    }

    fn keep_pace(&mut self, requests: usize, edge: &Edge) {
        let Some(rate) = self.pace.rate else { return };
        let now = edge.clock.milliseconds();
        // Whoever is slow on purpose is not late for it: the end of the run is the end of waiting too.
        let left = self.pace.until.map_or(u64::MAX, |end| end.saturating_sub(now));
        edge.clock.wait(self.free_at.saturating_sub(now).min(left));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few seconds")]
        let busy = (requests as f64 * 1000.0 / rate) as u64;
        self.free_at = now.max(self.free_at).saturating_add(busy);
    }
}

// A code or a refresh token may be good for once, and nobody knows whether the first request arrived.
fn may_be_repeated(purpose: Purpose) -> bool {
    !matches!(purpose, Purpose::Token | Purpose::Refresh | Purpose::Registration)
}
