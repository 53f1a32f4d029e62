//! The browser of the person at this machine.

use super::Failure;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use url::Url;

/// Shows pages to a person.
pub trait Browser {
    /// Opens a page.
    ///
    /// # Errors
    /// If no browser can be reached from here.
    fn open(&mut self, url: &Url) -> Result<(), Failure>;
}

/// Whatever this machine opens web pages with.
pub struct Desktop {
    openers: Vec<Vec<String>>,
}

#[cfg(target_os = "macos")]
const OPENERS: &[&[&str]] = &[&["open"]];
#[cfg(windows)]
const OPENERS: &[&[&str]] = &[&["rundll32.exe", "url.dll,FileProtocolHandler"]];
#[cfg(not(any(target_os = "macos", windows)))]
const OPENERS: &[&[&str]] = &[&["wslview"], &["xdg-open"], &["gio", "open"]];

/// A program that goes on for longer has become the browser itself.
const PATIENCE: Duration = Duration::from_secs(3);

impl Desktop {
    /// Returns the desktop of this machine, if a person sees one.
    pub fn here() -> Desktop {
        // Without a screen these programs look for browsers that run in the terminal, which is ours.
        let screen =
            ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].iter().any(|name| std::env::var_os(name).is_some());
        let seen = cfg!(any(target_os = "macos", windows)) || screen;
        Desktop::of(if seen { OPENERS } else { &[] })
    }

    /// Returns a desktop where these programs open pages; the first that can is taken.
    pub fn of(openers: &[&[&str]]) -> Desktop {
        let owned = |opener: &&[&str]| opener.iter().map(|&part| part.to_owned()).collect();
        Desktop { openers: openers.iter().map(owned).collect() }
    }
}

impl Browser for Desktop {
    fn open(&mut self, url: &Url) -> Result<(), Failure> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Failure::usage(format!("a browser opens http and https only, not {}", url.scheme()))
                .hint("look at the authorization endpoint of the metadata"));
        }
        // Everybody on this machine can read the arguments of its programs. An authorization request may be read: its state
        // and nonce are of no use without this process, and its code challenge tells nothing of the verifier.
        let started = self.openers.iter().any(|opener| start(opener, url));
        let hint = "open the address yourself, on any machine that has one";
        started.then_some(()).ok_or_else(|| Failure::input("no browser can be started here").hint(hint))
    }
}

fn start(opener: &[String], url: &Url) -> bool {
    let Some((program, arguments)) = opener.split_first() else { return false };
    let mut command = Command::new(program);
    command.args(arguments).arg(url.as_str()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return false };
    let asked = Instant::now();
    while asked.elapsed() < PATIENCE {
        match child.try_wait() {
            Ok(None) => std::thread::sleep(Duration::from_millis(20)),
            Ok(Some(status)) => return status.success(),
            Err(_) => return false,
        }
    }
    true
}
