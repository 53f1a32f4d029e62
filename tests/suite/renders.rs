//! One report in every format. A renderer drops nothing, decides nothing and lets nobody paint the terminal.

mod changes;
mod conformance;
mod formats;
mod parts;
mod positions;

use crate::sample;
use crate::support::World;
use lpauth::render::snippet::snippet;
use lpauth::render::{FORMATS, Renderer, Style, json, pretty, visible};
use lpauth::report::{Basis, Finding, Group, Location, Outcome, Report, Rule, Severity, Source, Verdict};
use lpauth::spec::{CORE, LIVEPERSON, RFC7519};

static ISSUER: Rule = Rule {
    id: "issuer-mismatch",
    title: "`iss` is not the expected issuer",
    severity: Severity::Error,
    basis: Basis::Normative,
    clauses: &[CORE.at("3.1.3.7 item 2"), LIVEPERSON.at("Configuration")],
    why: "The issuer must be the expected one, character by character.",
    fix: "Copy `iss` from a real token into LivePerson's console.",
};

static CONTACT: Rule = Rule {
    id: "sub-is-contact",
    title: "`sub` is an e-mail address or a phone number",
    severity: Severity::Warning,
    basis: Basis::Observed,
    clauses: &[LIVEPERSON.at("Implementation guide")],
    why: "Addresses are given away again.",
    fix: "Use an internal ID for `sub`.",
};

static EXPIRED: Rule = Rule {
    id: "token-expired",
    title: "the token has expired",
    severity: Severity::Error,
    basis: Basis::Normative,
    clauses: &[RFC7519.at("4.1.4")],
    why: "From the second of `exp` on, a token must not be accepted.",
    fix: "Get a fresh token.",
};

static NONCE: Rule = Rule { id: "nonce-mismatch", title: "`nonce` is not the one that was sent", ..EXPIRED_AGAIN };
const EXPIRED_AGAIN: Rule = Rule {
    id: "",
    title: "",
    severity: Severity::Error,
    basis: Basis::Normative,
    clauses: &[CORE.at("3.1.3.7 item 11")],
    why: "It ties the token to the request.",
    fix: "Send it back.",
};

const CLAIMS: &str = r#"{"iss":"https://login.brand.example/","sub":"marta@mail.example"}"#;

fn verdict(rule: &'static Rule, outcome: Outcome) -> Verdict {
    Verdict { rule, severity: rule.severity, outcome }
}

fn at(pointer: &str, text: &str) -> Location {
    let start = CLAIMS.find(text).unwrap();
    Location { document: "claims of a.jwt".into(), pointer: pointer.into(), span: Some(start..start + text.len()) }
}

fn bad() -> Group {
    let iss = Finding::new(
        at("/iss", "\"https://login.brand.example/\""),
        "https://login.brand.example/",
        "https://login.brand.example",
    );
    let sub = Finding::new(at("/sub", "\"marta@mail.example\""), "\"marta@mail.example\"", "an ID without meaning");
    Group {
        subject: "a.jwt".into(),
        summary: vec![("issuer".into(), "https://login.brand.example/".into())],
        caveats: vec!["The signature is not verified: anybody may have written these claims.".into()],
        timeline: None,
        verdicts: vec![
            verdict(&CONTACT, sub.fail()),
            verdict(&ISSUER, iss.compared().hint("only a slash at the end differs").fail()),
            verdict(&EXPIRED, Outcome::Pass),
            verdict(&NONCE, Outcome::skip("no nonce was given: pass --nonce or --no-nonce")),
        ],
        documents: vec![Source::new("claims of a.jwt", CLAIMS)],
        ..Group::default()
    }
}

fn good() -> Group {
    Group { subject: "b.jwt".into(), verdicts: vec![verdict(&EXPIRED, Outcome::Pass)], ..Group::default() }
}

fn report(groups: Vec<Group>) -> Report {
    Report::new("verify", crate::support::NOW, "liveperson", groups)
}

/// Returns the formats that have findings: a badge has none.
fn in_full() -> impl Iterator<Item = &'static (&'static str, Renderer)> {
    FORMATS.iter().filter(|(name, _)| *name != "badge")
}

fn narrow() -> Style {
    Style { width: 80, ..Style::PLAIN }
}

#[test]
fn the_report_for_people_at_80_columns() {
    insta::assert_snapshot!(pretty::render(&report(vec![bad()]), &narrow()), @r#"
    ✗ a.jwt: 1 error, 1 warning
      issuer    https://login.brand.example/
      ! The signature is not verified: anybody may have written these claims.

    error: issuer-mismatch: `iss` is not the expected issuer
      at        claims of a.jwt, /iss, line 1, character 8
            1 | {"iss":"https://login.brand.example/","sub":"marta@mail.example"}
              |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      expected  https://login.brand.example
      found     https://login.brand.example/
                                           ^
      hint      only a slash at the end differs
      why       The issuer must be the expected one, character by character.
      fix       Copy `iss` from a real token into LivePerson's console.
      see       OIDC Core §3.1.3.7 item 2, LivePerson “Configuration”
      code      LivePerson: likely 9007 CUSTOMER_JWT_NOT_VALID (lpauth explain 9007)

    warning: sub-is-contact: `sub` is an e-mail address or a phone number
      at        claims of a.jwt, /sub, line 1, character 45
            1 | {"iss":"https://login.brand.example/","sub":"marta@mail.example"}
              |                                             ^^^^^^^^^^^^^^^^^^^^
      expected  an ID without meaning
      found     "marta@mail.example"
      why       Addresses are given away again.
      fix       Use an internal ID for `sub`.
      see       LivePerson “Implementation guide” (seen in practice, not documented)

    1 check passed, 1 not asked (-v lists them)
    "#);
}

fn crowd(count: usize) -> Group {
    let finding = |number: usize| Finding::new(at("/sub", "marta"), format!("finding {number}"), "something else");
    Group { verdicts: vec![verdict(&CONTACT, Outcome::all((1..=count).map(finding).collect()))], ..bad() }
}

#[test]
fn findings_that_repeat_are_shown_in_brief() {
    let text = pretty::render(&report(vec![crowd(200)]), &narrow());
    assert_eq!(text.matches("  expected  ").count(), 3, "{text}");
    assert!(text.contains("  also at   claims of a.jwt, /sub, line 1, character 46: finding 200\n"), "{text}");
    (1..=200).for_each(|number| assert!(text.contains(&format!("finding {number}\n")), "{number}"));
    let verbose = pretty::render(&report(vec![crowd(200)]), &Style { verbose: true, ..narrow() });
    assert_eq!(verbose.matches("  expected  ").count(), 200);
}

#[test]
fn findings_beyond_the_limit_are_counted_for_people_and_never_dropped_for_programs() {
    let short = Style { most: Some(5), ..narrow() };
    for (name, render) in in_full() {
        let text = render(&report(vec![crowd(200), bad()]), &short);
        assert_eq!(text.contains("finding 200"), *name != "pretty", "{name}");
        assert_eq!(text.contains("195 more findings not shown (--max)\n"), *name == "pretty", "{name}");
        assert!(text.contains("issuer-mismatch"), "{name}");
    }
}

#[test]
fn everything_is_listed_if_asked_for() {
    let verbose = Style { verbose: true, ..narrow() };
    let text = pretty::render(&report(vec![bad()]), &verbose);
    let rest = &text[text.find("passed:").unwrap()..];
    insta::assert_snapshot!(rest, @r#"
    passed: token-expired
    not asked:
      nonce-mismatch  no nonce was given: pass --nonce or --no-nonce
    1 check passed, 1 not asked
    "#);
}

#[test]
fn several_subjects_end_in_a_total() {
    let text = pretty::render(&report(vec![good(), bad()]), &narrow());
    assert!(text.starts_with("✓ b.jwt: no errors, no warnings\n"), "{text}");
    assert!(text.ends_with("2 subjects judged: 1 without errors or warnings, 1 with errors\n"), "{text}");
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in [60, 80, 100, 120] {
        let text = pretty::render(&report(vec![bad(), good()]), &Style { width, ..Style::PLAIN });
        let widest = text.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= width, "{widest} columns at {width}:\n{text}");
    }
}

#[test]
fn colour_changes_nothing_but_colour() {
    let report = report(vec![bad(), good()]);
    let coloured = pretty::render(&report, &Style { colour: true, ..narrow() });
    assert!(coloured.contains("\u{1b}["));
    let plain: String = coloured.split('\u{1b}').enumerate().map(|(index, piece)| bare(index, piece)).collect();
    assert_eq!(plain, pretty::render(&report, &narrow()));
}

fn bare(index: usize, piece: &str) -> &str {
    if index == 0 { piece } else { piece.split_once('m').unwrap().1 }
}

#[test]
fn a_hostile_token_paints_no_terminal() {
    let hostile = "\u{1b}[2J\u{202e}\u{9b}31m\nfake: ✓";
    let mut group = bad();
    group.subject = hostile.into();
    group.summary = vec![("issuer".into(), hostile.into())];
    group.caveats = vec![hostile.into()];
    group.documents = vec![Source::new("claims of a.jwt", format!("\u{1b}[2J{CLAIMS}"))];
    group.verdicts = vec![verdict(
        &ISSUER,
        Finding::new(at("/iss", "\"https"), hostile, format!("{hostile}x")).compared().hint(hostile).fail(),
    )];
    let mut report = report(vec![group]);
    report.groups[0].verdicts.push(verdict(&NONCE, Outcome::skip(hostile)));
    for (name, render) in FORMATS {
        let text = render(&report, &Style { verbose: true, ..narrow() });
        let painting = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!text.contains(painting), "{name}: {text:?}");
        assert!(!text.lines().any(|line| line.starts_with("fake")), "{name}: {text}");
    }
}

#[test]
fn no_report_shows_a_signature_or_a_private_key() {
    let token = sample::token();
    let signature = token.rsplit('.').next().unwrap();
    let private = sample::rsa().jwk().to_string();
    let keys = format!("{{\"keys\":[{private},{{\"kty\":\"oct\",\"k\":\"c2VjcmV0LXNlY3JldA\"}}]}}");
    let world = World::new().file("token.jwt", format!("{token}==")).serves(
        "https://login.acmebank.example/keys",
        "application/json",
        &keys,
    );
    let value: serde_json::Value = serde_json::from_str(&private).unwrap();
    for (format, _) in in_full() {
        let run =
            world.run(&format!("verify token.jwt --jwks https://login.acmebank.example/keys -v --format {format}"));
        assert!(run.stdout.contains("jwk-private") && run.stdout.contains("token-padded"), "{run:?}");
        let secrets = [&signature[signature.len() - 12..], &value["d"].as_str().unwrap()[..12], "c2VjcmV0"];
        secrets.iter().for_each(|secret| assert!(!run.stdout.contains(secret), "{secret} in {}", run.stdout));
    }
}

#[test]
fn json_has_every_verdict_and_finding() {
    let value: serde_json::Value =
        serde_json::from_str(&json::render(&report(vec![bad(), good()]), &narrow())).unwrap();
    assert_eq!(value["schema"], "lpauth-report-v1");
    let outcomes: Vec<_> = value["groups"][0]["verdicts"].as_array().unwrap().iter().map(|v| &v["outcome"]).collect();
    assert_eq!(outcomes, ["fail", "fail", "pass", "skip"]);
    let range = &value["groups"][0]["verdicts"][1]["findings"][0]["location"]["range"];
    assert_eq!(range["start"], serde_json::json!({ "line": 1, "column": 8, "byte": 7 }));
}

#[test]
fn the_documented_example_is_what_is_written() {
    let mut group = bad();
    group.verdicts.remove(0);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json-v1.md");
    let document = std::fs::read_to_string(path).unwrap();
    let example = json::render(&report(vec![group]), &narrow());
    assert!(document.contains(&format!("```json\n{example}```")), "docs/json-v1.md should have:\n{example}");
}

#[test]
fn a_snippet_shows_a_window_of_a_long_line() {
    let text = format!("{}HERE{}", "a".repeat(500), "b".repeat(500));
    let snippet = snippet(&text, &(500..504), 60);
    assert_eq!(snippet.marked, "HERE");
    assert!(snippet.before.starts_with('…') && snippet.after.ends_with('…'));
    assert!(format!("{}{}{}", snippet.before, snippet.marked, snippet.after).chars().count() <= 60);
    assert_eq!(snippet.underline().find('^'), Some(snippet.before.chars().count()));
}

#[test]
fn a_snippet_shows_tabs_only_where_they_are_the_matter() {
    let snippet = snippet("\t\t\"a\":\t1", &(5..6), 60);
    assert_eq!((snippet.before.as_str(), snippet.marked.as_str(), snippet.after.as_str()), ("  \"a\"", ":", " 1"));
    assert_eq!(lpauth::render::snippet::snippet("\"a\tb\"", &(0..5), 60).marked, "\"a\\tb\"");
}

#[test]
fn a_snippet_points_behind_the_last_character() {
    let snippet = snippet("one\ntwo", &(7..8), 60);
    assert_eq!((snippet.before.as_str(), snippet.marked.as_str()), ("two", ""));
    assert_eq!(snippet.underline(), "   ^");
}

#[test]
fn only_what_could_paint_is_escaped() {
    assert_eq!(visible("Zoë – 猫 “q”"), "Zoë – 猫 “q”");
    assert_eq!(visible("a\u{1b}[31m\tb\u{200b}"), "a\\u{1b}[31m\\tb\\u{200b}");
}

proptest::proptest! {
    #[test]
    fn a_snippet_fits_and_never_panics(text in ".{0,200}", start in 0_usize..220, length in 0_usize..220, width in 24_usize..120) {
        let snippet = snippet(&text, &(start..start + length), width);
        let whole = format!("{}{}{}", snippet.before, snippet.marked, snippet.after);
        assert!(textwrap::core::display_width(&whole) <= width, "{whole}");
    }
}
