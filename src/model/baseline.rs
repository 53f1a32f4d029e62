//! A baseline: the findings that somebody accepted, so that only new ones count.

use serde::{Deserialize, Serialize};

/// The version of the format that is written, and the only one that is read.
pub const SCHEMA: &str = "lpauth-baseline-v1";

/// The accepted findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    /// The format, [`SCHEMA`].
    pub schema: String,
    /// One entry a finding; two findings that look alike are two entries.
    pub findings: Vec<Entry>,
}

/// An accepted finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The check.
    pub check: String,
    /// The JSON pointer, with `*` for numbers: the order of keys is nobody's promise.
    pub pointer: String,
    /// What was found, for people.
    pub found: String,
    /// What the finding is known by again.
    pub fingerprint: String,
}

impl Baseline {
    /// Returns a baseline of these findings.
    pub fn new(findings: Vec<Entry>) -> Baseline {
        Baseline { schema: SCHEMA.to_owned(), findings }
    }

    /// Reads a baseline.
    ///
    /// # Errors
    /// Says in a sentence what the text is in place of one.
    pub fn parse(text: &str) -> Result<Baseline, String> {
        let baseline: Baseline = serde_json::from_str(text).map_err(|error| format!("no baseline: {error}"))?;
        if baseline.schema == SCHEMA {
            return Ok(baseline);
        }
        Err(format!("a baseline of the format “{}”, not {SCHEMA}", baseline.schema))
    }

    /// Returns the baseline as a file holds it: a line a member, so that a change shows in a diff.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}
