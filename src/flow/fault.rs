//! TBD fault
