//! Decoded tokens for programs, as `docs/json-v1.md` describes them.

use super::View;
use super::members::{self, TIMES};
use crate::jose::envelope::Content;
use crate::model::damage::{self, Slip};
use crate::model::json::Json;
use crate::model::paste::{Paste, Pasted};
use crate::model::token::{Form, Part, Stripped, Token};
use serde::Serialize;
use serde_json::{Map, Value};

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    verified: bool,
    decoded_at: String,
    tokens: Vec<Decoded>,
    left_out: Vec<LeftOut>,
}

#[derive(Serialize)]
struct Decoded {
    name: String,
    origin: Option<String>,
    form: &'static str,
    removed: Vec<&'static str>,
    header: Option<Value>,
    claims: Option<Value>,
    claims_encrypted: bool,
    times: Map<String, Value>,
    lifetime_seconds: Option<i64>,
    damages: Vec<Damage>,
    segments: Vec<Segment>,
    inside: Option<Inside>,
}

/// What an encrypted token held, if there was a key.
#[derive(Serialize)]
struct Inside {
    token: Option<Box<Decoded>>,
    claims: Option<Value>,
    bytes: Option<usize>,
    not_opened: Vec<NotOpened>,
}

#[derive(Serialize)]
struct NotOpened {
    key: String,
    reason: String,
}

#[derive(Serialize)]
struct Damage {
    segment: usize,
    offset: usize,
    what: String,
    suspicion: Option<Suspicion>,
}

#[derive(Serialize)]
struct Suspicion {
    character: &'static str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Segment {
    characters: usize,
    bytes: usize,
    text: Option<String>,
}

#[derive(Serialize)]
struct LeftOut {
    name: String,
    reason: &'static str,
}

/// Returns every token of every paste as one JSON document.
pub(super) fn render(pastes: &[Paste], view: &View) -> String {
    let left_out = pastes.iter().flat_map(|paste| &paste.left_out);
    let document = Document {
        schema: "lpauth-decode-v1",
        verified: false,
        decoded_at: view.now.utc(),
        tokens: pastes.iter().flat_map(|paste| &paste.tokens).map(|pasted| found(pasted, view)).collect(),
        left_out: left_out.map(|left| LeftOut { name: left.name.clone(), reason: left.reason }).collect(),
    };
    crate::render::json::text(&document)
}

fn found(pasted: &Pasted, view: &View) -> Decoded {
    let token = &pasted.token;
    let inside = view.keyring.open(token).and_then(|envelope| inside(envelope.content, view));
    Decoded { origin: pasted.origin.clone(), inside, ..decoded(token, view) }
}

fn decoded(token: &Token, view: &View) -> Decoded {
    let claims = token.claims.json();
    Decoded {
        name: token.source.name.clone(),
        origin: None,
        form: match token.form() {
            Form::Signed => "jws",
            Form::Encrypted => "jwe",
            Form::Neither => "damaged",
        },
        removed: removed(token),
        header: value(&token.header),
        claims: value(&token.claims),
        claims_encrypted: matches!(token.claims, Part::Sealed),
        times: claims.map(|claims| times(claims, view)).unwrap_or_default(),
        lifetime_seconds: claims.and_then(members::lifetime),
        damages: damage::damages(token).into_iter().map(damaged).collect(),
        segments: segments(token, view.show_secrets),
        inside: None,
    }
}

fn inside(content: Content, view: &View) -> Option<Inside> {
    let none = Inside { token: None, claims: None, bytes: None, not_opened: Vec::new() };
    Some(match content {
        Content::Closed => return None,
        Content::Token(token) => Inside { token: Some(Box::new(decoded(&token, view))), ..none },
        Content::Claims(claims) => Inside { claims: Some(claims.root.to_value()), ..none },
        Content::Other(bytes) => Inside { bytes: Some(bytes), ..none },
        Content::Refused(refused) => {
            let not_opened = refused.into_iter().map(|(key, why)| NotOpened { key, reason: why.to_string() });
            Inside { not_opened: not_opened.collect(), ..none }
        }
    })
}

fn value(part: &Part) -> Option<Value> {
    part.json().map(|json| json.root.to_value())
}

fn removed(token: &Token) -> Vec<&'static str> {
    token.stripped.iter().filter(|what| **what != Stripped::OuterWhitespace).map(|what| what.phrase()).collect()
}

fn times(claims: &Json, view: &View) -> Map<String, Value> {
    let entry = |name: &&str| {
        let time = members::time(claims.root.get(name)?)?;
        let at = time.milliseconds.unwrap_or(time.seconds);
        let fields = serde_json::json!({
            "utc": at.utc(),
            "local": at.local(&view.zone),
            "seconds_from_now": at.since(view.now),
            "was_milliseconds": time.milliseconds.is_some(),
        });
        Some(((*name).to_owned(), fields))
    };
    TIMES.iter().filter_map(entry).collect()
}

fn damaged(damage: damage::Damage) -> Damage {
    let suspicion = damage.suspicion.map(|(slip, span)| Suspicion {
        character: match slip {
            Slip::Changed => "changed",
            Slip::Lost => "lost",
            Slip::Added => "added",
        },
        start: span.start,
        end: span.end,
    });
    Damage { segment: damage.segment + 1, offset: damage.offset, what: damage.what, suspicion }
}

// The signature, and of an encrypted token everything but the header, is shown only where that was asked for.
fn segments(token: &Token, show_secrets: bool) -> Vec<Segment> {
    let open = token.open_segments();
    let segment = |(index, segment): (usize, &crate::model::token::Segment)| {
        let text = &token.source.text[segment.span.clone()];
        Segment {
            characters: text.chars().count(),
            bytes: segment.bytes.len(),
            text: (index < open || show_secrets).then(|| text.to_owned()),
        }
    };
    token.segments.iter().enumerate().map(segment).collect()
}
