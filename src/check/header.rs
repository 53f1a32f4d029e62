//! Checks of header.

use super::Check;

/// The rows.
pub static CHECKS: &[Check] = &[];
