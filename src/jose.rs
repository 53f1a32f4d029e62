//! Keys, signatures and the algorithm table (RFC 7515, 7517, 7518, 8037).
//!
//! The key decides which algorithms are acceptable, never the token: algorithm confusion has no place to happen.

pub mod alg;
pub mod jws;
pub mod key;
pub mod key_file;
