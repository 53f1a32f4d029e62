//! The authorization server's metadata, as far as a token's keys are found by it.

use super::jwks::broken;
use super::question::{lacks, same, saw};
use super::{Check, Context, Facts, Run};
use crate::model::discovery::Discovery;
use crate::report::Basis::Normative;
use crate::report::Severity::Error;
use crate::report::{Outcome, Rule};
use crate::spec::{DISCOVERY, RFC8414};

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
            id: "discovery-no-jwks-uri",
            title: "the metadata does not say where the keys are",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("3")],
            why: "`jwks_uri` is required. Without it there is nothing to enter as \"JWKS Endpoint\" in LivePerson's \
                  console either.",
            fix: "Publish the key set at an https URL and name it as `jwks_uri`.",
        },
        run: Run::Discovery(no_jwks_uri),
    },
];

fn unreadable(facts: &Facts, _: &Context) -> Outcome {
    broken(&facts.discovery, "a JSON object")
}

fn issuer_mismatch(discovery: &Discovery, _: &Context) -> Outcome {
    let json = &discovery.json;
    let Some(asked) = &discovery.asked else {
        return Outcome::skip(
            "nobody said which issuer it is of: name the issuer in place of the file, or pass --issuer",
        );
    };
    match json.place().member("issuer") {
        None => lacks(json, "issuer", format!("`issuer` \"{asked}\"")).fail(),
        Some(place) => match place.node.as_str() {
            Some(issuer) => same(json, &place, issuer, asked),
            None => saw(json, &place, format!("\"{asked}\"")).fail(),
        },
    }
}

fn no_jwks_uri(discovery: &Discovery, _: &Context) -> Outcome {
    let json = &discovery.json;
    let Some(place) = json.place().member("jwks_uri") else {
        return lacks(json, "jwks_uri", "`jwks_uri`, an https URL").fail();
    };
    let is_url = place.node.as_str().is_some_and(|text| url::Url::parse(text).is_ok());
    Outcome::must(is_url, || saw(json, &place, "an https URL"))
}
