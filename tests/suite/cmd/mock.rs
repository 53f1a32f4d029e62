//! `lpauth mock`, in a world without sockets: the mock is at port 40001, its control endpoint at 40002.

use crate::sample;
use crate::support::{NOW, World};
use lpauth::edge::files::Access;
use lpauth::edge::http::{Http, Limits};
use lpauth::model::http::{Answer, Request};
use rand::SeedableRng;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;
use url::Url;

const MOCK: &str = "http://127.0.0.1:40001";
const CONTROL: &str = "http://127.0.0.1:40002";

/// A world with a key, so that none has to be made.
fn world() -> World {
    World::new().file("brand.key", sample::rsa().to_pkcs8().unwrap())
}

const START: &str = "mock --port 0 --key brand.key --secrets-out mock.json";

fn get(world: &World, address: &str) -> Answer {
    world.ask(&Request::get(Url::parse(address).unwrap(), "*/*"))
}

fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{answer:?}"))
}

/// What the file of --secrets-out says.
fn secrets(world: &World) -> Value {
    serde_json::from_str(&world.read("mock.json")).unwrap()
}

/// Asks the control endpoint, and returns the status and what it says.
fn control(world: &World, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let token = secrets(world)["control"]["token"].as_str().unwrap().to_owned();
    control_with(world, method, path, body, &[("authorization", &format!("Bearer {token}"))])
}

fn control_with(world: &World, method: &str, path: &str, body: &Value, fields: &[(&str, &str)]) -> (u16, Value) {
    let url = Url::parse(&format!("{CONTROL}{path}")).unwrap();
    let headers = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let request = Request { method: method.to_owned(), url, headers, body: body.to_string().into_bytes() };
    let answer = world.ask(&request);
    (answer.status, json(&answer))
}

fn keys(world: &World) -> Vec<String> {
    let set = json(&get(world, &format!("{MOCK}/jwks.json")));
    set["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_issuer_is_the_result_and_the_rest_is_for_people() {
    let world = world().meanwhile(|world| {
        let metadata = json(&get(world, &format!("{MOCK}/.well-known/openid-configuration")));
        assert_eq!(metadata["issuer"], MOCK);
    });
    let run = world.run("mock --port 0 --key brand.key");
    assert_eq!((run.exit, run.stdout.as_str()), (0, "http://127.0.0.1:40001\n"));
    for part in [
        "Acme Bank: an authorization server at http://127.0.0.1:40001",
        "lp-acmebank with a secret",
        "ada with the password lovelace",
        "Token Endpoint\n    http://127.0.0.1:40001/token",
        "JWKS Endpoint\n    http://127.0.0.1:40001/jwks.json",
        "http://127.0.0.1:40002/ with Authorization: Bearer ",
        "2026-01-01T00:00:00Z GET /.well-known/openid-configuration → 200\n",
    ] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    assert!(!run.stderr.contains("warning: other machines") && !run.stderr.contains("--seed"), "{}", run.stderr);
    assert_eq!(world.servers(), [""; 0], "both ended");
}

#[test]
fn a_quiet_mock_says_its_issuer_alone() {
    let world = world().meanwhile(|world| assert_eq!(get(world, MOCK).status, 404));
    let run = world.run("mock --port 0 --key brand.key --quiet");
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("http://127.0.0.1:40001\n", ""));
}

#[test]
fn secrets_are_shown_only_to_whoever_asks() {
    let secret =
        |world: &World| secrets(world)["issuers"][0]["clients"][0]["client_secret"].as_str().unwrap().to_owned();
    let world = world();
    let run = world.run(START);
    assert_eq!(world.access("mock.json"), Access::Private);
    assert!(!run.stderr.contains(&secret(&world)), "{}", run.stderr);
    let written = secrets(&world);
    assert_eq!(written["issuers"][0]["issuer"], MOCK);
    assert_eq!(written["issuers"][0]["users"][0], json!({ "name": "ada", "password": "lovelace" }));
    assert_eq!(written["control"]["url"], format!("{CONTROL}/"));
    assert!(run.stderr.contains(written["control"]["token"].as_str().unwrap()));
    let run = world.run(&format!("{START} --show-secrets"));
    assert!(run.stderr.contains(&format!("lp-acmebank with the secret {}", secret(&world))), "{}", run.stderr);
    let world = world.file("secret.txt", "s3cr3t-value\n");
    world
        .run(&format!("{START} --client-id shop --client-secret-file secret.txt --redirect-uri http://localhost:1/cb"));
    let client = &secrets(&world)["issuers"][0]["clients"][0];
    assert_eq!((&client["client_id"], &client["client_secret"]), (&json!("shop"), &json!("s3cr3t-value")));
    assert_eq!(client["redirect_uris"][2], "http://localhost:1/cb");
}

#[test]
fn secrets_are_written_over_no_other_file() {
    let world = world().file("notes.json", "{}");
    let run = world.run("mock --port 0 --key brand.key --secrets-out notes.json");
    assert_eq!((run.exit, run.stdout.as_str()), (3, ""));
    assert!(run.stderr.contains("notes.json is there already, and no mock wrote it"), "{}", run.stderr);
    assert_eq!(world.read("notes.json"), "{}");
    assert_eq!((world.run(START).exit, world.run(START).exit), (0, 0), "its own file it writes anew");
}

#[test]
fn a_passphrase_is_asked_for_once() {
    let key = sample::rsa().to_encrypted_pkcs8("open", &mut rand::rngs::StdRng::seed_from_u64(1)).unwrap();
    let world = World::new().person(&["open"]).file("brand.key", key).file("mock.toml", "slow = 1\n");
    let world = world.meanwhile(|world| world.put("mock.toml", "slow = 2\n")).meanwhile(|world| {
        assert!(world.stderr().ends_with("the configuration was read again\n"), "{}", world.stderr());
    });
    assert_eq!(world.run("mock --port 0 --config mock.toml --key brand.key").exit, 0);
    assert_eq!(world.prompts(), ["Passphrase of brand.key"]);
}

#[test]
fn mistakes_on_the_command_line_are_told_before_anything_starts() {
    let world = world().file("public.key", sample::rsa().to_spki().unwrap()).file("empty.txt", "\n");
    for (line, told) in [
        ("--fault token.50", "there is no fault token.50"),
        ("--fault exp.pats", "did you mean exp.past?"),
        ("--at whenever", "--at: “whenever” is no time"),
        ("--clock-shift 5x", "--clock-shift: “5x” is no time"),
        ("--key public.key", "public.key holds a public key, and the mock has to sign"),
        ("--key missing.pem", "there is no file missing.pem"),
        ("--client-secret-file empty.txt", "empty.txt holds no secret"),
        ("--issuer https://login.brand.test/?x=1", "is no address that an issuer can have"),
        ("--at now --clock-shift 1h", "exclude each other"),
        ("--tls-dir .", "--tls"),
    ] {
        let run = world.run(&format!("mock --port 0 {line}"));
        assert!(run.exit == 2 || run.exit == 3, "{line}: {run:?}");
        assert!(run.stderr.contains(told) && run.stdout.is_empty(), "{line}: {}", run.stderr);
        assert_eq!(world.servers(), [""; 0]);
    }
}

#[test]
fn a_port_can_be_had_once() {
    let world = world().meanwhile(|world| {
        let run = world.run("mock --port 40001 --key brand.key");
        assert_eq!(run.exit, 4, "{run:?}");
        assert!(run.stderr.contains("port 40001 is taken already"), "{}", run.stderr);
    });
    assert_eq!(world.run("mock --port 40001 --key brand.key").exit, 0);
}

#[test]
fn an_issuer_behind_a_tunnel_has_its_public_name() {
    let world = world().meanwhile(|world| {
        let metadata = json(&get(world, &format!("{MOCK}/login/.well-known/openid-configuration")));
        assert_eq!(metadata["token_endpoint"], "https://brand.tunnel.test/login/token");
    });
    let run = world.run("mock --port 0 --key brand.key --issuer https://brand.tunnel.test/login");
    assert_eq!(run.stdout, "https://brand.tunnel.test/login\n");
}

#[test]
fn other_machines_and_guessable_secrets_are_warned_of() {
    let run = world().run("mock --port 0 --key brand.key --bind 192.0.2.7 --seed 1 --quiet");
    assert!(run.stderr.contains("warning: other machines reach 192.0.2.7"), "{}", run.stderr);
    assert!(run.stderr.contains("warning: with --seed"), "{}", run.stderr);
}

#[test]
fn tls_brings_a_certificate_to_trust_and_no_private_key() {
    let world = world();
    let run = world.run("mock --port 0 --key brand.key --tls --tls-dir tls --host login.brand.test");
    assert_eq!(run.stdout, "https://127.0.0.1:40001\n");
    assert!(run.stderr.contains("clients must trust tls/lpauth-mock-ca.pem"), "{}", run.stderr);
    assert!(world.read("tls/lpauth-mock-ca.pem").starts_with("-----BEGIN CERTIFICATE-----"));
    assert_eq!(world.files(), ["brand.key", "tls/lpauth-mock-ca.pem"]);
}

#[test]
fn a_seed_repeats_a_run_to_the_letter() {
    let told = |seed: u64| {
        let seen = Rc::new(RefCell::new(Vec::new()));
        let kept = Rc::clone(&seen);
        let world = World::new().meanwhile(move |world| {
            let page = get(world, &format!("{MOCK}/authorize?response_type=code&client_id=lp-acmebank&scope=openid&redirect_uri=https://liveperson.net"));
            kept.borrow_mut().extend([get(world, &format!("{MOCK}/jwks.json")).body, page.body]);
        });
        world.run(&format!("mock --port 0 --seed {seed} --secrets-out mock.json"));
        let secret = secrets(&world)["issuers"][0]["clients"][0]["client_secret"].to_string();
        (seen.take(), secret)
    };
    let first = told(1);
    assert!(String::from_utf8_lossy(&first.0[1]).contains("seal"), "a login page");
    assert_eq!(first, told(1));
    assert_ne!(first, told(2));
}

#[test]
fn the_clock_stands_still_or_goes_ahead() {
    for (flags, date) in [
        ("--at 2030-01-01T00:00:00Z", "Tue, 01 Jan 2030 00:00:00 GMT"),
        ("--clock-shift +1h", "Thu, 01 Jan 2026 01:00:00 GMT"),
        ("--clock-shift -1d", "Wed, 31 Dec 2025 00:00:00 GMT"),
    ] {
        let world = world().meanwhile(move |world| {
            assert_eq!(get(world, &format!("{MOCK}/health")).header("date"), Some(date));
        });
        assert_eq!(world.run(&format!("mock --port 0 --key brand.key {flags}")).exit, 0);
    }
    let world = world().meanwhile(|world| {
        let shown = |(status, told): (u16, Value)| (status, told["time"].as_str().unwrap().to_owned());
        let put = |body| shown(control(world, "PUT", "/clock", &body));
        assert_eq!(put(json!({ "at": "2031-01-01" })), (200, "2031-01-01T00:00:00Z".to_owned()));
        assert_eq!(put(json!({ "shift": "-1m" })), (200, "2025-12-31T23:59:00Z".to_owned()));
        assert_eq!(get(world, &format!("{MOCK}/health")).header("date"), Some("Wed, 31 Dec 2025 23:59:00 GMT"));
        assert_eq!(control(world, "PUT", "/clock", &json!({ "shift": "--9223372036854775808" })).0, 200);
        assert_eq!(shown(control(world, "DELETE", "/clock", &json!(null))), (200, "2026-01-01T00:00:00Z".to_owned()));
        let wrong = [
            json!({}),
            json!({ "at": "soon" }),
            json!({ "at": "--9223372036854775808" }),
            json!({ "shift": "1x" }),
            json!({ "at": "now", "shift": "1h" }),
        ];
        for wrong in wrong {
            assert_eq!(control(world, "PUT", "/clock", &wrong).0, 400, "{wrong}");
        }
    });
    assert_eq!(world.run(START).exit, 0);
}

#[test]
fn the_control_endpoint_is_for_whoever_knows_the_token_and_for_no_browser() {
    let world = world().meanwhile(|world| {
        let token = secrets(world)["control"]["token"].as_str().unwrap().to_owned();
        let bearer = format!("Bearer {token}");
        let status = |fields: &[(&str, &str)]| control_with(world, "GET", "/status", &json!(null), fields).0;
        assert_eq!(status(&[("authorization", &bearer)]), 200);
        assert_eq!(status(&[]), 401);
        assert_eq!(status(&[("authorization", "Bearer")]), 401);
        assert_eq!(status(&[("authorization", &token)]), 401);
        assert_eq!(status(&[("authorization", &format!("Basic {token}"))]), 401);
        assert_eq!(status(&[("authorization", &bearer[..bearer.len() - 1])]), 401);
        assert_eq!(status(&[("authorization", &bearer), ("origin", "http://127.0.0.1:40002")]), 403);
        assert_eq!(status(&[("authorization", &bearer), ("origin", "null")]), 403);
        assert_eq!(status(&[("authorization", &bearer), ("sec-fetch-site", "cross-site")]), 403);
        let with_query = control_with(world, "GET", &format!("/status?token={token}"), &json!(null), &[]);
        assert_eq!(with_query.0, 401, "never in the address");
        let preflight = control_with(world, "OPTIONS", "/faults", &json!(null), &[("origin", "https://evil.example")]);
        assert_eq!(preflight.0, 403);
        assert_eq!(control(world, "GET", "/nothing", &json!(null)).0, 404);
        assert_eq!(control(world, "POST", "/faults", &json!(null)).0, 404);
    });
    assert_eq!(world.run(START).exit, 0);
}

#[test]
fn faults_are_switched_for_all_and_for_one_client() {
    let world = world().meanwhile(|world| {
        let (status, told) = control(world, "PUT", "/faults", &json!({ "faults": ["exp.past"] }));
        assert_eq!((status, &told["faults"]), (200, &json!(["exp.past"])));
        let one = json!({ "faults": ["aud.wrong", "sub.empty"], "client": "lp-acmebank" });
        let (_, told) = control(world, "PUT", "/faults", &one);
        assert_eq!(told["issuers"][0]["clients"][0]["faults"], json!(["aud.wrong", "sub.empty"]));
        assert_eq!(told["faults"], json!(["exp.past"]), "the others stay");
        let (status, told) = control(world, "PUT", "/faults", &json!({ "faults": ["exp.pats"] }));
        assert_eq!(status, 400);
        assert_eq!(told["error"], "there is no fault exp.pats; did you mean exp.past? `lpauth explain` shows all");
        assert_eq!(control(world, "PUT", "/faults", &json!({ "faults": [], "client": "nobody" })).0, 404);
        assert_eq!(control(world, "PUT", "/faults", &json!({ "fault": [] })).0, 400);
        let (_, told) = control(world, "DELETE", "/faults", &json!(null));
        assert_eq!((&told["faults"], &told["issuers"][0]["clients"][0]["faults"]), (&json!([]), &json!([])));
    });
    assert_eq!(world.run(START).exit, 0);
}

#[test]
fn keys_are_rotated_step_by_step() {
    let world = world().meanwhile(|world| {
        let step = |step: &str| control(world, "POST", "/rotate", &json!({ "step": step }));
        let first = keys(world);
        assert_eq!(first.len(), 1);
        assert_eq!(step("switch").0, 409, "there is nothing to switch to");
        assert_eq!(step("publish").0, 200);
        let both = keys(world);
        assert_eq!((both.len(), &both[0]), (2, &first[0]));
        assert_eq!((step("switch").0, keys(world)), (200, both.clone()));
        assert_eq!((step("retire").0, keys(world)), (200, vec![both[1].clone()]));
        assert_eq!((step("stale").0, keys(world)), (200, vec![both[1].clone()]));
        let (status, told) = step("sideways");
        assert_eq!(status, 400);
        assert!(told["error"].as_str().unwrap().contains("publish, switch, retire and stale"), "{told}");
        assert_eq!(control(world, "POST", "/reset", &json!(null)).0, 200);
        assert_eq!(keys(world), first, "as at the start");
    });
    assert_eq!(world.run(START).exit, 0);
}

#[test]
fn an_endpoint_is_switched_off_slowed_down_and_broken() {
    let world = world().meanwhile(|world| {
        let switch = |method: &str, body: Value| control(world, method, "/endpoints/jwks", &body);
        let jwks = || get(world, &format!("{MOCK}/jwks.json"));
        let health = || get(world, &format!("{MOCK}/health")).status;
        assert_eq!(switch("PUT", json!({ "off": true })).0, 200);
        assert_eq!((jwks().status, health()), (404, 200));
        let (_, told) = switch("PUT", json!({ "status": 503, "delay": 20 }));
        assert_eq!(told["endpoints"]["jwks"], json!({ "off": false, "delay": 20, "status": 503 }));
        assert_eq!(jwks().status, 503);
        assert_eq!(switch("PUT", json!({ "delay": 3_600_000 })).0, 400, "too long");
        assert_eq!(switch("PUT", json!({ "status": 99 })).0, 400);
        switch("PUT", json!({ "delay": 30_000 }));
        let slow = Request::get(Url::parse(&format!("{MOCK}/jwks.json")).unwrap(), "*/*");
        let failure = world.clone().send(&slow, &Limits::default()).unwrap_err();
        assert!(failure.message.contains("did not answer within"), "{failure}");
        assert_eq!((switch("DELETE", json!(null)).0, jwks().status), (200, 200));
        let (status, told) = control(world, "PUT", "/endpoints/keys", &json!({}));
        assert_eq!(status, 404);
        assert!(told["error"].as_str().unwrap().contains("discovery, jwks, authorize"), "{told}");
    });
    assert_eq!(world.run(START).exit, 0);
}

#[test]
fn every_endpoint_that_can_be_switched_is_there() {
    let world = world().meanwhile(|world| {
        let (_, told) = control(world, "PUT", "/endpoints/x", &json!({}));
        let names = told["error"].as_str().unwrap().split_once("there are ").unwrap().1.to_owned();
        let metadata = json(&get(world, &format!("{MOCK}/.well-known/openid-configuration")));
        let addresses: Vec<_> = metadata.as_object().unwrap().values().filter_map(Value::as_str).collect();
        for name in names.split(", ") {
            assert_eq!(control(world, "PUT", &format!("/endpoints/{name}"), &json!({ "status": 599 })).0, 200);
        }
        for address in addresses.iter().filter(|address| address.starts_with(&format!("{MOCK}/"))) {
            assert_eq!(get(world, address).status, 599, "{address} cannot be switched");
        }
        let well_known = format!("{MOCK}/.well-known/oauth-authorization-server");
        assert_eq!(get(world, &well_known).status, 599);
    });
    assert_eq!(world.run(START).exit, 0);
}

#[test]
fn requests_can_be_read_without_their_secrets() {
    let world = world().meanwhile(|world| {
        let url = Url::parse(&format!("{MOCK}/token?state=s3cr3t")).unwrap();
        let form = [
            ("grant_type", "authorization_code"),
            ("code", "s3cr3t"),
            ("client_secret", "s3cr3t"),
            ("s3cr3t2", "s3cr3t"),
        ];
        let request = Request::form(url, form)
            .with("authorization", "Basic s3cr3t")
            .with("cookie", "mock_session=s3cr3t")
            .with("referer", "https://brand.test/?code=s3cr3t")
            .with("user-agent", "test");
        assert_eq!(world.ask(&request).status, 400);
        let (_, told) = control(world, "GET", "/requests", &json!(null));
        let [only] = told["requests"].as_array().unwrap().as_slice() else { panic!("{told}") };
        assert_eq!((&only["method"], &only["path"], &only["status"]), (&json!("POST"), &json!("/token"), &json!(400)));
        assert_eq!(only["query"], json!([["state", "…"]]));
        assert_eq!(only["form"][0], json!(["grant_type", "authorization_code"]));
        assert_eq!(only["form"][1], json!(["code", "…"]));
        let headers = only["headers"].as_array().unwrap();
        for field in [["authorization", "Basic …"], ["cookie", "…"], ["referer", "…"], ["user-agent", "test"]] {
            assert!(headers.contains(&json!(field)), "{field:?}: {headers:?}");
        }
        assert!(!told.to_string().replace("s3cr3t2", "").contains("s3cr3t"), "{told}");
        assert_eq!(control(world, "DELETE", "/requests", &json!(null)).1["requests"], 0);
    });
    let run = world.run(START);
    assert!(!run.stderr.replace("s3cr3t2", "").contains("s3cr3t"), "{}", run.stderr);
    assert!(
        run.stderr.contains("POST /token state=… grant_type=authorization_code code=… client_secret=…"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains(" → 400 invalid_request"), "{}", run.stderr);
}

const TWO: &str = r#"
faults = ["exp.past"]

[[issuer]]
path = "acme"
name = "Acme"
lifetimes = { code = 30, id_token = "10m" }
claims = { locale = "es-ES" }

[[issuer.client]]
id = "shop"
secret = "env:SHOP_SECRET"
auth = ["client_secret_post"]
redirect_uris = ["https://shop.test/cb"]
pkce = true

[[issuer.client]]
id = "app"
secret = "file:app.txt"

[[issuer.user]]
name = "bea"
password = "p"
claims = { sub = "b-1", amr = ["pwd"] }

[[issuer.key]]
file = "brand.key"
kid = "k1"

[[issuer.key]]
alg = "ES256"

[[issuer]]
path = "/zeta"
key = [{ file = "brand.key" }]
"#;

#[test]
fn a_configuration_has_several_issuers_by_path() {
    let world = world()
        .file("conf/mock.toml", TWO)
        .file("conf/brand.key", sample::rsa().to_pkcs8().unwrap())
        .file("conf/app.txt", "app-secret\n")
        .variable("SHOP_SECRET", "shop-secret")
        .meanwhile(|world| {
            let acme = json(&get(world, &format!("{MOCK}/acme/.well-known/openid-configuration")));
            assert_eq!(acme["issuer"], format!("{MOCK}/acme"));
            let keys = json(&get(world, acme["jwks_uri"].as_str().unwrap()));
            assert_eq!((&keys["keys"][0]["kid"], &keys["keys"][1]["alg"]), (&json!("k1"), &json!("ES256")));
            let zeta = json(&get(world, &format!("{MOCK}/zeta/.well-known/openid-configuration")));
            assert_eq!(zeta["issuer"], format!("{MOCK}/zeta"));
            let (_, told) = control(world, "GET", "/status", &json!(null));
            assert_eq!(told["faults"], json!(["exp.past", "aud.wrong"]));
            assert_eq!(told["issuers"][0]["users"], json!(["bea"]));
            assert_eq!(told["issuers"][1]["users"], json!(["ada", "grace"]), "as in the standard configuration");
        });
    let run = world.run("mock --port 0 --config conf/mock.toml --fault aud.wrong --secrets-out mock.json");
    assert_eq!(run.stdout, "http://127.0.0.1:40001/acme\nhttp://127.0.0.1:40001/zeta\n", "{}", run.stderr);
    let clients = &secrets(&world)["issuers"][0]["clients"];
    assert_eq!(
        (&clients[0]["client_secret"], &clients[1]["client_secret"]),
        (&json!("shop-secret"), &json!("app-secret"))
    );
    assert!(run.stderr.contains("wrong on purpose: exp.past"), "{}", run.stderr);
}

#[test]
fn mistakes_in_a_configuration_have_their_place() {
    for (text, told) in [
        ("[[issuer]]\npaht = \"x\"", "mock.toml:2:1: unknown field `paht`"),
        ("faults = [\"exp.pats\"]", "mock.toml:1:10: there is no fault exp.pats; did you mean exp.past?"),
        ("[[issuer]]\nlifetimes = { code = \"soon\" }", "a length of time was expected"),
        ("[[issuer]]\nlifetimes = { code = -1 }", "mock.toml:2:22: a length of time was expected"),
        ("[[issuer.client]]", "mock.toml:1:"),
        (
            "[[issuer]]\n[[issuer.client]]\nid = \"a\"\nauth = [\"basic\"]",
            "there are client_secret_basic, client_secret_post",
        ),
        ("[[issuer]]\n[[issuer.client]]\nid = \"a\"\nbasic = \"some\"", "there are either, form, raw"),
        ("[[issuer]]\n[[issuer.client]]\nid = \"a\"\nsecret = \"env:NONE\"", "the environment has no NONE"),
        ("[[issuer]]\n[[issuer.client]]\nid = \"a\"\njwks = \"brand.key\"", "brand.key is no JWK set"),
        (
            "[[issuer]]\n[[issuer.client]]\nid = \"a\"\nid_token_encrypted_response_alg = \"RSA-OAEP\"",
            "mock.toml: client a: encrypted tokens need a key: name its file in jwks or encrypt_to",
        ),
        (
            "[[issuer]]\n[[issuer.client]]\nid = \"a\"\nid_token_encrypted_response_alg = \"RSA_OAEP\"\nencrypt_to = \"brand.key\"",
            "mock.toml: client a: alg “RSA_OAEP” is not known",
        ),
        (
            "[[issuer]]\n[[issuer.client]]\nid = \"a\"\nid_token_encrypted_response_enc = \"A256\"\nencrypt_to = \"brand.key\"",
            "mock.toml: client a: enc “A256” is not known",
        ),
        ("[[issuer]]\n[[issuer.key]]\nalg = \"RS257\"", "“RS257” is no algorithm"),
        ("[[issuer]]\nid = \"x\"", "x is no address that an issuer can have"),
        ("faults", "mock.toml:1:7: "),
    ] {
        let run = world().file("mock.toml", text).run("mock --port 0 --config mock.toml --quiet");
        assert!(run.exit == 2 || run.exit == 3, "{text}: {run:?}");
        assert!(run.stderr.contains(told), "{text}: {}", run.stderr);
    }
    assert_eq!(world().run("mock --port 0 --config missing.toml").exit, 3);
}

#[test]
fn a_client_asks_for_encrypted_tokens_in_the_words_of_registration() {
    let asks = "[[issuer]]\n[[issuer.client]]\nid = \"lp-acmebank\"\njwks = \"lp.jwks.json\"\n\
                id_token_encrypted_response_alg = \"RSA-OAEP-256\"\n";
    let sign_and_encrypt = sample::jwks(&[sample::rsa(), sample::recipient()]);
    for (setup, enc, kid) in [
        ("--config mock.toml", "A128CBC-HS256", "lp-1"),
        ("--key brand.key --encrypt-to lp.jwks.json --jwe-enc A192GCM --jwe-kid lp-2", "A192GCM", "lp-2"),
    ] {
        let world = world().file("mock.toml", asks).file("lp.jwks.json", &sign_and_encrypt).meanwhile(move |world| {
            let metadata = json(&get(world, &format!("{MOCK}/.well-known/openid-configuration")));
            assert!(metadata["id_token_encryption_enc_values_supported"].to_string().contains(enc));
            let login = "exchange http://127.0.0.1:40001 --flow implicit --client-id lp-acmebank --username ada";
            let run = world.run(&format!("{login} --password-file ada.txt"));
            assert!(run.stdout.contains(&format!("by RSA-OAEP-256 and {enc}; not opened")), "{}", run.stdout);
            let run = world.run(&format!("{login} --password-file ada.txt --decrypt-key lp.jwk"));
            assert!(run.stdout.contains(&format!("{enc}; opened")), "{}", run.stdout);
            assert_eq!(run.stdout.contains("error: jwe-kid-unknown"), kid != "lp-1", "{}", run.stdout);
        });
        let world = world.file("ada.txt", "lovelace\n").file("lp.jwk", sample::recipient().jwk().to_string());
        let run = world.run(&format!("mock --port 0 --quiet {setup}"));
        assert_eq!(run.exit, 0, "{}", run.stderr);
    }
}

#[test]
fn a_configuration_that_changes_is_read_again_and_a_broken_one_is_not_used() {
    let conf = |name: &str| format!("[[issuer]]\nname = \"{name}\"\nclaims = {{}}\n");
    let (second, third) = (conf("Second"), "nonsense".to_owned());
    let first_keys = Rc::new(RefCell::new((Vec::new(), Value::Null)));
    let (before, after) = (Rc::clone(&first_keys), Rc::clone(&first_keys));
    let world = World::new()
        .file("mock.toml", conf("First"))
        .meanwhile(move |world| {
            *before.borrow_mut() = (keys(world), secrets(world));
            control(world, "POST", "/rotate", &json!({ "step": "publish" }));
            world.put("mock.toml", &second);
        })
        .meanwhile(move |world| {
            assert!(world.stderr().ends_with("the configuration was read again\n"), "{}", world.stderr());
            let page = get(world, &format!("{MOCK}/authorize?response_type=code&client_id=lp-acmebank&scope=openid&redirect_uri=https://liveperson.net"));
            assert!(String::from_utf8_lossy(&page.body).contains("Second"));
            world.put("mock.toml", &third);
        })
        .meanwhile(move |world| {
            let told = world.stderr();
            assert!(told.contains("mock.toml:1:9: ") && told.ends_with("the mock goes on as it was\n"), "{told}");
            let published = keys(world);
            assert_eq!(published[0], after.borrow().0[0], "keys that nobody named stay");
            assert_eq!(published.len(), 2, "and so does what was rotated");
        });
    assert_eq!(world.run("mock --port 0 --config mock.toml --secrets-out mock.json").exit, 0);
    assert_eq!(first_keys.borrow().0.len(), 1);
}

#[test]
fn a_login_goes_on_while_something_is_switched() {
    let world = world().at(NOW).meanwhile(|world| {
        let ask = format!("{MOCK}/authorize?response_type=code&client_id=lp-acmebank&scope=openid&redirect_uri=https://liveperson.net&state=s");
        let page = get(world, &ask);
        control(world, "PUT", "/faults", &json!({ "faults": ["exp.past"] }));
        control(world, "DELETE", "/faults", &json!(null));
        let back = log_in(world, &page);
        let location = Url::parse(back.header("location").unwrap_or_else(|| panic!("{back:?}"))).unwrap();
        assert_eq!(location.origin().ascii_serialization(), "https://liveperson.net");
        let code = location.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
        control(world, "PUT", "/faults", &json!({ "faults": ["exp.past"] }));
        let client = secrets(world)["issuers"][0]["clients"][0].clone();
        let login = format!("{}:{}", client["client_id"].as_str().unwrap(), client["client_secret"].as_str().unwrap());
        let form = [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", "https://liveperson.net")];
        let redeem = || {
            let request = Request::form(Url::parse(&format!("{MOCK}/token")).unwrap(), form);
            world.ask(&request.with("authorization", format!("Basic {}", base64(&login))))
        };
        let tokens = json(&redeem());
        assert!(tokens["id_token"].is_string(), "{tokens}");
        assert_eq!(json(&redeem())["error"], "invalid_grant", "once");
        control(world, "POST", "/reset", &json!(null));
        assert_eq!(control(world, "GET", "/status", &json!(null)).1["faults"], json!([]));
    });
    let run = world.run(START);
    assert_eq!(run.exit, 0);
    assert!(run.stderr.contains("→ 303 https://liveperson.net/ code=… state=…"), "{}", run.stderr);
}

pub(super) fn log_in(world: &World, page: &Answer) -> Answer {
    let text = String::from_utf8_lossy(&page.body).into_owned();
    let value = |name: &str| {
        let field = text.split("<input").find(|field| field.contains(&format!("name=\"{name}\""))).unwrap();
        field.split("value=\"").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&")
    };
    let fields = [
        ("request", value("request")),
        ("seal", value("seal")),
        ("username", "ada".into()),
        ("password", "lovelace".into()),
    ];
    let cookie = page.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    world.ask(&Request::form(Url::parse(&format!("{MOCK}/login")).unwrap(), fields).with("cookie", cookie))
}

fn base64(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(text)
}

const MANUAL: &str = include_str!("../../../docs/mock.md");

/// The blocks of the manual in this language.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    MANUAL.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn the_commands_of_the_manual_are_understood() {
    use clap::Parser;
    let lines: Vec<_> =
        blocks("sh").into_iter().flat_map(str::lines).filter(|line| line.starts_with("lpauth ")).collect();
    assert!(lines.len() >= 6, "{lines:?}");
    for line in lines {
        let words = line.split(" #").next().unwrap().split_whitespace();
        assert!(lpauth::cli::Cli::try_parse_from(words).is_ok(), "{line}");
    }
}

#[test]
fn the_configuration_of_the_manual_works() {
    let [text] = blocks("toml")[..] else { panic!("one configuration") };
    let world = world().file("mock.toml", text).file("secret.txt", "s3cr3t\n").meanwhile(|world| {
        let metadata = json(&get(world, &format!("{MOCK}/acme/.well-known/openid-configuration")));
        assert_eq!(metadata["issuer"], format!("{MOCK}/acme"));
    });
    let world = world.file("brand.pem", sample::rsa().to_pkcs8().unwrap());
    let world = world.file("lp.pem", sample::recipient().to_spki().unwrap());
    let run = world.run("mock --port 0 --config mock.toml --quiet");
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""));
}

#[test]
fn the_control_endpoint_does_what_the_manual_says() {
    let rows: Vec<_> = MANUAL.lines().filter(|line| line.starts_with("| `")).collect();
    assert_eq!(rows.len(), 11, "{rows:?}");
    let world = world().meanwhile(move |world| {
        for row in rows {
            let cells: Vec<_> = row.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
            let (method, path) = cells[1].split_once(' ').unwrap();
            let body = serde_json::from_str(cells[2]).unwrap_or(Value::Null);
            let (status, told) = control(world, method, path, &body);
            assert_eq!(status, 200, "{row}: {told}");
        }
    });
    assert_eq!(world.run(START).exit, 0);
}
