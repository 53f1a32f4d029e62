//! What a hand does with a page that a browser shows: no page is fetched and no browser is started here.

use lpauth::flow::browse::Answers;
use lpauth::flow::browse::hand::{Deed, Filling, Hand};
use lpauth::flow::browse::steps::Steps;
use lpauth::model::callback::Delivery;
use lpauth::model::http::Request;
use lpauth::model::page::Page;
use lpauth::model::secret::Secret;
use lpauth::model::source::Source;
use url::Url;

const LOGIN: &str = "<form name=0 method=post><input type=hidden name=csrf value=1><input name=user>\
                     <input type=password name=password><button>Sign in</button></form>";

fn page(url: &str, html: &str) -> Page {
    Page::parse(&Url::parse(url).unwrap(), 200, html.as_bytes())
}

fn at_acme(html: &str) -> Page {
    page("https://login.acmebank.example/", html)
}

fn goal() -> Url {
    Url::parse("https://liveperson.net/").unwrap()
}

fn hand() -> Hand {
    let password = Some(Secret::new("s3cret"));
    Hand::new(&[goal()], Answers { username: Some("ada".to_owned()), password, ..Answers::default() })
}

fn instructed(steps: &str) -> Hand {
    let steps = Steps::parse(&Source::new("steps.toml", steps), &mut |_| Ok(Secret::new("s3cret"))).unwrap();
    Hand::new(&[goal()], Answers { steps: Some(steps), ..Answers::default() })
}

#[test]
fn a_login_form_is_filled_in_once() {
    let mut hand = hand();
    let writes = vec![(1, Secret::new("ada")), (2, Secret::new("s3cret"))];
    let filling = Filling { writes, press: Some(3), ..Filling::default() };
    assert_eq!(hand.next(&at_acme(LOGIN), false), Deed::Fill(filling));
    assert_eq!(hand.next(&at_acme(LOGIN), false), Deed::Wait, "the answer may be on its way");
    let Deed::Stop(reason) = hand.next(&at_acme(LOGIN), true) else { panic!("it is not tried twice") };
    assert!(reason.starts_with("the login page came again"), "{reason}");
}

#[test]
fn the_form_is_found_by_its_place() {
    let search = "<form name=0 id=search><input name=q><button>Search</button></form>";
    let login = LOGIN.replace("name=0", "name=1");
    let Deed::Fill(filling) = hand().next(&at_acme(&format!("{search}{login}")), false) else { panic!("a login") };
    assert_eq!(filling.form, 1);
}

#[test]
fn a_password_is_not_written_where_others_read_it() {
    for settled in [false, true] {
        let deed = hand().next(&page("http://login.acmebank.example/", LOGIN), settled);
        let Deed::Stop(reason) = deed else { panic!("{deed:?}") };
        assert!(reason.contains("in plain http; it was not sent"), "{reason}");
    }
}

#[test]
fn what_scripts_do_is_left_to_them_until_they_had_their_time() {
    let relay = "<form name=0 method=post action=/acs><input type=hidden name=SAMLResponse value=x></form>";
    let mut hand = hand();
    assert_eq!(hand.next(&at_acme(relay), false), Deed::Wait);
    assert_eq!(hand.next(&at_acme(relay), true), Deed::Fill(Filling::default()));
    assert_eq!(hand.next(&at_acme("<p>One moment"), false), Deed::Wait);
    assert!(matches!(hand.next(&at_acme("<p>One moment"), true), Deed::Stop(_)));
}

#[test]
fn instructions_tick_choose_and_press() {
    let html = "<form name=0 method=post><input type=checkbox name=stay checked><input type=checkbox name=terms>\
                <select name=country><option value=de>Germany<option value=nl>Netherlands</select>\
                <input type=radio name=kind value=a checked><input type=radio name=kind value=b>\
                <button>No</button><button>Yes</button></form>";
    let mut hand = instructed(
        "[[step]]\nfill = { stay = false, terms = true, country = \"Netherlands\", kind = \"b\" }\npress = \"Yes\"\n\
         [[step]]\npress = \"Yes\"\n",
    );
    let filling = Filling {
        form: 0,
        writes: Vec::new(),
        clicks: vec![0, 1, 4],
        choices: vec![(2, "nl".to_owned())],
        press: Some(6),
    };
    assert_eq!(hand.next(&at_acme(html), false), Deed::Fill(filling));
    // A step that does not fit yet is not used up.
    assert_eq!(hand.next(&at_acme("<p>One moment"), false), Deed::Wait);
    assert_eq!(hand.next(&at_acme(html), false), Deed::Fill(Filling { press: Some(6), ..Filling::default() }));
}

#[test]
fn the_way_back_is_known_by_its_address() {
    let of = |url: &str| hand().callback(&Request::get(Url::parse(url).unwrap(), ""));
    assert_eq!(of("https://liveperson.net?code=1").unwrap().get("code"), Some("1"));
    assert_eq!(of("https://liveperson.net/#id_token=x").unwrap().delivery, Delivery::Fragment);
    for other in
        ["https://liveperson.net/x?code=1", "http://liveperson.net/?code=1", "https://liveperson.net:444/?code=1"]
    {
        assert_eq!(of(other), None, "{other}");
    }
}
