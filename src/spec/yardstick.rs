//! What the OpenID Foundation's conformance suite asks of an authorization server, condition by condition, and which of our
//! checks and scenarios ask the same. Names of conditions are the suite's; what they ask is in our words. Each row of a group
//! that is here at all is here, so that a gap is said and not overlooked.

mod authorization;
mod beyond;
mod discovery;
mod id_token;
mod jwks;
mod module;
mod refresh;
mod registration;
mod request;
mod tls;
mod token;
mod userinfo;

/// A condition of the suite, or something that it leaves out.
#[derive(Debug)]
pub struct Row {
    /// The group of conditions it belongs to: `discovery`, `jwks`, `tls`.
    pub group: &'static str,
    /// The name of the condition in the suite; of what the suite leaves out, a name of our own.
    pub condition: &'static str,
    /// What is asked.
    pub asks: &'static str,
    /// The checks and scenarios that ask the same; none where the remark says why.
    pub ours: &'static [&'static str],
    /// Where ours differ, or why there are none; empty if they agree.
    pub remark: &'static str,
}

/// Every condition of the groups that this project is about, a table each.
pub static YARDSTICK: &[&[Row]] = &[
    module::ROWS,
    request::ROWS,
    authorization::ROWS,
    token::ROWS,
    id_token::ROWS,
    userinfo::ROWS,
    refresh::ROWS,
    registration::ROWS,
    discovery::ROWS,
    jwks::ROWS,
    tls::ROWS,
];

/// What the suite does not ask although a brand needs to know, and which checks and scenarios ask it.
pub static BEYOND: &[Row] = beyond::ROWS;

const fn row(
    group: &'static str,
    condition: &'static str,
    asks: &'static str,
    ours: &'static [&'static str],
    remark: &'static str,
) -> Row {
    Row { group, condition, asks, ours, remark }
}

const DYNAMIC: &str = "Asked of servers with dynamic registration, to which LivePerson is no client.";
const OTHER_METHODS: &str =
    "A gate of the plans for other ways of client authentication; LivePerson uses client_secret_basic.";
const SUITE_ONLY: &str = "Looks after the suite itself, not after the server.";
const HYBRID: &str = "Of the hybrid flow, which LivePerson does not have.";
const FAPI: &str = "Of FAPI, for clients with a key or a certificate of their own; LivePerson's has a secret.";
const AUTH: &str = "Where the settings say so (`client_auth`).";
const NO_PICTURE: &str = "A page is told from a redirect by the answer itself; nobody hands in a picture.";
const NO_ADDRESS: &str = "There is no address of ours that a server could fetch an object from, so one is named where nothing \
                          is: the server must say that it does not look, or that it found nothing.";
const ONE_CLAIM: &str = "One claim of each scope is enough; the suite warns of each that the test user lacks.";
const INVALID_CODE: &str = "`invalid_code`, its name in LivePerson's guide, is as good as `invalid_grant`.";
const NEEDS_CLAIMS: &str = "A note: LivePerson reads claims from the token alone, and needs what the suite warns of.";
