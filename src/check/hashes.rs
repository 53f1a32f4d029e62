//! The hashes that tie the token to an access token and a code: `at_hash`, `c_hash`.

use super::header::is_none;
use super::question::{at, lacks, member, of_member, shown};
use super::{Check, Context, Run};
use crate::jose::alg::{self, Algorithm};
use crate::model::json::{Json, Place};
use crate::model::token::Token;
use crate::report::Basis::Normative;
use crate::report::Severity::Error;
use crate::report::{Finding, Outcome, Rule};
use crate::spec::CORE;

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "at-hash-missing",
            title: "an access token came with the token, but there is no `at_hash`",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.2.2.10"), CORE.at("3.3.2.11")],
            why: "When both come from the authorization endpoint, `at_hash` is required: without it somebody can \
                  replace the access token on its way through the browser.",
            fix: "Make the issuer add `at_hash`, or ask for `response_type=id_token` alone.",
        },
        run: Run::Claims(at_hash_missing),
    },
    Check {
        rule: Rule {
            id: "at-hash-mismatch",
            title: "`at_hash` is not the hash of the access token",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.1.3.6"), CORE.at("3.1.3.8"), CORE.at("3.2.2.9")],
            why: "The access token is not the one that this token was issued with, or the hash was made wrongly: it is \
                  the left half of the hash that `alg` uses, in base64url.",
            fix: "Check that both tokens come from one response, and how the issuer computes `at_hash`.",
        },
        run: Run::Token(at_hash_mismatch),
    },
    Check {
        rule: Rule {
            id: "c-hash-missing",
            title: "a code came with the token, but there is no `c_hash`",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.3.2.11")],
            why: "When both come from the authorization endpoint, `c_hash` is required: without it somebody can \
                  replace the code on its way through the browser.",
            fix: "Make the issuer add `c_hash`, or ask for `response_type=code` alone.",
        },
        run: Run::Claims(c_hash_missing),
    },
    Check {
        rule: Rule {
            id: "c-hash-mismatch",
            title: "`c_hash` is not the hash of the code",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.3.2.10"), CORE.at("3.3.2.11")],
            why: "The code is not the one that this token was issued with, or the hash was made wrongly: it is the \
                  left half of the hash that `alg` uses, in base64url.",
            fix: "Check that code and token come from one response, and how the issuer computes `c_hash`.",
        },
        run: Run::Token(c_hash_mismatch),
    },
];

fn at_hash_missing(claims: &Json, context: &Context) -> Outcome {
    required_with(claims, context, "token", "at_hash")
}

fn c_hash_missing(claims: &Json, context: &Context) -> Outcome {
    required_with(claims, context, "code", "c_hash")
}

/// Passes if the claim is there, or if the response type does not send `companion` beside the token.
fn required_with(claims: &Json, context: &Context, companion: &str, claim: &str) -> Outcome {
    let Some(response_type) = &context.response_type else { return Outcome::skip("no --response-type given") };
    let asked: Vec<&str> = response_type.split_whitespace().collect();
    if !(asked.contains(&"id_token") && asked.contains(&companion)) {
        return Outcome::skip(format!("`{claim}` is optional with `response_type={response_type}`"));
    }
    let wanted = format!("`{claim}`, as `response_type={response_type}` needs it");
    Outcome::must(member(claims, claim).is_some(), || lacks(claims, claim, wanted))
}

fn at_hash_mismatch(token: &Token, context: &Context) -> Outcome {
    let Some(access_token) = &context.access_token else { return Outcome::skip("no --access-token given") };
    hash_of(token, "at_hash", access_token, context)
}

fn c_hash_mismatch(token: &Token, context: &Context) -> Outcome {
    let Some(code) = &context.code else { return Outcome::skip("no --code given") };
    hash_of(token, "c_hash", code, context)
}

fn hash_of(token: &Token, claim: &str, text: &str, context: &Context) -> Outcome {
    let Some(claims) = token.claims.json() else { return Outcome::skip("the claims could not be read") };
    let algorithm = match algorithm(token) {
        Ok(algorithm) => algorithm,
        Err(reason) => return Outcome::skip(reason),
    };
    let cut = context.cut_hashes.iter().find(|cut| cut.placeholder == text && cut.algorithm == algorithm.name);
    let wanted = cut.map_or_else(|| algorithm.half_hash(text), |cut| cut.half_hash.clone());
    of_member(claims, claim, |place| compare(claims, &place, algorithm, text, &wanted))
}

fn algorithm(token: &Token) -> Result<&'static Algorithm, &'static str> {
    let header = token.header.json().ok_or("the header could not be read")?;
    let name = header.root.get("alg").and_then(|alg| alg.as_str()).ok_or("the header has no `alg`")?;
    if is_none(name) {
        return Err("the token says it is not signed");
    }
    alg::find(name).ok_or("`alg` names no signature algorithm")
}

fn compare(claims: &Json, place: &Place<'_>, algorithm: &Algorithm, text: &str, wanted: &str) -> Outcome {
    let claimed = place.node.as_str();
    if claimed == Some(wanted) {
        return Outcome::Pass;
    }
    let saw = claimed.map_or_else(|| shown(place.node), str::to_owned);
    let finding = Finding::new(at(claims, place), saw.as_str(), wanted).compared();
    match slip(&saw, wanted, algorithm, text) {
        Some(words) => finding.hint(words).fail(),
        None => finding.fail(),
    }
}

/// Returns in words what the issuer did to get from the right hash to what it wrote, if that can be told.
fn slip(saw: &str, wanted: &str, algorithm: &Algorithm, text: &str) -> Option<String> {
    let url_safe = saw.trim_end_matches('=').replace('+', "-").replace('/', "_");
    if url_safe == wanted {
        return Some("the hash is right, but it must be base64url without padding".to_owned());
    }
    // The whole hash begins with the same bytes; six bits a character, so all but the last agree.
    if saw.len() > wanted.len() && saw.get(..wanted.len() - 1) == wanted.get(..wanted.len() - 1) {
        return Some("this is the whole hash: only its left half belongs here".to_owned());
    }
    let other = alg::ALGORITHMS.iter().find(|other| other.name != algorithm.name && other.half_hash(text) == saw)?;
    Some(format!("this is the hash for {}: `alg` is {}", other.name, algorithm.name))
}
