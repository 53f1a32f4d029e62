//! The table of scenarios: what must hold for every row, and what rows send.

mod held;

use lpauth::check;
use lpauth::flow::scenario::conflicts::{self, CONFLICTS, Conflict};
use lpauth::flow::scenario::{self, Act, Case, Change, Given, Kind, Plan, Scenario, Setup, Twist, Wait};
use lpauth::model::discovery::Discovery;
use lpauth::model::source::Source;
use lpauth::model::time::Timestamp;
use lpauth::report::{Finding, Group, Location, Outcome, Verdict};
use std::collections::BTreeSet;
use std::sync::Arc;

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
fn conflicts_name_what_exists_in_their_plan() {
    for Conflict { plan, scenarios, checks, caveat } in CONFLICTS {
        assert!(!scenarios.is_empty() || !checks.is_empty(), "“{caveat}” is about nothing");
        checks.iter().for_each(|id| assert!(check::find(id).is_some(), "there is no check {id}"));
        for id in *scenarios {
            let scenario = scenario::find(id).unwrap_or_else(|| panic!("there is no scenario {id}"));
            let has = |plan: &Plan| scenario.plans.iter().any(|(other, _)| other == plan);
            assert!(plan.as_ref().is_none_or(has), "{id} is not tried in {plan:?}");
        }
    }
}

#[test]
fn a_conflict_over_a_check_is_told_if_that_check_fails() {
    let failed = || {
        let source = Source::new("token", "");
        Finding::new(Location::whole(&source), "ES256", "RS256").fail()
    };
    let told = |algorithm: Outcome, other: Outcome| {
        let verdict = |id, outcome| {
            let rule = &check::find(id).unwrap().rule;
            Verdict { rule, severity: rule.severity, outcome }
        };
        let verdicts = vec![verdict("alg-not-rs256", algorithm), verdict("token-expired", other)];
        let mut groups = [Group { verdicts, ..Group::default() }];
        conflicts::tell(Plan::LivePerson, &mut groups);
        groups[0].caveats.len()
    };
    assert_eq!(told(failed(), Outcome::Pass), 1);
    assert_eq!(told(Outcome::Pass, failed()), 0);
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

/// The values that a row makes, by the name of the parameter.
fn made(id: &str, parameters: &[(&str, &str)], setup: &Setup) -> Vec<(&'static str, Option<String>)> {
    let parameters: Vec<(String, String)> =
        parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let random = "Zm9yIHRlc3RzIGFsb25lLCAzMiBieXRlcyBvZiBpdC4";
    let given = Given { setup, logins: &[], parameters: &parameters, random, now: Timestamp(0) };
    let of_change = |change: &Change| match change {
        Change::Make(name, make) => Some((*name, make(&given))),
        _ => None,
    };
    let of_twist = |twist: &Twist| match twist {
        Twist::Make(name, make) => Some((*name, make(&given))),
        _ => None,
    };
    let of_act = |act: &Act| -> Vec<(&'static str, Option<String>)> {
        match act {
            Act::LogIn(changes) | Act::Authorize(changes) => changes.iter().filter_map(of_change).collect(),
            Act::Redeem(twists) | Act::Refresh(twists) => twists.iter().filter_map(of_twist).collect(),
            _ => Vec::new(),
        }
    };
    scenario::find(id).unwrap().acts.iter().flat_map(of_act).collect()
}

fn only(id: &str, parameters: &[(&str, &str)]) -> String {
    let made = made(id, parameters, &Setup::default());
    assert_eq!(made.len(), 1, "{id}: {made:?}");
    made[0].1.clone().unwrap()
}

#[test]
fn redirection_uris_differ_where_they_should() {
    let uri = |id, uri| only(id, &[("redirect_uri", uri)]);
    assert_eq!(uri("redirect-uri-unchecked", "https://a.example/cb?x=1"), "https://a.example/cb/Zm9yIHRlc3Rz?x=1");
    assert_eq!(uri("token-redirect-uri-unchecked", "https://a.example/"), "https://a.example/Zm9yIHRlc3Rz");
    assert_eq!(uri("token-redirect-uri-slash", "https://liveperson.net"), "https://liveperson.net/");
    assert_eq!(uri("token-redirect-uri-slash", "https://liveperson.net/"), "https://liveperson.net");
    assert_eq!(uri("default-redirect-uri-slash", "https://liveperson.net"), "https://liveperson.net/");
    let own = made("default-redirect-uri-slash", &[("redirect_uri", "https://a.example/cb")], &Setup::default());
    assert_eq!(own, [("redirect_uri", None)], "a page's own address stays");
}

#[test]
fn states_are_as_long_as_they_should_be() {
    let json = only("state-json-damaged", &[]);
    assert_eq!(json.chars().count(), 1_243);
    assert!(serde_json::from_str::<serde_json::Value>(&json).unwrap().get("lpUnifiedWindowConfig").is_some());
    let long = only("state-shortened", &[]);
    assert_eq!((long.len(), long.ends_with("-._~")), (512, true));
    assert_eq!(only("prompt-none-without-session", &[]).len(), 128);
}

#[test]
fn codes_and_verifiers_are_what_they_should_not_be() {
    assert_eq!(only("code-truncated-accepted", &[("code", "abcdefgh")]), "abcd");
    assert!(only("code-unknown-accepted", &[("code", "abcdefgh")]).len() > 40);
    let verifier = only("pkce-verifier-unchecked", &[]);
    assert!((43..=128).contains(&verifier.len()), "RFC 7636 §4.1: {verifier}");
    assert_eq!(only("pkce-plain-accepted", &[]), verifier);
}

#[test]
fn wishes_follow_the_metadata_and_the_settings() {
    let metadata = |text: &str| Some(Arc::new(Discovery::parse(Source::new("metadata", text), None).unwrap()));
    let plain = Setup::default();
    let mut told = Setup { person: Some("anna".to_owned()), ..Setup::default() };
    told.metadata =
        metadata(r#"{"acr_values_supported":["loa1","loa2"],"scopes_supported":["openid","offline_access"]}"#);
    assert_eq!(made("acr-values-refused", &[], &plain)[0].1.as_deref(), Some("1 2"));
    assert_eq!(made("acr-values-refused", &[], &told)[0].1.as_deref(), Some("loa1 loa2"));
    assert_eq!(made("login-hint-refused", &[], &told)[0].1.as_deref(), Some("anna"));
    let mut strange = Setup::default();
    strange.login.terms.issuer = Some("https://login.brand.example/a".to_owned());
    assert_eq!(made("login-hint-refused", &[], &strange)[0].1.as_deref(), Some("somebody@login.brand.example"));
    let scope = [("scope", "openid")];
    let offline = made("refresh-failing", &scope, &told);
    assert_eq!(offline[0], ("scope", Some("openid offline_access".to_owned())));
    assert_eq!(offline[1], ("prompt", Some("consent".to_owned())));
    assert_eq!(made("refresh-failing", &scope, &plain)[..2], [("scope", None), ("prompt", None)]);
}

#[test]
fn the_claims_parameter_asks_where_the_answer_may_come() {
    let claims = |response_type| only("essential-claim-missing", &[("response_type", response_type)]);
    assert_eq!(claims("id_token"), r#"{"id_token":{"name":{"essential":true}}}"#);
    assert_eq!(claims("code"), r#"{"userinfo":{"name":{"essential":true}}}"#);
}

#[test]
fn a_request_object_has_all_parameters_and_no_signature() {
    let parameters = [("client_id", "lp"), ("nonce", "outside"), ("redirect_uri", "https://a.example/cb")];
    let object = only("request-object-ignored", &parameters);
    let parts: Vec<&str> = object.split('.').collect();
    let decoded = |part: &str| -> serde_json::Value {
        serde_json::from_slice(
            &base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, part).unwrap(),
        )
        .unwrap()
    };
    assert_eq!((parts.len(), parts[2], decoded(parts[0])), (3, "", serde_json::json!({ "alg": "none" })));
    let members = decoded(parts[1]);
    assert_eq!((&members["client_id"], &members["redirect_uri"]), (&"lp".into(), &"https://a.example/cb".into()));
    assert!(members["nonce"].as_str().unwrap().starts_with("inside-"));
    let both = made("request-object-redirect-uri", &parameters, &Setup::default());
    assert_eq!(
        decoded(both[0].1.as_deref().unwrap().split('.').nth(1).unwrap())["redirect_uri"],
        "https://a.example/cb"
    );
    assert_eq!(both[1], ("redirect_uri", Some("https://a.example/cb_invalid".to_owned())));
}
