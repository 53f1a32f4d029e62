//! One file a subcommand: gather facts, call the core, return an [`Output`].

pub mod brand;
pub mod completions;
pub mod decode;
pub mod explain;
pub mod jwks;
pub mod keygen;
pub mod manual;
pub mod mint;
pub mod verify;

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

/// The flags every command takes.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Globals {
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Global options")]
    pub color: Colour,
    /// Read brands from FILE in place of the nearest lpauth.toml
    #[arg(long, global = true, value_name = "FILE", help_heading = "Global options")]
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

impl Output {
    /// Returns a successful output with this result.
    pub fn result(stdout: impl Into<String>) -> Output {
        Output { stdout: stdout.into(), ..Output::default() }
    }
}
