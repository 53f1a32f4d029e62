//! The faults and the checks test each other: every fault trips exactly the checks it names, no more and no fewer.

use crate::sample;
use crate::support::NOW;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use der::{Decode, Encode};
use lpauth::check::{self, Context, Expected, Facts, Slot, judge};
use lpauth::cmd::mint::judge::{context, facts, opened};
use lpauth::flow::fault::{FAMILIES, FAULTS, Fault, Signature, find};
use lpauth::flow::mint::{Draft, Expectations, Minted, Recipient, Signer, USUAL_ENC};
use lpauth::flow::template::TEMPLATES;
use lpauth::jose::alg;
use lpauth::jose::envelope::Keyring;
use lpauth::jose::jws::{Verifier, prove};
use lpauth::jose::key::{Curve, Key, Kind};
use lpauth::model::certificate::Certificate;
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;
use lpauth::model::time::Timestamp;
use lpauth::spec::liveperson::codes_for;
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::sync::Arc;

#[test]
fn a_token_without_a_fault_trips_nothing() {
    for template in ["liveperson", "minimal"] {
        assert_eq!(tripped(&knowing_all(template, "RS256")), Vec::<&str>::new(), "{template}");
        assert_eq!(tripped(&plain(template, "RS256")), Vec::<&str>::new(), "{template}, without expectations");
    }
    assert_eq!(tripped(&knowing_all("liveperson", "ES256")), ["alg-not-rs256"]);
}

#[test]
fn every_fault_trips_exactly_the_checks_it_names() {
    assert_all(|fault| sealed_for(fault, knowing_all("liveperson", algorithm_for(fault))));
}

/// Without anything that a verifier would have to know beforehand, a fault brings what it takes to notice it.
#[test]
fn every_fault_can_be_put_into_a_plain_token() {
    assert_all(|fault| sealed_for(fault, plain("minimal", algorithm_for(fault))));
}

fn assert_all(draft: impl Fn(&Fault) -> Draft) {
    let mut wrong = Vec::new();
    for fault in FAULTS {
        let mut draft = draft(fault);
        (fault.apply)(&mut draft, &mut dice()).unwrap_or_else(|reason| panic!("{}: {}", fault.id, reason.0));
        let tripped = tripped(&draft);
        if tripped != fault.trips {
            wrong.push(format!("{} names {:?} but trips {tripped:?}", fault.id, fault.trips));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A row's `needs` are the flags that it takes, all of them, besides the key.
#[test]
fn a_fault_needs_the_flags_it_names_and_no_other() {
    for fault in FAULTS {
        let mut draft = sealed_for(fault, knowing_all("liveperson", algorithm_for(fault)));
        (fault.apply)(&mut draft, &mut dice()).unwrap();
        let minted = made(&draft);
        assert_eq!(
            tripped_knowing(fault.needs, &minted, algorithm_for(fault)),
            fault.trips,
            "{} with {:?}",
            fault.id,
            fault.needs
        );
        for unneeded in fault.needs {
            let others: Vec<&str> = fault.needs.iter().copied().filter(|flag| flag != unneeded).collect();
            assert_ne!(
                tripped_knowing(&others, &minted, algorithm_for(fault)),
                fault.trips,
                "{} without {unneeded}",
                fault.id
            );
        }
    }
}

/// What fails for somebody who passes these flags only: without `--jwks`, `--key` with the brand's key, which has no kid.
fn tripped_knowing(flags: &[&str], minted: &Minted, algorithm: &str) -> Vec<&'static str> {
    let knows = |flag: &str| flags.contains(&flag);
    let mut facts = opened(minted, &if knows("--decrypt-key") { keyring() } else { Keyring::default() });
    let mut context = context(&Expectations::default(), minted, Timestamp(NOW));
    if !knows("--jwks") {
        let mut brand = signer(algorithm).key.public().unwrap();
        brand.kid = None;
        let keys = Jwks::parse(Source::new("key", brand.jwk().to_string()), false).unwrap();
        facts.proof = facts.token.here().map_or(Slot::None, |token| Slot::Here(prove(token, &keys)));
        facts.keys = Slot::Here(keys);
        context.key_count = None;
    }
    let all = lpauth::cmd::mint::judge::context(&minted.expect, minted, Timestamp(NOW));
    let known = |flag: &str, text: &Option<String>| text.clone().filter(|_| knows(flag));
    context.issuer = known("--issuer", &all.issuer);
    context.client_id = known("--client-id", &all.client_id);
    context.subject = known("--subject", &all.subject);
    context.access_token = known("--access-token", &all.access_token);
    context.code = known("--code", &all.code);
    context.response_type = known("--response-type", &all.response_type);
    context.max_age = all.max_age.filter(|_| knows("--max-age"));
    context.acr = if knows("--acr") { all.acr } else { Vec::new() };
    context.nonce = if knows("--nonce") || knows("--no-nonce") { all.nonce } else { Expected::Unknown };
    failing(&facts, &context)
}

#[test]
fn the_signature_is_as_the_row_says() {
    for fault in FAULTS {
        let mut draft = sealed_for(fault, knowing_all("liveperson", algorithm_for(fault)));
        let brand = draft.signer.clone().unwrap().key.public().unwrap();
        (fault.apply)(&mut draft, &mut dice()).unwrap();
        let facts = facts(&draft.mint().unwrap());
        let token = facts.token.here().unwrap();
        let algorithm = token.header.json().and_then(|header| alg::find(header.root.get("alg")?.as_str()?));
        let verifier = algorithm.and_then(|algorithm| Verifier::new(&brand, algorithm).ok());
        let good = verifier.is_some_and(|verifier| verifier.verify(token.signing_input(), token.signature()));
        assert_eq!(good, fault.signature == Signature::Good, "{}", fault.id);
        assert_eq!(token.signature().is_empty(), fault.signature == Signature::None, "{}", fault.id);
    }
}

/// In seconds from the moment of minting.
#[test]
fn times_are_off_by_what_the_titles_say() {
    for (id, claim, wanted) in [
        ("exp.past", "exp", -3_600),
        ("exp.far", "exp", 315_360_000),
        ("iat.future", "iat", 3_600),
        ("nbf.future", "nbf", 1_800),
    ] {
        let mut draft = plain("liveperson", "RS256");
        (find(id).unwrap().apply)(&mut draft, &mut dice()).unwrap();
        assert_eq!(draft.claims.get(claim).and_then(|time| Some(time.as_i64()? - NOW)), Some(wanted), "{id}");
    }
}

#[test]
fn ids_are_unique_and_in_the_order_of_their_families() {
    let prefixes: Vec<&str> = FAMILIES.iter().flat_map(|family| family.prefixes).copied().collect();
    let place = |fault: &Fault| prefixes.iter().position(|prefix| *prefix == fault.prefix()).expect(fault.id);
    assert!(FAULTS.is_sorted_by_key(place));
    for (number, fault) in FAULTS.iter().enumerate() {
        assert!(FAULTS[..number].iter().all(|other| other.id != fault.id), "{} is there twice", fault.id);
        assert_eq!(find(fault.id).unwrap().id, fault.id);
    }
    assert!(find("sig.unheard-of").is_none());
}

#[test]
fn rows_are_complete() {
    for fault in FAULTS {
        let name = fault.id.split_once('.').unwrap().1;
        assert!(
            name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-+_".contains(c)),
            "{}",
            fault.id
        );
        assert!(!fault.title.is_empty() && !fault.title.ends_with('.'), "{}: {}", fault.id, fault.title);
        assert!(!fault.trips.is_empty(), "{} is noticed by nobody", fault.id);
        let fits = |code| {
            fault
                .trips
                .iter()
                .any(|id| codes_for(id).iter().any(|row| row.codes.iter().any(|(other, _)| *other == code)))
        };
        assert!(fault.code.is_none_or(fits), "{}: {:?} means something else", fault.id, fault.code);
        for id in fault.trips {
            assert!(check::find(id).is_some(), "{} trips {id}, which is no check", fault.id);
        }
    }
}

#[test]
fn faults_combine() {
    let mut draft = knowing_all("liveperson", "RS256");
    for id in ["exp.past", "sdes.gender-int", "hdr.kid-missing", "form.quotes"] {
        (find(id).unwrap().apply)(&mut draft, &mut dice()).unwrap();
    }
    assert_eq!(tripped(&draft), ["token-quoted", "kid-missing", "token-expired", "sdes-gender-form"]);
}

#[test]
fn a_fault_that_an_earlier_one_made_impossible_says_so() {
    let refusal = |first: &str, second: &str| {
        let mut draft = knowing_all("liveperson", "RS256");
        (find(first).unwrap().apply)(&mut draft, &mut dice()).unwrap();
        (find(second).unwrap().apply)(&mut draft, &mut dice()).unwrap_err().0
    };
    assert_eq!(refusal("iss.missing", "iss.slash"), "the claims have no `iss` that could be wrong");
    assert_eq!(refusal("sig.none", "sig.bitflip"), "there is no signature any more");
    assert_eq!(refusal("sig.bitflip", "sig.none"), "the signature is damaged already");
    assert_eq!(refusal("sdes.object", "sdes.unwrapped"), "`lp_sdes` is no array any more");
    assert_eq!(refusal("hdr.alg-missing", "sig.none-case"), "`alg` is wrong already");
}

#[test]
fn an_ecdsa_fault_needs_an_ec_key() {
    let mut draft = plain("minimal", "RS256");
    let refusal = (find("sig.ecdsa-der").unwrap().apply)(&mut draft, &mut dice()).unwrap_err().0;
    assert_eq!(refusal, "it needs an EC key; `lpauth keygen --alg ES256` makes one");
}

/// Whoever took the certificate at its word would find the token well signed.
#[test]
fn a_strangers_certificate_is_whole_and_verifies_the_token() {
    let signed_by: [(&str, &'static dyn VerificationAlgorithm); 2] =
        [("RS256", &RSA_PKCS1_2048_8192_SHA256), ("ES256", &ECDSA_P256_SHA256_ASN1)];
    for (algorithm, certifying) in signed_by {
        let mut draft = plain("minimal", algorithm);
        (find("hdr.x5c").unwrap().apply)(&mut draft, &mut dice()).unwrap();
        let facts = facts(&draft.mint().unwrap());
        let token = facts.token.here().unwrap();
        let chain = token.header.json().unwrap().root.get("x5c").unwrap();
        let document = STANDARD.decode(chain.elements()[0].as_str().unwrap()).unwrap();
        let read = Certificate::parse(&document).unwrap();
        assert!(
            read.is_self_issued() && (read.not_before, read.not_after) == (Timestamp(NOW), Timestamp(NOW + 86_400))
        );
        let key = Key::from_certificate(&document).unwrap();
        let verifier = Verifier::new(&key, alg::find(algorithm).unwrap()).unwrap();
        assert!(verifier.verify(token.signing_input(), token.signature()), "{algorithm}");
        let certificate = x509_cert::Certificate::from_der(&document).unwrap();
        let content = certificate.tbs_certificate();
        let public =
            UnparsedPublicKey::new(certifying, content.subject_public_key_info().subject_public_key.raw_bytes());
        public.verify(&content.to_der().unwrap(), certificate.signature().raw_bytes()).expect(algorithm);
    }
}

#[test]
fn base64_that_is_not_of_the_url_is_padded_to_fours() {
    let keys = [(Kind::Ec(Curve::P384), "ES384", "x"), (Kind::Ed25519, "EdDSA", "x"), (Kind::Rsa(2048), "RS256", "n")];
    for (kind, algorithm, member) in keys {
        let key = Arc::new(Key::generate(kind, &mut dice()).unwrap());
        let claims = plain("minimal", "RS256").claims;
        let signer = Signer { key, algorithm: alg::find(algorithm).unwrap() };
        let mut draft = Draft::new(signer, "brand-1", claims, Timestamp(NOW));
        (find("jwks.n-base64-std").unwrap().apply)(&mut draft, &mut dice()).unwrap();
        let jwks = made(&draft).jwks;
        let number = jwks["keys"][0][member].as_str().unwrap();
        assert!(STANDARD.decode(number).is_ok(), "{algorithm}: {number}");
    }
}

/// Returns the ids of the checks that fail, of any severity, in the order of the catalogue.
fn tripped(draft: &Draft) -> Vec<&'static str> {
    let minted = made(draft);
    failing(&opened(&minted, &keyring()), &context(&minted.expect, &minted, draft.now))
}

fn failing(facts: &Facts, context: &Context) -> Vec<&'static str> {
    let verdicts = judge(facts, context);
    verdicts.iter().filter(|verdict| verdict.outcome.failed()).map(|verdict| verdict.rule.id).collect()
}

/// A good token, by a verifier that knows nothing but the issuer and the client.
fn plain(template: &str, algorithm: &str) -> Draft {
    let template = TEMPLATES.iter().find(|other| other.name == template).unwrap();
    let now = Timestamp(NOW);
    Draft::new(signer(algorithm), "brand-1", template.claims(now, "c7f2b1d49e0a4b6f8d31"), now)
}

/// A good token with every claim that a check could ask for, and a verifier with every expectation.
fn knowing_all(template: &str, algorithm: &str) -> Draft {
    let mut claims = plain(template, algorithm).claims;
    for (name, text) in [("nonce", "n-5f1c"), ("acr", "loa1")] {
        claims.set(name, text);
    }
    for name in ["auth_time", "nbf"] {
        claims.set(name, NOW);
    }
    let mut draft = Draft::new(signer(algorithm), "brand-1", claims, Timestamp(NOW));
    draft.bind_access_token("an-access-token");
    draft.bind_code("a-code");
    draft.expect.max_age = Some(3_600);
    draft.expect.response_type = Some("code id_token token".to_owned());
    draft
}

/// The token, encrypted if it is to be.
fn made(draft: &Draft) -> Minted {
    let mut minted = draft.mint().unwrap();
    draft.seal(&mut minted, &mut dice()).unwrap();
    minted
}

/// A fault of an envelope needs one.
fn sealed_for(fault: &Fault, mut draft: Draft) -> Draft {
    let key = Arc::new(sample::recipient().clone());
    draft.recipient = (fault.prefix() == "jwe").then(|| Recipient::new(key, None, USUAL_ENC, None).unwrap());
    draft
}

/// The recipient's.
fn keyring() -> Keyring {
    Keyring { keys: vec![("lp-1".to_owned(), sample::recipient().clone())], ..Keyring::default() }
}

#[test]
fn a_fault_of_an_envelope_needs_an_encrypted_token() {
    for fault in FAULTS.iter().filter(|fault| fault.prefix() == "jwe") {
        let refusal = (fault.apply)(&mut plain("minimal", "RS256"), &mut dice()).unwrap_err().0;
        assert_eq!(refusal, "the token is not encrypted: --encrypt-to FILE encrypts it", "{}", fault.id);
    }
}

#[test]
fn an_encrypted_token_without_a_fault_trips_nothing() {
    let draft = sealed_for(find("jwe.no-cty").unwrap(), knowing_all("liveperson", "RS256"));
    assert_eq!(made(&draft).token.matches('.').count(), 4);
    assert_eq!(tripped(&draft), Vec::<&str>::new());
}

fn algorithm_for(fault: &Fault) -> &'static str {
    if fault.id.starts_with("sig.ecdsa") { "ES256" } else { "RS256" }
}

fn signer(algorithm: &str) -> Signer {
    let algorithm = alg::find(algorithm).unwrap();
    let key = if algorithm.kty == "EC" { sample::ec() } else { sample::rsa() };
    Signer { key: Arc::new(key.clone()), algorithm }
}

fn dice() -> StdRng {
    StdRng::seed_from_u64(11)
}
