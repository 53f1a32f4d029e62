//! Sorts what support has in hand: what is this text, and what of a login stands in it?

mod pasted;

use crate::model::callback::{Callback, Delivery};
use crate::model::discovery::Discovery;
use crate::model::http::{Answer, Hop, Request};
use crate::model::json::{Json, Node};
use crate::model::jwk::Jwks;
use crate::model::paste;
use crate::model::source::{Source, floor_boundary};
use crate::model::token::Token;
use crate::model::transcript::{Party, Purpose, Step, Transcript, file};
use url::Url;

/// What a text turned out to be, or what was found in it.
#[derive(Debug, Clone)]
pub enum Clue {
    /// A login that lpauth recorded.
    Login(Box<Transcript>),
    /// An authorization server's metadata.
    Metadata(Box<Discovery>),
    /// A key set.
    Keys(Box<Jwks>),
    /// What came back from the authorization endpoint.
    Callback(Callback),
    /// What a token endpoint answered.
    TokenResponse(Box<Step>),
    /// A token.
    Token(Box<Token>),
}

/// The most tokens and addresses that are taken from one text.
const MOST: usize = 100;

/// The longest address that is read, in bytes.
const LONGEST: usize = 64 << 10;

/// Returns what stands in a text.
///
/// # Errors
/// If it is a transcript or looks like one and cannot be read; says why.
pub fn clues(source: &Source) -> Result<Vec<Clue>, String> {
    let text = source.text.trim_start_matches('\u{feff}').trim();
    if text.starts_with('{')
        && let Ok(json) = Json::parse(Source::new(source.name.as_str(), text))
        && let Some(clue) = of_json(&json)?
    {
        return Ok(vec![clue]);
    }
    Ok(of_text(source))
}

fn of_json(json: &Json) -> Result<Option<Clue>, String> {
    let has = |name: &str| json.root.get(name).is_some();
    let source = json.source.clone();
    if text(&json.root, "schema") == Some(file::SCHEMA) {
        let read = file::read(&source.name, source.text.as_bytes());
        return read.map(|login| Some(Clue::Login(Box::new(login)))).map_err(|broken| broken.malformed.reason);
    }
    let clue = if has("keys") || has("kty") {
        Jwks::parse(source, true).ok().map(|keys| Clue::Keys(Box::new(keys)))
    } else if has("issuer") && (has("authorization_endpoint") || has("jwks_uri") || has("token_endpoint")) {
        Discovery::parse(source, None).ok().map(|metadata| Clue::Metadata(Box::new(metadata)))
    } else if has("id_token") || has("access_token") || (has("error") && !has("log")) {
        answered(json).map(|step| Clue::TokenResponse(Box::new(step)))
    } else {
        None
    };
    Ok(clue)
}

fn text<'a>(node: &'a Node, name: &str) -> Option<&'a str> {
    node.get(name)?.as_str()
}

/// The address that nobody told (RFC 2606 §2 keeps `invalid` for such).
const UNKNOWN: &str = "https://token-endpoint.invalid/";

/// Returns the step that a token endpoint's answer belongs to. Its request is not known, and neither is its status; an error
/// comes with 400 (RFC 6749 §5.2).
fn answered(json: &Json) -> Option<Step> {
    let status = if json.root.get("error").is_some() { 400 } else { 200 };
    let headers = [("content-type", "application/json"), ("cache-control", "no-store"), ("pragma", "no-cache")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    step(status, headers, json.source.text.clone().into_bytes())
}

fn step(status: u16, headers: Vec<(String, String)>, body: Vec<u8>) -> Option<Step> {
    let url = Url::parse(UNKNOWN).ok()?;
    let answer = Answer { url: url.clone(), status, headers, body };
    let hop = Hop { answer: Some(answer), ..Hop::to(Request::get(url, "application/json")) };
    Some(Step { purpose: Purpose::Token, from: Party::LivePerson, hop, failure: None })
}

fn of_text(source: &Source) -> Vec<Clue> {
    let callbacks: Vec<Callback> = addresses(&source.text).filter_map(callback).take(MOST).collect();
    let brought = |token: &Token| {
        let text = token.source.text.as_str();
        callbacks.iter().any(|callback| callback.parameters.iter().any(|(_, value)| value == text))
    };
    let response = pasted::response(source);
    let answer = response.as_ref().and_then(|step| step.hop.answer.as_ref());
    let body = answer.map(|answer| String::from_utf8_lossy(&answer.body).into_owned()).unwrap_or_default();
    let tokens = paste::tokens(&source.name, &source.text).into_iter().map(|pasted| pasted.token);
    // A token that came in a callback or a response is part of it.
    let is_part = |token: &Token| brought(token) || body.contains(token.source.text.as_str());
    let tokens: Vec<Token> = tokens.filter(|token| !is_part(token)).take(MOST).collect();
    let callbacks = callbacks.into_iter().map(Clue::Callback);
    let responses = response.into_iter().map(|step| Clue::TokenResponse(Box::new(step)));
    callbacks.chain(responses).chain(tokens.into_iter().map(|token| Clue::Token(Box::new(token)))).collect()
}

/// Returns every address in a text, up to white space or whatever closes it there.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices("http").filter(|(at, _)| {
        let rest = &text[*at..];
        rest.starts_with("https://") || rest.starts_with("http://")
    });
    starts.map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`' | '\\'));
        &rest[..end.unwrap_or(rest.len()).min(floor_boundary(rest, LONGEST))]
    })
}

fn callback(address: &str) -> Option<Callback> {
    let url = Url::parse(address).ok()?;
    let callback = Callback::of(&Request::get(url, "*/*"));
    let answers = ["code", "id_token", "token", "error"].iter().any(|name| callback.get(name).is_some());
    // The authorization request itself has a state too, and no answer.
    let asks = callback.get("response_type").is_some();
    (answers && !asks && callback.delivery != Delivery::Script).then_some(callback)
}
