//! Rules, findings, verdicts and reports: what a judgement is made of, before anybody writes it down.
//!
//! A report keeps every verdict, passes and skips too: a skip is an answer ("not asked, because…").

pub mod changes;
pub mod diagnosis;
pub mod earlier;
pub mod parts;
pub mod readiness;
pub mod timeline;

use std::borrow::Cow;

use crate::model::json::Place;
pub use crate::model::source::{Position, Source, Span};
use crate::spec::Clause;
pub use changes::Changes;
pub use diagnosis::Diagnosis;
pub use earlier::Earlier;
pub use parts::{Part, Totals, Upshot};
pub use readiness::Readiness;
pub use timeline::Timeline;

/// How bad a failing check is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Works today, or works elsewhere; asks to be looked at.
    Warning,
    /// Breaks a rule that matters.
    Error,
}

/// What a rule rests on, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// A specification says MUST or SHOULD.
    Normative,
    /// LivePerson's documentation says so.
    Documented,
    /// Seen on the wire or in LivePerson's own code.
    Observed,
    /// Our reasoning. Never ranks above a note.
    Inferred,
}

/// Everything known about one check but how it is run.
#[derive(Debug)]
pub struct Rule {
    /// The name users type: it names the problem, `token-expired`.
    pub id: &'static str,
    /// One line saying what is wrong when it fails; backticks mark code.
    pub title: &'static str,
    /// How bad it is, before any policy.
    pub severity: Severity,
    /// What it rests on.
    pub basis: Basis,
    /// Where it is written.
    pub clauses: &'static [Clause],
    /// Why it matters, in a sentence or two.
    pub why: &'static str,
    /// What to do about it.
    pub fix: &'static str,
}

/// A place that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Location {
    /// The name of the document; a report keeps the text under the same name.
    pub document: String,
    /// The JSON pointer (RFC 6901); empty for the whole document or a text that is not JSON.
    pub pointer: String,
    /// The bytes in the document's text, if known.
    pub span: Option<Span>,
}

/// One observation that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub at: Location,
    /// What was found.
    pub saw: String,
    /// What was expected.
    pub wanted: String,
    /// The character (counted from 0) at which `saw` and `wanted` part, where comparing them helps.
    pub parts_at: Option<usize>,
    /// What only this occurrence can tell: a cause, a neighbour, the exact value to use.
    pub hint: Option<String>,
    /// Whether a baseline accepts it: it stays in the report and counts no more.
    pub accepted: bool,
}

/// The answer of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The rule holds.
    Pass,
    /// The question could not be asked; says why, and which flag would let it be asked.
    Skip(Cow<'static, str>),
    /// The rule is broken, here.
    Fail(Vec<Finding>),
}

/// A rule and its answer.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The rule.
    pub rule: &'static Rule,
    /// How bad a failure is under the policy in force.
    pub severity: Severity,
    /// The answer.
    pub outcome: Outcome,
}

/// The verdicts on one subject: a token, a key set, a login.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// What was judged, as the user named it: `token.jwt`.
    pub subject: String,
    /// The heading that this group and its neighbours of the same kind stand under, if the report has parts.
    pub part: Option<&'static str>,
    /// What was tried, in a line, if this is about a try: ``a code is redeemed a second time``; backticks mark code.
    pub tried: Option<&'static str>,
    /// What it took to find out, if that is worth telling.
    pub cost: Option<Cost>,
    /// Facts a reader wants at a glance, in order: `("issuer", "https://login.brand.example")`.
    pub summary: Vec<(String, String)>,
    /// What the verdicts rest on, where that is less than it seems: `the signature was not checked`.
    pub caveats: Vec<String>,
    /// What happened, if the subject is a login.
    pub timeline: Option<Timeline>,
    /// Every verdict, in the order of the catalogue.
    pub verdicts: Vec<Verdict>,
    /// The texts that findings point into.
    pub documents: Vec<Source>,
}

/// What it took to find something out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// How many requests were sent.
    pub requests: usize,
    /// From the first request to the last answer, in milliseconds.
    pub took: u64,
}

/// What a command found out.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The command, `verify`.
    pub command: String,
    /// The time everything was judged at, seconds since 1970.
    pub judged_at: i64,
    /// The name of the policy in force.
    pub policy: String,
    /// One group a subject.
    pub groups: Vec<Group>,
    /// What all of it took, if that is worth telling: groups may be found out about side by side.
    pub cost: Option<Cost>,
    /// What it all comes to, if the command was asked that.
    pub readiness: Option<Readiness>,
    /// What is different from an earlier report, if there is one to compare with.
    pub changes: Option<Changes>,
    /// Why a login failed, if the command was asked that.
    pub diagnosis: Option<Diagnosis>,
}

/// How many verdicts there are of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Failing checks of severity error.
    pub errors: usize,
    /// Failing checks of severity warning.
    pub warnings: usize,
    /// Failing checks of severity note.
    pub notes: usize,
    /// Checks that passed.
    pub passed: usize,
    /// Checks that were not asked.
    pub skipped: usize,
    /// Failing checks all of whose findings a baseline accepts.
    pub accepted: usize,
}

impl Tally {
    /// Returns how many checks could be asked.
    pub fn asked(&self) -> usize {
        self.errors + self.warnings + self.notes + self.passed + self.accepted
    }
}

impl Severity {
    /// Every severity, mildest first.
    pub const ALL: [Severity; 3] = [Severity::Note, Severity::Warning, Severity::Error];

    /// Returns the severity called `name`.
    pub fn named(name: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|severity| severity.name() == name)
    }

    /// Returns the word for it: `error`, `warning`, `note`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl Basis {
    /// Returns the word for it: `normative`, `documented`, `observed`, `inferred`.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Normative => "normative",
            Basis::Documented => "documented",
            Basis::Observed => "observed",
            Basis::Inferred => "inferred",
        }
    }
}

impl Location {
    /// Returns the location of `place` in the document called `document`.
    pub fn of(document: &Source, place: &Place<'_>) -> Location {
        Location {
            document: document.name.clone(),
            pointer: place.pointer.clone(),
            span: Some(place.node.span.clone()),
        }
    }

    /// Returns the location of some bytes of `document`.
    pub fn span(document: &Source, span: Span) -> Location {
        Location { document: document.name.clone(), pointer: String::new(), span: Some(span) }
    }

    /// Returns `document` as a whole.
    pub fn whole(document: &Source) -> Location {
        Location { document: document.name.clone(), pointer: String::new(), span: None }
    }
}

impl Finding {
    /// Returns a finding: at `at` stands `saw`, where `wanted` was expected.
    pub fn new(at: Location, saw: impl Into<String>, wanted: impl Into<String>) -> Finding {
        Finding { at, saw: saw.into(), wanted: wanted.into(), parts_at: None, hint: None, accepted: false }
    }

    /// Returns the finding with the character marked at which `saw` and `wanted` part.
    #[must_use]
    pub fn compared(mut self) -> Finding {
        let same = self.saw.chars().zip(self.wanted.chars()).take_while(|(saw, wanted)| saw == wanted).count();
        self.parts_at = (self.saw != self.wanted).then_some(same);
        self
    }

    /// Returns the finding with something only this occurrence can tell.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Finding {
        self.hint = Some(hint.into());
        self
    }

    /// Returns the outcome that consists of this finding.
    pub fn fail(self) -> Outcome {
        Outcome::Fail(vec![self])
    }
}

impl Outcome {
    /// Returns a skip with its reason.
    pub fn skip(reason: impl Into<Cow<'static, str>>) -> Outcome {
        Outcome::Skip(reason.into())
    }

    /// Returns a failure with all of `findings`, or a pass if there are none.
    pub fn all(findings: Vec<Finding>) -> Outcome {
        if findings.is_empty() { Outcome::Pass } else { Outcome::Fail(findings) }
    }

    /// Returns a pass if `holds`, else a failure with `finding`.
    pub fn must(holds: bool, finding: impl FnOnce() -> Finding) -> Outcome {
        if holds { Outcome::Pass } else { finding().fail() }
    }

    /// Returns whether the rule is broken.
    pub fn failed(&self) -> bool {
        matches!(self, Outcome::Fail(_))
    }
}

impl Verdict {
    /// Returns whether the rule is broken and a baseline accepts that, every finding of it.
    pub fn accepted(&self) -> bool {
        matches!(&self.outcome, Outcome::Fail(findings) if findings.iter().all(|finding| finding.accepted))
    }

    /// Returns whether the rule is broken in a way that no baseline accepts.
    pub fn counts(&self) -> bool {
        self.outcome.failed() && !self.accepted()
    }

    /// Returns what broke the rule; nothing unless it failed.
    pub fn findings(&self) -> &[Finding] {
        match &self.outcome {
            Outcome::Fail(findings) => findings,
            Outcome::Pass | Outcome::Skip(_) => &[],
        }
    }
}

impl Group {
    /// Returns the severity of the worst failure, if anything failed.
    pub fn worst(&self) -> Option<Severity> {
        self.failures().first().map(|verdict| verdict.severity)
    }

    /// Returns the failing verdicts, worst first, otherwise in the order of the catalogue. What a baseline accepts is left
    /// out.
    pub fn failures(&self) -> Vec<&Verdict> {
        let mut failing: Vec<_> = self.verdicts.iter().filter(|verdict| verdict.counts()).collect();
        failing.sort_by_key(|verdict| std::cmp::Reverse(verdict.severity));
        failing
    }

    /// Returns the failing verdicts that a baseline accepts, in the order of the catalogue.
    pub fn accepted(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().filter(|verdict| verdict.accepted())
    }

    /// Returns how many verdicts there are of each kind.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for verdict in &self.verdicts {
            let counter = match (&verdict.outcome, verdict.severity) {
                (Outcome::Pass, _) => &mut tally.passed,
                (Outcome::Skip(_), _) => &mut tally.skipped,
                (Outcome::Fail(_), _) if verdict.accepted() => &mut tally.accepted,
                (Outcome::Fail(_), Severity::Error) => &mut tally.errors,
                (Outcome::Fail(_), Severity::Warning) => &mut tally.warnings,
                (Outcome::Fail(_), Severity::Note) => &mut tally.notes,
            };
            *counter += 1;
        }
        tally
    }

    /// Returns the document called `name`.
    pub fn document(&self, name: &str) -> Option<&Source> {
        self.documents.iter().find(|document| document.name == name)
    }
}

impl Report {
    /// Returns the report of a command: what it judged at which time (seconds since 1970) and by which policy.
    pub fn new(command: &str, judged_at: i64, policy: &str, groups: Vec<Group>) -> Report {
        let (command, policy) = (command.to_owned(), policy.to_owned());
        Report { command, judged_at, policy, groups, ..Report::default() }
    }

    /// Returns the severity of the worst failure that counts, if anything failed.
    pub fn worst(&self) -> Option<Severity> {
        self.groups.iter().filter_map(Group::worst).max()
    }

    /// Returns how many verdicts there are of each kind, in all groups together.
    pub fn tally(&self) -> Tally {
        self.groups.iter().map(Group::tally).fold(Tally::default(), |sum, tally| Tally {
            errors: sum.errors + tally.errors,
            warnings: sum.warnings + tally.warnings,
            notes: sum.notes + tally.notes,
            passed: sum.passed + tally.passed,
            skipped: sum.skipped + tally.skipped,
            accepted: sum.accepted + tally.accepted,
        })
    }

    /// Returns the exit code: 1 if anything failed at or above `fail_on`, else 0. The format plays no part in it.
    pub fn exit_code(&self, fail_on: Severity) -> u8 {
        u8::from(self.worst().is_some_and(|worst| worst >= fail_on))
    }
}
