//! `lpauth diagnose`.

mod broken;
mod handed;
mod online;
mod order;
mod threads;

use crate::support::{Run, World};

fn cause(run: &Run) -> &str {
    run.stdout.lines().next().unwrap_or_default()
}

#[test]
fn a_code_alone_gives_its_likely_causes_and_a_command_for_each() {
    let run = World::new().run_args(&["diagnose", "--text", "9007"]);
    assert_eq!(run.exit, 1);
    insta::assert_snapshot!(run.stdout, @r"
    The likely cause: the public key at LivePerson does not belong to the private key that signed
      step      the id_token
      whose     the settings in LivePerson's console
      shown by  text:1: LivePerson says 9007 (CUSTOMER_JWT_NOT_VALID): LivePerson did not accept the
                brand's token; in the public ticket that names it the keys did not match
      change    Find out first whether it is this.
      then      lpauth verify token.jwt --jwks KEYS

      or possible: `iss` is not, character by character, the issuer in LivePerson's console
         lpauth verify token.jwt --jwks KEYS --issuer ISSUER
      or possible: `exp` has passed, or the clocks are apart
         lpauth verify token.jwt --jwks KEYS
      or possible: it is signed with another algorithm than RS256, or not at all
         lpauth verify token.jwt --jwks KEYS
      or possible: a time is in milliseconds or in quotes
         lpauth verify token.jwt --jwks KEYS

      → A HAR of the failing login, made as `lpauth explain har` says, shows every step of it.
    ");
}

#[test]
fn the_reply_is_three_sentences() {
    let run = World::new().run_args(&["diagnose", "--text", "1042", "--reply"]);
    insta::assert_snapshot!(run.stdout, @r"
    The login most likely fails at the id_token: the header has no `kid`.
    This is for the brand's authorization server to put right. Find out first whether it is this.
    Afterwards, `lpauth verify token.jwt --jwks KEYS` shows whether it is right.
    A HAR of the failing login, made as `lpauth explain har` says, shows every step of it.
    ");
}

#[test]
fn nothing_to_go_by_is_said_with_what_would_help() {
    let run = World::new().run_args(&["diagnose", "--text", "it does not work"]);
    assert_eq!(run.exit, 3);
    insta::assert_snapshot!(run.stderr, @r"
    lpauth: nothing in text says anything of a login
      hint: a HAR, a token, the callback address or LivePerson's error code would
    ");
}

#[test]
fn a_callback_with_an_error_names_the_side() {
    let callback = "https://lpcdn.lpsnmedia.net/le_unified_window/index.html?error=unauthorized_client&state=x";
    let run = World::new().run_args(&["diagnose", callback]);
    assert_eq!((run.exit, cause(&run)), (1, "The cause: the authorization endpoint answered with an error"));
}

#[test]
fn a_token_response_without_a_token_is_told_apart_by_its_content() {
    let response = r#"{"access_token":"opaque-1","token_type":"Bearer","expires_in":3600}"#;
    let run = World::new().file("answer.json", response).run_args(&["diagnose", "answer.json"]);
    assert_eq!((run.exit, cause(&run)), (1, "The cause: the token response has no `id_token`"));
}

#[test]
fn a_pasted_answer_counts_as_the_token_endpoints_if_it_was_asked() {
    let answer = "< HTTP/1.1 500 Internal Server Error\n< Content-Type: text/html\n<\n<h1>Oops</h1>\n";
    let asked = |line: &str| World::new().file("a.txt", format!("{line}\n{answer}")).run("diagnose a.txt");
    let told = asked("> POST /token HTTP/1.1");
    assert_eq!(cause(&told), "The cause: the token endpoint answered with neither 200 nor an OAuth error");
    for line in ["> POST /login HTTP/1.1", "the token was refused"] {
        assert_eq!(asked(line).exit, 3, "{line}");
    }
}

#[test]
fn an_error_in_a_log_is_the_token_endpoints_if_oauth_has_such_names() {
    let told = |error: &str| {
        let line = format!("2026-01-01 WARN login: the answer was {{\"error\":\"{error}\"}}\n");
        World::new().file("a.txt", line).run("diagnose a.txt")
    };
    assert_eq!(cause(&told("invalid_client")), "The cause: the token endpoint refused to redeem the code");
    for other in ["Internal_Error", "failed", "error 500_1"] {
        assert_eq!(told(other).exit, 3, "{other}");
    }
}

#[test]
fn a_capture_is_told_apart_and_judged() {
    let world = World::new();
    let login = "exchange --mock --fault iss.slash --show-secrets --har login.har";
    world.run(login);
    let run = world.run("diagnose login.har");
    assert_eq!(
        (run.exit, cause(&run)),
        (1, "The cause: `iss` is not the expected issuer"),
        "{}{}",
        run.stdout,
        run.stderr
    );
    let sound = World::new();
    sound.run("exchange --mock --show-secrets --har login.har");
    let run = sound.run("diagnose login.har");
    assert_eq!((run.exit, cause(&run)), (0, "Nothing here would stop the login."), "{}", run.stdout);
}
