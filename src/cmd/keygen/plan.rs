//! What key to make: the type decides the algorithm, or the algorithm the type.

use super::Args;
use crate::edge::Failure;
use crate::jose::alg::{self, ALGORITHMS, CONTENT_ENCRYPTIONS, KeyManagement};
use crate::jose::key::{Curve, Kind};
use clap::builder::PossibleValuesParser;

/// The types of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Type {
    /// RSA
    Rsa,
    /// EC on P-256
    #[value(name = "p-256")]
    P256,
    /// EC on P-384
    #[value(name = "p-384")]
    P384,
    /// EC on P-521
    #[value(name = "p-521")]
    P521,
    /// EC on secp256k1
    Secp256k1,
    /// Ed25519, for signing
    Ed25519,
    /// X25519, for encryption
    X25519,
    /// A shared secret
    Hmac,
}

/// The algorithms of encryption keys, by what key they take; the first of a kind is its default (RFC 7518 §4.1).
const ENCRYPTION: &[(&str, &str)] = &[
    ("RSA-OAEP-256", "RSA"),
    ("RSA-OAEP", "RSA"),
    ("RSA-OAEP-384", "RSA"),
    ("RSA-OAEP-512", "RSA"),
    ("ECDH-ES", "EC"),
    ("ECDH-ES+A128KW", "EC"),
    ("ECDH-ES+A192KW", "EC"),
    ("ECDH-ES+A256KW", "EC"),
    ("A256KW", "oct"),
    ("A192KW", "oct"),
    ("A128KW", "oct"),
    ("A256GCMKW", "oct"),
    ("A192GCMKW", "oct"),
    ("A128GCMKW", "oct"),
    ("dir", "oct"),
];

/// What to make.
pub(super) struct Plan {
    pub(super) kind: Kind,
    pub(super) purpose: &'static str,
    pub(super) algorithm: &'static str,
}

impl Plan {
    pub(super) fn of(args: &Args) -> Result<Plan, Failure> {
        let name = args.alg.as_deref();
        let stated = args.purpose.as_deref().or_else(|| name.map(purpose_of));
        let purpose = if stated == Some("enc") { "enc" } else { "sig" };
        let kind = args.kind.unwrap_or_else(|| Type::taken_by(name.unwrap_or_default()));
        let kind = kind.sized(args.bits, name, purpose)?;
        let fitting = fitting(kind, purpose);
        let algorithm = match name {
            None => fitting.first().copied(),
            Some(name) => fitting.iter().copied().find(|fit| *fit == name),
        };
        let algorithm = algorithm.ok_or_else(|| misfit(kind, purpose, name, &fitting))?;
        Ok(Plan { kind, purpose, algorithm })
    }
}

/// Returns the algorithms that a key of this kind can be used with, its default first.
pub(super) fn fitting(kind: Kind, purpose: &str) -> Vec<&'static str> {
    if purpose == "sig" {
        let fits = |row: &&alg::Algorithm| row.kty == kind.kty() && row.crv == kind.crv();
        return ALGORITHMS.iter().filter(fits).map(|row| row.name).collect();
    }
    let kty = match kind {
        Kind::Rsa(_) => "RSA",
        // RFC 8812 §3.1: secp256k1 is for signatures.
        Kind::Ec(Curve::Secp256k1) | Kind::Ed25519 => "",
        Kind::Ec(_) | Kind::X25519 => "EC",
        Kind::Oct(_) => "oct",
    };
    let fits = |name: &str| !matches!(kind, Kind::Oct(bits) if !sizes(name).contains(&bits));
    ENCRYPTION.iter().filter(|row| row.1 == kty && fits(row.0)).map(|row| row.0).collect()
}

/// Returns how many bits a shared secret has for this algorithm: one number, but for `dir`, where it depends on the `enc`.
fn sizes(algorithm: &str) -> Vec<usize> {
    let row = KeyManagement::find(algorithm).into_iter();
    let kinds = row.flat_map(|row| CONTENT_ENCRYPTIONS.iter().map(|enc| row.usual_kind(enc)));
    let mut sizes: Vec<usize> =
        kinds.filter_map(|kind| if let Kind::Oct(bits) = kind { Some(bits) } else { None }).collect();
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

/// Returns why there is no key for this.
pub(super) fn misfit(kind: Kind, purpose: &str, name: Option<&str>, fitting: &[&str]) -> Failure {
    let what = if purpose == "sig" { "signs" } else { "encrypts" };
    match name {
        None => Failure::usage(format!("no algorithm {what} with {kind}"))
            .hint("choose another --type, or another --use: sig or enc"),
        Some(name) => {
            let failure = Failure::usage(format!("{name} is not an algorithm that {what} with {kind}"));
            if fitting.is_empty() { failure } else { failure.hint(format!("it takes: {}", fitting.join(", "))) }
        }
    }
}

/// Returns what keys for this algorithm are for.
pub(super) fn purpose_of(algorithm: &str) -> &'static str {
    if ENCRYPTION.iter().any(|row| row.0 == algorithm) { "enc" } else { "sig" }
}

/// Returns the names that --alg takes.
pub(super) fn algorithm_names() -> PossibleValuesParser {
    PossibleValuesParser::new(ALGORITHMS.iter().map(|row| row.name).chain(ENCRYPTION.iter().map(|row| row.0)))
}

impl Type {
    fn taken_by(algorithm: &str) -> Type {
        if algorithm.starts_with("ECDH") {
            return Type::P256;
        }
        if ENCRYPTION.contains(&(algorithm, "oct")) {
            return Type::Hmac;
        }
        match alg::find(algorithm).and_then(|row| row.crv.or(Some(row.kty))) {
            Some("P-256") => Type::P256,
            Some("P-384") => Type::P384,
            Some("P-521") => Type::P521,
            Some("secp256k1") => Type::Secp256k1,
            Some("Ed25519") => Type::Ed25519,
            Some("oct") => Type::Hmac,
            _ => Type::Rsa,
        }
    }

    fn sized(self, bits: Option<usize>, algorithm: Option<&str>, purpose: &str) -> Result<Kind, Failure> {
        let kind = match self {
            Type::Rsa => return rsa(bits.unwrap_or(2048)),
            Type::Hmac if purpose == "enc" => return secret(bits, algorithm.unwrap_or("A256KW")),
            Type::Hmac => return hmac(bits, algorithm),
            Type::P256 => Kind::Ec(Curve::P256),
            Type::P384 => Kind::Ec(Curve::P384),
            Type::P521 => Kind::Ec(Curve::P521),
            Type::Secp256k1 => Kind::Ec(Curve::Secp256k1),
            Type::Ed25519 => Kind::Ed25519,
            Type::X25519 => Kind::X25519,
        };
        match bits {
            Some(_) => {
                Err(Failure::usage(format!("--bits has no meaning for {kind}: the curve decides"))
                    .hint("leave --bits out"))
            }
            None => Ok(kind),
        }
    }
}

fn rsa(bits: usize) -> Result<Kind, Failure> {
    if (2048..=4096).contains(&bits) && bits.is_multiple_of(8) {
        return Ok(Kind::Rsa(bits));
    }
    Err(Failure::usage(format!("--bits {bits}: RSA keys are made with 2048 to 4096 bits, in steps of 8"))
        .hint("LivePerson takes 2048 and more: --bits 2048"))
}

// RFC 7518 §4.4, §4.5, §4.7.
fn secret(bits: Option<usize>, algorithm: &str) -> Result<Kind, Failure> {
    let sizes = sizes(algorithm);
    let usual = if sizes.contains(&256) { Some(256) } else { sizes.first().copied() };
    // What is no algorithm for a secret is told of with the others.
    let bits = bits.or(usual).unwrap_or(256);
    if sizes.is_empty() || sizes.contains(&bits) {
        return Ok(Kind::Oct(bits));
    }
    let sizes: Vec<String> = sizes.iter().map(usize::to_string).collect();
    Err(Failure::usage(format!("--bits {bits}: {algorithm} takes a secret of {} bits", sizes.join(", ")))
        .hint("leave --bits out for the usual size"))
}

// RFC 7518 §3.2: a secret is at least as long as the hash.
fn hmac(bits: Option<usize>, algorithm: Option<&str>) -> Result<Kind, Failure> {
    let least = algorithm.and_then(alg::find).and_then(|row| row.signature_length).unwrap_or(32) * 8;
    let bits = bits.unwrap_or(least);
    if (least..=8192).contains(&bits) && bits.is_multiple_of(8) {
        return Ok(Kind::Oct(bits));
    }
    Err(Failure::usage(format!("--bits {bits}: the secret takes {least} bits or more, in steps of 8"))
        .hint("leave --bits out for the usual size"))
}
