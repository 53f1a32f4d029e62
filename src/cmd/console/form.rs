//! The form: a field a line, in the console's own words, with where its value comes from and what is wrong with it.

use crate::check::Facts;
use crate::model::discovery::Discovery;
use crate::model::settings::{Brand, edit};
use crate::report::{Basis, Group, Outcome, Severity, Verdict};

/// The form of one authorization server.
pub(super) struct Form {
    /// What the user called the server.
    pub(super) subject: String,
    /// `implicit`, `code` or `code-pkce`.
    pub(super) flow: &'static str,
    /// The name of its section in lpauth.toml.
    pub(super) brand: String,
    /// The fields, in the console's order.
    pub(super) fields: Vec<Field>,
    /// What to register for LivePerson at the authorization server.
    pub(super) register: Vec<Registration>,
}

/// A field of the form.
pub(super) struct Field {
    /// The label in the console.
    pub(super) label: &'static str,
    /// The member of lpauth.toml, if it has one.
    pub(super) member: Option<&'static str>,
    /// What to put there.
    pub(super) value: Value,
    /// When the field matters, or what there is to know.
    pub(super) note: &'static str,
    /// What will not work, worst first.
    pub(super) problems: Vec<Problem>,
}

/// What to put into a field.
pub(super) enum Value {
    /// This.
    Known(String),
    /// Something only the brand knows; says what.
    Yours(&'static str),
    /// It was to be found and was not; says where it should be.
    Missing(String),
}

/// A failing check that concerns a field.
pub(super) struct Problem {
    /// The check.
    pub(super) check: &'static str,
    /// How bad it is.
    pub(super) severity: Severity,
    /// What is wrong.
    pub(super) title: &'static str,
}

/// An address that the authorization server must know.
pub(super) struct Registration {
    /// The redirect URI.
    pub(super) uri: &'static str,
    /// When it is used.
    pub(super) when: &'static str,
    /// How sure that is.
    pub(super) basis: Basis,
}

/// What the user said beside the documents.
pub(super) struct Given<'a> {
    /// The flow.
    pub(super) flow: Option<&'a str>,
    /// The brand's section in lpauth.toml.
    pub(super) brand: Option<&'a Brand>,
    /// The key to fill in.
    pub(super) key: Option<&'a Key>,
}

/// A public key as the console takes it.
pub(super) struct Key {
    /// The base64 of its SubjectPublicKeyInfo, on one line.
    pub(super) line: String,
    /// Whether it is an RSA key: LivePerson documents no other.
    pub(super) rsa: bool,
}

/// What is a warning for servers at large, and in the way of the flow that the form is for.
const HINDRANCES: &[&str] = &["liveperson-flows-unavailable", "discovery-pkce-s256-missing", "jwks-no-rs256-key"];

/// What concerns the flow as a whole, wherever in the metadata it shows.
const OF_THE_FLOW: &[&str] = &[
    "liveperson-flows-unavailable",
    "liveperson-nonce-unsent",
    "liveperson-request-refused",
    "liveperson-response-mode",
];

impl Form {
    /// Returns whether everything that the flow needs is there and nothing is known not to work.
    pub(super) fn ready(&self) -> bool {
        let hinders = |problem: &Problem| problem.severity == Severity::Error || HINDRANCES.contains(&problem.check);
        let hindered = |field: &Field| field.problems.iter().any(hinders);
        !self.fields.iter().any(|field| matches!(field.value, Value::Missing(_)) || hindered(field))
    }
}

/// Fills the form.
pub(super) fn fill(flow: &'static str, facts: &Facts, group: &Group, given: &Given<'_>) -> Form {
    let filler = Filler { facts, group, given, metadata: facts.discovery.here(), flow };
    let mut fields = filler.always();
    if flow != "implicit" {
        fields.extend(filler.code());
    }
    fields.extend(filler.key());
    fields.extend(filler.page());
    let brand = given.brand.map_or_else(|| filler.brand_name(), |brand| brand.name.clone());
    let register = REGISTER.iter().filter(|(code, _)| !*code || flow != "implicit");
    let register =
        register.map(|(_, entry)| Registration { uri: entry.uri, when: entry.when, basis: entry.basis }).collect();
    Form { subject: group.subject.clone(), flow, brand, fields, register }
}

/// The redirect URIs that LivePerson uses; the first column says whether only the code flows do.
const REGISTER: &[(bool, Registration)] = &[
    (
        false,
        Registration {
            uri: "https://lpcdn.lpsnmedia.net/le_unified_window/index.html",
            when: "external window: where consumers come back to; older windows have a version folder in the path",
            basis: Basis::Observed,
        },
    ),
    (
        true,
        Registration {
            uri: "https://liveperson.net",
            when: "embedded window: what LivePerson sends to the token endpoint unless the page passes a redirect_uri",
            basis: Basis::Documented,
        },
    ),
    (
        true,
        Registration {
            uri: "https://liveperson.net/",
            when: "the same with a slash, as some of LivePerson's pages and tickets have it; register both",
            basis: Basis::Inferred,
        },
    ),
];

/// Returns the flow asked for, else the brand's, else the safest one that the metadata offers.
pub(super) fn flow(metadata: Option<&Discovery>, given: &Given<'_>) -> &'static str {
    let named = given.flow.or_else(|| given.brand?.text("flow"));
    if let Some(flow) = named.and_then(|name| FLOWS.iter().find(|flow| **flow == name)) {
        return flow;
    }
    match (offers(metadata, "response_types_supported", "code"), offers_s256(metadata)) {
        (true, false) => "code",
        (false, _) if offers(metadata, "response_types_supported", "id_token") => "implicit",
        _ => "code-pkce",
    }
}

fn offers_s256(metadata: Option<&Discovery>) -> bool {
    offers(metadata, "code_challenge_methods_supported", "S256")
}

fn offers(metadata: Option<&Discovery>, member: &str, value: &str) -> bool {
    let list = metadata.and_then(|metadata| metadata.json.root.get(member));
    list.is_some_and(|list| list.elements().iter().any(|element| element.as_str() == Some(value)))
}

const FLOWS: &[&str] = crate::model::settings::FLOWS;

struct Filler<'a> {
    facts: &'a Facts,
    group: &'a Group,
    given: &'a Given<'a>,
    metadata: Option<&'a Discovery>,
    flow: &'static str,
}

impl Filler<'_> {
    fn always(&self) -> Vec<Field> {
        let kind = if self.flow == "implicit" { "Implicit" } else { "Code Flow" };
        let problems = self.failing(|verdict, _, _| OF_THE_FLOW.contains(&verdict.rule.id));
        let mut fields = vec![Field { problems, ..known("OAuth 2.0 Authentication Type", Some("flow"), kind) }];
        if self.flow != "implicit" {
            fields.push(self.pkce());
        }
        fields.push(self.own("Issuer Display Name", "issuer_display_name", "a name that agents know the server by"));
        fields.push(self.found(
            "JWT issuer (iss)",
            "issuer",
            "issuer",
            "to the letter; the page's identity function gives the same",
        ));
        fields.push(self.found(
            "Authentication Endpoint",
            "authorization_endpoint",
            "authorization_endpoint",
            "for the external window; with an embedded one LivePerson does not call it",
        ));
        fields
    }

    fn pkce(&self) -> Field {
        let wanted = self.flow == "code-pkce";
        let note = match wanted && !offers_s256(self.metadata) {
            true => "the metadata does not offer S256: make sure that the server supports PKCE",
            false => "",
        };
        let problems = self.problems(&["/code_challenge_methods_supported"]);
        let ticked = if wanted { "ticked" } else { "not ticked" };
        Field { note, problems, ..known("Authorisation Code Flow with PKCE", None, ticked) }
    }

    fn code(&self) -> Vec<Field> {
        let mut token = self.found("Token Endpoint", "token_endpoint", "token_endpoint", "");
        token.problems.extend(self.problems(&["/token_endpoint_auth_methods_supported"]));
        let id = self.own("Client ID", "client_id", "the client ID that the server gave out for LivePerson");
        let secret = Field {
            note: "LivePerson sends it as HTTP Basic",
            ..yours("Client Secret", "the secret that belongs to the client ID")
        };
        vec![token, id, secret]
    }

    fn key(&self) -> Vec<Field> {
        let kind = |name: &str| known("IDP certificate type", None, name);
        let algorithms = self.problems(&["/id_token_signing_alg_values_supported"]);
        if let Some(key) = self.given.key {
            let note = if key.rsa {
                "one line, without BEGIN and END"
            } else {
                "not an RSA key: LivePerson documents RS256 alone"
            };
            let line = Field { note, ..known("JWT Public Key", Some("jwt_public_key"), &key.line) };
            return vec![Field { problems: algorithms, ..kind("JWT Public Key") }, line];
        }
        let mut address = match self.facts.keys.here().filter(|_| self.metadata.is_none()) {
            Some(keys) if keys.json.source.name.starts_with("https://") => {
                known("JWKS Endpoint", Some("jwks_endpoint"), &keys.json.source.name)
            }
            _ => self.found("JWKS Endpoint", "jwks_endpoint", "jwks_uri", ""),
        };
        address.problems.extend(self.key_problems());
        vec![Field { problems: algorithms, ..kind("JWKS Endpoint") }, address]
    }

    fn page(&self) -> Vec<Field> {
        let of_brand = |member| self.given.brand.and_then(|brand| brand.text(member));
        let method = of_brand("js_method_name").unwrap_or("lpGetAuthenticationToken");
        let context = of_brand("js_context").unwrap_or("window");
        let note = "for the embedded window: the function of your page that hands over the token or code";
        vec![
            Field { note, ..known("JS Method Name", Some("js_method_name"), method) },
            Field { note: "where that function lives", ..known("JS Context", Some("js_context"), context) },
        ]
    }

    /// A field that a member of the metadata fills.
    fn found(&self, label: &'static str, member: &'static str, source: &'static str, note: &'static str) -> Field {
        let value = match self.metadata {
            None => Value::Missing("there is no metadata to take it from".to_owned()),
            Some(metadata) => metadata.text(source).map_or_else(
                || Value::Missing(format!("the metadata has no `{source}`")),
                |text| Value::Known(text.to_owned()),
            ),
        };
        Field { label, member: Some(member), value, note, problems: self.problems(&[&format!("/{source}")]) }
    }

    /// A field whose value only the brand knows.
    fn own(&self, label: &'static str, member: &'static str, what: &'static str) -> Field {
        let told = self.given.brand.and_then(|brand| brand.text(member));
        let field = told.map_or_else(|| yours(label, what), |value| known(label, Some(member), value));
        Field { member: Some(member), ..field }
    }

    /// What fails at these members, or below them.
    fn problems(&self, pointers: &[&str]) -> Vec<Problem> {
        let below = |pointer: &str, wanted: &str| {
            pointer.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let keys = self.facts.keys.here().map(|keys| keys.json.source.name.as_str());
        self.failing(|_, document, pointer| {
            Some(document) != keys && pointers.iter().any(|wanted| below(pointer, wanted))
        })
    }

    /// What fails in the key set.
    fn key_problems(&self) -> Vec<Problem> {
        let name = self.facts.keys.here().map(|keys| keys.json.source.name.as_str());
        self.failing(|_, document, _| Some(document) == name)
    }

    /// What fails, as far as one of its findings is `concerned`: the verdict, the document and the pointer say.
    fn failing(&self, concerned: impl Fn(&Verdict, &str, &str) -> bool) -> Vec<Problem> {
        let about = |verdict: &&&Verdict| match &verdict.outcome {
            Outcome::Fail(findings) => findings.iter().any(|it| concerned(verdict, &it.at.document, &it.at.pointer)),
            _ => false,
        };
        let failures = self.group.failures();
        let concerning = failures.iter().filter(about).filter(|verdict| self.of_the_flow(verdict));
        concerning.map(|it| Problem { check: it.rule.id, severity: it.severity, title: it.rule.title }).collect()
    }

    // Standards' notes do not decide whether LivePerson can log in; and what only another flow needs is not this form's.
    fn of_the_flow(&self, verdict: &Verdict) -> bool {
        let liveperson = verdict.rule.basis != Basis::Normative;
        let others: &[&str] = match self.flow {
            "implicit" => &["code-unavailable", "pkce", "auth-methods"],
            "code" => &["implicit", "pkce", "in-browser"],
            _ => &["implicit", "in-browser"],
        };
        (liveperson || verdict.severity > Severity::Note) && !others.iter().any(|part| verdict.rule.id.contains(part))
    }

    fn brand_name(&self) -> String {
        let issuer = self.metadata.and_then(|metadata| metadata.text("issuer")).unwrap_or_default();
        edit::name_of(issuer).unwrap_or_else(|| "brand".to_owned())
    }
}

fn known(label: &'static str, member: Option<&'static str>, value: &str) -> Field {
    Field { label, member, value: Value::Known(value.to_owned()), note: "", problems: Vec::new() }
}

fn yours(label: &'static str, what: &'static str) -> Field {
    Field { label, member: None, value: Value::Yours(what), note: "", problems: Vec::new() }
}
