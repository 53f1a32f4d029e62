//! Keys as JSON Web Keys (RFC 7517, RFC 7518 §6, RFC 8037), and their thumbprints (RFC 7638).

use super::material::trim;
use super::{Curve, Key, KeyError, Material, der};
use crate::model::json::Value;
use crate::model::jwk::Jwk;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rsa::BoxedUint;
use rsa::traits::PrivateKeyParts;
use serde_json::Map;
use zeroize::Zeroizing;

type Members = Map<String, serde_json::Value>;

impl Key {
    /// Reads a JWK, private or public.
    ///
    /// # Errors
    /// Says which member is missing or wrong.
    pub fn from_jwk(jwk: &Jwk<'_>) -> Result<Key, KeyError> {
        let material = material(jwk)?;
        let mut key = Key {
            kid: jwk.kid().map(str::to_owned),
            purpose: optional_text(jwk, "use")?,
            operations: operations(jwk)?,
            algorithm: optional_text(jwk, "alg")?,
            ..Key::bare(material)
        };
        key.certificate = certificate(jwk, &key);
        Ok(key)
    }

    /// Returns the public half as a JWK; `None` for a shared secret, which has none.
    pub fn public_jwk(&self) -> Option<serde_json::Value> {
        self.public().map(|key| key.jwk())
    }

    /// Returns the whole key as a JWK, private members included if it has them.
    pub fn jwk(&self) -> serde_json::Value {
        let mut members = Members::new();
        members.insert("kty".to_owned(), self.kind().kty().into());
        let stated = [("kid", &self.kid), ("use", &self.purpose)];
        members.extend(stated.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?.into()))));
        members.extend(self.operations.iter().map(|operations| ("key_ops".to_owned(), operations.clone().into())));
        members.extend(self.algorithm.iter().map(|name| ("alg".to_owned(), name.clone().into())));
        members.extend(self.numbers().into_iter().map(|(name, value)| (name.to_owned(), value.into())));
        members.into()
    }

    /// Returns the thumbprint with SHA-256, in base64url (RFC 7638).
    pub fn thumbprint(&self) -> String {
        // RFC 7638 §3.2, RFC 8037 §2: the required members alone, sorted, without white space.
        const REQUIRED: [&str; 6] = ["crv", "e", "k", "n", "x", "y"];
        let mut members: Vec<(&str, String)> = self.numbers();
        members.retain(|(name, _)| REQUIRED.contains(name));
        members.push(("kty", self.kind().kty().to_owned()));
        members.sort();
        let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
        let text = format!("{{{}}}", members.join(","));
        URL_SAFE_NO_PAD.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes()))
    }

    fn numbers(&self) -> Vec<(&'static str, String)> {
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let mut numbers: Vec<(&'static str, String)> = Vec::new();
        numbers.extend(self.kind().crv().map(|crv| ("crv", crv.to_owned())));
        match &self.material {
            Material::Rsa { n, e, .. } => {
                numbers.extend([("n", encode(n)), ("e", encode(e))]);
                numbers.extend(self.pkcs1().map(rsa_numbers).unwrap_or_default());
            }
            Material::Ec { curve, point, private } => {
                let (x, y) = point[1..].split_at(curve.length());
                numbers.extend([("x", encode(x)), ("y", encode(y))]);
                numbers.extend(private.as_ref().map(|scalar| ("d", encode(scalar))));
            }
            Material::Okp { x, private, .. } => {
                numbers.push(("x", encode(x)));
                numbers.extend(private.as_ref().map(|seed| ("d", encode(seed.as_slice()))));
            }
            Material::Oct(secret) => numbers.push(("k", encode(secret))),
        }
        numbers
    }
}

fn rsa_numbers(private: &[u8]) -> Vec<(&'static str, String)> {
    use ::der::Decode;
    let Ok(key) = rsa::pkcs1::RsaPrivateKey::<rsa::pkcs1::UintRef<'_>>::from_der(private) else { return Vec::new() };
    let numbers = [
        ("d", key.private_exponent),
        ("p", key.prime1),
        ("q", key.prime2),
        ("dp", key.exponent1),
        ("dq", key.exponent2),
        ("qi", key.coefficient),
    ];
    numbers.into_iter().map(|(name, number)| (name, URL_SAFE_NO_PAD.encode(number.as_bytes()))).collect()
}

fn material(jwk: &Jwk<'_>) -> Result<Material, KeyError> {
    match (text(jwk, "kty")?, optional_text(jwk, "crv")?.as_deref()) {
        ("RSA", _) => rsa(jwk),
        ("EC", crv) => ec(jwk, crv.ok_or_else(|| missing("crv"))?),
        ("OKP", Some("Ed25519")) => okp(jwk, true),
        ("OKP", Some("X25519")) => okp(jwk, false),
        ("OKP", Some(other)) => Err(KeyError::new(format!("crv {other} is a curve lpauth does not know"))),
        ("OKP", None) => Err(missing("crv")),
        ("oct", _) => oct(jwk),
        (other, _) => Err(KeyError::new(format!("kty {other} is a key type lpauth does not know"))),
    }
}

fn rsa(jwk: &Jwk<'_>) -> Result<Material, KeyError> {
    let (n, e) = (number(jwk, "n")?, number(jwk, "e")?);
    let public = Material::rsa(&n, &e)?;
    if jwk.place.node.get("d").is_none() {
        return Ok(public);
    }
    if jwk.place.node.get("oth").is_some() {
        return Err(KeyError::new("an RSA key of more than two primes (oth)"));
    }
    der::sized(&n)?;
    // No part is longer than the whole: what is would only cost time.
    let part = |name| number(jwk, name).and_then(|part| uint(&part, name, n.len()));
    let has_primes = jwk.place.node.get("p").is_some() || jwk.place.node.get("q").is_some();
    let primes = if has_primes { vec![part("p")?, part("q")?] } else { Vec::new() };
    let private = rsa::RsaPrivateKey::from_components(part("n")?, part("e")?, part("d")?, primes);
    let private = private.map_err(|_| KeyError::new("n, e, d, p and q do not belong together"))?;
    shortcuts(jwk, &private)?;
    Material::from_rsa(&private)
}

// RFC 7518 §6.3.2.4 to 6.3.2.6: they follow from the other members.
fn shortcuts(jwk: &Jwk<'_>, private: &rsa::RsaPrivateKey) -> Result<(), KeyError> {
    let own = [("dp", private.dp().cloned()), ("dq", private.dq().cloned()), ("qi", private.crt_coefficient())];
    for (name, value) in own {
        let stated = jwk.place.node.get(name).map(|_| number(jwk, name)).transpose()?;
        if let (Some(stated), Some(value)) = (stated, value)
            && *trim(&stated) != *value.to_be_bytes_trimmed_vartime()
        {
            return Err(KeyError::new(format!("{name} does not belong to d, p and q")));
        }
    }
    Ok(())
}

fn ec(jwk: &Jwk<'_>, crv: &str) -> Result<Material, KeyError> {
    let unknown = || KeyError::new(format!("crv {crv} is a curve lpauth does not know"));
    let curve = Curve::ALL.into_iter().find(|curve| curve.name() == crv).ok_or_else(unknown)?;
    let (x, y) = (fixed(jwk, "x", curve.length())?, fixed(jwk, "y", curve.length())?);
    let public = Material::point(curve, &[&[4], x.as_slice(), y.as_slice()].concat())?;
    if jwk.place.node.get("d").is_none() {
        return Ok(public);
    }
    let pair = Material::ec(curve, fixed(jwk, "d", curve.length())?)?;
    match (&public, &pair) {
        (Material::Ec { point: stated, .. }, Material::Ec { point, .. }) if stated == point => Ok(pair),
        _ => Err(KeyError::new("d does not belong to x and y")),
    }
}

fn okp(jwk: &Jwk<'_>, signs: bool) -> Result<Material, KeyError> {
    let x = octets32(jwk, "x")?;
    if jwk.place.node.get("d").is_none() {
        return Ok(Material::Okp { signs, x: *x, private: None });
    }
    match Material::okp(signs, octets32(jwk, "d")?)? {
        Material::Okp { x: own, .. } if own != *x => Err(KeyError::new("d does not belong to x")),
        pair => Ok(pair),
    }
}

fn oct(jwk: &Jwk<'_>) -> Result<Material, KeyError> {
    let secret = octets(jwk, "k")?;
    if secret.is_empty() { Err(KeyError::new("k is empty")) } else { Ok(Material::Oct(secret)) }
}

fn certificate(jwk: &Jwk<'_>, key: &Key) -> Option<super::Certificate> {
    // RFC 7517 §4.7: the first certificate is the key's own; base64, not base64url.
    let own = jwk.place.node.get("x5c")?.elements().first()?.as_str()?;
    let compact: String = own.split_ascii_whitespace().collect();
    der::certificate(&STANDARD.decode(compact).ok()?, &key.to_spki().ok()?)
}

fn operations(jwk: &Jwk<'_>) -> Result<Option<Vec<String>>, KeyError> {
    let Some(node) = jwk.place.node.get("key_ops") else { return Ok(None) };
    let Value::Array(elements) = &node.value else {
        return Err(KeyError::new(format!("key_ops is {} in place of an array", node.kind())));
    };
    let names: Option<Vec<String>> = elements.iter().map(|element| element.as_str().map(str::to_owned)).collect();
    names.map(Some).ok_or_else(|| KeyError::new("key_ops holds something other than names"))
}

fn optional_text(jwk: &Jwk<'_>, name: &str) -> Result<Option<String>, KeyError> {
    let wrong = |kind| KeyError::new(format!("{name} is {kind} in place of a string"));
    let Some(node) = jwk.place.node.get(name) else { return Ok(None) };
    node.as_str().map(|text| Some(text.to_owned())).ok_or_else(|| wrong(node.kind()))
}

fn text<'a>(jwk: &Jwk<'a>, name: &str) -> Result<&'a str, KeyError> {
    let node = jwk.place.node.get(name).ok_or_else(|| missing(name))?;
    node.as_str().ok_or_else(|| KeyError::new(format!("{name} is {} in place of a string", node.kind())))
}

// Leading zeros change nothing in a number and are let pass here, though RFC 7518 §2 forbids them.
fn number(jwk: &Jwk<'_>, name: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let octets = octets(jwk, name)?;
    if trim(&octets).is_empty() { Err(KeyError::new(format!("{name} is zero"))) } else { Ok(octets) }
}

// RFC 7518 §6.2: coordinates and EC private keys have the curve's full length, leading zeros included.
fn fixed(jwk: &Jwk<'_>, name: &str, length: usize) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let octets = octets(jwk, name)?;
    match octets.len() {
        found if found == length => Ok(octets),
        found => Err(KeyError::new(format!("{name} has {found} bytes, its curve needs {length}"))),
    }
}

fn octets32(jwk: &Jwk<'_>, name: &str) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let octets = fixed(jwk, name, 32)?;
    let mut array = Zeroizing::new([0; 32]);
    array.copy_from_slice(&octets);
    Ok(array)
}

// What padding and the standard alphabet mean is plain, so they are let pass here; the check of key sets reports them.
fn octets(jwk: &Jwk<'_>, name: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let bare = text(jwk, name)?.trim_end_matches('=');
    let text = Zeroizing::new(Zeroizing::new(bare.replace('+', "-")).replace('/', "_"));
    let wrong = |what: String| KeyError::new(format!("{name} is not base64url: {what}"));
    let foreign = |c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if let Some((at, character)) = text.chars().enumerate().find(|(_, c)| foreign(*c)) {
        return Err(wrong(format!("“{}” at character {} is of no alphabet", character.escape_debug(), at + 1)));
    }
    match URL_SAFE_NO_PAD.decode(text.as_str()) {
        Ok(octets) => Ok(Zeroizing::new(octets)),
        Err(_) if text.len() % 4 == 1 => Err(wrong(format!("{} characters encode no bytes", text.len()))),
        Err(_) => Err(wrong("its last character carries bits that no byte needs".to_owned())),
    }
}

fn uint(number: &[u8], name: &str, longest: usize) -> Result<BoxedUint, KeyError> {
    let (number, too_long) = (trim(number), || KeyError::new(format!("{name} is longer than n")));
    let bits = u32::try_from(number.len() * 8).map_err(|_| too_long())?;
    if number.len() > longest {
        return Err(too_long());
    }
    BoxedUint::from_be_slice(number, bits).map_err(|_| too_long())
}

fn missing(name: &str) -> KeyError {
    KeyError::new(format!("{name} is missing"))
}
