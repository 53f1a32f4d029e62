//! Real tokens, key sets and metadata, kept outside the project at `../shared/corpus` or wherever `LPAUTH_CORPUS` says.
//! Without them the tests say so and pass; where `LPAUTH_CORPUS` is set they must be there.

use crate::support::{NOW, World};
use lpauth::check::{Context, Facts, Slot, judge};
use lpauth::model::discovery::Discovery;
use lpauth::model::jwk::Jwks;
use lpauth::model::paste;
use lpauth::model::source::Source;
use lpauth::model::time::Timestamp;
use lpauth::report::{Finding, Outcome, Severity, Verdict};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Returns the folder of the corpus called `name`; `None`, and a word on standard error, if it is not there.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let required = std::env::var_os("LPAUTH_CORPUS");
    let root =
        required.as_ref().map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(required.is_none(), "LPAUTH_CORPUS is set, but there is no {}", folder.display());
    eprintln!("not tested: there is no corpus at {}", folder.display());
    None
}

/// The tokens whose key set is there, as the manifest has them: token file, key set file.
fn verifiable(tokens: &Path) -> Vec<(String, String)> {
    let manifest = std::fs::read_to_string(tokens.join("manifest.csv")).unwrap();
    let pair = |line: &str| {
        let (file, _) = line.split_once(',')?;
        let (_, rest) = line.split_once("verifies with ")?;
        Some((file.to_owned(), rest.split(',').next()?.to_owned()))
    };
    manifest.lines().filter_map(pair).collect()
}

#[test]
fn every_token_decodes() {
    let Some(tokens) = folder("tokens") else { return };
    let mut seen = 0;
    for entry in std::fs::read_dir(tokens).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "jwt" || extension == "jwe") {
            let run = World::new().file("token", std::fs::read(&path).unwrap()).run("decode token");
            assert_eq!(run.exit, 0, "{}: {run:?}", path.display());
            assert!(
                run.stdout.contains("nothing was verified") || run.stdout.contains("Nothing was verified"),
                "{run:?}"
            );
            seen += 1;
        }
    }
    assert!(seen > 50, "only {seen} tokens");
}

/// The token that names a `kid` its set does not have: the set's key verifies it all the same.
const UNDER_ANOTHER_KID: &str = "sap-xsuaa.jwt";

#[test]
fn tokens_with_a_key_set_verify_at_their_own_time() {
    let (Some(tokens), Some(sets)) = (folder("tokens"), folder("jwks")) else { return };
    let pairs = verifiable(&tokens);
    assert!(pairs.len() > 10, "only {pairs:?}");
    for (token, set) in pairs {
        let text = std::fs::read_to_string(tokens.join(&token)).unwrap();
        let world = World::new().file("token.jwt", &text).file("jwks.json", std::fs::read(sets.join(&set)).unwrap());
        let run = world.run(&format!("verify token.jwt --jwks jwks.json --at {} --format json", own_time(&text)));
        let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{token}: {run:?}"));
        let outcome = |check: &str| {
            let verdicts = report["groups"][0]["verdicts"].as_array().unwrap();
            verdicts.iter().find(|verdict| verdict["id"] == check).unwrap()["outcome"].clone()
        };
        assert_ne!(outcome("token-expired"), "fail", "{token} with {set}");
        if token == UNDER_ANOTHER_KID {
            assert_eq!((outcome("kid-unknown"), outcome("signature-invalid")), ("fail".into(), "skip".into()));
            assert!(run.stdout.contains("it verifies the signature all the same"), "{}", run.stdout);
        } else {
            assert_eq!(outcome("signature-invalid"), "pass", "{token} with {set}: {}", run.stdout);
        }
    }
}

/// A time at which the token is good: a second before its end, or when it was issued.
fn own_time(text: &str) -> i64 {
    let token = paste::tokens("token", text).remove(0).token;
    let claims = token.claims.json().unwrap().root.to_value();
    let seconds = |claim: &str| claims[claim].as_f64();
    #[expect(clippy::cast_possible_truncation, reason = "times in tokens are far from the limits")]
    seconds("exp").map_or_else(|| seconds("iat").unwrap() as i64, |end| end as i64 - 1)
}

#[test]
fn every_key_set_is_judged() {
    let (Some(tokens), Some(sets)) = (folder("tokens"), folder("jwks")) else { return };
    let token = std::fs::read_to_string(tokens.join("panva-op.jwt")).unwrap();
    for entry in std::fs::read_dir(sets).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let world = World::new().file("token.jwt", &token).file("jwks.json", std::fs::read(&path).unwrap());
            let run = world.run("verify token.jwt --jwks jwks.json --format json");
            assert!(serde_json::from_str::<Value>(&run.stdout).is_ok(), "{}: {run:?}", path.display());
        }
    }
}

/// The rules of which a failure breaks a MUST or leaves no key at all, each with the words that it breaks.
#[rustfmt::skip]
const BREAKS_A_MUST: &[(&str, &str)] = &[
    ("jwk-malformed", "RFC 7517 §4.1, RFC 7518 §6.2.1 and §6.3.1, RFC 8037 §2: the member MUST be present"),
    ("jwk-member-duplicated", "RFC 7517 §4: the member names within a JWK MUST be unique"),
    ("jwk-not-base64url", "RFC 7518 §2 and §6: base64url, which RFC 7515 §2 defines with all trailing '=' omitted"),
    ("jwk-coordinate-length", "RFC 7518 §6.2.1.2: the length of this octet string MUST be the full size of a coordinate"),
    ("jwk-kid-missing", "OIDC Core §10.1: if there are multiple keys, a kid value MUST be provided"),
    ("jwk-private", "OIDC Discovery §3: the JWK Set MUST NOT contain private or symmetric key values"),
    ("jwk-symmetric", "OIDC Discovery §3: the JWK Set MUST NOT contain private or symmetric key values"),
    ("jwk-use-missing", "OIDC Discovery §3: a use parameter value is REQUIRED for all keys"),
    ("jwk-key-ops-duplicated", "RFC 7517 §4.3: duplicate key operation values MUST NOT be present"),
    ("jwk-use-contradicted", "RFC 7517 §4.3: the information they convey MUST be consistent"),
    ("rsa-key-too-small", "RFC 7518 §3.3: a key of size 2048 bits or larger MUST be used"),
    ("rsa-key-roca", "RFC 8725 §3.5: the key entropy advice MUST be followed"),
    ("rsa-factor-shared", "RFC 8725 §3.5: the key entropy advice MUST be followed"),
    ("x5c-mismatch", "RFC 7517 §4.7: the key in the first certificate MUST match the public key"),
    ("ec-point-off-curve", "RFC 7518 §6.2.1: the coordinates together define a point on an elliptic curve"),
    ("rsa-numbers-impossible", "RFC 8017 §3.1: what n and e of a valid RSA public key are"),
    ("jwks-no-signing-key", "OIDC Discovery §3: the document contains the signing keys"),
];

/// What is wrong enough with a real key set to be an error. Whatever joins this list was looked at: it breaks the MUST.
const ACCUSED: &[(&str, &str)] = &[
    ("condor-week.json", "jwk-not-base64url"),
    ("gluu-oxauth-client.json", "jwk-coordinate-length"),
    ("google-mas-fixture.json", "jwk-coordinate-length"),
    ("identitymodel-bad-base64.json", "jwk-not-base64url"),
    ("identitymodel-bad-rsa.json", "jwk-kid-missing"),
    ("identitymodel-bad-rsa.json", "jwk-malformed"),
    ("identitymodel-bad-rsa.json", "jwk-not-base64url"),
    ("line-ios.json", "jwk-coordinate-length"),
    ("line-loginmanager.json", "rsa-key-too-small"),
    ("miraclemiles.json", "jwk-not-base64url"),
    ("mod-auth-openidc-good-then-bad.json", "jwk-kid-missing"),
    ("mod-auth-openidc-good-then-bad.json", "jwk-symmetric"),
    ("panva-op-mutated.json", "jwk-not-base64url"),
    ("paypal.json", "jwk-not-base64url"),
    ("pyoidc-rsa1024.json", "rsa-key-too-small"),
    ("sap-ias-leadzero.json", "jwk-not-base64url"),
    ("spid-cie-docs.json", "jwk-not-base64url"),
    ("yahoo.json", "rsa-key-too-small"),
];

#[test]
fn no_key_set_of_the_corpus_is_accused_without_a_must() {
    let Some(sets) = folder("jwks") else { return };
    let mut accused = BTreeSet::new();
    let sets = key_sets(&sets);
    for (name, set) in &sets {
        for (rule, severity, findings) in failures(set) {
            let cited = BREAKS_A_MUST.iter().any(|(id, _)| *id == rule);
            assert!(severity < Severity::Error || cited, "{name}: {rule} {findings:#?}");
            accused.extend((severity == Severity::Error).then_some((name.as_str(), rule)));
        }
    }
    let known = |name: &str| sets.iter().any(|(other, _)| other == name);
    let missed: Vec<_> = ACCUSED.iter().filter(|pair| known(pair.0) && !accused.contains(pair)).collect();
    assert!(missed.is_empty(), "not accused any more: {missed:?}");
}

fn key_sets(folder: &Path) -> Vec<(String, Jwks)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    let set = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let source = Source::new(name.clone(), std::fs::read_to_string(&path).unwrap());
        (name, Jwks::parse(source, true).unwrap())
    };
    files.map(set).collect()
}

/// What fails, as bad as the catalogue has it.
fn failures(set: &Jwks) -> Vec<(&'static str, Severity, Vec<Finding>)> {
    let facts = Facts { keys: Slot::Here(set.clone()), ..Facts::default() };
    let verdicts = judge(&facts, &Context { now: Timestamp(NOW), ..Context::default() });
    let failure = |verdict: Verdict| match verdict.outcome {
        Outcome::Fail(findings) => Some((verdict.rule.id, verdict.severity, findings)),
        _ => None,
    };
    verdicts.into_iter().filter_map(failure).collect()
}

/// The rules that real metadata breaks as errors, each with the words that it breaks.
#[rustfmt::skip]
const METADATA_BREAKS_A_MUST: &[(&str, &str)] = &[
    ("discovery-issuer-malformed", "OIDC Discovery §3: REQUIRED. URL using the https scheme, no query or fragment components"),
    ("discovery-no-jwks-uri", "OIDC Discovery §3: REQUIRED. URL of the JWK Set document, which MUST use the https scheme"),
    ("discovery-member-missing", "OIDC Discovery §3: REQUIRED"),
    ("discovery-member-type", "OIDC Discovery §3: JSON array, Boolean value; §4.2: multiple values are JSON arrays"),
    ("discovery-url-malformed", "OIDC Discovery §3: this URL MUST use the https scheme"),
    ("discovery-url-not-https", "OIDC Discovery §3: this URL MUST use the https scheme"),
    ("discovery-rs256-missing", "OIDC Discovery §3: the algorithm RS256 MUST be included"),
    ("discovery-auth-alg-none", "OIDC Discovery §3: the value none MUST NOT be used"),
];

#[test]
fn metadata_errors_are_violations_of_a_must() {
    let Some(folder) = folder("discovery") else { return };
    let mut failing = BTreeSet::new();
    let mut clean = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let errors = metadata_errors(&path);
            clean += usize::from(errors.is_empty());
            failing.extend(errors);
        }
    }
    let unknown: Vec<_> =
        failing.iter().filter(|id| !METADATA_BREAKS_A_MUST.iter().any(|(rule, _)| rule == *id)).collect();
    assert!(unknown.is_empty(), "errors of rules nobody looked at: {unknown:?}");
    assert!(clean > 0, "every document has an error");
}

fn metadata_errors(path: &Path) -> Vec<&'static str> {
    let source = Source::new(path.display().to_string(), std::fs::read_to_string(path).unwrap());
    let text = source.text.clone();
    let discovery = Discovery::parse(source, None).unwrap_or_else(|error| panic!("{}: {error:?}", path.display()));
    let facts = Facts { discovery: Slot::Here(discovery), ..Facts::default() };
    let failing = judge(&facts, &Context::default()).into_iter().filter(|verdict| verdict.outcome.failed());
    let mut errors = Vec::new();
    for verdict in failing {
        let Outcome::Fail(findings) = &verdict.outcome else { continue };
        for finding in findings {
            let span = finding.at.span.clone().unwrap_or_default();
            assert!(text.get(span).is_some(), "{}: {finding:?} points outside", path.display());
        }
        errors.extend((verdict.severity == Severity::Error).then_some(verdict.rule.id));
    }
    errors
}
