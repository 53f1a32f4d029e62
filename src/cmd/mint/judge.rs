//! A minted token is judged like any other, and what is wrong with it is said on standard error.

use super::Args;
use super::interview::quoted;
use crate::check::policy::POLICIES;
use crate::check::{self, Context, Expected, Facts, Slot, jwe};
use crate::flow::fault::Fault;
use crate::flow::mint::{Expectations, Minted};
use crate::jose::envelope::Keyring;
use crate::jose::jws;
use crate::model::jwk::Jwks;
use crate::model::paste;
use crate::model::source::Source;
use crate::model::time::Timestamp;
use crate::model::token::Token;
use crate::report::{Group, Outcome, Verdict};
use std::fmt::Write;
use std::path::Path;

/// Returns what there is to judge: the token as whoever receives it would read it, and the keys its issuer publishes.
pub fn facts(minted: &Minted) -> Facts {
    opened(minted, &Keyring::default())
}

/// Returns what there is to judge for whoever has these keys to open the token with.
pub fn opened(minted: &Minted, keyring: &Keyring) -> Facts {
    let mut facts = Facts::default();
    if let Some(pasted) = paste::tokens("token", &minted.token).into_iter().next() {
        let envelope = keyring.open(&pasted.token);
        facts.token = envelope.as_ref().map_or(Slot::Here(pasted.token), jwe::inside);
        facts.envelope = envelope.map_or(Slot::None, Slot::Here);
    }
    let published = Jwks::parse(Source::new("key set", minted.jwks.to_string()), true);
    // A shared secret is not published, and a set without keys is no set to judge.
    if let Some(keys) = published.ok().filter(|keys| !keys.keys().is_empty()) {
        facts.proof = facts.token.here().map_or(Slot::None, |token| Slot::Here(jws::prove(token, &keys)));
        facts.keys = Slot::Here(keys);
    }
    facts
}

/// Returns what a verifier knows at `now` who expects this.
pub fn context(expect: &Expectations, minted: &Minted, now: Timestamp) -> Context {
    let nonce = match &expect.nonce {
        None => Expected::Unknown,
        Some(None) => Expected::Unsent,
        Some(Some(nonce)) => Expected::Sent(nonce.clone()),
    };
    Context {
        now,
        skew: 0,
        issuer: expect.issuer.clone(),
        client_id: expect.client_id.clone(),
        nonce,
        subject: expect.subject.clone(),
        max_age: expect.max_age,
        acr: expect.acr.clone(),
        access_token: expect.access_token.clone(),
        code: expect.code.clone(),
        response_type: expect.response_type.clone(),
        key_count: minted.jwks["keys"].as_array().map(Vec::len),
        ..Context::default()
    }
}

/// Returns what there is to say about a token, as lines: the faults it was asked to have, and whatever else is wrong.
pub(super) fn words(minted: &Minted, faults: &[&Fault], now: Timestamp, args: &Args) -> String {
    let group = check::group("token", &facts(minted), &context(&minted.expect, minted, now), &POLICIES[0]);
    let mut words = String::new();
    for fault in faults {
        describe(fault, &group, &mut words);
    }
    for verdict in group.failures() {
        if !faults.iter().any(|fault| fault.trips.contains(&verdict.rule.id)) {
            complain(verdict, &mut words);
        }
    }
    if faults.iter().any(|fault| !fault.needs.is_empty()) {
        words.push_str(&verification(minted, faults, args));
    }
    words
}

/// Returns what there is to say about the envelope of a token, if it is encrypted, as lines: what else is wrong with it
/// than was asked for.
pub(super) fn envelope(sealed: &str, faults: &[&Fault]) -> String {
    let envelope = Keyring::default().open(&Token::parse("token", sealed, Vec::new()));
    let facts = Facts { envelope: envelope.map_or(Slot::None, Slot::Here), ..Facts::default() };
    let mut words = String::new();
    for verdict in check::group("token", &facts, &Context::default(), &POLICIES[0]).failures() {
        if !faults.iter().any(|fault| fault.trips.contains(&verdict.rule.id)) {
            complain(verdict, &mut words);
        }
    }
    words
}

fn describe(fault: &Fault, group: &Group, words: &mut String) {
    let tripped: Vec<&str> = group.failures().iter().map(|verdict| verdict.rule.id).collect();
    // What is wrong with an envelope shows to whoever opens it.
    let shows = |id: &&str| fault.prefix() == "jwe" || tripped.contains(id);
    let trips: Vec<&str> = fault.trips.iter().copied().filter(shows).collect();
    let trips = if trips.is_empty() { "nothing, next to the other faults".to_owned() } else { trips.join(", ") };
    _ = writeln!(words, "fault {}: {}; a correct verifier {}", fault.id, fault.title, fault.duty.phrase());
    _ = writeln!(words, "  trips {trips}");
}

fn complain(verdict: &Verdict, words: &mut String) {
    let Outcome::Fail(findings) = &verdict.outcome else { return };
    for finding in findings {
        let (severity, id) = (verdict.severity.name(), verdict.rule.id);
        _ = writeln!(words, "{severity} {id}: found {}, expected {}", finding.saw, finding.wanted);
    }
}

// The command that notices: with what somebody has to know.
fn verification(minted: &Minted, faults: &[&Fault], args: &Args) -> String {
    let needs = |flag: &str| faults.iter().any(|fault| fault.needs.contains(&flag));
    let name = |path: &Path| quoted(&path.display().to_string());
    let token = args.output.out.as_deref().map_or("TOKEN".to_owned(), name);
    let keys = match (&args.output.jwks_out, &args.signing.key) {
        (Some(set), _) => format!("--jwks {}", name(set)),
        (None, Some(key)) if !needs("--jwks") => format!("--key {}", name(key)),
        _ => "--jwks FILE".to_owned(),
    };
    let mut line = format!("  noticed by lpauth verify {token} {keys}");
    if args.encryption.encrypt_to.is_some() {
        line.push_str(" --decrypt-key PRIVATE_KEY");
    }
    for (flag, value) in minted.expect.flags().iter().filter(|(flag, _)| needs(flag)) {
        _ = write!(line, " {flag} {}", quoted(value));
    }
    line.push_str(if needs("--no-nonce") { " --no-nonce\n" } else { "\n" });
    if keys.ends_with("FILE") {
        line.push_str("  (FILE is what --jwks-out writes)\n");
    }
    line
}
