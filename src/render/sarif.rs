//! The report as SARIF 2.1.0 (OASIS): a rule for each check, a result for each finding. Checks that passed or were skipped are
//! no results, because viewers show every result as a problem; the run's properties name them.

use super::words::region;
use super::{Style, json, timeline, visible};
use crate::report::{Finding, Group, Location, Outcome, Report, Rule, Source, Verdict};
use serde::Serialize;
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
    artifacts: Vec<Artifact<'a>>,
    results: Vec<SarifResult>,
    properties: RunProperties<'a>,
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
struct Artifact<'a> {
    location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_index: Option<usize>,
    contents: Contents<'a>,
}

#[derive(Serialize)]
struct Contents<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [SarifLocation; 1],
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<[Suppression; 1]>,
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
    subjects: Vec<Subject<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Subject<'a> {
    name: &'a str,
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
        let mut results = Vec::new();
        for group in &report.groups {
            for verdict in group.failures().into_iter().chain(group.accepted()) {
                let index = rules.iter().position(|rule| rule.id == verdict.rule.id).unwrap_or_default();
                let result = |finding| result(group, verdict, finding, index, &shelf, &mut seen);
                results.extend(verdict.findings().iter().map(result));
            }
        }
        Run {
            tool: Tool { driver: Driver::of(&rules) },
            column_kind: "unicodeCodePoints",
            artifacts: shelf.artifacts,
            results,
            properties: RunProperties::of(report),
        }
    }
}

fn rules(report: &Report) -> Vec<&'static Rule> {
    let mut seen = BTreeSet::new();
    let verdicts = report.groups.iter().flat_map(|group| &group.verdicts);
    verdicts.map(|verdict| verdict.rule).filter(|rule| seen.insert(rule.id)).collect()
}

impl Driver {
    fn of(rules: &[&'static Rule]) -> Driver {
        Driver {
            name: "lpauth",
            version: env!("CARGO_PKG_VERSION"),
            rules: rules.iter().map(|rule| SarifRule::of(rule)).collect(),
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

/// The documents of a report, and where each stands among the artifacts. What was decoded from a document is nested in it.
struct Shelf<'a> {
    artifacts: Vec<Artifact<'a>>,
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Shelf<'a> {
    fn of(report: &'a Report) -> Shelf<'a> {
        let mut shelf = Shelf { artifacts: Vec::new(), places: BTreeMap::new() };
        for document in report.groups.iter().flat_map(|group| &group.documents) {
            shelf.put(document);
        }
        shelf
    }

    fn put(&mut self, document: &'a Source) {
        if self.places.contains_key(document.name.as_str()) {
            return;
        }
        let parent_index = document.part_of.as_ref().and_then(|whole| self.places.get(whole.as_str()).copied());
        self.places.insert(&document.name, self.artifacts.len());
        self.artifacts.push(Artifact {
            location: ArtifactLocation { uri: uri(&document.name), index: None },
            parent_index,
            contents: Contents { text: &document.text },
        });
    }

    fn location(&self, name: &str) -> ArtifactLocation {
        ArtifactLocation { uri: uri(name), index: self.places.get(name).copied() }
    }
}

// A name as a URI reference (RFC 3986 §2, §4.2): a URL is one already, anything else is a path.
fn uri(name: &str) -> String {
    let kept: &[u8] = if name.contains("://") { b"-._~/:?#[]@!$&'()*+,;=%" } else { b"-._~/" };
    let byte = |byte: &u8| match byte {
        byte if byte.is_ascii_alphanumeric() || kept.contains(byte) => char::from(*byte).to_string(),
        b'\\' => "/".to_owned(),
        byte => format!("%{byte:02X}"),
    };
    name.as_bytes().iter().map(byte).collect()
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
        locations: [SarifLocation {
            physical_location: PhysicalLocation {
                artifact_location: shelf.location(&finding.at.document),
                region: span(group, &finding.at),
            },
            logical_locations: LogicalLocation::of(&finding.at).map(|location| [location]),
        }],
        partial_fingerprints: BTreeMap::from([("lpauthPlace/v1", fingerprint(verdict, finding, seen))]),
        suppressions: finding.accepted.then_some([ACCEPTED]),
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
fn fingerprint(verdict: &Verdict, finding: &Finding, seen: &mut BTreeMap<String, usize>) -> String {
    let place = format!("{} {} {}", verdict.rule.id, finding.at.document, finding.at.pointer);
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
            summary: group.summary.iter().map(|(name, value)| format!("{name}: {value}")).collect(),
            caveats: &group.caveats,
            passed: passed.map(|verdict| verdict.rule.id).collect(),
            not_asked: skipped.collect(),
            timeline: group.timeline.iter().flat_map(timeline::lines).collect(),
        }
    }
}
