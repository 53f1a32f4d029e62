//! What the fuzz targets share: a fixed world to judge tokens in.

use lpauth::check::policy::POLICIES;
use lpauth::check::{self, Context, Expected, Facts, Slot};
use lpauth::jose::jws::{self, Proof};
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;
use lpauth::model::time::Timestamp;
use lpauth::model::token::Token;
use lpauth::render::{FORMATS, Style};
use lpauth::report::{Group, Outcome, Report};

/// Public keys whose private halves were thrown away: nothing can be signed that they verify.
const KEYS: &str = include_str!("keys.json");

/// Returns the key set that tokens are held against.
pub fn keys() -> Jwks {
    Jwks::parse(Source::new("keys", KEYS), true).expect("a key set")
}

/// Proves and judges a token, and renders what was found under every policy in every format.
pub fn judge(token: &Token, keys: &Jwks) {
    let proof = jws::prove(token, keys);
    assert!(proof.verified_by().is_none(), "{} verifies, and nobody can have signed it", token.source.text);
    let facts = facts(token, keys, proof);
    for policy in POLICIES {
        let mut group = check::group("fuzz", &facts, &context(), policy);
        // What the other checks answer reads the same whatever the token.
        group.verdicts.retain(|verdict| matches!(verdict.outcome, Outcome::Fail(_)));
        render(group, policy.name);
    }
}

/// Judges documents that are no token, and renders what was found in every format.
pub fn judge_documents(facts: &Facts) {
    let mut group = check::group("fuzz", facts, &context(), &POLICIES[0]);
    group.verdicts.retain(|verdict| matches!(verdict.outcome, Outcome::Fail(_)));
    render(group, POLICIES[0].name);
}

fn render(group: Group, policy: &str) {
    let report = Report::new("verify", NOW.0, policy, vec![group]);
    for (name, render) in FORMATS {
        let text = render(&report, &Style::PLAIN);
        // Nothing that a stranger wrote steers the terminal.
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}']), "{name} paints: {text:?}");
    }
}

fn facts(token: &Token, keys: &Jwks, proof: Proof) -> Facts {
    Facts {
        token: Slot::Here(token.clone()),
        keys: Slot::Here(keys.clone()),
        proof: Slot::Here(proof),
        ..Facts::default()
    }
}

/// The time that everything is judged at.
pub const NOW: Timestamp = Timestamp(1_767_225_600);

fn context() -> Context {
    let text = |text: &str| Some(text.to_owned());
    Context {
        now: NOW,
        skew: 60,
        issuer: text("https://login.brand.example"),
        client_id: text("liveperson-brand"),
        nonce: Expected::Sent("n-0S6_WzA2Mj".to_owned()),
        subject: text("consumer-17"),
        max_age: Some(3600),
        acr: vec!["loa1".to_owned()],
        access_token: text("access-token"),
        code: text("code"),
        response_type: text("code id_token token"),
        ..Context::default()
    }
}
