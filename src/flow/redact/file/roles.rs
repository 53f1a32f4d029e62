//! What each value of a JSON text is there for: the shapes of HAR files, of transcripts and of browsers' storage are known, and
//! of everything else the names of its members.

use super::super::kind;
use crate::model::json::{Json, Node, Value};
use crate::model::jwk;
use std::fmt::{Display, Formatter, Result};

/// What a string or a number is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role<'a> {
    /// The value of the header field of this name.
    Header(&'a str),
    /// The value of the cookie of this name.
    Cookie(&'a str),
    /// The value of the parameter, or of the field of a form, of this name.
    Parameter(&'a str),
    /// A body of this media type, in base64 or as it is.
    Body {
        /// The media type; empty if nobody says.
        media: &'a str,
        /// Whether it is in base64.
        base64: bool,
    },
    /// A private member of a JWK.
    Key(&'a str),
    /// The member of this name; `whose` says whether it may be somebody's, as in claims.
    Member {
        /// The name; empty in a list without one.
        name: &'a str,
        /// Whether it may be what tells who somebody is.
        whose: bool,
    },
}

/// Where a value stands.
#[derive(Default)]
pub(super) struct Trail<'a>(Vec<Step<'a>>);

#[derive(Clone, Copy)]
enum Step<'a> {
    Member(&'a str),
    Element(usize),
}

// RFC 6901 §3.
impl Display for Trail<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.0.iter().try_for_each(|step| match step {
            Step::Member(name) => write!(f, "/{}", name.replace('~', "~0").replace('/', "~1")),
            Step::Element(index) => write!(f, "/{index}"),
        })
    }
}

/// Says of each string and number of a text what it is there for. `is_record` says that the text records messages, and that its
/// members are not what they tell.
pub(super) fn each<'a>(json: &'a Json, is_record: bool, visit: &mut dyn FnMut(Role<'a>, &'a Node, &Trail<'a>)) {
    let mut walk = Walk { is_record, is_key: false, visit, trail: Trail::default() };
    walk.node(&json.root, "", true);
}

struct Walk<'a, 'v> {
    is_record: bool,
    is_key: bool,
    visit: &'v mut dyn FnMut(Role<'a>, &'a Node, &Trail<'a>),
    trail: Trail<'a>,
}

/// A list of names and values: what it is called, and what the values are there for.
type List = (&'static str, fn(&str) -> Role<'_>);

/// The lists of names and values.
const LISTS: &[List] = &[
    ("headers", |name| Role::Header(name)),
    ("header", |name| Role::Header(name)),
    ("requestHeaders", |name| Role::Header(name)),
    ("responseHeaders", |name| Role::Header(name)),
    ("cookies", |name| Role::Cookie(name)),
    ("queryString", |name| Role::Parameter(name)),
    ("params", |name| Role::Parameter(name)),
    ("parameters", |name| Role::Parameter(name)),
];

impl<'a> Walk<'a, '_> {
    fn node(&mut self, node: &'a Node, name: &'a str, whose: bool) {
        match &node.value {
            Value::Object(_) => self.object(node, name),
            Value::Array(elements) => self.array(elements, name, whose),
            _ => self.leaf(Role::Member { name, whose: whose && !self.is_record }, node),
        }
    }

    fn leaf(&mut self, role: Role<'a>, node: &'a Node) {
        if matches!(node.value, Value::String(_) | Value::Number(_)) {
            (self.visit)(role, node, &self.trail);
        }
    }

    fn object(&mut self, node: &'a Node, list: &'a str) {
        let before = self.is_key;
        self.is_key |= node.get("kty").is_some();
        let text = |name: &str| node.get(name).and_then(Node::as_str);
        let pair = text("name").filter(|_| text("value").is_some());
        let whose = kind::is_person(node);
        for member in node.members() {
            self.trail.0.push(Step::Member(&member.name));
            let name = member.name.as_str();
            let role = match (name, pair) {
                ("value", Some(name)) => Some(in_list(list, name, node)),
                ("name", Some(_)) => Some(Role::Member { name: "", whose: false }),
                _ if self.is_key && jwk::SECRET.contains(&name) => Some(Role::Key(name)),
                _ => self.body(name, list, node),
            };
            match role {
                Some(role) if member.node.as_str().is_some() => self.leaf(role, &member.node),
                _ => self.node(&member.node, name, whose || !kind::VAGUE.contains(&name)),
            }
            self.trail.0.pop();
        }
        self.is_key = before;
    }

    /// Returns the role of a member that is a body.
    fn body(&self, name: &str, list: &str, node: &'a Node) -> Option<Role<'a>> {
        let text = |name: &str| node.get(name).and_then(Node::as_str).unwrap_or_default();
        let is_base64 = text("encoding").eq_ignore_ascii_case("base64");
        match name {
            "text" if matches!(list, "content" | "postData") => {
                Some(Role::Body { media: text("mimeType"), base64: is_base64 })
            }
            "body" if self.is_record => Some(Role::Body { media: "", base64: false }),
            "body_base64" if self.is_record => Some(Role::Body { media: "", base64: true }),
            _ => None,
        }
    }

    fn array(&mut self, elements: &'a [Node], name: &'a str, whose: bool) {
        for (index, element) in elements.iter().enumerate() {
            self.trail.0.push(Step::Element(index));
            match (element.elements(), LISTS.iter().find(|(list, _)| *list == name)) {
                ([key, value], Some((_, role))) if key.as_str().is_some() && value.as_str().is_some() => {
                    self.trail.0.push(Step::Element(1));
                    self.leaf(role(key.as_str().unwrap_or_default()), value);
                    self.trail.0.pop();
                }
                _ => self.node(element, name, whose),
            }
            self.trail.0.pop();
        }
    }
}

fn in_list<'a>(list: &str, name: &'a str, node: &Node) -> Role<'a> {
    let is_cookie = || node.get("domain").is_some() && node.get("path").is_some();
    match LISTS.iter().find(|(known, _)| *known == list) {
        Some((_, role)) => role(name),
        None if is_cookie() => Role::Cookie(name),
        None => Role::Parameter(name),
    }
}
