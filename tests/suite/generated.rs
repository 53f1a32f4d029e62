//! What the program can print about itself and what is checked in are the same.
//! `UPDATE=1 cargo test` writes the files anew.

mod codes;
mod faults;
mod links;
mod outputs;
mod tables;

use clap::CommandFactory;
use clap_complete::Shell;
use lpauth::check;
use lpauth::cli::Cli;
use lpauth::cmd::{completions, manual};
use lpauth::flow::scenario::conflicts::{CONFLICTS, Conflict};
use lpauth::flow::scenario::{self, Kind, Plan, Scenario};
use lpauth::render::yardstick::{Account, Apart, Tried};
use lpauth::render::{catalogue, yardstick};
use lpauth::spec::yardstick::{BEYOND, YARDSTICK};
use std::path::{Path, PathBuf};

#[test]
fn completions_are_current() {
    let shells = [
        (Shell::Bash, "lpauth.bash"),
        (Shell::Zsh, "_lpauth"),
        (Shell::Fish, "lpauth.fish"),
        (Shell::PowerShell, "_lpauth.ps1"),
        (Shell::Elvish, "lpauth.elv"),
    ];
    let files = shells.map(|(shell, name)| (format!("completions/{name}"), completions::script(shell, Cli::command())));
    current("completions", &files);
}

#[test]
fn man_pages_are_current() {
    let pages = manual::pages(Cli::command());
    let files: Vec<_> = pages.into_iter().map(|(name, text)| (format!("docs/man/{name}.1"), text)).collect();
    current("docs/man", &files);
}

#[test]
fn the_reference_is_current() {
    compare("docs/cli.md", &manual::reference(Cli::command()));
}

#[test]
fn the_catalogue_is_current() {
    compare("docs/checks.md", &catalogue::markdown(&check::chapters()));
}

#[test]
fn the_account_of_the_conformance_suite_is_current() {
    let of = |scenario: &'static Scenario| Tried {
        rule: &scenario.rule,
        part: scenario.topic.name(),
        tries: scenario.tries,
        plans: scenario.plans.iter().map(|(plan, kinds)| (plan.name(), response_types(kinds))).collect(),
    };
    let scenarios: Vec<Tried> = scenario::all().map(of).collect();
    let apart = |conflict: &Conflict| Apart {
        plan: conflict.plan.map(Plan::name),
        ours: conflict.scenarios.iter().chain(conflict.checks).copied().collect(),
        caveat: conflict.caveat,
    };
    let apart: Vec<Apart> = CONFLICTS.iter().map(apart).collect();
    let account = Account { scenarios: &scenarios, apart: &apart, asked: YARDSTICK, beyond: BEYOND };
    compare("docs/conformance.md", &yardstick::markdown(&account));
}

fn response_types(kinds: &[Kind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.response_type()).collect()
}

#[test]
fn paths_in_the_documents_exist() {
    for document in documents() {
        let text = std::fs::read_to_string(root().join(&document)).unwrap();
        for path in text.split('`').skip(1).step_by(2).filter(|code| names_a_path(code)) {
            assert!(root().join(path).exists(), "{} names {path}, which is not there", document.display());
        }
    }
}

/// Every document in Markdown that is written for people: at the root, and the book.
pub(crate) fn documents() -> Vec<PathBuf> {
    let mut files = vec![PathBuf::from("README.md"), PathBuf::from("CONTRIBUTING.md")];
    let mut folders = vec![PathBuf::from("docs")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root().join(&folder)).unwrap() {
            let path = folder.join(entry.unwrap().file_name());
            if root().join(&path).is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Whether this is the name of one existing thing: no placeholder such as `src/check/<document>.rs`, no command.
fn names_a_path(code: &str) -> bool {
    let inside = ["src/", "tests/", "docs/", "benches/", "fuzz/", "completions/", "examples/"];
    inside.iter().any(|directory| code.starts_with(directory)) && !code.contains(['<', '*', '{', ' '])
}

/// The files of a generated directory: these and no others.
fn current(directory: &str, files: &[(String, String)]) {
    for (file, text) in files {
        compare(file, text);
    }
    let mut wanted: Vec<PathBuf> = files.iter().map(|(file, _)| root().join(file)).collect();
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(root().join(directory)).unwrap().map(|entry| entry.unwrap().path()).collect();
    wanted.sort();
    found.sort();
    assert_eq!(found, wanted, "{directory} holds other files than the program generates");
}

pub(crate) fn compare(file: &str, text: &str) {
    let path = root().join(file);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == text, "{file} is stale: run `UPDATE=1 cargo test`");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
