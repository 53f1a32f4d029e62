//! Faults of the signature, and of the algorithm that is said to have made it.

use crate::flow::mint::{Draft, Signer, Unfit};
use crate::jose::alg;
use crate::jose::key::Key;
use rand::CryptoRng;
use std::sync::Arc;

type Fit = Result<(), Unfit>;

pub(super) fn none(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    unsigned(draft, "none")
}

pub(super) fn none_in_odd_case(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    unsigned(draft, "nOnE")
}

pub(super) fn stripped(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    unsign(draft)
}

pub(super) fn truncated(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    // Three bytes are four characters.
    tamper(draft, |bytes| bytes[..bytes.len().saturating_sub(3)].to_vec())
}

pub(super) fn bit_flipped(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    tamper(draft, |mut bytes| {
        let middle = bytes.len() / 2;
        bytes.iter_mut().skip(middle).take(1).for_each(|byte| *byte ^= 1);
        bytes
    })
}

pub(super) fn wrong_key(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    let stranger = signer(draft)?.stranger(rng)?;
    draft.signer = Some(stranger);
    Ok(())
}

pub(super) fn other_algorithm(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    let signer = signer(draft)?;
    let other = match signer.algorithm.name {
        "PS256" | "PS384" | "PS512" => "RS256",
        "RS256" | "RS384" | "RS512" => "PS256",
        name => return Err(Unfit(format!("a key for {name} signs by no other algorithm: use an RSA key"))),
    };
    let key = Key::clone(&signer.key);
    sign_as(draft, key, other)
}

// What a verifier falls for that takes the algorithm from the header and the key text from its configuration.
pub(super) fn public_key_as_secret(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    let spki = signer(draft)?.key.to_spki()?;
    let text = der::pem::encode_string("PUBLIC KEY", der::pem::LineEnding::LF, &spki);
    let text = text.map_err(|error| Unfit(format!("the public key cannot be written: {error}")))?;
    sign_as(draft, Key::secret(text.as_bytes()), "HS256")
}

pub(super) fn empty_secret(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    sign_as(draft, Key::secret(b""), "HS256")
}

pub(super) fn ecdsa_zero(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    needs_ecdsa(draft)?;
    tamper(draft, |bytes| vec![0; bytes.len()])
}

pub(super) fn ecdsa_der(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    needs_ecdsa(draft)?;
    tamper(draft, |bytes| super::certificate::ecdsa_signature(&bytes))
}

/// Returns who signs.
///
/// # Errors
/// If nobody does any more.
pub(super) fn signer(draft: &Draft) -> Result<&Signer, Unfit> {
    draft.signer.as_ref().ok_or_else(|| Unfit("there is no signature any more".to_owned()))
}

/// Leaves the signature empty.
fn unsign(draft: &mut Draft) -> Fit {
    signer(draft)?;
    if !draft.tampering.is_empty() {
        return Err(Unfit("the signature is damaged already".to_owned()));
    }
    draft.signer = None;
    Ok(())
}

fn unsigned(draft: &mut Draft, algorithm: &str) -> Fit {
    claim_algorithm(draft, algorithm)?;
    unsign(draft)
}

fn tamper(draft: &mut Draft, change: fn(Vec<u8>) -> Vec<u8>) -> Fit {
    signer(draft)?;
    draft.tampering.push(change);
    Ok(())
}

fn sign_as(draft: &mut Draft, key: Key, name: &'static str) -> Fit {
    claim_algorithm(draft, name)?;
    let algorithm = alg::find(name).ok_or_else(|| Unfit(format!("lpauth cannot sign with {name}")))?;
    draft.signer = Some(Signer { key: Arc::new(key), algorithm });
    Ok(())
}

/// Writes another `alg` into the header.
///
/// # Errors
/// If the header does not name the signer's algorithm any more: another fault was here.
pub(super) fn claim_algorithm(draft: &mut Draft, name: &str) -> Fit {
    if draft.header.text("alg") != Some(signer(draft)?.algorithm.name) {
        return Err(Unfit("`alg` is wrong already".to_owned()));
    }
    draft.header.set("alg", name);
    Ok(())
}

fn needs_ecdsa(draft: &Draft) -> Fit {
    match signer(draft)?.algorithm.kty {
        "EC" => Ok(()),
        _ => Err(Unfit("it needs an EC key; `lpauth keygen --alg ES256` makes one".to_owned())),
    }
}
