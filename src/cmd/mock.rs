//! `lpauth mock`: the brand's authorization server on this machine, correct by default and wrong on request.
//!
//! Three parties share a desk (`desk`): the server, which asks `flow::mock` for every answer; the control endpoint
//! (`control`), which switches what a test wants switched; and the command itself, which prints the log and reads the
//! configuration again when it changes.

mod control;
mod desk;
mod file;
mod liveperson;
mod mask;
mod setup;
mod welcome;

use super::key::Passphrase;
use super::mint::EncryptionArgs;
use super::offered::Offered;
use super::{Globals, Output};
use crate::edge::files::{Access, Stamps};
use crate::edge::serve::{Bounds, Handler, Identity, Options, Running};
use crate::edge::terminal::Stream;
use crate::edge::{Edge, Failure};
use crate::flow::fault::AnyFault;
use crate::flow::mint::Unfit;
use crate::model::name::nearest;
use crate::model::secret::Secret;
use crate::render::visible_lines;
use control::Control;
use desk::{Clock, Desk};
use rand::SeedableRng;
use rand::rngs::StdRng;
use setup::Given;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::Duration;
use url::Url;

/// The arguments.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", control::HELP))]
#[command(mut_arg("config", |config| config.help(CONFIG).help_heading("Set-up")))]
pub struct Args {
    /// Make every login wrong in this way; may be repeated. `lpauth explain` lists the faults
    #[arg(long, value_name = "ID", value_parser = Offered(fault_ids), hide_possible_values = true)]
    pub fault: Vec<String>,
    /// Where it listens.
    #[command(flatten)]
    pub address: AddressArgs,
    /// What it is.
    #[command(flatten)]
    pub setup: SetupArgs,
    /// What it says.
    #[command(flatten)]
    pub output: OutputArgs,
}

// The brand is the mock itself: what --config names elsewhere has no place here.
const CONFIG: &str = "Take issuers, clients, users, keys and lifetimes from FILE, again whenever it changes";

/// The flags that say where the mock listens.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Address")]
pub struct AddressArgs {
    /// Listen at this port; 0 is any that is free
    #[arg(long, default_value_t = 8400)]
    pub port: u16,
    /// Listen at this address of the machine; other machines reach any but a loopback address
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// Speak TLS, with a new certificate from a new authority
    #[arg(long)]
    pub tls: bool,
    /// Write the authority's certificate into this directory, for clients to trust (`--cacert`)
    #[arg(long, value_name = "DIR", default_value = ".", requires = "tls")]
    pub tls_dir: PathBuf,
    /// Answer to this host name too, and have it in the certificate; may be repeated
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
    /// Call the issuer this, as when a tunnel leads here [default: the address it listens at]
    #[arg(long, value_name = "URL")]
    pub issuer: Option<Url>,
    /// Listen at this port for the control endpoint, on this machine alone; 0 is any that is free
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub control_port: u16,
}

/// The flags that say what the mock is.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Set-up")]
pub struct SetupArgs {
    /// The ID of the first client
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// Take the secret of the first client from the first line of FILE [default: a new random one]
    #[arg(long, value_name = "FILE")]
    pub client_secret_file: Option<PathBuf>,
    /// Let the first client have this redirection URI too, besides LivePerson's; may be repeated
    #[arg(long, value_name = "URI")]
    pub redirect_uri: Vec<String>,
    /// Sign with the private key in FILE, in any form; of several the first one signs and all are published [default: a new key]
    #[arg(long, value_name = "FILE")]
    pub key: Vec<PathBuf>,
    /// Where its passphrase comes from.
    #[command(flatten)]
    pub passphrase: Passphrase,
    /// To whom the tokens of the first client are encrypted.
    #[command(flatten)]
    pub encryption: EncryptionArgs,
    /// Make keys, secrets and codes from this number, so that a run can be repeated to the letter
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Let the clock stand still at this time: `2026-01-01T00:00:00Z`, `+1h`, `-5m`
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, conflicts_with = "clock_shift")]
    pub at: Option<String>,
    /// Let the clock go ahead or behind by so much: `+1h`, `-5m`
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub clock_shift: Option<String>,
}

/// The flags that say what the mock tells.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Print the issuer alone: no set-up and no request log
    #[arg(long, short)]
    pub quiet: bool,
    /// Show client secrets
    #[arg(long)]
    pub show_secrets: bool,
    /// Write everything that a client or a test needs to FILE, client secrets and the control token included, for you alone to read
    #[arg(long, value_name = "FILE")]
    pub secrets_out: Option<PathBuf>,
}

const EXAMPLES: &str = "Examples:
  lpauth mock                                 the brand's server at http://127.0.0.1:8400
  lpauth mock --port 0 --secrets-out mock.json    for a test: any free port, and a file that says which
  lpauth mock --fault token.500               wrong in exactly one way
  lpauth mock --tls --host login.brand.test   HTTPS; clients trust lpauth-mock-ca.pem
  lpauth lint http://127.0.0.1:8400           what it publishes";

/// How often the log is printed and the configuration looked at.
const TICK: Duration = Duration::from_millis(50);

/// How many lines of the log wait to be printed.
const LINES: usize = 1_000;

/// Runs the command until somebody ends it.
///
/// # Errors
/// If an argument or the configuration cannot be used, or the address is taken.
pub fn run(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let faults = faults(&args.fault)?;
    let dice = match args.setup.seed {
        Some(seed) => StdRng::seed_from_u64(seed),
        None => StdRng::from_rng(&mut *edge.dice),
    };
    let (log, lines) = mpsc::sync_channel(LINES);
    let desk = Arc::new(Desk::new(dice, clock(&args.setup, edge)?, log));
    let given = Given::read(&args.setup, globals.config.as_deref(), faults, edge)?;
    let watch = Watch::new(globals.config.as_deref(), edge);
    let (mut running, authority) = start(&args.address, &desk, edge)?;
    let base = args.address.issuer.clone().unwrap_or_else(|| running.url.clone());
    set_up(&given, &base, &desk, edge)?;
    let token = setup::token(&mut *edge.dice);
    let control = start_control(&args.address, &desk, &token, edge)?;
    let told =
        welcome::Told { args, desk: &desk, control: &control.url, token: &token, authority: authority.as_deref() };
    welcome::print(&told, globals, edge)?;
    let mut session = Session { quiet: args.output.quiet, given, base, desk, lines, watch };
    while !running.ended_within(TICK) {
        session.turn(edge)?;
    }
    drop((running, control));
    session.print_log(edge)?;
    Ok(Output::default())
}

fn clock(args: &SetupArgs, edge: &Edge) -> Result<Clock, Failure> {
    let wrong = |flag: &str, text: &str, example: &str| {
        Failure::usage(format!("{flag}: “{text}” is no time")).hint(format!("such as {flag} {example}"))
    };
    match (&args.at, &args.clock_shift) {
        (Some(at), _) => setup::time_of(at, edge.clock.now())
            .map(Clock::Still)
            .ok_or_else(|| wrong("--at", at, "2026-01-01T00:00:00Z")),
        (None, Some(shift)) => {
            control::shift_of(shift).map(Clock::Ahead).ok_or_else(|| wrong("--clock-shift", shift, "+1h"))
        }
        (None, None) => Ok(Clock::default()),
    }
}

fn start(args: &AddressArgs, desk: &Arc<Desk>, edge: &mut Edge) -> Result<(Running, Option<PathBuf>), Failure> {
    let mut names = args.host.clone();
    names.extend(args.issuer.as_ref().and_then(Url::host_str).map(str::to_owned));
    let mut options = Options { bind: args.bind, port: args.port, names, signals: true, ..Options::default() };
    let mut authority = None;
    if args.tls {
        let issued = Identity::issue(&options.names, edge.clock.now())?;
        let file = args.tls_dir.join(AUTHORITY);
        // The one from the last time vouches for nobody any more.
        edge.files.write(&file, issued.authority.as_bytes(), Access::Shared, true)?;
        (options.tls, authority) = (Some(issued.identity), Some(file));
    }
    let desk = Arc::clone(desk);
    let handler: Handler = Arc::new(move |request, now| desk.answer(request, now));
    edge.servers.start(&options, handler).map(|running| (running, authority))
}

/// The file that the authority's certificate is written to.
const AUTHORITY: &str = "lpauth-mock-ca.pem";

fn start_control(args: &AddressArgs, desk: &Arc<Desk>, token: &Secret, edge: &mut Edge) -> Result<Running, Failure> {
    let control = Control { desk: Arc::clone(desk), token: token.clone() };
    let bounds = Bounds { connections: 16, body: 64 << 10, ..Bounds::default() };
    let options = Options { port: args.control_port, bounds, ..Options::default() };
    edge.servers.start(&options, Arc::new(move |request, now| control.answer(request, now)))
}

fn set_up(given: &Given<'_>, base: &Url, desk: &Desk, edge: &mut Edge) -> Result<(), Failure> {
    let config = given.config(base, edge)?;
    let _busy = edge.terminal.busy("making keys");
    desk.set_up(config, edge.clock.now()).map_err(unfit)
}

/// A mock at work, as the command sees it.
struct Session<'a> {
    quiet: bool,
    given: Given<'a>,
    base: Url,
    desk: Arc<Desk>,
    lines: mpsc::Receiver<String>,
    watch: Watch,
}

impl Session<'_> {
    fn turn(&mut self, edge: &mut Edge) -> Result<(), Failure> {
        self.print_log(edge)?;
        if !self.watch.changed(edge) {
            return Ok(());
        }
        let said = match set_up(&self.given, &self.base, &self.desk, edge) {
            Ok(()) => "the configuration was read again\n".to_owned(),
            Err(failure) => format!("{failure}  the mock goes on as it was\n"),
        };
        edge.terminal.write(Stream::Err, &visible_lines(&said))
    }

    fn print_log(&self, edge: &mut Edge) -> Result<(), Failure> {
        let text: String = self.lines.try_iter().collect();
        if self.quiet || text.is_empty() {
            return Ok(());
        }
        edge.terminal.write(Stream::Err, &visible_lines(&text))
    }
}

/// The configuration's file, and what tells that it changed.
struct Watch {
    files: Vec<PathBuf>,
    stamps: Stamps,
}

impl Watch {
    fn new(file: Option<&Path>, edge: &mut Edge) -> Watch {
        let files: Vec<_> = file.into_iter().map(Path::to_owned).collect();
        // Taken before the file is read: what changes meanwhile is a change too.
        let stamps = edge.files.stamps(&files);
        Watch { files, stamps }
    }

    fn changed(&mut self, edge: &mut Edge) -> bool {
        if self.files.is_empty() {
            return false;
        }
        let before = std::mem::replace(&mut self.stamps, edge.files.stamps(&self.files));
        before != self.stamps
    }
}

/// Returns the faults with these ids.
///
/// # Errors
/// If there is no such fault; names the nearest.
pub fn faults(ids: &[String]) -> Result<Vec<AnyFault>, Failure> {
    ids.iter().map(|id| AnyFault::find(id).ok_or_else(|| unknown_fault(id))).collect()
}

fn unknown_fault(id: &str) -> Failure {
    let failure = Failure::usage(format!("there is no fault {id}"));
    match nearest(id, fault_ids().into_iter()) {
        Some(near) => failure.hint(format!("did you mean {near}? `lpauth explain` shows all")),
        None => failure.hint("`lpauth explain` shows all"),
    }
}

/// Returns the ids of all faults that a mock can have.
pub fn fault_ids() -> Vec<&'static str> {
    AnyFault::all().map(AnyFault::id).collect()
}

fn unfit(Unfit(reason): Unfit) -> Failure {
    Failure::usage(reason).hint("leave a flag out, or choose another --fault; `lpauth mock --help` says what fits")
}
