//! `lpauth console`.

use crate::sample;
use crate::support::{Run, World};
use lpauth::model::settings::Settings;
use lpauth::model::source::Source;
use serde_json::{Value, json};

const ISSUER: &str = "https://login.acmebank.example";

fn metadata() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": format!("{ISSUER}/authorize"),
        "token_endpoint": format!("{ISSUER}/token"),
        "jwks_uri": format!("{ISSUER}/jwks.json"),
        "response_types_supported": ["code", "id_token"],
        "grant_types_supported": ["authorization_code", "implicit"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "code_challenge_methods_supported": ["S256"],
    })
}

fn world(metadata: &Value) -> World {
    World::new().file("meta.json", metadata.to_string()).file("keys.json", sample::jwks(&[sample::rsa()]))
}

fn form(run: &Run) -> Value {
    let document: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    assert_eq!(document["schema"], "lpauth-console-v1");
    document["forms"][0].clone()
}

fn field(form: &Value, label: &str) -> Option<Value> {
    form["fields"].as_array().unwrap().iter().find(|field| field["label"] == label).cloned()
}

fn labels(form: &Value) -> Vec<&str> {
    form["fields"].as_array().unwrap().iter().map(|field| field["label"].as_str().unwrap()).collect()
}

#[test]
fn every_field_of_the_form_is_there_in_the_consoles_words() {
    let run = world(&metadata()).run("console meta.json keys.json --flow code-pkce --format json");
    let form = form(&run);
    assert_eq!((run.exit, &form["ready"]), (0, &json!(true)), "{run:?}");
    assert_eq!(
        labels(&form),
        [
            "OAuth 2.0 Authentication Type",
            "Authorisation Code Flow with PKCE",
            "Issuer Display Name",
            "JWT issuer (iss)",
            "Authentication Endpoint",
            "Token Endpoint",
            "Client ID",
            "Client Secret",
            "IDP certificate type",
            "JWKS Endpoint",
            "JS Method Name",
            "JS Context"
        ]
    );
    for (label, value) in [
        ("OAuth 2.0 Authentication Type", "Code Flow".to_owned()),
        ("JWT issuer (iss)", ISSUER.to_owned()),
        ("Token Endpoint", format!("{ISSUER}/token")),
        ("JWKS Endpoint", format!("{ISSUER}/jwks.json")),
        ("JS Method Name", "lpGetAuthenticationToken".to_owned()),
    ] {
        assert_eq!(field(&form, label).unwrap()["value"], value, "{label}");
    }
    assert_eq!(field(&form, "Client Secret").unwrap()["state"], "yours");
}

#[test]
fn an_implicit_form_asks_for_no_token_endpoint() {
    let mut metadata = metadata();
    metadata.as_object_mut().unwrap().remove("token_endpoint");
    let world = world(&metadata);
    let form = form(&world.run("console meta.json keys.json --flow implicit --format json"));
    for label in ["Token Endpoint", "Client ID", "Client Secret", "Authorisation Code Flow with PKCE"] {
        assert_eq!(field(&form, label), None, "{label}");
    }
    assert_eq!(form["redirect_uris"].as_array().unwrap().len(), 1);
}

#[test]
fn the_safest_flow_on_offer_is_taken() {
    let flow = |change: fn(&mut Value)| {
        let mut metadata = metadata();
        change(&mut metadata);
        form(&world(&metadata).run("console meta.json keys.json --format json"))["flow"].clone()
    };
    assert_eq!(flow(|_| {}), "code-pkce");
    assert_eq!(flow(|metadata| metadata["code_challenge_methods_supported"] = json!(["plain"])), "code");
    assert_eq!(flow(|metadata| metadata["response_types_supported"] = json!(["id_token"])), "implicit");
}

#[test]
fn what_is_missing_is_marked() {
    let mut metadata = metadata();
    metadata.as_object_mut().unwrap().remove("jwks_uri");
    let run = world(&metadata).run("console meta.json keys.json --format json");
    let jwks = field(&form(&run), "JWKS Endpoint").unwrap();
    assert_eq!(
        (run.exit, &jwks["state"], &jwks["note"]),
        (1, &json!("missing"), &json!("the metadata has no `jwks_uri`"))
    );
    let run = world(&metadata).run("console meta.json keys.json");
    assert!(run.stdout.starts_with("✗ meta.json (code-pkce): something is missing or will not work"), "{}", run.stdout);
}

#[test]
fn what_will_not_work_is_marked_with_its_check() {
    let world = World::new().file("meta.json", metadata().to_string()).file("keys.json", "{\"keys\":[]}");
    let run = world.run("console meta.json keys.json --format json");
    let problems = field(&form(&run), "JWKS Endpoint").unwrap()["problems"].clone();
    let checks: Vec<_> = problems.as_array().unwrap().iter().map(|problem| problem["check"].clone()).collect();
    assert!(run.exit == 1 && checks.contains(&json!("jwks-empty")), "{run:?}");
}

#[test]
fn a_flow_that_is_not_on_offer_is_not_ready() {
    let checks = |flow: &str, change: fn(&mut Value)| {
        let mut metadata = metadata();
        change(&mut metadata);
        let run = world(&metadata).run(&format!("console meta.json keys.json --flow {flow} --format json"));
        let fields = form(&run)["fields"].as_array().unwrap().clone();
        let problems = fields.iter().flat_map(|field| field["problems"].as_array().unwrap().clone());
        (run.exit, problems.map(|problem| problem["check"].as_str().unwrap().to_owned()).collect::<Vec<_>>())
    };
    let only_code = |metadata: &mut Value| {
        metadata["response_types_supported"] = json!(["code"]);
        metadata["grant_types_supported"] = json!(["authorization_code"]);
    };
    let (exit, found) = checks("implicit", only_code);
    assert!(exit == 1 && found.contains(&"liveperson-flows-unavailable".to_owned()), "{found:?}");
    assert_eq!(checks("code", only_code), (0, Vec::new()));
    let (exit, found) = checks("code-pkce", |metadata| metadata["code_challenge_methods_supported"] = json!(["plain"]));
    assert!(exit == 1 && found.contains(&"discovery-pkce-s256-missing".to_owned()), "{found:?}");
    let no_basic =
        |metadata: &mut Value| metadata["token_endpoint_auth_methods_supported"] = json!(["private_key_jwt"]);
    let (exit, found) = checks("code", no_basic);
    assert!(exit == 1 && found.contains(&"liveperson-flows-unavailable".to_owned()), "{found:?}");
}

#[test]
fn the_console_as_it_is_shows_what_to_change() {
    let settings = format!("[brand.acme]\nissuer = \"{ISSUER}/\"\n");
    let world = world(&metadata()).file("/home/ada/lpauth.toml", settings);
    let form = form(&world.run("console meta.json keys.json --brand acme --format json"));
    assert_eq!(field(&form, "JWT issuer (iss)").unwrap()["problems"][0]["check"], "console-issuer-differs");
}

#[test]
fn a_key_stands_there_as_one_line() {
    let key = sample::rsa().public_jwk().unwrap().to_string();
    let world = world(&metadata()).file("key.json", key);
    let form = form(&world.run("console meta.json --key key.json --format json"));
    assert_eq!(field(&form, "IDP certificate type").unwrap()["value"], "JWT Public Key");
    let line = field(&form, "JWT Public Key").unwrap()["value"].as_str().unwrap().to_owned();
    assert!(line.starts_with("MIIBIjAN") && !line.contains('\n'), "{line}");
    assert_eq!(field(&form, "JWKS Endpoint"), None);
}

#[test]
fn the_toml_is_a_section_that_lpauth_reads() {
    let text = world(&metadata()).run("console meta.json keys.json --flow code --format toml").stdout;
    let settings =
        Settings::parse(Source::new("lpauth.toml", text.as_str()), &[]).unwrap_or_else(|e| panic!("{e:?}\n{text}"));
    let brand = settings.brand("acmebank").unwrap_or_else(|| panic!("{text}"));
    assert_eq!((brand.text("flow"), brand.text("issuer")), (Some("code"), Some(ISSUER)));
    assert_eq!(brand.text("jwks_endpoint"), Some("https://login.acmebank.example/jwks.json"));
    assert!(text.contains("# client_id = "), "what is not known is not forgotten: {text}");
}

#[test]
fn hostile_metadata_writes_no_section_of_its_own() {
    let mut metadata = metadata();
    metadata["issuer"] = "https://a\"\n[brand.evil]\nflow = \"code".into();
    let run = world(&metadata).run("console meta.json keys.json --format toml");
    let settings = Settings::parse(Source::new("lpauth.toml", run.stdout.as_str()), &[])
        .unwrap_or_else(|e| panic!("{e:?}\n{run:?}"));
    assert_eq!(settings.brands.len(), 1, "{run:?}");
    metadata["issuer"] = "https://\u{1b}[2J".into();
    let run = world(&metadata).run("console meta.json keys.json");
    assert!(!run.stdout.contains('\u{1b}'), "{run:?}");
}

#[test]
fn a_brand_fills_in_what_only_it_knows() {
    let settings =
        "[brand.acme]\nflow = \"implicit\"\nissuer_display_name = \"Acme Bank\"\njs_method_name = \"acme.login\"\n";
    let world = world(&metadata()).file("/home/ada/lpauth.toml", settings);
    let form = form(&world.run("console meta.json keys.json --brand acme --format json"));
    assert_eq!(form["flow"], "implicit");
    assert_eq!(field(&form, "Issuer Display Name").unwrap()["value"], "Acme Bank");
    assert_eq!(field(&form, "JS Method Name").unwrap()["value"], "acme.login");
}

#[test]
fn an_issuer_is_asked() {
    let world = World::new()
        .serves(&format!("{ISSUER}/.well-known/openid-configuration"), "application/json", &metadata().to_string())
        .serves(&format!("{ISSUER}/jwks.json"), "application/json", &sample::jwks(&[sample::rsa()]));
    assert_eq!(world.run(&format!("console {ISSUER}")).exit, 0);
    assert_eq!(World::new().run(&format!("console {ISSUER}")).exit, 4);
}
