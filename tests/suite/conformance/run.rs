//! Cases side by side: how many at a time, who waits for whom, and what becomes of a network that fails.

use super::trial::{ISSUER, Stage, ada, scenario};
use crate::support::World;
use lpauth::edge::http::{Http, Limits};
use lpauth::edge::rounds::{self, Ended, LATE, Pace, Watch};
use lpauth::edge::{Edge, Failure};
use lpauth::flow::browse::jar::Jar;
use lpauth::flow::scenario::trial::{Outing, Trial, Tried};
use lpauth::flow::scenario::{Act, Case, Kind, Right, Scenario, Wait, find};
use lpauth::model::http::{Hop, Request};
use lpauth::model::transcript::{Browsed, Purpose};
use lpauth::report::Outcome;
use std::cell::RefCell;
use std::rc::Rc;

/// What was sent in each round: the paths, and the clock.
type Rounds = Rc<RefCell<Vec<(Vec<String>, u64)>>>;

/// The mock behind a network that drops the first so many requests for a path.
struct Wire {
    world: World,
    stage: Stage,
    rounds: Rounds,
    drops: Vec<&'static str>,
}

impl Http for Wire {
    fn hop(&mut self, request: &Request, _: &Limits) -> Result<Hop, Failure> {
        if let Some(at) = self.drops.iter().position(|path| request.url.path() == *path) {
            self.drops.remove(at);
            return Err(Failure::network("the line broke"));
        }
        self.stage.now = lpauth::edge::clock::Clock::now(&self.world).0;
        Ok(self.stage.answer(request.clone()))
    }

    fn hops(&mut self, requests: &[Request], limits: &Limits) -> Vec<Result<Hop, Failure>> {
        let paths = requests.iter().map(|request| request.url.path().to_owned()).collect();
        self.rounds.borrow_mut().push((paths, lpauth::edge::clock::Clock::milliseconds(&self.world)));
        requests.iter().map(|request| self.hop(request, limits)).collect()
    }
}

#[derive(Default)]
struct Notes(Vec<String>);

impl Watch for Notes {
    fn started(&mut self, case: &Case) {
        self.0.push(format!("+{}", case.name()));
    }

    fn finished(&mut self, tried: &Tried, _: u64) {
        self.0.push(format!("-{}", tried.case.name()));
    }

    fn browse(&mut self, _: usize, _: &Case, outing: &Outing, _: &mut Edge) -> Result<Browsed, Failure> {
        panic!("{outing:?}")
    }
}

struct Played {
    ended: Vec<Option<Ended>>,
    rounds: Vec<(Vec<String>, u64)>,
    notes: Vec<String>,
    setup: std::sync::Arc<lpauth::flow::scenario::Setup>,
}

fn pace() -> Pace {
    Pace { jobs: 4, rate: None, until: None, limits: Limits::default() }
}

fn play(scenarios: &[&'static Scenario], pace: &Pace, drops: &[&'static str]) -> Played {
    play_in(None, scenarios, pace, drops)
}

fn play_in(browsers: Option<Vec<Jar>>, scenarios: &[&'static Scenario], pace: &Pace, drops: &[&'static str]) -> Played {
    let world = World::new();
    let stage = Stage::new();
    let trials: Vec<Trial> = scenarios.iter().map(|scenario| stage.trial(scenario, Kind::Code, ada())).collect();
    let (rounds, setup) = (Rounds::default(), std::sync::Arc::clone(&stage.setup));
    let wire = Wire { world: world.clone(), stage, rounds: Rc::clone(&rounds), drops: drops.to_vec() };
    let mut edge = Edge { http: Box::new(wire), ..world.edge() };
    let mut notes = Notes::default();
    let ended = rounds::run(trials, browsers, pace, &mut notes, &mut edge).unwrap();
    let rounds = rounds.borrow().clone();
    Played { ended, rounds, notes: notes.0, setup }
}

impl Played {
    fn tried(&self, index: usize) -> &Tried {
        &self.ended[index].as_ref().unwrap().tried
    }

    fn judge(&self, index: usize) -> Outcome {
        let tried = self.tried(index);
        tried.case.judge(&tried.clone().evidence(&self.setup))
    }
}

fn login() -> &'static Scenario {
    find("login-failing").unwrap()
}

#[test]
fn cases_go_side_by_side_and_no_more_than_are_allowed() {
    let played = play(&[login(); 10], &pace(), &[]);
    assert!(played.rounds.iter().all(|(paths, _)| paths.len() <= 4), "{:?}", played.rounds);
    assert_eq!(played.rounds.len(), 9, "three requests each, by four, four and two");
    assert!((0..10).all(|index| played.judge(index) == Outcome::Pass));
    let played = play(&[login(); 3], &Pace { jobs: 1, ..pace() }, &[]);
    assert!(played.rounds.iter().all(|(paths, _)| paths.len() == 1));
    let turns = ["+login-failing", "-login-failing"].repeat(3);
    assert_eq!(played.notes, turns);
}

#[test]
fn a_browser_is_handed_on_and_nobody_shares_it_at_the_same_time() {
    let fresh = find("prompt-none-without-session").unwrap();
    let cases = [login(), login(), fresh, login(), login()];
    let played = play_in(Some(Vec::new()), &cases, &Pace { jobs: 2, ..pace() }, &[]);
    let requests = |index: usize| played.tried(index).clone().evidence(&played.setup).requests();
    assert_eq!([0, 1].map(requests), [3, 3], "nobody is logged in, and both log in");
    assert_eq!([3, 4].map(requests), [2, 2], "both browsers are free again, and no form is asked for");
    assert_eq!(played.judge(2), Outcome::Pass, "nobody is logged in there");
}

#[test]
fn results_come_in_the_order_in_which_cases_went_in() {
    let order = ["login-failing", "code-reusable-later", "code-reusable"].map(|id| find(id).unwrap());
    let played = play(&order, &pace(), &[]);
    let names: Vec<_> = (0..3).map(|index| played.tried(index).case.scenario.rule.id).collect();
    assert_eq!(names, order.map(|scenario| scenario.rule.id));
}

#[test]
fn whoever_waits_holds_nobody_up_and_all_wait_at_once() {
    const PATIENT: &[Act] = &[Act::LogIn(&[]), Act::Wait(Wait::Seconds(30)), Act::Redeem(&[])];
    let patient = scenario(PATIENT, Right::Refused(&["invalid_grant"]));
    let played = play(&[login(), login(), patient, patient], &Pace { jobs: 1, ..pace() }, &[]);
    assert_eq!(played.notes[0], "+made-for-the-test", "who waits begins first");
    assert!((0..4).all(|index| played.judge(index) == Outcome::Pass));
    let last = played.rounds.last().unwrap().1;
    assert_eq!(last, 31_000, "both waited at the same time, and a second more than half a minute");
    let before = played.rounds.iter().filter(|(_, at)| *at == 0).count();
    assert_eq!(before, 12, "all that need not wait was done before");
}

#[test]
fn a_request_that_the_network_lost_is_sent_again() {
    let played = play(&[login()], &pace(), &["/authorize", "/authorize", "/login"]);
    assert_eq!((played.judge(0), played.tried(0).retries), (Outcome::Pass, 3));
    assert_eq!(played.tried(0).clone().evidence(&played.setup).requests(), 6);
}

#[test]
fn the_network_is_given_up_in_the_end() {
    let played = play(&[login()], &pace(), &["/authorize"; 3]);
    assert_eq!(played.tried(0).retries, 2);
    let step = &played.tried(0).logins[0].steps[0];
    assert_eq!((step.purpose, step.failure.as_deref()), (Purpose::Authorization, Some("the line broke")));
}

#[test]
fn a_code_is_never_sent_twice_by_ourselves() {
    let played = play(&[login()], &pace(), &["/token"]);
    assert_eq!(played.tried(0).retries, 0);
    assert_eq!(played.rounds.iter().filter(|(paths, _)| paths.contains(&"/token".to_owned())).count(), 1);
    assert!(played.judge(0).failed());
}

#[test]
fn requests_keep_to_a_rate() {
    let played = play(&[login(); 4], &Pace { jobs: 2, rate: Some(4.0), ..pace() }, &[]);
    let times: Vec<u64> = played.rounds.iter().map(|(_, at)| *at).collect();
    assert_eq!(times, [0, 500, 1_000, 1_500, 2_000, 2_500], "two requests in half a second");
}

#[test]
fn what_there_is_no_time_for_is_not_tried() {
    const LONG: &[Act] = &[Act::LogIn(&[]), Act::Wait(Wait::Seconds(30)), Act::Redeem(&[])];
    let long = scenario(LONG, Right::Refused(&["invalid_grant"]));
    let played = play(&[login(), long], &Pace { until: Some(10_000), ..pace() }, &[]);
    assert_eq!(played.judge(0), Outcome::Pass);
    assert_eq!(played.tried(1).unfinished.as_deref(), Some(LATE));
    assert!(matches!(played.judge(1), Outcome::Skip(_)));
    assert_eq!(played.rounds.last().unwrap().1, 0, "nothing is sent when the time is up");
    let played = play(&[login(), login()], &Pace { until: Some(0), ..pace() }, &[]);
    assert!(played.ended.iter().all(Option::is_none) && played.rounds.is_empty());
}

#[test]
fn an_argument_that_makes_no_request_ends_the_run() {
    struct Refusing;
    impl Http for Refusing {
        fn hop(&mut self, request: &Request, _: &Limits) -> Result<Hop, Failure> {
            assert!(request.url.as_str().starts_with(ISSUER));
            Err(Failure::usage("no request can be made of this"))
        }
    }
    let world = World::new();
    let stage = Stage::new();
    let trials = vec![stage.trial(login(), Kind::Code, ada())];
    let mut edge = Edge { http: Box::new(Refusing), ..world.edge() };
    let failure = rounds::run(trials, None, &pace(), &mut Notes::default(), &mut edge).unwrap_err();
    assert_eq!(failure.message, "no request can be made of this");
}

#[test]
fn whoever_is_not_to_be_trusted_is_told() {
    struct Untrusted;
    impl Http for Untrusted {
        fn hop(&mut self, request: &Request, _: &Limits) -> Result<Hop, Failure> {
            Ok(Hop::to(request.clone()))
        }
    }
    let world = World::new();
    let stage = Stage::new();
    let trials = vec![stage.trial(login(), Kind::Code, ada())];
    let mut edge = Edge { http: Box::new(Untrusted), ..world.edge() };
    let ended = rounds::run(trials, None, &pace(), &mut Notes::default(), &mut edge).unwrap();
    let stop = ended[0].as_ref().unwrap().tried.logins[0].stop.clone().unwrap();
    assert!(stop.reason.contains("is not trusted"), "{stop:?}");
}
