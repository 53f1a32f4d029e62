//! What the schema of the engagement attributes says of the values in one `lp_sdes`, and which of them make a date.

use crate::check::sdes::is_date;
use crate::model::json::{Node, Value};
use crate::model::sdes::{self, Field, Shape};
use std::collections::HashMap;

/// What is known of the values in one claim; nothing unless the claim is `lp_sdes`.
#[derive(Default)]
pub(super) struct Schema {
    /// By where a value begins.
    shapes: HashMap<usize, Shape>,
    dates: Vec<[Written; 3]>,
}

/// A part of a date as it is written: where it begins, if it is there, and the number that it is, if it is one.
type Written = (Option<usize>, Option<i64>);

/// The year, the month or the day of a date.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// It is this, or counts as this because it is not there.
    Fixed(i64),
    /// It is this one of the numbers in the claim's holes.
    Told(usize),
}

impl Schema {
    /// Reads the claim `lp_sdes`.
    pub(super) fn of(list: &Node) -> Schema {
        let mut schema = Schema::default();
        for entry in list.elements() {
            let Some(sde) = entry.get("type").and_then(Node::as_str).and_then(sdes::find) else { continue };
            let wrapper = sde.wrapper.filter(|_| sde.supported);
            if let Some(inner) = wrapper.and_then(|wrapper| entry.get(wrapper)) {
                schema.object(inner, sde.fields);
            }
        }
        schema
    }

    /// Returns what a value must look like, if it is one that the schema knows.
    pub(super) fn shape(&self, node: &Node) -> Option<Shape> {
        self.shapes.get(&node.span.start).copied()
    }

    /// Returns the parts of each date whose parts are all numbers; `holes` are the places of those that may differ.
    pub(super) fn dates(&self, holes: &[usize]) -> Vec<[Part; 3]> {
        let placed = |(start, value): Written| {
            let hole = start.and_then(|start| holes.iter().position(|hole| *hole == start));
            hole.map(Part::Told).or_else(|| value.map(Part::Fixed))
        };
        let all = |parts: &[Written; 3]| Some([placed(parts[0])?, placed(parts[1])?, placed(parts[2])?]);
        self.dates.iter().filter_map(all).collect()
    }

    fn object(&mut self, object: &Node, fields: &'static [Field]) {
        for member in object.members() {
            if let Some(field) = sdes::named(fields, &member.name) {
                self.value(&member.node, field.shape);
            }
        }
    }

    fn value(&mut self, node: &Node, shape: Shape) {
        match (shape, &node.value) {
            (Shape::List(fields), Value::Array(elements)) => {
                elements.iter().for_each(|element| self.object(element, fields));
            }
            (Shape::Texts, Value::Array(elements)) => {
                self.shapes.extend(elements.iter().map(|element| (element.span.start, shape)));
            }
            (Shape::Date | Shape::Age | Shape::Object(_), Value::Object(_)) => {
                self.object(node, shape.fields());
                if !matches!(shape, Shape::Object(_)) {
                    self.dates.push(parts(node));
                }
            }
            (Shape::List(_) | Shape::Texts | Shape::Date | Shape::Age | Shape::Object(_), _) => {}
            _ => _ = self.shapes.insert(node.span.start, shape),
        }
    }
}

fn parts(date: &Node) -> [Written; 3] {
    let number = |node: &Node| node.as_integer().or_else(|| node.as_str()?.parse().ok());
    let part = |name: &str, absent: i64| match date.get(name) {
        Some(node) => (Some(node.span.start), number(node)),
        None => (None, Some(absent)),
    };
    [part("year", 2000), part("month", 1), part("day", 1)]
}

/// Returns whether the calendar has the day that these parts make.
pub(super) fn is_day(parts: &[Part; 3], numbers: &[i64]) -> bool {
    let value = |part: Part| match part {
        Part::Fixed(value) => Some(value),
        Part::Told(index) => numbers.get(index).copied(),
    };
    match (value(parts[0]), value(parts[1]), value(parts[2])) {
        (Some(year), Some(month), Some(day)) => is_date(year, month, day),
        _ => false,
    }
}
