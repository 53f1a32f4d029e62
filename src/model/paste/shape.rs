//! What tells a token from a host name, a version or an e-mail address.

use super::super::source::Span;
use base64::Engine;

/// Returns whether a character is white space or takes no space at all.
pub(super) fn is_blank(character: char) -> bool {
    let invisible = matches!(character, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\0');
    character.is_whitespace() || invisible
}

/// Returns whether a character may stand in a token, the standard alphabet and padding included.
pub(super) fn is_inner(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.' | '+' | '/' | '=')
}

/// Returns whether a character ends a token rather than being a damaged piece of it.
pub(super) fn is_delimiter(character: char) -> bool {
    matches!(character, '&' | ',' | ';' | ':' | '|' | '<' | '>' | '"' | '\'' | '`' | '(' | ')' | '{' | '}' | '[' | ']')
}

/// Returns whether a text opens as an encoded JSON object does: base64url of `{` and then `"` or `}`.
pub(super) fn opens(text: &str) -> bool {
    let letters = text.bytes().take(64).take_while(|byte| byte.is_ascii_alphanumeric() || b"-_+/".contains(byte));
    let mut letters: Vec<u8> = letters.collect();
    if letters.len() % 4 == 1 {
        letters.pop();
    }
    letters.iter_mut().for_each(|letter| match letter {
        b'+' => *letter = b'-',
        b'/' => *letter = b'_',
        _ => {}
    });
    let Ok(bytes) = super::super::token::LENIENT.decode(&letters) else { return false };
    let Some(inside) = bytes.strip_prefix(b"{") else { return false };
    matches!(inside.trim_ascii_start(), [b'"' | b'}', ..])
}

/// Returns whether a text is built like a token, whole or damaged: it opens like one, and something follows its first dot.
pub(super) fn is_token(text: &str) -> bool {
    let segments: Vec<&str> = text.split('.').take(6).collect();
    let [header, rest @ ..] = segments.as_slice() else { return false };
    let second = rest.first().copied().unwrap_or_default();
    opens(header)
        && match rest.len() {
            0 => false,
            1 => opens(second) || second.len() >= 16,
            // The second segment of a JWE is empty where the key is used directly (RFC 7516 §5.2).
            4 => header.len() >= 8,
            _ => opens(second) || header.len() >= 8 && !second.is_empty(),
        }
}

/// Returns whether a segment near the start opens like a token's: what is left if another, or the end, is damaged.
pub(super) fn is_opened(text: &str) -> bool {
    let mut segments = text.split('.').take(8).peekable();
    let header = segments.peek().is_some_and(|first| opens(first) && first.len() >= 8 && first.len() < text.len());
    header || segments.any(|segment| opens(segment) && segment.len() >= 16)
}

/// Returns whether a word has the segments of a token, too long for a host name, though none of them opens like one.
pub(super) fn is_long_enough(word: &str) -> bool {
    let segments: Vec<&str> = word.split('.').take(6).collect();
    let long = segments.iter().take(2).all(|segment| segment.len() >= 16);
    matches!(segments.len(), 3 | 5) && long && word.chars().all(is_inner)
}

/// Returns the stretches of a text that are built like tokens.
pub(super) fn runs(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = next_opening(text, at) {
        let run = run_from(text, start);
        at = run.end.max(start + 1);
        if is_token(&text[run.clone()]) {
            found.push(run);
        }
    }
    found
}

/// Returns where the last stretch starts that opens like a token and reaches to the end of the text.
pub(super) fn open_end(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(start) = next_opening(text, at) {
        at = text[start..].find(|c| !is_inner(c)).map_or(text.len(), |length| start + length);
        if at == text.len() {
            return Some(start);
        }
    }
    None
}

fn next_opening(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let joined = |at: usize| at > from && (bytes[at - 1].is_ascii_alphanumeric() || b"-_+.".contains(&bytes[at - 1]));
    (from..bytes.len()).find(|&at| bytes[at] == b'e' && !joined(at) && opens(&text[at..]))
}

fn run_from(text: &str, start: usize) -> Span {
    let mut end = start;
    loop {
        let letters = text[end..].find(|c| !is_inner(c) || c == '=').unwrap_or(text.len() - end);
        let padding = text[end + letters..].bytes().take_while(|byte| *byte == b'=').count();
        end += letters + padding;
        if padding == 0 || !text[end..].starts_with('.') {
            break;
        }
    }
    // A full stop after a token is the sentence's, unless the token has no signature.
    let dots = text[start..end].matches('.').count();
    let spare = if dots == 3 && text[start..end].ends_with('.') { 1 } else { 0 };
    start..end - spare
}
