//! The report as a badge, for a page or a dashboard: an SVG with two words, which fetches nothing. It names no finding.

use super::{Style, words};
use crate::report::readiness::State;
use crate::report::{Report, Severity};
use askama::Template;

/// Renders the report as an SVG.
pub fn render(report: &Report, _style: &Style) -> String {
    let (told, colour) = told(report);
    let name = Half::of("lpauth", 0);
    let text = Half::of(&told, name.width);
    let badge = Badge { width: name.width + text.width, name, text, colour, command: &report.command };
    // A text is written into memory, which does not fail.
    badge.render().unwrap_or_default() + "\n"
}

#[derive(Template)]
#[template(path = "badge.svg")]
struct Badge<'a> {
    width: usize,
    name: Half,
    text: Half,
    colour: &'static str,
    command: &'a str,
}

/// One half of the badge: a text and where it stands.
struct Half {
    text: String,
    width: usize,
    middle: usize,
    length: usize,
}

/// How wide a character is on average, and what is free on either side, in pixels. The text is made to fit, whatever the font.
const CHARACTER: usize = 7;
const PADDING: usize = 7;

impl Half {
    fn of(text: &str, start: usize) -> Half {
        let length = text.chars().count() * CHARACTER;
        let width = length + 2 * PADDING;
        Half { text: text.to_owned(), width, middle: start + width / 2, length }
    }
}

// White on each of these has a contrast of more than 4.5 to 1 (WCAG 1.4.3).
const GOOD: &str = "#1b6e3a";
const CAUTION: &str = "#7a4b00";
const BAD: &str = "#a81e16";
const UNKNOWN: &str = "#55555f";

fn told(report: &Report) -> (String, &'static str) {
    if let Some(readiness) = &report.readiness {
        let colour = match readiness.state {
            State::Ready => GOOD,
            State::ReadyWithWarnings => CAUTION,
            State::NotReady => BAD,
            State::Unknown => UNKNOWN,
        };
        return (readiness.state.name().to_owned(), colour);
    }
    let tally = report.tally();
    match report.worst() {
        Some(Severity::Error) => (words::number(tally.errors, "error"), BAD),
        Some(Severity::Warning) => (words::number(tally.warnings, "warning"), CAUTION),
        _ if tally.asked() == 0 => ("nothing asked".to_owned(), UNKNOWN),
        _ => ("passed".to_owned(), GOOD),
    }
}
