//! `lpauth jwks`: lists, searches, edits and rotates a JWK set.

mod edit;
mod rotate;
mod table;

use super::key::{self, Passphrase};
use super::later::Later;
use super::network::Network;
use super::{Globals, Output};
use crate::edge::gather::{self, LIMIT};
use crate::edge::{Edge, Failure};
use crate::flow::plan::{self, Want};
use crate::model::jwk::Jwks;
use crate::model::source::Source;
use std::path::{Path, PathBuf};
use table::Row;
use url::Url;

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true, after_help = EXAMPLES)]
pub struct Args {
    /// What to list.
    #[command(flatten)]
    pub list: Later<List>,
    /// What to do with the set.
    #[command(subcommand)]
    pub edit: Option<Edit>,
}

/// The arguments of `jwks` without a command.
#[derive(Debug, clap::Args)]
pub struct List {
    /// The key set: a file, `-` for standard input, or a URL
    #[arg(value_name = "FILE|URL", required = true)]
    pub source: Option<String>,
    /// Show only the key with this kid; exit code 1 if there is none
    #[arg(long, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub kid: Option<String>,
    /// The form of the list
    #[arg(long, value_name = "FORM", default_value = "table")]
    pub format: Format,
    /// The roads a request may take.
    #[command(flatten)]
    pub network: Network,
}

const EXAMPLES: &str = "Examples:
  lpauth jwks https://login.brand.example/jwks
  lpauth jwks keys.json --kid 2026-01
  lpauth jwks add keys.json new.pem
  lpauth jwks rotate keys.json --out rotation";

/// The forms of the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A table
    #[default]
    Table,
    /// JSON, one object a key
    Json,
}

/// What to do with a set.
#[derive(Debug, clap::Subcommand)]
pub enum Edit {
    /// Add the public half of a key to a set
    Add(Later<Add>),
    /// Take a key out of a set
    Remove(Later<Remove>),
    /// Write the set of each stage of a rotation, and say what to do when
    Rotate(Later<Rotate>),
}

/// The arguments of `jwks add`.
#[derive(Debug, clap::Args)]
pub struct Add {
    /// The key set to change; made if it is not there
    pub set: PathBuf,
    /// The file with the key, in any form
    pub key: PathBuf,
    /// The key ID [default: the key's own, else its thumbprint]
    #[arg(long, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub kid: Option<String>,
    /// Where the passphrase of the key comes from.
    #[command(flatten)]
    pub passphrase: Passphrase,
}

/// The arguments of `jwks remove`.
#[derive(Debug, clap::Args)]
pub struct Remove {
    /// The key set to change
    pub set: PathBuf,
    /// The key ID of the key to take out
    pub kid: String,
}

/// The arguments of `jwks rotate`.
#[derive(Debug, clap::Args)]
pub struct Rotate {
    /// The key set as it is published now
    pub set: PathBuf,
    /// The file with the next key [default: a new RSA key is made]
    #[arg(long, value_name = "FILE")]
    pub next: Option<PathBuf>,
    /// The key ID of the key to retire [default: the only one]
    #[arg(long, value_name = "KID")]
    pub retire: Option<String>,
    /// The directory for the sets of the stages; it must be there [default: the working directory]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace files that exist
    #[arg(long)]
    pub force: bool,
    /// Where the passphrase of the next key comes from.
    #[command(flatten)]
    pub passphrase: Passphrase,
}

/// Runs the command.
///
/// # Errors
/// If something could not be read or written, or a set does not allow the change.
pub fn run(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    match &args.edit {
        None => list(&args.list, globals, edge),
        Some(Edit::Add(args)) => edit::add(args, edge),
        Some(Edit::Remove(args)) => edit::remove(args, edge),
        Some(Edit::Rotate(args)) => rotate::run(args, globals, edge),
    }
}

fn list(args: &List, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let source = args.source.as_deref().unwrap_or_default();
    let mut rows = load(source, &args.network, edge)?;
    if let Some(kid) = &args.kid {
        let all = kids(&rows);
        rows.retain(|row| row.kid.as_ref() == Some(kid));
        if rows.is_empty() {
            let stderr = format!("lpauth: no key of {source} has the kid “{kid}”\n  hint: its kids are: {all}\n");
            return Ok(Output { stderr, exit: 1, ..Output::default() });
        }
    }
    Ok(Output::result(match args.format {
        Format::Table => table::pretty(&rows, &globals.style(edge), edge.clock.now()),
        Format::Json => table::json(&rows),
    }))
}

fn kids(rows: &[Row]) -> String {
    let kids: Vec<String> = rows.iter().filter_map(|row| Some(format!("“{}”", row.kid.as_ref()?))).collect();
    kids.join(", ")
}

/// Reads a key set from a file, standard input or a URL. A file may hold keys in any form.
fn load(source: &str, network: &Network, edge: &mut Edge) -> Result<Vec<Row>, Failure> {
    if source.starts_with("https://") || source.starts_with("http://") {
        return fetch(source, network, edge).map(|jwks| table::rows(&jwks));
    }
    let path = Path::new(source);
    let bytes = if source == "-" { edge.terminal.read(LIMIT)? } else { edge.files.read(path, LIMIT)? };
    match String::from_utf8(bytes) {
        Ok(text) if text.trim_start().starts_with('{') => parse(source, text).map(|jwks| table::rows(&jwks)),
        Ok(_) if source == "-" => Err(Failure::input("standard input is not a JWK set")
            .hint("pipe a set in: {\"keys\": […]}; `lpauth keygen --from FILE --format jwks` makes one")),
        _ => Ok(table::rows_of(key::read(path, &Passphrase::default(), edge)?)),
    }
}

fn parse(name: &str, text: String) -> Result<Jwks, Failure> {
    let source = Source::new(name, text);
    Jwks::parse(source.clone(), true).map_err(|malformed| {
        let at = source.position(malformed.offset);
        Failure::input(format!("{name}:{}:{}: {}", at.line, at.column, malformed.reason))
            .hint("a set is {\"keys\": […]}; `lpauth keygen --from FILE --format jwks` makes one")
    })
}

fn fetch(source: &str, network: &Network, edge: &mut Edge) -> Result<Jwks, Failure> {
    let url = Url::parse(source).map_err(|error| {
        Failure::usage(format!("{source} is no URL: {error}")).hint("pass the whole address, beginning with https://")
    })?;
    let limits = network.limits(edge)?;
    let documents = gather::gather(&Want { jwks: Some(url), ..Want::default() }, &limits, edge)?;
    let Some(answer) = documents.jwks.and_then(|exchange| exchange.answer) else {
        return Err(Failure::network(format!("{source} gave no answer"))
            .hint("look whether the address is right, and whether it can be reached from here"));
    };
    plan::jwks(&answer).map_err(|broken| {
        Failure::input(format!("{source}: {}", broken.malformed.reason))
            .hint("look whether this is the address of the key set: `jwks_uri` in the metadata")
    })
}
