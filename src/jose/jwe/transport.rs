//! Content encryption keys under RSA (RFC 7518 §4.2, §4.3).
//!
//! aws-lc-rs takes RSA keys from 2048 bits. Smaller ones still encrypt: what a public key does, the `rsa` crate may do. It
//! never decrypts (see `clippy.toml`), so nobody here reads what was encrypted to a smaller key.

use crate::jose::alg::{Hash, Way};
use crate::jose::key::{Key, Kind, Material};
use aws_lc_rs::rand;
use aws_lc_rs::rsa::{
    OaepPrivateDecryptingKey, OaepPublicEncryptingKey, Pkcs1PrivateDecryptingKey, PrivateDecryptingKey,
    PublicEncryptingKey,
};
use rsa::{BoxedUint, Oaep, RsaPublicKey};
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

/// Decrypts a content encryption key of `length` bytes. What holds no such key gives one that nobody knows, so that only
/// the content's tag tells that something is wrong (RFC 7516 §11.5). `None` if no private key can be had from `key`.
pub(super) fn decrypt(key: &Key, way: Way, wrapped: &[u8], length: usize) -> Option<Zeroizing<Vec<u8>>> {
    let private = PrivateDecryptingKey::from_pkcs8(&key.to_pkcs8().ok()?).ok()?;
    let mut unknown = Zeroizing::new(vec![0; length]);
    // No answer depends on these bytes but by chance: they are not taken from the caller's source.
    rand::fill(&mut unknown).ok()?;
    let mut buffer = Zeroizing::new(vec![0; private.key_size_bytes()]);
    let found = match way {
        Way::Oaep(hash) => {
            let private = OaepPrivateDecryptingKey::new(private).ok()?;
            private.decrypt(hash.oaep(), wrapped, &mut buffer, None).map(|text| text.len())
        }
        _ => {
            let private = Pkcs1PrivateDecryptingKey::new(private).ok()?;
            private.decrypt(wrapped, &mut buffer).map(|text| text.len())
        }
    };
    match found {
        Ok(found) if found == length => Some(Zeroizing::new(buffer[..length].to_vec())),
        _ => Some(unknown),
    }
}
