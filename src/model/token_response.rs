//! What the token endpoint and the userinfo endpoint answer.

use super::http::{Answer, Hop};
use super::json::{Broken, Json};
use super::source::Source;

/// An answer of the token endpoint (RFC 6749 §5), good or bad.
#[derive(Debug, Clone)]
pub struct TokenResponse {
    /// The request and its answer.
    pub hop: Hop,
    /// The answer: a token response does not exist without.
    pub answer: Answer,
    /// The body as JSON, or why it is none.
    pub body: Result<Json, Broken>,
}

/// An answer of the userinfo endpoint (OIDC Core §5.3), good or bad. It has the same form.
pub type UserInfo = TokenResponse;

impl TokenResponse {
    /// Reads an answer, calling it `name` in reports; `None` if nothing was answered.
    pub fn of(hop: &Hop, name: &str) -> Option<TokenResponse> {
        let answer = hop.answer.clone()?;
        // RFC 8259 §8.1: a byte order mark may be ignored; a check of its own reports it.
        let text = String::from_utf8_lossy(&answer.body);
        let source = Source::new(name, text.strip_prefix('\u{feff}').unwrap_or(&text));
        let body = Json::parse(source.clone()).map_err(|malformed| Broken { source, malformed });
        Some(TokenResponse { hop: hop.clone(), answer, body })
    }

    /// Returns the text of a member of the body.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.body.as_ref().ok()?.root.get(name)?.as_str()
    }

    /// Returns the OAuth error that it consists of, if it is one (RFC 6749 §5.2).
    pub fn error(&self) -> Option<&str> {
        self.text("error")
    }
}
