//! The login machine: LivePerson's side of a login as a pure function. It says what it wants next, records what came of it,
//! and judges nothing: an error is the end of a login, and a login always ends in its transcript.

pub mod client;
pub mod pkce;
pub(crate) mod request;
pub mod window;

use crate::model::callback::{Callback, Delivery};
use crate::model::http::{Hop, Request};
use crate::model::login::{DEFAULT_REDIRECT_URI, Flow, WINDOW_REDIRECT_URI, Window};
use crate::model::secret::Secret;
use crate::model::time::Timestamp;
use crate::model::token_response::TokenResponse;
use crate::model::transcript::{Browsed, Party, Purpose, Step, Stop, Terms, Transcript};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
pub use client::{Credential, Encoding};
use std::collections::VecDeque;
use url::Url;

/// What a login is to be like.
#[derive(Clone, Default)]
pub struct Plan {
    /// What was agreed on. What is `None` is as LivePerson has it.
    pub terms: Terms,
    /// Where to ask.
    pub endpoints: Endpoints,
    /// What LivePerson proves at the token endpoint who it is with.
    pub credential: Credential,
    /// Whether the client secret is tried in both encodings first, with a code that is none.
    pub probe: bool,
    /// Whether a code challenge goes along (RFC 7636).
    pub pkce: bool,
    /// The verifier of that challenge; a new one if there is none.
    pub verifier: Option<Secret>,
    /// Whether the request has only what the standards ask for: none of LivePerson's own parameters, and a short state.
    pub plain: bool,
    /// Whether a code that comes back is kept, and not redeemed.
    pub keeps_code: bool,
    /// Parameters of the authorization request that are other than LivePerson's; `None` leaves one out.
    pub parameters: Vec<(String, Option<String>)>,
    /// What came of an authorization request that somebody else made.
    pub brought: Option<Brought>,
    /// Whether the userinfo endpoint is asked.
    pub userinfo: bool,
    /// Whether a refresh token is used.
    pub refresh: bool,
}

/// The addresses of an authorization server, as far as they are known.
#[derive(Debug, Clone, Default)]
pub struct Endpoints {
    /// The authorization endpoint.
    pub authorization: Option<Url>,
    /// The token endpoint.
    pub token: Option<Url>,
    /// The userinfo endpoint.
    pub userinfo: Option<Url>,
}

/// What came of an authorization request that somebody else made.
#[derive(Debug, Clone)]
pub struct Brought {
    /// What came back.
    pub callback: Callback,
    /// The verifier of the code challenge that went along, if one did.
    pub verifier: Option<Secret>,
}

impl Brought {
    /// Returns the flow that what came back belongs to, if that can be told.
    pub fn flow(&self) -> Option<Flow> {
        match (self.callback.token(), self.callback.get("code")) {
            (Some(_), _) => Some(Flow::Implicit),
            (None, Some(_)) => Some(Flow::Code),
            (None, None) => None,
        }
    }
}

/// What has happened.
#[derive(Debug)]
pub enum Event {
    /// Nothing yet.
    Start,
    /// The person logged in, or did not.
    Browsed(Browsed),
    /// An answer came, of whatever status.
    Answered(Box<Hop>),
    /// No answer came; says why.
    Unanswered(Request, String),
}

/// What is to happen next.
#[derive(Debug)]
pub enum Want {
    /// Somebody logs in at this address.
    Browse(Url),
    /// A request is sent.
    Send(Purpose, Request),
    /// Nothing: this is what happened.
    Done(Box<Transcript>),
}

/// A login under way.
pub struct Login {
    plan: Plan,
    transcript: Transcript,
    parameters: request::Parameters,
    /// The redirection URI of the token request, if one was asked for.
    named: Option<String>,
    verifier: Option<Secret>,
    due: VecDeque<Errand>,
    underway: Option<Errand>,
    taken: Option<Encoding>,
    seed: String,
    assertions: u32,
}

/// A request that LivePerson's service makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Errand {
    Probe(Encoding),
    Redeem,
    UserInfo,
    Refresh,
}

impl Login {
    /// Returns a login that follows `plan`, with random bytes for all that must be new each time.
    pub fn new(mut plan: Plan, rng: &mut dyn rand::CryptoRng) -> Login {
        let brought = plan.brought.take();
        let own = plan.verifier.take();
        let new = (plan.pkce && plan.terms.flow == Flow::Code && brought.is_none())
            .then(|| own.unwrap_or_else(|| pkce::verifier(rng)));
        let verifier = new.or_else(|| brought.as_ref()?.verifier.clone());
        plan.terms.client_auth = plan.credential.method();
        let mut parameters = Vec::new();
        if brought.is_none() {
            parameters = request::authorization(&plan, verifier.as_ref(), rng);
            request::agree(&mut plan.terms, &parameters);
        }
        let callback = brought.map(|brought| brought.callback);
        let named = plan.terms.token_redirect_uri.clone();
        plan.terms.token_redirect_uri = named.clone().or(request::token_redirect_uri(&plan.terms, callback.as_ref()));
        let transcript = Transcript { terms: plan.terms.clone(), callback, ..Transcript::default() };
        let seed = random(rng, 16);
        let due = VecDeque::new();
        Login { plan, transcript, parameters, named, verifier, due, underway: None, taken: None, seed, assertions: 0 }
    }

    /// Returns the parameters of the authorization request, in order.
    pub fn parameters(&self) -> &[(String, String)] {
        &self.parameters
    }

    /// Asks with these parameters in place of those of the plan, before anything was asked.
    pub fn ask_with(&mut self, parameters: Vec<(String, String)>) {
        let terms = &mut self.plan.terms;
        request::agree(terms, &parameters);
        terms.token_redirect_uri = self.named.clone().or(request::token_redirect_uri(terms, None));
        self.transcript.terms = terms.clone();
        self.parameters = parameters;
    }

    /// Returns what was agreed on, as it is sent.
    pub fn terms(&self) -> &Terms {
        &self.plan.terms
    }

    /// Takes note of what has happened by `now` and says what is to happen next.
    pub fn next(&mut self, event: Event, now: Timestamp) -> Want {
        match event {
            Event::Start => self.begin(now),
            Event::Browsed(browsed) => self.came_back(browsed, now),
            Event::Answered(hop) => self.answered(*hop, now),
            Event::Unanswered(request, reason) => {
                let hop = Hop { began: now.0.saturating_mul(1000), ..Hop::to(request) };
                self.unanswered(hop, reason)
            }
        }
    }

    fn begin(&mut self, now: Timestamp) -> Want {
        if self.transcript.callback.is_some() {
            return self.accept(now);
        }
        match &self.plan.endpoints.authorization {
            Some(endpoint) => Want::Browse(request::address(endpoint, &self.parameters)),
            None => self.stop(Purpose::Authorization, "no authorization endpoint is known"),
        }
    }

    fn came_back(&mut self, browsed: Browsed, now: Timestamp) -> Want {
        self.transcript.steps.extend(browsed.steps);
        if let (Some(endpoint), None) = (&self.plan.endpoints.authorization, self.transcript.authorization_request()) {
            // A browser that shows its messages to nobody began with this one.
            let request = request::page(request::address(endpoint, &self.parameters));
            let hop = Hop { began: now.0.saturating_mul(1000), ..Hop::to(request) };
            let step = Step { purpose: Purpose::Authorization, from: Party::Browser, hop, failure: None };
            self.transcript.steps.insert(0, step);
        }
        match browsed.end {
            Ok(callback) => {
                self.transcript.callback = Some(callback);
                self.accept(now)
            }
            Err(stop) => {
                self.transcript.stop = Some(stop);
                self.done()
            }
        }
    }

    // What came back is used only if it belongs to this login (RFC 6749 §10.12) and is no error.
    fn accept(&mut self, now: Timestamp) -> Want {
        let Some(callback) = &self.transcript.callback else { return self.done() };
        if let Some(error) = callback.get("error") {
            return self.stop(Purpose::Callback, format!("the authorization server answers “{}”", printable(error)));
        }
        if let Some(reason) = self.foreign(callback) {
            return self.stop(Purpose::Callback, reason);
        }
        match self.plan.terms.flow {
            Flow::Code if self.transcript.code().is_none() => self.stop(Purpose::Callback, "no code came back"),
            Flow::Implicit if callback.token().is_none() => self.stop(Purpose::Callback, "no token came back"),
            flow => {
                self.due = self.plan.errands(flow);
                self.go_on(now)
            }
        }
    }

    fn foreign(&self, callback: &Callback) -> Option<&'static str> {
        let sent = self.plan.terms.state.as_deref().filter(|_| callback.delivery != Delivery::Script)?;
        match callback.get("state") {
            None => Some("the state did not come back, so that nobody knows whose login this is"),
            Some(state) if state != sent => {
                Some("another state came back than was sent: it may be somebody else's login")
            }
            Some(_) => None,
        }
    }

    fn go_on(&mut self, now: Timestamp) -> Want {
        while let Some(errand) = self.due.pop_front() {
            if let Some(request) = self.request(errand, now) {
                self.underway = Some(errand);
                return Want::Send(errand.purpose(), request);
            }
            if errand == Errand::Redeem {
                return self.stop(Purpose::Token, "no token endpoint is known");
            }
        }
        self.done()
    }

    // What there is nothing to ask with is not asked.
    fn request(&mut self, errand: Errand, now: Timestamp) -> Option<Request> {
        let Endpoints { token, userinfo, .. } = self.plan.endpoints.clone();
        match errand {
            Errand::Probe(encoding) => {
                self.plan.credential = self.plan.credential.encoded(encoding);
                Some(request::redeem(self, &token?, PROBE, now))
            }
            Errand::Redeem => {
                let code = self.transcript.code()?.to_owned();
                Some(request::redeem(self, &token?, &code, now))
            }
            Errand::UserInfo => Some(request::userinfo(&userinfo?, &access_token(&self.transcript)?)),
            Errand::Refresh => {
                let refresh_token = self.transcript.tokens()?.text("refresh_token")?.to_owned();
                Some(request::refresh(self, &token?, &refresh_token, now))
            }
        }
    }

    fn answered(&mut self, hop: Hop, now: Timestamp) -> Want {
        if hop.answer.is_none() {
            let distrust = hop.tls.as_ref().and_then(|tls| tls.distrust.as_ref());
            let reason = distrust.map_or("the connection is not secure", |distrust| distrust.reason.as_str());
            let reason = format!("{} is not trusted: {reason}", hop.request.url);
            return self.unanswered(hop, reason);
        }
        let underway = self.record(hop, None);
        match underway {
            Some(Errand::Probe(encoding)) => self.tried(encoding),
            Some(Errand::Redeem) if self.transcript.token().is_none() => {
                return self.stop(Purpose::Token, refused(self.transcript.tokens().as_ref()));
            }
            _ => {}
        }
        self.go_on(now)
    }

    fn unanswered(&mut self, hop: Hop, reason: String) -> Want {
        let purpose = self.underway.map_or(Purpose::Token, Errand::purpose);
        self.record(hop, Some(reason.clone()));
        self.stop(purpose, reason)
    }

    fn record(&mut self, hop: Hop, failure: Option<String>) -> Option<Errand> {
        let errand = self.underway.take()?;
        let step = Step { purpose: errand.purpose(), from: Party::LivePerson, hop, failure };
        self.transcript.steps.push(step);
        Some(errand)
    }

    // The first encoding that the server takes is used, and the other one only tried.
    fn tried(&mut self, encoding: Encoding) {
        let taken = self.transcript.tokens().is_some_and(|answer| !client::unknown(&answer));
        if taken {
            self.taken.get_or_insert(encoding);
        }
        self.plan.credential = self.plan.credential.encoded(self.taken.unwrap_or_default());
    }

    fn stop(&mut self, at: Purpose, reason: impl Into<String>) -> Want {
        self.transcript.stop = Some(Stop { at, reason: reason.into(), page: None });
        self.done()
    }

    fn done(&mut self) -> Want {
        Want::Done(Box::new(std::mem::take(&mut self.transcript)))
    }

    fn token_request(&mut self, url: &Url, fields: &[(&str, &str)], now: Timestamp) -> Request {
        self.assertions += 1;
        let id = format!("{}-{}", self.seed, self.assertions);
        let client_id = self.plan.terms.client_id.clone().unwrap_or_default();
        client::request((&client_id, &self.plan.credential), url, fields, &id, now)
    }
}

/// The code that a probe sends: it never was one.
pub const PROBE: &str = "lpauth-probe-of-the-client-secret";

impl Plan {
    /// Returns the redirection URI that was agreed on, else LivePerson's own; what an older connector adds to it is left out.
    pub fn redirect_uri(&self) -> String {
        let own = match self.terms.window {
            Window::Embedded => DEFAULT_REDIRECT_URI,
            Window::External => WINDOW_REDIRECT_URI,
        };
        self.terms.redirect_uri.clone().unwrap_or_else(|| own.to_owned())
    }

    fn errands(&self, flow: Flow) -> VecDeque<Errand> {
        let probes = self.probe && flow == Flow::Code && client::encodings_differ(self);
        let probe = [Errand::Probe(Encoding::Raw), Errand::Probe(Encoding::Form)].into_iter().filter(|_| probes);
        if self.keeps_code && flow == Flow::Code {
            return VecDeque::new();
        }
        let redeem = (flow == Flow::Code).then_some(Errand::Redeem);
        let userinfo = self.userinfo.then_some(Errand::UserInfo);
        let refresh = self.refresh.then_some(Errand::Refresh);
        probe.chain(redeem).chain(userinfo).chain(refresh).collect()
    }
}

impl Errand {
    fn purpose(self) -> Purpose {
        match self {
            Errand::Probe(_) | Errand::Redeem => Purpose::Token,
            Errand::UserInfo => Purpose::UserInfo,
            Errand::Refresh => Purpose::Refresh,
        }
    }
}

/// Returns the access token that a login brought, from the token endpoint or with the callback.
pub fn access_token(transcript: &Transcript) -> Option<String> {
    let redeemed = transcript.tokens().and_then(|answer| answer.text("access_token").map(str::to_owned));
    redeemed.or_else(|| transcript.callback.as_ref()?.get("access_token").map(str::to_owned))
}

fn refused(answer: Option<&TokenResponse>) -> String {
    let status = answer.map_or(0, |answer| answer.answer.status);
    match answer.and_then(TokenResponse::error) {
        Some(error) => format!("the token endpoint answers “{}”", printable(error)),
        None if status == 200 => "the token endpoint's answer holds no id_token".to_owned(),
        None => format!("the token endpoint answers with status {status}"),
    }
}

fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}

/// Returns so many random bytes in base64url.
pub(in crate::flow) fn random(rng: &mut dyn rand::CryptoRng, bytes: usize) -> String {
    let mut random = vec![0; bytes];
    rng.fill_bytes(&mut random);
    URL_SAFE_NO_PAD.encode(random)
}
