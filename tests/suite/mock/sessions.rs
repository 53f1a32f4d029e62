//! Who is logged in, for how long, and how it ends.

use super::world::{
    ISSUER, Site, action, claims, code_grant, code_request, field, fields, hidden, json, parameter, request_with, text,
};
use crate::support::NOW;
use lpauth::model::http::{Reply, Request};
use url::Url;

fn shows_login(reply: &Reply) -> bool {
    reply.status == 200 && text(reply).contains("<h1>Log in to Acme Bank</h1>")
}

#[test]
fn a_login_is_remembered_for_eight_hours() {
    let mut site = Site::new();
    site.code();
    site.now = NOW + 8 * 3_600 - 1;
    let reply = site.authorize(&code_request());
    let tokens = site.redeem(&code_grant(&parameter(&reply, "code").unwrap()));
    assert_eq!(claims(&tokens)["auth_time"], NOW);
    site.now += 1;
    assert!(shows_login(&site.authorize(&code_request())));
}

#[test]
fn a_prompt_is_heeded() {
    let mut site = Site::new();
    site.code();
    site.now += 10;
    assert!(parameter(&site.authorize(&request_with(&[("prompt", "none")])), "code").is_some());
    for prompt in ["login", "select_account"] {
        let page = site.authorize(&request_with(&[("prompt", prompt)]));
        assert!(shows_login(&page), "{prompt}");
        let reply = site.fill(&page, "ada", "lovelace");
        let tokens = site.redeem(&code_grant(&parameter(&reply, "code").unwrap()));
        assert_eq!(claims(&tokens)["auth_time"], NOW + 10);
    }
    let mut site = Site::with_client(|client| client.consent = true);
    let page = site.authorize(&code_request());
    assert!(text(&site.fill(&page, "ada", "lovelace")).contains("Do you agree?"));
    let reply = site.authorize(&request_with(&[("prompt", "none")]));
    assert_eq!(parameter(&reply, "error").as_deref(), Some("consent_required"));
}

#[test]
fn an_old_login_does_not_do_where_max_age_says_so() {
    let mut site = Site::new();
    site.code();
    for (age, max_age, asked) in [(0, "0", true), (60, "60", false), (61, "60", true), (61, "3600", false)] {
        site.now = NOW + age;
        assert_eq!(shows_login(&site.authorize(&request_with(&[("max_age", max_age)]))), asked, "{age} of {max_age}");
        let silent = site.authorize(&request_with(&[("max_age", max_age), ("prompt", "none")]));
        assert_eq!(parameter(&silent, "error").as_deref() == Some("login_required"), asked, "{age} of {max_age}");
    }
    // Whoever logs in for this very request is recent enough.
    let page = site.authorize(&request_with(&[("max_age", "0")]));
    assert!(parameter(&site.fill(&page, "ada", "lovelace"), "code").is_some());
}

#[test]
fn a_hint_says_who_is_meant() {
    let mut site = Site::new();
    let code = site.code();
    let token = json(&site.redeem(&code_grant(&code)))["id_token"].as_str().unwrap().to_owned();
    let hint = [("id_token_hint", token.as_str()), ("prompt", "none")];
    assert!(parameter(&site.authorize(&request_with(&hint)), "code").is_some());
    // An old token will do, and another login will not.
    site.now += 5 * 3_600;
    assert!(parameter(&site.authorize(&request_with(&hint)), "code").is_some());
    let page = site.authorize(&request_with(&[("prompt", "login")]));
    site.fill(&page, "grace", "hopper");
    assert_eq!(parameter(&site.authorize(&request_with(&hint)), "error").as_deref(), Some("login_required"));
    let page = site.authorize(&request_with(&hint[..1]));
    assert!(shows_login(&page));
    assert_eq!(parameter(&site.fill(&page, "grace", "hopper"), "error").as_deref(), Some("login_required"));
}

#[test]
fn a_wrong_password_says_so_and_five_are_enough() {
    let mut site = Site::new();
    for name in ["ada", "nobody"] {
        for attempt in 0..5 {
            let page = site.authorize(&code_request());
            let reply = site.fill(&page, name, "wrong");
            assert_eq!(reply.status, 400, "attempt {attempt} of {name}");
            assert!(text(&reply).contains("The user name or the password is wrong."));
            assert!(text(&reply).contains("aria-describedby=\"complaint\""));
        }
        let page = site.authorize(&code_request());
        let reply = site.fill(&page, name, "lovelace");
        assert_eq!(reply.status, 429, "{name}");
    }
    site.now += 301;
    let page = site.authorize(&code_request());
    assert!(parameter(&site.fill(&page, "ada", "lovelace"), "code").is_some());
}

#[test]
fn a_form_is_good_for_the_browser_that_got_it_and_not_for_long() {
    let mut site = Site::new();
    let page = site.authorize(&code_request());
    let stale = |reply: &Reply| reply.status == 400 && text(reply).contains("This form is not valid any more");
    let cookies = std::mem::take(&mut site.cookies);
    assert!(stale(&site.fill(&page, "ada", "lovelace")), "without its cookie");
    site.authorize(&code_request());
    assert!(stale(&site.fill(&page, "ada", "lovelace")), "another browser");
    site.cookies = cookies;
    let changed = [
        ("request", hidden(&page, "request").replace("s-1", "s-2")),
        ("seal", hidden(&page, "seal")),
        ("username", "ada".to_owned()),
        ("password", "lovelace".to_owned()),
    ];
    assert!(stale(&site.browse(Request::form(Url::parse(&action(&page)).unwrap(), changed))), "another request");
    site.now += 900;
    assert!(stale(&site.fill(&page, "ada", "lovelace")), "after a quarter of an hour");
    site.now -= 1;
    assert!(parameter(&site.fill(&page, "ada", "lovelace"), "code").is_some());
}

#[test]
fn a_login_gets_a_new_cookie_that_scripts_cannot_read() {
    let mut site = Site::new();
    let page = site.authorize(&code_request());
    let before: Vec<String> = fields(&page, "set-cookie").iter().map(|field| (*field).to_owned()).collect();
    let reply = site.fill(&page, "ada", "lovelace");
    let cookies = fields(&reply, "set-cookie");
    assert_eq!((before.len(), cookies.len()), (1, 1));
    for cookie in before.iter().map(String::as_str).chain(cookies) {
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
    }
    let mut site = Site::with(|config| config.issuers[0].id = "https://login.acmebank.example/brand".to_owned());
    let url = Url::parse("https://login.acmebank.example/brand/authorize").unwrap();
    let request = Request::form(url, code_request());
    let cookie = site.browse(request);
    assert!(field(&cookie, "set-cookie").unwrap().ends_with("; Path=/brand/; HttpOnly; SameSite=Lax; Secure"));
}

#[test]
fn a_client_that_proves_itself_ends_the_login_at_once() {
    let after = "https://www.acmebank.example/bye";
    let mut site = Site::with_client(|client| client.post_logout_redirect_uris = vec![after.to_owned()]);
    let code = site.code();
    let token = json(&site.redeem(&code_grant(&code)))["id_token"].as_str().unwrap().to_owned();
    let fields = [("id_token_hint", token.as_str()), ("post_logout_redirect_uri", after), ("state", "a b")];
    let mut url = Url::parse(&format!("{ISSUER}/logout")).unwrap();
    url.query_pairs_mut().extend_pairs(fields);
    let reply = site.browse(Request::get(url, "*/*"));
    assert_eq!(field(&reply, "location"), Some("https://www.acmebank.example/bye?state=a%20b"));
    assert!(field(&reply, "set-cookie").unwrap().contains("Max-Age=0"));
    assert!(shows_login(&site.authorize(&code_request())));
}

#[test]
fn anybody_else_is_asked_before_the_login_ends() {
    let mut site = Site::new();
    site.code();
    let page = site.browse(Request::get(Url::parse(&format!("{ISSUER}/logout")).unwrap(), "*/*"));
    assert!(text(&page).contains("Log out of Acme Bank?"));
    assert!(parameter(&site.authorize(&code_request()), "code").is_some(), "nothing has happened yet");
    let forged = [("request", String::new()), ("seal", "1.x".to_owned())];
    assert_eq!(site.browse(Request::form(Url::parse(&action(&page)).unwrap(), forged)).status, 400);
    let agreed = [("request", hidden(&page, "request")), ("seal", hidden(&page, "seal"))];
    let reply = site.browse(Request::form(Url::parse(&action(&page)).unwrap(), agreed));
    assert!(text(&reply).contains("You are logged out"));
    assert!(shows_login(&site.authorize(&code_request())));
    for query in ["post_logout_redirect_uri=https://stranger.example", "id_token_hint=a.b.c", "state=1&state=2"] {
        let reply = site.browse(Request::get(Url::parse(&format!("{ISSUER}/logout?{query}")).unwrap(), "*/*"));
        assert_eq!((reply.status, field(&reply, "location")), (400, None), "{query}");
    }
}
