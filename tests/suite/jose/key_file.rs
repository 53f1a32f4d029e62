//! Key files: every form is read back, whatever happened to it on the way; what is none is named.

use super::{KINDS, key};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use lpauth::jose::key::{Curve, Key, Kind};
use lpauth::jose::key_file::{Form, Found, KeyFileError, Wrapping, pem, read};
use rand::SeedableRng;
use serde_json::json;

#[test]
fn every_form_is_read_back() {
    for kind in KINDS.into_iter().chain([Kind::X25519]) {
        let made = key(kind, 1);
        let same = |bytes: &[u8], form, wrapping| {
            let found = one(bytes);
            assert_eq!((found.form, found.wrapping, found.key.thumbprint()), (form, wrapping, made.thumbprint()));
            found.key.is_private()
        };
        assert!(same(made.jwk().to_string().as_bytes(), Form::Jwk, Wrapping::Json));
        assert!(same(json!({ "keys": [made.jwk()] }).to_string().as_bytes(), Form::JwkSet, Wrapping::Json));
        let Ok(private) = made.to_pkcs8() else { continue };
        let public = made.to_spki().unwrap();
        assert!(same(&private, Form::Pkcs8, Wrapping::Der));
        assert!(same(pem("PRIVATE KEY", &private).unwrap().as_bytes(), Form::Pkcs8, Wrapping::Pem));
        assert!(same(STANDARD.encode(&private).as_bytes(), Form::Pkcs8, Wrapping::Base64));
        assert!(!same(&public, Form::Spki, Wrapping::Der));
        assert!(!same(pem("PUBLIC KEY", &public).unwrap().as_bytes(), Form::Spki, Wrapping::Pem));
        assert!(!same(STANDARD.encode(&public).as_bytes(), Form::Spki, Wrapping::Base64));
    }
}

#[test]
fn older_forms_are_read() {
    for (name, form, kind, private) in [
        ("rsa.pkcs1.pem", Form::Pkcs1, Kind::Rsa(2048), true),
        ("rsa.pkcs1.pub.pem", Form::Pkcs1Public, Kind::Rsa(2048), false),
        ("rsa.cert.pem", Form::Certificate, Kind::Rsa(2048), false),
        ("rsa-1024.pem", Form::Pkcs8, Kind::Rsa(1024), true),
        ("ec.sec1.pem", Form::Sec1, Kind::Ec(Curve::P256), true),
        ("ec.compressed.pub.pem", Form::Spki, Kind::Ec(Curve::P256), false),
        ("ec.scrypt.pem", Form::EncryptedPkcs8, Kind::Ec(Curve::P256), true),
    ] {
        let found = read(fixture(name).as_bytes(), Some("correct horse")).unwrap();
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!((found[0].form, found[0].key.kind(), found[0].key.is_private()), (form, kind, private), "{name}");
    }
    let pair = |a: &str, b: &str| {
        assert_eq!(one(fixture(a).as_bytes()).key.thumbprint(), one(fixture(b).as_bytes()).key.thumbprint());
    };
    pair("rsa.pkcs1.pem", "rsa.pkcs1.pub.pem");
    pair("rsa.pkcs1.pem", "rsa.cert.pem");
    pair("ec.sec1.pem", "ec.compressed.pub.pem");
}

#[test]
fn a_certificate_tells_whose_and_how_long() {
    let found = one(fixture("rsa.cert.pem").as_bytes());
    let certificate = found.key.certificate.unwrap();
    assert_eq!(certificate.subject, "CN=login.brand.example,O=Brand");
    assert_eq!(certificate.not_after.since(certificate.not_before), 3650 * 86_400);
    assert!(certificate.certifies);
}

#[test]
fn damage_on_the_way_does_no_harm() {
    let made = key(Kind::Rsa(2048), 1);
    let text = pem("PUBLIC KEY", &made.to_spki().unwrap()).unwrap().to_string();
    let line = STANDARD.encode(made.to_spki().unwrap());
    let half = line.len() / 2;
    let mut trailing = made.to_spki().unwrap();
    trailing.extend(b"\r\n");
    let variants = [
        text.replace('\n', "\r\n"),
        text.replace('\n', "\n    "),
        text.replace('\n', ""),
        text.replace('\n', " "),
        text.replace('\n', "\\n"),
        format!("\"{}\"", text.replace('\n', "\\n")),
        format!("\u{feff}{text}"),
        format!("Bag Attributes\n    friendlyName: brand\n{text}trailing words\n"),
        text.replace("PUBLIC KEY", "RSA PUBLIC KEY"),
        STANDARD.encode(&text),
        format!("  {}\n{}  ", &line[..half], &line[half..]),
        URL_SAFE_NO_PAD.encode(made.to_spki().unwrap()),
    ];
    for variant in variants {
        assert_eq!(one(variant.as_bytes()).key.thumbprint(), made.thumbprint(), "{variant}");
    }
    assert_eq!(one(&trailing).key.thumbprint(), made.thumbprint());
}

#[test]
fn a_file_may_hold_several_keys() {
    let (first, second) = (key(Kind::Ed25519, 1), key(Kind::Ed25519, 2));
    let text = |key: &Key| pem("PRIVATE KEY", &key.to_pkcs8().unwrap()).unwrap().to_string();
    let both = format!("{}{}", text(&first), text(&second));
    let found: Vec<_> = read(both.as_bytes(), None).unwrap().iter().map(|found| found.key.thumbprint()).collect();
    assert_eq!(found, [first.thumbprint(), second.thumbprint()]);
    let parameters =
        format!("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{}", text(&first));
    assert_eq!(one(parameters.as_bytes()).key.thumbprint(), first.thumbprint());
}

#[test]
fn an_encrypted_key_asks_for_its_passphrase() {
    let made = key(Kind::Ec(Curve::P256), 1);
    let sealed = made.to_encrypted_pkcs8("open sesame", &mut rand::rngs::StdRng::seed_from_u64(1)).unwrap();
    let text = pem("ENCRYPTED PRIVATE KEY", &sealed).unwrap();
    assert_eq!(read(text.as_bytes(), None).unwrap_err(), KeyFileError::NeedsPassphrase);
    assert_eq!(read(text.as_bytes(), Some("open says me")).unwrap_err(), KeyFileError::WrongPassphrase);
    assert_eq!(read(text.as_bytes(), Some("open sesame")).unwrap()[0].key.jwk(), made.jwk());
}

#[test]
fn an_encrypted_key_that_would_take_minutes_to_open_is_refused() {
    let made = key(Kind::Ec(Curve::P256), 1);
    let mut sealed = made.to_encrypted_pkcs8("open sesame", &mut rand::rngs::StdRng::seed_from_u64(1)).unwrap();
    let rounds = [0x02, 0x03, 0x09, 0x27, 0xC0]; // INTEGER 600 000
    let at = sealed.windows(rounds.len()).position(|window| window == rounds).unwrap();
    sealed[at + 2..at + 5].copy_from_slice(&[0x7F, 0xFF, 0xFF]);
    let refused = read(&sealed, Some("open sesame")).unwrap_err().to_string();
    assert!(refused.contains("take minutes"), "{refused}");
}

#[test]
fn a_scrypt_cost_that_is_no_power_of_two_is_refused() {
    for cost in [0, 1, 3] {
        let refused = read(&sealed_by_scrypt(cost), Some("open sesame")).unwrap_err().to_string();
        assert!(refused.contains("no power of two"), "{cost}: {refused}");
    }
    assert_eq!(read(&sealed_by_scrypt(2), Some("open sesame")).unwrap_err(), KeyFileError::WrongPassphrase);
}

/// An encrypted private key (RFC 5958 §3) of scrypt and AES-256-CBC with nothing sensible inside.
fn sealed_by_scrypt(cost: u8) -> Vec<u8> {
    let node = |tag: u8, parts: &[&[u8]]| {
        [&[tag, u8::try_from(parts.concat().len()).unwrap()], parts.concat().as_slice()].concat()
    };
    let oid = |bytes: &[u8]| node(0x06, &[bytes]);
    let numbers = [node(0x04, &[&[0; 8]]), node(0x02, &[&[cost]]), node(0x02, &[&[1]]), node(0x02, &[&[1]])].concat();
    let scrypt = node(0x30, &[&oid(b"\x2B\x06\x01\x04\x01\xDA\x47\x04\x0B"), &node(0x30, &[&numbers])]);
    let aes = node(0x30, &[&oid(b"\x60\x86\x48\x01\x65\x03\x04\x01\x2A"), &node(0x04, &[&[0; 16]])]);
    let pbes2 = node(0x30, &[&oid(b"\x2A\x86\x48\x86\xF7\x0D\x01\x05\x0D"), &node(0x30, &[&scrypt, &aes])]);
    node(0x30, &[&pbes2, &node(0x04, &[&[0; 16]])])
}

#[test]
fn what_is_no_key_is_named() {
    let block = |label: &str, body: &str| format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");
    for (text, message) in [
        (String::new(), "there is no key in it: it is an empty file"),
        ("hello".to_owned(), "there is no key in it: it is text that is neither PEM, JWK nor base64"),
        ("aGVsbG8gd29ybGQ=".to_owned(), "there is no key in it: it is data that is no key"),
        ("ssh-rsa AAAA user@host".to_owned(), "this is an OpenSSH public key, which lpauth does not read"),
        (block("OPENSSH PRIVATE KEY", "AAAA"), "this is an OpenSSH private key, which lpauth does not read"),
        (block("CERTIFICATE REQUEST", "AAAA"), "this is a certificate request, which lpauth does not read"),
        (block("EC PARAMETERS", "AAAA"), "there is no key in it: it is PEM with parameters alone: the key is missing"),
        (
            block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA"),
            "this is a private key encrypted the old way (Proc-Type), which lpauth does not read",
        ),
        (
            "-----BEGIN PUBLIC KEY-----\nAAAA".to_owned(),
            "there is no key in it: it is PEM (PUBLIC KEY) without its END line",
        ),
        (block("PUBLIC KEY", "A*A"), "there is no key in it: it is PEM (PUBLIC KEY) whose body is not base64"),
        ("{}".to_owned(), "this is a JWK, but an object without a `keys` array"),
        (r#"{"keys":[]}"#.to_owned(), "this is a JWK set, but it holds no key"),
        (r#"{"kty":"RSA"}"#.to_owned(), "this is a JWK, but n is missing"),
        (r#"{"keys":[{"kid":"a","kty":"RSA"}]}"#.to_owned(), "this is a JWK set, but key “a”: n is missing"),
        ("MBAwCwYJKoZIhvcNAQEKAwEA".to_owned(), "this is a public key (SPKI), but damaged: "),
    ] {
        let found = read(text.as_bytes(), None).unwrap_err().to_string();
        assert!(found.starts_with(message), "{text}: {found}");
    }
    assert_eq!(
        read(&[0xFE, 0xED, 0xFE, 0xED, 0], None).unwrap_err().to_string(),
        "this is a Java key store (JKS), which lpauth does not read"
    );
    assert_eq!(
        read(&[0xFF; 8], None).unwrap_err().to_string(),
        "there is no key in it: it is binary data that is no key"
    );
    assert!(read("ssh-rsa AAAA".as_bytes(), None).unwrap_err().command().unwrap().contains("ssh-keygen"));
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_reading_panic(bytes: Vec<u8>) {
        let _ = read(&bytes, None);
        let _ = read(&[&[0x30, 0x82], bytes.as_slice()].concat(), None);
        let _ = read(STANDARD.encode(&bytes).as_bytes(), None);
    }

    #[test]
    fn no_flipped_byte_makes_reading_panic(at in 0_usize..1200, flip in 1_u8..=255) {
        for form in [rsa().to_pkcs8().unwrap().to_vec(), rsa().to_spki().unwrap()] {
            let mut damaged = form.clone();
            let at = at % damaged.len();
            damaged[at] ^= flip;
            let _ = read(&damaged, None);
        }
    }
}

fn rsa() -> Key {
    one(fixture("rsa-1024.pem").as_bytes()).key
}

fn one(bytes: &[u8]) -> Found {
    let mut found = read(bytes, None).unwrap();
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}
