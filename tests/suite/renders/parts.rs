//! A report in parts, as conformance makes it, in every format.

use super::{bad, conformance, good, narrow, report};
use lpauth::render::{Style, badge, github, html, json, junit, markdown, pretty, sarif};
use lpauth::report::Group;
use lpauth::report::readiness::State;
use serde_json::{Value, json};
use textwrap::core::display_width;

#[test]
fn people_read_the_verdict_and_then_a_line_a_scenario() {
    let text = pretty::render(&conformance::report(), &narrow());
    let list = &text[..text.find("✗ code-reusable: 1 error").unwrap()];
    insta::assert_snapshot!(list, @r#"
    ✗ not ready for LivePerson
      The plain login works, and so does what LivePerson's window sends.
      1 scenario fails: a code can be redeemed twice.
      2 scenarios could not be tried for want of `conformance.second_client`.

    login                                                             requests, time
      ✓ login-failing                    an ordinary login                7   212 ms

    LivePerson's request
      ✓ liveperson-request-refused       all that LivePerson's window…    7   212 ms
      ✓ state-json-damaged               a `state` of 1.7 kB of JSON      7   212 ms
      ✓ default-redirect-uri-slash       note: the redirection URI wi…    7   212 ms

    authorization request
      ✓ nonce-optional (id_token token)  a login without `nonce`          7   212 ms
      ! unknown-parameter-refused        a request with a parameter t…    7   212 ms

    token request
      ✗ code-reusable                    a code can be redeemed twice…    7   212 ms
      ✓ token-redirect-uri-optional      a token request without `red…    7   212 ms
      – 1 skipped: no second client is known: name one in the settings (conformance…

    PKCE
      ✓ pkce-verifier-unchecked          a code verifier that is anot…    7   212 ms
      ✓ pkce-downgraded                  a challenge, and then no ver…    7   212 ms

    refresh
      – 1 skipped: no second client is known: name one in the settings (conformance…
    "#);
}

#[test]
fn below_the_list_stands_what_is_wrong_worst_first_and_at_the_end_the_sum() {
    let text = pretty::render(&conformance::report(), &narrow());
    let (_, findings) = text.split_once("\n\n✗ code-reusable: 1 error, 1 warning\n").unwrap();
    let told: Vec<&str> = findings.lines().filter(|line| !line.starts_with(' ') && !line.is_empty()).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    error: code-reusable: a code can be redeemed twice
    warning: token-response-cacheable: the token response may be kept
    ! unknown-parameter-refused: 1 warning
    warning: unknown-parameter-refused: a request with a parameter that nobody knows
    ✓ default-redirect-uri-slash: 1 note
    note: default-redirect-uri-slash: the redirection URI with a slash at its end is
    ! https://login.brand.example/: 1 warning
    warning: discovery-issuer-slash: the issuer ends in a slash
    1 check passed, 0 not asked (-v lists them)
    12 scenarios: 8 passed, 1 failed, 1 with warnings, 2 skipped
    72 requests in 1.3 s (-v tells everything)
    "#);
    assert!(findings.starts_with("  tried     a code is redeemed a second time\n\nerror: code-reusable"), "{text}");
}

#[test]
fn everything_is_told_of_each_scenario_if_asked_for() {
    let text = pretty::render(&conformance::report(), &Style { verbose: true, ..narrow() });
    assert!(text.contains("  – code-of-other-client: no second client is known"), "{text}");
    assert!(text.contains("✓ pkce-downgraded: no errors, no warnings\n  tried "), "{text}");
    assert_eq!(text.matches("2 messages in 212 ms").count(), 10);
}

#[test]
fn a_line_a_scenario_fits_the_terminal() {
    for width in [40, 60, 80, 120] {
        let text = pretty::render(&conformance::report(), &Style { width, ..Style::PLAIN });
        let list = text.split("\n\n").skip(1).take(6).flat_map(str::lines);
        list.for_each(|line| assert!(display_width(line) <= width, "{width}: {line}"));
    }
}

#[test]
fn what_has_changed_stands_before_the_sum() {
    let text = pretty::render(&conformance::compared(), &narrow());
    let (_, changes) = text.split_once("(-v lists them)\n\n").unwrap();
    insta::assert_snapshot!(changes, @r#"
    since last-week.json of 2025-12-25T00:00:00Z
      ✗ newly failing: code-reusable: was passed, is error
      ✗ newly failing: code-reusable: token-response-cacheable: was passed, is
        warning
      ✗ new: default-redirect-uri-slash: is note
      ✗ new: https://login.brand.example/: discovery-issuer-slash: is warning
      ✓ mended: login-failing: iss-missing: was error, is passed
      ✓ mended: pkce-downgraded: was error, is passed
      ✓ better: unknown-parameter-refused: was error, is warning
      · gone: secret-unchecked: was error
      6 new, 1 no longer asked, 2 answers the same

    12 scenarios: 8 passed, 1 failed, 1 with warnings, 2 skipped
    72 requests in 1.3 s (-v tells everything)
    "#);
}

#[test]
fn html_shows_each_scenario_in_a_table_and_what_went_wrong_first() {
    let page = html::render(&conformance::compared(), &narrow());
    assert!(page.contains("<title>lpauth conformance: Not ready for LivePerson</title>"), "{page}");
    assert!(page.contains("for want of <code>conformance.second_client</code>.</li>"), "{page}");
    assert_eq!(page.matches("<tr class=\"passed\">").count(), 7);
    assert_eq!(page.matches("<th scope=\"row\">").count(), 13 + 8, "scenarios, documents and changes");
    let order = ["error", "warning", "note", "passed"].map(|upshot| page.find(&format!("try is-{upshot}\"")).unwrap());
    assert!(order.is_sorted(), "{order:?}");
    assert_eq!(page.matches("<details open>").count(), 3, "what happened is folded where all is right");
    assert!(page.contains("Skipped: no second client") && !page.contains("try is-skipped"), "a row, no section");
}

#[test]
fn html_tells_nothing_by_colour_alone() {
    let page = html::render(&conformance::compared(), &narrow());
    for upshot in page.split("<td class=\"upshot\">").skip(1) {
        let (mark, word) = upshot.split_once("</span> ").unwrap();
        assert!(mark.starts_with("<span aria-hidden=\"true\">") && word.starts_with(char::is_alphabetic), "{upshot}");
    }
}

#[test]
fn junit_has_a_suite_a_part_and_a_case_a_scenario() {
    let text = junit::render(&conformance::report(), &narrow());
    let lines: Vec<&str> = text.lines().filter(|line| line.trim_start().starts_with("<test")).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    <testsuites name="lpauth conformance" tests="14" failures="4" errors="0" skipped="2" time="1.340">
      <testsuite name="login" tests="1" failures="0" errors="0" skipped="0" time="0.212">
        <testcase classname="login" name="login-failing" time="0.212">
      <testsuite name="LivePerson&apos;s request" tests="3" failures="1" errors="0" skipped="0" time="0.636">
        <testcase classname="LivePerson&apos;s request" name="liveperson-request-refused" time="0.212">
        <testcase classname="LivePerson&apos;s request" name="state-json-damaged" time="0.212">
        <testcase classname="LivePerson&apos;s request" name="default-redirect-uri-slash" time="0.212">
      <testsuite name="authorization request" tests="2" failures="1" errors="0" skipped="0" time="0.424">
        <testcase classname="authorization request" name="nonce-optional (id_token token)" time="0.212">
        <testcase classname="authorization request" name="unknown-parameter-refused" time="0.212">
      <testsuite name="token request" tests="3" failures="1" errors="0" skipped="1" time="0.424">
        <testcase classname="token request" name="code-reusable" time="0.212">
        <testcase classname="token request" name="code-of-other-client" time="0.000">
        <testcase classname="token request" name="token-redirect-uri-optional" time="0.212">
      <testsuite name="PKCE" tests="2" failures="0" errors="0" skipped="0" time="0.424">
        <testcase classname="PKCE" name="pkce-verifier-unchecked" time="0.212">
        <testcase classname="PKCE" name="pkce-downgraded" time="0.212">
      <testsuite name="refresh" tests="1" failures="0" errors="0" skipped="1" time="0.000">
        <testcase classname="refresh" name="refresh-token-of-other-client" time="0.000">
      <testsuite name="https://login.brand.example/" tests="2" failures="1" errors="0" skipped="0">
        <testcase classname="https://login.brand.example/" name="discovery-issuer-slash">
        <testcase classname="https://login.brand.example/" name="token-response-cacheable"/>
    "#);
    let failure = "<failure message=\"a code can be redeemed twice (and 1 more)\" type=\"error\">error: code-reusable";
    assert!(text.contains(failure) && text.contains("\n\nwarning: token-response-cacheable"), "{text}");
    assert!(text.contains("<skipped message=\"no second client is known"), "{text}");
    assert_eq!(text.matches("<system-out>tried: ").count(), 12, "skipped ones too");
    assert_eq!(text.matches("2 messages in 212 ms").count(), 10);
}

#[test]
fn sarif_tells_the_scenarios_documents_apart() {
    let log: Value = serde_json::from_str(&sarif::render(&conformance::compared(), &narrow())).unwrap();
    let run = &log["runs"][0];
    assert_eq!(run["automationDetails"]["id"], "lpauth/conformance/liveperson/");
    let results = run["results"].as_array().unwrap();
    let reused = results.iter().find(|result| result["ruleId"] == "code-reusable").unwrap();
    let place = &reused["locations"][0]["physicalLocation"]["artifactLocation"];
    let index = usize::try_from(place["index"].as_u64().unwrap()).unwrap();
    assert_eq!(place["uri"], "code-reusable/token%20response");
    assert_eq!(run["artifacts"][index]["location"]["uri"], place["uri"]);
    let cost = json!({ "requests": 7, "took_ms": 212 });
    let properties = json!({ "scenario": "code-reusable", "part": "token request", "cost": cost });
    assert_eq!(reused["properties"], properties);
    let mut prints: Vec<_> = results.iter().map(|result| result["partialFingerprints"].to_string()).collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), results.len());
    assert_eq!(run["properties"]["readiness"]["state"], "not-ready");
}

#[test]
fn json_has_the_verdict_the_parts_and_the_changes() {
    let value: Value = serde_json::from_str(&json::render(&conformance::compared(), &narrow())).unwrap();
    assert_eq!(
        (&value["readiness"]["state"], &value["readiness"]["purpose"]),
        (&json!("not-ready"), &json!("LivePerson"))
    );
    assert_eq!(value["cost"], json!({ "requests": 72, "took_ms": 1340 }));
    let reused = &value["groups"][6];
    assert_eq!(
        (&reused["part"], &reused["tried"]),
        (&json!("token request"), &json!("a code is redeemed a second time"))
    );
    let newly = json!({
        "change": "newly-failing", "subject": "code-reusable", "check": "code-reusable",
        "before": { "outcome": "pass" }, "now": { "outcome": "fail", "severity": "error" },
    });
    assert!(value["changes"]["changed"].as_array().unwrap().contains(&newly), "{value}");
    let plain: Value = serde_json::from_str(&json::render(&report(vec![good()]), &narrow())).unwrap();
    for member in ["readiness", "cost", "changes"] {
        assert!(plain.get(member).is_none(), "{member}");
    }
}

#[test]
fn markdown_has_the_verdict_and_a_table_and_details_of_what_failed() {
    let text = markdown::render(&conformance::compared(), &narrow());
    insta::assert_snapshot!(&text[..text.find("## ✗ `code-reusable`").unwrap()], @r#"
    # ✗ Not ready for LivePerson

    - The plain login works, and so does what LivePerson's window sends.
    - 1 scenario fails: a code can be redeemed twice.
    - 2 scenarios could not be tried for want of `conformance.second_client`.

    12 scenarios: 8 passed, 1 failed, 1 with warnings, 2 skipped; 72 requests in 1.3 s

    | Result | Scenario | What | Requests | Time |
    |---|---|---|--:|--:|
    | | **Login** | | | |
    | ✓ passed | `login-failing` | an ordinary login | 7 | 212 ms |
    | | **LivePerson's request** | | | |
    | ✓ passed | `liveperson-request-refused` | all that LivePerson's window sends, with a `state` of 1,243 characters | 7 | 212 ms |
    | ✓ passed | `state-json-damaged` | a `state` of 1.7 kB of JSON | 7 | 212 ms |
    | ✓ note | `default-redirect-uri-slash` | note: the redirection URI with a slash at its end is refused | 7 | 212 ms |
    | | **Authorization request** | | | |
    | ✓ passed | `nonce-optional (id_token token)` | a login without `nonce` | 7 | 212 ms |
    | ! warning | `unknown-parameter-refused` | a request with a parameter that nobody knows is refused | 7 | 212 ms |
    | | **Token request** | | | |
    | ✗ error | `code-reusable` | a code can be redeemed twice (and 1 more) | 7 | 212 ms |
    | – skipped | `code-of-other-client` | no second client is known: name one in the settings \(conformance.second\_client\) |  |  |
    | ✓ passed | `token-redirect-uri-optional` | a token request without `redirect_uri` | 7 | 212 ms |
    | | **PKCE** | | | |
    | ✓ passed | `pkce-verifier-unchecked` | a code verifier that is another | 7 | 212 ms |
    | ✓ passed | `pkce-downgraded` | a challenge, and then no verifier | 7 | 212 ms |
    | | **Refresh** | | | |
    | – skipped | `refresh-token-of-other-client` | no second client is known: name one in the settings \(conformance.second\_client\) |  |  |
    "#);
    assert_eq!(text.matches("\n## ").count(), 5, "three scenarios, the documents and the changes: {text}");
    assert!(text.contains("| ✗ newly failing | `code-reusable` | passed | error |\n"), "{text}");
}

#[test]
fn github_names_the_scenario_and_no_file() {
    let text = github::render(&conformance::compared(), &narrow());
    let annotation = text.lines().find(|line| line.starts_with("::error ")).unwrap();
    let wanted =
        "::error title=code-reusable%3A a code can be redeemed twice::scenario: code-reusable%0Atried: a code is";
    assert!(annotation.starts_with(wanted), "{annotation}");
    assert!(text.contains("\nNot ready for LivePerson\n  The plain login works"), "{text}");
    assert!(text.contains("\n  mended: pkce-downgraded: was error, is passed\n"), "{text}");
}

#[test]
fn a_badge_says_it_in_two_words() {
    insta::assert_snapshot!(badge::render(&conformance::report(), &narrow()), @r##"
    <svg xmlns="http://www.w3.org/2000/svg" width="133" height="20" role="img" aria-label="lpauth conformance: not ready">
    <title>lpauth conformance: not ready</title>
    <rect width="133" height="20" rx="3" fill="#a81e16"/>
    <path d="M3 0h53v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#333338"/>
    <g fill="#ffffff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
    <text x="28" y="14" textLength="42">lpauth</text>
    <text x="94" y="14" textLength="63">not ready</text>
    </g>
    </svg>
    "##);
    for (group, told) in [(bad(), "1 error"), (good(), "passed"), (Group::default(), "nothing asked")] {
        let text = badge::render(&report(vec![group]), &narrow());
        assert!(text.contains(&format!("<title>lpauth verify: {told}</title>")), "{text}");
    }
}

/// The contrast of white on a colour (WCAG 2.2, “contrast ratio”).
fn contrast_with_white(colour: &str) -> f64 {
    let channel = |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
    let linear = |value: f64| if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
    let light = 0.2126 * linear(channel(0)) + 0.7152 * linear(channel(2)) + 0.0722 * linear(channel(4));
    1.05 / (light + 0.05)
}

#[test]
fn a_badge_can_be_read_in_every_state() {
    let states = [State::Ready, State::ReadyWithWarnings, State::NotReady, State::Unknown];
    for state in states {
        let mut report = conformance::report();
        report.readiness.iter_mut().for_each(|readiness| readiness.state = state);
        let text = badge::render(&report, &narrow());
        assert!(text.contains(&format!(": {}\">", state.name())), "{text}");
        let colours: Vec<&str> = text.split("fill=\"#").skip(1).map(|rest| &rest[..6]).collect();
        assert_eq!((colours.len(), colours[2]), (3, "ffffff"));
        colours[..2].iter().for_each(|colour| assert!(contrast_with_white(colour) >= 4.5, "{colour}"));
    }
}
