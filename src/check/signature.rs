//! Checks of signature.

use super::Check;

/// The rows.
pub static CHECKS: &[Check] = &[];
