//! The pages people see. They work without scripts, ask the network for nothing, and their own policy forbids the rest.

use super::Realm;
use super::authorize::Ask;
use super::reply::{WithField, reply};
use crate::model::http::Reply;
use askama::Template;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::Url;

/// A form that carries an authorization request.
pub(super) struct Form {
    pub(super) action: String,
    pub(super) seal: String,
    pub(super) request: String,
    pub(super) redirect_uri: String,
}

const STYLE: &str = include_str!("../../../templates/mock/style.css");
const SCRIPT: &str = include_str!("../../../templates/mock/submit.js");

#[derive(Template)]
#[template(path = "mock/login.html")]
struct Login<'a> {
    brand: &'a str,
    client: &'a str,
    form: &'a Form,
    hint: &'a str,
    complaint: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "mock/consent.html")]
struct Consent<'a> {
    brand: &'a str,
    client: &'a str,
    form: &'a Form,
    scope: &'a [String],
}

#[derive(Template)]
#[template(path = "mock/logout.html")]
struct Logout<'a> {
    brand: &'a str,
    form: &'a Form,
}

#[derive(Template)]
#[template(path = "mock/message.html")]
struct Message<'a> {
    brand: &'a str,
    title: &'a str,
    text: &'a str,
}

#[derive(Template)]
#[template(path = "mock/form_post.html")]
struct FormPost<'a> {
    action: &'a str,
    fields: &'a [(&'static str, String)],
}

/// Returns the login page.
pub(super) fn login(realm: &Realm, ask: &Ask<'_>, form: &Form, complaint: Option<&str>) -> Reply {
    let hint = ask.login_hint.as_deref().unwrap_or_default();
    let page = Login { brand: &realm.issuer.name, client: &ask.way.client.name, form, hint, complaint };
    html(200, &page, &form_action(&form.redirect_uri), false)
}

/// Returns the page that asks whether the client may have the data.
pub(super) fn consent(realm: &Realm, ask: &Ask<'_>, form: &Form) -> Reply {
    let page = Consent { brand: &realm.issuer.name, client: &ask.way.client.name, form, scope: &ask.scope };
    html(200, &page, &form_action(&form.redirect_uri), false)
}

/// Returns a page that says what went wrong.
pub(super) fn error(realm: &Realm, status: u16, text: &str) -> Reply {
    html(status, &Message { brand: &realm.issuer.name, title: "Something is wrong", text }, "'none'", false)
}

/// Returns the page that says that nothing stands there, whoever's it would be.
pub(super) fn nothing(text: &str) -> Reply {
    html(404, &Message { brand: "lpauth", title: "Not found", text }, "'none'", false)
}

/// Returns the page that asks whether to log out.
pub(super) fn logout(realm: &Realm, form: &Form) -> Reply {
    html(200, &Logout { brand: &realm.issuer.name, form }, &form_action(&form.redirect_uri), false)
}

/// Returns a page that says something.
pub(super) fn message(realm: &Realm, title: &str, text: &str) -> Reply {
    html(200, &Message { brand: &realm.issuer.name, title, text }, "'none'", false)
}

/// Returns the page that posts an authorization response to the client (OAuth 2.0 Form Post Response Mode §2).
pub(super) fn form_post(redirect_uri: &str, fields: &[(&'static str, String)]) -> Reply {
    html(200, &FormPost { action: redirect_uri, fields }, &origin(redirect_uri), true)
}

fn html(status: u16, page: &impl Template, form_action: &str, script: bool) -> Reply {
    let script = if script { format!("; script-src '{}'", hash(SCRIPT)) } else { String::new() };
    let policy = format!(
        "default-src 'none'; style-src '{}'{script}; form-action {form_action}; base-uri 'none'; frame-ancestors 'none'",
        hash(STYLE)
    );
    // A text is written into memory, which does not fail.
    reply(status, "text/html; charset=utf-8", page.render().unwrap_or_default())
        .with_field("content-security-policy", &policy)
        .with_field("x-frame-options", "DENY")
        .with_field("referrer-policy", "no-referrer")
        .with_field("cache-control", "no-store")
}

// What is included loses the line break at its end.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(digest(&SHA256, text.trim_end().as_bytes())))
}

// Browsers hold the redirect that follows a form against the form's policy too.
fn form_action(redirect_uri: &str) -> String {
    if redirect_uri.is_empty() { "'self'".to_owned() } else { format!("'self' {}", origin(redirect_uri)) }
}

fn origin(address: &str) -> String {
    match Url::parse(address) {
        Ok(url) if url.origin().is_tuple() => url.origin().ascii_serialization(),
        Ok(url) => format!("{}:", url.scheme()),
        Err(_) => "'self'".to_owned(),
    }
}
