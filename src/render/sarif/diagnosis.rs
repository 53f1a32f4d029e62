//! The causes of a diagnosis as results of a rule of their own.

use super::super::{diagnosis, visible};
use super::{Configuration, RuleProperties, SarifResult, SarifRule, Text, literal};
use crate::report::Diagnosis;
use crate::report::diagnosis::{Cause, Confidence};
use std::collections::BTreeMap;

const ID: &str = "diagnosis";

/// Returns the rule that the causes are results of.
pub(super) fn rule() -> SarifRule {
    SarifRule {
        id: ID,
        short_description: Text::plain("the cause of a failed login"),
        full_description: Text::plain(
            "Of everything that is wrong in a login, what came first: what fails after it is its consequence.",
        ),
        help: Text::plain("Change what the result says, and repeat the login."),
        help_uri: None,
        default_configuration: Configuration { level: "error" },
        properties: RuleProperties { tags: [ID] },
    }
}

/// Returns a result for each cause. `rule_index` is the place of the rule. A cause is of a login, not of a line in a file: what
/// it rests on are results of their own.
pub(super) fn results(told: &Diagnosis, rule_index: usize) -> Vec<SarifResult> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let result = |(index, cause): (usize, &Cause)| {
        let place = format!("{ID} {} {}", cause.subject, cause.title);
        let count = *seen.entry(place.clone()).and_modify(|count| *count += 1).or_insert(1);
        let text = format!("{}. {}", diagnosis::headline(cause), diagnosis::lines(cause).replace('\n', ". "));
        SarifResult {
            rule_id: ID,
            rule_index,
            level: level(index, cause),
            message: Text::plain(literal(&visible(&text))),
            locations: Vec::new(),
            partial_fingerprints: BTreeMap::from([("lpauthPlace/v1", format!("{} {count}", visible(&place)))]),
            suppressions: None,
            properties: None,
        }
    };
    told.causes.iter().enumerate().map(result).collect()
}

fn level(index: usize, cause: &Cause) -> &'static str {
    match cause.confidence {
        Confidence::Certain | Confidence::Likely => "error",
        Confidence::Possible if index == 0 => "warning",
        Confidence::Possible => "note",
    }
}
