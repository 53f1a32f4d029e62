//! The report as SARIF 2.1.0 (OASIS): a rule for each check, a result for each finding. Checks that passed or were skipped are
//! no results, because viewers show every result as a problem; the run's properties name them. The causes of a diagnosis are
//! results of a rule of their own, before all others.

mod diagnosis;
mod shelf;

use super::json::{JsonChanges, JsonCost, JsonDiagnosis, JsonReadiness};
use super::words::region;
use super::{Style, json, timeline, visible};
use crate::report::{Finding, Group, Location, Outcome, Report, Rule, Verdict};
use serde::Serialize;
use shelf::{Artifact, ArtifactLocation, Shelf, shelved};
use std::collections::{BTreeMap, BTreeSet};

/// Renders the report as SARIF.
pub fn render(report: &Report, _style: &Style) -> String {
    json::text(&Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run::of(report)],
    })
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    /// Columns are counted in characters, not in UTF-16 units.
    column_kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    automation_details: Option<AutomationDetails>,
    artifacts: Vec<Artifact<'a>>,
    results: Vec<SarifResult>,
    properties: RunProperties<'a>,
}

/// What kind of run this is, so that its results are not taken for those of another kind (§3.17).
#[derive(Serialize)]
struct AutomationDetails {
    id: String,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<SarifRule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRule {
    id: &'static str,
    short_description: Text,
    full_description: Text,
    help: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Text {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: [&'static str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: Vec<SarifLocation>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<[Suppression; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<ResultProperties>,
}

/// The try that a result is of.
#[derive(Serialize)]
struct ResultProperties {
    scenario: String,
    part: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<JsonCost>,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifLocation {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[LogicalLocation; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    byte_offset: usize,
    byte_length: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    name: String,
    fully_qualified_name: String,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunProperties<'a> {
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
    subjects: Vec<Subject<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Subject<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<JsonCost>,
    summary: Vec<String>,
    caveats: &'a [String],
    passed: Vec<&'static str>,
    not_asked: BTreeMap<&'static str, &'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    timeline: Vec<String>,
}

impl<'a> Run<'a> {
    fn of(report: &'a Report) -> Run<'a> {
        let rules = rules(report);
        let shelf = Shelf::of(report);
        let mut seen = BTreeMap::new();
        let told = report.diagnosis.as_ref();
        let mut results: Vec<SarifResult> = told.map(|told| diagnosis::results(told, rules.len())).unwrap_or_default();
        for group in &report.groups {
            for verdict in group.failures().into_iter().chain(group.accepted()) {
                let index = rules.iter().position(|rule| rule.id == verdict.rule.id).unwrap_or_default();
                let result = |finding| result(group, verdict, finding, index, &shelf, &mut seen);
                results.extend(verdict.findings().iter().map(result));
            }
        }
        Run {
            tool: Tool { driver: Driver::of(&rules, told.map(|_| diagnosis::rule())) },
            column_kind: "unicodeCodePoints",
            automation_details: AutomationDetails::of(report),
            artifacts: shelf.artifacts,
            results,
            properties: RunProperties::of(report),
        }
    }
}

impl AutomationDetails {
    fn of(report: &Report) -> Option<AutomationDetails> {
        let id = || format!("lpauth/{}/{}/", report.command, report.policy);
        (!report.parts().is_empty()).then(|| AutomationDetails { id: id() })
    }
}

fn rules(report: &Report) -> Vec<&'static Rule> {
    let mut seen = BTreeSet::new();
    let verdicts = report.groups.iter().flat_map(|group| &group.verdicts);
    verdicts.map(|verdict| verdict.rule).filter(|rule| seen.insert(rule.id)).collect()
}

impl Driver {
    fn of(rules: &[&'static Rule], last: Option<SarifRule>) -> Driver {
        Driver {
            name: "lpauth",
            version: env!("CARGO_PKG_VERSION"),
            rules: rules.iter().map(|rule| SarifRule::of(rule)).chain(last).collect(),
        }
    }
}

impl SarifRule {
    fn of(rule: &'static Rule) -> SarifRule {
        let clauses: Vec<String> = rule.clauses.iter().map(ToString::to_string).collect();
        let links: Vec<String> = rule.clauses.iter().map(|clause| format!("[{clause}]({})", clause.url())).collect();
        SarifRule {
            id: rule.id,
            short_description: Text::plain(rule.title),
            full_description: Text::plain(rule.why),
            help: Text {
                text: format!("{}\n\nFix: {}\n\nSee: {}", rule.why, rule.fix, clauses.join(", ")),
                markdown: Some(format!("{}\n\n**Fix:** {}\n\n**See:** {}", rule.why, rule.fix, links.join(", "))),
            },
            help_uri: rule.clauses.first().map(crate::spec::Clause::url),
            default_configuration: Configuration { level: rule.severity.name() },
            properties: RuleProperties { tags: [rule.basis.name()] },
        }
    }
}

impl Text {
    fn plain(text: impl Into<String>) -> Text {
        Text { text: text.into(), markdown: None }
    }
}

fn result(
    group: &Group,
    verdict: &Verdict,
    finding: &Finding,
    rule_index: usize,
    shelf: &Shelf<'_>,
    seen: &mut BTreeMap<String, usize>,
) -> SarifResult {
    SarifResult {
        rule_id: verdict.rule.id,
        rule_index,
        level: verdict.severity.name(),
        message: Text::plain(message(verdict, finding)),
        locations: vec![SarifLocation {
            physical_location: PhysicalLocation {
                artifact_location: shelf.location(group, &finding.at.document),
                region: span(group, &finding.at),
            },
            logical_locations: LogicalLocation::of(&finding.at).map(|location| [location]),
        }],
        partial_fingerprints: BTreeMap::from([("lpauthPlace/v1", fingerprint(group, verdict, finding, seen))]),
        suppressions: finding.accepted.then_some([ACCEPTED]),
        properties: ResultProperties::of(group),
    }
}

impl ResultProperties {
    fn of(group: &Group) -> Option<ResultProperties> {
        let (scenario, cost) = (group.subject.clone(), group.cost.map(JsonCost::of));
        group.part.map(|part| ResultProperties { scenario, part, cost })
    }
}

const ACCEPTED: Suppression =
    Suppression { kind: "external", status: "accepted", justification: "accepted by the baseline" };

fn message(verdict: &Verdict, finding: &Finding) -> String {
    let hint = finding.hint.as_ref().map(|hint| format!(" {hint}.")).unwrap_or_default();
    let found = format!("found {}, expected {}.{hint}", finding.saw, finding.wanted);
    format!("{}: {}", verdict.rule.title, literal(&visible(&found)))
}

// A message's brackets would make a link and its braces a placeholder (§3.11.5, §3.11.6).
fn literal(text: &str) -> String {
    let escaped = |c: char| match c {
        '\\' | '[' | ']' => format!("\\{c}"),
        '{' | '}' => format!("{c}{c}"),
        _ => c.to_string(),
    };
    text.chars().map(escaped).collect()
}

fn span(group: &Group, at: &Location) -> Option<Region> {
    let (start, end) = region(group, at)?;
    let bytes = at.span.clone()?;
    Some(Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
        byte_offset: bytes.start,
        byte_length: bytes.len(),
    })
}

// The check and the place, in words: what stands above the place in the document, and on which line, may change.
fn fingerprint(group: &Group, verdict: &Verdict, finding: &Finding, seen: &mut BTreeMap<String, usize>) -> String {
    let document = shelved(group, &finding.at.document);
    let place = format!("{} {document} {}", verdict.rule.id, finding.at.pointer);
    let count = seen.entry(place.clone()).and_modify(|count| *count += 1).or_insert(1);
    format!("{place} {count}")
}

impl LogicalLocation {
    fn of(at: &Location) -> Option<LogicalLocation> {
        let name = at.pointer.rsplit('/').next().filter(|_| !at.pointer.is_empty())?;
        Some(LogicalLocation { name: name.to_owned(), fully_qualified_name: at.pointer.clone(), kind: "property" })
    }
}

impl<'a> RunProperties<'a> {
    fn of(report: &'a Report) -> RunProperties<'a> {
        RunProperties {
            command: &report.command,
            judged_at: report.judged_at,
            policy: &report.policy,
            readiness: report.readiness.as_ref().map(JsonReadiness::of),
            cost: report.cost.map(JsonCost::of),
            changes: report.changes.as_ref().map(JsonChanges::of),
            diagnosis: report.diagnosis.as_ref().map(JsonDiagnosis::of),
            subjects: report.groups.iter().map(Subject::of).collect(),
        }
    }
}

impl<'a> Subject<'a> {
    fn of(group: &'a Group) -> Subject<'a> {
        let passed = group.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Pass);
        let skipped = group.verdicts.iter().filter_map(|verdict| match &verdict.outcome {
            Outcome::Skip(reason) => Some((verdict.rule.id, reason.as_ref())),
            _ => None,
        });
        Subject {
            name: &group.subject,
            part: group.part,
            cost: group.cost.map(JsonCost::of),
            summary: group.summary.iter().map(|(name, value)| format!("{name}: {value}")).collect(),
            caveats: &group.caveats,
            passed: passed.map(|verdict| verdict.rule.id).collect(),
            not_asked: skipped.collect(),
            timeline: group.timeline.iter().flat_map(timeline::lines).collect(),
        }
    }
}
