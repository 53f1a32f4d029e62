//! Servers that are named by their endpoints or by a brand of the settings, and logins that somebody else made.

use super::{exchange, failed, outcome, said};
use crate::sample;
use crate::support::World;
use lpauth::model::login::WINDOW_REDIRECT_URI;
use serde_json::json;

const TOKEN: &str = "https://login.acmebank.example/token";

/// A world with a token endpoint that knows every code, and the key it signs with.
fn world() -> World {
    let body = json!({ "id_token": sample::token(), "access_token": "at", "token_type": "Bearer", "expires_in": 3600 });
    World::new()
        .serves(TOKEN, "application/json", &body.to_string())
        .file("jwks.json", sample::jwks(&[sample::rsa()]))
        .file("secret.txt", "s3cr3t-value\n")
}

const BY_HAND: &str = "--token-endpoint https://login.acmebank.example/token --jwks jwks.json --client-id lp-acmebank --client-secret-file secret.txt";

#[test]
fn a_code_that_the_page_gave_is_redeemed() {
    let world = world();
    let run = exchange(&world, &format!("{BY_HAND} --code sX9c2mQvL4"));
    assert_eq!(outcome(&run, "signature-invalid"), "pass", "{}", run.stdout);
    assert_eq!(world.requests(), [TOKEN]);
    assert_eq!(said(&run, "subject"), "c7f2b1d49e0a4b6f8d31");
    assert!(!run.stdout.contains("sX9c2mQvL4"), "a code is as good as a password");
    let piped = exchange(&world.stdin("sX9c2mQvL4\n"), &format!("{BY_HAND} --code -"));
    assert_eq!(outcome(&piped, "signature-invalid"), "pass");
}

#[test]
fn a_token_that_the_page_gave_is_judged() {
    let world = world().file("token.jwt", sample::token());
    let run = exchange(&world, "--jwks jwks.json --client-id lp-acmebank --id-token token.jwt");
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert_eq!(outcome(&run, "audience-mismatch"), "pass");
    assert!(world.requests().is_empty());
}

#[test]
fn a_callback_goes_on_where_the_browser_stopped() {
    let world = world();
    let address = format!("{WINDOW_REDIRECT_URI}?code=c&state=s1");
    let run = exchange(&world, &format!("{BY_HAND} --callback {address} --state s1"));
    assert_eq!(outcome(&run, "callback-state-mismatch"), "pass", "{}", run.stdout);
    assert_eq!(outcome(&run, "signature-invalid"), "pass");
}

#[test]
fn somebody_elses_state_ends_the_login_before_the_code_is_redeemed() {
    let world = world();
    let address = format!("{WINDOW_REDIRECT_URI}?code=c&state=s2");
    let run = exchange(&world, &format!("{BY_HAND} --callback {address} --state s1"));
    assert_eq!((run.exit, failed(&run, Some("error"))), (1, vec!["callback-state-mismatch".to_owned()]));
    assert!(world.requests().is_empty(), "the code is not redeemed");
}

#[test]
fn a_token_may_come_in_the_fragment() {
    let world = world();
    let address = format!("{WINDOW_REDIRECT_URI}#id_token={}&state=s1", sample::token());
    let run = exchange(&world, &format!("--jwks jwks.json --client-id lp-acmebank --state s1 --callback {address}"));
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert_eq!(outcome(&run, "signature-invalid"), "pass");
}

#[test]
fn a_brand_of_the_settings_says_everything() {
    let settings = r#"
        [brand.acmebank]
        flow = "code"
        issuer = "https://login.acmebank.example"
        authorization_endpoint = "https://login.acmebank.example/authorize"
        token_endpoint = "https://login.acmebank.example/token"
        client_id = "lp-acmebank"
        client_secret = "env:ACMEBANK_SECRET"
        jwks = "jwks.json"
    "#;
    let world =
        world().file("/home/ada/lpauth.toml", settings).file("/home/ada/jwks.json", sample::jwks(&[sample::rsa()]));
    let run = exchange(&world, "--brand acmebank --code c");
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("the environment variable ACMEBANK_SECRET holds no secret"), "{}", run.stderr);
    let world = world.variable("ACMEBANK_SECRET", "s3cr3t-value");
    for arguments in ["--brand acmebank --code c", "--code c"] {
        let run = exchange(&world, arguments);
        assert_eq!(outcome(&run, "signature-invalid"), "pass", "{run:?}");
        assert_eq!(outcome(&run, "issuer-mismatch"), "pass");
    }
    assert_eq!(world.requests(), [TOKEN, TOKEN], "nothing is fetched that the settings have");
}

#[test]
fn who_does_not_answer_is_reported_with_all_that_came_before() {
    let world = World::new().file("jwks.json", sample::jwks(&[sample::rsa()])).file("secret.txt", "s3cr3t-value\n");
    let run = exchange(&world, &format!("{BY_HAND} --code c"));
    assert_eq!(run.exit, 4);
    assert!(run.stderr.contains("nobody answers there"), "{}", run.stderr);
    assert!(said(&run, "stopped").starts_with("at the token request: "));
    assert_eq!(outcome(&run, "login-unfinished"), "fail");
}

#[test]
fn a_client_that_comes_with_a_certificate_needs_one() {
    let run = exchange(&world(), &format!("{BY_HAND} --code c --client-auth tls"));
    assert_eq!((run.exit, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("--client-auth tls takes a certificate"), "{}", run.stderr);
    let world = world().file("client.pem", "certificate\n").file("client.key", "key\n");
    let run = exchange(
        &world,
        &format!("{BY_HAND} --code c --client-auth tls --client-cert client.pem --client-key client.key"),
    );
    assert_eq!(outcome(&run, "signature-invalid"), "pass", "{run:?}");
}

#[test]
fn nobody_knows_where() {
    let run = World::new().run("exchange --client-id lp --code c");
    assert_eq!((run.exit, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("nobody knows the token endpoint") && run.stderr.contains("--token-endpoint URL"));
}

#[test]
fn metadata_without_an_endpoint_is_reported_although_nobody_can_log_in() {
    let metadata = r#"{"issuer":"https://login.acmebank.example","jwks_uri":"https://login.acmebank.example/k"}"#;
    let world = World::new()
        .serves("https://login.acmebank.example/.well-known/openid-configuration", "application/json", metadata)
        .serves("https://login.acmebank.example/k", "application/json", &sample::jwks(&[sample::rsa()]));
    let run = exchange(&world, "https://login.acmebank.example --client-id lp --username ada");
    assert_eq!(run.exit, 1, "{}", run.stdout);
    assert!(failed(&run, Some("error")).contains(&"discovery-member-missing".to_owned()));
    assert!(run.stderr.contains("nobody knows the authorization endpoint"), "{}", run.stderr);
}

#[test]
fn an_issuer_that_does_not_answer_is_a_failure() {
    let run = World::new().run("exchange https://login.acmebank.example --client-id lp --username ada");
    assert_eq!((run.exit, run.stdout.as_str()), (4, ""));
}

#[test]
fn a_person_at_the_terminal_is_asked_for_the_secret() {
    let world = world().person(&["s3cr3t-value"]);
    let line =
        "--token-endpoint https://login.acmebank.example/token --jwks jwks.json --client-id lp-acmebank --code c";
    let run = exchange(&world, line);
    assert_eq!(world.prompts(), ["Client secret"]);
    assert_eq!(outcome(&run, "signature-invalid"), "pass", "{}", run.stdout);
}

#[test]
fn what_is_no_issuer_is_called_by_its_name() {
    for named in ["acmebank", "ftp://login.acmebank.example"] {
        let run = World::new().run(&format!("exchange {named} --client-id lp"));
        assert_eq!((run.exit, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains(&format!("“{named}” is no issuer that can be asked")), "{}", run.stderr);
        assert!(run.stderr.contains("--brand NAME"), "{}", run.stderr);
    }
}

#[test]
fn a_callback_that_is_no_address_is_not_explained_in_jargon() {
    let run = World::new().run("exchange --mock --callback code=c");
    assert_eq!((run.exit, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.contains("the whole address") && run.stderr.contains("hint: in quotation marks"),
        "{}",
        run.stderr
    );
}
