//! A case under way: what it asks, in which order, and what counts as right.

use crate::support::NOW;
use lpauth::flow::browse::Answers;
use lpauth::flow::fault::AnyFault;
use lpauth::flow::login::{Credential, Encoding, Endpoints, Plan as LoginPlan};
use lpauth::flow::mock::config::{Config, Origin, STANDARD_CLIENT, Source};
use lpauth::flow::mock::{Mock, respond};
use lpauth::flow::scenario::trial::{Event, Trial, Tried, Visitor, Want};
use lpauth::flow::scenario::{
    Act, Bearer, Case, Change, Kind, Need, Plan, Right, Scenario, Session, Setup, Topic, Twist, Wait, all, cases, find,
};
use lpauth::model::discovery::Discovery;
use lpauth::model::http::{Answer, Hop, Request};
use lpauth::model::login::{Mode, Window};
use lpauth::model::secret::Secret;
use lpauth::model::source::Source as Text;
use lpauth::model::time::Timestamp;
use lpauth::model::transcript::{Purpose, Terms};
use lpauth::report::{Basis, Outcome, Rule, Severity};
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::sync::Arc;
use url::Url;

pub(super) const ISSUER: &str = "http://127.0.0.1:4080";

/// A mock, what is known of it, and the time.
pub(super) struct Stage {
    mock: Mock,
    pub(super) setup: Arc<Setup>,
    dice: StdRng,
    pub(super) now: i64,
    /// What was asked, and what for.
    asked: Vec<(Purpose, Request)>,
    waited: Vec<i64>,
}

impl Stage {
    pub(super) fn new() -> Stage {
        Stage::with(|_| {}, |_| {})
    }

    fn wrong(fault: &str) -> Stage {
        Stage::with(|config| config.faults = vec![AnyFault::find(fault).unwrap()], |_| {})
    }

    fn with(mock: impl FnOnce(&mut Config), change: impl FnOnce(&mut Setup)) -> Stage {
        let mut config = Config::standard(&Url::parse(ISSUER).unwrap());
        let key = Arc::new(crate::sample::rsa().clone());
        config.issuers[0].keys =
            vec![Source { kid: Some("brand-1".into()), algorithm: None, origin: Origin::Here(key) }];
        mock(&mut config);
        let mut dice = StdRng::seed_from_u64(3);
        let mock = Mock::new(config, Timestamp(NOW), &mut dice).unwrap();
        let secret = mock.config().issuers[0].clients[0].secret.clone().unwrap();
        let mut setup = Setup {
            windows: vec![Window::External, Window::Embedded],
            login: login(secret),
            logs_in_afresh: true,
            posts_requests: true,
            ..Setup::default()
        };
        change(&mut setup);
        Stage { mock, setup: Arc::new(setup), dice, now: NOW, asked: Vec::new(), waited: Vec::new() }
    }

    pub(super) fn trial(&self, scenario: &'static Scenario, kind: Kind, answers: Answers) -> Trial {
        let rng = Box::new(StdRng::seed_from_u64(9));
        let visitor = Visitor::Windowless(Box::new(answers));
        Trial::new(Case { scenario, kind }, Arc::clone(&self.setup), visitor, rng)
    }

    fn play(&mut self, scenario: &'static Scenario, kind: Kind) -> Tried {
        self.play_as(scenario, kind, ada())
    }

    fn play_as(&mut self, scenario: &'static Scenario, kind: Kind, answers: Answers) -> Tried {
        let mut trial = self.trial(scenario, kind, answers);
        let mut event = Event::Start;
        loop {
            event = match trial.next(event, Timestamp(self.now)) {
                Want::Send(purpose, request) => {
                    self.asked.push((purpose, request.clone()));
                    Event::Answered(Box::new(self.answer(request)))
                }
                Want::Wait(seconds) => {
                    self.waited.push(seconds);
                    self.now += seconds;
                    Event::Waited
                }
                Want::Browse(outing) => panic!("{outing:?}"),
                Want::Done(tried) => return *tried,
            };
        }
    }

    pub(super) fn answer(&mut self, request: Request) -> Hop {
        assert_eq!(request.url.origin().ascii_serialization(), ISSUER, "nobody else is asked");
        let reply = respond(&self.mock, &request, Timestamp(self.now), &mut self.dice);
        let answer =
            Answer { url: request.url.clone(), status: reply.status, headers: reply.headers, body: reply.body };
        Hop { began: self.now * 1000, answer: Some(answer), ..Hop::to(request) }
    }

    fn judge(&mut self, id: &str, kind: Kind) -> Outcome {
        let scenario = find(id).unwrap();
        let tried = self.play(scenario, kind);
        tried.case.judge(&tried.clone().evidence(&self.setup))
    }
}

pub(super) fn ada() -> Answers {
    Answers { username: Some("ada".into()), password: Some(Secret::new("lovelace")), ..Answers::default() }
}

fn login(secret: Secret) -> LoginPlan {
    let url = |path: &str| Url::parse(&format!("{ISSUER}/{path}")).ok();
    LoginPlan {
        terms: Terms { issuer: Some(ISSUER.into()), client_id: Some(STANDARD_CLIENT.into()), ..Terms::default() },
        endpoints: Endpoints { authorization: url("authorize"), token: url("token"), userinfo: url("userinfo") },
        credential: Credential::Basic(secret, Encoding::Raw),
        ..LoginPlan::default()
    }
}

const RULE: Rule = Rule {
    id: "made-for-the-test",
    title: "it was made for the test",
    severity: Severity::Error,
    basis: Basis::Normative,
    clauses: &[],
    why: "",
    fix: "",
};

/// A scenario that is nothing but these acts.
pub(super) fn scenario(acts: &'static [Act], right: Right) -> &'static Scenario {
    Box::leak(Box::new(made(acts, right)))
}

fn made(acts: &'static [Act], right: Right) -> Scenario {
    Scenario {
        rule: RULE,
        tries: "",
        topic: Topic::Login,
        plans: &[],
        needs: &[],
        session: Session::Fresh,
        acts,
        right,
        expects: &[],
    }
}

fn parameter(request: &Request, name: &str) -> Option<String> {
    request.fields().into_iter().chain(request.query()).find(|(other, _)| other == name).map(|(_, value)| value)
}

fn of(asked: &[(Purpose, Request)], purpose: Purpose) -> Vec<&Request> {
    asked.iter().filter(|(other, _)| *other == purpose).map(|(_, request)| request).collect()
}

#[track_caller]
fn finding(outcome: &Outcome) -> (String, String) {
    match outcome {
        Outcome::Fail(findings) => (findings[0].saw.clone(), findings[0].wanted.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_correct_server_does_what_is_right_in_every_scenario() {
    for case in cases(Plan::LivePerson, &Kind::ALL).iter().filter(|case| is_plain(case)) {
        let mut stage = Stage::new();
        let tried = stage.play(case.scenario, case.kind);
        let outcome = case.judge(&tried.clone().evidence(&stage.setup));
        assert!(!outcome.failed(), "{}: {outcome:?} {:?}", case.name(), tried.unfinished);
    }
}

// What needs a server that is set up for it has tests of its own.
fn is_plain(case: &Case) -> bool {
    case.scenario.needs.iter().all(|need| matches!(need, Need::Secret | Need::UserInfo | Need::FreshLogin))
}

#[test]
fn the_plain_login_comes_first_and_asks_nothing_special() {
    assert_eq!(all().next().unwrap().rule.id, "login-failing");
    let mut stage = Stage::new();
    let tried = stage.play(find("login-failing").unwrap(), Kind::Code);
    let purposes: Vec<Purpose> = stage.asked.iter().map(|(purpose, _)| *purpose).collect();
    assert_eq!(purposes, [Purpose::Authorization, Purpose::Login, Purpose::Token]);
    let names: Vec<String> = stage.asked[0].1.query().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["response_type", "client_id", "scope", "redirect_uri", "state", "nonce"]);
    assert_eq!(parameter(&stage.asked[0].1, "state").unwrap().len(), 22);
    assert!(tried.logins[0].token().is_some() && !tried.jar.is_empty());
    assert_eq!(tried.evidence(&stage.setup).requests(), 3);
}

#[test]
fn each_kind_asks_for_its_response_type() {
    for kind in Kind::ALL {
        let mut stage = Stage::new();
        let tried = stage.play(find("login-failing").unwrap(), kind);
        assert_eq!(parameter(&stage.asked[0].1, "response_type").as_deref(), Some(kind.response_type()));
        assert!(tried.logins[0].token().is_some(), "{kind:?}");
        assert_eq!(stage.asked.len(), if kind == Kind::Code { 3 } else { 2 });
    }
}

#[test]
fn a_jar_of_an_earlier_login_spares_the_next_one() {
    let mut stage = Stage::new();
    let tried = stage.play(find("login-failing").unwrap(), Kind::Code);
    let answers = Answers { cookies: tried.jar, ..Answers::default() };
    stage.asked.clear();
    let again = stage.play_as(find("login-failing").unwrap(), Kind::Code, answers);
    assert!(again.logins[0].token().is_some());
    assert_eq!(stage.asked.len(), 2, "{:?}", stage.asked);
}

#[test]
fn what_is_asked_after_a_login_stands_at_its_end() {
    let acts: &[Act] = &[Act::LogIn(&[]), Act::Redeem(&[]), Act::UserInfo(Bearer::Get), Act::Wait(Wait::Seconds(30))];
    let mut stage = Stage::new();
    let tried = stage.play(scenario(acts, Right::LoggedIn), Kind::Code);
    let purposes: Vec<Purpose> = tried.logins[0].steps.iter().map(|step| step.purpose).collect();
    use Purpose::{Authorization, Callback, Login, Token, UserInfo};
    assert_eq!(purposes, [Authorization, Login, Callback, Token, Token, UserInfo]);
    assert_eq!(tried.logins[0].tokens().unwrap().error(), Some("invalid_grant"));
    assert_eq!(stage.waited, [30]);
}

#[test]
fn changes_are_changes_to_the_request() {
    const CHANGES: &[Change] = &[
        Change::Set("prompt", "login"),
        Change::Omit("nonce"),
        Change::Make("login_hint", |given| Some(format!("{}-{}", given.parameters.len(), given.random.len()))),
        Change::Make("ui_locales", |_| None),
        Change::Set("scope", "openid email"),
        Change::Reversed,
    ];
    let mut stage = Stage::new();
    let tried = stage.play(scenario(&[Act::Authorize(CHANGES)], Right::LoggedIn), Kind::Code);
    let query = stage.asked[0].1.query();
    let names: Vec<&str> = query.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["login_hint", "prompt", "state", "redirect_uri", "scope", "client_id", "response_type"]);
    assert_eq!(query[0].1, "6-43");
    assert_eq!(query[4].1, "email openid");
    assert_eq!(tried.logins[0].terms.nonce, Some(None));
    assert!(of(&stage.asked, Purpose::Token).is_empty(), "the code is kept");
}

#[test]
fn a_request_may_be_sent_as_a_form() {
    let mut stage = Stage::new();
    let tried = stage.play(scenario(&[Act::LogIn(&[Change::Posted])], Right::LoggedIn), Kind::Code);
    let (_, request) = &stage.asked[0];
    assert_eq!((request.method.as_str(), request.url.query()), ("POST", None));
    assert_eq!(parameter(request, "client_id").as_deref(), Some(STANDARD_CLIENT));
    assert!(tried.logins[0].token().is_some());
}

#[test]
fn liveperson_asks_in_its_own_way() {
    let mut stage = Stage::new();
    let tried = stage.play(scenario(&[Act::LogIn(&[Change::AsWindow])], Right::LoggedIn), Kind::IdToken);
    let (_, request) = &stage.asked[0];
    assert!(parameter(request, "parentWindowOrigin").is_some() && parameter(request, "nonce").is_none());
    assert_eq!(parameter(request, "state").unwrap().chars().count(), 1_243);
    assert!(tried.logins[0].token().is_some());
    let mut stage = Stage::new();
    let tried = stage.play(scenario(&[Act::LogIn(&[Change::AsEmbedded])], Right::LoggedIn), Kind::Code);
    assert_eq!(parameter(&stage.asked[0].1, "redirect_uri").as_deref(), Some("https://liveperson.net"));
    assert!(tried.logins[0].token().is_some());
}

#[test]
fn liveperson_calls_the_type_of_its_token_by_the_mode() {
    for (kind, asked) in [(Kind::IdToken, "token"), (Kind::IdTokenToken, "id_token token"), (Kind::Code, "code")] {
        let openid = |setup: &mut Setup| setup.login.terms.mode = Mode::OpenId;
        let mut stage = Stage::with(|config| config.issuers[0].clients[0].rfc_mode = false, openid);
        stage.play(scenario(&[Act::LogIn(&[Change::AsWindow])], Right::LoggedIn), kind);
        assert_eq!(parameter(&stage.asked[0].1, "response_type").as_deref(), Some(asked));
    }
}

fn redeemed(mut stage: Stage, twists: &'static [Twist]) -> Request {
    let acts: &[Act] = Box::leak(Box::new([Act::Authorize(&[]), Act::Redeem(twists)]));
    let tried = stage.play(scenario(acts, Right::Refused(&[])), Kind::Code);
    assert_eq!(tried.unfinished, None);
    of(&stage.asked, Purpose::Token)[0].clone()
}

#[test]
fn a_wrong_secret_goes_where_the_right_one_went() {
    let posting =
        || Stage::with(|_| {}, |setup| setup.login.credential = Credential::Post(Secret::new("the right one")));
    let secret = |twists| {
        let request = redeemed(posting(), twists);
        assert_eq!(request.header("authorization"), None);
        parameter(&request, "client_secret")
    };
    assert_eq!(secret(&[]).as_deref(), Some("the right one"));
    assert!(secret(&[Twist::WrongSecret]).is_some_and(|wrong| wrong != "the right one"));
}

#[test]
fn twists_are_changes_to_the_token_request() {
    let twisted = |twists| redeemed(Stage::with(|_| {}, second), twists);
    let plain = twisted(&[]);
    let names = |request: &Request| request.fields().into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(&plain), ["code", "grant_type", "redirect_uri"]);
    let secret = |request: &Request| request.header("authorization").map(str::to_owned);
    let wrong = twisted(&[Twist::WrongSecret]);
    assert!(secret(&wrong).is_some() && secret(&wrong) != secret(&plain));
    let without = twisted(&[Twist::NoSecret]);
    assert_eq!((secret(&without), parameter(&without, "client_id").as_deref()), (None, Some(STANDARD_CLIENT)));
    assert_eq!(secret(&twisted(&[Twist::MalformedSecret])).unwrap(), "Basic !not-base64!");
    assert_ne!(secret(&twisted(&[Twist::BySecond])), secret(&plain));
    let get = twisted(&[Twist::Get]);
    assert_eq!((get.method.as_str(), get.body.len(), names(&get)), ("GET", 0, Vec::new()));
    assert!(parameter(&get, "code").is_some());
    let json = twisted(&[Twist::Json]);
    assert_eq!(json.header("content-type"), Some("application/json"));
    assert!(json.body.starts_with(b"{\"code\":"));
    let changed = twisted(&[
        Twist::Set("grant_type", "password"),
        Twist::Omit("redirect_uri"),
        Twist::Make("code", |given| Some(given.parameters[0].1.chars().take(3).collect())),
    ]);
    assert_eq!(names(&changed), ["code", "grant_type"]);
    assert_eq!(parameter(&changed, "code").unwrap().len(), 3);
}

fn second(setup: &mut Setup) {
    setup.second = Some(lpauth::flow::scenario::Second {
        client_id: "somebody-else".into(),
        credential: Credential::Basic(Secret::new("another"), Encoding::Raw),
        redirect_uri: None,
    });
}

#[test]
fn a_verifier_goes_with_its_challenge() {
    let acts: &[Act] = &[Act::Authorize(&[Change::Pkce]), Act::Redeem(&[])];
    let mut stage = Stage::new();
    let tried = stage.play(scenario(acts, Right::LoggedIn), Kind::Code);
    let verifier = parameter(of(&stage.asked, Purpose::Token)[0], "code_verifier").unwrap();
    assert_eq!(verifier.len(), 128);
    assert!(tried.logins[0].token().is_some());
}

#[test]
fn userinfo_is_asked_in_each_way() {
    let asked = |bearer| {
        let acts: &[Act] = Box::leak(Box::new([Act::LogIn(&[]), Act::UserInfo(bearer)]));
        let mut stage = Stage::new();
        let tried = stage.play(scenario(acts, Right::Challenged), Kind::Code);
        let outcome = tried.case.judge(&tried.clone().evidence(&stage.setup));
        let request = of(&stage.asked, Purpose::UserInfo)[0].clone();
        (request.method.clone(), request.header("authorization").is_some(), outcome == Outcome::Pass)
    };
    assert_eq!(asked(Bearer::Get), ("GET".into(), true, false));
    assert_eq!(asked(Bearer::PostHeader), ("POST".into(), true, false));
    assert_eq!(asked(Bearer::PostBody), ("POST".into(), false, false));
    assert_eq!(asked(Bearer::Nothing), ("GET".into(), false, true));
    assert_eq!(asked(Bearer::Garbage), ("GET".into(), true, true));
}

#[test]
fn refresh_tokens_are_used_one_after_the_other() {
    let acts: &[Act] = &[Act::LogIn(&[]), Act::Refresh(&[]), Act::Refresh(&[])];
    let mut stage = Stage::new();
    let tried = stage.play(scenario(acts, Right::LoggedIn), Kind::Code);
    assert_eq!(tried.case.judge(&tried.clone().evidence(&stage.setup)), Outcome::Pass, "{tried:?}");
    let used: Vec<_> =
        of(&stage.asked, Purpose::Refresh).iter().map(|request| parameter(request, "refresh_token")).collect();
    assert!(used.len() == 2 && used[0] != used[1]);
}

#[test]
fn lifetimes_are_waited_for() {
    let acts: &[Act] = &[
        Act::Authorize(&[]),
        Act::Wait(Wait::CodeLifetime),
        Act::Redeem(&[]),
        Act::LogIn(&[]),
        Act::Wait(Wait::AccessTokenLifetime),
        Act::UserInfo(Bearer::Get),
    ];
    let mut stage =
        Stage::with(|config| config.issuers[0].lifetimes.access_token = 40, |setup| setup.code_lifetime = Some(60));
    let tried = stage.play(scenario(acts, Right::Challenged), Kind::Code);
    assert_eq!(stage.waited, [61, 71], "an access token may be taken for some time more");
    assert_eq!(tried.case.judge(&tried.clone().evidence(&stage.setup)), Outcome::Pass);
}

#[test]
fn nothing_is_asked_that_there_is_nothing_to_ask_with() {
    for (acts, why) in [
        (&[Act::Redeem(&[])][..], "nobody has logged in"),
        (&[Act::LogIn(&[]), Act::Redeem(&[Twist::BySecond])], "there is no second client"),
        (&[Act::LogIn(&[Change::AsSecond])], "there is no second client"),
        (&[Act::Authorize(&[]), Act::Refresh(&[])], "no refresh token came with the login before"),
        (&[Act::Authorize(&[]), Act::UserInfo(Bearer::Get)], "no access token came with the login before"),
        (&[Act::Wait(Wait::CodeLifetime)], "nobody said how long a code lives"),
        (&[Act::Register(&[])], "no registration endpoint is known"),
        (
            &[Act::LogIn(&[Change::Set("prompt", "none")]), Act::Redeem(&[])],
            "the login before stopped: the authorization server answers “login_required”",
        ),
    ] {
        let mut stage = Stage::new();
        let tried = stage.play(scenario(acts, Right::Refused(&[])), Kind::Code);
        assert_eq!(tried.unfinished.as_deref(), Some(why));
        let outcome = tried.case.judge(&tried.clone().evidence(&stage.setup));
        assert_eq!(outcome, Outcome::skip(format!("it could not be tried: {why}")));
    }
}

#[test]
fn whoever_does_not_answer_ends_the_case() {
    let stage = Stage::new();
    let mut trial = stage.trial(find("code-reusable").unwrap(), Kind::Code, ada());
    let Want::Send(_, request) = trial.next(Event::Start, Timestamp(NOW)) else { panic!() };
    let Want::Done(tried) = trial.next(Event::Unanswered(request, "nobody is there".into()), Timestamp(NOW)) else {
        panic!()
    };
    assert!(tried.unfinished.as_deref().unwrap().ends_with("nobody is there"), "{:?}", tried.unfinished);
    assert!(matches!(tried.case.judge(&tried.clone().evidence(&stage.setup)), Outcome::Skip(_)));
}

#[test]
fn no_password_goes_to_a_page_that_must_not_be_there() {
    let careless: &[Act] = &[Act::Authorize(&[])];
    let mut stage = Stage::new();
    let tried = stage.play(scenario(careless, Right::Kept), Kind::Code);
    assert_eq!(stage.asked.len(), 1);
    let outcome = tried.case.judge(&tried.clone().evidence(&stage.setup));
    let (saw, wanted) = finding(&outcome);
    assert!(saw.contains("which asks for"), "{saw}");
    assert_eq!(wanted, "a page that says what is wrong, and no redirect");
}

#[test]
fn whoever_is_sent_back_all_the_same_is_noticed() {
    let mut stage = Stage::new();
    let jar = stage.play(find("login-failing").unwrap(), Kind::Code).jar;
    let answers = Answers { cookies: jar, ..Answers::default() };
    let tried = stage.play_as(scenario(&[Act::Authorize(&[])], Right::Kept), Kind::Code, answers);
    let (saw, _) = finding(&tried.case.judge(&tried.clone().evidence(&stage.setup)));
    assert_eq!(saw, "the browser is sent to https://lpcdn.lpsnmedia.net/le_unified_window/index.html with `code`");
}

#[test]
fn refusals_are_told_from_grants_and_from_other_errors() {
    let judged = |acts: &'static [Act], right| {
        let mut stage = Stage::new();
        let tried = stage.play(scenario(acts, right), Kind::Code);
        tried.case.judge(&tried.clone().evidence(&stage.setup))
    };
    let granted = judged(&[Act::LogIn(&[])], Right::Refused(&["invalid_grant"]));
    assert_eq!(
        finding(&granted),
        (
            "status 200 and `id_token`: the request was granted".into(),
            "status 400 and the error `invalid_grant`".into()
        )
    );
    let other = judged(&[Act::LogIn(&[]), Act::Redeem(&[])], Right::Refused(&["invalid_client", "invalid_request"]));
    assert_eq!(finding(&other).0, "`invalid_grant`");
    let any = judged(&[Act::Authorize(&[]), Act::Redeem(&[Twist::Get])], Right::Refused(&[]));
    assert_eq!(any, Outcome::Pass, "405 is a refusal where OAuth has no error");
}

#[test]
fn a_state_that_is_damaged_is_told() {
    let mut stage = Stage::wrong("authz.state-dropped");
    let (saw, wanted) = finding(&stage.judge("prompt-none-without-session", Kind::Code));
    assert_eq!(saw, "no state");
    assert!(wanted.starts_with("the state as it was sent, `"));
}

#[test]
fn a_login_that_fails_says_where() {
    let mut stage = Stage::wrong("token.500");
    let outcome = stage.judge("login-failing", Kind::Code);
    let (saw, wanted) = finding(&outcome);
    assert_eq!(
        (saw.as_str(), wanted.as_str()),
        ("the token endpoint answers with status 500", "a token from the token endpoint")
    );
    let Outcome::Fail(findings) = outcome else { panic!() };
    assert_eq!(findings[0].at.document, "login");
    assert!(findings[0].at.span.is_some());
}

#[test]
fn needs_are_told_with_the_flag_that_gives_them() {
    let needy = |need| -> Option<String> {
        let needs = Box::leak(Box::new([need]));
        let scenario = Box::leak(Box::new(Scenario { needs, ..made(&[], Right::LoggedIn) }));
        let stage = Stage::new();
        Case { scenario, kind: Kind::Code }.lack(&stage.setup, None)
    };
    assert_eq!(needy(Need::Secret), None);
    assert!(needy(Need::SecondClient).unwrap().contains("--second-client-id"));
    assert!(needy(Need::ShortCodes).unwrap().contains("--code-lifetime"));
    assert!(needy(Need::RefreshToken).unwrap().contains("offline_access"));
    assert!(needy(Need::Registration).unwrap().contains("registration_endpoint"));
    assert!(needy(Need::Lists("scopes_supported", "email")).unwrap().contains("email in scopes_supported"));
}

#[test]
fn a_client_registers_itself_and_takes_its_leave() {
    let metadata = format!(r#"{{"issuer":"{ISSUER}","registration_endpoint":"{ISSUER}/register"}}"#);
    let metadata = Discovery::parse(Text::new("metadata", metadata), None).unwrap();
    let stage = Stage::with(|_| {}, |setup| setup.metadata = Some(Arc::new(metadata)));
    let acts: &[Act] = &[Act::Register(&[("id_token_signed_response_alg", "none")]), Act::LogIn(&[])];
    let mut trial = stage.trial(scenario(acts, Right::LoggedIn), Kind::Code, ada());
    let Want::Send(Purpose::Registration, request) = trial.next(Event::Start, Timestamp(NOW)) else { panic!() };
    let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body["id_token_signed_response_alg"], "none");
    assert_eq!(body["response_types"], serde_json::json!(["code"]));
    let told = serde_json::json!({
        "client_id": "new-1", "client_secret": "s-1", "registration_access_token": "r-1",
        "registration_client_uri": format!("{ISSUER}/register/new-1"),
    });
    let answer = |request: Request, status, body: String| {
        let answer = Answer { url: request.url.clone(), status, headers: Vec::new(), body: body.into_bytes() };
        Event::Answered(Box::new(Hop { answer: Some(answer), ..Hop::to(request) }))
    };
    let want = trial.next(answer(request, 201, told.to_string()), Timestamp(NOW));
    let Want::Send(Purpose::Authorization, request) = want else { panic!("{want:?}") };
    assert_eq!(parameter(&request, "client_id").as_deref(), Some("new-1"));
    let want = trial.next(answer(request, 400, String::new()), Timestamp(NOW));
    let Want::Send(Purpose::Registration, request) = want else { panic!("{want:?}") };
    assert_eq!((request.method.as_str(), request.url.path()), ("DELETE", "/register/new-1"));
    let Want::Done(tried) = trial.next(answer(request, 204, String::new()), Timestamp(NOW)) else { panic!() };
    assert_eq!((tried.before.len(), tried.secrets.len()), (1, 2));
}

#[test]
fn a_server_at_another_address_is_not_told_that_a_client_leaves() {
    let metadata = format!(r#"{{"issuer":"{ISSUER}","registration_endpoint":"{ISSUER}/register"}}"#);
    let metadata = Discovery::parse(Text::new("metadata", metadata), None).unwrap();
    let stage = Stage::with(|_| {}, |setup| setup.metadata = Some(Arc::new(metadata)));
    let mut trial = stage.trial(scenario(&[Act::Register(&[])], Right::LoggedIn), Kind::Code, ada());
    let Want::Send(_, request) = trial.next(Event::Start, Timestamp(NOW)) else { panic!() };
    let told =
        r#"{"client_id":"new","registration_access_token":"r","registration_client_uri":"https://else.example/"}"#;
    let answer = Answer { url: request.url.clone(), status: 201, headers: Vec::new(), body: told.into() };
    let hop = Hop { answer: Some(answer), ..Hop::to(request) };
    assert!(matches!(trial.next(Event::Answered(Box::new(hop)), Timestamp(NOW)), Want::Done(_)));
}
