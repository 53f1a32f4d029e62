//! What came of a message, in a phrase.

use crate::model::callback::Callback;
use crate::model::http::text::bare;
use crate::model::http::{Answer, Hop, Request};
use crate::model::json::{Json, shorten};
use crate::model::jwk::Jwks;
use crate::model::page::Page;
use crate::model::source::Source;
use crate::model::transcript::{Purpose, Step, Transcript};
use url::Url;

/// How much of a text that a server wrote stands in a row, in characters.
const SHOWN: usize = 120;

/// Returns whether a login cannot go on after this answer. A token request that another one follows was a trial.
pub(super) fn is_broken(transcript: &Transcript, step: &Step) -> bool {
    let last = transcript.of(Purpose::Token).last();
    if step.purpose == Purpose::Token && !last.is_some_and(|last| std::ptr::eq(last, step)) {
        return false;
    }
    let refused =
        |answer: &Answer| answer.status >= 400 || is_answer_of_an_endpoint(step.purpose) && answer.status != 200;
    step.failure.is_some()
        || step.hop.answer.as_ref().is_some_and(refused)
        || step.purpose == Purpose::Callback && Callback::of(&step.hop.request).get("error").is_some()
}

fn is_answer_of_an_endpoint(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Token | Purpose::UserInfo | Purpose::Refresh)
}

/// Returns what came of the message.
pub(super) fn of(transcript: &Transcript, step: &Step) -> String {
    if let Some(failure) = &step.failure {
        return format!("no answer: {}", shorten(failure, SHOWN));
    }
    match &step.hop.answer {
        Some(answer) => match step.hop.redirect() {
            Some((redirect, to)) => format!("{} → {}", redirect.status, target(transcript, step, &to)),
            None => format!("{}{}", answer.status, content(step, answer)),
        },
        None if step.purpose == Purpose::Callback => {
            transcript.callback.as_ref().map_or_else(|| brought(&Callback::of(&step.hop.request)), brought)
        }
        None if step.purpose == Purpose::Authorization => "in a browser that shows its messages to nobody".to_owned(),
        None => "not sent".to_owned(),
    }
}

/// Returns what a callback brings.
pub(super) fn brought(callback: &Callback) -> String {
    format!("brings {}", contents(callback))
}

fn contents(callback: &Callback) -> String {
    let value = |name: &str| callback.get(name).map(|value| shorten(value, SHOWN));
    if let Some(error) = value("error") {
        let description = value("error_description").map(|text| format!(": {text}")).unwrap_or_default();
        return format!("the error {error}{description}");
    }
    let names: Vec<&str> = callback.parameters.iter().map(|(name, _)| name.as_str()).collect();
    if names.is_empty() { "nothing".to_owned() } else { shorten(&names.join(", "), SHOWN) }
}

fn target(transcript: &Transcript, step: &Step, to: &Url) -> String {
    let parameter = step.hop.request.query().into_iter().find(|(name, _)| name == "redirect_uri");
    let redirect_uri = transcript.terms.redirect_uri.clone().or(parameter.map(|(_, value)| value));
    let goal = redirect_uri.and_then(|uri| Url::parse(&uri).ok());
    if goal.is_some_and(|goal| bare(&goal) == bare(to)) {
        return format!("callback with {}", contents(&Callback::of(&Request::get(to.clone(), ""))));
    }
    let near = to.origin() == step.hop.request.url.origin();
    if near { to.path().to_owned() } else { bare(to) }
}

fn content(step: &Step, answer: &Answer) -> String {
    let json = json(answer);
    let error = json.as_ref().and_then(error).filter(|_| answer.status != 200);
    let told = error.or_else(|| match step.purpose {
        Purpose::Metadata => metadata(json.as_ref()?),
        Purpose::Keys => keys(answer),
        Purpose::Registration => client(json.as_ref()?),
        Purpose::Token => tokens(json.as_ref()?),
        Purpose::Refresh => Some(format!("refreshed, {}", tokens(json.as_ref()?)?)),
        Purpose::UserInfo => Some(count(json.as_ref()?.root.members().len(), "claim")),
        Purpose::Authorization | Purpose::Login | Purpose::Callback => page(&step.hop),
    });
    told.map_or_else(|| size(answer), |told| format!(", {told}"))
}

fn json(answer: &Answer) -> Option<Json> {
    Json::parse(Source::new("", std::str::from_utf8(&answer.body).ok()?.trim_start_matches('\u{feff}'))).ok()
}

fn error(json: &Json) -> Option<String> {
    let text = |name| Some(shorten(json.root.get(name)?.as_str()?, SHOWN));
    let description = text("error_description").map(|text| format!(": {text}")).unwrap_or_default();
    Some(format!("{}{description}", text("error")?))
}

fn metadata(json: &Json) -> Option<String> {
    let issuer = json.root.get("issuer")?.as_str()?;
    Some(format!("metadata of {}", shorten(issuer, SHOWN)))
}

fn client(json: &Json) -> Option<String> {
    let id = json.root.get("client_id")?.as_str()?;
    Some(format!("the client {}", shorten(id, SHOWN)))
}

fn keys(answer: &Answer) -> Option<String> {
    let text = std::str::from_utf8(&answer.body).ok()?;
    Some(count(Jwks::parse(Source::new("", text), true).ok()?.keys().len(), "key"))
}

fn tokens(json: &Json) -> Option<String> {
    let names: Vec<&str> = json.root.members().iter().map(|member| member.name.as_str()).collect();
    let all = ["id_token", "access_token", "refresh_token"];
    let here: Vec<&str> = all.into_iter().filter(|name| names.contains(name)).collect();
    Some(if here.is_empty() { "no token".to_owned() } else { format!("with {}", here.join(", ")) })
}

fn page(hop: &Hop) -> Option<String> {
    Some(format!("the page “{}”", shorten(&Page::of(hop)?.title?, SHOWN)))
}

fn count(count: usize, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

fn size(answer: &Answer) -> String {
    match (answer.media_type().as_deref(), answer.body.len()) {
        // A real browser keeps the pages to itself.
        (Some("text/html"), 0) => ", a page that was not recorded".to_owned(),
        (_, 0) => ", nothing in it".to_owned(),
        (Some(media_type), bytes) => format!(", {media_type} of {bytes} bytes"),
        (None, bytes) => format!(", {bytes} bytes"),
    }
}
