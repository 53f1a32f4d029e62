//! LivePerson's own words for a failure, wherever they stand in a text: a log line, an error message, a close code.

use crate::report::Source;
use crate::report::diagnosis::Side;
use crate::spec::liveperson::{self, CODES, Code, Family};

/// A code or a name of LivePerson's, and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Its row.
    pub code: &'static Code,
    /// The code or the name, as it was written.
    pub word: String,
    /// Where, such as `log.txt:12`.
    pub place: String,
}

/// What stands before a number that is a code of LivePerson's.
const LABELS: &[(&str, Family)] = &[
    ("internalerrorcode", Family::Idp),
    ("internalcode", Family::Legacy),
    ("close code", Family::WebSocket),
    ("closecode", Family::WebSocket),
    ("close_code", Family::WebSocket),
    ("websocket closed", Family::WebSocket),
];

/// The longest line that is read, in bytes; of a longer one the beginning.
const LONGEST: usize = 64 << 10;

/// How many are kept.
const MOST: usize = 50;

impl Heard {
    /// Returns the code, also where only its name was written.
    pub fn number(&self) -> &'static str {
        let written = |(code, name): &&(&'static str, &'static str)| *code == self.word || *name == self.word;
        self.code.codes.iter().find(written).or(self.code.codes.first()).map_or("", |(code, _)| code)
    }

    /// Returns the line that shows it.
    pub fn proof(&self) -> String {
        let name = self.code.codes.iter().find(|(code, _)| *code == self.word).map_or("", |(_, name)| *name);
        let name = if name.is_empty() { String::new() } else { format!(" ({name})") };
        format!("{}: LivePerson says {}{name}", self.place, self.word)
    }
}

/// Returns every code and name of LivePerson's in a text, each once, in order.
pub fn heard(source: &Source) -> Vec<Heard> {
    let mut found: Vec<Heard> = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        let line: String = line.chars().take(LONGEST).collect();
        for (code, word) in of_line(&line) {
            let known = found.iter().any(|heard| std::ptr::eq(heard.code, code));
            if !known && found.len() < MOST {
                found.push(Heard { code, word, place: format!("{}:{}", source.name, index + 1) });
            }
        }
    }
    found
}

fn of_line(line: &str) -> Vec<(&'static Code, String)> {
    let lower = line.to_ascii_lowercase();
    let labelled = LABELS.iter().flat_map(|(label, family)| numbers(&lower, label, *family));
    let bare = bare(line).into_iter();
    labelled.chain(closings(&lower)).chain(bare).chain(names(line)).chain(messages(&lower)).collect()
}

/// Returns the codes that follow a label, whatever quotes, braces and colons stand in between.
fn numbers(line: &str, label: &str, family: Family) -> Vec<(&'static Code, String)> {
    let mut found = Vec::new();
    for (start, _) in line.match_indices(label) {
        let rest = &line[start + label.len()..];
        let gap = rest.find(|c: char| c.is_ascii_digit()).filter(|gap| *gap <= 6);
        let Some(gap) = gap else { continue };
        let number: String = rest[gap..].chars().take_while(char::is_ascii_digit).collect();
        found.extend(of_family(&number, family).map(|code| (code, number)));
    }
    found
}

/// Returns the codes with which a WebSocket closed, however a console tells of it: `onclose CloseEvent {code: 4401}`.
fn closings(line: &str) -> Vec<(&'static Code, String)> {
    let closes = line.contains("close") && ["socket", "code", "onclose"].iter().any(|word| line.contains(word));
    let numbers = line.split(|c: char| !c.is_ascii_alphanumeric()).filter(|_| closes);
    numbers.filter_map(|number| Some((of_family(number, Family::WebSocket)?, number.to_owned()))).collect()
}

/// What people say before a code when they pass it on.
const SAID: &[&str] = &["code", "error", "idp", "liveperson", "lp", "failure"];

/// Returns the code of a line that says nothing else: `9007`, `IDP error: 9007`.
fn bare(line: &str) -> Option<(&'static Code, String)> {
    let mut words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let word = words.next_back()?;
    let alone = words.all(|word| SAID.contains(&word.to_ascii_lowercase().as_str()));
    let is_number = word.len() == 4 && word.bytes().all(|c| c.is_ascii_digit());
    let code = liveperson::code(word).filter(|_| alone && is_number);
    code.map(|code| (code, word.to_owned()))
}

/// Returns the names of codes. Names of one plain word (`TIMEOUT`) stand in other texts too and count for nothing.
fn names(line: &str) -> Vec<(&'static Code, String)> {
    let words = line.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '.'));
    let named = |word: &str| {
        let word = word.trim_matches('.');
        let same = |(code, name): &(&str, &str)| *name == word && word.contains('_') || *code == word;
        let digits = word.bytes().all(|c| c.is_ascii_digit());
        CODES.iter().filter(|_| !digits).find(|row| row.codes.iter().any(same))
    };
    words.filter_map(|word| Some((named(word)?, word.to_owned()))).collect()
}

/// What LivePerson says without a code.
const MESSAGES: &[(&str, &str)] = &[
    ("failed to validate user with customer authentication service", "10"),
    ("unknown_authorization_type", "5"),
    ("customer_jwt_not_valid", "9007"),
];

fn messages(line: &str) -> Vec<(&'static Code, String)> {
    let said = MESSAGES.iter().filter(|(message, _)| line.contains(message));
    said.filter_map(|(_, code)| Some((liveperson::code(code)?, (*code).to_owned()))).collect()
}

fn of_family(number: &str, family: Family) -> Option<&'static Code> {
    CODES.iter().find(|row| row.family == family && row.codes.iter().any(|(code, _)| *code == number))
}

/// Codes that name a cause on one side, whichever of their causes it is.
const SIDES: [(&[&str], Side); 3] = [
    // The public key and the connector are set up in LivePerson's console.
    (&["1005", "1022", "9015", "5"], Side::Console),
    // LivePerson's servers do not get through to the token endpoint.
    (&["9013"], Side::Network),
    // What the page handed over, or that it handed over nothing.
    (&["9009", "1006", "2001"], Side::Page),
];

/// Returns whose turn it is when a code alone is known.
pub(super) fn side(code: &Code) -> Side {
    let is_one = |(codes, _): &&(&[&str], Side)| code.codes.iter().any(|(code, _)| codes.contains(code));
    if let Some((_, side)) = SIDES.iter().find(is_one) {
        return *side;
    }
    match code.family {
        Family::Idp | Family::Legacy => Side::LivePerson,
        Family::WebSocket | Family::Mobile => Side::Page,
    }
}
