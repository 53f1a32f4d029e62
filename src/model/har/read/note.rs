//! What a redacted file says of what was cut: the member `_lpauth` of its log.

use super::super::super::transcript::{CutHash, CutSignature, Redaction};
use super::loose::{Any, Object, Scalar, drain, nothing, of};
use serde::de::{MapAccess, SeqAccess, Visitor};

/// The member `_lpauth`, with at most so many elements in each list.
pub(super) struct Note {
    items: usize,
    redaction: Option<Redaction>,
}

impl Note {
    pub(super) fn new(items: usize) -> Note {
        Note { items, redaction: None }
    }

    /// Returns what the file says of its redaction, if it does.
    pub(super) fn redaction(self) -> Option<Redaction> {
        self.redaction
    }
}

impl Object for Note {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        if name != "redacted" {
            return map.next_value::<Scalar>().map(drop);
        }
        let redaction = self.redaction.insert(Redaction::default());
        map.next_value_seed(of(&mut Redacted { items: self.items, redaction }))
    }
}

struct Redacted<'a> {
    items: usize,
    redaction: &'a mut Redaction,
}

impl Object for Redacted<'_> {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        let Redacted { items, redaction } = self;
        match name {
            "personal" => redaction.personal = map.next_value::<Scalar>()?.is_set(),
            "signatures" => map.next_value_seed(Any(Each { most: *items, kept: &mut redaction.signatures }))?,
            "hashes" => map.next_value_seed(Any(Each { most: *items, kept: &mut redaction.hashes }))?,
            _ => drop(map.next_value::<Scalar>()?),
        }
        Ok(())
    }
}

impl Object for CutSignature {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "placeholder" => self.placeholder = map.next_value::<Scalar>()?.text().unwrap_or_default(),
            "verified_by" => map.next_value_seed(Any(Each { most: KEYS, kept: &mut self.verified_by }))?,
            _ => drop(map.next_value::<Scalar>()?),
        }
        Ok(())
    }
}

/// The most keys that a signature can be said to be of.
const KEYS: usize = 100;

impl Object for CutHash {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        let text = map.next_value::<Scalar>()?.text().unwrap_or_default();
        match name {
            "placeholder" => self.placeholder = text,
            "algorithm" => self.algorithm = text,
            "half_hash" => self.half_hash = text,
            _ => {}
        }
        Ok(())
    }
}

/// An element of a list.
trait Element: Sized {
    /// Reads the next element; `None` after the last.
    fn next<'de, A: SeqAccess<'de>>(seq: &mut A) -> Result<Option<Self>, A::Error>;
}

impl<T: Object + Default> Element for T {
    fn next<'de, A: SeqAccess<'de>>(seq: &mut A) -> Result<Option<T>, A::Error> {
        let mut element = T::default();
        Ok(seq.next_element_seed(of(&mut element))?.map(|()| element))
    }
}

impl Element for String {
    fn next<'de, A: SeqAccess<'de>>(seq: &mut A) -> Result<Option<String>, A::Error> {
        Ok(seq.next_element::<Scalar>()?.map(|scalar| scalar.text().unwrap_or_default()))
    }
}

/// Reads the elements of an array, and keeps the first so many.
struct Each<'a, T> {
    most: usize,
    kept: &'a mut Vec<T>,
}

impl<'de, T: Element> Visitor<'de> for Each<'_, T> {
    type Value = ();

    nothing!();

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(element) = T::next(&mut seq)? {
            if self.kept.len() < self.most {
                self.kept.push(element);
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        drain(map)
    }
}
