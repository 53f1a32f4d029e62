//! The ways a login goes, and goes wrong.

use super::messages::{IDP, SERVICE, SHOP, WINDOW, asks, code_login, encoded, external, logs_in, state, token_login};
use super::{errors, found, one, purposes};
use crate::har_read::exporters::{Exporter, Message, write};
use crate::har_read::read;
use crate::sample;
use lpauth::flow::recognise::{CallKind, Expectations, Gap, IssuerSource, Kind, Recogniser, Sign, Why};
use lpauth::model::callback::Delivery;
use lpauth::model::har::read::{Archive, BodyState};
use lpauth::model::login::{Flow, Mode, Window};
use lpauth::model::transcript::{CutSignature, Purpose, Redaction};
use lpauth::spec::liveperson::Family;
use serde_json::json;

fn callback_url(answer: &str) -> String {
    format!("{WINDOW}{answer}&state={}", encoded(&state("s1")))
}

fn refuses(message: Message, code: &serde_json::Value) -> Message {
    let answer = json!({ "internalErrorCode": code }).to_string();
    Message { status: 0, answered: Vec::new(), ..message }.answers(500, "application/json", answer)
}

#[test]
fn a_fragment_that_no_message_shows_is_missing() {
    let [page, _] = logs_in(100);
    // The page goes on by a script.
    let messages = [
        asks(0, "id_token", "s1").redirects("/login?next=1"),
        page,
        Message::get(WINDOW).at(900).answers(200, "text/html", ""),
    ];
    let attempt = one(&messages);
    assert_eq!(purposes(&attempt), [Purpose::Authorization, Purpose::Login, Purpose::Callback]);
    assert_eq!((&attempt.transcript.callback, &attempt.transcript.stop), (&None, &None));
    assert_eq!(attempt.gaps[0], Gap::Fragment);
    assert!(attempt.gaps[0].how().contains("address bar"));
    // LivePerson's own call has what came.
    let handed =
        [messages.to_vec(), vec![Message::json(SERVICE, &json!({ "id_token": sample::token() })).at(950)]].concat();
    let attempt = one(&handed);
    assert_eq!(attempt.handed.unwrap().value, sample::token());
}

#[test]
fn a_posted_answer_is_read_from_the_request_or_from_the_form() {
    let fields = format!("code=posted-4f2&state={}", encoded(&state("s1")));
    let page = format!(
        "<form method=post action=\"{WINDOW}\"><input type=hidden name=code value=posted-4f2>\
         <input type=hidden name=state value='{}'></form>",
        state("s1")
    );
    let asks = asks(0, "code", "s1").answers(200, "text/html", &page);
    let posted = Message::form(WINDOW, fields).at(200).answers(200, "text/html", "");
    for exporter in Exporter::ALL {
        let (entries, _) = read(write(exporter, &[asks.clone(), posted.clone()])).unwrap();
        let mut recogniser = Recogniser::new(Expectations::default());
        entries.into_iter().for_each(|entry| recogniser.entry(entry));
        let attempt = recogniser.finish().attempts.remove(0);
        let callback = attempt.transcript.callback.unwrap();
        assert_eq!((callback.delivery, callback.get("code")), (Delivery::FormPost, Some("posted-4f2")), "{exporter:?}");
    }
    let mut lost = posted;
    lost.body.clear();
    let attempt = one(&[asks.clone(), lost.clone()]);
    assert_eq!(attempt.transcript.callback.unwrap().get("code"), Some("posted-4f2"));
    assert_eq!(one(&[Message { answer: Vec::new(), ..asks }, lost]).gaps[0], Gap::FormPost);
}

#[test]
fn a_token_from_the_brands_endpoint_is_followed_to_liveperson() {
    let token = sample::token();
    let fetched = Message::get(format!("{SHOP}/api/chat-token")).at(100).loaded_as("fetch");
    let fetched = fetched.answers(200, "application/json", json!({ "jwt": token }).to_string());
    let call =
        refuses(Message::json(format!("{SERVICE}?v=3.0"), &json!({ "id_token": token })).at(400), &json!("9007"));
    let attempt = one(&[fetched, call]);
    assert_eq!((attempt.kind, attempt.signs.as_slice()), (Kind::LivePerson, &[Sign::HandedOver][..]));
    let terms = &attempt.transcript.terms;
    assert_eq!((terms.flow, terms.window), (Flow::Implicit, Window::Embedded));
    assert_eq!(attempt.transcript.callback.as_ref().unwrap().delivery, Delivery::Script);
    assert_eq!(attempt.transcript.token(), Some(token));
    assert_eq!((terms.issuer.as_deref(), attempt.issuer_source), (Some(IDP), Some(IssuerSource::Token)));
    let source = attempt.handed.as_ref().unwrap().source.clone().unwrap();
    assert_eq!(
        (source.entry, source.url.as_str(), source.status),
        (1, "https://www.acmebank.example/api/chat-token", Some(200))
    );
    let call = &attempt.liveperson[0];
    assert_eq!((call.status, &call.code), (Some(500), &Some((Family::Idp, "9007".to_owned()))));
    assert_eq!((call.account.as_deref(), call.connector.as_deref()), (Some("70001234"), Some("4711")));
    assert_eq!(errors(&attempt), Vec::<&str>::new());
}

#[test]
fn a_code_fetched_in_a_hidden_frame_is_followed_to_liveperson() {
    let uri = format!("{SHOP}/silent");
    let asked = format!(
        "{IDP}/authorize?response_type=code&client_id=lp-acmebank&scope=openid&prompt=none&redirect_uri={}&state=xyz&nonce=n1",
        encoded(&uri)
    );
    let messages = [
        Message::get(asked).sends("Sec-Fetch-Dest", "iframe").redirects(format!("{uri}?code=silent-77&state=xyz")),
        Message::get(format!("{uri}?code=silent-77&state=xyz")).at(50).answers(200, "text/html", ""),
        refuses(Message::json(SERVICE, &json!({ "code": "silent-77", "redirect_uri": uri })).at(300), &json!(9011)),
        refuses(Message::json(SERVICE, &json!({ "code": "silent-77", "redirect_uri": uri })).at(900), &json!("9011")),
    ];
    let attempt = one(&messages);
    assert_eq!((attempt.kind, attempt.framed), (Kind::LivePerson, true));
    let terms = &attempt.transcript.terms;
    assert_eq!((terms.flow, terms.window), (Flow::Code, Window::Embedded));
    assert_eq!(
        (terms.redirect_uri.as_deref(), terms.token_redirect_uri.as_deref()),
        (Some(uri.as_str()), Some(uri.as_str()))
    );
    assert_eq!(terms.nonce, Some(Some("n1".to_owned())));
    assert_eq!((attempt.transcript.code(), attempt.handed.unwrap().times), (Some("silent-77"), 2));
    let codes: Vec<_> = attempt.liveperson.iter().map(|call| call.code.clone().unwrap().1).collect();
    assert_eq!(codes, ["9011", "9011"]);
}

#[test]
fn a_page_that_redeems_by_itself_hands_over_a_token() {
    let uri = format!("{SHOP}/callback");
    let asked = format!(
        "{IDP}/authorize?response_type=code&client_id=shop&scope=openid&redirect_uri={}&state=abc",
        encoded(&uri)
    );
    let tokens = json!({ "id_token": sample::token(), "access_token": "at-1", "token_type": "Bearer" }).to_string();
    let mut messages = vec![
        Message::get(format!("{IDP}/.well-known/openid-configuration")).loaded_as("fetch").answers(
            200,
            "application/json",
            json!({ "issuer": IDP, "authorization_endpoint": format!("{IDP}/authorize") }).to_string(),
        ),
        Message::get(asked).at(10).redirects(format!("{uri}?code=spa-code-1&state=abc")),
        Message::get(format!("{uri}?code=spa-code-1&state=abc")).at(50).answers(200, "text/html", ""),
        Message::form(
            format!("{IDP}/token"),
            format!("grant_type=authorization_code&code=spa-code-1&client_id=shop&redirect_uri={}", encoded(&uri)),
        )
        .at(90)
        .loaded_as("fetch")
        .answers(200, "application/json", tokens),
        Message::get(format!("{IDP}/jwks.json")).at(120).loaded_as("fetch").answers(
            200,
            "application/json",
            sample::jwks(&[sample::rsa()]),
        ),
        Message::get(format!("{IDP}/userinfo")).at(150).loaded_as("fetch").answers(
            200,
            "application/json",
            "{\"sub\":\"x\"}",
        ),
    ];
    let attempt = one(&messages);
    let way = [
        Purpose::Metadata,
        Purpose::Authorization,
        Purpose::Callback,
        Purpose::Token,
        Purpose::Keys,
        Purpose::UserInfo,
    ];
    assert_eq!((attempt.kind, purposes(&attempt)), (Kind::Other, way.to_vec()));
    assert_eq!(attempt.transcript.token(), Some(sample::token()));
    assert!(found(&messages).advice[0].missing.starts_with("no login of LivePerson"));
    messages.push(Message::json(SERVICE, &json!({ "id_token": sample::token() })).at(400).answers(
        200,
        "application/json",
        "{}",
    ));
    let attempt = one(&messages);
    assert_eq!((attempt.kind, purposes(&attempt)), (Kind::LivePerson, way.to_vec()));
    assert_eq!((attempt.transcript.terms.flow, attempt.transcript.token()), (Flow::Implicit, Some(sample::token())));
    assert_eq!(attempt.handed.unwrap().source.unwrap().entry, 4);
    assert_eq!(
        (attempt.transcript.terms.issuer.as_deref(), attempt.issuer_source),
        (Some(IDP), Some(IssuerSource::Metadata))
    );
}

#[test]
fn the_brands_own_login_comes_after_liveperons() {
    let uri = format!("{SHOP}/callback");
    let own = format!(
        "{IDP}/authorize?response_type=code&client_id=shop&scope=openid&redirect_uri={}&state=own",
        encoded(&uri)
    );
    let mut messages = vec![
        Message::get(own).redirects(format!("{uri}?code=own-code-1&state=own")),
        Message::get(format!("{uri}?code=own-code-1&state=own")).at(50).redirects("/account"),
    ];
    messages.extend(code_login(5_000, "s1"));
    let found = found(&messages).attempts;
    assert_eq!(found.iter().map(|one| one.kind).collect::<Vec<_>>(), [Kind::LivePerson, Kind::Other]);
    assert_eq!(found[1].transcript.code(), Some("own-code-1"));
    assert!(found[1].liveperson.is_empty());
    // The brand knows its client.
    let (entries, _) = read(write(Exporter::Chrome, &messages[..2])).unwrap();
    let mut recogniser =
        Recogniser::new(Expectations { client_id: Some("shop".to_owned()), ..Expectations::default() });
    entries.into_iter().for_each(|entry| recogniser.entry(entry));
    assert_eq!(recogniser.finish().attempts[0].signs, [Sign::ClientId]);
}

#[test]
fn an_error_that_came_back_is_where_it_stopped() {
    let messages = external(0, "code", "s1", "?error=login_required&error_description=No", "{}");
    let attempt = one(&messages[..4]);
    let stop = attempt.transcript.stop.unwrap();
    assert_eq!(
        (stop.at, stop.reason.as_str()),
        (Purpose::Callback, "the authorization server answers “login_required”")
    );
}

#[test]
fn an_authorization_request_that_gets_an_error_page_stops_there() {
    let page = "<title>Error</title><p class=error>Invalid redirect_uri</p>";
    let attempt = one(&[asks(0, "code", "s1").answers(400, "text/html", page)]);
    let stop = attempt.transcript.stop.clone().unwrap();
    assert_eq!(
        (stop.at, stop.page.unwrap().message.as_deref()),
        (Purpose::Authorization, Some("Invalid redirect_uri"))
    );
    assert_eq!(attempt.gaps[0], Gap::Callback);
    assert!(errors(&attempt).contains(&"login-redirect-uri-unregistered"), "{:?}", errors(&attempt));
}

#[test]
fn what_the_browser_kept_back_says_why() {
    let why = |message: Message| {
        let mut asks = asks(0, "code", "s1");
        (asks.status, asks.error, asks.sent, asks.answered) =
            (message.status, message.error, message.sent, message.answered);
        let attempt = one(&[asks]);
        (attempt.blocked[0].why, attempt.transcript.steps[0].failure.clone().unwrap())
    };
    let any = || Message::get(IDP);
    for (words, expected) in [
        ("net::ERR_NAME_NOT_RESOLVED", Why::Name),
        ("net::ERR_CERT_DATE_INVALID", Why::Certificate),
        ("net::ERR_CONNECTION_REFUSED", Why::Connection),
        ("net::ERR_BLOCKED_BY_CLIENT", Why::Client),
        ("net::ERR_BLOCKED_BY_RESPONSE", Why::ResponsePolicy),
        ("net::ERR_TIMED_OUT", Why::Timeout),
        ("net::ERR_ABORTED", Why::Aborted),
        ("net::ERR_FAILED", Why::Other),
    ] {
        assert_eq!(why(any().fails(words)), (expected, words.to_owned()));
    }
}

#[test]
fn a_refusal_by_cors_is_known_by_its_preflight() {
    let url = format!("{IDP}/.well-known/openid-configuration");
    let get = || Message::get(&url).loaded_as("fetch").sends("Origin", SHOP);
    let asked = Message { method: "OPTIONS", ..Message::get(&url).loaded_as("preflight").at(5) };
    let messages = [
        get().fails("net::ERR_FAILED"),
        asked.answers(405, "text/plain", ""),
        Message { error: Some("net::ERR_FAILED"), ..get().at(6).answers(200, "application/json", "") },
    ];
    let attempt = one(&messages);
    assert_eq!((attempt.kind, purposes(&attempt)), (Kind::Other, vec![Purpose::Metadata]));
    let blocked = &attempt.blocked[0];
    assert_eq!((blocked.why, blocked.preflight), (Why::Cors, Some(405)));
    let mixed = Message::form("http://login.acmebank.example/token", "grant_type=authorization_code&code=c0de-1234")
        .sends("Origin", SHOP);
    let attempt = one(&[mixed.loaded_as("fetch").fails("net::ERR_FAILED")]);
    assert_eq!((attempt.blocked[0].why, purposes(&attempt)), (Why::MixedContent, vec![Purpose::Token]));
}

#[test]
fn a_capture_that_begins_in_the_middle_is_a_login_too() {
    let messages = code_login(0, "s1");
    let attempt = one(&messages[3..]);
    assert_eq!((attempt.kind, purposes(&attempt)), (Kind::LivePerson, vec![Purpose::Callback]));
    assert_eq!(attempt.transcript.callback.as_ref().unwrap().get("code"), Some("code-s1-4f"));
    assert_eq!(attempt.gaps[0], Gap::Authorization);
    assert_eq!(attempt.connector.as_ref().unwrap().client_id.as_deref(), Some("lp-acmebank"));
    let cut = one(&messages[..3]);
    assert_eq!(cut.transcript.code(), Some("code-s1-4f"), "the redirect shows it");
    assert_eq!((cut.transcript.stop, cut.gaps.contains(&Gap::Service)), (None, true));
}

#[test]
fn the_servers_own_pages_do_not_begin_another_login() {
    let mut messages = code_login(0, "s1");
    // The login page is given the parameters along, and leads back to where it began.
    let again = messages[0].url.clone();
    let login = again.replace("/authorize?", "/login?");
    messages[0] = asks(0, "code", "s1").redirects(&login);
    messages[1] = Message::get(&login).at(100).answers(200, "text/html", "<form method=post action=/login>");
    let back = messages[2].answered[0].1.clone();
    messages[2].answered[0].1 = again.clone();
    messages.insert(3, Message::get(&again).at(1_100).redirects(&back));
    let attempt = one(&messages);
    let way = [Purpose::Authorization, Purpose::Login, Purpose::Login, Purpose::Login, Purpose::Callback];
    assert_eq!(purposes(&attempt), way);
}

#[test]
fn older_connectors_carry_their_configuration_in_the_redirection_uri() {
    let config =
        json!({ "accountId": "70001234", "engConf": { "connector": { "id": 7, "configuration": { "issuer": IDP } } } });
    let uri = format!("{WINDOW}?lpUnifiedWindowConfig={}", encoded(&config.to_string()));
    let asked = format!(
        "{IDP}/authorize?response_type=token&client_id=lp-acmebank&scope=openid&redirect_uri={}",
        encoded(&uri)
    );
    let token = sample::token();
    let messages = [
        Message::get(asked).redirects(format!("{uri}&token={token}")),
        Message::get(format!("{uri}&token={token}")).at(90).answers(200, "text/html", ""),
    ];
    let attempt = one(&messages);
    let terms = &attempt.transcript.terms;
    assert_eq!((terms.mode, terms.flow, &terms.state), (Mode::OpenId, Flow::Implicit, &None));
    assert_eq!((attempt.transcript.token(), attempt.connector.unwrap().id.as_deref()), (Some(token), Some("7")));
}

#[test]
fn what_liveperson_answers_is_told() {
    let mut messages = token_login(0, "s1");
    messages.push(
        Message::get("wss://va.msg.liveperson.net/ws_api/account/70001234/messaging/consumer?v=3")
            .at(2_000)
            .loaded_as("websocket")
            .answers(101, "", ""),
    );
    messages.push(Message::get("https://va.v.liveperson.net/offline-survey/1").at(3_000).answers(200, "text/html", ""));
    let list = r#"lpCb([{"id":4711,"name":"brand","configuration":{"issuer":"https://login.acmebank.example","jsMethodName":"a.b"}}]);"#;
    let connectors = "https://accdn.lpsnmedia.net/api/account/70001234/configuration/le-connectors/all-connectors";
    messages.insert(0, Message::get(connectors).loaded_as("script").answers(200, "text/javascript", list));
    let legacy = r#"{"error":{"message":"Failed to validate user","internalCode":10}}"#;
    messages.push(
        Message::json("https://server.iad.liveperson.net/api/account/70001234/chat/request", &json!({}))
            .at(4_000)
            .answers(401, "application/json", legacy),
    );
    // What nobody knows the purpose of is left out if it succeeds, unless it is a WebSocket.
    for (at, kind) in [(4_500, "fetch"), (4_600, "websocket")] {
        let other = Message::get("https://va.v.liveperson.net/api/account/70001234/other").at(at).loaded_as(kind);
        messages.push(other.answers(200, "application/json", "{}"));
    }
    let mut har: serde_json::Value = serde_json::from_str(&write(Exporter::Chrome, &messages)).unwrap();
    for (code, text) in [("4401", "4401 token expired"), ("4407", "ETc=")] {
        har["log"]["entries"][6]["_webSocketMessages"] = json!([{ "type": "receive", "opcode": 8, "data": text }]);
        let (entries, _) = read(har.to_string()).unwrap();
        let mut recogniser = Recogniser::new(Expectations::default());
        entries.into_iter().for_each(|entry| recogniser.entry(entry));
        let found = recogniser.finish();
        let attempt = &found.attempts[0];
        let kinds: Vec<_> = attempt.liveperson.iter().map(|call| call.kind).collect();
        let told =
            [CallKind::Window, CallKind::Authenticate, CallKind::Socket, CallKind::OfflineSurvey, CallKind::Chat];
        assert_eq!(kinds, [&told[..], &[CallKind::Socket]].concat());
        assert_eq!(attempt.liveperson[2].code, Some((Family::WebSocket, code.to_owned())));
        assert_eq!(attempt.liveperson[4].code, Some((Family::Legacy, "10".to_owned())));
        assert_eq!(attempt.liveperson[4].message.as_deref(), Some("Failed to validate user"));
        assert_eq!(found.calls[0].kind, CallKind::Connectors);
        assert_eq!(
            (found.connectors[0].js_method.as_deref(), found.connectors[0].id.as_deref()),
            (Some("a.b"), Some("4711"))
        );
    }
}

#[test]
fn bodies_that_are_gone_are_missed_where_they_count() {
    let mut messages = code_login(0, "s1");
    messages[4] = refuses(messages[4].clone(), &json!("9011"));
    let mut har: serde_json::Value = serde_json::from_str(&write(Exporter::Firefox, &messages)).unwrap();
    let content = &mut har["log"]["entries"][4]["response"]["content"];
    content.as_object_mut().unwrap().remove("text");
    let found = super::recognise(har.to_string());
    let attempt = &found.attempts[0];
    assert_eq!(attempt.gaps, [Gap::TokenRequest, Gap::ServiceAnswer]);
    assert!(
        found.advice.iter().any(|advice| advice.missing == Gap::ServiceAnswer.sentence() && !advice.how.is_empty())
    );
    let url = format!("{IDP}/.well-known/openid-configuration");
    messages.insert(0, Message::get(url).answers(200, "application/json", "{}"));
    let mut har: serde_json::Value = serde_json::from_str(&write(Exporter::Playwright, &messages)).unwrap();
    har["log"]["entries"][0]["response"]["content"] = json!({ "size": 9, "_file": "a.json" });
    let gap = Gap::Body { purpose: Purpose::Metadata, entry: 1, state: BodyState::Elsewhere };
    assert!(super::recognise(har.to_string()).attempts[0].gaps.contains(&gap));
}

#[test]
fn a_login_at_a_social_network_is_a_step_of_the_outer_one() {
    let mut messages = code_login(0, "s1");
    let social = format!(
        "https://social.example/oauth?response_type=code&client_id=bank&scope=openid&redirect_uri={}&state=inner",
        encoded(&format!("{IDP}/back"))
    );
    let form = messages.remove(2);
    let back = form.answered[0].1.clone();
    let inner = format!("{IDP}/back?code=inner-code-9&state=inner");
    messages.insert(2, Message::get(social).at(500).redirects(&inner));
    messages.insert(3, Message::get(&inner).at(600).redirects(&back));
    let found = found(&messages).attempts;
    assert_eq!(found.len(), 2);
    let way = [Purpose::Authorization, Purpose::Login, Purpose::Login, Purpose::Callback];
    assert_eq!((found[0].kind, purposes(&found[0])), (Kind::LivePerson, way.to_vec()));
    assert_eq!(found[0].transcript.code(), Some("code-s1-4f"));
    assert_eq!(
        (found[1].provider.as_deref(), found[1].transcript.code()),
        (Some("social.example"), Some("inner-code-9"))
    );
    assert_eq!(callback_url("?a=b").matches("lpUnifiedWindowConfig").count(), 1);
}

#[test]
fn the_way_back_of_another_login_is_no_step_of_one_that_was_left() {
    let back = "https://forum.example/back?code=other-code-9&state=other";
    let other = format!(
        "https://social.example/oauth?response_type=code&client_id=forum&scope=openid&redirect_uri={}&state=other",
        encoded("https://forum.example/back")
    );
    let messages = [
        asks(0, "code", "s1").redirects("/login"),
        Message::get(other).at(500).redirects(back),
        Message::get(back).at(600).answers(200, "text/html", ""),
    ];
    let found = found(&messages).attempts;
    assert_eq!(
        found.iter().map(purposes).collect::<Vec<_>>(),
        [vec![Purpose::Authorization], vec![Purpose::Authorization, Purpose::Callback]]
    );
}

#[test]
fn a_window_that_nothing_is_handed_to_is_told() {
    let opened = Message::get(WINDOW).answers(200, "text/html", "<html>");
    let found = found(&[opened]);
    assert_eq!((found.attempts.len(), found.calls[0].kind), (0, CallKind::Window));
    assert_eq!(found.advice[1].missing, "LivePerson's window opened (entry 1), and nothing was handed to it");
}

#[test]
fn a_body_that_was_not_kept_is_not_blamed_on_the_server() {
    let uri = format!("{SHOP}/callback");
    let asked = format!(
        "{IDP}/authorize?response_type=code&client_id=shop&scope=openid&redirect_uri={}&state=abc",
        encoded(&uri)
    );
    let redeem = format!("grant_type=authorization_code&code=spa-code-1&client_id=shop&redirect_uri={}", encoded(&uri));
    let url = format!("{IDP}/.well-known/openid-configuration");
    let messages = [
        Message::get(&url).answers(304, "application/json", ""),
        Message::get(asked).at(10).redirects(format!("{uri}?code=spa-code-1&state=abc")),
        Message::get(format!("{uri}?code=spa-code-1&state=abc")).at(50).answers(200, "text/html", ""),
        Message::form(format!("{IDP}/token"), redeem).at(90).loaded_as("fetch").answers(200, "application/json", "{}"),
    ];
    let mut har: serde_json::Value = serde_json::from_str(&write(Exporter::Edge, &messages)).unwrap();
    har["log"]["entries"][3]["response"]["content"] = json!({ "size": 900, "mimeType": "application/json" });
    let attempt = &super::recognise(har.to_string()).attempts[0];
    assert_eq!(purposes(attempt), [Purpose::Authorization, Purpose::Callback, Purpose::Token]);
    assert_eq!(errors(attempt), Vec::<&str>::new());
    assert!(attempt.gaps.contains(&Gap::Body { purpose: Purpose::Token, entry: 4, state: BodyState::Absent }));
}

#[test]
fn a_page_and_its_pop_up_are_one_capture() {
    let messages = code_login(0, "s1");
    let mut recogniser = Recogniser::new(Expectations::default());
    let mut before = 0;
    for part in [&messages[4..], &messages[..4]] {
        let (entries, archive) = read(write(Exporter::Chrome, part)).unwrap();
        entries.into_iter().for_each(|mut entry| {
            entry.number += before;
            recogniser.entry(entry);
        });
        before += archive.entries;
        recogniser.archive(&archive);
    }
    let attempt = recogniser.finish().attempts.remove(0);
    assert_eq!((attempt.entries, attempt.handed.unwrap().value.as_str()), (vec![2, 3, 4, 5, 1], "code-s1-4f"));
}

#[test]
fn what_several_files_say_of_their_redaction_adds_up() {
    let (entries, archive) = read(write(Exporter::Chrome, &code_login(0, "s1"))).unwrap();
    let redacted = |personal: bool, placeholder: &str| Archive {
        redaction: Some(Redaction {
            personal,
            signatures: vec![CutSignature { placeholder: placeholder.to_owned(), ..CutSignature::default() }],
            ..Redaction::default()
        }),
        ..archive.clone()
    };
    for persons in [[true, false], [false, true]] {
        let mut recogniser = Recogniser::new(Expectations::default());
        entries.iter().for_each(|entry| recogniser.entry(entry.clone()));
        recogniser.archive(&redacted(persons[0], "first"));
        recogniser.archive(&redacted(persons[1], "second"));
        let known = recogniser.finish().attempts.remove(0).transcript.redaction.unwrap();
        let placeholders: Vec<_> = known.signatures.iter().map(|cut| cut.placeholder.as_str()).collect();
        assert_eq!((known.personal, placeholders), (true, vec!["first", "second"]));
    }
}
