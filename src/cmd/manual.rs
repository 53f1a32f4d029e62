//! `lpauth man`, and the reference in Markdown: both made from the command line's own definitions.

use super::GLOBAL;
use super::Output;
use crate::edge::Failure;
use crate::model::name::nearest;
use clap::{Arg, Command};
use std::fmt::Write;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The command whose page to print; without it, the page of lpauth itself
    pub command: Option<String>,
}

/// Runs the command. `command` is the whole command line, which only the floor above knows.
///
/// # Errors
/// If there is no such command.
pub fn run(args: &Args, command: Command) -> Result<Output, Failure> {
    let wanted = args.command.as_deref();
    let pages = pages(command);
    let found = pages.iter().find(|(name, _)| match wanted {
        None => name == "lpauth",
        Some(wanted) => name.strip_prefix("lpauth-") == Some(&wanted.replace(' ', "-")),
    });
    match found {
        Some((_, page)) => Ok(Output::result(page)),
        None => Err(unknown(wanted.unwrap_or_default(), pages.iter().map(|(name, _)| name.as_str()))),
    }
}

fn unknown<'a>(wanted: &str, pages: impl Iterator<Item = &'a str>) -> Failure {
    let failure = Failure::usage(format!("there is no command “{wanted}”"));
    match nearest(wanted, pages.filter_map(|name| name.strip_prefix("lpauth-"))) {
        Some(near) => failure.hint(format!("did you mean `lpauth man {near}`? `lpauth help` lists the commands")),
        None => failure.hint("`lpauth help` lists the commands"),
    }
}

/// Returns the man pages of a command and of all below it: name (`lpauth-mint`) and text.
pub fn pages(command: Command) -> Vec<(String, String)> {
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    collect(&command, "lpauth", &mut pages);
    pages
}

fn collect(command: &Command, name: &str, pages: &mut Vec<(String, String)>) {
    let mut text = Vec::new();
    let page = clap_mangen::Man::new(command.clone().name(name.to_owned())).date("");
    // Writing into memory cannot fail.
    let _ = page.render(&mut text);
    pages.push((name.to_owned(), String::from_utf8_lossy(&text).into_owned()));
    for below in shown(command) {
        collect(below, &format!("{name}-{}", below.get_name()), pages);
    }
}

/// Returns the reference of the whole command line in Markdown (`docs/cli.md`).
pub fn reference(command: Command) -> String {
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let mut text = String::from("# The command line\n\nGenerated from the program's own definitions; do not edit.\n");
    describe(&command, "lpauth", &mut text);
    text
}

fn describe(command: &Command, path: &str, text: &mut String) {
    let about = command.get_long_about().or_else(|| command.get_about()).map(ToString::to_string).unwrap_or_default();
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").replace("\n       ", "\n");
    let _ = write!(text, "\n## `{path}`\n\n{about}\n\n```text\n{usage}\n```\n");
    let (flags, operands): (Vec<&Arg>, Vec<&Arg>) =
        command.get_arguments().filter(|arg| !arg.is_hide_set()).partition(|arg| !arg.is_positional());
    table(text, "Argument", &operands);
    let own = |flag: &&Arg| path == "lpauth" || flag.get_help_heading() != Some(GLOBAL);
    table(text, "Flag", &flags.into_iter().filter(own).collect::<Vec<_>>());
    for below in shown(command) {
        describe(below, &format!("{path} {}", below.get_name()), text);
    }
}

fn table(text: &mut String, heading: &str, args: &[&Arg]) {
    let own = |arg: &&&Arg| !matches!(arg.get_id().as_str(), "help" | "version");
    let rows: Vec<String> = args.iter().filter(own).map(|arg| row(arg)).collect();
    if !rows.is_empty() {
        let _ = write!(text, "\n| {heading} | |\n|---|---|\n{}", rows.concat());
    }
}

fn row(arg: &Arg) -> String {
    let name = arg.to_string().replace('|', "\\|");
    let help = arg.get_long_help().or_else(|| arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    let default = if defaults.is_empty() || !arg.get_action().takes_values() {
        String::new()
    } else {
        format!(" (default `{}`)", defaults.join(", "))
    };
    format!("| `{name}` | {}{default} |\n", help.replace('\n', " ").replace('|', "\\|"))
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|below| !below.is_hide_set())
}
