//! The examples in `tests/checks`: one file a check, prose and blocks of `json pass`, `json fail` or `json skip`.
//!
//! A block gives what the check is asked about: `header` and `claims` (as written, duplicates and all), `token` (a text
//! with `{header}`, `{claims}` and `{signature}` in it), `sign` (the key that signs), `envelope` (members of the outer
//! header if it is encrypted, around `inside` or else the token), `opened_with` (a key to decrypt with), `jwks` (a set, or a list of our
//! keys), `discovery`, `console` (its fields), `exchange` (how a document was fetched, see `checks/exchange.rs`),
//! `callback`, `token_response` and the rest of a login (see `checks/login.rs`), and the context by the names of its
//! fields. `finding` and `reason` say what the answer shows.

mod exchange;
mod login;

use crate::{sample, support};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lpauth::check::{self, Console, Context, Expected, Facts, Slot, jwe, policy};
use lpauth::jose::alg;
use lpauth::jose::envelope::{Envelope, Keyring};
use lpauth::jose::jws;
use lpauth::jose::key::Key;
use lpauth::model::discovery::Discovery;
use lpauth::model::json::{Broken, Json, Malformed, Node};
use lpauth::model::jwk::Jwks;
use lpauth::model::paste;
use lpauth::model::source::Source;
use lpauth::model::time::Timestamp;
use lpauth::model::token::Token;
use lpauth::report::{Finding, Outcome};
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_check_has_examples_and_every_example_a_check() {
    let files: BTreeSet<String> = names().collect();
    let checks: BTreeSet<String> = check::all().map(|check| format!("{}.md", check.rule.id)).collect();
    assert_eq!(files, checks);
}

#[test]
fn the_examples_come_out_as_they_say() {
    let mut wrong = Vec::new();
    for name in names() {
        let id = name.trim_end_matches(".md");
        let text = std::fs::read_to_string(directory().join(&name)).unwrap();
        let blocks = blocks(&text);
        for kind in ["pass", "fail"] {
            assert!(blocks.iter().any(|block| block.wanted == kind), "{name} has no example to {kind}");
        }
        assert!(text.split("```").next().unwrap().len() > 45, "{name} begins without prose");
        wrong.extend(blocks.iter().filter_map(|block| complaint(id, block)));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_complete_token_for_liveperson_gives_no_finding() {
    let asked = Asked::new(COMPLETE);
    let (facts, context) = (asked.facts(), asked.context());
    let failing: Vec<_> = check::judge(&facts, &context).into_iter().filter(|v| v.outcome.failed()).collect();
    assert!(failing.is_empty(), "{failing:#?}");
}

/// As LivePerson's documentation would have it: every field of `ctmrinfo` and `personal`, every claim that it reads.
const COMPLETE: &str = r#"{
  "issuer": "https://login.brand.example", "client_id": "lp-brand", "nonce": false, "subject": "c7f2b1d49e0a4b6f8d31",
  "jwks": ["brand-1"], "sign": "brand-1",
  "header": { "alg": "RS256", "typ": "JWT", "kid": "brand-1" },
  "claims": {
    "iss": "https://login.brand.example", "sub": "c7f2b1d49e0a4b6f8d31", "aud": "lp-brand",
    "iat": 1767225600, "exp": 1767229200,
    "preferred_username": "mlopez", "given_name": "Marta", "family_name": "Lopez",
    "email": "marta.lopez@mail.example", "phone_number": "+34911222333", "gender": "female",
    "lp_sdes": [
      { "type": "ctmrinfo", "info": {
        "customerId": "ACB-0099817", "ctype": "gold", "cstatus": "active", "balance": 1523.75, "currency": "EUR",
        "socialId": "11256324780", "imei": "356938035643809", "userName": "mlopez", "companySize": 500,
        "companyBranch": "Madrid-04", "accountName": "Lopez Ceramics", "role": "owner", "loginStatus": 1,
        "lastPaymentDate": { "day": 2, "month": 12, "year": 2025 },
        "registrationDate": { "day": 27, "month": 3, "year": 2019 } } },
      { "type": "personal", "personal": {
        "firstname": "Marta", "lastname": "Lopez", "age": { "age": 41, "year": 1984, "month": 6, "day": 9 },
        "contacts": [{ "email": "marta.lopez@mail.example", "phone": "+34911222333", "phoneType": "MOBILE",
                       "address": { "country": "ES", "region": "MD" } }],
        "gender": "FEMALE", "company": "Lopez Ceramics", "language": "es-ES" } }
    ] } }"#;

fn directory() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks")
}

fn names() -> impl Iterator<Item = String> {
    std::fs::read_dir(directory()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap())
}

struct Block<'a> {
    wanted: &'a str,
    line: usize,
    text: &'a str,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut line = 1;
    for (number, part) in text.split("```").enumerate() {
        if let (1, Some((info, body))) = (number % 2, part.split_once('\n')) {
            blocks.push(Block { wanted: info.strip_prefix("json ").unwrap_or(info), line, text: body });
        }
        line += part.matches('\n').count();
    }
    blocks
}

fn complaint(id: &str, block: &Block<'_>) -> Option<String> {
    let asked = Asked::new(block.text);
    let (facts, context) = (asked.facts(), asked.context());
    let verdicts = check::judge(&facts, &context);
    let place = format!("{id}.md:{}", block.line);
    let Some(verdict) = verdicts.iter().find(|verdict| verdict.rule.id == id) else {
        return Some(format!("{place}: the block is about something else"));
    };
    let outcome = &verdict.outcome;
    match (outcome, block.wanted) {
        (Outcome::Pass, "pass") => None,
        (Outcome::Skip(reason), "skip") => {
            let wanted = asked.text("reason").unwrap_or("(the block gives no reason)");
            (!reason.contains(wanted)).then(|| format!("{place}: skipped because “{reason}”"))
        }
        (Outcome::Fail(findings), "fail") => {
            findings.iter().for_each(|finding| in_bounds(&facts, finding));
            let wanted = asked.root().get("finding").unwrap_or_else(|| panic!("{place} describes no finding"));
            differs(&findings[0], wanted).map(|what| format!("{place}: {what}\n  in {findings:#?}"))
        }
        (outcome, wanted) => Some(format!("{place}: not a {wanted} but {outcome:?}")),
    }
}

fn in_bounds(facts: &Facts, finding: &Finding) {
    let documents = facts.documents();
    let document = documents.iter().find(|document| document.name == finding.at.document);
    let document = document.unwrap_or_else(|| panic!("{finding:?} is about a text that is not there"));
    let span = finding.at.span.clone().unwrap_or_default();
    assert!(document.text.get(span).is_some(), "{finding:?} points outside its text");
}

fn differs(finding: &Finding, wanted: &Node) -> Option<String> {
    let hint = finding.hint.as_deref().unwrap_or_default();
    let fields = [("pointer", &finding.at.pointer), ("saw", &finding.saw), ("wanted", &finding.wanted)];
    let field = |name: &str| wanted.get(name).and_then(Node::as_str);
    let unequal = fields.into_iter().find(|(name, found)| field(name).is_some_and(|text| text != found.as_str()));
    let unequal = unequal.map(|(name, found)| format!("{name} is {found:?}"));
    // An empty hint is none, and no part of one.
    let hints = |text: &str| hint.contains(text) && hint.is_empty() == text.is_empty();
    unequal.or_else(|| field("hint").filter(|text| !hints(text)).map(|_| format!("hint is {hint:?}")))
}

/// What a block asks about.
struct Asked {
    json: Json,
}

impl Asked {
    fn new(text: &str) -> Asked {
        let json = Json::parse(Source::new("block", text));
        Asked { json: json.unwrap_or_else(|error| panic!("{error:?} in {text}")) }
    }

    fn root(&self) -> &Node {
        &self.json.root
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.root().get(name)?.as_str()
    }

    fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    fn integer(&self, name: &str) -> Option<i64> {
        self.root().get(name)?.as_integer()
    }

    /// The text of a member as written, so that duplicates and odd numbers survive; of a string, what it says.
    fn raw(&self, name: &str) -> Option<String> {
        let node = self.root().get(name)?;
        Some(node.as_str().map_or_else(|| self.json.source.text[node.span.clone()].to_owned(), str::to_owned))
    }

    fn typed(&self, field: &str) -> Option<String> {
        self.root().get("console")?.get(field)?.as_str().map(str::to_owned)
    }

    fn context(&self) -> Context {
        let nonce = match self.root().get("nonce") {
            None => Expected::Unknown,
            Some(node) => node.as_str().map_or(Expected::Unsent, |nonce| Expected::Sent(nonce.to_owned())),
        };
        let acr = self.root().get("acr").map_or(&[][..], Node::elements);
        Context {
            now: Timestamp(self.integer("now").unwrap_or(support::NOW)),
            skew: self.integer("skew").unwrap_or_default(),
            issuer: self.owned("issuer"),
            client_id: self.owned("client_id"),
            nonce,
            subject: self.owned("subject"),
            max_age: self.integer("max_age"),
            acr: acr.iter().filter_map(Node::as_str).map(str::to_owned).collect(),
            access_token: self.owned("access_token"),
            code: self.owned("code"),
            response_type: self.owned("response_type"),
            encrypted: self.root().get("encrypted").and_then(Node::as_bool),
            key_count: None,
            cut_hashes: Vec::new(),
            terms: login::terms(self.root()),
            budget: self.integer("budget").map(i64::unsigned_abs),
            console: Console {
                issuer: self.typed("issuer"),
                authorization_endpoint: self.typed("authorization_endpoint"),
                token_endpoint: self.typed("token_endpoint"),
                jwks_endpoint: self.typed("jwks_endpoint"),
            },
        }
    }

    fn facts(&self) -> Facts {
        let keys = self.keys().unwrap_or(Slot::absent("no keys given"));
        let (token, envelope) = self.opened();
        let proof = match (&token, keys.here()) {
            (Slot::Here(token), Some(keys)) => Slot::Here(jws::prove(token, keys)),
            _ => Slot::absent("no keys given"),
        };
        let discovery = self.discovery().unwrap_or(Slot::absent("no --issuer to discover"));
        let exchanges = self.root().get("exchange").map(|node| vec![exchange::of(node)]);
        let exchanges = exchanges.map_or(Slot::absent("read from files"), Slot::Here);
        let envelope = envelope.map_or(Slot::None, Slot::Here);
        let mut facts = Facts { token, envelope, keys, proof, discovery, exchanges, ..Facts::default() };
        login::put(self, &mut facts);
        facts
    }

    fn opened(&self) -> (Slot<Token>, Option<Envelope>) {
        let token = match self.root().get("envelope") {
            None => self.token(),
            Some(members) => {
                let signed = self.token().map(|token| token.source.text);
                let content = self.owned("inside").or(signed).unwrap_or_else(sample::token);
                Some(Token::parse("token", &sample::sealed(&content, &members.to_value()), Vec::new()))
            }
        };
        let Some(token) = token else { return (Slot::None, None) };
        let keys = self.owned("opened_with").map(|name| match name.strip_suffix(" without a kid") {
            Some(name) => (name.to_owned(), without_kid(key_called(name))),
            None => (name.clone(), key_called(&name).clone()),
        });
        let envelope = Keyring { keys: keys.into_iter().collect(), ..Keyring::default() }.open(&token);
        (envelope.as_ref().map_or(Slot::Here(token), jwe::inside), envelope)
    }

    fn token(&self) -> Option<Token> {
        let about_tokens = ["header", "claims", "token", "sign"].iter().any(|name| self.root().get(name).is_some());
        let header = self.raw("header").unwrap_or(r#"{"alg":"RS256","typ":"JWT","kid":"brand-1"}"#.to_owned());
        let claims = self.raw("claims").unwrap_or("{}".to_owned());
        let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part));
        let signature = self.signature(&format!("{header}.{claims}"));
        let template = self.text("token").unwrap_or("{header}.{claims}.{signature}");
        let parts = [("{header}", &header), ("{claims}", &claims), ("{signature}", &signature)];
        let text = parts.iter().fold(template.to_owned(), |text, (name, part)| text.replace(name, part));
        let found = paste::tokens("token", &text).pop().map(|pasted| pasted.token);
        about_tokens.then(|| found.unwrap_or_else(|| Token::parse("token", &text, Vec::new())))
    }

    fn signature(&self, input: &str) -> String {
        let Some(key) = self.text("sign") else { return "c2lnbmF0dXJl".to_owned() };
        let named = self.root().get("header").and_then(|header| header.get("alg")?.as_str());
        let algorithm = alg::find(named.unwrap_or("RS256")).unwrap();
        URL_SAFE_NO_PAD.encode(jws::sign(key_called(key), algorithm, input.as_bytes()).unwrap())
    }

    fn keys(&self) -> Option<Slot<Jwks>> {
        let published = self.root().get("published").is_none_or(|node| node.as_bool() == Some(true));
        let listed = self.root().get("jwks")?.elements();
        let text = if listed.is_empty() { self.raw("jwks")? } else { key_set(listed) };
        Some(slot(Source::new("jwks", text), |source| Jwks::parse(source, published)))
    }

    fn discovery(&self) -> Option<Slot<Discovery>> {
        let asked = match self.root().get("issuer") {
            None => Some("https://login.brand.example"),
            Some(issuer) => issuer.as_str(),
        };
        Some(slot(Source::new("discovery", self.raw("discovery")?), |source| Discovery::parse(source, asked)))
    }
}

fn slot<T>(source: Source, parse: impl FnOnce(Source) -> Result<T, Malformed>) -> Slot<T> {
    parse(source.clone()).map_or_else(|malformed| Slot::Broken(Broken { source, malformed }), Slot::Here)
}

/// A published set of our keys: `"brand-1"`, or `{"key": "brand-1", "kid": "other", "use": null}` to change members.
fn key_set(listed: &[Node]) -> String {
    let key = |node: &Node| {
        let named = node.as_str().or_else(|| node.get("key")?.as_str()).unwrap();
        let mut jwk = key_called(named).public_jwk().unwrap();
        for member in node.members().iter().filter(|member| member.name != "key") {
            jwk[&member.name] = member.node.to_value();
        }
        jwk.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        jwk
    };
    serde_json::json!({ "keys": listed.iter().map(key).collect::<Vec<_>>() }).to_string()
}

fn without_kid(key: &Key) -> Key {
    let mut key = key.clone();
    key.kid = None;
    key
}

fn key_called(name: &str) -> &'static Key {
    let keys = [sample::rsa(), sample::other_rsa(), sample::ec(), sample::recipient()];
    keys.into_iter().find(|key| key.kid.as_deref() == Some(name)).unwrap_or_else(|| panic!("no key {name}"))
}

/// Any JSON value, rich in the names that checks look for.
fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        prop_oneof![".{0,8}", Just("ctmrinfo".to_owned()), Just("RS256".to_owned()), Just("9999999999999".to_owned())]
            .prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 48, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::vec((prop_oneof![name(), "\\PC{0,4}"], inner), 0..12)
                .prop_map(|members| members.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

const NAMES: &[&str] = &[
    "iss",
    "sub",
    "aud",
    "azp",
    "exp",
    "iat",
    "nbf",
    "nonce",
    "auth_time",
    "updated_at",
    "acr",
    "amr",
    "at_hash",
    "c_hash",
    "email",
    "phone_number",
    "birthdate",
    "address",
    "lp_sdes",
    "type",
    "info",
    "personal",
    "age",
    "gender",
    "contacts",
    "registrationDate",
    "day",
    "month",
    "year",
    "alg",
    "kid",
    "typ",
    "crit",
    "b64",
    "keys",
    "kty",
    "n",
    "x",
    "crv",
    "issuer",
    "jwks_uri",
];

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(NAMES).prop_map(str::to_owned)
}

fn object() -> impl Strategy<Value = serde_json::Value> {
    prop::collection::vec((name(), value()), 0..16)
        .prop_map(|members| members.into_iter().collect::<serde_json::Map<_, _>>().into())
}

/// A header that may well be a good one.
fn jose_header() -> impl Strategy<Value = serde_json::Value> {
    let alg = prop::sample::select(&["RS256", "PS512", "ES256", "ES512", "EdDSA", "HS256", "none", "XY"][..]);
    let kid = prop::option::of(prop::sample::select(&["k1", "k2", ""][..]));
    let rest = prop::option::of((name(), value()));
    (alg, kid, rest).prop_map(|(alg, kid, rest)| {
        let mut header = serde_json::json!({ "alg": alg });
        header.as_object_mut().unwrap().extend(kid.map(|kid| ("kid".to_owned(), kid.into())));
        header.as_object_mut().unwrap().extend(rest);
        header
    })
}

/// A key that may well be a good one.
fn jwk() -> impl Strategy<Value = serde_json::Value> {
    let keys = [sample::rsa(), sample::ec()].map(|key| key.public_jwk().unwrap());
    let others = [
        serde_json::json!({ "kty": "oct", "k": "AQAB" }),
        serde_json::json!({ "kty": "OKP", "crv": "Ed448", "x": "AA".repeat(38) }),
        serde_json::json!({ "kty": "OKP", "crv": "Ed25519", "x": "A".repeat(43) }),
        serde_json::json!({ "kty": "EC", "crv": "P-256", "x": "A".repeat(43), "y": "A".repeat(43) }),
        serde_json::json!({ "kty": "EC", "crv": "BP-256", "x": "AQAB", "y": "AQAB" }),
        serde_json::json!({ "kty": "AKP", "alg": "ML-DSA-44", "pub": "AQAB" }),
    ];
    const CHANGEABLE: [&str; 14] =
        ["kid", "use", "alg", "key_ops", "n", "e", "x", "y", "d", "crv", "kty", "x5c", "x5t", "x5u"];
    let change = prop::sample::select(&CHANGEABLE[..]);
    (prop::sample::select([&keys[..], &others[..]].concat()), prop::option::of((change, value()))).prop_map(
        |(mut key, change)| {
            key["kid"] = "k1".into();
            if let Some((name, value)) = change {
                key[name] = value;
            }
            key
        },
    )
}

fn everything_told(now: i64, skew: i64) -> Context {
    Context {
        now: Timestamp(now),
        skew,
        issuer: Some("https://login.brand.example".to_owned()),
        client_id: Some("lp-brand".to_owned()),
        nonce: Expected::Sent("n".to_owned()),
        subject: Some("s".to_owned()),
        max_age: Some(i64::MAX),
        acr: vec!["loa1".to_owned()],
        access_token: Some("a".to_owned()),
        code: Some("c".to_owned()),
        response_type: Some("code id_token token".to_owned()),
        key_count: Some(2),
        ..Context::default()
    }
}

fn survives(token: Token, keys: &str, now: i64, skew: i64) {
    let keys = slot(Source::new("jwks", keys), |source| Jwks::parse(source, true));
    let proof = keys.here().map_or(Slot::None, |keys| Slot::Here(jws::prove(&token, keys)));
    let discovery = slot(Source::new("discovery", "{}"), |source| Discovery::parse(source, Some("https://a.example")));
    let facts = Facts { token: Slot::Here(token), keys, proof, discovery, ..Facts::default() };
    let group = check::group("token", &facts, &everything_told(now, skew), &policy::POLICIES[0]);
    for verdict in &group.verdicts {
        if let Outcome::Fail(findings) = &verdict.outcome {
            assert!(!findings.is_empty(), "{} fails without a finding", verdict.rule.id);
            findings.iter().for_each(|finding| in_bounds(&facts, finding));
        }
    }
}

proptest! {
    #[test]
    fn no_claims_and_no_header_make_a_check_panic(
        header in object(), claims in object(), keys in value(), now in any::<i64>(), skew in any::<i64>()
    ) {
        let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let token = Token::parse("token", &format!("{header}.{claims}.AAAA"), Vec::new());
        survives(token, &serde_json::json!({ "keys": [keys] }).to_string(), now, skew);
    }

    #[test]
    fn an_unverified_token_never_comes_out_clean(header in jose_header(), keys in prop::collection::vec(jwk(), 0..3)) {
        let asked = Asked::new(COMPLETE);
        let parts = [header.to_string(), asked.raw("claims").unwrap()].map(|part| URL_SAFE_NO_PAD.encode(part));
        let token = Token::parse("token", &format!("{}.{}.AAAA", parts[0], parts[1]), Vec::new());
        let keys = Source::new("jwks", serde_json::json!({ "keys": keys }).to_string());
        let keys = slot(keys, |source| Jwks::parse(source, true));
        let proof = Slot::Here(jws::prove(&token, keys.here().unwrap()));
        let facts = Facts { token: Slot::Here(token), keys, proof, ..Facts::default() };
        for policy in policy::POLICIES {
            assert!(check::group("token", &facts, &asked.context(), policy).tally().errors > 0, "{facts:?}");
        }
    }

    #[test]
    fn no_text_makes_a_check_panic(text in "(\\PC|[.=+/\"\\s]){0,60}", keys in "\\PC{0,20}") {
        survives(Token::parse("token", &text, Vec::new()), &keys, 0, 0);
    }
}
