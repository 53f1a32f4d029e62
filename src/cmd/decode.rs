//! `lpauth decode`: shows what is inside a token, without trusting it and without refusing anything.

mod json;
mod members;
mod pretty;

use super::input::{self, Given};
use super::{Globals, Output, watch};
use crate::edge::{Edge, Failure};
use crate::model::paste::{self, Paste};
use crate::model::time::Timestamp;
use jiff::tz::TimeZone;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file, a token, a callback URL, a token response, or `-` for standard input
    ///
    /// Whatever is given is searched for tokens: `Bearer`, quotes, line breaks, URL encoding and the like are removed, and
    /// said to be. Without INPUT standard input is read.
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// How to show the tokens
    #[arg(long, value_name = "FORMAT", default_value = "pretty")]
    pub format: Format,
    /// Show signatures too, and the ciphertext of encrypted tokens
    #[arg(long)]
    pub show_secrets: bool,
    /// Decode again whenever a file changes
    #[arg(long)]
    pub watch: bool,
}

/// How to show tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people
    Pretty,
    /// For programs: docs/json-v1.md describes it
    Json,
}

/// What the tokens are shown with.
struct View {
    now: Timestamp,
    zone: TimeZone,
    show_secrets: bool,
}

/// Runs the command. Whatever is wrong with a token is shown, never a failure; exit code 1 says that there was none.
///
/// # Errors
/// If nothing was given, or it cannot be read.
pub fn run(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    if !args.watch {
        return once(args, globals, edge);
    }
    let files = input::files(&args.inputs, edge);
    watch::repeat(edge, &files, |edge| once(args, globals, edge))
}

fn once(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let given = input::read(&args.inputs, edge)?;
    let pastes: Vec<Paste> = given.iter().map(|given| paste::read(&given.name, &given.bytes)).collect();
    let view = View { now: edge.clock.now(), zone: edge.clock.zone(), show_secrets: args.show_secrets };
    let barren = given.iter().zip(&pastes).filter(|(_, paste)| paste.tokens.is_empty());
    let stderr: String = barren.map(|(given, paste)| without_token(given, paste)).collect();
    let nothing = pastes.iter().all(|paste| paste.tokens.is_empty());
    let stdout = match args.format {
        Format::Json => json::render(&pastes, &view),
        Format::Pretty if nothing => String::new(),
        Format::Pretty => pretty::render(&pastes, &view, &globals.style(edge)),
    };
    Ok(Output { stdout, stderr, exit: u8::from(nothing) })
}

/// What people hand over in place of a token, by what tells it, and what to do with it.
const NOT_TOKENS: &[(&str, &str)] = &[
    ("PRIVATE KEY-----", "it is a private key: `lpauth keygen --from FILE` says which"),
    ("PUBLIC KEY-----", "it is a public key: `lpauth keygen --from FILE` says which"),
    ("-----BEGIN CERTIFICATE", "it is a certificate: `lpauth keygen --from FILE` reads the key in it"),
    ("\"keys\"", "it looks like a JWK set: `lpauth jwks FILE` lists it"),
    ("\"kty\"", "it looks like a JWK: `lpauth keygen --from FILE` says which key it is"),
    ("\"iss\"", "it looks like the claims of a token, decoded already"),
    ("<html", "it is a web page, perhaps an error page or a login form"),
    ("<!doctype", "it is a web page, perhaps an error page or a login form"),
];

fn without_token(given: &Given, paste: &Paste) -> String {
    let text = String::from_utf8_lossy(&given.bytes);
    let lower = text.to_ascii_lowercase();
    let known = NOT_TOKENS.iter().find(|(mark, _)| lower.contains(&mark.to_ascii_lowercase()));
    let reason = match (paste.left_out.first(), known) {
        (Some(left_out), _) => format!("`{}` was left out: {}", left_out.name, left_out.reason),
        (None, Some((_, what))) => (*what).to_owned(),
        (None, None) if text.trim().is_empty() => "it is empty".to_owned(),
        (None, None) if !text.trim().contains(char::is_whitespace) => {
            "it may be an opaque token or an authorization code, which only its issuer can read".to_owned()
        }
        (None, None) => "nothing in it has the form of one".to_owned(),
    };
    format!("lpauth: there is no token in {}: {reason}\n", given.name)
}
