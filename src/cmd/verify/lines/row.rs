//! A verdict as a row: a line of JSON, or of CSV. `docs/json-v1.md` describes both.

use super::judge::{Judged, LineVerdict, Unreadable};
use crate::model::json::shorten;
use crate::render::visible;
use crate::report::Severity;
use serde::Serialize;
use std::borrow::Cow;

/// What is written of each line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// Nothing.
    None,
    /// A line of JSON.
    Json,
    /// A record of CSV.
    Csv,
}

/// A verdict in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Word {
    /// Nothing that counts is wrong.
    Valid,
    /// Something is.
    Invalid,
    /// There is nothing to judge.
    Unreadable,
}

/// A verdict, and the line it is about.
pub(super) struct Row<'a> {
    /// The number of the line.
    pub(super) line: u64,
    /// Its name.
    pub(super) id: Option<&'a str>,
    /// The verdict in a word.
    pub(super) word: Word,
    /// The verdict.
    pub(super) verdict: &'a LineVerdict,
}

/// Writes rows.
pub(super) enum Writer<'a> {
    None,
    Json(&'a mut Vec<u8>),
    Csv(Box<csv::Writer<&'a mut Vec<u8>>>),
}

/// The columns of CSV.
const COLUMNS: [&str; 12] =
    ["line", "id", "verdict", "reason", "verified", "errors", "warnings", "notes", "iss", "kid", "iat", "exp"];

/// How much of an issuer or a key ID is passed on, in characters.
const SHOWN: usize = 256;

impl Rows {
    /// Returns what stands before the first row.
    pub(super) fn header(self) -> String {
        if self == Rows::Csv { COLUMNS.join(",") + "\n" } else { String::new() }
    }

    /// Returns what writes rows at the end of `text`.
    pub(super) fn writer(self, text: &mut Vec<u8>) -> Writer<'_> {
        match self {
            Rows::None => Writer::None,
            Rows::Json => Writer::Json(text),
            Rows::Csv => Writer::Csv(Box::new(csv::Writer::from_writer(text))),
        }
    }
}

impl Unreadable {
    /// Returns the word for it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Unreadable::Empty => "empty",
            Unreadable::NotUtf8 => "not-utf8",
            Unreadable::TooLong => "too-long",
            Unreadable::NotJson => "not-json",
            Unreadable::NoField => "no-field",
            Unreadable::OpenQuote => "open-quote",
            Unreadable::NoToken => "no-token",
            Unreadable::SeveralTokens => "several-tokens",
        }
    }
}

impl Writer<'_> {
    /// Writes a row.
    pub(super) fn put(&mut self, row: &Row<'_>) {
        match self {
            Writer::None => {}
            // Nothing written to memory fails.
            Writer::Json(text) => {
                let _ = serde_json::to_writer(&mut **text, &JsonRow::of(row));
                text.push(b'\n');
            }
            Writer::Csv(writer) => drop(writer.write_record(cells(row).iter().map(|cell| cell.as_bytes()))),
        }
    }
}

#[derive(Serialize)]
struct JsonRow<'a> {
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    verdict: Word,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    token: Option<JsonToken<'a>>,
}

#[derive(Serialize)]
struct JsonToken<'a> {
    verified: bool,
    errors: Vec<&'static str>,
    warnings: Vec<&'static str>,
    notes: Vec<&'static str>,
    iss: Option<Cow<'a, str>>,
    kid: Option<Cow<'a, str>>,
    iat: Option<i64>,
    exp: Option<i64>,
}

impl<'a> JsonRow<'a> {
    fn of(row: &Row<'a>) -> JsonRow<'a> {
        let (reason, token) = match row.verdict {
            LineVerdict::Unreadable(reason) => (Some(reason.name()), None),
            LineVerdict::Judged(judged) => (None, Some(JsonToken::of(judged))),
        };
        JsonRow { line: row.line, id: row.id, verdict: row.word, reason, token }
    }
}

impl<'a> JsonToken<'a> {
    fn of(judged: &'a Judged) -> JsonToken<'a> {
        JsonToken {
            verified: judged.verified,
            errors: of_severity(judged, Severity::Error),
            warnings: of_severity(judged, Severity::Warning),
            notes: of_severity(judged, Severity::Note),
            iss: judged.issuer.as_deref().map(shown),
            kid: judged.kid.as_deref().map(shown),
            iat: judged.issued,
            exp: judged.expires,
        }
    }
}

fn cells<'a>(row: &Row<'a>) -> [Cow<'a, str>; COLUMNS.len()] {
    let mut cells = [const { Cow::Borrowed("") }; COLUMNS.len()];
    cells[0] = row.line.to_string().into();
    cells[1] = row.id.unwrap_or_default().into();
    cells[2] = row.word.name().into();
    match row.verdict {
        LineVerdict::Unreadable(reason) => cells[3] = reason.name().into(),
        LineVerdict::Judged(judged) => {
            cells[4] = if judged.verified { "true" } else { "false" }.into();
            for (cell, severity) in (5..).zip([Severity::Error, Severity::Warning, Severity::Note]) {
                cells[cell] = of_severity(judged, severity).join(" ").into();
            }
            cells[8] = judged.issuer.as_deref().map(shown).unwrap_or_default();
            cells[9] = judged.kid.as_deref().map(shown).unwrap_or_default();
            for (cell, time) in (10..).zip([judged.issued, judged.expires]) {
                cells[cell] = time.map(|time| time.to_string()).unwrap_or_default().into();
            }
        }
    }
    cells
}

impl Word {
    fn name(self) -> &'static str {
        match self {
            Word::Valid => "valid",
            Word::Invalid => "invalid",
            Word::Unreadable => "unreadable",
        }
    }
}

fn of_severity(judged: &Judged, severity: Severity) -> Vec<&'static str> {
    judged.failures.iter().filter(|failed| failed.severity == severity).map(|failed| failed.check).collect()
}

/// Returns a text of a stranger's as a row passes it on: not endless, and with nothing in it that steers a terminal.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    if text.len() <= SHOWN {
        return visible(text);
    }
    Cow::Owned(visible(&shorten(text, SHOWN)).into_owned())
}
