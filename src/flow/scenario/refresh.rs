//! The refresh request. LivePerson refreshes in consumer delegation only.

use super::Act::{LogIn, Refresh};
use super::Change::Make;
use super::Right::{Holds, LoggedInAnd};
use super::Twist::{self, BySecond};
use super::held::{issued, refused};
use super::{Change, Need, Scenario, Session, Topic, made, plans};
use crate::report::Basis::Normative;
use crate::report::Rule;
use crate::report::Severity::{Error, Warning};
use crate::spec::{CORE, DISCOVERY, LIVEPERSON, RFC6749};

const OFFLINE: &[Change] = &[Make("scope", made::offline_scope), Make("prompt", made::offline_prompt)];

/// The rows.
pub(super) static SCENARIOS: &[Scenario] = &[
    Scenario {
        rule: Rule {
            id: "refresh-failing",
            title: "a refresh token that was just issued does not bring a new access token as it must",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("6"), CORE.at("12"), CORE.at("11"), LIVEPERSON.at("Consumer delegation")],
            why: "Whoever issues refresh tokens must redeem them. In delegation LivePerson refreshes the access token while a \
                  conversation lasts.",
            fix: "Give LivePerson's client the grant `refresh_token`, and read the error.",
        },
        tries: "a refresh token is used, if one is issued",
        topic: Topic::Refresh,
        plans: plans::BASIC,
        needs: &[],
        session: Session::Shared,
        acts: &[LogIn(OFFLINE), Refresh(&[Twist::Make("scope", made::same_scope)])],
        right: Holds(issued::refreshed),
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "refresh-token-guessable",
            title: "a refreshed token is short or simple enough to be guessed",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("10.10"), RFC6749.at("A.12"), RFC6749.at("A.17")],
            why: "The chance to guess a token must not be above one in 2^128, and a refresh token is good for long.",
            fix: "Make each token of at least 16 bytes from the system's random source, in base64url.",
        },
        tries: "a refresh token is used, if one is issued, and the new tokens are measured",
        topic: Topic::Refresh,
        plans: plans::BASIC,
        needs: &[],
        session: Session::Shared,
        acts: &[LogIn(OFFLINE), Refresh(&[])],
        right: Holds(issued::refreshed_strong),
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "refresh-unadvertised",
            title: "a refresh token is issued, and `grant_types_supported` does not list `refresh_token`",
            severity: Warning,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), CORE.at("12")],
            why: "Clients that read the metadata do not know what to do with the token, and throw it away.",
            fix: "Write `refresh_token` into `grant_types_supported`.",
        },
        tries: "somebody logs in, with `offline_access` where the server has it, and the metadata is read beside the answer",
        topic: Topic::Refresh,
        plans: plans::BASIC,
        needs: &[],
        session: Session::Shared,
        acts: &[LogIn(OFFLINE)],
        right: LoggedInAnd(issued::refresh_advertised),
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "refresh-token-of-other-client",
            title: "a refresh token is not refused to another client than it was issued to",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("6"), RFC6749.at("5.2"), CORE.at("12")],
            why: "A refresh token is bound to its client. Otherwise one client's leak opens the consumer's account to another.",
            fix: "Make the server keep the client with each refresh token, and answer `invalid_grant` to any other.",
        },
        tries: "a second client uses the refresh token of the first, if one is issued",
        topic: Topic::Refresh,
        plans: plans::BASIC,
        needs: &[Need::SecondClient],
        session: Session::Shared,
        acts: &[LogIn(OFFLINE), Refresh(&[BySecond])],
        right: Holds(refused::refresh_of_another),
        expects: &["refresh-refused", "token-endpoint-refused"],
    },
];
