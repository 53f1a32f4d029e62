//! A member of the claims as it was learned: its text, with holes in it.

use super::ground::Need;
use super::hole::{Hole, Leaf, leaf};
use super::schema::{Part, Schema, is_day};
use crate::check::Context;
use crate::check::sdes::LARGE;
use crate::model::json::{Member, Node, Value};
use crate::model::source::Span;

/// A member as it was learned.
pub(super) struct Piece {
    /// Which of the known names it has, as a bit.
    pub(super) name: u128,
    /// Which of the pieces it is, as a bit; none if no check's answer rests on it.
    pub(super) own: u128,
    /// Which of the times it tells that a verdict repeats.
    pub(super) tells: Option<Tells>,
    text: Box<[u8]>,
    parts: Vec<Stretch>,
    dates: Vec<[Part; 3]>,
    /// How many bytes may stand in the holes; any number if nobody asks.
    room: usize,
}

/// A time that a verdict repeats.
#[derive(Clone, Copy)]
pub(super) enum Tells {
    /// When the token expires.
    Expiry,
    /// When it was issued.
    Issue,
}

enum Stretch {
    Literal(Span),
    Hole(Hole),
}

impl Piece {
    /// Learns a member that stands at `region` of `text`, white space around it included; `None` if nothing like it can be
    /// recognised.
    pub(super) fn learn(text: &str, region: Span, member: &Member, needs: &[Need], context: &Context) -> Option<Piece> {
        let is_attributes = needs.iter().any(|need| matches!(need, Need::Types | Need::Values | Need::Size));
        let schema = if is_attributes { Schema::of(&member.node) } else { Schema::default() };
        let mut leaves = Vec::new();
        collect(&member.node, &mut leaves);
        let (mut parts, mut numbers, mut filled) = (Vec::new(), Vec::new(), 0);
        let mut from = region.start;
        for node in leaves {
            let top = std::ptr::eq(node, &member.node);
            match leaf(node, text.get(node.span.clone())?, top, needs, &schema, context) {
                Leaf::Literal => continue,
                Leaf::Strange => return None,
                Leaf::Hole(hole) => {
                    let inside = hole.inside(node);
                    if hole.is_whole() {
                        numbers.push(node.span.start);
                    }
                    filled += node.to_value().to_string().len() - (node.span.len() - inside.len());
                    parts.push(Stretch::Literal(from - region.start..inside.start - region.start));
                    parts.push(Stretch::Hole(hole));
                    from = inside.end;
                }
            }
        }
        parts.push(Stretch::Literal(from - region.start..region.len()));
        let size = if is_attributes { member.node.to_value().to_string().len() } else { 0 };
        let is_sized = needs.iter().any(|need| matches!(need, Need::Size));
        // As JSON has them in short, the holes are never longer than as they stand: see `hole::number`.
        let room = if is_sized { (LARGE - 1).checked_sub(size - filled)? } else { usize::MAX };
        let dates = schema.dates(&numbers);
        let text = text.get(region)?.as_bytes().into();
        Some(Piece { name: 0, own: 0, tells: tells(&member.name), text, parts, dates, room })
    }

    /// Returns whether a piece has the same text and the same holes.
    pub(super) fn is_like(&self, other: &Piece) -> bool {
        let literals = |piece: &Piece| -> Vec<Option<Vec<u8>>> {
            piece.parts.iter().map(|part| part.literal().map(|span| piece.text[span].to_vec())).collect()
        };
        literals(self) == literals(other) && self.moments().eq(other.moments()) && self.room == other.room
    }

    fn moments(&self) -> impl Iterator<Item = bool> {
        let holes = self.parts.iter().filter_map(|part| if let Stretch::Hole(hole) = part { Some(hole) } else { None });
        holes.flat_map(Hole::moments)
    }

    /// Returns where the member ends in `text` if it is this one, but for its holes, and all holds that must hold of what
    /// stands in them. `numbers` are the whole ones among that.
    pub(super) fn matches(&self, text: &[u8], at: usize, numbers: &mut Vec<i64>, context: &Context) -> Option<usize> {
        numbers.clear();
        let (mut at, mut filled) = (at, 0);
        for part in &self.parts {
            match part {
                Stretch::Literal(span) => {
                    let literal = self.text.get(span.clone())?;
                    if !text.get(at..)?.starts_with(literal) {
                        return None;
                    }
                    at += literal.len();
                }
                Stretch::Hole(hole) => {
                    let filling = hole.filling(text, at, context)?;
                    numbers.extend(filling.whole);
                    filled += filling.end - at;
                    at = filling.end;
                }
            }
        }
        let holds = filled <= self.room && self.dates.iter().all(|date| is_day(date, numbers));
        // Else a piece with white space after it would never have its turn.
        let over = matches!(text.get(at), Some(b',' | b'}'));
        (holds && over).then_some(at)
    }
}

impl Stretch {
    fn literal(&self) -> Option<Span> {
        match self {
            Stretch::Literal(span) => Some(span.clone()),
            Stretch::Hole(_) => None,
        }
    }
}

fn tells(name: &str) -> Option<Tells> {
    match name {
        "exp" => Some(Tells::Expiry),
        "iat" => Some(Tells::Issue),
        _ => None,
    }
}

/// Collects the values with no inside, in the order in which they stand.
fn collect<'a>(node: &'a Node, leaves: &mut Vec<&'a Node>) {
    match &node.value {
        Value::Array(elements) => elements.iter().for_each(|element| collect(element, leaves)),
        Value::Object(members) => members.iter().for_each(|member| collect(&member.node, leaves)),
        _ => leaves.push(node),
    }
}
