//! The time and the zone people live in.

use crate::model::time::Timestamp;
use jiff::tz::TimeZone;

/// Tells the time.
pub trait Clock {
    /// Returns the time now.
    fn now(&self) -> Timestamp;
    /// Returns the zone of the person at the terminal.
    fn zone(&self) -> TimeZone;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp(jiff::Timestamp::now().as_second())
    }

    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }
}
