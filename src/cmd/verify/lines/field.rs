//! Where in a line of JSON the token stands, and taking it out without building the rest.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// The names and numbers that lead to a value, from the outermost object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path(Vec<String>);

/// What stands at the end of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<'a> {
    /// This text.
    Text(Cow<'a, str>),
    /// Nothing, or no text.
    Nothing,
}

impl Path {
    /// Reads a JSON pointer (`/auth/id_token`, RFC 6901), or names with dots between them (`auth.id_token`).
    pub fn parse(text: &str) -> Path {
        Path(match text.strip_prefix('/') {
            Some(pointer) => pointer.split('/').map(|name| name.replace("~1", "/").replace("~0", "~")).collect(),
            None => text.split('.').map(str::to_owned).collect(),
        })
    }

    /// Returns what `line` holds there; of a member that is there twice, the last one.
    ///
    /// # Errors
    /// If the line is not JSON.
    pub fn find<'a>(&self, line: &'a str) -> serde_json::Result<Found<'a>> {
        let mut reader = serde_json::Deserializer::from_str(line);
        let found = Seek(&self.0).deserialize(&mut reader)?;
        reader.end()?;
        Ok(found)
    }
}

/// Looks for the value at the end of what is left of a path.
struct Seek<'p>(&'p [String]);

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = Found<'de>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Found<'de>, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = Found<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found<'de>, A::Error> {
        let mut found = Found::Nothing;
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            match self.0.split_first() {
                Some((wanted, rest)) if *wanted == *name => found = map.next_value_seed(Seek(rest))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Found<'de>, A::Error> {
        let step = self.0.split_first().and_then(|(wanted, rest)| Some((wanted.parse::<usize>().ok()?, rest)));
        let mut found = Found::Nothing;
        let mut index = 0;
        loop {
            let more = match step {
                Some((wanted, rest)) if wanted == index => match elements.next_element_seed(Seek(rest))? {
                    Some(value) => {
                        found = value;
                        true
                    }
                    None => false,
                },
                _ => elements.next_element::<IgnoredAny>()?.is_some(),
            };
            if !more {
                return Ok(found);
            }
            index += 1;
        }
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Found<'de>, E> {
        Ok(self.text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Found<'de>, E> {
        Ok(self.text(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E: Error>(self, _value: bool) -> Result<Found<'de>, E> {
        Ok(Found::Nothing)
    }

    fn visit_i64<E: Error>(self, _value: i64) -> Result<Found<'de>, E> {
        Ok(Found::Nothing)
    }

    fn visit_u64<E: Error>(self, _value: u64) -> Result<Found<'de>, E> {
        Ok(Found::Nothing)
    }

    fn visit_f64<E: Error>(self, _value: f64) -> Result<Found<'de>, E> {
        Ok(Found::Nothing)
    }

    fn visit_unit<E: Error>(self) -> Result<Found<'de>, E> {
        Ok(Found::Nothing)
    }
}

impl Seek<'_> {
    fn text<'de>(&self, text: Cow<'de, str>) -> Found<'de> {
        if self.0.is_empty() { Found::Text(text) } else { Found::Nothing }
    }
}
