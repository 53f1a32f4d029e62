//! Logins found in captures, whoever exported them and whatever else is in them.

pub(crate) mod messages;
mod ways;

use crate::har_read::exporters::{Exporter, Message, write};
use crate::har_read::read;
use crate::support::{NOW, World};
use crate::{corpus, transcript};
use lpauth::check::{Context, Facts, Slot, judge};
use lpauth::flow::recognise::{
    Attempt, CallKind, Expectations, Gap, IssuerSource, Kind, Recognised, Recogniser, Sign, Why,
};
use lpauth::flow::timeline;
use lpauth::model::callback::Delivery;
use lpauth::model::har;
use lpauth::model::har::read::{Limits, entries};
use lpauth::model::http::Timing;
use lpauth::model::login::{Flow, Mode, Window};
use lpauth::model::time::Timestamp;
use lpauth::model::transcript::{Purpose, Transcript, file};
use lpauth::report::{Outcome, Severity};
use messages::{IDP, SERVICE, WINDOW, asks, code_login, noise, state, token_login};
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use serde_json::json;

fn recognise(har: impl AsRef<[u8]>) -> Recognised {
    let (entries, archive) = read(har).unwrap();
    let mut recogniser = Recogniser::new(Expectations::default());
    entries.into_iter().for_each(|entry| recogniser.entry(entry));
    recogniser.archive(&archive);
    recogniser.finish()
}

fn found(messages: &[Message]) -> Recognised {
    recognise(write(Exporter::Chrome, messages))
}

fn one(messages: &[Message]) -> Attempt {
    let mut found = found(messages).attempts;
    assert_eq!(found.len(), 1, "{:#?}", found.iter().map(summary).collect::<Vec<_>>());
    found.remove(0)
}

fn summary(attempt: &Attempt) -> String {
    let steps: Vec<_> = attempt.transcript.steps.iter().map(|step| step.purpose.name()).collect();
    format!("{:?} at {:?}: {}", attempt.kind, attempt.provider, steps.join(" "))
}

fn purposes(attempt: &Attempt) -> Vec<Purpose> {
    attempt.transcript.steps.iter().map(|step| step.purpose).collect()
}

/// Returns the ids of the checks that fail as errors.
fn errors(attempt: &Attempt) -> Vec<&'static str> {
    let facts = Facts::of_login(&attempt.transcript, Slot::None, Slot::None);
    let now = attempt.captured_at.unwrap();
    let context = Context { now, skew: 60, ..Context::of_login(&attempt.transcript) };
    let verdicts = judge(&facts, &context).into_iter();
    let failed = verdicts.filter(|it| it.severity == Severity::Error && matches!(it.outcome, Outcome::Fail(_)));
    failed.map(|verdict| verdict.rule.id).collect()
}

const WAY: [Purpose; 4] = [Purpose::Authorization, Purpose::Login, Purpose::Login, Purpose::Callback];

#[test]
fn a_code_login_is_found_whoever_exported_it() {
    for exporter in Exporter::ALL {
        let mut messages: Vec<Message> = noise(30).collect();
        messages.extend(code_login(1_000, "s1"));
        let found = recognise(write(exporter, &messages));
        assert_eq!(found.attempts.len(), 1, "{exporter:?}");
        let attempt = &found.attempts[0];
        assert_eq!(purposes(attempt), WAY, "{exporter:?}");
        assert_eq!(attempt.kind, Kind::LivePerson);
        let signs = [Sign::RedirectUri, Sign::WindowConfig, Sign::ParentWindowOrigin, Sign::HandedOver];
        assert_eq!(attempt.signs, signs);
        assert_eq!(attempt.provider.as_deref(), Some("login.acmebank.example"));
        assert_eq!(attempt.captured_at, Some(Timestamp(NOW + 2)), "{exporter:?}");
        let terms = &attempt.transcript.terms;
        assert_eq!((terms.flow, terms.window, terms.mode), (Flow::Code, Window::External, Mode::Rfc));
        assert_eq!((terms.client_id.as_deref(), terms.redirect_uri.as_deref()), (Some("lp-acmebank"), Some(WINDOW)));
        assert_eq!((terms.issuer.as_deref(), attempt.issuer_source), (Some(IDP), Some(IssuerSource::Connector)));
        assert_eq!((terms.state.as_deref(), &terms.nonce), (Some(state("s1").as_str()), &Some(None)));
        assert_eq!(attempt.transcript.code(), Some("code-s1-4f"));
        assert_eq!(attempt.transcript.stop, None);
        let handed = attempt.handed.as_ref().unwrap();
        assert_eq!((handed.parameter.as_str(), handed.value.as_str(), handed.times), ("code", "code-s1-4f", 1));
        assert_eq!(handed.redirect_uri.as_deref(), Some(WINDOW));
        let call = &attempt.liveperson[0];
        assert_eq!(
            (call.kind, call.status, call.account.as_deref()),
            (CallKind::Authenticate, Some(200), Some("70001234"))
        );
        assert_eq!(attempt.transcript.steps[2].hop.clock_ahead(), Some(-1), "{exporter:?}");
        let gaps: &[Gap] = match exporter {
            Exporter::ChromeSanitised => &[Gap::TokenRequest, Gap::Cookies],
            // None of these messages has a cookie or credentials.
            Exporter::Chrome | Exporter::Edge => &[Gap::TokenRequest, Gap::Cookies],
            _ => &[Gap::TokenRequest],
        };
        assert_eq!(attempt.gaps, gaps, "{exporter:?}");
        assert_eq!(attempt.connector.as_ref().unwrap().token_endpoint, Some(format!("{IDP}/token")));
        assert_eq!(errors(attempt), Vec::<&str>::new(), "{exporter:?}");
        assert_eq!((found.seen.entries, found.seen.used, found.seen.dropped), (35, 5, 0));
    }
}

#[test]
fn a_fragment_is_read_where_a_redirect_led() {
    for exporter in Exporter::ALL {
        let found = recognise(write(exporter, &token_login(0, "s1")));
        let attempt = &found.attempts[0];
        let callback = attempt.transcript.callback.as_ref().unwrap();
        assert_eq!(
            (callback.delivery, attempt.transcript.terms.flow),
            (Delivery::Fragment, Flow::Implicit),
            "{exporter:?}"
        );
        assert_eq!(attempt.transcript.token(), Some(crate::sample::token()));
        let landed = &attempt.transcript.steps[3].hop.request.url;
        assert!(landed.fragment().unwrap().starts_with("id_token="), "{exporter:?}");
        assert!(attempt.liveperson.iter().any(|call| call.kind == CallKind::Authenticate));
        assert_eq!(errors(attempt), Vec::<&str>::new(), "{exporter:?}");
    }
}

#[test]
fn several_logins_stay_apart() {
    let mut messages = code_login(0, "s1");
    // Somebody gives up on the login page and tries again, with the same window.
    messages.truncate(2);
    messages.extend(code_login(60_000, "s1"));
    messages.extend(token_login(120_000, "s3"));
    let other = code_login(180_000, "s4").into_iter().map(|mut message| {
        message.url = message.url.replace(IDP, "https://id.other.example");
        message
    });
    messages.extend(other);
    let found = found(&messages).attempts;
    let told: Vec<_> = found.iter().map(|one| (one.entries.len(), one.provider.as_deref().unwrap())).collect();
    let (idp, other) = ("login.acmebank.example", "id.other.example");
    assert_eq!(told, [(2, idp), (5, idp), (5, idp), (5, other)]);
    assert_eq!(found[0].transcript.stop.as_ref().unwrap().at, Purpose::Login);
    assert_eq!(found[0].transcript.stop.as_ref().unwrap().page.as_ref().unwrap().title.as_deref(), Some("Sign in"));
    assert_eq!(found[0].gaps[0], Gap::Callback);
    assert_eq!(found[1].transcript.code(), Some("code-s1-4f"));
    assert!(found[0].liveperson.is_empty() && found[1].liveperson.len() == 1);
}

#[test]
fn logins_at_the_same_time_are_told_apart_by_state() {
    let (one, two) = (code_login(0, "s1"), code_login(5, "s2"));
    let mixed: Vec<Message> = one.into_iter().zip(two).flat_map(|(one, two)| [two, one]).collect();
    let found = found(&mixed).attempts;
    assert_eq!(found.len(), 2);
    for attempt in found {
        let (state, code) =
            (attempt.transcript.terms.state.clone().unwrap(), attempt.transcript.code().unwrap().to_owned());
        assert!(state.contains(&code[5..7]), "{code}");
        assert_eq!(attempt.handed.unwrap().value, code);
    }
}

#[test]
fn three_logins_among_twenty_thousand_requests_are_found() {
    let mut messages: Vec<Message> = noise(20_000).collect();
    for (at, session) in [(40_000, "s1"), (100_000, "s2"), (190_000, "s3")] {
        let place = messages.iter().position(|message| message.at >= at).unwrap();
        messages.splice(place..place, code_login(at, session));
    }
    let found = found(&messages);
    assert_eq!(found.attempts.iter().map(purposes).collect::<Vec<_>>(), [WAY, WAY, WAY]);
    assert_eq!((found.seen.entries, found.seen.used, found.seen.dropped), (20_015, 15, 0));
    assert_eq!(found.seen.failed, 3_333);
}

#[test]
fn a_capture_without_a_login_says_how_to_make_one() {
    let found = found(&noise(60).collect::<Vec<_>>());
    assert!(found.attempts.is_empty() && found.calls.is_empty());
    assert_eq!(found.advice[0].missing, "no login of LivePerson is among the 60 entries");
    assert!(found.advice[0].how.contains("Preserve log"));
    let text = write(Exporter::Firefox, &code_login(0, "s1"));
    let cut = recognise(&text[..text.len() - 3_000]);
    assert!(cut.advice[0].missing.starts_with("the file breaks off after "), "{:?}", cut.advice);
    assert_eq!(cut.attempts.len(), 1);
}

/// What lpauth writes reads back as the login that it was, but for what HAR cannot carry.
fn comes_back(login: &Transcript) {
    let found = recognise(har::write(login));
    assert_eq!(found.attempts.len(), 1);
    let mut back = found.attempts[0].transcript.clone();
    let mut login = login.clone();
    for step in &mut login.steps {
        step.hop.tls.iter_mut().for_each(|tls| tls.chain.clear());
        step.hop.tls = step.hop.tls.take().filter(|tls| tls.version.is_some());
        if step.hop.answer.is_none() {
            step.hop.timing = Timing::default();
        }
        step.hop.answer.iter_mut().for_each(|answer| answer.url = step.hop.request.url.clone());
    }
    // No file has the reason in the program's own words.
    assert_eq!(back.stop.is_some(), login.stop.as_ref().is_some_and(|stop| stop.at == Purpose::Callback));
    (back.stop, login.stop) = (None, None);
    // What was not asked in a token request, nobody can see.
    back.terms.token_redirect_uri = login.terms.token_redirect_uri.clone();
    if login.of(Purpose::Token).next().is_none() {
        back.terms.client_auth = login.terms.client_auth;
    }
    back.terms.response_mode = login.terms.response_mode.clone();
    let (back, login) = (file::write(&back), file::write(&login));
    let differences: Vec<_> = back.lines().zip(login.lines()).filter(|(back, login)| back != login).collect();
    assert!(back == login, "{:.2000}", format!("{differences:#?}"));
}

#[test]
fn what_lpauth_wrote_comes_back() {
    comes_back(&transcript::login());
    for line in ["", "--pkce", "--flow implicit", "--nonce", "--fault iss.slash", "--fault exp.past --flow implicit"] {
        let world = World::new();
        let run = world.run(&format!("exchange --mock {line} --har a.har --transcript a.json"));
        let login = file::read("a.json", world.read("a.json").as_bytes()).unwrap_or_else(|_| panic!("{line}: {run:?}"));
        let found = recognise(world.read("a.har"));
        assert_eq!(found.attempts.len(), 1, "{line}");
        assert_eq!(found.attempts[0].kind, Kind::LivePerson, "{line}");
        comes_back(&login);
    }
}

#[test]
fn the_corpus_is_looked_through() {
    let Some(archives) = corpus::folder("har") else { return };
    let of = |name: &str| recognise(std::fs::read(archives.join(name)).unwrap()).attempts;
    let okta = of("okta-login-synthetic.har");
    assert_eq!(okta.len(), 1, "{:?}", okta.iter().map(summary).collect::<Vec<_>>());
    assert_eq!(okta[0].kind, Kind::Other);
    assert_eq!(
        summary(&okta[0]),
        "Other at Some(\"dev-12345.okta.com\"): authorization login login login callback token"
    );
    assert!(okta[0].gaps.contains(&Gap::Times));
    for name in ["forgerock-aic-cors-1.har", "forgerock-aic-cors-2.har"] {
        let attempts = of(name);
        assert!(!attempts.is_empty(), "{name}");
        assert!(attempts.iter().flat_map(|one| &one.blocked).any(|blocked| blocked.why == Why::Cors), "{name}");
    }
    let files = std::fs::read_dir(&archives).unwrap().map(|entry| entry.unwrap().path());
    for path in files.filter(|path| path.extension().is_some_and(|extension| extension == "har")) {
        let found = recognise(std::fs::read(&path).unwrap());
        assert!(found.attempts.iter().all(|one| one.kind == Kind::Other), "{}", path.display());
    }
}

#[test]
fn a_broken_file_never_panics() {
    let messages = [code_login(0, "s1"), token_login(9_000, "s2")].concat();
    let har: serde_json::Value = serde_json::from_str(&write(Exporter::Firefox, &messages)).unwrap();
    let text = har.to_string();
    for cut in (text.len() / 3..text.len()).step_by(997) {
        recognise(&text[..cut]);
    }
    let asked = [asks(0, "code", "s1").redirects("https://"), asks(1, "", "").redirects("::"), Message::get(SERVICE)];
    assert_eq!(found(&asked).calls.len(), 1);
    let backwards: Vec<Message> = code_login(0, "s1").into_iter().rev().collect();
    assert_eq!(purposes(&one(&backwards)), WAY, "sorted by time");
    let mut timeless: serde_json::Value = serde_json::from_str(&write(Exporter::Chrome, &code_login(0, "s1"))).unwrap();
    timeless["log"]["entries"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .for_each(|entry| entry["startedDateTime"] = json!(null));
    let found = recognise(timeless.to_string());
    assert_eq!(purposes(&found.attempts[0]), WAY);
    assert!(found.attempts[0].gaps.contains(&Gap::Times) && found.attempts[0].captured_at.is_none());
}

proptest! {
    // As the fuzz target does, from fewer beginnings.
    #[test]
    fn whatever_is_found_can_be_judged(at in any::<proptest::sample::Index>(), with in any::<u8>(), token in any::<bool>()) {
        let login = if token { token_login(0, "s1") } else { code_login(0, "s1") };
        let har: serde_json::Value = serde_json::from_str(&write(Exporter::Safari, &login)).unwrap();
        let mut bytes = har.to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = with;
        let (mut found, mut recogniser) = (0, Recogniser::new(Expectations::default()));
        let limits = Limits { body: 4_000, text: 500, items: 20, depth: 60 };
        let _ = entries(&mut bytes.as_slice(), &limits, &mut |entry| {
            found += 1;
            recogniser.entry(entry);
        });
        let recognised = recogniser.finish();
        prop_assert_eq!(recognised.seen.entries, found);
        for attempt in recognised.attempts {
            file::write(&attempt.transcript);
            timeline::of(&attempt.transcript);
            let facts = Facts::of_login(&attempt.transcript, Slot::None, Slot::None);
            let now = attempt.captured_at.unwrap_or(Timestamp(NOW));
            judge(&facts, &Context { now, skew: 60, ..Context::of_login(&attempt.transcript) });
            prop_assert!(attempt.gaps.iter().all(|gap| !gap.sentence().is_empty()));
        }
    }
}
