//! The report as JSON, schema `lpauth-report-v1`: structs of its own, so that the report may change and the format not.
//! `docs/json-v1.md` describes it.

mod parts;

use super::{Style, is_hidden};
use crate::report::earlier::SCHEMA;
use crate::report::timeline::Row;
use crate::report::{Finding, Group, Location, Outcome, Report, Tally, Timeline, Verdict};
use crate::spec::Clause;
pub(super) use parts::{JsonChanges, JsonCost, JsonDiagnosis, JsonReadiness};
use serde::Serialize;

/// Renders the report as JSON.
pub fn render(report: &Report, _style: &Style) -> String {
    text(&Document {
        schema: SCHEMA,
        command: &report.command,
        judged_at: report.judged_at,
        policy: &report.policy,
        readiness: report.readiness.as_ref().map(JsonReadiness::of),
        cost: report.cost.map(JsonCost::of),
        changes: report.changes.as_ref().map(JsonChanges::of),
        diagnosis: report.diagnosis.as_ref().map(JsonDiagnosis::of),
        groups: report.groups.iter().map(JsonGroup::of).collect(),
    })
}

/// Returns a value as indented JSON with a line feed behind it. Characters that would paint, hide or turn around what a
/// terminal shows are escaped.
pub fn text(value: &impl Serialize) -> String {
    let plain = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut escaped = String::with_capacity(plain.len() + 1);
    for character in plain.chars() {
        if character == '\n' || !is_hidden(character) {
            escaped.push(character);
        } else {
            let units =
                character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
            escaped.push_str(&units);
        }
    }
    escaped.push('\n');
    escaped.replace(super::COMMAND, "#\\u0023[")
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    command: &'a str,
    judged_at: i64,
    policy: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    readiness: Option<JsonReadiness<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<JsonCost>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<JsonChanges<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnosis: Option<JsonDiagnosis<'a>>,
    groups: Vec<JsonGroup<'a>>,
}

#[derive(Serialize)]
struct JsonGroup<'a> {
    subject: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tried: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<JsonCost>,
    summary: Vec<Fact<'a>>,
    caveats: &'a [String],
    counts: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeline: Option<JsonTimeline<'a>>,
    verdicts: Vec<JsonVerdict<'a>>,
}

#[derive(Serialize)]
struct Fact<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    notes: usize,
    passed: usize,
    skipped: usize,
    accepted: usize,
}

#[derive(Serialize)]
struct JsonTimeline<'a> {
    server: Option<&'a str>,
    took_ms: u64,
    stopped: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<usize>,
    rows: Vec<JsonRow<'a>>,
}

#[derive(Serialize)]
struct JsonRow<'a> {
    number: usize,
    at_ms: u64,
    from: &'static str,
    to: &'static str,
    method: Option<&'a str>,
    address: &'a str,
    outcome: &'a str,
    took_ms: Option<u64>,
    broken: bool,
    checks: &'a [&'static str],
}

#[derive(Serialize)]
struct JsonVerdict<'a> {
    id: &'static str,
    outcome: &'static str,
    severity: &'static str,
    title: &'static str,
    basis: &'static str,
    clauses: Vec<JsonClause>,
    why: &'static str,
    fix: &'static str,
    reason: Option<&'a str>,
    findings: Vec<JsonFinding<'a>>,
}

#[derive(Serialize)]
struct JsonClause {
    document: &'static str,
    section: &'static str,
    url: String,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    location: JsonLocation<'a>,
    found: &'a str,
    expected: &'a str,
    differs_at: Option<usize>,
    hint: Option<&'a str>,
    accepted: bool,
}

#[derive(Serialize)]
struct JsonLocation<'a> {
    document: &'a str,
    pointer: &'a str,
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    byte: usize,
}

impl<'a> JsonGroup<'a> {
    fn of(group: &'a Group) -> JsonGroup<'a> {
        JsonGroup {
            subject: &group.subject,
            part: group.part,
            tried: group.tried,
            cost: group.cost.map(JsonCost::of),
            summary: group.summary.iter().map(|(name, value)| Fact { name, value }).collect(),
            caveats: &group.caveats,
            counts: Counts::of(group.tally()),
            timeline: group.timeline.as_ref().map(JsonTimeline::of),
            verdicts: group.verdicts.iter().map(|verdict| JsonVerdict::of(verdict, group)).collect(),
        }
    }
}

impl Counts {
    fn of(tally: Tally) -> Counts {
        let Tally { errors, warnings, notes, passed, skipped, accepted } = tally;
        Counts { errors, warnings, notes, passed, skipped, accepted }
    }
}

impl<'a> JsonTimeline<'a> {
    fn of(timeline: &'a Timeline) -> JsonTimeline<'a> {
        JsonTimeline {
            server: timeline.server.as_deref(),
            took_ms: timeline.took,
            stopped: timeline.stopped.as_deref(),
            cause: timeline.cause.map(|index| index + 1),
            rows: timeline.rows.iter().enumerate().map(|(index, row)| JsonRow::of(index + 1, row)).collect(),
        }
    }
}

impl<'a> JsonRow<'a> {
    fn of(number: usize, row: &'a Row) -> JsonRow<'a> {
        JsonRow {
            number,
            at_ms: row.at,
            from: row.from.word(),
            to: row.to.word(),
            method: Some(row.method.as_str()).filter(|method| !method.is_empty()),
            address: &row.address,
            outcome: &row.outcome,
            took_ms: row.took,
            broken: row.broken,
            checks: &row.checks,
        }
    }
}

impl<'a> JsonVerdict<'a> {
    fn of(verdict: &'a Verdict, group: &'a Group) -> JsonVerdict<'a> {
        let (outcome, reason) = match &verdict.outcome {
            Outcome::Pass => ("pass", None),
            Outcome::Skip(reason) => ("skip", Some(reason.as_ref())),
            Outcome::Fail(_) => ("fail", None),
        };
        let rule = verdict.rule;
        JsonVerdict {
            id: rule.id,
            outcome,
            severity: verdict.severity.name(),
            title: rule.title,
            basis: rule.basis.name(),
            clauses: rule.clauses.iter().map(JsonClause::of).collect(),
            why: rule.why,
            fix: rule.fix,
            reason,
            findings: verdict.findings().iter().map(|finding| JsonFinding::of(finding, group)).collect(),
        }
    }
}

impl JsonClause {
    fn of(clause: &Clause) -> JsonClause {
        JsonClause { document: clause.document.name, section: clause.section, url: clause.url() }
    }
}

impl<'a> JsonFinding<'a> {
    fn of(finding: &'a Finding, group: &'a Group) -> JsonFinding<'a> {
        JsonFinding {
            location: JsonLocation::of(&finding.at, group),
            found: &finding.saw,
            expected: &finding.wanted,
            differs_at: finding.parts_at,
            hint: finding.hint.as_deref(),
            accepted: finding.accepted,
        }
    }
}

impl<'a> JsonLocation<'a> {
    fn of(at: &'a Location, group: &'a Group) -> JsonLocation<'a> {
        let document = group.document(&at.document);
        let range = document.zip(at.span.as_ref()).map(|(document, span)| {
            let point = |byte: usize| {
                let position = document.position(byte);
                Point { line: position.line, column: position.column, byte }
            };
            Range { start: point(span.start), end: point(span.end) }
        });
        JsonLocation { document: &at.document, pointer: &at.pointer, range }
    }
}
