//! Logins as such. The first row is the plain login that all others are held against.

use super::Act::{Authorize, LogIn};
use super::Right::{LoggedIn, LoggedInAnd};
use super::held::{asked, issued, session};
use super::{Kind, Plan, Scenario, Session, Topic, plans};
use crate::report::Basis::Normative;
use crate::report::Rule;
use crate::report::Severity::{Error, Note};
use crate::spec::{CORE, LIVEPERSON, RFC6749};

/// The rows.
pub(super) static SCENARIOS: &[Scenario] = &[
    Scenario {
        rule: Rule {
            id: "login-failing",
            title: "an ordinary login does not bring a token",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.1.2.5"), CORE.at("3.1.3.3"), CORE.at("3.2.2.5"), LIVEPERSON.at("Introduction")],
            why: "The request asks for no more than OpenID Connect has every server give: scope `openid`, a registered \
                  redirection URI, a short `state`, a `nonce`. As long as it fails, nothing else can be told.",
            fix: "Read where the login stopped, and put that right first.",
        },
        tries: "somebody logs in, and the client gets a token",
        topic: Topic::Login,
        plans: plans::ALL,
        needs: &[],
        session: Session::Shared,
        acts: &[LogIn(&[])],
        right: LoggedIn,
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "second-login-differs",
            title: "a second login does not bring a new token about the same consumer",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("2"), CORE.at("5.7"), LIVEPERSON.at("Implementation guide")],
            why: "`sub` with `iss` is all that a client knows a consumer by. When a token expires LivePerson asks for a new \
                  one: another `sub` makes another consumer of the one who is chatting, and the old token is no use.",
            fix: "Make the issuer write the same `sub` for the same person always, into a token that is made anew.",
        },
        tries: "the same person logs in a second time",
        topic: Topic::Login,
        plans: plans::ALL,
        needs: &[],
        session: Session::Shared,
        acts: &[LogIn(&[]), LogIn(&[])],
        right: LoggedInAnd(session::same_consumer),
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "code-guessable",
            title: "a code is short or simple enough to be guessed",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("10.10")],
            why: "The chance to guess a code must not be above one in 2^128. Whoever guesses one gets a token in the \
                  consumer's name.",
            fix: "Make each code of at least 16 bytes from the system's random source, in base64url.",
        },
        tries: "a code is measured: its length, and how mixed its characters are",
        topic: Topic::Login,
        plans: plans::CODE_FLOW,
        needs: &[],
        session: Session::Shared,
        acts: &[Authorize(&[])],
        right: LoggedInAnd(issued::code_strong),
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "access-token-unanswered",
            title: "`id_token token` brings no access token that can be used",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.2.2.5"), RFC6749.at("4.2.2")],
            why: "The word `token` in the response type asks for an access token, which comes with its type. LivePerson's window \
                  asks for the `id_token` alone.",
            fix: "Make the server send `access_token` and `token_type`, or leave `id_token token` out of the metadata.",
        },
        tries: "somebody logs in, and the answer is read for an access token",
        topic: Topic::Login,
        plans: &[(Plan::OidcImplicit, &[Kind::IdTokenToken])],
        needs: &[],
        session: Session::Shared,
        acts: &[LogIn(&[])],
        right: LoggedInAnd(issued::access_token_beside),
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "claims-volunteered",
            title: "the token tells more of the consumer than the scope asks for",
            severity: Note,
            basis: Normative,
            clauses: &[CORE.at("5.4"), CORE.at("5.5")],
            why: "With the scope `openid` alone a client asks who somebody is, and for nothing else; the suite warns of more. \
                  LivePerson reads claims from the token alone, so what is right for it looks wrong here.",
            fix: "If the claims are meant for LivePerson, give them to its client alone.",
        },
        tries: "somebody logs in with the scope `openid` alone, and the token is read for claims about the person",
        topic: Topic::Login,
        plans: plans::SUITE,
        needs: &[],
        session: Session::Shared,
        acts: &[LogIn(&[])],
        right: LoggedInAnd(asked::nothing_volunteered),
        expects: &[],
    },
];
