//! A world of pages that the browser walks through.

use lpauth::flow::browse::steps::Steps;
use lpauth::flow::browse::{Answers, Browse, Limits, Want};
use lpauth::model::callback::Callback;
use lpauth::model::http::{Answer, Hop, Request};
use lpauth::model::secret::Secret;
use lpauth::model::source::Source;
use lpauth::model::time::Timestamp;
use lpauth::model::transcript::{Browsed, Stop};
use url::Url;

/// Where the login begins.
pub(super) const LOGIN: &str = "https://login.brand.example";

/// Where it ends.
pub(super) const GOAL: &str = "https://lpcdn.lpsnmedia.net/le_unified_window/index.html";

/// When it takes place.
pub(super) const NOW: Timestamp = Timestamp(1_767_225_600);

/// Pages by method and address.
#[derive(Default)]
pub(super) struct Site {
    pages: Vec<(String, Answer)>,
}

/// A walk that was made.
pub(super) struct Walk {
    pub(super) browsed: Browsed,
    pub(super) asked: Vec<Request>,
}

impl Walk {
    /// Returns where it arrived.
    pub(super) fn callback(&self) -> &Callback {
        self.browsed.end.as_ref().unwrap_or_else(|stop| panic!("stopped: {stop:?}"))
    }

    /// Returns where it stopped.
    pub(super) fn stop(&self) -> &Stop {
        self.browsed.end.as_ref().expect_err("a stop")
    }
}

impl Site {
    /// Adds a page; an address without host is the login's.
    pub(super) fn page(self, method: &str, address: &str, html: &str) -> Site {
        self.answer(method, address, 200, &[("content-type", "text/html; charset=utf-8")], html)
    }

    /// Adds a redirect with status 302.
    pub(super) fn redirect(self, method: &str, address: &str, location: &str) -> Site {
        self.answer(method, address, 302, &[("location", location)], "")
    }

    /// Adds any answer. Of several for the same request each is given once, the last for ever.
    pub(super) fn answer(
        mut self,
        method: &str,
        address: &str,
        status: u16,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Site {
        let url = Url::parse(LOGIN).unwrap().join(address).unwrap();
        let headers = pairs(headers);
        let answer = Answer { url: url.clone(), status, headers, body: body.as_bytes().to_vec() };
        self.pages.push((format!("{method} {url}"), answer));
        self
    }

    /// Sets cookies with the answer added last.
    pub(super) fn cookies(mut self, fields: &[&str]) -> Site {
        let headers = &mut self.pages.last_mut().unwrap().1.headers;
        headers.extend(fields.iter().map(|field| ("set-cookie".to_owned(), (*field).to_owned())));
        self
    }

    /// Walks from the authorization endpoint.
    pub(super) fn walk(self, answers: Answers) -> Walk {
        self.walk_with(answers, GOAL, Limits::default())
    }

    /// Walks to another redirection URI or within other limits.
    pub(super) fn walk_with(mut self, answers: Answers, goal: &str, limits: Limits) -> Walk {
        let start = Url::parse(LOGIN).unwrap().join("/authorize").unwrap();
        let mut browse = Browse::new(start, &Url::parse(goal).unwrap(), answers, limits);
        let (mut asked, mut hop) = (Vec::new(), None);
        loop {
            match browse.next(hop.take(), NOW) {
                Want::Done(browsed) => return Walk { browsed, asked },
                Want::Send(request) => {
                    asked.push(request.clone());
                    let answer = self.take(&format!("{} {}", request.method, request.url));
                    hop = Some(Hop { answer: Some(answer), ..Hop::to(request) });
                }
            }
        }
    }

    fn take(&mut self, key: &str) -> Answer {
        let places: Vec<usize> = (0..self.pages.len()).filter(|at| self.pages[*at].0 == key).collect();
        match places.as_slice() {
            [] => panic!("nobody expects {key}"),
            [only] => self.pages[*only].1.clone(),
            [first, ..] => self.pages.remove(*first).1,
        }
    }
}

/// Returns the answers of somebody who knows user name and password.
pub(super) fn alice() -> Answers {
    Answers { username: Some("alice".to_owned()), password: Some(Secret::new("pä ss+1")), ..Answers::default() }
}

/// Returns pairs of owned texts.
pub(super) fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Walks through these pages, whatever is asked for, and ends.
pub(super) fn wander(pages: &[String], by_steps: bool) {
    let file = "[[step]]\nfill = { user = \"x\" }\n[[step]]\npress = \"Sign in\"\n";
    let steps = Steps::parse(&Source::new("steps", file), &mut |_| Err(String::new())).unwrap();
    let answers = Answers { steps: Some(steps).filter(|_| by_steps), ..alice() };
    let mut browse = Browse::new(Url::parse(LOGIN).unwrap(), &Url::parse(GOAL).unwrap(), answers, Limits::default());
    let mut hop = None;
    for page in pages.iter().cycle() {
        let Want::Send(request) = browse.next(hop.take(), NOW) else { return };
        let url = request.url.clone();
        let headers = pairs(&[("content-type", "text/html"), ("set-cookie", "a=1")]);
        let answer = Answer { url, status: 200, headers, body: page.clone().into_bytes() };
        hop = Some(Hop { answer: Some(answer), ..Hop::to(request) });
    }
}
