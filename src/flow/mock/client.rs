//! Which client asks, and whether it is the one (RFC 6749 §2.3, OIDC Core §9).

use super::assertion;
use super::config::{BasicEncoding, Client};
use super::params::Params;
use super::reply::{self, WithField};
use super::route::Visit;
use crate::flow::fault::lenient::Does;
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
    /// Something that cannot be read, with a code that was issued to this client.
    Unreadable {
        id: String,
    },
}

/// Returns the client that asks.
///
/// # Errors
/// The answer to whoever is not one.
pub(super) fn authenticated<'a>(visit: Visit<'a>, params: &Params) -> Result<&'a Client, Reply> {
    let find = |id: &str, method| visit.client(id).filter(|client| client.auth.contains(&method));
    let does = |client: &Client, what| visit.faults(Some(&client.id)).does(what);
    let knows = |client: &Client, secret: &str| client.has_secret(secret) || does(client, Does::TakesAnySecret);
    let unknown = "the client is unknown, or proves itself in a wrong way";
    let client = match Proof::read(visit, params)? {
        Proof::Basic(ways) => ways.iter().find_map(|(encoding, id, secret)| {
            let client = find(id, ClientAuth::Basic)?;
            let fits = client.basic == BasicEncoding::Either || client.basic == *encoding;
            (fits && knows(client, secret)).then_some(client)
        }),
        Proof::Post { id, secret } => find(&id, ClientAuth::Post)
            .filter(|client| knows(client, &secret) && !does(client, Does::RefusesSecretInBody)),
        Proof::Assertion(text) => Some(assertion::client(visit, &text).map_err(|reason| refused(visit, reason))?),
        Proof::None { id } => visit
            .client(&id)
            .filter(|client| client.auth.contains(&ClientAuth::None) || does(client, Does::TakesNoSecret)),
        Proof::Unreadable { id } => visit.client(&id),
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
            (Some(field), ..) => basic(field)
                .or_else(|| Proof::passed_over(visit, params))
                .ok_or_else(|| refused(visit, "the Authorization field is no Basic")),
            (_, _, Some(_), _) if params.text("client_assertion_type") != Some(assertion::TYPE) => {
                Err(refused(visit, "the client_assertion_type is unknown"))
            }
            (_, _, Some(assertion), _) => Ok(Proof::Assertion(assertion)),
            (_, Some(secret), _, Some(id)) => Ok(Proof::Post { id, secret }),
            (_, None, _, Some(id)) => Ok(Proof::None { id }),
            (_, _, _, None) => Err(refused(visit, "the client does not say who it is")),
        }
    }

    fn passed_over(visit: Visit<'_>, params: &Params) -> Option<Proof> {
        let code = visit.realm.memory.codes.find(params.text("code")?, visit.now)?;
        let id = code.grant.client.clone();
        visit.faults(Some(&id)).does(Does::TakesAnyAuthorization).then_some(Proof::Unreadable { id })
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
