//! A baseline is made of a report, and accepts findings of another. Applied once, after the policy; it changes no answer.

use crate::model::baseline::{Baseline, Entry};
use crate::report::{Finding, Group, Outcome, Report};
use aws_lc_rs::digest::{SHA256, digest};
use std::fmt::Write;

/// Returns the baseline that accepts everything in `report`.
pub fn of(report: &Report) -> Baseline {
    let mut findings: Vec<Entry> = report.groups.iter().flat_map(entries).collect();
    findings.sort_by(|one, other| {
        (&one.check, &one.pointer, &one.found).cmp(&(&other.check, &other.pointer, &other.found))
    });
    Baseline::new(findings)
}

/// Marks the findings of `report` that `baseline` accepts, each entry one finding, and returns the entries that accept
/// nothing any more.
pub fn accept(report: &mut Report, baseline: &Baseline) -> Vec<Entry> {
    let mut left = baseline.findings.clone();
    for group in &mut report.groups {
        let known = fingerprints(group);
        for (finding, fingerprint) in findings(group).zip(known) {
            if let Some(index) = left.iter().position(|entry| entry.fingerprint == fingerprint) {
                left.remove(index);
                finding.accepted = true;
            }
        }
    }
    left
}

fn findings(group: &mut Group) -> impl Iterator<Item = &mut Finding> {
    group.verdicts.iter_mut().flat_map(|verdict| match &mut verdict.outcome {
        Outcome::Fail(findings) => findings.as_mut_slice(),
        _ => &mut [],
    })
}

fn fingerprints(group: &Group) -> Vec<String> {
    entries(group).into_iter().map(|entry| entry.fingerprint).collect()
}

fn entries(group: &Group) -> Vec<Entry> {
    let mut entries = Vec::new();
    for verdict in &group.verdicts {
        if let Outcome::Fail(findings) = &verdict.outcome {
            entries.extend(findings.iter().map(|finding| entry(group, verdict.rule.id, finding)));
        }
    }
    entries
}

fn entry(group: &Group, check: &str, finding: &Finding) -> Entry {
    let pointer = without_numbers(&finding.at.pointer);
    let known_by = format!("{check}\n{pointer}\n{}", value(group, finding));
    let fingerprint =
        digest(&SHA256, known_by.as_bytes()).as_ref()[..16].iter().fold(String::new(), |mut hex, byte| {
            _ = write!(hex, "{byte:02x}");
            hex
        });
    Entry { check: check.to_owned(), pointer, found: finding.saw.clone(), fingerprint }
}

// The order of keys and of values in a list is nobody's promise.
fn without_numbers(pointer: &str) -> String {
    let part = |part: &str| if part.parse::<usize>().is_ok() { "*".to_owned() } else { part.to_owned() };
    pointer.split('/').map(part).collect::<Vec<_>>().join("/")
}

// A string or number as the document has it: what a finding says about it may hold the time of day. What a finding says of
// an object is all there is, since the object's text changes with every member.
fn value<'a>(group: &'a Group, finding: &'a Finding) -> &'a str {
    let document = group.document(&finding.at.document).filter(|_| !finding.at.pointer.is_empty());
    let text = document.zip(finding.at.span.clone()).and_then(|(document, span)| document.text.get(span));
    text.filter(|text| !text.is_empty() && !text.starts_with(['{', '['])).unwrap_or(&finding.saw)
}
