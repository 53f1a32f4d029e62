//! What the token tells about the consumer: the standard claims of OIDC Core §5.1 and their forms.

use super::times::not_after_now;
use crate::check::question::{member, of_text, of_time, saw};
use crate::check::{Check, Context, Run};
use crate::model::json::{Json, Node, Place, Value};
use crate::model::time::Timestamp;
use crate::report::Basis::Normative;
use crate::report::Severity::{Error, Note, Warning};
use crate::report::{Outcome, Rule};
use crate::spec::{CORE, LIVEPERSON, RFC3966, RFC5322, RFC7519};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "standard-claim-type",
            title: "a standard claim has the wrong JSON type",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), CORE.at("5.1"), CORE.at("5.1.1"), RFC7519.at("4.1.7")],
            why: "Readers with typed claims refuse the whole token for one such claim. Common slips: \
                  `\"email_verified\": \"true\"`, and `amr` as a string in place of an array.",
            fix: "Make the issuer write the type that the standard names.",
        },
        run: Run::Claims(standard_claim_type),
    },
    Check {
        rule: Rule {
            id: "claim-blank",
            title: "a claim is there but says nothing",
            severity: Warning,
            basis: Normative,
            clauses: &[CORE.at("5.3.2")],
            why: "A claim without a value should be left out, not sent as null or as an empty text. Readers may show \
                  an empty name to the agent, or the word null.",
            fix: "Make the issuer leave out what it does not know.",
        },
        run: Run::Claims(claim_blank),
    },
    Check {
        rule: Rule {
            id: "email-malformed",
            title: "`email` is not an e-mail address",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("5.1"), RFC5322.at("3.4.1"), LIVEPERSON.at("Implementation guide")],
            why: "`email` is one bare address, `name@domain`: no display name, no `mailto:`, no list. LivePerson shows \
                  it to the agent as the consumer's contact.",
            fix: "Send the bare address, or leave `email` out.",
        },
        run: Run::Claims(email_malformed),
    },
    Check {
        rule: Rule {
            id: "phone-number-format",
            title: "`phone_number` is not in E.164 form",
            severity: Note,
            basis: Normative,
            clauses: &[CORE.at("5.1"), RFC3966.at("5.1.4"), LIVEPERSON.at("Implementation guide")],
            why: "The standard and LivePerson recommend `+`, country code and number, such as `+34911222333`, with an \
                  extension as `;ext=5678`. A national number means nothing in another country.",
            fix: "Make the issuer store and send numbers in E.164 form.",
        },
        run: Run::Claims(phone_number_format),
    },
    Check {
        rule: Rule {
            id: "birthdate-format",
            title: "`birthdate` is not a date",
            severity: Warning,
            basis: Normative,
            clauses: &[CORE.at("5.1")],
            why: "`birthdate` is `YYYY-MM-DD`, `0000-MM-DD` without the year, or `YYYY` alone. Other orders of day and \
                  month are misread.",
            fix: "Make the issuer write the date as ISO 8601 has it.",
        },
        run: Run::Claims(birthdate_format),
    },
    Check {
        rule: Rule {
            id: "updated-at-in-future",
            title: "`updated_at` lies in the future",
            severity: Warning,
            basis: Normative,
            clauses: &[CORE.at("5.1")],
            why: "`updated_at` is when the consumer's data last changed, so it cannot lie ahead.",
            fix: "Set the issuer's clock by NTP, and check that `updated_at` is in UTC.",
        },
        run: Run::Claims(updated_at_in_future),
    },
];

/// The JSON type of a standard claim.
#[derive(Clone, Copy)]
pub(in crate::check) enum Shape {
    Text,
    Truth,
    Texts,
    Address,
}

/// The members of `address` (OIDC Core §5.1.1); others may be anything.
const ADDRESS: [&str; 6] = ["formatted", "street_address", "locality", "region", "postal_code", "country"];

/// The JSON types of the standard claims that no check of their own looks at (OIDC Core §2 and §5.1, RFC 7519 §4.1.7).
pub(in crate::check) const SHAPES: &[(&str, Shape)] = &[
    ("acr", Shape::Text),
    ("address", Shape::Address),
    ("amr", Shape::Texts),
    ("birthdate", Shape::Text),
    ("email", Shape::Text),
    ("email_verified", Shape::Truth),
    ("family_name", Shape::Text),
    ("gender", Shape::Text),
    ("given_name", Shape::Text),
    ("jti", Shape::Text),
    ("locale", Shape::Text),
    ("middle_name", Shape::Text),
    ("name", Shape::Text),
    ("nickname", Shape::Text),
    ("phone_number", Shape::Text),
    ("phone_number_verified", Shape::Truth),
    ("picture", Shape::Text),
    ("preferred_username", Shape::Text),
    ("profile", Shape::Text),
    ("website", Shape::Text),
    ("zoneinfo", Shape::Text),
];

impl Shape {
    fn fits(self, node: &Node) -> bool {
        match self {
            Shape::Text => is_text(node),
            Shape::Truth => node.as_bool().is_some(),
            Shape::Texts => matches!(node.value, Value::Array(_)) && node.elements().iter().all(is_text),
            Shape::Address => {
                matches!(node.value, Value::Object(_)) && ADDRESS.iter().filter_map(|name| node.get(name)).all(is_text)
            }
        }
    }

    fn words(self) -> &'static str {
        match self {
            Shape::Text => "a string",
            Shape::Truth => "true or false, without quotes",
            Shape::Texts => "an array of strings",
            Shape::Address => "an object of strings",
        }
    }
}

fn is_text(node: &Node) -> bool {
    node.as_str().is_some()
}

fn standard_claim_type(claims: &Json, _: &Context) -> Outcome {
    let finding = |(name, shape): &(&str, Shape)| {
        // `null` is claim-blank's business.
        let place = member(claims, name).filter(|place| place.node.value != Value::Null)?;
        (!shape.fits(place.node)).then(|| saw(claims, &place, shape.words()))
    };
    Outcome::all(SHAPES.iter().filter_map(finding).collect())
}

/// Passes if the standard claims have the types and the dates that they must have, wherever they stand.
pub(in crate::check) fn malformed(claims: &Json, context: &Context) -> Outcome {
    let number = |place: Place<'_>| match place.node.value {
        Value::Number(_) => Outcome::Pass,
        _ => saw(claims, &place, "a number of seconds").fail(),
    };
    let updated_at = member(claims, "updated_at").map(number);
    let dates = [birthdate_format(claims, context), updated_at_in_future(claims, context)];
    let all = std::iter::once(standard_claim_type(claims, context)).chain(updated_at).chain(dates);
    let findings = |outcome| if let Outcome::Fail(findings) = outcome { findings } else { Vec::new() };
    Outcome::all(all.flat_map(findings).collect())
}

fn claim_blank(claims: &Json, _: &Context) -> Outcome {
    let is_blank = |place: &Place<'_>| match &place.node.value {
        Value::Null => true,
        Value::String(text) => is_blank_text(text),
        _ => false,
    };
    let places = SHAPES.iter().filter_map(|(name, _)| member(claims, name));
    Outcome::all(places.filter(is_blank).map(|place| saw(claims, &place, "a value, or no such claim")).collect())
}

/// Returns whether a text stands for no value.
pub(in crate::check) fn is_blank_text(text: &str) -> bool {
    text.trim().is_empty() || text == "null" || text == "undefined"
}

fn email_malformed(claims: &Json, _: &Context) -> Outcome {
    of_text(claims, "email", |place, email| {
        if email.trim().is_empty() {
            return Outcome::skip("`email` is empty");
        }
        Outcome::must(is_email(email), || saw(claims, &place, "one bare address, such as \"marta@mail.example\""))
    })
}

/// Returns whether `text` is an addr-spec in today's form (RFC 5322 §3.4.1): dot-atom or quoted, `@`, dot-atom.
pub(in crate::check) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    (quoted || is_dot_atom(local)) && is_dot_atom(domain)
}

fn is_dot_atom(text: &str) -> bool {
    let is_atext = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    text.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atext))
}

fn phone_number_format(claims: &Json, _: &Context) -> Outcome {
    of_text(claims, "phone_number", |place, phone| {
        if phone.trim().is_empty() {
            return Outcome::skip("`phone_number` is empty");
        }
        Outcome::must(is_e164(phone), || {
            let spaced = phone.starts_with('+') && is_e164(&phone.replace([' ', '-', '.', '(', ')'], ""));
            let finding = saw(claims, &place, "`+`, country code, number, such as \"+34911222333\"");
            if spaced { finding.hint("only the spacing is in the way") } else { finding }
        })
    })
}

/// Returns whether `phone` is a number in the form of E.164, with an extension or none.
pub(in crate::check) fn is_e164(phone: &str) -> bool {
    let (number, extension) = phone.split_once(";ext=").unwrap_or((phone, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let digits = number.strip_prefix('+').unwrap_or_default();
    is_digits(digits) && digits.len() <= 15 && !digits.starts_with('0') && is_digits(extension)
}

fn birthdate_format(claims: &Json, context: &Context) -> Outcome {
    of_text(claims, "birthdate", |place, date| {
        if date.trim().is_empty() {
            return Outcome::skip("`birthdate` is empty");
        }
        Outcome::must(is_birthdate(date, context.now), || saw(claims, &place, "YYYY-MM-DD, 0000-MM-DD or YYYY"))
    })
}

/// Returns whether `date` is a birthday or the year of one.
pub(in crate::check) fn is_birthdate(date: &str, now: Timestamp) -> bool {
    let this_year = now.utc().get(..4).and_then(|year| year.parse::<i16>().ok()).unwrap_or(i16::MAX);
    let past = |year: i16| year == 0 || (1850..=this_year).contains(&year);
    if date.len() == 4 {
        return date.parse().is_ok_and(|year: i16| year > 0 && past(year));
    }
    // 0000 was no leap year to everybody, but 29 February is a birthday.
    let leap = date.strip_prefix("0000-").map_or(date.to_owned(), |rest| format!("2000-{rest}"));
    let is_date = date.len() == 10 && leap.parse::<jiff::civil::Date>().is_ok();
    is_date && date.get(..4).and_then(|year| year.parse().ok()).is_some_and(past)
}

fn updated_at_in_future(claims: &Json, context: &Context) -> Outcome {
    of_time(claims, "updated_at", |place, time| not_after_now(claims, &place, time, context))
}
