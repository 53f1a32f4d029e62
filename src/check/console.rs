//! What was typed into LivePerson's console against what the authorization server publishes.

use super::question::{of_text, same};
use super::{Check, Console, Context, Run};
use crate::model::discovery::Discovery;
use crate::report::Basis::Documented;
use crate::report::Severity::{Error, Warning};
use crate::report::{Outcome, Rule};
use crate::spec::LIVEPERSON;

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "console-issuer-differs",
            title: "the issuer in LivePerson's console is not that of the metadata",
            severity: Error,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Configuration")],
            why: "LivePerson compares `iss` of a token with the issuer in its console, capital letters \
                  and slashes included. A token carries the issuer of the metadata.",
            fix: "Copy `issuer` from the metadata into the console's field \"JWT issuer (iss)\", or make \
                  the server use the issuer typed there.",
        },
        run: Run::Discovery(issuer),
    },
    Check {
        rule: Rule {
            id: "console-authorization-endpoint-differs",
            title: "the authorization endpoint in LivePerson's console is not that of the metadata",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Configuration")],
            why: "The external window sends consumers to the address in the console. An old one may go \
                  away without notice.",
            fix: "Copy `authorization_endpoint` into the console's field \"Authentication Endpoint\".",
        },
        run: Run::Discovery(authorization_endpoint),
    },
    Check {
        rule: Rule {
            id: "console-token-endpoint-differs",
            title: "the token endpoint in LivePerson's console is not that of the metadata",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Configuration")],
            why: "LivePerson redeems codes at the address in the console and reads no metadata. Codes of \
                  one server are worth nothing at another.",
            fix: "Copy `token_endpoint` into the console's field \"Token Endpoint\".",
        },
        run: Run::Discovery(token_endpoint),
    },
    Check {
        rule: Rule {
            id: "console-jwks-endpoint-differs",
            title: "the key set in LivePerson's console is not that of the metadata",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Configuration")],
            why: "LivePerson fetches keys from the address in the console. Keys that are rotated \
                  elsewhere never reach it.",
            fix: "Copy `jwks_uri` into the console's field \"JWKS Endpoint\".",
        },
        run: Run::Discovery(jwks_endpoint),
    },
];

fn issuer(discovery: &Discovery, context: &Context) -> Outcome {
    typed(discovery, "issuer", context, |console| &console.issuer)
}

fn authorization_endpoint(discovery: &Discovery, context: &Context) -> Outcome {
    typed(discovery, "authorization_endpoint", context, |console| &console.authorization_endpoint)
}

fn token_endpoint(discovery: &Discovery, context: &Context) -> Outcome {
    typed(discovery, "token_endpoint", context, |console| &console.token_endpoint)
}

fn jwks_endpoint(discovery: &Discovery, context: &Context) -> Outcome {
    typed(discovery, "jwks_uri", context, |console| &console.jwks_endpoint)
}

fn typed(discovery: &Discovery, member: &str, context: &Context, field: fn(&Console) -> &Option<String>) -> Outcome {
    match field(&context.console) {
        Some(typed) => of_text(&discovery.json, member, |place, text| same(&discovery.json, &place, text, typed)),
        None => Outcome::skip("nobody said what was typed into the console: pass --brand"),
    }
}
