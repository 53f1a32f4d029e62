//! The rows about a login as a whole.

use super::page::{error_page, stuck, unregistered};
use super::{clock_apart, not_https, redirect_uri_differs, slow, unfinished};
use crate::check::{Check, Run};
use crate::report::Basis::{Inferred, Normative};
use crate::report::Rule;
use crate::report::Severity::{Error, Note};
use crate::spec::{CORE, LIVEPERSON, RFC6749, RFC7519, RFC9110, RFC9700};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "login-unfinished",
            title: "somebody did not answer",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("3"), LIVEPERSON.at("Introduction")],
            why: "The login needs an answer of every endpoint, over a connection that can be trusted. Without one the \
                  consumer sees the offline form.",
            fix: "Check that the address is right and reachable from the internet, and that its certificate is in order.",
        },
        run: Run::Login(unfinished),
    },
    Check {
        rule: Rule {
            id: "login-redirect-uri-unregistered",
            title: "the authorization server does not know the redirection URI",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("3.1.2.4"), CORE.at("3.1.2.1"), LIVEPERSON.at("Configuration")],
            why: "A server must not redirect to an address that is not registered for the client, so it shows a page \
                  instead. The two are compared character by character.",
            fix: "Put LivePerson's redirection URI into the registration of its client, exactly as it is sent.",
        },
        run: Run::Login(unregistered),
    },
    Check {
        rule: Rule {
            id: "login-error-page",
            title: "an error page came in place of a redirect",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("4.1.2.1"), CORE.at("3.1.2.6")],
            why: "Errors go back to the client by redirect, unless the client or its redirection URI is in doubt. On a page \
                  of the server the consumer is stuck in LivePerson's window.",
            fix: "Read what the page says, and look into the server's log at the time of the request.",
        },
        run: Run::Login(error_page),
    },
    Check {
        rule: Rule {
            id: "login-stuck",
            title: "the login never came back to LivePerson",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("4.1.2"), CORE.at("3.1.2.5"), LIVEPERSON.at("How it works")],
            why: "The browser stands on a page that wants something more: other credentials, a second factor, a click, or \
                  JavaScript. LivePerson waits for a redirect.",
            fix: "Open the login in a browser and see what the page wants; then give `exchange` what it needs to go on.",
        },
        run: Run::Login(stuck),
    },
    Check {
        rule: Rule {
            id: "redirect-uri-differs",
            title: "the two requests name two redirection URIs",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("4.1.3"), CORE.at("3.1.3.2"), LIVEPERSON.at("Implementation guide")],
            why: "`redirect_uri` of the token request must be that of the authorization request, to the last slash: servers \
                  must refuse the code otherwise, and LivePerson probably says 9011 (CUSTOMER_AUTH_FAILED).",
            fix: "Make the page send the same `redirect_uri` to the authorization endpoint that LivePerson sends to the \
                  token endpoint, or hand over its own.",
        },
        run: Run::Login(redirect_uri_differs),
    },
    Check {
        rule: Rule {
            id: "login-not-https",
            title: "a step of the login is not encrypted",
            severity: Error,
            basis: Normative,
            clauses: &[
                RFC6749.at("3.1"),
                RFC6749.at("3.2"),
                CORE.at("16.17"),
                RFC9700.at("2.6"),
                LIVEPERSON.at("Introduction"),
            ],
            why: "Passwords, codes and tokens pass here. Every endpoint must use TLS, and so must the pages in between.",
            fix: "Publish the endpoint with https alone, and make redirects lead to https.",
        },
        run: Run::Login(not_https),
    },
    Check {
        rule: Rule {
            id: "clock-apart",
            title: "the server's clock is not ours",
            severity: Note,
            basis: Inferred,
            clauses: &[RFC9110.at("6.6.1"), RFC7519.at("4.1.4"), LIVEPERSON.at("IDP error 1012")],
            why: "Tokens are dated by the server's clock and judged by LivePerson's, whose allowance is not documented. One \
                  that is ahead may issue tokens of the future, one that is behind tokens that expire early.",
            fix: "Set the clocks of all servers by NTP; if the server's is right, ours is wrong.",
        },
        run: Run::Login(clock_apart),
    },
    Check {
        rule: Rule {
            id: "login-slow",
            title: "a page of the login took longer than it should",
            severity: Note,
            basis: Inferred,
            clauses: &[LIVEPERSON.at("How it works")],
            why: "The consumer waits in LivePerson's window meanwhile, and may give up.",
            fix: "Check what the time goes into: a cold start, a distant region, a page that loads too much.",
        },
        run: Run::Login(slow),
    },
];
