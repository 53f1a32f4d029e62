//! The authorization server, as far as it says about itself what stands in the settings.

use super::given::{KEYS, refusal};
use super::{Args, ask, tell};
use crate::check::{Facts, Slot};
use crate::cmd::lint::{Inputs, Subject};
use crate::edge::{Edge, Failure, FailureKind};
use crate::flow::plan;
use crate::model::discovery::Discovery;
use crate::model::settings::{Brand, MEMBERS, Member, edit};
use std::path::Path;
use url::Url;

/// An authorization server.
#[derive(Debug, Default)]
pub(super) struct Server {
    /// The issuer, if it was named as such.
    issuer: Option<String>,
    /// Whether somebody named it for this run; else it is the one that the brand has already.
    pub(super) named: bool,
    /// What it publishes.
    pub(super) subject: Option<Subject>,
    /// Why there is no metadata, in a clause, if somebody should have had some.
    pub(super) trouble: Option<String>,
}

/// What the metadata says of a brand's members.
#[derive(Debug, Default)]
pub(super) struct Published {
    /// What can stand in the settings, as a brand without a name.
    pub(super) brand: Brand,
    /// What cannot, and why.
    pub(super) unfit: Vec<(&'static Member, String, String)>,
}

/// The members of the metadata that become members of a brand.
const SOURCES: &[(&str, &str)] = &[
    ("issuer", "issuer"),
    ("authorization_endpoint", "authorization_endpoint"),
    ("token_endpoint", "token_endpoint"),
    ("jwks_endpoint", "jwks_uri"),
    ("userinfo_endpoint", "userinfo_endpoint"),
];

impl Server {
    /// Finds out what the server publishes: the one that was named, or that a person names, or that the brand has already.
    ///
    /// # Errors
    /// If it cannot be reached or read, and nobody is there to say the same by hand.
    pub(super) fn find(args: &Args, told: &Brand, known: Option<&Brand>, edge: &mut Edge) -> Result<Server, Failure> {
        let present = edge.person.present();
        let kept = known.and_then(|brand| brand.text("issuer")).map(str::to_owned);
        let issuer = told.text("issuer").map(str::to_owned);
        let named = match &args.server {
            Some(server) => Some(server.clone()),
            None if present && issuer.is_none() && !args.offline => ask::server(kept.as_deref(), edge)?,
            None => None,
        };
        let is_named = named.is_some() && named != kept;
        match named.or_else(|| issuer.or(kept).filter(|issuer| plan::discovery_url(issuer).is_some())) {
            None => Ok(Server::default()),
            Some(server) => Ok(Server { named: is_named, ..Server::of(&server, args, edge)? }),
        }
    }

    fn of(server: &str, args: &Args, edge: &mut Edge) -> Result<Server, Failure> {
        let address = Url::parse(server).ok().filter(|_| plan::discovery_url(server).is_some());
        let issuer = address.map(|url| plan::issuer_at(&url).unwrap_or_else(|| server.to_owned()));
        if args.offline && issuer.is_some() {
            return Ok(Server { issuer, ..Server::default() });
        }
        // A key set elsewhere is not fetched offline.
        let jwks = args.given.jwks.clone().filter(|keys| !args.offline || plan::discovery_url(keys).is_none());
        let inputs =
            Inputs { input: vec![server.to_owned()], jwks, issuer: args.given.issuer.clone(), oauth: args.oauth };
        let limits = args.network.limits(edge)?;
        let subject = inputs.gather(None, &limits, edge)?.pop().unwrap_or_default();
        let found = Server { issuer, trouble: trouble(&subject), subject: Some(subject), named: false };
        found.bear(edge)
    }

    /// Tells a person what is wrong, who can say the same by hand; nobody else can.
    fn bear(self, edge: &mut Edge) -> Result<Server, Failure> {
        let failure = self.subject.as_ref().and_then(|subject| subject.failure.clone());
        match (&self.trouble, failure) {
            (None, _) => Ok(self),
            (Some(_), Some(failure)) if !edge.person.present() => Err(advised(failure)),
            (Some(_), None) if !edge.person.present() => Ok(self),
            (Some(trouble), failure) => {
                tell(edge, &format!("{trouble}: what it would say is asked for instead\n"))?;
                // Nobody is asked again who did not answer: there is nothing to judge.
                let subject = self.subject.filter(|_| failure.is_none());
                Ok(Server { subject, ..self })
            }
        }
    }

    /// Returns the metadata, if it was read.
    pub(super) fn discovery(&self) -> Option<&Discovery> {
        self.facts().and_then(|facts| facts.discovery.here())
    }

    fn facts(&self) -> Option<&Facts> {
        self.subject.as_ref().map(|subject| &subject.facts)
    }

    /// Returns the name that the brand most likely has.
    pub(super) fn name(&self) -> Option<String> {
        let published = self.discovery().and_then(|discovery| discovery.text("issuer"));
        edit::name_of(published.or(self.issuer.as_deref())?)
    }

    /// Returns what it publishes for a brand with this flow. Where the keys are is left out if one of `others` says so.
    pub(super) fn published(&self, flow: &str, others: &[&Brand]) -> Published {
        let keyed = others.iter().any(|other| KEYS.iter().any(|name| other.text(name).is_some()));
        let wanted = |name: &str| match name {
            "token_endpoint" | "userinfo_endpoint" => flow != "implicit",
            "jwks_endpoint" => !keyed,
            _ => true,
        };
        let mut published = Published::default();
        for (name, source) in SOURCES.iter().filter(|(name, _)| wanted(name)) {
            let member = MEMBERS.iter().find(|member| member.name == *name);
            let value = self.discovery().and_then(|discovery| discovery.text(source));
            if let (Some(member), Some(value)) = (member, value) {
                published.put(member, value);
            }
        }
        if published.brand.text("issuer").is_none() {
            self.issuer.iter().for_each(|issuer| published.brand.set("issuer", issuer.as_str()));
        }
        published
    }
}

impl Published {
    fn put(&mut self, member: &'static Member, value: &str) {
        match refusal(member, value) {
            None => self.brand.set(member.name, value),
            Some(reason) => self.unfit.push((member, value.to_owned(), reason)),
        }
    }

    /// Returns what cannot stand in the settings, one a line.
    pub(super) fn unfit(&self) -> String {
        self.unfit.iter().map(|(member, _, reason)| format!("the metadata's {} {reason}\n", member.name)).collect()
    }
}

/// Says why there is no metadata, if there is none.
fn trouble(subject: &Subject) -> Option<String> {
    let name = &subject.name;
    match (&subject.facts.discovery, &subject.failure) {
        (Slot::Here(_), _) => None,
        (_, Some(failure)) => Some(failure.message.clone()),
        (Slot::Broken(broken), None) => Some(format!("{name} gives no metadata: {}", broken.malformed.reason)),
        (_, None) if subject.facts.keys.here().is_some() => Some(format!("{name} is a key set, not metadata")),
        (_, None) => Some(format!("{name} gives no metadata")),
    }
}

fn advised(failure: Failure) -> Failure {
    match failure.kind {
        FailureKind::Network => {
            failure.hint("pass --offline and what the metadata would say: lpauth init --help lists the flags")
        }
        // Whatever is no address was taken for a file.
        _ if failure.message.starts_with("there is no file") => failure.hint("an issuer begins with https://"),
        _ => failure,
    }
}

/// Returns why a person's answer is neither an address nor a file, if so.
pub(super) fn unusable(answer: &str, edge: &mut Edge) -> Option<String> {
    let usable = answer.is_empty() || plan::discovery_url(answer).is_some() || edge.files.exists(Path::new(answer));
    (!usable).then(|| format!("there is no file {answer}, and an issuer begins with https://"))
}
