//! What is not opened or not sealed, and what is said then.

use super::{EVERYTHING, keys, opened, sealed};
use crate::jose::{key, marked};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lpauth::jose::jwe::{Allowances, Encryption, Use, WhyNot, open};
use lpauth::jose::key::{Curve, Key, Kind};
use lpauth::model::token::Token;
use serde_json::{Value, json};

/// The token with another header.
fn with_header(compact: &str, header: &str) -> String {
    let (_, rest) = compact.split_once('.').unwrap();
    format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header))
}

fn header(compact: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(compact.split('.').next().unwrap()).unwrap()).unwrap()
}

/// What is said of a token made by `alg`, with this member of its header replaced or, by null, taken out.
fn said_of(alg: &str, member: &str, value: Value) -> String {
    let key = &keys(alg, "A128GCM")[0];
    let compact = sealed(b"text", key, (alg, "A128GCM"), &json!({})).unwrap();
    let mut header = header(&compact);
    match value {
        Value::Null => drop(header.as_object_mut().unwrap().shift_remove(member)),
        value => header[member] = value,
    }
    opened(&with_header(&compact, &header.to_string()), key).unwrap_err().to_string()
}

#[test]
fn what_is_wrong_with_the_header_is_said() {
    let said = |alg: &str, member: &str, value: Value| said_of(alg, member, value);
    assert_eq!(said("A128KW", "alg", "RSA_OAEP_256".into()), "alg “RSA_OAEP_256” is not known");
    assert_eq!(said("A128KW", "enc", "A128".into()), "enc “A128” is not known");
    assert_eq!(said("A128KW", "enc", Value::Null), "enc is missing");
    assert_eq!(said("A128KW", "alg", 5.into()), "alg is a number, not a string");
    assert_eq!(said("A128KW", "zip", "GZ".into()), "zip is not “DEF”, the only compression there is");
    let crit = json!(["exp", "b64"]);
    assert_eq!(said("A128KW", "crit", crit), "crit names “exp”, “b64”, which lpauth does not understand");
    for wrong in [json!([]), json!("exp"), json!([1]), json!({})] {
        assert_eq!(said("A128KW", "crit", wrong), "crit is not a list of names");
    }
    assert_eq!(said("ECDH-ES", "epk", Value::Null), "epk is missing");
    assert_eq!(
        said("ECDH-ES", "epk", json!({"kty": "EC", "crv": "P-384"})),
        "epk is no EC P-256 key, as the recipient's is"
    );
    let off = json!({"kty": "EC", "crv": "P-256", "x": "A".repeat(43), "y": "A".repeat(43)});
    assert_eq!(said("ECDH-ES", "epk", off), "epk is damaged: the point does not lie on P-256");
    assert_eq!(said("ECDH-ES", "apu", "=".into()), "apu is not base64url");
    assert_eq!(said("ECDH-ES", "apv", 1.into()), "apv is a number, not a string");
    assert_eq!(said("A128GCMKW", "iv", Value::Null), "iv is missing");
    assert_eq!(said("A128GCMKW", "tag", "AAAA".into()), "tag has 3 bytes in place of 16");
    assert_eq!(said("PBES2-HS256+A128KW", "p2s", "AAAA".into()), "p2s has 3 bytes, 8 are the least");
    let count = "p2c is no whole number from 1 to 1000000";
    for wrong in [json!(0), json!(-1), json!(1_000_001), json!(4_294_967_297_u64), json!("1000"), json!(1000.5)] {
        assert_eq!(said("PBES2-HS256+A128KW", "p2c", wrong), count);
    }
}

// RFC 7748 §6.1: with such a public key everybody has the same secret in common.
#[test]
fn a_key_that_agrees_on_nothing_is_refused() {
    let own = key(Kind::X25519, 1);
    let header = json!({
        "alg": "ECDH-ES", "enc": "A128GCM",
        "epk": {"kty": "OKP", "crv": "X25519", "x": URL_SAFE_NO_PAD.encode([0; 32])},
    });
    let compact = with_header("..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA", &header.to_string());
    assert_eq!(opened(&compact, &own).unwrap_err(), WhyNot::Failed);
}

#[test]
fn a_header_of_many_members_and_a_long_name_is_answered_in_a_few_words() {
    let names: String = (0..200_000).map(|number| format!("\"{number}\":0,")).collect();
    let compact = with_header(
        ".AAAA.AAAA.AAAA.AAAA",
        &format!("{{{names}\"enc\":\"A128GCM\",\"alg\":\"{}\"}}", "A".repeat(10_000)),
    );
    let said = opened(&compact, &key(Kind::Oct(128), 1)).unwrap_err().to_string();
    assert_eq!(said, format!("alg “{}…” is not known", "A".repeat(60)));
}

#[test]
fn a_member_twice_is_refused() {
    let key = key(Kind::Oct(128), 1);
    let compact = sealed(b"text", &key, ("A128KW", "A128GCM"), &json!({})).unwrap();
    let twice = with_header(&compact, r#"{"alg":"A128KW","enc":"A128GCM","enc":"A128GCM"}"#);
    assert_eq!(opened(&twice, &key).unwrap_err(), WhyNot::NotCompact("the header has “enc” twice".to_owned()));
}

#[test]
fn what_is_no_compact_jwe_is_refused() {
    let key = key(Kind::Oct(128), 1);
    let said = |text: &str| opened(text, &key).unwrap_err().to_string();
    assert_eq!(said(""), "a JWE has five segments, this has 1");
    assert_eq!(said("a.b.c"), "a JWE has five segments, this has 3");
    assert_eq!(said("e30.=.AAAA.AAAA.AAAA"), "the encrypted key is not base64url");
    assert_eq!(said("W10.AAAA.AAAA.AAAA.AAAA"), "the header is not a JSON object");
    assert_eq!(said("e30.AAAA.AAAA.AAAA.AAAA"), "alg is missing");
}

// RFC 7516 §5.2, steps 10 and 11.
#[test]
fn an_encrypted_key_where_none_is_sent_is_refused() {
    for alg in ["dir", "ECDH-ES"] {
        let key = &keys(alg, "A128GCM")[0];
        let compact = sealed(b"text", key, (alg, "A128GCM"), &json!({})).unwrap();
        let (header, rest) = compact.split_once("..").unwrap();
        let said = opened(&format!("{header}.AAAA.{rest}"), key).unwrap_err();
        assert_eq!(said.to_string(), "encrypted_key must be empty, because the key is not sent");
    }
}

#[test]
fn weak_algorithms_are_read_only_if_that_is_allowed_and_rsa1_5_is_never_made() {
    let password = key(Kind::Oct(88), 1);
    let compact = sealed(b"text", &password, ("PBES2-HS256+A128KW", "A128GCM"), &json!({})).unwrap();
    let token = Token::parse("token", &compact, Vec::new());
    let said = open(&token, &password, &Allowances::default()).unwrap_err();
    assert_eq!(said, WhyNot::Legacy("PBES2-HS256+A128KW"));
    assert!(open(&token, &password, &EVERYTHING).is_ok());
    let rsa = key(Kind::Rsa(2048), 1);
    let said = sealed(b"text", &rsa, ("RSA1_5", "A128GCM"), &json!({})).unwrap_err();
    assert_eq!(said, "RSA1_5 is only read, never made");
}

// RFC 7516 §11.5: whatever the encrypted key holds, the answer is the same.
#[test]
fn an_rsa_key_is_no_oracle() {
    let rsa = key(Kind::Rsa(2048), 1);
    for alg in ["RSA1_5", "RSA-OAEP", "RSA-OAEP-256"] {
        for length in [0, 1, 255, 256, 257, 1000] {
            let header = URL_SAFE_NO_PAD.encode(json!({"alg": alg, "enc": "A128GCM"}).to_string());
            let wrapped = URL_SAFE_NO_PAD.encode(vec![1; length]);
            let compact = format!("{header}.{wrapped}.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA");
            assert_eq!(opened(&compact, &rsa).unwrap_err(), WhyNot::Failed, "{alg}, {length} bytes");
        }
    }
}

#[test]
fn why_a_key_is_not_for_it_is_said() {
    let unfit = |alg, enc, key: &Key, purpose| Encryption::find(alg, enc).unwrap().unfit(key, purpose).join("; ");
    let (ec, oct) = (key(Kind::Ec(Curve::P256), 1), key(Kind::Oct(128), 1));
    assert_eq!(unfit("RSA-OAEP", "A128GCM", &ec, Use::Seal), "its kty is EC, RSA-OAEP takes RSA");
    assert_eq!(unfit("ECDH-ES", "A128GCM", &oct, Use::Seal), "its kty is oct, ECDH-ES takes EC or OKP");
    let ed25519 = key(Kind::Ed25519, 1);
    let said = unfit("ECDH-ES", "A128GCM", &ed25519, Use::Seal);
    assert_eq!(said, "its crv is Ed25519, ECDH-ES takes P-256, P-384, P-521 or X25519");
    assert_eq!(unfit("A256KW", "A128GCM", &oct, Use::Seal), "it has 128 bits, A256KW takes 256");
    assert_eq!(unfit("dir", "A256GCM", &oct, Use::Seal), "it has 128 bits, A256GCM takes 256");
    let public = ec.public().unwrap();
    assert_eq!(unfit("ECDH-ES", "A128GCM", &public, Use::Seal), "");
    let said = unfit("ECDH-ES", "A128GCM", &public, Use::Open);
    assert_eq!(said, "it is a public key, and only the private one decrypts");
    let mark = |mark: fn(&mut Key)| marked(oct.clone(), mark);
    let said = |key: Key| unfit("A128KW", "A128GCM", &key, Use::Open);
    assert_eq!(said(mark(|key| key.purpose = Some("sig".to_owned()))), "its use is “sig”, not “enc”");
    assert_eq!(
        said(mark(|key| key.algorithm = Some("A128GCMKW".to_owned()))),
        "its alg is A128GCMKW, the token's A128KW"
    );
    let wraps = mark(|key| key.operations = Some(vec!["wrapKey".to_owned()]));
    assert_eq!(said(wraps), "its key_ops are “wrapKey”, without “unwrapKey”");
}

#[test]
fn small_rsa_keys_encrypt_and_decrypt_as_far_as_they_carry() {
    let small = key(Kind::Rsa(1024), 1);
    let public = small.public().unwrap();
    for (alg, enc) in [("RSA-OAEP", "A256CBC-HS512"), ("RSA-OAEP-256", "A256GCM"), ("RSA-OAEP-256", "A128CBC-HS256")] {
        let compact = sealed(b"text", &public, (alg, enc), &json!({})).unwrap();
        let wrapped = URL_SAFE_NO_PAD.decode(compact.split('.').nth(1).unwrap()).unwrap();
        assert_eq!(wrapped.len(), 128, "{alg} {enc}");
        for _ in 0..2 {
            assert_eq!(*opened(&compact, &small).unwrap().plaintext, b"text", "{alg} {enc}");
        }
        assert_eq!(opened(&compact, &key(Kind::Rsa(1024), 2)).unwrap_err(), WhyNot::Failed, "{alg} {enc}");
    }
    let said = |alg| sealed(b"text", &public, (alg, "A256CBC-HS512"), &json!({})).unwrap_err();
    assert_eq!(
        said("RSA-OAEP-256"),
        "A256CBC-HS512 needs a content encryption key of 64 bytes, and RSA-OAEP-256 with 1024 bits carries 62"
    );
    assert_eq!(
        said("RSA-OAEP-512"),
        "A256CBC-HS512 needs a content encryption key of 64 bytes, and RSA-OAEP-512 with 1024 bits carries 0"
    );
}

/// Every hash, with a key in the middle; and whatever is wrong with the encrypted key has one answer.
#[test]
fn a_small_rsa_key_tells_nothing_of_what_it_refuses() {
    let middle = key(Kind::Rsa(1536), 1);
    for alg in ["RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512"] {
        let compact = sealed(b"text", &middle, (alg, "A128GCM"), &json!({})).unwrap();
        assert_eq!(*opened(&compact, &middle).unwrap().plaintext, b"text", "{alg}");
        let segments: Vec<&str> = compact.split('.').collect();
        for bytes in [vec![], vec![0; 192], vec![255; 192], vec![1; 191], vec![1; 193], vec![7; 256]] {
            let wrapped = URL_SAFE_NO_PAD.encode(&bytes);
            let damaged = [&[segments[0], &wrapped], &segments[2..]].concat().join(".");
            assert_eq!(opened(&damaged, &middle).unwrap_err(), WhyNot::Failed, "{alg} {}", bytes.len());
        }
    }
}

#[test]
fn rsa1_5_is_not_read_with_a_small_key() {
    let small = key(Kind::Rsa(1024), 1);
    let compact = sealed(b"text", &small, ("RSA-OAEP", "A128GCM"), &json!({ "alg": "RSA1_5" })).unwrap();
    let said = opened(&compact, &small).unwrap_err().to_string();
    assert_eq!(said, "the key is not for this: it has 1024 bits, lpauth decrypts by RSA1_5 with 2048 to 8192");
}

#[test]
fn a_compressed_content_is_inflated_within_the_limit() {
    let key = key(Kind::Oct(128), 1);
    let deflated = |length: usize| {
        let deflated = miniz_oxide::deflate::compress_to_vec(&vec![b'a'; length], 6);
        sealed(&deflated, &key, ("A128KW", "A128GCM"), &json!({"zip": "DEF"})).unwrap()
    };
    assert_eq!(*opened(&deflated(4096), &key).unwrap().plaintext, vec![b'a'; 4096]);
    assert_eq!(opened(&deflated(4097), &key).unwrap_err(), WhyNot::TooLarge(4096));
    assert_eq!(opened(&deflated(50_000_000), &key).unwrap_err(), WhyNot::TooLarge(4096));
    let no_deflate = sealed(b"\xff\xff", &key, ("A128KW", "A128GCM"), &json!({"zip": "DEF"})).unwrap();
    assert_eq!(opened(&no_deflate, &key).unwrap_err(), WhyNot::NotInflatable);
}

#[test]
fn the_header_may_lie_on_purpose() {
    let key = key(Kind::Oct(128), 1);
    let compact = sealed(b"text", &key, ("A128KW", "A128GCM"), &json!({"alg": "RSA_OAEP_256", "cty": "jwt"})).unwrap();
    let header = header(&compact);
    assert_eq!(
        (&header["alg"], &header["enc"], &header["cty"]),
        (&"RSA_OAEP_256".into(), &"A128GCM".into(), &"jwt".into())
    );
}
