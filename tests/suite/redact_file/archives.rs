//! HAR files and transcripts, as every exporter writes them.

use super::{once, redact};
use crate::corpus;
use crate::redact::{answers, broken, leaks, signature};
use crate::sample;
use crate::transcript::{login, secret};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use lpauth::model::har;
use lpauth::model::har::read::{Entry, Limits, entries};
use lpauth::model::paste;
use lpauth::model::transcript::file;
use serde_json::{Value, json};

fn archive() -> String {
    har::write(&login())
}

fn read(text: &str) -> Vec<Entry> {
    let mut read = Vec::new();
    entries(&mut text.as_bytes(), &Limits::default(), &mut |entry| read.push(entry)).unwrap();
    read
}

/// One request and its answer, in the shape of most exporters.
fn entry(request: &Value, response: &Value) -> String {
    let entry = json!({ "request": request, "response": response });
    serde_json::to_string_pretty(&json!({ "log": { "version": "1.2", "entries": [entry] } })).unwrap()
}

/// The members of a document and what kind of value each has, in order.
fn shape(value: &Value, at: &str, shapes: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| shape(value, &format!("{at}/{name}"), shapes));
        }
        Value::Array(elements) => elements.iter().for_each(|value| shape(value, &format!("{at}/-"), shapes)),
        Value::String(_) => shapes.push(format!("{at} string")),
        other => shapes.push(format!("{at} {other}")),
    }
}

fn shapes(text: &str) -> Vec<String> {
    let mut shapes = Vec::new();
    let mut value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
    value["log"].as_object_mut().unwrap().shift_remove("_lpauth");
    shape(&value, "", &mut shapes);
    shapes
}

#[test]
fn an_archive_keeps_its_shape_and_no_secret() {
    let clean = once(&archive());
    assert_eq!(leaks(&clean), [""; 0], "{clean}");
    assert!(!clean.contains(&signature()), "{clean}");
    assert_eq!(shapes(&clean), shapes(&archive()));
    for person in ["marta@mail", "marta%40mail"] {
        assert!(archive().contains(person) && !clean.contains(person), "{person}");
    }
}

#[test]
fn an_archive_reads_back_with_what_goes_wrong() {
    let (before, after) = (read(&archive()), read(&once(&archive())));
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        let parameter =
            |entry: &Entry, name: &str| entry.request().query().into_iter().find(|(other, _)| other == name);
        for name in ["state", "client_id", "redirect_uri", "response_type", "code_challenge", "scope", "error"] {
            assert_eq!(parameter(before, name), parameter(after, name));
        }
        assert_eq!(before.began, after.began);
        assert_eq!(before.status(), after.status());
        assert_eq!(before.hop.timing, after.hop.timing);
        assert_eq!(before.request().headers.len(), after.request().headers.len());
    }
    assert_eq!(before[0], after[0]);
    assert_eq!(before[1], after[1]);
}

#[test]
fn the_same_code_is_known_again() {
    let entries = read(&once(&archive()));
    let code = "REDACTED-code-1-xxxxxx";
    assert!(entries[4].hop.answer.as_ref().unwrap().header("location").unwrap().contains(code));
    assert!(entries[5].request().url.as_str().contains(code));
    assert_eq!(entries[6].request().fields()[0], ("code".to_owned(), code.to_owned()));
}

#[test]
fn an_archive_tells_what_was_seen_of_its_secrets() {
    let clean: Value = serde_json::from_str(&once(&archive())).unwrap();
    let seen = &clean["log"]["_lpauth"]["redacted"];
    assert_eq!(seen["personal"], true);
    let thumbprint = &seen["signatures"][0]["verified_by"][0];
    assert_eq!(thumbprint.as_str().unwrap().len(), 43, "{seen}");
    let placeholder = seen["signatures"][0]["placeholder"].as_str().unwrap();
    assert!(clean.to_string().contains(&format!(".{placeholder}")));
}

#[test]
fn persons_stay_on_request() {
    let clean = redact(archive().as_bytes(), false).text();
    assert!(clean.contains("marta@mail.example") || clean.contains("marta%40mail.example"));
    assert_eq!(leaks(&clean), [""; 0]);
}

#[test]
fn a_transcript_is_judged_alike() {
    let clean = once(&file::write(&login()));
    assert_eq!(leaks(&clean), [""; 0], "{clean}");
    let read = file::read("login.json", clean.as_bytes()).unwrap();
    assert_eq!(answers(&read), answers(&login()));
    assert!(answers(&read).contains("signature-invalid passes"));
    assert!(read.redaction.unwrap().personal);
}

#[test]
fn every_transcript_of_a_broken_login_is_judged_alike() {
    for (check, transcript) in broken() {
        let clean = once(&file::write(&transcript));
        let read = file::read("login.json", clean.as_bytes()).unwrap();
        assert_eq!(answers(&read), answers(&transcript), "{check}");
    }
}

#[test]
fn unknown_members_and_the_way_they_are_written_stay() {
    let text = "\u{feff}{ \"log\" :{\"_x\":1e3,\"entries\":[ {\"_a\":\"\\u00e9\\/\",\"request\":{\"headers\":\
                [{\"name\":\"Cookie\",\"value\":\"a=secretvalue\"}]}} ,\n{}\t]},\"_y\":[1.50,null]}";
    let clean = redact(text.as_bytes(), true).text();
    let note = ", \"_lpauth\": {\"redacted\":{\"personal\":true,\"signatures\":[],\"hashes\":[]}}";
    let expected = text.replace("secretvalue", "REDACTED-cookie-1");
    assert_eq!(clean.replace(note.trim_start_matches(", "), "").replace(",,", ","), expected);
    assert!(clean.contains("_lpauth"));
}

#[test]
fn what_has_no_secret_is_not_touched() {
    let text = r#"{"log":{"entries":[{"request":{"url":"https://a.example/?state=x","headers":[]}}]}}"#;
    assert_eq!(redact(text.as_bytes(), true).bytes, text.as_bytes());
}

#[test]
fn what_was_seen_and_cannot_be_taken_out_leaves_no_note() {
    let damaged = b"{\"log\":{\"version\":\"(.2\",\"entries\":[{\"request\">{\"ur|\":bhttps://a.ip\":\"DEF\"SbIA&state=af0\nCookie: \
                    ae\xefs\":[{\"namAe\":\"Cookie\",\"value\":\"application/json\",dq\"encion==\"}}}]}\x7f";
    let clean = redact(damaged, true);
    assert_eq!(clean.removed, []);
    assert_eq!(clean.bytes, damaged);
}

#[test]
fn a_note_stays_as_it_is_if_nothing_is_taken_out() {
    let note = r#""_lpauth":{"redacted":{"personal":false,"signatures":[],"hashes":[]}}"#;
    let text = format!(r#"{{"log":{{{note},"entries":[{{"comment":"nothing"}}]}}}}"#);
    assert_eq!(redact(text.as_bytes(), true).bytes, text.as_bytes());
    let secret = text.replace("nothing", "code_verifier=dBjftJeZ4CVPmB92K27");
    assert!(redact(secret.as_bytes(), true).text().contains(r#""personal":true"#));
}

#[test]
fn secrets_inside_of_bodies_are_found() {
    let token = sample::token();
    let inner = json!({ "access_token": "2YotnFZFEjr1zCsicMWpAA", "password": "x", "id_token": token }).to_string();
    let page = "<form><input type=password name=pass1 value=hunter2><input name=_csrf value=csrf-9f86d081></form>";
    let twice = json!({ "payload": inner }).to_string();
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter2\r\n--b--";
    let bodies = [
        (json!({ "mimeType": "application/json", "text": inner }), 3),
        (json!({ "mimeType": "application/json", "encoding": "base64", "text": STANDARD.encode(&inner) }), 3),
        (json!({ "mimeType": "text/plain", "text": STANDARD.encode(&inner) }), 3),
        (json!({ "mimeType": "application/json", "text": twice }), 3),
        (json!({ "mimeType": "text/html", "text": page }), 2),
        (json!({ "mimeType": "multipart/form-data; boundary=b", "text": multipart }), 1),
        (json!({ "mimeType": "application/x-www-form-urlencoded", "text": "password=hunter2&pin=1" }), 2),
        (json!({ "mimeType": "application/javascript", "text": format!("var t='{token}'") }), 1),
    ];
    for (content, kinds) in bodies {
        let text = entry(&json!({}), &json!({ "content": content }));
        let clean = redact(text.as_bytes(), true);
        assert_eq!(
            clean.removed.len() + usize::from(clean.removed.iter().any(|removed| removed.secrets > 1)),
            kinds,
            "{content}: {:?}",
            clean.removed
        );
        once(&text);
    }
}

#[test]
fn a_body_in_base64_stays_in_base64_of_its_kind() {
    let inner = |password: &str| json!({ "more": "ÿÿÿ?>~", "password": password }).to_string();
    for engine in [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD] {
        let body = engine.encode(inner("hunter2"));
        assert!(body.contains(['/', '_']) && !body.trim_end_matches('=').len().is_multiple_of(4), "{body}");
        for content in [json!({ "encoding": "base64", "text": body }), json!({ "text": body })] {
            let text = entry(&json!({}), &json!({ "content": content }));
            let clean: Value = serde_json::from_str(&redact(text.as_bytes(), true).text()).unwrap();
            let left = clean["log"]["entries"][0]["response"]["content"]["text"].as_str().unwrap();
            assert_eq!(engine.decode(left).unwrap(), inner("REDACTED-password-1").into_bytes(), "{left}");
        }
    }
}

#[test]
fn a_string_that_breaks_off_has_its_quote_only_if_it_had_one() {
    for (text, clean) in [
        (r#"{"a":{"password":"hunter2""#, r#"{"a":{"password":"REDACTED-password-1""#),
        (r#"{"a":{"password":"hunter2"#, r#"{"a":{"password":"REDACTED-password-1"#),
    ] {
        assert_eq!(redact(text.as_bytes(), true).text(), clean);
    }
}

#[test]
fn base64_that_a_secret_is_a_part_of_stays_base64_of_its_length() {
    for before in ["", "a", "ab"] {
        let comment = STANDARD.encode(format!("{before}hunter2hunter2-9f86 and behind"));
        let request = json!({ "headers": [{ "name": "X-Api-Key", "value": "hunter2hunter2-9f86" }] });
        let text = json!({ "log": { "entries": [{ "request": request, "comment": comment }] } }).to_string();
        let clean: Value = serde_json::from_str(&redact(text.as_bytes(), true).text()).unwrap();
        let left = clean["log"]["entries"][0]["comment"].as_str().unwrap();
        assert!(left.contains("REDACTEDx") && left.len() == comment.len(), "{left}");
        assert!(STANDARD.decode(left).is_ok_and(|bytes| bytes.ends_with(b" and behind")), "{left}");
    }
}

#[test]
fn every_place_for_secrets_is_known() {
    let token = sample::token();
    let basic = STANDARD.encode("client:hunter2hunter2");
    let text = entry(
        &json!({
            "url": format!("https://user:urlpassword@a.example/cb;jsessionid=SESSION12345?code=CODE1234567890ab&sid=SESSION99#access_token=FRAGMENT12345&id_token={token}"),
            "headers": [
                { "name": "Authorization", "value": format!("Basic {basic}") },
                { "name": "X-Api-Key", "value": "APIKEY12345" },
                { "name": "Ocp-Apim-Subscription-Key", "value": "APIKEY67890" },
                { "name": "cookie", "value": "a=COOKIE1; b=\"COOKIE2\"; c=no" },
                { "name": "Referer", "value": "https://a.example/?code_verifier=VERIFIER12345" },
            ],
            "cookies": [{ "name": "a", "value": "COOKIE1" }, { "name": "c", "value": "no" }],
            "queryString": [{ "name": "code", "value": "CODE1234567890ab" }],
            "postData": { "mimeType": "", "text": "", "params": [{ "name": "client_secret", "value": "SECRET%2F1" }] },
        }),
        &json!({
            "headers": [{ "name": "Set-Cookie", "value": "d=COOKIE4; Path=/\ne=COOKIE5" }],
            "cookies": { "name": "d", "value": "COOKIE4" },
            "redirectURL": "/cb?code=CODE1234567890ab",
        }),
    );
    let sockets = text.replace(
        "\"request\"",
        &format!(
            "\"_webSocketMessages\":[{{\"type\":\"send\",\"opcode\":1,\"data\":{}}}],\"request\"",
            json!(json!({ "jwt": token, "headers": [{ "type": ".ams", "jwt": "opaque-JWT-12345" }] }).to_string())
        ),
    );
    let clean = once(&sockets);
    let needles = [
        "urlpassword",
        "SESSION12345",
        "CODE1234567890ab",
        "SESSION99",
        "FRAGMENT12345",
        &signature(),
        &basic,
        "hunter2",
        "APIKEY",
        "COOKIE",
        "VERIFIER",
        "SECRET%2F1",
        "\"no\"",
        "c=no",
        "opaque-JWT",
    ];
    for needle in needles {
        assert!(sockets.contains(needle) || needle == "hunter2", "{needle}");
        assert!(!clean.contains(needle), "{needle}: {clean}");
    }
    assert!(
        clean.contains(&STANDARD.encode("client:REDACTED-client-secret-1")) || clean.contains("Basic Y2xpZW50O"),
        "{clean}"
    );
}

#[test]
fn a_file_that_breaks_off_loses_its_secrets_too() {
    let text = archive();
    for end in (0..text.len()).step_by(97).filter(|end| text.is_char_boundary(*end)) {
        let clean = redact(&text.as_bytes()[..end], true).text();
        let left: Vec<_> = leaks(&clean).into_iter().filter(|kind| !clean.ends_with(secret(kind))).collect();
        assert_eq!(left, [""; 0], "{end}: {clean}");
        assert!(!clean.contains(&signature()));
    }
}

#[test]
fn utf_16_is_read() {
    let bytes: Vec<u8> = [0xfeff].into_iter().chain(archive().encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let clean = redact(&bytes, true).text();
    assert_eq!(leaks(&clean), [""; 0]);
    assert_eq!(shapes(&clean), shapes(&archive()));
}

#[test]
fn personal_data_in_claims_goes_and_the_rest_stays() {
    let header = json!({ "alg": "RS256", "kid": "brand-1" });
    let claims = json!({
        "iss": "https://login.acmebank.example", "sub": "c7f2", "phone_number": "+41 44 555 01 23", "name": "Marta Kowalska",
        "phone": 41_445_550_199_u64,
        "lp_sdes": [
            { "type": "personal", "personal": { "firstname": "Marta", "contacts": [{ "email": "m@mail.example" }] } },
            { "type": "cart", "products": [{ "product": { "name": "antivirus checker" } }] },
        ],
    });
    let token = sample::sign(sample::rsa(), &header, &claims);
    let clean = once(&json!({ "id_token": token, "name": "Marta Kowalska", "email": "m@mail.example" }).to_string());
    let clean: Value = serde_json::from_str(&clean).unwrap();
    let segments: Vec<_> = clean["id_token"].as_str().unwrap().split('.').collect();
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(segments[1]).unwrap()).unwrap();
    assert_eq!(claims["sub"], "c7f2");
    assert_eq!(claims["name"], clean["name"]);
    assert_eq!(claims["lp_sdes"][0]["personal"]["contacts"][0]["email"], clean["email"]);
    assert_eq!(claims["lp_sdes"][1]["products"][0]["product"]["name"], "antivirus checker");
    for person in ["Marta", "Kowalska", "555 01 23", "m@mail"] {
        assert!(!claims.to_string().contains(person), "{person}: {claims}");
    }
}

#[test]
fn no_cookie_and_no_signature_of_the_corpus_survives() {
    let Some(folder) = corpus::folder("har") else { return };
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_none_or(|extension| extension != "har") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let clean = once(&text);
        assert_eq!(shapes(&clean), shapes(&text), "{}", path.display());
        for entry in read(&clean) {
            let cookies = entry
                .request()
                .headers
                .iter()
                .filter(|(name, _)| name == "cookie")
                .flat_map(|(_, value)| value.split(';'));
            for (name, value) in cookies.filter_map(|pair| pair.split_once('=')) {
                assert!(value.is_empty() || value.contains("REDACTED"), "{}: {name}={value}", path.display());
            }
        }
    }
}

#[test]
fn no_signature_of_a_token_of_the_corpus_survives() {
    let Some(folder) = corpus::folder("tokens") else { return };
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_none_or(|extension| extension != "jwt" && extension != "jwe") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let clean = once(&text);
        for pasted in paste::tokens("token", &text) {
            let token = pasted.token;
            for segment in token.segments.iter().skip(token.open_segments()).filter(|segment| segment.span.len() > 16) {
                assert!(!clean.contains(&token.source.text[segment.span.clone()]), "{}: {clean}", path.display());
            }
        }
    }
}
