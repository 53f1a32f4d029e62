//! `lpauth mint`: an id_token, valid or wrong in exactly one way.

mod catalogue;
mod claims;
mod interview;
pub mod judge;
mod recipient;
mod signing;

use super::key::Passphrase;
use super::offered::Offered;
use super::{Globals, Output, brand};
use crate::edge::files::Access;
use crate::edge::{Edge, Failure};
use crate::flow::fault::{self, AnyFault, FAULTS, Fault};
use crate::flow::mint::{Draft, Minted, Recipient, Unfit};
use crate::flow::template::{self, TEMPLATES};
use crate::jose::alg::{ALGORITHMS, CONTENT_ENCRYPTIONS, KEY_MANAGEMENT};
use crate::model::name::nearest;
use clap::builder::{PossibleValue, PossibleValuesParser};
pub use interview::quoted;
pub(super) use interview::until;
pub(super) use recipient::chosen;
use serde_json::{Value, json};
use signing::Signing;
use std::path::{Path, PathBuf};

/// The arguments.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Ask for what matters, show the claims before signing, and print the command line that does the same
    #[arg(long, short)]
    pub interactive: bool,
    /// Make the token wrong in this way, or `list` to see all; may be repeated
    #[arg(long, value_name = "ID", value_parser = Offered(fault_ids), hide_possible_values = true)]
    pub fault: Vec<String>,
    /// Who signs.
    #[command(flatten)]
    pub signing: SigningArgs,
    /// To whom it is encrypted.
    #[command(flatten)]
    pub encryption: EncryptionArgs,
    /// What the token says.
    #[command(flatten)]
    pub claims: ClaimArgs,
    /// Where it goes.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// The flags that say who signs.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Signing")]
pub struct SigningArgs {
    /// Sign with the private key in FILE, in any form
    #[arg(long, short, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Whether somebody has agreed already to a key that is thrown away.
    #[arg(skip)]
    pub throw_away: bool,
    /// Where its passphrase comes from.
    #[command(flatten)]
    pub passphrase: Passphrase,
    /// Sign by this algorithm [default: RS256, or what the key is for]
    #[arg(long, value_name = "ALG", value_parser = PossibleValuesParser::new(ALGORITHMS.iter().map(|row| row.name)))]
    pub alg: Option<String>,
    /// Call the key this, in the header and in the key set [default: its own kid, else its RFC 7638 thumbprint]
    #[arg(long, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub kid: Option<String>,
    /// Set a header parameter; a value that is JSON is taken as such
    #[arg(long, value_name = "NAME=VALUE")]
    pub header: Vec<String>,
}

/// The flags that say to whom the signed token is encrypted.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Encryption")]
pub struct EncryptionArgs {
    /// Encrypt the signed token to the public key in FILE, in any form; of a JWK set, to the first whose use is `enc`
    #[arg(long, value_name = "FILE")]
    pub encrypt_to: Option<PathBuf>,
    /// Bring the content key by this algorithm [default: the key's own, else RSA-OAEP-256]
    #[arg(long, value_name = "ALG", value_parser = PossibleValuesParser::new(sealing()), requires = "encrypt_to")]
    pub jwe_alg: Option<String>,
    /// Encrypt the content by this algorithm [default: A256GCM]
    #[arg(long, value_name = "ENC", value_parser = PossibleValuesParser::new(CONTENT_ENCRYPTIONS.iter().map(|row| row.name)), requires = "encrypt_to")]
    pub jwe_enc: Option<String>,
    /// Name the recipient's key by this in the outer header [default: its own kid]
    #[arg(long, value_name = "KID", value_parser = clap::builder::NonEmptyStringValueParser::new(), requires = "encrypt_to")]
    pub jwe_kid: Option<String>,
}

/// The flags that say what the token says.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Claims")]
pub struct ClaimArgs {
    /// The claims to start from
    #[arg(long, default_value = TEMPLATES[0].name, value_parser = PossibleValuesParser::new(templates()))]
    pub template: String,
    /// Take the issuer and the client ID from this [brand.NAME] of lpauth.toml
    #[arg(long, value_name = "NAME")]
    pub brand: Option<String>,
    /// Set the claims in this JSON file; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub claims: Option<PathBuf>,
    /// The issuer, to the letter
    #[arg(long, value_name = "URL")]
    pub iss: Option<String>,
    /// The consumer [default: a new random id]
    #[arg(long, value_name = "ID")]
    pub sub: Option<String>,
    /// The client the token is for; may be repeated
    #[arg(long, value_name = "CLIENT")]
    pub aud: Vec<String>,
    /// The nonce of the request
    #[arg(long)]
    pub nonce: Option<String>,
    /// How the consumer logged in
    #[arg(long)]
    pub acr: Option<String>,
    /// When it expires: `+1h`, `-5m`, seconds since 1970, 2026-01-01T00:00:00Z, or `none`
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub exp: Option<String>,
    /// When it was issued
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub iat: Option<String>,
    /// From when on it is valid
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub nbf: Option<String>,
    /// When the consumer logged in
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub auth_time: Option<String>,
    /// Set a claim, such as `amr[+]=pwd` or `address.country=ES`; a value that is JSON is taken as such
    #[arg(long, value_name = "PATH=VALUE")]
    pub claim: Vec<String>,
    /// Set an engagement attribute, such as `ctmrinfo.customerId=ACB-1`; held against LivePerson's schema
    #[arg(long, value_name = "PATH=VALUE")]
    pub sde: Vec<String>,
    /// Set `at_hash` for this access token
    #[arg(long, value_name = "TOKEN")]
    pub access_token: Option<String>,
    /// Set `c_hash` for this code
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
}

/// The flags that say where the token goes.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Mint N tokens, one a line, each with its own `jti` and, without --sub, its own consumer
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub count: u32,
    /// Write to FILE, for you alone to read, not to standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Write the key set that the issuer publishes to FILE
    #[arg(long, value_name = "FILE")]
    pub jwks_out: Option<PathBuf>,
    /// Replace files that are there already
    #[arg(long)]
    pub force: bool,
    /// Put it on the clipboard too
    #[arg(long)]
    pub copy: bool,
}

const EXAMPLES: &str = "Examples:
  lpauth mint --key brand.pem                        everything LivePerson reads, valid for an hour
  lpauth mint --key brand.pem --template minimal --iss https://login.acmebank.example --sub c7f2
  lpauth mint --key brand.pem --sde ctmrinfo.ctype=gold --claim amr[+]=pwd
  lpauth mint --key brand.pem --encrypt-to lp.pem --jwe-kid KID
                                                     signed, then encrypted to LivePerson's key
  lpauth mint --key brand.pem --fault exp.past       wrong in exactly one way
  lpauth mint --fault list                           all the ways";

/// Runs the command.
///
/// # Errors
/// If there is nothing to sign with, the arguments do not fit together, or something cannot be read or written.
pub fn run(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    if args.fault.iter().any(|id| id == LIST) {
        return Ok(Output::result(catalogue::table(&globals.style(edge))));
    }
    let args = branded(args, globals, edge)?;
    if !args.interactive {
        return mint(&args, edge, |_, _| Ok(()));
    }
    let args = interview::ask(args, edge)?;
    let mut output = mint(&args, edge, interview::review)?;
    output.stderr.push_str(&interview::command_line(&args));
    Ok(output)
}

// What the brand's section says, where the command line is silent.
fn branded(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Args, Failure> {
    let mut args = args.clone();
    let claims = &mut args.claims;
    if claims.brand.is_some() {
        let chosen = brand::choose(claims.brand.as_deref(), globals, edge)?;
        let text = |member| chosen.brand.text(member).map(str::to_owned);
        claims.iss = claims.iss.take().or_else(|| text("issuer"));
        if claims.aud.is_empty() {
            claims.aud.extend(text("client_id"));
        }
    }
    Ok(args)
}

fn mint(args: &Args, edge: &mut Edge, review: fn(&Draft, &mut Edge) -> Result<(), Failure>) -> Result<Output, Failure> {
    let faults = faults(&args.fault)?;
    let source = claims::Source::read(args.claims.claims.as_deref(), edge)?;
    let signing = signing::load(&args.signing, edge)?;
    let recipient = args.encryption.recipient(edge)?;
    let parts = Parts { source, signing, recipient, faults };
    let first = draft(args, &parts, edge)?;
    review(&first, edge)?;
    let mut minted = vec![first.mint().map_err(unfit)?];
    let mut stderr = parts.signing.note.clone() + &judge::words(&minted[0], &parts.faults, first.now, args);
    first.seal(&mut minted[0], &mut *edge.dice).map_err(unfit)?;
    stderr.push_str(&judge::envelope(&minted[0].token, &parts.faults));
    for _ in 1..args.output.count {
        let next = draft(args, &parts, edge)?;
        let mut another = next.mint().map_err(unfit)?;
        next.seal(&mut another, &mut *edge.dice).map_err(unfit)?;
        minted.push(another);
    }
    deliver(&minted, stderr, &args.output, edge)
}

/// What every draft is made of.
struct Parts {
    source: claims::Source,
    signing: Signing,
    recipient: Option<Recipient>,
    faults: Vec<&'static Fault>,
}

fn draft(args: &Args, parts: &Parts, edge: &mut Edge) -> Result<Draft, Failure> {
    let Parts { source, signing, recipient, faults } = parts;
    let now = edge.clock.now();
    let claims = source.claims(&args.claims, args.output.count > 1, now, &mut *edge.dice)?;
    let mut draft = Draft::new(signing.signer.clone(), &signing.kid, claims, now);
    draft.recipient.clone_from(recipient);
    for assignment in &args.signing.header {
        claims::assign(&mut draft.header, assignment).map_err(|reason| unfit(reason).hint("--header NAME=VALUE"))?;
    }
    if let Some(access_token) = &args.claims.access_token {
        draft.bind_access_token(access_token);
    }
    if let Some(code) = &args.claims.code {
        draft.bind_code(code);
    }
    for fault in faults {
        (fault.apply)(&mut draft, &mut *edge.dice).map_err(|Unfit(reason)| {
            Failure::usage(format!("fault {}: {reason}", fault.id))
                .hint("`lpauth explain` with the fault's name says what it needs")
        })?;
    }
    Ok(draft)
}

fn deliver(minted: &[Minted], stderr: String, args: &OutputArgs, edge: &mut Edge) -> Result<Output, Failure> {
    let text = minted.iter().map(|minted| minted.token.as_str()).collect::<Vec<_>>().join("\n");
    let mut output = Output { stderr, ..Output::default() };
    let mut wrote = |file: &Path, what: &str| output.stderr.push_str(&format!("wrote {}: {what}\n", file.display()));
    if let Some(file) = &args.jwks_out {
        let set = serde_json::to_string_pretty(&key_set(minted)).unwrap_or_default() + "\n";
        edge.files.write(file, set.as_bytes(), Access::Shared, args.force)?;
        wrote(file, "the key set to verify with");
    }
    if let Some(file) = &args.out {
        edge.files.write(file, format!("{text}\n").as_bytes(), Access::Private, args.force)?;
        wrote(file, "the token, readable by you alone");
    } else {
        output.stdout = format!("{text}\n");
    }
    if args.copy {
        match edge.terminal.copy(&text) {
            Ok(()) => output.stderr.push_str("the token is on the clipboard\n"),
            // The token is not lost for that.
            Err(failure) => {
                output.stderr.push_str(&failure.to_string());
                output.exit = failure.kind as u8;
            }
        }
    }
    Ok(output)
}

// What an issuer publishes that signed all of these.
fn key_set(minted: &[Minted]) -> Value {
    let mut keys: Vec<&Value> = Vec::new();
    for key in minted.iter().flat_map(|minted| minted.jwks["keys"].as_array().into_iter().flatten()) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    json!({ "keys": keys })
}

fn faults(ids: &[String]) -> Result<Vec<&'static Fault>, Failure> {
    let mut faults: Vec<&Fault> = Vec::new();
    for id in ids {
        let fault = fault::find(id).ok_or_else(|| unknown(id))?;
        if !faults.iter().any(|other| other.id == fault.id) {
            faults.push(fault);
        }
    }
    Ok(faults)
}

fn unknown(id: &str) -> Failure {
    if AnyFault::find(id).is_some() {
        return Failure::usage(format!("{id} is a fault of a server, not of a token"))
            .hint(format!("only `mock` can do that: `lpauth mock --fault {id}`"));
    }
    let failure = Failure::usage(format!("there is no fault {id}"));
    match nearest(id, FAULTS.iter().map(|fault| fault.id)) {
        Some(near) => failure.hint(format!("did you mean {near}? `lpauth mint --fault list` shows all")),
        None => failure.hint("`lpauth mint --fault list` shows all"),
    }
}

fn unfit(reason: Unfit) -> Failure {
    Failure::usage(reason.0).hint("leave --alg or --fault out, or pass the key that it needs with --key")
}

const LIST: &str = "list";

fn fault_ids() -> Vec<&'static str> {
    FAULTS.iter().map(|fault| fault.id).chain([LIST]).collect()
}

/// Returns the names of the algorithms that tokens are encrypted by.
pub(super) fn sealing() -> impl Iterator<Item = &'static str> {
    KEY_MANAGEMENT.iter().filter(|row| row.is_made()).map(|row| row.name)
}

fn templates() -> impl Iterator<Item = PossibleValue> {
    TEMPLATES.iter().map(|template| PossibleValue::new(template.name).help(template.title))
}
