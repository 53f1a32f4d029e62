//! `lpauth lint`.

use crate::sample;
use crate::support::{Run, World};
use serde_json::{Value, json};

const ISSUER: &str = "https://login.acmebank.example";
const METADATA: &str = "https://login.acmebank.example/.well-known/openid-configuration";
const JWKS: &str = "https://login.acmebank.example/jwks.json";

/// Metadata without a fault.
fn good() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": format!("{ISSUER}/authorize"),
        "token_endpoint": format!("{ISSUER}/token"),
        "userinfo_endpoint": format!("{ISSUER}/userinfo"),
        "registration_endpoint": format!("{ISSUER}/register"),
        "jwks_uri": JWKS,
        "scopes_supported": ["openid", "profile", "email"],
        "response_types_supported": ["code", "id_token"],
        "response_modes_supported": ["query", "fragment"],
        "grant_types_supported": ["authorization_code", "implicit"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "claims_supported": ["iss", "sub", "aud", "exp", "iat", "email", "given_name", "family_name"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
        "claims_parameter_supported": true,
        "request_parameter_supported": true,
        "request_uri_parameter_supported": true,
    })
}

fn without(member: &str) -> String {
    let mut metadata = good();
    metadata.as_object_mut().unwrap().remove(member);
    metadata.to_string()
}

fn keys() -> String {
    sample::jwks(&[sample::rsa()])
}

fn serving(metadata: &str) -> World {
    World::new().serves(METADATA, "application/json", metadata).serves(JWKS, "application/jwk-set+json", &keys())
}

fn files() -> World {
    World::new().file("meta.json", good().to_string()).file("keys.json", keys())
}

fn report(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"))
}

fn verdict(group: &Value, check: &str) -> Option<Value> {
    let verdicts = group["verdicts"].as_array().unwrap();
    verdicts.iter().find(|verdict| verdict["id"] == check).cloned()
}

fn outcome(run: &Run, check: &str) -> String {
    let report = report(run);
    verdict(&report["groups"][0], check).unwrap_or_else(|| panic!("no {check}"))["outcome"].as_str().unwrap().to_owned()
}

#[test]
fn an_issuer_leads_to_its_metadata_and_its_keys() {
    let world = serving(&good().to_string());
    let run = world.run(&format!("lint {ISSUER} --format json"));
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert_eq!(world.requests(), [METADATA, JWKS]);
    assert_eq!(outcome(&run, "discovery-issuer-mismatch"), "pass");
    assert_eq!(outcome(&run, "jwks-empty"), "pass");
}

#[test]
fn questions_about_a_token_are_no_part_of_it() {
    let report = report(&files().run("lint meta.json keys.json --format json"));
    for check in ["token-expired", "signature-invalid", "signature-unchecked", "token-segments", "at-hash-missing"] {
        assert_eq!(verdict(&report["groups"][0], check), None, "{check}");
    }
}

#[test]
fn metadata_alone_is_judged_without_questions_about_keys() {
    let report = report(&files().run("lint meta.json --format json"));
    let group = &report["groups"][0];
    assert_eq!((verdict(group, "jwks-empty"), verdict(group, "jwks-unreadable")), (None, None));
    assert!(group["caveats"][0].as_str().unwrap().starts_with("No key set was judged"), "{group:#}");
}

#[test]
fn files_are_read_offline_and_belong_together() {
    let world = files();
    let run = world.run("lint meta.json keys.json --format json");
    assert_eq!((run.exit, report(&run)["groups"].as_array().unwrap().len()), (0, 1), "{run:?}");
    assert_eq!(outcome(&run, "jwks-empty"), "pass");
    assert_eq!(outcome(&run, "discovery-issuer-mismatch"), "skip");
    let run = world.run("lint meta.json keys.json --issuer https://login.acmebank.example/ --format json");
    assert_eq!((run.exit, outcome(&run, "discovery-issuer-mismatch").as_str()), (1, "fail"));
    assert!(world.requests().is_empty());
}

#[test]
fn what_a_file_is_shows_in_its_content() {
    let world = files().stdin(keys());
    for line in ["lint keys.json", "lint -", "lint", "lint keys.json --jwks keys.json"] {
        let run = world.clone().stdin(keys()).run(&format!("{line} --format json"));
        assert_eq!((run.exit, outcome(&run, "jwks-empty").as_str()), (0, "pass"), "{line}: {run:?}");
        assert_eq!(verdict(&report(&run)["groups"][0], "discovery-no-jwks-uri"), None, "{line}");
    }
    let world = world.file("page.html", "<html>").file("marked.json", format!("\u{feff}{}", keys()));
    for (file, check) in [("page.html", "discovery-unreadable"), ("marked.json", "jwks-unreadable")] {
        let run = world.run(&format!("lint {file} --format json"));
        assert_eq!((run.exit, outcome(&run, check).as_str()), (1, "fail"), "{run:?}");
    }
}

#[test]
fn what_an_address_is_shows_in_its_answer() {
    let world =
        serving(&good().to_string()).answers(&format!("{JWKS}/.well-known/openid-configuration"), 404, "text/html", "");
    let run = world.run(&format!("lint {JWKS} --format json"));
    assert_eq!((run.exit, outcome(&run, "jwks-empty").as_str()), (0, "pass"), "{run:?}");
    let run = world.run(&format!("lint {METADATA} --format json"));
    assert_eq!((run.exit, outcome(&run, "discovery-issuer-mismatch").as_str()), (0, "pass"), "{run:?}");
    assert_eq!(outcome(&run, "jwks-empty"), "pass");
}

#[test]
fn a_well_known_address_fits_an_issuer_with_a_slash_too() {
    let mut metadata = good();
    metadata["issuer"] = format!("{ISSUER}/").into();
    let run = serving(&metadata.to_string()).run(&format!("lint {METADATA} --format json"));
    assert_eq!(outcome(&run, "discovery-issuer-mismatch"), "pass", "{run:?}");
    metadata["issuer"] = format!("{ISSUER}/other").into();
    let run = serving(&metadata.to_string()).run(&format!("lint {METADATA} --format json"));
    assert_eq!(outcome(&run, "discovery-issuer-mismatch"), "fail", "{run:?}");
}

#[test]
fn a_key_set_may_be_named_beside_the_metadata() {
    let world = serving(&good().to_string()).file("meta.json", good().to_string()).file("keys.json", "{\"keys\":[]}");
    let run = world.run(&format!("lint {ISSUER} --jwks keys.json --format json"));
    assert_eq!((outcome(&run, "jwks-empty").as_str(), world.requests()), ("fail", vec![METADATA.to_owned()]));
    let run = world.run(&format!("lint meta.json --jwks {JWKS} --format json"));
    assert_eq!(outcome(&run, "jwks-empty"), "pass", "{run:?}");
    assert_eq!(world.requests()[1..], [JWKS.to_owned()]);
}

#[test]
fn one_that_is_not_reached_loses_none_of_the_others() {
    let world = serving(&good().to_string()).file("keys.json", keys());
    let run = world.run(&format!("lint https://gone.example {ISSUER} missing.json keys.json --format json"));
    let report = report(&run);
    let subjects: Vec<_> = report["groups"].as_array().unwrap().iter().map(|group| group["subject"].clone()).collect();
    assert_eq!(subjects, ["https://gone.example", ISSUER, "missing.json", "keys.json"]);
    assert!(report["groups"][0]["caveats"][0].as_str().unwrap().contains("https://gone.example"), "{report:#}");
    assert_eq!(verdict(&report["groups"][1], "jwks-empty").unwrap()["outcome"], "pass");
    assert_eq!(run.exit, 4);
    let pretty = world.run(&format!("lint https://gone.example {ISSUER} missing.json keys.json")).stdout;
    assert!(pretty.contains("? https://gone.example: nothing could be asked"), "{pretty}");
    assert!(pretty.contains("4 subjects judged: 2 without errors or warnings"), "{pretty}");
    assert!(run.stderr.contains("gone.example") && run.stderr.contains("missing.json"), "{}", run.stderr);
    assert_eq!(world.run("lint missing.json keys.json").exit, 3);
}

#[test]
fn a_key_set_that_is_not_reached_leaves_the_metadata() {
    let world = World::new().serves(METADATA, "application/json", &without("jwks_uri"));
    let run = world.run(&format!("lint {ISSUER} --format json"));
    assert_eq!((run.exit, outcome(&run, "discovery-no-jwks-uri").as_str()), (1, "fail"));
    let world = World::new().serves(METADATA, "application/json", &good().to_string());
    let run = world.run(&format!("lint {ISSUER} --format json"));
    assert_eq!((run.exit, outcome(&run, "discovery-no-jwks-uri").as_str()), (4, "pass"));
    assert_eq!(outcome(&run, "jwks-empty"), "skip");
}

#[test]
fn oauth_puts_the_well_known_path_before_the_issuers() {
    for (issuer, wanted) in [
        ("https://a.example", "https://a.example/.well-known/oauth-authorization-server"),
        ("https://a.example/", "https://a.example/.well-known/oauth-authorization-server"),
        ("https://a.example/b/c", "https://a.example/.well-known/oauth-authorization-server/b/c"),
        ("https://a.example:8443/b/", "https://a.example:8443/.well-known/oauth-authorization-server/b"),
    ] {
        let world = World::new();
        assert_eq!(world.run(&format!("lint {issuer} --oauth")).exit, 4);
        assert_eq!(world.requests(), [wanted]);
    }
}

#[test]
fn the_console_is_held_against_the_metadata() {
    let settings = format!(
        "[brand.acme]\nissuer = \"{ISSUER}/\"\ntoken_endpoint = \"https://old.acmebank.example/token\"\n\
         jwks_endpoint = \"{JWKS}\"\n"
    );
    let world =
        serving(&good().to_string()).file("/home/ada/lpauth.toml", settings).file("meta.json", good().to_string());
    let run = world.run("lint meta.json --brand acme --format json");
    assert_eq!(run.exit, 1, "{run:?}");
    for (check, wanted) in [
        ("console-issuer-differs", "fail"),
        ("console-token-endpoint-differs", "fail"),
        ("console-jwks-endpoint-differs", "pass"),
        ("console-authorization-endpoint-differs", "skip"),
    ] {
        assert_eq!(outcome(&run, check), wanted, "{check}");
    }
    let run = world.run("lint meta.json --format json");
    assert_eq!((run.exit, outcome(&run, "console-issuer-differs").as_str()), (0, "skip"), "only if it is asked for");
    world.run("lint --brand acme");
    assert_eq!(world.requests()[0], METADATA, "the brand's issuer, if nothing else is named");
}

#[test]
fn settings_change_what_counts_and_say_why() {
    let settings = r#"
        [brand.acme.checks]
        discovery-no-jwks-uri = { level = "note", reason = "keys are handed over by hand" }
    "#;
    let world = World::new().file("meta.json", without("jwks_uri")).file("/home/ada/lpauth.toml", settings);
    let run = world.run("lint meta.json");
    assert_eq!(run.exit, 0, "{run:?}");
    assert!(run.stdout.contains("discovery-no-jwks-uri is note: keys are handed over by hand"), "{}", run.stdout);
}

#[test]
fn a_policy_is_taken_from_the_flag_or_the_brand() {
    let settings = "[brand.acme]\npolicy = \"strict\"\n";
    let world = files().file("/home/ada/lpauth.toml", settings);
    assert_eq!(report(&world.run("lint meta.json --format json"))["policy"], "strict");
    let run = world.run("lint meta.json --policy oidc-config --format json");
    assert_eq!(
        (report(&run)["policy"].as_str(), outcome(&run, "console-issuer-differs").as_str()),
        (Some("oidc-config"), "skip")
    );
}

#[test]
fn what_has_changed_since_the_last_report_is_told_and_changes_no_exit_code() {
    let world = files();
    assert_eq!(world.run("lint meta.json --report json=last.json").exit, 0);
    let world = world.file("meta.json", without("jwks_uri"));
    let run = world.run("lint meta.json --compare last.json --report json=last.json --report html=last.html");
    assert_eq!(run.exit, 1);
    assert!(run.stdout.contains("\nsince last.json of 2026-01-01T00:00:00Z\n"), "{}", run.stdout);
    let newly = "\n  ✗ newly failing: meta.json: discovery-no-jwks-uri: was passed, is error\n";
    assert!(run.stdout.contains(newly), "{}", run.stdout);
    assert!(world.read("last.html").contains("What has changed since <span class=\"name\">last.json</span>"));
    let again = world.file("meta.json", good().to_string()).run("lint meta.json --compare last.json");
    assert_eq!(again.exit, 0);
    assert!(again.stdout.contains("  ✓ mended: meta.json: discovery-no-jwks-uri: was error, is passed\n"), "{again:?}");
}

#[test]
fn without_an_earlier_report_there_is_nothing_to_compare_with() {
    let world =
        files().file("tokens.json", r#"{"schema":"lpauth-report-v1","command":"verify","judged_at":0,"groups":[]}"#);
    let run = world.run("lint meta.json --compare last.json --write-baseline known.json");
    assert_eq!((run.exit, run.stdout.as_str()), (3, ""));
    assert!(run.stderr.contains("hint: the first time, write one with --report json=last.json"), "{}", run.stderr);
    assert!(!world.files().contains(&"known.json".to_owned()), "nothing is done in vain");
    for (file, reason) in [
        ("keys.json", "keys.json is no report of lpauth: missing field"),
        ("tokens.json", "tokens.json is a report of verify: it cannot be compared with one of lint"),
    ] {
        let run = world.run(&format!("lint meta.json --compare {file}"));
        assert!(run.exit == 3 && run.stderr.contains(reason), "{run:?}");
    }
}

#[test]
fn a_baseline_accepts_what_was_there_and_nothing_new() {
    let world = World::new().file("meta.json", without("jwks_uri"));
    assert_eq!(world.run("lint meta.json").exit, 1);
    let run = world.run("lint meta.json --write-baseline known.json");
    assert_eq!(run.exit, 0, "{run:?}");
    let run = world.run("lint meta.json --baseline known.json");
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""), "{run:?}");
    assert!(run.stdout.contains("1 accepted by the baseline"), "{}", run.stdout);
    let run = world.run("lint meta.json --baseline known.json --issuer https://other.example --format json");
    assert_eq!((run.exit, outcome(&run, "discovery-issuer-mismatch").as_str()), (1, "fail"));
    let accepted = &verdict(&report(&run)["groups"][0], "discovery-no-jwks-uri").unwrap()["findings"][0]["accepted"];
    assert_eq!(accepted, true);
}

#[test]
fn a_baseline_says_what_it_accepts_in_vain() {
    let world = files().file("bad.json", without("jwks_uri"));
    world.run("lint bad.json --write-baseline known.json");
    let run = world.run("lint meta.json --baseline known.json");
    assert_eq!(run.exit, 0, "{run:?}");
    assert!(run.stderr.contains("discovery-no-jwks-uri: no `jwks_uri`"), "{}", run.stderr);
}

#[test]
fn a_baseline_does_not_mind_the_order_but_counts() {
    let [mut one, mut two] = [sample::rsa(), sample::other_rsa()].map(|key| key.public_jwk().unwrap());
    for key in [&mut one, &mut two] {
        key.as_object_mut().unwrap().remove("kid");
    }
    let set = |keys: &[&Value]| json!({ "keys": keys }).to_string();
    let third = json!({ "kty": "EC" });
    let world = World::new()
        .file("a.json", set(&[&one, &two]))
        .file("b.json", set(&[&two, &one]))
        .file("c.json", set(&[&one, &two, &third]));
    world.run("lint a.json --fail-on note --write-baseline known.json");
    assert_eq!(world.run("lint b.json --fail-on note --baseline known.json").exit, 0);
    assert_eq!(world.run("lint c.json --fail-on note --baseline known.json").exit, 1);
}

#[test]
fn a_baseline_accepts_one_value_in_one_member() {
    let with = |member: &str, path: &str| {
        let mut metadata = good();
        metadata[member] = json!(format!("http://login.acmebank.example/{path}"));
        metadata.to_string()
    };
    let world = World::new()
        .file("old.json", with("jwks_uri", "plain"))
        .file("elsewhere.json", with("userinfo_endpoint", "plain"))
        .file("other.json", with("jwks_uri", "other"));
    world.run("lint old.json --write-baseline known.json");
    for (file, exit) in [("old.json", 0), ("elsewhere.json", 1), ("other.json", 1)] {
        assert_eq!(world.run(&format!("lint {file} --baseline known.json")).exit, exit, "{file}");
    }
}

#[test]
fn what_is_no_baseline_is_refused() {
    let world = files().file("odd.json", "{\"schema\":\"lpauth-baseline-v9\",\"findings\":[]}").file("no.json", "[");
    for file in ["odd.json", "no.json", "missing.json"] {
        let run = world.run(&format!("lint meta.json --baseline {file}"));
        assert_eq!((run.exit, run.stdout.as_str()), (3, ""), "{file}: {run:?}");
    }
}

#[test]
fn watching_lints_again_after_each_change() {
    let run = files().changes(2).run("lint meta.json keys.json --watch");
    assert_eq!((run.exit, run.stdout.matches("meta.json:").count()), (0, 3), "{run:?}");
    assert_eq!(World::new().run(&format!("lint {ISSUER} --watch")).exit, 2);
}

#[test]
fn a_person_without_an_argument_is_told_what_to_name() {
    let run = World::new().person(&[]).run("lint");
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("name an issuer"), "{}", run.stderr);
}
