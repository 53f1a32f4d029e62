//! TBD plan
