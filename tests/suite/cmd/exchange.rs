//! `lpauth exchange`: whole logins at the mock, without a socket.

mod by_hand;
mod drill;
mod encrypted;
pub(crate) mod faults;
mod peers;
mod refused;
mod ways;

use crate::sample;
use crate::support::{Run, World};
use serde_json::Value;

/// Runs `lpauth exchange` with these arguments and a JSON report.
fn exchange(world: &World, arguments: &str) -> Run {
    world.run(&format!("exchange --format json {arguments}"))
}

/// The report as JSON.
fn report(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"))
}

/// The ids of the checks that failed with this severity or any, in all groups, in the order of the report.
fn failed(run: &Run, severity: Option<&str>) -> Vec<String> {
    let report = report(run);
    let groups = report["groups"].as_array().unwrap().iter();
    let verdicts = groups.flat_map(|group| group["verdicts"].as_array().unwrap());
    let failed = verdicts.filter(|verdict| verdict["outcome"] == "fail");
    let counted = failed.filter(|verdict| severity.is_none_or(|severity| verdict["severity"] == severity));
    counted.map(|verdict| verdict["id"].as_str().unwrap().to_owned()).collect()
}

/// The outcome of one check in the first group.
fn outcome(run: &Run, check: &str) -> String {
    let report = report(run);
    let verdicts = report["groups"][0]["verdicts"].as_array().unwrap();
    let verdict = verdicts.iter().find(|verdict| verdict["id"] == check).unwrap_or_else(|| panic!("no {check}"));
    verdict["outcome"].as_str().unwrap().to_owned()
}

/// A line of the summary of the first group.
fn said(run: &Run, name: &str) -> String {
    let report = report(run);
    let lines = report["groups"][0]["summary"].as_array().unwrap();
    let line = lines.iter().find(|line| line["name"] == name).unwrap_or_else(|| panic!("no {name} in {lines:?}"));
    line["value"].as_str().unwrap().to_owned()
}

#[track_caller]
fn is_good(world: &World, arguments: &str) -> Run {
    let run = exchange(world, arguments);
    assert_eq!(run.stderr, "", "{arguments}");
    assert_eq!((run.exit, failed(&run, Some("error"))), (0, Vec::new()), "{arguments}");
    assert_eq!(failed(&run, Some("warning")), [""; 0], "{arguments}");
    assert_eq!(outcome(&run, "signature-invalid"), "pass", "{arguments}");
    run
}

#[test]
fn one_command_logs_in_on_a_fresh_machine() {
    let world = World::new();
    let run = world.run("exchange --mock");
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.starts_with("✓ login at https://127.0.0.1:"), "{}", run.stdout);
    assert!(world.servers().is_empty(), "the server is gone afterwards");
    assert!(world.requests().iter().all(|url| !url.contains("//lpcdn")), "LivePerson is never asked");
}

#[test]
fn every_flow_goes_through() {
    for arguments in [
        "--mock",
        "--mock --pkce",
        "--mock --flow implicit",
        "--mock --window embedded",
        "--mock --window embedded --pkce",
        "--mock --window embedded --flow implicit",
        "--mock --nonce",
        "--mock --nonce=n-0S6_WzA2Mj",
        "--mock --flow implicit --nonce",
        "--mock --response-mode form_post",
        "--mock --response-mode fragment",
        "--mock --flow implicit --response-mode form_post",
        "--mock --param prompt=login --param max_age=60",
        "--mock --username ada",
    ] {
        is_good(&World::new(), arguments);
    }
}

#[test]
fn older_connectors_send_another_redirection_uri_to_the_token_endpoint() {
    let run = exchange(&World::new(), "--mock --mode openid");
    assert_eq!(failed(&run, Some("error")), ["redirect-uri-differs"], "{}", run.stdout);
    assert_eq!(outcome(&run, "signature-invalid"), "pass");
    is_good(&World::new(), "--mock --mode openid --flow implicit");
}

#[test]
fn each_way_to_prove_who_the_client_is_is_taken() {
    let key = sample::other_rsa().jwk().to_string();
    for arguments in [
        "post",
        "none",
        "secret-jwt",
        "private-key-jwt --client-key client.jwk",
        "basic --secret-encoding form",
        "basic --secret-encoding probe",
    ] {
        is_good(&World::new().file("client.jwk", &key), &format!("--mock --client-auth {arguments}"));
    }
    let run = exchange(&World::new(), "--mock --client-auth private-key-jwt");
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("--client-auth private-key-jwt takes a private key"), "{}", run.stderr);
    let run = exchange(&World::new(), "--mock --client-auth tls");
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("the mock knows no client by its certificate"), "{}", run.stderr);
}

#[test]
fn several_logins_are_the_same_consumers() {
    let run = is_good(&World::new(), "--mock --repeat 3");
    let report = report(&run);
    let groups = report["groups"].as_array().unwrap();
    let subjects: Vec<_> = groups.iter().map(|group| group["subject"].as_str().unwrap()).collect();
    let at = "at https://127.0.0.1:40001";
    assert_eq!(subjects[..3], [1, 2, 3].map(|number| format!("login {number} {at}")));
    let expected = |group: &Value| {
        let verdicts = group["verdicts"].as_array().unwrap().iter();
        verdicts.filter(|verdict| verdict["id"] == "subject-mismatch").map(|verdict| verdict["outcome"].clone()).next()
    };
    assert_eq!(
        groups[..3].iter().map(expected).collect::<Vec<_>>(),
        ["skip", "pass", "pass"].map(|it| Some(it.into()))
    );
    let refused = exchange(&World::new(), "--mock --repeat 3 --fault token.500");
    assert_eq!(self::report(&refused)["groups"].as_array().unwrap().len(), 2, "what came to nothing is the last");
}

#[test]
fn userinfo_and_refresh_are_asked_and_compared() {
    let world = World::new();
    let run = is_good(&world, "--mock --userinfo --refresh");
    for check in ["userinfo-subject-mismatch", "refresh-subject-changed"] {
        assert_eq!(outcome(&run, check), "pass");
    }
    assert!(world.requests().iter().any(|url| url.ends_with("/userinfo")));
}

#[test]
fn two_logins_in_two_worlds_of_one_kind_are_the_same() {
    let run = |arguments| World::new().run(arguments).stdout;
    assert_eq!(run("exchange --mock --pkce -v"), run("exchange --mock --pkce -v"));
}

#[test]
fn no_secret_is_shown() {
    let world = World::new().file("secret.txt", "s3cr3t-of-the-test\n").file("password.txt", "hopper\n");
    let line = "exchange --mock -v --client-secret-file secret.txt --username grace --password-file password.txt";
    for format in ["pretty", "json", "html", "markdown", "sarif", "junit", "github"] {
        let run = world.run(&format!("{line} --format {format}"));
        let shown = run.stdout + &run.stderr;
        assert!(!shown.contains("s3cr3t-of-the-test") && !shown.contains("hopper"), "{format}: {shown}");
    }
}
