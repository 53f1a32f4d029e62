//! The parameters of a request.

use crate::model::http::Request;
use serde_json::Value;
use std::collections::HashMap;

/// Parameters, decoded, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    /// Returns the parameters of a request: of the query, or of a form that was sent.
    pub(super) fn of(request: &Request) -> Params {
        Params(if request.method == "POST" { request.fields() } else { request.query() })
    }

    /// Returns the texts of the JSON object that the body of a request is; none if it is no such thing.
    pub(super) fn of_json(request: &Request) -> Params {
        let members: HashMap<String, Value> = serde_json::from_slice(&request.body).unwrap_or_default();
        let texts = members.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())));
        Params(texts.collect())
    }

    /// Returns the parameters that `text` is made of, as in a query.
    pub(super) fn parse(text: &str) -> Params {
        Params(url::form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// Returns a parameter. One without a value counts as left out (RFC 6749 §3.1).
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str()).filter(|text| !text.is_empty())
    }

    /// Returns a parameter, even if it has no value.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        self.iter().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// Returns the words of a parameter, which stand apart by spaces.
    pub(super) fn words(&self, name: &str) -> Vec<String> {
        self.text(name).unwrap_or_default().split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    /// Returns whether a parameter is there more than once (RFC 6749 §3.1).
    pub(super) fn repeats(&self, name: &str) -> bool {
        self.0.iter().filter(|(other, _)| other == name).nth(1).is_some()
    }

    /// Returns the first parameter that is there more than once.
    pub(super) fn repeated(&self) -> Option<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).find(|name| self.repeats(name))
    }

    /// Returns the first parameter that is not text: bytes that are no UTF-8 were lost when it was decoded.
    pub(super) fn garbled(&self) -> Option<&str> {
        let lost = |text: &str| text.contains(char::REPLACEMENT_CHARACTER);
        self.0.iter().find(|(name, value)| lost(name) || lost(value)).map(|(name, _)| name.as_str())
    }

    /// Returns names and values in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the parameters as a query.
    pub(super) fn encoded(&self) -> String {
        encode(self.iter())
    }
}

/// Returns `fields` as a query. A space becomes `%20`: scripts that take a URL apart by hand leave a `+` as it is.
pub(super) fn encode<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().replace('+', "%20")
}
