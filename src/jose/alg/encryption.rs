//! One row per algorithm of JSON Web Encryption: how the key of the content is brought (`alg`), how the content is
//! encrypted (`enc`).

use crate::jose::key::{Curve, Kind};
use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OAEP_SHA384_MGF1SHA384, OAEP_SHA512_MGF1SHA512, OaepAlgorithm,
};
use aws_lc_rs::{aead, cipher, hmac, pbkdf2};

/// A row of the table of key management: how sender and recipient come to have the same content encryption key.
pub struct KeyManagement {
    /// The name in a header's `alg`.
    pub name: &'static str,
    /// Whether it is read only where the user allows it, because it is known to be weak (RFC 8725 §3.2, §3.3).
    pub legacy: bool,
    /// How it works.
    pub(in crate::jose) way: Way,
}

/// How a content encryption key is brought. Lengths are in bytes.
#[derive(Clone, Copy)]
pub(in crate::jose) enum Way {
    /// The shared secret is the key.
    Direct,
    /// Encrypted by RSAES-PKCS1-v1_5.
    Pkcs1,
    /// Encrypted by RSAES-OAEP.
    Oaep(Hash),
    /// Agreed on by ECDH-ES: the key itself, or one of this length that wraps it.
    Agreed(Option<usize>),
    /// Wrapped by AES with a shared secret of this length.
    Wrapped(usize),
    /// Encrypted by AES-GCM with a shared secret of this length.
    Gcm(usize),
    /// Wrapped by AES with a key of this length made from a password.
    Password(pbkdf2::Algorithm, usize),
}

/// The hash inside OAEP and its mask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::jose) enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// A row of the table of content encryption.
#[derive(Debug)]
pub struct ContentEncryption {
    /// The name in a header's `enc`.
    pub name: &'static str,
    /// The bytes of a content encryption key.
    pub key_length: usize,
    /// How it works.
    pub(in crate::jose) cipher: Cipher,
}

/// How a content is encrypted.
#[derive(Debug)]
pub(in crate::jose) enum Cipher {
    /// AES in Galois/Counter Mode.
    Gcm(&'static aead::Algorithm),
    /// AES in CBC mode, and an HMAC of which the first half is kept.
    Cbc { cipher: &'static cipher::Algorithm, mac: hmac::Algorithm },
}

/// Every way to bring a key (RFC 7518 §4.1, RFC 8037 §3.2; RSA-OAEP-384 and -512 are of the IANA registry).
#[rustfmt::skip]
pub static KEY_MANAGEMENT: &[KeyManagement] = &[
    row("RSA-OAEP",           Way::Oaep(Hash::Sha1)),
    row("RSA-OAEP-256",       Way::Oaep(Hash::Sha256)),
    row("RSA-OAEP-384",       Way::Oaep(Hash::Sha384)),
    row("RSA-OAEP-512",       Way::Oaep(Hash::Sha512)),
    row("ECDH-ES",            Way::Agreed(None)),
    row("ECDH-ES+A128KW",     Way::Agreed(Some(16))),
    row("ECDH-ES+A192KW",     Way::Agreed(Some(24))),
    row("ECDH-ES+A256KW",     Way::Agreed(Some(32))),
    row("A128KW",             Way::Wrapped(16)),
    row("A192KW",             Way::Wrapped(24)),
    row("A256KW",             Way::Wrapped(32)),
    row("A128GCMKW",          Way::Gcm(16)),
    row("A192GCMKW",          Way::Gcm(24)),
    row("A256GCMKW",          Way::Gcm(32)),
    row("dir",                Way::Direct),
    legacy("PBES2-HS256+A128KW", Way::Password(pbkdf2::PBKDF2_HMAC_SHA256, 16)),
    legacy("PBES2-HS384+A192KW", Way::Password(pbkdf2::PBKDF2_HMAC_SHA384, 24)),
    legacy("PBES2-HS512+A256KW", Way::Password(pbkdf2::PBKDF2_HMAC_SHA512, 32)),
    legacy("RSA1_5",             Way::Pkcs1),
];

/// Every way to encrypt a content (RFC 7518 §5.1).
#[rustfmt::skip]
pub static CONTENT_ENCRYPTIONS: &[ContentEncryption] = &[
    ContentEncryption { name: "A128GCM", key_length: 16, cipher: Cipher::Gcm(&aead::AES_128_GCM) },
    ContentEncryption { name: "A192GCM", key_length: 24, cipher: Cipher::Gcm(&aead::AES_192_GCM) },
    ContentEncryption { name: "A256GCM", key_length: 32, cipher: Cipher::Gcm(&aead::AES_256_GCM) },
    ContentEncryption { name: "A128CBC-HS256", key_length: 32, cipher: Cipher::Cbc { cipher: &cipher::AES_128, mac: hmac::HMAC_SHA256 } },
    ContentEncryption { name: "A192CBC-HS384", key_length: 48, cipher: Cipher::Cbc { cipher: &cipher::AES_192, mac: hmac::HMAC_SHA384 } },
    ContentEncryption { name: "A256CBC-HS512", key_length: 64, cipher: Cipher::Cbc { cipher: &cipher::AES_256, mac: hmac::HMAC_SHA512 } },
];

impl KeyManagement {
    /// Returns the row called `name`; names are case-sensitive (RFC 7516 §4.1.1).
    pub fn find(name: &str) -> Option<&'static KeyManagement> {
        KEY_MANAGEMENT.iter().find(|row| row.name == name)
    }

    /// Returns the key types it takes, as JWKs name them.
    pub fn key_types(&self) -> &'static [&'static str] {
        match self.way {
            Way::Pkcs1 | Way::Oaep(_) => &["RSA"],
            Way::Agreed(_) => &["EC", "OKP"],
            Way::Direct | Way::Wrapped(_) | Way::Gcm(_) | Way::Password(..) => &["oct"],
        }
    }

    /// Returns whether it is used to encrypt, and not only read: all but RSA1_5.
    pub fn is_made(&self) -> bool {
        !matches!(self.way, Way::Pkcs1)
    }

    /// Returns the kind of key that is made for it where nobody says more, for a content encrypted by `enc`.
    pub fn usual_kind(&self, enc: &ContentEncryption) -> Kind {
        match self.way {
            Way::Pkcs1 | Way::Oaep(_) => Kind::Rsa(2048),
            Way::Agreed(_) => Kind::Ec(Curve::P256),
            Way::Wrapped(length) | Way::Gcm(length) => Kind::Oct(length * 8),
            Way::Direct => Kind::Oct(enc.key_length * 8),
            Way::Password(..) => Kind::Oct(256),
        }
    }

    /// Returns how many bytes an RSA key of so many bits can carry; `None` for other than RSA-OAEP (RFC 8017 §7.1.1).
    pub fn capacity(&self, bits: usize) -> Option<usize> {
        match self.way {
            Way::Oaep(hash) => Some(bits.div_ceil(8).saturating_sub(2 * hash.length() + 2)),
            _ => None,
        }
    }
}

impl std::fmt::Debug for KeyManagement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl ContentEncryption {
    /// Returns the row called `name`; names are case-sensitive (RFC 7516 §4.1.2).
    pub fn find(name: &str) -> Option<&'static ContentEncryption> {
        CONTENT_ENCRYPTIONS.iter().find(|row| row.name == name)
    }
}

impl Hash {
    /// Returns what aws-lc-rs calls OAEP with this hash.
    pub(in crate::jose) fn oaep(self) -> &'static OaepAlgorithm {
        match self {
            Hash::Sha1 => &OAEP_SHA1_MGF1SHA1,
            Hash::Sha256 => &OAEP_SHA256_MGF1SHA256,
            Hash::Sha384 => &OAEP_SHA384_MGF1SHA384,
            Hash::Sha512 => &OAEP_SHA512_MGF1SHA512,
        }
    }

    fn length(self) -> usize {
        match self {
            Hash::Sha1 => 20,
            Hash::Sha256 => 32,
            Hash::Sha384 => 48,
            Hash::Sha512 => 64,
        }
    }
}

const fn row(name: &'static str, way: Way) -> KeyManagement {
    KeyManagement { name, legacy: false, way }
}

const fn legacy(name: &'static str, way: Way) -> KeyManagement {
    KeyManagement { name, legacy: true, way }
}
