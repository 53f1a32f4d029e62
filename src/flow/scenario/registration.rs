//! Clients that register themselves. What the suite asks of such clients alone is asked where the server has them.

use super::Act::{LogIn, Register};
use super::Right::{Holds, LoggedInAnd};
use super::held::issued;
use super::{Kind, Need, Plan, Scenario, Session, Topic, plans};
use crate::report::Basis::Normative;
use crate::report::Rule;
use crate::report::Severity::Error;
use crate::spec::{CORE, REGISTRATION};

/// The rows.
pub(super) static SCENARIOS: &[Scenario] = &[
    Scenario {
        rule: Rule {
            id: "registration-failing",
            title: "a client cannot register itself, or does not learn what it has to know",
            severity: Error,
            basis: Normative,
            clauses: &[REGISTRATION.at("3.1"), REGISTRATION.at("3.2")],
            why: "The metadata has a registration endpoint, so clients use it. LivePerson does not: its client is registered by \
                  hand.",
            fix: "Make the endpoint answer status 201 with the whole client, or leave it out of the metadata.",
        },
        tries: "a client registers itself",
        topic: Topic::Registration,
        plans: &[(Plan::OidcBasic, &[Kind::Code]), (Plan::OidcImplicit, &[Kind::IdTokenToken])],
        needs: &[Need::Registration],
        session: Session::Shared,
        acts: &[Register(&[])],
        right: Holds(issued::registered),
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "registered-token-not-rs256",
            title: "a client that chose no algorithm gets something else than RS256 with a `kid`",
            severity: Error,
            basis: Normative,
            clauses: &[REGISTRATION.at("2"), CORE.at("3.1.3.7 item 7"), CORE.at("10.1")],
            why: "RS256 is what a client gets that names nothing else, and the `kid` says which key to verify with.",
            fix: "Make RS256 the server's default, and put the `kid` into each header.",
        },
        tries: "a client registers itself without choosing an algorithm, and somebody logs in",
        topic: Topic::Registration,
        plans: plans::SUITE,
        needs: &[Need::Registration],
        session: Session::Shared,
        acts: &[Register(&[]), LogIn(&[])],
        right: LoggedInAnd(issued::rs256_with_kid),
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "registered-none-ignored",
            title: "a client that chose unsigned tokens gets signed ones",
            severity: Error,
            basis: Normative,
            clauses: &[REGISTRATION.at("2"), CORE.at("3.1.3.7 item 7")],
            why: "The metadata lists `none`, so a client of the code flow may ask for it, and reads nothing else then. Better \
                  not to list it: LivePerson demands signed tokens.",
            fix: "Leave `none` out of `id_token_signing_alg_values_supported`.",
        },
        tries: "a client registers itself for unsigned tokens, and somebody logs in",
        topic: Topic::Registration,
        plans: plans::BASIC,
        needs: &[Need::Registration, Need::Lists("id_token_signing_alg_values_supported", "none")],
        session: Session::Shared,
        acts: &[Register(&[("id_token_signed_response_alg", "none")]), LogIn(&[])],
        right: LoggedInAnd(issued::unsigned),
        expects: &["alg-none", "alg-not-rs256", "signature-missing", "kid-missing", "kid-missing-among-several"],
    },
];
