//! The real network, as far as this machine: a server of canned answers on the loopback interface.

mod faults;

use lpauth::edge::Failure;
use lpauth::edge::FailureKind;
use lpauth::edge::http::{Http, Limits, Network};
use lpauth::model::http::{Answer, Exchange, Redirect, Request};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use url::Url;

/// A server for one connection after the other; each of `serve` gets one.
fn listen(serve: Vec<Box<dyn FnOnce(TcpStream) + Send>>) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    std::thread::spawn(move || {
        for serve in serve {
            let Ok((stream, _)) = listener.accept() else { return };
            serve(stream);
        }
    });
    url
}

/// Reads a request with its body.
fn request(stream: &mut BufReader<TcpStream>) -> String {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).unwrap() == 0 {
            return head;
        }
    }
    let length =
        head.lines().find_map(|line| line.strip_prefix("content-length: ")).map_or(0, |it| it.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    head + std::str::from_utf8(&body).unwrap()
}

/// A connection over which each of `answers` goes in turn; the requests that came are sent on.
fn talk(
    answers: Vec<String>,
    requests: std::sync::mpsc::Sender<String>,
) -> Box<dyn FnOnce(TcpStream) + Send + 'static> {
    Box::new(move |stream| {
        let mut stream = BufReader::new(stream);
        for answer in answers {
            let _ = requests.send(request(&mut stream));
            let _ = stream.get_mut().write_all(answer.as_bytes());
        }
    })
}

/// Serves `answers` in turn, one a connection; returns the address and the request lines that came.
fn serve(answers: Vec<String>) -> (Url, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let (asked, requests) = channel();
    std::thread::spawn(move || {
        for answer in answers {
            let Ok((mut stream, _)) = listener.accept() else { return };
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let _ = asked.send(lines.next().unwrap_or_default());
            lines.find(String::is_empty);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (url, requests)
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n{body}", body.len())
}

fn redirect(to: &str) -> String {
    answer("302 Found", &format!("location: {to}\r\n"), "")
}

/// An answer after which the connection stays open.
fn kept(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

fn get(url: &Url, limits: &Limits) -> Result<Answer, Failure> {
    Network::default().send(&Request::get(url.clone(), "application/json"), limits)
}

fn exchange(url: &Url, limits: &Limits) -> Result<Exchange, Failure> {
    Network::default().exchange(&Request::get(url.clone(), "application/json"), limits)
}

#[test]
fn an_answer_of_any_status_is_an_answer() {
    for status in ["200 OK", "404 Not Found", "500 Internal Server Error"] {
        let (url, requests) = serve(vec![answer(status, "Content-Type: text/plain\r\n", "hello")]);
        let answer = get(&url, &Limits::default()).unwrap();
        assert_eq!((answer.status.to_string().as_str(), answer.body.as_slice()), (&status[..3], b"hello".as_slice()));
        assert_eq!(answer.header("content-type"), Some("text/plain"));
        assert_eq!(requests.recv().unwrap(), "GET / HTTP/1.1");
    }
}

#[test]
fn redirects_are_followed_and_kept() {
    let (url, requests) = serve(vec![redirect("/second"), redirect("third?x=1"), answer("200 OK", "", "{}")]);
    let exchange = exchange(&url, &Limits::default()).unwrap();
    assert_eq!(exchange.url.path(), "/third");
    let redirect = |url: Url, location: &str| Redirect { url, status: 302, location: location.to_owned() };
    let expected = [redirect(url.clone(), "/second"), redirect(url.join("/second").unwrap(), "third?x=1")];
    assert_eq!(exchange.redirects, expected);
    assert_eq!(exchange.remote.unwrap().port(), url.port().unwrap());
    assert_eq!((exchange.tls, exchange.answer.unwrap().status), (None, 200));
    assert_eq!(requests.iter().collect::<Vec<_>>().len(), 3);
}

#[test]
fn redirects_without_end_are_given_up() {
    let (url, _) = serve(vec![redirect("/again"); 6]);
    let failure = get(&url, &Limits::default()).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Network);
    assert!(failure.message.starts_with("6 redirects and no end") && failure.message.contains("/again"), "{failure:?}");
}

#[test]
fn a_redirect_may_not_leave_this_machine_in_plain_http() {
    let (url, _) = serve(vec![redirect("http://keys.acmebank.example/jwks.json")]);
    let failure = get(&url, &Limits::default()).unwrap_err();
    assert!(failure.message.contains("plain http"), "{failure:?}");
    let (url, _) = serve(vec![redirect("ftp://acmebank.example/jwks.json")]);
    let failure = get(&url, &Limits { allow_http: true, ..Limits::default() }).unwrap_err();
    assert!(failure.message.contains("neither https nor http"), "{failure:?}");
}

#[test]
fn a_body_over_the_limit_is_not_read_to_its_end() {
    let (url, _) = serve(vec![answer("200 OK", "", &"x".repeat(5_000))]);
    let failure = get(&url, &Limits { bytes: 1_000, ..Limits::default() }).unwrap_err();
    assert!(failure.message.contains("more than 1000 bytes"), "{failure:?}");
}

#[test]
fn an_answer_is_shown_as_it_came_and_never_inflated() {
    let body = "what a server calls gzip";
    let (url, _) = serve(vec![answer("200 OK", "content-encoding: gzip\r\n", body)]);
    assert_eq!(get(&url, &Limits::default()).unwrap().body, body.as_bytes());
}

#[test]
fn an_answer_that_takes_too_long_is_not_waited_for() {
    // Nothing is ever accepted here; a limit of no time at all is over at once.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let failure = get(&url, &Limits { time: Duration::from_millis(20), ..Limits::default() }).unwrap_err();
    assert!(failure.message.contains("did not answer within 20 milliseconds"), "{failure:?}");
}

#[test]
fn a_refused_connection_says_so() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let failure = get(&url, &Limits::default()).unwrap_err();
    assert!(failure.message.contains("refuses the connection"), "{failure:?}");
}

#[test]
fn certificates_that_are_none_are_an_input_failure() {
    let url = Url::parse("https://127.0.0.1:1/").unwrap();
    for (roots, told) in [
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be used"),
        ("no certificate at all", "holds no certificate"),
    ] {
        let failure = get(&url, &Limits { roots: Some(roots.into()), ..Limits::default() }).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Input);
        assert!(failure.message.contains(told), "{failure:?}");
    }
}

#[test]
fn a_port_without_tls_says_so() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = Url::parse(&format!("https://{}/", listener.local_addr().unwrap())).unwrap();
    // What a client says in TLS has no lines that a server of lines could wait for.
    std::thread::spawn(move || listener.accept().unwrap().0.write_all(answer("400 Bad Request", "", "").as_bytes()));
    let failure = get(&url, &Limits::default()).unwrap_err();
    assert!(failure.message.contains("does not speak TLS"), "{failure:?}");
}

#[test]
fn a_transcript_shows_the_way_and_keeps_cookies_to_itself() {
    let headers = "content-type: application/json\r\nset-cookie: session=secret\r\n";
    let (url, _) = serve(vec![redirect("/second"), answer("200 OK", headers, "{}")]);
    let transcript = exchange(&url, &Limits::default()).unwrap().transcript();
    let lines: Vec<_> = transcript.text.lines().collect();
    let second = url.join("/second").unwrap();
    let (first, last) = (format!("GET {url}"), format!("GET {second}"));
    assert_eq!(lines[..5], [&*first, "status: 302", "location: /second", &*last, "status: 200"]);
    assert!(lines.contains(&"set-cookie: …") && !transcript.text.contains("secret"), "{lines:?}");
    assert_eq!(transcript.name, format!("exchange with {second}"));
    let shown = |start: &str| Exchange::line(&transcript, start).map(|span| &transcript.text[span]);
    assert_eq!(shown("status:"), Some("status: 200"));
    assert_eq!(shown("content-type"), Some("content-type: application/json"));
    assert_eq!(shown("tls:"), None);
}

#[test]
fn several_addresses_are_asked_side_by_side() {
    // Nobody is answered before the last one was asked.
    let listeners: Vec<_> = (0..3).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    let url = |listener: &TcpListener| Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let requests: Vec<_> = listeners.iter().map(|it| Request::get(url(it), "application/json")).collect();
    std::thread::spawn(move || {
        let streams: Vec<_> = listeners.iter().map(|listener| listener.accept().unwrap().0).collect();
        for (number, mut stream) in streams.into_iter().enumerate() {
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            lines.find(String::is_empty);
            stream.write_all(answer("200 OK", "", &number.to_string()).as_bytes()).unwrap();
        }
    });
    let answers = Network::default().exchange_all(&requests, &Limits::default());
    let bodies: Vec<_> = answers.into_iter().map(|it| it.unwrap().answer.unwrap().body).collect();
    assert_eq!(bodies, [b"0", b"1", b"2"], "in the order of the requests");
}

#[test]
fn a_connection_is_used_again_and_timed_once() {
    let (sender, requests) = channel();
    let url = listen(vec![talk(vec![kept("one"), kept("two"), kept("three")], sender)]);
    let mut network = Network::default();
    let mut hop = |request: Request| network.hop(&request, &Limits::default()).unwrap();
    let url = Url::parse(&format!("http://localhost:{}/token", url.port().unwrap())).unwrap();
    let first = hop(Request::get(url.clone(), "*/*"));
    let second = hop(Request::form(url.clone(), [("code", "a b&c")]).with("authorization", "Basic Zm9v"));
    let third = hop(Request::get(url, "*/*"));
    assert!(first.timing.dns.is_some() && first.timing.connect.is_some(), "{:?}", first.timing);
    for hop in [&second, &third] {
        assert_eq!((hop.timing.dns, hop.timing.connect, hop.timing.tls), (None, None, None));
        assert_eq!(hop.remote, first.remote);
    }
    assert!(first.began > 1_700_000_000_000 && first.began <= second.began && second.began <= third.began);
    let posted = requests.iter().nth(1).unwrap();
    assert!(posted.starts_with("POST /token HTTP/1.1\r\n") && posted.ends_with("\r\n\r\ncode=a+b%26c"), "{posted}");
    assert!(posted.contains("authorization: Basic Zm9v\r\n") && posted.contains("accept-encoding: identity\r\n"));
}

#[test]
fn a_connection_that_was_closed_meanwhile_is_opened_anew() {
    let (sender, requests) = channel();
    let (over, closed) = channel();
    let first = talk(vec![kept("one")], sender.clone());
    let once = Box::new(move |stream| {
        first(stream);
        over.send(()).unwrap();
    });
    let url = listen(vec![once, talk(vec![kept("two")], sender)]);
    let mut network = Network::default();
    network.hop(&Request::get(url.clone(), "*/*"), &Limits::default()).unwrap();
    closed.recv().unwrap();
    let hop = network.hop(&Request::form(url, [("code", "1")]), &Limits::default()).unwrap();
    assert_eq!(hop.answer.unwrap().body, b"two");
    assert!(hop.timing.connect.is_some());
    assert_eq!(requests.iter().count(), 2, "the form was sent once");
}

#[test]
fn a_redirect_makes_of_a_form_what_its_status_says_and_takes_no_secret_elsewhere() {
    for (status, method) in [("302 Found", "GET"), ("303 See Other", "GET"), ("307 Temporary Redirect", "POST")] {
        let (sender, requests) = channel();
        let there = listen(vec![talk(vec![answer("200 OK", "", "")], sender.clone())]);
        let location = format!("location: {there}\r\n");
        let here = listen(vec![talk(vec![answer(status, &location, "")], sender)]);
        let form = Request::form(here, [("code", "1")]).with("authorization", "Basic Zm9v").with("cookie", "a=b");
        Network::default().exchange(&form, &Limits::default()).unwrap();
        let sent: Vec<_> = requests.iter().collect();
        assert!(sent[0].starts_with("POST ") && sent[0].contains("authorization: ") && sent[0].contains("cookie: "));
        assert!(sent[1].starts_with(method) && sent[1].ends_with("code=1") == (method == "POST"), "{}", sent[1]);
        assert!(!sent[1].contains("authorization: ") && !sent[1].contains("cookie: "), "{}", sent[1]);
    }
}

#[test]
fn servers_of_this_machine_are_asked_without_a_proxy() {
    let (url, _) = serve(vec![answer("200 OK", "content-type: application/json\r\n", r#"{"keys":[]}"#)]);
    // Nobody listens at the port of the proxy.
    let mut lpauth = std::process::Command::new(env!("CARGO_BIN_EXE_lpauth"));
    let lpauth = lpauth.args(["jwks", url.as_str()]).env("http_proxy", "http://127.0.0.1:1").env_remove("no_proxy");
    let output = lpauth.output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}
