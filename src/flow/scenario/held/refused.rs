//! Refusals that have more than one right form.

use super::{Found, at_login, described, last, settled};
use crate::flow::scenario::Evidence;
use crate::model::token_response::TokenResponse;
use crate::report::{Finding, Outcome};

/// Passes if the last token request brought no token, and the server did not fall over it.
pub(in super::super) fn in_any_way(evidence: &Evidence<'_>) -> Outcome {
    let ask = || -> Found<Outcome> {
        let answer = last(evidence)?.tokens().ok_or_else(|| Outcome::skip("the token endpoint gave no answer"))?;
        Ok(Outcome::must(!has_tokens(&answer) && answer.answer.status < 500, || given(&answer, "a refusal")))
    };
    settled(ask())
}

/// Passes if the refresh token of the first client is refused to the second one.
pub(in super::super) fn refresh_of_another(evidence: &Evidence<'_>) -> Outcome {
    let ask = || -> Found<Outcome> {
        let login = last(evidence)?;
        let answer = login.refreshed().ok_or_else(|| no_refresh_token(evidence))?;
        let names = ["invalid_grant", "invalid_client", "unauthorized_client"];
        let refused = answer.error().is_some_and(|error| names.contains(&error)) && !has_tokens(&answer);
        Ok(Outcome::must(refused, || given(&answer, "400: invalid_grant")))
    };
    settled(ask())
}

/// Returns why nothing was refreshed.
pub(super) fn no_refresh_token(evidence: &Evidence<'_>) -> Outcome {
    let issued =
        evidence.logins.iter().filter_map(|login| login.tokens()).any(|answer| answer.text("refresh_token").is_some());
    Outcome::skip(if issued { "the refresh request had no answer" } else { "the server issues no refresh token" })
}

fn has_tokens(answer: &TokenResponse) -> bool {
    ["id_token", "access_token"].into_iter().any(|name| answer.text(name).is_some())
}

fn given(answer: &TokenResponse, wanted: &str) -> Finding {
    let more = if has_tokens(answer) { ", and tokens" } else { "" };
    at_login(format!("{}{more}", described(answer)), wanted)
}
