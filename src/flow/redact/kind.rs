//! The kinds of secrets, and by which names they go.

use crate::model::json::Node;

/// What kind of secret something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An authorization code.
    Code,
    /// What is sent as a token and is none that can be taken apart.
    Token,
    /// An access token.
    AccessToken,
    /// A refresh token.
    RefreshToken,
    /// A code verifier (RFC 7636).
    CodeVerifier,
    /// A client secret.
    ClientSecret,
    /// A password, or what is as good as one for a moment.
    Password,
    /// The value of a cookie.
    Cookie,
    /// A value that a server hides in a form to know it again.
    FormToken,
    /// A credential of a scheme or header that nobody knows.
    Credential,
    /// A part of a private key.
    Key,
    /// The signature of a token.
    Signature,
    /// The encrypted part of a token.
    Encrypted,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A name of a person.
    Name,
}

impl Kind {
    /// Returns the word for it in placeholders and in files.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Code => "code",
            Kind::Token => "token",
            Kind::AccessToken => "access-token",
            Kind::RefreshToken => "refresh-token",
            Kind::CodeVerifier => "code-verifier",
            Kind::ClientSecret => "client-secret",
            Kind::Password => "password",
            Kind::Cookie => "cookie",
            Kind::FormToken => "form-token",
            Kind::Credential => "credential",
            Kind::Key => "key",
            Kind::Signature => "signature",
            Kind::Encrypted => "encrypted",
            Kind::Email => "email",
            Kind::Phone => "phone",
            Kind::Name => "name",
        }
    }

    /// Returns what one of it is called, for people, and what several are.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Kind::Code => ("code", "codes"),
            Kind::Token => ("other token", "other tokens"),
            Kind::AccessToken => ("access token", "access tokens"),
            Kind::RefreshToken => ("refresh token", "refresh tokens"),
            Kind::CodeVerifier => ("code verifier", "code verifiers"),
            Kind::ClientSecret => ("client secret", "client secrets"),
            Kind::Password => ("password", "passwords"),
            Kind::Cookie => ("cookie", "cookies"),
            Kind::FormToken => ("form token", "form tokens"),
            Kind::Credential => ("other credential", "other credentials"),
            Kind::Key => ("private key", "parts of private keys"),
            Kind::Signature => ("token signature", "token signatures"),
            Kind::Encrypted => ("part of an encrypted token", "parts of encrypted tokens"),
            Kind::Email => ("e-mail address", "e-mail addresses"),
            Kind::Phone => ("telephone number", "telephone numbers"),
            Kind::Name => ("name", "names"),
        }
    }

    /// Returns whether it tells who somebody is, rather than letting others be somebody.
    pub(super) fn is_personal(self) -> bool {
        matches!(self, Kind::Email | Kind::Phone | Kind::Name)
    }

    /// Returns whether its length is kept: it is random, and whether an address becomes too long may be the question.
    pub(super) fn keeps_length(self) -> bool {
        use Kind::{AccessToken, Code, CodeVerifier, Encrypted, Key, RefreshToken, Signature, Token};
        let random = [Code, Token, AccessToken, RefreshToken, CodeVerifier, Key, Signature, Encrypted];
        random.contains(&self)
    }

    /// Returns from how many characters on it is looked for everywhere, rather than where it was seen.
    pub(super) fn least(self) -> usize {
        match self {
            Kind::Cookie | Kind::FormToken | Kind::Signature | Kind::Encrypted | Kind::Key => 8,
            Kind::Name => 3,
            _ => 4,
        }
    }
}

/// What goes by exactly this name, in parameters, forms and JSON.
const EXACT: &[(&str, Kind)] = &[
    ("access_token", Kind::AccessToken),
    ("refresh_token", Kind::RefreshToken),
    ("device_code", Kind::Code),
    ("code_verifier", Kind::CodeVerifier),
    ("client_secret", Kind::ClientSecret),
    ("id_token", Kind::Token),
    ("token", Kind::Token),
    ("id_token_hint", Kind::Token),
    ("logout_token", Kind::Token),
    ("client_assertion", Kind::Token),
    ("assertion", Kind::Token),
    ("subject_token", Kind::Token),
    ("actor_token", Kind::Token),
    ("registration_access_token", Kind::Credential),
    ("samlresponse", Kind::Credential),
    ("api_key", Kind::Credential),
    ("apikey", Kind::Credential),
    ("session_id", Kind::Credential),
    ("sessionid", Kind::Credential),
    ("pin", Kind::Password),
    ("otp", Kind::Password),
    ("totp", Kind::Password),
    ("tan", Kind::Password),
    ("cvv", Kind::Password),
    ("pass", Kind::Password),
];

/// What is part of a name.
const PARTS: &[(&str, Kind)] = &[
    ("csrf", Kind::FormToken),
    ("xsrf", Kind::FormToken),
    ("authenticity_token", Kind::FormToken),
    ("requestverificationtoken", Kind::FormToken),
    ("viewstate", Kind::FormToken),
    ("passw", Kind::Password),
    ("passphrase", Kind::Password),
    ("passcode", Kind::Password),
    ("pwd", Kind::Password),
    ("kennwort", Kind::Password),
    ("contrasena", Kind::Password),
    ("motdepasse", Kind::Password),
    ("secret", Kind::ClientSecret),
    ("private_key", Kind::Key),
];

/// What tells who somebody is, by the whole name without `_`, `-` and `.`.
const PERSONAL: &[(&str, Kind)] = &[
    ("email", Kind::Email),
    ("emailaddress", Kind::Email),
    ("mail", Kind::Email),
    ("phone", Kind::Phone),
    ("phonenumber", Kind::Phone),
    ("mobile", Kind::Phone),
    ("tel", Kind::Phone),
    ("msisdn", Kind::Phone),
    ("name", Kind::Name),
    ("givenname", Kind::Name),
    ("familyname", Kind::Name),
    ("middlename", Kind::Name),
    ("nickname", Kind::Name),
    ("preferredusername", Kind::Name),
    ("firstname", Kind::Name),
    ("lastname", Kind::Name),
    ("surname", Kind::Name),
    ("fullname", Kind::Name),
    ("displayname", Kind::Name),
    ("username", Kind::Name),
    ("login", Kind::Name),
    ("loginhint", Kind::Name),
    ("user", Kind::Name),
];

/// Names that are somebody's only beside others: products and campaigns have a `name` too.
pub(super) const VAGUE: &[&str] = &["name", "login", "user"];

/// Members that only somebody's data has, without `_` and in lower case.
const PERSONS: &[&str] = &[
    "sub",
    "email",
    "givenname",
    "familyname",
    "firstname",
    "lastname",
    "surname",
    "preferredusername",
    "phone",
    "phonenumber",
    "password",
    "username",
];

/// Returns whether an object is about somebody.
pub(super) fn is_person(object: &Node) -> bool {
    let known = |name: &str| PERSONS.contains(&name.replace('_', "").to_ascii_lowercase().as_str());
    object.members().iter().any(|member| known(&member.name))
}

/// What goes by exactly this name, in parameters and forms of what is sent to others: a session can be taken over by it.
const SESSIONS: &[&str] = &[
    "sid",
    "lpsid",
    "jsessionid",
    "phpsessid",
    "asp.net_sessionid",
    "session",
    "sessiontoken",
    "session_token",
    "sessionkey",
    "session_key",
    "auth_token",
    "authtoken",
    "jwt",
    "api-key",
    "appkey",
    "app_key",
    "access-token",
    "accesstoken",
    "refresh-token",
    "refreshtoken",
    "idtoken",
    "id-token",
    "oauth_token",
    "oauth_signature",
    "signature",
    "sig",
    "x-amz-signature",
    "x-amz-credential",
];

/// Returns which kind of secret goes by this name in what is sent to others.
pub(super) fn shared(name: &str) -> Option<Kind> {
    let lower = name.to_ascii_lowercase();
    SESSIONS.contains(&lower.as_str()).then_some(Kind::Credential)
}

/// Returns whether a header field, its name in lower case, has a credential as its value.
pub(super) fn is_credential_field(name: &str) -> bool {
    const PARTS: &[&str] = &["api-key", "apikey", "token", "secret", "session", "password", "signature", "credential"];
    const PUBLIC: &[&str] = &["access-control-", "sec-", "www-", "content-", "client-"];
    let is_public = PUBLIC.iter().any(|start| name.starts_with(start));
    // `token_endpoint`, `tokenEndpoint`, `end_session_endpoint`, `token_type`: what is about secrets, and is none.
    const ABOUT: &[&str] = &["endpoint", "uri", "url", "iframe", "type", "supported", "method"];
    let is_public = is_public || ABOUT.iter().any(|end| name.ends_with(end));
    OTHER_HEADERS.contains(&name) || !is_public && PARTS.iter().any(|part| name.contains(part))
}

/// Returns which kind of secret goes by this name.
pub(super) fn named(name: &str) -> Option<Kind> {
    let name = name.to_ascii_lowercase();
    let exact = EXACT.iter().find(|(exact, _)| *exact == name);
    exact.or_else(|| PARTS.iter().find(|(part, _)| name.contains(part))).map(|(_, kind)| *kind)
}

/// Returns what about a person goes by this name.
pub(super) fn personal(name: &str) -> Option<Kind> {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    PERSONAL.iter().find(|(exact, _)| *exact == name).map(|(_, kind)| *kind)
}

/// The header fields whose value is a credential, besides `authorization` and cookies.
pub(super) const HEADERS: &[&str] =
    &["x-api-key", "x-auth-token", "x-access-token", "x-csrf-token", "x-xsrf-token", "x-amz-security-token"];

/// The same, of what is sent to others.
const OTHER_HEADERS: &[&str] = &[
    "ocp-apim-subscription-key",
    "x-functions-key",
    "dpop",
    "x-client-cert",
    "x-forwarded-client-cert",
    "x-ssl-client-cert",
    "x-auth",
    "x-authorization",
    "x-forwarded-authorization",
    "x-original-authorization",
];
