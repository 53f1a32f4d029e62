//! A text that findings point into.

/// A range of bytes in a [`Source`].
pub type Span = std::ops::Range<usize>;

/// A named text, kept whole so that a finding can show the very characters it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What people call it: a file name, a URL, or `claims of token.jwt`.
    pub name: String,
    /// The text.
    pub text: String,
    /// The name of the document that it was decoded or made from, if it is not that document itself.
    pub part_of: Option<String>,
}

/// A place in a text as people count: both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

impl Source {
    /// Returns a source called `name`.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        Source { name: name.into(), text: text.into(), part_of: None }
    }

    /// Returns the source as what was decoded or made from the document called `whole`.
    #[must_use]
    pub fn part_of(mut self, whole: impl Into<String>) -> Source {
        self.part_of = Some(whole.into());
        self
    }

    /// Returns where byte `offset` stands; an offset past the end or inside a character counts as the next boundary before it.
    pub fn position(&self, offset: usize) -> Position {
        let before = &self.text[..floor_boundary(&self.text, offset)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }

    /// Returns the text with the letters, digits, `-` and `_` of `spans` as `*`: everything stands where it stood, and what
    /// is odd in an encoding still shows.
    #[must_use]
    pub fn masked(&self, spans: &[Span]) -> Source {
        let mut bytes = self.text.clone().into_bytes();
        for span in spans {
            let hidden = bytes.get_mut(span.clone()).unwrap_or_default().iter_mut();
            hidden.filter(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte)).for_each(|byte| *byte = b'*');
        }
        Source { text: String::from_utf8(bytes).unwrap_or_default(), ..self.clone() }
    }
}

/// Returns the last byte at or before `offset` at which a character begins or the text ends.
pub fn floor_boundary(text: &str, offset: usize) -> usize {
    let end = offset.min(text.len());
    (0..=end).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
