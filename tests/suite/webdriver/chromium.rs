//! With Chromium: pages that are made by scripts, and ways back that no page shows. Where chromedriver is missing the tests
//! say so and pass.

use crate::support::World;
use lpauth::edge::clock::{Clock, SystemClock};
use lpauth::edge::http::{Limits, Network};
use lpauth::edge::listener::Listener;
use lpauth::edge::serve::{Options, Running, Servers, Sockets};
use lpauth::edge::webdriver::{Cookies, Session, Settings, login};
use lpauth::edge::{Edge, Failure};
use lpauth::flow::browse::Answers;
use lpauth::flow::browse::steps::Steps;
use lpauth::flow::mock::config::{Config, Origin, STANDARD_CLIENT, Source as KeySource};
use lpauth::flow::mock::{Mock, respond};
use lpauth::model::callback::{Callback, Delivery};
use lpauth::model::http::{Reply, Request};
use lpauth::model::secret::Secret;
use lpauth::model::source::Source;
use lpauth::model::transcript::{Browsed, Purpose, Step, Stop};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;
use url::Url;

/// A chromedriver of the test's own.
struct Driver {
    child: Child,
    url: Url,
    /// Where the browser keeps what it does not remove.
    _scratch: tempfile::TempDir,
    _turn: MutexGuard<'static, ()>,
}

/// Whose turn it is: one browser at a time leaves some of the machine to the other tests.
static TURN: Mutex<()> = Mutex::new(());

impl Driver {
    fn start() -> Option<Driver> {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let scratch = tempfile::tempdir().unwrap();
        let mut chromedriver = Command::new("chromedriver");
        let started = chromedriver
            .arg("--port=0")
            .env("TMPDIR", scratch.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut child) = started else {
            println!("not tried: chromedriver is not on this machine (Debian: apt install chromium-driver)");
            return None;
        };
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let port = lines
            .find_map(|line| line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse::<u16>().ok());
        // Whatever it says later has to go somewhere.
        std::thread::spawn(move || lines.count());
        Some(Driver {
            child,
            _scratch: scratch,
            _turn: turn,
            url: Url::parse(&format!("http://127.0.0.1:{}", port.unwrap())).unwrap(),
        })
    }

    fn settings(&self) -> Settings {
        // The pages are the tests' own, and whoever runs the tests may be root.
        let arguments = vec!["--no-sandbox".to_owned()];
        Settings { arguments, settle: Duration::from_secs(1), ..Settings::at(self.url.clone()) }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn limits() -> Limits {
    Limits { time: Duration::from_secs(60), ..Limits::default() }
}

fn world() -> Edge {
    let mut edge = World::new().edge();
    edge.http = Box::new(Network::default());
    edge.servers = Box::new(Sockets);
    edge
}

/// A brand's server, and what was posted to it.
struct Brand {
    running: Running,
    posted: Arc<Mutex<Vec<String>>>,
}

impl Brand {
    /// Serves pages: each has a path and what stands there, or the address that it redirects to.
    fn start(pages: &[(&str, &str)]) -> Brand {
        let pages: Vec<_> = pages.iter().map(|(path, page)| ((*path).to_owned(), (*page).to_owned())).collect();
        let posted = Arc::new(Mutex::new(Vec::new()));
        let log = posted.clone();
        let reply = move |request: &Request, _| {
            if request.method == "POST" {
                log.lock().unwrap().push(String::from_utf8(request.body.clone()).unwrap());
            }
            let page = pages.iter().find(|(path, _)| *path == request.url.path());
            let html = |body: &str| Reply {
                status: 200,
                headers: vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())],
                body: format!("<!doctype html><title>Acme Bank</title>{body}").into_bytes(),
                ..Reply::default()
            };
            match page {
                Some((_, to)) if to.starts_with("https:") => {
                    Reply { status: 302, headers: vec![("location".to_owned(), to.clone())], ..Reply::default() }
                }
                Some((_, body)) => html(body),
                None => Reply { status: 404, ..html("nothing here") },
            }
        };
        Brand { running: Sockets.start(&Options::default(), Arc::new(reply)).unwrap(), posted }
    }

    fn login(&self, driver: &Driver, answers: Answers) -> Browsed {
        let goal = Url::parse("https://liveperson.net/").unwrap();
        login(&self.running.url, &[goal], answers, &driver.settings(), &limits(), None, &mut world()).unwrap()
    }

    fn posted(&self) -> Vec<String> {
        self.posted.lock().unwrap().clone()
    }
}

fn ada() -> Answers {
    Answers { username: Some("ada".to_owned()), password: Some(Secret::new("s3cret&")), ..Answers::default() }
}

fn back(browsed: Browsed) -> (Delivery, Vec<(String, String)>) {
    let Callback { delivery, parameters, .. } = browsed.end.unwrap();
    (delivery, parameters)
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// A page without a form that asks for the user, then for the password, and sends both by script.
const SCRIPTED: &str = r#"<main id=app></main><script>
const app = document.getElementById("app");
const ask = (html, then) => setTimeout(() => { app.innerHTML = html; app.querySelector("button").onclick = then; }, 200);
let user;
ask(`<label for=u>Customer number</label><input id=u><button type=button>Next</button>`, () => {
  user = document.getElementById("u").value;
  app.innerHTML = "One moment …";
  ask(`<input type=password placeholder=Password><input type=checkbox id=stay checked><label for=stay>Stay</label>
       <button type=button>Sign in</button>`, async () => {
    const body = new URLSearchParams({ user, password: app.querySelector("[type=password]").value, stay: stay.checked });
    await fetch("/login", { method: "POST", body });
    location = "/back";
  });
});
</script>"#;

const BACK: (&str, &str) = ("/back", "https://liveperson.net/?code=a%20b&state=%7B%22x%22%3A1%7D");

#[test]
fn a_login_that_scripts_make_is_walked_through() {
    let Some(driver) = Driver::start() else { return };
    let brand = Brand::start(&[("/", SCRIPTED), ("/login", ""), BACK]);
    let browsed = brand.login(&driver, ada());
    let hop = |step: &Step| {
        (step.purpose, step.hop.request.url.path().to_owned(), step.hop.answer.as_ref().map(|it| it.status))
    };
    let steps: Vec<_> = browsed.steps.iter().map(hop).collect();
    let expected = [
        (Purpose::Authorization, "/".to_owned(), Some(200)),
        (Purpose::Login, "/back".to_owned(), Some(302)),
        (Purpose::Callback, "/".to_owned(), None),
    ];
    assert_eq!(steps, expected);
    assert!(browsed.steps.iter().all(|step| step.failure.is_none() && step.hop.began > 1_700_000_000_000));
    let callback = back(browsed);
    assert_eq!(callback, (Delivery::Query, vec![pair("code", "a b"), pair("state", "{\"x\":1}")]));
    assert_eq!(brand.posted(), ["user=ada&password=s3cret%26&stay=true"]);
}

#[test]
fn a_login_goes_by_instructions_too() {
    let Some(driver) = Driver::start() else { return };
    let text = r#"
        [[step]]
        fill = { "Customer number" = "4711" }
        press = "Next"
        [[step]]
        fill = { Password = "env:PASSWORD", stay = false }
        press = "Sign in"
    "#;
    let steps = Steps::parse(&Source::new("steps.toml", text), &mut |_| Ok(Secret::new("from elsewhere"))).unwrap();
    let brand = Brand::start(&[("/", SCRIPTED), ("/login", ""), BACK]);
    brand.login(&driver, Answers { steps: Some(steps), ..Answers::default() }).end.unwrap();
    assert_eq!(brand.posted(), ["user=4711&password=from+elsewhere&stay=false"]);
}

#[test]
fn a_callback_is_caught_on_its_way_from_wherever_it_stands() {
    let Some(driver) = Driver::start() else { return };
    let form = "<form method=post action=https://liveperson.net/><input type=hidden name=code value='c d&amp;'></form>\
                <script>document.forms[0].submit()</script>";
    let script = "<script>location = 'https://liveperson.net/?code=2'</script>";
    let frame = "<iframe src='https://liveperson.net/?error=login_required'></iframe>";
    let brand = Brand::start(&[("/", form)]);
    assert_eq!(back(brand.login(&driver, ada())), (Delivery::FormPost, vec![pair("code", "c d&")]));
    let brand = Brand::start(&[("/", "https://liveperson.net/#id_token=ey&state=%2F")]);
    assert_eq!(
        back(brand.login(&driver, ada())),
        (Delivery::Fragment, vec![pair("id_token", "ey"), pair("state", "/")])
    );
    for (page, value) in [(script, pair("code", "2")), (frame, pair("error", "login_required"))] {
        let brand = Brand::start(&[("/", page)]);
        assert_eq!(back(brand.login(&driver, ada())), (Delivery::Query, vec![value]));
    }
}

#[test]
fn a_login_that_stops_shows_the_page_that_it_stands_on() {
    let Some(driver) = Driver::start() else { return };
    let form = "<form method=post action=/again><input name=user><input name=password type=password><button>Sign in</button></form>";
    let again = format!("<div class=error>Wrong password</div>{form}");
    let brand = Brand::start(&[("/", form), ("/again", &again)]);
    let Stop { at, reason, page } = brand.login(&driver, ada()).end.unwrap_err();
    let page = page.unwrap();
    assert_eq!((at, page.title.as_deref()), (Purpose::Login, Some("Acme Bank")));
    assert!(reason.starts_with("the login page came again after the password was sent"), "{reason}");
    assert_eq!(page.message.as_deref(), Some("Wrong password"));
    assert_eq!(page.fields, [pair("user", "text"), pair("password", "password")]);
    assert_eq!(
        (page.buttons, brand.posted()),
        (vec!["Sign in".to_owned()], vec!["user=ada&password=s3cret%26".to_owned()])
    );
    let brand = Brand::start(&[]);
    let stop = brand.login(&driver, ada()).end.unwrap_err();
    assert_eq!(stop.reason, "the server answers with status 404 and a page that leads nowhere");
    assert_eq!(stop.page.unwrap().status, 404);
    let brand = Brand::start(&[("/", "<p>Closed for maintenance")]);
    let stop = brand.login(&driver, ada()).end.unwrap_err();
    assert_eq!(
        (stop.at, stop.page.unwrap().message.as_deref()),
        (Purpose::Authorization, Some("Closed for maintenance"))
    );
}

#[test]
fn an_address_that_does_not_open_is_told_with_the_reason() {
    let Some(driver) = Driver::start() else { return };
    let Brand { running, .. } = Brand::start(&[]);
    let start = running.url.clone();
    drop(running);
    let goal = Url::parse("https://liveperson.net/").unwrap();
    let stop =
        login(&start, &[goal], ada(), &driver.settings(), &limits(), None, &mut world()).unwrap().end.unwrap_err();
    assert_eq!(stop.reason, format!("the browser cannot open {start}: ERR_CONNECTION_REFUSED"));
    let brand = Brand::start(&[("/", "https://liveperson.net/elsewhere?code=1")]);
    let stop = brand.login(&driver, ada()).end.unwrap_err();
    let told = "the browser is sent to https://liveperson.net/elsewhere, which is not the redirection URI https://liveperson.net/";
    assert_eq!((stop.at, stop.reason.as_str()), (Purpose::Callback, told));
}

#[test]
fn a_blocked_host_is_asked_nothing() {
    let Some(driver) = Driver::start() else { return };
    let brand = Brand::start(&[("/", "")]);
    let mut there = brand.running.url.clone();
    there.set_host(Some("localhost")).unwrap();
    let mut network = Network::default();
    let mut go = |blocked: &[String]| -> Result<(), Failure> {
        Session::start(&driver.settings(), blocked, &limits(), &mut network)?.go(&there)
    };
    go(&[]).unwrap();
    let failure = go(&["localhost".to_owned()]).unwrap_err();
    assert!(failure.message.contains("ERR_NAME_NOT_RESOLVED"), "{failure}");
}

#[test]
fn the_listener_s_own_page_relays_the_fragment() {
    let Some(driver) = Driver::start() else { return };
    let mut edge = World::new().browser(move |_, url| {
        let goal = url.query_pairs().find(|(name, _)| name == "redirect_uri").map(|(_, goal)| goal.into_owned()).unwrap();
        let mut network = Network::default();
        let mut session = Session::start(&driver.settings(), &[], &limits(), &mut network).unwrap();
        session.go(&Url::parse(&format!("{goal}#code=a+b&state=s1")).unwrap()).unwrap();
        // The reply to the script's request is shown as soon as it is there.
                let look = "return document.getElementById('s200').hidden ? null : document.body.innerText + ' at ' + location.href";
                let shown = (0..10_000).map(|_| session.run(look, &[]).unwrap()).find(|shown| !shown.is_null()).unwrap();
        assert!(shown.as_str().unwrap().starts_with("You can close this page"), "{shown}");
        assert!(shown.as_str().unwrap().ends_with(&format!(" at {goal}")), "the code has left the address: {shown}");
    }).edge();
    edge.servers = Box::new(Sockets);
    let listener = Listener::start(&Url::parse("http://127.0.0.1:0/callback").unwrap(), &mut edge).unwrap();
    let mut url = Url::parse("https://login.acmebank.example/authorize?state=s1").unwrap();
    url.query_pairs_mut().append_pair("redirect_uri", listener.redirect_uri().as_str());
    let browsed = listener.browse(&url, Duration::from_secs(60), &mut edge).unwrap();
    assert_eq!(back(browsed), (Delivery::Fragment, vec![pair("code", "a b"), pair("state", "s1")]));
}

#[test]
fn a_login_at_the_mock_comes_back_in_each_response_mode() {
    let Some(driver) = Driver::start() else { return };
    let slot: Arc<OnceLock<Mock>> = Arc::default();
    let mock = slot.clone();
    let reply = move |request: &Request, now| respond(mock.get().unwrap(), request, now, &mut rand::rng());
    let running = Sockets.start(&Options::default(), Arc::new(reply)).unwrap();
    let mut config = Config::standard(&running.url);
    let key = Arc::new(crate::sample::rsa().clone());
    config.issuers[0].keys = vec![KeySource { kid: None, algorithm: None, origin: Origin::Here(key) }];
    assert!(slot.set(Mock::new(config, SystemClock.now(), &mut rand::rng()).unwrap()).is_ok());
    let goal = Url::parse(&slot.get().unwrap().config().issuers[0].clients[0].redirect_uris[0]).unwrap();
    let mut cookies = Cookies::new();
    for (mode, delivery) in
        [("query", Delivery::Query), ("fragment", Delivery::Fragment), ("form_post", Delivery::FormPost)]
    {
        let mut start = running.url.join("authorize").unwrap();
        let parameters =
            [("client_id", STANDARD_CLIENT), ("response_type", "code"), ("scope", "openid"), ("state", "a+b c/%")];
        start
            .query_pairs_mut()
            .extend_pairs(parameters)
            .extend_pairs([("response_mode", mode), ("redirect_uri", goal.as_str())]);
        let answers =
            Answers { username: Some("ada".to_owned()), password: Some(Secret::new("lovelace")), ..Answers::default() };
        let (goals, settings) = ([goal.clone()], driver.settings());
        let browsed = login(&start, &goals, answers, &settings, &limits(), Some(&mut cookies), &mut world()).unwrap();
        let callback = browsed.end.unwrap();
        assert_eq!((callback.delivery, callback.get("state")), (delivery, Some("a+b c/%")));
        assert!(callback.get("code").is_some(), "{callback:?}");
        // Whoever was there before is known by their cookies.
        let pages = browsed.steps.iter().filter(|step| step.purpose == Purpose::Login).count();
        assert_eq!(pages, usize::from(mode == "query"), "{mode}");
    }
}
