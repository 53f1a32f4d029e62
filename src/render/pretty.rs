//! The report for people: the verdict first, then every failure with all that is known about it, then a line on the rest.

mod parts;

use super::diagnosis;
use super::excerpt::excerpt;
use super::timeline;
use super::words::{self, number};
use super::{Ink, Style, visible};
use crate::report::{Finding, Group, Location, Outcome, Report, Severity, Tally, Verdict};
use textwrap::core::display_width;
use textwrap::{Options, WordSplitter};

/// Renders the report for people.
pub fn render(report: &Report, style: &Style) -> String {
    let mut page = Page { style: *style, text: String::new() };
    if let Some(diagnosis) = &report.diagnosis {
        page.text.push_str(&diagnosis::text(diagnosis, style));
    }
    let parts = report.parts();
    report.readiness.iter().for_each(|readiness| page.readiness(readiness));
    page.parts(&parts);
    report.others().for_each(|group| page.group(group));
    if parts.is_empty() && report.groups.len() > 1 {
        page.totals(report);
    }
    report.changes.iter().for_each(|changes| page.changes(changes));
    if !parts.is_empty() {
        page.sum(report);
    }
    disarmed(&page.text)
}

/// Returns one failure with all its findings, in full.
pub fn failure(group: &Group, verdict: &Verdict) -> String {
    let mut page = Page { style: Style { verbose: true, ..Style::PLAIN }, text: String::new() };
    page.failure(group, verdict, verdict.findings());
    disarmed(&page.text)
}

/// Returns the text with no line that GitHub's runner would take for a command, whatever stands in a token.
pub fn disarmed(text: &str) -> String {
    let disarm = |line: &str| match line.trim_start().strip_prefix("::") {
        Some(rest) => format!("{}:\\u{{3a}}{rest}", &line[..line.len() - line.trim_start().len()]),
        None => line.to_owned(),
    };
    text.replace(super::COMMAND, super::NO_COMMAND).split_inclusive('\n').map(disarm).collect()
}

struct Page {
    style: Style,
    text: String,
}

/// The width of the names on the left: `expected`.
const COLUMN: usize = 8;

/// How many findings of one check are shown in full; of the others, the place and what was found.
const IN_FULL: usize = 3;

impl Page {
    fn group(&mut self, group: &Group) {
        self.verdict(group);
        self.about(group);
        if let Some(told) = &group.timeline {
            self.text.push_str(&format!("{}\n", timeline::text(told, &self.style)));
        }
        self.failures(group);
        self.rest(group);
    }

    fn failures(&mut self, group: &Group) {
        let mut room = self.style.most.unwrap_or(usize::MAX);
        let mut left_out = 0;
        for verdict in group.failures() {
            let findings = verdict.findings();
            let shown = findings.len().min(room);
            if shown > 0 {
                self.failure(group, verdict, &findings[..shown]);
            }
            room -= shown;
            left_out += findings.len() - shown;
        }
        self.left_out(left_out);
    }

    fn left_out(&mut self, count: usize) {
        if count > 0 {
            let line = format!("{} not shown (--max)", number(count, "more finding"));
            self.paragraph("", "", Ink::Caution, &line);
        }
    }

    fn verdict(&mut self, group: &Group) {
        let tally = group.tally();
        let ink = match group.worst() {
            Some(Severity::Error) => Ink::Bad,
            Some(Severity::Warning) => Ink::Caution,
            _ if tally.asked() == 0 => Ink::Caution,
            _ => Ink::Good,
        };
        let line = format!("{} {}: {}", words::mark(group), visible(&group.subject), words::counts(tally));
        self.text.push_str(&format!("{}\n", self.style.paint(ink, &line)));
    }

    fn about(&mut self, group: &Group) {
        let names = group.summary.iter().map(|(name, _)| display_width(name));
        let column = names.max().unwrap_or(0).max(COLUMN);
        for (name, value) in &group.summary {
            self.row(column, name, Ink::Value, &visible(value));
        }
        for caveat in &group.caveats {
            self.paragraph("  ! ", "    ", Ink::Caution, &visible(caveat));
        }
        self.text.push('\n');
    }

    fn failure(&mut self, group: &Group, verdict: &Verdict, findings: &[Finding]) {
        let rule = verdict.rule;
        self.headline(verdict);
        let in_full = if self.style.verbose { findings.len() } else { findings.len().min(IN_FULL) };
        for (index, finding) in findings[..in_full].iter().enumerate() {
            let said = index.checked_sub(1).is_some_and(|before| findings[before].at == finding.at);
            if !said {
                self.place(group, &finding.at);
            }
            self.finding(finding);
        }
        for finding in &findings[in_full..] {
            self.in_brief(group, finding);
        }
        self.row(COLUMN, "why", Ink::Plain, rule.why);
        self.row(COLUMN, "fix", Ink::Plain, rule.fix);
        self.row(COLUMN, "see", Ink::Faint, &words::citations(rule));
        if let Some((name, answer)) = words::likely_answer(verdict) {
            self.row(COLUMN, name, Ink::Faint, &answer);
        }
        self.text.push('\n');
    }

    fn headline(&mut self, verdict: &Verdict) {
        let lead = format!("{}: {}", verdict.severity.name(), verdict.rule.id);
        let text = format!("{lead}: {}", verdict.rule.title);
        let lines = textwrap::wrap(&text, Options::new(self.style.width).subsequent_indent("  ")).join("\n");
        let painted = self.style.paint(ink(verdict.severity), &lead);
        self.text.push_str(&format!("{}\n", lines.replacen(&lead, &painted, 1)));
    }

    fn finding(&mut self, finding: &Finding) {
        match finding.parts_at {
            Some(at) => self.compared(finding, at),
            None => {
                self.row(COLUMN, "expected", Ink::Plain, &visible(&finding.wanted));
                self.row(COLUMN, "found", Ink::Strong, &visible(&finding.saw));
            }
        }
        self.row(COLUMN, "hint", Ink::Plain, &visible(finding.hint.as_deref().unwrap_or_default()));
        self.row(COLUMN, "accepted", Ink::Faint, if finding.accepted { "by the baseline" } else { "" });
    }

    fn in_brief(&mut self, group: &Group, finding: &Finding) {
        let text = format!("{}: {}", words::place(group, &finding.at), finding.saw);
        self.row(COLUMN, "also at", Ink::Plain, &visible(&text));
    }

    fn place(&mut self, group: &Group, at: &Location) {
        self.row(COLUMN, "at", Ink::Name, &visible(&words::place(group, at)));
        if let Some((document, span)) = group.document(&at.document).zip(at.span.as_ref()) {
            self.text.push_str(&excerpt(&document.text, span, COLUMN + 4, &self.style));
        }
    }

    // Two values that nearly agree, one below the other, with a caret where they part.
    fn compared(&mut self, finding: &Finding, at: usize) {
        let skip = if at + 10 < self.room() { 0 } else { at - self.room() / 2 };
        let window = |text: &str| {
            let lead = if skip > 0 { "…" } else { "" };
            let shown: String = text.chars().skip(skip).take(self.room() - 2).collect();
            let tail = if text.chars().count() > skip + self.room() - 2 { "…" } else { "" };
            format!("{lead}{}{tail}", visible(&shown))
        };
        let (wanted, saw) = (window(&finding.wanted), window(&finding.saw));
        let same: String = finding.saw.chars().skip(skip).take(at - skip).collect();
        let caret = display_width(&visible(&same)) + usize::from(skip > 0);
        self.verbatim("expected", Ink::Plain, &wanted);
        self.verbatim("found", Ink::Strong, &saw);
        let caret = self.style.paint(Ink::Bad, &format!("{}^", " ".repeat(caret)));
        self.text.push_str(&format!("{}{caret}\n", self.hanging()));
    }

    fn rest(&mut self, group: &Group) {
        let tally = group.tally();
        if self.style.verbose {
            self.passes(group);
            self.skips(group);
        }
        let hint = if self.style.verbose || tally.passed + tally.skipped == 0 { "" } else { " (-v lists them)" };
        let asked = format!("{}{hint}", words::rest(tally));
        self.paragraph("", "", Ink::Faint, &asked);
        self.text.push('\n');
    }

    fn passes(&mut self, group: &Group) {
        let passed = group.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Pass);
        let ids: Vec<_> = passed.map(|verdict| verdict.rule.id).collect();
        if !ids.is_empty() {
            self.paragraph("passed: ", "  ", Ink::Plain, &ids.join(", "));
        }
    }

    fn skips(&mut self, group: &Group) {
        let reason = |verdict: &Verdict| match &verdict.outcome {
            Outcome::Skip(reason) => Some((verdict.rule.id, reason.to_string())),
            _ => None,
        };
        let skipped: Vec<_> = group.verdicts.iter().filter_map(reason).collect();
        let column = skipped.iter().map(|(id, _)| id.len()).max().unwrap_or(0);
        if !skipped.is_empty() {
            self.text.push_str("not asked:\n");
        }
        for (id, reason) in skipped {
            self.row(column, id, Ink::Faint, &visible(&reason));
        }
    }

    fn totals(&mut self, report: &Report) {
        let tallies: Vec<Tally> = report.groups.iter().map(Group::tally).collect();
        let clean = tallies.iter().filter(|tally| tally.asked() > 0 && tally.errors + tally.warnings == 0).count();
        let with_errors = tallies.iter().filter(|tally| tally.errors > 0).count();
        let ink = if with_errors > 0 { Ink::Bad } else { Ink::Good };
        let line = format!(
            "{} judged: {clean} without errors or warnings, {with_errors} with errors",
            number(tallies.len(), "subject")
        );
        self.paragraph("", "", ink, &line);
    }

    fn room(&self) -> usize {
        self.style.width.saturating_sub(COLUMN + 4).max(20)
    }

    fn hanging(&self) -> String {
        " ".repeat(COLUMN + 4)
    }

    fn row(&mut self, column: usize, name: &str, ink: Ink, text: &str) {
        if text.is_empty() {
            return;
        }
        let indent = " ".repeat(column + 4);
        let room = self.style.width.saturating_sub(indent.len()).max(20);
        let options = Options::new(room).word_splitter(WordSplitter::NoHyphenation);
        let lines: Vec<String> = textwrap::wrap(text, options).iter().map(|line| self.style.paint(ink, line)).collect();
        let name = self.style.paint(Ink::Faint, &format!("{name:column$}"));
        self.text.push_str(&format!("  {name}  {}\n", lines.join(&format!("\n{indent}"))));
    }

    fn verbatim(&mut self, name: &str, ink: Ink, text: &str) {
        let name = self.style.paint(Ink::Faint, &format!("{name:COLUMN$}"));
        self.text.push_str(&format!("  {name}  {}\n", self.style.paint(ink, text)));
    }

    fn paragraph(&mut self, first: &str, indent: &str, ink: Ink, text: &str) {
        let options = Options::new(self.style.width).initial_indent(first).subsequent_indent(indent);
        for line in textwrap::wrap(text, options.word_splitter(WordSplitter::NoHyphenation)) {
            self.text.push_str(&format!("{}\n", self.style.paint(ink, &line)));
        }
    }
}

fn ink(severity: Severity) -> Ink {
    match severity {
        Severity::Error => Ink::Bad,
        Severity::Warning => Ink::Caution,
        Severity::Note => Ink::Name,
    }
}
