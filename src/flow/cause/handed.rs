//! What was handed to LivePerson in place of what belongs there: the fruit of another flow, or an access token.

use super::Seen;
use crate::flow::recognise::{Attempt, Call, CallKind, Connector, Handed};
use crate::model::callback::looks_like_token;
use crate::model::login::{Flow, Window};
use crate::model::token::Token;
use crate::model::transcript::Transcript;
use crate::report::diagnosis::Confidence;

const ACCESS_TOKEN: &str = "access-token-handed-over";
const MIXED_UP: &str = "flow-mixed-up";

/// Returns what is wrong with what a login in a capture handed to LivePerson. `connectors` are those that LivePerson publishes
/// for the account.
pub fn of_attempt(subject: &str, attempt: &Attempt, connectors: &[Connector]) -> Option<Seen> {
    let login = &attempt.transcript;
    let call = attempt.liveperson.iter().find(|call| call.kind == CallKind::Authenticate);
    if call.is_some_and(is_accepted) {
        return None;
    }
    let Some((handed, call)) = attempt.handed.as_ref().zip(call).filter(|_| login.terms.window == Window::Embedded)
    else {
        return of_login(subject, login);
    };
    let seen = |(id, proof, confidence)| Seen { id, subject: subject.to_owned(), proof, confidence };
    access_token(login, handed).or_else(|| by_page(login, handed, call, set_up(attempt, call, connectors))).map(seen)
}

/// Returns what is wrong with what came back in a login, as far as the login itself shows it.
pub fn of_login(subject: &str, login: &Transcript) -> Option<Seen> {
    let token = || login.token().filter(|_| login.terms.flow == Flow::Implicit);
    let marked = || marked(&Token::parse("id_token", &token()?, Vec::new()));
    let seen = |(id, proof, confidence)| Seen { id, subject: subject.to_owned(), proof, confidence };
    on_the_way_back(login).or_else(marked).map(seen)
}

/// Returns whether a token that stands alone is an access token.
pub fn of_token(subject: &str, token: &Token) -> Option<Seen> {
    let seen = |(id, proof, confidence)| Seen { id, subject: subject.to_owned(), proof, confidence };
    marked(token).map(seen)
}

type Trace = (&'static str, String, Option<Confidence>);

fn is_accepted(call: &Call) -> bool {
    call.status == Some(200) && call.code.is_none() && call.failure.is_none()
}

/// Returns the connector that a call is for, as far as the capture shows it.
fn set_up<'a>(attempt: &'a Attempt, call: &Call, connectors: &'a [Connector]) -> Option<&'a Connector> {
    let only = || if let [only] = connectors { Some(only) } else { None };
    let called = || connectors.iter().find(|connector| connector.id.is_some() && connector.id == call.connector);
    attempt.connector.as_ref().or_else(called).or_else(only)
}

// The request says which kind was asked for, so this is sure.
fn on_the_way_back(login: &Transcript) -> Option<Trace> {
    let callback = login.callback.as_ref().filter(|callback| callback.get("error").is_none())?;
    let asked = login.terms.response_type.as_deref()?;
    let wants_code = asked.split_whitespace().any(|word| word == "code");
    let code = callback.get("code").filter(|code| !code.is_empty());
    let came = match (wants_code, code, callback.token()) {
        (true, None, Some((name, _))) => format!("a token came back, as `{name}`"),
        (false, Some(_), None) => "a code came back".to_owned(),
        _ => return None,
    };
    Some((MIXED_UP, format!("`response_type={asked}` was asked for, and {came}"), Some(Confidence::Certain)))
}

/// Returns whether the page handed over the fruit of the other flow. LivePerson's own call tells which it took it for.
fn by_page(login: &Transcript, handed: &Handed, call: &Call, connector: Option<&Connector>) -> Option<Trace> {
    let (expected, confidence) = match (handed.parameter.as_str(), connector) {
        ("id_token", _) => (Flow::Implicit, None),
        ("code", _) => (Flow::Code, None),
        // LivePerson publishes a token endpoint where one was typed in, and only the code flow needs it.
        (_, Some(connector)) if connector.token_endpoint.is_some() => (Flow::Code, Some(Confidence::Possible)),
        (_, Some(connector)) if connector.issuer.is_some() => (Flow::Implicit, Some(Confidence::Possible)),
        _ => return None,
    };
    let value = handed.value.as_str();
    let what = match expected {
        Flow::Implicit if is_opaque(value) => format!("no token, but a text of {} characters", value.chars().count()),
        Flow::Code if looks_like_token(value) && !came_as_code(login, handed) => "a token, and no code".to_owned(),
        _ => return None,
    };
    let needs = match expected {
        Flow::Implicit => "the implicit flow needs an id_token",
        Flow::Code => "the code flow needs a code",
    };
    let Handed { parameter, .. } = handed;
    Some((MIXED_UP, format!("entry {}: `{parameter}` of {} is {what}; {needs}", call.entry, call.request), confidence))
}

/// What a script makes of a value that it does not have.
const NOTHINGS: [&str; 5] = ["undefined", "null", "true", "false", "[object Object]"];

// A token that is damaged, quoted or has a word before it is one all the same.
fn is_opaque(value: &str) -> bool {
    let is_token = value.matches('.').count() >= 2 || value.contains("eyJ");
    !is_token && !NOTHINGS.contains(&value) && !value.contains(char::is_whitespace)
}

// Some servers give out codes that look like tokens.
fn came_as_code(login: &Transcript, handed: &Handed) -> bool {
    let is_it = |(name, value): (String, String)| name == "code" && value == handed.value;
    let asked = |step: &crate::model::transcript::Step| step.hop.request.query().into_iter().any(is_it);
    let redirected = |step: &crate::model::transcript::Step| {
        let location = step.hop.redirect().map(|(_, next)| next);
        location.is_some_and(|next| next.query_pairs().into_owned().any(is_it))
    };
    let member = handed.source.as_ref().and_then(|source| source.member.as_deref());
    let is_named = member.is_some_and(|name| plain(name).ends_with("code"));
    is_named || login.steps.iter().any(|step| asked(step) || redirected(step))
}

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn access_token(login: &Transcript, handed: &Handed) -> Option<Trace> {
    let value = handed.value.as_str();
    let named = handed.source.as_ref().filter(|source| {
        let is_access_token = |name: &String| plain(name) == "accesstoken";
        source.member.as_ref().is_some_and(is_access_token)
    });
    if let Some(source) = named {
        let proof = format!("entry {}: {} answers it as `access_token`", source.entry, source.url);
        return Some((ACCESS_TOKEN, proof, Some(Confidence::Certain)));
    }
    let tokens = login.tokens();
    let is_redeemed = |name: &str| tokens.as_ref().is_some_and(|tokens| tokens.text(name) == Some(value));
    if is_redeemed("access_token") && !is_redeemed("id_token") {
        let proof = "it is the `access_token` of the token response".to_owned();
        return Some((ACCESS_TOKEN, proof, Some(Confidence::Certain)));
    }
    looks_like_token(value).then(|| marked(&Token::parse("id_token", value, Vec::new()))).flatten()
}

/// Claims that access tokens have and id_tokens do not, each with the value that says so, if it takes one.
const MARKS: [(&str, Option<&str>); 6] = [
    ("scope", None),
    ("scp", None),
    ("gty", None),
    ("typ", Some("Bearer")),
    ("token_use", Some("access")),
    ("token_type", Some("access_token")),
];

/// Claims that only id_tokens have (OpenID Connect Core §2, §3.3.2.11).
const OF_LOGINS: [&str; 3] = ["nonce", "at_hash", "c_hash"];

fn marked(token: &Token) -> Option<Trace> {
    let claims = &token.claims.json()?.root;
    if OF_LOGINS.iter().any(|name| claims.get(name).is_some()) {
        return None;
    }
    let has = |(name, value): &&(&str, Option<&str>)| {
        let claim = claims.get(name);
        claim.is_some_and(|claim| value.is_none_or(|value| claim.as_str() == Some(value)))
    };
    let (name, value) = MARKS.iter().find(has)?;
    let typ = token.header.json().and_then(|header| header.root.get("typ")?.as_str()).unwrap_or_default();
    let typ = typ.to_ascii_lowercase();
    let is_named = typ.trim_start_matches("application/") == "at+jwt";
    let claim = value.map_or_else(|| format!("`{name}`"), |value| format!("`{name}` with “{value}”"));
    let head = if is_named { "its header has `\"typ\": \"at+jwt\"` (RFC 9068 §2.1), and " } else { "" };
    let proof = format!("{}: {head}its claims have {claim}, as access tokens do", token.source.name);
    Some((ACCESS_TOKEN, proof, is_named.then_some(Confidence::Certain)))
}
