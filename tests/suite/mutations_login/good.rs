//! Good logins to break: one by code, with userinfo and refresh after it, and one that brings the token itself.

use super::breaks::{came_by, parameters};
use crate::mutations_metadata::{GOOD, key_set};
use crate::sample;
use crate::support::NOW;
use lpauth::jose::alg;
use lpauth::model::callback::Callback;
use lpauth::model::http::{Answer, Hop, Request, Timing};
use lpauth::model::login::{Flow, WINDOW_REDIRECT_URI};
use lpauth::model::transcript::{Party, Purpose, Step, Terms, Transcript};
use serde_json::{Value, json};
use url::Url;

const ISSUER: &str = "https://login.acmebank.example";
pub(super) const STATE: &str = r#"{"lpUnifiedWindowConfig": {"accountId": "70001234", "lang": "es-ES"}}"#;
pub(super) const ACCESS_TOKEN: &str = "at-5f0c1b7e";

pub(super) fn by_code() -> Transcript {
    let terms = Terms {
        issuer: Some(ISSUER.to_owned()),
        client_id: Some("lp-acmebank".to_owned()),
        redirect_uri: Some(WINDOW_REDIRECT_URI.to_owned()),
        token_redirect_uri: Some(WINDOW_REDIRECT_URI.to_owned()),
        response_type: Some("code".to_owned()),
        scope: Some("openid".to_owned()),
        state: Some(STATE.to_owned()),
        nonce: Some(None),
        ..Terms::default()
    };
    let tokens = json!({
        "access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 3600, "refresh_token": "rt-77aa01",
        "scope": "openid", "id_token": good_token(),
    });
    let new =
        json!({ "access_token": "at-2", "token_type": "Bearer", "expires_in": 3600, "id_token": token(&claims()) });
    let userinfo = json!({ "sub": claims()["sub"], "given_name": "Marta" });
    let steps = vec![
        message(Purpose::Metadata, get("/.well-known/openid-configuration"), 200, GOOD),
        message(Purpose::Keys, get("/jwks.json"), 200, &key_set(&["brand-1", "brand-ec"])),
        message(Purpose::Authorization, authorization(&terms), 302, ""),
        message(Purpose::Login, login_form(), 302, ""),
        message(Purpose::Token, redeem(), 200, &tokens.to_string()),
        message(
            Purpose::UserInfo,
            get("/userinfo").with("authorization", format!("Bearer {ACCESS_TOKEN}")),
            200,
            &userinfo.to_string(),
        ),
        message(Purpose::Refresh, refresh_form(), 200, &new.to_string()),
    ];
    let mut login = Transcript { terms, steps, ..Transcript::default() };
    let mut answer = Url::parse(WINDOW_REDIRECT_URI).unwrap();
    answer.query_pairs_mut().extend_pairs([("code", "sX9c2mQvL4"), ("state", STATE), ("iss", ISSUER)]);
    login.callback = Some(Callback::of(&Request::get(answer, "text/html")));
    login
}

pub(super) fn implicit() -> Transcript {
    let mut login = by_code();
    let refetched = [Purpose::Metadata, Purpose::Keys, Purpose::Authorization, Purpose::Login];
    login.steps.retain(|step| refetched.contains(&step.purpose));
    login.terms.flow = Flow::Implicit;
    login.terms.response_type = Some("id_token".to_owned());
    let mut plain = claims();
    plain.as_object_mut().unwrap().remove("at_hash");
    parameters(&mut login)[0] = ("id_token".to_owned(), token(&plain));
    came_by(&mut login, "#");
    login
}

pub(super) fn claims() -> Value {
    let mut claims = sample::claims();
    claims["given_name"] = json!("Marta");
    claims["auth_time"] = json!(NOW - 120);
    claims
}

pub(super) fn good_token() -> String {
    let mut claims = claims();
    claims["at_hash"] = json!(alg::find("RS256").unwrap().half_hash(ACCESS_TOKEN));
    token(&claims)
}

pub(super) fn token(claims: &Value) -> String {
    sample::sign(sample::rsa(), &json!({ "alg": "RS256", "typ": "JWT", "kid": "brand-1" }), claims)
}

fn message(purpose: Purpose, request: Request, status: u16, body: &str) -> Step {
    let headers = [
        ("content-type", "application/json"),
        ("cache-control", if purpose == Purpose::Keys { "max-age=3600" } else { "no-store" }),
        ("pragma", "no-cache"),
        ("access-control-allow-origin", "*"),
        ("date", "Thu, 01 Jan 2026 00:00:00 GMT"),
        ("set-cookie", "SID=4711"),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let answer = Answer { url: request.url.clone(), status, headers, body: body.as_bytes().to_vec() };
    let timing = Timing { first_byte: 40, total: 85, ..Timing::default() };
    let hop = Hop { began: NOW * 1_000, timing, answer: Some(answer), ..Hop::to(request) };
    let browsed = [Purpose::Authorization, Purpose::Login].contains(&purpose);
    Step { purpose, from: if browsed { Party::Browser } else { Party::LivePerson }, hop, failure: None }
}

pub(super) fn at(path: &str) -> Url {
    Url::parse(&format!("{ISSUER}{path}")).unwrap()
}

fn get(path: &str) -> Request {
    Request::get(at(path), "application/json")
}

fn authorization(terms: &Terms) -> Request {
    let mut url = at("/authorize");
    let parameters = [("response_type", "code"), ("client_id", "lp-acmebank"), ("scope", "openid")];
    let more = [("redirect_uri", WINDOW_REDIRECT_URI), ("state", terms.state.as_deref().unwrap())];
    url.query_pairs_mut().extend_pairs(parameters).extend_pairs(more);
    Request::get(url, "text/html")
}

fn login_form() -> Request {
    Request::form(at("/login"), [("user", "marta"), ("password", "hunter2")]).with("cookie", "SID=4711")
}

fn redeem() -> Request {
    let form = [("code", "sX9c2mQvL4"), ("grant_type", "authorization_code"), ("redirect_uri", WINDOW_REDIRECT_URI)];
    Request::form(at("/token"), form).with("authorization", "Basic bHAtYWNtZWJhbms6czNjcjN0")
}

fn refresh_form() -> Request {
    let form = [("grant_type", "refresh_token"), ("refresh_token", "rt-77aa01"), ("client_secret", "s3cr3t")];
    Request::form(at("/token"), form)
}
