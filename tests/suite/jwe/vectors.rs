//! RFC 7516 appendix A, RFC 7518 appendix C, and the key wrapping of RFC 3394.

use super::opened;
use crate::jose::read;
use aws_lc_rs::aead;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lpauth::jose::jwe::wrap::{unwrap, wrap};
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn the_examples_of_rfc_7516_open() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/jwe.json");
    let examples: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for example in examples.as_array().unwrap() {
        let opened = opened(example["compact"].as_str().unwrap(), &read(&example["key"]).unwrap()).unwrap();
        assert_eq!(*opened.plaintext, example["plaintext"].as_str().unwrap().as_bytes(), "{}", example["section"]);
    }
    assert_eq!(examples.as_array().unwrap().len(), 3);
}

// The appendix has keys and the derived key but no token: one is made with that key.
#[test]
fn the_key_of_rfc_7518_appendix_c_is_agreed_on() {
    let header = json!({
        "alg": "ECDH-ES", "enc": "A128GCM", "apu": "QWxpY2U", "apv": "Qm9i",
        "epk": {
            "kty": "EC", "crv": "P-256",
            "x": "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",
            "y": "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps",
        },
    });
    let bob = read(&json!({
        "kty": "EC", "crv": "P-256",
        "x": "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
        "y": "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
        "d": "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw",
    }));
    let header = URL_SAFE_NO_PAD.encode(header.to_string());
    let derived = URL_SAFE_NO_PAD.decode("VqqN6vgjbSBcIijNcacQGg").unwrap();
    let key = aead::LessSafeKey::new(aead::UnboundKey::new(&aead::AES_128_GCM, &derived).unwrap());
    let (nonce, mut text) = (aead::Nonce::assume_unique_for_key([1; 12]), b"text".to_vec());
    let tag = key.seal_in_place_separate_tag(nonce, aead::Aad::from(&header), &mut text).unwrap();
    let rest = [&[1; 12][..], &text, tag.as_ref()].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".");
    assert_eq!(*opened(&format!("{header}..{rest}"), &bob.unwrap()).unwrap().plaintext, b"text");
}

/// RFC 3394 §4: the bits of the key encryption key, the bits of the key, the wrapped key.
const WRAPPED: [(usize, usize, &str); 6] = [
    (128, 128, "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"),
    (192, 128, "96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d"),
    (256, 128, "64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7"),
    (192, 192, "031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2"),
    (256, 192, "a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1"),
    (256, 256, "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21"),
];

#[test]
fn keys_are_wrapped_as_in_rfc_3394() {
    let data: Vec<u8> = (0..16).map(|nibble: u8| nibble * 0x11).chain(0..16).collect();
    for (kek_bits, bits, expected) in WRAPPED {
        let kek: Vec<u8> = (0..32).take(kek_bits / 8).collect();
        let key = &data[..bits / 8];
        let wrapped = wrap(&kek, key).unwrap();
        let hex: String = wrapped.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, expected, "{bits} bits by {kek_bits}");
        assert_eq!(*unwrap(&kek, &wrapped).unwrap(), key);
        for at in 0..wrapped.len() {
            let mut damaged = wrapped.clone();
            damaged[at] ^= 0x80;
            assert!(unwrap(&kek, &damaged).is_none(), "{bits} bits by {kek_bits}, byte {at} changed");
        }
    }
}

#[test]
fn what_has_no_length_of_a_wrapped_key_is_not_unwrapped() {
    for kek in [16, 24, 32] {
        for length in [0, 1, 7, 8, 16, 23, 25] {
            assert!(unwrap(&vec![0; kek], &vec![0; length]).is_none(), "{length} bytes by {kek}");
        }
        assert!(wrap(&vec![0; kek], &[0; 8]).is_none() && wrap(&vec![0; kek], &[0; 17]).is_none());
    }
    assert!(wrap(&[0; 20], &[0; 16]).is_none() && unwrap(&[0; 20], &[0; 24]).is_none());
}
