//! A chat that was opened, and for which LivePerson was never handed anything.

use super::Seen;
use crate::flow::recognise::{Call, CallKind, Connector};
use crate::report::diagnosis::Confidence;

/// What a capture shows of LivePerson, of which no login of LivePerson's is known.
#[derive(Debug, Clone, Copy)]
pub struct Window<'a> {
    /// What LivePerson was asked and answered.
    pub calls: &'a [Call],
    /// The connectors that LivePerson publishes for the account.
    pub connectors: &'a [Connector],
}

/// Returns what may have kept the chat from a login, if one was opened and nothing was handed over.
pub fn of_window(subject: &str, window: Window<'_>) -> Vec<Seen> {
    let Window { calls, connectors } = window;
    let opened = calls.iter().find(|call| matches!(call.kind, CallKind::Window | CallKind::OfflineSurvey));
    let is_handed = calls.iter().any(|call| matches!(call.kind, CallKind::Authenticate | CallKind::Anonymous));
    let Some(opened) = opened.filter(|_| !is_handed) else { return Vec::new() };
    let seen = |id, proof, confidence| Seen { id, subject: subject.to_owned(), proof, confidence };
    let external = connectors.iter().filter_map(|connector| connector.authorization_endpoint.as_ref()).next();
    let chat = format!("entry {}: {} opens the chat", opened.entry, opened.request);
    // An external window needs an address and no function, an embedded one a function and no address.
    let waits = connectors.is_empty() || connectors.iter().any(|connector| connector.js_method.is_some());
    let silent = (external.is_none() || waits).then(|| {
        seen("callback-never-called", format!("{chat}, and nothing is handed to LivePerson's `authenticate`"), None)
    });
    // The pop-up has a capture of its own, so that this is no more than one explanation.
    let blocked = external.map(|endpoint| {
        let asked = crate::model::http::text::plain(endpoint);
        let proof = format!("{chat}, LivePerson's connector has {asked} for its window, and nothing asks it");
        seen("popup-blocked", proof, Some(Confidence::Possible))
    });
    silent.into_iter().chain(blocked).collect()
}
