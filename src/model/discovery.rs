//! An authorization server's metadata document (OpenID Connect Discovery 1.0 §3, RFC 8414 §2), positions kept.

pub mod members;

use super::json::{Json, Malformed, Place, Value};
use super::source::Source;
use members::{MEMBERS, Member};

/// A metadata document.
#[derive(Debug, Clone)]
pub struct Discovery {
    /// The document.
    pub json: Json,
    /// The issuer it was asked for, from which its URL was built; `None` if nobody said, as for a file.
    pub asked: Option<String>,
}

impl Discovery {
    /// Reads the metadata that was found when the issuer `asked` was asked for.
    ///
    /// # Errors
    /// Says why the text is not a JSON object.
    pub fn parse(source: Source, asked: Option<&str>) -> Result<Discovery, Malformed> {
        let json = Json::parse(source)?;
        if !matches!(json.root.value, Value::Object(_)) {
            return Err(Malformed { reason: format!("{} in place of an object", json.root.kind()), offset: 0 });
        }
        Ok(Discovery { json, asked: asked.map(str::to_owned) })
    }

    /// Returns the text of the member called `name`, if it is a string.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.json.root.get(name)?.as_str()
    }

    /// Returns the member called `name`, with its pointer.
    pub fn member(&self, name: &str) -> Option<Place<'_>> {
        self.json.place().member(name)
    }

    /// Returns the members that a specification defines and that are there, in the order of [`MEMBERS`].
    pub fn known(&self) -> impl Iterator<Item = (&'static Member, Place<'_>)> {
        MEMBERS.iter().filter_map(|member| Some((member, self.member(member.name)?)))
    }

    /// Returns whether the member called `name` is there and says something: it is neither null nor empty.
    pub fn tells(&self, name: &str) -> bool {
        self.json.root.get(name).is_some_and(|node| match &node.value {
            Value::Null => false,
            Value::String(text) => !text.is_empty(),
            Value::Array(elements) => !elements.is_empty(),
            _ => true,
        })
    }

    /// Returns the strings that the member called `name` lists; its default if it is not there.
    pub fn values(&self, name: &str) -> Vec<&str> {
        match self.json.root.get(name) {
            Some(node) => node.elements().iter().filter_map(|element| element.as_str()).collect(),
            None => members::find(name).map_or_else(Vec::new, |member| member.default.to_vec()),
        }
    }

    /// Returns whether the member called `name`, or its default, lists `value`.
    pub fn lists(&self, name: &str, value: &str) -> bool {
        self.values(name).contains(&value)
    }

    /// Returns whether the member called `name` is `true`; its default if it is not there.
    pub fn says(&self, name: &str) -> bool {
        match self.json.root.get(name) {
            Some(node) => node.as_bool() == Some(true),
            None => members::find(name).is_some_and(|member| member.default == ["true"]),
        }
    }

    /// Returns whether the response type is offered; the order of its words does not count (RFC 6749 §3.1.1).
    pub fn offers(&self, response_type: &str) -> bool {
        self.values("response_types_supported").iter().any(|offered| same_words(offered, response_type))
    }

    /// Returns the response types with `word` among their words.
    pub fn response_types_with(&self, word: &str) -> Vec<&str> {
        let has_word = |offered: &&str| offered.split(' ').any(|other| other == word);
        self.values("response_types_supported").into_iter().filter(has_word).collect()
    }

    /// Returns whether it is metadata of plain OAuth (RFC 8414), by the name under which it was found.
    pub fn is_plain_oauth(&self) -> bool {
        self.json.source.name.contains("oauth-authorization-server")
    }
}

/// Returns whether two response types have the same words, in whatever order.
pub fn same_words(one: &str, other: &str) -> bool {
    let sorted = |text: &str| {
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    sorted(one) == sorted(other)
}
