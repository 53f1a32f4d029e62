//! `lpauth console`: LivePerson's console form, filled from what an authorization server publishes.

mod form;
mod show;

use super::brand::{self, Chosen};
use super::exchange::at_home;
use super::key::{self, Passphrase};
use super::lint::{Inputs, Subject};
use super::network::Network;
use super::{Globals, Output};
use crate::check::policy::POLICIES;
use crate::check::{self, Context};
use crate::edge::{Edge, Failure};
use crate::model::discovery::Discovery;
use crate::model::settings::{Brand, FLOWS};
use crate::model::time::Timestamp;
use crate::render::Style;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use form::{Form, Given, Key};
use std::path::{Path, PathBuf};

/// The arguments.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// Whose form it is.
    #[command(flatten)]
    pub inputs: Inputs,
    /// How it may be fetched.
    #[command(flatten)]
    pub network: Network,
    /// The way a login goes [default: the brand's, else the safest that the server offers]
    #[arg(long, value_name = "FLOW", value_parser = clap::builder::PossibleValuesParser::new(FLOWS))]
    pub flow: Option<String>,
    /// Take what only you know (client ID, names) from this [brand.NAME] of lpauth.toml, and its issuer if nothing else is named
    #[arg(long, value_name = "NAME")]
    pub brand: Option<String>,
    /// Fill in the public key in FILE, in any form, in place of the address of the key set
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// The format of the form; `toml` is a [brand.NAME] section for lpauth.toml
    #[arg(long, value_name = "FORMAT", default_value = "pretty", value_parser = clap::builder::PossibleValuesParser::new(show::names()))]
    pub format: String,
}

/// Runs the command. The exit code is 1 if something that the flow needs is missing or will not work, and 3 or 4 if not
/// everything could be read.
///
/// # Errors
/// If an argument, the settings or the key cannot be used.
pub fn run(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let chosen = brand::choose(args.brand.as_deref(), globals, edge)?;
    let limits = args.network.limits(edge)?;
    let named = args.brand.as_ref().map(|_| &chosen);
    let key = args.key.as_ref().map(|file| public_key(file, edge)).transpose()?;
    let subjects = args.inputs.gather(named.and_then(|chosen| chosen.brand.text("issuer")), &limits, edge)?;
    let now = edge.clock.now();
    let forms: Vec<Form> = subjects.iter().map(|subject| fill(subject, args, named, key.as_ref(), now)).collect();
    let show = show::find(&args.format).unwrap_or(show::pretty);
    let exit = u8::from(forms.iter().any(|form| !form.ready()));
    let mut output = Output { stdout: show(&forms, &globals.style(edge)), exit, ..Output::default() };
    for failure in subjects.iter().filter_map(|subject| subject.failure.as_ref()) {
        output.stderr.push_str(&failure.to_string());
        output.exit = output.exit.max(failure.kind as u8);
    }
    Ok(output)
}

/// Returns the form of a mock, for people: the client ID is known, everything else stands in `facts`.
pub fn page(issuer: &str, client_id: &str, facts: &check::Facts, now: Timestamp, style: &Style) -> String {
    let brand = Brand::of_client("mock", client_id);
    let given = Given { flow: None, brand: Some(&brand), key: None };
    let flow = form::flow(facts.discovery.here(), &given);
    let group = at_home(check::group(issuer, facts, &context(flow, now), &POLICIES[0]), issuer);
    show::pretty(&[form::fill(flow, facts, &group, &given)], style)
}

/// Returns the safest way a login may go, of those that the metadata offers.
pub fn safest_flow(metadata: Option<&Discovery>) -> &'static str {
    form::flow(metadata, &Given { flow: None, brand: None, key: None })
}

fn fill(subject: &Subject, args: &Args, named: Option<&Chosen>, key: Option<&Key>, now: Timestamp) -> Form {
    let given = Given { flow: args.flow.as_deref(), brand: named.map(|chosen| &chosen.brand), key };
    let flow = form::flow(subject.facts.discovery.here(), &given);
    let context = Context { console: named.map(Chosen::console).unwrap_or_default(), ..context(flow, now) };
    let group = check::group(&subject.name, &subject.facts, &context, &POLICIES[0]);
    form::fill(flow, &subject.facts, &group, &given)
}

fn context(flow: &str, now: Timestamp) -> Context {
    let response_type = Some(if flow == "implicit" { "id_token" } else { "code" }.to_owned());
    Context { now, response_type, ..Context::default() }
}

fn public_key(file: &Path, edge: &mut Edge) -> Result<Key, Failure> {
    let name = file.display();
    let found = key::read(file, &Passphrase::default(), edge)?;
    let [only] = found.as_slice() else {
        return Err(Failure::input(format!("{name} holds {} keys, and the console takes one", found.len()))
            .hint("name a file with the one public key; `lpauth jwks` lists those of a set"));
    };
    let spki = only.key.to_spki().map_err(|error| {
        Failure::input(format!("{name}: {error}")).hint("the console takes an RSA, EC or Ed25519 public key")
    })?;
    Ok(Key { line: STANDARD.encode(spki), rsa: only.key.kind().kty() == "RSA" })
}
