//! Everything that touches the world, behind one [`Edge`] value: the clock, random bytes, files, the network, servers, the
//! browser, the person at the keyboard and the terminal. Tests hand in a world of their own.
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the one place where the world is touched")]

pub mod browser;
pub mod clock;
pub mod drive;
pub mod files;
pub mod gather;
pub mod http;
#[cfg(unix)]
mod interrupt;
pub mod listener;
pub mod person;
pub mod pipeline;
pub mod rounds;
pub mod serve;
pub mod stream;
pub mod terminal;
pub mod webdriver;

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The world, as far as lpauth is concerned.
pub struct Edge {
    /// Tells the time.
    pub clock: Box<dyn clock::Clock>,
    /// Random bytes for keys and identifiers.
    pub dice: Box<dyn rand::CryptoRng>,
    /// Files and directories.
    pub files: Box<dyn files::Files>,
    /// The network.
    pub http: Box<dyn http::Http>,
    /// Servers of our own.
    pub servers: Box<dyn serve::Servers>,
    /// The browser of whoever answers prompts.
    pub browser: Box<dyn browser::Browser>,
    /// Whoever answers prompts.
    pub person: Box<dyn person::Person>,
    /// Standard input, output and error.
    pub terminal: Box<dyn terminal::Terminal>,
    /// The environment variables.
    pub environment: BTreeMap<String, String>,
    /// The directory relative paths start from.
    pub directory: PathBuf,
}

impl Edge {
    /// Returns the real world.
    pub fn real() -> Edge {
        let text = |value: std::ffi::OsString| value.to_string_lossy().into_owned();
        Edge {
            clock: Box::new(clock::SystemClock),
            dice: Box::new(rand::rng()),
            files: Box::new(files::Disk),
            http: Box::new(http::Network::default()),
            servers: Box::new(serve::Sockets),
            browser: Box::new(browser::Desktop::here()),
            person: Box::new(person::Console),
            terminal: Box::new(terminal::Streams),
            environment: std::env::vars_os().map(|(name, value)| (text(name), text(value))).collect(),
            directory: std::env::current_dir().unwrap_or_default(),
        }
    }
}

/// Why lpauth could not do its job. What is wrong with *their* system is a finding, never this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Decides the exit code.
    pub kind: FailureKind,
    /// What failed, in one line.
    pub message: String,
    /// What to type next.
    pub hint: Option<String>,
}

/// The kinds of [`Failure`], each with its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// The command line or the configuration is wrong.
    Usage = 2,
    /// An input could not be read or an output not be written.
    Input = 3,
    /// An endpoint could not be reached.
    Network = 4,
}

impl Failure {
    /// Returns a failure of the command line or the configuration.
    pub fn usage(message: impl Into<String>) -> Failure {
        Failure { kind: FailureKind::Usage, message: message.into(), hint: None }
    }

    /// Returns a failure to read an input or to write an output.
    pub fn input(message: impl Into<String>) -> Failure {
        Failure { kind: FailureKind::Input, message: message.into(), hint: None }
    }

    /// Returns a failure to reach an endpoint.
    pub fn network(message: impl Into<String>) -> Failure {
        Failure { kind: FailureKind::Network, message: message.into(), hint: None }
    }

    /// Returns the failure with what to type next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hint = Some(hint.into());
        self
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What is repeated of a stranger's words must not begin a line of its own: a runner may take that for a command.
        let line = |text: &str| text.replace(['\n', '\r'], " ");
        writeln!(f, "lpauth: {}", line(&self.message))?;
        self.hint.as_ref().map_or(Ok(()), |hint| writeln!(f, "  hint: {}", line(hint)))
    }
}
