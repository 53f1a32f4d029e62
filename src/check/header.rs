//! The JOSE header: the algorithm, the key it names, and what it must not carry.

use super::question::{at, lacks, member, of_member, of_text, present, saw, shown};
use super::{Check, Context, Run};
use crate::jose::alg;
use crate::model::json::{Json, Place};
use crate::model::name::nearest;
use crate::report::Basis::{Documented, Normative};
use crate::report::Severity::{Error, Warning};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{CORE, LIVEPERSON, RFC7515, RFC7518, RFC7519, RFC7797, RFC8725, RFC9068};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "alg-missing",
            title: "the header does not say how the token is signed",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7515.at("4.1.1")],
            why: "`alg` is required. Without it no reader knows how to check the signature.",
            fix: "Make the issuer write `\"alg\": \"RS256\"` into the header.",
        },
        run: Run::Header(alg_missing),
    },
    Check {
        rule: Rule {
            id: "alg-none",
            title: "the token says it is not signed",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), RFC8725.at("3.2")],
            why: "With `alg` set to `none` anybody can write any claims. LivePerson documents RS256 only.",
            fix: "Make the issuer sign with RS256, and never accept `none` in any spelling.",
        },
        run: Run::Header(alg_none),
    },
    Check {
        rule: Rule {
            id: "alg-unknown",
            title: "`alg` names no signature algorithm",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7515.at("4.1.1"), RFC7518.at("3.1")],
            why: "The signature cannot be checked. Names are case-sensitive: `rs256` is not `RS256`. LivePerson \
                  probably answers with 1003 (NO_SUCH_ALGORITHM).",
            fix: "Make the issuer write `\"alg\": \"RS256\"` and sign accordingly.",
        },
        run: Run::Header(alg_unknown),
    },
    Check {
        rule: Rule {
            id: "alg-not-rs256",
            title: "the token is not signed with RS256",
            severity: Error,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Implementation guide"), LIVEPERSON.at("IDP error 1003")],
            why: "RS256 is the only signature algorithm that LivePerson documents. It probably answers any other with \
                  1003 (NO_SUCH_ALGORITHM) or 9007 (CUSTOMER_JWT_NOT_VALID).",
            fix: "Set the ID token signature algorithm of the LivePerson client to RS256.",
        },
        run: Run::Header(alg_not_rs256),
    },
    Check {
        rule: Rule {
            id: "kid-missing",
            title: "the header does not name the key",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Implementation guide"), CORE.at("10.1")],
            why: "With a JWKS endpoint LivePerson selects the key by `kid`. Without it, logins fail with 1042 \
                  (MULTIPLE_JWK_WITHOUT_KID_HEADER) as soon as a second key is published, as every rotation does.",
            fix: "Make the issuer write the `kid` of its signing key into the header.",
        },
        run: Run::Header(kid_missing),
    },
    Check {
        rule: Rule {
            id: "kid-not-string",
            title: "`kid` is not a string",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7515.at("4.1.4")],
            why: "A `kid` is compared as text. The number 7 and the text \"7\" are different, so no key is found.",
            fix: "Make the issuer write `kid` as a string, equal to the `kid` of a published key.",
        },
        run: Run::Header(kid_not_string),
    },
    Check {
        rule: Rule {
            id: "typ-not-id-token",
            title: "`typ` says this is another kind of token",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7519.at("5.1"), RFC8725.at("3.11"), RFC9068.at("2.1")],
            why: "An ID token has `\"typ\": \"JWT\"` or none. `at+jwt` is an access token, `logout+jwt` a logout token; \
                  neither says anything about a login at this client.",
            fix: "Hand over the `id_token` of the token response, not the `access_token`.",
        },
        run: Run::Header(typ_not_id_token),
    },
    Check {
        rule: Rule {
            id: "crit-unsupported",
            title: "the header demands an extension that is not known",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7515.at("4.1.11")],
            why: "A reader must refuse a token whose `crit` lists something it does not understand, and a `crit` that \
                  is empty or lists what is not in the header.",
            fix: "Make the issuer leave `crit` out of ID tokens.",
        },
        run: Run::Header(crit_unsupported),
    },
    Check {
        rule: Rule {
            id: "payload-unencoded",
            title: "the header says the payload is not encoded",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7797.at("7")],
            why: "`\"b64\": false` changes what is signed. It must not be used in a JWT, and most readers then check \
                  the wrong bytes.",
            fix: "Make the issuer leave `b64` out of the header.",
        },
        run: Run::Header(payload_unencoded),
    },
    Check {
        rule: Rule {
            id: "header-carries-key",
            title: "the token brings its own key",
            severity: Warning,
            basis: Normative,
            clauses: &[CORE.at("2"), RFC8725.at("3.10")],
            why: "Whoever forges a token can put a key of their own into it. `jwk`, `jku`, `x5u` and `x5c` should not \
                  be in an ID token, and lpauth never takes a key from there.",
            fix: "Publish the key at the `jwks_uri` and name it by `kid`.",
        },
        run: Run::Header(header_carries_key),
    },
];

/// Asks about the header of a signed token; skips that of an encrypted one, whose `alg` and `kid` are about another key.
pub(super) fn of_signed(header: &Json, ask: impl FnOnce() -> Outcome) -> Outcome {
    // RFC 7516 §4.1.2: only an encrypted token has `enc`.
    match member(header, "enc") {
        Some(_) => Outcome::skip("the header is that of an encrypted token"),
        None => ask(),
    }
}

fn of_alg<'a>(header: &'a Json, ask: impl FnOnce(Place<'a>, &'a str) -> Outcome) -> Outcome {
    of_signed(header, || of_text(header, "alg", ask))
}

/// Returns whether `alg` means an unsigned token, in whatever spelling.
pub(super) fn is_none(alg: &str) -> bool {
    alg.trim().eq_ignore_ascii_case("none")
}

fn alg_missing(header: &Json, _: &Context) -> Outcome {
    match member(header, "alg") {
        None => lacks(header, "alg", "`alg`, such as `\"RS256\"`").fail(),
        Some(alg) => {
            Outcome::must(alg.node.as_str().is_some(), || saw(header, &alg, "the name of an algorithm, as a string"))
        }
    }
}

fn alg_none(header: &Json, _: &Context) -> Outcome {
    of_alg(header, |place, alg| Outcome::must(!is_none(alg), || saw(header, &place, "\"RS256\"")))
}

fn alg_unknown(header: &Json, _: &Context) -> Outcome {
    of_alg(header, |place, alg| {
        if is_none(alg) {
            return Outcome::skip("the token says it is not signed");
        }
        Outcome::must(alg::find(alg).is_some(), || {
            let finding = saw(header, &place, "\"RS256\", or another registered name");
            match nearest(alg, alg::ALGORITHMS.iter().map(|row| row.name)) {
                Some(near) => finding.hint(format!("did the issuer mean `{near}`?")),
                None => finding,
            }
        })
    })
}

fn alg_not_rs256(header: &Json, _: &Context) -> Outcome {
    of_alg(header, |place, alg| {
        if alg::find(alg).is_none() {
            return Outcome::skip("`alg` names no signature algorithm");
        }
        Outcome::must(alg == "RS256", || saw(header, &place, "\"RS256\""))
    })
}

fn kid_missing(header: &Json, context: &Context) -> Outcome {
    // One cause, one finding: with several keys a missing `kid` is worse, and has a check of its own.
    if context.key_count.is_some_and(|count| count > 1) {
        return Outcome::skip("there are several keys: see kid-missing-among-several");
    }
    of_signed(header, || present(header, "kid", "`kid`, naming the signing key"))
}

fn kid_not_string(header: &Json, _: &Context) -> Outcome {
    of_member(header, "kid", |kid| {
        Outcome::must(kid.node.as_str().is_some(), || saw(header, &kid, "a string").hint(kid_hint(&kid)))
    })
}

fn kid_hint(kid: &Place<'_>) -> String {
    format!("{} is not the same as \"{}\"", shown(kid.node), shown(kid.node).trim_matches('"'))
}

// RFC 7515 §4.1.9: case does not count, and `application/` may be left out. `JOSE` only says "compact serialization".
const TYPES: [&str; 3] = ["JWT", "application/jwt", "JOSE"];

fn typ_not_id_token(header: &Json, _: &Context) -> Outcome {
    let Some(typ) = member(header, "typ") else { return Outcome::Pass };
    let text = typ.node.as_str().unwrap_or_default();
    let known = TYPES.iter().any(|known| known.eq_ignore_ascii_case(text));
    Outcome::must(known, || {
        let finding = saw(header, &typ, "\"JWT\", or no `typ`");
        match text {
            "at+jwt" | "application/at+jwt" => finding.hint("this is an access token"),
            _ => finding,
        }
    })
}

fn crit_unsupported(header: &Json, _: &Context) -> Outcome {
    let Some(crit) = member(header, "crit") else { return Outcome::Pass };
    let names = crit.elements();
    if names.is_empty() {
        return saw(header, &crit, "no `crit`, or an array of names").fail();
    }
    // `b64` is understood, and judged by payload-unencoded.
    let has_b64 = member(header, "b64").is_some();
    let unknown = |name: &&Place<'_>| !(has_b64 && name.node.as_str() == Some("b64"));
    let finding =
        |name: &Place<'_>| Finding::new(at(header, name), shown(name.node), "no extension that must be understood");
    Outcome::all(names.iter().filter(unknown).map(finding).collect())
}

fn payload_unencoded(header: &Json, _: &Context) -> Outcome {
    let Some(b64) = member(header, "b64") else { return Outcome::Pass };
    Outcome::must(b64.node.as_bool() == Some(true), || saw(header, &b64, "no `b64`"))
}

fn header_carries_key(header: &Json, _: &Context) -> Outcome {
    let members = header.place().members();
    let keys = members.iter().filter(|(name, _)| ["jwk", "jku", "x5u", "x5c"].contains(name));
    let finding = |(name, place): &(&str, Place<'_>)| match place.node.as_str() {
        Some(_) => saw(header, place, format!("no `{name}`")),
        // A key is long, and may even be private.
        None => Finding::new(at(header, place), place.node.kind(), format!("no `{name}`")),
    };
    Outcome::all(keys.map(finding).collect())
}
