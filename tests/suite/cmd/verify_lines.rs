//! `lpauth verify --lines`.

use crate::sample;
use crate::support::{NOW, Run, World};
use lpauth::flow::fault::FAULTS;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::io::{ErrorKind, Write};

/// A world with a key set and these lines.
fn lines(text: impl AsRef<[u8]>) -> World {
    World::new().file("jwks.json", sample::jwks(&[sample::rsa()])).file("tokens", text)
}

fn run(world: &World, flags: &str) -> Run {
    world.run(&format!("verify --lines tokens --jwks jwks.json {flags}"))
}

fn rows(run: &Run) -> Vec<Value> {
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{run:?}"))).collect()
}

/// The verdicts, one letter a line: valid, invalid, unreadable.
fn verdicts(run: &Run) -> String {
    rows(run).iter().map(|row| row["verdict"].as_str().unwrap().chars().next().unwrap()).collect()
}

fn reasons(run: &Run) -> Vec<String> {
    rows(run).iter().filter_map(|row| row["reason"].as_str().map(str::to_owned)).collect()
}

fn expired() -> String {
    let mut claims = sample::claims();
    claims["exp"] = (NOW - 3_600).into();
    claims["iat"] = (NOW - 7_200).into();
    sample::sign(sample::rsa(), &json!({ "alg": "RS256", "kid": "brand-1" }), &claims)
}

#[test]
fn one_verdict_a_line_in_order() {
    let (good, bad) = (sample::token(), expired());
    let run = run(&lines(format!("{good}\n\n{bad}\r\nnothing here\n{good} {bad}\n{good}")), "--format jsonl");
    assert_eq!((run.exit, verdicts(&run).as_str()), (1, "vuiuuv"), "{run:?}");
    assert_eq!(reasons(&run), ["empty", "no-token", "several-tokens"]);
    let rows = rows(&run);
    assert!(rows.iter().zip(1..).all(|(row, line)| row["line"] == line), "{rows:?}");
    let first = json!({
        "line": 1, "verdict": "valid", "verified": true, "errors": [], "warnings": [], "notes": [],
        "iss": "https://login.acmebank.example", "kid": "brand-1", "iat": NOW - 60, "exp": NOW + 3_540,
    });
    assert_eq!(rows[0], first);
    assert_eq!(rows[2]["errors"], json!(["token-expired"]));
    assert!(run.stderr.starts_with("✗ tokens: 6 lines: 2 valid, 1 invalid, 3 unreadable\n"), "{}", run.stderr);
    assert!(!run.stdout.contains("c7f2b1d49e0a4b6f8d31"), "a subject is nobody else's business");
}

#[test]
fn the_order_is_kept_whoever_is_faster() {
    let bad = expired();
    // Lines that take no time between lines that do, over many chunks.
    let line = |number: usize| if number.is_multiple_of(97) { bad.clone() } else { number.to_string() };
    let text = (1..=5_000).map(line).collect::<Vec<_>>().join("\n");
    let one = run(&lines(&text), "--format jsonl --jobs 1");
    assert_eq!(rows(&one).len(), 5_000);
    for jobs in ["2", "7"] {
        assert_eq!(run(&lines(&text), &format!("--format jsonl --jobs {jobs}")).stdout, one.stdout);
    }
}

/// Line by line nothing else comes out than token by token.
#[test]
fn every_fault_is_judged_as_verify_judges_it() {
    let mut world = World::new();
    for (kind, name) in [("--alg RS256", "brand"), ("--alg ES256", "ec")] {
        assert_eq!(world.run(&format!("keygen {kind} --out {name}")).exit, 0);
    }
    let mut judged = 0;
    for fault in FAULTS {
        let key = if fault.id == "sig.ecdsa-der" { "ec" } else { "brand" };
        let minted = world.run(&format!("mint --key {key}.pem --fault {}", fault.id));
        // A token of several lines is none for a file that has one a line, and a byte order mark is the file's own.
        if minted.stdout.trim_end().lines().count() != 1 || fault.id == "form.bom" {
            continue;
        }
        world = world.file("token", &minted.stdout);
        for flags in ["", "--issuer https://login.acmebank.example --client-id lp-acmebank --nonce n --max-age 60"] {
            let flags = format!("--jwks {key}.jwks.json {flags} --fail-on warning");
            let alone = world.run(&format!("verify token {flags} --format json"));
            let line = world.run(&format!("verify --lines token {flags} --format jsonl"));
            let row = &rows(&line)[0];
            if row["verdict"] == "unreadable" {
                assert!(alone.exit != 0, "{}: {line:?}", fault.id);
                continue;
            }
            let report: Value = serde_json::from_str(&alone.stdout).unwrap();
            let failing = |severity: &str| -> Vec<String> {
                let verdicts = report["groups"][0]["verdicts"].as_array().unwrap().iter();
                let fails = verdicts.filter(|verdict| verdict["outcome"] == "fail" && verdict["severity"] == severity);
                fails.map(|verdict| verdict["id"].as_str().unwrap().to_owned()).collect()
            };
            for (member, severity) in [("errors", "error"), ("warnings", "warning"), ("notes", "note")] {
                assert_eq!(row[member], json!(failing(severity)), "{} {flags}: {line:?}", fault.id);
            }
            assert_eq!(line.exit, alone.exit, "{} {flags}", fault.id);
            judged += 1;
        }
    }
    assert!(judged > FAULTS.len(), "{judged} of {}", FAULTS.len() * 2);
}

#[test]
fn json_lines_have_the_token_in_a_member() {
    let token = sample::token();
    let line = |value: Value| value.to_string() + "\n";
    let text = line(json!({ "id": "a", "auth": { "id_token": token }, "x": [1.5, null, { "id_token": 1 }] }))
        + &line(json!({ "id": "b", "auth": [0, { "id_token": token }] }))
        + &line(json!({ "auth": { "id_token": true } }))
        + "{\"auth\": \n\n{}x\n"
        + &line(json!({ "id": 7, "auth": { "id_token": "no token" } }))
        + &format!("{{\"auth\":{{\"id_token\":\"no\"}},\"auth\":{{\"id_token\":\"{token}\"}}}}");
    let world = lines(text);
    for field in ["auth.id_token", "/auth/id_token"] {
        let run = run(&world, &format!("--format jsonl --field {field} --id id"));
        assert_eq!(verdicts(&run), "vuuuuuuv", "{run:?}");
        assert_eq!(reasons(&run), ["no-field", "no-field", "not-json", "empty", "not-json", "no-token"]);
        let ids: Vec<Value> = rows(&run).iter().map(|row| row["id"].clone()).collect();
        assert_eq!(ids[..3], [json!("a"), json!("b"), Value::Null]);
    }
    assert_eq!(verdicts(&run(&world, "--format jsonl --field auth.1.id_token")), "uvuuuuuu");
    let array = lines("[\n{}\n]");
    let refused = run(&array, "--field a");
    assert!(refused.exit == 3 && refused.stderr.contains("jq --compact-output"), "{refused:?}");
}

#[test]
fn csv_has_the_token_in_a_column() {
    let token = sample::token();
    for (delimiter, feed) in [(",", "\n"), (";", "\r\n"), ("\t", "\n")] {
        let record = |fields: [&str; 3]| fields.join(delimiter) + feed;
        let text = [
            "\u{feff}".to_owned(),
            record(["id", "note", "id token"]),
            record(["a", "\"two\nlines, \"\"quoted\"\"\"", &format!("\"{token}\"")]),
            feed.to_owned(),
            format!("b{feed}"),
            record(["c", "", ""]),
            record(["d", "", &token]).trim_end().to_owned(),
        ];
        let world = lines(text.concat());
        let arguments = [
            "verify",
            "--lines",
            "tokens",
            "--jwks",
            "jwks.json",
            "--format",
            "jsonl",
            "--field",
            "id token",
            "--id",
            "id",
        ];
        let run = world.run_args(&arguments);
        assert_eq!((verdicts(&run).as_str(), reasons(&run)), ("vuuv", vec!["no-field".to_owned(), "empty".to_owned()]));
        let told: Vec<(i64, String)> = rows(&run)
            .iter()
            .map(|row| (row["line"].as_i64().unwrap(), row["id"].as_str().unwrap().to_owned()))
            .collect();
        let told: Vec<(i64, &str)> = told.iter().map(|(line, id)| (*line, id.as_str())).collect();
        assert_eq!(told, [(2, "a"), (5, "b"), (6, "c"), (7, "d")]);
    }
}

#[test]
fn a_missing_quote_costs_one_line() {
    let token = sample::token();
    let (half, whole) = (&token[..40], format!("b,{token}\nc,{token}\n"));
    let torn = [
        format!("id,token\na,\"{half}\n{whole}"),
        format!("id,token\na,\"{half}\n{whole}d,\"{token}\"\n"),
        format!("id,token\n\"a,{half}\n{whole}"),
    ];
    for text in torn {
        let run = run(&lines(&text), "--field token --id id --format jsonl");
        let rows = rows(&run);
        assert_eq!((&rows[0]["reason"], &rows[0]["line"]), (&json!("open-quote"), &json!(2)), "{run:?}");
        assert!(rows[1..].iter().all(|row| row["verdict"] == "valid"), "{run:?}");
        assert_eq!(rows[1..].iter().map(|row| row["line"].as_i64().unwrap()).collect::<Vec<_>>()[..2], [3, 4]);
        assert_eq!(rows.len() + 1, text.lines().count());
    }
    // Every line opens a quote that none closes: each is looked at twice, not once for each line before it.
    let hostile = "id,token\n".to_owned() + &"\"a\"b,\"\n".repeat(400_000);
    let run = run(&lines(hostile), "--field token --format json");
    assert_eq!(run.exit, 1);
    assert!(run.stdout.contains("\"lines\": 400000"), "{}", run.stdout);
}

#[test]
fn a_table_needs_a_column_that_it_has() {
    let world = lines("").file("t.csv.gz", gzip(b"id,token\n"));
    for (flags, told) in [
        ("t.csv.gz", "pass --field with one of its columns: id, token"),
        ("t.csv.gz --field jwt", "no column “jwt”"),
        ("t.csv.gz --field token --id key", "its columns are id, token"),
    ] {
        let run = world.run(&format!("verify --jwks jwks.json --lines {flags}"));
        assert!(run.exit == 2 && run.stderr.contains(told), "{run:?}");
    }
}

#[test]
fn csv_comes_out_as_csv() {
    let mut claims = sample::claims();
    claims["iss"] = "https://a.example/,\"b\"\u{1b}[31m".into();
    let strange = sample::sign(sample::rsa(), &json!({ "alg": "RS256", "kid": "brand-1" }), &claims);
    let run = run(&lines(format!("{}\n{strange}\nx\n", sample::token())), "--format csv");
    let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
    let header = "line,id,verdict,reason,verified,errors,warnings,notes,iss,kid,iat,exp";
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>().join(","), header);
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.iter().map(|record| record[2].to_owned()).collect::<Vec<_>>(), ["valid", "valid", "unreadable"]);
    assert_eq!(&records[1][8], "https://a.example/,\"b\"\\u{1b}[31m");
    assert_eq!(&records[2][3], "no-token");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn packed_files_are_unpacked() {
    let text = format!("{}\n{}\n", sample::token(), expired());
    let packed = [gzip(text.as_bytes()), zstd::encode_all(text.as_bytes(), 3).unwrap()];
    let plain = run(&lines(&text), "--format jsonl").stdout;
    for bytes in packed {
        assert_eq!(run(&lines(&bytes), "--format jsonl").stdout, plain);
        // Two files one behind the other are one file to their own tools.
        assert_eq!(verdicts(&run(&lines([bytes.clone(), bytes.clone()].concat()), "--format jsonl")), "vivi");
        let piped = lines("").stdin(&bytes).run("verify --lines - --jwks jwks.json --format jsonl");
        assert_eq!(piped.stdout, plain);
        let cut = run(&lines(&bytes[..bytes.len() - 9]), "--format jsonl");
        assert!(cut.exit == 3 && cut.stderr.contains("lpauth: tokens breaks off"), "{cut:?}");
    }
}

#[test]
fn garbage_is_a_verdict_like_any_other() {
    let token = sample::token();
    let mut text = format!("{token}\n").into_bytes();
    text.extend(std::iter::repeat_n(b'.', 10 << 20));
    text.extend(format!("\n{token}\n\u{0}\u{0}\n").as_bytes());
    text.extend(b"eyJ\xff\xfe\n");
    text.extend(format!("{}\n{token}", &token[..token.len() / 2]).as_bytes());
    let run = run(&lines(text), "--format jsonl");
    assert_eq!((run.exit, verdicts(&run).as_str()), (1, "vuvuuiv"));
    assert_eq!(reasons(&run), ["too-long", "no-token", "not-utf8"]);
    let utf16 = lines([0xff, 0xfe, b'e', 0, b'y', 0]);
    let refused = super::verify_lines::run(&utf16, "");
    assert!(refused.exit == 3 && refused.stderr.contains("iconv"), "{refused:?}");
}

#[test]
fn nothing_to_judge_is_no_failure() {
    let run = run(&lines(""), "--format jsonl");
    assert_eq!((run.exit, run.stdout.as_str()), (0, ""), "{run:?}");
    for missing in ["--lines nowhere", "--lines ."] {
        let run = World::new().file("k.json", sample::jwks(&[])).run(&format!("verify --jwks k.json {missing}"));
        assert_eq!(run.exit, 3, "{run:?}");
    }
}

#[test]
fn the_first_bad_line_may_be_the_last() {
    let (good, bad) = (sample::token() + "\n", expired() + "\n");
    let world = lines(good.repeat(300) + &bad + &good.repeat(300) + &bad);
    let run = run(&world, "--format jsonl --fail-fast --jobs 4");
    assert_eq!((run.exit, rows(&run).len()), (1, 301));
    assert!(run.stderr.contains("--fail-fast"), "{}", run.stderr);
}

#[test]
fn a_sample_is_the_same_each_time_and_evenly_taken() {
    let world = lines((0..9_000).map(|number| format!("{number}\n")).collect::<String>());
    let run = |flags: &str| super::verify_lines::run(&world, &format!("--format jsonl {flags}"));
    let first = run("--sample 900");
    assert_eq!(first.stdout, run("--sample 900 --jobs 3").stdout);
    let taken: Vec<i64> = rows(&first).iter().map(|row| row["line"].as_i64().unwrap()).collect();
    assert!(taken.len() == 900 && taken.is_sorted() && taken.windows(2).all(|pair| pair[0] < pair[1]));
    // A tenth of each third, give or take five standard deviations.
    for third in 0..3 {
        let count = taken.iter().filter(|line| (**line - 1) / 3_000 == third).count();
        assert!((230..=370).contains(&count), "{count} of the lines of third {third}");
    }
    assert!(first.stderr.contains("900 of 9000 lines"), "{}", first.stderr);
    assert_eq!(rows(&run("--sample 10000")).len(), 9_000);
}

#[test]
fn what_is_written_is_counted_when_there_is_no_room() {
    let world = lines((sample::token() + "\n").repeat(2_000)).room(1_000, ErrorKind::StorageFull);
    let run = run(&world, "--format jsonl");
    let whole = run.stdout.matches('\n').count();
    assert_eq!((run.exit, run.stdout.len()), (3, 1_000));
    assert!(run.stderr.contains(&format!("{whole} verdicts were written whole")), "{}", run.stderr);
}

#[test]
fn a_reader_that_goes_away_is_told_nothing() {
    let text = sample::token() + "\n";
    let world = lines(text.repeat(2_000)).room(1_000, ErrorKind::BrokenPipe);
    let gone = run(&world, "--format jsonl --summary sum.json");
    assert_eq!((gone.exit, gone.stderr.as_str()), (0, ""));
    assert!(world.read("sum.json").contains("\"ended\": \"output-closed\""));
}

#[test]
fn an_interruption_ends_with_what_there_is() {
    let world = lines((sample::token() + "\n").repeat(2_000)).interrupted();
    let run = run(&world, "--format jsonl --jobs 1 --summary sum.json");
    assert_eq!(run.exit, 130);
    let judged = rows(&run).len();
    assert!(judged < 2_000, "{judged}");
    assert!(run.stderr.contains("by signal 2"), "{}", run.stderr);
    let summary: Value = serde_json::from_str(&world.read("sum.json")).unwrap();
    assert_eq!((&summary["ended"], &summary["lines"]), (&json!("interrupted"), &json!(judged)));
}

#[test]
fn the_summary_counts_what_a_reader_asks_for() {
    let (good, bad) = (sample::token(), expired());
    let other = sample::sign(sample::rsa(), &json!({ "alg": "RS256" }), &json!({ "iss": "https://b.example" }));
    let world = lines(format!("{good}\n{bad}\n{bad}\n{other}\n\n"));
    let run = run(&world, "--format json --summary sum.json");
    assert_eq!((run.exit, run.stdout.as_str()), (1, world.read("sum.json").as_str()));
    let summary: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(summary["schema"], "lpauth-lines-summary-v1");
    let counts: Vec<i64> = ["lines", "valid", "invalid", "unreadable", "verified"]
        .iter()
        .map(|name| summary[name].as_i64().unwrap())
        .collect();
    assert_eq!(counts, [5, 1, 3, 1, 4]);
    let first = &summary["checks"][0];
    assert_eq!(
        (&first["id"], &first["severity"], &first["lines"]),
        (&json!("token-expired"), &json!("error"), &json!(2))
    );
    let acme = json!({ "name": "https://login.acmebank.example", "lines": 3, "invalid": 2 });
    assert_eq!(summary["issuers"], json!([acme, { "name": "https://b.example", "lines": 1, "invalid": 1 }]));
    assert_eq!(summary["kids"][1], json!({ "name": "(none)", "lines": 1, "invalid": 1 }));
    assert_eq!(summary["issued"], json!({ "first": NOW - 7_200, "last": NOW - 60 }));
    assert_eq!(summary["reasons"], json!([{ "reason": "empty", "lines": 1 }]));
    let pretty = super::verify_lines::run(&world, "");
    assert!(pretty.stdout.contains("token-expired") && pretty.stderr.is_empty(), "{pretty:?}");
}

#[test]
fn strangers_cannot_fill_the_summary() {
    let token = |number: usize| {
        let claims = json!({ "iss": format!("https://{number}.example/{}", "x".repeat(2_000)) });
        sample::sign(sample::ec(), &json!({ "alg": "ES256" }), &claims) + "\n"
    };
    let run = run(&lines((0..1_200).map(token).collect::<String>()), "--format json");
    let summary: Value = serde_json::from_str(&run.stdout).unwrap();
    let issuers = summary["issuers"].as_array().unwrap();
    assert_eq!((issuers.len(), &issuers[1_000]["name"]), (1_001, &json!("(others)")));
    assert_eq!(issuers[1_000]["lines"], 200);
    assert!(issuers.iter().all(|issuer| issuer["name"].as_str().unwrap().len() < 300));
}

#[test]
fn formats_and_flags_that_do_not_belong_together_are_refused() {
    let world = lines(sample::token());
    for (line, told) in [
        ("verify --lines tokens --jwks jwks.json --format sarif", "jsonl or csv"),
        ("verify tokens --jwks jwks.json --format jsonl", "--lines"),
        ("verify tokens --lines tokens --jwks jwks.json", "--lines"),
        ("verify --lines tokens --discover", "--lines"),
        ("verify tokens --field a --jwks jwks.json", "--lines"),
        ("verify --lines tokens", "no keys"),
    ] {
        let run = world.run(line);
        assert!(run.exit == 2 && run.stderr.contains(told), "{line}: {run:?}");
    }
}

#[test]
fn keys_are_fetched_once_for_all_lines() {
    let world = lines((sample::token() + "\n").repeat(3)).serves(
        "https://login.acmebank.example/jwks.json",
        "application/json",
        &sample::jwks(&[sample::rsa()]),
    );
    let run = world.run("verify --lines tokens --jwks https://login.acmebank.example/jwks.json --format jsonl");
    assert_eq!((run.exit, verdicts(&run).as_str(), world.requests().len()), (0, "vvv", 1), "{run:?}");
    let run = world.run("verify --lines tokens --jwks https://nobody.example/jwks.json --format jsonl");
    assert_eq!((run.exit, run.stdout.as_str()), (4, ""), "{run:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in the lines, there is a verdict for each, and in order.
    #[test]
    fn every_line_has_a_verdict(parts in prop::collection::vec("[ -~]{0,40}|eyJ[A-Za-z0-9_.-]{0,60}", 0..40)) {
        let text = parts.iter().map(|part| format!("{part}\n")).collect::<String>();
        let run = run(&lines(text), "--format jsonl --jobs 2");
        let numbers: Vec<usize> =
            rows(&run).iter().map(|row| usize::try_from(row["line"].as_u64().unwrap()).unwrap()).collect();
        prop_assert_eq!(numbers, (1..=parts.len()).collect::<Vec<_>>());
    }

    /// A table without quotes has a verdict for each record, wherever its pieces are cut.
    #[test]
    fn every_record_has_a_verdict(names in prop::collection::vec("[a-z]{1,9}", 1..60), wide in 0_usize..3_000) {
        let record = |name: &String| format!("{name},{},x\r\n", "y".repeat(wide));
        let text = "id,note,token\r\n".to_owned() + &names.iter().map(record).collect::<String>();
        let run = run(&lines(text), "--format jsonl --field token --id id");
        let ids: Vec<String> = rows(&run).iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
        prop_assert_eq!(ids, names);
    }
}
