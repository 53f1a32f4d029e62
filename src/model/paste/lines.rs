//! Puts the lines of a wrapped token together again, and leaves all other lines alone.

use super::super::token::SIGNATURES;
use super::shape;
use base64::Engine;

/// A line of a text, or several that belong together.
#[derive(Debug)]
pub(super) struct Block {
    /// The number of the first line, from 1.
    pub(super) line: usize,
    /// The lines, trimmed, with line feeds between them.
    pub(super) text: String,
    tail: Option<Tail>,
}

/// The end of a block that opens like a token and may go on in the next line.
#[derive(Debug)]
struct Tail {
    header: String,
    dots: usize,
    last_dot: usize,
    length: usize,
    ends_with_dot: bool,
    // Wrapping makes lines of one length; a shorter one is the last.
    line_length: usize,
    full: bool,
}

/// Returns the lines of a text, those of wrapped tokens put together.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let piece = line.trim_matches(|c| shape::is_blank(c) && c != '\u{feff}');
        match blocks.last_mut() {
            Some(block) if block.goes_on_with(piece) => block.append(piece),
            _ => blocks.push(Block { line: index + 1, text: piece.to_owned(), tail: Tail::of(piece) }),
        }
    }
    blocks
}

impl Block {
    fn goes_on_with(&self, piece: &str) -> bool {
        let Some(tail) = &self.tail else { return false };
        let piece = without_closing(piece);
        !piece.is_empty() && piece.chars().all(shape::is_inner) && tail.wants(piece)
    }

    fn append(&mut self, piece: &str) {
        let inner = without_closing(piece);
        self.tail = self.tail.take().filter(|_| inner.len() == piece.len()).map(|tail| tail.with(inner));
        self.text.push('\n');
        self.text.push_str(piece);
    }
}

impl Tail {
    fn of(line: &str) -> Option<Tail> {
        let start = shape::open_end(line)?;
        let text = &line[start..];
        Some(Tail {
            header: text.split('.').next().unwrap_or_default().to_owned(),
            dots: text.matches('.').count(),
            last_dot: text.rfind('.').unwrap_or(0),
            length: text.len(),
            ends_with_dot: text.ends_with('.'),
            line_length: line.len(),
            full: true,
        })
    }

    fn wants(&self, piece: &str) -> bool {
        let dots = piece.matches('.').count();
        match self.dots {
            _ if self.dots + dots > 4 => false,
            0 | 1 => true,
            _ if shape::opens(piece) => false,
            _ if self.ends_with_dot || piece.starts_with('.') => true,
            // Half of a 2048-bit signature is as long as a 1024-bit one.
            _ => self.full && (!self.is_complete_with("") || self.is_complete_with(piece)),
        }
    }

    fn with(mut self, piece: &str) -> Tail {
        if self.dots == 0 {
            self.header.push_str(piece.split('.').next().unwrap_or_default());
        }
        if let Some(dot) = piece.rfind('.') {
            self.last_dot = self.length + dot;
        }
        self.dots += piece.matches('.').count();
        self.length += piece.len();
        self.ends_with_dot = piece.ends_with('.');
        self.full = piece.len() >= self.line_length || self.dots < 2;
        self.line_length = piece.len();
        self
    }

    fn is_complete_with(&self, piece: &str) -> bool {
        let signature = self.length - self.last_dot - 1 + piece.len();
        let header = super::super::token::LENIENT.decode(&self.header).unwrap_or_default();
        let named = |alg: &str| header.windows(alg.len() + 1).any(|window| window == format!("\"{alg}").as_bytes());
        let fits = |bytes: &usize| (bytes * 8).div_ceil(6) == signature;
        self.dots == 2 && SIGNATURES.iter().any(|(alg, lengths)| named(alg) && lengths.iter().any(fits))
    }
}

fn without_closing(piece: &str) -> &str {
    piece.trim_end_matches(|c| shape::is_delimiter(c) || super::bare::is_quote(c))
}
