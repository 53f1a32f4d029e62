//! Whether a key is one to encrypt to, or to decrypt with.

use super::agreement::agrees;
use super::{Encryption, transport};
use crate::jose::alg::Way;
use crate::jose::key::{Key, Kind};

/// What is to be done with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Encrypting to its owner.
    Seal,
    /// Decrypting as its owner.
    Open,
}

impl Encryption {
    /// Returns every reason why `key` is not for this; none if it is.
    pub fn unfit(&self, key: &Key, purpose: Use) -> Vec<String> {
        let mut reasons = self.wrong_kind(key.kind(), purpose);
        if purpose == Use::Open && !key.is_private() {
            reasons.push("it is a public key, and only the private one decrypts".to_owned());
        }
        if let Some(stated) = key.purpose.as_ref().filter(|stated| *stated != "enc") {
            reasons.push(format!("its use is “{stated}”, not “enc”"));
        }
        let allowed = self.operations(purpose);
        let permits = |stated: &Vec<String>| stated.iter().any(|name| allowed.contains(&name.as_str()));
        // Half of an agreement's operations are of the private key: the public one's list is then empty.
        let empty = |stated: &Vec<String>| stated.is_empty() && purpose == Use::Seal && allowed == AGREES;
        if let Some(stated) = key.operations.as_ref().filter(|stated| !permits(stated) && !empty(stated)) {
            reasons.push(format!("its key_ops are “{}”, without “{}”", stated.join("”, “"), allowed[0]));
        }
        if let Some(stated) = key.algorithm.as_ref().filter(|stated| !self.is_called(stated)) {
            reasons.push(format!("its alg is {stated}, the token's {}", self.alg.name));
        }
        reasons
    }

    // RFC 7520 §5.6.1 gives a key for `dir` the name of the content encryption.
    fn is_called(&self, name: &str) -> bool {
        name == self.alg.name || (matches!(self.alg.way, Way::Direct) && name == self.enc.name)
    }

    fn wrong_kind(&self, kind: Kind, purpose: Use) -> Vec<String> {
        let (name, types) = (self.alg.name, self.alg.key_types());
        if !types.contains(&kind.kty()) {
            return vec![format!("its kty is {}, {name} takes {}", kind.kty(), types.join(" or "))];
        }
        self.wrong_size(kind, purpose).into_iter().collect()
    }

    fn wrong_size(&self, kind: Kind, purpose: Use) -> Option<String> {
        let name = self.alg.name;
        match (kind, self.alg.way) {
            (Kind::Rsa(bits), _) => self.wrong_modulus(bits, purpose),
            (Kind::Oct(bits), Way::Direct) if bits != self.enc.key_length * 8 => {
                Some(format!("it has {bits} bits, {} takes {}", self.enc.name, self.enc.key_length * 8))
            }
            (Kind::Oct(bits), Way::Wrapped(length) | Way::Gcm(length)) if bits != length * 8 => {
                Some(format!("it has {bits} bits, {name} takes {}", length * 8))
            }
            (Kind::Oct(0), _) => Some("the password is empty".to_owned()),
            (kind, Way::Agreed(_)) if !agrees(kind) => Some(format!(
                "its crv is {}, {name} takes P-256, P-384, P-521 or X25519",
                kind.crv().unwrap_or_default()
            )),
            _ => None,
        }
    }

    fn wrong_modulus(&self, bits: usize, purpose: Use) -> Option<String> {
        // What the `rsa` crate reads in aws-lc-rs's place, it reads by RSA-OAEP only.
        let least = if matches!(self.alg.way, Way::Pkcs1) { transport::LEAST } else { 1024 };
        if !(least..=8192).contains(&bits) {
            let does = if purpose == Use::Open { "decrypts" } else { "encrypts" };
            return Some(format!("it has {bits} bits, lpauth {does} by {} with {least} to 8192", self.alg.name));
        }
        let room = self.alg.capacity(bits).filter(|room| *room < self.enc.key_length)?;
        let (alg, enc) = (self.alg.name, self.enc.name);
        Some(format!(
            "{enc} needs a content encryption key of {} bytes, and {alg} with {bits} bits carries {room}",
            self.enc.key_length
        ))
    }

    fn operations(&self, purpose: Use) -> &'static [&'static str] {
        match (self.alg.way, purpose) {
            (Way::Agreed(_) | Way::Password(..), _) => AGREES,
            (Way::Direct, Use::Seal) => &["encrypt"],
            (Way::Direct, Use::Open) => &["decrypt"],
            (_, Use::Seal) => &["wrapKey", "encrypt"],
            (_, Use::Open) => &["unwrapKey", "decrypt"],
        }
    }
}

const AGREES: &[&str] = &["deriveKey", "deriveBits"];
