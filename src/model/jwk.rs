//! A JWK set (RFC 7517) as it was published, positions kept: what it claims, not yet what it is worth.

use super::json::{Json, Malformed, Node, Place, Value};
use super::source::Source;

/// A key set.
#[derive(Debug, Clone)]
pub struct Jwks {
    /// The document.
    pub json: Json,
    /// Whether it is what an authorization server publishes, rather than a key the user holds.
    pub published: bool,
}

/// One key of a set.
#[derive(Debug, Clone)]
pub struct Jwk<'a> {
    /// The object, with its pointer in the set.
    pub place: Place<'a>,
    /// Its number in the set, from 0.
    pub index: usize,
    /// What people call the document that has this key alone, if they hold it themselves.
    pub alone_in: Option<&'a str>,
}

impl Jwks {
    /// Reads a JWK set, or a single JWK as a set of one.
    ///
    /// # Errors
    /// Says why the text is not JSON, or that it is JSON but neither has `keys` nor is a key.
    pub fn parse(source: Source, published: bool) -> Result<Jwks, Malformed> {
        let json = Json::parse(source)?;
        let has_keys = matches!(json.root.get("keys").map(|keys| &keys.value), Some(Value::Array(_)));
        if has_keys || json.root.get("kty").is_some() {
            return Ok(Jwks { json, published });
        }
        let reason = format!("{} without a `keys` array", json.root.kind());
        Err(Malformed { reason, offset: json.root.span.start })
    }

    /// Returns the keys in order.
    pub fn keys(&self) -> Vec<Jwk<'_>> {
        let places = match self.json.place().member("keys") {
            Some(keys) => keys.elements(),
            None => vec![self.json.place()],
        };
        let source = &self.json.source;
        let name = source.part_of.as_deref().unwrap_or(&source.name);
        let alone_in = (places.len() == 1 && !self.published).then_some(name);
        places.into_iter().enumerate().map(|(index, place)| Jwk { place, index, alone_in }).collect()
    }
}

/// The members of a key that make it private or are the secret itself (RFC 7518 §6.2.2, §6.3.2, §6.4.1; `priv` of newer
/// types).
pub const SECRET: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

/// Returns whether the value is a private key in PEM, whatever the member is called.
pub fn is_private_pem(value: &Node) -> bool {
    value.as_str().is_some_and(|text| text.contains("PRIVATE KEY-----"))
}

impl Jwks {
    /// Returns the set without the secret members of its keys.
    #[must_use]
    pub fn public(&self) -> Jwks {
        let mut value = self.json.root.to_value();
        let keys = value.get_mut("keys").and_then(serde_json::Value::as_array_mut).into_iter().flatten();
        for key in keys.filter_map(serde_json::Value::as_object_mut) {
            key.retain(|name, _| !SECRET.contains(&name.as_str()));
        }
        let source = Source { text: value.to_string(), ..self.json.source.clone() };
        Jwks::parse(source, self.published).unwrap_or_else(|_| self.clone())
    }

    /// Returns the text for showing, with the secret members of all keys masked.
    pub fn masked(&self) -> Source {
        let keys = self.keys();
        let members = keys.iter().flat_map(|key| key.place.node.members());
        let secret = members.filter(|member| SECRET.contains(&member.name.as_str()) || is_private_pem(&member.node));
        self.json.source.masked(&secret.map(|member| member.node.span.clone()).collect::<Vec<_>>())
    }
}

impl<'a> Jwk<'a> {
    /// Returns the text of the member called `name`, if it is a string.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.place.node.get(name)?.as_str()
    }

    /// Returns the key ID, if it is a string.
    pub fn kid(&self) -> Option<&'a str> {
        self.text("kid")
    }

    /// Returns the key type, such as `RSA`.
    pub fn kty(&self) -> Option<&'a str> {
        self.text("kty")
    }

    /// Returns the operations the key is for, if it says so.
    pub fn key_ops(&self) -> Option<Vec<&'a str>> {
        let ops = self.place.node.get("key_ops")?;
        Some(ops.elements().iter().filter_map(|op| op.as_str()).collect())
    }

    /// Returns what to call the key in a sentence: its kid, its file, or its number.
    pub fn label(&self) -> String {
        match (self.kid(), self.alone_in) {
            (Some(kid), _) => format!("“{kid}”"),
            (None, Some(file)) => file.to_owned(),
            (None, None) => format!("number {} (no kid)", self.index + 1),
        }
    }
}
