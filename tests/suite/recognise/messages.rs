//! Logins of an invented brand as a browser sees them, message by message.

use crate::har_read::exporters::Message;
use crate::sample;
use serde_json::json;

pub(crate) const IDP: &str = "https://login.acmebank.example";
pub(crate) const SHOP: &str = "https://www.acmebank.example";
pub(crate) const WINDOW: &str = "https://lpcdn.lpsnmedia.net/le_unified_window/index.html";
pub(crate) const SERVICE: &str = "https://lo.idp.liveperson.net/api/account/70001234/app/4711/authenticate";

/// The state of LivePerson's window; `session` makes it one of its own.
pub(crate) fn state(session: &str) -> String {
    let connector = json!({ "id": 4711, "name": "brand", "type": 2, "configuration": {
        "issuer": IDP, "clientId": "lp-acmebank", "authorizationEndpoint": format!("{IDP}/authorize"),
        "tokenEndpoint": format!("{IDP}/token"), "jsMethodName": "lpGetAuthenticationToken",
        "jwtValidationType": "PUBLIC_JWT_KEY", "jwtPublicKey": "MIIB", "rfcCompliance": true } });
    json!({ "lpUnifiedWindowConfig": { "accountId": "70001234", "external": true,
            "engConf": { "lang": "en-GB", "ssid": session, "connector": connector } } })
    .to_string()
}

pub(crate) fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// LivePerson's authorization request.
pub(crate) fn asks(at: i64, response_type: &str, session: &str) -> Message {
    Message::get(format!(
        "{IDP}/authorize?response_type={response_type}&client_id=lp-acmebank&scope=openid&redirect_uri={}&state={}\
         &parentWindowOrigin={}",
        encoded(WINDOW),
        encoded(&state(session)),
        encoded(SHOP),
    ))
    .at(at)
}

/// The login page, and what is typed into it.
pub(crate) fn logs_in(at: i64) -> [Message; 2] {
    let page = "<!doctype html><title>Sign in</title><form method=post action=/login><input name=user>\
                <input type=password name=password><button>Sign in</button></form>";
    [
        Message::get(format!("{IDP}/login?next=1")).at(at).answers(200, "text/html; charset=utf-8", page),
        Message::form(format!("{IDP}/login"), "user=marta&password=hunter2").at(at + 900),
    ]
}

/// A login in LivePerson's external window, up to what its service answers.
pub(crate) fn external(at: i64, response_type: &str, session: &str, answer: &str, body: &str) -> Vec<Message> {
    let [page, form] = logs_in(at + 100);
    let back = format!("{WINDOW}{answer}&state={}", encoded(&state(session)));
    let landed = back.split('#').next().unwrap().to_owned();
    vec![
        asks(at, response_type, session).redirects("/login?next=1"),
        page,
        form.redirects(&back).has("Date", "Thu, 01 Jan 2026 00:00:01 GMT"),
        Message::get(landed).at(at + 1_200).answers(200, "text/html", "<html>the window"),
        Message::json(format!("{SERVICE}?v=3.0"), &serde_json::from_str(body).unwrap()).at(at + 1_500).answers(
            200,
            "application/json",
            r#"{"jwt":"x"}"#,
        ),
    ]
}

pub(crate) fn code_login(at: i64, session: &str) -> Vec<Message> {
    let code = format!("code-{session}-4f");
    let body = json!({ "code": code, "redirect_uri": WINDOW }).to_string();
    external(at, "code", session, &format!("?code={code}"), &body)
}

pub(crate) fn token_login(at: i64, session: &str) -> Vec<Message> {
    let token = sample::token();
    let body = json!({ "id_token": token }).to_string();
    external(at, "id_token", session, &format!("#id_token={token}"), &body)
}

/// What else a browser loads: the shop, pictures, scripts, measurements, LivePerson's tag.
pub(crate) fn noise(count: usize) -> impl Iterator<Item = Message> {
    (0..count).map(|at| {
        let n = at / 6;
        let message = match at % 6 {
            0 => Message::get(format!("{SHOP}/p/{n}?code=SPRING{n}")).answers(200, "text/html", "<p>Shoes"),
            1 => Message::get(format!("https://cdn.acmebank.example/{n}.png"))
                .answers(200, "image/png", [0x89])
                .loaded_as("image"),
            2 => Message::get(format!("https://cdn.acmebank.example/{n}.js"))
                .answers(200, "text/javascript", "let lpTag;")
                .loaded_as("script"),
            3 => {
                Message::json("https://metrics.example/collect", &json!({ "event": n })).answers(204, "text/plain", "")
            }
            4 => Message::get(format!("{SHOP}/api/basket?client_id={n}"))
                .answers(200, "application/json", "{}")
                .loaded_as("xhr"),
            _ => Message::get(format!("https://ads.example/{n}")).loaded_as("ping").fails("net::ERR_BLOCKED_BY_CLIENT"),
        };
        message.at(i64::try_from(at).unwrap() * 10)
    })
}
