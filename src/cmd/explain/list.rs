//! Everything that can be explained, a line each.

use super::guide::GUIDES;
use crate::check;
use crate::flow::fault::{FAULTS, endpoint, lenient};
use crate::flow::scenario;
use crate::model::json::shorten;
use crate::render::{Ink, Style};
use crate::spec::liveperson::{CODES, Family};
use serde::Serialize;

/// Everything that can be explained.
#[derive(Serialize)]
pub(super) struct All {
    schema: &'static str,
    groups: Vec<Section>,
}

/// Topics of one kind.
#[derive(Serialize)]
pub(super) struct Section {
    title: &'static str,
    topics: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    id: String,
    title: &'static str,
}

/// Returns everything that can be explained.
pub(super) fn all() -> All {
    let line = |id: &str, title| Line { id: id.to_owned(), title };
    let checks = check::all().map(|check| line(check.rule.id, check.rule.title)).collect();
    let scenarios = scenario::all().map(|scenario| line(scenario.rule.id, scenario.rule.title)).collect();
    let faults = FAULTS.iter().map(|fault| line(fault.id, fault.title)).collect();
    let endpoints = endpoint::FAULTS.iter().map(|fault| line(fault.id, fault.title)).collect();
    let lenient = lenient::FAULTS.iter().map(|fault| line(fault.id, fault.title)).collect();
    let mut groups = vec![
        Section { title: "Checks: what `lpauth verify` asks", topics: checks },
        Section { title: "Scenarios: what `lpauth conformance` tries", topics: scenarios },
        Section { title: "Faults: what `lpauth mint --fault` makes wrong", topics: faults },
        Section { title: "Faults of a server: what only `lpauth mock --fault` does wrong", topics: endpoints },
        Section { title: "Faults of judgement: what `lpauth mock --fault` lets pass or refuses", topics: lenient },
    ];
    let guides = GUIDES.iter().map(|guide| line(guide.id, guide.title)).collect();
    groups.extend(Family::ALL.map(|family| Section { title: family.heading(), topics: codes(family) }));
    groups.push(Section { title: "Guides", topics: guides });
    All { schema: "lpauth-explain-list-v1", groups }
}

fn codes(family: Family) -> Vec<Line> {
    let rows = CODES.iter().filter(|row| row.family == family);
    rows.map(|row| {
        let codes: Vec<&str> = row.codes.iter().map(|(code, _)| *code).collect();
        Line { id: codes.join(" "), title: row.meaning }
    })
    .collect()
}

/// Returns the list for people.
pub(super) fn pretty(style: &Style) -> String {
    let mut text = String::new();
    for section in all().groups {
        text.push_str(&format!("{}\n", style.paint(Ink::Strong, section.title)));
        let longest = section.topics.iter().map(|line| line.id.chars().count()).max().unwrap_or(0);
        let column = longest.min(30);
        for Line { id, title } in section.topics {
            let gap = " ".repeat(column.saturating_sub(id.chars().count()) + 2);
            let room = style.width.saturating_sub(id.chars().count().max(column) + 5);
            text.push_str(&format!("  {}{gap}{}\n", style.paint(Ink::Name, &id), shorten(title, room)));
        }
        text.push('\n');
    }
    text + "`lpauth explain ID` says more about each.\n"
}
