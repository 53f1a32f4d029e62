//! The doorbell: real arguments and the real world go in.

use std::process::ExitCode;

#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    lpauth::cli::run(std::env::args_os(), &mut lpauth::edge::Edge::real())
}
