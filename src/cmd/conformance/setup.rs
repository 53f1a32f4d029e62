//! What all scenarios start from.

use super::Run;
use crate::cmd::exchange::server::Server;
use crate::cmd::exchange::way::{Entrance, Way};
use crate::edge::{Edge, Failure};
use crate::flow::browse::Answers;
use crate::flow::login::{Credential, Plan};
use crate::flow::scenario::trial::Visitor;
use crate::flow::scenario::{Kind, Setup};
use crate::model::transcript::Terms;
use std::sync::Arc;
use url::Url;

impl Run<'_> {
    /// Returns what all scenarios start from.
    ///
    /// # Errors
    /// If a flag or a member of the settings cannot be used, or a secret is missing.
    pub(super) fn setup(&self, server: &Server, kinds: &[Kind], edge: &mut Edge) -> Result<Arc<Setup>, Failure> {
        let (args, chosen) = (self.args, self.chosen);
        if kinds.is_empty() {
            return Ok(Arc::default());
        }
        let credential =
            if kinds.contains(&Kind::Code) { args.client.credential(chosen, edge)? } else { Credential::None };
        let pkce = args.agreed.pkce(chosen);
        let login = Plan {
            terms: self.terms(server)?,
            endpoints: server.endpoints.clone(),
            credential: credential.clone(),
            pkce,
            ..Plan::default()
        };
        let way = args.person.way(edge)?;
        Ok(Arc::new(Setup {
            login,
            windows: args.agreed.windows(server.is_ours),
            metadata: server.discovery().here().cloned().map(Arc::new),
            keys: server.keys.here().cloned().map(Arc::new),
            second: self.second(&credential, edge)?,
            code_lifetime: args.agreed.code_lifetime.or(self.stage.map(|stage| stage.issuer.lifetimes.code)),
            patience: args.pace.patience(server.is_ours),
            person: args.person.username.clone(),
            logs_in_afresh: !matches!(way, Way::Cookie(_)),
            posts_requests: !matches!(way, Way::WebDriver(_)),
            pkce,
        }))
    }

    fn terms(&self, server: &Server) -> Result<Terms, Failure> {
        let (agreed, chosen) = (&self.args.agreed, self.chosen);
        for uri in [&agreed.redirect_uri, &agreed.token_redirect_uri].into_iter().flatten() {
            Url::parse(uri).map_err(|error| {
                Failure::usage(format!("“{uri}” is no redirection URI: {error}"))
                    .hint("pass the whole address, such as https://lpcdn.lpsnmedia.net/le_unified_window/index.html")
            })?;
        }
        Ok(Terms {
            window: agreed.windows(false).first().copied().unwrap_or_default(),
            mode: agreed.mode(chosen),
            issuer: server.issuer.clone(),
            client_id: Some(self.args.client.id(chosen)?),
            redirect_uri: agreed.redirect_uri.clone(),
            token_redirect_uri: agreed.token_redirect_uri.clone(),
            scope: agreed.scope.clone(),
            ..Terms::default()
        })
    }

    fn second(&self, first: &Credential, edge: &mut Edge) -> Result<Option<crate::flow::scenario::Second>, Failure> {
        let mut second = self.args.second.clone();
        if let Some(client) = self.stage.and_then(|stage| stage.issuer.clients.get(1)) {
            second.second_client_id.get_or_insert_with(|| client.id.clone());
            second.told.clone_from(&client.secret);
        }
        second.client(first, self.chosen, edge)
    }

    /// Returns who logs in.
    ///
    /// # Errors
    /// If nobody can log in unattended.
    pub(super) fn visitor(&self, setup: &Setup, edge: &mut Edge) -> Result<(Way, Visitor, Answers), Failure> {
        let entrance = Entrance::new(&self.args.person, edge)?;
        let way = entrance.way().clone();
        if way == Way::Browser {
            return Err(Failure::usage("nobody can log in again and again in a browser of their own").hint(
                "pass --username NAME and --password-file FILE, or --login steps=FILE, cookie=FILE or webdriver=URL",
            ));
        }
        let start = setup.login.endpoints.authorization.as_ref();
        let start = start.ok_or_else(|| {
            Failure::usage("no authorization endpoint is known")
                .hint("pass --authorization-endpoint URL, or an issuer whose metadata names it")
        })?;
        let answers = entrance.answers(&way, start, edge)?;
        let visitor = match way {
            Way::WebDriver(_) => Visitor::Windowed,
            _ => Visitor::Windowless(Box::new(answers.clone())),
        };
        Ok((way, visitor, answers))
    }
}
