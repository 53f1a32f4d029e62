//! Which endpoint answers a request.

use super::register::{self, Registered};
use super::reply::{self, json};
use super::wrong::Faults;
use super::{Client, Config, Mock, Realm, authorize, bearer, grant, login, logout, metadata};
use crate::flow::fault::{endpoint, lenient};
use crate::model::http::{Reply, Request};
use crate::model::time::Timestamp;
use serde_json::json;
use std::sync::Arc;

/// A request to an issuer.
#[derive(Clone, Copy)]
pub(super) struct Visit<'a> {
    pub(super) config: &'a Config,
    pub(super) realm: &'a Realm,
    /// The clients that registered themselves.
    pub(super) registered: &'a [Arc<Registered>],
    pub(super) request: &'a Request,
    pub(super) now: Timestamp,
}

impl<'a> Visit<'a> {
    /// Returns the faults that this client meets; without one, whoever does not say who they are.
    pub(super) fn faults(&self, client: Option<&str>) -> Faults<'a> {
        Faults::of(self.config, client.and_then(|id| self.realm.issuer.client(id)))
    }

    /// Returns the client with this ID, whoever registered it.
    pub(super) fn client(&self, id: &str) -> Option<&'a Client> {
        self.realm.issuer.client(id).or_else(|| self.registered(id).map(|registered| &registered.client))
    }

    /// Returns the client with this ID that registered itself.
    pub(super) fn registered(&self, id: &str) -> Option<&'a Registered> {
        self.registered.iter().map(Arc::as_ref).find(|registered| registered.client.id == id)
    }

    /// Returns what the issuer calls itself in the metadata and on the way back to the client (RFC 9207 §2).
    pub(super) fn issuer(&self) -> String {
        let slash = if self.faults(None).has(endpoint::Does::AddsSlashToIssuer) { "/" } else { "" };
        format!("{}{slash}", self.realm.issuer.id)
    }
}

/// An endpoint of an issuer.
struct Endpoint {
    /// Below the issuer's own path.
    path: &'static str,
    methods: &'static [&'static str],
    /// Whether scripts of other origins may ask.
    shared: bool,
    answer: fn(Visit<'_>, &mut dyn rand::CryptoRng) -> Reply,
}

const fn endpoint(
    path: &'static str,
    methods: &'static [&'static str],
    shared: bool,
    answer: fn(Visit<'_>, &mut dyn rand::CryptoRng) -> Reply,
) -> Endpoint {
    Endpoint { path, methods, shared, answer }
}

pub(super) const OPENID: &str = "/.well-known/openid-configuration";
const OAUTH: &str = "/.well-known/oauth-authorization-server";
pub(super) const JWKS: &str = "/jwks.json";
pub(super) const AUTHORIZE: &str = "/authorize";
pub(super) const LOGIN: &str = "/login";
pub(super) const CONSENT: &str = "/consent";
pub(super) const TOKEN: &str = "/token";
pub(super) const USERINFO: &str = "/userinfo";
pub(super) const LOGOUT: &str = "/logout";
pub(super) const INTROSPECT: &str = "/introspect";
pub(super) const REVOKE: &str = "/revoke";
pub(super) const REGISTER: &str = "/register";

#[rustfmt::skip]
static ENDPOINTS: &[Endpoint] = &[
    endpoint(OPENID,     &["GET"],         true,  metadata::discovery),
    endpoint(OAUTH,      &["GET"],         true,  metadata::discovery),
    endpoint(JWKS,       &["GET"],         true,  metadata::jwks),
    endpoint(AUTHORIZE,  &["GET", "POST"], false, authorize::authorize),
    endpoint(LOGIN,      &["POST"],        false, login::login),
    endpoint(CONSENT,    &["POST"],        false, login::consent),
    endpoint(TOKEN,      &["POST"],        true,  grant::token),
    endpoint(USERINFO,   &["GET", "POST"], true,  bearer::userinfo),
    endpoint(LOGOUT,     &["GET", "POST"], false, logout::logout),
    endpoint(INTROSPECT, &["POST"],        false, bearer::introspect),
    endpoint(REVOKE,     &["POST"],        false, bearer::revoke),
    endpoint(REGISTER,   &["POST", "GET", "DELETE"], false, register::register),
    endpoint("/health",  &["GET"],         false, |_, _| json(200, &json!({ "status": "up" }))),
];

pub(super) fn route(mock: &Mock, request: &Request, now: Timestamp, rng: &mut dyn rand::CryptoRng) -> Reply {
    match find(mock, request.url.path()) {
        Some((realm, endpoint)) => {
            let registered = realm.memory.registered.all(now);
            endpoint.reply(Visit { config: &mock.config, realm, registered: &registered, request, now }, rng)
        }
        None => reply::not_found(request),
    }
}

fn find<'a>(mock: &'a Mock, path: &str) -> Option<(&'a Realm, &'static Endpoint)> {
    mock.realms.iter().find_map(|realm| {
        let endpoint = ENDPOINTS.iter().find(|endpoint| endpoint.is_at(realm, path))?;
        Some((realm, endpoint))
    })
}

impl Endpoint {
    fn is_at(&self, realm: &Realm, path: &str) -> bool {
        // RFC 8414 §3.1 puts the well-known part before the issuer's path, OpenID Connect Discovery §4 after it.
        let before = self.path == OAUTH && path.strip_prefix(OAUTH) == Some(realm.path());
        let there = self.path != REGISTER || realm.issuer.registration;
        there && (before || path.strip_prefix(realm.path()) == Some(self.path))
    }

    fn reply(&self, visit: Visit<'_>, rng: &mut dyn rand::CryptoRng) -> Reply {
        let method = visit.request.method.as_str();
        let usual =
            |method: &str| self.methods.contains(&method) || (method == "HEAD" && self.methods.contains(&"GET"));
        let allowed = |method: &str| self.misjudges(visit, method).unwrap_or(usual(method));
        let reply = match method {
            "OPTIONS" => reply::allowed(204, &self.allow()),
            method if allowed(method) => (self.answer)(visit, rng),
            _ => reply::allowed(405, &self.allow()),
        };
        if self.shared { reply::shared(reply, &self.allow()) } else { reply }
    }

    // Whether a fault lets this method pass, or does not.
    fn misjudges(&self, visit: Visit<'_>, method: &str) -> Option<bool> {
        use lenient::Does::{RefusesPost, TakesGet};
        let does = |what| visit.faults(None).does(what);
        match (self.path, method) {
            (TOKEN, "GET") if does(TakesGet) => Some(true),
            (AUTHORIZE, "POST") if does(RefusesPost) => Some(false),
            _ => None,
        }
    }

    fn allow(&self) -> String {
        let head = self.methods.contains(&"GET").then_some("HEAD");
        self.methods.iter().copied().chain(head).chain(["OPTIONS"]).collect::<Vec<_>>().join(", ")
    }
}
