//! An `exchange` of a block: how a document was fetched, all well unless it says otherwise.
//!
//! `of` is `metadata` or `jwks`, `url` where it was answered, `redirects` lists `{"url", "status", "location"}`, `status`,
//! `headers` and `body` make the answer, and `took` is in milliseconds. `tls` may change `version`, the certificate's
//! `issuer`, `names`, `from` and `until` (days from now) and `rsa` (bits), and give a `distrust`: its kind and reason,
//! after which there is no answer.

use crate::support::NOW;
use lpauth::check::{self, Context, Facts, Run, Slot};
use lpauth::model::certificate::{Certificate, KeyKind};
use lpauth::model::http::{Answer, Distrust, DistrustKind, Exchange, Kind, Redirect, Timing, Tls};
use lpauth::model::json::{Json, Node};
use lpauth::model::source::Source;
use lpauth::model::time::Timestamp;
use std::collections::BTreeSet;
use url::Url;

pub(super) fn of(node: &Node) -> (Kind, Exchange) {
    let (kind, path) = match text(node, "of") {
        Some("jwks") => (Kind::Jwks, "jwks.json"),
        _ => (Kind::Discovery, ".well-known/openid-configuration"),
    };
    let usual = format!("https://login.brand.example/{path}");
    let url = Url::parse(text(node, "url").unwrap_or(&usual)).unwrap();
    let took = number(node, "took").unwrap_or(80).unsigned_abs();
    let tls = (url.scheme() == "https").then(|| tls(node.get("tls")));
    let trusted = tls.as_ref().is_none_or(|tls| tls.distrust.is_none());
    let exchange = Exchange {
        redirects: list(node, "redirects").iter().map(redirect).collect(),
        remote: None,
        began: 0,
        timing: Timing { first_byte: took / 2, total: took, ..Timing::default() },
        answer: trusted.then(|| answer(&url, node)),
        tls,
        url,
    };
    (kind, exchange)
}

fn redirect(node: &Node) -> Redirect {
    Redirect {
        url: Url::parse(text(node, "url").unwrap()).unwrap(),
        status: u16::try_from(number(node, "status").unwrap_or(302)).unwrap(),
        location: text(node, "location").unwrap().to_owned(),
    }
}

fn answer(url: &Url, node: &Node) -> Answer {
    let usual = vec![("content-type".to_owned(), "application/json".to_owned())];
    let field = |member: &Node, name: &str| (name.to_owned(), member.as_str().unwrap().to_owned());
    let named = |node: &Node| node.members().iter().map(|member| field(&member.node, &member.name)).collect();
    Answer {
        url: url.clone(),
        status: u16::try_from(number(node, "status").unwrap_or(200)).unwrap(),
        headers: node.get("headers").map_or(usual, named),
        body: text(node, "body").unwrap_or("{}").as_bytes().to_vec(),
    }
}

fn tls(node: Option<&Node>) -> Tls {
    let version = node.and_then(|node| text(node, "version")).unwrap_or("TLS 1.3");
    let distrust = node.and_then(|node| node.get("distrust")).map(distrust);
    let early = distrust.as_ref().is_some_and(|distrust| distrust.kind == DistrustKind::Version);
    Tls {
        version: ["TLS 1.2", "TLS 1.3"].into_iter().find(|known| *known == version && distrust.is_none()),
        chain: if early { Vec::new() } else { vec![certificate(node)] },
        distrust,
    }
}

fn certificate(node: Option<&Node>) -> Certificate {
    let days = |name: &str, usual: i64| NOW + 86_400 * node.and_then(|node| number(node, name)).unwrap_or(usual);
    let names = node.map_or(&[][..], |node| list(node, "names"));
    let names: Vec<_> = names.iter().filter_map(Node::as_str).map(str::to_owned).collect();
    let bits = node.and_then(|node| number(node, "rsa")).map(|bits| usize::try_from(bits).unwrap());
    Certificate {
        subject: "CN=login.brand.example".to_owned(),
        issuer: node.and_then(|node| text(node, "issuer")).unwrap_or("CN=Some CA").to_owned(),
        names: if names.is_empty() { vec!["login.brand.example".to_owned()] } else { names },
        not_before: Timestamp(days("from", -10)),
        not_after: Timestamp(days("until", 80)),
        key: bits.map_or(KeyKind::Other("P-256"), KeyKind::Rsa),
    }
}

fn distrust(node: &Node) -> Distrust {
    let kind = match text(node, "kind") {
        Some("dates") => DistrustKind::Dates,
        Some("name") => DistrustKind::Name,
        Some("chain") => DistrustKind::Chain,
        Some("version") => DistrustKind::Version,
        other => panic!("no distrust of the kind {other:?}"),
    };
    Distrust { kind, reason: text(node, "reason").unwrap().to_owned() }
}

fn text<'a>(node: &'a Node, name: &str) -> Option<&'a str> {
    node.get(name)?.as_str()
}

fn number(node: &Node, name: &str) -> Option<i64> {
    node.get(name)?.as_integer()
}

fn list<'a>(node: &'a Node, name: &str) -> &'a [Node] {
    node.get(name).map_or(&[], Node::elements)
}

type Break = (&'static str, fn(&mut Exchange));

/// For each check, what breaks a well-published key set in just that way.
const BREAKS: &[Break] = &[
    ("tls-version-old", |exchange| give_up(exchange, DistrustKind::Version)),
    ("tls-13-absent", |exchange| exchange.tls.as_mut().unwrap().version = Some("TLS 1.2")),
    ("tls-certificate-expired", |exchange| give_up(exchange, DistrustKind::Dates)),
    ("tls-certificate-expiring", |exchange| leaf(exchange).not_after = Timestamp(NOW + 86_400)),
    ("tls-name-mismatch", |exchange| give_up(exchange, DistrustKind::Name)),
    ("tls-chain-untrusted", |exchange| give_up(exchange, DistrustKind::Chain)),
    ("tls-key-too-small", |exchange| leaf(exchange).key = KeyKind::Rsa(1024)),
    ("answer-redirected", |exchange| {
        let (url, location) = (exchange.url.clone(), exchange.url.to_string());
        exchange.redirects.push(Redirect { url, status: 302, location });
    }),
    ("status-not-200", |exchange| exchange.answer.as_mut().unwrap().status = 503),
    ("jwks-media-type-wrong", |exchange| set(exchange, "content-type", "text/plain")),
    ("body-with-bom", |exchange| exchange.answer.as_mut().unwrap().body.splice(..0, *b"\xEF\xBB\xBF").for_each(drop)),
    ("caching-absent", |exchange| set(exchange, "cache-control", "public")),
    ("caching-long", |exchange| set(exchange, "cache-control", "max-age=90000")),
    ("cors-absent", |exchange| set(exchange, "access-control-allow-origin", "")),
    ("answer-slow", |exchange| exchange.timing.total = 2_001),
    ("host-not-public", |exchange| exchange.url.set_host(Some("192.168.1.9")).unwrap()),
    ("port-not-443", |exchange| exchange.url.set_port(Some(8443)).unwrap()),
];

fn leaf(exchange: &mut Exchange) -> &mut Certificate {
    &mut exchange.tls.as_mut().unwrap().chain[0]
}

fn give_up(exchange: &mut Exchange, kind: DistrustKind) {
    let tls = exchange.tls.as_mut().unwrap();
    (tls.version, tls.distrust) = (None, Some(Distrust { kind, reason: "as the test wants it".to_owned() }));
    exchange.answer = None;
}

fn set(exchange: &mut Exchange, name: &str, value: &str) {
    let headers = &mut exchange.answer.as_mut().unwrap().headers;
    headers.retain(|(other, _)| other != name);
    headers.extend((!value.is_empty()).then(|| (name.to_owned(), value.to_owned())));
}

fn failing(kind: Kind, exchange: Exchange) -> Vec<&'static str> {
    let facts = Facts { exchanges: Slot::Here(vec![(kind, exchange)]), ..Facts::default() };
    let context = Context { now: Timestamp(NOW), ..Context::default() };
    let verdicts = check::judge(&facts, &context).into_iter();
    verdicts.filter(|verdict| verdict.outcome.failed()).map(|verdict| verdict.rule.id).collect()
}

fn well_published() -> Exchange {
    let json = Json::parse(Source::new("well", r#"{ "of": "jwks" }"#)).unwrap();
    let (_, mut exchange) = of(&json.root);
    set(&mut exchange, "cache-control", "max-age=3600");
    set(&mut exchange, "access-control-allow-origin", "*");
    exchange
}

#[test]
fn each_way_to_publish_badly_is_found_and_nothing_else() {
    assert_eq!(failing(Kind::Jwks, well_published()), [""; 0]);
    assert_eq!(failing(Kind::Discovery, well_published()), [""; 0]);
    for (id, damage) in BREAKS {
        let mut exchange = well_published();
        damage(&mut exchange);
        assert_eq!(failing(Kind::Jwks, exchange), [*id]);
    }
    let mut exchange = well_published();
    set(&mut exchange, "content-type", "application/jwk-set+json");
    assert_eq!(failing(Kind::Discovery, exchange), ["metadata-media-type-wrong"]);
}

#[test]
fn every_check_of_an_exchange_is_broken_once() {
    let asks = |check: &&check::Check| matches!(check.run, Run::Exchanges(_));
    let ids: BTreeSet<_> = check::all().filter(asks).map(|check| check.rule.id).collect();
    let broken = BREAKS.iter().map(|(id, _)| *id).chain(["metadata-media-type-wrong"]).collect();
    assert_eq!(ids, broken);
}
