//! `lpauth decode`: shows what is inside a token, without trusting it and without refusing anything.

mod json;
mod members;
mod pretty;

use super::{Globals, Output, watch};
use crate::edge::{Edge, Failure};
use crate::model::paste::{self, Paste};
use crate::model::time::Timestamp;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};

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

struct Input {
    name: String,
    bytes: Vec<u8>,
}

/// Runs the command. Whatever is wrong with a token is shown, never a failure; exit code 1 says that there was none.
///
/// # Errors
/// If nothing was given, or none of it could be read.
pub fn run(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    if !args.watch {
        return once(args, globals, edge);
    }
    let files: Vec<PathBuf> = args.inputs.iter().map(PathBuf::from).filter(|path| edge.files.exists(path)).collect();
    watch::repeat(edge, &files, |edge| once(args, globals, edge))
}

fn once(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let (inputs, failures) = gather(args, edge)?;
    let pastes: Vec<Paste> = inputs.iter().map(|input| paste::read(&input.name, &input.bytes)).collect();
    let view = View { now: edge.clock.now(), zone: edge.clock.zone(), show_secrets: args.show_secrets };
    let empty = inputs.iter().zip(&pastes).filter(|(_, paste)| paste.tokens.is_empty());
    let notes: String = empty.map(|(input, paste)| without_token(input, paste)).collect();
    let stdout = match args.format {
        Format::Json => json::render(&pastes, &view),
        Format::Pretty if notes.lines().count() > 0 && pastes.iter().all(|paste| paste.tokens.is_empty()) => {
            String::new()
        }
        Format::Pretty => pretty::render(&pastes, &view, &globals.style(edge)),
    };
    let exit = match failures.first() {
        Some(failure) => failure.kind as u8,
        None => u8::from(pastes.iter().all(|paste| paste.tokens.is_empty())),
    };
    let stderr = failures.iter().map(ToString::to_string).collect::<String>() + &notes;
    Ok(Output { stdout, stderr, exit })
}

/// Larger inputs are not read; a token of this size would break everything it passes through.
const LIMIT: u64 = 16 << 20;

fn gather(args: &Args, edge: &mut Edge) -> Result<(Vec<Input>, Vec<Failure>), Failure> {
    if args.inputs.is_empty() && edge.terminal.connection().input {
        let hint = "pass a file or the token itself, or pipe it in: lpauth decode token.jwt";
        return Err(Failure::usage("nothing to decode").hint(hint));
    }
    let stdin = ["-".to_owned()];
    let given = if args.inputs.is_empty() { &stdin[..] } else { &args.inputs };
    let (mut inputs, mut failures) = (Vec::new(), Vec::new());
    for (index, text) in given.iter().enumerate() {
        match input(text, index, given.len(), edge) {
            Ok(input) => inputs.push(input),
            Err(failure) => failures.push(failure),
        }
    }
    match failures.pop() {
        Some(only) if inputs.is_empty() && failures.is_empty() => Err(only),
        last => {
            failures.extend(last);
            Ok((inputs, failures))
        }
    }
}

fn input(text: &str, index: usize, count: usize, edge: &mut Edge) -> Result<Input, Failure> {
    if text == "-" {
        return Ok(Input { name: "standard input".to_owned(), bytes: edge.terminal.read(LIMIT)? });
    }
    let path = Path::new(text);
    if edge.files.exists(path) {
        return Ok(Input { name: text.to_owned(), bytes: edge.files.read(path, LIMIT)? });
    }
    if !looks_pasted(text) {
        return Err(Failure::input(format!("there is no file {text}, and it is no token either")));
    }
    let name = if count == 1 { "the argument".to_owned() } else { format!("argument {}", index + 1) };
    Ok(Input { name, bytes: text.as_bytes().to_vec() })
}

// An argument that is no file was pasted if there is a token in it, or if no file would be called so.
fn looks_pasted(text: &str) -> bool {
    let found = paste::read("", text.as_bytes());
    !found.tokens.is_empty() || !found.left_out.is_empty() || text.contains("://") || text.contains(char::is_whitespace)
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

fn without_token(input: &Input, paste: &Paste) -> String {
    let text = String::from_utf8_lossy(&input.bytes);
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
    format!("lpauth: there is no token in {}: {reason}\n", input.name)
}
