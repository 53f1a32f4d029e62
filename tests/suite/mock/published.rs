//! Metadata, keys, and which requests an endpoint takes at all.

use super::world::{ISSUER, Site, error, field, json, text};
use lpauth::check::{Context, Facts, Slot, judge};
use lpauth::model::discovery::Discovery;
use lpauth::model::http::Request;
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;
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
