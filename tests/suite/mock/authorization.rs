//! The authorization endpoint: what is refused and where, response types and modes, and the way back.

use super::world::{
    ISSUER, Site, WINDOW, code_grant, code_request, field, json, parameter, payload, request_with, text,
};
use lpauth::check::{Context, Facts, Slot, judge};
use lpauth::flow::mock::config::STANDARD_CLIENT;
use lpauth::model::http::{Reply, Request};
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;
use lpauth::model::time::Timestamp;
use lpauth::model::token::Token;
use proptest::prelude::*;
use url::Url;

/// LivePerson's window configuration, of the size and shape that was seen.
fn window_state() -> String {
    let filler = "x".repeat(1_000);
    format!(
        "{{\"lpUnifiedWindowConfig\":{{\"accountId\":\"70001234\",\"env\":\"prod\",\"clickedChannel\":\"-lpuw-authMessaging\",\
         \"external\":true,\"engConf\":{{\"async\":true,\"scid\":\"7\",\"lang\":\"es-ES\",\"availabilityPolicy\":[1,2],\
         \"connector\":{{\"jwtPublicKey\":\"MIIB+/=%20&#\",\"issuer\":\"Señor & Co\"}},\"skill\":\"{filler}\"}}}}}}"
    )
}

#[test]
fn the_state_of_livepersons_window_comes_back_byte_for_byte() {
    let state = window_state();
    assert!(state.len() > 1_200);
    let mut site = Site::new();
    let fields = request_with(&[("state", &state), ("parentWindowOrigin", "https://www.acmebank.example")]);
    let reply = site.log_in(&fields);
    assert_eq!(parameter(&reply, "state").as_deref(), Some(state.as_str()));
    assert!(!field(&reply, "location").unwrap().contains('+'), "scripts that decode by hand leave a + as it is");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_state_comes_back_byte_for_byte(state in "[^\u{fffd}\\x00]{1,80}", mode in 0..2_usize) {
        let mut site = Site::new();
        let response_type = ["code", "id_token"][mode];
        let reply = site.log_in(&request_with(&[("state", &state), ("response_type", response_type)]));
        prop_assert_eq!(parameter(&reply, "state"), Some(state.clone()));
        // With the login known, nothing lies in between any more.
        let reply = site.authorize(&request_with(&[("state", &state), ("response_type", response_type)]));
        prop_assert_eq!(parameter(&reply, "state"), Some(state));
    }
}

fn refused_on_a_page(reply: &Reply, said: &str) {
    assert_eq!((reply.status, field(reply, "location")), (400, None), "{said}");
    assert!(text(reply).contains(said), "{said} is not in {}", text(reply));
}

#[test]
fn nobody_is_sent_to_an_address_that_is_not_registered() {
    let mut site = Site::new();
    for uri in [
        "https://lpcdn.lpsnmedia.net/le_unified_window/index.html/",
        "https://lpcdn.lpsnmedia.net/le_unified_window/index.html?a=b",
        "https://lpcdn.lpsnmedia.net/le_unified_window/index.html#x",
        "https://LPCDN.lpsnmedia.net/le_unified_window/index.html",
        "http://lpcdn.lpsnmedia.net/le_unified_window/index.html",
        "https://lpcdn.lpsnmedia.net:443/le_unified_window/index.html",
        "https://lpcdn.lpsnmedia.net/le_unified_window/../le_unified_window/index.html",
        "https://liveperson.net/",
        "https://stranger.example",
        "javascript:alert(1)",
    ] {
        refused_on_a_page(&site.authorize(&request_with(&[("redirect_uri", uri)])), "is not registered");
    }
    refused_on_a_page(&site.authorize(&request_with(&[("redirect_uri", "")])), "names no redirection URI");
    refused_on_a_page(&site.authorize(&request_with(&[("client_id", "unheard-of")])), "there is no client unheard-of");
    refused_on_a_page(&site.authorize(&request_with(&[("client_id", "")])), "names no client");
    let mut twice = code_request();
    twice.push(("redirect_uri", "https://stranger.example"));
    refused_on_a_page(&site.authorize(&twice), "redirect_uri is there twice");
    let long = "n".repeat(20_000);
    refused_on_a_page(&site.authorize(&request_with(&[("nonce", &long)])), "longer than 16384 bytes");
    let url = Url::parse(&format!("{ISSUER}/authorize?client_id={STANDARD_CLIENT}&state=%FF")).unwrap();
    refused_on_a_page(&site.browse(Request::get(url, "*/*")), "state is no UTF-8");
}

#[test]
fn other_refusals_go_back_to_the_client() {
    let mut site = Site::new();
    for (changes, error) in [
        (vec![("response_type", "")], "invalid_request"),
        (vec![("response_type", "token")], "unsupported_response_type"),
        (vec![("response_type", "code code")], "unsupported_response_type"),
        (vec![("response_type", "magic")], "unsupported_response_type"),
        (vec![("response_mode", "pigeon")], "invalid_request"),
        (vec![("scope", "")], "invalid_scope"),
        (vec![("scope", "profile email")], "invalid_scope"),
        (vec![("prompt", "none login")], "invalid_request"),
        (vec![("prompt", "sing")], "invalid_request"),
        (vec![("max_age", "soon")], "invalid_request"),
        (vec![("max_age", "-1")], "invalid_request"),
        (vec![("claims", "[]")], "invalid_request"),
        (vec![("request", "a.b.c")], "request_not_supported"),
        (vec![("request_uri", "https://x.example")], "request_uri_not_supported"),
        (vec![("registration", "{}")], "registration_not_supported"),
        (vec![("id_token_hint", "a.b.c")], "invalid_request"),
        (vec![("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")], "invalid_request"),
        (vec![("code_challenge", "short"), ("code_challenge_method", "S256")], "invalid_request"),
        (vec![("code_challenge", "plain-text"), ("code_challenge_method", "plain")], "invalid_request"),
        (vec![("code_challenge_method", "S256")], "invalid_request"),
        (vec![("prompt", "none")], "login_required"),
    ] {
        let reply = site.authorize(&request_with(&changes));
        assert_eq!(parameter(&reply, "error").as_deref(), Some(error), "{changes:?}");
        assert_eq!(parameter(&reply, "state").as_deref(), Some("s-1"), "{changes:?}");
        assert_eq!(parameter(&reply, "iss").as_deref(), Some(ISSUER), "{changes:?}");
    }
    let reply = site.authorize(&request_with(&[("prompt", "\"sing\\ ñ")]));
    assert_eq!(parameter(&reply, "error_description").as_deref(), Some("there is no prompt ?sing?"));
    let mut twice = code_request();
    twice.push(("scope", "openid"));
    assert_eq!(parameter(&site.authorize(&twice), "error").as_deref(), Some("invalid_request"));
}

#[test]
fn a_client_can_be_held_to_pkce_and_to_a_nonce() {
    let mut site = Site::with_client(|client| (client.pkce, client.nonce) = (true, true));
    assert_eq!(parameter(&site.authorize(&code_request()), "error").as_deref(), Some("invalid_request"));
    let implicit = request_with(&[("response_type", "id_token")]);
    let reply = site.authorize(&implicit);
    assert_eq!(parameter(&reply, "error").as_deref(), Some("invalid_request"));
    assert!(field(&reply, "location").unwrap().contains('#'), "the answer is where the token would be");
    assert!(
        parameter(&site.log_in(&request_with(&[("response_type", "id_token"), ("nonce", "n")])), "id_token").is_some()
    );
}

/// Judges a token that came with these, as `exchange` would.
fn failed(site: &mut Site, token: &str, context: Context) -> Vec<&'static str> {
    let token = Token::parse("token", token, Vec::new());
    let keys = Jwks::parse(Source::new("keys", text(&site.get("/jwks.json"))), true).unwrap();
    let facts = Facts {
        proof: Slot::Here(lpauth::jose::jws::prove(&token, &keys)),
        token: Slot::Here(token),
        keys: Slot::Here(keys),
        ..Facts::default()
    };
    let context = Context {
        now: Timestamp(site.now),
        issuer: Some(ISSUER.to_owned()),
        client_id: Some(STANDARD_CLIENT.to_owned()),
        ..context
    };
    judge(&facts, &context).iter().filter(|verdict| verdict.outcome.failed()).map(|verdict| verdict.rule.id).collect()
}

#[test]
fn every_response_type_brings_what_it_says() {
    for response_type in ["code", "id_token", "id_token token", "code id_token", "code token", "token id_token code"] {
        let mut site = Site::new();
        let reply = site.log_in(&request_with(&[("response_type", response_type), ("nonce", "n-1")]));
        let has = |word: &str| response_type.split(' ').any(|other| other == word);
        let (code, token, access_token) =
            (parameter(&reply, "code"), parameter(&reply, "id_token"), parameter(&reply, "access_token"));
        assert_eq!((code.is_some(), token.is_some()), (has("code"), has("id_token")), "{response_type}");
        assert_eq!(access_token.is_some(), has("token"), "{response_type}");
        let location = field(&reply, "location").unwrap();
        assert_eq!(location.contains('#'), response_type != "code", "{response_type}");
        assert_eq!(location.split(['?', '#']).next(), Some(WINDOW));
        assert_eq!(parameter(&reply, "token_type").is_some(), has("token"));
        if let Some(token) = token {
            let context = Context {
                nonce: lpauth::check::Expected::Sent("n-1".to_owned()),
                response_type: Some(response_type.to_owned()),
                access_token,
                code: code.clone(),
                ..Context::default()
            };
            // The issuer of the tests is no https address, and no other check minds.
            assert_eq!(failed(&mut site, &token, context), ["iss-malformed"], "{response_type}");
            assert_eq!(payload(&token).get("c_hash").is_some(), has("code"), "{response_type}");
            assert_eq!(payload(&token).get("at_hash").is_some(), has("token"), "{response_type}");
        }
        if let Some(code) = code {
            assert_eq!(site.redeem(&code_grant(&code)).status, 200);
        }
    }
}

#[test]
fn the_way_back_can_be_chosen() {
    let mut site = Site::new();
    site.code();
    let location = |reply: &Reply| field(reply, "location").unwrap().to_owned();
    let reply = site.authorize(&request_with(&[("response_mode", "fragment")]));
    assert!(location(&reply).starts_with(&format!("{WINDOW}#code=")));
    let reply = site.authorize(&request_with(&[("response_mode", "query")]));
    assert!(location(&reply).starts_with(&format!("{WINDOW}?code=")));
    let reply = site.authorize(&request_with(&[("response_mode", "query"), ("response_type", "id_token")]));
    assert_eq!(parameter(&reply, "error").as_deref(), Some("invalid_request"));
    let state = "\"><script>alert(1)</script>";
    let reply = site.authorize(&request_with(&[("response_mode", "form_post"), ("state", state)]));
    assert_eq!(reply.status, 200);
    assert_eq!(super::world::action(&reply), WINDOW);
    assert_eq!(super::world::hidden(&reply, "state"), state);
    assert!(!super::world::hidden(&reply, "code").is_empty());
    let policy = field(&reply, "content-security-policy").unwrap();
    assert!(policy.contains("form-action https://lpcdn.lpsnmedia.net;") && policy.contains("script-src 'sha256-"));
}

#[test]
fn a_post_is_as_good_as_a_get() {
    let mut site = Site::new();
    let request = Request::form(Url::parse(&format!("{ISSUER}/authorize")).unwrap(), code_request());
    let page = site.browse(request);
    assert!(parameter(&site.fill(&page, "ada", "lovelace"), "code").is_some());
}

/// What LivePerson's older connectors ask, and what they get.
#[test]
fn an_old_connector_gets_its_token_as_token() {
    let old = "https://lpcdn.lpsnmedia.net/le_unified_window/index.html?lpUnifiedWindowConfig=%7B%22accountId%22%3A%2270001234%22%7D";
    let request = request_with(&[("response_type", "token"), ("redirect_uri", old), ("state", "")]);
    let mut site = Site::with_client(|client| client.rfc_mode = false);
    let reply = site.log_in(&request);
    let location = field(&reply, "location").unwrap();
    assert!(location.starts_with(&format!("{old}#token=")), "{location}");
    assert_eq!(payload(&parameter(&reply, "token").unwrap())["aud"], STANDARD_CLIENT);
    let mut site = Site::with_client(|client| (client.rfc_mode, client.tokens_in_query) = (false, true));
    let reply = site.log_in(&request);
    assert!(field(&reply, "location").unwrap().starts_with(&format!("{old}&token=")));
    // Its token request names another redirection URI.
    let reply = site.authorize(&request_with(&[("redirect_uri", old)]));
    let url = Url::parse(field(&reply, "location").unwrap()).unwrap();
    let code = url.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let fields =
        [("code", code.as_str()), ("grant_type", "authorization_code"), ("redirect_uri", "https://liveperson.net")];
    assert_eq!(site.redeem(&fields).status, 200);
    refused_on_a_page(
        &site.authorize(&request_with(&[("redirect_uri", "https://stranger.example?a=b")])),
        "not registered",
    );
}

#[test]
fn a_claim_or_a_context_class_can_be_asked_for() {
    let mut site = Site::new();
    let asked = r#"{"userinfo":{"email":null,"lp_sdes":{"essential":true}}}"#;
    let reply = site.log_in(&request_with(&[("claims", asked), ("acr_values", "loa9 loa2 loa1")]));
    let tokens = site.redeem(&code_grant(&parameter(&reply, "code").unwrap()));
    assert_eq!(super::world::claims(&tokens)["acr"], "loa2");
    let access_token = json(&tokens)["access_token"].as_str().unwrap().to_owned();
    let userinfo = json(&site.post("/userinfo", &[("access_token", &access_token)]));
    let names: Vec<&str> = userinfo.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["sub", "email", "lp_sdes"]);
}

#[test]
fn a_claim_can_be_demanded() {
    let mut site = Site::new();
    let acr = |site: &mut Site, claims: &str| {
        let reply = site.authorize(&request_with(&[("claims", claims), ("prompt", "none")]));
        match parameter(&reply, "code") {
            None => parameter(&reply, "error").unwrap(),
            Some(code) => super::world::claims(&site.redeem(&code_grant(&code)))["acr"].as_str().unwrap().to_owned(),
        }
    };
    site.code();
    assert_eq!(acr(&mut site, r#"{"id_token":{"acr":null}}"#), "loa1");
    assert_eq!(acr(&mut site, r#"{"id_token":{"acr":{"essential":true,"values":["loa2","loa9"]}}}"#), "loa2");
    assert_eq!(acr(&mut site, r#"{"id_token":{"acr":{"values":["loa9"]}}}"#), "loa1");
    let unmet = r#"{"id_token":{"acr":{"essential":true,"value":"loa9"}}}"#;
    assert_eq!(acr(&mut site, unmet), "unmet_authentication_requirements");
    assert_eq!(acr(&mut site, r#"{"id_token":{"sub":{"value":"somebody-else"}}}"#), "login_required");
}
