//! Every way in which lpauth cannot do its job, as somebody meets it: `docs/errors.md` is made from the runs below.

mod rows;

use crate::support::World;
use rows::ROWS;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

fn world() -> World {
    let key = crate::sample::rsa();
    static MADE: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let world = World::new().variable("PW", "passphrase");
        world.run("keygen --alg ES256 --out key");
        world.run("keygen --alg ES256 --out taken");
        world.run("keygen --alg ES256 --out locked --passphrase-env PW");
        world.run("keygen --alg EdDSA --out ed25519");
        world.run("keygen --alg HS256 --out secret");
        world.run("keygen --type x25519 --use enc --out exchange");
        world.files().into_iter().map(|file| (file.clone(), world.read(&file))).collect()
    });
    let made = |world: World, (file, text): (&String, &String)| world.file(file, text);
    let world = MADE.iter().fold(World::new(), made);
    let both = format!("{}{}", world.read("key.pem"), world.read("taken.pem"));
    let public = world.read("key.pub.pem");
    let stray = r#"{"issuer":"https://stray.example","jwks_uri":"http://127.0.0.1:6379/"}"#;
    world
        .file("token.jwt", crate::sample::token())
        .file("jwks.json", crate::sample::jwks(&[key]))
        .file("two.pem", both)
        .file("public.pem", public)
        .file("sets.json", crate::sample::jwks(&[key, crate::sample::other_rsa()]))
        .file("note.txt", "only a note\n")
        .file("empty", "")
        .file("binary", [0xff, 0xfe, 0xfd])
        .file("list.json", "[1]")
        .file("broken.har", "{\"log\":{\"entries\":")
        .file("broken.toml", "[brand.acme]\nissuer = 1\n")
        .file("folder/note.txt", "only a note\n")
        .file("none.json", "{\"keys\":[]}")
        .file("nameless.json", crate::sample::jwks(&[key]).replace("\"kid\"", "\"id\""))
        .file("twice.json", "{\"sub\": \"1\", \"sub\": \"2\"}")
        .file("table.csv", "user,token\nada,x\n")
        .file("packed.csv.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b])
        .file("wide.csv", [0xff, 0xfe, b'u', 0, b's', 0])
        .file("delegation.toml", "[brand.acme]\njwt_public_key = \"CONSUMER_DELEGATION\"\n")
        .file("secret.toml", "[brand.acme]\nclient_id = \"lp\"\nclient_secret = \"env:NOBODY\"\n")
        .file("login.toml", "[brand.acme]\nlogin = \"telepathy\"\n")
        .file("secret-client.toml", "[[issuer]]\n[[issuer.client]]\nid = \"lp\"\nsecret = \"env:NOBODY\"\n")
        .file("client-keys.toml", "[[issuer]]\n[[issuer.client]]\nid = \"lp\"\njwks = \"note.txt\"\n")
        .file(
            "client-alg.toml",
            "[[issuer]]\n[[issuer.client]]\nid = \"lp\"\nid_token_encrypted_response_alg = \"RSA-OAEP-256\"\n",
        )
        .file("brand.toml", "[brand.acme]\nissuer = \"https://login.brand.example\"\n")
        .file("client.toml", "[[client]]\nid = \"lp\"\n")
        .serves("https://login.brand.example/.well-known/openid-configuration", "application/json", METADATA)
        .serves("https://login.brand.example/jwks.json", "application/json", &crate::sample::jwks(&[key]))
        .serves(
            "https://bare.example/.well-known/openid-configuration",
            "application/json",
            "{\"issuer\":\"https://bare.example\"}",
        )
        .serves("https://stray.example/.well-known/openid-configuration", "application/json", stray)
}

const METADATA: &str = r#"{"issuer":"https://login.brand.example","authorization_endpoint":"https://login.brand.example/authorize","token_endpoint":"https://login.brand.example/token","jwks_uri":"https://login.brand.example/jwks.json"}"#;

/// What somebody reads.
struct Told {
    line: &'static str,
    exit: u8,
    message: String,
    hint: String,
}

fn told(line: &'static str) -> Told {
    let run = match line.split_once(" < ") {
        Some((line, file)) => piped(file).run(line),
        // Nothing is piped in: somebody types.
        None => world().typed().run(line),
    };
    let last = run.stderr.rfind("\nlpauth: ").map_or(run.stderr.as_str(), |at| &run.stderr[at + 1..]);
    let (message, hint) = last.trim_end().split_once("\n  hint: ").unwrap_or((last.trim_end(), ""));
    let message = message.trim_start_matches("lpauth: ").to_owned();
    Told { line, exit: run.exit, message, hint: hint.to_owned() }
}

fn piped(file: &str) -> World {
    let world = world();
    let bytes = lpauth::edge::files::Files::read(&mut world.clone(), Path::new(file), u64::MAX).unwrap();
    world.stdin(bytes)
}

fn all() -> impl Iterator<Item = (&'static str, Vec<Told>)> {
    ROWS.iter().map(|(heading, lines)| (*heading, lines.iter().map(|line| told(line)).collect()))
}

#[test]
fn each_message_says_what_happened_and_what_to_do() {
    let mut wrong = Vec::new();
    for told in all().flat_map(|(_, rows)| rows) {
        let fits = (2..=4).contains(&told.exit) && !told.message.is_empty() && !told.hint.is_empty();
        let plain = !told.message.contains("Os {") && !told.message.contains("Error(") && !told.message.contains('\n');
        if !fits || !plain {
            wrong.push(format!("{} → {}: {} / {}", told.line, told.exit, told.message, told.hint));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_page_of_errors_is_current() {
    crate::generated::compare("docs/errors.md", &page());
}

fn page() -> String {
    let mut text = String::from(
        "# What lpauth says when it cannot do its job\n\nMade by `tests/suite/errors.rs` from real runs; do not edit. What is wrong with a server, \
         a token or a login is no error: it is a finding of a report, and `docs/checks.md` lists those.\n\n\
         The exit code says whose it is: 2 the command line or the settings, 3 a file that cannot be read or written, 4 a server that cannot be reached.\n",
    );
    for (heading, rows) in all() {
        let _ = write!(
            text,
            "\n## {heading}\n\n| typed | exit code | what happened, and why | what to do |\n|---|---|---|---|\n"
        );
        for Told { line, exit, message, hint } in rows {
            let _ = writeln!(text, "| `lpauth {line}` | {exit} | {} | {} |", cell(&message), cell(&hint));
        }
    }
    text
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('*', "\\*")
}

/// Sources whose failures no run in this made-up world can meet, and why.
const ELSEWHERE: &[(&str, &str)] = &[
    ("edge/", "needs a real disk, network, browser or terminal: tests/suite/{program,http,serve,tls,webdriver}.rs"),
    ("cmd/exchange/mock.rs", "needs a mistake of lpauth's own"),
    ("cmd/mint/interview.rs", "needs a person at the keyboard: tests/suite/cmd/mint.rs"),
    ("cmd/init/", "needs a person at the keyboard: tests/suite/cmd/init.rs"),
];

/// Returns each place in the source that makes a failure: its file, its words, and whether a hint follows.
fn sites() -> Vec<(String, Vec<String>, bool)> {
    let mut found = Vec::new();
    for (file, text) in crate::architecture::sources() {
        for kind in ["Failure::usage(", "Failure::input(", "Failure::network("] {
            for (at, _) in text.match_indices(kind) {
                let rest = &text[at + kind.len()..];
                let end = rest.find(';').unwrap_or(rest.len());
                found.push((file.to_string_lossy().into_owned(), words(&rest[..end]), rest[..end].contains(".hint(")));
            }
        }
    }
    found
}

/// Returns the fixed words of the first text in a piece of source.
fn words(source: &str) -> Vec<String> {
    let Some(text) = source.split('"').nth(1) else { return Vec::new() };
    let fixed = text.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest));
    fixed.map(str::trim).filter(|piece| piece.len() >= 4).map(str::to_owned).collect()
}

/// Single failures that no run in this made-up world can meet: the source, the words, and why.
const UNREACHED: &[(&str, &str, &str)] = &[
    ("cmd/jwks.rs", "gave no answer", "who gives no answer has failed as one who cannot be reached"),
    ("cmd/exchange.rs", "somebody logged in already", "a login that is brought along never asks for a browser"),
    (
        "cmd/exchange/way.rs",
        "there is no redirection URI",
        "each login has one, LivePerson's window if no other is named",
    ),
    ("cmd/exchange/client.rs", "a secret is named by", "the settings and the steps refuse it before, with its line"),
    ("cmd/exchange/client.rs", "there is no HS256", "needs a mistake of lpauth's own"),
    ("cmd/conformance/setup.rs", "no authorization endpoint is known", "such a server has no case that logs in"),
    ("cmd/conformance/course.rs", "there is no browser", "only --login webdriver opens one"),
    ("cmd/redact.rs", "changed while it was read", "needs a file that somebody writes to meanwhile"),
    ("cmd/redact.rs", "cannot be written:", "needs a full disk: tests/suite/program.rs"),
    (
        "cmd/verify/lines/summary.rs",
        "the output cannot be written:",
        "needs a full disk: tests/suite/cmd/verify_lines.rs",
    ),
    ("cmd/verify/lines/course.rs", "the output cannot be written:", "needs a closed standard output"),
    ("cmd/verify/lines/course.rs", "no thread can be started:", "needs a machine without a thread to spare"),
];

#[test]
fn each_place_that_fails_is_met_by_a_row_or_has_a_reason() {
    let met: BTreeSet<String> = all().flat_map(|(_, rows)| rows).map(|told| told.message + "\n" + &told.hint).collect();
    let is_met = |words: &[String]| met.iter().any(|text| words.iter().all(|word| text.contains(word.as_str())));
    let unmet: Vec<_> = sites()
        .into_iter()
        .filter(|(file, words, _)| {
            let elsewhere = ELSEWHERE.iter().any(|(place, _)| file.starts_with(place));
            !elsewhere && !words.is_empty() && !is_met(words)
        })
        .map(|(file, words, _)| (file, words.join(" ")))
        .collect();
    let reason = |(file, words): &(String, String)| {
        UNREACHED.iter().position(|(place, text, why)| file == place && words.contains(text) && !why.is_empty())
    };
    let left: BTreeSet<usize> = unmet.iter().filter_map(reason).collect();
    let unmet: Vec<_> = unmet.iter().filter(|site| reason(site).is_none()).collect();
    assert!(unmet.is_empty(), "{} places are met by no row: {unmet:#?}", unmet.len());
    assert_eq!(left.len(), UNREACHED.len(), "a reason for what a row meets, or what is no failure: {left:?}");
    for (place, reason) in ELSEWHERE {
        assert!(
            !reason.is_empty() && Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(place).exists(),
            "{place}"
        );
    }
}
