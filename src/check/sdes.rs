//! Checks of sdes.

use super::Check;

/// The rows.
pub static CHECKS: &[Check] = &[];
