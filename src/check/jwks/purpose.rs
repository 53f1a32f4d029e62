//! What the keys are for: `use` and `key_ops`, and whether they agree.

use super::{among, each, published};
use crate::check::question::{at, saw};
use crate::check::{Check, Context, Run};
use crate::model::json::Place;
use crate::model::jwk::{Jwk, Jwks};
use crate::report::Basis::Normative;
use crate::report::Severity::{Error, Note, Warning};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{DISCOVERY, RFC7517};
use std::collections::HashSet;

/// The rows.
pub static CHECKS: &[Check] = &[
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

fn operation(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}

fn operations(key: &Jwk<'_>) -> Vec<&'static Operation> {
    key.key_ops().unwrap_or_default().into_iter().filter_map(operation).collect()
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
