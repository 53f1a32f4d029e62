//! `--watch`: a command that is run again whenever its files change.

use super::Output;
use crate::edge::terminal::Stream;
use crate::edge::{Edge, Failure};
use std::path::PathBuf;

const CLEAR: &str = "\u{1b}[2J\u{1b}[3J\u{1b}[H";

/// Runs `once` and prints what it returns, again each time one of `paths` changes. A file that is just being written is no
/// reason to stop: the failure is shown, and the next change tried.
///
/// # Errors
/// If there is nothing to watch, or the output cannot be written.
pub fn repeat(
    edge: &mut Edge,
    paths: &[PathBuf],
    mut once: impl FnMut(&mut Edge) -> Result<Output, Failure>,
) -> Result<Output, Failure> {
    if paths.is_empty() {
        return Err(Failure::usage("--watch needs a file to watch").hint("name the file, not a token or `-`"));
    }
    loop {
        // Taken before the run: what changes while it lasts is a change too.
        let stamps = edge.files.stamps(paths);
        let output = once(edge).unwrap_or_else(|failure| Output::failure(&failure));
        output.print(edge)?;
        if !edge.files.wait_for_change(paths, &stamps) {
            return Ok(Output { exit: output.exit, ..Output::default() });
        }
        if edge.terminal.connection().output {
            edge.terminal.write(Stream::Out, CLEAR)?;
        }
    }
}
