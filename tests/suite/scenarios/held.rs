//! What must hold of logins beyond that they succeed: each question passes, fails for its reason, or says why it is not asked.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lpauth::flow::scenario::{Case, Evidence, Kind, Setup, find};
use lpauth::model::callback::Callback;
use lpauth::model::discovery::Discovery;
use lpauth::model::http::{Answer, Hop, Request};
use lpauth::model::login::Flow;
use lpauth::model::source::Source;
use lpauth::model::transcript::{Party, Purpose, Step, Stop, Terms, Transcript};
use lpauth::report::Outcome;
use serde_json::{Value, json};
use std::sync::Arc;
use url::Url;

const CALLBACK: &str = "https://client.example/cb";
const CODE: &str = "x7Qm2-vLr9_TkW4bZsYpA1cNfGhJdEuKo8RiVtBlMnq";

fn step(purpose: Purpose, request: Request, status: u16, body: &str) -> Step {
    let headers = [("content-type", "application/json"), ("cache-control", "no-store")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let answer = Answer { url: request.url.clone(), status, headers, body: body.into() };
    Step { purpose, from: Party::LivePerson, hop: Hop { answer: Some(answer), ..Hop::to(request) }, failure: None }
}

fn answered(purpose: Purpose, status: u16, body: &Value) -> Step {
    let url = Url::parse("https://login.brand.example/answers").unwrap();
    step(purpose, Request::get(url, "application/json"), status, &body.to_string())
}

fn asked(parameters: &[(&str, &str)]) -> Step {
    let mut url = Url::parse("https://login.brand.example/authorize").unwrap();
    url.query_pairs_mut().extend_pairs(parameters);
    step(Purpose::Authorization, Request::get(url, "text/html"), 302, "")
}

fn jws(header: &Value, claims: &Value) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.c2ln", encode(header), encode(claims))
}

fn token(claims: &Value) -> String {
    jws(&json!({ "alg": "RS256", "kid": "k" }), claims)
}

fn came_back(query: &str) -> Option<Callback> {
    Some(Callback::of(&Request::get(Url::parse(&format!("{CALLBACK}?{query}")).unwrap(), "text/html")))
}

/// A login by code that brought a token with these claims.
fn login(claims: &Value) -> Transcript {
    let terms = Terms { flow: Flow::Code, scope: Some("openid".to_owned()), ..Terms::default() };
    let tokens = answered(Purpose::Token, 200, &json!({ "access_token": "a", "id_token": token(claims) }));
    let steps = vec![asked(&[]), tokens];
    Transcript { terms, steps, callback: came_back(&format!("code={CODE}")), ..Transcript::default() }
}

fn with(mut login: Transcript, step: Step) -> Transcript {
    login.steps.push(step);
    login
}

fn judged(id: &str, kind: Kind, logins: Vec<Transcript>, before: Vec<Step>, setup: &Setup) -> Outcome {
    let case = Case { scenario: find(id).unwrap(), kind };
    case.judge(&Evidence { case, setup, logins, before, unfinished: None, retries: 0 })
}

fn of(id: &str, logins: Vec<Transcript>) -> Outcome {
    judged(id, Kind::Code, logins, Vec::new(), &Setup::default())
}

#[track_caller]
fn passes(outcome: &Outcome) {
    assert_eq!(*outcome, Outcome::Pass);
}

#[track_caller]
fn fails(outcome: &Outcome, saw: &str, wanted: &str) {
    let Outcome::Fail(findings) = outcome else { panic!("{outcome:?}") };
    assert!(findings[0].saw.contains(saw) && findings[0].wanted.contains(wanted), "{findings:#?}");
}

#[track_caller]
fn skips(outcome: &Outcome, reason: &str) {
    assert!(matches!(outcome, Outcome::Skip(why) if why.contains(reason)), "{outcome:?}");
}

#[test]
fn a_second_login_is_about_the_same_consumer_and_new() {
    let at = |sub: &str, iat: i64| login(&json!({ "sub": sub, "iat": iat }));
    passes(&of("second-login-differs", vec![at("a", 1), at("a", 2)]));
    fails(&of("second-login-differs", vec![at("a", 1), at("b", 2)]), "b", "a");
    fails(&of("second-login-differs", vec![at("a", 1), at("a", 1)]), "the token of the first login", "a new token");
    skips(&of("second-login-differs", vec![at("a", 1)]), "nobody logged in a second time");
}

#[test]
fn a_session_goes_on_or_begins_anew() {
    let at = |auth_time: i64| login(&json!({ "sub": "a", "auth_time": auth_time }));
    for id in ["prompt-none-refused", "max-age-reauthenticates", "id-token-hint-refused"] {
        passes(&of(id, vec![at(100), at(100)]));
        fails(&of(id, vec![at(100), at(102)]), "102", "100");
        fails(&of(id, vec![at(100), login(&json!({ "sub": "b", "auth_time": 100 }))]), "b", "a");
    }
    for id in ["prompt-login-ignored", "max-age-ignored"] {
        passes(&of(id, vec![at(100), at(102)]));
        fails(&of(id, vec![at(100), at(100)]), "100", "later than 100");
    }
}

#[test]
fn without_a_time_a_page_tells_that_somebody_logs_in_again() {
    let bare = || login(&json!({ "sub": "a" }));
    let mut seen = bare();
    seen.steps.insert(1, answered(Purpose::Login, 200, &json!("a page")));
    passes(&of("prompt-login-ignored", vec![bare(), seen]));
    fails(&of("prompt-login-ignored", vec![bare(), bare()]), "a new token at once", "a page");
    let mut unseen = bare();
    unseen.steps.remove(0);
    skips(&of("prompt-login-ignored", vec![bare(), unseen]), "were not seen");
}

#[test]
fn codes_are_long_and_mixed() {
    let of_code = |code: &str| {
        let mut login = login(&json!({}));
        login.callback = came_back(&format!("code={code}"));
        of("code-guessable", vec![login])
    };
    passes(&of_code(CODE));
    passes(&of_code("6ba7b810-9dad-41d1-80b4-00c04fd430c8"));
    passes(&of_code("Xk3vQ9zLw2RtYb7NmPcA1g"));
    fails(&of_code("Xk3vQ9zLw2RtYb7"), "15 characters", "at least 16 characters");
    fails(&of_code("12345678901234567890"), "20 characters that show 66 bits", "80 bits");
    fails(&of_code(&"a".repeat(64)), "64 characters that show 0 bits", "80 bits");
}

#[test]
fn claims_are_told_where_the_scope_asks() {
    let email = |claims: &Value| {
        let mut login = with(login(&json!({ "sub": "a" })), answered(Purpose::UserInfo, 200, claims));
        login.terms.scope = Some("openid email phone".to_owned());
        of("scope-email-unanswered", vec![login])
    };
    passes(&email(&json!({ "sub": "a", "email": "a@b.example", "phone_number": "+34" })));
    fails(&email(&json!({ "sub": "a", "email": "a@b.example" })), "no claim of the scope `phone`", "`phone_number`");
    let mut implicit = login(&json!({}));
    implicit.terms = Terms { flow: Flow::Implicit, scope: Some("openid email".to_owned()), ..Terms::default() };
    implicit.callback = came_back(&format!("id_token={}", token(&json!({ "email": "a@b.example" }))));
    passes(&judged("scope-email-unanswered", Kind::IdToken, vec![implicit], Vec::new(), &Setup::default()));
    skips(&of("scope-email-unanswered", vec![login(&json!({}))]), "was not asked");
}

#[test]
fn nothing_is_volunteered() {
    passes(&of("claims-volunteered", vec![login(&json!({ "iss": "i", "sub": "a", "exp": 1, "sid": "s" }))]));
    let told = login(&json!({ "sub": "a", "email": "a@b.example", "name": "A" }));
    fails(&of("claims-volunteered", vec![told]), "`email`, `name`", "only what the login itself needs");
}

#[test]
fn a_request_object_is_read_or_refused() {
    let object = jws(&json!({ "alg": "none" }), &json!({ "nonce": "inside", "redirect_uri": CALLBACK }));
    let of_nonce = |nonce: &str| {
        let mut login = login(&json!({ "nonce": nonce }));
        login.steps[0] = asked(&[("request", &object)]);
        of("request-object-ignored", vec![login])
    };
    passes(&of_nonce("inside"));
    fails(&of_nonce("outside"), "outside", "inside");
    let refused = |error: &str| {
        let mut login = Transcript { steps: vec![asked(&[("request", &object)])], ..login(&json!({})) };
        login.callback = came_back(&format!("error={error}"));
        of("request-object-ignored", vec![login])
    };
    passes(&refused("request_not_supported"));
    fails(&refused("server_error"), "server_error", "request_not_supported");
}

#[test]
fn a_wrong_redirection_uri_beside_an_object_leads_nowhere() {
    let object = jws(&json!({ "alg": "none" }), &json!({ "redirect_uri": CALLBACK }));
    let of_end = |callback: Option<Callback>, stop: Option<Stop>| {
        let login = Transcript { steps: vec![asked(&[("request", &object)])], callback, stop, ..login(&json!({})) };
        of("request-object-redirect-uri", vec![login])
    };
    passes(&of_end(came_back("code=c"), None));
    let page = Stop { at: Purpose::Authorization, reason: "a page".to_owned(), page: None };
    passes(&of_end(None, Some(page)));
    fails(&of_end(came_back("error=invalid_request"), None), "the error invalid_request at", "a page");
    let elsewhere = Url::parse("https://client.example/cb_invalid?code=c").unwrap();
    let elsewhere = Some(Callback::of(&Request::get(elsewhere, "text/html")));
    fails(&of_end(elsewhere, None), "cb_invalid", CALLBACK);
}

#[test]
fn what_is_no_token_request_brings_no_token() {
    let of_answer = |status, body: &Value| {
        let login = with(login(&json!({})), answered(Purpose::Token, status, body));
        of("token-request-by-get", vec![login])
    };
    passes(&of_answer(405, &json!("no")));
    passes(&of_answer(400, &json!({ "error": "invalid_request" })));
    fails(&of_answer(500, &json!("oh")), "500", "a refusal");
    fails(&of_answer(200, &json!({ "access_token": "a" })), "200, and tokens", "a refusal");
}

#[test]
fn refreshed_tokens_come_as_the_first_ones_do() {
    let new = || json!({ "access_token": CODE, "token_type": "bearer", "refresh_token": CODE });
    let of_answer =
        |id, status, body: &Value| of(id, vec![with(login(&json!({})), answered(Purpose::Refresh, status, body))]);
    passes(&of_answer("refresh-failing", 200, &new()));
    passes(&of_answer("refresh-token-guessable", 200, &new()));
    let mut short = new();
    short["refresh_token"] = json!("short");
    fails(&of_answer("refresh-token-guessable", 200, &short), "refresh_token: 5 characters", "at least 16");
    short["refresh_token"] = json!("läng genug, aber kein Token");
    fails(&of_answer("refresh-token-guessable", 200, &short), "strange characters", "printable ASCII");
    short["token_type"] = json!("mac");
    fails(&of_answer("refresh-failing", 200, &short), "another `token_type`", "Bearer");
    fails(&of_answer("refresh-failing", 400, &json!({ "error": "invalid_grant" })), "400: invalid_grant", "200");
    skips(&of("refresh-failing", vec![login(&json!({}))]), "issues no refresh token");
    passes(&of_answer("refresh-token-of-other-client", 400, &json!({ "error": "invalid_grant" })));
    fails(&of_answer("refresh-token-of-other-client", 200, &new()), "200, and tokens", "invalid_grant");
}

#[test]
fn refresh_tokens_are_advertised() {
    let metadata = |text: &str| Setup {
        metadata: Some(Arc::new(Discovery::parse(Source::new("metadata", text), None).unwrap())),
        ..Setup::default()
    };
    let mut issued = login(&json!({}));
    let body = json!({ "access_token": "a", "id_token": token(&json!({})), "refresh_token": "r" });
    issued.steps[1] = answered(Purpose::Token, 200, &body);
    let of_setup = |setup: &Setup| judged("refresh-unadvertised", Kind::Code, vec![issued.clone()], Vec::new(), setup);
    passes(&of_setup(&metadata(r#"{"grant_types_supported":["refresh_token"]}"#)));
    fails(
        &of_setup(&metadata(r#"{"grant_types_supported":["implicit"]}"#)),
        "a `refresh_token`",
        "grant_types_supported",
    );
    skips(&of_setup(&Setup::default()), "there is no metadata");
    skips(&of("refresh-unadvertised", vec![login(&json!({}))]), "issues no refresh token");
}

#[test]
fn an_access_token_comes_with_its_type() {
    let of_query = |query: &str| {
        let terms = Terms { flow: Flow::Implicit, ..Terms::default() };
        let callback = came_back(&format!("id_token={}&{query}", token(&json!({}))));
        let login = Transcript { terms, callback, ..Transcript::default() };
        judged("access-token-unanswered", Kind::IdTokenToken, vec![login], Vec::new(), &Setup::default())
    };
    passes(&of_query("access_token=a&token_type=bearer&expires_in=60"));
    fails(&of_query("token_type=Bearer"), "no `access_token`", "`access_token`");
    fails(&of_query("access_token=a"), "another `token_type`", "Bearer");
    fails(&of_query("access_token=a&token_type=Bearer&expires_in=soon"), "no number", "seconds");
}

#[test]
fn a_registration_is_told_in_full() {
    let of_answer = |status, body: &Value| {
        let step = answered(Purpose::Registration, status, body);
        judged("registration-failing", Kind::Code, Vec::new(), vec![step], &Setup::default())
    };
    passes(&of_answer(201, &json!({ "client_id": "c", "client_secret": "s", "client_secret_expires_at": 0 })));
    fails(&of_answer(200, &json!({ "client_id": "c" })), "200", "201");
    fails(&of_answer(201, &json!({})), "no `client_id`", "the new client");
    fails(
        &of_answer(201, &json!({ "client_id": "c", "client_secret": "s" })),
        "no `client_secret_expires_at`",
        "0 for",
    );
    let half = json!({ "client_id": "c", "registration_client_uri": "https://login.brand.example/c" });
    fails(&of_answer(201, &half), "no `registration_access_token`", "or neither");
    let plain =
        json!({ "client_id": "c", "registration_client_uri": "http://a.example", "registration_access_token": "t" });
    fails(&of_answer(201, &plain), "http://a.example", "https");
}

#[test]
fn headers_are_what_was_registered() {
    let of_header = |id, header: &Value| {
        let mut login = login(&json!({}));
        login.steps[1] = answered(Purpose::Token, 200, &json!({ "id_token": jws(header, &json!({ "sub": "a" })) }));
        of(id, vec![login])
    };
    passes(&of_header("registered-token-not-rs256", &json!({ "alg": "RS256", "kid": "k" })));
    fails(&of_header("registered-token-not-rs256", &json!({ "alg": "ES256", "kid": "k" })), "ES256", "RS256");
    fails(&of_header("registered-token-not-rs256", &json!({ "alg": "RS256" })), "no `kid`", "`kid`");
    passes(&of_header("registered-none-ignored", &json!({ "alg": "none" })));
    fails(&of_header("registered-none-ignored", &json!({ "alg": "RS256" })), "RS256", "none");
}
