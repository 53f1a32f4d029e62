//! A login in a real browser: what `flow::browse` decides, done to the page as its scripts have made it.

use super::{Cookies, ENTER, Element, Log, Session, Settings, Visit};
use crate::edge::http::Limits;
use crate::edge::{Edge, Failure};
use crate::flow::browse::Answers;
use crate::flow::browse::hand::{Deed, Filling, Hand};
use crate::model::http::is_loopback;
use crate::model::page::Page;
use crate::model::transcript::{Browsed, Party, Purpose, Step, Stop};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use url::{Host, Url};

/// What describes the page.
const LOOK: &str = include_str!("look.js");

/// What chooses in a `select`, as a hand would.
const CHOOSE: &str = "arguments[0].value = arguments[1];
    for (const kind of ['input', 'change']) arguments[0].dispatchEvent(new Event(kind, { bubbles: true }));";

/// What sends a form that has nothing to press.
const SEND: &str = "const form = document.forms[arguments[0]]; if (form) form.requestSubmit();";

/// How long between two looks at the page.
const TICK: Duration = Duration::from_millis(100);

/// How many pages are dealt with before a login goes in circles.
const DEEDS: usize = 30;

/// Logs a person in at `start` with a browser of its own, until it is sent to one of `goals`, the redirection URIs, whose hosts
/// it never asks anything. `limits` are those of a page to load; `cookies` are brought along and taken home.
///
/// # Errors
/// If no browser could be started. That the login did not come to its end is what it returns.
pub fn login(
    start: &Url,
    goals: &[Url],
    answers: Answers,
    settings: &Settings,
    limits: &Limits,
    cookies: Option<&mut Cookies>,
    edge: &mut Edge,
) -> Result<Browsed, Failure> {
    let _busy = edge.terminal.busy("logging in with a browser");
    let mut session = Session::start(settings, &blocked(start, goals), limits, &mut *edge.http)?;
    if let Some(cookies) = &cookies {
        session.bring(cookies)?;
    }
    let mut login = Login {
        hand: Hand::new(goals, answers),
        goals,
        settings,
        log: Log::default(),
        last: None,
        deeds: 0,
        acted: false,
    };
    let deadline = Instant::now() + settings.wait;
    // A page that cannot be opened may be an answer too: the way back leads to one.
    let opened = session.go(start);
    let mut end = login.look(&mut session, opened.err());
    while end.is_none() && Instant::now() < deadline {
        std::thread::sleep(TICK);
        end = login.look(&mut session, None);
    }
    if let Some(cookies) = cookies {
        *cookies = session.take_home()?;
    }
    let late = || login.stop(format!("the login did not come to its end within {} seconds", settings.wait.as_secs()));
    Ok(end.unwrap_or_else(late))
}

/// Returns the hosts that the browser must not find. Where the brand's own server is the goal too, it cannot be spared; what
/// is on this machine is not LivePerson's.
fn blocked(start: &Url, goals: &[Url]) -> Vec<String> {
    let mut blocked: Vec<String> = goals
        .iter()
        .flat_map(|goal| match goal.host() {
            Some(Host::Domain(host)) if !is_loopback(goal) && start.host() != goal.host() => {
                vec![host.to_owned(), format!("*.{host}")]
            }
            _ => Vec::new(),
        })
        .collect();
    blocked.dedup();
    blocked
}

struct Login<'a> {
    hand: Hand,
    goals: &'a [Url],
    settings: &'a Settings,
    log: Log,
    /// The page as it was seen last, and when it began to look so.
    last: Option<(Seen, Instant)>,
    /// How many pages were dealt with.
    deeds: usize,
    /// Whether something was done to the page as it looks now.
    acted: bool,
}

/// What was seen of a page.
#[derive(Clone, PartialEq, Eq)]
struct Seen {
    address: String,
    html: String,
    elements: Vec<Vec<Element>>,
}

impl Login<'_> {
    /// Looks at the page and does what is to be done; returns the end if it has come. `trouble` is why the page did not open.
    fn look(&mut self, session: &mut Session, trouble: Option<Failure>) -> Option<Browsed> {
        self.try_look(session, trouble).unwrap_or_else(|failure| Some(self.stop(failure.message)))
    }

    fn try_look(&mut self, session: &mut Session, trouble: Option<Failure>) -> Result<Option<Browsed>, Failure> {
        session.listen(&mut self.log)?;
        if let Some(callback) = self.log.visits().find_map(|visit| self.hand.callback(&visit.hop.request)) {
            return Ok(Some(Browsed { steps: self.steps(), end: Ok(callback) }));
        }
        // A page on its way to another one cannot be looked at.
        let Some(seen) = session.run(LOOK, &[]).ok().and_then(|seen| Seen::of(&seen)) else {
            return trouble.map_or(Ok(None), Err);
        };
        if seen.address.starts_with("chrome-error:") {
            return Ok(Some(self.lost(session.url()?, &seen)));
        }
        if let Some(failure) = trouble {
            return Err(failure);
        }
        let settled = self.remember(seen);
        self.act(session, settled)
    }

    /// Keeps what was seen; returns whether it has been so for long enough.
    fn remember(&mut self, seen: Seen) -> bool {
        match &self.last {
            Some((last, since)) if *last == seen => since.elapsed() >= self.settings.settle,
            _ => {
                self.last = Some((seen, Instant::now()));
                self.acted = false;
                false
            }
        }
    }

    fn act(&mut self, session: &mut Session, settled: bool) -> Result<Option<Browsed>, Failure> {
        let Some((seen, _)) = self.last.clone().filter(|_| settled || !self.acted) else { return Ok(None) };
        let Some(page) = self.page(&seen) else { return Ok(None) };
        let deed = self.hand.next(&page, settled);
        if matches!(deed, Deed::Follow(_) | Deed::Fill(_)) {
            self.deeds += 1;
            self.acted = true;
        }
        match deed {
            Deed::Stop(reason) => return Ok(Some(self.stop(reason))),
            _ if self.deeds > DEEDS => return Ok(Some(self.stop(format!("{DEEDS} pages and no end")))),
            Deed::Wait => {}
            // As in the beginning, what comes of it is seen in the next look.
            Deed::Follow(url) => drop(session.go(&url)),
            Deed::Fill(filling) => fill(session, &filling, &seen)?,
        }
        Ok(None)
    }

    /// Returns the end of a browser that stands before an address that does not open.
    fn lost(&self, url: Url, seen: &Seen) -> Browsed {
        let host = url.host_str().map(str::to_owned);
        let url = bare(url);
        if let Some(goal) = self.goals.iter().find(|goal| goal.host_str() == host.as_deref()).cloned().map(bare) {
            let reason = format!("the browser is sent to {url}, which is not the redirection URI {goal}");
            return Browsed { steps: self.steps(), end: Err(Stop { at: Purpose::Callback, reason, page: None }) };
        }
        self.stop(format!("the browser cannot open {url}{}", seen.reason()))
    }

    fn stop(&self, reason: String) -> Browsed {
        let page = self.last.as_ref().and_then(|(seen, _)| Some(self.page(seen)?.summary()));
        let at = if self.deeds == 0 { Purpose::Authorization } else { Purpose::Login };
        Browsed { steps: self.steps(), end: Err(Stop { at, reason, page }) }
    }

    /// Returns what the browser sent, up to the way back.
    fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        for visit in self.log.visits() {
            let purpose = match () {
                () if self.hand.callback(&visit.hop.request).is_some() => Purpose::Callback,
                () if steps.is_empty() => Purpose::Authorization,
                () => Purpose::Login,
            };
            // That nobody answers at the redirection URI is our own doing.
            let failure = visit.failure.clone().filter(|_| purpose != Purpose::Callback);
            steps.push(Step { purpose, from: Party::Browser, hop: visit.hop.clone(), failure });
            if purpose == Purpose::Callback {
                break;
            }
        }
        steps
    }

    fn page(&self, seen: &Seen) -> Option<Page> {
        let url = Url::parse(&seen.address).ok()?;
        let is_it = |visit: &&Visit| bare(visit.hop.request.url.clone()) == bare(url.clone());
        let answer = self.log.visits().rev().find(is_it).and_then(|visit| visit.hop.answer.as_ref());
        // A page that scripts have made counts as one that answered.
        Some(Page::parse(&url, answer.map_or(200, |answer| answer.status), seen.html.as_bytes()))
    }
}

impl Seen {
    fn of(value: &Value) -> Option<Seen> {
        let text = |name: &str| Some(value.get(name)?.as_str()?.to_owned());
        let group = |group: &Value| group.as_array().into_iter().flatten().filter_map(Element::of).collect();
        let elements = value.get("elements")?.as_array()?.iter().map(group).collect();
        Some(Seen { address: text("address")?, html: text("html")?, elements })
    }

    // Chromium's own page names its reason in capitals: ERR_CONNECTION_REFUSED.
    fn reason(&self) -> String {
        let mut words = self.html.split(|c: char| !(c.is_ascii_uppercase() || c == '_'));
        words.find(|word| word.starts_with("ERR_")).map_or_else(String::new, |word| format!(": {word}"))
    }

    fn element(&self, form: usize, control: usize) -> Result<&Element, Failure> {
        let element = self.elements.get(form).and_then(|controls| controls.get(control));
        element.ok_or_else(|| {
            Failure::network("the page changed while it was filled in")
                .hint("try again; write the steps down with --login steps=FILE if it stays so")
        })
    }
}

fn fill(session: &mut Session, filling: &Filling, seen: &Seen) -> Result<(), Failure> {
    for (at, text) in &filling.writes {
        session.write(seen.element(filling.form, *at)?, text.reveal())?;
    }
    for at in &filling.clicks {
        session.click(seen.element(filling.form, *at)?)?;
    }
    for (at, value) in &filling.choices {
        session.run(CHOOSE, &[seen.element(filling.form, *at)?.value(), json!(value)])?;
    }
    match (filling.press, filling.writes.last()) {
        (Some(at), _) => session.click(seen.element(filling.form, at)?),
        (None, Some((at, _))) => session.press(seen.element(filling.form, *at)?, ENTER),
        (None, None) => session.run(SEND, &[json!(filling.form)]).map(drop),
    }
}

fn bare(mut url: Url) -> Url {
    url.set_query(None);
    url.set_fragment(None);
    url
}
