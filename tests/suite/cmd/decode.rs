//! `lpauth decode`: never refuses, never trusts.

use crate::corpus;
use crate::sample;
use crate::support::{NOW, World};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lpauth::model::paste;
use serde_json::{Value, json};

fn unsigned(header: &str, claims: &str) -> String {
    let signature = URL_SAFE_NO_PAD.encode([7_u8; 256]);
    format!("{}.{}.{signature}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
}

fn marta() -> Value {
    json!({
        "iss": "https://login.acmebank.example", "sub": "c7f2b1d49e0a4b6f8d31", "iat": NOW - 60, "exp": NOW + 3_540,
        "given_name": "Marta",
        "lp_sdes": [
            { "type": "ctmrinfo", "info": { "customerId": "ACB-17", "registrationDate": { "year": 2019, "month": 3, "day": 27 } } },
            { "type": "personal", "personal": { "contacts": [{ "email": "marta@mail.example" }], "gender": "FEMALE" } },
            { "type": "cart", "total": 12.5 },
        ],
        "shoe_size": 38,
    })
}

fn marta_token() -> String {
    unsigned(r#"{"alg":"RS256","typ":"JWT","kid":"brand-1"}"#, &marta().to_string())
}

fn decoded(token: &str) -> String {
    let run = World::new().file("token.jwt", token).run("decode token.jwt");
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""));
    run.stdout
}

fn as_json(token: &str) -> Value {
    let run = World::new().file("token.jwt", token).run("decode token.jwt --format json");
    assert_eq!(run.exit, 0);
    serde_json::from_str(&run.stdout).unwrap()
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part:?} in:\n{text}");
    }
}

#[test]
fn a_token_for_people() {
    insta::assert_snapshot!(decoded(&marta_token()), @r#"
    token.jwt: signed token (JWS), 906 characters

    Header
      alg   "RS256"  RSA signature with SHA-256: the one that LivePerson's documentation names
      typ   "JWT"  the kind of token
      kid   "brand-1"  which of the issuer's keys; LivePerson looks it up in the JWKS endpoint's set

    Claims
      iss         "https://login.acmebank.example"
                  the issuer: the same, character by character, as “JWT issuer (iss)” at LivePerson and
                  as the page's identity function gives it
      sub         "c7f2b1d49e0a4b6f8d31"
                  the consumer, shown as customer ID: unique, never given to anybody else, hard to
                  guess, better no e-mail address or phone number
      iat         1767225540  2025-12-31 23:59:00 UTC · 2026-01-01 00:59:00 +01 · 1 minute ago
                  when it was issued
      exp         1767229140  2026-01-01 00:59:00 UTC · 2026-01-01 01:59:00 +01 · in 59 minutes
                  when it expires: LivePerson then asks the page for a fresh token
      given_name  "Marta"  shown to the agent as first name
      lp_sdes     3 attributes, 228 bytes
                  what else the agent sees about the consumer, marked as authenticated
        ctmrinfo (customer info)
          customerId        "ACB-17"
          registrationDate  2019-03-27
        personal (personal info)
          contacts[0].email  "marta@mail.example"
          gender             "FEMALE"
        cart (shopping cart: LivePerson does not take it from a token)
          total  12.5
      shoe_size   38

      valid for 1 hour, from `iat` to `exp`
      LivePerson's documentation does not mention shoe_size

    Signature
      256 bytes, hidden; --show-secrets shows it

    Nothing was verified: anybody can write a token like this. `lpauth verify` checks it.
    "#);
}

#[test]
fn it_says_that_nothing_was_verified_and_hides_the_signature() {
    let token = sample::token();
    let text = decoded(&token);
    let signature = token.rsplit('.').next().unwrap();
    has(&text, &["Nothing was verified", "256 bytes, hidden"]);
    assert!(!text.contains(&signature[..16]));
    assert_eq!(as_json(&token)["tokens"][0]["segments"][2]["text"], Value::Null);
    let run = World::new().file("token.jwt", &token).run("decode token.jwt --show-secrets");
    assert!(run.stdout.replace(char::is_whitespace, "").contains(signature));
}

#[test]
fn it_takes_files_standard_input_and_the_token_itself() {
    let token = marta_token();
    let world = || World::new().file("token.jwt", &token);
    for (run, name) in [
        (world().run("decode token.jwt"), "token.jwt:"),
        (world().stdin(&token).run("decode"), "standard input:"),
        (world().stdin(&token).run("decode -"), "standard input:"),
        (world().run_args(&["decode", &token]), "argument:"),
        (world().run_args(&["decode", &format!("https://lp.example/#id_token={token}")]), "argument:"),
    ] {
        assert_eq!(run.exit, 0, "{}", run.stderr);
        assert!(run.stdout.starts_with(name), "{}", run.stdout);
        has(&run.stdout, &["Marta"]);
    }
}

#[test]
fn it_says_what_it_removed() {
    let text = decoded(&format!("\u{feff}\"Bearer {}\"", marta_token()));
    has(&text, &["removed: a byte order mark, quotes, a `Bearer` prefix"]);
    let url = format!("https://lp.example/index.html#state=1&id_token={}", marta_token());
    has(&decoded(&url), &["found as fragment parameter `id_token`", "removed: the URL around it"]);
}

#[test]
fn a_token_response_gives_its_tokens_and_says_what_it_left_out() {
    let text = json!({ "access_token": "ya29.opaque", "token_type": "Bearer", "id_token": marta_token() }).to_string();
    has(&decoded(&text), &["found as `id_token` of a token response", "`access_token` was left out: it is opaque"]);
    assert_eq!(as_json(&text)["left_out"][0]["name"], "access_token");
}

#[test]
fn several_in_several_out() {
    let text = format!("{}\n{}\n", marta_token(), sample::token());
    has(&decoded(&text), &["token.jwt:1: signed token", "token.jwt:2: signed token"]);
    assert_eq!(as_json(&text)["tokens"].as_array().unwrap().len(), 2);
    assert_eq!(decoded(&text).matches("Nothing was verified").count(), 1);
}

#[test]
fn times_are_shown_in_utc_in_local_time_and_relative() {
    let token = unsigned(r#"{"alg":"RS256"}"#, &json!({ "iat": NOW - 7200, "exp": NOW + 3_600 }).to_string());
    has(
        &decoded(&token),
        &["2026-01-01 01:00:00 UTC · 2026-01-01 02:00:00 +01 · in 1 hour", "2 hours ago", "valid for 3 hours"],
    );
}

#[test]
fn relative_times_follow_the_clock() {
    let run = World::new().at(NOW + 3_540 + 90).file("token.jwt", marta_token()).run("decode token.jwt");
    has(&run.stdout, &["· 1 minute 30 seconds ago"]);
}

#[test]
fn odd_times_are_read_and_named() {
    let claims = json!({ "iat": (NOW - 60).to_string(), "exp": NOW * 1000, "nbf": true, "auth_time": 1e300 });
    let text = decoded(&unsigned(r#"{"alg":"RS256"}"#, &claims.to_string()));
    has(
        &text,
        &["in quotes: a NumericDate is a number", "read as milliseconds", "2026-01-01 00:00:00 UTC", "not a time"],
    );
}

#[test]
fn a_lost_character_is_suspected_where_it_is_missing() {
    let token = marta_token();
    let claims_start = token.find('.').unwrap() + 1;
    let claims_end = token.rfind('.').unwrap();
    for at in (claims_start + 20..claims_end - 80).step_by(7) {
        let damaged = format!("{}{}", &token[..at], &token[at + 1..]);
        let damages = as_json(&damaged)["tokens"][0]["damages"].clone();
        let suspicion = damages.as_array().unwrap().iter().find_map(|damage| damage["suspicion"].as_object()).unwrap();
        let position = |name: &str| usize::try_from(suspicion[name].as_u64().unwrap()).unwrap();
        assert_eq!(suspicion["character"], "lost", "at {at}: {damages}");
        assert!((position("start")..=position("end")).contains(&at), "at {at}: {damages}");
    }
}

#[test]
fn an_added_character_is_suspected_too() {
    let token = marta_token();
    let at = token.find('.').unwrap() + 120;
    let damaged = format!("{}x{}", &token[..at], &token[at..]);
    has(&decoded(&damaged), &["a character was probably added", "before that:", "https://login.acmebank.example"]);
}

#[test]
fn damage_is_shown_in_its_surroundings() {
    let token = marta_token();
    let at = token.find('.').unwrap() + 90;
    let text = decoded(&format!("{}*{}", &token[..at], &token[at + 1..]));
    let place = format!("segment 2, character {} of {}: the character '*', which no token has", at + 1, token.len());
    has(&text, &[&place, "a character was probably lost"]);
    let (line, carets) =
        text.lines().zip(text.lines().skip(1)).find(|(line, _)| line.contains('*') && line.contains('…')).unwrap();
    assert_eq!(line.chars().position(|c| c == '*'), carets.chars().position(|c| c == '^'));
}

#[test]
fn every_kind_of_damage_is_named_and_nothing_is_refused() {
    let token = marta_token();
    let parts: Vec<&str> = token.split('.').collect();
    let padded = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256"}"#) + "=";
    for (damaged, expected) in [
        (format!("{}.{}", parts[0], parts[1]), "two segments in place of three"),
        (parts[0].to_owned(), "one segment in place of three"),
        (format!("{token}.more"), "4 segments in place of three"),
        (token[..token.len() - 60].to_owned(), "where RS256 has"),
        (format!("{}.{}", parts[0], &parts[1][..200]), "the rest was cut off"),
        (format!("{padded}.{}.{}", parts[1], parts[2]), "a token has no padding"),
        (format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode("[1]"), parts[2]), "an array in place of an object"),
        (format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(r#"{"a":1,}"#), parts[2]), "the JSON breaks"),
        (format!("{}..{}", parts[0], parts[2]), "the segment is empty"),
    ] {
        has(&decoded(&damaged), &[expected, "Nothing was verified"]);
    }
}

#[test]
fn repeated_members_are_named() {
    let text = decoded(&unsigned(r#"{"alg":"RS256"}"#, r#"{"sub":"a","sub":"b"}"#));
    has(&text, &["\"a\"", "\"b\"", "appears more than once"]);
}

#[test]
fn an_encrypted_token_shows_its_outer_header() {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"RSA-OAEP-256","enc":"A256GCM","cty":"JWT","kid":"lp-1"}"#);
    let parts = [256, 12, 700, 16].map(|length| URL_SAFE_NO_PAD.encode(vec![9_u8; length]));
    let token = format!("{header}.{}", parts.join("."));
    let text = decoded(&token);
    has(
        &text,
        &[
            "encrypted token (JWE)",
            "RSA-OAEP",
            "AES-256 in GCM",
            "lp-1",
            "LivePerson gives out",
            "key of 2048 bits",
            "700 bytes",
        ],
    );
    assert!(!text.contains(&parts[2][..16]));
    assert_eq!(as_json(&token)["tokens"][0]["claims_encrypted"], true);
    assert_eq!(as_json(&token)["tokens"][0]["segments"][3]["text"], Value::Null);
}

#[test]
fn an_encrypted_token_is_opened_with_its_key() {
    let token = sample::sealed(&sample::token(), &json!({ "cty": "JWT", "kid": "lp-1" }));
    let world = World::new().file("token.jwe", &token).file("lp.jwk", sample::recipient().jwk().to_string());
    let run = world.run("decode token.jwe --decrypt-key lp.jwk");
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""));
    has(
        &run.stdout,
        &["token.jwe: encrypted token (JWE)", "lp-1", "token.jwe (decrypted): signed token (JWS)", "lp-acmebank"],
    );
    has(&run.stdout, &["which of the issuer's keys", "256 bytes, hidden", "Nothing was verified"]);
    let run = world.run("decode token.jwe --decrypt-key lp.jwk --format json");
    let inside = &serde_json::from_str::<Value>(&run.stdout).unwrap()["tokens"][0]["inside"];
    assert_eq!((&inside["token"]["form"], &inside["token"]["claims"]["aud"]), (&json!("jws"), &json!("lp-acmebank")));
    assert_eq!(inside["token"]["segments"][2]["text"], Value::Null);
}

#[test]
fn what_is_inside_need_not_be_a_token() {
    let lines =
        [(r#"{"sub":"c7f2"}"#, "nobody signed these claims"), ("hello", "5 bytes that are neither a token nor claims")];
    for (content, said) in lines {
        let world = World::new().file("token.jwe", sample::sealed(content, &json!({})));
        let world = world.file("lp.jwk", sample::recipient().jwk().to_string());
        has(&world.run("decode token.jwe --decrypt-key lp.jwk").stdout, &[said]);
    }
}

#[test]
fn what_is_not_opened_says_why_for_every_key() {
    let header = json!({ "alg": "RSA1_5" });
    let legacy = sample::sealed("x", &header);
    let world = World::new().file("token.jwe", sample::sealed(&sample::token(), &json!({})));
    let world = world.file("legacy.jwe", legacy).file("lp.jwk", sample::recipient().jwk().to_string());
    let world = world.file("public.jwk", sample::recipient().public_jwk().unwrap().to_string());
    let world = world.file("brand.jwk", sample::rsa().jwk().to_string());
    let run = world.run("decode token.jwe --decrypt-key public.jwk --decrypt-key brand.jwk");
    has(&run.stdout, &["Inside (not opened)", "public.jwk (“lp-1”): the key is not for this: it is a public key"]);
    has(&run.stdout, &["brand.jwk (“brand-1”): the key is not for this: its use is “sig”, not “enc”"]);
    let run = world.run("decode token.jwe --decrypt-key public.jwk --format json");
    let decoded: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(decoded["tokens"][0]["inside"]["not_opened"][0]["key"], "public.jwk (“lp-1”)");
    has(&world.run("decode legacy.jwe --decrypt-key lp.jwk").stdout, &["RSA1_5 is known to be weak"]);
    has(&world.run("decode legacy.jwe --decrypt-key lp.jwk --allow-legacy").stdout, &["decryption failed"]);
    assert_eq!(world.run("decode token.jwe --decrypt-key nowhere.pem").exit, 3);
}

#[test]
fn lp_sdes_of_any_shape_are_laid_out() {
    let object = json!({ "lp_sdes": { "type": "ctmrinfo", "info": { "ctype": "gold" } } }).to_string();
    has(&decoded(&unsigned("{}", &object)), &["an object in place of an array", "ctype", "gold"]);
    let odd = json!({ "lp_sdes": [1, "x", null, {}, { "type": 7, "a": [[]] }] }).to_string();
    has(&decoded(&unsigned("{}", &odd)), &["5 attributes", "without a type"]);
}

#[test]
fn a_hostile_token_paints_no_terminal() {
    let claims = json!({ "sub": "\u{1b}[2J\u{202e}\u{9b}31m", "\u{1b}[31m": 1, "lp_sdes": [{ "type": "\u{1b}c", "\u{7}": "\u{8}" }] });
    let token = unsigned("{\"alg\":\"\\u001b[5m\",\"\\u009b\":1}", &claims.to_string());
    let broken = unsigned("{\"alg\":\"RS256\"}", "{\"sub\":\"\u{1b}[2J\u{202e}\u{9b}31m\"");
    let world = World::new().file("a.jwt", &token).file("b.jwt", &broken).stdin(format!("\u{1b}[2J{token}\u{9b}"));
    for line in ["decode a.jwt b.jwt -", "decode a.jwt b.jwt --format json", "decode a.jwt b.jwt --show-secrets"] {
        let run = world.run(line);
        let painting = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!run.stdout.contains(painting), "{line}: {:?}", run.stdout);
    }
}

#[test]
fn what_breaks_behind_the_last_character_breaks_at_the_end() {
    let token = format!("{}.{}.AAAA", sample::encode(r#"{"alg":"RS256"}"#), sample::encode(r#"{"sub":"x"}"#));
    has(
        &decoded(&token),
        &["segment 3, at the end: a signature of 3 bytes, where RS256 has as many as the key, usually 256"],
    );
    let token = token.replace(".AAAA", "");
    has(&decoded(&token), &["segment 2, at the end: two segments in place of three"]);
}

#[test]
fn no_part_of_the_signature_is_shown_beside_a_damage() {
    let token = unsigned(r#"{"alg":"RS256"}"#, "{1");
    let signature = token.rsplit('.').next().unwrap();
    let world = World::new().file("it", &token);
    assert!(!world.run("decode it").stdout.contains(&signature[..8]), "{}", world.run("decode it").stdout);
    assert!(world.run("decode it --show-secrets").stdout.contains(&signature[..40]));
}

#[test]
fn what_is_no_token_is_named_for_what_it_seems() {
    for (text, expected) in [
        ("", "it is empty"),
        ("hello world", "nothing in it has the form of one"),
        ("sX9c2mQvL4", "opaque token or an authorization code"),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "public key"),
        (r#"{"keys":[]}"#, "JWK set"),
        (r#"{"iss":"https://login.brand.example"}"#, "decoded already"),
        ("<!DOCTYPE html><html></html>", "web page"),
        ("https://lp.example/cb?code=sX9c2mQvL4", "authorization code"),
    ] {
        let run = World::new().file("it", text).run("decode it");
        assert_eq!((run.exit, run.stdout.as_str()), (3, ""), "{text}");
        has(&run.stderr, &["lpauth: there is no token in it: ", expected]);
    }
}

#[test]
fn what_cannot_be_read_is_a_failure() {
    let run = World::new().run("decode nothing.jwt");
    assert_eq!((run.exit, run.stdout.as_str()), (3, ""));
    has(&run.stderr, &["nothing.jwt"]);
    assert_eq!(World::new().person(&[]).run("decode").exit, 2);
}

#[test]
fn watching_decodes_again_after_each_change() {
    let run = World::new().file("token.jwt", marta_token()).changes(2).run("decode token.jwt --watch");
    assert_eq!(run.exit, 0);
    assert_eq!(run.stdout.matches("Nothing was verified").count(), 3);
    assert_eq!(World::new().stdin(marta_token()).run("decode --watch").exit, 2);
}

#[test]
fn colour_is_for_terminals_unless_somebody_says_otherwise() {
    let piped = || World::new().file("token.jwt", marta_token());
    let seen = || piped().person(&[]);
    for (world, line, coloured) in [
        (piped(), "decode token.jwt", false),
        (piped(), "decode token.jwt --color always", true),
        (seen(), "decode token.jwt", true),
        (seen(), "decode token.jwt --color never", false),
        (seen().variable("NO_COLOR", "1"), "decode token.jwt", false),
        (seen().variable("NO_COLOR", ""), "decode token.jwt", true),
    ] {
        assert_eq!(world.run(line).stdout.contains("\u{1b}["), coloured, "{line}");
    }
}

#[test]
fn watching_starts_a_terminal_afresh() {
    let run = World::new().file("token.jwt", marta_token()).person(&[]).changes(1).run("decode token.jwt --watch");
    assert_eq!(run.stdout.matches("\u{1b}[2J").count(), 1);
}

#[test]
fn every_token_of_the_corpus_is_decoded_as_it_is() {
    let Some(folder) = corpus::folder("tokens") else { return };
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.extension().is_some_and(|extension| extension == "jwt" || extension == "jwe") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let found = paste::tokens("token", &text);
        assert_eq!(found.len(), 1, "{}", path.display());
        assert_eq!(found[0].token.source.text, text.trim(), "{}", path.display());
        let document = as_json(&text);
        assert!(document["tokens"][0]["header"]["alg"].is_string(), "{}", path.display());
        has(&decoded(&text), &["Nothing was verified"]);
        count += 1;
    }
    assert!(count > 40, "{count} tokens");
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        let run = World::new().stdin(&bytes).run("decode -");
        assert!(matches!(run.exit, 0 | 3));
    }

    #[test]
    fn no_damage_makes_it_refuse(at in 0_usize..600, length in 0_usize..5, text in "[ -~é\u{1b}]{0,4}") {
        let token = marta_token();
        let at = at % token.len();
        let damaged = format!("{}{text}{}", &token[..at], &token[(at + length).min(token.len())..]);
        let run = World::new().stdin(&damaged).run("decode -");
        assert_eq!(run.exit, 0, "{damaged}: {}", run.stderr);
    }
}
