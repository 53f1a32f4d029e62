//! `lpauth.toml`: what it takes, and how it says what it does not take.

use lpauth::model::settings::{Brand, Form, MEMBERS, Member, Override, Settings, edit};
use lpauth::model::source::Source;
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};

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

#[test]
fn an_issuer_tells_whose_it_is() {
    let cases = [
        ("https://login.acmebank.example", Some("acmebank")),
        ("https://acmebank.example/oauth2", Some("acmebank")),
        ("https://login.acmebank.co.uk", Some("acmebank")),
        ("https://login.acmebank.com", Some("acmebank")),
        ("https://co.example", Some("co")),
        ("http://127.0.0.1:8080", None),
        ("http://localhost", None),
        ("urn:acmebank", None),
    ];
    for (issuer, name) in cases {
        assert_eq!(edit::name_of(issuer).as_deref(), name, "{issuer}");
    }
}

#[test]
fn a_brand_of_checks_alone_gets_a_section() {
    let theirs = "[brand.acme.checks]\ntoken-expired = \"off\"\n\n[brand.other]\nskew = 60";
    let mut brand = Brand::named("acme");
    brand.set("client_id", "lp");
    let text = edit::with(&parse(theirs).unwrap(), &brand, &[]);
    assert!(text.starts_with(theirs), "{text}");
    let read = parse(&text).unwrap_or_else(|mistake| panic!("{mistake}\n{text}"));
    let acme = read.brand("acme").unwrap();
    assert_eq!((acme.text("client_id"), acme.checks.len()), (Some("lp"), 1), "{text}");
}

/// A value that a member can have.
fn value(member: &Member) -> proptest::strategy::BoxedStrategy<String> {
    match member.form {
        Form::Text | Form::File | Form::UrlOrFile => {
            any::<String>().prop_filter("it says something", |it| !it.is_empty()).boxed()
        }
        Form::Url => "[a-z/?=&\"'\\\\#%]{0,20}".prop_map(|path| format!("https://a.example/{path}")).boxed(),
        Form::Duration => (0..100_000_u32).prop_map(|seconds| seconds.to_string()).boxed(),
        Form::Boolean => any::<bool>().prop_map(|flag| flag.to_string()).boxed(),
        Form::Choice(words) => prop::sample::select(words).prop_map(str::to_owned).boxed(),
        Form::Reference => "env:[A-Z\"]{1,9}|file:[a-z/. \\\\]{1,9}".boxed(),
    }
}

/// A brand with any members.
fn brand() -> impl Strategy<Value = Brand> {
    let name = prop_oneof![Just("acme".to_owned()), Just("other".to_owned()), any::<String>()];
    let members: Vec<_> = MEMBERS.iter().map(|member| prop::option::of(value(member))).collect();
    (name, members).prop_map(|(name, values)| {
        let mut brand = Brand::named(&name);
        for (member, value) in MEMBERS.iter().zip(values) {
            value.iter().for_each(|value| brand.set(member.name, value.as_str()));
        }
        brand
    })
}

/// Settings as people write them.
const THEIRS: &[&str] = &[
    "",
    "# only a comment",
    "[brand.other] # ours\n  issuer = 'https://other.example' # theirs\nskew = 60\n\n[brand.other.checks]\ntoken-expired = \"off\"",
    "[brand.acme]\r\nskew = '1m' # a minute\r\nclient_id = \"\"\"\r\nlp\"\"\"\r\n[brand.other]\r\n",
    "[brand.acme]",
    "[brand]\n[brand.other.checks]\ntoken-expired = { level = \"off\", reason = \"kept\" }\n",
];

fn said(brand: &Brand) -> Vec<Option<&str>> {
    MEMBERS.iter().map(|member| brand.text(member.name)).collect()
}

proptest! {
    #[test]
    fn what_is_written_reads_as_the_same(theirs in prop::sample::select(THEIRS), brand in brand()) {
        let before = parse(theirs).unwrap();
        let text = edit::with(&before, &brand, &["client_id", "client_secret"]);
        let after = parse(&text).unwrap_or_else(|mistake| panic!("{mistake}\n{text}"));
        let read = after.brand(&brand.name).unwrap_or_else(|| panic!("{text}"));
        let kept = before.brand(&brand.name);
        for member in MEMBERS {
            let wanted = brand.text(member.name).or_else(|| kept?.text(member.name));
            assert_eq!(read.text(member.name), wanted, "{} in\n{text}", member.name);
        }
        for other in before.brands.iter().filter(|other| other.name != brand.name) {
            assert_eq!(after.brand(&other.name), Some(other), "{text}");
        }
        match kept {
            // Nothing of what was there is lost, but for values that changed.
            Some(kept) => {
                assert_eq!(&read.checks, &kept.checks);
                for comment in theirs.split('#').skip(1).filter_map(|rest| rest.lines().next()) {
                    assert!(text.contains(comment), "{text}");
                }
            }
            None => assert!(text.starts_with(theirs), "{text}"),
        }
        let again = edit::with(&after, &brand, &[]);
        assert_eq!(again, text, "to write it twice changes nothing");
        let alone = parse(&edit::section(&brand, &[])).unwrap();
        assert_eq!(said(alone.brand(&brand.name).unwrap()), said(&brand));
    }
}
