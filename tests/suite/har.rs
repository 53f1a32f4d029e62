//! HTTP archives: every member that HAR 1.2 asks for, and times that add up.

use crate::transcript::login;
use lpauth::model::har::write;
use lpauth::model::http::Timing;
use lpauth::model::transcript::Transcript;
use serde_json::{Value, json};

fn entries(transcript: &Transcript) -> Vec<Value> {
    let har: Value = serde_json::from_str(&write(transcript)).unwrap();
    har["log"]["entries"].as_array().unwrap().clone()
}

#[test]
fn a_login_is_an_archive() {
    let har: Value = serde_json::from_str(&write(&login())).unwrap();
    assert_eq!(har["log"]["version"], "1.2");
    assert_eq!(har["log"]["creator"]["name"], "lpauth");
    assert_eq!(har["log"]["pages"][0]["startedDateTime"], "2026-01-01T00:00:00.000Z");
    let entries = entries(&login());
    assert_eq!(entries.len(), login().steps.len());
    assert!(entries.iter().all(|entry| entry["pageref"] == har["log"]["pages"][0]["id"]));
    assert_eq!(entries[1]["startedDateTime"], "2026-01-01T00:00:00.040Z");
    assert_eq!(entries[1]["serverIPAddress"], "192.0.2.7");
}

/// What HAR 1.2 asks of every entry, of its request, of its response.
const REQUIRED: [(&str, &[&str]); 4] = [
    ("", &["startedDateTime", "time", "request", "response", "cache", "timings"]),
    ("/request", &["method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"]),
    (
        "/response",
        &[
            "status",
            "statusText",
            "httpVersion",
            "cookies",
            "headers",
            "content",
            "redirectURL",
            "headersSize",
            "bodySize",
        ],
    ),
    ("/timings", &["send", "wait", "receive"]),
];

#[test]
fn no_member_that_must_be_there_is_missing() {
    let mut transcript = login();
    transcript.steps[7].hop.answer = None;
    transcript.steps[7].failure = Some("the connection broke off".to_owned());
    for entry in entries(&transcript) {
        for (pointer, names) in REQUIRED {
            let object = entry.pointer(pointer).unwrap();
            let missing: Vec<_> = names.iter().filter(|name| object.get(**name).is_none()).collect();
            assert!(missing.is_empty(), "{pointer}: {missing:?}");
        }
    }
}

#[test]
fn forms_cookies_and_bodies_are_taken_apart() {
    let entries = entries(&login());
    assert_eq!(entries[2]["request"]["queryString"][0], json!({ "name": "response_type", "value": "code" }));
    assert_eq!(entries[4]["request"]["cookies"][0], json!({ "name": "theme", "value": "dark" }));
    assert_eq!(entries[4]["request"]["postData"]["mimeType"], "application/x-www-form-urlencoded");
    assert_eq!(
        entries[4]["request"]["postData"]["params"][1],
        json!({ "name": "username", "value": "marta@mail.example" })
    );
    let cookie = &entries[2]["response"]["cookies"][0];
    assert_eq!((&cookie["name"], &cookie["path"], &cookie["httpOnly"]), (&json!("sid"), &json!("/"), &json!(true)));
    assert_eq!(entries[2]["response"]["redirectURL"], "/login?next=%2Fresume");
    assert_eq!(entries[3]["response"]["content"]["mimeType"], "text/html; charset=utf-8");
}

#[test]
fn dates_of_cookies_are_as_json_has_them() {
    let mut transcript = login();
    let headers = &mut transcript.steps[2].hop.answer.as_mut().unwrap().headers;
    headers.push(("set-cookie".to_owned(), "a=b; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Secure".to_owned()));
    headers.push(("set-cookie".to_owned(), "c=d; Expires=never".to_owned()));
    let cookies = entries(&transcript)[2]["response"]["cookies"].clone();
    assert_eq!(cookies[1], json!({ "name": "a", "value": "b", "expires": "2026-10-21T07:28:00Z", "secure": true }));
    assert_eq!(cookies[2], json!({ "name": "c", "value": "d" }));
}

#[test]
fn a_body_that_is_no_text_is_in_base64() {
    let mut transcript = login();
    transcript.steps[3].hop.answer.as_mut().unwrap().body = vec![0xff, 0xd8];
    let content = &entries(&transcript)[3]["response"]["content"];
    assert_eq!(
        (&content["text"], &content["encoding"], &content["size"]),
        (&json!("/9g="), &json!("base64"), &json!(2))
    );
}

#[test]
fn phases_add_up_to_the_time() {
    let mut transcript = login();
    transcript.steps[0].hop.timing = Timing { first_byte: 30, total: 38, ..Timing::default() };
    for entry in entries(&transcript).iter().take(5) {
        assert_eq!(entry["time"], 38);
        let phase = |name: &str| entry["timings"][name].as_i64().unwrap().max(0);
        // `connect` includes `ssl`.
        let sum: i64 = ["blocked", "dns", "connect", "send", "wait", "receive"].into_iter().map(phase).sum();
        assert_eq!(sum, 38);
    }
    let timings = entries(&transcript)[1]["timings"].clone();
    assert_eq!((&timings["dns"], &timings["connect"], &timings["ssl"]), (&json!(2), &json!(20), &json!(11)));
    assert_eq!(entries(&transcript)[0]["timings"]["dns"], -1);
}

#[test]
fn what_was_never_answered_says_so() {
    let mut transcript = login();
    transcript.steps[6].hop.answer = None;
    transcript.steps[6].failure = Some("login.acmebank.example refuses the connection".to_owned());
    let entries = entries(&transcript);
    assert_eq!((&entries[6]["response"]["status"], &entries[5]["response"]["status"]), (&json!(0), &json!(0)));
    assert_eq!(entries[6]["response"]["_error"], "login.acmebank.example refuses the connection");
    assert_eq!(entries[5]["comment"], "not sent");
}
