//! The envelope of an encrypted token: its algorithms, the key it names, and whether a signed token is inside.

use super::question::{in_short, lacks, member, of_text, saw, shown};
use super::{Check, Context, Run, Slot};
use crate::jose::alg::{CONTENT_ENCRYPTIONS, ContentEncryption, KEY_MANAGEMENT, KeyManagement};
use crate::jose::envelope::{Content, Envelope};
use crate::model::json::Json;
use crate::model::name::nearest;
use crate::model::token::{Form, Token};
use crate::report::Basis::{Documented, Inferred, Normative};
use crate::report::Severity::{Error, Note, Warning};
use crate::report::{Finding, Location, Outcome, Rule};
use crate::spec::{CORE, LIVEPERSON, REGISTRATION, RFC7516, RFC7518, RFC7519, RFC8017};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "jwe-undecryptable",
            title: "the token does not open with the key that was given",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7516.at("5.2"), LIVEPERSON.at("IDP error 1004")],
            why: "Whoever cannot open the envelope refuses the token. If this key belongs to the one that LivePerson \
                  gave out, LivePerson probably answers with 1004 (JOSE_EXECEPTION) or 1031 to 1034.",
            fix: "Compare the key that the issuer encrypts to with the one that the receiver gave out.",
        },
        run: Run::Envelope(undecryptable),
    },
    Check {
        rule: Rule {
            id: "jwe-alg-name",
            title: "`alg` or `enc` of the encrypted token is no registered name",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7516.at("4.1.1"), RFC7516.at("4.1.2"), RFC7518.at("4.1"), RFC7518.at("5.1")],
            why: "No reader knows how to decrypt it. Names are case-sensitive. LivePerson's documentation printed \
                  `RSA_OAEP_256` until 2021; the name is `RSA-OAEP-256`. LivePerson probably answers with 1004 \
                  (JOSE_EXECEPTION).",
            fix: "Set the encryption algorithms of the LivePerson client to registered names: `RSA-OAEP-256` for `alg`.",
        },
        run: Run::Envelope(names),
    },
    Check {
        rule: Rule {
            id: "jwe-alg-undocumented",
            title: "the token is not encrypted with RSA-OAEP-256",
            severity: Error,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Implementation guide"), LIVEPERSON.at("IDP error 1004")],
            why: "RSA-OAEP-256 is the only key management algorithm that LivePerson documents. It probably answers any \
                  other with 1004 (JOSE_EXECEPTION) or 1027 (RSA_DECRYPTOR_INIT_ERROR).",
            fix: "Set the ID token encryption `alg` of the LivePerson client to RSA-OAEP-256.",
        },
        run: Run::Envelope(alg_undocumented),
    },
    Check {
        rule: Rule {
            id: "jwe-enc-unseen",
            title: "nobody has shown that LivePerson takes this `enc`",
            severity: Note,
            basis: Inferred,
            clauses: &[LIVEPERSON.at("Implementation guide")],
            why: "Which content encryption LivePerson takes is not documented. In public tokens and examples only \
                  `A128CBC-HS256` and `A256GCM` were seen.",
            fix: "Ask LivePerson, or use `A256GCM` or `A128CBC-HS256`.",
        },
        run: Run::Envelope(enc_unseen),
    },
    Check {
        rule: Rule {
            id: "jwe-kid-missing",
            title: "the outer header does not name the key",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Implementation guide"), RFC7516.at("4.1.6")],
            why: "The outer `kid` says which of LivePerson's keys the token was encrypted to; LivePerson gives it out \
                  with the key. The `kid` of the signed token inside is another.",
            fix: "Write the `kid` that LivePerson gave out with its encryption key into the outer header.",
        },
        run: Run::Envelope(kid_missing),
    },
    Check {
        rule: Rule {
            id: "jwe-kid-unknown",
            title: "the outer header names another key than LivePerson's",
            severity: Error,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Implementation guide"), RFC7516.at("4.1.6")],
            why: "The outer `kid` must be the one that LivePerson gave out with its key; a wrong one names a key that \
                  LivePerson does not have. It probably answers with 1004 (JOSE_EXECEPTION), 1039 or 1040.",
            fix: "Write the `kid` that LivePerson gave out with its encryption key into the outer header.",
        },
        run: Run::Envelope(kid_unknown),
    },
    Check {
        rule: Rule {
            id: "jwe-cty-missing",
            title: "the outer header does not say that a token is inside",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC7519.at("5.2"), RFC7516.at("4.1.12")],
            why: "A nested token must have `\"cty\": \"JWT\"` in its outer header, or a reader may take the signed token \
                  for the claims. Whether LivePerson insists is not documented.",
            fix: "Make the issuer write `\"cty\": \"JWT\"` into the outer header.",
        },
        run: Run::Envelope(cty_missing),
    },
    Check {
        rule: Rule {
            id: "jwe-not-nested",
            title: "inside the encrypted token is no signed token",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), CORE.at("16.14")],
            why: "An ID token is signed first and then encrypted. Anybody who knows LivePerson's public key can encrypt; \
                  only the signature says who wrote the claims.",
            fix: "Make the issuer sign the claims and encrypt the signed token.",
        },
        run: Run::Envelope(not_nested),
    },
    Check {
        rule: Rule {
            id: "jwe-enc-too-large",
            title: "the key of `enc` does not fit into the RSA key",
            severity: Error,
            basis: Normative,
            clauses: &[RFC8017.at("7.1.1"), RFC7518.at("4.3"), RFC7518.at("5.2.5")],
            why: "RSA-OAEP-256 carries 62 bytes under a key of 1024 bits, as LivePerson has given them out, and \
                  `A256CBC-HS512` needs 64. Whatever the issuer encrypted is no key for this `enc`, and nobody opens it.",
            fix: "Set `enc` to `A256GCM` or `A128CBC-HS256`, or ask LivePerson for a key of 2048 bits.",
        },
        run: Run::Envelope(enc_too_large),
    },
    Check {
        rule: Rule {
            id: "jwe-unasked",
            title: "the token is encrypted, and nothing says that LivePerson asked for that",
            severity: Note,
            basis: Inferred,
            clauses: &[LIVEPERSON.at("Implementation guide"), REGISTRATION.at("2")],
            why: "Tokens are signed and not encrypted unless the client registered for it. LivePerson opens only what is \
                  encrypted to its own key, which its documentation names for the implicit flow; that the code flow \
                  takes encrypted tokens is not documented.",
            fix: "If LivePerson's client asks for encrypted tokens, name the key that opens them (`--decrypt-key`, \
                  `decrypt_key` in lpauth.toml). If not, switch encryption off for this client.",
        },
        run: Run::Envelope(unasked),
    },
    Check {
        rule: Rule {
            id: "jwe-key-small",
            title: "the token is encrypted to an RSA key of less than 2048 bits",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC7518.at("4.3")],
            why: "RSA-OAEP takes 2048 bits or more; smaller keys can be broken. LivePerson has given out keys of 1024 \
                  bits, which moreover carry no key for `A256CBC-HS512`.",
            fix: "Ask LivePerson for an encryption key of 2048 bits or more.",
        },
        run: Run::Envelope(key_small),
    },
];

/// Returns what is inside as the token to judge: without a key the envelope itself, and nothing if no token was found.
pub fn inside(envelope: &Envelope) -> Slot<Token> {
    match &envelope.content {
        Content::Closed => Slot::Here(envelope.token.clone()),
        Content::Token(token) => Slot::Here(token.as_ref().clone()),
        Content::Refused(_) => Slot::absent("the token could not be decrypted"),
        Content::Claims(_) | Content::Other(_) => Slot::absent("inside the encrypted token is no token"),
    }
}

fn undecryptable(envelope: &Envelope, _: &Context) -> Outcome {
    let refused = match &envelope.content {
        Content::Closed => return Outcome::skip("no key to decrypt with: pass --decrypt-key"),
        Content::Refused(refused) => refused,
        _ => return Outcome::Pass,
    };
    let finding = |(key, why): &(String, _)| {
        Finding::new(Location::whole(&envelope.token.source), format!("{key}: {why}"), "a token that this key opens")
    };
    Outcome::all(refused.iter().map(finding).collect())
}

fn names(envelope: &Envelope, _: &Context) -> Outcome {
    of_header(envelope, |header| {
        let algs = unknown(header, "alg", KEY_MANAGEMENT.iter().map(|row| row.name));
        let encs = unknown(header, "enc", CONTENT_ENCRYPTIONS.iter().map(|row| row.name));
        Outcome::all([algs, encs].into_iter().flatten().collect())
    })
}

fn unknown(header: &Json, name: &str, known: impl Iterator<Item = &'static str> + Clone) -> Option<Finding> {
    let place = member(header, name)?;
    let text = place.node.as_str().unwrap_or_default();
    if known.clone().any(|other| other == text) {
        return None;
    }
    let finding = saw(header, &place, "a registered name, such as RSA-OAEP-256 for `alg` and A256GCM for `enc`");
    Some(match nearest(text, known) {
        Some(near) => finding.hint(format!("the registered name is {near}")),
        None => finding,
    })
}

fn alg_undocumented(envelope: &Envelope, _: &Context) -> Outcome {
    of_header(envelope, |header| {
        of_text(header, "alg", |place, alg| match KEY_MANAGEMENT.iter().any(|row| row.name == alg) {
            true => Outcome::must(alg == "RSA-OAEP-256", || saw(header, &place, "\"RSA-OAEP-256\"")),
            false => Outcome::skip("`alg` is no registered name"),
        })
    })
}

/// What was seen in tokens and examples that others made for LivePerson; which worked is not known.
const SEEN: &[&str] = &["A128CBC-HS256", "A256GCM"];

fn enc_unseen(envelope: &Envelope, _: &Context) -> Outcome {
    of_header(envelope, |header| {
        of_text(header, "enc", |place, enc| match CONTENT_ENCRYPTIONS.iter().any(|row| row.name == enc) {
            true => Outcome::must(SEEN.contains(&enc), || saw(header, &place, SEEN.join(" or "))),
            false => Outcome::skip("`enc` is no registered name"),
        })
    })
}

fn kid_missing(envelope: &Envelope, _: &Context) -> Outcome {
    of_header(envelope, |header| {
        let kid = member(header, "kid").filter(|place| place.node.as_str().is_some_and(|kid| !kid.is_empty()));
        Outcome::must(kid.is_some(), || match member(header, "kid") {
            Some(place) => saw(header, &place, "the `kid` of LivePerson's key, a text"),
            None => lacks(header, "kid", "the `kid` of LivePerson's key"),
        })
    })
}

fn kid_unknown(envelope: &Envelope, _: &Context) -> Outcome {
    match envelope.content {
        Content::Closed => return Outcome::skip("no key to decrypt with: pass --decrypt-key"),
        Content::Refused(_) => {
            return Outcome::skip("no key that was given opens it, so another may be the one it names");
        }
        _ if envelope.kids.is_empty() => return Outcome::skip("the key to decrypt with has no `kid`"),
        _ => {}
    }
    of_header(envelope, |header| {
        of_text(header, "kid", |place, kid| {
            let wanted = || envelope.kids.iter().map(|kid| format!("“{kid}”")).collect::<Vec<_>>().join(" or ");
            Outcome::must(envelope.kids.iter().any(|known| known == kid), || saw(header, &place, wanted()))
        })
    })
}

fn cty_missing(envelope: &Envelope, _: &Context) -> Outcome {
    if matches!(envelope.content, Content::Claims(_) | Content::Other(_)) {
        return Outcome::skip("no token is inside");
    }
    of_header(envelope, |header| {
        let Some(place) = member(header, "cty") else { return lacks(header, "cty", "\"JWT\"").fail() };
        let is_jwt = place.node.as_str().is_some_and(|cty| cty.eq_ignore_ascii_case("JWT"));
        Outcome::must(is_jwt, || Finding { saw: shown(place.node), ..saw(header, &place, "\"JWT\"") })
    })
}

fn not_nested(envelope: &Envelope, _: &Context) -> Outcome {
    let found = match &envelope.content {
        Content::Closed => return Outcome::skip("no key to decrypt with: pass --decrypt-key"),
        Content::Refused(_) => return Outcome::skip("the token could not be decrypted"),
        Content::Token(token) => match token.form() {
            Form::Signed => return Outcome::Pass,
            Form::Encrypted => "another encrypted token".to_owned(),
            Form::Neither => "a damaged token".to_owned(),
        },
        Content::Claims(_) => "claims without a signature".to_owned(),
        Content::Other(length) => format!("{length} bytes that are neither a token nor claims"),
    };
    Finding::new(Location::whole(&envelope.token.source), found, "a signed token").fail()
}

fn enc_too_large(envelope: &Envelope, _: &Context) -> Outcome {
    of_modulus(envelope, |_, alg, bits| {
        let Some(room) = KeyManagement::find(alg).and_then(|row| row.capacity(bits)) else {
            return Outcome::skip(format!("how much {} carries is not known", in_short(alg)));
        };
        of_header(envelope, |header| {
            of_text(header, "enc", |place, enc| {
                let Some(row) = ContentEncryption::find(enc) else {
                    return Outcome::skip("`enc` is no registered name");
                };
                let hint = format!("it needs {} bytes, and {alg} with {bits} bits carries {room}", row.key_length);
                let finding = || saw(header, &place, format!("a key of {room} bytes or fewer")).hint(hint);
                Outcome::must(row.key_length <= room, finding)
            })
        })
    })
}

fn unasked(envelope: &Envelope, context: &Context) -> Outcome {
    match context.encrypted {
        Some(asked) => Outcome::must(asked, || {
            Finding::new(Location::whole(&envelope.token.source), "an encrypted token", "a signed token")
        }),
        None => Outcome::skip("nobody said whether LivePerson's client asks for encrypted tokens"),
    }
}

fn key_small(envelope: &Envelope, _: &Context) -> Outcome {
    of_modulus(envelope, |at, _, bits| {
        Outcome::must(bits >= 2048, || Finding::new(at, format!("{bits} bits"), "2048 bits or more"))
    })
}

/// Asks about the RSA key that the token was encrypted to: where its bits show, the `alg` and how many they are.
fn of_modulus(envelope: &Envelope, ask: impl FnOnce(Location, &str, usize) -> Outcome) -> Outcome {
    of_header(envelope, |header| {
        of_text(header, "alg", |_, alg| {
            let Some(segment) = envelope.token.segments.get(1).filter(|_| alg.starts_with("RSA")) else {
                return Outcome::skip(format!("{} takes no RSA key", in_short(alg)));
            };
            // RFC 8017 §7.1.1: a ciphertext is as long as the modulus.
            ask(Location::span(&envelope.token.source, segment.span.clone()), alg, segment.bytes.len() * 8)
        })
    })
}

fn of_header(envelope: &Envelope, ask: impl FnOnce(&Json) -> Outcome) -> Outcome {
    super::part(&envelope.token.header, "header", ask)
}
