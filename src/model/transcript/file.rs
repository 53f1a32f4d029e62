//! A transcript as a file, `lpauth-transcript-v1`. What is written reads back as it was; `docs/transcript-v1.md` describes it.

mod read;

use super::super::callback::{Callback, Delivery};
use super::super::certificate::{Certificate, KeyKind};
use super::super::http::{Answer, DistrustKind, Request, Timing, Tls};
use super::super::login::{Flow, Mode, Window};
use super::{PageSummary, Party, Redaction, Step, Stop, Terms, Transcript};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
pub use read::{read, redaction};
use serde_json::{Map, Value};

/// The version of the format that is written, and the only one that is read.
pub const SCHEMA: &str = "lpauth-transcript-v1";

/// The words for the values of one kind.
type Words<T> = &'static [(&'static str, T)];

const FLOWS: Words<Flow> = &[("code", Flow::Code), ("implicit", Flow::Implicit)];
const WINDOWS: Words<Window> = &[("external", Window::External), ("embedded", Window::Embedded)];
const MODES: Words<Mode> = &[("rfc", Mode::Rfc), ("openid", Mode::OpenId)];
const PARTIES: Words<Party> = &[("liveperson", Party::LivePerson), ("browser", Party::Browser)];
const DELIVERIES: Words<Delivery> = &[
    ("query", Delivery::Query),
    ("fragment", Delivery::Fragment),
    ("form_post", Delivery::FormPost),
    ("script", Delivery::Script),
];
const DISTRUSTS: Words<DistrustKind> = &[
    ("dates", DistrustKind::Dates),
    ("name", DistrustKind::Name),
    ("chain", DistrustKind::Chain),
    ("version", DistrustKind::Version),
];

/// Returns the transcript as a file holds it.
pub fn write(transcript: &Transcript) -> String {
    let file = object([
        ("schema", SCHEMA.into()),
        ("made_by", concat!("lpauth ", env!("CARGO_PKG_VERSION")).into()),
        ("redacted", of(transcript.redaction.as_ref(), redaction_value)),
        ("terms", terms(&transcript.terms)),
        ("steps", list(&transcript.steps, step)),
        ("callback", of(transcript.callback.as_ref(), callback)),
        ("stop", of(transcript.stop.as_ref(), stop)),
    ]);
    serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
}

/// Makes an object of its members; what is null is left out.
fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let known = members.into_iter().filter(|(_, value)| !value.is_null());
    known.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
}

fn of<T>(value: Option<T>, write: impl FnOnce(T) -> Value) -> Value {
    value.map_or(Value::Null, write)
}

fn list<T>(values: &[T], write: impl Fn(&T) -> Value) -> Value {
    values.iter().map(write).collect()
}

fn word<T: PartialEq>(words: Words<T>, value: &T) -> Value {
    words.iter().find(|(_, other)| other == value).map_or(Value::Null, |(word, _)| (*word).into())
}

fn pairs(pairs: &[(String, String)]) -> Value {
    list(pairs, |(name, value)| Value::from(vec![name.as_str(), value.as_str()]))
}

/// Returns the member `redacted` of a file.
pub fn redaction_value(redaction: &Redaction) -> Value {
    object([
        ("personal", redaction.personal.into()),
        (
            "signatures",
            list(&redaction.signatures, |cut| {
                object([
                    ("placeholder", cut.placeholder.as_str().into()),
                    ("verified_by", cut.verified_by.as_slice().into()),
                ])
            }),
        ),
        (
            "hashes",
            list(&redaction.hashes, |cut| {
                object([
                    ("placeholder", cut.placeholder.as_str().into()),
                    ("algorithm", cut.algorithm.as_str().into()),
                    ("half_hash", cut.half_hash.as_str().into()),
                ])
            }),
        ),
    ])
}

fn terms(terms: &Terms) -> Value {
    let text = |text: &Option<String>| of(text.as_deref(), Value::from);
    let mut members = object([
        ("flow", word(FLOWS, &terms.flow)),
        ("window", word(WINDOWS, &terms.window)),
        ("mode", word(MODES, &terms.mode)),
        ("client_auth", terms.client_auth.name().into()),
        ("issuer", text(&terms.issuer)),
        ("client_id", text(&terms.client_id)),
        ("redirect_uri", text(&terms.redirect_uri)),
        ("token_redirect_uri", text(&terms.token_redirect_uri)),
        ("response_type", text(&terms.response_type)),
        ("response_mode", text(&terms.response_mode)),
        ("scope", text(&terms.scope)),
        ("state", text(&terms.state)),
        ("code_challenge", text(&terms.code_challenge)),
    ]);
    // A nonce that is null was not sent; one that is missing is not known.
    if let (Some(nonce), Value::Object(members)) = (&terms.nonce, &mut members) {
        members.insert("nonce".to_owned(), text(nonce));
    }
    members
}

fn step(step: &Step) -> Value {
    let hop = &step.hop;
    object([
        ("purpose", step.purpose.name().into()),
        ("from", word(PARTIES, &step.from)),
        ("began", hop.began.into()),
        ("request", request(&hop.request)),
        ("answer", of(hop.answer.as_ref(), answer)),
        ("failure", of(step.failure.as_deref(), Value::from)),
        ("remote", of(hop.remote, |remote| remote.to_string().into())),
        ("tls", of(hop.tls.as_ref(), tls)),
        ("timing", timing(&hop.timing)),
        ("clock_ahead", hop.clock_ahead().into()),
    ])
}

fn request(request: &Request) -> Value {
    let (text, base64) = body(&request.body);
    object([
        ("method", request.method.as_str().into()),
        ("url", request.url.as_str().into()),
        ("headers", pairs(&request.headers)),
        ("body", text),
        ("body_base64", base64),
    ])
}

fn answer(answer: &Answer) -> Value {
    let (text, base64) = body(&answer.body);
    object([
        ("status", answer.status.into()),
        ("url", answer.url.as_str().into()),
        ("headers", pairs(&answer.headers)),
        ("body", text),
        ("body_base64", base64),
    ])
}

/// Writes a body as a text if it is one, else in base64.
fn body(body: &[u8]) -> (Value, Value) {
    match std::str::from_utf8(body) {
        Ok("") => (Value::Null, Value::Null),
        Ok(text) => (text.into(), Value::Null),
        Err(_) => (Value::Null, STANDARD.encode(body).into()),
    }
}

fn timing(timing: &Timing) -> Value {
    object([
        ("dns", timing.dns.into()),
        ("connect", timing.connect.into()),
        ("tls", timing.tls.into()),
        ("first_byte", timing.first_byte.into()),
        ("total", timing.total.into()),
    ])
}

fn tls(tls: &Tls) -> Value {
    object([
        ("version", of(tls.version, Value::from)),
        ("chain", list(&tls.chain, certificate)),
        (
            "distrust",
            of(tls.distrust.as_ref(), |distrust| {
                object([("kind", word(DISTRUSTS, &distrust.kind)), ("reason", distrust.reason.as_str().into())])
            }),
        ),
    ])
}

fn certificate(certificate: &Certificate) -> Value {
    let (rsa, other) = match certificate.key {
        KeyKind::Rsa(bits) => (bits.into(), Value::Null),
        KeyKind::Other(kind) => (Value::Null, kind.into()),
    };
    object([
        ("subject", certificate.subject.as_str().into()),
        ("issuer", certificate.issuer.as_str().into()),
        ("names", certificate.names.as_slice().into()),
        ("not_before", certificate.not_before.0.into()),
        ("not_after", certificate.not_after.0.into()),
        ("rsa_bits", rsa),
        ("key", other),
    ])
}

fn callback(callback: &Callback) -> Value {
    object([
        ("redirect_uri", of(callback.redirect_uri.as_ref(), |url| url.as_str().into())),
        ("delivery", word(DELIVERIES, &callback.delivery)),
        ("parameters", pairs(&callback.parameters)),
    ])
}

fn stop(stop: &Stop) -> Value {
    object([
        ("at", stop.at.name().into()),
        ("reason", stop.reason.as_str().into()),
        ("page", of(stop.page.as_ref(), page)),
    ])
}

fn page(page: &PageSummary) -> Value {
    object([
        ("url", page.url.as_str().into()),
        ("status", page.status.into()),
        ("title", of(page.title.as_deref(), Value::from)),
        ("fields", pairs(&page.fields)),
        ("buttons", page.buttons.as_slice().into()),
        ("message", of(page.message.as_deref(), Value::from)),
    ])
}
