//! What LivePerson's flows need of a server, as far as its metadata tells. LivePerson does not read the document: its
//! values are typed into the console by hand.

use super::{about, absolute, elements};
use crate::check::question::{at, lacks, saw};
use crate::check::{Check, Context, Run};
use crate::model::discovery::Discovery;
use crate::model::http::is_loopback;
use crate::model::json::Place;
use crate::report::Basis::{Documented, Inferred, Observed};
use crate::report::Severity::{Note, Warning};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{CORE, LIVEPERSON, RFC6749, RFC9101, RFC9126};
use url::{Host, Url};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "liveperson-flows-unavailable",
            title: "LivePerson cannot run a login with this server",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Introduction"), LIVEPERSON.at("How it works")],
            why: "The implicit flow in a window of its own needs an authorization endpoint and the response type \
                  `id_token`. The code flow needs `code`, a token endpoint and client_secret_basic. What remains is \
                  the embedded window with an id_token that the page got by itself.",
            fix: "Make the server offer what one of the two flows needs.",
        },
        run: Run::Metadata(flows_unavailable),
    },
    Check {
        rule: Rule {
            id: "liveperson-implicit-unavailable",
            title: "LivePerson's implicit flow cannot be used in a window of its own",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON.at("How it works"), LIVEPERSON.at("Configuration")],
            why: "With the external window, LivePerson opens the authorization endpoint with `response_type=id_token`. \
                  In the embedded window the page gets the token by itself, and LivePerson's code flow is not \
                  touched by this.",
            fix: "Set up the code flow at LivePerson, or make the server offer the response type `id_token`.",
        },
        run: Run::Metadata(implicit_unavailable),
    },
    Check {
        rule: Rule {
            id: "liveperson-code-unavailable",
            title: "LivePerson's code flow cannot be used",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON.at("How it works"), LIVEPERSON.at("Implementation guide")],
            why: "LivePerson takes a code to the token endpoint, in a form, and authenticates there with \
                  client_secret_basic. Its implicit flow is not touched by this.",
            fix: "Set up the implicit flow at LivePerson, or make the server offer what the code flow needs.",
        },
        run: Run::Metadata(code_unavailable),
    },
    Check {
        rule: Rule {
            id: "liveperson-nonce-unsent",
            title: "the server may insist on a `nonce`, which LivePerson was not seen to send",
            severity: Note,
            basis: Inferred,
            clauses: &[CORE.at("3.2.2.1"), LIVEPERSON.at("How it works")],
            why: "OpenID Connect demands a `nonce` in the implicit flow. The one request of LivePerson's window that was \
                  seen has none. The server may refuse it for that; metadata does not tell.",
            fix: "Check one login in LivePerson's external window, and make the server accept it without a `nonce`.",
        },
        run: Run::Metadata(nonce_unsent),
    },
    Check {
        rule: Rule {
            id: "liveperson-response-mode",
            title: "neither `query` nor `fragment` is a response mode",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Configuration"), LIVEPERSON.at("How it works")],
            why: "LivePerson's window reads the code or token from the query or the fragment of its address, and does \
                  not ask for another mode.",
            fix: "Make the server answer in the query or the fragment.",
        },
        run: Run::Metadata(response_mode),
    },
    Check {
        rule: Rule {
            id: "liveperson-request-refused",
            title: "the server demands requests that LivePerson does not make",
            severity: Warning,
            basis: Observed,
            clauses: &[LIVEPERSON.at("How it works"), RFC9126.at("5"), RFC9101.at("10.5")],
            why: "LivePerson's window was seen to send plain parameters to the authorization endpoint: no request \
                  object, and nothing pushed beforehand. The demand can mostly be lifted for one client.",
            fix: "Leave the demand out for LivePerson's client.",
        },
        run: Run::Metadata(request_refused),
    },
    Check {
        rule: Rule {
            id: "liveperson-port",
            title: "an endpoint is not on port 443",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Introduction")],
            why: "LivePerson asks for https on port 443.",
            fix: "Publish the endpoint on port 443.",
        },
        run: Run::Metadata(port),
    },
    Check {
        rule: Rule {
            id: "liveperson-unreachable",
            title: "an endpoint's name or address means nothing outside its own network",
            severity: Note,
            basis: Inferred,
            clauses: &[LIVEPERSON.at("Introduction")],
            why: "LivePerson calls the token endpoint and reads the key set from its own servers, so private names and \
                  addresses may not be found. How it reports that is not documented.",
            fix: "Publish the endpoint under a public name with a public certificate.",
        },
        run: Run::Metadata(unreachable),
    },
    Check {
        rule: Rule {
            id: "liveperson-endpoint-query",
            title: "the authorization or token endpoint has a query of its own",
            severity: Note,
            basis: Inferred,
            clauses: &[LIVEPERSON.at("Configuration"), RFC6749.at("3.1")],
            why: "This is allowed and clients must keep it. Whether LivePerson's window does so when it adds its own \
                  parameters is not documented.",
            fix: "Check one login in LivePerson's external window, or publish the endpoint without a query.",
        },
        run: Run::Metadata(endpoint_query),
    },
    Check {
        rule: Rule {
            id: "liveperson-encryption-unavailable",
            title: "id_tokens can be encrypted, but not as LivePerson reads them",
            severity: Note,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Implementation guide")],
            why: "LivePerson decrypts id_tokens with RSA-OAEP-256. Encryption is optional there.",
            fix: "Leave LivePerson's id_tokens unencrypted, or make the server offer RSA-OAEP-256.",
        },
        run: Run::Metadata(encryption_unavailable),
    },
];

/// A flow as LivePerson runs it.
struct Flow {
    /// What it is called.
    title: &'static str,
    /// The words of a response type by which a caller names it.
    words: &'static [&'static str],
    /// What it needs and the metadata lacks.
    needs: fn(&Discovery) -> Vec<Finding>,
}

impl Flow {
    fn obstacles(&self, discovery: &Discovery) -> Vec<Finding> {
        let hint = |finding: Finding| finding.hint(format!("{} needs it", self.title));
        (self.needs)(discovery).into_iter().map(hint).collect()
    }
}

const IMPLICIT: Flow =
    Flow { title: "the implicit flow in a window of its own", words: &["id_token", "token"], needs: implicit_needs };
const CODE: Flow = Flow { title: "the code flow", words: &["code"], needs: code_needs };

const RESPONSE_TYPES: &str = "response_types_supported";
const UNTOLD: &str = "the metadata does not say which response types are offered";

fn flows_unavailable(discovery: &Discovery, context: &Context) -> Outcome {
    if !discovery.tells(RESPONSE_TYPES) {
        return Outcome::skip(UNTOLD);
    }
    let obstacles: Vec<_> = wanted_flows(context).iter().map(|flow| flow.obstacles(discovery)).collect();
    let open = obstacles.iter().any(Vec::is_empty);
    Outcome::all(if open { Vec::new() } else { obstacles.concat() })
}

fn implicit_unavailable(discovery: &Discovery, context: &Context) -> Outcome {
    unavailable(&IMPLICIT, discovery, context)
}

fn code_unavailable(discovery: &Discovery, context: &Context) -> Outcome {
    unavailable(&CODE, discovery, context)
}

/// Fails if `flow` alone cannot be used; if no flow can, that is an answer of its own.
fn unavailable(flow: &Flow, discovery: &Discovery, context: &Context) -> Outcome {
    if !discovery.tells(RESPONSE_TYPES) {
        return Outcome::skip(UNTOLD);
    }
    let wanted = wanted_flows(context);
    if !wanted.iter().any(|other| other.words == flow.words) {
        return Outcome::skip("--response-type names the other flow");
    }
    if wanted.iter().all(|flow| !flow.obstacles(discovery).is_empty()) {
        return Outcome::skip("no flow can be used: liveperson-flows-unavailable says why");
    }
    Outcome::all(flow.obstacles(discovery))
}

fn nonce_unsent(discovery: &Discovery, context: &Context) -> Outcome {
    if !discovery.tells(RESPONSE_TYPES) {
        return Outcome::skip(UNTOLD);
    }
    let open: Vec<Flow> =
        wanted_flows(context).into_iter().filter(|flow| flow.obstacles(discovery).is_empty()).collect();
    match open.as_slice() {
        [] => Outcome::skip("no flow can be used: liveperson-flows-unavailable says why"),
        [only] if only.words == IMPLICIT.words => {
            about(discovery, RESPONSE_TYPES, "the implicit flow alone", "a server that does without `nonce`").fail()
        }
        _ => Outcome::Pass,
    }
}

/// Returns the flow that the caller's response type names; both if it names none or both.
fn wanted_flows(context: &Context) -> Vec<Flow> {
    let told = context.response_type.as_deref().unwrap_or_default();
    let named = |flow: &Flow| told.split(' ').any(|word| flow.words.contains(&word));
    let chosen: Vec<Flow> = [IMPLICIT, CODE].into_iter().filter(named).collect();
    if chosen.is_empty() { vec![IMPLICIT, CODE] } else { chosen }
}

fn implicit_needs(discovery: &Discovery) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !discovery.tells("authorization_endpoint") {
        findings.push(lacks(&discovery.json, "authorization_endpoint", "an authorization endpoint to open"));
    }
    if !discovery.offers("id_token") {
        findings.push(unoffered(discovery, "id_token"));
    }
    findings
}

fn code_needs(discovery: &Discovery) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !discovery.offers("code") {
        findings.push(unoffered(discovery, "code"));
    }
    if !discovery.tells("token_endpoint") {
        findings.push(lacks(&discovery.json, "token_endpoint", "a token endpoint to take the code to"));
    }
    let needed = [
        // Discovery 1.0 §3: without the list, client_secret_basic and the grant type of the code flow are offered.
        ("token_endpoint_auth_methods_supported", "client_secret_basic"),
        ("grant_types_supported", "authorization_code"),
    ];
    let unlisted = needed.into_iter().filter(|(name, value)| !discovery.lists(name, value));
    findings.extend(unlisted.map(|(name, value)| unlisted_value(discovery, name, value)));
    findings
}

fn unoffered(discovery: &Discovery, response_type: &str) -> Finding {
    unlisted_value(discovery, RESPONSE_TYPES, response_type)
}

fn unlisted_value(discovery: &Discovery, name: &str, value: &str) -> Finding {
    about(discovery, name, discovery.values(name).join(", "), format!("`{value}` among them"))
}

fn response_mode(discovery: &Discovery, _: &Context) -> Outcome {
    let name = "response_modes_supported";
    let usable = ["query", "fragment"].iter().any(|mode| discovery.lists(name, mode));
    Outcome::must(usable, || about(discovery, name, discovery.values(name).join(", "), "`query` or `fragment`"))
}

fn request_refused(discovery: &Discovery, _: &Context) -> Outcome {
    let demands = ["require_pushed_authorization_requests", "require_signed_request_object"];
    let made = demands.into_iter().filter(|name| discovery.says(name)).filter_map(|name| discovery.member(name));
    Outcome::all(made.map(|place| saw(&discovery.json, &place, "false")).collect())
}

/// What LivePerson opens or calls.
const CALLED: &[&str] = &["authorization_endpoint", "token_endpoint", "jwks_uri"];

fn called(discovery: &Discovery) -> impl Iterator<Item = (&'static str, Place<'_>, Url)> {
    CALLED.iter().filter_map(|name| {
        let place = discovery.member(name)?;
        let url = absolute(place.node.as_str()?).ok()?;
        Some((*name, place, url))
    })
}

fn port(discovery: &Discovery, _: &Context) -> Outcome {
    // The port of plain http is not the trouble with it.
    let strange = called(discovery).filter_map(|(_, place, url)| Some((place, url.port()?)));
    Outcome::all(strange.map(|(place, port)| finding(discovery, &place, &format!("port {port}"), "port 443")).collect())
}

fn unreachable(discovery: &Discovery, _: &Context) -> Outcome {
    // The consumer's browser opens the authorization endpoint, so that one may be private.
    let servers = called(discovery).filter(|(name, ..)| *name != "authorization_endpoint");
    let private = servers.filter(|(_, _, url)| is_private(url));
    let host = |url: &Url| url.host_str().unwrap_or_default().to_owned();
    Outcome::all(private.map(|(_, place, url)| finding(discovery, &place, &host(&url), "a public host")).collect())
}

// RFC 6761 §6, RFC 6762 §3, RFC 8375 §3 and `internal`, which ICANN reserves for private use.
const PRIVATE_NAMES: &[&str] = &["local", "internal", "test", "invalid", "home.arpa", "lan", "intranet", "corp"];

fn is_private(url: &Url) -> bool {
    is_loopback(url)
        || match url.host() {
            Some(Host::Domain(name)) => {
                let under = |parent: &str| name.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.'));
                !name.contains('.') || PRIVATE_NAMES.iter().any(|parent| under(parent))
            }
            Some(Host::Ipv4(address)) => address.is_private() || address.is_link_local(),
            Some(Host::Ipv6(address)) => address.is_unique_local() || address.is_unicast_link_local(),
            None => false,
        }
}

fn endpoint_query(discovery: &Discovery, _: &Context) -> Outcome {
    let endpoints = called(discovery).filter(|(name, ..)| *name != "jwks_uri");
    let queried = endpoints.filter(|(_, _, url)| url.query().is_some());
    Outcome::all(queried.map(|(_, place, _)| saw(&discovery.json, &place, "a URL without a query")).collect())
}

fn encryption_unavailable(discovery: &Discovery, _: &Context) -> Outcome {
    let name = "id_token_encryption_alg_values_supported";
    if elements(discovery, name).is_empty() {
        return Outcome::skip(format!("there is no `{name}`"));
    }
    let offered = discovery.lists(name, "RSA-OAEP-256");
    Outcome::must(offered, || about(discovery, name, discovery.values(name).join(", "), "`RSA-OAEP-256` among them"))
}

fn finding(discovery: &Discovery, place: &Place<'_>, found: &str, wanted: &str) -> Finding {
    Finding::new(at(&discovery.json, place), found, wanted)
}
