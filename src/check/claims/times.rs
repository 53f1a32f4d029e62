//! When the token was made, and from when to when it is good: `exp`, `iat`, `nbf`, and the form of every time.

use crate::check::question::{at, in_milliseconds, member, moment, of_time, present, saw, shown, time};
use crate::check::{Check, Context, Run};
use crate::model::json::{Json, Place, Value};
use crate::model::time::{Timestamp, duration};
use crate::report::Basis::{Inferred, Normative, Observed};
use crate::report::Severity::{Error, Note, Warning};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{CORE, LIVEPERSON, RFC7519};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "exp-missing",
            title: "the token never expires",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), LIVEPERSON.at("Implementation guide")],
            why: "`exp` is required: at that moment LivePerson asks for a fresh token. A token that lacks a mandatory \
                  claim is probably answered with 1011 (JWT_MISSING_CALIMESET).",
            fix: "Make the issuer write the time of expiry into `exp`, in seconds since 1970.",
        },
        run: Run::Claims(exp_missing),
    },
    Check {
        rule: Rule {
            id: "iat-missing",
            title: "the token does not say when it was issued",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), LIVEPERSON.at("Implementation guide")],
            why: "`iat` is required, by LivePerson too. A token that lacks a mandatory claim is probably \
                  answered with 1011 (JWT_MISSING_CALIMESET).",
            fix: "Make the issuer write the time of issue into `iat`, in seconds since 1970.",
        },
        run: Run::Claims(iat_missing),
    },
    Check {
        rule: Rule {
            id: "numeric-date-not-number",
            title: "a time is not a number",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7519.at("2"), LIVEPERSON.at("Implementation guide")],
            why: "Times in a token are JSON numbers: seconds since 1970. LivePerson's own sample prints them in \
                  quotes; readers that expect a number refuse that.",
            fix: "Make the issuer write the number without quotes.",
        },
        run: Run::Claims(numeric_date_not_number),
    },
    Check {
        rule: Rule {
            id: "numeric-date-in-milliseconds",
            title: "a time counts milliseconds",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7519.at("2"), LIVEPERSON.at("Implementation guide")],
            why: "Times in a token count seconds, and LivePerson documents seconds, though one of its samples prints \
                  milliseconds. Read as seconds, an `exp` in milliseconds lies some 50,000 years ahead.",
            fix: "Divide by 1000: in Java `System.currentTimeMillis() / 1000`, in JavaScript \
                  `Math.floor(Date.now() / 1000)`.",
        },
        run: Run::Claims(numeric_date_in_milliseconds),
    },
    Check {
        rule: Rule {
            id: "numeric-date-not-whole",
            title: "a time is not written as a whole number",
            severity: Note,
            basis: Inferred,
            clauses: &[RFC7519.at("2")],
            why: "Fractions and exponents are allowed. But LivePerson shows whole seconds only, and a reader that \
                  expects a whole number may refuse anything else.",
            fix: "Round down to whole seconds, written as plain digits.",
        },
        run: Run::Claims(numeric_date_not_whole),
    },
    Check {
        rule: Rule {
            id: "token-expired",
            title: "the token has expired",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7519.at("4.1.4"), CORE.at("3.1.3.7 item 9"), LIVEPERSON.at("IDP error 1012")],
            why: "From the second of `exp` on, a token must not be accepted. LivePerson answers with 1012 \
                  (JWT_EXPIRED), and closes a running session with 4401.",
            fix: "Get a fresh token. If it is fresh, set the issuer's clock, or give tokens more time.",
        },
        run: Run::Claims(token_expired),
    },
    Check {
        rule: Rule {
            id: "exp-before-iat",
            title: "the token expires before it was issued",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7519.at("4.1.4"), RFC7519.at("4.1.6")],
            why: "Such a token was never valid, not for a second.",
            fix: "Make the issuer add the lifetime to `iat`, both in UTC and in seconds.",
        },
        run: Run::Claims(exp_before_iat),
    },
    Check {
        rule: Rule {
            id: "lifetime-long",
            title: "the token is valid for more than a day",
            severity: Warning,
            basis: Observed,
            clauses: &[LIVEPERSON.at("Messaging Window API, authentication tutorial")],
            why: "LivePerson copies `exp` into its own token, so it decides how long the messaging session lasts. \
                  Whoever gets hold of the token can talk as the consumer for that long.",
            fix: "Issue tokens for an hour or less; LivePerson asks for a new one when one expires.",
        },
        run: Run::Claims(lifetime_long),
    },
    Check {
        rule: Rule {
            id: "issued-in-future",
            title: "the token was issued in the future",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.1.3.7 item 10"), RFC7519.at("4.1.6")],
            why: "Either the issuer's clock is ahead, or `iat` is wrong. Many readers refuse such a token; how far \
                  ahead LivePerson allows is not documented.",
            fix: "Set the issuer's clock by NTP, and check that `iat` is in UTC.",
        },
        run: Run::Claims(issued_in_future),
    },
    Check {
        rule: Rule {
            id: "not-yet-valid",
            title: "the token is not valid yet",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7519.at("4.1.5")],
            why: "Before the second of `nbf` a token must not be accepted. Whether LivePerson reads `nbf` is not \
                  documented.",
            fix: "Set the issuer's clock by NTP, set `nbf` to `iat`, or leave `nbf` out.",
        },
        run: Run::Claims(not_yet_valid),
    },
];

/// The claims that are a NumericDate (RFC 7519 §4.1, OIDC Core §2 and §5.1).
pub(in crate::check) const TIMES: [&str; 5] = ["exp", "iat", "nbf", "auth_time", "updated_at"];

/// The longest lifetime that raises no eyebrow, in seconds: the day that LivePerson's demo authorization server gives its
/// tokens, and an hour for those who count from somewhat earlier.
const LONGEST: i64 = 90_000;

fn exp_missing(claims: &Json, _: &Context) -> Outcome {
    present(claims, "exp", "`exp`, the time of expiry")
}

fn iat_missing(claims: &Json, _: &Context) -> Outcome {
    present(claims, "iat", "`iat`, the time of issue")
}

fn times(claims: &Json) -> impl Iterator<Item = Place<'_>> {
    TIMES.iter().filter_map(|name| member(claims, name))
}

fn numeric_date_not_number(claims: &Json, context: &Context) -> Outcome {
    let wrong = times(claims).filter(|place| place.node.as_number().is_none());
    let finding = |place: Place<'_>| {
        let meant = place.node.as_str().and_then(|text| text.trim().parse().ok());
        let wanted = meant.unwrap_or(context.now.0);
        saw(claims, &place, format!("a number, such as {wanted}"))
    };
    Outcome::all(wrong.map(finding).collect())
}

fn numeric_date_in_milliseconds(claims: &Json, context: &Context) -> Outcome {
    let wrong = times(claims).filter_map(|place| Some((place.node.as_number()?, place)));
    let finding = |(number, place): (f64, Place<'_>)| {
        let meant = Timestamp((number / 1000.0).floor() as i64);
        // What is no date in milliseconds either is some other mistake.
        let wanted = if meant.is_dated() { moment(meant, context.now) } else { "seconds since 1970".to_owned() };
        Finding::new(at(claims, &place), shown(place.node), wanted)
    };
    Outcome::all(wrong.filter(|(number, _)| in_milliseconds(*number)).map(finding).collect())
}

fn numeric_date_not_whole(claims: &Json, _: &Context) -> Outcome {
    let is_odd = |place: &Place<'_>| match &place.node.value {
        Value::Number(text) => text.contains(['.', 'e', 'E']) && !place.node.as_number().is_some_and(in_milliseconds),
        _ => false,
    };
    let finding = |place: Place<'_>| {
        let Value::Number(text) = &place.node.value else { return saw(claims, &place, "a number") };
        let whole = place.node.as_number().unwrap_or_default().floor();
        Finding::new(at(claims, &place), text.as_str(), format!("{whole:.0}"))
    };
    Outcome::all(times(claims).filter(is_odd).map(finding).collect())
}

fn token_expired(claims: &Json, context: &Context) -> Outcome {
    of_time(claims, "exp", |place, exp| {
        Outcome::must(is_ahead(exp, context), || {
            let wanted = bound("later than", -1, context);
            Finding::new(at(claims, &place), moment(exp, context.now), wanted)
        })
    })
}

fn issued_in_future(claims: &Json, context: &Context) -> Outcome {
    of_time(claims, "iat", |place, iat| not_after_now(claims, &place, iat, context))
}

fn not_yet_valid(claims: &Json, context: &Context) -> Outcome {
    of_time(claims, "nbf", |place, nbf| not_after_now(claims, &place, nbf, context))
}

pub(super) fn not_after_now(claims: &Json, place: &Place<'_>, time: Timestamp, context: &Context) -> Outcome {
    Outcome::must(is_reached(time, context), || {
        Finding::new(at(claims, place), moment(time, context.now), bound("not later than", 1, context))
    })
}

/// Returns a limit as a finding shows it: `later than 1767225540 (2025-12-31T23:59:00Z, now minus 1 minute of skew)`.
fn bound(relation: &str, sign: i64, context: &Context) -> String {
    let limit = context.now.plus(context.skew.saturating_mul(sign));
    let skew = match (context.skew, sign) {
        (0, _) => String::new(),
        (skew, 1) => format!(" plus {} of skew", duration(skew)),
        (skew, _) => format!(" minus {} of skew", duration(skew)),
    };
    format!("{relation} {} ({}, now{skew})", limit.0, limit.utc())
}

fn exp_before_iat(claims: &Json, context: &Context) -> Outcome {
    of_time(claims, "iat", |_, iat| {
        of_time(claims, "exp", |place, exp| {
            Outcome::must(in_order(exp, Some(iat), context), || {
                let wanted = format!("later than `iat`, {}", moment(iat, context.now));
                Finding::new(at(claims, &place), moment(exp, context.now), wanted)
            })
        })
    })
}

fn lifetime_long(claims: &Json, context: &Context) -> Outcome {
    of_time(claims, "exp", |place, exp| {
        let (start, from) = match time(claims, "iat") {
            Ok((_, iat)) => (iat, "`iat`"),
            Err(_) => (context.now, "now"),
        };
        let length = exp.since(start);
        let saw = || format!("{}: {} after {from}", moment(exp, context.now), duration(length));
        let wanted = || format!("at most {}", duration(LONGEST));
        Outcome::must(is_short(exp, Some(start), context), || Finding::new(at(claims, &place), saw(), wanted()))
    })
}

/// Returns whether a token that expires at `exp` is still good.
pub(in crate::check) fn is_ahead(exp: Timestamp, context: &Context) -> bool {
    // RFC 7519 §4.1.4: "on or after" — equality already counts as expired.
    exp.plus(context.skew) > context.now
}

/// Returns whether `time` is now or past.
pub(in crate::check) fn is_reached(time: Timestamp, context: &Context) -> bool {
    time <= context.now.plus(context.skew)
}

/// Returns whether a token expires after it was issued, if it says when that was.
pub(in crate::check) fn in_order(exp: Timestamp, iat: Option<Timestamp>, _: &Context) -> bool {
    iat.is_none_or(|iat| exp > iat)
}

/// Returns whether the time from `iat`, or from now, to `exp` raises no eyebrow.
pub(in crate::check) fn is_short(exp: Timestamp, iat: Option<Timestamp>, context: &Context) -> bool {
    exp.since(iat.unwrap_or(context.now)) <= LONGEST
}
