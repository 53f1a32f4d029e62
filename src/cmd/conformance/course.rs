//! The course of a run: the plain logins first, then everything else side by side.

use super::Run;
use super::chosen_cases::same;
use crate::cmd::exchange::way::Way;
use crate::edge::rounds::{self, Ended, LATE, Pace, Watch};
use crate::edge::terminal::LiveList;
use crate::edge::webdriver::{self, Cookies};
use crate::edge::{Edge, Failure};
use crate::flow::browse::Answers;
use crate::flow::browse::jar::Jar;
use crate::flow::browse::steps::Steps;
use crate::flow::redact::Kind as Secrecy;
use crate::flow::scenario::trial::{Outing, Trial, Tried, Visitor};
use crate::flow::scenario::{Case, Evidence, Kind, Session, Setup};
use crate::model::secret::Secret;
use crate::model::transcript::Browsed;
use crate::report::Outcome;
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What came of all cases.
pub(super) struct Course {
    /// What came of each, in the order of the plan.
    pub(super) attempts: Vec<Attempt>,
    /// What everybody who logged in knew and nobody else must.
    pub(super) secrets: Vec<(Secrecy, Secret)>,
}

/// A case, and what came of it.
pub(super) struct Attempt {
    /// The case.
    pub(super) case: Case,
    /// What came of it, or why it was not tried.
    pub(super) result: Result<Ended, String>,
    /// Whether it is the plain login that the others of its kind are held against.
    pub(super) is_plain: bool,
}

/// What is said of all others where the plain login fails.
const HOPELESS: &str = "the plain login does not work, so nothing else can be told";

impl Course {
    /// Returns the course of a run in which nothing could be tried.
    pub(super) fn of_nothing(cases: &[Case], why: &str) -> Course {
        let attempt =
            |case: &Case| Attempt { case: *case, result: Err(why.to_owned()), is_plain: is_plain(cases, case) };
        Course { attempts: cases.iter().map(attempt).collect(), secrets: Vec::new() }
    }

    /// Returns everything that came of something.
    pub(super) fn tried(&self) -> impl Iterator<Item = &Ended> {
        self.attempts.iter().filter_map(|attempt| attempt.result.as_ref().ok())
    }

    /// Returns how many requests were sent.
    pub(super) fn requests(&self) -> usize {
        self.tried().map(|ended| requests(&ended.tried)).sum()
    }

    /// Returns a failure for everybody who did not answer.
    pub(super) fn silences(&self) -> Vec<Failure> {
        let steps = self.tried().flat_map(|ended| {
            ended.tried.before.iter().chain(ended.tried.logins.iter().flat_map(|login| &login.steps))
        });
        let mut reasons: Vec<&String> = steps.filter_map(|step| step.failure.as_ref()).collect();
        reasons.sort();
        reasons.dedup();
        reasons.into_iter().map(Failure::network).collect()
    }
}

/// Returns how many requests a case took.
pub(super) fn requests(tried: &Tried) -> usize {
    let steps = tried.before.iter().chain(tried.logins.iter().flat_map(|login| &login.steps));
    let sent = steps.filter(|step| step.hop.answer.is_some() || step.failure.is_some());
    sent.count() + tried.retries
}

fn is_plain(cases: &[Case], case: &Case) -> bool {
    cases.iter().find(|other| other.kind == case.kind).is_some_and(|first| same(first, case))
}

/// Tries the cases. `began` is when the run began, in the clock's milliseconds.
///
/// # Errors
/// If nobody can log in unattended, or a request cannot be made at all.
pub(super) fn run(
    run: &Run<'_>,
    cases: &[Case],
    setup: &Arc<Setup>,
    began: u64,
    edge: &mut Edge,
) -> Result<Course, Failure> {
    if cases.is_empty() {
        return Ok(Course::of_nothing(cases, ""));
    }
    let (way, visitor, answers) = run.visitor(setup, edge)?;
    let mut go = Go { run, setup, visitor, pace: run.args.pace.pace(began, run.limits), secrets: Vec::new() };
    if matches!(go.visitor, Visitor::Windowed) {
        // There is one browser at a time, and codes grow old while others use it.
        go.pace.jobs = 1;
    }
    let written = answers.steps.iter().flat_map(Steps::secrets);
    let passwords = answers.password.iter().chain(written).map(|secret| (Secrecy::Password, secret.clone()));
    let credentials = [Some(&setup.login.credential), setup.second.as_ref().map(|second| &second.credential)];
    let clients = credentials.into_iter().flatten().filter_map(|credential| credential.secret());
    go.secrets = passwords.chain(clients.map(|secret| (Secrecy::ClientSecret, secret.clone()))).collect();
    let browsers = Browsers::default();
    let mut show = Show { list: edge.terminal.list(), way, answers, browsers, run, setup };
    let plain: Vec<Case> = cases.iter().filter(|case| is_plain(cases, case)).copied().collect();
    let first = go.try_all(&plain, &[], &mut show, edge)?;
    show.browsers.settle();
    let rest: Vec<Case> = cases.iter().filter(|case| !is_plain(cases, case)).copied().collect();
    let others = go.try_all(&rest, &first, &mut show, edge)?;
    let mut attempts: Vec<Attempt> = first.into_iter().chain(others).collect();
    let place = |attempt: &Attempt| cases.iter().position(|case| same(case, &attempt.case));
    attempts.sort_by_key(place);
    Ok(Course { attempts, secrets: go.secrets })
}

struct Go<'a> {
    run: &'a Run<'a>,
    setup: &'a Arc<Setup>,
    visitor: Visitor,
    pace: Pace,
    secrets: Vec<(Secrecy, Secret)>,
}

impl Go<'_> {
    /// Tries cases, each in a browser such as its scenario wants. `plain` are the plain logins; without any these are they.
    fn try_all(
        &self,
        cases: &[Case],
        plain: &[Attempt],
        show: &mut Show<'_>,
        edge: &mut Edge,
    ) -> Result<Vec<Attempt>, Failure> {
        let is_plain = plain.is_empty();
        let obstacles: Vec<Option<String>> = cases.iter().map(|case| self.obstacle(case, plain)).collect();
        let open = cases.iter().zip(&obstacles).filter(|(_, obstacle)| obstacle.is_none());
        let trials: Vec<Trial> = open.map(|(case, _)| self.trial(case, is_plain, edge)).collect();
        let left = plain.iter().filter_map(|first| Some(first.result.as_ref().ok()?.tried.jar.clone()));
        let browsers = (!is_plain).then(|| left.collect());
        let mut ended = rounds::run(trials, browsers, &self.pace, show, edge)?.into_iter();
        let attempt = |(case, obstacle): (&Case, Option<String>)| {
            let result = match obstacle {
                Some(why) => Err(why),
                None => ended.next().flatten().ok_or_else(|| LATE.to_owned()),
            };
            Attempt { case: *case, result, is_plain }
        };
        Ok(cases.iter().zip(obstacles).map(attempt).collect())
    }

    fn obstacle(&self, case: &Case, plain: &[Attempt]) -> Option<String> {
        if let Some(reason) = self.run.args.cases.left_out(case) {
            return Some(reason);
        }
        if plain.is_empty() {
            return None;
        }
        let first = plain_of(plain, case)?;
        let evidence = first.tried.clone().evidence(self.setup);
        if first.tried.case.judge(&evidence) != Outcome::Pass {
            return Some(HOPELESS.to_owned());
        }
        case.lack(self.setup, Some(&evidence))
    }

    fn trial(&self, case: &Case, is_plain: bool, edge: &mut Edge) -> Trial {
        let visitor = match (&self.visitor, case.scenario.session) {
            (Visitor::Windowless(answers), Session::Fresh) if !is_plain => {
                Visitor::Windowless(Box::new(Answers { cookies: Jar::default(), ..Answers::clone(answers) }))
            }
            (visitor, _) => visitor.clone(),
        };
        Trial::new(*case, Arc::clone(self.setup), visitor, Box::new(StdRng::from_rng(&mut *edge.dice)))
    }
}

fn plain_of<'a>(plain: &'a [Attempt], case: &Case) -> Option<&'a Ended> {
    plain.iter().find(|attempt| attempt.case.kind == case.kind)?.result.as_ref().ok()
}

/// Shows what goes on, and lets the person log in with a real browser.
struct Show<'a> {
    list: Box<dyn LiveList>,
    way: Way,
    answers: Answers,
    browsers: Browsers,
    run: &'a Run<'a>,
    setup: &'a Setup,
}

/// The cookies of real browsers: of each case that is tried now, and of the plain login of each kind.
#[derive(Default)]
struct Browsers {
    now: BTreeMap<usize, (Kind, Cookies)>,
    plain: Vec<(Kind, Cookies)>,
}

impl Browsers {
    /// Keeps what the plain logins left, for whoever shares their browser.
    fn settle(&mut self) {
        self.plain = std::mem::take(&mut self.now).into_values().collect();
    }

    fn of(&mut self, index: usize, case: &Case) -> &mut Cookies {
        let shared = self.plain.iter().find(|(kind, _)| *kind == case.kind && case.scenario.session == Session::Shared);
        let own = || (case.kind, shared.map(|(_, cookies)| cookies.clone()).unwrap_or_default());
        &mut self.now.entry(index).or_insert_with(own).1
    }
}

impl Watch for Show<'_> {
    fn started(&mut self, case: &Case) {
        self.list.started(&case.name());
    }

    fn finished(&mut self, tried: &Tried, took: u64) {
        let evidence: Evidence<'_> = tried.clone().evidence(self.setup);
        let mark = match tried.case.judge(&evidence) {
            Outcome::Pass => "✓",
            Outcome::Fail(_) => "✗",
            Outcome::Skip(_) => "·",
        };
        let name = tried.case.name();
        self.list.finished(&name, &format!("{mark} {name}, {took} ms"));
    }

    fn browse(&mut self, index: usize, case: &Case, outing: &Outing, edge: &mut Edge) -> Result<Browsed, Failure> {
        let Way::WebDriver(remote) = &self.way else {
            return Err(Failure::usage("there is no browser").hint("pass --login webdriver"));
        };
        let settings = self.run.args.person.settings(remote.clone());
        let answers = if outing.nobody { Answers::default() } else { self.answers.clone() };
        let cookies = Some(self.browsers.of(index, case));
        webdriver::login(&outing.start, &outing.goals, answers, &settings, self.run.limits, cookies, edge)
    }
}
