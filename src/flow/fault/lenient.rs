//! Faults of judgement: what an authorization server lets pass, what it refuses without reason, and what goes wrong only now
//! and then. An ordinary login shows none of them; a scenario of conformance does.

use super::Family;
use crate::spec::{CORE, Clause, DISCOVERY, LIVEPERSON, REGISTRATION, RFC6749, RFC6750, RFC7636, RFC9700};

/// One way in which a server can misjudge requests.
#[derive(Debug)]
pub struct Fault {
    /// The name users type: `family.name`.
    pub id: &'static str,
    /// What is wrong, in a line; backticks mark code.
    pub title: &'static str,
    /// The rule that is broken.
    pub clause: Clause,
    /// The ids of the scenarios that fail, in any plan.
    pub trips: &'static [&'static str],
    /// What the server does.
    pub does: Does,
}

/// What the server does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// Any client secret is as good as the right one.
    TakesAnySecret,
    /// Whoever names a client is that client.
    TakesNoSecret,
    /// An `Authorization` field that cannot be read is passed over: the client is the one that the code was issued to.
    TakesAnyAuthorization,
    /// A code can be redeemed again and again.
    TakesCodesAgain,
    /// What was issued for a code stays good when the code comes a second time.
    KeepsTokensOfUsedCodes,
    /// A code that was never issued is as good as the newest one.
    TakesAnyCode,
    /// The beginning of a code will do.
    TakesTruncatedCodes,
    /// An empty code is as good as the newest one.
    TakesEmptyCodes,
    /// A token request without a code is answered for the newest one.
    TakesNoCode,
    /// A code is good for whichever client redeems it.
    TakesCodesOfOthers,
    /// A code is good for an hour.
    KeepsCodes,
    /// The token request may name any redirection URI.
    TakesAnyRedirectUri,
    /// The token request may leave the redirection URI out.
    TakesNoRedirectUri,
    /// A slash at the end of the token request's redirection URI makes no difference.
    TakesSlash,
    /// Any grant type with a code redeems it.
    TakesAnyGrantType,
    /// A token request without a grant type redeems its code.
    TakesNoGrantType,
    /// The token endpoint answers GET.
    TakesGet,
    /// The token endpoint reads JSON.
    TakesJson,
    /// The answer goes to redirection URIs that are not registered.
    SendsAnywhere,
    /// Where a redirection URI is not registered, the first that is takes its place.
    SendsHome,
    /// A client that nobody knows is told so at the address that it names.
    SendsStrangersBack,
    /// A request without a response type asks for a code.
    TakesNoResponseType,
    /// A token comes through the browser without a nonce.
    TakesNoNonce,
    /// This parameter is passed over, though it must be heeded or refused.
    PassesOver(&'static str),
    /// `prompt=none` shows the login page.
    PromptsUnasked,
    /// `prompt=login` asks nobody who is logged in.
    NeverAsksAgain,
    /// `max_age` asks nobody who is logged in.
    LetsLoginsGrowOld,
    /// A verifier may be missing.
    TakesNoVerifier,
    /// Any verifier will do.
    TakesAnyVerifier,
    /// The method `plain` will do.
    TakesPlain,
    /// A verifier that no challenge went before is passed over.
    TakesStrayVerifier,
    /// The userinfo endpoint wants no access token.
    TellsAnybody,
    /// The userinfo endpoint takes any access token for the newest one.
    TakesAnyAccessToken,
    /// Access tokens are good for a day longer than it is said.
    KeepsAccessTokens,
    /// A refresh token is good for whichever client brings it.
    TakesRefreshTokensOfOthers,
    /// Clients that register themselves get unsigned tokens.
    LeavesRegisteredUnsigned,
    /// An authorization request with this parameter is refused.
    Refuses(&'static str),
    /// An authorization request with a parameter that the standards do not know is refused.
    RefusesStrangers,
    /// A state that is longer than 512 characters is refused.
    RefusesLongState,
    /// A state that looks like JSON is refused.
    RefusesJsonState,
    /// A scope that does not begin with `openid` is refused.
    RefusesOtherOrder,
    /// A request for a code without a nonce is refused.
    DemandsNonceForCode,
    /// A request for a token through the browser without a nonce is refused, whoever asks.
    DemandsNonce,
    /// LivePerson's default redirection URI is not taken for registered.
    RefusesDefaultRedirectUri,
    /// The authorization endpoint does not answer POST.
    RefusesPost,
    /// `prompt=none` is refused with anybody logged in.
    RefusesSilence,
    /// Whoever sends `max_age` makes people log in again.
    AsksAgainForAge,
    /// The secret in the body is refused, though the metadata offers it.
    RefusesSecretInBody,
    /// The userinfo endpoint does not take the access token by GET.
    RefusesUserInfoByGet,
    /// The userinfo endpoint does not answer POST with the access token in the header.
    RefusesUserInfoByPost,
    /// The userinfo endpoint does not answer with the access token in the body.
    RefusesTokenInBody,
    /// The claims of this scope are not given.
    Withholds(&'static str),
    /// The parameter `claims` brings nothing.
    WithholdsClaims,
    /// Refresh tokens are refused.
    RefusesRefresh,
    /// Clients that register for unsigned tokens get signed ones.
    SignsAnyway,
    /// A code is six digits.
    IssuesShortCodes,
    /// An access token that a refresh brings is six digits.
    IssuesShortTokens,
    /// An access token comes through the browser without its type.
    LeavesTypeOut,
    /// The registration endpoint answers 200.
    RegistersWith200,
    /// The metadata does not say that refresh tokens are issued.
    HidesRefreshing,
    /// The state comes back without what stands after its first 200 characters.
    CutsState,
    /// Each login is somebody else's.
    ChangesSubject,
    /// The time of the login stays that of the first one when somebody logs in again.
    KeepsAuthTime,
    /// The time of the login is that of the token.
    RenewsAuthTime,
}

impl Fault {
    /// Returns what stands before the dot in its id.
    pub fn prefix(&self) -> &'static str {
        self.id.split('.').next().unwrap_or(self.id)
    }
}

/// Returns the fault with this id.
pub fn find(id: &str) -> Option<&'static Fault> {
    FAULTS.iter().find(|fault| fault.id == id)
}

/// Every family, in the order of [`FAULTS`].
pub static FAMILIES: &[Family] = &[
    Family { name: "what is let pass", prefixes: &["lax"] },
    Family { name: "what is refused without reason", prefixes: &["strict"] },
    Family { name: "what goes wrong now and then", prefixes: &["odd"] },
];

const fn fault(
    id: &'static str,
    does: Does,
    clause: Clause,
    trips: &'static [&'static str],
    title: &'static str,
) -> Fault {
    Fault { id, title, clause, trips, does }
}

/// What is asked by GET.
const GET_ALONE: &[&str] = &[
    "userinfo-get-refused",
    "scope-profile-unanswered",
    "scope-email-unanswered",
    "scope-address-unanswered",
    "scope-phone-unanswered",
    "scopes-unanswered",
    "essential-claim-missing",
];

/// Every fault, family by family.
#[rustfmt::skip]
pub static FAULTS: &[Fault] = &[
    fault("lax.secret", Does::TakesAnySecret, RFC6749.at("3.2.1"), &["secret-unchecked"],
        "any client secret will do"),
    fault("lax.no-secret", Does::TakesNoSecret, RFC6749.at("3.2.1"), &["secret-optional"],
        "a client that only names itself is believed"),
    fault("lax.authorization-malformed", Does::TakesAnyAuthorization, RFC6749.at("5.2"), &["authorization-malformed-accepted"],
        "an `Authorization` field that cannot be read is passed over"),
    fault("lax.code-reuse", Does::TakesCodesAgain, RFC6749.at("4.1.2"), &["code-reusable", "code-reusable-later", "access-token-survives-reuse"],
        "a code can be redeemed again and again"),
    fault("lax.code-reuse-keeps-token", Does::KeepsTokensOfUsedCodes, RFC6749.at("4.1.2"), &["access-token-survives-reuse"],
        "a code that comes a second time is refused, and what was issued for it stays good"),
    fault("lax.code-unknown", Does::TakesAnyCode, RFC6749.at("4.1.3"),
        &["code-unknown-accepted", "code-truncated-accepted", "code-long-lived"],
        "a code that was never issued gets a token"),
    fault("lax.code-truncated", Does::TakesTruncatedCodes, RFC6749.at("4.1.3"), &["code-truncated-accepted"],
        "the beginning of a code will do"),
    fault("lax.code-empty", Does::TakesEmptyCodes, RFC6749.at("4.1.3"), &["code-empty-accepted"],
        "an empty code gets a token"),
    fault("lax.code-missing", Does::TakesNoCode, RFC6749.at("4.1.3"), &["code-optional"],
        "a token request without a code gets a token"),
    fault("lax.code-other-client", Does::TakesCodesOfOthers, RFC6749.at("4.1.3"), &["code-of-other-client"],
        "a code is good for whichever client redeems it"),
    fault("lax.code-lifetime", Does::KeepsCodes, RFC6749.at("4.1.2"), &["code-long-lived"],
        "a code is good for an hour, whatever is said of it"),
    fault("lax.token-redirect-uri", Does::TakesAnyRedirectUri, RFC6749.at("4.1.3"),
        &["token-redirect-uri-unchecked", "token-redirect-uri-slash"],
        "the token request may name any `redirect_uri`"),
    fault("lax.token-redirect-uri-missing", Does::TakesNoRedirectUri, RFC6749.at("4.1.3"), &["token-redirect-uri-optional"],
        "the token request may leave `redirect_uri` out"),
    fault("lax.token-redirect-uri-slash", Does::TakesSlash, RFC6749.at("4.1.3"), &["token-redirect-uri-slash"],
        "a slash at the end of the token request's `redirect_uri` makes no difference"),
    fault("lax.grant-type", Does::TakesAnyGrantType, RFC6749.at("4.1.3"), &["grant-type-unchecked"],
        "any `grant_type` redeems a code"),
    fault("lax.grant-type-missing", Does::TakesNoGrantType, RFC6749.at("4.1.3"), &["grant-type-optional"],
        "a token request without `grant_type` redeems its code"),
    fault("lax.token-get", Does::TakesGet, RFC6749.at("3.2"), &["token-request-by-get"],
        "the token endpoint answers GET, so that secrets stand in logs"),
    fault("lax.token-json", Does::TakesJson, RFC6749.at("4.1.3"), &["token-request-in-json"],
        "the token endpoint reads JSON where a form is due"),
    fault("lax.redirect-uri", Does::SendsAnywhere, RFC6749.at("3.1.2.3"), &["redirect-uri-unchecked", "request-object-redirect-uri"],
        "codes and tokens go to any `redirect_uri`"),
    fault("lax.redirect-uri-fallback", Does::SendsHome, RFC6749.at("4.1.2.1"), &["redirect-uri-unchecked", "request-object-redirect-uri"],
        "a request with an unknown `redirect_uri` is answered at the first one that is registered"),
    fault("lax.client-unknown", Does::SendsStrangersBack, RFC6749.at("4.1.2.1"), &["client-unknown-redirected"],
        "a client that nobody knows is sent back to whatever address it names"),
    fault("lax.response-type", Does::TakesNoResponseType, RFC6749.at("3.1.1"), &["response-type-optional"],
        "a request without `response_type` gets a code"),
    fault("lax.nonce", Does::TakesNoNonce, CORE.at("3.2.2.1"), &["nonce-optional"],
        "a token comes through the browser without a nonce"),
    fault("lax.request-object", Does::PassesOver("request"), CORE.at("6.1"), &["request-object-ignored"],
        "a request object is passed over"),
    fault("lax.request-uri", Does::PassesOver("request_uri"), CORE.at("6.2"), &["request-uri-ignored"],
        "`request_uri` is passed over"),
    fault("lax.prompt-none", Does::PromptsUnasked, CORE.at("3.1.2.6"), &["prompt-none-without-session"],
        "`prompt=none` shows the login page"),
    fault("lax.prompt-login", Does::NeverAsksAgain, CORE.at("3.1.2.1"), &["prompt-login-ignored"],
        "`prompt=login` asks nobody who is logged in"),
    fault("lax.max-age", Does::LetsLoginsGrowOld, CORE.at("3.1.2.1"), &["max-age-ignored"],
        "`max_age` asks nobody who is logged in"),
    fault("lax.pkce-missing", Does::TakesNoVerifier, RFC7636.at("4.6"), &["pkce-verifier-optional"],
        "`code_verifier` may be missing"),
    fault("lax.pkce-wrong", Does::TakesAnyVerifier, RFC7636.at("4.6"), &["pkce-verifier-unchecked"],
        "any `code_verifier` will do"),
    fault("lax.pkce-plain", Does::TakesPlain, RFC7636.at("4.4.1"), &["pkce-plain-accepted"],
        "the `code_challenge_method` may be `plain`"),
    fault("lax.pkce-downgrade", Does::TakesStrayVerifier, RFC9700.at("2.1.1"), &["pkce-downgraded"],
        "a `code_verifier` is passed over where no `code_challenge` came before it"),
    fault("lax.userinfo-open", Does::TellsAnybody, RFC6750.at("3"), &["userinfo-open"],
        "the userinfo endpoint wants no access token"),
    fault("lax.userinfo-garbage", Does::TakesAnyAccessToken, RFC6750.at("3.1"),
        &["access-token-survives-reuse", "userinfo-token-unchecked", "userinfo-token-long-lived"],
        "the userinfo endpoint takes any access token"),
    fault("lax.userinfo-expired", Does::KeepsAccessTokens, RFC6750.at("3.1"), &["userinfo-token-long-lived"],
        "an access token is good for a day longer than `expires_in` says"),
    fault("lax.refresh-other-client", Does::TakesRefreshTokensOfOthers, RFC6749.at("6"), &["refresh-token-of-other-client"],
        "a refresh token is good for whichever client brings it"),
    fault("lax.registered-unsigned", Does::LeavesRegisteredUnsigned, REGISTRATION.at("2"),
        &["client-secret-post-refused", "registered-token-not-rs256"],
        "a client that registers itself gets unsigned tokens unasked"),
    fault("strict.unknown-parameter", Does::RefusesStrangers, RFC6749.at("3.1"),
        &["window-request-refused", "parent-window-origin-refused", "unknown-parameter-refused"],
        "a parameter that the standards do not know is refused"),
    fault("strict.parent-window-origin", Does::Refuses("parentWindowOrigin"), LIVEPERSON.at("authorization request"),
        &["window-request-refused", "parent-window-origin-refused"],
        "LivePerson's parameter `parentWindowOrigin` is refused"),
    fault("strict.state-length", Does::RefusesLongState, RFC6749.at("4.1.1"), &["window-request-refused", "state-json-damaged"],
        "a `state` of more than 512 characters is refused"),
    fault("strict.state-json", Does::RefusesJsonState, RFC6749.at("4.1.1"), &["window-request-refused", "state-json-damaged"],
        "a `state` that looks like JSON is refused"),
    fault("strict.default-redirect-uri", Does::RefusesDefaultRedirectUri, RFC6749.at("3.1.2.3"), &["embedded-request-refused", "default-redirect-uri-slash"],
        "LivePerson's default `https://liveperson.net`, with a slash or without, is not taken for registered"),
    fault("strict.nonce", Does::DemandsNonce, CORE.at("3.2.2.1"), &["window-request-refused", "nonce-demanded"],
        "a token through the browser is refused to everybody without a nonce, and LivePerson sends none"),
    fault("strict.nonce-code", Does::DemandsNonceForCode, CORE.at("3.1.2.1"),
        &["window-request-refused", "embedded-request-refused", "default-redirect-uri-slash", "nonce-demanded-for-code"],
        "a code is refused to everybody without a nonce"),
    fault("strict.parameter-order", Does::RefusesOtherOrder, RFC6749.at("3.3"), &["parameter-order-matters"],
        "`openid` must be the first word of the scope"),
    fault("strict.display", Does::Refuses("display"), CORE.at("3.1.2.1"), &["display-page-refused", "display-popup-refused"],
        "a request with `display` is refused"),
    fault("strict.login-hint", Does::Refuses("login_hint"), CORE.at("3.1.2.1"), &["login-hint-refused"],
        "a request with `login_hint` is refused"),
    fault("strict.ui-locales", Does::Refuses("ui_locales"), CORE.at("3.1.2.1"), &["ui-locales-refused"],
        "a request with `ui_locales` is refused"),
    fault("strict.claims-locales", Does::Refuses("claims_locales"), CORE.at("5.2"), &["claims-locales-refused"],
        "a request with `claims_locales` is refused"),
    fault("strict.acr-values", Does::Refuses("acr_values"), CORE.at("3.1.2.1"), &["acr-values-refused"],
        "a request with `acr_values` is refused"),
    fault("strict.post", Does::RefusesPost, CORE.at("3.1.2.1"), &["post-request-refused"],
        "the authorization endpoint does not answer POST"),
    fault("strict.prompt-none", Does::RefusesSilence, CORE.at("3.1.2.1"), &["prompt-none-refused", "id-token-hint-refused"],
        "`prompt=none` is refused though somebody is logged in"),
    fault("strict.max-age", Does::AsksAgainForAge, CORE.at("3.1.2.1"), &["max-age-reauthenticates"],
        "whoever is logged in must log in again wherever `max_age` is sent"),
    fault("strict.id-token-hint", Does::Refuses("id_token_hint"), CORE.at("3.1.2.1"), &["id-token-hint-refused"],
        "a request with `id_token_hint` is refused"),
    fault("strict.pkce", Does::Refuses("code_challenge"), RFC7636.at("4.3"),
        &["pkce-refused", "pkce-verifier-optional", "pkce-verifier-unchecked"],
        "a request with `code_challenge` is refused"),
    fault("strict.client-secret-post", Does::RefusesSecretInBody, CORE.at("9"), &["client-secret-post-refused"],
        "a client secret in the body is refused, though the metadata offers it"),
    fault("strict.userinfo-get", Does::RefusesUserInfoByGet, CORE.at("5.3.1"), GET_ALONE,
        "the userinfo endpoint does not take the access token by GET"),
    fault("strict.userinfo-post", Does::RefusesUserInfoByPost, CORE.at("5.3.1"), &["userinfo-post-refused"],
        "the userinfo endpoint does not answer POST with the access token in the header"),
    fault("strict.userinfo-body", Does::RefusesTokenInBody, RFC6750.at("2.2"), &["userinfo-body-refused"],
        "the userinfo endpoint does not take the access token in the body"),
    fault("strict.scope-profile", Does::Withholds("profile"), CORE.at("5.4"),
        &["scope-profile-unanswered", "scopes-unanswered", "essential-claim-missing"],
        "the scope `profile` brings no claims"),
    fault("strict.scope-email", Does::Withholds("email"), CORE.at("5.4"), &["scope-email-unanswered", "scopes-unanswered"],
        "the scope `email` brings no claims"),
    fault("strict.scope-address", Does::Withholds("address"), CORE.at("5.4"), &["scope-address-unanswered", "scopes-unanswered"],
        "the scope `address` brings no claims"),
    fault("strict.scope-phone", Does::Withholds("phone"), CORE.at("5.4"), &["scope-phone-unanswered", "scopes-unanswered"],
        "the scope `phone` brings no claims"),
    fault("strict.claims", Does::WithholdsClaims, CORE.at("5.5"), &["essential-claim-missing"],
        "the parameter `claims` brings nothing, though the metadata offers it"),
    fault("strict.refresh", Does::RefusesRefresh, RFC6749.at("6"), &["refresh-failing", "refresh-token-guessable"],
        "refresh tokens are issued and refused"),
    fault("strict.registered-unsigned", Does::SignsAnyway, REGISTRATION.at("2"), &["registered-none-ignored"],
        "a client that registered for unsigned tokens gets signed ones"),
    fault("odd.state-cut", Does::CutsState, RFC6749.at("4.1.2"), &["window-request-refused", "state-json-damaged", "state-shortened"],
        "`state` comes back without what stands after its first 200 characters"),
    fault("odd.code-short", Does::IssuesShortCodes, RFC6749.at("10.10"), &["code-guessable"],
        "a code is six digits, which somebody can guess"),
    fault("odd.token-short", Does::IssuesShortTokens, RFC6749.at("10.10"), &["refresh-token-guessable"],
        "an access token that a refresh brings is six digits, which somebody can guess"),
    fault("odd.token-type", Does::LeavesTypeOut, RFC6749.at("4.2.2"), &["access-token-unanswered"],
        "an access token comes through the browser without its `token_type`"),
    fault("odd.registration-200", Does::RegistersWith200, REGISTRATION.at("3.2"), &["registration-failing"],
        "the registration endpoint answers 200 in place of 201"),
    fault("odd.refresh-unlisted", Does::HidesRefreshing, DISCOVERY.at("3"), &["refresh-unadvertised"],
        "refresh tokens are issued, and `grant_types_supported` does not say so"),
    fault("odd.subject", Does::ChangesSubject, CORE.at("2"),
        &["second-login-differs", "prompt-none-refused", "max-age-reauthenticates", "id-token-hint-refused"],
        "`sub` is another at each login"),
    fault("odd.auth-time-kept", Does::KeepsAuthTime, CORE.at("2"), &["prompt-login-ignored", "max-age-ignored"],
        "`auth_time` stays that of the first login when somebody logs in again"),
    fault("odd.auth-time-now", Does::RenewsAuthTime, CORE.at("2"),
        &["prompt-none-refused", "max-age-reauthenticates", "id-token-hint-refused"],
        "`auth_time` is the time of the token, not of the login"),
];
