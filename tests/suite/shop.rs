//! The brand's page beside the mock, as far as it can be held without a browser; `tests/interop/browser.py` has one.

use crate::sample;
use crate::support::World;
use lpauth::flow::mock::config::{Config, Issuer};
use lpauth::flow::shop::{self, FLOWS, MISTAKES, WINDOWS};
use lpauth::model::http::{Reply, Request};
use serde_json::{Value, json};
use url::Url;

const BASE: &str = "https://login.brand.example/eu";

fn issuer() -> Issuer {
    let mut issuer = Config::standard(&Url::parse(BASE).unwrap()).issuers.remove(0);
    shop::open(&mut issuer);
    issuer
}

fn get(path: &str) -> Reply {
    let url = Url::parse(&format!("{BASE}{path}")).unwrap();
    shop::respond(&issuer(), &Request::get(url, "*/*")).unwrap_or_else(|| panic!("nothing at {path}"))
}

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).unwrap()
}

fn field<'a>(reply: &'a Reply, name: &str) -> &'a str {
    &reply.headers.iter().find(|(other, _)| other == name).unwrap().1
}

#[test]
fn every_mistake_has_a_function() {
    let script = text(&get("/shop/brand.js"));
    let table = script.split("const MISTAKES = {").nth(1).unwrap().split("\n    };").next().unwrap();
    let named: Vec<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("        \"")?.split_once("\":").map(|(name, _)| name))
        .collect();
    let known: Vec<&str> = MISTAKES.iter().map(|(name, _)| *name).collect();
    assert_eq!(named, known);
}

#[test]
fn what_is_asked_for_is_chosen_and_nothing_else_gets_in() {
    for (flow, _) in FLOWS {
        for (window, _) in WINDOWS {
            let page = text(&get(&format!("/shop?flow={flow}&window={window}&mistake=code-kept")));
            assert!(page.contains(&format!("data-flow=\"{flow}\" data-mistake=\"code-kept\"")), "{page}");
            assert!(page.contains(&format!("data-window=\"{window}\"")), "{page}");
        }
    }
    let page = text(&get("/shop?flow=%22%3E%3Cscript%3E&window=x&mistake=y"));
    assert!(page.contains("data-flow=\"implicit\" data-mistake=\"none\"") && !page.contains("\"><script>"), "{page}");
}

#[test]
fn pages_load_nothing_from_elsewhere_and_only_the_callback_may_stand_in_a_frame() {
    for (path, ancestors) in [("/shop", "'none'"), ("/shop/window", "'none'"), ("/shop/callback", "'self'")] {
        let reply = get(path);
        let policy = field(&reply, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{policy}");
        assert!(policy.ends_with(&format!("frame-ancestors {ancestors}")), "{policy}");
        for address in text(&reply).split("src=\"").skip(1) {
            assert!(address.starts_with(BASE), "{address}");
        }
    }
}

#[test]
fn the_first_client_may_come_back_to_the_page() {
    let uris = &issuer().clients[0].redirect_uris;
    for path in ["/shop/callback", "/shop/window"] {
        assert!(uris.contains(&format!("{BASE}{path}")), "{uris:?}");
    }
}

#[test]
fn what_is_not_the_page_is_left_to_others() {
    let url = |path: &str| Url::parse(&format!("https://login.brand.example{path}")).unwrap();
    for path in ["/eu/authorize", "/shop", "/eu/shopping", "/eu/shop/none.js"] {
        assert_eq!(shop::respond(&issuer(), &Request::get(url(path), "*/*")), None, "{path}");
    }
    let sent = Request::form(url("/eu/shop"), [("flow", "code")]);
    assert_eq!(shop::respond(&issuer(), &sent).map(|reply| reply.status), Some(405));
}

/// Asks LivePerson's service as it is played by a mock, and returns the status and what it says.
fn asked(path: &str, media_type: &str, body: &str) -> (u16, Value) {
    asked_of("", path, media_type, body)
}

/// The same of a mock with these flags.
fn asked_of(flags: &str, path: &str, media_type: &str, body: &str) -> (u16, Value) {
    let answer = std::rc::Rc::new(std::cell::RefCell::new(None));
    let (kept, path, media_type, body) = (answer.clone(), path.to_owned(), media_type.to_owned(), body.to_owned());
    let world = World::new().file("brand.key", sample::rsa().to_pkcs8().unwrap());
    let world = world.file("lp.jwk", sample::recipient().jwk().to_string());
    let world = world.file("lp.pub.jwk", sample::recipient().public_jwk().unwrap().to_string());
    let world = world.meanwhile(move |world| {
        let url = Url::parse(&format!("http://127.0.0.1:40001/liveperson{path}")).unwrap();
        let headers = vec![("content-type".to_owned(), media_type.clone())];
        let request = Request { method: "POST".to_owned(), url, headers, body: body.clone().into_bytes() };
        *kept.borrow_mut() = Some(world.ask(&request));
    });
    assert_eq!(world.run(&format!("mock --port 0 --key brand.key --quiet {flags}")).exit, 0);
    let answer = answer.take().unwrap();
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
}

const AUTHENTICATE: &str = "/api/account/70001234/app/4711/authenticate?v=2.0";

#[test]
fn what_is_no_token_is_refused_with_the_code_for_that() {
    let (status, answer) =
        asked(AUTHENTICATE, "application/json", &json!({ "id_token": "SplxlOBeZQQYbYS6WxSbIA" }).to_string());
    assert_eq!((status, &answer["internalErrorCode"]), (500, &json!("1008")), "{answer}");
    assert_eq!(answer["lpauth"]["name"], "JWT_NOT_VALID");
}

/// LivePerson's service opens what is encrypted to its key, if the mock has the private one, and judges what is inside.
#[test]
fn an_encrypted_token_is_opened_with_the_private_key_alone() {
    let sealed = sample::sealed(&sample::token(), &json!({ "cty": "JWT", "kid": "lp-1" }));
    let body = json!({ "id_token": sealed }).to_string();
    let findings = |flags: &str| {
        let (status, answer) = asked_of(flags, AUTHENTICATE, "application/json", &body);
        assert_eq!(status, 500, "{answer}");
        let findings = answer["lpauth"]["findings"].as_array().unwrap().clone();
        findings.iter().map(|finding| finding["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(findings("--encrypt-to lp.pub.jwk").contains(&"token-encrypted".to_owned()));
    // The token is another issuer's than this mock's.
    let opened = findings("--encrypt-to lp.jwk");
    assert!(opened.contains(&"issuer-mismatch".to_owned()) && !opened.contains(&"token-encrypted".to_owned()));
}

#[test]
fn a_code_that_nobody_issued_is_redeemed_in_vain() {
    let (status, answer) = asked(AUTHENTICATE, "application/json", &json!({ "code": "never" }).to_string());
    assert_eq!((status, &answer["internalErrorCode"]), (500, &json!("9011")), "{answer}");
    let steps = answer["lpauth"]["steps"].to_string();
    assert!(steps.contains("redirect_uri https://liveperson.net: HTTP 400"), "{steps}");
    assert_eq!(answer["lpauth"]["findings"][0]["id"], "token-endpoint-refused", "{answer}");
}

#[test]
fn the_service_takes_json_alone() {
    // A form of another website could send the rest without asking.
    for media_type in ["text/plain", "application/x-www-form-urlencoded"] {
        let (status, answer) = asked(AUTHENTICATE, media_type, &json!({ "code": "never" }).to_string());
        assert_eq!((status, answer), (500, json!({ "internalErrorCode": "9012" })));
        assert_eq!(asked("/challenge", media_type, "{}").0, 404);
    }
    assert_eq!(asked(AUTHENTICATE, "application/json", "{}").1, json!({ "internalErrorCode": "9012" }));
    assert_eq!(asked("/api/other", "application/json", "{}").0, 404);
}

#[test]
fn a_challenge_comes_without_its_verifier() {
    let (status, answer) = asked("/challenge", "application/json", "{}");
    let (challenge, sealed) = (answer["code_challenge"].as_str().unwrap(), answer["verifier"].as_str().unwrap());
    assert_eq!((status, challenge.len(), sealed.len()), (200, 43, 43));
    let of = |verifier: &str| lpauth::flow::login::pkce::challenge(&lpauth::model::secret::Secret::new(verifier));
    assert_ne!(of(sealed), challenge, "what the window holds redeems nothing");
}
