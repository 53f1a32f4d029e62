//! The id_token, made as `mint` makes it, so that every fault of `mint` is one of the mock too.

use super::grant::Grant;
use super::route::Visit;
use crate::flow::fault::lenient::Does;
use crate::flow::mint::members::Members;
use crate::flow::mint::{Draft, Unfit};

/// What an id_token is issued for, and together with.
pub(super) struct Issue<'a> {
    pub(super) visit: Visit<'a>,
    pub(super) grant: &'a Grant,
    /// The nonce of the authorization request. A token of a refresh has none (OIDC Core §12.2).
    pub(super) nonce: Option<&'a str>,
    pub(super) access_token: Option<&'a str>,
    pub(super) code: Option<&'a str>,
}

impl Issue<'_> {
    /// Returns the id_token.
    pub(super) fn id_token(&self, rng: &mut dyn rand::CryptoRng) -> Result<String, Unfit> {
        let current = self.visit.realm.ring().current;
        let mut draft = Draft::new(current.signer, &current.kid, self.claims()?, self.visit.now);
        let client = self.visit.client(&self.grant.client);
        draft.recipient = client.and_then(|client| client.recipient.clone());
        if self.is_unsigned() {
            draft.header.set("alg", "none");
            draft.header.remove("kid");
            draft.signer = None;
        }
        if let Some(access_token) = self.access_token {
            draft.bind_access_token(access_token);
        }
        if let Some(code) = self.code {
            draft.bind_code(code);
        }
        self.visit.faults(Some(&self.grant.client)).befall(&mut draft, rng)?;
        let mut minted = draft.mint()?;
        draft.seal(&mut minted, rng)?;
        Ok(minted.token)
    }

    // Only clients that register themselves can have it so (OIDC Registration §2, `id_token_signed_response_alg`).
    fn is_unsigned(&self) -> bool {
        let faults = self.visit.faults(Some(&self.grant.client));
        self.visit.registered(&self.grant.client).is_some_and(|registered| {
            faults.does(Does::LeavesRegisteredUnsigned) || (registered.unsigned && !faults.does(Does::SignsAnyway))
        })
    }

    // LivePerson reads the token and nothing else, so all of the user's claims go in, whatever the scope.
    fn claims(&self) -> Result<Members, Unfit> {
        let (issuer, grant, now) = (&self.visit.realm.issuer, self.grant, self.visit.now);
        let user =
            issuer.user(&grant.user).ok_or_else(|| Unfit(format!("there is no user {} any more", grant.user)))?;
        let mut claims = Members::default();
        claims.set("iss", issuer.id.as_str());
        claims.set("sub", grant.subject(user));
        claims.set("aud", grant.client.as_str());
        claims.set("iat", now.0);
        claims.set("exp", now.plus(issuer.lifetimes.id_token).0);
        let faults = self.visit.faults(Some(&grant.client));
        claims.set("auth_time", if faults.does(Does::RenewsAuthTime) { now.0 } else { grant.auth_time.0 });
        for (name, value) in [("nonce", self.nonce), ("acr", grant.acr.as_deref())] {
            if let Some(text) = value {
                claims.set(name, text);
            }
        }
        let kept = |name: &str| name != "sub" && !grant.loses(name, faults);
        for (name, value) in issuer.claims.iter().chain(user.claims.iter()).filter(|(name, _)| kept(name)) {
            claims.set(name, value.clone());
        }
        Ok(claims)
    }
}
