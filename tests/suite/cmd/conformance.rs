//! `lpauth conformance`: whole runs at the mock, without a socket.

use crate::support::{Run, World};
use serde_json::Value;
use std::collections::BTreeSet;

fn report(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"))
}

fn conformance(world: &World, arguments: &str) -> Run {
    world.run(&format!("conformance --mock --format json {arguments}"))
}

/// The names of the groups that fail with this severity.
fn failing(run: &Run, severity: &str) -> Vec<String> {
    let report = report(run);
    let groups = report["groups"].as_array().unwrap().iter();
    let fails = |verdict: &Value| verdict["outcome"] == "fail" && verdict["severity"] == severity;
    let failing = groups.filter(|group| group["verdicts"].as_array().unwrap().iter().any(fails));
    failing.map(|group| group["subject"].as_str().unwrap().to_owned()).collect()
}

/// The group of a case.
fn group(run: &Run, name: &str) -> Value {
    let report = report(run);
    let groups = report["groups"].as_array().unwrap();
    groups.iter().find(|group| group["subject"] == name).unwrap_or_else(|| panic!("no {name}")).clone()
}

/// The outcome of a case, and why it was skipped.
fn own(run: &Run, name: &str) -> (String, String) {
    let verdict = group(run, name)["verdicts"][0].clone();
    let reason = verdict["reason"].as_str().unwrap_or_default().to_owned();
    (verdict["outcome"].as_str().unwrap().to_owned(), reason)
}

#[test]
fn one_command_proves_a_server_on_a_fresh_machine() {
    let world = World::new();
    let run = world.run("conformance --mock");
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.starts_with("✓ ready for LivePerson\n"), "{}", run.stdout);
    assert!(world.servers().is_empty(), "the server is gone afterwards");
    let others: Vec<_> = world.requests().into_iter().filter(|url| !url.starts_with("https://127.0.0.1:")).collect();
    assert_eq!(others, [""; 0], "nobody else is asked");
}

#[test]
fn every_plan_passes_against_the_mock() {
    for plan in [
        "liveperson",
        "liveperson --flow code",
        "liveperson --flow implicit",
        "oidc-basic",
        "oidc-implicit",
        "oidc-config",
    ] {
        let run = conformance(&World::new(), &format!("--plan {plan}"));
        assert_eq!((run.exit, run.stderr.as_str(), failing(&run, "error")), (0, "", Vec::new()), "{plan}");
        let readiness = &report(&run)["readiness"];
        assert_eq!(readiness.is_object(), plan.starts_with("liveperson"), "{plan}: {readiness}");
    }
}

#[test]
fn two_runs_in_two_worlds_of_one_kind_are_the_same() {
    let run = || World::new().run("conformance --mock -v").stdout;
    assert_eq!(run(), run());
}

#[test]
fn a_server_that_takes_any_secret_is_not_ready() {
    let run = conformance(&World::new(), "--fault lax.secret --only secret-unchecked");
    assert_eq!((run.exit, failing(&run, "error")), (1, vec!["secret-unchecked".to_owned()]));
    let readiness = report(&run)["readiness"].clone();
    assert_eq!(readiness["state"], "not-ready");
    assert!(readiness["because"][0].as_str().unwrap().ends_with(" (secret-unchecked)."), "{readiness}");
    let group = group(&run, "secret-unchecked");
    assert_eq!(group["part"], "token request");
    assert_eq!(group["cost"]["requests"], 2);
}

#[test]
fn where_nobody_can_log_in_nothing_else_is_tried() {
    let world = World::new();
    let run = conformance(&world, "--flow code --fault token.500");
    assert_eq!(failing(&run, "error"), ["login-failing"]);
    let (outcome, reason) = own(&run, "code-reusable");
    assert_eq!(outcome, "skip");
    assert_eq!(reason, "the plain login does not work, so nothing else can be told");
    let logins = world.requests().iter().filter(|url| url.contains("/authorize")).count();
    assert_eq!(logins, 1);
}

#[test]
fn the_verdict_says_what_stopped_the_login() {
    let because = |arguments: &str| {
        let run = conformance(&World::new(), arguments);
        report(&run)["readiness"]["because"][0].as_str().unwrap().to_owned()
    };
    assert_eq!(
        because("--flow code --fault token.500"),
        "An ordinary login does not bring a token: the token endpoint answers with status 500 (login-failing)."
    );
    assert_eq!(
        because("--flow implicit --fault authz.state-dropped"),
        "An ordinary login does not bring a token: the state did not come back, so that nobody knows whose login this is \
         (login-failing)."
    );
    assert_eq!(
        because("--flow code --only secret-unchecked --skip secret-unchecked=known"),
        "The server did what is right in 1 scenario; 1 was not tried."
    );
}

#[test]
fn one_flow_that_fails_leaves_the_other() {
    let run = conformance(&World::new(), "--fault token.500");
    assert_eq!(own(&run, "login-failing (id_token)").0, "pass");
    assert_eq!(own(&run, "state-json-damaged (id_token)").0, "pass");
    assert_eq!(own(&run, "state-json-damaged").0, "skip");
}

#[test]
fn a_mistake_in_every_login_is_told_once() {
    let run = conformance(&World::new(), "--flow code --fault exp.past");
    assert_eq!(failing(&run, "error"), ["login-failing"]);
}

#[test]
fn scenarios_are_left_out_for_a_reason_that_is_told() {
    let run = conformance(&World::new(), "--only code-reusable --only secret-unchecked --skip code-reusable=known,#12");
    assert_eq!(own(&run, "code-reusable"), ("skip".into(), "left out: known,#12".into()));
    assert_eq!(own(&run, "secret-unchecked").0, "pass");
    assert_eq!(own(&run, "login-failing").0, "pass");
    let report = report(&run);
    let tries = report["groups"].as_array().unwrap().iter().filter(|group| group["part"].is_string()).count();
    assert_eq!(tries, 4, "and the plain login of the other flow");
}

#[test]
fn a_scenario_that_is_none_is_told() {
    let run = World::new().run("conformance --mock --only code-reusabel");
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("there is no scenario “code-reusabel”"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean code-reusable?"), "{}", run.stderr);
    let run = World::new().run("conformance --mock --skip code-reusable");
    assert_eq!(run.exit, 2);
    let run = World::new().run("conformance --mock --plan oidc-implicit --only secret-unchecked");
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("the plan oidc-implicit does not have"), "{}", run.stderr);
}

#[test]
fn when_the_time_is_up_the_rest_is_skipped() {
    let run = conformance(&World::new(), "--timeout 0s");
    assert_eq!(own(&run, "login-failing"), ("skip".into(), "the time was up before (--timeout)".into()));
    assert_eq!(report(&run)["readiness"]["state"], "unknown");
}

#[test]
fn transcripts_are_kept_without_secrets() {
    let world = World::new();
    let run = conformance(&world, "--transcripts out --only second-login-differs");
    assert_eq!(run.exit, 0);
    let files = world.files();
    for name in ["login-failing", "login-failing-id_token", "second-login-differs-1", "second-login-differs-2"] {
        assert!(files.contains(&format!("out/{name}.json")), "{files:?}");
    }
    let kept = world.read("out/login-failing.json");
    assert!(!kept.contains("lovelace") && kept.contains("REDACTED"), "{kept}");
    let world = World::new();
    conformance(&world, "--transcripts out --only second-login-differs --show-secrets");
    assert!(world.read("out/login-failing.json").contains("lovelace"));
}

#[test]
fn no_secret_is_shown() {
    let world = World::new().file("secret.txt", "s3cr3t-of-the-test\n").file("password.txt", "hopper\n");
    let line = "conformance --mock -v --client-secret-file secret.txt --username grace --password-file password.txt \
                --fault lax.secret --only secret-unchecked";
    for format in ["pretty", "json", "html", "markdown", "sarif", "junit"] {
        let run = world.run(&format!("{line} --format {format}"));
        let shown = run.stdout + &run.stderr;
        assert!(!shown.contains("s3cr3t-of-the-test") && !shown.contains("hopper"), "{format}: {shown}");
    }
}

/// Everything secret in the transcripts of a run that hid nothing: two runs in two worlds of one kind are the same.
fn secrets_of(world: &World) -> BTreeSet<String> {
    let files = world.files().into_iter().filter(|path| path.starts_with("out/"));
    let transcripts: Vec<Value> = files.map(|path| serde_json::from_str(&world.read(&path)).unwrap()).collect();
    let steps = transcripts.iter().flat_map(|transcript| transcript["steps"].as_array().unwrap());
    let messages = steps.flat_map(|step| [&step["request"], &step["answer"]]);
    messages.flat_map(secrets_in).filter(|secret| secret.len() > 8).collect()
}

fn secrets_in(message: &Value) -> Vec<String> {
    let header = |[name, value]: [&str; 2]| match name {
        "cookie" | "set-cookie" => {
            value.split(';').filter_map(|pair| Some(pair.split_once('=')?.1.to_owned())).collect()
        }
        "authorization" => value.split_once(' ').map(|(_, secret)| secret.to_owned()).into_iter().collect(),
        "location" => in_query(value.split_once(['?', '#']).map_or("", |(_, query)| query)),
        _ => Vec::new(),
    };
    let headers = message["headers"].as_array().into_iter().flatten();
    let mut secrets: Vec<String> =
        headers.flat_map(|field| header([field[0].as_str().unwrap(), field[1].as_str().unwrap()])).collect();
    let body = message["body"].as_str().unwrap_or_default();
    match serde_json::from_str::<Value>(body) {
        Ok(Value::Object(members)) => {
            secrets.extend(members.iter().filter_map(|(name, value)| secret(name, value.as_str()?)));
        }
        _ => secrets.extend(in_query(body)),
    }
    secrets
}

fn in_query(query: &str) -> Vec<String> {
    url::form_urlencoded::parse(query.as_bytes()).filter_map(|(name, value)| secret(&name, &value)).collect()
}

/// What nobody may see of a value: of a token, its signature.
fn secret(name: &str, value: &str) -> Option<String> {
    match name {
        "code"
        | "access_token"
        | "refresh_token"
        | "client_secret"
        | "password"
        | "code_verifier"
        | "registration_access_token" => Some(value.to_owned()),
        "id_token" => value.rsplit_once('.').map(|(_, signature)| signature.to_owned()),
        _ => None,
    }
}

#[test]
fn no_secret_of_any_message_is_in_anything_that_is_written() {
    for plan in ["liveperson", "oidc-basic"] {
        let open = World::new();
        conformance(&open, &format!("--plan {plan} -v --transcripts out --show-secrets"));
        let secrets = secrets_of(&open);
        assert!(secrets.len() > 40, "{plan}: {}", secrets.len());
        let world = World::new();
        let reports = ["junit", "sarif", "github", "markdown", "html", "badge", "pretty"];
        let reports: String = reports.map(|format| format!(" --report {format}=report.{format}")).concat();
        let run = conformance(&world, &format!("--plan {plan} -v --transcripts out{reports}"));
        let state = |world: &World| {
            let transcript: Value = serde_json::from_str(&world.read("out/login-failing.json")).unwrap();
            transcript["terms"]["state"].clone()
        };
        assert_eq!(state(&world), state(&open), "the runs have the same secrets");
        let written = world.files().into_iter().map(|path| (world.read(&path), path));
        for (text, path) in written.chain([(run.stdout, "stdout".to_owned()), (run.stderr, "stderr".to_owned())]) {
            let shown: Vec<_> = secrets.iter().filter(|secret| text.contains(secret.as_str())).collect();
            assert_eq!(shown, [""; 0], "{plan}: {path}");
        }
    }
}

#[test]
fn what_was_accepted_counts_no_more() {
    let world = World::new();
    let line = "--fault lax.secret --only secret-unchecked";
    assert_eq!(conformance(&world, line).exit, 1);
    let run = conformance(&world, &format!("{line} --write-baseline known.json"));
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let run = conformance(&world, &format!("{line} --baseline known.json"));
    assert_eq!((run.exit, report(&run)["readiness"]["state"].as_str()), (0, Some("ready")));
}

#[test]
fn runs_are_compared() {
    let world = World::new();
    conformance(&world, "--only secret-unchecked --report json=old.json");
    let run = conformance(&world, "--only secret-unchecked --compare old.json --fault lax.secret");
    let changed = report(&run)["changes"]["changed"].clone();
    let changed: Vec<_> = changed.as_array().unwrap().iter().map(|change| change["check"].clone()).collect();
    assert_eq!(changed, ["secret-unchecked"]);
    let run = world.file("old.json", "{}").run("conformance --mock --only secret-unchecked --compare old.json");
    assert_eq!(run.exit, 3);
    assert!(run.stderr.contains("old.json is"), "{}", run.stderr);
}

#[test]
fn a_server_that_is_not_there_is_a_failure() {
    let world = World::new().file("secret.txt", "s\n").file("password.txt", "p\n");
    let run = world.run(
        "conformance https://login.nowhere.example --client-id lp --client-secret-file secret.txt --username ada \
         --password-file password.txt",
    );
    assert_eq!(run.exit, 4, "{run:?}");
}

#[test]
fn somebody_has_to_log_in_unattended() {
    let run = World::new().run("conformance --mock --login browser");
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("in a browser of their own"), "{}", run.stderr);
}

#[test]
fn what_conflicts_with_the_standards_is_told_once() {
    let run = conformance(&World::new(), "--flow implicit");
    let report = report(&run);
    let caveats = |group: &Value| group["caveats"].as_array().map_or(0, Vec::len);
    let told: usize = report["groups"].as_array().unwrap().iter().map(caveats).sum();
    assert_eq!(told, 1);
    assert_eq!(caveats(&group(&run, "nonce-demanded (id_token)")), 1);
}

#[test]
fn the_settings_name_the_second_client_and_how_long_codes_live() {
    let settings = "[brand.acmebank]\nissuer = \"https://login.nowhere.example\"\nclient_id = \"lp\"\n\
                    second_client_id = \"lp-2\"\nsecond_client_secret = \"env:SECOND\"\ncode_lifetime = \"5m\"\n";
    let world = World::new().file("/home/ada/lpauth.toml", settings).variable("SECOND", "s-2");
    let run = world.run("conformance --brand acmebank");
    assert_eq!(run.exit, 4, "{}", run.stderr);
}
