//! What is said when no answer comes: what happened, to whom, and what to do next.

use super::{Limits, tls};
use crate::edge::Failure;
use crate::model::http::{DistrustKind, Exchange};
use std::error::Error;
use std::io::ErrorKind;
use std::time::Duration;
use url::Url;

/// Returns the failure that it is to have asked nothing of a server that is not to be trusted.
pub fn untrusted(exchange: &Exchange) -> Failure {
    let distrust = exchange.tls.as_ref().and_then(|tls| tls.distrust.as_ref());
    let reason = distrust.map_or("the connection is not secure", |distrust| distrust.reason.as_str());
    let hint = match distrust.map(|distrust| distrust.kind) {
        Some(DistrustKind::Version) => "the server must speak TLS 1.2 or 1.3",
        _ => "pass --cacert FILE if the server's certificate comes from a CA of your own",
    };
    Failure::network(format!("{} is not trusted: {reason}", exchange.url)).hint(hint)
}

/// Returns the failure that there was no answer in time.
pub(super) fn too_slow(url: &Url, limits: &Limits) -> Failure {
    Failure::network(format!("{} did not answer within {}", bare(url), span(limits.time)))
        .hint("pass --timeout SECONDS to wait longer, or work from files")
}

/// Returns the failure that redirects lead nowhere.
pub(super) fn too_many(exchange: &Exchange) -> Failure {
    let redirects = exchange.redirects.iter().map(|redirect| &redirect.url);
    let chain: Vec<_> = redirects.chain([&exchange.url]).map(|url| bare(url).to_string()).collect();
    Failure::network(format!("{} redirects and no end: {}", chain.len(), chain.join(" → ")))
        .hint("look at what the server redirects, and to where: the last address must answer itself")
}

/// Returns the failure that an answer is longer than any such document should be.
pub(super) fn too_long(url: &Url, limits: &Limits) -> Failure {
    Failure::network(format!("{} answers with more than {} bytes", bare(url), limits.bytes))
        .hint("is this the right address? the documents of a login are far smaller")
}

/// Returns the failure that the body of an answer broke off after `came` bytes.
pub(super) fn cut_short(url: &Url, came: usize, promised: Option<u64>, error: &reqwest::Error) -> Failure {
    let of = promised.map_or_else(String::new, |promised| format!(" of {promised}"));
    Failure::network(format!("{} broke off its answer after {came}{of} bytes: {}", bare(url), deepest(error)))
        .hint("ask again; if it breaks off each time, look into the log of the server and of the proxy before it")
}

/// Returns the failure that no answer began.
pub(super) fn unanswered(url: &Url, error: &reqwest::Error) -> Failure {
    let cause = Cause { error, text: deepest(error) };
    let trouble = TROUBLES.iter().find(|trouble| (trouble.fits)(&cause)).unwrap_or(&OTHER);
    let said = trouble.said.replace("{cause}", &cause.text);
    let said = said.replace("{url}", bare(url).as_str()).replace("{host}", &host(url));
    Failure::network(said).hint(trouble.hint)
}

/// Returns what the innermost error says: the outer ones only say that something failed.
pub(super) fn deepest(error: &(dyn Error + 'static)) -> String {
    chain(error).last().map(ToString::to_string).unwrap_or_default()
}

/// Returns an error and all that it comes from. An input error hides what it wraps from `source`.
pub(super) fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| {
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        match wrapped {
            Some(wrapped) => Some(wrapped as _),
            None => error.source(),
        }
    })
}

/// A way for a request to go wrong. The first that fits is told.
struct Trouble {
    fits: fn(&Cause) -> bool,
    said: &'static str,
    hint: &'static str,
}

const TROUBLES: &[Trouble] = &[
    Trouble {
        fits: |cause| cause.error.is_dns(),
        said: "{host} is not known: {cause}",
        hint: "check the spelling of the host name",
    },
    Trouble {
        fits: |cause| cause.io(&[ErrorKind::ConnectionRefused]),
        said: "{host} refuses the connection",
        hint: "is the server running, and is the port right?",
    },
    Trouble {
        fits: |cause| cause.tls(|error| matches!(error, rustls::Error::InvalidMessage(_))),
        said: "{url} does not speak TLS",
        hint: "is this the port for https? plain http is http://…",
    },
    Trouble {
        fits: |cause| cause.tls(|error| matches!(error, rustls::Error::AlertReceived(_))),
        said: "{host} broke off the TLS handshake: {cause}",
        hint: "does the server want a client certificate, or another host name? its log says more",
    },
    Trouble {
        fits: |cause| cause.tls(|_| true),
        said: "{host} breaks the rules of TLS: {cause}",
        hint: "is something between here and the server that changes what is sent? its log says more",
    },
    Trouble {
        fits: |cause| cause.http(hyper::Error::is_parse_too_large),
        said: "{url} sends more header fields than can be read",
        hint: "is this the right address? look at what the server and the proxy before it add to answers",
    },
    Trouble {
        fits: |cause| cause.http(hyper::Error::is_parse),
        said: "{url} answers with what is no HTTP/1.1: {cause}",
        hint: "is the port right? a port for https does not understand plain http",
    },
    Trouble {
        fits: |cause| {
            cause.http(hyper::Error::is_incomplete_message)
                || cause.io(&[ErrorKind::ConnectionReset, ErrorKind::ConnectionAborted, ErrorKind::BrokenPipe])
                || cause.io(&[ErrorKind::UnexpectedEof])
        },
        said: "{url} closed the connection without an answer",
        hint: "look into the log of the server and of the proxy before it",
    },
];

const OTHER: Trouble = Trouble {
    fits: |_| true,
    said: "{url} cannot be reached: {cause}",
    hint: "pass files in place of URLs to work offline",
};

struct Cause<'a> {
    error: &'a reqwest::Error,
    text: String,
}

impl Cause<'_> {
    fn io(&self, kinds: &[ErrorKind]) -> bool {
        self.any(|error: &std::io::Error| kinds.contains(&error.kind()))
    }

    fn http(&self, is: fn(&hyper::Error) -> bool) -> bool {
        self.any(is)
    }

    fn tls(&self, is: fn(&rustls::Error) -> bool) -> bool {
        tls::cause(self.error).is_some_and(is)
    }

    fn any<E: Error + 'static>(&self, is: impl Fn(&E) -> bool) -> bool {
        chain(self.error).any(|error| error.downcast_ref().is_some_and(&is))
    }
}

// Queries may hold what nobody else is to see: codes, states, hints of who logs in.
fn bare(url: &Url) -> Url {
    let mut bare = url.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    bare
}

fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn span(time: Duration) -> String {
    match (time.as_secs(), time.subsec_millis()) {
        (1, 0) => "1 second".to_owned(),
        (seconds, 0) => format!("{seconds} seconds"),
        _ => format!("{} milliseconds", time.as_millis()),
    }
}
