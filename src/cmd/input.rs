//! What a command was handed: files, directories, standard input, or the text itself.

use crate::edge::gather::LIMIT;
use crate::edge::{Edge, Failure};
use crate::model::paste;
use std::path::{Path, PathBuf};

/// A text somebody handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What to call it: the file's name, `standard input`, or `argument` and its number.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Reads everything `arguments` name; without any, standard input.
///
/// # Errors
/// If a file cannot be read, or nothing was handed over at all.
pub fn read(arguments: &[String], edge: &mut Edge) -> Result<Vec<Given>, Failure> {
    if arguments.is_empty() {
        if edge.terminal.connection().input {
            return Err(
                Failure::usage("nothing to read").hint("name a file, paste the token as an argument, or pipe it in")
            );
        }
        return Ok(vec![standard_input(edge)?]);
    }
    let mut given = Vec::new();
    for (index, argument) in arguments.iter().enumerate() {
        let name = if arguments.len() == 1 { "argument".to_owned() } else { format!("argument {}", index + 1) };
        given.extend(one(argument, name, edge)?);
    }
    Ok(given)
}

/// Returns the files among `arguments`, for watching.
pub fn files(arguments: &[String], edge: &mut Edge) -> Vec<PathBuf> {
    arguments.iter().map(PathBuf::from).filter(|path| edge.files.exists(path)).collect()
}

fn one(argument: &str, name: String, edge: &mut Edge) -> Result<Vec<Given>, Failure> {
    let path = Path::new(argument);
    if argument == "-" {
        return Ok(vec![standard_input(edge)?]);
    }
    if edge.files.is_directory(path) {
        let files = edge.files.list(path)?;
        return files.iter().map(|file| file_at(file, edge)).collect();
    }
    if !edge.files.exists(path) && is_text(argument) {
        return Ok(vec![Given { name, bytes: argument.as_bytes().to_vec() }]);
    }
    Ok(vec![file_at(path, edge)?])
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
