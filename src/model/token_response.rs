//! What the token endpoint and the userinfo endpoint answer.

use super::http::{Answer, Hop};
use super::json::{Broken, Json, Member, Node};
use super::source::{Source, Span};

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

    /// Returns the body as a text.
    pub fn source(&self) -> &Source {
        match &self.body {
            Ok(json) => &json.source,
            Err(broken) => &broken.source,
        }
    }

    /// Returns the body for showing, with whatever may be a token masked.
    pub fn masked(&self) -> Source {
        let mut hidden = Vec::new();
        match &self.body {
            Ok(json) if !json.root.members().is_empty() => hide(&json.root, &mut hidden),
            _ => hidden = runs(&self.source().text),
        }
        self.source().masked(&hidden)
    }

    /// Returns the request and the head of the answer as a text that findings point into.
    pub fn head(&self) -> Source {
        self.hop.text(&format!("head of the {}", self.source().name))
    }
}

/// The members that are as good as a password while they are valid.
const SECRETS: [&str; 5] = ["access_token", "refresh_token", "id_token", "device_code", "code"];

fn hide(node: &Node, hidden: &mut Vec<Span>) {
    for Member { name, node, .. } in node.members() {
        match SECRETS.contains(&name.as_str()) {
            true => hidden.push(node.span.clone()),
            false => hide(node, hidden),
        }
    }
    node.elements().iter().for_each(|element| hide(element, hidden));
}

/// A run of letters and digits as long as this is no word, in bytes.
const LONG: usize = 24;

// What is no JSON has no members to tell tokens by: long runs are hidden, and whatever follows a name that ends like one.
fn runs(text: &str) -> Vec<Span> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let mut spans = Vec::new();
    let mut before = "";
    let mut at = 0;
    for run in text.split(|c: char| !is_part(c)) {
        if run.len() >= LONG || (!run.is_empty() && (before.ends_with("_token") || before == "code")) {
            spans.push(at..at + run.len());
        }
        before = if run.is_empty() { before } else { run };
        at += run.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    spans
}
