//! The configuration: from its file or the standard one, and what the command line says besides.

use super::{SetupArgs, file};
use crate::cmd::key;
use crate::edge::gather::LIMIT;
use crate::edge::{Edge, Failure};
use crate::flow::fault::AnyFault;
use crate::flow::mint::Recipient;
use crate::flow::mock::config::{Client, Config, Origin, Source};
use crate::flow::shop;
use crate::model::secret::Secret;
use crate::model::time::{Timestamp, parse_time};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::path::Path;
use std::sync::Arc;
use url::Url;

/// What the command line says, read once: a passphrase is not asked for again while the mock is at work.
pub(super) struct Given<'a> {
    args: &'a SetupArgs,
    file: Option<&'a Path>,
    faults: Vec<AnyFault>,
    keys: Vec<Source>,
    secret: Option<Secret>,
    recipient: Option<Recipient>,
}

impl<'a> Given<'a> {
    /// Reads what the command line names.
    ///
    /// # Errors
    /// If a file cannot be read or used.
    pub(super) fn read(
        args: &'a SetupArgs,
        file: Option<&'a Path>,
        faults: Vec<AnyFault>,
        edge: &mut Edge,
    ) -> Result<Self, Failure> {
        let keys = keys(args, edge)?;
        let secret = args.client_secret_file.as_deref().map(|file| secret(file, edge)).transpose()?;
        let recipient = args.encryption.recipient(edge)?;
        Ok(Given { args, file, faults, keys, secret, recipient })
    }

    /// Returns the configuration of a mock at `base`.
    ///
    /// # Errors
    /// If its file cannot be read or used.
    pub(super) fn config(&self, base: &Url, edge: &mut Edge) -> Result<Config, Failure> {
        let mut config = match self.file {
            Some(file) => file::read(file, base, edge)?,
            None => Config::standard(base),
        };
        config.faults.extend(&self.faults);
        if let Some(issuer) = config.issuers.first_mut() {
            if !self.keys.is_empty() {
                issuer.keys.clone_from(&self.keys);
            }
            if let Some(client) = issuer.clients.first_mut() {
                adapt(client, self.args, self.secret.clone());
                client.recipient = self.recipient.clone().or(client.recipient.take());
            }
        }
        config.issuers.iter_mut().for_each(shop::open);
        Ok(config)
    }
}

fn adapt(client: &mut Client, args: &SetupArgs, secret: Option<Secret>) {
    if let Some(id) = &args.client_id {
        client.id.clone_from(id);
    }
    if secret.is_some() {
        client.secret = secret;
    }
    client.redirect_uris.extend(args.redirect_uri.iter().cloned());
}

fn keys(args: &SetupArgs, edge: &mut Edge) -> Result<Vec<Source>, Failure> {
    let mut keys = Vec::new();
    for file in &args.key {
        for found in key::read(file, &args.passphrase, edge)? {
            if !found.key.is_private() {
                let name = file.display();
                return Err(Failure::usage(format!("{name} holds a public key, and the mock has to sign"))
                    .hint("pass a private key: lpauth keygen makes one"));
            }
            keys.push(Source { kid: None, algorithm: None, origin: Origin::Here(Arc::new(found.key)) });
        }
    }
    Ok(keys)
}

/// Returns the secret that is the first line of a file.
///
/// # Errors
/// If the file cannot be read or holds none.
pub(super) fn secret(file: &Path, edge: &mut Edge) -> Result<Secret, Failure> {
    let name = file.display();
    let bytes = zeroize::Zeroizing::new(edge.files.read(file, LIMIT)?);
    let text = std::str::from_utf8(&bytes).map_err(|_| {
        Failure::input(format!("{name} is not text"))
            .hint("name a file with text in it; a key or a secret in binary form is not read here")
    })?;
    match text.lines().next().unwrap_or_default() {
        "" => Err(Failure::usage(format!("{name} holds no secret"))
            .hint("put the secret there; of a file the first line is taken")),
        line => Ok(Secret::new(line)),
    }
}

/// Returns the time that `text` names; `None` if it is none that a calendar has.
pub(super) fn time_of(text: &str, now: Timestamp) -> Option<Timestamp> {
    parse_time(text, now).filter(|time| time.is_dated())
}

/// Returns a new token for the control endpoint: 256 random bits.
pub(super) fn token(dice: &mut dyn rand::CryptoRng) -> Secret {
    let mut bytes = zeroize::Zeroizing::new([0; 32]);
    dice.fill_bytes(&mut *bytes);
    Secret::new(URL_SAFE_NO_PAD.encode(*bytes))
}
