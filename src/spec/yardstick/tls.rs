//! TLS.

use super::{Row, row};

const TLS: &str = "tls";

/// The rows.
#[rustfmt::skip]
pub(super) static ROWS: &[Row] = &[
    row(TLS, "ExtractTLSTestValuesFromServerConfiguration", "which hosts there are to connect to",
        &[], "Looks after the suite itself; the plans of OpenID Connect try no TLS."),
    row(TLS, "EnsureTLS12RequireBCP195Ciphers", "TLS 1.2 is offered, with the recommended ciphers",
        &["tls-version-old"],
        "Our side offers these ciphers alone. A server without TLS 1.2 or newer fails the check; one without such ciphers \
         gives no answer, which is exit code 4."),
    row(TLS, "DisallowTLS10", "TLS 1.0 is refused",
        &[], "Our side cannot speak it, so cannot try; `tls-version-old` finds servers that speak nothing newer."),
    row(TLS, "DisallowTLS11", "TLS 1.1 is refused",
        &[], "Our side cannot speak it, so cannot try; `tls-version-old` finds servers that speak nothing newer."),
    row(TLS, "EnsureTLS13OrLater", "TLS 1.3 is offered",
        &["tls-13-absent"],
        "A note."),
    row(TLS, "DisallowInsecureCipher", "weak ciphers are refused",
        &[], "Our side cannot offer them, so cannot try."),
];
