//! How a file is cut.

use lpauth::flow::redact::file::pieces::{LONGEST, Piece, Pieces};
use proptest::prelude::{any, prop_assert_eq, proptest};
use std::io::Read;

/// Gives so many bytes at a time.
struct Slow<'a>(&'a [u8], usize);

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(self.0.len()).min(buffer.len());
        buffer[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

/// Cuts a file of which so many bytes are read at a time.
pub(super) fn cut(bytes: &[u8], chunk: usize) -> Vec<Piece> {
    let mut reader = Slow(bytes, chunk);
    let mut pieces = Pieces::new(&mut reader);
    std::iter::from_fn(|| pieces.advance().unwrap()).collect()
}

fn names(text: &str) -> Vec<String> {
    let name = |piece: Piece| {
        let (kind, bytes) = match piece {
            Piece::Frame(bytes) => ("frame", bytes),
            Piece::Gap(bytes) => ("gap", bytes),
            Piece::Entry(bytes) => ("entry", bytes),
        };
        format!("{kind} {}", String::from_utf8(bytes).unwrap())
    };
    cut(text.as_bytes(), 3).into_iter().map(name).collect()
}

#[test]
fn entries_are_cut_out() {
    let text = r#"{"log": {"a":{"entries":[1]},"entries": [ {"a":"]}\"{"} , [2],"x",345 ,{}],"b":1}}"#;
    let expected = [
        r#"frame {"log": {"a":{"entries":[1]},"entries": ["#,
        "gap  ",
        r#"entry {"a":"]}\"{"}"#,
        "gap  , ",
        "entry [2]",
        "gap ,",
        r#"entry "x""#,
        "gap ,",
        "entry 345",
        "gap  ,",
        "entry {}",
        r#"frame ],"b":1}}"#,
    ];
    assert_eq!(names(text), expected);
    assert_eq!(names(r#"{"entries":[{}]}"#), [r#"frame {"entries":["#, "entry {}", "frame ]}"]);
}

#[test]
fn what_is_no_archive_is_one_piece() {
    for text in [r#"{"entries":{"log":[1]}}"#, r#"[{"log":{"entries":[1]}}]"#, r#"x {"log":{"entries":[1]}}"#, "", " "]
    {
        assert!(names(text).len() <= 1, "{text}");
    }
}

#[test]
fn a_string_that_is_too_long_is_left_out() {
    let entry = |inside: &str| {
        let text = format!(r#"{{"log":{{"entries":[{{"a":"{inside}","b":"c"}}]}}}}"#);
        cut(text.as_bytes(), 1 << 20)[1].bytes().to_vec()
    };
    let plain = |length: usize| "x".repeat(length);
    assert_eq!(entry(&plain(LONGEST)).len(), LONGEST + r#"{"a":"","b":"c"}"#.len());
    let more = [1, 2, 1 << 16, (1 << 16) + 1, LONGEST].map(|more| plain(LONGEST + more));
    let escaped = [
        "\\n".repeat(LONGEST),
        plain(LONGEST) + "\\\"",
        plain(LONGEST) + "\\n" + &plain(LONGEST),
        plain(LONGEST - 1) + "\\\"",
    ];
    for inside in more.iter().chain(&escaped) {
        let entry = entry(inside);
        assert!(entry == br#"{"a":"REDACTED-too-long","b":"c"}"#, "{} bytes of {}", entry.len(), inside.len());
    }
}

proptest! {
    #[test]
    fn the_pieces_are_the_file(text in r#"(\{"log":\{"entries":\[)?["\\a:,\{\}\[\] é0]{0,60}"#, chunk in 1..9_usize, tail in any::<Vec<u8>>()) {
        let bytes = [text.as_bytes(), &tail].concat();
        let all: Vec<u8> = cut(&bytes, chunk).iter().flat_map(|piece| piece.bytes().to_vec()).collect();
        prop_assert_eq!(all, bytes.clone());
        prop_assert_eq!(cut(&bytes, chunk), cut(&bytes, 1 << 20));
    }
}
