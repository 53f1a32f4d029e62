//! `lpauth init`.

mod logins;

use crate::sample;
use crate::support::{Run, World};
use lpauth::edge::files::Access;
use lpauth::model::settings::{Brand, MEMBERS, Settings};
use lpauth::model::source::Source;
use serde_json::{Value, json};

const ISSUER: &str = "https://login.acmebank.example";
const FILE: &str = "/home/ada/lpauth.toml";

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

fn published(metadata: &Value) -> World {
    World::new()
        .serves(&format!("{ISSUER}/.well-known/openid-configuration"), "application/json", &metadata.to_string())
        .serves(&format!("{ISSUER}/jwks.json"), "application/json", &sample::jwks(&[sample::rsa()]))
}

fn brand(text: &str, name: &str) -> Brand {
    let settings = Settings::parse(Source::new("lpauth.toml", text), &["token-expired"]);
    let settings = settings.unwrap_or_else(|mistake| panic!("{mistake:?}\n{text}"));
    settings.brand(name).unwrap_or_else(|| panic!("no {name} in\n{text}")).clone()
}

fn said(brand: &Brand) -> Vec<(&'static str, String)> {
    MEMBERS.iter().filter_map(|member| Some((member.name, brand.text(member.name)?.to_owned()))).collect()
}

fn refused(run: &Run, exit: u8, parts: &[&str]) {
    assert_eq!(run.exit, exit, "{run:?}");
    for part in parts {
        assert!(run.stderr.contains(part), "“{part}” in {}", run.stderr);
    }
}

#[test]
fn an_issuer_and_a_client_id_are_enough_without_a_person() {
    let world = published(&metadata());
    let run = world.run(&format!("init {ISSUER} --client-id lp-acmebank --client-secret env:ACME_SECRET"));
    assert_eq!((run.exit, run.stdout.as_str()), (0, ""), "{run:?}");
    let expected = [
        ("flow", "code-pkce".to_owned()),
        ("issuer", ISSUER.to_owned()),
        ("authorization_endpoint", format!("{ISSUER}/authorize")),
        ("token_endpoint", format!("{ISSUER}/token")),
        ("client_id", "lp-acmebank".to_owned()),
        ("client_secret", "env:ACME_SECRET".to_owned()),
        ("jwks_endpoint", format!("{ISSUER}/jwks.json")),
    ];
    assert_eq!(said(&brand(&world.read(FILE), "acmebank")), expected);
    insta::assert_snapshot!(world.read(FILE), @r#"
    [brand.acmebank]
    # OAuth 2.0 Authentication Type: how LivePerson gets the token
    flow = "code-pkce"
    # Issuer Display Name: what agents read
    # issuer_display_name = "…"
    # JWT issuer (iss): the issuer, to the letter
    issuer = "https://login.acmebank.example"
    # Authentication Endpoint: where the external window sends consumers
    authorization_endpoint = "https://login.acmebank.example/authorize"
    # Token Endpoint: where LivePerson redeems codes
    token_endpoint = "https://login.acmebank.example/token"
    # Client ID: what the authorization server knows LivePerson by
    client_id = "lp-acmebank"
    # Client Secret: where the secret stands
    client_secret = "env:ACME_SECRET"
    # JWKS Endpoint: where LivePerson fetches the key set
    jwks_endpoint = "https://login.acmebank.example/jwks.json"
    "#);
    insta::assert_snapshot!(run.stderr, @r"
    wrote lpauth.toml: the brand “acmebank”
    note: the environment variable ACME_SECRET is not set: put the client secret there before the first login

    ✓ https://login.acmebank.example: 6 notes

    next:
      lpauth lint --brand acmebank      all that was found, with its remedies
      lpauth console --brand acmebank   what to type into LivePerson's console
      lpauth exchange --brand acmebank  a first login, as LivePerson makes it
    ");
}

#[test]
fn what_was_written_is_what_the_other_commands_read() {
    let world = published(&metadata());
    world.run(&format!("init {ISSUER} --client-id lp-acmebank"));
    assert_eq!(world.run("lint --brand acmebank").exit, 0);
    assert_eq!(world.run("console --brand acmebank").exit, 0);
    let world = world.file("token.jwt", sample::token());
    let run = world.run("verify token.jwt --brand acmebank");
    assert_eq!(run.exit, 0, "{run:?}");
}

#[test]
fn everything_by_flags_asks_no_server() {
    let line = "init --offline --brand acme --flow implicit --issuer https://a.example --client-id lp \
        --authorization-endpoint https://a.example/go --jwks keys.json --issuer-display-name Acme \
        --js-method-name acme.login --js-context window --jwt-public-key MIIB";
    let world = World::new();
    let run = world.run(line);
    assert_eq!((run.exit, world.requests()), (0, Vec::new()), "{run:?}");
    let expected = [
        ("flow", "implicit"),
        ("issuer_display_name", "Acme"),
        ("issuer", "https://a.example"),
        ("authorization_endpoint", "https://a.example/go"),
        ("client_id", "lp"),
        ("jwt_public_key", "MIIB"),
        ("js_method_name", "acme.login"),
        ("js_context", "window"),
        ("jwks", "keys.json"),
    ];
    assert_eq!(said(&brand(&world.read(FILE), "acme")), expected.map(|(name, value)| (name, value.to_owned())));
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let world = World::new();
    let run = world.run("init");
    let flags = "hint: pass --brand NAME --issuer URL --authorization-endpoint URL --token-endpoint URL --client-id ID \
        --jwks-endpoint URL; an ISSUER whose metadata can be read has most of it";
    refused(&run, 2, &["nobody is there to ask", "the brand's name, JWT issuer (iss)", flags]);
    refused(
        &published(&metadata()).run(&format!("init {ISSUER}")),
        2,
        &["missing: Client ID\n", "pass --client-id ID\n"],
    );
    refused(&world.run("init --offline --flow implicit --issuer urn:a"), 2, &["pass --brand NAME --authorization-"]);
    refused(
        &world.run("init --flow implicit --issuer urn:a --brand a"),
        2,
        &["pass --authorization-endpoint URL --jwks"],
    );
    assert_eq!(world.files(), Vec::<String>::new());
}

#[test]
fn an_implicit_brand_needs_no_token_endpoint_and_no_client() {
    let world = published(&metadata());
    assert_eq!(world.run(&format!("init {ISSUER} --flow implicit")).exit, 0);
    let names: Vec<_> = said(&brand(&world.read(FILE), "acmebank")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["flow", "issuer", "authorization_endpoint", "jwks_endpoint"]);
    assert!(!world.read(FILE).contains("client_secret"), "an implicit flow has no secret: {}", world.read(FILE));
}

#[test]
fn a_person_is_asked_for_what_is_left() {
    // Issuer, name, flow, display name, client ID, where the secret is, its variable, write it, log in.
    let world = published(&metadata()).person(&[ISSUER, "", "", "Acme Bank", "lp-acmebank", "", "", "", "n"]);
    let run = world.run("init");
    assert_eq!(run.exit, 0, "{run:?}");
    insta::assert_snapshot!(world.prompts().join("\n"), @r"
    Issuer (https://…), or a file with its metadata (empty to type everything in)
    Name of the brand in the settings
    OAuth 2.0 Authentication Type
    Issuer Display Name: what agents read (empty to leave it out)
    Client ID: what the authorization server knows LivePerson by
    Where the Client Secret stands (never in the settings themselves)
    Environment variable
    Write this to lpauth.toml?
    Try a login now?
    ");
    let brand = brand(&world.read(FILE), "acmebank");
    assert_eq!(brand.text("client_secret"), Some("env:ACMEBANK_CLIENT_SECRET"));
    assert_eq!((brand.text("issuer_display_name"), brand.text("flow")), (Some("Acme Bank"), Some("code-pkce")));
    assert!(run.stderr.contains("the environment variable ACMEBANK_CLIENT_SECRET is not set"), "{}", run.stderr);
}

#[test]
fn everything_can_be_typed_in() {
    let answers = [
        "",
        "acme",
        "code ",
        "",
        ISSUER,
        "http://acme.example/go",
        "https://acme.example/go",
        "https://acme.example/t",
        "",
        "lp-acme",
        "Nowhere",
        "JWT",
        "key.pem",
        "y",
    ];
    let world = World::new().file("/home/ada/key.pem", "a key").person(&answers);
    let run = world.run("init");
    assert_eq!((run.exit, world.requests()), (0, Vec::new()), "{run:?}");
    assert!(run.stderr.contains("it must be an https URL, not “http://acme.example/go”"), "{}", run.stderr);
    assert!(run.stderr.contains("no login works without it"), "{}", run.stderr);
    let brand = brand(&world.read(FILE), "acme");
    assert_eq!((brand.text("flow"), brand.text("key")), (Some("code"), Some("key.pem")));
    assert_eq!(brand.text("client_secret"), None);
    assert!(world.read(FILE).contains("# client_secret = \"env:NAME\"\n"), "{}", world.read(FILE));
}

#[test]
fn a_typed_secret_goes_into_a_file_of_its_own() {
    let answers = ["", "", "", "lp", "In a new", "there.secret", "", " ", "s3cr3t-s3cr3t ", "", "n"];
    let world = published(&metadata()).file("/home/ada/there.secret", "older").person(&answers);
    let run = world.run(&format!("init {ISSUER}"));
    assert_eq!(run.exit, 0, "{run:?}");
    assert!(run.stderr.contains("there.secret exists already"), "{}", run.stderr);
    assert_eq!(world.read("/home/ada/there.secret"), "older");
    assert_eq!(world.read("/home/ada/acmebank.secret"), "s3cr3t-s3cr3t\n");
    assert_eq!(world.access("/home/ada/acmebank.secret"), Access::Private);
    assert_eq!(brand(&world.read(FILE), "acmebank").text("client_secret"), Some("file:acmebank.secret"));
    let shown = format!("{}{}{}", world.read(FILE), run.stdout, run.stderr);
    assert!(!shown.contains("s3cr3t-s3cr3t"), "{shown}");
}

#[test]
fn a_secret_as_such_is_refused_and_not_repeated() {
    let world = World::new();
    let run = world.run(&format!("init {ISSUER} --client-id lp --client-secret hunter2"));
    refused(&run, 2, &["--client-secret must be \"env:NAME\" or \"file:PATH\": secrets do not belong in this file"]);
    assert!(!run.stderr.contains("hunter2"), "{}", run.stderr);
    assert_eq!((world.files(), world.requests()), (Vec::new(), Vec::new()));
}

#[test]
fn nothing_is_written_that_a_person_does_not_want() {
    let answers = ["", "", "", "lp", "In a new", "", "s3cr3t", "n"];
    let world = published(&metadata()).person(&answers);
    refused(&world.run(&format!("init {ISSUER}")), 2, &["nothing was written"]);
    assert_eq!(world.files(), Vec::<String>::new());
}

/// Settings as somebody wrote them: comments, odd spaces, a brand's checks.
const THEIRS: &str = "# ours\n[brand.other]   # do not touch\nissuer   =   'https://other.example'\nskew = 60 # s\n\n\
    \n[brand.other.checks]\ntoken-expired = { level = \"off\", reason = \"kept\" }";

#[test]
fn what_stands_there_keeps_its_bytes() {
    for theirs in
        [THEIRS.to_owned(), format!("{THEIRS}\n"), THEIRS.replace('\n', "\r\n"), "# only a comment".to_owned()]
    {
        let world = published(&metadata()).file(FILE, &theirs);
        let run = world.run(&format!("init {ISSUER} --client-id lp"));
        assert_eq!(run.exit, 0, "{run:?}");
        let text = world.read(FILE);
        let new = text.strip_prefix(theirs.as_str()).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(
            new.matches('\n').count(),
            new.matches("\r\n").count() + new.replace("\r\n", "").matches('\n').count()
        );
        assert_eq!(theirs.contains("\r\n"), new.contains("\r\n"), "{new:?}");
        assert_eq!(brand(&text, "acmebank").text("client_id"), Some("lp"));
    }
}

#[test]
fn a_brand_that_is_there_is_changed_only_by_force() {
    let theirs = "[brand.acme] # ours\n# the number that IT gave us\nclient_id = 'old' # 2024\nflow = \"code\"\n\
        skew = 60\nissuer = \"https://login.acmebank.example\"\n\n[brand.acme.checks]\ntoken-expired = \"off\"\n";
    let world = published(&metadata()).file(FILE, theirs);
    let line = format!("init {ISSUER} --brand acme --client-id new");
    refused(&world.run(&line), 2, &["there is a brand “acme” in lpauth.toml already", "pass --force to change it"]);
    assert_eq!(world.read(FILE), theirs);
    assert_eq!(world.run(&format!("{line} --force")).exit, 0);
    insta::assert_snapshot!(world.read(FILE), @r#"
    [brand.acme] # ours
    # the number that IT gave us
    client_id = "new" # 2024
    flow = "code"
    skew = 60
    issuer = "https://login.acmebank.example"
    # Authentication Endpoint: where the external window sends consumers
    authorization_endpoint = "https://login.acmebank.example/authorize"
    # Token Endpoint: where LivePerson redeems codes
    token_endpoint = "https://login.acmebank.example/token"
    # JWKS Endpoint: where LivePerson fetches the key set
    jwks_endpoint = "https://login.acmebank.example/jwks.json"

    [brand.acme.checks]
    token-expired = "off"
    "#);
    let before = world.read(FILE);
    let run = world.run(&format!("{line} --force"));
    assert!(run.stderr.contains("says all that already"), "{}", run.stderr);
    assert_eq!(world.read(FILE), before);
}

#[test]
fn a_person_may_change_a_brand_that_is_there() {
    let theirs = format!("[brand.acme]\nissuer = \"{ISSUER}\"\nflow = \"implicit\"\nclient_id = \"lp\"\n");
    let world = published(&metadata()).file(FILE, &theirs).person(&["", "y", "Acme", "y", "n"]);
    let run = world.run("init --brand acme");
    assert_eq!(run.exit, 0, "{run:?}");
    let text = world.read(FILE);
    assert!(text.starts_with(&theirs), "{text}");
    assert_eq!(brand(&text, "acme").text("issuer_display_name"), Some("Acme"));
    let world = published(&metadata()).file(FILE, &theirs).person(&["", ""]);
    refused(&world.run("init --brand acme"), 2, &["nothing was written"]);
    assert_eq!(world.read(FILE), theirs);
}

#[test]
fn settings_that_cannot_take_a_section_are_left_alone() {
    for theirs in ["brand = { other = { issuer = \"x\" } }\n", "brand.acmebank.skew = 6\n"] {
        let world = published(&metadata()).file(FILE, theirs);
        let run = world.run(&format!("init {ISSUER} --client-id lp --force"));
        refused(&run, 2, &["lpauth.toml is written in a way that lpauth cannot add to", "--out - prints it"]);
        assert_eq!(world.read(FILE), theirs);
    }
    let world = World::new().file(FILE, "[brand.a]\nisuer = 1\n");
    refused(&world.run("init --offline"), 2, &["lpauth.toml:2:1: there is no member “isuer”"]);
}

#[test]
fn the_section_can_be_printed() {
    let world = published(&metadata()).file(FILE, "[brand.acmebank]\n");
    let run = world.run(&format!("init {ISSUER} --client-id lp --out -"));
    assert_eq!(run.exit, 0, "{run:?}");
    assert_eq!(world.read(FILE), "[brand.acmebank]\n");
    assert_eq!(brand(&run.stdout, "acmebank").text("client_id"), Some("lp"));
    assert!(run.stdout.starts_with("[brand.acmebank]\n") && run.stderr.contains("✓ "), "{run:?}");
}

#[test]
fn settings_elsewhere_name_files_as_seen_from_there() {
    let key = sample::rsa().public_jwk().unwrap().to_string();
    let world = World::new().file("/home/ada/sub/key.json", &key).file("sub/key.json", &key).file("/etc/lp/other", "");
    let line = "init --offline --brand a --flow code --issuer https://a.example --authorization-endpoint https://a.example/a \
        --token-endpoint https://a.example/t --client-id lp --client-secret file:sub/secret --key sub/key.json";
    assert_eq!(world.run(&format!("{line} --out sub/lpauth.toml")).exit, 0);
    let brand_there = brand(&world.read("sub/lpauth.toml"), "a");
    assert_eq!((brand_there.text("key"), brand_there.text("client_secret")), (Some("key.json"), Some("file:secret")));
    let run = world.run(&format!("{line} --config /etc/lp/lpauth.toml"));
    assert_eq!(run.exit, 0, "{run:?}");
    let brand_there = brand(&world.read("/etc/lp/lpauth.toml"), "a");
    assert_eq!(brand_there.text("key"), Some("/home/ada/sub/key.json"));
    assert!(run.stderr.contains("lpauth exchange --brand a --config /etc/lp/lpauth.toml"), "{}", run.stderr);
}

#[test]
fn offline_nothing_is_asked_for() {
    let world = published(&metadata())
        .file("/home/ada/meta.json", metadata().to_string())
        .file("meta.json", metadata().to_string());
    let run = world.run("init meta.json --offline --client-id lp");
    assert_eq!((run.exit, world.requests()), (0, Vec::new()), "{run:?}");
    assert_eq!(
        brand(&world.read(FILE), "acmebank").text("token_endpoint"),
        Some("https://login.acmebank.example/token")
    );
    let run = World::new().run(&format!("init {ISSUER} --offline --client-id lp"));
    refused(&run, 2, &["pass --authorization-endpoint URL --token-endpoint URL --jwks-endpoint URL; an ISSUER"]);
}

#[test]
fn an_issuer_that_does_not_answer_ends_it_without_a_person() {
    let world = World::new();
    let run = world.run(&format!("init {ISSUER} --client-id lp"));
    refused(&run, 4, &["nobody answers there", "hint: pass --offline and what the metadata would say"]);
    refused(&world.run("init login.acmebank.example"), 3, &["there is no file", "an issuer begins with https://"]);
    assert_eq!(world.files(), Vec::<String>::new());
}

#[test]
fn a_person_types_in_what_an_issuer_does_not_answer() {
    let answers = [
        "login.acme.example",
        ISSUER,
        "",
        "",
        "",
        "https://a.example/a",
        "https://a.example/t",
        "lp",
        "Now",
        "",
        "https://a.example/k",
        "",
    ];
    let world = World::new().person(&answers);
    let run = world.run("init");
    assert_eq!(run.exit, 0, "{run:?}");
    assert!(run.stderr.contains("there is no file login.acme.example"), "{}", run.stderr);
    assert!(run.stderr.contains("nobody answers there: what it would say is asked for instead"), "{}", run.stderr);
    let brand = brand(&world.read(FILE), "acmebank");
    assert_eq!((brand.text("issuer"), brand.text("jwks_endpoint")), (Some(ISSUER), Some("https://a.example/k")));
}

#[test]
fn what_is_no_metadata_is_said() {
    let world = World::new().answers(&format!("{ISSUER}/.well-known/openid-configuration"), 404, "text/html", "no");
    let world = world.answers(ISSUER, 404, "text/html", "no");
    let run = world.run(&format!("init {ISSUER} --client-id lp"));
    refused(&run, 2, &["gives no metadata: HTTP status 404", "pass --authorization-endpoint URL"]);
    let world = World::new().file("keys.json", sample::jwks(&[sample::rsa()]));
    refused(&world.run("init keys.json --client-id lp"), 2, &["keys.json is a key set, not metadata"]);
}

#[test]
fn mistakes_in_the_metadata_are_shown_and_do_not_stop_it() {
    let mut wrong = metadata();
    wrong["token_endpoint"] = json!("http://login.acmebank.example/token");
    wrong["issuer"] = json!("https://login.acmebank.example/");
    let world = published(&wrong);
    let line = format!("init {ISSUER} --client-id lp");
    refused(&world.run(&line), 2, &["Token Endpoint; the metadata's token_endpoint must be an https URL, not “http:"]);
    let run = world.run(&format!("{line} --token-endpoint {ISSUER}/token"));
    assert_eq!(run.exit, 0, "{run:?}");
    assert!(run.stderr.contains("  error: discovery-issuer-mismatch: "), "{}", run.stderr);
    assert!(run.stderr.contains("  error: discovery-url-not-https: "), "{}", run.stderr);
    assert_eq!(brand(&world.read(FILE), "acmebank").text("issuer"), Some("https://login.acmebank.example/"));
    let run = world.run(&format!("{line} --token-endpoint {ISSUER}/token --force -v"));
    assert!(run.stderr.contains("expected  an https URL"), "{}", run.stderr);
}

#[test]
fn hostile_metadata_writes_nothing_but_its_values() {
    let mut hostile = metadata();
    hostile["issuer"] = "https://a\"\n[brand.evil]\nflow = \"code".into();
    hostile["authorization_endpoint"] = "https://a.example/\u{1b}[2J".into();
    let world = World::new().file("meta.json", hostile.to_string());
    let run = world.run("init meta.json --brand acme --client-id lp");
    assert_eq!(run.exit, 0, "{run:?}");
    let settings = Settings::parse(Source::new("lpauth.toml", world.read(FILE)), &[]).unwrap();
    assert_eq!(settings.brands.len(), 1, "{}", world.read(FILE));
    assert!(!run.stderr.contains('\u{1b}') && !world.read(FILE).contains('\u{1b}'), "{run:?}");
}
