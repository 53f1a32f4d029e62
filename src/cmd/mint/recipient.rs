//! To whom the signed token is encrypted.

use super::EncryptionArgs;
use crate::cmd::key::{self, Passphrase};
use crate::edge::{Edge, Failure};
use crate::flow::mint::{Recipient, USUAL_ENC, Unfit};
use crate::jose::key::Key;
use std::path::Path;
use std::sync::Arc;

impl EncryptionArgs {
    /// Reads the key of `--encrypt-to`; returns `None` if nothing is to be encrypted.
    ///
    /// # Errors
    /// If the file cannot be read, or the key in it is not for the algorithms.
    pub(in crate::cmd) fn recipient(&self, edge: &mut Edge) -> Result<Option<Recipient>, Failure> {
        let Some(file) = &self.encrypt_to else { return Ok(None) };
        let found = key::read(file, &Passphrase::default(), edge)?;
        let key = chosen(found.into_iter().map(|found| found.key).collect(), file)?;
        let enc = self.jwe_enc.as_deref().unwrap_or(USUAL_ENC);
        let recipient = Recipient::new(Arc::new(key), self.jwe_alg.as_deref(), enc, self.jwe_kid.as_deref());
        recipient.map(Some).map_err(|Unfit(reason)| {
            Failure::usage(format!("cannot encrypt to the key in {}: {reason}", file.display()))
                .hint("--jwe-alg and --jwe-enc choose other algorithms")
        })
    }
}

// The first whose use is encryption, or the only one.
pub(in crate::cmd) fn chosen(keys: Vec<Key>, file: &Path) -> Result<Key, Failure> {
    let alone = keys.len() == 1;
    let for_it = |key: &Key| key.purpose.as_deref() == Some("enc");
    keys.into_iter().find(|key| alone || for_it(key)).ok_or_else(|| {
        Failure::usage(format!("{} holds several keys, and of none the use is “enc”", file.display()))
            .hint("pass a file with the one key to encrypt to")
    })
}
