//! What a command was handed: files, directories, standard input, or the text itself, searched for tokens.
//!
//! What cannot be read never hides the rest: it is told on standard error, and exit code 3 says that something is missing.

use crate::edge::gather::LIMIT;
use crate::edge::{Edge, Failure, FailureKind};
use crate::model::paste::{self, Paste};
use std::path::{Path, PathBuf};

/// What was found in everything that was handed over.
#[derive(Debug, Default)]
pub struct Found {
    /// One paste for each text, also for one without a token.
    pub pastes: Vec<Paste>,
    /// What could not be read, and what holds no token, as lines for standard error.
    pub stderr: String,
    /// 3 if something that was named gave no token, else 0. A directory may hold other things too, but not nothing else.
    pub exit: u8,
}

/// Finds the tokens in everything that `arguments` name; without any, in standard input.
///
/// # Errors
/// If nothing was handed over at all.
pub fn tokens(arguments: &[String], edge: &mut Edge) -> Result<Found, Failure> {
    let mut found = Found::default();
    if arguments.is_empty() {
        if edge.terminal.connection().input {
            return Err(
                Failure::usage("nothing to read").hint("name a file, paste the token as an argument, or pipe it in")
            );
        }
        found.named(standard_input(edge));
    }
    for (index, argument) in arguments.iter().enumerate() {
        let name = if arguments.len() == 1 { "argument".to_owned() } else { format!("argument {}", index + 1) };
        match edge.files.is_directory(Path::new(argument)) {
            true => found.directory(Path::new(argument), edge),
            false => found.named(one(argument, name, edge)),
        }
    }
    Ok(found)
}

/// Returns the texts that `argument` names: a file, every file of a directory, standard input, or itself.
pub fn texts(argument: &str, edge: &mut Edge) -> Vec<Result<Given, Failure>> {
    if !edge.files.is_directory(Path::new(argument)) {
        return vec![one(argument, "argument".to_owned(), edge)];
    }
    match edge.files.list(Path::new(argument)) {
        Ok(files) => files.iter().map(|file| file_at(file, edge)).collect(),
        Err(failure) => vec![Err(failure)],
    }
}

/// Returns the files among `arguments` and in the directories among them, for watching.
pub fn files(arguments: &[String], edge: &mut Edge) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in arguments.iter().map(PathBuf::from) {
        if edge.files.is_directory(&path) {
            files.extend(edge.files.list(&path).unwrap_or_default());
        }
        if edge.files.exists(&path) {
            files.push(path);
        }
    }
    files
}

/// A text somebody handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What to call it: the file's name, `standard input`, or `argument` and its number.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Found {
    fn named(&mut self, given: Result<Given, Failure>) {
        match given {
            Err(failure) => self.fail(&failure),
            Ok(given) if !self.search(&given) => self.exit = self.exit.max(FailureKind::Input as u8),
            Ok(_) => {}
        }
    }

    fn directory(&mut self, directory: &Path, edge: &mut Edge) {
        let files = match edge.files.list(directory) {
            Ok(files) => files,
            Err(failure) => return self.fail(&failure),
        };
        let mut any = false;
        for file in &files {
            match file_at(file, edge) {
                Ok(given) => any |= self.search(&given),
                Err(failure) => self.fail(&failure),
            }
        }
        if !any {
            self.fail(
                &Failure::input(format!("there is no token in the directory {}", directory.display()))
                    .hint("name a file with a token, or a directory with such files"),
            );
        }
    }

    // Returns whether there is a token in the text.
    fn search(&mut self, given: &Given) -> bool {
        let paste = paste::read(&given.name, &given.bytes);
        let any = !paste.tokens.is_empty();
        if !any {
            self.stderr.push_str(&without_token(given, &paste));
        }
        self.pastes.push(paste);
        any
    }

    /// Tells a failure that concerns one of several inputs only.
    pub fn fail(&mut self, failure: &Failure) {
        self.stderr.push_str(&failure.to_string());
        self.exit = self.exit.max(failure.kind as u8);
    }
}

fn one(argument: &str, name: String, edge: &mut Edge) -> Result<Given, Failure> {
    let path = Path::new(argument);
    if argument == "-" {
        return standard_input(edge);
    }
    if !edge.files.exists(path) && is_text(argument) {
        return Ok(Given { name, bytes: argument.as_bytes().to_vec() });
    }
    file_at(path, edge)
}

fn file_at(path: &Path, edge: &mut Edge) -> Result<Given, Failure> {
    Ok(Given { name: path.display().to_string(), bytes: edge.files.read(path, LIMIT)? })
}

fn standard_input(edge: &mut Edge) -> Result<Given, Failure> {
    Ok(Given { name: "standard input".to_owned(), bytes: edge.terminal.read(LIMIT)? })
}

// Tokens begin with `eyJ`, the base64url of `{"`; URLs, JSON and `Bearer …` hold characters that file names rarely do.
fn is_text(argument: &str) -> bool {
    let spelled = argument.contains("eyJ") || argument.contains("://") || argument.contains(['{', '\n', ' ']);
    spelled || !paste::read("", argument.as_bytes()).tokens.is_empty()
}

/// What people hand over in place of a token, by what tells it, and what to do with it.
const NOT_TOKENS: &[(&str, &str)] = &[
    ("PRIVATE KEY-----", "it is a private key: `lpauth keygen --from FILE` says which"),
    ("PUBLIC KEY-----", "it is a public key: `lpauth keygen --from FILE` says which"),
    ("-----BEGIN CERTIFICATE", "it is a certificate: `lpauth keygen --from FILE` reads the key in it"),
    ("\"keys\"", "it looks like a JWK set: `lpauth jwks FILE` lists it"),
    ("\"kty\"", "it looks like a JWK: `lpauth keygen --from FILE` says which key it is"),
    ("\"iss\"", "it looks like the claims of a token, decoded already"),
    ("<html", "it is a web page, perhaps an error page or a login form"),
    ("<!doctype", "it is a web page, perhaps an error page or a login form"),
];

fn without_token(given: &Given, paste: &Paste) -> String {
    let text = String::from_utf8_lossy(&given.bytes);
    let lower = text.to_ascii_lowercase();
    let known = NOT_TOKENS.iter().find(|(mark, _)| lower.contains(&mark.to_ascii_lowercase()));
    let reason = match (paste.left_out.first(), known) {
        (Some(left_out), _) => format!("`{}` was left out: {}", left_out.name, left_out.reason),
        (None, Some((_, what))) => (*what).to_owned(),
        (None, None) if text.trim().is_empty() => "it is empty".to_owned(),
        (None, None) if !text.trim().contains(char::is_whitespace) => {
            "it may be an opaque token or an authorization code, which only its issuer can read".to_owned()
        }
        (None, None) => "nothing in it has the form of one".to_owned(),
    };
    Failure::input(format!("there is no token in {}: {reason}", given.name))
        .hint("name a file with a token in it, or paste one; `lpauth diagnose` reads whatever else there is")
        .to_string()
}
