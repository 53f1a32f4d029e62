//! The ways to log in that are not a form filled in by itself, and what is kept of a login.

use super::{exchange, outcome, said};
use crate::sample;
use crate::support::World;
use lpauth::edge::files::Access;
use lpauth::edge::http::Limits;
use lpauth::model::http::Request;
use serde_json::{Value, json};
use url::Url;

const BY_HAND: &str = "--authorization-endpoint https://login.acmebank.example/authorize --token-endpoint https://login.acmebank.example/token --jwks jwks.json --client-id lp-acmebank --client-secret-file secret.txt";

/// A world whose authorization server is a token endpoint that knows every code.
fn world() -> World {
    let body = json!({ "id_token": sample::token(), "access_token": "at", "token_type": "Bearer", "expires_in": 3600 });
    World::new()
        .serves("https://login.acmebank.example/token", "application/json", &body.to_string())
        .file("jwks.json", sample::jwks(&[sample::rsa()]))
        .file("secret.txt", "s3cr3t-value\n")
}

/// The address that a browser ends at when the server answers the authorization request `url`.
fn back(url: &Url, parameters: &str) -> Url {
    let of =
        |name: &str| url.query_pairs().find(|(other, _)| other == name).map(|(_, value)| value.into_owned()).unwrap();
    let mut back = Url::parse(&format!("{}{parameters}", of("redirect_uri"))).unwrap();
    back.query_pairs_mut().append_pair("state", &of("state"));
    back
}

#[test]
fn the_persons_browser_comes_back_to_this_machine() {
    let world = world().browser(|world, url| {
        let goal = back(url, "?code=c");
        assert_eq!(goal.port(), Some(8765), "{goal}");
        world.edge().http.hop(&Request::get(goal, "*/*"), &Limits::default()).unwrap();
    });
    let run = exchange(&world, &format!("{BY_HAND} --login browser --redirect-uri http://127.0.0.1:8765/callback"));
    assert_eq!(outcome(&run, "signature-invalid"), "pass", "{}", run.stdout);
    assert_eq!(outcome(&run, "redirect-uri-differs"), "pass");
    assert_eq!(said(&run, "redirect URI"), "http://127.0.0.1:8765/callback");
    assert!(world.servers().is_empty(), "nothing waits any more");
}

#[test]
fn where_liveperson_s_window_is_the_goal_the_address_is_pasted() {
    let state = "s1";
    let address = format!("https://lpcdn.lpsnmedia.net/le_unified_window/index.html?code=c&state={state}");
    let world = world().person(&["what?", &address]);
    let run = exchange(&world, &format!("{BY_HAND} --state {state}"));
    assert_eq!(outcome(&run, "signature-invalid"), "pass", "{}", run.stdout);
    assert_eq!(world.opened().len(), 1);
    assert!(run.stderr.contains("If none opens, open this address:\n  https://login.acmebank.example/authorize?"));
    assert!(world.prompts()[1].starts_with("That is no address. Paste the address"), "{:?}", world.prompts());
}

#[test]
fn instructions_fill_in_the_pages() {
    let steps = r#"
        [[step]]
        expect = "Acme Bank"
        fill = { username = "grace", password = "file:password.txt" }
    "#;
    let world = World::new().file("login/steps.toml", steps).file("login/password.txt", "hopper\n");
    let run = exchange(&world, "--mock --login steps=login/steps.toml");
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""));
    assert_eq!(said(&run, "subject"), "9b47e03d6c1f4ad2b5e8");
    assert!(!run.stdout.contains("hopper"));
    // What stands elsewhere is a secret, whatever the field is called.
    let steps = steps.replace("\"grace\"", "\"file:name.txt\"");
    let world = world.file("login/steps.toml", &steps).file("login/name.txt", "grace\n");
    assert_eq!(exchange(&world, "--mock --login steps=login/steps.toml --transcript kept.json").exit, 0);
    let kept = world.read("kept.json");
    assert!(kept.contains("username=REDACTED-password-") && !kept.contains("=grace"), "{kept}");
    let run = exchange(&world.file("bad.toml", "[[step]]\nfil = {}\n"), "--mock --login steps=bad.toml");
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("bad.toml:2:1: ") && run.stderr.contains("“fill”"), "{}", run.stderr);
}

#[test]
fn cookies_of_another_visit_do_not_log_in_by_themselves() {
    let world = World::new().file("cookies.txt", "lp_session=nobody");
    let run = exchange(&world, "--mock --login cookie=cookies.txt");
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""), "the test user fills in the form");
}

#[test]
fn a_way_that_there_is_not_is_a_wrong_command_line() {
    for (way, message) in [
        ("telepathy", "form, steps=FILE, cookie=FILE, webdriver=URL or browser"),
        ("steps", "steps=FILE"),
        ("webdriver=there", "webdriver=http://127.0.0.1:9515"),
    ] {
        let run = World::new().run(&format!("exchange --mock --login {way}"));
        assert_eq!(run.exit, 2);
        assert!(run.stderr.contains(message), "{}", run.stderr);
    }
}

#[test]
fn a_login_is_told_message_by_message() {
    let run = World::new().run("exchange --mock --no-lint --pkce --userinfo");
    insta::assert_snapshot!(run.stdout, @r#"
    ✓ login at https://127.0.0.1:40001: no errors, no warnings
      issuer        https://127.0.0.1:40001
      client        lp-acmebank, by client_secret_basic
      flow          code with PKCE, in a window of LivePerson's
      redirect URI  https://lpcdn.lpsnmedia.net/le_unified_window/index.html
      subject       5d0c1fa9e2b74c63a8f1

    7 messages in 0 ms; server: https://127.0.0.1:40001
      1       0 ms  LivePerson → server   GET /.well-known/openid-configuration
                                          200, metadata of https://127.0.0.1:40001, 0 ms
      2       0 ms  LivePerson → server   GET /jwks.json
                                          200, 1 key, 0 ms
      3       0 ms  browser → server      GET /authorize
                                          200, the page “Log in – Acme Bank”, 0 ms
      4       0 ms  browser → server      POST /login
                                          303 → callback with code, state, iss, 0 ms
      5       0 ms  browser → LivePerson  GET https://lpcdn.lpsnmedia.net/le_unified_window/index.html
                                          brings code, state, iss
      6       0 ms  LivePerson → server   POST /token
                                          200, with id_token, access_token, refresh_token, 0 ms
      7       0 ms  LivePerson → server   GET /userinfo
                                          200, 1 claim, 0 ms

    116 checks passed, 24 not asked (-v lists them)
    "#);
}

#[test]
fn a_transcript_holds_everything_but_secrets() {
    let world = World::new();
    let run = exchange(&world, "--mock --transcript login.json");
    assert_eq!((run.exit, world.access("login.json")), (0, Access::Private));
    let kept: Value = serde_json::from_str(&world.read("login.json")).unwrap();
    assert_eq!(kept["schema"], "lpauth-transcript-v1");
    let purposes: Vec<&str> =
        kept["steps"].as_array().unwrap().iter().map(|step| step["purpose"].as_str().unwrap()).collect();
    assert_eq!(purposes, ["metadata", "keys", "authorization", "login", "callback", "token"]);
    assert!(!world.read("login.json").contains("lovelace"));
}

#[test]
fn an_archive_holds_the_messages_too() {
    let world = World::new();
    assert_eq!(exchange(&world, "--mock --har login.har").exit, 0);
    let archive: Value = serde_json::from_str(&world.read("login.har")).unwrap();
    assert_eq!(archive["log"]["version"], "1.2");
    assert_eq!(archive["log"]["entries"].as_array().unwrap().len(), 6);
    assert!(!world.read("login.har").contains("lovelace"));
}

#[test]
fn what_is_taken_out_of_a_record_is_the_users_choice() {
    let world = World::new();
    exchange(&world, "--mock --transcript open.json --show-secrets");
    assert!(world.read("open.json").contains("lovelace"));
    exchange(&world, "--mock --transcript bare.json --redact pii");
    let kept: Value = serde_json::from_str(&world.read("bare.json")).unwrap();
    assert_eq!(kept["redacted"]["personal"], true);
}
