//! A handful of tests that start the real program: streams, exit codes, a closed pipe, file modes, a pseudo-terminal.

use crate::sample;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn lpauth(directory: &Path, arguments: &[&str], stdin: &str) -> Output {
    let mut child = command(directory, arguments).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lpauth"));
    command.args(arguments).current_dir(directory).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_pair_of_keys_a_token_and_its_verdict() {
    let home = tempfile::tempdir().unwrap();
    let made = lpauth(home.path(), &["keygen", "--out", "brand"], "");
    assert!(made.status.success(), "{made:?}");
    let minted = lpauth(home.path(), &["mint", "--key", "brand.pem"], "");
    assert!(minted.status.success() && minted.stderr.is_empty(), "{minted:?}");
    let token = text(&minted.stdout);
    assert_eq!(token.lines().count(), 1, "only the token stands on standard output: {token}");
    let verified = lpauth(home.path(), &["verify", "--jwks", "brand.jwks.json"], &token);
    assert_eq!(verified.status.code(), Some(0), "{}", text(&verified.stdout));
    let other = lpauth(home.path(), &["keygen", "--out", "other"], "");
    assert!(other.status.success());
    assert_eq!(lpauth(home.path(), &["verify", "--jwks", "other.jwks.json"], &token).status.code(), Some(1));
}

#[test]
fn one_command_logs_in_over_real_sockets_and_tls() {
    let home = tempfile::tempdir().unwrap();
    let run = lpauth(home.path(), &["exchange", "--mock", "--pkce", "--userinfo", "--refresh"], "");
    assert_eq!((run.status.code(), text(&run.stderr)), (Some(0), String::new()), "{}", text(&run.stdout));
    assert!(text(&run.stdout).starts_with("✓ login at https://127.0.0.1:"), "{}", text(&run.stdout));
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "nothing is left behind");
}

#[test]
fn what_is_redacted_keeps_every_other_byte() {
    let home = tempfile::tempdir().unwrap();
    let bytes = b"caf\xe9 \xff\x00\r\n";
    std::fs::write(home.path().join("latin.log"), bytes).unwrap();
    let run = lpauth(home.path(), &["redact", "latin.log"], "");
    assert_eq!((run.status.code(), run.stdout.as_slice()), (Some(0), bytes.as_slice()), "{run:?}");
}

#[cfg(unix)]
#[test]
fn private_keys_are_the_owners_alone_and_never_overwritten() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    assert!(lpauth(home.path(), &["keygen", "--alg", "ES256", "--out", "brand"], "").status.success());
    let mode = |file: &str| std::fs::metadata(home.path().join(file)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("brand.pem"), mode("brand.pub.pem")), (0o600, 0o644));
    let before = std::fs::read(home.path().join("brand.pem")).unwrap();
    let again = lpauth(home.path(), &["keygen", "--alg", "ES256", "--out", "brand"], "");
    assert_eq!(again.status.code(), Some(3), "{again:?}");
    assert!(text(&again.stderr).contains("--force"), "{again:?}");
    assert_eq!(std::fs::read(home.path().join("brand.pem")).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_stays_open_to_whom_it_was_open() {
    use lpauth::edge::files::{Access, Disk, Files};
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("lpauth.toml");
    let mode = || std::fs::metadata(&file).unwrap().permissions().mode() & 0o777;
    for (access, before, after) in [(Access::Shared, 0o600, 0o600), (Access::Private, 0o644, 0o600)] {
        std::fs::write(&file, "old").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(before)).unwrap();
        Disk.write(&file, b"new", access, true).unwrap();
        assert_eq!(mode(), after, "{access:?}");
    }
}

#[test]
fn a_directory_of_transcripts_is_made() {
    let home = tempfile::tempdir().unwrap();
    let arguments = ["conformance", "--mock", "--flow", "code", "--only", "code-guessable", "--transcripts", "new/run"];
    let run = lpauth(home.path(), &arguments, "");
    assert_eq!((run.status.code(), text(&run.stderr).as_str()), (Some(0), ""), "{run:?}");
    let directory = home.path().join("new/run");
    assert!(directory.join("code-guessable.json").is_file());
    std::fs::write(home.path().join("taken"), "").unwrap();
    let run = lpauth(home.path(), &["conformance", "--mock", "--only", "code-guessable", "--transcripts", "taken"], "");
    assert_eq!(run.status.code(), Some(3), "{run:?}");
    assert!(text(&run.stderr).contains("the directory taken cannot be made"), "{run:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("token.jwt"), sample::token()).unwrap();
    let mut child = command(home.path(), &["decode", "token.jwt"]).spawn().unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert!(child.wait().unwrap().success(), "{stderr}");
    assert_eq!(stderr, "");
}

#[test]
fn mistakes_on_the_command_line_and_missing_files_have_their_own_codes() {
    let home = tempfile::tempdir().unwrap();
    let code = |arguments: &[&str]| lpauth(home.path(), arguments, "").status.code().unwrap();
    assert_eq!(code(&["--version"]), 0);
    assert_eq!(code(&["verify", "--no-such-flag"]), 2);
    assert_eq!(code(&["decode", "missing.jwt"]), 3);
    // Nobody listens on port 1 of this machine.
    assert_eq!(code(&["verify", &sample::token(), "--jwks", "http://127.0.0.1:1/jwks.json"]), 4);
}

#[test]
fn plain_http_does_not_leave_this_machine() {
    let home = tempfile::tempdir().unwrap();
    let run =
        lpauth(home.path(), &["verify", &sample::token(), "--jwks", "http://login.acmebank.example/jwks.json"], "");
    assert_eq!(run.status.code(), Some(4));
    assert!(text(&run.stderr).contains("--allow-http"), "{run:?}");
}

#[test]
fn output_that_cannot_be_written_is_said() {
    let full = Path::new("/dev/full");
    if !full.exists() {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let out = std::fs::OpenOptions::new().write(true).open(full).unwrap();
    let child = command(home.path(), &["decode", &sample::token()]).stdout(out).spawn().unwrap();
    let run = child.wait_with_output().unwrap();
    assert_eq!(run.status.code(), Some(3), "{run:?}");
    assert!(text(&run.stderr).contains("cannot be written"), "{run:?}");
}

#[test]
fn a_directory_is_no_place_for_a_file() {
    let home = tempfile::tempdir().unwrap();
    lpauth(home.path(), &["keygen", "--type", "p-256", "--out", "key"], "");
    let run = lpauth(home.path(), &["mint", "--key", "key.pem", "--out", ".", "--force"], "");
    assert_eq!(run.status.code(), Some(3));
    assert!(text(&run.stderr).contains(". is a directory"), "{}", text(&run.stderr));
}

#[cfg(unix)]
#[test]
fn a_mock_says_where_it_is_is_linted_and_ends_when_it_is_told_to() {
    let home = tempfile::tempdir().unwrap();
    let arguments = ["mock", "--port", "0", "--tls", "--host", "login.acmebank.example", "--secrets-out", "mock.json"];
    let mut mock = command(home.path(), &arguments).spawn().unwrap();
    let mut issuer = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(mock.stdout.as_mut().unwrap()), &mut issuer).unwrap();
    let linted = lpauth(home.path(), &["lint", issuer.trim(), "--cacert", "lpauth-mock-ca.pem"], "");
    assert_eq!(linted.status.code(), Some(0), "{}{}", text(&linted.stdout), text(&linted.stderr));
    let written = std::fs::read(home.path().join("mock.json")).unwrap();
    let control = &serde_json::from_slice::<serde_json::Value>(&written).unwrap()["control"];
    let (url, token) = (control["url"].as_str().unwrap(), control["token"].as_str().unwrap());
    let answer = |host: &str| {
        let address = url.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let head = format!("GET /status HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n");
        stream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(answer("localhost").contains("lpauth-mock-status-v1"), "{}", answer("localhost"));
    assert!(answer("evil.example").starts_with("HTTP/1.1 421 "), "a name that was made to point here");
    let told = Command::new("sh").args(["-c", &format!("kill -TERM {}", mock.id())]).status().unwrap();
    assert!(told.success());
    let ended = mock.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
    assert!(text(&ended.stderr).contains("GET /jwks.json → 200"), "{}", text(&ended.stderr));
    let again = lpauth(home.path(), &["lint", issuer.trim(), "--cacert", "lpauth-mock-ca.pem"], "");
    assert_eq!(again.status.code(), Some(4), "the port is free");
}

/// A home with a key set and a file of so many good tokens.
fn home_of_lines(count: usize) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("jwks.json"), sample::jwks(&[sample::rsa()])).unwrap();
    std::fs::write(home.path().join("tokens"), (sample::token() + "\n").repeat(count)).unwrap();
    home
}

const LINES: [&str; 8] =
    ["verify", "--lines", "tokens", "--jwks", "jwks.json", "--at", "2026-01-01T00:00:00Z", "--format=jsonl"];

#[test]
fn a_full_disk_ends_the_verdicts_with_their_number() {
    let full = Path::new("/dev/full");
    if !full.exists() {
        return;
    }
    let home = home_of_lines(3_000);
    let out = std::fs::OpenOptions::new().write(true).open(full).unwrap();
    let child = command(home.path(), &LINES).stdout(out).spawn().unwrap();
    let run = child.wait_with_output().unwrap();
    assert_eq!(run.status.code(), Some(3), "{run:?}");
    assert!(text(&run.stderr).contains("0 verdicts were written whole"), "{run:?}");
}

#[test]
fn whoever_wants_one_verdict_gets_one_and_no_complaint() {
    let home = home_of_lines(20_000);
    let mut child = command(home.path(), &LINES).spawn().unwrap();
    let mut first = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stdout.take().unwrap()), &mut first).unwrap();
    assert!(first.starts_with(r#"{"line":1,"verdict":"valid","#), "{first}");
    let run = child.wait_with_output().unwrap();
    assert_eq!((run.status.code(), text(&run.stderr).as_str()), (Some(0), ""), "{run:?}");
}

/// The first line is judged while the second is still being written, and Ctrl-C does not wait for it.
#[cfg(unix)]
#[test]
fn verdicts_come_at_once_and_an_interruption_does_not_wait_for_input() {
    let home = home_of_lines(0);
    let arguments = LINES.map(|argument| if argument == "tokens" { "-" } else { argument });
    let mut child = command(home.path(), &arguments).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let token = sample::token();
    input.write_all(format!("{token}\n{}", &token[..60]).as_bytes()).unwrap();
    let mut output = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    std::io::BufRead::read_line(&mut output, &mut first).unwrap();
    assert!(first.contains(r#""verdict":"valid""#), "{first}");
    assert!(Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status().unwrap().success());
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    let run = child.wait_with_output().unwrap();
    drop(input);
    assert_eq!((run.status.code(), rest.as_str()), (Some(130), ""), "{run:?}");
    assert!(text(&run.stderr).starts_with("! standard input: 1 lines: 1 valid"), "{}", text(&run.stderr));
}
