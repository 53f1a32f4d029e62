//! Where the brand is written, and what stands there already.

use super::given::shown;
use super::{Args, tell};
use crate::cmd::brand::{self, Chosen};
use crate::cmd::{Globals, Output};
use crate::edge::files::Access;
use crate::edge::{Edge, Failure};
use crate::flow::plan;
use crate::model::settings::{Brand, MEMBERS, Settings, edit};
use std::path::{Path, PathBuf};

/// The members that name a file behind such a mark.
const MARKED: &[(&str, &str)] =
    &[("client_secret", "file:"), ("password", "file:"), ("login", "steps="), ("login", "cookie=")];

/// A settings file, or standard output.
pub(super) struct Place {
    file: Option<PathBuf>,
    name: String,
    exists: bool,
    settings: Settings,
}

impl Place {
    /// Finds the place that the flags name, else the settings file that the commands read, else a new one.
    ///
    /// # Errors
    /// If what stands there cannot be read.
    pub(super) fn find(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Place, Failure> {
        if args.out.as_deref() == Some(Path::new("-")) {
            let settings = brand::parse("standard output", String::new())?;
            return Ok(Place { file: None, name: "standard output".to_owned(), exists: false, settings });
        }
        let named = args.out.clone().or_else(|| globals.config.clone()).or_else(|| brand::nearest(edge));
        let file = named.unwrap_or_else(|| edge.directory.join(brand::FILE));
        let name = shown(&file, edge);
        let exists = edge.files.exists(&file);
        let settings = if exists { brand::read(&file, edge)? } else { brand::parse(&name, String::new())? };
        Ok(Place { file: Some(file), name, exists, settings })
    }

    /// Returns the brand that stands there under this name.
    pub(super) fn brand(&self, name: &str) -> Option<&Brand> {
        self.settings.brand(name)
    }

    /// Returns what stands there of the brand already.
    ///
    /// # Errors
    /// If it is there, and nobody wants it changed.
    pub(super) fn kept(&self, name: &str, force: bool, edge: &mut Edge) -> Result<Brand, Failure> {
        let Some(brand) = self.brand(name) else { return Ok(Brand::default()) };
        let there = format!("there is a brand “{name}” in {} already", self.name);
        if !force && !edge.person.present() {
            return Err(Failure::usage(there).hint("pass --force to change it, or another name with --brand"));
        }
        let question = format!("{there}. Change it?");
        if !force && !edge.person.confirm(&question, false)? {
            return Err(unwritten());
        }
        Ok(brand.clone())
    }

    /// Names files as seen from the settings file; what was `kept` is so already.
    pub(super) fn relate(&self, kept: &Brand, brand: &mut Brand, edge: &Edge) {
        let new = |name: &str, brand: &Brand| {
            brand.text(name).filter(|value| kept.text(name) != Some(value)).map(str::to_owned)
        };
        for name in ["key", "jwks"] {
            if let Some(path) = new(name, brand).filter(|value| plan::discovery_url(value).is_none()) {
                brand.set(name, self.related(&path, edge));
            }
        }
        for (name, mark) in MARKED {
            if let Some(path) = new(name, brand).as_deref().and_then(|value| value.strip_prefix(mark)) {
                brand.set(name, format!("{mark}{}", self.related(path, edge)));
            }
        }
    }

    fn related(&self, path: &str, edge: &Edge) -> String {
        let file = self.file.as_ref().map(|file| edge.directory.join(file));
        let base = file.as_deref().and_then(Path::parent).unwrap_or(&edge.directory);
        let absolute = edge.directory.join(path);
        match absolute.strip_prefix(base) {
            _ if base == edge.directory => path.to_owned(),
            Ok(below) => below.display().to_string(),
            Err(_) => absolute.display().to_string(),
        }
    }

    /// Shows a person what will be written, and asks whether to.
    ///
    /// # Errors
    /// If they say no.
    pub(super) fn review(&self, brand: &Brand, open: &[&str], edge: &mut Edge) -> Result<(), Failure> {
        if self.file.is_none() || !edge.person.present() {
            return Ok(());
        }
        tell(edge, &format!("\n{}\n", edit::section(brand, open)))?;
        let question = format!("Write this to {}?", self.name);
        if edge.person.confirm(&question, true)? { Ok(()) } else { Err(unwritten()) }
    }

    /// Writes the brand, and returns it as every command will find it. Nothing is written that could not be read again, or
    /// that would change another brand.
    ///
    /// # Errors
    /// If the file cannot be written, or not without changing more than the brand.
    pub(super) fn write(&self, brand: &Brand, open: &[&str], edge: &mut Edge) -> Result<(Chosen, Output), Failure> {
        let text = match self.file {
            Some(_) => edit::with(&self.settings, brand, open),
            None => edit::section(brand, open),
        };
        let written = brand::parse(&self.name, text.clone()).ok().and_then(|settings| self.checked(&settings, brand));
        let written = written.ok_or_else(|| {
            Failure::usage(format!("{} is written in a way that lpauth cannot add to", self.name))
                .hint("write the section by hand: --out - prints it")
        })?;
        let chosen = Chosen { brand: written, file: self.file.clone(), undecided: Vec::new() };
        let Some(file) = &self.file else { return Ok((chosen, Output::result(text))) };
        if text == self.settings.source.text {
            tell(edge, &format!("{} says all that already\n", self.name))?;
        } else {
            edge.files.write(file, text.as_bytes(), Access::Shared, self.exists)?;
            tell(edge, &format!("wrote {}: the brand “{}”\n", self.name, brand.name))?;
        }
        Ok((chosen, Output::default()))
    }

    /// Returns the brand as it was read again, if it says what was wanted and the others say what they said.
    fn checked(&self, settings: &Settings, brand: &Brand) -> Option<Brand> {
        let read = settings.brand(&brand.name)?;
        let said = MEMBERS.iter().all(|it| brand.text(it.name).is_none_or(|value| read.text(it.name) == Some(value)));
        let others = |settings: &Settings| -> Vec<Brand> {
            settings.brands.iter().filter(|other| other.name != brand.name).cloned().collect()
        };
        let kept = others(settings) == others(&self.settings);
        let checks = self.brand(&brand.name).is_none_or(|before| before.checks == read.checks);
        (said && kept && checks).then(|| read.clone())
    }
}

fn unwritten() -> Failure {
    Failure::usage("nothing was written").hint("start again when you know what to change")
}
