//! Waits for the person's browser to come back with the callback: on this machine only, for one, and not for ever.

mod desk;

use super::person::Person;
use super::serve::{Bounds, Options, Running};
use super::terminal::Stream;
use super::{Edge, Failure, FailureKind};
use crate::model::callback::Callback;
use crate::model::http::{Request, is_loopback};
use crate::model::transcript::{Browsed, Purpose, Stop};
use desk::Desk;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use url::{Host, Url};

/// A server of this machine that waits for one callback.
pub struct Listener {
    redirect_uri: Url,
    running: Running,
    desk: Arc<Desk>,
    arrivals: Receiver<Callback>,
}

/// How often the keyboard is looked at while the browser is waited for.
const TICK: Duration = Duration::from_millis(50);

/// How often an address may be pasted that is none.
const TRIES: usize = 3;

impl Listener {
    /// Listens where `redirect_uri` points to. Port 0 is any that is free (RFC 8252 §7.3): see [`Listener::redirect_uri`].
    ///
    /// # Errors
    /// If that is not this machine, or is taken.
    pub fn start(redirect_uri: &Url, edge: &mut Edge) -> Result<Listener, Failure> {
        if redirect_uri.scheme() != "http" || !is_loopback(redirect_uri) {
            let hint = "register http://127.0.0.1:PORT/callback for tests, log in with --login form, or paste the address \
                        that the browser ends at";
            return Err(Failure::usage(format!("nothing here can wait at {redirect_uri}")).hint(hint));
        }
        let (arrive, arrivals) = channel();
        let desk = Arc::new(Desk::new(redirect_uri, arrive, &mut *edge.dice));
        let port = redirect_uri.port_or_known_default().unwrap_or_default();
        // A callback may carry whole tokens in its query.
        let bounds = Bounds { connections: 16, head: 96 << 10, target: 64 << 10, body: 64 << 10, ..Bounds::default() };
        let bind = match redirect_uri.host() {
            Some(Host::Ipv6(address)) => IpAddr::V6(address),
            Some(Host::Ipv4(address)) => IpAddr::V4(address),
            _ => IpAddr::V4(Ipv4Addr::LOCALHOST),
        };
        let options = Options { bind, port, signals: true, bounds, ..Options::default() };
        let handler = desk.clone();
        let running = edge.servers.start(&options, Arc::new(move |request, _| handler.reply(request)));
        let running = running.map_err(|failure| busy(failure, redirect_uri))?;
        let mut redirect_uri = redirect_uri.clone();
        // The host stays as it is written: servers compare redirection URIs as texts.
        let _ = redirect_uri.set_port(running.url.port());
        Ok(Listener { redirect_uri, running, desk, arrivals })
    }

    /// Returns the redirection URI with the port that is listened at.
    pub fn redirect_uri(&self) -> &Url {
        &self.redirect_uri
    }

    /// Lets the person log in at `url` with their own browser, and waits for it to come back; where no browser can be
    /// started, the person may paste the address that a browser elsewhere ends at.
    ///
    /// # Errors
    /// If nobody answers the prompt.
    pub fn browse(self, url: &Url, wait: Duration, edge: &mut Edge) -> Result<Browsed, Failure> {
        self.desk.expect(state(url));
        edge.terminal
            .write(Stream::Err, &format!("Log in with your browser. If none opens, open this address:\n  {url}\n"))?;
        match edge.browser.open(url) {
            Err(_) if edge.person.present() => self.wait_for_person(&mut *edge.person),
            _ => Ok(self.wait(wait)),
        }
    }

    fn wait(mut self, wait: Duration) -> Browsed {
        let began = Instant::now();
        while began.elapsed() < wait {
            if let Ok(callback) = self.arrivals.try_recv() {
                return back(callback);
            }
            if self.running.ended_within(TICK) {
                return self.last("the login was broken off from the keyboard".to_owned());
            }
        }
        self.last(format!("the browser did not come back within {} seconds", wait.as_secs()))
    }

    fn wait_for_person(self, person: &mut dyn Person) -> Result<Browsed, Failure> {
        let mut prompt = PROMPT.to_owned();
        for _ in 0..TRIES {
            let line = person.text(&prompt, "")?;
            // A browser elsewhere may have come by all the same, through a forwarded port.
            if let Ok(callback) = self.arrivals.try_recv() {
                return Ok(back(callback));
            }
            match pasted(&line, &self.redirect_uri) {
                Ok(callback) => return Ok(back(callback)),
                Err(reason) => prompt = format!("{reason}. {PROMPT}"),
            }
        }
        Ok(self.last("nobody pasted the address that the browser ended at".to_owned()))
    }

    // An answer to another login is better than none: the checks tell what is wrong with it.
    fn last(&self, reason: String) -> Browsed {
        let arrived = self.arrivals.try_recv().ok().or_else(|| self.desk.strange());
        let stop = || Browsed { steps: Vec::new(), end: Err(Stop { at: Purpose::Login, reason, page: None }) };
        arrived.map_or_else(stop, back)
    }
}

// The redirection URI decides about the port here, and no flag.
fn busy(failure: Failure, redirect_uri: &Url) -> Failure {
    if failure.kind != FailureKind::Network {
        return failure;
    }
    let port = redirect_uri.port().map_or_else(|| "80, as it names none".to_owned(), |port| port.to_string());
    failure.hint(format!("{redirect_uri} leads to port {port}: register one with a free port above 1023, and pass it"))
}

/// What the person's own browser sent on the way, it shows to nobody.
fn back(callback: Callback) -> Browsed {
    Browsed { steps: Vec::new(), end: Ok(callback) }
}

const PROMPT: &str =
    "Paste the address that the browser ends at, or press Enter once it says that you can close the page";

fn state(url: &Url) -> Option<String> {
    url.query_pairs().find(|(name, _)| name == "state").map(|(_, state)| state.into_owned())
}

/// Returns the callback that a browser made when it ended at this address.
///
/// # Errors
/// If it is no address, or not that of the redirection URI, in a sentence without a full stop.
pub fn pasted(text: &str, redirect_uri: &Url) -> Result<Callback, String> {
    let url = Url::parse(text.trim()).map_err(|_| "That is no address".to_owned())?;
    let callback = Callback::of(&Request::get(url, ""));
    let mut goal = redirect_uri.clone();
    goal.set_query(None);
    goal.set_fragment(None);
    match callback.redirect_uri.as_ref() == Some(&goal) {
        true if !callback.parameters.is_empty() => Ok(callback),
        true => Err("That address carries nothing: take it whole, from http to its end".to_owned()),
        false => Err(format!("That address does not begin with {goal}")),
    }
}
