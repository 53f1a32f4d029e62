//! From the reader over the threads that judge to the output, in order, until the input, the output or somebody's patience ends.

use super::bench::{Bench, Made};
use super::judge::Scratch;
use super::reader::{End, Reader};
use super::records::Chunk;
use super::row::Rows;
use super::summary::{Account, Ended, Summary, Told};
use crate::edge::pipeline::{self, Event, Load};
use crate::edge::stream::Count;
use crate::edge::terminal::Meter;
use crate::edge::{Edge, Failure};
use std::io::{self, ErrorKind, Write};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many bytes may be on their way from the reader to the writer.
const ON_THEIR_WAY: usize = 16 << 20;

/// What goes on while lines are judged.
pub(super) struct Course {
    /// The number of the signal that asks to stop, once one came.
    pub(super) interruption: Arc<AtomicUsize>,
    out: Box<dyn Write>,
    rows: Rows,
    meter: Option<Box<dyn Meter>>,
    read: Count,
    summary: Summary,
    written: u64,
    ended: Ended,
}

impl Course {
    /// Makes everything ready for an input of so many bytes, of which `read` tells how many were read.
    ///
    /// # Errors
    /// If there is no standard output.
    pub(super) fn new(rows: Rows, length: Option<u64>, read: Count, edge: &mut Edge) -> Result<Course, Failure> {
        let closed = |error: io::Error| {
            Failure::input(format!("the output cannot be written: {error}"))
                .hint("give lpauth a standard output: a terminal, a pipe or > FILE")
        };
        // Rows and a bar on the same terminal would spoil each other.
        let apart = rows == Rows::None || !edge.terminal.connection().output;
        Ok(Course {
            interruption: edge.terminal.interruption(),
            out: edge.terminal.output().map_err(closed)?,
            rows,
            meter: apart.then(|| edge.terminal.meter(length)),
            read,
            summary: Summary::default(),
            written: 0,
            ended: Ended::Whole,
        })
    }

    /// Judges what `reader` hands out, with so many threads.
    ///
    /// # Errors
    /// If no thread can be started. Everything else is how it ended.
    pub(super) fn go(&mut self, mut reader: Reader, bench: &Bench, jobs: usize) -> Result<(), Failure> {
        if self.put(self.rows.header().as_bytes()).is_break() {
            return Ok(());
        }
        // The header is no verdict.
        self.written = 0;
        let worker = || {
            let mut scratch = Scratch::default();
            move |chunk: Chunk| bench.made(&chunk, &mut scratch)
        };
        let load = Load { jobs, bytes: ON_THEIR_WAY };
        let run = pipeline::run(move || reader.next(), worker, load, |event| self.on(event));
        self.meter = None;
        run.map_err(|error| {
            Failure::input(format!("no thread can be started: {error}")).hint("--jobs 1 takes the fewest")
        })
    }

    /// Returns what there is to tell when it is over, after so many milliseconds.
    pub(super) fn told<'a>(self, end: &End, account: &'a Account, took: u64) -> Told<'a> {
        let ending = end.take();
        let ended = match (self.ended, ending.error) {
            (Ended::Whole, Some(error)) => Ended::Broken(super::input::unreadable(&account.input, &error)),
            (ended, _) => ended,
        };
        Told { account, summary: self.summary, ended, written: self.written, sampled: ending.sampled, took }
    }

    fn on(&mut self, event: Event<Made>) -> ControlFlow<()> {
        if let Event::Done(made) = event {
            self.put(&made.text)?;
            self.summary.merge(made.summary);
            if made.last {
                return self.end(Ended::FailFast);
            }
        }
        if let Some(meter) = &mut self.meter {
            meter.at(self.read.load(Ordering::Relaxed), self.summary.lines(), self.summary.bad());
        }
        match self.interruption.load(Ordering::Relaxed) {
            0 => ControlFlow::Continue(()),
            signal => self.end(Ended::Interrupted(signal)),
        }
    }

    fn put(&mut self, mut text: &[u8]) -> ControlFlow<()> {
        while !text.is_empty() {
            match self.out.write(text) {
                Ok(0) => return self.end(Ended::Unwritable("nothing more is taken".to_owned())),
                Ok(bytes) => {
                    self.written += memchr::memchr_iter(b'\n', &text[..bytes]).count() as u64;
                    text = &text[bytes..];
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::BrokenPipe => return self.end(Ended::Unheard),
                Err(error) => return self.end(Ended::Unwritable(error.to_string())),
            }
        }
        ControlFlow::Continue(())
    }

    fn end(&mut self, ended: Ended) -> ControlFlow<()> {
        self.ended = ended;
        ControlFlow::Break(())
    }
}
