//! A good login, broken in one way at a time: exactly the expected checks must fail.

mod breaks;
mod good;

use crate::support::NOW;
use breaks::{
    add, answered, asked, bytes, came_by, came_by_form, fail, form, hybrid, member, parameters, refreshed, refuse,
    resigned, sent_to, set, step, stop,
};
use good::{STATE, by_code, good_token, implicit, token};
use lpauth::check::{self, Context, Facts, Slot, callback, login, policy, refresh, tokens, userinfo};
use lpauth::flow::redact::{Known, Redactor};
use lpauth::flow::timeline;
use lpauth::model::callback::Callback;
use lpauth::model::har;
use lpauth::model::http::{Request, Timing};
use lpauth::model::time::Timestamp;
use lpauth::model::transcript::file;
use lpauth::model::transcript::{PageSummary, Purpose, Stop, Transcript};
use lpauth::report::{Group, Severity};
use proptest::prelude::{Strategy, any, prop, prop_oneof, proptest};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A check, how a login is broken for it, and which other checks notice that too.
type Mutation = (&'static str, fn(&mut Transcript), &'static [&'static str]);

/// What can go wrong with a login by code.
const BY_CODE: &[Mutation] = &[
    ("login-unfinished", |login| fail(login, Purpose::UserInfo), &[]),
    ("login-redirect-uri-unregistered", |login| stop(login, 400, "Invalid parameter: redirect_uri", &[]), &[]),
    ("login-error-page", |login| stop(login, 200, "Something went wrong", &[]), &[]),
    ("login-error-page", |login| stop(login, 500, "Login", &[]), &[]),
    ("login-stuck", |login| stop(login, 200, "Wrong password", &[("pass", "password")]), &[]),
    ("redirect-uri-differs", |login| form(login, Purpose::Token, "redirect_uri", "https://liveperson.net"), &[]),
    ("login-not-https", |login| step(login, Purpose::Login).hop.request.url.set_scheme("http").unwrap(), &[]),
    ("clock-apart", |login| set(login, Purpose::Token, "date", "Thu, 01 Jan 2026 00:06:52 GMT"), &[]),
    ("login-slow", |login| step(login, Purpose::Login).hop.timing.total = 2_001, &[]),
    ("callback-error", |login| answered(login, "error=access_denied"), &[]),
    (
        "callback-error-text-malformed",
        |login| {
            answered(login, "error=access_denied");
            add(login, "error_description", "¡no!");
        },
        &["callback-error"],
    ),
    ("callback-state-missing", |login| parameters(login).retain(|(name, _)| name != "state"), &[]),
    ("callback-state-mismatch", |login| parameters(login)[1].1 = STATE.replace(' ', "+"), &[]),
    ("callback-parameter-repeated", |login| add(login, "state", STATE), &[]),
    ("callback-code-missing", |login| parameters(login).retain(|(name, _)| name != "code"), &[]),
    ("callback-in-fragment", |login| came_by(login, "#"), &[]),
    ("callback-in-query", |login| add(login, "access_token", "a"), &[]),
    ("callback-in-form", |login| came_by_form(login), &[]),
    ("callback-iss-mismatch", |login| parameters(login)[2].1 = "https://other.example".to_owned(), &[]),
    ("callback-iss-missing", |login| parameters(login).retain(|(name, _)| name != "iss"), &[]),
    ("callback-redirect-uri-differs", |login| sent_to(login, "https://liveperson.net/"), &[]),
    ("callback-long", |login| add(login, "session_state", &"x".repeat(8_000)), &[]),
    ("token-endpoint-refused", |login| refuse(login, Purpose::Token, 400, r#"{"error": "invalid_grant"}"#), &[]),
    ("token-endpoint-status", |login| refuse(login, Purpose::Token, 500, "<h1>Error</h1>"), &[]),
    ("token-endpoint-redirects", |login| refuse(login, Purpose::Token, 307, ""), &[]),
    ("token-error-malformed", |login| refuse(login, Purpose::Token, 200, r#"{"error": "invalid_grant"}"#), &[]),
    (
        "token-error-unknown",
        |login| refuse(login, Purpose::Token, 400, r#"{"error": "E_4711"}"#),
        &["token-endpoint-refused"],
    ),
    (
        "token-error-text-malformed",
        |login| refuse(login, Purpose::Token, 400, r#"{"error": "invalid_grant", "error_description": "¡no!"}"#),
        &["token-endpoint-refused"],
    ),
    (
        "token-challenge-missing",
        |login| refuse(login, Purpose::Token, 401, r#"{"error": "invalid_client"}"#),
        &["token-endpoint-refused"],
    ),
    ("token-response-not-json", |login| refuse(login, Purpose::Token, 200, "<h1>Sign in</h1>"), &[]),
    ("token-response-media-type", |login| set(login, Purpose::Token, "content-type", "text/html"), &[]),
    ("token-response-with-bom", |login| drop(bytes(login, Purpose::Token).splice(..0, *b"\xEF\xBB\xBF")), &[]),
    (
        "token-response-member-repeated",
        |login| drop(bytes(login, Purpose::Token).splice(1..1, *br#""scope": "openid","#)),
        &[],
    ),
    ("token-response-cacheable", |login| set(login, Purpose::Token, "cache-control", "max-age=60"), &[]),
    ("token-response-no-pragma", |login| set(login, Purpose::Token, "pragma", ""), &[]),
    ("id-token-missing", |login| member(login, Purpose::Token, "id_token", Value::Null), &[]),
    ("access-token-missing", |login| member(login, Purpose::Token, "access_token", Value::Null), &[]),
    ("token-type-not-bearer", |login| member(login, Purpose::Token, "token_type", json!("mac")), &[]),
    ("expires-in-malformed", |login| member(login, Purpose::Token, "expires_in", json!("3600")), &[]),
    ("expires-in-missing", |login| member(login, Purpose::Token, "expires_in", Value::Null), &[]),
    (
        "expires-in-too-long",
        |login| {
            let lives = token(&json!({ "iat": 1_767_225_600, "exp": 1_767_229_200 }));
            member(login, Purpose::Token, "access_token", json!(lives));
            member(login, Purpose::Token, "expires_in", json!(3_600 | 900));
        },
        &["at-hash-mismatch"],
    ),
    (
        "access-token-is-id-token",
        |login| member(login, Purpose::Token, "access_token", json!(good_token())),
        &["at-hash-mismatch"],
    ),
    ("token-response-slow", |login| step(login, Purpose::Token).hop.timing.total = 2_001, &[]),
    ("at-hash-mismatch", |login| member(login, Purpose::Token, "access_token", json!("other")), &[]),
    ("acr-unmet", |login| asked(login, "acr_values", "loa1 loa2"), &[]),
    ("auth-time-too-old", |login| asked(login, "max_age", "0"), &[]),
    ("nonce-missing", |login| login.terms.nonce = Some(Some("n".to_owned())), &[]),
    ("signature-invalid", |login| resigned(login), &[]),
    ("userinfo-refused", |login| refuse(login, Purpose::UserInfo, 403, ""), &[]),
    ("userinfo-challenge-missing", |login| refuse(login, Purpose::UserInfo, 401, ""), &["userinfo-refused"]),
    ("userinfo-media-type", |login| set(login, Purpose::UserInfo, "content-type", "text/plain"), &[]),
    ("userinfo-not-json", |login| refuse(login, Purpose::UserInfo, 200, "none"), &[]),
    ("userinfo-subject-missing", |login| member(login, Purpose::UserInfo, "sub", Value::Null), &[]),
    ("userinfo-subject-mismatch", |login| member(login, Purpose::UserInfo, "sub", json!("other")), &[]),
    ("userinfo-claim-malformed", |login| member(login, Purpose::UserInfo, "zoneinfo", json!(1)), &[]),
    ("claims-only-at-userinfo", |login| member(login, Purpose::UserInfo, "family_name", json!("Lopez")), &[]),
    ("userinfo-claims-differ", |login| member(login, Purpose::UserInfo, "given_name", json!("Maria")), &[]),
    ("refresh-refused", |login| refuse(login, Purpose::Refresh, 400, r#"{"error": "invalid_grant"}"#), &[]),
    ("refresh-issuer-changed", |login| refreshed(login, "iss", json!("https://other.example")), &[]),
    ("refresh-subject-changed", |login| refreshed(login, "sub", json!("other")), &[]),
    ("refresh-audience-changed", |login| refreshed(login, "aud", json!("other")), &[]),
    ("refresh-auth-time-changed", |login| refreshed(login, "auth_time", json!(NOW)), &[]),
    ("refresh-nonce-unexpected", |login| refreshed(login, "nonce", json!("n")), &[]),
    ("status-not-200", |login| step(login, Purpose::Keys).hop.answer.as_mut().unwrap().status = 404, &[]),
    ("jwks-unreadable", |login| *bytes(login, Purpose::Keys) = b"<html>".to_vec(), &[]),
];

/// What can go wrong with a login that brings the token itself.
const IMPLICIT: &[Mutation] = &[
    ("callback-token-missing", |login| parameters(login).retain(|(name, _)| name != "id_token"), &[]),
    ("callback-in-query", |login| came_by(login, "?"), &[]),
    ("callback-token-unasked", |login| add(login, "token_type", "Bearer"), &[]),
    ("callback-parameter-name", |login| parameters(login)[0].0 = "token".to_owned(), &[]),
    ("c-hash-missing", |login| hybrid(login), &[]),
];

/// What only a login by code, or only one by token, can be asked.
fn both() -> impl Iterator<Item = (&'static Mutation, Transcript)> {
    let by_code = BY_CODE.iter().map(|mutation| (mutation, by_code()));
    by_code.chain(IMPLICIT.iter().map(|mutation| (mutation, implicit())))
}

#[test]
fn a_good_login_gives_no_finding() {
    assert_eq!(failing(&by_code()), BTreeSet::new());
    assert_eq!(failing(&implicit()), BTreeSet::new());
}

#[test]
fn each_mutation_is_noticed_by_the_expected_checks_alone() {
    for ((id, change, others), mut login) in both() {
        change(&mut login);
        let expected: BTreeSet<&str> = others.iter().copied().chain([*id]).collect();
        assert_eq!(failing(&login), expected, "{id}");
    }
}

#[test]
fn each_check_of_a_login_has_a_mutation() {
    let tables = [callback::CHECKS, tokens::CHECKS, userinfo::CHECKS, refresh::CHECKS, login::CHECKS];
    let mutated: BTreeSet<&str> = both().map(|((id, ..), _)| *id).collect();
    let missing: Vec<&str> =
        tables.into_iter().flatten().map(|check| check.rule.id).filter(|id| !mutated.contains(id)).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn what_liveperson_takes_is_no_error_under_its_policy() {
    let severity = |policy: &str, mutation: fn(&mut Transcript), mut login: Transcript, id: &str| {
        mutation(&mut login);
        let group = check::group("login", &facts(&login), &context(&login), policy::find(policy).unwrap());
        group.verdicts.iter().find(|verdict| verdict.rule.id == id && verdict.outcome.failed()).unwrap().severity
    };
    let fragment = |policy| severity(policy, |login| came_by(login, "#"), by_code(), "callback-in-fragment");
    assert_eq!((fragment("liveperson"), fragment("oidc")), (Severity::Note, Severity::Error));
    let query = |policy| severity(policy, |login| came_by(login, "?"), implicit(), "callback-in-query");
    assert_eq!((query("liveperson"), query("oidc")), (Severity::Warning, Severity::Error));
    let renamed: fn(&mut Transcript) = |login| parameters(login)[0].0 = "code".to_owned();
    let name = |policy| severity(policy, renamed, implicit(), "callback-parameter-name");
    assert_eq!((name("liveperson"), name("oidc")), (Severity::Note, Severity::Error));
}

#[test]
fn no_document_of_a_login_shows_a_secret() {
    let mut login = by_code();
    parameters(&mut login)[0].1 = "code-4b1d90aa".to_owned();
    let secrets =
        ["at-5f0c1b7e", "rt-77aa01", "code-4b1d90aa", "s3cr3t", "bHAtYWNtZWJhbms6czNjcjN0", "hunter2", "SID=4711"];
    let signature = good_token().rsplit('.').next().unwrap().to_owned();
    let unread = "<p>access_token=at-5f0c1b7e</p>";
    for body in [
        None,
        Some(unread),
        Some(r#"{"data": [{"access_token": "at-5f0c1b7e"}]}"#),
        Some("[\"rt-77aa01-0123456789-0123456789\"]"),
    ] {
        body.into_iter().for_each(|body| *bytes(&mut login, Purpose::Token) = body.as_bytes().to_vec());
        for document in facts(&login).documents() {
            let shown =
                secrets.iter().copied().chain([signature.as_str()]).find(|secret| document.text.contains(secret));
            assert_eq!(shown, None, "{}: {}", document.name, document.text);
        }
    }
}

/// Every login that is broken in one way, by the check that notices.
pub(crate) fn broken() -> impl Iterator<Item = (&'static str, Transcript)> {
    both().map(|((id, change, _), mut login)| {
        change(&mut login);
        (*id, login)
    })
}

fn context(login: &Transcript) -> Context {
    Context { now: Timestamp(NOW), skew: 60, ..Context::of_login(login) }
}

fn facts(login: &Transcript) -> Facts {
    Facts::of_login(login, Slot::None, Slot::None)
}

fn failing(login: &Transcript) -> BTreeSet<&'static str> {
    let verdicts = check::judge(&facts(login), &context(login));
    verdicts.into_iter().filter(|verdict| verdict.outcome.failed()).map(|verdict| verdict.rule.id).collect()
}

fn points_inside(group: &Group) {
    for finding in group.verdicts.iter().flat_map(|verdict| verdict.findings()) {
        let document = group.document(&finding.at.document).unwrap_or_else(|| panic!("{finding:?} is about no text"));
        let span = finding.at.span.clone().unwrap_or_default();
        assert!(document.text.get(span).is_some(), "{finding:?} points outside its text");
    }
}

/// A text that may well be one of those that checks look for.
fn odd() -> impl Strategy<Value = String> {
    const KNOWN: [&str; 10] = [
        "code",
        "error",
        "invalid_client",
        "Bearer",
        "Basic Og==",
        "Basic bHA6czNjIA==",
        "",
        "\u{feff}{}",
        "%",
        "&quot;",
    ];
    prop_oneof!["\\PC{0,12}", "[ -~\\s]{0,12}", prop::sample::select(&KNOWN[..]).prop_map(str::to_owned)]
}

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    const NAMES: [&str; 11] = [
        "code",
        "state",
        "error",
        "iss",
        "id_token",
        "token",
        "redirect_uri",
        "authorization",
        "www-authenticate",
        "date",
        "content-type",
    ];
    let name = prop_oneof![prop::sample::select(&NAMES[..]).prop_map(str::to_owned), "[a-z-]{1,8}"];
    prop::collection::vec((name, odd()), 0..6)
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    const MEMBERS: [&str; 9] =
        ["error", "error_description", "id_token", "access_token", "token_type", "expires_in", "sub", "email", "aud"];
    let value = prop_oneof![
        odd().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        odd().prop_map(|text| json!([text]))
    ];
    let member = (prop::sample::select(&MEMBERS[..]), value);
    let object = prop::collection::vec(member, 0..6).prop_map(|members| {
        let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
        Value::Object(members.collect()).to_string().into_bytes()
    });
    prop_oneof![object, prop::collection::vec(any::<u8>(), 0..40), odd().prop_map(String::into_bytes)]
}

proptest! {
    #[test]
    fn no_login_makes_a_check_panic(
        sent in pairs(), came in pairs(), headers in pairs(), body in body(), state in odd(), delivery in 0..3,
        status in 0_u16..700, began in any::<i64>(), total in any::<u64>(), fields in pairs(), text in odd()
    ) {
        let mut login = if delivery == 0 { implicit() } else { by_code() };
        login.terms.state = Some(state);
        login.terms.redirect_uri = Some(text.clone());
        for step in &mut login.steps {
            step.hop.request = Request::form(step.hop.request.url.clone(), sent.clone());
            step.hop.request.headers.extend(headers.clone());
            step.hop.began = began;
            step.hop.timing = Timing { total, ..Timing::default() };
            let answer = step.hop.answer.as_mut().unwrap();
            (answer.status, answer.headers, answer.body) = (status, headers.clone(), body.clone());
        }
        let pairs: Vec<_> = came.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let by_script = delivery == 2;
        match by_script {
            true => login.callback = Some(Callback::of_script(&pairs)),
            false => *parameters(&mut login) = came,
        }
        let page = PageSummary { url: text.clone(), status, title: Some(text.clone()), fields, buttons: vec![text], message: None };
        login.stop = Some(Stop { at: Purpose::Login, reason: String::new(), page: Some(page) });
        if delivery == 1 {
            login.callback = None;
        }
        let mut group = check::group("login", &facts(&login), &context(&login), &policy::POLICIES[0]);
        points_inside(&group);
        let redactor = Redactor::new(&login, &Known { personal: true, ..Known::default() });
        redactor.group(&mut group);
        points_inside(&group);
        let clean = redactor.transcript(&login);
        assert_eq!(file::read("login", file::write(&clean).as_bytes()).unwrap(), clean);
        har::write(&clean);
        timeline::of(&clean);
    }
}
