//! A login by instructions, for pages that nobody would recognise: a file in TOML with a `[[step]]` for each page.
//!
//! ```toml
//! [[step]]
//! expect = "Welcome"                                # what the page must say, in its title or text
//! fill = { customer = "4711", remember = false }    # fields by name, id or label; true and false for boxes
//! press = "Next"                                    # a button or link by label, name, id or value
//!
//! [[step]]
//! fill = { password = "env:BRAND_PASSWORD" }        # or file:PATH: secrets stand elsewhere
//!
//! [[step]]
//! optional = true                                   # left out unless the page says what is expected
//! expect = "Stay signed in?"
//! press = "No"
//! ```
//!
//! Without `press` the form is sent as if by the Enter key. Redirects, and forms that only a script would send on, need no step.

use crate::model::name::nearest;
use crate::model::secret::Secret;
use crate::model::settings::Mistake;
use crate::model::source::{Source, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Instructions for a login, a step for each page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Steps {
    pub(super) list: Vec<Instruction>,
}

/// What to do with one page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Instruction {
    pub(super) expect: Option<String>,
    pub(super) fill: Vec<(String, Value)>,
    pub(super) press: Option<String>,
    pub(super) optional: bool,
}

/// What goes into a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A text that stands in the file.
    Plain(String),
    /// A text that stands elsewhere.
    Secret(Secret),
    /// Whether a box is checked.
    Tick(bool),
}

/// Looks up a reference such as `env:NAME`, or says why it cannot, in a sentence without a full stop.
pub type Lookup<'a> = dyn FnMut(&str) -> Result<Secret, String> + 'a;

const MEMBERS: [&str; 4] = ["expect", "fill", "optional", "press"];

/// Parts of names of fields whose values do not belong in the file.
const SECRET: [&str; 8] = ["pass", "pwd", "secret", "pin", "kennwort", "passwort", "contrase", "otp"];

/// The most steps that a file may have.
const STEPS: usize = 50;

impl Steps {
    /// Reads instructions, and looks up the secrets that they refer to.
    ///
    /// # Errors
    /// The first mistake, with its place and, for a misspelt name, the nearest right one.
    pub fn parse(source: &Source, lookup: &mut Lookup<'_>) -> Result<Steps, Mistake> {
        let table = DeTable::parse(&source.text).map_err(|error| {
            mistake(source, error.span().unwrap_or(0..0), error.message().lines().next().unwrap_or_default())
        })?;
        let mut reader = Reader { source, lookup };
        let mut list = Vec::new();
        for (name, value) in table.get_ref() {
            if name.get_ref() != "step" {
                return Err(reader.unknown(name.span(), name.get_ref(), &["step"]));
            }
            let steps = value
                .get_ref()
                .as_array()
                .ok_or_else(|| reader.wrong(value, "`step` must be a list: write [[step]]"))?;
            for step in steps.iter() {
                list.push(reader.instruction(step)?);
            }
        }
        match list.len() {
            0 => Err(mistake(source, 0..0, "there is no [[step]]")),
            1..=STEPS => Ok(Steps { list }),
            many => Err(mistake(source, 0..0, format!("there are {many} steps; {STEPS} is the most"))),
        }
    }
}

impl Steps {
    /// Returns the secrets that go into the pages.
    pub fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.list.iter().flat_map(|step| &step.fill).filter_map(|(_, value)| match value {
            Value::Secret(secret) => Some(secret),
            Value::Plain(_) | Value::Tick(_) => None,
        })
    }
}

struct Reader<'a, 'l> {
    source: &'a Source,
    lookup: &'a mut Lookup<'l>,
}

impl Reader<'_, '_> {
    fn instruction(&mut self, value: &Spanned<DeValue<'_>>) -> Result<Instruction, Mistake> {
        let wrong = || mistake(self.source, value.span(), "a step must be a table: write [[step]]");
        let table = value.get_ref().as_table().ok_or_else(wrong)?;
        let mut step = Instruction::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "expect" => step.expect = Some(self.text("expect", value)?),
                "press" => step.press = Some(self.text("press", value)?),
                "fill" => step.fill = self.fill(value)?,
                "optional" => {
                    let flag = value.get_ref().as_bool();
                    step.optional = flag.ok_or_else(|| self.wrong(value, "optional must be true or false"))?;
                }
                name => return Err(self.unknown(key.span(), name, &MEMBERS)),
            }
        }
        if step.optional && step.expect.is_none() {
            return Err(self.wrong(value, "an optional step must say what it expects"));
        }
        Ok(step)
    }

    fn text(&self, name: &str, value: &Spanned<DeValue<'_>>) -> Result<String, Mistake> {
        let text = value.get_ref().as_str().filter(|text| !text.trim().is_empty());
        text.map(str::to_owned).ok_or_else(|| self.wrong(value, format!("{name} must be a text")))
    }

    fn fill(&mut self, value: &Spanned<DeValue<'_>>) -> Result<Vec<(String, Value)>, Mistake> {
        let wrong = || mistake(self.source, value.span(), "fill must be a table such as { username = \"alice\" }");
        let table = value.get_ref().as_table().ok_or_else(wrong)?;
        let fields =
            table.iter().map(|(name, value)| Ok((name.get_ref().to_string(), self.value(name.get_ref(), value)?)));
        fields.collect()
    }

    fn value(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Result<Value, Mistake> {
        let text = match value.get_ref() {
            DeValue::Boolean(flag) => return Ok(Value::Tick(*flag)),
            DeValue::String(text) => text,
            _ => return Err(self.wrong(value, format!("{name} must be a text, or true or false for a box"))),
        };
        if ["env:", "file:"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme)) {
            let found = (self.lookup)(text).map_err(|reason| mistake(self.source, value.span(), reason))?;
            return Ok(Value::Secret(found));
        }
        let lower = name.to_lowercase();
        if SECRET.iter().any(|part| lower.contains(part)) {
            let reason = format!("{name} must be \"env:NAME\" or \"file:PATH\": secrets do not belong in this file");
            return Err(self.wrong(value, reason));
        }
        Ok(Value::Plain(text.to_string()))
    }

    fn unknown(&self, span: Span, name: &str, known: &[&str]) -> Mistake {
        let near = nearest(name, known.iter().copied());
        let hint = near.map_or_else(String::new, |near| format!("; did you mean “{near}”?"));
        mistake(self.source, span, format!("there is no member “{name}”{hint}"))
    }

    fn wrong(&self, value: &Spanned<DeValue<'_>>, message: impl Into<String>) -> Mistake {
        mistake(self.source, value.span(), message)
    }
}

fn mistake(source: &Source, span: Span, message: impl Into<String>) -> Mistake {
    Mistake { message: message.into(), position: source.position(span.start) }
}
