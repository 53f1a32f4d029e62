//! The report as Markdown, for job summaries and comments on pull requests. What a stranger wrote stands in code, where no
//! mention, link or markup comes alive.

mod parts;

use super::excerpt::excerpt;
use super::pretty::disarmed;
use super::{Style, timeline, visible, words};
use crate::report::diagnosis::Cause;
use crate::report::timeline::Row;
use crate::report::{Diagnosis, Finding, Group, Location, Outcome, Report, Rule, Timeline, Verdict};
use textwrap::core::display_width;

/// Renders the report as Markdown.
pub fn render(report: &Report, _style: &Style) -> String {
    let mut groups: Vec<&Group> = report.groups.iter().filter(|group| asks_for_more(group)).collect();
    if groups.iter().any(|group| group.part.is_some()) {
        groups.sort_by_key(|group| std::cmp::Reverse(group.worst()));
    }
    let groups: Vec<String> = groups.into_iter().map(group).collect();
    let readiness = report.readiness.as_ref().map(parts::readiness).unwrap_or_default();
    let changes = report.changes.as_ref().map(parts::changes).unwrap_or_default();
    let diagnosis = report.diagnosis.as_ref().map(diagnosis).unwrap_or_default();
    disarmed(&format!(
        "{diagnosis}{readiness}{}{}{changes}\n*lpauth {}, policy {}*\n",
        parts::table(report),
        groups.join("\n"),
        report.command,
        report.policy
    ))
}

fn diagnosis(diagnosis: &Diagnosis) -> String {
    let causes: String = diagnosis.causes.iter().enumerate().map(|(index, each)| cause(index, each)).collect();
    let none = if causes.is_empty() { "## Nothing here would stop the login\n" } else { "" };
    let wanted: String = diagnosis.wanted.iter().map(|sentence| format!("\n> {}\n", prose(sentence))).collect();
    format!("{none}{causes}{wanted}\n")
}

fn cause(index: usize, cause: &Cause) -> String {
    let heading = if index == 0 { "## The cause" } else { "### Or" };
    let proof: String = cause.proof.iter().map(|line| format!("- {}\n", code(line))).collect();
    let test = if cause.test.is_empty() { String::new() } else { format!("\n**Then:** {}\n", code(&cause.test)) };
    format!(
        "{heading} ({}): {}\n\nStep: {}. Whose turn: {}.\n\n{proof}\n**Change:** {}\n{test}\n",
        cause.confidence.name(),
        cause.title,
        cause.stage.phrase(),
        cause.side.phrase(),
        cause.fix
    )
}

// Of a try in which all is right, and of one that was skipped, the table says enough.
fn asks_for_more(group: &Group) -> bool {
    group.part.is_none() || group.worst().is_some() || group.accepted().next().is_some()
}

fn group(group: &Group) -> String {
    let counts = words::counts(group.tally());
    let heading = format!("## {} {}: {counts}\n\n", words::mark(group), code(&group.subject));
    let summary: String = group.summary.iter().map(|(name, value)| format!("- {name}: {}\n", code(value))).collect();
    let caveats: String = group.caveats.iter().map(|caveat| format!("\n> {}\n", prose(caveat))).collect();
    let tried = group.tried.map(|tried| format!("Tried: {tried}\n\n")).unwrap_or_default();
    let told = group.timeline.as_ref().map(told).unwrap_or_default();
    let failures: String = group.failures().into_iter().map(|verdict| failure(group, verdict)).collect();
    if group.part.is_none() {
        return format!("{heading}{summary}{caveats}{told}{failures}\n{}", rest(group));
    }
    let told = if told.is_empty() {
        told
    } else {
        format!("\n<details><summary>What happened</summary>\n{told}\n</details>\n")
    };
    format!("{heading}{tried}{summary}{caveats}{failures}{told}\n{}", rest(group))
}

fn told(timeline: &Timeline) -> String {
    let row = |(index, row): (usize, &Row)| message(index + 1, row, timeline.cause == Some(index));
    let rows: String = timeline.rows.iter().enumerate().map(row).collect();
    let stopped = timeline.stopped.as_ref().map(|reason| format!("\n**Stopped:** {}\n", prose(reason)));
    format!("\n### What happened: {}\n\n{rows}{}", prose(&timeline::heading(timeline)), stopped.unwrap_or_default())
}

fn message(number: usize, row: &Row, is_cause: bool) -> String {
    let mark = if row.broken || is_cause { "✗ " } else { "" };
    let here = if is_cause { format!(" **← {}**", timeline::HERE) } else { String::new() };
    let checks: Vec<String> = row.checks.iter().map(|check| format!("`{check}`")).collect();
    let checks = if checks.is_empty() { String::new() } else { format!(" (see {})", checks.join(", ")) };
    let (what, result) = (code(&row.what(None)), code(&row.result()));
    format!("{number}. {mark}{} ms, {}: {what}: {result}{checks}{here}\n", row.at, timeline::parties(row))
}

fn failure(group: &Group, verdict: &Verdict) -> String {
    let rule = verdict.rule;
    let findings: String = verdict.findings().iter().map(|each| finding(group, each)).collect();
    let answer = words::likely_answer(verdict).map(|(_, answer)| format!("\n{answer}\n")).unwrap_or_default();
    format!(
        "\n### {}: `{}`: {}\n\n{findings}\n**Why:** {}\n\n**Fix:** {}\n\n**See:** {}\n{answer}",
        verdict.severity.name(),
        rule.id,
        rule.title,
        rule.why,
        rule.fix,
        links(rule),
    )
}

fn finding(group: &Group, finding: &Finding) -> String {
    let at = &finding.at;
    let pointer = Some(code(&at.pointer)).filter(|_| !at.pointer.is_empty());
    let place: Vec<String> =
        [Some(code(&at.document)), pointer, words::position(group, at)].into_iter().flatten().collect();
    let hint = finding.hint.as_ref().map(|hint| format!("  - hint: {}\n", prose(hint))).unwrap_or_default();
    let accepted = if finding.accepted { "  - accepted by the baseline\n" } else { "" };
    format!(
        "- at {}\n{}  - expected {}\n  - found {}\n{hint}{accepted}",
        place.join(", "),
        marked(group, at),
        code(&finding.wanted),
        code(&finding.saw),
    )
}

/// How wide an excerpt is: what a comment shows without scrolling.
const WIDTH: usize = 88;

fn marked(group: &Group, at: &Location) -> String {
    let Some((document, span)) = group.document(&at.document).zip(at.span.as_ref()) else {
        return String::new();
    };
    let lines = excerpt(&document.text, span, 0, &Style { width: WIDTH, ..Style::PLAIN });
    let fence = "`".repeat((longest_run(&lines) + 1).max(3));
    let lines: String = lines.lines().map(|line| format!("  {line}\n")).collect();
    format!("\n  {fence}text\n{lines}  {fence}\n\n")
}

fn rest(group: &Group) -> String {
    let lines: String = group.verdicts.iter().filter_map(unfailed).collect();
    let accepted: String = group.accepted().map(|verdict| failure(group, verdict)).collect();
    format!("<details><summary>{}</summary>\n\n{lines}{accepted}\n</details>\n", words::rest(group.tally()))
}

fn unfailed(verdict: &Verdict) -> Option<String> {
    match &verdict.outcome {
        Outcome::Pass => Some(format!("- passed: `{}`\n", verdict.rule.id)),
        Outcome::Skip(reason) => Some(format!("- not asked: `{}`: {}\n", verdict.rule.id, prose(reason))),
        Outcome::Fail(_) => None,
    }
}

fn links(rule: &Rule) -> String {
    let links: Vec<String> = rule.clauses.iter().map(|clause| format!("[{clause}]({})", clause.url())).collect();
    format!("{}{}", links.join(", "), words::trust(rule.basis))
}

// A code span ends at as many backticks as it begins with (CommonMark §6.1), and one blank at either end is not shown.
fn code(text: &str) -> String {
    let text = visible(text);
    if text.is_empty() {
        return "(nothing)".to_owned();
    }
    let ticks = "`".repeat(longest_run(&text) + 1);
    let blank = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{ticks}{blank}{text}{blank}{ticks}")
}

fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(display_width).max().unwrap_or(0)
}

/// What becomes a link, a mention or a reference of itself, without any markup.
const LIVELY: &[&str] = &["@", "#", "://", "www."];

// A sentence of ours that a stranger's words may stand in: its marks are escaped, and what no escape stops stands in code.
fn prose(text: &str) -> String {
    let text = visible(text);
    if LIVELY.iter().any(|lively| text.contains(lively)) {
        return code(&text);
    }
    let escaped = |c: char| if "\\`*_{}[]()<>&!|~+=$".contains(c) { format!("\\{c}") } else { c.to_string() };
    text.chars().map(escaped).collect()
}
