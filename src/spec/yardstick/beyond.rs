//! What the suite does not ask although a brand needs to know.

use super::{Row, row};

const DISCOVERY: &str = "discovery";
const JWKS: &str = "jwks";
const TLS: &str = "tls";
const AUTHORIZATION: &str = "authorization";
const TOKEN: &str = "token endpoint";
const ID_TOKEN: &str = "id_token";
const USERINFO: &str = "userinfo";

/// The rows.
#[rustfmt::skip]
pub(super) static ROWS: &[Row] = &[
    row(DISCOVERY, "algorithms of client authentication", "the list is there where clients authenticate by a JWT",
        &["discovery-auth-algs-missing", "discovery-auth-alg-none"], ""),
    row(DISCOVERY, "https everywhere", "addresses whose names do not end in `_endpoint` are https URLs too",
        &["discovery-url-not-https"],
        "Pages for people, such as `op_policy_uri`, may be at any URL."),
    row(DISCOVERY, "caching and CORS", "the key set says how long it holds, and browsers may read both documents",
        &["caching-absent", "caching-long", "cors-absent"], ""),
    row(DISCOVERY, "the slash at the end", "the issuer is the same to the last character",
        &["discovery-issuer-mismatch", "discovery-issuer-slash", "console-issuer-differs"], ""),
    row(DISCOVERY, "PKCE", "S256 is offered and said to be, `plain` is not",
        &["discovery-pkce-unadvertised", "discovery-pkce-s256-missing", "discovery-pkce-plain"], ""),
    row(DISCOVERY, "LivePerson", "what its flows need of a server, and what its console holds against it",
        &["liveperson-flows-unavailable", "liveperson-implicit-unavailable", "liveperson-code-unavailable",
          "liveperson-nonce-unsent", "liveperson-response-mode", "liveperson-request-refused", "liveperson-port", "liveperson-unreachable",
          "liveperson-endpoint-query", "liveperson-encryption-unavailable", "console-issuer-differs",
          "console-authorization-endpoint-differs", "console-token-endpoint-differs", "console-jwks-endpoint-differs"], ""),
    row(JWKS, "the answer", "status and media type are right",
        &["status-not-200", "jwks-media-type-wrong", "body-with-bom", "answer-redirected"], ""),
    row(JWKS, "strength", "keys are neither small nor known to be weak",
        &["rsa-key-too-small", "rsa-key-size-unusual", "rsa-exponent-unusual", "rsa-key-roca", "rsa-factor-shared"], ""),
    row(JWKS, "algorithms against keys", "what is advertised has a key, and what has a key is advertised",
        &["discovery-alg-keyless", "discovery-key-unadvertised", "jwks-no-rs256-key", "jwks-no-signing-key"], ""),
    row(JWKS, "a kid for each key of an algorithm", "with several keys, each can be named",
        &["jwk-kid-missing", "jwk-kid-duplicated"], ""),
    row(JWKS, "what a key is for", "`use`, `key_ops` and `alg` do not contradict each other",
        &["jwk-use-missing", "jwk-use-unknown", "jwk-use-contradicted", "jwk-use-beside-key-ops", "jwk-key-ops-duplicated",
          "jwk-key-ops-unrelated", "jwk-key-ops-private", "jwk-alg-mismatch"], ""),
    row(TLS, "public endpoints", "certificate, name, dates and version are right",
        &["tls-chain-untrusted", "tls-name-mismatch", "tls-certificate-expired", "tls-certificate-expiring",
          "tls-key-too-small", "tls-version-old", "tls-13-absent"], ""),
    row(TOKEN, "the client", "a secret that is wrong, missing or garbled is refused, with 401 and a challenge",
        &["secret-unchecked", "secret-optional", "authorization-malformed-accepted", "token-challenge-missing",
          "token-error-malformed"], ""),
    row(TOKEN, "the redirection URI", "another one, none, and one with a slash are refused",
        &["token-redirect-uri-unchecked", "token-redirect-uri-optional", "token-redirect-uri-slash"],
        "None is a warning: a server that knows of one address for the client may let it pass."),
    row(TOKEN, "the code", "one that is made up, cut off, empty or missing is refused; so is another client's, and one too old",
        &["code-unknown-accepted", "code-truncated-accepted", "code-empty-accepted", "code-optional", "code-of-other-client",
          "code-long-lived", "code-guessable"], ""),
    row(TOKEN, "the request", "the grant type is read, and nothing but a form by POST is taken",
        &["grant-type-unchecked", "grant-type-optional", "token-request-by-get", "token-request-in-json"],
        "GET is a warning and JSON a note, as no MUST is there for servers."),
    row(TOKEN, "PKCE", "the verifier is demanded and compared, nothing but S256 is taken, and a challenge cannot be taken out",
        &["pkce-verifier-optional", "pkce-verifier-unchecked", "pkce-plain-accepted", "pkce-downgraded"], ""),
    row(TOKEN, "the first answer", "media type and caching are right, and it comes in time",
        &["token-response-media-type", "token-response-cacheable", "token-response-no-pragma", "token-response-slow"], ""),
    row(ID_TOKEN, "claims that the suite passes over", "`azp`, further audiences, `nbf` and the span of the token are sound",
        &["azp-missing", "azp-mismatch", "audience-untrusted", "not-yet-valid", "lifetime-long", "exp-before-iat"], ""),
    row(ID_TOKEN, "times", "they are numbers of seconds, neither milliseconds nor texts",
        &["numeric-date-not-number", "numeric-date-in-milliseconds", "numeric-date-not-whole"], ""),
    row(ID_TOKEN, "a `nonce` that nobody sent", "it is told as what it is",
        &["nonce-unasked"], "The suite seems to break off."),
    row(ID_TOKEN, "over two logins", "`sub` stays, and the token is new",
        &["second-login-differs"], ""),
    row(USERINFO, "the access token", "userinfo is closed without one, with a made-up one, and with one that has expired",
        &["userinfo-open", "userinfo-token-unchecked", "userinfo-token-long-lived", "userinfo-challenge-missing"], ""),
    row(AUTHORIZATION, "`state`", "a long one and one in JSON come back as they were sent",
        &["state-shortened", "state-json-damaged", "callback-state-mismatch"], ""),
    row(AUTHORIZATION, "refusals without a redirect", "they are told without a picture: by status, page, and no redirect",
        &["redirect-uri-unchecked", "client-unknown-redirected", "login-redirect-uri-unregistered", "login-error-page"], ""),
    row(AUTHORIZATION, "LivePerson", "its own requests succeed, part by part and as a whole",
        &["window-request-refused", "embedded-request-refused", "default-redirect-uri-slash", "nonce-demanded",
          "nonce-demanded-for-code", "parent-window-origin-refused", "state-json-damaged"], ""),
    row("set-up", "the implicit flow alone", "a server without a token endpoint can be judged",
        &["discovery-member-missing"],
        "`token_endpoint` is asked for only where a response type has `code` in it."),
];
