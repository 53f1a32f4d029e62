//! An authorization request, read and judged.

use super::super::answer::Mode;
use super::super::config::Client;
use super::super::login::Visitor;
use super::super::params::Params;
use super::super::route::Visit;
use super::super::wrong::Faults;
use super::super::{Realm, Session, assertion, grant};
use crate::flow::fault::lenient::Does;
use crate::model::login::DEFAULT_REDIRECT_URI;
use serde_json::{Map, Value};

/// The longest request that is answered, in bytes as a query: much of it is kept as long as what is issued for it.
const LONGEST: usize = 16 << 10;

/// The way back to the client: what has to be known before an error can be sent there.
#[derive(Clone)]
pub(in super::super) struct Way<'a> {
    pub(in super::super) client: &'a Client,
    pub(in super::super) redirect_uri: String,
    pub(in super::super) mode: Mode,
    pub(in super::super) state: Option<String>,
}

/// An authorization request that can be answered.
pub(in super::super) struct Ask<'a> {
    pub(in super::super) way: Way<'a>,
    pub(in super::super) wants: Wants,
    pub(in super::super) scope: Vec<String>,
    pub(in super::super) nonce: Option<String>,
    pub(in super::super) challenge: Option<String>,
    pub(in super::super) login_hint: Option<String>,
    pub(in super::super) acr: Option<String>,
    pub(in super::super) claims: Map<String, Value>,
    /// The request again, as a query.
    pub(in super::super) text: String,
    prompt: Vec<String>,
    max_age: Option<i64>,
    /// Who must be logged in.
    subject: Option<String>,
}

/// What a response type asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Wants {
    pub(in super::super) code: bool,
    /// The parameter in which the id_token comes back, if one does.
    pub(in super::super) id_token: Option<&'static str>,
    pub(in super::super) access_token: bool,
}

/// An error code, and what is wrong.
pub(in super::super) struct Refusal(pub(in super::super) &'static str, pub(in super::super) String);

fn refusal(error: &'static str, description: impl Into<String>) -> Refusal {
    Refusal(error, description.into())
}

impl<'a> Way<'a> {
    /// Reads where the answer goes. Whoever this refuses is never redirected (RFC 6749 §4.1.2.1).
    pub(in super::super) fn read(visit: Visit<'a>, params: &Params) -> Result<Way<'a>, Refusal> {
        let invalid = |description: String| refusal("invalid_request", description);
        if let Some(name) =
            ["client_id", "redirect_uri", "state", "response_mode"].into_iter().find(|name| params.repeats(name))
        {
            return Err(invalid(format!("the parameter {name} is there twice")));
        }
        if let Some(name) = params.garbled() {
            return Err(invalid(format!("the parameter {name} is no UTF-8")));
        }
        if params.encoded().len() > LONGEST {
            return Err(invalid(format!("the request is longer than {LONGEST} bytes")));
        }
        let id =
            params.text("client_id").ok_or_else(|| invalid("the request names no client (client_id)".to_owned()))?;
        let client = visit.client(id).ok_or_else(|| invalid(format!("there is no client {id}")))?;
        let faults = visit.faults(Some(id));
        let uri = redirect_uri(client, params.text("redirect_uri"), faults)?;
        let wants = response_type(params, faults).and_then(|text| Wants::read(text, client));
        let mode = mode(params.text("response_mode"), wants, client).unwrap_or(Mode::default_for(wants, client));
        Ok(Way { client, redirect_uri: uri, mode, state: params.text("state").map(str::to_owned) })
    }
}

impl<'a> Ask<'a> {
    /// Reads a request that came this way.
    pub(in super::super) fn read(visit: Visit<'_>, way: Way<'a>, params: &Params) -> Result<Ask<'a>, Refusal> {
        let (realm, faults) = (visit.realm, visit.faults(Some(&way.client.id)));
        let invalid = |description: String| refusal("invalid_request", description);
        if let Some(name) = params.repeated() {
            return Err(invalid(format!("the parameter {name} is there twice")));
        }
        supported(params, faults)?;
        strict(params, faults)?;
        let response_type =
            response_type(params, faults).ok_or_else(|| invalid("there is no response_type".to_owned()))?;
        let wants = Wants::read(response_type, way.client).ok_or_else(|| {
            refusal("unsupported_response_type", format!("there is no response type {response_type}"))
        })?;
        if visit.registered(&way.client.id).is_some_and(|client| !client.may_ask_for(response_type)) {
            return Err(refusal("unauthorized_client", format!("the client did not register for {response_type}")));
        }
        mode(params.text("response_mode"), Some(wants), way.client)?;
        let scope = scope(params, faults)?;
        let nonce = params.text("nonce").map(str::to_owned);
        if nonce.is_none() && wants_nonce(wants, way.client, faults) {
            return Err(invalid("there is no nonce, and the client must send one".to_owned()));
        }
        let claims = claims(params)?;
        Ok(Ask {
            challenge: challenge(params, way.client, wants, faults)?,
            max_age: max_age(params, faults)?,
            prompt: prompt(params, faults)?,
            acr: acr(realm, params, &claims)?,
            subject: subject(realm, params, &claims)?,
            claims,
            login_hint: params.text("login_hint").map(str::to_owned),
            text: params.encoded(),
            way,
            wants,
            scope,
            nonce,
        })
    }

    /// Returns whether the request says so in `prompt`.
    pub(in super::super) fn prompts(&self, word: &str) -> bool {
        self.prompt.iter().any(|other| other == word)
    }

    /// Returns whether the person must log in, again or as somebody else.
    pub(in super::super) fn wants_login(&self, visit: Visit<'_>, visitor: &Visitor) -> bool {
        let Some(session) = &visitor.session else { return true };
        let user = visit.realm.issuer.user(&session.user);
        let other = self.subject.as_deref().is_some_and(|subject| user.is_none_or(|user| user.subject() != subject));
        let asked = self.prompts("login") || self.prompts("select_account");
        let old = self.max_age.is_some_and(|seconds| visit.now.since(session.since) > seconds || seconds == 0);
        user.is_none() || other || !visitor.fresh && (asked || old)
    }

    /// Returns whether the person must agree, for the first time or again.
    pub(in super::super) fn wants_consent(&self, session: &Session, visitor: &Visitor) -> bool {
        let agreed = || session.has_agreed(&self.way.client.id);
        !visitor.agreed && (self.prompts("consent") || (self.way.client.consent && !agreed()))
    }
}

// RFC 6749 §3.1.2.3, §3.1.2.4.
fn redirect_uri(client: &Client, named: Option<&str>, faults: Faults<'_>) -> Result<String, Refusal> {
    let home = || client.redirect_uris.first().cloned().unwrap_or_default();
    let forgotten =
        |uri: &str| uri.trim_end_matches('/') == DEFAULT_REDIRECT_URI && faults.does(Does::RefusesDefaultRedirectUri);
    match named {
        Some(uri) if client.is_registered(uri) && !forgotten(uri) => Ok(uri.to_owned()),
        Some(uri) if faults.does(Does::SendsAnywhere) => Ok(uri.to_owned()),
        Some(_) if faults.does(Does::SendsHome) => Ok(home()),
        Some(uri) => Err(refusal(
            "invalid_request",
            format!("the redirection URI {uri} is not registered for the client {}", client.id),
        )),
        None => Err(refusal("invalid_request", "the request names no redirection URI (redirect_uri)")),
    }
}

fn response_type<'a>(params: &'a Params, faults: Faults<'_>) -> Option<&'a str> {
    params.text("response_type").or(faults.does(Does::TakesNoResponseType).then_some("code"))
}

// What must not be passed over, and is not supported (OIDC Core §3.1.2.6).
fn supported(params: &Params, faults: Faults<'_>) -> Result<(), Refusal> {
    const UNSUPPORTED: [(&str, &str); 3] = [
        ("request", "request_not_supported"),
        ("request_uri", "request_uri_not_supported"),
        ("registration", "registration_not_supported"),
    ];
    let met = |name: &str| params.text(name).is_some() && !faults.passes_over(name);
    match UNSUPPORTED.into_iter().find(|(name, _)| met(name)) {
        Some((name, error)) => Err(refusal(error, format!("the parameter {name} is not supported"))),
        None => Ok(()),
    }
}

/// What the standards have an authorization request say.
const KNOWN: &[&str] = &[
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "response_mode",
    "display",
    "prompt",
    "max_age",
    "ui_locales",
    "claims_locales",
    "id_token_hint",
    "login_hint",
    "acr_values",
    "claims",
    "request",
    "request_uri",
    "registration",
    "code_challenge",
    "code_challenge_method",
];

// What faults refuse without reason.
fn strict(params: &Params, faults: Faults<'_>) -> Result<(), Refusal> {
    let state = params.text("state").unwrap_or_default();
    let stranger = params.iter().map(|(name, _)| name).find(|name| !KNOWN.contains(name));
    let refused = params.iter().map(|(name, _)| name).find(|name| faults.refuses(name));
    let reason = match (refused, stranger) {
        (Some(name), _) => format!("the parameter {name} is not allowed"),
        (_, Some(name)) if faults.does(Does::RefusesStrangers) => format!("there is no parameter {name}"),
        _ if faults.does(Does::RefusesLongState) && state.chars().count() > 512 => "the state is too long".to_owned(),
        _ if faults.does(Does::RefusesJsonState) && state.contains('{') => "the state has odd characters".to_owned(),
        _ => return Ok(()),
    };
    Err(refusal("invalid_request", reason))
}

fn scope(params: &Params, faults: Faults<'_>) -> Result<Vec<String>, Refusal> {
    let scope = params.words("scope");
    let missing = !scope.iter().any(|word| word == "openid");
    let late = scope.first().is_some_and(|word| word != "openid") && faults.does(Does::RefusesOtherOrder);
    match missing || late {
        true => Err(refusal("invalid_scope", "the scope must have openid in it")),
        false => Ok(scope),
    }
}

// OIDC Core §3.2.2.1: where a token comes through the browser.
fn wants_nonce(wants: Wants, client: &Client, faults: Faults<'_>) -> bool {
    match wants.id_token {
        Some(_) => (client.nonce || faults.does(Does::DemandsNonce)) && !faults.does(Does::TakesNoNonce),
        None => faults.does(Does::DemandsNonceForCode),
    }
}

impl Wants {
    fn read(response_type: &str, client: &Client) -> Option<Wants> {
        let mut words: Vec<&str> = response_type.split(' ').collect();
        words.sort_unstable();
        let (code, access_token) = (words.contains(&"code"), words.contains(&"token"));
        let id_token = words.contains(&"id_token").then_some("id_token");
        match words.as_slice() {
            // An old connector of LivePerson means the id_token.
            ["token"] if !client.rfc_mode => Some(Wants { code: false, id_token: Some("token"), access_token: false }),
            ["code"]
            | ["id_token"]
            | ["id_token", "token"]
            | ["code", "id_token"]
            | ["code", "token"]
            | ["code", "id_token", "token"] => Some(Wants { code, id_token, access_token }),
            _ => None,
        }
    }

    fn has_token(self) -> bool {
        self.id_token.is_some() || self.access_token
    }
}

impl Mode {
    fn default_for(wants: Option<Wants>, client: &Client) -> Mode {
        match wants {
            Some(wants) if wants.has_token() && !client.tokens_in_query => Mode::Fragment,
            _ => Mode::Query,
        }
    }
}

fn mode(name: Option<&str>, wants: Option<Wants>, client: &Client) -> Result<Mode, Refusal> {
    let Some(name) = name else { return Ok(Mode::default_for(wants, client)) };
    let unsupported = || refusal("invalid_request", format!("there is no response mode {name}"));
    match Mode::named(name).ok_or_else(unsupported)? {
        // OAuth 2.0 Multiple Response Type Encoding Practices §3.0.
        Mode::Query if wants.is_some_and(Wants::has_token) && !client.tokens_in_query => {
            Err(refusal("invalid_request", "no token travels in the query: use fragment or form_post"))
        }
        mode => Ok(mode),
    }
}

fn prompt(params: &Params, faults: Faults<'_>) -> Result<Vec<String>, Refusal> {
    const KNOWN: [&str; 4] = ["none", "login", "consent", "select_account"];
    let mut prompt = params.words("prompt");
    prompt.retain(|word| match word.as_str() {
        "none" => !faults.does(Does::PromptsUnasked),
        "login" => !faults.does(Does::NeverAsksAgain),
        _ => true,
    });
    if let Some(word) = prompt.iter().find(|word| !KNOWN.contains(&word.as_str())) {
        return Err(refusal("invalid_request", format!("there is no prompt {word}")));
    }
    match prompt.len() > 1 && prompt.iter().any(|word| word == "none") {
        true => Err(refusal("invalid_request", "the prompt none stands alone (OIDC Core 3.1.2.1)")),
        false => Ok(prompt),
    }
}

// RFC 7636 §4.3, §4.4.1.
fn challenge(params: &Params, client: &Client, wants: Wants, faults: Faults<'_>) -> Result<Option<String>, Refusal> {
    let invalid = |description: &str| Err(refusal("invalid_request", description));
    let fits = |text: &str| text.len() == 43 && text.bytes().all(|c| c.is_ascii_alphanumeric() || b"-_".contains(&c));
    match (params.text("code_challenge"), params.text("code_challenge_method")) {
        (None, None) if client.pkce && wants.code => {
            invalid("there is no code_challenge, and the client must use PKCE")
        }
        (None, None) => Ok(None),
        (None, Some(_)) => invalid("there is a code_challenge_method and no code_challenge"),
        // What is plain is its own verifier.
        (Some(text), None | Some("plain")) if faults.does(Does::TakesPlain) => Ok(Some(grant::challenge_of(text))),
        (Some(_), None | Some("plain")) => invalid("the code_challenge_method must be S256; plain is not supported"),
        (Some(text), Some("S256")) if fits(text) => Ok(Some(text.to_owned())),
        (Some(_), Some("S256")) => invalid("the code_challenge must be 43 characters of base64url"),
        (Some(_), Some(_)) => invalid("the code_challenge_method must be S256"),
    }
}

fn max_age(params: &Params, faults: Faults<'_>) -> Result<Option<i64>, Refusal> {
    let Some(text) = params.text("max_age") else { return Ok(None) };
    match text.parse::<i64>() {
        Ok(0..) if faults.does(Does::LetsLoginsGrowOld) => Ok(None),
        Ok(0..) if faults.does(Does::AsksAgainForAge) => Ok(Some(0)),
        Ok(seconds @ 0..) => Ok(Some(seconds)),
        _ => Err(refusal("invalid_request", "max_age must be a number of seconds")),
    }
}

// OIDC Core §5.5.
fn claims(params: &Params) -> Result<Map<String, Value>, Refusal> {
    let Some(text) = params.text("claims") else { return Ok(Map::new()) };
    match serde_json::from_str(text) {
        Ok(Value::Object(claims)) => Ok(claims),
        _ => Err(refusal("invalid_request", "claims must be a JSON object")),
    }
}

// OIDC Core §3.1.2.1 (`acr_values`, which is a wish) and §5.5.1.1 (`claims`, which may be a demand).
fn acr(realm: &Realm, params: &Params, claims: &Map<String, Value>) -> Result<Option<String>, Refusal> {
    let known = &realm.issuer.acr;
    let member = claims.get("id_token").and_then(|asked| asked.get("acr")).cloned().unwrap_or_default();
    let demanded: Vec<&str> = match (&member["value"], &member["values"]) {
        (Value::String(value), _) => vec![value],
        (_, Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let wished = params.words("acr_values");
    let best =
        demanded.iter().copied().chain(wished.iter().map(String::as_str)).find(|acr| known.iter().any(|it| it == acr));
    if best.is_none() && !demanded.is_empty() && member["essential"] == true {
        let error = "unmet_authentication_requirements";
        return Err(refusal(error, format!("acr can be {} only", known.join(", "))));
    }
    let asked = !wished.is_empty() || claims.get("id_token").is_some_and(|asked| asked.get("acr").is_some());
    Ok(best.or(known.first().map(String::as_str)).filter(|_| asked).map(str::to_owned))
}

// OIDC Core §3.1.2.1 (`id_token_hint`), §5.5.1 (`sub` with a value).
fn subject(realm: &Realm, params: &Params, claims: &Map<String, Value>) -> Result<Option<String>, Refusal> {
    let demanded = claims.get("id_token").and_then(|asked| asked.get("sub")?.get("value")?.as_str());
    let Some(text) = params.text("id_token_hint") else { return Ok(demanded.map(str::to_owned)) };
    let (subject, _) = assertion::hint(realm, text)
        .ok_or_else(|| refusal("invalid_request", "the id_token_hint is no token of ours"))?;
    Ok(Some(subject))
}

impl Client {
    /// Returns whether answers may go there. URIs are compared as they stand (RFC 9700 §2.1).
    fn is_registered(&self, uri: &str) -> bool {
        let registered = |uri: &str| self.redirect_uris.iter().any(|other| other == uri);
        let bare = uri.split('?').next().unwrap_or(uri);
        // An old connector's redirection URI carries the window's configuration.
        registered(uri) || !self.rfc_mode && !uri.contains('#') && registered(bare)
    }
}
