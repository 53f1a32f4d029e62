//! A key set as a table, or as JSON.

use crate::jose::key::{Certificate, Key, KeyError, Kind};
use crate::jose::key_file::Found;
use crate::model::jwk::{Jwk, Jwks};
use crate::model::time::Timestamp;
use crate::render::json::text;
use crate::render::{Ink, Style, visible};
use comfy_table::Table;
use comfy_table::presets::NOTHING;
use serde_json::{Value, json};

/// What is shown of one key.
pub(super) struct Row {
    /// Its number in the set, from 0.
    index: usize,
    /// Its key ID, if it has one.
    pub(super) kid: Option<String>,
    /// The key, or why it cannot be used.
    key: Result<Key, String>,
}

/// Returns the rows of a set in order.
pub(super) fn rows(jwks: &Jwks) -> Vec<Row> {
    let row = |jwk: &Jwk<'_>| Row {
        index: jwk.index,
        kid: jwk.kid().map(str::to_owned),
        key: Key::from_jwk(jwk).map_err(|KeyError(reason)| reason),
    };
    jwks.keys().iter().map(row).collect()
}

/// Returns the rows of keys that were found in another form.
pub(super) fn rows_of(found: Vec<Found>) -> Vec<Row> {
    let row = |(index, found): (usize, Found)| Row { index, kid: found.key.kid.clone(), key: Ok(found.key) };
    found.into_iter().enumerate().map(row).collect()
}

/// Returns the rows as a table, what is wrong with single keys below it.
pub(super) fn pretty(rows: &[Row], style: &Style, now: Timestamp) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(["kid", "type", "use", "alg", "thumbprint", "certificate"]);
    table.add_rows(rows.iter().map(cells));
    let mut lines = table.lines().map(|line| line.trim().to_owned());
    // Painted when the widths are settled.
    let heading = style.paint(Ink::Strong, &lines.next().unwrap_or_default());
    let lines: Vec<String> = std::iter::once(heading).chain(lines).collect();
    let told = rows.iter().filter_map(|row| problem_of(row, now)).chain(shared_kids(rows));
    let notes: String = told.map(|text| format!("{} {}\n", style.paint(Ink::Caution, "!"), visible(&text))).collect();
    format!("{}\n{notes}", lines.join("\n"))
}

/// Says which key IDs several rows have: nothing then tells which key is meant (RFC 7517 §4.5).
fn shared_kids(rows: &[Row]) -> Vec<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for kid in rows.iter().filter_map(|row| row.kid.as_deref()) {
        match counts.iter_mut().find(|(other, _)| *other == kid) {
            Some((_, count)) => *count += 1,
            None => counts.push((kid, 1)),
        }
    }
    let shared = counts.into_iter().filter(|(_, count)| *count > 1);
    shared.map(|(kid, count)| format!("“{kid}”: the kid of {count} keys, so it does not tell them apart")).collect()
}

fn cells(row: &Row) -> [String; 6] {
    let none = || "-".to_owned();
    let stated = |value: &Option<String>| value.as_deref().map_or_else(none, |value| visible(value).into_owned());
    match &row.key {
        Err(_) => [stated(&row.kid), "unreadable".to_owned(), none(), none(), none(), none()],
        Ok(key) => [
            stated(&row.kid),
            key.kind().to_string(),
            stated(&key.purpose),
            stated(&key.algorithm),
            key.thumbprint(),
            key.certificate.as_ref().map_or_else(none, dates),
        ],
    }
}

fn dates(certificate: &Certificate) -> String {
    let day = |time: Timestamp| time.utc().split('T').next().unwrap_or_default().to_owned();
    format!("{} to {}", day(certificate.not_before), day(certificate.not_after))
}

fn problem_of(row: &Row, now: Timestamp) -> Option<String> {
    let text = match &row.key {
        Err(reason) => reason.clone(),
        Ok(key) => problem(key).or_else(|| over(key, now))?,
    };
    let label = row.kid.as_ref().map_or_else(|| format!("key number {}", row.index + 1), |kid| format!("“{kid}”"));
    Some(format!("{label}: {text}"))
}

fn problem(key: &Key) -> Option<String> {
    match key.kind() {
        Kind::Oct(_) => Some("a shared secret: whoever reads it can sign".to_owned()),
        _ if key.is_private() => Some("a private key: whoever reads it can sign".to_owned()),
        Kind::Rsa(bits) if bits < 2048 => {
            Some(format!("{bits} bits can be broken, 2048 are the least (RFC 7518 §3.3)"))
        }
        _ if key.certificate.as_ref().is_some_and(|certificate| !certificate.certifies) => {
            Some("its certificate is about another key".to_owned())
        }
        _ => None,
    }
}

fn over(key: &Key, now: Timestamp) -> Option<String> {
    let certificate = key.certificate.as_ref()?;
    let holds = (certificate.not_before..=certificate.not_after).contains(&now);
    (!holds).then(|| "its certificate does not hold today".to_owned())
}

/// Returns the rows as JSON, one object a key.
pub(super) fn json(rows: &[Row]) -> String {
    let rows: Vec<Value> = rows.iter().map(object).collect();
    text(&rows)
}

fn object(row: &Row) -> Value {
    match &row.key {
        Err(reason) => json!({ "index": row.index, "kid": row.kid, "problem": reason }),
        Ok(key) => json!({
            "index": row.index,
            "kid": row.kid,
            "kty": key.kind().kty(),
            "crv": key.kind().crv(),
            "bits": bits(key.kind()),
            "use": key.purpose,
            "key_ops": key.operations,
            "alg": key.algorithm,
            "private": key.is_private(),
            "thumbprint": key.thumbprint(),
            "certificate": key.certificate.as_ref().map(certificate),
            "problem": problem(key),
        }),
    }
}

fn certificate(certificate: &Certificate) -> Value {
    json!({
        "subject": certificate.subject,
        "not_before": certificate.not_before.utc(),
        "not_after": certificate.not_after.utc(),
        "certifies": certificate.certifies,
    })
}

fn bits(kind: Kind) -> Option<usize> {
    match kind {
        Kind::Rsa(bits) | Kind::Oct(bits) => Some(bits),
        _ => None,
    }
}
