//! Proof Key for Code Exchange (RFC 7636), which LivePerson offers as a setting.

use super::Act::{Authorize, LogIn, Redeem};
use super::Change::{self, Pkce};
use super::Right::{LoggedIn, Refused, SentBackOrKept};
use super::Twist::{Make, Omit};
use super::{Need, Scenario, Session, Topic, made, plans};
use crate::report::Basis::Normative;
use crate::report::Rule;
use crate::report::Severity::{Error, Warning};
use crate::spec::{LIVEPERSON, RFC6749, RFC7636, RFC9700};

const GRANT: &[&str] = &["invalid_grant", "invalid_request", "invalid_code"];

/// The rows.
pub(super) static SCENARIOS: &[Scenario] = &[
    Scenario {
        rule: Rule {
            id: "pkce-refused",
            title: "a code challenge breaks the login",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7636.at("4.1"), RFC7636.at("4.3"), RFC7636.at("4.5"), RFC6749.at("3.1")],
            why: "A server that knows PKCE takes verifiers of 43 to 128 characters; one that does not passes over the \
                  parameters. Most libraries send a challenge unasked today.",
            fix: "Make the server take S256, or pass over what it does not know.",
        },
        tries: "somebody logs in with a code challenge; its verifier has 128 characters",
        topic: Topic::Pkce,
        plans: plans::BASIC,
        needs: &[],
        session: Session::Shared,
        acts: &[LogIn(&[Pkce])],
        right: LoggedIn,
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "pkce-verifier-optional",
            title: "a code with a challenge is not refused without its verifier",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7636.at("4.6"), RFC9700.at("2.1.1"), LIVEPERSON.at("Code flow with PKCE")],
            why: "The verifier shows that whoever redeems the code is whoever asked for it. If it may be left out, the challenge \
                  guards nothing.",
            fix: "Make the server keep the challenge with the code, and answer `invalid_grant` without a verifier.",
        },
        tries: "a code that was asked for with a challenge is redeemed without a verifier",
        topic: Topic::Pkce,
        plans: plans::CODE_FLOW,
        needs: &[Need::Pkce],
        session: Session::Shared,
        acts: &[Authorize(&[Pkce]), Redeem(&[Omit("code_verifier")])],
        right: Refused(GRANT),
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "pkce-verifier-unchecked",
            title: "a wrong code verifier is not refused as it must be",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7636.at("4.6"), RFC9700.at("2.1.1"), LIVEPERSON.at("Code flow with PKCE")],
            why: "The server must hash the verifier and compare it with the challenge. If it only looks whether one is there, \
                  the challenge guards nothing.",
            fix: "Make the server compare the two, and answer `invalid_grant` if they do not fit.",
        },
        tries: "a code that was asked for with a challenge is redeemed with another verifier",
        topic: Topic::Pkce,
        plans: plans::CODE_FLOW,
        needs: &[Need::Pkce],
        session: Session::Shared,
        acts: &[Authorize(&[Pkce]), Redeem(&[Make("code_verifier", made::verifier)])],
        right: Refused(GRANT),
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "pkce-downgraded",
            title: "a verifier is taken for a code that was asked for without a challenge",
            severity: Error,
            basis: Normative,
            clauses: &[RFC9700.at("4.8.2"), RFC9700.at("2.1.1")],
            why: "An attacker who starts a login takes the challenge out of the request. The client still sends its verifier: \
                  the one sign that something is wrong, which the server must heed.",
            fix: "Make the server answer `invalid_grant` to a verifier without a challenge, or demand a challenge of the client.",
        },
        tries: "a code that was asked for without a challenge is redeemed with a verifier",
        topic: Topic::Pkce,
        plans: plans::CODE_FLOW,
        needs: &[Need::Pkce],
        session: Session::Shared,
        acts: &[
            Authorize(&[Change::Omit("code_challenge"), Change::Omit("code_challenge_method")]),
            Redeem(&[Make("code_verifier", made::verifier)]),
        ],
        right: Refused(GRANT),
        // Who demands a challenge refuses the request already.
        expects: &["callback-error", "login-error-page"],
    },
    Scenario {
        rule: Rule {
            id: "pkce-plain-accepted",
            title: "the challenge may be the verifier itself",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC9700.at("2.1.1"), RFC7636.at("7.2")],
            why: "With the method `plain` whoever sees the authorization request can redeem the code. LivePerson sends S256.",
            fix: "Make the server refuse any method but S256 with `invalid_request`.",
        },
        tries: "a code is asked for with `code_challenge_method=plain`",
        topic: Topic::Pkce,
        plans: plans::CODE_FLOW,
        needs: &[Need::Pkce],
        session: Session::Shared,
        acts: &[Authorize(&[
            Change::Make("code_challenge", made::verifier),
            Change::Set("code_challenge_method", "plain"),
        ])],
        right: SentBackOrKept(&["invalid_request"]),
        expects: &[],
    },
];
