//! The account of the conformance suite: it names checks that exist, and passes over no condition.

use crate::corpus;
use lpauth::check;
use lpauth::spec::yardstick::{BEYOND, Row, YARDSTICK};
use std::collections::BTreeSet;

fn rows() -> impl Iterator<Item = &'static Row> {
    YARDSTICK.iter().chain(BEYOND)
}

#[test]
fn every_check_that_is_named_exists() {
    for row in rows() {
        let ids: BTreeSet<&str> = row.ours.iter().copied().collect();
        assert_eq!(ids.len(), row.ours.len(), "{} names a check twice", row.condition);
        ids.iter().for_each(|id| assert!(check::find(id).is_some(), "{}: there is no {id}", row.condition));
    }
}

#[test]
fn what_has_no_check_has_a_reason() {
    for row in rows() {
        assert!(!row.ours.is_empty() || row.remark.len() > 20, "{} has neither check nor reason", row.condition);
        assert!(row.remark.is_empty() || row.remark.ends_with('.'), "{}: {}", row.condition, row.remark);
        assert!(!row.asks.is_empty() && !row.asks.ends_with('.'), "{}: {}", row.condition, row.asks);
    }
}

#[test]
fn rows_of_a_group_stand_together_and_none_twice() {
    let mut groups: Vec<&str> = YARDSTICK.iter().map(|row| row.group).collect();
    groups.dedup();
    assert_eq!(groups, ["discovery", "jwks", "tls"]);
    for rows in [YARDSTICK, BEYOND] {
        let names: BTreeSet<_> = rows.iter().map(|row| (row.group, row.condition)).collect();
        assert_eq!(names.len(), rows.len());
    }
}

#[test]
fn no_condition_of_these_groups_is_passed_over() {
    let Some(folder) = corpus::folder("../conformance") else { return };
    let text = std::fs::read_to_string(folder.join("yardstick.csv")).unwrap();
    let groups: BTreeSet<&str> = YARDSTICK.iter().map(|row| row.group).collect();
    let asked: BTreeSet<(&str, &str)> = text.lines().filter_map(named).filter(|row| groups.contains(row.0)).collect();
    assert!(asked.len() > 60, "only {} conditions", asked.len());
    let ours: BTreeSet<(&str, &str)> = YARDSTICK.iter().map(|row| (row.group, row.condition)).collect();
    assert_eq!(asked, ours);
}

/// The group and the name of a condition: the first two cells of a line.
fn named(line: &str) -> Option<(&str, &str)> {
    let (group, rest) = line.split_once(',')?;
    Some((group, rest.split_once(',')?.0))
}
