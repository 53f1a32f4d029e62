//! A report becomes text: one file a format, each a total function of the report and a style.

pub mod badge;
pub mod catalogue;
pub mod diagnosis;
pub mod excerpt;
pub mod github;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod pretty;
pub mod sarif;
pub mod snippet;
pub mod timeline;
pub mod words;
pub mod yardstick;

use crate::report::Report;
use colored::Colorize;
use std::borrow::Cow;

/// How a text may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to use colour.
    pub colour: bool,
    /// The width in columns.
    pub width: usize,
    /// Whether to list passes and skips too, and every finding in full.
    pub verbose: bool,
    /// How many findings of a subject to show, the worst first; `None` for all. For people only: programs get them all.
    pub most: Option<usize>,
}

/// What a stretch of text is, for colouring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Nothing particular.
    Plain,
    /// Something is wrong.
    Bad,
    /// Something asks to be looked at.
    Caution,
    /// Something is as it should be.
    Good,
    /// A heading or a name.
    Strong,
    /// Beside the point.
    Faint,
    /// A name of a member or a place.
    Name,
    /// A value.
    Value,
}

/// A renderer.
pub type Renderer = fn(&Report, &Style) -> String;

/// Every format, by the name users type; the first is the default.
pub static FORMATS: &[(&str, Renderer)] = &[
    ("pretty", pretty::render),
    ("json", json::render),
    ("junit", junit::render),
    ("sarif", sarif::render),
    ("github", github::render),
    ("markdown", markdown::render),
    ("html", html::render),
    ("badge", badge::render),
];

/// Returns the renderer of the format called `name`.
pub fn find(name: &str) -> Option<Renderer> {
    FORMATS.iter().find(|(other, _)| *other == name).map(|(_, renderer)| *renderer)
}

impl Style {
    /// Returns the style of a plain text 100 columns wide.
    pub const PLAIN: Style = Style { colour: false, width: 100, verbose: false, most: None };

    /// Returns `text` in this ink, or unchanged if colour is off.
    pub fn paint(&self, ink: Ink, text: &str) -> String {
        if !self.colour {
            return text.to_owned();
        }
        // lpauth decides itself when to colour; the crate would look at standard output only.
        colored::control::set_override(true);
        match ink {
            Ink::Plain => text.normal(),
            Ink::Bad => text.red().bold(),
            Ink::Caution => text.yellow().bold(),
            Ink::Good => text.green().bold(),
            Ink::Strong => text.bold(),
            Ink::Faint => text.dimmed(),
            Ink::Name => text.cyan(),
            Ink::Value => text.green(),
        }
        .to_string()
    }
}

/// Returns the text on one line, with everything escaped that would paint, hide or turn around what a terminal shows: what
/// stands in a token was written by a stranger.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) && !text.contains(COMMAND) {
        return Cow::Borrowed(text);
    }
    let escaped = |c: char| if is_hidden(c) { c.escape_default().to_string() } else { c.to_string() };
    Cow::Owned(text.replace(COMMAND, NO_COMMAND).chars().map(escaped).collect())
}

/// Returns lines of a message with everything escaped as [`visible`] does, except the line feeds.
pub fn visible_lines(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

/// What begins a command to GitHub's and Azure's runners, anywhere in a line of a log.
const COMMAND: &str = "##[";
const NO_COMMAND: &str = "#\\u{23}[";

fn is_hidden(character: char) -> bool {
    // Control characters; blanks without width; marks that turn the direction of writing; tags; what XML has no way to say.
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(character, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}
