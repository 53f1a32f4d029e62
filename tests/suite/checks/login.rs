//! What a block tells of a login.
//!
//! `sent` changes the terms: `flow` (`code`, `implicit`), `window`, `mode`, `client_auth`, and the rest by the names of
//! their fields. `callback` is the URL that the browser was sent to, or `{"url": …}` with a `padding` of so many letters at
//! its end, or `{"form": {…}}` sent to `to`, or `{"script": {…}}`.
//! `token_response`, `refresh_response` and `userinfo_response` have `status`, `headers`, `body` (as written, or a text),
//! or the `claims` of a token to bring, `took` in milliseconds, and `request`: its `headers` and its `form`. `steps` lists such messages, each with what it is
//! `for`, its `method` and `url`, when it `began` (milliseconds from now), and a `failure`; `stop` says where the login
//! stopped: `at`, `reason` and `page`.

use super::Asked;
use crate::sample;
use crate::support::NOW;
use lpauth::check::{Facts, Slot};
use lpauth::model::callback::{Callback, Delivery};
use lpauth::model::http::{Answer, Hop, Request, Timing};
use lpauth::model::json::Node;
use lpauth::model::login::{ClientAuth, Flow, Mode, Window};
use lpauth::model::token::Token;
use lpauth::model::token_response::TokenResponse;
use lpauth::model::transcript::{PageSummary, Party, Purpose, Step, Stop, Terms, Transcript};
use url::Url;

/// Puts what the block tells of a login into `facts`.
pub(super) fn put(asked: &Asked, facts: &mut Facts) {
    let root = asked.root();
    let response = |name: &str, called: &str| match root.get(name) {
        Some(node) => Slot::Here(TokenResponse::of(&hop(asked, node), called).unwrap()),
        None => Slot::absent(NO_LOGIN),
    };
    facts.callback = root.get("callback").map_or(Slot::absent(NO_LOGIN), |node| Slot::Here(callback(node)));
    facts.tokens = response("token_response", "token response");
    facts.refreshed = response("refresh_response", "refresh response");
    let renewed = facts.refreshed.here().and_then(|response| response.text("id_token"));
    let renewed = renewed.map(|text| Token::parse("refreshed id_token", text, Vec::new()));
    facts.refreshed_token =
        renewed.map_or(Slot::absent("no token came with the refreshed ones, and none has to"), Slot::Here);
    facts.userinfo = response("userinfo_response", "userinfo response");
    facts.login = match root.get("steps").or(root.get("stop")) {
        Some(_) => Slot::Here(transcript(asked)),
        None => Slot::absent(NO_LOGIN),
    };
}

const NO_LOGIN: &str = "there was no login";

/// The terms of a login through LivePerson's external window, as far as the block does not change them.
pub(super) fn terms(root: &Node) -> Terms {
    let Some(sent) = root.get("sent") else { return Terms::default() };
    let owned = |name: &str| text(sent, name).map(str::to_owned);
    Terms {
        flow: if text(sent, "flow") == Some("implicit") { Flow::Implicit } else { Flow::Code },
        window: if text(sent, "window") == Some("embedded") { Window::Embedded } else { Window::External },
        mode: if text(sent, "mode") == Some("openid") { Mode::OpenId } else { Mode::Rfc },
        client_auth: text(sent, "client_auth").map_or(ClientAuth::Basic, |name| ClientAuth::named(name).unwrap()),
        issuer: owned("issuer"),
        client_id: owned("client_id"),
        redirect_uri: owned("redirect_uri"),
        token_redirect_uri: owned("token_redirect_uri"),
        response_type: owned("response_type"),
        response_mode: owned("response_mode"),
        scope: owned("scope"),
        state: owned("state"),
        nonce: None,
        code_challenge: owned("code_challenge"),
    }
}

fn transcript(asked: &Asked) -> Transcript {
    let root = asked.root();
    Transcript {
        terms: terms(root),
        steps: root.get("steps").map_or(&[][..], Node::elements).iter().map(|node| step(asked, node)).collect(),
        callback: root.get("callback").map(callback),
        stop: root.get("stop").map(stop),
        redaction: None,
    }
}

fn step(asked: &Asked, node: &Node) -> Step {
    let purpose = purpose(text(node, "for").unwrap());
    let browsed = [Purpose::Authorization, Purpose::Login, Purpose::Callback].contains(&purpose);
    let from = if browsed { Party::Browser } else { Party::LivePerson };
    Step { purpose, from, hop: hop(asked, node), failure: text(node, "failure").map(str::to_owned) }
}

fn stop(node: &Node) -> Stop {
    let page = node.get("page").map(|page| PageSummary {
        url: text(page, "url").unwrap_or("https://login.brand.example/login").to_owned(),
        status: status(page),
        title: text(page, "title").map(str::to_owned),
        fields: members(page, "fields"),
        buttons: page.get("buttons").map_or(&[][..], Node::elements).iter().filter_map(owned).collect(),
        message: text(page, "message").map(str::to_owned),
    });
    let reason = text(node, "reason").unwrap_or("no redirect came").to_owned();
    Stop { at: purpose(text(node, "at").unwrap_or("login")), reason, page }
}

fn purpose(name: &str) -> Purpose {
    Purpose::ALL.into_iter().find(|purpose| purpose.name() == name).unwrap_or_else(|| panic!("no purpose {name}"))
}

fn callback(node: &Node) -> Callback {
    if let Some(url) = node.as_str() {
        return Callback::of(&Request::get(Url::parse(url).unwrap(), "text/html"));
    }
    if let Some(url) = text(node, "url") {
        let padding = node.get("padding").and_then(Node::as_integer).unwrap_or(0);
        let long = format!("{url}{}", "x".repeat(usize::try_from(padding).unwrap()));
        return Callback::of(&Request::get(Url::parse(&long).unwrap(), "text/html"));
    }
    let to = text(node, "to").map(|url| Url::parse(url).unwrap());
    match node.get("form") {
        Some(_) => Callback { redirect_uri: to, delivery: Delivery::FormPost, parameters: members(node, "form") },
        None => Callback { redirect_uri: None, delivery: Delivery::Script, parameters: members(node, "script") },
    }
}

fn hop(asked: &Asked, node: &Node) -> Hop {
    let url = Url::parse(text(node, "url").unwrap_or("https://login.brand.example/token")).unwrap();
    let took = node.get("took").and_then(Node::as_integer).unwrap_or(85).unsigned_abs();
    let answered = node.get("failure").is_none() && node.get("unanswered").is_none();
    Hop {
        request: request(&url, node),
        began: NOW * 1_000 + node.get("began").and_then(Node::as_integer).unwrap_or(0),
        remote: None,
        tls: None,
        timing: Timing { first_byte: took / 2, total: took, ..Timing::default() },
        answer: answered.then(|| answer(asked, url, node)),
    }
}

fn request(url: &Url, node: &Node) -> Request {
    let sent = node.get("request");
    let form = sent.filter(|sent| sent.get("form").is_some()).map(|sent| members(sent, "form"));
    let mut request = match form {
        Some(form) => Request::form(url.clone(), form),
        None => Request::get(url.clone(), "*/*"),
    };
    request.headers.extend(sent.map_or(Vec::new(), |sent| members(sent, "headers")));
    request
}

fn answer(asked: &Asked, url: Url, node: &Node) -> Answer {
    let usual = [("content-type", "application/json"), ("cache-control", "no-store"), ("pragma", "no-cache")];
    let usual = || usual.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let written = node.get("body").map_or("{}", |body| match body.as_str() {
        Some(text) => text,
        None => &asked.json.source.text[body.span.clone()],
    });
    let claims = node.get("claims").map(|claims| sample::encode(&asked.json.source.text[claims.span.clone()]));
    let token = claims.map(|claims| format!("{{\"id_token\": \"eyJhbGciOiJSUzI1NiJ9.{claims}.c2ln\"}}"));
    Answer {
        url,
        status: status(node),
        headers: node.get("headers").map_or_else(usual, |_| members(node, "headers")),
        body: token.unwrap_or_else(|| written.to_owned()).into_bytes(),
    }
}

fn status(node: &Node) -> u16 {
    u16::try_from(node.get("status").and_then(Node::as_integer).unwrap_or(200)).unwrap()
}

fn members(node: &Node, name: &str) -> Vec<(String, String)> {
    let members = node.get(name).map_or(&[][..], Node::members).iter();
    members.map(|member| (member.name.clone(), member.node.as_str().unwrap().to_owned())).collect()
}

fn owned(node: &Node) -> Option<String> {
    node.as_str().map(str::to_owned)
}

fn text<'a>(node: &'a Node, name: &str) -> Option<&'a str> {
    node.get(name)?.as_str()
}
