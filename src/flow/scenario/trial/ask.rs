//! The authorization request of a case: an ordinary one, changed.

use super::Known;
use crate::flow::login::request::deviate;
use crate::flow::login::{Credential, Plan, random};
use crate::flow::scenario::{Change, Kind, Second, Setup};
use crate::model::login::{Mode, Window};
use crate::model::secret::Secret;
use url::Url;

/// Returns the plan of a login with these changes, as far as they are no parameters.
///
/// # Errors
/// Why it cannot be made.
pub(super) fn plan(
    base: &Plan,
    setup: &Setup,
    kind: Kind,
    changes: &[Change],
    rng: &mut dyn rand::CryptoRng,
) -> Result<Plan, String> {
    let mut plan = ordinary(base, kind, rng);
    for change in changes {
        match change {
            Change::AsWindow => liveperson(&mut plan, base, kind, Window::External),
            Change::AsEmbedded => liveperson(&mut plan, base, kind, Window::Embedded),
            Change::AsSecond => become_second(&mut plan, setup.second.as_ref().ok_or("there is no second client")?),
            Change::Post => {
                let secret = plan.credential.secret().cloned().ok_or("the client has no secret")?;
                plan.credential = Credential::Post(secret);
            }
            Change::Pkce => {
                // RFC 7636 §4.1: as long as a verifier may be, 128 characters.
                plan.pkce = true;
                plan.verifier = Some(Secret::new(random(rng, 96)));
            }
            Change::Omit("code_challenge") => plan.pkce = false,
            Change::Set(..) | Change::Omit(_) | Change::Make(..) | Change::Reversed | Change::Posted => {}
        }
    }
    Ok(plan)
}

/// Returns an ordinary login: what the standards ask for, and nothing else.
fn ordinary(base: &Plan, kind: Kind, rng: &mut dyn rand::CryptoRng) -> Plan {
    let mut plan = Plan {
        plain: true,
        probe: false,
        userinfo: false,
        refresh: false,
        brought: None,
        parameters: Vec::new(),
        ..base.clone()
    };
    plan.terms.flow = kind.flow();
    plan.terms.mode = Mode::Rfc;
    plan.terms.response_type = Some(kind.response_type().to_owned());
    plan.terms.state = None;
    plan.terms.nonce = Some(Some(random(rng, 16)));
    if kind != Kind::Code {
        plan.credential = Credential::None;
    }
    plan
}

fn liveperson(plan: &mut Plan, base: &Plan, kind: Kind, window: Window) {
    plan.plain = false;
    plan.terms.window = window;
    plan.terms.mode = base.terms.mode;
    plan.terms.nonce = None;
    // What LivePerson calls the type of its token depends on the mode.
    plan.terms.response_type = (kind == Kind::IdTokenToken).then(|| kind.response_type().to_owned());
}

fn become_second(plan: &mut Plan, second: &Second) {
    plan.terms.client_id = Some(second.client_id.clone());
    plan.credential = second.credential.clone();
    plan.terms.redirect_uri = second.redirect_uri.clone().or(plan.terms.redirect_uri.take());
}

/// Returns the parameters of an authorization request with these changes, in order.
pub(super) fn changed(
    mut parameters: Vec<(String, String)>,
    changes: &[Change],
    known: &Known<'_>,
) -> Vec<(String, String)> {
    for change in changes {
        match change {
            Change::Set(name, value) => deviate(&mut parameters, name, Some(value)),
            Change::Omit(name) => deviate(&mut parameters, name, None),
            Change::Make(name, make) => {
                if let Some(value) = make(&known.given(&parameters)) {
                    deviate(&mut parameters, name, Some(&value));
                }
            }
            Change::Reversed => reverse(&mut parameters),
            Change::Posted | Change::Pkce | Change::AsWindow | Change::AsEmbedded | Change::AsSecond | Change::Post => {
            }
        }
    }
    parameters
}

// RFC 6749 §3.3: the order of the words of a scope says nothing.
fn reverse(parameters: &mut [(String, String)]) {
    parameters.reverse();
    if let Some((_, scope)) = parameters.iter_mut().find(|(name, _)| name == "scope") {
        *scope = scope.split(' ').rev().collect::<Vec<_>>().join(" ");
    }
}

/// Returns the form that asks the same of `endpoint` as `url`, the endpoint with a query.
pub(super) fn form(endpoint: &Url, url: &Url) -> String {
    let (own, query) = (endpoint.query().unwrap_or_default(), url.query().unwrap_or_default());
    query.strip_prefix(own).unwrap_or(query).trim_start_matches('&').to_owned()
}
