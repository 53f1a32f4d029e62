//! Checks of claims.

use super::Check;

/// The rows.
pub static CHECKS: &[Check] = &[];
