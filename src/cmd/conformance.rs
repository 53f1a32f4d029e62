//! `lpauth conformance`: a brand's authorization server proven, scenario by scenario, and what it comes to for LivePerson.

mod agreed;
mod chosen_cases;
mod course;
mod judge;
mod keep;
mod pace;
mod readiness;
mod setup;

use super::baseline::BaselineFlags;
use super::brand::Chosen;
use super::decryption::DecryptionFlags;
use super::exchange::client::ClientFlags;
use super::exchange::judge::JudgingFlags;
use super::exchange::mock::{MockFlags, Scenery, Stage};
use super::exchange::person::VisitorFlags;
use super::exchange::server::{Server, ServerFlags};
use super::network::Roads;
use super::reporting::Reporting;
use super::{Globals, Output};
use crate::edge::clock::{Ahead, SystemClock};
use crate::edge::http::Limits;
use crate::edge::{Edge, Failure};
use crate::flow::mock::config::Config;
use crate::flow::scenario::{Case, Kind, Plan};
use crate::jose::envelope::Keyring;
use crate::model::login::DEFAULT_REDIRECT_URI;
use crate::report::{Cost, Report};
use judge::Bench;
use std::sync::Arc;

/// The arguments.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// Which server.
    #[command(flatten)]
    pub server: ServerFlags,
    /// A server of our own.
    #[command(flatten)]
    pub mock: MockFlags,
    /// What is tried.
    #[command(flatten)]
    pub cases: chosen_cases::CaseFlags,
    /// What was agreed on.
    #[command(flatten)]
    pub agreed: agreed::AgreedFlags,
    /// Who LivePerson is to the server.
    #[command(flatten)]
    pub client: ClientFlags,
    /// Another client of it.
    #[command(flatten)]
    pub second: agreed::SecondFlags,
    /// Who logs in, and how.
    #[command(flatten)]
    pub person: VisitorFlags,
    /// How fast it goes.
    #[command(flatten)]
    pub pace: pace::PaceFlags,
    /// How requests may be sent.
    #[command(flatten)]
    pub roads: Roads,
    /// What is kept of it.
    #[command(flatten)]
    pub keep: keep::KeepFlags,
    /// What opens encrypted tokens.
    #[command(flatten)]
    pub decryption: DecryptionFlags,
    /// What is judged.
    #[command(flatten)]
    pub judging: JudgingFlags,
    /// What counts, and how it is shown.
    #[command(flatten)]
    pub reporting: Reporting,
    /// Which findings were accepted before.
    #[command(flatten)]
    pub baseline: BaselineFlags,
}

/// Runs the command. Whatever comes of the scenarios, their report is printed; the exit code is 4 if somebody did not answer.
///
/// # Errors
/// If an argument or the settings cannot be used, or nobody can say where to log in.
pub fn run(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let mut args = args.clone();
    args.cases.check()?;
    let stage = stage(&mut args, edge)?;
    args.server.issuer = stage.as_ref().map(|stage| stage.issuer.id.clone()).or(args.server.issuer);
    let chosen = args.server.chosen(globals, edge)?;
    args.adopt(&chosen)?;
    let mut limits =
        Limits { identity: args.client.identity(edge)?, ..args.roads.limits(args.pace.answer_timeout, edge)? };
    let mut keyring = args.decryption.keyring(chosen.path("decrypt_key").as_deref(), edge)?;
    if let Some(stage) = &stage {
        limits.roots.get_or_insert_default().extend_from_slice(stage.authority.as_bytes());
        let own = stage.recipient.clone();
        keyring.keys.extend(own.map(|key| ("the key that the mock encrypts to".to_owned(), key)));
    }
    let run = Run { args: &args, chosen: &chosen, stage: stage.as_ref(), limits: &limits, keyring: &keyring };
    run.go(globals, edge)
}

/// Starts a server of our own, if it is asked for. Where time has to pass it passes at once, there and here.
fn stage(args: &mut Args, edge: &mut Edge) -> Result<Option<Stage>, Failure> {
    let scenery = Scenery {
        mode: args.agreed.mode(&Chosen::default()),
        config: match args.cases.plan() {
            Plan::LivePerson => modest,
            Plan::OidcImplicit => strict,
            Plan::OidcBasic | Plan::OidcConfig => generous,
        },
        ..Scenery::plain(args.agreed.mode(&Chosen::default()))
    };
    let stage = args.mock.start(&scenery, &mut args.client, &mut args.person, edge)?;
    if stage.is_some() {
        let clock = std::mem::replace(&mut edge.clock, Box::new(SystemClock));
        edge.clock = Box::new(Ahead { clock, by: Arc::clone(&scenery.ahead) });
    }
    Ok(stage)
}

// LivePerson writes its address with a slash at the end and without: a careful brand registers both.
fn modest(config: Config) -> Config {
    let mut config = config.with_second_client().with_registration(false);
    let clients = config.issuers.iter_mut().flat_map(|issuer| &mut issuer.clients);
    clients.for_each(|client| client.redirect_uris.push(format!("{DEFAULT_REDIRECT_URI}/")));
    config
}

fn generous(config: Config) -> Config {
    config.with_second_client().with_registration(true)
}

// LivePerson is not seen to send a nonce, which the implicit profile wants demanded.
fn strict(mut config: Config) -> Config {
    config.issuers.iter_mut().flat_map(|issuer| &mut issuer.clients).for_each(|client| client.nonce = true);
    generous(config)
}

/// A run, ready to go.
struct Run<'a> {
    args: &'a Args,
    chosen: &'a Chosen,
    stage: Option<&'a Stage>,
    limits: &'a Limits,
    keyring: &'a Keyring,
}

impl Run<'_> {
    fn go(&self, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
        let (args, chosen) = (self.args, self.chosen);
        let began = edge.clock.milliseconds();
        let server = Server { is_ours: args.mock.mock, ..args.server.gather(chosen, self.limits, edge)? };
        args.reporting.earlier("conformance", edge)?;
        let plan = args.cases.plan();
        let kinds = args.agreed.kinds(plan, chosen, server.discovery().here());
        let cases = args.cases.cases(plan, &kinds)?;
        let lack = self.lack(&server, &cases, &kinds);
        if let Some(failure) = lack.clone().filter(|_| !server.answered()) {
            return Err(failure);
        }
        let setup = self.setup(&server, &kinds, edge)?;
        let course = match &lack {
            None => course::run(self, &cases, &setup, began, edge)?,
            Some(failure) => course::Course::of_nothing(&cases, &failure.message),
        };
        let policy = args.policy(chosen);
        let bench = Bench { run: self, server: &server, setup: &setup, policy: &policy, now: edge.clock.now() };
        let groups = bench.groups(&course);
        bench.keep(&course, edge)?;
        let mut report = Report::new("conformance", edge.clock.now().0, policy.name, groups);
        let took = edge.clock.milliseconds().saturating_sub(began);
        report.cost = Some(Cost { requests: course.requests(), took });
        let notes = args.baseline.apply(&mut report, edge)?;
        report.readiness = (plan == Plan::LivePerson).then(|| readiness::of(&report, &course));
        let reporting = Reporting { secret: args.keep.show_secrets, ..args.reporting.clone() };
        let mut output = reporting.output(&report, args.reporting.fail_on(chosen), globals, edge)?;
        output.stderr.push_str(&notes);
        for failure in course.silences().into_iter().chain(server.failure().cloned()) {
            output.stderr.push_str(&failure.to_string());
            output.exit = output.exit.max(failure.kind as u8);
        }
        Ok(output)
    }

    /// Returns why nobody can log in, if so.
    fn lack(&self, server: &Server, cases: &[Case], kinds: &[Kind]) -> Option<Failure> {
        let flow = kinds.first().map_or_else(Default::default, |kind| kind.flow());
        server.lack(None, flow).filter(|_| !cases.is_empty())
    }
}
