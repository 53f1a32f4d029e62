//! The bench of broken logins: whatever `tests/broken` holds, given to `lpauth diagnose`, and how often it is right.
//!
//! A case is a directory with `case.toml`, which says what went wrong, and the files that somebody would have in hand.
//! The score stands in `docs/diagnose.md`; `UPDATE=1 cargo test --test suite broken` writes it anew.

mod case;
mod score;

use case::{Answer, Case};
use score::{Score, Tried};
use std::path::{Path, PathBuf};

/// How many logins that failed there are at least, how many sound ones, and how many in a hundred must be right at first.
const BROKEN: usize = 60;
const HEALTHY: usize = 10;
const FIRST: usize = 95;

const DOCUMENT: &str = "docs/diagnose.md";

#[test]
fn the_score_of_the_broken_logins_is_current() {
    let tried: Vec<Tried> = case::all().into_iter().map(Tried::of).collect();
    let score = Score::of(&tried);
    println!("{}", score.listing(&tried));
    println!("{}", score.text(&tried));
    assert!(score.broken >= BROKEN, "only {} logins that failed", score.broken);
    assert!(score.healthy >= HEALTHY, "only {} sound logins", score.healthy);
    assert!(score.first * 100 >= score.broken * FIRST, "right at first: {} of {}", score.first, score.broken);
    let loud: Vec<&str> =
        tried.iter().filter(|one| one.case.healthy && !one.is_right()).map(|one| one.case.id.as_str()).collect();
    assert!(loud.is_empty(), "a cause is found where nothing is wrong: {loud:?}");
    compare(&tried, &score);
}

/// Holds the score against the one on record: what was right stays right, and the numbers are these.
fn compare(tried: &[Tried], score: &Score) {
    let path = root().join(DOCUMENT);
    let before = std::fs::read_to_string(&path).unwrap();
    let after = score::within(&before, &score.text(tried));
    if std::env::var_os("UPDATE").is_some() {
        return std::fs::write(&path, after).unwrap();
    }
    let worse: Vec<String> =
        tried.iter().filter(|one| !one.is_right() && !before.contains(&one.line())).map(Tried::line).collect();
    assert!(worse.is_empty(), "no longer right, or new and not right: {worse:#?}");
    assert!(before == after, "{DOCUMENT} is stale: run `UPDATE=1 cargo test --test suite broken`");
}

#[test]
fn redacting_a_broken_login_changes_no_answer() {
    let first =
        |answer: &Answer| (answer.exit, answer.causes.first().map(|cause| (cause.id.clone(), cause.side.clone())));
    let captures = case::all().into_iter().filter(Case::is_capture);
    let told = captures.map(|case| (first(&case.diagnosed()), first(&case.redacted()), case.id));
    let changed: Vec<_> = told.filter(|(before, after, _)| before != after).collect();
    assert!(changed.is_empty(), "before, after: {changed:#?}");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}
