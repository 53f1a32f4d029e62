//! `lpauth.toml`: what it takes, and how it says what it does not take.

use lpauth::model::settings::{Override, Settings};
use lpauth::model::source::Source;

const CHECKS: &[&str] = &["token-expired", "sub-is-contact"];

fn parse(text: &str) -> Result<Settings, String> {
    Settings::parse(Source::new("lpauth.toml", text), CHECKS)
        .map_err(|mistake| format!("{}:{}: {}", mistake.position.line, mistake.position.column, mistake.message))
}

#[test]
fn a_brand_mirrors_the_console() {
    let settings = parse(
        r#"
        [brand.acmebank]
        flow = "code-pkce"
        issuer = "https://login.acmebank.example"
        client_id = "lp-acmebank"
        client_secret = "env:ACME_SECRET"
        jwks_endpoint = "https://login.acmebank.example/jwks.json"
        rfc_mode = true
        skew = "1m30s"
        max_age = 3600
        [brand.acmebank.checks]
        sub-is-contact = "off"
        token-expired = { level = "note", reason = "kept" }
        "#,
    );
    let settings = settings.unwrap();
    let brand = settings.brand("acmebank").unwrap();
    assert_eq!(brand.text("issuer"), Some("https://login.acmebank.example"));
    assert_eq!((brand.seconds("skew"), brand.seconds("max_age")), (Some(90), Some(3600)));
    assert_eq!(brand.response_type(), Some("code"));
    let contact = Override { check: "sub-is-contact".to_owned(), level: "off".to_owned(), reason: None };
    let expired =
        Override { check: "token-expired".to_owned(), level: "note".to_owned(), reason: Some("kept".to_owned()) };
    assert_eq!(brand.checks, [contact, expired]);
    assert!(settings.brand("other").is_none());
}

#[test]
fn mistakes_have_a_place_and_the_nearest_name() {
    let cases = [
        ("[brand.a]\nisuer = \"x\"", "2:1: there is no member “isuer”; did you mean “issuer”?"),
        ("[brnd.a]\n", "1:2: there is no section “brnd”; did you mean “brand”?"),
        ("[brand.a]\nzzz = 1", "2:1: there is no member “zzz”"),
        ("[brand.a]\nissuer = 7", "2:10: issuer must be a text, not an integer"),
        ("[brand.a]\nflow = \"hybrid\"", "2:8: flow must be one of implicit, code, code-pkce, not “hybrid”"),
        ("[brand.a]\nskew = \"soon\"", "2:8: skew must be a length of time such as 60 or \"1h30m\", not “soon”"),
        (
            "[brand.a]\ntoken_endpoint = \"http://acmebank.example/token\"",
            "2:18: token_endpoint must be an https URL, not “http://acmebank.example/token”",
        ),
        (
            "[brand.a]\nclient_secret = \"hunter2\"",
            "2:17: client_secret must be \"env:NAME\" or \"file:PATH\": secrets do not belong in this file",
        ),
        (
            "[brand.a.checks]\ntoken-expire = \"off\"",
            "2:1: there is no check “token-expire”; did you mean “token-expired”?",
        ),
        ("[brand.a.checks]\ntoken-expired = \"none\"", "2:17: token-expired must be one of off, note, warning, error"),
        (
            "[brand.a.checks]\ntoken-expired = { reason = \"x\" }",
            "2:17: token-expired has no level: off, note, warning, error",
        ),
        (
            "[brand.a.checks]\ntoken-expired = { level = \"off\", reasn = \"x\" }",
            "2:34: there is no member “reasn”; did you mean “reason”?",
        ),
        (
            "[brand.a.checks]\ntoken-expired = { level = \"off\", reason = \" \" }",
            "2:43: the reason of token-expired must be a text that gives one",
        ),
        ("brand = 1", "1:9: `brand` must hold sections such as [brand.acmebank]"),
        ("[brand.a]\nissuer = \"x\"\nissuer = \"y\"", "3:1: duplicate key"),
        ("[brand.a", "1:9: unclosed table, expected `]`"),
    ];
    for (text, wanted) in cases {
        assert_eq!(parse(text).unwrap_err(), wanted, "for {text}");
    }
}

#[test]
fn a_secret_typed_in_by_mistake_is_not_repeated() {
    assert!(!parse("[brand.a]\nclient_secret = \"hunter2\"").unwrap_err().contains("hunter2"));
}
