//! `lpauth keygen`: makes a key pair, or reads and converts any key.

use super::key::{self, Passphrase};
use super::{Globals, Output};
use crate::edge::files::Access;
use crate::edge::{Edge, Failure};
use crate::jose::alg::{self, ALGORITHMS};
use crate::jose::key::{Curve, Key, KeyError, Kind};
use crate::jose::key_file::{Form, Found, pem};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::builder::PossibleValuesParser;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The type of key [default: the one that --alg takes, else rsa]
    #[arg(long = "type", value_name = "TYPE", conflicts_with = "from")]
    pub kind: Option<Type>,
    /// The size in bits: RSA 2048 (default) to 4096, or of an HMAC secret
    #[arg(long, value_name = "N", conflicts_with = "from")]
    pub bits: Option<usize>,
    /// The algorithm the key is for [default: RS256 for RSA]
    #[arg(long, value_name = "ALG", value_parser = algorithm_names())]
    pub alg: Option<String>,
    /// What the key is for
    #[arg(long = "use", value_name = "USE", value_parser = ["sig", "enc"])]
    pub purpose: Option<String>,
    /// The key ID [default: the key's thumbprint, RFC 7638]; of a --from file with several keys, the one to take
    #[arg(long)]
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

/// The types of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Type {
    /// RSA
    Rsa,
    /// EC on P-256
    #[value(name = "p-256")]
    P256,
    /// EC on P-384
    #[value(name = "p-384")]
    P384,
    /// EC on P-521
    #[value(name = "p-521")]
    P521,
    /// EC on secp256k1
    Secp256k1,
    /// Ed25519, for signing
    Ed25519,
    /// X25519, for encryption
    X25519,
    /// A shared secret
    Hmac,
}

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

/// The algorithms of encryption keys, by what key they take; the first of a kind is its default (RFC 7518 §4.1).
const ENCRYPTION: &[(&str, &str)] = &[
    ("RSA-OAEP-256", "RSA"),
    ("RSA-OAEP", "RSA"),
    ("ECDH-ES", "EC"),
    ("ECDH-ES+A128KW", "EC"),
    ("ECDH-ES+A256KW", "EC"),
];

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
    let format = args.form();
    let files = match (&args.out, format.is_some_and(Format::is_private)) {
        (None, true) => Files::default(),
        (out, _) => Files::at(out.as_deref().unwrap_or(Path::new("key")), plan.kind, true, edge),
    };
    files.refuse_existing(args.force, edge)?;
    let passphrase = args.new_passphrase(None, edge)?;
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
    let mut found = key::read(file, &args.passphrase_from, edge)?;
    if let (Some(kid), true) = (&args.kid, found.len() > 1) {
        found.retain(|found| found.key.kid.as_ref() == Some(kid));
        if found.is_empty() {
            return Err(Failure::usage(format!("no key of {} has the kid “{kid}”", file.display())));
        }
    }
    if args.out.is_none() && args.form().is_none() {
        let described: Vec<String> = found.iter().map(describe).collect();
        let keys: Vec<Key> = found.into_iter().map(|found| found.key).collect();
        return Ok(Output { stdout: described.join("\n"), stderr: warnings(&keys), exit: 0 });
    }
    let encrypted = found.iter().any(|found| found.form == Form::EncryptedPkcs8);
    let keys = found.into_iter().map(|found| args.mark(found.key)).collect::<Result<Vec<Key>, Failure>>()?;
    let files = match (&args.out, keys.as_slice()) {
        (None, _) => Files::default(),
        (Some(out), [key]) => Files::at(out, key.kind(), key.is_private(), edge),
        (Some(_), several) => return Err(choose(several.len(), file)),
    };
    files.refuse_existing(args.force, edge)?;
    let passphrase = args.new_passphrase(Some(encrypted), edge)?;
    let mut output = emit(&keys, &files, passphrase.as_ref(), args, edge)?;
    if encrypted && passphrase.is_none() && !args.plain && files.private.is_some() {
        output
            .stderr
            .push_str("warning: the private key had a passphrase and has none now; --passphrase asks for one\n");
    }
    Ok(output)
}

/// What to make.
struct Plan {
    kind: Kind,
    purpose: &'static str,
    algorithm: &'static str,
}

impl Plan {
    fn of(args: &Args) -> Result<Plan, Failure> {
        let name = args.alg.as_deref();
        let purpose = match (args.purpose.as_deref(), name) {
            (Some("enc"), _) => "enc",
            (None, Some(name)) if is_encryption(name) => "enc",
            _ => "sig",
        };
        let kind = args.kind.unwrap_or_else(|| Type::taken_by(name.unwrap_or_default()));
        let kind = kind.sized(args.bits, name)?;
        let fitting = fitting(kind, purpose);
        let algorithm = match name {
            None => fitting.first().copied(),
            Some(name) => fitting.iter().copied().find(|fit| *fit == name),
        };
        let algorithm = algorithm.ok_or_else(|| misfit(kind, purpose, name, &fitting))?;
        Ok(Plan { kind, purpose, algorithm })
    }
}

// The algorithms that a key of this kind can be used with, its default first.
fn fitting(kind: Kind, purpose: &str) -> Vec<&'static str> {
    if purpose == "sig" {
        let fits = |row: &&alg::Algorithm| row.kty == kind.kty() && row.crv == kind.crv();
        return ALGORITHMS.iter().filter(fits).map(|row| row.name).collect();
    }
    let kty = match kind {
        Kind::Rsa(_) => "RSA",
        Kind::Ec(_) | Kind::X25519 => "EC",
        Kind::Ed25519 | Kind::Oct(_) => "",
    };
    ENCRYPTION.iter().filter(|row| row.1 == kty).map(|row| row.0).collect()
}

fn misfit(kind: Kind, purpose: &str, name: Option<&str>, fitting: &[&str]) -> Failure {
    let what = if purpose == "sig" { "signs" } else { "encrypts" };
    match name {
        None => Failure::usage(format!("no algorithm {what} with {kind}")),
        Some(name) => {
            let failure = Failure::usage(format!("{name} is not an algorithm that {what} with {kind}"));
            if fitting.is_empty() { failure } else { failure.hint(format!("it takes: {}", fitting.join(", "))) }
        }
    }
}

fn is_encryption(name: &str) -> bool {
    ENCRYPTION.iter().any(|row| row.0 == name)
}

fn algorithm_names() -> PossibleValuesParser {
    PossibleValuesParser::new(ALGORITHMS.iter().map(|row| row.name).chain(ENCRYPTION.iter().map(|row| row.0)))
}

impl Type {
    fn taken_by(algorithm: &str) -> Type {
        if algorithm.starts_with("ECDH") {
            return Type::P256;
        }
        match alg::find(algorithm).and_then(|row| row.crv.or(Some(row.kty))) {
            Some("P-256") => Type::P256,
            Some("P-384") => Type::P384,
            Some("P-521") => Type::P521,
            Some("secp256k1") => Type::Secp256k1,
            Some("Ed25519") => Type::Ed25519,
            Some("oct") => Type::Hmac,
            _ => Type::Rsa,
        }
    }

    fn sized(self, bits: Option<usize>, algorithm: Option<&str>) -> Result<Kind, Failure> {
        let kind = match self {
            Type::Rsa => return rsa(bits.unwrap_or(2048)),
            Type::Hmac => return hmac(bits, algorithm),
            Type::P256 => Kind::Ec(Curve::P256),
            Type::P384 => Kind::Ec(Curve::P384),
            Type::P521 => Kind::Ec(Curve::P521),
            Type::Secp256k1 => Kind::Ec(Curve::Secp256k1),
            Type::Ed25519 => Kind::Ed25519,
            Type::X25519 => Kind::X25519,
        };
        match bits {
            Some(_) => Err(Failure::usage(format!("--bits has no meaning for {kind}: the curve decides"))),
            None => Ok(kind),
        }
    }
}

fn rsa(bits: usize) -> Result<Kind, Failure> {
    if (2048..=4096).contains(&bits) && bits.is_multiple_of(8) {
        return Ok(Kind::Rsa(bits));
    }
    Err(Failure::usage(format!("--bits {bits}: RSA keys are made with 2048 to 4096 bits, in steps of 8")))
}

// RFC 7518 §3.2: a secret is at least as long as the hash.
fn hmac(bits: Option<usize>, algorithm: Option<&str>) -> Result<Kind, Failure> {
    let least = algorithm.and_then(alg::find).and_then(|row| row.signature_length).unwrap_or(32) * 8;
    let bits = bits.unwrap_or(least);
    if (least..=8192).contains(&bits) && bits.is_multiple_of(8) {
        return Ok(Kind::Oct(bits));
    }
    Err(Failure::usage(format!("--bits {bits}: the secret takes {least} bits or more, in steps of 8")))
}

impl Args {
    fn form(&self) -> Option<Format> {
        if self.console { Some(Format::Spki) } else { self.format }
    }

    // `--from` says whether the key read was encrypted: what opened it also locks it again.
    fn new_passphrase(&self, from: Option<bool>, edge: &mut Edge) -> Result<Option<Zeroizing<String>>, Failure> {
        if self.plain {
            return Ok(None);
        }
        if self.passphrase {
            let prompt = if from.is_some() { "New passphrase" } else { "Passphrase" };
            return key::ask(edge, prompt, true).map(Some);
        }
        self.passphrase_from.given(edge)
    }

    fn mark(&self, mut key: Key) -> Result<Key, Failure> {
        key.purpose = self.purpose.clone().or(key.purpose.take());
        key.algorithm = self.alg.clone().or(key.algorithm.take());
        key.kid = self.kid.clone().or(key.kid.take()).or_else(|| Some(key.thumbprint()));
        let name = key.algorithm.as_deref().filter(|_| self.alg.is_some());
        let purpose = if name.is_some_and(is_encryption) { "enc" } else { "sig" };
        let fitting = fitting(key.kind(), purpose);
        match name.filter(|name| !fitting.contains(name)) {
            Some(name) => Err(misfit(key.kind(), purpose, Some(name), &fitting)),
            None => Ok(key),
        }
    }
}

/// The files to write; none if the key is only printed.
#[derive(Default)]
struct Files {
    private: Option<PathBuf>,
    public: Option<PathBuf>,
    set: Option<PathBuf>,
}

impl Files {
    fn at(out: &Path, kind: Kind, private: bool, edge: &mut Edge) -> Files {
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

    fn refuse_existing(&self, force: bool, edge: &mut Edge) -> Result<(), Failure> {
        let all = [&self.private, &self.public, &self.set];
        let existing = all.into_iter().flatten().find(|path| !force && edge.files.exists(path));
        match existing {
            Some(path) => Err(Failure::input(format!("{} exists already", path.display()))
                .hint("choose another --out, or pass --force to replace it")),
            None => Ok(()),
        }
    }
}

fn emit(
    keys: &[Key],
    files: &Files,
    passphrase: Option<&Zeroizing<String>>,
    args: &Args,
    edge: &mut Edge,
) -> Result<Output, Failure> {
    let mut output = Output { stderr: warnings(keys), ..Output::default() };
    if let Some(format) = args.form() {
        output.stdout = printed(keys, format, passphrase, args, edge)?;
        let secret = format.is_private() && edge.terminal.connection().output;
        output.stderr.push_str(if secret { "warning: your private key stands on the terminal now\n" } else { "" });
    }
    let [key] = keys else { return Ok(output) };
    if let Some(path) = &files.private {
        let text = match key.kind() {
            Kind::Oct(_) => Zeroizing::new(pretty(&key.jwk())),
            _ => private_pem(key, passphrase, edge)?,
        };
        write_file(path, &text, Access::Private, args.force, edge)?;
        let what = match (key.kind(), passphrase) {
            (Kind::Oct(_), _) => "the secret, readable by you alone",
            (_, Some(_)) => "the private key, encrypted",
            (_, None) => "the private key, not encrypted, readable by you alone",
        };
        let _ = writeln!(output.stderr, "wrote {}: {what}", path.display());
    }
    if let Some(path) = &files.public {
        write_file(path, &public_pem(key)?, Access::Shared, args.force, edge)?;
        let _ = writeln!(output.stderr, "wrote {}: the public key", path.display());
    }
    if let Some(path) = &files.set {
        write_file(path, &pretty(&public_set(keys)?), Access::Shared, args.force, edge)?;
        let _ = writeln!(output.stderr, "wrote {}: the public key as a JWK set", path.display());
    }
    if files.set.is_some() {
        let _ = writeln!(output.stderr, "{}, kid {}", key.kind(), key.kid.as_deref().unwrap_or_default());
    }
    Ok(output)
}

fn printed(
    keys: &[Key],
    format: Format,
    passphrase: Option<&Zeroizing<String>>,
    args: &Args,
    edge: &mut Edge,
) -> Result<String, Failure> {
    match format {
        Format::Jwks => return public_set(keys).map(|set| pretty(&set)),
        Format::PrivateJwks => {
            let jwks: Vec<Value> = keys.iter().map(private_jwk).collect::<Result<_, _>>()?;
            return Ok(pretty(&json!({ "keys": jwks })));
        }
        _ => {}
    }
    let [key] = keys else { return Err(choose(keys.len(), args.from.as_deref().unwrap_or(Path::new("it")))) };
    match format {
        Format::Pem => Ok(private_pem(key, passphrase, edge)?.as_str().to_owned()),
        Format::PublicPem => public_pem(key),
        Format::Spki => Ok(format!("{}\n", STANDARD.encode(key.to_spki().map_err(unusable)?))),
        Format::Jwk => Ok(pretty(&public_jwk(key)?)),
        _ => Ok(pretty(&private_jwk(key)?)),
    }
}

impl Format {
    fn is_private(self) -> bool {
        matches!(self, Format::Pem | Format::PrivateJwk | Format::PrivateJwks)
    }
}

pub(super) fn private_pem(
    key: &Key,
    passphrase: Option<&Zeroizing<String>>,
    edge: &mut Edge,
) -> Result<Zeroizing<String>, Failure> {
    let text = match passphrase {
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

fn public_set(keys: &[Key]) -> Result<Value, Failure> {
    let jwks: Vec<Value> = keys.iter().map(public_jwk).collect::<Result<_, _>>()?;
    Ok(json!({ "keys": jwks }))
}

fn public_jwk(key: &Key) -> Result<Value, Failure> {
    key.public_jwk()
        .ok_or_else(|| Failure::usage("a shared secret has no public half").hint("pass --format private-jwk"))
}

fn private_jwk(key: &Key) -> Result<Value, Failure> {
    if key.is_private() {
        Ok(key.jwk())
    } else {
        Err(Failure::usage("it is a public key: there is no private one in it"))
    }
}

fn write_file(path: &Path, text: &str, access: Access, force: bool, edge: &mut Edge) -> Result<(), Failure> {
    edge.files.write(path, text.as_bytes(), access, force)
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
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
    facts.iter().map(|(name, value)| format!("{name:<12} {value}\n")).collect()
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
        Kind::Oct(_) => Some("a shared secret is for testing refusals: LivePerson documents RS256 only".to_owned()),
        _ => None,
    }
}

fn choose(count: usize, file: &Path) -> Failure {
    Failure::usage(format!("{} holds {count} keys, and one is needed", file.display())).hint("choose one with --kid")
}

pub(super) fn unusable(KeyError(reason): KeyError) -> Failure {
    Failure::usage(reason)
}
