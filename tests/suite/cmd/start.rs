//! `lpauth` alone, and what is said of a command line that is not understood.

use crate::support::{Run, World};
use clap::{CommandFactory, Parser};
use lpauth::cli::Cli;

/// The commands that nobody's job begins with.
const ELSEWHERE: [&str; 3] = ["completions", "jwks", "man"];

fn commands(page: &str) -> Vec<&str> {
    page.lines().filter_map(|line| line.find("  lpauth ").map(|at| line[at..].trim())).collect()
}

#[test]
fn lpauth_alone_shows_the_jobs_on_one_screen() {
    let run = World::new().run_args(&[]);
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.lines().count() <= 23, "{}", run.stdout);
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 80), "{}", run.stdout);
    let shown = commands(&run.stdout);
    for command in &shown {
        assert!(Cli::try_parse_from(command.split(' ')).is_ok(), "{command}");
    }
    for command in Cli::command().get_subcommands().map(clap::Command::get_name) {
        let named = shown.iter().any(|line| line.split(' ').nth(1) == Some(command));
        assert_eq!(named, !ELSEWHERE.contains(&command), "{command}");
    }
}

#[test]
fn it_has_colours_on_a_terminal_only() {
    let coloured = |world: World, line: &str| world.run(line).stdout.contains('\u{1b}');
    assert!(coloured(World::new().terminal(80), ""));
    assert!(!coloured(World::new(), ""));
    assert!(!coloured(World::new().terminal(80).variable("NO_COLOR", "1"), ""));
    assert!(coloured(World::new(), "--color always"));
}

#[test]
fn help_is_still_help() {
    for line in ["help", "--help", "-h"] {
        let run = World::new().run(line);
        assert_eq!((run.exit, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.contains("Usage: lpauth [OPTIONS] [COMMAND]"), "{}", run.stdout);
    }
}

/// What is typed, and what the answer names. The command line is always to blame.
const SLIPS: &[(&str, &[&str])] = &[
    ("verify --client_id x", &["has no flag --client_id", "did you mean --client-id?"]),
    ("verify --clientid x", &["did you mean --client-id?"]),
    ("exchange --secret x", &["did you mean --client-secret-file?"]),
    ("exchange --client-secret x", &["did you mean --client-secret-file?"]),
    ("init --secret x", &["did you mean --client-secret?"]),
    ("mint --key-file x", &["did you mean --key?"]),
    ("verify --jwk x", &["did you mean --jwks?"]),
    ("verify --aud x", &["did you mean --client-id?"]),
    ("lint --url x", &["stands without a flag here: `lpauth lint [OPTIONS] [ISSUER|URL|FILE]...`"]),
    ("verify -f json", &["did you mean --format?"]),
    ("verify --json", &["did you mean --format json?"]),
    ("diagnose --jsn", &["has no flag --jsn", "did you mean --format json?"]),
    ("verify --levway 60", &["did you mean --skew?"]),
    ("redact --json x", &["did you mean --format json?"]),
    ("keygen --output x", &["did you mean --out?"]),
    ("lint --output x", &["did you mean --report FORMAT=FILE?"]),
    ("verify --leeway 60", &["did you mean --skew?"]),
    ("lint --insecure", &["did you mean --cacert?"]),
    ("lint --scope openid", &["--scope belongs to `lpauth init`, `lpauth exchange`, `lpauth conformance`"]),
    ("--client_id x", &["`lpauth` has no flag --client_id", "belongs to `lpauth verify`"]),
    ("verify --zebra", &["has no flag --zebra", "`lpauth verify --help` lists what it takes"]),
    ("check", &["there is no command “check”", "`lpauth verify token.jwt`"]),
    ("test", &["`lpauth conformance URL`"]),
    ("validate", &["`lpauth verify token.jwt`"]),
    ("har", &["`lpauth diagnose login.har`"]),
    ("serve", &["`lpauth mock`"]),
    ("vrify", &["did you mean `lpauth verify`?"]),
    ("qqq", &["there is no command “qqq”", "`lpauth` alone shows"]),
    ("token.jwt", &["`lpauth verify token.jwt`"]),
    ("case.har", &["`lpauth diagnose case.har`"]),
    ("brand.pem", &["`lpauth keygen --from brand.pem`"]),
    ("there", &["`lpauth diagnose there`"]),
    ("9007", &["`lpauth explain 9007`"]),
    ("token-expired", &["`lpauth explain token-expired`"]),
    ("https://login.brand.example", &["`lpauth lint https://login.brand.example`", "`lpauth exchange https"]),
    ("https://cdn.example/?code=SplxlO", &["https://cdn.example/?…", "`lpauth diagnose 'ADDRESS'`"]),
    ("verify --format jsno", &["“jsno” is no value of --format", "did you mean json?", "sarif"]),
    ("verify --policy livepersn", &["did you mean liveperson?", "strict"]),
    ("conformance --plan oidc-basik", &["did you mean oidc-basic?"]),
    ("completions basch", &["did you mean bash?"]),
    ("verify --format", &["--format takes a value, and none was given", "pretty"]),
    ("verify --skew soon", &["“soon” is no value of --skew <TIME>: a length of time"]),
    ("verify --key a --jwks b", &["--key <FILE> and --jwks <FILE|URL> exclude each other"]),
    (
        "jwks keys.json add k.pem",
        &["add and <FILE|URL> exclude each other", "type `lpauth jwks add [OPTIONS] <SET> <KEY>`"],
    ),
    ("jwks ad keys.json k.pem", &["did you mean `lpauth jwks add`?"]),
    ("verify --verbose --verbose", &["--verbose may be given once only"]),
    ("jwks add a", &["`lpauth jwks add` takes <KEY>", "type `lpauth jwks add [OPTIONS] <SET> <KEY>`"]),
    ("jwks", &["`lpauth jwks` takes something to work on", "<FILE|URL>"]),
    ("mint stray", &["`lpauth mint` has no place for “stray”"]),
    ("explain toke-expired", &["did you mean `lpauth explain token-expired`?"]),
    ("mint --fault exp.pst", &["did you mean exp.past?"]),
    ("mock --fault exp.pst", &["did you mean exp.past?"]),
    ("conformance --mock --only nonce-optionl", &["did you mean nonce-optional?"]),
    ("verify x --brand acmebnk", &["there is no brand “acmebnk”", "acmebank"]),
    ("man conformence", &["there is no command “conformence”", "`lpauth man conformance`"]),
];

fn world() -> World {
    World::new()
        .file("there", "a log")
        .file("lpauth.toml", "[brand.acmebank]\n")
        .file("/home/ada/lpauth.toml", "[brand.acmebank]\n")
}

#[test]
fn a_slip_is_answered_with_what_was_meant() {
    for (line, parts) in SLIPS {
        let run: Run = world().run(line);
        assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{line}: {}", run.stderr);
        assert!(run.stderr.starts_with("lpauth: ") && run.stderr.contains("\n  hint: "), "{line}: {}", run.stderr);
        for part in *parts {
            assert!(run.stderr.contains(part), "{line}: {part}: {}", run.stderr);
        }
    }
}

#[test]
fn nobody_is_led_to_show_secrets() {
    for command in ["decode", "exchange", "conformance", "mock"] {
        for flag in ["--secret", "--client-secrets", "--secrt", "--client-secret"] {
            let run = World::new().run(&format!("{command} {flag} hunter2"));
            assert!(!run.stderr.contains("show-secrets") && !run.stderr.contains("hunter2"), "{}", run.stderr);
        }
    }
}

#[test]
fn what_is_typed_by_mistake_is_not_repeated_where_it_is_secret() {
    let token = crate::sample::token();
    let signature = token.rsplit('.').next().unwrap();
    let broken = format!("{}.{signature}", token.rsplit_once('.').unwrap().0.replace("eyJ", "eyX"));
    let arguments: &[&[&str]] = &[
        &[&token],
        &["mint", &token],
        &["explain", &token],
        &["man", &token],
        &["keygen", "--from", &token],
        &[&broken],
    ];
    for words in arguments {
        let run = world().run_args(words);
        assert!(run.exit >= 2, "{words:?}");
        assert!(!run.stderr.contains(&signature[..20]) || words == &[&broken], "{words:?}: {}", run.stderr);
    }
    let pasted = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----";
    for words in [vec![pasted], vec!["mint", "--key", pasted], vec!["jwks", pasted]] {
        let run = world().run_args(&words);
        assert!(!run.stderr.contains("MIIEvQ"), "{words:?}: {}", run.stderr);
    }
}
