//! Texts that nobody should see by accident.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use zeroize::Zeroizing;

/// A secret: a password, a client secret, a code verifier. It is wiped when dropped, and `{:?}` does not show it.
#[derive(Clone, Eq, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Returns this text as a secret.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(Zeroizing::new(text.into()))
    }

    /// Returns whether the secret is this text. How long that takes tells nothing but the length.
    pub fn is(&self, text: &str) -> bool {
        same(&self.0, text)
    }

    /// Returns the text. Whoever calls this answers for where it goes.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Secret) -> bool {
        self.is(&other.0)
    }
}

/// Returns whether two texts are the same, of which one is secret and the other somebody's guess. How long that takes tells
/// nothing but the lengths. Every such comparison goes through here, but for those of `jose`, which compare bytes.
pub fn same(one: &str, other: &str) -> bool {
    verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}
