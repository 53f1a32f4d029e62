//! Arguments that are defined only when their command is the one that was typed.

use clap::builder::Resettable;
use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches, Id};
use std::ops::Deref;

/// The arguments of a command, which clap asks for when it comes to that command. All of them together take longer to define
/// than most commands to run.
///
/// The commands of a command must not wait, since `help` and the completion scripts list them first: they stand beside what does.
#[derive(Debug)]
pub struct Later<T>(Box<T>);

impl<T> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: FromArgMatches> FromArgMatches for Later<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches(matches).map(|args| Later(Box::new(args)))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<T: Args> Args for Later<T> {
    fn group_id() -> Option<Id> {
        T::group_id()
    }

    fn augment_args(command: Command) -> Command {
        command.defer(|command| define(command, T::augment_args))
    }

    fn augment_args_for_update(command: Command) -> Command {
        command.defer(|command| define(command, T::augment_args_for_update))
    }
}

// What is said of the command stands where the command does, and what is said of its arguments must not take its place.
fn define(command: Command, arguments: fn(Command) -> Command) -> Command {
    let (short, long) = (command.get_about().cloned(), command.get_long_about().cloned());
    globals_last(arguments(command).about(Resettable::from(short)).long_about(Resettable::from(long)))
}

// clap has handed down the global flags by now; help and manual pages show flags in the order in which they were defined.
fn globals_last(command: Command) -> Command {
    let mut own = Vec::with_capacity(command.get_arguments().count());
    let mut globals = Vec::new();
    let command = command.mut_args(|argument| {
        if argument.is_global_set() { &mut globals } else { &mut own }.push(argument);
        Arg::default()
    });
    let mut all = own.into_iter().chain(globals);
    command.mut_args(|empty| all.next().unwrap_or(empty))
}
