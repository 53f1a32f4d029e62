//! Encrypting and decrypting in compact serialization (RFC 7516).
//!
//! The cryptography is aws-lc-rs's: `content` encrypts the content; `transport`, `agreement` and `wrap` bring its key;
//! `header` reads what they need; `fit` tells whether a key is for it.

mod agreement;
mod content;
mod fit;
mod header;
mod recipient;
mod transport;
pub mod wrap;

use super::alg::{ContentEncryption, KeyManagement};
use super::key::{Key, KeyError};
use crate::model::json::Json;
use crate::model::token::{Form, Token};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use content::Sealed;
pub use fit::Use;
use header::Header;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use serde_json::{Map, Value};
pub(super) use transport::Decryptor;
use zeroize::Zeroizing;

/// A pair of algorithms.
#[derive(Debug, Clone, Copy)]
pub struct Encryption {
    /// How the content encryption key is brought.
    pub alg: &'static KeyManagement,
    /// How the content is encrypted.
    pub enc: &'static ContentEncryption,
}

/// What a reader lets pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowances {
    /// Whether RSA1_5 and PBES2 are read.
    pub legacy: bool,
    /// The most bytes that a compressed content may have when it is inflated.
    pub largest: usize,
}

/// What a JWE held.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The content. Of a nested token this is the inner compact text.
    pub plaintext: Zeroizing<Vec<u8>>,
    /// The outer header, which was authenticated with it.
    pub header: Json,
    /// The algorithms that were used.
    pub encryption: Encryption,
}

/// Why a JWE was not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNot {
    /// It is no JWE in compact serialization: says what is wrong with its form.
    NotCompact(String),
    /// The header names an algorithm that lpauth does not know.
    Unknown {
        /// `alg` or `enc`.
        member: &'static str,
        /// The name.
        name: String,
    },
    /// The algorithm is read only if that is allowed: its name.
    Legacy(&'static str),
    /// The header asks to understand these extensions, and lpauth understands none (RFC 7516 §4.1.13).
    Critical(Vec<String>),
    /// The key is not for this: says every reason.
    Unsuitable(Vec<String>),
    /// A member of the header, or a segment, is missing or wrong.
    Malformed {
        /// The member: `epk`, `apu`, `apv`, `iv`, `tag`, `p2s`, `p2c`, `zip`, `crit`, `alg`, `enc`, or the segment `encrypted_key`.
        member: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// Decryption failed: another key, or the token is damaged. Which step failed is told to nobody (RFC 7516 §11.5).
    Failed,
    /// The content is longer than this many bytes when it is inflated.
    TooLarge(usize),
    /// It was decrypted, but the content is not what `zip` says.
    NotInflatable,
}

/// The bytes that an inflated content may have if nobody says otherwise (RFC 8725 §3.6 asks for a limit).
pub const LARGEST: usize = 256 * 1024;

impl Default for Allowances {
    fn default() -> Allowances {
        Allowances { legacy: false, largest: LARGEST }
    }
}

impl Encryption {
    /// Returns the pair of these names, as headers have them.
    ///
    /// # Errors
    /// Says which of the two lpauth does not know.
    pub fn find(alg: &str, enc: &str) -> Result<Encryption, WhyNot> {
        let unknown = |member, name: &str| WhyNot::Unknown { member, name: name.to_owned() };
        let alg = KeyManagement::find(alg).ok_or_else(|| unknown("alg", alg))?;
        let enc = ContentEncryption::find(enc).ok_or_else(|| unknown("enc", enc))?;
        Ok(Encryption { alg, enc })
    }
}

/// Encrypts `plaintext` to the owner of `key`. The header has `alg`, `enc` and then `members`, such as `kid` and `cty`;
/// they may name other algorithms than the ones used, because a wrong header is a thing to make on purpose.
///
/// # Errors
/// Says why the key is not for that, or that the algorithm is only read: RSA1_5.
pub fn seal(
    plaintext: &[u8],
    key: &Key,
    encryption: Encryption,
    members: Map<String, Value>,
    rng: &mut dyn rand::CryptoRng,
) -> Result<String, KeyError> {
    let reasons = encryption.unfit(key, Use::Seal);
    if !reasons.is_empty() {
        return Err(KeyError::new(reasons.join("; ")));
    }
    let mut header = Map::new();
    header.insert("alg".to_owned(), encryption.alg.name.into());
    header.insert("enc".to_owned(), encryption.enc.name.into());
    header.extend(members);
    let brought = recipient::bring(encryption, key, &mut header, rng)?;
    let header = URL_SAFE_NO_PAD.encode(Value::from(header).to_string());
    let sealed = content::seal(encryption.enc, &brought.cek, header.as_bytes(), plaintext, rng);
    let Sealed { iv, ciphertext, tag } = sealed.ok_or_else(|| KeyError::new("the content cannot be encrypted"))?;
    let rest = [brought.wrapped, iv, ciphertext, tag].map(|part| URL_SAFE_NO_PAD.encode(part));
    Ok(format!("{header}.{}", rest.join(".")))
}

/// Decrypts `token` with `key`, a private key or a shared secret.
///
/// # Errors
/// Says why not, and not more than is safe to say.
pub fn open(token: &Token, key: &Key, allow: &Allowances) -> Result<Opened, WhyNot> {
    let json = form(token)?;
    let header = Header::new(&json.root)?;
    let encryption = header.encryption()?;
    if encryption.alg.legacy && !allow.legacy {
        return Err(WhyNot::Legacy(encryption.alg.name));
    }
    let reasons = encryption.unfit(key, Use::Open);
    if !reasons.is_empty() {
        return Err(WhyNot::Unsuitable(reasons));
    }
    let deflated = header.is_deflated()?;
    let cek = recipient::find(encryption, key, &header, &token.segments[1].bytes)?;
    let sealed = sealed(token);
    let plaintext = content::open(encryption.enc, &cek, aad(token), &sealed).ok_or(WhyNot::Failed)?;
    let plaintext = if deflated { inflate(&plaintext, allow.largest)? } else { plaintext };
    Ok(Opened { plaintext, header: json.clone(), encryption })
}

fn form(token: &Token) -> Result<&Json, WhyNot> {
    const NAMES: [&str; 5] = ["header", "encrypted key", "initialization vector", "ciphertext", "authentication tag"];
    let wrong = |what: String| Err(WhyNot::NotCompact(what));
    if token.form() != Form::Encrypted {
        return wrong(format!("a JWE has five segments, this has {}", token.segments.len()));
    }
    // RFC 7516 §5.2: whoever reads around a flaw takes two texts for the same token.
    let flawed = token.segments.iter().zip(NAMES).find(|(segment, _)| !segment.flaws.is_empty());
    if let Some((_, name)) = flawed {
        return wrong(format!("the {name} is not base64url"));
    }
    match token.header.json() {
        Some(json) => Ok(json),
        None => wrong("the header is not a JSON object".to_owned()),
    }
}

// RFC 7516 §5.1: the header as it is written.
fn aad(token: &Token) -> &[u8] {
    &token.source.text.as_bytes()[token.segments[0].span.clone()]
}

fn sealed(token: &Token) -> Sealed {
    let bytes = |index: usize| token.segments[index].bytes.clone();
    Sealed { iv: bytes(2), ciphertext: bytes(3), tag: bytes(4) }
}

fn inflate(deflated: &[u8], largest: usize) -> Result<Zeroizing<Vec<u8>>, WhyNot> {
    match decompress_to_vec_with_limit(deflated, largest) {
        Ok(plaintext) => Ok(Zeroizing::new(plaintext)),
        Err(error) if error.status == TINFLStatus::HasMoreOutput => Err(WhyNot::TooLarge(largest)),
        Err(_) => Err(WhyNot::NotInflatable),
    }
}

impl std::fmt::Display for WhyNot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            WhyNot::NotCompact(what) => f.write_str(what),
            WhyNot::Unknown { member, name } => write!(f, "{member} “{}” is not known", name.escape_debug()),
            WhyNot::Legacy(name) => write!(f, "{name} is known to be weak and read only if that is allowed"),
            WhyNot::Critical(names) => {
                write!(f, "crit names “{}”, which lpauth does not understand", names.join("”, “").escape_debug())
            }
            WhyNot::Unsuitable(reasons) => write!(f, "the key is not for this: {}", reasons.join("; ")),
            WhyNot::Malformed { member, reason } => write!(f, "{member} {reason}"),
            WhyNot::Failed => f.write_str("decryption failed: this is not the key, or the token is damaged"),
            WhyNot::TooLarge(largest) => write!(f, "the content has more than {largest} bytes when it is inflated"),
            WhyNot::NotInflatable => f.write_str("the content is not compressed as zip says"),
        }
    }
}
