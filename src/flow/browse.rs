//! A browser without a window or scripts that logs a person in: it fetches pages, keeps cookies, fills in forms, and stops
//! before it would follow the redirect to LivePerson.
//!
//! It sends nothing. It says which request it wants next, given the answer to the last one, until it is back or stuck.

mod act;
pub mod hand;
pub mod jar;
mod recognise;
pub mod steps;
mod submit;

use crate::model::callback::Callback;
use crate::model::http::text::bare;
use crate::model::http::{Answer, Hop, Request};
use crate::model::page::{Page, summary_of_text};
use crate::model::secret::Secret;
use crate::model::time::Timestamp;
use crate::model::transcript::{Browsed, PageSummary, Party, Purpose, Step, Stop};
use act::{Act, Progress};
use jar::Jar;
use std::collections::HashMap;
use steps::Steps;
use submit::Visit;
use url::Url;

/// What the person who logs in knows and has.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// What goes into the field for the user.
    pub username: Option<String>,
    /// What goes into the field for the password, once.
    pub password: Option<Secret>,
    /// The cookies of an earlier visit.
    pub cookies: Jar,
    /// What to do with each page, if that is not left to the browser.
    pub steps: Option<Steps>,
}

/// How far a login may go before it counts as going in circles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many requests are sent.
    pub requests: usize,
    /// How many pages are looked at.
    pub pages: usize,
    /// How often the same is asked.
    pub repeats: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { requests: 40, pages: 15, repeats: 3 }
    }
}

/// What the browser wants next.
#[derive(Debug, Clone)]
pub enum Want {
    /// This request to be sent, with nothing followed, and its [`Hop`] to be handed to [`Browse::next`].
    Send(Request),
    /// Nothing more.
    Done(Browsed),
}

/// The browser.
#[derive(Debug, Clone)]
pub struct Browse {
    start: Url,
    goal: Url,
    /// Where else an answer may be sent to.
    others: Vec<Url>,
    answers: Answers,
    limits: Limits,
    jar: Jar,
    steps: Vec<Step>,
    pages: usize,
    asked: HashMap<(String, Url, Vec<u8>), usize>,
    visit: Visit,
    progress: Progress,
}

/// What a move comes to: on to another request, back to LivePerson with one, or no further.
enum Move {
    On(Visit),
    Back(Request),
    Stuck(Box<Stop>),
}

const ACCEPT: &str = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1";

const AGENT: &str = concat!("Mozilla/5.0 (compatible; lpauth/", env!("CARGO_PKG_VERSION"), ")");

const LANGUAGE: &str = "en, *;q=0.5";

impl Browse {
    /// Returns a browser that is about to ask `start` and wants to be sent to `goal`, the redirection URI, which it never
    /// asks.
    pub fn new(start: Url, goal: &Url, answers: Answers, limits: Limits) -> Browse {
        Browse {
            visit: Visit::to(start.clone()),
            start,
            goal: goal.clone(),
            others: Vec::new(),
            jar: answers.cookies.clone(),
            answers,
            limits,
            steps: Vec::new(),
            pages: 0,
            asked: HashMap::new(),
            progress: Progress::default(),
        }
    }

    /// Returns the browser as one that is back at one of these addresses too.
    #[must_use]
    pub fn or_at(self, others: Vec<Url>) -> Browse {
        Browse { others, ..self }
    }

    /// Returns the browser as one that sends this form to `start`, in place of asking for it.
    #[must_use]
    pub fn posting(self, form: &str) -> Browse {
        Browse { visit: Visit::post(self.start.clone(), form), ..self }
    }

    /// Returns its cookies.
    pub fn jar(&self) -> &Jar {
        &self.jar
    }

    /// Returns what is wanted next. `hop` is what came of the request wanted last; `None` in the beginning.
    pub fn next(&mut self, hop: Option<Hop>, now: Timestamp) -> Want {
        let onward = match hop {
            None => Move::On(self.visit.clone()),
            Some(hop) => self.answered(hop, now),
        };
        match onward {
            Move::On(visit) => self.send(visit, now),
            Move::Back(request) => self.arrived(request),
            Move::Stuck(stop) => self.done(Err(*stop)),
        }
    }

    /// Ends because nobody answered `request`, and returns how far it came. `why` is a sentence without a full stop.
    pub fn unanswered(&mut self, request: Request, why: String) -> Browsed {
        let stop = Stop { at: self.purpose(), reason: why.clone(), page: None };
        let hop = Hop { began: self.end_of_last(), ..Hop::to(request) };
        self.record(hop, Some(why));
        Browsed { steps: std::mem::take(&mut self.steps), end: Err(stop) }
    }

    fn done(&mut self, end: Result<Callback, Stop>) -> Want {
        Want::Done(Browsed { steps: std::mem::take(&mut self.steps), end })
    }

    /// Returns what the request under way is for.
    pub fn purpose(&self) -> Purpose {
        if self.steps.is_empty() { Purpose::Authorization } else { Purpose::Login }
    }

    /// Returns when the last step ended, in milliseconds since 1970.
    fn end_of_last(&self) -> i64 {
        let length = |hop: &Hop| i64::try_from(hop.timing.total).unwrap_or(i64::MAX);
        self.steps.last().map_or(0, |step| step.hop.began.saturating_add(length(&step.hop)))
    }

    fn record(&mut self, hop: Hop, failure: Option<String>) {
        self.steps.push(Step { purpose: self.purpose(), from: Party::Browser, hop, failure });
    }

    fn send(&mut self, visit: Visit, now: Timestamp) -> Want {
        let asked = self.asked.entry(visit.key()).or_default();
        *asked += 1;
        if *asked > self.limits.repeats {
            let reason = format!("the login goes in circles: {} is asked again and again", bare(&visit.url));
            return self.done(Err(Stop { at: self.purpose(), reason, page: None }));
        }
        if self.steps.len() >= self.limits.requests {
            let reason = format!("{} requests and no end: the last was to {}", self.steps.len(), bare(&self.visit.url));
            return self.done(Err(Stop { at: self.purpose(), reason, page: None }));
        }
        let request = visit.request(&self.jar, now);
        self.visit = visit;
        Want::Send(request)
    }

    fn answered(&mut self, hop: Hop, now: Timestamp) -> Move {
        let at = self.purpose();
        self.record(hop.clone(), None);
        let Some(answer) = &hop.answer else {
            let distrust = hop.tls.and_then(|tls| tls.distrust).map(|distrust| format!(": {}", distrust.reason));
            let reason = format!("{} is not trusted{}", bare(&hop.request.url), distrust.unwrap_or_default());
            return Move::Stuck(Box::new(Stop { at, reason, page: None }));
        };
        for (_, field) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            self.jar.keep(&hop.request.url, field, now);
        }
        match answer.header("location").filter(|_| is_redirect(answer.status)) {
            Some(location) => self.redirected(at, answer, location),
            None => self.shown(at, &hop, answer),
        }
    }

    fn redirected(&self, at: Purpose, answer: &Answer, location: &str) -> Move {
        let url = &self.visit.url;
        let stuck = |reason| Move::Stuck(Box::new(Stop { at, reason, page: None }));
        let Ok(target) = url.join(location) else {
            return stuck(format!("{} sends the browser to “{location}”, which is no address", bare(url)));
        };
        let next = self.visit.redirected(answer.status, target);
        if next.carries_secret && next.url.origin() != url.origin() {
            return stuck(format!(
                "{} sends the password on to {} with status {} (RFC 9700 §4.12 forbids it); the password stayed here",
                bare(url),
                bare(&next.url),
                answer.status
            ));
        }
        self.onward(at, next, None)
    }

    fn shown(&mut self, at: Purpose, hop: &Hop, answer: &Answer) -> Move {
        self.pages += 1;
        let Some(page) = Page::of(hop) else {
            let kind = answer.media_type().unwrap_or_else(|| "nothing that says what it is".to_owned());
            let reason = format!("{} answers {} with {kind}, not a page", bare(&hop.request.url), answer.status);
            return stuck(at, reason, Some(summary_of_text(&hop.request.url, answer)));
        };
        if self.pages > self.limits.pages {
            return stuck(at, format!("{} pages and no end", self.limits.pages), Some(page.summary()));
        }
        if let Some(request) = self.relayed(&page) {
            return Move::Back(request);
        }
        match act::act(&page, &self.answers, &mut self.progress) {
            Act::Submit(filled) => match Visit::submit(&page, &filled) {
                Ok(visit) => self.onward(at, visit, Some(&page)),
                Err(reason) => stuck(at, reason, Some(page.summary())),
            },
            Act::Follow(url) => self.onward(at, Visit::follow(url, &page), Some(&page)),
            Act::Stop(reason) => stuck(at, reason, Some(page.summary())),
        }
    }

    /// Returns the callback that a page is about to make by itself (OAuth 2.0 Form Post Response Mode §2).
    fn relayed(&self, page: &Page) -> Option<Request> {
        let form = page.forms.iter().find(|form| self.is_goal(&form.action))?;
        let button = form.controls.iter().position(|control| control.is_button() && !control.disabled);
        Some(submit::plain(form, button))
    }

    fn onward(&self, at: Purpose, visit: Visit, page: Option<&Page>) -> Move {
        let summary = || page.map(Page::summary);
        if self.is_goal(&visit.url) {
            return Move::Back(visit.bare_request());
        }
        if let Some(reason) = self.astray(&visit.url) {
            return stuck(Purpose::Callback, reason, summary());
        }
        if !matches!(visit.url.scheme(), "http" | "https") {
            let reason = format!("the browser is sent to {}, an address of another program", bare(&visit.url));
            return stuck(at, reason, summary());
        }
        Move::On(visit)
    }

    fn is_goal(&self, url: &Url) -> bool {
        std::iter::once(&self.goal).chain(&self.others).any(|goal| is_at(goal, url))
    }

    /// Says how an address resembles the redirection URI without being it: nothing but a mistake leads there.
    fn astray(&self, url: &Url) -> Option<String> {
        let goal = &self.goal;
        let slashless = |url: &Url| bare(url).trim_end_matches('/').to_ascii_lowercase();
        let is_elsewhere = site(goal) != site(&self.start);
        let resembles = is_elsewhere && site(url) == site(goal)
            || slashless(url) == slashless(goal)
            || is_elsewhere && url.as_str().starts_with(goal.as_str().trim_end_matches('/'))
            || is_answer(url) && slashless(url).starts_with(&slashless(goal));
        let reason =
            || format!("the browser is sent to {}, which is not the redirection URI {}", bare(url), bare(goal));
        resembles.then(reason)
    }

    fn arrived(&mut self, request: Request) -> Want {
        let callback = Callback::of(&request);
        let hop = Hop { began: self.end_of_last(), ..Hop::to(request) };
        self.steps.push(Step { purpose: Purpose::Callback, from: Party::Browser, hop, failure: None });
        self.done(Ok(callback))
    }
}

fn stuck(at: Purpose, reason: String, page: Option<PageSummary>) -> Move {
    Move::Stuck(Box::new(Stop { at, reason, page }))
}

fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// Returns whether `url` is the redirection URI, whatever its query and fragment.
fn is_at(goal: &Url, url: &Url) -> bool {
    let place = |url: &Url| (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port_or_known_default());
    place(goal) == place(url) && goal.path() == url.path()
}

/// Returns whether an address carries an authorization response (RFC 6749 §4.1.2, §4.2.2).
fn is_answer(url: &Url) -> bool {
    let fragment = url::form_urlencoded::parse(url.fragment().unwrap_or_default().as_bytes());
    url.query_pairs().chain(fragment).any(|(name, _)| ["code", "id_token", "token", "error"].contains(&name.as_ref()))
}

/// Returns what stands for the site of an address: the last two names of its host, or the host if it is a number.
fn site(url: &Url) -> String {
    let Some(url::Host::Domain(name)) = url.host() else { return url.host_str().unwrap_or_default().to_owned() };
    let mut names: Vec<&str> = name.trim_end_matches('.').rsplit('.').take(2).collect();
    names.reverse();
    names.join(".")
}
