//! Holes: the places in a claim's text at which tokens may differ.

use super::ground::Need;
use super::schema::Schema;
use crate::check::Context;
use crate::model::json::{Node, Value};
use crate::model::sdes::Shape;
use crate::model::time::Timestamp;

/// A place at which tokens may differ.
pub(super) struct Hole {
    kind: Kind,
    tests: Vec<Test>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// What stands between two quotes: neither escapes nor control characters.
    Text,
    /// A whole number of at most 15 digits.
    Whole,
    /// The same, or one with a fraction.
    Number,
}

/// What must hold of the value.
#[derive(Clone, Copy)]
enum Test {
    Text(fn(&str, &Context) -> bool),
    /// Whether the first must hold, or must not.
    Time(fn(Timestamp, &Context) -> bool, bool),
    Word(Shape),
}

/// What stood in a hole.
pub(super) struct Filling {
    /// Where it ends.
    pub(super) end: usize,
    /// The whole number, if it had to be one.
    pub(super) whole: Option<i64>,
}

/// What becomes of a value in a text to learn.
pub(super) enum Leaf {
    /// Others may have another in its place.
    Hole(Hole),
    /// All have the same.
    Literal,
    /// No text like this can be recognised.
    Strange,
}

/// Says what becomes of a value; `top` if it is the claim's own, not one inside.
pub(super) fn leaf(node: &Node, raw: &str, top: bool, needs: &[Need], schema: &Schema, context: &Context) -> Leaf {
    let has = |is: fn(&Need) -> bool| needs.iter().any(is);
    if has(|need| matches!(need, Need::Same)) {
        return Leaf::Literal;
    }
    if has(|need| matches!(need, Need::Time(_) | Need::Moment(_))) {
        let whole =
            number(raw.as_bytes()).filter(|(length, _)| top && *length == raw.len()).and_then(|(_, whole)| whole);
        let hole = |whole| Hole { kind: Kind::Whole, tests: tests(needs, Some(Timestamp(whole)), context) };
        return whole.map_or(Leaf::Strange, |whole| Leaf::Hole(hole(whole)));
    }
    if has(|need| matches!(need, Need::Types | Need::Values | Need::Size)) {
        return attribute(node, raw, schema).map_or(Leaf::Literal, Leaf::Hole);
    }
    let tests = if top { tests(needs, None, context) } else { Vec::new() };
    match node.value {
        Value::String(_) if is_plain(raw) => Leaf::Hole(Hole { kind: Kind::Text, tests }),
        Value::Number(_) if is_number(raw) => Leaf::Hole(Hole { kind: Kind::Number, tests: Vec::new() }),
        _ => Leaf::Literal,
    }
}

fn tests(needs: &[Need], time: Option<Timestamp>, context: &Context) -> Vec<Test> {
    let test = |need: &Need| match need {
        Need::Text(test) => Some(Test::Text(*test)),
        Need::Time(test) => Some(Test::Time(*test, true)),
        Need::Moment(test) => Some(Test::Time(*test, test(time?, context))),
        _ => None,
    };
    needs.iter().filter_map(test).collect()
}

// The schema says what is read of a value: of a text with a list of words the word, of most texts nothing.
fn attribute(node: &Node, raw: &str, schema: &Schema) -> Option<Hole> {
    let shape = schema.shape(node)?;
    match (&node.value, shape) {
        (Value::String(_), Shape::Text | Shape::Texts) if is_plain(raw) => {
            Some(Hole { kind: Kind::Text, tests: Vec::new() })
        }
        (Value::String(_), Shape::Currency | Shape::Country | Shape::Language | Shape::Choice(_)) if is_plain(raw) => {
            Some(Hole { kind: Kind::Text, tests: vec![Test::Word(shape)] })
        }
        (Value::Number(_), Shape::Whole | Shape::Year) if is_whole(raw) => {
            Some(Hole { kind: Kind::Whole, tests: Vec::new() })
        }
        (Value::Number(_), Shape::Number) if is_number(raw) => Some(Hole { kind: Kind::Number, tests: Vec::new() }),
        _ => None,
    }
}

impl Hole {
    /// Returns what stands in the hole at `at`; `None` if that is nothing that may stand there.
    pub(super) fn filling(&self, text: &[u8], at: usize, context: &Context) -> Option<Filling> {
        let rest = text.get(at..)?;
        if self.kind == Kind::Text {
            let content = plain(rest)?;
            let holds = self.tests.iter().all(|test| test.holds_of_text(content, context));
            // The quotes are the neighbours'.
            return holds.then_some(Filling { end: at + content.len(), whole: None });
        }
        let (length, whole) = number(rest)?;
        if self.kind == Kind::Whole && whole.is_none() {
            return None;
        }
        let holds = self.tests.iter().all(|test| test.holds_of_number(whole, context));
        holds.then_some(Filling { end: at + length, whole: whole.filter(|_| self.kind == Kind::Whole) })
    }

    /// Returns the bytes of the value that stand in the hole.
    pub(super) fn inside(&self, node: &Node) -> std::ops::Range<usize> {
        match self.kind {
            Kind::Text => node.span.start + 1..node.span.end - 1,
            Kind::Whole | Kind::Number => node.span.clone(),
        }
    }

    /// Returns what must hold of a time in it, and what must not.
    pub(super) fn moments(&self) -> impl Iterator<Item = bool> {
        self.tests.iter().filter_map(|test| if let Test::Time(_, wanted) = test { Some(*wanted) } else { None })
    }

    /// Returns whether it has a place among the piece's whole numbers.
    pub(super) fn is_whole(&self) -> bool {
        self.kind == Kind::Whole
    }
}

impl Test {
    fn holds_of_text(self, text: &str, context: &Context) -> bool {
        match self {
            Test::Text(test) => test(text, context),
            Test::Word(shape) => shape.allows(text),
            Test::Time(..) => false,
        }
    }

    fn holds_of_number(self, whole: Option<i64>, context: &Context) -> bool {
        match (self, whole) {
            (Test::Time(test, wanted), Some(seconds)) => test(Timestamp(seconds), context) == wanted,
            _ => false,
        }
    }
}

/// Returns the text up to the next quote, if nothing in it means something else than it says.
fn plain(rest: &[u8]) -> Option<&str> {
    let end = memchr::memchr2(b'"', b'\\', rest)?;
    let content = &rest[..end];
    let clean = rest[end] == b'"' && !content.iter().any(|byte| *byte < b' ');
    std::str::from_utf8(content).ok().filter(|_| clean)
}

/// Returns the length of a number in plain digits, and its value if it is whole.
fn number(rest: &[u8]) -> Option<(usize, Option<i64>)> {
    let negative = rest.first() == Some(&b'-');
    let start = usize::from(negative);
    let whole = digits(rest, start);
    let zero_first = rest.get(start) == Some(&b'0');
    if whole == 0 || whole > 15 || (zero_first && (negative || whole > 1)) {
        return None;
    }
    let end = start + whole;
    if rest.get(end) != Some(&b'.') {
        let value = rest[start..end].iter().fold(0, |value: i64, digit| value * 10 + i64::from(digit - b'0'));
        return Some((end, Some(if negative { -value } else { value })));
    }
    let fraction = digits(rest, end + 1);
    (1..=9).contains(&fraction).then_some((end + 1 + fraction, None))
}

fn digits(rest: &[u8], from: usize) -> usize {
    rest.get(from..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count()
}

fn is_plain(raw: &str) -> bool {
    raw.get(1..).and_then(|inner| plain(inner.as_bytes())).is_some_and(|text| text.len() + 2 == raw.len())
}

fn is_number(raw: &str) -> bool {
    number(raw.as_bytes()).is_some_and(|(length, _)| length == raw.len())
}

fn is_whole(raw: &str) -> bool {
    number(raw.as_bytes()).is_some_and(|(length, whole)| length == raw.len() && whole.is_some())
}
