//! Where lines are judged: some of them go in, their rows and their summary come out.

use super::input::Place;
use super::judge::{LineJudge, LineVerdict, Scratch};
use super::records::Chunk;
use super::row::{Row, Rows, Word};
use super::summary::Summary;
use crate::report::Severity;

/// What is the same for every line.
pub(super) struct Bench {
    /// Judges.
    pub(super) judge: LineJudge,
    /// Where in a line the token stands.
    pub(super) place: Place,
    /// What is written of each line.
    pub(super) rows: Rows,
    /// From which severity on a line is not valid.
    pub(super) fail_on: Severity,
    /// Whether the first line that is not valid is the last.
    pub(super) fail_fast: bool,
}

/// What came of some lines.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// Their rows.
    pub(super) text: Vec<u8>,
    /// What they come to.
    pub(super) summary: Summary,
    /// Whether no more lines are wanted.
    pub(super) last: bool,
}

impl Bench {
    /// Judges some lines.
    pub(super) fn made(&self, chunk: &Chunk, scratch: &mut Scratch) -> Made {
        let mut made = Made::default();
        let mut writer = self.rows.writer(&mut made.text);
        for line in &chunk.lines {
            let (verdict, id) = match self.place.parts(line, chunk) {
                Ok((token, id)) => (self.judge.judge(&token, scratch), id),
                Err((flaw, id)) => (LineVerdict::Unreadable(flaw), id),
            };
            let word = self.word(&verdict);
            made.summary.add(word, &verdict);
            writer.put(&Row { line: line.number, id: id.as_deref(), word, verdict: &verdict });
            if self.fail_fast && word != Word::Valid {
                made.last = true;
                break;
            }
        }
        drop(writer);
        made
    }

    fn word(&self, verdict: &LineVerdict) -> Word {
        match verdict {
            LineVerdict::Unreadable(_) => Word::Unreadable,
            LineVerdict::Judged(judged) if judged.failures.iter().any(|failed| failed.severity >= self.fail_on) => {
                Word::Invalid
            }
            LineVerdict::Judged(_) => Word::Valid,
        }
    }
}
