//! What the formats for people say alike: counts, places, what a rule rests on, what LivePerson answers.

use crate::report::{Basis, Group, Location, Position, Rule, Severity, Tally, Verdict};
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
