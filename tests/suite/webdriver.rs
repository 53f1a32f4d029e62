//! Logins in a real browser. The wire is tried against a driver of canned answers, the rest with Chromium where there is one.

mod chromium;
mod hand;

use crate::support::World;
use lpauth::edge::http::Limits;
use lpauth::edge::serve::{Options, Running};
use lpauth::edge::webdriver::{Log, Session, Settings, login};
use lpauth::edge::{Edge, FailureKind};
use lpauth::flow::browse::Answers;
use lpauth::model::http::{Reply, Request, Timing};
use lpauth::model::transcript::Purpose;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use url::Url;

/// A driver that answers from a list, and what it was asked.
struct Driver {
    running: Running,
    asked: Arc<Mutex<Vec<(String, Value)>>>,
    edge: Edge,
}

impl Driver {
    fn of(answers: &[(u16, &str)]) -> Driver {
        let mut edge = World::new().edge();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let answers: Vec<_> = answers.iter().map(|(status, body)| (*status, (*body).to_owned())).collect();
        let (log, left) = (asked.clone(), Mutex::new(answers.into_iter()));
        let reply = move |request: &Request, _| {
            let body = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
            log.lock().unwrap().push((format!("{} {}", request.method, request.url.path()), body));
            let (status, body) = left.lock().unwrap().next().unwrap_or((200, r#"{"value":null}"#.to_owned()));
            Reply { status, body: body.into_bytes(), ..Reply::default() }
        };
        let running = edge.servers.start(&Options::default(), Arc::new(reply)).unwrap();
        Driver { running, asked, edge }
    }

    fn session(&mut self) -> Result<Session<'_>, lpauth::edge::Failure> {
        let settings =
            Settings { arguments: vec!["--no-sandbox".to_owned()], ..Settings::at(self.running.url.clone()) };
        Session::start(&settings, &["liveperson.net".to_owned()], &Limits::default(), &mut *self.edge.http)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|(line, _)| line.clone()).collect()
    }
}

const BEGUN: (u16, &str) = (200, r#"{"value":{"sessionId":"s1","capabilities":{}}}"#);

#[test]
fn a_session_begins_does_as_it_is_told_and_ends() {
    let found = r#"{"value":[{"element-6066-11e4-a52e-4f735466cecf":"e1"}]}"#;
    let cookies = r#"{"value":[{"name":"sid","value":"1","path":"/"}]}"#;
    let null = (200, r#"{"value":null}"#);
    let page = (200, r#"{"value":"https://login.acmebank.example/?a=b"}"#);
    let mut driver =
        Driver::of(&[BEGUN, null, page, (200, found), null, null, null, (200, r#"{"value":7}"#), (200, cookies)]);
    let mut session = driver.session().unwrap();
    let url = Url::parse("https://login.acmebank.example/?a=b").unwrap();
    session.go(&url).unwrap();
    assert_eq!(session.url().unwrap(), url);
    let field = session.find("input[type=password]").unwrap().remove(0);
    session.write(&field, "s3cret").unwrap();
    session.click(&field).unwrap();
    assert_eq!(session.run("return 7", &[]).unwrap(), json!(7));
    assert_eq!(session.cookies().unwrap(), [("sid".to_owned(), "1".to_owned())]);
    drop(session);
    assert_eq!(
        driver.asked(),
        [
            "POST /session",
            "POST /session/s1/url",
            "GET /session/s1/url",
            "POST /session/s1/elements",
            "POST /session/s1/element/e1/clear",
            "POST /session/s1/element/e1/value",
            "POST /session/s1/element/e1/click",
            "POST /session/s1/execute/sync",
            "GET /session/s1/cookie",
            "DELETE /session/s1",
        ]
    );
    let asked = driver.asked.lock().unwrap();
    assert_eq!(asked[5].1, json!({ "text": "s3cret" }));
    let wanted = &asked[0].1["capabilities"]["alwaysMatch"];
    let arguments = wanted["goog:chromeOptions"]["args"].as_array().unwrap();
    assert!(arguments.contains(&json!("--host-resolver-rules=MAP liveperson.net ~NOTFOUND")), "{arguments:?}");
    assert!(arguments.contains(&json!("--headless=new")) && arguments.contains(&json!("--no-sandbox")));
    assert_eq!(wanted["proxy"]["proxyType"], "direct", "a proxy would find what the browser must not");
}

#[test]
fn cookies_are_brought_along_and_taken_home() {
    let told = json!({ "value": { "cookies": [
        { "name": "sid", "value": "1", "domain": "login.acmebank.example", "path": "/", "expires": -1, "size": 4,
          "httpOnly": true, "secure": true, "session": true, "sameSite": "Lax" },
        { "name": "known", "value": "2", "domain": "login.acmebank.example", "path": "/", "expires": 1_999_999_999.5 },
    ] } });
    let mut driver = Driver::of(&[BEGUN, (200, &told.to_string())]);
    let mut session = driver.session().unwrap();
    let cookies = session.take_home().unwrap();
    session.bring(&cookies).unwrap();
    session.bring(&[]).unwrap();
    drop(session);
    assert_eq!(
        driver.asked(),
        [
            "POST /session",
            "POST /session/s1/goog/cdp/execute",
            "POST /session/s1/goog/cdp/execute",
            "DELETE /session/s1"
        ]
    );
    let wanted = json!([
        { "name": "sid", "value": "1", "domain": "login.acmebank.example", "path": "/", "secure": true,
          "httpOnly": true, "sameSite": "Lax" },
        { "name": "known", "value": "2", "domain": "login.acmebank.example", "path": "/", "expires": 1_999_999_999.5 },
    ]);
    let asked = driver.asked.lock().unwrap();
    assert_eq!(asked[2].1, json!({ "cmd": "Network.setCookies", "params": { "cookies": wanted } }));
}

#[test]
fn an_element_whose_name_leads_elsewhere_is_none() {
    let name = |name: &str| json!({ "element-6066-11e4-a52e-4f735466cecf": name });
    let found = json!({ "value": [name("f.A-1.d.B_2.e.3"), name("../../s2/url"), name(".."), name("a?b"), name("")] });
    let mut driver = Driver::of(&[BEGUN, (200, &found.to_string())]);
    let mut session = driver.session().unwrap();
    let elements = session.find("input").unwrap();
    assert_eq!(elements.len(), 1, "{elements:?}");
    session.click(&elements[0]).unwrap();
    drop(session);
    assert_eq!(driver.asked()[2], "POST /session/s1/element/f.A-1.d.B_2.e.3/click");
}

#[test]
fn requests_for_pages_are_read_from_the_log() {
    let event = |method: &str, params: Value| {
        let message = json!({ "message": { "method": format!("Network.{method}"), "params": params } });
        json!({ "level": "INFO", "message": message.to_string() })
    };
    let asks = |id: &str, kind: &str, request: Value| {
        event(
            "requestWillBeSent",
            json!({ "requestId": id, "type": kind, "wallTime": 1767225600.25, "request": request }),
        )
    };
    let get = |url: &str| json!({ "url": url, "method": "GET", "headers": { "User-Agent": "x" } });
    let timing = json!({ "dnsStart": -1, "dnsEnd": -1, "connectStart": 1.0, "connectEnd": 9.5, "sslStart": 3.0,
        "sslEnd": 9.0, "receiveHeadersEnd": 20.7 });
    let answer = json!({ "status": 302, "headers": { "Location": "https://liveperson.net/", "X-Two": "a\nb" }, "timing": timing,
        "remoteIPAddress": "[::1]", "remotePort": 443, "securityDetails": { "protocol": "TLS 1.3" } });
    let posted = json!({ "url": "https://liveperson.net/?x=1", "urlFragment": "#f", "method": "POST", "headers": {}, "postData": "code=1" });
    let onwards = json!({ "requestId": "r1", "type": "Document", "request": posted, "redirectResponse": answer });
    let entries = json!({ "value": [
        asks("r0", "Image", get("https://acmebank.example/logo.png")),
        asks("r1", "Document", get("https://login.acmebank.example/")),
        event("responseReceived", json!({ "requestId": "r0", "type": "Image", "response": { "status": 404 } })),
        event("requestWillBeSent", onwards),
        event("loadingFailed", json!({ "requestId": "r1", "type": "Document", "errorText": "net::ERR_FAILED" })),
        event("responseReceived", json!({ "requestId": "r7", "type": "Document", "response": { "status": 200 } })),
        asks("r8", "Document", get("not an address")),
        { "message": "not JSON" }, {}, 7,
    ] });
    let mut driver = Driver::of(&[BEGUN, (200, &entries.to_string())]);
    let mut log = Log::default();
    driver.session().unwrap().listen(&mut log).unwrap();
    let visits: Vec<_> = log.visits().collect();
    let [first, second] = visits.as_slice() else { panic!("{visits:?}") };
    assert_eq!(
        (first.hop.request.url.as_str(), first.hop.began),
        ("https://login.acmebank.example/", 1_767_225_600_250)
    );
    let answer = first.hop.answer.as_ref().unwrap();
    assert_eq!((answer.status, answer.header("location")), (302, Some("https://liveperson.net/")));
    assert_eq!(answer.headers.iter().filter(|(name, _)| name == "x-two").count(), 2);
    let timing = Timing { dns: None, connect: Some(2), tls: Some(6), first_byte: 20, total: 20 };
    assert_eq!((first.hop.timing, first.hop.remote), (timing, Some("[::1]:443".parse().unwrap())));
    assert_eq!(first.hop.tls.as_ref().unwrap().version, Some("TLS 1.3"));
    assert_eq!(second.hop.request.url.as_str(), "https://liveperson.net/?x=1#f");
    assert_eq!(
        (second.hop.request.method.as_str(), second.hop.request.body.as_slice()),
        ("POST", b"code=1".as_slice())
    );
    assert_eq!((&second.hop.answer, second.failure.as_deref()), (&None, Some("net::ERR_FAILED")));
}

#[test]
fn what_is_no_driver_is_told_from_one_that_refuses() {
    let refusal = r#"{"value":{"error":"session not created","message":"session not created: Chrome failed to start\n  (here)","stacktrace":""}}"#;
    for (answer, told, hint) in [
        ((404, "<html>"), "does not speak WebDriver", "start chromedriver"),
        ((200, "{}"), "does not speak WebDriver", "start chromedriver"),
        ((200, r#"{"value":{"capabilities":{}}}"#), "does not speak WebDriver", "start chromedriver"),
        ((500, refusal), "the browser refuses: Chrome failed to start", "same version"),
    ] {
        let mut driver = Driver::of(&[answer]);
        let failure = driver.session().err().unwrap();
        assert_eq!(failure.kind, FailureKind::Network);
        assert!(failure.message.ends_with(told), "{failure}");
        assert!(failure.hint.unwrap().contains(hint), "{hint}");
        assert_eq!(driver.asked(), ["POST /session"], "what never began is not ended");
    }
}

#[test]
fn a_driver_that_is_not_there_is_asked_for() {
    let mut edge = World::new().edge();
    let settings = Settings::at(Url::parse("http://127.0.0.1:9515").unwrap());
    let failure = Session::start(&settings, &[], &Limits::default(), &mut *edge.http).err().unwrap();
    assert_eq!(failure.hint.unwrap(), "start chromedriver, and pass the address where it listens");
}

/// Returns where a login stops whose driver gives these answers once it has begun.
fn stopped(answers: &[(u16, &str)], wait: Duration) -> (Purpose, String) {
    let mut driver = Driver::of(&[&[BEGUN], answers].concat());
    let settings = Settings { wait, ..Settings::at(driver.running.url.clone()) };
    let start = Url::parse("https://login.acmebank.example/authorize?state=1").unwrap();
    let goal = Url::parse("https://liveperson.net/").unwrap();
    let browsed =
        login(&start, &[goal], Answers::default(), &settings, &Limits::default(), None, &mut driver.edge).unwrap();
    assert_eq!(driver.asked().last().unwrap(), "DELETE /session/s1", "the browser ends whatever happened");
    let stop = browsed.end.unwrap_err();
    (stop.at, stop.reason)
}

#[test]
fn a_login_has_its_end_however_the_browser_behaves() {
    let null = (200, r#"{"value":null}"#);
    let empty = (200, r#"{"value":[]}"#);
    let gone = (404, r#"{"value":{"error":"invalid session id","message":"invalid session id"}}"#);
    let slow = (
        500,
        r#"{"value":{"error":"timeout","message":"timeout: Timed out receiving message from renderer: 10.000"}}"#,
    );
    let page = (200, r#"{"value":{"address":"https://login.acmebank.example/","html":"<p>one","elements":[]}}"#);
    let long = Duration::from_secs(60);
    let at_first = |reason: &str| (Purpose::Authorization, reason.to_owned());
    assert_eq!(stopped(&[], Duration::ZERO), at_first("the login did not come to its end within 0 seconds"));
    assert_eq!(stopped(&[null, gone], long), at_first("the browser refuses: invalid session id"));
    let timed_out = at_first("the browser refuses: Timed out receiving message from renderer: 10.000");
    assert_eq!(stopped(&[slow, empty, null], long), timed_out);
    assert_eq!(stopped(&[slow, empty, page], long), timed_out);
}
