//! The numbers keys are made of: made, derived from each other, and refused where no key has such ones.

use super::{Curve, KeyError, der};
use aws_lc_rs::agreement;
use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::signature::{self as sig, KeyPair};
use zeroize::Zeroizing;

/// The numbers a key is made of.
#[derive(Clone)]
pub(in crate::jose) enum Material {
    /// The modulus and exponent without leading zeros; the private key as PKCS#1 `RSAPrivateKey`.
    Rsa { n: Vec<u8>, e: Vec<u8>, private: Option<Zeroizing<Vec<u8>>> },
    /// The uncompressed point; the scalar in the curve's full length.
    Ec { curve: Curve, point: Vec<u8>, private: Option<Zeroizing<Vec<u8>>> },
    /// The 32 bytes of each half, for Ed25519 (`signs`) or X25519.
    Okp { signs: bool, x: [u8; 32], private: Option<Zeroizing<[u8; 32]>> },
    /// The secret.
    Oct(Zeroizing<Vec<u8>>),
}

impl Material {
    pub(super) fn generate_rsa(bits: usize, rng: &mut dyn rand::CryptoRng) -> Result<Material, KeyError> {
        if !(1024..=8192).contains(&bits) {
            return Err(KeyError::new(format!("RSA keys have 1024 to 8192 bits, not {bits}")));
        }
        let private = rsa::RsaPrivateKey::new(rng, bits);
        Material::from_rsa(&private.map_err(|error| KeyError::new(format!("no RSA key could be made: {error}")))?)
    }

    pub(super) fn generate_ec(curve: Curve, rng: &mut dyn rand::CryptoRng) -> Result<Material, KeyError> {
        // A scalar not below the curve's order is thrown away (FIPS 186-5 A.2.2): for P-521 its top byte has one bit.
        for _ in 0..64 {
            let mut scalar = random(curve.length(), rng);
            if let (Curve::P521, Some(top)) = (curve, scalar.first_mut()) {
                *top &= 1;
            }
            if let Ok(material) = Material::ec(curve, scalar) {
                return Ok(material);
            }
        }
        Err(KeyError::new("the random source yields no private key"))
    }

    /// Returns the pair of an RSA private key.
    pub(super) fn from_rsa(private: &rsa::RsaPrivateKey) -> Result<Material, KeyError> {
        use rsa::pkcs1::EncodeRsaPrivateKey;
        use rsa::traits::PublicKeyParts;
        let document = private.to_pkcs1_der().map_err(|_| KeyError::new("the RSA key cannot be used"))?;
        let private_der = Zeroizing::new(document.as_bytes().to_vec());
        Ok(Material::Rsa { n: private.n_bytes().to_vec(), e: private.e_bytes().to_vec(), private: Some(private_der) })
    }

    /// Returns the public half of an RSA key, if it is one.
    pub(super) fn rsa(n: &[u8], e: &[u8]) -> Result<Material, KeyError> {
        let (n, e) = (trim(n), trim(e));
        if n.last().is_none_or(|last| last % 2 == 0) {
            return Err(KeyError::new("the modulus n is even: no RSA key has such a one"));
        }
        match e {
            [] | [1] => Err(KeyError::new("the exponent e is too small: every text would be a signature")),
            [.., last] if last % 2 == 0 => Err(KeyError::new("the exponent e is even: no RSA key has such a one")),
            _ => Ok(Material::Rsa { n: n.to_vec(), e: e.to_vec(), private: None }),
        }
    }

    /// Returns the pair of a scalar, if it is one on `curve`.
    pub(super) fn ec(curve: Curve, scalar: Zeroizing<Vec<u8>>) -> Result<Material, KeyError> {
        let document = der::sec1(curve, &scalar)?;
        let pair = sig::EcdsaKeyPair::from_private_key_der(curve.signing(), &document);
        let pair = pair.map_err(|_| KeyError::new(format!("d is no private key of {}", curve.name())))?;
        let point = pair.public_key().as_ref().to_vec();
        Ok(Material::Ec { curve, point, private: Some(scalar) })
    }

    /// Returns the public half of an EC key, if the point lies on `curve`. It may be compressed.
    pub(super) fn point(curve: Curve, point: &[u8]) -> Result<Material, KeyError> {
        let parsed = sig::ParsedPublicKey::new(curve.verification(), point);
        let document = parsed.ok().and_then(|key| AsDer::<PublicKeyX509Der<'_>>::as_der(&key).ok());
        // The document ends with the point, uncompressed.
        let bytes = document.as_ref().map_or(&[][..], |document| document.as_ref());
        let point = bytes.len().checked_sub(1 + 2 * curve.length()).map(|start| &bytes[start..]);
        let point = point.ok_or_else(|| KeyError::new(format!("the point does not lie on {}", curve.name())))?;
        Ok(Material::Ec { curve, point: point.to_vec(), private: None })
    }

    /// Returns the pair of an Ed25519 seed or an X25519 scalar.
    pub(super) fn okp(signs: bool, private: Zeroizing<[u8; 32]>) -> Result<Material, KeyError> {
        let broken = || KeyError::new("d is no private key of its curve");
        let public = if signs {
            let pair = sig::Ed25519KeyPair::from_seed_unchecked(&*private).map_err(|_| broken())?;
            pair.public_key().as_ref().to_vec()
        } else {
            let pair = agreement::PrivateKey::from_private_key(&agreement::X25519, &*private).map_err(|_| broken())?;
            pair.compute_public_key().map_err(|_| broken())?.as_ref().to_vec()
        };
        let x = <[u8; 32]>::try_from(public).map_err(|_| broken())?;
        Ok(Material::Okp { signs, x, private: Some(private) })
    }
}

pub(super) fn random(length: usize, rng: &mut dyn rand::CryptoRng) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(vec![0; length]);
    rng.fill_bytes(&mut bytes);
    bytes
}

pub(super) fn random32(rng: &mut dyn rand::CryptoRng) -> Zeroizing<[u8; 32]> {
    let mut bytes = Zeroizing::new([0; 32]);
    rng.fill_bytes(&mut *bytes);
    bytes
}

/// Returns the number without leading zero bytes.
pub(crate) fn trim(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    &number[zeros..]
}

/// Returns how many bits the number has, leading zeros not counted.
pub(crate) fn bits(number: &[u8]) -> usize {
    let number = trim(number);
    number.first().map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}
