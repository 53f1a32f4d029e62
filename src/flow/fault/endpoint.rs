//! Faults of the authorization server itself, which only `mock` can commit: its endpoints answer wrongly, whatever the
//! token is.

use super::Family;
use crate::spec::{CORE, Clause, DISCOVERY, LIVEPERSON, RFC6749, RFC6750, RFC7517, RFC8259};

/// One way in which an endpoint can be wrong.
#[derive(Debug)]
pub struct Fault {
    /// The name users type: `family.name`.
    pub id: &'static str,
    /// What is wrong, in a line; backticks mark code.
    pub title: &'static str,
    /// The rule that is broken.
    pub clause: Clause,
    /// The error code that LivePerson's list of codes suggests for it, if one fits.
    pub code: Option<&'static str>,
    /// The ids of the checks that fail in a login, in the order of the catalogue. Faults of the metadata show where it is
    /// judged for its own sake, as `lint` does.
    pub trips: &'static [&'static str],
    /// What the server does.
    pub does: Does,
}

/// What the server does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// The token endpoint answers 500.
    BreaksDown,
    /// The token endpoint takes its time.
    Dawdles,
    /// The token endpoint answers with a page.
    AnswersInHtml,
    /// The token endpoint answers without an id_token.
    LeavesTokenOut,
    /// The token endpoint puts a byte order mark before its JSON.
    MarksByteOrder,
    /// The token endpoint answers 200 to a refusal.
    RefusesWith200,
    /// The token endpoint lets its answer be kept.
    LetsTokensBeKept,
    /// The authorization endpoint forgets the state.
    DropsState,
    /// The authorization endpoint encodes the state once more.
    ReencodesState,
    /// The authorization endpoint answers in the fragment though a code was asked for.
    UsesFragment,
    /// The authorization endpoint puts tokens into the query.
    UsesQuery,
    /// The authorization endpoint shows an error page, with status 200.
    ShowsErrorPage,
    /// The key set is not there.
    LosesKeys,
    /// A page stands in place of the key set.
    KeysInHtml,
    /// The key set has a private key in it.
    PublishesPrivateKey,
    /// The key set is older than the key that signs.
    KeysAreStale,
    /// The metadata's issuer has a slash at the end.
    AddsSlashToIssuer,
    /// An endpoint in the metadata is plain http.
    NamesPlainHttp,
    /// A required member is missing from the metadata.
    LeavesMemberOut,
    /// The userinfo endpoint tells of somebody else.
    NamesOtherSubject,
    /// The userinfo endpoint answers 401 and does not say why.
    RefusesAccessToken,
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

/// Every fault, family by family.
pub static FAULTS: &[Fault] = &[
    Fault {
        id: "token.500",
        title: "the token endpoint answers 500",
        clause: RFC6749.at("5.1"),
        code: Some("9011"),
        trips: &["token-endpoint-status"],
        does: Does::BreaksDown,
    },
    Fault {
        id: "token.slow",
        title: "the token endpoint takes its time",
        clause: LIVEPERSON.at("IDP error 9013"),
        code: Some("9013"),
        trips: &["token-response-slow"],
        does: Does::Dawdles,
    },
    Fault {
        id: "token.html",
        title: "the token endpoint answers with a page, not with JSON",
        clause: RFC6749.at("5.1"),
        code: Some("9011"),
        trips: &["token-response-not-json"],
        does: Does::AnswersInHtml,
    },
    Fault {
        id: "token.no-id_token",
        title: "the token endpoint answers without an `id_token`",
        clause: CORE.at("3.1.3.3"),
        code: Some("9011"),
        trips: &["id-token-missing"],
        does: Does::LeavesTokenOut,
    },
    Fault {
        id: "token.json-bom",
        title: "a byte order mark stands before the token endpoint's JSON",
        clause: RFC8259.at("8.1"),
        code: None,
        trips: &["token-response-with-bom"],
        does: Does::MarksByteOrder,
    },
    Fault {
        id: "token.invalid_grant-200",
        title: "the token endpoint refuses with the status 200",
        clause: RFC6749.at("5.2"),
        code: Some("9011"),
        trips: &["token-error-malformed"],
        does: Does::RefusesWith200,
    },
    Fault {
        id: "token.cacheable",
        title: "the token endpoint lets its answer be kept",
        clause: RFC6749.at("5.1"),
        code: None,
        trips: &["token-response-cacheable"],
        does: Does::LetsTokensBeKept,
    },
    Fault {
        id: "authz.state-dropped",
        title: "the authorization endpoint forgets `state`",
        clause: RFC6749.at("4.1.2"),
        code: None,
        trips: &["callback-state-missing"],
        does: Does::DropsState,
    },
    Fault {
        id: "authz.state-reencoded",
        title: "the authorization endpoint percent-encodes `state` once more",
        clause: RFC6749.at("4.1.2"),
        code: None,
        trips: &["callback-state-mismatch"],
        does: Does::ReencodesState,
    },
    Fault {
        id: "authz.fragment",
        title: "the code comes back in the fragment, where nobody asked for it",
        clause: RFC6749.at("4.1.2"),
        code: None,
        trips: &["callback-in-fragment"],
        does: Does::UsesFragment,
    },
    Fault {
        id: "authz.query",
        title: "tokens come back in the query, where logs and proxies see them",
        clause: CORE.at("3.2.2.5"),
        code: None,
        trips: &["callback-in-query"],
        does: Does::UsesQuery,
    },
    Fault {
        id: "authz.error-page-200",
        title: "in place of going back, the authorization endpoint shows an error page with the status 200",
        clause: RFC6749.at("4.1.2.1"),
        code: None,
        trips: &["login-error-page"],
        does: Does::ShowsErrorPage,
    },
    Fault {
        id: "disc.issuer-slash",
        title: "the metadata's `issuer` has a slash more than the issuer",
        clause: DISCOVERY.at("4.3"),
        code: None,
        trips: &["discovery-issuer-mismatch", "discovery-issuer-slash"],
        does: Does::AddsSlashToIssuer,
    },
    Fault {
        id: "disc.http",
        title: "the metadata names an endpoint in plain http",
        clause: DISCOVERY.at("3"),
        code: None,
        trips: &["discovery-url-not-https"],
        does: Does::NamesPlainHttp,
    },
    Fault {
        id: "disc.missing-member",
        title: "the metadata lacks `subject_types_supported`",
        clause: DISCOVERY.at("3"),
        code: None,
        trips: &["discovery-member-missing"],
        does: Does::LeavesMemberOut,
    },
    Fault {
        id: "jwks.404",
        title: "nothing stands where the key set should",
        clause: RFC7517.at("5"),
        code: None,
        trips: &["jwks-unreadable", "status-not-200"],
        does: Does::LosesKeys,
    },
    Fault {
        id: "jwks.html",
        title: "a page stands where the key set should",
        clause: RFC7517.at("5"),
        code: Some("1038"),
        trips: &["jwks-unreadable", "jwks-media-type-wrong"],
        does: Does::KeysInHtml,
    },
    Fault {
        id: "jwks.private",
        title: "the key set has a private key in it",
        clause: RFC7517.at("9.2"),
        code: None,
        trips: &["jwk-private"],
        does: Does::PublishesPrivateKey,
    },
    Fault {
        id: "jwks.stale",
        title: "the key set is older than the key that signs",
        clause: CORE.at("10.1.1"),
        code: Some("1041"),
        trips: &["kid-unknown"],
        does: Does::KeysAreStale,
    },
    Fault {
        id: "userinfo.other-sub",
        title: "the userinfo endpoint tells of somebody else",
        clause: CORE.at("5.3.2"),
        code: None,
        trips: &["userinfo-subject-mismatch"],
        does: Does::NamesOtherSubject,
    },
    Fault {
        id: "userinfo.401-bare",
        title: "the userinfo endpoint answers 401 without a challenge",
        clause: RFC6750.at("3"),
        code: None,
        trips: &["userinfo-refused", "userinfo-challenge-missing"],
        does: Does::RefusesAccessToken,
    },
];

/// Every family, in the order of [`FAULTS`].
pub static FAMILIES: &[Family] = &[
    Family { name: "the token endpoint", prefixes: &["token"] },
    Family { name: "the authorization endpoint", prefixes: &["authz"] },
    Family { name: "the metadata", prefixes: &["disc"] },
    Family { name: "the key set", prefixes: &["jwks"] },
    Family { name: "the userinfo endpoint", prefixes: &["userinfo"] },
];
