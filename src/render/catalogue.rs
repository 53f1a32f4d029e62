//! The catalogue of checks as Markdown: `docs/checks.md`.

use super::words::capitalised;
use crate::report::Rule;
use crate::spec::Clause;

/// A heading and the rules under it.
pub type Chapter<'a> = (&'a str, Vec<&'a Rule>);

/// Writes every rule of `chapters` as a section of its own, after a table of contents.
pub fn markdown(chapters: &[Chapter<'_>]) -> String {
    let count: usize = chapters.iter().map(|(_, rules)| rules.len()).sum();
    let contents: String = chapters.iter().map(content).collect();
    let sections: String = chapters.iter().map(chapter).collect();
    format!("# Checks\n\n{}\n\n{contents}{sections}", INTRODUCTION.replace("{count}", &count.to_string()))
}

const INTRODUCTION: &str = "<!-- Generated from src/check; `UPDATE=1 cargo test` writes it anew. -->\n\n\
lpauth asks {count} questions about a token and the documents around it. Each passes, fails or is skipped, and a skip \
says why. The severity is the one before any policy: `--policy` and `lpauth.toml` may change it.\n\n\
What a check rests on:\n\n\
- **normative**: a specification says MUST or SHOULD;\n\
- **documented**: LivePerson's documentation says so;\n\
- **observed**: seen on the wire, or in LivePerson's own code;\n\
- **inferred**: our reasoning, never more than a note.";

fn content((title, rules): &Chapter<'_>) -> String {
    let links: Vec<String> = rules.iter().map(|rule| format!("[`{0}`](#{0})", rule.id)).collect();
    format!("- {title}: {}\n", links.join(", "))
}

fn chapter((title, rules): &Chapter<'_>) -> String {
    let sections: String = rules.iter().map(|rule| section(rule)).collect();
    format!("\n## {title}\n{sections}")
}

fn section(rule: &Rule) -> String {
    let clauses: Vec<String> = rule.clauses.iter().map(link).collect();
    format!(
        "\n### `{}`\n\n{}.\n\n{} · {} · {}\n\n{}\n\n**Fix:** {}\n",
        rule.id,
        capitalised(rule.title),
        rule.severity.name(),
        rule.basis.name(),
        clauses.join(", "),
        rule.why,
        rule.fix,
    )
}

fn link(clause: &Clause) -> String {
    format!("[{clause}]({})", clause.url())
}
