//! Faults of the JOSE header.

use super::certificate;
use super::signature::{claim_algorithm, signer};
use crate::flow::mint::{Draft, Unfit};
use rand::CryptoRng;
use serde_json::json;

type Fit = Result<(), Unfit>;

pub(super) fn kid_missing(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    remove(draft, "kid")
}

pub(super) fn kid_unknown(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    replace(draft, "kid", json!("never-published"))
}

pub(super) fn kid_duplicate(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    let kid = draft.header.text("kid").ok_or_else(|| missing("kid"))?;
    let twin = signer(draft)?.stranger(rng)?.publish(kid)?;
    draft.keys.insert(0, twin);
    Ok(())
}

pub(super) fn kid_number(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    replace(draft, "kid", json!(7))
}

pub(super) fn alg_mismatch(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    let other = if signer(draft)?.algorithm.kty == "EC" { "EdDSA" } else { "ES256" };
    claim_algorithm(draft, other)
}

pub(super) fn alg_missing(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    remove(draft, "alg")
}

// What a verifier falls for that takes the key from the token it is about to verify.
pub(super) fn jwk(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    let stranger = signer(draft)?.stranger(rng)?;
    let kid = draft.header.text("kid").unwrap_or_default();
    let jwk = stranger.publish(kid)?.to_value();
    draft.header.set("jwk", jwk);
    draft.signer = Some(stranger);
    Ok(())
}

pub(super) fn jku(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    draft.signer = Some(signer(draft)?.stranger(rng)?);
    draft.header.set("jku", "https://keys.stranger.example/jwks.json");
    Ok(())
}

pub(super) fn x5u(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    draft.signer = Some(signer(draft)?.stranger(rng)?);
    draft.header.set("x5u", "https://keys.stranger.example/certificate.pem");
    Ok(())
}

pub(super) fn x5c(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    let stranger = signer(draft)?.stranger(rng)?;
    let certificate = certificate::self_signed(&stranger, draft.now)?;
    draft.header.set("x5c", json!([certificate]));
    draft.signer = Some(stranger);
    Ok(())
}

pub(super) fn crit_unknown(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    const EXTENSION: &str = "https://login.acmebank.example/extension";
    demand(draft, EXTENSION);
    draft.header.set(EXTENSION, true);
    Ok(())
}

// The second segment stays what it was. Taken as the payload itself (RFC 7797 §3), it is signed by the same bytes as
// before: the signature is good however the token is read.
pub(super) fn b64_false(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    draft.header.set("b64", false);
    demand(draft, "b64");
    Ok(())
}

pub(super) fn typ_access_token(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    draft.header.set("typ", "at+jwt");
    Ok(())
}

pub(super) fn duplicate_member(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    draft.header.text("alg").ok_or_else(|| missing("alg"))?;
    draft.header.precede("alg", "none");
    Ok(())
}

// RFC 7515 §4.1.11: `crit` names what a reader has to understand.
fn demand(draft: &mut Draft, extension: &str) {
    match draft.header.entry("crit").as_array_mut() {
        Some(names) => names.push(extension.into()),
        None => draft.header.set("crit", json!([extension])),
    }
}

fn replace(draft: &mut Draft, name: &str, value: serde_json::Value) -> Fit {
    draft.header.get(name).ok_or_else(|| missing(name))?;
    draft.header.set(name, value);
    Ok(())
}

fn remove(draft: &mut Draft, name: &str) -> Fit {
    if draft.header.remove(name) { Ok(()) } else { Err(missing(name)) }
}

fn missing(name: &str) -> Unfit {
    Unfit(format!("the header has no `{name}` that could be wrong"))
}
