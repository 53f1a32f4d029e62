//! What a run comes to for LivePerson.

use super::course::Course;
use crate::report::readiness::State;
use crate::report::{Group, Outcome, Readiness, Report, Severity, Verdict};

/// The most sentences that are said.
const MOST: usize = 12;

/// The plain login.
const PLAIN: &str = "login-failing";

/// Returns whether the server is ready for LivePerson, the earliest cause first.
pub(super) fn of(report: &Report, course: &Course) -> Readiness {
    let told = |severity| report.groups.iter().filter(move |group| group.worst() == Some(severity)).collect::<Vec<_>>();
    let (errors, warnings) = (told(Severity::Error), told(Severity::Warning));
    let unknown = untried(report, course);
    let (state, because) = match (&unknown, errors.is_empty(), warnings.is_empty()) {
        (_, false, _) => (State::NotReady, sentences(&errors)),
        (Some(why), true, _) => (State::Unknown, vec![why.clone()]),
        (None, true, false) => (State::ReadyWithWarnings, sentences(&warnings)),
        (None, true, true) => (State::Ready, vec![all_right(report)]),
    };
    Readiness { state, purpose: "LivePerson", because }
}

/// Returns why the plain login could not be tried, if it could not.
fn untried(report: &Report, course: &Course) -> Option<String> {
    let plain: Vec<String> =
        course.attempts.iter().filter(|attempt| attempt.is_plain).map(|attempt| attempt.case.name()).collect();
    if plain.is_empty() {
        return Some("No login was tried.".to_owned());
    }
    report.groups.iter().filter(|group| plain.contains(&group.subject)).find_map(|group| {
        match group.verdicts.first().map(|verdict| &verdict.outcome) {
            Some(Outcome::Skip(why)) => {
                Some(format!("An ordinary login could not be tried: {}.", why.trim_end_matches('.')))
            }
            _ => None,
        }
    })
}

fn sentences(groups: &[&Group]) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    for group in groups {
        let Some(verdict) = group.leading() else { continue };
        let sentence = format!("{}{} ({}).", capitalised(verdict.rule.title), cause(verdict), verdict.rule.id);
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    if let Some(more) = sentences.len().checked_sub(MOST).filter(|more| *more > 0) {
        sentences.truncate(MOST);
        sentences.push(format!("And {more} more."));
    }
    sentences
}

/// Returns what stopped a login that came to nothing: nobody can do anything about its failing alone.
fn cause(verdict: &Verdict) -> String {
    let first = verdict.findings().first().filter(|_| verdict.rule.id == PLAIN);
    first.map(|finding| format!(": {}", finding.saw.trim_end_matches('.'))).unwrap_or_default()
}

fn all_right(report: &Report) -> String {
    let totals = report.totals();
    let skipped = match totals.skipped {
        0 => String::new(),
        1 => "; 1 was not tried".to_owned(),
        several => format!("; {several} were not tried"),
    };
    let noun = if totals.passed == 1 { "scenario" } else { "scenarios" };
    format!("The server did what is right in {} {noun}{skipped}.", totals.passed)
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
