//! A good document, broken in one way at a time: exactly the expected checks must fail.

use crate::sample;
use crate::support;
use lpauth::check::{self, Console, Context, Facts, Slot, discovery};
use lpauth::jose::key::Key;
use lpauth::model::discovery::Discovery;
use lpauth::model::discovery::members::MEMBERS;
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;
use lpauth::model::time::Timestamp;
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use std::collections::BTreeSet;

const ISSUER: &str = "https://login.acmebank.example";

/// Metadata without a fault: an authorization server with both of LivePerson's flows, PKCE, and encryption.
pub(crate) const GOOD: &str = r#"{
  "issuer": "https://login.acmebank.example",
  "authorization_endpoint": "https://login.acmebank.example/authorize",
  "token_endpoint": "https://login.acmebank.example/token",
  "jwks_uri": "https://login.acmebank.example/jwks.json",
  "userinfo_endpoint": "https://login.acmebank.example/userinfo",
  "registration_endpoint": "https://login.acmebank.example/clients",
  "revocation_endpoint": "https://login.acmebank.example/revoke",
  "service_documentation": "https://developers.acmebank.example/login?from=metadata#start",
  "scopes_supported": ["openid", "profile", "email"],
  "claims_supported": ["sub", "iss", "name", "email"],
  "response_types_supported": ["code", "id_token", "code id_token"],
  "response_modes_supported": ["query", "fragment", "form_post"],
  "grant_types_supported": ["authorization_code", "implicit", "refresh_token"],
  "subject_types_supported": ["public", "pairwise"],
  "id_token_signing_alg_values_supported": ["RS256", "ES256"],
  "id_token_encryption_alg_values_supported": ["RSA-OAEP-256"],
  "id_token_encryption_enc_values_supported": ["A256GCM"],
  "request_object_signing_alg_values_supported": ["RS256", "none"],
  "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
  "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256"],
  "code_challenge_methods_supported": ["S256"],
  "authorization_response_iss_parameter_supported": true,
  "claims_parameter_supported": true,
  "request_parameter_supported": true,
  "request_uri_parameter_supported": true,
  "ui_locales_supported": ["en-GB", "es", "zh-Hant-TW"]
}"#;

/// How a document is broken.
enum Break {
    /// The members take the place of those in the document; null leaves a member out (RFC 7396).
    Merge(&'static str),
    /// The first text is replaced by the second.
    Replace(&'static str, &'static str),
    /// The key set has these keys of ours.
    Keys(fn() -> String),
}
use Break::{Keys, Merge, Replace};

/// The check that a mutation is for, the mutation, and which other checks notice it too.
const MUTATIONS: &[(&str, Break, &[&str])] = &[
    ("discovery-issuer-missing", Merge(r#"{"issuer": null}"#), &[]),
    ("discovery-issuer-missing", Merge(r#"{"issuer": 5}"#), &[]),
    ("discovery-issuer-mismatch", Merge(r#"{"issuer": "https://login.acmebank.example/x"}"#), &[]),
    (
        "discovery-issuer-malformed",
        Merge(r#"{"issuer": "https://login.acmebank.example?tenant=1"}"#),
        &["discovery-issuer-mismatch"],
    ),
    (
        "discovery-issuer-slash",
        Merge(r#"{"issuer": "https://login.acmebank.example/"}"#),
        &["discovery-issuer-mismatch"],
    ),
    ("discovery-no-jwks-uri", Merge(r#"{"jwks_uri": null}"#), &[]),
    ("discovery-no-jwks-uri", Merge(r#"{"jwks_uri": "/jwks.json"}"#), &[]),
    ("discovery-member-missing", Merge(r#"{"subject_types_supported": null}"#), &[]),
    ("discovery-member-missing", Merge(r#"{"response_types_supported": []}"#), &[]),
    ("discovery-recommended-missing", Merge(r#"{"registration_endpoint": null}"#), &[]),
    (
        "discovery-counterpart-missing",
        Merge(r#"{"require_pushed_authorization_requests": true}"#),
        &["liveperson-request-refused"],
    ),
    ("discovery-counterpart-missing", Merge(r#"{"id_token_encryption_alg_values_supported": null}"#), &[]),
    ("discovery-auth-algs-missing", Merge(r#"{"token_endpoint_auth_signing_alg_values_supported": null}"#), &[]),
    ("discovery-member-type", Merge(r#"{"claims_parameter_supported": "true"}"#), &[]),
    ("discovery-member-type", Merge(r#"{"claims_supported": ["sub", 1]}"#), &[]),
    ("discovery-member-empty", Merge(r#"{"acr_values_supported": []}"#), &[]),
    (
        "discovery-member-duplicated",
        Replace(r#""jwks_uri""#, r#""jwks_uri": "https://login.acmebank.example/old.json", "jwks_uri""#),
        &[],
    ),
    (
        "discovery-member-misnamed",
        Replace("token_endpoint_auth_methods_supported", "token_endpoint_auth_method_supported"),
        &[],
    ),
    ("discovery-member-unregistered", Merge(r#"{"x_acmebank_branch": "Madrid-04"}"#), &[]),
    ("discovery-values-unknown", Merge(r#"{"subject_types_supported": ["everybody"]}"#), &[]),
    ("discovery-value-unregistered", Merge(r#"{"response_modes_supported": ["query", "web_message"]}"#), &[]),
    ("discovery-value-repeated", Merge(r#"{"claims_supported": ["sub", "name", "sub"]}"#), &[]),
    ("discovery-url-malformed", Merge(r#"{"userinfo_endpoint": "https://{host}/userinfo"}"#), &[]),
    ("discovery-url-not-https", Merge(r#"{"userinfo_endpoint": "http://login.acmebank.example/userinfo"}"#), &[]),
    (
        "discovery-url-not-https",
        Merge(r#"{"mtls_endpoint_aliases": {"token_endpoint": "http://mtls.acmebank.example/token"}}"#),
        &[],
    ),
    (
        "discovery-extension-not-https",
        Merge(r#"{"branch_endpoint": "http://login.acmebank.example/branch"}"#),
        &["discovery-member-unregistered"],
    ),
    ("discovery-url-fragment", Merge(r#"{"token_endpoint": "https://login.acmebank.example/token#here"}"#), &[]),
    ("discovery-url-double-slash", Merge(r#"{"token_endpoint": "https://login.acmebank.example//token"}"#), &[]),
    ("discovery-url-foreign-host", Merge(r#"{"jwks_uri": "https://keys.cloud.example.net/jwks.json"}"#), &[]),
    (
        "discovery-login-unavailable",
        Merge(r#"{"response_types_supported": ["none"]}"#),
        &["discovery-grant-types-mismatch", "liveperson-flows-unavailable"],
    ),
    ("discovery-request-options-unsupported", Merge(r#"{"request_parameter_supported": null}"#), &[]),
    ("discovery-request-options-unsupported", Merge(r#"{"claims_parameter_supported": false}"#), &[]),
    ("discovery-scope-openid-missing", Merge(r#"{"scopes_supported": ["profile"]}"#), &[]),
    ("discovery-scope-malformed", Merge(r#"{"scopes_supported": ["openid", "profile email"]}"#), &[]),
    ("discovery-locale-malformed", Merge(r#"{"ui_locales_supported": ["en_GB"]}"#), &[]),
    ("discovery-locale-case", Merge(r#"{"ui_locales_supported": ["en-gb"]}"#), &[]),
    ("discovery-grant-types-mismatch", Merge(r#"{"grant_types_supported": ["authorization_code"]}"#), &[]),
    ("discovery-pkce-unadvertised", Merge(r#"{"code_challenge_methods_supported": null}"#), &[]),
    (
        "discovery-pkce-s256-missing",
        Merge(r#"{"code_challenge_methods_supported": ["plain"]}"#),
        &["discovery-pkce-plain"],
    ),
    ("discovery-pkce-plain", Merge(r#"{"code_challenge_methods_supported": ["S256", "plain"]}"#), &[]),
    ("discovery-iss-parameter-unsupported", Merge(r#"{"authorization_response_iss_parameter_supported": false}"#), &[]),
    (
        "discovery-access-token-in-browser",
        Merge(r#"{"response_types_supported": ["code", "id_token", "token id_token"]}"#),
        &[],
    ),
    (
        "discovery-password-grant",
        Merge(r#"{"grant_types_supported": ["authorization_code", "implicit", "password"]}"#),
        &[],
    ),
    ("discovery-request-uri-default", Merge(r#"{"request_uri_parameter_supported": null}"#), &[]),
    (
        "discovery-rs256-missing",
        Merge(r#"{"id_token_signing_alg_values_supported": ["ES256"]}"#),
        &["discovery-key-unadvertised"],
    ),
    ("discovery-rs256-unlisted", Merge(r#"{"request_object_signing_alg_values_supported": ["ES256"]}"#), &[]),
    (
        "discovery-id-token-unsigned",
        Merge(r#"{"id_token_signing_alg_values_supported": ["RS256", "ES256", "none"]}"#),
        &[],
    ),
    (
        "discovery-auth-alg-none",
        Merge(r#"{"token_endpoint_auth_signing_alg_values_supported": ["RS256", "none"]}"#),
        &[],
    ),
    (
        "discovery-alg-discouraged",
        Merge(r#"{"id_token_encryption_alg_values_supported": ["RSA-OAEP-256", "RSA1_5"]}"#),
        &[],
    ),
    ("discovery-alg-keyless", Keys(|| key_set(&["brand-1"])), &[]),
    ("discovery-key-unadvertised", Merge(r#"{"id_token_signing_alg_values_supported": ["RS256"]}"#), &[]),
    ("liveperson-flows-unavailable", Merge(r#"{"response_types_supported": ["code id_token"]}"#), &[]),
    ("liveperson-implicit-unavailable", Merge(r#"{"response_types_supported": ["code", "code id_token"]}"#), &[]),
    (
        "liveperson-code-unavailable",
        Merge(r#"{"token_endpoint_auth_methods_supported": ["client_secret_post"]}"#),
        &["liveperson-nonce-unsent"],
    ),
    (
        "liveperson-nonce-unsent",
        Merge(r#"{"response_types_supported": ["id_token"], "grant_types_supported": ["implicit"]}"#),
        &["liveperson-code-unavailable"],
    ),
    ("liveperson-response-mode", Merge(r#"{"response_modes_supported": ["form_post"]}"#), &[]),
    ("liveperson-request-refused", Merge(r#"{"require_signed_request_object": true}"#), &[]),
    ("liveperson-port", Merge(r#"{"token_endpoint": "https://login.acmebank.example:8443/token"}"#), &[]),
    (
        "liveperson-unreachable",
        Merge(r#"{"token_endpoint": "https://10.0.0.5/token"}"#),
        &["discovery-url-foreign-host"],
    ),
    (
        "liveperson-endpoint-query",
        Merge(r#"{"authorization_endpoint": "https://login.acmebank.example/authorize?policy=b2c"}"#),
        &[],
    ),
    ("liveperson-encryption-unavailable", Merge(r#"{"id_token_encryption_alg_values_supported": ["RSA-OAEP"]}"#), &[]),
];

#[test]
fn a_good_server_gives_no_finding() {
    assert_eq!(failing(GOOD, &key_set(&["brand-1", "brand-ec"])), BTreeSet::new());
}

#[test]
fn each_mutation_is_noticed_by_the_expected_checks_alone() {
    for (id, change, others) in MUTATIONS {
        let (metadata, keys) = broken(change);
        let expected: BTreeSet<&str> = others.iter().copied().chain([*id]).collect();
        assert_eq!(failing(&metadata, &keys), expected, "{id}: {metadata}");
    }
}

#[test]
fn each_check_of_metadata_has_a_mutation() {
    let tables = [
        discovery::CHECKS,
        discovery::members::CHECKS,
        discovery::addresses::CHECKS,
        discovery::offers::CHECKS,
        discovery::algorithms::CHECKS,
        discovery::keys::CHECKS,
        discovery::liveperson::CHECKS,
    ];
    // A document that cannot be read has no members to break.
    let checks = tables.into_iter().flatten().map(|check| check.rule.id).filter(|id| *id != "discovery-unreadable");
    let mutated: BTreeSet<&str> = MUTATIONS.iter().map(|(id, ..)| *id).collect();
    assert_eq!(checks.collect::<BTreeSet<_>>(), mutated);
}

#[test]
fn each_field_of_the_console_that_differs_is_noticed_by_its_check_alone() {
    let address = |path: &str| Some(format!("{ISSUER}{path}"));
    let right = Console {
        issuer: address(""),
        authorization_endpoint: address("/authorize"),
        token_endpoint: address("/token"),
        jwks_endpoint: address("/jwks.json"),
    };
    let typed =
        |console: Console| failing_in(GOOD, &key_set(&["brand-1", "brand-ec"]), &Context { console, ..context() });
    assert_eq!(typed(right.clone()), BTreeSet::new());
    type Field = fn(&mut Console) -> &mut Option<String>;
    let fields: [(&str, Field); 4] = [
        ("console-issuer-differs", |console| &mut console.issuer),
        ("console-authorization-endpoint-differs", |console| &mut console.authorization_endpoint),
        ("console-token-endpoint-differs", |console| &mut console.token_endpoint),
        ("console-jwks-endpoint-differs", |console| &mut console.jwks_endpoint),
    ];
    assert!(check::console::CHECKS.iter().map(|check| check.rule.id).eq(fields.map(|(id, _)| id)));
    for (id, field) in fields {
        let mut wrong = right.clone();
        field(&mut wrong).as_mut().unwrap().push('x');
        assert_eq!(typed(wrong), BTreeSet::from([id]));
    }
}

#[test]
fn one_flow_named_is_the_only_one_judged() {
    let metadata = GOOD.replace(r#""code", "id_token", "code id_token""#, r#""code""#);
    let named = |response_type: &str| {
        let context = Context { response_type: Some(response_type.to_owned()), ..context() };
        failing_in(&metadata, &key_set(&["brand-1", "brand-ec"]), &context)
    };
    assert!(!named("code").iter().any(|id| id.starts_with("liveperson")));
    assert!(named("id_token").contains("liveperson-flows-unavailable"));
}

#[test]
fn plain_oauth_needs_less() {
    let metadata = r#"{"issuer": "https://login.acmebank.example", "response_types_supported": ["id_token"],
        "authorization_endpoint": "https://login.acmebank.example/authorize"}"#;
    let failing = |name: &str| {
        let discovery = Discovery::parse(Source::new(name, metadata), None).unwrap();
        let facts = Facts { discovery: Slot::Here(discovery), ..Facts::default() };
        let verdicts = check::judge(&facts, &context()).into_iter().filter(|verdict| verdict.outcome.failed());
        verdicts.map(|verdict| verdict.rule.id).collect::<Vec<_>>()
    };
    let of_openid = ["discovery-no-jwks-uri", "discovery-member-missing", "discovery-recommended-missing"];
    assert!(of_openid.iter().all(|id| failing("openid-configuration").contains(id)));
    assert!(!of_openid.iter().any(|id| failing("oauth-authorization-server").contains(id)));
}

fn broken(change: &Break) -> (String, String) {
    let keys = key_set(&["brand-1", "brand-ec"]);
    match change {
        Merge(members) => {
            let mut metadata: serde_json::Value = serde_json::from_str(GOOD).unwrap();
            let patch: serde_json::Value = serde_json::from_str(members).unwrap();
            for (name, value) in patch.as_object().unwrap() {
                metadata[name] = value.clone();
            }
            metadata.as_object_mut().unwrap().retain(|_, value| !value.is_null());
            (metadata.to_string(), keys)
        }
        Replace(old, new) => {
            assert!(GOOD.contains(old), "{old} is not in the good document");
            (GOOD.replacen(old, new, 1), keys)
        }
        Keys(keys) => (GOOD.to_owned(), keys()),
    }
}

pub(crate) fn key_set(kids: &[&str]) -> String {
    let jwk = |(key, alg): (&Key, &str)| {
        let mut jwk = key.public_jwk().unwrap();
        jwk["alg"] = alg.into();
        jwk
    };
    let all = [(sample::rsa(), "RS256"), (sample::ec(), "ES256")];
    let chosen = all.into_iter().filter(|(key, _)| kids.contains(&key.kid.as_deref().unwrap()));
    serde_json::json!({ "keys": chosen.map(jwk).collect::<Vec<_>>() }).to_string()
}

fn context() -> Context {
    Context { now: Timestamp(support::NOW), ..Context::default() }
}

fn failing(metadata: &str, keys: &str) -> BTreeSet<&'static str> {
    failing_in(metadata, keys, &context())
}

fn failing_in(metadata: &str, keys: &str, context: &Context) -> BTreeSet<&'static str> {
    let facts = Facts {
        discovery: Slot::Here(Discovery::parse(Source::new("metadata", metadata), Some(ISSUER)).unwrap()),
        keys: Slot::Here(Jwks::parse(Source::new("keys", keys), true).unwrap()),
        ..Facts::default()
    };
    let verdicts = check::judge(&facts, context);
    verdicts.into_iter().filter(|verdict| verdict.outcome.failed()).map(|verdict| verdict.rule.id).collect()
}

/// A value such as metadata may have, of the right type or not.
fn value() -> impl Strategy<Value = serde_json::Value> {
    let text = || {
        prop_oneof![
            "\\PC{0,12}",
            "https?://[a-z0-9.:\\[\\]{}/?#@é-]{0,20}",
            "[a-zA-Z]{1,9}([-_ ][a-zA-Z0-9é]{0,9}){0,3}"
        ]
    };
    prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        text().prop_map(Into::into),
        prop::collection::vec(text(), 0..5).prop_map(Into::into),
        prop::collection::hash_map(text(), text(), 0..3).prop_map(|members| serde_json::json!(members)),
    ]
}

proptest! {
    #[test]
    fn no_metadata_makes_a_check_panic(
        members in prop::collection::vec((0..MEMBERS.len(), value()), 0..20), strange in "\\PC{0,20}"
    ) {
        let named = members.into_iter().map(|(index, value)| (MEMBERS[index].name.to_owned(), value));
        let metadata: serde_json::Map<_, _> = named.chain([(strange, serde_json::Value::Null)]).collect();
        failing(&serde_json::Value::Object(metadata).to_string(), &key_set(&["brand-1"]));
    }
}
