//! What opening a JWE needs of its header (RFC 7516 §4.1, RFC 7518 §4.6.1, §4.7.1, §4.8.1).

use super::{Encryption, WhyNot};
use crate::jose::key::{Key, KeyError};
use crate::model::json::{Node, Place, shorten};
use crate::model::jwk::Jwk;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::HashSet;
use std::num::NonZeroU32;

/// A header in which no member stands twice and nothing is critical.
pub(super) struct Header<'a> {
    root: &'a Node,
}

/// More iterations than this are not computed: a header must not choose how long a reader works.
const MOST_ITERATIONS: i64 = 1_000_000;

/// So much of a name, in characters, is repeated to people …
const LONGEST_NAME: usize = 60;

/// … and so many names.
const MOST_NAMES: usize = 8;

impl<'a> Header<'a> {
    pub(super) fn new(root: &'a Node) -> Result<Header<'a>, WhyNot> {
        // RFC 7516 §4: names are unique.
        let mut seen = HashSet::new();
        if let Some(member) = root.members().iter().find(|member| !seen.insert(&member.name)) {
            let name = shorten(&member.name, LONGEST_NAME);
            return Err(WhyNot::NotCompact(format!("the header has “{}” twice", name.escape_debug())));
        }
        match root.get("crit") {
            None => Ok(Header { root }),
            Some(crit) => Err(critical(crit)),
        }
    }

    pub(super) fn encryption(&self) -> Result<Encryption, WhyNot> {
        Encryption::find(self.text("alg")?, self.text("enc")?).map_err(|why| match why {
            WhyNot::Unknown { member, name } => WhyNot::Unknown { member, name: shorten(&name, LONGEST_NAME) },
            why => why,
        })
    }

    /// Returns whether the content is compressed (RFC 7516 §4.1.3).
    pub(super) fn is_deflated(&self) -> Result<bool, WhyNot> {
        match self.root.get("zip").map(Node::as_str) {
            None => Ok(false),
            Some(Some("DEF")) => Ok(true),
            Some(_) => Err(malformed("zip", "is not “DEF”, the only compression there is")),
        }
    }

    /// Returns the sender's ephemeral key, which is of the same kind as `own`.
    pub(super) fn ephemeral(&self, own: &Key) -> Result<Key, WhyNot> {
        let node = self.root.get("epk").ok_or_else(|| malformed("epk", "is missing"))?;
        let member = |name| node.get(name).and_then(Node::as_str);
        let kind = own.kind();
        if (member("kty"), member("crv")) != (Some(kind.kty()), kind.crv()) {
            return Err(malformed("epk", &format!("is no {kind} key, as the recipient's is")));
        }
        let jwk = Jwk { place: Place { pointer: "/epk".to_owned(), node }, index: 0, alone_in: None };
        Key::from_jwk(&jwk).map_err(|KeyError(reason)| malformed("epk", &format!("is damaged: {reason}")))
    }

    /// Returns the bytes of a member in base64url; `None` if it is not there.
    pub(super) fn bytes(&self, member: &'static str) -> Result<Option<Vec<u8>>, WhyNot> {
        let Some(node) = self.root.get(member) else { return Ok(None) };
        let text = node.as_str().ok_or_else(|| malformed(member, &format!("is {}, not a string", node.kind())))?;
        URL_SAFE_NO_PAD.decode(text).map(Some).map_err(|_| malformed(member, "is not base64url"))
    }

    /// Returns the bytes of a member that must be there, `length` or, if that is none, at least 8.
    pub(super) fn required(&self, member: &'static str, length: Option<usize>) -> Result<Vec<u8>, WhyNot> {
        let bytes = self.bytes(member)?.ok_or_else(|| malformed(member, "is missing"))?;
        match length {
            Some(length) if bytes.len() != length => {
                Err(malformed(member, &format!("has {} bytes in place of {length}", bytes.len())))
            }
            // RFC 7518 §4.8.1.1.
            None if bytes.len() < 8 => Err(malformed(member, &format!("has {} bytes, 8 are the least", bytes.len()))),
            _ => Ok(bytes),
        }
    }

    /// Returns how often a password is hashed (RFC 7518 §4.8.1.2).
    pub(super) fn iterations(&self) -> Result<NonZeroU32, WhyNot> {
        let node = self.root.get("p2c").ok_or_else(|| malformed("p2c", "is missing"))?;
        let count = node.as_integer().filter(|count| (1..=MOST_ITERATIONS).contains(count));
        let count = count.and_then(|count| NonZeroU32::new(u32::try_from(count).ok()?));
        count.ok_or_else(|| malformed("p2c", &format!("is no whole number from 1 to {MOST_ITERATIONS}")))
    }

    fn text(&self, member: &'static str) -> Result<&'a str, WhyNot> {
        let node = self.root.get(member).ok_or_else(|| malformed(member, "is missing"))?;
        node.as_str().ok_or_else(|| malformed(member, &format!("is {}, not a string", node.kind())))
    }
}

pub(super) fn malformed(member: &'static str, reason: &str) -> WhyNot {
    WhyNot::Malformed { member, reason: reason.to_owned() }
}

// RFC 7516 §4.1.13: a list of names that is not empty.
fn critical(crit: &Node) -> WhyNot {
    let names: Option<Vec<&str>> = crit.elements().iter().map(Node::as_str).collect();
    match names {
        Some(names) if !names.is_empty() => {
            WhyNot::Critical(names.into_iter().take(MOST_NAMES).map(|name| shorten(name, LONGEST_NAME)).collect())
        }
        _ => malformed("crit", "is not a list of names"),
    }
}
