//! What LivePerson's service asks of the token endpoint and of the userinfo endpoint, changed.

use super::{Known, Last, Trial};
use crate::flow::login::client;
use crate::flow::login::request::{self, deviate};
use crate::flow::login::{Credential, Encoding};
use crate::flow::scenario::{Bearer, Second, Twist};
use crate::model::http::Request;
use crate::model::secret::Secret;
use crate::model::time::Timestamp;
use serde_json::{Map, Value};
use url::Url;

/// The fields of a request, in order.
type Fields = Vec<(String, String)>;

/// An access token that never was.
const GARBAGE: &str = "lpauth-never-was-an-access-token";

impl Trial {
    /// Returns a token request for the code of the last login.
    ///
    /// # Errors
    /// Why it cannot be made.
    pub(super) fn redeem(&mut self, twists: &[Twist], now: Timestamp) -> Result<Request, String> {
        let last = self.last.as_ref().ok_or(NO_LOGIN)?;
        let code = last.code.clone().ok_or("the login before brought no code")?;
        let mut fields =
            owned(&[("code", &code), ("grant_type", "authorization_code"), ("redirect_uri", &last.redirect_uri)]);
        let verifier = last.plan.verifier.as_ref().filter(|_| last.plan.pkce);
        fields.extend(verifier.map(|verifier| ("code_verifier".to_owned(), verifier.reveal().to_owned())));
        self.token_request(fields, twists, now)
    }

    /// Returns a refresh request with the newest refresh token (RFC 6749 §6).
    ///
    /// # Errors
    /// Why it cannot be made.
    pub(super) fn refresh(&mut self, twists: &[Twist], now: Timestamp) -> Result<Request, String> {
        let last = self.last.as_ref().ok_or(NO_LOGIN)?;
        let refresh_token = last.refresh_token.clone().ok_or("no refresh token came with the login before")?;
        let fields = owned(&[("grant_type", "refresh_token"), ("refresh_token", &refresh_token)]);
        self.token_request(fields, twists, now)
    }

    fn token_request(&mut self, fields: Fields, twists: &[Twist], now: Timestamp) -> Result<Request, String> {
        let fields = twisted(fields, twists, &self.known(now));
        let last = self.last.as_ref().ok_or(NO_LOGIN)?;
        let url = last.plan.endpoints.token.clone().ok_or("no token endpoint is known")?;
        let (client_id, credential) = asker(last, self.setup.second.as_ref(), twists, &self.random)?;
        self.signed += 1;
        let id = format!("{}-{}", self.random, self.signed);
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut request = client::request((&client_id, &credential), &url, &pairs, &id, now);
        for twist in twists {
            match twist {
                Twist::MalformedSecret => malform(&mut request),
                Twist::Get => request = in_query(&request),
                Twist::Json => request = in_json(&request),
                _ => {}
            }
        }
        Ok(request)
    }

    /// Returns a question to the userinfo endpoint.
    ///
    /// # Errors
    /// Why it cannot be asked.
    pub(super) fn userinfo(&self, bearer: Bearer) -> Result<Request, String> {
        let url = self.base.endpoints.userinfo.clone().ok_or("no userinfo endpoint is known")?;
        let token = || {
            let known = self.last.as_ref().and_then(|last| last.access_token.clone());
            known.ok_or("no access token came with the login before")
        };
        Ok(match bearer {
            Bearer::Get => request::userinfo(&url, &token()?),
            Bearer::PostHeader => Request { method: "POST".to_owned(), ..request::userinfo(&url, &token()?) },
            // RFC 6750 §2.2.
            Bearer::PostBody => Request::form(url, [("access_token", token()?)]).with("accept", JSON),
            Bearer::Nothing => Request::get(url, JSON),
            Bearer::Garbage => request::userinfo(&url, GARBAGE),
        })
    }
}

const NO_LOGIN: &str = "nobody has logged in";

const JSON: &str = "application/json";

fn owned(fields: &[(&str, &str)]) -> Fields {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn twisted(mut fields: Fields, twists: &[Twist], known: &Known<'_>) -> Fields {
    for twist in twists {
        match twist {
            Twist::Set(name, value) => deviate(&mut fields, name, Some(value)),
            Twist::Omit(name) => deviate(&mut fields, name, None),
            Twist::Make(name, make) => {
                if let Some(value) = make(&known.given(&fields)) {
                    deviate(&mut fields, name, Some(&value));
                }
            }
            _ => {}
        }
    }
    fields
}

/// Returns who asks: the client of the last login, unless the twists have it otherwise.
fn asker(last: &Last, second: Option<&Second>, twists: &[Twist], random: &str) -> Result<(String, Credential), String> {
    let mut asker = (last.plan.terms.client_id.clone().unwrap_or_default(), last.plan.credential.clone());
    for twist in twists {
        match twist {
            Twist::BySecond => {
                let second = second.ok_or("there is no second client")?;
                asker = (second.client_id.clone(), second.credential.clone());
            }
            Twist::WrongSecret => asker.1 = with_secret(&asker.1, random)?,
            Twist::NoSecret => asker.1 = Credential::None,
            Twist::MalformedSecret => asker.1 = Credential::Basic(Secret::new(random), Encoding::Raw),
            _ => {}
        }
    }
    Ok(asker)
}

fn with_secret(credential: &Credential, secret: &str) -> Result<Credential, String> {
    match credential {
        Credential::Basic(_, encoding) => Ok(Credential::Basic(Secret::new(secret), *encoding)),
        Credential::Post(_) => Ok(Credential::Post(Secret::new(secret))),
        _ => Err("the client has no secret".to_owned()),
    }
}

// What stands there is neither base64 nor a pair (RFC 7617 §2).
fn malform(request: &mut Request) {
    for (_, value) in request.headers.iter_mut().filter(|(name, _)| name == "authorization") {
        "Basic !not-base64!".clone_into(value);
    }
}

fn in_query(request: &Request) -> Request {
    let mut url: Url = request.url.clone();
    url.query_pairs_mut().extend_pairs(request.fields());
    let headers = request.headers.iter().filter(|(name, _)| name != "content-type").cloned().collect();
    Request { method: "GET".to_owned(), url, headers, body: Vec::new() }
}

fn in_json(request: &Request) -> Request {
    let object: Map<String, Value> = request.fields().into_iter().map(|(name, value)| (name, value.into())).collect();
    let mut json = Request { body: Value::Object(object).to_string().into_bytes(), ..request.clone() };
    for (_, value) in json.headers.iter_mut().filter(|(name, _)| name == "content-type") {
        JSON.clone_into(value);
    }
    json
}
