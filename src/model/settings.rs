//! TBD settings
