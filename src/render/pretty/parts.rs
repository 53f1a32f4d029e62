//! A report in parts: the verdict, a line a try, the findings of those that fail, what has changed, and the sum.

use super::{COLUMN, Page, ink};
use crate::render::snippet::{Cut, fit};
use crate::render::words::{self, number};
use crate::render::{Ink, timeline, visible};
use crate::report::changes::Change;
use crate::report::readiness::State;
use crate::report::{Changes, Group, Part, Readiness, Report, Upshot};
use textwrap::core::display_width;

/// The width of what a try took: `  12   120 ms`.
const COST: usize = 14;

impl Page {
    pub(super) fn readiness(&mut self, readiness: &Readiness) {
        let ink = match readiness.state {
            State::Ready => Ink::Good,
            State::ReadyWithWarnings | State::Unknown => Ink::Caution,
            State::NotReady => Ink::Bad,
        };
        let line = format!("{} {}", words::state(readiness.state), readiness.headline());
        self.text.push_str(&format!("{}\n", self.style.paint(ink, &line)));
        for sentence in &readiness.because {
            self.paragraph("  ", "  ", Ink::Plain, &visible(sentence));
        }
        self.text.push('\n');
    }

    pub(super) fn parts(&mut self, parts: &[Part<'_>]) {
        let names = parts.iter().flat_map(|part| &part.groups).map(|group| display_width(&visible(&group.subject)));
        // A longer name takes from what stands beside it.
        let column = names.max().unwrap_or(0).min(self.style.width * 2 / 5).min(self.longest_name());
        for (index, part) in parts.iter().enumerate() {
            let costs = if index == 0 { "requests, time" } else { "" };
            let room = self.style.width.saturating_sub(display_width(part.name));
            let costs = self.style.paint(Ink::Faint, &format!("{costs:>room$}"));
            let heading = self.style.paint(Ink::Strong, part.name);
            self.text.push_str(format!("{heading}{costs}").trim_end());
            self.text.push('\n');
            part.groups.iter().for_each(|group| self.line(column, group));
            self.skipped(part);
            self.text.push('\n');
        }
        let tries = parts.iter().flat_map(|part| &part.groups);
        let mut tries: Vec<_> = tries.filter(|group| self.asks_for_more(group)).collect();
        tries.sort_by_key(|group| std::cmp::Reverse(group.worst()));
        tries.iter().for_each(|group| self.try_in_full(group));
    }

    fn asks_for_more(&self, group: &Group) -> bool {
        match group.upshot() {
            Upshot::Failed(_) => true,
            Upshot::Passed => self.style.verbose,
            Upshot::Skipped(_) => false,
        }
    }

    fn line(&mut self, column: usize, group: &Group) {
        let ink = match group.upshot() {
            Upshot::Skipped(_) => return,
            Upshot::Passed => Ink::Good,
            Upshot::Failed(severity) => ink(severity),
        };
        let name = fit(visible(&group.subject).chars(), self.longest_name(), Cut::End);
        let pad = " ".repeat(column.saturating_sub(display_width(&name)));
        let room = self.style.width.saturating_sub(4 + display_width(&name) + pad.len() + 2 + COST);
        let told = fit(visible(&words::told(group)).chars(), room, Cut::End);
        let gap = " ".repeat(room.saturating_sub(display_width(&told)));
        let mark = self.style.paint(ink, words::mark(group));
        let strong = if matches!(group.upshot(), Upshot::Failed(_)) { ink } else { Ink::Plain };
        let (name, cost) = (self.style.paint(strong, &name), self.style.paint(Ink::Faint, &cost(group)));
        self.text.push_str(format!("  {mark} {name}{pad}  {told}{gap}{cost}").trim_end());
        self.text.push('\n');
    }

    fn longest_name(&self) -> usize {
        self.style.width.saturating_sub(COST + 6)
    }

    // Reasons repeat: they are told once each, unless everything is to be told.
    fn skipped(&mut self, part: &Part<'_>) {
        for (reason, groups) in words::skipped(part) {
            if self.style.verbose {
                for group in groups {
                    self.paragraph("  – ", "      ", Ink::Faint, &visible(&format!("{}: {reason}", group.subject)));
                }
            } else {
                let line = format!("  – {} skipped: {}", groups.len(), visible(reason));
                let line = fit(line.chars(), self.style.width, Cut::End);
                self.text.push_str(&format!("{}\n", self.style.paint(Ink::Faint, &line)));
            }
        }
    }

    fn try_in_full(&mut self, group: &Group) {
        self.verdict(group);
        self.row(COLUMN, "tried", Ink::Plain, group.tried.unwrap_or_default());
        self.about(group);
        let told = group.timeline.as_ref().filter(|told| self.style.verbose || told.stopped.is_some());
        if let Some(told) = told {
            self.text.push_str(&format!("{}\n", timeline::text(told, &self.style)));
        }
        self.failures(group);
        if self.style.verbose {
            self.rest(group);
        }
    }

    pub(super) fn changes(&mut self, changes: &Changes) {
        let heading = format!("since {} of {}", visible(&changes.since), words::moment(changes.judged_at));
        self.paragraph("", "  ", Ink::Strong, &heading);
        let mattering = changes.mattering();
        mattering.iter().for_each(|change| self.change(change));
        let others = words::other_changes(changes);
        self.paragraph("  ", "  ", Ink::Faint, &others);
        self.text.push('\n');
    }

    fn change(&mut self, change: &Change) {
        let (mark, ink) = match words::sign(change) {
            "✓" => ("✓", Ink::Good),
            "✗" => ("✗", Ink::Bad),
            mark => (mark, Ink::Plain),
        };
        let line = format!("{mark} {}: {}: {}", change.turn().name(), visible(&change.about()), words::answers(change));
        self.paragraph("  ", "    ", ink, &line);
    }

    pub(super) fn sum(&mut self, report: &Report) {
        let totals = report.totals();
        let ink = match (totals.failed, totals.warned) {
            (0, 0) => Ink::Good,
            (0, _) => Ink::Caution,
            _ => Ink::Bad,
        };
        let all = number(totals.all(), "scenario");
        self.paragraph("", "", ink, &format!("{all}: {}", words::totals(totals)));
        let hint = if self.style.verbose { "" } else { " (-v tells everything)" };
        self.paragraph("", "", Ink::Faint, &format!("{}{hint}", words::cost(totals.cost)));
    }
}

fn cost(group: &Group) -> String {
    group.cost.map(|cost| format!("{:>5} {:>8}", cost.requests, words::took(cost.took))).unwrap_or_default()
}
