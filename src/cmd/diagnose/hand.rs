//! What support has in hand, read and sorted.

use super::{Args, archive};
use crate::cmd::input::{self, Given};
use crate::edge::{Edge, Failure};
use crate::flow::cause::{self, Heard, Seen, heard};
use crate::flow::clue::{Clue, clues};
use crate::flow::recognise::{Connector, Expectations};
use crate::model::callback::Callback;
use crate::model::discovery::Discovery;
use crate::model::jwk::Jwks;
use crate::model::source::Source;
use crate::model::time::Timestamp;
use crate::model::token::Token;
use crate::model::transcript::{Step, Transcript};
use std::path::Path;

/// Everything that was handed over.
#[derive(Debug, Default)]
pub(super) struct Hand {
    /// Logins, recorded or recognised.
    pub(super) logins: Vec<Attempt>,
    /// Tokens that belong to none of them.
    pub(super) tokens: Vec<Token>,
    /// What came back from an authorization endpoint.
    pub(super) callbacks: Vec<Callback>,
    /// What a token endpoint answered.
    pub(super) responses: Vec<Step>,
    /// Metadata.
    pub(super) metadata: Vec<Discovery>,
    /// Key sets.
    pub(super) keys: Vec<Jwks>,
    /// LivePerson's own words.
    pub(super) heard: Vec<Heard>,
    /// What was seen besides.
    pub(super) seen: Vec<Seen>,
    /// What is missing in the captures: sentences with a full stop.
    pub(super) wanted: Vec<String>,
    /// How many captures there were.
    pub(super) captures: usize,
    /// What could not be read.
    pub(super) unread: Vec<Failure>,
}

/// A login, and when it was made.
#[derive(Debug)]
pub(super) struct Attempt {
    /// What to call it.
    pub(super) name: String,
    /// The login.
    pub(super) login: Transcript,
    /// When it ended, as far as that is on record.
    pub(super) at: Option<Timestamp>,
    /// What LivePerson is set up with, if the login shows it.
    pub(super) connector: Option<Connector>,
    /// What the verdicts rest on.
    pub(super) caveats: Vec<String>,
}

impl Hand {
    /// Reads everything that the arguments name; without any, standard input.
    ///
    /// # Errors
    /// If there is nothing to read.
    pub(super) fn gather(args: &Args, expect: &Expectations, edge: &mut Edge) -> Result<Hand, Failure> {
        let mut hand = Hand::default();
        let mut inputs = args.input.clone();
        if inputs.is_empty() && args.text.is_empty() {
            if edge.terminal.connection().input {
                return Ok(hand);
            }
            inputs.push("-".to_owned());
        }
        for input in &inputs {
            hand.read(input, expect, edge);
        }
        for text in &args.text {
            hand.sort(&Given { name: "text".to_owned(), bytes: text.clone().into_bytes() }, expect);
        }
        // Among several tokens an access token may be where it belongs.
        if let [token] = hand.tokens.as_slice() {
            hand.seen.extend(cause::of_token(&token.source.name, token));
        }
        Ok(hand)
    }

    /// Returns whether nothing of use is there.
    pub(super) fn is_empty(&self) -> bool {
        let documents = self.metadata.is_empty() && self.keys.is_empty() && self.responses.is_empty();
        let words = self.heard.is_empty() && self.seen.is_empty();
        documents
            && words
            && self.captures == 0
            && self.logins.is_empty()
            && self.tokens.is_empty()
            && self.callbacks.is_empty()
    }

    fn read(&mut self, input: &str, expect: &Expectations, edge: &mut Edge) {
        let path = Path::new(input);
        if input != "-" && edge.files.exists(path) && !edge.files.is_directory(path) {
            match archive::opened(path, edge) {
                Ok(Some(mut reader)) => return self.capture(input, &mut *reader, expect.clone()),
                Ok(None) => {}
                Err(failure) => return self.unread.push(failure),
            }
        }
        for given in input::texts(input, edge) {
            match given {
                Ok(given) => self.sort(&given, expect),
                Err(failure) => self.unread.push(failure),
            }
        }
    }

    fn sort(&mut self, given: &Given, expect: &Expectations) {
        if archive::looks_like_one(&given.bytes) {
            return self.capture(&given.name, &mut given.bytes.as_slice(), expect.clone());
        }
        let source = Source::new(given.name.as_str(), String::from_utf8_lossy(&given.bytes));
        let found = match clues(&source) {
            Ok(found) => found,
            Err(reason) => return self
                .unread
                .push(Failure::input(format!("{} cannot be read: {reason}", given.name)).hint(
                "`lpauth diagnose` reads HARs, transcripts, tokens, addresses, answers, metadata, key sets and logs",
            )),
        };
        let is_one = |clue: &Clue| !matches!(clue, Clue::Token(_) | Clue::Callback(_));
        let is_document = source.text.trim_start().starts_with('{') && found.iter().any(is_one);
        let words = if is_document { Vec::new() } else { heard(&source) };
        let said = if is_document { Vec::new() } else { cause::console(&source) };
        if found.is_empty() && words.is_empty() && said.is_empty() {
            let failure = Failure::input(format!("nothing in {} says anything of a login", given.name));
            self.unread.push(failure.hint("a HAR, a token, the callback address or LivePerson's error code would"));
        }
        self.heard.extend(words);
        self.seen.extend(said);
        found.into_iter().for_each(|clue| self.keep(clue, &given.name));
    }

    fn keep(&mut self, clue: Clue, name: &str) {
        match clue {
            Clue::Login(login) => {
                let at = ended(&login);
                self.seen.extend(cause::of_login(&format!("login in {name}"), &login));
                self.logins.push(Attempt {
                    name: format!("login in {name}"),
                    login: *login,
                    at,
                    connector: None,
                    caveats: Vec::new(),
                });
            }
            Clue::Metadata(metadata) => self.metadata.push(*metadata),
            Clue::Keys(keys) => self.keys.push(*keys),
            Clue::Callback(callback) => self.callbacks.push(callback),
            Clue::TokenResponse(step) => self.responses.push(*step),
            Clue::Token(token) => self.tokens.push(*token),
        }
    }
}

/// Returns when the last message of a login was sent, if that is on record.
fn ended(login: &Transcript) -> Option<Timestamp> {
    let last = login.steps.iter().map(|step| step.hop.began).max().filter(|began| *began > 0)?;
    Some(Timestamp(last.div_euclid(1000)))
}
