//! The flags of every command that judges: what counts, how it is shown, and which reports are written beside it.

use super::brand::Chosen;
use super::{Globals, Output};
use crate::check::policy::{self, Own, Policy};
use crate::edge::files::Access;
use crate::edge::gather::LIMIT;
use crate::edge::{Edge, Failure};
use crate::model::settings::Override;
use crate::render::{self, Style};
use crate::report::{Changes, Earlier, Report, Severity};
use clap::builder::PossibleValuesParser;
use std::borrow::Cow;
use std::path::PathBuf;

/// The flags that say what counts, and how it is shown.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Report")]
pub struct Reporting {
    /// Which checks count for how much [default: liveperson]
    #[arg(long, value_name = "POLICY", value_parser = PossibleValuesParser::new(policies()))]
    pub policy: Option<String>,
    /// Exit with 1 from this severity on [default: error]
    #[arg(long, value_name = "SEVERITY", value_parser = PossibleValuesParser::new(severities()))]
    pub fail_on: Option<String>,
    /// The format of the report
    #[arg(long, value_name = "FORMAT", default_value = "pretty", value_parser = PossibleValuesParser::new(formats()))]
    pub format: String,
    /// Write the report to a file too, as in `junit=out.xml`; may be repeated
    #[arg(long, value_name = "FORMAT=FILE", value_parser = report_file)]
    pub report: Vec<ReportFile>,
    /// Say what has changed since an earlier report, a file that `--report json=FILE` wrote; the exit code stays as it is
    #[arg(long, value_name = "FILE")]
    pub compare: Option<PathBuf>,
    /// Show at most this many findings of each subject, the worst first; only in the format pretty
    #[arg(long, value_name = "NUMBER")]
    pub max: Option<usize>,
    /// List the checks that passed and those that were skipped too, and every finding in full
    #[arg(long, short)]
    pub verbose: bool,
    /// Whether reports that go to files are the owner's alone, as they show secrets.
    #[arg(skip)]
    pub secret: bool,
}

/// A report that is written to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// The name of the format, one of [`render::FORMATS`].
    pub format: String,
    /// Where it goes.
    pub path: PathBuf,
}

impl Reporting {
    /// Returns the policy that the flags name, else the brand, with what the settings change on top.
    pub fn policy(&self, chosen: &Chosen) -> Policy {
        let name = self.policy.as_deref().or_else(|| chosen.brand.text("policy")).unwrap_or("liveperson");
        let mut policy = policy::find(name).unwrap_or(&policy::POLICIES[0]).clone();
        let own = |told: &Override| Own {
            check: told.check.clone(),
            severity: Severity::named(&told.level),
            reason: told.reason.clone(),
        };
        policy.own = chosen.brand.checks.iter().map(own).collect();
        policy
    }

    /// Returns the severity from which on a command exits with 1: the flag's, else the brand's, else error.
    pub fn fail_on(&self, chosen: &Chosen) -> Severity {
        let named = self.fail_on.as_deref().or_else(|| chosen.brand.text("fail_on"));
        named.and_then(Severity::named).unwrap_or(Severity::Error)
    }

    /// Returns the earlier report that `command` is to be compared with, if there is one. Asked for before a long run, it
    /// spares the user one in vain.
    ///
    /// # Errors
    /// If it cannot be read, or is no report of this command.
    pub fn earlier(&self, command: &str, edge: &mut Edge) -> Result<Option<Earlier>, Failure> {
        let Some(file) = &self.compare else { return Ok(None) };
        let name = file.display();
        let first = format!("the first time, write one with --report json={name}, and compare from then on");
        let bytes = edge.files.read(file, LIMIT).map_err(|failure| failure.hint(first.as_str()))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Failure::input(format!("{name} is not UTF-8 text")).hint("save it as UTF-8 text"))?;
        let refused = |reason: String| Failure::input(format!("{name} is {reason}")).hint(first.as_str());
        let earlier = Earlier::parse(&name.to_string(), &text).map_err(refused)?;
        if earlier.command == command {
            return Ok(Some(earlier));
        }
        Err(refused(format!("a report of {}: it cannot be compared with one of {command}", earlier.command)))
    }

    /// Writes the reports that go to files and returns the one for standard output. A report is made anew in each run, so
    /// one that is there already is replaced; the one to compare with is read before.
    ///
    /// # Errors
    /// If a report cannot be written, or the earlier one not be read.
    pub fn output(
        &self,
        report: &Report,
        fail_on: Severity,
        globals: &Globals,
        edge: &mut Edge,
    ) -> Result<Output, Failure> {
        let report = match self.earlier(&report.command, edge)? {
            Some(earlier) => {
                let changes = Some(Changes::between(&earlier, report));
                Cow::Owned(Report { changes, ..report.clone() })
            }
            None => Cow::Borrowed(report),
        };
        for file in &self.report {
            let text = rendered(&file.format, &report, &self.style(Style::PLAIN));
            let access = if self.secret { Access::Private } else { Access::Shared };
            edge.files.write(&file.path, text.as_bytes(), access, true)?;
        }
        let stdout = rendered(&self.format, &report, &self.style(globals.style(edge)));
        Ok(Output { stdout, exit: report.exit_code(fail_on), ..Output::default() })
    }

    fn style(&self, style: Style) -> Style {
        Style { verbose: self.verbose, most: self.max, ..style }
    }
}

fn rendered(format: &str, report: &Report, style: &Style) -> String {
    render::find(format).unwrap_or(render::pretty::render)(report, style)
}

fn report_file(text: &str) -> Result<ReportFile, String> {
    let parts = text.split_once('=').filter(|(format, path)| render::find(format).is_some() && !path.is_empty());
    let (format, path) = parts.ok_or_else(|| format!("FORMAT=FILE, with one of {}", formats().join(", ")))?;
    Ok(ReportFile { format: format.to_owned(), path: PathBuf::from(path) })
}

fn policies() -> Vec<&'static str> {
    policy::POLICIES.iter().map(|policy| policy.name).collect()
}

fn severities() -> Vec<&'static str> {
    Severity::ALL.into_iter().map(Severity::name).collect()
}

fn formats() -> Vec<&'static str> {
    render::FORMATS.iter().map(|(name, _)| *name).collect()
}
