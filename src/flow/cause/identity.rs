//! Whether the page's identity function and the token speak of the same consumer and issuer.

use super::Seen;
use crate::flow::recognise::{Attempt, CallKind, Identity};
use crate::model::http::text::plain;
use crate::model::token::Token;
use crate::report::diagnosis::Confidence;

/// The only value that LivePerson documents for `acr`.
const LOA1: &str = "loa1";

/// Returns how what the page told LivePerson of the consumer differs from the token, or from LivePerson's connector where no token
/// is to be seen.
pub fn of_identity(subject: &str, attempt: &Attempt) -> Option<Seen> {
    let identity = attempt.identity.as_ref()?;
    let (difference, confidence) = difference(identity, attempt)?;
    let is_in = attempt.liveperson.iter().any(|call| call.kind == CallKind::Authenticate && call.status == Some(200));
    let proof = format!("entry {}: the identity that the page gives {difference}", identity.entry);
    let confidence = confidence.or(is_in.then_some(Confidence::Possible));
    Some(Seen { id: "identity-function-differs", subject: subject.to_owned(), proof, confidence })
}

fn difference(identity: &Identity, attempt: &Attempt) -> Option<(String, Option<Confidence>)> {
    let token = attempt.transcript.token().map(|text| Token::parse("id_token", &text, Vec::new()));
    let claim = |name: &str| Some(token.as_ref()?.claims.json()?.root.get(name)?.as_str()?.to_owned());
    let typed = || Some(("LivePerson's connector", attempt.connector.as_ref()?.issuer.clone()?));
    let expected = claim("iss").map(|iss| ("the token", iss)).or_else(typed);
    if let (Some(iss), Some((whose, expected))) = (&identity.iss, expected)
        && *iss != expected
    {
        return Some((format!("has the `iss` {}, and {whose} {}", shown(iss), shown(&expected)), None));
    }
    if let (Some(sub), Some(expected)) = (&identity.sub, claim("sub"))
        && *sub != expected
        && !is_cut(sub)
        && !is_cut(&expected)
    {
        return Some(("has another `sub` than the token".to_owned(), None));
    }
    let acr = identity.acr.as_ref().filter(|acr| *acr != LOA1)?;
    Some((format!("has the `acr` {}, and LivePerson takes `{LOA1}`", shown(acr)), Some(Confidence::Possible)))
}

fn is_cut(text: &str) -> bool {
    text.starts_with("REDACTED-")
}

/// The longest value that is shown, in characters.
const SHOWN: usize = 200;

fn shown(text: &str) -> String {
    format!("“{}”", plain(text).chars().take(SHOWN).collect::<String>())
}
