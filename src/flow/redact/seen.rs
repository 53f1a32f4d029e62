//! What is seen of the secrets before they are taken out, so that whoever reads the login later can still judge it.

use super::Known;
use super::find::{Finds, MARK};
use super::pattern::Patterns;
use super::token::Cut;
use crate::jose::alg;
use crate::jose::jws::{self, TrialResult};
use crate::jose::key::Key;
use crate::model::jwk::Jwks;
use crate::model::source::Source;
use crate::model::token::{Form, Token};
use crate::model::transcript::{CutHash, CutSignature, Purpose, Redaction, Transcript};

/// Returns what there was to see, together with what an earlier redaction saw.
pub(super) fn seen(
    transcript: &Transcript,
    finds: &Finds,
    tokens: &[Cut],
    patterns: &Patterns,
    known: &Known<'_>,
) -> Redaction {
    let before = transcript.redaction.clone().unwrap_or_default();
    let published = published(transcript);
    let keys = known.keys.or(published.as_ref());
    let signatures = tokens.iter().filter_map(|cut| signature(&cut.token, keys, patterns));
    let hashes = tokens.iter().flat_map(|cut| hashes(&cut.token, finds, patterns));
    let earlier = before.hashes.into_iter().map(|cut| CutHash { placeholder: patterns.text(&cut.placeholder), ..cut });
    Redaction {
        personal: known.personal || before.personal,
        signatures: before.signatures.into_iter().chain(signatures).collect(),
        hashes: distinct(earlier.chain(hashes)),
    }
}

/// Returns what there was to see in a file, together with what an earlier redaction saw.
pub(super) fn of_file(
    before: Redaction,
    finds: &Finds,
    tokens: &[Cut],
    patterns: &Patterns,
    keys: &[Jwks],
    personal: bool,
) -> Redaction {
    let cut = |cut: &Cut| {
        let mut signature = signature(&cut.token, None, patterns)?;
        signature.verified_by = keys.iter().flat_map(|keys| signers(&cut.token, keys)).collect();
        signature.verified_by.sort();
        signature.verified_by.dedup();
        Some(signature)
    };
    let hashes = tokens.iter().flat_map(|cut| hashes(&cut.token, finds, patterns)).take(MOST_HASHES);
    Redaction {
        personal: personal || before.personal,
        signatures: distinct(before.signatures.into_iter().chain(tokens.iter().filter_map(cut).take(MOST_SIGNATURES))),
        hashes: distinct(before.hashes.into_iter().chain(hashes)),
    }
}

/// The most signatures of which is kept whose they were.
const MOST_SIGNATURES: usize = 2_000;

/// The most hashes that are worked out for a file: each of its tokens may be about each of its codes.
const MOST_HASHES: usize = 2_000;

fn published(transcript: &Transcript) -> Option<Jwks> {
    let answer = transcript.of(Purpose::Keys).last()?.hop.answer.as_ref()?;
    let text = String::from_utf8_lossy(&answer.body);
    Jwks::parse(Source::new("", text.trim_start_matches('\u{feff}')), true).ok()
}

fn signature(token: &Token, keys: Option<&Jwks>, patterns: &Patterns) -> Option<CutSignature> {
    let last = token.segments.last().filter(|_| token.form() == Form::Signed)?;
    let text = token.source.text.get(last.span.clone()).filter(|text| !text.is_empty() && !text.starts_with(MARK))?;
    let cut = patterns.text(&token.source.text);
    let placeholder = cut.rsplit('.').next().filter(|placeholder| *placeholder != text)?.to_owned();
    let verified_by = keys.map(|keys| signers(token, keys)).unwrap_or_default();
    Some(CutSignature { placeholder, verified_by })
}

fn signers(token: &Token, keys: &Jwks) -> Vec<String> {
    let proof = jws::prove(token, keys);
    let verifies =
        |result: &TrialResult| matches!(result, TrialResult::Verified | TrialResult::OtherKid { verifies: true });
    let keys = keys.keys();
    let tried = proof.trials().iter().filter(|trial| verifies(&trial.result)).filter_map(|trial| keys.get(trial.index));
    // The thumbprint of a shared secret would be a hash of it.
    tried.filter(|jwk| jwk.kty() != Some("oct")).filter_map(|jwk| Some(Key::from_jwk(jwk).ok()?.thumbprint())).collect()
}

fn hashes(token: &Token, finds: &Finds, patterns: &Patterns) -> Vec<CutHash> {
    let (Some(header), Some(claims)) = (token.header.json(), token.claims.json()) else { return Vec::new() };
    let name = header.root.get("alg").and_then(|name| name.as_str()).unwrap_or_default();
    let Some(algorithm) = alg::find(name) else { return Vec::new() };
    // Where the claim is right, its value tells nothing new; without the claim nobody asks.
    let asked = finds.hashed.iter().filter(|(claim, _)| claims.root.get(claim).is_some());
    asked
        .map(|(_, text)| CutHash {
            placeholder: patterns.text(text),
            algorithm: name.to_owned(),
            half_hash: algorithm.half_hash(text),
        })
        .collect()
}

fn distinct<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut distinct = Vec::new();
    for one in all {
        if !distinct.contains(&one) {
            distinct.push(one);
        }
    }
    distinct
}
