//! What a single message says of the login that it belongs to.

use super::{Credential, Draft};
use crate::flow::recognise::role::{self, parameter};
use crate::flow::recognise::service::{self, window_config};
use crate::flow::recognise::{Expectations, Sign};
use crate::model::callback::Callback;
use crate::model::har::read::Entry;
use crate::model::http::Request;
use crate::model::http::text::bare;
use std::collections::BTreeSet;
use url::Url;

pub(super) fn has(entry: &Entry, value: &str) -> bool {
    value.len() >= 8 && entry.text().contains(value)
}

pub(super) fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

/// Returns whether an address carries an authorization response.
pub(super) fn answers(url: &Url) -> bool {
    let callback = Callback::of(&Request::get(url.clone(), ""));
    ["code", "error", "id_token", "token", "access_token"].iter().any(|name| callback.get(name).is_some())
}

pub(super) fn same_state(draft: &Draft, url: &Url) -> bool {
    let callback = Callback::of(&Request::get(url.clone(), ""));
    draft.state.is_some() && callback.get("state") == draft.state.as_deref()
}

/// Returns the login that an authorization request begins.
pub(super) fn asked(entry: &Entry, at: usize, expect: &Expectations) -> Draft {
    let request = entry.request();
    let state = parameter(request, "state");
    let redirect_uri = parameter(request, "redirect_uri");
    let mut signs = BTreeSet::new();
    let mut sign = |is_there: bool, sign: Sign| is_there.then(|| signs.insert(sign));
    let uri = redirect_uri.as_deref().and_then(|uri| Url::parse(uri).ok());
    let is_window = uri.is_some_and(|uri| service::is_liveperson(&Request::get(uri, ""), expect));
    let is_expected = redirect_uri.as_ref().is_some_and(|uri| expect.redirect_uris.contains(uri));
    let config = [&state, &redirect_uri].into_iter().flatten().find_map(|text| window_config(text));
    sign(is_window || is_expected, Sign::RedirectUri);
    sign(config.is_some(), Sign::WindowConfig);
    sign(parameter(request, "parentWindowOrigin").is_some(), Sign::ParentWindowOrigin);
    let client = parameter(request, "client_id");
    sign(client.is_some() && client == expect.client_id, Sign::ClientId);
    Draft { asked: Some(at), state, redirect_uri, signs, ..Draft::default() }
}

/// Returns the login whose end a capture begins with.
pub(super) fn unasked(request: &Request, expect: &Expectations) -> Draft {
    let state = parameter(request, "state");
    let mut draft = Draft::default();
    if service::is_liveperson(request, expect) || expect.redirect_uris.contains(&bare(&request.url)) {
        draft.signs.insert(Sign::RedirectUri);
    }
    if state.as_deref().and_then(window_config).is_some() {
        draft.signs.insert(Sign::WindowConfig);
    }
    draft
}

/// The members in which LivePerson's service takes a code or a token.
const CREDENTIALS: [&str; 4] = ["id_token", "code", "authCode", "token"];

/// Returns the code or the token in a call to LivePerson's service.
pub(in crate::flow::recognise) fn credential(entry: &Entry) -> Option<Credential> {
    let body = serde_json::Value::Object(service::object(&entry.request().body)?);
    let member = |name: &'static str| Some((name, role::text(&body, name).filter(|value| !value.is_empty())?));
    let (name, value) = CREDENTIALS.into_iter().find_map(member)?;
    Some(Credential { name, value, redirect_uri: role::text(&body, "redirect_uri") })
}
