//! A case under way: a pure machine that says which request it wants next, or how long it waits, or where a real browser is
//! to log in, until it knows what came of the case. It judges nothing.

mod ask;
mod last;
mod registration;
mod token;
mod tried;

use super::{Act, Case, Change, Given, Kind, LEEWAY, Right, Setup, Wait};
use crate::flow::browse::jar::Jar;
use crate::flow::browse::{self, Answers, Browse, Limits};
use crate::flow::login::{self, Login, random};
use crate::model::http::{Hop, Request};
use crate::model::time::Timestamp;
use crate::model::transcript::{Browsed, Purpose, Step, Transcript};
use last::Last;
use std::sync::Arc;
pub use tried::Tried;
use tried::step;
use url::Url;

/// Who logs in.
#[derive(Debug, Clone)]
pub enum Visitor {
    /// Somebody without a window, who knows these answers and comes with these cookies.
    Windowless(Box<Answers>),
    /// Somebody with a real browser, whom the caller lets log in.
    Windowed,
}

/// What has happened.
#[derive(Debug)]
pub enum Event {
    /// Nothing yet.
    Start,
    /// An answer came, of whatever status.
    Answered(Box<Hop>),
    /// No answer came; says why.
    Unanswered(Request, String),
    /// The time has passed.
    Waited,
    /// The real browser came back, or did not.
    Browsed(Browsed),
}

/// What is to happen next.
#[derive(Debug)]
pub enum Want {
    /// A request is sent, and nothing is followed.
    Send(Purpose, Request),
    /// So many seconds pass.
    Wait(i64),
    /// Somebody logs in with a real browser, the same one for the whole case.
    Browse(Box<Outing>),
    /// Nothing: this came of it.
    Done(Box<Tried>),
}

/// Where a real browser goes.
#[derive(Debug, Clone)]
pub struct Outing {
    /// The address that it opens.
    pub start: Url,
    /// Where it may come back to; the first is the redirection URI of the request. None of them is ever asked.
    pub goals: Vec<Url>,
    /// Whether nobody logs in: a page that asks for a password is an answer already.
    pub nobody: bool,
}

/// A case under way.
pub struct Trial {
    setup: Arc<Setup>,
    visitor: Visitor,
    rng: Box<dyn rand::CryptoRng>,
    /// A text that nobody can guess, the same for the whole case.
    random: String,
    /// An ordinary login of whoever asks: the client of the settings, or one that registered itself.
    base: login::Plan,
    /// The acts that are left.
    acts: std::slice::Iter<'static, Act>,
    stage: Stage,
    /// What the last login left behind.
    last: Option<Last>,
    /// How a client that registered itself takes its leave.
    leave: Option<Request>,
    /// How many requests a client signed.
    signed: u32,
    tried: Tried,
}

enum Stage {
    Between,
    LoggingIn(Box<Entry>, Option<Box<Browse>>),
    Asking(Purpose, Box<Request>),
    Registering(Box<Request>),
    Leaving(Box<Request>),
}

/// A login under way.
struct Entry {
    login: Login,
    plan: login::Plan,
    /// Whether the authorization request is sent as a form.
    posted: bool,
}

/// What the values of parameters may depend on, but for the parameters.
struct Known<'a> {
    setup: &'a Setup,
    logins: &'a [Transcript],
    random: &'a str,
    now: Timestamp,
}

/// What an act begins with, or why it cannot be done.
type Begun = Result<Want, String>;

impl Trial {
    /// Returns a case that is about to be tried, with random bytes for all that must be new each time.
    pub fn new(case: Case, setup: Arc<Setup>, visitor: Visitor, mut rng: Box<dyn rand::CryptoRng>) -> Trial {
        let jar = match &visitor {
            Visitor::Windowless(answers) => answers.cookies.clone(),
            Visitor::Windowed => Jar::default(),
        };
        Trial {
            base: setup.login.clone(),
            setup,
            visitor,
            random: random(&mut *rng, 32),
            rng,
            acts: case.scenario.acts.iter(),
            stage: Stage::Between,
            last: None,
            leave: None,
            signed: 0,
            tried: Tried::of(case, jar),
        }
    }

    /// Goes on in a browser that somebody used before.
    pub fn take_over(&mut self, browser: Jar) {
        self.tried.jar = browser;
    }

    /// Returns the case.
    pub fn case(&self) -> Case {
        self.tried.case
    }

    /// Takes note of what has happened by `now` and says what is to happen next.
    pub fn next(&mut self, event: Event, now: Timestamp) -> Want {
        match (std::mem::replace(&mut self.stage, Stage::Between), event) {
            (Stage::Between, _) => self.go_on(now),
            (Stage::LoggingIn(entry, Some(browse)), Event::Answered(hop)) => {
                self.browse(entry, browse, Some(*hop), now)
            }
            (Stage::LoggingIn(entry, Some(mut browse)), Event::Unanswered(request, why)) => {
                let browsed = browse.unanswered(request, why);
                self.log_in(entry, login::Event::Browsed(browsed), now)
            }
            (Stage::LoggingIn(entry, _), Event::Answered(hop)) => self.log_in(entry, login::Event::Answered(hop), now),
            (Stage::LoggingIn(entry, _), Event::Unanswered(request, why)) => {
                self.log_in(entry, login::Event::Unanswered(request, why), now)
            }
            (Stage::LoggingIn(entry, _), Event::Browsed(browsed)) => {
                self.log_in(entry, login::Event::Browsed(browsed), now)
            }
            // Neither has anything to do with a request under way.
            (stage @ Stage::LoggingIn(..), Event::Start | Event::Waited) => self.lost(stage),
            (Stage::Asking(purpose, request), event) => self.asked(step(purpose, *request, event, now), now),
            (Stage::Registering(request), event) => {
                self.registered(step(Purpose::Registration, *request, event, now), now)
            }
            (Stage::Leaving(request), event) => {
                self.record(step(Purpose::Registration, *request, event, now));
                self.done()
            }
        }
    }

    /// Ends before it is through, and returns what came of it so far. `why` is a sentence without a full stop.
    pub fn give_up(mut self, why: &str) -> Tried {
        self.tried.unfinished.get_or_insert_with(|| why.to_owned());
        self.take()
    }

    fn go_on(&mut self, now: Timestamp) -> Want {
        let begun = match (&self.tried.unfinished, self.acts.next()) {
            (None, Some(act)) => self.begin(act, now),
            _ => return self.leave(),
        };
        begun.unwrap_or_else(|reason| {
            self.tried.unfinished = Some(reason);
            self.leave()
        })
    }

    fn begin(&mut self, act: &'static Act, now: Timestamp) -> Begun {
        match act {
            Act::Register(members) => {
                let request = registration::request(&self.setup, &self.base, self.tried.case.kind, members)?;
                self.stage = Stage::Registering(Box::new(request.clone()));
                Ok(Want::Send(Purpose::Registration, request))
            }
            Act::LogIn(changes) => self.enter(changes, false, now),
            Act::Authorize(changes) => self.enter(changes, true, now),
            Act::Redeem(twists) => self.redeem(twists, now).map(|request| self.ask(Purpose::Token, request)),
            Act::Refresh(twists) => self.refresh(twists, now).map(|request| self.ask(Purpose::Refresh, request)),
            // No access token comes of such a login: what a row asks there is in the token.
            Act::UserInfo(_) if self.tried.case.kind == Kind::IdToken => Ok(self.go_on(now)),
            Act::UserInfo(bearer) => self.userinfo(*bearer).map(|request| self.ask(Purpose::UserInfo, request)),
            Act::Wait(wait) => self.seconds(*wait).map(Want::Wait),
        }
    }

    fn enter(&mut self, changes: &'static [Change], keeps_code: bool, now: Timestamp) -> Begun {
        let plan = ask::plan(&self.base, &self.setup, self.tried.case.kind, changes, &mut *self.rng)?;
        let plan = login::Plan { keeps_code, ..plan };
        let mut login = Login::new(plan.clone(), &mut *self.rng);
        login.ask_with(ask::changed(login.parameters().to_vec(), changes, &self.known(now)));
        let posted = changes.iter().any(|change| matches!(change, Change::Posted));
        Ok(self.log_in(Box::new(Entry { login, plan, posted }), login::Event::Start, now))
    }

    fn log_in(&mut self, mut entry: Box<Entry>, event: login::Event, now: Timestamp) -> Want {
        match entry.login.next(event, now) {
            login::Want::Browse(url) => self.open(entry, url, now),
            login::Want::Send(purpose, request) => {
                self.stage = Stage::LoggingIn(entry, None);
                Want::Send(purpose, request)
            }
            login::Want::Done(transcript) => {
                self.last = Some(Last::of(&transcript, entry.plan));
                if let Some(stop) = transcript.stop.as_ref().filter(|_| !self.acts.as_slice().is_empty()) {
                    self.tried.unfinished = Some(format!("the login before stopped: {}", stop.reason));
                }
                self.tried.logins.push(*transcript);
                self.tried.ended.push(now);
                self.go_on(now)
            }
        }
    }

    fn open(&mut self, entry: Box<Entry>, start: Url, now: Timestamp) -> Want {
        let goals = self.goals(&entry.login);
        let Some((goal, others)) = goals.split_first() else {
            self.tried.unfinished = Some("there is no redirection URI to come back to".to_owned());
            return self.leave();
        };
        // Where nobody must be sent back, no password goes either.
        let nobody = matches!(self.tried.case.scenario.right, Right::Kept);
        let Visitor::Windowless(answers) = &self.visitor else {
            self.stage = Stage::LoggingIn(entry, None);
            return Want::Browse(Box::new(Outing { start, goals, nobody }));
        };
        let answers = if nobody { Answers::default() } else { Answers::clone(answers) };
        let answers = Answers { cookies: self.tried.jar.clone(), ..answers };
        let endpoint = entry.plan.endpoints.authorization.as_ref().filter(|_| entry.posted);
        let browse = match endpoint {
            Some(endpoint) => {
                let browse = Browse::new(endpoint.clone(), goal, answers, Limits::default());
                browse.posting(&ask::form(endpoint, &start))
            }
            None => Browse::new(start, goal, answers, Limits::default()),
        };
        self.browse(entry, Box::new(browse.or_at(others.to_vec())), None, now)
    }

    // An answer may come to the redirection URI of the request, or to the one that the server knows.
    fn goals(&self, login: &Login) -> Vec<Url> {
        let uris = [login.terms().redirect_uri.clone(), Some(self.base.redirect_uri())];
        let mut goals: Vec<Url> = uris.into_iter().flatten().filter_map(|uri| Url::parse(&uri).ok()).collect();
        goals.dedup();
        goals
    }

    fn browse(&mut self, entry: Box<Entry>, mut browse: Box<Browse>, hop: Option<Hop>, now: Timestamp) -> Want {
        match browse.next(hop, now) {
            browse::Want::Send(request) => {
                let purpose = browse.purpose();
                self.stage = Stage::LoggingIn(entry, Some(browse));
                Want::Send(purpose, request)
            }
            browse::Want::Done(browsed) => {
                self.tried.jar = browse.jar().clone();
                self.log_in(entry, login::Event::Browsed(browsed), now)
            }
        }
    }

    fn lost(&mut self, stage: Stage) -> Want {
        self.stage = stage;
        self.tried.unfinished = Some("nobody said what came of the last request".to_owned());
        self.done()
    }

    fn ask(&mut self, purpose: Purpose, request: Request) -> Want {
        self.stage = Stage::Asking(purpose, Box::new(request.clone()));
        Want::Send(purpose, request)
    }

    fn asked(&mut self, step: Step, now: Timestamp) -> Want {
        self.tried.unfinished = step.failure.clone();
        self.last.iter_mut().for_each(|last| last.learn(&step));
        self.record(step);
        self.go_on(now)
    }

    fn registered(&mut self, step: Step, now: Timestamp) -> Want {
        match registration::client(&step) {
            Ok(client) => {
                self.tried.secrets.extend(client.secrets());
                self.leave = client.leave(&step.hop.request.url);
                self.base = client.plan(&self.base);
            }
            Err(why) => self.tried.unfinished = Some(why),
        }
        self.record(step);
        self.go_on(now)
    }

    fn record(&mut self, step: Step) {
        let steps = self.tried.logins.last_mut().map_or(&mut self.tried.before, |login| &mut login.steps);
        steps.push(step);
    }

    // A client that registered itself leaves nothing behind, where the server lets it go.
    fn leave(&mut self) -> Want {
        let Some(request) = self.leave.take() else { return self.done() };
        self.stage = Stage::Leaving(Box::new(request.clone()));
        Want::Send(Purpose::Registration, request)
    }

    fn done(&mut self) -> Want {
        Want::Done(Box::new(self.take()))
    }

    fn take(&mut self) -> Tried {
        let empty = Tried::of(self.tried.case, Jar::default());
        std::mem::replace(&mut self.tried, empty)
    }

    fn seconds(&self, wait: Wait) -> Result<i64, String> {
        let life = match wait {
            Wait::Seconds(seconds) => return Ok(seconds),
            Wait::CodeLifetime => self.setup.code_lifetime.ok_or("nobody said how long a code lives")?,
            Wait::AccessTokenLifetime => {
                let life = self.last.as_ref().and_then(|last| last.expires_in);
                life.ok_or("the server does not say how long an access token lives")?.saturating_add(LEEWAY)
            }
        };
        // Clocks count whole seconds, the server's and ours.
        Ok(life.saturating_add(1))
    }

    fn known(&self, now: Timestamp) -> Known<'_> {
        Known { setup: &self.setup, logins: &self.tried.logins, random: &self.random, now }
    }
}

impl Known<'_> {
    fn given<'a>(&'a self, parameters: &'a [(String, String)]) -> Given<'a> {
        let Known { setup, logins, random, now } = *self;
        Given { setup, logins, parameters, random, now }
    }
}
