//! The table of scenarios: what must hold for every row, and what rows send.

use lpauth::check;
use lpauth::flow::scenario::{self, Act, Case, Kind, Plan, Scenario, Wait};
use std::collections::BTreeSet;

fn names(plan: Plan, kind: Kind) -> Vec<String> {
    scenario::cases(plan, &[kind]).iter().map(Case::name).collect()
}

#[test]
fn each_plan_begins_with_the_plain_login_of_each_kind() {
    let kinds = [
        (Plan::LivePerson, Kind::Code),
        (Plan::LivePerson, Kind::IdToken),
        (Plan::OidcBasic, Kind::Code),
        (Plan::OidcImplicit, Kind::IdToken),
        (Plan::OidcImplicit, Kind::IdTokenToken),
    ];
    for (plan, kind) in kinds {
        let cases = scenario::cases(plan, &[kind]);
        assert_eq!(cases[0].scenario.rule.id, "login-failing", "{plan:?}, {kind:?}");
        assert!(cases.len() > 5, "{plan:?}, {kind:?}: {} cases", cases.len());
    }
    assert!(scenario::cases(Plan::OidcConfig, &Kind::ALL).is_empty(), "documents alone");
    assert!(scenario::cases(Plan::OidcBasic, &[Kind::IdToken, Kind::IdTokenToken]).is_empty());
    assert!(scenario::cases(Plan::OidcImplicit, &[Kind::Code]).is_empty());
}

#[test]
fn rows_are_whole() {
    for Scenario { rule, tries, plans, acts, needs, .. } in scenario::all() {
        let id = rule.id;
        assert!(!tries.is_empty() && !tries.ends_with('.'), "{id}: what is tried is a phrase without a full stop");
        assert!(tries.matches('`').count() % 2 == 0, "{id}: a backtick too many in “{tries}”");
        assert!(!acts.is_empty() && !plans.is_empty(), "{id} does nothing");
        for (plan, kinds) in *plans {
            assert!(!kinds.is_empty(), "{id} has no kind in {plan:?}");
            assert_eq!(plans.iter().filter(|(other, _)| other == plan).count(), 1, "{id} has {plan:?} twice");
            assert_eq!(kinds.iter().collect::<BTreeSet<_>>().len(), kinds.len(), "{id} has a kind twice");
        }
        for need in *needs {
            assert_eq!(needs.iter().filter(|other| *other == need).count(), 1, "{id} needs {need:?} twice");
        }
    }
}

#[test]
fn what_is_expected_to_fail_is_a_check() {
    for Scenario { rule, expects, .. } in scenario::all() {
        assert_eq!(expects.iter().collect::<BTreeSet<_>>().len(), expects.len(), "{} expects one twice", rule.id);
        expects.iter().for_each(|id| assert!(check::find(id).is_some(), "{}: there is no {id}", rule.id));
    }
}

#[test]
fn livepersons_plan_hardly_waits() {
    for case in scenario::cases(Plan::LivePerson, &Kind::ALL) {
        let long = |act: &Act| matches!(act, Act::Wait(wait) if !matches!(wait, Wait::Seconds(..=2)));
        assert!(!case.scenario.acts.iter().any(long), "{} waits too long", case.name());
    }
}

#[test]
fn livepersons_implicit_flow_has_only_what_it_can_be_asked() {
    let with_code = ["code", "secret", "grant", "pkce", "token-re"];
    for case in scenario::cases(Plan::LivePerson, &[Kind::IdToken]) {
        let id = case.scenario.rule.id;
        assert!(!with_code.iter().any(|start| id.starts_with(start)), "{id} needs a code");
        assert!(case.name().ends_with(" (id_token)"), "{}", case.name());
    }
    let names = names(Plan::LivePerson, Kind::IdToken);
    assert!(names.contains(&"nonce-demanded (id_token)".to_owned()), "{names:?}");
}
