//! What is wrong on purpose, with everybody or with one client.

use super::config::Config;
use crate::flow::fault::endpoint::Does;
use crate::flow::fault::{AnyFault, Fault};
use crate::flow::mint::{Draft, Unfit};
use std::collections::BTreeMap;

/// The faults that are switched on.
#[derive(Debug)]
pub(super) struct Faults {
    all: Vec<AnyFault>,
    /// By client ID, besides those of all.
    pub(super) clients: BTreeMap<String, Vec<AnyFault>>,
}

impl Faults {
    /// Returns the faults of a configuration. Refuses those of one client that concern everybody.
    pub(super) fn of(config: &Config) -> Result<Faults, Unfit> {
        let clients = config.issuers.iter().flat_map(|issuer| &issuer.clients);
        let wrong = clients.filter(|client| !client.faults.is_empty());
        let clients: BTreeMap<_, _> = wrong.map(|client| (client.id.clone(), client.faults.clone())).collect();
        match clients.values().flatten().find(|fault| concerns_all(**fault)) {
            Some(fault) => Err(Unfit(format!("{} concerns every client: set it for all of them", fault.id()))),
            None => Ok(Faults { all: config.faults.clone(), clients }),
        }
    }

    /// Returns whether the server does this, to this client if somebody says which.
    pub(super) fn does(&self, client: Option<&str>, what: Does) -> bool {
        self.with(client).any(|fault| matches!(fault, AnyFault::Endpoint(fault) if fault.does == what))
    }

    /// Makes a draft wrong in every way that is switched on.
    pub(super) fn befall(
        &self,
        client: Option<&str>,
        draft: &mut Draft,
        rng: &mut dyn rand::CryptoRng,
    ) -> Result<(), Unfit> {
        for fault in self.of_tokens(client) {
            (fault.apply)(draft, rng).map_err(|Unfit(reason)| Unfit(format!("fault {}: {reason}", fault.id)))?;
        }
        Ok(())
    }

    fn of_tokens(&self, client: Option<&str>) -> impl Iterator<Item = &'static Fault> {
        self.with(client).filter_map(|fault| match fault {
            AnyFault::Token(fault) => Some(fault),
            AnyFault::Endpoint(_) => None,
        })
    }

    fn with(&self, client: Option<&str>) -> impl Iterator<Item = AnyFault> {
        let own = client.and_then(|client| self.clients.get(client));
        let own = own.into_iter().flatten().filter(|fault| !self.all.iter().any(|other| other.id() == fault.id()));
        self.all.iter().chain(own).copied()
    }
}

// Whoever asks for metadata or keys does not say who they are.
fn concerns_all(fault: AnyFault) -> bool {
    matches!(fault.id().split('.').next(), Some("jwks" | "disc")) || fault.id() == "hdr.kid-duplicate"
}
