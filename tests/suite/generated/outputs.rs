//! Whatever a document shows of lpauth's output is what the program prints.
//!
//! Every `console` block is played: the lines after `$ ` are commands, and what they print stands below them. The commands
//! of a document share one world, in the order in which they stand there. Comments prepare it:
//!
//! - `<!-- file: NAME -->`: the block that follows is a file;
//! - `<!-- run: COMMAND -->`: a command that nobody sees;
//! - `<!-- set: NAME=VALUE -->`: a variable of the environment;
//! - `<!-- seed: NUMBER -->`: from here on, what is random comes from another number than before.
//!
//! `lpauth mock … &` is at work until the document ends, and answers at its issuer.

use super::tables::{TABLES, filled};
use super::{compare, documents, root};
use crate::recipes::words;
use crate::support::World;
use std::cell::RefCell;
use std::rc::Rc;

/// The files that every world has.
const EXAMPLES: [&str; 5] = ["token.jwt", "broken.jwt", "jwks.json", "lpauth.toml", "openid-configuration.json"];

#[test]
fn outputs_and_tables_in_the_documents_are_real() {
    let (mut commands, mut tables) = (0, Vec::new());
    for document in documents() {
        let name = document.to_str().unwrap();
        let text = std::fs::read_to_string(root().join(&document)).unwrap();
        let pieces = pieces(&filled(text, &mut tables));
        commands += pieces.iter().filter(|piece| matches!(piece, Piece::Command(_))).count();
        compare(name, &played(name, pieces));
    }
    assert_eq!(tables.len(), TABLES.len(), "only {tables:?} are shown");
    assert!(commands > 20, "{commands} commands are too few: they are not found any more");
}

/// A part of a document.
#[derive(Debug, PartialEq)]
enum Piece {
    /// It stays as it is.
    Text(String),
    /// A file.
    File(String, String),
    /// A command, and whether it is shown.
    Command(String),
    Hidden(String),
    /// A variable of the environment.
    Variable(String, String),
    /// Where randomness comes from.
    Seed(u64),
}

/// Takes a document apart. What commands printed when it was written is left out.
fn pieces(text: &str) -> Vec<Piece> {
    let (mut pieces, mut file) = (Vec::new(), None);
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        pieces.push(Piece::Text(line.to_owned()));
        if let Some(piece) = comment(line, &mut file) {
            pieces.push(piece);
        }
        let ticks = line.len() - line.trim_start_matches('`').len();
        if ticks < 3 {
            continue;
        }
        let (mut block, mut end) = (Vec::new(), "");
        for line in lines.by_ref() {
            let closes = line.trim_end().len() >= ticks && line.trim_end().chars().all(|c| c == '`');
            if closes {
                end = line;
                break;
            }
            block.push(line);
        }
        if line[ticks..].trim() == "console" {
            pieces.extend(commands(&block));
        } else {
            let content = block.concat();
            pieces.extend(file.take().map(|name| Piece::File(name, content.clone())));
            pieces.push(Piece::Text(content));
        }
        pieces.push(Piece::Text(end.to_owned()));
    }
    pieces
}

fn comment(line: &str, file: &mut Option<String>) -> Option<Piece> {
    let (mark, rest) = line.strip_prefix("<!-- ")?.trim_end().strip_suffix(" -->")?.split_once(": ")?;
    match mark {
        "file" => *file = Some(rest.to_owned()),
        "run" => return Some(Piece::Hidden(rest.to_owned())),
        "seed" => return Some(Piece::Seed(rest.parse().unwrap())),
        "set" => {
            let (name, value) = rest.split_once('=').unwrap();
            return Some(Piece::Variable(name.to_owned(), value.to_owned()));
        }
        _ => {}
    }
    None
}

/// The commands of a block; one that ends with a backslash goes on in the next line.
fn commands(block: &[&str]) -> Vec<Piece> {
    let mut lines = block.iter();
    let mut commands = Vec::new();
    while let Some(line) = lines.next() {
        if let Some(command) = line.strip_prefix("$ ") {
            let mut command = command.to_owned();
            while command.trim_end().ends_with('\\') {
                command.push_str(lines.next().unwrap());
            }
            commands.push(Piece::Command(command.trim_end().to_owned()));
        }
    }
    commands
}

/// The document with what its commands print.
fn played(name: &str, pieces: Vec<Piece>) -> String {
    let mut world = World::new();
    for file in EXAMPLES {
        let path = format!("examples/{file}");
        world = world.file(&path, std::fs::read(root().join(&path)).unwrap());
    }
    let page = Rc::new(RefCell::new(Page { name: name.to_owned(), ..Page::default() }));
    for piece in pieces {
        let page = Rc::clone(&page);
        world = world.meanwhile(move |world| play(world, piece, &page));
    }
    while world.go_on() {}
    page.take().text
}

/// A document that is being written.
#[derive(Default)]
struct Page {
    name: String,
    text: String,
    /// The exit code of the last command.
    exit: u8,
    /// Whether what a server said when it started is shown, if one has just been started.
    started: Option<bool>,
}

fn play(world: &World, piece: Piece, page: &Rc<RefCell<Page>>) {
    let said = world.printed();
    if page.borrow_mut().started.take() == Some(true) {
        page.borrow_mut().text += &said;
    }
    match piece {
        Piece::Text(text) => page.borrow_mut().text += &text,
        Piece::File(name, content) => put(world, &name, content),
        Piece::Variable(name, value) => drop(world.clone().variable(&name, &value)),
        Piece::Seed(seed) => world.seed(seed),
        Piece::Hidden(command) => drop(typed(world, &command, page, false)),
        Piece::Command(command) => {
            page.borrow_mut().text += &format!("$ {command}\n");
            let printed = typed(world, &command, page, true);
            let lines: String = printed.trim_end().lines().map(|line| format!("{}\n", line.trim_end())).collect();
            page.borrow_mut().text += &lines;
        }
    }
}

/// What comes of a line as it is typed into a shell.
fn typed(world: &World, line: &str, page: &Rc<RefCell<Page>>, shown: bool) -> String {
    let mut words = words(&line.replace("\\\n", " "));
    if words.last().is_some_and(|word| word == "&") {
        words.pop();
        started(world, &words, page, shown);
        return String::new();
    }
    let (mut errors, mut out) = (String::new(), None);
    let target = (words.len() > 2 && words[words.len() - 2] == ">").then(|| words.split_off(words.len() - 2).remove(1));
    for stage in words.split(|word| word == "|") {
        let stage: Vec<&str> = stage.iter().map(String::as_str).collect();
        let result = match stage.split_first() {
            Some((&"lpauth", arguments)) => {
                let fed = out.take().map_or_else(|| world.clone(), |text: String| world.clone().stdin(text));
                let run = fed.run_args(arguments);
                page.borrow_mut().exit = run.exit;
                errors += &run.stderr;
                run.stdout
            }
            Some((&"echo", arguments)) => arguments.join(" ").replace("$?", &page.borrow().exit.to_string()) + "\n",
            Some((&"cat", [file])) => read(world, file),
            Some((&"head", [count])) => {
                let count = count.trim_start_matches('-').parse().unwrap();
                out.unwrap_or_default().lines().take(count).fold(String::new(), |text, line| text + line + "\n")
            }
            Some((&"grep", [wanted])) => {
                let text = out.unwrap_or_default();
                text.lines().filter(|line| line.contains(wanted)).fold(String::new(), |text, line| text + line + "\n")
            }
            _ => panic!(
                "{}: `{line}` in a console block cannot be played; blocks of `sh` have commands alone, and `text` anything",
                page.borrow().name
            ),
        };
        out = Some(result);
    }
    let out = out.unwrap_or_default();
    match target {
        None => errors + &out,
        Some(file) => {
            put(world, &file, out);
            errors
        }
    }
}

/// Writes a file of the working directory, which lpauth calls by its whole path where its settings name it.
fn put(world: &World, file: &str, content: String) {
    world.put(&format!("/home/ada/{file}"), &content);
    world.put(file, content);
}

/// What a file holds.
fn read(world: &World, file: &str) -> String {
    let whole = format!("/home/ada/{file}");
    world.read(if world.files().contains(&whole) { &whole } else { file })
}

/// Starts a mock, and lets everything that comes after happen while it is at work.
fn started(world: &World, words: &[String], page: &Rc<RefCell<Page>>, shown: bool) {
    page.borrow_mut().started = Some(shown);
    let arguments: Vec<&str> = words.iter().map(String::as_str).collect();
    let flag = |name: &str| arguments.iter().position(|word| *word == name).map(|at| arguments[at + 1]);
    if let Some(issuer) = flag("--issuer") {
        let scheme = if arguments.contains(&"--tls") { "https" } else { "http" };
        world.tunnel(issuer, &format!("{scheme}://127.0.0.1:{}", flag("--port").unwrap_or("8400")));
    }
    let run = world.run_args(&arguments[1..]);
    assert!(run.exit == 0, "{}: {words:?}: {}", page.borrow().name, run.stderr);
}

#[test]
fn documents_are_taken_apart() {
    let text = "One\n<!-- file: a.txt -->\n```text\nA\n```\n<!-- run: lpauth man -->\n```console\n$ cat a.txt\nold\n$ echo \\\n  b\n```\n";
    let pieces = pieces(text);
    let commands: Vec<&Piece> = pieces.iter().filter(|piece| !matches!(piece, Piece::Text(_))).collect();
    let wanted = [
        Piece::File("a.txt".to_owned(), "A\n".to_owned()),
        Piece::Hidden("lpauth man".to_owned()),
        Piece::Command("cat a.txt".to_owned()),
        Piece::Command("echo \\\n  b".to_owned()),
    ];
    assert_eq!(commands, wanted.iter().collect::<Vec<_>>());
    let played = played("a test", pieces);
    assert_eq!(played, text.replace("old\n", "A\n").replace("  b\n", "  b\nb\n"));
}
