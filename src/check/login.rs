//! The login as a whole: how far it came, where it stopped, and what only shows across its steps.

mod page;
mod rows;

pub use rows::CHECKS;

use super::Context;
use super::question::{MOST, difference, in_short};
use super::tokens::budget;
use crate::model::http::is_loopback;
use crate::model::login::{Flow, Mode, Window};
use crate::model::source::{Source, Span};
use crate::model::time::duration;
use crate::model::token_response::TokenResponse;
use crate::model::transcript::{Purpose, Step, Stop, Transcript};
use crate::report::{Finding, Location, Outcome};
use std::collections::BTreeMap;

fn unfinished(login: &Transcript, _: &Context) -> Outcome {
    let steps = || login.steps.iter().enumerate();
    let silent = steps().filter_map(|(index, step)| Some((index, step, reason(step)?)));
    let finding = |(index, step, reason): (usize, &Step, String)| {
        let seen = format!("{}: {}", step.purpose.name(), in_short(&reason));
        at_step(login, index, "", seen, "an answer").hint(reach(step))
    };
    let findings: Vec<Finding> = silent.take(MOST).map(finding).collect();
    if !findings.is_empty() {
        return Outcome::Fail(findings);
    }
    match login.stop.as_ref().filter(|stop| !page::at_browser(stop)) {
        Some(stop) if !answered(login, stop.at) => {
            let seen = format!("{}: {}", stop.at.name(), in_short(&stop.reason));
            at_stop(login, seen, "an answer").fail()
        }
        _ => Outcome::Pass,
    }
}

fn reason(step: &Step) -> Option<String> {
    let distrust = step.hop.tls.as_ref().and_then(|tls| tls.distrust.as_ref());
    step.failure.clone().or_else(|| distrust.map(|distrust| format!("not trusted: {}", distrust.reason)))
}

fn reach(step: &Step) -> String {
    let url = &step.hop.request.url;
    let host = url.host_str().unwrap_or_default();
    match step.purpose {
        Purpose::Authorization | Purpose::Login | Purpose::Callback => format!("consumers' browsers must reach {host}"),
        Purpose::UserInfo => format!("clients must reach {host}; LivePerson is not documented to ask userinfo"),
        _ => format!(
            "LivePerson's servers must reach {host} from the internet, at port {}",
            url.port_or_known_default().unwrap_or(443)
        ),
    }
}

fn answered(login: &Transcript, purpose: Purpose) -> bool {
    login.of(purpose).last().is_some_and(|step| step.hop.answer.is_some())
}

fn not_https(login: &Transcript, _: &Context) -> Outcome {
    if login.steps.is_empty() {
        return Outcome::skip(NO_STEPS);
    }
    let plain = |step: &Step| step.hop.request.url.scheme() == "http" && !is_loopback(&step.hop.request.url);
    let steps = login.steps.iter().enumerate().filter(|(_, step)| plain(step));
    let finding = |(index, step): (usize, &Step)| {
        let host = step.hop.request.url.host_str().unwrap_or_default();
        at_step(login, index, "", format!("http://{host}{}", step.hop.request.url.path()), format!("https://{host}"))
    };
    Outcome::all(steps.take(MOST).map(finding).collect())
}

fn redirect_uri_differs(login: &Transcript, _: &Context) -> Outcome {
    let asked = login.of(Purpose::Authorization).next().and_then(|step| step.parameter("redirect_uri"));
    let Some(asked) = asked.or_else(|| login.terms.redirect_uri.clone()) else {
        return Outcome::skip("the redirection URI of the authorization request is not known");
    };
    let mut steps = login.steps.iter().enumerate();
    let Some((index, step)) = steps.rfind(|(_, step)| step.purpose == Purpose::Token) else {
        return handed_over(login, &asked);
    };
    let sent = step.parameter("redirect_uri");
    Outcome::must(sent.as_ref() == Some(&asked), || match sent {
        None => at_step(login, index, "", "no `redirect_uri` in the token request", in_short(&asked)),
        Some(sent) => {
            let words = difference(&sent, &asked).map(|words| words.replace("the token", "the token request"));
            let hints = [words, granted_all_the_same(login), way_out(login)];
            let finding = at_step(login, index, "redirect_uri:", sent, asked).compared();
            finding.hint(hints.into_iter().flatten().collect::<Vec<_>>().join("; "))
        }
    })
}

// The implementation guide: LivePerson sends the redirection URI that the page hands over with the code.
fn handed_over(login: &Transcript, asked: &str) -> Outcome {
    let is_embedded = login.terms.window == Window::Embedded && login.terms.flow == Flow::Code;
    let Some(told) = login.terms.token_redirect_uri.as_deref().filter(|_| is_embedded) else {
        return Outcome::skip("the token endpoint was not asked");
    };
    Outcome::must(told == asked, || {
        let asked_at = login.steps.iter().position(|step| step.purpose == Purpose::Authorization).unwrap_or_default();
        let words = difference(told, asked).map(|words| words.replace("the token", "what the page hands over"));
        let finding = at_step(login, asked_at, "", format!("{told} handed over with the code"), asked);
        finding.hint([words, way_out(login)].into_iter().flatten().collect::<Vec<_>>().join("; "))
    })
}

fn granted_all_the_same(login: &Transcript) -> Option<String> {
    let granted = login.tokens().is_some_and(|response: TokenResponse| response.answer.status == 200);
    granted.then(|| "the server granted it all the same, although it must compare the two".to_owned())
}

fn way_out(login: &Transcript) -> Option<String> {
    match (login.terms.window, login.terms.mode) {
        (Window::Embedded, _) => {
            Some("let the page call back with `{ssoKey, redirect_uri}`: LivePerson then sends that one".to_owned())
        }
        (Window::External, Mode::OpenId) => {
            Some("in openID mode LivePerson always does this: ask its support for the OAuth 2 RFC mode".to_owned())
        }
        (Window::External, Mode::Rfc) => None,
    }
}

/// A server's clock against ours: by how many seconds it is ahead (negative: behind), and at which step that showed.
type Apart = (i64, usize);

fn clock_apart(login: &Transcript, context: &Context) -> Outcome {
    let mut hosts: BTreeMap<String, Apart> = BTreeMap::new();
    for (index, step) in login.steps.iter().enumerate() {
        let (Some(ahead), Some(host)) = (step.hop.clock_ahead(), step.hop.request.url.host_str()) else { continue };
        let worst = hosts.entry(host.to_owned()).or_insert((ahead, index));
        if ahead.abs() > worst.0.abs() {
            *worst = (ahead, index);
        }
    }
    if hosts.is_empty() {
        return Outcome::skip("no answer has a `Date` that can be read, next to the time of its request");
    }
    let apart = hosts.iter().filter(|(_, (ahead, _))| ahead.abs() > context.skew.max(0));
    let finding = |(host, (ahead, index)): (&String, &Apart)| {
        let direction = if *ahead > 0 { "ahead" } else { "behind" };
        let seen = format!("{host} is {} s {direction} ({})", ahead.abs(), duration(*ahead));
        at_step(login, *index, "date:", seen, format!("{} s apart at most", context.skew.max(0)))
    };
    Outcome::all(apart.take(MOST).map(finding).collect())
}

fn slow(login: &Transcript, context: &Context) -> Outcome {
    let budget = budget(context);
    let browsed = [Purpose::Authorization, Purpose::Login];
    let mut steps = login.steps.iter().enumerate().filter(|(_, step)| browsed.contains(&step.purpose)).peekable();
    if steps.peek().is_none() {
        return Outcome::skip("the pages of the login were not seen");
    }
    let slow = steps.filter(|(_, step)| step.hop.answer.is_some() && step.hop.timing.total > budget);
    let finding = |(index, step): (usize, &Step)| {
        let timing = step.hop.timing;
        let seen = format!("{} ms, of which {} ms to the first byte", timing.total, timing.first_byte);
        at_step(login, index, "status:", seen, format!("{budget} ms at most"))
    };
    Outcome::all(slow.take(MOST).map(finding).collect())
}

const NO_STEPS: &str = "the messages of the login were not seen";

/// Returns a finding about a step: the line that tells `what`, or its first one.
fn at_step(login: &Transcript, index: usize, what: &str, saw: impl Into<String>, wanted: impl Into<String>) -> Finding {
    let text = login.text();
    let first = login.steps.get(index).map_or("", |step| step.purpose.name());
    let what = if what.is_empty() { first } else { what };
    let span = Transcript::line(&text, index, what).or_else(|| Transcript::line(&text, index, first));
    Finding::new(place(&text, span), saw, wanted)
}

/// Returns a finding about the page that the login stopped on, or about where it stopped.
fn at_stop(login: &Transcript, saw: impl Into<String>, wanted: impl Into<String>) -> Finding {
    let text = login.text();
    let line = |start| crate::model::http::Exchange::line(&text, start);
    let span = line("page:").or_else(|| line("stopped at"));
    Finding::new(place(&text, span), saw, wanted)
}

fn place(text: &Source, span: Option<Span>) -> Location {
    span.map_or_else(|| Location::whole(text), |span| Location::span(text, span))
}

/// Returns the redirection URI that the browser should have been sent to, if it is known.
fn redirect_uri(login: &Transcript) -> Option<String> {
    let asked = login.of(Purpose::Authorization).next().and_then(|step| step.parameter("redirect_uri"));
    asked.or_else(|| login.terms.redirect_uri.clone())
}

/// Returns what a browser stopped at, if it did not come back.
fn stuck_at(login: &Transcript) -> Option<&Stop> {
    login.stop.as_ref().filter(|stop| page::at_browser(stop) && login.callback.is_none())
}
