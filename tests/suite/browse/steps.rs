//! Logins by instructions.

use super::walk::{GOAL, Site, pairs};
use lpauth::flow::browse::Answers;
use lpauth::flow::browse::steps::Steps;
use lpauth::model::secret::Secret;
use lpauth::model::source::Source;

fn parse(text: &str) -> Result<Steps, String> {
    let mut lookup = |reference: &str| match reference {
        "env:PASSWORD" => Ok(Secret::new("s3cret")),
        "file:pin.txt" => Ok(Secret::new("0815")),
        _ => Err(format!("{reference} is not there")),
    };
    let read = Steps::parse(&Source::new("steps.toml", text), &mut lookup);
    read.map_err(|mistake| format!("{}:{}: {}", mistake.position.line, mistake.position.column, mistake.message))
}

fn by(text: &str) -> Answers {
    Answers { steps: Some(parse(text).unwrap()), ..Answers::default() }
}

const FIRST: &str = r#"<title>Welcome to Brand</title>
    <form action="/search"><input name="q"><button>Search</button></form>
    <form method="post" action="/first"><input type="hidden" name="t" value="1">
    <label for="k">Kundennummer *:</label><input id="k" name="f1">
    <select name="country"><option value="de">Deutschland</option><option value="ch">Schweiz</option></select>
    <input type="radio" name="how" value="app" checked id="a"><label for="a">With the app</label>
    <input type="radio" name="how" value="pin" id="p"><label for="p">With a PIN</label>
    <label><input type="checkbox" name="remember" checked> Remember</label>
    <input type="submit" name="go" value="Weiter"><input type="submit" name="help" value="Hilfe"></form>"#;

const SECOND: &str = r#"<h1>Ihre PIN</h1><form method="post" action="/second"><input type="password" name="f2">
    <button name="b" value="ok">OK</button></form><a id="later" href="/later">Do it later</a>"#;

const FILE: &str = r#"
[[step]]
expect = "welcome"
fill = { Kundennummer = "4711", country = "Schweiz", how = "With a PIN", remember = false }
press = "Weiter"

[[step]]
optional = true
expect = "Cookies"
press = "Accept"

[[step]]
fill = { f2 = "file:pin.txt" }
"#;

#[test]
fn each_page_gets_its_step() {
    let site = Site::default()
        .redirect("GET", "/authorize", "/welcome")
        .page("GET", "/welcome", FIRST)
        .page("POST", "/first", SECOND)
        .redirect("POST", "/second", &format!("{GOAL}?code=c1"));
    let walk = site.walk(by(FILE));
    let first = pairs(&[("t", "1"), ("f1", "4711"), ("country", "ch"), ("how", "pin"), ("go", "Weiter")]);
    assert_eq!(walk.asked[2].fields(), first);
    assert_eq!(walk.asked[3].fields(), pairs(&[("f2", "0815"), ("b", "ok")]));
    assert_eq!(walk.callback().get("code"), Some("c1"));
}

#[test]
fn a_link_can_be_pressed_and_relays_need_no_step() {
    let site = Site::default()
        .page("GET", "/authorize", "<form action=/on method=post><input type=hidden name=x value=1></form>")
        .page("POST", "/on", SECOND)
        .redirect("GET", "/later", &format!("{GOAL}?code=c1"));
    let walk = site.walk(by("[[step]]\npress = \"Do it later\"\n"));
    assert_eq!(walk.asked[1].method, "POST");
    assert_eq!(walk.callback().get("code"), Some("c1"));
}

#[test]
fn a_step_that_does_not_fit_says_so() {
    let cases = [
        ("fill = { f3 = \"x\" }", "step 1: there is no field “f3”; there is f2"),
        ("press = \"Go\"", "step 1: there is no button “Go”; there is OK"),
        ("fill = { f2 = \"x\" }", "step 1: “f2” is a field for a secret: write \"env:NAME\" or \"file:PATH\""),
        ("fill = { f2 = true }", "step 1: “f2” is no box that could be checked"),
        ("expect = \"Hello\"", "step 1 expects a page that says “Hello”, and this one does not"),
    ];
    for (step, why) in cases {
        let walk = Site::default().page("GET", "/authorize", SECOND).walk(by(&format!("[[step]]\n{step}\n")));
        assert_eq!(walk.stop().reason, why);
        assert_eq!(walk.stop().page.as_ref().unwrap().buttons, ["OK"]);
    }
    let site = Site::default().page("GET", "/authorize", SECOND).page("POST", "/second", SECOND);
    let walk = site.walk(by("[[step]]\nfill = { f2 = \"env:PASSWORD\" }\n"));
    assert_eq!(walk.stop().reason, "all steps are done, and the login is not over");
    let walk = Site::default().page("GET", "/authorize", FIRST).walk(by("[[step]]\nfill = { country = \"Tibet\" }\n"));
    assert_eq!(walk.stop().reason, "step 1: there is no choice “Tibet”");
}

#[test]
fn a_secret_of_a_step_goes_nowhere_that_anybody_could_read_it() {
    let page = SECOND.replace("/second", "http://brand.example/second");
    let walk =
        Site::default().page("GET", "/authorize", &page).walk(by("[[step]]\nfill = { f2 = \"env:PASSWORD\" }\n"));
    assert!(walk.stop().reason.contains("in plain http"), "{}", walk.stop().reason);
}

#[test]
fn the_manual_shows_what_can_be_read() {
    let manual = include_str!("../../../docs/login.md");
    let blocks: Vec<&str> = manual.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        parse(&block.replace("env:BRAND_PASSWORD", "env:PASSWORD")).unwrap();
    }
}

#[test]
fn mistakes_have_a_place() {
    let cases = [
        ("", "1:1: there is no [[step]]"),
        ("[[steps]]\n", "1:3: there is no member “steps”; did you mean “step”?"),
        ("step = 5\n", "1:8: `step` must be a list: write [[step]]"),
        ("step = [5]\n", "1:9: a step must be a table: write [[step]]"),
        ("[[step]]\npres = \"x\"\n", "2:1: there is no member “pres”; did you mean “press”?"),
        ("[[step]]\npress = 5\n", "2:9: press must be a text"),
        ("[[step]]\noptional = true\n", "1:1: an optional step must say what it expects"),
        ("[[step]]\noptional = \"yes\"\n", "2:12: optional must be true or false"),
        ("[[step]]\nfill = \"x\"\n", "2:8: fill must be a table such as { username = \"alice\" }"),
        ("[[step]]\nfill = { a = 5 }\n", "2:14: a must be a text, or true or false for a box"),
        ("[[step]]\nfill = { a = \"env:NOT\" }\n", "2:14: env:NOT is not there"),
        (
            "[[step]]\nfill = { Password = \"hunter2\" }\n",
            "2:21: Password must be \"env:NAME\" or \"file:PATH\": secrets do not belong in this file",
        ),
    ];
    for (text, why) in cases {
        assert_eq!(parse(text).unwrap_err(), why);
    }
    assert!(parse("[[step]\n").unwrap_err().starts_with("1:"));
    assert!(parse(&"[[step]]\n".repeat(60)).unwrap_err().contains("50 is the most"));
}
