//! Why a login failed, for people: the cause in a few lines, then what else may be one.

use super::words::number;
use super::{Ink, Style, visible};
use crate::report::Diagnosis;
use crate::report::diagnosis::{Cause, Confidence};
use textwrap::{Options, WordSplitter};

/// How many other causes are shown unless everything is asked for.
const OTHERS: usize = 4;

/// Returns the diagnosis, the cause first.
pub fn text(diagnosis: &Diagnosis, style: &Style) -> String {
    let mut text = String::new();
    match diagnosis.causes.split_first() {
        Some((cause, others)) => {
            text.push_str(&first(cause, style));
            text.push_str(&alternatives(others, style));
        }
        None => text.push_str(&style.paint(Ink::Good, &format!("{SOUND}\n"))),
    }
    for sentence in &diagnosis.wanted {
        text.push_str(&wrapped("  → ", "    ", sentence, style));
    }
    text.push('\n');
    text
}

/// What is said where nothing is wrong.
pub const SOUND: &str = "Nothing here would stop the login.";

/// Returns what is wrong and how sure that is, on one line.
pub fn headline(cause: &Cause) -> String {
    let surely = match cause.confidence {
        Confidence::Certain => "The cause",
        Confidence::Likely => "The likely cause",
        Confidence::Possible => "A possible cause",
    };
    format!("{surely}: {}", visible(&cause.title))
}

/// Returns what there is to say of a cause, under names; what is empty is not said.
pub fn rows(cause: &Cause) -> Vec<(&'static str, String)> {
    let rows = [
        ("step", cause.stage.phrase().to_owned()),
        ("whose", cause.side.phrase().to_owned()),
        ("shown by", cause.proof.iter().map(|line| visible(line)).collect::<Vec<_>>().join("\n")),
        ("change", cause.fix.clone()),
        ("then", cause.test.clone()),
        ("only so", consequences(cause)),
    ];
    rows.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// Returns what there is to say of a cause, a line each.
pub fn lines(cause: &Cause) -> String {
    let line = |(name, value): (&str, String)| format!("{name}: {}", value.replace('\n', "; "));
    rows(cause).into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Returns the whole diagnosis as a plain text.
pub fn plain(diagnosis: &Diagnosis) -> String {
    text(diagnosis, &Style { verbose: true, ..Style::PLAIN }).trim_end().to_owned()
}

fn first(cause: &Cause, style: &Style) -> String {
    let mut text = format!("{}\n", style.paint(Ink::Bad, &headline(cause)));
    for (name, value) in rows(cause) {
        let label = format!("  {name:<9} ");
        let lines: String = value.lines().map(|line| wrapped(&" ".repeat(12), &" ".repeat(12), line, style)).collect();
        text.push_str(&style.paint(Ink::Faint, &label));
        text.push_str(lines.trim_start());
    }
    text.push('\n');
    text
}

// What fails only because of the cause need not be looked at.
fn consequences(cause: &Cause) -> String {
    match cause.consequences.as_slice() {
        [] => String::new(),
        ids => format!(
            "{} more {}: {}",
            ids.len(),
            if ids.len() == 1 { "check fails" } else { "checks fail" },
            ids.join(", ")
        ),
    }
}

fn alternatives(others: &[Cause], style: &Style) -> String {
    let shown = if style.verbose { others.len() } else { others.len().min(OTHERS) };
    let mut text = String::new();
    for cause in &others[..shown] {
        let line = format!("{}: {}", cause.confidence.name(), visible(&cause.title));
        text.push_str(&wrapped("  or ", "     ", &line, style));
        if !cause.test.is_empty() {
            text.push_str(&wrapped("     ", "     ", &cause.test, style));
        }
    }
    if shown < others.len() {
        text.push_str(&format!("     and {} (-v)\n", number(others.len() - shown, "more")));
    }
    if shown > 0 { text + "\n" } else { text }
}

fn wrapped(first: &str, rest: &str, text: &str, style: &Style) -> String {
    let options = Options::new(style.width.max(40))
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::fill(text, options) + "\n"
}
