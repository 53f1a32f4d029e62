//! The authorization server's metadata: whether it can be read, whose it is, and where it says the keys are.

pub mod addresses;
pub mod algorithms;
pub mod keys;
pub mod liveperson;
pub mod members;
pub mod offers;

use super::jwks::broken;
use super::question::{at, difference, lacks, saw};
use super::{Check, Context, Facts, Run};
use crate::model::discovery::Discovery;
use crate::model::json::Place;
use crate::report::Basis::{Inferred, Normative};
use crate::report::Severity::{Error, Note};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{CORE, DISCOVERY, LIVEPERSON, RFC3986, RFC8414};
use url::Url;

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "discovery-unreadable",
            title: "the metadata is not a JSON object",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("4.2"), RFC8414.at("3.2")],
            why: "Without readable metadata nobody finds the keys by themselves. LivePerson is not documented to read \
                  it: there the addresses are typed in by hand.",
            fix: "Open `/.well-known/openid-configuration` yourself: it must answer with JSON.",
        },
        run: Run::Facts(unreadable),
    },
    Check {
        rule: Rule {
            id: "discovery-issuer-missing",
            title: "the metadata names no issuer",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), RFC8414.at("2")],
            why: "`issuer` is required: it says whose metadata this is, and readers compare it with the URL they asked \
                  and with the `iss` of every token.",
            fix: "Write `issuer`, the https URL that the tokens have as `iss`.",
        },
        run: Run::Discovery(issuer_missing),
    },
    Check {
        rule: Rule {
            id: "discovery-issuer-mismatch",
            title: "the metadata is that of another issuer",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("4.3"), RFC8414.at("3.3")],
            why: "`issuer` must be exactly the URL that was asked, and the `iss` of every token. Otherwise the keys \
                  found there must not be used.",
            fix: "Set the issuer to one URL and use exactly that everywhere: metadata, tokens, LivePerson's console.",
        },
        run: Run::Discovery(issuer_mismatch),
    },
    Check {
        rule: Rule {
            id: "discovery-issuer-malformed",
            title: "`issuer` is not an https URL without query and fragment",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), RFC8414.at("2"), CORE.at("2")],
            why: "An issuer is an https URL of host, optionally port and path, and nothing else. Readers refuse other \
                  forms, and LivePerson's console asks for a URL.",
            fix: "Set the issuer to an https URL that has neither query nor fragment.",
        },
        run: Run::Metadata(issuer_malformed),
    },
    Check {
        rule: Rule {
            id: "discovery-issuer-slash",
            title: "`issuer` ends with a slash",
            severity: Note,
            basis: Inferred,
            clauses: &[DISCOVERY.at("4.3"), LIVEPERSON.at("Configuration")],
            why: "The slash is allowed, but it counts: `iss` in tokens, LivePerson's \"JWT issuer (iss)\" and the page's \
                  identity function need it too, and it may get lost in copying.",
            fix: "Copy the issuer with its slash wherever it is typed in.",
        },
        run: Run::Metadata(issuer_slash),
    },
    Check {
        rule: Rule {
            id: "discovery-no-jwks-uri",
            title: "the metadata does not say where the keys are",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("3")],
            why: "`jwks_uri` is required. Without it there is nothing to enter as \"JWKS Endpoint\" in LivePerson's \
                  console either; its \"JWT Public Key\" then takes one key, which must be changed by hand.",
            fix: "Publish the key set at an https URL and name it as `jwks_uri`.",
        },
        run: Run::Discovery(no_jwks_uri),
    },
];

fn unreadable(facts: &Facts, _: &Context) -> Outcome {
    broken(&facts.discovery, "a JSON object")
}

fn issuer_missing(discovery: &Discovery, _: &Context) -> Outcome {
    let wanted = "`issuer`, an https URL";
    match discovery.member("issuer") {
        None => lacks(&discovery.json, "issuer", wanted).fail(),
        Some(place) => {
            let named = place.node.as_str().is_some_and(|text| !text.is_empty());
            Outcome::must(named, || saw(&discovery.json, &place, wanted))
        }
    }
}

const UNASKED: &str = "nobody said which issuer it is of: name the issuer in place of the file, or pass --issuer";

fn issuer_mismatch(discovery: &Discovery, _: &Context) -> Outcome {
    let Some(asked) = &discovery.asked else { return Outcome::skip(UNASKED) };
    of_issuer(discovery, |place, issuer| {
        let finding = || Finding::new(at(&discovery.json, &place), issuer, asked.as_str()).compared();
        Outcome::must(issuer == asked, || match difference(issuer, asked) {
            Some(words) => finding().hint(words.replace("the token", "the metadata")),
            None => finding(),
        })
    })
}

fn issuer_malformed(discovery: &Discovery, _: &Context) -> Outcome {
    of_issuer(discovery, |place, issuer| {
        let wanted = "an https URL without query and fragment";
        let finding = |complaint| saw(&discovery.json, &place, wanted).hint(complaint);
        Outcome::all(issuer_complaint(issuer).map(finding).into_iter().collect())
    })
}

fn issuer_complaint(issuer: &str) -> Option<String> {
    let url = match absolute(issuer) {
        Ok(url) => url,
        Err(complaint) => return Some(complaint),
    };
    let parts: [(&str, bool); 4] = [
        ("its scheme is not https", url.scheme() != "https"),
        ("it has a query", url.query().is_some()),
        ("it has a fragment", url.fragment().is_some()),
        ("it has a user name", !url.username().is_empty() || url.password().is_some()),
    ];
    let wrong: Vec<&str> = parts.iter().filter(|(_, wrong)| *wrong).map(|(words, _)| *words).collect();
    (!wrong.is_empty()).then(|| wrong.join("; "))
}

fn issuer_slash(discovery: &Discovery, _: &Context) -> Outcome {
    of_issuer(discovery, |place, issuer| {
        Outcome::must(!issuer.ends_with('/'), || saw(&discovery.json, &place, "an issuer without a slash at its end"))
    })
}

fn of_issuer<'a>(discovery: &'a Discovery, ask: impl FnOnce(Place<'a>, &'a str) -> Outcome) -> Outcome {
    super::question::of_text(&discovery.json, "issuer", |place, issuer| match issuer {
        "" => Outcome::skip("`issuer` is empty"),
        _ => ask(place, issuer),
    })
}

fn no_jwks_uri(discovery: &Discovery, _: &Context) -> Outcome {
    let json = &discovery.json;
    let Some(place) = discovery.member("jwks_uri") else {
        if discovery.is_plain_oauth() {
            return Outcome::skip("metadata of plain OAuth may do without `jwks_uri`");
        }
        return lacks(json, "jwks_uri", "`jwks_uri`, an https URL").fail();
    };
    let is_url = place.node.as_str().is_some_and(|text| absolute(text).is_ok());
    Outcome::must(is_url, || saw(json, &place, "an https URL"))
}

/// Reads an absolute URL as strictly as RFC 3986 has it; says what is wrong with it otherwise.
fn absolute(text: &str) -> Result<Url, String> {
    if let Some(strange) = text.chars().find(|c| !is_uri_character(*c)) {
        return Err(match strange {
            '{' | '}' | '<' | '>' => "a placeholder in it was not filled in".to_owned(),
            c if c.is_whitespace() => "white space stands in it".to_owned(),
            c => format!("a URL cannot have the character `{}`", c.escape_debug()),
        });
    }
    let url = Url::parse(text).map_err(|_| "it is not absolute: scheme and host belong to it".to_owned())?;
    let spelled = text.get(url.scheme().len()..).is_some_and(|rest| rest.starts_with("://"));
    if spelled && url.has_host() { Ok(url) } else { Err("`://` and a host belong after the scheme".to_owned()) }
}

// RFC 3986 §2.
fn is_uri_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c)
}

/// Where the rules on URLs come from.
const URL: crate::spec::Clause = RFC3986.at("3");

/// Returns a finding about the member called `name` if it is there, else about the whole document.
fn about(discovery: &Discovery, name: &str, found: impl Into<String>, wanted: impl Into<String>) -> Finding {
    let place = discovery.member(name).unwrap_or_else(|| discovery.json.place());
    Finding::new(at(&discovery.json, &place), found, wanted)
}

/// Returns the strings in the array called `name`, each with its pointer.
fn elements<'a>(discovery: &'a Discovery, name: &str) -> Vec<(Place<'a>, &'a str)> {
    let places = discovery.member(name).map_or_else(Vec::new, |place| place.elements());
    places
        .into_iter()
        .filter_map(|place| Some((place.node.as_str()?, place)))
        .map(|(text, place)| (place, text))
        .collect()
}

/// Asks about the array called `name`; skips if it is not there.
fn of_list(discovery: &Discovery, name: &str, ask: impl FnOnce() -> Outcome) -> Outcome {
    if discovery.tells(name) { ask() } else { Outcome::skip(format!("there is no `{name}`")) }
}
