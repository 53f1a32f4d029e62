//! `--online` asks the brand that was named, and nobody else.

use super::super::exchange::faults::{ISSUER, KNOWN, at_work};
use super::cause;
use crate::har_read::exporters::{Exporter, write};
use crate::recognise::messages::{IDP, token_login};
use crate::sample::{claims, jwks, other_rsa, rsa, sign, token};
use crate::support::World;
use lpauth::flow::fault::AnyFault;
use serde_json::json;

/// A world in which the brand publishes metadata and the key set of the samples, and a stranger others.
fn world() -> World {
    let publishes = |world: World, issuer: &str, keys: String| {
        let metadata = json!({
            "issuer": issuer, "jwks_uri": format!("{issuer}/jwks"), "token_endpoint": format!("{issuer}/token"),
            "authorization_endpoint": format!("{issuer}/authorize"), "response_types_supported": ["code"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
        });
        let world = world.serves(
            &format!("{issuer}/.well-known/openid-configuration"),
            "application/json",
            &metadata.to_string(),
        );
        world.serves(&format!("{issuer}/jwks"), "application/json", &keys)
    };
    let world = publishes(World::new(), IDP, jwks(&[rsa()]));
    publishes(world, STRANGER, jwks(&[other_rsa()]))
}

const STRANGER: &str = "https://stranger.example";

fn asked(issuer: &str) -> [String; 2] {
    [format!("{issuer}/.well-known/openid-configuration"), format!("{issuer}/jwks")]
}

const SOUND: &str = "Nothing here would stop the login.";

#[test]
fn the_issuer_that_was_named_is_asked_for_its_keys() {
    let world = world().file("token.jwt", token());
    let run = world.run_args(&["diagnose", "token.jwt", "--issuer", IDP, "--online"]);
    assert_eq!((run.exit, cause(&run), run.stderr.as_str()), (0, SOUND, ""), "{}", run.stdout);
    assert_eq!(world.requests(), asked(IDP));
    assert!(!run.stdout.contains("The signature is not verified"), "{}", run.stdout);
    // Without --online nobody is asked, and the report says what that leaves open.
    let offline = World::new().file("token.jwt", token());
    let run = offline.run_args(&["diagnose", "token.jwt", "--issuer", IDP]);
    assert_eq!((run.exit, offline.requests().len()), (0, 0));
    assert!(run.stdout.contains("The signature is not verified"), "{}", run.stdout);
}

#[test]
fn what_the_brand_publishes_decides() {
    let forged = sign(other_rsa(), &json!({ "alg": "RS256", "typ": "JWT", "kid": "brand-1" }), &claims());
    let world =
        world().file("token.jwt", forged).file("/home/ada/lpauth.toml", format!("[brand.acme]\nissuer = \"{IDP}\"\n"));
    let run = world.run("diagnose token.jwt --brand acme --online");
    assert_eq!((run.exit, cause(&run)), (1, "The cause: the signature is not that of the key"), "{}", run.stdout);
    assert_eq!(world.requests(), asked(IDP));
}

#[test]
fn an_issuer_that_only_the_evidence_names_is_never_asked() {
    let mut foreign = claims();
    foreign["iss"] = json!(STRANGER);
    let foreign =
        sign(other_rsa(), &json!({ "alg": "RS256", "typ": "JWT", "jku": format!("{STRANGER}/jwks") }), &foreign);
    let callback =
        format!("https://lpcdn.lpsnmedia.net/le_unified_window/index.html#id_token={foreign}&iss={STRANGER}&state=x");
    let metadata = json!({ "issuer": STRANGER, "jwks_uri": format!("{STRANGER}/jwks"), "token_endpoint": STRANGER });
    let har = write(Exporter::Chrome, &token_login(0, "s1")).replace(IDP, STRANGER);
    let evidence =
        world().file("token.jwt", &foreign).file("metadata.json", metadata.to_string()).file("login.har", har);
    for input in ["token.jwt", "metadata.json", "login.har", &callback] {
        for named in [&["--issuer", IDP][..], &["--issuer", IDP, "--at", "2026-01-01T00:00:00Z"]] {
            let world = evidence.clone();
            let before = world.requests().len();
            let run = world.run_args(&[&["diagnose", input, "--online"], named].concat());
            assert_ne!(run.exit, 2, "{input}: {}", run.stderr);
            assert_eq!(world.requests()[before..], asked(IDP), "{input}");
        }
        // Nobody was named at all.
        let before = evidence.requests().len();
        let run = evidence.run_args(&["diagnose", input, "--online"]);
        assert_eq!(run.exit, 2, "{input}: {}", run.stdout);
        assert!(run.stderr.contains("--brand") && run.stderr.contains("never asked"), "{}", run.stderr);
        assert_eq!(evidence.requests().len(), before, "{input}");
    }
}

#[test]
fn a_login_is_judged_by_the_keys_of_a_server_at_work() {
    for (fault, headline) in [(None, SOUND), (Some("sig.bitflip"), "The cause: the signature is not that of the key")] {
        let fault: Vec<AnyFault> = fault.and_then(AnyFault::find).into_iter().collect();
        let (world, _running) = at_work(fault);
        let files = ["exchange", ISSUER, "--transcript=t.json", "--show-secrets"];
        world.run_args(&[&files, KNOWN.as_slice()].concat());
        let before = world.requests().len();
        let run = world.run_args(&["diagnose", "t.json", "--issuer", ISSUER, "--online"]);
        assert_eq!(cause(&run), headline, "{}{}", run.stdout, run.stderr);
        assert!(world.requests()[before..].iter().all(|url| url.starts_with(ISSUER)), "{:?}", world.requests());
        assert_eq!(world.requests().len(), before + 2);
    }
}

#[test]
fn a_brand_that_does_not_answer_is_a_failure() {
    let world = World::new().file("token.jwt", token());
    let run = world.run_args(&["diagnose", "token.jwt", "--issuer", IDP, "--online"]);
    assert_eq!(run.exit, 4, "{}{}", run.stdout, run.stderr);
}
