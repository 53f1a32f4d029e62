//! Times on the command line: lengths of them, and how far clocks may be apart.

use super::brand::Chosen;
use crate::model::time::parse_duration;

/// How far clocks may be apart unless somebody says otherwise, in seconds. LivePerson's allowance is not documented.
pub const SKEW: i64 = 60;

/// Returns how far clocks may be apart, in seconds: what the flag says, else the brand, else [`SKEW`].
pub fn skew(flag: Option<i64>, chosen: &Chosen) -> i64 {
    flag.or_else(|| chosen.brand.seconds("skew")).unwrap_or(SKEW)
}

/// Returns a length of time in seconds.
///
/// # Errors
/// If the text names none.
pub fn seconds(text: &str) -> Result<i64, String> {
    let seconds = parse_duration(text).filter(|seconds| *seconds >= 0);
    seconds.ok_or_else(|| "a length of time such as 60, 90s or 1h30m".to_owned())
}
