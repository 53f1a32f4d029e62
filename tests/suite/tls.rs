//! HTTPS as far as this machine: servers with certificates of our own, good and bad, and what a fetch tells of them.

use lpauth::check::{self, Context, Facts, Slot};
use lpauth::edge::http::{Http, Limits, Network};
use lpauth::edge::{Failure, FailureKind};
use lpauth::model::certificate::KeyKind;
use lpauth::model::http::{DistrustKind, Exchange, Kind, Request};
use lpauth::model::time::Timestamp;
use rcgen::{CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::crypto::aws_lc_rs;
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, ServerConnection, StreamOwned, SupportedProtocolVersion};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, LazyLock};
use url::Url;

/// The authority of all tests, which no system trusts.
static AUTHORITY: LazyLock<CertifiedIssuer<'static, KeyPair>> = LazyLock::new(|| {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Brand Internal CA");
    params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
});

/// A server: what its certificate says, and which versions of TLS it speaks.
struct Server {
    name: &'static str,
    until: i32,
    issued: bool,
    versions: Vec<&'static SupportedProtocolVersion>,
}

fn good() -> Server {
    Server { name: "localhost", until: 2090, issued: true, versions: vec![&TLS13, &TLS12] }
}

impl Server {
    /// Serves an empty object to whoever comes first; returns where.
    fn start(&self) -> Url {
        let config = Arc::new(self.config());
        listen(move |stream| {
            let connection = ServerConnection::new(config).unwrap();
            let mut stream = BufReader::new(StreamOwned::new(connection, stream));
            let mut lines = stream.by_ref().lines().map_while(Result::ok);
            if lines.any(|line| line.is_empty()) {
                let _ = stream.get_mut().write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
                let _ = stream.get_mut().flush();
            }
        })
    }

    fn config(&self) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new([self.name.to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, "the server");
        (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(self.until, 1, 1));
        let (own, authority) = match self.issued {
            true => (params.signed_by(&key, &AUTHORITY).unwrap(), Some(AUTHORITY.der().clone())),
            false => (params.self_signed(&key).unwrap(), None),
        };
        let chain = std::iter::once(own.der().clone()).chain(authority).collect();
        ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_protocol_versions(&self.versions)
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key.into())
            .unwrap()
    }
}

fn listen(serve: impl FnOnce(TcpStream) + Send + 'static) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = Url::parse(&format!("https://localhost:{}/", listener.local_addr().unwrap().port())).unwrap();
    std::thread::spawn(move || {
        if let Ok((stream, _)) = listener.accept() {
            serve(stream);
        }
    });
    url
}

fn limits() -> Limits {
    Limits { roots: Some(AUTHORITY.pem().into_bytes()), ..Limits::default() }
}

fn request(url: Url) -> Request {
    Request::get(url, "application/json")
}

fn exchange(server: &Server) -> Exchange {
    Network.exchange(&request(server.start()), &limits()).unwrap()
}

fn failing(exchange: Exchange) -> Vec<&'static str> {
    let facts = Facts { exchanges: Slot::Here(vec![(Kind::Discovery, exchange)]), ..Facts::default() };
    let now = Context { now: Timestamp(1_767_225_600), ..Context::default() };
    let verdicts = check::judge(&facts, &now).into_iter().filter(|verdict| verdict.outcome.failed());
    verdicts.map(|verdict| verdict.rule.id).filter(|id| id.starts_with("tls-")).collect()
}

#[test]
fn a_chain_to_a_trusted_authority_is_shown_and_read() {
    let exchange = exchange(&good());
    let tls = exchange.tls.as_ref().unwrap();
    let [leaf, authority] = tls.chain.as_slice() else { panic!("{:?}", tls.chain) };
    assert_eq!((tls.version, &tls.distrust), (Some("TLS 1.3"), &None));
    assert_eq!((leaf.subject.as_str(), leaf.issuer.as_str()), ("CN=the server", "CN=Brand Internal CA"));
    assert_eq!((leaf.names.as_slice(), &leaf.key), (["localhost".to_owned()].as_slice(), &KeyKind::Other("P-256")));
    assert_eq!(
        (leaf.not_before.utc(), leaf.not_after.utc()),
        ("2020-01-01T00:00:00Z".to_owned(), "2090-01-01T00:00:00Z".to_owned())
    );
    assert!(authority.is_self_issued() && !leaf.is_self_issued());
    assert_eq!(exchange.answer.as_ref().unwrap().body, b"{}");
    assert_eq!(failing(exchange), [""; 0]);
}

#[test]
fn tls_12_alone_is_read_and_remarked_upon() {
    let exchange = exchange(&Server { versions: vec![&TLS12], ..good() });
    assert_eq!(exchange.tls.as_ref().unwrap().version, Some("TLS 1.2"));
    assert!(exchange.answer.is_some());
    assert_eq!(failing(exchange), ["tls-13-absent"]);
}

#[test]
fn a_server_not_to_be_trusted_is_not_asked_but_shown() {
    for (server, kind, ids) in [
        (Server { until: 2021, ..good() }, DistrustKind::Dates, &["tls-certificate-expired"][..]),
        (Server { name: "login.brand.example", ..good() }, DistrustKind::Name, &["tls-name-mismatch"]),
        (Server { issued: false, ..good() }, DistrustKind::Chain, &["tls-chain-untrusted"]),
    ] {
        let exchange = exchange(&server);
        let tls = exchange.tls.as_ref().unwrap();
        assert_eq!((tls.version, tls.distrust.as_ref().unwrap().kind), (None, kind));
        assert_eq!(tls.leaf().unwrap().names, [server.name]);
        assert_eq!(exchange.answer, None);
        assert_eq!(failing(exchange), ids);
    }
}

#[test]
fn an_authority_is_trusted_only_if_it_is_named() {
    let limits = Limits { roots: None, ..limits() };
    match Network.exchange(&request(good().start()), &limits) {
        Ok(exchange) => assert_eq!(failing(exchange), ["tls-chain-untrusted"]),
        // A machine without any certificates trusts nobody.
        Err(failure) => assert!(failure.message.contains("HTTPS cannot be used here"), "{failure}"),
    }
}

#[test]
fn a_server_of_the_last_century_is_told_by_its_alert() {
    // A fatal alert, protocol_version (RFC 8446 §6), in answer to the ClientHello.
    let url = listen(|mut stream| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(&[21, 3, 1, 0, 2, 2, 70]);
    });
    let exchange = Network.exchange(&request(url), &limits()).unwrap();
    assert_eq!(exchange.tls.as_ref().unwrap().distrust.as_ref().unwrap().kind, DistrustKind::Version);
    assert_eq!(failing(exchange), ["tls-version-old"]);
}

#[test]
fn whoever_wants_only_the_answer_is_told_why_there_is_none() {
    let sent: Result<_, Failure> = Network.send(&request(Server { issued: false, ..good() }.start()), &limits());
    let failure = sent.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Network);
    assert!(failure.message.contains("is not trusted: invalid peer certificate: "), "{failure}");
    assert!(failure.hint.unwrap().contains("--cacert"));
}
