//! Writes a brand into a settings file, or anew what changes of one that is there. Everything else keeps its bytes.

use super::{Brand, Form, MEMBERS, Member, Settings};
use std::fmt::Write;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Returns the name that the section of a brand most likely has: `https://login.acmebank.example` is acmebank's. `None` if
/// the issuer is no URL with a domain name.
pub fn name_of(issuer: &str) -> Option<String> {
    /// Below these, names are given out in many countries.
    const SECOND_LEVEL: &[&str] = &["ac", "co", "com", "edu", "gov", "net", "org"];
    let url = url::Url::parse(issuer).ok()?;
    let labels: Vec<&str> = url.domain()?.rsplit('.').collect();
    let own = labels.iter().skip(1).find(|label| !SECOND_LEVEL.contains(label)).or(labels.get(1));
    own.filter(|label| !label.is_empty()).map(|label| (*label).to_owned())
}

/// Returns the section of a brand as a text of its own: a comment and a line for each member, in the order of the table.
/// Those that are named in `open` stand there as a comment alone, so that they are not forgotten.
pub fn section(brand: &Brand, open: &[&str]) -> String {
    format!("[brand.{}]\n{}", key(&brand.name), lines(brand, open))
}

/// Returns the text of the settings with this brand in it. A brand that is there keeps what `brand` does not mention; one
/// that is not comes last.
pub fn with(settings: &Settings, brand: &Brand, open: &[&str]) -> String {
    let text = &settings.source.text;
    let changed = match settings.brand(&brand.name) {
        Some(_) => changed(text, brand),
        None => appended(text, &section(brand, open)),
    };
    changed.unwrap_or_else(|| text.clone())
}

/// Returns a name as a TOML key.
pub fn key(name: &str) -> String {
    let pair = toml::Table::from_iter([(name.to_owned(), toml::Value::Boolean(true))]).to_string();
    pair.trim_end().strip_suffix(" = true").unwrap_or_default().to_owned()
}

/// Returns a text as a TOML string.
pub fn string(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn lines(brand: &Brand, open: &[&str]) -> String {
    let mut text = String::new();
    for member in MEMBERS {
        match brand.text(member.name) {
            Some(value) => _ = write!(text, "{}{}", comment(member), line(member, value)),
            None if open.contains(&member.name) => {
                _ = writeln!(text, "{}# {} = {}", comment(member), member.name, example(member));
            }
            None => {}
        }
    }
    text
}

fn comment(member: &Member) -> String {
    match member.console {
        Some(label) => format!("# {label}: {}\n", member.title),
        None => format!("# {}\n", member.title),
    }
}

fn line(member: &Member, value: &str) -> String {
    format!("{} = {}\n", member.name, literal(member, value))
}

fn literal(member: &Member, value: &str) -> String {
    if member.form == Form::Boolean { value.to_owned() } else { string(value) }
}

fn example(member: &Member) -> &'static str {
    if member.form == Form::Reference { "\"env:NAME\"" } else { "\"…\"" }
}

fn appended(text: &str, section: &str) -> Option<String> {
    let between = match text {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    Some(format!("{text}{}", as_in(text, &format!("{between}{section}"))))
}

/// Returns new lines with the line ends that `text` has.
fn as_in(text: &str, lines: &str) -> String {
    if text.contains("\r\n") { lines.replace('\n', "\r\n") } else { lines.to_owned() }
}

fn changed(text: &str, brand: &Brand) -> Option<String> {
    let document = DeTable::parse(text).ok()?;
    let section = document.get_ref().get("brand")?.get_ref().as_table()?.get(brand.name.as_str())?;
    let table = section.get_ref().as_table()?;
    let mut edits = replaced(text, table, brand);
    let mut new = brand.clone();
    new.members.retain(|(name, _)| table.get(*name).is_none());
    edits.push(added(text, section, table, &new));
    edits.sort_by_key(|(place, _)| place.start);
    let mut result = String::new();
    let mut copied = 0;
    for (place, new) in edits {
        result.push_str(text.get(copied..place.start)?);
        result.push_str(&new);
        copied = place.end;
    }
    result.push_str(text.get(copied..)?);
    Some(result)
}

/// What takes the place of some bytes.
type Edit = (Range<usize>, String);

fn replaced(text: &str, table: &DeTable<'_>, brand: &Brand) -> Vec<Edit> {
    let replace = |(name, value): &(&'static str, String)| {
        let member = MEMBERS.iter().find(|member| member.name == *name)?;
        let old = table.get(*name)?;
        let new = literal(member, value);
        // `60` and `"60"` are one length of time: what says the same stays as it is written.
        let same = old.get_ref().as_str() == Some(value) || text.get(old.span()) == Some(value);
        (!same).then(|| (old.span(), new))
    };
    brand.members.iter().filter_map(replace).collect()
}

/// Returns the lines of members that are new, after the last one of the section, or after its header.
fn added(text: &str, section: &Spanned<DeValue<'_>>, table: &DeTable<'_>, new: &Brand) -> Edit {
    let lines = lines(new, &[]);
    let last = table.iter().filter(|(name, _)| name.get_ref() != "checks").map(|(_, value)| value.span().end).max();
    let headed = text.get(section.span()).is_some_and(|header| header.starts_with('['));
    let Some(end) = last.or(headed.then_some(section.span().end)) else {
        // Only a sub-table is there: TOML takes the section itself later.
        let own = if lines.is_empty() { lines } else { format!("\n[brand.{}]\n{lines}", key(&new.name)) };
        return (text.len()..text.len(), as_in(text, &own));
    };
    match text[end..].find('\n') {
        Some(rest) => (end + rest + 1..end + rest + 1, as_in(text, &lines)),
        None if lines.is_empty() => (text.len()..text.len(), lines),
        None => (text.len()..text.len(), as_in(text, &format!("\n{lines}"))),
    }
}
