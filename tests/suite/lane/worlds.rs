//! Judges, and tokens for them.

use crate::sample;
use crate::support::NOW;
use lpauth::check::policy::{Own, POLICIES, Policy};
use lpauth::check::{Context, Expected, Slot};
use lpauth::cmd::key_source::Gathered;
use lpauth::cmd::mint::judge::context;
use lpauth::cmd::verify::lines::judge::LineJudge;
use lpauth::flow::fault::Fault;
use lpauth::flow::mint::{Draft, Signer};
use lpauth::flow::template;
use lpauth::jose::alg::{self, Algorithm};
use lpauth::jose::envelope::Keyring;
use lpauth::jose::jws::sign;
use lpauth::jose::key::{Key, Kind};
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;
use lpauth::model::time::Timestamp;
use lpauth::report::Severity;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use std::sync::Arc;

/// Whoever signs the tokens of a test.
pub(super) struct Tokens {
    key: Key,
    algorithm: &'static Algorithm,
}

impl Tokens {
    pub(super) fn new(algorithm: &str) -> Tokens {
        let mut key = Key::generate(Kind::Ed25519, &mut StdRng::seed_from_u64(9)).unwrap();
        key.kid = Some("brand-ed".to_owned());
        Tokens { key, algorithm: alg::find(algorithm).unwrap() }
    }

    pub(super) fn signed(&self, claims: &Value) -> String {
        self.signed_text(&claims.to_string())
    }

    pub(super) fn signed_text(&self, claims: &str) -> String {
        self.signed_bytes(claims.as_bytes())
    }

    pub(super) fn signed_bytes(&self, claims: &[u8]) -> String {
        let header = json!({ "alg": self.algorithm.name, "typ": "JWT", "kid": "brand-ed" });
        let message = format!("{}.{}", sample::encode(header.to_string()), sample::encode(claims));
        let signature = sign(&self.key, self.algorithm, message.as_bytes()).unwrap();
        format!("{message}.{}", sample::encode(signature))
    }

    fn keys(&self) -> Value {
        json!({ "keys": [self.key.public_jwk()] })
    }
}

/// A judge, and the claims of a token that is good for it.
pub(super) struct World {
    pub(super) name: String,
    pub(super) judge: LineJudge,
    pub(super) claims: Value,
}

/// Every context that changes what is asked, under every policy.
pub(super) fn worlds(tokens: &Tokens) -> Vec<World> {
    let mut own = POLICIES[0].clone();
    own.own = ["lifetime-long", "token-expired", "iss-malformed", "sdes-value"]
        .map(|check| Own { check: check.to_owned(), severity: None, reason: None })
        .into();
    own.own.push(Own { check: "alg-not-rs256".to_owned(), severity: Some(Severity::Note), reason: None });
    let policies = POLICIES.iter().chain([&own]);
    let contexts = contexts();
    let world = |(policy, (name, context)): (&Policy, &(&str, Context))| World {
        name: format!("{name} under {}", policy.name),
        judge: judge(context.clone(), policy, &tokens.keys()),
        claims: claims(context),
    };
    let first = contexts.iter().map(|context| (&POLICIES[0], context));
    let others = policies.skip(1).flat_map(|policy| [(policy, &contexts[0]), (policy, &contexts[1])]);
    first.chain(others).map(world).collect()
}

fn contexts() -> Vec<(&'static str, Context)> {
    let plain = Context { now: Timestamp(NOW), ..Context::default() };
    let usual = Context {
        skew: 60,
        issuer: Some("https://login.acmebank.example".to_owned()),
        client_id: Some("lp-acmebank".to_owned()),
        ..plain.clone()
    };
    let all = Context {
        nonce: Expected::Sent("n-5f1c".to_owned()),
        max_age: Some(3_600),
        acr: vec!["loa1".to_owned()],
        access_token: Some("an-access-token".to_owned()),
        code: Some("a-code".to_owned()),
        response_type: Some("code id_token token".to_owned()),
        ..usual.clone()
    };
    let subject = Context { subject: Some("c7f2b1d49e0a4b6f8d31".to_owned()), ..usual.clone() };
    let unsent = Context { nonce: Expected::Unsent, issuer: Some("https://other.example".to_owned()), ..usual.clone() };
    vec![("usual", usual), ("nothing", plain), ("all", all), ("a subject", subject), ("no nonce, wrong issuer", unsent)]
}

fn claims(context: &Context) -> Value {
    let template = template::find("liveperson").unwrap();
    let mut claims = template.claims(Timestamp(NOW - 30), "c7f2b1d49e0a4b6f8d31").to_value();
    let hash = |text: &str| alg::find("EdDSA").unwrap().half_hash(text);
    let more = json!({
        "nbf": NOW - 30, "auth_time": NOW - 300, "updated_at": NOW - 86_400, "acr": "loa1", "amr": ["pwd", "otp"],
        "at_hash": hash("an-access-token"), "c_hash": hash("a-code"), "jti": "3f1c", "locale": "es-ES",
        "birthdate": "1984-06-09", "email_verified": true, "address": { "country": "ES", "own": 1 },
        "own": { "list": [1, "two", { "three": 3.5 }], "none": null }, "own_text": "a",
    });
    claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    if context.nonce != Expected::Unsent {
        claims["nonce"] = json!("n-5f1c");
    }
    claims
}

fn judge(context: Context, policy: &Policy, keys: &Value) -> LineJudge {
    let keys = Jwks::parse(Source::new("keys", keys.to_string()), true).unwrap();
    let gathered = Gathered { keys: Slot::Here(keys), ..Gathered::default() };
    LineJudge::new(context, policy.clone(), Keyring::default(), gathered)
}

/// A token with a fault, or without, and whoever is to notice.
pub(super) struct Faulty {
    pub(super) token: String,
    plain: Vec<String>,
    contexts: [Context; 2],
    keys: Value,
}

impl Faulty {
    /// Returns judges under every policy, each with good tokens to learn from.
    pub(super) fn judges(&self) -> Vec<(LineJudge, Vec<String>)> {
        let each =
            POLICIES.iter().take(2).flat_map(|policy| self.contexts.iter().map(move |context| (policy, context)));
        each.map(|(policy, context)| (judge(context.clone(), policy, &self.keys), self.plain.clone())).collect()
    }
}

pub(super) fn minted(fault: Option<&Fault>) -> Faulty {
    let algorithm = if fault.is_some_and(|fault| fault.id.starts_with("sig.ecdsa")) { "ES256" } else { "RS256" };
    let good = draft(algorithm, "c7f2b1d49e0a4b6f8d31");
    let mut draft_of_fault = good.clone();
    if let Some(fault) = fault {
        (fault.apply)(&mut draft_of_fault, &mut StdRng::seed_from_u64(11)).unwrap();
    }
    let minted = draft_of_fault.mint().unwrap();
    let plain = [good, draft(algorithm, "another-consumer")].map(|draft| draft.mint().unwrap().token);
    let knowing = context(&minted.expect, &minted, Timestamp(NOW));
    let plainly = Context { now: Timestamp(NOW), skew: 60, ..Context::default() };
    Faulty { token: minted.token, plain: plain.into(), contexts: [knowing, plainly], keys: minted.jwks }
}

fn draft(algorithm: &str, subject: &str) -> Draft {
    let algorithm = alg::find(algorithm).unwrap();
    let key = if algorithm.kty == "EC" { sample::ec() } else { sample::rsa() };
    let mut claims = template::find("liveperson").unwrap().claims(Timestamp(NOW), subject);
    [("nonce", "n-5f1c"), ("acr", "loa1")].iter().for_each(|(name, text)| claims.set(name, *text));
    ["auth_time", "nbf"].iter().for_each(|name| claims.set(name, NOW));
    let mut draft = Draft::new(Signer { key: Arc::new(key.clone()), algorithm }, "brand-1", claims, Timestamp(NOW));
    draft.bind_access_token("an-access-token");
    draft.bind_code("a-code");
    draft.expect.max_age = Some(3_600);
    draft.expect.response_type = Some("code id_token token".to_owned());
    draft
}
