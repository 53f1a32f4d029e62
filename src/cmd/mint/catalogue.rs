//! `--fault list`: every fault in one table.

use crate::flow::fault::{FAULTS, Fault};
use crate::render::{Ink, Style};
use comfy_table::{Cell, ContentArrangement, Table, presets};

/// Returns the table, as wide as the style says.
pub(super) fn table(style: &Style) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(style.width).unwrap_or(u16::MAX));
    table.set_header(["id", "meaning", "clause", "LivePerson"]);
    for fault in FAULTS {
        table.add_row(row(fault));
    }
    let mut lines = table.lines().map(|line| line.trim_end().chars().skip(1).collect::<String>());
    // Painted when the widths are settled.
    let heading = style.paint(Ink::Strong, &lines.next().unwrap_or_default());
    let lines: Vec<String> = std::iter::once(heading).chain(lines).collect();
    format!("{}\n\n{}\n", lines.join("\n"), textwrap::fill(FOOTNOTE, style.width))
}

fn row(fault: &Fault) -> Vec<Cell> {
    let needs = if fault.needs.is_empty() { String::new() } else { format!(" ({})", fault.needs.join(", ")) };
    vec![
        Cell::new(fault.id),
        Cell::new(format!("{}{needs}", fault.title.replace('`', ""))),
        Cell::new(fault.clause.to_string()),
        Cell::new(fault.code.unwrap_or("")),
    ]
}

const FOOTNOTE: &str = "In brackets: the flags of `lpauth verify` without which nobody can notice.
LivePerson: the error code that LivePerson's own list suggests; what LivePerson really answers is not documented.
`lpauth explain ID` says more about a fault.";
