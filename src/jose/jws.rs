//! Signing, and proving a signature against a key set.

use super::alg::Algorithm;
use super::key::{Key, KeyError};
use crate::model::jwk::Jwks;
use crate::model::token::Token;

/// What came of checking a token's signature against a key set. Only [`prove`] makes one.
#[derive(Debug, Clone)]
pub struct Proof {
    trials: Vec<Trial>,
}

/// One key of the set, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The number of the key in the set, from 0.
    pub index: usize,
    /// What to call it in a sentence.
    pub label: String,
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
    /// The key itself is damaged.
    Unreadable(String),
}

/// Checks the signature of `token` against every key of `keys`.
pub fn prove(_token: &Token, _keys: &Jwks) -> Proof {
    Proof { trials: Vec::new() }
}

/// Signs `message`.
///
/// # Errors
/// If the key is not private or not for this algorithm.
pub fn sign(_key: &Key, _algorithm: &Algorithm, _message: &[u8]) -> Result<Vec<u8>, KeyError> {
    Err(KeyError(String::new()))
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
}
