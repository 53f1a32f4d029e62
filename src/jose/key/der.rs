//! Keys as ASN.1: SubjectPublicKeyInfo, PKCS#8, PKCS#1, SEC1, and the keys inside X.509 certificates.

use super::{Certificate, Curve, Key, KeyError, Material};
use crate::model::time::Timestamp;
use aws_lc_rs::digest;
use der::asn1::{AnyRef, BitStringRef, ObjectIdentifier, OctetStringRef};
use der::{Decode, Encode};
use pkcs8::spki::AlgorithmIdentifierRef;
use pkcs8::{PrivateKeyInfoRef, SubjectPublicKeyInfoRef};
use rsa::pkcs1;
use zeroize::Zeroizing;

// Real certificates have longer serial numbers than RFC 5280 §4.1.2.2 allows.
type Lenient = x509_cert::certificate::CertificateInner<x509_cert::certificate::Raw>;

const RSA: ObjectIdentifier = pkcs1::ALGORITHM_OID;
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
const X25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.110");

impl Key {
    /// Returns the public half as DER `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7).
    ///
    /// # Errors
    /// If it is a shared secret, which has no public half.
    pub fn to_spki(&self) -> Result<Vec<u8>, KeyError> {
        match &self.material {
            Material::Rsa { n, e, .. } => {
                let number = |bytes| pkcs1::UintRef::new(bytes).map_err(unwritable);
                let key = pkcs1::RsaPublicKeyRef { modulus: number(n)?, public_exponent: number(e)? };
                spki(RSA, Some(AnyRef::NULL), &key.to_der().map_err(unwritable)?)
            }
            Material::Ec { curve, point, .. } => spki(EC, Some(AnyRef::from(&curve.oid())), point),
            Material::Okp { signs, x, .. } => spki(okp(*signs), None, x),
            Material::Oct(_) => Err(KeyError::new("a shared secret has no public half")),
        }
    }

    /// Returns the private key as DER `PrivateKeyInfo`, PKCS#8 (RFC 5208).
    ///
    /// # Errors
    /// If it is public, or a shared secret.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        match &self.material {
            Material::Rsa { private: Some(private), .. } => pkcs8(RSA, Some(AnyRef::NULL), private),
            Material::Ec { curve, point, private: Some(scalar) } => {
                let inner = sec1::EcPrivateKey { private_key: scalar, parameters: None, public_key: Some(point) };
                pkcs8(EC, Some(AnyRef::from(&curve.oid())), &Zeroizing::new(inner.to_der().map_err(unwritable)?))
            }
            Material::Okp { signs, private: Some(seed), .. } => {
                // RFC 8410 §7: an OCTET STRING within the OCTET STRING.
                let inner = OctetStringRef::new(seed.as_slice()).and_then(|seed| seed.to_der()).map_err(unwritable)?;
                pkcs8(okp(*signs), None, &Zeroizing::new(inner))
            }
            Material::Oct(_) => Err(KeyError::new("a shared secret has no PKCS#8 form")),
            _ => Err(KeyError::new("it is a public key")),
        }
    }

    /// Returns the private key as DER `EncryptedPrivateKeyInfo`: PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC, which
    /// OpenSSL and Java read too.
    ///
    /// # Errors
    /// If it is public, or a shared secret.
    pub fn to_encrypted_pkcs8(&self, passphrase: &str, rng: &mut dyn rand::CryptoRng) -> Result<Vec<u8>, KeyError> {
        let document = self.to_pkcs8()?;
        let info = PrivateKeyInfoRef::from_der(&document).map_err(unwritable)?;
        let mut rng = rng;
        let sealed = pkcs8::pkcs5::pbes2::Parameters::generate_pbkdf2(&mut rng)
            .map_err(pkcs8::Error::from)
            .and_then(|parameters| info.encrypt_with_params(parameters, passphrase));
        let sealed = sealed.map_err(|error| KeyError::new(format!("the key cannot be encrypted: {error}")))?;
        Ok(sealed.as_bytes().to_vec())
    }

    /// Returns the private key as PKCS#1 `RSAPrivateKey`, if it is an RSA one.
    pub(in crate::jose) fn pkcs1(&self) -> Option<&[u8]> {
        match &self.material {
            Material::Rsa { private, .. } => private.as_ref().map(|private| private.as_slice()),
            _ => None,
        }
    }

    /// Reads DER `SubjectPublicKeyInfo`.
    ///
    /// # Errors
    /// Says what it is instead, or what is wrong with the key.
    pub fn from_spki(document: &[u8]) -> Result<Key, KeyError> {
        let info = SubjectPublicKeyInfoRef::from_der(document).map_err(unreadable)?;
        let bytes = info.subject_public_key.as_bytes().ok_or_else(|| KeyError::new("the key is not whole bytes"))?;
        match info.algorithm.oid {
            RSA | RSA_PSS => Key::from_pkcs1_public(bytes),
            EC => Material::point(curve(&info.algorithm)?, bytes).map(Key::bare),
            ED25519 | X25519 => {
                let x = <[u8; 32]>::try_from(bytes).map_err(|_| KeyError::new("the key is not 32 bytes"))?;
                Ok(Key::bare(Material::Okp { signs: info.algorithm.oid == ED25519, x, private: None }))
            }
            other => Err(foreign(other)),
        }
    }

    /// Reads DER `PrivateKeyInfo`, PKCS#8, not encrypted.
    ///
    /// # Errors
    /// Says what it is instead, or what is wrong with the key.
    pub fn from_pkcs8(document: &[u8]) -> Result<Key, KeyError> {
        let info = PrivateKeyInfoRef::from_der(document).map_err(unreadable)?;
        let bytes = info.private_key.as_bytes();
        match info.algorithm.oid {
            RSA | RSA_PSS => Key::from_pkcs1(bytes),
            EC => Key::from_sec1_on(bytes, Some(curve(&info.algorithm)?)),
            ED25519 | X25519 => {
                let seed = <&OctetStringRef>::from_der(bytes).map_err(unreadable)?.as_bytes();
                let seed = <[u8; 32]>::try_from(seed).map_err(|_| KeyError::new("the private key is not 32 bytes"))?;
                Material::okp(info.algorithm.oid == ED25519, Zeroizing::new(seed)).map(Key::bare)
            }
            other => Err(foreign(other)),
        }
    }

    /// Reads DER `RSAPrivateKey`, PKCS#1 (RFC 8017 §A.1.2).
    ///
    /// # Errors
    /// Says what is wrong with the key.
    pub fn from_pkcs1(document: &[u8]) -> Result<Key, KeyError> {
        use rsa::pkcs1::DecodeRsaPrivateKey;
        let size = pkcs1::RsaPrivateKey::<pkcs1::UintRef<'_>>::from_der(document).map_err(unreadable)?.modulus;
        sized(size.as_bytes())?;
        let private = rsa::RsaPrivateKey::from_pkcs1_der(document);
        let private = private.map_err(|_| KeyError::new("the numbers of the RSA key do not belong together"))?;
        Material::from_rsa(&private).map(Key::bare)
    }

    /// Reads DER `RSAPublicKey`, PKCS#1 (RFC 8017 §A.1.1).
    ///
    /// # Errors
    /// Says what is wrong with the key.
    pub fn from_pkcs1_public(document: &[u8]) -> Result<Key, KeyError> {
        let key = pkcs1::RsaPublicKeyRef::from_der(document).map_err(unreadable)?;
        Material::rsa(key.modulus.as_bytes(), key.public_exponent.as_bytes()).map(Key::bare)
    }

    /// Reads DER `ECPrivateKey`, SEC1 (RFC 5915).
    ///
    /// # Errors
    /// Says what is wrong with the key.
    pub fn from_sec1(document: &[u8]) -> Result<Key, KeyError> {
        Key::from_sec1_on(document, None)
    }

    /// Reads the key in a DER X.509 certificate.
    ///
    /// # Errors
    /// Says what is wrong with the certificate or the key.
    pub fn from_certificate(document: &[u8]) -> Result<Key, KeyError> {
        let certificate = Lenient::from_der(document).map_err(unreadable)?;
        let spki = certificate.tbs_certificate().subject_public_key_info().to_der().map_err(unreadable)?;
        let key = Key::from_spki(&spki)?;
        let certificate = Some(describe(&certificate, true));
        Ok(Key { certificate, ..key })
    }

    fn from_sec1_on(document: &[u8], outer: Option<Curve>) -> Result<Key, KeyError> {
        let inner = sec1::EcPrivateKey::from_der(document).map_err(unreadable)?;
        let named = inner.parameters.and_then(sec1::EcParameters::named_curve).map(curve_of).transpose()?;
        let curve = outer.or(named).ok_or_else(|| KeyError::new("the EC key does not name its curve"))?;
        if inner.private_key.len() > curve.length() {
            return Err(KeyError::new(format!("the private key is too long for {}", curve.name())));
        }
        // Some writers leave leading zeros out.
        let mut scalar = Zeroizing::new(vec![0; curve.length() - inner.private_key.len()]);
        scalar.extend_from_slice(inner.private_key);
        let material = Material::ec(curve, scalar)?;
        match (&material, inner.public_key) {
            (Material::Ec { point, .. }, Some(stated)) if !is_point(curve, stated, point) => {
                Err(KeyError::new("the public half in the EC key does not belong to the private one"))
            }
            _ => Ok(Key::bare(material)),
        }
    }
}

/// Returns what lpauth shows of the DER certificate, and whether it certifies the key with this SubjectPublicKeyInfo.
pub(super) fn certificate(document: &[u8], spki: &[u8]) -> Option<Certificate> {
    let certificate = Lenient::from_der(document).ok()?;
    let own = certificate.tbs_certificate().subject_public_key_info().to_der().ok()?;
    Some(describe(&certificate, own == spki || means_the_same(&own, spki)))
}

// A point may be compressed, and the parameters of an RSA key left out.
fn means_the_same(document: &[u8], other: &[u8]) -> bool {
    let thumbprint = |document| Key::from_spki(document).ok().map(|key| key.thumbprint());
    thumbprint(document).is_some_and(|own| thumbprint(other) == Some(own))
}

impl Certificate {
    /// Reads a DER X.509 certificate; whatever key it holds, that is not looked at.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn read(document: &[u8]) -> Result<Certificate, KeyError> {
        Lenient::from_der(document).map(|certificate| describe(&certificate, true)).map_err(unreadable)
    }

    /// Returns the SHA-1 hash of a certificate's DER (the JWK member `x5t`, RFC 7517 §4.8).
    pub fn sha1(document: &[u8]) -> Vec<u8> {
        digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, document).as_ref().to_vec()
    }

    /// Returns the SHA-256 hash of a certificate's DER (the JWK member `x5t#S256`, RFC 7517 §4.9).
    pub fn sha256(document: &[u8]) -> Vec<u8> {
        digest::digest(&digest::SHA256, document).as_ref().to_vec()
    }
}

/// Returns the DER `ECPrivateKey` of a scalar, its public half left out.
pub(super) fn sec1(curve: Curve, scalar: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let parameters = Some(sec1::EcParameters::NamedCurve(curve.oid()));
    let key = sec1::EcPrivateKey { private_key: scalar, parameters, public_key: None };
    key.to_der().map(Zeroizing::new).map_err(unwritable)
}

impl Curve {
    fn oid(self) -> ObjectIdentifier {
        match self {
            Curve::P256 => ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"),
            Curve::P384 => ObjectIdentifier::new_unwrap("1.3.132.0.34"),
            Curve::P521 => ObjectIdentifier::new_unwrap("1.3.132.0.35"),
            Curve::Secp256k1 => ObjectIdentifier::new_unwrap("1.3.132.0.10"),
        }
    }
}

fn describe(certificate: &Lenient, certifies: bool) -> Certificate {
    let time =
        |time: x509_cert::time::Time| Timestamp(i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX));
    let validity = certificate.tbs_certificate().validity();
    let subject = certificate.tbs_certificate().subject().to_string();
    let issuer = certificate.tbs_certificate().issuer().to_string();
    Certificate {
        subject,
        issuer,
        not_before: time(validity.not_before),
        not_after: time(validity.not_after),
        certifies,
    }
}

fn spki(oid: ObjectIdentifier, parameters: Option<AnyRef<'_>>, key: &[u8]) -> Result<Vec<u8>, KeyError> {
    let subject_public_key = BitStringRef::from_bytes(key).map_err(unwritable)?;
    let algorithm = AlgorithmIdentifierRef { oid, parameters };
    SubjectPublicKeyInfoRef { algorithm, subject_public_key }.to_der().map_err(unwritable)
}

fn pkcs8(oid: ObjectIdentifier, parameters: Option<AnyRef<'_>>, key: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let key = OctetStringRef::new(key).map_err(unwritable)?;
    let info = PrivateKeyInfoRef::new(AlgorithmIdentifierRef { oid, parameters }, key);
    info.to_der().map(Zeroizing::new).map_err(unwritable)
}

fn okp(signs: bool) -> ObjectIdentifier {
    if signs { ED25519 } else { X25519 }
}

fn curve(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<Curve, KeyError> {
    let oid =
        algorithm.parameters_oid().map_err(|_| KeyError::new("the EC key spells its curve out; a name is needed"))?;
    curve_of(oid)
}

fn curve_of(oid: ObjectIdentifier) -> Result<Curve, KeyError> {
    let unknown = || KeyError::new(format!("the curve {oid} has no place in JOSE"));
    Curve::ALL.into_iter().find(|curve| curve.oid() == oid).ok_or_else(unknown)
}

fn is_point(curve: Curve, stated: &[u8], point: &[u8]) -> bool {
    matches!(Material::point(curve, stated), Ok(Material::Ec { point: other, .. }) if other == point)
}

// Larger numbers cost minutes to check, and no key has them.
pub(super) fn sized(modulus: &[u8]) -> Result<(), KeyError> {
    let bits = super::material::bits(modulus);
    if (512..=16_384).contains(&bits) { Ok(()) } else { Err(KeyError::new(format!("an RSA key of {bits} bits"))) }
}

fn foreign(oid: ObjectIdentifier) -> KeyError {
    KeyError::new(format!("a key of the kind {oid}, which has no place in JOSE"))
}

fn unreadable(error: der::Error) -> KeyError {
    KeyError::new(format!("damaged: {error}"))
}

fn unwritable(error: der::Error) -> KeyError {
    KeyError::new(format!("the key cannot be written: {error}"))
}
