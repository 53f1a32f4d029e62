//! The account of the conformance suite as Markdown: `docs/conformance.md`.

use crate::spec::yardstick::Row;

/// Writes the account: what the suite asks, group by group, and what it leaves out.
pub fn markdown(asked: &[Row], beyond: &[Row]) -> String {
    let groups = groups(asked).into_iter().map(|group| section(group, asked)).collect::<String>();
    format!(
        "# The conformance suite\n\n{INTRODUCTION}\n{groups}\n## What the suite leaves out\n\n{}",
        table("what", beyond)
    )
}

const INTRODUCTION: &str = "<!-- Generated from src/spec/yardstick.rs; `UPDATE=1 cargo test` writes it anew. -->\n\n\
The OpenID Foundation's conformance suite certifies authorization servers. Its plans `config`, `basic` and `implicit` are \
those of LivePerson's flows. This is what it asks of metadata, key sets and TLS, in any plan, and which checks of lpauth ask \
the same. Where ours differ, the last column says how; where there are none, why.";

fn groups(rows: &[Row]) -> Vec<&str> {
    let mut groups: Vec<&str> = rows.iter().map(|row| row.group).collect();
    groups.dedup();
    groups
}

fn section(group: &str, rows: &[Row]) -> String {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.group == group).collect();
    let answered = rows.iter().filter(|row| !row.ours.is_empty()).count();
    let counts = format!("{} conditions, {answered} with checks of ours.", rows.len());
    format!("\n## `{group}`\n\n{counts}\n\n{}", table("condition", rows))
}

fn table<'a>(heading: &str, rows: impl IntoIterator<Item = &'a Row>) -> String {
    let lines: String = rows.into_iter().map(line).collect();
    format!(
        "| {heading} | asks whether | checks | where ours differ, or why there are none |\n|---|---|---|---|\n{lines}"
    )
}

fn line(row: &Row) -> String {
    let checks: Vec<String> = row.ours.iter().map(|id| format!("[`{id}`](checks.md#{id})")).collect();
    format!("| {} | {} | {} | {} |\n", row.condition, row.asks, checks.join(", "), row.remark)
}
