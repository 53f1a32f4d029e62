//! The keys that commands open encrypted tokens with.

use super::key::{self, Passphrase};
use crate::edge::{Edge, Failure};
use crate::jose::envelope::Keyring;
use crate::jose::jwe::Allowances;
use std::path::{Path, PathBuf};

/// The flags that say how encrypted tokens are opened.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Decryption")]
pub struct DecryptionFlags {
    /// Open encrypted tokens with the private key in FILE, in any form; may be repeated
    #[arg(long, value_name = "FILE")]
    pub decrypt_key: Vec<PathBuf>,
    /// Open also what is encrypted with RSA1_5 or a password (PBES2), which are known to be weak
    #[arg(long)]
    pub allow_legacy: bool,
    /// Where the passphrase of such a key comes from.
    #[command(flatten)]
    pub passphrase: Passphrase,
}

impl DecryptionFlags {
    /// Reads the keys, from `named` if no flag names one.
    ///
    /// # Errors
    /// If a file cannot be read or holds no key.
    pub fn keyring(&self, named: Option<&Path>, edge: &mut Edge) -> Result<Keyring, Failure> {
        let flags = self.decrypt_key.iter().map(PathBuf::as_path);
        let files: Vec<&Path> = if self.decrypt_key.is_empty() { named.into_iter().collect() } else { flags.collect() };
        let mut keys = Vec::new();
        for file in files {
            for found in key::read(file, &self.passphrase, edge)? {
                let kid = found.key.kid.as_ref().map(|kid| format!(" (“{kid}”)")).unwrap_or_default();
                keys.push((format!("{}{kid}", file.display()), found.key));
            }
        }
        Ok(Keyring { keys, allow: Allowances { legacy: self.allow_legacy, ..Allowances::default() } })
    }
}
