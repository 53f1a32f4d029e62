//! The answer to a refresh request, next to the token of the login. LivePerson refreshes in delegation only.

use super::question::{at, difference, in_short, member, shown};
use super::refusal::explained;
use super::tokens::in_head;
use super::{Check, Context, Facts, Run};
use crate::model::json::{Json, Node, Place, Value};
use crate::model::token_response::TokenResponse;
use crate::report::Basis::Normative;
use crate::report::Severity::{Error, Warning};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::oauth::Endpoint;
use crate::spec::{CORE, LIVEPERSON, RFC6749};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "refresh-refused",
            title: "the token endpoint refused to refresh",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("6"), RFC6749.at("5.2"), CORE.at("12"), LIVEPERSON.at("Consumer delegation")],
            why: "A refresh token that was just issued must be good for new tokens. In delegation LivePerson refreshes the \
                  access token while the conversation lasts.",
            fix: "Give LivePerson's client the grant `refresh_token`, and read the error.",
        },
        run: Run::Refreshed(refused),
    },
    Check {
        rule: Rule {
            id: "refresh-issuer-changed",
            title: "the refreshed token has another issuer",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("12.2")],
            why: "`iss` must be the same in both. A client refuses the new token otherwise.",
            fix: "Make the issuer write the same `iss` when refreshing.",
        },
        run: Run::Refreshed(issuer),
    },
    Check {
        rule: Rule {
            id: "refresh-subject-changed",
            title: "the refreshed token is about somebody else",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("12.2")],
            why: "`sub` must be the same in both. One that changes makes another consumer of the one who is chatting.",
            fix: "Make the issuer write the same `sub` when refreshing, pairwise or public in both.",
        },
        run: Run::Refreshed(subject),
    },
    Check {
        rule: Rule {
            id: "refresh-audience-changed",
            title: "the refreshed token is for another audience",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("12.2")],
            why: "`aud` must have the audience of the first token in it. A client refuses the new token otherwise.",
            fix: "Make the issuer write the same `aud` when refreshing.",
        },
        run: Run::Refreshed(audience),
    },
    Check {
        rule: Rule {
            id: "refresh-auth-time-changed",
            title: "the refreshed token moves the time of the login",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("12.2")],
            why: "`auth_time` is when the consumer logged in, not when the token was refreshed. Moved, it hides how old the \
                  login is.",
            fix: "Make the issuer keep `auth_time` of the login.",
        },
        run: Run::Refreshed(auth_time),
    },
    Check {
        rule: Rule {
            id: "refresh-nonce-unexpected",
            title: "the refreshed token has a `nonce`",
            severity: Warning,
            basis: Normative,
            clauses: &[CORE.at("12.2")],
            why: "A refreshed token should have no `nonce`, and if it has one, the same as before: no authorization request \
                  stands behind it.",
            fix: "Leave `nonce` out when refreshing.",
        },
        run: Run::Refreshed(nonce),
    },
];

fn refused(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    let error = response.error();
    if response.answer.status == 200 && error.is_none() {
        return Outcome::Pass;
    }
    let described = error.map(|name| format!(": {}", in_short(name))).unwrap_or_default();
    let finding = in_head(response, "status:", format!("{}{described}", response.answer.status), "200 and new tokens");
    match error.and_then(|name| explained(name, Endpoint::Refresh, &[])) {
        Some(words) => finding.hint(words).fail(),
        None => finding.fail(),
    }
}

fn issuer(_: &TokenResponse, facts: &Facts, _: &Context) -> Outcome {
    of_both(facts, |new, old| unchanged(new, old, "iss"))
}

fn subject(_: &TokenResponse, facts: &Facts, _: &Context) -> Outcome {
    of_both(facts, |new, old| unchanged(new, old, "sub"))
}

fn auth_time(_: &TokenResponse, facts: &Facts, _: &Context) -> Outcome {
    of_both(facts, |new, old| match member(new, "auth_time") {
        None => Outcome::skip("the refreshed token has no `auth_time`"),
        Some(_) => unchanged(new, old, "auth_time"),
    })
}

fn audience(_: &TokenResponse, facts: &Facts, _: &Context) -> Outcome {
    of_both(facts, |new, old| {
        let Some(wanted) = old.root.get("aud") else { return Outcome::skip("the first token has no `aud`") };
        let place = member(new, "aud").unwrap_or_else(|| new.place());
        let (has, needs) = (texts(new.root.get("aud")), texts(Some(wanted)));
        let all = needs.iter().all(|audience| has.contains(audience));
        Outcome::must(all, || changed(new, &place, "aud", wanted))
    })
}

/// Returns an audience as the texts that it consists of.
fn texts(node: Option<&Node>) -> Vec<&str> {
    match node {
        Some(Node { value: Value::String(text), .. }) => vec![text],
        Some(node) => node.elements().iter().filter_map(Node::as_str).collect(),
        None => Vec::new(),
    }
}

fn nonce(_: &TokenResponse, facts: &Facts, _: &Context) -> Outcome {
    of_both(facts, |new, old| {
        let Some(place) = member(new, "nonce") else { return Outcome::Pass };
        let same = old.root.get("nonce").is_some_and(|nonce| nonce.value == place.node.value);
        let finding = Finding::new(at(new, &place), shown(place.node), "no `nonce`");
        match same {
            true => finding.fail(),
            false => finding.hint("and it is not that of the first token, which it must be if it is there").fail(),
        }
    })
}

fn unchanged(new: &Json, old: &Json, name: &str) -> Outcome {
    let Some(wanted) = old.root.get(name) else { return Outcome::skip(format!("the first token has no `{name}`")) };
    let place = member(new, name).unwrap_or_else(|| new.place());
    let same = new.root.get(name).is_some_and(|value| value.value == wanted.value);
    Outcome::must(same, || changed(new, &place, name, wanted))
}

fn changed(new: &Json, place: &Place<'_>, name: &str, wanted: &Node) -> Finding {
    let plain = |node: &Node| node.as_str().map_or_else(|| shown(node), str::to_owned);
    let wanted = plain(wanted);
    let Some(node) = new.root.get(name) else {
        return Finding::new(at(new, place), format!("no `{name}`"), wanted);
    };
    let seen = plain(node);
    let words = difference(&seen, &wanted);
    let finding = Finding::new(at(new, place), seen, wanted).compared();
    words.map_or(finding.clone(), |words| finding.hint(words.replace("the token", "the refreshed token")))
}

/// Asks about the claims of the refreshed token and of the first one; skips if one cannot be read.
fn of_both(facts: &Facts, ask: impl FnOnce(&Json, &Json) -> Outcome) -> Outcome {
    facts.refreshed_token.ask(|refreshed| {
        super::part(&refreshed.claims, "refreshed claims", |new| {
            facts.token.ask(|token| super::part(&token.claims, "claims", |old| ask(new, old)))
        })
    })
}
