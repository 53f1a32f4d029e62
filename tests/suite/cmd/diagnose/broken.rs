//! The bench of broken logins: what a mock does wrong on purpose, seen through the transcript of a login, and whether the
//! cause that is found is that.

use super::super::exchange::faults::{ISSUER, KNOWN, at_work, noticing};
use super::cause;
use lpauth::check;
use lpauth::flow::cause::row;
use lpauth::flow::fault::AnyFault;
use lpauth::report::Severity;

/// The headline of a diagnosis of a login with this fault.
fn diagnosed(fault: AnyFault) -> (u8, String) {
    let (world, _running) = at_work(vec![fault]);
    // A file without secrets has no more of an encrypted token than its header.
    let encrypted = fault.id().starts_with("jwe.");
    let whole: &[&str] = if encrypted { &["--show-secrets"] } else { &[] };
    let opening: &[&str] = if encrypted { &["--decrypt-key=lp.jwk"] } else { &[] };
    let arguments = [&["exchange", ISSUER, "--transcript=t.json"], KNOWN.as_slice(), noticing(fault), whole].concat();
    world.run_args(&arguments);
    let run = world.run_args(&[&["diagnose", "t.json"], opening].concat());
    (run.exit, cause(&run).to_owned())
}

/// What no login fails of: LivePerson is not documented to read metadata, and nobody said who was to log in.
const HARMLESS: [&str; 4] = ["sub.changed", "disc.issuer-slash", "disc.http", "disc.missing-member"];

/// The titles of the checks that may be called the cause of a fault.
fn titles(fault: AnyFault) -> Vec<String> {
    let rules = fault.trips().iter().filter_map(|id| check::find(id)).map(|check| &check.rule);
    let causes = rules.filter(|rule| row(rule.id).is_some() && (rule.severity == Severity::Error));
    causes.map(|rule| format!("The cause: {}", rule.title)).collect()
}

#[test]
fn the_first_cause_of_every_fault_is_a_check_that_it_trips() {
    let faults: Vec<AnyFault> =
        AnyFault::all().filter(|fault| !HARMLESS.contains(&fault.id()) && !titles(*fault).is_empty()).collect();
    let mut wrong = Vec::new();
    for fault in &faults {
        let (exit, headline) = diagnosed(*fault);
        if exit != 1 || !titles(*fault).contains(&headline) {
            wrong.push(format!("{}: exit {exit}, {headline}", fault.id()));
        }
    }
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), faults.len());
}

#[test]
fn what_no_login_fails_of_is_no_cause() {
    for id in HARMLESS {
        assert_eq!(
            diagnosed(AnyFault::find(id).unwrap()),
            (0, "Nothing here would stop the login.".to_owned()),
            "{id}"
        );
    }
}
