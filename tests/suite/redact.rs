//! What leaves lpauth holds no secret, and can still be judged.

use crate::mutations_login;
use crate::sample;
use crate::support::NOW;
use crate::transcript::{SECRETS, login, secret};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use lpauth::check::{self, Context, Facts, Slot};
use lpauth::flow::redact::{Kind, Known, Redactor};
use lpauth::flow::timeline;
use lpauth::jose::alg;
use lpauth::model::secret::Secret;
use lpauth::model::time::Timestamp;
use lpauth::model::transcript::file;
use lpauth::model::transcript::{Purpose, Transcript};
use lpauth::render::{FORMATS, Style};
use lpauth::report::{Group, Report};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn redactor(transcript: &Transcript, personal: bool) -> Redactor {
    let (password, client) = (Secret::new(secret("password")), Secret::new(secret("client secret")));
    let secrets = vec![(Kind::Password, &password), (Kind::ClientSecret, &client)];
    Redactor::new(transcript, &Known { secrets, personal, ..Known::default() })
}

fn redacted(transcript: &Transcript) -> Transcript {
    redactor(transcript, false).transcript(transcript)
}

fn judged(transcript: &Transcript) -> Group {
    let facts = Facts::of_login(transcript, Slot::None, Slot::None);
    let context = Context { now: Timestamp(NOW), skew: 60, ..Context::of_login(transcript) };
    Group {
        subject: "login".to_owned(),
        verdicts: check::judge(&facts, &context),
        documents: facts.documents(),
        timeline: Some(timeline::of(transcript)),
        ..Group::default()
    }
}

/// Every check and its answer, without its words.
pub(crate) fn answers(transcript: &Transcript) -> BTreeSet<String> {
    let verdicts = judged(transcript).verdicts.into_iter();
    let word = |verdict: &lpauth::report::Verdict| match verdict.outcome.failed() {
        true => "fails",
        false if verdict.outcome == lpauth::report::Outcome::Pass => "passes",
        false => "skips",
    };
    verdicts.map(|verdict| format!("{} {}", verdict.rule.id, word(&verdict))).collect()
}

fn forms(text: &str) -> Vec<String> {
    let percent: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    let json = serde_json::to_string(text).unwrap();
    let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let twice: String = url::form_urlencoded::byte_serialize(percent.as_bytes()).collect();
    vec![
        text.to_owned(),
        percent.replace('+', "%20"),
        percent.to_lowercase(),
        percent,
        twice,
        json[1..json.len() - 1].to_owned(),
        html,
        STANDARD.encode(text),
        URL_SAFE_NO_PAD.encode(text),
        STANDARD.encode(format!("lp-acmebank:{text}")).trim_end_matches('=')[18..].to_owned(),
    ]
}

pub(crate) fn leaks(output: &str) -> Vec<&'static str> {
    let leaked = SECRETS.iter().filter(|(_, text)| forms(text).iter().any(|form| output.contains(form.as_str())));
    leaked.map(|(kind, _)| *kind).collect()
}

pub(crate) fn signature() -> String {
    sample::token().rsplit('.').next().unwrap().to_owned()
}

#[test]
fn no_secret_survives_in_any_output() {
    let transcript = login();
    let redactor = redactor(&transcript, false);
    let clean = redactor.transcript(&transcript);
    let mut group = judged(&transcript);
    group.timeline = Some(timeline::of(&clean));
    redactor.group(&mut group);
    let report = Report { command: "exchange".to_owned(), groups: vec![group], ..Report::default() };
    let mut outputs: Vec<(&str, String)> = vec![("transcript", file::write(&clean))];
    for style in [Style::PLAIN, Style { verbose: true, width: 10_000, ..Style::PLAIN }] {
        outputs.extend(FORMATS.iter().map(|(name, render)| (*name, render(&report, &style))));
    }
    for (name, output) in outputs {
        assert_eq!(leaks(&output), [""; 0], "{name}: {output}");
        assert!(!output.contains(&signature()), "{name}: {output}");
    }
}

#[test]
fn the_test_for_leaks_sees_them() {
    let kinds: Vec<&str> = SECRETS.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(leaks(&file::write(&login())), kinds);
    assert!(file::write(&login()).contains(&signature()));
}

#[test]
fn the_same_secret_has_the_same_placeholder() {
    let clean = redacted(&login());
    let code = clean.callback.as_ref().unwrap().get("code").unwrap().to_owned();
    assert_eq!(code, "REDACTED-code-1-xxxxxx");
    assert_eq!(code.len(), secret("code").len());
    let sent = &clean.of(Purpose::Token).next().unwrap().hop.request;
    assert_eq!(sent.fields()[0], ("code".to_owned(), code.clone()));
    let callback = &clean.of(Purpose::Callback).next().unwrap().hop.request;
    assert_eq!(callback.query()[0], ("code".to_owned(), code));
    let userinfo = &clean.of(Purpose::UserInfo).next().unwrap().hop.request;
    let access_token = clean.tokens().unwrap().text("access_token").unwrap().to_owned();
    assert_eq!(userinfo.header("authorization").unwrap(), format!("Bearer {access_token}"));
}

#[test]
fn what_is_no_secret_stays() {
    let (transcript, clean) = (login(), redacted(&login()));
    assert_eq!(clean.terms, transcript.terms);
    assert_eq!(clean.callback.as_ref().unwrap().get("state"), transcript.callback.as_ref().unwrap().get("state"));
    for purpose in [Purpose::Metadata, Purpose::Keys] {
        let steps = |transcript: &Transcript| transcript.of(purpose).cloned().collect::<Vec<_>>();
        assert_eq!(steps(&clean), steps(&transcript));
    }
    let login = clean.of(Purpose::Login).last().unwrap().hop.request.clone();
    assert_eq!(login.fields()[1], ("username".to_owned(), "marta@mail.example".to_owned()));
    assert_eq!(login.header("cookie"), Some("theme=REDACTED-cookie-2; sid=REDACTED-cookie-1"));
    let (was, is) = (transcript.token().unwrap(), clean.token().unwrap());
    assert_eq!(was.len(), is.len());
    assert_eq!(was.rsplit_once('.').unwrap().0, is.rsplit_once('.').unwrap().0);
}

#[test]
fn credentials_still_say_which_client_asked() {
    let clean = redacted(&login());
    let header = clean.of(Purpose::Token).next().unwrap().hop.request.header("authorization").unwrap();
    let pair = STANDARD.decode(header.strip_prefix("Basic ").unwrap()).unwrap();
    assert_eq!(String::from_utf8(pair).unwrap(), "lp-acmebank:REDACTED-client-secret-1");
}

#[test]
fn a_redacted_login_is_judged_alike() {
    assert_eq!(answers(&redacted(&login())), answers(&login()));
    assert!(answers(&login()).contains("signature-invalid passes"));
}

#[test]
fn a_redacted_login_reads_back_and_is_judged_alike() {
    let read = file::read("login.json", file::write(&redacted(&login())).as_bytes()).unwrap();
    assert_eq!(answers(&read), answers(&login()));
}

/// The login of [`login`] with another token, and what the token response has besides.
fn with_token(header: &Value, claims: &Value, more: &Value) -> Transcript {
    with_text(&sample::sign(sample::rsa(), header, claims), more)
}

fn with_text(token: &str, more: &Value) -> Transcript {
    let mut transcript = login();
    let answers = transcript.steps.iter_mut().filter(|step| step.purpose == Purpose::Token);
    for answer in answers.filter_map(|step| step.hop.answer.as_mut()) {
        let mut body: Value = serde_json::from_slice(&answer.body).unwrap();
        body["id_token"] = token.into();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        answer.body = body.to_string().into_bytes();
    }
    transcript
}

fn claims_with(name: &str, value: &str) -> Value {
    let mut claims = sample::claims();
    claims[name] = value.into();
    claims
}

/// Logins that go wrong where only a secret tells, and the check that says so.
pub(crate) fn broken() -> Vec<(&'static str, Transcript)> {
    let (header, more) = (json!({ "alg": "RS256", "typ": "JWT", "kid": "brand-1" }), json!({}));
    let hash = |text: &str| alg::find("RS256").unwrap().half_hash(text);
    let token = sample::token();
    let cut = token[..token.len() - 2].to_owned();
    let padded = format!("{token}==");
    let shuffled = format!("{}.{}", token.rsplit_once('.').unwrap().0, signature().replace('a', "b"));
    let foreign = sample::sign(sample::other_rsa(), &header, &sample::claims());
    let other_kid = sample::sign(sample::rsa(), &json!({ "alg": "RS256", "kid": "brand-9" }), &sample::claims());
    let jwt = sample::token();
    let mut private = login();
    private.steps[1].hop.answer.as_mut().unwrap().body =
        json!({ "keys": [sample::rsa().jwk()] }).to_string().into_bytes();
    let mut state = login();
    state.callback.as_mut().unwrap().parameters[1].1 = "other".to_owned();
    vec![
        ("signature-invalid", with_text(&shuffled, &more)),
        ("signature-invalid", with_text(&cut, &more)),
        ("signature-invalid", with_text(&foreign, &more)),
        ("kid-unknown", with_text(&other_kid, &more)),
        ("token-padded", with_text(&padded, &more)),
        ("at-hash-mismatch", with_token(&header, &claims_with("at_hash", &hash("another")), &more)),
        ("c-hash-mismatch", with_token(&header, &claims_with("c_hash", &hash("another")), &more)),
        ("access-token-is-id-token", with_text(&token, &json!({ "access_token": jwt }))),
        ("jwk-private", private),
        ("callback-state-mismatch", state),
    ]
}

#[test]
fn what_only_a_secret_tells_is_still_told_without_it() {
    for (check, transcript) in broken() {
        let before = answers(&transcript);
        assert!(before.contains(&format!("{check} fails")), "{check}: {before:?}");
        assert_eq!(answers(&redacted(&transcript)), before, "{check}");
    }
}

#[test]
fn every_broken_login_is_judged_alike_without_its_secrets() {
    for (check, transcript) in mutations_login::broken() {
        let before = answers(&transcript);
        assert_eq!(answers(&redacted(&transcript)), before, "{check}");
        assert_eq!(answers(&redactor(&transcript, true).transcript(&transcript)), before, "{check}, without persons");
    }
}

#[test]
fn a_right_hash_stays_right() {
    let header = json!({ "alg": "RS256", "typ": "JWT", "kid": "brand-1" });
    let hash = |text: &str| alg::find("RS256").unwrap().half_hash(text);
    let mut claims = claims_with("at_hash", &hash(secret("access token")));
    claims["c_hash"] = hash(secret("code")).into();
    let transcript = with_token(&header, &claims, &json!({}));
    let answers = answers(&redacted(&transcript));
    assert!(answers.contains("at-hash-mismatch passes"), "{answers:?}");
    assert!(answers.contains("c-hash-mismatch passes"), "{answers:?}");
}

#[test]
fn redacting_again_changes_nothing() {
    let once = redacted(&login());
    assert_eq!(redacted(&once), once);
}

#[test]
fn persons_are_taken_out_on_request() {
    let claims = json!({
        "iss": "https://login.acmebank.example", "sub": "c7f2b1d49e0a4b6f8d31", "aud": "lp-acmebank",
        "iat": NOW - 60, "exp": NOW + 3_540, "email": "marta@mail.example", "phone_number": "+41 44 555 01 23",
        "lp_sdes": [{ "type": "personal", "personal": { "firstname": "Martina", "lastname": "Kowalska",
            "contacts": [{ "email": "other@mail.example", "phone": "0445550199" }] } }],
    });
    let header = json!({ "alg": "RS256", "typ": "JWT", "kid": "brand-1" });
    let transcript = with_token(&header, &claims, &json!({}));
    let clean = redactor(&transcript, true).transcript(&transcript);
    let text = file::write(&clean);
    let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(clean.token().unwrap().split('.').nth(1).unwrap()).unwrap());
    let all = format!("{text}{}", claims.unwrap());
    for person in ["marta@", "marta%40", "other@mail", "Kowalska", "Martina", "555 01 23", "0445550199", "Marta"] {
        assert!(!all.contains(person), "{person}: {all}");
    }
    assert_eq!(answers(&clean), answers(&transcript));
    assert!(clean.redaction.unwrap().personal);
}

#[test]
fn a_password_that_is_a_word_is_taken_out_where_it_stands() {
    let mut transcript = login();
    let form =
        transcript.steps.iter_mut().find(|step| step.hop.request.fields().iter().any(|(name, _)| name == "password"));
    form.unwrap().hop.request.body = b"username=marta&password=password".to_vec();
    let redactor = Redactor::new(&transcript, &Known::default());
    let clean = redactor.transcript(&transcript);
    let text = file::write(&clean);
    assert!(text.contains("username=marta&password=REDACTED-password-1"), "{text}");
    assert!(text.contains("type=password name=password"), "{text}");
}

#[test]
fn findings_point_at_the_same_words_as_before() {
    let mut transcript = login();
    transcript.stop = None;
    let redactor = redactor(&transcript, false);
    let text = format!("a{}b{}c", secret("code"), secret("code"));
    let document = lpauth::report::Source::new("d", text.clone());
    let finding = |span: std::ops::Range<usize>| {
        let at = lpauth::report::Location::span(&document, span);
        lpauth::report::Finding::new(at, "x", "y")
    };
    let length = secret("code").len();
    let spans = [0..1, 1..1 + length, 1 + length..2 + length, 2 + 2 * length..3 + 2 * length, 5..7];
    let shown: Vec<String> = spans
        .map(|span| {
            let mut group = judged(&transcript);
            group.verdicts.truncate(1);
            group.verdicts[0].outcome = finding(span).fail();
            group.documents = vec![document.clone()];
            redactor.group(&mut group);
            let at = &group.verdicts[0].findings()[0].at;
            group.documents[0].text[at.span.clone().unwrap()].to_owned()
        })
        .to_vec();
    let placeholder = "REDACTED-code-1-xxxxxx";
    assert_eq!(shown, ["a", placeholder, "b", "c", placeholder]);
}
