//! A report in parts as Markdown: the verdict, a table of what was tried, and what has changed.

use super::super::{visible, words};
use super::{code, prose};
use crate::report::changes::{Answer, Change};
use crate::report::{Changes, Group, Part, Readiness, Report, Upshot};

/// Returns the verdict on readiness.
pub(super) fn readiness(readiness: &Readiness) -> String {
    let headline = words::capitalised(&readiness.headline());
    let because: String = readiness.because.iter().map(|text| format!("- {}\n", sentence(text))).collect();
    format!("# {} {headline}\n\n{because}\n", words::state(readiness.state))
}

fn sentence(text: &str) -> String {
    words::pieces(text).map(|(is_code, piece)| if is_code { code(piece) } else { prose(piece) }).collect()
}

/// Returns the table of what was tried; nothing if the report has no parts.
pub(super) fn table(report: &Report) -> String {
    let parts = report.parts();
    if parts.is_empty() {
        return String::new();
    }
    let totals = report.totals();
    let scenarios = words::number(totals.all(), "scenario");
    let cost = if totals.cost.requests > 0 { format!("; {}", words::cost(totals.cost)) } else { String::new() };
    let rows: String = parts.iter().map(part).collect();
    let head = "| Result | Scenario | What | Requests | Time |\n|---|---|---|--:|--:|\n";
    format!("{scenarios}: {}{cost}\n\n{head}{rows}\n", words::totals(totals))
}

fn part(part: &Part<'_>) -> String {
    let rows: String = part.groups.iter().map(|group| row(group)).collect();
    format!("| | **{}** | | | |\n{rows}", words::capitalised(part.name))
}

fn row(group: &Group) -> String {
    let told = match group.upshot() {
        // What was skipped has its reason, which may hold a stranger's words; all else is ours.
        Upshot::Skipped(reason) => prose(reason),
        Upshot::Passed | Upshot::Failed(_) => words::told(group),
    };
    let cells = [
        format!("{} {}", words::mark_of_try(group), words::upshot(group)),
        code(&group.subject),
        told,
        group.cost.map(|cost| cost.requests.to_string()).unwrap_or_default(),
        group.cost.map(|cost| words::took(cost.took)).unwrap_or_default(),
    ];
    line(&cells)
}

/// Returns what has changed.
pub(super) fn changes(changes: &Changes) -> String {
    let heading = format!("## Since {} of {}\n\n", code(&changes.since), words::moment(changes.judged_at));
    let rows: String = changes.mattering().into_iter().map(change).collect();
    let head = if rows.is_empty() { "" } else { "| Change | What | Was | Is |\n|---|---|---|---|\n" };
    let gap = if rows.is_empty() { "" } else { "\n" };
    format!("\n{heading}{head}{rows}{gap}{}\n", visible(&words::other_changes(changes)))
}

fn change(change: &Change) -> String {
    line(&[
        format!("{} {}", words::sign(change), change.turn().name()),
        code(&change.about()),
        change.before.map_or("–", Answer::name).to_owned(),
        change.now.map_or("–", Answer::name).to_owned(),
    ])
}

fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| within_cell(cell)).collect();
    format!("| {} |\n", cells.join(" | "))
}

// A bar ends a cell even in code, unless a backslash stands before it (GFM §4.10).
fn within_cell(text: &str) -> String {
    let mut cell = String::new();
    for character in text.chars() {
        if character == '|' && !cell.ends_with('\\') {
            cell.push('\\');
        }
        cell.push(character);
    }
    cell
}
