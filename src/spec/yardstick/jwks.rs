//! The key set.

use super::{Row, SUITE_ONLY, row};

const JWKS: &str = "jwks";

/// The rows.
#[rustfmt::skip]
pub(super) static ROWS: &[Row] = &[
    row(JWKS, "FetchServerKeys", "the key set can be fetched and is a JSON object",
        &["jwks-unreadable", "status-not-200", "jwks-media-type-wrong"],
        "Status and media type are judged as well."),
    row(JWKS, "CheckServerKeysIsValid", "a JOSE library reads the whole set",
        &["jwk-malformed", "jwk-not-base64url", "jwk-coordinate-length", "rsa-numbers-impossible", "ec-point-off-curve"],
        "Told key by key, each with its reason."),
    row(JWKS, "MapJwksToValidationLocation", "there is a key set to judge",
        &["jwks-unreadable"], ""),
    row(JWKS, "EnsureJwksHasNoPrivateOrSymmetricKeyMaterial", "no key has a private part or is a shared secret",
        &["jwk-private", "jwk-symmetric"], ""),
    row(JWKS, "ValidateJwksStructure", "`keys` is an array of objects, each with the members of its type, in base64url",
        &["jwks-unreadable", "jwks-bare-key", "jwk-malformed", "jwk-not-base64url"], ""),
    row(JWKS, "ParseUsableJwksKeys", "each key of a known type can be read, and its certificate is for it",
        &["rsa-numbers-impossible", "ec-point-off-curve", "jwk-coordinate-length", "x5c-mismatch", "x5c-unreadable",
          "jwk-alg-mismatch"], ""),
    row(JWKS, "WarnOnUnusableJwksKeys", "types, curves and algorithms are known",
        &["jwk-type-unknown", "jwk-alg-unknown"],
        "A note: such a key is passed over, and the others are used."),
    row(JWKS, "CheckForKeyIdInServerJWKs", "each key has a `kid` that is not blank",
        &["jwk-kid-missing", "jwk-kid-blank"],
        "Asked where there are several keys: OIDC Core §10.1 demands it only then, and so does LivePerson."),
    row(JWKS, "CheckDistinctKeyIdValueInServerJWKs", "no two keys have the same `kid`",
        &["jwk-kid-duplicated"],
        "A warning: RFC 7517 §4.5 says SHOULD, and lets keys of different types share one."),
    row(JWKS, "VerifyNewJwksHasNewSigningKey", "after a rotation there is a new key",
        &[], "Needs two looks at the set, before and after. `lpauth jwks rotate` makes the sets so."),
    row(JWKS, "VerifyNewJwksStillHasOldSigningKey", "after a rotation the old key is still there",
        &[], "Needs two looks at the set, before and after. `lpauth jwks rotate` makes the sets so."),
    row(JWKS, "FAPIEnsureMinimumServerKeyLength", "RSA keys have 2048 bits, EC keys 160",
        &["rsa-key-too-small", "jwk-type-unknown"],
        "JOSE has no curve below 256 bits."),
    row(JWKS, "FAPI2FinalEnsureMinimumServerKeyLength", "RSA keys have 2048 bits, EC keys 224",
        &["rsa-key-too-small", "jwk-type-unknown"],
        "JOSE has no curve below 256 bits."),
    row(JWKS, "ValidateServerJWKs", "an older form of the four conditions above",
        &["jwk-malformed", "jwk-not-base64url", "jwk-private", "jwk-symmetric"], ""),
    row(JWKS, "ValidateClientJWKsPrivatePart", "the tester's own keys are whole",
        &[], SUITE_ONLY),
    row(JWKS, "CheckDistinctKeyIdValueInClientJWKs", "the tester's own keys have different `kid`s",
        &[], SUITE_ONLY),
];
