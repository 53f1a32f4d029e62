//! The certificates that come with keys. LivePerson is not known to look at them; other clients may.

use super::{among, each};
use crate::check::question::{at, moment, saw};
use crate::check::{Check, Context, Run};
use crate::jose::key::{Certificate, Key, KeyError};
use crate::model::json::Place;
use crate::model::jwk::{Jwk, Jwks};
use crate::model::time::Timestamp;
use crate::report::Basis::{Inferred, Normative};
use crate::report::Severity::{Error, Note, Warning};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{DISCOVERY, RFC4648, RFC5280, RFC7517};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "x5c-unreadable",
            title: "an element of `x5c` is not a certificate",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC7517.at("4.7"), RFC4648.at("4")],
            why: "`x5c` holds certificates in standard base64, unlike everything else in a key, and without line \
                  breaks. Readers that look at it refuse the key.",
            fix: "Copy the certificate's PEM without its first and last line and without line breaks.",
        },
        run: Run::Keys(unreadable),
    },
    Check {
        rule: Rule {
            id: "x5c-mismatch",
            title: "the certificate in `x5c` is for another key",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7517.at("4.7"), DISCOVERY.at("3")],
            why: "The first certificate must be that of the key itself. Clients that read `x5c` check signatures with \
                  another key than those that read the other members.",
            fix: "Put the key's own certificate first, or leave `x5c` out.",
        },
        run: Run::Keys(mismatch),
    },
    Check {
        rule: Rule {
            id: "x5c-order",
            title: "the certificates in `x5c` do not follow from each other",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC7517.at("4.7")],
            why: "Each certificate must be followed by that of its issuer. Readers that check the chain fail here.",
            fix: "Put the key's certificate first, then that of its issuer, and so on; leave out what does not belong.",
        },
        run: Run::Keys(order),
    },
    Check {
        rule: Rule {
            id: "x5c-expired",
            title: "the certificate in `x5c` is not valid now",
            severity: Note,
            basis: Normative,
            clauses: &[RFC5280.at("4.1.2.5"), RFC7517.at("4.7")],
            why: "The key itself works on: few clients look at the dates, and LivePerson is not documented to. Some \
                  may refuse it all the same.",
            fix: "Make a new certificate for the key, or leave `x5c` out.",
        },
        run: Run::Keys(expired),
    },
    Check {
        rule: Rule {
            id: "x5t-mismatch",
            title: "`x5t` is not the hash of the certificate in `x5c`",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC7517.at("4.8"), RFC7517.at("4.9")],
            why: "`x5t` and `x5t#S256` are base64url of the SHA-1 and SHA-256 hash of the certificate's DER. Clients \
                  that choose keys by them do not find this one.",
            fix: "Compare them with `openssl x509 -fingerprint`, and publish the hash of the certificate itself.",
        },
        run: Run::Keys(thumbprint_mismatch),
    },
    Check {
        rule: Rule {
            id: "x5t-of-hex",
            title: "`x5t` encodes the hash in hexadecimal",
            severity: Note,
            basis: Normative,
            clauses: &[RFC7517.at("4.8"), RFC7517.at("4.9")],
            why: "The bytes of the hash are meant, not its digits. Auth0 and WSO2 have published the digits for years, \
                  so most clients live with it.",
            fix: "Write the 20 (SHA-1) or 32 (SHA-256) bytes of the hash in base64url.",
        },
        run: Run::Keys(thumbprint_of_hex),
    },
    Check {
        rule: Rule {
            id: "x5u-present",
            title: "a key refers to a certificate elsewhere (`x5u`)",
            severity: Note,
            basis: Inferred,
            clauses: &[RFC7517.at("4.6")],
            why: "Hardly a client fetches it, and LivePerson is not documented to. One that does may fail when that \
                  address does.",
            fix: "Leave `x5u` out unless a client asks for it.",
        },
        run: Run::Keys(referred),
    },
];

/// Returns a hash of the certificate's DER.
type Hash = fn(&[u8]) -> Vec<u8>;

/// The members that hold a hash of the certificate, and which hash.
const THUMBPRINTS: [(&str, Hash); 2] = [("x5t", Certificate::sha1), ("x5t#S256", Certificate::sha256)];

/// Asks about the keys that have certificates.
fn certified(keys: &Jwks, ask: impl Fn(&Jwk<'_>, &[Place<'_>]) -> Vec<Finding>) -> Outcome {
    among(keys, "no key has `x5c`", |key| Some(ask(key, &key.place.member("x5c")?.elements())))
}

fn unreadable(keys: &Jwks, _: &Context) -> Outcome {
    certified(keys, |_, elements| elements.iter().filter_map(|place| flaw(keys, place)).collect())
}

fn flaw(keys: &Jwks, place: &Place<'_>) -> Option<Finding> {
    let text = place.node.as_str()?;
    let finding = |saw: String| Some(Finding::new(at(&keys.json, place), saw, "a DER certificate in standard base64"));
    if text.contains("-----") {
        return finding("PEM, with its first and last line".to_owned());
    }
    if text.contains(char::is_whitespace) {
        return finding("white space within the base64".to_owned());
    }
    let Ok(document) = STANDARD.decode(text) else {
        let hint = if text.contains(['-', '_']) { "base64url" } else { "not base64" };
        return finding(hint.to_owned());
    };
    Certificate::read(&document).err().and_then(|KeyError(reason)| finding(reason))
}

/// Returns the DER, read leniently: how it is encoded is for `x5c-unreadable` to report.
fn der(place: &Place<'_>) -> Option<Vec<u8>> {
    let compact: String = place.node.as_str()?.split_ascii_whitespace().collect();
    STANDARD.decode(compact).ok()
}

fn certificate(place: &Place<'_>) -> Option<Certificate> {
    Certificate::read(&der(place)?).ok()
}

fn mismatch(keys: &Jwks, _: &Context) -> Outcome {
    certified(keys, |key, elements| {
        let own = Key::from_jwk(key).ok().and_then(|key| key.certificate).filter(|own| !own.certifies);
        let finding = |(own, place): (Certificate, &Place<'_>)| {
            Finding::new(
                at(&keys.json, place),
                format!("a certificate of another key ({})", own.subject),
                "the key's own",
            )
        };
        own.zip(elements.first()).map(finding).into_iter().collect()
    })
}

fn order(keys: &Jwks, _: &Context) -> Outcome {
    certified(keys, |_, elements| {
        let links: Vec<_> = elements.iter().map(|place| (place, certificate(place))).collect();
        let pairs = links.windows(2).filter_map(|pair| match pair {
            [(_, Some(certified)), (place, Some(certifier))] => Some((certified, *place, certifier)),
            _ => None,
        });
        let wrong = pairs.filter(|(certified, _, certifier)| certified.issuer != certifier.subject);
        wrong
            .map(|(certified, place, certifier)| {
                let saw = format!("the certificate of {}", certifier.subject);
                Finding::new(at(&keys.json, place), saw, format!("that of {}", certified.issuer))
            })
            .collect()
    })
}

fn expired(keys: &Jwks, context: &Context) -> Outcome {
    certified(keys, |_, elements| {
        let own = elements.first().and_then(|place| Some((place, certificate(place)?)));
        let finding = |(place, own): (&Place<'_>, Certificate)| {
            let (end, saw) = outside(&own, context.now)?;
            Some(Finding::new(at(&keys.json, place), format!("{saw} {}", moment(end, context.now)), "a time within it"))
        };
        own.and_then(finding).into_iter().collect()
    })
}

fn outside(certificate: &Certificate, now: Timestamp) -> Option<(Timestamp, &'static str)> {
    if now > certificate.not_after {
        return Some((certificate.not_after, "valid until"));
    }
    (now < certificate.not_before).then_some((certificate.not_before, "valid from"))
}

/// How a stated hash relates to the certificate's own.
enum Likeness {
    Same,
    Hexadecimal,
    Other,
}

fn thumbprint_mismatch(keys: &Jwks, _: &Context) -> Outcome {
    thumbprints(keys, |likeness, place, own| {
        let finding = || saw(&keys.json, &place, format!("\"{own}\""));
        matches!(likeness, Likeness::Other).then(finding)
    })
}

fn thumbprint_of_hex(keys: &Jwks, _: &Context) -> Outcome {
    thumbprints(keys, |likeness, place, own| {
        let finding = || saw(&keys.json, &place, format!("\"{own}\""));
        matches!(likeness, Likeness::Hexadecimal).then(finding)
    })
}

/// Asks about the keys that have a certificate and its hash.
fn thumbprints(keys: &Jwks, ask: impl Fn(Likeness, Place<'_>, String) -> Option<Finding>) -> Outcome {
    among(keys, "no key has both `x5c` and `x5t`", |key| {
        let document = der(key.place.member("x5c")?.elements().first()?)?;
        let stated = THUMBPRINTS.iter().filter_map(|(name, hash)| Some((key.place.member(name)?, hash(&document))));
        let stated: Vec<_> = stated.filter(|(place, _)| place.node.as_str().is_some()).collect();
        let finding = |(place, hash): (Place<'_>, Vec<u8>)| {
            let text = place.node.as_str().unwrap_or_default();
            ask(likeness(text, &hash), place, URL_SAFE_NO_PAD.encode(&hash))
        };
        (!stated.is_empty()).then(|| stated.into_iter().filter_map(finding).collect())
    })
}

fn likeness(stated: &str, hash: &[u8]) -> Likeness {
    let bare = stated.trim_end_matches('=').replace('+', "-").replace('/', "_");
    let bytes = URL_SAFE_NO_PAD.decode(&bare).unwrap_or_default();
    let digits: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let is_digits = |text: &str| text.replace(':', "").eq_ignore_ascii_case(&digits);
    match std::str::from_utf8(&bytes) {
        _ if bytes == hash => Likeness::Same,
        Ok(text) if is_digits(text) => Likeness::Hexadecimal,
        _ if is_digits(stated) => Likeness::Hexadecimal,
        _ => Likeness::Other,
    }
}

fn referred(keys: &Jwks, _: &Context) -> Outcome {
    each(keys, |key| {
        let finding = |place: Place<'_>| {
            let plain = place.node.as_str().is_some_and(|url| url.starts_with("http://"));
            let finding = saw(&keys.json, &place, "no `x5u`");
            if plain { finding.hint("it must be an https address") } else { finding }
        };
        key.place.member("x5u").map(finding).into_iter().collect()
    })
}
