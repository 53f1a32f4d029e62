//! A token that stands alone, wrapped in no more than quotes or a scheme; or one somewhere in a text.

use super::super::token::Stripped;
use super::{Find, shape};

/// Returns the token that a text consists of to the letter, as most do: a line with nothing to take off, put together or search for.
pub(super) fn clean(text: &str) -> Option<Find> {
    let line = text.strip_suffix('\n').unwrap_or(text);
    let plain = line.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    (plain && shape::is_token(line)).then(|| Find { text: line.to_owned(), line: Some(1), ..Find::default() })
}

/// Returns the token that a stretch of text consists of, if it is one.
pub(super) fn bare(text: &str) -> Option<Find> {
    let find = unwrapped(text)?;
    (shape::is_token(&find.text) && !find.text.contains(shape::is_delimiter)).then_some(find)
}

/// Returns what a text consists of, if that is probably a token with something missing, or with something in it that no
/// token has.
pub(super) fn probable(text: &str) -> Option<Find> {
    let (text, mut stripped) = peel(text);
    let joined: String = text.split(shape::is_blank).collect();
    let one_word = joined.len() == text.len();
    if !one_word {
        stripped.push(Stripped::InnerWhitespace);
    }
    (shape::is_opened(&joined) || one_word && shape::is_long_enough(&joined)).then(|| Find {
        text: joined,
        stripped,
        ..Find::default()
    })
}

/// Returns the tokens that stand somewhere in a text, each with what it is called there.
pub(super) fn inside(text: &str) -> Vec<Find> {
    // A wrapped token is one word to whoever searches.
    let text = text.replace('\n', "");
    let found = |run: super::super::source::Span| {
        let label = label(&text[..run.start]);
        Find {
            origin: Some(
                label.as_ref().map_or_else(|| "in a text".to_owned(), |label| format!("after `{label}` in a text")),
            ),
            label,
            text: text[run].to_owned(),
            stripped: vec![Stripped::SurroundingText],
            line: None,
        }
    };
    shape::runs(&text).into_iter().map(found).collect()
}

// `"id_token": "` and `Bearer ` name what follows them.
fn label(before: &str) -> Option<String> {
    let named = before.trim_end_matches(|c| shape::is_blank(c) || is_quote(c) || matches!(c, ':' | '=' | '\\' | '>'));
    let start = named
        .rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .map_or(0, |at| at + named[at..].chars().next().map_or(1, char::len_utf8));
    let word = &named[start..];
    let assigned = before[named.len()..].contains([':', '=']) || word.eq_ignore_ascii_case("bearer");
    (assigned && !word.is_empty() && word.len() <= 40).then(|| word.to_owned())
}

fn unwrapped(text: &str) -> Option<Find> {
    let (text, mut stripped) = peel(text);
    let joined = join(&text)?;
    if joined.len() < text.len() {
        stripped.push(Stripped::InnerWhitespace);
    }
    Some(Find { text: joined, stripped, ..Find::default() })
}

// The words of a token that was wrapped or has blanks in it; `None` if they are not pieces of one token.
fn join(text: &str) -> Option<String> {
    let mut joined = String::with_capacity(text.len());
    let mut words = 0;
    let mut dots = 0;
    for line in text.split('\n') {
        for (index, word) in line.split(shape::is_blank).filter(|word| !word.is_empty()).enumerate() {
            let due = index == 0 || words > 1 || joined.ends_with('.');
            if words > 0 && !goes_on(dots, word, due) {
                return None;
            }
            joined.push_str(word);
            words += 1;
            dots += word.matches('.').count();
        }
    }
    (words > 0).then_some(joined)
}

// Which lines belong together is settled before. Within a line a short word after a whole token is another matter, unless
// the token came in several words already.
fn goes_on(dots: usize, word: &str, due: bool) -> bool {
    let in_signature = dots >= 2;
    let another_token = in_signature && shape::opens(word);
    let stray = in_signature && word.len() < 16 && !due;
    word.chars().all(shape::is_inner) && !another_token && !stray
}

fn peel(text: &str) -> (String, Vec<Stripped>) {
    let mut rest = text.to_owned();
    let mut stripped = Vec::new();
    // Each layer is taken off where it is found; a dozen of them is more than anybody means.
    for _ in 0..12 {
        let Some((inside, what)) = LAYERS.iter().find_map(|layer| layer(&rest)) else { break };
        rest = inside;
        if !stripped.contains(&what) {
            stripped.push(what);
        }
    }
    (rest, stripped)
}

type Layer = fn(&str) -> Option<(String, Stripped)>;

const LAYERS: &[Layer] = &[byte_order_mark, outer_whitespace, closing, scheme, quotes, percent_encoding];

fn byte_order_mark(text: &str) -> Option<(String, Stripped)> {
    Some((text.strip_prefix('\u{feff}')?.to_owned(), Stripped::ByteOrderMark))
}

fn outer_whitespace(text: &str) -> Option<(String, Stripped)> {
    let inside = text.trim_matches(shape::is_blank);
    (inside.len() < text.len()).then(|| (inside.to_owned(), Stripped::OuterWhitespace))
}

fn closing(text: &str) -> Option<(String, Stripped)> {
    Some((text.strip_suffix([',', ';'])?.to_owned(), Stripped::SurroundingText))
}

// LivePerson's own endpoints call the scheme `jwt`.
const SCHEMES: &[&str] = &["authorization:", "bearer:", "bearer ", "jwt ", "dpop "];

fn scheme(text: &str) -> Option<(String, Stripped)> {
    let starts = |scheme: &&&str| text.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    let scheme = SCHEMES.iter().find(starts)?;
    Some((text[scheme.len()..].to_owned(), Stripped::Bearer))
}

/// Returns whether a character is a quote of any kind, opening or closing.
pub(super) fn is_quote(character: char) -> bool {
    "\"'`“”„‟‘’‚‛«»‹›<>".contains(character)
}

fn quotes(text: &str) -> Option<(String, Stripped)> {
    let inside = text.strip_prefix(is_quote).unwrap_or(text);
    let inside = inside.strip_suffix(is_quote).unwrap_or(inside);
    (inside.len() < text.len()).then(|| (inside.to_owned(), Stripped::Quotes))
}

fn percent_encoding(text: &str) -> Option<(String, Stripped)> {
    Some((percent_decoded(text)?, Stripped::PercentEncoding))
}

/// Returns the text without percent-encoding (RFC 3986 §2.1); `None` if there is none.
pub(super) fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let encoded = if *first == b'%' { tail.get(..2).and_then(hexadecimal) } else { None };
        bytes.push(encoded.unwrap_or(*first));
        rest = if encoded.is_some() { &tail[2..] } else { tail };
    }
    (bytes.len() < text.len()).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(digits).ok().filter(|_| digits.iter().all(u8::is_ascii_hexdigit))?;
    u8::from_str_radix(text, 16).ok()
}
