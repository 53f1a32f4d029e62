//! The login machine: what it asks, in which words, and when it goes no further.

use crate::support::NOW;
use lpauth::flow::login::{Brought, Credential, Encoding, Endpoints, Event, Login, Plan, Want, pkce, window};
use lpauth::model::callback::Callback;
use lpauth::model::http::{Answer, Hop, Request};
use lpauth::model::login::{DEFAULT_REDIRECT_URI, Flow, Mode, WINDOW_REDIRECT_URI, Window};
use lpauth::model::secret::Secret;
use lpauth::model::time::Timestamp;
use lpauth::model::transcript::{Browsed, Purpose, Stop, Terms, Transcript};
use rand::SeedableRng;
use url::Url;

const AT: Timestamp = Timestamp(NOW);

fn plan() -> Plan {
    let url = |path: &str| Url::parse(&format!("https://login.acmebank.example/{path}")).ok();
    Plan {
        terms: Terms {
            issuer: Some("https://login.acmebank.example".to_owned()),
            client_id: Some("lp-acmebank".to_owned()),
            ..Terms::default()
        },
        endpoints: Endpoints { authorization: url("authorize"), token: url("token"), userinfo: url("userinfo") },
        credential: Credential::Basic(Secret::new("s3cr3t-value"), Encoding::Raw),
        ..Plan::default()
    }
}

fn with(terms: impl FnOnce(&mut Terms)) -> Plan {
    let mut plan = plan();
    terms(&mut plan.terms);
    plan
}

fn login(plan: Plan) -> Login {
    Login::new(plan, &mut rand::rngs::StdRng::seed_from_u64(7))
}

fn browse(login: &mut Login) -> Url {
    match login.next(Event::Start, AT) {
        Want::Browse(url) => url,
        other => panic!("{other:?}"),
    }
}

fn sent(want: Want) -> (Purpose, Request) {
    match want {
        Want::Send(purpose, request) => (purpose, request),
        other => panic!("{other:?}"),
    }
}

fn done(want: Want) -> Transcript {
    match want {
        Want::Done(transcript) => *transcript,
        other => panic!("{other:?}"),
    }
}

fn names(url: &Url) -> Vec<String> {
    url.query_pairs().map(|(name, _)| name.into_owned()).collect()
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(other, _)| other == name).map(|(_, value)| value.into_owned())
}

fn field(request: &Request, name: &str) -> Option<String> {
    request.fields().into_iter().find(|(other, _)| other == name).map(|(_, value)| value)
}

/// The browser comes back to the redirection URI with these parameters and the state that was sent.
fn came_back(login: &Login, parameters: &[(&str, &str)]) -> Event {
    let terms = login.terms();
    let mut url = Url::parse(terms.redirect_uri.as_ref().unwrap()).unwrap();
    url.query_pairs_mut().extend_pairs(parameters);
    if let Some(state) = &terms.state {
        url.query_pairs_mut().append_pair("state", state);
    }
    at(url.as_str())
}

fn at(url: &str) -> Event {
    let callback = Callback::of(&Request::get(Url::parse(url).unwrap(), "*/*"));
    Event::Browsed(Browsed { steps: Vec::new(), end: Ok(callback) })
}

fn answers(request: Request, status: u16, body: &str) -> Event {
    let answer = Answer { url: request.url.clone(), status, headers: Vec::new(), body: body.as_bytes().to_vec() };
    Event::Answered(Box::new(Hop { answer: Some(answer), ..Hop::to(request) }))
}

#[test]
fn the_request_is_the_captured_one() {
    let url = browse(&mut login(plan()));
    let order = ["response_type", "client_id", "scope", "redirect_uri", "state", "parentWindowOrigin"];
    assert_eq!(names(&url), order);
    assert_eq!(parameter(&url, "response_type").unwrap(), "code");
    assert_eq!(parameter(&url, "scope").unwrap(), "openid");
    assert_eq!(parameter(&url, "redirect_uri").unwrap(), WINDOW_REDIRECT_URI);
    assert!(url.as_str().contains("redirect_uri=https%3A%2F%2Flpcdn.lpsnmedia.net%2Fle_unified_window%2Findex.html&"));
}

#[test]
fn the_state_has_the_real_size_and_shape() {
    let url = browse(&mut login(plan()));
    let state = parameter(&url, "state").unwrap();
    assert_eq!(state.chars().count(), window::LENGTH);
    let json: serde_json::Value = serde_json::from_str(&state).unwrap();
    let window = &json["lpUnifiedWindowConfig"];
    assert_eq!(window["clickedChannel"], "-lpuw-authMessaging");
    let connector = &window["engConf"]["connector"]["configuration"];
    assert_eq!(connector["tokenEndpoint"], "https://login.acmebank.example/token");
    assert_eq!(connector["jwtPublicKey"].as_str().unwrap().len(), 392);
    let query = url.query().unwrap();
    let encoded = query.split('&').find_map(|pair| pair.strip_prefix("state=")).unwrap();
    assert!((1_600..1_700).contains(&encoded.len()), "{}", encoded.len());
    assert!(
        encoded.starts_with("%7B%22lpUnifiedWindowConfig%22%3A{%22accountId%22%3A") && encoded.ends_with("}}%7D"),
        "{encoded}"
    );
}

#[test]
fn the_state_is_new_each_time_and_compared() {
    let mut rng = rand::rngs::StdRng::seed_from_u64(7);
    let state = |rng: &mut rand::rngs::StdRng| Login::new(plan(), rng).terms().state.clone().unwrap();
    assert_ne!(state(&mut rng), state(&mut rng));
    for callback in ["?code=c", "?code=c&state=other"] {
        let mut login = login(plan());
        browse(&mut login);
        let transcript = done(login.next(at(&format!("{WINDOW_REDIRECT_URI}{callback}")), AT));
        assert_eq!(transcript.stop.as_ref().unwrap().at, Purpose::Callback, "{callback}");
        assert!(
            transcript.steps.iter().all(|step| step.purpose != Purpose::Token),
            "{callback}: the code was redeemed"
        );
    }
}

#[test]
fn a_code_is_redeemed_as_liveperson_does() {
    let mut login = login(plan());
    browse(&mut login);
    let back = came_back(&login, &[("code", "sX9c2mQvL4")]);
    let (purpose, request) = sent(login.next(back, AT));
    assert_eq!((purpose, request.method.as_str()), (Purpose::Token, "POST"));
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(request.header("authorization"), Some("Basic bHAtYWNtZWJhbms6czNjcjN0LXZhbHVl"));
    let uri = "https%3A%2F%2Flpcdn.lpsnmedia.net%2Fle_unified_window%2Findex.html";
    let body = format!("code=sX9c2mQvL4&grant_type=authorization_code&redirect_uri={uri}");
    assert_eq!(String::from_utf8(request.body.clone()).unwrap(), body);
    let transcript = done(login.next(answers(request, 200, r#"{"id_token":"e.y.s"}"#), AT));
    assert_eq!((transcript.stop, transcript.steps.len()), (None, 2));
}

#[test]
fn the_redirection_uri_is_the_same_in_both_requests() {
    let other = Some("https://www.acmebank.example/chat".to_owned());
    for plan in [
        plan(),
        with(|terms| terms.redirect_uri = other.clone()),
        with(|terms| terms.window = Window::Embedded),
        with(|terms| {
            terms.window = Window::Embedded;
            terms.redirect_uri = other.clone();
        }),
    ] {
        let mut login = login(plan);
        let url = browse(&mut login);
        let back = came_back(&login, &[("code", "c")]);
        let (_, request) = sent(login.next(back, AT));
        assert_eq!(parameter(&url, "redirect_uri"), field(&request, "redirect_uri"));
    }
}

#[test]
fn the_code_verifier_fits_the_challenge() {
    let mut login = login(Plan { pkce: true, ..plan() });
    let url = browse(&mut login);
    assert_eq!(parameter(&url, "code_challenge_method").unwrap(), "S256");
    let back = came_back(&login, &[("code", "c")]);
    let (_, request) = sent(login.next(back, AT));
    let verifier = field(&request, "code_verifier").unwrap();
    assert_eq!(verifier.len(), 43);
    assert_eq!(parameter(&url, "code_challenge").unwrap(), pkce::challenge(&Secret::new(verifier)));
    // RFC 7636 appendix B.
    let verifier = Secret::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    assert_eq!(pkce::challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

#[test]
fn an_older_connector_hides_its_configuration_in_the_redirection_uri() {
    let mut login = login(with(|terms| terms.mode = Mode::OpenId));
    let url = browse(&mut login);
    assert_eq!(names(&url), ["response_type", "client_id", "scope", "redirect_uri"]);
    let uri = parameter(&url, "redirect_uri").unwrap();
    assert!(uri.starts_with(&format!("{WINDOW_REDIRECT_URI}?lpUnifiedWindowConfig=%7B%22accountId%22")), "{uri}");
    let (_, request) = sent(login.next(at(&format!("{uri}&code=c")), AT));
    assert_eq!(field(&request, "redirect_uri").unwrap(), DEFAULT_REDIRECT_URI);
    let implicit = with(|terms| {
        terms.mode = Mode::OpenId;
        terms.flow = Flow::Implicit;
    });
    assert_eq!(parameter(&browse(&mut self::login(implicit)), "response_type").unwrap(), "token");
}

#[test]
fn the_brands_page_asks_in_its_own_name() {
    let mut login = login(with(|terms| terms.window = Window::Embedded));
    let url = browse(&mut login);
    assert_eq!(names(&url), ["response_type", "client_id", "scope", "redirect_uri", "state"]);
    assert_eq!(parameter(&url, "redirect_uri").unwrap(), DEFAULT_REDIRECT_URI);
    assert_eq!(parameter(&url, "state").unwrap().len(), 22);
    let implicit = with(|terms| {
        terms.window = Window::Embedded;
        terms.flow = Flow::Implicit;
    });
    assert!(parameter(&browse(&mut self::login(implicit)), "nonce").is_some(), "OIDC Core §3.2.2.1");
}

#[test]
fn parameters_are_added_replaced_and_left_out() {
    let parameters = [("prompt", Some("login")), ("state", Some("{}")), ("parentWindowOrigin", None)];
    let parameters = parameters.map(|(name, value)| (name.to_owned(), value.map(str::to_owned))).to_vec();
    let mut login = login(Plan { parameters, ..with(|terms| terms.nonce = Some(Some("n-1".to_owned()))) });
    let url = browse(&mut login);
    assert_eq!(names(&url), ["response_type", "client_id", "scope", "redirect_uri", "state", "nonce", "prompt"]);
    assert_eq!(login.terms().state.as_deref(), Some("{}"), "the terms say what was sent");
    assert_eq!(login.terms().nonce, Some(Some("n-1".to_owned())));
}

#[test]
fn a_query_of_the_endpoint_is_kept() {
    let mut plan = plan();
    plan.endpoints.authorization = Url::parse("https://login.acmebank.example/authorize?tenant=a%20b").ok();
    let url = browse(&mut login(plan));
    assert!(url.query().unwrap().starts_with("tenant=a%20b&response_type=code&"), "{url}");
}

#[test]
fn each_client_proves_itself_in_its_own_way() {
    let request = |credential| {
        let mut login = login(Plan { credential, ..plan() });
        browse(&mut login);
        let back = came_back(&login, &[("code", "c")]);
        sent(login.next(back, AT)).1
    };
    let post = request(Credential::Post(Secret::new("s 1")));
    assert_eq!(field(&post, "client_id").as_deref(), Some("lp-acmebank"));
    assert_eq!((field(&post, "client_secret").as_deref(), post.header("authorization")), (Some("s 1"), None));
    let form = request(Credential::Basic(Secret::new("a b/c+"), Encoding::Form));
    assert_eq!(form.header("authorization"), Some("Basic bHAtYWNtZWJhbms6YStiJTJGYyUyQg=="));
    let public = request(Credential::None);
    assert_eq!((field(&public, "client_id").as_deref(), public.header("authorization")), (Some("lp-acmebank"), None));
}

#[test]
fn a_probe_says_which_encoding_the_server_takes() {
    let (unknown, known) = ((401, r#"{"error":"invalid_client"}"#), (400, r#"{"error":"invalid_grant"}"#));
    // What the server says of the secret as it is, and form-encoded; and which of the two is used then.
    for (answered, used) in [([unknown, known], 1), ([known, unknown], 0), ([known, known], 0), ([unknown, unknown], 0)]
    {
        let plan = Plan { probe: true, credential: Credential::Basic(Secret::new("a/b"), Encoding::Raw), ..plan() };
        let mut login = login(plan);
        browse(&mut login);
        let mut event = came_back(&login, &[("code", "c")]);
        let mut tried = Vec::new();
        for (status, body) in answered {
            let (_, probe) = sent(login.next(event, AT));
            assert_ne!(field(&probe, "code").as_deref(), Some("c"), "the code is not wasted on a probe");
            tried.push(probe.header("authorization").unwrap().to_owned());
            event = answers(probe, status, body);
        }
        assert_ne!(tried[0], tried[1]);
        let (_, real) = sent(login.next(event, AT));
        assert_eq!(field(&real, "code").as_deref(), Some("c"));
        assert_eq!(real.header("authorization"), Some(tried[used].as_str()), "{answered:?}");
    }
}

#[test]
fn userinfo_and_refresh_follow_the_tokens() {
    let mut login = login(Plan { userinfo: true, refresh: true, ..plan() });
    browse(&mut login);
    let back = came_back(&login, &[("code", "c")]);
    let (_, token) = sent(login.next(back, AT));
    let body = r#"{"id_token":"e.y.s","access_token":"at","refresh_token":"rt"}"#;
    let (purpose, userinfo) = sent(login.next(answers(token, 200, body), AT));
    assert_eq!((purpose, userinfo.header("authorization")), (Purpose::UserInfo, Some("Bearer at")));
    let (purpose, refresh) = sent(login.next(answers(userinfo, 401, ""), AT));
    assert_eq!((purpose, field(&refresh, "refresh_token").as_deref()), (Purpose::Refresh, Some("rt")));
    let transcript = done(login.next(answers(refresh, 400, "{}"), AT));
    let purposes: Vec<_> = transcript.steps.iter().map(|step| step.purpose).collect();
    assert_eq!(purposes, [Purpose::Authorization, Purpose::Token, Purpose::UserInfo, Purpose::Refresh]);
}

#[test]
fn every_refusal_ends_in_the_transcript() {
    let mut refused = login(plan());
    browse(&mut refused);
    let back = came_back(&refused, &[("error", "access_denied")]);
    let stop = done(refused.next(back, AT)).stop.unwrap();
    assert_eq!(
        (stop.at, stop.reason.as_str()),
        (Purpose::Callback, "the authorization server answers “access_denied”")
    );

    let mut stuck = login(plan());
    browse(&mut stuck);
    let end = Stop { at: Purpose::Login, reason: "the page asks again".to_owned(), page: None };
    let browsed = Browsed { steps: Vec::new(), end: Err(end.clone()) };
    assert_eq!(done(stuck.next(Event::Browsed(browsed), AT)).stop, Some(end));

    for (status, body, reason) in [
        (400, r#"{"error":"invalid_grant"}"#, "the token endpoint answers “invalid_grant”"),
        (500, "oops", "the token endpoint answers with status 500"),
        (200, "{}", "the token endpoint's answer holds no id_token"),
    ] {
        let mut login = login(plan());
        browse(&mut login);
        let back = came_back(&login, &[("code", "c")]);
        let (_, request) = sent(login.next(back, AT));
        let transcript = done(login.next(answers(request, status, body), AT));
        assert_eq!(transcript.stop.as_ref().unwrap().reason, reason);
        assert_eq!(transcript.of(Purpose::Token).count(), 1);
    }
}

#[test]
fn who_does_not_answer_is_part_of_the_transcript() {
    let mut login = login(plan());
    browse(&mut login);
    let back = came_back(&login, &[("code", "c")]);
    let (_, request) = sent(login.next(back, AT));
    let transcript = done(login.next(Event::Unanswered(request, "nobody is there".to_owned()), AT));
    assert_eq!(transcript.steps.last().unwrap().failure.as_deref(), Some("nobody is there"));
    assert_eq!(transcript.stop.unwrap().at, Purpose::Token);
}

#[test]
fn what_somebody_brought_along_is_used_as_it_is() {
    let verifier = Some(Secret::new("v".repeat(43)));
    let brought = Some(Brought { callback: Callback::of_script(&[("code", "c")]), verifier });
    let mut login = login(Plan { brought, ..plan() });
    let (_, request) = sent(login.next(Event::Start, AT));
    assert_eq!(field(&request, "code_verifier").unwrap().len(), 43);
    assert_eq!(field(&request, "redirect_uri").unwrap(), DEFAULT_REDIRECT_URI);
}
