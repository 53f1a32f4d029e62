//! The reference of LivePerson's error codes: `docs/liveperson/codes.md`.

use super::compare;
use lpauth::spec::liveperson::{CODES, Cause, Code, Family, Source};

const INTRODUCTION: &str = "# LivePerson's error codes

<!-- Generated from src/spec/liveperson/codes.rs; `UPDATE=1 cargo test` writes it anew. -->

What LivePerson says when an authenticated conversation cannot start, and what to look at. LivePerson publishes no list of these \
codes with their meanings. The names are spelled as LivePerson spells them, typing errors included; what a meaning rests on \
stands below each, and **the causes are always our reading**, the likeliest first. `lpauth explain CODE` says the same, and \
`lpauth diagnose --text CODE` begins a diagnosis with it.

Most of them never reach the consumer, who just sees the offline form. They are in the answer of LivePerson's identity provider, \
which the browser's developer tools show ([capturing a login](../har.md)), in the mobile app's callbacks and logs, and in \
tickets with LivePerson's support.
";

#[test]
fn the_codes_are_current() {
    let mut text = INTRODUCTION.to_owned();
    for family in Family::ALL {
        text += &format!("\n## {}\n", family.heading().trim_start_matches("LivePerson: "));
        text.extend(CODES.iter().filter(|row| row.family == family).map(section));
    }
    compare("docs/liveperson/codes.md", &text);
}

fn section(row: &Code) -> String {
    let called = |(code, name): &(&str, &str)| {
        let name = if name.is_empty() || code.ends_with(name) { String::new() } else { format!(" `{name}`") };
        format!("<a id=\"{code}\"></a>{code}{name}")
    };
    let codes: Vec<String> = row.codes.iter().map(called).collect();
    let rests = match row.source {
        Source::Documented => "LivePerson's documentation",
        Source::Observed => "seen in public tickets",
        Source::Ours => "our reading of the name",
    };
    let causes: String = row.causes.iter().map(cause).collect();
    format!("\n### {}\n\nMeaning: {}. (*{rests}*)\n\n{causes}", codes.join(", "), row.meaning)
}

fn cause(cause: &Cause) -> String {
    let checks: Vec<String> =
        cause.checks.iter().map(|id| super::faults::noticing(id).replace("](", "](../")).collect();
    let mut text = format!("1. {}", cause.what);
    if !checks.is_empty() {
        text += &format!(": {}", checks.join(", "));
    }
    if !cause.command.is_empty() {
        text += &format!("<br>`{}`", cause.command);
    }
    text + "\n"
}
