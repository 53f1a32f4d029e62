//! Values of parameters that depend on what is known: the answers of earlier logins, the metadata, chance.

use super::evidence::Given;
use crate::model::login::DEFAULT_REDIRECT_URI;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use url::Url;

/// Returns the token of the first login, as `id_token_hint`.
pub(super) fn first_token(given: &Given<'_>) -> Option<String> {
    given.logins.first()?.token()
}

/// Returns the name of the person, or a made-up one at the issuer's host (OIDC Core §3.1.2.1).
pub(super) fn login_hint(given: &Given<'_>) -> Option<String> {
    let made_up = || {
        let issuer = given.setup.login.terms.issuer.as_deref().and_then(|issuer| Url::parse(issuer).ok());
        let url = issuer.or_else(|| given.setup.login.endpoints.authorization.clone())?;
        Some(format!("somebody@{}", url.host_str()?))
    };
    given.setup.person.clone().or_else(made_up)
}

/// Returns the authentication context classes that the metadata offers, or two that may mean anything.
pub(super) fn acr_values(given: &Given<'_>) -> Option<String> {
    let offered = given.setup.metadata.as_ref().map(|metadata| metadata.values("acr_values_supported").join(" "));
    Some(offered.filter(|values| !values.is_empty()).unwrap_or_else(|| "1 2".to_owned()))
}

/// Returns a `claims` parameter that asks for `name`, where the response type lets it be answered (OIDC Core §5.5).
pub(super) fn essential_name(given: &Given<'_>) -> Option<String> {
    let alone = parameter(given, "response_type") == Some("id_token");
    let place = if alone { "id_token" } else { "userinfo" };
    Some(json!({ place: { "name": { "essential": true } } }).to_string())
}

/// Returns the scope with `offline_access` in it, if the server offers that.
pub(super) fn offline_scope(given: &Given<'_>) -> Option<String> {
    let scope = parameter(given, "scope").unwrap_or("openid");
    let there = scope.split(' ').any(|word| word == OFFLINE);
    (offers_offline_access(given) && !there).then(|| format!("{scope} {OFFLINE}"))
}

/// Returns the prompt that `offline_access` needs (OIDC Core §11).
pub(super) fn offline_prompt(given: &Given<'_>) -> Option<String> {
    offers_offline_access(given).then(|| "consent".to_owned())
}

const OFFLINE: &str = "offline_access";

fn offers_offline_access(given: &Given<'_>) -> bool {
    given.setup.metadata.as_ref().is_some_and(|metadata| metadata.lists("scopes_supported", OFFLINE))
}

/// Returns the scope that the last login asked for.
pub(super) fn same_scope(given: &Given<'_>) -> Option<String> {
    given.logins.last()?.terms.scope.clone()
}

/// Returns the redirection URI with another segment at the end of its path.
pub(super) fn longer_redirect_uri(given: &Given<'_>) -> Option<String> {
    of_path(given, |path| format!("{}/{}", path.trim_end_matches('/'), start(given.random, 12)))
}

/// Returns the redirection URI with a slash at the end of its path, or without the one that it has.
pub(super) fn slashed_redirect_uri(given: &Given<'_>) -> Option<String> {
    of_path(given, |path| path.strip_suffix('/').map_or_else(|| format!("{path}/"), str::to_owned))
}

/// Returns LivePerson's default redirection URI with a slash at its end, if that is the one in use.
pub(super) fn default_with_slash(given: &Given<'_>) -> Option<String> {
    let uri = parameter(given, "redirect_uri")?;
    (uri == DEFAULT_REDIRECT_URI).then(|| format!("{uri}/"))
}

/// Returns the redirection URI with a few letters at the end of its path.
pub(super) fn misspelt_redirect_uri(given: &Given<'_>) -> Option<String> {
    of_path(given, |path| format!("{path}_invalid"))
}

fn of_path(given: &Given<'_>, change: impl FnOnce(&str) -> String) -> Option<String> {
    let uri = parameter(given, "redirect_uri")?;
    let (path, query) = uri.split_once('?').map_or((uri, None), |(path, query)| (path, Some(query)));
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{}{query}", change(path)))
}

/// Returns the first half of the code.
pub(super) fn half_code(given: &Given<'_>) -> Option<String> {
    let code = parameter(given, "code")?;
    Some(start(code, code.chars().count() / 2).to_owned())
}

/// Returns a text that looks like what a server issues, and was never issued.
pub(super) fn unknown(given: &Given<'_>) -> Option<String> {
    Some(given.random.to_owned())
}

/// Returns a code verifier (RFC 7636 §4.1) that nothing else knows; with the method `plain` it is its own challenge.
pub(super) fn verifier(given: &Given<'_>) -> Option<String> {
    Some(format!("lpauth.{}", long(given.random, 64)))
}

/// Returns a state of 128 characters, with every sign that needs no encoding (RFC 3986 §2.3).
pub(super) fn state_of_128(given: &Given<'_>) -> Option<String> {
    Some(format!("{}-._~", long(given.random, 124)))
}

/// Returns a state of 512 characters, with every sign that needs no encoding.
pub(super) fn state_of_512(given: &Given<'_>) -> Option<String> {
    Some(format!("{}-._~", long(given.random, 508)))
}

/// The length of the state that LivePerson's window was seen to send, in characters before percent-encoding.
const WINDOW_STATE: usize = 1_243;

/// Returns a JSON object of that length as the state: quotes, brackets, an address with a query, and base64.
pub(super) fn json_state(given: &Given<'_>) -> Option<String> {
    let of = |filling: &str| {
        let connector = json!({
            "name": "brand", "type": 2, "rfcCompliance": true,
            "authorizationEndpoint": "https://login.brand.example/authorize?ui=chat&lang=en-GB",
            "jwtPublicKey": "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA/+/+8d4f+Q==",
        });
        let conf = json!({ "async": true, "scid": "4", "skill": "-1", "ssid": filling, "list": [1, 2], "connector": connector });
        json!({ "lpUnifiedWindowConfig": { "accountId": "70001234", "external": true, "engConf": conf } }).to_string()
    };
    let room = WINDOW_STATE.saturating_sub(of("").chars().count());
    Some(of(&long(given.random, room)))
}

/// Returns an unsigned request object (OIDC Core §6.1) with all parameters, and a nonce of its own.
pub(super) fn object_with_nonce(given: &Given<'_>) -> Option<String> {
    Some(request_object(given, &[("nonce", &format!("inside-{}", start(given.random, 22)))]))
}

/// Returns an unsigned request object with all parameters as they are.
pub(super) fn object(given: &Given<'_>) -> Option<String> {
    Some(request_object(given, &[]))
}

fn request_object(given: &Given<'_>, own: &[(&str, &str)]) -> String {
    let mut members: Map<String, Value> =
        given.parameters.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
    members.extend(own.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())));
    let encode = |text: String| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.", encode(json!({ "alg": "none" }).to_string()), encode(Value::Object(members).to_string()))
}

fn parameter<'a>(given: &Given<'a>, name: &str) -> Option<&'a str> {
    given.parameters.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
}

fn start(text: &str, length: usize) -> &str {
    text.char_indices().nth(length).map_or(text, |(end, _)| &text[..end])
}

/// Returns the text over and over, to this length.
fn long(text: &str, length: usize) -> String {
    text.chars().cycle().take(length).collect()
}
