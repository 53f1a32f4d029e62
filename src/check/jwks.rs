//! Checks of jwks.

use super::Check;

/// The rows.
pub static CHECKS: &[Check] = &[];
