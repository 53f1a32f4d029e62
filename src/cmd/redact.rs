//! `lpauth redact`: takes secrets and personal data out of a file, and keeps what a diagnosis needs.

use super::Output;
use crate::edge::files::{Access, Draft};
use crate::edge::terminal;
use crate::edge::{Edge, Failure};
use crate::flow::redact::file::pieces::{LARGEST, LONGEST, Piece, Pieces};
use crate::flow::redact::file::{Cleaner, Removed, Search, Trial};
use crate::render::words::number;
use std::hash::{DefaultHasher, Hasher};
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A HAR file of any browser or proxy, a transcript, a log or any other text, a token, JSON; `-` for standard input
    ///
    /// Codes, tokens, passwords, cookies, keys and personal data are taken out. Each leaves a placeholder, the same wherever it
    /// stood, so that what goes wrong can still be told. Nothing else changes.
    #[arg(value_name = "FILE")]
    pub input: Option<String>,
    /// Write to FILE in place of standard output
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub out: Option<PathBuf>,
    /// Replace the file that --out names, if there is one
    #[arg(long, requires = "out")]
    pub force: bool,
    /// Write nothing, list what is secret in FILE and where, and exit with 1 if anything is or was not looked through
    #[arg(long)]
    pub check: bool,
    /// Keep personal data: e-mail addresses, telephone numbers, names
    #[arg(long)]
    pub keep_pii: bool,
    /// How to list what --check finds
    #[arg(long, value_name = "FORMAT", default_value = "pretty", requires = "check")]
    pub format: Format,
}

/// How to list what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people
    Pretty,
    /// For programs: docs/redact.md describes it
    Json,
}

/// What is to be redacted. It is read more than once.
enum Given {
    Bytes(Vec<u8>),
    File(PathBuf),
}

/// What a file was when it was read.
#[derive(PartialEq, Eq)]
struct Past {
    hash: u64,
    /// How many strings nobody looks through: they are left out.
    left_out: usize,
}

/// Whether to read on.
type Next = Result<ControlFlow<()>, Failure>;

/// Where the result goes.
enum Sink {
    Nowhere,
    Out(Vec<u8>),
    File(Box<dyn Draft>, PathBuf),
}

/// How much is written to standard output at once, in bytes.
const CHUNK: usize = 1 << 16;

/// Runs the command. Exit code 1 says that `--check` found something, or could not look at everything.
///
/// # Errors
/// If the file cannot be read or is too large, or the result cannot be written.
pub fn run(args: &Args, edge: &mut Edge) -> Result<Output, Failure> {
    let given = given(args, edge)?;
    let mut sink = sink(args, &given, edge)?;
    let mut search = Search::new(!args.keep_pii);
    let mut is_empty = true;
    let first = given.each(edge, &mut |piece, _| {
        is_empty &= piece.bytes().is_empty();
        search.piece(&piece);
        Ok(ControlFlow::Continue(()))
    })?;
    if is_empty {
        return Err(Failure::input(format!("there is nothing in {}: it is empty", given.name())).hint(
            "look whether the export was finished; for a HAR, save it again from the browser's developer tools",
        ));
    }
    let mut cleaner = tried(search.finish(), &given, edge)?;
    let second = given.each(edge, &mut |piece, edge| {
        sink.put(&cleaner.piece(piece), edge)?;
        Ok(ControlFlow::Continue(()))
    })?;
    if first != second {
        return Err(Failure::input(format!("{} changed while it was read", given.name())).hint("redact a copy of it"));
    }
    sink.end(edge)?;
    let unread = second.left_out;
    Ok(if args.check { found(args, &given, &cleaner, unread) } else { told(args, &cleaner, unread) })
}

fn tried(mut trial: Trial, given: &Given, edge: &mut Edge) -> Result<Cleaner, Failure> {
    if !trial.is_settled() {
        given.each(edge, &mut |piece, _| {
            trial.piece(&piece);
            Ok(if trial.is_settled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
    }
    Ok(trial.finish())
}

fn given(args: &Args, edge: &mut Edge) -> Result<Given, Failure> {
    match args.input.as_deref() {
        None if edge.terminal.connection().input => {
            Err(Failure::usage("nothing to read").hint("name a file, or pipe it in"))
        }
        None | Some("-") => Ok(Given::Bytes(edge.terminal.read(LARGEST as u64)?)),
        Some(path) => Ok(Given::File(PathBuf::from(path))),
    }
}

fn sink(args: &Args, given: &Given, edge: &mut Edge) -> Result<Sink, Failure> {
    let Some(out) = &args.out else {
        return Ok(if args.check { Sink::Nowhere } else { Sink::Out(Vec::new()) });
    };
    if matches!(given, Given::File(path) if edge.files.is_same(path, out)) {
        return Err(Failure::usage(format!("{} is what is to be redacted", out.display()))
            .hint("name another file: what is taken out cannot be put back"));
    }
    if !args.force && edge.files.exists(out) {
        return Err(Failure::input(format!("{} exists already", out.display()))
            .hint("choose another --out, or pass --force to replace it"));
    }
    Ok(Sink::File(edge.files.create(out, Access::Private, args.force)?, out.clone()))
}

impl Given {
    fn name(&self) -> String {
        match self {
            Given::Bytes(_) => "standard input".to_owned(),
            Given::File(path) => path.display().to_string(),
        }
    }

    /// Reads it piece by piece, until `each` has enough, and returns what tells whether it is still the same.
    fn each(&self, edge: &mut Edge, each: &mut dyn FnMut(Piece, &mut Edge) -> Next) -> Result<Past, Failure> {
        let mut reader: Box<dyn Read + '_> = match self {
            Given::Bytes(bytes) => Box::new(Cursor::new(bytes)),
            Given::File(path) => edge.files.open(path)?,
        };
        let mut pieces = Pieces::new(&mut *reader);
        let mut hasher = DefaultHasher::new();
        let failed = |error: std::io::Error| {
            Failure::input(format!("{} cannot be read: {error}", self.name()))
                .hint("look whether the disk or the network drive is there still")
        };
        while let Some(piece) = pieces.advance().map_err(failed)? {
            hasher.write(piece.bytes());
            if each(piece, edge)?.is_break() {
                break;
            }
        }
        Ok(Past { hash: hasher.finish(), left_out: pieces.left_out() })
    }
}

impl Sink {
    fn put(&mut self, bytes: &[u8], edge: &mut Edge) -> Result<(), Failure> {
        match self {
            Sink::Nowhere => Ok(()),
            Sink::Out(waiting) => {
                waiting.extend_from_slice(bytes);
                if waiting.len() < CHUNK { Ok(()) } else { self.end_of_out(edge) }
            }
            Sink::File(draft, path) => draft.write_all(bytes).map_err(|error| unwritten(path, &error)),
        }
    }

    fn end_of_out(&mut self, edge: &mut Edge) -> Result<(), Failure> {
        let Sink::Out(waiting) = self else { return Ok(()) };
        let bytes = std::mem::take(waiting);
        terminal::heard(edge.terminal.output().and_then(|mut out| out.write_all(&bytes)))
    }

    fn end(mut self, edge: &mut Edge) -> Result<(), Failure> {
        self.end_of_out(edge)?;
        match self {
            Sink::File(draft, _) => draft.keep(),
            Sink::Nowhere | Sink::Out(_) => Ok(()),
        }
    }
}

fn unwritten(path: &Path, error: &std::io::Error) -> Failure {
    Failure::input(format!("{} cannot be written: {error}", path.display()))
        .hint("is the disk full? choose another --out")
}

fn told(args: &Args, cleaner: &Cleaner, unread: usize) -> Output {
    let removed = cleaner.removed();
    let to = args.out.as_ref().map(|out| format!("; the rest is in {}", out.display())).unwrap_or_default();
    let what =
        if removed.is_empty() { "nothing secret was found".to_owned() } else { format!("removed {}", list(&removed)) };
    let left_out = match unread {
        0 => String::new(),
        _ => format!("lpauth: left out {}, which nobody looks through\n", too_long(unread)),
    };
    Output { stderr: format!("lpauth: {what}{to}\n{left_out}"), ..Output::default() }
}

fn too_long(count: usize) -> String {
    format!("{} of more than {} MiB", number(count, "string"), LONGEST >> 20)
}

fn list(removed: &[Removed]) -> String {
    let one = |Removed { kind, secrets, places }: &Removed| {
        let (one, several) = kind.words();
        let places = if places > secrets { format!(" ({places} places)") } else { String::new() };
        format!("{secrets} {}{places}", if *secrets == 1 { one } else { several })
    };
    removed.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn found(args: &Args, given: &Given, cleaner: &Cleaner, unread: usize) -> Output {
    let removed = cleaner.removed();
    let name = given.name();
    let part = if unread == 0 { "" } else { "what was looked through of " };
    let stdout = match args.format {
        Format::Json => as_json(cleaner, unread),
        Format::Pretty if removed.is_empty() => format!("nothing secret was found in {part}{name}\n"),
        Format::Pretty => as_lines(cleaner),
    };
    let mut stderr = String::new();
    if !removed.is_empty() {
        stderr += &format!("lpauth: {name} still has {}\n", list(&removed));
    }
    if unread > 0 {
        stderr += &format!("lpauth: {name} has {}, which nobody looks through\n", too_long(unread));
    }
    Output { exit: u8::from(!stderr.is_empty()), stdout, stderr }
}

fn as_lines(cleaner: &Cleaner) -> String {
    let places = cleaner.places();
    let width = places.iter().map(|left| left.kind.words().0.len()).max().unwrap_or_default();
    places.iter().map(|left| format!("{:width$}  {}\n", left.kind.words().0, left.place)).collect()
}

fn as_json(cleaner: &Cleaner, unread: usize) -> String {
    let places = cleaner.places();
    let found: Vec<_> =
        places.iter().map(|left| serde_json::json!({ "kind": left.kind.word(), "place": left.place })).collect();
    let removed = cleaner.removed();
    let counts: Vec<_> = removed
        .iter()
        .map(|removed| {
            serde_json::json!({ "kind": removed.kind.word(), "secrets": removed.secrets, "places": removed.places })
        })
        .collect();
    let report = serde_json::json!({
        "schema": "lpauth-redact-v1", "clean": removed.is_empty() && unread == 0, "counts": counts, "found": found,
        "unread": unread,
    });
    serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
}
