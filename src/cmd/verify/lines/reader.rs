//! Hands out the input piece by piece, all of it or a sample, and remembers how it ended.

use super::records::{Chunk, Records};
use super::sample::{self, Sample};
use crate::edge::stream::Bytes;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// What reads.
pub(super) struct Reader {
    records: Records<Bytes>,
    size: Option<usize>,
    sample: Option<std::vec::IntoIter<Chunk>>,
    interruption: Arc<AtomicUsize>,
    end: End,
}

/// How the reading ended, for whoever looks when it has.
#[derive(Clone, Default)]
pub(super) struct End(Arc<Mutex<Ending>>);

/// How the reading ended.
#[derive(Default)]
pub(super) struct Ending {
    /// How the input broke off, if it did.
    pub(super) error: Option<io::Error>,
    /// How many lines the sample was taken from, if one was.
    pub(super) sampled: Option<u64>,
}

impl Reader {
    /// Returns what reads, and where it will say how that ended. `sample` is how many lines are wanted, if not all of them.
    pub(super) fn new(records: Records<Bytes>, sample: Option<u32>, interruption: Arc<AtomicUsize>) -> (Reader, End) {
        let end = End::default();
        let size = sample.map(|size| size as usize);
        (Reader { records, size, sample: None, interruption, end: end.clone() }, end)
    }

    /// Returns the next lines.
    pub(super) fn next(&mut self) -> Option<Chunk> {
        match self.size {
            Some(size) => self.sampled(size),
            None => self.records.chunk().unwrap_or_else(|error| {
                self.end.change(|ending| ending.error = Some(error));
                None
            }),
        }
    }

    fn sampled(&mut self, size: usize) -> Option<Chunk> {
        if self.sample.is_none() {
            let interruption = self.interruption.clone();
            let taken = sample::take(&mut self.records, size, || interruption.load(Ordering::Relaxed) == 0);
            let Sample { chunks, of, error } = taken;
            self.end.change(|ending| *ending = Ending { error, sampled: Some(of) });
            self.sample = Some(chunks.into_iter());
        }
        self.sample.as_mut()?.next()
    }
}

impl End {
    /// Returns how it ended.
    pub(super) fn take(&self) -> Ending {
        let mut ending = Ending::default();
        self.change(|found| std::mem::swap(found, &mut ending));
        ending
    }

    fn change(&self, change: impl FnOnce(&mut Ending)) {
        change(&mut self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}
