//! What lpauth.toml keeps of a brand's logins, for what no flag says.

use super::Args;
use super::person::VisitorFlags;
use super::way::Way;
use crate::cmd::Globals;
use crate::cmd::brand::Chosen;
use crate::edge::{Edge, Failure};
use url::Url;

impl Args {
    /// Takes what the brand says where no flag says anything.
    ///
    /// # Errors
    /// If the settings cannot be used.
    pub(in crate::cmd) fn adopt(&mut self, globals: &Globals, edge: &mut Edge) -> Result<(), Failure> {
        let chosen = self.server.chosen(globals, edge)?;
        let said = |member: &str| chosen.brand.text(member).map(str::to_owned);
        let Args { server, client, request, person, .. } = self;
        fill(&mut server.userinfo_endpoint, said("userinfo_endpoint").and_then(|url| Url::parse(&url).ok()));
        fill(&mut client.client_auth, said("client_auth"));
        fill(&mut request.window, said("window"));
        fill(&mut request.redirect_uri, said("redirect_uri"));
        fill(&mut request.token_redirect_uri, said("token_redirect_uri"));
        fill(&mut request.scope, said("scope"));
        person.visitor.adopt(&chosen)
    }
}

impl VisitorFlags {
    /// Takes what the brand says where no flag says anything.
    ///
    /// # Errors
    /// If the settings cannot be used.
    pub(in crate::cmd) fn adopt(&mut self, chosen: &Chosen) -> Result<(), Failure> {
        let said = |member: &str| chosen.brand.text(member).map(str::to_owned);
        let way = said("login").map(|text| {
            let way = Way::named(&text).map_err(|reason| {
                Failure::usage(format!("“{text}” is no login in lpauth.toml: {reason}"))
                    .hint("`lpauth exchange --help` says what --login takes")
            });
            way.map(|way| way.seen_from(|file| chosen.beside(file)))
        });
        fill(&mut self.login, way.transpose()?);
        // The password is that of the brand's own test user.
        if self.username.is_none() || self.username == said("username") {
            self.username = said("username");
            self.kept = said("password").map(|place| match place.strip_prefix("file:") {
                Some(file) => format!("file:{}", chosen.beside(file).display()),
                None => place,
            });
        }
        Ok(())
    }
}

/// Takes what is kept where no flag says anything.
pub(in crate::cmd) fn fill<T>(flag: &mut Option<T>, kept: Option<T>) {
    if flag.is_none() {
        *flag = kept;
    }
}
