//! What is kept of a login, and what is taken out of it before.

use crate::check::{Facts, Slot};
use crate::edge::files::Access;
use crate::edge::{Edge, Failure};
use crate::flow::redact::{Kind, Known, Redactor};
use crate::jose::envelope::{Envelope, Keyring};
use crate::model::har;
use crate::model::jwk::Jwks;
use crate::model::secret::Secret;
use crate::model::transcript::{Transcript, file};
use std::path::PathBuf;

/// The flags that say what is kept.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Record")]
pub struct RecordFlags {
    /// Write every message to FILE, as JSON
    #[arg(long, value_name = "FILE")]
    pub transcript: Option<PathBuf>,
    /// Write every message to FILE as an HTTP archive (HAR 1.2), which browsers' developer tools import
    #[arg(long, value_name = "FILE")]
    pub har: Option<PathBuf>,
    /// Take personal data out too, of the report and of what is written: e-mail addresses, telephone numbers, names
    #[arg(long, value_name = "WHAT", value_parser = ["pii"], conflicts_with = "show_secrets")]
    pub redact: Option<String>,
    /// Leave secrets where they are, in the report and in what is written: codes, tokens, passwords, cookies
    #[arg(long)]
    pub show_secrets: bool,
}

/// A login, and what the command knows to be secret in it.
pub(in crate::cmd) struct Made {
    /// The login.
    pub(in crate::cmd) login: Transcript,
    /// The secrets that it was made with.
    pub(in crate::cmd) secrets: Vec<(Kind, Secret)>,
}

impl RecordFlags {
    /// Returns what takes the secrets out of a login, unless they are to stay; also those of the tokens that `keyring` opens.
    pub(in crate::cmd) fn redactor(&self, made: &Made, keys: Option<&Jwks>, keyring: &Keyring) -> Option<Redactor> {
        let secrets = made.secrets.iter().map(|(kind, secret)| (*kind, secret)).collect();
        let facts = Facts::of_login(&made.login, Slot::None, Slot::None).opened_by(keyring);
        let inner = [facts.envelope.here().and_then(Envelope::inner), facts.refreshed_token.here()];
        let opened = inner.into_iter().flatten().map(|token| token.source.text.as_str()).collect();
        let known = Known { secrets, keys, opened, personal: self.redact.is_some() };
        (!self.show_secrets).then(|| Redactor::new(&made.login, &known))
    }

    /// Writes the files that are asked for. Each run makes them anew.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub(in crate::cmd) fn write(
        &self,
        login: &Transcript,
        redactor: Option<&Redactor>,
        edge: &mut Edge,
    ) -> Result<(), Failure> {
        let shown = redactor.map(|redactor| redactor.transcript(login));
        let login = shown.as_ref().unwrap_or(login);
        let transcript = self.transcript.as_ref().map(|path| (path, file::write(login)));
        let archive = self.har.as_ref().map(|path| (path, har::write(login)));
        for (path, text) in transcript.into_iter().chain(archive) {
            edge.files.write(path, text.as_bytes(), Access::Private, true)?;
        }
        Ok(())
    }
}
