//! Logins whose tokens are encrypted: opened with a key, told of without one, and shown without what they hold.

use super::{exchange, failed, is_good, outcome, report, said};
use crate::sample;
use crate::support::World;
use serde_json::json;

const BY_HAND: &str = "--token-endpoint https://login.acmebank.example/token --jwks jwks.json --client-id lp-acmebank --client-secret-file secret.txt --code c";

/// A world with a token endpoint that answers with this token, to be refreshed too, and the keys of both sides.
fn world(token: &str) -> World {
    let body = json!({
        "id_token": token, "access_token": "at", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "rt",
    });
    World::new()
        .serves("https://login.acmebank.example/token", "application/json", &body.to_string())
        .file("jwks.json", sample::jwks(&[sample::rsa()]))
        .file("secret.txt", "s3cr3t-value\n")
        .file("lp.jwk", sample::recipient().jwk().to_string())
        .file("brand.jwk", sample::rsa().jwk().to_string())
}

fn sealed() -> String {
    sample::sealed(&sample::token(), &json!({ "cty": "JWT", "kid": "lp-1" }))
}

#[test]
fn encrypted_tokens_of_every_flow_are_opened() {
    for flags in ["--refresh --userinfo", "--flow implicit", "--window external --pkce"] {
        let run = is_good(&World::new(), &format!("--mock --encrypted {flags}"));
        for check in ["jwe-undecryptable", "jwe-not-nested", "jwe-cty-missing", "token-encrypted", "audience-mismatch"]
        {
            assert_eq!(outcome(&run, check), "pass", "{flags}: {check}");
        }
        assert_eq!(said(&run, "encrypted"), "by RSA-OAEP-256 and A256GCM; opened");
    }
    let run = exchange(&World::new(), "--mock --encrypted --refresh");
    assert_eq!(outcome(&run, "refresh-subject-changed"), "pass");
}

#[test]
fn the_mock_encrypts_by_every_algorithm_that_is_not_weak() {
    for alg in ["RSA-OAEP", "ECDH-ES", "ECDH-ES+A256KW", "A192KW", "A256GCMKW", "dir"] {
        let run = exchange(&World::new(), &format!("--mock --encrypted {alg}"));
        assert_eq!(failed(&run, Some("error")), ["jwe-alg-undocumented"], "{alg}: {}", run.stderr);
        assert_eq!((run.exit, outcome(&run, "signature-invalid").as_str()), (1, "pass"), "{alg}");
    }
}

#[test]
fn a_token_is_opened_with_the_key_of_a_flag_or_of_the_settings() {
    let world = world(&sealed());
    let run = exchange(&world, &format!("{BY_HAND} --refresh --decrypt-key brand.jwk --decrypt-key lp.jwk"));
    assert_eq!(said(&run, "subject"), "c7f2b1d49e0a4b6f8d31");
    for check in ["signature-invalid", "audience-mismatch", "refresh-subject-changed"] {
        assert_eq!(outcome(&run, check), "pass", "{check}: {}", run.stdout);
    }
    let settings = "[brand.acme]\nissuer = \"https://login.acmebank.example\"\nclient_id = \"lp-acmebank\"\n\
                    token_endpoint = \"https://login.acmebank.example/token\"\n\
                    authorization_endpoint = \"https://login.acmebank.example/authorize\"\n\
                    jwks = \"jwks.json\"\ndecrypt_key = \"lp.jwk\"\n";
    let world = world
        .file("/home/ada/lpauth.toml", settings)
        .file("/home/ada/lp.jwk", sample::recipient().jwk().to_string())
        .file("/home/ada/jwks.json", sample::jwks(&[sample::rsa()]));
    let run = exchange(&world, "--brand acme --client-secret-file secret.txt --code c");
    assert_eq!(outcome(&run, "signature-invalid"), "pass", "{}{}", run.stdout, run.stderr);
}

#[test]
fn without_a_key_that_opens_it_the_report_says_what_is_not_judged() {
    let world = world(&sealed());
    for (flags, said_of_it, failing) in [
        ("", "not opened: pass --decrypt-key FILE", "token-encrypted"),
        ("--decrypt-key brand.jwk", "no key that was given opens it", "jwe-undecryptable"),
    ] {
        let run = exchange(&world, &format!("{BY_HAND} --refresh {flags}"));
        assert_eq!(run.exit, 1, "{}", run.stdout);
        assert!(failed(&run, Some("error")).contains(&failing.to_owned()), "{flags}: {:?}", failed(&run, None));
        assert_eq!(said(&run, "encrypted"), format!("by RSA-OAEP-256 and A256GCM; {said_of_it}"));
        for check in ["signature-invalid", "audience-mismatch", "at-hash-mismatch", "refresh-subject-changed"] {
            assert_eq!(outcome(&run, check), "skip", "{flags}: {check}");
        }
        let caveats = report(&run)["groups"][0]["caveats"].to_string();
        assert!(caveats.contains("Its signature and its claims are not judged."), "{caveats}");
    }
}

#[test]
fn what_is_weak_is_opened_only_if_that_is_allowed() {
    let weak = sample::sealed(&sample::token(), &json!({ "alg": "RSA1_5", "cty": "JWT", "kid": "lp-1" }));
    let world = world(&weak);
    let told = |flags: &str| exchange(&world, &format!("{BY_HAND} --decrypt-key lp.jwk {flags}")).stdout;
    assert!(told("").contains("RSA1_5 is known to be weak"));
    assert!(told("--allow-legacy").contains("decryption failed"), "it was not encrypted so, and nobody learns more");
}

#[test]
fn nothing_of_an_encrypted_token_leaks() {
    // A finding about the address shows the claims around it.
    let mut claims = sample::claims();
    claims["email"] = json!("Irene Soler <irene@mail.example>");
    let inner = sample::sign(sample::rsa(), &json!({ "alg": "RS256", "kid": "brand-1" }), &claims);
    let sealed = sample::sealed(&inner, &json!({ "cty": "JWT", "kid": "lp-1" }));
    let ciphertext = sealed.split('.').skip(1).filter(|segment| segment.len() > 30);
    let mut hidden: Vec<&str> = ciphertext.chain(inner.rsplit('.').next()).collect();
    let world = world(&sealed);
    let line = "--decrypt-key lp.jwk --transcript login.json --har login.har -v";
    let shown = |format: &str, flags: &str| {
        let run = world.run(&format!("exchange {BY_HAND} --refresh {line} --format {format} {flags}"));
        run.stdout + &run.stderr + &world.read("login.json") + &world.read("login.har")
    };
    assert!(shown("json", "--show-secrets").contains(hidden[0]) && shown("json", "").contains("irene@mail.example"));
    assert!(world.read("login.json").contains("REDACTED-encrypted-1"));
    for format in ["pretty", "json", "html", "markdown", "sarif", "junit", "github"] {
        assert!(hidden.iter().all(|secret| !shown(format, "").contains(secret)), "{format}");
    }
    hidden.push("irene@mail.example");
    for format in ["pretty", "json", "html", "markdown", "sarif", "junit", "github"] {
        let shown = shown(format, "--redact pii");
        assert!(hidden.iter().all(|secret| !shown.contains(secret)), "{format}: {shown}");
    }
}

#[test]
fn a_fault_of_the_envelope_brings_one() {
    for (fault, trips) in [
        ("jwe.rsa-oaep-name", &["jwe-undecryptable", "jwe-alg-name"][..]),
        ("jwe.kid-wrong", &["jwe-kid-unknown"]),
        ("jwe.no-cty", &["jwe-cty-missing"]),
    ] {
        let failed = failed(&exchange(&World::new(), &format!("--mock --fault {fault}")), None);
        let about_it: Vec<&String> = failed.iter().filter(|id| id.starts_with("jwe-")).collect();
        assert_eq!(about_it, trips, "{fault}");
    }
}

#[test]
fn what_nobody_asked_for_is_noted() {
    let asked = |flags: &str| outcome(&exchange(&world(&sealed()), &format!("{BY_HAND} {flags}")), "jwe-unasked");
    assert_eq!((asked("").as_str(), asked("--decrypt-key lp.jwk").as_str()), ("fail", "pass"));
}
