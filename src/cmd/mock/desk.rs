//! What the server, the control endpoint and the command share while a mock is at work.

use super::liveperson::{Brand, Service};
use super::mask;
use crate::check::{Facts, Slot};
use crate::flow::fault::AnyFault;
use crate::flow::mint::Unfit;
use crate::flow::mock::config::Config;
use crate::flow::mock::{Mock, Step, respond};
use crate::flow::plan::{self, Documents, Want};
use crate::flow::shop;
use crate::model::http::{Answer, Exchange, Reply, Request};
use crate::model::json::Broken;
use crate::model::time::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, mpsc};

/// How many requests are kept for whoever asks for them.
const KEPT: usize = 1_000;

/// The mock, and everything that was switched since it started.
pub(super) struct Desk {
    mock: RwLock<Option<Arc<Mock>>>,
    /// What it was set up with, before anything was switched.
    base: RwLock<Option<Config>>,
    /// Held by whoever changes the mock: one change is made after the other.
    changing: Mutex<()>,
    dice: Mutex<StdRng>,
    first: Switches,
    switches: RwLock<Switches>,
    received: Mutex<VecDeque<Received>>,
    service: Service,
    log: mpsc::SyncSender<String>,
}

/// What can be switched without another configuration.
#[derive(Clone, Default)]
pub(super) struct Switches {
    /// What the mock takes for the time.
    pub(super) clock: Clock,
    /// What is wrong with an endpoint, by its name.
    pub(super) endpoints: BTreeMap<&'static str, Switch>,
}

/// What a mock takes for the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// It is so many seconds ahead.
    Ahead(i64),
    /// It stands still.
    Still(Timestamp),
}

/// What is wrong with an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Switch {
    /// Whether it is not there.
    pub(super) off: bool,
    /// How long it waits before it answers, in milliseconds.
    pub(super) delay: u64,
    /// The status that it answers with in place of its own.
    pub(super) status: Option<u16>,
}

/// A request that came, as it may be shown.
#[derive(Debug, Clone)]
pub(super) struct Received {
    /// When, by the mock's clock.
    pub(super) at: Timestamp,
    /// The request.
    pub(super) method: String,
    /// Its path.
    pub(super) path: String,
    /// The parameters of its query.
    pub(super) query: Vec<(String, String)>,
    /// Its header fields.
    pub(super) headers: Vec<(String, String)>,
    /// The fields of its form.
    pub(super) form: Vec<(String, String)>,
    /// The status of the answer.
    pub(super) status: u16,
}

/// The endpoints that can be switched, with how their paths end.
pub(super) static ENDPOINTS: &[(&str, &[&str])] = &[
    ("discovery", &["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"]),
    ("jwks", &["/jwks.json"]),
    ("authorize", &["/authorize"]),
    ("login", &["/login"]),
    ("consent", &["/consent"]),
    ("token", &["/token"]),
    ("userinfo", &["/userinfo"]),
    ("introspect", &["/introspect"]),
    ("revoke", &["/revoke"]),
    ("logout", &["/logout"]),
    ("health", &["/health"]),
];

impl Desk {
    /// Returns a desk whose mock is still to come.
    pub(super) fn new(dice: StdRng, clock: Clock, log: mpsc::SyncSender<String>) -> Desk {
        let first = Switches { clock, ..Switches::default() };
        Desk {
            mock: RwLock::new(None),
            base: RwLock::new(None),
            changing: Mutex::new(()),
            dice: Mutex::new(dice),
            switches: RwLock::new(first.clone()),
            first,
            received: Mutex::new(VecDeque::new()),
            service: Service::default(),
            log,
        }
    }

    /// Sets the mock up, at first or otherwise than before: then it remembers what it knew.
    ///
    /// # Errors
    /// Says what of the configuration cannot be.
    pub(super) fn set_up(&self, config: Config, now: Timestamp) -> Result<(), Unfit> {
        let _alone = self.alone();
        let mock = self.put(config, now)?;
        *write(&self.base) = Some(mock.config().clone());
        Ok(())
    }

    fn put(&self, config: Config, now: Timestamp) -> Result<Arc<Mock>, Unfit> {
        let mut dice = self.fork();
        let mock = Arc::new(match self.mock() {
            Some(mock) => mock.otherwise(config, self.now(now), &mut dice)?,
            None => Mock::new(config, self.now(now), &mut dice)?,
        });
        *write(&self.mock) = Some(Arc::clone(&mock));
        Ok(mock)
    }

    /// Returns the mock, once it is set up.
    pub(super) fn mock(&self) -> Option<Arc<Mock>> {
        read(&self.mock).clone()
    }

    /// Sets the faults of every client, or of one. Returns whether there is such a client.
    ///
    /// # Errors
    /// Says what of the configuration cannot be.
    pub(super) fn fail(&self, client: Option<&str>, faults: &[AnyFault], now: Timestamp) -> Result<bool, Unfit> {
        let _alone = self.alone();
        let Some(mut config) = self.mock().map(|mock| mock.config().clone()) else { return Ok(false) };
        match client {
            None => config.faults = faults.to_vec(),
            Some(id) => {
                let clients = config.issuers.iter_mut().flat_map(|issuer| &mut issuer.clients);
                let named: Vec<_> = clients.filter(|client| client.id == id).collect();
                if named.is_empty() {
                    return Ok(false);
                }
                named.into_iter().for_each(|client| client.faults = faults.to_vec());
            }
        }
        self.put(config, now).map(|_| true)
    }

    /// Takes the faults of all clients away.
    ///
    /// # Errors
    /// Says what of the configuration cannot be.
    pub(super) fn mend(&self, now: Timestamp) -> Result<(), Unfit> {
        let _alone = self.alone();
        let Some(mut config) = self.mock().map(|mock| mock.config().clone()) else { return Ok(()) };
        config.faults.clear();
        config.issuers.iter_mut().flat_map(|issuer| &mut issuer.clients).for_each(|client| client.faults.clear());
        self.put(config, now).map(|_| ())
    }

    /// Takes a step of a key rotation.
    ///
    /// # Errors
    /// Says why it cannot be taken.
    pub(super) fn rotate(&self, step: Step) -> Result<(), Unfit> {
        let (_alone, mut dice) = (self.alone(), self.fork());
        self.mock().map_or(Ok(()), |mock| mock.rotate(step, &mut dice))
    }

    /// Forgets every login and request, and switches everything as it was at the start. Keys and secrets stay.
    ///
    /// # Errors
    /// Says what of the configuration cannot be.
    pub(super) fn reset(&self, now: Timestamp) -> Result<(), Unfit> {
        let _alone = self.alone();
        *write(&self.switches) = self.first.clone();
        self.received().clear();
        if let Some(base) = read(&self.base).clone() {
            *write(&self.mock) = Some(Arc::new(Mock::new(base, self.now(now), &mut self.fork())?));
        }
        Ok(())
    }

    /// Returns what is switched.
    pub(super) fn switches(&self) -> Switches {
        read(&self.switches).clone()
    }

    /// Switches something.
    pub(super) fn switch(&self, change: impl FnOnce(&mut Switches)) {
        change(&mut write(&self.switches));
    }

    /// Returns the requests that came, the oldest first, as many as are kept.
    pub(super) fn received(&self) -> MutexGuard<'_, VecDeque<Received>> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the mock's time.
    pub(super) fn now(&self, now: Timestamp) -> Timestamp {
        match read(&self.switches).clock {
            Clock::Ahead(seconds) => now.plus(seconds),
            Clock::Still(time) => time,
        }
    }

    /// Answers a request to the mock, and writes it down.
    pub(super) fn answer(&self, request: &Request, now: Timestamp) -> Reply {
        let now = self.now(now);
        let mut reply = self.reply(request, now);
        if let Some(date) = now.http_date() {
            reply.headers.push(("date".to_owned(), date));
        }
        self.write_down(request, &reply, now);
        reply
    }

    /// Returns what an issuer publishes, without anybody having asked for it.
    pub(super) fn published(&self, issuer: &str, now: Timestamp) -> Facts {
        let want = Want { issuer: Some(issuer.to_owned()), ..Want::default() };
        let mut documents = Documents::default();
        while let Some((purpose, request)) = plan::next(&want, &documents) {
            let Reply { status, headers, body, .. } = self.reply(&request, self.now(now));
            let answer = Answer { url: request.url, status, headers, body };
            documents.put(purpose, Exchange::of(answer));
        }
        let answer = |exchange: Option<&Exchange>| exchange.and_then(|exchange| exchange.answer.clone());
        let metadata = answer(documents.metadata()).map(|answer| plan::discovery(&answer, Some(issuer)));
        let keys = answer(documents.key_set()).map(|answer| plan::jwks(&answer));
        Facts { discovery: slot(metadata), keys: slot(keys), ..Facts::default() }
    }

    fn reply(&self, request: &Request, now: Timestamp) -> Reply {
        let switch = endpoint(request.url.path()).and_then(|name| read(&self.switches).endpoints.get(name).copied());
        let Switch { off, delay, status } = switch.unwrap_or_default();
        let Some(mock) = self.mock() else { return plain(503, "The server is being set up.", 0) };
        match (off, status) {
            (true, _) => plain(404, "This endpoint is switched off.", delay),
            (false, Some(status)) => plain(status, "This endpoint is switched to answer so.", delay),
            (false, None) => {
                let page = || self.beside(&mock, request, now);
                let reply = page().unwrap_or_else(|| respond(&mock, request, now, &mut self.fork()));
                Reply { delay: reply.delay.saturating_add(delay), ..reply }
            }
        }
    }

    // What is no authorization server: the brand's page, and LivePerson's service as it is played for it.
    fn beside(&self, mock: &Mock, request: &Request, now: Timestamp) -> Option<Reply> {
        let issuers = &mock.config().issuers;
        if let Some(reply) = issuers.iter().find_map(|issuer| shop::respond(issuer, request)) {
            return Some(reply);
        }
        let issuer = issuers.iter().find(|issuer| shop::is_service(issuer, request))?;
        let (published, send) = (|| self.published(&issuer.id, now), |request: &Request| self.reply(request, now));
        let brand = Brand { issuer, published: &published, send: &send };
        self.service.answer(&brand, request, now, &mut self.fork())
    }

    fn write_down(&self, request: &Request, reply: &Reply, at: Timestamp) {
        let received = Received {
            at,
            method: request.method.clone(),
            path: request.url.path().to_owned(),
            query: mask::parameters(&request.query()),
            headers: mask::fields(&request.headers),
            form: mask::parameters(&request.fields()),
            status: reply.status,
        };
        let mut kept = self.received();
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(received);
        // Nobody waits for whoever reads the log; a line too many is lost.
        let _ = self.log.try_send(format!("{} {} → {}\n", at.utc(), mask::request(request), mask::reply(reply)));
    }

    fn alone(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // A random source of one's own: nobody waits while somebody else makes a key or signs a token.
    fn fork(&self) -> StdRng {
        StdRng::from_rng(&mut *self.dice.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Default for Clock {
    fn default() -> Clock {
        Clock::Ahead(0)
    }
}

/// Returns the name of the endpoint at a path, if it can be switched.
fn endpoint(path: &str) -> Option<&'static str> {
    let ends = |paths: &[&str]| paths.iter().any(|end| path.ends_with(end));
    // RFC 8414 §3.1 puts the issuer's path behind the well-known one.
    let known = |paths: &[&str]| paths.iter().any(|start| start.starts_with("/.well-known") && path.starts_with(start));
    ENDPOINTS.iter().find(|(_, paths)| ends(paths) || known(paths)).map(|(name, _)| *name)
}

fn slot<T>(read: Option<Result<T, Broken>>) -> Slot<T> {
    match read {
        Some(Ok(document)) => Slot::Here(document),
        Some(Err(broken)) => Slot::Broken(broken),
        None => Slot::None,
    }
}

fn plain(status: u16, text: &str, delay: u64) -> Reply {
    let headers = vec![("content-type".to_owned(), "text/plain; charset=utf-8".to_owned())];
    Reply { status, headers, body: format!("{text}\n").into_bytes(), delay, cut: None }
}

// A panic elsewhere leaves a value as it was before or after a change, never in between.
fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
