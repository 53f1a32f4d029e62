//! The reference of faults: `docs/faults.md`.

use super::compare;
use lpauth::flow::fault::{AnyFault, FAMILIES, endpoint, lenient};
use lpauth::flow::scenario;
use lpauth::spec::Clause;

const INTRODUCTION: &str = "# Faults

<!-- Generated from src/flow/fault; `UPDATE=1 cargo test` writes it anew. -->

A fault is one way to be wrong, on purpose. `lpauth mint --fault ID` makes a token with it, `lpauth mock --fault ID` a server; \
`lpauth exchange --mock --fault ID` plays a login against one. A test commits every fault, and sees that exactly the checks \
that stand here notice it. The code is the one that LivePerson's list of codes suggests, where one fits: see \
[LivePerson's error codes](liveperson/codes.md) for how far to trust it.
";

#[test]
fn the_faults_are_current() {
    let mut text = INTRODUCTION.to_owned();
    text += "\n## Of a token\n\n`mint` and `mock` have these.\n";
    for family in FAMILIES {
        text += &format!("\n### In {}\n", family.name);
        text += "\n| fault | what is wrong | a correct verifier | noticed by | code | clause |\n|---|---|---|---|---|---|\n";
        for fault in family.faults() {
            let row = [fault.duty.phrase().to_owned(), noticed(fault.trips), code(fault.code), link(&fault.clause)];
            text += &line(AnyFault::Token(fault), &row);
        }
    }
    text += "\n## Of an endpoint\n\nOnly `mock` has these: its endpoints answer wrongly, whatever the token is.\n";
    for family in endpoint::FAMILIES {
        text += &format!("\n### {}\n", heading(family.name));
        text += "\n| fault | what is wrong | noticed by | code | clause |\n|---|---|---|---|---|\n";
        for fault in endpoint::FAULTS.iter().filter(|fault| family.prefixes.contains(&prefix(fault.id))) {
            text += &line(AnyFault::Endpoint(fault), &[noticed(fault.trips), code(fault.code), link(&fault.clause)]);
        }
    }
    text += "\n## Of judgement\n\nOnly `mock` has these. An ordinary login shows none of them; `lpauth conformance` does.\n";
    for family in lenient::FAMILIES {
        text += &format!("\n### {}\n", heading(family.name));
        text += "\n| fault | what is wrong | scenarios that notice | clause |\n|---|---|---|---|\n";
        for fault in lenient::FAULTS.iter().filter(|fault| family.prefixes.contains(&prefix(fault.id))) {
            text += &line(AnyFault::Lenient(fault), &[noticed(fault.trips), link(&fault.clause)]);
        }
    }
    for fault in AnyFault::all() {
        assert!(text.contains(&format!("<a id=\"{0}\"></a>`{0}`", fault.id())), "{} is not told of", fault.id());
    }
    compare("docs/faults.md", &text);
}

fn prefix(id: &str) -> &str {
    id.split('.').next().unwrap()
}

fn heading(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

fn line(fault: AnyFault, cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!(
        "| <a id=\"{0}\"></a>`{0}` | {1} | {2} |\n",
        fault.id(),
        fault.title().replace('|', "\\|"),
        cells.join(" | ")
    )
}

fn noticed(by: &[&str]) -> String {
    let links: Vec<String> = by.iter().map(|id| noticing(id)).collect();
    if links.is_empty() { "nothing".to_owned() } else { links.join(", ") }
}

/// A link to a check or to a scenario.
pub(super) fn noticing(id: &str) -> String {
    let page = if scenario::find(id).is_some() { "conformance.md" } else { "checks.md" };
    format!("[`{id}`]({page}#{id})")
}

fn code(code: Option<&str>) -> String {
    code.map(|code| format!("[{code}](liveperson/codes.md#{code})")).unwrap_or_default()
}

fn link(clause: &Clause) -> String {
    format!("[{clause}]({})", clause.url())
}
