//! The errors of OAuth and OpenID Connect: where each is written, whose turn it is, what usually causes it, what to do next.

use super::{CORE, Clause, LIVEPERSON, RFC6749, RFC6750, RFC7009, RFC8628, RFC8707, RFC9449, RFC9470};

/// One error code at one kind of endpoint.
#[derive(Debug, PartialEq, Eq)]
pub struct OauthError {
    /// The code, `invalid_grant`.
    pub name: &'static str,
    /// Where it may be answered.
    pub endpoint: Endpoint,
    /// Where it is written.
    pub clause: Clause,
    /// Whose turn it is.
    pub side: Side,
    /// What it means.
    pub meaning: &'static str,
    /// What usually causes it, likeliest first.
    pub causes: &'static [&'static str],
    /// What to do next.
    pub next: &'static str,
}

/// Where an error is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// The authorization endpoint: the error comes with the callback.
    Authorization,
    /// The token endpoint.
    Token,
    /// The token endpoint, asked to refresh. What has no row here means the same as for a code.
    Refresh,
    /// An endpoint that takes an access token, such as userinfo.
    Resource,
    /// The revocation endpoint.
    Revocation,
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Whoever runs the authorization server.
    Server,
    /// Whoever registered LivePerson there as a client.
    Registration,
    /// Whoever set up LivePerson: its console, or the page that it is embedded in.
    LivePerson,
    /// The person who logs in.
    Consumer,
}

impl Side {
    /// Returns what has to be looked at, for people.
    pub fn phrase(self) -> &'static str {
        match self {
            Side::Server => "look at the authorization server",
            Side::Registration => "look at how LivePerson is registered at the authorization server",
            Side::LivePerson => "look at LivePerson's console and the brand's page",
            Side::Consumer => "the person who logs in decides",
        }
    }
}

/// Returns what is known of an error at an endpoint; what another endpoint answers by the same name, if it has no row.
pub fn error(name: &str, endpoint: Endpoint) -> Option<&'static OauthError> {
    let named = || ERRORS.iter().filter(|error| error.name == name);
    let at = |endpoint| named().find(|error| error.endpoint == endpoint);
    let refresh = endpoint == Endpoint::Refresh;
    at(endpoint).or_else(|| at(Endpoint::Token).filter(|_| refresh)).or_else(|| named().next())
}

const fn at_authorization(
    name: &'static str,
    clause: Clause,
    side: Side,
    meaning: &'static str,
    causes: &'static [&'static str],
    next: &'static str,
) -> OauthError {
    OauthError { name, endpoint: Endpoint::Authorization, clause, side, meaning, causes, next }
}

const fn at_token(
    name: &'static str,
    clause: Clause,
    side: Side,
    meaning: &'static str,
    causes: &'static [&'static str],
    next: &'static str,
) -> OauthError {
    OauthError { name, endpoint: Endpoint::Token, clause, side, meaning, causes, next }
}

const fn at_resource(
    name: &'static str,
    clause: Clause,
    side: Side,
    meaning: &'static str,
    causes: &'static [&'static str],
    next: &'static str,
) -> OauthError {
    OauthError { name, endpoint: Endpoint::Resource, clause, side, meaning, causes, next }
}

const REQUEST_OBJECT: &[&str] =
    &["LivePerson sends plain parameters, no request object: something in between adds one"];

/// The table.
pub static ERRORS: &[OauthError] = &[
    at_authorization(
        "invalid_request",
        RFC6749.at("4.1.2.1"),
        Side::Server,
        "the server takes the request for malformed",
        &[
            "it asks for something LivePerson does not send, such as a `nonce`, PKCE or a `response_mode`",
            "it does not ignore `parentWindowOrigin`, which LivePerson adds",
            "it limits the length of `state`: LivePerson's has about 1,700 characters",
        ],
        "read `error_description` and the server's log, and let it ignore parameters that it does not know",
    ),
    at_authorization(
        "unauthorized_client",
        RFC6749.at("4.1.2.1"),
        Side::Registration,
        "the client may not use this response type",
        &["the flow that LivePerson's connector uses, code or implicit, is not switched on for its client"],
        "allow the flow for LivePerson's client, or choose the other flow in LivePerson's console",
    ),
    at_authorization(
        "access_denied",
        RFC6749.at("4.1.2.1"),
        Side::Consumer,
        "the consumer or the server said no",
        &[
            "the consumer cancelled the login or the consent",
            "a rule of the server keeps this consumer out of the client",
        ],
        "log in again as another consumer, and look for the rule in the server's log",
    ),
    at_authorization(
        "unsupported_response_type",
        RFC6749.at("4.1.2.1"),
        Side::Server,
        "the server does not do this response type",
        &["the implicit flow is switched off", "an old connector in openID mode asks for `token`"],
        "switch the flow on, or set LivePerson's connector to the other one",
    ),
    at_authorization(
        "invalid_scope",
        RFC6749.at("4.1.2.1"),
        Side::Registration,
        "a scope is unknown, or the client may not ask for it",
        &["`openid`, which is all that LivePerson asks for, is not allowed for its client"],
        "allow the scope `openid` for LivePerson's client",
    ),
    at_authorization(
        "server_error",
        RFC6749.at("4.1.2.1"),
        Side::Server,
        "the server failed",
        &["an error inside the server, or in what it asks behind it"],
        "look into the server's log at the time of the request",
    ),
    at_authorization(
        "temporarily_unavailable",
        RFC6749.at("4.1.2.1"),
        Side::Server,
        "the server is overloaded or being maintained",
        &["too many logins at once, or a planned outage"],
        "try again later",
    ),
    at_authorization(
        "interaction_required",
        CORE.at("3.1.2.6"),
        Side::LivePerson,
        "the server would have to show a page, and `prompt=none` forbids it",
        &["the consumer has no session", "the browser keeps the session's cookie from a frame"],
        "log in first, or ask without `prompt=none`",
    ),
    at_authorization(
        "login_required",
        CORE.at("3.1.2.6"),
        Side::LivePerson,
        "the consumer is not logged in, and `prompt=none` forbids to ask",
        &[
            "the session is over",
            "the browser keeps the session's cookie from a frame",
            "the consumer chose another account",
        ],
        "log in first, or ask without `prompt=none`",
    ),
    at_authorization(
        "account_selection_required",
        CORE.at("3.1.2.6"),
        Side::LivePerson,
        "the consumer has several accounts, and `prompt=none` forbids to ask which",
        &["several sessions in one browser"],
        "ask without `prompt=none`",
    ),
    at_authorization(
        "consent_required",
        CORE.at("3.1.2.6"),
        Side::Registration,
        "the consumer has not agreed yet, and `prompt=none` forbids to ask",
        &["LivePerson's client is not one of the brand's own in the eyes of the server"],
        "let LivePerson's client do without consent, or ask without `prompt=none`",
    ),
    at_authorization(
        "invalid_request_uri",
        CORE.at("3.1.2.6"),
        Side::Server,
        "the `request_uri` leads nowhere",
        REQUEST_OBJECT,
        "find out who adds `request_uri`",
    ),
    at_authorization(
        "invalid_request_object",
        CORE.at("3.1.2.6"),
        Side::Server,
        "the request object is not valid",
        REQUEST_OBJECT,
        "find out who adds `request`",
    ),
    at_authorization(
        "request_not_supported",
        CORE.at("3.1.2.6"),
        Side::Server,
        "the server takes no request objects",
        REQUEST_OBJECT,
        "find out who adds `request`",
    ),
    at_authorization(
        "request_uri_not_supported",
        CORE.at("3.1.2.6"),
        Side::Server,
        "the server takes no `request_uri`",
        REQUEST_OBJECT,
        "find out who adds `request_uri`",
    ),
    at_authorization(
        "registration_not_supported",
        CORE.at("3.1.2.6"),
        Side::Server,
        "the server takes no registration with the request",
        REQUEST_OBJECT,
        "find out who adds `registration`",
    ),
    at_token(
        "invalid_request",
        RFC6749.at("5.2"),
        Side::Server,
        "the server takes the token request for malformed",
        &[
            "it reads JSON where a form comes: LivePerson sends `application/x-www-form-urlencoded`",
            "it wants `client_id` or PKCE in the form, which LivePerson's connector does not send unless told",
            "client credentials came in two ways at once",
        ],
        "read `error_description`; let the endpoint take a form with Basic authorization",
    ),
    at_token(
        "invalid_client",
        RFC6749.at("5.2"),
        Side::Registration,
        "the client ID or the secret was not accepted",
        &[
            "the secret is not the one at the authorization server",
            "the client is unknown there, or belongs to another stage",
            "the server expects the secret in the form, and LivePerson sends it as Basic authorization",
        ],
        "set a new secret on both sides, and let the client use `client_secret_basic`",
    ),
    at_token(
        "invalid_grant",
        RFC6749.at("5.2"),
        Side::LivePerson,
        "the code was not accepted",
        &[
            "the code was used before, or is too old",
            "`redirect_uri` is not the one of the authorization request, down to the last slash",
            "the code was issued to another client",
            "the code verifier does not fit the challenge",
        ],
        "get a fresh code, redeem it once and at once, with the same `redirect_uri`",
    ),
    at_token(
        "unauthorized_client",
        RFC6749.at("5.2"),
        Side::Registration,
        "the client may not use this grant",
        &["`authorization_code` is not among the grant types of LivePerson's client"],
        "allow the grant for LivePerson's client",
    ),
    at_token(
        "unsupported_grant_type",
        RFC6749.at("5.2"),
        Side::Server,
        "the server does not do this grant",
        &["the endpoint did not find `grant_type`, because it does not read forms", "the grant is switched off"],
        "let the endpoint read `application/x-www-form-urlencoded`, and switch `authorization_code` on",
    ),
    at_token(
        "invalid_scope",
        RFC6749.at("5.2"),
        Side::Registration,
        "a scope is unknown, or more than was granted",
        &["a refresh request asks for more than the login did"],
        "ask for no scope when refreshing",
    ),
    at_token(
        "redirect_uri_mismatch",
        RFC6749.at("4.1.3"),
        Side::LivePerson,
        "`redirect_uri` is not the one of the authorization request",
        &["the two differ in a slash, in capital letters, or in the query"],
        "send the same `redirect_uri` to both endpoints",
    ),
    at_token(
        "invalid_code",
        LIVEPERSON.at("Implementation guide"),
        Side::LivePerson,
        "the code was not accepted; LivePerson's guide has this name where RFC 6749 has `invalid_grant`",
        &["the code was used before, or is too old", "`redirect_uri` is not the one of the authorization request"],
        "get a fresh code, redeem it once and at once",
    ),
    at_token(
        "json_parse_error",
        LIVEPERSON.at("Implementation guide"),
        Side::Server,
        "the server could not read the request; the name is LivePerson's guide's",
        &["it reads JSON where a form comes: LivePerson sends `application/x-www-form-urlencoded`"],
        "let the endpoint read a form",
    ),
    at_token(
        "server_error",
        RFC6749.at("4.1.2.1"),
        Side::Server,
        "the server failed",
        &["an error inside the server, or in what it asks behind it"],
        "look into the server's log at the time of the request",
    ),
    at_token(
        "temporarily_unavailable",
        RFC6749.at("4.1.2.1"),
        Side::Server,
        "the server is overloaded or being maintained",
        &["too many requests at once, or a planned outage"],
        "try again later",
    ),
    at_token(
        "invalid_target",
        RFC8707.at("2"),
        Side::Server,
        "the `resource` is not one the server knows",
        &["a parameter `resource` was added to the request"],
        "ask without `resource`",
    ),
    at_token(
        "authorization_pending",
        RFC8628.at("3.5"),
        Side::Server,
        "the consumer has not answered yet; it belongs to the device flow",
        &["the endpoint serves another flow than LivePerson's"],
        "use the token endpoint of the code flow",
    ),
    at_token(
        "slow_down",
        RFC8628.at("3.5"),
        Side::Server,
        "too many requests in a row; it belongs to the device flow",
        &["the endpoint serves another flow than LivePerson's"],
        "use the token endpoint of the code flow",
    ),
    at_token(
        "expired_token",
        RFC8628.at("3.5"),
        Side::Server,
        "the device code has expired; it belongs to the device flow",
        &["the endpoint serves another flow than LivePerson's"],
        "use the token endpoint of the code flow",
    ),
    at_token(
        "invalid_dpop_proof",
        RFC9449.at("5"),
        Side::Registration,
        "the server wants tokens bound to a key (DPoP), which LivePerson is not documented to do",
        &["DPoP is required for LivePerson's client"],
        "let LivePerson's client do without DPoP",
    ),
    at_token(
        "use_dpop_nonce",
        RFC9449.at("8"),
        Side::Registration,
        "the server wants tokens bound to a key (DPoP), which LivePerson is not documented to do",
        &["DPoP is required for LivePerson's client"],
        "let LivePerson's client do without DPoP",
    ),
    at_resource(
        "invalid_request",
        RFC6750.at("3.1"),
        Side::Server,
        "the server takes the request for malformed",
        &["the access token came in two ways at once, or in none that the server reads"],
        "send the access token as `Authorization: Bearer`",
    ),
    at_resource(
        "invalid_token",
        RFC6750.at("3.1"),
        Side::Server,
        "the access token was not accepted",
        &["it has expired or was revoked", "it is not for this server: another issuer, another audience, an id_token"],
        "ask with a fresh access token of the same login",
    ),
    at_resource(
        "insufficient_scope",
        RFC6750.at("3.1"),
        Side::Registration,
        "the access token does not reach as far",
        &["the login asked for less than userinfo needs: `openid` at least"],
        "ask for the scope that the answer names",
    ),
    at_resource(
        "insufficient_user_authentication",
        RFC9470.at("3"),
        Side::Consumer,
        "the login was not strong or not fresh enough",
        &["the server wants a login of another `acr`, or a newer one"],
        "log in again in the way that the answer names",
    ),
    OauthError {
        name: "invalid_grant",
        endpoint: Endpoint::Refresh,
        clause: RFC6749.at("5.2"),
        side: Side::Server,
        meaning: "the refresh token was not accepted",
        causes: &[
            "it has expired or was revoked",
            "it was used before, and the server had given out a new one",
            "it was issued to another client",
        ],
        next: "refresh with the newest refresh token of the login, and look into the server's log",
    },
    OauthError {
        name: "unsupported_token_type",
        endpoint: Endpoint::Revocation,
        clause: RFC7009.at("2.2.1"),
        side: Side::Server,
        meaning: "the server does not revoke tokens of this kind",
        causes: &["access tokens that the server does not keep cannot be revoked"],
        next: "revoke the refresh token",
    },
];
