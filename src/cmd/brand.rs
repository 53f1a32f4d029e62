//! Finds the brand a command is about, in the nearest `lpauth.toml`.

use super::Globals;
use crate::check::{self, Console};
use crate::edge::gather::LIMIT;
use crate::edge::{Edge, Failure};
use crate::flow::scenario;
use crate::model::name::nearest as nearest_name;
use crate::model::settings::{Brand, Settings};
use crate::model::source::Source;
use std::path::{Path, PathBuf};

/// The name of the settings file.
pub const FILE: &str = "lpauth.toml";

/// A brand, and where its file names start from.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    /// The brand; without any member if there are no settings.
    pub brand: Brand,
    /// The settings file, if there is one.
    pub file: Option<PathBuf>,
    /// The names of its brands, if it has several and none was chosen.
    pub undecided: Vec<String>,
}

impl Chosen {
    /// Returns what was typed into the fields of LivePerson's console that metadata has an answer to.
    pub fn console(&self) -> Console {
        let typed = |member: &str| self.brand.text(member).map(str::to_owned);
        Console {
            issuer: typed("issuer"),
            authorization_endpoint: typed("authorization_endpoint"),
            token_endpoint: typed("token_endpoint"),
            jwks_endpoint: typed("jwks_endpoint"),
        }
    }

    /// Returns the value of a member that names a file, as a path from the working directory.
    pub fn path(&self, member: &str) -> Option<PathBuf> {
        Some(self.beside(self.brand.text(member)?))
    }

    /// Returns the path of a file that the settings name, from the working directory.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.file.as_deref().and_then(Path::parent).unwrap_or(Path::new("")).join(name)
    }
}

/// Returns the brand called `name`, or the only brand there is, or an empty one if there are no settings.
///
/// # Errors
/// If the settings are wrong, or the name is missing or unknown.
pub fn choose(name: Option<&str>, globals: &Globals, edge: &mut Edge) -> Result<Chosen, Failure> {
    let Some(file) = globals.config.clone().or_else(|| nearest(edge)) else {
        return match name {
            None => Ok(Chosen::default()),
            Some(name) => Err(Failure::usage(format!("there is no {FILE} that could tell what brand “{name}” is"))
                .hint(format!("write a [brand.{name}] section into {FILE}, or name the file with --config"))),
        };
    };
    let settings = read(&file, edge)?;
    let brand = match (name, settings.brands.as_slice()) {
        (Some(name), _) => settings.brand(name).ok_or_else(|| unknown(name, &settings))?.clone(),
        (None, [only]) => only.clone(),
        (None, several) => {
            let undecided = several.iter().map(|brand| brand.name.clone()).collect();
            return Ok(Chosen { file: Some(file), undecided, ..Chosen::default() });
        }
    };
    Ok(Chosen { brand, file: Some(file), undecided: Vec::new() })
}

/// Returns the settings file that the commands read if nobody names another, if there is one.
pub fn nearest(edge: &mut Edge) -> Option<PathBuf> {
    let directories: Vec<PathBuf> = edge.directory.ancestors().map(|directory| directory.join(FILE)).collect();
    directories.into_iter().find(|file| edge.files.exists(file))
}

/// Reads a settings file.
///
/// # Errors
/// If it cannot be read, or something in it is wrong.
pub fn read(file: &Path, edge: &mut Edge) -> Result<Settings, Failure> {
    let bytes = edge.files.read(file, LIMIT)?;
    let name = file.display().to_string();
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::usage(format!("{name} is not UTF-8 text")).hint("save it as UTF-8 text"))?;
    parse(&name, text)
}

/// Reads the text of a settings file called `name`.
///
/// # Errors
/// If something in it is wrong.
pub fn parse(name: &str, text: String) -> Result<Settings, Failure> {
    let scenarios = scenario::all().map(|scenario| scenario.rule.id);
    let ids: Vec<&str> = check::all().map(|check| check.rule.id).chain(scenarios).collect();
    Settings::parse(Source::new(name, text), &ids).map_err(|mistake| {
        Failure::usage(format!("{name}:{}:{}: {}", mistake.position.line, mistake.position.column, mistake.message))
            .hint("mend that line; `lpauth init` writes the file for you")
    })
}

fn unknown(wanted: &str, settings: &Settings) -> Failure {
    let names: Vec<_> = settings.brands.iter().map(|brand| brand.name.as_str()).collect();
    let meant =
        nearest_name(wanted, names.iter().copied()).map_or(String::new(), |near| format!("did you mean {near}? "));
    Failure::usage(format!("there is no brand “{wanted}” in {}", settings.source.name)).hint(match names.as_slice() {
        [] => format!("write a [brand.{wanted}] section into it, as `lpauth init` does"),
        names => format!("{meant}its brands are: {}", names.join(", ")),
    })
}
