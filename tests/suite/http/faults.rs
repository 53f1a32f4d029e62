//! What can go wrong on the wire, each served by a socket of the test: a clear message, no hang, and nothing left behind.

use super::{answer, get, listen, redirect, serve};
use lpauth::edge::http::{Http, Limits, Network};
use lpauth::edge::{Failure, FailureKind};
use lpauth::model::http::Request;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use url::Url;

/// What a server does once somebody has asked.
type Serve = fn(&mut TcpStream) -> std::io::Result<()>;

/// More than any answer takes, so that only those that never come run into it.
const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(100);

/// What goes wrong, over which scheme, how long somebody waits, what a server does, and what is said of it.
type Fault = (&'static str, Duration, Serve, &'static str);

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    ("http", SHORT, |_| Ok(()), "did not answer within 100 milliseconds"),
    ("http", SHORT, |stream| stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nslow"), "did not answer within 100 milliseconds"),
    ("http", SHORT, |stream| forever(stream, b"HTTP/1.1 103 Early Hints\r\n\r\n"), "did not answer within 100 milliseconds"),
    ("http", LONG, close, "closed the connection without an answer"),
    ("http", LONG, |stream| { stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-le")?; close(stream) }, "closed the connection without an answer"),
    ("http", LONG, |stream| { stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")?; close(stream) }, "broke off its answer after 4 of 100 bytes"),
    ("http", LONG, |stream| { stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n")?; close(stream) }, "broke off its answer after 4 bytes"),
    ("http", LONG, |stream| stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nno length\r\n"), "broke off its answer after 0 bytes"),
    ("http", LONG, |stream| { stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?; forever(stream, &[b' '; 4096]) }, "answers with more than 1000000 bytes"),
    ("http", LONG, |stream| { stream.write_all(b"HTTP/1.1 200 OK\r\n")?; forever(stream, b"x-flood: 1\r\n") }, "sends more header fields than can be read"),
    ("http", LONG, |stream| { stream.write_all(b"HTTP/1.1 200 OK\r\nx-flood: ")?; forever(stream, &[b'x'; 4096]) }, "sends more header fields than can be read"),
    ("http", LONG, |stream| stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n"), "answers with what is no HTTP/1.1: "),
    ("http", LONG, |stream| stream.write_all(&[0; 64]), "answers with what is no HTTP/1.1: "),
    ("http", LONG, |stream| stream.write_all(b"HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n"), "answers with what is no HTTP/1.1: "),
    ("http", LONG, |stream| stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n"), "answers with what is no HTTP/1.1: "),
    ("http", LONG, |stream| stream.write_all(&[21, 3, 3, 0, 2, 2, 22]), "answers with what is no HTTP/1.1: "),
    ("https", SHORT, |_| Ok(()), "did not answer within 100 milliseconds"),
    ("https", LONG, close, "closed the connection without an answer"),
    ("https", LONG, |stream| stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "does not speak TLS"),
    ("https", LONG, |stream| stream.write_all(&[0; 64]), "does not speak TLS"),
    ("https", LONG, |stream| stream.write_all(&[22, 3, 3, 0, 4, 2, 0, 0, 0]), "does not speak TLS"),
    ("https", LONG, |stream| stream.write_all(&[22, 3, 3, 0, 4, 14, 0, 0, 0]), "breaks the rules of TLS: "),
    ("https", LONG, |stream| stream.write_all(&[21, 3, 3, 0, 2, 2, 40]), "broke off the TLS handshake: "),
];

fn close(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.shutdown(std::net::Shutdown::Write)
}

fn forever(stream: &mut TcpStream, bytes: &[u8]) -> std::io::Result<()> {
    loop {
        stream.write_all(bytes)?;
    }
}

/// Serves one connection; returns where, and what tells that the other side has closed it.
fn wrong(scheme: &str, serve: Serve) -> (Url, Receiver<()>) {
    let (over, closed) = channel();
    let url = listen(vec![Box::new(move |mut stream| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = serve(&mut stream);
        let mut rest = [0; 4096];
        while !matches!(stream.read(&mut rest), Ok(0) | Err(_)) {}
        let _ = over.send(());
    })]);
    (Url::parse(&format!("{scheme}{}", url.as_str().trim_start_matches("http"))).unwrap(), closed)
}

#[test]
fn each_fault_is_told_in_time_and_leaves_no_connection() {
    for (scheme, time, serve, told) in FAULTS {
        let (url, closed) = wrong(scheme, *serve);
        let limits = Limits { time: *time, bytes: 1_000_000, ..limits() };
        let mut network = Network::default();
        let failure = network.hop(&Request::get(url.clone(), "*/*"), &limits).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Network);
        assert!(failure.message.contains(told), "{told}: {failure:?}");
        assert!(failure.message.contains(&url.port().unwrap().to_string()) && failure.hint.is_some(), "{failure:?}");
        assert_eq!(closed.recv_timeout(LONG), Ok(()), "{told}: the connection is open still");
        // Whoever failed once can ask again.
        let (well, _) = super::serve(vec![answer("200 OK", "", "well")]);
        let limits = Limits { time: LONG, ..limits };
        assert_eq!(network.send(&Request::get(well, "*/*"), &limits).unwrap().body, b"well");
    }
}

/// No server of these tests gets as far as its certificate, so that any authority will do.
fn limits() -> Limits {
    let authority = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    Limits { roots: Some(authority.cert.pem().into_bytes()), ..Limits::default() }
}

#[test]
fn what_is_odd_but_whole_is_an_answer() {
    let hints = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n";
    let odd =
        b"HTTP/1.1 200 OK\r\nx-name: caf\xe9\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\n\x1f\x8b\xff\xfe";
    let bytes = [hints.as_bytes(), odd].concat();
    let url = listen(vec![Box::new(move |mut stream| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(&bytes);
    })]);
    let answer = get(&url, &Limits::default()).unwrap();
    assert_eq!((answer.status, answer.header("link")), (200, None), "hints are none of the answer");
    assert_eq!((answer.header("x-name"), answer.header("content-encoding")), (Some("caf\u{fffd}"), Some("gzip")));
    assert_eq!(answer.body, b"\x1f\x8b\xff\xfe", "as it came");
}

#[test]
fn a_refusal_in_mid_flow_names_who_refuses() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = listener.local_addr().unwrap();
    drop(listener);
    let (url, requests) = serve(vec![redirect(&format!("http://{gone}/token"))]);
    let failure = get(&url, &Limits::default()).unwrap_err();
    assert_eq!(failure.message, format!("{gone} refuses the connection"));
    assert_eq!(requests.iter().count(), 1);
}

#[test]
fn the_limit_is_of_the_whole_exchange_and_is_named_whole() {
    let (stalled, _) = wrong("http", |_| Ok(()));
    let (url, _) = serve(vec![redirect(stalled.as_str())]);
    let limits = Limits { time: Duration::from_millis(2000), spent: Duration::from_millis(1900), ..Limits::default() };
    let failure = get(&url, &limits).unwrap_err();
    assert!(failure.message.ends_with(" did not answer within 2 seconds"), "{failure:?}");
}

#[test]
fn what_is_secret_in_an_address_is_not_told() {
    let (url, _) = wrong("http", close);
    let failure: Failure = get(&url.join("callback?code=s3cret#f").unwrap(), &Limits::default()).unwrap_err();
    assert!(!failure.to_string().contains("s3cret"), "{failure}");
}

#[test]
fn a_name_that_nobody_knows_says_so() {
    // No label is longer than 63 octets (RFC 1035 §2.3.4), so that no resolver is asked.
    let host = format!("{}.example", "a".repeat(64));
    let url = Url::parse(&format!("http://{host}/")).unwrap();
    let failure = get(&url, &Limits { allow_http: true, time: LONG, ..Limits::default() }).unwrap_err();
    assert!(failure.message.starts_with(&format!("{host} is not known: ")), "{failure:?}");
}

#[test]
fn a_connection_that_is_reset_is_closed_without_an_answer() {
    let url = listen(vec![Box::new(drop)]);
    let failure = get(&url, &Limits::default()).unwrap_err();
    assert!(failure.message.contains("closed the connection without an answer"), "{failure:?}");
}
