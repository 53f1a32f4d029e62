//! The messages of a login, a row each; what was said unfolds below.

use super::super::{timeline, visible};
use crate::report::Timeline;
use crate::report::timeline::{Detail, Row};

/// A login.
pub(super) struct Messages {
    /// How much happened.
    pub(super) heading: String,
    /// The rows.
    pub(super) rows: Vec<Message>,
    /// Why it went no further; empty if it did.
    pub(super) stopped: String,
}

/// A message and its answer.
pub(super) struct Message {
    /// When, in milliseconds from the first.
    pub(super) at: u64,
    /// Who to whom.
    pub(super) parties: String,
    /// What was sent.
    pub(super) what: String,
    /// What came of it.
    pub(super) result: String,
    /// What is said of a message at which the login broke; empty of any other.
    pub(super) broke: &'static str,
    /// The failing checks about it.
    pub(super) checks: Vec<&'static str>,
    /// The lines of the message: what kind, and the text.
    pub(super) details: Vec<(&'static str, String)>,
}

impl Messages {
    /// Returns the timeline as it is shown.
    pub(super) fn of(told: &Timeline) -> Messages {
        Messages {
            heading: timeline::heading(told),
            rows: told.rows.iter().enumerate().map(|(index, row)| Message::of(told, index, row)).collect(),
            stopped: visible(told.stopped.as_deref().unwrap_or_default()).into_owned(),
        }
    }
}

impl Message {
    fn of(told: &Timeline, index: usize, row: &Row) -> Message {
        Message {
            at: row.at,
            parties: timeline::parties(row),
            what: visible(&row.what(told.server.as_deref())).into_owned(),
            result: visible(&row.result()).into_owned(),
            broke: match told.cause {
                Some(cause) if cause == index => timeline::HERE,
                // What broke after the cause broke because of it.
                Some(_) if row.broken => "broke too",
                None if row.broken => "broke here",
                _ => "",
            },
            checks: row.checks.clone(),
            details: row.details.iter().map(detail).collect(),
        }
    }
}

fn detail(detail: &Detail) -> (&'static str, String) {
    let (kind, text) = match detail {
        Detail::Asked(text) => ("asked", text),
        Detail::Answered(text) => ("answered", text),
        Detail::Fact(text) => ("fact", text),
    };
    (kind, visible(text).into_owned())
}
