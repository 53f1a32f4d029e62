//! Paths into claims, as people type them: `lp_sdes[0].info.ctype`, `amr[+]`, `["https://brand.example/tier"].level`.

use super::Unfit;
use super::members::Members;
use serde_json::{Map, Value};

/// A path: a member's name, and the way on from there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The name of the outermost member.
    pub name: String,
    /// The steps below it.
    pub steps: Vec<Step>,
}

/// A step down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// `.name` or `["name"]`: the member of an object.
    Member(String),
    /// `[0]`: the element of an array, or its next one.
    Element(usize),
    /// `[+]`: a new element at the end of an array.
    Append,
}

impl Path {
    /// Reads `path=value`. A value that is JSON is taken as such, anything else as text.
    ///
    /// # Errors
    /// Says what is missing or where the path breaks.
    pub fn assignment(text: &str) -> Result<(Path, Value), Unfit> {
        let (path, value) = Path::assigned_text(text)?;
        match json_or_text(value) {
            // JSON has no such limit, but the readers of it do, and round without a word.
            Value::Number(number) if number.is_f64() && value.bytes().all(|byte| b"-0123456789".contains(&byte)) => {
                Err(Unfit(format!("{value} is too long for a number; `{path}=\"{value}\"` keeps every digit")))
            }
            json => Ok((path, json)),
        }
    }

    /// Reads `path=text`.
    ///
    /// # Errors
    /// Says what is missing or where the path breaks.
    pub fn assigned_text(text: &str) -> Result<(Path, &str), Unfit> {
        let (path, rest) = Path::prefix(text)?;
        let value = rest.strip_prefix('=').ok_or_else(|| broken(text, rest, "expected `=` and a value"))?;
        Ok((path, value))
    }

    /// Reads a path.
    ///
    /// # Errors
    /// Says where the path breaks.
    pub fn parse(text: &str) -> Result<Path, Unfit> {
        match Path::prefix(text)? {
            (path, "") => Ok(path),
            (_, rest) => Err(broken(text, rest, "expected `.name` or `[…]`")),
        }
    }

    // The path that `text` starts with, and what follows it.
    fn prefix(text: &str) -> Result<(Path, &str), Unfit> {
        let (first, mut rest) = if text.starts_with('[') { bracket(text, text)? } else { name(text, text)? };
        let Step::Member(name) = first else { return Err(broken(text, text, "a path starts with a name")) };
        let mut steps = Vec::new();
        while let Some(next) = step(text, rest)? {
            steps.push(next.0);
            rest = next.1;
        }
        Ok((Path { name, steps }, rest))
    }

    /// Puts `value` where the path leads, making objects and arrays on the way.
    ///
    /// # Errors
    /// If the path leads through a value that is neither, or past the end of an array.
    pub fn put(&self, members: &mut Members, value: Value) -> Result<(), Unfit> {
        let mut whole = members.get(&self.name).cloned().unwrap_or_default();
        let mut place = &mut whole;
        for step in &self.steps {
            place = descend(place, step).map_err(|reason| Unfit(format!("`{self}` leads nowhere: {reason}")))?;
        }
        *place = value;
        members.set(&self.name, whole);
        Ok(())
    }
}

fn step<'a>(whole: &str, rest: &'a str) -> Result<Option<(Step, &'a str)>, Unfit> {
    match rest.chars().next() {
        Some('.') => name(whole, &rest[1..]).map(Some),
        Some('[') => bracket(whole, rest).map(Some),
        _ => Ok(None),
    }
}

fn name<'a>(whole: &str, rest: &'a str) -> Result<(Step, &'a str), Unfit> {
    let end = rest.find(['.', '[', '=']).unwrap_or(rest.len());
    match &rest[..end] {
        "" => Err(broken(whole, rest, "expected a name")),
        name => Ok((Step::Member(name.to_owned()), &rest[end..])),
    }
}

fn bracket<'a>(whole: &str, rest: &'a str) -> Result<(Step, &'a str), Unfit> {
    if rest.starts_with("[\"") {
        return quoted(rest).ok_or_else(|| broken(whole, rest, "expected `\"]` after the name"));
    }
    let end = rest.find(']').ok_or_else(|| broken(whole, rest, "expected `]`"))?;
    let step = match &rest[1..end] {
        "+" => Step::Append,
        index => Step::Element(index.parse().map_err(|_| broken(whole, rest, "expected a number, `+` or a \"name\""))?),
    };
    Ok((step, &rest[end + 1..]))
}

// `["…"]`, for names with dots, brackets or equals signs in them, such as URLs; the quotes hold a JSON string.
fn quoted(rest: &str) -> Option<(Step, &str)> {
    let mut names = serde_json::Deserializer::from_str(&rest[1..]).into_iter::<String>();
    let name = names.next()?.ok()?;
    let rest = rest[1 + names.byte_offset()..].strip_prefix(']')?;
    Some((Step::Member(name), rest))
}

fn descend<'a>(place: &'a mut Value, step: &Step) -> Result<&'a mut Value, String> {
    if place.is_null() {
        *place = if matches!(step, Step::Member(_)) { Value::Object(Map::new()) } else { Value::Array(Vec::new()) };
    }
    match (place, step) {
        (Value::Object(members), Step::Member(name)) => Ok(members.entry(name).or_insert(Value::Null)),
        (Value::Array(elements), Step::Append) => Ok(element(elements, usize::MAX)),
        (Value::Array(elements), Step::Element(index)) => match elements.len() {
            count if *index > count => Err(format!("there is no element {index} among {count}; `[+]` adds one")),
            _ => Ok(element(elements, *index)),
        },
        (_, Step::Member(name)) => Err(format!("`{name}` stands below a value that is no object")),
        (_, Step::Element(_) | Step::Append) => Err("the value is no array".to_owned()),
    }
}

fn element(elements: &mut Vec<Value>, index: usize) -> &mut Value {
    let at = index.min(elements.len());
    if at == elements.len() {
        elements.push(Value::Null);
    }
    &mut elements[at]
}

/// Returns `text` as JSON if it is JSON, else as a JSON string.
pub fn json_or_text(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

fn broken(whole: &str, rest: &str, reason: &str) -> Unfit {
    let at = whole.chars().count().saturating_sub(rest.chars().count()) + 1;
    Unfit(format!("`{whole}` breaks at character {at}: {reason}"))
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)?;
        self.steps.iter().try_for_each(|step| match step {
            Step::Member(name) => write!(f, ".{name}"),
            Step::Element(index) => write!(f, "[{index}]"),
            Step::Append => f.write_str("[+]"),
        })
    }
}
