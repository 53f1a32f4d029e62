//! `lpauth exchange`: a login as LivePerson makes it, against a real authorization server, and everything that is to be
//! said about it.

mod advice;
pub mod client;
pub mod judge;
pub mod kept;
pub mod mock;
pub mod person;
pub mod record;
mod request;
pub mod server;
pub mod summary;
pub mod way;

use super::brand::Chosen;
use super::decryption::DecryptionFlags;
use super::network::Network;
use super::reporting::Reporting;
use super::{Globals, Output};
use crate::edge::drive::drive;
use crate::edge::http::Limits;
use crate::edge::{Edge, Failure};
use crate::flow::login::{Brought, Credential, Login, Plan};
use crate::flow::redact::Kind;
use crate::jose::key::Key;
use crate::model::login::Flow;
use crate::model::transcript::Terms;
use crate::report::Report;
use judge::Bench;
use mock::Scenery;
pub use mock::at_home;
use record::Made;
use server::Server;
use url::Url;
use way::Entrance;

/// The arguments.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// Where to log in.
    #[command(flatten)]
    pub server: server::ServerFlags,
    /// A server of our own.
    #[command(flatten)]
    pub mock: mock::MockFlags,
    /// Who LivePerson is to the server.
    #[command(flatten)]
    pub client: client::ClientFlags,
    /// What LivePerson asks.
    #[command(flatten)]
    pub request: request::RequestFlags,
    /// Who logs in, and how.
    #[command(flatten)]
    pub person: person::PersonFlags,
    /// What is kept of it.
    #[command(flatten)]
    pub record: record::RecordFlags,
    /// What opens encrypted tokens.
    #[command(flatten)]
    pub decryption: DecryptionFlags,
    /// How requests may be sent.
    #[command(flatten)]
    pub network: Network,
    /// What is judged.
    #[command(flatten)]
    pub judging: judge::JudgingFlags,
    /// What counts, and how it is shown.
    #[command(flatten)]
    pub reporting: Reporting,
}

/// Runs the command. However a login ends, its report is printed; the exit code is 4 if somebody did not answer.
///
/// # Errors
/// If an argument or the settings cannot be used, or nobody can say where to log in.
pub fn run(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let mut args = args.clone();
    let Args { mock, request, client, person, .. } = &mut args;
    let mode = request.mode(&Chosen::default());
    let stage = mock.start(&Scenery::plain(mode), client, &mut person.visitor, edge)?;
    args.server.issuer = stage.as_ref().map(|stage| stage.issuer.id.clone()).or(args.server.issuer);
    args.adopt(globals, edge)?;
    let mut limits = Limits { identity: args.client.identity(edge)?, ..args.network.limits(edge)? };
    if let Some(stage) = &stage {
        limits.roots.get_or_insert_default().extend_from_slice(stage.authority.as_bytes());
    }
    let own = stage.as_ref().and_then(|stage| stage.recipient.clone());
    once(&args, own, &limits, globals, edge)
}

/// `own` is the key that a server of our own encrypts to.
fn once(args: &Args, own: Option<Key>, limits: &Limits, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let chosen = args.server.chosen(globals, edge)?;
    let mut keyring = args.decryption.keyring(chosen.path("decrypt_key").as_deref(), edge)?;
    keyring.keys.extend(own.map(|key| ("the key that the mock encrypts to".to_owned(), key)));
    let brought = args.person.brought(edge)?;
    args.reporting.earlier("exchange", edge)?;
    let server = Server { is_ours: args.mock.mock, ..args.server.gather(&chosen, limits, edge)? };
    let lack = server.lack(brought.as_ref(), args.request.flow(&chosen));
    let logins = match lack {
        None => log_in(args, brought, &chosen, &server, limits, edge)?,
        // What is missing in the metadata is their mistake, and the report has it.
        Some(_) if server.answered() => Vec::new(),
        Some(lack) => return Err(lack),
    };
    let redactors: Vec<_> =
        logins.iter().filter_map(|made| args.record.redactor(made, server.keys.here(), &keyring)).collect();
    logins.iter().try_for_each(|made| args.record.write(&made.login, redactors.first(), edge))?;
    let (now, policy) = (edge.clock.now(), args.reporting.policy(&chosen));
    let bench =
        Bench { flags: &args.judging, server: &server, chosen: &chosen, keyring: &keyring, now, policy: &policy };
    let mut groups = bench.groups(&logins);
    redactors.iter().for_each(|redactor| groups.iter_mut().for_each(|group| redactor.group(group)));
    let report = Report::new("exchange", now.0, policy.name, groups);
    let reporting = Reporting { secret: args.record.show_secrets, ..args.reporting.clone() };
    let mut output = reporting.output(&report, args.reporting.fail_on(&chosen), globals, edge)?;
    for failure in silences(&logins, &server) {
        output.stderr.push_str(&failure.to_string());
        output.exit = output.exit.max(failure.kind as u8);
    }
    if let Some(lack) = lack.filter(|_| logins.is_empty()) {
        output.stderr.push_str(&lack.to_string());
        output.exit = if output.exit == 0 { lack.kind as u8 } else { output.exit };
    }
    Ok(output)
}

/// Logs in as often as it is asked for. A login that came to nothing is the last.
fn log_in(
    args: &Args,
    brought: Option<Brought>,
    chosen: &Chosen,
    server: &Server,
    limits: &Limits,
    edge: &mut Edge,
) -> Result<Vec<Made>, Failure> {
    let plan = plan(args, brought, chosen, server, edge)?;
    let secret = plan.credential.secret().map(|secret| (Kind::ClientSecret, secret.clone()));
    if plan.brought.is_some() {
        let nobody = &mut |_: &Url, _: &Terms, _: &mut Edge| {
            Err(Failure::usage("somebody logged in already").hint("leave one of --callback, --code and --id-token out"))
        };
        let login = drive(Login::new(plan, &mut *edge.dice), nobody, limits, edge)?;
        return Ok(vec![Made { login: server.precede(login), secrets: secret.into_iter().collect() }]);
    }
    let mut entrance = Entrance::new(&args.person.visitor, edge)?;
    let mut logins: Vec<Made> = Vec::new();
    while logins.len() < usize::from(args.person.repeat) && logins.iter().all(|made| made.login.stop.is_none()) {
        let mut plan = plan.clone();
        entrance.open(&mut plan.terms, edge)?;
        let login = Login::new(plan, &mut *edge.dice);
        let login = drive(login, &mut |url, terms, edge| entrance.log_in(url, terms, limits, edge), limits, edge)?;
        let written = entrance.secrets.iter().map(|secret| (Kind::Password, secret.clone()));
        let secrets = secret.iter().cloned().chain(written).collect();
        logins.push(Made { login: server.precede(login), secrets });
    }
    Ok(logins)
}

fn plan(
    args: &Args,
    brought: Option<Brought>,
    chosen: &Chosen,
    server: &Server,
    edge: &mut Edge,
) -> Result<Plan, Failure> {
    let terms = args.request.terms(chosen, edge)?;
    let flow =
        args.request.flow.as_ref().map(|_| terms.flow).or_else(|| brought.as_ref()?.flow()).unwrap_or(terms.flow);
    let alone = flow == Flow::Implicit && brought.is_some();
    let credential = match flow {
        Flow::Code => args.client.credential(chosen, edge)?,
        Flow::Implicit => Credential::None,
    };
    let client_id = if alone { args.client.known_id(chosen) } else { Some(args.client.id(chosen)?) };
    Ok(Plan {
        terms: Terms { flow, client_id, issuer: server.issuer.clone(), ..terms },
        endpoints: server.endpoints.clone(),
        credential,
        probe: args.client.probes(),
        pkce: args.request.pkce(chosen),
        parameters: args.request.param.clone(),
        brought,
        userinfo: args.request.userinfo,
        refresh: args.request.refresh,
        ..Plan::default()
    })
}

/// Returns a failure for everybody who did not answer.
fn silences(logins: &[Made], server: &Server) -> Vec<Failure> {
    let steps = logins.iter().flat_map(|made| &made.login.steps);
    let silent = steps.filter_map(|step| step.failure.as_ref()).map(Failure::network);
    server.failure().cloned().into_iter().chain(silent).collect()
}
