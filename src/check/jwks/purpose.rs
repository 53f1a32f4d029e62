//! What the keys are for: `use`, `key_ops` and `alg`, whether they agree, and whether any key is left to sign with.

use super::{among, each, published};
use crate::check::question::{at, saw, shown};
use crate::check::{Check, Context, Facts, Run};
use crate::model::json::Place;
use crate::model::jwk::{Jwk, Jwks};
use crate::report::Basis::Normative;
use crate::report::Severity::{Error, Note, Warning};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{CORE, DISCOVERY, LIVEPERSON, RFC7517, RFC7518};
use std::collections::HashSet;

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
            id: "jwk-use-missing",
            title: "a key says no `use` although the set has keys for encryption",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("3")],
            why: "When both signing and encryption keys are published, each must say which it is. Otherwise tokens may \
                  be checked with the wrong one.",
            fix: "Give each key `use`: \"sig\" or \"enc\".",
        },
        run: Run::Keys(use_missing),
    },
    Check {
        rule: Rule {
            id: "jwk-use-unknown",
            title: "a `use` or an operation is not registered",
            severity: Note,
            basis: Normative,
            clauses: &[RFC7517.at("4.2"), RFC7517.at("4.3")],
            why: "Other values are allowed, but readers that do not know them pass over the key. Small and capital \
                  letters count.",
            fix: "Use \"sig\" for a key that tokens are checked with; leave keys for other purposes out of the set.",
        },
        run: Run::Keys(use_unknown),
    },
    Check {
        rule: Rule {
            id: "jwk-key-ops-duplicated",
            title: "`key_ops` names an operation twice",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7517.at("4.3")],
            why: "Operations must not be repeated, and some libraries refuse a key where they are.",
            fix: "Write each operation once.",
        },
        run: Run::Keys(ops_duplicated),
    },
    Check {
        rule: Rule {
            id: "jwk-use-contradicted",
            title: "`use` and `key_ops` contradict each other",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7517.at("4.3")],
            why: "If both are there, they must say the same. Readers that look at either will disagree about the key.",
            fix: "Leave `key_ops` out and keep `use`, which more readers know.",
        },
        run: Run::Keys(use_contradicted),
    },
    Check {
        rule: Rule {
            id: "jwk-use-beside-key-ops",
            title: "a key has both `use` and `key_ops`",
            severity: Note,
            basis: Normative,
            clauses: &[RFC7517.at("4.3")],
            why: "They should not stand together. Nothing breaks as long as they say the same.",
            fix: "Leave `key_ops` out and keep `use`, which more readers know.",
        },
        run: Run::Keys(use_beside_ops),
    },
    Check {
        rule: Rule {
            id: "jwk-key-ops-unrelated",
            title: "`key_ops` mixes operations that do not belong together",
            severity: Note,
            basis: Normative,
            clauses: &[RFC7517.at("4.3")],
            why: "A key for signatures should not be used for encryption too: one use can weaken the other.",
            fix: "Use one key for each purpose.",
        },
        run: Run::Keys(ops_unrelated),
    },
    Check {
        rule: Rule {
            id: "jwk-key-ops-private",
            title: "a public key is marked for what only its private half can do",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC7517.at("4.3")],
            why: "Whoever holds the public half checks signatures and makes none. Readers that mind `key_ops` refuse to \
                  check with a key whose only operation is `sign`.",
            fix: "Write `verify` in place of `sign`, or leave `key_ops` out.",
        },
        run: Run::Keys(ops_private),
    },
    Check {
        rule: Rule {
            id: "jwk-alg-unknown",
            title: "the `alg` of a key is not registered",
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

/// Operations by the `use` that says the same, each with its half of the pair (RFC 7517 §4.3).
struct Operation {
    name: &'static str,
    purpose: &'static str,
    /// What belongs together: both halves have the same family.
    family: &'static str,
    private: bool,
}

const OPERATIONS: &[Operation] = &[
    Operation { name: "sign", purpose: "sig", family: "signatures", private: true },
    Operation { name: "verify", purpose: "sig", family: "signatures", private: false },
    Operation { name: "encrypt", purpose: "enc", family: "encryption", private: false },
    Operation { name: "decrypt", purpose: "enc", family: "encryption", private: true },
    Operation { name: "wrapKey", purpose: "enc", family: "wrapping keys", private: false },
    Operation { name: "unwrapKey", purpose: "enc", family: "wrapping keys", private: true },
    Operation { name: "deriveKey", purpose: "enc", family: "deriving", private: false },
    Operation { name: "deriveBits", purpose: "enc", family: "deriving", private: false },
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

fn operation(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}

fn operations(key: &Jwk<'_>) -> Vec<&'static Operation> {
    key.key_ops().unwrap_or_default().into_iter().filter_map(operation).collect()
}

fn no_signing_key(facts: &Facts, _: &Context) -> Outcome {
    of_published(facts, |keys| {
        let list = keys.json.place().member("keys").unwrap_or(keys.json.place());
        let wanted = "at least one key for signatures";
        Outcome::must(keys.keys().iter().any(signs), || saw_none(keys, &list, "signatures", wanted))
    })
}

fn no_rs256_key(facts: &Facts, _: &Context) -> Outcome {
    of_published(facts, |keys| {
        if !keys.keys().iter().any(signs) {
            return Outcome::skip("no key is for signatures");
        }
        let list = keys.json.place().member("keys").unwrap_or(keys.json.place());
        let wanted = "an RSA key whose `alg`, if it has one, is RS256";
        Outcome::must(keys.keys().iter().any(signs_rs256), || saw_none(keys, &list, "RS256", wanted))
    })
}

fn saw_none(keys: &Jwks, list: &Place<'_>, purpose: &str, wanted: &str) -> Finding {
    Finding::new(at(&keys.json, list), format!("{}, none for {purpose}", counted(keys.keys().len())), wanted)
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

fn use_missing(keys: &Jwks, _: &Context) -> Outcome {
    if !keys.keys().iter().any(|key| key.text("use") == Some("enc")) {
        return Outcome::skip("no key is marked for encryption");
    }
    published(keys, |key| {
        let missing = key.place.node.get("use").is_none();
        let finding =
            || Finding::new(at(&keys.json, &key.place), "no `use`", "`use`, as other keys are for encryption");
        missing.then(finding).into_iter().collect()
    })
}

fn use_unknown(keys: &Jwks, _: &Context) -> Outcome {
    each(keys, |key| {
        let purpose =
            key.place.member("use").filter(|place| !matches!(place.node.as_str(), None | Some("sig" | "enc")));
        let mut findings: Vec<_> =
            purpose.map(|place| saw(&keys.json, &place, "\"sig\" or \"enc\"")).into_iter().collect();
        findings.extend(ops(key).into_iter().filter(|(name, _)| operation(name).is_none()).map(|(_, place)| {
            let known: Vec<_> = OPERATIONS.iter().map(|operation| operation.name).collect();
            saw(&keys.json, &place, format!("one of {}", known.join(", ")))
        }));
        findings
    })
}

/// Returns the operations with their places, those that are texts.
fn ops<'a>(key: &Jwk<'a>) -> Vec<(&'a str, Place<'a>)> {
    let elements = key.place.member("key_ops").map_or_else(Vec::new, |ops| ops.elements());
    elements.into_iter().filter_map(|place| Some((place.node.as_str()?, place))).collect()
}

/// Asks about the keys that have `key_ops`.
fn of_ops(keys: &Jwks, ask: impl Fn(&Jwk<'_>, Place<'_>) -> Vec<Finding>) -> Outcome {
    among(keys, "no key has `key_ops`", |key| Some(ask(key, key.place.member("key_ops")?)))
}

/// Returns a finding about `key_ops` that shows the names in it.
fn named(keys: &Jwks, key: &Jwk<'_>, place: &Place<'_>, wanted: impl Into<String>) -> Finding {
    let names: Vec<_> = ops(key).into_iter().map(|(name, _)| name).collect();
    Finding::new(at(&keys.json, place), names.join(", "), wanted)
}

fn ops_duplicated(keys: &Jwks, _: &Context) -> Outcome {
    of_ops(keys, |key, _| {
        let mut seen = HashSet::new();
        let again = ops(key).into_iter().filter(|(name, _)| !seen.insert(*name)).collect::<Vec<_>>();
        again.iter().map(|(_, place)| saw(&keys.json, place, "each operation once")).collect()
    })
}

fn use_contradicted(keys: &Jwks, _: &Context) -> Outcome {
    of_ops(keys, |key, place| {
        let purpose = key.text("use").filter(|purpose| ["sig", "enc"].contains(purpose));
        let other = |purpose| operations(key).into_iter().find(|operation| operation.purpose != purpose);
        let finding = |(purpose, other): (&str, &Operation)| {
            named(keys, key, &place, format!("operations of a key whose `use` is \"{purpose}\""))
                .hint(format!("`{}` is not one", other.name))
        };
        purpose.and_then(|purpose| Some((purpose, other(purpose)?))).map(finding).into_iter().collect()
    })
}

fn use_beside_ops(keys: &Jwks, _: &Context) -> Outcome {
    of_ops(keys, |key, place| {
        let both = key.place.node.get("use").is_some();
        both.then(|| named(keys, key, &place, "`use` alone")).into_iter().collect()
    })
}

fn ops_unrelated(keys: &Jwks, _: &Context) -> Outcome {
    of_ops(keys, |key, place| {
        let families: HashSet<_> = operations(key).iter().map(|operation| operation.family).collect();
        let mixed = families.len() > 1;
        mixed
            .then(|| named(keys, key, &place, "one pair of operations, such as `sign` and `verify`"))
            .into_iter()
            .collect()
    })
}

fn ops_private(keys: &Jwks, _: &Context) -> Outcome {
    if !keys.published {
        return Outcome::skip("the keys are not published");
    }
    of_ops(keys, |key, place| {
        let operations = operations(key);
        let is_pair = key.kty() != Some("oct");
        let only_private = is_pair && !operations.is_empty() && operations.iter().all(|operation| operation.private);
        only_private.then(|| named(keys, key, &place, "the public half's, such as `verify`")).into_iter().collect()
    })
}

fn alg_unknown(keys: &Jwks, _: &Context) -> Outcome {
    of_alg(keys, |_, place, alg| {
        if family(alg).is_some() {
            return None;
        }
        let known = || ALGORITHMS.iter().flat_map(|family| family.names);
        let finding = saw(&keys.json, &place, "a registered algorithm, such as \"RS256\"");
        let meant = known().find(|known| known.eq_ignore_ascii_case(alg));
        let meant = meant.or_else(|| known().find(|known| strsim::osa_distance(known, alg) == 1));
        Some(match meant {
            Some(known) => finding.hint(format!("is {known} meant?")),
            None => finding,
        })
    })
}

fn alg_mismatch(keys: &Jwks, _: &Context) -> Outcome {
    of_alg(keys, |key, place, alg| {
        let family = family(alg)?;
        let finding = |wanted: String| Some(Finding::new(at(&keys.json, &place), shown(place.node), wanted));
        let (kty, crv) = (key.kty()?, key.text("crv"));
        let off_curve = crv.is_some_and(|crv| !family.crv.is_empty() && !family.crv.contains(&crv));
        if !family.kty.contains(&kty) {
            return finding(format!("an algorithm for {kty} keys; {alg} takes {}", family.kty.join(" or ")));
        }
        if off_curve {
            let crv = crv.unwrap_or_default();
            return finding(format!("an algorithm for {crv}; {alg} takes {}", family.crv.join(", ")));
        }
        match key.text("use") {
            Some("enc") if family.purpose == "sig" => {
                finding("an algorithm for encryption, as `use` is \"enc\"".to_owned())
            }
            Some("sig") if family.purpose == "enc" => {
                finding("an algorithm for signatures, as `use` is \"sig\"".to_owned())
            }
            _ => None,
        }
    })
}

/// Asks about the keys that have an `alg`.
fn of_alg(keys: &Jwks, ask: impl Fn(&Jwk<'_>, Place<'_>, &str) -> Option<Finding>) -> Outcome {
    among(keys, "no key has an `alg`", |key| {
        let alg = key.text("alg")?;
        Some(ask(key, key.place.member("alg")?, alg).into_iter().collect())
    })
}
