//! `lpauth diagnose`: from what support has in hand to the cause of a failed login.

mod archive;
mod hand;
mod judge;
mod reply;
mod traces;

use super::brand;
use super::clocks::seconds;
use super::decryption::DecryptionFlags;
use super::network::Network;
use super::reporting::Reporting;
use super::{Globals, Output};
use crate::edge::{Edge, Failure};
use crate::flow::cause::{self, Evidence};
use crate::flow::recognise::Expectations;
use crate::report::Report;
use hand::Hand;
use judge::Bench;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// What there is: HARs, transcripts, tokens, callback addresses, token responses, metadata, key sets, logs; told apart by
    /// content. A file, a directory, `-` for standard input, or the text itself
    #[arg(value_name = "FILE|TEXT")]
    pub input: Vec<String>,
    /// A text to read as it is: an error message, a code of LivePerson's, a line of a log; may be repeated
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub text: Vec<String>,
    /// Print what to answer the customer, and nothing else: no secrets, no personal data
    #[arg(long)]
    pub reply: bool,
    /// Expect what this [brand.NAME] of lpauth.toml says
    #[arg(long, value_name = "NAME", help_heading = "Expectations")]
    pub brand: Option<String>,
    /// Expect this issuer
    #[arg(long, value_name = "URL", help_heading = "Expectations")]
    pub issuer: Option<String>,
    /// Expect this client ID
    #[arg(long, value_name = "ID", help_heading = "Expectations")]
    pub client_id: Option<String>,
    /// Verify with the JWK set in this file
    #[arg(long, value_name = "FILE", conflicts_with = "key", help_heading = "Expectations")]
    pub jwks: Option<PathBuf>,
    /// Verify with the public key in FILE, in any form
    #[arg(long, value_name = "FILE", help_heading = "Expectations")]
    pub key: Vec<PathBuf>,
    /// Fetch the metadata and keys that --brand or --issuer name. Nothing that only the evidence names is ever asked
    #[arg(long, help_heading = "Expectations")]
    pub online: bool,
    /// Judge a token that stands alone at this time [default: when it was issued]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "Expectations")]
    pub at: Option<String>,
    /// How far clocks may be apart (`60s`, `5m`) [default: 60s]
    #[arg(long, value_name = "TIME", value_parser = seconds, help_heading = "Expectations")]
    pub skew: Option<i64>,
    /// How encrypted tokens are opened.
    #[command(flatten)]
    pub decryption: DecryptionFlags,
    /// How requests may be sent.
    #[command(flatten)]
    pub network: Network,
    /// What counts, and how it is shown.
    #[command(flatten)]
    pub reporting: Reporting,
}

/// Runs the command. The exit code is 1 if a cause was found, 0 if nothing is wrong, 3 if something could not be read.
///
/// # Errors
/// If nothing was handed over, or the settings cannot be used.
pub fn run(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let chosen = brand::choose(args.brand.as_deref(), globals, edge)?;
    let expect = Expectations {
        client_id: args.client_id.clone().or_else(|| chosen.brand.text("client_id").map(str::to_owned)),
        redirect_uris: chosen.brand.text("redirect_uri").map(str::to_owned).into_iter().collect(),
        ..Expectations::default()
    };
    let hand = Hand::gather(args, &expect, edge)?;
    if hand.is_empty() {
        let hint = "a HAR, a token, the callback address, LivePerson's error code: `lpauth diagnose --text 9007`";
        return Err(hand.unread.into_iter().next().unwrap_or_else(|| nothing().hint(hint)));
    }
    let policy = args.reporting.policy(&chosen);
    let bench = Bench::new(args, &chosen, &hand, &policy, edge)?;
    let mut groups = bench.groups(&hand);
    let mut diagnosis = cause::diagnose(&Evidence { groups: &groups, seen: &hand.seen, heard: &hand.heard });
    diagnosis.wanted.extend(hand.wanted.iter().cloned());
    let found = !diagnosis.causes.is_empty();
    let unread: String = hand.unread.iter().map(ToString::to_string).collect();
    let exit = if hand.unread.is_empty() { u8::from(found) } else { 3 };
    if args.reply {
        return Ok(Output { stdout: reply::reply(&diagnosis), stderr: unread, exit });
    }
    diagnosis.mark(&mut groups);
    let mut report = Report::new("diagnose", edge.clock.now().0, policy.name, groups);
    report.diagnosis = Some(diagnosis);
    let output = args.reporting.output(&report, args.reporting.fail_on(&chosen), globals, edge)?;
    Ok(Output { stderr: unread, exit, ..output })
}

fn nothing() -> Failure {
    Failure::usage("nothing to diagnose")
}
