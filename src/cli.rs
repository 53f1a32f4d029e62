//! The command line: argument types, dispatch, printing, exit code.

mod slip;
mod start;

use crate::cmd::later::Later;
use crate::cmd::{self, Globals, Output};
use crate::edge::{Edge, Failure};
use clap::{CommandFactory, Parser};
use std::ffi::OsString;
use std::process::ExitCode;

/// Makes LivePerson consumer authentication visible: mint, decode, verify and explain id_tokens
#[derive(Debug, Parser)]
#[command(name = "lpauth", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// The flags every command takes.
    #[command(flatten)]
    pub globals: Globals,
    /// What to do; without it, the jobs and their commands are shown.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Make a key pair, or read and convert any key
    Keygen(Later<cmd::keygen::Args>),
    /// List, search, edit and rotate a JWK set
    Jwks(Box<cmd::jwks::Args>),
    /// Sign an id_token, valid or wrong in exactly one way
    Mint(Later<cmd::mint::Args>),
    /// Show what is inside a token, without trusting it
    Decode(Later<cmd::decode::Args>),
    /// Answer every check about a token
    Verify(Later<cmd::verify::Args>),
    /// Find what is wrong in the metadata and keys that an authorization server publishes
    Lint(Later<cmd::lint::Args>),
    /// Fill in LivePerson's console form from what an authorization server publishes
    Console(Later<cmd::console::Args>),
    /// Write a brand into lpauth.toml, by asking or from flags, and say whether a login can work
    Init(Later<cmd::init::Args>),
    /// Be the brand's authorization server, correct or wrong in exactly one way
    Mock(Later<cmd::mock::Args>),
    /// Log in as LivePerson does, and judge everything that came of it
    Exchange(Later<cmd::exchange::Args>),
    /// Prove a brand's authorization server ready for LivePerson, scenario by scenario, unattended
    Conformance(Later<cmd::conformance::Args>),
    /// Find out why a login failed, from whatever there is: a HAR, a token, an address, an error code, a log
    Diagnose(Later<cmd::diagnose::Args>),
    /// Take secrets and personal data out of a HAR file, a log or a token, so that it can be sent to others
    Redact(Later<cmd::redact::Args>),
    /// Explain a check, a fault or a LivePerson error code
    Explain(Later<cmd::explain::Args>),
    /// Print the completion script of a shell
    Completions(Later<cmd::completions::Args>),
    /// Print the manual page of a command
    Man(Later<cmd::manual::Args>),
}

/// Runs lpauth with these arguments in this world.
pub fn run(arguments: impl IntoIterator<Item = OsString>, edge: &mut Edge) -> ExitCode {
    ExitCode::from(code(arguments, edge))
}

/// Runs lpauth and returns the exit code as a number.
pub fn code(arguments: impl IntoIterator<Item = OsString>, edge: &mut Edge) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = Cli::try_parse_from(&arguments);
    let outcome = match &cli {
        Ok(cli) => dispatch(cli, edge),
        // clap asks for help and version in the same way as it reports mistakes.
        Err(asked) if !asked.use_stderr() => Ok(Output::result(asked.render().to_string())),
        Err(mistake) => Err(slip::failure(mistake, &arguments, edge)),
    };
    let printed = outcome.and_then(|output| output.print(edge).map(|()| output.exit));
    printed.unwrap_or_else(|failure| complain(&failure, edge))
}

fn dispatch(cli: &Cli, edge: &mut Edge) -> Result<Output, Failure> {
    let Some(command) = &cli.command else { return Ok(Output::result(start::page(&cli.globals.style(edge)))) };
    match command {
        Command::Keygen(args) => cmd::keygen::run(args, &cli.globals, edge),
        Command::Jwks(args) => cmd::jwks::run(args, &cli.globals, edge),
        Command::Mint(args) => cmd::mint::run(args, &cli.globals, edge),
        Command::Decode(args) => cmd::decode::run(args, &cli.globals, edge),
        Command::Verify(args) => cmd::verify::run(args, &cli.globals, edge),
        Command::Lint(args) => cmd::lint::run(args, &cli.globals, edge),
        Command::Console(args) => cmd::console::run(args, &cli.globals, edge),
        Command::Init(args) => cmd::init::run(args, &cli.globals, edge),
        Command::Mock(args) => cmd::mock::run(args, &cli.globals, edge),
        Command::Exchange(args) => cmd::exchange::run(args, &cli.globals, edge),
        Command::Conformance(args) => cmd::conformance::run(args, &cli.globals, edge),
        Command::Diagnose(args) => cmd::diagnose::run(args, &cli.globals, edge),
        Command::Redact(args) => cmd::redact::run(args, edge),
        Command::Explain(args) => cmd::explain::run(args, &cli.globals, edge),
        Command::Completions(args) => Ok(cmd::completions::run(args, Cli::command())),
        Command::Man(args) => cmd::manual::run(args, Cli::command()),
    }
}

fn complain(failure: &Failure, edge: &mut Edge) -> u8 {
    // Nothing is left to do if even this cannot be written.
    let output = Output::failure(failure);
    let _ = output.print(edge);
    output.exit
}
