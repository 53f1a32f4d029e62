//! The token endpoint's answer: whether it is one, what it says, and how it travels.

mod refused;
mod rows;

pub use rows::CHECKS;

use super::question::{at, in_short, lacks, member, of_member, present, repetitions, saw};
use super::{Context, Facts};
use crate::model::callback::looks_like_token;
use crate::model::http::{Answer, Exchange};
use crate::model::json::{Json, Place, Value};
use crate::model::token::Token;
use crate::model::token_response::TokenResponse;
use crate::report::{Finding, Location, Outcome};
use crate::spec::oauth;
use std::borrow::Cow;

// What a status usually means at a token endpoint. An OAuth error says more, and is asked about elsewhere.
const STATUSES: &[(std::ops::RangeInclusive<u16>, &str)] = &[
    (201..=299, "clients look for tokens in an answer of status 200 alone"),
    (400..=401, "an OAuth error is a JSON object with `error`: the server did not write one"),
    (
        403..=403,
        "a gateway or a filter stands before the endpoint: LivePerson calls from its own servers, without a session",
    ),
    (
        404..=410,
        "is the path right, and does the endpoint take POST? It may not need cookies, a login or a media type in `Accept`",
    ),
    (411..=415, "the endpoint must take `application/x-www-form-urlencoded`, which LivePerson sends"),
    (429..=429, "too many requests: LivePerson logs in all consumers from few addresses"),
    (500..=599, "the server, or the gateway before it, failed: look into its log at the time of the request"),
];

fn status(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    let status = response.answer.status;
    if says_error(response) {
        return Outcome::skip("the answer is an OAuth error");
    }
    if redirects(&response.answer) {
        return Outcome::skip("the answer is a redirect");
    }
    Outcome::must(status == 200, || {
        let finding = in_head(response, "status:", status.to_string(), "200");
        match STATUSES.iter().find(|(statuses, _)| statuses.contains(&status)) {
            Some((_, words)) => finding.hint(*words),
            None => finding,
        }
    })
}

fn redirected(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    Outcome::must(!redirects(&response.answer), || {
        let target = response.hop.redirect().map_or(String::new(), |(_, next)| {
            let host = next.host_str().unwrap_or_default();
            format!(" to {}://{host}{}", next.scheme(), next.path())
        });
        let finding = in_head(response, "status:", format!("{}{target}", response.answer.status), "200");
        finding.hint("after a redirect the form is lost, or sent with its secret to another address; put the last address into LivePerson's console")
    })
}

fn error_malformed(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    let Some((json, place)) = error(response) else { return Outcome::skip(NO_ERROR) };
    let Some(name) = place.node.as_str() else {
        return saw(json, &place, "the name of an error, a string").fail();
    };
    let status = response.answer.status;
    if status < 400 {
        let hint = format!("`{name}` says that the request was refused: most clients look at the status first");
        return in_head(response, "status:", status.to_string(), "400, or 401 with `invalid_client`").hint(hint).fail();
    }
    let wants_401 = name == "invalid_client" && response.hop.request.header("authorization").is_some();
    Outcome::must(!wants_401 || status == 401, || {
        in_head(response, "status:", status.to_string(), "401, as the client had sent `Authorization`")
    })
}

fn error_unknown(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    let Some((json, place)) = error(response) else { return Outcome::skip(NO_ERROR) };
    let Some(name) = place.node.as_str() else { return Outcome::skip("`error` is no string") };
    Outcome::must(oauth::error(name, oauth::Endpoint::Token).is_some(), || {
        Finding::new(at(json, &place), in_short(name), "an error of OAuth's, such as invalid_grant")
    })
}

// RFC 6749 §5.2, appendix A.8.
fn error_text(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    let Some((json, _)) = error(response) else { return Outcome::skip(NO_ERROR) };
    of_member(json, "error_description", |place| {
        let Some(text) = place.node.as_str() else { return saw(json, &place, "a string").fail() };
        let strange = text.chars().find(|c| !matches!(c, ' '..='~') || matches!(c, '"' | '\\'));
        Outcome::all(
            strange
                .map(|c| {
                    let seen = format!("the character {} (U+{:04X})", c.escape_debug(), u32::from(c));
                    Finding::new(at(json, &place), seen, "printable ASCII without `\"` and `\\`")
                })
                .into_iter()
                .collect(),
        )
    })
}

fn challenge_missing(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    let Some(sent) = response.hop.request.header("authorization") else {
        return Outcome::skip("the client did not send `Authorization`");
    };
    if response.answer.status != 401 {
        return Outcome::skip("the status is not 401");
    }
    let scheme = sent.split(' ').next().unwrap_or_default();
    let wanted = format!("WWW-Authenticate: {scheme}");
    let named = values(&response.answer, "www-authenticate");
    if named.is_empty() {
        return in_head(response, "status:", "no WWW-Authenticate", wanted).fail();
    }
    let matches = named.split([' ', ',']).any(|word| word.eq_ignore_ascii_case(scheme));
    Outcome::must(matches, || in_head(response, "www-authenticate:", in_short(&named), wanted))
}

fn not_json(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    if response.answer.status != 200 {
        return Outcome::skip("the status is not 200");
    }
    json_object(response)
}

/// Passes if the body is a JSON object.
pub(super) fn json_object(response: &TokenResponse) -> Outcome {
    let wanted = "a JSON object";
    match &response.body {
        Ok(json) => Outcome::must(is_object(json), || Finding::new(at(json, &json.place()), json.root.kind(), wanted)),
        Err(broken) => {
            let offset = broken.malformed.offset.min(broken.source.text.len());
            let finding =
                Finding::new(Location::span(&broken.source, offset..offset), broken.malformed.reason.as_str(), wanted);
            match broken.source.text.trim_start().chars().next() {
                None => finding.hint("the body is empty").fail(),
                Some('<') => {
                    finding.hint("this is HTML or XML: a page for people stands where the endpoint should be").fail()
                }
                Some(_) if broken.source.text.contains("_token=") => {
                    finding.hint("this is a form: early drafts of OAuth answered so").fail()
                }
                Some(_) => finding.fail(),
            }
        }
    }
}

fn media_type(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    if !matches!(&response.body, Ok(json) if is_object(json)) {
        return Outcome::skip("the body is no JSON object");
    }
    media_type_is(response, &["application/json"])
}

/// Passes if the answer names one of these media types.
pub(super) fn media_type_is(response: &TokenResponse, wanted: &[&str]) -> Outcome {
    let named = response.answer.media_type();
    let fits = named.as_deref().is_some_and(|named| wanted.contains(&named));
    let seen = || named.clone().map_or("no Content-Type".to_owned(), |named| in_short(&named));
    Outcome::must(fits, || in_head(response, "content-type:", seen(), wanted.join(" or ")))
}

fn with_bom(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    let clean = !response.answer.body.starts_with("\u{feff}".as_bytes());
    Outcome::must(clean, || in_head(response, "status:", "the bytes EF BB BF", "a body that begins with `{`"))
}

fn cacheable(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    of_granted(response, |_| has_directive(response, "cache-control", "no-store"))
}

fn no_pragma(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    of_granted(response, |_| has_directive(response, "pragma", "no-cache"))
}

fn has_directive(response: &TokenResponse, name: &str, directive: &str) -> Outcome {
    let named = values(&response.answer, name);
    let there = named.split(',').any(|word| word.trim().eq_ignore_ascii_case(directive));
    Outcome::must(there, || {
        let seen = if named.is_empty() { format!("no {}", title(name)) } else { in_short(&named) };
        in_head(response, &format!("{name}:"), seen, format!("{}: {directive}", title(name)))
    })
}

fn title(name: &str) -> &'static str {
    if name == "pragma" { "Pragma" } else { "Cache-Control" }
}

fn id_token_missing(response: &TokenResponse, facts: &Facts, context: &Context) -> Outcome {
    of_granted(response, |json| {
        let wanted = "`id_token`, the token that LivePerson validates";
        match member(json, "id_token") {
            Some(place) if place.node.as_str().is_some_and(|text| !text.is_empty()) => Outcome::Pass,
            Some(place) => {
                Finding::new(at(json, &place), format!("`id_token` is {}", empty_or_kind(&place)), wanted).fail()
            }
            None => {
                let finding = lacks(json, "id_token", wanted);
                match instead(json).or_else(|| scope(facts, context)) {
                    Some(words) => finding.hint(words).fail(),
                    None => finding.fail(),
                }
            }
        }
    })
}

/// Under what names servers have been seen to write the token.
const MISNAMED: [&str; 6] = ["idToken", "id-token", "idtoken", "jwt", "token", "ID_TOKEN"];

fn instead(json: &Json) -> Option<String> {
    let named = MISNAMED.into_iter().find(|name| json.root.get(name).is_some());
    let called = named.map(|name| format!("`{name}` is there: the member is called `id_token`"));
    let bearer = json.root.get("access_token").and_then(|node| node.as_str()).is_some_and(looks_like_token);
    called.or_else(|| {
        bearer.then(|| "the access token has the form of a token, but LivePerson reads `id_token` alone".to_owned())
    })
}

fn scope(facts: &Facts, context: &Context) -> Option<String> {
    let asked = facts.login.here().and_then(|login| login.authorization_request());
    let sent = asked.and_then(|request| request.query().into_iter().find(|(name, _)| name == "scope"));
    let scope = sent.map(|(_, scope)| scope).or_else(|| context.terms.scope.clone())?;
    let lacks = !scope.split(' ').any(|word| word == "openid");
    lacks.then(|| {
        format!("the scope asked for was “{}”, without `openid`: the server took it for plain OAuth", in_short(&scope))
    })
}

fn empty_or_kind(place: &Place<'_>) -> &'static str {
    if place.node.as_str() == Some("") { "empty" } else { place.node.kind() }
}

fn access_token_missing(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    of_granted(response, |json| match member(json, "access_token") {
        Some(place) if place.node.as_str().is_some_and(|text| !text.is_empty()) => Outcome::Pass,
        Some(place) => {
            Finding::new(at(json, &place), format!("`access_token` is {}", empty_or_kind(&place)), "`access_token`")
                .fail()
        }
        None => lacks(json, "access_token", "`access_token`").fail(),
    })
}

fn token_type(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    of_granted(response, |json| {
        let Some(place) = member(json, "token_type") else {
            return lacks(json, "token_type", "`token_type` Bearer").fail();
        };
        let is_bearer = place.node.as_str().is_some_and(|text| text.eq_ignore_ascii_case("bearer"));
        Outcome::must(is_bearer, || saw(json, &place, "Bearer"))
    })
}

fn expires_in(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    of_granted(response, |json| {
        of_member(json, "expires_in", |place| {
            let whole = place.node.as_integer().is_some_and(|seconds| seconds > 0);
            Outcome::must(whole, || {
                let finding = saw(json, &place, "a whole number of seconds");
                match &place.node.value {
                    Value::String(_) => finding.hint("a number has no quotes"),
                    _ => finding,
                }
            })
        })
    })
}

fn expires_in_missing(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    of_granted(response, |json| present(json, "expires_in", "`expires_in`, in seconds"))
}

fn expires_in_too_long(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    of_granted(response, |json| {
        let Some(lifetime) = response.text("access_token").and_then(lifetime) else {
            return Outcome::skip("the access token is no JWT that says how long it lives");
        };
        of_member(json, "expires_in", |place| {
            let promised = place.node.as_integer().unwrap_or_default();
            Outcome::must(promised <= lifetime.saturating_add(SLACK), || {
                saw(json, &place, format!("{lifetime} at most, as the access token says (`exp` less `iat`)"))
            })
        })
    })
}

/// How much longer than the access token `expires_in` may be, in seconds: servers round.
const SLACK: i64 = 60;

// RFC 9068 §2.2.
fn lifetime(access_token: &str) -> Option<i64> {
    let token = Token::parse("access_token", access_token, Vec::new());
    let claims = token.claims.json()?;
    let time = |name: &str| claims.root.get(name)?.as_integer();
    Some(time("exp")?.saturating_sub(time("iat")?))
}

fn same_token(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    of_granted(response, |json| {
        of_member(json, "access_token", |place| {
            let [access_token, id_token] = ["access_token", "id_token"].map(|name| response.text(name));
            Outcome::must(access_token.is_none() || access_token != id_token, || {
                Finding::new(at(json, &place), "the id_token", "an access token of its own")
            })
        })
    })
}

fn repeated(response: &TokenResponse, _: &Facts, _: &Context) -> Outcome {
    let Ok(json) = &response.body else { return Outcome::skip("the body is no JSON object") };
    let several = repetitions(json.root.members().iter().map(|member| member.name.as_str()));
    let finding = |(name, count): (&str, usize)| {
        let place = member(json, name).unwrap_or_else(|| json.place());
        Finding::new(at(json, &place), format!("`{}` {count} times", in_short(name)), "each member once")
    };
    Outcome::all(several.into_iter().map(finding).collect())
}

/// How long an endpoint may take if nobody said, in milliseconds.
const BUDGET: u64 = 2_000;

/// Returns how long an endpoint may take, in milliseconds.
pub(super) fn budget(context: &Context) -> u64 {
    context.budget.unwrap_or(BUDGET)
}

fn slow(response: &TokenResponse, _: &Facts, context: &Context) -> Outcome {
    let (timing, budget) = (response.hop.timing, budget(context));
    Outcome::must(timing.total <= budget, || {
        let parts = [("the address", timing.dns), ("connecting", timing.connect), ("TLS", timing.tls)];
        let known = parts.iter().filter_map(|(name, took)| Some(format!("{name} {} ms", (*took)?)));
        let known: Vec<String> = known.chain([format!("the first byte after {} ms", timing.first_byte)]).collect();
        in_head(response, "time:", format!("{} ms: {}", timing.total, known.join(", ")), format!("{budget} ms at most"))
    })
}

/// Why there is nothing to ask of an error.
const NO_ERROR: &str = "the answer is no OAuth error";

/// Returns the member `error` of the body, and the body.
fn error(response: &TokenResponse) -> Option<(&Json, Place<'_>)> {
    let json = response.body.as_ref().ok()?;
    Some((json, member(json, "error")?))
}

fn says_error(response: &TokenResponse) -> bool {
    error(response).is_some()
}

/// Asks about the body of an answer that grants tokens; skips if it is none.
fn of_granted<'a>(response: &'a TokenResponse, ask: impl FnOnce(&'a Json) -> Outcome) -> Outcome {
    match granted(response) {
        Ok(json) => ask(json),
        Err(reason) => Outcome::Skip(reason),
    }
}

/// Returns the body of an answer that grants what was asked for, or why it is none.
pub(super) fn granted(response: &TokenResponse) -> Result<&Json, Cow<'static, str>> {
    match &response.body {
        _ if says_error(response) => Err("the answer is an error".into()),
        _ if response.answer.status != 200 => Err(format!("the status is {}", response.answer.status).into()),
        Ok(json) if is_object(json) => Ok(json),
        _ => Err("the body is no JSON object".into()),
    }
}

fn is_object(json: &Json) -> bool {
    matches!(json.root.value, Value::Object(_))
}

fn redirects(answer: &Answer) -> bool {
    (300..400).contains(&answer.status)
}

/// Returns all values of a header field in one text, as RFC 9110 §5.3 puts them together.
pub(super) fn values(answer: &Answer, name: &str) -> String {
    let values = answer.headers.iter().filter(|(other, _)| other == name).map(|(_, value)| value.trim());
    values.collect::<Vec<_>>().join(", ")
}

/// Returns a finding about a line of the head: the one that begins with `line` if the answer has such a field, else its
/// status.
pub(super) fn in_head(
    response: &TokenResponse,
    line: &str,
    saw: impl Into<String>,
    wanted: impl Into<String>,
) -> Finding {
    let head = response.head();
    let field = line.trim_end_matches(':');
    let there = ["status", "time"].contains(&field) || response.answer.header(field).is_some();
    let at = match Exchange::line(&head, if there { line } else { "status:" }) {
        Some(span) => Location::span(&head, span),
        None => Location::whole(&head),
    };
    Finding::new(at, saw, wanted)
}
