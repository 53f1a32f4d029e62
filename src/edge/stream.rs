//! Bytes that come one after the other, however many: told apart by how they begin, unpacked, and counted.

use flate2::read::MultiGzDecoder;
use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A source of bytes that another thread may read.
pub type Bytes = Box<dyn Read + Send>;

/// How many bytes were read so far.
pub type Count = Arc<AtomicU64>;

/// The largest window of zstd that is unpacked, as a power of two: 8 MiB. All levels but the `--ultra` ones keep to that.
const WINDOW: u32 = 23;

/// Counts what is read of `bytes`.
pub fn counted(bytes: Bytes) -> (Bytes, Count) {
    let count = Count::default();
    (Box::new(Counted { bytes, count: count.clone() }), count)
}

/// Unpacks gzip and zstd, told by their first bytes; hands on everything else as it is.
///
/// # Errors
/// If nothing can be read.
pub fn unpacked(mut bytes: Bytes) -> io::Result<Bytes> {
    let mut first = Vec::new();
    bytes.by_ref().take(4).read_to_end(&mut first)?;
    let packing = PACKINGS.iter().find(|(mark, _)| first.starts_with(mark));
    let whole: Bytes = Box::new(Cursor::new(first).chain(bytes));
    match packing {
        Some((_, unpack)) => unpack(whole),
        None => Ok(whole),
    }
}

/// How a packing begins (RFC 1952 §2.3.1, RFC 8878 §3.1.1), and what unpacks it.
type Packing = (&'static [u8], fn(Bytes) -> io::Result<Bytes>);

const PACKINGS: &[Packing] = &[
    (&[0x1f, 0x8b], |bytes| Ok(Box::new(MultiGzDecoder::new(bytes)))),
    (&[0x28, 0xb5, 0x2f, 0xfd], |bytes| {
        let mut decoder = zstd::stream::read::Decoder::new(bytes)?;
        decoder.window_log_max(WINDOW)?;
        Ok(Box::new(decoder))
    }),
];

struct Counted {
    bytes: Bytes,
    count: Count,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
