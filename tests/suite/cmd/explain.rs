//! `lpauth explain`: every id has an answer, and a mistyped one a suggestion.

use crate::support::World;
use lpauth::check;
use lpauth::flow::fault::FAULTS;
use lpauth::flow::scenario;
use lpauth::spec::liveperson::{CODES, Source};

fn explained(id: &str) -> String {
    let run = World::new().run_args(&["explain", id]);
    assert_eq!(run.exit, 0, "{id}: {}", run.stderr);
    run.stdout
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part:?} in:\n{text}");
    }
}

#[test]
fn a_code_for_people() {
    insta::assert_snapshot!(explained("1041"), @r#"
    1041 JWK_ID_NOT_FOUND  (`internalErrorCode` of LivePerson's identity provider)
      the key set has no key with the token's `kid`
      LivePerson publishes no meaning: this one and the causes are our reading of the name.

    Likely causes, and the command that tests each
      1. the signing key was changed before its public key was published, or LivePerson still has the
         old set
         lpauth verify token.jwt --jwks KEYS
         checks: kid-unknown
      2. the JWKS endpoint at LivePerson is another issuer's, or another stage's
         lpauth verify token.jwt --jwks KEYS
         checks: kid-unknown
      3. the key set is empty
         lpauth jwks KEYS
         checks: jwks-empty
    "#);
}

#[test]
fn every_check_is_explained_with_what_to_type() {
    for check in check::all() {
        let text = explained(check.rule.id);
        has(&text, &["What to do", "lpauth verify", "Where it is written", "https://"]);
    }
}

#[test]
fn every_scenario_is_explained_with_what_is_tried_and_what_is_right() {
    for scenario in scenario::all() {
        let text = explained(scenario.rule.id);
        let parts =
            ["What is tried", "What is right", "What to do", "lpauth conformance", "Where it is written", "https://"];
        has(&text, &parts);
    }
}

#[test]
fn a_scenario_for_people() {
    insta::assert_snapshot!(explained("code-reusable"), @r#"
    code-reusable  (scenario of conformance, warning unless a policy says otherwise)
      a code that was just redeemed is not refused as it must be

    What is tried
      a code is redeemed a second time at once

    What is right
      the token endpoint gives no token and answers invalid_grant or invalid_code

    Why it matters
      A code is good once. Whoever reads it from a log or the browser's history must not get a token
      with it.

    What to do
      Make the server forget a code when it is redeemed, and answer `invalid_grant` from then on.

    Plans
      liveperson (code); oidc-basic (code)

    What to type
      lpauth conformance ISSUER --plan liveperson --only code-reusable

    Where it is written
      RFC 6749 §4.1.2  https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
      RFC 6749 §5.2  https://www.rfc-editor.org/rfc/rfc6749#section-5.2
      OIDC Core §3.1.3.2  https://openid.net/specs/openid-connect-core-1_0.html
    "#);
}

#[test]
fn every_fault_is_explained_with_the_checks_that_notice() {
    for fault in FAULTS {
        let text = explained(fault.id);
        has(&text, &["lpauth mint --key KEY --fault", "Where it is written"]);
        fault.trips.iter().for_each(|check| has(&text.replace("\n  ", " "), &[check]));
    }
}

#[test]
fn every_code_is_explained_and_says_what_it_rests_on() {
    for row in CODES {
        for (code, name) in row.codes {
            let text = explained(code).replace("\n  ", " ");
            has(&text, &[name, "our reading", "Likely causes"]);
            assert_eq!(text.contains("LivePerson publishes no meaning"), row.source == Source::Ours, "{code}");
        }
    }
}

#[test]
fn the_codes_table_is_sound() {
    let mut seen = std::collections::HashSet::new();
    for row in CODES {
        assert!(!row.causes.is_empty(), "{:?} has no causes", row.codes);
        for (code, _) in row.codes {
            assert!(seen.insert(code), "{code} is there twice");
        }
        for id in row.causes.iter().flat_map(|cause| cause.checks) {
            assert!(check::find(id).is_some(), "{:?} names {id}, which is no check", row.codes);
        }
    }
}

#[test]
fn commands_that_are_suggested_exist() {
    let commands = CODES.iter().flat_map(|row| row.causes).map(|cause| cause.command);
    for command in commands.filter(|command| command.starts_with("lpauth ")) {
        let run = World::new().file("KEY", "").run(&command["lpauth ".len()..]);
        assert!(
            !run.stderr.contains("unexpected argument") && !run.stderr.contains("unrecognized"),
            "{command}: {}",
            run.stderr
        );
    }
}

#[test]
fn codes_are_known_by_name_and_found_in_answers() {
    for text in [
        "customer_jwt_not_valid",
        "9007",
        "LP-9007",
        r#"{"internalErrorCode":"9007"}"#,
        "HTTP 500: CUSTOMER_JWT_NOT_VALID.",
    ] {
        has(&explained(text), &["9007 CUSTOMER_JWT_NOT_VALID"]);
    }
}

#[test]
fn a_near_miss_suggests_the_right_id() {
    for (typed, meant) in [("token-expird", "token-expired"), ("exp.pst", "exp.past"), ("JWT_EXPIRD", "JWT_EXPIRED")] {
        let run = World::new().run_args(&["explain", typed]);
        assert_eq!((run.exit, run.stdout.as_str()), (2, ""));
        has(&run.stderr, &[&format!("did you mean `lpauth explain {meant}`?")]);
    }
    has(&World::new().run("explain xyzzy").stderr, &["`lpauth explain` lists them all"]);
}

#[test]
fn without_an_id_everything_is_listed() {
    let text = explained("list");
    assert_eq!(World::new().run("explain").stdout, text);
    check::all().for_each(|check| has(&text, &[check.rule.id]));
    scenario::all().for_each(|scenario| has(&text, &[scenario.rule.id]));
    FAULTS.iter().for_each(|fault| has(&text, &[fault.id]));
    CODES.iter().for_each(|row| has(&text, &[row.codes[0].0]));
}

#[test]
fn json_says_the_same() {
    let run = World::new().run("explain 1012 --format json");
    let topic: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&topic["schema"], &topic["name"]), (&"lpauth-explain-v1".into(), &"JWT_EXPIRED".into()));
    assert_eq!(topic["causes"][0]["checks"][0], "token-expired");
    let all: serde_json::Value = serde_json::from_str(&World::new().run("explain --format json").stdout).unwrap();
    assert_eq!(all["schema"], "lpauth-explain-list-v1");
}

#[test]
fn a_guide_says_how_to_capture_a_login() {
    let guide = explained("har");
    assert!(guide.starts_with("har  (guide: how to capture a login as a HAR file"), "{guide}");
    // What is asked for where something is missing, browser by browser.
    has(
        &guide,
        &["Preserve log", "Disable cache", "private window", "Chrome, Edge", "Firefox", "Safari", "Playwright"],
    );
    has(&guide, &["Charles, Fiddler, mitmproxy", "sensitive", "Persist Logs", "Save All As HAR", "lpauth redact"]);
    let run = World::new().run_args(&["explain", "har", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&json["schema"], &json["id"]), (&"lpauth-explain-guide-v1".into(), &"har".into()));
    assert!(World::new().run("explain").stdout.contains("Guides\n  har  how to capture a login"));
}

#[test]
fn the_guide_and_the_page_on_captures_say_the_same() {
    let page = std::fs::read_to_string("docs/har.md").unwrap();
    let [guide, page] = [explained("har"), page].map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    for words in [
        "new private window",
        "F12",
        "Disable cache",
        "Auto-open DevTools for popups",
        "Allow to generate HAR with sensitive data",
        "Persist Logs",
        "Save All As HAR",
        "content: \"embed\"",
        "--set hardump=FILE",
        "Export, at the right of",
        "Charles, Fiddler, mitmproxy",
        "from server to server",
        "pop-up's address bar",
        "`lpauth exchange` sends the same",
    ] {
        assert!(guide.contains(words), "{words} in the guide\n{guide}");
        assert!(page.contains(words), "{words} in docs/har.md");
    }
}

#[test]
fn every_advice_on_a_capture_is_in_the_guide() {
    use lpauth::flow::recognise::Gap;
    use lpauth::model::har::read::BodyState;
    use lpauth::model::transcript::Purpose;
    let guide = explained("har").split_whitespace().collect::<Vec<_>>().join(" ");
    let body = |state| Gap::Body { purpose: Purpose::Token, entry: 1, state };
    for (gap, words) in [
        (Gap::Authorization, "“Preserve log”"),
        (Gap::Callback, "“Auto-open DevTools for popups”"),
        (Gap::Service, "“Auto-open DevTools for popups”"),
        (Gap::Fragment, "address bar"),
        (Gap::FormPost, "“with content”"),
        (Gap::ServiceAnswer, "“Disable cache”"),
        (Gap::TokenRequest, "`lpauth exchange`"),
        (body(BodyState::Elsewhere), "`content: \"embed\"`"),
        (body(BodyState::Cut), "“with content”"),
        (Gap::Cookies, "sensitive data"),
    ] {
        let words = if gap.how().contains(words) { words } else { words.trim_matches(['“', '”', '`']) };
        assert!(gap.how().contains(words), "{gap:?}: {}", gap.how());
        assert!(guide.contains(words), "{words}\n{guide}");
    }
}
