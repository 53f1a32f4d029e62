//! The registration endpoint: clients that come unasked (OpenID Connect Dynamic Client Registration 1.0). It is there only
//! where the configuration says so, and forgets clients by age and by number.

use super::config::Client;
use super::random;
use super::reply::{self, WithField, json};
use super::route::{REGISTER, Visit};
use crate::flow::fault::lenient::Does;
use crate::flow::mint::{Recipient, Unfit};
use crate::jose::key::Key;
use crate::model::http::{Reply, is_loopback};
use crate::model::jwk::Jwks;
use crate::model::login::ClientAuth;
use crate::model::secret::Secret;
use crate::model::source::Source;
use crate::model::time::Timestamp;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use url::Url;

/// A client that registered itself.
pub(super) struct Registered {
    pub(super) client: Client,
    /// Whether its tokens have no signature.
    pub(super) unsigned: bool,
    response_types: Vec<String>,
    grant_types: Vec<String>,
    /// What it has to bring to see or end its registration.
    token: Secret,
    since: Timestamp,
}

/// For how long a client stays registered, in seconds.
const LIFETIME: i64 = 86_400;

/// How many texts a list may have, and how long each may be in bytes.
const MOST: usize = 20;
const LONGEST: usize = 2_000;

/// How large the keys of a client may be, in bytes as JSON.
const KEYS: usize = 20_000;

/// An error code (OIDC Registration §3.3), and what is wrong.
struct Refusal(&'static str, String);

fn unfit(description: impl Into<String>) -> Refusal {
    Refusal("invalid_client_metadata", description.into())
}

/// Registers a client, or shows or ends a registration.
pub(super) fn register(visit: Visit<'_>, rng: &mut dyn rand::CryptoRng) -> Reply {
    if visit.request.method == "POST" {
        return match Registered::read(visit, rng) {
            Ok(registered) if visit.faults(None).does(Does::RegistersWith200) => json(200, &keep(visit, registered)),
            Ok(registered) => json(201, &keep(visit, registered)),
            Err(Refusal(error, description)) => reply::error(400, error, &description),
        };
    }
    match (own(visit), visit.request.method.as_str()) {
        (None, _) => reply::error(401, "invalid_token", "the registration access token is not that of the client")
            .with_field("www-authenticate", "Bearer error=\"invalid_token\""),
        // RFC 7592 §2.3.
        (Some(registered), "DELETE") => {
            visit.realm.memory.registered.remove(&registered.client.id);
            Reply { status: 204, ..Reply::default() }.with_field("cache-control", "no-store")
        }
        (Some(registered), _) => json(200, &registered.document(visit)),
    }
}

fn keep(visit: Visit<'_>, registered: Registered) -> Value {
    let (document, id) = (registered.document(visit), registered.client.id.clone());
    visit.realm.memory.registered.put(&id, Arc::new(registered), visit.now.plus(LIFETIME), visit.now);
    document
}

// OIDC Registration §4.2.
fn own(visit: Visit<'_>) -> Option<&Registered> {
    let (_, id) = visit.request.query().into_iter().find(|(name, _)| name == "client_id")?;
    let (scheme, token) = visit.request.header("authorization")?.split_once(' ')?;
    let registered = visit.registered(&id).filter(|_| scheme.eq_ignore_ascii_case("bearer"))?;
    registered.token.is(token.trim()).then_some(registered)
}

impl Registered {
    // OIDC Registration §2.
    fn read(visit: Visit<'_>, rng: &mut dyn rand::CryptoRng) -> Result<Registered, Refusal> {
        let asked: Map<String, Value> =
            serde_json::from_slice(&visit.request.body).map_err(|_| unfit("the body must be a JSON object"))?;
        let response_types = texts(&asked, "response_types")?.unwrap_or_else(|| vec!["code".to_owned()]);
        let grant_types = texts(&asked, "grant_types")?.unwrap_or_else(|| vec!["authorization_code".to_owned()]);
        let unsigned = unsigned(visit, &asked, &response_types)?;
        let auth = method(&asked)?;
        let secret = !matches!(auth, ClientAuth::PrivateKeyJwt | ClientAuth::None);
        let client = Client {
            name: text(&asked, "client_name")?.unwrap_or("a client that registered itself").to_owned(),
            secret: secret.then(|| Secret::new(random(rng))),
            keys: keys(&asked, auth)?,
            recipient: recipient(&asked)?,
            redirect_uris: redirect_uris(&asked)?,
            post_logout_redirect_uris: texts(&asked, "post_logout_redirect_uris")?.unwrap_or_default(),
            refresh: grant_types.iter().any(|name| name == "refresh_token"),
            nonce: true,
            auth: vec![auth],
            ..Client::liveperson(&random(rng))
        };
        let token = Secret::new(random(rng));
        Ok(Registered { client, unsigned, response_types, grant_types, token, since: visit.now })
    }

    /// Returns whether the client registered for this response type.
    pub(super) fn may_ask_for(&self, response_type: &str) -> bool {
        self.response_types.iter().any(|registered| sorted(registered) == sorted(response_type))
    }

    // OIDC Registration §3.2.
    fn document(&self, visit: Visit<'_>) -> Value {
        let client = &self.client;
        let signed = visit.realm.ring().current.signer.algorithm.name;
        let mut document = json!({
            "client_id": client.id,
            "client_id_issued_at": self.since.0,
            "registration_access_token": self.token.reveal(),
            "registration_client_uri": format!("{}?client_id={}", visit.realm.address(REGISTER), client.id),
            "client_name": client.name,
            "redirect_uris": client.redirect_uris,
            "response_types": self.response_types,
            "grant_types": self.grant_types,
            "application_type": "web",
            "subject_type": "public",
            "id_token_signed_response_alg": if self.unsigned { "none" } else { signed },
            "token_endpoint_auth_method": client.auth.first().map(|method| method.name()),
        });
        if let Some(secret) = &client.secret {
            document["client_secret"] = json!(secret.reveal());
            document["client_secret_expires_at"] = json!(self.since.plus(LIFETIME).0);
        }
        if let Some(keys) = &client.keys {
            document["jwks"] = keys.clone();
        }
        if let Some(Recipient { encryption, .. }) = &client.recipient {
            document["id_token_encrypted_response_alg"] = json!(encryption.alg.name);
            document["id_token_encrypted_response_enc"] = json!(encryption.enc.name);
        }
        if !client.post_logout_redirect_uris.is_empty() {
            document["post_logout_redirect_uris"] = json!(client.post_logout_redirect_uris);
        }
        document
    }
}

fn unsigned(visit: Visit<'_>, asked: &Map<String, Value>, response_types: &[String]) -> Result<bool, Refusal> {
    let usual = visit.realm.ring().current.signer.algorithm.name;
    let through_browser = response_types.iter().any(|text| text.split(' ').any(|word| word == "id_token"));
    match text(asked, "id_token_signed_response_alg")? {
        None => Ok(false),
        Some(name) if name == usual => Ok(false),
        Some("none") if through_browser => Err(unfit("no token without a signature goes through the browser")),
        Some("none") if visit.realm.issuer.unsigned => Ok(true),
        Some(name) => Err(unfit(format!("no token is signed with {name}"))),
    }
}

fn method(asked: &Map<String, Value>) -> Result<ClientAuth, Refusal> {
    let Some(name) = text(asked, "token_endpoint_auth_method")? else { return Ok(ClientAuth::Basic) };
    let method = ClientAuth::named(name).filter(|method| *method != ClientAuth::Tls);
    method.ok_or_else(|| unfit(format!("no client proves itself by {name} here")))
}

fn keys(asked: &Map<String, Value>, method: ClientAuth) -> Result<Option<Value>, Refusal> {
    match asked.get("jwks") {
        // What stands elsewhere is not fetched.
        _ if asked.contains_key("jwks_uri") => Err(unfit("jwks_uri is not supported: send the keys in jwks")),
        None if method == ClientAuth::PrivateKeyJwt => Err(unfit("there is no jwks to verify with")),
        Some(keys) if keys["keys"].is_array() && keys.to_string().len() <= KEYS => Ok(Some(keys.clone())),
        Some(_) => Err(unfit("jwks must be a JWK set of a modest size")),
        None => Ok(None),
    }
}

// To the first of its keys that is for it; what is derived from a client secret (OIDC Core §10.2) is not.
fn recipient(asked: &Map<String, Value>) -> Result<Option<Recipient>, Refusal> {
    let enc = text(asked, "id_token_encrypted_response_enc")?;
    let Some(alg) = text(asked, "id_token_encrypted_response_alg")? else {
        return match enc {
            None => Ok(None),
            Some(_) => Err(unfit("there is an id_token_encrypted_response_enc and no id_token_encrypted_response_alg")),
        };
    };
    let set = asked.get("jwks").ok_or_else(|| unfit("there is no jwks to encrypt to"))?;
    let set = Jwks::parse(Source::new("jwks", set.to_string()), false);
    let set = set.map_err(|_| unfit("jwks must be a JWK set of a modest size"))?;
    let mut refused = None;
    for key in set.keys().iter().filter_map(|jwk| Key::from_jwk(jwk).ok()) {
        match Recipient::new(Arc::new(key), Some(alg), enc.unwrap_or("A128CBC-HS256"), None) {
            Ok(recipient) => return Ok(Some(recipient)),
            Err(Unfit(reason)) => refused = refused.or(Some(reason)),
        }
    }
    Err(unfit(format!("no key of jwks is one to encrypt to: {}", refused.unwrap_or_default())))
}

fn redirect_uris(asked: &Map<String, Value>) -> Result<Vec<String>, Refusal> {
    let wrong = |description: &str| Refusal("invalid_redirect_uri", description.to_owned());
    let safe = |url: &Url| url.scheme() == "https" || url.scheme() == "http" && is_loopback(url);
    let fits = |uri: &String| Url::parse(uri).is_ok_and(|url| safe(&url) && url.fragment().is_none());
    match texts(asked, "redirect_uris")? {
        Some(uris) if !uris.is_empty() && uris.iter().all(fits) => Ok(uris),
        Some(_) => Err(wrong("a redirection URI is an https address without a fragment")),
        None => Err(wrong("there are no redirect_uris")),
    }
}

fn text<'a>(asked: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Refusal> {
    match asked.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if text.len() <= LONGEST => Ok(Some(text)),
        Some(_) => Err(unfit(format!("{name} must be a text of at most {LONGEST} bytes"))),
    }
}

fn texts(asked: &Map<String, Value>, name: &str) -> Result<Option<Vec<String>>, Refusal> {
    let wrong = || unfit(format!("{name} must be a list of at most {MOST} texts"));
    let Some(value) = asked.get(name) else { return Ok(None) };
    let list = value.as_array().filter(|list| list.len() <= MOST).ok_or_else(wrong)?;
    let text = |value: &Value| Some(value.as_str().filter(|text| text.len() <= LONGEST)?.to_owned());
    list.iter().map(text).collect::<Option<Vec<_>>>().map(Some).ok_or_else(wrong)
}

fn sorted(response_type: &str) -> Vec<&str> {
    let mut words: Vec<&str> = response_type.split(' ').collect();
    words.sort_unstable();
    words
}
