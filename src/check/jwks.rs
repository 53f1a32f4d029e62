//! The key set: whether it can be read, whether its keys can be told apart, and whether it gives away secrets.
//!
//! What single keys are made of is asked in the modules below.

pub mod algorithm;
pub mod certificate;
pub mod member;
pub mod number;
pub mod purpose;

use self::member::Identity;
use super::question::{at, saw};
use super::{Check, Context, Facts, Run, Slot, UNASKED};
use crate::model::json::{Broken, Place};
use crate::model::jwk::{Jwk, Jwks};
use crate::report::Basis::{Inferred, Normative};
use crate::report::Severity::{Error, Note, Warning};
use crate::report::{Finding, Location, Outcome, Rule};
use crate::spec::{CORE, DISCOVERY, LIVEPERSON, RFC7517};
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
            clauses: &[DISCOVERY.at("3"), RFC7517.at("5.1")],
            why: "Without keys no signature can be checked. LivePerson probably answers with 1041 (JWK_ID_NOT_FOUND).",
            fix: "Publish the public part of the issuer's signing key.",
        },
        run: Run::Keys(empty),
    },
    Check {
        rule: Rule {
            id: "jwks-bare-key",
            title: "a key is published by itself, not in a set",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC7517.at("5"), LIVEPERSON.at("IDP error 1038")],
            why: "What stands behind a `jwks_uri` must be an object with an array `keys`. LivePerson probably answers \
                  a key by itself with 1038 (JWK_PARSE_FAILED).",
            fix: "Put the key into a set: `{\"keys\": [ … ]}`.",
        },
        run: Run::Keys(bare),
    },
    Check {
        rule: Rule {
            id: "jwks-overfull",
            title: "the set has very many keys",
            severity: Note,
            basis: Inferred,
            clauses: &[CORE.at("10.1.1"), RFC7517.at("5")],
            why: "Keys that nothing is signed with any more should leave the set after a while. Readers may limit how \
                  much they fetch, and LivePerson's limit is not documented.",
            fix: "Take out the keys whose tokens have all expired.",
        },
        run: Run::Keys(overfull),
    },
    Check {
        rule: Rule {
            id: "jwk-kid-duplicated",
            title: "two keys have the same `kid`",
            severity: Warning,
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
            id: "jwk-kid-blank",
            title: "a `kid` is empty or white space",
            severity: Note,
            basis: Normative,
            clauses: &[CORE.at("10.1"), RFC7517.at("4.5")],
            why: "A token can hardly name such a key, and libraries may take an empty `kid` for none. What LivePerson \
                  makes of it is not documented.",
            fix: "Give the key a `kid` of its own, such as its thumbprint: `lpauth keygen` does.",
        },
        run: Run::Keys(kid_blank),
    },
    Check {
        rule: Rule {
            id: "jwk-repeated",
            title: "the same key stands in the set twice",
            severity: Note,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), RFC7517.at("4.5")],
            why: "Under two names it is harmless, but a rotation from one to the other changes nothing. The same key \
                  for signatures and for encryption is not recommended.",
            fix: "Leave one of them out, or make a second key.",
        },
        run: Run::Keys(repeated),
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
];

fn unreadable(facts: &Facts, _: &Context) -> Outcome {
    broken(&facts.keys, "a JSON object with an array `keys`")
}

/// Returns whether a key cannot be used, as the checks here tell.
pub(super) fn is_damaged(keys: &Jwks, context: &Context) -> bool {
    let damages =
        [member::malformed, member::not_base64url, member::coordinates, number::impossible, number::off_curve];
    damages.iter().any(|damage| damage(keys, context).failed())
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

/// Asks about the keys that `ask` has a question for; skips with `reason` if that is none.
fn among(keys: &Jwks, reason: &'static str, ask: impl Fn(&Jwk<'_>) -> Option<Vec<Finding>>) -> Outcome {
    let answers: Vec<_> = keys.keys().iter().filter_map(ask).collect();
    if answers.is_empty() {
        return Outcome::skip(reason);
    }
    Outcome::all(answers.into_iter().flatten().collect())
}

/// Returns the array of keys, or the key that stands by itself.
fn list(keys: &Jwks) -> Place<'_> {
    let place = keys.json.place();
    place.member("keys").unwrap_or(place)
}

fn published(keys: &Jwks, ask: impl Fn(&Jwk<'_>) -> Vec<Finding>) -> Outcome {
    if !keys.published {
        return Outcome::skip("the keys are not published");
    }
    each(keys, ask)
}

fn empty(keys: &Jwks, _: &Context) -> Outcome {
    Outcome::must(!keys.keys().is_empty(), || saw(&keys.json, &list(keys), "at least one key"))
}

fn bare(keys: &Jwks, _: &Context) -> Outcome {
    if !keys.published {
        return Outcome::skip("the keys are not published");
    }
    let place = keys.json.place();
    let is_set = place.member("keys").is_some();
    Outcome::must(is_set, || Finding::new(at(&keys.json, &place), "no `keys`", "an object with an array `keys`"))
}

/// How many keys are many. Providers that rotate often have five or six, the largest sets seen twenty.
const MANY: usize = 30;

fn overfull(keys: &Jwks, _: &Context) -> Outcome {
    let found = keys.keys().len();
    let finding = || Finding::new(at(&keys.json, &list(keys)), format!("{found} keys"), format!("at most {MANY}"));
    Outcome::must(found <= MANY, finding)
}

fn kid_duplicated(keys: &Jwks, _: &Context) -> Outcome {
    let mut first: HashMap<(&str, Option<&str>), Jwk<'_>> = HashMap::new();
    let mut findings = Vec::new();
    for key in keys.keys() {
        let (Some(kid), Some(place)) = (key.kid(), key.place.member("kid")) else { continue };
        // RFC 7517 §4.5: keys of different types may share a kid if they stand for each other; it is about different keys.
        let earlier = first.entry((kid, key.kty())).or_insert_with(|| key.clone());
        let is_same = member::identity(earlier).is_some_and(|own| member::identity(&key) == Some(own));
        if earlier.index != key.index && !is_same {
            findings.push(saw(&keys.json, &place, format!("another `kid` than {} has", earlier.place.pointer)));
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

fn kid_blank(keys: &Jwks, _: &Context) -> Outcome {
    among(keys, "no key has a `kid`", |key| {
        let place = key.kid().and_then(|_| key.place.member("kid"))?;
        let blank = key.kid().is_some_and(|kid| kid.trim().is_empty());
        Some(blank.then(|| saw(&keys.json, &place, "a name")).into_iter().collect())
    })
}

fn repeated(keys: &Jwks, _: &Context) -> Outcome {
    let mut first: HashMap<Identity<'_>, Jwk<'_>> = HashMap::new();
    let mut findings = Vec::new();
    for key in keys.keys() {
        let Some(identity) = member::identity(&key) else { continue };
        let earlier = first.entry(identity).or_insert_with(|| key.clone());
        if earlier.index == key.index {
            continue;
        }
        let found = format!("the same key as {}", earlier.place.pointer);
        let finding = Finding::new(at(&keys.json, &key.place), found, "each key once");
        let purposes = [earlier.text("use"), key.text("use")];
        let both = purposes.contains(&Some("sig")) && purposes.contains(&Some("enc"));
        findings.push(if both { finding.hint("once for signatures, once for encryption") } else { finding });
    }
    Outcome::all(findings)
}

fn private(keys: &Jwks, _: &Context) -> Outcome {
    published(keys, |key| {
        let found = member::secrets(key);
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
