//! What each claim means to LivePerson.

/// A claim, and what LivePerson does with it.
#[derive(Debug, PartialEq, Eq)]
pub struct Claim {
    /// The name.
    pub name: &'static str,
    /// What it means to LivePerson, or in general where LivePerson says nothing.
    pub meaning: &'static str,
    /// Whether LivePerson's documentation mentions it.
    pub documented: bool,
}

const fn documented(name: &'static str, meaning: &'static str) -> Claim {
    Claim { name, meaning, documented: true }
}

const fn unmentioned(name: &'static str, meaning: &'static str) -> Claim {
    Claim { name, meaning, documented: false }
}

/// Every claim lpauth can say something about.
pub static CLAIMS: &[Claim] = &[
    documented(
        "iss",
        "the issuer: the same, character by character, as “JWT issuer (iss)” at LivePerson and as the page's identity function gives it",
    ),
    documented(
        "sub",
        "the consumer, shown as customer ID: unique, never given to anybody else, hard to guess, better no e-mail address or phone number",
    ),
    unmentioned("aud", "whom the token is for: the client ID that LivePerson was given"),
    documented("exp", "when it expires: LivePerson then asks the page for a fresh token"),
    documented("iat", "when it was issued"),
    unmentioned("nbf", "not valid before this time"),
    unmentioned("jti", "the token's own ID"),
    unmentioned("nonce", "repeats the nonce of the authorization request"),
    unmentioned("azp", "the client it was issued to, where that is not the only audience"),
    unmentioned("at_hash", "ties the access token to it"),
    unmentioned("c_hash", "ties the authorization code to it"),
    unmentioned("s_hash", "ties the state to it"),
    unmentioned("auth_time", "when the consumer logged in"),
    unmentioned(
        "acr",
        "how surely the consumer was recognised; LivePerson names `loa1` for the page's identity function only",
    ),
    unmentioned("amr", "by which means the consumer was recognised"),
    unmentioned("sid", "the session at the issuer"),
    documented("given_name", "shown to the agent as first name"),
    documented("family_name", "shown to the agent as last name"),
    documented("email", "shown to the agent as the contact's e-mail address"),
    documented("gender", "shown to the agent: `female`, `male` or another word"),
    documented("preferred_username", "shown to the agent as user name"),
    documented(
        "phone_number",
        "shown to the agent; LivePerson's pages differ on where: as the contact's phone, or as customer info “imei”",
    ),
    documented("lp_sdes", "what else the agent sees about the consumer, marked as authenticated"),
];

/// Returns the row of the claim called `name`.
pub fn claim(name: &str) -> Option<&'static Claim> {
    CLAIMS.iter().find(|claim| claim.name == name)
}

/// The types of engagement attributes (SDEs), each with what it holds and whether LivePerson takes it from a token.
pub static SDES: &[(&str, &str, bool)] = &[
    ("ctmrinfo", "customer info", true),
    ("personal", "personal info", true),
    ("cart", "shopping cart", false),
    ("purchase", "purchase", false),
    ("prodView", "viewed product", false),
    ("mrktInfo", "marketing campaign", false),
    ("lead", "lead", false),
    ("service", "service activity", false),
    ("error", "visitor error", false),
    ("searchInfo", "searched words", false),
];

/// Returns what an SDE type holds, and whether LivePerson takes it from a token.
pub fn sde(name: &str) -> Option<(&'static str, bool)> {
    SDES.iter().find(|(other, ..)| *other == name).map(|(_, title, supported)| (*title, *supported))
}
