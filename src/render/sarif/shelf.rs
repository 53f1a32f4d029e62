//! The documents of a report as SARIF's artifacts (§3.24), each once.

use crate::report::{Group, Report, Source, Verdict};
use serde::Serialize;
use std::collections::BTreeMap;

/// A document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Artifact<'a> {
    location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_index: Option<usize>,
    contents: Contents<'a>,
}

#[derive(Serialize)]
struct Contents<'a> {
    text: &'a str,
}

/// Where a document stands.
#[derive(Serialize)]
pub(super) struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

/// The documents of a report, and where each stands among the artifacts. What was decoded from a document is nested in it.
pub(super) struct Shelf<'a> {
    /// The documents.
    pub(super) artifacts: Vec<Artifact<'a>>,
    places: BTreeMap<String, usize>,
}

impl<'a> Shelf<'a> {
    /// Returns the documents of `report`.
    pub(super) fn of(report: &'a Report) -> Shelf<'a> {
        let mut shelf = Shelf { artifacts: Vec::new(), places: BTreeMap::new() };
        // Of a try in which all is right, nobody wants the texts.
        let wanted = report.groups.iter().filter(|group| group.part.is_none() || group.verdicts.iter().any(failed));
        for group in wanted {
            group.documents.iter().for_each(|document| shelf.put(group, document));
        }
        shelf
    }

    fn put(&mut self, group: &Group, document: &'a Source) {
        let name = shelved(group, &document.name);
        if self.places.contains_key(&name) {
            return;
        }
        let whole = document.part_of.as_ref().map(|whole| shelved(group, whole));
        let parent_index = whole.and_then(|whole| self.places.get(&whole).copied());
        self.artifacts.push(Artifact {
            location: ArtifactLocation { uri: uri(&name), index: None },
            parent_index,
            contents: Contents { text: &document.text },
        });
        self.places.insert(name, self.artifacts.len() - 1);
    }

    /// Returns where the document called `name` stands.
    pub(super) fn location(&self, group: &Group, name: &str) -> ArtifactLocation {
        let name = shelved(group, name);
        ArtifactLocation { uri: uri(&name), index: self.places.get(&name).copied() }
    }
}

fn failed(verdict: &Verdict) -> bool {
    verdict.outcome.failed()
}

/// Returns the name that a document of `group` has among all: every try brings documents of the same names.
pub(super) fn shelved(group: &Group, name: &str) -> String {
    if group.part.is_some() { format!("{}/{name}", group.subject) } else { name.to_owned() }
}

// A name as a URI reference (RFC 3986 §2, §4.2): a URL is one already, anything else is a path.
fn uri(name: &str) -> String {
    let kept: &[u8] = if name.contains("://") { b"-._~/:?#[]@!$&'()*+,;=%" } else { b"-._~/" };
    let byte = |byte: &u8| match byte {
        byte if byte.is_ascii_alphanumeric() || kept.contains(byte) => char::from(*byte).to_string(),
        b'\\' => "/".to_owned(),
        byte => format!("%{byte:02X}"),
    };
    name.as_bytes().iter().map(byte).collect()
}
