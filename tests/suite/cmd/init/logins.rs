//! A first login at the end of `lpauth init`, and what the settings keep for the next ones.

use super::{FILE, brand, published, said};
use crate::sample;
use crate::support::{Run, World};
use serde_json::Value;
use std::cell::RefCell;
use std::rc::Rc;

const MOCK: &str = "http://127.0.0.1:40001";

/// Runs `lpauth` with each line of arguments while the mock is at work, whose secrets stand in files.
fn at_the_mock(answers: &[&str], lines: &[&str]) -> (World, Vec<Run>) {
    let runs = Rc::new(RefCell::new(Vec::new()));
    let (kept, lines): (_, Vec<String>) = (Rc::clone(&runs), lines.iter().map(|line| (*line).to_owned()).collect());
    let world =
        World::new().file("brand.key", sample::rsa().to_pkcs8().unwrap()).person(answers).meanwhile(move |world| {
            let told: Value = serde_json::from_str(&world.read("mock.json")).unwrap();
            let issuer = &told["issuers"][0];
            world.put("/home/ada/lp.secret", issuer["clients"][0]["client_secret"].as_str().unwrap());
            world.put("/home/ada/ada.secret", issuer["users"][0]["password"].as_str().unwrap());
            kept.borrow_mut().extend(lines.iter().map(|line| world.run(line)));
        });
    let run = world.run("mock --port 0 --key brand.key --secrets-out mock.json --quiet");
    assert_eq!(run.exit, 0, "{run:?}");
    let runs = runs.take();
    (world, runs)
}

/// The flags of a brand whose test user logs in at the mock by its form.
const BRAND: &str = "--brand mock --client-id lp-acmebank --client-secret file:lp.secret --flow code-pkce \
    --issuer-display-name Mock --username ada --password file:ada.secret";

#[test]
fn a_first_login_is_made_if_a_person_wants_one() {
    // Write it, try a login.
    let (world, runs) = at_the_mock(&["y", "y"], &[&format!("init {MOCK} {BRAND}")]);
    assert!(runs[0].stdout.contains("login at http://127.0.0.1:40001"), "{:?}", runs[0]);
    assert!(runs[0].stdout.contains("5d0c1fa9e2b74c63a8f1"), "the subject of the token: {:?}", runs[0]);
    assert_eq!(world.prompts().last().unwrap(), "Try a login now?");
    assert!(!runs[0].stderr.contains("next:"), "{:?}", runs[0]);
}

#[test]
fn no_login_is_made_that_nobody_wants() {
    // The mock without TLS has errors, so that the answer is no unless somebody says yes.
    let (_, runs) = at_the_mock(&["", ""], &[&format!("init {MOCK} {BRAND}")]);
    assert_eq!(runs[0].exit, 0, "{:?}", runs[0]);
    assert!(!runs[0].stdout.contains("login at"), "{:?}", runs[0]);
    assert!(runs[0].stderr.contains("  lpauth exchange --brand mock "), "{:?}", runs[0]);
}

#[test]
fn what_the_settings_keep_is_what_exchange_does() {
    let more = "--client-auth basic --scope openid --window embedded --redirect-uri https://liveperson.net \
        --token-redirect-uri https://liveperson.net --login form";
    let lines = [
        format!("init {MOCK} {BRAND} {more}"),
        "exchange --brand mock --userinfo --format json --no-lint".to_owned(),
        "exchange --brand mock --client-auth post --format json --no-lint".to_owned(),
    ];
    let (world, runs) = at_the_mock(&["y", "n"], &lines.each_ref().map(String::as_str));
    let kept = brand(&world.read(FILE), "mock");
    for (member, value) in [
        ("client_auth", "basic"),
        ("scope", "openid"),
        ("window", "embedded"),
        ("redirect_uri", "https://liveperson.net"),
        ("login", "form"),
        ("username", "ada"),
        ("password", "file:ada.secret"),
        ("userinfo_endpoint", "http://127.0.0.1:40001/userinfo"),
    ] {
        assert_eq!(kept.text(member), Some(value), "{member}");
    }
    let summary = |run: &Run| -> String {
        let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
        report["groups"][0]["summary"].to_string()
    };
    let first = summary(&runs[1]);
    assert!(first.contains("5d0c1fa9e2b74c63a8f1") && first.contains("in the brand's page"), "{first}");
    assert!(first.contains("by client_secret_basic"), "{first}");
    let second = summary(&runs[2]);
    assert!(second.contains("by client_secret_post"), "a flag goes before the settings: {second}");
}

#[test]
fn files_of_logins_are_named_as_seen_from_the_settings() {
    let world = published(&super::metadata());
    let line = format!(
        "init {} --client-id lp --out sub/lpauth.toml --login steps=sub/login.steps --password file:pw --username ada",
        super::ISSUER
    );
    let run = world.run(&line);
    assert_eq!(run.exit, 0, "{run:?}");
    let kept = brand(&world.read("sub/lpauth.toml"), "acmebank");
    assert_eq!(kept.text("login"), Some("steps=login.steps"));
    assert_eq!(kept.text("password"), Some("file:/home/ada/pw"));
    assert!(said(&kept).iter().all(|(_, value)| value != "pw"));
}

#[test]
fn a_password_as_such_is_refused_and_not_repeated() {
    let run = World::new().run("init https://a.example --username ada --password hunter2");
    assert_eq!(run.exit, 2, "{run:?}");
    assert!(run.stderr.contains("--password must be \"env:NAME\" or \"file:PATH\""), "{}", run.stderr);
    assert!(!run.stderr.contains("hunter2"), "{}", run.stderr);
}

#[test]
fn a_way_that_is_none_is_said() {
    let world = World::new().file(FILE, "[brand.a]\nlogin = \"guess\"\n");
    let run = world.run("exchange --brand a");
    assert!(run.exit == 2 && run.stderr.contains("login in lpauth.toml: form, steps=FILE"), "{run:?}");
}
