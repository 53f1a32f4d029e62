//! Who LivePerson is to the authorization server, and how it proves that. No secret ever stands on the command line.

use crate::cmd::brand::Chosen;
use crate::cmd::key::{self, Passphrase};
use crate::edge::gather::LIMIT;
use crate::edge::{Edge, Failure};
use crate::flow::login::{Credential, Encoding};
use crate::flow::mint::Signer;
use crate::flow::mock::config::Client;
use crate::jose::alg;
use crate::jose::key::Key;
use crate::model::login::ClientAuth;
use crate::model::secret::Secret;
use clap::builder::PossibleValuesParser;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// The flags that say who LivePerson is.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "The client: LivePerson")]
pub struct ClientFlags {
    /// What the authorization server knows LivePerson by
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// Take the client secret from the first line of FILE; `-` is standard input. Without, it is asked for
    #[arg(long, value_name = "FILE")]
    pub client_secret_file: Option<PathBuf>,
    /// How the client proves who it is at the token endpoint [default: the brand's, else basic]
    #[arg(long, value_name = "METHOD", value_parser = PossibleValuesParser::new(METHODS.map(|(name, _)| name)))]
    pub client_auth: Option<String>,
    /// Whether ID and secret are form-encoded for `Authorization: Basic`; `probe` finds out what the server takes
    #[arg(long, value_name = "ENCODING", default_value = "raw", value_parser = ["raw", "form", "probe"])]
    pub secret_encoding: String,
    /// The client's private key, for private-key-jwt and tls, in any form
    #[arg(long, value_name = "FILE")]
    pub client_key: Option<PathBuf>,
    /// The client's certificate (PEM), for tls
    #[arg(long, value_name = "FILE", requires = "client_key")]
    pub client_cert: Option<PathBuf>,
    /// The secret that a server of our own told.
    #[arg(skip)]
    pub told: Option<Secret>,
}

/// The ways to prove it, by the names that users type.
const METHODS: [(&str, ClientAuth); 6] = [
    ("basic", ClientAuth::Basic),
    ("post", ClientAuth::Post),
    ("secret-jwt", ClientAuth::SecretJwt),
    ("private-key-jwt", ClientAuth::PrivateKeyJwt),
    ("tls", ClientAuth::Tls),
    ("none", ClientAuth::None),
];

impl ClientFlags {
    /// Returns the client ID that the flag gives, or the brand.
    ///
    /// # Errors
    /// If neither does.
    pub(in crate::cmd) fn id(&self, chosen: &Chosen) -> Result<String, Failure> {
        self.known_id(chosen).ok_or_else(|| {
            Failure::usage("nobody said what the authorization server knows LivePerson by")
                .hint("pass --client-id ID, or --brand NAME with a client_id in lpauth.toml; --mock needs neither")
        })
    }

    /// Returns the client ID, if the flag or the brand gives one.
    pub(in crate::cmd) fn known_id(&self, chosen: &Chosen) -> Option<String> {
        self.client_id.clone().or_else(|| chosen.brand.text("client_id").map(str::to_owned))
    }

    /// Returns how LivePerson proves who it is.
    ///
    /// # Errors
    /// If the secret or the key is missing or cannot be read.
    pub(in crate::cmd) fn credential(&self, chosen: &Chosen, edge: &mut Edge) -> Result<Credential, Failure> {
        Ok(match self.method() {
            ClientAuth::Basic => Credential::Basic(self.secret(chosen, edge)?, self.encoding()),
            ClientAuth::Post => Credential::Post(self.secret(chosen, edge)?),
            ClientAuth::SecretJwt => Credential::Assertion(signer(&self.secret(chosen, edge)?)?, None),
            ClientAuth::PrivateKeyJwt => {
                let key = self.private_key(edge)?;
                let kid = key.kid.clone();
                Credential::Assertion(own_signer(key)?, kid)
            }
            ClientAuth::Tls => Credential::Certificate,
            ClientAuth::None => Credential::None,
        })
    }

    /// Takes over what a server of our own knows LivePerson by, where nothing else was said.
    pub(in crate::cmd) fn introduce(&mut self, registered: Option<&Client>) {
        let Some(registered) = registered else { return };
        self.client_id.get_or_insert_with(|| registered.id.clone());
        self.told = registered.secret.clone();
    }

    /// Returns the method of `--client-auth`.
    pub(in crate::cmd) fn method(&self) -> ClientAuth {
        let named = METHODS.iter().find(|(name, _)| self.client_auth.as_deref() == Some(name));
        named.map_or(ClientAuth::Basic, |(_, method)| *method)
    }

    /// Returns whether both encodings of the secret are tried.
    pub(in crate::cmd) fn probes(&self) -> bool {
        self.secret_encoding == "probe"
    }

    fn encoding(&self) -> Encoding {
        if self.secret_encoding == "form" { Encoding::Form } else { Encoding::Raw }
    }

    fn secret(&self, chosen: &Chosen, edge: &mut Edge) -> Result<Secret, Failure> {
        if let Some(file) = &self.client_secret_file {
            return secret_of_file(file, edge);
        }
        if let Some(told) = &self.told {
            return Ok(told.clone());
        }
        if let Some(reference) = chosen.brand.text("client_secret") {
            return secret_at(reference, |name| chosen.beside(name), edge);
        }
        asked("the client secret", "Client secret", "--client-secret-file FILE", edge)
    }

    /// Returns the certificate and the private key that the connection presents, one after the other, if the client has
    /// them.
    ///
    /// # Errors
    /// If they are missing although the method needs them, or cannot be read.
    pub(in crate::cmd) fn identity(&self, edge: &mut Edge) -> Result<Option<Secret>, Failure> {
        match (&self.client_cert, &self.client_key) {
            (Some(certificate), Some(key)) => {
                let mut both = Zeroizing::new(edge.files.read(certificate, LIMIT)?);
                both.push(b'\n');
                both.extend(Zeroizing::new(edge.files.read(key, LIMIT)?).iter());
                let text = std::str::from_utf8(&both).map_err(|_| {
                    Failure::input("certificate and key are PEM files")
                        .hint("`openssl x509` and `openssl pkey` write PEM")
                })?;
                Ok(Some(Secret::new(text)))
            }
            _ if self.method() == ClientAuth::Tls => Err(Failure::usage("--client-auth tls takes a certificate")
                .hint("pass --client-cert FILE and --client-key FILE")),
            _ => Ok(None),
        }
    }

    /// Returns the client's private key.
    ///
    /// # Errors
    /// If there is none, or several.
    pub(in crate::cmd) fn private_key(&self, edge: &mut Edge) -> Result<Key, Failure> {
        let file = self.client_key.as_deref().ok_or_else(|| {
            Failure::usage(format!(
                "--client-auth {} takes a private key",
                self.client_auth.as_deref().unwrap_or_default()
            ))
            .hint("pass --client-key FILE; `lpauth keygen --out client` makes a pair")
        })?;
        let found = key::read(file, &Passphrase::default(), edge)?;
        let mut private = found.into_iter().map(|found| found.key).filter(Key::is_private);
        match (private.next(), private.next()) {
            (Some(key), None) => Ok(key),
            (None, _) => Err(Failure::usage(format!("{} holds no private key", file.display()))
                .hint("name the file with the private half: in PEM, its first line says PRIVATE KEY")),
            (Some(_), Some(_)) => Err(Failure::usage(format!("{} holds several private keys", file.display()))
                .hint("name a file with one key alone")),
        }
    }
}

/// Returns the secret in the first line of a file; `-` is standard input.
///
/// # Errors
/// If it cannot be read or is empty.
pub(in crate::cmd) fn secret_of_file(file: &Path, edge: &mut Edge) -> Result<Secret, Failure> {
    let (name, bytes) = if file == Path::new("-") {
        ("standard input".to_owned(), edge.terminal.read(LIMIT)?)
    } else {
        (file.display().to_string(), edge.files.read(file, LIMIT)?)
    };
    let bytes = Zeroizing::new(bytes);
    let text = std::str::from_utf8(&bytes).map_err(|_| {
        Failure::input(format!("{name} is not text"))
            .hint("name a file with text in it; a key or a secret in binary form is not read here")
    })?;
    let line = text.lines().next().unwrap_or_default();
    solid(line, &name)
}

fn solid(secret: &str, place: &str) -> Result<Secret, Failure> {
    if secret.is_empty() {
        return Err(Failure::usage(format!("{place} holds no secret"))
            .hint("put the secret there; of a file the first line is taken"));
    }
    Ok(Secret::new(secret))
}

/// Returns the secret that a reference leads to: `env:NAME`, or `file:PATH` with the path that `beside` makes of it.
///
/// # Errors
/// If it is not there or empty.
pub(in crate::cmd) fn secret_at(
    reference: &str,
    beside: impl Fn(&str) -> PathBuf,
    edge: &mut Edge,
) -> Result<Secret, Failure> {
    match reference.split_once(':') {
        Some(("env", name)) => {
            let value = edge.environment.get(name).map(String::as_str).unwrap_or_default();
            solid(value, &format!("the environment variable {name}"))
        }
        Some(("file", path)) => secret_of_file(&beside(path), edge),
        _ => Err(Failure::usage("a secret is named by env:NAME or file:PATH")
            .hint("such as env:LP_SECRET or file:secret.txt")),
    }
}

/// Asks for a secret.
///
/// # Errors
/// If nobody is there to answer, or the answer is empty.
pub(in crate::cmd) fn asked(what: &str, prompt: &str, flag: &str, edge: &mut Edge) -> Result<Secret, Failure> {
    if !edge.person.present() {
        return Err(
            Failure::usage(format!("{what} is missing, and nobody is there to ask")).hint(format!("pass {flag}"))
        );
    }
    let answer = Zeroizing::new(edge.person.secret(prompt, false)?);
    solid(&answer, "the answer")
}

fn signer(secret: &Secret) -> Result<Signer, Failure> {
    let algorithm = alg::find("HS256")
        .ok_or_else(|| Failure::usage("there is no HS256").hint("this is a mistake of lpauth: please report it"))?;
    Ok(Signer { key: Arc::new(Key::secret(secret.reveal().as_bytes())), algorithm })
}

fn own_signer(key: Key) -> Result<Signer, Failure> {
    let unfit = || {
        Failure::usage(format!("the client's {} key is not for signatures", key.kind()))
            .hint("pass --client-key with an RSA, EC or Ed25519 key")
    };
    let algorithm = key.algorithms().first().copied().ok_or_else(unfit)?;
    Ok(Signer { key: Arc::new(key), algorithm })
}
