//! Scenarios of conformance: each makes a server's acquaintance in one particular way, and knows what counts as right.
//!
//! A scenario is a row. It says what is sent in place of an ordinary login ([`Act`]), and how the server must take it
//! ([`Right`]). Its [`Rule`] names what is wrong if the server does not, so that a report treats it as any check.

mod authorization;
pub mod conflicts;
pub mod evidence;
mod held;
mod judge;
mod liveperson;
mod login;
mod made;
mod need;
mod pkce;
mod plans;
mod refresh;
mod registration;
mod session;
mod token;
pub mod trial;
mod userinfo;

use crate::model::login::{Flow, Window};
use crate::report::{Outcome, Rule};
pub use evidence::{Evidence, Given, Second, Setup};

/// One scenario.
#[derive(Debug)]
pub struct Scenario {
    /// What is wrong if the server does not do what is right: id, title, severity, clauses, why, fix.
    pub rule: Rule,
    /// What is tried, in a line: ``a code is redeemed a second time``; backticks mark code.
    pub tries: &'static str,
    /// What it is about.
    pub topic: Topic,
    /// The plans that it belongs to, with the response types that it is tried with in each.
    pub plans: &'static [(Plan, &'static [Kind])],
    /// What it cannot do without.
    pub needs: &'static [Need],
    /// Which browser it is tried with.
    pub session: Session,
    /// What is done, in order.
    pub acts: &'static [Act],
    /// What counts as right.
    pub right: Right,
    /// The checks that fail where the server does what is right, since it refuses on purpose.
    pub expects: &'static [&'static str],
}

/// What a scenario is about; reports have a part for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// A login as such.
    Login,
    /// What LivePerson sends, and others do not.
    LivePerson,
    /// The authorization request.
    Authorization,
    /// Who is logged in, and since when.
    Session,
    /// The token request.
    Token,
    /// Proof Key for Code Exchange (RFC 7636).
    Pkce,
    /// The userinfo endpoint, and what it tells for which scope.
    UserInfo,
    /// The refresh request.
    Refresh,
    /// Clients that register themselves.
    Registration,
}

/// A plan: what a run of conformance is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// Whether LivePerson's consumer authentication will work, and the server is sound.
    LivePerson,
    /// The suite's profile Basic: the code flow.
    OidcBasic,
    /// The suite's profile Implicit.
    OidcImplicit,
    /// The suite's profile Config: metadata and keys alone, without a scenario.
    OidcConfig,
}

/// What is asked for: the response type of the requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `code`.
    Code,
    /// `id_token`.
    IdToken,
    /// `id_token token`.
    IdTokenToken,
}

/// Which browser a scenario is tried with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Session {
    /// One in which the person is logged in from an earlier scenario, where there is one: it spares the server a login.
    Shared,
    /// One that was never there; it keeps its cookies for the whole scenario.
    Fresh,
}

/// What a scenario cannot do without. Where it is missing, the scenario is skipped, and says what was needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The address of the userinfo endpoint, unless the response type brings no access token for it.
    UserInfo,
    /// An access token of the plain login, unless the response type brings none.
    AccessToken,
    /// A refresh token of the plain login.
    RefreshToken,
    /// A second client.
    SecondClient,
    /// A life of codes that is known, and short enough to wait for.
    ShortCodes,
    /// A life of access tokens (`expires_in` of the plain login) that is short enough to wait for.
    ShortAccessTokens,
    /// A client that proves who it is with a secret.
    Secret,
    /// A person who can log in more than once: not with the cookies of an earlier visit alone.
    FreshLogin,
    /// The metadata, with this value in this list.
    Lists(&'static str, &'static str),
    /// PKCE: the metadata lists `S256`, or the settings say that it is used.
    Pkce,
    /// A registration endpoint, to which clients may come unasked.
    Registration,
    /// A browser that can send the authorization request as a form.
    FormRequests,
    /// Consumers who chat in this window: no other redirection URI need be registered.
    Window(Window),
}

/// One thing that is done.
#[derive(Debug, Clone, Copy)]
pub enum Act {
    /// A client registers itself, with these members on top of the usual ones; what follows is done as that client.
    Register(&'static [(&'static str, &'static str)]),
    /// Somebody logs in, and a code is redeemed.
    LogIn(&'static [Change]),
    /// Somebody logs in, and a code is kept.
    Authorize(&'static [Change]),
    /// A token request for the code of the last login, by whoever logged in, changed like this.
    Redeem(&'static [Twist]),
    /// A refresh request with the newest refresh token, changed like this.
    Refresh(&'static [Twist]),
    /// A question to the userinfo endpoint; passed over if the response type brings no access token for it.
    UserInfo(Bearer),
    /// Time passes, in seconds.
    Wait(Wait),
}

/// How long a server may still take an access token that has expired, in seconds: clocks may be apart (RFC 7519 §4.1.4).
pub const LEEWAY: i64 = 30;

/// How long time passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// So many seconds.
    Seconds(i64),
    /// Until a code of the settings' life has expired.
    CodeLifetime,
    /// Until an access token of the last login has expired.
    AccessTokenLifetime,
}

/// A change to the authorization request.
#[derive(Debug, Clone, Copy)]
pub enum Change {
    /// A parameter has this value.
    Set(&'static str, &'static str),
    /// A parameter is missing.
    Omit(&'static str),
    /// A parameter has a value that depends on what is known; left as it is if there is none.
    Make(&'static str, fn(&Given<'_>) -> Option<String>),
    /// The parameters come in the reverse order, and the words of the scope too.
    Reversed,
    /// The request is sent as a form (OIDC Core §3.1.2.1).
    Posted,
    /// A code challenge goes along, and its verifier with the token request: the longest there may be, 128 characters.
    Pkce,
    /// Everything is as LivePerson's window sends it.
    AsWindow,
    /// Everything is as a page with LivePerson's embedded window sends it.
    AsEmbedded,
    /// The second client asks.
    AsSecond,
    /// The client asks as it would prove who it is by this method at the token endpoint: `client_secret_post`.
    Post,
}

/// A change to a request to the token endpoint.
#[derive(Debug, Clone, Copy)]
pub enum Twist {
    /// A field has this value.
    Set(&'static str, &'static str),
    /// A field is missing.
    Omit(&'static str),
    /// A field has a value that depends on what is known; left as it is if there is none.
    Make(&'static str, fn(&Given<'_>) -> Option<String>),
    /// The secret is another.
    WrongSecret,
    /// The client does not prove who it is, and only names itself.
    NoSecret,
    /// The `Authorization` field cannot be read.
    MalformedSecret,
    /// The second client asks.
    BySecond,
    /// The fields stand in the query of a GET request.
    Get,
    /// The fields stand in a JSON object.
    Json,
}

/// How the userinfo endpoint is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer {
    /// GET, with the access token of the last login.
    Get,
    /// POST, with the access token in the header.
    PostHeader,
    /// POST, with the access token in the body.
    PostBody,
    /// GET, without any.
    Nothing,
    /// GET, with one that never was.
    Garbage,
}

/// What counts as right.
#[derive(Debug, Clone, Copy)]
pub enum Right {
    /// Every login ends with a token, or with a code where that is kept, and whatever was asked after it is answered.
    LoggedIn,
    /// The same, and this holds.
    LoggedInAnd(fn(&Evidence<'_>) -> Outcome),
    /// The token endpoint refuses the last request with one of these errors, and gives no token. Without an error to name,
    /// any status from 400 to 499 is a refusal: such a request is none that OAuth knows.
    Refused(&'static [&'static str]),
    /// The browser is sent back with one of these errors, and with the state.
    SentBack(&'static [&'static str]),
    /// The browser is not sent back: a page says that something is wrong.
    Kept,
    /// The browser is sent back with one of these errors, or it is not sent back.
    SentBackOrKept(&'static [&'static str]),
    /// The userinfo endpoint refuses the last question (RFC 6750 §3).
    Challenged,
    /// This says.
    Holds(fn(&Evidence<'_>) -> Outcome),
}

/// A scenario with one response type.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// The scenario.
    pub scenario: &'static Scenario,
    /// What is asked for.
    pub kind: Kind,
}

impl Plan {
    /// Every plan; the first is the default.
    pub const ALL: [Plan; 4] = [Plan::LivePerson, Plan::OidcBasic, Plan::OidcImplicit, Plan::OidcConfig];

    /// Returns the name users type.
    pub fn name(self) -> &'static str {
        match self {
            Plan::LivePerson => "liveperson",
            Plan::OidcBasic => "oidc-basic",
            Plan::OidcImplicit => "oidc-implicit",
            Plan::OidcConfig => "oidc-config",
        }
    }
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 3] = [Kind::Code, Kind::IdToken, Kind::IdTokenToken];

    /// Returns the response type.
    pub fn response_type(self) -> &'static str {
        match self {
            Kind::Code => "code",
            Kind::IdToken => "id_token",
            Kind::IdTokenToken => "id_token token",
        }
    }

    /// Returns how the token comes.
    pub fn flow(self) -> Flow {
        if self == Kind::Code { Flow::Code } else { Flow::Implicit }
    }
}

impl Topic {
    /// Returns the heading of its part of a report.
    pub fn name(self) -> &'static str {
        match self {
            Topic::Login => "login",
            Topic::LivePerson => "LivePerson's request",
            Topic::Authorization => "authorization request",
            Topic::Session => "session",
            Topic::Token => "token request",
            Topic::Pkce => "PKCE",
            Topic::UserInfo => "userinfo",
            Topic::Refresh => "refresh",
            Topic::Registration => "registration",
        }
    }
}

impl Case {
    /// Returns what to call it: the id of the scenario, and the response type where it is not `code`.
    pub fn name(&self) -> String {
        match self.kind {
            Kind::Code => self.scenario.rule.id.to_owned(),
            kind => format!("{} ({})", self.scenario.rule.id, kind.response_type()),
        }
    }

    /// Returns whether the server did what is right, as far as the scenario itself says.
    pub fn judge(&self, evidence: &Evidence<'_>) -> Outcome {
        judge::judge(&self.scenario.right, evidence)
    }
}

/// Returns every scenario, topic by topic. The first one of each kind is the plain login that the others are held against.
pub fn all() -> impl Iterator<Item = &'static Scenario> {
    TABLES.iter().flat_map(|table| table.iter())
}

/// Returns the scenario with this id.
pub fn find(id: &str) -> Option<&'static Scenario> {
    all().find(|scenario| scenario.rule.id == id)
}

/// Returns the cases of a plan, in the order of the tables.
pub fn cases(plan: Plan, kinds: &[Kind]) -> Vec<Case> {
    let of = |scenario: &'static Scenario| {
        let listed = scenario.plans.iter().find(|(other, _)| *other == plan).map_or(&[][..], |(_, kinds)| kinds);
        listed.iter().filter(|kind| kinds.contains(kind)).map(move |kind| Case { scenario, kind: *kind })
    };
    all().flat_map(of).collect()
}

static TABLES: &[&[Scenario]] = &[
    login::SCENARIOS,
    liveperson::SCENARIOS,
    authorization::SCENARIOS,
    session::SCENARIOS,
    token::SCENARIOS,
    pkce::SCENARIOS,
    userinfo::SCENARIOS,
    refresh::SCENARIOS,
    registration::SCENARIOS,
];
