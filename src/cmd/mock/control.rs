//! The control endpoint: what a test switches while the mock is at work. It listens on this machine alone, wants the token
//! that the mock printed, and refuses whatever a browser sends for a page of another origin.

use super::desk::{Clock, Desk, ENDPOINTS, Received, Switch};
use crate::flow::fault::AnyFault;
use crate::flow::mint::Unfit;
use crate::flow::mock::Step;
use crate::flow::mock::config::{Client, Issuer};
use crate::model::http::{Reply, Request};
use crate::model::secret::Secret;
use crate::model::time::{Timestamp, parse_duration, parse_time};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// What the control endpoint can be asked, for the manual.
pub(super) const HELP: &str = "\
The control endpoint takes and gives JSON. Every request needs the field `Authorization: Bearer TOKEN`.
  GET    /status                                 what the mock is set to
  PUT    /faults {\"faults\": [ID…]}               the faults from now on; of one client with \"client\": ID
  DELETE /faults                                 no faults any more
  POST   /rotate {\"step\": STEP}                  publish a new key, switch to it, retire the old ones, or let the set go stale
  PUT    /clock {\"at\": TIME}                     let the clock stand still; {\"shift\": \"+1h\"} lets it go ahead or behind
  DELETE /clock                                  the right time again
  PUT    /endpoints/NAME {\"off\": true}           switch an endpoint off; {\"delay\": MS} and {\"status\": 503} slow and break it
  DELETE /endpoints/NAME                         let it answer as ever
  GET    /requests                               the requests that came, secrets masked; DELETE forgets them
  POST   /reset                                  as at the start: no logins, no requests, nothing switched; keys and secrets stay";

/// The control endpoint of a mock.
pub(super) struct Control {
    /// What it controls.
    pub(super) desk: Arc<Desk>,
    /// Who asks must know this.
    pub(super) token: Secret,
}

/// Why something was not done: the status and the reason.
struct Refusal(u16, String);

type Done = Result<Value, Refusal>;

impl Control {
    /// Answers a request.
    pub(super) fn answer(&self, request: &Request, now: Timestamp) -> Reply {
        match self.admit(request).and_then(|()| self.act(request, now)) {
            Ok(value) => reply(200, &value),
            Err(Refusal(status, reason)) => reply(status, &json!({ "error": reason })),
        }
    }

    // A browser adds `Origin` to whatever a page sends elsewhere or by any method but GET; no other client of this endpoint
    // has a reason to. And no page can know the token.
    fn admit(&self, request: &Request) -> Result<(), Refusal> {
        if request.header("origin").is_some() || request.header("sec-fetch-site").is_some() {
            return Err(Refusal(403, "this endpoint is not for browsers".to_owned()));
        }
        let given = request.header("authorization").and_then(|field| field.strip_prefix("Bearer ")).unwrap_or_default();
        match self.token.is(given.trim()) {
            true => Ok(()),
            false => {
                Err(Refusal(401, "this needs `Authorization: Bearer` with the token that the mock printed".to_owned()))
            }
        }
    }

    fn act(&self, request: &Request, now: Timestamp) -> Done {
        let path: Vec<_> = request.url.path().split('/').filter(|part| !part.is_empty()).collect();
        match (request.method.as_str(), path.as_slice()) {
            ("GET", ["status"]) => {}
            ("PUT", ["faults"]) => self.fail(&body(request)?, now)?,
            ("DELETE", ["faults"]) => self.desk.mend(now).map_err(unfit)?,
            ("POST", ["rotate"]) => self.desk.rotate(step(&body(request)?)?).map_err(unfit)?,
            ("PUT", ["clock"]) => self.set_clock(clock(&body(request)?, now)?),
            ("DELETE", ["clock"]) => self.set_clock(Clock::default()),
            ("PUT", ["endpoints", name]) => self.switch(name, Some(switch(&body(request)?)?))?,
            ("DELETE", ["endpoints", name]) => self.switch(name, None)?,
            ("GET", ["requests"]) => return Ok(self.requests()),
            ("DELETE", ["requests"]) => self.desk.received().clear(),
            ("POST", ["reset"]) => self.desk.reset(now).map_err(unfit)?,
            (method, _) => return Err(Refusal(404, format!("there is no {method} {}", request.url.path()))),
        }
        Ok(self.status(now))
    }

    fn fail(&self, asked: &Faults, now: Timestamp) -> Result<(), Refusal> {
        let faults = asked.faults.iter().map(|id| known(id)).collect::<Result<Vec<_>, _>>()?;
        match self.desk.fail(asked.client.as_deref(), &faults, now).map_err(unfit)? {
            true => Ok(()),
            false => Err(Refusal(404, format!("there is no client {}", asked.client.as_deref().unwrap_or_default()))),
        }
    }

    fn set_clock(&self, clock: Clock) {
        self.desk.switch(|switches| switches.clock = clock);
    }

    fn switch(&self, name: &str, switch: Option<Switch>) -> Result<(), Refusal> {
        let names = || ENDPOINTS.iter().map(|(name, _)| *name);
        let name = names().find(|known| *known == name).ok_or_else(|| {
            Refusal(404, format!("there is no endpoint {name}; there are {}", names().collect::<Vec<_>>().join(", ")))
        })?;
        self.desk.switch(|switches| match switch {
            Some(switch) => _ = switches.endpoints.insert(name, switch),
            None => _ = switches.endpoints.remove(name),
        });
        Ok(())
    }

    fn requests(&self) -> Value {
        let requests: Vec<_> = self.desk.received().iter().map(shown).collect();
        json!({ "requests": requests })
    }

    fn status(&self, now: Timestamp) -> Value {
        let switches = self.desk.switches();
        let endpoints: Map<_, _> =
            switches.endpoints.iter().map(|(name, it)| ((*name).to_owned(), broken(*it))).collect();
        let still = matches!(switches.clock, Clock::Still(_));
        let mock = self.desk.mock();
        let config = mock.as_ref().map(|mock| mock.config());
        json!({
            "schema": "lpauth-mock-status-v1",
            "time": self.desk.now(now).utc(),
            "clock_stands_still": still,
            "faults": config.map(|config| ids(&config.faults)),
            "issuers": config.map(|config| config.issuers.iter().map(issuer).collect::<Vec<_>>()),
            "endpoints": endpoints,
            "requests": self.desk.received().len(),
        })
    }
}

fn issuer(issuer: &Issuer) -> Value {
    let client = |client: &Client| json!({ "client_id": client.id, "faults": ids(&client.faults) });
    json!({
        "issuer": issuer.id,
        "clients": issuer.clients.iter().map(client).collect::<Vec<_>>(),
        "users": issuer.users.iter().map(|user| user.name.as_str()).collect::<Vec<_>>(),
    })
}

fn ids(faults: &[AnyFault]) -> Vec<&'static str> {
    faults.iter().map(|fault| fault.id()).collect()
}

fn broken(switch: Switch) -> Value {
    json!({ "off": switch.off, "delay": switch.delay, "status": switch.status })
}

fn shown(request: &Received) -> Value {
    let pairs = |pairs: &[(String, String)]| pairs.iter().map(|(name, value)| json!([name, value])).collect::<Vec<_>>();
    json!({
        "at": request.at.utc(),
        "method": request.method,
        "path": request.path,
        "query": pairs(&request.query),
        "headers": pairs(&request.headers),
        "form": pairs(&request.form),
        "status": request.status,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Faults {
    faults: Vec<String>,
    client: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rotation {
    step: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Time {
    at: Option<String>,
    shift: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trouble {
    #[serde(default)]
    off: bool,
    #[serde(default)]
    delay: u64,
    status: Option<u16>,
}

fn body<T: DeserializeOwned>(request: &Request) -> Result<T, Refusal> {
    serde_json::from_slice(&request.body)
        .map_err(|error| Refusal(400, format!("the body is not what this needs: {error}")))
}

fn known(id: &str) -> Result<AnyFault, Refusal> {
    AnyFault::find(id).ok_or_else(|| {
        let crate::edge::Failure { message, hint, .. } = super::unknown_fault(id);
        Refusal(400, [Some(message), hint].into_iter().flatten().collect::<Vec<_>>().join("; "))
    })
}

const STEPS: &[(&str, Step)] =
    &[("publish", Step::Publish), ("switch", Step::Switch), ("retire", Step::Retire), ("stale", Step::Stale)];

fn step(asked: &Rotation) -> Result<Step, Refusal> {
    let found = STEPS.iter().find(|(name, _)| *name == asked.step).map(|(_, step)| *step);
    found.ok_or_else(|| {
        Refusal(400, format!("“{}” is no step: there are publish, switch, retire and stale", asked.step))
    })
}

fn clock(asked: &Time, now: Timestamp) -> Result<Clock, Refusal> {
    let clock = match (asked.at.as_deref(), asked.shift.as_deref()) {
        (Some(at), None) => parse_time(at, now).filter(|time| time.is_dated()).map(Clock::Still),
        (None, Some(shift)) => shift_of(shift).map(Clock::Ahead),
        _ => None,
    };
    clock.ok_or_else(|| Refusal(400, "the clock takes {\"at\": TIME} or {\"shift\": \"+1h\"}".to_owned()))
}

/// Returns the seconds that `+1h`, `-5m` or `90` is.
pub(super) fn shift_of(text: &str) -> Option<i64> {
    match text.strip_prefix('-') {
        Some(behind) => parse_duration(behind).map(i64::saturating_neg),
        None => parse_duration(text.strip_prefix('+').unwrap_or(text)),
    }
}

/// The longest delay that an endpoint can be given, in milliseconds.
const SLOWEST: u64 = 600_000;

fn switch(asked: &Trouble) -> Result<Switch, Refusal> {
    let fits = asked.delay <= SLOWEST && asked.status.is_none_or(|status| (200..=599).contains(&status));
    if !fits {
        return Err(Refusal(400, format!("a delay is at most {SLOWEST} ms, and a status from 200 to 599")));
    }
    Ok(Switch { off: asked.off, delay: asked.delay, status: asked.status })
}

fn unfit(Unfit(reason): Unfit) -> Refusal {
    Refusal(409, reason)
}

fn reply(status: u16, value: &Value) -> Reply {
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut headers = vec![field("content-type", "application/json"), field("cache-control", "no-store")];
    if status == 401 {
        headers.push(field("www-authenticate", "Bearer"));
    }
    Reply { status, headers, body: format!("{value:#}\n").into_bytes(), ..Reply::default() }
}
