//! What ties the token to one login: `nonce`, `auth_time`, `acr`.

use super::times::not_after_now;
use crate::check::question::{at, lacks, member, moment, of_member, of_time, present, same, saw};
use crate::check::{Check, Context, Expected, Run};
use crate::model::json::{Json, Value};
use crate::model::time::{Timestamp, duration};
use crate::report::Basis::Normative;
use crate::report::Severity::{Error, Warning};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::CORE;

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "nonce-missing",
            title: "a `nonce` was sent, but the token has none",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), CORE.at("3.1.3.7 item 11"), CORE.at("3.2.2.11")],
            why: "Without the `nonce` nobody can tell whether the token answers this login or was stolen from another. \
                  LivePerson itself has not been seen to send one.",
            fix: "Make the issuer copy the `nonce` of the authorization request into the token.",
        },
        run: Run::Claims(nonce_missing),
    },
    Check {
        rule: Rule {
            id: "nonce-mismatch",
            title: "`nonce` is not the one that was sent",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), CORE.at("3.1.3.7 item 11"), CORE.at("3.2.2.11")],
            why: "The token answers another login: it may be cached, mixed up or replayed.",
            fix: "Make the issuer copy the `nonce` unchanged, and never hand out a cached token.",
        },
        run: Run::Claims(nonce_mismatch),
    },
    Check {
        rule: Rule {
            id: "nonce-unasked",
            title: "the token has a `nonce` that nobody sent",
            severity: Warning,
            basis: Normative,
            clauses: &[CORE.at("2"), CORE.at("3.1.2.1")],
            why: "A `nonce` is passed on from the authorization request. If none was sent, the token was made for \
                  another request.",
            fix: "Check which login the token belongs to; make the issuer leave `nonce` out if none was sent.",
        },
        run: Run::Claims(nonce_unasked),
    },
    Check {
        rule: Rule {
            id: "auth-time-missing",
            title: "`max_age` was sent, but the token has no `auth_time`",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), CORE.at("3.1.2.1")],
            why: "With `max_age` in the request, `auth_time` is required: it tells how long ago the consumer logged in.",
            fix: "Make the issuer write the time of the login into `auth_time` when `max_age` is asked for.",
        },
        run: Run::Claims(auth_time_missing),
    },
    Check {
        rule: Rule {
            id: "auth-time-too-old",
            title: "the consumer logged in longer ago than `max_age` allows",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.1.3.7 item 13"), CORE.at("3.1.2.1")],
            why: "The issuer had to ask the consumer to log in again, and did not.",
            fix: "Make the issuer honour `max_age` and set `auth_time` anew at each login.",
        },
        run: Run::Claims(auth_time_too_old),
    },
    Check {
        rule: Rule {
            id: "auth-time-in-future",
            title: "the consumer logged in in the future",
            severity: Warning,
            basis: Normative,
            clauses: &[CORE.at("2")],
            why: "`auth_time` is when the login happened, so it cannot lie ahead. The issuer's clock or its time zone \
                  is probably wrong.",
            fix: "Set the issuer's clock by NTP, and check that `auth_time` is in UTC.",
        },
        run: Run::Claims(auth_time_in_future),
    },
    Check {
        rule: Rule {
            id: "acr-unmet",
            title: "`acr` is none of the values asked for",
            severity: Warning,
            basis: Normative,
            clauses: &[CORE.at("2"), CORE.at("3.1.2.1"), CORE.at("3.1.3.7 item 12")],
            why: "The login was not done in the way the request preferred. `acr_values` is a wish, so the token is \
                  still valid; LivePerson is not documented to read `acr` in a token.",
            fix: "Make the issuer perform the login asked for, and say so in `acr`.",
        },
        run: Run::Claims(acr_unmet),
    },
];

fn nonce_missing(claims: &Json, context: &Context) -> Outcome {
    match &context.nonce {
        Expected::Sent(nonce) => present(claims, "nonce", format!("`nonce` \"{nonce}\"")),
        _ => Outcome::skip("no --nonce given"),
    }
}

fn nonce_mismatch(claims: &Json, context: &Context) -> Outcome {
    let Expected::Sent(sent) = &context.nonce else { return Outcome::skip("no --nonce given") };
    of_member(claims, "nonce", |place| match &place.node.value {
        Value::String(nonce) => same(claims, &place, nonce, sent),
        _ => saw(claims, &place, format!("\"{sent}\"")).fail(),
    })
}

fn nonce_unasked(claims: &Json, context: &Context) -> Outcome {
    match (&context.nonce, member(claims, "nonce")) {
        (Expected::Unknown, _) => Outcome::skip("neither --nonce nor --no-nonce given"),
        (Expected::Unsent, Some(nonce)) => saw(claims, &nonce, "no `nonce`").fail(),
        _ => Outcome::Pass,
    }
}

fn auth_time_missing(claims: &Json, context: &Context) -> Outcome {
    match context.max_age {
        Some(_) => present(claims, "auth_time", "`auth_time`, the time of the login"),
        None => Outcome::skip("no --max-age given"),
    }
}

fn auth_time_too_old(claims: &Json, context: &Context) -> Outcome {
    let Some(max_age) = context.max_age else { return Outcome::skip("no --max-age given") };
    of_time(claims, "auth_time", |place, auth_time| {
        Outcome::must(is_recent(auth_time, context), || {
            let wanted = format!("at most {} ago, with {} of skew", duration(max_age), duration(context.skew));
            Finding::new(at(claims, &place), moment(auth_time, context.now), wanted)
        })
    })
}

/// Returns whether `auth_time` is as recent as `max_age` asks for, if anybody does.
pub(in crate::check) fn is_recent(auth_time: Timestamp, context: &Context) -> bool {
    let earliest = |max_age: i64| context.now.plus(max_age.saturating_add(context.skew).saturating_neg());
    context.max_age.is_none_or(|max_age| auth_time >= earliest(max_age))
}

fn auth_time_in_future(claims: &Json, context: &Context) -> Outcome {
    of_time(claims, "auth_time", |place, auth_time| not_after_now(claims, &place, auth_time, context))
}

fn acr_unmet(claims: &Json, context: &Context) -> Outcome {
    if context.acr.is_empty() {
        return Outcome::skip("no --acr given");
    }
    let wanted = || format!("one of {}", context.acr.join(", "));
    let Some(acr) = member(claims, "acr") else { return lacks(claims, "acr", wanted()).fail() };
    let met = acr.node.as_str().is_some_and(|value| context.acr.iter().any(|asked| asked == value));
    Outcome::must(met, || saw(claims, &acr, wanted()))
}
