//! The addresses in the metadata: whether they are URLs, and such as clients may use.

use super::{URL, absolute};
use crate::check::question::{at, saw};
use crate::check::{Check, Context, Run};
use crate::model::discovery::Discovery;
use crate::model::discovery::members::{self, Shape};
use crate::model::http::is_loopback;
use crate::model::json::Place;
use crate::report::Basis::{Inferred, Normative};
use crate::report::Severity::{Error, Note};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{DISCOVERY, RFC6749, RFC8414};
use url::Url;

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "discovery-url-malformed",
            title: "an address in the metadata is not a URL",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), URL],
            why: "Clients use the address as it stands: a path alone, or a placeholder that nobody filled in, leads \
                  nowhere.",
            fix: "Write the whole URL, with scheme and host.",
        },
        run: Run::Metadata(malformed),
    },
    Check {
        rule: Rule {
            id: "discovery-url-not-https",
            title: "an endpoint is not an https URL",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), RFC6749.at("3.1"), RFC6749.at("3.2")],
            why: "Over plain http, anybody on the way reads codes, tokens and secrets, or puts keys of their own into \
                  the key set. LivePerson asks for https endpoints.",
            fix: "Publish the endpoint over https.",
        },
        run: Run::Metadata(not_https),
    },
    Check {
        rule: Rule {
            id: "discovery-extension-not-https",
            title: "an endpoint of the server's own is not an https URL",
            severity: Note,
            basis: Inferred,
            clauses: &[RFC8414.at("2")],
            why: "The name ends in `_endpoint` but no specification defines it; it may carry secrets all the same.",
            fix: "Publish the endpoint over https.",
        },
        run: Run::Metadata(extension_not_https),
    },
    Check {
        rule: Rule {
            id: "discovery-url-fragment",
            title: "the authorization or token endpoint has a fragment",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("3.1"), RFC6749.at("3.2")],
            why: "A fragment is never sent to the server, and in answers its place is taken by parameters.",
            fix: "Leave out the `#` and what follows.",
        },
        run: Run::Metadata(fragment),
    },
    Check {
        rule: Rule {
            id: "discovery-url-double-slash",
            title: "an endpoint has two slashes in its path",
            severity: Note,
            basis: Inferred,
            clauses: &[URL],
            why: "It is a URL, but mostly a slip of putting two parts together, and may lead elsewhere once a proxy \
                  tidies it up.",
            fix: "Leave out one of the slashes, where the server is configured.",
        },
        run: Run::Metadata(double_slash),
    },
    Check {
        rule: Rule {
            id: "discovery-url-foreign-host",
            title: "an endpoint is on another domain than the issuer",
            severity: Note,
            basis: Inferred,
            clauses: &[DISCOVERY.at("3"), DISCOVERY.at("7.2")],
            why: "This is allowed and may be meant; it may also be a copy of another server's metadata, or somebody \
                  else's keys.",
            fix: "Check that this host is yours.",
        },
        run: Run::Metadata(foreign_host),
    },
];

/// An address in the metadata.
struct Address<'a> {
    name: &'a str,
    place: Place<'a>,
    text: &'a str,
}

impl Address<'_> {
    fn url(&self) -> Option<Url> {
        absolute(self.text).ok()
    }
}

fn of_shape(discovery: &Discovery, wanted: impl Fn(Shape) -> bool) -> Vec<Address<'_>> {
    let mut found = Vec::new();
    for (member, place) in discovery.known().filter(|(member, _)| wanted(member.shape)) {
        match member.shape {
            Shape::Endpoints => found.extend(place.members()),
            _ => found.push((member.name, place)),
        }
    }
    let addresses =
        found.into_iter().filter_map(|(name, place)| Some(Address { name, text: place.node.as_str()?, place }));
    addresses.filter(|address| !address.text.is_empty()).collect()
}

/// Returns the endpoints that programs use.
fn endpoints(discovery: &Discovery) -> Vec<Address<'_>> {
    of_shape(discovery, |shape| matches!(shape, Shape::Endpoint | Shape::Endpoints))
}

fn malformed(discovery: &Discovery, _: &Context) -> Outcome {
    let all = of_shape(discovery, |shape| matches!(shape, Shape::Endpoint | Shape::Endpoints | Shape::Page));
    // `jwks_uri` has a check of its own.
    let asked = all.into_iter().filter(|address| address.name != "jwks_uri");
    let complaint = |address: Address<'_>| {
        let complaint = absolute(address.text).err()?;
        Some(saw(&discovery.json, &address.place, "an absolute URL").hint(complaint))
    };
    Outcome::all(asked.filter_map(complaint).collect())
}

fn not_https(discovery: &Discovery, _: &Context) -> Outcome {
    let finding = |address: Address<'_>| insecure(discovery, &address.place, &address.url()?);
    Outcome::all(endpoints(discovery).into_iter().filter_map(finding).collect())
}

fn extension_not_https(discovery: &Discovery, _: &Context) -> Outcome {
    let all = discovery.json.place().members().into_iter();
    let own = all.filter(|(name, _)| name.ends_with("_endpoint") && members::find(name).is_none());
    let finding = |(_, place): (&str, Place<'_>)| insecure(discovery, &place, &absolute(place.node.as_str()?).ok()?);
    Outcome::all(own.filter_map(finding).collect())
}

fn insecure(discovery: &Discovery, place: &Place<'_>, url: &Url) -> Option<Finding> {
    let finding = || saw(&discovery.json, place, "an https URL");
    (url.scheme() != "https").then(|| match is_loopback(url) {
        true => finding().hint("it leads to this machine: good for development, not for LivePerson"),
        false => finding(),
    })
}

fn fragment(discovery: &Discovery, _: &Context) -> Outcome {
    let named = ["authorization_endpoint", "token_endpoint"];
    let asked = endpoints(discovery).into_iter().filter(|address| named.contains(&address.name));
    let wrong = asked.filter(|address| address.url().is_some_and(|url| url.fragment().is_some()));
    Outcome::all(wrong.map(|address| saw(&discovery.json, &address.place, "a URL without a fragment")).collect())
}

fn double_slash(discovery: &Discovery, _: &Context) -> Outcome {
    let wrong = endpoints(discovery).into_iter();
    let wrong = wrong.filter(|address| address.url().is_some_and(|url| url.path().contains("//")));
    Outcome::all(wrong.map(|address| saw(&discovery.json, &address.place, "single slashes in the path")).collect())
}

/// The endpoints that a login uses.
const LOGIN: &[&str] = &["authorization_endpoint", "token_endpoint", "jwks_uri"];

fn foreign_host(discovery: &Discovery, _: &Context) -> Outcome {
    let issuer = discovery.text("issuer").and_then(|issuer| absolute(issuer).ok());
    let Some(home) = issuer.as_ref().and_then(Url::host_str) else {
        return Outcome::skip("there is no `issuer` to compare with");
    };
    let finding = |address: Address<'_>| {
        let url = address.url()?;
        let host = url.host_str().filter(|host| domain(host) != domain(home))?;
        let (found, wanted) = (format!("`{}` on {host}", address.name), format!("a host of {}", domain(home)));
        Some(Finding::new(at(&discovery.json, &address.place), found, wanted))
    };
    let asked = endpoints(discovery).into_iter().filter(|address| LOGIN.contains(&address.name));
    Outcome::all(asked.filter_map(finding).collect())
}

/// Returns the last two labels of a host name, or an address whole: near enough to a registered domain for a note.
fn domain(host: &str) -> &str {
    let is_name = host.contains(|c: char| c.is_ascii_alphabetic()) && !host.contains(':');
    let start = host.rmatch_indices('.').nth(1).map_or(0, |(dot, _)| dot + 1);
    if is_name { host.get(start..).unwrap_or(host) } else { host }
}
