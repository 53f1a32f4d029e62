//! How fast it goes, and how long it may take.

use crate::cmd::clocks::seconds;
use crate::edge::http::Limits;
use crate::edge::rounds::Pace;

/// The flags that say how fast it goes.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Pace")]
pub struct PaceFlags {
    /// Try this many scenarios at a time
    #[arg(long, value_name = "NUMBER", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=32))]
    pub jobs: u8,
    /// Send at most this many requests a second
    #[arg(long, value_name = "NUMBER", value_parser = rate)]
    pub rate: Option<f64>,
    /// End after this time, and skip what was not tried (`90s`, `5m`) [default: 10m]
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    pub timeout: Option<i64>,
    /// Wait at most this long for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub answer_timeout: u64,
    /// Wait at most this long for a code or a token to expire; what takes longer is skipped [default: 90s]
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    pub patience: Option<i64>,
}

/// How long a run may take unless somebody says otherwise, in seconds.
const LONGEST: i64 = 600;

/// How long a scenario may wait unless somebody says otherwise, in seconds.
const PATIENCE: i64 = 90;

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse::<f64>().ok().filter(|rate| rate.is_finite() && *rate >= 0.01);
    rate.ok_or_else(|| "a number such as 5, or 0.5 for one in two seconds".to_owned())
}

impl PaceFlags {
    /// Returns how fast a run goes that began at this time, in the clock's milliseconds.
    pub(super) fn pace(&self, began: u64, limits: &Limits) -> Pace {
        let seconds = u64::try_from(self.timeout.unwrap_or(LONGEST)).unwrap_or(0);
        Pace {
            jobs: self.jobs.into(),
            rate: self.rate,
            until: Some(began.saturating_add(seconds.saturating_mul(1000))),
            limits: limits.clone(),
        }
    }

    /// Returns how long a scenario may wait, in seconds. With a server of our own no time passes.
    pub(super) fn patience(&self, is_ours: bool) -> i64 {
        self.patience.unwrap_or(if is_ours { i64::MAX } else { PATIENCE })
    }
}
