//! Where the keys come from that a signature is checked with. Nothing is fetched that the user did not name.

use super::brand::Chosen;
use super::key::{self, Passphrase};
use super::network;
use crate::check::Slot;
use crate::edge::gather::{Gathering, LIMIT, gather_all};
use crate::edge::http::{self, Limits};
use crate::edge::{Edge, Failure};
use crate::flow::plan::{self, Documents, Want};
use crate::jose::key_file::{self, Found, KeyFileError};
use crate::model::discovery::Discovery;
use crate::model::http::Exchange;
use crate::model::json::{Broken, Malformed};
use crate::model::jwk::Jwks;
use crate::model::source::Source;
use crate::spec::liveperson::DELEGATION;
use std::path::{Path, PathBuf};
use url::Url;

/// The flags that name a source of keys.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Keys")]
pub struct KeyFlags {
    /// Verify with the public key in FILE, in any form (PEM, DER, certificate, JWK, one-line base64)
    #[arg(long, value_name = "FILE")]
    pub key: Vec<PathBuf>,
    /// Verify with the JWK set in this file or at this URL
    #[arg(long, value_name = "FILE|URL", conflicts_with = "key")]
    pub jwks: Option<String>,
    /// Expect this issuer; without --key or --jwks, also discover its keys
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// Fetch the keys of the issuer that the token itself names, and say what that proves
    #[arg(long, conflicts_with_all = ["key", "jwks", "issuer"])]
    pub discover: bool,
}

/// A source of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// Keys that the user holds.
    Held(Vec<PathBuf>),
    /// A key set in a file.
    File(PathBuf),
    /// A key set at an address.
    Address(Url),
    /// The one-line base64 of LivePerson's console field.
    Console(String),
    /// Whatever the metadata of this issuer names.
    Issuer(String),
    /// Whatever the metadata of the issuer names that the token names.
    Discover,
}

/// The keys, and how they were come by.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The authorization server's metadata, if it was asked.
    pub discovery: Slot<Discovery>,
    /// The key set.
    pub keys: Slot<Jwks>,
    /// Each way that led over redirects, `https://a.example → https://b.example`.
    pub ways: Vec<String>,
    /// Why there is no key set, if the metadata came and what it names as such cannot be had.
    pub failure: Option<Failure>,
}

impl KeySource {
    /// Returns the source that the flags name, else the one that the brand's settings name, else the issuer's metadata.
    ///
    /// # Errors
    /// If a URL is none.
    pub fn choose(args: &KeyFlags, chosen: &Chosen) -> Result<Option<KeySource>, Failure> {
        if !args.key.is_empty() {
            return Ok(Some(KeySource::Held(args.key.clone())));
        }
        if let Some(named) = &args.jwks {
            return KeySource::named(named, Path::new(named)).map(Some);
        }
        if args.discover {
            return Ok(Some(KeySource::Discover));
        }
        KeySource::of_brand(chosen, args.issuer.as_deref())
    }

    fn of_brand(chosen: &Chosen, issuer: Option<&str>) -> Result<Option<KeySource>, Failure> {
        if let Some(file) = chosen.path("key") {
            return Ok(Some(KeySource::Held(vec![file])));
        }
        if let (Some(named), Some(path)) = (chosen.brand.text("jwks"), chosen.path("jwks")) {
            return KeySource::named(named, &path).map(Some);
        }
        if let Some(key) = chosen.brand.text("jwt_public_key") {
            return Ok(Some(KeySource::Console(key.to_owned())));
        }
        if let Some(url) = chosen.brand.text("jwks_endpoint") {
            return KeySource::named(url, Path::new(url)).map(Some);
        }
        let issuer = issuer.or_else(|| chosen.brand.text("issuer"));
        Ok(issuer.map(|issuer| KeySource::Issuer(issuer.to_owned())))
    }

    fn named(text: &str, path: &Path) -> Result<KeySource, Failure> {
        if !text.starts_with("https://") && !text.starts_with("http://") {
            return Ok(KeySource::File(path.to_owned()));
        }
        let url = Url::parse(text).map_err(|error| {
            Failure::usage(format!("“{text}” is no URL: {error}"))
                .hint("pass the whole address, beginning with https://")
        })?;
        Ok(KeySource::Address(url))
    }

    /// Reads or fetches the keys. `claimed` is the issuer that the token names.
    ///
    /// # Errors
    /// If a file cannot be read or nobody answers. What answers something else than a key set is a fact, not a failure.
    pub fn gather(&self, claimed: Option<&str>, limits: &Limits, edge: &mut Edge) -> Result<Gathered, Failure> {
        match self {
            KeySource::Held(files) => Ok(Gathered::of_keys(held(files, edge)?)),
            KeySource::File(file) => Ok(Gathered::of_keys(set(file, edge)?)),
            KeySource::Console(text) => typed(text).map(Gathered::of_keys),
            KeySource::Address(url) => fetch(&Want { jwks: Some(url.clone()), ..Want::default() }, limits, edge),
            KeySource::Issuer(issuer) => fetch_of(issuer, limits, edge),
            KeySource::Discover => match claimed {
                Some(issuer) => fetch_of(issuer, limits, edge),
                None => Ok(Gathered::of_keys(Slot::absent("the token names no issuer to discover"))),
            },
        }
    }
}

impl Gathered {
    fn of_keys(keys: Slot<Jwks>) -> Gathered {
        Gathered {
            discovery: Slot::absent("the metadata was not asked for: pass --issuer without --key or --jwks"),
            keys,
            ..Gathered::default()
        }
    }

    /// Returns what the answers hold; `asked` is the issuer whose metadata was asked for.
    pub fn of_documents(documents: &Documents, asked: Option<&str>) -> Gathered {
        let answer = |exchange: Option<&Exchange>| exchange.and_then(|exchange| exchange.answer.clone());
        let metadata = answer(documents.metadata()).map(|answer| plan::discovery(&answer, asked));
        let keys = answer(documents.key_set()).map(|answer| plan::jwks(&answer));
        Gathered {
            discovery: slot(metadata, "the metadata was not asked for"),
            keys: slot(keys, "the metadata leads to no key set"),
            ways: documents.all().filter(|exchange| !exchange.redirects.is_empty()).map(way).collect(),
            failure: None,
        }
    }
}

fn way(exchange: &Exchange) -> String {
    let redirects = exchange.redirects.iter().map(|redirect| redirect.url.as_str());
    redirects.chain([exchange.url.as_str()]).collect::<Vec<_>>().join(" → ")
}

fn slot<T>(read: Option<Result<T, Broken>>, absent: &'static str) -> Slot<T> {
    match read {
        Some(Ok(document)) => Slot::Here(document),
        Some(Err(broken)) => Slot::Broken(broken),
        None => Slot::absent(absent),
    }
}

fn fetch_of(issuer: &str, limits: &Limits, edge: &mut Edge) -> Result<Gathered, Failure> {
    if plan::discovery_url(issuer).is_none() {
        return Err(Failure::usage(format!("the issuer “{issuer}” is no URL, so its keys cannot be discovered"))
            .hint("pass --jwks FILE|URL or --key FILE as well"));
    }
    fetch(&Want { issuer: Some(issuer.to_owned()), ..Want::default() }, limits, edge)
}

// Without the key set that the metadata names, the claims can be judged all the same.
fn fetch(want: &Want, limits: &Limits, edge: &mut Edge) -> Result<Gathered, Failure> {
    let Gathering { documents, failure } =
        gather_all(std::slice::from_ref(want), limits, edge).pop().unwrap_or_default();
    let untrusted = || documents.all().find(|exchange| exchange.answer.is_none()).map(http::untrusted);
    let failure = failure.map(|failure| network::fitting(failure, want, &documents)).or_else(untrusted);
    let gathered = Gathered::of_documents(&documents, want.issuer.as_deref());
    match (failure, &gathered.discovery) {
        (None, _) => Ok(gathered),
        (Some(failure), Slot::Here(_)) => {
            Ok(Gathered { keys: Slot::absent(failure.message.clone()), failure: Some(failure), ..gathered })
        }
        (Some(failure), _) => Err(failure),
    }
}

fn set(file: &Path, edge: &mut Edge) -> Result<Slot<Jwks>, Failure> {
    let name = file.display().to_string();
    let bytes = edge.files.read(file, LIMIT)?;
    let malformed = match parse(&name, &bytes, true) {
        Ok(jwks) => return Ok(Slot::Here(jwks)),
        Err(malformed) => malformed,
    };
    // A key in another form passed as --jwks is used all the same; what is neither is a broken key set.
    match key_file::read(&bytes, None) {
        Ok(found) => Ok(as_set(&name, &found)),
        Err(_) => Ok(Slot::Broken(Broken { source: Source::new(name, String::from_utf8_lossy(&bytes)), malformed })),
    }
}

fn held(files: &[PathBuf], edge: &mut Edge) -> Result<Slot<Jwks>, Failure> {
    let mut found = Vec::new();
    for file in files {
        let name = file.display().to_string();
        let bytes = edge.files.read(file, LIMIT)?;
        // A JWK keeps its own text, so that findings point into it.
        match parse(&name, &bytes, false) {
            Ok(jwks) if files.len() == 1 => return Ok(Slot::Here(jwks)),
            _ if locked(&bytes) && !edge.person.present() => return Err(public_half(&name)),
            _ => found.extend(key::read(file, &Passphrase::default(), edge)?),
        }
    }
    let names: Vec<_> = files.iter().map(|file| file.display().to_string()).collect();
    Ok(as_set(&names.join(", "), &found))
}

fn locked(bytes: &[u8]) -> bool {
    matches!(key_file::read(bytes, None), Err(KeyFileError::NeedsPassphrase))
}

fn public_half(name: &str) -> Failure {
    Failure::usage(format!("{name} is an encrypted private key, and nobody is there to ask for its passphrase"))
        .hint(format!("verify with the public half: lpauth keygen --from {name} --format public-pem"))
}

fn parse(name: &str, bytes: &[u8], published: bool) -> Result<Jwks, Malformed> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Malformed { reason: "not UTF-8".to_owned(), offset: error.valid_up_to() })?;
    Jwks::parse(Source::new(name, text), published)
}

// The field of LivePerson's console, as lpauth.toml has it.
pub(super) fn typed(text: &str) -> Result<Slot<Jwks>, Failure> {
    const FIELD: &str = "jwt_public_key of lpauth.toml";
    if text.trim() == DELEGATION {
        let message = format!("{FIELD} is no key but {DELEGATION}: LivePerson's word for unauthenticated delegation");
        return Err(Failure::usage(message).hint("name the issuer's keys: --jwks FILE|URL, or `jwks` in lpauth.toml"));
    }
    let found = key_file::read(text.as_bytes(), None).map_err(|error| {
        Failure::usage(format!("{FIELD} cannot be read: {error}"))
            .hint("paste the key as LivePerson's console has it; `lpauth keygen --from FILE --console` prints it so")
    })?;
    Ok(as_set(FIELD, &found))
}

fn as_set(name: &str, found: &[Found]) -> Slot<Jwks> {
    // A shared secret has no public half; reports mask it.
    let jwk = |found: &Found| found.key.public_jwk().unwrap_or_else(|| found.key.jwk());
    let keys: Vec<_> = found.iter().map(jwk).collect();
    let text = format!("{:#}", serde_json::json!({ "keys": keys }));
    let source = Source::new(format!("{name} as a JWK set"), text).part_of(name);
    match Jwks::parse(source.clone(), false) {
        Ok(jwks) => Slot::Here(jwks),
        Err(malformed) => Slot::Broken(Broken { source, malformed }),
    }
}
