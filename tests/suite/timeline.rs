//! Timelines: a login told row by row, in every format.

use crate::support::NOW;
use crate::transcript::login;
use lpauth::flow::timeline::of;
use lpauth::model::callback::Callback;
use lpauth::model::transcript::{PageSummary, Purpose, Stop, Transcript};
use lpauth::render::{FORMATS, Style, json, markdown, timeline};
use lpauth::report::{Basis, Finding, Group, Location, Report, Rule, Severity, Timeline, Verdict};
use lpauth::spec::CORE;
use textwrap::core::display_width;

const NARROW: Style = Style { width: 80, ..Style::PLAIN };

fn shown(transcript: &Transcript) -> String {
    timeline::text(&of(transcript), &NARROW)
}

fn report(timeline: Timeline) -> Report {
    let group = Group { subject: "login".to_owned(), timeline: Some(timeline), ..Group::default() };
    Report::new("exchange", NOW, "liveperson", vec![group])
}

/// The login of [`login`], given up at the page on which a person would type a password.
fn stuck() -> Transcript {
    let mut transcript = login();
    transcript.steps.truncate(4);
    transcript.callback = None;
    let page = PageSummary {
        url: "https://login.acmebank.example/login".to_owned(),
        status: 200,
        title: Some("Sign in".to_owned()),
        ..PageSummary::default()
    };
    let reason = "the page has no field for a user name".to_owned();
    transcript.stop = Some(Stop { at: Purpose::Login, reason, page: Some(page) });
    transcript
}

#[test]
fn a_login_reads_from_top_to_bottom() {
    insta::assert_snapshot!(shown(&login()), @r"
    9 messages in 358 ms; server: https://login.acmebank.example
      1       0 ms  LivePerson → server   GET /.well-known/openid-configuration
                                          200, metadata of
                                          https://login.acmebank.example, 38 ms
      2      40 ms  LivePerson → server   GET /jwks.json
                                          200, 1 key, 38 ms
      3      80 ms  browser → server      GET /authorize
                                          302 → /login, 38 ms
      4     120 ms  browser → server      GET /login
                                          200, the page “Sign in”, 38 ms
      5     160 ms  browser → server      POST /login
                                          302 → callback with code, state, 38 ms
      6     200 ms  browser → LivePerson  GET
                                          https://lpcdn.lpsnmedia.net/le_unified_win
                                          dow/index.html
                                          brings code, state
      7     240 ms  LivePerson → server   POST /token
                                          200, with id_token, access_token,
                                          refresh_token, 38 ms
      8     280 ms  LivePerson → server   GET /userinfo
                                          200, 3 claims, 38 ms
      9     320 ms  LivePerson → server   POST /token
                                          200, refreshed, with id_token,
                                          access_token, refresh_token, 38 ms
    ");
}

#[test]
fn a_page_that_a_real_browser_kept_to_itself_is_not_called_empty() {
    let mut transcript = login();
    let page = transcript.steps[3].hop.answer.as_mut().unwrap();
    page.headers = vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())];
    page.body.clear();
    let text = shown(&transcript);
    assert!(text.contains("200, a page that was not recorded, 38 ms"), "{text}");
}

#[test]
fn a_login_that_stopped_shows_where_and_why() {
    insta::assert_snapshot!(shown(&stuck()), @r"
    4 messages in 158 ms; server: https://login.acmebank.example
      1       0 ms  LivePerson → server  GET /.well-known/openid-configuration
                                         200, metadata of
                                         https://login.acmebank.example, 38 ms
      2      40 ms  LivePerson → server  GET /jwks.json
                                         200, 1 key, 38 ms
      3      80 ms  browser → server     GET /authorize
                                         302 → /login, 38 ms
    ✗ 4     120 ms  browser → server     GET /login
                                         200, the page “Sign in”, 38 ms
      stopped: the page has no field for a user name
    ");
}

#[test]
fn a_refused_code_shows_the_error() {
    let mut transcript = login();
    transcript.steps.truncate(7);
    let answer = transcript.steps[6].hop.answer.as_mut().unwrap();
    answer.status = 400;
    answer.body = br#"{"error":"invalid_grant","error_description":"the code was used before"}"#.to_vec();
    let rows = of(&transcript).rows;
    assert_eq!(rows[6].outcome, "400, invalid_grant: the code was used before");
    assert_eq!(rows.iter().map(|row| row.broken).collect::<Vec<_>>(), [false, false, false, false, false, false, true]);
}

#[test]
fn what_a_page_handed_over_has_a_row_before_the_token_request() {
    let mut transcript = login();
    transcript.steps.retain(|step| matches!(step.purpose, Purpose::Keys | Purpose::Token));
    transcript.callback = Some(Callback::of_script(&[("code", "abc"), ("redirect_uri", "https://acmebank.example")]));
    insta::assert_snapshot!(shown(&transcript), @r"
    3 messages in 238 ms; server: https://login.acmebank.example
      1       0 ms  LivePerson → server        GET /jwks.json
                                               200, 1 key, 38 ms
      2     200 ms  brand's page → LivePerson  callback of the page's function
                                               brings code, redirect_uri
      3     200 ms  LivePerson → server        POST /token
                                               200, with id_token, access_token,
                                               refresh_token, 38 ms
    ");
}

#[test]
fn nobody_answering_is_told() {
    let mut transcript = login();
    transcript.steps.truncate(1);
    transcript.steps[0].hop.answer = None;
    transcript.steps[0].failure = Some("login.acmebank.example refuses the connection".to_owned());
    assert_eq!(of(&transcript).rows[0].outcome, "no answer: login.acmebank.example refuses the connection");
    assert!(of(&transcript).rows[0].broken);
}

#[test]
fn an_error_of_the_authorization_server_breaks_the_callback() {
    let mut transcript = login();
    transcript.steps.truncate(5);
    let location =
        "https://lpcdn.lpsnmedia.net/le_unified_window/index.html?error=access_denied&error_description=no+such+user";
    transcript.steps[4].hop.answer.as_mut().unwrap().headers[0].1 = location.to_owned();
    let request = transcript.steps[0].hop.request.to(url::Url::parse(location).unwrap());
    transcript.callback = Some(Callback::of(&request));
    let rows = of(&transcript).rows;
    assert_eq!(rows[4].outcome, "302 → callback with the error access_denied: no such user");
    assert_eq!((rows[5].outcome.as_str(), rows[5].broken), ("brings the error access_denied: no such user", true));
}

static REDIRECTS: Rule = Rule {
    id: "id-token-missing",
    title: "the token response has no `id_token`",
    severity: Severity::Error,
    basis: Basis::Normative,
    clauses: &[CORE.at("3.1.3.3")],
    why: "LivePerson needs it.",
    fix: "Add it.",
};

#[test]
fn a_failing_check_stands_at_the_message_it_is_about() {
    let about = |document: &str| Location { document: document.to_owned(), ..Location::default() };
    let verdict = |document: &str| Verdict {
        rule: &REDIRECTS,
        severity: Severity::Error,
        outcome: Finding::new(about(document), "nothing", "an id_token").fail(),
    };
    let checks = |document: &str| -> Vec<Vec<&str>> {
        of(&login()).judged(&[verdict(document)]).rows.into_iter().map(|row| row.checks).collect()
    };
    assert_eq!(checks("token response")[6], ["id-token-missing"]);
    assert_eq!(checks("claims of id_token")[6], ["id-token-missing"]);
    assert_eq!(checks("head of the token response")[6], ["id-token-missing"]);
    assert_eq!(checks("callback")[5], ["id-token-missing"]);
    assert!(checks("somewhere else").iter().all(Vec::is_empty));
    assert!(of(&login()).judged(&[verdict("callback")]).rows[5].broken);
}

#[test]
fn messages_are_shown_on_request() {
    let mut transcript = login();
    transcript.steps.retain(|step| step.purpose == Purpose::Token);
    transcript.callback = None;
    let text = timeline::text(&of(&transcript), &Style { verbose: true, ..NARROW });
    assert!(text.contains("      > POST https://login.acmebank.example/token\n"), "{text}");
    assert!(text.contains("      > grant_type = authorization_code\n"), "{text}");
    assert!(text.contains("      > authorization: Basic lp-acmebank:"), "{text}");
    assert!(text.contains("      <   \"token_type\": \"Bearer\",\n"), "{text}");
    assert!(
        text.contains("      * address 2 ms, connection 9 ms, TLS 11 ms, first byte 30 ms, last byte 38\n        ms\n"),
        "{text}"
    );
}

#[test]
fn rows_fit_their_width() {
    for width in [60, 80, 120] {
        let text = timeline::text(&of(&stuck()), &Style { width, verbose: true, ..Style::PLAIN });
        let long: Vec<&str> = text.lines().filter(|line| display_width(line) > width).collect();
        assert!(long.is_empty(), "{width}: {long:?}");
    }
}

#[test]
fn every_format_has_every_row() {
    for (name, render) in FORMATS.iter().filter(|(name, _)| *name != "badge") {
        let text = render(&report(of(&login())), &Style::PLAIN);
        for outcome in ["brings code, state", "callback with code, state", "refreshed, with id_token"] {
            assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(outcome), "{name}: {text}");
        }
    }
}

#[test]
fn json_has_a_row_a_message() {
    let value: serde_json::Value = serde_json::from_str(&json::render(&report(of(&stuck())), &NARROW)).unwrap();
    let timeline = &value["groups"][0]["timeline"];
    assert_eq!(timeline["server"], "https://login.acmebank.example");
    assert_eq!(timeline["stopped"], "the page has no field for a user name");
    let row = serde_json::json!({
        "number": 4, "at_ms": 120, "from": "browser", "to": "authorization-server", "method": "GET",
        "address": "https://login.acmebank.example/login", "outcome": "200, the page “Sign in”", "took_ms": 38,
        "broken": true, "checks": [],
    });
    assert_eq!(timeline["rows"][3], row);
}

#[test]
fn markdown_lists_the_rows() {
    let text = markdown::render(&report(of(&stuck())), &NARROW);
    let line =
        "4. ✗ 120 ms, browser → server: `GET https://login.acmebank.example/login`: `200, the page “Sign in”, 38 ms`\n";
    assert!(text.contains(line) && text.contains("\n**Stopped:** the page has no field for a user name\n"), "{text}");
}
