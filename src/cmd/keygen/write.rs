//! The forms a key is printed and written in.

use super::{Args, unusable, warnings};
use crate::cmd::Output;
use crate::edge::files::Access;
use crate::edge::{Edge, Failure};
use crate::jose::key::{Key, Kind};
use crate::jose::key_file::pem;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The passphrase that a private key is encrypted with, if any.
pub(in crate::cmd) type Lock<'a> = Option<&'a Zeroizing<String>>;

/// The forms a key can be printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// The private key as PKCS#8 PEM
    Pem,
    /// The public key as PEM
    PublicPem,
    /// The public key as one line of base64
    Spki,
    /// The public key as JWK
    Jwk,
    /// The public key as a JWK set
    Jwks,
    /// The private key as JWK
    PrivateJwk,
    /// The private key as a JWK set
    PrivateJwks,
}

/// The files to write; none if the key is only printed.
#[derive(Default)]
pub(super) struct Files {
    pub(super) private: Option<PathBuf>,
    public: Option<PathBuf>,
    set: Option<PathBuf>,
}

impl Files {
    /// Returns the files of a key of this kind at a prefix or in a directory.
    pub(super) fn at(out: &Path, kind: Kind, private: bool, edge: &mut Edge) -> Files {
        let directory = edge.files.is_directory(out) || out.as_os_str().as_encoded_bytes().ends_with(b"/");
        let prefix = if directory { out.join("key") } else { out.to_owned() };
        let named = |suffix: &str| {
            let mut name = prefix.clone().into_os_string();
            name.push(suffix);
            Some(PathBuf::from(name))
        };
        if let Kind::Oct(_) = kind {
            return Files { private: named(".jwk.json"), ..Files::default() };
        }
        Files { private: named(".pem").filter(|_| private), public: named(".pub.pem"), set: named(".jwks.json") }
    }

    /// Refuses to go on if one of the files exists, unless `force` says that it may be replaced.
    pub(super) fn refuse_existing(&self, force: bool, edge: &mut Edge) -> Result<(), Failure> {
        let all = [&self.private, &self.public, &self.set];
        match all.into_iter().flatten().find(|path| !force && edge.files.exists(path)) {
            Some(path) => Err(Failure::input(format!("{} exists already", path.display()))
                .hint("choose another --out, or pass --force to replace it")),
            None => Ok(()),
        }
    }

    /// Writes the files, and returns what was written, one a line.
    fn write(&self, key: &Key, lock: Lock<'_>, force: bool, edge: &mut Edge) -> Result<String, Failure> {
        let mut lines = String::new();
        if let Some(path) = &self.private {
            let (text, what) = private_file(key, lock, edge)?;
            edge.files.write(path, text.as_bytes(), Access::Private, force)?;
            let _ = writeln!(lines, "wrote {}: {what}", path.display());
        }
        if let Some(path) = &self.public {
            edge.files.write(path, public_pem(key)?.as_bytes(), Access::Shared, force)?;
            let _ = writeln!(lines, "wrote {}: the public key", path.display());
        }
        if let Some(path) = &self.set {
            let text = set(std::slice::from_ref(key), public_jwk)?;
            edge.files.write(path, text.as_bytes(), Access::Shared, force)?;
            let _ = writeln!(lines, "wrote {}: the public key as a JWK set", path.display());
            let _ = writeln!(lines, "{}, kid {}", key.kind(), key.kid.as_deref().unwrap_or_default());
        }
        Ok(lines)
    }
}

fn private_file(key: &Key, lock: Lock<'_>, edge: &mut Edge) -> Result<(Zeroizing<String>, &'static str), Failure> {
    if let Kind::Oct(_) = key.kind() {
        return Ok((Zeroizing::new(pretty(&key.jwk())), "the secret, readable by you alone"));
    }
    let what = match lock {
        Some(_) => "the private key, encrypted",
        None => "the private key, not encrypted, readable by you alone",
    };
    Ok((private_pem(key, lock, edge)?, what))
}

/// Prints the keys in the form that was asked for, and writes the files of a single one.
pub(super) fn emit(
    keys: &[Key],
    files: &Files,
    lock: Lock<'_>,
    args: &Args,
    edge: &mut Edge,
) -> Result<Output, Failure> {
    let mut output = Output { stderr: warnings(keys), ..Output::default() };
    if let Some(format) = args.form() {
        output.stdout = printed(keys, format, lock, edge)?;
        if args.console && !matches!(keys, [key] if key.kind().kty() == "RSA") {
            output.stderr.push_str("warning: LivePerson documents RS256 only, which takes an RSA key\n");
        }
        let seen = format.is_private() && edge.terminal.connection().output;
        output.stderr.push_str(if seen { "warning: your private key stands on the terminal now\n" } else { "" });
    }
    if let [key] = keys {
        output.stderr.push_str(&files.write(key, lock, args.force, edge)?);
    }
    Ok(output)
}

fn printed(keys: &[Key], format: Format, lock: Lock<'_>, edge: &mut Edge) -> Result<String, Failure> {
    let one = || if let [key] = keys { Ok(key) } else { Err(too_many(keys)) };
    match format {
        Format::Pem => Ok(private_pem(one()?, lock, edge)?.as_str().to_owned()),
        Format::PublicPem => public_pem(one()?),
        Format::Spki => Ok(format!("{}\n", STANDARD.encode(one()?.to_spki().map_err(unusable)?))),
        Format::Jwk => Ok(pretty(&public_jwk(one()?)?)),
        Format::Jwks => set(keys, public_jwk),
        Format::PrivateJwk => Ok(pretty(&private_jwk(one()?)?)),
        Format::PrivateJwks => set(keys, private_jwk),
    }
}

impl Format {
    /// Returns whether the private key is in it.
    pub(super) fn is_private(self) -> bool {
        matches!(self, Format::Pem | Format::PrivateJwk | Format::PrivateJwks)
    }
}

/// Returns the private key as PKCS#8 PEM, encrypted if there is a passphrase.
pub(in crate::cmd) fn private_pem(key: &Key, lock: Lock<'_>, edge: &mut Edge) -> Result<Zeroizing<String>, Failure> {
    let text = match lock {
        None => key.to_pkcs8().and_then(|document| pem("PRIVATE KEY", &document)),
        Some(passphrase) => key
            .to_encrypted_pkcs8(passphrase, &mut *edge.dice)
            .and_then(|document| pem("ENCRYPTED PRIVATE KEY", &document)),
    };
    text.map_err(unusable)
}

fn public_pem(key: &Key) -> Result<String, Failure> {
    let text = key.to_spki().and_then(|document| pem("PUBLIC KEY", &document)).map_err(unusable)?;
    Ok(text.as_str().to_owned())
}

fn set(keys: &[Key], half: impl Fn(&Key) -> Result<Value, Failure>) -> Result<String, Failure> {
    let jwks: Vec<Value> = keys.iter().map(half).collect::<Result<_, _>>()?;
    Ok(pretty(&json!({ "keys": jwks })))
}

fn public_jwk(key: &Key) -> Result<Value, Failure> {
    key.public_jwk()
        .ok_or_else(|| Failure::usage("a shared secret has no public half").hint("pass --format private-jwk"))
}

fn private_jwk(key: &Key) -> Result<Value, Failure> {
    if key.is_private() {
        Ok(key.jwk())
    } else {
        Err(Failure::usage("it is a public key: there is no private one in it")
            .hint("name the file with the private key, or ask for a public form"))
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Returns the failure of a form that holds one key only.
pub(super) fn too_many(keys: &[Key]) -> Failure {
    Failure::usage(format!("there are {} keys, and one is needed", keys.len()))
        .hint("choose one with --kid, by its kid or thumbprint")
}
