//! The code flow, from the login page to the token, and refreshing.

use super::world::{
    Site, WINDOW, action, claims, code_grant, code_request, error, field, hidden, json, parameter, request_with, text,
};
use crate::support::NOW;
use lpauth::flow::mock::config::STANDARD_CLIENT;
use lpauth::model::http::Request;
use url::Url;

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

#[test]
fn a_login_ends_in_a_token() {
    let mut site = Site::new();
    let reply = site.log_in(&code_request());
    assert_eq!(reply.status, 303);
    assert_eq!(parameter(&reply, "state").as_deref(), Some("s-1"));
    assert_eq!(parameter(&reply, "iss").as_deref(), Some("http://127.0.0.1:4080"));
    let tokens = site.redeem(&code_grant(&parameter(&reply, "code").unwrap()));
    assert_eq!(tokens.status, 200, "{}", text(&tokens));
    assert_eq!(field(&tokens, "cache-control"), Some("no-store"));
    assert_eq!(field(&tokens, "pragma"), Some("no-cache"));
    assert_eq!(field(&tokens, "content-type"), Some("application/json"));
    let body = json(&tokens);
    assert_eq!((&body["token_type"], &body["expires_in"]), (&"Bearer".into(), &3_600.into()));
    let claims = claims(&tokens);
    assert_eq!(claims["sub"], "5d0c1fa9e2b74c63a8f1");
    assert_eq!((&claims["aud"], &claims["iat"]), (&STANDARD_CLIENT.into(), &NOW.into()));
    assert_eq!((&claims["exp"], &claims["auth_time"]), (&(NOW + 3_600).into(), &NOW.into()));
    assert_eq!(claims["lp_sdes"][0]["type"], "ctmrinfo");
    assert!(claims.get("nonce").is_none() && claims.get("acr").is_none());
}

#[test]
fn somebody_who_is_asked_agrees() {
    let mut site = Site::with_client(|client| client.consent = true);
    let page = site.authorize(&code_request());
    let page = site.fill(&page, "grace", "hopper");
    let mut decide = |page: &lpauth::model::http::Reply, decision: &str| {
        let fields =
            [("request", hidden(page, "request")), ("seal", hidden(page, "seal")), ("decision", decision.into())];
        site.browse(Request::form(Url::parse(&action(page)).unwrap(), fields))
    };
    assert_eq!(parameter(&decide(&page, "deny"), "error").as_deref(), Some("access_denied"));
    let reply = decide(&page, "allow");
    let tokens = site.redeem(&code_grant(&parameter(&reply, "code").unwrap()));
    assert_eq!(claims(&tokens)["sub"], site.user("grace").subject());
    // Whoever agreed once is not asked again, unless the client wants it.
    assert!(parameter(&site.authorize(&code_request()), "code").is_some());
    assert!(text(&site.authorize(&request_with(&[("prompt", "consent")]))).contains("Do you agree?"));
}

#[test]
fn a_code_is_good_once() {
    let mut site = Site::new();
    let code = site.code();
    let first = json(&site.redeem(&code_grant(&code)));
    assert_eq!(error(&site.redeem(&code_grant(&code))), (400, "invalid_grant".to_owned()));
    // What was issued for it is not good any more.
    let userinfo = site.post("/userinfo", &[("access_token", first["access_token"].as_str().unwrap())]);
    assert_eq!(error(&userinfo), (401, "invalid_token".to_owned()));
    let refresh = [("grant_type", "refresh_token"), ("refresh_token", first["refresh_token"].as_str().unwrap())];
    assert_eq!(error(&site.redeem(&refresh)), (400, "invalid_grant".to_owned()));
}

#[test]
fn a_code_is_good_for_sixty_seconds() {
    for (age, status) in [(0, 200), (59, 200), (60, 400), (61, 400)] {
        let mut site = Site::new();
        let code = site.code();
        site.now += age;
        assert_eq!(site.redeem(&code_grant(&code)).status, status, "after {age} seconds");
    }
}

#[test]
fn a_code_is_bound_to_its_redirection_uri() {
    let other = |uri: &'static str| {
        let mut site = Site::new();
        let code = site.code();
        let fields = [("code", code.as_str()), ("grant_type", "authorization_code"), ("redirect_uri", uri)];
        error(&site.redeem(&fields))
    };
    assert_eq!(other("https://liveperson.net"), (400, "invalid_grant".to_owned()));
    assert_eq!(other("https://lpcdn.lpsnmedia.net/le_unified_window/index.html/"), (400, "invalid_grant".to_owned()));
    assert_eq!(other(""), (400, "invalid_request".to_owned()));
    // A page that embeds the window gets its code for LivePerson's default.
    let mut site = Site::new();
    let reply = site.log_in(&request_with(&[("redirect_uri", "https://liveperson.net")]));
    let code = parameter(&reply, "code").unwrap();
    let fields =
        [("code", code.as_str()), ("grant_type", "authorization_code"), ("redirect_uri", "https://liveperson.net")];
    assert_eq!(site.redeem(&fields).status, 200);
}

#[test]
fn a_code_is_bound_to_its_client() {
    let mut site = Site::with(|config| {
        let mut other = config.issuers[0].clients[0].clone();
        other.id = "somebody-else".to_owned();
        config.issuers[0].clients.push(other);
    });
    let code = site.code();
    let secret = site.mock.config().issuers[0].client("somebody-else").unwrap().secret.clone().unwrap();
    let reply = site.redeem_as("somebody-else", secret.reveal(), &code_grant(&code));
    assert_eq!(error(&reply), (400, "invalid_grant".to_owned()));
    assert_eq!(site.redeem(&code_grant(&code)).status, 200, "nobody else used it up");
}

#[test]
fn a_challenge_wants_its_verifier() {
    let redeem = |challenge: bool, verifier: &'static str| {
        let mut site = Site::new();
        let pkce = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];
        let reply = site.log_in(&request_with(if challenge { &pkce } else { &[] }));
        let code = parameter(&reply, "code").unwrap();
        let mut fields = code_grant(&code);
        fields.push(("code_verifier", verifier));
        let reply = site.redeem(&fields);
        if reply.status == 200 { "good".to_owned() } else { error(&reply).1 }
    };
    assert_eq!(redeem(true, VERIFIER), "good");
    assert_eq!(redeem(false, ""), "good");
    assert_eq!(redeem(true, ""), "invalid_grant");
    assert_eq!(redeem(false, VERIFIER), "invalid_grant");
    assert_eq!(redeem(true, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK"), "invalid_grant");
    assert_eq!(redeem(true, "too-short"), "invalid_request");
    assert_eq!(redeem(true, CHALLENGE), "invalid_grant");
}

#[test]
fn a_token_request_that_is_wrong_says_why() {
    let mut site = Site::new();
    let code = site.code();
    let wrong = |site: &mut Site, fields: &[(&str, &str)]| error(&site.redeem(fields));
    assert_eq!(wrong(&mut site, &[("code", &code)]), (400, "invalid_request".to_owned()));
    assert_eq!(wrong(&mut site, &[("grant_type", "password")]), (400, "unsupported_grant_type".to_owned()));
    assert_eq!(wrong(&mut site, &[("grant_type", "authorization_code")]), (400, "invalid_request".to_owned()));
    let twice = [("code", "a"), ("code", "b"), ("grant_type", "authorization_code"), ("redirect_uri", WINDOW)];
    assert_eq!(wrong(&mut site, &twice), (400, "invalid_request".to_owned()));
    let mut request = Request::form(Url::parse("http://127.0.0.1:4080/token").unwrap(), code_grant(&code));
    request.headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    assert_eq!(error(&site.send(&request)), (400, "invalid_request".to_owned()));
    assert_eq!(site.redeem(&code_grant(&code)).status, 200, "none of these used the code up");
}

#[test]
fn a_refresh_token_is_good_once() {
    let mut site = Site::new();
    let reply = site.log_in(&request_with(&[("nonce", "n-1")]));
    let first = site.redeem(&code_grant(&parameter(&reply, "code").unwrap()));
    let refresh = |site: &mut Site, tokens: &serde_json::Value| {
        site.redeem(&[("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"].as_str().unwrap())])
    };
    site.now += 100;
    let second = refresh(&mut site, &json(&first));
    let (old, new) = (claims(&first), claims(&second));
    assert_eq!((&old["nonce"], new.get("nonce")), (&"n-1".into(), None));
    assert_eq!((&new["iat"], &new["auth_time"]), (&(NOW + 100).into(), &NOW.into()));
    for name in ["iss", "sub", "aud"] {
        assert_eq!(old[name], new[name]);
    }
    let third = refresh(&mut site, &json(&second));
    assert_eq!(third.status, 200);
    // Somebody uses the first one again: the whole family is not good any more.
    assert_eq!(error(&refresh(&mut site, &json(&first))), (400, "invalid_grant".to_owned()));
    assert_eq!(error(&refresh(&mut site, &json(&third))), (400, "invalid_grant".to_owned()));
}

#[test]
fn a_refresh_token_that_nobody_gave_out_is_good_for_nothing() {
    for made_up in ["", "made-up", "e30.e30.AA"] {
        let reply = Site::new().redeem(&[("grant_type", "refresh_token"), ("refresh_token", made_up)]);
        let (status, error) = error(&reply);
        assert!(status == 400 && ["invalid_grant", "invalid_request"].contains(&error.as_str()), "{made_up}: {error}");
    }
}

#[test]
fn a_refresh_asks_for_no_more_than_was_granted() {
    let mut site = Site::new();
    let code = site.code();
    let tokens = json(&site.redeem(&code_grant(&code)));
    let token = tokens["refresh_token"].as_str().unwrap();
    let fields = [("grant_type", "refresh_token"), ("refresh_token", token), ("scope", "openid email")];
    assert_eq!(error(&site.redeem(&fields)), (400, "invalid_scope".to_owned()));
    assert_eq!(site.redeem(&fields[..2]).status, 200, "that did not use it up");
}
