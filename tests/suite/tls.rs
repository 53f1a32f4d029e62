//! HTTPS as far as this machine: servers with certificates of our own, good and bad, and what a fetch tells of them.

use lpauth::check::{self, Context, Facts, Slot};
use lpauth::edge::http::{Http, Limits, Network};
use lpauth::edge::{Failure, FailureKind};
use lpauth::model::certificate::KeyKind;
use lpauth::model::http::{DistrustKind, Exchange, Kind, Request};
use lpauth::model::secret::Secret;
use lpauth::model::time::Timestamp;
use rcgen::{CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::crypto::aws_lc_rs;
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::version::{TLS12, TLS13};
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned, SupportedProtocolVersion};
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
    /// Whether it talks to those only whom the authority vouches for.
    exclusive: bool,
    versions: Vec<&'static SupportedProtocolVersion>,
}

fn good() -> Server {
    Server { name: "localhost", until: 2090, issued: true, exclusive: false, versions: vec![&TLS13, &TLS12] }
}

impl Server {
    /// Serves an empty object, again and again, to whoever comes first; returns where.
    fn start(&self) -> Url {
        let config = Arc::new(self.config());
        listen(move |stream| {
            let connection = ServerConnection::new(config).unwrap();
            let mut stream = BufReader::new(StreamOwned::new(connection, stream));
            while let Some(length) = head(&mut stream) {
                let _ = stream.read_exact(&mut vec![0; length]);
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
            .with_client_cert_verifier(self.guests())
            .with_single_cert(chain, key.into())
            .unwrap()
    }

    fn guests(&self) -> Arc<dyn ClientCertVerifier> {
        if !self.exclusive {
            return WebPkiClientVerifier::no_client_auth();
        }
        let mut roots = RootCertStore::empty();
        roots.add(AUTHORITY.der().clone()).unwrap();
        let provider = Arc::new(aws_lc_rs::default_provider());
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap()
    }
}

/// Reads the head of a request; returns how long its body is, or nothing if there is no request.
fn head(stream: &mut impl BufRead) -> Option<usize> {
    let lines: Vec<_> = stream.lines().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let length = lines.iter().find_map(|line| line.strip_prefix("content-length: "));
    (!lines.is_empty()).then(|| length.map_or(0, |length| length.parse().unwrap()))
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
    Network::default().exchange(&request(server.start()), &limits()).unwrap()
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
    match Network::default().exchange(&request(good().start()), &limits) {
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
    let exchange = Network::default().exchange(&request(url), &limits()).unwrap();
    assert_eq!(exchange.tls.as_ref().unwrap().distrust.as_ref().unwrap().kind, DistrustKind::Version);
    assert_eq!(failing(exchange), ["tls-version-old"]);
}

#[test]
fn whoever_wants_only_the_answer_is_told_why_there_is_none() {
    let sent: Result<_, Failure> =
        Network::default().send(&request(Server { issued: false, ..good() }.start()), &limits());
    let failure = sent.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Network);
    assert!(failure.message.contains("is not trusted: invalid peer certificate: "), "{failure}");
    assert!(failure.hint.unwrap().contains("--cacert"));
}

#[test]
fn a_connection_used_again_tells_as_much_of_its_certificates() {
    let mut network = Network::default();
    // One host, two servers: each is told by its own certificate.
    let other = || Server { until: 2089, versions: vec![&TLS12], ..good() };
    let urls = [good().start(), other().start()];
    let mut ask = |request: Request| network.hop(&request, &limits()).unwrap();
    let first: Vec<_> = urls.iter().map(|url| ask(request(url.clone()))).collect();
    let again: Vec<_> = urls.iter().map(|url| ask(Request::form(url.clone(), [("code", "1")]))).collect();
    for (first, again) in first.iter().zip(&again) {
        assert_eq!(again.answer.as_ref().unwrap().body, b"{}");
        assert_eq!(first.tls, again.tls);
        assert!(first.timing.connect.is_some() && first.timing.tls.is_some(), "{:?}", first.timing);
        assert_eq!((again.timing.connect, again.timing.tls), (None, None), "nothing was opened");
    }
    let version = |index: usize| again[index].tls.as_ref().unwrap().version;
    assert_eq!((version(0), version(1)), (Some("TLS 1.3"), Some("TLS 1.2")));
    assert_ne!(again[0].tls.as_ref().unwrap().leaf(), again[1].tls.as_ref().unwrap().leaf());
}

#[test]
fn a_certificate_of_ours_is_shown_to_those_who_ask_for_it() {
    for version in [&TLS12, &TLS13] {
        let exclusive = || Server { exclusive: true, versions: vec![version], ..good() };
        let hop = Network::default().hop(&request(exclusive().start()), &with_identity(&identity())).unwrap();
        assert_eq!(hop.answer.unwrap().body, b"{}");
        let failure = Network::default().hop(&request(exclusive().start()), &limits()).unwrap_err();
        assert!(failure.message.contains("broke off the TLS handshake"), "{failure}");
        assert!(failure.hint.unwrap().contains("client certificate"));
    }
}

#[test]
fn a_certificate_of_ours_that_is_none_is_an_input_failure() {
    let (certificate, key) =
        identity().split_once("-----BEGIN PRIVATE").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let strange = KeyPair::generate().unwrap().serialize_pem();
    for (pem, told) in [
        (format!("-----BEGIN PRIVATE{key}"), "the client certificate is not in its file"),
        (certificate.clone(), "the client certificate comes without its private key"),
        (certificate + &strange, "the client certificate cannot be used: "),
    ] {
        let url = Url::parse("https://127.0.0.1:1/").unwrap();
        let failure = Network::default().hop(&request(url), &with_identity(&pem)).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Input);
        assert!(failure.message.starts_with(told) && failure.hint.is_some(), "{failure}");
    }
}

/// A certificate that the authority has signed, and its key.
fn identity() -> String {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(["liveperson.example".to_owned()]).unwrap();
    params.signed_by(&key, &AUTHORITY).unwrap().pem() + &key.serialize_pem()
}

fn with_identity(pem: &str) -> Limits {
    Limits { identity: Some(Secret::new(pem)), ..limits() }
}
