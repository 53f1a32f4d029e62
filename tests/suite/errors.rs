//! Every way in which lpauth cannot do its job, as somebody meets it: `docs/errors.md` is made from the runs below.

use crate::support::World;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

/// A command line, and the message that comes of it. The files of [`world`] are there.
const ROWS: &[(&str, &[&str])] = &[
    (
        "The command line",
        &[
            "vrify token.jwt",
            "token.jwt",
            "9007",
            "verify --aud lp",
            "verify --format jsno",
            "verify --format",
            "verify --skew soon token.jwt",
            "verify token.jwt --verbose --verbose",
            "verify --key a.pem --jwks b.json",
            "jwks add a.json",
            "mint stray",
            "explain toke-expired",
            "man frob",
            "mint --fault exp.pst",
            "mint --fault token.no-id_token",
            "mock --fault exp.pst",
            "conformance --mock --only nonce-optionl",
            "conformance --mock --plan oidc-config --only nonce-optional",
            "conformance --mock --skip nonce-optional",
        ],
    ),
    (
        "Keys and sets of keys",
        &[
            "keygen --alg RS257",
            "keygen --type rsa --alg ES256",
            "keygen --type ec-p256 --bits 2048",
            "keygen --bits 512",
            "keygen --bits 16384",
            "keygen --type oct --bits 8",
            "keygen --from nothing.pem",
            "keygen --from note.txt",
            "keygen --from public.pem --format private-jwk",
            "keygen --from sets.json --kid nobody",
            "keygen --from locked.pem",
            "keygen --from locked.pem --passphrase-file empty",
            "jwks",
            "jwks rotate sets.json",
            "keygen --alg ES256 --out taken",
            "jwks note.txt",
            "jwks missing.json",
            "jwks http://",
            "jwks add jwks.json key.pem --kid brand-1",
            "jwks remove jwks.json nobody",
            "jwks rotate jwks.json --retire nobody",
            "console jwks.json --key note.txt",
        ],
    ),
    (
        "Tokens",
        &[
            "verify --jwks jwks.json",
            "verify token.jwt",
            "verify missing.jwt --jwks jwks.json",
            "verify token.jwt --jwks missing.json",
            "verify token.jwt --jwks http://",
            "verify token.jwt --jwks jwks.json --at yesterday",
            "verify token.jwt --issuer not-a-url",
            "verify note.txt --jwks jwks.json",
            "verify empty --jwks jwks.json",
            "verify token.jwt --jwks jwks.json --compare missing.json",
            "verify token.jwt --jwks jwks.json --compare note.txt",
            "verify --watch --jwks jwks.json -",
            "decode missing.jwt",
            "decode note.txt",
            "mint",
            "mint --key missing.pem",
            "mint --key public.pem",
            "mint --key two.pem",
            "mint --key key.pem --exp soonish",
            "mint --key key.pem --claims note.txt",
            "mint --key key.pem --claims list.json",
            "mint --key key.pem --claims binary",
            "mint --key key.pem --sde nothing.here=1",
            "mint --key key.pem --claim nothing",
            "mint --key key.pem --out note.txt",
            "mint --key key.pem --interactive",
            "mint --key key.pem --encrypt-to note.txt",
        ],
    ),
    (
        "Settings",
        &[
            "verify token.jwt --config missing.toml --brand acme",
            "verify token.jwt --config broken.toml",
            "verify token.jwt --config binary",
            "verify token.jwt --config brand.toml --brand acmee",
            "verify token.jwt --brand acme",
            "init --brand acme --client-secret hunter2 --offline",
            "init --brand acme --issuer x --offline",
            "init",
        ],
    ),
    (
        "Servers",
        &[
            "lint",
            "lint missing.json",
            "lint https://nobody.example",
            "lint http://",
            "lint https://stray.example",
            "lint https://login.brand.example --baseline missing.json",
            "lint https://login.brand.example --baseline note.txt",
            "verify token.jwt --jwks https://nobody.example/jwks.json",
            "verify token.jwt --issuer https://stray.example",
            "verify token.jwt --jwks jwks.json --brand acme",
        ],
    ),
    (
        "Logins",
        &[
            "exchange",
            "exchange acme",
            "exchange https://nobody.example --client-id lp",
            "exchange https://login.brand.example",
            "exchange https://login.brand.example --client-id lp --client-auth tls",
            "exchange https://login.brand.example --client-id lp --client-key note.txt",
            "exchange https://login.brand.example --client-id lp --client-key public.pem",
            "exchange https://login.brand.example --client-id lp --client-secret-file missing",
            "exchange https://login.brand.example --client-id lp --client-secret-file empty",
            "exchange https://login.brand.example --client-id lp --redirect-uri nowhere",
            "exchange https://login.brand.example --client-id lp --callback nowhere --state x",
            "exchange --mock --client-auth tls",
            "exchange --mock --flow code --response-type id_token",
            "exchange --mock --fault nothing",
            "exchange --mock --login steps=missing.toml",
            "exchange --mock --login steps=note.txt",
            "conformance https://login.brand.example --client-id lp",
            "conformance --mock --redirect-uri nowhere",
        ],
    ),
    (
        "Evidence",
        &[
            "diagnose",
            "redact",
            "diagnose missing.har",
            "diagnose broken.har",
            "diagnose note.txt",
            "diagnose token.jwt --at yesterday",
            "redact missing.har",
            "redact note.txt --out note.txt",
            "redact note.txt --out token.jwt",
        ],
    ),
    (
        "The mock",
        &[
            "mock --at yesterday",
            "mock --clock-shift soon",
            "mock --key note.txt",
            "mock --key public.pem",
            "mock --client-secret-file empty",
            "mock --client-secret-file missing",
            "mock --config missing.toml",
            "mock --config broken.toml",
            "mock --config binary",
            "mock --config client.toml",
            "mock --secrets-out note.txt",
            "mock --issuer nowhere",
        ],
    ),
];

fn world() -> World {
    let key = crate::sample::rsa();
    static MADE: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let world = World::new().variable("PW", "passphrase");
        world.run("keygen --alg ES256 --out key");
        world.run("keygen --alg ES256 --out taken");
        world.run("keygen --alg ES256 --out locked --passphrase-env PW");
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
        .file("brand.toml", "[brand.acme]\nissuer = \"https://login.brand.example\"\n")
        .file("client.toml", "[[client]]\nid = \"lp\"\n")
        .serves("https://login.brand.example/.well-known/openid-configuration", "application/json", METADATA)
        .serves("https://login.brand.example/jwks.json", "application/json", &crate::sample::jwks(&[key]))
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
    // Nothing is piped in: somebody types.
    let run = world().typed().run(line);
    let last = run.stderr.rfind("lpauth: ").map_or("", |at| &run.stderr[at..]);
    let (message, hint) = last.trim_end().split_once("\n  hint: ").unwrap_or((last.trim_end(), ""));
    let message = message.trim_start_matches("lpauth: ").to_owned();
    Told { line, exit: run.exit, message, hint: hint.to_owned() }
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

/// How many places no row meets yet. It may only fall: a new message comes with its row.
const UNMET: usize = 53;

#[test]
fn each_place_that_fails_is_met_by_a_row_or_has_a_reason() {
    let met: BTreeSet<String> = all().flat_map(|(_, rows)| rows).map(|told| told.message).collect();
    let unmet: Vec<_> = sites()
        .into_iter()
        .filter(|(file, words, _)| {
            let elsewhere = ELSEWHERE.iter().any(|(place, _)| file.starts_with(place));
            !elsewhere
                && !words.is_empty()
                && !met.iter().any(|text| words.iter().all(|word| text.contains(word.as_str())))
        })
        .map(|(file, words, _)| format!("{file}: {words:?}"))
        .collect();
    assert!(unmet.len() <= UNMET, "{} places are met by no row: {unmet:#?}", unmet.len());
    for (place, reason) in ELSEWHERE {
        assert!(
            !reason.is_empty() && Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(place).exists(),
            "{place}"
        );
    }
}
