//! The lines of a text that a finding is about: numbered, and the very characters underlined.
//!
//! annotate-snippets lays them out. It does not keep to a width, nor does it stop what hides or turns a text around: lines
//! are cut and made visible before it sees them.

use super::snippet::{Cut, boundary, fit, snippet};
use super::{Style, visible};
use crate::report::Span;
use annotate_snippets::renderer::{AnsiColor, Effects};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// How many lines of a marked stretch are looked at; of a longer one, the first alone.
const LINES: usize = 100;

/// What the bar beside a stretch of several lines takes, in columns.
const BAR: usize = 2;

/// What is handed on: some lines, and what is marked in them.
struct Lines {
    first: usize,
    text: String,
    mark: Span,
}

/// Returns the lines of `text` with `span` underlined, each ending in a line feed. The lines begin at column `indent`, after
/// their numbers, and do not go beyond the width of the style.
pub fn excerpt(text: &str, span: &Span, indent: usize, style: &Style) -> String {
    let width = style.width.saturating_sub(indent).max(20);
    let lines = several(text, span, width.saturating_sub(BAR)).unwrap_or_else(|| one(text, span, width));
    let snippet = Snippet::source(&lines.text)
        .line_start(lines.first)
        .fold(true)
        .annotation(AnnotationKind::Primary.span(lines.mark.clone()));
    // Lines are cut already; what the library counts as their width is the numbers too.
    let report = [Group::with_level(Level::ERROR).element(snippet)];
    let drawn = renderer(style).term_width(usize::from(u16::MAX)).render(&report);
    let numbers = (lines.first + lines.text.matches('\n').count()).to_string().len() + " | ".len();
    let margin = " ".repeat(indent.saturating_sub(numbers));
    // The first line is the empty one above the source.
    drawn.lines().skip(1).map(|line| format!("{margin}{}\n", line.trim_end())).collect()
}

fn renderer(style: &Style) -> Renderer {
    if !style.colour {
        return Renderer::plain();
    }
    let [bad, faint] = [AnsiColor::Red.on_default().effects(Effects::BOLD), Effects::DIMMED.into()];
    Renderer::plain().error(bad).line_num(faint)
}

fn one(text: &str, span: &Span, width: usize) -> Lines {
    // A mark behind the last character needs a column too.
    let snippet = snippet(text, span, width - 1);
    let mark = snippet.before.len()..snippet.before.len() + snippet.marked.len();
    let first = line_number(text, span.start);
    Lines { first, text: format!("{}{}{}", snippet.before, snippet.marked, snippet.after), mark }
}

// A stretch of several lines, such as a key; `None` for one that is a whole document, which marks bury.
fn several(text: &str, span: &Span, width: usize) -> Option<Lines> {
    let marked = text.get(span.clone())?.trim_end();
    let end = span.start + marked.len();
    let whole = text[..span.start].trim().is_empty() && text[end..].trim().is_empty();
    let count = marked.lines().take(LINES + 1).count();
    if whole || !(2..=LINES).contains(&count) {
        return None;
    }
    let line_start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let shown = |piece: &str| visible(&piece.trim_end_matches('\r').replace('\t', " ")).into_owned();
    let before = shown(&text[line_start..span.start]);
    // What begins far to the right is better seen through a window of its own line.
    let cut: Vec<String> =
        text[line_start..line_end].split('\n').map(|line| fit(shown(line).chars(), width, Cut::End)).collect();
    let last = shown(text[line_start..end].rsplit('\n').next()?).len();
    let lead: usize = cut.iter().take(cut.len() - 1).map(|line| line.len() + 1).sum();
    let mark = before.len()..lead + boundary(cut.last()?, last);
    (before.len() < width / 2).then(|| Lines { first: line_number(text, span.start), text: cut.join("\n"), mark })
}

fn line_number(text: &str, offset: usize) -> usize {
    let before = &text.as_bytes()[..offset.min(text.len())];
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}
