//! The rows about the token endpoint's answer.

use super::refused::refused;
use super::{
    access_token_missing, cacheable, challenge_missing, error_malformed, error_text, error_unknown, expires_in,
    expires_in_missing, expires_in_too_long, id_token_missing, media_type, no_pragma, not_json, redirected, repeated,
    same_token, slow, status, token_type, with_bom,
};
use crate::check::{Check, Run};
use crate::report::Basis::{Inferred, Normative};
use crate::report::Rule;
use crate::report::Severity::{Error, Note, Warning};
use crate::spec::{CORE, LIVEPERSON, RFC6749, RFC8259, RFC8725, RFC9068, RFC9110, RFC9700};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "token-endpoint-refused",
            title: "the token endpoint refused to redeem the code",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("5.2"), CORE.at("3.1.3.4"), LIVEPERSON.at("IDP error 9011")],
            why: "The endpoint answered with an OAuth error. LivePerson gets no token, probably says \
                  9011 (CUSTOMER_AUTH_FAILED), and opens no conversation.",
            fix: "Read the error and its description, and look into the log of whoever's turn it is.",
        },
        run: Run::Tokens(refused),
    },
    Check {
        rule: Rule {
            id: "token-endpoint-status",
            title: "the token endpoint answered with neither 200 nor an OAuth error",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("5.1"), RFC6749.at("5.2"), LIVEPERSON.at("IDP error 9011")],
            why: "Tokens come with status 200, errors as JSON with `error`. Anything else is a failure of the server, or of \
                  something before it; LivePerson probably says 9011 (CUSTOMER_AUTH_FAILED).",
            fix: "Check that the address is the token endpoint's, and that nothing before it answers in its place.",
        },
        run: Run::Tokens(status),
    },
    Check {
        rule: Rule {
            id: "token-endpoint-redirects",
            title: "the token endpoint sends LivePerson elsewhere",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("5.1"), RFC9110.at("15.4"), RFC9700.at("4.12")],
            why: "A form that is sent on loses its body, or carries code and secret to another address. Whether LivePerson \
                  follows at all is not documented.",
            fix: "Put the final address into LivePerson's console, https and slashes included.",
        },
        run: Run::Tokens(redirected),
    },
    Check {
        rule: Rule {
            id: "token-error-malformed",
            title: "an OAuth error came in the wrong form",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("5.2")],
            why: "An error has status 400, or 401 for a client that sent `Authorization`, and its name as a string. With \
                  status 200 it passes for a success, and the failure shows in another place.",
            fix: "Make the server answer errors as RFC 6749 §5.2 has them.",
        },
        run: Run::Tokens(error_malformed),
    },
    Check {
        rule: Rule {
            id: "token-error-unknown",
            title: "the error is none of OAuth's",
            severity: Note,
            basis: Normative,
            clauses: &[RFC6749.at("5.2"), RFC6749.at("8.5")],
            why: "Clients know the errors of OAuth and treat any other alike. LivePerson's guide has names of its own, which \
                  count as known.",
            fix: "Use the names of RFC 6749 §5.2.",
        },
        run: Run::Tokens(error_unknown),
    },
    Check {
        rule: Rule {
            id: "token-error-text-malformed",
            title: "`error_description` has characters that it must not have",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC6749.at("5.2"), RFC6749.at("A.8")],
            why: "The description is printable ASCII without quotes and backslashes. Clients may show it as it is, or refuse \
                  the whole answer.",
            fix: "Write the description in plain ASCII, and details into the server's log.",
        },
        run: Run::Tokens(error_text),
    },
    Check {
        rule: Rule {
            id: "token-challenge-missing",
            title: "the client was refused without `WWW-Authenticate`",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("5.2"), RFC9110.at("15.5.2")],
            why: "An answer of status 401 names the scheme of authorization that the server takes. HTTP libraries look for \
                  it, and some fail in another way without.",
            fix: "Send `WWW-Authenticate: Basic realm=\"…\"` with every 401.",
        },
        run: Run::Tokens(challenge_missing),
    },
    Check {
        rule: Rule {
            id: "token-response-not-json",
            title: "the token response is not a JSON object",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("5.1"), CORE.at("3.1.3.3"), LIVEPERSON.at("Implementation guide")],
            why: "The tokens are members of a JSON object. LivePerson finds no token in anything else, and probably says \
                  9011 (CUSTOMER_AUTH_FAILED).",
            fix: "Make the endpoint answer with a JSON object.",
        },
        run: Run::Tokens(not_json),
    },
    Check {
        rule: Rule {
            id: "token-response-media-type",
            title: "the token response is not served as `application/json`",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("5.1"), LIVEPERSON.at("Implementation guide")],
            why: "Tokens and errors come as `application/json`. Clients that go by the media type read nothing else.",
            fix: "Set `Content-Type: application/json` for the token endpoint.",
        },
        run: Run::Tokens(media_type),
    },
    Check {
        rule: Rule {
            id: "token-response-with-bom",
            title: "the token response begins with a byte order mark",
            severity: Error,
            basis: Normative,
            clauses: &[RFC8259.at("8.1")],
            why: "JSON sent over a network must not begin with U+FEFF; many parsers stop right there.",
            fix: "Write the answer as UTF-8 without BOM.",
        },
        run: Run::Tokens(with_bom),
    },
    Check {
        rule: Rule {
            id: "token-response-member-repeated",
            title: "a member of the token response is there twice",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("3.2"), RFC8259.at("4")],
            why: "A parameter must not be repeated: one reader takes the first, another the last.",
            fix: "Make the server write each member once.",
        },
        run: Run::Tokens(repeated),
    },
    Check {
        rule: Rule {
            id: "token-response-cacheable",
            title: "the token response may be kept in a cache",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("5.1"), CORE.at("3.1.3.3"), LIVEPERSON.at("Implementation guide")],
            why: "`Cache-Control: no-store` must come with tokens: otherwise somebody else may get them from a cache.",
            fix: "Send `Cache-Control: no-store` with every answer of the token endpoint.",
        },
        run: Run::Tokens(cacheable),
    },
    Check {
        rule: Rule {
            id: "token-response-no-pragma",
            title: "the token response comes without `Pragma: no-cache`",
            severity: Note,
            basis: Normative,
            clauses: &[RFC6749.at("5.1"), LIVEPERSON.at("Implementation guide")],
            why: "RFC 6749 asks for it beside `Cache-Control`, for caches of HTTP/1.0. Hardly anything needs it any more.",
            fix: "Send `Pragma: no-cache` with every answer of the token endpoint.",
        },
        run: Run::Tokens(no_pragma),
    },
    Check {
        rule: Rule {
            id: "id-token-missing",
            title: "the token response has no `id_token`",
            severity: Error,
            basis: Normative,
            clauses: &[CORE.at("3.1.3.3"), LIVEPERSON.at("Implementation guide"), LIVEPERSON.at("IDP error 9011")],
            why: "`id_token` is the token that LivePerson validates; an access token does not stand in for it. Without, it \
                  probably says 9011 (CUSTOMER_AUTH_FAILED).",
            fix: "Make the server issue an `id_token` for logins with the scope `openid`.",
        },
        run: Run::Tokens(id_token_missing),
    },
    Check {
        rule: Rule {
            id: "access-token-missing",
            title: "the token response has no `access_token`",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("5.1"), CORE.at("3.1.3.3"), LIVEPERSON.at("Implementation guide")],
            why: "`access_token` is required, and OAuth libraries fail without. LivePerson uses it for delegation only; its \
                  guide has a dummy in its place.",
            fix: "Make the server issue an access token, be it one that is good for nothing.",
        },
        run: Run::Tokens(access_token_missing),
    },
    Check {
        rule: Rule {
            id: "token-type-not-bearer",
            title: "`token_type` is not Bearer",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("5.1"), CORE.at("3.1.3.3"), LIVEPERSON.at("Implementation guide")],
            why: "`token_type` is required and says how the access token is used: as Bearer, in capital or small letters. \
                  Clients must not use a token of a type that they do not know.",
            fix: "Set `token_type` to `Bearer`.",
        },
        run: Run::Tokens(token_type),
    },
    Check {
        rule: Rule {
            id: "expires-in-malformed",
            title: "`expires_in` is not a number of seconds",
            severity: Error,
            basis: Normative,
            clauses: &[RFC6749.at("5.1"), RFC6749.at("A.14")],
            why: "`expires_in` is a JSON number of whole seconds. Clients that read it strictly refuse the answer.",
            fix: "Write `expires_in` as a number without quotes, in seconds from now.",
        },
        run: Run::Tokens(expires_in),
    },
    Check {
        rule: Rule {
            id: "expires-in-missing",
            title: "the token response does not say how long the access token is good for",
            severity: Note,
            basis: Normative,
            clauses: &[RFC6749.at("5.1")],
            why: "`expires_in` is recommended. Without it a client learns by failing that the access token is over.",
            fix: "Write the lifetime of the access token into `expires_in`, in seconds.",
        },
        run: Run::Tokens(expires_in_missing),
    },
    Check {
        rule: Rule {
            id: "expires-in-too-long",
            title: "`expires_in` promises more than the access token's own `exp`",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC6749.at("5.1"), RFC9068.at("2.2")],
            why: "`expires_in` is the lifetime of the access token. A client that goes by it brings a token that is over.",
            fix: "Write the very number of seconds into `expires_in` that lies between `iat` and `exp`.",
        },
        run: Run::Tokens(expires_in_too_long),
    },
    Check {
        rule: Rule {
            id: "access-token-is-id-token",
            title: "the access token is the id_token",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC8725.at("3.12"), CORE.at("2")],
            why: "An id_token tells a client who logged in; an access token opens an API. If both are one, whoever sees the \
                  token may use the API with it.",
            fix: "Issue an access token of its own.",
        },
        run: Run::Tokens(same_token),
    },
    Check {
        rule: Rule {
            id: "token-response-slow",
            title: "the token endpoint took longer than it should",
            severity: Note,
            basis: Inferred,
            clauses: &[LIVEPERSON.at("IDP error 9013")],
            why: "LivePerson has an error for a brand's endpoint that is too slow, 9013 (AUTHENTICATION_TIMEOUT); how long \
                  it waits is not documented. A consumer waits at this moment too.",
            fix: "Check what the time goes into: a cold start, a distant region, an address that does not answer.",
        },
        run: Run::Tokens(slow),
    },
];
