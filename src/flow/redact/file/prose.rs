//! Texts that are neither JSON nor a form: logs, command lines, messages for people. What is called a secret there stands behind
//! its name, as in `client_secret=…`, `"password": "…"` or `Authorization: Basic …`.

use super::super::find;
use super::super::kind::{self, Kind};
use crate::model::source::{Span, floor_boundary};

/// A value and what the text calls it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named<'a> {
    /// The name, as written.
    pub(super) name: &'a str,
    /// The value, without quotes.
    pub(super) value: &'a str,
    /// Where the value stands.
    pub(super) span: Span,
    /// How it is set off from what follows.
    pub(super) set_off: SetOff,
}

/// How a value is set off from the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SetOff {
    /// By quotes.
    Quoted,
    /// `=` stands right before it.
    Equals,
    /// A colon stands before it, and a blank or the like behind it.
    Colon,
}

/// The longest name, in bytes.
const NAME: usize = 64;

/// Returns the values to which a text gives names that secrets go by, in order.
pub(super) fn named(text: &str) -> impl Iterator<Item = Named<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from + text.get(from..)?.find(['=', ':'])?;
            from = at + 1;
            let Some(name) = name_before(text, at).filter(|name| is_known(name)) else { continue };
            if let Some((span, set_off)) = value_after(text, at) {
                from = if FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field)) { from } else { span.end };
                return Some(Named { name, value: text.get(span.clone())?, span, set_off });
            }
        }
    })
}

/// Header fields that a log may repeat.
pub(super) const FIELDS: &[&str] = &["authorization", "proxy-authorization", "cookie", "set-cookie"];

fn is_known(name: &str) -> bool {
    let field = || FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field));
    name == "code" || field() || known(name).or_else(|| kind::personal(name)).is_some()
}

fn known(name: &str) -> Option<Kind> {
    let field = || kind::is_credential_field(&name.to_ascii_lowercase()).then_some(Kind::Credential);
    kind::named(name).or_else(|| kind::shared(name)).or_else(field)
}

fn name_before(text: &str, at: usize) -> Option<&str> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    let bytes = &text.as_bytes()[..at];
    // Quotes, those of JSON inside JSON too, and blanks may stand between.
    let around = bytes.iter().rev().take(4).take_while(|byte| b"\"'\\ ]".contains(byte)).count();
    let end = at - around;
    let length = bytes[..end].iter().rev().take(NAME).take_while(|byte| is_part(**byte)).count();
    let name = &text[end - length..end];
    let is_name = length > 2 && name.bytes().any(|byte| byte.is_ascii_alphabetic());
    (is_name && !name.contains(find::MARK)).then_some(name)
}

fn value_after(text: &str, at: usize) -> Option<(Span, SetOff)> {
    let bytes = text.as_bytes();
    let equals = bytes[at] == b'=';
    let mut start = at + 1;
    // `=>` and `==`.
    start += usize::from(matches!(bytes.get(start), Some(b'>' | b'=')));
    let blanks = bytes[start..].iter().take(4).take_while(|byte| **byte == b' ').count();
    start += blanks;
    let escapes = bytes[start..].iter().take(4).take_while(|byte| **byte == b'\\').count();
    let quote = bytes.get(start + escapes).copied().filter(|byte| b"\"'`".contains(byte));
    if let Some(quote) = quote {
        let from = start + escapes + 1;
        let end = bytes[from..].iter().position(|byte| *byte == quote || *byte == b'\n')? + from;
        // Inside JSON the quotes at the end are escaped as those at the beginning.
        let end = end.saturating_sub(escapes).max(from);
        return Some((from..end, SetOff::Quoted));
    }
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"&,;)]}<>\"'`|".contains(byte);
    let end = bytes[start..].iter().position(ends).map_or(bytes.len(), |length| start + length);
    let end = start + before_fragment(&text[start..end]);
    let end = if bytes.get(end.wrapping_sub(1)) == Some(&b'.') { end - 1 } else { end };
    let set_off = if equals && blanks == 0 { SetOff::Equals } else { SetOff::Colon };
    (start < end).then_some((start..end, set_off))
}

// A password may have a `#` in it, and parameters may begin behind one.
fn before_fragment(value: &str) -> usize {
    let begins = |at: usize| {
        value[at + 1..]
            .split_once('=')
            .is_some_and(|(name, _)| name.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphabetic()))
    };
    value.find('#').filter(|at| begins(*at)).unwrap_or(value.len())
}

/// Values that stand for none, in code and in logs.
const NONE: &[&str] = &["null", "none", "nil", "undefined", "true", "false", "void", "redacted", "string", "required"];

impl Named<'_> {
    /// Returns which kind of secret this is, if it looks like one.
    pub(super) fn kind(&self, personal: bool) -> Option<Kind> {
        let (name, value) = (self.name, self.value);
        let is_none = NONE.contains(&value.to_ascii_lowercase().as_str()) || value.chars().all(|c| "*.x-".contains(c));
        let is_code = self.set_off != SetOff::Quoted && value.contains(['(', '{']);
        // `data-token="https://…/token"` says where tokens come from; what an address has inside is looked for by itself.
        if is_none || is_code || is_address(value) || value.starts_with(['<', '$', '{']) {
            return None;
        }
        let whose = || kind::personal(name).filter(|_| personal && !kind::VAGUE.contains(&name) && self.is_apart());
        match known(name) {
            Some(kind) => Some(kind).filter(|kind| self.fits(*kind)),
            None if name == "code" => Some(Kind::Code).filter(|_| self.is_code()),
            None => whose(),
        }
    }

    // `Password: must not be empty` is no password.
    fn fits(&self, kind: Kind) -> bool {
        let value = self.value;
        let mixed = value.chars().any(|c| !c.is_alphabetic() && !"-_.'".contains(c));
        let is_word = matches!(kind, Kind::Token | Kind::Credential | Kind::FormToken | Kind::Key);
        match self.set_off {
            _ if is_word => value.len() >= 6 && (find::is_random(value) || mixed && value.len() >= 8),
            SetOff::Colon => mixed && value.len() >= 4 || value.len() >= 16,
            SetOff::Quoted | SetOff::Equals => true,
        }
    }

    // A code is random; a status code is a number, an error's code a word.
    fn is_code(&self) -> bool {
        let random = self.value.chars().all(|c| c.is_ascii_graphic()) && find::is_random(self.value);
        random && self.value.chars().any(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
    }

    fn is_apart(&self) -> bool {
        self.set_off != SetOff::Colon || self.value.chars().any(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
    }
}

/// Returns whether a value is an address, which is no secret, whatever its name.
pub(super) fn is_address(value: &str) -> bool {
    value.starts_with("https://") || value.starts_with("http://")
}

/// Returns the addresses in a text that say more than where.
pub(super) fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| c.is_whitespace() || "\"'<>`\\|^{}".contains(c);
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from + text.get(from..)?.find("://")?;
            let scheme = text[..at].bytes().rev().take(20).take_while(u8::is_ascii_alphanumeric).count();
            from = text[at..].find(ends).map_or(text.len(), |length| at + length);
            let address = &text[at - scheme..from];
            if scheme > 0 && address.contains(['?', '#', '@', ';']) {
                return Some(address.trim_end_matches([')', ']', ',', '.']));
            }
        }
    })
}

/// Returns what stands inside the private keys of a text, in PEM.
pub(super) fn private_keys(text: &str) -> impl Iterator<Item = &str> {
    const BEGIN: &str = "PRIVATE KEY-----";
    text.match_indices(BEGIN).filter_map(|(at, _)| {
        let line = text[..at].rfind("-----")?;
        let begins = text.get(line..)?.starts_with("-----BEGIN ") && at - line < 40;
        let rest = &text[at + BEGIN.len()..];
        let end = rest.find("-----").unwrap_or_else(|| rest.find(|c: char| !is_pem(c)).unwrap_or(rest.len()));
        // The ends of lines may be escaped, once or twice.
        let body = rest[..end].trim_matches(|c: char| c.is_whitespace() || c == '\\');
        let body = body.strip_prefix(['n', 'r']).filter(|_| rest.starts_with('\\')).unwrap_or(body);
        (begins && body.len() > 8 && !body.starts_with(find::MARK)).then_some(body)
    })
}

fn is_pem(c: char) -> bool {
    c.is_ascii_alphanumeric() || "+/=\\ \r\n\t".contains(c)
}

/// Returns the credentials that stand behind the word for their scheme: `Bearer …`, `Basic …`.
pub(super) fn credentials(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-._~+/=".contains(c);
    text.match_indices(' ').filter_map(move |(at, _)| {
        let scheme = ["bearer", "basic"].into_iter().find(|scheme| {
            let start = at.checked_sub(scheme.len());
            start.and_then(|start| text.get(start..at)).is_some_and(|word| word.eq_ignore_ascii_case(scheme))
        })?;
        let value = &text[at + 1..];
        let length = value.find(|c| !is_part(c)).unwrap_or(value.len());
        (length >= 12).then(|| &text[at - scheme.len()..at + 1 + length])
    })
}

/// Returns the telephone numbers that a text has in full, as in `+4915112345678`.
pub(super) fn phones(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('+').filter_map(move |(at, _)| {
        let before = text[..at].chars().next_back();
        let rest = &text[at + 1..];
        let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let after = rest[length..].chars().next();
        let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric() && !"+/=-_.%".contains(c));
        ((10..=15).contains(&length) && is_apart(before) && is_apart(after)).then(|| &text[at..=at + length])
    })
}

/// Returns the fields of a form in several parts (RFC 7578): name and value.
pub(super) fn parts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices("form-data;").filter_map(move |(at, _)| {
        let rest = &text[at..floor_boundary(text, at + 20_000)];
        let name = rest.split_once("name=\"")?.1.split_once('"')?.0;
        let blank = rest.find("\r\n\r\n").map(|at| at + 4).or_else(|| rest.find("\n\n").map(|at| at + 2))?;
        let value = rest[blank..].split("\r\n--").next()?.split("\n--").next()?;
        (name.len() < NAME && value.len() < 10_000).then_some((name, value))
    })
}
