//! LivePerson's service, as it is played for the brand's page (`flow::shop`): takes what the page's function or LivePerson's own
//! window brought, redeems a code, judges the token with the same checks as everywhere, and answers in the form in which
//! LivePerson answers. Which error code it would be is what LivePerson's list of codes suggests.

use crate::check::policy::POLICIES;
use crate::check::{self, Context, Facts, Slot};
use crate::cmd::clocks::SKEW;
use crate::flow::login::{Brought, Credential, Encoding, Endpoints, Event, Login, Plan, Want, pkce};
use crate::flow::mock::config::{Client, Issuer};
use crate::flow::shop;
use crate::jose::envelope::Keyring;
use crate::jose::key::Key;
use crate::model::callback::Callback;
use crate::model::http::{Answer, Hop, Reply, Request};
use crate::model::json::{Json, Node};
use crate::model::login::{ClientAuth, DEFAULT_REDIRECT_URI, Flow};
use crate::model::secret::Secret;
use crate::model::source::Source;
use crate::model::time::Timestamp;
use crate::model::transcript::{Purpose, Step, Terms, Transcript};
use crate::report::{Group, Severity, Verdict};
use crate::spec::liveperson::{Family, claim, codes_for};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use url::Url;

/// What the service remembers: the code verifiers it gave nobody, each under the name that the window was told.
#[derive(Default)]
pub(super) struct Service {
    verifiers: Mutex<VecDeque<(String, Secret)>>,
}

/// How many code verifiers are kept.
const KEPT: usize = 1_000;

/// What the service needs of the brand: its set-up, the documents it publishes, and how to send it a request.
pub(super) struct Brand<'a> {
    pub(super) issuer: &'a Issuer,
    pub(super) published: &'a dyn Fn() -> Facts,
    pub(super) send: &'a dyn Fn(&Request) -> Reply,
}

impl Service {
    /// Answers a request to LivePerson's service; `None` if nothing of it stands there.
    pub(super) fn answer(
        &self,
        brand: &Brand<'_>,
        request: &Request,
        now: Timestamp,
        rng: &mut dyn rand::CryptoRng,
    ) -> Option<Reply> {
        let (_, path) = request.url.path().rsplit_once(shop::LIVEPERSON)?;
        // A page of another origin cannot send JSON without being asked whether it may.
        let is_json = request.header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
        let body = Json::parse(Source::new("request", String::from_utf8_lossy(&request.body))).ok().filter(|_| is_json);
        match (request.method.as_str(), path, body) {
            ("POST", "/challenge", Some(_)) => Some(self.challenge(rng)),
            ("POST", path, body) if path.starts_with("/api/account/") && path.ends_with("/authenticate") => {
                let answer = |body: Json| self.authenticate(brand, &body.root, now, rng);
                Some(body.map_or_else(|| reply(500, &json!({ "internalErrorCode": "9012" })), answer))
            }
            _ => None,
        }
    }

    // LivePerson's window learns the challenge and a verifier it cannot read.
    fn challenge(&self, rng: &mut dyn rand::CryptoRng) -> Reply {
        let (verifier, sealed) = (pkce::verifier(rng), pkce::verifier(rng));
        let challenge = pkce::challenge(&verifier);
        let mut kept = self.verifiers.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back((sealed.reveal().to_owned(), verifier));
        reply(200, &json!({ "code_challenge": challenge, "verifier": sealed.reveal() }))
    }

    fn verifier(&self, sealed: &str) -> Option<Secret> {
        let kept = self.verifiers.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(name, _)| name == sealed).map(|(_, verifier)| verifier.clone())
    }

    fn authenticate(&self, brand: &Brand<'_>, body: &Node, now: Timestamp, rng: &mut dyn rand::CryptoRng) -> Reply {
        let text = |name: &str| body.get(name).and_then(Node::as_str);
        let verifier = text("verifier").and_then(|sealed| self.verifier(sealed));
        let Some(mut plan) = plan(brand, text("id_token"), text("code"), text("redirect_uri"), verifier) else {
            return reply(500, &json!({ "internalErrorCode": "9012" }));
        };
        let published = (brand.published)();
        plan.endpoints = endpoints(&published);
        let login = play(plan, brand, now, rng);
        let mut steps = redeemed(&login);
        let identity = body.get("identity").filter(|identity| identity.get("sub").is_some());
        // LivePerson is not documented to read metadata: what it says is not what a login fails for.
        let facts = Facts::of_login(&login, Slot::absent("LivePerson does not read it"), published.keys);
        let facts = facts.opened_by(&keyring(brand));
        let claims = facts.token.here().and_then(|token| token.claims.json());
        steps.extend(identified(claims, identity));
        answer(&judged(&login, &facts, now), &steps, claims, login.terms.flow)
    }
}

// Where the key that tokens are encrypted to is a private one, LivePerson has it.
fn keyring(brand: &Brand<'_>) -> Keyring {
    let recipient = brand.issuer.clients.first().and_then(|client| client.recipient.as_ref());
    let key = recipient.map(|recipient| Key::clone(&recipient.key)).filter(Key::is_private);
    Keyring { keys: key.map(|key| ("LivePerson's key".to_owned(), key)).into_iter().collect(), ..Keyring::default() }
}

fn plan(
    brand: &Brand<'_>,
    token: Option<&str>,
    code: Option<&str>,
    redirect_uri: Option<&str>,
    verifier: Option<Secret>,
) -> Option<Plan> {
    let client = brand.issuer.clients.first()?;
    let (flow, callback) = match (token, code) {
        (Some(token), _) => (Flow::Implicit, Callback::of_script(&[("id_token", token)])),
        (None, Some(code)) => (Flow::Code, Callback::of_script(&[("code", code)])),
        (None, None) => return None,
    };
    let terms = Terms {
        flow,
        issuer: Some(brand.issuer.id.clone()),
        client_id: Some(client.id.clone()),
        token_redirect_uri: Some(redirect_uri.unwrap_or(DEFAULT_REDIRECT_URI).to_owned()),
        ..Terms::default()
    };
    Some(Plan {
        terms,
        credential: credential(client),
        brought: Some(Brought { callback, verifier }),
        ..Plan::default()
    })
}

fn endpoints(published: &Facts) -> Endpoints {
    let token = published.discovery.here().and_then(|metadata| Url::parse(metadata.text("token_endpoint")?).ok());
    Endpoints { token, ..Endpoints::default() }
}

fn credential(client: &Client) -> Credential {
    match (&client.secret, client.auth.contains(&ClientAuth::Basic)) {
        (Some(secret), true) => Credential::Basic(secret.clone(), Encoding::Raw),
        (Some(secret), false) => Credential::Post(secret.clone()),
        (None, _) => Credential::None,
    }
}

fn play(plan: Plan, brand: &Brand<'_>, now: Timestamp, rng: &mut dyn rand::CryptoRng) -> Transcript {
    let mut login = Login::new(plan, rng);
    let mut event = Event::Start;
    loop {
        event = match login.next(event, now) {
            Want::Done(transcript) => return *transcript,
            // There is nobody to browse: what came of that was brought.
            Want::Browse(url) => Event::Unanswered(Request::get(url, "*/*"), "nobody browses here".to_owned()),
            Want::Send(_, request) => {
                let Reply { status, headers, body, .. } = (brand.send)(&request);
                let answer = Answer { url: request.url.clone(), status, headers, body };
                let began = now.0.saturating_mul(1000);
                Event::Answered(Box::new(Hop { began, answer: Some(answer), ..Hop::to(request) }))
            }
        };
    }
}

fn redeemed(login: &Transcript) -> Vec<String> {
    let sent = |step: &Step| {
        let status = step.hop.answer.as_ref().map_or(0, |answer| answer.status);
        let redirect_uri = login.terms.token_redirect_uri.as_deref().unwrap_or_default();
        format!("LivePerson redeems the code at the token endpoint, with redirect_uri {redirect_uri}: HTTP {status}.")
    };
    let mut steps: Vec<String> = login.of(Purpose::Token).map(sent).collect();
    steps.extend(login.stop.iter().map(|stop| format!("It goes no further: {}.", stop.reason)));
    steps
}

fn judged(login: &Transcript, facts: &Facts, now: Timestamp) -> Group {
    check::group("login", facts, &Context { now, skew: SKEW, ..Context::of_login(login) }, &POLICIES[0])
}

// The identity only identifies; that it says something else than the token is a mistake all the same.
fn identified(claims: Option<&Json>, identity: Option<&Node>) -> Option<String> {
    let (claims, identity) = (claims?, identity?);
    let differing = ["iss", "sub"]
        .into_iter()
        .find(|name| claims.root.get(name).and_then(Node::as_str) != identity.get(name).and_then(Node::as_str))?;
    let saw = |node: &Node| node.get(differing).and_then(Node::as_str).unwrap_or("nothing").to_owned();
    let (token, page) = (saw(&claims.root), saw(identity));
    Some(format!("The identity function says {differing} {page}, the token says {token}: they have to be the same."))
}

fn answer(group: &Group, steps: &[String], claims: Option<&Json>, flow: Flow) -> Reply {
    let errors: Vec<&Verdict> =
        group.failures().into_iter().filter(|verdict| verdict.severity == Severity::Error).collect();
    let token = if flow == Flow::Code { "jwt" } else { "token" };
    if errors.is_empty() {
        let told = json!({ "steps": steps, "agent": agent(claims) });
        return reply(200, &json!({ token: "lpauth-plays-LivePerson-and-signs-nothing", "lpauth": told }));
    }
    let (code, name) = errors.iter().find_map(|verdict| code(verdict)).unwrap_or(match flow {
        Flow::Code => ("9011", "CUSTOMER_AUTH_FAILED"),
        Flow::Implicit => ("9007", "CUSTOMER_JWT_NOT_VALID"),
    });
    let findings: Vec<Value> = errors.iter().map(|verdict| finding(verdict)).collect();
    reply(500, &json!({ "internalErrorCode": code, "lpauth": { "steps": steps, "name": name, "findings": findings } }))
}

fn finding(verdict: &Verdict) -> Value {
    let hint = verdict.findings().first().and_then(|finding| finding.hint.as_deref());
    json!({ "id": verdict.rule.id, "title": verdict.rule.title.replace('`', ""), "hint": hint, "fix": verdict.rule.fix })
}

fn code(verdict: &Verdict) -> Option<(&'static str, &'static str)> {
    codes_for(verdict.rule.id).into_iter().find(|row| row.family == Family::Idp)?.codes.first().copied()
}

fn agent(claims: Option<&Json>) -> String {
    let members = claims.iter().flat_map(|claims| claims.root.members());
    let shown =
        |name: &str| claim(name).is_some_and(|claim| claim.documented) && !["iss", "exp", "iat"].contains(&name);
    let names: Vec<&str> = members.map(|member| member.name.as_str()).filter(|name| shown(name)).collect();
    format!("The agent gets to see: {}.", names.join(", "))
}

fn reply(status: u16, body: &Value) -> Reply {
    let fields = [("content-type", "application/json"), ("cache-control", "no-store")];
    let headers = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    Reply { status, headers, body: body.to_string().into_bytes(), ..Reply::default() }
}
