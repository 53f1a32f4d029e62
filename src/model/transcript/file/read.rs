//! Reading. Members that nobody knows are ignored; a member of another type than it must have is an error with its place.

use super::super::super::callback::Callback;
use super::super::super::certificate::{Certificate, KeyKind};
use super::super::super::http::{Answer, Distrust, Hop, Request, Timing, Tls};
use super::super::super::json::{Broken, Json, Malformed, Place};
use super::super::super::login::ClientAuth;
use super::super::super::source::Source;
use super::super::super::time::Timestamp;
use super::super::{CutHash, CutSignature, PageSummary, Purpose, Redaction, Step, Stop, Terms, Transcript};
use super::{DELIVERIES, DISTRUSTS, FLOWS, MODES, PARTIES, SCHEMA, WINDOWS, Words};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::net::SocketAddr;
use url::Url;

/// The most bytes that are read.
const LIMIT: usize = 64 * 1024 * 1024;

/// The most steps that a login has.
const MOST_STEPS: usize = 10_000;

type Read<T> = Result<T, Malformed>;

/// Reads a transcript called `name`.
///
/// # Errors
/// Says what is not as it must be, and where.
pub fn read(name: &str, bytes: &[u8]) -> Result<Transcript, Broken> {
    if bytes.len() > LIMIT {
        let malformed = Malformed { reason: format!("more than {} MiB", LIMIT >> 20), offset: LIMIT };
        return Err(Broken { source: Source::new(name, ""), malformed });
    }
    let text = String::from_utf8_lossy(bytes);
    let source = Source::new(name, text.strip_prefix('\u{feff}').unwrap_or(&text));
    let json = Json::parse(source.clone());
    json.and_then(|json| transcript(&json.place())).map_err(|malformed| Broken { source, malformed })
}

fn transcript(file: &Place<'_>) -> Read<Transcript> {
    let schema = text(file, "schema")?;
    if schema != SCHEMA {
        return Err(wrong(file, "schema", &format!("“{schema}” in place of “{SCHEMA}”")));
    }
    let steps = list(file, "steps")?;
    if steps.len() > MOST_STEPS {
        return Err(wrong(file, "steps", &format!("more than {MOST_STEPS} steps")));
    }
    Ok(Transcript {
        terms: terms(&member(file, "terms")?)?,
        steps: steps.iter().map(step).collect::<Read<_>>()?,
        callback: optional(file, "callback", callback)?,
        stop: optional(file, "stop", stop)?,
        redaction: optional(file, "redacted", redaction)?,
    })
}

/// Reads the member `redacted` of a file.
///
/// # Errors
/// Says what is not as it must be, and where.
pub fn redaction(place: &Place<'_>) -> Result<Redaction, Malformed> {
    let signature = |place: &Place<'_>| {
        Ok(CutSignature { placeholder: text(place, "placeholder")?, verified_by: texts(place, "verified_by")? })
    };
    let hash = |place: &Place<'_>| {
        Ok(CutHash {
            placeholder: text(place, "placeholder")?,
            algorithm: text(place, "algorithm")?,
            half_hash: text(place, "half_hash")?,
        })
    };
    Ok(Redaction {
        personal: place.node.get("personal").and_then(|node| node.as_bool()).unwrap_or_default(),
        signatures: list(place, "signatures")?.iter().map(signature).collect::<Read<_>>()?,
        hashes: list(place, "hashes")?.iter().map(hash).collect::<Read<_>>()?,
    })
}

fn terms(place: &Place<'_>) -> Read<Terms> {
    let optional = |name: &str| optional(place, name, as_text);
    Ok(Terms {
        flow: word(place, "flow", FLOWS)?,
        window: word(place, "window", WINDOWS)?,
        mode: word(place, "mode", MODES)?,
        client_auth: match optional("client_auth")? {
            None => ClientAuth::default(),
            Some(name) => ClientAuth::named(&name)
                .ok_or_else(|| wrong(place, "client_auth", &format!("“{name}” is no method that lpauth knows")))?,
        },
        issuer: optional("issuer")?,
        client_id: optional("client_id")?,
        redirect_uri: optional("redirect_uri")?,
        token_redirect_uri: optional("token_redirect_uri")?,
        response_type: optional("response_type")?,
        response_mode: optional("response_mode")?,
        scope: optional("scope")?,
        state: optional("state")?,
        nonce: place.member("nonce").map(|_| optional("nonce")).transpose()?,
        code_challenge: optional("code_challenge")?,
    })
}

fn step(place: &Place<'_>) -> Read<Step> {
    let name = text(place, "purpose")?;
    let purpose = Purpose::ALL.into_iter().find(|purpose| purpose.name() == name);
    let request = request(&member(place, "request")?)?;
    let answer = |place: &Place<'_>| answer(place, &request.url);
    let remote = |place: &Place<'_>| {
        as_text(place)?.parse::<SocketAddr>().map_err(|_| at(place, "no address and port of a machine"))
    };
    Ok(Step {
        purpose: purpose.ok_or_else(|| wrong(place, "purpose", &format!("“{name}” is no step of a login")))?,
        from: known(place, "from", PARTIES)?,
        hop: Hop {
            began: optional(place, "began", as_integer)?.unwrap_or_default(),
            answer: optional(place, "answer", answer)?,
            remote: optional(place, "remote", remote)?,
            tls: optional(place, "tls", tls)?,
            timing: optional(place, "timing", timing)?.unwrap_or_default(),
            request,
        },
        failure: optional(place, "failure", as_text)?,
    })
}

fn request(place: &Place<'_>) -> Read<Request> {
    Ok(Request {
        method: text(place, "method")?,
        url: as_url(&member(place, "url")?)?,
        headers: pairs(place, "headers")?,
        body: body(place)?,
    })
}

fn answer(place: &Place<'_>, asked: &Url) -> Read<Answer> {
    let status = member(place, "status")?;
    Ok(Answer {
        url: optional(place, "url", as_url)?.unwrap_or_else(|| asked.clone()),
        status: as_status(&status)?,
        headers: pairs(place, "headers")?,
        body: body(place)?,
    })
}

fn body(place: &Place<'_>) -> Read<Vec<u8>> {
    let encoded = |place: &Place<'_>| STANDARD.decode(as_text(place)?).map_err(|_| at(place, "no base64"));
    match optional(place, "body", as_text)? {
        Some(text) => Ok(text.into_bytes()),
        None => Ok(optional(place, "body_base64", encoded)?.unwrap_or_default()),
    }
}

fn timing(place: &Place<'_>) -> Read<Timing> {
    let phase = |name: &str| optional(place, name, as_count);
    Ok(Timing {
        dns: phase("dns")?,
        connect: phase("connect")?,
        tls: phase("tls")?,
        first_byte: phase("first_byte")?.unwrap_or_default(),
        total: phase("total")?.unwrap_or_default(),
    })
}

/// The versions that a connection can have.
const VERSIONS: [&str; 2] = ["TLS 1.2", "TLS 1.3"];

fn tls(place: &Place<'_>) -> Read<Tls> {
    let version = |place: &Place<'_>| {
        let name = as_text(place)?;
        let known = VERSIONS.into_iter().find(|version| *version == name);
        known.ok_or_else(|| at(place, "neither “TLS 1.2” nor “TLS 1.3”"))
    };
    let distrust =
        |place: &Place<'_>| Ok(Distrust { kind: known(place, "kind", DISTRUSTS)?, reason: text(place, "reason")? });
    Ok(Tls {
        version: optional(place, "version", version)?,
        chain: list(place, "chain")?.iter().map(certificate).collect::<Read<_>>()?,
        distrust: optional(place, "distrust", distrust)?,
    })
}

fn certificate(place: &Place<'_>) -> Read<Certificate> {
    let bits = optional(place, "rsa_bits", as_count)?.and_then(|bits| usize::try_from(bits).ok());
    let kind = optional(place, "key", as_text)?.unwrap_or_default();
    Ok(Certificate {
        subject: text(place, "subject")?,
        issuer: text(place, "issuer")?,
        names: texts(place, "names")?,
        not_before: Timestamp(as_integer(&member(place, "not_before")?)?),
        not_after: Timestamp(as_integer(&member(place, "not_after")?)?),
        key: bits.map_or_else(|| KeyKind::Other(KeyKind::named(&kind)), KeyKind::Rsa),
    })
}

fn callback(place: &Place<'_>) -> Read<Callback> {
    Ok(Callback {
        redirect_uri: optional(place, "redirect_uri", as_url)?,
        delivery: known(place, "delivery", DELIVERIES)?,
        parameters: pairs(place, "parameters")?,
    })
}

fn stop(place: &Place<'_>) -> Read<Stop> {
    let name = text(place, "at")?;
    let at = Purpose::ALL.into_iter().find(|purpose| purpose.name() == name);
    Ok(Stop {
        at: at.ok_or_else(|| wrong(place, "at", &format!("“{name}” is no step of a login")))?,
        reason: text(place, "reason")?,
        page: optional(place, "page", page)?,
    })
}

fn page(place: &Place<'_>) -> Read<PageSummary> {
    Ok(PageSummary {
        url: text(place, "url")?,
        status: as_status(&member(place, "status")?)?,
        title: optional(place, "title", as_text)?,
        fields: pairs(place, "fields")?,
        buttons: texts(place, "buttons")?,
        message: optional(place, "message", as_text)?,
    })
}

fn at(place: &Place<'_>, reason: &str) -> Malformed {
    let pointer = if place.pointer.is_empty() { "the file" } else { &place.pointer };
    Malformed { reason: format!("{pointer}: {reason}"), offset: place.node.span.start }
}

fn wrong(place: &Place<'_>, name: &str, reason: &str) -> Malformed {
    at(&place.member(name).unwrap_or_else(|| place.clone()), reason)
}

fn member<'a>(place: &Place<'a>, name: &str) -> Read<Place<'a>> {
    place.member(name).ok_or_else(|| at(place, &format!("there is no `{name}`")))
}

/// Reads a member if it is there and not null.
fn optional<'a, T>(place: &Place<'a>, name: &str, read: impl FnOnce(&Place<'a>) -> Read<T>) -> Read<Option<T>> {
    let is_null = |place: &Place<'_>| place.node.kind() == "null";
    place.member(name).filter(|member| !is_null(member)).map(|member| read(&member)).transpose()
}

/// Reads an array; one that is missing is empty.
fn list<'a>(place: &Place<'a>, name: &str) -> Read<Vec<Place<'a>>> {
    Ok(optional(place, name, as_list)?.unwrap_or_default())
}

fn text(place: &Place<'_>, name: &str) -> Read<String> {
    as_text(&member(place, name)?)
}

fn texts(place: &Place<'_>, name: &str) -> Read<Vec<String>> {
    list(place, name)?.iter().map(as_text).collect()
}

fn pairs(place: &Place<'_>, name: &str) -> Read<Vec<(String, String)>> {
    let pair = |place: &Place<'_>| match as_list(place)?.as_slice() {
        [name, value] => Ok((as_text(name)?, as_text(value)?)),
        other => Err(at(place, &format!("{} elements, where a name and a value were expected", other.len()))),
    };
    list(place, name)?.iter().map(pair).collect()
}

/// Reads one of these words; a member that is missing says the usual.
fn word<T: Copy + Default>(place: &Place<'_>, name: &str, words: Words<T>) -> Read<T> {
    place.member(name).map_or_else(|| Ok(T::default()), |_| known(place, name, words))
}

fn known<T: Copy>(place: &Place<'_>, name: &str, words: Words<T>) -> Read<T> {
    let text = text(place, name)?;
    let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    let all = || words.iter().map(|(word, _)| format!("“{word}”")).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| wrong(place, name, &format!("“{text}” in place of one of {}", all())))
}

fn instead(place: &Place<'_>, wanted: &str) -> Malformed {
    at(place, &format!("{} in place of {wanted}", place.node.kind()))
}

fn as_text(place: &Place<'_>) -> Read<String> {
    place.node.as_str().map(str::to_owned).ok_or_else(|| instead(place, "a string"))
}

fn as_list<'a>(place: &Place<'a>) -> Read<Vec<Place<'a>>> {
    if place.node.kind() == "an array" { Ok(place.elements()) } else { Err(instead(place, "an array")) }
}

fn as_integer(place: &Place<'_>) -> Read<i64> {
    place.node.as_integer().ok_or_else(|| instead(place, "a whole number"))
}

fn as_count(place: &Place<'_>) -> Read<u64> {
    place.node.to_value().as_u64().ok_or_else(|| instead(place, "a whole number from 0 on"))
}

fn as_status(place: &Place<'_>) -> Read<u16> {
    u16::try_from(as_integer(place)?).map_err(|_| at(place, "no status code"))
}

fn as_url(place: &Place<'_>) -> Read<Url> {
    Url::parse(&as_text(place)?).map_err(|error| at(place, &format!("no URL: {error}")))
}
