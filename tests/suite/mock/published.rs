//! Metadata, keys, and which requests an endpoint takes at all.

use super::world::{ISSUER, Site, basic, code_grant, code_request, error, field, json, text};
use crate::sample;
use lpauth::check::{Context, Facts, Slot, judge};
use lpauth::flow::mock::config::{self, Config, Origin, STANDARD_CLIENT};
use lpauth::jose::key::Key;
use lpauth::model::discovery::Discovery;
use lpauth::model::http::Request;
use lpauth::model::jwk::Jwks;
use lpauth::model::login::ClientAuth;
use lpauth::model::source::Source;
use std::sync::Arc;
use url::Url;

#[test]
fn metadata_and_keys_are_clean() {
    const ISSUER: &str = "https://login.acmebank.example";
    let mut site = Site::with(|config| config.issuers[0].id = ISSUER.to_owned());
    let text = |reply: lpauth::model::http::Reply| String::from_utf8(reply.body).unwrap();
    let discovery = text(site.get("/.well-known/openid-configuration"));
    let keys = text(site.get("/jwks.json"));
    let facts = Facts {
        discovery: Slot::Here(Discovery::parse(Source::new("metadata", discovery), Some(ISSUER)).unwrap()),
        keys: Slot::Here(Jwks::parse(Source::new("keys", keys), true).unwrap()),
        ..Facts::default()
    };
    let verdicts = judge(&facts, &Context { issuer: Some(ISSUER.to_owned()), ..Context::default() });
    let failed: Vec<&str> = verdicts.iter().filter(|v| v.outcome.failed()).map(|v| v.rule.id).collect();
    // There is no registration endpoint, and every response type is there to be tried: notes, both of them.
    assert_eq!(
        failed,
        ["discovery-recommended-missing", "discovery-access-token-in-browser", "discovery-request-options-unsupported"]
    );
}

#[test]
fn metadata_stands_where_both_standards_look() {
    let mut site = Site::with(|config| config.issuers[0].id = format!("{ISSUER}/brand"));
    let first = json(&site.get("/brand/.well-known/openid-configuration"));
    assert_eq!(first["issuer"], format!("{ISSUER}/brand"));
    assert_eq!(json(&site.get("/.well-known/oauth-authorization-server/brand")), first);
    assert_eq!(site.get("/.well-known/openid-configuration").status, 404);
}

/// Issuers in one server share nothing: keys, logins, codes and access tokens are each one's own.
#[test]
fn issuers_below_several_paths_are_strangers() {
    let mut site = Site::with(|config| {
        let key = |key: &Key| {
            vec![config::Source { kid: None, algorithm: None, origin: Origin::Here(Arc::new(key.clone())) }]
        };
        let mut other = config.issuers[0].clone();
        other.id = format!("{ISSUER}/other");
        other.keys = key(sample::other_rsa());
        config.issuers.push(other);
    });
    let kid = |site: &mut Site, path: &str| json(&site.get(path))["keys"][0]["kid"].as_str().unwrap().to_owned();
    assert_ne!(kid(&mut site, "/jwks.json"), kid(&mut site, "/other/jwks.json"));
    assert_eq!(json(&site.get("/other/.well-known/openid-configuration"))["issuer"], format!("{ISSUER}/other"));
    let code = site.code();
    let secret = site.mock.config().issuers[1].clients[0].secret.clone().unwrap();
    let authorization = basic(STANDARD_CLIENT, secret.reveal());
    let request = Request::form(Url::parse(&format!("{ISSUER}/other/token")).unwrap(), code_grant(&code));
    assert_eq!(error(&site.send(&request.with("authorization", authorization))), (400, "invalid_grant".to_owned()));
    let mut url = Url::parse(&format!("{ISSUER}/other/authorize")).unwrap();
    url.query_pairs_mut().extend_pairs(code_request());
    assert!(text(&site.browse(Request::get(url, "*/*"))).contains("Log in to"), "a login here is none there");
    assert_eq!(site.redeem(&code_grant(&code)).status, 200);
}

#[test]
fn a_configuration_that_cannot_be_says_why() {
    let refusal = |change: fn(&mut Config)| {
        let mut site = Site::new();
        let mut config = site.mock.config().clone();
        change(&mut config);
        site.otherwise(config).unwrap_err()
    };
    let again = |config: &mut Config| config.issuers.push(config.issuers[0].clone());
    assert_eq!(refusal(again), "two issuers stand below the path /");
    assert_eq!(refusal(|config| config.issuers[0].id = "acme".into()), "acme is no address that an issuer can have");
    let again = |config: &mut Config| {
        let client = config.issuers[0].clients[0].clone();
        config.issuers[0].clients.push(client);
    };
    assert_eq!(refusal(again), "there are two clients lp-acmebank");
    let fragment =
        |config: &mut Config| config.issuers[0].clients[0].redirect_uris = vec!["https://a.example#b".into()];
    assert_eq!(refusal(fragment), "client lp-acmebank: https://a.example#b must be an absolute URI without a fragment");
    let tls = |config: &mut Config| config.issuers[0].clients[0].auth = vec![ClientAuth::Tls];
    assert_eq!(refusal(tls), "client lp-acmebank: tls_client_auth is not supported");
    assert_eq!(refusal(|config| config.issuers[0].lifetimes.code = 0), "a lifetime is at least one second");
}

#[test]
fn what_is_not_there_says_so() {
    let mut site = Site::new();
    assert_eq!(error(&site.get("/nowhere")), (404, "not_found".to_owned()));
    let url = Url::parse(&format!("{ISSUER}/nowhere/<b>")).unwrap();
    let page = site.send(&Request::get(url, "text/html,*/*"));
    assert!(page.status == 404 && text(&page).contains("nothing stands at /nowhere/%3Cb%3E"), "{}", text(&page));
    let reply = site.get("/token");
    assert_eq!((reply.status, field(&reply, "allow")), (405, Some("POST, OPTIONS")));
    assert_eq!(json(&site.get("/health"))["status"], "up");
}
