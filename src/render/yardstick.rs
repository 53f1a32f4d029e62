//! The scenarios and the account of the conformance suite as Markdown: `docs/conformance.md`.

use crate::report::Rule;
use crate::spec::yardstick::Row;

/// Everything that the document tells.
#[derive(Debug)]
pub struct Account<'a> {
    /// The scenarios, those of a part together.
    pub scenarios: &'a [Tried],
    /// Where LivePerson and the standard part.
    pub apart: &'a [Apart],
    /// What the suite asks, group by group.
    pub asked: &'a [&'a [Row]],
    /// What it leaves out.
    pub beyond: &'a [Row],
}

/// A scenario, as far as the document tells it.
#[derive(Debug)]
pub struct Tried {
    /// What is wrong if the server does not do what is right.
    pub rule: &'static Rule,
    /// The heading that it stands under.
    pub part: &'static str,
    /// What is tried.
    pub tries: &'static str,
    /// The plans that it belongs to, each with its response types.
    pub plans: Vec<(&'static str, Vec<&'static str>)>,
}

/// Something that LivePerson needs and the standard forbids, or the other way round.
#[derive(Debug)]
pub struct Apart {
    /// The plan that it comes up in, if it is not every one.
    pub plan: Option<&'static str>,
    /// The scenarios and checks that it concerns.
    pub ours: Vec<&'static str>,
    /// What there is to say.
    pub caveat: &'static str,
}

/// Writes the document.
pub fn markdown(account: &Account<'_>) -> String {
    let groups: String = account
        .asked
        .iter()
        .flat_map(|rows| rows.chunk_by(|one, other| one.group == other.group))
        .map(|rows| section(rows, account.scenarios))
        .collect();
    format!(
        "# Conformance\n\n{INTRODUCTION}\n\n## The scenarios\n{}{}\n## What the suite asks\n\n{ASKED}\n{groups}\n\
         ## What the suite leaves out\n\n{}",
        scenarios(account.scenarios),
        apart(account.apart, account.scenarios),
        table("what", "asks whether", account.beyond, account.scenarios)
    )
}

const INTRODUCTION: &str = "<!-- Generated from src/flow/scenario and src/spec/yardstick; `UPDATE=1 cargo test` writes it anew. -->\n\n\
`lpauth conformance` tries an authorization server: each scenario makes one or several logins in one particular way, and \
knows what counts as right. A plan is a choice of scenarios: `liveperson` tells whether LivePerson's consumer authentication \
will work and the server is sound, `oidc-basic` and `oidc-implicit` are the OpenID Foundation's profiles of these names, and \
`oidc-config` reads metadata and key set alone. Whatever a login brings is judged by the checks of [checks.md](checks.md) as \
well. `lpauth explain ID` tells more of each scenario.";

const ASKED: &str = "The OpenID Foundation's conformance suite certifies authorization servers. This is what its plans `config`, \
`basic` and `implicit` do and ask, and with them what its other plans ask of the same endpoints, row by row; and which of \
lpauth's checks and scenarios do the same. Where ours differ, the last column says how; where there are none, why.";

fn scenarios(scenarios: &[Tried]) -> String {
    scenarios.chunk_by(|one, other| one.part == other.part).map(part).collect()
}

fn part(rows: &[Tried]) -> String {
    let title = rows.first().map(|row| row.part).unwrap_or_default();
    let lines: String = rows.iter().map(tried).collect();
    format!(
        "\n### {}\n\n| scenario | what is tried | what is wrong otherwise | plans | clauses |\n|---|---|---|---|---|\n{lines}",
        capitalised(title)
    )
}

fn tried(row: &Tried) -> String {
    let Rule { id, title, severity, clauses, .. } = row.rule;
    let plans: Vec<String> = row.plans.iter().map(|(plan, kinds)| format!("`{plan}`: {}", kinds.join(", "))).collect();
    let clauses: Vec<String> = clauses.iter().map(|clause| format!("[{clause}]({})", clause.url())).collect();
    let (plans, clauses) = (plans.join("<br>"), clauses.join(", "));
    let (tries, title) = (cell(row.tries), cell(title));
    format!("| <a id=\"{id}\"></a>`{id}` | {tries} | {}: {title} | {plans} | {clauses} |\n", severity.name())
}

fn apart(rows: &[Apart], scenarios: &[Tried]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let line = |row: &Apart| {
        let plan = row.plan.map_or_else(|| "every one".to_owned(), |plan| format!("`{plan}`"));
        format!("| {} | {plan} | {} |\n", links(&row.ours, scenarios), cell(row.caveat))
    };
    let lines: String = rows.iter().map(line).collect();
    format!(
        "\n## Where LivePerson and the standard part\n\nA report says each of these once, where it comes up.\n\n\
         | about | plan | what there is to say |\n|---|---|---|\n{lines}"
    )
}

fn section(rows: &[Row], scenarios: &[Tried]) -> String {
    let group = rows.first().map(|row| row.group).unwrap_or_default();
    let answered = rows.iter().filter(|row| !row.ours.is_empty()).count();
    let (noun, does) = match group {
        "module" => ("modules", "what it does"),
        "request-setup" => ("parts of requests", "what it does"),
        "discovery" | "jwks" | "tls" => ("conditions", "asks whether"),
        _ => ("conditions", "what is asked"),
    };
    let counts = format!("{} {noun}, {answered} with checks or scenarios of ours.", rows.len());
    format!("\n### `{group}`\n\n{counts}\n\n{}", table("name", does, rows, scenarios))
}

fn table(heading: &str, does: &str, rows: &[Row], scenarios: &[Tried]) -> String {
    let lines: String = rows.iter().map(|row| line(row, scenarios)).collect();
    format!(
        "| {heading} | {does} | checks and scenarios | where ours differ, or why there are none |\n|---|---|---|---|\n{lines}"
    )
}

fn line(row: &Row, scenarios: &[Tried]) -> String {
    let ours = links(row.ours, scenarios);
    format!("| {} | {} | {ours} | {} |\n", cell(row.condition), cell(row.asks), cell(row.remark))
}

fn links(ids: &[&str], scenarios: &[Tried]) -> String {
    let link = |id: &&str| match scenarios.iter().any(|tried| tried.rule.id == *id) {
        true => format!("[`{id}`](#{id})"),
        false => format!("[`{id}`](checks.md#{id})"),
    };
    ids.iter().map(link).collect::<Vec<_>>().join(", ")
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn capitalised(title: &str) -> String {
    let mut characters = title.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}
