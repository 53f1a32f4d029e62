//! The members of a key: that they are there, once, of the right type, and hold what their key type asks for.

use super::{among, each};
use crate::check::question::{at, saw};
use crate::check::{Check, Context, Run};
use crate::jose::key::trim;
use crate::model::json::{Node, Place, Value};
use crate::model::jwk::{Jwk, Jwks, SECRET, is_private_pem};
use crate::report::Basis::Normative;
use crate::report::Severity::{Error, Note};
use crate::report::{Finding, Location, Outcome, Rule};
use crate::spec::{LIVEPERSON, RFC4648, RFC7517, RFC7518, RFC8037};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::HashSet;

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "jwk-malformed",
            title: "a key lacks a member or has one of the wrong form",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7517.at("4"), RFC7518.at("6"), RFC8037.at("2")],
            why: "Each type of key has members that must be there: `n` and `e` for RSA, `crv`, `x` and `y` for EC. A \
                  reader that finds one bad key may refuse the whole set; LivePerson probably answers with 1038 \
                  (JWK_PARSE_FAILED).",
            fix: "Write the missing member; for an RSA key with `x5c` alone, add `n` and `e`.",
        },
        run: Run::Keys(malformed),
    },
    Check {
        rule: Rule {
            id: "jwk-member-duplicated",
            title: "a member stands twice in a key, or in the set",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7517.at("4"), RFC7517.at("5")],
            why: "Names must be unique. Some readers take the first value, some the last, some refuse the set.",
            fix: "Leave out the value that is not meant.",
        },
        run: Run::Keys(duplicated),
    },
    Check {
        rule: Rule {
            id: "jwk-type-unknown",
            title: "a key is of a type or on a curve that is not common",
            severity: Note,
            basis: Normative,
            clauses: &[RFC7517.at("5"), RFC7517.at("4.1")],
            why: "Readers should pass over keys that they do not understand, but some then refuse the whole set. \
                  Names count letter by letter: `rsa` is not `RSA`.",
            fix: "Check the spelling; leave the key if other clients need it.",
        },
        run: Run::Keys(unknown),
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
            id: "jwk-coordinate-length",
            title: "a coordinate is shorter or longer than its curve's",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7518.at("6.2.1.2"), RFC7518.at("6.2.1.3"), RFC8037.at("2")],
            why: "`x` and `y` have the full length of the curve, leading zeros included. Writers that treat them as \
                  numbers drop a zero in one key of 128, or add one in half of them; many readers refuse such a key.",
            fix: "Write each coordinate with all its bytes: 32 for P-256, 48 for P-384, 66 for P-521.",
        },
        run: Run::Keys(coordinates),
    },
];

/// A type of key: the members that must be there, those that are numbers, and those that must not be published
/// (RFC 7518 §6, RFC 8037 §2).
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
    // Its `k` is a secret too, but `jwk-symmetric` says more than that.
    Kind { kty: "oct", needed: &["k"], numbers: &["k"], secret: &[] },
];

/// A curve: the type of its keys, and how many bytes a coordinate has (RFC 7518 §6.2.1, RFC 8037 §2, RFC 8812 §3.1).
struct Curve {
    crv: &'static str,
    kty: &'static str,
    length: usize,
}

const CURVES: &[Curve] = &[
    Curve { crv: "P-256", kty: "EC", length: 32 },
    Curve { crv: "P-384", kty: "EC", length: 48 },
    Curve { crv: "P-521", kty: "EC", length: 66 },
    Curve { crv: "secp256k1", kty: "EC", length: 32 },
    Curve { crv: "Ed25519", kty: "OKP", length: 32 },
    Curve { crv: "X25519", kty: "OKP", length: 32 },
    Curve { crv: "Ed448", kty: "OKP", length: 57 },
    Curve { crv: "X448", kty: "OKP", length: 56 },
];

/// The members that every type of key may have, and those that are lists of texts (RFC 7517 §4).
const TEXTS: &[&str] = &["use", "alg", "kid", "x5u", "x5t", "x5t#S256"];
const LISTS: &[&str] = &["key_ops", "x5c"];

fn kind(key: &Jwk<'_>) -> Option<&'static Kind> {
    // RFC 7517 §5: a type that is not understood should be ignored.
    KINDS.iter().find(|kind| Some(kind.kty) == key.kty())
}

fn curve(key: &Jwk<'_>) -> Option<&'static Curve> {
    CURVES.iter().find(|curve| key.text("crv") == Some(curve.crv) && key.kty() == Some(curve.kty))
}

/// Returns the members of `key` that must not be published, by their names. A key of no known type may be any.
pub(super) fn secrets<'a>(key: &Jwk<'a>) -> Vec<&'a str> {
    let names = kind(key).map_or(SECRET, |kind| kind.secret);
    let members = key.place.node.members().iter();
    let secret = members.filter(|member| names.contains(&member.name.as_str()) || is_private_pem(&member.node));
    secret.map(|member| member.name.as_str()).collect()
}

/// Returns the bytes of a number, read leniently: padding and the standard alphabet are for `jwk-not-base64url` to report.
pub(super) fn octets(key: &Jwk<'_>, name: &str) -> Option<Vec<u8>> {
    let text = key.text(name)?.trim_end_matches('=').replace('+', "-").replace('/', "_");
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// What makes a key the key it is: its type, its curve and its numbers without leading zeros.
pub(super) type Identity<'a> = (&'static str, Option<&'a str>, Vec<Vec<u8>>);

/// Returns what makes `key` the key it is; `None` if that cannot be told.
pub(super) fn identity<'a>(key: &Jwk<'a>) -> Option<Identity<'a>> {
    let kind = kind(key)?;
    let numbers = kind.needed.iter().filter(|name| kind.numbers.contains(name));
    let numbers: Option<Vec<_>> = numbers.map(|name| octets(key, name).map(|number| trim(&number).to_vec())).collect();
    Some((kind.kty, key.text("crv"), numbers?))
}

pub(super) fn malformed(keys: &Jwks, _: &Context) -> Outcome {
    each(keys, |key| {
        if !matches!(key.place.node.value, Value::Object(_)) {
            return vec![instead(keys, &key.place, "an object")];
        }
        let needed = kind(key).map_or(&[][..], |kind| kind.needed);
        let needed = std::iter::once(&"kty").chain(needed).filter_map(|name| needed_text(keys, key, name));
        needed.chain(mistyped(keys, key)).collect()
    })
}

fn needed_text(keys: &Jwks, key: &Jwk<'_>, name: &str) -> Option<Finding> {
    if let Some(place) = key.place.member(name) {
        return place.node.as_str().is_none().then(|| instead(keys, &place, "a string"));
    }
    let finding = Finding::new(at(&keys.json, &key.place), format!("no `{name}`"), format!("`{name}`"));
    if let Some((other, _)) = key.place.members().into_iter().find(|(other, _)| other.eq_ignore_ascii_case(name)) {
        return Some(finding.hint(format!("there is `{other}`; small and capital letters count")));
    }
    let certified = key.place.node.get("x5c").is_some();
    Some(if certified { finding.hint("the certificate in `x5c` does not replace it") } else { finding })
}

/// Returns a finding that tells the kind of a value only: what stands in a key may be secret.
fn instead(keys: &Jwks, place: &Place<'_>, wanted: &str) -> Finding {
    Finding::new(at(&keys.json, place), place.node.kind(), wanted)
}

fn mistyped(keys: &Jwks, key: &Jwk<'_>) -> Vec<Finding> {
    let wrong = |names: &[&str], fits: fn(&Node) -> bool, wanted: &str| {
        let places = names.iter().filter_map(|name| key.place.member(name)).filter(|place| !fits(place.node));
        places.map(|place| instead(keys, &place, wanted)).collect()
    };
    let texts: Vec<Finding> = wrong(TEXTS, |node| node.as_str().is_some(), "a string");
    let lists: Vec<Finding> = wrong(LISTS, is_list_of_texts, "an array of strings");
    texts.into_iter().chain(lists).collect()
}

fn is_list_of_texts(node: &Node) -> bool {
    matches!(node.value, Value::Array(_)) && node.elements().iter().all(|element| element.as_str().is_some())
}

fn duplicated(keys: &Jwks, _: &Context) -> Outcome {
    let places = std::iter::once(keys.json.place()).chain(keys.keys().into_iter().map(|key| key.place));
    // A set of one bare key is both.
    let mut seen = HashSet::new();
    let places = places.filter(|place| seen.insert(place.pointer.clone()));
    Outcome::all(places.collect::<Vec<_>>().iter().flat_map(|place| repeated(keys, place)).collect())
}

fn repeated(keys: &Jwks, place: &Place<'_>) -> Vec<Finding> {
    let mut names = HashSet::new();
    let again = place.node.members().iter().filter(|member| !names.insert(member.name.as_str()));
    let finding = |name: &str, span| {
        let pointer = place.member(name).map_or_else(String::new, |member| member.pointer);
        let at = Location { document: keys.json.source.name.clone(), pointer, span: Some(span) };
        Finding::new(at, format!("`{name}` once more"), "each name once")
    };
    again.map(|member| finding(&member.name, member.name_span.clone())).collect()
}

fn unknown(keys: &Jwks, _: &Context) -> Outcome {
    each(keys, |key| {
        let strange = |name: &'static str, known: Vec<&'static str>| {
            let place = key.place.member(name).filter(|place| place.node.as_str().is_some())?;
            let finding = saw(&keys.json, &place, format!("one of {}", known.join(", ")));
            let meant = known.into_iter().find(|known| known.eq_ignore_ascii_case(key.text(name).unwrap_or_default()));
            Some(match meant {
                Some(known) => finding.hint(format!("is {known} meant?")),
                None => finding,
            })
        };
        let Some(kind) = kind(key) else {
            return strange("kty", KINDS.iter().map(|kind| kind.kty).collect()).into_iter().collect();
        };
        let curves: Vec<_> = CURVES.iter().filter(|curve| curve.kty == kind.kty).map(|curve| curve.crv).collect();
        let off = !curves.is_empty() && curve(key).is_none();
        off.then(|| strange("crv", curves)).flatten().into_iter().collect()
    })
}

pub(super) fn not_base64url(keys: &Jwks, _: &Context) -> Outcome {
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
        return undecodable(keys, place, text);
    };
    let saw = format!("`{}` as character {}", character.escape_debug(), number + 1);
    let finding = Finding::new(at(&keys.json, place), saw, "letters, digits, `-` and `_` only");
    Some(match character {
        '+' | '/' => finding.hint("this is standard base64"),
        '=' => finding.hint("this is padding, as standard base64 has it"),
        _ => finding,
    })
}

fn undecodable(keys: &Jwks, place: &Place<'_>, text: &str) -> Option<Finding> {
    let finding = |saw: String, wanted: &str| Finding::new(at(&keys.json, place), saw, wanted);
    match URL_SAFE_NO_PAD.decode(text) {
        Ok(bytes) if bytes.is_empty() => Some(finding("nothing".to_owned(), "a number in base64url")),
        Ok(_) => None,
        Err(_) if text.len() % 4 == 1 => Some(
            finding(format!("{} characters", text.len()), "base64url")
                .hint("no bytes are written so; a character was probably lost in copying"),
        ),
        Err(_) => Some(finding("a last character with bits that no byte needs".to_owned(), "base64url")),
    }
}

pub(super) fn coordinates(keys: &Jwks, _: &Context) -> Outcome {
    among(keys, "no key is on a curve", |key| {
        let curve = curve(key)?;
        let finding = |name: &str| {
            let (found, place) = (octets(key, name)?.len(), key.place.member(name)?);
            let wanted = format!("{} bytes, as {} has them", curve.length, curve.crv);
            (found != curve.length).then(|| Finding::new(at(&keys.json, &place), format!("{found} bytes"), wanted))
        };
        Some(["x", "y"].into_iter().filter_map(finding).collect())
    })
}
