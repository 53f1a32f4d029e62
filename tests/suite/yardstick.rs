//! The account of the conformance suite: it names checks and scenarios that exist, and passes over no condition.

use crate::corpus;
use lpauth::check;
use lpauth::flow::scenario;
use lpauth::spec::yardstick::{BEYOND, Row, YARDSTICK};
use std::collections::BTreeSet;

fn asked() -> impl Iterator<Item = &'static Row> {
    YARDSTICK.iter().flat_map(|rows| rows.iter())
}

fn rows() -> impl Iterator<Item = &'static Row> {
    asked().chain(BEYOND)
}

#[test]
fn every_check_and_scenario_that_is_named_exists() {
    for row in rows() {
        let ids: BTreeSet<&str> = row.ours.iter().copied().collect();
        assert_eq!(ids.len(), row.ours.len(), "{} names one twice", row.condition);
        for id in ids {
            assert!(check::find(id).is_some() || scenario::find(id).is_some(), "{}: there is no {id}", row.condition);
        }
    }
}

#[test]
fn every_scenario_stands_in_the_account() {
    let told: BTreeSet<&str> = rows().flat_map(|row| row.ours).copied().collect();
    let lost: Vec<&str> = scenario::all().map(|scenario| scenario.rule.id).filter(|id| !told.contains(id)).collect();
    assert!(lost.is_empty(), "asked by nobody, and not said to be left out: {lost:?}");
}

#[test]
fn what_has_no_check_has_a_reason() {
    for row in rows() {
        assert!(!row.ours.is_empty() || row.remark.len() > 20, "{} has neither check nor reason", row.condition);
        assert!(row.remark.is_empty() || row.remark.ends_with('.'), "{}: {}", row.condition, row.remark);
        assert!(!row.asks.is_empty() && !row.asks.ends_with('.'), "{}: {}", row.condition, row.asks);
        for text in [row.asks, row.remark] {
            assert!(text.matches('`').count() % 2 == 0, "{}: a backtick too many in “{text}”", row.condition);
        }
    }
}

#[test]
fn rows_of_a_group_stand_together_and_none_twice() {
    let mut groups: Vec<&str> = asked().map(|row| row.group).collect();
    groups.dedup();
    assert_eq!(groups, GROUPS);
    for rows in [asked().collect::<Vec<_>>(), BEYOND.iter().collect()] {
        let names: BTreeSet<_> = rows.iter().map(|row| (row.group, row.condition)).collect();
        assert_eq!(names.len(), rows.len());
    }
}

/// The groups of the yardstick that touch the plans basic, implicit and config, or have gaps in them. The others are about
/// FAPI, logout, clients and their certificates.
const GROUPS: [&str; 14] = [
    "module",
    "request-setup",
    "authorization-response",
    "authorization-error",
    "token-endpoint",
    "token-endpoint-negative",
    "id_token",
    "id_token-hash",
    "userinfo",
    "refresh",
    "dynamic-registration",
    "discovery",
    "jwks",
    "tls",
];

#[test]
fn no_condition_is_passed_over() {
    let Some(folder) = corpus::folder("../conformance") else { return };
    let text = std::fs::read_to_string(folder.join("yardstick.csv")).unwrap();
    let all: Vec<Line> = text.lines().skip(1).map(read).collect();
    let named = |line: &Line| (line.group.clone(), line.condition.clone());
    let wanted: BTreeSet<_> = all.iter().filter(|line| GROUPS.contains(&line.group.as_str())).map(named).collect();
    assert!(wanted.len() > 380, "only {} conditions", wanted.len());
    let ours: BTreeSet<_> = asked().map(|row| (row.group.to_owned(), row.condition.to_owned())).collect();
    assert_eq!(wanted, ours);
    // What is asked of relying parties is not asked of servers.
    let touches = |line: &&Line| {
        !line.group.starts_with("rp-")
            && ["basic", "implicit", "config"].iter().any(|plan| line.profiles.contains(plan))
    };
    let lost: Vec<_> = all.iter().filter(touches).map(named).filter(|name| !ours.contains(name)).collect();
    assert!(lost.is_empty(), "of the three plans, and in no group of ours: {lost:?}");
}

#[test]
fn modules_of_the_three_plans_have_scenarios() {
    let Some(folder) = corpus::folder("../conformance") else { return };
    let text = std::fs::read_to_string(folder.join("yardstick.csv")).unwrap();
    let modules = text.lines().map(read).filter(|line| line.group == "module");
    let wanted = modules.filter(|line| ["basic", "implicit"].iter().any(|plan| line.profiles.contains(plan)));
    let mut count = 0;
    for line in wanted {
        let row = asked().find(|row| row.group == "module" && row.condition == line.condition).unwrap();
        assert!(row.ours.iter().any(|id| scenario::find(id).is_some()), "{} has no scenario", line.condition);
        count += 1;
    }
    assert_eq!(count, 39, "the fortieth is about documents alone");
}

struct Line {
    group: String,
    condition: String,
    profiles: String,
}

/// Reads a line: cells with commas stand in quotes.
fn read(line: &str) -> Line {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    assert_eq!(cells.len(), 6, "{line}");
    Line { group: cells[0].clone(), condition: cells[1].clone(), profiles: cells[5].clone() }
}
