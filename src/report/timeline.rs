//! What happened in a login, as a reader wants it told: who sent what to whom, what came of it, and where it broke.

use super::diagnosis::{Cause, Stage};
use super::{Severity, Verdict};

/// A login, message by message. Whoever makes one has taken the secrets out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    /// The authorization server, by scheme, host and port; rows about it need not repeat that.
    pub server: Option<String>,
    /// From the first message to the last answer, in milliseconds.
    pub took: u64,
    /// The messages, in order.
    pub rows: Vec<Row>,
    /// Why it went no further, if it did not: a sentence without a full stop.
    pub stopped: Option<String>,
    /// The place of the row at which the cause of a diagnosis shows. Whatever broke after it broke because of it.
    pub cause: Option<usize>,
}

/// One message and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// When, in milliseconds from the first message.
    pub at: u64,
    /// Who sent it.
    pub from: Actor,
    /// To whom.
    pub to: Actor,
    /// The method; empty for what was handed over inside a page.
    pub method: String,
    /// The address without its query; for what was handed over inside a page, what it was.
    pub address: String,
    /// What came of it: `302 → /login`.
    pub outcome: String,
    /// From sending to the last byte of the answer, in milliseconds; `None` if there is no answer.
    pub took: Option<u64>,
    /// Whether the login broke here: nothing came, a refusal came, or what came has an error.
    pub broken: bool,
    /// The failing checks that are about this message.
    pub checks: Vec<&'static str>,
    /// The names of the documents that it brought, as findings have them.
    pub documents: Vec<&'static str>,
    /// The messages themselves, a line each.
    pub details: Vec<Detail>,
}

/// Who takes part in a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// LivePerson's service, or its window.
    LivePerson,
    /// The consumer's browser.
    Browser,
    /// The brand's authorization server.
    Server,
    /// The brand's page, into which LivePerson's script is built.
    Page,
}

/// A line of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// Of the request.
    Asked(String),
    /// Of the answer.
    Answered(String),
    /// About either: the connection, the time it took.
    Fact(String),
}

impl Actor {
    /// Every actor.
    pub const ALL: [Actor; 4] = [Actor::LivePerson, Actor::Browser, Actor::Server, Actor::Page];

    /// Returns what it is called in a row: `server`.
    pub fn name(self) -> &'static str {
        match self {
            Actor::LivePerson => "LivePerson",
            Actor::Browser => "browser",
            Actor::Server => "server",
            Actor::Page => "brand's page",
        }
    }

    /// Returns the word for it in files: `authorization-server`.
    pub fn word(self) -> &'static str {
        match self {
            Actor::LivePerson => "liveperson",
            Actor::Browser => "browser",
            Actor::Server => "authorization-server",
            Actor::Page => "brand-page",
        }
    }
}

impl Row {
    /// Returns what was sent, in a phrase; what stands at `server` by its path alone.
    pub fn what(&self, server: Option<&str>) -> String {
        let path = server.and_then(|server| self.address.strip_prefix(server)).filter(|path| path.starts_with('/'));
        let address = path.unwrap_or(&self.address);
        if self.method.is_empty() { address.to_owned() } else { format!("{} {address}", self.method) }
    }

    /// Returns what came of it and how long that took, in a phrase.
    pub fn result(&self) -> String {
        let took = self.took.map(|took| format!(", {took} ms")).unwrap_or_default();
        format!("{}{took}", self.outcome)
    }
}

impl Timeline {
    /// Returns the timeline with every failing check at the message that it is about.
    #[must_use]
    pub fn judged(mut self, verdicts: &[Verdict]) -> Timeline {
        for verdict in verdicts.iter().filter(|verdict| verdict.counts()) {
            let about = |row: &&mut Row| verdict.findings().iter().any(|finding| row.brought(&finding.at.document));
            // The last message of a kind is the one whose answer was judged.
            if let Some(row) = self.rows.iter_mut().rev().find(about) {
                row.checks.push(verdict.rule.id);
                row.broken |= verdict.severity == Severity::Error;
            }
        }
        self
    }
}

impl Timeline {
    /// Marks the message at which a cause shows, if one does: the one whose check fails, else the first that broke, else what
    /// the step of the login brought.
    pub fn mark(&mut self, cause: &Cause) {
        let checked = || self.rows.iter().position(|row| row.checks.iter().any(|check| cause.checks.contains(check)));
        let broken = || self.rows.iter().position(|row| row.broken);
        let brought = || {
            let documents = documents(cause.stage);
            self.rows.iter().rposition(|row| row.documents.iter().any(|document| documents.contains(document)))
        };
        self.cause = checked().or_else(broken).or_else(brought);
    }
}

/// Returns what the messages of a step bring.
fn documents(stage: Stage) -> &'static [&'static str] {
    match stage {
        Stage::Authorization => &["authorization request"],
        Stage::Page | Stage::Callback => &["callback"],
        Stage::TokenRequest => &["token response"],
        Stage::Token => &["id_token"],
        Stage::After => &["userinfo response", "refresh response"],
        Stage::Login | Stage::Keys | Stage::LivePerson => &[],
    }
}

impl Row {
    // `claims of id_token` is a part of `id_token`, as `head of the token response` is one of that. What was encrypted came
    // with its envelope.
    fn brought(&self, document: &str) -> bool {
        let whole = document.rsplit(" of ").next().unwrap_or(document).trim_start_matches("the ");
        let whole = whole.strip_suffix(" (decrypted)").unwrap_or(whole);
        self.documents.iter().any(|brought| *brought == document || *brought == whole)
    }
}
