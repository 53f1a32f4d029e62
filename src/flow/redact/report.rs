//! Reports without secrets: judged on all there was, shown without.

use super::Redactor;
use crate::report::timeline::{Detail, Row};
use crate::report::{Finding, Group, Outcome, Source, Span, Timeline};

impl Redactor {
    /// Takes the secrets out of a group: its findings, and the documents that they point into.
    pub fn group(&self, group: &mut Group) {
        group.subject = self.text(&group.subject);
        group.summary.iter_mut().for_each(|(_, value)| *value = self.text(value));
        group.caveats.iter_mut().for_each(|caveat| *caveat = self.text(caveat));
        group.timeline.iter_mut().for_each(|timeline| self.timeline(timeline));
        let Group { verdicts, documents, .. } = group;
        for verdict in verdicts {
            match &mut verdict.outcome {
                Outcome::Pass => {}
                Outcome::Skip(reason) => *reason = self.text(reason).into(),
                Outcome::Fail(findings) => findings.iter_mut().for_each(|finding| self.finding(finding, documents)),
            }
        }
        documents.iter_mut().for_each(|document| document.text = self.text(&document.text));
    }

    fn finding(&self, finding: &mut Finding, documents: &[Source]) {
        let document = documents.iter().find(|document| document.name == finding.at.document);
        if let (Some(span), Some(document)) = (&mut finding.at.span, document) {
            *span = self.moved(&document.text, span);
        }
        let (saw, wanted) = (self.text(&finding.saw), self.text(&finding.wanted));
        let changed = saw != finding.saw || wanted != finding.wanted;
        (finding.saw, finding.wanted) = (saw, wanted);
        finding.hint = finding.hint.as_deref().map(|hint| self.text(hint));
        if finding.parts_at.is_some() && changed {
            finding.parts_at = None;
            *finding = finding.clone().compared();
        }
    }

    /// Returns where a stretch of a text stands once the secrets of the text are out of it.
    fn moved(&self, text: &str, span: &Span) -> Span {
        let hits: Vec<_> = self.patterns.hits(text.as_bytes()).collect();
        let place = |at: usize, is_end: bool| {
            let mut moved = at;
            for (hit, replacement) in hits.iter().take_while(|(hit, _)| hit.start < at) {
                let inside = at < hit.end;
                let end = moved - (at - hit.start).min(hit.len()) + replacement.len();
                moved = if inside && !is_end { moved - (at - hit.start) } else { end };
            }
            moved
        };
        place(span.start, false)..place(span.end, true).max(place(span.start, false))
    }

    fn timeline(&self, timeline: &mut Timeline) {
        timeline.stopped = timeline.stopped.as_deref().map(|stopped| self.text(stopped));
        for row in &mut timeline.rows {
            self.row(row);
        }
    }

    fn row(&self, row: &mut Row) {
        row.address = self.text(&row.address);
        row.outcome = self.text(&row.outcome);
        for detail in &mut row.details {
            let (Detail::Asked(text) | Detail::Answered(text) | Detail::Fact(text)) = detail;
            *text = self.text(text);
        }
    }
}
