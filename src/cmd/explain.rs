//! `lpauth explain`: what a check, a scenario, a fault or an error code of LivePerson means, what usually causes it, and what to type
//! to find out; and guides.

mod guide;
mod list;
mod page;
mod topic;

use super::offered::Offered;
use super::{Globals, Output};
use crate::edge::{Edge, Failure};
use crate::model::name::nearest;
use crate::render::json;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A check, a scenario, a fault, an error code of LivePerson or its name, a text with such a code in it, or `har`: how to capture
    /// a login [default: list them all]
    #[arg(value_name = "ID", value_parser = Offered(topic::ids), hide_possible_values = true)]
    pub id: Option<String>,
    /// The format of the answer
    #[arg(long, value_name = "FORMAT", default_value = "pretty")]
    pub format: Format,
}

/// The format of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people
    Pretty,
    /// For programs: docs/json-v1.md describes it
    Json,
}

/// The word that lists everything, as `lpauth mint --fault list` does.
const LIST: &str = "list";

/// Runs the command.
///
/// # Errors
/// If nothing is called like this; says what may be meant.
pub fn run(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let style = globals.style(edge);
    let pretty = args.format == Format::Pretty;
    let Some(id) = args.id.as_deref().filter(|id| *id != LIST) else {
        return Ok(Output::result(if pretty { list::pretty(&style) } else { json::text(&list::all()) }));
    };
    if let Some(guide) = guide::find(id) {
        return Ok(Output::result(if pretty { guide::pretty(guide, &style) } else { json::text(guide) }));
    }
    let topic = topic::find(id).ok_or_else(|| unknown(id))?;
    Ok(Output::result(if pretty { page::pretty(&topic, &style) } else { json::text(&topic) }))
}

/// Returns whether something is called like this, or is an error code.
pub fn is_known(id: &str) -> bool {
    topic::find(id).is_some()
}

fn unknown(id: &str) -> Failure {
    let failure = Failure::usage(format!("there is no check, scenario, fault or error code “{id}”"));
    match nearest(id, topic::ids().into_iter()) {
        Some(meant) => failure.hint(format!("did you mean `lpauth explain {meant}`?")),
        None => failure.hint("`lpauth explain` lists them all"),
    }
}
