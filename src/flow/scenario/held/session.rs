//! Who is logged in, and since when, over two logins.

use super::{at_login, at_member, both, settled, text};
use crate::flow::scenario::Evidence;
use crate::model::json::{Json, Node};
use crate::model::transcript::{Purpose, Step, Transcript};
use crate::report::{Finding, Outcome};

/// Passes if both tokens are about the same consumer, and the second one is new.
pub(in super::super) fn same_consumer(evidence: &Evidence<'_>) -> Outcome {
    settled(both(evidence).map(|(first, second)| {
        let tokens = evidence.logins.first().zip(evidence.last());
        let again = tokens.is_some_and(|(first, last)| first.token() == last.token());
        let repeated = again.then(|| at_login("the token of the first login", "a new token"));
        Outcome::all(subject(&first, &second).into_iter().chain(repeated).collect())
    }))
}

/// Passes if the session went on: the same consumer, logged in at the same time.
pub(in super::super) fn goes_on(evidence: &Evidence<'_>) -> Outcome {
    settled(both(evidence).map(|(first, second)| {
        let moved = times(&first, &second).filter(|(before, after)| before != after);
        let moved = moved.map(|(before, after)| {
            at_member(&second, "auth_time", after.to_string(), before.to_string())
                .hint("nobody logged in a second time, so `auth_time` stays what it was")
        });
        Outcome::all(subject(&first, &second).into_iter().chain(moved).collect())
    }))
}

/// Passes if somebody logged in again: `auth_time` is later, or where there is none, a page asked for it.
pub(in super::super) fn begins_anew(evidence: &Evidence<'_>) -> Outcome {
    settled(both(evidence).map(|(first, second)| match times(&first, &second) {
        Some((before, after)) => Outcome::must(after > before, || {
            at_member(&second, "auth_time", after.to_string(), format!("later than {before}"))
        }),
        None => asked_again(evidence),
    }))
}

fn asked_again(evidence: &Evidence<'_>) -> Outcome {
    let Some(pages) = evidence.last().map(pages).filter(|pages| !pages.is_empty()) else {
        return Outcome::skip("the tokens have no `auth_time`, and the pages of the second login were not seen");
    };
    let asks = |step: &&Step| {
        step.hop.request.method == "POST" || step.hop.answer.as_ref().is_some_and(|answer| answer.status == 200)
    };
    Outcome::must(pages.into_iter().any(|step| asks(&step)), || {
        at_login("a new token at once", "a page that asks the person to log in again")
    })
}

/// Returns the steps between the authorization request and the callback of which an answer was seen.
fn pages(login: &Transcript) -> Vec<&Step> {
    let browsed = login.steps.iter().filter(|step| [Purpose::Authorization, Purpose::Login].contains(&step.purpose));
    browsed.filter(|step| step.hop.answer.is_some()).collect()
}

fn subject(first: &Json, second: &Json) -> Option<Finding> {
    let (before, after) = (text(first, "sub")?, text(second, "sub")?);
    (before != after).then(|| at_member(second, "sub", after, before).compared())
}

fn times(first: &Json, second: &Json) -> Option<(f64, f64)> {
    let time = |claims: &Json| claims.root.get("auth_time").and_then(Node::as_number);
    Some((time(first)?, time(second)?))
}
