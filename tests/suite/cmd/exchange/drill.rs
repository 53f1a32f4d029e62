//! Logins at a mock that is at work: its keys are rotated meanwhile, and time passes.

use super::{exchange, outcome, report, said};
use crate::sample;
use crate::support::{NOW, World};
use lpauth::model::http::{Answer, Request};
use serde_json::{Value, json};
use url::Url;

const MOCK: &str = "http://127.0.0.1:40001";
const START: &str = "mock --port 0 --key brand.key --secrets-out mock.json --client-secret-file secret.txt \
                     --redirect-uri http://127.0.0.1:8765/callback";
const LOGIN: &str = "http://127.0.0.1:40001 --client-id lp-acmebank --client-secret-file secret.txt --no-lint";

/// Lets this happen while a mock is at work.
fn meanwhile(world: World, visit: impl FnOnce(&World) + 'static) {
    with(world, "", visit);
}

/// Lets this happen while a mock with these flags is at work.
fn with(world: World, flags: &str, visit: impl FnOnce(&World) + 'static) {
    let world = world
        .file("brand.key", sample::rsa().to_pkcs8().unwrap())
        .file("secret.txt", "s3cr3t-value\n")
        .file("password.txt", "lovelace\n");
    let visit = |world: &World| {
        // What the mock said until now is no part of what is run meanwhile.
        assert_eq!(world.run("--version").exit, 0);
        visit(world);
    };
    assert_eq!(world.meanwhile(visit).run(&format!("{START} {flags}")).exit, 0);
}

/// Takes a step of a rotation, at the control endpoint.
fn rotate(world: &World, step: &str) {
    let control: Value = serde_json::from_str(&world.read("mock.json")).unwrap();
    let control = &control["control"];
    let url = Url::parse(control["url"].as_str().unwrap()).unwrap().join("/rotate").unwrap();
    let body = json!({ "step": step }).to_string().into_bytes();
    let request = Request { method: "POST".to_owned(), body, ..Request::get(url, "*/*") };
    let bearer = format!("Bearer {}", control["token"].as_str().unwrap());
    assert_eq!(world.ask(&request.with("authorization", bearer)).status, 200, "{step}");
}

/// Logs in, verifies the token of that login once more by itself, and returns it and whether each found the key.
fn drilled(world: &World, step: &str) -> (String, [String; 2]) {
    let record = format!("{step}.json");
    let run = exchange(
        world,
        &format!("{LOGIN} --username ada --password-file password.txt --show-secrets --transcript {record}"),
    );
    let transcript = world.read(&record);
    let token = transcript
        .split('"')
        .flat_map(|text| text.split('\\'))
        .find(|text| text.split('.').count() == 3 && text.starts_with("eyJ"));
    let token = token.unwrap_or_else(|| panic!("{transcript}")).to_owned();
    let found = [outcome(&run, "kid-unknown"), verified(world, &token)];
    (token, found)
}

fn verified(world: &World, token: &str) -> String {
    let run = world.run(&format!("verify {token} --issuer {MOCK} --client-id lp-acmebank --format json"));
    outcome(&run, "kid-unknown")
}

#[test]
fn a_rotation_is_seen_by_logins_and_by_verifiers() {
    meanwhile(World::new(), |world| {
        let good = ["pass", "pass"];
        let (first, found) = drilled(world, "start");
        assert_eq!(found, good);
        for step in ["publish", "switch"] {
            rotate(world, step);
            assert_eq!(
                (drilled(world, step).1, verified(world, &first)),
                (good.map(str::to_owned), "pass".to_owned()),
                "{step}"
            );
        }
        rotate(world, "retire");
        assert_eq!(drilled(world, "retire").1, good);
        assert_eq!(verified(world, &first), "fail", "its key is no longer published");
        rotate(world, "stale");
        assert_eq!(drilled(world, "stale").1, ["fail", "fail"], "the set is older than the key");
    });
}

/// Logs in on the mock's page that the authorization request `url` leads to, and goes where that leads.
fn log_in(world: &World, url: &Url) {
    let page = world.ask(&Request::get(url.clone(), "*/*"));
    let back = super::super::mock::log_in(world, &page);
    let callback = Url::parse(back.header("location").unwrap_or_else(|| panic!("{back:?}"))).unwrap();
    let Answer { status, .. } = world.ask(&Request::get(callback, "*/*"));
    assert_eq!(status, 200);
}

#[test]
fn the_time_that_a_person_takes_is_no_difference_of_clocks() {
    let slow = World::new().browser(|world, url| {
        let now = world.edge().clock.now().0;
        let _ = world.clone().at(now + 300);
        log_in(world, url);
    });
    meanwhile(slow, |world| {
        let run = exchange(
            world,
            &format!("{LOGIN} --login browser --redirect-uri http://127.0.0.1:8765/callback --repeat 2"),
        );
        assert_eq!(world.edge().clock.now().0, NOW + 600);
        let report = report(&run);
        let groups = report["groups"].as_array().unwrap();
        assert_eq!(groups.len(), 2, "{}", run.stdout);
        for group in groups {
            let verdicts = group["verdicts"].as_array().unwrap();
            let clock = verdicts.iter().find(|verdict| verdict["id"] == "clock-apart").unwrap();
            assert_eq!(clock["outcome"], "pass", "{clock}");
            assert!(group["summary"].as_array().unwrap().iter().all(|line| line["name"] != "clock"));
        }
        assert_eq!(said(&run, "client"), "lp-acmebank, by client_secret_basic");
    });
}

#[test]
fn how_far_clocks_are_apart_is_said_from_two_seconds_on() {
    for (shift, words) in [
        ("+1s", None),
        ("+45s", Some("the server's is 45 s ahead of ours")),
        ("-5m", Some("the server's is 300 s behind ours (5 minutes)")),
    ] {
        with(World::new(), &format!("--clock-shift={shift}"), move |world| {
            let run = exchange(world, &format!("{LOGIN} --username ada --password-file password.txt"));
            let summary = report(&run)["groups"][0]["summary"].clone();
            let line = summary.as_array().unwrap().iter().find(|line| line["name"] == "clock");
            assert_eq!(line.and_then(|line| line["value"].as_str()), words, "{shift}: {summary}");
        });
    }
}

#[test]
fn a_redirection_uri_whose_port_is_taken_says_so_in_its_own_words() {
    meanwhile(World::new().browser(|_, _| {}), |world| {
        let run =
            world.run(&format!("exchange {LOGIN} --login browser --redirect-uri http://127.0.0.1:40001/callback"));
        assert_eq!((run.exit, run.stdout.as_str()), (4, ""));
        assert!(run.stderr.contains("port 40001 is taken already"), "{}", run.stderr);
        assert!(
            run.stderr.contains("http://127.0.0.1:40001/callback leads to port 40001")
                && !run.stderr.contains("--port")
        );
    });
}

#[test]
fn a_method_that_liveperson_does_not_use_is_led_back_to_its_own() {
    meanwhile(World::new(), |world| {
        let run = exchange(world, &format!("{LOGIN} --username ada --password-file password.txt --client-auth none"));
        assert_eq!(run.exit, 1);
        let next = said(&run, "next");
        assert!(next.contains("client_secret_basic") && !next.contains("--client-auth post"), "{next}");
    });
}

#[test]
fn a_login_page_that_came_is_no_mistake_of_the_server() {
    let world = World::new().file("cookie.txt", "a=b").file("steps.toml", "[[step]]\npress = \"Continue\"\n");
    meanwhile(world, |world| {
        for way in ["cookie=cookie.txt", "steps=steps.toml"] {
            let run = exchange(world, &format!("{LOGIN} --login {way}"));
            assert_eq!(
                (run.exit, said(&run, "wrong side").as_str()),
                (1, "what this command was given to log in with")
            );
            assert!(said(&run, "next").starts_with("the login page is there"), "{way}");
        }
    });
}
