//! What the server answered with, besides the document: redirects, status, header fields, time.

use super::{Fetched, each, saw};
use crate::check::{Check, Context, Run};
use crate::model::http::{Answer, Exchange, Kind};
use crate::model::time::duration;
use crate::report::Basis::{Inferred, Normative};
use crate::report::Severity::{Error, Note, Warning};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{CORE, DISCOVERY, FETCH, LIVEPERSON, RFC7517, RFC8259, RFC8414, RFC9110, RFC9111};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "answer-redirected",
            title: "the document is only reached by a redirect",
            severity: Warning,
            basis: Normative,
            clauses: &[DISCOVERY.at("4.2"), RFC8414.at("3.2")],
            why: "Metadata is answered with status 200 where it is asked for, and not every client follows redirects. \
                  Whether LivePerson does on the way to a key set is not documented.",
            fix: "Publish the document at the address itself, or use the address at the end of the redirects.",
        },
        run: Run::Exchanges(redirected),
    },
    Check {
        rule: Rule {
            id: "status-not-200",
            title: "the answer's status is not 200",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("4.2"), RFC8414.at("3.2"), RFC9110.at("15.3.1")],
            why: "A document is published with status 200 OK. Clients take anything else for a failure.",
            fix: "Open the address from outside your network, without a session, and see what answers.",
        },
        run: Run::Exchanges(status_not_200),
    },
    Check {
        rule: Rule {
            id: "metadata-media-type-wrong",
            title: "the metadata is not served as `application/json`",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("4.2"), RFC8414.at("3.2")],
            why: "The metadata must come with this content type. Strict clients refuse another.",
            fix: "Set `Content-Type: application/json` for this address.",
        },
        run: Run::Exchanges(metadata_media_type),
    },
    Check {
        rule: Rule {
            id: "jwks-media-type-wrong",
            title: "the key set is not served as JSON",
            severity: Note,
            basis: Normative,
            clauses: &[RFC7517.at("8.5")],
            why: "The media type of a key set is `application/jwk-set+json`; `application/json` is as usual. Most \
                  clients do not look, some do.",
            fix: "Set `Content-Type: application/jwk-set+json` or `application/json` for this address.",
        },
        run: Run::Exchanges(jwks_media_type),
    },
    Check {
        rule: Rule {
            id: "body-with-bom",
            title: "the document begins with a byte order mark",
            severity: Error,
            basis: Normative,
            clauses: &[RFC8259.at("8.1")],
            why: "JSON sent over a network must not begin with U+FEFF; many parsers stop right there.",
            fix: "Write the document as UTF-8 without BOM.",
        },
        run: Run::Exchanges(with_bom),
    },
    Check {
        rule: Rule {
            id: "caching-absent",
            title: "the key set does not say how long it may be kept",
            severity: Note,
            basis: Normative,
            clauses: &[CORE.at("10.2.1"), RFC9111.at("4.2.2")],
            why: "Without `Cache-Control: max-age` everybody guesses: some ask for every token, some keep a retired \
                  key for long. For encryption keys Core asks for it, and signing keys are rotated in the same way.",
            fix: "Send `Cache-Control: max-age=3600`, or whatever your rotation allows.",
        },
        run: Run::Exchanges(caching_absent),
    },
    Check {
        rule: Rule {
            id: "caching-long",
            title: "the key set may be kept for longer than a day",
            severity: Note,
            basis: Inferred,
            clauses: &[CORE.at("10.1.1"), RFC9111.at("5.2.2.1")],
            why: "A key that is withdrawn may be trusted for as long, and one that is new may be unknown for as long to \
                  whoever does not ask again.",
            fix: "Set max-age to hours, and publish new keys at least that long before they sign.",
        },
        run: Run::Exchanges(caching_long),
    },
    Check {
        rule: Rule {
            id: "cors-absent",
            title: "scripts of other websites may not read the document",
            severity: Note,
            basis: Inferred,
            clauses: &[FETCH.at("CORS protocol")],
            why: "Only a page that fetches the document itself needs `Access-Control-Allow-Origin`, which may be the \
                  brand's page with a login library in it. Servers to servers need none.",
            fix: "If a page reads it, send `Access-Control-Allow-Origin: *`: the document is public.",
        },
        run: Run::Exchanges(cors_absent),
    },
    Check {
        rule: Rule {
            id: "answer-slow",
            title: "the answer took longer than two seconds",
            severity: Note,
            basis: Inferred,
            clauses: &[LIVEPERSON.at("IDP error 9013")],
            why: "LivePerson has an error for endpoints of a brand that are too slow; how long it waits is not \
                  documented. A consumer waits at this moment too.",
            fix: "Check what the time goes into: a cold start, a distant region, an address that does not answer.",
        },
        run: Run::Exchanges(slow),
    },
];

fn redirected(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, any, |exchange, ()| match exchange.redirects.first() {
        None => Outcome::Pass,
        Some(first) => {
            let seen = format!("{} to {}", first.status, first.location);
            let finding = saw(exchange, "location:", seen, format!("status 200 from {}", first.url));
            match exchange.url.host() == first.url.host() {
                true => finding.fail(),
                false => finding.hint(format!("it ends at {}, another host", exchange.url)).fail(),
            }
        }
    })
}

fn status_not_200(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, answer, |exchange, answer| {
        Outcome::must(answer.status == 200, || {
            let finding = saw(exchange, "status:", answer.status.to_string(), "200");
            let hint = HINTS.iter().find(|(statuses, _)| statuses.contains(&answer.status));
            hint.map_or(finding.clone(), |(_, hint)| finding.hint(*hint))
        })
    })
}

/// What a status usually means for a document that everybody should get.
const HINTS: &[(&[u16], &str)] = &[
    (&[401, 403, 407], "a public document needs no login: look for a gateway, an allow-list or a bot filter"),
    (&[404, 410], "is the issuer's path complete, and is the document published there?"),
    (&[429], "too many requests: the document should be cached"),
    (&[500, 502, 503, 504], "the server, or the gateway before it, failed"),
];

fn metadata_media_type(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, metadata, |exchange, answer| media_type(exchange, answer, &["application/json"]))
}

fn jwks_media_type(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, jwks, |exchange, answer| {
        media_type(exchange, answer, &["application/jwk-set+json", "application/json"])
    })
}

fn media_type(exchange: &Exchange, answer: &Answer, wanted: &[&str]) -> Outcome {
    let named = answer.media_type();
    let fits = named.as_deref().is_some_and(|named| wanted.contains(&named));
    let seen = || named.clone().unwrap_or("no Content-Type".to_owned());
    Outcome::must(fits, || field(exchange, "content-type", seen(), wanted.join(" or ")))
}

fn with_bom(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, answer, |exchange, answer| {
        let clean = !answer.body.starts_with("\u{feff}".as_bytes());
        Outcome::must(clean, || saw(exchange, "status:", "the bytes EF BB BF", "a document that begins with `{`"))
    })
}

fn caching_absent(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, jwks, |exchange, answer| {
        let told = directives(answer).any(|(name, _)| LIFETIMES.contains(&name)) || answer.header("expires").is_some();
        Outcome::must(told, || {
            let seen = answer.header("cache-control").unwrap_or("no Cache-Control");
            field(exchange, "cache-control", seen, "Cache-Control with max-age")
        })
    })
}

/// The directives that say for how long an answer may be kept, or that it may not.
const LIFETIMES: &[&str] = &["max-age", "s-maxage", "no-cache", "no-store"];

/// A day, in seconds.
const LONG: u64 = 86_400;

fn caching_long(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, lifetime, |exchange, seconds| {
        let shown = || duration(i64::try_from(seconds).unwrap_or(i64::MAX));
        Outcome::must(seconds <= LONG, || {
            field(exchange, "cache-control", format!("max-age={seconds}: {}", shown()), "a day at most")
        })
    })
}

fn cors_absent(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, same_for_every_origin, |exchange, answer| {
        let allowed = answer.header("access-control-allow-origin").is_some();
        Outcome::must(allowed, || {
            saw(exchange, "status:", "no Access-Control-Allow-Origin", "Access-Control-Allow-Origin: *")
        })
    })
}

/// What is slower than this is worth looking at, in milliseconds.
const SLOW: u64 = 2_000;

fn slow(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, answer, |exchange, _| {
        let timing = exchange.timing;
        let seen = || format!("{} ms, of which {} ms to the first byte", timing.total, timing.first_byte);
        Outcome::must(timing.total <= SLOW, || saw(exchange, "status:", seen(), format!("{SLOW} ms at most")))
    })
}

fn any(_: Kind, _: &Exchange) -> Result<(), &'static str> {
    Ok(())
}

fn answer(_: Kind, exchange: &Exchange) -> Result<&Answer, &'static str> {
    exchange.answer.as_ref().ok_or("the server was not to be trusted and was not asked")
}

fn metadata(kind: Kind, exchange: &Exchange) -> Result<&Answer, &'static str> {
    if kind == Kind::Discovery { published(exchange) } else { Err("the metadata was not fetched") }
}

fn jwks(kind: Kind, exchange: &Exchange) -> Result<&Answer, &'static str> {
    if kind == Kind::Jwks { published(exchange) } else { Err("the key set was not fetched") }
}

// The header of an error page says nothing about the document.
fn published(exchange: &Exchange) -> Result<&Answer, &'static str> {
    let answer = exchange.answer.as_ref().filter(|answer| answer.status == 200);
    answer.ok_or("the document was not answered with")
}

fn lifetime(kind: Kind, exchange: &Exchange) -> Result<u64, &'static str> {
    let answer = jwks(kind, exchange)?;
    let named = directives(answer).find(|(name, _)| *name == "max-age");
    named.and_then(|(_, seconds)| seconds.parse().ok()).ok_or("the key set names no max-age")
}

fn same_for_every_origin(_: Kind, exchange: &Exchange) -> Result<&Answer, &'static str> {
    let answer = published(exchange)?;
    let varies = answer.header("vary").is_some_and(|fields| fields.to_ascii_lowercase().contains("origin"));
    if varies { Err("the answer depends on the Origin that asks, and none was sent") } else { Ok(answer) }
}

fn directives(answer: &Answer) -> impl Iterator<Item = (&str, &str)> {
    let directives = answer.header("cache-control").unwrap_or_default().split(',').map(str::trim);
    directives.map(|directive| directive.split_once('=').unwrap_or((directive, "")))
}

fn field(exchange: &Exchange, name: &str, seen: impl Into<String>, wanted: impl Into<String>) -> Finding {
    let there = exchange.answer.as_ref().is_some_and(|answer| answer.header(name).is_some());
    saw(exchange, if there { name } else { "status:" }, seen, wanted)
}
