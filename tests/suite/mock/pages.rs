//! The pages: anybody can use them, and nobody can abuse them.

use super::world::{Site, code_request, field, request_with, text};

#[test]
fn the_login_page_names_everything_and_loads_nothing() {
    let mut site = Site::new();
    let reply = site.authorize(&request_with(&[("login_hint", "ada\"><b>")]));
    let page = text(&reply);
    for part in [
        "<html lang=\"en\">",
        "<title>Log in – Acme Bank</title>",
        "<h1>Log in to Acme Bank</h1>",
        "LivePerson asks Acme Bank who you are.",
        "<label for=\"username\">User name</label>",
        "<input id=\"username\" name=\"username\" type=\"text\" value=\"ada&#34;&#62;&#60;b&#62;\" autocomplete=\"username\"",
        "<label for=\"password\">Password</label>",
        "type=\"password\" autocomplete=\"current-password\"",
        "<button type=\"submit\">Log in</button>",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    for part in ["<script", "<link", "<img", "src=", "http-equiv", "@import", "url("] {
        assert!(!page.contains(part), "{part} in {page}");
    }
}

#[test]
fn a_page_forbids_what_it_does_not_need() {
    let mut site = Site::new();
    let reply = site.authorize(&code_request());
    let policy = field(&reply, "content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(
        policy.ends_with("; form-action 'self' https://lpcdn.lpsnmedia.net; base-uri 'none'; frame-ancestors 'none'")
    );
    assert_eq!(field(&reply, "x-frame-options"), Some("DENY"));
    assert_eq!(field(&reply, "x-content-type-options"), Some("nosniff"));
    assert_eq!(field(&reply, "referrer-policy"), Some("no-referrer"));
    assert_eq!(field(&reply, "cache-control"), Some("no-store"));
}

/// The hashes in the policy are those of the style and the script as they stand in the page.
#[test]
fn the_policy_lets_through_what_stands_in_the_page() {
    use base64::Engine;
    let mut site = Site::new();
    site.code();
    let reply = site.authorize(&request_with(&[("response_mode", "form_post")]));
    let page = text(&reply);
    for tag in ["style", "script"] {
        let (start, end) = (format!("<{tag}>"), format!("</{tag}>"));
        let at = page.find(&start).unwrap() + start.len();
        let content = &page[at..at + page[at..].find(&end).unwrap()];
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, content.as_bytes());
        let hash = base64::engine::general_purpose::STANDARD.encode(hash);
        assert!(
            field(&reply, "content-security-policy").unwrap().contains(&format!("{tag}-src 'sha256-{hash}'")),
            "{tag}"
        );
    }
}

#[test]
fn an_error_page_repeats_nothing_unescaped() {
    let mut site = Site::new();
    let page = text(&site.authorize(&request_with(&[("client_id", "<script>alert(1)</script>")])));
    assert!(page.contains("there is no client &#60;script&#62;alert(1)&#60;/script&#62;"), "{page}");
    assert!(!page.contains("<script>"));
}
