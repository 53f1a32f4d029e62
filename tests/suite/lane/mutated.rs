//! Tokens that nobody thought of: any claims, and those of the corpus.

use super::agree;
use super::worlds::{Tokens, World, worlds};
use lpauth::check::policy::POLICIES;
use lpauth::check::{Context, Slot};
use lpauth::cmd::key_source::Gathered;
use lpauth::cmd::verify::lines::judge::{LineJudge, Scratch};
use lpauth::jose::envelope::Keyring;
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;
use lpauth::model::time::Timestamp;
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::sample::Index;
use serde_json::Value;
use std::path::Path;
use std::sync::OnceLock;

/// Returns the pointer of every value in `value` but itself.
pub(super) fn pointers(value: &Value) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match value {
        Value::Array(elements) => elements.iter().enumerate().map(|(at, inner)| (at.to_string(), inner)).collect(),
        Value::Object(members) => members.iter().map(|(name, inner)| (name.clone(), inner)).collect(),
        _ => Vec::new(),
    };
    let below = |(name, inner): (String, &Value)| {
        let deeper = pointers(inner).into_iter().map(|pointer| format!("/{name}{pointer}")).collect::<Vec<_>>();
        std::iter::once(format!("/{name}")).chain(deeper)
    };
    inner.into_iter().flat_map(below).collect()
}

#[derive(Debug, Clone)]
enum Change {
    /// Another value there.
    Value(Index, Value),
    /// No such claim.
    Without(Index),
    /// The claim at the end.
    Last(Index),
    /// A claim more.
    With(String, Value),
    /// Another byte in the text of the claims.
    Byte(Index, u8),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        4 => (any::<Index>(), value()).prop_map(|(at, value)| Change::Value(at, value)),
        2 => any::<Index>().prop_map(Change::Without),
        1 => any::<Index>().prop_map(Change::Last),
        1 => (name(), value()).prop_map(|(name, value)| Change::With(name, value)),
        1 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
    ];
    proptest::collection::vec(change, 0..4)
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(vec!["azp", "aud", "website", "iss", "own", "sid"]).prop_map(str::to_owned),
        ".{0,8}"
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let now = crate::support::NOW;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (now - 100_000..now + 100_000).prop_map(Value::from),
        (-3_i64..40).prop_map(Value::from),
        any::<f64>().prop_map(|number| (number / 3.0).into()),
        "[ -~]{0,30}".prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(".{0,4}", inner, 0..4).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn changed(claims: &Value, changes: &[Change]) -> Vec<u8> {
    let mut claims = claims.clone();
    let name = |claims: &Value, at: &Index| {
        let names: Vec<&String> = claims.as_object().unwrap().keys().collect();
        names.get(at.index(names.len().max(1))).map(|name| (*name).clone())
    };
    for change in changes {
        match change {
            Change::Value(at, value) => {
                let pointers = pointers(&claims);
                let pointer = pointers.get(at.index(pointers.len().max(1)));
                if let Some(place) = pointer.and_then(|pointer| claims.pointer_mut(pointer)) {
                    *place = value.clone();
                }
            }
            Change::Without(at) => _ = name(&claims, at).and_then(|name| claims.as_object_mut()?.shift_remove(&name)),
            Change::Last(at) => {
                let name = name(&claims, at);
                let taken = name.and_then(|name| claims.as_object_mut()?.shift_remove_entry(&name));
                claims.as_object_mut().unwrap().extend(taken);
            }
            Change::With(name, value) => claims[name.as_str()] = value.clone(),
            Change::Byte(..) => {}
        }
    }
    let mut text = claims.to_string().into_bytes();
    for change in changes {
        if let Change::Byte(at, byte) = change {
            let at = at.index(text.len());
            text[at] = *byte;
        }
    }
    text
}

/// One world a case, so that a case stays quick.
fn all_worlds() -> &'static (Tokens, Vec<World>) {
    static WORLDS: OnceLock<(Tokens, Vec<World>)> = OnceLock::new();
    WORLDS.get_or_init(|| {
        let tokens = Tokens::new("EdDSA");
        let worlds = worlds(&tokens);
        (tokens, worlds)
    })
}

proptest! {
    #[test]
    fn any_claims_are_told_as_all_checks_tell_them(
        world in any::<Index>(), tokens in proptest::collection::vec(changes(), 1..12),
    ) {
        let (signer, worlds) = all_worlds();
        let World { name, judge, claims } = world.get(worlds);
        let mut learned = Scratch::default();
        for changes in &tokens {
            let line = signer.signed_bytes(&changed(claims, changes));
            // A second time, now that it is known.
            agree(judge, &line, &mut learned, name);
            agree(judge, &line, &mut learned, name);
        }
    }
}

/// Returns judges with every key of the corpus in one set.
pub(super) fn judges_of_corpus(tokens: &Path) -> Vec<LineJudge> {
    let mut keys = Vec::new();
    for entry in std::fs::read_dir(tokens.join("../jwks")).into_iter().flatten() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap_or_default();
        let set: Value = serde_json::from_str(&text).unwrap_or_default();
        keys.extend(set["keys"].as_array().cloned().unwrap_or_default());
    }
    keys.truncate(6);
    let judge = |(now, policy): (i64, usize)| {
        let text = serde_json::json!({ "keys": keys }).to_string();
        let keys = Jwks::parse(Source::new("keys", text), true).unwrap();
        let gathered = Gathered { keys: Slot::Here(keys), ..Gathered::default() };
        let context = Context { now: Timestamp(now), ..Context::default() };
        LineJudge::new(context, POLICIES[policy].clone(), Keyring::default(), gathered)
    };
    [(crate::support::NOW, 0), (1_500_000_000, 1)].map(judge).into()
}

/// Returns every token of the corpus that stands in one line.
pub(super) fn lines_of_corpus(tokens: &Path) -> Vec<String> {
    let paths = std::fs::read_dir(tokens).unwrap().map(|entry| entry.unwrap().path());
    let texts = paths.filter(|path| path.extension().is_some_and(|extension| extension == "jwt"));
    let texts = texts.filter_map(|path| std::fs::read_to_string(path).ok());
    texts.map(|text| text.trim().to_owned()).filter(|text| !text.contains('\n')).collect()
}
