//! The algorithms that keys say they are for, and whether any key is left to check signatures with.

use super::{among, list};
use crate::check::question::{at, saw, shown};
use crate::check::{Check, Context, Facts, Run};
use crate::model::json::Place;
use crate::model::jwk::{Jwk, Jwks};
use crate::report::Basis::Normative;
use crate::report::Severity::{Error, Note, Warning};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{CORE, DISCOVERY, LIVEPERSON, RFC7517, RFC7518};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "jwks-no-signing-key",
            title: "no key of the set is for signatures",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), RFC7517.at("4.2")],
            why: "The set is where the keys are found that tokens are checked with. Keys for encryption are of no use \
                  there.",
            fix: "Publish the public part of the issuer's signing key, with `use` \"sig\".",
        },
        run: Run::Facts(no_signing_key),
    },
    Check {
        rule: Rule {
            id: "jwks-no-rs256-key",
            title: "no key of the set is for RS256",
            severity: Warning,
            basis: Normative,
            clauses: &[CORE.at("15.1"), LIVEPERSON.at("Implementation guide")],
            why: "RS256 is the only signature algorithm that LivePerson documents, and every OpenID provider that \
                  returns ID tokens in the browser must support it. It takes an RSA key.",
            fix: "Publish an RSA key with `use` \"sig\", and sign LivePerson's tokens with it.",
        },
        run: Run::Facts(no_rs256_key),
    },
    Check {
        rule: Rule {
            id: "jwk-alg-unknown",
            title: "the `alg` of a key is unknown",
            severity: Note,
            basis: Normative,
            clauses: &[RFC7517.at("4.4"), RFC7518.at("3.1"), RFC7518.at("4.1")],
            why: "Readers that do not know the algorithm pass over the key, or refuse the whole set.",
            fix: "Write the algorithm as it stands in token headers, such as `RS256`, or leave `alg` out.",
        },
        run: Run::Keys(alg_unknown),
    },
    Check {
        rule: Rule {
            id: "jwk-alg-mismatch",
            title: "the `alg` of a key does not go with its type, its curve or its `use`",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC7517.at("4.4"), RFC7518.at("3.1"), RFC7518.at("4.1")],
            why: "A key with an `alg` is for that one alone, so this key is for nothing. Some readers look at `alg` \
                  first and refuse its signatures.",
            fix: "Write the algorithm that the key is really used with, or leave `alg` out.",
        },
        run: Run::Keys(alg_mismatch),
    },
];

/// Algorithms that take the same keys. Those too that lpauth cannot check: a key may be published for others
/// (RFC 7518 §3.1 and §4.1, RFC 8037 §3, RFC 8812 §3, RFC 9864 §2).
struct Family {
    names: &'static [&'static str],
    purpose: &'static str,
    kty: &'static [&'static str],
    /// Empty if the type of key has no curves.
    crv: &'static [&'static str],
}

#[rustfmt::skip]
const ALGORITHMS: &[Family] = &[
    Family { names: &["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"], purpose: "sig", kty: &["RSA"], crv: &[] },
    Family { names: &["ES256"], purpose: "sig", kty: &["EC"], crv: &["P-256"] },
    Family { names: &["ES384"], purpose: "sig", kty: &["EC"], crv: &["P-384"] },
    Family { names: &["ES512"], purpose: "sig", kty: &["EC"], crv: &["P-521"] },
    Family { names: &["ES256K"], purpose: "sig", kty: &["EC"], crv: &["secp256k1"] },
    Family { names: &["EdDSA"], purpose: "sig", kty: &["OKP"], crv: &["Ed25519", "Ed448"] },
    Family { names: &["Ed25519"], purpose: "sig", kty: &["OKP"], crv: &["Ed25519"] },
    Family { names: &["Ed448"], purpose: "sig", kty: &["OKP"], crv: &["Ed448"] },
    Family { names: &["ML-DSA-44", "ML-DSA-65", "ML-DSA-87"], purpose: "sig", kty: &["AKP"], crv: &[] },
    Family { names: &["HS256", "HS384", "HS512"], purpose: "sig", kty: &["oct"], crv: &[] },
    Family { names: &["RSA1_5", "RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512"], purpose: "enc", kty: &["RSA"], crv: &[] },
    Family { names: &["ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"], purpose: "enc", kty: &["EC", "OKP"], crv: &["P-256", "P-384", "P-521", "X25519", "X448"] },
    Family { names: &["dir", "A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW"], purpose: "enc", kty: &["oct"], crv: &[] },
    Family { names: &["PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"], purpose: "enc", kty: &["oct"], crv: &[] },
    Family { names: &["A128GCM", "A192GCM", "A256GCM", "A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512"], purpose: "enc", kty: &["oct"], crv: &[] },
];

/// The curves of keys that agree on secrets and cannot sign (RFC 8037 §3.2).
const AGREEMENT_ONLY: &[&str] = &["X25519", "X448"];

fn family(name: &str) -> Option<&'static Family> {
    ALGORITHMS.iter().find(|family| family.names.contains(&name))
}

fn no_signing_key(facts: &Facts, _: &Context) -> Outcome {
    of_published(facts, |keys| {
        let wanted = "at least one key for signatures";
        Outcome::must(keys.keys().iter().any(signs), || saw_none(keys, "signatures", wanted))
    })
}

fn no_rs256_key(facts: &Facts, _: &Context) -> Outcome {
    of_published(facts, |keys| {
        if !keys.keys().iter().any(signs) {
            return Outcome::skip("no key is for signatures");
        }
        let wanted = "an RSA key whose `alg`, if it has one, is RS256";
        Outcome::must(keys.keys().iter().any(signs_rs256), || saw_none(keys, "RS256", wanted))
    })
}

fn saw_none(keys: &Jwks, purpose: &str, wanted: &str) -> Finding {
    Finding::new(at(&keys.json, &list(keys)), format!("{}, none for {purpose}", counted(keys.keys().len())), wanted)
}

fn counted(keys: usize) -> String {
    if keys == 1 { "one key".to_owned() } else { format!("{keys} keys") }
}

/// Asks about a published set by itself: beside a token, the checks of its signature say which key is wanted.
fn of_published(facts: &Facts, ask: impl FnOnce(&Jwks) -> Outcome) -> Outcome {
    if facts.token.here().is_some() {
        return Outcome::skip("the token tells which key is needed");
    }
    facts.keys.ask(|keys| match keys.keys().len() {
        _ if !keys.published => Outcome::skip("the keys are not published"),
        0 => Outcome::skip("the set has no keys"),
        _ => ask(keys),
    })
}

/// Returns whether the key may be one that signatures are checked with, by what it says of itself.
fn signs(key: &Jwk<'_>) -> bool {
    let fits = |stated: Option<&str>, fits: fn(&str) -> bool| stated.is_none_or(fits);
    key.kty().is_some_and(|kty| kty != "oct")
        && fits(key.text("use"), |purpose| purpose == "sig")
        && fits(key.text("alg"), |alg| family(alg).is_none_or(|family| family.purpose == "sig"))
        && fits(key.text("crv"), |crv| !AGREEMENT_ONLY.contains(&crv))
        && key.key_ops().is_none_or(|ops| ops.iter().any(|name| ["sign", "verify"].contains(name)))
}

fn signs_rs256(key: &Jwk<'_>) -> bool {
    signs(key) && key.kty() == Some("RSA") && key.text("alg").is_none_or(|alg| alg == "RS256")
}

fn alg_unknown(keys: &Jwks, _: &Context) -> Outcome {
    of_alg(keys, |_, place, alg| {
        let finding = saw(&keys.json, &place, "the name of an algorithm, such as \"RS256\"");
        match (family(alg), meant(alg)) {
            (Some(_), _) => None,
            (None, Some(meant)) => Some(finding.hint(format!("is {meant} meant?"))),
            (None, None) => Some(finding),
        }
    })
}

/// Returns the algorithm whose name differs in one character, or in small and capital letters.
fn meant(alg: &str) -> Option<&'static str> {
    let is_near = |known: &str| known.eq_ignore_ascii_case(alg) || strsim::osa_distance(known, alg) == 1;
    ALGORITHMS.iter().flat_map(|family| family.names).copied().find(|known| is_near(known))
}

fn alg_mismatch(keys: &Jwks, _: &Context) -> Outcome {
    of_alg(keys, |key, place, alg| {
        let family = family(alg)?;
        let finding = |wanted: String| Some(Finding::new(at(&keys.json, &place), shown(place.node), wanted));
        let kty = key.kty()?;
        let other_curve = key.text("crv").filter(|crv| !family.crv.is_empty() && !family.crv.contains(crv));
        match (other_curve, key.text("use")) {
            _ if !family.kty.contains(&kty) => {
                finding(format!("an algorithm for {kty} keys; {alg} takes {}", family.kty.join(" or ")))
            }
            (Some(crv), _) => finding(format!("an algorithm for {crv}; {alg} takes {}", family.crv.join(", "))),
            (None, Some(purpose @ ("sig" | "enc"))) if purpose != family.purpose => {
                finding(format!("an algorithm for {}, as `use` is \"{purpose}\"", named(purpose)))
            }
            _ => None,
        }
    })
}

fn named(purpose: &str) -> &'static str {
    if purpose == "sig" { "signatures" } else { "encryption" }
}

/// Asks about the keys that have an `alg`.
fn of_alg(keys: &Jwks, ask: impl Fn(&Jwk<'_>, Place<'_>, &str) -> Option<Finding>) -> Outcome {
    among(keys, "no key has an `alg`", |key| {
        let alg = key.text("alg")?;
        Some(ask(key, key.place.member("alg")?, alg).into_iter().collect())
    })
}
