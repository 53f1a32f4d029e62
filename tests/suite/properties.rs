//! Properties that hold for any claims and any text.

use lpauth::cmd::mint::judge::facts;
use lpauth::flow::mint::members::Members;
use lpauth::flow::mint::path::Path;
use lpauth::flow::mint::{Draft, Signer};
use lpauth::jose::alg;
use lpauth::jose::key::{Curve, Key, Kind};
use lpauth::model::time::Timestamp;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Value;
use std::sync::Arc;
use std::sync::OnceLock;

proptest! {
    #[test]
    fn what_is_minted_reads_back_and_verifies(claims in claims(), kid in ".{1,20}", name in algorithm()) {
        let draft = Draft::new(signer(name), &kid, claims.clone(), Timestamp(0));
        let facts = facts(&draft.mint().unwrap());
        let token = facts.token.here().expect("a minted token is found in its own text");
        prop_assert!(token.stripped.is_empty());
        prop_assert_eq!(token.claims.json().unwrap().root.to_value(), claims.to_value());
        prop_assert_eq!(token.header.json().unwrap().root.get("kid").unwrap().as_str(), Some(kid.as_str()));
        prop_assert!(facts.proof.here().unwrap().verified_by().is_some());
    }

    #[test]
    fn a_changed_token_does_not_verify(claims in claims(), at in any::<proptest::sample::Index>(), name in algorithm()) {
        let mut minted = Draft::new(signer(name), "k", claims, Timestamp(0)).mint().unwrap();
        let at = at.index(minted.token.len());
        let other = if &minted.token[at..=at] == "A" { "B" } else { "A" };
        minted.token.replace_range(at..=at, other);
        let verified = facts(&minted).proof.here().is_some_and(|proof| proof.verified_by().is_some());
        prop_assert!(!verified, "character {} changed to {}", at, other);
    }

    #[test]
    fn a_path_leads_where_it_put_the_value(names in proptest::collection::vec(".{0,6}", 1..5), value in value()) {
        let quoted: String = names.iter().map(|name| format!("[{}]", Value::from(name.as_str()))).collect();
        let mut members = Members::default();
        Path::parse(&quoted).unwrap().put(&mut members, value.clone()).unwrap();
        let found = names.iter().try_fold(&members.to_value(), |place, name| place.get(name)).cloned();
        prop_assert_eq!(found, Some(value));
    }

    #[test]
    fn no_path_panics(text in ".{0,40}") {
        let mut members = Members::default();
        if let Ok((path, value)) = Path::assignment(&text) {
            let _ = path.put(&mut members, value);
        }
    }
}

fn claims() -> impl Strategy<Value = Members> {
    proptest::collection::btree_map(".{0,12}", value(), 0..8).prop_map(|claims| claims.into_iter().collect())
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        proptest::strategy::Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| (number / 3.0).into()),
        ".{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::btree_map(".{0,8}", inner, 0..5).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn algorithm() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["ES256", "ES384", "ES512", "ES256K", "EdDSA"])
}

fn signer(name: &str) -> Signer {
    static KEYS: OnceLock<Vec<Key>> = OnceLock::new();
    let kinds = Curve::ALL.into_iter().map(Kind::Ec).chain([Kind::Ed25519]);
    let make = |kind| Key::generate(kind, &mut StdRng::seed_from_u64(3)).unwrap();
    let keys = KEYS.get_or_init(|| kinds.map(make).collect());
    let algorithm = alg::find(name).unwrap();
    let key = keys.iter().find(|key| key.kind().crv() == algorithm.crv).unwrap();
    Signer { key: Arc::new(key.clone()), algorithm }
}
