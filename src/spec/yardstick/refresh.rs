//! The refresh request.

use super::{Row, row};

const REFRESH: &str = "refresh";

/// The rows.
#[rustfmt::skip]
pub(super) static ROWS: &[Row] = &[
    row(REFRESH, "ExtractRefreshTokenFromTokenResponse",
        "refresh token present (module skipped otherwise)",
        &["refresh-failing"], "Without one the scenarios skip, and say so."),
    row(REFRESH, "EnsureRefreshTokenContainsAllowedCharactersOnly",
        "refresh token within x20-7E",
        &["refresh-token-guessable"], ""),
    row(REFRESH, "CheckTokenEndpointCacheHeaders",
        "cache-Control contains no-store (refresh response only)",
        &["refresh-failing", "token-response-cacheable"], "Of the first answer too."),
    row(REFRESH, "CheckTokenTypeIsBearer",
        "token_type is bearer, any case",
        &["refresh-failing", "token-type-not-bearer"], ""),
    row(REFRESH, "EnsureMinimumAccessTokenEntropy",
        "shannon estimate of the access token above 96 bits (refresh response only)",
        &["refresh-token-guessable"],
        "From 80 bits by the same estimate, not 96: sixteen random bytes in base64url show less than that."),
    row(REFRESH, "EnsureAccessTokenContainsAllowedCharactersOnly",
        "access token within x20-7E (refresh response only)",
        &["refresh-token-guessable"], ""),
    row(REFRESH, "EnsureAccessTokenValuesAreDifferent",
        "new access token differs from the first",
        &[], "A note of the suite's: the specification lets a server give the same one again."),
    row(REFRESH, "EnsureMinimumRefreshTokenLength",
        "new refresh token at least 128 bits long",
        &["refresh-token-guessable"], ""),
    row(REFRESH, "EnsureMinimumRefreshTokenEntropy",
        "new refresh token Shannon estimate above 96 bits",
        &["refresh-token-guessable"], "From 80 bits, as above."),
    row(REFRESH, "CompareIdTokenClaims",
        "id_token from refresh: same iss, sub, aud; new iat; auth_time unchanged; azp same or absent in both",
        &["refresh-issuer-changed", "refresh-subject-changed", "refresh-audience-changed",
          "refresh-auth-time-changed", "refresh-nonce-unexpected"],
        "`azp` is judged in each token by itself."),
];
