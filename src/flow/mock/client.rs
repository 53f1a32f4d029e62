//! Which client asks, and whether it is the one (RFC 6749 §2.3, OIDC Core §9).

use super::config::{BasicEncoding, Client};
use super::params::Params;
use super::reply::{self, WithField};
use super::route::Visit;
use crate::model::http::Reply;
use crate::model::login::ClientAuth;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What a client proves itself with.
enum Proof {
    /// `Authorization: Basic`: ID and secret, decoded in every way that they may have been encoded in.
    Basic(Vec<(BasicEncoding, String, String)>),
    Post {
        id: String,
        secret: String,
    },
    None {
        id: String,
    },
}

/// Returns the client that asks.
///
/// # Errors
/// The answer to whoever is not one.
pub(super) fn authenticated<'a>(visit: Visit<'a>, params: &Params) -> Result<&'a Client, Reply> {
    let proof = Proof::read(visit, params)?;
    let client = match &proof {
        Proof::Basic(ways) => ways.iter().find_map(|(encoding, id, secret)| {
            let client = visit.realm.issuer.client(id).filter(|client| client.auth.contains(&ClientAuth::Basic))?;
            let fits = client.basic == BasicEncoding::Either || client.basic == *encoding;
            (fits && client.has_secret(secret)).then_some(client)
        }),
        Proof::Post { id, secret } => visit
            .realm
            .issuer
            .client(id)
            .filter(|client| client.auth.contains(&ClientAuth::Post) && client.has_secret(secret)),
        Proof::None { id } => visit.realm.issuer.client(id).filter(|client| client.auth.contains(&ClientAuth::None)),
    };
    let client = client.ok_or_else(|| refused(visit, "the client is unknown, or proves itself in a wrong way"))?;
    match params.text("client_id") {
        Some(id) if id != client.id => Err(reply::error(400, "invalid_request", "client_id names another client")),
        _ => Ok(client),
    }
}

impl Proof {
    fn read(visit: Visit<'_>, params: &Params) -> Result<Proof, Reply> {
        let authorization = visit.request.header("authorization");
        let text = |name| params.text(name).map(str::to_owned);
        match (authorization, text("client_id"), text("client_secret")) {
            (Some(_), _, Some(_)) => {
                Err(reply::error(400, "invalid_request", "the client proves itself in two ways at once"))
            }
            (Some(field), _, None) => basic(field).ok_or_else(|| refused(visit, "the Authorization field is no Basic")),
            (None, Some(id), Some(secret)) => Ok(Proof::Post { id, secret }),
            (None, Some(id), None) => Ok(Proof::None { id }),
            (None, None, _) => Err(refused(visit, "the client does not say who it is")),
        }
    }
}

fn basic(field: &str) -> Option<Proof> {
    let (scheme, credentials) = field.split_once(' ')?;
    let bytes = STANDARD.decode(credentials.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    let text = String::from_utf8(bytes).ok()?;
    let (id, secret) = text.split_once(':')?;
    let decoded = |text: &str| {
        url::form_urlencoded::parse(format!("v={}", text.replace('&', "%26")).as_bytes())
            .next()
            .map(|(_, value)| value.into_owned())
    };
    let raw = (BasicEncoding::Raw, id.to_owned(), secret.to_owned());
    let form = decoded(id).zip(decoded(secret)).map(|(id, secret)| (BasicEncoding::Form, id, secret));
    Some(Proof::Basic([raw].into_iter().chain(form).collect()))
}

// RFC 6749 §5.2.
fn refused(visit: Visit<'_>, description: &str) -> Reply {
    let realm = visit.realm.issuer.name.replace(['"', '\\'], "");
    reply::error(401, "invalid_client", description)
        .with_field("www-authenticate", &format!("Basic realm=\"{realm}\", charset=\"UTF-8\""))
}

impl Client {
    fn has_secret(&self, text: &str) -> bool {
        self.secret.as_ref().is_some_and(|secret| secret.is(text))
    }
}
