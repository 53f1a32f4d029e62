//! The browser at our own mock: its login page, its consent, its ways of answering.

use super::walk::{GOAL, NOW, pairs};
use lpauth::flow::browse::{Answers, Browse, Limits, Want};
use lpauth::flow::mock::config::{Config, Origin, STANDARD_CLIENT, Source};
use lpauth::flow::mock::{Mock, respond};
use lpauth::model::callback::{Callback, Delivery};
use lpauth::model::http::{Answer, Hop};
use lpauth::model::secret::Secret;
use lpauth::model::transcript::Stop;
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::sync::Arc;
use url::Url;

const ISSUER: &str = "http://127.0.0.1:4080";

/// Logs somebody in with these parameters more, and returns how it ended and how many requests that took.
fn log_in(password: &str, more: &[(&str, &str)], consent: bool) -> (Result<Callback, Stop>, usize) {
    let mut config = Config::standard(&Url::parse(ISSUER).unwrap());
    let key = Arc::new(crate::sample::rsa().clone());
    config.issuers[0].keys = vec![Source { kid: None, algorithm: None, origin: Origin::Here(key) }];
    config.issuers[0].clients[0].consent = consent;
    let mut dice = StdRng::seed_from_u64(5);
    let mock = Mock::new(config, NOW, &mut dice).unwrap();
    let mut url = Url::parse(&format!("{ISSUER}/authorize")).unwrap();
    let usual = [("client_id", STANDARD_CLIENT), ("scope", "openid"), ("redirect_uri", GOAL), ("state", "{\"a\":1}")];
    url.query_pairs_mut().extend_pairs(usual).extend_pairs(more);
    let (username, password) = (Some("ada".to_owned()), Some(Secret::new(password)));
    let answers = Answers { username, password, ..Answers::default() };
    let mut browse = Browse::new(url, &Url::parse(GOAL).unwrap(), answers, Limits::default());
    let (mut hop, mut requests) = (None, 0);
    loop {
        match browse.next(hop.take(), NOW) {
            Want::Done(browsed) => return (browsed.end, requests),
            Want::Send(request) => {
                requests += 1;
                let reply = respond(&mock, &request, NOW, &mut dice);
                let (url, status) = (request.url.clone(), reply.status);
                let answer = Answer { url, status, headers: reply.headers, body: reply.body };
                hop = Some(Hop { answer: Some(answer), ..Hop::to(request) });
            }
        }
    }
}

#[test]
fn every_way_of_answering_arrives() {
    let modes = [("query", Delivery::Query), ("fragment", Delivery::Fragment), ("form_post", Delivery::FormPost)];
    for (mode, delivery) in modes {
        let (end, requests) = log_in("lovelace", &[("response_type", "code"), ("response_mode", mode)], false);
        let callback = end.unwrap();
        assert_eq!((callback.delivery, callback.get("state")), (delivery, Some("{\"a\":1}")));
        assert!(callback.get("code").is_some());
        assert_eq!(requests, 2);
    }
    let (end, _) = log_in("lovelace", &[("response_type", "id_token"), ("nonce", "n")], false);
    assert!(end.unwrap().token().is_some());
}

#[test]
fn consent_is_given() {
    let (end, requests) = log_in("lovelace", &[("response_type", "code")], true);
    assert!(end.unwrap().get("code").is_some());
    assert_eq!(requests, 3);
}

#[test]
fn a_refusal_comes_back_too() {
    let (end, requests) = log_in("lovelace", &[("response_type", "code"), ("prompt", "none")], false);
    assert_eq!(end.unwrap().get("error"), Some("login_required"));
    assert_eq!(requests, 1);
}

#[test]
fn a_wrong_password_is_told() {
    let (end, requests) = log_in("byron", &[("response_type", "code")], false);
    let stop = end.unwrap_err();
    assert_eq!(requests, 2);
    assert!(stop.reason.contains("not accepted"), "{}", stop.reason);
    let page = stop.page.unwrap();
    assert_eq!(page.fields, pairs(&[("username", "text"), ("password", "password")]));
    assert!(page.message.is_some());
}
