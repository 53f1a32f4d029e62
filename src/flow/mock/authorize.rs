//! The authorization endpoint (OIDC Core §3.1.2, §3.2.2, §3.3.2).

mod ask;

use super::answer::{Answer, Mode};
use super::bearer;
use super::grant::Grant;
use super::issue::Issue;
use super::login::{self, Visitor};
use super::params::Params;
use super::reply::described;
use super::route::Visit;
use super::{Code, digits, page, random};
use crate::flow::fault::{endpoint, lenient};
use crate::flow::mint::Unfit;
use crate::model::http::Reply;
pub(super) use ask::Ask;
use ask::{Refusal, Way};
use std::sync::Arc;
use url::form_urlencoded::byte_serialize;

/// Answers an authorization request.
pub(super) fn authorize(visit: Visit<'_>, rng: &mut dyn rand::CryptoRng) -> Reply {
    let params = Params::of(visit.request);
    read(visit, &params, |ask| go_on(visit, ask, &Visitor::of(visit), rng))
}

/// Reads an authorization request and hands it on, or answers what is wrong with it.
pub(super) fn read<'a>(visit: Visit<'a>, params: &Params, then: impl FnOnce(&Ask<'a>) -> Reply) -> Reply {
    let way = match Way::read(visit, params) {
        Ok(way) => way,
        Err(refusal) => return keep(visit, params, &refusal),
    };
    match Ask::read(visit, way.clone(), params) {
        Ok(ask) => then(&ask),
        Err(refusal) => refuse(visit, &way, &refusal),
    }
}

// Whoever cannot be sent back is told on a page, unless a fault sends them wherever they want.
fn keep(visit: Visit<'_>, params: &Params, Refusal(error, description): &Refusal) -> Reply {
    let stranger = params.text("client_id").is_some_and(|id| visit.client(id).is_none());
    let fields = vec![("error", (*error).to_owned()), ("error_description", described(description))];
    match params.text("redirect_uri") {
        Some(redirect_uri) if stranger && visit.faults(None).does(lenient::Does::SendsStrangersBack) => {
            Answer { redirect_uri, mode: Mode::Query, fields }.reply()
        }
        _ => page::error(visit.realm, 400, description),
    }
}

/// Returns an error to the client (RFC 6749 §4.1.2.1, OIDC Core §3.1.2.6).
pub(super) fn refuse(visit: Visit<'_>, way: &Way<'_>, Refusal(error, description): &Refusal) -> Reply {
    let fields = vec![("error", (*error).to_owned()), ("error_description", described(description))];
    send(visit, way, fields)
}

/// Tells the client that the person did not agree.
pub(super) fn deny(visit: Visit<'_>, ask: &Ask<'_>) -> Reply {
    refuse(visit, &ask.way, &Refusal("access_denied", "the person did not agree".to_owned()))
}

/// Goes on with a request: to the login page, to the consent page, or back to the client.
pub(super) fn go_on(visit: Visit<'_>, ask: &Ask<'_>, visitor: &Visitor, rng: &mut dyn rand::CryptoRng) -> Reply {
    let silent = |error, description: &str| refuse(visit, &ask.way, &Refusal(error, description.to_owned()));
    let Some(session) = visitor.session.as_ref().filter(|_| !ask.wants_login(visit, visitor)) else {
        return match ask.prompts("none") || visitor.fresh {
            true => silent("login_required", "nobody is logged in as the request wants it"),
            false => login::page(visit, ask, None, rng),
        };
    };
    if ask.prompts("none") && visit.faults(Some(&ask.way.client.id)).does(lenient::Does::RefusesSilence) {
        return silent("login_required", "somebody must log in each time");
    }
    if ask.wants_consent(session, visitor) {
        return match ask.prompts("none") {
            true => silent("consent_required", "the person has not agreed yet"),
            false => login::consent_page(visit, ask, visitor),
        };
    }
    match issue(visit, ask, session, rng) {
        Ok(fields) => send(visit, &ask.way, fields),
        Err(Unfit(reason)) => silent("server_error", &reason),
    }
}

// Everything that comes back through the browser, in the order of OAuth 2.0 Multiple Response Type Encoding Practices.
fn issue(
    visit: Visit<'_>,
    ask: &Ask<'_>,
    session: &super::Session,
    rng: &mut dyn rand::CryptoRng,
) -> Result<Vec<(&'static str, String)>, Unfit> {
    let Visit { realm, now, .. } = visit;
    let faults = visit.faults(Some(&ask.way.client.id));
    let alias = faults.does(lenient::Does::ChangesSubject).then(|| random(rng));
    let grant = Arc::new(Grant::new(ask, session, alias));
    let name = if faults.does(lenient::Does::IssuesShortCodes) { digits } else { random };
    let (code, access_token) = (ask.wants.code.then(|| name(rng)), ask.wants.access_token.then(|| random(rng)));
    let mut fields = Vec::new();
    if let Some(code) = &code {
        let kept = Code {
            grant: Arc::clone(&grant),
            redirect_uri: ask.way.redirect_uri.clone(),
            challenge: ask.challenge.clone(),
            used: Arc::default(),
        };
        let lifetime = if faults.does(lenient::Does::KeepsCodes) { HOUR } else { realm.issuer.lifetimes.code };
        realm.memory.codes.put(code, kept, now.plus(lifetime), now);
        fields.push(("code", code.clone()));
    }
    if let Some(token) = &access_token {
        bearer::keep(visit, token, &grant);
        let seconds = realm.issuer.lifetimes.access_token.to_string();
        fields.extend([("access_token", token.clone()), ("token_type", "Bearer".to_owned()), ("expires_in", seconds)]);
        fields.retain(|(name, _)| *name != "token_type" || !faults.does(lenient::Does::LeavesTypeOut));
    }
    if let Some(parameter) = ask.wants.id_token {
        let issue = Issue {
            visit,
            grant: &grant,
            nonce: grant.nonce.as_deref(),
            access_token: access_token.as_deref(),
            code: code.as_deref(),
        };
        fields.push((parameter, issue.id_token(rng)?));
    }
    Ok(fields)
}

/// How much of a state is left where it is cut, in characters.
const CUT: usize = 200;

/// An hour, in seconds.
const HOUR: i64 = 3_600;

fn send(visit: Visit<'_>, way: &Way<'_>, mut fields: Vec<(&'static str, String)>) -> Reply {
    use endpoint::Does;
    let cuts = visit.faults(Some(&way.client.id)).does(lenient::Does::CutsState);
    let does = |what| visit.faults(Some(&way.client.id)).has(what);
    if does(Does::ShowsErrorPage) {
        return page::error(visit.realm, 200, "An unexpected error occurred. Please try again later.");
    }
    match &way.state {
        Some(_) if does(Does::DropsState) => {}
        Some(state) if does(Does::ReencodesState) => fields.push(("state", byte_serialize(state.as_bytes()).collect())),
        Some(state) if cuts => fields.push(("state", state.chars().take(CUT).collect())),
        Some(state) => fields.push(("state", state.clone())),
        None => {}
    }
    fields.push(("iss", visit.issuer()));
    let mode = match way.mode {
        Mode::Query if does(Does::UsesFragment) => Mode::Fragment,
        Mode::Fragment if does(Does::UsesQuery) => Mode::Query,
        mode => mode,
    };
    Answer { redirect_uri: &way.redirect_uri, mode, fields }.reply()
}
