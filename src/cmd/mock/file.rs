//! The configuration's file: TOML, a section an issuer, and below it its clients, users and keys. What a section leaves out
//! is as in the standard configuration; a wrong or unknown member is an error with its place, never ignored.

use super::setup;
use super::unknown_fault;
use crate::cmd::key::{self, Passphrase};
use crate::cmd::mint::chosen;
use crate::edge::gather::LIMIT;
use crate::edge::{Edge, Failure};
use crate::flow::fault::AnyFault;
use crate::flow::mint::{Recipient, Unfit};
use crate::flow::mock::config::{BasicEncoding, Client, Config, Issuer, Lifetimes, Origin, Source, User};
use crate::jose::alg::{self, ALGORITHMS, Algorithm};
use crate::jose::key::{Curve, Kind};
use crate::model::login::ClientAuth;
use crate::model::secret::Secret;
use crate::model::source;
use crate::model::time::parse_duration;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use url::Url;

/// What may stand in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    issuer: Vec<IssuerSection>,
    #[serde(default)]
    faults: Vec<Named<AnyFault>>,
    slow: Option<Length>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IssuerSection {
    id: Option<String>,
    path: Option<String>,
    name: Option<String>,
    acr: Option<Vec<String>>,
    #[serde(default)]
    claims: Map<String, Value>,
    #[serde(default)]
    lifetimes: LifetimesSection,
    client: Option<Vec<ClientSection>>,
    user: Option<Vec<UserSection>>,
    #[serde(default)]
    key: Vec<KeySection>,
    registration: Option<bool>,
    unsigned: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LifetimesSection {
    code: Option<Length>,
    id_token: Option<Length>,
    access_token: Option<Length>,
    refresh_token: Option<Length>,
    session: Option<Length>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClientSection {
    id: String,
    name: Option<String>,
    secret: Option<String>,
    auth: Option<Vec<Named<ClientAuth>>>,
    basic: Option<Named<BasicEncoding>>,
    jwks: Option<PathBuf>,
    id_token_encrypted_response_alg: Option<String>,
    id_token_encrypted_response_enc: Option<String>,
    encrypt_to: Option<PathBuf>,
    encrypt_kid: Option<String>,
    redirect_uris: Option<Vec<String>>,
    post_logout_redirect_uris: Option<Vec<String>>,
    pkce: Option<bool>,
    nonce: Option<bool>,
    consent: Option<bool>,
    refresh: Option<bool>,
    rfc_mode: Option<bool>,
    tokens_in_query: Option<bool>,
    #[serde(default)]
    faults: Vec<Named<AnyFault>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UserSection {
    name: String,
    password: String,
    #[serde(default)]
    claims: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeySection {
    file: Option<PathBuf>,
    kid: Option<String>,
    alg: Option<Named<&'static Algorithm>>,
}

/// Something that the file calls by its name.
#[derive(Debug, Clone, Copy)]
struct Named<T>(T);

/// A length of time, in seconds.
#[derive(Debug, Clone, Copy)]
struct Length(i64);

/// Returns the configuration in `path`, of a mock at `base`.
///
/// # Errors
/// If it or a file that it names cannot be read, or something in it is wrong.
pub(super) fn read(path: &Path, base: &Url, edge: &mut Edge) -> Result<Config, Failure> {
    let name = path.display().to_string();
    let text = String::from_utf8(edge.files.read(path, LIMIT)?);
    let text = text.map_err(|_| Failure::usage(format!("{name} is not UTF-8 text")).hint("save it as UTF-8 text"))?;
    let file: File = toml::from_str(&text).map_err(|error| mistake(&name, &text, &error))?;
    let directory = path.parent().unwrap_or(Path::new(""));
    let mut reader = Reader { name: &name, directory, base, edge };
    reader.config(file)
}

fn mistake(name: &str, text: &str, error: &toml::de::Error) -> Failure {
    let place = source::Source::new(name, text).position(error.span().map_or(0, |span| span.start));
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    Failure::usage(format!("{name}:{}:{}: {message}", place.line, place.column))
        .hint("mend that line; docs/mock.md describes the file")
}

struct Reader<'a> {
    name: &'a str,
    directory: &'a Path,
    base: &'a Url,
    edge: &'a mut Edge,
}

impl Reader<'_> {
    fn config(&mut self, file: File) -> Result<Config, Failure> {
        let standard = Config::standard(self.base);
        let slow = file.slow.map_or(standard.slow, |Length(seconds)| seconds.unsigned_abs() * 1000);
        let issuers = match file.issuer.is_empty() {
            true => standard.issuers.clone(),
            false => {
                file.issuer.into_iter().map(|section| self.issuer(section, &standard)).collect::<Result<_, _>>()?
            }
        };
        Ok(Config { issuers, faults: plain(file.faults), slow })
    }

    fn issuer(&mut self, section: IssuerSection, standard: &Config) -> Result<Issuer, Failure> {
        let (clients, users) = standard.first().map(|it| (it.clients.clone(), it.users.clone())).unwrap_or_default();
        let id = self.identifier(&section);
        let issuer = Issuer::new(&id, section.name.as_deref().unwrap_or("Acme Bank"));
        let clients =
            section.client.map(|list| list.into_iter().map(|it| self.client(it)).collect()).unwrap_or(Ok(clients))?;
        let keys = section.key.iter().map(|it| self.keys(it)).collect::<Result<Vec<_>, _>>()?;
        Ok(Issuer {
            clients,
            users: section.user.map_or(users, |list| list.into_iter().map(user).collect()),
            keys: keys.into_iter().flatten().collect(),
            lifetimes: lifetimes(&section.lifetimes),
            acr: section.acr.unwrap_or(issuer.acr),
            claims: section.claims.into(),
            registration: section.registration.unwrap_or(issuer.registration),
            unsigned: section.unsigned.unwrap_or(issuer.unsigned),
            ..issuer
        })
    }

    fn identifier(&self, section: &IssuerSection) -> String {
        let base = self.base.as_str().trim_end_matches('/');
        let path = section.path.as_deref().unwrap_or_default().trim_start_matches('/');
        match (&section.id, path) {
            (Some(id), _) => id.clone(),
            (None, "") => base.to_owned(),
            (None, path) => format!("{base}/{path}"),
        }
    }

    fn client(&mut self, section: ClientSection) -> Result<Client, Failure> {
        let usual = Client::liveperson(&section.id);
        let recipient = self.recipient(&section)?;
        let keys = section.jwks.map(|file| self.key_set(&file)).transpose()?;
        Ok(Client {
            name: section.name.unwrap_or(usual.name),
            secret: section.secret.map(|text| self.secret(&text)).transpose()?,
            auth: section.auth.map_or(usual.auth, plain),
            basic: section.basic.map_or(usual.basic, |named| named.0),
            keys: keys.or(usual.keys),
            recipient,
            redirect_uris: section.redirect_uris.unwrap_or(usual.redirect_uris),
            post_logout_redirect_uris: section.post_logout_redirect_uris.unwrap_or(usual.post_logout_redirect_uris),
            pkce: section.pkce.unwrap_or(usual.pkce),
            nonce: section.nonce.unwrap_or(usual.nonce),
            consent: section.consent.unwrap_or(usual.consent),
            refresh: section.refresh.unwrap_or(usual.refresh),
            rfc_mode: section.rfc_mode.unwrap_or(usual.rfc_mode),
            tokens_in_query: section.tokens_in_query.unwrap_or(usual.tokens_in_query),
            faults: plain(section.faults),
            ..usual
        })
    }

    // As in lpauth.toml, a secret may stand elsewhere; here it need not: it opens nothing but this mock.
    fn secret(&mut self, text: &str) -> Result<Secret, Failure> {
        let name = self.name;
        match (text.strip_prefix("env:"), text.strip_prefix("file:")) {
            (Some(variable), _) => self.edge.environment.get(variable).map(Secret::new).ok_or_else(|| {
                Failure::usage(format!("{name}: the environment has no {variable} that could be the client secret"))
                    .hint("set it before the mock starts, or write secret = \"file:PATH\"")
            }),
            (_, Some(file)) => setup::secret(&self.directory.join(file), self.edge),
            _ => Ok(Secret::new(text)),
        }
    }

    fn key_set(&mut self, file: &Path) -> Result<Value, Failure> {
        let path = self.directory.join(file);
        let bytes = self.edge.files.read(&path, LIMIT)?;
        serde_json::from_slice(&bytes).map_err(|error| {
            Failure::input(format!("{} is no JWK set: {error}", path.display()))
                .hint("a set is {\"keys\": […]}; `lpauth keygen --from FILE --format jwks` makes one")
        })
    }

    // OIDC Registration §2: the algorithms, and a key of the client's set; without an `enc`, it is A128CBC-HS256.
    fn recipient(&mut self, section: &ClientSection) -> Result<Option<Recipient>, Failure> {
        let alg = section.id_token_encrypted_response_alg.as_deref();
        let file = match (&section.encrypt_to, &section.jwks, alg) {
            (Some(file), ..) | (None, Some(file), Some(_)) => self.directory.join(file),
            (None, None, None) | (None, Some(_), None) => return Ok(None),
            (None, None, Some(_)) => {
                return Err(self.unfit(section, "encrypted tokens need a key: name its file in jwks or encrypt_to"));
            }
        };
        let found = key::read(&file, &Passphrase::default(), self.edge)?;
        let key = chosen(found.into_iter().map(|found| found.key).collect(), &file)?;
        let enc = section.id_token_encrypted_response_enc.as_deref().unwrap_or("A128CBC-HS256");
        let recipient = Recipient::new(Arc::new(key), alg, enc, section.encrypt_kid.as_deref());
        recipient.map(Some).map_err(|Unfit(reason)| self.unfit(section, &reason))
    }

    fn unfit(&self, section: &ClientSection, reason: &str) -> Failure {
        Failure::usage(format!("{}: client {}: {reason}", self.name, section.id))
            .hint("docs/mock.md describes what a client may have")
    }

    fn keys(&mut self, section: &KeySection) -> Result<Vec<Source>, Failure> {
        let algorithm = section.alg.map(|named| named.0);
        let source = |origin| Source { kid: section.kid.clone(), algorithm, origin };
        let Some(file) = &section.file else { return Ok(vec![source(Origin::New(kind(algorithm)))]) };
        let found = key::read(&self.directory.join(file), &Passphrase::default(), self.edge)?;
        Ok(found.into_iter().map(|found| source(Origin::Here(Arc::new(found.key)))).collect())
    }
}

fn user(section: UserSection) -> User {
    User { name: section.name, password: Secret::new(section.password), claims: section.claims.into() }
}

fn lifetimes(section: &LifetimesSection) -> Lifetimes {
    let usual = Lifetimes::default();
    let seconds = |length: Option<Length>, usual: i64| length.map_or(usual, |Length(seconds)| seconds);
    Lifetimes {
        code: seconds(section.code, usual.code),
        id_token: seconds(section.id_token, usual.id_token),
        access_token: seconds(section.access_token, usual.access_token),
        refresh_token: seconds(section.refresh_token, usual.refresh_token),
        session: seconds(section.session, usual.session),
    }
}

// The kind of key that an algorithm is usually used with.
fn kind(algorithm: Option<&Algorithm>) -> Kind {
    match algorithm.map(|algorithm| algorithm.name) {
        Some("ES256") => Kind::Ec(Curve::P256),
        Some("ES384") => Kind::Ec(Curve::P384),
        Some("ES512") => Kind::Ec(Curve::P521),
        Some("ES256K") => Kind::Ec(Curve::Secp256k1),
        Some("EdDSA" | "Ed25519") => Kind::Ed25519,
        _ => Kind::Rsa(2048),
    }
}

fn plain<T>(named: Vec<Named<T>>) -> Vec<T> {
    named.into_iter().map(|named| named.0).collect()
}

impl<'de> Deserialize<'de> for Named<AnyFault> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let id = String::deserialize(from)?;
        AnyFault::find(&id).map(Named).ok_or_else(|| {
            let failure = unknown_fault(&id);
            D::Error::custom(format!("{}; {}", failure.message, failure.hint.unwrap_or_default()))
        })
    }
}

impl<'de> Deserialize<'de> for Named<ClientAuth> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        let names = || ClientAuth::ALL.map(ClientAuth::name).join(", ");
        let unknown =
            || D::Error::custom(format!("“{name}” is no way for a client to prove itself; there are {}", names()));
        ClientAuth::named(&name).map(Named).ok_or_else(unknown)
    }
}

impl<'de> Deserialize<'de> for Named<BasicEncoding> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match String::deserialize(from)?.as_str() {
            "either" => Ok(Named(BasicEncoding::Either)),
            "form" => Ok(Named(BasicEncoding::Form)),
            "raw" => Ok(Named(BasicEncoding::Raw)),
            other => Err(D::Error::custom(format!("“{other}” is no encoding; there are either, form, raw"))),
        }
    }
}

impl<'de> Deserialize<'de> for Named<&'static Algorithm> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        let names = || ALGORITHMS.iter().map(|row| row.name).collect::<Vec<_>>().join(", ");
        alg::find(&name)
            .map(Named)
            .ok_or_else(|| D::Error::custom(format!("“{name}” is no algorithm; there are {}", names())))
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let length = match toml::Value::deserialize(from)? {
            toml::Value::Integer(seconds) => Some(seconds),
            toml::Value::String(text) => parse_duration(&text),
            _ => None,
        };
        let wrong = || D::Error::custom("a length of time was expected, such as 60, \"60s\" or \"1h30m\"");
        length.filter(|seconds| (0..=LONGEST).contains(seconds)).map(Length).ok_or_else(wrong)
    }
}

/// A hundred years, in seconds.
const LONGEST: i64 = 3_155_760_000;
