//! Where the documents are published: whether others can reach that place.

use super::{Fetched, each, saw};
use crate::check::{Check, Context, Run};
use crate::model::http::{Exchange, Kind, is_loopback};
use crate::report::Basis::{Documented, Inferred};
use crate::report::Severity::{Note, Warning};
use crate::report::{Outcome, Rule};
use crate::spec::LIVEPERSON;
use std::net::Ipv6Addr;
use url::{Host, Url};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "host-not-public",
            title: "the document is published where LivePerson may not reach it",
            severity: Note,
            basis: Inferred,
            clauses: &[LIVEPERSON.at("IDP error 9013")],
            why: "LivePerson fetches a key set and calls the token endpoint from its own machines, so both may have to \
                  be reachable from the internet. Good for a trial, not for a brand.",
            fix: "Publish it under a public name, or leave this be while you try things out.",
        },
        run: Run::Exchanges(not_public),
    },
    Check {
        rule: Rule {
            id: "port-not-443",
            title: "the document is published at another port than 443",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Introduction")],
            why: "LivePerson asks for the brand's server on HTTPS at port 443; its own way out may be closed to others.",
            fix: "Publish it at port 443, so that the URL needs no port.",
        },
        run: Run::Exchanges(port_not_443),
    },
];

fn not_public(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, url, |exchange, url| match not_public_because(url) {
        Some(reason) => saw(exchange, "GET ", format!("{}, {reason}", host(url)), "a host on the internet").fail(),
        None => Outcome::Pass,
    })
}

fn port_not_443(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, url, |exchange, url| match url.port_or_known_default() {
        Some(443) | None => Outcome::Pass,
        Some(port) => Outcome::must(is_loopback(url), || saw(exchange, "GET ", format!("port {port}"), "port 443")),
    })
}

fn url(_: Kind, exchange: &Exchange) -> Result<&Url, &'static str> {
    Ok(&exchange.url)
}

fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default()
}

fn not_public_because(url: &Url) -> Option<&'static str> {
    match url.host()? {
        _ if is_loopback(url) => Some("this machine"),
        Host::Ipv4(address) if address.is_private() || address.is_link_local() => Some("a private address"),
        Host::Ipv6(address) if is_private(address) => Some("a private address"),
        Host::Domain(name) if !name.contains('.') => Some("a name without a domain"),
        Host::Domain(name) => {
            let ends = |suffix: &str| name.strip_suffix(suffix).is_some_and(|rest| rest.ends_with('.'));
            SUFFIXES.iter().find(|(suffix, _)| ends(suffix)).map(|(_, reason)| *reason)
        }
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    }
}

/// Domains that are not on the internet, or only for a while.
const SUFFIXES: &[(&str, &str)] = &[
    ("local", "a name of the local network"),
    ("internal", "a name of a private network"),
    ("home.arpa", "a name of the local network"),
    ("lan", "a name of the local network"),
    ("test", "a name for tests"),
    ("ngrok.io", TUNNEL),
    ("ngrok.app", TUNNEL),
    ("ngrok.dev", TUNNEL),
    ("ngrok-free.app", TUNNEL),
    ("ngrok-free.dev", TUNNEL),
    ("trycloudflare.com", TUNNEL),
    ("loca.lt", TUNNEL),
];

const TUNNEL: &str = "a tunnel, which may show a page of its own in place of the document";

fn is_private(address: Ipv6Addr) -> bool {
    address.is_unique_local() || address.is_unicast_link_local()
}
