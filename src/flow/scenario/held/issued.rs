//! What the server issues: codes, answers of userinfo, refreshed tokens, registrations.

use super::{Found, at_login, at_member, described, last, settled, text, token};
use crate::flow::scenario::Evidence;
use crate::model::callback::looks_like_token;
use crate::model::json::Json;
use crate::model::token_response::TokenResponse;
use crate::report::{Finding, Outcome};
use std::collections::BTreeMap;

/// The length of a code below which it cannot be one of 2^128 (RFC 6749 §10.10), in bytes.
const SHORTEST: usize = 16;

/// The least entropy that a code shows by its characters, in bits. Sixteen random bytes show some 90 in base64url.
const BITS: f64 = 80.0;

/// Passes if the code is long and mixed enough that nobody guesses it.
pub(in super::super) fn code_strong(evidence: &Evidence<'_>) -> Outcome {
    let ask = || -> Found<Outcome> {
        let login = last(evidence)?;
        let code = login.code().ok_or_else(|| Outcome::skip("no code came back"))?;
        Ok(Outcome::all(weak("the code", code).into_iter().collect()))
    };
    settled(ask())
}

fn weak(what: &str, text: &str) -> Option<Finding> {
    let bits = entropy(text);
    let wanted = format!("at least {SHORTEST} characters that show {BITS} bits of chance");
    let seen = || format!("{what}: {} characters that show {bits:.0} bits", text.chars().count());
    (text.len() < SHORTEST || bits < BITS).then(|| at_login(seen(), wanted))
}

/// Returns how much chance the characters of a text show, in bits: Shannon's estimate.
fn entropy(text: &str) -> f64 {
    let mut counts: BTreeMap<char, f64> = BTreeMap::new();
    text.chars().for_each(|c| *counts.entry(c).or_default() += 1.0);
    let length: f64 = counts.values().sum();
    counts.values().map(|count| count * (length / count).log2()).sum()
}

/// Passes if an access token came with the token, and what there is to know about it (RFC 6749 §4.2.2).
pub(in super::super) fn access_token_beside(evidence: &Evidence<'_>) -> Outcome {
    let ask = || -> Found<Outcome> {
        let login = last(evidence)?;
        let callback = login.callback.as_ref().ok_or_else(|| Outcome::skip("nothing came back"))?;
        let bearer = callback.get("token_type").is_some_and(|name| name.eq_ignore_ascii_case("bearer"));
        let seconds = callback.get("expires_in").map(|text| text.parse::<u64>().is_ok_and(|seconds| seconds > 0));
        let flaws = [
            (callback.get("access_token").is_none_or(str::is_empty), "no `access_token`", "`access_token`"),
            (!bearer, "another `token_type`, or none", "`token_type` Bearer"),
            (seconds == Some(false), "an `expires_in` that is no number of seconds", "a number of seconds"),
        ];
        let flaws = flaws.into_iter().filter(|(flawed, ..)| *flawed);
        Ok(Outcome::all(flaws.map(|(_, saw, wanted)| at_login(saw, wanted)).collect()))
    };
    settled(ask())
}

/// Passes if the userinfo endpoint answered with claims.
pub(in super::super) fn userinfo_answered(evidence: &Evidence<'_>) -> Outcome {
    let ask = || -> Found<Outcome> {
        let answer = last(evidence)?.userinfo().ok_or_else(|| Outcome::skip("the userinfo endpoint gave no answer"))?;
        let told = answer.body.is_ok() || looks_like_token(answer.source().text.trim());
        let right = answer.answer.status == 200 && answer.error().is_none() && told;
        Ok(Outcome::must(right, || at_login(described(&answer), "200, and claims")))
    };
    settled(ask())
}

/// Passes if the metadata says that refresh tokens are issued, where one is.
pub(in super::super) fn refresh_advertised(evidence: &Evidence<'_>) -> Outcome {
    let ask = || -> Found<Outcome> {
        let issued = last(evidence)?.tokens().is_some_and(|answer| answer.text("refresh_token").is_some());
        if !issued {
            return Err(Outcome::skip("the server issues no refresh token"));
        }
        let metadata = evidence.setup.metadata.as_ref().ok_or_else(|| Outcome::skip("there is no metadata"))?;
        Ok(Outcome::must(metadata.lists("grant_types_supported", "refresh_token"), || {
            at_login("a `refresh_token`", "`refresh_token` in `grant_types_supported`")
        }))
    };
    settled(ask())
}

/// Passes if a refresh request brought a new access token, in an answer like that to a code (RFC 6749 §5.1).
pub(in super::super) fn refreshed(evidence: &Evidence<'_>) -> Outcome {
    of_refreshed(evidence, |answer| {
        if answer.answer.status != 200 || answer.text("access_token").is_none() {
            return at_login(described(answer), "200, and a new access token").fail();
        }
        let bearer = answer.text("token_type").is_some_and(|name| name.eq_ignore_ascii_case("bearer"));
        let kept = answer.answer.header("cache-control").unwrap_or_default().to_ascii_lowercase();
        let token_type = (!bearer).then(|| at_login("another `token_type`, or none", "Bearer"));
        let caching = (!kept.contains("no-store")).then(|| at_login("no `Cache-Control: no-store`", "no-store"));
        Outcome::all(token_type.into_iter().chain(caching).collect())
    })
}

/// Passes if what a refresh request brought is long and mixed enough that nobody guesses it, and printable.
pub(in super::super) fn refreshed_strong(evidence: &Evidence<'_>) -> Outcome {
    of_refreshed(evidence, |answer| {
        let flaw = |name: &str| {
            let token = answer.text(name)?;
            let printable = token.bytes().all(|byte| matches!(byte, b' '..=b'~'));
            let unprintable =
                (!printable).then(|| at_login(format!("`{name}` has strange characters"), "printable ASCII"));
            unprintable.or_else(|| weak(name, token))
        };
        Outcome::all(["access_token", "refresh_token"].into_iter().filter_map(flaw).collect())
    })
}

fn of_refreshed(evidence: &Evidence<'_>, ask: impl FnOnce(&TokenResponse) -> Outcome) -> Outcome {
    let answer =
        last(evidence).and_then(|login| login.refreshed().ok_or_else(|| super::refused::no_refresh_token(evidence)));
    settled(answer.map(|answer| ask(&answer)))
}

/// Passes if the header of the token names RS256, and a key.
pub(in super::super) fn rs256_with_kid(evidence: &Evidence<'_>) -> Outcome {
    of_header(evidence, |header| {
        let alg = Some(header).filter(|header| text(header, "alg") != Some("RS256"));
        let alg = alg.map(|header| at_member(header, "alg", said(header, "alg"), "RS256"));
        let kid = text(header, "kid").is_none().then(|| at_member(header, "kid", said(header, "kid"), "`kid`"));
        Outcome::all(alg.into_iter().chain(kid).collect())
    })
}

/// Passes if the token is unsigned, as was asked for.
pub(in super::super) fn unsigned(evidence: &Evidence<'_>) -> Outcome {
    of_header(evidence, |header| {
        Outcome::must(text(header, "alg") == Some("none"), || at_member(header, "alg", said(header, "alg"), "none"))
    })
}

fn of_header(evidence: &Evidence<'_>, ask: impl FnOnce(&Json) -> Outcome) -> Outcome {
    let ask = || -> Found<Outcome> {
        let token = token(last(evidence)?)?;
        token.header.json().map(ask).ok_or_else(|| Outcome::skip("the header could not be read"))
    };
    settled(ask())
}

fn said(json: &Json, name: &str) -> String {
    json.root.get(name).map_or_else(|| format!("no `{name}`"), |node| node.excerpt(60))
}

/// Passes if a client could register itself, and learned all that it has to know (OIDC Registration §3.2).
pub(in super::super) fn registered(evidence: &Evidence<'_>) -> Outcome {
    let Some(answer) = evidence.before.first().and_then(|step| TokenResponse::of(&step.hop, "registration response"))
    else {
        return Outcome::skip("the registration endpoint gave no answer");
    };
    if answer.answer.status != 201 {
        return at_login(described(&answer), "201, and a client").fail();
    }
    match &answer.body {
        Ok(json) => Outcome::all(flaws(&answer, json)),
        Err(broken) => at_login(broken.malformed.reason.clone(), "a JSON object").fail(),
    }
}

fn flaws(answer: &TokenResponse, json: &Json) -> Vec<Finding> {
    let has = |name: &str| json.root.get(name).is_some();
    let missing = |name: &str, why: &str| at_member(json, "", format!("no `{name}`"), why.to_owned());
    let mut flaws = Vec::new();
    let media_type = answer.answer.media_type().unwrap_or_default();
    if media_type != "application/json" {
        flaws.push(at_login(format!("served as {}", super::printable(&media_type)), "application/json"));
    }
    if has("error") {
        flaws.push(at_member(json, "error", described(answer), "no `error`"));
    }
    if text(json, "client_id").is_none_or(str::is_empty) {
        flaws.push(missing("client_id", "`client_id`, the name of the new client"));
    }
    if has("client_secret") && !has("client_secret_expires_at") {
        flaws.push(missing("client_secret_expires_at", "`client_secret_expires_at`, 0 for a secret that stays good"));
    }
    let management = ["registration_client_uri", "registration_access_token"];
    let absent = management.into_iter().filter(|name| !has(name)).collect::<Vec<_>>();
    if let [only] = absent.as_slice() {
        flaws.push(missing(only, "both members with which a client is managed, or neither"));
    }
    // A server on this machine may do without TLS, as it does elsewhere.
    let scheme = format!("{}://", answer.answer.url.scheme());
    let address = text(json, "registration_client_uri");
    if let Some(address) = address.filter(|address| !address.starts_with("https://") && !address.starts_with(&scheme)) {
        flaws.push(at_member(json, "registration_client_uri", super::printable(address), "an https URL"));
    }
    flaws
}
