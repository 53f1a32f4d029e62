//! The documents of a subject, line by line, cut where a finding begins or ends.

use super::super::snippet::boundary;
use super::super::visible;
use crate::report::{Finding, Group, Source, Span, Verdict};

/// A document and its lines.
pub(super) struct Document {
    /// Its name.
    pub(super) name: String,
    /// Its lines, without what ends them.
    pub(super) lines: Vec<Vec<Stretch>>,
}

/// A part of a line that is in the same findings from end to end.
pub(super) struct Stretch {
    /// The anchors of the findings that begin here.
    pub(super) begins: Vec<String>,
    /// The nearest finding it is part of; of several, the worst.
    pub(super) mark: Option<Mark>,
    /// The text.
    pub(super) text: String,
}

/// A finding that a stretch is part of.
#[derive(Clone)]
pub(super) struct Mark {
    /// Its anchor.
    pub(super) anchor: String,
    /// Its severity.
    pub(super) severity: &'static str,
    /// The check that failed.
    pub(super) check: &'static str,
    // How many findings of the subject come before it.
    rank: usize,
    span: Span,
}

/// Returns the documents of `group`, which is subject `number`, the worst findings first.
pub(super) fn documents(number: usize, group: &Group) -> Vec<Document> {
    let mut documents: Vec<(Vec<Mark>, &Source)> =
        group.documents.iter().map(|document| (marks(number, group, document), document)).collect();
    documents.sort_by_key(|(marks, _)| marks.first().map_or(usize::MAX, |mark| mark.rank));
    let document = |(marks, document): &(Vec<Mark>, &Source)| Document {
        name: visible(&document.name).into_owned(),
        lines: lines(&document.text, marks),
    };
    documents.iter().map(document).collect()
}

// Worst first, and numbered as the findings of the subject are.
fn marks(number: usize, group: &Group, document: &Source) -> Vec<Mark> {
    let failures: Vec<&Verdict> = group.failures().into_iter().chain(group.accepted()).collect();
    let findings = failures.iter().flat_map(|verdict| verdict.findings().iter().map(move |finding| (verdict, finding)));
    let mark = |(index, (verdict, finding)): (usize, (&&Verdict, &Finding))| {
        let span = finding.at.span.as_ref().filter(|_| finding.at.document == document.name)?;
        Some(Mark {
            anchor: format!("{number}-{}", index + 1),
            severity: verdict.severity.name(),
            check: verdict.rule.id,
            rank: index,
            span: seen(&document.text, span),
        })
    };
    findings.enumerate().filter_map(mark).collect()
}

fn lines(text: &str, marks: &[Mark]) -> Vec<Vec<Stretch>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let end = start + line.len();
        lines.push(stretches(text, start..end, marks));
        start = end + 1;
    }
    // What ends the last line begins no other, unless something is missing there.
    lines.pop_if(|line| line.iter().all(|stretch| stretch.text.is_empty() && stretch.begins.is_empty()));
    lines
}

fn stretches(text: &str, line: Span, marks: &[Mark]) -> Vec<Stretch> {
    let mut cuts: Vec<usize> = marks.iter().flat_map(|mark| [mark.span.start, mark.span.end]).collect();
    cuts.retain(|cut| line.contains(cut));
    cuts.extend([line.start, line.end]);
    cuts.sort_unstable();
    cuts.dedup();
    // Behind the last character there is a stretch without text, for what is missing there.
    let ends = cuts.iter().skip(1).chain(std::iter::once(&line.end));
    cuts.iter().zip(ends).map(|(start, end)| stretch(text, *start..*end, &line, marks)).collect()
}

fn stretch(text: &str, span: Span, line: &Span, marks: &[Mark]) -> Stretch {
    let begins = marks.iter().filter(|mark| mark.span.start == span.start);
    let covers = |mark: &&Mark| mark.span.contains(&span.start) || mark.span.start == span.start;
    let shown = text.get(span.clone()).unwrap_or_default();
    let shown = if span.end == line.end { shown.trim_end_matches('\r') } else { shown };
    Stretch {
        begins: begins.map(|mark| mark.anchor.clone()).collect(),
        mark: marks.iter().filter(covers).min_by_key(|mark| mark.span.len()).cloned(),
        text: shown.split('\t').map(visible).collect::<Vec<_>>().join("\t"),
    }
}

// A mark of no width would not be seen, and one of a whole document would bury it: both take the next character of the line.
fn seen(text: &str, span: &Span) -> Span {
    let (start, end) = (boundary(text, span.start), boundary(text, span.end));
    let whole = text[..start].trim().is_empty() && text[end.max(start)..].trim().is_empty();
    if end > start && !whole {
        return start..end;
    }
    let next = text[start..].chars().next().filter(|next| !"\r\n".contains(*next));
    start..start + next.map_or(0, char::len_utf8)
}
