//! Cookies: which are kept, which go along, and which come out of files.

use super::walk::{GOAL, LOGIN, NOW, Site, alice};
use lpauth::flow::browse::Answers;
use lpauth::flow::browse::jar::{Crossing, Jar};
use lpauth::model::source::Source;
use url::Url;

const HERE: &str = "https://login.brand.example/realms/brand/auth?x=1";

/// Returns the `Cookie` field for `to` after these `Set-Cookie` fields came from `HERE`.
fn sent(fields: &[&str], to: &str) -> Option<String> {
    crossing(fields, to, Crossing::None)
}

fn crossing(fields: &[&str], to: &str, crossing: Crossing) -> Option<String> {
    let mut jar = Jar::default();
    fields.iter().for_each(|field| jar.keep(&url(HERE), field, NOW));
    jar.field(&url(to), crossing, NOW)
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

#[test]
fn a_cookie_goes_where_it_belongs() {
    let cases = [
        ("a=1", "https://login.brand.example/realms/brand/login", true),
        ("a=1", "https://login.brand.example/realms/brand", true),
        ("a=1", "https://login.brand.example/realms/branding", false),
        ("a=1", "https://login.brand.example/", false),
        ("a=1; Path=/", "https://login.brand.example/", true),
        ("a=1; Path=/", "https://www.brand.example/", false),
        ("a=1; Path=/", "https://sub.login.brand.example/", false),
        ("a=1; Path=/; Domain=brand.example", "https://www.brand.example/", true),
        ("a=1; Path=/; Domain=.Brand.Example", "https://brand.example/", true),
        ("a=1; Path=/; Domain=brand.example", "https://otherbrand.example/", false),
        ("a=1; Path=/; Domain=other.example", "https://other.example/", false),
        ("a=1; Path=/; Domain=www.brand.example", "https://www.brand.example/", false),
        ("a=1; Path=/; Domain=example", "https://other.example/", false),
        ("a=1; Path=/; Secure", "http://login.brand.example/", false),
        ("a=1; Path=/", "http://login.brand.example/", true),
        ("a=1; Path=/; HttpOnly", "https://login.brand.example/", true),
        ("a=1; Path=/; Max-Age=1", "https://login.brand.example/", true),
        ("a=1; Path=/; Max-Age=0", "https://login.brand.example/", false),
        ("a=1; Path=/; Max-Age=-5", "https://login.brand.example/", false),
        ("a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://login.brand.example/", false),
        ("a=1; Path=/; Expires=Fri, 02-Jan-2026 00:00:00 GMT", "https://login.brand.example/", true),
        ("a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60", "https://login.brand.example/", true),
        ("__Host-a=1; Path=/; Secure", "https://login.brand.example/", true),
        ("__Host-a=1; Path=/x; Secure", "https://login.brand.example/x", false),
        ("__Host-a=1; Path=/; Secure; Domain=brand.example", "https://login.brand.example/", false),
        ("__Secure-a=1; Path=/", "https://login.brand.example/", false),
        ("a=1; Path=/; SameSite=None", "https://login.brand.example/", false),
        ("a=1; Path=/; SameSite=None; Secure", "https://login.brand.example/", true),
        ("a=1; Path=nonsense", "https://login.brand.example/realms/brand/", true),
        ("no pair", "https://login.brand.example/realms/brand/", false),
    ];
    for (field, to, goes) in cases {
        assert_eq!(sent(&[field], to).is_some(), goes, "{field} to {to}");
    }
}

#[test]
fn what_is_set_again_replaces_and_what_has_expired_is_gone() {
    assert_eq!(sent(&["a=1; Path=/", "b=2; Path=/", "a=3; Path=/"], HERE).unwrap(), "a=3; b=2");
    assert_eq!(sent(&["a=1; Path=/", "a=; Path=/; Max-Age=0"], HERE), None);
    assert_eq!(sent(&["a=1; Path=/", "a=2; Path=/realms/brand"], HERE).unwrap(), "a=2; a=1");
    assert_eq!(sent(&["a=x=y=="], HERE).unwrap(), "a=x=y==");
    let mut jar = Jar::default();
    jar.keep(&url(HERE), "a=1; Max-Age=60", NOW);
    assert!(jar.field(&url(HERE), Crossing::None, NOW.plus(59)).is_some());
    assert!(jar.field(&url(HERE), Crossing::None, NOW.plus(60)).is_none());
}

#[test]
fn other_sites_get_fewer_cookies_along() {
    let all = ["u=1; Secure", "n=1; Secure; SameSite=None", "l=1; SameSite=Lax", "s=1; SameSite=Strict"];
    assert_eq!(crossing(&all, HERE, Crossing::None).unwrap(), "u=1; n=1; l=1; s=1");
    assert_eq!(crossing(&all, HERE, Crossing::Navigation).unwrap(), "u=1; n=1; l=1");
    assert_eq!(crossing(&all, HERE, Crossing::Post).unwrap(), "u=1; n=1");
}

#[test]
fn this_machine_counts_as_safe() {
    let mut jar = Jar::default();
    jar.keep(&url("http://127.0.0.1:8080/"), "a=1; Secure", NOW);
    jar.keep(&url("http://localhost:8080/"), "b=1; Domain=localhost", NOW);
    assert_eq!(jar.field(&url("http://127.0.0.1:9090/x"), Crossing::None, NOW).unwrap(), "a=1");
    assert_eq!(jar.field(&url("http://localhost/x"), Crossing::None, NOW).unwrap(), "b=1");
}

#[test]
fn no_server_fills_the_jar() {
    let many: Vec<String> = (0..2000).map(|n| format!("c{n}=1")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(sent(&many, HERE).unwrap().split("; ").count(), 300);
    assert_eq!(sent(&[&format!("a={}", "x".repeat(5000))], HERE), None);
    assert_eq!(sent(&["a=1\u{1}2"], HERE), None);
}

#[test]
fn a_post_from_another_site_goes_without_lax_cookies() {
    let acs = "https://federation.brand-id.example/saml/acs";
    let relay = include_str!("pages/relay.html").replace("federation.brand.example", "federation.brand-id.example");
    let walk = Site::default()
        .redirect("GET", "/authorize", "https://federation.brand-id.example/start")
        .redirect("GET", "https://federation.brand-id.example/start", &format!("{LOGIN}/idp"))
        .cookies(&["lax=1; Path=/; SameSite=Lax", "none=1; Path=/; SameSite=None; Secure"])
        .page("GET", "/idp", &relay)
        .redirect("POST", acs, &format!("{GOAL}?code=c1"))
        .walk(alice());
    assert_eq!(walk.asked[3].header("cookie"), Some("none=1"));
}

fn read(text: &str) -> Result<Jar, String> {
    let read = Jar::read(&Source::new("cookies", text), &url(HERE), NOW);
    read.map_err(|mistake| format!("{}:{}: {}", mistake.position.line, mistake.position.column, mistake.message))
}

#[test]
fn cookies_come_out_of_files() {
    let netscape = "# Netscape HTTP Cookie File\n\n.brand.example\tTRUE\t/\tTRUE\t1893456000\tSSO\tabc\n\
                    #HttpOnly_login.brand.example\tFALSE\t/realms\tFALSE\t0\tKC\tx=y\nold.example\tFALSE\t/\tFALSE\t5\tgone\t1\n";
    let chrome = r#"[{"domain": ".brand.example", "expirationDate": 1893456000.25, "hostOnly": false, "httpOnly": true,
        "name": "SSO", "path": "/", "sameSite": "no_restriction", "secure": true, "session": false, "value": "abc"},
        {"domain": "login.brand.example", "hostOnly": true, "name": "KC", "path": "/realms", "value": "x=y", "secure": false}]"#;
    let playwright = r#"{"cookies": [{"name": "SSO", "value": "abc", "domain": ".brand.example", "path": "/", "expires": -1,
        "httpOnly": true, "secure": true, "sameSite": "None"},
        {"name": "KC", "value": "x=y", "domain": "login.brand.example", "path": "/realms", "expires": 1893456000}], "origins": []}"#;
    for text in [netscape, chrome, playwright] {
        let jar = read(text).unwrap();
        assert_eq!(jar.field(&url(HERE), Crossing::None, NOW).unwrap(), "KC=x=y; SSO=abc");
        assert_eq!(jar.field(&url("https://www.brand.example/"), Crossing::None, NOW).unwrap(), "SSO=abc");
    }
    for text in ["SSO=abc; KC=x=y", "Cookie: SSO=abc; KC=x=y\n", "\u{feff}cookie:SSO=abc;KC=x=y"] {
        let jar = read(text).unwrap();
        assert_eq!(jar.field(&url(LOGIN), Crossing::None, NOW).unwrap(), "SSO=abc; KC=x=y");
        assert_eq!(jar.field(&url("https://www.brand.example/"), Crossing::None, NOW), None);
    }
}

#[test]
fn files_without_cookies_are_mistakes() {
    for (text, at) in [
        ("", "1:1: there is nothing in it"),
        ("hello", "1:1: neither a cookies.txt"),
        ("[]", "1:1: there is no list of cookies in it"),
        ("[{\"name\": 5}]", "1:2: a cookie must have"),
        ("[1", "1:2: "),
        ("a\tb\tc\td\t1\tf\tg\nx\ty\n", "2:1: 2 fields with tabs between, not 7"),
    ] {
        let mistake = read(text).unwrap_err();
        assert!(mistake.starts_with(at), "{text:?}: {mistake}");
    }
}

#[test]
fn an_earlier_visit_spares_the_login() {
    let cookies = read("SSO=abc").unwrap();
    let site = Site::default().redirect("GET", "/authorize", &format!("{GOAL}?code=c1"));
    let walk = site.walk(Answers { cookies, ..Answers::default() });
    assert_eq!(walk.asked[0].header("cookie"), Some("SSO=abc"));
    assert_eq!(walk.callback().get("code"), Some("c1"));
}
