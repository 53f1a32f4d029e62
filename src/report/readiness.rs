//! What a run of conformance comes to: whether a server is ready, in a word and a few sentences.

/// Whether a server is ready for LivePerson, or sound by the standards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readiness {
    /// The verdict.
    pub state: State,
    /// What it is ready for: `LivePerson`.
    pub purpose: &'static str,
    /// Why, for somebody who reads no further: sentences with a full stop.
    pub because: Vec<String>,
}

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Everything that matters was tried, and is right.
    Ready,
    /// It works, and something asks to be looked at.
    ReadyWithWarnings,
    /// Something that matters is wrong.
    NotReady,
    /// Nobody can tell: the plain login could not be tried.
    Unknown,
}

impl Readiness {
    /// Returns the verdict in a line: `not ready for LivePerson`.
    pub fn headline(&self) -> String {
        match self.state {
            State::Ready => format!("ready for {}", self.purpose),
            State::ReadyWithWarnings => format!("ready for {}, with warnings", self.purpose),
            State::NotReady => format!("not ready for {}", self.purpose),
            State::Unknown => format!("nobody can tell whether it is ready for {}", self.purpose),
        }
    }
}

impl State {
    /// Returns the words for it: `ready`, `not ready`.
    pub fn name(self) -> &'static str {
        match self {
            State::Ready => "ready",
            State::ReadyWithWarnings => "ready, with warnings",
            State::NotReady => "not ready",
            State::Unknown => "not known",
        }
    }

    /// Returns the word for it in files: `ready-with-warnings`.
    pub fn word(self) -> &'static str {
        match self {
            State::Ready => "ready",
            State::ReadyWithWarnings => "ready-with-warnings",
            State::NotReady => "not-ready",
            State::Unknown => "unknown",
        }
    }
}
