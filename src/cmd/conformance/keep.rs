//! What is kept of a run, and what is taken out of it before.

use super::course::{Attempt, Course};
use super::judge::Bench;
use crate::cmd::exchange::record::{Made, RecordFlags};
use crate::edge::files::Access;
use crate::edge::{Edge, Failure};
use crate::flow::redact::{Kind, Redactor};
use crate::model::transcript::{Transcript, file};
use std::path::PathBuf;

/// The flags that say what is kept.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Record")]
pub struct KeepFlags {
    /// Write every message to a file in DIR for each login, as JSON
    #[arg(long, value_name = "DIR")]
    pub transcripts: Option<PathBuf>,
    /// Take personal data out too, of the report and of what is written: e-mail addresses, telephone numbers, names
    #[arg(long, value_name = "WHAT", value_parser = ["pii"], conflicts_with = "show_secrets")]
    pub redact: Option<String>,
    /// Leave secrets where they are, in the report and in what is written: codes, tokens, passwords, cookies
    #[arg(long)]
    pub show_secrets: bool,
}

impl Bench<'_> {
    /// Returns what takes the secrets out of each login of a case; nothing where they are to stay.
    pub(super) fn redactors(&self, logins: &[Transcript], attempt: &Attempt, course: &Course) -> Vec<Redactor> {
        let keep = &self.run.args.keep;
        let flags =
            RecordFlags { redact: keep.redact.clone(), show_secrets: keep.show_secrets, ..RecordFlags::default() };
        let given = attempt.result.iter().flat_map(|ended| &ended.tried.secrets);
        let secrets: Vec<_> =
            course.secrets.iter().cloned().chain(given.map(|secret| (Kind::ClientSecret, secret.clone()))).collect();
        let redactor = |login: &Transcript| {
            let made = Made { login: login.clone(), secrets: secrets.clone() };
            flags.redactor(&made, self.server.keys.here(), self.run.keyring)
        };
        logins.iter().filter_map(redactor).collect()
    }

    /// Writes the files that are asked for. Each run makes them anew, and their directory if it is not there.
    ///
    /// # Errors
    /// If the directory cannot be made or a file cannot be written.
    pub(super) fn keep(&self, course: &Course, edge: &mut Edge) -> Result<(), Failure> {
        let Some(directory) = &self.run.args.keep.transcripts else { return Ok(()) };
        edge.files.make_directory(directory)?;
        for attempt in &course.attempts {
            let logins = attempt.logins();
            let redactors = self.redactors(&logins, attempt, course);
            for (index, login) in logins.iter().enumerate() {
                let number = if logins.len() > 1 { format!("-{}", index + 1) } else { String::new() };
                let name: String = attempt.case.name().replace([' ', '('], "-").replace([')'], "");
                let path = directory.join(format!("{}{number}.json", name.replace("--", "-")));
                let shown = redactors.get(index).map(|redactor| redactor.transcript(login));
                let text = file::write(shown.as_ref().unwrap_or(login));
                edge.files.write(&path, text.as_bytes(), Access::Private, true)?;
            }
        }
        Ok(())
    }
}
