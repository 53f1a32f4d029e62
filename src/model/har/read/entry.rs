//! What the members of an entry mean.

use super::super::super::http::{Answer, Distrust, DistrustKind, FORM, Hop, Request, Timing, Tls};
use super::super::super::transcript::{Party, Purpose};
use super::loose::{Pairs, Scalar};
use super::raw::{RawContent, RawEntry, RawPost, RawRequest, RawResponse, RawTimings, shortened};
use super::tidy::CUT;
use super::{BodyState, Entry, Limits};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use std::net::{IpAddr, SocketAddr};
use url::Url;

/// Returns the entry. One without a readable address keeps its place: its address is `about:invalid`.
pub(super) fn of(raw: RawEntry, number: usize, limits: &Limits) -> Option<Entry> {
    let text = |scalar: Scalar| scalar.text().filter(|text| !text.is_empty()).map(|text| shortened(text, limits.text));
    let from_service_worker = raw.response.from_service_worker.is_set() || says(&raw.fetch_type, "service worker");
    let cached = raw.cached.is_set() || says(&raw.fetch_type, "cache");
    let failure = failure(&raw, limits);
    let began = moment(raw.began);
    let (request, sent) = request(raw.request, limits)?;
    let timing = timing(&raw.time, &raw.timings);
    let (answer, body) = answer(raw.response, &request, limits);
    let tls = tls(raw.tls, failure.as_deref());
    let remote = remote(raw.server, &raw.port, &request.url);
    let name = text(raw.purpose);
    let from = text(raw.from);
    Some(Entry {
        number,
        began,
        hop: Hop { request, began, remote, tls, timing, answer },
        page: text(raw.page),
        frame: text(raw.frame),
        resource: text(raw.resource).map(|resource| resource.to_ascii_lowercase()),
        initiator: raw.initiator.kind.clone().text(),
        initiated_by: raw.initiator.address().map(|url| shortened(url, limits.text)),
        failure,
        body,
        sent,
        cached,
        from_service_worker,
        messages: raw.messages.last(),
        comment: text(raw.comment),
        purpose: Purpose::ALL.into_iter().find(|purpose| Some(purpose.name()) == name.as_deref()),
        from: match from.as_deref() {
            Some("liveperson") => Some(Party::LivePerson),
            Some("browser") => Some(Party::Browser),
            _ => None,
        },
    })
}

fn says(scalar: &Scalar, word: &str) -> bool {
    matches!(scalar, Scalar::Text(text) if text.to_ascii_lowercase().contains(word))
}

fn failure(raw: &RawEntry, limits: &Limits) -> Option<String> {
    let told = |scalar: &Scalar| scalar.clone().text().filter(|text| !text.is_empty());
    let by_proxy = || told(&raw.response.proxy_status).filter(|status| !status.eq_ignore_ascii_case("complete"));
    let aborted = || raw.aborted.is_set().then(|| "aborted".to_owned());
    let words = told(&raw.response.error).or_else(|| told(&raw.error)).or_else(by_proxy).or_else(aborted)?;
    Some(shortened(words, limits.text))
}

/// Returns a point in time in milliseconds since 1970; 0 if it is none.
pub(super) fn moment(scalar: Scalar) -> i64 {
    let milliseconds = |text: &str| {
        let zoned = text.parse::<jiff::Timestamp>().ok();
        // Without a zone it is taken for UTC: nobody can know better.
        let civil = || text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
        zoned.or_else(|| Some(civil()?.timestamp())).map(jiff::Timestamp::as_millisecond)
    };
    match scalar {
        Scalar::Text(text) => milliseconds(text.trim()).unwrap_or_default(),
        Scalar::Number(number) => number as i64,
        Scalar::Nothing | Scalar::Bool(_) => 0,
    }
}

fn request(raw: RawRequest, limits: &Limits) -> Option<(Request, BodyState)> {
    let method = raw.method.text().unwrap_or_default().trim().to_ascii_uppercase();
    let written = raw.url.text().unwrap_or_default();
    let url = address(&written, &method).or_else(|| Url::parse("about:invalid").ok())?;
    let mut headers = fields(raw.headers, limits);
    let (body, media_type, state) = sent(raw.post, &raw.body_size, limits);
    if !body.is_empty() && !headers.iter().any(|(name, _)| name == "content-type") {
        headers.extend(media_type.map(|media_type| ("content-type".to_owned(), media_type)));
    }
    let method = if method.is_empty() { "GET".to_owned() } else { shortened(method, 20) };
    Some((Request { method, url, headers, body }, state))
}

// A proxy that cannot look inside writes only where the connection went.
fn address(written: &str, method: &str) -> Option<Url> {
    let connect = || Url::parse(&format!("https://{written}")).ok().filter(|_| method == "CONNECT");
    match Url::parse(written).ok().filter(|_| method != "CONNECT") {
        Some(url) => Some(url),
        None => connect().or_else(|| Url::parse(written).ok()),
    }
}

/// Returns header fields as [`Request`] has them. Pseudo fields of HTTP/2 are none (RFC 9113 §8.3), and what browsers join
/// by line ends were several.
fn fields(pairs: Pairs, limits: &Limits) -> Vec<(String, String)> {
    let is_field = |(name, _): &(String, String)| !name.is_empty() && !name.starts_with(':');
    let split = |(name, value): (String, String)| {
        let name = shortened(name.to_ascii_lowercase(), limits.text);
        let values: Vec<_> = value.split('\n').map(|value| value.trim_matches(['\r', ' ']).to_owned()).collect();
        values.into_iter().map(move |value| (name.clone(), shortened(value, limits.text)))
    };
    pairs.0.into_iter().filter(is_field).flat_map(split).take(limits.items).collect()
}

fn sent(raw: RawPost, size: &Scalar, limits: &Limits) -> (Vec<u8>, Option<String>, BodyState) {
    let media_type = raw.media_type.text().filter(|name| !name.is_empty()).map(|name| shortened(name, limits.text));
    let is_base64 = says(&raw.encoding, "base64");
    let text = raw.text.text().unwrap_or_default();
    if !text.is_empty() {
        let (body, state) = decoded(text, is_base64);
        return (body, media_type, state);
    }
    if let Some(body) = from_params(&raw.params, media_type.as_deref()) {
        return (body, media_type.or_else(|| Some(FORM.to_owned())), BodyState::Here);
    }
    let state = match size.number() {
        _ if raw.elsewhere => BodyState::Elsewhere,
        Some(size) if size > 0.0 => BodyState::Absent,
        _ => BodyState::Empty,
    };
    (Vec::new(), media_type, state)
}

fn from_params(params: &Pairs, media_type: Option<&str>) -> Option<Vec<u8>> {
    let is_form = media_type.is_none_or(|media_type| media_type.to_ascii_lowercase().starts_with(FORM));
    match params.0.as_slice() {
        [] => None,
        // Charles takes a text that is no form for the name of its only field.
        [(text, value)] if !is_form && value.is_empty() => Some(text.clone().into_bytes()),
        pairs => {
            // Chrome leaves the fields encoded as they were sent.
            let is_encoded = |text: &str| text.contains('%') && !text.contains([' ', '&', '=']);
            let plain = |text: &str| match is_encoded(text) {
                true => percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned(),
                false => text.to_owned(),
            };
            let pairs = pairs.iter().map(|(name, value)| (plain(name), plain(value)));
            Some(url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish().into_bytes())
        }
    }
}

fn answer(raw: RawResponse, request: &Request, limits: &Limits) -> (Option<Answer>, BodyState) {
    let status = raw.status.number().filter(|status| (100.0..=999.0).contains(status)).map(|status| status as u16);
    let Some(status) = status else { return (None, BodyState::Absent) };
    let mut headers = fields(raw.headers, limits);
    let redirect = raw.redirect.text().filter(|to| !to.is_empty() && (300..400).contains(&status));
    // Beside other fields it may be what the browser guessed.
    let known = raw.content.media_type.clone().text().filter(|name| name.contains('/') && headers.is_empty());
    headers.extend(known.map(|name| ("content-type".to_owned(), shortened(name, limits.text))));
    if !headers.iter().any(|(name, _)| name == "location") {
        headers.extend(redirect.map(|to| ("location".to_owned(), shortened(to, limits.text))));
    }
    let is_bare =
        (300..400).contains(&status) || status == 204 || request.method == "HEAD" || request.method == "OPTIONS";
    let (body, state) = content(raw.content, is_bare, &headers);
    (Some(Answer { url: request.url.clone(), status, headers, body }), state)
}

fn content(raw: RawContent, is_bare: bool, headers: &[(String, String)]) -> (Vec<u8>, BodyState) {
    let size = raw.size.number();
    let text = raw.text.text();
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        let state = match size {
            _ if raw.elsewhere => BodyState::Elsewhere,
            Some(0.0) => BodyState::Empty,
            _ if is_bare => BodyState::Empty,
            _ => BodyState::Absent,
        };
        return (Vec::new(), state);
    };
    let (body, state) = decoded(text, says(&raw.encoding, "base64"));
    // What is told is the size of the answer before it became UTF-8.
    let is_wide =
        headers.iter().any(|(name, value)| name == "content-type" && value.to_ascii_lowercase().contains("utf-16"));
    let is_short = size.is_some_and(|size| size > body.len() as f64 + MARK) && !is_wide;
    (body, if state == BodyState::Here && is_short { BodyState::Cut } else { state })
}

/// The length of a byte order mark, which is not in the text that an exporter writes.
const MARK: f64 = 3.0;

/// Base64 as it is found in the wild: with padding or without.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

fn decoded(mut text: String, is_base64: bool) -> (Vec<u8>, BodyState) {
    let is_cut = text.ends_with(CUT);
    if is_cut {
        text.pop();
    }
    let state = if is_cut { BodyState::Cut } else { BodyState::Here };
    if !is_base64 {
        return (text.into_bytes(), state);
    }
    text.retain(|c| !c.is_ascii_whitespace());
    if is_cut {
        let whole = text.len() - text.len() % 4;
        text.truncate((0..=whole).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0));
    }
    match LENIENT.decode(&text) {
        Ok(body) => (body, state),
        Err(_) => (text.into_bytes(), BodyState::Undecoded),
    }
}

// What is not known is -1 (HAR 1.2).
fn milliseconds(scalar: &Scalar) -> Option<u64> {
    scalar.number().filter(|number| *number >= 0.0).map(|number| number.round() as u64)
}

fn timing(time: &Scalar, raw: &RawTimings) -> Timing {
    let (connect, tls) = (milliseconds(&raw.connect), milliseconds(&raw.ssl));
    let total = milliseconds(time).unwrap_or_default();
    Timing {
        dns: milliseconds(&raw.dns),
        connect: connect.map(|connect| connect.saturating_sub(tls.unwrap_or_default())),
        tls,
        first_byte: total.saturating_sub(milliseconds(&raw.receive).unwrap_or_default()),
        total,
    }
}

fn remote(server: Scalar, port: &Scalar, url: &Url) -> Option<SocketAddr> {
    let address: IpAddr = server.text()?.trim_matches(['[', ']']).parse().ok()?;
    let named = port.number().map(|port| port as u16).filter(|port| *port > 0);
    Some(SocketAddr::new(address, named.or(url.port_or_known_default())?))
}

/// What browsers call a server that is not to be trusted. The first beginning that fits counts.
const DISTRUSTS: [(&str, DistrustKind); 9] = [
    ("ERR_CERT_DATE_INVALID", DistrustKind::Dates),
    ("ERR_CERT_COMMON_NAME_INVALID", DistrustKind::Name),
    ("ERR_CERT_", DistrustKind::Chain),
    ("ERR_SSL_VERSION", DistrustKind::Version),
    ("ERR_SSL_OBSOLETE", DistrustKind::Version),
    ("SEC_ERROR_EXPIRED", DistrustKind::Dates),
    ("SSL_ERROR_BAD_CERT_DOMAIN", DistrustKind::Name),
    ("SEC_ERROR_UNKNOWN_ISSUER", DistrustKind::Chain),
    ("SSL_ERROR_UNSUPPORTED_VERSION", DistrustKind::Version),
];

fn tls(version: Scalar, failure: Option<&str>) -> Option<Tls> {
    let version = version.text().and_then(|text| ["TLS 1.2", "TLS 1.3"].into_iter().find(|known| *known == text));
    let distrust = failure.and_then(|failure| {
        let (_, kind) = DISTRUSTS.iter().find(|(words, _)| failure.contains(words))?;
        Some(Distrust { kind: *kind, reason: failure.to_owned() })
    });
    (version.is_some() || distrust.is_some()).then(|| Tls { version, chain: Vec::new(), distrust })
}
