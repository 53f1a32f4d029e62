//! What LivePerson sends, and others do not.

use super::Act::LogIn;
use super::Change::{AsEmbedded, AsWindow, Make, Omit, Set};
use super::Right::LoggedIn;
use super::{Need, Scenario, Session, Topic, made, plans};
use crate::model::login::Window;
use crate::report::Basis::{Documented, Inferred, Normative, Observed};
use crate::report::Rule;
use crate::report::Severity::{Error, Note};
use crate::spec::{CORE, LIVEPERSON, RFC6749};

/// The rows.
pub(super) static SCENARIOS: &[Scenario] = &[
    Scenario {
        rule: Rule {
            id: "window-request-refused",
            title: "a login does not succeed as LivePerson's window asks for it",
            severity: Error,
            basis: Observed,
            clauses: &[LIVEPERSON.at("Configuration"), LIVEPERSON.at("How it works"), RFC6749.at("3.1")],
            why: "LivePerson's window was seen to ask just like this: its own redirection URI, scope `openid`, 1,243 \
                  characters of JSON as `state`, `parentWindowOrigin`, and no `nonce`. If this fails, so does every login.",
            fix: "If an ordinary login succeeds, compare the other rows: each has one of these parts by itself.",
        },
        tries: "somebody logs in with the whole request that LivePerson's window sends",
        topic: Topic::LivePerson,
        plans: plans::LIVEPERSON,
        needs: &[Need::Window(Window::External)],
        session: Session::Shared,
        acts: &[LogIn(&[AsWindow])],
        right: LoggedIn,
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "embedded-request-refused",
            title: "a login does not succeed as a page with LivePerson's embedded window makes it",
            severity: Error,
            basis: Documented,
            clauses: &[LIVEPERSON.at("How it works"), LIVEPERSON.at("Implementation guide")],
            why: "The page gets the code, and LivePerson redeems it with `redirect_uri=https://liveperson.net` unless the page \
                  named another. The code must have been issued for the very same address.",
            fix: "Register `https://liveperson.net` for LivePerson's client, or let the page call back with \
                  `{ssoKey, redirect_uri}`.",
        },
        tries: "somebody logs in on the brand's page, and LivePerson redeems the code with its own redirection URI",
        topic: Topic::LivePerson,
        plans: plans::LIVEPERSON_CODE,
        needs: &[Need::Window(Window::Embedded)],
        session: Session::Shared,
        acts: &[LogIn(&[AsEmbedded])],
        right: LoggedIn,
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "default-redirect-uri-slash",
            title: "LivePerson's redirection URI is refused with a slash at its end",
            severity: Note,
            basis: Inferred,
            clauses: &[LIVEPERSON.at("Implementation guide"), CORE.at("3.1.2.1")],
            why: "LivePerson documents `https://liveperson.net`, and in other places the same with a slash. Which one is sent \
                  may differ between its versions, and servers compare to the character.",
            fix: "If logins fail at the token endpoint, register both for LivePerson's client.",
        },
        tries: "the same with `https://liveperson.net/`, unless the page names an address of its own",
        topic: Topic::LivePerson,
        plans: plans::LIVEPERSON_CODE,
        needs: &[Need::Window(Window::Embedded)],
        session: Session::Shared,
        acts: &[LogIn(&[AsEmbedded, Make("redirect_uri", made::default_with_slash)])],
        right: LoggedIn,
        expects: EXPECTED_OF_A_NOTE,
    },
    Scenario {
        rule: Rule {
            id: "nonce-demanded",
            title: "the implicit flow demands a `nonce`",
            severity: Error,
            basis: Observed,
            clauses: &[LIVEPERSON.at("How it works"), CORE.at("3.2.2.1")],
            why: "OpenID Connect has clients send one. The one request of LivePerson's window that was seen has none, and a \
                  server that insists refuses it.",
            fix: "Make the server take LivePerson's client without a `nonce`, or use the code flow, which needs none.",
        },
        tries: "an id_token is asked for without a `nonce`",
        topic: Topic::LivePerson,
        plans: plans::LIVEPERSON_IMPLICIT,
        needs: &[],
        session: Session::Shared,
        acts: &[LogIn(&[Omit("nonce")])],
        right: LoggedIn,
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "parent-window-origin-refused",
            title: "`parentWindowOrigin` breaks the login",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("3.1"), LIVEPERSON.at("How it works")],
            why: "LivePerson's window sends this parameter of its own. A server must pass over what it does not know.",
            fix: "Make the server, or the firewall before it, let unknown parameters pass.",
        },
        tries: "an ordinary request has `parentWindowOrigin` in it",
        topic: Topic::LivePerson,
        plans: plans::LIVEPERSON,
        needs: &[],
        session: Session::Shared,
        acts: &[LogIn(&[Set("parentWindowOrigin", "https://www.brand.example")])],
        right: LoggedIn,
        expects: &[],
    },
    Scenario {
        rule: Rule {
            id: "state-json-damaged",
            title: "a long JSON `state` does not come back as it was sent",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("4.1.2"), RFC6749.at("4.2.2"), LIVEPERSON.at("Configuration")],
            why: "LivePerson's window keeps its configuration in `state`, a JSON object of 1,243 characters, 1,655 when \
                  encoded. Limits on length, filters against quotes and brackets, and encoding twice all break it.",
            fix: "Make the server keep `state` as a text of any length, and raise the limits of what stands before it.",
        },
        tries: "the `state` is a JSON object as long as LivePerson's, with quotes, brackets and base64 in it",
        topic: Topic::LivePerson,
        plans: plans::LIVEPERSON,
        needs: &[],
        session: Session::Shared,
        acts: &[LogIn(&[Make("state", made::json_state)])],
        right: LoggedIn,
        expects: &[],
    },
];

// What is only a note of ours must not come back as an error of a check.
const EXPECTED_OF_A_NOTE: &[&str] = &[
    "callback-error",
    "login-redirect-uri-unregistered",
    "login-error-page",
    "login-stuck",
    "token-endpoint-refused",
    "token-endpoint-status",
];
