//! The doorbell: real arguments and the real world go in.

use std::process::ExitCode;

fn main() -> ExitCode {
    lpauth::cli::run(std::env::args_os(), &mut lpauth::edge::Edge::real())
}
