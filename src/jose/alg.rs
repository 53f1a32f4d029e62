//! One row per algorithm; signing, verifying, hashing, encrypting, decrypting and key selection read the same row.

mod encryption;

use aws_lc_rs::{digest, hmac, signature as sig};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
pub use encryption::{CONTENT_ENCRYPTIONS, ContentEncryption, KEY_MANAGEMENT, KeyManagement};
pub(super) use encryption::{Cipher, Hash, Way};
use jsonwebtoken::Algorithm as Usual;

/// A row of the table of signature algorithms.
#[derive(Debug)]
pub struct Algorithm {
    /// The name in a header's `alg`.
    pub name: &'static str,
    /// The key type it takes: `RSA`, `EC`, `OKP`, `oct`.
    pub kty: &'static str,
    /// The curve it takes, for `EC` and `OKP`.
    pub crv: Option<&'static str>,
    /// The bytes of a signature, where every key makes the same number.
    pub signature_length: Option<usize>,
    /// The hash inside, which `at_hash` and `c_hash` use too.
    pub(super) hash: &'static digest::Algorithm,
    /// How a signature is checked.
    pub(super) verification: Verification,
    /// What jsonwebtoken calls it, where jsonwebtoken signs.
    pub(super) usual: Option<Usual>,
}

/// How a signature is checked.
#[derive(Debug)]
pub(super) enum Verification {
    /// By the same secret.
    Hmac(hmac::Algorithm),
    /// By an RSA key of at least `bits`; `padding` is how one signs.
    Rsa { parameters: &'static sig::RsaParameters, bits: usize, padding: &'static dyn sig::RsaEncoding },
    /// By a point on a curve.
    Curve(&'static dyn sig::VerificationAlgorithm),
}

/// Every signature algorithm lpauth can check (RFC 7518 §3.1, RFC 8037 §3.1, RFC 8812 §3.2, RFC 9864 §2.2).
/// Of the algorithms that one key can be used with, its default stands first.
#[rustfmt::skip]
pub static ALGORITHMS: &[Algorithm] = &[
    rsa("RS256", &digest::SHA256, 1024, &sig::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, &sig::RSA_PKCS1_SHA256),
    rsa("RS384", &digest::SHA384, 2048, &sig::RSA_PKCS1_2048_8192_SHA384,                     &sig::RSA_PKCS1_SHA384),
    rsa("RS512", &digest::SHA512, 1024, &sig::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY, &sig::RSA_PKCS1_SHA512),
    rsa("PS256", &digest::SHA256, 2048, &sig::RSA_PSS_2048_8192_SHA256,                       &sig::RSA_PSS_SHA256),
    rsa("PS384", &digest::SHA384, 2048, &sig::RSA_PSS_2048_8192_SHA384,                       &sig::RSA_PSS_SHA384),
    rsa("PS512", &digest::SHA512, 2048, &sig::RSA_PSS_2048_8192_SHA512,                       &sig::RSA_PSS_SHA512),
    ecdsa("ES256",  "P-256",     &digest::SHA256,  64, &sig::ECDSA_P256_SHA256_FIXED,   Some(Usual::ES256)),
    ecdsa("ES384",  "P-384",     &digest::SHA384,  96, &sig::ECDSA_P384_SHA384_FIXED,   Some(Usual::ES384)),
    ecdsa("ES512",  "P-521",     &digest::SHA512, 132, &sig::ECDSA_P521_SHA512_FIXED,   None),
    ecdsa("ES256K", "secp256k1", &digest::SHA256,  64, &sig::ECDSA_P256K1_SHA256_FIXED, None),
    eddsa("EdDSA"),
    eddsa("Ed25519"),
    hmac("HS256", &digest::SHA256, 32, hmac::HMAC_SHA256, Usual::HS256),
    hmac("HS384", &digest::SHA384, 48, hmac::HMAC_SHA384, Usual::HS384),
    hmac("HS512", &digest::SHA512, 64, hmac::HMAC_SHA512, Usual::HS512),
];

/// Returns the row called `name`; names are case-sensitive (RFC 7515 §4.1.1).
pub fn find(name: &str) -> Option<&'static Algorithm> {
    ALGORITHMS.iter().find(|row| row.name == name)
}

impl Algorithm {
    /// Returns whether `name` means this algorithm: its own name or, for Ed25519, the other one.
    pub fn is_called(&self, name: &str) -> bool {
        // RFC 9864 §2.2 gives `EdDSA` with an Ed25519 key the name `Ed25519`; the signatures are the same.
        self.name == name || (self.kty == "OKP" && find(name).is_some_and(|row| row.kty == "OKP"))
    }

    /// Returns the left half of the hash of `text` in base64url, as `at_hash` and `c_hash` have it (OIDC Core §3.1.3.6).
    pub fn half_hash(&self, text: &str) -> String {
        let hash = digest::digest(self.hash, text.as_bytes());
        let bytes = hash.as_ref();
        URL_SAFE_NO_PAD.encode(&bytes[..bytes.len() / 2])
    }
}

const fn rsa(
    name: &'static str,
    hash: &'static digest::Algorithm,
    bits: usize,
    parameters: &'static sig::RsaParameters,
    padding: &'static dyn sig::RsaEncoding,
) -> Algorithm {
    let verification = Verification::Rsa { parameters, bits, padding };
    Algorithm { name, kty: "RSA", crv: None, signature_length: None, hash, verification, usual: None }
}

const fn ecdsa(
    name: &'static str,
    crv: &'static str,
    hash: &'static digest::Algorithm,
    length: usize,
    verification: &'static dyn sig::VerificationAlgorithm,
    usual: Option<Usual>,
) -> Algorithm {
    let verification = Verification::Curve(verification);
    Algorithm { name, kty: "EC", crv: Some(crv), signature_length: Some(length), hash, verification, usual }
}

// Ed25519 hashes with SHA-512, so `at_hash` does too.
const fn eddsa(name: &'static str) -> Algorithm {
    let (hash, verification) = (&digest::SHA512, Verification::Curve(&sig::ED25519));
    let (crv, usual) = (Some("Ed25519"), Some(Usual::EdDSA));
    Algorithm { name, kty: "OKP", crv, signature_length: Some(64), hash, verification, usual }
}

const fn hmac(
    name: &'static str,
    hash: &'static digest::Algorithm,
    length: usize,
    mac: hmac::Algorithm,
    usual: Usual,
) -> Algorithm {
    let verification = Verification::Hmac(mac);
    Algorithm { name, kty: "oct", crv: None, signature_length: Some(length), hash, verification, usual: Some(usual) }
}
