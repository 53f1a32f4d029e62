//! Any file, and any secret anywhere in it.

use super::redact;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;
use serde_json::json;

/// Pieces of which files with secrets are made.
const WORDS: &[&str] = &[
    "code=",
    "Cookie: ",
    "sid=abc",
    "\"password\":\"",
    "password=",
    "\"",
    "'",
    "\\\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\n",
    "&",
    ";",
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4IiwibmFtZSI6IkFsIn0.c2lnbmF0dXJl",
    "Bearer ",
    "Basic YTpiY2RlZmdoaWo=",
    "abc123def456ghi789",
    "marta@mail.example",
    "+4915112345678",
    "\"log\":{\"entries\":[",
    "{\"name\":\"Cookie\",\"value\":\"",
    "\"cookies\":[",
    "https://a.example/?code=",
    "%3D",
    "\\u0041",
    "phone",
    "\"phone\":\"0123\"",
    "\"phone_number\":41445550199",
    "REDACTED-",
    "REDACTED-cookie-1",
    "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----",
    "MIIEvQIBADAN",
    "\"kty\":\"oct\",\"k\":\"abcdefghij\"",
    "eyJwYXNzd29yZCI6ImEifQ",
    "é",
    "\u{feff}",
    "name=Al",
    "\"sub\":1,\"name\":\"Al\"",
];

/// Beginnings of archives and of other files.
const HEADS: &[&str] =
    &["", "{\"log\":{\"entries\":[", "{\"log\":{\"version\":\"1.2\",\"entries\":[{\"_x\":\"\nCookie: a"];

fn file() -> impl Strategy<Value = String> {
    vec(prop_oneof![4 => select(WORDS).prop_map(str::to_owned), 1 => "[ -~]{0,6}", 1 => any::<char>().prop_map(String::from)], 0..24)
        .prop_map(|words| words.concat())
}

/// Ways in which a secret is written somewhere in an archive.
fn written(secret: &str, way: usize) -> String {
    let percent: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    match way {
        0 => secret.to_owned(),
        1 => percent,
        2 => url::form_urlencoded::byte_serialize(percent.as_bytes()).collect(),
        3 => STANDARD.encode(secret),
        4 => URL_SAFE_NO_PAD.encode(format!("some {secret} words")),
        5 => json!({ "x": secret }).to_string(),
        6 => secret.replace('&', "&amp;").replace('<', "&lt;"),
        _ => format!("before {secret} behind"),
    }
}

/// Lines of logs and members of JSON, with room for a secret.
const TEMPLATES: &[&str] = &[
    "GET /callback?code={}&state=xyz 302",
    "> Cookie: sid={}; theme=dark",
    "set-cookie: sid={}; Path=/; HttpOnly",
    "authorization: Bearer {}",
    "login of {}@mail.example failed",
    "client_secret={}&grant_type=authorization_code",
    "{\"password\":\"{}\",\"user\":{\"email\":\"{}@mail.example\",\"name\":\"{}\"}}",
    "{\"access_token\":\"{}\",\"expires_in\":3600}",
    "{\"headers\":[{\"name\":\"X-Api-Key\",\"value\":\"{}\"}]}",
    "{\"phone_number\":\"+49 151 1234567\",\"given_name\":\"{}\"}",
    "no secret but {}",
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4IiwibmFtZSI6IkFsIn0.c2lnbmF0dXJlIG9mIGEgdG9rZW4",
    "see https://a.example/?token={}#code_verifier={}",
];

fn log() -> impl Strategy<Value = String> {
    let line =
        (select(TEMPLATES), "[A-Za-z][A-Za-z0-9_.~-]{0,20}").prop_map(|(line, secret)| line.replace("{}", &secret));
    (vec(line, 0..12), any::<bool>()).prop_map(|(lines, is_archive)| match is_archive {
        false => lines.join("\n"),
        true => json!({ "log": { "entries": lines.iter().map(|line| json!({ "text": line })).collect::<Vec<_>>() } })
            .to_string(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn redacting_again_changes_nothing(text in log(), personal in any::<bool>()) {
        let once = redact(text.as_bytes(), personal);
        let again = redact(&once.bytes, personal);
        prop_assert_eq!(again.text(), once.text(), "{}", text);
        prop_assert!(again.removed.is_empty(), "{:?}", again.places);
    }

    #[test]
    fn any_file_is_taken(text in file(), personal in any::<bool>()) {
        let once = redact(text.as_bytes(), personal);
        redact(&once.bytes, personal);
        prop_assert!(!once.removed.is_empty() || once.bytes == text.as_bytes());
    }

    #[test]
    fn any_bytes_are_taken(head in select(HEADS), text in file(), tail in any::<Vec<u8>>()) {
        let bytes = [head.as_bytes(), text.as_bytes(), &tail].concat();
        let once = redact(&bytes, true);
        prop_assert!(!once.removed.is_empty() || once.bytes == bytes);
    }

    #[test]
    fn a_secret_is_gone_wherever_it_stands(
        secret in "[A-Z][A-Za-z0-9+/=&<é ._~-]{10,24}x1",
        place in 0..5_usize,
        ways in vec(0..8_usize, 1..4),
    ) {
        let header = |name: &str, value: &str| json!({ "request": { "headers": [{ "name": name, "value": value }] } });
        let holder = match place {
            0 => header("X-Api-Key", &secret),
            1 => json!({ "request": { "cookies": [{ "name": "a", "value": secret }] } }),
            2 => json!({ "request": { "postData": { "params": [{ "name": "password", "value": secret }] } } }),
            3 => json!({ "response": { "content": { "text": json!({ "refresh_token": secret }).to_string() } } }),
            _ => json!({ "response": { "content": { "encoding": "base64", "text": STANDARD.encode(json!({ "client_secret": secret }).to_string()) } } }),
        };
        let forms: Vec<String> = ways.iter().map(|way| written(&secret, *way)).collect();
        let others = forms.iter().map(|form| json!({ "comment": form }));
        let entries: Vec<_> = others.clone().chain([holder]).chain(others).collect();
        let text = json!({ "log": { "entries": entries } }).to_string();
        let clean = redact(text.as_bytes(), true).text();
        for way in 0..8 {
            let form = written(&secret, way);
            prop_assert!(!clean.contains(&form), "{} in {}", form, clean);
        }
        let again = redact(clean.as_bytes(), true);
        prop_assert!(again.removed.is_empty(), "{:?}", again.places);
    }
}
