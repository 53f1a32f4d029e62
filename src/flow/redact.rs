//! Takes secrets out of a login, wherever they turn up and however they are encoded. What stands in their place says of what
//! kind it was and is the same for the same secret, so that whatever compares still can; `docs/transcript-v1.md` tells how.

pub mod file;
mod find;
mod forms;
mod kind;
mod pattern;
mod person;
mod report;
mod seen;
mod token;

use crate::model::callback::Callback;
use crate::model::http::{Answer, Hop, Request};
use crate::model::jwk::Jwks;
use crate::model::secret::Secret;
use crate::model::transcript::{PageSummary, Redaction, Step, Stop, Terms, Transcript};
use find::Finds;
pub use kind::Kind;
use pattern::Patterns;
use url::Url;

/// What is to be taken out, besides what the messages show by its place.
#[derive(Debug, Clone, Default)]
pub struct Known<'a> {
    /// What the caller knows to be secret: the client secret, the password.
    pub secrets: Vec<(Kind, &'a Secret)>,
    /// The key set to try signatures against, before they are cut; the one of the login if there is none.
    pub keys: Option<&'a Jwks>,
    /// Tokens that stood encrypted in the messages: what reports say of them is theirs too.
    pub opened: Vec<&'a str>,
    /// Whether e-mail addresses, telephone numbers and names are taken out too (`--redact pii`).
    pub personal: bool,
}

/// Knows the secrets of a login.
pub struct Redactor {
    patterns: Patterns,
    redaction: Redaction,
}

impl Redactor {
    /// Finds the secrets of a login.
    pub fn new(transcript: &Transcript, known: &Known<'_>) -> Redactor {
        let mut finds = Finds::new(known.personal);
        known.secrets.iter().for_each(|(kind, secret)| finds.add(*kind, None, secret.reveal()));
        find::transcript(transcript, &mut finds);
        known.opened.iter().for_each(|token| finds.add(Kind::Token, None, token));
        let tokens = token::tokens(&mut finds);
        let plain = Patterns::new(&finds, &[]);
        let rewritten: Vec<_> = tokens.iter().flat_map(|token| token.rewritten(&plain)).collect();
        let patterns = Patterns::new(&finds, &rewritten);
        let redaction = seen::seen(transcript, &finds, &tokens, &patterns, known);
        Redactor { patterns, redaction }
    }

    /// Returns the login without its secrets, and with what was seen of them that no check can see any more.
    pub fn transcript(&self, transcript: &Transcript) -> Transcript {
        Transcript {
            terms: self.terms(&transcript.terms),
            steps: transcript.steps.iter().map(|step| self.step(step)).collect(),
            callback: transcript.callback.as_ref().map(|callback| self.callback(callback)),
            stop: transcript.stop.as_ref().map(|stop| self.stop(stop)),
            redaction: Some(self.redaction.clone()),
        }
    }

    /// Returns a text without the secrets of the login.
    pub fn text(&self, text: &str) -> String {
        self.patterns.text(text)
    }

    fn terms(&self, terms: &Terms) -> Terms {
        let text = |text: &Option<String>| text.as_deref().map(|text| self.text(text));
        Terms {
            issuer: text(&terms.issuer),
            client_id: text(&terms.client_id),
            redirect_uri: text(&terms.redirect_uri),
            token_redirect_uri: text(&terms.token_redirect_uri),
            response_type: text(&terms.response_type),
            response_mode: text(&terms.response_mode),
            scope: text(&terms.scope),
            state: text(&terms.state),
            nonce: terms.nonce.as_ref().map(text),
            code_challenge: text(&terms.code_challenge),
            ..terms.clone()
        }
    }

    fn step(&self, step: &Step) -> Step {
        let hop = &step.hop;
        let answer = |answer: &Answer| Answer {
            url: self.url(&answer.url),
            headers: self.headers(&answer.headers),
            body: self.patterns.bytes(&answer.body),
            ..answer.clone()
        };
        Step {
            hop: Hop {
                request: Request {
                    url: self.url(&hop.request.url),
                    headers: self.headers(&hop.request.headers),
                    body: self.patterns.bytes(&hop.request.body),
                    ..hop.request.clone()
                },
                answer: hop.answer.as_ref().map(answer),
                ..hop.clone()
            },
            failure: step.failure.as_deref().map(|failure| self.text(failure)),
            ..step.clone()
        }
    }

    fn headers(&self, headers: &[(String, String)]) -> Vec<(String, String)> {
        headers.iter().map(|(name, value)| (name.clone(), self.header(name, value))).collect()
    }

    // What stands in base64 stays readable for whoever wants to know which client asked (RFC 7617 §2).
    fn header(&self, name: &str, value: &str) -> String {
        match find::basic(name, value) {
            Some((user, secret)) => {
                let pair = format!("{}:{}", self.text(&user), self.patterns.value(find::BASIC, &secret));
                format!("Basic {}", forms::base64(pair.as_bytes()))
            }
            None => self.patterns.value(name, value),
        }
    }

    fn url(&self, url: &Url) -> Url {
        let text = self.text(url.as_str());
        // Only a secret in the name of a host could make an address none.
        Url::parse(&text).ok().or_else(|| url.join("/REDACTED").ok()).unwrap_or_else(|| url.clone())
    }

    fn callback(&self, callback: &Callback) -> Callback {
        Callback {
            redirect_uri: callback.redirect_uri.as_ref().map(|url| self.url(url)),
            delivery: callback.delivery,
            parameters: self.pairs(&callback.parameters),
        }
    }

    // A value that is a secret only where it stands is known by the name before it.
    fn pairs(&self, pairs: &[(String, String)]) -> Vec<(String, String)> {
        let pair = |(name, value): &(String, String)| (self.text(name), self.patterns.value(name, value));
        pairs.iter().map(pair).collect()
    }

    fn stop(&self, stop: &Stop) -> Stop {
        let text = |text: &Option<String>| text.as_deref().map(|text| self.text(text));
        let page = |page: &PageSummary| PageSummary {
            url: self.text(&page.url),
            status: page.status,
            title: text(&page.title),
            fields: page.fields.clone(),
            buttons: page.buttons.iter().map(|button| self.text(button)).collect(),
            message: text(&page.message),
        };
        Stop { at: stop.at, reason: self.text(&stop.reason), page: stop.page.as_ref().map(page) }
    }
}
