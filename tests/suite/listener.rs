//! The way back from a real browser: one callback with the right state, from wherever in the message it stands.

use crate::support::World;
use lpauth::edge::http::{Http, Limits, Network};
use lpauth::edge::listener::{Listener, pasted};
use lpauth::edge::serve::Sockets;
use lpauth::edge::{Edge, FailureKind};
use lpauth::model::callback::{Callback, Delivery};
use lpauth::model::http::{Answer, Request};
use lpauth::model::transcript::{Browsed, Purpose};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;
use url::Url;

const LONG: Duration = Duration::from_secs(60);

fn parse(url: &str) -> Url {
    Url::parse(url).unwrap()
}

/// A world whose browser opens pages on real sockets.
fn sockets(surf: impl Fn(&Url) + 'static) -> Edge {
    let mut edge = World::new().browser(move |_, url| surf(&goal(url))).edge();
    edge.servers = Box::new(Sockets);
    edge
}

/// Returns the redirection URI that an authorization request names.
fn goal(url: &Url) -> Url {
    url.query_pairs().find(|(name, _)| name == "redirect_uri").map(|(_, it)| parse(&it)).unwrap()
}

fn login(edge: &mut Edge, wait: Duration) -> Browsed {
    login_at("http://127.0.0.1:0/callback", edge, wait)
}

fn login_at(redirect_uri: &str, edge: &mut Edge, wait: Duration) -> Browsed {
    let listener = Listener::start(&parse(redirect_uri), edge).unwrap();
    let mut url = parse("https://login.acmebank.example/authorize?state=s1");
    url.query_pairs_mut().append_pair("redirect_uri", listener.redirect_uri().as_str());
    listener.browse(&url, wait, edge).unwrap()
}

fn send(request: &Request) -> Answer {
    Network::default().hop(request, &Limits::default()).unwrap().answer.unwrap()
}

fn get(url: &Url, rest: &str) -> Answer {
    send(&Request::get(parse(&format!("{url}{rest}")), "text/html"))
}

fn text(answer: &Answer) -> &str {
    std::str::from_utf8(&answer.body).unwrap()
}

/// Does what the script of the page does at the address `url` and `rest`.
fn relay(url: &Url, rest: &str) -> Answer {
    let page = get(url, rest.split('#').next().unwrap());
    let (_, after) = text(&page).split_once("\"x-relay\": \"").unwrap();
    let nonce = after.split('"').next().unwrap();
    let request =
        Request { method: "POST".to_owned(), body: rest.as_bytes().to_vec(), ..Request::get(url.clone(), "*/*") };
    send(&request.with("content-type", "text/plain").with("x-relay", nonce))
}

fn parameters(callback: &Callback) -> Vec<(&str, &str)> {
    callback.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn a_callback_is_taken_from_wherever_it_stands() {
    type Bring = fn(&Url) -> Answer;
    let ways: [(Bring, Delivery); 4] = [
        (|url| get(url, "?code=a%20b&state=s1"), Delivery::Query),
        (|url| send(&Request::form(url.clone(), [("code", "a b"), ("state", "s1")])), Delivery::FormPost),
        (|url| relay(url, "#code=a+b&state=s1"), Delivery::Fragment),
        (|url| relay(url, "?utm=1#code=a%20b&state=s1"), Delivery::Fragment),
    ];
    for (bring, delivery) in ways {
        let mut edge = sockets(move |url| {
            let answer = bring(url);
            assert_eq!(answer.status, 200);
            assert!(text(&answer).contains("You can close this page"), "{}", text(&answer));
        });
        let callback = login(&mut edge, LONG).end.unwrap();
        assert_eq!((callback.delivery, parameters(&callback)), (delivery, vec![("code", "a b"), ("state", "s1")]));
        let redirect_uri = callback.redirect_uri.unwrap();
        assert_eq!(
            (redirect_uri.host_str(), redirect_uri.path(), redirect_uri.query()),
            (Some("127.0.0.1"), "/callback", None)
        );
    }
}

#[test]
fn an_answer_under_strange_names_comes_in_too() {
    let mut edge = sockets(|url| {
        assert_eq!(relay(url, "?jwt=abc").status, 400);
        assert_eq!(relay(url, "").status, 422);
        assert_eq!(relay(url, "?").status, 422);
        assert_eq!(get(url, "?error=access_denied&state=s1").status, 200);
    });
    assert_eq!(parameters(&login(&mut edge, LONG).end.unwrap())[0], ("error", "access_denied"));
}

#[test]
fn what_is_no_answer_to_this_login_changes_nothing() {
    let mut edge = sockets(|url| {
        let at = |path: &str| url.join(path).unwrap();
        let form = |state: &str| Request::form(url.clone(), [("code", "evil"), ("state", state)]);
        let plain = |method: &str| Request { method: method.to_owned(), ..form("s1").with("x-relay", "guess") };
        let as_text = Request { headers: vec![("content-type".to_owned(), "text/plain".to_owned())], ..form("s1") };
        for (request, status) in [
            (Request::get(at("/"), "*/*"), 404),
            (Request::get(at("/favicon.ico"), "*/*"), 404),
            (Request::get(at("/callback/?code=evil&state=s1"), "*/*"), 404),
            (Request::get(at("?code=evil"), "*/*"), 400),
            (Request::get(at("?code=evil&state="), "*/*"), 400),
            (Request::get(at("?code=evil&state=S1"), "*/*"), 400),
            (form("another").with("origin", "https://evil.example"), 400),
            (plain("PUT"), 405),
            (plain("OPTIONS"), 405),
            (as_text.with("x-relay", "guess"), 405),
            (Request { body: vec![b'x'; 70_000], ..form("s1") }, 413),
        ] {
            let answer = send(&request);
            assert_eq!(answer.status, status, "{request:?}");
            assert!(!text(&answer).contains("evil"), "nothing is repeated");
        }
        assert_eq!(get(url, "?code=good&state=s1").status, 200);
        assert_eq!(get(url, "?code=late&state=s1").status, 410);
    });
    assert_eq!(login(&mut edge, LONG).end.unwrap().get("code"), Some("good"));
}

#[test]
fn nobody_reaches_it_by_a_name_made_to_point_here() {
    let mut edge = sockets(|url| {
        let mut stream = TcpStream::connect(("127.0.0.1", url.port().unwrap())).unwrap();
        let head = "GET /callback?code=1&state=s1 HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n";
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 421 "), "{answer}");
    });
    let stop = login(&mut edge, Duration::ZERO).end.unwrap_err();
    assert_eq!((stop.at, stop.reason.as_str()), (Purpose::Login, "the browser did not come back within 0 seconds"));
}

#[test]
fn its_pages_run_their_own_script_only_and_are_kept_nowhere() {
    let mut edge = sockets(|url| {
        for answer in [get(url, ""), get(url, "?code=1&state=s1")] {
            let policy = answer.header("content-security-policy").unwrap();
            let nonce = policy.split("script-src 'nonce-").nth(1).unwrap().split('\'').next().unwrap();
            assert_eq!(nonce.len(), 32);
            assert!(
                policy.starts_with("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"),
                "{policy}"
            );
            assert!(text(&answer).contains(&format!("<style nonce=\"{nonce}\">")));
            assert_eq!(answer.header("cache-control"), Some("no-store"));
            assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        }
    });
    login(&mut edge, LONG).end.unwrap();
}

#[test]
fn the_redirection_uri_keeps_its_words_and_gets_a_port() {
    let mut edge = sockets(|_| {});
    for (redirect_uri, host) in [("http://localhost:0/a/b?x=1", "localhost"), ("http://[::1]:0/", "[::1]")] {
        let Ok(listener) = Listener::start(&parse(redirect_uri), &mut edge) else {
            assert_eq!(host, "[::1]", "only IPv6 may be missing on a machine");
            continue;
        };
        let url = listener.redirect_uri();
        assert_eq!(url.as_str().replace(&url.port().unwrap().to_string(), "0"), redirect_uri);
        assert_eq!(url.host_str(), Some(host));
    }
}

#[test]
fn only_this_machine_is_listened_at() {
    for redirect_uri in ["https://liveperson.net/", "http://acmebank.example/callback", "https://localhost/callback"] {
        let failure = Listener::start(&parse(redirect_uri), &mut World::new().edge()).err().unwrap();
        assert_eq!(failure.kind, FailureKind::Usage);
        assert!(failure.message.contains(redirect_uri) && failure.hint.is_some(), "{failure}");
    }
}

#[test]
fn an_answer_to_another_login_is_shown_when_nobody_waits_any_more() {
    let world = World::new().browser(|world, url| {
        let goal = parse(&format!("{}?code=1&state=other", goal(url)));
        let answer = world.edge().http.hop(&Request::get(goal, "*/*"), &Limits::default()).unwrap().answer.unwrap();
        assert_eq!(answer.status, 400);
    });
    let callback = login(&mut world.edge(), LONG).end.unwrap();
    assert_eq!(callback.get("state"), Some("other"));
    assert!(world.servers().is_empty(), "the server has ended");
}

#[test]
fn ctrl_c_ends_the_wait() {
    let world = World::new().browser(|_, _| {});
    let stop = login(&mut world.edge(), LONG).end.unwrap_err();
    assert_eq!(stop.reason, "the login was broken off from the keyboard");
    let run = world.run_args(&[]);
    assert!(run.stderr.starts_with("Log in with your browser. If none opens, open this address:\n  https://login."));
    assert_eq!(world.opened().len(), 1);
}

#[test]
fn without_a_browser_the_address_is_pasted() {
    let at = "http://127.0.0.1:8123/callback";
    let world = World::new().person(&[
        "nonsense",
        "https://evil.example/?code=1",
        " http://127.0.0.1:8123/callback#code=1&state=s2 ",
    ]);
    let callback = login_at(at, &mut world.edge(), LONG).end.unwrap();
    assert_eq!((callback.delivery, callback.get("state")), (Delivery::Fragment, Some("s2")));
    let prompts = world.prompts();
    assert!(prompts[0].starts_with("Paste the address that the browser ends at"), "{prompts:?}");
    assert!(
        prompts[1].starts_with("That is no address. ") && prompts[2].starts_with("That address does not begin with ")
    );
    let world = World::new().person(&["", "", ""]);
    let stop = login_at(at, &mut world.edge(), LONG).end.unwrap_err();
    assert_eq!(stop.reason, "nobody pasted the address that the browser ended at");
}

#[test]
fn a_browser_elsewhere_may_come_by_through_a_forwarded_port() {
    let world = World::new().person(&[""]).browser(|_, _| panic!("there is one"));
    let mut edge = world.edge();
    edge.browser = Box::new(Forwarded(world.clone()));
    assert_eq!(login(&mut edge, LONG).end.unwrap().get("code"), Some("1"));
}

/// No browser here, but one elsewhere that follows the address at once.
struct Forwarded(World);

impl lpauth::edge::browser::Browser for Forwarded {
    fn open(&mut self, url: &Url) -> Result<(), lpauth::edge::Failure> {
        let goal = parse(&format!("{}?code=1&state=s1", goal(url)));
        self.0.edge().http.hop(&Request::get(goal, "*/*"), &Limits::default())?;
        Err(lpauth::edge::Failure::input("no browser can be started here"))
    }
}

#[test]
fn what_is_pasted_must_be_the_whole_address_of_the_redirection_uri() {
    let goal = parse("https://liveperson.net/");
    let callback = pasted("https://liveperson.net?code=1&state=x", &goal).unwrap();
    assert_eq!((callback.delivery, callback.get("code")), (Delivery::Query, Some("1")));
    assert_eq!(
        pasted("https://liveperson.net/", &goal).unwrap_err(),
        "That address carries nothing: take it whole, from http to its end"
    );
    for other in
        ["http://liveperson.net/?code=1", "https://liveperson.net:444/?code=1", "https://liveperson.net/x?code=1"]
    {
        assert_eq!(pasted(other, &goal).unwrap_err(), "That address does not begin with https://liveperson.net/");
    }
}
