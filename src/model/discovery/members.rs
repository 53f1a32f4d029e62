//! Every metadata member that a specification defines: one row says its type, whether it is needed, what its absence
//! means, and which values are registered for it.

/// A row of the table.
#[derive(Debug)]
pub struct Member {
    /// The name.
    pub name: &'static str,
    /// The JSON type.
    pub shape: Shape,
    /// Whether it must be there.
    pub need: Need,
    /// What its absence means, for arrays of strings and for booleans; empty if the specification says nothing.
    pub default: &'static [&'static str],
    /// The registered values; `None` where anything goes.
    pub registry: Option<&'static Registry>,
    /// What in a document calls for this member.
    pub wanted_by: &'static [Sign],
    /// The specification that defines it, and the section.
    pub defined: &'static str,
}

/// A JSON type, as far as metadata has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// An https URL that programs use.
    Endpoint,
    /// A URL of a page for people.
    Page,
    /// A string.
    Text,
    /// An array of strings.
    Texts,
    /// A boolean.
    Truth,
    /// An object whose members are https URLs.
    Endpoints,
    /// An array or an object that is not looked into.
    Other,
}

/// Whether a member must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Always.
    Required,
    /// In OpenID Connect, not in plain OAuth (RFC 8414).
    RequiredByOpenId,
    /// Unless only the implicit flow is offered.
    RequiredForCode,
    /// It should be there.
    Recommended,
    /// It may be there.
    Optional,
}

/// Something in a document that calls for another member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// The member is there.
    There(&'static str),
    /// The member is `true`.
    True(&'static str),
    /// The member lists the value.
    Lists(&'static str, &'static str),
    /// The member, of client authentication methods, lists one that signs a JWT.
    SignsJwt(&'static str),
}

/// The registered values of a member.
#[derive(Debug)]
pub struct Registry {
    /// What the values are, in the plural.
    pub title: &'static str,
    /// The values.
    pub values: &'static [&'static str],
    /// Whether an absolute URI is a value too (RFC 6749 §4.5).
    pub uris: bool,
}

impl Shape {
    /// Returns what a value of this type is called, for people.
    pub fn words(self) -> &'static str {
        match self {
            Shape::Endpoint => "a string, an https URL",
            Shape::Page => "a string, a URL",
            Shape::Text => "a string",
            Shape::Texts => "an array of strings",
            Shape::Truth => "true or false",
            Shape::Endpoints => "an object of endpoints",
            Shape::Other => "an array or an object",
        }
    }
}

impl Registry {
    /// Returns whether `value` is registered.
    pub fn has(&self, value: &str) -> bool {
        let registered = |other: &&str| *other == value || super::same_words(other, value);
        self.values.iter().any(registered) || (self.uris && url::Url::parse(value).is_ok())
    }
}

impl Sign {
    /// Returns the member that shows it.
    pub fn member(self) -> &'static str {
        let (Sign::There(name) | Sign::True(name) | Sign::Lists(name, _) | Sign::SignsJwt(name)) = self;
        name
    }
}

/// Returns the row called `name`.
pub fn find(name: &str) -> Option<&'static Member> {
    MEMBERS.iter().find(|member| member.name == name)
}

const fn registry(title: &'static str, values: &'static [&'static str]) -> Registry {
    Registry { title, values, uris: false }
}

static RESPONSE_TYPES: Registry = registry(
    "response types",
    &["code", "id_token", "token", "id_token token", "code id_token", "code token", "code id_token token", "none"],
);
static RESPONSE_MODES: Registry = registry(
    "response modes",
    &["query", "fragment", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt"],
);
static GRANT_TYPES: Registry = Registry {
    title: "grant types",
    values: &["authorization_code", "implicit", "refresh_token", "client_credentials", "password"],
    uris: true,
};
static AUTH_METHODS: Registry = registry(
    "client authentication methods",
    &[
        "client_secret_basic",
        "client_secret_post",
        "client_secret_jwt",
        "private_key_jwt",
        "tls_client_auth",
        "self_signed_tls_client_auth",
        "none",
    ],
);
// RFC 8414 §2: an access token may authenticate here too, named by its type.
static INTROSPECTION_METHODS: Registry = registry(
    "client authentication methods",
    &[
        "client_secret_basic",
        "client_secret_post",
        "client_secret_jwt",
        "private_key_jwt",
        "tls_client_auth",
        "self_signed_tls_client_auth",
        "none",
        "Bearer",
        "DPoP",
        "PoP",
        "N_A",
    ],
);
static CHALLENGE_METHODS: Registry = registry("code challenge methods", &["S256", "plain"]);
static SUBJECT_TYPES: Registry = registry("subject types", &["public", "pairwise"]);
static CLAIM_TYPES: Registry = registry("claim types", &["normal", "aggregated", "distributed"]);
static DISPLAYS: Registry = registry("display values", &["page", "popup", "touch", "wap"]);
static PROMPTS: Registry = registry("prompt values", &["none", "login", "consent", "select_account", "create"]);
static DELIVERY_MODES: Registry = registry("token delivery modes", &["poll", "ping", "push"]);
static SIGNING: Registry = registry(
    "signature algorithms",
    &[
        "RS256",
        "RS384",
        "RS512",
        "PS256",
        "PS384",
        "PS512",
        "ES256",
        "ES384",
        "ES512",
        "ES256K",
        "EdDSA",
        "Ed25519",
        "Ed448",
        "HS256",
        "HS384",
        "HS512",
        "ML-DSA-44",
        "ML-DSA-65",
        "ML-DSA-87",
        "none",
    ],
);
static KEY_MANAGEMENT: Registry = registry(
    "key encryption algorithms",
    &[
        "RSA1_5",
        "RSA-OAEP",
        "RSA-OAEP-256",
        "RSA-OAEP-384",
        "RSA-OAEP-512",
        "A128KW",
        "A192KW",
        "A256KW",
        "dir",
        "ECDH-ES",
        "ECDH-ES+A128KW",
        "ECDH-ES+A192KW",
        "ECDH-ES+A256KW",
        "A128GCMKW",
        "A192GCMKW",
        "A256GCMKW",
        "PBES2-HS256+A128KW",
        "PBES2-HS384+A192KW",
        "PBES2-HS512+A256KW",
    ],
);
static ENCRYPTION: Registry = registry(
    "content encryption algorithms",
    &["A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM"],
);

const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";
const CIBA: &str = "urn:openid:params:grant-type:ciba";

const OIDC: &str = "OIDC Discovery §3";
const OAUTH: &str = "RFC 8414 §2";
const SESSION: &str = "OIDC Session Management §3.3";
const LOGOUT: &str = "OIDC RP-Initiated Logout §2.1";
const FRONT_CHANNEL: &str = "OIDC Front-Channel Logout";
const BACK_CHANNEL: &str = "OIDC Back-Channel Logout §2.1";
const JARM: &str = "JARM §4";
const BACK_CHANNEL_LOGIN: &str = "CIBA §4";

/// Every member, those of a plain login first.
#[rustfmt::skip]
pub static MEMBERS: &[Member] = &[
    text("issuer", OIDC).needed(Need::Required),
    endpoint("authorization_endpoint", OIDC).needed(Need::Required),
    endpoint("token_endpoint", OIDC).needed(Need::RequiredForCode),
    endpoint("jwks_uri", OIDC).needed(Need::RequiredByOpenId),
    endpoint("userinfo_endpoint", OIDC).needed(Need::Recommended).wanted_by(&[
        Sign::There("userinfo_signing_alg_values_supported"), Sign::There("userinfo_encryption_alg_values_supported"),
    ]),
    endpoint("registration_endpoint", OIDC).needed(Need::Recommended),
    texts("scopes_supported", OIDC).needed(Need::Recommended),
    texts("response_types_supported", OIDC).needed(Need::Required).of(&RESPONSE_TYPES),
    texts("response_modes_supported", OIDC).or(&["query", "fragment"]).of(&RESPONSE_MODES),
    texts("grant_types_supported", OIDC).or(&["authorization_code", "implicit"]).of(&GRANT_TYPES),
    texts("acr_values_supported", OIDC),
    texts("subject_types_supported", OIDC).needed(Need::RequiredByOpenId).of(&SUBJECT_TYPES),
    texts("id_token_signing_alg_values_supported", OIDC).needed(Need::RequiredByOpenId).of(&SIGNING),
    texts("id_token_encryption_alg_values_supported", OIDC).of(&KEY_MANAGEMENT)
        .wanted_by(&[Sign::There("id_token_encryption_enc_values_supported")]),
    texts("id_token_encryption_enc_values_supported", OIDC).of(&ENCRYPTION),
    texts("userinfo_signing_alg_values_supported", OIDC).of(&SIGNING),
    texts("userinfo_encryption_alg_values_supported", OIDC).of(&KEY_MANAGEMENT)
        .wanted_by(&[Sign::There("userinfo_encryption_enc_values_supported")]),
    texts("userinfo_encryption_enc_values_supported", OIDC).of(&ENCRYPTION),
    texts("request_object_signing_alg_values_supported", OIDC).of(&SIGNING),
    texts("request_object_encryption_alg_values_supported", OIDC).of(&KEY_MANAGEMENT)
        .wanted_by(&[Sign::There("request_object_encryption_enc_values_supported")]),
    texts("request_object_encryption_enc_values_supported", OIDC).of(&ENCRYPTION),
    texts("token_endpoint_auth_methods_supported", OIDC).or(&["client_secret_basic"]).of(&AUTH_METHODS),
    texts("token_endpoint_auth_signing_alg_values_supported", OIDC).of(&SIGNING)
        .wanted_by(&[Sign::SignsJwt("token_endpoint_auth_methods_supported")]),
    texts("display_values_supported", OIDC).of(&DISPLAYS),
    texts("claim_types_supported", OIDC).or(&["normal"]).of(&CLAIM_TYPES),
    texts("claims_supported", OIDC).needed(Need::Recommended),
    page("service_documentation", OIDC),
    texts("claims_locales_supported", OIDC),
    texts("ui_locales_supported", OIDC),
    truth("claims_parameter_supported", OIDC).or(&["false"]),
    truth("request_parameter_supported", OIDC).or(&["false"]),
    truth("request_uri_parameter_supported", OIDC).or(&["true"]),
    truth("require_request_uri_registration", OIDC).or(&["false"]),
    page("op_policy_uri", OIDC),
    page("op_tos_uri", OIDC),
    endpoint("check_session_iframe", SESSION),
    endpoint("end_session_endpoint", LOGOUT),
    truth("frontchannel_logout_supported", FRONT_CHANNEL).or(&["false"])
        .wanted_by(&[Sign::True("frontchannel_logout_session_supported")]),
    truth("frontchannel_logout_session_supported", FRONT_CHANNEL).or(&["false"]),
    truth("backchannel_logout_supported", BACK_CHANNEL).or(&["false"])
        .wanted_by(&[Sign::True("backchannel_logout_session_supported")]),
    truth("backchannel_logout_session_supported", BACK_CHANNEL).or(&["false"]),
    texts("prompt_values_supported", "OIDC Initiating User Registration").of(&PROMPTS),

    endpoint("revocation_endpoint", OAUTH).wanted_by(&[Sign::There("revocation_endpoint_auth_methods_supported")]),
    texts("revocation_endpoint_auth_methods_supported", OAUTH).or(&["client_secret_basic"]).of(&AUTH_METHODS),
    texts("revocation_endpoint_auth_signing_alg_values_supported", OAUTH).of(&SIGNING)
        .wanted_by(&[Sign::SignsJwt("revocation_endpoint_auth_methods_supported")]),
    endpoint("introspection_endpoint", OAUTH)
        .wanted_by(&[Sign::There("introspection_endpoint_auth_methods_supported")]),
    texts("introspection_endpoint_auth_methods_supported", OAUTH).of(&INTROSPECTION_METHODS),
    texts("introspection_endpoint_auth_signing_alg_values_supported", OAUTH).of(&SIGNING)
        .wanted_by(&[Sign::SignsJwt("introspection_endpoint_auth_methods_supported")]),
    texts("code_challenge_methods_supported", OAUTH).of(&CHALLENGE_METHODS),
    text("signed_metadata", "RFC 8414 §2.1"),
    truth("authorization_response_iss_parameter_supported", "RFC 9207 §3").or(&["false"]),
    endpoint("device_authorization_endpoint", "RFC 8628 §4")
        .wanted_by(&[Sign::Lists("grant_types_supported", DEVICE)]),
    truth("tls_client_certificate_bound_access_tokens", "RFC 8705 §3.3").or(&["false"]),
    member("mtls_endpoint_aliases", Shape::Endpoints, "RFC 8705 §5"),
    truth("require_signed_request_object", "RFC 9101 §10.5").or(&["false"]),
    endpoint("pushed_authorization_request_endpoint", "RFC 9126 §5")
        .wanted_by(&[Sign::True("require_pushed_authorization_requests")]),
    truth("require_pushed_authorization_requests", "RFC 9126 §5").or(&["false"]),
    texts("authorization_details_types_supported", "RFC 9396 §10"),
    texts("dpop_signing_alg_values_supported", "RFC 9449 §5.1").of(&SIGNING),
    texts("introspection_signing_alg_values_supported", "RFC 9701 §7").of(&SIGNING),
    texts("introspection_encryption_alg_values_supported", "RFC 9701 §7").of(&KEY_MANAGEMENT),
    texts("introspection_encryption_enc_values_supported", "RFC 9701 §7").of(&ENCRYPTION),
    texts("protected_resources", "RFC 9728 §4"),
    texts("authorization_signing_alg_values_supported", JARM).of(&SIGNING),
    texts("authorization_encryption_alg_values_supported", JARM).of(&KEY_MANAGEMENT)
        .wanted_by(&[Sign::There("authorization_encryption_enc_values_supported")]),
    texts("authorization_encryption_enc_values_supported", JARM).of(&ENCRYPTION),
    endpoint("backchannel_authentication_endpoint", BACK_CHANNEL_LOGIN).wanted_by(&[
        Sign::Lists("grant_types_supported", CIBA), Sign::There("backchannel_token_delivery_modes_supported"),
    ]),
    texts("backchannel_token_delivery_modes_supported", BACK_CHANNEL_LOGIN).of(&DELIVERY_MODES)
        .wanted_by(&[Sign::There("backchannel_authentication_endpoint")]),
    texts("backchannel_authentication_request_signing_alg_values_supported", BACK_CHANNEL_LOGIN).of(&SIGNING),
    truth("backchannel_user_code_parameter_supported", BACK_CHANNEL_LOGIN).or(&["false"]),

    truth("verified_claims_supported", "OIDC Identity Assurance"),
    texts("trust_frameworks_supported", "OIDC Identity Assurance"),
    texts("evidence_supported", "OIDC Identity Assurance"),
    texts("documents_supported", "OIDC Identity Assurance"),
    texts("claims_in_verified_claims_supported", "OIDC Identity Assurance"),
    texts("client_registration_types_supported", "OIDC Federation"),
    text("organization_name", "OIDC Federation"),
    page("federation_registration_endpoint", "OIDC Federation"),
    member("request_authentication_methods_supported", Shape::Other, "OIDC Federation"),
    texts("request_authentication_signing_alg_values_supported", "OIDC Federation"),
    page("signed_jwks_uri", "OIDC Federation"),
    member("jwks", Shape::Other, "OIDC Federation"),
];

const fn member(name: &'static str, shape: Shape, defined: &'static str) -> Member {
    Member { name, shape, need: Need::Optional, default: &[], registry: None, wanted_by: &[], defined }
}

const fn text(name: &'static str, defined: &'static str) -> Member {
    member(name, Shape::Text, defined)
}

const fn texts(name: &'static str, defined: &'static str) -> Member {
    member(name, Shape::Texts, defined)
}

const fn truth(name: &'static str, defined: &'static str) -> Member {
    member(name, Shape::Truth, defined)
}

const fn endpoint(name: &'static str, defined: &'static str) -> Member {
    member(name, Shape::Endpoint, defined)
}

const fn page(name: &'static str, defined: &'static str) -> Member {
    member(name, Shape::Page, defined)
}

impl Member {
    const fn needed(self, need: Need) -> Member {
        Member { need, ..self }
    }

    const fn or(self, default: &'static [&'static str]) -> Member {
        Member { default, ..self }
    }

    const fn of(self, registry: &'static Registry) -> Member {
        Member { registry: Some(registry), ..self }
    }

    const fn wanted_by(self, wanted_by: &'static [Sign]) -> Member {
        Member { wanted_by, ..self }
    }
}
