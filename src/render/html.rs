//! The report as one HTML file that asks the network for nothing and runs no script: the filters are style sheet alone, and
//! its own policy forbids the rest. The template escapes whatever it is handed.

mod messages;
mod parts;
mod source;

use super::snippet::{Snippet, snippet};
use super::{Style, visible, words};
use crate::report::{Finding, Group, Outcome, Report, Rule, Severity, Tally, Upshot, Verdict};
use askama::Template;
use messages::Messages;
use parts::{Changed, Part, Ready};
use source::Document;
use std::borrow::Cow;

/// Renders the report as HTML.
pub fn render(report: &Report, _style: &Style) -> String {
    let page = Page {
        command: &report.command,
        ready: report.readiness.as_ref().map(Ready::of),
        parts: parts::parts(report),
        facts: parts::facts(report),
        changed: report.changes.as_ref().map(Changed::of),
        diagnosis: report.diagnosis.as_ref().map(super::diagnosis::plain).unwrap_or_default(),
        judged_at: words::moment(report.judged_at),
        policy: &report.policy,
        version: env!("CARGO_PKG_VERSION"),
        counts: words::counts(report.tally()),
        tally: report.tally(),
        subjects: subjects(report),
    };
    // A text is written into memory, which does not fail.
    page.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    command: &'a str,
    ready: Option<Ready>,
    parts: Vec<Part>,
    facts: Vec<(&'static str, String)>,
    changed: Option<Changed>,
    /// Why a login failed, as the terminal tells it.
    diagnosis: String,
    judged_at: String,
    policy: &'a str,
    version: &'static str,
    counts: String,
    tally: Tally,
    subjects: Vec<Subject>,
}

// In the report's order; of a report in parts, what asks to be looked at first. What was skipped needs no section.
fn subjects(report: &Report) -> Vec<Subject> {
    let numbered = report.groups.iter().enumerate().map(|(index, group)| (index + 1, group));
    let told = |group: &Group| group.part.is_none() || !matches!(group.upshot(), Upshot::Skipped(_));
    let mut told: Vec<_> = numbered.filter(|(_, group)| told(group)).collect();
    if report.groups.iter().any(|group| group.part.is_some()) {
        told.sort_by_key(|(_, group)| std::cmp::Reverse(group.worst()));
    }
    told.into_iter().map(|(number, group)| Subject::of(number, group)).collect()
}

struct Subject {
    number: usize,
    is_try: bool,
    part: String,
    tried: Vec<Piece>,
    cost: String,
    name: String,
    mark: &'static str,
    verdict: &'static str,
    counts: String,
    rest: String,
    summary: Vec<(String, String)>,
    caveats: Vec<String>,
    messages: Option<Messages>,
    failures: Vec<Failure>,
    passed: Vec<(&'static str, Vec<Piece>)>,
    skipped: Vec<(&'static str, String)>,
    documents: Vec<Document>,
}

struct Failure {
    severity: &'static str,
    id: &'static str,
    title: Vec<Piece>,
    findings: Vec<Shown>,
    why: Vec<Piece>,
    fix: Vec<Piece>,
    clauses: Vec<(String, String)>,
    trust: &'static str,
    accepted: bool,
    answer: Option<(&'static str, String)>,
}

/// A stretch of our own prose, which marks code with backticks.
struct Piece {
    text: Cow<'static, str>,
    code: bool,
}

/// A finding as it is shown.
struct Shown {
    anchor: String,
    place: String,
    in_source: bool,
    excerpt: Option<Snippet>,
    wanted: Compared,
    saw: Compared,
    hint: String,
    accepted: bool,
}

/// A value, and what of it differs from the other one.
struct Compared {
    same: String,
    differs: String,
}

impl Subject {
    fn of(number: usize, group: &Group) -> Subject {
        let mut failures = Vec::new();
        let mut anchors = Anchors { subject: number, next: 1 };
        for verdict in group.failures().into_iter().chain(group.accepted()) {
            failures.push(Failure::of(group, verdict, &mut anchors));
        }
        Subject {
            number,
            is_try: group.part.is_some(),
            part: group.part.map(words::capitalised).unwrap_or_default(),
            tried: group.tried.map(prose).unwrap_or_default(),
            cost: group
                .cost
                .map(|cost| format!("{} in {}", words::number(cost.requests, "request"), words::took(cost.took)))
                .unwrap_or_default(),
            name: visible(&group.subject).into_owned(),
            mark: words::mark(group),
            verdict: group.worst().map_or("passed", Severity::name),
            counts: words::counts(group.tally()),
            rest: rest(group),
            summary: group.summary.iter().map(|(name, value)| (name.clone(), visible(value).into_owned())).collect(),
            caveats: group.caveats.iter().map(|caveat| visible(caveat).into_owned()).collect(),
            messages: group.timeline.as_ref().map(Messages::of),
            failures,
            // Of a try's own verdict, the heading says enough.
            passed: group.verdicts.iter().skip(usize::from(group.part.is_some())).filter_map(passed).collect(),
            skipped: group.verdicts.iter().filter_map(skipped).collect(),
            documents: documents(number, group),
        }
    }
}

// A try has verdicts of others only if they failed, but for the one that all others are held against.
fn rest(group: &Group) -> String {
    if group.part.is_some() && group.verdicts.len() == group.failures().len().max(1) {
        return String::new();
    }
    words::rest(group.tally())
}

// Of a try in which all is right, what happened says enough.
fn documents(number: usize, group: &Group) -> Vec<Document> {
    if group.part.is_some() && group.upshot() == Upshot::Passed {
        return Vec::new();
    }
    source::documents(number, group)
}

fn passed(verdict: &Verdict) -> Option<(&'static str, Vec<Piece>)> {
    (verdict.outcome == Outcome::Pass).then(|| (verdict.rule.id, prose(verdict.rule.title)))
}

fn skipped(verdict: &Verdict) -> Option<(&'static str, String)> {
    match &verdict.outcome {
        Outcome::Skip(reason) => Some((verdict.rule.id, visible(reason).into_owned())),
        Outcome::Pass | Outcome::Fail(_) => None,
    }
}

/// Numbers the findings of a subject, in the order in which they are shown.
struct Anchors {
    subject: usize,
    next: usize,
}

impl Anchors {
    fn next(&mut self) -> String {
        self.next += 1;
        format!("{}-{}", self.subject, self.next - 1)
    }
}

impl Failure {
    fn of(group: &Group, verdict: &Verdict, anchors: &mut Anchors) -> Failure {
        let rule: &'static Rule = verdict.rule;
        let findings = verdict.findings().iter();
        Failure {
            severity: verdict.severity.name(),
            id: rule.id,
            title: prose(rule.title),
            findings: findings.map(|finding| Shown::of(group, finding, anchors.next())).collect(),
            why: prose(rule.why),
            fix: prose(rule.fix),
            clauses: rule.clauses.iter().map(|clause| (clause.to_string(), clause.url())).collect(),
            trust: words::trust(rule.basis),
            accepted: verdict.accepted(),
            answer: words::likely_answer(verdict),
        }
    }
}

/// How many columns of a line an excerpt has.
const WIDTH: usize = 76;

impl Shown {
    fn of(group: &Group, finding: &Finding, anchor: String) -> Shown {
        let marked = group.document(&finding.at.document).zip(finding.at.span.as_ref());
        Shown {
            anchor,
            place: visible(&words::place(group, &finding.at)).into_owned(),
            in_source: marked.is_some(),
            excerpt: marked.map(|(document, span)| inert(snippet(&document.text, span, WIDTH))),
            wanted: Compared::of(&finding.wanted, finding.parts_at),
            saw: Compared::of(&finding.saw, finding.parts_at),
            hint: visible(finding.hint.as_deref().unwrap_or_default()).into_owned(),
            accepted: finding.accepted,
        }
    }
}

fn inert(snippet: Snippet) -> Snippet {
    let [before, marked, after] =
        [snippet.before, snippet.marked, snippet.after].map(|part| visible(&part).into_owned());
    Snippet { before, marked, after }
}

impl Compared {
    fn of(text: &str, parts_at: Option<usize>) -> Compared {
        let same: String = text.chars().take(parts_at.unwrap_or(usize::MAX)).collect();
        let differs = text.get(same.len()..).unwrap_or_default();
        Compared { differs: visible(differs).into_owned(), same: visible(&same).into_owned() }
    }
}

fn prose(text: &'static str) -> Vec<Piece> {
    text.split('`').enumerate().map(|(index, text)| Piece { text: text.into(), code: index % 2 == 1 }).collect()
}
