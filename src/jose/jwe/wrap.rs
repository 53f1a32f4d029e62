//! Keys wrapped by other keys (RFC 3394, RFC 7518 §4.4).

use aws_lc_rs::cipher::{self, DecryptingKey, DecryptionContext, EncryptingKey, EncryptionContext, UnboundCipherKey};
use aws_lc_rs::constant_time;
use aws_lc_rs::key_wrap::{AES_128, AES_256, AesKek, KeyWrap};
use zeroize::Zeroizing;

/// Wraps `key` by the key encryption key `kek` of 16, 24 or 32 bytes. `None` if one of them has no such length.
pub fn wrap(kek: &[u8], key: &[u8]) -> Option<Vec<u8>> {
    let mut wrapped = vec![0; key.len() + 8];
    let _length = match kek.len() {
        16 => AesKek::new(&AES_128, kek).ok()?.wrap(key, &mut wrapped).ok()?.len(),
        24 => return wrap_192(kek, key),
        _ => AesKek::new(&AES_256, kek).ok()?.wrap(key, &mut wrapped).ok()?.len(),
    };
    Some(wrapped)
}

/// Unwraps what [`wrap`] makes. `None` if it is another key's, or damaged.
pub fn unwrap(kek: &[u8], wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut key = Zeroizing::new(vec![0; wrapped.len().checked_sub(8)?]);
    let _length = match kek.len() {
        16 => AesKek::new(&AES_128, kek).ok()?.unwrap(wrapped, &mut key).ok()?.len(),
        24 => return unwrap_192(kek, wrapped),
        _ => AesKek::new(&AES_256, kek).ok()?.unwrap(wrapped, &mut key).ok()?.len(),
    };
    Some(key)
}

// aws-lc-rs wraps with keys of 128 and 256 bits only; with its AES-192 the loops of RFC 3394 §2.2 are the rest.
const START: [u8; 8] = [0xa6; 8];
const ROUNDS: u64 = 6;

// RFC 3394 §2.2.1.
fn wrap_192(kek: &[u8], key: &[u8]) -> Option<Vec<u8>> {
    let aes = EncryptingKey::ecb(UnboundCipherKey::new(&cipher::AES_192, kek).ok()?).ok()?;
    let blocks = blocks(key)?;
    let mut text = Zeroizing::new([&START, key].concat());
    for step in 0..ROUNDS * blocks {
        let at = position(step, blocks);
        let mut block = Zeroizing::new([0; 16]);
        block[..8].copy_from_slice(&text[..8]);
        block[8..].copy_from_slice(&text[at..at + 8]);
        aes.less_safe_encrypt(&mut *block, EncryptionContext::None).ok()?;
        count(&mut block, step);
        text[..8].copy_from_slice(&block[..8]);
        text[at..at + 8].copy_from_slice(&block[8..]);
    }
    Some(text.to_vec())
}

// RFC 3394 §2.2.2.
fn unwrap_192(kek: &[u8], wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let aes = DecryptingKey::ecb(UnboundCipherKey::new(&cipher::AES_192, kek).ok()?).ok()?;
    let blocks = blocks(wrapped.get(8..)?)?;
    let mut text = Zeroizing::new(wrapped.to_vec());
    for step in (0..ROUNDS * blocks).rev() {
        let at = position(step, blocks);
        let mut block = Zeroizing::new([0; 16]);
        block[..8].copy_from_slice(&text[..8]);
        block[8..].copy_from_slice(&text[at..at + 8]);
        count(&mut block, step);
        aes.decrypt(&mut *block, DecryptionContext::None).ok()?;
        text[..8].copy_from_slice(&block[..8]);
        text[at..at + 8].copy_from_slice(&block[8..]);
    }
    constant_time::verify_slices_are_equal(&text[..8], &START).ok()?;
    Some(Zeroizing::new(text[8..].to_vec()))
}

// Two blocks of 8 bytes are the least that can be wrapped.
fn blocks(key: &[u8]) -> Option<u64> {
    (key.len() >= 16 && key.len().is_multiple_of(8)).then_some(key.len() as u64 / 8)
}

// Where in the text the block of a step begins.
fn position(step: u64, blocks: u64) -> usize {
    8 + 8 * (step % blocks) as usize
}

// The steps are counted from 1.
fn count(block: &mut [u8; 16], step: u64) {
    let number = (step + 1).to_be_bytes();
    block.iter_mut().zip(number).for_each(|(byte, number)| *byte ^= number);
}
