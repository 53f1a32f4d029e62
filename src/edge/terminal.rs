//! Standard input, output and error, and what they are connected to.

mod list;
mod meter;

use super::Failure;
use super::stream::Bytes;
pub use list::block;
use std::io::{IsTerminal, Read, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

/// Where a text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output: the result.
    Out,
    /// Standard error: everything else.
    Err,
}

/// What the three streams are connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connection {
    /// Whether standard input is a terminal.
    pub input: bool,
    /// Whether standard output is a terminal.
    pub output: bool,
    /// Whether standard error is a terminal.
    pub error: bool,
    /// The width of the terminal in columns, if there is one.
    pub width: Option<usize>,
}

/// Something slow that is going on; over when dropped.
pub trait Busy {}

/// A list of what goes on side by side, each with what came of it; over when dropped.
pub trait LiveList {
    /// Says that something has begun.
    fn started(&mut self, name: &str);

    /// Says that something is over, with a line to show for it.
    fn finished(&mut self, name: &str, line: &str);
}

/// How far something has come that takes long; over when dropped.
pub trait Meter {
    /// Shows that so many bytes were read, and so many lines judged, of which so many were bad.
    fn at(&mut self, bytes: u64, lines: u64, bad: u64);
}

/// Standard input, output and error.
pub trait Terminal {
    /// Returns what the streams are connected to.
    fn connection(&self) -> Connection;

    /// Writes a text. A reader that went away is no failure: nobody is left to tell.
    ///
    /// # Errors
    /// If the text could not be written, as when a disk is full.
    fn write(&mut self, stream: Stream, text: &str) -> Result<(), Failure>;

    /// Reads standard input to its end, at most `limit` bytes.
    ///
    /// # Errors
    /// If it cannot be read or is longer.
    fn read(&mut self, limit: u64) -> Result<Vec<u8>, Failure>;

    /// Returns standard input, to be read piece by piece.
    fn input(&mut self) -> Bytes;

    /// Returns standard output, to be written piece by piece: what is written is out, nothing is kept back.
    ///
    /// # Errors
    /// If it is closed.
    fn output(&mut self) -> std::io::Result<Box<dyn Write>>;

    /// Lets Ctrl-C and a request to end set a number, the signal's, in place of ending the program; the second one ends it.
    fn interruption(&mut self) -> Arc<AtomicUsize>;

    /// Shows how far something has come that takes long, of so many bytes if that is known, if a person is watching.
    fn meter(&mut self, bytes: Option<u64>) -> Box<dyn Meter>;

    /// Shows that something slow goes on, if a person is watching.
    fn busy(&mut self, message: &str) -> Box<dyn Busy>;

    /// Shows a list of what goes on, if a person is watching.
    fn list(&mut self) -> Box<dyn LiveList>;

    /// Puts a text on the clipboard.
    ///
    /// # Errors
    /// If this machine has none that can be reached.
    fn copy(&mut self, text: &str) -> Result<(), Failure>;
}

/// Returns what writing to an output came to. Nobody needs to be told that whoever read it had enough.
///
/// # Errors
/// If it could not be written for another reason, as when a disk is full.
pub fn heard(written: std::io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::input(format!("the output cannot be written: {error}"))
                .hint("is the disk full, or the program gone that reads it?"))
        }
        _ => Ok(()),
    }
}

/// The process's own streams.
pub struct Streams;

impl Terminal for Streams {
    fn connection(&self) -> Connection {
        let error = std::io::stderr().is_terminal();
        let output = std::io::stdout().is_terminal();
        let width = || Some(usize::from(console_width()?)).filter(|width| *width >= 20);
        Connection { input: std::io::stdin().is_terminal(), output, error, width: width().filter(|_| output || error) }
    }

    fn write(&mut self, stream: Stream, text: &str) -> Result<(), Failure> {
        let written = match stream {
            Stream::Out => put(&mut std::io::stdout().lock(), text),
            Stream::Err => put(&mut std::io::stderr().lock(), text),
        };
        heard(written)
    }

    fn read(&mut self, limit: u64) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|error| {
            Failure::input(format!("standard input cannot be read: {error}")).hint("name a file in place of `-`")
        })?;
        if bytes.len() as u64 > limit {
            return Err(Failure::input(format!("standard input is longer than {limit} bytes"))
                .hint("the documents of a login are far smaller; is this the right one?"));
        }
        Ok(bytes)
    }

    fn input(&mut self) -> Bytes {
        Box::new(std::io::stdin())
    }

    fn output(&mut self) -> std::io::Result<Box<dyn Write>> {
        #[cfg(unix)]
        let own = std::os::fd::AsFd::as_fd(&std::io::stdout()).try_clone_to_owned()?;
        #[cfg(windows)]
        let own = std::os::windows::io::AsHandle::as_handle(&std::io::stdout()).try_clone_to_owned()?;
        Ok(Box::new(std::fs::File::from(own)))
    }

    fn interruption(&mut self) -> Arc<AtomicUsize> {
        #[cfg(unix)]
        return super::interrupt::interruption();
        #[cfg(not(unix))]
        Arc::default()
    }

    fn meter(&mut self, bytes: Option<u64>) -> Box<dyn Meter> {
        Box::new(meter::Bar::new(self.connection(), bytes))
    }

    fn busy(&mut self, message: &str) -> Box<dyn Busy> {
        let bar = if self.connection().error {
            indicatif::ProgressBar::new_spinner()
        } else {
            indicatif::ProgressBar::hidden()
        };
        bar.set_message(message.to_owned());
        bar.enable_steady_tick(std::time::Duration::from_millis(100));
        Box::new(Spinner(bar))
    }

    fn list(&mut self) -> Box<dyn LiveList> {
        Box::new(list::List::new(self.connection()))
    }

    fn copy(&mut self, text: &str) -> Result<(), Failure> {
        CLIPBOARDS.iter().find(|command| feed(command, text)).map(|_| ()).ok_or_else(|| {
            let tools: Vec<_> = CLIPBOARDS.iter().map(|command| command[0]).collect();
            Failure::input("no clipboard could be reached").hint(format!("install one of: {}", tools.join(", ")))
        })
    }
}

/// The programs that put their standard input on the clipboard, on each system.
const CLIPBOARDS: &[&[&str]] = &[
    &["wl-copy"],
    &["xclip", "-selection", "clipboard"],
    &["xsel", "--clipboard", "--input"],
    &["pbcopy"],
    &["clip.exe"],
];

fn feed(command: &[&str], text: &str) -> bool {
    use std::process::{Command, Stdio};
    let child = Command::new(command[0])
        .args(&command[1..])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return false };
    let fed = child.stdin.take().is_some_and(|mut input| input.write_all(text.as_bytes()).is_ok());
    child.wait().is_ok_and(|status| status.success()) && fed
}

fn put(stream: &mut impl Write, text: &str) -> std::io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

fn console_width() -> Option<u16> {
    let (rows, columns) = dialoguer::console::Term::stderr().size_checked()?;
    Some(columns).filter(|_| rows > 0)
}

struct Spinner(indicatif::ProgressBar);

impl Busy for Spinner {}

impl Drop for Spinner {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
