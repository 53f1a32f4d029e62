//! The authorization response: its parameters, and the way back to the client.

use super::page;
use super::params::encode;
use super::reply::redirect;
use crate::model::http::Reply;

/// The way back (OAuth 2.0 Multiple Response Type Encoding Practices §2.1, OAuth 2.0 Form Post Response Mode).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Query,
    Fragment,
    FormPost,
}

/// An authorization response on its way.
#[derive(Debug, Clone)]
pub(super) struct Answer<'a> {
    pub(super) redirect_uri: &'a str,
    pub(super) mode: Mode,
    pub(super) fields: Vec<(&'static str, String)>,
}

impl Mode {
    /// Returns the mode called `name`.
    pub(super) fn named(name: &str) -> Option<Mode> {
        let modes = [("query", Mode::Query), ("fragment", Mode::Fragment), ("form_post", Mode::FormPost)];
        modes.into_iter().find(|(other, _)| *other == name).map(|(_, mode)| mode)
    }
}

impl Answer<'_> {
    /// Returns the reply that takes it back.
    pub(super) fn reply(&self) -> Reply {
        let fields = self.fields.iter().map(|(name, value)| (*name, value.as_str()));
        match self.mode {
            Mode::Query => redirect(&self.in_query(&encode(fields))),
            Mode::Fragment => redirect(&format!("{}#{}", self.redirect_uri, encode(fields))),
            Mode::FormPost => page::form_post(self.redirect_uri, &self.fields),
        }
    }

    // The query that a redirection URI has stays as it is (RFC 6749 §3.1.2).
    fn in_query(&self, fields: &str) -> String {
        let join = match self.redirect_uri {
            uri if uri.ends_with(['?', '&']) => "",
            uri if uri.contains('?') => "&",
            _ => "?",
        };
        format!("{}{join}{fields}", self.redirect_uri)
    }
}
