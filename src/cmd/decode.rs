//! `lpauth decode`: shows what is inside a token, without trusting it and without refusing anything.

mod json;
mod members;
mod pretty;

use super::decryption::DecryptionFlags;
use super::{Globals, Output, input, watch};
use crate::edge::{Edge, Failure};
use crate::jose::envelope::Keyring;
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
    /// What opens encrypted tokens.
    #[command(flatten)]
    pub decryption: DecryptionFlags,
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
    keyring: Keyring,
}

/// Runs the command. Whatever is wrong with a token is shown, never a failure; exit code 3 says that something
/// named holds none or cannot be read.
///
/// # Errors
/// If nothing was given, or a key to decrypt with cannot be read.
pub fn run(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    if !args.watch {
        return once(args, globals, edge);
    }
    let mut files = input::files(&args.inputs, edge);
    if !files.is_empty() {
        files.extend(args.decryption.decrypt_key.iter().cloned());
    }
    watch::repeat(edge, &files, |edge| once(args, globals, edge))
}

fn once(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let found = input::tokens(&args.inputs, edge)?;
    let keyring = args.decryption.keyring(None, edge)?;
    let view = View { now: edge.clock.now(), zone: edge.clock.zone(), show_secrets: args.show_secrets, keyring };
    let nothing = found.pastes.iter().all(|paste| paste.tokens.is_empty());
    let stdout = match args.format {
        Format::Json => json::render(&found.pastes, &view),
        Format::Pretty if nothing => String::new(),
        Format::Pretty => pretty::render(&found.pastes, &view, &globals.style(edge)),
    };
    Ok(Output { stdout, stderr: found.stderr, exit: found.exit })
}
