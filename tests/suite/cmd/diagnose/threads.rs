//! What the people of public threads had in hand when a login failed, and what an expert would have told them.

use super::super::exchange::faults::{ISSUER, KNOWN, at_work};
use super::cause;
use crate::har_read::exporters::{Exporter, Message, write};
use crate::recognise::messages::{IDP, SERVICE, SHOP, WINDOW, asks, code_login, noise, token_login};
use crate::sample::{self, claims, encode, jwks, other_rsa, rsa, sign};
use crate::support::{NOW, Run, World};
use lpauth::jose::key_file::pem;
use serde_json::{Value, json};

/// Returns whose turn it is.
fn whose(run: &Run) -> String {
    let line = run.stdout.lines().find_map(|line| line.trim().strip_prefix("whose"));
    line.unwrap_or_default().trim().to_owned()
}

#[track_caller]
fn told(run: &Run, title: &str, side: &str) {
    let headline = cause(run).split_once(": ").map_or("", |(_, title)| title);
    assert_eq!((run.exit, headline, whose(run).as_str()), (1, title, side), "{}{}", run.stdout, run.stderr);
}

#[track_caller]
fn quiet(run: &Run) {
    let quiet = "Nothing here would stop the login.";
    assert_eq!((run.exit, cause(run), run.stderr.as_str()), (0, quiet, ""), "{}", run.stdout);
}

const PAGE: &str = "the brand's page or app";
const SERVER: &str = "the brand's authorization server";
const CONSOLE: &str = "the settings in LivePerson's console";
const REGISTRATION: &str = "the registration of LivePerson at the authorization server";

fn header() -> Value {
    json!({ "alg": "RS256", "typ": "JWT", "kid": "brand-1" })
}

fn with(name: &str, value: Value) -> String {
    let mut claims = claims();
    claims[name] = value;
    sign(rsa(), &header(), &claims)
}

/// A world with a token, and the key set of the brand.
fn world(token: &str) -> World {
    World::new().file("token.jwt", token).file("keys.json", jwks(&[rsa()]))
}

#[test]
fn a_character_lost_in_lp_sdes() {
    let sdes = json!([{ "type": "ctmrinfo", "info": { "customerId": "4711", "ctype": "gold" } }]);
    let token = with("lp_sdes", sdes);
    let at = token.find('.').unwrap() + 200;
    let lost = format!("{}{}", &token[..at], &token[at + 1..]);
    let said = "401 {\"error\":{\"message\":\"Failed to validate user with customer authentication service\"}}";
    let run = world(&lost).run_args(&["diagnose", "token.jwt", "keys.json", "--text", said]);
    told(&run, "a segment is not base64url", PAGE);
}

#[test]
fn a_key_that_does_not_match() {
    let world = world(&sample::token())
        .file("typed.pem", pem("PUBLIC KEY", &other_rsa().to_spki().unwrap()).unwrap().as_bytes());
    let run = world.run_args(&["diagnose", "token.jwt", "--key", "typed.pem", "--text", "9007"]);
    told(&run, "the signature is not that of the key", CONSOLE);
}

#[test]
fn an_issuer_that_is_a_name() {
    let run = world(&with("iss", json!("AcmeBank"))).run_args(&["diagnose", "token.jwt", "--issuer", IDP]);
    told(&run, "`iss` is not the expected issuer", CONSOLE);
    let run =
        world(&with("iss", json!("AcmeBank"))).run_args(&["diagnose", "token.jwt", "keys.json", "--text", "9007"]);
    told(&run, "`iss` is not, character by character, the issuer in LivePerson's console", CONSOLE);
}

#[test]
fn a_log_of_cordova() {
    let log = "2019-03-04 12:00:01 lpMessagingSDK LPMessagingSDKError {\"eventName\":\"LPMessagingSDKError\",\"error\":\
               \"https://lo.idp.liveperson.net/api/account/70001234/app/4711/authenticate status 400 \
               {\\\"internalErrorCode\\\":\\\"9012\\\"}\"}\n";
    let run = World::new().file("app.log", log).run("diagnose app.log");
    told(&run, "the token is encrypted in a way that LivePerson does not take", SERVER);
}

#[test]
fn a_socket_closed_with_4407() {
    let run = World::new().run_args(&["diagnose", "--text", "websocket closed: 4407"]);
    told(&run, "the page never authenticated: its method was not called, or never called back", PAGE);
}

#[test]
fn a_redirect_uri_that_is_not_the_registered_one() {
    let answer = r#"{"error":"invalid_grant","error_description":"redirect_uri does not match"}"#;
    let run = World::new().file("answer.json", answer).run("diagnose answer.json");
    told(&run, "the token endpoint refused to redeem the code", REGISTRATION);
    for uri in ["https://liveperson.com", "https://lpcdn.lpsnmedia.net/le_unified_window/index.html/"] {
        let (world, _running) = at_work(vec![]);
        let redirect = format!("--redirect-uri={uri}");
        world.run_args(&[&["exchange", ISSUER, "--transcript=t.json", &redirect], KNOWN.as_slice()].concat());
        told(&world.run("diagnose t.json"), "the authorization server does not know the redirection URI", REGISTRATION);
    }
}

#[test]
fn a_code_for_an_implicit_connector() {
    let run = World::new().run_args(&["diagnose", "--text", r#"{"internalErrorCode":"1008"}"#]);
    told(&run, "an authorization code or an access token went where the id_token belongs", PAGE);
    let back = format!("{WINDOW}?code=SplxlOBeZQQYbYS6WxSbIA&state=x");
    let run = World::new().run_args(&["diagnose", &back, "--text", r#"{"internalErrorCode":"1008"}"#]);
    told(&run, "an authorization code or an access token went where the id_token belongs", PAGE);
}

#[test]
fn an_alg_with_underscores() {
    let token = sample::sealed(&sample::token(), &json!({ "kid": "lp-1" }));
    let (_, rest) = token.split_once('.').unwrap();
    let outer = encode(json!({ "alg": "RSA_OAEP_256", "enc": "A256GCM", "kid": "lp-1", "cty": "JWT" }).to_string());
    told(
        &world(&format!("{outer}.{rest}")).run_args(&["diagnose", "token.jwt", "--text", "9012"]),
        "`alg` or `enc` of the encrypted token is no registered name",
        SERVER,
    );
}

#[test]
fn times_in_milliseconds_or_quotes() {
    for (name, value) in [("exp", json!((NOW + 3_540) * 1_000)), ("iat", json!((NOW - 60) * 1_000))] {
        told(&world(&with(name, value)).run("diagnose token.jwt keys.json"), "a time counts milliseconds", SERVER);
    }
    let quoted = with("exp", json!((NOW + 3_540).to_string()));
    told(&world(&quoted).run_args(&["diagnose", "token.jwt", "--text", "9007"]), "a time is not a number", SERVER);
}

#[test]
fn lp_sdes_as_an_object() {
    let token = with("lp_sdes", json!({ "customerInfo": { "customerType": "gold" } }));
    told(
        &world(&token).run_args(&["diagnose", "token.jwt", "keys.json"]),
        "`lp_sdes` is not an array of objects",
        SERVER,
    );
    told(
        &world(&token).run_args(&["diagnose", "token.jwt", "keys.json", "--text", "1026"]),
        "`lp_sdes` is not an array of objects",
        SERVER,
    );
}

fn captured(messages: &[Message]) -> World {
    World::new().file("login.har", write(Exporter::Chrome, messages))
}

#[test]
fn a_code_handed_over_twice() {
    let mut messages = code_login(0, "s1");
    let body = json!({ "code": "code-s1-4f", "redirect_uri": WINDOW });
    let refused = Message::json(format!("{SERVICE}?v=3.0"), &body).at(2_500);
    messages.push(refused.answers(401, "application/json", r#"{"internalErrorCode":"9011"}"#));
    told(&captured(&messages).run("diagnose login.har"), "a code was used a second time", PAGE);
}

#[test]
fn an_authorization_request_kept_back_by_cors() {
    let mut messages: Vec<Message> = noise(12).collect();
    let address = asks(500, "code", "s1").url;
    messages.push(Message::get(address).at(500).loaded_as("fetch").sends("Origin", SHOP).fails("net::ERR_FAILED"));
    let run = captured(&messages).run("diagnose login.har");
    told(&run, "the browser did not let the page read the answer: CORS", SERVER);
}

#[test]
fn a_callback_that_is_never_called() {
    let mut messages: Vec<Message> = noise(12).collect();
    quiet(&captured(&messages).run("diagnose login.har"));
    let tag = Message::get("https://lptag.liveperson.net/tag/tag.js?site=70001234").loaded_as("script");
    messages.push(tag.at(300).answers(200, "text/javascript", "window.lpTag={}"));
    quiet(&captured(&messages).run("diagnose login.har"));
    messages.push(Message::get(WINDOW).at(900).answers(200, "text/html", "<html>the window"));
    let run = captured(&messages).run("diagnose login.har");
    told(&run, "the page's function never called LivePerson's callback", PAGE);
}

#[test]
fn what_is_sound_stays_quiet() {
    quiet(&world(&sample::token()).run("diagnose token.jwt"));
    quiet(&world(&sample::token()).run("diagnose token.jwt keys.json"));
    quiet(&world(&sample::token()).run_args(&["diagnose", "token.jwt", "--jwks", "keys.json", "--issuer", IDP]));
    quiet(&world("").run("diagnose keys.json"));
    let said = format!("GET /chat\nAuthorization: Bearer {}\n200 OK\n", sample::token());
    quiet(&world(&said).run("diagnose token.jwt"));
    quiet(&World::new().run_args(&["diagnose", &format!("{WINDOW}?code=SplxlOBeZQQYbYS6WxSbIA&state=x")]));
    quiet(&World::new().run_args(&["diagnose", &format!("{WINDOW}#id_token={}&state=x", sample::token())]));
    let answer =
        json!({ "access_token": "opaque-1", "token_type": "Bearer", "expires_in": 3540, "id_token": sample::token() });
    quiet(&World::new().file("answer.json", answer.to_string()).run("diagnose answer.json"));
    let metadata = json!({
        "issuer": IDP, "authorization_endpoint": format!("{IDP}/authorize"), "token_endpoint": format!("{IDP}/token"),
        "jwks_uri": format!("{IDP}/jwks"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    });
    quiet(&World::new().file("metadata.json", metadata.to_string()).run("diagnose metadata.json"));
}

#[test]
fn a_sound_capture_stays_quiet_whoever_exported_it() {
    for exporter in Exporter::ALL {
        for login in [code_login(1_000, "s1"), token_login(1_000, "s1")] {
            let messages: Vec<Message> = noise(30).chain(login).collect();
            let run = World::new().file("login.har", write(exporter, &messages)).run("diagnose login.har");
            assert_eq!((run.exit, run.stderr.as_str()), (0, ""), "{exporter:?}: {}", run.stdout);
        }
    }
}

#[test]
fn what_exchange_writes_of_a_sound_login_stays_quiet() {
    for shown in [&[][..], &["--show-secrets"]] {
        let (world, _running) = at_work(vec![]);
        let files = ["exchange", ISSUER, "--nonce=n-1", "--transcript=t.json", "--har=t.har"];
        world.run_args(&[&files, KNOWN.as_slice(), shown].concat());
        quiet(&world.run("diagnose t.json"));
        quiet(&world.run("diagnose t.har"));
        // Nobody can tell a signature that is not there from any other: without the note it is not asked.
        let mut har: Value = serde_json::from_str(&world.read("t.har")).unwrap();
        har["log"].as_object_mut().unwrap().remove("_lpauth");
        world.put("bare.har", har.to_string());
        quiet(&world.run("diagnose bare.har"));
        world.run("redact t.json --out safe.json");
        quiet(&world.run("diagnose safe.json"));
    }
}

/// Faults of each stage of a login.
const FAULTS: [&str; 9] = [
    "iss.slash",
    "aud.wrong",
    "sig.wrong-key",
    "sig.bitflip",
    "exp.ms",
    "sdes.object",
    "at_hash.wrong",
    "nonce.wrong",
    "jwks.kid-gone",
];

#[test]
fn redacting_a_file_changes_no_diagnosis() {
    for fault in FAULTS {
        let fault = lpauth::flow::fault::AnyFault::find(fault).unwrap();
        let (world, _running) = at_work(vec![fault]);
        let files = ["exchange", ISSUER, "--nonce=n-1", "--transcript=t.json", "--har=t.har", "--show-secrets"];
        world.run_args(&[&files, KNOWN.as_slice()].concat());
        for file in ["t.json", "t.har"] {
            let before = world.run(&format!("diagnose {file}"));
            world.run(&format!("redact {file} --out safe-{file}"));
            let after = world.run(&format!("diagnose safe-{file}"));
            assert_eq!((before.exit, cause(&before)), (1, cause(&after)), "{}: {}", fault.id(), after.stdout);
            assert_eq!((after.exit, whose(&after)), (1, whose(&before)));
        }
    }
}

#[test]
fn no_secret_is_shown() {
    let token = with("email", json!("marta@mail.example"));
    let signature = token.rsplit('.').next().unwrap().to_owned();
    let callback = format!("{WINDOW}?code=SplxlOBeZQQYbYS6WxSbIA&state=x&error=access_denied");
    let answer = json!({ "access_token": "opaque-SlAV32hkKG", "refresh_token": "8xLOxBtZp8", "id_token": token });
    let world = world(&with("iss", json!("AcmeBank"))).file("answer.json", answer.to_string());
    let world = world.file("t.har", write(Exporter::Chrome, &token_login(0, "s1")));
    let secrets = [signature.as_str(), "SplxlOBeZQQYbYS6WxSbIA", "SlAV32hkKG", "8xLOxBtZp8", "hunter2"];
    for way in [
        "--reply",
        "--format=pretty",
        "--format=json",
        "--format=markdown",
        "--format=html",
        "--format=junit",
        "--format=sarif",
    ] {
        for evidence in
            [&["token.jwt"][..], &["answer.json"], &[&callback], &["t.har"], &["answer.json", &callback, "t.har"]]
        {
            let run = world.run_args(&[&["diagnose", "--issuer=https://other.example", way], evidence].concat());
            assert_ne!(run.exit, 2, "{way}: {}", run.stderr);
            for secret in secrets.iter().chain([&"marta@mail.example"].iter().filter(|_| way == "--reply").copied()) {
                let shown = format!("{}{}", run.stdout, run.stderr);
                assert!(!shown.contains(secret), "{way} {evidence:?}: {secret}\n{shown}");
            }
        }
    }
}
