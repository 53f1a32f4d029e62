//! Whether what came of a case is right.

use super::{Evidence, Right};
use crate::model::callback::Callback;
use crate::model::http::Exchange;
use crate::model::login::Flow;
use crate::model::source::Source;
use crate::model::token_response::TokenResponse;
use crate::model::transcript::{PageSummary, Purpose, Step, Stop, Transcript};
use crate::report::{Finding, Location, Outcome};

/// Returns whether what came is right.
pub(super) fn judge(right: &Right, evidence: &Evidence<'_>) -> Outcome {
    match right {
        Right::LoggedIn => logged_in(evidence),
        Right::LoggedInAnd(holds) => match logged_in(evidence) {
            Outcome::Pass => holds(evidence),
            other => other,
        },
        // What came of a registration can be told before anybody logs in.
        Right::Holds(holds) if evidence.logins.is_empty() && !evidence.before.is_empty() => holds(evidence),
        Right::Holds(holds) => when_done(evidence, |_| holds(evidence)),
        Right::Refused(errors) => when_done(evidence, |login| refused(login, errors)),
        Right::Challenged => when_done(evidence, challenged),
        Right::SentBack(errors) => when_done(evidence, |login| sent_back(login, errors)),
        Right::Kept => when_done(evidence, kept),
        Right::SentBackOrKept(errors) => when_done(evidence, |login| match &login.callback {
            Some(_) => sent_back(login, errors),
            None => kept(login),
        }),
    }
}

// What nobody came to cannot be told; and a server that does not answer at all is another matter.
fn when_done(evidence: &Evidence<'_>, question: impl FnOnce(&Transcript) -> Outcome) -> Outcome {
    match (&evidence.unfinished, evidence.last()) {
        (Some(why), _) => Outcome::skip(format!("it could not be tried: {why}")),
        (None, None) => Outcome::skip("it could not be tried: nobody logged in"),
        (None, Some(login)) => match login.steps.iter().rev().find_map(|step| step.failure.as_ref()) {
            Some(why) => Outcome::skip(format!("it could not be tried: {why}")),
            None => question(login),
        },
    }
}

fn logged_in(evidence: &Evidence<'_>) -> Outcome {
    let findings: Vec<Finding> = evidence.logins.iter().filter_map(failed).collect();
    match (&evidence.unfinished, evidence.logins.is_empty()) {
        _ if !findings.is_empty() => Outcome::Fail(findings),
        (Some(why), true) => Outcome::skip(format!("it could not be tried: {why}")),
        (Some(why), false) => {
            let at = evidence.last().map(|login| Location::whole(&login.text())).unwrap_or_default();
            Finding::new(at, why.clone(), "everything that was asked, answered").fail()
        }
        (None, true) => Outcome::skip("it could not be tried: nobody logged in"),
        (None, false) => Outcome::Pass,
    }
}

/// Returns in what way a login came to nothing, if it did.
fn failed(login: &Transcript) -> Option<Finding> {
    if let Some(stop) = &login.stop {
        let finding = Finding::new(stopped_at(login), stop.reason.clone(), wanted(login));
        return Some(match &stop.page {
            Some(page) => finding.hint(described(page)),
            None => finding,
        });
    }
    let token = last_of(login, &[Purpose::Token]);
    if let Some(answer) = token.filter(|answer| login.terms.flow == Flow::Code && answer.text("id_token").is_none()) {
        return Some(Finding::new(error_or_status(&answer), said(&answer), "status 200 and a token"));
    }
    let rest = [(Purpose::Refresh, "status 200 and tokens"), (Purpose::UserInfo, "status 200 and claims")];
    let refused = |(purpose, wanted): (Purpose, &'static str)| {
        let answer = last_of(login, &[purpose]).filter(|answer| answer.answer.status != 200)?;
        Some(Finding::new(error_or_status(&answer), said(&answer), wanted))
    };
    rest.into_iter().find_map(refused)
}

fn wanted(login: &Transcript) -> &'static str {
    match login.terms.flow {
        Flow::Code if last_of(login, &[Purpose::Token]).is_none() => "the browser sent back with a code",
        Flow::Code => "a token from the token endpoint",
        Flow::Implicit => "the browser sent back with a token",
    }
}

// RFC 6749 §5.2.
fn refused(login: &Transcript, errors: &[&str]) -> Outcome {
    let Some(answer) = last_of(login, &[Purpose::Token, Purpose::Refresh]) else {
        return Outcome::skip("it could not be tried: the token endpoint was not asked");
    };
    let (status, wanted) = (answer.answer.status, refusal(errors));
    let tokens = ["id_token", "access_token", "refresh_token"].into_iter().find(|name| answer.text(name).is_some());
    if let Some(name) = tokens {
        let at = member(&answer, name).unwrap_or_else(|| head(&answer, "status:"));
        return Finding::new(at, format!("status {status} and `{name}`: the request was granted"), wanted).fail();
    }
    if !(400..500).contains(&status) || !errors.is_empty() && !matches!(status, 400 | 401) {
        return Finding::new(head(&answer, "status:"), format!("status {status}"), wanted).fail();
    }
    match answer.error() {
        _ if errors.is_empty() => Outcome::Pass,
        Some(error) if errors.contains(&error) => Outcome::Pass,
        Some(error) => Finding::new(error_or_status(&answer), format!("`{error}`"), wanted)
            .hint("the request was refused all the same: only the reason is another one")
            .fail(),
        None => Finding::new(head(&answer, "status:"), said(&answer), wanted)
            .hint("the request was refused all the same: only clients cannot tell why")
            .fail(),
    }
}

fn refusal(errors: &[&str]) -> String {
    match errors {
        [] => "a status from 400 to 499, and no token".to_owned(),
        errors if errors.contains(&"invalid_client") => format!("status 400 or 401 and the error {}", either(errors)),
        errors => format!("status 400 and the error {}", either(errors)),
    }
}

fn either(errors: &[&str]) -> String {
    errors.iter().map(|error| format!("`{error}`")).collect::<Vec<_>>().join(" or ")
}

// RFC 6750 §3.
fn challenged(login: &Transcript) -> Outcome {
    let Some(answer) = last_of(login, &[Purpose::UserInfo]) else {
        return Outcome::skip("it could not be tried: the userinfo endpoint was not asked");
    };
    let status = answer.answer.status;
    let wanted = "status 401 and WWW-Authenticate: Bearer";
    if status != 401 {
        return Finding::new(head(&answer, "status:"), format!("status {status}"), wanted).fail();
    }
    let challenge = answer.answer.header("www-authenticate");
    let names = |field: &str| field.split([' ', ',']).any(|word| word.eq_ignore_ascii_case("bearer"));
    Outcome::must(challenge.is_some_and(names), || {
        let saw = challenge.map_or("no WWW-Authenticate".to_owned(), |field| format!("WWW-Authenticate: {field}"));
        Finding::new(head(&answer, "www-authenticate:"), saw, wanted)
    })
}

// RFC 6749 §4.1.2.1, OIDC Core §3.1.2.6.
fn sent_back(login: &Transcript, errors: &[&str]) -> Outcome {
    let wanted = format!("the browser sent back with the error {}", either(errors));
    let Some(callback) = &login.callback else {
        let stop = login.stop.as_ref();
        let saw = stop.map_or_else(|| "nothing came back".to_owned(), |stop| stop.reason.clone());
        let finding = Finding::new(stopped_at(login), saw, wanted);
        return match stop.and_then(|stop| stop.page.as_ref()) {
            Some(page) => finding.hint(described(page)),
            None => finding,
        }
        .fail();
    };
    if let Some(name) = granted(callback) {
        return Finding::new(line(callback, name), format!("`{name}`: the request was granted"), wanted).fail();
    }
    let error = callback.get("error").unwrap_or_default();
    if !errors.contains(&error) {
        let saw = if error.is_empty() { "no error".to_owned() } else { format!("`{error}`") };
        return Finding::new(line(callback, "error"), saw, wanted).fail();
    }
    let Some(sent) = &login.terms.state else { return Outcome::Pass };
    Outcome::must(callback.get("state") == Some(sent), || {
        let saw = callback.get("state").map_or("no state".to_owned(), |state| format!("the state `{state}`"));
        Finding::new(line(callback, "state"), saw, format!("the state as it was sent, `{sent}`"))
    })
}

fn granted(callback: &Callback) -> Option<&'static str> {
    ["code", "id_token", "access_token", "token"].into_iter().find(|name| callback.get(name).is_some())
}

// RFC 6749 §3.1.2.4, §4.1.2.1: whoever might not be the client is told nothing.
fn kept(login: &Transcript) -> Outcome {
    let wanted = "a page that says what is wrong, and no redirect";
    if let Some(callback) = &login.callback {
        let place = callback.redirect_uri.as_ref().map_or_else(String::new, |uri| format!(" to {uri}"));
        let with = granted(callback).or(callback.get("error").map(|_| "error"));
        let with = with.map_or_else(String::new, |name| format!(" with `{name}`"));
        let at = Location::whole(&callback.text());
        return Finding::new(at, format!("the browser is sent{place}{with}"), wanted).fail();
    }
    match &login.stop {
        Some(Stop { at: Purpose::Callback, reason, .. }) => {
            Finding::new(stopped_at(login), reason.clone(), wanted).fail()
        }
        Some(Stop { page: Some(page), .. }) if page.status < 400 && !page.fields.is_empty() => {
            Finding::new(stopped_at(login), described(page), wanted)
                .hint("whoever logs in here is sent on, or finds out too late")
                .fail()
        }
        _ => Outcome::Pass,
    }
}

fn described(page: &PageSummary) -> String {
    let title = page.title.as_ref().map_or_else(|| "a page without a title".to_owned(), |title| format!("“{title}”"));
    let fields: Vec<&str> = page.fields.iter().map(|(name, _)| name.as_str()).collect();
    let asks = if fields.is_empty() { String::new() } else { format!(", which asks for {}", fields.join(", ")) };
    format!("{title} with status {}{asks}", page.status)
}

/// Returns the last answer to a request of one of these kinds.
fn last_of(login: &Transcript, purposes: &[Purpose]) -> Option<TokenResponse> {
    let step = login.steps.iter().rev().find(|step| purposes.contains(&step.purpose))?;
    TokenResponse::of(&step.hop, document(step))
}

/// Returns the name that reports give to what a step brought.
fn document(step: &Step) -> &'static str {
    match step.purpose {
        Purpose::Refresh => "refresh response",
        Purpose::UserInfo => "userinfo response",
        _ => "token response",
    }
}

fn said(answer: &TokenResponse) -> String {
    let status = answer.answer.status;
    answer.error().map_or_else(
        || format!("status {status} and no `error`"),
        |error| format!("status {status} and the error `{error}`"),
    )
}

fn error_or_status(answer: &TokenResponse) -> Location {
    member(answer, "error").unwrap_or_else(|| head(answer, "status:"))
}

fn member(answer: &TokenResponse, name: &str) -> Option<Location> {
    let json = answer.body.as_ref().ok()?;
    let place = json.place().member(name)?;
    Some(Location::of(&json.source, &place))
}

fn head(answer: &TokenResponse, line: &str) -> Location {
    let head = answer.head();
    let span = Exchange::line(&head, line).or_else(|| Exchange::line(&head, "status:"));
    Location { span, ..Location::whole(&head) }
}

fn line(callback: &Callback, name: &str) -> Location {
    let text = callback.text();
    Location { span: Callback::span(&text, name), ..Location::whole(&text) }
}

fn stopped_at(login: &Transcript) -> Location {
    let text: Source = login.text();
    Location { span: Exchange::line(&text, "stopped at"), ..Location::whole(&text) }
}
