//! Minting: a [`Draft`] says what a token will be, and [`Draft::mint`] makes it so.
//!
//! A draft also holds what the issuer publishes and what a verifier has to expect, because some tokens are wrong only
//! next to those. Faults ([`super::fault`]) change a draft and nothing else.

pub mod members;
pub mod path;
mod recipient;

use crate::jose::alg::Algorithm;
use crate::jose::jws;
use crate::jose::key::{Key, KeyError};
use crate::model::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use members::Members;
pub use recipient::{Recipient, USUAL_ENC};
use serde_json::{Value, json};
use std::sync::Arc;

/// A token to be made.
#[derive(Clone)]
pub struct Draft {
    /// The time it is made at.
    pub now: Timestamp,
    /// The JOSE header.
    pub header: Members,
    /// The claims.
    pub claims: Members,
    /// White space after the claims: it changes the length of their segment, not their meaning.
    pub margin: String,
    /// Who signs; `None` leaves the signature empty.
    pub signer: Option<Signer>,
    /// To whom the signed token is encrypted, if it is.
    pub recipient: Option<Recipient>,
    /// Whether the segments are padded with `=`, as no token should be.
    pub padded: bool,
    /// The keys that the issuer publishes, as JWKs.
    pub keys: Vec<Members>,
    /// What a verifier has to expect.
    pub expect: Expectations,
    /// What happens to the signature once it is made.
    pub tampering: Vec<fn(Vec<u8>) -> Vec<u8>>,
    /// What happens to the finished text on its way.
    pub accidents: Vec<fn(String) -> String>,
}

/// A key and the algorithm it signs with, whatever the header says.
#[derive(Clone)]
pub struct Signer {
    /// The private key or the shared secret.
    pub key: Arc<Key>,
    /// The algorithm.
    pub algorithm: &'static Algorithm,
}

/// What somebody has to know to judge the token: the flags of `lpauth verify`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expectations {
    /// The issuer.
    pub issuer: Option<String>,
    /// The client ID.
    pub client_id: Option<String>,
    /// The nonce of the request: unknown, or what was sent, which may be none.
    pub nonce: Option<Option<String>>,
    /// The consumer.
    pub subject: Option<String>,
    /// The `max_age` of the request, in seconds.
    pub max_age: Option<i64>,
    /// The `acr_values` of the request.
    pub acr: Vec<String>,
    /// The access token issued together with it.
    pub access_token: Option<String>,
    /// The code issued together with it.
    pub code: Option<String>,
    /// The response type of the request.
    pub response_type: Option<String>,
}

/// A token, and what it takes to judge it.
#[derive(Debug, Clone)]
pub struct Minted {
    /// The token, in compact serialization unless a fault says otherwise.
    pub token: String,
    /// The key set that the issuer publishes, a JSON object with `keys` (RFC 7517 §5).
    pub jwks: Value,
    /// What a verifier has to expect.
    pub expect: Expectations,
}

/// Why a token cannot be minted as asked; a short sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit(pub String);

impl Draft {
    /// Returns the draft of a good token with these claims, signed with `key` and naming it by `kid`.
    pub fn new(signer: Signer, kid: &str, claims: Members, now: Timestamp) -> Draft {
        let header = json!({ "alg": signer.algorithm.name, "typ": "JWT", "kid": kid });
        Draft {
            now,
            header: members(header),
            expect: Expectations::of(&claims),
            claims,
            margin: String::new(),
            keys: published(&signer, kid).into_iter().collect(),
            signer: Some(signer),
            recipient: None,
            padded: false,
            tampering: Vec::new(),
            accidents: Vec::new(),
        }
    }

    /// Names the access token issued together with this one: sets `at_hash` (OIDC Core §3.1.3.6).
    pub fn bind_access_token(&mut self, access_token: &str) {
        self.bind("at_hash", access_token);
        self.expect.access_token = Some(access_token.to_owned());
    }

    /// Names the code issued together with this token: sets `c_hash` (OIDC Core §3.3.2.11).
    pub fn bind_code(&mut self, code: &str) {
        self.bind("c_hash", code);
        self.expect.code = Some(code.to_owned());
    }

    fn bind(&mut self, claim: &str, text: &str) {
        if let Some(signer) = &self.signer {
            self.claims.set(claim, signer.algorithm.half_hash(text));
        }
    }

    /// Makes the signed token; [`Draft::seal`] encrypts it.
    ///
    /// # Errors
    /// If the key is not private or not for the algorithm.
    pub fn mint(&self) -> Result<Minted, Unfit> {
        let message = format!("{}.{}", self.encode(self.header.to_json()), self.encode(self.payload()));
        let good = match &self.signer {
            Some(signer) => jws::sign(&signer.key, signer.algorithm, message.as_bytes())?,
            None => Vec::new(),
        };
        let signature = self.tampering.iter().fold(good, |bytes, tamper| tamper(bytes));
        let token = format!("{message}.{}", self.encode(signature));
        let token = self.accidents.iter().fold(token, |text, befall| befall(text));
        let keys: Vec<Value> = self.keys.iter().map(Members::to_value).collect();
        Ok(Minted { token, jwks: json!({ "keys": keys }), expect: self.expect.clone() })
    }

    fn payload(&self) -> String {
        self.claims.to_json() + &self.margin
    }

    /// Widens the margin until the claims' length in bytes leaves the remainder 1 when divided by 3. Their segment then
    /// needs padding, and no bytes encode to one character less.
    pub fn justify(&mut self) {
        while self.payload().len() % 3 != 1 {
            self.margin.push(' ');
        }
    }

    fn encode(&self, bytes: impl AsRef<[u8]>) -> String {
        if self.padded { URL_SAFE.encode(bytes) } else { URL_SAFE_NO_PAD.encode(bytes) }
    }
}

impl Expectations {
    /// Returns what the claims of a good token say a verifier expects.
    pub fn of(claims: &Members) -> Expectations {
        let text = |name: &str| claims.text(name).map(str::to_owned);
        let first = |audience: &Value| Some(audience.get(0).unwrap_or(audience).as_str()?.to_owned());
        Expectations {
            issuer: text("iss"),
            client_id: claims.get("aud").and_then(first),
            nonce: text("nonce").map(Some),
            subject: text("sub"),
            acr: text("acr").into_iter().collect(),
            ..Expectations::default()
        }
    }

    /// Adds a word to the response type, which starts as `id_token`.
    pub fn respond_with(&mut self, word: &str) {
        let asked = self.response_type.as_deref().unwrap_or("id_token");
        let mut words: Vec<&str> = asked.split(' ').chain([word]).collect();
        words.sort_unstable();
        words.dedup();
        self.response_type = Some(words.join(" "));
    }

    /// Returns these expectations as the flags of `lpauth verify`, each with its value.
    pub fn flags(&self) -> Vec<(&'static str, String)> {
        let acr = (!self.acr.is_empty()).then(|| self.acr.join(" "));
        let flags = [
            ("--issuer", self.issuer.clone()),
            ("--client-id", self.client_id.clone()),
            ("--nonce", self.nonce.clone().flatten()),
            ("--subject", self.subject.clone()),
            ("--max-age", self.max_age.map(|seconds| seconds.to_string())),
            ("--acr", acr),
            ("--access-token", self.access_token.clone()),
            ("--code", self.code.clone()),
            ("--response-type", self.response_type.clone()),
        ];
        flags.into_iter().filter_map(|(flag, value)| Some((flag, value?))).collect()
    }
}

impl Signer {
    /// Returns a signer with a new key of the same kind and the same algorithm: somebody else.
    ///
    /// # Errors
    /// If no such key can be made.
    pub fn stranger(&self, rng: &mut dyn rand::CryptoRng) -> Result<Signer, Unfit> {
        Ok(Signer { key: Arc::new(Key::generate(self.key.kind(), rng)?), algorithm: self.algorithm })
    }

    /// Returns the JWK by which nobody should publish a key: with its private half.
    pub fn leak(&self, kid: &str) -> Members {
        let mut jwk = members(self.key.jwk());
        for (name, value) in [("kid", kid), ("use", "sig"), ("alg", self.algorithm.name)] {
            jwk.set(name, value);
        }
        jwk
    }

    /// Returns the JWK by which the issuer publishes the key, under this name.
    ///
    /// # Errors
    /// If it is a shared secret: nobody publishes those.
    pub fn publish(&self, kid: &str) -> Result<Members, Unfit> {
        published(self, kid).ok_or_else(|| Unfit("a shared secret is never published: use an RSA key".to_owned()))
    }
}

/// Returns the JWK by which an issuer publishes a signer's key, under this name; `None` for a shared secret.
fn published(signer: &Signer, kid: &str) -> Option<Members> {
    let mut jwk = members(signer.key.public_jwk()?);
    for (name, value) in [("kid", kid), ("use", "sig"), ("alg", signer.algorithm.name)] {
        jwk.set(name, value);
    }
    Some(jwk)
}

fn members(object: Value) -> Members {
    match object {
        Value::Object(map) => map.into(),
        _ => Members::default(),
    }
}

impl From<KeyError> for Unfit {
    fn from(error: KeyError) -> Unfit {
        Unfit(error.0)
    }
}
