//! Whatever comes in: nothing grows without end, and nothing makes the mock panic.

use super::world::{ISSUER, Site, WINDOW, code_grant, code_request, parameter};
use lpauth::flow::mock::config::{Origin, STANDARD_CLIENT, Source};
use lpauth::jose::key::Kind;
use lpauth::model::http::Request;
use proptest::prelude::*;
use url::Url;

#[test]
fn what_is_remembered_is_bounded() {
    let mut site = Site::with(|config| {
        config.issuers[0].keys = vec![Source { kid: None, algorithm: None, origin: Origin::New(Kind::Oct(256)) }];
    });
    for _ in 0..21_000 {
        site.cookies.clear();
        let code = site.code();
        assert_eq!(site.redeem(&code_grant(&code)).status, 200);
    }
    assert_eq!(site.mock.kept(), 10_000 + 10_000 + 20_000 + 20_000);
    // The latest of everything is there still, and the oldest is thrown out.
    assert!(parameter(&site.authorize(&code_request()), "code").is_some());
}

/// Eight people log in at once, and all eight try to redeem one more code: one of them gets a token for it.
#[test]
fn many_may_ask_at_once() {
    let mut site = Site::new();
    let wanted = site.code();
    let redeemed: Vec<(u16, u16)> = std::thread::scope(|scope| {
        let people: Vec<Site> = (100..108).map(|seed| site.beside(seed)).collect();
        let wanted = wanted.as_str();
        let log_in = |mut site: Site| {
            let code = site.code();
            (site.redeem(&code_grant(&code)).status, site.redeem(&code_grant(wanted)).status)
        };
        let threads: Vec<_> = people.into_iter().map(|site| scope.spawn(move || log_in(site))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(redeemed.iter().all(|(own, _)| *own == 200), "{redeemed:?}");
    assert_eq!(redeemed.iter().filter(|(_, wanted)| *wanted == 200).count(), 1, "{redeemed:?}");
}

const PATHS: &[&str] = &[
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
    "/jwks.json",
    "/authorize",
    "/login",
    "/consent",
    "/token",
    "/userinfo",
    "/logout",
    "/introspect",
    "/revoke",
    "/health",
    "/elsewhere",
];

const NAMES: &[&str] = &[
    "acr_values",
    "access_token",
    "claims",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "decision",
    "grant_type",
    "id_token_hint",
    "max_age",
    "nonce",
    "password",
    "post_logout_redirect_uri",
    "prompt",
    "redirect_uri",
    "refresh_token",
    "request",
    "response_mode",
    "response_type",
    "scope",
    "seal",
    "state",
    "token",
    "username",
];

const VALUES: &[&str] = &[
    "",
    STANDARD_CLIENT,
    WINDOW,
    "openid",
    "code",
    "id_token token",
    "none",
    "form_post",
    "fragment",
    "authorization_code",
    "refresh_token",
    "S256",
    "ada",
    "lovelace",
    "{\"userinfo\":[]}",
    "9223372036854775807",
    "-9223372036854775808",
    "e30.e30.",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJscC1hY21lYmFuayJ9.AA",
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    "9223372036854775807.AA",
];

fn parameters() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![proptest::sample::select(NAMES).prop_map(str::to_owned), ".{0,12}"];
    let value = prop_oneof![proptest::sample::select(VALUES).prop_map(str::to_owned), ".{0,40}"];
    proptest::collection::vec((name, value), 0..12)
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = proptest::sample::select(&["authorization", "cookie", "content-type", "origin", "accept"][..]);
    let value = prop_oneof![
        ".{0,40}",
        "Basic [A-Za-z0-9+/=]{0,20}",
        "Bearer .{0,20}",
        "mock_(session|browser)=.{0,20}",
        Just("application/x-www-form-urlencoded".to_owned()),
    ];
    proptest::collection::vec((name.prop_map(str::to_owned), value), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn any_request_is_answered(
        method in prop_oneof![Just("GET".to_owned()), Just("POST".to_owned()), Just("OPTIONS".to_owned()), ".{0,6}"],
        path in prop_oneof![proptest::sample::select(PATHS).prop_map(str::to_owned), "/.{0,20}"],
        query in parameters(),
        form in prop_oneof![parameters().prop_map(|fields| {
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into_bytes()
        }), proptest::collection::vec(any::<u8>(), 0..60)],
        headers in headers(),
        base in prop_oneof![Just(Vec::new()), Just(complete())],
    ) {
        let mut site = Site::new();
        let mut url = Url::parse(ISSUER).unwrap();
        url.set_path(&path);
        url.query_pairs_mut().extend_pairs(query.iter().chain(&base));
        let mut request = Request { method, url, headers, body: form };
        request.headers.push(("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
        let reply = site.send(&request);
        prop_assert!((200..=500).contains(&reply.status), "{}", reply.status);
        prop_assert!(reply.status != 500, "a fault that nobody switched on");
        for (name, value) in &reply.headers {
            prop_assert!(!name.chars().chain(value.chars()).any(char::is_control), "{name}: {value:?}");
        }
    }
}

/// What an authorization request needs at the least, so that some of what is made up gets that far.
fn complete() -> Vec<(String, String)> {
    code_request().into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
