//! X.509 certificates as servers present them: whose they are, for which names, from when until when.

use super::time::Timestamp;
use der::asn1::{ObjectIdentifier, UintRef};
use der::{Decode, Sequence};
use std::net::IpAddr;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::spki::SubjectPublicKeyInfoOwned;

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Whose it is, as a distinguished name (RFC 4514).
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// The DNS names and IP addresses it is for (RFC 5280 §4.2.1.6).
    pub names: Vec<String>,
    /// It is not valid before.
    pub not_before: Timestamp,
    /// It is not valid after.
    pub not_after: Timestamp,
    /// The kind of its key.
    pub key: KeyKind,
}

/// What kind of key a certificate is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA, with this many bits.
    Rsa(usize),
    /// Another kind, by the name of its curve or algorithm.
    Other(&'static str),
}

impl Certificate {
    /// Reads a DER certificate; `None` if it is damaged.
    pub fn parse(document: &[u8]) -> Option<Certificate> {
        let certificate = x509_cert::Certificate::from_der(document).ok()?;
        let content = certificate.tbs_certificate();
        let names = content.get_extension::<SubjectAltName>().ok().flatten();
        Some(Certificate {
            subject: content.subject().to_string(),
            issuer: content.issuer().to_string(),
            names: names.map(|(_, names)| names.0.iter().filter_map(name).collect()).unwrap_or_default(),
            not_before: time(content.validity().not_before),
            not_after: time(content.validity().not_after),
            key: KeyKind::of(content.subject_public_key_info()),
        })
    }

    /// Returns whether it is its own issuer.
    pub fn is_self_issued(&self) -> bool {
        self.subject == self.issuer
    }

    /// Returns whether it is for `host`, as a URL writes it (RFC 9525 §6.3): a wildcard stands for one label.
    pub fn is_for(&self, host: &str) -> bool {
        let host = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_ascii_lowercase();
        let parent = host.split_once('.').filter(|_| host.parse::<IpAddr>().is_err()).map(|(_, parent)| parent);
        self.names.iter().map(|name| name.to_ascii_lowercase()).any(|name| match name.strip_prefix("*.") {
            Some(domain) => parent == Some(domain),
            None => name == host,
        })
    }
}

impl std::fmt::Display for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Certificate { subject, issuer, names, not_before, not_after, key } = self;
        let (from, until) = (not_before.utc(), not_after.utc());
        write!(f, "{subject}; for {}; from {from} until {until}; {key}; issued by {issuer}", names.join(", "))
    }
}

impl std::fmt::Display for KeyKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            KeyKind::Rsa(bits) => write!(f, "RSA, {bits} bits"),
            KeyKind::Other(name) => f.write_str(name),
        }
    }
}

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

/// The kinds of keys besides RSA, by the curve or the algorithm.
const KINDS: &[(ObjectIdentifier, &str)] = &[
    (ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"), "P-256"),
    (ObjectIdentifier::new_unwrap("1.3.132.0.34"), "P-384"),
    (ObjectIdentifier::new_unwrap("1.3.132.0.35"), "P-521"),
    (ObjectIdentifier::new_unwrap("1.3.101.112"), "Ed25519"),
];

const UNKNOWN: &str = "a key of another kind";

/// RFC 8017 §A.1.1.
#[derive(Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    public_exponent: UintRef<'a>,
}

impl KeyKind {
    /// Returns what a key is called here that others call `name`.
    pub(super) fn named(name: &str) -> &'static str {
        KINDS.iter().find(|(_, known)| *known == name).map_or(UNKNOWN, |(_, known)| known)
    }

    fn of(key: &SubjectPublicKeyInfoOwned) -> KeyKind {
        let algorithm = &key.algorithm;
        let bits = |bytes| RsaPublicKey::from_der(bytes).ok().map(|key| bits(key.modulus.as_bytes()));
        match key.subject_public_key.as_bytes().filter(|_| algorithm.oid == RSA).and_then(bits) {
            Some(bits) => KeyKind::Rsa(bits),
            None => KeyKind::Other(kind(match algorithm.oid {
                EC => algorithm.parameters.as_ref().and_then(|named| named.decode_as().ok()),
                other => Some(other),
            })),
        }
    }
}

fn kind(named: Option<ObjectIdentifier>) -> &'static str {
    let known = KINDS.iter().find(|(oid, _)| named == Some(*oid));
    known.map_or(UNKNOWN, |(_, name)| name)
}

fn bits(modulus: &[u8]) -> usize {
    let bytes: Vec<u8> = modulus.iter().copied().skip_while(|byte| *byte == 0).collect();
    bytes.first().map_or(0, |first| bytes.len() * 8 - first.leading_zeros() as usize)
}

fn name(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::DnsName(name) => Some(name.to_string()),
        GeneralName::IpAddress(bytes) => {
            let four = <[u8; 4]>::try_from(bytes.as_bytes()).map(IpAddr::from);
            four.or_else(|_| <[u8; 16]>::try_from(bytes.as_bytes()).map(IpAddr::from)).ok().map(|ip| ip.to_string())
        }
        _ => None,
    }
}

fn time(time: x509_cert::time::Time) -> Timestamp {
    Timestamp(i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX))
}
