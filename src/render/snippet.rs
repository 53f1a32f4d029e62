//! The very characters, and what stands around them: one line of a text with a stretch of it marked.

use super::visible;
use crate::report::Span;
use textwrap::core::display_width;

/// A line of a text, or the part of it that fits, around a marked stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// What stands before the stretch, as it is to be shown.
    pub before: String,
    /// The stretch; empty if it lies behind the last character.
    pub marked: String,
    /// What stands after it.
    pub after: String,
}

/// Returns the line in which `span` begins, at most `width` columns of it. A span that ends in a later line is cut.
pub fn snippet(text: &str, span: &Span, width: usize) -> Snippet {
    let start = boundary(text, span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    // A line may end in CR LF.
    let line_end = start + text[start..line_end].strip_suffix('\r').map_or(line_end - start, str::len);
    let end = boundary(text, span.end).clamp(start, line_end);
    let marked = fit(text[start..end].chars(), width.saturating_sub(20).max(10), Cut::End);
    let left = width.saturating_sub(display_width(&marked));
    // A tab is worth showing only where it may be what is wrong.
    let context = |span: Span| text[span].chars().map(|c| if c == '\t' { ' ' } else { c });
    // What comes before matters more than what follows; what either does not need, the other gets.
    let after = fit(context(end..line_end), left / 3, Cut::End);
    let before = fit(context(line_start..start).rev(), left.saturating_sub(display_width(&after)), Cut::Start);
    let after = fit(context(end..line_end), left.saturating_sub(display_width(&before)), Cut::End);
    Snippet { before, marked, after }
}

impl Snippet {
    /// Returns the line under the text, with carets below the stretch.
    pub fn underline(&self) -> String {
        let carets = display_width(&self.marked).max(1);
        format!("{}{}", " ".repeat(display_width(&self.before)), "^".repeat(carets))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    Start,
    End,
}

// The characters as they are to be shown, as many as fit; an ellipsis stands for the rest.
pub(super) fn fit(characters: impl Iterator<Item = char>, width: usize, cut: Cut) -> String {
    let mut shown: Vec<String> = Vec::new();
    let mut used = 0;
    let mut characters = characters.peekable();
    while let Some(character) = characters.next().filter(|_| width > 0) {
        let piece = visible(character.encode_utf8(&mut [0; 4])).into_owned();
        used += display_width(&piece);
        if used > width || used == width && characters.peek().is_some() {
            shown.push("…".to_owned());
            break;
        }
        shown.push(piece);
    }
    if cut == Cut::Start {
        shown.reverse();
    }
    shown.concat()
}

/// Returns the last byte at or before `offset` at which a character begins or the text ends.
pub fn boundary(text: &str, offset: usize) -> usize {
    let end = offset.min(text.len());
    (0..=end).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
