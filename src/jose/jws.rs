//! Signing, and proving a signature against a key set.
//!
//! The key decides which algorithms are acceptable. Keys that a header carries or points to are never looked at.

use super::alg::{self, Algorithm, Verification};
use super::key::{Key, KeyError, Material};
use crate::model::jwk::{Jwk, Jwks};
use crate::model::token::{FlawKind, Form, Segment, Token};
use crate::model::transcript::{CutSignature, Redaction};
use aws_lc_rs::{hmac, rand, signature as sig};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::EncodingKey;

/// What came of checking a token's signature against a key set. Only [`prove`] and [`recall`] make one.
#[derive(Debug, Clone)]
pub struct Proof {
    trials: Vec<Trial>,
    algorithm: Option<&'static Algorithm>,
    kid: Option<String>,
    obstacle: Option<String>,
}

/// One key of the set, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The number of the key in the set, from 0.
    pub index: usize,
    /// What to call it in a sentence.
    pub label: String,
    /// Whether the token means this key: its `kid` is the token's, or one of the two has none to compare.
    pub meant: bool,
    /// What became of it.
    pub result: TrialResult,
}

/// What became of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrialResult {
    /// The signature is this key's.
    Verified,
    /// The key fits, but the signature is not its own.
    Refused,
    /// The key could have been tried but its `kid` is not the token's. Tells whether the signature is its own all the same.
    OtherKid {
        /// Whether the signature is this key's.
        verifies: bool,
    },
    /// The key is not for this: says every reason (kty, crv, use, key_ops, alg).
    Unsuitable(Vec<String>),
    /// The key itself is damaged: says how.
    Unreadable(String),
}

/// A key made ready to check many signatures by one algorithm.
pub struct Verifier {
    check: Check,
}

enum Check {
    Public(sig::ParsedPublicKey),
    Secret(Box<hmac::Key>),
}

/// Checks the signature of `token` against every key of `keys`.
pub fn prove(token: &Token, keys: &Jwks) -> Proof {
    attempt(token, keys, None)
}

/// Does the same for a token whose signature may have been taken out: then it tells what was seen before that.
pub fn recall(token: &Token, keys: &Jwks, redaction: Option<&Redaction>) -> Proof {
    match cut(token, redaction) {
        // The private members were taken out too, so that only the public ones still belong together.
        Some(cut) => attempt(token, &keys.public(), Some(cut)),
        None => attempt(token, keys, None),
    }
}

/// How the placeholder of a secret begins.
const PLACEHOLDER: &str = "REDACTED-";

/// Returns whether the signature was taken out of a token by its own account, and nothing tells whose it was. A token that
/// comes from elsewhere than a file can say so too, so that this excuses nothing there.
pub fn is_forgotten(token: &Token, redaction: Option<&Redaction>) -> bool {
    token.form() == Form::Signed
        && last(token).is_some_and(|text| text.starts_with(PLACEHOLDER))
        && cut(token, redaction).is_none()
}

fn cut<'a>(token: &Token, redaction: Option<&'a Redaction>) -> Option<&'a CutSignature> {
    let last = last(token)?;
    redaction?.signatures.iter().find(|cut| cut.placeholder == last)
}

fn last(token: &Token) -> Option<&str> {
    token.source.text.get(token.segments.last()?.span.clone())
}

fn attempt(token: &Token, keys: &Jwks, cut: Option<&CutSignature>) -> Proof {
    let header = token.header.json();
    let member = |name| header.and_then(|json| json.root.get(name)?.as_str());
    let algorithm = member("alg").and_then(alg::find);
    let obstacle = obstacle(token, algorithm, member("alg"));
    let attempt =
        Attempt { token, cut, algorithm, kid: member("kid"), hopeless: obstacle.is_some(), published: keys.published };
    let trials = keys.keys().iter().map(|jwk| attempt.trial(jwk)).collect();
    Proof { trials, algorithm, kid: member("kid").map(str::to_owned), obstacle }
}

/// Signs `message`.
///
/// # Errors
/// If the key is not private or not of the kind that the algorithm takes. What the key's owner says it is for is not
/// asked: a wrong token is a thing to make on purpose.
pub fn sign(key: &Key, algorithm: &Algorithm, message: &[u8]) -> Result<Vec<u8>, KeyError> {
    let refused = || KeyError::new(format!("{} is made with another kind of key than {}", algorithm.name, key.kind()));
    if !key.is_private() {
        return Err(KeyError::new("a public key cannot sign"));
    }
    if key.kind().kty() != algorithm.kty || key.kind().crv() != algorithm.crv {
        return Err(refused());
    }
    match (algorithm.usual, &algorithm.verification, &key.material) {
        (Some(usual), ..) => sign_usually(key, usual, message),
        (None, Verification::Rsa { padding, .. }, _) => {
            let signature = sign_by_rsa(key, *padding, message);
            signature.ok_or_else(|| KeyError::new(format!("{} cannot be made with {}", algorithm.name, size(key))))
        }
        (None, _, Material::Ec { curve, .. }) => {
            let pair = sig::EcdsaKeyPair::from_pkcs8(curve.signing(), &key.to_pkcs8()?).map_err(|_| refused())?;
            let signature = pair.sign(&rand::SystemRandom::new(), message).map_err(|_| refused())?;
            Ok(signature.as_ref().to_vec())
        }
        _ => Err(refused()),
    }
}

fn sign_by_rsa(key: &Key, padding: &'static dyn sig::RsaEncoding, message: &[u8]) -> Option<Vec<u8>> {
    let pair = key.rsa_pair()?;
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(padding, &rand::SystemRandom::new(), message, &mut signature).ok()?;
    Some(signature)
}

fn sign_usually(key: &Key, usual: jsonwebtoken::Algorithm, message: &[u8]) -> Result<Vec<u8>, KeyError> {
    let encoding = match &key.material {
        Material::Oct(secret) => EncodingKey::from_secret(secret),
        Material::Rsa { .. } => return Err(KeyError::new("RSA signs without jsonwebtoken")),
        Material::Ec { .. } => EncodingKey::from_ec_der(&key.to_pkcs8()?),
        Material::Okp { .. } => EncodingKey::from_ed_der(&key.to_pkcs8()?),
    };
    let signature = jsonwebtoken::crypto::sign(message, &encoding, usual);
    let text = signature.map_err(|_| KeyError::new(format!("{} cannot be made with {}", name(usual), size(key))))?;
    URL_SAFE_NO_PAD.decode(text).map_err(|_| KeyError::new("the signature is not base64url"))
}

fn name(usual: jsonwebtoken::Algorithm) -> String {
    format!("{usual:?}")
}

// aws-lc-rs, which makes the signatures, takes RSA keys from 2048 bits.
fn size(key: &Key) -> String {
    match key.kind() {
        super::key::Kind::Rsa(bits) if bits < 2048 => format!("a key of {bits} bits: 2048 are the least"),
        kind => format!("this {kind} key"),
    }
}

struct Attempt<'a> {
    token: &'a Token,
    cut: Option<&'a CutSignature>,
    algorithm: Option<&'static Algorithm>,
    kid: Option<&'a str>,
    hopeless: bool,
    published: bool,
}

impl Attempt<'_> {
    fn trial(&self, jwk: &Jwk<'_>) -> Trial {
        let meant = self.is_meant(jwk.kid());
        Trial { index: jwk.index, label: jwk.label(), meant, result: self.result(jwk, meant) }
    }

    fn result(&self, jwk: &Jwk<'_>, meant: bool) -> TrialResult {
        let key = match Key::from_jwk(jwk) {
            Ok(key) => key,
            Err(KeyError(reason)) => return TrialResult::Unreadable(reason),
        };
        let Some(algorithm) = self.algorithm else {
            return TrialResult::Unsuitable(vec!["the header names no algorithm that a key could check".to_owned()]);
        };
        let verifier = match Verifier::new(&key, algorithm) {
            Ok(verifier) => verifier,
            Err(reasons) => return TrialResult::Unsuitable(reasons),
        };
        let verifies = match self.cut {
            Some(cut) => cut.verified_by.contains(&key.thumbprint()),
            None => !self.hopeless && verifier.verify(self.token.signing_input(), self.token.signature()),
        };
        match (meant, verifies) {
            (false, verifies) => TrialResult::OtherKid { verifies },
            (true, true) => TrialResult::Verified,
            (true, false) => TrialResult::Refused,
        }
    }

    // A key that the user holds was named by its file; its kid, if it has one, picks nothing.
    fn is_meant(&self, kid: Option<&str>) -> bool {
        !self.published || self.kid.is_none() || self.kid == kid
    }
}

// The signature covers the text as it stands, so only the signature's own segment must be sound.
fn obstacle(token: &Token, algorithm: Option<&Algorithm>, name: Option<&str>) -> Option<String> {
    let Form::Signed = token.form() else {
        return Some(format!("a signed token has three segments, this text has {}", token.segments.len()));
    };
    match (algorithm, name) {
        (None, Some(name)) => return Some(format!("“{name}” is no algorithm that a key could check")),
        (None, None) => return Some("the header names no algorithm".to_owned()),
        (Some(_), _) => {}
    }
    token.segments.get(2).and_then(damage)
}

fn damage(signature: &Segment) -> Option<String> {
    let flaw = signature.flaws.first();
    let what = match flaw.map(|flaw| flaw.kind) {
        None if signature.bytes.is_empty() => return Some("the signature is empty".to_owned()),
        None => return None,
        Some(FlawKind::Padding) => "padding (=)".to_owned(),
        Some(FlawKind::StandardAlphabet) => "a character of the standard alphabet (+ or /)".to_owned(),
        Some(FlawKind::Foreign(character)) => format!("the foreign character “{}”", character.escape_debug()),
        Some(FlawKind::Length) => "a character too many or too few".to_owned(),
        Some(FlawKind::TrailingBits) => "a last character with bits that no byte needs".to_owned(),
    };
    Some(format!("the signature is not base64url: it has {what}"))
}

impl Proof {
    /// Returns every key of the set and what became of it.
    pub fn trials(&self) -> &[Trial] {
        &self.trials
    }

    /// Returns the key whose signature it is, if one was found by the rules.
    pub fn verified_by(&self) -> Option<&Trial> {
        self.trials.iter().find(|trial| trial.result == TrialResult::Verified)
    }

    /// Returns the key whose signature it is although its `kid` is another, if there is one.
    pub fn verified_under_other_kid(&self) -> Option<&Trial> {
        self.trials.iter().find(|trial| trial.result == TrialResult::OtherKid { verifies: true })
    }

    /// Returns the algorithm the header names; `None` if no key could check it, as with `none`.
    pub fn algorithm(&self) -> Option<&'static Algorithm> {
        self.algorithm
    }

    /// Returns the `kid` the header names, if it names one as a string.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// Returns why no key whatever could verify the token: it has no algorithm, or no sound signature.
    pub fn obstacle(&self) -> Option<&str> {
        self.obstacle.as_deref()
    }

    /// Returns whether a key was tried by the rules: it is suitable, and its `kid` is the token's.
    pub fn tried_any(&self) -> bool {
        self.trials.iter().any(|trial| matches!(trial.result, TrialResult::Verified | TrialResult::Refused))
    }

    /// Returns whether a key of the set is for the token's algorithm, whatever its `kid`.
    pub fn any_suitable(&self) -> bool {
        let unsuitable =
            |result: &TrialResult| matches!(result, TrialResult::Unsuitable(_) | TrialResult::Unreadable(_));
        self.trials.iter().any(|trial| !unsuitable(&trial.result))
    }
}

impl Verifier {
    /// Makes `key` ready to check signatures by `algorithm`.
    ///
    /// # Errors
    /// Says every reason why the key is not for that.
    pub fn new(key: &Key, algorithm: &Algorithm) -> Result<Verifier, Vec<String>> {
        let reasons = key.unfit(algorithm);
        if !reasons.is_empty() {
            return Err(reasons);
        }
        let check = match (&key.material, &algorithm.verification) {
            (Material::Oct(secret), Verification::Hmac(mac)) => {
                Ok(Check::Secret(Box::new(hmac::Key::new(*mac, secret))))
            }
            (Material::Rsa { n, e, .. }, Verification::Rsa { parameters, .. }) => {
                sig::RsaPublicKeyComponents { n, e }.to_parsed_public_key(parameters).map(Check::Public)
            }
            (Material::Ec { point, .. }, Verification::Curve(curve)) => public(*curve, point),
            (Material::Okp { x, .. }, Verification::Curve(curve)) => public(*curve, x),
            _ => return Err(vec![format!("a {} key is not for {}", key.kind(), algorithm.name)]),
        };
        let damaged = |error| vec![format!("the key is damaged: {error}")];
        check.map(|check| Verifier { check }).map_err(damaged)
    }

    /// Returns whether `signature` is the key's signature of `message`.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.check {
            Check::Public(key) => key.verify_sig(message, signature).is_ok(),
            Check::Secret(key) => hmac::verify(key, message, signature).is_ok(),
        }
    }

    /// Returns whether the last segment of a compact text is the key's signature of what stands before it. The header is
    /// not looked at.
    pub fn verify_compact(&self, compact: &str) -> bool {
        let Some((message, signature)) = compact.rsplit_once('.') else { return false };
        // RSA of 8192 bits makes the longest signature.
        let mut bytes = [0; 1024];
        match URL_SAFE_NO_PAD.decode_slice(signature, &mut bytes) {
            Ok(length) => self.verify(message.as_bytes(), &bytes[..length]),
            Err(_) => false,
        }
    }
}

fn public(
    algorithm: &'static dyn sig::VerificationAlgorithm,
    bytes: &[u8],
) -> Result<Check, aws_lc_rs::error::KeyRejected> {
    sig::ParsedPublicKey::new(algorithm, bytes).map(Check::Public)
}
