//! The ways in which a text is written in URLs, forms, JSON, HTML and base64.

use base64::Engine;
use base64::alphabet;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use std::fmt::Write;

/// From how many bytes on a text is looked for inside what stands in base64.
const INSIDE: usize = 8;

/// What a browser leaves as it is in different parts of an address, besides letters and digits.
const KEPT: &[&str] = &["-._~", "-_.!~*'()", "*-._", "-._~!$&'()*+,;=:@/?", "-._~!$&()*+,;=:@/?[]{}|\\^%`"];

/// Returns every way in which `text` may be written as a text.
pub(super) fn written(text: &str) -> Vec<String> {
    if is_plain(text) { vec![text.to_owned()] } else { escaped(text) }
}

/// Returns every way in which `from` may be written, with `to` written in the same way.
pub(super) fn rewritten(from: &str, to: &str) -> Vec<(String, String)> {
    if is_plain(from) {
        return vec![(from.to_owned(), to.to_owned())];
    }
    escaped(from).into_iter().zip(escaped(to)).collect()
}

// What nobody escapes.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

fn escaped(text: &str) -> Vec<String> {
    let mut forms: Vec<String> = vec![text.to_owned()];
    forms.extend(percent(text));
    forms.extend(json(text));
    // JSON inside JSON.
    forms.extend(json(text).iter().take(JSON).flat_map(|form| json(form).into_iter().take(JSON)));
    forms.extend(html(text));
    forms
}

/// How many of the forms of [`json`] differ by what they escape, and not by how.
const JSON: usize = 4;

/// Returns every way in which `text` may be written in base64, with what to write in its place.
pub(super) fn in_base64(text: &str, placeholder: &str) -> Vec<(String, String)> {
    let encoders = [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD];
    let mut forms: Vec<String> = encoders.iter().map(|encoder| encoder.encode(text)).collect();
    forms.extend(percent(&STANDARD.encode(text)));
    let mut all: Vec<_> = forms.into_iter().map(|form| (form, placeholder.to_owned())).collect();
    if text.len() >= INSIDE {
        let infixes = [STANDARD_NO_PAD, URL_SAFE_NO_PAD].into_iter().flat_map(|encoder| inside(text, &encoder));
        all.extend(infixes.map(|form| (form.clone(), filler(form.len()))));
    }
    all
}

/// Returns a text without percent-encoding, even where it was encoded again.
pub(super) fn decoded(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..TWICE {
        let decoded = percent_encoding::percent_decode_str(&text).decode_utf8_lossy().into_owned();
        if decoded == text {
            break;
        }
        text = decoded;
    }
    text
}

/// How often a text is percent-encoded at most: an address inside an address.
const TWICE: usize = 2;

fn percent(text: &str) -> Vec<String> {
    let once = KEPT.iter().map(|kept| encoded(text, kept));
    let once: Vec<String> = once.chain([encoded(text, "*-._ ").replace(' ', "+")]).collect();
    // An address inside an address.
    let twice = once.iter().map(|form| encoded(form, KEPT[0]));
    let upper: Vec<String> = once.iter().cloned().chain(twice).collect();
    let lower = upper.iter().map(|form| in_small_letters(form));
    upper.iter().cloned().chain(lower).collect()
}

fn encoded(text: &str, kept: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.as_bytes().contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

fn in_small_letters(form: &str) -> String {
    let mut parts = form.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |form, part| {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        format!("{form}%{}{rest}", digits.to_ascii_lowercase())
    })
}

fn json(text: &str) -> Vec<String> {
    let quoted = serde_json::to_string(text).unwrap_or_default();
    let plain = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned();
    let escaped = |which: &dyn Fn(char) -> bool| -> String {
        plain.chars().map(|c| if which(c) { units(c) } else { c.to_string() }).collect()
    };
    // What careful writers escape so that JSON may stand in a page.
    let ascii = escaped(&|c| !c.is_ascii());
    let in_page = escaped(&|c| !c.is_ascii() || "<>&'".contains(c));
    let careful = escaped(&|c| !c.is_ascii() || "<>&'+/=".contains(c));
    let forms = [plain, ascii, in_page, careful];
    let slashes = forms.iter().map(|form| form.replace('/', "\\/"));
    let capital = forms.iter().map(|form| large_units(form));
    forms.iter().cloned().chain(slashes).chain(capital).collect()
}

fn units(character: char) -> String {
    character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}

fn large_units(form: &str) -> String {
    let mut parts = form.split("\\u");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |form, part| {
        let (digits, rest) = part.split_at_checked(4).unwrap_or((part, ""));
        format!("{form}\\u{}{rest}", digits.to_ascii_uppercase())
    })
}

/// How pages write the five characters that mean something in HTML: `&`, `<`, `>`, `"`, `'`.
const ENTITIES: &[[&str; 5]] = &[
    ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"],
    ["&amp;", "&lt;", "&gt;", "&quot;", "'"],
    ["&amp;", "&lt;", "&gt;", "\"", "'"],
    ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"],
    ["&amp;", "&lt;", "&gt;", "&quot;", "&#x27;"],
    ["&amp;", "&lt;", "&gt;", "&#34;", "&#39;"],
    ["&#38;", "&#60;", "&#62;", "&#34;", "&#39;"],
    ["&#x26;", "&#x3C;", "&#x3E;", "&#x22;", "&#x27;"],
    ["&#x26;", "&#x3c;", "&#x3e;", "&#x22;", "&#x27;"],
];

fn html(text: &str) -> Vec<String> {
    let written = |entities: &[&str; 5]| -> String {
        let entity = |c: char| "&<>\"'".find(c).map_or_else(|| c.to_string(), |at| entities[at].to_owned());
        text.chars().map(entity).collect()
    };
    ENTITIES.iter().map(written).collect()
}

// Wherever it stands in a longer text, all but its first and last characters are written in one of three ways.
fn inside(text: &str, encoder: &impl Engine) -> Vec<String> {
    let infix = |shift: usize| {
        let encoded = encoder.encode([&vec![0; shift], text.as_bytes()].concat());
        let start = (shift * 8).div_ceil(6);
        let end = (shift + text.len()) * 8 / 6;
        encoded.get(start..end).unwrap_or_default().to_owned()
    };
    (0..3).map(infix).collect()
}

/// Returns so many characters that every form of base64 has.
pub(super) fn filler(length: usize) -> String {
    "REDACTED".chars().chain(std::iter::repeat('x')).take(length).collect()
}

/// Returns bytes in base64.
pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Decodes base64 of either alphabet, with or without padding.
pub(super) fn unbase64(text: &str) -> Option<Vec<u8>> {
    let config = base64::engine::GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent);
    let of = |alphabet| base64::engine::GeneralPurpose::new(alphabet, config).decode(text.trim()).ok();
    of(&alphabet::STANDARD).or_else(|| of(&alphabet::URL_SAFE))
}
