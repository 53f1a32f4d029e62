//! A transcript told as a timeline. What it says it takes from the transcript as it stands: secrets are taken out before.

mod details;
mod outcome;

use crate::model::callback::{Callback, Delivery};
use crate::model::http::text::bare;
use crate::model::login::Flow;
use crate::model::transcript::{Party, Purpose, Step, Transcript};
use crate::report::Timeline;
use crate::report::timeline::{Actor, Row};
use url::Url;

/// Returns what happened in this login, in the order in which it happened.
pub fn of(transcript: &Transcript) -> Timeline {
    let start = transcript.steps.iter().map(|step| step.hop.began).min().unwrap_or_default();
    let mut rows: Vec<Row> = transcript.steps.iter().map(|step| row(transcript, step, start)).collect();
    if let Some(stop) = &transcript.stop {
        let at = transcript.steps.iter().rposition(|step| step.purpose == stop.at);
        at.and_then(|at| rows.get_mut(at)).into_iter().for_each(|row| row.broken = true);
    }
    if let Some(callback) = unseen(transcript) {
        // It came before whatever LivePerson asked with it.
        let after = |step: &Step| matches!(step.purpose, Purpose::Token | Purpose::UserInfo | Purpose::Refresh);
        let place = transcript.steps.iter().position(after).unwrap_or(rows.len());
        let at = rows.get(place).or(rows.last()).map(|row| row.at).unwrap_or_default();
        rows.insert(place, Row { at, ..handed_over(transcript, callback) });
    }
    Timeline {
        server: server(transcript),
        took: rows.iter().map(|row| row.at.saturating_add(row.took.unwrap_or_default())).max().unwrap_or_default(),
        rows,
        stopped: transcript.stop.as_ref().map(|stop| stop.reason.clone()),
        cause: None,
    }
}

/// Returns where most messages went, or would have.
fn server(transcript: &Transcript) -> Option<String> {
    let of = |purpose| transcript.of(purpose).next().map(|step| origin(&step.hop.request.url));
    [Purpose::Authorization, Purpose::Token, Purpose::Metadata].into_iter().find_map(of)
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn row(transcript: &Transcript, step: &Step, start: i64) -> Row {
    let hop = &step.hop;
    Row {
        at: hop.began.saturating_sub(start).unsigned_abs(),
        from: match step.from {
            Party::LivePerson => Actor::LivePerson,
            Party::Browser => Actor::Browser,
        },
        to: if step.purpose == Purpose::Callback { Actor::LivePerson } else { Actor::Server },
        method: hop.request.method.clone(),
        address: bare(&hop.request.url),
        outcome: outcome::of(transcript, step),
        took: hop.answer.as_ref().map(|_| hop.timing.total),
        broken: outcome::is_broken(transcript, step),
        checks: Vec::new(),
        documents: documents(transcript, step.purpose),
        details: details::of(step),
    }
}

/// Returns the names that findings give to what a message brought.
fn documents(transcript: &Transcript, purpose: Purpose) -> Vec<&'static str> {
    match (purpose, transcript.terms.flow) {
        (Purpose::Callback, Flow::Code) => vec!["callback"],
        (Purpose::Callback, Flow::Implicit) => vec!["callback", "id_token"],
        (Purpose::Token, _) => vec!["token response", "id_token"],
        (Purpose::Refresh, _) => vec!["refresh response"],
        (Purpose::UserInfo, _) => vec!["userinfo response"],
        (Purpose::Authorization, _) => vec!["authorization request"],
        (Purpose::Metadata | Purpose::Keys | Purpose::Registration | Purpose::Login, _) => Vec::new(),
    }
}

/// Returns the callback if no message shows it: a page handed it over, or a browser kept its messages to itself.
fn unseen(transcript: &Transcript) -> Option<&Callback> {
    transcript.callback.as_ref().filter(|_| transcript.of(Purpose::Callback).next().is_none())
}

fn handed_over(transcript: &Transcript, callback: &Callback) -> Row {
    let (from, method) = match callback.delivery {
        Delivery::Script => (Actor::Page, ""),
        Delivery::FormPost => (Actor::Browser, "POST"),
        Delivery::Query | Delivery::Fragment => (Actor::Browser, "GET"),
    };
    Row {
        at: 0,
        from,
        to: Actor::LivePerson,
        method: method.to_owned(),
        address: callback.redirect_uri.as_ref().map_or_else(|| "callback of the page's function".to_owned(), bare),
        outcome: outcome::brought(callback),
        took: None,
        broken: callback.get("error").is_some(),
        checks: Vec::new(),
        documents: documents(transcript, Purpose::Callback),
        details: Vec::new(),
    }
}
