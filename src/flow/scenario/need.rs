//! What a scenario cannot do without, and what to do where it is missing.

use super::evidence::{self, Evidence, Setup};
use super::{Case, Kind, LEEWAY, Need};
use crate::flow::login;
use crate::model::login::Window;
use crate::model::transcript::Transcript;

impl Case {
    /// Returns why the case cannot be tried, if it cannot: what it needs, and how to give it. `plain` is what came of the plain
    /// login of its kind.
    pub fn lack(&self, setup: &Setup, plain: Option<&Evidence<'_>>) -> Option<String> {
        let login = plain.and_then(Evidence::last);
        self.scenario.needs.iter().find_map(|need| need.lack(self.kind, setup, login))
    }
}

impl Need {
    fn lack(self, kind: Kind, setup: &Setup, plain: Option<&Transcript>) -> Option<String> {
        let metadata = setup.metadata.as_ref();
        let lists = |name, value| metadata.is_some_and(|metadata| metadata.lists(name, value));
        let access_token = plain.and_then(login::access_token);
        let refresh_token = || plain?.tokens()?.text("refresh_token").map(str::to_owned);
        let waits_for = |life: Option<i64>| life.is_some_and(|life| life <= setup.patience);
        let (is_there, reason) = match self {
            Need::UserInfo => (
                kind == Kind::IdToken || setup.login.endpoints.userinfo.is_some(),
                "no userinfo endpoint is known: pass --userinfo-endpoint URL".to_owned(),
            ),
            Need::AccessToken => (
                kind == Kind::IdToken || access_token.is_some(),
                "no access token came with the plain login".to_owned(),
            ),
            Need::RefreshToken => (
                refresh_token().is_some(),
                "no refresh token came with the plain login; some servers want the scope offline_access (--scope)"
                    .to_owned(),
            ),
            Need::SecondClient => (
                setup.second.is_some(),
                "it needs a second client: pass --second-client-id ID and --second-client-secret-file FILE".to_owned(),
            ),
            Need::ShortCodes => (waits_for(setup.code_lifetime), too_long("code", setup.code_lifetime, setup.patience)),
            Need::ShortAccessTokens => {
                let life = plain.and_then(evidence::expires_in).map(|life| life.saturating_add(LEEWAY));
                (waits_for(life), too_long("access token", life, setup.patience))
            }
            Need::Secret => (
                kind == Kind::Code && setup.login.credential.secret().is_some(),
                "the client does not send a secret".to_owned(),
            ),
            Need::FreshLogin => (
                setup.logs_in_afresh,
                "the person cannot log in more than once: pass --username and --password-file, or --login steps=FILE"
                    .to_owned(),
            ),
            Need::Lists(name, value) => (lists(name, value), format!("the metadata does not list {value} in {name}")),
            Need::Pkce => (
                setup.pkce || lists("code_challenge_methods_supported", "S256"),
                "neither the metadata nor the settings say that PKCE is used".to_owned(),
            ),
            Need::Registration => (
                metadata.is_some_and(|metadata| metadata.text("registration_endpoint").is_some()),
                "clients cannot register themselves: the metadata names no registration_endpoint".to_owned(),
            ),
            Need::Window(window) => (setup.windows.contains(&window), other_window(window)),
            Need::FormRequests => (
                setup.posts_requests,
                "this browser cannot send the authorization request as a form: use another --login".to_owned(),
            ),
        };
        (!is_there).then_some(reason)
    }
}

fn other_window(window: Window) -> String {
    let name = if window == Window::External { "external" } else { "embedded" };
    format!("the settings say that consumers do not chat in that window (--window {name})")
}

fn too_long(what: &str, life: Option<i64>, patience: i64) -> String {
    match (life, what) {
        (None, "code") => "nobody said how long a code lives: pass --code-lifetime TIME".to_owned(),
        (None, what) => format!("the server does not say how long an {what} lives"),
        (Some(life), what) => {
            format!(
                "it would take {life} s until the {what} expires, and the longest wait is {patience} s (--patience)"
            )
        }
    }
}
