//! The live list: a block of lines that is drawn anew, what is finished above what is going on, never higher than the terminal.
//!
//! Where the result goes to the same terminal, the block is gone when the list is over. Where it goes elsewhere, what is
//! finished stays as lines.

use super::{Connection, LiveList};
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;
use textwrap::core::display_width;

/// A list on standard error.
pub(super) struct List {
    bar: ProgressBar,
    kept: bool,
    finished: Vec<String>,
    over: usize,
    running: Vec<String>,
}

/// How often the block is drawn anew while nothing happens.
const TICK: Duration = Duration::from_millis(100);

impl List {
    /// Returns an empty list, which shows nothing unless standard error is a terminal.
    pub(super) fn new(connection: Connection) -> List {
        let bar = if connection.error { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{msg}{spinner} {prefix}, {elapsed}") {
            bar.set_style(style);
        }
        #[cfg(unix)]
        if !bar.is_hidden() {
            crate::edge::interrupt::draw(bar.clone());
        }
        bar.enable_steady_tick(TICK);
        List { bar, kept: !connection.output, finished: Vec::new(), over: 0, running: Vec::new() }
    }

    fn draw(&self) {
        let (rows, columns) = dialoguer::console::Term::stderr().size();
        // The last line of the terminal is the cursor's, and the one before it counts.
        let lines = block(&self.finished, &self.running, usize::from(rows).saturating_sub(2), usize::from(columns));
        self.bar.set_prefix(format!("{} done, {} running", self.over, self.running.len()));
        self.bar.set_message(lines.concat());
    }
}

impl LiveList for List {
    fn started(&mut self, name: &str) {
        self.running.push(name.to_owned());
        self.draw();
    }

    fn finished(&mut self, name: &str, line: &str) {
        self.running.retain(|running| running != name);
        self.over += 1;
        if self.kept {
            self.bar.println(line);
        } else {
            self.finished.push(line.to_owned());
        }
        self.draw();
    }
}

impl Drop for List {
    fn drop(&mut self) {
        #[cfg(unix)]
        crate::edge::interrupt::wipe_away();
        self.bar.finish_and_clear();
    }
}

/// Returns the lines of a block, each with its line feed, at most `rows` of them and none wider than `columns`: what is
/// running, as far as there is room, and above it what was finished last.
pub fn block(finished: &[String], running: &[String], rows: usize, columns: usize) -> Vec<String> {
    let shown = running.len().min(rows);
    let room = rows - shown;
    let lines = finished[finished.len().saturating_sub(room)..].iter().cloned();
    let lines = lines.chain(running[..shown].iter().map(|name| format!("· {name}")));
    lines.map(|line| format!("{}\n", cut(&line, columns.saturating_sub(1)))).collect()
}

// A line that does not fit is cut, and loses its colours.
fn cut(line: &str, columns: usize) -> String {
    if display_width(line) <= columns {
        return line.to_owned();
    }
    let pieces = line.split('\u{1b}').enumerate();
    let plain: String = pieces.map(|(index, piece)| if index == 0 { piece } else { uncoloured(piece) }).collect();
    let mut used = 0;
    let fits = |character: &char| {
        used += display_width(character.encode_utf8(&mut [0; 4]));
        used < columns
    };
    plain.chars().take_while(fits).chain(['…']).collect()
}

fn uncoloured(piece: &str) -> &str {
    piece.split_once('m').map_or(piece, |(_, text)| text)
}
