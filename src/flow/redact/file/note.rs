//! What a file tells of its own redaction: a transcript in `redacted`, a HAR file in `_lpauth`.

use super::clean::Edit;
use super::look::as_json;
use super::mend;
use crate::model::json::{Json, Node, Place};
use crate::model::transcript::Redaction;
use crate::model::transcript::file::{self, SCHEMA};

/// The member of `log` that holds what lpauth has to say of a HAR file.
const MEMBER: &str = "_lpauth";

/// Where a note stands, or would.
pub(super) struct Note {
    kind: Kind,
    json: Option<Json>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A HAR file.
    Log,
    /// A HAR file without the object around `log`.
    BareLog,
    Transcript,
    /// Nothing that has room for a note.
    Other,
}

impl Note {
    /// Looks at the frame of a file.
    pub(super) fn of(text: &str, has_entries: bool) -> Note {
        let json = as_json(text).and_then(mend::parse);
        let root = json.as_ref().map(|json| &json.root);
        let kind = match root {
            Some(root) if root.get("log").is_some_and(|log| log.get("entries").is_some()) => Kind::Log,
            Some(root) if has_entries && root.get("entries").is_some() => Kind::BareLog,
            Some(root) if root.get("schema").and_then(Node::as_str) == Some(SCHEMA) => Kind::Transcript,
            _ => Kind::Other,
        };
        Note { kind, json }
    }

    /// Returns whether the file records messages.
    pub(super) fn is_record(&self) -> bool {
        self.kind != Kind::Other
    }

    /// Returns the pointer of the list of entries.
    pub(super) fn entries(&self) -> &'static str {
        if self.kind == Kind::BareLog { "/entries" } else { "/log/entries" }
    }

    /// Returns what an earlier redaction saw.
    pub(super) fn before(&self) -> Redaction {
        self.earlier().unwrap_or_default()
    }

    fn earlier(&self) -> Option<Redaction> {
        let object = self.object()?;
        let node = match self.kind {
            Kind::Transcript => object.get("redacted"),
            _ => object.get(MEMBER)?.get("redacted"),
        };
        file::redaction(&Place { pointer: String::new(), node: node? }).ok()
    }

    /// Returns the object that the note is a member of.
    fn object(&self) -> Option<&Node> {
        let root = &self.json.as_ref()?.root;
        match self.kind {
            Kind::Log => root.get("log"),
            Kind::BareLog | Kind::Transcript => Some(root),
            Kind::Other => None,
        }
    }

    /// Returns what to write and where, if it is not there already.
    pub(super) fn edit(&self, text: &str, redaction: &Redaction) -> Option<Edit> {
        if self.earlier().as_ref() == Some(redaction) {
            return None;
        }
        let object = self.object()?;
        let shift = text.len() - text.trim_start_matches('\u{feff}').len();
        let (name, value) = match self.kind {
            Kind::Transcript => ("redacted", file::redaction_value(redaction)),
            _ => (MEMBER, serde_json::json!({ "redacted": file::redaction_value(redaction) })),
        };
        if let Some(there) = object.get(name) {
            let span = there.span.start + shift..there.span.end + shift;
            return (span.end <= text.len()).then(|| (span, value.to_string()));
        }
        let first = object.members().first()?;
        let at = first.node.span.end + shift;
        let blank = text.get(object.span.start + shift + 1..first.name_span.start + shift)?;
        (at <= text.len()).then(|| (at..at, format!(",{blank}\"{name}\": {value}")))
    }
}
