//! Checks of discovery.

use super::Check;

/// The rows.
pub static CHECKS: &[Check] = &[];
