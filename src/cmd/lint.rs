//! `lpauth lint`: everything that is wrong, risky or unfit for LivePerson in what an authorization server publishes.

mod subject;

use super::baseline::BaselineFlags;
use super::brand::{self, Chosen};
use super::network::Network;
use super::reporting::Reporting;
use super::{Globals, Output, input, watch};
use crate::check::policy::Policy;
use crate::check::{self, Context, Slot};
use crate::edge::{Edge, Failure};
use crate::report::{Group, Report};
pub use subject::{Inputs, Subject};

/// The arguments.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// What to lint.
    #[command(flatten)]
    pub inputs: Inputs,
    /// How it may be fetched.
    #[command(flatten)]
    pub network: Network,
    /// Hold the metadata against what was typed into LivePerson's console, as [brand.NAME] of lpauth.toml has it; without
    /// anything else to lint, ask its issuer
    #[arg(long, value_name = "NAME")]
    pub brand: Option<String>,
    /// What counts, and how it is shown.
    #[command(flatten)]
    pub reporting: Reporting,
    /// Which findings were accepted before.
    #[command(flatten)]
    pub baseline: BaselineFlags,
    /// Lint again whenever a file changes
    #[arg(long)]
    pub watch: bool,
}

/// Runs the command. What cannot be read or reached loses nothing of the rest: the report is printed and the failure told.
/// Then the exit code is 3 or 4 whatever was found, because an answer that was never asked for is not a clean one.
///
/// # Errors
/// If an argument or a baseline cannot be used, or a report cannot be written.
pub fn run(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    if !args.watch {
        return once(args, globals, edge);
    }
    let files = input::files(&args.inputs.files(), edge);
    watch::repeat(edge, &files, |edge| once(args, globals, edge))
}

fn once(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let chosen = brand::choose(args.brand.as_deref(), globals, edge)?;
    args.reporting.earlier("lint", edge)?;
    let limits = args.network.limits(edge)?;
    let issuer = args.brand.as_ref().and_then(|_| chosen.brand.text("issuer"));
    let subjects = args.inputs.gather(issuer, &limits, edge)?;
    let context = context(args, &chosen, edge);
    let policy = args.reporting.policy(&chosen);
    let groups = subjects.iter().map(|subject| judge(subject, &context, &policy)).collect();
    let mut report = Report::new("lint", context.now.0, policy.name, groups);
    let notes = args.baseline.apply(&mut report, edge)?;
    let mut output = args.reporting.output(&report, args.reporting.fail_on(&chosen), globals, edge)?;
    output.stderr.push_str(&notes);
    for failure in subjects.iter().filter_map(|subject| subject.failure.as_ref()) {
        output.stderr.push_str(&failure.to_string());
        output.exit = output.exit.max(failure.kind as u8);
    }
    Ok(output)
}

// What the brand says is an expectation only if somebody names the brand: most servers are somebody else's.
fn context(args: &Args, chosen: &Chosen, edge: &Edge) -> Context {
    let now = edge.clock.now();
    match &args.brand {
        None => Context { now, ..Context::default() },
        Some(_) => Context {
            now,
            console: chosen.console(),
            response_type: chosen.brand.response_type().map(str::to_owned),
            ..Context::default()
        },
    }
}

/// Judges one subject: the verdicts, what it is, and what they rest on.
pub fn judge(subject: &Subject, context: &Context, policy: &Policy) -> Group {
    let mut group = check::group(&subject.name, &subject.facts, context, policy);
    group.summary.splice(0..0, summary(subject));
    group.caveats.extend(caveat(subject));
    group
}

fn caveat(subject: &Subject) -> Option<String> {
    let alone = matches!((&subject.facts.discovery, &subject.facts.keys), (Slot::Here(_), Slot::None));
    match &subject.failure {
        Some(failure) => Some(format!("Not everything was read: {}", failure.message)),
        None => alone.then(|| "No key set was judged: name its file behind the metadata, or pass --jwks.".to_owned()),
    }
}

fn summary(subject: &Subject) -> Vec<(String, String)> {
    let line = |label: &str, value: String| (label.to_owned(), value);
    let facts = &subject.facts;
    let mut summary = Vec::new();
    if let Some(discovery) = facts.discovery.here() {
        summary.extend(discovery.text("issuer").map(|issuer| line("issuer", issuer.to_owned())));
        summary.push(line("metadata", discovery.json.source.name.clone()));
    }
    if let Some(keys) = facts.keys.here() {
        let labels: Vec<String> = keys.keys().iter().map(crate::model::jwk::Jwk::label).collect();
        summary.push(line("key set", keys.json.source.name.clone()));
        summary.push(line("keys", listed(&labels)));
    }
    summary
}

/// How many keys are named at a glance.
const NAMED: usize = 12;

fn listed(labels: &[String]) -> String {
    let more = match labels.len().saturating_sub(NAMED) {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    let named: Vec<&str> = labels.iter().take(NAMED).map(String::as_str).collect();
    format!("{}{more}", named.join(", "))
}
