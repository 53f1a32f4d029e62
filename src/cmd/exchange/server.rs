//! Where to log in: an issuer whose metadata says the rest, a brand of the settings, or addresses by hand.

use crate::check::{Facts, Slot};
use crate::cmd::Globals;
use crate::cmd::brand::{self, Chosen};
use crate::cmd::key_source::{KeyFlags, KeySource};
use crate::cmd::lint::{Inputs, Subject};
use crate::edge::http::Limits;
use crate::edge::{Edge, Failure};
use crate::flow::login::{Brought, Endpoints};
use crate::flow::plan;
use crate::model::discovery::Discovery;
use crate::model::http::{Answer, Exchange, Hop, Kind, Request};
use crate::model::jwk::Jwks;
use crate::model::login::Flow;
use crate::model::transcript::{Party, Purpose, Step, Transcript};
use std::path::PathBuf;
use url::Url;

/// The flags that say where to log in.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct ServerFlags {
    /// The issuer to log in at; its metadata says where to ask
    #[arg(value_name = "ISSUER")]
    pub issuer: Option<String>,
    /// Take everything from this [brand.NAME] of lpauth.toml
    #[arg(long, value_name = "NAME")]
    pub brand: Option<String>,
    /// The authorization endpoint, in place of the one in the metadata
    #[arg(long, value_name = "URL", help_heading = "Endpoints")]
    pub authorization_endpoint: Option<Url>,
    /// The token endpoint, in place of the one in the metadata
    #[arg(long, value_name = "URL", help_heading = "Endpoints")]
    pub token_endpoint: Option<Url>,
    /// The userinfo endpoint, in place of the one in the metadata
    #[arg(long, value_name = "URL", help_heading = "Endpoints")]
    pub userinfo_endpoint: Option<Url>,
    /// Verify with the JWK set in this file or at this URL, not with the one that the metadata names
    #[arg(long, value_name = "FILE|URL", help_heading = "Endpoints")]
    pub jwks: Option<String>,
    /// Verify with the public key in FILE, in any form
    #[arg(long, value_name = "FILE", conflicts_with = "jwks", help_heading = "Endpoints")]
    pub key: Vec<PathBuf>,
}

/// An authorization server, as far as it is known.
#[derive(Debug, Default)]
pub(in crate::cmd) struct Server {
    /// The issuer, as LivePerson's console has it.
    pub(in crate::cmd) issuer: Option<String>,
    /// Where to ask.
    pub(in crate::cmd) endpoints: Endpoints,
    /// What it publishes, for its own sake.
    pub(in crate::cmd) published: Option<Subject>,
    /// The keys that tokens are verified with.
    pub(in crate::cmd) keys: Slot<Jwks>,
    /// Whether it is a server of our own.
    pub(in crate::cmd) is_ours: bool,
}

impl ServerFlags {
    /// Returns the brand that the command is about: the one that is named, or the only one if nothing else is.
    pub(in crate::cmd) fn chosen(&self, globals: &Globals, edge: &mut Edge) -> Result<Chosen, Failure> {
        let by_hand = self.issuer.is_some() || self.authorization_endpoint.is_some() || self.token_endpoint.is_some();
        if by_hand && self.brand.is_none() {
            return Ok(Chosen::default());
        }
        brand::choose(self.brand.as_deref(), globals, edge)
    }

    /// Finds out where to ask. The metadata is asked for if the issuer was named for it, or if something is missing.
    pub(in crate::cmd) fn gather(&self, chosen: &Chosen, limits: &Limits, edge: &mut Edge) -> Result<Server, Failure> {
        self.named()?;
        let issuer = self.issuer.clone().or_else(|| chosen.brand.text("issuer").map(str::to_owned));
        let endpoints = self.endpoints(chosen);
        let source =
            KeySource::choose(&self.key_flags(), chosen)?.filter(|source| !matches!(source, KeySource::Issuer(_)));
        let complete = endpoints.authorization.is_some() && endpoints.token.is_some() && source.is_some();
        let asked = issuer.as_ref().filter(|issuer| plan::discovery_url(issuer).is_some());
        let published = match asked.filter(|_| self.issuer.is_some() || !complete) {
            Some(issuer) => published(issuer, limits, edge)?,
            None => None,
        };
        let mut server = Server { issuer, endpoints, published, ..Server::default() };
        server.fill_in();
        server.keys = match source {
            Some(source) => source.gather(None, limits, edge)?.keys,
            None => server.published_keys(),
        };
        Ok(server)
    }

    // Without an endpoint by hand, an issuer that nobody can ask leads nowhere.
    fn named(&self) -> Result<(), Failure> {
        let Some(issuer) = self.issuer.as_deref().filter(|issuer| plan::discovery_url(issuer).is_none()) else {
            return Ok(());
        };
        if self.authorization_endpoint.is_some() || self.token_endpoint.is_some() || self.brand.is_some() {
            return Ok(());
        }
        let failure = Failure::usage(format!("“{issuer}” is no issuer that can be asked for its metadata"));
        Err(failure.hint("an issuer is an address that begins with https://; for a [brand.NAME] pass --brand NAME"))
    }

    fn key_flags(&self) -> KeyFlags {
        KeyFlags { key: self.key.clone(), jwks: self.jwks.clone(), ..KeyFlags::default() }
    }

    fn endpoints(&self, chosen: &Chosen) -> Endpoints {
        let typed = |member: &str| chosen.brand.text(member).and_then(|url| Url::parse(url).ok());
        Endpoints {
            authorization: self.authorization_endpoint.clone().or_else(|| typed("authorization_endpoint")),
            token: self.token_endpoint.clone().or_else(|| typed("token_endpoint")),
            userinfo: self.userinfo_endpoint.clone(),
        }
    }
}

fn published(issuer: &str, limits: &Limits, edge: &mut Edge) -> Result<Option<Subject>, Failure> {
    let inputs = Inputs { input: vec![issuer.to_owned()], ..Inputs::default() };
    Ok(inputs.gather(None, limits, edge)?.pop())
}

impl Server {
    fn facts(&self) -> Option<&Facts> {
        self.published.as_ref().map(|published| &published.facts)
    }

    fn fill_in(&mut self) {
        let discovery = self.facts().and_then(|facts| facts.discovery.here());
        let named = |member: &str| discovery.and_then(|discovery| Url::parse(discovery.text(member)?).ok());
        let Endpoints { authorization, token, userinfo } = self.endpoints.clone();
        self.endpoints = Endpoints {
            authorization: authorization.or_else(|| named("authorization_endpoint")),
            token: token.or_else(|| named("token_endpoint")),
            userinfo: userinfo.or_else(|| named("userinfo_endpoint")),
        };
    }

    fn published_keys(&self) -> Slot<Jwks> {
        match self.facts() {
            Some(facts) => facts.keys.clone(),
            None => Slot::absent("no keys were named: pass --jwks FILE|URL or --key FILE"),
        }
    }

    /// Returns the metadata.
    pub(in crate::cmd) fn discovery(&self) -> Slot<Discovery> {
        match self.facts() {
            Some(facts) => facts.discovery.clone(),
            None => Slot::absent("the metadata was not asked for: name the issuer"),
        }
    }

    /// Returns how metadata and key set were fetched.
    pub(in crate::cmd) fn exchanges(&self) -> &[(Kind, Exchange)] {
        self.facts().and_then(|facts| facts.exchanges.here()).map_or(&[], Vec::as_slice)
    }

    /// Returns what to call it in a report.
    pub(in crate::cmd) fn name(&self) -> String {
        let origin = |url: &Url| url.origin().ascii_serialization();
        let endpoint = self.endpoints.authorization.as_ref().or(self.endpoints.token.as_ref()).map(origin);
        self.issuer.clone().or(endpoint).unwrap_or_else(|| "an authorization server".to_owned())
    }

    /// Returns whether there is something to say about what it publishes.
    pub(in crate::cmd) fn answered(&self) -> bool {
        self.published.as_ref().is_some_and(|published| published.failure.is_none())
    }

    /// Returns why no login can be begun, if nobody knows where.
    pub(in crate::cmd) fn lack(&self, brought: Option<&Brought>, flow: Flow) -> Option<Failure> {
        let flow = brought.and_then(Brought::flow).unwrap_or(flow);
        let missing = match self.endpoints {
            Endpoints { authorization: None, .. } if brought.is_none() => "authorization",
            Endpoints { token: None, .. } if flow == Flow::Code => "token",
            _ => return None,
        };
        let unknown = || {
            Failure::usage(format!("no login can be made: nobody knows the {missing} endpoint"))
                .hint(format!("name an ISSUER whose metadata tells it, or pass --{missing}-endpoint URL"))
        };
        Some(self.failure().cloned().unwrap_or_else(unknown))
    }

    /// Puts what was fetched before a login before its steps.
    pub(in crate::cmd) fn precede(&self, mut login: Transcript) -> Transcript {
        let before = self.exchanges().iter().flat_map(|(kind, exchange)| steps(*kind, exchange)).collect::<Vec<_>>();
        login.steps.splice(0..0, before);
        login
    }

    /// Returns what could not be fetched, if anything could not.
    pub(in crate::cmd) fn failure(&self) -> Option<&Failure> {
        self.published.as_ref()?.failure.as_ref()
    }
}

/// Returns an exchange as the steps that it consists of: its redirects, and what answered in the end.
fn steps(kind: Kind, exchange: &Exchange) -> Vec<Step> {
    let purpose = match kind {
        Kind::Discovery => Purpose::Metadata,
        Kind::Jwks => Purpose::Keys,
    };
    let step = |hop| Step { purpose, from: Party::LivePerson, hop, failure: None };
    let hop = |url: &Url| Hop { began: exchange.began, ..Hop::to(Request::get(url.clone(), "application/json")) };
    let redirects = exchange.redirects.iter().map(|redirect| {
        let headers = vec![("location".to_owned(), redirect.location.clone())];
        let answer = Answer { url: redirect.url.clone(), status: redirect.status, headers, body: Vec::new() };
        Hop { answer: Some(answer), ..hop(&redirect.url) }
    });
    let last = Hop {
        remote: exchange.remote,
        tls: exchange.tls.clone(),
        timing: exchange.timing,
        answer: exchange.answer.clone(),
        ..hop(&exchange.url)
    };
    redirects.chain([last]).map(step).collect()
}
