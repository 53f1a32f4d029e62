//! Takes an input apart into lines, or CSV into records: in constant memory, whatever comes.

use super::judge::Unreadable;
use crate::edge::pipeline::Piece;
use csv_core::{ReadRecordResult, Reader};
use std::io::{self, ErrorKind, Read};
use std::ops::Range;

/// How long a line or a record may be, in bytes. A token that a browser can carry is far shorter.
pub const LONGEST: usize = 1 << 20;

/// How many lines are judged in one piece at most, so that what comes of them has a limit too.
const MOST: usize = 1024;

/// How much is read at a time. Less would wake the threads that judge so often that it shows.
const READ: usize = 256 << 10;

/// Into how many columns a record may be divided.
const COLUMNS: usize = 4096;

/// Some lines, one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chunk {
    /// What stands in them.
    pub text: Vec<u8>,
    /// The lines.
    pub lines: Vec<Line>,
}

/// A line, or a record of CSV.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The number of the line in the input, from 1; of a record, of its first line.
    pub number: u64,
    /// Where the line stands in the text; of a record, the token.
    pub text: Range<usize>,
    /// Where the name of the record stands.
    pub name: Option<Range<usize>>,
    /// Why it is not to be judged, if so.
    pub flaw: Option<Unreadable>,
}

/// Reads an input, chunk by chunk.
pub struct Records<R> {
    window: Window<R>,
    number: u64,
    table: Option<Table>,
}

/// The columns of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    /// What stands between two columns.
    pub delimiter: u8,
    /// The column of the token.
    pub token: usize,
    /// The column of its name.
    pub name: Option<usize>,
    /// How many columns there are.
    pub count: usize,
}

impl Piece for Chunk {
    fn bytes(&self) -> usize {
        self.text.capacity() + self.lines.capacity() * size_of::<Line>()
    }
}

impl Chunk {
    /// Adds a line with this text, and this name.
    pub fn add(&mut self, number: u64, text: &[u8], name: Option<&[u8]>, flaw: Option<Unreadable>) {
        let mut put = |bytes: &[u8]| {
            let start = self.text.len();
            self.text.extend_from_slice(bytes);
            start..self.text.len()
        };
        let (text, name) = (put(text), name.map(put));
        self.lines.push(Line { number, text, name, flaw });
    }

    fn is_full(&self) -> bool {
        self.lines.len() >= MOST || self.text.len() >= READ
    }
}

impl<R: Read> Records<R> {
    /// Begins to read.
    pub fn new(source: R) -> Records<R> {
        Records { window: Window::new(source), number: 0, table: None }
    }

    /// Returns the first line, which stays where it is; without a byte order mark.
    ///
    /// # Errors
    /// If it cannot be read, or is text of another kind than UTF-8.
    pub fn first(&mut self) -> io::Result<&[u8]> {
        while self.window.line_end().is_none() && self.window.rest().len() <= LONGEST && self.window.more()? {}
        if self.number == 0 && self.window.rest().starts_with(&[0xef, 0xbb, 0xbf]) {
            self.window.take(3);
        }
        if [[0xff, 0xfe], [0xfe, 0xff]].iter().any(|mark| self.window.rest().starts_with(mark)) {
            return Err(io::Error::new(ErrorKind::InvalidData, "it is UTF-16, not UTF-8"));
        }
        let end = self.window.line_end().unwrap_or_else(|| self.window.rest().len());
        Ok(trimmed(&self.window.rest()[..end]))
    }

    /// Takes the first line for the header of a table with these columns.
    pub fn tabulate(&mut self, columns: Columns) {
        let end = self.window.line_end().map_or_else(|| self.window.rest().len(), |end| end + 1);
        self.window.take(end);
        self.number += 1;
        self.table = Some(Table::new(columns));
    }

    /// Returns the lines that can be had without waiting for more input than it takes to have any; `None` after the last.
    ///
    /// # Errors
    /// If the input breaks off. What came before is handed out before that.
    pub fn chunk(&mut self) -> io::Result<Option<Chunk>> {
        let mut chunk = Chunk::default();
        loop {
            chunk.text.reserve(self.window.rest().len().min(READ));
            while !chunk.is_full() && self.ready(&mut chunk) {}
            if !chunk.lines.is_empty() {
                return Ok(Some(chunk));
            }
            if self.window.rest().len() > LONGEST {
                self.give_up(&mut chunk)?;
            } else if !self.window.more()? {
                self.last(&mut chunk);
                return Ok(Some(chunk).filter(|chunk| !chunk.lines.is_empty()));
            }
        }
    }

    /// Adds the next line if all of it has come.
    fn ready(&mut self, chunk: &mut Chunk) -> bool {
        if let Some(table) = &mut self.table {
            self.number += table.skip_blank(&mut self.window);
            return table.record(&mut self.window, &mut self.number, chunk);
        }
        let Some(end) = self.window.line_end() else { return false };
        self.number += 1;
        add_line(chunk, self.number, &self.window.rest()[..end]);
        self.window.take(end + 1);
        true
    }

    /// Adds what stands behind the last line feed, or in a record that has no end.
    fn last(&mut self, chunk: &mut Chunk) {
        let Some(table) = &mut self.table else {
            if !self.window.rest().is_empty() {
                add_line(chunk, self.number + 1, self.window.rest());
                self.window.take(self.window.rest().len());
            }
            return;
        };
        while !chunk.is_full() && !self.window.rest().is_empty() {
            self.number += table.skip_blank(&mut self.window);
            let ended = self.window.rest().is_empty() || table.record(&mut self.window, &mut self.number, chunk);
            if !ended {
                table.last(&mut self.window, &mut self.number, chunk);
            }
        }
    }

    /// Leaves out a line that is too long, or a record that has no end.
    fn give_up(&mut self, chunk: &mut Chunk) -> io::Result<()> {
        self.window.searched = 0;
        if let (Some(table), Some(_)) = (&mut self.table, self.window.line_end()) {
            table.seen = self.window.rest().len();
            table.tear(&mut self.window, &mut self.number, chunk);
            return Ok(());
        }
        self.number += 1;
        chunk.add(self.number, &[], None, Some(Unreadable::TooLong));
        self.table.iter_mut().for_each(Table::forget);
        loop {
            if let Some(end) = self.window.line_end() {
                self.window.take(end + 1);
                return Ok(());
            }
            self.window.take(self.window.rest().len());
            if !self.window.more()? {
                return Ok(());
            }
        }
    }
}

fn add_line(chunk: &mut Chunk, number: u64, line: &[u8]) {
    let line = trimmed(line);
    let flaw = (line.len() > LONGEST).then_some(Unreadable::TooLong);
    chunk.add(number, if flaw.is_some() { &[] } else { line }, None, flaw);
}

fn trimmed(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The part of the input that is looked at.
struct Window<R> {
    source: R,
    /// Room for what is read, of which the bytes from `start` to `end` are still to be looked at.
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    /// How far behind the start was searched for the end of the line.
    searched: usize,
}

impl<R: Read> Window<R> {
    fn new(source: R) -> Window<R> {
        Window { source, bytes: Vec::new(), start: 0, end: 0, searched: 0 }
    }

    fn rest(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    fn line_end(&mut self) -> Option<usize> {
        let end = memchr::memchr(b'\n', &self.rest()[self.searched..]).map(|at| self.searched + at);
        self.searched = end.unwrap_or(self.rest().len());
        end
    }

    fn take(&mut self, bytes: usize) {
        self.start += bytes;
        self.searched = 0;
    }

    /// Reads on. Returns `false` at the end.
    fn more(&mut self) -> io::Result<bool> {
        self.bytes.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.bytes.len() < self.end + READ {
            self.bytes.resize(self.end + READ, 0);
        }
        loop {
            match self.source.read(&mut self.bytes[self.end..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(read) => {
                    self.end += read;
                    return Ok(read > 0);
                }
            }
        }
    }
}

/// A table whose records are read.
struct Table {
    columns: Columns,
    reader: Reader,
    /// How much of the record that begins at the window's start the reader has seen.
    seen: usize,
    /// The fields so far, one after the other, and where each ends.
    fields: Vec<u8>,
    ends: Vec<usize>,
    filled: usize,
    divided: usize,
    /// How many bytes of the window are lines of which each is a record, because a quote is missing before them.
    single: usize,
}

impl Table {
    fn new(columns: Columns) -> Table {
        let reader = csv_core::ReaderBuilder::new().delimiter(columns.delimiter).build();
        let (fields, ends) = (vec![0; LONGEST + 2 * READ], vec![0; COLUMNS]);
        Table { columns, reader, seen: 0, fields, ends, filled: 0, divided: 0, single: 0 }
    }

    /// Leaves out the line feeds before a record, and returns how many there are.
    fn skip_blank<R: Read>(&self, window: &mut Window<R>) -> u64 {
        if self.seen > 0 {
            return 0;
        }
        let blank = window.rest().iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let lines = feeds(&window.rest()[..blank]);
        window.take(blank);
        lines
    }

    /// Adds the next record if all of it has come.
    fn record<R: Read>(&mut self, window: &mut Window<R>, number: &mut u64, chunk: &mut Chunk) -> bool {
        if self.single > 0 {
            return self.single(window, number, chunk);
        }
        if window.rest().len() == self.seen || !self.read(&window.rest()[self.seen..]) {
            return false;
        }
        if self.is_torn(&window.rest()[..self.seen]) {
            self.tear(window, number, chunk);
        } else {
            self.accept(window, number, chunk);
        }
        true
    }

    /// Adds the last record of the input.
    fn last<R: Read>(&mut self, window: &mut Window<R>, number: &mut u64, chunk: &mut Chunk) {
        let seen = window.rest().len();
        // A line feed ends every record but one with a quote missing.
        let ended = self.read(b"\n");
        self.seen = seen;
        if !ended || self.is_torn(window.rest()) {
            self.tear(window, number, chunk);
        } else {
            self.accept(window, number, chunk);
        }
    }

    fn accept<R: Read>(&mut self, window: &mut Window<R>, number: &mut u64, chunk: &mut Chunk) {
        self.add(*number + 1, chunk);
        // The reader may stop between CR and LF; the line feed is a blank before the next record then.
        *number += feeds(&window.rest()[..self.seen]);
        window.take(self.seen);
        self.forget();
    }

    /// Returns whether a record shows that a quote is missing: it has several lines, and either they are not one record or the
    /// token is in more than one of them.
    fn is_torn(&self, record: &[u8]) -> bool {
        let token = self.field(self.columns.token).unwrap_or_default().trim_ascii();
        memchr::memchr(b'\n', record.trim_ascii_end()).is_some()
            && (self.divided != self.columns.count || token.contains(&b'\n'))
    }

    /// Leaves out the first line of a record in which a quote is missing, and takes its other lines for records.
    fn tear<R: Read>(&mut self, window: &mut Window<R>, number: &mut u64, chunk: &mut Chunk) {
        let record = &window.rest()[..self.seen];
        let line = memchr::memchr(b'\n', record).map_or(record.len(), |end| end + 1);
        self.single = record.len() - line;
        *number += 1;
        chunk.add(*number, &[], None, Some(Unreadable::OpenQuote));
        window.take(line);
        self.forget();
    }

    /// Takes a line for a record.
    fn single<R: Read>(&mut self, window: &mut Window<R>, number: &mut u64, chunk: &mut Chunk) -> bool {
        let Some(end) = window.line_end() else {
            self.single = 0;
            return false;
        };
        let whole = self.read(&window.rest()[..=end]);
        *number += 1;
        match whole {
            true => self.add(*number, chunk),
            false => chunk.add(*number, &[], None, Some(Unreadable::OpenQuote)),
        }
        window.take(end + 1);
        self.single = self.single.saturating_sub(end + 1);
        self.forget();
        true
    }

    /// Reads on. Returns whether this is the end of the record.
    fn read(&mut self, mut input: &[u8]) -> bool {
        loop {
            let (result, read, filled, divided) =
                self.reader.read_record(input, &mut self.fields[self.filled..], &mut self.ends[self.divided..]);
            self.seen += read;
            self.filled += filled;
            self.divided += divided;
            input = &input[read..];
            match result {
                ReadRecordResult::Record => return true,
                // What stands in more columns than any table has is not asked for.
                ReadRecordResult::OutputEndsFull => self.divided = COLUMNS - 1,
                ReadRecordResult::InputEmpty | ReadRecordResult::End | ReadRecordResult::OutputFull => return false,
            }
        }
    }

    fn add(&self, number: u64, chunk: &mut Chunk) {
        let token = self.field(self.columns.token);
        let flaw = token.is_none().then_some(Unreadable::NoField);
        let name = self.columns.name.and_then(|name| self.field(name));
        chunk.add(number, token.unwrap_or_default(), name, flaw);
    }

    fn field(&self, index: usize) -> Option<&[u8]> {
        let ends = &self.ends[..self.divided];
        let start = if index == 0 { 0 } else { *ends.get(index - 1)? };
        self.fields.get(start..*ends.get(index)?)
    }

    fn forget(&mut self) {
        self.reader.reset();
        (self.seen, self.filled, self.divided) = (0, 0, 0);
    }
}

fn feeds(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}
