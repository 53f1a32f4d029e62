//! What LivePerson makes of a token: its claims, and the error codes it answers.
//!
//! LivePerson publishes the names of few of its codes. Names are spelled as LivePerson spells them; a meaning is ours unless
//! its [`Source`] says otherwise, and every text that is shown says so.

mod claims;
mod codes;

pub use claims::{CLAIMS, Claim, SDES, claim, sde};
pub use codes::{CODES, Cause, Code, Family, Source, code, codes_for};

/// What the console's field "JWT Public Key" takes in place of a key for unauthenticated consumer delegation ("Consumer
/// delegation, configuration").
pub const DELEGATION: &str = "CONSUMER_DELEGATION";
