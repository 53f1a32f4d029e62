//! The brand's authorization server as one pure function, [`respond`]: an OpenID Provider that is correct by default and
//! wrong on request.
//!
//! A [`Mock`] is what it was set up with and what it remembers. The time and random bytes are arguments, so a login can be
//! played again to the letter.

mod answer;
mod assertion;
mod authorize;
mod bearer;
mod client;
pub mod config;
mod grant;
mod issue;
mod login;
mod logout;
mod metadata;
mod page;
mod params;
mod register;
mod reply;
mod ring;
mod route;
mod seal;
mod store;
mod wrong;

use super::fault::endpoint::Does;
use super::mint::members::Members;
use super::mint::{Draft, Recipient, Unfit};
use super::template;
use crate::jose::key::{Key, Kind};
use crate::model::http::{Reply, Request};
use crate::model::login::ClientAuth;
use crate::model::secret::Secret;
use crate::model::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use config::{Client, Config, Issuer};
use grant::Grant;
use register::Registered;
use ring::Ring;
pub use ring::Step;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use store::Store;
use url::Url;
use wrong::Faults;

/// An authorization server that was set up, with everything it remembers. Any number of threads may ask it at once.
pub struct Mock {
    config: Config,
    realms: Vec<Realm>,
    /// When it was set up.
    since: Timestamp,
}

/// One issuer at work.
struct Realm {
    issuer: Issuer,
    /// Where it is reached: the issuer identifier, as a URL.
    base: Url,
    memory: Arc<Memory>,
    /// The key set, with everything that is wrong with it.
    published: RwLock<Arc<Vec<Members>>>,
}

/// What an issuer remembers. No lock is held while anything is signed.
struct Memory {
    ring: RwLock<Ring>,
    /// The key of the seals on forms.
    seal: Key,
    codes: Store<Code>,
    sessions: Store<Arc<Session>>,
    access: Store<Access>,
    refresh: Store<Refresh>,
    /// How often somebody failed to log in, by name.
    failures: Store<u32>,
    /// The assertions that clients proved themselves with, by client and `jti`.
    assertions: Store<()>,
    /// The clients that registered themselves, by client ID.
    registered: Store<Arc<Registered>>,
}

/// Somebody is logged in.
struct Session {
    user: String,
    since: Timestamp,
    /// The IDs of the clients that they agreed to have their data.
    consents: Mutex<Vec<String>>,
}

/// A code that was issued, and whether it was redeemed.
#[derive(Clone)]
struct Code {
    grant: Arc<Grant>,
    redirect_uri: String,
    challenge: Option<String>,
    used: Arc<AtomicBool>,
}

/// An access token that was issued.
#[derive(Clone)]
struct Access {
    grant: Arc<Grant>,
    until: Timestamp,
}

/// A refresh token that was issued, and whether it was used.
#[derive(Clone)]
struct Refresh {
    grant: Arc<Grant>,
    used: Arc<AtomicBool>,
}

// How many of each are kept at the most. After 100,000 logins the whole process has taken less than 60 MB.
const CODES: usize = 10_000;
const SESSIONS: usize = 10_000;
const TOKENS: usize = 20_000;
const FAILURES: usize = 1_000;
const ASSERTIONS: usize = 10_000;
const REGISTERED: usize = 200;

impl Mock {
    /// Sets a server up. Keys and secrets that the configuration leaves out are made now.
    ///
    /// # Errors
    /// Says what of the configuration cannot be.
    pub fn new(config: Config, now: Timestamp, rng: &mut dyn rand::CryptoRng) -> Result<Mock, Unfit> {
        let mock = Mock::unpublished(config, now, rng)?;
        mock.publish(rng)?;
        Ok(mock)
    }

    fn unpublished(mut config: Config, now: Timestamp, rng: &mut dyn rand::CryptoRng) -> Result<Mock, Unfit> {
        config.fit()?;
        config.issuers.iter().try_for_each(|issuer| wrong::fit_envelopes(&config, issuer))?;
        for client in config.issuers.iter_mut().flat_map(|issuer| &mut issuer.clients) {
            if client.secret.is_none() && needs_secret(client) {
                client.secret = Some(Secret::new(random(rng)));
            }
        }
        let realms = config.issuers.iter().map(|issuer| Realm::new(issuer, rng)).collect::<Result<Vec<_>, _>>()?;
        config.issuers = realms.iter().map(|realm| realm.issuer.clone()).collect();
        Ok(Mock { config, realms, since: now })
    }

    // Tries every fault, and publishes the keys as the faults leave them.
    fn publish(&self, rng: &mut dyn rand::CryptoRng) -> Result<(), Unfit> {
        for realm in &self.realms {
            let keys = realm.key_set(&self.config, self.since, rng)?;
            *realm.published.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
        }
        Ok(())
    }

    /// Returns a server that is set up otherwise and goes on where this one stands. Both remember the same of the issuers
    /// that they share, and keys and secrets that `config` leaves out stay as they are.
    ///
    /// # Errors
    /// Says what of the configuration cannot be.
    pub fn otherwise(&self, mut config: Config, now: Timestamp, rng: &mut dyn rand::CryptoRng) -> Result<Mock, Unfit> {
        for issuer in &mut config.issuers {
            if let Some(before) = self.config.issuers.iter().find(|before| before.id == issuer.id) {
                issuer.go_on_from(before);
            }
        }
        let mut mock = Mock::unpublished(config, now, rng)?;
        for realm in &mut mock.realms {
            let Some(before) = self.realms.iter().find(|before| before.issuer.id == realm.issuer.id) else { continue };
            if !realm.issuer.has_keys_of(&before.issuer) {
                *before.memory.ring.write().unwrap_or_else(PoisonError::into_inner) = realm.ring();
            }
            realm.memory = Arc::clone(&before.memory);
        }
        mock.publish(rng)?;
        Ok(mock)
    }

    /// Returns what it was set up with; keys and secrets that were left out are filled in.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Returns how many codes, logins and tokens it remembers. The number is bounded.
    pub fn kept(&self) -> usize {
        let kept = |memory: &Memory| {
            memory.codes.len()
                + memory.sessions.len()
                + memory.access.len()
                + memory.refresh.len()
                + memory.failures.len()
                + memory.assertions.len()
                + memory.registered.len()
        };
        self.realms.iter().map(|realm| kept(&realm.memory)).sum()
    }

    /// Takes a step of a key rotation, for every issuer.
    ///
    /// # Errors
    /// If there is no key to go on to, or none can be made.
    pub fn rotate(&self, step: Step, rng: &mut dyn rand::CryptoRng) -> Result<(), Unfit> {
        for realm in &self.realms {
            let mut ring = realm.ring();
            ring.step(step, rng)?;
            *realm.memory.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
        }
        self.publish(rng)
    }
}

fn needs_secret(client: &Client) -> bool {
    use ClientAuth::{Basic, Post, SecretJwt};
    client.auth.iter().any(|method| matches!(method, Basic | Post | SecretJwt))
}

impl Realm {
    fn new(issuer: &Issuer, rng: &mut dyn rand::CryptoRng) -> Result<Realm, Unfit> {
        let base = issuer.base()?;
        wrong::fit(issuer)?;
        let ring = Ring::new(&issuer.keys, rng)?;
        let issuer = Issuer { keys: ring.sources(), ..issuer.clone() };
        let memory = Memory {
            ring: RwLock::new(ring),
            seal: Key::generate(Kind::Oct(256), rng)?,
            codes: Store::new(CODES),
            sessions: Store::new(SESSIONS),
            access: Store::new(TOKENS),
            refresh: Store::new(TOKENS),
            failures: Store::new(FAILURES),
            assertions: Store::new(ASSERTIONS),
            registered: Store::new(REGISTERED),
        };
        Ok(Realm { issuer, base, memory: Arc::new(memory), published: RwLock::default() })
    }

    fn ring(&self) -> Ring {
        self.memory.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn published(&self) -> Arc<Vec<Members>> {
        Arc::clone(&self.published.read().unwrap_or_else(PoisonError::into_inner))
    }

    // Some faults of tokens are wrong next to the key set, so the set is that of a token with every fault in it.
    fn key_set(&self, config: &Config, now: Timestamp, rng: &mut dyn rand::CryptoRng) -> Result<Vec<Members>, Unfit> {
        let ring = self.ring();
        let sample = |recipient: Option<Recipient>| {
            let claims = template::TEMPLATES.first().map(|template| template.claims(now, "sample")).unwrap_or_default();
            let mut draft = Draft::new(ring.current.signer.clone(), &ring.current.kid, claims, now);
            draft.keys = ring.jwks();
            draft.recipient = recipient;
            draft
        };
        for client in self.issuer.clients.iter().filter(|client| !client.faults.is_empty()) {
            Faults::of(config, Some(client)).befall(&mut sample(client.recipient.clone()), rng)?;
        }
        let recipient = self.issuer.clients.iter().find_map(|client| client.recipient.clone());
        let (mut draft, faults) = (sample(recipient), Faults::of(config, None));
        faults.befall(&mut draft, rng)?;
        if faults.has(Does::KeysAreStale) {
            draft.keys.retain(|key| key.text("kid") != Some(&ring.current.kid));
            if draft.keys.is_empty() {
                draft.keys.push(ring.current.signer.stranger(rng)?.publish("the-key-before")?);
            }
        }
        if faults.has(Does::PublishesPrivateKey) {
            // Not the key that signs: that may be somebody's own.
            draft.keys.push(ring.current.signer.stranger(rng)?.leak("never-used"));
        }
        Ok(draft.keys)
    }

    /// Returns the path below which everything of this issuer stands, without a slash at the end.
    fn path(&self) -> &str {
        self.base.path().trim_end_matches('/')
    }

    /// Returns the address of one of its endpoints.
    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.issuer.id.trim_end_matches('/'))
    }
}

/// Answers a request.
pub fn respond(mock: &Mock, request: &Request, now: Timestamp, rng: &mut dyn rand::CryptoRng) -> Reply {
    route::route(mock, request, now, rng)
}

/// Returns a new name that anybody can guess: six digits.
fn digits(rng: &mut dyn rand::CryptoRng) -> String {
    format!("{:06}", rng.next_u32() % 1_000_000)
}

/// Returns a new name that nobody can guess: 256 random bits.
fn random(rng: &mut dyn rand::CryptoRng) -> String {
    let mut bytes = [0; 32];
    rng.fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}
