//! Keys of every kind lpauth handles, private or public.
//!
//! `key::jwk` reads and writes them as JSON Web Keys, `key::der` as SPKI, PKCS#8, PKCS#1, SEC1 and certificates.

mod der;
mod jwk;
mod material;
pub mod weakness;

use super::alg::{ALGORITHMS, Algorithm};
use super::jwe::Decryptor;
use crate::model::time::Timestamp;
use aws_lc_rs::signature as sig;
pub(super) use material::Material;
pub(crate) use material::{bits, trim};
use material::{random, random32};
use std::sync::{Arc, OnceLock};
use weakness::shows_roca;
use zeroize::Zeroizing;

/// A key with what its owner says about it. Secrets leave memory when it is dropped.
#[derive(Clone)]
pub struct Key {
    pub(super) material: Material,
    /// The key ID.
    pub kid: Option<String>,
    /// What it is for: `sig` or `enc` (the JWK member `use`).
    pub purpose: Option<String>,
    /// The operations it is for (the JWK member `key_ops`).
    pub operations: Option<Vec<String>>,
    /// The only algorithm it is for (the JWK member `alg`).
    pub algorithm: Option<String>,
    /// The certificate it came in or with, the key's own one only.
    pub certificate: Option<Certificate>,
    /// The RSA private key as the signer wants it: to read it takes longer than to sign.
    pair: OnceLock<Arc<sig::RsaKeyPair>>,
    /// The same for whoever decrypts.
    decryptor: OnceLock<Arc<Decryptor>>,
}

/// What lpauth shows of an X.509 certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Whose it is, as RFC 4514 writes it.
    pub subject: String,
    /// Who made it, as RFC 4514 writes it.
    pub issuer: String,
    /// From when it holds.
    pub not_before: Timestamp,
    /// Until when it holds.
    pub not_after: Timestamp,
    /// Whether it certifies this very key.
    pub certifies: bool,
}

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

/// Why a key could not be read, made or used; a short sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyError(pub String);

impl Key {
    /// Makes a new private key from these random bytes and nothing else.
    ///
    /// # Errors
    /// If there is no key of that size: RSA takes 1024 to 8192 bits, a secret whole bytes.
    pub fn generate(kind: Kind, rng: &mut dyn rand::CryptoRng) -> Result<Key, KeyError> {
        let material = match kind {
            Kind::Rsa(bits) => Material::generate_rsa(bits, rng)?,
            Kind::Ec(curve) => Material::generate_ec(curve, rng)?,
            Kind::Ed25519 => Material::okp(true, random32(rng))?,
            Kind::X25519 => Material::okp(false, random32(rng))?,
            Kind::Oct(bits) if bits % 8 == 0 => Material::Oct(random(bits / 8, rng)),
            Kind::Oct(_) => return Err(KeyError::new("a secret is made of whole bytes")),
        };
        Ok(Key::bare(material))
    }

    /// Returns a shared secret, whatever its length.
    pub fn secret(bytes: &[u8]) -> Key {
        Key::bare(Material::Oct(Zeroizing::new(bytes.to_vec())))
    }

    /// Returns what kind of key it is.
    pub fn kind(&self) -> Kind {
        match &self.material {
            Material::Rsa { n, .. } => Kind::Rsa(bits(n)),
            Material::Ec { curve, .. } => Kind::Ec(*curve),
            Material::Okp { signs: true, .. } => Kind::Ed25519,
            Material::Okp { signs: false, .. } => Kind::X25519,
            Material::Oct(secret) => Kind::Oct(secret.len() * 8),
        }
    }

    /// Returns whether it can sign or decrypt. A shared secret always can.
    pub fn is_private(&self) -> bool {
        match &self.material {
            Material::Rsa { private, .. } => private.is_some(),
            Material::Ec { private, .. } => private.is_some(),
            Material::Okp { private, .. } => private.is_some(),
            Material::Oct(_) => true,
        }
    }

    /// Returns the public half; `None` for a shared secret, which has none.
    pub fn public(&self) -> Option<Key> {
        let mut key = self.clone();
        match &mut key.material {
            Material::Rsa { private, .. } => *private = None,
            Material::Ec { private, .. } => *private = None,
            Material::Okp { private, .. } => *private = None,
            Material::Oct(_) => return None,
        }
        key.pair = OnceLock::new();
        key.decryptor = OnceLock::new();
        key.operations = key.operations.map(|operations| public_operations(&operations));
        Some(key)
    }

    /// Returns the signature algorithms it can be used with, its default first; none if it is for encryption.
    pub fn algorithms(&self) -> Vec<&'static Algorithm> {
        ALGORITHMS.iter().filter(|algorithm| self.unfit(algorithm).is_empty()).collect()
    }

    /// Returns every reason why this key is not for signatures by `algorithm`; none if it is.
    pub fn unfit(&self, algorithm: &Algorithm) -> Vec<String> {
        let mut reasons: Vec<String> = self.kind().unfit(algorithm).into_iter().collect();
        if let Material::Rsa { n, .. } = &self.material
            && shows_roca(n)
        {
            reasons.push("anybody can compute its private half: it has the ROCA flaw (CVE-2017-15361)".to_owned());
        }
        if let Some(purpose) = self.purpose.as_ref().filter(|purpose| *purpose != "sig") {
            reasons.push(format!("its use is “{purpose}”, not “sig”"));
        }
        if let Some(operations) = self.operations.as_ref().filter(|operations| !self.permits(operations)) {
            reasons.push(format!("its key_ops are “{}”, without “verify”", operations.join("”, “")));
        }
        if let Some(name) = self.algorithm.as_ref().filter(|name| !algorithm.is_called(name)) {
            reasons.push(format!("its alg is {name}, the token's {}", algorithm.name));
        }
        reasons
    }

    // RFC 7517 §4.3. The private half of a pair is marked `sign`, and its public half verifies.
    fn permits(&self, operations: &[String]) -> bool {
        let pair = !matches!(self.material, Material::Oct(_));
        operations.iter().any(|name| name == "verify" || (name == "sign" && pair && self.is_private()))
    }

    /// Returns the RSA private key, read once; `None` if it is none that aws-lc-rs takes.
    pub(super) fn rsa_pair(&self) -> Option<Arc<sig::RsaKeyPair>> {
        if let Some(pair) = self.pair.get() {
            return Some(Arc::clone(pair));
        }
        let pair = Arc::new(sig::RsaKeyPair::from_der(self.pkcs1()?).ok()?);
        Some(Arc::clone(self.pair.get_or_init(|| pair)))
    }

    /// Returns the RSA private key as its decryptor, read once; `None` if it is none.
    pub(super) fn rsa_decryptor(&self) -> Option<Arc<Decryptor>> {
        if let Some(decryptor) = self.decryptor.get() {
            return Some(Arc::clone(decryptor));
        }
        let decryptor = Arc::new(Decryptor::of(self)?);
        Some(Arc::clone(self.decryptor.get_or_init(|| decryptor)))
    }

    fn bare(material: Material) -> Key {
        Key {
            material,
            kid: None,
            purpose: None,
            operations: None,
            algorithm: None,
            certificate: None,
            pair: OnceLock::new(),
            decryptor: OnceLock::new(),
        }
    }
}

impl Kind {
    /// Returns the JWK key type, such as `RSA`.
    pub fn kty(self) -> &'static str {
        match self {
            Kind::Rsa(_) => "RSA",
            Kind::Ec(_) => "EC",
            Kind::Ed25519 | Kind::X25519 => "OKP",
            Kind::Oct(_) => "oct",
        }
    }

    /// Returns the JWK curve, such as `P-256`, if the kind has one.
    pub fn crv(self) -> Option<&'static str> {
        match self {
            Kind::Rsa(_) | Kind::Oct(_) => None,
            Kind::Ec(curve) => Some(curve.name()),
            Kind::Ed25519 => Some("Ed25519"),
            Kind::X25519 => Some("X25519"),
        }
    }

    fn unfit(self, algorithm: &Algorithm) -> Option<String> {
        use super::alg::Verification;
        let (name, kty) = (algorithm.name, algorithm.kty);
        if self.kty() != kty {
            return Some(format!("its kty is {}, {name} takes {kty}", self.kty()));
        }
        if self.crv() != algorithm.crv {
            let (own, other) = (self.crv().unwrap_or_default(), algorithm.crv.unwrap_or_default());
            return Some(format!("its crv is {own}, {name} takes {other}"));
        }
        match (self, &algorithm.verification) {
            (Kind::Rsa(size), Verification::Rsa { bits, .. }) if !(*bits..=8192).contains(&size) => {
                Some(format!("it has {size} bits, lpauth checks {name} with {bits} to 8192"))
            }
            // RFC 7518 §3.2.
            (Kind::Oct(size), Verification::Hmac(_)) if size < algorithm.signature_length.unwrap_or(0) * 8 => Some(
                format!("it has {size} bits, {name} takes {} or more", algorithm.signature_length.unwrap_or(0) * 8),
            ),
            _ => None,
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Kind::Rsa(bits) => write!(f, "RSA {bits}"),
            Kind::Ec(curve) => write!(f, "EC {}", curve.name()),
            Kind::Ed25519 => f.write_str("Ed25519"),
            Kind::X25519 => f.write_str("X25519"),
            Kind::Oct(bits) => write!(f, "oct {bits}"),
        }
    }
}

impl Curve {
    /// Every curve.
    pub const ALL: [Curve; 4] = [Curve::P256, Curve::P384, Curve::P521, Curve::Secp256k1];

    /// Returns the name in a JWK's `crv`.
    pub fn name(self) -> &'static str {
        match self {
            Curve::P256 => "P-256",
            Curve::P384 => "P-384",
            Curve::P521 => "P-521",
            Curve::Secp256k1 => "secp256k1",
        }
    }

    /// Returns the length of a coordinate, and of a private key, in bytes.
    pub fn length(self) -> usize {
        match self {
            Curve::P256 | Curve::Secp256k1 => 32,
            Curve::P384 => 48,
            Curve::P521 => 66,
        }
    }

    pub(super) fn signing(self) -> &'static sig::EcdsaSigningAlgorithm {
        match self {
            Curve::P256 => &sig::ECDSA_P256_SHA256_FIXED_SIGNING,
            Curve::P384 => &sig::ECDSA_P384_SHA384_FIXED_SIGNING,
            Curve::P521 => &sig::ECDSA_P521_SHA512_FIXED_SIGNING,
            Curve::Secp256k1 => &sig::ECDSA_P256K1_SHA256_FIXED_SIGNING,
        }
    }

    fn verification(self) -> &'static sig::EcdsaVerificationAlgorithm {
        match self {
            Curve::P256 => &sig::ECDSA_P256_SHA256_FIXED,
            Curve::P384 => &sig::ECDSA_P384_SHA384_FIXED,
            Curve::P521 => &sig::ECDSA_P521_SHA512_FIXED,
            Curve::Secp256k1 => &sig::ECDSA_P256K1_SHA256_FIXED,
        }
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let half = if self.is_private() { "private" } else { "public" };
        write!(f, "Key({}, {half}, {:?})", self.kind(), self.thumbprint())
    }
}

impl KeyError {
    pub(super) fn new(message: impl Into<String>) -> KeyError {
        KeyError(message.into())
    }
}

impl std::fmt::Display for KeyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

// What the public half of a pair does (RFC 7517 §4.3).
fn public_operations(operations: &[String]) -> Vec<String> {
    let mut public = Vec::new();
    for name in operations {
        let name = match name.as_str() {
            "sign" => "verify",
            "decrypt" => "encrypt",
            "unwrapKey" => "wrapKey",
            other => other,
        };
        if !public.iter().any(|known| known == name) {
            public.push(name.to_owned());
        }
    }
    public
}
