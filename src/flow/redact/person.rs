//! How people are written: their e-mail addresses and telephone numbers, and what stands in their place.

/// Returns whether a text is one address, as far as that can be told without asking its server.
pub(super) fn is_address(value: &str) -> bool {
    let domain = value.split_once('@').map(|(_, domain)| domain);
    domain.is_some_and(|domain| domain.contains('.') && !domain.contains('@')) && !value.contains(char::is_whitespace)
}

/// Returns a number of the same form, so that whatever looks at the form still sees it. It must be known again.
pub(super) fn digits(value: &str, count: usize) -> Option<String> {
    let total = value.chars().filter(char::is_ascii_digit).count();
    let number = format!("1{count:0>width$}", width = total.saturating_sub(1));
    let mut digits = number.chars();
    let written: String =
        value.chars().map(|c| if c.is_ascii_digit() { digits.next().unwrap_or('0') } else { c }).collect();
    (stand_in(&written) == Some(count)).then_some(written)
}

/// Returns which number of [`digits`] this is, if it is one.
pub(super) fn stand_in(value: &str) -> Option<usize> {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    digits.strip_prefix("1000").filter(|rest| rest.len() >= 3)?.parse().ok()
}

/// Returns the e-mail addresses in a text.
pub(super) fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let is_local = |c: char| c.is_ascii_alphanumeric() || "._+-".contains(c);
    let is_domain = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    text.match_indices('@').filter_map(move |(at, _)| {
        let start = text[..at]
            .rfind(|c| !is_local(c))
            .map_or(0, |before| before + text[before..].chars().next().map_or(1, char::len_utf8));
        let length = text[at + 1..].find(|c| !is_domain(c)).unwrap_or(text.len() - at - 1);
        let address = text[start..at + 1 + length].trim_end_matches(['.', '-']);
        (start < at && is_address(address) && !is_login(&text.as_bytes()[..start])).then_some(address)
    })
}

// What stands before `@` in `https://user:password@host` belongs to no address.
fn is_login(before: &[u8]) -> bool {
    let near = &before[before.len().saturating_sub(80)..];
    let word = near.rsplit(u8::is_ascii_whitespace).next().unwrap_or_default();
    word.ends_with(b":") && word.windows(2).any(|pair| pair == b"//")
}
