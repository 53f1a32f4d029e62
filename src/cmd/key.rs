//! Key files as commands take them: read from a path or standard input, opened with a passphrase that never stands on the
//! command line.

use crate::edge::gather::LIMIT;
use crate::edge::{Edge, Failure};
use crate::jose::key_file::{self, Found, KeyFileError};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Where the passphrase of a private key comes from.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Passphrase {
    /// Take the key's passphrase from the first line of FILE
    #[arg(long, value_name = "FILE", group = "passphrase_source")]
    pub passphrase_file: Option<PathBuf>,
    /// Take the key's passphrase from the environment variable NAME
    #[arg(long, value_name = "NAME", group = "passphrase_source")]
    pub passphrase_env: Option<String>,
}

/// Reads every key of a file; `-` is standard input. If the key is encrypted and nobody named a passphrase, it is asked for.
///
/// # Errors
/// If the file cannot be read, holds no key, or its passphrase is missing or wrong.
pub fn read(path: &Path, passphrase: &Passphrase, edge: &mut Edge) -> Result<Vec<Found>, Failure> {
    let bytes = Zeroizing::new(if path == Path::new("-") {
        edge.terminal.read(LIMIT)?
    } else {
        edge.files.read(path, LIMIT)?
    });
    match key_file::read(&bytes, None) {
        Err(KeyFileError::NeedsPassphrase) => {
            let prompt = format!("Passphrase of {}", name(path));
            let passphrase = passphrase.given(edge)?.map_or_else(|| ask(edge, &prompt, false), Ok)?;
            key_file::read(&bytes, Some(&passphrase)).map_err(|error| failure(path, &error))
        }
        other => other.map_err(|error| failure(path, &error)),
    }
}

impl Passphrase {
    /// Returns the passphrase that the flags lead to; `None` if there is no such flag.
    ///
    /// # Errors
    /// If the file or the variable is not there or holds nothing.
    pub fn given(&self, edge: &mut Edge) -> Result<Option<Zeroizing<String>>, Failure> {
        if let Some(file) = &self.passphrase_file {
            let text = Zeroizing::new(edge.files.read(file, LIMIT)?);
            let text = std::str::from_utf8(&text).map_err(|_| {
                Failure::input(format!("{} is not text", file.display()))
                    .hint("name a file with text in it; a key or a secret in binary form is not read here")
            })?;
            return solid(text.lines().next().unwrap_or_default(), &file.display().to_string()).map(Some);
        }
        let Some(name) = &self.passphrase_env else { return Ok(None) };
        let value = edge.environment.get(name).map(String::as_str).unwrap_or_default();
        solid(value, &format!("the environment variable {name}")).map(Some)
    }
}

/// Asks for a passphrase without showing it, twice if `twice`.
///
/// # Errors
/// If nobody is there to answer, or the answer is empty.
pub fn ask(edge: &mut Edge, prompt: &str, twice: bool) -> Result<Zeroizing<String>, Failure> {
    if !edge.person.present() {
        return Err(Failure::usage("a passphrase is needed, and nobody is there to ask")
            .hint("pass --passphrase-file FILE or --passphrase-env NAME"));
    }
    solid(&Zeroizing::new(edge.person.secret(prompt, twice)?), "the answer")
}

fn solid(passphrase: &str, place: &str) -> Result<Zeroizing<String>, Failure> {
    if passphrase.is_empty() {
        return Err(Failure::usage(format!("{place} holds no passphrase"))
            .hint("put the passphrase there; of a file the first line is taken"));
    }
    Ok(Zeroizing::new(passphrase.to_owned()))
}

fn failure(path: &Path, error: &KeyFileError) -> Failure {
    let name = name(path);
    let failure = Failure::input(format!("{name}: {error}"));
    match error.command() {
        Some(command) => failure.hint(command.replace("FILE", &name)),
        None => failure
            .hint("look whether it is the right file, whole, and the right passphrase; PEM, DER and JWK are read"),
    }
}

fn name(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}
