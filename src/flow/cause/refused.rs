//! Whose turn it is and what to do where an authorization endpoint answers with an error.

use crate::report::diagnosis::Side;
use crate::spec::oauth::{self, OauthError};

/// Returns whose turn it is, as a diagnosis has it.
pub(super) fn side(side: oauth::Side) -> Side {
    match side {
        oauth::Side::Server => Side::Server,
        oauth::Side::Registration => Side::Registration,
        oauth::Side::LivePerson => Side::Console,
        oauth::Side::Consumer => Side::Consumer,
    }
}

/// Returns what to do, with what is likely: sentences with a full stop.
pub(super) fn fix(error: &OauthError) -> String {
    let mut words = error.next.chars();
    let next: String = words.next().into_iter().flat_map(char::to_uppercase).chain(words).collect();
    format!("{next}. Likely: {}.", error.causes.join("; or "))
}
