//! `lpauth mint`.

use crate::sample;
use crate::support::{NOW, Run, World};
use lpauth::edge::files::Access;
use lpauth::jose::key::{Key, Kind};
use lpauth::model::token::Token;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use std::sync::OnceLock;

#[test]
fn the_default_is_a_complete_valid_token_and_nothing_else() {
    let world = brand();
    let run = world.run("mint --key brand.pem --jwks-out keys.json");
    assert_eq!((run.exit, run.stderr.as_str()), (0, "wrote keys.json: the key set to verify with\n"));
    let claims = claims(&run);
    assert_eq!(claims["iss"], "https://login.acmebank.example");
    assert_eq!((&claims["iat"], &claims["exp"]), (&json!(NOW), &json!(NOW + 3_600)));
    assert_eq!(
        (&claims["lp_sdes"][0]["type"], &claims["lp_sdes"][1]["type"]),
        (&json!("ctmrinfo"), &json!("personal"))
    );
    let judged = world.file("token.jwt", &run.stdout).run(
        "verify token.jwt --jwks keys.json --issuer https://login.acmebank.example --client-id lp-acmebank --fail-on note",
    );
    assert_eq!(judged.exit, 0, "{}", judged.stdout);
}

#[test]
fn the_kid_is_the_thumbprint_or_the_keys_own_or_the_one_that_is_asked_for() {
    let world = brand();
    let thumbprint = key_set(&world, "mint --key brand.pem --jwks-out a.json", "a.json")["keys"][0]["kid"].clone();
    assert_eq!(header(&world.run("mint --key brand.pem"))["kid"], thumbprint);
    let jwk = world.run("keygen --type p-256 --kid tuesday --format private-jwk").stdout;
    let world = world.file("own.jwk", jwk);
    assert_eq!(header(&world.run("mint --key own.jwk")), json!({ "alg": "ES256", "typ": "JWT", "kid": "tuesday" }));
    assert_eq!(world.run("keygen --type p-256 --kid sunday --out pair").exit, 0);
    assert_eq!(header(&world.run("mint --key pair.pem"))["kid"], "sunday");
    let run = world.run("mint --key brand.pem --kid 2026 --header x.y=1 --jwks-out b.json");
    assert_eq!(header(&run), json!({ "alg": "RS256", "typ": "JWT", "kid": "2026", "x": { "y": 1 } }));
    assert_eq!(json(&world.read("b.json"))["keys"][0]["kid"], "2026");
}

#[test]
fn a_good_token_by_another_algorithm_gets_a_warning() {
    let run = brand().run("mint --key brand.pem --alg PS256");
    assert_eq!(header(&run)["alg"], "PS256");
    assert_eq!((run.exit, run.stderr.split(':').next()), (0, Some("error alg-not-rs256")));
    let secret = World::new().run("keygen --alg HS256 --format private-jwk").stdout;
    let run = World::new().file("secret.jwk", secret).run("mint --key secret.jwk");
    assert_eq!(run.stderr, "error alg-not-rs256: found \"HS256\", expected \"RS256\"\n");
    let run = brand().run("mint --key brand.pem --alg ES256");
    let told = "lpauth: ES256 is made with another kind of key than RSA 2048\n  hint: leave --alg or --fault out";
    assert!(run.exit == 2 && run.stderr.starts_with(told), "{}", run.stderr);
}

#[test]
fn claims_are_set_by_their_flags() {
    let run = brand().run(
        "mint --key brand.pem --template minimal --iss https://a.example --sub s --aud one --aud two --nonce n --acr loa1 \
         --exp 1767232800 --iat -5m --nbf 2026-01-01 --auth-time now --claim azp=one",
    );
    let expected = json!({
        "iss": "https://a.example", "sub": "s", "aud": ["one", "two"], "iat": NOW - 300, "exp": 1_767_232_800,
        "nonce": "n", "acr": "loa1", "nbf": NOW, "auth_time": NOW, "azp": "one",
    });
    assert_eq!(claims(&run), expected);
    assert_eq!(claims(&brand().run("mint --key brand.pem --template none --sub s")), json!({ "sub": "s" }));
    let run = brand().run("mint --key brand.pem --template minimal --exp none --iat none --sub s");
    assert_eq!(claims(&run), json!({ "iss": "https://login.acmebank.example", "sub": "s", "aud": "lp-acmebank" }));
}

#[test]
fn a_claim_takes_a_path_and_json_or_text() {
    let run = brand().run_args(&[
        "mint",
        "--key",
        "brand.pem",
        "--template",
        "none",
        "--claim",
        "a.b.c=1",
        "--claim",
        "amr[+]=pwd",
        "--claim",
        "amr[+]=otp",
        "--claim",
        "amr[0]=pin",
        "--claim",
        "t=true",
        "--claim",
        "n=\"1\"",
        "--claim",
        "e==",
        "--claim",
        "[\"https://a.example/x\"].y={\"z\":[]}",
    ]);
    let expected = json!({
        "a": { "b": { "c": 1 } }, "amr": ["pin", "otp"], "t": true, "n": "1", "e": "=",
        "https://a.example/x": { "y": { "z": [] } },
    });
    assert_eq!(claims(&run), expected);
}

#[test]
fn what_would_be_lost_on_the_way_is_refused() {
    let world = brand().file("twice.json", r#"{"sub":"a","sub":"b"}"#);
    let run = world.run("mint --key brand.pem --claims twice.json");
    assert_eq!((run.exit, run.stdout.as_str()), (3, ""));
    assert!(run.stderr.contains("`sub` is there twice"), "{}", run.stderr);
    let run = world.run("mint --key brand.pem --claim account=123456789012345678901234567890");
    assert_eq!((run.exit, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("keeps every digit"), "{}", run.stderr);
    let claims = claims(&world.run("mint --key brand.pem --claim a=-12 --claim b=1e30 --claim c=18446744073709551615"));
    assert_eq!([&claims["a"], &claims["b"], &claims["c"]], [&json!(-12), &json!(1e30), &json!(u64::MAX)]);
}

#[test]
fn a_token_is_not_lost_for_want_of_a_clipboard() {
    let world = brand().without_clipboard();
    let run = world.run("mint --key brand.pem --copy");
    assert_eq!((run.exit, run.stdout.matches('.').count()), (3, 2), "{run:?}");
    assert!(run.stderr.contains("no clipboard"), "{}", run.stderr);
}

#[test]
fn a_path_that_leads_nowhere_is_refused() {
    for (claim, reason) in [
        ("a", "`a` breaks at character 2: expected `=` and a value"),
        ("=1", "`=1` breaks at character 1: expected a name"),
        ("a..b=1", "`a..b=1` breaks at character 3: expected a name"),
        ("a[x]=1", "`a[x]=1` breaks at character 2: expected a number, `+` or a \"name\""),
        ("a[0=1", "`a[0=1` breaks at character 2: expected `]`"),
        ("a[2]=1", "`a[2]` leads nowhere: there is no element 2 among 0; `[+]` adds one"),
        ("sub.x=1", "`sub.x` leads nowhere: `x` stands below a value that is no object"),
        ("sub[0]=1", "`sub[0]` leads nowhere: the value is no array"),
    ] {
        let run = brand().run_args(&["mint", "--key", "brand.pem", "--claim", claim]);
        assert_eq!((run.exit, run.stderr), (2, format!("lpauth: {reason}\n  hint: --claim PATH=VALUE\n")));
    }
}

#[test]
fn claims_come_from_a_file_or_from_standard_input() {
    let world = brand().file("claims.json", r#"{"sub":"file","tier":1.50}"#).stdin(r#"{"sub":"pipe"}"#);
    let run = world.run("mint --key brand.pem --template minimal --claims claims.json --aud x");
    assert_eq!(
        (&claims(&run)["sub"], &claims(&run)["tier"], &claims(&run)["aud"]),
        (&json!("file"), &json!(1.5), &json!("x"))
    );
    assert_eq!(claims(&world.run("mint --key brand.pem --claims -"))["sub"], "pipe");
    let run = world.file("bad.json", "{\n  \"sub\": }").run("mint --key brand.pem --claims bad.json");
    let told = "lpauth: bad.json:2:10: no JSON value begins here\n  hint: write one JSON object";
    assert!(run.exit == 3 && run.stderr.starts_with(told), "{}", run.stderr);
}

#[test]
fn engagement_attributes_are_held_against_the_schema() {
    let run = brand().run("mint --key brand.pem --template minimal --sde ctmrinfo.customerId=42 --sde personal.contacts[0].email=a@b.example");
    let expected = json!([
        { "type": "ctmrinfo", "info": { "customerId": "42" } },
        { "type": "personal", "personal": { "contacts": [{ "email": "a@b.example" }] } },
    ]);
    assert_eq!(claims(&run)["lp_sdes"], expected);
    let run = brand().run("mint --key brand.pem --sde ctmrinfo.costumerId=42");
    let expected =
        "lpauth: --sde ctmrinfo.costumerId=42: ctmrinfo has no field `costumerId`; did you mean `customerId`?\n";
    assert!(run.exit == 2 && run.stderr.starts_with(expected) && run.stderr.contains("  hint: "), "{}", run.stderr);
}

#[test]
fn hashes_bind_what_is_issued_together() {
    // The hash of OIDC Core's own example, appendix A.3 and A.4.
    let run = brand().run(
        "mint --key brand.pem --access-token jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y --code Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk",
    );
    assert_eq!(run.stderr, "");
    assert_eq!(claims(&run)["at_hash"], "77QmUPtjPfzWtF2AnpK9RQ");
    assert_eq!(claims(&run)["c_hash"], "LDktKdoQak3Pk0cnXxCltA");
}

#[test]
fn several_tokens_are_of_several_consumers() {
    let tokens = |line: &str| {
        let run = brand().run(line);
        run.stdout.lines().map(claims_of).collect::<Vec<_>>()
    };
    let several = tokens("mint --key brand.pem --template minimal --count 3");
    assert_eq!(several.len(), 3);
    for name in ["jti", "sub"] {
        assert!(several[0][name] != several[1][name] && several[1][name] != several[2][name], "{name}");
    }
    let same = tokens("mint --key brand.pem --template minimal --count 2 --sub s");
    assert!(same[0]["sub"] == "s" && same[1]["sub"] == "s" && same[0]["jti"] != same[1]["jti"]);
}

#[test]
fn files_are_private_and_never_lost() {
    let world = brand();
    let run = world.run("mint --key brand.pem --out token.jwt --copy");
    assert_eq!((run.exit, run.stdout.as_str()), (0, ""));
    assert_eq!(run.stderr, "wrote token.jwt: the token, readable by you alone\nthe token is on the clipboard\n");
    assert_eq!(world.access("token.jwt"), Access::Private);
    assert_eq!(world.clipboard().unwrap() + "\n", world.read("token.jwt"));
    assert_eq!(world.run("mint --key brand.pem --out token.jwt").exit, 3);
    assert_eq!(world.run("mint --key brand.pem --out token.jwt --force").exit, 0);
}

#[test]
fn without_a_key_nobody_is_left_guessing() {
    let run = brand().run("mint");
    let expected =
        "lpauth: there is no key to sign with\n  hint: pass --key FILE; `lpauth keygen --out brand` makes a pair\n";
    assert_eq!((run.exit, run.stdout.as_str(), run.stderr.as_str()), (2, "", expected));
    let run = brand().run("mint --key brand.pub.pem");
    assert_eq!(
        (run.exit, run.stderr.lines().next()),
        (2, Some("lpauth: brand.pub.pem holds a public key; signing takes a private one"))
    );
    let run = brand().run("mint --key nowhere.pem");
    assert!(
        run.exit == 3 && run.stderr.starts_with("lpauth: there is no file nowhere.pem\n  hint: "),
        "{}",
        run.stderr
    );
}

#[test]
fn a_person_is_offered_a_throw_away_key() {
    let world = World::new().person(&["y"]);
    let run = world.run("mint --alg ES256 --jwks-out keys.json");
    assert_eq!(world.prompts(), ["No --key. Make a throw-away EC P-256 key?"]);
    assert_eq!((run.exit, header(&run)["alg"].as_str()), (0, Some("ES256")));
    assert!(
        run.stderr.starts_with("signed with a throw-away key; only --jwks-out keeps its public half\n"),
        "{}",
        run.stderr
    );
    assert_eq!(World::new().person(&["n"]).run("mint").exit, 2);
}

#[test]
fn an_encrypted_key_is_opened() {
    let world = World::new().file("pass", "sesame\n").variable("PASS", "sesame");
    assert_eq!(world.run("keygen --type p-256 --passphrase-file pass --out locked").exit, 0);
    assert_eq!(world.run("mint --key locked.pem --passphrase-env PASS").exit, 0);
    assert_eq!(world.clone().person(&["sesame"]).run("mint --key locked.pem").exit, 0);
}

#[test]
fn an_encrypted_token_goes_round() {
    let world = brand().file("lp.jwk", sample::recipient().jwk().to_string());
    let set = sample::jwks(&[sample::rsa(), sample::recipient()]);
    let world = world.file("lp.json", set);
    let run = world.run("mint --key brand.pem --encrypt-to lp.json --jwks-out keys.json --nonce n-1");
    assert_eq!((run.exit, run.stderr.as_str()), (0, "wrote keys.json: the key set to verify with\n"));
    assert_eq!(header(&run), json!({ "alg": "RSA-OAEP-256", "enc": "A256GCM", "cty": "JWT", "kid": "lp-1" }));
    assert_eq!(run.stdout.matches('.').count(), 4);
    let world = world.file("token.jwe", &run.stdout);
    let decoded = world.run("decode token.jwe --decrypt-key lp.jwk").stdout;
    assert!(decoded.contains("\"n-1\"") && decoded.contains("signed token (JWS)"), "{decoded}");
    let judged = world.run(
        "verify token.jwe --jwks keys.json --decrypt-key lp.jwk --issuer https://login.acmebank.example \
         --client-id lp-acmebank --nonce n-1 --fail-on note",
    );
    assert_eq!(judged.exit, 0, "{}", judged.stdout);
}

#[test]
fn what_keygen_makes_for_encryption_is_encrypted_to_and_opens() {
    let world = brand();
    for (kind, alg) in [("rsa", "RSA-OAEP-256"), ("p-384", "ECDH-ES"), ("x25519", "ECDH-ES")] {
        assert_eq!(world.run(&format!("keygen --use enc --type {kind} --kid {kind} --out {kind}")).exit, 0);
        let run = world.run(&format!("mint --key brand.pem --encrypt-to {kind}.jwks.json --nonce n-2"));
        assert_eq!((&header(&run)["alg"], &header(&run)["kid"]), (&json!(alg), &json!(kind)), "{run:?}");
        let decoded = world.run(&format!("decode {} --decrypt-key {kind}.pem --format json", run.stdout.trim()));
        assert_eq!(json(&decoded.stdout)["tokens"][0]["inside"]["token"]["claims"]["nonce"], "n-2", "{decoded:?}");
    }
}

#[test]
fn what_is_encrypted_otherwise_is_told() {
    let world = brand().file("lp.jwk", sample::recipient().public_jwk().unwrap().to_string());
    let run = world.run("mint --key brand.pem --encrypt-to lp.jwk --jwe-alg RSA-OAEP --jwe-enc A192GCM --jwe-kid 7");
    assert_eq!(header(&run), json!({ "alg": "RSA-OAEP", "enc": "A192GCM", "cty": "JWT", "kid": "7" }));
    let told: Vec<&str> = run.stderr.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(told, ["error jwe-alg-undocumented", "note jwe-enc-unseen"]);
    let run = world.run("mint --key brand.pem --encrypt-to lp.jwk --fault nonce.wrong");
    assert!(run.stderr.contains("--key brand.pem --decrypt-key PRIVATE_KEY --nonce"), "{}", run.stderr);
    let run = world.run("mint --key brand.pem --encrypt-to brand.pub.pem --count 2");
    assert_eq!((run.stdout.lines().count(), run.stderr.split(':').next()), (2, Some("warning jwe-kid-missing")));
}

#[test]
fn a_key_that_nothing_is_encrypted_to_is_refused() {
    let small = Key::generate(Kind::Rsa(1024), &mut StdRng::seed_from_u64(9)).unwrap().public_jwk().unwrap();
    let both = sample::jwks(&[sample::rsa(), sample::other_rsa()]);
    let world = brand().file("small.jwk", small.to_string()).file("both.json", both);
    let world = world.file("ec.jwk", sample::ec().public_jwk().unwrap().to_string());
    let lines = [
        ("--encrypt-to small.jwk --jwe-enc A256CBC-HS512", "of 64 bytes, and RSA-OAEP-256 with 1024 bits carries 62"),
        ("--encrypt-to both.json", "both.json holds several keys, and of none the use is “enc”"),
        ("--encrypt-to ec.jwk", "its kty is EC, RSA-OAEP-256 takes RSA"),
        ("--jwe-enc A256GCM", "--encrypt-to <FILE>"),
    ];
    for (flags, said) in lines {
        let run = world.run(&format!("mint --key brand.pem {flags}"));
        assert_eq!(run.exit, 2, "{flags}");
        assert!(run.stderr.contains(said) && run.stdout.is_empty(), "{}", run.stderr);
    }
    let run = world.run("mint --key brand.pem --encrypt-to small.jwk --jwe-kid old");
    assert_eq!((run.exit, run.stderr.split(':').next()), (0, Some("warning jwe-key-small")), "{}", run.stderr);
}

#[test]
fn a_fault_says_what_notices_it() {
    let run = brand().run("mint --key brand.pem --nonce n-1 --fault nonce.wrong --fault exp.past");
    let expected = "fault nonce.wrong: `nonce` is not the one that was sent; a correct verifier must refuse it\n  \
                    trips nonce-mismatch\n\
                    fault exp.past: the token expired an hour ago; a correct verifier must refuse it\n  \
                    trips token-expired\n  \
                    noticed by lpauth verify TOKEN --key brand.pem --nonce n-1\n";
    assert_eq!((run.exit, run.stderr.as_str()), (0, expected));
    let run = brand().run("mint --key brand.pem --acr urn:acme:gold --fault acr.wrong");
    let told = "noticed by lpauth verify TOKEN --key brand.pem --acr urn:acme:gold\n";
    assert!(run.stderr.ends_with(told), "{}", run.stderr);
}

const NEEDS: &str = "  hint: `lpauth explain` with the fault's name says what it needs\n";

#[test]
fn a_fault_that_cannot_be_made_is_refused() {
    let refusal = |line: &str| {
        let run = brand().run(line);
        (run.exit, run.stdout + &run.stderr)
    };
    assert_eq!(
        refusal("mint --key brand.pem --fault sig.ecdsa-zero"),
        (
            2,
            format!("lpauth: fault sig.ecdsa-zero: it needs an EC key; `lpauth keygen --alg ES256` makes one\n{NEEDS}")
        )
    );
    assert_eq!(
        refusal("mint --key brand.pem --exp none --fault exp.ms"),
        (2, format!("lpauth: fault exp.ms: the claims have no `exp` that could be wrong\n{NEEDS}"))
    );
    assert_eq!(
        refusal("mint --key brand.pem --fault exp.pasd"),
        (
            2,
            "lpauth: there is no fault exp.pasd\n  hint: did you mean exp.past? `lpauth mint --fault list` shows all\n"
                .to_owned()
        )
    );
}

#[test]
fn a_fault_of_a_server_is_not_one_of_a_token() {
    let run = brand().run("mint --key brand.pem --fault token.500");
    assert_eq!(run.exit, 2);
    assert_eq!(
        run.stderr,
        "lpauth: token.500 is a fault of a server, not of a token\n  hint: only `mock` can do that: `lpauth mock --fault \
         token.500`\n"
    );
}

#[test]
fn the_key_set_of_a_fault_is_the_one_to_verify_with() {
    let world = brand();
    let run = world.run("mint --key brand.pem --fault jwks.kid-gone --jwks-out keys.json --out token.jwt");
    let last = run.stderr.lines().find(|line| line.contains("noticed by")).unwrap();
    assert_eq!(last, "  noticed by lpauth verify token.jwt --jwks keys.json");
    assert!(!world.read("keys.json").contains(header_of(&world.read("token.jwt"))["kid"].as_str().unwrap()));
    let judged = world.run(last.trim().strip_prefix("noticed by lpauth ").unwrap());
    assert!(judged.exit == 1 && judged.stdout.contains("kid-unknown"), "{}", judged.stdout);
}

#[test]
fn the_list_has_every_fault() {
    let run = World::new().run("mint --fault list");
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""));
    for fault in lpauth::flow::fault::FAULTS {
        assert!(run.stdout.lines().any(|line| line.starts_with(&format!("{} ", fault.id))), "{}", fault.id);
    }
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 100 && !line.ends_with(' ')));
}

#[test]
fn the_interview_asks_shows_and_tells_how_to_do_it_again() {
    let answers = [
        "brand.pem",
        "https://id.acmebank.example",
        "",
        "",
        "soon",
        "2h",
        "ctmrinfo.ctyp=x",
        "ctmrinfo.ctype=it's gold",
        "",
        "a claim",
        "exp.ms",
        "y",
    ];
    let world = brand().person(&answers);
    let run = world.run("mint --interactive --template minimal");
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let claims = claims(&run);
    assert_eq!(
        (&claims["iss"], &claims["exp"]),
        (&json!("https://id.acmebank.example"), &json!((NOW + 7_200) * 1_000))
    );
    assert_eq!(claims["lp_sdes"], json!([{ "type": "ctmrinfo", "info": { "ctype": "it's gold" } }]));
    for text in [
        "a length of time is 90s, 15m, 1h30m or 2d\n",
        "ctmrinfo has no field `ctyp`; did you mean `ctype`?\n",
        "\"iss\": \"https://id.acmebank.example\",\n",
    ] {
        assert!(run.stderr.contains(text), "{text} is missing in {}", run.stderr);
    }
    let again = format!(
        "the same again: lpauth mint --key brand.pem --template minimal --iss https://id.acmebank.example --sub {} \
         --exp +2h --sde 'ctmrinfo.ctype=it'\\''s gold' --fault exp.ms\n",
        claims["sub"].as_str().unwrap()
    );
    assert!(run.stderr.ends_with(&again), "{}", run.stderr);
}

#[test]
fn the_interview_asks_once_about_a_throw_away_key() {
    let world = World::new().person(&["", "", "", "", "", "", "nothing", "y"]);
    assert_eq!(world.run("mint -i --alg ES256").exit, 0);
    let prompts = world.prompts();
    assert_eq!(
        (prompts.first().unwrap().as_str(), prompts.last().unwrap().as_str()),
        ("Private key file (empty for a throw-away key)", "Sign this?",)
    );
    assert_eq!(prompts.len(), 8);
}

#[test]
fn what_is_not_wanted_is_not_signed() {
    let run = brand().person(&["brand.pem", "", "", "", "", "", "nothing", "n"]).run("mint -i");
    assert_eq!((run.exit, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("lpauth: nothing was signed\n  hint: "));
    assert_eq!(brand().run("mint -i").exit, 2);
}

#[test]
fn a_brand_names_the_issuer_and_the_client() {
    let world = brand().file("lpauth.toml", "[brand.acme]\nissuer = \"https://id.acme.example\"\nclient_id = \"lp\"\n");
    let run = world.run("mint --key brand.pem --brand acme --config lpauth.toml");
    assert_eq!((&claims(&run)["iss"], &claims(&run)["aud"]), (&json!("https://id.acme.example"), &json!("lp")));
}

/// A world with an RSA key pair, made once.
fn brand() -> World {
    static FILES: OnceLock<[String; 2]> = OnceLock::new();
    let [private, public] = FILES.get_or_init(|| {
        let world = World::new();
        assert_eq!(world.run("keygen --out brand").exit, 0);
        [world.read("brand.pem"), world.read("brand.pub.pem")]
    });
    World::new().file("brand.pem", private).file("brand.pub.pem", public)
}

fn claims(run: &Run) -> Value {
    claims_of(&run.stdout)
}

fn claims_of(token: &str) -> Value {
    Token::parse("token", token.trim(), Vec::new()).claims.json().unwrap().root.to_value()
}

fn header(run: &Run) -> Value {
    header_of(&run.stdout)
}

fn header_of(token: &str) -> Value {
    Token::parse("token", token.trim(), Vec::new()).header.json().unwrap().root.to_value()
}

fn key_set(world: &World, line: &str, file: &str) -> Value {
    assert_eq!(world.run(line).exit, 0);
    json(&world.read(file))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}
