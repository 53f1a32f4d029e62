//! What a report says of the whole: whether a server is ready, what it took to find out, and what has changed.

use crate::report::changes::{Answer, Change};
use crate::report::diagnosis::Cause;
use crate::report::{Changes, Cost, Diagnosis, Readiness};
use serde::Serialize;

/// Whether a server is ready.
#[derive(Serialize)]
pub(in crate::render) struct JsonReadiness<'a> {
    state: &'static str,
    purpose: &'static str,
    because: &'a [String],
}

/// What it took to find something out.
#[derive(Serialize)]
pub(in crate::render) struct JsonCost {
    requests: usize,
    took_ms: u64,
}

/// Why a login failed.
#[derive(Serialize)]
pub(in crate::render) struct JsonDiagnosis<'a> {
    causes: Vec<JsonCause<'a>>,
    wanted: &'a [String],
}

#[derive(Serialize)]
struct JsonCause<'a> {
    id: &'static str,
    title: &'a str,
    confidence: &'static str,
    step: &'static str,
    side: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    subject: &'a str,
    checks: &'a [&'static str],
    proof: &'a [String],
    change: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    test: &'a str,
    consequences: &'a [&'static str],
}

/// What is different from an earlier report.
#[derive(Serialize)]
pub(in crate::render) struct JsonChanges<'a> {
    since: &'a str,
    judged_at: i64,
    same: usize,
    changed: Vec<JsonChange<'a>>,
}

#[derive(Serialize)]
struct JsonChange<'a> {
    change: String,
    subject: &'a str,
    check: &'a str,
    before: Option<JsonAnswer>,
    now: Option<JsonAnswer>,
}

#[derive(Serialize)]
struct JsonAnswer {
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<&'static str>,
}

impl<'a> JsonReadiness<'a> {
    /// Returns the verdict as it is written.
    pub(in crate::render) fn of(readiness: &'a Readiness) -> JsonReadiness<'a> {
        JsonReadiness { state: readiness.state.word(), purpose: readiness.purpose, because: &readiness.because }
    }
}

impl JsonCost {
    /// Returns the cost as it is written.
    pub(in crate::render) fn of(cost: Cost) -> JsonCost {
        JsonCost { requests: cost.requests, took_ms: cost.took }
    }
}

impl<'a> JsonDiagnosis<'a> {
    /// Returns the diagnosis as it is written.
    pub(in crate::render) fn of(diagnosis: &'a Diagnosis) -> JsonDiagnosis<'a> {
        JsonDiagnosis { causes: diagnosis.causes.iter().map(JsonCause::of).collect(), wanted: &diagnosis.wanted }
    }
}

impl<'a> JsonCause<'a> {
    fn of(cause: &'a Cause) -> JsonCause<'a> {
        JsonCause {
            id: cause.id,
            title: &cause.title,
            confidence: cause.confidence.name(),
            step: cause.stage.word(),
            side: cause.side.word(),
            subject: &cause.subject,
            checks: &cause.checks,
            proof: &cause.proof,
            change: &cause.fix,
            test: &cause.test,
            consequences: &cause.consequences,
        }
    }
}

impl<'a> JsonChanges<'a> {
    /// Returns the changes as they are written.
    pub(in crate::render) fn of(changes: &'a Changes) -> JsonChanges<'a> {
        JsonChanges {
            since: &changes.since,
            judged_at: changes.judged_at,
            same: changes.same,
            changed: changes.changed.iter().map(JsonChange::of).collect(),
        }
    }
}

impl<'a> JsonChange<'a> {
    fn of(change: &'a Change) -> JsonChange<'a> {
        JsonChange {
            change: change.turn().word(),
            subject: &change.subject,
            check: &change.check,
            before: change.before.map(JsonAnswer::of),
            now: change.now.map(JsonAnswer::of),
        }
    }
}

impl JsonAnswer {
    fn of(answer: Answer) -> JsonAnswer {
        match answer {
            Answer::Pass => JsonAnswer { outcome: "pass", severity: None },
            Answer::Skip => JsonAnswer { outcome: "skip", severity: None },
            Answer::Fail(severity) => JsonAnswer { outcome: "fail", severity: Some(severity.name()) },
        }
    }
}
