//! What LivePerson and the brand agreed on, and who else asks.

use super::Args;
use crate::cmd::brand::Chosen;
use crate::cmd::clocks::seconds;
use crate::cmd::exchange::client::{secret_at, secret_of_file};
use crate::cmd::exchange::kept::fill;
use crate::edge::{Edge, Failure};
use crate::flow::login::{Credential, Encoding};
use crate::flow::scenario::{Kind, Plan, Second};
use crate::model::discovery::Discovery;
use crate::model::login::{Mode, Window};
use crate::model::secret::Secret;
use std::path::PathBuf;
use url::Url;

/// The flags that say what was agreed on.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "The request")]
pub struct AgreedFlags {
    /// How LivePerson gets the token [default: the brand's, else what the metadata offers]
    #[arg(long, value_name = "FLOW", value_parser = ["code", "implicit", "both"])]
    pub flow: Option<String>,
    /// Send a code challenge along with every request for a code (PKCE, S256)
    #[arg(long)]
    pub pkce: bool,
    /// Where the consumer chats: in a window of LivePerson's, in the brand's page, or in either
    /// [default: the brand's, else external]
    #[arg(long, value_name = "WINDOW", value_parser = ["external", "embedded", "both"])]
    pub window: Option<String>,
    /// How LivePerson asks: as RFC 6749 has it, or as older connectors do [default: the brand's rfc_mode, else rfc]
    #[arg(long, value_name = "MODE", value_parser = ["rfc", "openid"])]
    pub mode: Option<String>,
    /// The redirection URI [default: the brand's, else LivePerson's]
    #[arg(long, value_name = "URL")]
    pub redirect_uri: Option<String>,
    /// The redirection URI of the token request [default: the brand's, else the same]
    #[arg(long, value_name = "URL")]
    pub token_redirect_uri: Option<String>,
    /// The scope [default: the brand's, else openid]
    #[arg(long, value_name = "SCOPE")]
    pub scope: Option<String>,
    /// How long a code lives, so that it can be seen that it does not live on (`60s`)
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    pub code_lifetime: Option<i64>,
}

/// The flags that name another client.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Another client")]
pub struct SecondFlags {
    /// The ID of a second client, for whom no code of the first is meant
    #[arg(long, value_name = "ID")]
    pub second_client_id: Option<String>,
    /// Take its secret from the first line of FILE; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub second_client_secret_file: Option<PathBuf>,
    /// One of its redirection URIs [default: that of the first client]
    #[arg(long, value_name = "URL")]
    pub second_redirect_uri: Option<String>,
    /// Where the settings say that its secret stands.
    #[arg(skip)]
    pub kept: Option<String>,
    /// The secret that a server of our own told.
    #[arg(skip)]
    pub told: Option<Secret>,
}

impl Args {
    /// Takes what the brand says where no flag says anything.
    ///
    /// # Errors
    /// If the settings cannot be used.
    pub(super) fn adopt(&mut self, chosen: &Chosen) -> Result<(), Failure> {
        let said = |member: &str| chosen.brand.text(member).map(str::to_owned);
        let Args { server, agreed, client, second, .. } = self;
        fill(&mut server.userinfo_endpoint, said("userinfo_endpoint").and_then(|url| Url::parse(&url).ok()));
        fill(&mut client.client_auth, said("client_auth"));
        fill(&mut agreed.window, said("window"));
        fill(&mut agreed.redirect_uri, said("redirect_uri"));
        fill(&mut agreed.token_redirect_uri, said("token_redirect_uri"));
        fill(&mut agreed.scope, said("scope"));
        fill(&mut agreed.code_lifetime, chosen.brand.seconds("code_lifetime"));
        // A secret belongs to its client.
        if second.second_client_id.is_none() || second.second_client_id == said("second_client_id") {
            second.second_client_id = said("second_client_id").or(second.second_client_id.take());
            second.kept = said("second_client_secret");
            fill(&mut second.second_redirect_uri, said("second_redirect_uri"));
        }
        self.person.adopt(chosen)
    }
}

impl AgreedFlags {
    /// Returns how LivePerson asks.
    pub(super) fn mode(&self, chosen: &Chosen) -> Mode {
        let older = self.mode.is_none() && chosen.brand.text("rfc_mode") == Some("false");
        if older || self.mode.as_deref() == Some("openid") { Mode::OpenId } else { Mode::Rfc }
    }

    /// Returns whether a code challenge goes along.
    pub(super) fn pkce(&self, chosen: &Chosen) -> bool {
        self.pkce || self.flow.is_none() && chosen.brand.text("flow") == Some("code-pkce")
    }

    /// Returns the windows in which consumers chat; in front of a server of our own, both.
    pub(super) fn windows(&self, is_ours: bool) -> Vec<Window> {
        match self.window.as_deref() {
            Some("embedded") => vec![Window::Embedded],
            Some("both") => vec![Window::External, Window::Embedded],
            None if is_ours => vec![Window::External, Window::Embedded],
            _ => vec![Window::External],
        }
    }

    /// Returns what is asked for under a plan.
    pub(super) fn kinds(&self, plan: Plan, chosen: &Chosen, metadata: Option<&Discovery>) -> Vec<Kind> {
        let offered = |kind: &Kind| metadata.is_none_or(|metadata| metadata.offers(kind.response_type()));
        let known = |kinds: Vec<Kind>| {
            let offered: Vec<Kind> = kinds.iter().copied().filter(offered).collect();
            if offered.is_empty() { kinds } else { offered }
        };
        match (plan, self.flow.as_deref().or_else(|| chosen.brand.text("flow"))) {
            (Plan::OidcBasic, _) => vec![Kind::Code],
            (Plan::OidcImplicit, _) => known(vec![Kind::IdToken, Kind::IdTokenToken]),
            (Plan::OidcConfig, _) => Vec::new(),
            (Plan::LivePerson, Some("implicit")) => vec![Kind::IdToken],
            (Plan::LivePerson, Some("both")) => vec![Kind::Code, Kind::IdToken],
            (Plan::LivePerson, Some(_)) => vec![Kind::Code],
            (Plan::LivePerson, None) if metadata.is_none() => vec![Kind::Code],
            (Plan::LivePerson, None) => known(vec![Kind::Code, Kind::IdToken]),
        }
    }
}

impl SecondFlags {
    /// Returns the second client, who proves who it is as the first one does.
    ///
    /// # Errors
    /// If its secret cannot be read.
    pub(super) fn client(
        &self,
        first: &Credential,
        chosen: &Chosen,
        edge: &mut Edge,
    ) -> Result<Option<Second>, Failure> {
        let Some(client_id) = self.second_client_id.clone() else { return Ok(None) };
        let secret = match (&self.second_client_secret_file, &self.told, &self.kept) {
            (Some(file), _, _) => Some(secret_of_file(file, edge)?),
            (None, Some(told), _) => Some(told.clone()),
            (None, None, Some(place)) => Some(secret_at(place, |name| chosen.beside(name), edge)?),
            (None, None, None) => None,
        };
        let credential = match (secret, first) {
            (Some(secret), Credential::Post(_)) => Credential::Post(secret),
            (Some(secret), Credential::Basic(_, encoding)) => Credential::Basic(secret, *encoding),
            (Some(secret), _) => Credential::Basic(secret, Encoding::Raw),
            (None, _) => Credential::None,
        };
        Ok(Some(Second { client_id, credential, redirect_uri: self.second_redirect_uri.clone() }))
    }
}
