//! Where things stand: the line and the column of a finding, and the lines shown for it, whatever the text is like.

use super::narrow;
use crate::support::World;
use lpauth::render::Style;
use lpauth::render::excerpt::excerpt;
use serde_json::Value;

/// The value that every document here has wrong, `"code"` in place of an array.
const WRONG: &str = "\"code\"";

/// A document of each kind, and the line and the column at which [`WRONG`] stands in it.
const DOCUMENTS: &[(&str, &str, u64, u64)] = &[
    ("minified", r#"{"issuer":"https://login.brand.example","response_types_supported":"code","x":1}"#, 1, 68),
    ("crlf", "{\r\n  \"issuer\": \"x\",\r\n  \"response_types_supported\": \"code\"\r\n}\r\n", 3, 31),
    ("tabs", "{\n\t\"issuer\": \"x\",\n\t\"response_types_supported\":\t\"code\"\n}\n", 3, 30),
    ("non-ascii", "{\n  \"名\": \"Zoë 🦀\", \"response_types_supported\": \"code\"\n}\n", 2, 45),
];

fn lint(text: &str, format: &str) -> String {
    World::new().file("meta.json", text).run(&format!("lint meta.json --format {format}")).stdout
}

#[test]
fn people_read_the_line_and_the_character() {
    for (name, text, line, column) in DOCUMENTS {
        let report = lint(text, "pretty");
        let place = format!("meta.json, /response_types_supported, line {line}, character {column}\n");
        let (_, rest) = report.split_once(&place).unwrap_or_else(|| panic!("{name}: no {place} in {report}"));
        let mut lines = rest.lines();
        let (source, marks) = (lines.next().unwrap(), lines.next().unwrap());
        let (number, shown) = source.split_once(" | ").unwrap();
        assert_eq!(number.trim(), line.to_string(), "{name}");
        // The marks stand right below, counted in columns: 名 and 🦀 take two each.
        let before = &source[..source.find(WRONG).unwrap()];
        let column = textwrap::core::display_width(before);
        assert_eq!(marks.replacen('|', " ", 1), format!("{}{}", " ".repeat(column), "^".repeat(6)), "{name}");
        assert!(!shown.contains("\\r") && !shown.contains("\\t"), "{name}: what ends and indents lines is no matter");
    }
}

#[test]
fn sarif_has_the_line_and_the_column_in_code_points() {
    for (name, text, line, column) in DOCUMENTS {
        let log: Value = serde_json::from_str(&lint(text, "sarif")).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        let result = results.iter().find(|result| result["ruleId"] == "discovery-member-type").unwrap();
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let found = ["startLine", "startColumn", "endLine", "endColumn"].map(|member| region[member].as_u64().unwrap());
        assert_eq!(found, [*line, *column, *line, column + 6], "{name}");
        let start = usize::try_from(region["byteOffset"].as_u64().unwrap()).unwrap();
        assert_eq!(&text[start..start + WRONG.len()], WRONG, "{name}");
    }
}

#[test]
fn github_has_the_line_and_the_column() {
    for (name, text, line, column) in DOCUMENTS {
        let annotations = lint(text, "github");
        let wanted = format!("::error file=meta.json,line={line},col={column},endColumn={},", column + 6);
        let of_type = annotations.lines().find(|line| line.contains("title=discovery-member-type")).unwrap();
        assert!(of_type.starts_with(&wanted), "{name}: {of_type}");
    }
}

#[test]
fn a_stretch_of_several_lines_is_shown_whole_and_a_document_at_its_beginning() {
    let text = "{\"keys\": [\n\t{\r\n\t\t\"kty\": \"EC\"\r\n\t}\r\n]}\n";
    let key = text.find("{\r").unwrap()..text.rfind("}\r").unwrap() + 1;
    insta::assert_snapshot!(excerpt(text, &key, 0, &narrow()), @r#"
    2 | /  {
    3 | |   "kty": "EC"
    4 | |  }
      | |__^
    "#);
    insta::assert_snapshot!(excerpt(text, &(0..text.len()), 0, &narrow()), @r#"
    1 | {"keys": [
      | ^^^^^^^^^^
    "#);
}

#[test]
fn of_many_marked_lines_the_middle_is_left_out() {
    let members: Vec<String> = (1..=40).map(|number| format!("  \"m{number}\": 1")).collect();
    let text = format!("[1,\n{{\n{}\n}}]\n", members.join(",\n"));
    let marked = text.find('{').unwrap()..text.rfind('}').unwrap() + 1;
    insta::assert_snapshot!(excerpt(&text, &marked, 0, &narrow()), @r#"
     2 | / {
     3 | |   "m1": 1,
     4 | |   "m2": 1,
     5 | |   "m3": 1,
    ...  |
    42 | |   "m40": 1
    43 | | }]
       | |_^
    "#);
}

#[test]
fn a_long_line_is_cut_around_the_mark() {
    let text = format!("{{{}\"here\":1,{}}}", "\"a\":0,".repeat(900), "\"b\":0,".repeat(900));
    let at = text.find("\"here\"").unwrap();
    insta::assert_snapshot!(excerpt(&text, &(at..at + 6), 12, &narrow()), @r#"
    1 | …":0,"a":0,"a":0,"a":0,"a":0,"a":0,"a":0,"here":1,"b":0,"b":0,"b":…
      |                                          ^^^^^^
    "#);
}

#[test]
fn what_hides_or_turns_a_text_around_is_shown_as_what_it_is() {
    let text = "[\"a\u{202e}b\u{1b}[2J\u{200b}\"]";
    let lines = excerpt(text, &(1..text.len() - 1), 0, &narrow());
    assert!(lines.contains("\"a\\u{202e}b\\u{1b}[2J\\u{200b}\""), "{lines}");
    assert!(!excerpt(text, &(1..5), 0, &narrow()).contains('\u{1b}'), "no colour without a style");
    assert!(excerpt(text, &(1..5), 0, &Style { colour: true, ..narrow() }).contains("\u{1b}[1m\u{1b}[31m^"));
}

#[test]
fn two_hundred_findings_stay_readable() {
    let keys: Vec<Value> = (0..200)
        .map(|n| serde_json::json!({ "kty": "RSA", "e": "AQAB", "n": "short", "kid": n.to_string() }))
        .collect();
    let world = World::new().file("keys.json", serde_json::json!({ "keys": keys }).to_string());
    let run = world.run("lint keys.json --max 20");
    assert!(run.stdout.starts_with("✗ keys.json: 1 error, "), "the verdict is first: {}", run.stdout);
    assert_eq!(run.stdout.matches("error: jwk-not-base64url").count(), 1, "one check, one heading");
    assert_eq!((run.stdout.matches("        1 | ").count(), run.stdout.matches("  also at ").count()), (3, 17));
    assert!(run.stdout.contains("more findings not shown (--max)"), "{}", run.stdout);
    assert!(run.stdout.contains("“11” and 188 more\n"), "not every key is named: {}", run.stdout);
    assert!(run.stdout.lines().count() < 60, "{}", run.stdout);
    let all = world.run("lint keys.json").stdout;
    assert_eq!(all.matches("  also at ").count(), 197, "without --max nothing is left out");
}

proptest::proptest! {
    #[test]
    fn an_excerpt_fits_and_never_panics(
        text in "(\\PC|[\\t\\r\\n\"{}]|.){0,120}", start in 0_usize..300, length in 0_usize..300, width in 40_usize..120, indent in 0_usize..14
    ) {
        let lines = excerpt(&text, &(start..start + length), indent, &Style { width, ..Style::PLAIN });
        let widest = lines.lines().map(textwrap::core::display_width).max().unwrap_or(0);
        // Without a margin, the numbers of the lines come on top.
        proptest::prop_assert!(widest <= width + 8_usize.saturating_sub(indent), "{widest} columns:\n{lines}");
    }
}
