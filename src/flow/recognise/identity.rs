//! Who the page says is there: what its identity function gives, as LivePerson's tag and its monitoring API send it on.

use super::draft::Draft;
use super::keep::Kept;
use super::role::{Role, parameter, text};
use super::service::{CallKind, member, object};
use crate::model::har::read::Entry;
use serde_json::Value;

/// What a page's identity function gave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// The number of the entry that sends it.
    pub entry: usize,
    /// The issuer.
    pub iss: Option<String>,
    /// The consumer.
    pub sub: Option<String>,
    /// How the consumer was authenticated: `loa1`.
    pub acr: Option<String>,
}

/// The name under which LivePerson's page contract and its monitoring API have it.
const IDENTITIES: &str = "identities";

/// Returns the identity that a request tells LivePerson of, in its query, its form or its JSON. That of a consumer whom nobody
/// has authenticated is none: LivePerson makes it up.
pub(super) fn of(entry: &Entry) -> Option<Identity> {
    let request = entry.request();
    let in_parameter = || serde_json::from_str(&parameter(request, IDENTITIES)?).ok();
    let in_body = || member(&Value::Object(object(&request.body)?), IDENTITIES).cloned();
    let list: Value = in_parameter().or_else(in_body)?;
    let list = list.as_array().cloned().unwrap_or_else(|| vec![list]);
    let identity = |value: &Value| Identity {
        entry: entry.number,
        iss: text(value, "iss"),
        sub: text(value, "sub"),
        acr: text(value, "acr"),
    };
    list.iter().map(identity).rfind(is_somebody)
}

fn is_somebody(identity: &Identity) -> bool {
    let is_made_up = |iss: &String| iss.contains("liveperson.net") || iss == "LivePerson";
    identity.iss.as_ref().is_some_and(|iss| !is_made_up(iss)) && identity.acr.as_deref() != Some("0")
}

/// Returns the last identity before a login ended, else the first after it.
pub(super) fn before(kept: &[Kept], draft: &Draft) -> Option<Identity> {
    let end = draft.last().filter(|_| draft.is_liveperson())?;
    let told = |(at, kept): (usize, &Kept)| {
        let is_one = kept.role == Role::Service(CallKind::Identity);
        is_one.then(|| Some((at, of(&kept.entry)?))).flatten()
    };
    let told: Vec<(usize, Identity)> = kept.iter().enumerate().filter_map(told).collect();
    let last = told.iter().rfind(|(at, _)| *at <= end).or(told.first());
    last.map(|(_, identity)| identity.clone())
}
