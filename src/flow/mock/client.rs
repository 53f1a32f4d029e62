//! Which client asks, and whether it is the one (RFC 6749 §2.3, OIDC Core §9).

use super::assertion;
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
    /// A signed JWT.
    Assertion(String),
    None {
        id: String,
    },
}

/// Returns the client that asks.
///
/// # Errors
/// The answer to whoever is not one.
pub(super) fn authenticated<'a>(visit: Visit<'a>, params: &Params) -> Result<&'a Client, Reply> {
    let find = |id: &str, method| visit.realm.issuer.client(id).filter(|client| client.auth.contains(&method));
    let unknown = "the client is unknown, or proves itself in a wrong way";
    let client = match Proof::read(visit, params)? {
        Proof::Basic(ways) => ways.iter().find_map(|(encoding, id, secret)| {
            let client = find(id, ClientAuth::Basic)?;
            let fits = client.basic == BasicEncoding::Either || client.basic == *encoding;
            (fits && client.has_secret(secret)).then_some(client)
        }),
        Proof::Post { id, secret } => find(&id, ClientAuth::Post).filter(|client| client.has_secret(&secret)),
        Proof::Assertion(text) => Some(assertion::client(visit, &text).map_err(|reason| refused(visit, reason))?),
        Proof::None { id } => find(&id, ClientAuth::None),
    };
    let client = client.ok_or_else(|| refused(visit, unknown))?;
    match params.text("client_id") {
        Some(id) if id != client.id => Err(reply::error(400, "invalid_request", "client_id names another client")),
        _ => Ok(client),
    }
}

impl Proof {
    fn read(visit: Visit<'_>, params: &Params) -> Result<Proof, Reply> {
        let field = visit.request.header("authorization");
        let text = |name| params.text(name).map(str::to_owned);
        let twice = || Err(reply::error(400, "invalid_request", "the client proves itself in two ways at once"));
        match (field, text("client_secret"), text("client_assertion"), text("client_id")) {
            (Some(_), Some(_), ..) | (Some(_), _, Some(_), _) | (_, Some(_), Some(_), _) => twice(),
            (Some(field), ..) => basic(field).ok_or_else(|| refused(visit, "the Authorization field is no Basic")),
            (_, _, Some(_), _) if params.text("client_assertion_type") != Some(assertion::TYPE) => {
                Err(refused(visit, "the client_assertion_type is unknown"))
            }
            (_, _, Some(assertion), _) => Ok(Proof::Assertion(assertion)),
            (_, Some(secret), _, Some(id)) => Ok(Proof::Post { id, secret }),
            (_, None, _, Some(id)) => Ok(Proof::None { id }),
            (_, _, _, None) => Err(refused(visit, "the client does not say who it is")),
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
