//! Ways between pages: redirects, refreshes, circles, and the last one, which is not followed.

use super::walk::{GOAL, LOGIN, NOW, Site, alice, pairs};
use lpauth::flow::browse::{Answers, Browse, Limits, Want};
use lpauth::model::callback::Delivery;
use lpauth::model::transcript::{Purpose, Step};
use url::Url;

const HTML: (&str, &str) = ("content-type", "text/html");

fn field_of(name: &str) -> String {
    format!("<form method=post action=/login><input name=user><input type=password name=pw>{name}</form>")
}

#[test]
fn redirects_are_followed_as_their_status_says() {
    for (status, method) in [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")] {
        let site = Site::default()
            .page("GET", "/authorize", &field_of(""))
            .answer("POST", "/login", status, &[("location", "../next?a=b#c")], "")
            .redirect(method, "/next?a=b#c", &format!("{GOAL}?code=c1"))
            .redirect(method, "/next?a=b", &format!("{GOAL}?code=c1"));
        let walk = site.walk(alice());
        assert_eq!(
            (walk.asked[2].method.as_str(), walk.asked[2].url.as_str()),
            (method, &*format!("{LOGIN}/next?a=b"))
        );
        let carried = if method == "POST" { walk.asked[1].body.clone() } else { Vec::new() };
        assert_eq!(walk.asked[2].body, carried, "{status}");
        assert_eq!(walk.asked[2].header("referer"), Some(format!("{LOGIN}/authorize").as_str()));
        assert_eq!(walk.callback().get("code"), Some("c1"));
    }
}

#[test]
fn every_message_is_kept_and_the_last_has_no_answer() {
    let site =
        Site::default().redirect("GET", "/authorize", "/sso").redirect("GET", "/sso", &format!("{GOAL}?code=c1"));
    let walk = site.walk(Answers::default());
    let told = |step: &Step| (step.purpose, step.hop.answer.as_ref().map(|answer| answer.status));
    let steps: Vec<_> = walk.browsed.steps.iter().map(told).collect();
    assert_eq!(steps, [(Purpose::Authorization, Some(302)), (Purpose::Login, Some(302)), (Purpose::Callback, None)]);
    assert_eq!(walk.browsed.steps[2].hop.request.url.as_str(), format!("{GOAL}?code=c1"));
}

#[test]
fn callbacks_come_in_the_query_the_fragment_or_a_form() {
    let cases = [
        (format!("{GOAL}?code=c1&state=a%20b"), Delivery::Query, pairs(&[("code", "c1"), ("state", "a b")])),
        (format!("{GOAL}#id_token=e.y.j&state=s"), Delivery::Fragment, pairs(&[("id_token", "e.y.j"), ("state", "s")])),
        (
            format!("{GOAL}?error=access_denied&error_description=no"),
            Delivery::Query,
            pairs(&[("error", "access_denied"), ("error_description", "no")]),
        ),
    ];
    for (location, delivery, parameters) in cases {
        let walk = Site::default().redirect("GET", "/authorize", &location).walk(alice());
        assert_eq!((walk.callback().delivery, &walk.callback().parameters), (delivery, &parameters));
        assert_eq!(walk.asked.len(), 1, "{location} is not followed");
    }
    let walk = Site::default().page("GET", "/authorize", include_str!("pages/form-post.html")).walk(alice());
    assert_eq!(walk.callback().delivery, Delivery::FormPost);
    assert_eq!(walk.browsed.steps[1].purpose, Purpose::Callback);
    assert_eq!(walk.browsed.steps[1].hop.request.method, "POST");
}

#[test]
fn what_only_resembles_the_redirection_uri_is_not_followed_either() {
    let near = [
        "https://lpcdn.lpsnmedia.net/le_unified_window/8.2/index.html?code=c1",
        "https://lpcdn.lpsnmedia.net/le_unified_window/index.html/?code=c1",
        "http://lpcdn.lpsnmedia.net/le_unified_window/index.html?code=c1",
        "https://lpcdn.lpsnmedia.net:8443/le_unified_window/index.html?code=c1",
        "https://www.lpsnmedia.net/?code=c1",
        "https://LPCDN.lpsnmedia.net/LE_unified_window/index.html?code=c1",
    ];
    for location in near {
        let walk = Site::default().redirect("GET", "/authorize", location).walk(alice());
        assert_eq!(walk.asked.len(), 1, "{location}");
        assert_eq!(walk.stop().at, Purpose::Callback);
        assert!(walk.stop().reason.contains("not the redirection URI"), "{}", walk.stop().reason);
    }
    let walk = Site::default()
        .redirect("GET", "/authorize", "https://liveperson.net.login.example/?code=c1")
        .walk_with(alice(), "https://liveperson.net", Limits::default());
    assert_eq!(walk.stop().at, Purpose::Callback);
}

#[test]
fn a_redirection_uri_on_the_login_server_itself_is_known_from_its_pages() {
    let goal = format!("{LOGIN}/callback");
    let site = Site::default()
        .redirect("GET", "/authorize", "/callbacks/login")
        .page("GET", "/callbacks/login", &field_of(""))
        .redirect("POST", "/login", "/callback?code=c1");
    let walk = site.walk_with(alice(), &goal, Limits::default());
    assert_eq!(walk.callback().get("code"), Some("c1"));
    for location in ["/callback/?code=c1", "/callback/", "/Callback"] {
        let site = Site::default().redirect("GET", "/authorize", location);
        let walk = site.walk_with(alice(), &goal, Limits::default());
        assert_eq!(walk.stop().at, Purpose::Callback, "{location}");
    }
}

#[test]
fn a_redirection_uri_may_have_a_query_of_its_own_or_another_scheme() {
    let goal = format!("{GOAL}?lpUnifiedWindowConfig=%7B%7D");
    let walk = Site::default().redirect("GET", "/authorize", &format!("{goal}&token=e.y.j")).walk_with(
        alice(),
        &goal,
        Limits::default(),
    );
    assert_eq!(walk.callback().get("token"), Some("e.y.j"));
    let walk = Site::default().redirect("GET", "/authorize", "com.brand.app:/cb?code=c1").walk_with(
        alice(),
        "com.brand.app:/cb",
        Limits::default(),
    );
    assert_eq!(walk.callback().get("code"), Some("c1"));
    let walk = Site::default().redirect("GET", "/authorize", "com.brand.app:/cb?code=c1").walk(alice());
    assert!(walk.stop().reason.contains("address of another program"), "{}", walk.stop().reason);
}

#[test]
fn pages_send_the_browser_on_by_themselves() {
    let moved = "<meta http-equiv=Refresh content=\"0; URL='/next?x=1&amp;y=2'\"><p>Moved";
    let site = Site::default()
        .page("GET", "/authorize", moved)
        .answer("GET", "/next?x=1&y=2", 200, &[HTML, ("refresh", "1;url=/last")], "<p>Wait")
        .redirect("GET", "/last", &format!("{GOAL}?code=c1"));
    let walk = site.walk(alice());
    assert_eq!(walk.callback().get("code"), Some("c1"));
    assert_eq!(walk.asked[1].header("referer"), Some(format!("{LOGIN}/authorize").as_str()));
    let later = moved.replace("0;", "600;");
    let walk = Site::default().page("GET", "/authorize", &later).walk(alice());
    assert!(walk.stop().reason.contains("leads nowhere"));
    let counted =
        "<script src=count.js></script><h1>Sorry</h1><p>The address of the application is not known to this server.";
    let walk = Site::default().page("GET", "/authorize", counted).walk(alice());
    assert!(walk.stop().reason.contains("unless its scripts do"), "{}", walk.stop().reason);
}

#[test]
fn circles_have_an_end() {
    let site =
        Site::default().redirect("GET", "/authorize", "/a").redirect("GET", "/a", "/b").redirect("GET", "/b", "/a");
    let walk = site.walk(alice());
    assert!(walk.asked.len() < 10);
    assert_eq!(walk.stop().reason, format!("the login goes in circles: {LOGIN}/a is asked again and again"));
    let mut site = Site::default().redirect("GET", "/authorize", "/0");
    for n in 0..100 {
        site = site.redirect("GET", &format!("/{n}"), &format!("/{}", n + 1));
    }
    let walk = site.walk(alice());
    assert_eq!(walk.asked.len(), Limits::default().requests);
    assert!(walk.stop().reason.starts_with("40 requests and no end"), "{}", walk.stop().reason);
    let mut site = Site::default().redirect("GET", "/authorize", "/0");
    for n in 0..100 {
        let next = format!("<form action=/{}><button>Continue</button></form>", n + 1);
        site = site.page("GET", &format!("/{n}"), &next);
    }
    let walk = site.walk(alice());
    assert!(walk.stop().reason.starts_with("15 pages and no end"), "{}", walk.stop().reason);
}

#[test]
fn an_error_in_place_of_a_redirect_is_shown() {
    let page = "<title>Error</title><h1>Invalid redirect_uri</h1><p class=error-message>The redirect_uri is not registered.</p>";
    for status in [200, 400, 404, 500] {
        let walk = Site::default().answer("GET", "/authorize", status, &[HTML], page).walk(alice());
        let stop = walk.stop();
        let summary = stop.page.as_ref().unwrap();
        assert_eq!((stop.at, summary.status), (Purpose::Authorization, status));
        assert_eq!(summary.message.as_deref(), Some("The redirect_uri is not registered."));
    }
    let json = r#"{"error":"invalid_request"}"#;
    let walk =
        Site::default().answer("GET", "/authorize", 400, &[("content-type", "application/json")], json).walk(alice());
    assert_eq!(walk.stop().page.as_ref().unwrap().message.as_deref(), Some(json));
    assert!(walk.stop().reason.contains("answers 400 with application/json, not a page"), "{}", walk.stop().reason);
    for (body, said) in [
        ("é".repeat(9_000), "é".repeat(300) + "…"),
        (format!("a{}", "é".repeat(9_000)), format!("a{}…", "é".repeat(299))),
    ] {
        let walk =
            Site::default().answer("GET", "/authorize", 500, &[("content-type", "text/plain")], &body).walk(alice());
        assert_eq!(walk.stop().page.as_ref().unwrap().message.as_deref(), Some(said.as_str()));
    }
}

#[test]
fn a_location_that_is_no_address_is_shown() {
    let walk = Site::default().redirect("GET", "/authorize", "https://[").walk(alice());
    assert!(walk.stop().reason.contains("“https://[”, which is no address"), "{}", walk.stop().reason);
}

#[test]
fn the_password_goes_nowhere_that_anybody_could_read_it() {
    let login = |action: &str, method: &str| {
        format!("<form method={method} action='{action}'><input name=user><input type=password name=pw></form>")
    };
    let cases = [
        (login("http://login.brand.example/login", "post"), "in plain http"),
        (login("/login", "get"), "in the query"),
    ];
    for (page, why) in cases {
        let walk = Site::default().page("GET", "/authorize", &page).walk(alice());
        assert_eq!(walk.asked.len(), 1);
        assert!(walk.stop().reason.contains(why), "{}", walk.stop().reason);
        assert!(walk.stop().reason.ends_with("it was not sent"));
    }
    let plain = "http://intranet.brand.example/login";
    let site = Site::default().redirect("GET", "/authorize", plain).page("GET", plain, &login("", "post"));
    assert!(site.walk(alice()).stop().reason.contains("asks for a password in plain http"));
    let here = "http://127.0.0.1:8080/login";
    let site = Site::default().redirect("GET", "/authorize", here).page("GET", here, &login("", "post")).redirect(
        "POST",
        here,
        &format!("{GOAL}?code=c1"),
    );
    assert_eq!(site.walk(alice()).callback().get("code"), Some("c1"));
}

#[test]
fn a_redirect_does_not_carry_the_password_to_another_server() {
    let site = Site::default().page("GET", "/authorize", &field_of("")).answer(
        "POST",
        "/login",
        307,
        &[("location", "https://elsewhere.example/")],
        "",
    );
    let walk = site.walk(alice());
    assert_eq!(walk.asked.len(), 2);
    assert!(walk.stop().reason.contains("RFC 9700 §4.12"), "{}", walk.stop().reason);
}

#[test]
fn a_page_says_how_much_the_next_server_learns() {
    let own = format!("{LOGIN}/authorize");
    let origin = format!("{LOGIN}/");
    let cases = [
        ("no-referrer", None, "null"),
        ("same-origin", Some(own.as_str()), LOGIN),
        ("origin", Some(origin.as_str()), LOGIN),
        ("no-referrer, nonsense", None, "null"),
        ("nonsense", Some(own.as_str()), LOGIN),
    ];
    for (policy, referer, from) in cases {
        let by_field =
            Site::default().answer("GET", "/authorize", 200, &[HTML, ("referrer-policy", policy)], &field_of(""));
        let meta = format!("<meta name=referrer content='{policy}'>{}", field_of(""));
        for site in [by_field, Site::default().page("GET", "/authorize", &meta)] {
            let walk = site.redirect("POST", "/login", GOAL).walk(alice());
            assert_eq!((walk.asked[1].header("referer"), walk.asked[1].header("origin")), (referer, Some(from)));
        }
    }
}

#[test]
fn a_server_that_is_silent_ends_the_login() {
    let start = Url::parse(LOGIN).unwrap();
    let mut browse = Browse::new(start, &Url::parse(GOAL).unwrap(), alice(), Limits::default());
    let Want::Send(request) = browse.next(None, NOW) else { panic!("nothing is asked") };
    let browsed = browse.unanswered(request, "login.brand.example refuses the connection".to_owned());
    let step = &browsed.steps[0];
    assert_eq!((step.purpose, step.hop.answer.is_none()), (Purpose::Authorization, true));
    assert_eq!(step.failure.as_deref(), Some("login.brand.example refuses the connection"));
    assert_eq!(browsed.end.unwrap_err().at, Purpose::Authorization);
}

#[test]
fn what_is_missing_is_asked_for() {
    let page = field_of("");
    let walk = Site::default().page("GET", "/authorize", &page).walk(Answers::default());
    assert_eq!(walk.stop().reason, "the page asks for a password: pass --password-file");
    let walk = Site::default().page("GET", "/authorize", &page).walk(Answers { username: None, ..alice() });
    assert_eq!(walk.stop().reason, "the page asks for a user name: pass --username");
    let form = "<form><input name=shoe required><input name=hat><button>Go on</button></form>";
    let walk = Site::default().page("GET", "/authorize", form).walk(alice());
    assert_eq!(walk.stop().reason, "nobody knows what to fill in here (shoe, hat): use --login steps FILE");
}
