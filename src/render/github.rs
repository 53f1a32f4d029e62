//! The report as GitHub workflow commands: a finding becomes an annotation at its file and line, a login lines that fold.

use super::words::{self, region};
use super::{Style, diagnosis, pretty, timeline, visible, visible_lines};
use crate::report::changes::Change;
use crate::report::diagnosis::{Cause, Confidence};
use crate::report::{Diagnosis, Finding, Group, Report, Severity, Timeline, Verdict};

/// Renders the report as workflow commands, and one line of counts for the log.
pub fn render(report: &Report, _style: &Style) -> String {
    let mut lines: String = report.diagnosis.iter().map(diagnosed).collect();
    for group in &report.groups {
        lines.extend(group.timeline.iter().map(|told| folded(group, told)));
        for verdict in group.failures().into_iter().chain(group.accepted()) {
            lines.extend(verdict.findings().iter().map(|finding| annotation(group, verdict, finding)));
        }
    }
    let (tally, whole) = (report.tally(), whole(report));
    format!("{lines}{whole}lpauth {}: {}; {}\n", report.command, words::counts(tally), words::rest(tally))
}

// What the report says of the whole, for whoever reads the log.
fn whole(report: &Report) -> String {
    let mut lines: Vec<String> = Vec::new();
    if let Some(readiness) = &report.readiness {
        lines.push(words::capitalised(&readiness.headline()));
        lines.extend(readiness.because.iter().map(|sentence| format!("  {}", visible(sentence))));
    }
    if let Some(changes) = &report.changes {
        lines.push(format!("Since {} of {}:", visible(&changes.since), words::moment(changes.judged_at)));
        let line = |change: &Change| {
            format!("  {}: {}: {}", change.turn().name(), visible(&change.about()), words::answers(change))
        };
        lines.extend(changes.mattering().into_iter().map(line));
        lines.push(format!("  {}", words::other_changes(changes)));
    }
    let totals = report.totals();
    if totals.all() > 0 {
        lines.push(format!("{}: {}", words::number(totals.all(), "scenario"), words::totals(totals)));
    }
    pretty::disarmed(&lines.iter().map(|line| format!("{line}\n")).collect::<String>())
}

// The cause is what whoever reads the log has to know; what else it may be, they may want to.
fn diagnosed(told: &Diagnosis) -> String {
    let line = |(index, cause): (usize, &Cause)| {
        let command = match cause.confidence {
            _ if index > 0 => "notice",
            Confidence::Certain | Confidence::Likely => "error",
            Confidence::Possible => "warning",
        };
        let (title, lines) = (diagnosis::headline(cause), visible_lines(&diagnosis::lines(cause)));
        format!("::{command} title={}::{}\n", property(&visible(&title)), data(&lines))
    };
    let wanted = told.wanted.iter().map(|sentence| format!("{}\n", visible(sentence)));
    let sound = told.causes.is_empty().then(|| format!("{}\n", diagnosis::SOUND));
    told.causes.iter().enumerate().map(line).chain(sound).chain(wanted.map(|line| pretty::disarmed(&line))).collect()
}

fn folded(group: &Group, told: &Timeline) -> String {
    let text = pretty::disarmed(&timeline::text(told, &Style::PLAIN));
    format!("::group::{}\n{text}::endgroup::\n", data(&visible(&group.subject)))
}

fn annotation(group: &Group, verdict: &Verdict, finding: &Finding) -> String {
    let command = match verdict.severity {
        _ if finding.accepted => "notice",
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let title = format!("{}: {}", verdict.rule.id, verdict.rule.title);
    let mut properties = target(group, finding);
    properties.push(("title", title));
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(&visible(value)))).collect();
    format!("::{command} {}::{}\n", properties.join(","), data(&message(group, verdict, finding)))
}

// The runner knows files only. What was decoded from a file has lines of its own, which are not the file's.
fn target(group: &Group, finding: &Finding) -> Vec<(&'static str, String)> {
    let name = &finding.at.document;
    let whole = group.document(name).and_then(|document| document.part_of.as_ref());
    // What a try brought is no file.
    if name.contains("://") || group.part.is_some() {
        return Vec::new();
    }
    let file = ("file", whole.unwrap_or(name).clone());
    match region(group, &finding.at).filter(|_| whole.is_none()) {
        None => vec![file],
        // Columns may be given only where they are of one line.
        Some((start, end)) if start.line == end.line => vec![
            file,
            ("line", start.line.to_string()),
            ("col", start.column.to_string()),
            ("endColumn", end.column.to_string()),
        ],
        Some((start, end)) => vec![file, ("line", start.line.to_string()), ("endLine", end.line.to_string())],
    }
}

fn message(group: &Group, verdict: &Verdict, finding: &Finding) -> String {
    let scenario = group.part.map(|_| group.subject.clone());
    let lines = [
        ("scenario", scenario),
        ("tried", group.tried.map(str::to_owned)),
        ("found", Some(finding.saw.clone())),
        ("expected", Some(finding.wanted.clone())),
        ("hint", finding.hint.clone()),
        ("accepted", finding.accepted.then(|| "by the baseline".to_owned())),
        ("at", Some(words::place(group, &finding.at))),
        ("fix", Some(verdict.rule.fix.to_owned())),
        ("see", Some(words::citations(verdict.rule))),
    ];
    let line = |(name, text): &(&str, Option<String>)| Some(format!("{name}: {}", visible(text.as_deref()?)));
    lines.iter().filter_map(line).collect::<Vec<_>>().join("\n")
}

// What the runner takes apart at is written in percent, as its own toolkit does.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
