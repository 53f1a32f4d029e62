//! What a diagnosis shows first: the cause, then what happened with the broken step marked, then the findings. In every format.

use super::super::exchange::faults::{ISSUER, KNOWN, at_work};
use crate::har_read::exporters::{Exporter, write};
use crate::recognise::messages::{WINDOW, asks, code_login, encoded, state};
use crate::support::World;
use lpauth::flow::fault::AnyFault;
use serde_json::Value;

const HERE: &str = "the login breaks here";
const FORMATS: [&str; 3] = ["--format=pretty", "--format=markdown", "--format=html"];

fn broken(fault: &str) -> World {
    let (world, _running) = at_work(vec![AnyFault::find(fault).unwrap()]);
    world.run_args(&[&["exchange", ISSUER, "--nonce=n-1", "--transcript=t.json"], KNOWN.as_slice()].concat());
    world
}

#[track_caller]
fn in_order(text: &str, parts: &[&str]) {
    let mut from = 0;
    for part in parts {
        let at = text[from..].find(part).unwrap_or_else(|| panic!("no {part:?} after {:?} in:\n{text}", &parts[0]));
        from += at + part.len();
    }
}

#[test]
fn the_cause_stands_first_then_the_timeline_then_the_findings() {
    let world = broken("iss.slash");
    let texts = FORMATS.map(|format| world.run_args(&["diagnose", "t.json", format]).stdout);
    let title = "is not the expected issuer";
    in_order(&texts[0], &[title, "shown by", "change", "messages in", HERE, "error: issuer-mismatch", "checks passed"]);
    in_order(&texts[1], &["## The cause", title, "**Change:**", "What happened", HERE, "### error: `issuer-mismatch`"]);
    in_order(
        &texts[2],
        &["class=\"diagnosis\"", title, "What happened", HERE, "aria-label=\"error: issuer-mismatch\""],
    );
    for text in &texts {
        assert_eq!(text.matches(HERE).count(), 1, "{text}");
    }
}

#[test]
fn the_step_that_is_marked_is_the_one_of_the_cause() {
    for (fault, method) in [("iss.slash", "POST"), ("authz.state-dropped", "GET"), ("token.500", "POST")] {
        let world = broken(fault);
        let report: Value = serde_json::from_str(&world.run("diagnose t.json --format json").stdout).unwrap();
        let timeline = &report["groups"][0]["timeline"];
        let cause = usize::try_from(timeline["cause"].as_u64().unwrap()).unwrap();
        let row = &timeline["rows"][cause - 1];
        let check = &report["diagnosis"]["causes"][0]["checks"][0];
        assert!(row["checks"].as_array().unwrap().contains(check), "{fault}: {row}");
        assert_eq!((&row["method"], &row["number"]), (&method.into(), &cause.into()), "{fault}");
        let text = world.run("diagnose t.json").stdout;
        assert!(text.contains(&format!("; breaks at message {cause}")), "{text}");
        // Nothing before it is said to be broken.
        assert!(timeline["rows"].as_array().unwrap()[..cause - 1].iter().all(|row| row["broken"] == false), "{fault}");
    }
}

#[test]
fn of_several_logins_the_one_with_the_cause_comes_first() {
    let mut messages = code_login(0, "s1");
    let back = format!("{WINDOW}?error=access_denied&state={}", encoded(&state("s2")));
    messages.push(asks(60_000, "code", "s2").redirects(&back));
    messages.push(crate::har_read::exporters::Message::get(back).at(60_900).answers(200, "text/html", "<p>"));
    messages.extend(code_login(120_000, "s3"));
    let world = World::new().file("login.har", write(Exporter::Chrome, &messages));
    for format in FORMATS {
        let text = world.run_args(&["diagnose", "login.har", format]).stdout;
        let headings: Vec<usize> = ["login 2 in login.har", "login 1 in login.har", "login 3 in login.har"]
            .iter()
            .map(|name| text.find(name).unwrap_or_else(|| panic!("{name}\n{text}")))
            .collect();
        assert!(headings.is_sorted(), "{format}: {headings:?}\n{text}");
        in_order(&text, &["answered with an error", HERE, "callback-error"]);
        assert_eq!(text.matches(HERE).count(), 1, "{text}");
    }
}

#[test]
fn what_was_seen_and_no_check_asks_is_marked_too() {
    let mut messages = code_login(0, "s1");
    let url = messages[0].url.clone();
    messages.truncate(0);
    messages.push(crate::har_read::exporters::Message::get(url).loaded_as("fetch").fails("net::ERR_NAME_NOT_RESOLVED"));
    let world = World::new().file("login.har", write(Exporter::Chrome, &messages));
    let text = world.run("diagnose login.har").stdout;
    in_order(&text, &["a request of the login got no answer", "breaks at message 1", HERE]);
}

#[test]
fn a_diagnosis_is_in_every_format() {
    let world = broken("iss.slash");
    let of = |format: &str| world.run_args(&["diagnose", "t.json", format]).stdout;
    let junit = of("--format=junit");
    in_order(
        &junit,
        &[
            "<testsuite name=\"diagnosis\" tests=\"1\" failures=\"1\"",
            "<failure message=\"The cause: `iss` is not",
            "type=\"certain\"",
            "whose: ",
            "<testsuite name=\"login in t.json\"",
        ],
    );
    let sarif: Value = serde_json::from_str(&of("--format=sarif")).unwrap();
    let run = &sarif["runs"][0];
    let result = &run["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&"diagnosis".into(), &"error".into()));
    let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], "diagnosis");
    let message = result["message"]["text"].as_str().unwrap();
    assert!(
        message.starts_with("The cause: `iss` is not the expected issuer. step: the id_token. whose: "),
        "{message}"
    );
    assert_eq!(run["properties"]["diagnosis"]["causes"][0]["checks"][0], "issuer-mismatch");
    assert!(run["properties"]["subjects"][0]["timeline"].to_string().contains(HERE));
    let github = of("--format=github");
    assert!(
        github.starts_with("::error title=The cause%3A `iss` is not the expected issuer::step: the id_token%0A"),
        "{github}"
    );
    let sound = World::new().run_args(&["diagnose", "--text", "9007", "--format=github"]).stdout;
    in_order(
        &sound,
        &[
            "::error title=The likely cause%3A ",
            "\n::notice title=A possible cause%3A ",
            "\nA HAR of the failing login",
        ],
    );
}

#[test]
fn a_sound_login_is_said_to_be_one_in_every_format() {
    let (world, _running) = at_work(vec![]);
    world.run_args(&[&["exchange", ISSUER, "--transcript=t.json"], KNOWN.as_slice()].concat());
    let of = |format: &str| world.run_args(&["diagnose", "t.json", format]).stdout;
    let junit = of("--format=junit");
    in_order(
        &junit,
        &["<testsuite name=\"diagnosis\" tests=\"1\" failures=\"0\"", "name=\"Nothing here would stop the login\"/>"],
    );
    let sarif: Value = serde_json::from_str(&of("--format=sarif")).unwrap();
    assert!(sarif["runs"][0]["results"].as_array().unwrap().iter().all(|result| result["ruleId"] != "diagnosis"));
    assert!(of("--format=github").starts_with("Nothing here would stop the login.\n"));
}
