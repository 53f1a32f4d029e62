//! The browser without a window, led through pages in the shape of well-known servers.

mod cookies;
mod mock;
mod page;
mod routes;
mod servers;
mod steps;
mod walk;

use lpauth::model::callback::Delivery;
use lpauth::model::transcript::Purpose;
use walk::{GOAL, LOGIN, Site, alice};

#[test]
fn one_page_with_user_and_password() {
    let action = "/realms/brand/login-actions/authenticate?session_code=s1&execution=e1&tab_id=t1";
    let site = Site::default()
        .page("GET", "/authorize", include_str!("browse/pages/keycloak.html"))
        .cookies(&["AUTH_SESSION_ID=a1; Path=/realms/brand/; Secure; HttpOnly; SameSite=None", "KC=r; Path=/; Secure"])
        .redirect("POST", action, &format!("{GOAL}?state=xyz&code=c1"));
    let walk = site.walk(alice());
    let callback = walk.browsed.end.as_ref().unwrap();
    assert_eq!((callback.get("code"), callback.get("state")), (Some("c1"), Some("xyz")));
    assert_eq!((callback.delivery, callback.redirect_uri.as_ref().unwrap().as_str()), (Delivery::Query, GOAL));
    let sent = &walk.asked[1];
    assert_eq!(
        sent.fields(),
        walk::pairs(&[("username", "alice"), ("password", "pä ss+1"), ("credentialId", ""), ("login", "Sign In")])
    );
    assert_eq!(sent.header("origin"), Some(LOGIN));
    assert_eq!(sent.header("referer"), Some(format!("{LOGIN}/authorize").as_str()));
    assert_eq!(sent.header("cookie"), Some("AUTH_SESSION_ID=a1; KC=r"));
    let purposes: Vec<Purpose> = walk.browsed.steps.iter().map(|step| step.purpose).collect();
    assert_eq!(purposes, [Purpose::Authorization, Purpose::Login, Purpose::Callback]);
    assert!(walk.browsed.steps[2].hop.answer.is_none());
}

#[test]
fn a_wrong_password_is_not_tried_twice() {
    let refused = include_str!("browse/pages/keycloak.html").replace(
        "<label for=\"password\">",
        "<span id=\"input-error\" aria-live=\"polite\">Invalid username or password.</span><label for=\"password\">",
    );
    let action = "/realms/brand/login-actions/authenticate?session_code=s1&execution=e1&tab_id=t1";
    let site = Site::default()
        .page("GET", "/authorize", include_str!("browse/pages/keycloak.html"))
        .page("POST", action, &refused);
    let walk = site.walk(alice());
    let stop = walk.browsed.end.as_ref().unwrap_err();
    assert_eq!(walk.asked.len(), 2);
    assert_eq!(stop.at, Purpose::Login);
    assert!(stop.reason.contains("not accepted"), "{}", stop.reason);
    let page = stop.page.as_ref().unwrap();
    assert_eq!(page.message.as_deref(), Some("Invalid username or password."));
    assert_eq!(page.title.as_deref(), Some("Sign in to brand"));
    assert_eq!(page.fields, walk::pairs(&[("username", "text"), ("password", "password"), ("rememberMe", "checkbox")]));
    assert_eq!(page.buttons, ["Sign In"]);
    assert_eq!(page.url, format!("{LOGIN}/realms/brand/login-actions/authenticate"));
}
