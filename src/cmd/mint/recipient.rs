//! To whom the signed token is encrypted.

use super::EncryptionArgs;
use crate::cmd::key::{self, Passphrase};
use crate::edge::{Edge, Failure};
use crate::jose::alg::KeyManagement;
use crate::jose::jwe::{self, Encryption};
use crate::jose::key::{Key, KeyError};
use rand::CryptoRng;
use serde_json::{Map, Value};
use std::path::Path;

/// A recipient, and how tokens are encrypted to it.
pub(super) struct Recipient {
    file: String,
    key: Key,
    encryption: Encryption,
    members: Map<String, Value>,
}

impl Recipient {
    /// Reads the key of `--encrypt-to`; `None` if nothing is to be encrypted.
    pub(super) fn load(args: &EncryptionArgs, edge: &mut Edge) -> Result<Option<Recipient>, Failure> {
        let Some(file) = &args.encrypt_to else { return Ok(None) };
        let found = key::read(file, &Passphrase::default(), edge)?;
        let key = chosen(found.into_iter().map(|found| found.key).collect(), file)?;
        let own = key.algorithm.as_deref().filter(|name| KeyManagement::find(name).is_some());
        let alg = args.jwe_alg.as_deref().or(own).unwrap_or("RSA-OAEP-256");
        let enc = args.jwe_enc.as_deref().unwrap_or("A256GCM");
        let encryption = Encryption::find(alg, enc).map_err(|why| Failure::usage(why.to_string()))?;
        let kid = args.jwe_kid.clone().or_else(|| key.kid.clone());
        // RFC 7519 §5.2: whoever opens it must know that a token is inside.
        let mut members = Map::from_iter([("cty".to_owned(), "JWT".into())]);
        members.extend(kid.map(|kid| ("kid".to_owned(), kid.into())));
        Ok(Some(Recipient { file: file.display().to_string(), key, encryption, members }))
    }

    /// Encrypts a signed token.
    pub(super) fn seal(&self, token: &str, dice: &mut dyn CryptoRng) -> Result<String, Failure> {
        let sealed = jwe::seal(token.as_bytes(), &self.key, self.encryption, self.members.clone(), dice);
        sealed.map_err(|KeyError(reason)| {
            Failure::usage(format!("cannot encrypt to the key in {}: {reason}", self.file))
                .hint("--jwe-alg and --jwe-enc choose other algorithms")
        })
    }
}

// The first whose use is encryption, or the only one.
fn chosen(keys: Vec<Key>, file: &Path) -> Result<Key, Failure> {
    let alone = keys.len() == 1;
    let for_it = |key: &Key| key.purpose.as_deref() == Some("enc");
    keys.into_iter().find(|key| alone || for_it(key)).ok_or_else(|| {
        Failure::usage(format!("{} holds several keys, and of none the use is “enc”", file.display()))
            .hint("pass a file with the one key to encrypt to")
    })
}
