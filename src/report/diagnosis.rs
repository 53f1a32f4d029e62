//! What a diagnosis comes to: why a login failed, whose turn it is, and how sure that is.

use super::Group;

/// Why a login failed, as far as the evidence tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnosis {
    /// The causes, likeliest first. None if nothing is wrong in what was handed over.
    pub causes: Vec<Cause>,
    /// What would tell more: sentences with a full stop.
    pub wanted: Vec<String>,
}

/// One cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The id of its row in the table of causes: a check, or what was seen. Of what an error code alone tells, the code.
    pub id: &'static str,
    /// What is wrong, in a line without a full stop; backticks mark code.
    pub title: String,
    /// The step of the login that fails.
    pub stage: Stage,
    /// Whose turn it is.
    pub side: Side,
    /// The subject of the report that shows it; empty if an error code alone does.
    pub subject: String,
    /// The checks that fail for it; none if an error code alone tells of it.
    pub checks: Vec<&'static str>,
    /// The line that proves it: expected, found, and where. Free of secrets.
    pub proof: Vec<String>,
    /// What to change.
    pub fix: String,
    /// What to type to see whether it is mended; empty if nothing can tell.
    pub test: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// The checks that fail only because of it.
    pub consequences: Vec<&'static str>,
}

/// A step of a login, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The brand's page, and LivePerson's tag in it.
    Page,
    /// The authorization request.
    Authorization,
    /// The pages on which a person logs in.
    Login,
    /// The way back to LivePerson.
    Callback,
    /// The token request.
    TokenRequest,
    /// The metadata and the keys.
    Keys,
    /// The token itself.
    Token,
    /// What comes after the login: userinfo, refresh, the chat.
    After,
    /// LivePerson's own service.
    LivePerson,
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Whoever runs the brand's authorization server.
    Server,
    /// Whoever registered LivePerson there as a client.
    Registration,
    /// Whoever builds the brand's page or app.
    Page,
    /// Whoever set up LivePerson's console.
    Console,
    /// The person who logs in, or their browser.
    Consumer,
    /// Whoever runs what stands between: firewall, proxy, network.
    Network,
    /// LivePerson.
    LivePerson,
}

/// How sure a cause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// It fits, as others do.
    Possible,
    /// The evidence points to it.
    Likely,
    /// The evidence shows it.
    Certain,
}

impl Diagnosis {
    /// Returns the causes that a subject of the report shows, likeliest first.
    pub fn of<'a>(&'a self, subject: &'a str) -> impl Iterator<Item = &'a Cause> {
        self.causes.iter().filter(move |cause| cause.subject == subject)
    }

    /// Puts the groups in the order of their causes, those without any last, and marks in each login where its cause shows.
    pub fn mark(&self, groups: &mut [Group]) {
        for group in groups.iter_mut() {
            if let (Some(timeline), Some(cause)) = (&mut group.timeline, self.of(&group.subject).next()) {
                timeline.mark(cause);
            }
        }
        let place = |group: &Group| self.causes.iter().position(|cause| cause.subject == group.subject);
        groups.sort_by_key(|group| place(group).unwrap_or(self.causes.len()));
    }
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Stage; 9] = [
        Stage::Page,
        Stage::Authorization,
        Stage::Login,
        Stage::Callback,
        Stage::TokenRequest,
        Stage::Keys,
        Stage::Token,
        Stage::After,
        Stage::LivePerson,
    ];

    /// Returns what it is called in a sentence: `the token request`.
    pub fn phrase(self) -> &'static str {
        match self {
            Stage::Page => "the brand's page",
            Stage::Authorization => "the authorization request",
            Stage::Login => "the login page",
            Stage::Callback => "the way back to LivePerson",
            Stage::TokenRequest => "the token request",
            Stage::Keys => "the keys",
            Stage::Token => "the id_token",
            Stage::After => "what follows the login",
            Stage::LivePerson => "LivePerson's service",
        }
    }

    /// Returns the word for it in files: `token-request`.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Page => "page",
            Stage::Authorization => "authorization",
            Stage::Login => "login",
            Stage::Callback => "callback",
            Stage::TokenRequest => "token-request",
            Stage::Keys => "keys",
            Stage::Token => "token",
            Stage::After => "after",
            Stage::LivePerson => "liveperson",
        }
    }
}

impl Side {
    /// Returns who that is, in a sentence: `the brand's authorization server`.
    pub fn phrase(self) -> &'static str {
        match self {
            Side::Server => "the brand's authorization server",
            Side::Registration => "the registration of LivePerson at the authorization server",
            Side::Page => "the brand's page or app",
            Side::Console => "the settings in LivePerson's console",
            Side::Consumer => "the person who logs in, or their browser",
            Side::Network => "the network in between",
            Side::LivePerson => "LivePerson",
        }
    }

    /// Returns the word for it in files: `authorization-server`.
    pub fn word(self) -> &'static str {
        match self {
            Side::Server => "authorization-server",
            Side::Registration => "registration",
            Side::Page => "brand-page",
            Side::Console => "console",
            Side::Consumer => "consumer",
            Side::Network => "network",
            Side::LivePerson => "liveperson",
        }
    }
}

impl Confidence {
    /// Returns the word for it: `certain`, `likely`, `possible`.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Certain => "certain",
            Confidence::Likely => "likely",
            Confidence::Possible => "possible",
        }
    }
}
