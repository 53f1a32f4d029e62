//! `lpauth keygen`: makes a key pair, or reads and converts any key.

mod plan;
mod write;

use super::key::{self, Passphrase};
use super::{Globals, Output};
use crate::edge::{Edge, Failure};
use crate::jose::key::{Key, KeyError, Kind};
use crate::jose::key_file::{Form, Found};
use crate::render::visible;
pub use plan::Type;
use plan::{Plan, algorithm_names, fitting, misfit, purpose_of};
use std::path::{Path, PathBuf};
pub use write::Format;
pub(super) use write::private_pem;
use write::{Files, emit, too_many};
use zeroize::Zeroizing;

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The type of key [default: the one that --alg takes, else rsa]
    #[arg(long = "type", value_name = "TYPE", conflicts_with = "from")]
    pub kind: Option<Type>,
    /// The size in bits: RSA 2048 (default) to 4096, or of a shared secret
    #[arg(long, value_name = "N", conflicts_with = "from")]
    pub bits: Option<usize>,
    /// The algorithm the key is for [default: RS256 for RSA]
    #[arg(long, value_name = "ALG", value_parser = algorithm_names())]
    pub alg: Option<String>,
    /// What the key is for
    #[arg(long = "use", value_name = "USE", value_parser = ["sig", "enc"])]
    pub purpose: Option<String>,
    /// The key ID [default: the key's thumbprint, RFC 7638]; of a --from file with several keys, the one to take
    #[arg(long, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub kid: Option<String>,
    /// Read FILE instead of making a key: PEM, DER, JWK, certificate, whatever it is called; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Write PREFIX.pem, PREFIX.pub.pem and PREFIX.jwks.json, or the same in a directory [default: key]
    #[arg(long, value_name = "PREFIX|DIR")]
    pub out: Option<PathBuf>,
    /// Replace files that exist
    #[arg(long)]
    pub force: bool,
    /// Print the key in this form
    #[arg(long, value_name = "FORM")]
    pub format: Option<Format>,
    /// Print the public key as LivePerson's “JWT Public Key” field takes it
    #[arg(long, conflicts_with = "format")]
    pub console: bool,
    /// Encrypt the private key; asks for the passphrase
    #[arg(long, group = "passphrase_source")]
    pub passphrase: bool,
    /// Where the passphrase comes from.
    #[command(flatten)]
    pub passphrase_from: Passphrase,
    /// Write the private key without a passphrase, though the one in --from has one
    #[arg(long, requires = "from")]
    pub plain: bool,
}

const EXAMPLES: &str = "Examples:
  lpauth keygen --out brand              an RSA pair for RS256: brand.pem, brand.pub.pem, brand.jwks.json
  lpauth keygen --from old.key           what is this?
  lpauth keygen --from brand.pem --console
  lpauth keygen --from cert.pem --format jwks";

/// Runs the command.
///
/// # Errors
/// If the arguments contradict each other, or something could not be read or written.
pub fn run(args: &Args, _globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    match &args.from {
        Some(file) => convert(args, file, edge),
        None => make(args, edge),
    }
}

fn make(args: &Args, edge: &mut Edge) -> Result<Output, Failure> {
    let plan = Plan::of(args)?;
    // A private key that is printed need not be written as well; one of which only the public half is printed must be.
    let files = match (&args.out, args.form().is_some_and(Format::is_private)) {
        (None, true) => Files::default(),
        (out, _) => Files::at(out.as_deref().unwrap_or(Path::new("key")), plan.kind, true, edge),
    };
    files.refuse_existing(args.force, edge)?;
    let passphrase = args.new_passphrase(edge)?;
    let mut key = {
        let _busy = edge.terminal.busy(&format!("Making a key: {}", plan.kind));
        Key::generate(plan.kind, &mut *edge.dice).map_err(unusable)?
    };
    key.kid = Some(args.kid.clone().unwrap_or_else(|| key.thumbprint()));
    key.purpose = Some(plan.purpose.to_owned());
    key.algorithm = Some(plan.algorithm.to_owned());
    emit(&[key], &files, passphrase.as_ref(), args, edge)
}

fn convert(args: &Args, file: &Path, edge: &mut Edge) -> Result<Output, Failure> {
    let found = chosen(key::read(file, &args.passphrase_from, edge)?, args, file)?;
    if args.out.is_none() && args.form().is_none() {
        let described: Vec<String> = found.iter().map(describe).collect();
        let keys: Vec<Key> = found.into_iter().map(|found| found.key).collect();
        return Ok(Output { stdout: described.join("\n"), stderr: warnings(&keys), exit: 0 });
    }
    let found = distinct(found);
    let encrypted = found.iter().any(|found| found.form == Form::EncryptedPkcs8);
    let keys = found.into_iter().map(|found| args.mark(found.key)).collect::<Result<Vec<Key>, Failure>>()?;
    let files = match (&args.out, keys.as_slice()) {
        (None, _) => Files::default(),
        (Some(out), [key]) => Files::at(out, key.kind(), key.is_private(), edge),
        (Some(_), several) => return Err(too_many(several)),
    };
    files.refuse_existing(args.force, edge)?;
    let passphrase = args.new_passphrase(edge)?;
    let mut output = emit(&keys, &files, passphrase.as_ref(), args, edge)?;
    if encrypted && passphrase.is_none() && !args.plain && files.private.is_some() {
        output.stderr.push_str(UNLOCKED);
    }
    Ok(output)
}

const UNLOCKED: &str = "warning: the private key had a passphrase and has none now; --passphrase asks for one\n";

fn chosen(mut found: Vec<Found>, args: &Args, file: &Path) -> Result<Vec<Found>, Failure> {
    let (Some(kid), true) = (&args.kid, found.len() > 1) else { return Ok(found) };
    found.retain(|found| found.key.kid.as_ref() == Some(kid) || found.key.thumbprint() == *kid);
    if found.is_empty() {
        return Err(Failure::usage(format!("no key of {} has the kid or thumbprint “{kid}”", file.display()))
            .hint("`lpauth jwks FILE` lists the keys of a set"));
    }
    Ok(found)
}

// A file with a certificate and its private key holds one key, and the private half says all.
fn distinct(mut found: Vec<Found>) -> Vec<Found> {
    let private = found.iter().filter(|found| found.key.is_private());
    let private: Vec<String> = private.map(|found| found.key.thumbprint()).collect();
    found.retain(|found| found.key.is_private() || !private.contains(&found.key.thumbprint()));
    found
}

impl Args {
    fn form(&self) -> Option<Format> {
        if self.console { Some(Format::Spki) } else { self.format }
    }

    // What opened an encrypted --from locks the key again.
    fn new_passphrase(&self, edge: &mut Edge) -> Result<Option<Zeroizing<String>>, Failure> {
        if self.plain {
            return Ok(None);
        }
        if self.passphrase {
            let prompt = if self.from.is_some() { "New passphrase" } else { "Passphrase" };
            return key::ask(edge, prompt, true).map(Some);
        }
        self.passphrase_from.given(edge)
    }

    // Says of a key that was read what the flags say of it.
    fn mark(&self, mut key: Key) -> Result<Key, Failure> {
        let stated = self.purpose.clone().or_else(|| Some(purpose_of(self.alg.as_deref()?).to_owned()));
        key.kid = self.kid.clone().or(key.kid.take()).or_else(|| Some(key.thumbprint()));
        let Some(purpose) = stated else { return Ok(key) };
        let fitting = fitting(key.kind(), &purpose);
        if let Some(name) = self.alg.as_deref().filter(|name| !fitting.contains(name)) {
            return Err(misfit(key.kind(), &purpose, Some(name), &fitting));
        }
        let kept = key.algorithm.take().filter(|name| fitting.contains(&name.as_str()));
        key.algorithm = self.alg.clone().or(kept);
        key.purpose = Some(purpose);
        Ok(key)
    }
}

// What --from alone prints: one fact a line.
fn describe(found: &Found) -> String {
    let key = &found.key;
    let half = if key.is_private() { "private" } else { "public" };
    let mut facts = vec![
        ("type", key.kind().to_string()),
        ("half", half.to_owned()),
        ("form", format!("{}, in {}", found.form, found.wrapping)),
        ("thumbprint", key.thumbprint()),
    ];
    let stated = [("kid", &key.kid), ("use", &key.purpose), ("alg", &key.algorithm)];
    facts.extend(stated.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))));
    facts.extend(key.operations.iter().map(|operations| ("key_ops", operations.join(", "))));
    if let Some(certificate) = &key.certificate {
        let (from, until) = (certificate.not_before.utc(), certificate.not_after.utc());
        facts.push(("certificate", format!("{}, {from} to {until}", certificate.subject)));
    }
    facts.iter().map(|(name, value)| format!("{name:<12} {}\n", visible(value))).collect()
}

/// Returns what is worth knowing about these keys, one warning a line.
pub(super) fn warnings(keys: &[Key]) -> String {
    keys.iter().filter_map(warning).map(|text| format!("warning: {text}\n")).collect()
}

fn warning(key: &Key) -> Option<String> {
    match key.kind() {
        Kind::Rsa(bits) if bits < 2048 => Some(format!(
            "an RSA key of {bits} bits can be broken; RS256 takes 2048 or more (RFC 7518 §3.3), and lpauth does not sign with it"
        )),
        Kind::Oct(_) if key.purpose.as_deref() == Some("enc") => {
            Some("a shared secret is for testing: LivePerson documents RSA-OAEP-256 only".to_owned())
        }
        Kind::Oct(_) => Some("a shared secret is for testing refusals: LivePerson documents RS256 only".to_owned()),
        _ => None,
    }
}

pub(super) fn unusable(KeyError(reason): KeyError) -> Failure {
    Failure::usage(reason).hint("`lpauth keygen --help` lists the kinds of keys and the forms of each")
}
