//! The live list: what is drawn fits the terminal, and shows what matters most.

use lpauth::edge::terminal::block;
use textwrap::core::display_width;

fn names(of: &str, count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("{of} {number}")).collect()
}

#[test]
fn what_runs_stands_below_what_was_finished_last() {
    let lines = block(&names("done", 5), &names("scenario", 2), 4, 80).concat();
    assert_eq!(lines, "done 4\ndone 5\n· scenario 1\n· scenario 2\n");
}

#[test]
fn what_does_not_fit_is_cut_and_loses_its_colours() {
    let painted = "\u{1b}[32m✓\u{1b}[0m code-reusable".to_owned();
    assert_eq!(block(std::slice::from_ref(&painted), &[], 3, 80), [format!("{painted}\n")]);
    assert_eq!(block(&[painted], &[], 3, 12), ["✓ code-reu…\n"]);
}

proptest::proptest! {
    #[test]
    fn a_block_fits_the_terminal(done in 0_usize..90, running in 0_usize..90, rows in 0_usize..60, columns in 0_usize..60, name in "\\PC{0,40}") {
        let lines = block(&names(&name, done), &names(&name, running), rows, columns);
        proptest::prop_assert_eq!(lines.len(), rows.min(done + running));
        let widest = lines.iter().map(|line| display_width(line.trim_end_matches('\n'))).max().unwrap_or(0);
        proptest::prop_assert!(widest <= columns.saturating_sub(1).max(1), "{widest} at {columns}");
    }
}
