//! A server as people write it on an afternoon: each of its mistakes is in the report.
//!
//! Codes are good for an hour, again and again; an unknown one gets a page; a wrong grant type is complained of in words;
//! `expires_in` is two numbers joined bit by bit; a state that is no JSON breaks it; the access token is the id_token; there
//! is neither a kid nor a key set; and nobody asks the client for its secret.

use crate::sample;
use crate::support::World;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lpauth::edge::serve::{Handler, Identity, Options};
use lpauth::jose::{alg, jws};
use lpauth::model::http::{Reply, Request};
use lpauth::model::time::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use url::form_urlencoded::{Serializer, parse};

const ISSUER: &str = "https://127.0.0.1:40001";

/// How long a code is good, and a token, in seconds.
const HOUR: i64 = 3_600;
const USUAL: i64 = 900;

/// The codes that were issued: when, and for which nonce.
type Codes = Mutex<HashMap<String, (i64, Option<String>)>>;

struct Poor {
    codes: Codes,
    /// Whether a state that is no JSON breaks it.
    reads_state: bool,
}

impl Poor {
    fn answer(&self, request: &Request, now: Timestamp) -> Reply {
        match (request.method.as_str(), request.url.path()) {
            (_, "/.well-known/openid-configuration") => page(200, "application/json", &metadata().to_string()),
            ("GET", "/authorize") => self.login_page(request),
            ("POST", "/login") => self.log_in(request, now),
            ("POST", "/token") => self.token(request, now),
            _ => page(404, "text/plain", "Not Found"),
        }
    }

    fn login_page(&self, request: &Request) -> Reply {
        let query = request.query();
        let state = field(&query, "state").unwrap_or_default();
        if self.reads_state && serde_json::from_str::<Value>(state).is_err() {
            return page(500, "text/html", "<h1>SyntaxError: Unexpected token in JSON at position 0</h1>");
        }
        let again = request.url.query().unwrap_or_default().replace('&', "&amp;");
        let form = format!(
            "<title>Login</title><form method=\"post\" action=\"/login?{again}\">\
             <input name=\"username\"><input type=\"password\" name=\"password\"><button>Login</button></form>"
        );
        page(200, "text/html", &form)
    }

    fn log_in(&self, request: &Request, now: Timestamp) -> Reply {
        let query = request.query();
        let asked = |name: &str| field(&query, name).unwrap_or_default();
        let mut codes = self.codes.lock().unwrap();
        let code = format!("code-{}-{}", now.0, codes.len());
        codes.insert(code.clone(), (now.0, field(&query, "nonce").map(str::to_owned)));
        let back =
            Serializer::new(String::new()).extend_pairs([("code", code.as_str()), ("state", asked("state"))]).finish();
        let headers = vec![("location".to_owned(), format!("{}?{back}", asked("redirect_uri")))];
        Reply { status: 302, headers, ..Reply::default() }
    }

    fn token(&self, request: &Request, now: Timestamp) -> Reply {
        let fields: Vec<(String, String)> = parse(&request.body).into_owned().collect();
        if field(&fields, "grant_type") != Some("authorization_code") {
            return page(200, "text/plain", "wrong grant_type");
        }
        let code = self.codes.lock().unwrap().get(field(&fields, "code").unwrap_or_default()).cloned();
        let Some((_, nonce)) = code.filter(|(since, _)| now.0 < since + HOUR) else {
            return page(404, "text/html", "<h1>Code not found</h1>");
        };
        let token = signed(nonce, now);
        let body = json!({
            "id_token": token, "access_token": token, "token_type": "Bearer", "expires_in": HOUR | USUAL,
        });
        page(200, "application/json", &body.to_string())
    }
}

fn metadata() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": format!("{ISSUER}/authorize"),
        "token_endpoint": format!("{ISSUER}/token"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    })
}

fn signed(nonce: Option<String>, now: Timestamp) -> String {
    let mut claims = json!({ "iss": ISSUER, "aud": "lp", "sub": "1", "iat": now.0, "exp": now.0 + HOUR });
    claims.as_object_mut().unwrap().extend(nonce.map(|nonce| ("nonce".to_owned(), nonce.into())));
    let encode = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", encode(json!({ "alg": "RS256", "typ": "JWT" })), encode(claims));
    let signature = jws::sign(sample::rsa(), alg::find("RS256").unwrap(), message.as_bytes()).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
}

fn page(status: u16, media_type: &str, body: &str) -> Reply {
    let headers = vec![("content-type".to_owned(), media_type.to_owned())];
    Reply { status, headers, body: body.as_bytes().to_vec(), ..Reply::default() }
}

/// What fails in a plan at the poor server: the ids of the failing rules, by subject.
fn failed(plan: &str, reads_state: bool) -> BTreeMap<String, BTreeSet<String>> {
    let world = World::new().file("secret.txt", "s3cr3t-value\n").file("password.txt", "lovelace\n");
    let poor = Poor { codes: Codes::default(), reads_state };
    let handler: Handler = Arc::new(move |request, now| poor.answer(request, now));
    let tls = Some(Identity { chain: String::new(), key: String::new().into() });
    let _running = world.edge().servers.start(&Options { tls, ..Options::default() }, handler).unwrap();
    let plan = format!("--plan={plan}");
    let client = ["--client-id=lp", "--client-secret-file=secret.txt", "--code-lifetime=60s"];
    let person = ["--username=ada", "--password-file=password.txt", "--format=json"];
    let run = world.run_args(&[&["conformance", ISSUER, &plan], &client[..], &person].concat());
    let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    assert_eq!(run.exit, 1, "{}", run.stderr);
    let groups = report["groups"].as_array().unwrap().iter();
    let failing = |group: &Value| {
        let verdicts = group["verdicts"].as_array().unwrap().iter().filter(|verdict| verdict["outcome"] == "fail");
        verdicts.map(|verdict| verdict["id"].as_str().unwrap().to_owned()).collect()
    };
    groups.map(|group| (group["subject"].as_str().unwrap().to_owned(), failing(group))).collect()
}

/// A mistake of the poor server, the plan that shows it, where, and by which scenario or check.
struct Mistake(&'static str, &'static str, &'static str, &'static [&'static str]);

const MISTAKES: &[Mistake] = &[
    Mistake("a code can be used again", "liveperson", "code-reusable", &["code-reusable"]),
    Mistake("and later too", "oidc-basic", "code-reusable-later", &["code-reusable-later"]),
    Mistake("a code is good for an hour", "oidc-basic", "code-long-lived", &["code-long-lived"]),
    Mistake("an unknown code gets a page", "liveperson", "code-unknown-accepted", &["code-unknown-accepted"]),
    Mistake("a wrong grant type gets words", "liveperson", "grant-type-unchecked", &["grant-type-unchecked"]),
    Mistake("the access token is the id_token", "liveperson", "login-failing", &["access-token-is-id-token"]),
    Mistake("`expires_in` is no lifetime", "liveperson", "login-failing", &["expires-in-too-long"]),
    Mistake("there is no kid", "liveperson", "login-failing", &["kid-missing"]),
    Mistake("there is no jwks_uri", "liveperson", ISSUER, &["discovery-no-jwks-uri"]),
    Mistake("any secret will do", "liveperson", "secret-unchecked", &["secret-unchecked"]),
    Mistake("none will do", "liveperson", "secret-optional", &["secret-optional"]),
    Mistake(
        "nobody reads `Authorization`",
        "liveperson",
        "authorization-malformed-accepted",
        &["authorization-malformed-accepted"],
    ),
];

#[test]
fn every_mistake_of_a_poor_server_is_told() {
    let plans = ["liveperson", "oidc-basic"].map(|plan| (plan, failed(plan, false)));
    let missed: Vec<String> = MISTAKES
        .iter()
        .filter(|Mistake(_, plan, subject, ids)| {
            let (_, failed) = plans.iter().find(|(name, _)| name == plan).unwrap();
            !ids.iter().all(|id| failed.get(*subject).is_some_and(|failed| failed.contains(*id)))
        })
        .map(|Mistake(what, plan, subject, ids)| format!("{plan}: {what}: {ids:?} of {subject}"))
        .collect();
    assert!(missed.is_empty(), "{missed:#?} in {plans:#?}");
}

#[test]
fn a_server_that_breaks_at_a_state_fails_the_plain_login_and_nothing_else_is_tried() {
    let failed = failed("liveperson", true);
    let plain: Vec<&str> = failed["login-failing"].iter().map(String::as_str).collect();
    assert_eq!(plain, ["login-error-page", "login-failing"]);
    let others = failed
        .iter()
        .filter(|(subject, ids)| !["login-failing", ISSUER].contains(&subject.as_str()) && !ids.is_empty());
    assert_eq!(others.count(), 0, "{failed:#?}");
}
