//! The answers to threats that have no other home, and that `SECURITY.md` names none in vain.

use crate::support::World;
use clap::CommandFactory;
use lpauth::cli::Cli;
use lpauth::edge::Failure;
use lpauth::edge::files::Access;
use lpauth::model::secret::{Secret, same};
use std::path::Path;

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The tests that a line names: `module::name`.
fn tests_named(line: &str) -> Vec<(&str, &str)> {
    let words = line.split('`').skip(1).step_by(2);
    words.filter_map(|word| word.rsplit_once("::")).filter(|(_, name)| name.matches('_').count() >= 2).collect()
}

#[test]
fn each_answer_names_tests_that_are_there() {
    let text = read("SECURITY.md");
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| threat")).collect();
    assert!(rows.len() >= 30, "{} rows", rows.len());
    for row in rows {
        let named = tests_named(row);
        assert!(!named.is_empty(), "no test: {row}");
        for (module, name) in named {
            let file = format!("tests/suite/{}.rs", module.replace("::", "/"));
            let source = read(&file);
            let is_test = source.contains(&format!("fn {name}()")) || source.contains(&format!("fn {name}("));
            assert!(is_test, "{file} has no test {name}");
        }
    }
}

#[test]
fn secrets_are_compared_in_one_place() {
    // `jose` compares bytes of its own: tags and wrapped keys.
    let allowed = ["model/secret.rs", "jose/jwe/content.rs", "jose/jwe/wrap.rs"];
    for (file, text) in crate::architecture::sources() {
        let file = file.to_string_lossy().into_owned();
        let compares = text.contains("verify_slices_are_equal");
        assert_eq!(compares, allowed.contains(&file.as_str()), "{file}: `model::secret::same` is for that");
        for line in text.lines() {
            let sides = ["==", "!="].into_iter().filter_map(|sign| line.split_once(sign));
            let meets = |(left, right): (&str, &str)| {
                let next = right.split_whitespace().next().unwrap_or_default();
                left.trim_end().ends_with("reveal()") || next.contains("reveal()")
            };
            assert!(!sides.into_iter().any(meets), "{file}: {line}");
        }
    }
    assert!(same("a", "a") && !same("a", "b") && !same("a", "ab") && same("", ""));
    assert!(Secret::new("a") == Secret::new("a") && Secret::new("a") != Secret::new("b"));
}

#[test]
fn each_comparison_with_a_secret_goes_through_it() {
    // Where somebody's guess meets a secret, and what stands in that function.
    let places = [
        ("cmd/mock/control.rs", "self.token.is("),
        ("flow/mock/client.rs", "secret.is(text)"),
        ("flow/mock/login.rs", "password.is("),
        ("flow/mock/register.rs", "token.is("),
        ("flow/mock/grant.rs", "same(&challenge_of(verifier)"),
        ("edge/listener/desk.rs", "same(expected, given)"),
        ("edge/listener/desk.rs", "same(given, &self.nonce)"),
    ];
    for (file, call) in places {
        assert!(read(Path::new("src").join(file)).contains(call), "{file} has no {call}");
    }
}

#[test]
fn no_flag_takes_a_secret_itself() {
    let is_secret = |name: &str| ["secret", "password", "passphrase"].iter().any(|word| name.contains(word));
    let is_elsewhere = |name: &str| ["-file", "-env", "-out", "-encoding"].iter().any(|end| name.ends_with(end));
    for command in Cli::command().get_subcommands() {
        for argument in command.get_arguments() {
            let name = argument.get_long().unwrap_or_default();
            let values: Vec<&str> =
                argument.get_value_names().unwrap_or_default().iter().map(|it| it.as_str()).collect();
            let takes_text = argument.get_action().takes_values() && values != ["WHERE"];
            assert!(!(is_secret(name) && takes_text && !is_elsewhere(name)), "{} --{name}", command.get_name());
        }
    }
}

#[test]
fn a_message_is_one_line_whatever_it_repeats() {
    let failure = Failure::usage("no\n::error::fake").hint("do\r\n::add-mask::x");
    assert_eq!(failure.to_string(), "lpauth: no ::error::fake\n  hint: do  ::add-mask::x\n");
    let hostile = "x\n::error::fake\u{1b}[2J\u{202e}##[add-mask]y";
    let lines: [&[&str]; 6] = [
        &["explain", hostile],
        &["man", hostile],
        &["verify", "t", "--brand", hostile],
        &["mint", "--fault", hostile],
        &[hostile],
        &["lint", "--policy", hostile],
    ];
    for arguments in lines {
        let run = World::new().run_args(arguments);
        let text = run.stderr;
        assert!(text.contains("::error::fake"), "{arguments:?}: {text}");
        assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}']) && !text.contains("##["), "{text}");
    }
}

const ISSUER: &str = "https://login.brand.example";

#[test]
fn a_server_elsewhere_leads_nobody_to_this_machine() {
    let metadata = format!(r#"{{"issuer":"{ISSUER}","jwks_uri":"http://127.0.0.1:6379/keys"}}"#);
    let well_known = format!("{ISSUER}/.well-known/openid-configuration");
    let named = World::new().serves(&well_known, "application/json", &metadata);
    let redirected = World::new()
        .serves("http://localhost:6379/", "application/json", &metadata)
        .sends_on(&well_known, "http://localhost:6379/");
    for world in [named, redirected] {
        for line in ["lint https://login.brand.example", "verify token.jwt --issuer https://login.brand.example"] {
            let run = world.clone().file("token.jwt", crate::sample::token()).run(line);
            assert_eq!(run.exit, 4, "{line}: {run:?}");
            assert!(run.stderr.contains("which is this machine, not the server"), "{}", run.stderr);
        }
        assert!(world.requests().iter().all(|url| url.starts_with(ISSUER)), "{:?}", world.requests());
    }
    // Whoever names this machine may be led about on it.
    let local = r#"{"issuer":"http://localhost:9000","jwks_uri":"http://127.0.0.1:9000/keys"}"#;
    let world =
        World::new().serves("http://localhost:9000/.well-known/openid-configuration", "application/json", local);
    world.run("lint http://localhost:9000");
    assert!(world.requests().contains(&"http://127.0.0.1:9000/keys".to_owned()), "{:?}", world.requests());
}

#[test]
fn a_report_that_shows_secrets_is_the_owners_alone() {
    for (flags, access) in [("--show-secrets", Access::Private), ("", Access::Shared)] {
        for command in ["exchange --mock", "conformance --mock --only code-guessable --flow code"] {
            let world = World::new();
            world.run(&format!("{command} --no-lint --report json=r.json {flags}"));
            assert_eq!(world.access("r.json"), access, "{command} {flags}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_replaced_and_never_followed() {
    use lpauth::edge::files::{Disk, Files};
    let home = tempfile::tempdir().unwrap();
    let (target, link) = (home.path().join("target"), home.path().join("link"));
    std::fs::write(&target, "precious").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    assert!(Disk.write(&link, b"new", Access::Private, false).is_err(), "a link that is there is there");
    Disk.write(&link, b"new", Access::Private, true).unwrap();
    assert_eq!(std::fs::read(&target).unwrap(), b"precious");
    assert!(std::fs::symlink_metadata(&link).unwrap().is_file());
    let (nowhere, dangling) = (home.path().join("nowhere"), home.path().join("dangling"));
    std::os::unix::fs::symlink(&nowhere, &dangling).unwrap();
    assert!(Disk.write(&dangling, b"new", Access::Private, false).is_err());
    assert!(!nowhere.exists());
}

#[cfg(unix)]
#[test]
fn a_directory_lists_no_file_through_a_link_out_of_it() {
    use lpauth::edge::files::{Disk, Files};
    let home = tempfile::tempdir().unwrap();
    let (private, given) = (home.path().join("private"), home.path().join("given"));
    std::fs::create_dir_all(&private).unwrap();
    std::fs::create_dir_all(&given).unwrap();
    std::fs::write(private.join("id.pem"), "key").unwrap();
    std::fs::write(given.join("a.log"), "log").unwrap();
    std::os::unix::fs::symlink(&private, given.join("all")).unwrap();
    std::os::unix::fs::symlink(private.join("id.pem"), given.join("one.txt")).unwrap();
    std::os::unix::fs::symlink(given.join("a.log"), given.join("b.log")).unwrap();
    assert_eq!(Disk.list(&given).unwrap(), [given.join("a.log"), given.join("b.log")]);
}

#[test]
fn diagnose_asks_nothing_that_only_the_evidence_names() {
    let token = crate::sample::token();
    let evidence = format!("https://evil.example/cb?error=access_denied&state=x https://evil.example/jwks {token}");
    let world = World::new().file("case.log", evidence);
    assert!(world.run("diagnose case.log").exit <= 1);
    world.run("diagnose case.log --online");
    assert!(world.requests().is_empty(), "{:?}", world.requests());
}

#[test]
fn dependencies_are_judged_locked_and_have_their_reasons() {
    let (deny, run) = (read("deny.toml"), read(".ci/run"));
    assert!(["[advisories]", "[licenses]", "[bans]", "[sources]"].iter().all(|table| deny.contains(table)));
    assert!(run.contains("cargo deny --locked check bans licenses sources") && run.contains("check advisories"));
    let manifest = read("Cargo.toml");
    let dependencies = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let bare = |line: &&str| line.contains('=') && !line.contains(" # ");
    let bare: Vec<&str> = dependencies.lines().filter(bare).collect();
    assert!(bare.is_empty(), "no reason given: {bare:?}");
}

#[test]
fn the_compiler_forbids_unsafe_code() {
    assert!(read("Cargo.toml").contains("unsafe_code = \"forbid\""));
    for (file, text) in crate::architecture::sources() {
        assert!(!text.contains("unsafe {") && !text.contains("unsafe fn"), "{}", file.display());
    }
}

/// What reads what a stranger wrote, and the fuzz target that reads it with anything.
const PARSERS: &[(&str, &str)] = &[
    ("Token::parse", "verify"),
    ("Json::parse", "json"),
    ("Jwks::parse", "jwks"),
    ("Discovery::parse", "discovery"),
    ("TokenResponse::of", "answer"),
    ("Jar::default", "answer"),
    ("Timestamp::of_http_date", "answer"),
    ("Exchange::of", "answer"),
    ("plan::jwks", "answer"),
    ("Callback::of", "clue"),
    ("paste::read", "clue"),
    ("paste::veiled", "clue"),
    ("clues(", "clue"),
    ("Page::parse", "page"),
    ("Browse::new", "page"),
    ("entries(", "har"),
    ("file::read", "transcript"),
    ("har::write", "transcript"),
    ("Settings::parse", "settings"),
    ("Baseline::parse", "settings"),
    ("Earlier::parse", "settings"),
    ("Steps::parse", "settings"),
    ("Jar::read", "settings"),
    ("parse_duration", "settings"),
    ("parse_time", "settings"),
    ("sdes::set", "settings"),
    ("Certificate::parse", "certificate"),
    ("key_file::read", "key_file"),
    ("Pieces::new", "redact"),
];

#[test]
fn each_parser_has_a_fuzz_target() {
    for (parser, target) in PARSERS {
        let source = read(format!("fuzz/fuzz_targets/{target}.rs"));
        assert!(source.contains(parser) || source.contains("lpauth_fuzz::judge(&Token"), "{target} reads no {parser}");
    }
    // Whatever reads below `model` stands in the table, by the type that it reads.
    let reads = ["pub fn parse(", "pub fn parse_"];
    for (file, text) in crate::architecture::sources() {
        let file = file.to_string_lossy().into_owned();
        if !file.starts_with("model/") || !reads.iter().any(|read| text.contains(read)) {
            continue;
        }
        let stem = file.trim_start_matches("model/").trim_end_matches(".rs").replace(['/', '_'], "");
        let stem = stem.trim_end_matches('s');
        let named = |(parser, _): &(&str, &str)| parser.to_lowercase().contains(stem);
        assert!(PARSERS.iter().any(named) || ["jwk", "time"].contains(&stem), "{file} has no fuzz target");
    }
    // A target without seeds begins with nothing.
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().trim_end_matches(".rs").to_owned();
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(&name);
        assert!(std::fs::read_dir(&seeds).is_ok_and(|mut seeds| seeds.next().is_some()), "{name} has no seeds");
        assert!(read("fuzz/Cargo.toml").contains(&format!("name = \"{name}\"")), "{name} is not built");
    }
}
