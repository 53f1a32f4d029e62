//! Who is logged in, and since when.

use super::Act::{LogIn, Wait};
use super::Change::{Make, Set};
use super::Right::{LoggedInAnd, SentBack};
use super::held::session;
use super::{Need, Scenario, Session, Topic, Wait as Pause, made, plans};
use crate::report::Basis::Normative;
use crate::report::Rule;
use crate::report::Severity::Error;
use crate::spec::CORE;

/// The rows.
pub(super) static SCENARIOS: &[Scenario] = &[
    Scenario {
        rule: Rule {
            id: "prompt-none-without-session",
            title: "`prompt=none` without a session is not answered with an error",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.1.2.1"), CORE.at("3.1.2.6"), CORE.at("15.1")],
            why: "Pages ask in a hidden frame whether somebody is logged in. A login page in there is seen by nobody, and the \
                  page waits.",
            fix: "Make the server answer `login_required` if `prompt=none` comes without a session.",
        },
        tries: "somebody who is not logged in asks with `prompt=none`, and with a `state` of 128 characters",
        topic: Topic::Session,
        plans: plans::SUITE,
        needs: &[],
        session: Session::Fresh,
        acts: &[LogIn(&[Set("prompt", "none"), Make("state", made::state_of_128)])],
        right: SentBack(&["login_required", "interaction_required", "account_selection_required", "consent_required"]),
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "prompt-none-refused",
            title: "`prompt=none` does not find the session, or changes it",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.1.2.1"), CORE.at("15.1"), CORE.at("2")],
            why: "Somebody who is logged in gets a token without a page. It is about the same consumer, who logged in when \
                  they did: `auth_time` stays.",
            fix: "Make the server keep the session in a cookie, and the time of the login in the session.",
        },
        tries: "somebody who is logged in asks again with `prompt=none`",
        topic: Topic::Session,
        plans: plans::SUITE,
        needs: &[],
        session: Session::Shared,
        acts: &[LogIn(&[]), Wait(Pause::Seconds(1)), LogIn(&[Set("prompt", "none")])],
        right: LoggedInAnd(session::goes_on),
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "prompt-login-ignored",
            title: "`prompt=login` does not make the person log in again",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.1.2.1"), CORE.at("15.1"), CORE.at("2")],
            why: "A client asks for it before something that matters, so that whoever sits there now shows who they are. A \
                  server that cannot must answer with an error.",
            fix: "Make the server show its login page for `prompt=login`, and set `auth_time` anew.",
        },
        tries: "somebody who is logged in asks again with `prompt=login`",
        topic: Topic::Session,
        plans: plans::SUITE,
        needs: &[Need::FreshLogin],
        session: Session::Fresh,
        acts: &[LogIn(&[]), Wait(Pause::Seconds(1)), LogIn(&[Set("prompt", "login")])],
        right: LoggedInAnd(session::begins_anew),
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "max-age-ignored",
            title: "`max_age` does not make the person log in again when it is over",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.1.2.1"), CORE.at("15.1"), CORE.at("2")],
            why: "If the last login is longer ago than `max_age` seconds, the server must ask the person to log in again, and \
                  say in `auth_time` when that was.",
            fix: "Make the server compare the age of the session with `max_age`, and set `auth_time` anew.",
        },
        tries: "somebody who logged in two seconds ago asks again with `max_age=1`",
        topic: Topic::Session,
        plans: plans::SUITE,
        needs: &[Need::FreshLogin],
        session: Session::Fresh,
        acts: &[LogIn(&[]), Wait(Pause::Seconds(2)), LogIn(&[Set("max_age", "1")])],
        right: LoggedInAnd(session::begins_anew),
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "max-age-reauthenticates",
            title: "`max_age` changes the session although it is not over",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.1.2.1"), CORE.at("15.1"), CORE.at("2")],
            why: "As long as the login is recent enough, nothing happens but that `auth_time` is in the token: the time of the \
                  login, and not of the request.",
            fix: "Make the server keep the time of the login in the session, and write that.",
        },
        tries: "somebody logs in with `max_age=15000`, and asks again with `max_age=10000`",
        topic: Topic::Session,
        plans: plans::SUITE,
        needs: &[],
        session: Session::Shared,
        acts: &[LogIn(&[Set("max_age", "15000")]), Wait(Pause::Seconds(1)), LogIn(&[Set("max_age", "10000")])],
        right: LoggedInAnd(session::goes_on),
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "id-token-hint-refused",
            title: "`id_token_hint` breaks the login, or changes the session",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.1.2.1"), CORE.at("3.1.2.2"), CORE.at("15.1")],
            why: "The token of an earlier login says who is meant. If that is who is logged in, the answer is a success.",
            fix: "Make the server read the hint as its own token, and not mind that it may have expired.",
        },
        tries: "somebody who is logged in asks again with `prompt=none` and the token of the first login",
        topic: Topic::Session,
        plans: plans::SUITE,
        needs: &[],
        session: Session::Shared,
        acts: &[
            LogIn(&[]),
            Wait(Pause::Seconds(1)),
            LogIn(&[Set("prompt", "none"), Make("id_token_hint", made::first_token)]),
        ],
        right: LoggedInAnd(session::goes_on),
        expects: &[],
    },
];
