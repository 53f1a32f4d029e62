//! The key set: whether it can be read, whether its keys are sound, and whether it gives away secrets.

use super::question::{at, saw};
use super::{Check, Context, Facts, Run, Slot, UNASKED};
use crate::model::json::{Broken, Place, Value};
use crate::model::jwk::{Jwk, Jwks};
use crate::report::Basis::Normative;
use crate::report::Severity::Error;
use crate::report::{Finding, Location, Outcome, Rule};
use crate::spec::{CORE, DISCOVERY, LIVEPERSON, RFC4648, RFC7517, RFC7518, RFC8037};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::HashMap;

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "jwks-unreadable",
            title: "the key set is not a JWK set",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7517.at("5"), LIVEPERSON.at("IDP error 1038")],
            why: "A key set is a JSON object with an array `keys`. LivePerson probably answers anything else \
                  with 1038 (JWK_PARSE_FAILED).",
            fix: "Open the `jwks_uri` yourself: it must answer with JSON, not with a login or error page.",
        },
        run: Run::Facts(unreadable),
    },
    Check {
        rule: Rule {
            id: "jwks-empty",
            title: "the key set has no keys",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7517.at("5.1"), CORE.at("10.1")],
            why: "Without keys no signature can be checked. LivePerson probably answers with 1041 (JWK_ID_NOT_FOUND).",
            fix: "Publish the public part of the issuer's signing key.",
        },
        run: Run::Keys(empty),
    },
    Check {
        rule: Rule {
            id: "jwk-malformed",
            title: "a key lacks a member or has one of the wrong form",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7517.at("4"), RFC7518.at("6"), RFC8037.at("2")],
            why: "Each type of key has members that must be there: `n` and `e` for RSA, `crv`, `x` and `y` for EC. A \
                  reader that finds one bad key may refuse the whole set; LivePerson probably \
                  answers with 1038 (JWK_PARSE_FAILED).",
            fix: "Write the missing member; for an RSA key with `x5c` alone, add `n` and `e`.",
        },
        run: Run::Keys(malformed),
    },
    Check {
        rule: Rule {
            id: "jwk-not-base64url",
            title: "a number in a key is not base64url",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7518.at("6.3.1.1"), RFC4648.at("5"), LIVEPERSON.at("IDP error 1038")],
            why: "Key members use the URL-safe alphabet without padding. LivePerson asks for that by name, and \
                  probably answers standard base64 with 1038 (JWK_PARSE_FAILED).",
            fix: "Replace `+` by `-` and `/` by `_`, and drop the `=` at the end.",
        },
        run: Run::Keys(not_base64url),
    },
    Check {
        rule: Rule {
            id: "jwk-kid-duplicated",
            title: "two keys have the same `kid`",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7517.at("4.5")],
            why: "A `kid` then no longer says which key is meant. Some readers take the first, some the last; which \
                  one LivePerson takes is not documented.",
            fix: "Give each key a `kid` of its own, such as its thumbprint: `lpauth keygen` does.",
        },
        run: Run::Keys(kid_duplicated),
    },
    Check {
        rule: Rule {
            id: "jwk-kid-missing",
            title: "a key among several has no `kid`",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("10.1"), RFC7517.at("4.5")],
            why: "With several keys, tokens must name theirs by `kid`. A key without one cannot be named, and \
                  LivePerson answers with 1041 (JWK_ID_NOT_FOUND) or 1042 (MULTIPLE_JWK_WITHOUT_KID_HEADER).",
            fix: "Give the key a `kid`, and make the issuer write it into the header of its tokens.",
        },
        run: Run::Keys(kid_missing),
    },
    Check {
        rule: Rule {
            id: "jwk-private",
            title: "a published key has its private part in it",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), RFC7517.at("9.2")],
            why: "Whoever has read the key set can sign tokens for any consumer.",
            fix: "Take the key out of use now, make a new one, and publish only its public part.",
        },
        run: Run::Keys(private),
    },
    Check {
        rule: Rule {
            id: "jwk-symmetric",
            title: "a published key is a shared secret",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), RFC7517.at("9.2")],
            why: "A key of type `oct` signs and checks with the same bytes. Published, it lets everybody sign.",
            fix: "Take the secret out of use now, and sign with an RSA key.",
        },
        run: Run::Keys(symmetric),
    },
    Check {
        rule: Rule {
            id: "rsa-key-too-small",
            title: "an RSA key has fewer than 2048 bits",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7518.at("3.3")],
            why: "RS256 needs 2048 bits or more; smaller keys can be broken, and many libraries refuse them. \
                  LivePerson's guide makes keys of 2048 bits, though a tutorial of its own still shows 1024.",
            fix: "Make a new key with `lpauth keygen`, and rotate to it.",
        },
        run: Run::Keys(rsa_too_small),
    },
];

/// A type of key: the members that must be there, and those that must not be published (RFC 7518 §6, RFC 8037 §2).
struct Kind {
    kty: &'static str,
    needed: &'static [&'static str],
    numbers: &'static [&'static str],
    secret: &'static [&'static str],
}

const KINDS: &[Kind] = &[
    Kind {
        kty: "RSA",
        needed: &["n", "e"],
        numbers: &["n", "e", "d", "p", "q", "dp", "dq", "qi"],
        secret: &["d", "p", "q", "dp", "dq", "qi", "oth"],
    },
    Kind { kty: "EC", needed: &["crv", "x", "y"], numbers: &["x", "y", "d"], secret: &["d"] },
    Kind { kty: "OKP", needed: &["crv", "x"], numbers: &["x", "d"], secret: &["d"] },
    Kind { kty: "oct", needed: &["k"], numbers: &["k"], secret: &[] },
];

/// How many bytes each coordinate of a curve has (RFC 7518 §6.2.1.2, RFC 8037 §2, RFC 8812 §3.1).
const CURVES: &[(&str, usize)] = &[
    ("P-256", 32),
    ("P-384", 48),
    ("P-521", 66),
    ("secp256k1", 32),
    ("Ed25519", 32),
    ("X25519", 32),
    ("Ed448", 57),
    ("X448", 56),
];

fn kind(key: &Jwk<'_>) -> Option<&'static Kind> {
    // RFC 7517 §5: a type that is not understood should be ignored.
    KINDS.iter().find(|kind| Some(kind.kty) == key.kty())
}

fn unreadable(facts: &Facts, _: &Context) -> Outcome {
    broken(&facts.keys, "a JSON object with an array `keys`")
}

/// Fails if the document came but is not what it should be.
pub(super) fn broken<T>(slot: &Slot<T>, wanted: &str) -> Outcome {
    match slot {
        Slot::Here(_) => Outcome::Pass,
        Slot::Absent(reason) => Outcome::skip(reason.clone()),
        Slot::None => UNASKED,
        Slot::Broken(document) => unlike(document, wanted).fail(),
    }
}

fn unlike(document: &Broken, wanted: &str) -> Finding {
    let text = document.source.text.as_str();
    let offset = document.malformed.offset.min(text.len());
    let at = Location::span(&document.source, offset..offset);
    let finding = Finding::new(at, document.malformed.reason.as_str(), wanted);
    match text.trim_start().chars().next() {
        Some('<') => finding.hint("this is HTML or XML: probably a login or error page"),
        Some('\u{feff}') => finding.hint("a byte order mark stands before it"),
        None => finding.hint("the text is empty"),
        _ => finding,
    }
}

fn each(keys: &Jwks, ask: impl Fn(&Jwk<'_>) -> Vec<Finding>) -> Outcome {
    Outcome::all(keys.keys().iter().flat_map(ask).collect())
}

fn published(keys: &Jwks, ask: impl Fn(&Jwk<'_>) -> Vec<Finding>) -> Outcome {
    if !keys.published {
        return Outcome::skip("the keys are not published");
    }
    each(keys, ask)
}

fn empty(keys: &Jwks, _: &Context) -> Outcome {
    let place = keys.json.place();
    let list = place.member("keys").unwrap_or(place);
    Outcome::must(!keys.keys().is_empty(), || saw(&keys.json, &list, "at least one key"))
}

fn malformed(keys: &Jwks, _: &Context) -> Outcome {
    each(keys, |key| {
        if !matches!(key.place.node.value, Value::Object(_)) {
            return vec![instead(keys, &key.place, "an object")];
        }
        let mut findings = texts(keys, key);
        if let Some(kind) = kind(key) {
            findings.extend(kind.needed.iter().filter_map(|name| needed(keys, key, name)));
            findings.extend(coordinates(keys, key));
        }
        findings
    })
}

/// Returns whether something is wrong with a key, as the checks here tell.
pub(super) fn is_damaged(keys: &Jwks, context: &Context) -> bool {
    malformed(keys, context).failed() || not_base64url(keys, context).failed()
}

fn needed(keys: &Jwks, key: &Jwk<'_>, name: &str) -> Option<Finding> {
    if let Some(place) = key.place.member(name) {
        return place.node.as_str().is_none().then(|| instead(keys, &place, "a string"));
    }
    let finding = Finding::new(at(&keys.json, &key.place), format!("no `{name}`"), format!("`{name}`"));
    let certified = key.place.node.get("x5c").is_some();
    Some(if certified { finding.hint("the certificate in `x5c` does not replace it") } else { finding })
}

/// Returns a finding that tells the kind of a value only: what stands in a key may be secret.
fn instead(keys: &Jwks, place: &Place<'_>, wanted: &str) -> Finding {
    Finding::new(at(&keys.json, place), place.node.kind(), wanted)
}

fn texts(keys: &Jwks, key: &Jwk<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = needed(keys, key, "kty").into_iter().collect();
    let optional = ["use", "alg", "kid"].into_iter().filter_map(|name| key.place.member(name));
    let wrong = optional.filter(|place| place.node.as_str().is_none());
    findings.extend(wrong.map(|place| saw(&keys.json, &place, "a string")));
    if let Some(ops) = key.place.member("key_ops") {
        let listed = matches!(ops.node.value, Value::Array(_));
        findings.extend((!listed).then(|| saw(&keys.json, &ops, "an array of strings")));
    }
    findings
}

fn coordinates(keys: &Jwks, key: &Jwk<'_>) -> Vec<Finding> {
    let Some((curve, length)) = CURVES.iter().find(|(curve, _)| key.text("crv") == Some(curve)) else {
        return Vec::new();
    };
    let finding = |place: Place<'_>| {
        let found = URL_SAFE_NO_PAD.decode(place.node.as_str()?).ok()?.len();
        let wanted = format!("{length} bytes, as {curve} has them");
        (found != *length).then(|| Finding::new(at(&keys.json, &place), format!("{found} bytes"), wanted))
    };
    ["x", "y"].into_iter().filter_map(|name| key.place.member(name)).filter_map(finding).collect()
}

fn not_base64url(keys: &Jwks, _: &Context) -> Outcome {
    each(keys, |key| {
        let names = kind(key).map_or(&[][..], |kind| kind.numbers);
        let places = names.iter().filter_map(|name| key.place.member(name));
        places.filter_map(|place| foreign(keys, &place)).collect()
    })
}

fn foreign(keys: &Jwks, place: &Place<'_>) -> Option<Finding> {
    let text = place.node.as_str()?;
    let is_foreign = |c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let Some((number, character)) = text.chars().enumerate().find(|(_, c)| is_foreign(*c)) else {
        let refused = URL_SAFE_NO_PAD.decode(text).is_err();
        let finding = || Finding::new(at(&keys.json, place), format!("{} characters", text.len()), "base64url");
        return refused.then(|| finding().hint("a character was probably lost in copying"));
    };
    let saw = format!("`{}` as character {}", character.escape_debug(), number + 1);
    let finding = Finding::new(at(&keys.json, place), saw, "letters, digits, `-` and `_` only");
    Some(match character {
        '+' | '/' | '=' => finding.hint("this is standard base64"),
        _ => finding,
    })
}

fn kid_duplicated(keys: &Jwks, _: &Context) -> Outcome {
    let mut first: HashMap<(&str, Option<&str>), String> = HashMap::new();
    let mut findings = Vec::new();
    for key in keys.keys() {
        let (Some(kid), Some(place)) = (key.kid(), key.place.member("kid")) else { continue };
        // RFC 7517 §4.5: keys of different types may share a kid if they stand for each other.
        if let Some(earlier) = first.insert((kid, key.kty()), key.place.pointer.clone()) {
            findings.push(saw(&keys.json, &place, format!("another `kid` than {earlier} has")));
        }
    }
    Outcome::all(findings)
}

fn kid_missing(keys: &Jwks, _: &Context) -> Outcome {
    let several = keys.keys().len() > 1;
    published(keys, |key| {
        let missing = several && key.place.node.get("kid").is_none();
        let finding = || Finding::new(at(&keys.json, &key.place), "no `kid`", "`kid`, as there are several keys");
        missing.then(finding).into_iter().collect()
    })
}

fn private(keys: &Jwks, _: &Context) -> Outcome {
    published(keys, |key| {
        let secret = kind(key).map_or(&[][..], |kind| kind.secret);
        let found: Vec<&str> = secret.iter().copied().filter(|name| key.place.node.get(name).is_some()).collect();
        if found.is_empty() {
            return Vec::new();
        }
        // The values stay out of the report: it may be passed on.
        vec![Finding::new(at(&keys.json, &key.place), format!("the members {}", found.join(", ")), "none of them")]
    })
}

fn symmetric(keys: &Jwks, _: &Context) -> Outcome {
    published(keys, |key| {
        let is_symmetric = key.kty() == Some("oct");
        let place = key.place.member("kty").filter(|_| is_symmetric);
        place.map(|place| saw(&keys.json, &place, "\"RSA\"")).into_iter().collect()
    })
}

fn rsa_too_small(keys: &Jwks, _: &Context) -> Outcome {
    each(keys, |key| {
        let modulus = key.place.member("n").filter(|_| key.kty() == Some("RSA"));
        let small = modulus.and_then(|place| Some((bits(place.node.as_str()?)?, place)));
        let finding = |(bits, place): (usize, Place<'_>)| {
            Finding::new(at(&keys.json, &place), format!("{bits} bits"), "at least 2048 bits")
        };
        small.filter(|(bits, _)| *bits < 2048).map(finding).into_iter().collect()
    })
}

/// Returns how many bits the number has, leading zeros not counted; `None` if the text is not base64url.
fn bits(text: &str) -> Option<usize> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let first = bytes.iter().position(|byte| *byte != 0)?;
    Some((bytes.len() - first) * 8 - bytes[first].leading_zeros() as usize)
}
