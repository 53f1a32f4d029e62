//! What each check's answer rests on, so far as its signature in [`Run`] leaves that open.

use crate::check::claims::times::{TIMES, in_order, is_ahead, is_reached, is_short as is_short_lived};
use crate::check::claims::{login, parties, profile};
use crate::check::question::in_milliseconds;
use crate::check::{Context, Expected, Run};
use crate::model::time::Timestamp;

/// A check, when it is asked, and what its answer rests on then.
pub(super) struct Row {
    check: &'static str,
    /// Where this does not hold, the check is skipped, whatever the token says.
    pub(super) asked: fn(&Context) -> bool,
    pub(super) ground: Ground,
}

/// What an answer rests on.
#[derive(Clone, Copy)]
pub(super) enum Ground {
    /// The header, the key set, what becomes of the signature, the form of the text: the same for all that the lane takes.
    Fixed,
    /// The names of all claims, inner ones too.
    Names,
    /// These claims.
    Claims(&'static [(&'static str, Need)]),
    /// Each claim that is a time.
    EachTime(Need),
    /// Each standard claim.
    EachStandard(Need),
    /// `exp` and `iat` together.
    Lifetime(Lifetime),
}

/// Whether a token's lifetime is in order, told from `exp` and `iat`.
pub(super) type Lifetime = fn(Timestamp, Option<Timestamp>, &Context) -> bool;

/// What an answer needs of a claim, in order to be the same as that of another token.
#[derive(Clone, Copy)]
pub(super) enum Need {
    /// Its very text.
    Same,
    /// That it is there or not, and the types and names in it.
    Kind,
    /// Of a text that this holds of it: then the check passes. Of anything else its type.
    Text(fn(&str, &Context) -> bool),
    /// That it is a whole number and this holds of it: then the check passes.
    Time(fn(Timestamp, &Context) -> bool),
    /// That it is a whole number, and whether this holds of it: the check passes then, and fails otherwise. Logs are of the past, so
    /// that all their tokens may have expired.
    Moment(fn(Timestamp, &Context) -> bool),
    /// Engagement attributes: types and names, and the text of each `type`.
    Types,
    /// Engagement attributes: that each value is one that the schema allows. Then the check passes.
    Values,
    /// Engagement attributes: that they stay small. Then the check passes.
    Size,
}

impl Need {
    /// Returns whether the answer stays what it is, be it a failure.
    pub(super) fn is_settled(self) -> bool {
        matches!(self, Need::Same | Need::Kind | Need::Moment(_) | Need::Types)
    }
}

/// Returns the row of a check; `None` if nobody has said what its answer rests on.
pub(super) fn row(check: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.check == check)
}

/// Returns whether the type of its question says by itself that a check's answer is the same for every token with one
/// header, judged against one set of documents.
pub(super) fn is_told_by_type(run: Run) -> bool {
    match run {
        Run::Header(_)
        | Run::Keys(_)
        | Run::Discovery(_)
        | Run::Metadata(_)
        | Run::Published(_)
        | Run::Exchanges(_)
        // The lane takes a token only where none of these documents is among the facts.
        | Run::Envelope(_)
        | Run::Callback(_)
        | Run::Tokens(_)
        | Run::Refreshed(_)
        | Run::UserInfo(_)
        | Run::Login(_) => true,
        Run::Token(_) | Run::Claims(_) | Run::Signature(_) | Run::Facts(_) => false,
    }
}

const fn row_of(check: &'static str, asked: fn(&Context) -> bool, ground: Ground) -> Row {
    Row { check, asked, ground }
}

const fn fixed(check: &'static str) -> Row {
    row_of(check, always, Ground::Fixed)
}

const fn claims(check: &'static str, claims: &'static [(&'static str, Need)]) -> Row {
    row_of(check, always, Ground::Claims(claims))
}

fn always(_: &Context) -> bool {
    true
}

fn names_nonce(context: &Context) -> bool {
    matches!(context.nonce, Expected::Sent(_))
}

fn names_client(context: &Context) -> bool {
    context.client_id.is_some()
}

static ROWS: &[Row] = &[
    fixed("token-segments"),
    fixed("token-encrypted"),
    fixed("token-not-base64url"),
    fixed("token-padded"),
    fixed("token-line-break"),
    fixed("token-quoted"),
    fixed("token-bom"),
    fixed("token-prefixed"),
    fixed("header-not-json"),
    fixed("claims-not-json"),
    row_of("claim-duplicated", always, Ground::Names),
    fixed("signature-missing"),
    fixed("kid-unknown"),
    fixed("key-unsuitable"),
    fixed("signature-invalid"),
    fixed("signature-unchecked"),
    fixed("jwks-unreadable"),
    fixed("jwks-no-signing-key"),
    fixed("jwks-no-rs256-key"),
    fixed("discovery-unreadable"),
    claims("iss-missing", &[("iss", Need::Kind)]),
    claims("iss-malformed", &[("iss", Need::Same)]),
    row_of("issuer-mismatch", |context| context.issuer.is_some(), Ground::Claims(&[("iss", Need::Same)])),
    claims("sub-missing", &[("sub", Need::Kind)]),
    claims("sub-empty", &[("sub", Need::Text(|sub, _| parties::is_filled(sub)))]),
    claims("sub-not-string", &[("sub", Need::Kind)]),
    claims("sub-too-long", &[("sub", Need::Text(|sub, _| parties::is_short(sub)))]),
    claims("sub-not-ascii", &[("sub", Need::Text(|sub, _| sub.chars().all(parties::is_printable)))]),
    claims("sub-is-contact", &[("sub", Need::Text(|sub, _| !parties::is_contact(sub)))]),
    row_of("subject-mismatch", |context| context.subject.is_some(), Ground::Claims(&[("sub", Need::Same)])),
    claims("aud-missing", &[("aud", Need::Kind)]),
    claims("aud-malformed", &[("aud", Need::Kind)]),
    row_of("audience-mismatch", names_client, Ground::Claims(&[("aud", Need::Same)])),
    row_of("audience-untrusted", names_client, Ground::Claims(&[("aud", Need::Same)])),
    claims("azp-missing", &[("aud", Need::Kind), ("azp", Need::Kind)]),
    row_of("azp-mismatch", names_client, Ground::Claims(&[("azp", Need::Same)])),
    claims("exp-missing", &[("exp", Need::Kind)]),
    claims("iat-missing", &[("iat", Need::Kind)]),
    row_of("numeric-date-not-number", always, Ground::EachTime(Need::Kind)),
    row_of(
        "numeric-date-in-milliseconds",
        always,
        Ground::EachTime(Need::Time(|time, _| !in_milliseconds(time.0 as f64))),
    ),
    row_of("numeric-date-not-whole", always, Ground::EachTime(Need::Time(|_, _| true))),
    claims("token-expired", &[("exp", Need::Moment(is_ahead))]),
    row_of("exp-before-iat", always, Ground::Lifetime(in_order)),
    row_of("lifetime-long", always, Ground::Lifetime(is_short_lived)),
    claims("issued-in-future", &[("iat", Need::Time(is_reached))]),
    claims("not-yet-valid", &[("nbf", Need::Time(is_reached))]),
    row_of("nonce-missing", names_nonce, Ground::Claims(&[("nonce", Need::Kind)])),
    row_of("nonce-mismatch", names_nonce, Ground::Claims(&[("nonce", Need::Same)])),
    row_of("nonce-unasked", |context| context.nonce != Expected::Unknown, Ground::Claims(&[("nonce", Need::Kind)])),
    row_of("auth-time-missing", |context| context.max_age.is_some(), Ground::Claims(&[("auth_time", Need::Kind)])),
    row_of(
        "auth-time-too-old",
        |context| context.max_age.is_some(),
        Ground::Claims(&[("auth_time", Need::Time(login::is_recent))]),
    ),
    claims("auth-time-in-future", &[("auth_time", Need::Time(is_reached))]),
    row_of("acr-unmet", |context| !context.acr.is_empty(), Ground::Claims(&[("acr", Need::Same)])),
    row_of("standard-claim-type", always, Ground::EachStandard(Need::Kind)),
    row_of("claim-blank", always, Ground::EachStandard(Need::Text(|text, _| !profile::is_blank_text(text)))),
    claims("email-malformed", &[("email", Need::Text(|email, _| profile::is_email(email)))]),
    claims("phone-number-format", &[("phone_number", Need::Text(|phone, _| profile::is_e164(phone)))]),
    claims("birthdate-format", &[("birthdate", Need::Text(|date, context| profile::is_birthdate(date, context.now)))]),
    claims("updated-at-in-future", &[("updated_at", Need::Time(is_reached))]),
    row_of("at-hash-missing", |context| context.response_type.is_some(), Ground::Claims(&[("at_hash", Need::Kind)])),
    row_of("at-hash-mismatch", |context| context.access_token.is_some(), Ground::Claims(&[("at_hash", Need::Same)])),
    row_of("c-hash-missing", |context| context.response_type.is_some(), Ground::Claims(&[("c_hash", Need::Kind)])),
    row_of("c-hash-mismatch", |context| context.code.is_some(), Ground::Claims(&[("c_hash", Need::Same)])),
    claims("sdes-not-array", &[("lp_sdes", Need::Types)]),
    claims("sdes-type-unknown", &[("lp_sdes", Need::Types)]),
    claims("sdes-type-unsupported", &[("lp_sdes", Need::Types)]),
    claims("sdes-unwrapped", &[("lp_sdes", Need::Types)]),
    claims("sdes-field-unknown", &[("lp_sdes", Need::Types)]),
    claims("sdes-field-unsupported", &[("lp_sdes", Need::Types)]),
    claims("sdes-field-type", &[("lp_sdes", Need::Types)]),
    claims("sdes-date-incomplete", &[("lp_sdes", Need::Types)]),
    claims("sdes-gender-form", &[("lp_sdes", Need::Values)]),
    claims("sdes-value", &[("lp_sdes", Need::Values)]),
    claims("sdes-oversize", &[("lp_sdes", Need::Size)]),
];

impl Ground {
    /// Calls `visit` with each claim that an answer rests on, and what it needs of it.
    pub(super) fn each(self, mut visit: impl FnMut(&'static str, Need)) {
        match self {
            Ground::Fixed | Ground::Names => {}
            Ground::Claims(claims) => claims.iter().for_each(|(name, need)| visit(name, *need)),
            Ground::EachTime(need) => TIMES.iter().for_each(|name| visit(name, need)),
            Ground::EachStandard(need) => profile::SHAPES.iter().for_each(|(name, _)| visit(name, need)),
            Ground::Lifetime(_) => ["exp", "iat"].iter().for_each(|name| visit(name, Need::Time(|_, _| true))),
        }
    }
}
