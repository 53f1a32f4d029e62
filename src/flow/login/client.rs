//! How LivePerson proves at the token endpoint who it is.

use super::Plan;
use crate::flow::mint::Signer;
use crate::jose::jws;
use crate::model::http::Request;
use crate::model::login::ClientAuth;
use crate::model::secret::Secret;
use crate::model::time::Timestamp;
use crate::model::token_response::TokenResponse;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::json;
use url::Url;
use url::form_urlencoded::byte_serialize;

/// What LivePerson proves it with.
#[derive(Clone, Default)]
pub enum Credential {
    /// The client secret in the `Authorization` field.
    Basic(Secret, Encoding),
    /// The client secret in the body.
    Post(Secret),
    /// A JWT, signed with the client secret or with a private key (RFC 7523 §2.2), and the name of the key.
    Assertion(Signer, Option<String>),
    /// A certificate, which the connection presents (RFC 8705 §2).
    Certificate,
    /// Nothing: a public client.
    #[default]
    None,
}

/// What becomes of client ID and secret before they are joined for the `Authorization` field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Nothing. Which of the two LivePerson does is not documented.
    #[default]
    Raw,
    /// They are form-encoded, as RFC 6749 §2.3.1 asks.
    Form,
}

/// How long a client assertion is good, in seconds.
const ASSERTION_LIFETIME: i64 = 60;

/// The type of a client assertion (RFC 7523 §2.2).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

impl Credential {
    /// Returns the method that it is for.
    pub fn method(&self) -> ClientAuth {
        match self {
            Credential::Basic(..) => ClientAuth::Basic,
            Credential::Post(_) => ClientAuth::Post,
            Credential::Assertion(signer, _) if signer.algorithm.kty == "oct" => ClientAuth::SecretJwt,
            Credential::Assertion(..) => ClientAuth::PrivateKeyJwt,
            Credential::Certificate => ClientAuth::Tls,
            Credential::None => ClientAuth::None,
        }
    }

    /// Returns the client secret, if it is sent.
    pub fn secret(&self) -> Option<&Secret> {
        match self {
            Credential::Basic(secret, _) | Credential::Post(secret) => Some(secret),
            Credential::Assertion(..) | Credential::Certificate | Credential::None => None,
        }
    }

    /// Returns the credential in this encoding, where it knows more than one.
    pub(super) fn encoded(&self, encoding: Encoding) -> Credential {
        match self {
            Credential::Basic(secret, _) => Credential::Basic(secret.clone(), encoding),
            other => other.clone(),
        }
    }
}

impl Encoding {
    /// Returns the word for it: `raw`, `form`.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Raw => "raw",
            Encoding::Form => "form",
        }
    }

    fn of(self, text: &str) -> String {
        match self {
            Encoding::Raw => text.to_owned(),
            Encoding::Form => byte_serialize(text.as_bytes()).collect(),
        }
    }
}

/// Returns the value of the `Authorization` field for this client ID and secret (RFC 7617 §2).
pub fn basic(client_id: &str, secret: &Secret, encoding: Encoding) -> String {
    let pair = Secret::new(format!("{}:{}", encoding.of(client_id), encoding.of(secret.reveal())));
    format!("Basic {}", STANDARD.encode(pair.reveal()))
}

/// Returns whether it makes a difference how client ID and secret are encoded.
pub fn encodings_differ(plan: &Plan) -> bool {
    let Credential::Basic(secret, _) = &plan.credential else { return false };
    let client_id = plan.terms.client_id.as_deref().unwrap_or_default();
    basic(client_id, secret, Encoding::Raw) != basic(client_id, secret, Encoding::Form)
}

/// Returns whether the token endpoint says that it does not know the client (RFC 6749 §5.2).
pub fn unknown(answer: &TokenResponse) -> bool {
    answer.answer.status == 401 || answer.error() == Some("invalid_client")
}

/// Returns a request to the token endpoint with these fields, made by the client that this is the credential of. `id` is one
/// that no other request of it has (RFC 7523 §3, `jti`).
pub(in crate::flow) fn request(
    (client_id, credential): (&str, &Credential),
    url: &Url,
    fields: &[(&str, &str)],
    id: &str,
    now: Timestamp,
) -> Request {
    let form = |own: &[(&str, &str)]| Request::form(url.clone(), fields.iter().chain(own).copied());
    match credential {
        Credential::Basic(secret, encoding) => form(&[]).with("authorization", basic(client_id, secret, *encoding)),
        Credential::Post(secret) => form(&[("client_id", client_id), ("client_secret", secret.reveal())]),
        Credential::Assertion(signer, kid) => {
            let assertion = assertion(signer, kid.as_deref(), client_id, url, id, now);
            form(&[("client_assertion_type", ASSERTION_TYPE), ("client_assertion", &assertion)])
        }
        Credential::Certificate | Credential::None => form(&[("client_id", client_id)]),
    }
}

// A key that cannot sign gives an assertion without a signature: what the server says to that is for the report.
fn assertion(signer: &Signer, kid: Option<&str>, client_id: &str, url: &Url, id: &str, now: Timestamp) -> String {
    let mut header = json!({ "alg": signer.algorithm.name, "typ": "JWT" });
    if let Some(kid) = kid {
        header["kid"] = kid.into();
    }
    let claims = json!({
        "iss": client_id, "sub": client_id, "aud": url.as_str(), "jti": id,
        "iat": now.0, "exp": now.plus(ASSERTION_LIFETIME).0,
    });
    let encode = |text: String| URL_SAFE_NO_PAD.encode(text);
    let message = format!("{}.{}", encode(header.to_string()), encode(claims.to_string()));
    let signature = jws::sign(&signer.key, signer.algorithm, message.as_bytes()).unwrap_or_default();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}
