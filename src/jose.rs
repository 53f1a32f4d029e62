//! Keys, signatures, encryption and the algorithm tables (RFC 7515 to 7518, 8037).
//!
//! The key decides which algorithms are acceptable, never the token: algorithm confusion has no place to happen.

pub mod alg;
pub mod envelope;
pub mod jwe;
pub mod jws;
pub mod key;
pub mod key_file;
