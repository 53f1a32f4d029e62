//! Who sits at the browser: the login page, the consent page, and the session they lead to.

use super::authorize::{self, Ask};
use super::page::{self, Form};
use super::params::Params;
use super::reply::WithField;
use super::route::{CONSENT, LOGIN, Visit};
use super::seal::Seal;
use super::{Realm, Session, random};
use crate::flow::fault::lenient::Does;
use crate::model::http::{Reply, Request};
use crate::model::time::Timestamp;
use std::sync::{Arc, Mutex, PoisonError};

/// Whoever sits at the browser.
#[derive(Default)]
pub(super) struct Visitor {
    /// Their login, if they have one.
    pub(super) session: Option<Arc<Session>>,
    /// Its name, as the cookie has it.
    pub(super) key: Option<String>,
    /// Whether they logged in for this very request.
    pub(super) fresh: bool,
    /// Whether they agreed for this very request.
    pub(super) agreed: bool,
}

/// How long a form may stand open, in seconds.
pub(super) const PATIENCE: i64 = 900;

/// How often somebody may fail to log in, and for how long they have to wait then, in seconds.
const FAILURES: u32 = 5;
const PAUSE: i64 = 300;

const SESSION: &str = "mock_session";
const BROWSER: &str = "mock_browser";

impl Visitor {
    /// Returns whoever sends this request.
    pub(super) fn of(visit: Visit<'_>) -> Visitor {
        let key = cookie(visit.request, SESSION);
        let session = key.as_ref().and_then(|key| visit.realm.memory.sessions.find(key, visit.now));
        Visitor { key: session.is_some().then_some(key).flatten(), session, ..Visitor::default() }
    }
}

impl Session {
    /// Returns whether the person agreed already that this client gets their data.
    pub(super) fn has_agreed(&self, client: &str) -> bool {
        self.consents.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|other| other == client)
    }

    fn agree(&self, client: &str) {
        if !self.has_agreed(client) {
            self.consents.lock().unwrap_or_else(PoisonError::into_inner).push(client.to_owned());
        }
    }
}

/// Shows the login page, and what was wrong before.
pub(super) fn page(visit: Visit<'_>, ask: &Ask<'_>, complaint: Option<&str>, rng: &mut dyn rand::CryptoRng) -> Reply {
    let known = cookie(visit.request, BROWSER);
    let browser = known.clone().unwrap_or_else(|| random(rng));
    let seal = Seal { purpose: LOGIN, holder: &browser, fresh: false, request: &ask.text };
    let form = Form {
        action: visit.realm.address(LOGIN),
        seal: seal.text(visit.realm, visit.now.plus(PATIENCE)),
        request: ask.text.clone(),
        redirect_uri: ask.way.redirect_uri.clone(),
    };
    let reply = page::login(visit.realm, ask, &form, complaint);
    match known {
        Some(_) => reply,
        None => reply.with_field("set-cookie", &set_cookie(visit.realm, BROWSER, &browser)),
    }
}

/// Shows the page that asks whether the client may have the data.
pub(super) fn consent_page(visit: Visit<'_>, ask: &Ask<'_>, visitor: &Visitor) -> Reply {
    let holder = visitor.key.as_deref().unwrap_or_default();
    let seal = Seal { purpose: CONSENT, holder, fresh: visitor.fresh, request: &ask.text };
    let form = Form {
        action: visit.realm.address(CONSENT),
        seal: seal.text(visit.realm, visit.now.plus(PATIENCE)),
        request: ask.text.clone(),
        redirect_uri: ask.way.redirect_uri.clone(),
    };
    page::consent(visit.realm, ask, &form)
}

/// Takes what the login page sends.
pub(super) fn login(visit: Visit<'_>, rng: &mut dyn rand::CryptoRng) -> Reply {
    let fields = Params::of(visit.request);
    let (request, browser) = (fields.text("request").unwrap_or_default(), cookie(visit.request, BROWSER));
    let seal = Seal { purpose: LOGIN, holder: browser.as_deref().unwrap_or_default(), fresh: false, request };
    if browser.is_none() || seal.open(visit.realm, fields.text("seal"), visit.now).is_none() {
        return stale(visit);
    }
    authorize::read(visit, &Params::parse(request), |ask| {
        let name = fields.text("username").unwrap_or_default();
        match check(visit, name, fields.text("password").unwrap_or_default()) {
            Ok(()) => enter(visit, ask, name, rng),
            Err((status, complaint)) => Reply { status, ..page(visit, ask, Some(complaint), rng) },
        }
    })
}

/// Takes what the consent page sends.
pub(super) fn consent(visit: Visit<'_>, rng: &mut dyn rand::CryptoRng) -> Reply {
    let fields = Params::of(visit.request);
    let visitor = Visitor::of(visit);
    let request = fields.text("request").unwrap_or_default();
    let holder = visitor.key.as_deref().unwrap_or_default();
    let opened = [true, false].into_iter().find(|fresh| {
        let seal = Seal { purpose: CONSENT, holder, fresh: *fresh, request };
        seal.open(visit.realm, fields.text("seal"), visit.now).is_some()
    });
    let (Some(session), Some(fresh)) = (visitor.session.clone(), opened) else { return stale(visit) };
    authorize::read(visit, &Params::parse(request), |ask| match fields.text("decision") {
        Some("allow") => {
            session.agree(&ask.way.client.id);
            let visitor =
                Visitor { session: Some(Arc::clone(&session)), key: visitor.key.clone(), fresh, agreed: true };
            authorize::go_on(visit, ask, &visitor, rng)
        }
        _ => authorize::deny(visit, ask),
    })
}

/// Says that a form came back too late, or from somewhere else.
pub(super) fn stale(visit: Visit<'_>) -> Reply {
    page::error(visit.realm, 400, "This form is not valid any more, or cookies are off. Go back and start again.")
}

// A name without a user fails as slowly, and is shut out as soon, as one with a user.
fn check(visit: Visit<'_>, name: &str, password: &str) -> Result<(), (u16, &'static str)> {
    let (memory, now) = (&visit.realm.memory, visit.now);
    let user = visit.realm.issuer.user(name);
    let name: String = name.chars().take(100).collect();
    let failures = memory.failures.find(&name, now).unwrap_or(0);
    if failures >= FAILURES {
        return Err((429, "There were too many attempts. Wait five minutes, then try again."));
    }
    if user.is_some_and(|user| user.password.is(password)) {
        memory.failures.remove(&name);
        return Ok(());
    }
    if memory.failures.change(&name, now, |failures| *failures += 1).is_none() {
        memory.failures.put(&name, 1, now.plus(PAUSE), now);
    }
    Err((400, "The user name or the password is wrong."))
}

fn enter(visit: Visit<'_>, ask: &Ask<'_>, name: &str, rng: &mut dyn rand::CryptoRng) -> Reply {
    let since = since(visit, ask).unwrap_or(visit.now);
    let session = Arc::new(Session { user: name.to_owned(), since, consents: Mutex::default() });
    let key = random(rng);
    let until = visit.now.plus(visit.realm.issuer.lifetimes.session);
    visit.realm.memory.sessions.put(&key, Arc::clone(&session), until, visit.now);
    let field = set_cookie(visit.realm, SESSION, &key);
    let visitor = Visitor { session: Some(session), key: Some(key), fresh: true, agreed: false };
    authorize::go_on(visit, ask, &visitor, rng).with_field("set-cookie", &field)
}

// With a fault, somebody who logs in again stays where they were.
fn since(visit: Visit<'_>, ask: &Ask<'_>) -> Option<Timestamp> {
    let before = Visitor::of(visit).session?.since;
    visit.faults(Some(&ask.way.client.id)).does(Does::KeepsAuthTime).then_some(before)
}

fn cookie(request: &Request, name: &str) -> Option<String> {
    let fields = request.headers.iter().filter(|(field, _)| field == "cookie");
    let pairs = fields.flat_map(|(_, value)| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(other, _)| *other == name).map(|(_, value)| value.to_owned()).next()
}

fn set_cookie(realm: &Realm, name: &str, value: &str) -> String {
    let secure = if realm.base.scheme() == "https" { "; Secure" } else { "" };
    format!("{name}={value}; Path={}/; HttpOnly; SameSite=Lax{secure}", realm.path())
}

/// Returns the field that makes a browser forget its login.
pub(super) fn forget_cookie(realm: &Realm) -> String {
    set_cookie(realm, SESSION, "") + "; Max-Age=0"
}
