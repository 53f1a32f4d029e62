//! JSON with positions and duplicate members kept, because a finding must point at the very characters.

use super::source::{Source, Span, floor_boundary};

/// A JSON text and its tree.
#[derive(Debug, Clone)]
pub struct Json {
    /// The text it was read from.
    pub source: Source,
    /// The outermost value.
    pub root: Node,
}

/// A value and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The bytes of the value, quotes and brackets included.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// A JSON value. Numbers keep their text: `1.0`, `1e3` and `1` are different findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A string, unescaped.
    String(String),
    /// The elements in order.
    Array(Vec<Node>),
    /// The members in order, duplicates included.
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The name, unescaped.
    pub name: String,
    /// Where the name stands, quotes included.
    pub name_span: Span,
    /// The value.
    pub node: Node,
}

/// Why a text is not JSON, and where that shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// The reason, in a few words.
    pub reason: String,
    /// The byte at which reading stopped.
    pub offset: usize,
}

/// A text that was meant to be a JSON document and is not.
#[derive(Debug, Clone)]
pub struct Broken {
    /// The text, with `�` for bytes that are not UTF-8.
    pub source: Source,
    /// What is wrong with it.
    pub malformed: Malformed,
}

/// A node together with its JSON pointer (RFC 6901).
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// The pointer, `/lp_sdes/0/type`; empty for the whole document.
    pub pointer: String,
    /// The node there.
    pub node: &'a Node,
}

impl Json {
    /// Reads a JSON text strictly (RFC 8259), at most 128 levels deep.
    ///
    /// # Errors
    /// Says what is wrong and at which byte.
    pub fn parse(source: Source) -> Result<Json, Malformed> {
        strict_gate(&source.text)?;
        let options = jsonc_parser::ParseOptions {
            allow_comments: false,
            allow_loose_object_property_names: false,
            allow_trailing_commas: false,
            allow_missing_commas: false,
            allow_single_quoted_strings: false,
            allow_hexadecimal_numbers: false,
            allow_unary_plus_numbers: false,
            allow_bare_decimal_point_numbers: false,
            allow_non_finite_numbers: false,
            allow_extended_string_escapes: false,
        };
        let tree = jsonc_parser::parse_to_ast(&source.text, &jsonc_parser::CollectOptions::default(), &options)
            .map_err(|error| Malformed { reason: error.kind().to_string(), offset: error.range().start })?;
        match tree.value {
            Some(value) => Ok(Json { root: node(&value), source }),
            None => Err(Malformed { reason: "no value".to_owned(), offset: 0 }),
        }
    }

    /// Returns the outermost value as a place.
    pub fn place(&self) -> Place<'_> {
        Place { pointer: String::new(), node: &self.root }
    }
}

// serde_json is strict but keeps no positions; jsonc-parser keeps positions but lets control characters pass.
fn strict_gate(text: &str) -> Result<(), Malformed> {
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(_) => Ok(()),
        Err(error) => {
            Err(Malformed { reason: plain(&error.to_string()), offset: offset_of(text, error.line(), error.column()) })
        }
    }
}

/// What the parser says, by how it begins, and what that means to people.
const PLAIN: &[(&str, &str)] = &[
    ("EOF", ENDS),
    ("expected value", "no JSON value begins here"),
    ("expected ident", "this is not `true`, `false` or `null`"),
    ("control character", "a control character inside a string"),
    ("trailing characters", "the JSON is over, and something follows"),
    ("invalid number", "this is no JSON number"),
    ("recursion limit", "more than 128 levels deep"),
];

/// The reason if a text ends before its JSON does.
pub(super) const ENDS: &str = "the text ends before the JSON does";

/// Returns what serde_json says, in words for people.
pub(super) fn plain(message: &str) -> String {
    let reason = message.split(" at line ").next().unwrap_or(message);
    let plain = PLAIN.iter().find(|(start, _)| reason.starts_with(start));
    plain.map_or(reason, |(_, words)| words).to_owned()
}

fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    // serde_json counts the column in bytes and may stop inside a character.
    floor_boundary(text, start + column.saturating_sub(1))
}

fn node(value: &jsonc_parser::ast::Value<'_>) -> Node {
    use jsonc_parser::ast::Value as Ast;
    use jsonc_parser::common::Ranged;
    let range = value.range();
    let value = match value {
        Ast::NullKeyword(_) => Value::Null,
        Ast::BooleanLit(lit) => Value::Bool(lit.value),
        Ast::NumberLit(lit) => Value::Number(lit.value.to_owned()),
        Ast::StringLit(lit) => Value::String(lit.value.to_string()),
        Ast::Array(array) => Value::Array(array.elements.iter().map(node).collect()),
        Ast::Object(object) => Value::Object(object.properties.iter().map(member).collect()),
    };
    Node { span: range.start..range.end, value }
}

fn member(property: &jsonc_parser::ast::ObjectProp<'_>) -> Member {
    use jsonc_parser::common::Ranged;
    let range = property.name.range();
    Member { name: property.name.as_str().to_owned(), name_span: range.start..range.end, node: node(&property.value) }
}

impl Node {
    /// Returns the member called `name`, the last one if it is there twice, as most readers take it.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.members().iter().rev().find(|member| member.name == name).map(|member| &member.node)
    }

    /// Returns the members in order; none if this is not an object.
    pub fn members(&self) -> &[Member] {
        match &self.value {
            Value::Object(members) => members,
            _ => &[],
        }
    }

    /// Returns the elements in order; none if this is not an array.
    pub fn elements(&self) -> &[Node] {
        match &self.value {
            Value::Array(elements) => elements,
            _ => &[],
        }
    }

    /// Returns the text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the number, if this is one written as a whole number that fits 64 bits.
    pub fn as_integer(&self) -> Option<i64> {
        match &self.value {
            Value::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// Returns the number, if this is one.
    pub fn as_number(&self) -> Option<f64> {
        match &self.value {
            Value::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// Returns the truth value, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Returns what this is, for people: `a string`, `an object`.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }

    /// Returns the value as `serde_json` has it: duplicates lost, the last one kept.
    pub fn to_value(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(text) => serde_json::from_str(text).unwrap_or(serde_json::Value::Null),
            Value::String(text) => text.as_str().into(),
            Value::Array(elements) => elements.iter().map(Node::to_value).collect(),
            Value::Object(members) => {
                members.iter().map(|member| (member.name.clone(), member.node.to_value())).collect()
            }
        }
    }

    /// Returns the value as compact JSON, at most about `limit` characters of it.
    pub fn excerpt(&self, limit: usize) -> String {
        shorten(&self.to_value().to_string(), limit)
    }
}

/// Returns `text`, or its first `limit` characters and an ellipsis.
pub fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl<'a> Place<'a> {
    /// Returns the member called `name`, the last one if it is there twice.
    pub fn member(&self, name: &str) -> Option<Place<'a>> {
        let node = self.node.get(name)?;
        Some(Place { pointer: self.below(name), node })
    }

    /// Returns the elements of an array, each with its pointer.
    pub fn elements(&self) -> Vec<Place<'a>> {
        let places = self.node.elements().iter().enumerate();
        places.map(|(index, node)| Place { pointer: format!("{}/{index}", self.pointer), node }).collect()
    }

    /// Returns the members of an object in order, each with its name and pointer.
    pub fn members(&self) -> Vec<(&'a str, Place<'a>)> {
        let place = |member: &'a Member| {
            (member.name.as_str(), Place { pointer: self.below(&member.name), node: &member.node })
        };
        self.node.members().iter().map(place).collect()
    }

    fn below(&self, name: &str) -> String {
        // Names that need escaping are rare, and every check that goes through an object asks for a pointer to each member.
        let escaped = if name.contains(['~', '/']) { &escape(name) } else { name };
        [&self.pointer, "/", escaped].concat()
    }
}

// RFC 6901 §3.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
