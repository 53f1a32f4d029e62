//! What the listener replies: it takes one callback, the one with the state that was sent, and lets the browser bring it
//! from wherever the authorization server put it.

use crate::model::callback::Callback;
use crate::model::http::{FORM, Reply, Request};
use crate::model::secret::same;
use askama::Template;
use rand::{CryptoRng, RngExt};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, PoisonError};
use url::Url;

/// Where callbacks come in.
pub(super) struct Desk {
    path: String,
    /// Known to our own pages only: a page elsewhere cannot relay in their name.
    nonce: String,
    arrive: Sender<Callback>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The `state` that was sent; the inner `None` says that none was, the outer that nothing was sent yet.
    expected: Option<Option<String>>,
    /// Whether the callback is there.
    over: bool,
    /// The last callback with another state.
    strange: Option<Callback>,
}

/// What a page says.
#[derive(Clone, Copy)]
struct Said {
    title: &'static str,
    text: &'static str,
}

const DONE: Said =
    Said { title: "You can close this page", text: "The answer has arrived. What came of it stands in the terminal." };
const STRANGE: Said = Said {
    title: "This is not the expected answer",
    text: "Its state is not the one that was sent: it belongs to another login, or the server changed it. The right answer \
           is still waited for. To see what is wrong with this one, press Ctrl-C in the terminal.",
};
const NOTHING: Said =
    Said { title: "Nothing arrived", text: "This address carries no answer of an authorization server." };
const OVER: Said = Said { title: "It is over", text: "The answer has arrived already, and only one is taken." };
const EARLY: Said = Said { title: "Too early", text: "Nobody has been asked anything yet." };
const ELSEWHERE: Said = Said { title: "Nothing is here", text: "This server only waits for the answer to a login." };
const METHOD: Said = Said { title: "Not in this way", text: "Only GET and forms are understood here." };
const GONE: Said = Said { title: "Nobody is there", text: "The program that waited for this answer has ended." };
const RELAYING: Said = Said {
    title: "One moment",
    text: "This page hands the answer in its address on. If it stays, scripts are switched off: paste the address into the \
           terminal.",
};

/// What a relaying page says in the end, by the status of the reply to it.
const ENDINGS: &[(&str, Said)] =
    &[("s200", DONE), ("s400", STRANGE), ("s410", OVER), ("s422", NOTHING), ("s503", EARLY), ("s0", GONE)];

/// The header field in which a relaying page shows that it is ours. No form can send it.
const HEADER: &str = "x-relay";

impl Desk {
    /// Returns a desk for callbacks to `redirect_uri` that hands them to `arrive`.
    pub(super) fn new(redirect_uri: &Url, arrive: Sender<Callback>, dice: &mut dyn CryptoRng) -> Desk {
        let nonce = format!("{:032x}", dice.random::<u128>());
        Desk { path: redirect_uri.path().to_owned(), nonce, arrive, state: Mutex::default() }
    }

    /// Takes the callback that has this state from now on.
    pub(super) fn expect(&self, state: Option<String>) {
        self.with(|it| it.expected = Some(state));
    }

    /// Returns the last callback with another state, if any came.
    pub(super) fn strange(&self) -> Option<Callback> {
        self.with(|it| it.strange.clone())
    }

    /// Returns the reply to a request.
    pub(super) fn reply(&self, request: &Request) -> Reply {
        let here = request.url.path() == self.path;
        let (status, said) = match request.method.as_str() {
            _ if !here => (404, ELSEWHERE),
            "GET" if !brings(&Callback::of(request)) => return self.page(200, RELAYING, true),
            "GET" => self.take(Callback::of(request)),
            "POST" if request.header(HEADER).is_some_and(|given| same(given, &self.nonce)) => {
                self.take(relayed(request))
            }
            "POST" if is_form(request) => self.take(Callback::of(request)),
            _ => (405, METHOD),
        };
        self.page(status, said, false)
    }

    fn take(&self, callback: Callback) -> (u16, Said) {
        self.with(|it| {
            let Some(expected) = &it.expected else { return (503, EARLY) };
            if it.over {
                return (410, OVER);
            }
            if callback.parameters.is_empty() {
                return (422, NOTHING);
            }
            let fits = match (expected, callback.get("state")) {
                (Some(expected), Some(given)) => same(expected, given),
                (expected, given) => expected.is_none() && given.is_none(),
            };
            if !fits {
                it.strange = Some(callback);
                return (400, STRANGE);
            }
            it.over = true;
            // Nobody may be waiting any more; the browser is told what it brought either way.
            let _ = self.arrive.send(callback);
            (200, DONE)
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn page(&self, status: u16, said: Said, relays: bool) -> Reply {
        let page = Page { nonce: &self.nonce, header: HEADER, said, relays, endings: ENDINGS };
        // Nothing on these pages comes from elsewhere, so that one nonce does for all of them.
        let policy = format!(
            "default-src 'none'; style-src 'nonce-{0}'; script-src 'nonce-{0}'; connect-src 'self'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'",
            self.nonce
        );
        let headers = [
            ("content-type", "text/html; charset=utf-8"),
            ("content-security-policy", &policy),
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        // A text is written into memory, which does not fail.
        Reply { status, headers, body: page.render().unwrap_or_default().into_bytes(), ..Reply::default() }
    }
}

#[derive(Template)]
#[template(path = "callback.html")]
struct Page<'a> {
    nonce: &'a str,
    header: &'static str,
    said: Said,
    relays: bool,
    endings: &'static [(&'static str, Said)],
}

/// The parameters that an answer in the query is known by. Whatever else comes may have its answer in the fragment, which
/// only a script can see.
const KNOWN: [&str; 5] = ["code", "state", "error", "id_token", "access_token"];

fn brings(callback: &Callback) -> bool {
    KNOWN.iter().any(|name| callback.get(name).is_some())
}

/// Returns the callback of the address that a relaying page was opened with: its query and its fragment.
fn relayed(request: &Request) -> Callback {
    let mut url = request.url.clone();
    let answer = String::from_utf8_lossy(&request.body).into_owned();
    let (query, fragment) = answer.split_once('#').unwrap_or((&answer, ""));
    url.set_query(query.strip_prefix('?'));
    url.set_fragment((!fragment.is_empty()).then_some(fragment));
    Callback::of(&Request::get(url, ""))
}

fn is_form(request: &Request) -> bool {
    let media_type = request.header("content-type").unwrap_or_default();
    media_type.split(';').next().is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case(FORM))
}
