//! The real network, as far as this machine: a server of canned answers on the loopback interface.

use lpauth::edge::Failure;
use lpauth::edge::FailureKind;
use lpauth::edge::http::{Http, Limits, Network};
use lpauth::model::http::{Answer, Exchange, Redirect, Request};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use url::Url;

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

fn get(url: &Url, limits: &Limits) -> Result<Answer, Failure> {
    Network.send(&Request::get(url.clone(), "application/json"), limits)
}

fn exchange(url: &Url, limits: &Limits) -> Result<Exchange, Failure> {
    Network.exchange(&Request::get(url.clone(), "application/json"), limits)
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
fn an_answer_that_takes_too_long_is_not_waited_for() {
    // Nothing is ever accepted here; a limit of no time at all is over at once.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let failure = get(&url, &Limits { seconds: 0, ..Limits::default() }).unwrap_err();
    assert!(failure.message.contains("did not answer within 0 seconds"), "{failure:?}");
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
    let answers = Network.exchange_all(&requests, &Limits::default());
    let bodies: Vec<_> = answers.into_iter().map(|it| it.unwrap().answer.unwrap().body).collect();
    assert_eq!(bodies, [b"0", b"1", b"2"], "in the order of the requests");
}
