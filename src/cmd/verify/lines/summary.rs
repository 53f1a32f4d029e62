//! What many verdicts come to: how many of each kind, which checks fail how often, whose tokens they are, and of which time.

mod pretty;

use super::judge::{Judged, LineVerdict, Unreadable};
use super::row::{Word, shown};
use crate::edge::Failure;
use crate::model::time::Timestamp;
use crate::render::json;
use crate::report::Severity;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many issuers and key IDs are counted apart, so that nobody can fill the memory with them.
const MOST: usize = 1000;

/// What some verdicts come to.
#[derive(Debug, Default)]
pub(super) struct Summary {
    valid: u64,
    invalid: u64,
    unreadable: u64,
    verified: u64,
    checks: BTreeMap<&'static str, (Severity, u64)>,
    reasons: BTreeMap<Unreadable, u64>,
    issuers: Names,
    kids: Names,
    issued: Stretch,
    expire: Stretch,
}

/// How many lines carry which name.
#[derive(Debug, Default)]
struct Names {
    known: BTreeMap<String, Count>,
    others: Count,
    /// The name of the last lines as it stands in their tokens, and how many there are: most lines carry that of the one before.
    latest: Option<(Option<Arc<str>>, Count)>,
}

/// How many lines, and how many of them are not valid.
#[derive(Debug, Default, Clone, Copy, Serialize)]
struct Count {
    lines: u64,
    invalid: u64,
}

/// From the first time to the last.
#[derive(Debug, Default, Clone, Copy)]
struct Stretch(Option<(i64, i64)>);

/// What was judged, and how.
pub(super) struct Account {
    /// What the input is called.
    pub(super) input: String,
    /// The time everything was judged at.
    pub(super) judged_at: Timestamp,
    /// The policy in force.
    pub(super) policy: &'static str,
    /// What nobody said and every verdict lacks.
    pub(super) caveat: Option<&'static str>,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ended {
    /// With the last line.
    Whole,
    /// With the first line that is not valid.
    FailFast,
    /// With a signal, of this number.
    Interrupted(usize),
    /// Whoever read the output went away.
    Unheard,
    /// The output could not be written.
    Unwritable(String),
    /// The input broke off.
    Broken(Failure),
}

/// Everything there is to tell when it is over.
pub(super) struct Told<'a> {
    pub(super) account: &'a Account,
    pub(super) summary: Summary,
    pub(super) ended: Ended,
    /// How many rows were written whole.
    pub(super) written: u64,
    /// How many lines the sample was taken from, if one was.
    pub(super) sampled: Option<u64>,
    /// How long it took, in milliseconds.
    pub(super) took: u64,
}

impl Summary {
    /// Counts a verdict.
    pub(super) fn add(&mut self, word: Word, verdict: &LineVerdict) {
        match word {
            Word::Valid => self.valid += 1,
            Word::Invalid => self.invalid += 1,
            Word::Unreadable => self.unreadable += 1,
        }
        match verdict {
            LineVerdict::Unreadable(reason) => *self.reasons.entry(*reason).or_default() += 1,
            LineVerdict::Judged(judged) => self.token(word, judged),
        }
    }

    fn token(&mut self, word: Word, judged: &Judged) {
        self.verified += u64::from(judged.verified);
        for failed in judged.failures.iter() {
            self.checks.entry(failed.check).or_insert((failed.severity, 0)).1 += 1;
        }
        let count = Count { lines: 1, invalid: u64::from(word == Word::Invalid) };
        for (names, name) in [(&mut self.issuers, &judged.issuer), (&mut self.kids, &judged.kid)] {
            names.see(name.as_ref(), count);
        }
        self.issued.reach(judged.issued);
        self.expire.reach(judged.expires);
    }

    /// Adds what other verdicts come to.
    pub(super) fn merge(&mut self, other: Summary) {
        self.valid += other.valid;
        self.invalid += other.invalid;
        self.unreadable += other.unreadable;
        self.verified += other.verified;
        for (check, (severity, lines)) in other.checks {
            self.checks.entry(check).or_insert((severity, 0)).1 += lines;
        }
        for (reason, lines) in other.reasons {
            *self.reasons.entry(reason).or_default() += lines;
        }
        for (names, mut more) in [(&mut self.issuers, other.issuers), (&mut self.kids, other.kids)] {
            more.settle();
            more.known.iter().for_each(|(name, count)| names.add(name, *count));
            names.others.add(more.others);
        }
        for (stretch, more) in [(&mut self.issued, other.issued), (&mut self.expire, other.expire)] {
            let (first, last) = more.0.unzip();
            stretch.reach(first);
            stretch.reach(last);
        }
    }

    /// Returns how many lines there are.
    pub(super) fn lines(&self) -> u64 {
        self.valid + self.bad()
    }

    /// Returns how many of them are not valid.
    pub(super) fn bad(&self) -> u64 {
        self.invalid + self.unreadable
    }

    /// Returns the checks that fail, worst and most frequent first.
    fn failing(&self) -> Vec<Failing> {
        let failing = |(id, (severity, lines)): (&&'static str, &(Severity, u64))| Failing {
            id,
            severity: severity.name(),
            lines: *lines,
            rank: *severity,
        };
        let mut checks: Vec<Failing> = self.checks.iter().map(failing).collect();
        checks.sort_by_key(|check| std::cmp::Reverse((check.rank, check.lines)));
        checks
    }
}

/// What stands for a name that is not there.
const NONE: &str = "(none)";

impl Names {
    /// Counts a line.
    fn see(&mut self, name: Option<&Arc<str>>, count: Count) {
        match &mut self.latest {
            Some((latest, lines)) if latest.as_ref() == name => lines.add(count),
            _ => {
                self.settle();
                self.latest = Some((name.cloned(), count));
            }
        }
    }

    fn settle(&mut self) {
        if let Some((name, count)) = self.latest.take() {
            self.add(name.as_deref().map(shown).as_deref().unwrap_or(NONE), count);
        }
    }

    fn add(&mut self, name: &str, count: Count) {
        let room = self.known.len() < MOST;
        match self.known.get_mut(name) {
            Some(known) => known.add(count),
            None if room => drop(self.known.insert(name.to_owned(), count)),
            None => self.others.add(count),
        }
    }

    fn ranked(&self) -> Vec<(&str, Count)> {
        let mut ranked: Vec<(&str, Count)> = self.known.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        ranked.sort_by_key(|(_, count)| std::cmp::Reverse(count.lines));
        ranked.extend(Some(("(others)", self.others)).filter(|(_, count)| count.lines > 0));
        ranked
    }
}

impl Count {
    fn add(&mut self, other: Count) {
        self.lines += other.lines;
        self.invalid += other.invalid;
    }
}

impl Stretch {
    /// Takes in a time, unless no calendar has it: it is a mistake then, and the check that is about it says so.
    fn reach(&mut self, time: Option<i64>) {
        let Some(time) = time.filter(|time| *time >= 0 && Timestamp(*time).is_dated()) else { return };
        let (first, last) = self.0.unwrap_or((time, time));
        self.0 = Some((first.min(time), last.max(time)));
    }
}

impl Told<'_> {
    /// Returns the exit code.
    pub(super) fn exit(&self) -> u8 {
        match &self.ended {
            Ended::Interrupted(signal) => u8::try_from(128 + signal).unwrap_or(u8::MAX),
            _ => self.failure().map_or(u8::from(self.summary.bad() > 0), |failure| failure.kind as u8),
        }
    }

    /// Returns what lpauth could not do.
    pub(super) fn failure(&self) -> Option<Failure> {
        match &self.ended {
            Ended::Unwritable(reason) => Some(Failure::input(format!("the output cannot be written: {reason}")).hint(
                format!("{} verdicts were written whole; what comes after them may be half a line", self.written),
            )),
            Ended::Broken(failure) => Some(failure.clone()),
            _ => None,
        }
    }

    /// Returns whether nobody wants to hear about it.
    pub(super) fn is_quiet(&self) -> bool {
        self.ended == Ended::Unheard
    }

    /// Returns the summary as JSON, schema `lpauth-lines-summary-v1`.
    pub(super) fn json(&self) -> String {
        let summary = &self.summary;
        json::text(&Document {
            schema: "lpauth-lines-summary-v1",
            input: &self.account.input,
            judged_at: self.account.judged_at.0,
            policy: self.account.policy,
            ended: self.ended.name(),
            took_ms: self.took,
            sampled_from: self.sampled,
            lines: summary.lines(),
            valid: summary.valid,
            invalid: summary.invalid,
            unreadable: summary.unreadable,
            verified: summary.verified,
            checks: summary.failing(),
            reasons: summary
                .reasons
                .iter()
                .map(|(reason, lines)| Reason { reason: reason.name(), lines: *lines })
                .collect(),
            issuers: named(&summary.issuers),
            kids: named(&summary.kids),
            issued: Range::of(summary.issued),
            expire: Range::of(summary.expire),
        })
    }
}

impl Ended {
    fn name(&self) -> &'static str {
        match self {
            Ended::Whole => "complete",
            Ended::FailFast => "fail-fast",
            Ended::Interrupted(_) => "interrupted",
            Ended::Unheard => "output-closed",
            Ended::Unwritable(_) => "output-failed",
            Ended::Broken(_) => "input-failed",
        }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    input: &'a str,
    judged_at: i64,
    policy: &'a str,
    ended: &'static str,
    took_ms: u64,
    sampled_from: Option<u64>,
    lines: u64,
    valid: u64,
    invalid: u64,
    unreadable: u64,
    verified: u64,
    checks: Vec<Failing>,
    reasons: Vec<Reason>,
    issuers: Vec<Named<'a>>,
    kids: Vec<Named<'a>>,
    issued: Option<Range>,
    expire: Option<Range>,
}

#[derive(Serialize)]
struct Failing {
    id: &'static str,
    severity: &'static str,
    lines: u64,
    #[serde(skip)]
    rank: Severity,
}

#[derive(Serialize)]
struct Reason {
    reason: &'static str,
    lines: u64,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    #[serde(flatten)]
    count: Count,
}

#[derive(Serialize)]
struct Range {
    first: i64,
    last: i64,
}

impl Range {
    fn of(stretch: Stretch) -> Option<Range> {
        stretch.0.map(|(first, last)| Range { first, last })
    }
}

fn named(names: &Names) -> Vec<Named<'_>> {
    names.ranked().into_iter().map(|(name, count)| Named { name, count }).collect()
}
