//! A JSON object as it is going to be written.

use serde_json::{Map, Value};

/// An object's members in the order they are written. A name may stand there twice: some faults are just that.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Members(Vec<(String, Value)>);

impl Members {
    /// Returns the member called `name`, the last one if it is there twice, as most readers take it.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().rev().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// Returns the text of the member called `name`, if it is a string.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// Returns the member called `name` for changing; it starts as `null` at the end if it is not there yet.
    pub fn entry(&mut self, name: &str) -> &mut Value {
        let at = self.0.iter().rposition(|(other, _)| other == name).unwrap_or(self.0.len());
        if at == self.0.len() {
            self.0.push((name.to_owned(), Value::Null));
        }
        &mut self.0[at].1
    }

    /// Gives the member called `name` this value: where it stands, or at the end.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        *self.entry(name) = value.into();
    }

    /// Takes out every member called `name`; returns whether there was one.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|(other, _)| other != name);
        self.0.len() < before
    }

    /// Writes another member called `name` before everything else, whether or not there is one already.
    pub fn precede(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(0, (name.to_owned(), value.into()));
    }

    /// Returns the names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Returns the object as compact JSON.
    pub fn to_json(&self) -> String {
        let member = |(name, value): &(String, Value)| format!("{}:{value}", Value::from(name.as_str()));
        format!("{{{}}}", self.0.iter().map(member).collect::<Vec<_>>().join(","))
    }

    /// Returns the object as a value: of members with the same name, the last one is kept.
    pub fn to_value(&self) -> Value {
        self.0.iter().cloned().collect::<Map<_, _>>().into()
    }
}

impl From<Map<String, Value>> for Members {
    fn from(map: Map<String, Value>) -> Members {
        Members(map.into_iter().collect())
    }
}

impl FromIterator<(String, Value)> for Members {
    fn from_iter<T: IntoIterator<Item = (String, Value)>>(members: T) -> Members {
        Members(members.into_iter().collect())
    }
}
