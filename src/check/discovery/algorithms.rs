//! The algorithms that the metadata lists: those that must be there, must not, or had better not.

use super::{about, elements, of_list};
use crate::check::question::saw;
use crate::check::{Check, Context, Run};
use crate::model::discovery::Discovery;
use crate::report::Basis::Normative;
use crate::report::Severity::{Error, Note, Warning};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{CORE, DISCOVERY, LIVEPERSON, RFC8414, RFC8725};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "discovery-rs256-missing",
            title: "RS256 is not among the signature algorithms of id_tokens",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), LIVEPERSON.at("Implementation guide")],
            why: "RS256 must be in the list. It is the only algorithm that LivePerson documents, in every flow.",
            fix: "Make the server sign LivePerson's id_tokens with RS256, and list it.",
        },
        run: Run::Metadata(rs256_missing),
    },
    Check {
        rule: Rule {
            id: "discovery-rs256-unlisted",
            title: "RS256 is not accepted where clients sign",
            severity: Note,
            basis: Normative,
            clauses: &[DISCOVERY.at("3")],
            why: "Servers should support RS256 for client authentication by JWT and for request objects. LivePerson \
                  uses neither.",
            fix: "Write RS256 into the list, if the server accepts it.",
        },
        run: Run::Metadata(rs256_unlisted),
    },
    Check {
        rule: Rule {
            id: "discovery-id-token-unsigned",
            title: "id_tokens without a signature are offered through the browser",
            severity: Warning,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), CORE.at("2")],
            why: "`none` must not be used for id_tokens that come from the authorization endpoint: anybody on the way \
                  could write one. LivePerson verifies RS256 only.",
            fix: "Leave `none` out of the list, or out of reach of response types with `id_token`.",
        },
        run: Run::Metadata(unsigned),
    },
    Check {
        rule: Rule {
            id: "discovery-auth-alg-none",
            title: "clients may authenticate with a JWT that is not signed",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), RFC8414.at("2")],
            why: "`none` must not be used here: such a JWT proves nothing.",
            fix: "Leave `none` out of the list, and make the server refuse such JWTs.",
        },
        run: Run::Metadata(auth_none),
    },
    Check {
        rule: Rule {
            id: "discovery-alg-discouraged",
            title: "the metadata lists algorithms that are better left alone",
            severity: Note,
            basis: Normative,
            clauses: &[RFC8725.at("3.2"), RFC8725.at("3.5")],
            why: "RSA1_5 invites padding attacks. With HS256 and its like, whoever can check an id_token can also \
                  make one, and the strength is that of the client secret.",
            fix: "Leave them out, once no client needs them.",
        },
        run: Run::Metadata(discouraged),
    },
];

const ID_TOKEN: &str = "id_token_signing_alg_values_supported";

fn rs256_missing(discovery: &Discovery, _: &Context) -> Outcome {
    of_list(discovery, ID_TOKEN, || rs256_among(discovery, ID_TOKEN).map_or(Outcome::Pass, Finding::fail))
}

fn rs256_unlisted(discovery: &Discovery, _: &Context) -> Outcome {
    let names = ["token_endpoint_auth_signing_alg_values_supported", "request_object_signing_alg_values_supported"];
    let there = names.into_iter().filter(|name| discovery.tells(name));
    Outcome::all(there.filter_map(|name| rs256_among(discovery, name)).collect())
}

fn rs256_among(discovery: &Discovery, name: &str) -> Option<Finding> {
    let listed = discovery.lists(name, "RS256");
    (!listed).then(|| about(discovery, name, discovery.values(name).join(", "), "`RS256` among them"))
}

fn unsigned(discovery: &Discovery, _: &Context) -> Outcome {
    let through_browser = discovery.response_types_with("id_token");
    let Some(example) = through_browser.first() else {
        return Outcome::skip("no response type with `id_token` is offered");
    };
    let wanted = format!("no `none`, as the response type `{example}` is offered");
    of_list(discovery, ID_TOKEN, || each(discovery, &[ID_TOKEN], &wanted, |alg| alg == "none"))
}

const AUTH: &[&str] = &[
    "token_endpoint_auth_signing_alg_values_supported",
    "revocation_endpoint_auth_signing_alg_values_supported",
    "introspection_endpoint_auth_signing_alg_values_supported",
];

fn auth_none(discovery: &Discovery, _: &Context) -> Outcome {
    each(discovery, AUTH, "no `none`", |alg| alg == "none")
}

const ENCRYPTION: &[&str] = &[
    "id_token_encryption_alg_values_supported",
    "userinfo_encryption_alg_values_supported",
    "request_object_encryption_alg_values_supported",
    "authorization_encryption_alg_values_supported",
];

fn discouraged(discovery: &Discovery, _: &Context) -> Outcome {
    let all = [(ENCRYPTION, "RSA1_5"), (&[ID_TOKEN], "HS256"), (&[ID_TOKEN], "HS384"), (&[ID_TOKEN], "HS512")];
    let names = all.into_iter().flat_map(|(names, alg)| names.iter().map(move |name| (*name, alg)));
    let found = names.filter(|(name, alg)| discovery.lists(name, alg));
    Outcome::all(found.map(|(name, alg)| about(discovery, name, format!("`{alg}`"), "stronger algorithms")).collect())
}

/// Fails for each entry of the arrays called `names` that is `wrong`.
fn each(discovery: &Discovery, names: &[&str], wanted: &str, wrong: impl Fn(&str) -> bool) -> Outcome {
    let entries = names.iter().flat_map(|name| elements(discovery, name)).filter(|(_, text)| wrong(text));
    Outcome::all(entries.map(|(place, _)| saw(&discovery.json, &place, wanted)).collect())
}
