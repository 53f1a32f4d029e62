//! The callback: what the authorization endpoint sent back through the browser, or what the brand's page handed over.

use super::http::Request;
use super::source::{Source, Span};
use url::Url;

/// An authorization response (OIDC Core §3.1.2.5, §3.2.2.5), good or bad.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    /// Where it was sent, without the parameters; `None` if a script handed it over.
    pub redirect_uri: Option<Url>,
    /// In which part of the message the parameters stand.
    pub delivery: Delivery,
    /// The parameters, decoded, in order.
    pub parameters: Vec<(String, String)>,
}

/// In which part of a message an authorization response travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// In the query (`response_mode=query`).
    Query,
    /// In the fragment, which browsers keep to themselves (`response_mode=fragment`).
    Fragment,
    /// In the body of a form that the browser sends (`response_mode=form_post`).
    FormPost,
    /// In an argument of the callback that LivePerson gives to the page's function.
    Script,
}

/// The parameters in which LivePerson takes a token (`id_token`, `token` or `code`).
pub const TOKEN_PARAMETERS: [&str; 3] = ["id_token", "token", "code"];

/// The parameters by which an answer is known (RFC 6749 §4.1.2, OIDC Core §3.2.2.5).
const ANSWERS: [&str; 5] = ["code", "error", "id_token", "token", "access_token"];

/// The parameters that are as good as a password while they are valid.
const SECRETS: [&str; 4] = ["code", "token", "id_token", "access_token"];

impl Callback {
    /// Returns the callback that a browser makes with this request. A URL may carry its fragment still.
    pub fn of(request: &Request) -> Callback {
        let mut redirect_uri = request.url.clone();
        redirect_uri.set_query(None);
        redirect_uri.set_fragment(None);
        // Some servers add a fragment of their own to an answer in the query: `#_=_`.
        let in_query = request.query().iter().any(|(name, _)| ANSWERS.contains(&name.as_str()));
        let fragment = request.url.fragment().filter(|fragment| fragment.contains('=') && !in_query);
        let (delivery, parameters) = match (request.method.as_str(), fragment) {
            ("POST", _) => (Delivery::FormPost, request.fields()),
            (_, Some(fragment)) => {
                (Delivery::Fragment, url::form_urlencoded::parse(fragment.as_bytes()).into_owned().collect())
            }
            _ => (Delivery::Query, request.query()),
        };
        Callback { redirect_uri: Some(redirect_uri), delivery, parameters }
    }

    /// Returns the callback that a script makes with these parameters.
    pub fn of_script(parameters: &[(&str, &str)]) -> Callback {
        let owned = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Callback { redirect_uri: None, delivery: Delivery::Script, parameters: owned.collect() }
    }

    /// Returns the first parameter called `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Returns the token and the name of the parameter it came in: the first of [`TOKEN_PARAMETERS`] that looks like one.
    pub fn token(&self) -> Option<(&'static str, &str)> {
        let of = |name: &'static str| Some((name, self.get(name).filter(|value| looks_like_token(value))?));
        TOKEN_PARAMETERS.into_iter().find_map(of)
    }

    /// Returns the callback as a text that findings point into: a line the redirection URI and a line each parameter.
    /// What is as good as a password is cut short.
    pub fn text(&self) -> Source {
        let first = match &self.redirect_uri {
            Some(url) => format!("{} {url}", self.delivery.phrase()),
            None => "handed over by a script".to_owned(),
        };
        let lines = self.parameters.iter().map(|(name, value)| format!("{name}: {}", shown(name, value)));
        let lines: Vec<String> = std::iter::once(first).chain(lines).collect();
        Source::new("callback", lines.join("\n") + "\n")
    }

    /// Returns where the line of the first parameter called `name` stands in [`Callback::text`].
    pub fn span(text: &Source, name: &str) -> Option<Span> {
        let start = text.text.find(&format!("\n{name}: "))? + 1;
        let length = text.text[start..].find('\n')?;
        Some(start..start + length)
    }
}

impl Delivery {
    /// Returns how it is said: `in the query of`.
    pub fn phrase(self) -> &'static str {
        match self {
            Delivery::Query => "in the query of",
            Delivery::Fragment => "in the fragment of",
            Delivery::FormPost => "in a form sent to",
            Delivery::Script => "in an argument of",
        }
    }

    /// Returns the response mode (OAuth 2.0 Multiple Response Types §2.1), if it is one.
    pub fn response_mode(self) -> Option<&'static str> {
        match self {
            Delivery::Query => Some("query"),
            Delivery::Fragment => Some("fragment"),
            Delivery::FormPost => Some("form_post"),
            Delivery::Script => None,
        }
    }
}

/// Returns whether a text has the form of a token: three segments, or five if it is encrypted.
pub fn looks_like_token(text: &str) -> bool {
    // A page may hand over its server's JSON as it came.
    let text = text.trim().trim_matches(['"', '\'']);
    let dots = text.matches('.').count();
    (dots == 2 || dots == 4) && text.starts_with("ey")
}

fn shown(name: &str, value: &str) -> String {
    if !SECRETS.contains(&name) {
        return value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    }
    format!("{}… ({} characters)", value.chars().take(4).collect::<String>(), value.chars().count())
}
