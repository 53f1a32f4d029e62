//! Transcripts: what is written reads back, and what is none says where it goes wrong.

use crate::sample;
use crate::support::NOW;
use lpauth::model::callback::{Callback, Delivery};
use lpauth::model::certificate::{Certificate, KeyKind};
use lpauth::model::http::{Answer, Distrust, DistrustKind, Hop, Request, Timing, Tls};
use lpauth::model::login::{ClientAuth, Flow, Mode, Window};
use lpauth::model::time::Timestamp;
use lpauth::model::transcript::file::{read, write};
use lpauth::model::transcript::{
    CutHash, CutSignature, PageSummary, Party, Purpose, Redaction, Step, Stop, Terms, Transcript,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;
use std::net::SocketAddr;
use url::Url;

const ISSUER: &str = "https://login.acmebank.example";
const WINDOW: &str = "https://lpcdn.lpsnmedia.net/le_unified_window/index.html";
const STATE: &str = r#"{"lpUnifiedWindowConfig":{"accountId":"12345678","external":true}}"#;

/// What must not be seen of [`login`], by kind.
pub(crate) const SECRETS: &[(&str, &str)] = &[
    ("code", "SplxlOBeZQQYbYS6WxSbIA"),
    ("verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
    ("access token", "2YotnFZFEjr1zCsicMWpAA/+secret=="),
    ("refresh token", "tGzv3JOkF0XG5Qx2TlKWIA~1"),
    ("client secret", "7Fjfp0ZBr1KtDRbnfVdmIw&<\"50%\">"),
    ("password", "correct horse/battery+staple é"),
    ("session cookie", "s%3AxJ8wLkq0-session.5f"),
    ("form token", "csrf-9f86d081884c7d65"),
];

/// Returns a secret of [`login`].
pub(crate) fn secret(kind: &str) -> &'static str {
    SECRETS.iter().find(|(other, _)| *other == kind).unwrap().1
}

/// A code login as `exchange` records it, with a page, cookies, userinfo and a refresh: all well.
pub(crate) fn login() -> Transcript {
    let mut clock = Clock(NOW * 1000);
    let token = sample::token();
    let callback_url = format!("{WINDOW}?code={}&state={}", secret("code"), encoded(STATE));
    let steps = vec![
        clock.step(Purpose::Metadata, get("/.well-known/openid-configuration"), Some(json(200, &metadata()))),
        clock.step(Purpose::Keys, get("/jwks.json"), Some(json(200, &sample::jwks(&[sample::rsa()])))),
        clock.step(Purpose::Authorization, authorization(), Some(redirect("/login?next=%2Fresume"))),
        clock.step(Purpose::Login, get("/login?next=%2Fresume"), Some(page())),
        clock.step(Purpose::Login, submitted(), Some(redirect(&callback_url))),
        clock.step(Purpose::Callback, Request::get(Url::parse(&callback_url).unwrap(), "text/html"), None),
        clock.step(Purpose::Token, redeem(), Some(json(200, &tokens(&token)))),
        clock.step(Purpose::UserInfo, ask_userinfo(), Some(json(200, &userinfo()))),
        clock.step(Purpose::Refresh, refresh(), Some(json(200, &tokens(&token)))),
    ];
    let callback = Callback::of(&steps[5].hop.request);
    Transcript { terms: terms(), steps, callback: Some(callback), stop: None, redaction: None }
}

struct Clock(i64);

impl Clock {
    fn step(&mut self, purpose: Purpose, request: Request, answer: Option<Answer>) -> Step {
        let timing = Timing { dns: Some(2), connect: Some(9), tls: Some(11), first_byte: 30, total: 38 };
        let tls = Tls { version: Some("TLS 1.3"), chain: Vec::new(), distrust: None };
        let sent = answer.is_some();
        let hop = Hop {
            began: self.0,
            remote: sent.then(|| "192.0.2.7:443".parse().unwrap()),
            tls: sent.then_some(tls),
            timing: if sent { timing } else { Timing::default() },
            answer: answer.map(|answer| Answer { url: request.url.clone(), ..answer }),
            request,
        };
        self.0 += 40;
        let from = match purpose {
            Purpose::Authorization | Purpose::Login | Purpose::Callback => Party::Browser,
            _ => Party::LivePerson,
        };
        Step { purpose, from, hop, failure: None }
    }
}

fn at(path: &str) -> Url {
    Url::parse(ISSUER).unwrap().join(path).unwrap()
}

fn get(path: &str) -> Request {
    Request::get(at(path), "application/json")
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    let owned = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Answer { url: at("/"), status, headers: owned.collect(), body: body.as_bytes().to_vec() }
}

fn json(status: u16, body: &str) -> Answer {
    answer(status, &[("content-type", "application/json"), ("cache-control", "no-store"), ("pragma", "no-cache")], body)
}

fn redirect(to: &str) -> Answer {
    let cookie = format!("sid={}; Path=/; HttpOnly; Secure", secret("session cookie"));
    answer(302, &[("location", to), ("set-cookie", &cookie)], "")
}

fn metadata() -> String {
    serde_json::json!({
        "issuer": ISSUER,
        "authorization_endpoint": at("/authorize").as_str(),
        "token_endpoint": at("/token").as_str(),
        "jwks_uri": at("/jwks.json").as_str(),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "password"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    })
    .to_string()
}

fn authorization() -> Request {
    let mut url = at("/authorize");
    url.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", "lp-acmebank")
        .append_pair("scope", "openid")
        .append_pair("redirect_uri", WINDOW)
        .append_pair("state", STATE)
        .append_pair("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        .append_pair("code_challenge_method", "S256");
    Request::get(url, "text/html")
}

fn page() -> Answer {
    let (token, code) = (secret("form token"), secret("code"));
    let body = format!(
        "<!doctype html><title>Sign in</title><form method=post action=/login>\
         <input type=hidden name=_csrf value=\"{token}\"><input name=username><input type=password name=password>\
         <!-- next code: {code} --><button>Sign in</button></form>"
    );
    answer(200, &[("content-type", "text/html; charset=utf-8")], &body)
}

fn submitted() -> Request {
    let fields =
        [("_csrf", secret("form token")), ("username", "marta@mail.example"), ("password", secret("password"))];
    let referer = format!("{}?password={}", at("/login"), encoded(secret("password")));
    Request::form(at("/login"), fields)
        .with("cookie", format!("theme=dark; sid={}", secret("session cookie")))
        .with("referer", referer)
}

fn redeem() -> Request {
    let fields = [
        ("code", secret("code")),
        ("grant_type", "authorization_code"),
        ("redirect_uri", WINDOW),
        ("code_verifier", secret("verifier")),
    ];
    Request::form(at("/token"), fields).with("authorization", basic())
}

fn basic() -> String {
    use base64::Engine;
    let pair = format!("lp-acmebank:{}", secret("client secret"));
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
}

fn tokens(token: &str) -> String {
    serde_json::json!({
        "id_token": token,
        "access_token": secret("access token"),
        "refresh_token": secret("refresh token"),
        "token_type": "Bearer",
        "expires_in": 300,
    })
    .to_string()
}

fn ask_userinfo() -> Request {
    get("/userinfo").with("authorization", format!("Bearer {}", secret("access token")))
}

fn userinfo() -> String {
    serde_json::json!({ "sub": "c7f2b1d49e0a4b6f8d31", "email": "marta@mail.example", "name": "Marta Kowalska" })
        .to_string()
}

fn refresh() -> Request {
    let fields = [("grant_type", "refresh_token"), ("refresh_token", secret("refresh token"))];
    Request::form(at("/token"), fields).with("authorization", basic())
}

fn terms() -> Terms {
    Terms {
        issuer: Some(ISSUER.to_owned()),
        client_id: Some("lp-acmebank".to_owned()),
        redirect_uri: Some(WINDOW.to_owned()),
        token_redirect_uri: Some(WINDOW.to_owned()),
        response_type: Some("code".to_owned()),
        scope: Some("openid".to_owned()),
        state: Some(STATE.to_owned()),
        nonce: Some(None),
        code_challenge: Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned()),
        ..Terms::default()
    }
}

#[test]
fn a_login_reads_back_as_it_was() {
    let text = write(&login());
    assert_eq!(read("login.json", text.as_bytes()).unwrap(), login());
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["schema"], "lpauth-transcript-v1");
    assert_eq!(value["terms"]["nonce"], serde_json::Value::Null);
    assert_eq!(value["steps"][0]["request"]["url"], format!("{ISSUER}/.well-known/openid-configuration"));
}

#[test]
fn a_clock_is_apart_only_as_far_as_that_is_sure() {
    let ahead = |date: &str, began: i64, total: u64| {
        let mut hop = Hop { began, ..Hop::to(get("/token")) };
        hop.timing.total = total;
        hop.answer = Some(answer(200, &[("date", date)], "{}"));
        hop.clock_ahead()
    };
    const DATE: &str = "Thu, 01 Jan 2026 00:00:00 GMT";
    let now = NOW * 1_000;
    assert_eq!(ahead(DATE, now + 300, 200), Some(0), "within the second that it names");
    assert_eq!(ahead(DATE, now - 900, 1_000), Some(0), "written on the way");
    assert_eq!(ahead(DATE, now - 412_000, 0), Some(412));
    assert_eq!(ahead(DATE, now + 61_000, 500), Some(-61));
    assert_eq!(ahead("yesterday", now, 0), None);
    assert_eq!(ahead(DATE, 0, 0), None, "nobody knows when");
    assert!(ahead(DATE, i64::MIN + 1, u64::MAX).is_none() && ahead(DATE, i64::MAX, u64::MAX).is_some());
    let aged = |age: &str, began: i64| {
        let answer = answer(200, &[("date", DATE), ("age", age)], "{}");
        Hop { began, answer: Some(answer), ..Hop::to(get("/token")) }.clock_ahead()
    };
    assert_eq!(aged("60", now + 60_000), Some(0));
    for nonsense in ["-9223372036854775808", "9223372036854775807", "-60", "soon"] {
        assert_eq!(aged(nonsense, now), Some(0), "{nonsense}");
    }
}

#[test]
fn members_that_nobody_knows_are_ignored() {
    let mut value: serde_json::Value = serde_json::from_str(&write(&login())).unwrap();
    value["colour"] = "blue".into();
    value["steps"][0]["colour"] = "blue".into();
    value["steps"][0]["request"]["cookies"] = 3.into();
    assert_eq!(read("login.json", value.to_string().as_bytes()).unwrap(), login());
}

#[test]
fn the_least_that_is_a_transcript_is_one() {
    let text = r#"{"schema":"lpauth-transcript-v1","terms":{}}"#;
    assert_eq!(read("login.json", text.as_bytes()).unwrap(), Transcript::default());
}

#[test]
fn what_is_of_another_type_says_where() {
    for (pointer, value, expected) in [
        ("/schema", "\"lpauth-report-v1\"", "/schema: “lpauth-report-v1” in place of “lpauth-transcript-v1”"),
        ("/terms/flow", "\"magic\"", "/terms/flow: “magic” in place of one of “code”, “implicit”"),
        ("/terms/client_auth", "\"magic\"", "/terms/client_auth: “magic” is no method that lpauth knows"),
        ("/terms/state", "3", "/terms/state: a number in place of a string"),
        ("/steps", "{}", "/steps: an object in place of an array"),
        ("/steps/0/purpose", "\"tea\"", "/steps/0/purpose: “tea” is no step of a login"),
        ("/steps/1/request/url", "\"/jwks\"", "/steps/1/request/url: no URL: relative URL without a base"),
        (
            "/steps/1/request/headers",
            "[[\"a\"]]",
            "/steps/1/request/headers/0: 1 elements, where a name and a value were expected",
        ),
        ("/steps/1/answer/status", "70000", "/steps/1/answer/status: no status code"),
        ("/steps/1/remote", "\"here\"", "/steps/1/remote: no address and port of a machine"),
        ("/steps/1/timing/total", "-1", "/steps/1/timing/total: a number in place of a whole number from 0 on"),
        ("/steps/1/tls/version", "\"SSL 3\"", "/steps/1/tls/version: neither “TLS 1.2” nor “TLS 1.3”"),
        (
            "/callback/delivery",
            "\"pigeon\"",
            "/callback/delivery: “pigeon” in place of one of “query”, “fragment”, “form_post”, “script”",
        ),
    ] {
        let mut file: serde_json::Value = serde_json::from_str(&write(&login())).unwrap();
        *file.pointer_mut(pointer).unwrap() = serde_json::from_str(value).unwrap();
        let broken = read("login.json", file.to_string().as_bytes()).unwrap_err();
        assert_eq!(broken.malformed.reason, expected);
        let from = &broken.source.text[broken.malformed.offset..];
        assert!(from.starts_with(value.strip_prefix('[').unwrap_or(value)), "{pointer}");
    }
}

#[test]
fn what_is_no_transcript_says_why() {
    let reason = |text: &str| read("login.json", text.as_bytes()).unwrap_err().malformed.reason;
    assert_eq!(reason("{"), "the text ends before the JSON does");
    assert_eq!(reason("[]"), "the file: there is no `schema`");
    assert_eq!(reason(r#"{"schema":"lpauth-transcript-v1"}"#), "the file: there is no `terms`");
}

proptest! {
    #[test]
    fn every_transcript_reads_back_as_it_was(transcript in transcript()) {
        let text = write(&transcript);
        prop_assert_eq!(read("login.json", text.as_bytes()).unwrap(), transcript);
    }

    #[test]
    fn reading_never_panics(text in ".{0,200}", cut in any::<proptest::sample::Index>()) {
        let _ = read("login.json", text.as_bytes());
        let whole = write(&login()).into_bytes();
        let _ = read("login.json", &whole[..cut.index(whole.len())]);
    }
}

fn transcript() -> impl Strategy<Value = Transcript> {
    let parts = (any_terms(), vec(step(), 0..4), option::of(callback()), option::of(stop()), option::of(redaction()));
    parts.prop_map(|(terms, steps, callback, stop, redaction)| Transcript { terms, steps, callback, stop, redaction })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![".{0,12}", Just("ordinary".to_owned())]
}

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    vec((text(), text()), 0..4)
}

fn url() -> impl Strategy<Value = Url> {
    ("[a-z]{1,8}", "[a-z/.%20-]{0,8}", option::of("[a-z=&+é%{}]{0,12}"), option::of(".{0,6}")).prop_map(
        |(host, path, query, fragment)| {
            let mut url = Url::parse(&format!("https://{host}.example/{path}")).unwrap();
            url.set_query(query.as_deref());
            url.set_fragment(fragment.as_deref());
            Url::parse(url.as_str()).unwrap()
        },
    )
}

fn any_terms() -> impl Strategy<Value = Terms> {
    let ways = (
        select(vec![Flow::Code, Flow::Implicit]),
        select(vec![Window::External, Window::Embedded]),
        select(vec![Mode::Rfc, Mode::OpenId]),
        select(ClientAuth::ALL.to_vec()),
    );
    (ways, vec(option::of(text()), 9), option::of(option::of(text()))).prop_map(|(ways, mut texts, nonce)| {
        let mut text = || texts.pop().flatten();
        Terms {
            flow: ways.0,
            window: ways.1,
            mode: ways.2,
            client_auth: ways.3,
            issuer: text(),
            client_id: text(),
            redirect_uri: text(),
            token_redirect_uri: text(),
            response_type: text(),
            response_mode: text(),
            scope: text(),
            state: text(),
            code_challenge: text(),
            nonce,
        }
    })
}

fn step() -> impl Strategy<Value = Step> {
    (select(Purpose::ALL.to_vec()), select(vec![Party::LivePerson, Party::Browser]), hop(), option::of(text()))
        .prop_map(|(purpose, from, hop, failure)| Step { purpose, from, hop, failure })
}

fn hop() -> impl Strategy<Value = Hop> {
    let request = ("[A-Z]{1,5}", url(), pairs(), vec(any::<u8>(), 0..20))
        .prop_map(|(method, url, headers, body)| Request { method, url, headers, body });
    let answer = (url(), any::<u16>(), pairs(), vec(any::<u8>(), 0..20))
        .prop_map(|(url, status, headers, body)| Answer { url, status, headers, body });
    let remote = select(vec!["127.0.0.1:80", "[::1]:443"]).prop_map(|text| text.parse::<SocketAddr>().unwrap());
    (any::<i64>(), request, option::of(answer), option::of(remote), option::of(tls()), timing())
        .prop_map(|(began, request, answer, remote, tls, timing)| Hop { request, began, remote, tls, timing, answer })
}

fn timing() -> impl Strategy<Value = Timing> {
    let phase = || option::of(any::<u64>());
    (phase(), phase(), phase(), any::<u64>(), any::<u64>()).prop_map(|(dns, connect, tls, first_byte, total)| Timing {
        dns,
        connect,
        tls,
        first_byte,
        total,
    })
}

fn tls() -> impl Strategy<Value = Tls> {
    let kinds = vec![DistrustKind::Dates, DistrustKind::Name, DistrustKind::Chain, DistrustKind::Version];
    let distrust = (select(kinds), text()).prop_map(|(kind, reason)| Distrust { kind, reason });
    (option::of(select(vec!["TLS 1.2", "TLS 1.3"])), vec(certificate(), 0..3), option::of(distrust))
        .prop_map(|(version, chain, distrust)| Tls { version, chain, distrust })
}

fn certificate() -> impl Strategy<Value = Certificate> {
    let key = prop_oneof![
        any::<u16>().prop_map(|bits| KeyKind::Rsa(usize::from(bits))),
        select(vec!["P-256", "Ed25519", "a key of another kind"]).prop_map(KeyKind::Other),
    ];
    (text(), text(), vec(text(), 0..3), any::<i64>(), any::<i64>(), key).prop_map(
        |(subject, issuer, names, from, until, key)| Certificate {
            subject,
            issuer,
            names,
            not_before: Timestamp(from),
            not_after: Timestamp(until),
            key,
        },
    )
}

fn callback() -> impl Strategy<Value = Callback> {
    let deliveries = vec![Delivery::Query, Delivery::Fragment, Delivery::FormPost, Delivery::Script];
    (option::of(url()), select(deliveries), pairs()).prop_map(|(redirect_uri, delivery, parameters)| Callback {
        redirect_uri,
        delivery,
        parameters,
    })
}

fn stop() -> impl Strategy<Value = Stop> {
    let page = (text(), any::<u16>(), option::of(text()), pairs(), vec(text(), 0..3), option::of(text())).prop_map(
        |(url, status, title, fields, buttons, message)| PageSummary { url, status, title, fields, buttons, message },
    );
    (select(Purpose::ALL.to_vec()), text(), option::of(page)).prop_map(|(at, reason, page)| Stop { at, reason, page })
}

fn redaction() -> impl Strategy<Value = Redaction> {
    let signature =
        (text(), vec(text(), 0..3)).prop_map(|(placeholder, verified_by)| CutSignature { placeholder, verified_by });
    let hash = (text(), text(), text()).prop_map(|(placeholder, algorithm, half_hash)| CutHash {
        placeholder,
        algorithm,
        half_hash,
    });
    (any::<bool>(), vec(signature, 0..3), vec(hash, 0..3)).prop_map(|(personal, signatures, hashes)| Redaction {
        personal,
        signatures,
        hashes,
    })
}
