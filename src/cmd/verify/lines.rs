//! `lpauth verify --lines`: a token a line, a verdict a line, however many there are.

mod bench;
mod course;
pub mod field;
pub mod input;
pub mod judge;
mod reader;
pub mod records;
mod row;
mod sample;
mod summary;

use super::{Args, Inquiry, brand};
use crate::cmd::{Globals, Output};
use crate::edge::files::Access;
use crate::edge::pipeline;
use crate::edge::stream::{self, Bytes};
use crate::edge::{Edge, Failure};
use crate::render::Style;
use bench::Bench;
use course::Course;
use input::Input;
use reader::Reader;
use row::Rows;
use std::path::{Path, PathBuf};
use summary::{Account, Told};

/// The flags for a file of many tokens.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Many tokens")]
pub struct LineFlags {
    /// Verify every line of FILE, or of standard input (`-`); gzip and zstd are unpacked. `--format jsonl` or `csv` writes a verdict a line, any other the summary alone
    #[arg(long, value_name = "FILE", conflicts_with_all = ["input", "watch", "discover", "report", "compare", "max", "verbose"])]
    pub lines: Option<String>,
    /// Take the token from this member of each line of JSON (`auth.id_token`, `/auth/id_token`), or from this column of CSV
    #[arg(long, value_name = "NAME", requires = "lines")]
    pub field: Option<String>,
    /// Pass this member or column on with the verdict, to tell which line it is about
    #[arg(long, value_name = "NAME", requires = "field")]
    pub id: Option<String>,
    /// Judge so many lines only, chosen by lot: the same input gives the same ones
    #[arg(long, value_name = "NUMBER", requires = "lines", value_parser = clap::value_parser!(u32).range(1..))]
    pub sample: Option<u32>,
    /// Stop at the first line that is not valid
    #[arg(long, requires = "lines")]
    pub fail_fast: bool,
    /// Judge with so many threads [default: one for each core]
    #[arg(long, value_name = "NUMBER", requires = "lines", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub jobs: Option<u16>,
    /// Write the summary to a file too, as JSON
    #[arg(long, value_name = "FILE", requires = "lines")]
    pub summary: Option<PathBuf>,
}

/// The formats that have a row for each line.
pub const FORMATS: &[&str] = &["jsonl", "csv"];

impl LineFlags {
    /// Returns a flag that does nothing without `--lines`, if there is one or `format` is for lines alone.
    pub fn idle(&self, format: &str) -> Option<&'static str> {
        // clap asks for `--lines` too, but not where a token that is named forbids it.
        let flags = [
            (self.field.is_some(), "--field"),
            (self.id.is_some(), "--id"),
            (self.sample.is_some(), "--sample"),
            (self.fail_fast, "--fail-fast"),
            (self.jobs.is_some(), "--jobs"),
            (self.summary.is_some(), "--summary"),
            (FORMATS.contains(&format), "such a --format"),
        ];
        flags.iter().find(|(given, _)| *given).map(|(_, flag)| *flag)
    }
}

/// Runs the command over the lines of `named`.
///
/// # Errors
/// If the command line is wrong, no keys are to be had, or the input cannot be opened. What happens on the way is part of the
/// output.
pub fn run(named: &str, args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let rows = rows(&args.reporting.format)?;
    let chosen = brand::choose(args.expectations.brand.as_deref(), globals, edge)?;
    let inquiry = Inquiry::new(args, &chosen, edge)?;
    let (name, bytes, length) = open(named, edge)?;
    let (bytes, read) = stream::counted(bytes);
    let unpacked = stream::unpacked(bytes).map_err(|error| input::unreadable(&name, &error))?;
    let opened = Input::open(&name, unpacked, args.lines.field.as_deref(), args.lines.id.as_deref())?;
    let account =
        Account { input: name, judged_at: inquiry.context.now, policy: inquiry.policy.name, caveat: inquiry.unasked() };
    let bench = Bench {
        place: opened.place,
        rows,
        fail_on: args.reporting.fail_on(&chosen),
        fail_fast: args.lines.fail_fast,
        judge: inquiry.line_judge()?,
    };
    let began = edge.clock.milliseconds();
    let mut course = Course::new(rows, length, read, edge)?;
    let (reader, end) = Reader::new(opened.records, args.lines.sample, course.interruption.clone());
    course.go(reader, &bench, args.lines.jobs.map_or_else(pipeline::cores, usize::from))?;
    let told = course.told(&end, &account, edge.clock.milliseconds().saturating_sub(began));
    finish(&told, rows, args, globals, edge)
}

/// Puts everything where it belongs: the summary is the result unless the verdicts are.
fn finish(told: &Told<'_>, rows: Rows, args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let json = told.json();
    if let Some(file) = &args.lines.summary {
        edge.files.write(file, json.as_bytes(), Access::Shared, true)?;
    }
    let failure = told.failure().map(|failure| failure.to_string()).unwrap_or_default();
    let pretty = || told.pretty(&globals.style(edge));
    let (stdout, stderr) = match rows {
        Rows::None if args.reporting.format == "json" => (json, failure),
        Rows::None => (pretty(), failure),
        Rows::Json | Rows::Csv if told.is_quiet() => (String::new(), failure),
        Rows::Json | Rows::Csv => (String::new(), told.pretty(&Style::PLAIN) + &failure),
    };
    Ok(Output { stdout, stderr, exit: told.exit() })
}

fn rows(format: &str) -> Result<Rows, Failure> {
    match format {
        "jsonl" => Ok(Rows::Json),
        "csv" => Ok(Rows::Csv),
        "pretty" | "json" => Ok(Rows::None),
        other => Err(Failure::usage(format!("there is no {other} of many lines"))
            .hint("--format jsonl or csv writes a verdict a line, pretty or json the summary alone")),
    }
}

fn open(named: &str, edge: &mut Edge) -> Result<(String, Bytes, Option<u64>), Failure> {
    if named == "-" {
        return Ok(("standard input".to_owned(), edge.terminal.input(), None));
    }
    let path = Path::new(named);
    Ok((named.to_owned(), edge.files.open(path)?, edge.files.length(path)))
}
