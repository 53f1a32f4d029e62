//! What `--lines` names, opened: lines, lines of JSON, or CSV.

use super::field::{Found, Path};
use super::judge::Unreadable;
use super::records::{Chunk, Columns, Line, Records};
use crate::edge::Failure;
use crate::edge::stream::Bytes;
use std::borrow::Cow;
use std::io;

/// An input that is ready to be read.
pub struct Input {
    /// Its lines.
    pub records: Records<Bytes>,
    /// Where in each line the token stands.
    pub place: Place,
}

/// Where in a line the token stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The line is the token. So is a field of CSV, once it is taken out.
    Whole,
    /// In a line of JSON: the token, and the name of the line.
    Json(Path, Option<Path>),
}

/// The token of a line, and its name.
pub type Parts<'a> = (Cow<'a, str>, Option<Cow<'a, str>>);

impl Input {
    /// Looks at how `bytes`, which are called `name`, begin. `field` and `id` are what the user said of the token and of the
    /// name of each line.
    ///
    /// # Errors
    /// If it cannot be read, or has not what the user said.
    pub fn open(name: &str, bytes: Bytes, field: Option<&str>, id: Option<&str>) -> Result<Input, Failure> {
        let mut records = Records::new(bytes);
        let first = records.first().map_err(|error| unreadable(name, &error))?;
        let opening = first.iter().find(|byte| !byte.is_ascii_whitespace());
        let Some(field) = field else {
            return if is_table(name) {
                Err(no_field(name, first))
            } else {
                Ok(Input { records, place: Place::Whole })
            };
        };
        match opening {
            None => Ok(Input { records, place: Place::Whole }),
            Some(b'{') => Ok(Input { records, place: Place::Json(Path::parse(field), id.map(Path::parse)) }),
            Some(b'[') if first.starts_with(b"[") => Err(Failure::input(format!(
                "{name} is a JSON array, not a line of JSON for each token"
            ))
            .hint("put each element on a line of its own: jq --compact-output '.[]' FILE | lpauth verify --lines -")),
            Some(_) => {
                let columns = columns(name, first, field, id)?;
                records.tabulate(columns);
                Ok(Input { records, place: Place::Whole })
            }
        }
    }
}

impl Place {
    /// Returns the token of a line and its name, or why there is none; the name is found all the same.
    pub fn parts<'a>(&self, line: &Line, chunk: &'a Chunk) -> Result<Parts<'a>, (Unreadable, Option<Cow<'a, str>>)> {
        let name = line.name.clone().map(|name| String::from_utf8_lossy(&chunk.text[name]));
        if let Some(flaw) = line.flaw {
            return Err((flaw, name));
        }
        let Ok(text) = std::str::from_utf8(&chunk.text[line.text.clone()]) else {
            return Err((Unreadable::NotUtf8, name));
        };
        match self {
            Place::Whole => Ok((Cow::Borrowed(text), name)),
            Place::Json(..) if text.trim().is_empty() => Err((Unreadable::Empty, None)),
            Place::Json(field, id) => {
                let found = field.find(text).map_err(|_| (Unreadable::NotJson, None))?;
                let name = id.as_ref().and_then(|id| match id.find(text) {
                    Ok(Found::Text(name)) => Some(name),
                    _ => None,
                });
                match found {
                    Found::Text(token) => Ok((token, name)),
                    Found::Nothing => Err((Unreadable::NoField, name)),
                }
            }
        }
    }
}

/// Returns why `name` cannot be read, as a failure.
pub fn unreadable(name: &str, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            Failure::input(format!("{name} breaks off in the middle of its packing: {error}"))
                .hint("copy or download it again: its end is missing")
        }
        io::ErrorKind::InvalidData => Failure::input(format!("{name} cannot be read: {error}"))
            .hint("lpauth reads UTF-8: iconv --from-code UTF-16 --to-code UTF-8 FILE | lpauth verify --lines -"),
        _ => Failure::input(format!("{name} cannot be read: {error}"))
            .hint("look whether the disk or the network drive is there still"),
    }
}

/// What may stand between two columns.
const DELIMITERS: &[u8] = b",;\t";

fn is_table(name: &str) -> bool {
    let bare = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name);
    bare.ends_with(".csv") || bare.ends_with(".tsv")
}

fn no_field(name: &str, header: &[u8]) -> Failure {
    let columns = DELIMITERS.iter().map(|delimiter| names(header, *delimiter)).max_by_key(Vec::len).unwrap_or_default();
    Failure::usage(format!("{name} is a table, and nobody said which column the token is in"))
        .hint(format!("pass --field with one of its columns: {}", columns.join(", ")))
}

fn columns(name: &str, header: &[u8], field: &str, id: Option<&str>) -> Result<Columns, Failure> {
    let missing = |wanted: &str, hint: String| {
        Failure::usage(format!("{name} has no column “{wanted}”, and its lines are not JSON")).hint(hint)
    };
    let fit = DELIMITERS.iter().find_map(|delimiter| {
        let names = names(header, *delimiter);
        let token = names.iter().position(|name| name == field)?;
        Some((*delimiter, token, names))
    });
    let Some((delimiter, token, names)) = fit else {
        return Err(missing(
            field,
            "the first line of CSV names the columns; without --field each line is a token".to_owned(),
        ));
    };
    let position = |id: &str| {
        let found = names.iter().position(|name| name == id);
        found.ok_or_else(|| missing(id, format!("its columns are {}", names.join(", "))))
    };
    Ok(Columns { delimiter, token, name: id.map(position).transpose()?, count: names.len() })
}

fn names(header: &[u8], delimiter: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(header);
    let record = reader.byte_records().next().and_then(Result::ok).unwrap_or_default();
    record.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect()
}
