//! The flags of commands that fetch something.

use crate::edge::gather::LIMIT;
use crate::edge::http::Limits;
use crate::edge::{Edge, Failure};
use crate::flow::plan::{self, Documents, Want};
use std::path::PathBuf;
use std::time::Duration;

/// Which roads a request may take, and for how long.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Network {
    /// Which roads.
    #[command(flatten)]
    pub roads: Roads,
    /// Wait at most this long for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600), help_heading = "Network options")]
    pub timeout: u64,
}

/// Which roads a request may take.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Roads {
    /// Allow plain http to other machines: for tests only
    #[arg(long, help_heading = "Network options")]
    pub allow_http: bool,
    /// Trust the certificates (PEM) in FILE besides the system's
    #[arg(long, value_name = "FILE", help_heading = "Network options")]
    pub cacert: Option<PathBuf>,
}

impl Network {
    /// Returns the limits of a request under these flags.
    ///
    /// # Errors
    /// If the certificates cannot be read.
    pub fn limits(&self, edge: &mut Edge) -> Result<Limits, Failure> {
        self.roads.limits(self.timeout, edge)
    }
}

impl Roads {
    /// Returns the limits of a request under these flags that may take so many seconds.
    ///
    /// # Errors
    /// If the certificates cannot be read.
    pub fn limits(&self, seconds: u64, edge: &mut Edge) -> Result<Limits, Failure> {
        let roots = self.cacert.as_ref().map(|file| edge.files.read(file, LIMIT)).transpose()?;
        let time = Duration::from_secs(seconds);
        Ok(Limits { time, allow_http: self.allow_http, roots, ..Limits::default() })
    }
}

/// Returns the failure of what `want` asks for next with a hint that helps: no flag allows what is neither https nor http.
pub fn fitting(failure: Failure, want: &Want, documents: &Documents) -> Failure {
    let web = plan::next(want, documents).is_none_or(|(_, request)| matches!(request.url.scheme(), "https" | "http"));
    if web { failure } else { failure.hint("pass the key set as a file: --jwks FILE") }
}
