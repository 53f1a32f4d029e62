//! A timeline as text: a line who and what, a line what came of it, and with `-v` the messages.

use super::words::number;
use super::{Ink, Style, visible};
use crate::report::Timeline;
use crate::report::timeline::{Detail, Row};
use textwrap::core::display_width;
use textwrap::{Options, WordSplitter};

/// Returns the timeline as lines of text.
pub fn text(timeline: &Timeline, style: &Style) -> String {
    let who = timeline.rows.iter().map(|row| display_width(&parties(row))).max().unwrap_or(0);
    let page = Page { style: *style, who, server: timeline.server.as_deref() };
    let mut text = page.wrapped("", "  ", Ink::Strong, &heading(timeline));
    for (index, row) in timeline.rows.iter().enumerate() {
        text.push_str(&page.row(index + 1, row, timeline.cause == Some(index)));
    }
    if let Some(reason) = &timeline.stopped {
        text.push_str(&page.wrapped("  stopped: ", "    ", Ink::Bad, &visible(reason)));
    }
    text
}

/// What stands at the message at which the cause shows.
pub const HERE: &str = "the login breaks here";

/// Returns a line a message, for programs that show texts to people.
pub fn lines(timeline: &Timeline) -> Vec<String> {
    let line = |(index, row): (usize, &Row)| {
        let here = if timeline.cause == Some(index) { format!(" ← {HERE}") } else { String::new() };
        format!("{} ms, {}: {}: {}{here}", row.at, parties(row), row.what(None), row.result())
    };
    timeline.rows.iter().enumerate().map(line).collect()
}

/// Returns how much happened, how long it took, and with whom.
pub fn heading(timeline: &Timeline) -> String {
    let server = timeline.server.as_deref().map(|server| format!("; server: {}", visible(server)));
    let messages = number(timeline.rows.len(), "message");
    let broke = timeline.cause.map(|index| format!("; breaks at message {}", index + 1));
    format!("{messages} in {} ms{}{}", timeline.took, broke.unwrap_or_default(), server.unwrap_or_default())
}

/// Returns who sent it to whom.
pub fn parties(row: &Row) -> String {
    format!("{} → {}", row.from.name(), row.to.name())
}

struct Page<'a> {
    style: Style,
    who: usize,
    server: Option<&'a str>,
}

/// The width of what stands beside who: mark, number and time, and the gap after it.
const LEAD: usize = 18;

impl Page<'_> {
    fn row(&self, index: usize, row: &Row, is_cause: bool) -> String {
        let mark = if row.broken || is_cause { self.style.paint(Ink::Bad, "✗") } else { " ".to_owned() };
        let lead = self.style.paint(Ink::Faint, &format!("{index:>2}  {:>6} ms", row.at));
        let parties = parties(row);
        let pad = " ".repeat(self.who.saturating_sub(display_width(&parties)) + 2);
        let who = self.style.paint(Ink::Name, &parties);
        let what = self.column(Ink::Plain, &row.what(self.server));
        let ink = if row.broken || is_cause { Ink::Bad } else { Ink::Faint };
        let mut text = format!("{mark}{lead}  {who}{pad}{}\n", what.trim_start());
        text.push_str(&format!("{}\n", self.column(ink, &row.result())));
        if is_cause {
            text.push_str(&format!("{}\n", self.column(Ink::Bad, &format!("← {HERE}"))));
        }
        if !row.checks.is_empty() {
            text.push_str(&format!("{}\n", self.column(Ink::Caution, &format!("see {}", row.checks.join(", ")))));
        }
        if self.style.verbose {
            row.details.iter().for_each(|detail| text.push_str(&self.detail(detail)));
        }
        text
    }

    fn column(&self, ink: Ink, text: &str) -> String {
        let indent = " ".repeat(LEAD + self.who);
        let room = self.style.width.saturating_sub(indent.len()).max(20);
        let options = Options::new(room).word_splitter(WordSplitter::NoHyphenation);
        let text = visible(text);
        let lines = textwrap::wrap(&text, options);
        let painted: Vec<String> =
            lines.iter().map(|line| format!("{indent}{}", self.style.paint(ink, line))).collect();
        painted.join("\n")
    }

    fn detail(&self, detail: &Detail) -> String {
        let (mark, ink, text) = match detail {
            Detail::Asked(text) => ("      > ", Ink::Name, text),
            Detail::Answered(text) => ("      < ", Ink::Value, text),
            Detail::Fact(text) => ("      * ", Ink::Faint, text),
        };
        // The blanks before a line are its own.
        let inner = text.len() - text.trim_start_matches(' ').len();
        let blanks = " ".repeat(inner.min(self.style.width / 4));
        self.wrapped(
            &format!("{mark}{blanks}"),
            &format!("        {blanks}"),
            ink,
            &visible(text.trim_start_matches(' ')),
        )
    }

    fn wrapped(&self, first: &str, indent: &str, ink: Ink, text: &str) -> String {
        let options = Options::new(self.style.width.max(indent.len() + 20));
        let options =
            options.initial_indent(first).subsequent_indent(indent).word_splitter(WordSplitter::NoHyphenation);
        let mut lines: Vec<String> =
            textwrap::wrap(text, options).iter().map(|line| self.style.paint(ink, line)).collect();
        if text.is_empty() {
            lines.clear();
            lines.push(first.trim_end().to_owned());
        }
        lines.join("\n") + "\n"
    }
}
