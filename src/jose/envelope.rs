//! An encrypted token together with what came of opening it.

use super::jwe::{self, Allowances, WhyNot};
use super::key::Key;
use crate::model::json::Json;
use crate::model::paste;
use crate::model::source::Source;
use crate::model::token::{Form, Token};

/// An encrypted token and what is inside, as far as that is known.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// The token as it came.
    pub token: Token,
    /// What is inside.
    pub content: Content,
    /// The key IDs of the keys that were tried; none if one of them has no ID and may be any.
    pub kids: Vec<String>,
}

/// What is inside an encrypted token.
#[derive(Debug, Clone)]
pub enum Content {
    /// Nobody knows: no key was given.
    Closed,
    /// Nobody knows: no key opens it. Says for each key, by what it is called, why not.
    Refused(Vec<(String, WhyNot)>),
    /// Another token (RFC 7519 §5.2).
    Token(Box<Token>),
    /// Claims that nobody signed.
    Claims(Json),
    /// Neither; so many bytes.
    Other(usize),
}

/// The keys that somebody decrypts with.
#[derive(Clone, Default)]
pub struct Keyring {
    /// The keys, and what to call each.
    pub keys: Vec<(String, Key)>,
    /// What may be opened.
    pub allow: Allowances,
}

impl Keyring {
    /// Tries every key on `token`; returns `None` if it is not encrypted.
    pub fn open(&self, token: &Token) -> Option<Envelope> {
        (token.form() == Form::Encrypted).then(|| Envelope {
            token: token.clone(),
            content: self.content(token),
            kids: self.keys.iter().map(|(_, key)| key.kid.clone()).collect::<Option<_>>().unwrap_or_default(),
        })
    }

    fn content(&self, token: &Token) -> Content {
        if self.keys.is_empty() {
            return Content::Closed;
        }
        let mut refused = Vec::new();
        for (name, key) in &self.keys {
            match jwe::open(token, key, &self.allow) {
                Ok(opened) => return inside(&token.source.name, &opened.plaintext),
                Err(why) => refused.push((name.clone(), why)),
            }
        }
        Content::Refused(refused)
    }
}

impl Envelope {
    /// Returns the token inside, if there is one and it is known.
    pub fn inner(&self) -> Option<&Token> {
        match &self.content {
            Content::Token(token) => Some(token),
            _ => None,
        }
    }
}

fn inside(name: &str, plaintext: &[u8]) -> Content {
    let other = Content::Other(plaintext.len());
    let Ok(text) = std::str::from_utf8(plaintext) else { return other };
    // Claims may hold a token, and are none.
    if text.trim_start().starts_with('{') {
        let claims = Source::new(format!("claims inside {name}"), text).part_of(name);
        return Json::parse(claims).map_or(other, Content::Claims);
    }
    let inner = paste::tokens(&format!("{name} (decrypted)"), text).into_iter().next();
    inner.map_or(other, |pasted| Content::Token(Box::new(pasted.token)))
}
