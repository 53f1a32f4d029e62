//! `lpauth completions`: the completion script of a shell.

use super::Output;
use clap_complete::Shell;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    pub shell: Shell,
}

/// Returns the completion script of a shell.
pub fn script(shell: Shell, mut command: clap::Command) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "lpauth", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// Runs the command. `command` is the whole command line, which only the floor above knows.
pub fn run(args: &Args, command: clap::Command) -> Output {
    Output::result(script(args.shell, command))
}
