//! The end session endpoint (OpenID Connect RP-Initiated Logout 1.0 §2).

use super::assertion;
use super::config::Client;
use super::login::{self, Visitor};
use super::page::{self, Form};
use super::params::{Params, encode};
use super::reply::{WithField, redirect};
use super::route::{LOGOUT, Visit};
use super::seal::Seal;
use crate::model::http::Reply;

/// A logout that is asked for.
struct Leave<'a> {
    client: Option<&'a Client>,
    /// Who is meant, if the request says so.
    subject: Option<String>,
    then: Option<String>,
}

/// Ends a login: at once if the request proves that it comes from a client, else when the person agrees.
pub(super) fn logout(visit: Visit<'_>, _: &mut dyn rand::CryptoRng) -> Reply {
    let params = Params::of(visit.request);
    if let Some(seal) = params.text("seal").filter(|_| visit.request.method == "POST") {
        return agreed(visit, params.text("request").unwrap_or_default(), seal);
    }
    let leave = match Leave::read(visit, &params) {
        Ok(leave) => leave,
        Err(reason) => return page::error(visit.realm, 400, &reason),
    };
    let visitor = Visitor::of(visit);
    let Some(session) = &visitor.session else { return leave.done(visit, &visitor) };
    let user = visit.realm.issuer.user(&session.user);
    match user.is_some_and(|user| leave.subject.as_deref() == Some(user.subject())) {
        true => leave.done(visit, &visitor),
        false => ask(visit, &visitor, &params, leave.then.as_deref()),
    }
}

fn ask(visit: Visit<'_>, visitor: &Visitor, params: &Params, then: Option<&str>) -> Reply {
    let request = params.encoded();
    let holder = visitor.key.as_deref().unwrap_or_default();
    let seal = Seal { purpose: LOGOUT, holder, fresh: false, request: &request };
    let form = Form {
        action: visit.realm.address(LOGOUT),
        seal: seal.text(visit.realm, visit.now.plus(login::PATIENCE)),
        redirect_uri: then.unwrap_or_default().to_owned(),
        request: request.clone(),
    };
    page::logout(visit.realm, &form)
}

fn agreed(visit: Visit<'_>, request: &str, seal: &str) -> Reply {
    let visitor = Visitor::of(visit);
    let holder = visitor.key.as_deref().unwrap_or_default();
    let opened = Seal { purpose: LOGOUT, holder, fresh: false, request }.open(visit.realm, Some(seal), visit.now);
    match (opened, Leave::read(visit, &Params::parse(request))) {
        (Some(_), Ok(leave)) => leave.done(visit, &visitor),
        _ => login::stale(visit),
    }
}

impl<'a> Leave<'a> {
    fn read(visit: Visit<'a>, params: &Params) -> Result<Leave<'a>, String> {
        if let Some(name) = params.repeated() {
            return Err(format!("the parameter {name} is there twice"));
        }
        let hint = match params.text("id_token_hint") {
            Some(text) => Some(assertion::hint(visit.realm, text).ok_or("the id_token_hint is no token of ours")?),
            None => None,
        };
        let audience = hint.as_ref().map(|(_, audience)| audience.as_str());
        let id = params.text("client_id").or(audience);
        if audience.is_some_and(|audience| Some(audience) != id) {
            return Err("client_id and id_token_hint name two clients".to_owned());
        }
        let client = id.and_then(|id| visit.client(id));
        let then = params.text("post_logout_redirect_uri");
        let registered =
            |uri: &str| client.is_some_and(|client| client.post_logout_redirect_uris.iter().any(|other| other == uri));
        if let Some(uri) = then.filter(|uri| !registered(uri)) {
            return Err(format!("{uri} is not registered as post_logout_redirect_uri of the client"));
        }
        let state = params.text("state").map(|state| encode([("state", state)]));
        let join = |uri: &str| if uri.contains('?') { '&' } else { '?' };
        let then = then.map(|uri| match &state {
            Some(state) => format!("{uri}{}{state}", join(uri)),
            None => uri.to_owned(),
        });
        Ok(Leave { client, subject: hint.map(|(subject, _)| subject), then })
    }

    fn done(&self, visit: Visit<'_>, visitor: &Visitor) -> Reply {
        if let Some(key) = &visitor.key {
            visit.realm.memory.sessions.remove(key);
        }
        let reply = match &self.then {
            Some(address) => redirect(address),
            None => page::message(visit.realm, "You are logged out", self.client.map_or("", |client| &client.name)),
        };
        reply.with_field("set-cookie", &login::forget_cookie(visit.realm))
    }
}
