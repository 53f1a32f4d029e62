//! Login pages in the shape of those that well-known servers show, and what the browser sends from each.

use super::walk::{GOAL, LOGIN, Site, alice, pairs};
use lpauth::model::transcript::Purpose;

/// A login page, where its form goes, and what is sent there by alice.
struct Shape {
    html: &'static str,
    action: &'static str,
    sent: &'static [(&'static str, &'static str)],
}

const SHAPES: [Shape; 9] = [
    Shape {
        html: include_str!("pages/aspnet.html"),
        action: "/authorize",
        sent: &[
            ("Input.Email", "alice"),
            ("Input.Password", "pä ss+1"),
            ("__RequestVerificationToken", "CfDJ8+x"),
            ("Input.RememberMe", "false"),
        ],
    },
    Shape {
        html: include_str!("pages/spring.html"),
        action: "/login",
        sent: &[("username", "alice"), ("password", "pä ss+1"), ("_csrf", "2c4f")],
    },
    Shape {
        html: include_str!("pages/interaction-login.html"),
        action: "/interaction/u1",
        sent: &[("prompt", "login"), ("login", "alice"), ("password", "pä ss+1")],
    },
    Shape {
        html: include_str!("pages/django.html"),
        action: "/accounts/login/?next=/o/authorize/%3Fclient_id%3Dlp",
        sent: &[
            ("csrfmiddlewaretoken", "T0ken"),
            ("username", "alice"),
            ("password", "pä ss+1"),
            ("next", "/o/authorize/?client_id=lp"),
        ],
    },
    Shape {
        html: include_str!("pages/devise.html"),
        action: "/users/sign_in",
        sent: &[
            ("authenticity_token", "abc=="),
            ("user[email]", "alice"),
            ("user[password]", "pä ss+1"),
            ("user[remember_me]", "0"),
            ("commit", "Log in"),
        ],
    },
    Shape {
        html: include_str!("pages/pingfederate.html"),
        action: "/as/x9/resume/as/authorization.ping",
        sent: &[
            ("pf.username", "alice"),
            ("pf.pass", "pä ss+1"),
            ("pf.ok", ""),
            ("pf.cancel", ""),
            ("pf.adapterId", "HTMLFormAdapter"),
        ],
    },
    Shape {
        html: include_str!("pages/salesforce.html"),
        action: "/",
        sent: &[
            ("username", "alice"),
            ("fakeusername", ""),
            ("pw", "pä ss+1"),
            ("Login", "Log In"),
            ("un", ""),
            ("width", ""),
            ("hasRememberUn", "true"),
        ],
    },
    Shape {
        html: include_str!("pages/wordpress.html"),
        action: "/wp-login.php",
        sent: &[
            ("log", "alice"),
            ("pwd", "pä ss+1"),
            ("wp-submit", "Log In"),
            ("redirect_to", "/oauth/authorize"),
            ("testcookie", "1"),
        ],
    },
    Shape {
        html: include_str!("pages/two-step-password.html"),
        action: "/authorize",
        sent: &[("state", "hKFo2SBf"), ("username", "alice"), ("password", "pä ss+1"), ("action", "default")],
    },
];

#[test]
fn each_gets_what_its_own_form_would_send() {
    for Shape { html, action, sent } in SHAPES {
        let site = Site::default().page("GET", "/authorize", html).redirect("POST", action, &format!("{GOAL}?code=c1"));
        let walk = site.walk(alice());
        assert_eq!(walk.asked[1].fields(), pairs(sent), "{action}");
        assert_eq!(walk.callback().get("code"), Some("c1"), "{action}");
    }
}

#[test]
fn each_stops_when_the_same_page_comes_again() {
    for Shape { html, action, .. } in SHAPES {
        for status in [200, 401, 422] {
            let fields = [("content-type", "text/html")];
            let site = Site::default().page("GET", "/authorize", html).answer("POST", action, status, &fields, html);
            let walk = site.walk(alice());
            assert_eq!(walk.asked.len(), 2, "{action}");
            let stop = walk.stop();
            assert!(
                stop.reason.starts_with("the login page came again after the password was sent"),
                "{}",
                stop.reason
            );
            assert_eq!(stop.page.as_ref().unwrap().status, status);
        }
    }
}

#[test]
fn the_user_on_one_page_and_the_password_on_the_next() {
    let site = Site::default()
        .redirect("GET", "/authorize", "/u/login/identifier?state=hKFo2SBf")
        .page("GET", "/u/login/identifier?state=hKFo2SBf", include_str!("pages/two-step-user.html"))
        .redirect("POST", "/u/login/identifier?state=hKFo2SBf", "/u/login/password?state=hKFo2SBf")
        .page("GET", "/u/login/password?state=hKFo2SBf", include_str!("pages/two-step-password.html"))
        .redirect("POST", "/u/login/password?state=hKFo2SBf", "/authorize/resume?state=hKFo2SBf")
        .redirect("GET", "/authorize/resume?state=hKFo2SBf", &format!("{GOAL}?code=c1&state=s"));
    let walk = site.walk(alice());
    let user = pairs(&[("state", "hKFo2SBf"), ("username", "alice"), ("js-available", "false"), ("action", "default")]);
    assert_eq!(walk.asked[2].fields(), user);
    assert_eq!(walk.asked[4].fields()[2], ("password".to_owned(), "pä ss+1".to_owned()));
    assert_eq!(walk.callback().get("code"), Some("c1"));
}

#[test]
fn a_user_who_is_not_known_is_not_named_twice() {
    let html = include_str!("pages/two-step-user.html");
    let site = Site::default().page("GET", "/authorize", html).page("POST", "/authorize", html);
    let walk = site.walk(alice());
    assert_eq!(walk.asked.len(), 2);
    assert!(walk.stop().reason.contains("asks for the user again"), "{}", walk.stop().reason);
}

#[test]
fn consent_is_given_and_never_refused() {
    let authorize = "/o/authorize/?client_id=lp";
    let site = Site::default().page("GET", "/authorize", include_str!("pages/django-consent.html")).redirect(
        "POST",
        authorize,
        &format!("{GOAL}?code=c1"),
    );
    let walk = site.walk(alice());
    assert_eq!(walk.asked[1].fields().last().unwrap(), &("allow".to_owned(), "Authorize".to_owned()));
    let site = Site::default().page("GET", "/authorize", include_str!("pages/interaction-consent.html")).redirect(
        "POST",
        "/interaction/u2",
        &format!("{GOAL}?code=c1"),
    );
    assert_eq!(site.walk(alice()).callback().get("code"), Some("c1"));
    let refusing = include_str!("pages/django-consent.html").replace("Authorize\"/>", "Deny\"/>");
    let walk = Site::default().page("GET", "/authorize", &refusing).walk(alice());
    assert_eq!(walk.asked.len(), 1);
    assert!(walk.stop().reason.contains("leads nowhere"), "{}", walk.stop().reason);
}

#[test]
fn the_account_of_the_user_is_chosen() {
    let site = Site::default().page("GET", "/authorize", include_str!("pages/accounts.html")).redirect(
        "POST",
        "/choose",
        &format!("{GOAL}?code=c1"),
    );
    assert_eq!(site.walk(alice()).asked[1].fields(), pairs(&[("csrf", "1"), ("account", "18")]));
}

#[test]
fn links_with_the_name_of_the_user_come_last() {
    let header = "<a href=/profile>alice</a><form><select name=lang><option>en</select><button>OK</button></form>";
    let consent = format!("{header}<form method=post action=/consent><button name=ok value=1>Allow</button></form>");
    let site =
        Site::default().page("GET", "/authorize", &consent).redirect("POST", "/consent", &format!("{GOAL}?code=c1"));
    assert_eq!(site.walk(alice()).asked[1].fields(), pairs(&[("ok", "1")]));
    let accounts = "<a href=/0>malice</a> <a href=/1>Alice (alice@brand.example)</a>";
    let site = Site::default().page("GET", "/authorize", accounts).redirect("GET", "/1", &format!("{GOAL}?code=c1"));
    assert_eq!(site.walk(alice()).callback().get("code"), Some("c1"));
}

#[test]
fn what_a_button_says_counts_more_than_what_it_is_called() {
    for style in ["", " style='display:none'"] {
        let html = format!(
            "<form method=post action=/login><input name=user><input type=password name=pw>\
             <div{style}><button name=a value=login>Press</button><button name=b value=1>Log in</button></div></form>"
        );
        let site = Site::default().page("GET", "/authorize", &html).redirect("POST", "/login", GOAL);
        let fields = site.walk(alice()).asked[1].fields();
        assert_eq!(fields[2..], pairs(&[("b", "1")]), "{style}");
    }
}

#[test]
fn what_cannot_be_changed_is_left() {
    let html = "<form method=post action=/login><input name=username value=alice@brand.example readonly>\
                <input type=password name=pw></form>";
    let site = Site::default().page("GET", "/authorize", html).redirect("POST", "/login", GOAL);
    assert_eq!(site.walk(alice()).asked[1].fields()[0].1, "alice@brand.example");
}

#[test]
fn a_form_that_a_script_would_send_is_sent() {
    let acs = "https://federation.brand.example/saml/acs";
    let site = Site::default().page("GET", "/authorize", include_str!("pages/relay.html")).page(
        "POST",
        acs,
        include_str!("pages/form-post.html"),
    );
    let walk = site.walk(alice());
    assert_eq!(walk.asked[1].fields(), pairs(&[("SAMLResponse", "PHNhbWw+"), ("RelayState", "rs")]));
    assert_eq!(walk.asked[1].header("origin"), Some(LOGIN));
    assert_eq!(walk.asked[1].header("referer"), Some(format!("{LOGIN}/").as_str()));
    assert_eq!(walk.callback().parameters, pairs(&[("id_token", "eyJh.e30.c2ln"), ("state", "a\"b <c>")]));
}

#[test]
fn pages_that_need_scripts_are_named_as_such() {
    let pages = [
        include_str!("pages/needs-scripts-widget.html"),
        include_str!("pages/needs-scripts-config.html"),
        include_str!("pages/needs-scripts-shell.html"),
    ];
    for html in pages {
        let walk = Site::default().page("GET", "/authorize", html).walk(alice());
        assert_eq!(walk.asked.len(), 1);
        let stop = walk.stop();
        assert_eq!(stop.at, Purpose::Authorization);
        assert_eq!(stop.reason, "the page needs JavaScript: use --login browser, or --login webdriver URL");
    }
}

#[test]
fn a_code_that_is_good_for_once_is_for_the_person() {
    let walk = Site::default().page("GET", "/authorize", include_str!("pages/otp.html")).walk(alice());
    assert_eq!(walk.asked.len(), 1);
    assert!(walk.stop().reason.contains("good for once"), "{}", walk.stop().reason);
}

#[test]
fn a_new_password_is_for_the_person() {
    let html = "<title>Update password</title><form method=post><input type=password name=password-new>\
                <input type=password name=password-confirm><button>Submit</button></form>";
    let walk = Site::default().page("GET", "/authorize", html).walk(alice());
    assert!(walk.stop().reason.contains("new password"), "{}", walk.stop().reason);
}
