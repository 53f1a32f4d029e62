//! `--baseline` and `--write-baseline`: findings that were accepted before count no more.

use crate::check::baseline;
use crate::edge::files::Access;
use crate::edge::gather::LIMIT;
use crate::edge::{Edge, Failure};
use crate::model::baseline::{Baseline, Entry};
use crate::report::Report;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The flags.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Report")]
pub struct BaselineFlags {
    /// Accept the findings that FILE lists, and fail only on new ones
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write today's findings to FILE, and accept them
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
}

impl BaselineFlags {
    /// Writes and applies the baselines that the flags name, and returns what there is to say about them.
    ///
    /// # Errors
    /// If a baseline cannot be read or written.
    pub fn apply(&self, report: &mut Report, edge: &mut Edge) -> Result<String, Failure> {
        let old = self.baseline.as_ref().map(|file| read(file, edge)).transpose()?;
        let new = self.write_baseline.as_ref().map(|file| write(file, report, edge)).transpose()?;
        if let Some(new) = new {
            baseline::accept(report, &new);
            return Ok(String::new());
        }
        let gone = old.map(|old| baseline::accept(report, &old)).unwrap_or_default();
        Ok(self.baseline.as_ref().map_or_else(String::new, |file| told(file, &gone)))
    }
}

fn read(file: &Path, edge: &mut Edge) -> Result<Baseline, Failure> {
    let bytes = edge.files.read(file, LIMIT)?;
    let name = file.display();
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::input(format!("{name} is not UTF-8 text")).hint("save it as UTF-8 text"))?;
    Baseline::parse(&text).map_err(|reason| {
        Failure::input(format!("{name} is {reason}")).hint(format!("make one with --write-baseline {name}"))
    })
}

fn write(file: &Path, report: &Report, edge: &mut Edge) -> Result<Baseline, Failure> {
    let baseline = baseline::of(report);
    edge.files.write(file, baseline.text().as_bytes(), Access::Shared, true)?;
    Ok(baseline)
}

fn told(file: &Path, gone: &[Entry]) -> String {
    if gone.is_empty() {
        return String::new();
    }
    let name = file.display();
    let mut text = format!("{name} accepts what is found no more; write it anew with --write-baseline {name}:\n");
    for Entry { check, pointer, found, .. } in gone {
        let place = if pointer.is_empty() { String::new() } else { format!(" at {pointer}") };
        _ = writeln!(text, "  {check}{place}: {found}");
    }
    text
}
