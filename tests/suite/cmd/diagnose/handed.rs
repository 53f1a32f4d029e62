//! What was handed to LivePerson in place of what belongs there, windows that never opened, and who the page says is there.

use super::cause;
use crate::har_read::exporters::{Exporter, Message, write};
use crate::recognise::messages::{IDP, SERVICE, SHOP, WINDOW, asks, code_login, encoded, noise, state, token_login};
use crate::sample::{claims, rsa, sign, token};
use crate::support::{Run, World};
use serde_json::{Value, json};

fn captured(messages: &[Message]) -> Run {
    World::new().file("login.har", write(Exporter::Chrome, messages)).run("diagnose login.har")
}

#[track_caller]
fn told(run: &Run, headline: &str, proof: &str) {
    assert_eq!((run.exit, cause(run)), (1, headline), "{}{}", run.stdout, run.stderr);
    let shown = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains(proof), "{proof}\n{}", run.stdout);
}

#[track_caller]
fn is_no_cause(run: &Run, title: &str) {
    assert!(!run.stdout.contains(title), "{}", run.stdout);
}

/// A page that fetches something, and what is sent to LivePerson, which refuses it with a code.
fn page(answer: &Value, sent: &Value, code: &str) -> Vec<Message> {
    let fetched = Message::get(format!("{SHOP}/api/chat-token")).at(100).loaded_as("fetch");
    let call = Message::json(format!("{SERVICE}?v=3.0"), sent).at(400);
    vec![
        fetched.answers(200, "application/json", answer.to_string()),
        call.answers(400, "application/json", json!({ "internalErrorCode": code }).to_string()),
    ]
}

const MIXED_UP: &str = "two flows are mixed up: what is handed over is not what LivePerson's connector expects";
const ACCESS_TOKEN: &str = "an access token was handed over where the id_token belongs";
const IDENTITY: &str = "the page's identity function names another consumer or issuer than the token";
const POPUP: &str = "the window for the login was not opened: the browser blocked the pop-up";

#[test]
fn a_code_where_the_implicit_flow_needs_a_token() {
    let code = "SplxlOBeZQQYbYS6WxSbIA";
    let run = captured(&page(&json!({ "code": code }), &json!({ "id_token": code }), "9999"));
    let proof = "`id_token` of POST https://lo.idp.liveperson.net/api/account/70001234/app/4711/authenticate is no token, \
                 but a text of 22 characters";
    told(&run, &format!("The likely cause: {MIXED_UP}"), proof);
    assert!(!run.stdout.contains(code), "{}", run.stdout);
    // LivePerson's code for it is a second witness.
    let run = captured(&page(&json!({ "code": code }), &json!({ "id_token": code }), "1008"));
    told(&run, &format!("The cause: {MIXED_UP}"), "LivePerson says 1008 (JWT_NOT_VALID)");
    // What a script makes of nothing is no code, and neither is a token with something around it.
    for value in ["undefined", "[object Object]", &format!("Bearer {}", token()), &format!("\"{}\"", token())] {
        is_no_cause(&captured(&page(&json!({}), &json!({ "id_token": value }), "1008")), MIXED_UP);
    }
}

#[test]
fn a_token_where_the_code_flow_needs_a_code() {
    let sent = json!({ "code": token(), "redirect_uri": "https://liveperson.net" });
    let run = captured(&page(&json!({ "id_token": token() }), &sent, "9999"));
    told(&run, &format!("The likely cause: {MIXED_UP}"), "is a token, and no code");
    let run = captured(&page(&json!({ "id_token": token() }), &sent, "9011"));
    told(&run, &format!("The cause: {MIXED_UP}"), "LivePerson says 9011 (CUSTOMER_AUTH_FAILED)");
    // Some servers give out codes that look like tokens.
    is_no_cause(&captured(&page(&json!({ "code": token() }), &sent, "9011")), MIXED_UP);
    let uri = format!("{SHOP}/silent");
    let asked = format!("{IDP}/authorize?response_type=code&client_id=lp&redirect_uri={}&state=x", encoded(&uri));
    let mut silent = vec![Message::get(asked).redirects(format!("{uri}?code={}&state=x", token()))];
    silent.extend(page(&json!({}), &sent, "9011"));
    is_no_cause(&captured(&silent), MIXED_UP);
}

/// LivePerson's public list of the account's connectors.
fn connectors(configuration: &Value) -> Message {
    let list = json!([{ "id": 4711, "name": "brand", "type": 2, "configuration": configuration }]);
    Message::get("https://accdn.lpsnmedia.net/api/account/70001234/configuration/le-connectors/all-connectors")
        .at(50)
        .loaded_as("xhr")
        .answers(200, "application/json", list.to_string())
}

#[test]
fn the_connector_tells_the_flow_where_the_call_does_not() {
    let code = "SplxlOBeZQQYbYS6WxSbIA";
    let with = |configuration: Value, value: &str| {
        let mut messages = vec![connectors(&configuration)];
        messages.extend(page(&json!({ "value": value }), &json!({ "authCode": value }), "9999"));
        captured(&messages)
    };
    let implicit = json!({ "issuer": IDP, "jsMethodName": "lpGetAuthenticationToken" });
    let by_code = json!({ "issuer": IDP, "tokenEndpoint": format!("{IDP}/token"), "jsMethodName": "get" });
    told(
        &with(implicit.clone(), code),
        &format!("A possible cause: {MIXED_UP}"),
        "the implicit flow needs an id_token",
    );
    told(&with(by_code.clone(), &token()), &format!("A possible cause: {MIXED_UP}"), "the code flow needs a code");
    is_no_cause(&with(implicit, &token()), MIXED_UP);
    is_no_cause(&with(by_code, code), MIXED_UP);
}

#[test]
fn the_fruit_of_the_other_flow_in_liveperson_s_window() {
    let back = |asked: &str, answer: String| {
        let back = format!("{WINDOW}{answer}&state={}", encoded(&state("s1")));
        let landed = back.split('#').next().unwrap().to_owned();
        captured(&[
            asks(0, asked, "s1").redirects(&back),
            Message::get(landed).at(900).answers(200, "text/html", "<p>"),
        ])
    };
    let run = back("code", format!("#id_token={}", token()));
    told(&run, &format!("The cause: {MIXED_UP}"), "`response_type=code` was asked for, and a token came back");
    assert!(run.stdout.contains("callback-code-missing"), "{}", run.stdout);
    let run = back("id_token", "?code=SplxlOBeZQQYbYS6WxSbIA".to_owned());
    told(&run, &format!("The cause: {MIXED_UP}"), "`response_type=id_token` was asked for, and a code came back");
    // Nothing at all is no mix-up, and neither is a token under the name of a code.
    is_no_cause(&back("code", "?nothing=1".to_owned()), MIXED_UP);
    is_no_cause(&back("id_token", format!("?code={}", token())), MIXED_UP);
    for login in [code_login(0, "s1"), token_login(0, "s1")] {
        is_no_cause(&captured(&login), MIXED_UP);
    }
}

#[test]
fn a_transcript_shows_mixed_up_flows_too() {
    let world = World::new();
    world.run("exchange --mock --flow implicit --transcript t.json --show-secrets");
    let mut login: Value = serde_json::from_str(&world.read("t.json")).unwrap();
    assert_eq!(login["terms"]["response_type"], "id_token", "{login}");
    for parameter in login["callback"]["parameters"].as_array_mut().unwrap() {
        if parameter[0] == "id_token" {
            *parameter = json!(["code", "SplxlOBeZQQYbYS6WxSbIA"]);
        }
    }
    world.put("mixed.json", login.to_string());
    told(&world.run("diagnose mixed.json"), &format!("The cause: {MIXED_UP}"), "a code came back");
}

fn access(typ: &str, extra: &[(&str, Value)]) -> String {
    let mut claims = claims();
    extra.iter().for_each(|(name, value)| claims[*name] = value.clone());
    sign(rsa(), &json!({ "alg": "RS256", "typ": typ, "kid": "brand-1" }), &claims)
}

#[test]
fn an_access_token_where_the_id_token_belongs() {
    // Opaque or not: the answer that it is from says what it is.
    for value in ["opaque-SlAV32hkKG", &token()] {
        let answer = json!({ "data": { "access_token": value, "token_type": "Bearer" } });
        let run = captured(&page(&answer, &json!({ "id_token": value }), "9999"));
        let proof = format!("entry 1: {SHOP}/api/chat-token answers it as `access_token`");
        told(&run, &format!("The cause: {ACCESS_TOKEN}"), &proof);
        assert!(!run.stdout.contains(value), "{}", run.stdout);
    }
    let both = json!({ "access_token": token(), "id_token": token() });
    is_no_cause(&captured(&page(&both, &json!({ "id_token": token() }), "9999")), ACCESS_TOKEN);
    // Its claims.
    let scoped = access("JWT", &[("scope", json!("openid orders"))]);
    let run = captured(&page(&json!({ "jwt": scoped }), &json!({ "id_token": scoped }), "9999"));
    told(&run, &format!("The likely cause: {ACCESS_TOKEN}"), "its claims have `scope`, as access tokens do");
    let typed = access("at+jwt", &[("scope", json!("orders"))]);
    let run = captured(&page(&json!({ "jwt": typed }), &json!({ "id_token": typed }), "9999"));
    told(&run, &format!("The cause: {ACCESS_TOKEN}"), "its header has `\"typ\": \"at+jwt\"` (RFC 9068 §2.1)");
    let marked = access("JWT", &[("scope", json!("openid")), ("nonce", json!("n-1"))]);
    is_no_cause(&captured(&page(&json!({}), &json!({ "id_token": marked }), "9999")), ACCESS_TOKEN);
    // What LivePerson took was right.
    let taken = Message::json(format!("{SERVICE}?v=3.0"), &json!({ "id_token": scoped })).at(400);
    is_no_cause(&captured(&[taken.answers(200, "application/json", r#"{"jwt":"x"}"#)]), ACCESS_TOKEN);
}

#[test]
fn a_token_alone_that_is_an_access_token() {
    let scoped = access("JWT", &[("scp", json!(["orders"]))]);
    let run = World::new().file("token.jwt", &scoped).run("diagnose token.jwt");
    told(&run, &format!("The likely cause: {ACCESS_TOKEN}"), "token.jwt: its claims have `scp`, as access tokens do");
    // Beside an id_token it may be where it belongs.
    let both = format!("access_token={scoped}\nid_token={}\n", token());
    is_no_cause(&World::new().file("log.txt", both).run("diagnose log.txt"), ACCESS_TOKEN);
}

/// What LivePerson's tag sends of a page's identity function.
fn identity(identity: &Value) -> Message {
    let sent = json!([identity]).to_string();
    Message::get(format!("https://va.v.liveperson.net/api/js/70001234?t=sp&identities={}", encoded(&sent)))
        .at(10)
        .loaded_as("script")
        .answers(200, "text/javascript", "lpCb({})")
}

fn with_identity(given: &Value, code: &str) -> Run {
    let mut messages = vec![identity(given)];
    messages.extend(page(&json!({ "jwt": token() }), &json!({ "id_token": token() }), code));
    captured(&messages)
}

#[test]
fn an_identity_function_that_differs_from_the_token() {
    let sub = claims()["sub"].clone();
    let given = |iss: &str, sub: &Value, acr: &str| json!({ "iss": iss, "sub": sub, "acr": acr });
    let run = with_identity(&given("https://login.acmebank.example/", &sub, "loa1"), "9999");
    let proof = format!("entry 1: the identity that the page gives has the `iss` “{IDP}/”, and the token “{IDP}”");
    told(&run, &format!("The likely cause: {IDENTITY}"), &proof);
    let run = with_identity(&given(IDP, &json!("920001"), "loa1"), "9999");
    told(&run, &format!("The likely cause: {IDENTITY}"), "has another `sub` than the token");
    assert!(!run.stdout.contains("920001"), "{}", run.stdout);
    let run = with_identity(&given(IDP, &sub, "loa2"), "9999");
    told(&run, &format!("A possible cause: {IDENTITY}"), "has the `acr` “loa2”, and LivePerson takes `loa1`");
    is_no_cause(&with_identity(&given(IDP, &sub, "loa1"), "9999"), IDENTITY);
    // Nobody is logged in yet: LivePerson makes this identity up.
    is_no_cause(&with_identity(&given("https://lo.idp.liveperson.net/70001234", &json!("x"), "0"), "9999"), IDENTITY);
}

#[test]
fn an_identity_is_held_against_the_connector_where_there_is_no_token() {
    let wrong = json!({ "iss": "AcmeBank", "sub": "x", "acr": "loa1" });
    let mut messages = vec![
        Message::json(
            "https://va.v.liveperson.net/api/account/70001234/app/1/engagements",
            &json!({ "identities": [wrong] }),
        )
        .at(10)
        .answers(200, "application/json", "{}"),
    ];
    messages.extend(code_login(1_000, "s1"));
    let run = captured(&messages);
    // The login went well all the same.
    told(&run, &format!("A possible cause: {IDENTITY}"), "has the `iss` “AcmeBank”, and LivePerson's connector");
    // A token that is itself wrong is the nearer cause.
    let expired = access("JWT", &[("exp", json!(1)), ("iat", json!(0))]);
    let mut messages = vec![identity(&json!({ "iss": "AcmeBank", "sub": "x", "acr": "loa1" }))];
    messages.extend(page(&json!({ "jwt": expired }), &json!({ "id_token": expired }), "9007"));
    is_no_cause(&captured(&messages), IDENTITY);
}

fn opened(configuration: &Value) -> Vec<Message> {
    let mut messages: Vec<Message> = noise(12).collect();
    messages.push(connectors(configuration).at(200));
    messages.push(Message::get(WINDOW).at(900).answers(200, "text/html", "<html>the window"));
    messages
}

#[test]
fn a_window_that_never_opened() {
    let external = json!({ "issuer": IDP, "authorizationEndpoint": format!("{IDP}/authorize") });
    let run = captured(&opened(&external));
    told(
        &run,
        &format!("A possible cause: {POPUP}"),
        &format!("connector has {IDP}/authorize for its window, and nothing"),
    );
    // The pop-up has a capture of its own, and the diagnosis says so.
    assert!(run.stdout.contains("a login in a pop-up is not in the capture of the page below"), "{}", run.stdout);
    let both = json!({ "issuer": IDP, "authorizationEndpoint": format!("{IDP}/authorize"), "jsMethodName": "get" });
    let run = captured(&opened(&both));
    told(&run, "The likely cause: the page's function never called LivePerson's callback", POPUP);
    let embedded = json!({ "issuer": IDP, "jsMethodName": "get" });
    is_no_cause(&captured(&opened(&embedded)), POPUP);
    let mut logged_in = opened(&external);
    logged_in.extend(code_login(1_000, "s1"));
    is_no_cause(&captured(&logged_in), POPUP);
}

#[test]
fn a_pop_up_of_which_the_browser_says_that_it_was_blocked() {
    for line in [
        "Blocked opening 'https://login.acmebank.example/authorize?code_challenge=x' in a new window because the request was \
         made in a sandboxed frame whose 'allow-popups' permission is not set.",
        "Firefox prevented this site from opening a pop-up window.",
        "Uncaught (in promise) Error: popup_blocked_by_browser",
        "12:00:01 Pop-up blocked",
    ] {
        let run = World::new().run_args(&["diagnose", "--text", line]);
        told(&run, &format!("The likely cause: {POPUP}"), "text:1: the browser says");
        assert!(!run.stdout.contains("code_challenge"), "{}", run.stdout);
    }
    let log = "loaded\nsome popup opened\nnothing blocked\n";
    assert_eq!(World::new().run_args(&["diagnose", "--text", log]).exit, 3);
}

#[test]
fn redacting_a_capture_changes_none_of_it() {
    let code = "SplxlOBeZQQYbYS6WxSbIA";
    let scoped = access("at+jwt", &[("scope", json!("orders"))]);
    let mut differs = vec![identity(&json!({ "iss": "AcmeBank", "sub": "x", "acr": "loa1" }))];
    differs.extend(page(&json!({ "jwt": token() }), &json!({ "id_token": token() }), "9999"));
    for messages in [
        page(&json!({ "code": code }), &json!({ "id_token": code }), "1008"),
        page(&json!({ "access_token": "opaque-SlAV32hkKG" }), &json!({ "id_token": "opaque-SlAV32hkKG" }), "1008"),
        page(&json!({ "jwt": scoped }), &json!({ "id_token": scoped }), "9007"),
        differs,
    ] {
        let world = World::new().file("login.har", write(Exporter::Chrome, &messages));
        let before = world.run("diagnose login.har");
        world.run("redact login.har --out safe.har");
        let after = world.run("diagnose safe.har");
        assert_eq!((before.exit, cause(&before)), (1, cause(&after)), "{}{}", before.stdout, after.stdout);
    }
}
