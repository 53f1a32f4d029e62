//! A client that registers itself (OIDC Registration §3, RFC 7592).

use crate::flow::login::{Credential, Encoding, Plan};
use crate::flow::scenario::{Kind, Setup};
use crate::model::http::Request;
use crate::model::secret::Secret;
use crate::model::token_response::TokenResponse;
use crate::model::transcript::Step;
use serde_json::json;
use url::Url;

/// What the server gave a client that registered itself.
pub(super) struct Client {
    id: String,
    secret: Option<Secret>,
    method: Option<String>,
    management: Option<(Url, Secret)>,
}

/// Returns the request of a client that registers itself, with these members on top of the usual ones.
///
/// # Errors
/// If nobody knows where.
pub(super) fn request(
    setup: &Setup,
    base: &Plan,
    kind: Kind,
    members: &[(&str, &str)],
) -> Result<Request, &'static str> {
    let named = setup.metadata.as_ref().and_then(|metadata| metadata.text("registration_endpoint"));
    let url = named.and_then(|url| Url::parse(url).ok()).ok_or("no registration endpoint is known")?;
    let grants: &[&str] = if kind == Kind::Code { &["authorization_code"] } else { &["implicit"] };
    let mut client = json!({
        "client_name": "lpauth conformance",
        "application_type": "web",
        "redirect_uris": [base.redirect_uri()],
        "response_types": [kind.response_type()],
        "grant_types": grants,
        "token_endpoint_auth_method": "client_secret_basic",
    });
    for (name, value) in members {
        client[*name] = (*value).into();
    }
    let headers = ["content-type", "accept"].map(|name| (name.to_owned(), "application/json".to_owned()));
    Ok(Request { method: "POST".to_owned(), url, headers: headers.to_vec(), body: client.to_string().into_bytes() })
}

/// Returns the client that the server registered.
///
/// # Errors
/// Why there is none.
pub(super) fn client(step: &Step) -> Result<Client, String> {
    if let Some(failure) = &step.failure {
        return Err(failure.clone());
    }
    let answer = TokenResponse::of(&step.hop, "registration response").ok_or("the registration was not answered")?;
    let refused = || {
        let error = answer.error().map(|error| format!(" and “{error}”")).unwrap_or_default();
        format!("the registration was answered with status {}{error}", answer.answer.status)
    };
    let id = answer.text("client_id").filter(|_| matches!(answer.answer.status, 200 | 201)).ok_or_else(refused)?;
    let management = || {
        let url = Url::parse(answer.text("registration_client_uri")?).ok()?;
        Some((url, Secret::new(answer.text("registration_access_token")?)))
    };
    Ok(Client {
        id: id.to_owned(),
        secret: answer.text("client_secret").map(Secret::new),
        method: answer.text("token_endpoint_auth_method").map(str::to_owned),
        management: management(),
    })
}

impl Client {
    /// Returns the secrets that it was given.
    pub(super) fn secrets(&self) -> impl Iterator<Item = Secret> {
        let access = self.management.as_ref().map(|(_, token)| token.clone());
        self.secret.clone().into_iter().chain(access)
    }

    /// Returns the plan of a login, made by this client.
    pub(super) fn plan(&self, base: &Plan) -> Plan {
        let mut plan = base.clone();
        plan.terms.client_id = Some(self.id.clone());
        plan.credential = match (&self.secret, self.method.as_deref()) {
            (Some(_), Some("none")) | (None, _) => Credential::None,
            (Some(secret), Some("client_secret_post")) => Credential::Post(secret.clone()),
            (Some(secret), _) => Credential::Basic(secret.clone(), Encoding::Raw),
        };
        plan
    }

    /// Returns the request by which it takes its leave (RFC 7592 §2.3), if the server where it registered, at `endpoint`, told
    /// how. Another server is not asked.
    pub(super) fn leave(&self, endpoint: &Url) -> Option<Request> {
        let (url, token) = self.management.as_ref().filter(|(url, _)| url.origin() == endpoint.origin())?;
        let request = Request::get(url.clone(), "application/json");
        let request = Request { method: "DELETE".to_owned(), ..request };
        Some(request.with("authorization", format!("Bearer {}", token.reveal())))
    }
}
