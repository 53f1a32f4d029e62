//! Every fault of the mock makes exchange fail with exactly the checks that the fault names, and with those that the table
//! below adds, each for a reason.

use super::{exchange, failed};
use crate::sample;
use crate::support::World;
use lpauth::edge::serve::{Handler, Identity, Options, Running};
use lpauth::flow::fault::{AnyFault, FAULTS, endpoint};
use lpauth::flow::mint::{Recipient, USUAL_ENC};
use lpauth::flow::mock::config::{Config, Origin, Source};
use lpauth::flow::mock::{self, Mock};
use lpauth::model::secret::Secret;
use lpauth::model::time::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

pub(crate) const ISSUER: &str = "https://127.0.0.1:40001/acme";

/// What LivePerson's side and the person know.
pub(crate) const KNOWN: [&str; 6] = [
    "--client-id=lp-acmebank",
    "--client-secret-file=secret.txt",
    "--username=ada",
    "--password-file=password.txt",
    "--param=acr_values=loa1",
    "--param=max_age=3600",
];

/// What a fault trips besides the checks that it names, and why.
const MORE: &[(&str, &[&str], &str)] = &[
    (
        "disc.issuer-slash",
        &["discovery-issuer-slash", "callback-iss-mismatch"],
        "a slash at the end is worth a note by itself, and the callback's `iss` has none",
    ),
    ("sig.ecdsa-zero", &["discovery-rs256-missing", "jwks-no-rs256-key"], "the mock has an EC key alone for this"),
    ("sig.ecdsa-der", &["discovery-rs256-missing", "jwks-no-rs256-key"], "the mock has an EC key alone for this"),
];

/// A world in which a mock with these faults is at work.
pub(crate) fn at_work(faults: Vec<AnyFault>) -> (World, Running) {
    let world = World::new().file("secret.txt", "s3cr3t-value\n").file("password.txt", "lovelace\n");
    let world = world.file("lp.jwk", sample::recipient().jwk().to_string());
    let mut config = Config { faults, ..Config::standard(&ISSUER.parse().unwrap()) };
    let issuer = &mut config.issuers[0];
    let ecdsa = config.faults.iter().any(|fault| fault.id().starts_with("sig.ecdsa"));
    let key = Arc::new(if ecdsa { sample::ec() } else { sample::rsa() }.clone());
    issuer.keys = vec![Source { kid: None, algorithm: None, origin: Origin::Here(key) }];
    issuer.clients[0].secret = Some(Secret::new("s3cr3t-value"));
    if config.faults.iter().any(|fault| fault.id().starts_with("jwe.")) {
        let key = Arc::new(sample::recipient().clone());
        issuer.clients[0].recipient = Some(Recipient::new(key, None, USUAL_ENC, None).unwrap());
    }
    let mut dice = StdRng::seed_from_u64(7);
    let mock = Mock::new(config, Timestamp(crate::support::NOW), &mut dice).unwrap();
    let dice = Mutex::new(dice);
    let handler: Handler = Arc::new(move |request, now| mock::respond(&mock, request, now, &mut *dice.lock().unwrap()));
    let tls = Some(Identity { chain: String::new(), key: String::new().into() });
    let running = world.edge().servers.start(&Options { tls, ..Options::default() }, handler).unwrap();
    (world, running)
}

/// The checks that fail in a login with these faults.
fn tripped(faults: Vec<AnyFault>, noticing: &[&str]) -> BTreeSet<String> {
    let (world, _running) = at_work(faults);
    let arguments = [&["exchange", ISSUER, "--format=json"], KNOWN.as_slice(), noticing].concat();
    failed(&world.run_args(&arguments), None).into_iter().collect()
}

/// The flags with which somebody can notice a fault.
pub(crate) fn noticing(fault: AnyFault) -> &'static [&'static str] {
    match fault.id() {
        "nonce.unasked" => &[],
        "sub.changed" => &["--nonce=n-1", "--subject=5d0c1fa9e2b74c63a8f1"],
        "at_hash.missing" => &["--nonce=n-1", "--flow=implicit", "--response-type=id_token token"],
        "c_hash.missing" => &["--nonce=n-1", "--flow=implicit", "--response-type=code id_token"],
        "authz.query" => &["--nonce=n-1", "--flow=implicit"],
        id if id.starts_with("jwe.") => &["--nonce=n-1", "--decrypt-key=lp.jwk"],
        id if id.starts_with("userinfo.") => &["--nonce=n-1", "--userinfo"],
        _ => &["--nonce=n-1"],
    }
}

/// What is wrong with a fault's row, if anything is: `usual` are the checks that fail without any fault.
fn mistake(fault: AnyFault, trips: &[&str], usual: &mut BTreeMap<&[&str], BTreeSet<String>>) -> Option<String> {
    let flags = noticing(fault);
    let usual = usual.entry(flags).or_insert_with(|| tripped(Vec::new(), flags));
    let tripped: BTreeSet<String> = tripped(vec![fault], flags).difference(usual).cloned().collect();
    let more = MORE.iter().filter(|(id, _, _)| *id == fault.id()).flat_map(|(_, checks, _)| *checks);
    let named: BTreeSet<String> = trips.iter().chain(more).map(|check| (*check).to_owned()).collect();
    (tripped != named).then(|| format!("{}: {tripped:?} in place of {named:?}", fault.id()))
}

#[test]
fn every_fault_of_an_endpoint_fails_with_the_checks_it_names() {
    let mut usual = BTreeMap::new();
    let rows = endpoint::FAULTS.iter().map(|fault| (AnyFault::Endpoint(fault), fault.trips));
    let wrong: Vec<_> = rows.filter_map(|(fault, trips)| mistake(fault, trips, &mut usual)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_fault_of_a_token_fails_with_the_checks_it_names() {
    let mut usual = BTreeMap::new();
    let rows = FAULTS.iter().map(|fault| (AnyFault::Token(fault), fault.trips));
    let wrong: Vec<_> = rows.filter_map(|(fault, trips)| mistake(fault, trips, &mut usual)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_exception_is_about_a_fault_and_says_why() {
    for (id, checks, reason) in MORE {
        assert!(AnyFault::find(id).is_some() && !checks.is_empty() && !reason.is_empty(), "{id}");
    }
}

#[test]
fn a_fault_is_named_on_the_command_line() {
    let run = exchange(&World::new(), "--mock --fault token.no-id_token");
    assert_eq!((run.exit, failed(&run, Some("error"))), (1, vec!["id-token-missing".to_owned()]));
}
