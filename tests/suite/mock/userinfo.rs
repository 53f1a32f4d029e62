//! What an access token is good for, and how it is taken back.

use super::world::{ISSUER, Site, basic, code_grant, error, field, json, parameter, request_with};
use crate::support::NOW;
use lpauth::flow::mock::config::STANDARD_CLIENT;
use lpauth::model::http::{Reply, Request};
use serde_json::{Value, json as value};
use url::Url;

fn tokens(site: &mut Site, scope: &str) -> Value {
    let reply = site.log_in(&request_with(&[("scope", scope)]));
    json(&site.redeem(&code_grant(&parameter(&reply, "code").unwrap())))
}

fn text<'a>(tokens: &'a Value, name: &str) -> &'a str {
    tokens[name].as_str().unwrap()
}

fn with_bearer(site: &mut Site, method: &str, token: &str) -> Reply {
    let mut request = Request::get(Url::parse(&format!("{ISSUER}/userinfo")).unwrap(), "*/*");
    request.method = method.to_owned();
    site.send(&request.with("authorization", format!("Bearer {token}")))
}

#[test]
fn the_scope_says_what_the_client_learns() {
    let mut site = Site::new();
    let names = |reply: &Reply| json(reply).as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let narrow = tokens(&mut site, "openid");
    assert_eq!(names(&with_bearer(&mut site, "GET", text(&narrow, "access_token"))), ["sub"]);
    let mut site = Site::new();
    let wide = tokens(&mut site, "openid email phone unheard-of");
    let token = text(&wide, "access_token");
    let expected = ["sub", "email", "email_verified", "phone_number", "phone_number_verified"];
    assert_eq!(names(&with_bearer(&mut site, "GET", token)), expected);
    assert_eq!(names(&with_bearer(&mut site, "POST", token)), expected);
    assert_eq!(names(&site.post("/userinfo", &[("access_token", token)])), expected);
    let both = Request::form(Url::parse(&format!("{ISSUER}/userinfo")).unwrap(), [("access_token", token)]);
    let reply = site.send(&both.with("authorization", format!("Bearer {token}")));
    assert_eq!(error(&reply), (400, "invalid_request".to_owned()));
}

#[test]
fn whoever_brings_no_good_access_token_is_challenged() {
    let mut site = Site::new();
    let tokens = tokens(&mut site, "openid");
    let token = text(&tokens, "access_token").to_owned();
    let bare = site.get("/userinfo");
    assert_eq!((bare.status, field(&bare, "www-authenticate")), (401, Some("Bearer")));
    for wrong in ["wrong", "", text(&tokens, "id_token"), text(&tokens, "refresh_token")] {
        let reply = with_bearer(&mut site, "GET", wrong);
        assert_eq!(error(&reply), (401, "invalid_token".to_owned()));
        assert!(field(&reply, "www-authenticate").unwrap().starts_with("Bearer error=\"invalid_token\""));
    }
    site.now = NOW + 3_599;
    assert_eq!(with_bearer(&mut site, "GET", &token).status, 200);
    site.now += 1;
    assert_eq!(with_bearer(&mut site, "GET", &token).status, 401);
}

#[test]
fn scripts_of_other_origins_may_read_what_is_meant_for_them() {
    let mut site = Site::new();
    for path in ["/.well-known/openid-configuration", "/jwks.json", "/userinfo", "/token"] {
        let reply = site.get(path);
        assert_eq!(field(&reply, "access-control-allow-origin"), Some("*"), "{path}");
        let mut preflight = Request::get(Url::parse(&format!("{ISSUER}{path}")).unwrap(), "*/*");
        preflight.method = "OPTIONS".to_owned();
        let reply = site.send(&preflight);
        assert_eq!((reply.status, reply.body.len()), (204, 0), "{path}");
        assert!(field(&reply, "access-control-allow-headers").unwrap().contains("Authorization"), "{path}");
    }
    for path in ["/authorize", "/login", "/introspect", "/logout"] {
        assert_eq!(field(&site.get(path), "access-control-allow-origin"), None, "{path}");
    }
}

fn as_client(site: &mut Site, path: &str, fields: &[(&str, &str)]) -> Reply {
    let secret = site.secret();
    let request = Request::form(Url::parse(&format!("{ISSUER}{path}")).unwrap(), fields.iter().copied());
    site.send(&request.with("authorization", basic(STANDARD_CLIENT, &secret)))
}

#[test]
fn the_client_can_look_an_access_token_up() {
    let mut site = Site::new();
    let tokens = tokens(&mut site, "openid email");
    let found = json(&as_client(&mut site, "/introspect", &[("token", text(&tokens, "access_token"))]));
    let expected = value!({
        "active": true, "scope": "openid email", "client_id": STANDARD_CLIENT, "username": "ada",
        "sub": "5d0c1fa9e2b74c63a8f1", "aud": STANDARD_CLIENT, "iss": ISSUER, "token_type": "Bearer", "exp": NOW + 3_600,
    });
    assert_eq!(found, expected);
    let refresh = json(&as_client(&mut site, "/introspect", &[("token", text(&tokens, "refresh_token"))]));
    assert_eq!((&refresh["active"], refresh.get("token_type")), (&true.into(), None));
    assert_eq!(json(&as_client(&mut site, "/introspect", &[("token", "wrong")])), value!({ "active": false }));
    assert_eq!(error(&as_client(&mut site, "/introspect", &[])), (400, "invalid_request".to_owned()));
    assert_eq!(error(&site.post("/introspect", &[("token", "x")])), (401, "invalid_client".to_owned()));
}

#[test]
fn a_token_that_is_taken_back_is_good_for_nothing() {
    let mut site = Site::new();
    let first = tokens(&mut site, "openid");
    assert_eq!(as_client(&mut site, "/revoke", &[("token", text(&first, "access_token"))]).status, 200);
    assert_eq!(with_bearer(&mut site, "GET", text(&first, "access_token")).status, 401);
    let refresh = [("grant_type", "refresh_token"), ("refresh_token", text(&first, "refresh_token"))];
    let second = json(&site.redeem(&refresh));
    assert_eq!(as_client(&mut site, "/revoke", &[("token", text(&second, "refresh_token"))]).status, 200);
    assert_eq!(with_bearer(&mut site, "GET", text(&second, "access_token")).status, 401);
    assert_eq!(as_client(&mut site, "/revoke", &[("token", "unheard-of")]).status, 200);
    assert_eq!(error(&site.post("/revoke", &[("token", "x")])), (401, "invalid_client".to_owned()));
}
