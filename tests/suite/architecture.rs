//! The walls of the house: imports point downwards, and every file is reachable.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The floors from the top. What stands on one line does not see each other.
const FLOORS: &[&[&str]] =
    &[&["cli"], &["cmd"], &["edge", "render"], &["check", "flow"], &["report", "jose"], &["model", "spec"]];

/// Modules that see less than their floor would let them.
const NARROWER: &[(&str, &[&str])] = &[("render", &["report", "spec"])];

#[test]
fn imports_point_downwards() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let Some(room) = room(&file) else { continue };
        for seen in rooms_seen(&text) {
            if seen != room && !may_see(&room, &seen) {
                wrong.push(format!("{} uses crate::{seen}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "upwards or sideways: {wrong:#?}");
}

#[test]
fn the_wall_is_there() {
    assert!(!may_see("check", "edge") && !may_see("check", "flow") && !may_see("render", "model"));
    assert!(may_see("cmd", "edge") && may_see("check", "jose") && may_see("render", "report"));
    assert_eq!(
        rooms_seen("use crate::{cmd, edge::Edge};\nlet x = crate::flow::mint::a();"),
        set(&["cmd", "edge", "flow"])
    );
}

#[test]
fn every_file_is_reachable() {
    let files: BTreeSet<PathBuf> = sources().into_iter().map(|(file, _)| file).collect();
    let mut reached: BTreeSet<PathBuf> = ["lib.rs", "main.rs"].iter().map(PathBuf::from).collect();
    let mut waiting = vec![(PathBuf::from("lib.rs"), PathBuf::new())];
    while let Some((file, below)) = waiting.pop() {
        for name in modules(&read(&source_root().join(&file))) {
            let child = below.join(format!("{name}.rs"));
            assert!(
                files.contains(&child),
                "{} names `mod {name}`, but there is no {}",
                file.display(),
                child.display()
            );
            reached.insert(child.clone());
            waiting.push((child, below.join(name)));
        }
    }
    let lost: Vec<_> = files.difference(&reached).collect();
    assert!(lost.is_empty(), "no `mod` line leads to {lost:?}");
}

#[test]
fn the_pure_floors_never_look_at_the_world() {
    let worldly = [
        "std::fs",
        "std::env",
        "TcpStream",
        "TcpListener",
        "UdpSocket",
        "ToSocketAddrs",
        "std::process",
        "SystemTime",
        "Instant",
        "rand::rng",
        "reqwest",
        "tokio",
    ];
    for (file, text) in sources() {
        let pure = room(&file).is_some_and(|room| FLOORS[3..].iter().any(|floor| floor.contains(&room.as_str())));
        let seen: Vec<_> = worldly.iter().filter(|word| pure && text.contains(*word)).collect();
        assert!(seen.is_empty(), "{} mentions {seen:?}", file.display());
    }
}

fn may_see(room: &str, seen: &str) -> bool {
    if let Some((_, allowed)) = NARROWER.iter().find(|(narrow, _)| *narrow == room) {
        return allowed.contains(&seen);
    }
    matches!((floor(room), floor(seen)), (Some(from), Some(to)) if from < to)
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&room))
}

fn room(file: &Path) -> Option<String> {
    let first = file.components().next()?.as_os_str().to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    floor(name).map(|_| name.to_owned())
}

fn rooms_seen(text: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => seen.extend(top_level(list)),
            None => seen.extend(identifier(rest)),
        }
    }
    seen
}

/// The first names of `{a, b::{c, d}, e}`, without its opening brace.
fn top_level(list: &str) -> Vec<String> {
    let mut depth = 0;
    let mut names = Vec::new();
    let mut start = 0;
    for (at, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.extend(identifier(list[start..at].trim()));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.extend(identifier(list[start..at].trim()));
                start = at + 1;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> Option<String> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

fn modules(text: &str) -> Vec<String> {
    let line = |line: &str| {
        let line =
            ["pub(crate) ", "pub(super) ", "pub "].iter().fold(line.trim(), |line, how| line.trim_start_matches(how));
        Some(line.strip_prefix("mod ")?.strip_suffix(';')?.to_owned())
    };
    text.lines().filter_map(line).collect()
}

pub(crate) fn sources() -> Vec<(PathBuf, String)> {
    let root = source_root();
    let mut found = Vec::new();
    let mut waiting = vec![root.clone()];
    while let Some(directory) = waiting.pop() {
        for entry in std::fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push((path.strip_prefix(&root).unwrap().to_owned(), read(&path)));
            }
        }
    }
    found
}

fn source_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
