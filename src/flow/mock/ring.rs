//! The signing keys of an issuer: which one signs, which ones are published, and how they are rotated.

use super::config::{Origin, Source};
use crate::flow::mint::members::Members;
use crate::flow::mint::{Signer, Unfit};
use crate::jose::key::{Key, Kind};
use std::sync::Arc;

// How many keys an issuer publishes at the most by rotating: whoever publishes in a loop fills no memory.
const PUBLISHED: usize = 20;

/// A key with its name.
#[derive(Clone)]
pub(super) struct Named {
    pub(super) kid: String,
    pub(super) signer: Signer,
}

/// The keys of an issuer.
#[derive(Clone)]
pub(super) struct Ring {
    /// The key that signs.
    pub(super) current: Named,
    /// What is published, the current key among it unless the set is stale.
    pub(super) published: Vec<Named>,
}

/// A step of a key rotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A new key is published; the old one signs still.
    Publish,
    /// The new key signs; the old one is published still.
    Switch,
    /// The old keys are published no more.
    Retire,
    /// A new key signs and is not published: the key set is stale.
    Stale,
}

impl Ring {
    /// Makes ready the keys of an issuer.
    pub(super) fn new(sources: &[Source], rng: &mut dyn rand::CryptoRng) -> Result<Ring, Unfit> {
        let new = [Source::new(Kind::Rsa(2048))];
        let sources = if sources.is_empty() { &new } else { sources };
        let named = sources.iter().map(|source| Named::new(source, rng)).collect::<Result<Vec<_>, _>>()?;
        let current = named.first().cloned().ok_or_else(|| Unfit("there is no key to sign with".to_owned()))?;
        Ok(Ring { current, published: named })
    }

    /// Takes a step. Whoever takes it calls it for a copy: making a key takes its time.
    pub(super) fn step(&mut self, step: Step, rng: &mut dyn rand::CryptoRng) -> Result<(), Unfit> {
        match step {
            Step::Publish if self.published.len() >= PUBLISHED => {
                let count = self.published.len();
                return Err(Unfit(format!("{count} keys are published, which is enough: retire the old ones first")));
            }
            Step::Publish => self.published.push(self.current.successor(rng)?),
            Step::Switch => {
                let next = self.published.last().filter(|next| next.kid != self.current.kid).cloned();
                self.current = next.ok_or_else(|| Unfit("no other key is published: publish one first".to_owned()))?;
            }
            Step::Retire => self.published = vec![self.current.clone()],
            Step::Stale => self.current = self.current.successor(rng)?,
        }
        Ok(())
    }

    /// Returns the keys that are published, to make this ring of again.
    pub(super) fn sources(&self) -> Vec<Source> {
        let source = |Named { kid, signer }: &Named| Source {
            kid: Some(kid.clone()),
            algorithm: Some(signer.algorithm),
            origin: Origin::Here(Arc::clone(&signer.key)),
        };
        self.published.iter().map(source).collect()
    }

    /// Returns the key set as it is published.
    pub(super) fn jwks(&self) -> Vec<Members> {
        // A shared secret is never published.
        self.published.iter().filter_map(|named| named.signer.publish(&named.kid).ok()).collect()
    }
}

impl Named {
    fn new(source: &Source, rng: &mut dyn rand::CryptoRng) -> Result<Named, Unfit> {
        let key = match &source.origin {
            Origin::New(kind) => Arc::new(Key::generate(*kind, rng)?),
            Origin::Here(key) => Arc::clone(key),
            Origin::File(name) => return Err(Unfit(format!("the key {name} has not been read"))),
        };
        if !key.is_private() {
            return Err(Unfit("a public key cannot sign".to_owned()));
        }
        let usual = source.algorithm.or_else(|| key.algorithms().first().copied());
        let algorithm = usual.ok_or_else(|| Unfit(format!("a key of the kind {} cannot sign", key.kind())))?;
        let kid = source.kid.clone().or_else(|| key.kid.clone()).unwrap_or_else(|| short(&key));
        Ok(Named { kid, signer: Signer { key, algorithm } })
    }

    fn successor(&self, rng: &mut dyn rand::CryptoRng) -> Result<Named, Unfit> {
        let signer = self.signer.stranger(rng)?;
        Ok(Named { kid: short(&signer.key), signer })
    }
}

// The beginning of the thumbprint (RFC 7638) is name enough.
fn short(key: &Key) -> String {
    key.thumbprint().chars().take(12).collect()
}
