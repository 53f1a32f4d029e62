//! What must hold of a case beyond that its logins succeed. A question that cannot be asked is skipped and says why.

pub(crate) mod asked;
pub(crate) mod issued;
pub(crate) mod refused;
pub(crate) mod session;

use super::Evidence;
use crate::model::json::{Json, Place};
use crate::model::token::{Part, Token};
use crate::model::token_response::{TokenResponse, UserInfo};
use crate::model::transcript::{Purpose, Transcript};
use crate::report::{Finding, Location, Outcome};

/// An answer, or why there is none.
type Found<T> = Result<T, Outcome>;

/// Returns the outcome, be it that of a question that could not be asked.
fn settled(outcome: Found<Outcome>) -> Outcome {
    outcome.unwrap_or_else(|skipped| skipped)
}

fn last<'a>(evidence: &'a Evidence<'_>) -> Found<&'a Transcript> {
    evidence.last().ok_or_else(|| Outcome::skip("nobody logged in"))
}

/// Returns the token of a login, taken apart.
fn token(login: &Transcript) -> Found<Token> {
    let text = login.token().ok_or_else(|| Outcome::skip("no token came of the login"))?;
    Ok(Token::parse("id_token", &text, Vec::new()))
}

/// Returns the claims of the token of a login.
fn claims(login: &Transcript) -> Found<Json> {
    match token(login)?.claims {
        Part::Here(json) => Ok(json),
        Part::Sealed => Err(Outcome::skip("the token is encrypted")),
        Part::Broken(_) | Part::Missing => Err(Outcome::skip("the claims could not be read")),
    }
}

/// Returns the claims of the first token and of the last.
fn both(evidence: &Evidence<'_>) -> Found<(Json, Json)> {
    match evidence.logins.as_slice() {
        [first, .., last] => Ok((claims(first)?, claims(last)?)),
        _ => Err(Outcome::skip("nobody logged in a second time")),
    }
}

/// Returns the claims that the userinfo endpoint gave.
fn userinfo(login: &Transcript) -> Found<Json> {
    let answer = login.userinfo().ok_or_else(|| Outcome::skip("the userinfo endpoint was not asked"))?;
    match answer {
        UserInfo { answer, body: Ok(json), .. } if answer.status == 200 => Ok(json),
        UserInfo { answer, .. } if answer.status == 200 => Err(Outcome::skip("the userinfo response is no JSON")),
        _ => Err(Outcome::skip("the userinfo endpoint refused")),
    }
}

fn text<'a>(json: &'a Json, name: &str) -> Option<&'a str> {
    json.root.get(name)?.as_str()
}

/// Returns a finding about a member of a document, or about the document if it lacks that. It marks no characters: a case
/// may have several documents of one name.
fn at_member(json: &Json, name: &str, saw: impl Into<String>, wanted: impl Into<String>) -> Finding {
    let pointer = json.place().member(name).map(|Place { pointer, .. }| pointer).unwrap_or_default();
    Finding::new(Location { document: json.source.name.clone(), pointer, span: None }, saw, wanted)
}

/// Returns a finding about a login as a whole.
fn at_login(saw: impl Into<String>, wanted: impl Into<String>) -> Finding {
    Finding::new(Location { document: "login".to_owned(), ..Location::default() }, saw, wanted)
}

/// Returns what the callback says in place of a code or a token.
fn error(login: &Transcript) -> Option<&str> {
    login.callback.as_ref()?.get("error")
}

/// Returns whether the browser was kept: it was answered, and not sent back.
fn kept(login: &Transcript) -> bool {
    let browsed = [Purpose::Authorization, Purpose::Login];
    let last = login.steps.iter().rfind(|step| browsed.contains(&step.purpose));
    login.callback.is_none() && login.stop.is_some() && last.is_some_and(|step| step.hop.answer.is_some())
}

/// Returns what came of an authorization request, in a few words.
fn ending(login: &Transcript) -> String {
    match (error(login), &login.stop) {
        (Some(error), _) => format!("the error {}", printable(error)),
        (None, Some(stop)) => printable(&stop.reason),
        (None, None) => "a login".to_owned(),
    }
}

/// Returns the status of an answer and the OAuth error in it, if there is one.
fn described(answer: &TokenResponse) -> String {
    let status = answer.answer.status;
    answer.error().map_or_else(|| status.to_string(), |error| format!("{status}: {}", printable(error)))
}

fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(120).collect()
}
