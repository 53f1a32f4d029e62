//! The rows about the callback.

use super::{
    code_missing, error_text, in_form, in_fragment, in_query, iss_mismatch, iss_missing, long, parameter_name,
    redirect_uri_differs, refused, repeated, state_mismatch, state_missing, token_missing, unasked,
};
use crate::check::{Check, Run};
use crate::report::Basis::{Documented, Inferred, Normative};
use crate::report::Rule;
use crate::report::Severity::{Error, Note, Warning};
use crate::spec::{CORE, FORM_POST, LIVEPERSON, RESPONSE_TYPES, RFC6749, RFC9110, RFC9207, RFC9700};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "callback-error",
            title: "the authorization endpoint answered with an error",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("4.1.2.1"), RFC6749.at("4.2.2.1"), CORE.at("3.1.2.6")],
            why: "The server sent the browser back with `error` in place of a code or a token. LivePerson then opens no \
                  conversation: the consumer sees the offline form.",
            fix: "Read the error and its description, and look into the log of whoever's turn it is.",
        },
        run: Run::Callback(refused),
    },
    Check {
        rule: Rule {
            id: "callback-error-text-malformed",
            title: "`error_description` or `error_uri` has characters that it must not have",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC6749.at("4.1.2.1"), RFC6749.at("A.8"), RFC6749.at("A.9")],
            why: "Both are printable ASCII without quotes and backslashes, and the second one is an address. Clients may show \
                  them as they are, or refuse the whole answer.",
            fix: "Write the description in plain ASCII, and details into the server's log.",
        },
        run: Run::Callback(error_text),
    },
    Check {
        rule: Rule {
            id: "callback-state-missing",
            title: "`state` did not come back",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("4.1.2"), RFC6749.at("4.1.2.1"), LIVEPERSON.at("Configuration")],
            why: "What is sent as `state` must come back, with an error too. LivePerson's window keeps its configuration \
                  in it and cannot open without.",
            fix: "Make the server return `state` with every answer.",
        },
        run: Run::Callback(state_missing),
    },
    Check {
        rule: Rule {
            id: "callback-state-mismatch",
            title: "`state` came back changed",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("4.1.2"), LIVEPERSON.at("Configuration")],
            why: "`state` must come back exactly as it was sent. LivePerson's is a JSON object of about 1,700 characters \
                  that its window reads its configuration from; other clients take a change for an attack.",
            fix: "Make the server keep `state` as a text of any length, and encode it once when it is put into the URL.",
        },
        run: Run::Callback(state_mismatch),
    },
    Check {
        rule: Rule {
            id: "callback-parameter-repeated",
            title: "a parameter of the callback is there twice",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("3.1")],
            why: "A parameter must not be repeated: one reader takes the first, another the last.",
            fix: "Make the server, or the gateway that adds it, write each parameter once.",
        },
        run: Run::Callback(repeated),
    },
    Check {
        rule: Rule {
            id: "callback-code-missing",
            title: "the callback has no code",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("4.1.2"), CORE.at("3.1.2.5"), LIVEPERSON.at("How it works")],
            why: "In the code flow LivePerson takes `code` and redeems it. Without one there is nothing to redeem.",
            fix: "Make the server answer `response_type=code` with `code`, or the page hand a code to the callback.",
        },
        run: Run::Callback(code_missing),
    },
    Check {
        rule: Rule {
            id: "callback-token-missing",
            title: "the callback has no token",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.2.2.5"), LIVEPERSON.at("How it works")],
            why: "In the implicit flow the token itself must come back, as `id_token`. A code or an access token in its \
                  place is no token to LivePerson.",
            fix: "Make the server answer with `id_token`, or set LivePerson's connector to the code flow.",
        },
        run: Run::Callback(token_missing),
    },
    Check {
        rule: Rule {
            id: "callback-in-fragment",
            title: "the code came in the fragment, unasked",
            severity: Error,
            basis: Normative,
            clauses: &[RESPONSE_TYPES.at("2.1"), RFC6749.at("4.1.2"), LIVEPERSON.at("How it works")],
            why: "A code is answered in the query unless `response_mode` asks for another place; most clients look \
                  nowhere else. LivePerson's window is documented to take both.",
            fix: "Make the server answer `response_type=code` in the query.",
        },
        run: Run::Callback(in_fragment),
    },
    Check {
        rule: Rule {
            id: "callback-in-query",
            title: "a token came in the query",
            severity: Error,
            basis: Normative,
            clauses: &[RESPONSE_TYPES.at("3"), RESPONSE_TYPES.at("5"), LIVEPERSON.at("How it works")],
            why: "Tokens must not travel in the query: it ends up in logs, in the browser's history and in `Referer`. \
                  LivePerson's window is documented to take both.",
            fix: "Make the server answer with tokens in the fragment.",
        },
        run: Run::Callback(in_query),
    },
    Check {
        rule: Rule {
            id: "callback-in-form",
            title: "the answer came as a form, unasked",
            severity: Error,
            basis: Documented,
            clauses: &[LIVEPERSON.at("How it works"), FORM_POST.at("2")],
            why: "LivePerson's window is documented to take the answer from the query or the fragment. A form is sent \
                  only if `response_mode=form_post` asks for it.",
            fix: "Make the server answer by a redirect unless a form is asked for.",
        },
        run: Run::Callback(in_form),
    },
    Check {
        rule: Rule {
            id: "callback-token-unasked",
            title: "more came with the token than was asked for",
            severity: Warning,
            basis: Normative,
            clauses: &[RESPONSE_TYPES.at("3"), RFC9700.at("2.1.2")],
            why: "An answer to `response_type=id_token` should have neither a code nor an access token in it: they pass \
                  through the browser for nothing.",
            fix: "Make the server return the token alone.",
        },
        run: Run::Callback(unasked),
    },
    Check {
        rule: Rule {
            id: "callback-iss-mismatch",
            title: "`iss` of the callback is another issuer",
            severity: Error,
            basis: Normative,
            clauses: &[RFC9207.at("2.4")],
            why: "`iss` says which server answers. One that is not the server asked means that answers are mixed up, by \
                  mistake or by an attacker.",
            fix: "Set `iss` to the issuer of metadata and tokens, character by character.",
        },
        run: Run::Callback(iss_mismatch),
    },
    Check {
        rule: Rule {
            id: "callback-iss-missing",
            title: "the callback has no `iss`, although the metadata promises it",
            severity: Error,
            basis: Normative,
            clauses: &[RFC9207.at("2"), RFC9207.at("3"), RFC9207.at("4")],
            why: "Clients that read the promise refuse an answer without `iss`. LivePerson is not documented to read it.",
            fix: "Send `iss` with every answer, errors too, or leave \
                  `authorization_response_iss_parameter_supported` out of the metadata.",
        },
        run: Run::Callback(iss_missing),
    },
    Check {
        rule: Rule {
            id: "callback-redirect-uri-differs",
            title: "the callback went to another address than was asked for",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("3.1.2"), CORE.at("3.1.2.1"), LIVEPERSON.at("Configuration")],
            why: "The answer must go to the redirection URI of the request, and its own query must be kept: LivePerson's \
                  older connectors carry the window's configuration in it.",
            fix: "Make the server redirect to the very `redirect_uri` of the request.",
        },
        run: Run::Callback(redirect_uri_differs),
    },
    Check {
        rule: Rule {
            id: "callback-parameter-name",
            title: "the token came under another name than `id_token`",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.2.2.5"), LIVEPERSON.at("How it works")],
            why: "OpenID Connect has the token under `id_token`, and other clients look nowhere else. LivePerson is \
                  documented to take `token` and `code` as well.",
            fix: "Make the server call it `id_token`.",
        },
        run: Run::Callback(parameter_name),
    },
    Check {
        rule: Rule {
            id: "callback-long",
            title: "the address of the callback is very long",
            severity: Note,
            basis: Inferred,
            clauses: &[RFC9110.at("4.1")],
            why: "Software should take addresses of 8,000 bytes; longer ones may be refused on the way. With the implicit \
                  flow the whole token stands in the address, next to LivePerson's long `state`.",
            fix: "Leave out of the token what the agent does not need, or use the code flow.",
        },
        run: Run::Callback(long),
    },
];
