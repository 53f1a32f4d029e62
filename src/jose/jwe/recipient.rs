//! How a content encryption key comes to its recipient (RFC 7518 §4).

use super::agreement::{Purpose, derive};
use super::header::{Header, malformed};
use super::{Encryption, WhyNot, content, transport, wrap};
use crate::jose::alg::Way;
use crate::jose::key::{Key, KeyError, Material};
use aws_lc_rs::{aead, pbkdf2};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use std::num::NonZeroU32;
use zeroize::Zeroizing;

/// A content encryption key, and what of it goes into the token.
pub(super) struct Brought {
    pub(super) cek: Zeroizing<Vec<u8>>,
    pub(super) wrapped: Vec<u8>,
}

type Members = Map<String, Value>;

/// How often a password is hashed when encrypting: the most that widespread readers do unasked.
const ITERATIONS: NonZeroU32 = NonZeroU32::MIN.saturating_add(9_999);

/// Makes a content encryption key for the owner of `key`, and writes into the header what the owner needs to find it.
pub(super) fn bring(
    encryption: Encryption,
    key: &Key,
    header: &mut Members,
    rng: &mut dyn rand::CryptoRng,
) -> Result<Brought, KeyError> {
    let refused = || KeyError::new(format!("{} cannot be made with this {} key", encryption.alg.name, key.kind()));
    let cek = random(encryption.enc.key_length, rng);
    let wrapped = match (encryption.alg.way, &key.material) {
        (Way::Pkcs1, _) => return Err(KeyError::new("RSA1_5 is only read, never made")),
        (Way::Direct, Material::Oct(secret)) => return Ok(Brought { cek: secret.clone(), wrapped: Vec::new() }),
        (Way::Agreed(length), _) => {
            let agreed = agree(encryption, key, header, rng).ok_or_else(refused)?;
            match length {
                None => return Ok(Brought { cek: agreed, wrapped: Vec::new() }),
                Some(_) => wrap::wrap(&agreed, &cek),
            }
        }
        (Way::Oaep(hash), _) => transport::encrypt(key, hash, &cek, rng),
        (Way::Wrapped(_), Material::Oct(secret)) => wrap::wrap(secret, &cek),
        (Way::Gcm(_), Material::Oct(secret)) => encrypt_by_gcm(secret, &cek, header, rng),
        (Way::Password(hash, length), Material::Oct(password)) => {
            let salt = random(16, rng);
            header.insert("p2s".to_owned(), encoded(&salt));
            header.insert("p2c".to_owned(), ITERATIONS.get().into());
            wrap::wrap(&hashed(encryption, (hash, length), password, &salt, ITERATIONS), &cek)
        }
        _ => None,
    };
    Ok(Brought { cek, wrapped: wrapped.ok_or_else(refused)? })
}

/// Finds the content encryption key that was brought to the owner of `key`.
pub(super) fn find(
    encryption: Encryption,
    key: &Key,
    header: &Header<'_>,
    wrapped: &[u8],
) -> Result<Zeroizing<Vec<u8>>, WhyNot> {
    let way = encryption.alg.way;
    // RFC 7516 §5.2, steps 10 and 11.
    if matches!(way, Way::Direct | Way::Agreed(None)) && !wrapped.is_empty() {
        return Err(malformed("encrypted_key", "must be empty, because the key is not sent"));
    }
    let cek = match (way, &key.material) {
        (Way::Direct, Material::Oct(secret)) => Some(secret.clone()),
        (Way::Agreed(length), _) => {
            let agreed = agreed(encryption, key, header)?;
            if length.is_some() { wrap::unwrap(&agreed, wrapped) } else { Some(agreed) }
        }
        (Way::Pkcs1 | Way::Oaep(_), _) => transport::decrypt(key, way, wrapped, encryption.enc.key_length),
        (Way::Wrapped(_), Material::Oct(secret)) => wrap::unwrap(secret, wrapped),
        (Way::Gcm(_), Material::Oct(secret)) => {
            let (iv, tag) = (header.required("iv", Some(12))?, header.required("tag", Some(16))?);
            content::open_gcm(gcm(secret), secret, &iv, &[], wrapped, &tag)
        }
        (Way::Password(hash, length), Material::Oct(password)) => {
            let (salt, iterations) = (header.required("p2s", None)?, header.iterations()?);
            wrap::unwrap(&hashed(encryption, (hash, length), password, &salt, iterations), wrapped)
        }
        _ => None,
    };
    cek.filter(|cek| cek.len() == encryption.enc.key_length).ok_or(WhyNot::Failed)
}

fn agree(
    encryption: Encryption,
    key: &Key,
    header: &mut Members,
    rng: &mut dyn rand::CryptoRng,
) -> Option<Zeroizing<Vec<u8>>> {
    let ephemeral = Key::generate(key.kind(), rng).ok()?;
    header.insert("epk".to_owned(), ephemeral.public_jwk()?);
    let party = |name| match header.get(name) {
        Some(text) => URL_SAFE_NO_PAD.decode(text.as_str()?).ok(),
        None => Some(Vec::new()),
    };
    derive(&ephemeral, key, &purpose(encryption, &party("apu")?, &party("apv")?))
}

fn agreed(encryption: Encryption, key: &Key, header: &Header<'_>) -> Result<Zeroizing<Vec<u8>>, WhyNot> {
    let ephemeral = header.ephemeral(key)?;
    let (sender, recipient) = (header.bytes("apu")?.unwrap_or_default(), header.bytes("apv")?.unwrap_or_default());
    derive(key, &ephemeral, &purpose(encryption, &sender, &recipient)).ok_or(WhyNot::Failed)
}

// RFC 7518 §4.6.2: the key is for the content, or for wrapping.
fn purpose<'a>(encryption: Encryption, sender: &'a [u8], recipient: &'a [u8]) -> Purpose<'a> {
    let (algorithm, length) = match encryption.alg.way {
        Way::Agreed(Some(length)) => (encryption.alg.name, length),
        _ => (encryption.enc.name, encryption.enc.key_length),
    };
    Purpose { algorithm, sender, recipient, length }
}

fn encrypt_by_gcm(secret: &[u8], cek: &[u8], header: &mut Members, rng: &mut dyn rand::CryptoRng) -> Option<Vec<u8>> {
    let mut iv = [0; 12];
    rng.fill_bytes(&mut iv);
    let (wrapped, tag) = content::seal_gcm(gcm(secret), secret, iv, &[], cek)?;
    header.insert("iv".to_owned(), encoded(&iv));
    header.insert("tag".to_owned(), encoded(&tag));
    Some(wrapped)
}

fn gcm(secret: &[u8]) -> &'static aead::Algorithm {
    match secret.len() {
        16 => &aead::AES_128_GCM,
        24 => &aead::AES_192_GCM,
        _ => &aead::AES_256_GCM,
    }
}

// RFC 7518 §4.8.1.1: the salt is the name of the algorithm, a zero and what the header has.
fn hashed(
    encryption: Encryption,
    (hash, length): (pbkdf2::Algorithm, usize),
    password: &[u8],
    salt: &[u8],
    iterations: NonZeroU32,
) -> Zeroizing<Vec<u8>> {
    let salt = [encryption.alg.name.as_bytes(), &[0], salt].concat();
    let mut key = Zeroizing::new(vec![0; length]);
    pbkdf2::derive(hash, iterations, &salt, password, &mut key);
    key
}

fn random(length: usize, rng: &mut dyn rand::CryptoRng) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(vec![0; length]);
    rng.fill_bytes(&mut bytes);
    bytes
}

fn encoded(bytes: &[u8]) -> Value {
    URL_SAFE_NO_PAD.encode(bytes).into()
}
