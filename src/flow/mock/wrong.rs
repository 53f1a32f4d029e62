//! What is wrong on purpose, with everybody or with one client.

use super::config::{Client, Config, Issuer};
use crate::flow::fault::{AnyFault, Fault, endpoint, lenient};
use crate::flow::mint::{Draft, Unfit};

/// The faults that somebody meets: those of all, and their own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Faults<'a> {
    all: &'a [AnyFault],
    own: &'a [AnyFault],
}

impl<'a> Faults<'a> {
    /// Returns the faults that this client meets; without one, whoever does not say who they are.
    pub(super) fn of(config: &'a Config, client: Option<&'a Client>) -> Faults<'a> {
        Faults { all: &config.faults, own: client.map_or(&[], |client| &client.faults) }
    }

    /// Returns whether an endpoint does this.
    pub(super) fn has(self, what: endpoint::Does) -> bool {
        self.iter().any(|fault| matches!(fault, AnyFault::Endpoint(fault) if fault.does == what))
    }

    /// Returns whether requests are misjudged like this.
    pub(super) fn does(self, what: lenient::Does) -> bool {
        self.misjudgements().any(|does| does == what)
    }

    /// Returns whether authorization requests with this parameter are refused.
    pub(super) fn refuses(self, parameter: &str) -> bool {
        self.misjudgements().any(|does| matches!(does, lenient::Does::Refuses(name) if name == parameter))
    }

    /// Returns whether this parameter of authorization requests is passed over.
    pub(super) fn passes_over(self, parameter: &str) -> bool {
        self.misjudgements().any(|does| matches!(does, lenient::Does::PassesOver(name) if name == parameter))
    }

    /// Returns whether the claims of this scope are withheld.
    pub(super) fn withholds(self, scope: &str) -> bool {
        self.misjudgements().any(|does| matches!(does, lenient::Does::Withholds(name) if name == scope))
    }

    /// Makes a draft wrong in every way that is switched on.
    pub(super) fn befall(self, draft: &mut Draft, rng: &mut dyn rand::CryptoRng) -> Result<(), Unfit> {
        for fault in self.iter().filter_map(of_token) {
            // A token that is not encrypted has no envelope that could be wrong.
            if fault.prefix() == "jwe" && draft.recipient.is_none() {
                continue;
            }
            (fault.apply)(draft, rng).map_err(|Unfit(reason)| Unfit(format!("fault {}: {reason}", fault.id)))?;
        }
        Ok(())
    }

    fn misjudgements(self) -> impl Iterator<Item = lenient::Does> {
        self.iter().filter_map(|fault| match fault {
            AnyFault::Lenient(fault) => Some(fault.does),
            AnyFault::Token(_) | AnyFault::Endpoint(_) => None,
        })
    }

    fn iter(self) -> impl Iterator<Item = AnyFault> {
        let new = move |fault: &&AnyFault| !self.all.iter().any(|other| other.id() == fault.id());
        self.all.iter().chain(self.own.iter().filter(new)).copied()
    }
}

/// Refuses faults of one client that concern everybody.
pub(super) fn fit(issuer: &Issuer) -> Result<(), Unfit> {
    match issuer.clients.iter().flat_map(|client| &client.faults).find(|fault| concerns_all(**fault)) {
        Some(fault) => Err(Unfit(format!("{} concerns every client: set it for all of them", fault.id()))),
        None => Ok(()),
    }
}

/// Refuses faults of envelopes where no token has one: those of all if no client gets encrypted tokens, a client's own if
/// it gets none.
pub(super) fn fit_envelopes(config: &Config, issuer: &Issuer) -> Result<(), Unfit> {
    let is_of_envelope = |fault: &&AnyFault| fault.id().starts_with("jwe.");
    let is_plain = |client: &&Client| client.recipient.is_none();
    let all =
        config.faults.iter().find(is_of_envelope).filter(|_| issuer.clients.iter().all(|client| is_plain(&client)));
    let own = issuer.clients.iter().filter(is_plain).flat_map(|client| &client.faults).find(is_of_envelope);
    match all.or(own) {
        None => Ok(()),
        Some(fault) => Err(Unfit(format!(
            "fault {}: the client gets no encrypted tokens; \
             set id_token_encrypted_response_alg in the configuration, or pass --encrypt-to FILE",
            fault.id()
        ))),
    }
}

// Whoever asks for metadata or keys does not say who they are, and some requests are judged before anybody looks.
fn concerns_all(fault: AnyFault) -> bool {
    use lenient::Does::{
        HidesRefreshing, RefusesPost, RefusesTokenInBody, RefusesUserInfoByPost, RegistersWith200, SendsStrangersBack,
        TakesGet, TakesJson,
    };
    match fault {
        AnyFault::Lenient(fault) => matches!(
            fault.does,
            HidesRefreshing
                | RefusesPost
                | RefusesTokenInBody
                | RefusesUserInfoByPost
                | RegistersWith200
                | SendsStrangersBack
                | TakesGet
                | TakesJson
        ),
        AnyFault::Token(fault) => fault.prefix() == "jwks" || fault.id == "hdr.kid-duplicate",
        AnyFault::Endpoint(fault) => matches!(fault.prefix(), "jwks" | "disc"),
    }
}

fn of_token(fault: AnyFault) -> Option<&'static Fault> {
    match fault {
        AnyFault::Token(fault) => Some(fault),
        AnyFault::Endpoint(_) | AnyFault::Lenient(_) => None,
    }
}
