//! `lpauth redact`: what goes where, and what is said of it.

use crate::sample;
use crate::support::{Run, World};
use lpauth::edge::files::Access;
use serde_json::Value;

const LOG: &str = "GET /cb?code=SplxlOBeZQQYbYS6WxSbIA&state=af0\nCookie: a=one; b=twotwo\nmail marta@mail.example\n";

fn world() -> World {
    World::new().file("a.log", LOG)
}

#[track_caller]
fn expect(run: &Run, exit: u8, stdout: &str, stderr: &str) {
    assert_eq!((run.exit, run.stdout.as_str(), run.stderr.as_str()), (exit, stdout, stderr));
}

const CLEAN: &str = "GET /cb?code=REDACTED-code-1-xxxxxx&state=af0\nCookie: a=REDACTED-cookie-1; b=REDACTED-cookie-2\n\
                     mail REDACTED-email-1@redacted.invalid\n";

const SAID: &str = "lpauth: removed 1 code, 2 cookies, 1 e-mail address";

#[test]
fn the_result_goes_to_standard_output() {
    expect(&world().run("redact a.log"), 0, CLEAN, &format!("{SAID}\n"));
    expect(&World::new().stdin(LOG).run("redact -"), 0, CLEAN, &format!("{SAID}\n"));
    expect(&World::new().stdin(LOG).run("redact"), 0, CLEAN, &format!("{SAID}\n"));
    let kept = world().run("redact a.log --keep-pii");
    assert!(kept.stdout.contains("marta@mail.example"), "{}", kept.stdout);
}

#[test]
fn a_file_is_the_owners_and_never_replaced_unasked() {
    let world = world().file("there.log", "x");
    expect(&world.run("redact a.log --out b.log"), 0, "", &format!("{SAID}; the rest is in b.log\n"));
    assert_eq!((world.read("b.log").as_str(), world.access("b.log")), (CLEAN, Access::Private));
    let refused = world.run("redact a.log --out there.log");
    assert_eq!((refused.exit, world.read("there.log").as_str()), (3, "x"));
    assert!(refused.stderr.contains("exists already"), "{}", refused.stderr);
    assert_eq!(world.run("redact a.log --out there.log --force").exit, 0);
    assert_eq!(world.read("there.log"), CLEAN);
    for out in ["a.log", "./a.log"] {
        let refused = world.run(&format!("redact a.log --out {out} --force"));
        assert_eq!((refused.exit, world.read("a.log").as_str()), (2, LOG), "{out}");
    }
}

#[test]
fn check_lists_what_is_left_and_writes_nothing() {
    let world = world();
    let stdout = "code            line 1\ncookie          line 2\ncookie          line 2\ne-mail address  line 3\n";
    let said = "lpauth: a.log still has 1 code, 2 cookies, 1 e-mail address\n";
    expect(&world.run("redact --check a.log"), 1, stdout, said);
    assert_eq!(world.files(), ["a.log"]);
    world.run("redact a.log --out b.log");
    expect(&world.run("redact --check b.log"), 0, "nothing secret was found in b.log\n", "");
}

#[test]
fn check_names_places_in_json_and_no_value() {
    let har = r#"{"log":{"entries":[{"request":{"headers":[{"name":"Cookie","value":"a=secretvalue"}],"url":"https://a.example/"}}]}}"#;
    let run = World::new().file("a.har", har).run("redact --check a.har --format json");
    assert_eq!(run.exit, 1);
    assert!(!run.stdout.contains("secretvalue"));
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["schema"], "lpauth-redact-v1");
    assert_eq!(report["clean"], false);
    assert_eq!(report["found"][0]["kind"], "cookie");
    assert_eq!(report["found"][0]["place"], "/log/entries/0/request/headers/0/value");
    assert_eq!(report["counts"][0]["places"], 1);
}

#[test]
fn what_nobody_looks_through_is_said() {
    let har = |text: &str| format!(r#"{{"log":{{"entries":[{{"response":{{"content":{{"text":"{text}"}}}}}}]}}}}"#);
    let world = World::new().file("a.har", har(&"A".repeat((16 << 20) + 1)));
    let what = "1 string of more than 16 MiB, which nobody looks through\n";
    let said = format!("lpauth: nothing secret was found\nlpauth: left out {what}");
    expect(&world.run("redact a.har"), 0, &har("REDACTED-too-long"), &said);
    let clean = "nothing secret was found in what was looked through of a.har\n";
    expect(&world.run("redact --check a.har"), 1, clean, &format!("lpauth: a.har has {what}"));
    let report: Value = serde_json::from_str(&world.run("redact --check a.har --format json").stdout).unwrap();
    assert_eq!((&report["clean"], &report["unread"]), (&false.into(), &1.into()));
    let short = World::new().file("a.har", har("REDACTED-too-long"));
    expect(&short.run("redact --check a.har"), 0, "nothing secret was found in a.har\n", "");
}

#[test]
fn a_token_is_redacted_too() {
    let run = World::new().file("token.jwt", sample::token()).run("redact token.jwt");
    assert_eq!((run.exit, run.stderr.as_str()), (0, "lpauth: removed 1 token signature\n"));
    let decoded = World::new().file("token.jwt", run.stdout).run("decode token.jwt");
    assert_eq!(decoded.exit, 0);
}

#[test]
fn what_cannot_be_read_is_said() {
    let missing = World::new().run("redact none.har");
    assert_eq!((missing.exit, missing.stderr.lines().next()), (3, Some("lpauth: there is no file none.har")));
    let nothing = World::new().person(&[]).run("redact");
    assert_eq!(nothing.exit, 2);
    assert_eq!(World::new().run("redact --force x").exit, 2);
    assert_eq!(World::new().run("redact --check --out y x").exit, 2);
    let nobody = World::new().run("redact none.har --out out.har");
    assert_eq!((nobody.exit, nobody.stdout.as_str()), (3, ""));
}

#[test]
fn what_is_empty_is_refused() {
    let told = |name: &str| {
        format!(
            "lpauth: there is nothing in {name}: it is empty\n  hint: look whether the export was finished; for a HAR, \
             save it again from the browser's developer tools\n"
        )
    };
    for line in ["redact -", "redact", "redact --check -", "redact - --out b.log"] {
        let world = World::new().stdin("");
        expect(&world.run(line), 3, "", &told("standard input"));
        assert!(world.files().is_empty(), "{line}");
    }
    expect(&World::new().file("a.har", "").run("redact a.har"), 3, "", &told("a.har"));
}

#[test]
fn a_short_credential_goes_behind_its_scheme() {
    let field = |value: &str| {
        let entry = serde_json::json!({ "startedDateTime": "2026-01-01T00:00:00Z", "request": {
            "method": "GET", "url": "https://api.brand.example/abc", "headers": [{ "name": "Authorization", "value": value }] },
            "response": { "status": 200, "content": { "text": "abc, said the bear" } } });
        serde_json::json!({ "log": { "version": "1.2", "entries": [entry] } }).to_string()
    };
    for (value, left) in [
        ("Bearer abc", "Bearer REDACTED-access-token-1"),
        ("bearer a", "bearer REDACTED-access-token-1"),
        ("Foo xyz", "Foo REDACTED-credential-1"),
    ] {
        let world =
            World::new().file("a.har", field(value)).file("a.log", format!("GET /abc\nAuthorization: {value}\nabc\n"));
        let har = world.run("redact a.har").stdout;
        assert!(har.contains(&format!("\"{left}")) && !har.contains(value), "{har}");
        assert!(har.contains("/abc\"") && har.contains("abc, said the bear"), "only where it stood: {har}");
        let log = world.run("redact a.log").stdout;
        assert!(log.starts_with(&format!("GET /abc\nAuthorization: {left}")) && log.ends_with("\nabc\n"), "{log}");
        world.put("b.har", &har);
        assert_eq!(world.run("redact --check b.har").exit, 0, "{har}");
        assert_eq!(world.run("redact b.har").stdout, har);
    }
}
