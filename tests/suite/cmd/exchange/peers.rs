//! What other tools and servers were seen to do wrong: none of it happens here, and where it happens there, it is reported.
//! The rest stands elsewhere, beside what it is about.

use super::{exchange, failed, report};
use crate::sample;
use crate::support::World;
use serde_json::{Value, json};

#[test]
fn a_state_or_a_nonce_that_is_another_does_not_pass() {
    for (flags, check) in [
        ("--mock --nonce --fault nonce.wrong", "nonce-mismatch"),
        ("--mock --fault authz.state-dropped", "callback-state-missing"),
        ("--mock --fault authz.state-reencoded", "callback-state-mismatch"),
    ] {
        let run = exchange(&World::new(), flags);
        assert_eq!(run.exit, 1, "{flags}");
        assert!(failed(&run, Some("error")).iter().any(|id| id == check), "{flags}: {:?}", failed(&run, None));
    }
}

#[test]
fn a_nonce_is_sent_only_if_it_is_asked_for() {
    let world = World::new();
    exchange(&world, "--mock");
    assert!(world.requests().iter().all(|url| !url.contains("nonce=")));
    exchange(&world, "--mock --nonce=n-0S6");
    assert!(world.requests().iter().any(|url| url.contains("nonce=n-0S6")));
}

#[test]
fn every_response_type_that_the_mock_lists_is_answered() {
    let world = World::new();
    exchange(&world, "--mock --transcript login.json");
    let transcript: Value = serde_json::from_str(&world.read("login.json")).unwrap();
    let body = transcript["steps"][0]["answer"]["body"].as_str().unwrap();
    let metadata: Value = serde_json::from_str(body).unwrap();
    let listed = metadata["response_types_supported"].as_array().unwrap();
    assert!(listed.len() > 3, "{metadata}");
    for response_type in listed.iter().map(|one| one.as_str().unwrap()) {
        let flow = if response_type.contains("code") { "--flow=code" } else { "--flow=implicit" };
        let response_type = format!("--response-type={response_type}");
        let arguments =
            ["exchange", "--mock", "--format=json", "--nonce", "--response-mode=fragment", flow, &response_type];
        let run = World::new().run_args(&arguments);
        let summary = report(&run)["groups"][0]["summary"].to_string();
        assert!(!summary.contains("\"stopped\"") && summary.contains("\"subject\""), "{response_type}: {summary}");
    }
}

/// A server as demonstrations have it: the access token is the id_token, which names no key; no cache is told off.
fn demonstration(expires_in: &Value) -> World {
    let token = sample::sign(sample::rsa(), &json!({ "alg": "RS256", "typ": "JWT" }), &sample::claims());
    let body = json!({ "id_token": token, "access_token": token, "token_type": "bearer", "expires_in": expires_in });
    World::new()
        .serves("https://login.acmebank.example/token", "text/html", &body.to_string())
        .file("jwks.json", sample::jwks(&[sample::rsa()]))
        .file("secret.txt", "s3cr3t-value\n")
}

const REDEEM: &str = "--token-endpoint https://login.acmebank.example/token --jwks jwks.json --client-id lp-acmebank \
                      --client-secret-file secret.txt --code c";

#[test]
fn what_a_demonstration_server_gets_wrong_is_listed() {
    let run = exchange(&demonstration(&json!("3600")), REDEEM);
    let failures = failed(&run, None);
    for check in [
        "access-token-is-id-token",
        "expires-in-malformed",
        "kid-missing",
        "token-response-cacheable",
        "token-response-media-type",
    ] {
        assert!(failures.iter().any(|id| id == check), "{check} is not in {failures:?}");
    }
}

#[test]
fn a_page_in_place_of_an_oauth_error_is_reported() {
    let world = World::new()
        .answers("https://login.acmebank.example/token", 404, "text/plain", "Code not found")
        .file("jwks.json", sample::jwks(&[sample::rsa()]))
        .file("secret.txt", "s3cr3t-value\n");
    let run = exchange(&world, REDEEM);
    assert_eq!(run.exit, 1);
    assert!(failed(&run, Some("error")).contains(&"token-endpoint-status".to_owned()), "{:?}", failed(&run, None));
}
