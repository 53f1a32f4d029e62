//! Whatever can be the cause of a failed login, in the order in which it is one.

use crate::report::diagnosis::{Confidence, Side, Stage};

/// A possible cause.
#[derive(Debug)]
pub struct Row {
    /// The id of a check, or a name for what is seen and no check asks.
    pub id: &'static str,
    /// The step of the login.
    pub stage: Stage,
    /// Whose turn it is.
    pub side: Side,
    /// What to type to see whether it is mended; empty if nothing can tell.
    pub test: &'static str,
    /// What is wrong; empty for a check, which says so itself.
    pub title: &'static str,
    /// What to change; empty for a check, which says so itself.
    pub fix: &'static str,
    /// How sure it is where it is seen. What a check finds is certain.
    pub confidence: Confidence,
    /// Whether it can be the cause although the check is no error.
    pub even_if_mild: bool,
    /// The codes with which LivePerson answers to it; of a check its own list tells.
    pub codes: &'static [&'static str],
}

const fn check(id: &'static str, stage: Stage, side: Side, test: &'static str) -> Row {
    Row { id, stage, side, test, title: "", fix: "", confidence: Confidence::Certain, even_if_mild: false, codes: &[] }
}

const fn mild(id: &'static str, stage: Stage, side: Side, test: &'static str) -> Row {
    Row { even_if_mild: true, ..check(id, stage, side, test) }
}

const fn seen(
    id: &'static str,
    (stage, side): (Stage, Side),
    test: &'static str,
    title: &'static str,
    fix: &'static str,
    confidence: Confidence,
) -> Row {
    Row { id, stage, side, test, title, fix, confidence, even_if_mild: true, codes: &[] }
}

/// Returns the row called `id`, and its place in the order.
pub fn row(id: &str) -> Option<(usize, &'static Row)> {
    ROWS.iter().enumerate().find(|(_, row)| row.id == id)
}

const EXCHANGE_AS: &str = "lpauth exchange ISSUER --client-id ID";
const EXCHANGE: &str = "lpauth exchange ISSUER";
const VERIFY: &str = "lpauth verify token.jwt --jwks KEYS";
const DECODE: &str = "lpauth decode token.jwt";
const DECRYPT: &str = "lpauth decode token.jwt --decrypt-key KEY";
const LINT: &str = "lpauth lint ISSUER";
const LINT_KEYS: &str = "lpauth lint JWKS_URI";
const REFRESH: &str = "lpauth exchange ISSUER --refresh";
const VERIFY_PUBLISHED: &str = "lpauth verify token.jwt --jwks JWKS_URI";

/// The table.
#[rustfmt::skip]
pub static ROWS: &[Row] = &[
    // The brand's page.
    seen("callback-never-called", (Stage::Page, Side::Page), "lpauth mock",
        "the page's function never called LivePerson's callback",
        "Call the callback in every case, with the token or the code, or with an error: LivePerson waits for it.",
        Confidence::Likely),
    seen("code-used-twice", (Stage::Page, Side::Page), "lpauth exchange ISSUER --login browser",
        "a code was used a second time",
        "Ask the authorization server for a new code each time LivePerson calls the page's function: a code is good once.",
        Confidence::Certain),
    seen("code-too-old", (Stage::Page, Side::Page), "lpauth exchange ISSUER --login browser",
        "the code was too old when it was handed over",
        "Ask for the code when LivePerson calls the page's function, and not before: a code is good for some minutes (RFC 6749 §4.1.2).",
        Confidence::Likely),
    seen("script-blocked", (Stage::Page, Side::Network), "",
        "the browser blocked LivePerson's script",
        "Let the content security policy and ad blockers allow LivePerson's hosts.",
        Confidence::Likely),
    seen("popup-blocked", (Stage::Page, Side::Consumer), "",
        "the window for the login was not opened: the browser blocked the pop-up",
        "Let people open the chat by a click of their own, with nothing awaited before the window opens, and allow pop-ups \
         for the brand's page.",
        Confidence::Likely),
    // The authorization request.
    seen("mixed-content", (Stage::Authorization, Side::Server), LINT,
        "the browser refused to ask an address without https from a page with it",
        "Publish the endpoint with https, and name it so.",
        Confidence::Certain),
    seen("cors-refused", (Stage::Authorization, Side::Server), LINT,
        "the browser did not let the page read the answer: CORS",
        "Send `Access-Control-Allow-Origin` for the brand's page where its scripts ask (Fetch §3.2), or ask from the brand's server.",
        Confidence::Certain),
    seen("server-distrusted", (Stage::Authorization, Side::Server), LINT,
        "the browser does not trust the certificate of the login's server",
        "Renew the certificate, for every name of the server and with the whole chain up to a public authority.",
        Confidence::Certain),
    seen("request-blocked", (Stage::Authorization, Side::Network), EXCHANGE,
        "a request of the login got no answer",
        "See what stops it: an extension, a proxy, a firewall, or the server itself.",
        Confidence::Likely),
    seen("request-aborted", (Stage::Authorization, Side::Consumer), "",
        "a request of the login was given up before its answer came",
        "See whether the page navigates away or closes the window while the login runs.",
        Confidence::Possible),
    check("login-redirect-uri-unregistered", Stage::Authorization, Side::Registration, EXCHANGE_AS),
    seen("state-refused", (Stage::Authorization, Side::Network), EXCHANGE,
        "the authorization request was refused before the server saw it: most likely for the JSON in `state`",
        "Let the firewall or gateway in front of the authorization endpoint pass a `state` of 2,000 characters with braces and quotes in it.",
        Confidence::Likely),
    seen("login-frame-refused", (Stage::Authorization, Side::Server), "",
        "the login page does not let itself be shown in a frame",
        "Use LivePerson's separate window, or ask for the code with `prompt=none`, which shows no page.",
        Confidence::Likely),
    check("login-unfinished", Stage::Authorization, Side::Network, EXCHANGE),
    // The pages.
    seen("cookies-lost", (Stage::Login, Side::Consumer), "",
        "the login goes in circles: its cookies do not come back",
        "Set the session's cookies with `SameSite=None; Secure` if LivePerson's window or a frame asks for them, and avoid frames of another site.",
        Confidence::Likely),
    check("login-error-page", Stage::Login, Side::Server, EXCHANGE_AS),
    check("login-stuck", Stage::Login, Side::Consumer, "lpauth exchange ISSUER --login browser"),
    check("login-not-https", Stage::Login, Side::Server, EXCHANGE),
    // The way back.
    check("callback-error", Stage::Callback, Side::Server, EXCHANGE_AS),
    check("callback-redirect-uri-differs", Stage::Callback, Side::Registration, EXCHANGE),
    check("callback-parameter-repeated", Stage::Callback, Side::Server, EXCHANGE),
    check("callback-in-form", Stage::Callback, Side::Server, EXCHANGE),
    Row { codes: &["1008", "9011", "9015"], ..seen("flow-mixed-up", (Stage::Callback, Side::Console), "lpauth console ISSUER",
        "two flows are mixed up: what is handed over is not what LivePerson's connector expects",
        "Choose one flow for both: with the code flow in LivePerson's console hand over the code, with the implicit one the \
         id_token.",
        Confidence::Likely) },
    // Where nothing came back at all, the `state` is not there either.
    check("callback-code-missing", Stage::Callback, Side::Server, "lpauth exchange ISSUER --flow code"),
    check("callback-token-missing", Stage::Callback, Side::Server, "lpauth exchange ISSUER --flow implicit"),
    check("callback-state-missing", Stage::Callback, Side::Server, EXCHANGE),
    check("callback-state-mismatch", Stage::Callback, Side::Server, EXCHANGE),
    // The token request.
    check("redirect-uri-differs", Stage::TokenRequest, Side::Page, EXCHANGE_AS),
    check("token-endpoint-redirects", Stage::TokenRequest, Side::Server, EXCHANGE_AS),
    check("token-endpoint-refused", Stage::TokenRequest, Side::Registration, EXCHANGE_AS),
    check("token-endpoint-status", Stage::TokenRequest, Side::Server, EXCHANGE_AS),
    check("token-response-not-json", Stage::TokenRequest, Side::Server, EXCHANGE_AS),
    check("token-response-with-bom", Stage::TokenRequest, Side::Server, EXCHANGE_AS),
    check("id-token-missing", Stage::TokenRequest, Side::Server, EXCHANGE_AS),
    check("token-error-malformed", Stage::TokenRequest, Side::Server, EXCHANGE_AS),
    check("token-response-media-type", Stage::TokenRequest, Side::Server, EXCHANGE_AS),
    check("token-response-member-repeated", Stage::TokenRequest, Side::Server, EXCHANGE_AS),
    check("token-type-not-bearer", Stage::TokenRequest, Side::Server, EXCHANGE_AS),
    mild("token-response-slow", Stage::TokenRequest, Side::Server, EXCHANGE_AS),
    // The token as a text: damaged before anybody could read it.
    check("token-segments", Stage::Token, Side::Page, DECODE),
    check("token-quoted", Stage::Token, Side::Page, DECODE),
    check("token-line-break", Stage::Token, Side::Page, DECODE),
    check("token-bom", Stage::Token, Side::Page, DECODE),
    check("token-padded", Stage::Token, Side::Page, DECODE),
    check("token-not-base64url", Stage::Token, Side::Page, DECODE),
    check("header-not-json", Stage::Token, Side::Page, DECODE),
    check("claims-not-json", Stage::Token, Side::Page, DECODE),
    check("header-member-duplicated", Stage::Token, Side::Server, DECODE),
    check("claim-duplicated", Stage::Token, Side::Server, DECODE),
    // Its envelope.
    check("jwe-alg-name", Stage::Token, Side::Server, DECODE),
    check("jwe-alg-undocumented", Stage::Token, Side::Server, DECODE),
    check("jwe-enc-too-large", Stage::Token, Side::Server, DECODE),
    check("jwe-enc-unseen", Stage::Token, Side::Server, DECODE),
    check("jwe-kid-unknown", Stage::Token, Side::Server, DECODE),
    check("jwe-unasked", Stage::Token, Side::Server, DECODE),
    check("jwe-undecryptable", Stage::Token, Side::Server, DECRYPT),
    check("jwe-not-nested", Stage::Token, Side::Server, DECRYPT),
    // Another token than was meant.
    Row { codes: &["1008", "1011", "9007"], ..seen("access-token-handed-over", (Stage::Token, Side::Page), DECODE,
        "an access token was handed over where the id_token belongs",
        "Hand over `id_token` of the token response; an access token is for APIs and says nothing of a login.",
        Confidence::Likely) },
    check("typ-not-id-token", Stage::Token, Side::Page, DECODE),
    check("iss-missing", Stage::Token, Side::Server, VERIFY),
    check("issuer-mismatch", Stage::Token, Side::Console, "lpauth verify token.jwt --jwks KEYS --issuer ISSUER"),
    check("console-issuer-differs", Stage::Token, Side::Console, "lpauth console ISSUER"),
    // The keys.
    check("jwks-unreadable", Stage::Keys, Side::Server, LINT_KEYS),
    check("jwks-empty", Stage::Keys, Side::Server, LINT_KEYS),
    check("jwk-not-base64url", Stage::Keys, Side::Server, LINT_KEYS),
    check("jwk-malformed", Stage::Keys, Side::Server, LINT_KEYS),
    check("rsa-numbers-impossible", Stage::Keys, Side::Server, LINT_KEYS),
    check("jwks-no-signing-key", Stage::Keys, Side::Server, LINT_KEYS),
    check("jwk-use-contradicted", Stage::Keys, Side::Server, LINT_KEYS),
    // The signature.
    check("alg-missing", Stage::Token, Side::Server, VERIFY),
    check("alg-none", Stage::Token, Side::Server, VERIFY),
    check("alg-unknown", Stage::Token, Side::Server, VERIFY),
    check("alg-not-rs256", Stage::Token, Side::Server, VERIFY),
    check("crit-unsupported", Stage::Token, Side::Server, VERIFY),
    check("payload-unencoded", Stage::Token, Side::Server, VERIFY),
    check("kid-not-string", Stage::Token, Side::Server, VERIFY),
    check("signature-missing", Stage::Token, Side::Server, VERIFY),
    check("kid-unknown", Stage::Token, Side::Server, VERIFY_PUBLISHED),
    check("kid-missing-among-several", Stage::Token, Side::Server, VERIFY_PUBLISHED),
    check("key-unsuitable", Stage::Token, Side::Server, VERIFY),
    check("signature-invalid", Stage::Token, Side::Console, VERIFY),
    check("signature-unchecked", Stage::Token, Side::Server, VERIFY),
    // The claims.
    check("audience-mismatch", Stage::Token, Side::Server, "lpauth verify token.jwt --jwks KEYS --client-id ID"),
    check("numeric-date-in-milliseconds", Stage::Token, Side::Server, VERIFY),
    check("numeric-date-not-number", Stage::Token, Side::Server, VERIFY),
    check("exp-missing", Stage::Token, Side::Server, VERIFY),
    check("iat-missing", Stage::Token, Side::Server, VERIFY),
    check("exp-before-iat", Stage::Token, Side::Server, VERIFY),
    check("issued-in-future", Stage::Token, Side::Server, VERIFY),
    check("not-yet-valid", Stage::Token, Side::Server, VERIFY),
    check("token-expired", Stage::Token, Side::Page, VERIFY),
    check("sub-missing", Stage::Token, Side::Server, VERIFY),
    check("sub-not-string", Stage::Token, Side::Server, VERIFY),
    check("sub-empty", Stage::Token, Side::Server, VERIFY),
    check("sub-too-long", Stage::Token, Side::Server, VERIFY),
    check("subject-mismatch", Stage::Token, Side::Page, VERIFY),
    // It authenticates nobody, so whatever is wrong with the token itself goes before.
    seen("identity-function-differs", (Stage::Page, Side::Page), DECODE,
        "the page's identity function names another consumer or issuer than the token",
        "Give `lpTag.identities` the `iss` and `sub` of the token, character by character, and `\"acr\": \"loa1\"`.",
        Confidence::Likely),
    check("nonce-mismatch", Stage::Token, Side::Server, EXCHANGE),
    check("auth-time-too-old", Stage::Token, Side::Server, EXCHANGE),
    check("at-hash-mismatch", Stage::Token, Side::Server, EXCHANGE),
    check("c-hash-mismatch", Stage::Token, Side::Server, EXCHANGE),
    check("sdes-not-array", Stage::Token, Side::Server, VERIFY),
    check("sdes-unwrapped", Stage::Token, Side::Server, VERIFY),
    check("sdes-type-unknown", Stage::Token, Side::Server, VERIFY),
    check("sdes-field-type", Stage::Token, Side::Server, VERIFY),
    check("sdes-date-incomplete", Stage::Token, Side::Server, VERIFY),
    mild("sdes-type-unsupported", Stage::Token, Side::Server, VERIFY),
    // What is published, where nothing above is wrong.
    check("discovery-unreadable", Stage::Keys, Side::Server, LINT),
    check("discovery-issuer-missing", Stage::Keys, Side::Server, LINT),
    check("discovery-issuer-mismatch", Stage::Keys, Side::Server, LINT),
    check("discovery-issuer-malformed", Stage::Keys, Side::Server, LINT),
    check("discovery-no-jwks-uri", Stage::Keys, Side::Server, LINT),
    check("discovery-rs256-missing", Stage::Keys, Side::Server, LINT),
    check("discovery-member-missing", Stage::Keys, Side::Server, LINT),
    check("discovery-member-type", Stage::Keys, Side::Server, LINT),
    check("discovery-url-malformed", Stage::Keys, Side::Server, LINT),
    check("discovery-url-not-https", Stage::Keys, Side::Server, LINT),
    check("discovery-url-fragment", Stage::Keys, Side::Server, LINT),
    check("status-not-200", Stage::Keys, Side::Server, LINT),
    check("body-with-bom", Stage::Keys, Side::Server, LINT),
    check("tls-version-old", Stage::Keys, Side::Server, LINT),
    check("tls-certificate-expired", Stage::Keys, Side::Server, LINT),
    check("tls-name-mismatch", Stage::Keys, Side::Server, LINT),
    check("tls-chain-untrusted", Stage::Keys, Side::Server, LINT),
    check("jwk-kid-missing", Stage::Keys, Side::Server, LINT_KEYS),
    check("jwk-member-duplicated", Stage::Keys, Side::Server, LINT_KEYS),
    check("jwk-coordinate-length", Stage::Keys, Side::Server, LINT_KEYS),
    check("ec-point-off-curve", Stage::Keys, Side::Server, LINT_KEYS),
    check("jwk-use-missing", Stage::Keys, Side::Server, LINT_KEYS),
    check("jwk-key-ops-duplicated", Stage::Keys, Side::Server, LINT_KEYS),
    check("x5c-mismatch", Stage::Keys, Side::Server, LINT_KEYS),
    // After the login.
    check("refresh-auth-time-changed", Stage::After, Side::Server, REFRESH),
    check("refresh-refused", Stage::After, Side::Server, REFRESH),
    check("refresh-issuer-changed", Stage::After, Side::Server, REFRESH),
    check("refresh-subject-changed", Stage::After, Side::Server, REFRESH),
    check("refresh-audience-changed", Stage::After, Side::Server, REFRESH),
    check("userinfo-subject-mismatch", Stage::After, Side::Server, "lpauth exchange ISSUER --userinfo"),
    seen("region-differs", (Stage::LivePerson, Side::Page), "",
        "LivePerson's service of another region was asked than that of the account",
        "Ask LivePerson's directory (`/api/account/ACCOUNT/service/idp/baseURI.json`) where the service is; write no host of a region down.",
        Confidence::Likely),
    seen("liveperson-refused", (Stage::LivePerson, Side::LivePerson), "",
        "LivePerson refused the login, and nothing in the evidence says why",
        "Pass LivePerson's answer with --text, or repeat the login and capture all of it.",
        Confidence::Possible),
];
