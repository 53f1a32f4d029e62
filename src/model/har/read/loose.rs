//! Reading by serde in which no type is wrong: what is of another type than expected reads as nothing.

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Says what to do with the members of an object.
pub(super) trait Object {
    /// Takes the value of the member called `name`.
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error>;
}

/// Lets a visitor read the next value, whatever it is.
pub(super) struct Any<V>(pub(super) V);

/// Reads an object member by member. What is none has no members; of an array the elements are read in its place, because some
/// exporters put one around a single object, and others leave it out.
pub(super) fn of<T: Object>(object: &mut T) -> Any<Of<'_, T>> {
    Any(Of(object))
}

/// What reads an object, or the elements of an array in its place.
pub(super) struct Of<'a, T>(&'a mut T);

/// Reads an object, and what is none as one without members.
struct One<'a, T>(&'a mut T);

/// Completes a visitor for which every scalar is nothing.
macro_rules! nothing {
    () => {
        crate::model::har::read::loose::nothing_but_str!();

        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
}
pub(super) use nothing;

/// Completes a visitor for which every scalar but a string is nothing.
macro_rules! nothing_but_str {
    () => {
        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("any JSON value")
        }

        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }

        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }

        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }

        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
}
pub(super) use nothing_but_str;

/// Reads past the value of a member.
pub(super) fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

/// Reads past an object.
pub(super) fn drain<'de, A: MapAccess<'de>>(mut map: A) -> Result<(), A::Error> {
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

/// Reads past an array.
fn drain_all<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<(), A::Error> {
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Any<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_any(self.0)
    }
}

impl<'de, T: Object> Visitor<'de> for Of<'_, T> {
    type Value = ();

    nothing!();

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        One(self.0).visit_map(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Any(One(&mut *self.0)))?.is_some() {}
        Ok(())
    }
}

impl<'de, T: Object> Visitor<'de> for One<'_, T> {
    type Value = ();

    nothing!();

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut name = String::new();
        while map.next_key_seed(Name(&mut name))?.is_some() {
            self.0.member(&name, &mut map)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        drain_all(seq)
    }
}

/// Reads a name into a string that is there already.
struct Name<'a>(&'a mut String);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<(), E> {
        self.0.clear();
        self.0.push_str(name);
        Ok(())
    }
}

/// A value that has no parts; arrays and objects read as nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Scalar {
    /// `null`, an array, an object.
    #[default]
    Nothing,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
}

impl Scalar {
    /// Returns the text, or a number as one.
    pub(super) fn text(self) -> Option<String> {
        match self {
            Scalar::Text(text) => Some(text),
            Scalar::Number(number) => Some(number.to_string()),
            Scalar::Nothing | Scalar::Bool(_) => None,
        }
    }

    /// Returns the number, written as one or as a text.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Scalar::Number(number) => Some(*number),
            Scalar::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
            Scalar::Nothing | Scalar::Bool(_) => None,
        }
    }

    /// Returns whether this says yes: `true`, or any text or number but 0.
    pub(super) fn is_set(&self) -> bool {
        match self {
            Scalar::Bool(truth) => *truth,
            Scalar::Number(number) => *number != 0.0,
            Scalar::Text(text) => !text.is_empty() && text != "false",
            Scalar::Nothing => false,
        }
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Scalar, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Scalar, E> {
        Ok(Scalar::Bool(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Scalar, A::Error> {
        drain_all(seq).map(|()| Scalar::Nothing)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Scalar, A::Error> {
        drain(map).map(|()| Scalar::Nothing)
    }
}

/// Names and values: an array of objects with `name` and `value`, of arrays of two, or one object.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Pairs(pub(super) Vec<(String, String)>);

/// Reads [`Pairs`], at most so many.
pub(super) struct PairsOf(pub(super) usize);

impl<'de> Visitor<'de> for PairsOf {
    type Value = Pairs;

    nothing!();

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Pairs, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = seq.next_element::<Pair>()? {
            if pairs.len() < self.0 {
                pairs.extend(pair.0);
            }
        }
        Ok(Pairs(pairs))
    }

    // Internet Explorer writes a single cookie without the array around it; others write an object of all fields.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        while let Some((name, value)) = map.next_entry::<String, Scalar>()? {
            if pairs.len() < self.0 {
                pairs.extend(value.text().map(|value| (name, value)));
            }
        }
        let member = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        let single = member("name").zip(member("value"));
        Ok(Pairs(single.map_or(pairs, |pair| vec![pair])))
    }
}

#[derive(Default)]
struct Pair(Option<(String, String)>);

impl<'de> Deserialize<'de> for Pair {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pair, D::Error> {
        deserializer.deserialize_any(PairVisitor)
    }
}

struct PairVisitor;

impl<'de> Visitor<'de> for PairVisitor {
    type Value = Pair;

    nothing!();

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pair, A::Error> {
        let (mut name, mut value) = (None, None);
        let mut member = String::new();
        while map.next_key_seed(Name(&mut member))?.is_some() {
            let scalar: Scalar = map.next_value()?;
            match member.as_str() {
                "name" => name = scalar.text(),
                "value" => value = scalar.text(),
                _ => {}
            }
        }
        Ok(Pair(name.map(|name| (name, value.unwrap_or_default()))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Pair, A::Error> {
        let mut next = || seq.next_element::<Scalar>();
        let (name, value) = (next()?, next()?);
        drain_all(seq)?;
        let text = |scalar: Option<Scalar>| scalar.and_then(Scalar::text);
        Ok(Pair(text(name).map(|name| (name, text(value).unwrap_or_default()))))
    }
}
