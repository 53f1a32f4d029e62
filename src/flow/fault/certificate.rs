//! The ASN.1 that some faults need: a certificate nobody vouches for, and ECDSA signatures as everybody but JOSE writes them.

use crate::flow::mint::{Signer, Unfit};
use crate::jose::alg::{self, Algorithm};
use crate::jose::{jws, key::Key};
use crate::model::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use der::asn1::{BitString, GeneralizedTime, Null, ObjectIdentifier, UintRef};
use der::{Any, Decode, Encode};
use x509_cert::certificate::Version;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::{Time, Validity};

/// Returns a certificate that a signer gave its own key, in base64 as `x5c` has it (RFC 7515 §4.1.6).
///
/// # Errors
/// If certificates know no such key.
pub(super) fn self_signed(signer: &Signer, now: Timestamp) -> Result<String, Unfit> {
    let (algorithm, identifier) = certifying(&signer.key)?;
    let name: Name = "CN=keys.stranger.example".parse().map_err(unwritable)?;
    let tomorrow = now.plus(86_400);
    let to_be_signed = ToBeSigned {
        version: Version::V3,
        serial_number: SerialNumber::from(1_u8),
        signature: identifier.clone(),
        issuer: name.clone(),
        validity: Validity::new(moment(now).map_err(unwritable)?, moment(tomorrow).map_err(unwritable)?),
        subject: name,
        subject_public_key_info: SubjectPublicKeyInfoOwned::from_der(&signer.key.to_spki()?).map_err(unwritable)?,
    };
    let signature = jws::sign(&signer.key, algorithm, &to_be_signed.to_der().map_err(unwritable)?)?;
    let signature = if algorithm.kty == "EC" { ecdsa_signature(&signature) } else { signature };
    let signature = BitString::from_bytes(&signature).map_err(unwritable)?;
    let certificate = Certificate { to_be_signed, signature_algorithm: identifier, signature };
    Ok(STANDARD.encode(certificate.to_der().map_err(unwritable)?))
}

/// Returns an ECDSA signature in DER (RFC 3279 §2.2.3), made from the two numbers side by side that JOSE has; what is no
/// such signature is returned as it is.
pub(super) fn ecdsa_signature(fixed: &[u8]) -> Vec<u8> {
    let (r, s) = fixed.split_at(fixed.len() / 2);
    let pair = UintRef::new(r).and_then(|r| Ok(EcdsaSignature { r, s: UintRef::new(s)? }));
    pair.and_then(|pair| pair.to_der()).unwrap_or_else(|_| fixed.to_vec())
}

/// `ECDSA-Sig-Value` (RFC 3279 §2.2.3).
#[derive(der::Sequence)]
struct EcdsaSignature<'a> {
    r: UintRef<'a>,
    s: UintRef<'a>,
}

/// `Certificate` (RFC 5280 §4.1).
#[derive(der::Sequence)]
struct Certificate {
    to_be_signed: ToBeSigned,
    signature_algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
}

/// `TBSCertificate` without extensions (RFC 5280 §4.1).
#[derive(der::Sequence)]
struct ToBeSigned {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    version: Version,
    serial_number: SerialNumber,
    signature: AlgorithmIdentifierOwned,
    issuer: Name,
    validity: Validity,
    subject: Name,
    subject_public_key_info: SubjectPublicKeyInfoOwned,
}

// The algorithm that certificates use with a key, and their name for it (RFC 4055 §5, RFC 5758 §3.2, RFC 8410 §3).
fn certifying(key: &Key) -> Result<(&'static Algorithm, AlgorithmIdentifierOwned), Unfit> {
    let (name, oid) = match (key.kind().kty(), key.kind().crv()) {
        ("RSA", _) => ("RS256", "1.2.840.113549.1.1.11"),
        (_, Some("P-256")) => ("ES256", "1.2.840.10045.4.3.2"),
        (_, Some("P-384")) => ("ES384", "1.2.840.10045.4.3.3"),
        (_, Some("P-521")) => ("ES512", "1.2.840.10045.4.3.4"),
        (_, Some("secp256k1")) => ("ES256K", "1.2.840.10045.4.3.2"),
        (_, Some("Ed25519")) => ("EdDSA", "1.3.101.112"),
        _ => return Err(Unfit(format!("there are no certificates for {} keys", key.kind()))),
    };
    let algorithm = alg::find(name).ok_or_else(|| Unfit(format!("lpauth cannot sign with {name}")))?;
    let parameters = (algorithm.kty == "RSA").then(|| Any::from(Null));
    Ok((algorithm, AlgorithmIdentifierOwned { oid: ObjectIdentifier::new(oid).map_err(unwritable)?, parameters }))
}

fn moment(time: Timestamp) -> der::Result<Time> {
    let since_1970 = std::time::Duration::from_secs(u64::try_from(time.0).unwrap_or_default());
    Ok(Time::from(GeneralizedTime::from_unix_duration(since_1970)?.to_date_time()))
}

fn unwritable(error: impl std::fmt::Display) -> Unfit {
    Unfit(format!("no certificate can be written: {error}"))
}
