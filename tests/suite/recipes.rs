//! Every command line of lpauth's that a document or a recipe shows is one that the program takes.

use clap::Parser;
use clap::error::ErrorKind;
use lpauth::cli::Cli;
use std::path::{Path, PathBuf};

/// Recipes, whose every line counts, commands in comments too. Of documents, blocks of commands and of files alone do.
const RECIPES: &[&str] = &[".pre-commit-hooks.yaml", "Dockerfile"];

/// The languages of such blocks; of `console` the lines after the prompt.
const LANGUAGES: &[&str] = &["sh", "yaml", "groovy", "console", "dockerfile"];

/// Where a command ends in a shell.
const ENDS: &[&str] = &["|", "||", "&&", ";", "&", ">", ">>", "2>", "<"];

#[test]
fn command_lines_are_taken_by_the_program() {
    let mut seen = 0;
    for (file, text) in recipes().into_iter().chain(documents()) {
        for command in commands(&text) {
            seen += 1;
            let taken = Cli::try_parse_from(&command);
            let told = matches!(&taken, Err(error) if error.kind() == ErrorKind::DisplayVersion);
            assert!(taken.is_ok() || told, "{} shows {command:?}: {}", file.display(), taken.unwrap_err());
        }
    }
    assert!(seen > 30, "{seen} command lines are too few: they are not found any more");
}

#[test]
fn command_lines_are_found() {
    let found = |text: &str| commands(text).iter().map(|command| command.join(" ")).collect::<Vec<_>>();
    assert_eq!(found("lpauth mint --fault 'a b' > token.jwt"), ["lpauth mint --fault a b"]);
    assert_eq!(found("if x; then lpauth lint a \\\n  b || code=$?"), ["lpauth lint a b"]);
    assert_eq!(found("lpauth lint a  # lpauth lint b"), ["lpauth lint a"]);
    assert_eq!(found("- lpauth lint \"$(cat file)\" \"$@\""), ["lpauth lint $(cat file)"]);
    assert_eq!(found("name: lpauth\nlpauth: no keys"), [""; 0]);
    assert_eq!(blocks("lpauth no\n```sh\nlpauth yes\n```\n```json\nlpauth no\n```"), "lpauth yes\n");
    assert_eq!(blocks("```console\n$ lpauth yes\nlpauth no\n```"), "lpauth yes\n");
}

fn recipes() -> Vec<(PathBuf, String)> {
    let examples = files("examples/ci", |_| true);
    let files = RECIPES.iter().map(PathBuf::from).chain(examples);
    files.map(|file| (file.clone(), read(&file).replace("#   ", ""))).collect()
}

fn documents() -> Vec<(PathBuf, String)> {
    crate::generated::documents().into_iter().map(|file| (file.clone(), blocks(&read(&file)))).collect()
}

fn files(folder: &str, wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().file_name());
    let names = entries.map(|name| name.into_string().unwrap()).filter(|name| wanted(name));
    names.map(|name| Path::new(folder).join(name)).collect()
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(root().join(file)).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What stands in the blocks of a document, one after the other.
fn blocks(document: &str) -> String {
    let mut language = None;
    let mut text = String::new();
    for line in document.lines() {
        match (line.trim_start().strip_prefix("```"), language) {
            (Some(told), None) => language = Some(told),
            (Some(_), Some(_)) => language = None,
            (None, Some("console")) => text.extend(line.strip_prefix("$ ").map(|command| format!("{command}\n"))),
            (None, Some(told)) if LANGUAGES.contains(&told) => text.extend([line, "\n"]),
            (None, _) => {}
        }
    }
    text
}

/// Every command line of lpauth's in a text of shell commands, as the words that the program gets.
fn commands(text: &str) -> Vec<Vec<String>> {
    let joined = text.replace("\\\n", " ");
    joined.lines().flat_map(|line| starts(&words(line))).collect()
}

fn starts(words: &[String]) -> Vec<Vec<String>> {
    let begins = |(at, word): (usize, &String)| (word == "lpauth").then_some(at);
    let command = |at: usize| {
        let words = words[at..].iter().take_while(|word| !ENDS.contains(&word.as_str()));
        // What the shell puts in the place of all its own arguments may be nothing.
        words.filter(|word| *word != "$@").cloned().collect::<Vec<_>>()
    };
    words.iter().enumerate().filter_map(begins).map(command).filter(|command| command.len() > 1).collect()
}

/// The words of a line, quotation marks taken off, up to a comment. What the shell would fill in stays as it is written.
pub(crate) fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut open) = (Vec::new(), String::new(), None, false);
    for character in line.chars() {
        match (character, quote) {
            ('#', None) if !open => break,
            ('\'' | '"', None) => (quote, open) = (Some(character), true),
            (mark, Some(begun)) if mark == begun => quote = None,
            (' ' | '\t' | ';' | '|', None) => {
                if open {
                    words.push(std::mem::take(&mut word));
                }
                open = false;
                if !character.is_whitespace() {
                    words.push(character.to_string());
                }
            }
            (other, _) => {
                word.push(other);
                open = true;
            }
        }
    }
    words.extend(open.then_some(word));
    words
}
