//! Tokens are found in whatever somebody hands over, and nothing else is taken for one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lpauth::model::paste::{self, Pasted};
use lpauth::model::token::{Form, Stripped};

const HEADER: &str = r#"{"alg":"RS256","typ":"JWT","kid":"brand-1"}"#;

fn token(subject: &str) -> String {
    let claims = format!(
        r#"{{"iss":"https://login.brand.example","sub":"{subject}","aud":"lp","exp":1767229200,"iat":1767225600}}"#
    );
    let signature: Vec<u8> = (0..=255).collect();
    format!(
        "{}.{}.{}",
        URL_SAFE_NO_PAD.encode(HEADER),
        URL_SAFE_NO_PAD.encode(claims),
        URL_SAFE_NO_PAD.encode(signature)
    )
}

fn encrypted() -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"dir","enc":"A256GCM"}"#);
    format!("{header}..{}.{}.{}", "a".repeat(16), "b".repeat(200), "c".repeat(22))
}

fn wrapped(text: &str, width: usize, indent: &str) -> String {
    let lines = text.as_bytes().chunks(width).map(|line| format!("{indent}{}", String::from_utf8_lossy(line)));
    lines.collect::<Vec<_>>().join("\n")
}

fn found(text: &str) -> Vec<Pasted> {
    paste::tokens("paste", text)
}

#[track_caller]
fn only(text: &str) -> Pasted {
    let mut found = found(text);
    assert_eq!(found.len(), 1, "{text}");
    found.remove(0)
}

/// Asserts that exactly `token` is found in `text`, and returns what was stripped, outer white space aside.
#[track_caller]
fn stripped(token: &str, text: &str) -> Vec<Stripped> {
    let pasted = only(text);
    assert_eq!(pasted.token.source.text, token, "{text}");
    let mut stripped = pasted.token.stripped;
    stripped.retain(|what| *what != Stripped::OuterWhitespace);
    stripped
}

#[test]
fn a_bare_token_is_taken_as_it_is() {
    let token = token("c1");
    assert_eq!(stripped(&token, &token), []);
    assert_eq!(only(&token).token.stripped, []);
    assert_eq!(stripped(&token, &format!("  {token}\r\n")), []);
    assert_eq!(only(&token).origin, None);
    assert_eq!(only(&token).token.source.name, "paste");
}

#[test]
fn wrappings_are_removed_and_named() {
    let t = token("c1");
    for (text, expected) in [
        (format!("Bearer {t}"), vec![Stripped::Bearer]),
        (format!("Authorization: Bearer {t}"), vec![Stripped::Bearer]),
        (format!("authorization:bearer   {t}"), vec![Stripped::Bearer]),
        (format!("\"{t}\""), vec![Stripped::Quotes]),
        (format!("\"{}\\n{}\"", &t[..40], &t[40..]), vec![Stripped::InnerWhitespace, Stripped::Quotes]),
        (format!("'{t}',"), vec![Stripped::SurroundingText, Stripped::Quotes]),
        (format!("“{t}”"), vec![Stripped::Quotes]),
        (format!("„{t}“"), vec![Stripped::Quotes]),
        (format!("```\n{t}\n```"), vec![]),
        (format!("`{t}`"), vec![Stripped::Quotes]),
        (format!("\u{feff}{t}"), vec![Stripped::ByteOrderMark]),
        (format!("\u{feff}\"Bearer {t}\"\r\n"), vec![Stripped::ByteOrderMark, Stripped::Quotes, Stripped::Bearer]),
        (t.replace('.', "%2E"), vec![Stripped::PercentEncoding]),
        (format!("Bearer%20{t}"), vec![Stripped::PercentEncoding, Stripped::Bearer]),
    ] {
        assert_eq!(stripped(&t, &text), expected, "{text}");
    }
}

#[test]
fn a_wrapped_token_is_put_together() {
    let t = token("c1");
    for width in [20, 64, 72, 76, 80, 120, 400] {
        assert_eq!(stripped(&t, &wrapped(&t, width, "")), [Stripped::InnerWhitespace], "width {width}");
        assert_eq!(stripped(&t, &wrapped(&t, width, "    ")), [Stripped::InnerWhitespace], "width {width}");
        assert_eq!(stripped(&t, &wrapped(&t, width, "").replace('\n', "\r\n")), [Stripped::InnerWhitespace]);
        assert_eq!(
            stripped(&t, &wrapped(&t, width.max(64), "").replace('\n', " ")).last(),
            Some(&Stripped::InnerWhitespace)
        );
    }
    assert_eq!(stripped(&t, &t.replace('.', ".\n")), [Stripped::InnerWhitespace]);
    assert_eq!(stripped(&t, &t.replace('.', "\n.")), [Stripped::InnerWhitespace]);
    assert_eq!(stripped(&t, &format!("\"{}\"", wrapped(&t, 64, ""))), [Stripped::Quotes, Stripped::InnerWhitespace]);
    let jwe = encrypted();
    assert_eq!(stripped(&jwe, &wrapped(&jwe, 64, "")), [Stripped::InnerWhitespace]);
}

#[test]
fn a_line_break_anywhere_is_bridged() {
    let t = token("c1");
    for at in 8..t.len() {
        let broken = format!("{}\n{}\n", &t[..at], &t[at..]);
        assert_eq!(only(&broken).token.source.text, t, "broken at {at}");
    }
}

#[test]
fn utf_16_is_read() {
    let t = token("c1");
    let le: Vec<u8> = format!("\u{feff}{t}\r\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let be: Vec<u8> = t.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let with_mark = paste::read("paste", &le).tokens.remove(0).token;
    assert_eq!((with_mark.source.text.as_str(), with_mark.stripped[0]), (t.as_str(), Stripped::Utf16));
    assert!(with_mark.stripped.contains(&Stripped::ByteOrderMark));
    assert_eq!(paste::read("paste", &be).tokens[0].token.source.text, t);
}

#[test]
fn callback_urls_are_taken_apart() {
    let t = token("c1");
    for (text, origin) in [
        (format!("https://lp.example/index.html?state=x&id_token={t}"), "query parameter `id_token`"),
        (format!("https://lp.example/index.html#id_token={t}&state=a%20b"), "fragment parameter `id_token`"),
        (format!("https://lp.example/index.html?token={t}&x=1"), "query parameter `token`"),
        (format!("https://lp.example/index.html?code={t}"), "query parameter `code`"),
        (format!("https://app.example/#!/callback?id_token={t}"), "fragment parameter `id_token`"),
        (format!("https://app.example/#!id_token={t}"), "fragment parameter `id_token`"),
        (format!("#id_token={t}"), "fragment parameter `id_token`"),
        (format!("?id_token={t}&state=1"), "query parameter `id_token`"),
        (format!("grant_type=x&assertion={t}"), "parameter `assertion`"),
        (wrapped(&format!("https://lp.example/?state=x&id_token={t}"), 80, ""), "query parameter `id_token`"),
    ] {
        let pasted = only(&text);
        assert_eq!((pasted.token.source.text.as_str(), pasted.origin.as_deref()), (t.as_str(), Some(origin)), "{text}");
        assert!(pasted.token.stripped.contains(&Stripped::Url));
    }
}

#[test]
fn a_code_in_a_callback_is_left_out_with_its_reason() {
    let paste = paste::read("url", b"https://lp.example/cb?code=sX9c2mQvL4&state=1");
    assert!(paste.tokens.is_empty());
    assert_eq!(paste.left_out[0].name, "code");
    assert!(paste.left_out[0].reason.contains("authorization code"));
}

#[test]
fn a_token_response_gives_its_tokens() {
    let (a, b) = (token("c1"), token("c2"));
    let text = format!(r#"{{"access_token":"{b}","token_type":"Bearer","expires_in":3600,"id_token":"{a}"}}"#);
    let found = found(&text);
    let names: Vec<_> = found.iter().map(|pasted| pasted.token.source.name.as_str()).collect();
    assert_eq!(names, ["paste (access_token)", "paste (id_token)"]);
    assert_eq!(found[1].origin.as_deref(), Some("`id_token` of a token response"));
    assert_eq!(found[1].token.stripped, [Stripped::JsonMember]);
}

#[test]
fn an_opaque_access_token_is_left_out_with_its_reason() {
    let text = format!(r#"{{"access_token":"ya29.a0AfH6SMBx","token_type":"Bearer","id_token":"{}"}}"#, token("c1"));
    let paste = paste::read("paste", text.as_bytes());
    assert_eq!(paste.tokens.len(), 1);
    assert_eq!(paste.left_out[0].name, "access_token");
    assert!(paste.left_out[0].reason.contains("opaque"));
}

#[test]
fn tokens_are_found_wherever_json_has_them() {
    let t = token("c1");
    let body = serde_json::to_string(&serde_json::json!({ "id_token": t })).unwrap();
    for (text, origin) in [
        (format!(r#"{{"a":{{"b":["x",{{"c":"{t}"}}]}}}}"#), "JSON member `/a/b/1/c`"),
        (format!(r#"["{t}"]"#), "JSON member `/0`"),
        (format!(r#"{{"ssoKey":"{t}","redirect_uri":"https://liveperson.net"}}"#), "JSON member `/ssoKey`"),
        (serde_json::json!({ "content": { "text": body } }).to_string(), "inside the JSON member `/content/text`"),
        (format!(r#"{{"url":"https://lp.example/#id_token={t}&state=1"}}"#), "inside the JSON member `/url`"),
    ] {
        let pasted = only(&text);
        assert_eq!((pasted.token.source.text.as_str(), pasted.origin.as_deref()), (t.as_str(), Some(origin)), "{text}");
    }
}

#[test]
fn json_serialization_becomes_compact() {
    let t = token("c1");
    let parts: Vec<&str> = t.split('.').collect();
    let text = format!(r#"{{"protected":"{}","payload":"{}","signature":"{}"}}"#, parts[0], parts[1], parts[2]);
    assert_eq!(only(&text).token.source.text, t);
}

#[test]
fn a_text_with_a_token_inside_gives_the_token() {
    let t = token("c1");
    for (text, origin) in [
        (
            format!("2026-01-01T00:00:00Z INFO user=7 id_token={t} status=200 login.brand.example"),
            "after `id_token` in a text",
        ),
        (format!("<input type=\"hidden\" name=\"id_token\" value=\"{t}\">"), "after `value` in a text"),
        (format!("curl -H \"Authorization: Bearer {t}\" https://api.example/"), "after `Bearer` in a text"),
        (format!("callback({{ssoKey: '{t}', redirect_uri: 'https://liveperson.net'}})"), "after `ssoKey` in a text"),
        (format!("Hello,\nhere it is ({t}).\nBye"), "in a text"),
        (format!("the answer was {t}. Then nothing."), "in a text"),
        (format!("export TOKEN=\"{}\"\nBye", wrapped(&t, 76, "")), "after `TOKEN` in a text"),
    ] {
        let pasted = only(&text);
        assert_eq!((pasted.token.source.text.as_str(), pasted.origin.as_deref()), (t.as_str(), Some(origin)), "{text}");
        assert_eq!(pasted.token.stripped, [Stripped::SurroundingText]);
    }
}

#[test]
fn a_letter_with_a_wrapped_token_gives_the_token() {
    let t = token("c1");
    let text = format!("Hi,\n\n{}\n\nThanks\nMarta (marta@mail.example)\n", wrapped(&t, 76, ""));
    assert_eq!(stripped(&t, &text), [Stripped::InnerWhitespace]);
    assert_eq!(stripped(&t, &format!("{t}\nThanks\n")), []);
}

#[test]
fn one_token_a_line_gives_them_all() {
    let lines: Vec<String> = ["c1", "c2", "c3"].map(token).to_vec();
    let found = found(&format!("{}\n", lines.join("\n")));
    let texts: Vec<_> = found.iter().map(|pasted| pasted.token.source.text.clone()).collect();
    assert_eq!(texts, lines);
    let names: Vec<_> = found.iter().map(|pasted| pasted.token.source.name.as_str()).collect();
    assert_eq!(names, ["paste:1", "paste:2", "paste:3"]);
    assert_eq!(self::found(&lines.join(" ")).len(), 3);
    assert_eq!(self::found(&lines.join(",")).len(), 3);
    assert_eq!(self::found(&lines.map_json()).len(), 3);
}

trait JsonLines {
    fn map_json(&self) -> String;
}

impl JsonLines for Vec<String> {
    fn map_json(&self) -> String {
        self.iter().map(|token| format!("{{\"id_token\":\"{token}\"}}\n")).collect()
    }
}

#[test]
fn a_repeated_line_counts_twice_but_a_repeated_member_once() {
    let t = token("c1");
    assert_eq!(found(&format!("{t}\n{t}\n")).len(), 2);
    assert_eq!(found(&format!(r#"{{"a":"{t}","b":"{t}"}}"#)).len(), 1);
}

#[test]
fn an_unsigned_token_keeps_its_empty_signature() {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
    let unsigned = format!("{header}.{}.", URL_SAFE_NO_PAD.encode(r#"{"sub":"c1"}"#));
    for text in
        [unsigned.clone(), format!("{unsigned}\n"), format!("\"{unsigned}\""), format!("id_token={unsigned}&a=b")]
    {
        let pasted = only(&text);
        assert_eq!(
            (pasted.token.source.text.as_str(), pasted.token.form()),
            (unsigned.as_str(), Form::Signed),
            "{text}"
        );
    }
}

#[test]
fn an_encrypted_token_is_a_token() {
    let jwe = encrypted();
    assert_eq!(stripped(&jwe, &jwe), []);
    assert_eq!(only(&format!("id_token={jwe} x")).token.form(), Form::Encrypted);
}

#[test]
fn a_damaged_token_is_still_a_token() {
    let t = token("c1");
    let parts: Vec<&str> = t.split('.').collect();
    let foreign = format!("{}*{}", &t[..100], &t[101..]);
    for damaged in [
        format!("{}.{}", parts[0], parts[1]),
        parts[0].to_owned(),
        t[..150].to_owned(),
        t[1..].to_owned(),
        format!(".{}.{}", parts[1], parts[2]),
        format!("{}.{}", parts[1], parts[2]),
        format!("{t}.extra"),
        foreign,
        format!("{}é{}", &t[..60], &t[60..]),
        format!("{}\"{}", &t[..20], &t[20..]),
        format!("{}==.{}==.{}==", parts[0], parts[1], parts[2]),
    ] {
        assert_eq!(only(&damaged).token.source.text, damaged);
    }
}

#[test]
fn what_only_has_dots_is_no_token() {
    for text in [
        "",
        "   \n",
        "login.brand.example",
        "eyeball.network.example.com",
        "1.2.3",
        "v1.95.0-beta.1",
        "marta.lopez@mail.example",
        "e30.example.com",
        "https://login.brand.example/oauth2/authorize?client_id=lp&scope=openid",
        "ya29.a0AfH6SMBx-opaque",
        "a-long-subdomain-of-a-bucket.s3.eu-west-1.amazonaws.com",
        "The token was refused. Why? e.g. because.",
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----",
        r#"{"iss":"https://login.brand.example","sub":"c1"}"#,
        "127.0.0.1",
        "The token was refused once more. Nobody knows the reason. Sad",
        "com.liveperson.messaging.sdk.Token",
    ] {
        let found = found(text);
        assert!(found.is_empty(), "{text}: {:?}", found[0].token.source.text);
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        paste::read("bytes", &bytes);
    }

    #[test]
    fn no_mixture_of_pieces_makes_it_panic(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..30)) {
        paste::tokens("pieces", &pieces.concat());
    }
}

const PIECES: &[&str] = &[
    "eyJhbGciOiJSUzI1NiJ9",
    "eyJ",
    "e30",
    ".",
    "..",
    "=",
    "\n",
    " ",
    "\"",
    "'",
    "“",
    "%2E",
    "%",
    "%é",
    "{\"id_token\":\"",
    "\"}",
    "Bearer ",
    "?id_token=",
    "#!",
    "&",
    "\u{feff}",
    "é",
    "a-b_c+d/e",
    "[",
    "]",
    ",",
    ";",
    "AAAAAAAAAAAAAAAAAAAAAAAA",
];
