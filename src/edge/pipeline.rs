//! Work that many threads do side by side and one thread puts back into order, in bounded memory.
//!
//! A thread reads, others work, and the calling thread is handed what came of each piece, in the order in which they were read.
//! Nobody is waited for who waits for input: when the caller has enough, it goes on at once.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, ScopedJoinHandle};
use std::time::Duration;

/// How much is done at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// How many threads work.
    pub jobs: usize,
    /// How many bytes may be read and not yet handed on. A single larger piece may be.
    pub bytes: usize,
}

/// Something that has a size in memory.
pub trait Piece {
    /// Returns about how many bytes it takes.
    fn bytes(&self) -> usize;
}

/// What the caller is handed.
#[derive(Debug)]
pub enum Event<T> {
    /// What came of the next piece.
    Done(T),
    /// Nothing yet: a moment has passed.
    Waiting,
}

/// How long the caller waits before it is told that nothing has come.
const MOMENT: Duration = Duration::from_millis(100);

/// How many pieces may be on their way for each thread: one at work, one that waits, and one that waits for those before it.
const PIECES: usize = 3;

/// Returns how many threads this machine runs at a time.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// Hands `sink` what `worker` makes of each piece of `source`, in order, until there are no more or `sink` breaks off. Each
/// thread asks once for a worker of its own.
///
/// # Errors
/// If no thread can be started.
pub fn run<I, O, W>(
    mut source: impl FnMut() -> Option<I> + Send + 'static,
    worker: impl Fn() -> W + Sync,
    load: Load,
    sink: impl FnMut(Event<O>) -> ControlFlow<()>,
) -> io::Result<()>
where
    I: Piece + Send + 'static,
    O: Send,
    W: FnMut(I) -> O,
{
    let desk = Arc::new(Desk { load, state: Mutex::new(State::default()), changed: Condvar::new() });
    let (sender, results) = channel();
    std::thread::scope(|scope| {
        let work = |sender: Sender<(u64, usize, O)>| {
            let (desk, worker) = (&desk, &worker);
            move || work(desk, worker(), &sender)
        };
        let started: Vec<io::Result<ScopedJoinHandle<'_, ()>>> =
            (0..load.jobs.max(1)).map(|_| Builder::new().spawn_scoped(scope, work(sender.clone()))).collect();
        // Fewer threads than asked for do the same work.
        if started.iter().all(Result::is_err) {
            return started.into_iter().find_map(Result::err).map_or(Ok(()), Err);
        }
        drop(sender);
        let reading = desk.clone();
        // Whoever reads may wait for input that never comes, and is left behind then.
        let reader = Builder::new().spawn(move || {
            let _stop = Stop(&reading);
            while let Some(piece) = source() {
                if !reading.put(piece) {
                    return;
                }
            }
            reading.change(|state| state.over = true);
        });
        if let Err(error) = reader {
            desk.change(|state| state.stopped = true);
            return Err(error);
        }
        collect(&desk, &results, sink);
        desk.change(|state| state.stopped = true);
        Ok(())
    })
}

fn work<I: Piece, O>(desk: &Desk<I>, mut worker: impl FnMut(I) -> O, results: &Sender<(u64, usize, O)>) {
    let _stop = Stop(desk);
    while let Some((number, piece)) = desk.take() {
        let bytes = piece.bytes();
        if results.send((number, bytes, worker(piece))).is_err() {
            return;
        }
    }
}

fn collect<I: Piece, O>(
    desk: &Desk<I>,
    results: &Receiver<(u64, usize, O)>,
    mut sink: impl FnMut(Event<O>) -> ControlFlow<()>,
) {
    let mut early = BTreeMap::new();
    let mut next = 0;
    loop {
        let event = match early.remove(&next) {
            Some((bytes, done)) => {
                next += 1;
                desk.change(|state| {
                    state.pieces -= 1;
                    state.bytes -= bytes;
                });
                Event::Done(done)
            }
            None => match results.recv_timeout(MOMENT) {
                Ok((number, bytes, done)) => {
                    early.insert(number, (bytes, done));
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => Event::Waiting,
                Err(RecvTimeoutError::Disconnected) => return,
            },
        };
        if sink(event).is_break() {
            return;
        }
    }
}

/// Where pieces lie until a thread takes them.
struct Desk<I> {
    load: Load,
    state: Mutex<State<I>>,
    changed: Condvar,
}

struct State<I> {
    waiting: VecDeque<(u64, I)>,
    /// How many pieces were read.
    read: u64,
    /// How many of them were not handed on yet, and how large these are.
    pieces: usize,
    bytes: usize,
    /// Whether everything was read.
    over: bool,
    /// Whether nobody wants more.
    stopped: bool,
}

impl<I> Default for State<I> {
    fn default() -> State<I> {
        State { waiting: VecDeque::new(), read: 0, pieces: 0, bytes: 0, over: false, stopped: false }
    }
}

impl<I: Piece> Desk<I> {
    fn lock(&self) -> MutexGuard<'_, State<I>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State<I>>, more: impl Fn(&State<I>) -> bool) -> MutexGuard<'a, State<I>> {
        self.changed.wait_while(state, |state| more(state)).unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a piece down when there is room for it. Returns `false` if nobody wants it.
    fn put(&self, piece: I) -> bool {
        let (bytes, most) = (piece.bytes(), self.load);
        let full = |state: &State<I>| {
            state.pieces >= most.jobs.max(1) * PIECES || state.pieces > 0 && state.bytes + bytes > most.bytes
        };
        let mut state = self.wait(self.lock(), |state| !state.stopped && full(state));
        if state.stopped {
            return false;
        }
        let number = state.read;
        state.waiting.push_back((number, piece));
        state.read += 1;
        state.pieces += 1;
        state.bytes += bytes;
        drop(state);
        self.changed.notify_all();
        true
    }

    /// Takes the next piece when there is one. Returns `None` if there will be none.
    fn take(&self) -> Option<(u64, I)> {
        let idle = |state: &State<I>| !state.stopped && !state.over && state.waiting.is_empty();
        let mut state = self.wait(self.lock(), idle);
        if state.stopped { None } else { state.waiting.pop_front() }
    }

    fn change(&self, change: impl FnOnce(&mut State<I>)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }
}

/// Ends the work of all threads if one of them fails: nobody must wait for what it would have done.
struct Stop<'a, I: Piece>(&'a Desk<I>);

impl<I: Piece> Drop for Stop<'_, I> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.change(|state| state.stopped = true);
        }
    }
}
