//! The progress bar: how much of the input was read, how fast, and how long the rest will take.

use super::{Connection, Meter};
use indicatif::{ProgressBar, ProgressStyle};

/// A bar on standard error.
pub(super) struct Bar(ProgressBar);

/// With a known end, and without.
const KNOWN: &str = "{bar:12} {percent:>3}% of {binary_total_bytes}, {msg}, {eta} left";
const UNKNOWN: &str = "{spinner} {binary_bytes} read, {msg}";

impl Bar {
    /// Returns a bar, which shows nothing unless standard error is a terminal.
    pub(super) fn new(connection: Connection, bytes: Option<u64>) -> Bar {
        let bar = match bytes {
            _ if !connection.error => ProgressBar::hidden(),
            Some(bytes) => ProgressBar::new(bytes),
            None => ProgressBar::new_spinner(),
        };
        if let Ok(style) = ProgressStyle::with_template(if bytes.is_some() { KNOWN } else { UNKNOWN }) {
            bar.set_style(style);
        }
        Bar(bar)
    }
}

impl Meter for Bar {
    fn at(&mut self, bytes: u64, lines: u64, bad: u64) {
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let rate = lines as f64 / self.0.elapsed().as_secs_f64().max(0.001);
        self.0.set_message(format!("{lines} lines, {bad} not valid, {rate:.0}/s"));
        self.0.set_position(bytes);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
