//! Key files in any form, recognised by content: neither a file's name nor a PEM label is believed.

use super::key::{Key, KeyError};
use crate::model::json::Malformed;
use crate::model::jwk::Jwks;
use crate::model::source::Source;
use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use der::asn1::AnyRef;
use der::{Decode, Reader, SliceReader, Tag};
use pkcs8::{EncryptedPrivateKeyInfoRef, pkcs5};
use zeroize::Zeroizing;

/// A key, and the form it was found in.
#[derive(Debug)]
pub struct Found {
    /// The key.
    pub key: Key,
    /// What it was written as.
    pub form: Form,
    /// What the form was wrapped in.
    pub wrapping: Wrapping,
}

/// What a key is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `RSAPrivateKey`.
    Pkcs1,
    /// `RSAPublicKey`.
    Pkcs1Public,
    /// `PrivateKeyInfo`.
    Pkcs8,
    /// `EncryptedPrivateKeyInfo`.
    EncryptedPkcs8,
    /// `ECPrivateKey`.
    Sec1,
    /// `SubjectPublicKeyInfo`.
    Spki,
    /// X.509.
    Certificate,
    /// A JSON Web Key.
    Jwk,
    /// A JSON Web Key in a set.
    JwkSet,
}

/// What a form is wrapped in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrapping {
    /// Text between `-----BEGIN` and `-----END`.
    Pem,
    /// Binary.
    Der,
    /// Base64 of the binary.
    Base64,
    /// JSON.
    Json,
}

/// Why a file holds no key that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyFileError {
    /// The key is encrypted and no passphrase was given.
    NeedsPassphrase,
    /// The key is encrypted with another passphrase.
    WrongPassphrase,
    /// It is a key in a form that lpauth does not read.
    Foreign {
        /// What it is: `an OpenSSH private key`.
        what: &'static str,
        /// The command that converts it; `FILE` stands for its name.
        command: &'static str,
    },
    /// The form was recognised but the key in it cannot be used; says why.
    Damaged(Form, String),
    /// Nothing in it looks like a key; says what it looks like.
    Unknown(String),
}

/// Reads every key of a file. Of a set, all keys must be readable.
///
/// # Errors
/// Says what the file is instead, or what is wrong with it.
pub fn read(bytes: &[u8], passphrase: Option<&str>) -> Result<Vec<Found>, KeyFileError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Some(foreign) = BINARY.iter().find(|row| bytes.starts_with(row.0)) {
        return Err(KeyFileError::Foreign { what: foreign.1, command: foreign.2 });
    }
    if whole_sequence(bytes).is_some() {
        return asn1(bytes, Wrapping::Der, passphrase).map(|found| vec![found]);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => read_text(text.trim(), passphrase),
        Err(_) => Err(KeyFileError::Unknown("binary data that is no key".to_owned())),
    }
}

/// Writes DER as PEM under `label`, such as `PUBLIC KEY` (RFC 7468).
///
/// # Errors
/// If the label is none that PEM can have.
pub fn pem(label: &str, document: &[u8]) -> Result<Zeroizing<String>, KeyError> {
    let text = der::pem::encode_string(label, der::pem::LineEnding::LF, document);
    text.map(Zeroizing::new).map_err(|error| KeyError(format!("the key cannot be written: {error}")))
}

fn read_text(text: &str, passphrase: Option<&str>) -> Result<Vec<Found>, KeyFileError> {
    if text.is_empty() {
        return Err(KeyFileError::Unknown("an empty file".to_owned()));
    }
    if text.starts_with('{') {
        return json(text);
    }
    if text.contains(BEGIN) {
        return read_pem(text, passphrase);
    }
    if let Some(foreign) = TEXT.iter().find(|row| text.starts_with(row.0)) {
        return Err(KeyFileError::Foreign { what: foreign.1, command: foreign.2 });
    }
    let unknown = || KeyFileError::Unknown("text that is neither PEM, JWK nor base64".to_owned());
    let bytes = base64(text).ok_or_else(unknown)?;
    match std::str::from_utf8(&bytes) {
        // Secret stores wrap a PEM file in base64 once more.
        Ok(inner) if inner.contains(BEGIN) => read_pem(inner, passphrase),
        _ => asn1(&bytes, Wrapping::Base64, passphrase).map(|found| vec![found]),
    }
}

fn json(text: &str) -> Result<Vec<Found>, KeyFileError> {
    let damaged = |Malformed { reason, .. }| KeyFileError::Damaged(Form::Jwk, reason);
    let jwks = Jwks::parse(Source::new("key", text), false).map_err(damaged)?;
    let is_set = jwks.json.root.get("keys").is_some();
    let form = if is_set { Form::JwkSet } else { Form::Jwk };
    let keys = jwks.keys();
    if keys.is_empty() {
        return Err(KeyFileError::Damaged(form, "it holds no key".to_owned()));
    }
    let found = keys.iter().map(|jwk| match Key::from_jwk(jwk) {
        Ok(key) => Ok(Found { key, form, wrapping: Wrapping::Json }),
        Err(KeyError(reason)) if is_set => Err(KeyFileError::Damaged(form, format!("key {}: {reason}", jwk.label()))),
        Err(KeyError(reason)) => Err(KeyFileError::Damaged(form, reason)),
    });
    found.collect()
}

const BEGIN: &str = "-----BEGIN ";

fn read_pem(text: &str, passphrase: Option<&str>) -> Result<Vec<Found>, KeyFileError> {
    let mut found = Vec::new();
    for block in text.split(BEGIN).skip(1) {
        let Some((label, rest)) = block.split_once("-----") else {
            return Err(KeyFileError::Unknown("PEM whose first line is cut off".to_owned()));
        };
        if let Some(foreign) = PEM.iter().find(|row| label == row.0) {
            return Err(KeyFileError::Foreign { what: foreign.1, command: foreign.2 });
        }
        if label.ends_with(" PARAMETERS") {
            continue;
        }
        found.push(pem_block(label, rest, passphrase)?);
    }
    if found.is_empty() {
        return Err(KeyFileError::Unknown("PEM with parameters alone: the key is missing".to_owned()));
    }
    Ok(found)
}

fn pem_block(label: &str, rest: &str, passphrase: Option<&str>) -> Result<Found, KeyFileError> {
    let unknown = |what: &str| KeyFileError::Unknown(format!("PEM ({label}) {what}"));
    let (body, _) = rest.split_once("-----END").ok_or_else(|| unknown("without its END line"))?;
    if body.contains("Proc-Type:") {
        let what = "a private key encrypted the old way (Proc-Type)";
        return Err(KeyFileError::Foreign { what, command: "openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out NEW" });
    }
    let bytes = base64(body).ok_or_else(|| unknown("whose body is not base64"))?;
    asn1(&bytes, Wrapping::Pem, passphrase)
}

fn asn1(bytes: &[u8], wrapping: Wrapping, passphrase: Option<&str>) -> Result<Found, KeyFileError> {
    let unknown = || KeyFileError::Unknown("data that is no key".to_owned());
    let document = whole_sequence(bytes).ok_or_else(unknown)?;
    let shape = shape(document).ok_or_else(unknown)?;
    if shape == PKCS12 || shape.starts_with(PKCS7) {
        let (what, command) = if shape == PKCS12 { P12_FILE } else { P7_FILE };
        return Err(KeyFileError::Foreign { what, command });
    }
    let (_, form) = SHAPES.iter().find(|(tags, _)| shape.starts_with(tags)).ok_or_else(unknown)?;
    let key = match form {
        Form::Pkcs1 => Key::from_pkcs1(document),
        Form::Pkcs1Public => Key::from_pkcs1_public(document),
        Form::Pkcs8 => Key::from_pkcs8(document),
        Form::Sec1 => Key::from_sec1(document),
        Form::Spki => Key::from_spki(document),
        Form::Certificate => Key::from_certificate(document),
        Form::EncryptedPkcs8 | Form::Jwk | Form::JwkSet => decrypt(document, passphrase)?,
    };
    let key = key.map_err(|KeyError(reason)| KeyFileError::Damaged(*form, reason))?;
    Ok(Found { key, form: *form, wrapping })
}

fn decrypt(document: &[u8], passphrase: Option<&str>) -> Result<Result<Key, KeyError>, KeyFileError> {
    let damaged = |reason: String| KeyFileError::Damaged(Form::EncryptedPkcs8, reason);
    let sealed = EncryptedPrivateKeyInfoRef::from_der(document).map_err(|error| damaged(error.to_string()))?;
    let passphrase = passphrase.ok_or(KeyFileError::NeedsPassphrase)?;
    if !possible(&sealed.encryption_algorithm) {
        return Err(damaged("the scrypt cost is no power of two".to_owned()));
    }
    if !affordable(&sealed.encryption_algorithm) {
        return Err(damaged("opening it would take minutes or more memory than there is".to_owned()));
    }
    match sealed.decrypt(passphrase) {
        Ok(opened) => Ok(Key::from_pkcs8(opened.as_bytes())),
        Err(pkcs8::Error::EncryptedPrivateKey(
            pkcs5::Error::UnsupportedAlgorithm { .. } | pkcs5::Error::AlgorithmParametersInvalid { .. },
        )) => {
            let what = "a private key encrypted with an outdated cipher";
            Err(KeyFileError::Foreign { what, command: "openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out NEW" })
        }
        Err(_) => Err(KeyFileError::WrongPassphrase),
    }
}

// RFC 7914 §2: the cost must be larger than 1 and a power of 2. The library counts on that before it looks.
fn possible(scheme: &pkcs5::EncryptionScheme) -> bool {
    match scheme.pbes2().map(|parameters| &parameters.kdf) {
        Some(pkcs5::pbes2::Kdf::Scrypt(kdf)) => kdf.cost_parameter > 1 && kdf.cost_parameter.is_power_of_two(),
        _ => true,
    }
}

// A file says itself how much work its passphrase is. OpenSSL asks for 2048 rounds, careful people for a million.
fn affordable(scheme: &pkcs5::EncryptionScheme) -> bool {
    match scheme.pbes2().map(|parameters| &parameters.kdf) {
        Some(pkcs5::pbes2::Kdf::Pbkdf2(kdf)) => kdf.iteration_count <= 5_000_000,
        Some(pkcs5::pbes2::Kdf::Scrypt(kdf)) => {
            let bytes = u128::from(kdf.cost_parameter) * u128::from(kdf.block_size) * 128;
            bytes * u128::from(kdf.parallelization) <= 1 << 30
        }
        _ => true,
    }
}

// The first SEQUENCE, what follows it left out: editors and copying add line ends even to binary files.
fn whole_sequence(bytes: &[u8]) -> Option<&[u8]> {
    let mut reader = SliceReader::new(bytes).ok()?;
    let document = reader.tlv_bytes().ok()?;
    (document.first() == Some(&0x30)).then_some(document)
}

// The tags of the elements of a SEQUENCE: every form has its own.
fn shape(document: &[u8]) -> Option<Vec<Tag>> {
    let outer = AnyRef::from_der(document).ok()?;
    let mut reader = SliceReader::new(outer.value()).ok()?;
    let mut tags = Vec::new();
    while !reader.is_finished() && tags.len() < 10 {
        tags.push(Tag::peek(&reader).ok()?);
        reader.tlv_bytes().ok()?;
    }
    Some(tags)
}

/// The forms by the tags that they begin with, longest first.
const SHAPES: &[(&[Tag], Form)] = &[
    (&[Tag::Integer; 9], Form::Pkcs1),
    (&[Tag::Integer, Tag::Integer], Form::Pkcs1Public),
    (&[Tag::Integer, Tag::Sequence, Tag::OctetString], Form::Pkcs8),
    (&[Tag::Integer, Tag::OctetString], Form::Sec1),
    (&[Tag::Sequence, Tag::Sequence, Tag::BitString], Form::Certificate),
    (&[Tag::Sequence, Tag::OctetString], Form::EncryptedPkcs8),
    (&[Tag::Sequence, Tag::BitString], Form::Spki),
];

const PKCS12: &[Tag] = &[Tag::Integer, Tag::Sequence, Tag::Sequence];
const PKCS7: &[Tag] = &[Tag::ObjectIdentifier];
const P12_FILE: (&str, &str) = ("a PKCS#12 file (.p12, .pfx)", "openssl pkcs12 -in FILE -nodes -nocerts -out NEW");
const P7_FILE: (&str, &str) = ("a PKCS#7 file (.p7b)", "openssl pkcs7 -inform DER -in FILE -print_certs -out NEW");
const JKS_TO_P12: &str = "keytool -importkeystore -srckeystore FILE -destkeystore NEW.p12 -deststoretype PKCS12";
const SSH_TO_PEM: &str = "cp FILE NEW && ssh-keygen -p -m PKCS8 -f NEW";
const SSH_PUBLIC_TO_PEM: &str = "ssh-keygen -e -m PKCS8 -f FILE";
const CSR_TO_PEM: &str = "openssl req -in FILE -noout -pubkey";

/// Binary forms lpauth does not read: how they begin, what they are, the command that converts them.
const BINARY: &[(&[u8], &str, &str)] = &[
    (b"\xFE\xED\xFE\xED", "a Java key store (JKS)", JKS_TO_P12),
    (b"\xCE\xCE\xCE\xCE", "a Java key store (JCEKS)", JKS_TO_P12),
    (b"\xFF\xFE", "UTF-16 text", "iconv -f UTF-16 -t UTF-8 FILE > NEW"),
    (b"\xFE\xFF", "UTF-16 text", "iconv -f UTF-16 -t UTF-8 FILE > NEW"),
];

/// The same for texts that are not PEM.
const TEXT: &[(&str, &str, &str)] = &[
    ("ssh-", "an OpenSSH public key", SSH_PUBLIC_TO_PEM),
    ("ecdsa-sha2-", "an OpenSSH public key", SSH_PUBLIC_TO_PEM),
    ("PuTTY-User-Key-File", "a PuTTY private key", "puttygen FILE -O private-openssh -o NEW"),
    ("---- BEGIN SSH2", "an SSH2 public key", "ssh-keygen -i -f FILE | tee NEW && ssh-keygen -e -m PKCS8 -f NEW"),
];

/// The same for PEM, by label.
const PEM: &[(&str, &str, &str)] = &[
    ("OPENSSH PRIVATE KEY", "an OpenSSH private key", SSH_TO_PEM),
    ("CERTIFICATE REQUEST", "a certificate request", CSR_TO_PEM),
    ("NEW CERTIFICATE REQUEST", "a certificate request", CSR_TO_PEM),
    ("PKCS7", "a PKCS#7 file (.p7b)", "openssl pkcs7 -in FILE -print_certs -out NEW"),
    ("PGP PUBLIC KEY BLOCK", "a PGP key", "lpauth keygen"),
    ("PGP PRIVATE KEY BLOCK", "a PGP key", "lpauth keygen"),
    ("DSA PRIVATE KEY", "a DSA key, which has no place in JOSE", "lpauth keygen"),
];

// In code and environment variables a key's line ends are often the two characters `\n`.
fn base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let joined = Zeroizing::new(text.replace("\\n", "").replace("\\r", ""));
    let kept = joined.chars().filter(|c| !c.is_whitespace() && *c != '"' && *c != '\'');
    let standard: Zeroizing<String> = Zeroizing::new(kept.map(standard_alphabet).collect());
    if standard.is_empty() {
        return None;
    }
    LENIENT.decode(standard.as_str()).ok().map(Zeroizing::new)
}

fn standard_alphabet(character: char) -> char {
    match character {
        '-' => '+',
        '_' => '/',
        other => other,
    }
}

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl KeyFileError {
    /// Returns the command that makes a readable file of it; `FILE` stands for its name.
    pub fn command(&self) -> Option<&'static str> {
        match self {
            KeyFileError::Foreign { command, .. } => Some(command),
            _ => None,
        }
    }
}

impl std::fmt::Display for KeyFileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            KeyFileError::NeedsPassphrase => f.write_str("the private key is encrypted: its passphrase is needed"),
            KeyFileError::WrongPassphrase => f.write_str("the private key is encrypted with another passphrase"),
            KeyFileError::Foreign { what, .. } => write!(f, "this is {what}, which lpauth does not read"),
            KeyFileError::Damaged(form, reason) => write!(f, "this is {form}, but {reason}"),
            KeyFileError::Unknown(what) => write!(f, "there is no key in it: it is {what}"),
        }
    }
}

impl std::fmt::Display for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Form::Pkcs1 => "a PKCS#1 private key",
            Form::Pkcs1Public => "a PKCS#1 public key",
            Form::Pkcs8 => "a PKCS#8 private key",
            Form::EncryptedPkcs8 => "an encrypted PKCS#8 private key",
            Form::Sec1 => "a SEC1 private key",
            Form::Spki => "a public key (SPKI)",
            Form::Certificate => "an X.509 certificate",
            Form::Jwk => "a JWK",
            Form::JwkSet => "a JWK set",
        })
    }
}

impl std::fmt::Display for Wrapping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Wrapping::Pem => "PEM",
            Wrapping::Der => "DER",
            Wrapping::Base64 => "base64",
            Wrapping::Json => "JSON",
        })
    }
}
