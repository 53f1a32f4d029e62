//! The time and the zone people live in.

use crate::model::time::Timestamp;
use jiff::tz::TimeZone;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

/// Tells the time, and lets it pass.
pub trait Clock {
    /// Returns the time now.
    fn now(&self) -> Timestamp;

    /// Returns the zone of the person at the terminal.
    fn zone(&self) -> TimeZone;

    /// Returns how long something has gone on, as the difference between two calls, in milliseconds. Nobody sets this clock.
    fn milliseconds(&self) -> u64;

    /// Lets time pass, in milliseconds.
    fn wait(&self, milliseconds: u64);
}

/// The machine's clock.
pub struct SystemClock;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp(jiff::Timestamp::now().as_second())
    }

    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }

    fn milliseconds(&self) -> u64 {
        u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn wait(&self, milliseconds: u64) {
        std::thread::sleep(Duration::from_millis(milliseconds));
    }
}

/// A clock that goes ahead in place of waiting, and takes along whoever knows how far.
pub struct Ahead {
    /// The clock that it goes ahead of.
    pub clock: Box<dyn Clock>,
    /// By how many milliseconds.
    pub by: Arc<AtomicU64>,
}

/// Returns how far a clock is ahead, in whole seconds.
pub fn seconds(by: &AtomicU64) -> i64 {
    i64::try_from(by.load(Ordering::Relaxed) / 1000).unwrap_or(i64::MAX)
}

impl Clock for Ahead {
    fn now(&self) -> Timestamp {
        self.clock.now().plus(seconds(&self.by))
    }

    fn zone(&self) -> TimeZone {
        self.clock.zone()
    }

    fn milliseconds(&self) -> u64 {
        self.clock.milliseconds()
    }

    fn wait(&self, milliseconds: u64) {
        self.by.fetch_add(milliseconds, Ordering::Relaxed);
    }
}
