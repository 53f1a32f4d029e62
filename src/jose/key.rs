//! Keys of every kind lpauth handles, private or public.

use crate::model::jwk::Jwk;

/// What kind of key something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// RSA, with the modulus length in bits.
    Rsa(usize),
    /// An elliptic curve for ECDSA and ECDH.
    Ec(Curve),
    /// Ed25519 (RFC 8037).
    Ed25519,
    /// X25519, for encryption only (RFC 8037).
    X25519,
    /// A shared secret, with its length in bits.
    Oct(usize),
}

/// An elliptic curve (RFC 7518 §6.2.1.1, RFC 8812).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Curve {
    /// P-256
    P256,
    /// P-384
    P384,
    /// P-521
    P521,
    /// secp256k1
    Secp256k1,
}

/// A key with what its owner says about it.
pub struct Key {}

/// Why a key could not be read, made or used; a short sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyError(pub String);

impl Key {
    /// Makes a new private key.
    ///
    /// # Errors
    /// If the kind has no key of that size.
    pub fn generate(_kind: Kind, _rng: &mut dyn rand::CryptoRng) -> Result<Key, KeyError> {
        Err(KeyError(String::new()))
    }

    /// Reads a JWK, private or public.
    ///
    /// # Errors
    /// Says which member is missing or wrong.
    pub fn from_jwk(_jwk: &Jwk<'_>) -> Result<Key, KeyError> {
        Err(KeyError(String::new()))
    }
}
