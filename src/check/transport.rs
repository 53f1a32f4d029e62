//! How documents came over the network; one table a file. One question is asked about every exchange.

pub mod answer;
pub mod host;
pub mod tls;

use crate::model::http::{Exchange, Kind};
use crate::report::{Finding, Location, Outcome};

/// Returns the part of an exchange that a question is about, or why there is none.
type Part<'a, T> = fn(Kind, &'a Exchange) -> Result<T, &'static str>;

/// A document by its kind, and how it was fetched.
type Fetched = (Kind, Exchange);

/// Asks about a part of every exchange; skips if no exchange has it.
fn each<'a, T>(fetched: &'a [Fetched], part: Part<'a, T>, ask: impl Fn(&'a Exchange, T) -> Outcome) -> Outcome {
    let answer = |(kind, exchange): &'a Fetched| match part(*kind, exchange) {
        Ok(part) => ask(exchange, part),
        Err(reason) => Outcome::skip(reason),
    };
    let merge = |one, other| match (one, other) {
        (Outcome::Fail(one), Outcome::Fail(other)) => Outcome::Fail([one, other].concat()),
        (failed @ Outcome::Fail(_), _) | (_, failed @ Outcome::Fail(_)) => failed,
        (Outcome::Skip(_), other) => other,
        (Outcome::Pass, _) => Outcome::Pass,
    };
    fetched.iter().map(answer).reduce(merge).unwrap_or(Outcome::skip("nothing was fetched"))
}

/// Returns a finding about the last line of the exchange's transcript that begins with `line`.
fn saw(exchange: &Exchange, line: &str, saw: impl Into<String>, wanted: impl Into<String>) -> Finding {
    let transcript = exchange.transcript();
    let at = match Exchange::line(&transcript, line) {
        Some(span) => Location::span(&transcript, span),
        None => Location::whole(&transcript),
    };
    Finding::new(at, saw, wanted)
}
