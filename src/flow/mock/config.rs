//! What a mock is set up with: issuers, and their clients, users, keys and lifetimes.

use crate::flow::fault::AnyFault;
use crate::flow::mint::members::Members;
use crate::flow::mint::{Recipient, Unfit};
use crate::flow::template;
use crate::jose::alg::Algorithm;
use crate::jose::key::{Key, Kind};
use crate::model::login::{ClientAuth, DEFAULT_REDIRECT_URI, WINDOW_REDIRECT_URI};
use crate::model::secret::Secret;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;
use url::Url;

/// Everything a mock is set up with.
#[derive(Debug, Clone)]
pub struct Config {
    /// The issuers; their paths tell them apart.
    pub issuers: Vec<Issuer>,
    /// The faults of all of them.
    pub faults: Vec<AnyFault>,
    /// How long the fault `token.slow` waits, in milliseconds.
    pub slow: u64,
}

/// One issuer: an authorization server of its own.
#[derive(Debug, Clone)]
pub struct Issuer {
    /// The issuer identifier, to the letter.
    pub id: String,
    /// The brand's name, for people.
    pub name: String,
    /// Who may ask for tokens.
    pub clients: Vec<Client>,
    /// Who can log in.
    pub users: Vec<User>,
    /// The signing keys: the first one signs, all are published. Empty means one new RSA key.
    pub keys: Vec<Source>,
    /// How long things live.
    pub lifetimes: Lifetimes,
    /// The authentication context classes it can promise, the usual one first (`acr`).
    pub acr: Vec<String>,
    /// Claims of every token, besides the users' own.
    pub claims: Members,
    /// Whether clients may register themselves (OpenID Connect Dynamic Client Registration 1.0).
    pub registration: bool,
    /// Whether those that do may ask for tokens without a signature, and the metadata says so.
    pub unsigned: bool,
}

/// A client: LivePerson, as the authorization server knows it.
#[derive(Debug, Clone)]
pub struct Client {
    /// The client ID.
    pub id: String,
    /// Its name, for people.
    pub name: String,
    /// The client secret. A client that needs one and has none gets a random one when the mock starts.
    pub secret: Option<Secret>,
    /// How it may prove who it is at the token endpoint.
    pub auth: Vec<ClientAuth>,
    /// How ID and secret may be encoded in `client_secret_basic`.
    pub basic: BasicEncoding,
    /// Its public keys for `private_key_jwt`, a JWK set (RFC 7517 §5).
    pub keys: Option<Value>,
    /// How its tokens are encrypted after they are signed (`id_token_encrypted_response_alg` and `_enc` of OIDC Registration
    /// §2), if they are.
    pub recipient: Option<Recipient>,
    /// Its redirection URIs, to the letter.
    pub redirect_uris: Vec<String>,
    /// Where it may send people after they logged out, to the letter.
    pub post_logout_redirect_uris: Vec<String>,
    /// Whether it must use PKCE.
    pub pkce: bool,
    /// Whether it must send a nonce where a token comes through the browser (OIDC Core §3.2.2.1). LivePerson sends none.
    pub nonce: bool,
    /// Whether people are asked before their data goes there.
    pub consent: bool,
    /// Whether it gets refresh tokens.
    pub refresh: bool,
    /// Whether LivePerson asks as RFC 6749 has it. If not, `response_type=token` asks for an id_token, which comes back in
    /// `token`; a redirection URI may have a query that is not registered; and the token request may name another one.
    pub rfc_mode: bool,
    /// Whether tokens may come back in the query, as in some older set-ups. The standards forbid it.
    pub tokens_in_query: bool,
    /// The faults of this client's logins.
    pub faults: Vec<AnyFault>,
}

/// How ID and secret are encoded before they are joined in `client_secret_basic`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BasicEncoding {
    /// Either way will do.
    #[default]
    Either,
    /// As in a form (RFC 6749 §2.3.1).
    Form,
    /// Not at all.
    Raw,
}

/// Somebody who can log in.
#[derive(Debug, Clone)]
pub struct User {
    /// The name to log in with.
    pub name: String,
    /// The password.
    pub password: Secret,
    /// The claims, `sub` among them.
    pub claims: Members,
}

/// A signing key.
#[derive(Debug, Clone)]
pub struct Source {
    /// The key ID; made up from the key if there is none.
    pub kid: Option<String>,
    /// The algorithm; the key's usual one if there is none.
    pub algorithm: Option<&'static Algorithm>,
    /// Where the key comes from.
    pub origin: Origin,
}

/// Where a signing key comes from.
#[derive(Debug, Clone)]
pub enum Origin {
    /// It is made when the mock starts.
    New(Kind),
    /// It stands in this file, which has to be read first.
    File(String),
    /// Here it is.
    Here(Arc<Key>),
}

/// How long things live, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// A code.
    pub code: i64,
    /// A token.
    pub id_token: i64,
    /// An access token.
    pub access_token: i64,
    /// A refresh token.
    pub refresh_token: i64,
    /// A login.
    pub session: i64,
}

/// The client ID of the standard client.
pub const STANDARD_CLIENT: &str = "lp-acmebank";

/// The client ID of the client that [`Config::with_second_client`] adds.
pub const SECOND_CLIENT: &str = "lp-acmebank-2";

/// The name of the standard user, who has `lp_sdes`.
pub const STANDARD_USER: &str = "ada";

impl Config {
    /// Returns a configuration that is ready for LivePerson: the issuer `base`, the client `lp-acmebank` with both of
    /// LivePerson's redirection URIs and a random secret, and the users `ada`, with `lp_sdes`, and `grace`, without.
    pub fn standard(base: &Url) -> Config {
        let issuer = Issuer {
            clients: vec![Client::liveperson(STANDARD_CLIENT)],
            users: vec![ada(), grace()],
            ..Issuer::new(base.as_str().trim_end_matches('/'), "Acme Bank")
        };
        Config { issuers: vec![issuer], ..Config::default() }
    }

    /// Returns the configuration with a second client of the first issuer, which differs from the first one in its ID and
    /// its secret: no code of the one is meant for the other.
    #[must_use]
    pub fn with_second_client(mut self) -> Config {
        if let Some(issuer) = self.issuers.first_mut() {
            let first = issuer.clients.first().cloned().unwrap_or_else(|| Client::liveperson(STANDARD_CLIENT));
            issuer.clients.push(Client { id: SECOND_CLIENT.to_owned(), secret: None, ..first });
        }
        self
    }

    /// Returns the configuration with clients that register themselves at every issuer, for unsigned tokens too if
    /// `unsigned` says so.
    #[must_use]
    pub fn with_registration(mut self, unsigned: bool) -> Config {
        for issuer in &mut self.issuers {
            (issuer.registration, issuer.unsigned) = (true, unsigned);
        }
        self
    }

    /// Says what of it cannot be, if anything.
    pub(super) fn fit(&self) -> Result<(), Unfit> {
        let bases = self.issuers.iter().map(Issuer::base).collect::<Result<Vec<_>, _>>()?;
        if let Some(path) = repeated(bases.iter().map(|base| base.path().trim_end_matches('/'))) {
            return Err(Unfit(format!("two issuers stand below the path {path}/")));
        }
        self.issuers.iter().try_for_each(Issuer::fit)
    }

    /// Returns the first issuer: of the standard configuration, the only one.
    pub fn first(&self) -> Option<&Issuer> {
        self.issuers.first()
    }
}

impl Issuer {
    /// Returns an issuer without clients and users.
    pub fn new(id: &str, name: &str) -> Issuer {
        Issuer {
            id: id.to_owned(),
            name: name.to_owned(),
            clients: Vec::new(),
            users: Vec::new(),
            keys: Vec::new(),
            lifetimes: Lifetimes::default(),
            acr: ["loa1", "loa2"].map(str::to_owned).to_vec(),
            claims: Members::default(),
            registration: false,
            unsigned: false,
        }
    }

    /// Returns the issuer identifier as the address that it is (OIDC Discovery §3, but for plain http).
    pub(super) fn base(&self) -> Result<Url, Unfit> {
        let fits =
            |url: &Url| matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none();
        let broken = || Unfit(format!("{} is no address that an issuer can have", self.id));
        Url::parse(&self.id).ok().filter(fits).ok_or_else(broken)
    }

    fn fit(&self) -> Result<(), Unfit> {
        if let Some(id) = repeated(self.clients.iter().map(|client| &client.id)) {
            return Err(Unfit(format!("there are two clients {id}")));
        }
        if let Some(name) = repeated(self.users.iter().map(|user| &user.name)) {
            return Err(Unfit(format!("there are two users {name}")));
        }
        let Lifetimes { code, id_token, access_token, refresh_token, session } = self.lifetimes;
        if [code, id_token, access_token, refresh_token, session].iter().any(|seconds| *seconds <= 0) {
            return Err(Unfit("a lifetime is at least one second".to_owned()));
        }
        self.clients.iter().try_for_each(Client::fit)
    }

    /// Returns the client with this ID.
    pub fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.id == id)
    }

    /// Returns the user with this name.
    pub fn user(&self, name: &str) -> Option<&User> {
        self.users.iter().find(|user| user.name == name)
    }
}

impl Issuer {
    /// Fills in the keys and secrets that are left out with those that the same issuer had before.
    pub(super) fn go_on_from(&mut self, before: &Issuer) {
        if self.keys.is_empty() {
            self.keys.clone_from(&before.keys);
        }
        for (source, old) in self.keys.iter_mut().zip(&before.keys) {
            if source.is_met_by(old) {
                *source = old.clone();
            }
        }
        for client in &mut self.clients {
            let old = before.client(&client.id);
            client.secret = client.secret.take().or_else(|| old?.secret.clone());
        }
    }

    /// Returns whether its keys are the keys that `other` has.
    pub(super) fn has_keys_of(&self, other: &Issuer) -> bool {
        let same = |(one, other): (&Source, &Source)| match (&one.origin, &other.origin) {
            (Origin::Here(key), Origin::Here(old)) => key.thumbprint() == old.thumbprint() && one.kid == other.kid,
            _ => false,
        };
        self.keys.len() == other.keys.len() && self.keys.iter().zip(&other.keys).all(same)
    }
}

impl Client {
    /// Returns LivePerson as a client: both of its redirection URIs, and `client_secret_basic` with a random secret.
    pub fn liveperson(id: &str) -> Client {
        Client {
            id: id.to_owned(),
            name: "LivePerson".to_owned(),
            secret: None,
            auth: vec![ClientAuth::Basic],
            basic: BasicEncoding::Either,
            keys: None,
            recipient: None,
            redirect_uris: [WINDOW_REDIRECT_URI, DEFAULT_REDIRECT_URI].map(str::to_owned).to_vec(),
            post_logout_redirect_uris: Vec::new(),
            pkce: false,
            nonce: false,
            consent: false,
            refresh: true,
            rfc_mode: true,
            tokens_in_query: false,
            faults: Vec::new(),
        }
    }
}

impl Client {
    // RFC 6749 §3.1.2.
    fn fit(&self) -> Result<(), Unfit> {
        let is_whole = |uri: &&String| Url::parse(uri).is_ok_and(|url| url.fragment().is_none());
        match self.redirect_uris.iter().chain(&self.post_logout_redirect_uris).find(|uri| !is_whole(uri)) {
            Some(uri) => Err(Unfit(format!("client {}: {uri} must be an absolute URI without a fragment", self.id))),
            None if self.auth.contains(&ClientAuth::Tls) => {
                Err(Unfit(format!("client {}: tls_client_auth is not supported", self.id)))
            }
            None => Ok(()),
        }
    }
}

impl User {
    /// Returns the consumer's id (`sub`).
    pub fn subject(&self) -> &str {
        self.claims.text("sub").unwrap_or(&self.name)
    }
}

impl Source {
    // A key that is to be made has been made before.
    fn is_met_by(&self, made: &Source) -> bool {
        let (Origin::New(kind), Origin::Here(key)) = (&self.origin, &made.origin) else { return false };
        let named = self.kid.is_none() || self.kid == made.kid;
        let algorithm = self.algorithm.is_none_or(|wanted| made.algorithm.is_some_and(|it| it.name == wanted.name));
        key.kind() == *kind && named && algorithm
    }

    /// Returns a new key of this kind.
    pub fn new(kind: Kind) -> Source {
        Source { kid: None, algorithm: None, origin: Origin::New(kind) }
    }
}

impl Default for Config {
    fn default() -> Config {
        Config { issuers: Vec::new(), faults: Vec::new(), slow: 3_000 }
    }
}

impl Default for Lifetimes {
    fn default() -> Lifetimes {
        Lifetimes { code: 60, id_token: 3_600, access_token: 3_600, refresh_token: 30 * 86_400, session: 8 * 3_600 }
    }
}

fn repeated<T: Eq + Hash + Clone>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut seen = HashSet::new();
    values.into_iter().find(|value| !seen.insert(value.clone()))
}

fn ada() -> User {
    let claims = json!({
        "sub": "5d0c1fa9e2b74c63a8f1",
        "name": "Ada Ferrer",
        "given_name": "Ada",
        "family_name": "Ferrer",
        "middle_name": "Inés",
        "nickname": "Adita",
        "preferred_username": "ada",
        "profile": "https://www.acmebank.example/people/ada",
        "picture": "https://www.acmebank.example/people/ada.png",
        "website": "https://ada.example/",
        "email": "ada@mail.example",
        "email_verified": true,
        "phone_number": "+34600123456",
        "phone_number_verified": true,
        "gender": "female",
        "birthdate": "1990-12-10",
        "zoneinfo": "Europe/Madrid",
        "locale": "es-ES",
        "updated_at": 1_735_689_600,
        "address": {
            "formatted": "Calle Mayor 5\n28013 Madrid\nSpain",
            "street_address": "Calle Mayor 5",
            "locality": "Madrid",
            "region": "Madrid",
            "postal_code": "28013",
            "country": "Spain",
        },
        "lp_sdes": template::lp_sdes(),
    });
    User { name: STANDARD_USER.to_owned(), password: Secret::new("lovelace"), claims: members(claims) }
}

fn grace() -> User {
    let claims = json!({
        "sub": "9b47e03d6c1f4ad2b5e8",
        "name": "Grace Okoye",
        "given_name": "Grace",
        "family_name": "Okoye",
        "email": "grace@mail.example",
    });
    User { name: "grace".to_owned(), password: Secret::new("hopper"), claims: members(claims) }
}

fn members(object: Value) -> Members {
    match object {
        Value::Object(map) => map.into(),
        _ => Members::default(),
    }
}
