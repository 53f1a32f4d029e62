//! An authorization server's metadata document (OpenID Connect Discovery 1.0 §3), positions kept.

use super::json::{Json, Malformed, Value};
use super::source::Source;

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
}
