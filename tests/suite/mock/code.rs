//! The code flow, from the login page to the token.

use super::world::{Site, action, code_grant, code_request, error, hidden, json, parameter, text};
use lpauth::model::http::Request;
use lpauth::model::token::Token;
use url::Url;

#[test]
fn a_login_ends_in_a_token() {
    let mut site = Site::new();
    let reply = site.log_in(&code_request());
    assert_eq!(reply.status, 303);
    assert_eq!(parameter(&reply, "state").as_deref(), Some("s-1"));
    assert_eq!(parameter(&reply, "iss").as_deref(), Some("http://127.0.0.1:4080"));
    let code = parameter(&reply, "code").unwrap();
    let tokens = site.redeem(&code_grant(&code));
    assert_eq!(tokens.status, 200, "{}", text(&tokens));
    let token = Token::parse("token", json(&tokens)["id_token"].as_str().unwrap(), Vec::new());
    let claims = token.claims.json().unwrap();
    assert_eq!(claims.root.get("sub").unwrap().as_str(), Some("5d0c1fa9e2b74c63a8f1"));
}

#[test]
fn a_code_is_good_once() {
    let mut site = Site::new();
    let code = site.code();
    let first = site.redeem(&code_grant(&code));
    assert_eq!(error(&site.redeem(&code_grant(&code))), (400, "invalid_grant".to_owned()));
    let access_token = json(&first)["access_token"].as_str().unwrap().to_owned();
    let userinfo = site.post("/userinfo", &[("access_token", &access_token)]);
    assert_eq!(error(&userinfo), (401, "invalid_token".to_owned()));
}

#[test]
fn somebody_who_is_asked_agrees() {
    let mut site = Site::with_client(|client| client.consent = true);
    let page = site.authorize(&code_request());
    let page = site.fill(&page, "grace", "hopper");
    let agree = [("request", hidden(&page, "request")), ("seal", hidden(&page, "seal")), ("decision", "allow".into())];
    let reply = site.browse(Request::form(Url::parse(&action(&page)).unwrap(), agree));
    let tokens = site.redeem(&code_grant(&parameter(&reply, "code").unwrap()));
    let token = Token::parse("token", json(&tokens)["id_token"].as_str().unwrap(), Vec::new());
    let subject = site.user("grace").subject().to_owned();
    assert_eq!(token.claims.json().unwrap().root.get("sub").unwrap().as_str(), Some(subject.as_str()));
}
