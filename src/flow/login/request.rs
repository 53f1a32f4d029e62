//! The requests of a login, as LivePerson makes them.

use super::{Login, Plan, pkce, random, window};
use crate::model::callback::Callback;
use crate::model::http::Request;
use crate::model::login::{DEFAULT_REDIRECT_URI, Flow, Mode, Window};
use crate::model::secret::Secret;
use crate::model::time::Timestamp;
use crate::model::transcript::Terms;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

/// The parameters of a query, in order.
pub(super) type Parameters = Vec<(String, String)>;

/// What is percent-encoded in a parameter: everything but the unreserved characters (RFC 3986 §2.3).
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// What is percent-encoded inside of `state`. The capture leaves braces and brackets partly raw; its length says that other
/// characters are encoded.
const STATE: &AsciiSet = &VALUE.remove(b'{').remove(b'}').remove(b'[').remove(b']');

/// What browsers send as their wish for a page.
const PAGE: &str = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";

/// The brand's page, from which the window was opened.
const PAGE_ORIGIN: &str = "https://www.brand.example";

/// Returns the parameters of the authorization request, those that were asked for in place of LivePerson's.
pub(super) fn authorization(plan: &Plan, verifier: Option<&Secret>, rng: &mut dyn rand::CryptoRng) -> Parameters {
    let mut parameters = usual(plan, rng);
    let wished = [
        ("response_mode", plan.terms.response_mode.clone()),
        ("nonce", plan.terms.nonce.clone().flatten()),
        ("code_challenge", verifier.map(pkce::challenge)),
        ("code_challenge_method", verifier.map(|_| pkce::METHOD.to_owned())),
    ];
    let wished = wished.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    parameters.extend(wished);
    for (name, value) in &plan.parameters {
        deviate(&mut parameters, name, value.as_deref());
    }
    parameters
}

// In the order of the captured request. Where the code challenge stands in it is not known.
fn usual(plan: &Plan, rng: &mut dyn rand::CryptoRng) -> Parameters {
    let Plan { terms, .. } = plan;
    let external = terms.window == Window::External && !plan.plain;
    let response_type = terms.flow.response_type(if external { terms.mode } else { Mode::Rfc });
    let state = match (terms.window, terms.mode) {
        _ if plan.plain => Some(random(rng, 16)),
        (Window::External, Mode::Rfc) => Some(window::state(plan, rng)),
        (Window::External, Mode::OpenId) => None,
        // The brand's page asks in its own name, and LivePerson has no part in its state.
        (Window::Embedded, _) => Some(random(rng, 16)),
    };
    let origin = (external && terms.mode == Mode::Rfc).then(|| PAGE_ORIGIN.to_owned());
    // OIDC Core §3.2.2.1: the page, which is no LivePerson, sends a nonce where one is required.
    let nonce = (!external && terms.flow == Flow::Implicit && terms.nonce.is_none()).then(|| random(rng, 16));
    let parameters = [
        ("response_type", Some(terms.response_type.clone().unwrap_or_else(|| response_type.to_owned()))),
        ("client_id", terms.client_id.clone()),
        ("scope", Some(terms.scope.clone().unwrap_or_else(|| "openid".to_owned()))),
        ("redirect_uri", Some(redirect_uri(plan, rng))),
        ("state", terms.state.clone().or(state)),
        ("parentWindowOrigin", origin),
        ("nonce", nonce),
    ];
    parameters.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

fn redirect_uri(plan: &Plan, rng: &mut dyn rand::CryptoRng) -> String {
    match (plan.terms.window, plan.terms.mode) {
        (Window::Embedded, _) | (Window::External, Mode::Rfc) => plan.redirect_uri(),
        (Window::External, Mode::OpenId) => {
            let window = plan.redirect_uri();
            let configuration = window::bare(plan, rng);
            format!("{window}?{}={}", window::NAME, utf8_percent_encode(&configuration, VALUE))
        }
    }
}

/// Gives a parameter this value, or leaves it out.
pub(in crate::flow) fn deviate(parameters: &mut Parameters, name: &str, value: Option<&str>) {
    match (parameters.iter_mut().find(|(other, _)| other == name), value) {
        (Some((_, old)), Some(value)) => value.clone_into(old),
        (None, Some(value)) => parameters.push((name.to_owned(), value.to_owned())),
        (_, None) => parameters.retain(|(other, _)| other != name),
    }
}

/// Writes what the authorization request says into the terms.
pub(super) fn agree(terms: &mut Terms, parameters: &Parameters) {
    let said = |name: &str| parameters.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone());
    terms.client_id = said("client_id").or_else(|| terms.client_id.take());
    terms.redirect_uri = said("redirect_uri");
    terms.response_type = said("response_type");
    terms.response_mode = said("response_mode");
    terms.scope = said("scope");
    terms.state = said("state");
    terms.nonce = Some(said("nonce"));
    terms.code_challenge = said("code_challenge");
}

/// Returns the redirection URI of the token request, unless another was asked for.
pub(super) fn token_redirect_uri(terms: &Terms, brought: Option<&Callback>) -> Option<String> {
    if terms.flow == Flow::Implicit {
        return None;
    }
    let lone = (terms.window, terms.mode) == (Window::External, Mode::OpenId);
    let came_to = || brought.and_then(|callback| callback.redirect_uri.as_ref()).map(Url::to_string);
    let agreed = terms.redirect_uri.clone().filter(|_| !lone).or_else(came_to);
    Some(agreed.unwrap_or_else(|| DEFAULT_REDIRECT_URI.to_owned()))
}

/// Returns the address that the browser opens.
pub(super) fn address(endpoint: &Url, parameters: &Parameters) -> Url {
    let pairs = parameters.iter().map(|(name, value)| format!("{}={}", encoded(name), written(name, value)));
    // RFC 6749 §3.1: a query that the endpoint has already is kept.
    let parts: Vec<String> = endpoint.query().map(str::to_owned).into_iter().chain(pairs).collect();
    let mut url = endpoint.clone();
    url.set_query(Some(&parts.join("&")));
    url
}

fn written(name: &str, value: &str) -> String {
    match value.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')) {
        Some(inner) if name == "state" => format!("%7B{}%7D", utf8_percent_encode(inner, STATE)),
        _ => encoded(value),
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, VALUE).to_string()
}

/// Returns the request that opens `url` in a browser.
pub(super) fn page(url: Url) -> Request {
    Request::get(url, PAGE)
}

/// Returns the token request for a code, in the order in which an integrator saw the fields.
pub(super) fn redeem(login: &mut Login, url: &Url, code: &str, now: Timestamp) -> Request {
    let redirect_uri = login.plan.terms.token_redirect_uri.clone().unwrap_or_default();
    let verifier = login.verifier.clone();
    let mut fields = vec![("code", code), ("grant_type", "authorization_code"), ("redirect_uri", &redirect_uri)];
    fields.extend(verifier.iter().map(|verifier| ("code_verifier", verifier.reveal())));
    login.token_request(url, &fields, now)
}

/// Returns the refresh request (RFC 6749 §6).
pub(super) fn refresh(login: &mut Login, url: &Url, refresh_token: &str, now: Timestamp) -> Request {
    login.token_request(url, &[("grant_type", "refresh_token"), ("refresh_token", refresh_token)], now)
}

/// Returns the question for more claims (OIDC Core §5.3.1).
pub(in crate::flow) fn userinfo(url: &Url, access_token: &str) -> Request {
    Request::get(url.clone(), "application/json").with("authorization", format!("Bearer {access_token}"))
}
