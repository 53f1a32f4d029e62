//! What has changed between two reports: read from what was written, and told apart by what it was and what it is.

use super::{bad, conformance, good, narrow, report, verdict};
use lpauth::render::json;
use lpauth::report::changes::{Answer, Change, Turn};
use lpauth::report::{Changes, Earlier, Group, Outcome, Report, Severity};
use serde_json::{Value, json};

fn earlier(report: &Report) -> Earlier {
    Earlier::parse("old.json", &json::render(report, &narrow())).unwrap()
}

#[test]
fn a_report_compared_with_itself_has_no_changes() {
    for report in [report(vec![bad(), good()]), conformance::report()] {
        let changes = Changes::between(&earlier(&report), &report);
        let answers: usize = report.groups.iter().map(|group| group.verdicts.len()).sum();
        assert_eq!((changes.changed.len(), changes.same), (0, answers));
        assert_eq!((changes.since.as_str(), changes.judged_at), ("old.json", report.judged_at));
    }
}

#[test]
fn each_turn_has_its_name() {
    use Answer::{Fail, Pass, Skip};
    let (note, error) = (Some(Fail(Severity::Note)), Some(Fail(Severity::Error)));
    for (before, now, turn) in [
        (Some(Pass), error, Turn::NewlyFailing),
        (Some(Skip), note, Turn::NewlyFailing),
        (note, error, Turn::Worse),
        (error, note, Turn::Better),
        (error, Some(Pass), Turn::Mended),
        (error, Some(Skip), Turn::Unasked),
        (Some(Pass), Some(Skip), Turn::Unasked),
        (Some(Skip), Some(Pass), Turn::Asked),
        (None, Some(Pass), Turn::New),
        (None, error, Turn::New),
        (error, None, Turn::Gone),
        (Some(Pass), None, Turn::Gone),
    ] {
        let change = Change { subject: "a".into(), check: "b".into(), before, now };
        assert_eq!(change.turn(), turn, "{before:?} → {now:?}");
        assert_eq!(change.matters(), [before, now].into_iter().flatten().any(Answer::failed));
    }
}

#[test]
fn of_a_try_what_is_not_there_passed_and_of_a_subject_it_was_not_asked() {
    let old = conformance::report();
    let mut new = old.clone();
    // The try of a code brought a second finding, which is mended; the documents lose a check.
    new.groups[6].verdicts.pop();
    new.groups[12].verdicts.pop();
    let changes = Changes::between(&earlier(&old), &new);
    let told: Vec<_> = changes.changed.iter().map(|change| (change.check.as_str(), change.turn())).collect();
    assert_eq!(told, [("token-response-cacheable", Turn::Mended), ("token-response-cacheable", Turn::Gone)]);
    // What is skipped now has not been mended.
    new.groups[6].verdicts[0].outcome = Outcome::skip("the plain login does not work");
    let changes = Changes::between(&earlier(&old), &new);
    assert_eq!(changes.changed[..2].iter().map(Change::turn).collect::<Vec<_>>(), [Turn::Unasked; 2]);
}

#[test]
fn what_a_baseline_accepts_is_wrong_all_the_same() {
    let old = report(vec![bad()]);
    let mut new = old.clone();
    for verdict in &mut new.groups[0].verdicts {
        if let Outcome::Fail(findings) = &mut verdict.outcome {
            findings.iter_mut().for_each(|finding| finding.accepted = true);
        }
    }
    assert_eq!(Changes::between(&earlier(&old), &new).changed, []);
}

fn named(name: &str) -> Group {
    Group { subject: name.into(), ..good() }
}

#[test]
fn subjects_that_are_gone_stand_last() {
    let old = report(vec![named("a.jwt"), named("b.jwt")]);
    let changes = Changes::between(&earlier(&old), &report(vec![named("b.jwt"), named("c.jwt")]));
    let told: Vec<_> = changes.changed.iter().map(|change| (change.subject.as_str(), change.turn())).collect();
    assert_eq!((told.as_slice(), changes.same), (&[("c.jwt", Turn::New), ("a.jwt", Turn::Gone)][..], 1));
}

#[test]
fn what_is_judged_alone_is_known_again_under_another_name() {
    let changes = Changes::between(&earlier(&report(vec![named("a.jwt")])), &report(vec![named("c.jwt")]));
    assert_eq!((changes.changed.len(), changes.same), (0, 1));
    let mut moved = conformance::report();
    moved.groups[12].subject = "https://127.0.0.1:41234".into();
    assert_eq!(Changes::between(&earlier(&conformance::report()), &moved).changed, []);
}

#[test]
fn what_a_later_version_adds_is_passed_over() {
    let mut document: Value = serde_json::from_str(&json::render(&report(vec![good()]), &narrow())).unwrap();
    document["later"] = json!([1]);
    document["groups"][0]["later"] = json!({ "a": null });
    let later = json!({ "id": "token-expired", "outcome": "maybe", "severity": "error", "later": true });
    document["groups"][0]["verdicts"].as_array_mut().unwrap().push(later);
    let read = Earlier::parse("old.json", &document.to_string()).unwrap();
    assert_eq!(read.subjects[0].answers, [("token-expired".to_owned(), Answer::Pass)]);
}

#[test]
fn what_is_no_report_is_named() {
    let wrong = |text: &str| Earlier::parse("old.json", text).unwrap_err();
    assert!(wrong("<html>").starts_with("no report of lpauth: expected value"), "{}", wrong("<html>"));
    assert!(wrong("{}").starts_with("no report of lpauth: missing field `schema`"), "{}", wrong("{}"));
    let baseline = r#"{"schema":"lpauth-baseline-v1","findings":[]}"#;
    assert_eq!(wrong(baseline), "of the format “lpauth-baseline-v1”, not lpauth-report-v1");
}

#[test]
fn every_verdict_is_told_from_what_it_was() {
    let mut group = good();
    group.verdicts = vec![verdict(&super::ISSUER, Outcome::Pass)];
    let changes =
        Changes::between(&earlier(&report(vec![Group { subject: "a.jwt".into(), ..group }])), &report(vec![bad()]));
    let told: Vec<_> = changes.changed.iter().map(|change| (change.check.as_str(), change.turn())).collect();
    assert_eq!(told[..2], [("sub-is-contact", Turn::New), ("issuer-mismatch", Turn::NewlyFailing)]);
    assert_eq!(changes.mattering()[0].check, "issuer-mismatch", "what asks to be looked at comes first");
    assert_eq!(changes.others(), [(Turn::New, 2)]);
}
