//! The table of causes, tested as a table, and LivePerson's own words in texts.

use lpauth::check::{self, Run, policy};
use lpauth::flow::cause::{Evidence, ROWS, Row, Seen, diagnose, heard, row};
use lpauth::report::{Group, Outcome, Severity, Source, Verdict};
use std::collections::BTreeSet;

fn severity(id: &str) -> Severity {
    let check = check::find(id).unwrap();
    let verdict = Verdict { rule: &check.rule, severity: check.rule.severity, outcome: Outcome::Pass };
    let mut group = Group { verdicts: vec![verdict], ..Group::default() };
    policy::POLICIES[0].apply(&mut group);
    group.verdicts[0].severity
}

#[test]
fn every_row_is_a_check_or_says_what_is_wrong() {
    let mut ids = BTreeSet::new();
    for row in ROWS {
        assert!(ids.insert(row.id), "{} is there twice", row.id);
        assert_eq!(check::find(row.id).is_some(), row.title.is_empty() && row.fix.is_empty(), "{}", row.id);
    }
}

/// Dangers of a key set that no login fails of, and what says that a key is lacking.
const NO_CAUSES: [&str; 5] = ["jwk-private", "jwk-symmetric", "rsa-key-roca", "rsa-factor-shared", "token-encrypted"];

#[test]
fn every_error_of_a_login_can_be_the_cause() {
    let about_login =
        |run| !matches!(run, Run::Metadata(_) | Run::Published(_) | Run::Exchanges(_) | Run::Discovery(_));
    let rowless: Vec<_> = check::all()
        .filter(|check| about_login(check.run) && severity(check.rule.id) == Severity::Error)
        .filter(|check| row(check.rule.id).is_none() && !NO_CAUSES.contains(&check.rule.id))
        .map(|check| check.rule.id)
        .collect();
    assert!(rowless.is_empty(), "{rowless:?}");
}

#[test]
fn what_is_equally_sure_comes_in_the_order_of_a_login() {
    let told: Vec<&Row> = ROWS.iter().filter(|row| !row.title.is_empty()).collect();
    // Each in a login of its own, the last step of a login first.
    let seen: Vec<Seen> = told
        .iter()
        .rev()
        .map(|row| Seen { id: row.id, subject: row.id.to_owned(), proof: "seen".to_owned(), ..Seen::default() })
        .collect();
    let causes = diagnose(&Evidence { groups: &[], seen: &seen, heard: &[] }).causes;
    assert_eq!(causes.len(), told.len());
    for pair in causes.windows(2) {
        let place = |id| row(id).map(|(place, _)| place);
        let [earlier, later] = pair else { unreachable!() };
        let in_order = earlier.confidence > later.confidence || place(earlier.id) < place(later.id);
        assert!(in_order, "{} before {}", earlier.id, later.id);
    }
}

#[test]
fn every_command_of_a_row_is_one_of_lpauth() {
    for row in ROWS.iter().filter(|row| !row.test.is_empty()) {
        assert!(row.test.starts_with("lpauth "), "{}: {}", row.id, row.test);
    }
}

fn words(text: &str) -> Vec<String> {
    heard(&Source::new("log", text)).into_iter().map(|heard| format!("{} at {}", heard.word, heard.place)).collect()
}

#[test]
fn codes_are_heard_in_whatever_form_they_come() {
    for (text, word) in [
        ("9007", "9007"),
        ("error 9007", "9007"),
        ("LP IDP error code: 1041.", "1041"),
        (r#"HTTP 500 {"internalErrorCode":"9007"}"#, "9007"),
        (r#"{\"internalErrorCode\": 1041}"#, "1041"),
        ("CUSTOMER_JWT_NOT_VALID", "CUSTOMER_JWT_NOT_VALID"),
        ("onError: LpError.IDP something", "LpError.IDP"),
        ("websocket closed: 4407", "4407"),
        ("[UMS] onclose CloseEvent {wasClean: true, code: 4401, reason: ''}", "4401"),
        ("WebSocket closed with code 4407", "4407"),
        ("[LPMessagingSDKAuthenticationFailed] …", "LPMessagingSDKAuthenticationFailed"),
        ("401 Failed to validate user with customer authentication service", "10"),
        (r#"{"error":{"internalCode":5,"message":"Bad authorization request"}}"#, "5"),
    ] {
        assert_eq!(words(text), [format!("{word} at log:1")], "{text}");
    }
}

#[test]
fn what_only_looks_like_a_code_is_not_heard() {
    for text in [
        "TIMEOUT while reading from SOCKET, state UNKNOWN, mode DEFAULT",
        "listening on port 9007 with 1041 connections",
        "took 1012 ms",
        "ticket 4401 is closed",
        "error 9007 times",
        "error in line 1041",
        "the IDP is up",
        "",
    ] {
        assert_eq!(words(text), Vec::<String>::new(), "{text}");
    }
}
