//! `lpauth init`: writes a brand into `lpauth.toml`, by asking or from flags, and says at once whether logins can work.
//!
//! What is asked and told goes to standard error; standard output is the section of `--out -`, and what a first login tells.

mod ask;
mod given;
mod judge;
mod place;
mod server;
mod then;

use super::network::Network;
use super::{Globals, Output, console};
use crate::edge::terminal::Stream;
use crate::edge::{Edge, Failure};
use crate::model::settings::{Brand, MEMBERS};
use crate::render::visible_lines;
use crate::report::Severity;
use ask::Answers;
use clap::builder::NonEmptyStringValueParser;
use place::Place;
use server::Server;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The issuer, the address of its metadata, or a file with the metadata: what it says is not asked for
    #[arg(value_name = "ISSUER|URL|FILE")]
    pub server: Option<String>,
    /// The name of the brand in the settings [default: from the issuer's host name]
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub brand: Option<String>,
    /// Look for the issuer's metadata where RFC 8414 puts it
    #[arg(long)]
    pub oauth: bool,
    /// Ask no server for anything: only files and flags say what is written, and nothing is judged that is not in a file
    #[arg(long)]
    pub offline: bool,
    /// Write to FILE, or print the section alone with `-` [default: --config, else the nearest lpauth.toml, else a new one here]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Change a brand that is there already, and replace a file with its secret
    #[arg(long)]
    pub force: bool,
    /// Show all that was found in the metadata, as `lpauth lint` does
    #[arg(long, short)]
    pub verbose: bool,
    /// What stands in the settings.
    #[command(flatten)]
    pub given: given::GivenFlags,
    /// How metadata may be fetched.
    #[command(flatten)]
    pub network: Network,
}

const EXAMPLES: &str = "Examples:
  lpauth init                                        asks for everything
  lpauth init https://login.acmebank.example         asks for what the metadata does not say
  lpauth init https://login.acmebank.example --client-id lp --client-secret env:ACME_SECRET </dev/null
  lpauth init metadata.json --offline --out -        prints the section, and asks no server

The exit code is 0 if the brand was written, whatever was found; that is for lpauth lint to judge.
If a first login was made, it is that of lpauth exchange.";

/// Runs the command. The exit code is 0 if the brand was written, whatever was found: that is for `lint` to judge. If a
/// first login was made, it is that of `exchange`.
///
/// # Errors
/// If something necessary is missing and nobody is there to ask, the brand is there already, or the file cannot be written.
pub fn run(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let told = args.given.told(edge)?;
    let place = Place::find(args, globals, edge)?;
    let known = args.brand.as_deref().and_then(|name| place.brand(name)).cloned();
    let server = Server::find(args, &told, known.as_ref(), edge)?;
    let name = name(args, &server, edge)?;
    let kept = place.kept(&name, args.force, edge)?;
    let Answers { mut brand, secret } = complete(args, Brand::named(&name), &told, &server, &kept, edge)?;
    place.relate(&kept, &mut brand, edge);
    let open = given::left_open(&brand);
    place.review(&brand, &open, edge)?;
    if let Some(secret) = secret {
        let line = secret.write(args.force, edge)?;
        tell(edge, &line)?;
    }
    let (chosen, mut output) = place.write(&brand, &open, edge)?;
    let note = then::unresolved(&chosen, edge);
    tell(edge, &note)?;
    let judged = server.subject.as_ref().map(|subject| judge::judge(subject, &chosen, edge));
    if let Some(group) = &judged {
        tell(edge, &judge::show(group, args.verbose, globals, edge))?;
    }
    if let Some(failure) = server.subject.as_ref().and_then(|subject| subject.failure.as_ref()) {
        tell(edge, &failure.to_string())?;
    }
    if let Some(group) = &judged {
        let ready = group.worst() != Some(Severity::Error);
        if let Some(login) = then::first_login(&chosen, ready, &args.network, globals, edge)? {
            return Ok(login);
        }
    }
    output.stderr.push_str(&then::steps(&chosen, judged.is_some(), edge));
    Ok(output)
}

/// Returns the name of the brand: the flag's, else one that a person gives, else the issuer's host's.
fn name(args: &Args, server: &Server, edge: &mut Edge) -> Result<String, Failure> {
    match (&args.brand, server.name()) {
        (Some(name), _) => Ok(name.clone()),
        (None, likely) if edge.person.present() => ask::name(&likely.unwrap_or_default(), edge),
        (None, likely) => Ok(likely.unwrap_or_default()),
    }
}

/// Returns the brand with everything that it needs: what the flags say, then what the server publishes and what the brand
/// had before, in the order of what was named for this run, then what a person answers.
fn complete(
    args: &Args,
    mut brand: Brand,
    told: &Brand,
    server: &Server,
    kept: &Brand,
    edge: &mut Edge,
) -> Result<Answers, Failure> {
    let likely = console::safest_flow(server.discovery());
    let decided = told.text("flow").or_else(|| kept.text("flow"));
    let flow = match decided {
        Some(flow) => flow.to_owned(),
        None if edge.person.present() => ask::flow(likely, edge)?,
        None => likely.to_owned(),
    };
    brand.set("flow", flow.as_str());
    let published = server.published(&flow, &[told, kept]);
    let layers = if server.named { [told, &published.brand, kept] } else { [told, kept, &published.brand] };
    for member in MEMBERS {
        if let Some(value) = layers.iter().find_map(|layer| layer.text(member.name)) {
            brand.set(member.name, value);
        }
    }
    if edge.person.present() {
        tell(edge, &published.unfit())?;
        return ask::rest(args, brand, edge);
    }
    match given::lacking(&brand) {
        lacking if lacking.is_empty() && !brand.name.is_empty() => Ok(Answers { brand, secret: None }),
        lacking => Err(given::missing(&brand, &lacking, server, &published)),
    }
}

fn tell(edge: &mut Edge, text: &str) -> Result<(), Failure> {
    edge.terminal.write(Stream::Err, &visible_lines(text))
}
