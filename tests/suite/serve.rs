//! Our own server on real sockets: what it lets in, what it refuses, how answers break off, and how everything ends.

use crate::support::World;
use lpauth::edge::clock::{Clock, SystemClock};
use lpauth::edge::http::{Http, Limits, Network};
use lpauth::edge::serve::{Bounds, Handler, Identity, Options, Running, Servers, Sockets};
use lpauth::edge::{Failure, FailureKind};
use lpauth::model::http::{Answer, DistrustKind, Reply, Request};
use lpauth::model::time::Timestamp;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, mpsc};
use std::time::Duration;
use url::Url;

/// Replies with what was asked.
fn echo() -> Handler {
    Arc::new(|request, _| {
        let body = format!("{} {} {:?}", request.method, request.url, String::from_utf8_lossy(&request.body));
        reply(200, &body)
    })
}

fn reply(status: u16, body: &str) -> Reply {
    let headers = vec![("content-type".to_owned(), "text/plain".to_owned())];
    Reply { status, headers, body: body.as_bytes().to_vec(), ..Reply::default() }
}

fn start(handler: Handler) -> Running {
    start_within(Bounds::default(), handler)
}

fn start_within(bounds: Bounds, handler: Handler) -> Running {
    Sockets.start(&Options { bounds, ..Options::default() }, handler).unwrap()
}

fn get(url: &Url) -> Result<Answer, Failure> {
    Network::default().send(&Request::get(url.clone(), "*/*"), &Limits::default())
}

/// Says exactly this to a server, and returns all that it says until it hangs up.
fn say(running: &Running, text: &str) -> String {
    let mut stream = connect(running);
    stream.write_all(text.as_bytes()).unwrap();
    let mut heard = Vec::new();
    // A reset is an end too.
    let _ = stream.read_to_end(&mut heard);
    String::from_utf8_lossy(&heard).into_owned()
}

fn connect(running: &Running) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", running.url.port().unwrap())).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

fn asks(host: &str, target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or(answer)
}

#[test]
fn a_request_comes_in_whole_and_the_reply_goes_out_whole() {
    let running = start(echo());
    let url = running.url.join("/a/path?state=%7B%22a%22:[1]%7D&x=+").unwrap();
    let form = Request::form(url.clone(), [("code", "a b")]);
    let answer = Network::default().send(&form, &Limits::default()).unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(String::from_utf8(answer.body.clone()).unwrap(), format!("POST {url} \"code=a+b\""));
    assert_eq!(answer.header("content-type"), Some("text/plain"));
    assert!(answer.header("date").unwrap().ends_with(" GMT"), "{answer:?}");
}

#[test]
fn a_connection_serves_more_than_one_request() {
    let running = start(echo());
    let first = format!("GET /1 HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", running.url.port().unwrap());
    let heard = say(&running, &(first + &asks("127.0.0.1", "//2/3")));
    assert_eq!(heard.matches("HTTP/1.1 200 OK").count(), 2, "{heard}");
    assert!(heard.contains("/1 \"\"") && heard.contains("GET http://127.0.0.1//2/3 "), "{heard}");
}

#[test]
fn only_this_machines_own_names_are_answered_to() {
    let options = Options { names: vec!["Brand.example".to_owned()], ..Options::default() };
    let running = Sockets.start(&options, echo()).unwrap();
    for (host, wanted) in [
        ("127.0.0.1", "200"),
        ("localhost:80", "200"),
        ("[::1]:1", "200"),
        ("brand.EXAMPLE", "200"),
        ("evil.example", "421"),
        ("evil.example:8080", "421"),
        ("127.0.0.1.evil.example", "421"),
        ("10.0.0.1", "421"),
        ("user@localhost", "400"),
        ("localhost/evil", "400"),
        ("", "400"),
    ] {
        assert_eq!(status(&say(&running, &asks(host, "/"))), wanted, "{host}");
    }
    assert_eq!(status(&say(&running, &asks("localhost", "http://evil.example/"))), "421", "the request line decides");
    assert_eq!(status(&say(&running, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n")), "400");
    let star = "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assert_eq!(status(&say(&running, star)), "400");
    let twice = "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assert_eq!(status(&say(&running, twice)), "400");
}

#[test]
fn what_is_too_large_is_refused() {
    let bounds = Bounds { fields: 5, head: 8192, target: 100, body: 10, ..Bounds::default() };
    let running = start_within(bounds, echo());
    let post = |head: &str, body: &str| {
        say(&running, &format!("POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{head}\r\n\r\n{body}"))
    };
    assert_eq!(status(&say(&running, &asks("localhost", &format!("/{}", "a".repeat(99))))), "200");
    assert_eq!(status(&say(&running, &asks("localhost", &format!("/{}", "a".repeat(100))))), "414");
    assert_eq!(status(&post("Content-Length: 10", "0123456789")), "200");
    assert_eq!(status(&post("Content-Length: 11", "0123456789a")), "413");
    assert_eq!(status(&post("Transfer-Encoding: chunked", "b\r\n0123456789a\r\n0\r\n\r\n")), "413");
    assert_eq!(status(&post("A: 1\r\nB: 2\r\nC: 3", "")), "200");
    assert_eq!(status(&post("A: 1\r\nB: 2\r\nC: 3\r\nD: 4", "")), "431");
    assert_eq!(status(&post(&format!("A: {}", "a".repeat(9000)), "")), "431");
}

#[test]
fn a_head_or_a_body_that_does_not_come_is_not_waited_for() {
    let bounds = Bounds { patience: Duration::from_millis(50), ..Bounds::default() };
    let running = start_within(bounds, echo());
    // Both end, because the server hangs up: nobody here does.
    let head = say(&running, "GET / HTTP/1.1\r\nHost: local");
    assert!(!head.contains("200"), "{head}");
    let body = say(&running, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab");
    assert_eq!(status(&body), "408");
    assert_eq!(say(&running, ""), "", "a connection that only idles");
}

#[test]
fn more_connections_than_there_are_seats_wait_for_one() {
    let bounds = Bounds { connections: 1, ..Bounds::default() };
    let running = start_within(bounds, echo());
    let mut first = connect(&running);
    first.write_all(b"GET /first HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut heard = [0; 12];
    first.read_exact(&mut heard).unwrap();
    let mut second = connect(&running);
    second.write_all(asks("localhost", "/second").as_bytes()).unwrap();
    second.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    assert!(second.read(&mut heard).is_err(), "the only seat is taken");
    drop(first);
    second.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut rest = String::new();
    second.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("/second"), "{rest}");
}

#[test]
fn an_answer_can_break_off() {
    let running =
        start(Arc::new(|request, _| Reply { cut: request.url.path()[1..].parse().ok(), ..reply(200, "0123456789") }));
    let body = |target: &str| {
        let heard = say(&running, &asks("localhost", target));
        let (head, body) = heard.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("content-length: 10"), "{head}");
        body.to_owned()
    };
    assert_eq!(body("/4"), "0123");
    assert_eq!(body("/0"), "");
    assert_eq!(body("/all"), "0123456789");
    let failure = get(&running.url.join("/4").unwrap()).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Network, "{failure}");
}

#[test]
fn what_http_cannot_carry_is_left_out_of_a_reply() {
    let split = ("location".to_owned(), "/\r\nset-cookie: a=b".to_owned());
    let length = ("content-length".to_owned(), "1".to_owned());
    let running =
        start(Arc::new(move |_, _| Reply { headers: vec![split.clone(), length.clone()], ..reply(2000, "{}") }));
    let heard = say(&running, &asks("localhost", "/"));
    assert_eq!(status(&heard), "500");
    assert!(!heard.contains("set-cookie") && heard.contains("content-length: 2"), "{heard}");
}

#[test]
fn a_server_that_is_dropped_finishes_what_runs_and_frees_its_port() {
    let (reached, inside) = mpsc::sync_channel(1);
    let (open, gate) = mpsc::sync_channel::<()>(1);
    let gate = std::sync::Mutex::new(gate);
    let handler: Handler = Arc::new(move |_, _| {
        reached.send(()).unwrap();
        let _ = gate.lock().unwrap().recv();
        reply(200, "finished")
    });
    let running = start(handler);
    let port = running.url.port().unwrap();
    let url = running.url.clone();
    let client = std::thread::spawn(move || get(&url));
    inside.recv().unwrap();
    let idle = connect(&running);
    std::thread::spawn(move || {
        // The answer is not finished before the server has begun to end.
        while TcpStream::connect(("127.0.0.1", port)).is_ok() {}
        open.send(()).unwrap();
    });
    drop(running);
    assert_eq!(client.join().unwrap().unwrap().body, b"finished");
    drop(idle);
    let again = Sockets.start(&Options { port, ..Options::default() }, echo()).unwrap();
    assert_eq!(get(&again.url).unwrap().status, 200);
}

#[test]
fn a_delay_ends_with_the_server() {
    let (reached, inside) = mpsc::sync_channel(1);
    let handler: Handler = Arc::new(move |_, _| {
        reached.send(()).unwrap();
        Reply { delay: 3_600_000, ..reply(200, "an hour later") }
    });
    let running = start(handler);
    let url = running.url.clone();
    let client = std::thread::spawn(move || get(&url));
    inside.recv().unwrap();
    drop(running);
    assert_eq!(client.join().unwrap().unwrap_err().kind, FailureKind::Network);
}

#[test]
fn a_port_that_is_taken_says_so() {
    let running = start(echo());
    let port = running.url.port().unwrap();
    let Err(failure) = Sockets.start(&Options { port, ..Options::default() }, echo()) else { panic!("taken twice") };
    assert_eq!(failure.message, format!("port {port} is taken already"));
    let elsewhere = Options { bind: [192, 0, 2, 1].into(), ..Options::default() };
    let Err(failure) = Sockets.start(&elsewhere, echo()) else { panic!("nobody has this address") };
    assert_eq!(failure.kind, FailureKind::Usage, "{failure}");
}

#[test]
fn the_worlds_servers_are_reached_by_its_requests() {
    let world = World::new().meanwhile(|world| {
        let url = Url::parse("http://127.0.0.1:40002/late?x=1").unwrap();
        let answer = world.edge().http.send(&Request::get(url, "*/*"), &Limits::default()).unwrap();
        assert_eq!(answer.body, b"GET http://127.0.0.1:40002/late?x=1 \"\"");
        assert_eq!(answer.header("date"), Some("Thu, 01 Jan 2026 00:00:00 GMT"));
    });
    let mut edge = world.edge();
    let first = edge.servers.start(&Options::default(), Arc::new(|_, _| reply(404, ""))).unwrap();
    let mut second = edge.servers.start(&Options::default(), echo()).unwrap();
    assert_eq!(world.servers(), ["http://127.0.0.1:40001", "http://127.0.0.1:40002"]);
    second.wait();
    assert_eq!(world.requests(), ["http://127.0.0.1:40002/late?x=1"]);
    drop(first);
    assert_eq!(world.servers(), ["http://127.0.0.1:40002"]);
}

#[test]
fn tls_is_trusted_by_whoever_trusts_its_authority_alone() {
    let now = SystemClock.now();
    let issued = Identity::issue(&["brand.example".to_owned()], now).unwrap();
    let options = Options { tls: Some(issued.identity), names: vec!["brand.example".to_owned()], ..Options::default() };
    let running = Sockets.start(&options, echo()).unwrap();
    let limits = Limits { roots: Some(issued.authority.clone().into_bytes()), ..Limits::default() };
    for host in ["127.0.0.1", "localhost"] {
        let mut url = running.url.join("/tls").unwrap();
        url.set_host(Some(host)).unwrap();
        let exchange = Network::default().exchange(&Request::get(url.clone(), "*/*"), &limits).unwrap();
        let answer = exchange.answer.unwrap_or_else(|| panic!("{:?}", exchange.tls));
        assert_eq!(String::from_utf8(answer.body).unwrap(), format!("GET {url} \"\""));
        let tls = exchange.tls.unwrap();
        assert_eq!(tls.version, Some("TLS 1.3"));
        assert_eq!(tls.leaf().unwrap().names, ["localhost", "127.0.0.1", "::1", "brand.example"]);
    }
    let other = Identity::issue(&[], now).unwrap().authority;
    let stranger = Limits { roots: Some(other.into_bytes()), ..Limits::default() };
    let exchange = Network::default().exchange(&Request::get(running.url.clone(), "*/*"), &stranger).unwrap();
    assert_eq!((exchange.tls.unwrap().distrust.unwrap().kind, exchange.answer), (DistrustKind::Chain, None));
    assert!(!issued.authority.contains("PRIVATE"), "{}", issued.authority);
}

#[test]
fn plain_http_and_silence_get_nothing_from_tls() {
    let issued = Identity::issue(&[], SystemClock.now()).unwrap();
    let bounds = Bounds { patience: Duration::from_millis(50), ..Bounds::default() };
    let options = Options { tls: Some(issued.identity), bounds, ..Options::default() };
    let running = Sockets.start(&options, echo()).unwrap();
    assert!(!say(&running, &asks("localhost", "/")).contains("HTTP"));
    assert_eq!(say(&running, ""), "");
}

#[test]
fn a_certificate_cannot_have_every_name() {
    let failure = Identity::issue(&["bücher.example".to_owned()], Timestamp(0)).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Usage, "{failure}");
}
