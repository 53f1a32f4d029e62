//! No answer of a server makes reading it panic: a status, header fields and a body, read as the token endpoint's, userinfo's,
//! metadata and a key set, with its cookies, its date and where it sends one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::check::{Facts, Slot};
use lpauth::flow::browse::jar::{Crossing, Jar};
use lpauth::flow::plan;
use lpauth::model::http::{Answer, Exchange, Hop, Request};
use lpauth::model::time::Timestamp;
use lpauth::model::token_response::TokenResponse;
use lpauth_fuzz::NOW;
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    let here = Url::parse("https://login.brand.example/token").expect("an address");
    let (answer, hop) = read(&here, bytes);
    let response = TokenResponse::of(&hop, "fuzz").expect("an answer");
    response.masked();
    response.head();
    lpauth_fuzz::judge_documents(&Facts { tokens: Slot::Here(response.clone()), ..Facts::default() });
    lpauth_fuzz::judge_documents(&Facts { userinfo: Slot::Here(response), ..Facts::default() });
    if let Ok(metadata) = plan::discovery(&answer, Some("https://login.brand.example")) {
        lpauth_fuzz::judge_documents(&Facts { discovery: Slot::Here(metadata), ..Facts::default() });
    }
    let _ = plan::jwks(&answer);
    Exchange::of(answer).transcript();
    hop.redirect();
    hop.clock_ahead();
});

/// A line of status, lines of header fields, an empty line and the body.
fn read(here: &Url, bytes: &[u8]) -> (Answer, Hop) {
    let gap = bytes.windows(2).position(|pair| pair == b"\n\n");
    let (head, body) = gap.map_or((&[][..], bytes), |gap| (&bytes[..gap], &bytes[gap + 2..]));
    let head = String::from_utf8_lossy(head);
    let status = head.lines().next().and_then(|line| line.parse().ok()).unwrap_or(200);
    let fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    let headers: Vec<_> = fields.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    let mut jar = Jar::default();
    for (name, value) in &headers {
        if name == "set-cookie" {
            jar.keep(here, value, NOW);
        }
        if let Some(Timestamp(time)) = Timestamp::of_http_date(value) {
            assert!(Timestamp(time).is_dated());
        }
    }
    if let Some(field) = jar.field(here, Crossing::None, NOW) {
        assert!(!field.contains(['\r', '\n']), "a cookie makes a header field of its own");
    }
    let answer = Answer { url: here.clone(), status, headers, body: body.to_vec() };
    let hop = Hop { answer: Some(answer.clone()), ..Hop::to(Request::get(here.clone(), "application/json")) };
    (answer, hop)
}
