//! Texts of any kind.

use super::{once, redact};
use crate::redact::signature;
use crate::sample;
use lpauth::flow::redact::Kind;

/// A line, and what becomes of it.
const LINES: &[(&str, &str)] = &[
    (
        "GET /callback?code=SplxlOBeZQQYbYS6WxSbIA&state=af0 302",
        "GET /callback?code=REDACTED-code-1-xxxxxx&state=af0 302",
    ),
    ("status code=200 error code: 4407 code=invalid_grant", "status code=200 error code: 4407 code=invalid_grant"),
    ("> Cookie: sid=abc; theme=dark", "> Cookie: sid=REDACTED-cookie-1; theme=REDACTED-cookie-2"),
    ("< set-cookie: sid=abcdef123; Path=/; HttpOnly", "< set-cookie: sid=REDACTED-cookie-1; Path=/; HttpOnly"),
    ("Authorization: Bearer 2YotnFZFEjr1zCsicMWpAA", "Authorization: Bearer REDACTED-access-token-1"),
    ("curl -H 'X-Api-Key: 0123456789abcdef'", "curl -H 'X-Api-Key: REDACTED-credential-1'"),
    ("client_secret=7Fjfp0ZBr1KtDRbn", "client_secret=REDACTED-client-secret-1"),
    (r#"{"msg":"x", "password": "hunter2"} tail"#, r#"{"msg":"x", "password": "REDACTED-password-1"} tail"#),
    (r#"body="{\"password\":\"hunter2\"}""#, r#"body="{\"password\":\"REDACTED-password-1\"}""#),
    ("login with password=sesame", "login with password=REDACTED-password-1"),
    // Digits as in a telephone number that was redacted before.
    ("login with password=Summer-1000-2026", "login with password=REDACTED-password-1"),
    ("login with password = sesame", "login with password = sesame"),
    ("Password: must not be empty", "Password: must not be empty"),
    ("the token: signature is wrong", "the token: signature is wrong"),
    ("mail from marta@mail.example to Marta", "mail from REDACTED-email-1@redacted.invalid to Marta"),
    ("called +4915112345678 at 12:00 +0100", "called +1000000000001 at 12:00 +0100"),
    ("given_name=Marta and Marta again", "given_name=REDACTED-name-1 and REDACTED-name-1 again"),
    ("https://a.example/x?code_verifier=dBjftJeZ4CVP", "https://a.example/x?code_verifier=REDACTED-code-verifier-1"),
    ("https://u:pa55word@a.example/?a=b", "https://u:REDACTED-password-1@a.example/?a=b"),
    (r#"<a data-token="https://a.example/token?x">"#, r#"<a data-token="https://a.example/token?x">"#),
    ("9007 Failed to validate user", "9007 Failed to validate user"),
];

#[test]
fn lines_lose_their_secrets_and_nothing_else() {
    for (line, clean) in LINES {
        assert_eq!(once(line), *clean, "{line}");
        let log = format!("2026-01-01 first\r\n{line}\r\nlast\n");
        assert_eq!(once(&log), log.replace(line, clean), "in a log: {line}");
    }
}

#[test]
fn a_lone_token_keeps_header_and_claims() {
    let token = sample::token();
    for text in [token.clone(), format!("{token}\n"), format!("Bearer {token}")] {
        let clean = once(&text);
        assert_eq!(clean.len(), text.len());
        assert!(clean.contains(token.rsplit_once('.').unwrap().0), "{clean}");
        assert!(!clean.contains(&signature()));
    }
}

#[test]
fn private_keys_go() {
    let body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\nVJTUt9Us8cKjMzEfYyjiWA4R4=";
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n");
    let escaped = serde_json::to_string(&pem).unwrap();
    let jwk =
        r#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmb","e":"AQAB","d":"X4cTteJY_gn4FYPsXB8rdXix5vwsg1FL"}"#;
    for text in
        [pem.clone(), escaped, format!("k: {pem}"), format!("{{\"key\":{}}}", serde_json::to_string(&pem).unwrap())]
    {
        let clean = once(&text);
        assert!(!clean.contains("MIIEvQ") && !clean.contains("VJTUt9"), "{clean}");
        assert!(
            clean.contains("-----BEGIN PRIVATE KEY-----") && clean.contains("-----END PRIVATE KEY-----"),
            "{clean}"
        );
    }
    let clean = once(jwk);
    assert!(clean.contains("0vx7agoebGcQSuuPiLJXZptN9nndrQmb") && !clean.contains("X4cTteJY"), "{clean}");
}

#[test]
fn lines_of_json_are_read_as_json() {
    let log = "{\"user\":{\"email\":\"m@mail.example\",\"name\" : \"Al\"},\"pin\" : \"1\"}\n{\"pin\" : \"1\"}\n";
    let expected = "{\"user\":{\"email\":\"REDACTED-email-1@redacted.invalid\",\"name\" : \"REDACTED-name-1\"},\"pin\" : \
                    \"REDACTED-password-1\"}\n{\"pin\" : \"REDACTED-password-1\"}\n";
    assert_eq!(once(log), expected);
}

#[test]
fn what_was_removed_is_counted() {
    let log =
        "code_verifier=dBjftJeZ4CVPmB92K27\ncode_verifier=dBjftJeZ4CVPmB92K27\nmail a@mail.example, b@mail.example\n";
    let clean = redact(log.as_bytes(), true);
    let counts: Vec<_> = clean.removed.iter().map(|removed| (removed.kind, removed.secrets, removed.places)).collect();
    assert_eq!(counts, [(Kind::CodeVerifier, 1, 2), (Kind::Email, 2, 2)]);
    let places: Vec<_> = clean.places.iter().map(|left| left.place.as_str()).collect();
    assert_eq!(places, ["line 1", "line 2", "line 3", "line 3"]);
}

#[test]
fn bytes_that_are_no_text_stay() {
    let bytes = [b"\xff\xfe\xfd\x00".as_slice(), &[0x80; 100]].concat();
    assert_eq!(redact(&bytes[2..], true).bytes, &bytes[2..]);
}

#[test]
fn a_password_that_was_percent_encoded_goes_as_it_is_too() {
    for encoded in ["hun%2Fter-9f86d081", "hun%252Fter-9f86d081"] {
        let log = format!("POST /login password={encoded} 302\nthe form said hun/ter-9f86d081\n");
        let clean = redact(log.as_bytes(), true).text();
        assert!(clean.ends_with("\nthe form said REDACTED-password-1\n"), "{clean}");
        assert!(!clean.contains("9f86d081"), "{clean}");
    }
}
