//! Proof Key for Code Exchange (RFC 7636), with the one method that LivePerson uses: S256.

use super::random;
use crate::model::secret::Secret;
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The name of the method.
pub const METHOD: &str = "S256";

/// Returns a new code verifier of 43 characters (§4.1).
pub fn verifier(rng: &mut dyn rand::CryptoRng) -> Secret {
    Secret::new(random(rng, 32))
}

/// Returns the code challenge of a verifier (§4.2).
pub fn challenge(verifier: &Secret) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.reveal().as_bytes()))
}
