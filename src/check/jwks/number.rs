//! The numbers in a key: whether they are those of a key at all, whether they are strong, and whether they are common.

use super::among;
use super::member::octets;
use crate::check::question::at;
use crate::check::{Check, Context, Run};
use crate::jose::key::{Curve, bits, trim, weakness};
use crate::model::json::Place;
use crate::model::jwk::{Jwk, Jwks};
use crate::report::Basis::Normative;
use crate::report::Severity::{Error, Note, Warning};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{RFC7518, RFC8017, RFC8725};

/// The rows.
pub static CHECKS: &[Check] = &[
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
        run: Run::Keys(too_small),
    },
    Check {
        rule: Rule {
            id: "rsa-key-size-unusual",
            title: "an RSA key has an unusual number of bits",
            severity: Note,
            basis: Normative,
            clauses: &[RFC7518.at("3.3")],
            why: "The standard allows it, but some readers take whole bytes only, and many none above 8192 bits.",
            fix: "Use 2048, 3072 or 4096 bits for the next key.",
        },
        run: Run::Keys(size_unusual),
    },
    Check {
        rule: Rule {
            id: "rsa-leading-zero",
            title: "an RSA number begins with a zero byte",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC7518.at("2"), RFC7518.at("6.3.1.1")],
            why: "Numbers must be written with as few bytes as they need; the zero comes from libraries that write \
                  signed numbers. Most readers skip it, but the key's thumbprint (RFC 7638) changes with it.",
            fix: "Write `n` and `e` without the leading zero byte.",
        },
        run: Run::Keys(leading_zero),
    },
    Check {
        rule: Rule {
            id: "rsa-numbers-impossible",
            title: "`n` and `e` are not those of an RSA key",
            severity: Error,
            basis: Normative,
            clauses: &[RFC8017.at("3.1"), RFC7518.at("6.3.1")],
            why: "A modulus is odd, and an exponent is odd, at least 3 and below the modulus. With other numbers no \
                  signature can be checked, or everybody can make one.",
            fix: "Publish the key again from its private half; the numbers were damaged on the way.",
        },
        run: Run::Keys(impossible),
    },
    Check {
        rule: Rule {
            id: "rsa-exponent-unusual",
            title: "an RSA exponent is unusually small or large",
            severity: Note,
            basis: Normative,
            clauses: &[RFC8017.at("3.1"), RFC7518.at("6.3.1.2")],
            why: "Nearly every key has 65537. Smaller ones are allowed but have been misused before; some readers \
                  refuse those of more than four bytes.",
            fix: "Make the next key with the exponent 65537, as `lpauth keygen` does.",
        },
        run: Run::Keys(exponent_unusual),
    },
    Check {
        rule: Rule {
            id: "rsa-key-roca",
            title: "an RSA key bears the fingerprint of the ROCA flaw",
            severity: Error,
            basis: Normative,
            clauses: &[RFC8725.at("3.5")],
            why: "Chips with a flawed library (CVE-2017-15361) chose primes of one form. From such a public key the \
                  private half can be computed. One other key in two hundred million looks the same.",
            fix: "Take the key out of use now, and make a new one in software or on a repaired chip.",
        },
        run: Run::Keys(roca),
    },
    Check {
        rule: Rule {
            id: "rsa-factor-shared",
            title: "two RSA keys have a prime in common",
            severity: Error,
            basis: Normative,
            clauses: &[RFC8725.at("3.5")],
            why: "Whoever divides one modulus by the common factor has the private halves of both keys. It happens \
                  where keys are made with too little randomness.",
            fix: "Take both keys out of use now, and make new ones with another random source.",
        },
        run: Run::Keys(factor_shared),
    },
    Check {
        rule: Rule {
            id: "ec-point-off-curve",
            title: "`x` and `y` are not a point of their curve",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7518.at("6.2.1")],
            why: "A public key is a point on the curve it names. This one is damaged, or on another curve, and readers \
                  refuse it.",
            fix: "Publish the key again from its private half, with the right `crv`.",
        },
        run: Run::Keys(off_curve),
    },
];

/// More keys are not compared with each other: a set of thousands must not cost minutes.
const COMPARED: usize = 32;

/// Below this many bits the fingerprint says nothing: the flawed primes are longer.
const SMALLEST: usize = 512;

/// The largest modulus that common libraries check signatures with, in bits.
const LARGEST: usize = 8192;

fn is_rsa(key: &Jwk<'_>) -> bool {
    key.kty() == Some("RSA")
}

/// Asks about the RSA keys by one of their numbers.
fn rsa(keys: &Jwks, name: &str, ask: impl Fn(&[u8], Place<'_>) -> Option<Finding>) -> Outcome {
    among(keys, "no key is an RSA key", |key| {
        let number = is_rsa(key).then(|| octets(key, name)).flatten()?;
        Some(ask(&number, key.place.member(name)?).into_iter().collect())
    })
}

fn too_small(keys: &Jwks, _: &Context) -> Outcome {
    rsa(keys, "n", |n, place| {
        let finding = |bits| Finding::new(at(&keys.json, &place), format!("{bits} bits"), "at least 2048 bits");
        Some(bits(n)).filter(|bits| *bits < 2048).map(finding)
    })
}

fn size_unusual(keys: &Jwks, _: &Context) -> Outcome {
    rsa(keys, "n", |n, place| {
        let wanted = match bits(n) {
            bits if bits > LARGEST => "at most 8192 bits",
            bits if bits % 8 != 0 => "whole bytes: a multiple of 8",
            _ => return None,
        };
        Some(Finding::new(at(&keys.json, &place), format!("{} bits", bits(n)), wanted))
    })
}

fn leading_zero(keys: &Jwks, _: &Context) -> Outcome {
    among(keys, "no key is an RSA key", |key| {
        let finding = |name: &str| {
            let (number, place) = (octets(key, name)?, key.place.member(name)?);
            let length = trim(&number).len().max(1); // zero is one zero byte
            let zeros = number.len().checked_sub(length).filter(|zeros| *zeros > 0)?;
            let wanted = format!("no zero byte before the {length} bytes of the number");
            Some(Finding::new(at(&keys.json, &place), format!("{zeros} at the beginning"), wanted))
        };
        is_rsa(key).then(|| ["n", "e"].into_iter().filter_map(finding).collect())
    })
}

pub(super) fn impossible(keys: &Jwks, _: &Context) -> Outcome {
    among(keys, "no key is an RSA key", |key| {
        let (n, e) = is_rsa(key).then(|| Some((octets(key, "n")?, octets(key, "e")?))).flatten()?;
        let (n, e) = (trim(&n), trim(&e));
        let flaws = [
            ("n", n.is_empty(), "zero", "an odd number"),
            ("n", is_even(n), "an even number", "an odd number"),
            ("e", e.is_empty() || e == [1], "zero or one", "an odd number from 3"),
            ("e", is_even(e), "an even number", "an odd number from 3"),
            ("e", !n.is_empty() && (e.len(), e) >= (n.len(), n), "a number not below `n`", "a number below `n`"),
        ];
        let finding = |(name, is_so, saw, wanted): (&str, bool, &str, &str)| {
            let place = key.place.member(name).filter(|_| is_so)?;
            Some(Finding::new(at(&keys.json, &place), saw, wanted))
        };
        Some(flaws.into_iter().filter_map(finding).collect())
    })
}

fn exponent_unusual(keys: &Jwks, _: &Context) -> Outcome {
    rsa(keys, "e", |e, place| {
        let saw = match trim(e) {
            [] | [1] => return None,
            [.., last] if last % 2 == 0 => return None,
            e if e.len() > 4 => format!("{} bytes", e.len()),
            e => match e.iter().fold(0_u64, |number, byte| number * 256 + u64::from(*byte)) {
                65_537.. => return None,
                small => small.to_string(),
            },
        };
        Some(Finding::new(at(&keys.json, &place), saw, "65537"))
    })
}

fn roca(keys: &Jwks, _: &Context) -> Outcome {
    rsa(keys, "n", |n, place| {
        let finding = || Finding::new(at(&keys.json, &place), "a modulus of the flawed form", "one of random primes");
        (bits(n) >= SMALLEST && weakness::shows_roca(n)).then(finding)
    })
}

fn factor_shared(keys: &Jwks, _: &Context) -> Outcome {
    let keys_of_set = keys.keys();
    let numbered = keys_of_set.iter().filter(|key| is_rsa(key)).filter_map(|key| Some((key, octets(key, "n")?)));
    let numbered: Vec<_> = numbered.take(COMPARED).collect();
    if numbered.len() < 2 {
        return Outcome::skip("there are no two RSA keys");
    }
    let findings = numbered.iter().enumerate().filter_map(|(number, (key, n))| {
        let (earlier, _) = numbered[..number].iter().find(|(_, other)| weakness::share_a_factor(n, other))?;
        let found = format!("a prime that key {} has too", earlier.label());
        Some(Finding::new(at(&keys.json, &key.place.member("n")?), found, "primes of its own"))
    });
    Outcome::all(findings.collect())
}

pub(super) fn off_curve(keys: &Jwks, _: &Context) -> Outcome {
    among(keys, "no key is on a curve that lpauth can compute with", |key| {
        let named = key.text("crv").filter(|_| key.kty() == Some("EC"))?;
        let curve = Curve::ALL.into_iter().find(|curve| curve.name() == named)?;
        let (x, y) = (octets(key, "x")?, octets(key, "y")?);
        if x.len() != curve.length() || y.len() != curve.length() {
            return None;
        }
        let finding =
            || Finding::new(at(&keys.json, &key.place), "another pair of numbers", format!("a point on {named}"));
        Some((!weakness::lies_on(curve, &x, &y)).then(finding).into_iter().collect())
    })
}

fn is_even(number: &[u8]) -> bool {
    number.last().is_some_and(|last| last % 2 == 0)
}
