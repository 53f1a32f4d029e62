//! What the formats for people say alike: counts, places, what a rule rests on, what LivePerson answers.

use crate::report::changes::{Answer, Change, Changes, Turn};
use crate::report::readiness::State;
use crate::report::{Basis, Cost, Group, Location, Part, Position, Rule, Severity, Tally, Totals, Upshot, Verdict};
use crate::spec::liveperson::{self, Family};

/// Returns where a location begins and ends, if its document and its bytes are known.
pub fn region(group: &Group, at: &Location) -> Option<(Position, Position)> {
    let document = group.document(&at.document)?;
    let span = at.span.as_ref()?;
    Some((document.position(span.start), document.position(span.end)))
}

/// Returns the document, the pointer, the line and the character of a location, as far as they are known.
pub fn place(group: &Group, at: &Location) -> String {
    let pointer = Some(at.pointer.clone()).filter(|pointer| !pointer.is_empty());
    let parts = [Some(at.document.clone()), pointer, position(group, at)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Returns the line and the character at which a location begins, if they are known.
pub fn position(group: &Group, at: &Location) -> Option<String> {
    region(group, at).map(|(start, _)| format!("line {}, character {}", start.line, start.column))
}

/// Returns how many errors, warnings and notes there are: `1 error, 2 notes`.
pub fn counts(tally: Tally) -> String {
    let kinds = [(tally.errors, "error"), (tally.warnings, "warning"), (tally.notes, "note")];
    let parts: Vec<String> =
        kinds.iter().filter(|(count, _)| *count > 0).map(|(count, name)| number(*count, name)).collect();
    match parts.is_empty() {
        false => parts.join(", "),
        true if tally.passed == 0 => "nothing could be asked".to_owned(),
        true => "no errors, no warnings".to_owned(),
    }
}

/// Returns how many checks there are that count for nothing: `72 checks passed, 19 not asked`.
pub fn rest(tally: Tally) -> String {
    let accepted = match tally.accepted {
        0 => String::new(),
        count => format!(", {count} accepted by the baseline"),
    };
    format!("{} passed, {} not asked{accepted}", number(tally.passed, "check"), tally.skipped)
}

/// Returns a count and its noun: `1 check`, `2 checks`.
pub fn number(count: usize, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

/// Returns the mark before a subject: a cross, an exclamation mark, a tick, or a question mark if nothing could be asked.
pub fn mark(group: &Group) -> &'static str {
    match group.worst() {
        Some(Severity::Error) => "✗",
        Some(Severity::Warning) => "!",
        _ if group.tally().asked() == 0 => "?",
        _ => "✓",
    }
}

/// Returns the mark before a verdict on readiness.
pub fn state(state: State) -> &'static str {
    match state {
        State::Ready => "✓",
        State::ReadyWithWarnings => "!",
        State::NotReady => "✗",
        State::Unknown => "?",
    }
}

/// Returns the word for what a try came to: `passed`, `skipped`, or the severity of the worst failure.
pub fn upshot(group: &Group) -> &'static str {
    match group.upshot() {
        Upshot::Passed => "passed",
        Upshot::Skipped(_) => "skipped",
        Upshot::Failed(severity) => severity.name(),
    }
}

/// Returns the mark before a try: as before a subject, and a dash if it was skipped.
pub fn mark_of_try(group: &Group) -> &'static str {
    if matches!(group.upshot(), Upshot::Skipped(_)) { "–" } else { mark(group) }
}

/// Returns the pieces of a text whose backticks mark code, each with whether it is code.
pub fn pieces(text: &str) -> impl Iterator<Item = (bool, &str)> {
    text.split('`').enumerate().map(|(index, piece)| (index % 2 == 1, piece))
}

/// Returns the text with a capital letter at its beginning; what begins with a name in backticks stays as it is.
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

/// The heading of the groups that belong to no part, in a report in parts.
pub const OTHERS: &str = "published documents";

/// Returns what there is to say of a try in a line: what is wrong, else what was tried.
pub fn told(group: &Group) -> String {
    let failures = group.failures();
    let Some(first) = failures.first() else {
        let accepted = if group.tally().accepted > 0 { "accepted by the baseline" } else { "" };
        return group.tried.filter(|_| accepted.is_empty()).unwrap_or(accepted).to_owned();
    };
    let mild = if first.severity == Severity::Note { "note: " } else { "" };
    let more = match failures.len() {
        1 => String::new(),
        all => format!(" (and {} more)", all - 1),
    };
    format!("{mild}{}{more}", first.rule.title)
}

/// Returns the reasons for which tries of a part were skipped, each with those tries.
pub fn skipped<'a>(part: &Part<'a>) -> Vec<(&'a str, Vec<&'a Group>)> {
    let mut reasons: Vec<(&str, Vec<&Group>)> = Vec::new();
    for group in &part.groups {
        let Upshot::Skipped(reason) = group.upshot() else { continue };
        match reasons.iter_mut().find(|(other, _)| *other == reason) {
            Some((_, groups)) => groups.push(group),
            None => reasons.push((reason, vec![group])),
        }
    }
    reasons
}

/// Returns how many tries there are of each kind: `9 passed, 2 failed, 1 skipped`.
pub fn totals(totals: Totals) -> String {
    let Totals { passed, warned, failed, skipped, .. } = totals;
    let kinds = [(passed, "passed"), (failed, "failed"), (warned, "with warnings"), (skipped, "skipped")];
    let parts: Vec<String> =
        kinds.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}")).collect();
    parts.join(", ")
}

/// Returns how many requests were sent, and the time if it is known: `42 requests in 1.2 s`.
pub fn cost(cost: Cost) -> String {
    let time = if cost.took > 0 { format!(" in {}", took(cost.took)) } else { String::new() };
    format!("{}{time}", number(cost.requests, "request"))
}

/// Returns a length of time: `120 ms`, `1.2 s`.
pub fn took(milliseconds: u64) -> String {
    match milliseconds {
        0..1000 => format!("{milliseconds} ms"),
        _ => format!("{}.{} s", milliseconds / 1000, milliseconds % 1000 / 100),
    }
}

/// Returns a time, given in seconds since 1970, in UTC.
pub fn moment(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |moment| moment.to_string())
}

/// Returns the mark before a change: a cross for the worse, a tick for the better, else a dot.
pub fn sign(change: &Change) -> &'static str {
    let worse = change.now.is_some_and(Answer::failed);
    match change.turn() {
        Turn::NewlyFailing | Turn::Worse => "✗",
        Turn::New if worse => "✗",
        Turn::Mended | Turn::Better => "✓",
        _ => "·",
    }
}

/// Returns what an answer was and what it is.
pub fn answers(change: &Change) -> String {
    match (change.before, change.now) {
        (Some(before), Some(now)) => format!("was {}, is {}", before.name(), now.name()),
        (Some(before), None) => format!("was {}", before.name()),
        (None, Some(now)) => format!("is {}", now.name()),
        (None, None) => String::new(),
    }
}

/// Returns how many answers changed in a way that nobody needs to look at, and how many are the same.
pub fn other_changes(changes: &Changes) -> String {
    let others = changes.others();
    let others = others.iter().map(|(turn, count)| format!("{count} {}", turn.name()));
    let same = format!("{} the same", number(changes.same, "answer"));
    others.chain([same]).collect::<Vec<_>>().join(", ")
}

/// Returns the clauses of a rule, and what it rests on where that is nobody's word.
pub fn citations(rule: &Rule) -> String {
    let clauses: Vec<String> = rule.clauses.iter().map(ToString::to_string).collect();
    format!("{}{}", clauses.join(", "), trust(rule.basis))
}

/// Returns what to add to the clauses of a rule that rests on nobody's word.
pub fn trust(basis: Basis) -> &'static str {
    match basis {
        Basis::Normative | Basis::Documented => "",
        Basis::Observed => " (seen in practice, not documented)",
        Basis::Inferred => " (our inference, not LivePerson's word)",
    }
}

/// Returns what LivePerson probably answers to an error, under the name of its row; a code that `why` has is not said again.
pub fn likely_answer(verdict: &Verdict) -> Option<(&'static str, String)> {
    if verdict.severity != Severity::Error {
        return None;
    }
    let rows = liveperson::codes_for(verdict.rule.id);
    let codes = rows.iter().find(|row| row.family == Family::Idp)?.codes;
    if let Some((code, _)) = codes.iter().find(|(code, _)| verdict.rule.why.contains(code)) {
        return Some(("more", format!("lpauth explain {code}")));
    }
    let (code, name) = codes.first()?;
    Some(("code", format!("LivePerson: likely {code} {name} (lpauth explain {code})")))
}
