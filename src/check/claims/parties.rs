//! Who the token is from, about and for: `iss`, `sub`, `aud`, `azp`.

use crate::check::question::{at, lacks, member, of_member, of_text, present, same, saw};
use crate::check::{Check, Context, Run};
use crate::model::json::{Json, Place, Value};
use crate::report::Basis::{Documented, Normative};
use crate::report::Severity::{Error, Warning};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{CORE, LIVEPERSON, RFC7519};
use url::Url;

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "iss-missing",
            title: "the token does not say who issued it",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), LIVEPERSON.at("Implementation guide")],
            why: "`iss` is required. LivePerson compares it with the issuer in its console, and probably answers a \
                  token without it with 1011 (JWT_MISSING_CALIMESET).",
            fix: "Make the issuer write its own URL into `iss`.",
        },
        run: Run::Claims(iss_missing),
    },
    Check {
        rule: Rule {
            id: "iss-malformed",
            title: "`iss` is not an https URL",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), CORE.at("3.1.3.7 item 2")],
            why: "An issuer is an https URL with a host, and without query or fragment. LivePerson's console asks for \
                  a URL too, though its older pages allow any name.",
            fix: "Give the issuer an https URL of its own and write exactly that into `iss`.",
        },
        run: Run::Claims(iss_malformed),
    },
    Check {
        rule: Rule {
            id: "issuer-mismatch",
            title: "`iss` is not the expected issuer",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.1.3.7 item 2"), LIVEPERSON.at("Configuration")],
            why: "`iss` must equal the \"JWT issuer (iss)\" of LivePerson's console and the `iss` of the page's \
                  identity function, character by character. LivePerson probably answers with 9007 \
                  (CUSTOMER_JWT_NOT_VALID).",
            fix: "Copy `iss` from a real token into LivePerson's console and into the identity function.",
        },
        run: Run::Claims(issuer_mismatch),
    },
    Check {
        rule: Rule {
            id: "sub-missing",
            title: "the token does not say who it is about",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), LIVEPERSON.at("Implementation guide")],
            why: "`sub` is required: it is the consumer's ID at LivePerson. A token that lacks a mandatory claim is \
                  probably answered with 1011 (JWT_MISSING_CALIMESET).",
            fix: "Make the issuer write a stable, unguessable ID of the consumer into `sub`.",
        },
        run: Run::Claims(sub_missing),
    },
    Check {
        rule: Rule {
            id: "sub-empty",
            title: "`sub` is empty",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), CORE.at("5.3.2")],
            why: "An empty `sub` is nobody. If it is empty for everybody, all consumers are one, with one history.",
            fix: "Make the issuer fill `sub` with the consumer's ID.",
        },
        run: Run::Claims(sub_empty),
    },
    Check {
        rule: Rule {
            id: "sub-not-string",
            title: "`sub` is not a string",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), RFC7519.at("4.1.2")],
            why: "`sub` is compared as a case-sensitive string. Readers that expect one refuse a number, and large \
                  numbers lose digits on the way.",
            fix: "Make the issuer write `sub` in quotes.",
        },
        run: Run::Claims(sub_not_string),
    },
    Check {
        rule: Rule {
            id: "sub-too-long",
            title: "`sub` is longer than 255 characters",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2")],
            why: "`sub` must not exceed 255 characters. LivePerson publishes no limit of its own; a database that cuts \
                  it off would mix up consumers.",
            fix: "Use a shorter ID, such as a UUID or a hash.",
        },
        run: Run::Claims(sub_too_long),
    },
    Check {
        rule: Rule {
            id: "sub-not-ascii",
            title: "`sub` has characters outside printable ASCII",
            severity: Warning,
            basis: Normative,
            clauses: &[CORE.at("2")],
            why: "OpenID Connect counts `sub` in ASCII characters. Others may be changed or refused on the way, and \
                  then the consumer is not recognised.",
            fix: "Use an ID of ASCII letters, digits and punctuation.",
        },
        run: Run::Claims(sub_not_ascii),
    },
    Check {
        rule: Rule {
            id: "sub-is-contact",
            title: "`sub` is an e-mail address or a phone number",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Implementation guide")],
            why: "LivePerson advises against it: `sub` should be unique, unguessable and never given to somebody else. \
                  Addresses and numbers are guessed, change, and are given away again.",
            fix: "Use an internal ID for `sub`, and send the address as `email`, the number as `phone_number`.",
        },
        run: Run::Claims(sub_is_contact),
    },
    Check {
        rule: Rule {
            id: "subject-mismatch",
            title: "`sub` is not the expected consumer",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), LIVEPERSON.at("Identity function")],
            why: "`sub` must stay the same for a consumer, and should equal the `sub` of the page's identity function. \
                  Otherwise LivePerson takes the consumer for somebody else.",
            fix: "Use the same ID in the token and in the identity function.",
        },
        run: Run::Claims(subject_mismatch),
    },
    Check {
        rule: Rule {
            id: "aud-missing",
            title: "the token does not say who it is for",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2")],
            why: "`aud` is required in an ID token, and standard libraries refuse a token without it. LivePerson's \
                  pages do not mention it.",
            fix: "Make the issuer write the client ID of LivePerson into `aud`.",
        },
        run: Run::Claims(aud_missing),
    },
    Check {
        rule: Rule {
            id: "aud-malformed",
            title: "`aud` is neither a string nor an array of strings",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), RFC7519.at("4.1.3")],
            why: "No client can find itself in such an `aud`. Whether LivePerson reads it is not documented.",
            fix: "Make the issuer write the client ID into `aud` as a string.",
        },
        run: Run::Claims(aud_malformed),
    },
    Check {
        rule: Rule {
            id: "audience-mismatch",
            title: "`aud` does not name this client",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.1.3.7 item 3")],
            why: "A token for another client must be refused, or one site could log in at another with it. Whether \
                  LivePerson checks `aud` is not documented.",
            fix: "Ask for the token with LivePerson's own client ID, the one in its console.",
        },
        run: Run::Claims(audience_mismatch),
    },
    Check {
        rule: Rule {
            id: "audience-untrusted",
            title: "`aud` names other clients too",
            severity: Warning,
            basis: Normative,
            clauses: &[CORE.at("3.1.3.7 item 3")],
            why: "Every client named can use the token elsewhere, so a client must refuse audiences that it does not \
                  trust. Whether LivePerson does is not documented.",
            fix: "Issue the token for the one client that asked for it.",
        },
        run: Run::Claims(audience_untrusted),
    },
    Check {
        rule: Rule {
            id: "azp-missing",
            title: "several audiences, but no `azp`",
            severity: Warning,
            basis: Normative,
            clauses: &[CORE.at("2"), CORE.at("3.1.3.7 item 4")],
            why: "With several audiences `azp` tells which of them asked. Libraries that follow the text before \
                  errata set 2 refuse such a token without it.",
            fix: "Issue the token for one audience, or write the client ID into `azp`.",
        },
        run: Run::Claims(azp_missing),
    },
    Check {
        rule: Rule {
            id: "azp-mismatch",
            title: "`azp` is not this client",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), CORE.at("3.1.3.7 item 5")],
            why: "`azp` is the client that the token was issued to. If it is another one, the token was not made for \
                  this login. Whether LivePerson checks it is not documented.",
            fix: "Ask for the token with LivePerson's own client ID, or leave `azp` out.",
        },
        run: Run::Claims(azp_mismatch),
    },
];

fn iss_missing(claims: &Json, context: &Context) -> Outcome {
    let example = context.issuer.as_deref().unwrap_or("https://login.brand.example");
    present(claims, "iss", format!("`iss`, such as \"{example}\""))
}

fn iss_malformed(claims: &Json, _: &Context) -> Outcome {
    of_member(claims, "iss", |iss| match issuer_flaw(&iss) {
        None => Outcome::Pass,
        Some(flaw) => saw(claims, &iss, "an https URL without query or fragment").hint(flaw).fail(),
    })
}

fn issuer_flaw(iss: &Place<'_>) -> Option<String> {
    let Some(text) = iss.node.as_str() else { return Some(format!("it is {}", iss.node.kind())) };
    let Ok(url) = Url::parse(text) else { return Some("it is not a URL".to_owned()) };
    let flaw = match () {
        () if url.scheme() != "https" => format!("its scheme is {}", url.scheme()),
        () if !url.has_host() => "it has no host".to_owned(),
        () if url.query().is_some() => "it has a query".to_owned(),
        () if url.fragment().is_some() => "it has a fragment".to_owned(),
        () => return None,
    };
    Some(flaw)
}

fn issuer_mismatch(claims: &Json, context: &Context) -> Outcome {
    let Some(issuer) = &context.issuer else { return Outcome::skip("no --issuer given") };
    of_text(claims, "iss", |place, iss| same(claims, &place, iss, issuer))
}

fn sub_missing(claims: &Json, _: &Context) -> Outcome {
    present(claims, "sub", "`sub`, the ID of the consumer")
}

fn sub_empty(claims: &Json, _: &Context) -> Outcome {
    of_text(claims, "sub", |place, sub| Outcome::must(is_filled(sub), || saw(claims, &place, "the ID of the consumer")))
}

fn sub_not_string(claims: &Json, _: &Context) -> Outcome {
    of_member(claims, "sub", |sub| Outcome::must(sub.node.as_str().is_some(), || saw(claims, &sub, "a string")))
}

fn sub_too_long(claims: &Json, _: &Context) -> Outcome {
    of_text(claims, "sub", |place, sub| {
        let saw = || format!("{} characters", sub.chars().count());
        Outcome::must(is_short(sub), || Finding::new(at(claims, &place), saw(), "at most 255 characters"))
    })
}

fn sub_not_ascii(claims: &Json, _: &Context) -> Outcome {
    of_text(claims, "sub", |place, sub| {
        let strange = sub.chars().find(|character| !is_printable(*character));
        let Some(strange) = strange else { return Outcome::Pass };
        let saw = saw(claims, &place, "printable ASCII characters");
        saw.hint(format!("the first other character is U+{:04X}", u32::from(strange))).fail()
    })
}

fn sub_is_contact(claims: &Json, _: &Context) -> Outcome {
    of_text(claims, "sub", |place, sub| {
        Outcome::must(!is_contact(sub), || saw(claims, &place, "an ID that means nothing outside the brand"))
    })
}

/// Returns whether an ID is one at all.
pub(in crate::check) fn is_filled(sub: &str) -> bool {
    !sub.trim().is_empty()
}

/// Returns whether an ID is as short as it has to be.
pub(in crate::check) fn is_short(sub: &str) -> bool {
    sub.chars().count() <= 255
}

/// Returns whether a character is printable ASCII.
pub(in crate::check) fn is_printable(character: char) -> bool {
    character.is_ascii_graphic() || character == ' '
}

/// Returns whether an ID is an address or a number that somebody is reached by.
pub(in crate::check) fn is_contact(sub: &str) -> bool {
    let phone = sub.strip_prefix("tel:").unwrap_or(sub).strip_prefix('+');
    let digits = phone.map_or(0, |phone| phone.chars().filter(char::is_ascii_digit).count());
    let plain = phone.is_some_and(|phone| phone.chars().all(|c| c.is_ascii_digit() || " -.()".contains(c)));
    // Some servers write `client@clients`: without a dot it is no address on the Internet.
    let email = super::profile::is_email(sub) && sub.rsplit('@').next().is_some_and(|domain| domain.contains('.'));
    email || (plain && digits >= 7)
}

fn subject_mismatch(claims: &Json, context: &Context) -> Outcome {
    let Some(subject) = &context.subject else { return Outcome::skip("no --subject given") };
    of_text(claims, "sub", |place, sub| same(claims, &place, sub, subject))
}

fn aud_missing(claims: &Json, context: &Context) -> Outcome {
    let example = context.client_id.as_deref().unwrap_or("lp-brand");
    present(claims, "aud", format!("`aud`, the client ID, such as \"{example}\""))
}

fn aud_malformed(claims: &Json, _: &Context) -> Outcome {
    of_member(claims, "aud", |aud| {
        Outcome::must(audiences(&aud).is_some(), || saw(claims, &aud, "a string, or an array of strings"))
    })
}

/// Returns the audiences with their places; `None` if `aud` is malformed.
fn audiences<'a>(aud: &Place<'a>) -> Option<Vec<(Place<'a>, &'a str)>> {
    if let Some(one) = aud.node.as_str() {
        return Some(vec![(aud.clone(), one)]);
    }
    let named = |place: Place<'a>| place.node.as_str().map(|text| (place.clone(), text));
    let all: Option<Vec<_>> = aud.elements().into_iter().map(named).collect();
    all.filter(|all| !all.is_empty())
}

fn of_audiences<'a>(claims: &'a Json, ask: impl FnOnce(Place<'a>, Vec<(Place<'a>, &'a str)>) -> Outcome) -> Outcome {
    of_member(claims, "aud", |aud| match audiences(&aud) {
        Some(all) => ask(aud, all),
        None => Outcome::skip("`aud` is malformed"),
    })
}

fn audience_mismatch(claims: &Json, context: &Context) -> Outcome {
    let Some(client) = &context.client_id else { return Outcome::skip("no --client-id given") };
    of_audiences(claims, |aud, all| match all.as_slice() {
        [(place, one)] => same(claims, place, one, client),
        all => Outcome::must(all.iter().any(|(_, one)| one == client), || {
            saw(claims, &aud, format!("\"{client}\" among them"))
        }),
    })
}

fn audience_untrusted(claims: &Json, context: &Context) -> Outcome {
    let Some(client) = &context.client_id else { return Outcome::skip("no --client-id given") };
    of_audiences(claims, |_, all| {
        if !all.iter().any(|(_, one)| one == client) {
            return Outcome::skip("`aud` does not name this client");
        }
        let others = all.iter().filter(|(_, one)| one != client);
        Outcome::all(others.map(|(place, _)| saw(claims, place, format!("\"{client}\" alone"))).collect())
    })
}

fn azp_missing(claims: &Json, _: &Context) -> Outcome {
    of_audiences(claims, |aud, all| {
        if all.len() < 2 {
            return Outcome::Pass;
        }
        Outcome::must(member(claims, "azp").is_some(), || {
            lacks(claims, "azp", "`azp`, the client that asked").hint(format!("`aud` names {}", aud.node.excerpt(80)))
        })
    })
}

fn azp_mismatch(claims: &Json, context: &Context) -> Outcome {
    let Some(client) = &context.client_id else { return Outcome::skip("no --client-id given") };
    of_member(claims, "azp", |place| match &place.node.value {
        Value::String(azp) => same(claims, &place, azp, client),
        _ => saw(claims, &place, format!("\"{client}\"")).fail(),
    })
}
