//! The person at the keyboard.

#[cfg(unix)]
use super::interrupt;

use super::Failure;
use std::io::IsTerminal;

/// Whoever answers prompts.
pub trait Person {
    /// Returns whether anybody is there to answer.
    fn present(&self) -> bool;

    /// Asks for a line of text.
    ///
    /// # Errors
    /// If nobody answers.
    fn text(&mut self, prompt: &str, default: &str) -> Result<String, Failure>;

    /// Asks for a yes or no.
    ///
    /// # Errors
    /// If nobody answers.
    fn confirm(&mut self, prompt: &str, default: bool) -> Result<bool, Failure>;

    /// Asks for one of `items`, and returns its number.
    ///
    /// # Errors
    /// If nobody answers.
    fn choose(&mut self, prompt: &str, items: &[String], default: usize) -> Result<usize, Failure>;

    /// Asks for a secret without showing it, twice if `twice`.
    ///
    /// # Errors
    /// If nobody answers.
    fn secret(&mut self, prompt: &str, twice: bool) -> Result<String, Failure>;
}

/// The person at this machine's terminal.
pub struct Console;

impl Person for Console {
    fn present(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    fn text(&mut self, prompt: &str, default: &str) -> Result<String, Failure> {
        prepare();
        let input = dialoguer::Input::<String>::new().with_prompt(prompt).allow_empty(true);
        let input = if default.is_empty() { input } else { input.default(default.to_owned()) };
        input.interact_text().map_err(unanswered)
    }

    fn confirm(&mut self, prompt: &str, default: bool) -> Result<bool, Failure> {
        prepare();
        dialoguer::Confirm::new().with_prompt(prompt).default(default).interact().map_err(unanswered)
    }

    fn choose(&mut self, prompt: &str, items: &[String], default: usize) -> Result<usize, Failure> {
        prepare();
        dialoguer::Select::new().with_prompt(prompt).items(items).default(default).interact().map_err(unanswered)
    }

    fn secret(&mut self, prompt: &str, twice: bool) -> Result<String, Failure> {
        prepare();
        let password = dialoguer::Password::new().with_prompt(prompt);
        let password = if twice { password.with_confirmation("once more", "the two differ") } else { password };
        password.interact().map_err(unanswered)
    }
}

fn prepare() {
    #[cfg(unix)]
    interrupt::give_back_terminal();
}

fn unanswered(error: dialoguer::Error) -> Failure {
    let dialoguer::Error::IO(error) = error;
    #[cfg(unix)]
    if error.kind() == std::io::ErrorKind::Interrupted {
        interrupt::wait_for_end();
    }
    Failure::usage(format!("nobody answered the prompt: {error}")).hint("pass by flags what was asked for")
}
