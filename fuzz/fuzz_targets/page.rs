//! No page makes the reading panic or go beyond its limits, whatever its bytes; and a browser that is led through nothing but
//! this page, answers given, comes to an end without ever asking the redirection URI.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::flow::browse::{Answers, Browse, Limits, Want};
use lpauth::model::http::{Answer, Hop};
use lpauth::model::page::Page;
use lpauth::model::secret::Secret;
use lpauth::model::time::Timestamp;
use url::Url;

const NOW: Timestamp = Timestamp(1_767_225_600);

fuzz_target!(|body: &[u8]| {
    let here = Url::parse("https://login.brand.example/authorize").expect("an address");
    let page = Page::parse(&here, 200, body);
    assert!(page.forms.iter().map(|form| form.controls.len()).sum::<usize>() <= 1000);
    assert!(page.messages.iter().all(|message| message.chars().count() <= 501));
    page.summary();
    browse(here, body);
});

fn browse(start: Url, body: &[u8]) {
    let goal = Url::parse("https://lpcdn.lpsnmedia.net/le_unified_window/index.html").expect("an address");
    let answers = Answers {
        username: Some("alice".to_owned()),
        password: Some(Secret::new("pw-7f3a91c2e5")),
        ..Answers::default()
    };
    let mut browse = Browse::new(start, &goal, answers, Limits::default());
    let (mut hop, mut passwords) = (None, 0);
    for _ in 0..100 {
        let Want::Send(request) = browse.next(hop.take(), NOW) else { return };
        assert_ne!(request.url.host_str(), goal.host_str());
        passwords += usize::from(String::from_utf8_lossy(&request.body).contains("pw-7f3a91c2e5"));
        assert!(passwords <= 1, "the password was sent twice");
        let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
        let answer = Answer { url: request.url.clone(), status: 200, headers, body: body.to_vec() };
        hop = Some(Hop { answer: Some(answer), ..Hop::to(request) });
    }
    panic!("the browser never comes to an end");
}
