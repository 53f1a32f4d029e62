//! The mock's faults and the checks test each other: LivePerson's side of a login is played against a mock with one fault,
//! and exactly the checks that the fault names fail.

use super::world::{Site, claims, code_grant, code_request, json, parameter, request_with};
use lpauth::check::{self, Context, Facts, Slot, judge};
use lpauth::flow;
use lpauth::flow::browse::{self, Answers, Browse};
use lpauth::flow::fault::{AnyFault, FAULTS, Fault, endpoint, lenient};
use lpauth::flow::login::{Credential, Encoding, Endpoints, Event, Login, Plan, Want};
use lpauth::flow::mint::{Recipient, USUAL_ENC};
use lpauth::flow::mock::Step as Rotation;
use lpauth::flow::mock::config::{Config, Origin, STANDARD_CLIENT, Source};
use lpauth::jose::envelope::Keyring;
use lpauth::jose::key::{Curve, Kind};
use lpauth::model::discovery::Discovery;
use lpauth::model::http::{Answer, Hop, Request, Timing};
use lpauth::model::login::{Flow, WINDOW_REDIRECT_URI};
use lpauth::model::secret::Secret;
use lpauth::model::time::Timestamp;
use lpauth::model::token::Token;
use lpauth::model::transcript::{Party, Purpose, Step, Terms, Transcript};
use lpauth::spec::liveperson::codes_for;
use std::sync::Arc;
use url::Url;

const ISSUER: &str = "https://login.acmebank.example";

#[test]
fn a_rotation_goes_step_by_step() {
    let mut site = Site::new();
    let kid = |site: &mut Site| {
        let reply = site.log_in(&code_request());
        site.cookies.clear();
        let tokens = site.redeem(&code_grant(&parameter(&reply, "code").unwrap()));
        let token = json(&tokens)["id_token"].as_str().unwrap().to_owned();
        let header = Token::parse("token", &token, Vec::new()).header.json().unwrap().root.to_value();
        header["kid"].as_str().unwrap().to_owned()
    };
    let published = |site: &mut Site| {
        let keys = json(&site.get("/jwks.json"))["keys"].as_array().unwrap().clone();
        keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let step = |site: &mut Site, step| site.mock.rotate(step, &mut site.dice);
    assert_eq!(step(&mut site, Rotation::Switch).unwrap_err().0, "no other key is published: publish one first");
    step(&mut site, Rotation::Publish).unwrap();
    let keys = published(&mut site);
    assert_eq!((keys.len(), kid(&mut site)), (2, "brand-1".to_owned()));
    step(&mut site, Rotation::Switch).unwrap();
    assert_eq!((published(&mut site), kid(&mut site)), (keys.clone(), keys[1].clone()));
    step(&mut site, Rotation::Retire).unwrap();
    assert_eq!((published(&mut site), kid(&mut site)), (keys[1..].to_vec(), keys[1].clone()));
    step(&mut site, Rotation::Stale).unwrap();
    let signs = kid(&mut site);
    assert!(!published(&mut site).contains(&signs), "the set is older than the key");
}

#[test]
fn no_more_than_twenty_keys_are_published() {
    let mut site = Site::with(|config| config.issuers[0].keys = vec![Source::new(Kind::Ec(Curve::P256))]);
    let publish = |site: &mut Site| site.mock.rotate(Rotation::Publish, &mut site.dice);
    for _ in 1..20 {
        publish(&mut site).unwrap();
    }
    let refusal = publish(&mut site).unwrap_err().0;
    assert_eq!(refusal, "20 keys are published, which is enough: retire the old ones first");
    assert_eq!(json(&site.get("/jwks.json"))["keys"].as_array().unwrap().len(), 20);
    site.mock.rotate(Rotation::Switch, &mut site.dice).unwrap();
    site.mock.rotate(Rotation::Retire, &mut site.dice).unwrap();
    publish(&mut site).unwrap();
}

#[test]
fn a_fault_can_be_one_clients_alone() {
    let mut site = Site::with(|config| {
        let mut other = config.issuers[0].clients[0].clone();
        other.id = "somebody-else".to_owned();
        other.faults = ["exp.past", "authz.state-dropped"].map(|id| AnyFault::find(id).unwrap()).to_vec();
        config.issuers[0].clients.push(other);
    });
    let reply = site.log_in(&code_request());
    let good = site.redeem(&code_grant(&parameter(&reply, "code").unwrap()));
    assert!(claims(&good)["exp"].as_i64().unwrap() > site.now);
    let reply = site.authorize(&request_with(&[("client_id", "somebody-else")]));
    assert_eq!(parameter(&reply, "state"), None);
    let secret = site.mock.config().issuers[0].client("somebody-else").unwrap().secret.clone().unwrap();
    let code = parameter(&reply, "code").unwrap();
    let bad = site.redeem_as("somebody-else", secret.reveal(), &code_grant(&code));
    assert!(claims(&bad)["exp"].as_i64().unwrap() < site.now);
}

#[test]
fn keys_that_were_made_stay_if_the_same_are_asked_for_again() {
    let (ec, rsa) = (Kind::Ec(Curve::P256), Kind::Rsa(2048));
    let mut site = Site::with(|config| config.issuers[0].keys = vec![Source::new(ec), Source::new(rsa)]);
    let kids = |site: &mut Site| {
        let set = json(&site.get("/jwks.json"));
        [0, 1].map(|at| set["keys"][at]["kid"].as_str().unwrap().to_owned())
    };
    let before = kids(&mut site);
    let ask = |site: &mut Site, keys: [Source; 2]| {
        let mut config = site.mock.config().clone();
        config.issuers[0].keys = keys.to_vec();
        site.otherwise(config).unwrap();
        kids(site)
    };
    assert_eq!(ask(&mut site, [Source::new(ec), Source::new(rsa)]), before);
    let after = ask(&mut site, [Source::new(ec), Source::new(Kind::Rsa(3072))]);
    assert_eq!((after[0] == before[0], after[1] == before[1]), (true, false), "only the other kind is made anew");
    let named = Source { kid: Some("brand-1".to_owned()), ..Source::new(ec) };
    assert_eq!(ask(&mut site, [named, Source::new(Kind::Rsa(3072))]), ["brand-1".to_owned(), after[1].clone()]);
}

#[test]
fn a_state_is_cut_at_200_characters() {
    let mut site = Site::new();
    site.fault("odd.state-cut").unwrap();
    let long = "ä".repeat(201);
    let reply = site.log_in(&request_with(&[("state", &long)]));
    assert_eq!(parameter(&reply, "state"), Some("ä".repeat(200)));
    assert_eq!(parameter(&site.authorize(&code_request()), "state").as_deref(), Some("s-1"));
}

#[test]
fn a_fault_that_cannot_be_is_refused_and_changes_nothing() {
    let mut site = Site::new();
    let refusal = site.fault("sig.ecdsa-der").unwrap_err();
    assert_eq!(refusal, "fault sig.ecdsa-der: it needs an EC key; `lpauth keygen --alg ES256` makes one");
    let mut config = site.mock.config().clone();
    config.issuers[0].clients[0].faults = vec![AnyFault::find("jwks.404").unwrap()];
    assert_eq!(site.otherwise(config).unwrap_err(), "jwks.404 concerns every client: set it for all of them");
    let refusal = site.fault("jwe.no-cty").unwrap_err();
    assert!(refusal.starts_with("fault jwe.no-cty: the client gets no encrypted tokens; set id_token_"), "{refusal}");
    assert_eq!(site.get("/jwks.json").status, 200);
    site.fault("jwks.404").unwrap();
    assert_eq!(site.get("/jwks.json").status, 404);
}

#[test]
fn a_login_without_a_fault_trips_nothing() {
    assert_eq!(tripped(&plan(Flow::Code), true, |_| {}), Vec::<&str>::new());
    assert_eq!(tripped(&plan(Flow::Implicit), true, |_| {}), Vec::<&str>::new());
}

#[test]
fn every_fault_of_an_endpoint_trips_exactly_the_checks_it_names() {
    let mut wrong = Vec::new();
    for fault in endpoint::FAULTS {
        let flow = if fault.id == "authz.query" { Flow::Implicit } else { Flow::Code };
        let plan = Plan { userinfo: true, ..plan(flow) };
        let set = |config: &mut Config| config.faults = vec![AnyFault::Endpoint(fault)];
        let tripped = if fault.prefix() == "disc" { published(set) } else { tripped(&plan, false, set) };
        let tripped: Vec<&str> = tripped.into_iter().filter(|id| !NOTES.contains(id)).collect();
        if tripped != fault.trips {
            wrong.push(format!("{} names {:?} but trips {tripped:?}", fault.id, fault.trips));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What `mint` makes wrong in a token, the mock makes wrong in a login.
#[test]
fn every_fault_of_a_token_trips_exactly_the_checks_it_names() {
    let mut wrong = Vec::new();
    for fault in FAULTS {
        let tripped = tripped(&noticing(fault), fault.id == "sub.changed", |config| set(config, fault));
        if tripped != fault.trips {
            wrong.push(format!("{} names {:?} but trips {tripped:?}", fault.id, fault.trips));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn recipient() -> Recipient {
    Recipient::new(Arc::new(crate::sample::recipient().clone()), None, USUAL_ENC, None).unwrap()
}

fn set(config: &mut Config, fault: &'static Fault) {
    if fault.id.starts_with("sig.ecdsa") {
        let key = Arc::new(crate::sample::ec().clone());
        config.issuers[0].keys = vec![Source { kid: None, algorithm: None, origin: Origin::Here(key) }];
    }
    if fault.prefix() == "jwe" {
        config.issuers[0].clients[0].recipient = Some(recipient());
    }
    config.faults = vec![AnyFault::Token(fault)];
}

/// What there is to say about the metadata of a good mock, where no token came that it would be the way to.
const NOTES: [&str; 3] =
    ["discovery-recommended-missing", "discovery-access-token-in-browser", "discovery-request-options-unsupported"];

/// The login in which somebody can notice a fault of a token.
fn noticing(fault: &Fault) -> Plan {
    let hybrid = |response_type: &str| {
        let mut plan = plan(Flow::Implicit);
        plan.parameters.push(("response_type".to_owned(), Some(response_type.to_owned())));
        plan
    };
    match fault.id {
        "at_hash.missing" => hybrid("id_token token"),
        "c_hash.missing" => hybrid("code id_token"),
        "nonce.unasked" => {
            let mut plan = plan(Flow::Code);
            plan.parameters.retain(|(name, _)| name != "nonce");
            plan
        }
        _ => plan(Flow::Code),
    }
}

/// The checks that fail in a login with this mock, where it may be known who is `expected`.
fn tripped(plan: &Plan, expected: bool, change: impl FnOnce(&mut Config)) -> Vec<&'static str> {
    let mut site = site(change);
    let login = play(&mut site, plan);
    let keys = vec![("lp-1".to_owned(), crate::sample::recipient().clone())];
    let facts = Facts::of_login(&login, metadata(&login), Slot::None);
    let facts = facts.opened_by(&Keyring { keys, ..Keyring::default() });
    let subject = expected.then(|| site.user("ada").subject().to_owned());
    failed(&facts, &Context { now: Timestamp(site.now), subject, ..Context::of_login(&login) })
}

/// The checks that fail where nobody logs in and the metadata is judged for its own sake.
fn published(change: impl FnOnce(&mut Config)) -> Vec<&'static str> {
    let mut site = site(change);
    let login = Transcript { steps: documents(&mut site), ..Transcript::default() };
    let facts = Facts::of_login(&login, metadata(&login), Slot::None);
    let facts = Facts { discovery: facts.discovery, keys: facts.keys, exchanges: facts.exchanges, ..Facts::default() };
    failed(&facts, &Context { now: Timestamp(site.now), issuer: Some(ISSUER.to_owned()), ..Context::default() })
}

// What was asked for when it was fetched is known to whoever fetched it.
fn metadata(login: &Transcript) -> Slot<Discovery> {
    match flow::plan::discovery(login.steps[0].hop.answer.as_ref().unwrap(), Some(ISSUER)) {
        Ok(discovery) => Slot::Here(discovery),
        Err(broken) => Slot::Broken(broken),
    }
}

fn failed(facts: &Facts, context: &Context) -> Vec<&'static str> {
    let verdicts = judge(facts, context);
    verdicts.iter().filter(|verdict| verdict.outcome.failed()).map(|verdict| verdict.rule.id).collect()
}

fn site(change: impl FnOnce(&mut Config)) -> Site {
    Site::with(|config| {
        config.issuers[0].id = ISSUER.to_owned();
        change(config);
    })
}

fn documents(site: &mut Site) -> Vec<Step> {
    let steps = ["/.well-known/openid-configuration", "/jwks.json"].into_iter().zip([Purpose::Metadata, Purpose::Keys]);
    steps
        .map(|(path, purpose)| {
            let request = Request::get(Url::parse(&format!("{ISSUER}{path}")).unwrap(), "application/json");
            Step { purpose, from: Party::LivePerson, hop: hop(site, request), failure: None }
        })
        .collect()
}

/// A login as LivePerson does it, with everything asked for that a check could ask about.
fn plan(flow: Flow) -> Plan {
    let address = |path: &str| Some(Url::parse(&format!("{ISSUER}{path}")).unwrap());
    let asked = [("nonce", "n-5f1c"), ("acr_values", "loa1"), ("max_age", "3600")];
    Plan {
        terms: Terms {
            flow,
            issuer: Some(ISSUER.to_owned()),
            client_id: Some(STANDARD_CLIENT.to_owned()),
            ..Terms::default()
        },
        endpoints: Endpoints {
            authorization: address("/authorize"),
            token: address("/token"),
            userinfo: address("/userinfo"),
        },
        parameters: asked.map(|(name, value)| (name.to_owned(), Some(value.to_owned()))).to_vec(),
        ..Plan::default()
    }
}

fn play(site: &mut Site, plan: &Plan) -> Transcript {
    let documents = documents(site);
    let credential = Credential::Basic(Secret::new(site.secret()), Encoding::default());
    let mut login = Login::new(Plan { credential, ..plan.clone() }, &mut site.dice);
    let mut want = login.next(Event::Start, Timestamp(site.now));
    loop {
        let event = match want {
            Want::Browse(url) => Event::Browsed(browse(site, url)),
            Want::Send(_, request) => Event::Answered(Box::new(hop(site, request))),
            Want::Done(mut transcript) => {
                transcript.steps.splice(0..0, documents);
                return *transcript;
            }
        };
        want = login.next(event, Timestamp(site.now));
    }
}

fn browse(site: &mut Site, url: Url) -> lpauth::model::transcript::Browsed {
    let answers =
        Answers { username: Some("ada".to_owned()), password: Some(Secret::new("lovelace")), ..Answers::default() };
    let goal = Url::parse(WINDOW_REDIRECT_URI).unwrap();
    let mut browse = Browse::new(url, &goal, answers, browse::Limits::default());
    let mut came = None;
    loop {
        match browse.next(came, Timestamp(site.now)) {
            browse::Want::Send(request) => came = Some(hop(site, request)),
            browse::Want::Done(browsed) => return browsed,
        }
    }
}

/// A request and its answer. Waiting is left to whoever reads the timing.
fn hop(site: &mut Site, request: Request) -> Hop {
    let reply = site.send(&request);
    let answer = Answer { url: request.url.clone(), status: reply.status, headers: reply.headers, body: reply.body };
    let timing = Timing { first_byte: reply.delay, total: reply.delay, ..Timing::default() };
    Hop { began: site.now * 1_000, timing, answer: Some(answer), ..Hop::to(request) }
}

#[test]
fn rows_are_complete() {
    let prefixes: Vec<&str> = endpoint::FAMILIES.iter().flat_map(|family| family.prefixes).copied().collect();
    let place = |fault: &endpoint::Fault| prefixes.iter().position(|prefix| *prefix == fault.prefix()).expect(fault.id);
    assert!(endpoint::FAULTS.is_sorted_by_key(place));
    for fault in endpoint::FAULTS {
        assert_eq!(AnyFault::all().filter(|other| other.id() == fault.id).count(), 1, "{}", fault.id);
        assert_eq!(AnyFault::find(fault.id).unwrap().trips(), fault.trips, "{}", fault.id);
        assert!(!fault.title.is_empty() && !fault.title.ends_with('.'), "{}: {}", fault.id, fault.title);
        assert!(!fault.trips.is_empty(), "{} is noticed by nobody", fault.id);
        for id in fault.trips {
            assert!(check::find(id).is_some(), "{} trips {id}, which is no check", fault.id);
        }
        let fits = |code| fault.trips.iter().any(|id| has_code(id, code));
        assert!(fault.code.is_none_or(fits), "{}: {:?} means something else", fault.id, fault.code);
    }
}

#[test]
fn rows_of_judgement_are_complete() {
    let prefixes: Vec<&str> = lenient::FAMILIES.iter().flat_map(|family| family.prefixes).copied().collect();
    let place = |fault: &lenient::Fault| prefixes.iter().position(|prefix| *prefix == fault.prefix()).expect(fault.id);
    assert!(lenient::FAULTS.is_sorted_by_key(place));
    for (number, fault) in lenient::FAULTS.iter().enumerate() {
        assert_eq!(AnyFault::all().filter(|other| other.id() == fault.id).count(), 1, "{}", fault.id);
        assert_eq!(AnyFault::find(fault.id).unwrap().trips(), fault.trips, "{}", fault.id);
        assert!(!fault.title.is_empty() && !fault.title.ends_with('.'), "{}: {}", fault.id, fault.title);
        assert!(!fault.trips.is_empty(), "{} is noticed by nobody", fault.id);
        assert!(!lenient::FAULTS[..number].iter().any(|other| other.does == fault.does), "{} is there twice", fault.id);
    }
}

fn has_code(check: &str, code: &str) -> bool {
    codes_for(check).iter().any(|row| row.codes.iter().any(|(other, _)| *other == code))
}
