//! What stands around requests and answers: what made them happen, the messages of sockets, pages and programs.

use super::super::loose::{self, Object, Scalar, of};
use super::super::{Limits, Message, Page, Tool, entry};
use super::shortened;
use serde::de::MapAccess;
use std::collections::VecDeque;

/// What made a request happen.
#[derive(Default)]
pub(in super::super) struct Initiator {
    pub(in super::super) kind: Scalar,
    pub(in super::super) url: Scalar,
    stack: Stack,
}

impl Initiator {
    /// Returns the address of what made it happen: of the innermost script, or of the page.
    pub(in super::super) fn address(self) -> Option<String> {
        let address = |scalar: Scalar| scalar.text().filter(|url| !url.is_empty());
        address(self.url).or(address(self.stack.url))
    }
}

impl Object for Initiator {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "type" => self.kind = map.next_value()?,
            "url" => self.url = map.next_value()?,
            "stack" => map.next_value_seed(of(&mut self.stack))?,
            _ => loose::skip(map)?,
        }
        Ok(())
    }
}

#[derive(Default)]
struct Stack {
    url: Scalar,
}

impl Object for Stack {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "callFrames" => map.next_value_seed(of(self)),
            "url" => {
                let url: Scalar = map.next_value()?;
                if !self.url.is_set() {
                    self.url = url;
                }
                Ok(())
            }
            _ => loose::skip(map),
        }
    }
}

/// The version of TLS, as Playwright has it.
pub(super) struct Protocol<'a>(pub(super) &'a mut Scalar);

impl Object for Protocol<'_> {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        let value = map.next_value()?;
        if name == "protocol" {
            *self.0 = value;
        }
        Ok(())
    }
}

/// The most messages of a WebSocket that are kept, the last ones.
const MESSAGES: usize = 50;

/// The longest message that is kept whole, in bytes.
const MESSAGE: usize = 2_000;

/// The messages of a WebSocket.
#[derive(Default)]
pub(in super::super) struct Messages {
    kept: VecDeque<Message>,
    next: Option<Message>,
}

impl Messages {
    /// Returns the last ones.
    pub(in super::super) fn last(mut self) -> Vec<Message> {
        self.settle();
        self.kept.into()
    }

    fn settle(&mut self) {
        self.kept.extend(self.next.take());
        if self.kept.len() > MESSAGES {
            self.kept.pop_front();
        }
    }

    fn next(&mut self) -> &mut Message {
        self.next.get_or_insert(Message { sent: false, opcode: 0, text: String::new() })
    }
}

impl Object for Messages {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        // Every exporter begins a message with its direction.
        let value: Scalar = map.next_value()?;
        match name {
            "type" => {
                self.settle();
                self.next().sent = value.text().is_some_and(|direction| direction == "send");
            }
            "opcode" | "opCode" => self.next().opcode = value.number().map_or(0, |opcode| opcode as u8),
            "data" => self.next().text = shortened(value.text().unwrap_or_default(), MESSAGE),
            _ => {}
        }
        Ok(())
    }
}

/// A program.
#[derive(Default)]
pub(in super::super) struct RawTool {
    name: Scalar,
    version: Scalar,
}

impl RawTool {
    pub(in super::super) fn tool(self, limits: &Limits) -> Option<Tool> {
        let text = |scalar: Scalar| shortened(scalar.text().unwrap_or_default(), limits.text);
        self.name.is_set().then(|| Tool { name: text(self.name), version: text(self.version) })
    }
}

impl Object for RawTool {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        let value = map.next_value()?;
        match name {
            "name" => self.name = value,
            "version" => self.version = value,
            _ => {}
        }
        Ok(())
    }
}

/// A page.
#[derive(Default)]
pub(in super::super) struct RawPage {
    id: Scalar,
    title: Scalar,
    began: Scalar,
}

impl RawPage {
    pub(in super::super) fn page(self, limits: &Limits) -> Page {
        let text = |scalar: Scalar| shortened(scalar.text().unwrap_or_default(), limits.text);
        Page { id: text(self.id), title: text(self.title), began: entry::moment(self.began) }
    }
}

impl Object for RawPage {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        let value = map.next_value()?;
        match name {
            "id" => self.id = value,
            "title" => self.title = value,
            "startedDateTime" => self.began = value,
            _ => {}
        }
        Ok(())
    }
}
