//! Logins that come to nothing: the report says at which step, whose fault it is, on which page, and what to do.

use super::{exchange, failed, outcome, said};
use crate::support::World;
use lpauth::edge::serve::{Handler, Options};
use lpauth::model::http::Reply;
use std::sync::Arc;

#[test]
fn a_wrong_secret_is_liveperson_s_side() {
    let world = World::new().file("secret.txt", "not-the-secret\n");
    let run = exchange(&world, "--mock --client-secret-file secret.txt");
    assert_eq!((run.exit, run.stderr.as_str()), (1, ""));
    assert_eq!(outcome(&run, "token-endpoint-refused"), "fail");
    assert_eq!(said(&run, "stopped"), "at the token request: the token endpoint answers “invalid_client”");
    assert!(said(&run, "wrong side").starts_with("LivePerson's configuration"));
    assert!(said(&run, "next").contains("compare client ID and secret"));
}

#[test]
fn a_probe_says_what_the_server_takes() {
    let world = World::new().file("secret.txt", "not/the+secret\n");
    let run = exchange(&world, "--mock --client-secret-file secret.txt --secret-encoding probe");
    assert_eq!(said(&run, "secret"), "taken neither as it is nor form-encoded");
    assert_eq!(world.requests().iter().filter(|url| url.ends_with("/token")).count(), 3);
}

#[test]
fn a_wrong_password_shows_the_page() {
    let world = World::new().file("password.txt", "not-the-password\n");
    let run = exchange(&world, "--mock --username ada --password-file password.txt");
    assert_eq!(run.exit, 1, "{}", run.stdout);
    assert_eq!(outcome(&run, "login-stuck"), "fail");
    let page = said(&run, "page");
    assert!(page.contains("https://127.0.0.1:40001/") && page.contains("fields: "), "{page}");
    assert!(said(&run, "next").contains("check the name and the password"));
    assert!(!run.stdout.contains("not-the-password"));
}

#[test]
fn an_unregistered_redirection_uri_is_told_by_the_page() {
    let run = exchange(&World::new(), "--mock --redirect-uri https://www.acmebank.example/chat");
    assert_eq!(run.exit, 1);
    let failures = failed(&run, Some("error"));
    assert!(failures.iter().any(|id| id == "login-redirect-uri-unregistered"), "{failures:?}");
    assert!(said(&run, "wrong side").starts_with("LivePerson's configuration, or this client's"));
}

#[test]
fn a_client_that_nobody_knows_gets_nowhere() {
    let run = exchange(&World::new(), "--mock --client-id somebody-else");
    assert_eq!(run.exit, 1);
    assert!(said(&run, "stopped").starts_with("at the authorization request: "), "{}", run.stdout);
}

#[test]
fn another_redirection_uri_at_the_token_endpoint_is_refused() {
    let run = exchange(&World::new(), "--mock --token-redirect-uri https://liveperson.net/");
    assert_eq!(run.exit, 1);
    assert_eq!(outcome(&run, "redirect-uri-differs"), "fail");
    assert_eq!(said(&run, "stopped"), "at the token request: the token endpoint answers “invalid_grant”");
}

#[test]
fn an_endpoint_that_takes_too_long_is_not_waited_for() {
    let run = exchange(&World::new(), "--mock --fault token.slow --timeout 1");
    assert_eq!(run.exit, 4);
    assert!(run.stderr.contains("/token did not answer within 1 second"), "{}", run.stderr);
    assert!(failed(&run, Some("error")).contains(&"login-unfinished".to_owned()));
}

#[test]
fn an_error_that_comes_back_is_the_end() {
    let world = World::new();
    let run = exchange(&world, "--mock --param prompt=none");
    assert_eq!(run.exit, 1);
    assert_eq!(
        said(&run, "stopped"),
        "at the way back to LivePerson: the authorization server answers “login_required”"
    );
    assert!(world.requests().iter().all(|url| !url.ends_with("/token")));
}

#[test]
fn without_anybody_to_log_in_the_command_line_is_wrong() {
    let metadata = r#"{"issuer":"https://login.acmebank.example","authorization_endpoint":"https://login.acmebank.example/a",
        "token_endpoint":"https://login.acmebank.example/t","jwks_uri":"https://login.acmebank.example/k"}"#;
    let world = World::new()
        .serves("https://login.acmebank.example/.well-known/openid-configuration", "application/json", metadata)
        .serves("https://login.acmebank.example/k", "application/json", r#"{"keys":[]}"#)
        .file("secret.txt", "s3cr3t");
    let start = "exchange https://login.acmebank.example";
    for (arguments, message) in [
        ("", "the client secret is missing, and nobody is there to ask"),
        (" --client-secret-file secret.txt", "nobody said what the authorization server knows LivePerson by"),
        (" --client-id lp --client-secret-file secret.txt", "nobody is named who could log in"),
        (" --client-id lp --client-secret-file secret.txt --username ada", "the password of ada is missing"),
        (" --mock", "exclude each other"),
    ] {
        let run = world.run(&format!("{start}{arguments}"));
        assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{arguments}");
        assert!(run.stderr.contains(message), "{}", run.stderr);
    }
}

#[test]
fn an_unknown_fault_is_a_wrong_command_line() {
    let run = World::new().run("exchange --mock --fault token.5000");
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("there is no fault token.5000"), "{}", run.stderr);
}

#[test]
fn a_response_type_that_brings_nothing_for_the_flow_is_a_wrong_command_line() {
    for (flags, message) in [
        ("--response-type id_token", "“id_token” brings nothing for the flow code"),
        ("--flow implicit --response-type code", "“code” brings nothing for the flow implicit"),
    ] {
        let run = World::new().run(&format!("exchange --mock {flags}"));
        assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{flags}");
        assert!(run.stderr.contains(message) && run.stderr.contains("--param 'response_type="), "{}", run.stderr);
    }
}

#[test]
fn a_login_that_goes_in_circles_is_the_brands_mistake() {
    let world = World::new().file("jwks.json", r#"{"keys":[]}"#).file("secret.txt", "s3cr3t");
    let headers = vec![("location".to_owned(), "/x".to_owned())];
    let reply = Reply { status: 302, headers, ..Reply::default() };
    let handler: Handler = Arc::new(move |_, _| reply.clone());
    let running = world.edge().servers.start(&Options::default(), handler).unwrap();
    let flags =
        "--jwks jwks.json --client-id lp --client-secret-file secret.txt --username ada --password-file secret.txt";
    let endpoints = format!("--authorization-endpoint {0}a --token-endpoint {0}t", running.url);
    let run = exchange(&world, &format!("{endpoints} {flags}"));
    assert_eq!((run.exit, run.stderr.as_str()), (1, ""));
    assert_eq!(said(&run, "wrong side"), "the brand's authorization server");
    assert!(said(&run, "stopped").contains("in circles"), "{}", said(&run, "stopped"));
    assert!(said(&run, "next").starts_with("look at where the server sends the browser"));
}
