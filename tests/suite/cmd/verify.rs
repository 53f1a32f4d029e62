//! `lpauth verify`.

use crate::sample;
use crate::support::{NOW, Run, World};
use lpauth::edge::files::{Access, Disk, Files};
use serde_json::{Value, json};

const DISCOVERY: &str = "https://login.acmebank.example/.well-known/openid-configuration";
const JWKS: &str = "https://login.acmebank.example/jwks.json";

/// A world with a good token and its key set, in files.
fn files() -> World {
    World::new().file("token.jwt", sample::token()).file("jwks.json", sample::jwks(&[sample::rsa()]))
}

/// A world with a good token whose issuer publishes its keys.
fn online() -> World {
    let metadata = json!({ "issuer": "https://login.acmebank.example", "jwks_uri": JWKS }).to_string();
    files().serves(DISCOVERY, "application/json", &metadata).serves(
        JWKS,
        "application/jwk-set+json",
        &sample::jwks(&[sample::rsa()]),
    )
}

/// The verdict on one check in a JSON report, of the first token.
fn verdict(run: &Run, check: &str) -> Value {
    let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    let verdicts = report["groups"][0]["verdicts"].as_array().unwrap();
    verdicts.iter().find(|verdict| verdict["id"] == check).unwrap_or_else(|| panic!("no {check}")).clone()
}

fn outcome(run: &Run, check: &str) -> String {
    verdict(run, check)["outcome"].as_str().unwrap().to_owned()
}

#[test]
fn a_good_token_passes_and_nothing_is_fetched() {
    let world = files();
    let run =
        world.run("verify token.jwt --jwks jwks.json --issuer https://login.acmebank.example --client-id lp-acmebank");
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(world.requests().is_empty());
}

#[test]
fn a_secret_among_several_key_files_is_tried_and_never_shown() {
    let secret = lpauth::jose::key::Key::secret(&[7; 32]);
    let token = sample::sign(&secret, &json!({ "alg": "HS256" }), &sample::claims());
    let other = json!({ "keys": [sample::rsa().public_jwk()] }).to_string();
    let world = World::new().file("token.jwt", token).file("a.json", other).file("b.json", secret.jwk().to_string());
    let run = world.run("verify token.jwt --key a.json --key b.json --format json");
    assert_eq!(outcome(&run, "signature-invalid"), "pass", "{}", run.stdout);
    assert!(!run.stdout.contains(&sample::encode([7; 32])), "{}", run.stdout);
}

#[test]
fn without_keys_the_command_line_is_wrong() {
    let world = files();
    let run = world.run("verify token.jwt");
    assert_eq!((run.exit, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("--jwks FILE|URL, --key FILE or --issuer URL"), "{}", run.stderr);
    assert!(world.requests().is_empty());
}

#[test]
fn the_issuer_leads_to_the_keys() {
    let world = online();
    let run = world.run("verify token.jwt --issuer https://login.acmebank.example --format json");
    assert_eq!(run.exit, 0, "{run:?}");
    assert_eq!(world.requests(), [DISCOVERY, JWKS]);
    assert_eq!(outcome(&run, "discovery-issuer-mismatch"), "pass");
}

#[test]
fn an_issuer_with_a_path_or_a_slash_keeps_its_own_address() {
    let world = World::new().file("token.jwt", sample::token());
    for issuer in ["https://acmebank.example/oidc", "https://acmebank.example/oidc/"] {
        assert_eq!(world.run(&format!("verify token.jwt --issuer {issuer}")).exit, 4);
    }
    let wanted = "https://acmebank.example/oidc/.well-known/openid-configuration";
    assert_eq!(world.requests(), [wanted, wanted]);
}

#[test]
fn an_expectation_alone_does_not_fetch() {
    let world = online();
    let run = world.run("verify token.jwt --jwks jwks.json --issuer https://login.acmebank.example/ --format json");
    assert_eq!((run.exit, outcome(&run, "issuer-mismatch").as_str()), (1, "fail"));
    assert!(world.requests().is_empty());
}

#[test]
fn a_wrong_signature_does_not_stop_the_other_checks() {
    let expired =
        json!({ "iss": "https://login.acmebank.example", "sub": "x", "aud": "other", "iat": 1, "exp": NOW - 3600 });
    let header = json!({ "alg": "RS256", "kid": "brand-1" });
    let world = files().file("token.jwt", sample::sign(sample::other_rsa(), &header, &expired));
    let run = world.run("verify token.jwt --jwks jwks.json --client-id lp-acmebank --format json");
    assert_eq!(run.exit, 1);
    for check in ["signature-invalid", "token-expired", "audience-mismatch"] {
        assert_eq!(outcome(&run, check), "fail", "{check}");
    }
    assert!(run.stdout.contains("The signature is not verified"), "{}", run.stdout);
}

#[test]
fn what_answers_in_place_of_a_key_set_is_a_finding() {
    for (status, media_type, body, told) in [
        (404, "application/json", "{}", "HTTP status 404"),
        (200, "text/html", "<!doctype html><title>Login</title>", "an HTML page, not JSON"),
        (200, "application/json", "{\"keys\": 1}", "without a `keys` array"),
    ] {
        let world = files().answers(JWKS, status, media_type, body);
        let run = world.run(&format!("verify token.jwt --jwks {JWKS} --format json"));
        assert_eq!((run.exit, outcome(&run, "jwks-unreadable").as_str()), (1, "fail"));
        assert_eq!(outcome(&run, "signature-invalid"), "skip");
        assert!(run.stdout.contains(told), "{}", run.stdout);
    }
}

#[test]
fn nobody_at_the_address_is_a_failure() {
    let run = files().run(&format!("verify token.jwt --jwks {JWKS}"));
    assert_eq!((run.exit, run.stdout.as_str()), (4, ""));
    assert!(run.stderr.contains(JWKS), "{}", run.stderr);
}

#[test]
fn a_key_set_that_may_not_be_fetched_leaves_the_other_answers() {
    for (jwks_uri, hint) in [
        ("http://login.acmebank.example/jwks.json", None),
        ("file:///etc/keys.json", Some("hint: pass the key set as a file")),
    ] {
        let metadata = json!({ "issuer": "https://login.acmebank.example", "jwks_uri": jwks_uri }).to_string();
        let world = files().serves(DISCOVERY, "application/json", &metadata);
        let line = "verify token.jwt --issuer https://login.acmebank.example --client-id other";
        let run = world.run(&format!("{line} --format json"));
        assert_eq!(run.exit, 4, "{run:?}");
        for (check, wanted) in [("audience-mismatch", "fail"), ("token-expired", "pass"), ("signature-invalid", "skip")]
        {
            assert_eq!(outcome(&run, check), wanted, "{jwks_uri}: {check}");
        }
        assert!(run.stderr.contains(jwks_uri) && hint.is_none_or(|hint| run.stderr.contains(hint)), "{}", run.stderr);
        assert!(world.run(line).stdout.contains("The signature is not verified"));
    }
}

#[test]
fn discovering_from_the_token_says_what_it_proves() {
    let world = online();
    let run = world.run("verify token.jwt --discover");
    assert_eq!(run.exit, 0, "{run:?}");
    assert_eq!(world.requests(), [DISCOVERY, JWKS]);
    let text = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("not that https://login.acmebank.example is the issuer you trust"), "{text}");
}

#[test]
fn an_address_inside_a_token_is_never_followed() {
    let evil = "https://evil.example/jwks.json";
    let header =
        json!({ "alg": "RS256", "kid": "brand-1", "jku": evil, "x5u": evil, "jwk": sample::rsa().public_jwk() });
    let world = files()
        .file("token.jwt", sample::sign(sample::rsa(), &header, &sample::claims()))
        .file("jwks.json", sample::jwks(&[sample::other_rsa()]));
    let run = world.run("verify token.jwt --jwks jwks.json --format json");
    assert_eq!(run.exit, 1);
    assert_eq!(outcome(&run, "header-carries-key"), "fail");
    assert!(world.requests().is_empty());
}

#[test]
fn an_algorithm_never_picks_the_key() {
    // The text of the public key as an HMAC secret: the classic confusion.
    let public = sample::jwks(&[sample::rsa()]);
    let secret = lpauth::jose::key::Key::secret(public.as_bytes());
    let token = sample::sign(&secret, &json!({ "alg": "HS256" }), &sample::claims());
    let run = files().file("token.jwt", token).run("verify token.jwt --jwks jwks.json --format json");
    assert_eq!((run.exit, outcome(&run, "key-unsuitable").as_str()), (1, "fail"));
}

#[test]
fn a_brand_names_keys_and_expectations() {
    let settings = r#"
        [brand.acmebank]
        issuer = "https://login.acmebank.example"
        client_id = "someone-else"
        jwks = "keys/jwks.json"
    "#;
    let world = files()
        .file("/home/ada/lpauth.toml", settings)
        .file("/home/ada/keys/jwks.json", sample::jwks(&[sample::rsa()]));
    let run = world.run("verify token.jwt --format json");
    assert_eq!((run.exit, outcome(&run, "audience-mismatch").as_str()), (1, "fail"), "{run:?}");
    assert_eq!(outcome(&run, "issuer-mismatch"), "pass");
    let run = world.run("verify token.jwt --client-id lp-acmebank");
    assert_eq!(run.exit, 0, "a flag goes before the file: {run:?}");
    assert_eq!(world.run("verify token.jwt --brand nobody").exit, 2);
    assert_eq!(world.run("verify token.jwt --config /nowhere.toml").exit, 3);
}

#[test]
fn a_brand_may_switch_a_check_off() {
    let settings = "[brand.a]\njwks = \"/jwks.json\"\n[brand.a.checks]\ntoken-expired = \"off\"\n";
    let world = files().file("/jwks.json", sample::jwks(&[sample::rsa()])).file("/home/ada/lpauth.toml", settings);
    let run = world.run("verify token.jwt --at 2027-01-01 --format json");
    assert_eq!((run.exit, outcome(&run, "token-expired").as_str()), (0, "skip"), "{run:?}");
}

#[test]
fn the_exit_code_follows_fail_on_and_never_the_format() {
    // `kid` missing with a single key is a warning.
    let token = sample::sign(sample::rsa(), &json!({ "alg": "RS256" }), &sample::claims());
    let world = files().file("token.jwt", token);
    for format in ["pretty", "json"] {
        let line = format!("verify token.jwt --jwks jwks.json --format {format}");
        assert_eq!(world.run(&line).exit, 0);
        assert_eq!(world.run(&format!("{line} --fail-on warning")).exit, 1);
    }
}

#[test]
fn one_run_writes_many_reports() {
    let world = files().file("out.txt", "the report of yesterday");
    let run =
        world.run("verify token.jwt --jwks jwks.json --report pretty=out.txt --report json=out.json --color always");
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("\u{1b}[") && !world.read("out.txt").contains('\u{1b}'), "{}", run.stdout);
    assert!(world.read("out.txt").starts_with("✓ token.jwt"), "{}", world.read("out.txt"));
    assert_eq!(world.access("out.json"), Access::Shared);
    let json: Value = serde_json::from_str(&world.read("out.json")).unwrap();
    assert_eq!(json["groups"][0]["subject"], "token.jwt");
}

#[test]
fn a_report_without_format_or_file_is_refused() {
    for wrong in ["out.json", "json=", "=out.json", "toml=out.toml"] {
        let run = files().run_args(&["verify", "token.jwt", "--jwks", "jwks.json", "--report", wrong]);
        assert_eq!(run.exit, 2, "{wrong}");
        assert!(run.stderr.contains("FORMAT=FILE"), "{}", run.stderr);
    }
}

#[test]
fn many_tokens_one_answer_each() {
    let good = sample::token();
    let world =
        files().file("box/a.jwt", &good).file("box/deeper/b.jwt", &good).stdin(format!("{good}\nBearer {good}\n"));
    let run = world.run("verify box - --jwks jwks.json --format json");
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["groups"].as_array().unwrap().len(), 4, "{}", run.stdout);
}

#[test]
fn a_single_key_in_any_form_will_do() {
    let spki = sample::encode(sample::rsa().to_spki().unwrap()).replace('-', "+").replace('_', "/");
    let settings = format!("[brand.a]\njwt_public_key = \"{spki}\"\n");
    let world = files().file("/home/ada/lpauth.toml", settings);
    let run = world.run("verify token.jwt --format json");
    assert_eq!((run.exit, outcome(&run, "signature-invalid").as_str()), (0, "pass"), "{run:?}");
    let run = files()
        .file("key.json", sample::rsa().public_jwk().unwrap().to_string())
        .run("verify token.jwt --key key.json");
    assert_eq!(run.exit, 0, "{run:?}");
}

#[test]
fn the_word_for_delegation_is_no_key() {
    let world = files().file("/home/ada/lpauth.toml", "[brand.a]\njwt_public_key = \"CONSUMER_DELEGATION\"\n");
    let run = world.run("verify token.jwt");
    assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{run:?}");
    assert!(run.stderr.contains("no key but CONSUMER_DELEGATION: LivePerson's word for"), "{}", run.stderr);
    assert!(run.stderr.contains("--jwks FILE|URL"), "{}", run.stderr);
    assert_eq!(world.run("verify token.jwt --jwks jwks.json").exit, 0);
}

#[test]
fn input_without_a_token_is_unreadable() {
    let world = files().file("empty.jwt", "").file("prose.txt", "there is no token here");
    for file in ["empty.jwt", "prose.txt", "missing.jwt"] {
        assert_eq!(world.run(&format!("verify {file} --jwks jwks.json")).exit, 3, "{file}");
    }
}

#[test]
fn a_file_taken_for_a_key_set_is_not_shown() {
    let world = files().file("secret.txt", "tops3cret").file("broken.json", r#"{"kty":"oct","k":"tops3cret" 1}"#);
    for file in ["secret.txt", "broken.json"] {
        let run = world.run(&format!("verify token.jwt --jwks {file}"));
        assert_eq!(run.exit, 1);
        assert!(run.stdout.contains("jwks-unreadable") && !run.stdout.contains("tops3cret"), "{}", run.stdout);
    }
}

#[test]
fn what_cannot_be_read_does_not_hide_the_other_verdicts() {
    let world = files().file("prose.txt", "there is no token here");
    for (other, told) in [("missing.jwt", "there is no file missing.jwt"), ("prose.txt", "no token in prose.txt")] {
        let run = world.run(&format!("verify {other} token.jwt --jwks jwks.json --format json"));
        assert_eq!((run.exit, outcome(&run, "signature-invalid").as_str()), (3, "pass"), "{run:?}");
        assert!(run.stderr.contains(told), "{}", run.stderr);
    }
}

#[test]
fn a_directory_may_hold_other_things_but_not_nothing_else() {
    let world = files().file("box/a.jwt", sample::token()).file("box/README", "tokens of ours").file("dull/note", "-");
    let run = world.run("verify box --jwks jwks.json");
    assert_eq!(run.exit, 0, "{run:?}");
    assert!(run.stderr.contains("no token in box/README"), "{}", run.stderr);
    let run = world.run("verify dull --jwks jwks.json");
    assert_eq!((run.exit, run.stdout.as_str()), (3, ""), "{run:?}");
    assert!(run.stderr.contains("no token in the directory dull"), "{}", run.stderr);
}

#[test]
fn an_issuer_that_does_not_answer_spoils_only_its_own_token() {
    let mut claims = sample::claims();
    claims["iss"] = "https://away.example".into();
    let world = online().file("away.jwt", sample::sign(sample::rsa(), &json!({ "alg": "RS256" }), &claims));
    let run = world.run("verify away.jwt token.jwt --discover --format json");
    assert_eq!((run.exit, outcome(&run, "signature-invalid").as_str()), (4, "pass"), "{run:?}");
    assert!(run.stderr.contains("https://away.example"), "{}", run.stderr);
}

#[test]
fn watching_verifies_again_after_each_change() {
    let run = files().changes(2).run("verify token.jwt --jwks jwks.json --watch");
    assert_eq!((run.exit, run.stdout.matches("✓ token.jwt").count()), (0, 3), "{run:?}");
    let world = World::new().stdin(sample::token()).file("jwks.json", sample::jwks(&[sample::rsa()]));
    assert_eq!(world.run("verify - --jwks jwks.json --watch").exit, 2);
}

#[test]
fn watching_looks_at_keys_and_into_directories_too() {
    let world = files().file("box/a.jwt", sample::token());
    assert_eq!(world.run("verify box --jwks jwks.json --watch").exit, 0);
    assert_eq!(world.watched(), ["box/a.jwt", "box", "jwks.json"]);
}

#[test]
fn a_change_while_the_command_runs_is_a_change() {
    let directory = tempfile::tempdir().unwrap();
    let paths = [directory.path().join("token.jwt")];
    let before = Disk.stamps(&paths);
    std::fs::write(&paths[0], "x").unwrap();
    assert!(Disk.wait_for_change(&paths, &before));
}

#[test]
fn a_clean_verdict_says_what_nobody_asked() {
    let world = files();
    let (issuer, client) = ("--issuer https://login.acmebank.example", "--client-id lp-acmebank");
    for (flags, caveat) in [
        (String::new(), "pass --issuer and --client-id."),
        (issuer.to_owned(), "whom this token should be for: pass --client-id."),
        (client.to_owned(), "whose token this should be: pass --issuer."),
    ] {
        let run = world.run(&format!("verify token.jwt --jwks jwks.json {flags}"));
        assert!(run.stdout.contains(caveat), "{}", run.stdout);
    }
    let run = world.run(&format!("verify token.jwt --jwks jwks.json {issuer} {client}"));
    assert!(!run.stdout.contains("Nobody said"), "{}", run.stdout);
}

#[test]
fn what_is_missing_to_verify_is_named() {
    let several = "[brand.a]\njwks = \"/a.json\"\n[brand.b]\njwks = \"/b.json\"\n";
    let run = files().file("/home/ada/lpauth.toml", several).run("verify token.jwt");
    assert!(run.exit == 2 && run.stderr.contains("choose by --brand: a, b"), "{run:?}");
    let world = World::new().variable("PASSPHRASE", "secret words");
    let made = world.run("keygen --type p-256 --passphrase-env PASSPHRASE --format pem");
    let run = files().file("locked.pem", made.stdout).run("verify token.jwt --key locked.pem");
    assert!(run.exit == 2 && run.stderr.contains("lpauth keygen --from locked.pem --format public-pem"), "{run:?}");
}

#[test]
fn redirects_are_shown() {
    let moved = "https://keys.acmebank.example/old";
    let run = online().sends_on(moved, JWKS).run(&format!("verify token.jwt --jwks {moved}"));
    assert!(run.exit == 0 && run.stdout.contains(&format!("sent on   {moved} → {JWKS}")), "{run:?}");
}

#[test]
fn what_the_settings_switch_off_is_told() {
    let settings = "[brand.a]\njwks = \"/jwks.json\"\n[brand.a.checks]\ntoken-expired = \"off\"\n";
    let world = files().file("/jwks.json", sample::jwks(&[sample::rsa()])).file("/home/ada/lpauth.toml", settings);
    let run = world.run("verify token.jwt --at 2027-01-01");
    assert!(run.exit == 0 && run.stdout.contains("settings  token-expired is off"), "{run:?}");
}

#[test]
fn an_encrypted_token_is_not_verified() {
    let header = sample::encode(json!({ "alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": "liveperson" }).to_string());
    let world = files().file("token.jwe", format!("{header}.AAAA.AAAA.AAAA.AAAA"));
    let run = world.run("verify token.jwe --jwks jwks.json --format json");
    assert_eq!((run.exit, outcome(&run, "token-encrypted").as_str()), (1, "fail"), "{run:?}");
    assert_eq!((outcome(&run, "kid-unknown").as_str(), outcome(&run, "signature-invalid").as_str()), ("skip", "skip"));
}

#[test]
fn an_encrypted_token_is_opened_and_judged_like_any_other() {
    let sealed = sample::sealed(&sample::token(), &json!({ "cty": "JWT", "kid": "lp-1" }));
    let world = files().file("token.jwe", sealed).file("lp.jwk", sample::recipient().jwk().to_string());
    let expected = "--issuer https://login.acmebank.example --client-id lp-acmebank --format json";
    let run =
        world.run(&format!("verify token.jwe --jwks jwks.json --decrypt-key lp.jwk --fail-on warning {expected}"));
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    for check in ["jwe-undecryptable", "jwe-not-nested", "token-encrypted", "signature-invalid", "audience-mismatch"] {
        assert_eq!(outcome(&run, check), "pass", "{check}");
    }
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["groups"][0]["subject"], "token.jwe");
    let run = world.run("verify token.jwe --jwks jwks.json --decrypt-key lp.jwk --client-id other --format json");
    assert_eq!((run.exit, outcome(&run, "audience-mismatch").as_str()), (1, "fail"));
    let brand = "[brand.acme]\njwks = \"jwks.json\"\ndecrypt_key = \"lp.jwk\"\n";
    let world = world.file("/home/ada/lpauth.toml", brand).file("/home/ada/jwks.json", sample::jwks(&[sample::rsa()]));
    let world = world.file("/home/ada/lp.jwk", sample::recipient().jwk().to_string());
    let run = world.run("verify token.jwe --format json");
    assert_eq!((run.exit, outcome(&run, "signature-invalid").as_str()), (0, "pass"), "{run:?}");
}

#[test]
fn an_envelope_that_does_not_open_is_the_only_thing_wrong() {
    let sealed = sample::sealed(&sample::token(), &json!({ "cty": "JWT", "kid": "lp-1" }));
    let mut other = sample::other_rsa().clone();
    other.purpose = None;
    let world = files().file("token.jwe", sealed).file("other.jwk", other.jwk().to_string());
    let run = world.run("verify token.jwe --jwks jwks.json --decrypt-key other.jwk --format json");
    assert_eq!(run.exit, 1);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let verdicts = report["groups"][0]["verdicts"].as_array().unwrap().iter();
    let failed: Vec<_> =
        verdicts.filter(|verdict| verdict["outcome"] == "fail").map(|verdict| &verdict["id"]).collect();
    assert_eq!(failed, ["jwe-undecryptable"]);
    let found = verdict(&run, "jwe-undecryptable")["findings"][0]["found"].as_str().unwrap().to_owned();
    assert!(found.contains("other.jwk") && found.contains("decryption failed"), "{found}");
    assert_eq!(verdict(&run, "token-expired")["reason"], "the token could not be decrypted");
}
