//! The userinfo endpoint's answer, next to the token. LivePerson is not documented to ask it: it reads the token alone.

use super::claims::profile;
use super::question::{at, in_short, lacks, member, of_text, saw, shown};
use super::refusal::explained;
use super::tokens::{granted, in_head, json_object, media_type_is, values};
use super::{Check, Context, Facts, Run};
use crate::model::json::{Json, Node};
use crate::model::token_response::UserInfo;
use crate::report::Basis::{Documented, Inferred, Normative};
use crate::report::Severity::{Error, Note, Warning};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::oauth::Endpoint;
use crate::spec::{CORE, LIVEPERSON, RFC6750, RFC9110};
use std::collections::BTreeMap;

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "userinfo-refused",
            title: "the userinfo endpoint did not answer with claims",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("5.3.1"), CORE.at("5.3.3"), RFC6750.at("3.1")],
            why: "The endpoint must take the access token of the same login. LivePerson is not documented to ask it, but \
                  other clients of the server do.",
            fix: "Check what access token the endpoint wants, and read the error that it gives.",
        },
        run: Run::UserInfo(refused),
    },
    Check {
        rule: Rule {
            id: "userinfo-challenge-missing",
            title: "userinfo refused without saying why in `WWW-Authenticate`",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6750.at("3"), CORE.at("5.3.3"), RFC9110.at("15.5.2")],
            why: "An answer of status 401 must have `WWW-Authenticate: Bearer`, with the error in it: clients learn from it \
                  that they need a fresh access token.",
            fix: "Send `WWW-Authenticate: Bearer error=\"invalid_token\"` with every 401.",
        },
        run: Run::UserInfo(challenge_missing),
    },
    Check {
        rule: Rule {
            id: "userinfo-media-type",
            title: "the userinfo response is served as neither JSON nor JWT",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("5.3.2")],
            why: "Claims come as `application/json`, or as `application/jwt` if they are signed or encrypted. Clients that \
                  go by the media type read nothing else.",
            fix: "Set `Content-Type: application/json` for the userinfo endpoint.",
        },
        run: Run::UserInfo(media_type),
    },
    Check {
        rule: Rule {
            id: "userinfo-not-json",
            title: "the userinfo response is not a JSON object",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("5.3.2")],
            why: "The claims are members of a JSON object. Nothing can be read from anything else.",
            fix: "Make the endpoint answer with a JSON object.",
        },
        run: Run::UserInfo(not_json),
    },
    Check {
        rule: Rule {
            id: "userinfo-subject-missing",
            title: "the userinfo response has no `sub`",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("5.3.2")],
            why: "`sub` must always be there: without it nobody can tell whether the claims are about the consumer of the \
                  token.",
            fix: "Make the endpoint return `sub`, the same as in the token.",
        },
        run: Run::UserInfo(subject_missing),
    },
    Check {
        rule: Rule {
            id: "userinfo-subject-mismatch",
            title: "userinfo is about somebody else",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("5.3.2"), CORE.at("5.3.4")],
            why: "`sub` must be exactly that of the token. Otherwise sessions or access tokens are mixed up, and one \
                  consumer's data is shown as another's.",
            fix: "Check how the endpoint gets from the access token to the consumer, and whether `sub` is pairwise in one \
                  place and public in the other.",
        },
        run: Run::UserInfo(subject_mismatch),
    },
    Check {
        rule: Rule {
            id: "userinfo-claim-malformed",
            title: "a standard claim at userinfo has the wrong form",
            severity: Warning,
            basis: Normative,
            clauses: &[CORE.at("5.1"), CORE.at("5.1.1"), CORE.at("5.3.2")],
            why: "Readers with typed claims refuse the whole answer for one such claim. Common slips: \
                  `\"email_verified\": \"true\"`, and `updated_at` as a text.",
            fix: "Make the endpoint write the type that the standard names.",
        },
        run: Run::UserInfo(claim_malformed),
    },
    Check {
        rule: Rule {
            id: "claims-only-at-userinfo",
            title: "a claim that LivePerson shows is at userinfo and not in the token",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Implementation guide"), CORE.at("5.4")],
            why: "LivePerson reads the claims of the token alone and is not documented to ask userinfo: the agent does not \
                  see what stands only there. It asks for the scope `openid`, so claims must not depend on other scopes.",
            fix: "Make the issuer put the claim into LivePerson's token, whatever the scope.",
        },
        run: Run::UserInfo(only_here),
    },
    Check {
        rule: Rule {
            id: "userinfo-claims-differ",
            title: "token and userinfo have a claim with two values",
            severity: Note,
            basis: Inferred,
            clauses: &[CORE.at("5.3.2"), CORE.at("5.6")],
            why: "Both are about one consumer at one moment. The token may come from an old copy of the data, or from \
                  another source than userinfo.",
            fix: "Make both read the claim from one source.",
        },
        run: Run::UserInfo(differ),
    },
];

fn refused(userinfo: &UserInfo, _: &Facts, _: &Context) -> Outcome {
    if userinfo.answer.status == 200 && userinfo.error().is_none() {
        return Outcome::Pass;
    }
    let challenge = values(&userinfo.answer, "www-authenticate");
    let named = userinfo.error().or_else(|| quoted(&challenge, "error"));
    let described = named.map(|name| format!(": {}", in_short(name))).unwrap_or_default();
    let finding = in_head(userinfo, "status:", format!("{}{described}", userinfo.answer.status), "200 and the claims");
    match named.and_then(|name| explained(name, Endpoint::Resource, &[])) {
        Some(words) => finding.hint(words).fail(),
        None => finding.fail(),
    }
}

/// Returns the value of a parameter of a challenge (RFC 6750 §3).
fn quoted<'a>(challenge: &'a str, name: &str) -> Option<&'a str> {
    let start = challenge.find(&format!("{name}=\""))? + name.len() + 2;
    challenge[start..].split('"').next()
}

fn challenge_missing(userinfo: &UserInfo, _: &Facts, _: &Context) -> Outcome {
    if userinfo.answer.status != 401 {
        return Outcome::skip("the status is not 401");
    }
    let challenge = values(&userinfo.answer, "www-authenticate");
    if challenge.is_empty() {
        return in_head(userinfo, "status:", "no WWW-Authenticate", "WWW-Authenticate: Bearer").fail();
    }
    let bearer = challenge.split([' ', ',']).any(|word| word.eq_ignore_ascii_case("bearer"));
    Outcome::must(bearer, || in_head(userinfo, "www-authenticate:", in_short(&challenge), "WWW-Authenticate: Bearer"))
}

const NOT_200: &str = "the status is not 200";

fn media_type(userinfo: &UserInfo, _: &Facts, _: &Context) -> Outcome {
    if userinfo.answer.status != 200 {
        return Outcome::skip(NOT_200);
    }
    if userinfo.body.is_err() && !is_jwt(userinfo) {
        return Outcome::skip("the body is neither JSON nor a JWT");
    }
    media_type_is(userinfo, if userinfo.body.is_ok() { &["application/json"] } else { &["application/jwt"] })
}

fn not_json(userinfo: &UserInfo, _: &Facts, _: &Context) -> Outcome {
    if userinfo.answer.status != 200 {
        return Outcome::skip(NOT_200);
    }
    if is_jwt(userinfo) {
        return Outcome::skip("the claims are signed or encrypted, which is not read here");
    }
    json_object(userinfo)
}

fn is_jwt(userinfo: &UserInfo) -> bool {
    crate::model::callback::looks_like_token(userinfo.source().text.trim())
}

fn subject_missing(userinfo: &UserInfo, _: &Facts, _: &Context) -> Outcome {
    of_claims(userinfo, |claims| {
        let there = member(claims, "sub").is_some_and(|sub| sub.node.as_str().is_some_and(|text| !text.is_empty()));
        Outcome::must(there, || match member(claims, "sub") {
            Some(place) => saw(claims, &place, "`sub`, the consumer of the token"),
            None => lacks(claims, "sub", "`sub`, the consumer of the token"),
        })
    })
}

fn subject_mismatch(userinfo: &UserInfo, facts: &Facts, _: &Context) -> Outcome {
    beside_token(userinfo, facts, |claims, token| {
        let Some(wanted) = token.root.get("sub").and_then(|sub| sub.as_str()) else {
            return Outcome::skip("the token has no `sub`");
        };
        of_text(claims, "sub", |place, sub| {
            Outcome::must(sub == wanted, || Finding::new(at(claims, &place), sub, wanted).compared())
        })
    })
}

fn claim_malformed(userinfo: &UserInfo, _: &Facts, context: &Context) -> Outcome {
    of_claims(userinfo, |claims| profile::malformed(claims, context))
}

/// The claims that LivePerson is documented to show to the agent.
const SHOWN: [&str; 7] =
    ["given_name", "family_name", "email", "gender", "preferred_username", "phone_number", "lp_sdes"];

fn only_here(userinfo: &UserInfo, facts: &Facts, _: &Context) -> Outcome {
    beside_token(userinfo, facts, |claims, token| {
        let alone = SHOWN.into_iter().filter(|name| token.root.get(name).is_none());
        let places = alone.filter_map(|name| Some((name, member(claims, name)?)));
        let finding = |(name, place)| {
            Finding::new(at(claims, &place), format!("`{name}` at userinfo alone"), format!("`{name}` in the token"))
        };
        Outcome::all(places.map(finding).collect())
    })
}

/// The claims that are about the token, or have a check of their own.
const OF_THE_TOKEN: [&str; 7] = ["iss", "sub", "aud", "exp", "iat", "nbf", "jti"];

fn differ(userinfo: &UserInfo, facts: &Facts, _: &Context) -> Outcome {
    beside_token(userinfo, facts, |claims, token| {
        let both = claims.place().members().into_iter().filter(|(name, _)| !OF_THE_TOKEN.contains(name));
        let of_token: BTreeMap<&str, &Node> =
            token.root.members().iter().map(|member| (member.name.as_str(), &member.node)).collect();
        let pairs = both.filter_map(|(name, place)| Some((place, *of_token.get(name)?)));
        let differing = pairs.filter(|(place, other)| place.node.to_value() != other.to_value());
        Outcome::all(
            differing.map(|(place, other)| saw(claims, &place, format!("{}, as in the token", shown(other)))).collect(),
        )
    })
}

fn of_claims<'a>(userinfo: &'a UserInfo, ask: impl FnOnce(&'a Json) -> Outcome) -> Outcome {
    match granted(userinfo) {
        Ok(claims) => ask(claims),
        Err(reason) => Outcome::Skip(reason),
    }
}

/// Asks about the claims of both; skips if one cannot be read.
fn beside_token(userinfo: &UserInfo, facts: &Facts, ask: impl FnOnce(&Json, &Json) -> Outcome) -> Outcome {
    of_claims(userinfo, |claims| {
        facts.token.ask(|token| super::part(&token.claims, "claims", |token| ask(claims, token)))
    })
}
