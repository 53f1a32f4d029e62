//! A mock, a browser with its cookies, and a clock.

use crate::support::NOW;
use lpauth::flow::fault::AnyFault;
use lpauth::flow::mock::config::{Client, Config, Origin, STANDARD_CLIENT, Source, User};
use lpauth::flow::mock::{Mock, respond};
use lpauth::model::http::{Reply, Request};
use lpauth::model::time::Timestamp;
use lpauth::model::token::Token;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Value;
use std::sync::Arc;
use url::Url;

pub(crate) const ISSUER: &str = "http://127.0.0.1:4080";
pub(crate) const WINDOW: &str = "https://lpcdn.lpsnmedia.net/le_unified_window/index.html";

/// A mock, and somebody who asks it things.
pub(crate) struct Site {
    pub(crate) mock: Arc<Mock>,
    pub(crate) now: i64,
    pub(crate) cookies: Vec<(String, String)>,
    pub(crate) dice: StdRng,
}

impl Site {
    pub(crate) fn new() -> Site {
        Site::with(|_| {})
    }

    /// Sets a mock up that differs from the standard one.
    pub(crate) fn with(change: impl FnOnce(&mut Config)) -> Site {
        let mut config = Config::standard(&Url::parse(ISSUER).unwrap());
        let key = Arc::new(crate::sample::rsa().clone());
        config.issuers[0].keys =
            vec![Source { kid: Some("brand-1".into()), algorithm: None, origin: Origin::Here(key) }];
        change(&mut config);
        let mut dice = StdRng::seed_from_u64(3);
        let mock = Arc::new(Mock::new(config, Timestamp(NOW), &mut dice).unwrap());
        Site { mock, now: NOW, cookies: Vec::new(), dice }
    }

    /// Returns somebody else who asks the same mock.
    pub(crate) fn beside(&self, seed: u64) -> Site {
        Site { mock: Arc::clone(&self.mock), now: self.now, cookies: Vec::new(), dice: StdRng::seed_from_u64(seed) }
    }

    /// Sets a mock up whose client differs from the standard one.
    pub(crate) fn with_client(change: impl FnOnce(&mut Client)) -> Site {
        Site::with(|config| change(&mut config.issuers[0].clients[0]))
    }

    pub(crate) fn client(&self) -> Client {
        self.mock.config().issuers[0].client(STANDARD_CLIENT).unwrap().clone()
    }

    pub(crate) fn user(&self, name: &str) -> User {
        self.mock.config().issuers[0].user(name).unwrap().clone()
    }

    pub(crate) fn secret(&self) -> String {
        self.client().secret.as_ref().unwrap().reveal().to_owned()
    }

    /// Sends a request as it is.
    pub(crate) fn send(&mut self, request: &Request) -> Reply {
        respond(&self.mock, request, Timestamp(self.now), &mut self.dice)
    }

    pub(crate) fn get(&mut self, path: &str) -> Reply {
        self.send(&Request::get(Url::parse(&format!("{ISSUER}{path}")).unwrap(), "*/*"))
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.send(&Request::form(Url::parse(&format!("{ISSUER}{path}")).unwrap(), fields.iter().copied()))
    }

    /// Sends a request as a browser does, with its cookies, and keeps the new ones.
    pub(crate) fn browse(&mut self, request: Request) -> Reply {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = if cookies.is_empty() { request } else { request.with("cookie", cookies.join("; ")) };
        let reply = self.send(&request);
        for field in fields(&reply, "set-cookie") {
            let (name, value) = field.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(other, _)| other != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        reply
    }

    /// Asks the authorization endpoint.
    pub(crate) fn authorize(&mut self, fields: &[(&str, &str)]) -> Reply {
        let mut url = Url::parse(&format!("{ISSUER}/authorize")).unwrap();
        url.query_pairs_mut().extend_pairs(fields);
        self.browse(Request::get(url, "text/html"))
    }

    /// Fills the login page in that `page` is.
    pub(crate) fn fill(&mut self, page: &Reply, user: &str, password: &str) -> Reply {
        let fields = [
            ("request", hidden(page, "request")),
            ("seal", hidden(page, "seal")),
            ("username", user.to_owned()),
            ("password", password.to_owned()),
        ];
        self.browse(Request::form(Url::parse(&action(page)).unwrap(), fields))
    }

    /// Asks the authorization endpoint, and logs ada in where it wants somebody to.
    pub(crate) fn log_in(&mut self, fields: &[(&str, &str)]) -> Reply {
        let page = self.authorize(fields);
        assert_eq!(page.status, 200, "{}", text(&page));
        self.fill(&page, "ada", "lovelace")
    }

    /// Redeems a code by `client_secret_basic`.
    pub(crate) fn redeem(&mut self, fields: &[(&str, &str)]) -> Reply {
        let (id, secret) = (self.client().id.clone(), self.secret());
        self.redeem_as(&id, &secret, fields)
    }

    pub(crate) fn redeem_as(&mut self, id: &str, secret: &str, fields: &[(&str, &str)]) -> Reply {
        let request = Request::form(Url::parse(&format!("{ISSUER}/token")).unwrap(), fields.iter().copied());
        self.send(&request.with("authorization", basic(id, secret)))
    }

    /// Switches a fault on, for everybody.
    pub(crate) fn fault(&mut self, id: &str) -> Result<(), String> {
        let mut config = self.mock.config().clone();
        config.faults = vec![AnyFault::find(id).unwrap_or_else(|| panic!("no fault {id}"))];
        self.otherwise(config)
    }

    /// Sets the mock up otherwise.
    pub(crate) fn otherwise(&mut self, config: Config) -> Result<(), String> {
        let mock = self.mock.otherwise(config, Timestamp(self.now), &mut self.dice).map_err(|reason| reason.0)?;
        self.mock = Arc::new(mock);
        Ok(())
    }

    /// Logs ada in and returns a new code.
    pub(crate) fn code(&mut self) -> String {
        let reply = self.log_in(&code_request());
        parameter(&reply, "code").unwrap()
    }
}

pub(crate) fn code_request() -> Vec<(&'static str, &'static str)> {
    vec![
        ("response_type", "code"),
        ("client_id", STANDARD_CLIENT),
        ("scope", "openid"),
        ("redirect_uri", WINDOW),
        ("state", "s-1"),
    ]
}

/// The standard request with some parameters changed, and those left out that are empty.
pub(crate) fn request_with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&'a str, &'a str)> = code_request();
    for (name, value) in changes {
        fields.retain(|(other, _)| other != name);
        if !value.is_empty() {
            fields.push((name, value));
        }
    }
    fields
}

pub(crate) fn code_grant(code: &str) -> Vec<(&str, &str)> {
    vec![("code", code), ("grant_type", "authorization_code"), ("redirect_uri", WINDOW)]
}

pub(crate) fn basic(id: &str, secret: &str) -> String {
    use base64::Engine;
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{id}:{secret}")))
}

pub(crate) fn fields<'a>(reply: &'a Reply, name: &str) -> Vec<&'a str> {
    reply.headers.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str()).collect()
}

pub(crate) fn field<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    fields(reply, name).first().copied()
}

pub(crate) fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).unwrap()
}

pub(crate) fn json(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap()
}

/// The OAuth error in a JSON answer.
pub(crate) fn error(reply: &Reply) -> (u16, String) {
    (reply.status, json(reply)["error"].as_str().unwrap().to_owned())
}

/// A parameter of the answer that the browser is sent on with.
pub(crate) fn parameter(reply: &Reply, name: &str) -> Option<String> {
    let location = field(reply, "location").unwrap_or_else(|| panic!("{}: {}", reply.status, text(reply)));
    let url = Url::parse(location).unwrap();
    let part = url.fragment().or(url.query()).unwrap_or_default().to_owned();
    url::form_urlencoded::parse(part.as_bytes()).find(|(other, _)| other == name).map(|(_, value)| value.into_owned())
}

/// The claims of the token in a token response.
pub(crate) fn claims(tokens: &Reply) -> Value {
    payload(json(tokens)["id_token"].as_str().unwrap_or_else(|| panic!("{}", text(tokens))))
}

/// The claims of a token.
pub(crate) fn payload(token: &str) -> Value {
    Token::parse("token", token, Vec::new()).claims.json().unwrap().root.to_value()
}

/// The value of a hidden field of a page.
pub(crate) fn hidden(page: &Reply, name: &str) -> String {
    attribute(&text(page), &format!("name=\"{name}\" value=\""))
}

pub(crate) fn action(page: &Reply) -> String {
    attribute(&text(page), "action=\"")
}

fn attribute(page: &str, start: &str) -> String {
    let at = page.find(start).unwrap_or_else(|| panic!("no {start} in {page}")) + start.len();
    let value = page[at..].split('"').next().unwrap();
    [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")]
        .iter()
        .fold(value.to_owned(), |text, (entity, character)| text.replace(entity, character))
}
