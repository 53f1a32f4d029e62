//! Checks of hashes.

use super::Check;

/// The rows.
pub static CHECKS: &[Check] = &[];
