//! The content of a JWE, encrypted and authenticated together with its header (RFC 7518 §5).

use crate::jose::alg::{Cipher, ContentEncryption};
use aws_lc_rs::cipher::{
    Algorithm, DecryptionContext, EncryptionContext, PaddedBlockDecryptingKey, PaddedBlockEncryptingKey,
    UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::{aead, constant_time, hmac};
use zeroize::Zeroizing;

/// What encrypting makes of a content: the last three segments of a JWE.
pub(super) struct Sealed {
    pub(super) iv: Vec<u8>,
    pub(super) ciphertext: Vec<u8>,
    pub(super) tag: Vec<u8>,
}

/// Encrypts `plaintext`, with `aad` authenticated beside it. `None` if the key has another length than `enc` takes.
pub(super) fn seal(
    enc: &ContentEncryption,
    key: &[u8],
    aad: &[u8],
    plaintext: &[u8],
    rng: &mut dyn rand::CryptoRng,
) -> Option<Sealed> {
    match &enc.cipher {
        Cipher::Gcm(algorithm) => {
            let iv = random::<12>(rng);
            let (ciphertext, tag) = seal_gcm(algorithm, key, iv, aad, plaintext)?;
            Some(Sealed { iv: iv.to_vec(), ciphertext, tag })
        }
        Cipher::Cbc { cipher, mac } => {
            let iv = random::<16>(rng);
            let halves = Halves::of(enc, key)?;
            let ciphertext = encrypt_cbc(cipher, halves.cipher, iv, plaintext)?;
            let tag = halves.tag(*mac, aad, &iv, &ciphertext);
            Some(Sealed { iv: iv.to_vec(), ciphertext, tag })
        }
    }
}

/// Decrypts what [`seal`] makes. `None` whatever is wrong: the key, a length, the tag.
pub(super) fn open(enc: &ContentEncryption, key: &[u8], aad: &[u8], sealed: &Sealed) -> Option<Zeroizing<Vec<u8>>> {
    match &enc.cipher {
        Cipher::Gcm(algorithm) => open_gcm(algorithm, key, &sealed.iv, aad, &sealed.ciphertext, &sealed.tag),
        Cipher::Cbc { cipher, mac } => {
            let halves = Halves::of(enc, key)?;
            let tag = Zeroizing::new(halves.tag(*mac, aad, &sealed.iv, &sealed.ciphertext));
            // RFC 7518 §5.2.2.2: nothing is decrypted before the tag is known to be right, so the padding tells nobody anything.
            constant_time::verify_slices_are_equal(&tag, &sealed.tag).ok()?;
            decrypt_cbc(cipher, halves.cipher, &sealed.iv, &sealed.ciphertext)
        }
    }
}

/// Encrypts by AES-GCM; returns the ciphertext and the tag of 16 bytes.
pub(super) fn seal_gcm(
    algorithm: &'static aead::Algorithm,
    key: &[u8],
    iv: [u8; 12],
    aad: &[u8],
    plaintext: &[u8],
) -> Option<(Vec<u8>, Vec<u8>)> {
    let key = aead::LessSafeKey::new(aead::UnboundKey::new(algorithm, key).ok()?);
    let mut text = plaintext.to_vec();
    let nonce = aead::Nonce::assume_unique_for_key(iv);
    let tag = key.seal_in_place_separate_tag(nonce, aead::Aad::from(aad), &mut text).ok()?;
    Some((text, tag.as_ref().to_vec()))
}

/// Decrypts what [`seal_gcm`] makes. A shorter tag than 16 bytes is none (RFC 7518 §5.3).
pub(super) fn open_gcm(
    algorithm: &'static aead::Algorithm,
    key: &[u8],
    iv: &[u8],
    aad: &[u8],
    ciphertext: &[u8],
    tag: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let key = aead::LessSafeKey::new(aead::UnboundKey::new(algorithm, key).ok()?);
    let nonce = aead::Nonce::try_assume_unique_for_key(iv).ok()?;
    if tag.len() != algorithm.tag_len() {
        return None;
    }
    let mut text = Zeroizing::new(ciphertext.to_vec());
    key.open_in_place_separate_tag(nonce, aead::Aad::from(aad), tag, &mut text).ok()?;
    Some(text)
}

/// The two halves of a key for CBC and HMAC (RFC 7518 §5.2.2.1).
struct Halves<'a> {
    mac: &'a [u8],
    cipher: &'a [u8],
}

impl<'a> Halves<'a> {
    fn of(enc: &ContentEncryption, key: &'a [u8]) -> Option<Halves<'a>> {
        let (mac, cipher) = key.split_at_checked(enc.key_length / 2)?;
        (key.len() == enc.key_length).then_some(Halves { mac, cipher })
    }

    fn tag(&self, mac: hmac::Algorithm, aad: &[u8], iv: &[u8], ciphertext: &[u8]) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&hmac::Key::new(mac, self.mac));
        let bits = (aad.len() as u64 * 8).to_be_bytes();
        [aad, iv, ciphertext, &bits].into_iter().for_each(|part| context.update(part));
        let tag = context.sign();
        tag.as_ref()[..self.mac.len()].to_vec()
    }
}

fn encrypt_cbc(algorithm: &'static Algorithm, key: &[u8], iv: [u8; 16], plaintext: &[u8]) -> Option<Vec<u8>> {
    let key = PaddedBlockEncryptingKey::cbc_pkcs7(UnboundCipherKey::new(algorithm, key).ok()?).ok()?;
    let mut text = plaintext.to_vec();
    key.less_safe_encrypt(&mut text, EncryptionContext::Iv128(FixedLength::from(iv))).ok()?;
    Some(text)
}

fn decrypt_cbc(algorithm: &'static Algorithm, key: &[u8], iv: &[u8], ciphertext: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let iv = FixedLength::from(<[u8; 16]>::try_from(iv).ok()?);
    let key = PaddedBlockDecryptingKey::cbc_pkcs7(UnboundCipherKey::new(algorithm, key).ok()?).ok()?;
    let mut text = Zeroizing::new(ciphertext.to_vec());
    let length = match text.len() {
        length if length == 0 || length % algorithm.block_len() != 0 => return None,
        _ => key.decrypt(&mut text, DecryptionContext::Iv128(iv)).ok()?.len(),
    };
    text.truncate(length);
    Some(text)
}

fn random<const N: usize>(rng: &mut dyn rand::CryptoRng) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill_bytes(&mut bytes);
    bytes
}
