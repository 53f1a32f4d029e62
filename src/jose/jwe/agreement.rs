//! Keys agreed on by ECDH-ES (RFC 7518 §4.6, RFC 8037 §3.2).

use crate::jose::key::{Curve, Key, Kind, Material};
use aws_lc_rs::agreement::{Algorithm, ECDH_P256, ECDH_P384, ECDH_P521, PrivateKey, UnparsedPublicKey, X25519, agree};
use aws_lc_rs::kdf::{SskdfDigestAlgorithm, SskdfDigestAlgorithmId, get_sskdf_digest_algorithm, sskdf_digest};
use zeroize::Zeroizing;

/// What goes into the key beside the shared secret (RFC 7518 §4.6.2).
pub(super) struct Purpose<'a> {
    /// The algorithm that the key is for: the `enc` of a direct agreement, else the `alg`.
    pub(super) algorithm: &'static str,
    /// What `apu` says of the sender, decoded.
    pub(super) sender: &'a [u8],
    /// What `apv` says of the recipient, decoded.
    pub(super) recipient: &'a [u8],
    /// The bytes of the key.
    pub(super) length: usize,
}

/// Returns the key that the two have in common. `None` if their curves differ, or the point is none of the curve.
pub(super) fn derive(private: &Key, public: &Key, purpose: &Purpose<'_>) -> Option<Zeroizing<Vec<u8>>> {
    let algorithm = algorithm(private.kind())?;
    let own = match &private.material {
        Material::Ec { private: Some(scalar), .. } => PrivateKey::from_private_key(algorithm, scalar).ok()?,
        Material::Okp { private: Some(scalar), .. } => {
            PrivateKey::from_private_key(algorithm, scalar.as_slice()).ok()?
        }
        _ => return None,
    };
    let other: &[u8] = match &public.material {
        Material::Ec { point, .. } if public.kind() == private.kind() => point,
        Material::Okp { x, .. } if public.kind() == private.kind() => x,
        _ => return None,
    };
    let mut key = Zeroizing::new(vec![0; purpose.length]);
    agree(&own, UnparsedPublicKey::new(algorithm, other), (), |secret| {
        sskdf_digest(SHA256.ok_or(())?, secret, &purpose.info().ok_or(())?, &mut key).map_err(|_| ())
    })
    .ok()?;
    Some(key)
}

/// Returns whether keys of this kind can agree on one.
pub(super) fn agrees(kind: Kind) -> bool {
    algorithm(kind).is_some()
}

// The Concat KDF of RFC 7518 §4.6.2 is what NIST SP 800-56C calls a one-step key derivation.
const SHA256: Option<&SskdfDigestAlgorithm> = get_sskdf_digest_algorithm(SskdfDigestAlgorithmId::Sha256);

fn algorithm(kind: Kind) -> Option<&'static Algorithm> {
    match kind {
        Kind::Ec(Curve::P256) => Some(&ECDH_P256),
        Kind::Ec(Curve::P384) => Some(&ECDH_P384),
        Kind::Ec(Curve::P521) => Some(&ECDH_P521),
        Kind::X25519 => Some(&X25519),
        _ => None,
    }
}

impl Purpose<'_> {
    // AlgorithmID, PartyUInfo, PartyVInfo, each after its length, and SuppPubInfo: the bits of the key.
    fn info(&self) -> Option<Vec<u8>> {
        let mut info = Vec::new();
        for part in [self.algorithm.as_bytes(), self.sender, self.recipient] {
            info.extend(u32::try_from(part.len()).ok()?.to_be_bytes());
            info.extend(part);
        }
        info.extend(u32::try_from(self.length * 8).ok()?.to_be_bytes());
        Some(info)
    }
}
