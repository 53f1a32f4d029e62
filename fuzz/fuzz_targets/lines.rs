//! A file of many tokens, read in small pieces: lines, lines of JSON and CSV. Each line has one verdict, and in order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::cmd::verify::lines::input::Input;
use std::io::Read;

/// Hands out a few bytes at a time, so that every line is cut somewhere.
struct Dribble(std::io::Cursor<Vec<u8>>, usize);

impl Read for Dribble {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = self.1.min(buffer.len());
        self.0.read(&mut buffer[..most])
    }
}

fuzz_target!(|input: (u8, Option<&str>, &[u8])| {
    let (step, field, bytes) = input;
    let read = |step: usize| {
        let source = Box::new(Dribble(std::io::Cursor::new(bytes.to_vec()), step));
        let mut input = Input::open("fuzz", source, field, None).ok()?;
        let mut numbers = Vec::new();
        while let Ok(Some(chunk)) = input.records.chunk() {
            chunk.lines.iter().for_each(|line| drop(input.place.parts(line, &chunk)));
            numbers.extend(chunk.lines.iter().map(|line| line.number));
        }
        Some(numbers)
    };
    let pieces = read(usize::from(step) + 1);
    // A carriage return alone ends a record of CSV, so that a line may have several.
    assert!(pieces.iter().all(|numbers| numbers.windows(2).all(|pair| pair[0] <= pair[1])));
    if field.is_none() && pieces.is_some() {
        let whole = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let lines = whole.split_inclusive(|byte| *byte == b'\n').count();
        assert_eq!(pieces.map(|numbers| numbers.len()), Some(lines));
    }
});
