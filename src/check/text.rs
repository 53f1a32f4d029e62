//! Checks of text.

use super::Check;

/// The rows.
pub static CHECKS: &[Check] = &[];
