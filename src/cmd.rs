//! One file a subcommand: gather facts, call the core, return an [`Output`].

pub mod baseline;
pub mod brand;
pub mod clocks;
pub mod completions;
pub mod conformance;
pub mod console;
pub mod decode;
pub mod decryption;
pub mod diagnose;
pub mod exchange;
pub mod explain;
pub mod init;
pub mod input;
pub mod jwks;
pub mod key;
pub mod key_source;
pub mod keygen;
pub mod later;
pub mod lint;
pub mod manual;
pub mod mint;
pub mod mock;
pub mod network;
pub mod offered;
pub mod redact;
pub mod reporting;
pub mod verify;
pub mod watch;

use crate::edge::terminal::Stream;
use crate::edge::{Edge, Failure};
use crate::model::paste::veiled;
use crate::render::{Style, visible_lines};
use std::path::PathBuf;

/// What a command wants printed, and the exit code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// The result, for standard output.
    pub stdout: String,
    /// Everything else, for standard error.
    pub stderr: String,
    /// The exit code.
    pub exit: u8,
}

/// The heading of the flags every command takes.
const GLOBAL: &str = "Global options";

/// The flags every command takes.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Globals {
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = GLOBAL)]
    pub color: Colour,
    /// Read brands from FILE in place of the nearest lpauth.toml
    #[arg(long, global = true, value_name = "FILE", help_heading = GLOBAL)]
    pub config: Option<PathBuf>,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Globals {
    /// Returns how the result may look on standard output: `--color` decides, else `NO_COLOR` and whether it is a terminal.
    pub fn style(&self, edge: &Edge) -> Style {
        let connection = edge.terminal.connection();
        let no_colour = edge.environment.get("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = edge.environment.get("TERM").is_some_and(|term| term == "dumb");
        let colour = match self.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => connection.output && !no_colour && !dumb,
        };
        let width = connection.width.unwrap_or(Style::PLAIN.width).clamp(40, 120);
        Style { colour, width, ..Style::PLAIN }
    }
}

impl Output {
    /// Returns a successful output with this result.
    pub fn result(stdout: impl Into<String>) -> Output {
        Output { stdout: stdout.into(), ..Output::default() }
    }

    /// Returns what there is to print of a failure, and its exit code.
    pub fn failure(failure: &Failure) -> Output {
        Output { stderr: failure.to_string(), exit: failure.kind as u8, ..Output::default() }
    }

    /// Prints it. Messages may repeat what a stranger wrote, so that nothing in them may steer the terminal, and what somebody
    /// typed in the wrong place, which may be a token or a key.
    ///
    /// # Errors
    /// If a stream cannot be written.
    pub fn print(&self, edge: &mut Edge) -> Result<(), Failure> {
        edge.terminal.write(Stream::Err, &visible_lines(&veiled(&self.stderr)))?;
        edge.terminal.write(Stream::Out, &self.stdout)
    }
}
