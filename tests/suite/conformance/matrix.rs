//! Every fault of the mock fails exactly the scenarios that it is about, and every scenario can fail.
//!
//! A fault of a token or of an endpoint shows in LivePerson's plan, by the checks that it names: in the plain login, or in
//! the published documents. A fault of judgement shows in the scenarios that it names, in every plan that has them. What is
//! otherwise stands in a table, each row with its reason.

use crate::sample;
use crate::support::{NOW, World};
use lpauth::edge::serve::{Handler, Identity, Options, Running};
use lpauth::flow::fault::{AnyFault, FAULTS, endpoint, lenient};
use lpauth::flow::mint::{Recipient, USUAL_ENC};
use lpauth::flow::mock::config::{Config, Origin, SECOND_CLIENT, STANDARD_CLIENT, Source};
use lpauth::flow::mock::{self, Mock};
use lpauth::flow::scenario::{self, Plan};
use lpauth::model::secret::Secret;
use lpauth::model::time::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex};

const ISSUER: &str = "https://127.0.0.1:40001/acme";

/// The plans that have scenarios.
const PLANS: [Plan; 3] = [Plan::LivePerson, Plan::OidcBasic, Plan::OidcImplicit];

/// The plain login, and with it the published documents: what is told there is not told again.
const PLAIN: &str = "login-failing";

/// The ids of what failed, by the scenario that it failed in.
type Failed = BTreeMap<String, BTreeSet<String>>;

/// What fails by a fault of a token or of an endpoint where it is not just what the fault names, in LivePerson's plan; and
/// why.
type Otherwise = (&'static str, Plan, &'static [(&'static str, &'static [&'static str])], &'static str);

/// What fails where no nonce is sent and one comes back.
const UNASKED: &[&str] = &["nonce-unasked"];

/// What fails wherever the userinfo endpoint tells of somebody else, or answers 401 and does not say why.
const MISMATCH: &[&str] = &["userinfo-subject-mismatch"];
const REFUSED: &str = "userinfo-refused";
const BARE: &str = "userinfo-challenge-missing";

const OTHERWISE: &[Otherwise] = &[
    (
        "nonce.wrong",
        Plan::LivePerson,
        &[
            (PLAIN, &["nonce-mismatch"]),
            ("default-redirect-uri-slash", UNASKED),
            ("embedded-request-refused", UNASKED),
            ("nonce-demanded", UNASKED),
            ("nonce-demanded-for-code", UNASKED),
            ("window-request-refused", UNASKED),
        ],
        "LivePerson's own requests have no nonce, so that any is one too many",
    ),
    (
        "nonce.unasked",
        Plan::LivePerson,
        &[
            (PLAIN, &["nonce-mismatch"]),
            ("default-redirect-uri-slash", UNASKED),
            ("embedded-request-refused", UNASKED),
            ("nonce-demanded", UNASKED),
            ("nonce-demanded-for-code", UNASKED),
            ("window-request-refused", UNASKED),
        ],
        "the plain login sends a nonce, and gets another one",
    ),
    (
        "nonce.missing",
        Plan::LivePerson,
        &[(PLAIN, &["nonce-missing"]), ("second-login-differs", &["second-login-differs"])],
        "two tokens of the same second do not differ in anything else",
    ),
    (
        "sub.too-long",
        Plan::LivePerson,
        &[(PLAIN, &["sub-too-long"]), ("second-login-differs", &["second-login-differs"])],
        "the long `sub` is another one each time",
    ),
    (
        "sub.changed",
        Plan::LivePerson,
        &[("second-login-differs", &["second-login-differs"])],
        "nobody said who is expected, so that it takes two logins to notice",
    ),
    (
        "authz.state-reencoded",
        Plan::LivePerson,
        &[
            ("state-json-damaged", &["callback-state-mismatch", "state-json-damaged"]),
            ("window-request-refused", &["callback-state-mismatch", "window-request-refused"]),
        ],
        "the short state of the plain login is the same, encoded or not",
    ),
    (
        "disc.issuer-slash",
        Plan::LivePerson,
        &[(PLAIN, &["callback-iss-mismatch", "discovery-issuer-mismatch", "discovery-issuer-slash"])],
        "the `iss` of the callback has the slash too",
    ),
    (
        "at_hash.missing",
        Plan::OidcImplicit,
        &[(PLAIN, &["at-hash-missing"])],
        "it is required beside an access token in the browser",
    ),
    ("c_hash.missing", Plan::LivePerson, &[], "it is required beside a code in the browser, and no plan asks for both"),
    (
        "auth_time.missing",
        Plan::OidcBasic,
        &[("max-age-ignored", &["auth-time-missing"]), ("max-age-reauthenticates", &["auth-time-missing"])],
        "it is required where `max_age` is sent",
    ),
    ("acr.wrong", Plan::OidcBasic, &[("acr-values-refused", &["acr-unmet"])], "it matters where `acr_values` is sent"),
    ("sig.ecdsa-zero", Plan::LivePerson, &[(PLAIN, &["signature-invalid"])], "with an EC key no token is RS256 anyhow"),
    ("sig.ecdsa-der", Plan::LivePerson, &[(PLAIN, &["signature-invalid"])], "with an EC key no token is RS256 anyhow"),
    (
        "userinfo.other-sub",
        Plan::OidcBasic,
        &[
            ("userinfo-get-refused", MISMATCH),
            ("userinfo-post-refused", MISMATCH),
            ("userinfo-body-refused", MISMATCH),
            ("scope-profile-unanswered", MISMATCH),
            ("scope-email-unanswered", MISMATCH),
            ("scope-address-unanswered", MISMATCH),
            ("scope-phone-unanswered", MISMATCH),
            ("scopes-unanswered", MISMATCH),
            ("essential-claim-missing", MISMATCH),
        ],
        "LivePerson does not ask the userinfo endpoint",
    ),
    (
        "userinfo.401-bare",
        Plan::OidcBasic,
        &[
            ("userinfo-get-refused", &["userinfo-get-refused", REFUSED, BARE]),
            ("userinfo-post-refused", &["userinfo-post-refused", BARE]),
            ("userinfo-body-refused", &["userinfo-body-refused"]),
            ("scope-profile-unanswered", &["scope-profile-unanswered", REFUSED, BARE]),
            ("scope-email-unanswered", &["scope-email-unanswered", REFUSED, BARE]),
            ("scope-address-unanswered", &["scope-address-unanswered", REFUSED, BARE]),
            ("scope-phone-unanswered", &["scope-phone-unanswered", REFUSED, BARE]),
            ("scopes-unanswered", &["scopes-unanswered", REFUSED, BARE]),
            ("essential-claim-missing", &["essential-claim-missing", REFUSED, BARE]),
        ],
        "LivePerson does not ask the userinfo endpoint",
    ),
];

/// What a scenario is not tripped by, and why.
const NEVER: &[(&str, &str)] = &[(
    "claims-volunteered",
    "the mock puts all claims into each token, since LivePerson reads nothing else: the note stands",
)];

/// What a mock is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Make {
    Usual,
    /// It signs with an EC key.
    Ec,
    /// It encrypts tokens.
    Encrypting,
}

impl Make {
    fn of(fault: AnyFault) -> Make {
        match fault.id() {
            id if id.starts_with("sig.ecdsa") => Make::Ec,
            id if id.starts_with("jwe.") => Make::Encrypting,
            _ => Make::Usual,
        }
    }

    fn config(self, plan: Plan, faults: Vec<AnyFault>) -> Config {
        let standard = Config { faults, ..Config::standard(&ISSUER.parse().unwrap()) };
        let mut config = standard.with_second_client().with_registration(plan == Plan::OidcBasic);
        let issuer = &mut config.issuers[0];
        let key = Arc::new(if self == Make::Ec { sample::ec() } else { sample::rsa() }.clone());
        issuer.keys = vec![Source { kid: None, algorithm: None, origin: Origin::Here(key) }];
        issuer.lifetimes.access_token = 120;
        let recipient = Recipient::new(Arc::new(sample::recipient().clone()), None, USUAL_ENC, None).unwrap();
        for (client, secret) in issuer.clients.iter_mut().zip(["s3cr3t-value", "another-s3cr3t"]) {
            client.secret = Some(Secret::new(secret));
            client.nonce = plan == Plan::OidcImplicit;
            client.redirect_uris.push("https://liveperson.net/".to_owned());
            client.recipient = (self == Make::Encrypting).then(|| recipient.clone());
        }
        config
    }
}

/// A world in which a mock is at work.
fn at_work(config: Config) -> (World, Running) {
    let world = World::new().file("secret.txt", "s3cr3t-value\n").file("second.txt", "another-s3cr3t\n");
    let world = world.file("password.txt", "lovelace\n").file("lp.jwk", sample::recipient().jwk().to_string());
    let mut dice = StdRng::seed_from_u64(7);
    let mock = Mock::new(config, Timestamp(NOW), &mut dice).unwrap();
    let dice = Mutex::new(dice);
    let handler: Handler = Arc::new(move |request, now| mock::respond(&mock, request, now, &mut *dice.lock().unwrap()));
    let tls = Some(Identity { chain: String::new(), key: String::new().into() });
    let running = world.edge().servers.start(&Options { tls, ..Options::default() }, handler).unwrap();
    (world, running)
}

/// What fails in a plan. Secrets are shown, for it takes time to hide them.
fn failed(plan: Plan, make: Make, faults: Vec<AnyFault>) -> Failed {
    let (world, _running) = at_work(make.config(plan, faults));
    let plan = format!("--plan={}", plan.name());
    let (first, second) = (format!("--client-id={STANDARD_CLIENT}"), format!("--second-client-id={SECOND_CLIENT}"));
    let clients = [&first, "--client-secret-file=secret.txt", &second, "--second-client-secret-file=second.txt"];
    let person = ["--username=ada", "--password-file=password.txt", "--window=both"];
    let lengths = ["--code-lifetime=60s", "--patience=1h", "--show-secrets"];
    let key: &[&str] = if make == Make::Encrypting { &["--decrypt-key=lp.jwk"] } else { &[] };
    let run = world
        .run_args(&[&["conformance", ISSUER, &plan, "--format=json"], &clients[..], &person, &lengths, key].concat());
    let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    let mut failed = Failed::new();
    for group in report["groups"].as_array().unwrap() {
        let subject = group["subject"].as_str().unwrap().split(' ').next().unwrap();
        let scenario = scenario::find(subject).map_or(PLAIN, |scenario| scenario.rule.id);
        let verdicts = group["verdicts"].as_array().unwrap().iter().filter(|verdict| verdict["outcome"] == "fail");
        let ids = verdicts.map(|verdict| verdict["id"].as_str().unwrap().to_owned());
        failed.entry(scenario.to_owned()).or_default().extend(ids);
    }
    failed
}

/// What fails without a fault, once for all.
fn usual(plan: Plan, make: Make) -> Failed {
    type Known = Mutex<BTreeMap<(&'static str, Make), Arc<LazyLock<Failed, Box<dyn FnOnce() -> Failed + Send>>>>>;
    static KNOWN: LazyLock<Known> = LazyLock::new(Known::default);
    let entry = || -> Arc<LazyLock<Failed, Box<dyn FnOnce() -> Failed + Send>>> {
        Arc::new(LazyLock::new(Box::new(move || failed(plan, make, Vec::new()))))
    };
    let known = Arc::clone(KNOWN.lock().unwrap().entry((plan.name(), make)).or_insert_with(entry));
    Failed::clone(&known)
}

/// What fails in a plan by a fault.
fn news(plan: Plan, fault: AnyFault) -> Failed {
    let make = Make::of(fault);
    let usual = usual(plan, make);
    let mut failed = failed(plan, make, vec![fault]);
    for (scenario, ids) in &mut failed {
        ids.retain(|id| !usual.get(scenario).is_some_and(|usual| usual.contains(id)));
    }
    failed.retain(|_, ids| !ids.is_empty());
    failed
}

fn set<T: ToString>(texts: impl IntoIterator<Item = T>) -> BTreeSet<String> {
    texts.into_iter().map(|text| text.to_string()).collect()
}

/// Every `of`-th fault of a list, so that several tests share the work.
fn share<T>(faults: &'static [T], number: usize, of: usize) -> impl Iterator<Item = &'static T> {
    faults.iter().skip(number).step_by(of)
}

/// What is wrong with the row of a fault of a token or of an endpoint. That the plain login failed is told by its checks.
fn mistake(fault: AnyFault) -> Option<String> {
    let row = OTHERWISE.iter().find(|(id, ..)| *id == fault.id());
    let plan = row.map_or(Plan::LivePerson, |(_, plan, ..)| *plan);
    let wanted: Failed = match row {
        Some((_, _, fails, _)) => fails.iter().map(|(scenario, ids)| ((*scenario).to_owned(), set(*ids))).collect(),
        None => [(PLAIN.to_owned(), set(fault.trips()))].into(),
    };
    let mut failed = news(plan, fault);
    if let Some(plain) = failed.get_mut(PLAIN) {
        plain.remove(PLAIN);
        // In the browser, what does not look like a token is none.
        plain.remove("callback-token-missing");
    }
    (failed != wanted).then(|| format!("{} in {}: {failed:?} in place of {wanted:?}", fault.id(), plan.name()))
}

#[track_caller]
fn none(wrong: impl Iterator<Item = String>) {
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is wrong with the row of a fault of judgement: it fails its scenarios, in each plan that has them, and no other.
fn misjudged(fault: &'static lenient::Fault) -> Option<String> {
    let has = |plan: &Plan, id: &str| scenario::find(id).unwrap().plans.iter().any(|(other, _)| other == plan);
    let plans = PLANS.into_iter().filter(|plan| fault.trips.iter().any(|id| has(plan, id)));
    let failed: BTreeSet<String> = plans.flat_map(|plan| news(plan, AnyFault::Lenient(fault)).into_keys()).collect();
    (failed != set(fault.trips)).then(|| format!("{} names {:?} and fails {failed:?}", fault.id, fault.trips))
}

#[test]
fn every_fault_of_a_token_fails_what_it_names_the_first_quarter() {
    none(share(FAULTS, 0, 4).filter_map(|fault| mistake(AnyFault::Token(fault))));
}

#[test]
fn every_fault_of_a_token_fails_what_it_names_the_second_quarter() {
    none(share(FAULTS, 1, 4).filter_map(|fault| mistake(AnyFault::Token(fault))));
}

#[test]
fn every_fault_of_a_token_fails_what_it_names_the_third_quarter() {
    none(share(FAULTS, 2, 4).filter_map(|fault| mistake(AnyFault::Token(fault))));
}

#[test]
fn every_fault_of_a_token_fails_what_it_names_the_fourth_quarter() {
    none(share(FAULTS, 3, 4).filter_map(|fault| mistake(AnyFault::Token(fault))));
}

#[test]
fn every_misjudgement_fails_its_scenarios_the_first_quarter() {
    none(share(lenient::FAULTS, 0, 4).filter_map(misjudged));
}

#[test]
fn every_misjudgement_fails_its_scenarios_the_second_quarter() {
    none(share(lenient::FAULTS, 1, 4).filter_map(misjudged));
}

#[test]
fn every_misjudgement_fails_its_scenarios_the_third_quarter() {
    none(share(lenient::FAULTS, 2, 4).filter_map(misjudged));
}

#[test]
fn every_misjudgement_fails_its_scenarios_the_fourth_quarter() {
    none(share(lenient::FAULTS, 3, 4).filter_map(misjudged));
}

#[test]
fn every_fault_of_an_endpoint_fails_what_it_names() {
    none(endpoint::FAULTS.iter().filter_map(|fault| mistake(AnyFault::Endpoint(fault))));
}

#[test]
fn every_scenario_can_fail_or_it_is_said_why_not() {
    let tripped: BTreeSet<&str> =
        lenient::FAULTS.iter().flat_map(|fault| fault.trips).copied().chain([PLAIN]).collect();
    none(scenario::all().map(|scenario| scenario.rule.id).filter_map(|id| {
        let excused = NEVER.iter().any(|(other, why)| *other == id && !why.is_empty());
        (tripped.contains(id) == excused).then(|| id.to_owned())
    }));
    none(tripped.iter().filter(|id| scenario::find(id).is_none()).map(|id| format!("there is no {id}")));
}

#[test]
fn whatever_is_otherwise_is_about_a_fault_and_says_why() {
    for (id, _, fails, why) in OTHERWISE {
        assert!(AnyFault::find(id).is_some() && !why.is_empty(), "{id}");
        assert!(fails.iter().all(|(scenario, ids)| scenario::find(scenario).is_some() && !ids.is_empty()), "{id}");
    }
}
