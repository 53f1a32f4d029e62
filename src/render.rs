//! A report becomes text: one file a format, each a total function of the report and a style.

pub mod json;
pub mod pretty;

use crate::report::Report;
use colored::Colorize;

/// How a text may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to use colour.
    pub colour: bool,
    /// The width in columns.
    pub width: usize,
    /// Whether to list passes and skips too.
    pub verbose: bool,
}

/// What a stretch of text is, for colouring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
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
pub static FORMATS: &[(&str, Renderer)] = &[("pretty", pretty::render), ("json", json::render)];

/// Returns the renderer of the format called `name`.
pub fn find(name: &str) -> Option<Renderer> {
    FORMATS.iter().find(|(other, _)| *other == name).map(|(_, renderer)| *renderer)
}

impl Style {
    /// Returns the style of a plain text 100 columns wide.
    pub const PLAIN: Style = Style { colour: false, width: 100, verbose: false };

    /// Returns `text` in this ink, or unchanged if colour is off.
    pub fn paint(&self, ink: Ink, text: &str) -> String {
        if !self.colour {
            return text.to_owned();
        }
        // lpauth decides itself when to colour; the crate would look at standard output only.
        colored::control::set_override(true);
        match ink {
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
