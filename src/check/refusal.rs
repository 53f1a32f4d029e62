//! What an OAuth error says, in words: whose turn it is, what is likely, what to do next.

use crate::spec::oauth::{Endpoint, error};

/// Returns what is known of an error in words. What speaks for a cause here goes before the usual ones.
pub(super) fn explained(name: &str, endpoint: Endpoint, signs: &[String]) -> Option<String> {
    let Some(known) = error(name, endpoint) else {
        return (!signs.is_empty()).then(|| format!("likely: {}", signs.join("; ")));
    };
    let likely = match signs {
        [] => known.causes.join("; or "),
        signs => signs.join("; "),
    };
    let (meaning, clause, side, next) = (known.meaning, known.clause, known.side.phrase(), known.next);
    Some(format!("{meaning} ({clause}): {side}. Likely: {likely}. Next: {next}"))
}
