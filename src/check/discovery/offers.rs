//! What the metadata offers: flows, PKCE, scopes, locales, and what OAuth's current practice makes of them.

use super::{about, elements, of_list};
use crate::check::question::saw;
use crate::check::{Check, Context, Run};
use crate::model::discovery::{Discovery, members};
use crate::model::json::Place;
use crate::report::Basis::{Inferred, Normative};
use crate::report::Severity::{Note, Warning};
use crate::report::{Outcome, Rule};
use crate::spec::{CORE, DISCOVERY, LIVEPERSON, REGISTRATION, RFC5646, RFC6749, RFC7636, RFC8414, RFC9207, RFC9700};
use oxilangtag::LanguageTag;

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "discovery-login-unavailable",
            title: "no response type of OpenID Connect is offered",
            severity: Warning,
            basis: Normative,
            clauses: &[CORE.at("3"), DISCOVERY.at("3")],
            why: "A login begins with one of the six response types that have `code` or `id_token` among their words. \
                  The others are OAuth's: they bring no id_token.",
            fix: "Write the response types of the logins that the server supports.",
        },
        run: Run::Metadata(login_unavailable),
    },
    Check {
        rule: Rule {
            id: "discovery-scope-openid-missing",
            title: "`scopes_supported` does not list `openid`",
            severity: Warning,
            basis: Normative,
            clauses: &[DISCOVERY.at("3")],
            why: "The server must support the scope `openid`, and a list of scopes should have it. LivePerson asks for \
                  this scope and no other.",
            fix: "Write `openid` into `scopes_supported`.",
        },
        run: Run::Metadata(openid_missing),
    },
    Check {
        rule: Rule {
            id: "discovery-scope-malformed",
            title: "an entry of `scopes_supported` is not a scope",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC6749.at("3.3")],
            why: "A scope has neither spaces nor quotation marks in it: mostly, several scopes were written as one \
                  entry.",
            fix: "Write each scope as an entry of its own.",
        },
        run: Run::Metadata(scope_malformed),
    },
    Check {
        rule: Rule {
            id: "discovery-locale-malformed",
            title: "an entry is not a language tag",
            severity: Warning,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), RFC5646.at("2.1")],
            why: "`ui_locales_supported` and `claims_locales_supported` hold tags such as `en-GB`; `en_GB` is what \
                  programs call it, and clients do not find it.",
            fix: "Write hyphens in place of underscores.",
        },
        run: Run::Metadata(locale_malformed),
    },
    Check {
        rule: Rule {
            id: "discovery-locale-case",
            title: "a language tag is not in the usual case",
            severity: Note,
            basis: Normative,
            clauses: &[RFC5646.at("2.1.1")],
            why: "Case does not count in language tags, but clients that compare them as texts expect `en-GB` and \
                  `zh-Hant`.",
            fix: "Write languages small, regions in capitals, scripts with one capital.",
        },
        run: Run::Metadata(locale_case),
    },
    Check {
        rule: Rule {
            id: "discovery-grant-types-mismatch",
            title: "response types and grant types do not fit together",
            severity: Note,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), REGISTRATION.at("2")],
            why: "A response type with `code` goes with the grant type `authorization_code`, one with `id_token` or \
                  `token` with `implicit`. Clients that look at both find only half a flow.",
            fix: "Write the grant types that go with the response types.",
        },
        run: Run::Metadata(grant_types_mismatch),
    },
    Check {
        rule: Rule {
            id: "discovery-pkce-unadvertised",
            title: "the metadata does not say whether PKCE is supported",
            severity: Note,
            basis: Normative,
            clauses: &[RFC9700.at("2.1.1"), RFC8414.at("2")],
            why: "A server must let clients find out that it supports PKCE, by `code_challenge_methods_supported` if \
                  possible. LivePerson offers the code flow with and without PKCE.",
            fix: "Write `code_challenge_methods_supported` with `S256` in it, if the server checks code verifiers.",
        },
        run: Run::Metadata(pkce_unadvertised),
    },
    Check {
        rule: Rule {
            id: "discovery-pkce-s256-missing",
            title: "PKCE is supported, but not with S256",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC7636.at("4.2"), RFC9700.at("2.1.1"), LIVEPERSON.at("Code flow with PKCE")],
            why: "Every server with PKCE must know S256. It is also the method in LivePerson's samples: their code \
                  flow with PKCE would be refused.",
            fix: "Make the server accept `S256`, and list it.",
        },
        run: Run::Metadata(s256_missing),
    },
    Check {
        rule: Rule {
            id: "discovery-pkce-plain",
            title: "PKCE is offered with the method `plain`",
            severity: Note,
            basis: Normative,
            clauses: &[RFC9700.at("2.1.1"), RFC7636.at("7.2")],
            why: "`plain` shows the verifier to whoever sees the authorization request. Many servers still list it.",
            fix: "Leave `plain` out, once no client needs it.",
        },
        run: Run::Metadata(pkce_plain),
    },
    Check {
        rule: Rule {
            id: "discovery-iss-parameter-unsupported",
            title: "authorization responses do not name their issuer",
            severity: Note,
            basis: Normative,
            clauses: &[RFC9207.at("3"), RFC9700.at("2.1")],
            why: "With `iss` in the response, a client of several servers notices a response of the wrong one. \
                  LivePerson accounts can have several identity providers; it is not documented to read it.",
            fix: "Send `iss` with authorization responses, and set `authorization_response_iss_parameter_supported`.",
        },
        run: Run::Metadata(iss_parameter_unsupported),
    },
    Check {
        rule: Rule {
            id: "discovery-access-token-in-browser",
            title: "access tokens are offered through the browser",
            severity: Note,
            basis: Normative,
            clauses: &[RFC9700.at("2.1.2")],
            why: "Clients should no longer use response types with `token`: the access token leaks through history, \
                  logs and referrers. LivePerson's `id_token` is another matter: no access token is in it.",
            fix: "Leave out the response types with `token`, once no client needs them.",
        },
        run: Run::Metadata(token_in_browser),
    },
    Check {
        rule: Rule {
            id: "discovery-password-grant",
            title: "the password grant is offered",
            severity: Note,
            basis: Normative,
            clauses: &[RFC9700.at("2.4")],
            why: "This grant must not be used: it hands the consumer's password to the client. LivePerson does not use \
                  it.",
            fix: "Leave `password` out, once no client needs it.",
        },
        run: Run::Metadata(password_grant),
    },
    Check {
        rule: Rule {
            id: "discovery-request-uri-default",
            title: "request objects by reference are promised by silence",
            severity: Note,
            basis: Normative,
            clauses: &[DISCOVERY.at("3")],
            why: "Without `request_uri_parameter_supported` its default counts, and that is true. Few servers that \
                  leave it out mean this. LivePerson does not use it.",
            fix: "Write `\"request_uri_parameter_supported\": false` if the server does not support it.",
        },
        run: Run::Metadata(request_uri_default),
    },
    Check {
        rule: Rule {
            id: "discovery-request-options-unsupported",
            title: "optional parameters of authorization requests are not supported",
            severity: Note,
            basis: Inferred,
            clauses: &[DISCOVERY.at("3"), CORE.at("5.5"), CORE.at("6")],
            why: "Clients may want to ask for single claims (`claims`) or to sign their request (`request`, \
                  `request_uri`). All of it is optional, and LivePerson uses none of it.",
            fix: "If a client needs one of them, make the server support it; otherwise there is nothing to do.",
        },
        run: Run::Metadata(request_options_unsupported),
    },
];

fn login_unavailable(discovery: &Discovery, _: &Context) -> Outcome {
    if discovery.is_plain_oauth() {
        return Outcome::skip("plain OAuth has no logins");
    }
    of_list(discovery, RESPONSE_TYPES, || {
        let values = discovery.values(RESPONSE_TYPES);
        let registry = members::find(RESPONSE_TYPES).and_then(|member| member.registry);
        if !registry.is_some_and(|registry| values.iter().any(|value| registry.has(value))) {
            return Outcome::skip("none of the response types is a registered one: discovery-values-unknown says so");
        }
        let offered = ["code", "id_token"].iter().any(|word| !discovery.response_types_with(word).is_empty());
        let wanted = "one with `code` or `id_token` in it";
        Outcome::must(offered, || about(discovery, RESPONSE_TYPES, values.join(", "), wanted))
    })
}

fn openid_missing(discovery: &Discovery, _: &Context) -> Outcome {
    let name = "scopes_supported";
    of_list(discovery, name, || {
        let listed = discovery.lists(name, "openid");
        Outcome::must(listed, || about(discovery, name, discovery.values(name).join(" "), "`openid` among them"))
    })
}

fn scope_malformed(discovery: &Discovery, _: &Context) -> Outcome {
    // RFC 6749 §3.3.
    let is_scope = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic() && !b"\"\\".contains(&b));
    strange(discovery, &["scopes_supported"], "a scope: printable ASCII without space, `\"` and `\\`", is_scope)
}

const LOCALES: &[&str] = &["ui_locales_supported", "claims_locales_supported"];

fn locale_malformed(discovery: &Discovery, _: &Context) -> Outcome {
    strange(discovery, LOCALES, "a language tag, such as `en-GB`", is_language_tag)
}

fn locale_case(discovery: &Discovery, _: &Context) -> Outcome {
    // RFC 5646 §2.1.1.
    let is_usual = |tag: &str| LanguageTag::parse_and_normalize(tag).is_ok_and(|usual| usual.as_str() == tag);
    let is_usual = |tag: &str| !is_language_tag(tag) || is_usual(tag);
    strange(discovery, LOCALES, "the usual case, as in `en-GB` and `zh-Hant`", is_usual)
}

/// Fails for the entries of the arrays called `names` that are not `wanted`; skips if there are no such arrays.
fn strange(discovery: &Discovery, names: &[&str], wanted: &str, is_good: impl Fn(&str) -> bool) -> Outcome {
    let entries: Vec<(Place<'_>, &str)> = names.iter().flat_map(|name| elements(discovery, name)).collect();
    if entries.is_empty() {
        return Outcome::skip(format!("there is no `{}`", names.join("` and no `")));
    }
    let bad = entries.into_iter().filter(|(_, text)| !is_good(text));
    Outcome::all(bad.map(|(place, _)| saw(&discovery.json, &place, wanted)).collect())
}

// RFC 5646 §2.2.9: well-formed. Whether each subtag is registered is not asked: the registry grows.
fn is_language_tag(tag: &str) -> bool {
    LanguageTag::parse(tag).is_ok()
}

const RESPONSE_TYPES: &str = "response_types_supported";
const GRANT_TYPES: &str = "grant_types_supported";

fn grant_types_mismatch(discovery: &Discovery, _: &Context) -> Outcome {
    if !discovery.tells(RESPONSE_TYPES) {
        return Outcome::skip(format!("there is no `{RESPONSE_TYPES}`"));
    }
    of_list(discovery, GRANT_TYPES, || {
        let with = |word| discovery.response_types_with(word);
        let front = [with("id_token"), with("token")].concat();
        let pairs = [("authorization_code", with("code")), ("implicit", front)];
        let finding = |(grant, types): (&str, Vec<&str>)| {
            let listed = discovery.lists(GRANT_TYPES, grant);
            let (found, wanted) = match (listed, types.first()) {
                (false, Some(example)) => (format!("no `{grant}`"), format!("`{grant}`: `{example}` is offered")),
                (true, None) => (format!("`{grant}`"), format!("a response type that goes with `{grant}`")),
                _ => return None,
            };
            Some(about(discovery, GRANT_TYPES, found, wanted))
        };
        Outcome::all(pairs.into_iter().filter_map(finding).collect())
    })
}

const METHODS: &str = "code_challenge_methods_supported";

fn pkce_unadvertised(discovery: &Discovery, _: &Context) -> Outcome {
    if discovery.response_types_with("code").is_empty() {
        return Outcome::skip("no response type with `code` is offered");
    }
    let told = discovery.member(METHODS).is_some();
    Outcome::must(told, || about(discovery, METHODS, format!("no `{METHODS}`"), format!("`{METHODS}`: [\"S256\"]")))
}

fn s256_missing(discovery: &Discovery, _: &Context) -> Outcome {
    of_list(discovery, METHODS, || {
        let listed = discovery.lists(METHODS, "S256");
        Outcome::must(listed, || about(discovery, METHODS, discovery.values(METHODS).join(", "), "`S256` among them"))
    })
}

fn pkce_plain(discovery: &Discovery, _: &Context) -> Outcome {
    of_list(discovery, METHODS, || listed(discovery, METHODS, "plain", "`S256` alone"))
}

fn iss_parameter_unsupported(discovery: &Discovery, _: &Context) -> Outcome {
    let name = "authorization_response_iss_parameter_supported";
    let wanted = format!("`{name}`: true");
    Outcome::must(discovery.says(name), || match discovery.member(name) {
        Some(place) => saw(&discovery.json, &place, wanted),
        None => about(discovery, name, format!("no `{name}`"), wanted),
    })
}

fn token_in_browser(discovery: &Discovery, _: &Context) -> Outcome {
    of_list(discovery, RESPONSE_TYPES, || {
        let found = discovery.response_types_with("token");
        let named = found.iter().map(|found| format!("`{found}`")).collect::<Vec<_>>().join(", ");
        Outcome::must(found.is_empty(), || about(discovery, RESPONSE_TYPES, named, "no response type with `token`"))
    })
}

fn password_grant(discovery: &Discovery, _: &Context) -> Outcome {
    of_list(discovery, GRANT_TYPES, || listed(discovery, GRANT_TYPES, "password", "no `password`"))
}

fn listed(discovery: &Discovery, name: &str, value: &str, wanted: &str) -> Outcome {
    let found = elements(discovery, name).into_iter().find(|(_, found)| *found == value);
    Outcome::all(found.map(|(place, _)| saw(&discovery.json, &place, wanted)).into_iter().collect())
}

fn request_uri_default(discovery: &Discovery, _: &Context) -> Outcome {
    let name = "request_uri_parameter_supported";
    let told = discovery.member(name).is_some() || discovery.is_plain_oauth();
    Outcome::must(told, || about(discovery, name, format!("no `{name}`, which means true"), "true or false"))
}

/// The parameters of a request that a server may do without, each with the member that says so.
const REQUEST_OPTIONS: &[(&str, &str)] = &[
    ("claims", "claims_parameter_supported"),
    ("request", "request_parameter_supported"),
    ("request_uri", "request_uri_parameter_supported"),
];

fn request_options_unsupported(discovery: &Discovery, _: &Context) -> Outcome {
    let refused = |member: &str| match discovery.member(member) {
        Some(place) => place.node.as_bool() == Some(false),
        None => !discovery.says(member),
    };
    let lacking: Vec<_> = REQUEST_OPTIONS.iter().filter(|(_, member)| refused(member)).collect();
    let Some((_, first)) = lacking.iter().find(|(_, member)| discovery.member(member).is_some()).or(lacking.first())
    else {
        return Outcome::Pass;
    };
    let named = lacking.iter().map(|(option, _)| format!("`{option}`")).collect::<Vec<_>>().join(", ");
    about(discovery, first, format!("no {named}"), "`claims`, `request` and `request_uri`").fail()
}
