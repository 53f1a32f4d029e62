//! Small ways to break a login.

use super::good::{ACCESS_TOKEN, at, claims, token};
use crate::sample;
use lpauth::jose::alg;
use lpauth::model::callback::Callback;
use lpauth::model::http::Request;
use lpauth::model::login::WINDOW_REDIRECT_URI;
use lpauth::model::transcript::{PageSummary, Purpose, Step, Stop, Transcript};
use serde_json::{Value, json};
use url::Url;

pub(super) fn step(login: &mut Transcript, purpose: Purpose) -> &mut Step {
    login.steps.iter_mut().find(|step| step.purpose == purpose).unwrap()
}

pub(super) fn bytes(login: &mut Transcript, purpose: Purpose) -> &mut Vec<u8> {
    &mut step(login, purpose).hop.answer.as_mut().unwrap().body
}

pub(super) fn set(login: &mut Transcript, purpose: Purpose, name: &str, value: &str) {
    let headers = &mut step(login, purpose).hop.answer.as_mut().unwrap().headers;
    headers.retain(|(other, _)| other != name);
    headers.extend((!value.is_empty()).then(|| (name.to_owned(), value.to_owned())));
}

pub(super) fn member(login: &mut Transcript, purpose: Purpose, name: &str, value: Value) {
    let mut body: Value = serde_json::from_slice(bytes(login, purpose)).unwrap();
    body[name] = value;
    body.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    *bytes(login, purpose) = body.to_string().into_bytes();
}

pub(super) fn refuse(login: &mut Transcript, purpose: Purpose, status: u16, body: &str) {
    step(login, purpose).hop.answer.as_mut().unwrap().status = status;
    *bytes(login, purpose) = body.as_bytes().to_vec();
}

pub(super) fn form(login: &mut Transcript, purpose: Purpose, name: &str, value: &str) {
    let request = &mut step(login, purpose).hop.request;
    let mut fields = request.fields();
    fields.iter_mut().filter(|(other, _)| other == name).for_each(|field| field.1 = value.to_owned());
    request.body = Request::form(request.url.clone(), fields).body;
}

pub(super) fn fail(login: &mut Transcript, purpose: Purpose) {
    let step = step(login, purpose);
    (step.hop.answer, step.failure) = (None, Some("connection refused".to_owned()));
}

pub(super) fn stop(login: &mut Transcript, status: u16, message: &str, fields: &[(&str, &str)]) {
    let browsed = [Purpose::Token, Purpose::UserInfo, Purpose::Refresh];
    login.steps.retain(|step| !browsed.contains(&step.purpose));
    login.callback = None;
    let fields = fields.iter().map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned())).collect();
    let (url, message) = (at("/login").to_string(), Some(message.to_owned()));
    let page = PageSummary { url, status, fields, message, ..PageSummary::default() };
    login.stop = Some(Stop { at: Purpose::Login, reason: "no redirect came".to_owned(), page: Some(page) });
}

pub(super) fn parameters(login: &mut Transcript) -> &mut Vec<(String, String)> {
    &mut login.callback.as_mut().unwrap().parameters
}

pub(super) fn add(login: &mut Transcript, name: &str, value: &str) {
    parameters(login).push((name.to_owned(), value.to_owned()));
}

/// Answers with this in place of the code.
pub(super) fn answered(login: &mut Transcript, parameter: &str) {
    let (name, value) = parameter.split_once('=').unwrap();
    parameters(login)[0] = (name.to_owned(), value.to_owned());
}

pub(super) fn came_by(login: &mut Transcript, mark: &str) {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters(login)).finish();
    let url = Url::parse(&format!("{WINDOW_REDIRECT_URI}{mark}{query}")).unwrap();
    login.callback = Some(Callback::of(&Request::get(url, "text/html")));
}

pub(super) fn came_by_form(login: &mut Transcript) {
    let request = Request::form(Url::parse(WINDOW_REDIRECT_URI).unwrap(), parameters(login).clone());
    login.callback = Some(Callback::of(&request));
}

pub(super) fn sent_to(login: &mut Transcript, address: &str) {
    login.callback.as_mut().unwrap().redirect_uri = Some(Url::parse(address).unwrap());
}

pub(super) fn resigned(login: &mut Transcript) {
    let mut claims = claims();
    claims["at_hash"] = json!(alg::find("RS256").unwrap().half_hash(ACCESS_TOKEN));
    let header = json!({ "alg": "RS256", "typ": "JWT", "kid": "brand-1" });
    member(login, Purpose::Token, "id_token", json!(sample::sign(sample::other_rsa(), &header, &claims)));
}

pub(super) fn refreshed(login: &mut Transcript, claim: &str, value: Value) {
    let mut claims = claims();
    claims[claim] = value;
    member(login, Purpose::Refresh, "id_token", json!(token(&claims)));
}

pub(super) fn hybrid(login: &mut Transcript) {
    login.terms.response_type = Some("code id_token".to_owned());
    add(login, "code", "sX9c2mQvL4");
}

/// Adds a parameter to the authorization request.
pub(super) fn asked(login: &mut Transcript, name: &str, value: &str) {
    step(login, Purpose::Authorization).hop.request.url.query_pairs_mut().append_pair(name, value);
}
