//! The members of header and claims as both formats show them: as text, as times, and what the names of JOSE mean.

use crate::model::json::{Broken, Json, Node, Value};
use crate::model::source::Source;
use crate::model::time::Timestamp;

/// The claims that are points in time (RFC 7519 §4.1, OIDC Core §2 and §5.1).
pub(super) const TIMES: &[&str] = &["exp", "iat", "nbf", "auth_time", "updated_at"];

/// A time as a claim has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    /// The time, read as seconds.
    pub(super) seconds: Timestamp,
    /// The time it would be if the number counted milliseconds, where that is likelier.
    pub(super) milliseconds: Option<Timestamp>,
    /// Whether it is a number, as it must be.
    pub(super) is_number: bool,
}

/// Past this number of seconds, in the year 5138, a number counts milliseconds.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// Returns the time a node means, however it writes it.
pub(super) fn time(node: &Node) -> Option<Time> {
    let text = match &node.value {
        Value::Number(text) | Value::String(text) => text.trim(),
        _ => return None,
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a conversion from f64 saturates, and such a time is out of any calendar"
    )]
    let seconds = text.parse::<i64>().ok().or_else(|| text.parse::<f64>().ok().map(|float| float as i64))?;
    let milliseconds = (seconds >= MILLISECONDS_FROM).then_some(Timestamp(seconds / 1000));
    Some(Time { seconds: Timestamp(seconds), milliseconds, is_number: matches!(node.value, Value::Number(_)) })
}

/// Returns the seconds between `iat` and `exp`, if both are there.
pub(super) fn lifetime(claims: &Json) -> Option<i64> {
    let at = |name: &str| time(claims.root.get(name)?).map(|time| time.milliseconds.unwrap_or(time.seconds));
    Some(at("exp")?.since(at("iat")?))
}

/// Returns a node as compact JSON, numbers as written and duplicate members kept.
pub(super) fn text(node: &Node) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(text) => text.clone(),
        Value::String(text) => quoted(text),
        Value::Array(elements) => format!("[{}]", elements.iter().map(text).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let member =
                |member: &crate::model::json::Member| format!("{}: {}", quoted(&member.name), text(&member.node));
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
    }
}

/// Returns the members that stand before the place where a text breaks, if there are any.
pub(super) fn salvaged(broken: &Broken) -> Option<Json> {
    let read = broken.source.text.get(..broken.malformed.offset)?;
    let ends = read.match_indices(',').rev().take(50).map(|(at, _)| at);
    ends.filter_map(|end| Json::parse(Source::new(broken.source.name.as_str(), format!("{}}}", &read[..end]))).ok())
        .find(|json| !json.root.members().is_empty())
}

/// Stands for the `kid` of an encrypted token, which names a key of the receiver (RFC 7516 §4.1.6).
const OUTER_KID: &str = "kid (outer)";

/// What the members of a header mean (RFC 7515 §4.1, RFC 7516 §4.1, RFC 7518).
const HEADER: &[(&str, &str)] = &[
    ("typ", "the kind of token"),
    ("kid", "which of the issuer's keys; LivePerson looks it up in the JWKS endpoint's set"),
    (OUTER_KID, "which of the receiver's keys it was encrypted for: LivePerson gives out its own"),
    ("cty", "what is inside; of a signed and then encrypted token `JWT`"),
    ("zip", "the claims were compressed before they were encrypted"),
    ("crit", "members that a reader must understand or refuse the token"),
    ("b64", "whether the payload is encoded; a token's must be"),
    ("jwk", "a key that came with the token, which proves nothing"),
    ("jku", "an address of keys that came with the token, which proves nothing"),
    ("x5u", "an address of certificates that came with the token, which proves nothing"),
    ("x5c", "certificates that came with the token, which prove nothing by themselves"),
    ("x5t", "SHA-1 thumbprint of the certificate of the key"),
    ("x5t#S256", "SHA-256 thumbprint of the certificate of the key"),
    ("epk", "the sender's ephemeral public key for the key agreement"),
    ("apu", "about the sender, for the key agreement"),
    ("apv", "about the receiver, for the key agreement"),
    ("p2s", "the salt of the password-based key"),
    ("p2c", "how often the password was hashed"),
    ("iv", "the initialization vector of the encrypted key"),
    ("tag", "the authentication tag of the encrypted key"),
];

/// What the names of algorithms mean (RFC 7518, RFC 8037, RFC 8812), by member.
const ALGORITHMS: &[(&str, &str)] = &[
    ("RS256", "RSA signature with SHA-256: the one that LivePerson's documentation names"),
    ("RS384", "RSA signature with SHA-384; LivePerson's documentation names RS256 only"),
    ("RS512", "RSA signature with SHA-512; LivePerson's documentation names RS256 only"),
    ("PS256", "RSA-PSS signature with SHA-256; LivePerson's documentation names RS256 only"),
    ("PS384", "RSA-PSS signature with SHA-384; LivePerson's documentation names RS256 only"),
    ("PS512", "RSA-PSS signature with SHA-512; LivePerson's documentation names RS256 only"),
    ("ES256", "ECDSA signature on P-256; LivePerson's documentation names RS256 only"),
    ("ES384", "ECDSA signature on P-384; LivePerson's documentation names RS256 only"),
    ("ES512", "ECDSA signature on P-521; LivePerson's documentation names RS256 only"),
    ("ES256K", "ECDSA signature on secp256k1; LivePerson's documentation names RS256 only"),
    ("EdDSA", "Edwards-curve signature; LivePerson's documentation names RS256 only"),
    ("HS256", "HMAC with SHA-256: whoever can check it can forge it; LivePerson's documentation names RS256 only"),
    ("HS384", "HMAC with SHA-384: whoever can check it can forge it; LivePerson's documentation names RS256 only"),
    ("HS512", "HMAC with SHA-512: whoever can check it can forge it; LivePerson's documentation names RS256 only"),
    ("none", "not signed: anybody can write such a token"),
    (
        "RSA-OAEP-256",
        "the content key is encrypted with RSA-OAEP and SHA-256: the one LivePerson's documentation names",
    ),
    ("RSA-OAEP", "the content key is encrypted with RSA-OAEP and SHA-1; LivePerson's documentation names RSA-OAEP-256"),
    ("RSA_OAEP_256", "no registered name: LivePerson's documentation once misprinted RSA-OAEP-256 like this"),
    ("RSA1_5", "the content key is encrypted with RSA PKCS#1 v1.5, which is open to attacks"),
    ("dir", "the shared key encrypts the content directly"),
    ("ECDH-ES", "the content key comes from a key agreement"),
    ("ECDH-ES+A128KW", "a key from a key agreement wraps the content key"),
    ("ECDH-ES+A192KW", "a key from a key agreement wraps the content key"),
    ("ECDH-ES+A256KW", "a key from a key agreement wraps the content key"),
    ("A128KW", "a shared key wraps the content key"),
    ("A192KW", "a shared key wraps the content key"),
    ("A256KW", "a shared key wraps the content key"),
    ("A128GCMKW", "a shared key wraps the content key"),
    ("A192GCMKW", "a shared key wraps the content key"),
    ("A256GCMKW", "a shared key wraps the content key"),
    ("PBES2-HS256+A128KW", "a key from a password wraps the content key"),
    ("PBES2-HS384+A192KW", "a key from a password wraps the content key"),
    ("PBES2-HS512+A256KW", "a key from a password wraps the content key"),
];

/// What the names of content encryptions mean (RFC 7518 §5).
const ENCRYPTIONS: &[(&str, &str)] = &[
    ("A128CBC-HS256", "AES-128 in CBC mode with HMAC SHA-256; a 32-byte content key"),
    ("A192CBC-HS384", "AES-192 in CBC mode with HMAC SHA-384; a 48-byte content key"),
    ("A256CBC-HS512", "AES-256 in CBC mode with HMAC SHA-512; a 64-byte content key"),
    ("A128GCM", "AES-128 in GCM; a 16-byte content key"),
    ("A192GCM", "AES-192 in GCM; a 24-byte content key"),
    ("A256GCM", "AES-256 in GCM; a 32-byte content key"),
];

/// Returns what a member of a header means, of an encrypted token or of a signed one.
pub(super) fn header_meaning(name: &str, node: &Node, encrypted: bool) -> Option<&'static str> {
    let value = node.as_str().unwrap_or_default();
    let (table, key) = match name {
        "kid" if encrypted => (HEADER, OUTER_KID),
        "alg" => (ALGORITHMS, value),
        "enc" => (ENCRYPTIONS, value),
        _ => (HEADER, name),
    };
    let known = table.iter().find(|(other, _)| *other == key).map(|(_, meaning)| *meaning);
    known.or_else(|| matches!(name, "alg" | "enc").then_some("no registered name of an algorithm"))
}
