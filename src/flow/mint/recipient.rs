//! To whom a signed token is encrypted, and how (RFC 7519 §5.2).

use super::members::Members;
use super::{Draft, Minted, Unfit};
use crate::jose::alg::KeyManagement;
use crate::jose::jwe::{self, Encryption, Use};
use crate::jose::key::Key;
use serde_json::{Map, Value};
use std::sync::Arc;

/// Whoever is to open the token.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// The key to encrypt to: public, or a shared secret.
    pub key: Arc<Key>,
    /// The algorithms that are used, whatever the header says.
    pub encryption: Encryption,
    /// The members of the outer header, besides `alg` and `enc`. They may name those too, and then name others.
    pub header: Members,
}

/// How the content is encrypted if nobody says.
pub const USUAL_ENC: &str = "A256GCM";

impl Recipient {
    /// Returns the owner of `key`, who gets nested tokens: by `alg`, or the key's own algorithm, or RSA-OAEP-256; and by
    /// `enc`. The key is named by `kid`, or by its own.
    ///
    /// # Errors
    /// If the key is not for that, or nobody encrypts so.
    pub fn new(key: Arc<Key>, alg: Option<&str>, enc: &str, kid: Option<&str>) -> Result<Recipient, Unfit> {
        let own = key.algorithm.as_deref().filter(|name| KeyManagement::find(name).is_some());
        let alg = alg.or(own).unwrap_or("RSA-OAEP-256");
        let encryption = Encryption::find(alg, enc).map_err(|why| Unfit(why.to_string()))?;
        if !encryption.alg.is_made() {
            return Err(Unfit(format!("{alg} is only read, never made")));
        }
        let reasons = encryption.unfit(&key, Use::Seal);
        if !reasons.is_empty() {
            return Err(Unfit(reasons.join("; ")));
        }
        let mut header = Members::default();
        // Whoever opens it must know that a token is inside.
        header.set("cty", "JWT");
        if let Some(kid) = kid.or(key.kid.as_deref()) {
            header.set("kid", kid);
        }
        Ok(Recipient { key, encryption, header })
    }

    /// Encrypts a text.
    ///
    /// # Errors
    /// If the key cannot carry it.
    pub fn seal(&self, text: &str, rng: &mut dyn rand::CryptoRng) -> Result<String, Unfit> {
        let members: Map<String, Value> =
            self.header.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect();
        Ok(jwe::seal(text.as_bytes(), &self.key, self.encryption, members, rng)?)
    }
}

impl Draft {
    /// Encrypts what was minted of it, if it has a recipient.
    ///
    /// # Errors
    /// If the recipient's key cannot carry it.
    pub fn seal(&self, minted: &mut Minted, rng: &mut dyn rand::CryptoRng) -> Result<(), Unfit> {
        if let Some(recipient) = &self.recipient {
            minted.token = recipient.seal(&minted.token, rng)?;
        }
        Ok(())
    }
}
