//! A case: what somebody has in hand of a login, and what is known to be wrong with it.

use super::root;
use crate::support::{NOW, World};
use lpauth::flow::cause::row;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Where the cases are.
const FOLDER: &str = "tests/broken";

/// A case.
pub(super) struct Case {
    /// The name of its directory.
    pub(super) id: String,
    /// What went wrong, in a line.
    pub(super) title: String,
    /// The form of the evidence.
    pub(super) shape: String,
    /// Whether it was captured, or written by hand.
    pub(super) origin: Origin,
    /// Whether nothing is wrong.
    pub(super) healthy: bool,
    /// The ids of the causes that are right; the first one is meant.
    pub(super) causes: Vec<String>,
    /// Whose turn it is.
    pub(super) side: String,
    fix: String,
    arguments: Vec<String>,
    at: i64,
    files: BTreeMap<String, Vec<u8>>,
}

/// How a case came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Origin {
    /// Taken from programs at work.
    Captured,
    /// Written in the form of an exporter.
    Written,
}

impl Origin {
    pub(super) fn word(self) -> &'static str {
        match self {
            Origin::Captured => "captured",
            Origin::Written => "written",
        }
    }
}

/// `case.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    title: String,
    shape: String,
    origin: Origin,
    diagnose: Vec<String>,
    #[serde(default)]
    healthy: bool,
    #[serde(default)]
    cause: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    side: String,
    #[serde(default)]
    fix: String,
    /// The time at which `diagnose` is run, in seconds since 1970.
    at: Option<i64>,
}

/// What `diagnose` answered.
#[derive(Deserialize)]
pub(super) struct Answer {
    #[serde(skip)]
    pub(super) exit: u8,
    pub(super) causes: Vec<Found>,
}

/// A cause that was found.
#[derive(Deserialize)]
pub(super) struct Found {
    pub(super) id: String,
    pub(super) side: String,
    title: String,
    change: String,
    #[serde(default)]
    checks: Vec<String>,
}

/// Returns every case, in order.
pub(super) fn all() -> Vec<Case> {
    let folders = std::fs::read_dir(root().join(FOLDER)).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = folders.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.iter().map(|path| Case::read(path)).collect()
}

impl Case {
    fn read(folder: &std::path::Path) -> Case {
        let id = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let name = |path: &std::path::Path| path.file_name().unwrap().to_str().unwrap().to_owned();
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut files: BTreeMap<String, Vec<u8>> =
            paths.map(|path| (name(&path), std::fs::read(&path).unwrap())).collect();
        let sheet = files.remove("case.toml").unwrap_or_else(|| panic!("{id} has no case.toml"));
        let sheet: Sheet =
            toml::from_str(&String::from_utf8(sheet).unwrap()).unwrap_or_else(|error| panic!("{id}: {error}"));
        let healthy = sheet.cause.is_empty();
        assert!(healthy || !sheet.healthy, "{id} is sound and has a cause");
        assert!(
            healthy || !sheet.side.is_empty() && !sheet.fix.is_empty(),
            "{id} says neither whose turn nor what to do"
        );
        Case {
            id,
            title: sheet.title,
            shape: sheet.shape,
            origin: sheet.origin,
            healthy,
            causes: std::iter::once(sheet.cause).chain(sheet.also).filter(|id| !id.is_empty()).collect(),
            side: sheet.side,
            fix: sheet.fix,
            arguments: sheet.diagnose,
            at: sheet.at.unwrap_or(NOW),
            files,
        }
    }

    fn world(&self) -> World {
        self.files.iter().fold(World::new().at(self.at), |world, (name, content)| world.file(name, content))
    }

    /// Returns what `diagnose` answers.
    pub(super) fn diagnosed(&self) -> Answer {
        self.ask(&self.world(), &self.arguments)
    }

    /// Returns what `diagnose` answers when all files were redacted before.
    pub(super) fn redacted(&self) -> Answer {
        let world = self.world();
        let clean = |argument: &String| {
            if !self.is_capture_file(argument) {
                return argument.clone();
            }
            let run = world.run_args(&["redact", argument, "--out", &format!("clean-{argument}")]);
            assert_eq!(run.exit, 0, "{}: {}", self.id, run.stderr);
            format!("clean-{argument}")
        };
        let arguments: Vec<String> = self.arguments.iter().map(clean).collect();
        self.ask(&world, &arguments)
    }

    fn ask(&self, world: &World, arguments: &[String]) -> Answer {
        let fixed = ["diagnose", "--format", "json"].into_iter();
        let run = world.run_args(&fixed.chain(arguments.iter().map(String::as_str)).collect::<Vec<_>>());
        let report: serde_json::Value = serde_json::from_str(&run.stdout)
            .unwrap_or_else(|_| panic!("{}: exit {}: {}{}", self.id, run.exit, run.stderr, run.stdout));
        Answer { exit: run.exit, ..Answer::deserialize(&report["diagnosis"]).unwrap() }
    }

    /// Returns whether there is a capture or a transcript among what `diagnose` is given.
    pub(super) fn is_capture(&self) -> bool {
        self.arguments.iter().any(|argument| self.is_capture_file(argument))
    }

    fn is_capture_file(&self, name: &str) -> bool {
        let text = self.files.get(name).map(|bytes| String::from_utf8_lossy(bytes));
        text.is_some_and(|text| text.contains("\"entries\"") || text.contains("lpauth-transcript"))
    }

    /// Returns whether this cause is right, and so are the side and what it says to change.
    pub(super) fn is_met_by(&self, found: &Found) -> bool {
        let is_named = |id: &String| found.id == *id || found.checks.contains(id);
        let said = format!("{} {}", found.change, found.title).to_lowercase();
        self.causes.iter().any(is_named) && found.side == self.side && said.contains(&self.fix.to_lowercase())
    }

    /// Returns what is meant, in a few words.
    pub(super) fn meant(&self) -> String {
        match self.causes.first() {
            None => "nothing wrong".to_owned(),
            Some(id) if row(id).is_none() && !id.bytes().all(|c| c.is_ascii_digit()) => {
                format!("`{id}`, of which there is no row")
            }
            Some(id) => format!("`{id}`, {}", self.side),
        }
    }
}
