//! The summary for people.

use super::{Count, Ended, Names, Stretch, Told};
use crate::model::time::{Timestamp, duration};
use crate::render::{Ink, Style, visible};
use std::fmt::Write;

/// How many checks, issuers and key IDs are listed.
const LISTED: usize = 10;

impl Told<'_> {
    /// Returns the summary for people.
    pub(in super::super) fn pretty(&self, style: &Style) -> String {
        let mut text = self.headline(style);
        for (name, value) in self.facts() {
            let _ = writeln!(text, "  {} {value}", style.paint(Ink::Faint, &format!("{name:<10}")));
        }
        let checks = self.summary.failing();
        let checks = checks.iter().map(|check| (check.id.to_owned(), format!("{} ({})", check.lines, check.severity)));
        list(&mut text, "Failing checks", &checks.collect::<Vec<_>>(), style);
        let reasons = self.summary.reasons.iter().map(|(reason, lines)| (reason.name().to_owned(), lines.to_string()));
        list(&mut text, "Unreadable lines", &reasons.collect::<Vec<_>>(), style);
        list(&mut text, "Issuers", &counted(&self.summary.issuers), style);
        list(&mut text, "Key IDs", &counted(&self.summary.kids), style);
        text
    }

    fn headline(&self, style: &Style) -> String {
        let summary = &self.summary;
        let (ink, mark) = match &self.ended {
            _ if summary.bad() > 0 || self.failure().is_some() => (Ink::Bad, "✗"),
            Ended::Interrupted(_) | Ended::Unheard => (Ink::Caution, "!"),
            _ => (Ink::Good, "✓"),
        };
        let input = style.paint(Ink::Strong, &visible(&self.account.input));
        let (lines, valid) = (summary.lines(), summary.valid);
        let counts =
            format!("{lines} lines: {valid} valid, {} invalid, {} unreadable", summary.invalid, summary.unreadable);
        format!("{} {input}: {counts}\n", style.paint(ink, mark))
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let summary = &self.summary;
        let mut facts =
            vec![("judged at", format!("{}, policy {}", self.account.judged_at.utc(), self.account.policy))];
        facts.extend(self.stopped().map(|stopped| ("stopped", stopped)));
        facts.extend(self.sampled.map(|of| ("sample", format!("{} of {of} lines", summary.lines()))));
        facts.push(("signature", format!("verified on {} lines", summary.verified)));
        facts.extend(self.account.caveat.map(|caveat| ("unasked", caveat.to_owned())));
        facts.extend(range(summary.issued).map(|range| ("issued", range)));
        facts.extend(range(summary.expire).map(|range| ("expire", range)));
        if let Some(rate) = (summary.lines() * 1000).checked_div(self.took) {
            let took = if self.took < 1000 { format!("{} ms", self.took) } else { duration(self.seconds()) };
            facts.push(("time", format!("{took}, {rate} lines a second")));
        }
        facts
    }

    fn seconds(&self) -> i64 {
        i64::try_from(self.took / 1000).unwrap_or(i64::MAX)
    }

    fn stopped(&self) -> Option<String> {
        let why = match &self.ended {
            Ended::Whole => return None,
            Ended::FailFast => "at the first line that is not valid (--fail-fast)".to_owned(),
            Ended::Interrupted(signal) => format!("by signal {signal}: there may be more lines"),
            Ended::Unheard => "because nobody reads the output any more".to_owned(),
            Ended::Unwritable(_) => "because the output cannot be written".to_owned(),
            Ended::Broken(_) => "because the input breaks off".to_owned(),
        };
        Some(why)
    }
}

fn counted(names: &Names) -> Vec<(String, String)> {
    let told = |count: Count| match count.invalid {
        0 => count.lines.to_string(),
        invalid => format!("{} ({invalid} invalid)", count.lines),
    };
    names.ranked().into_iter().map(|(name, count)| (name.to_owned(), told(count))).collect()
}

fn range(stretch: Stretch) -> Option<String> {
    let (first, last) = stretch.0?;
    Some(match first == last {
        true => Timestamp(first).utc(),
        false => format!("{} to {}", Timestamp(first).utc(), Timestamp(last).utc()),
    })
}

fn list(text: &mut String, title: &str, rows: &[(String, String)], style: &Style) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n  {}", style.paint(Ink::Strong, title));
    let width = rows.iter().take(LISTED).map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    for (name, value) in rows.iter().take(LISTED) {
        let _ = writeln!(text, "    {name:<width$}  {value}");
    }
    if let Some(more) = rows.len().checked_sub(LISTED).filter(|more| *more > 0) {
        let _ = writeln!(text, "    … and {more} more (--format json lists them)");
    }
}
