//! Some lines of an input, chosen by lot.

use super::records::{Chunk, Line, Records};
use crate::edge::stream::Bytes;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::io;

/// How many bytes a sample may take. A sample with longer lines has fewer.
const SAMPLE: usize = 32 << 20;

/// Where the dice begin: the same input gives the same sample.
const SEED: u64 = 1;

/// A sample, and what it was taken from.
#[derive(Debug, Default)]
pub(super) struct Sample {
    /// The lines, in order, each in a chunk of its own.
    pub(super) chunks: Vec<Chunk>,
    /// How many there were to choose from.
    pub(super) of: u64,
    /// How the input broke off, if it did.
    pub(super) error: Option<io::Error>,
}

/// Reads everything and takes `size` lines of it, each as likely as any other, or all if there are fewer.
pub(super) fn take(records: &mut Records<Bytes>, size: usize, goes_on: impl Fn() -> bool) -> Sample {
    let dice = StdRng::seed_from_u64(SEED);
    let mut reservoir = Reservoir { kept: Vec::new(), size, seen: 0, bytes: 0, dice };
    let error = loop {
        match records.chunk() {
            Ok(Some(chunk)) if goes_on() => chunk.lines.iter().for_each(|line| reservoir.offer(line, &chunk)),
            Ok(_) => break None,
            Err(error) => break Some(error),
        }
    };
    let Reservoir { kept: mut chunks, seen: of, .. } = reservoir;
    chunks.sort_by_key(|chunk| chunk.lines.first().map(|line| line.number));
    Sample { chunks, of, error }
}

/// Vitter's algorithm R: line `n` takes the place of another with a likelihood of `size / n`.
struct Reservoir {
    kept: Vec<Chunk>,
    size: usize,
    seen: u64,
    bytes: usize,
    dice: StdRng,
}

impl Reservoir {
    fn offer(&mut self, line: &Line, chunk: &Chunk) {
        self.seen += 1;
        let place = match self.kept.len() < self.size {
            true => self.kept.len(),
            false => usize::try_from(self.dice.random_range(0..self.seen)).unwrap_or(usize::MAX),
        };
        if place >= self.size {
            return;
        }
        let mut alone = Chunk::default();
        let name = line.name.clone().map(|name| &chunk.text[name]);
        alone.add(line.number, &chunk.text[line.text.clone()], name, line.flaw);
        self.bytes += alone.text.len();
        match self.kept.get_mut(place) {
            Some(old) => self.bytes -= std::mem::replace(old, alone).text.len(),
            None => self.kept.push(alone),
        }
        while self.bytes > SAMPLE && self.kept.len() > 1 {
            let last = self.dice.random_range(0..self.kept.len());
            self.bytes -= self.kept.swap_remove(last).text.len();
            self.size = self.kept.len();
        }
    }
}
