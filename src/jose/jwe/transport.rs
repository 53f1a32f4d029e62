//! Content encryption keys under RSA (RFC 7518 §4.2, §4.3).
//!
//! aws-lc-rs takes RSA keys from 2048 bits. LivePerson has given out smaller ones: to those the `rsa` crate encrypts, and by
//! RSA-OAEP it reads what its owner has in a file. Everywhere else its private-key operations are forbidden (`clippy.toml`).

use crate::jose::alg::{Hash, Way};
use crate::jose::key::{Key, Kind, Material};
use ::rand::{SeedableRng, rngs::StdRng};
use aws_lc_rs::rand;
use aws_lc_rs::rsa::{
    OaepPrivateDecryptingKey, OaepPublicEncryptingKey, Pkcs1PrivateDecryptingKey, PrivateDecryptingKey,
    PublicEncryptingKey,
};
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::{BoxedUint, Oaep, RsaPrivateKey, RsaPublicKey};
use zeroize::Zeroizing;

/// The bits from which aws-lc-rs takes RSA keys.
pub(super) const LEAST: usize = 2048;

/// Encrypts the content encryption key `cek`. `None` if the key cannot carry it.
pub(super) fn encrypt(key: &Key, hash: Hash, cek: &[u8], rng: &mut dyn ::rand::CryptoRng) -> Option<Vec<u8>> {
    if matches!(key.kind(), Kind::Rsa(bits) if bits < LEAST) {
        return encrypt_small(key, hash, cek, rng);
    }
    let public = PublicEncryptingKey::from_der(&key.to_spki().ok()?).ok()?;
    let public = OaepPublicEncryptingKey::new(public).ok()?;
    let mut text = vec![0; public.ciphertext_size()];
    public.encrypt(hash.oaep(), cek, &mut text, None).ok()?;
    Some(text)
}

fn encrypt_small(key: &Key, hash: Hash, cek: &[u8], rng: &mut dyn ::rand::CryptoRng) -> Option<Vec<u8>> {
    let Material::Rsa { n, e, .. } = &key.material else { return None };
    let number = |bytes: &[u8]| BoxedUint::from_be_slice(bytes, u32::try_from(bytes.len() * 8).ok()?).ok();
    let public = RsaPublicKey::new_with_size_limits(number(n)?, number(e)?, 1024..=LEAST).ok()?;
    let text = match hash {
        Hash::Sha1 => public.encrypt(rng, Oaep::<sha1::Sha1>::new(), cek),
        Hash::Sha256 => public.encrypt(rng, Oaep::<sha2::Sha256>::new(), cek),
        Hash::Sha384 => public.encrypt(rng, Oaep::<sha2::Sha384>::new(), cek),
        Hash::Sha512 => public.encrypt(rng, Oaep::<sha2::Sha512>::new(), cek),
    };
    text.ok()
}

/// An RSA private key, ready to decrypt.
pub(in crate::jose) enum Decryptor {
    /// In aws-lc-rs.
    Usual(PrivateDecryptingKey),
    /// In the `rsa` crate, because aws-lc-rs takes no key so small.
    Small(Box<RsaPrivateKey>),
}

impl Decryptor {
    /// Reads the private key of `key`; `None` if it has none.
    pub(in crate::jose) fn of(key: &Key) -> Option<Decryptor> {
        match key.kind() {
            Kind::Rsa(bits) if bits < LEAST => {
                RsaPrivateKey::from_pkcs1_der(key.pkcs1()?).ok().map(Box::new).map(Decryptor::Small)
            }
            _ => PrivateDecryptingKey::from_pkcs8(&key.to_pkcs8().ok()?).ok().map(Decryptor::Usual),
        }
    }
}

/// Decrypts a content encryption key of `length` bytes. What holds no such key gives one that nobody knows, so that only
/// the content's tag tells that something is wrong (RFC 7516 §11.5). `None` if no private key can be had from `key`.
pub(super) fn decrypt(key: &Key, way: Way, wrapped: &[u8], length: usize) -> Option<Zeroizing<Vec<u8>>> {
    let mut unknown = Zeroizing::new(vec![0; length]);
    // No answer depends on these bytes but by chance: they are not taken from the caller's source.
    rand::fill(&mut unknown).ok()?;
    let found = match (key.rsa_decryptor()?.as_ref(), way) {
        (Decryptor::Usual(private), Way::Oaep(hash)) => decrypt_usual(private, hash, wrapped),
        (Decryptor::Small(private), Way::Oaep(hash)) => decrypt_small(private, hash, wrapped),
        (Decryptor::Usual(private), _) => decrypt_pkcs1(private, wrapped),
        // Its padding is an oracle, and only aws-lc-rs is known not to tell.
        (Decryptor::Small(_), _) => return None,
    };
    Some(found.filter(|found| found.len() == length).unwrap_or(unknown))
}

fn decrypt_usual(private: &PrivateDecryptingKey, hash: Hash, wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut buffer = Zeroizing::new(vec![0; private.key_size_bytes()]);
    let private = OaepPrivateDecryptingKey::new(private.clone()).ok()?;
    let length = private.decrypt(hash.oaep(), wrapped, &mut buffer, None).ok()?.len();
    buffer.truncate(length);
    Some(buffer)
}

fn decrypt_pkcs1(private: &PrivateDecryptingKey, wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut buffer = Zeroizing::new(vec![0; private.key_size_bytes()]);
    let private = Pkcs1PrivateDecryptingKey::new(private.clone()).ok()?;
    let length = private.decrypt(wrapped, &mut buffer).ok()?.len();
    buffer.truncate(length);
    Some(buffer)
}

#[expect(
    clippy::disallowed_methods,
    reason = "only keys that aws-lc-rs refuses get here, and only to open a file of the person's own on their machine: \
              nobody across a network learns how long that took"
)]
fn decrypt_small(private: &RsaPrivateKey, hash: Hash, wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    // As inside aws-lc-rs, no answer depends on these bytes.
    let mut seed = Zeroizing::new([0; 32]);
    rand::fill(&mut *seed).ok()?;
    let blinding = &mut StdRng::from_seed(*seed);
    let text = match hash {
        Hash::Sha1 => private.decrypt_blinded(blinding, Oaep::<sha1::Sha1>::new(), wrapped),
        Hash::Sha256 => private.decrypt_blinded(blinding, Oaep::<sha2::Sha256>::new(), wrapped),
        Hash::Sha384 => private.decrypt_blinded(blinding, Oaep::<sha2::Sha384>::new(), wrapped),
        Hash::Sha512 => private.decrypt_blinded(blinding, Oaep::<sha2::Sha512>::new(), wrapped),
    };
    text.ok().map(Zeroizing::new)
}
