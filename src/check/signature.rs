//! The signature, and which key of the set it is checked with.

use super::header::{is_none, of_signed};
use super::question::{at, member, of_text};
use super::{Check, Context, Facts, Run, jwks};
use crate::jose::jws::{Proof, Trial, TrialResult};
use crate::model::json::Json;
use crate::model::token::{FlawKind, Form, Token};
use crate::report::Basis::{Documented, Normative};
use crate::report::Severity::Error;
use crate::report::{Finding, Location, Outcome, Rule};
use crate::spec::{CORE, LIVEPERSON, RFC7515, RFC7517, RFC8725};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "signature-missing",
            title: "the token has no signature",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), RFC7515.at("5.2")],
            why: "The third segment is empty although the header names an algorithm. Somebody cut the signature off, \
                  so the claims prove nothing.",
            fix: "Hand over the token as the issuer made it.",
        },
        run: Run::Token(signature_missing),
    },
    Check {
        rule: Rule {
            id: "kid-missing-among-several",
            title: "there are several keys, and the header does not say which",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("10.1"), LIVEPERSON.at("IDP error 1042")],
            why: "With more than one key in the set, the header must name one by `kid`. LivePerson answers with 1042 \
                  (MULTIPLE_JWK_WITHOUT_KID_HEADER).",
            fix: "Make the issuer write the `kid` of its signing key into the header.",
        },
        run: Run::Header(kid_missing_among_several),
    },
    Check {
        rule: Rule {
            id: "kid-unknown",
            title: "no published key has the token's `kid`",
            severity: Error,
            basis: Documented,
            clauses: &[
                LIVEPERSON.at("Implementation guide"),
                LIVEPERSON.at("IDP error 1041"),
                CORE.at("10.1"),
                RFC7517.at("4.5"),
            ],
            why: "LivePerson looks the key up by `kid` and answers with 1041 (JWK_ID_NOT_FOUND). This happens after a \
                  rotation: the key is not published yet, not published any more, or an older set is cached.",
            fix: "Publish the key under exactly this `kid` before signing with it, and keep it until its last token \
                  has expired.",
        },
        run: Run::Signature(kid_unknown),
    },
    Check {
        rule: Rule {
            id: "key-unsuitable",
            title: "the key is not for the token's algorithm",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7517.at("4.2"), RFC7517.at("4.4"), RFC8725.at("3.1")],
            why: "The key decides which algorithm is acceptable, never the token: a key's `kty`, `crv`, `use`, \
                  `key_ops` and `alg` must all allow it. A token that asks for another algorithm may be forged.",
            fix: "Publish the key that the issuer signs with, marked with the `use` and `alg` it is for.",
        },
        run: Run::Signature(key_unsuitable),
    },
    Check {
        rule: Rule {
            id: "signature-invalid",
            title: "the signature is not that of the key",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.1.3.7 item 6"), RFC7515.at("5.2"), LIVEPERSON.at("IDP error 9007")],
            why: "The token was changed after signing, or signed with another private key. LivePerson answers with \
                  9007 (CUSTOMER_JWT_NOT_VALID), most often because the public key in its console does not belong to \
                  the private key in use.",
            fix: "Compare the public key in LivePerson's console with the issuer's signing key.",
        },
        run: Run::Signature(signature_invalid),
    },
    Check {
        rule: Rule {
            id: "signature-unchecked",
            title: "the signature could not be checked with any key",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.1.3.7 item 6"), RFC7515.at("5.2")],
            why: "Nothing is wrong with the keys, yet none could be tried, because lpauth does not know their type. So \
                  nothing is known about who wrote the claims.",
            fix: "Use a key of another type for LivePerson: it documents RS256, which takes RSA.",
        },
        run: Run::Facts(signature_unchecked),
    },
];

fn alg(token: &Token) -> Option<&str> {
    token.header.json()?.root.get("alg")?.as_str()
}

fn signature_missing(token: &Token, _: &Context) -> Outcome {
    if token.form() != Form::Signed {
        return Outcome::skip("the text is not a signed token of three segments");
    }
    if alg(token).is_some_and(is_none) {
        return Outcome::skip("the token says it is not signed");
    }
    let empty = token.segments[2].span.is_empty();
    Outcome::must(!empty, || Finding::new(signature(token), "an empty third segment", "a signature"))
}

fn signature(token: &Token) -> Location {
    match token.segments.get(2) {
        Some(segment) => Location::span(&token.source, segment.span.clone()),
        None => Location::whole(&token.source),
    }
}

fn kid_missing_among_several(header: &Json, context: &Context) -> Outcome {
    let Some(count) = context.key_count else { return Outcome::skip("no published key set was read") };
    of_signed(header, || {
        Outcome::must(count < 2 || member(header, "kid").is_some(), || {
            let saw = format!("no `kid`, and {count} published keys");
            Finding::new(at(header, &header.place()), saw, "`kid`, naming one of them")
        })
    })
}

/// Asks about the keys that the token means; skips if there are none.
fn of_meant<'a>(proof: &'a Proof, ask: impl FnOnce(Vec<&'a Trial>) -> Outcome) -> Outcome {
    let meant: Vec<&Trial> = proof.trials().iter().filter(|trial| trial.meant).collect();
    match (proof.trials().len(), meant.is_empty()) {
        (0, _) => Outcome::skip("there are no keys"),
        (_, true) => Outcome::skip(format!("no key has the kid “{}”", proof.kid().unwrap_or_default())),
        (_, false) => ask(meant),
    }
}

fn kid_unknown(token: &Token, proof: &Proof, _: &Context) -> Outcome {
    let Some(header) = token.header.json() else { return Outcome::skip("the header could not be read") };
    of_signed(header, || {
        of_text(header, "kid", |place, kid| {
            if proof.trials().is_empty() {
                return Outcome::skip("there are no keys");
            }
            Outcome::must(proof.trials().iter().any(|trial| trial.meant), || {
                let wanted = format!("one of the published keys: {}", labels(proof));
                Finding::new(at(header, &place), kid, wanted).hint(all_the_same(proof))
            })
        })
    })
}

/// How many keys a finding names.
const NAMED: usize = 5;

fn labels(proof: &Proof) -> String {
    let mut labels: Vec<String> = proof.trials().iter().take(NAMED).map(|trial| trial.label.clone()).collect();
    if let Some(more @ 1..) = proof.trials().len().checked_sub(NAMED) {
        labels.push(format!("and {more} more"));
    }
    labels.join(", ")
}

fn all_the_same(proof: &Proof) -> String {
    match proof.verified_under_other_kid() {
        Some(key) => format!("the signature is that of key {} all the same", key.label),
        None => "the signature is that of none of these keys either".to_owned(),
    }
}

fn key_unsuitable(token: &Token, proof: &Proof, _: &Context) -> Outcome {
    let (Some(header), Some(algorithm)) = (token.header.json(), proof.algorithm()) else {
        return Outcome::skip("the header names no algorithm that a key could check");
    };
    of_meant(proof, |meant| {
        let reasons: Vec<String> = meant.iter().filter_map(|trial| unsuitable(trial)).collect();
        if reasons.is_empty() && meant.iter().all(|trial| matches!(trial.result, TrialResult::Unreadable(_))) {
            return Outcome::skip("the key could not be read");
        }
        if proof.tried_any() || reasons.is_empty() {
            return Outcome::Pass;
        }
        let place = member(header, "alg").unwrap_or_else(|| header.place());
        let wanted = format!("a key for {}", algorithm.name);
        Finding::new(at(header, &place), reasons.join("; "), wanted).fail()
    })
}

fn unsuitable(trial: &Trial) -> Option<String> {
    match &trial.result {
        TrialResult::Unsuitable(reasons) => Some(format!("key {}: {}", trial.label, reasons.join(", "))),
        _ => None,
    }
}

fn signature_invalid(token: &Token, proof: &Proof, _: &Context) -> Outcome {
    if let Some(obstacle) = proof.obstacle() {
        return Outcome::skip(obstacle.to_owned());
    }
    if is_damaged(token) {
        return Outcome::skip("the token is not base64url");
    }
    if is_unencoded(token) {
        return Outcome::skip("the header says the payload is not encoded");
    }
    of_meant(proof, |meant| {
        if proof.verified_by().is_some() {
            return Outcome::Pass;
        }
        let refused = meant.iter().filter(|trial| trial.result == TrialResult::Refused);
        let labels: Vec<&str> = refused.map(|trial| trial.label.as_str()).collect();
        if labels.is_empty() {
            return Outcome::skip("no key could be used");
        }
        let wanted = format!("the signature of key {}", labels.join(" or "));
        let finding = Finding::new(signature(token), "another signature", wanted);
        match slip(token, proof) {
            Some(words) => finding.hint(words).fail(),
            None => finding.fail(),
        }
    })
}

fn is_damaged(token: &Token) -> bool {
    token.segments.iter().flat_map(|segment| &segment.flaws).any(|flaw| flaw.kind != FlawKind::Padding)
}

fn is_unencoded(token: &Token) -> bool {
    let b64 = token.header.json().and_then(|header| header.root.get("b64")?.as_bool());
    b64 == Some(false)
}

/// Fails where nobody else does: a token that was not verified must never come out clean.
fn signature_unchecked(facts: &Facts, context: &Context) -> Outcome {
    let (Some(token), Some(keys)) = (facts.token.here(), facts.keys.here()) else {
        return facts.token.ask(|_| Outcome::skip("there are no keys"));
    };
    if jwks::is_damaged(keys, context) {
        return Outcome::skip("a key is damaged");
    }
    facts.proof.ask(|proof| {
        of_meant(proof, |meant| {
            let reasons: Vec<String> = meant.iter().filter_map(|trial| unreadable(trial)).collect();
            let finding = || Finding::new(signature(token), reasons.join("; "), "a key that can be tried");
            Outcome::must(reasons.len() < meant.len(), finding)
        })
    })
}

fn unreadable(trial: &Trial) -> Option<String> {
    match &trial.result {
        TrialResult::Unreadable(reason) => Some(format!("key {}: {reason}", trial.label)),
        _ => None,
    }
}

/// Returns in words why the signature is wrong, if its bytes tell.
fn slip(token: &Token, proof: &Proof) -> Option<String> {
    let bytes = token.signature();
    let algorithm = proof.algorithm()?;
    if let Some(key) = proof.verified_under_other_kid() {
        return Some(format!("it is the signature of key {}: the header names the wrong key", key.label));
    }
    if algorithm.kty == "EC" && bytes.first() == Some(&0x30) && algorithm.signature_length != Some(bytes.len()) {
        return Some("it is in DER form; JOSE wants the two numbers alone, each at full length".to_owned());
    }
    if bytes.iter().all(|byte| *byte == 0) {
        return Some("all its bytes are zero: it is forged".to_owned());
    }
    match algorithm.signature_length {
        Some(length) if length != bytes.len() => {
            Some(format!("it has {} bytes, {} makes {length}", bytes.len(), algorithm.name))
        }
        // RSA signatures are as long as the key, whose length is a multiple of 64 bits.
        None if algorithm.kty == "RSA" && !bytes.len().is_multiple_of(8) => {
            Some(format!("it has {} bytes, fewer or more than a key makes: the end was probably lost", bytes.len()))
        }
        _ => None,
    }
}
