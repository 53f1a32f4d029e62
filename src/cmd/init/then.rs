//! What to do next, once the brand is written.

use super::tell;
use crate::cmd::brand::{self, Chosen};
use crate::cmd::mint::quoted;
use crate::cmd::network::Network;
use crate::cmd::{Globals, Output, exchange};
use crate::edge::{Edge, Failure};
use clap::Parser;
use std::fmt::Write;

/// Returns a note if the secret is not where the settings say that it stands.
pub(super) fn unresolved(chosen: &Chosen, edge: &mut Edge) -> String {
    let missing = match chosen.brand.text("client_secret").and_then(|reference| reference.split_once(':')) {
        Some(("env", name)) if edge.environment.get(name).is_none_or(String::is_empty) => {
            format!("the environment variable {name} is not set")
        }
        Some(("file", path)) => {
            let base = chosen.file.as_deref().and_then(std::path::Path::parent).unwrap_or(&edge.directory);
            match edge.files.exists(&base.join(path)) {
                true => return String::new(),
                false => format!("there is no file {path} yet"),
            }
        }
        _ => return String::new(),
    };
    format!("note: {missing}: put the client secret there before the first login\n")
}

/// The flags of `lpauth exchange`, with its own defaults.
#[derive(Parser)]
#[command(name = "lpauth exchange")]
struct Line {
    #[command(flatten)]
    exchange: exchange::Args,
}

/// Offers a person a first login, and makes it: what `lpauth exchange --brand NAME` would do. `None` if nobody wants one.
///
/// # Errors
/// If nobody answers, or no login can even begin.
pub(super) fn first_login(
    chosen: &Chosen,
    ready: bool,
    network: &Network,
    globals: &Globals,
    edge: &mut Edge,
) -> Result<Option<Output>, Failure> {
    if chosen.file.is_none() || !edge.person.present() {
        return Ok(None);
    }
    tell(edge, "\n")?;
    if !edge.person.confirm("Try a login now?", ready)? {
        return Ok(None);
    }
    let words = ["lpauth exchange".to_owned(), format!("--brand={}", chosen.brand.name)];
    let line = Line::try_parse_from(words)
        .map_err(|error| Failure::usage(error.to_string()).hint("`lpauth exchange --help` lists what it takes"))?;
    let args = exchange::Args { network: network.clone(), ..line.exchange };
    let globals = Globals { config: chosen.file.clone(), ..globals.clone() };
    exchange::run(&args, &globals, edge).map(Some)
}

/// Returns the commands that a person types next.
pub(super) fn steps(chosen: &Chosen, judged: bool, edge: &mut Edge) -> String {
    let words = arguments(chosen, edge).iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    let lint = if judged { "all that was found, with its remedies" } else { "what is wrong at the server" };
    let rows = [
        ("lint", lint),
        ("console", "what to type into LivePerson's console"),
        ("exchange", "a first login, as LivePerson makes it"),
    ];
    let width = rows.iter().map(|(verb, _)| verb.len()).max().unwrap_or_default() + words.len() + 1;
    let mut text = "\nnext:\n".to_owned();
    for (verb, what) in rows {
        let command = format!("{verb} {words}");
        let _ = writeln!(text, "  lpauth {command:width$}  {what}");
    }
    text
}

/// Returns the arguments by which every command finds the brand again.
fn arguments(chosen: &Chosen, edge: &mut Edge) -> Vec<String> {
    let mut words = vec!["--brand".to_owned(), chosen.brand.name.clone()];
    let nearest = brand::nearest(edge);
    if let Some(file) = chosen.file.as_ref().filter(|file| nearest != Some(edge.directory.join(file))) {
        words.extend(["--config".to_owned(), file.display().to_string()]);
    }
    words
}
