//! `--mock`: a login at a server of our own, which is set up for it and gone afterwards.

use super::client::ClientFlags;
use super::person::VisitorFlags;
use crate::cmd::mint::sealing;
use crate::cmd::mock::{fault_ids, faults};
use crate::cmd::offered::Offered;
use crate::edge::clock;
use crate::edge::serve::{Handler, Identity, Issued, Options, Running};
use crate::edge::{Edge, Failure};
use crate::flow::mint::{Recipient, USUAL_ENC, Unfit};
use crate::flow::mock::config::{Client, Config, Issuer};
use crate::flow::mock::{self, Mock};
use crate::jose::jwe::Encryption;
use crate::jose::key::{Key, KeyError};
use crate::model::http::{Reply, Request};
use crate::model::login::{ClientAuth, Mode};
use crate::model::time::Timestamp;
use crate::report::{Group, Outcome};
use clap::builder::PossibleValuesParser;
use rand::rngs::StdRng;
use rand::{CryptoRng, SeedableRng};
use serde_json::json;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The flags of a server of our own.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct MockFlags {
    /// Log in at a server of our own, started for this, as its test user
    #[arg(long, conflicts_with_all = ["issuer", "brand", "authorization_endpoint", "token_endpoint", "userinfo_endpoint"])]
    pub mock: bool,
    /// Let it encrypt the tokens by this algorithm, to a key made for this, which opens them again [default: RSA-OAEP-256]
    #[arg(long, value_name = "ALG", num_args = 0..=1, default_missing_value = "RSA-OAEP-256", requires = "mock", value_parser = PossibleValuesParser::new(sealing()))]
    pub encrypted: Option<String>,
    /// Make that server wrong in this way; may be repeated. `lpauth explain` lists the faults
    #[arg(long, value_name = "ID", requires = "mock", value_parser = Offered(fault_ids), hide_possible_values = true)]
    pub fault: Vec<String>,
}

/// What can be no other with a server of our own.
const ITS_PLACE: [&str; 3] = ["liveperson-port", "liveperson-unreachable", "host-not-public"];

/// What can be no other with one that speaks plain http.
const PLAIN: [&str; 2] = ["discovery-issuer-malformed", "discovery-url-not-https"];

/// Leaves out of a group about a server of our own what is not its mistake: where it stands.
pub fn at_home(mut group: Group, issuer: &str) -> Group {
    let plain = if issuer.starts_with("http:") { &PLAIN[..] } else { &[] };
    for verdict in &mut group.verdicts {
        if ITS_PLACE.contains(&verdict.rule.id) || plain.contains(&verdict.rule.id) {
            verdict.outcome = Outcome::skip("the mock is on this machine");
        }
    }
    group
}

/// What a server of our own is to be like.
pub(in crate::cmd) struct Scenery {
    /// How LivePerson asks.
    pub(in crate::cmd) mode: Mode,
    /// What is changed of its usual set-up.
    pub(in crate::cmd) config: fn(Config) -> Config,
    /// By how many milliseconds its clock is ahead.
    pub(in crate::cmd) ahead: Arc<AtomicU64>,
}

impl Scenery {
    /// Returns the usual one.
    pub(in crate::cmd) fn plain(mode: Mode) -> Scenery {
        Scenery { mode, config: |config| config, ahead: Arc::default() }
    }
}

/// A server of our own at work, until it is dropped.
pub(in crate::cmd) struct Stage {
    /// What keeps it at work.
    _running: Running,
    /// What it is set up with.
    pub(in crate::cmd) issuer: Issuer,
    /// The certificate (PEM) of the authority that vouches for it.
    pub(in crate::cmd) authority: String,
    /// The private key, or the secret, that it encrypts tokens to.
    pub(in crate::cmd) recipient: Option<Key>,
}

impl MockFlags {
    /// Starts the server, if it is asked for, and tells the client and the person what they have to know.
    ///
    /// # Errors
    /// If a fault is none, or the server cannot be started.
    pub(in crate::cmd) fn start(
        &self,
        scenery: &Scenery,
        client: &mut ClientFlags,
        person: &mut VisitorFlags,
        edge: &mut Edge,
    ) -> Result<Option<Stage>, Failure> {
        if !self.mock {
            return Ok(None);
        }
        let faults = faults(&self.fault)?;
        let dice = Mutex::new(StdRng::from_rng(&mut *edge.dice));
        let desk = Arc::new(Desk { mock: OnceLock::new(), dice, ahead: Arc::clone(&scenery.ahead) });
        let answering = Arc::clone(&desk);
        let handler: Handler = Arc::new(move |request, now| answering.answer(request, now));
        // As the real ones, it speaks TLS: what is found is not about the stage.
        let Issued { identity, authority } = Identity::issue(&[], edge.clock.now())?;
        let running = edge.servers.start(&Options { tls: Some(identity), ..Options::default() }, handler)?;
        let mut config = (scenery.config)(Config { faults, ..Config::standard(&running.url) });
        let busy = edge.terminal.busy("making keys");
        let recipient = self.recipient(&mut *edge.dice)?;
        for registered in config.issuers.iter_mut().flat_map(|issuer| &mut issuer.clients) {
            register(registered, scenery.mode, client, edge)?;
            registered.recipient.clone_from(&recipient);
        }
        let mock = Mock::new(config, edge.clock.now(), &mut *edge.dice).map_err(|Unfit(reason)| unfit(reason))?;
        drop(busy);
        let issuer = mock.config().first().cloned().ok_or_else(|| {
            Failure::usage("the mock has no issuer").hint("this is a mistake of lpauth: please report it")
        })?;
        client.introduce(issuer.clients.first());
        person.introduce(issuer.users.first());
        _ = desk.mock.set(mock);
        let recipient = recipient.map(|recipient| Key::clone(&recipient.key));
        Ok(Some(Stage { _running: running, issuer, authority, recipient }))
    }

    fn recipient(&self, dice: &mut dyn CryptoRng) -> Result<Option<Recipient>, Failure> {
        // Only an encrypted token has an envelope that can be wrong.
        let implied = self.fault.iter().any(|id| id.starts_with("jwe.")).then_some("RSA-OAEP-256");
        let Some(alg) = self.encrypted.as_deref().or(implied) else { return Ok(None) };
        let encryption = Encryption::find(alg, USUAL_ENC).map_err(|why| unfit(why.to_string()))?;
        let kind = encryption.alg.usual_kind(encryption.enc);
        let mut key = Key::generate(kind, dice).map_err(|KeyError(reason)| unfit(reason))?;
        key.kid = Some("lp-1".to_owned());
        key.purpose = Some("enc".to_owned());
        let recipient = Recipient::new(Arc::new(key), Some(alg), USUAL_ENC, None);
        recipient.map(Some).map_err(|Unfit(reason)| unfit(reason))
    }
}

fn unfit(reason: String) -> Failure {
    Failure::usage(reason)
        .hint("leave a flag out, or choose another --fault; `lpauth exchange --help` says what fits --mock")
}

// The mock knows the client as it will come: that alone is not what is tried here.
fn register(registered: &mut Client, mode: Mode, client: &ClientFlags, edge: &mut Edge) -> Result<(), Failure> {
    if client.method() == ClientAuth::Tls {
        return Err(Failure::usage("the mock knows no client by its certificate").hint("choose another --client-auth"));
    }
    registered.auth = vec![client.method()];
    registered.rfc_mode = mode == Mode::Rfc;
    if client.method() == ClientAuth::PrivateKeyJwt {
        let key = client.private_key(edge)?;
        registered.keys = key.public_jwk().map(|jwk| json!({ "keys": [jwk] }));
    }
    Ok(())
}

/// What answers for the server.
struct Desk {
    mock: OnceLock<Mock>,
    dice: Mutex<StdRng>,
    ahead: Arc<AtomicU64>,
}

impl Desk {
    fn answer(&self, request: &Request, now: Timestamp) -> Reply {
        let Some(mock) = self.mock.get() else { return Reply { status: 503, ..Reply::default() } };
        // Each answer has dice of its own, so that none waits for another to be signed.
        let mut dice = StdRng::from_rng(&mut *self.dice.lock().unwrap_or_else(PoisonError::into_inner));
        mock::respond(mock, request, now.plus(clock::seconds(&self.ahead)), &mut dice)
    }
}
