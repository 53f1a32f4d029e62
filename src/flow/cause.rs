//! The root cause of a failed login: of everything that is wrong, what came first. What fails after it is its consequence.
//!
//! One table, [`ROWS`], has whatever can be a cause, in the order in which it is one: step by step as a login
//! goes, and in each step the nearer to the root the earlier.

mod console;
mod handed;
mod heard;
mod identity;
mod refused;
mod rows;
mod window;

use crate::report::diagnosis::{Cause, Confidence, Diagnosis, Stage};
use crate::report::{Finding, Group, Outcome, Severity, Verdict};
use crate::spec::liveperson::{self, Code, Family};
use crate::spec::oauth::{self, Endpoint, OauthError};
pub use console::console;
pub use handed::{of_attempt, of_login, of_token};
pub use heard::{Heard, heard};
pub use identity::of_identity;
pub use rows::{ROWS, Row, row};
pub use window::{Window, of_window};

/// What a diagnosis rests on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence<'a> {
    /// Everything that was judged, by the policy for LivePerson.
    pub groups: &'a [Group],
    /// What was seen besides what checks ask.
    pub seen: &'a [Seen],
    /// The error codes and messages of LivePerson's.
    pub heard: &'a [Heard],
}

/// Something that was seen and that no check asks: a blocked request, a code that was used twice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    /// The id of its row in the table of causes.
    pub id: &'static str,
    /// Which subject of the report it belongs to.
    pub subject: String,
    /// The line that shows it, free of secrets.
    pub proof: String,
    /// How sure it is, where that is another than its row says.
    pub confidence: Option<Confidence>,
}

/// Returns why a login failed, likeliest cause first. Of what fails for the same subject the first in the order of the table
/// is the cause, and all that stands later in the login its consequence.
pub fn diagnose(evidence: &Evidence<'_>) -> Diagnosis {
    let mut causes: Vec<Cause> = evidence.groups.iter().filter_map(|group| of_group(group, evidence)).collect();
    causes.extend(evidence.seen.iter().filter(|seen| !has_group(evidence, seen)).filter_map(of_seen));
    // What the app's SDK calls a failure says less than a code of LivePerson's beside it.
    let is_specific = evidence.heard.iter().any(|heard| heard.code.family != Family::Mobile);
    let says_more = |heard: &Heard| !is_specific || heard.code.family != Family::Mobile;
    let unexplained = |heard: &&Heard| says_more(heard) && !causes.iter().any(|cause| explains(cause, heard.code));
    let open: Vec<&Heard> = evidence.heard.iter().filter(unexplained).collect();
    causes.extend(open.iter().flat_map(|heard| of_code(heard, evidence.groups)));
    causes.iter_mut().for_each(|cause| weigh(cause, evidence.heard));
    causes.sort_by_key(|cause| (std::cmp::Reverse(cause.confidence), place(cause)));
    causes.dedup_by(|later, earlier| later.title == earlier.title && later.subject == earlier.subject);
    let wanted = wanted(&causes, evidence);
    Diagnosis { causes, wanted }
}

fn has_group(evidence: &Evidence<'_>, seen: &Seen) -> bool {
    evidence.groups.iter().any(|group| group.subject == seen.subject)
}

/// Something wrong with a subject, and where it stands in the order of causes.
struct Suspect<'a> {
    place: usize,
    row: &'static Row,
    told: Told<'a>,
}

enum Told<'a> {
    Check(&'a Verdict),
    Seen(&'a Seen),
}

fn of_group(group: &Group, evidence: &Evidence<'_>) -> Option<Cause> {
    let mut suspects = suspects(group, evidence);
    suspects.sort_by_key(|suspect| suspect.place);
    let first = suspects.first()?;
    let consequences = suspects.iter().skip(1).filter_map(|suspect| match suspect.told {
        Told::Check(verdict) => Some(verdict.rule.id),
        Told::Seen(_) => None,
    });
    let cause = match first.told {
        Told::Check(verdict) if first.place >= ROWS.len() => {
            Cause { confidence: Confidence::Possible, ..of_check(group, first.row, verdict) }
        }
        Told::Check(verdict) => of_check(group, first.row, verdict),
        Told::Seen(seen) => of_row(first.row, seen),
    };
    Some(Cause { consequences: consequences.collect(), ..cause })
}

fn suspects<'a>(group: &'a Group, evidence: &Evidence<'a>) -> Vec<Suspect<'a>> {
    let failing = group.verdicts.iter().filter(|verdict| verdict.counts() && verdict.severity == Severity::Error);
    let checks = failing.filter_map(|verdict| suspect(verdict.rule.id, Told::Check(verdict)));
    // What no error explains may lie in something milder that the table knows as a cause.
    let mild = group.verdicts.iter().filter(|verdict| verdict.counts() && verdict.severity == Severity::Warning);
    let mild = mild.filter(|verdict| row(verdict.rule.id).is_some_and(|(_, row)| row.even_if_mild));
    let mild = mild.filter_map(|verdict| suspect(verdict.rule.id, Told::Check(verdict)));
    let seen = evidence.seen.iter().filter(|seen| seen.subject == group.subject);
    let mut suspects: Vec<_> =
        checks.chain(mild).chain(seen.filter_map(|seen| suspect(seen.id, Told::Seen(seen)))).collect();
    if is_verified(group) {
        // What is wrong with other keys stops nobody who found the right one.
        let of_others =
            |suspect: &&mut Suspect<'_>| suspect.row.stage == Stage::Keys && !SPOILS.contains(&suspect.row.id);
        suspects.iter_mut().filter(of_others).for_each(|suspect| suspect.place += ROWS.len());
    }
    suspects
}

/// What may keep LivePerson from reading a key set at all (IDP error 1038), though others manage.
const SPOILS: [&str; 2] = ["jwk-not-base64url", "jwk-malformed"];

fn is_verified(group: &Group) -> bool {
    group.verdicts.iter().any(|verdict| verdict.rule.id == "signature-invalid" && verdict.outcome == Outcome::Pass)
}

fn suspect<'a>(id: &str, told: Told<'a>) -> Option<Suspect<'a>> {
    row(id).map(|(place, row)| Suspect { place, row, told })
}

fn of_check(group: &Group, row: &'static Row, verdict: &Verdict) -> Cause {
    let cause = of_rule(group, row, verdict);
    match answered(row, verdict) {
        Some(error) => Cause { side: refused::side(error.side), fix: refused::fix(error), ..cause },
        None => cause,
    }
}

/// Returns what is known of the error that came back, if the authorization endpoint answered one: it says whose turn it is.
fn answered(row: &Row, verdict: &Verdict) -> Option<&'static OauthError> {
    let finding = verdict.findings().first().filter(|_| row.id == "callback-error")?;
    let name = finding.saw.split(':').next()?.trim();
    oauth::error(name, Endpoint::Authorization)
}

fn of_rule(group: &Group, row: &'static Row, verdict: &Verdict) -> Cause {
    Cause {
        id: row.id,
        title: verdict.rule.title.to_owned(),
        stage: row.stage,
        side: row.side,
        subject: group.subject.clone(),
        checks: vec![verdict.rule.id],
        proof: verdict.findings().iter().take(3).map(|finding| proof(group, finding)).collect(),
        fix: verdict.rule.fix.to_owned(),
        test: row.test.to_owned(),
        confidence: if verdict.severity == Severity::Error { Confidence::Certain } else { Confidence::Likely },
        consequences: Vec::new(),
    }
}

fn of_seen(seen: &Seen) -> Option<Cause> {
    row(seen.id).map(|(_, row)| of_row(row, seen))
}

fn of_row(row: &'static Row, seen: &Seen) -> Cause {
    Cause {
        id: row.id,
        title: row.title.to_owned(),
        stage: row.stage,
        side: row.side,
        subject: seen.subject.clone(),
        checks: Vec::new(),
        proof: vec![seen.proof.clone()],
        fix: row.fix.to_owned(),
        test: row.test.to_owned(),
        confidence: seen.confidence.unwrap_or(row.confidence),
        consequences: Vec::new(),
    }
}

/// Returns the causes that LivePerson's code suggests, likeliest first: those of which the evidence shows something, however
/// mild, before the others. LivePerson's word alone shows none of them.
fn of_code(heard: &Heard, groups: &[Group]) -> Vec<Cause> {
    let mut suggested: Vec<(&'static liveperson::Cause, Vec<String>)> =
        heard.code.causes.iter().map(|cause| (cause, signs(cause, groups))).collect();
    suggested.sort_by_key(|(_, signs)| signs.is_empty());
    let cause = |(index, (cause, signs)): (usize, (&'static liveperson::Cause, Vec<String>))| {
        let known = cause.checks.iter().find_map(|id| row(id));
        let said = format!("{}: {}", heard.proof(), heard.code.meaning);
        Cause {
            id: known.map_or_else(|| heard.number(), |(_, row)| row.id),
            title: cause.what.to_owned(),
            stage: known.map_or(Stage::LivePerson, |(_, row)| row.stage),
            side: known.map_or_else(|| heard::side(heard.code), |(_, row)| row.side),
            subject: String::new(),
            checks: cause.checks.to_vec(),
            proof: signs.into_iter().chain([said]).collect(),
            fix: "Find out first whether it is this.".to_owned(),
            test: cause.command.to_owned(),
            confidence: if index == 0 { Confidence::Likely } else { Confidence::Possible },
            consequences: Vec::new(),
        }
    };
    suggested.into_iter().enumerate().map(cause).collect()
}

/// Returns the lines that speak for a cause although none of them is an error.
fn signs(cause: &liveperson::Cause, groups: &[Group]) -> Vec<String> {
    let of_group = |group: &Group| -> Vec<String> {
        let failing = group.verdicts.iter().filter(|verdict| cause.checks.contains(&verdict.rule.id));
        failing.flat_map(|verdict| verdict.findings()).map(|finding| proof(group, finding)).collect()
    };
    groups.iter().flat_map(of_group).take(3).collect()
}

fn explains(cause: &Cause, code: &Code) -> bool {
    let named = |id: &&'static str| code.causes.iter().any(|likely| likely.checks.contains(id));
    let is_answer = |row: &Row| code.codes.iter().any(|(code, _)| row.codes.contains(code));
    cause.checks.iter().chain(&cause.consequences).any(named) || sight(cause).is_some_and(is_answer)
}

/// Returns the row of a cause that was seen rather than found by a check.
fn sight(cause: &Cause) -> Option<&'static Row> {
    ROWS.iter().find(|row| cause.checks.is_empty() && !row.title.is_empty() && row.title == cause.title)
}

/// Two witnesses are better than one: a cause that LivePerson's own code names is certain.
fn weigh(cause: &mut Cause, heard: &[Heard]) {
    let is_named = !cause.checks.is_empty() || sight(cause).is_some_and(|row| !row.codes.is_empty());
    if cause.subject.is_empty() || !is_named {
        return;
    }
    if let Some(heard) = heard.iter().find(|heard| explains(cause, heard.code)) {
        cause.confidence = Confidence::Certain;
        cause.proof.push(heard.proof());
    }
}

fn place(cause: &Cause) -> usize {
    // What a code alone suggests stays in the order of the code's own row.
    if cause.subject.is_empty() {
        return ROWS.len();
    }
    let of_check = cause.checks.first().and_then(|id| row(id));
    let of_title = || ROWS.iter().position(|row| row.title == cause.title);
    of_check.map(|(place, _)| place).or_else(of_title).unwrap_or(ROWS.len())
}

fn proof(group: &Group, finding: &Finding) -> String {
    let place = match (&finding.at.span, group.document(&finding.at.document)) {
        (Some(span), Some(document)) => {
            let position = document.position(span.start);
            format!("{}:{}:{}", finding.at.document, position.line, position.column)
        }
        _ => finding.at.document.clone(),
    };
    format!("{place}: found {}, expected {}", finding.saw, finding.wanted)
}

fn wanted(causes: &[Cause], evidence: &Evidence<'_>) -> Vec<String> {
    let certain = causes.iter().any(|cause| cause.confidence == Confidence::Certain);
    let logins = evidence.groups.iter().any(|group| group.timeline.is_some());
    let more = [
        (!certain && !logins, "A HAR of the failing login, made as `lpauth explain har` says, shows every step of it."),
        (
            !certain && logins && !causes.is_empty(),
            "The brand's server can be asked itself: `lpauth exchange ISSUER` makes the login anew, with LivePerson's part.",
        ),
        (
            causes.is_empty() && evidence.heard.is_empty(),
            "If the chat opens the offline form all the same, LivePerson's answer to `authenticate` in the browser's \
             network log has a code: pass it with --text.",
        ),
    ];
    more.into_iter().filter(|(lacking, _)| *lacking).map(|(_, sentence)| sentence.to_owned()).collect()
}
