//! `lpauth completions`.

use super::{Globals, Output};
use crate::edge::{Edge, Failure};

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// If something could not be read or written.
pub fn run(_args: &Args, _globals: &Globals, _edge: &mut Edge) -> Result<Output, Failure> {
    Err(Failure::usage("not yet"))
}
