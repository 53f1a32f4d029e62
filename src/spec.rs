//! The documents that rules are taken from, and the places in them.
//!
//! A [`Clause`] is written where it is used, `RFC7519.at("4.1.4")`, so that a row of the catalogue reads like a citation.

pub mod liveperson;
pub mod oauth;
pub mod scopes;
pub mod yardstick;

/// A document that rules are taken from.
#[derive(Debug, PartialEq, Eq)]
pub struct Document {
    /// The short name used in reports, such as `RFC 7519`.
    pub name: &'static str,
    /// The full title.
    pub title: &'static str,
    /// Where it can be read.
    pub url: &'static str,
    /// What stands between `url` and a section number to link to that section; `None` if sections have no addresses.
    pub anchor: Option<&'static str>,
}

/// A place in a [`Document`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    /// The document.
    pub document: &'static Document,
    /// The section, as the document numbers or names it, such as `4.1.4`.
    pub section: &'static str,
}

impl Document {
    /// Returns the clause at `section` of this document.
    pub const fn at(&'static self, section: &'static str) -> Clause {
        Clause { document: self, section }
    }

    const fn rfc(name: &'static str, title: &'static str, url: &'static str) -> Document {
        Document { name, title, url, anchor: Some("#section-") }
    }
}

impl Clause {
    /// Returns the address of the clause, as near as the document allows.
    pub fn url(&self) -> String {
        // A list item ("3.1.3.7 item 6") has no address of its own: link to its section.
        let section = self.section.split(' ').next().unwrap_or_default();
        match self.document.anchor {
            Some(anchor) => format!("{}{anchor}{section}", self.document.url),
            None => self.document.url.to_owned(),
        }
    }
}

impl std::fmt::Display for Clause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Some pages have names for their sections, not numbers.
        let numbered = self.section.split(' ').next().is_some_and(|first| first.contains(|c: char| c.is_ascii_digit()));
        match numbered {
            true => write!(f, "{} §{}", self.document.name, self.section),
            false => write!(f, "{} “{}”", self.document.name, self.section),
        }
    }
}

macro_rules! rfc {
    ($($name:ident $number:literal $title:literal)*) => {$(
        #[doc = concat!("RFC ", $number, ", ", $title, ".")]
        pub static $name: Document =
            Document::rfc(concat!("RFC ", $number), $title, concat!("https://www.rfc-editor.org/rfc/rfc", $number));
    )*};
}

rfc! {
    RFC3966 "3966" "The tel URI for Telephone Numbers"
    RFC3986 "3986" "Uniform Resource Identifier (URI): Generic Syntax"
    RFC4648 "4648" "The Base16, Base32, and Base64 Data Encodings"
    RFC5280 "5280" "Internet X.509 Public Key Infrastructure Certificate and CRL Profile"
    RFC5322 "5322" "Internet Message Format"
    RFC5646 "5646" "Tags for Identifying Languages"
    RFC6749 "6749" "The OAuth 2.0 Authorization Framework"
    RFC6750 "6750" "The OAuth 2.0 Authorization Framework: Bearer Token Usage"
    RFC7009 "7009" "OAuth 2.0 Token Revocation"
    RFC7515 "7515" "JSON Web Signature (JWS)"
    RFC7516 "7516" "JSON Web Encryption (JWE)"
    RFC7517 "7517" "JSON Web Key (JWK)"
    RFC7518 "7518" "JSON Web Algorithms (JWA)"
    RFC7519 "7519" "JSON Web Token (JWT)"
    RFC7636 "7636" "Proof Key for Code Exchange by OAuth Public Clients"
    RFC7638 "7638" "JSON Web Key (JWK) Thumbprint"
    RFC7797 "7797" "JSON Web Signature (JWS) Unencoded Payload Option"
    RFC8017 "8017" "PKCS #1: RSA Cryptography Specifications Version 2.2"
    RFC8037 "8037" "CFRG Elliptic Curve Signatures in JOSE"
    RFC8259 "8259" "The JavaScript Object Notation (JSON) Data Interchange Format"
    RFC8414 "8414" "OAuth 2.0 Authorization Server Metadata"
    RFC8628 "8628" "OAuth 2.0 Device Authorization Grant"
    RFC8707 "8707" "Resource Indicators for OAuth 2.0"
    RFC8725 "8725" "JSON Web Token Best Current Practices"
    RFC9068 "9068" "JSON Web Token (JWT) Profile for OAuth 2.0 Access Tokens"
    RFC9101 "9101" "The OAuth 2.0 Authorization Framework: JWT-Secured Authorization Request (JAR)"
    RFC9110 "9110" "HTTP Semantics"
    RFC9111 "9111" "HTTP Caching"
    RFC9126 "9126" "OAuth 2.0 Pushed Authorization Requests"
    RFC9207 "9207" "OAuth 2.0 Authorization Server Issuer Identification"
    RFC9325 "9325" "Recommendations for Secure Use of TLS and DTLS"
    RFC9449 "9449" "OAuth 2.0 Demonstrating Proof of Possession (DPoP)"
    RFC9470 "9470" "OAuth 2.0 Step Up Authentication Challenge Protocol"
    RFC9700 "9700" "Best Current Practice for OAuth 2.0 Security"
}

/// OpenID Connect Core 1.0.
pub static CORE: Document = Document {
    name: "OIDC Core",
    title: "OpenID Connect Core 1.0 incorporating errata set 2",
    url: "https://openid.net/specs/openid-connect-core-1_0.html",
    anchor: None,
};

/// OpenID Connect Discovery 1.0.
pub static DISCOVERY: Document = Document {
    name: "OIDC Discovery",
    title: "OpenID Connect Discovery 1.0 incorporating errata set 2",
    url: "https://openid.net/specs/openid-connect-discovery-1_0.html",
    anchor: None,
};

/// The standard for what browsers fetch.
pub static FETCH: Document =
    Document { name: "Fetch", title: "Fetch Standard (WHATWG)", url: "https://fetch.spec.whatwg.org/", anchor: None };

/// How an authorization response may travel in a form.
pub static FORM_POST: Document = Document {
    name: "OAuth Form Post",
    title: "OAuth 2.0 Form Post Response Mode",
    url: "https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html",
    anchor: None,
};

/// What response types are there beside `code` and `token`, and how their answers travel.
pub static RESPONSE_TYPES: Document = Document {
    name: "OAuth Response Types",
    title: "OAuth 2.0 Multiple Response Type Encoding Practices",
    url: "https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html",
    anchor: None,
};

/// OpenID Connect Dynamic Client Registration 1.0.
pub static REGISTRATION: Document = Document {
    name: "OIDC Registration",
    title: "OpenID Connect Dynamic Client Registration 1.0 incorporating errata set 2",
    url: "https://openid.net/specs/openid-connect-registration-1_0.html",
    anchor: None,
};

/// LivePerson's consumer authentication pages; the section is the page's or heading's name.
pub static LIVEPERSON: Document = Document {
    name: "LivePerson",
    title: "Consumer Authentication (developers.liveperson.com)",
    url: "https://developers.liveperson.com/consumer-authentication-introduction.html",
    anchor: None,
};

/// LivePerson's engagement attribute pages, where the SDE types are described.
pub static LIVEPERSON_SDES: Document = Document {
    name: "LivePerson SDEs",
    title: "Engagement attributes, types (developers.liveperson.com)",
    url: "https://developers.liveperson.com/engagement-attributes-types-of-engagement-attributes.html",
    anchor: None,
};
