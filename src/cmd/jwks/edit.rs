//! `jwks add` and `jwks remove`: the rest of the file stays as it is.

use super::{Add, Remove, parse};
use crate::cmd::Output;
use crate::cmd::key;
use crate::edge::files::Access;
use crate::edge::gather::LIMIT;
use crate::edge::{Edge, Failure};
use crate::jose::key::{Key, Kind};
use serde_json::{Map, Value};
use std::path::Path;

/// A key set as a document that can be changed.
pub(super) struct Document {
    members: Map<String, Value>,
    keys: Vec<Value>,
}

/// Runs `jwks add`.
pub(super) fn add(args: &Add, edge: &mut Edge) -> Result<Output, Failure> {
    let mut document = if edge.files.exists(&args.set) { Document::read(&args.set, edge)? } else { Document::new() };
    let mut found = key::read(&args.key, &args.passphrase, edge)?;
    if found.len() > 1 {
        found.retain(|found| args.kid.is_none() || found.key.kid == args.kid);
    }
    let [found] = found.as_slice() else {
        return Err(Failure::usage(format!(
            "{} holds {} such keys, and one is needed",
            args.key.display(),
            found.len()
        ))
        .hint("choose one with --kid"));
    };
    let mut key = found.key.clone();
    key.kid = args.kid.clone().or(key.kid.take()).or_else(|| Some(key.thumbprint()));
    let kid = document.push(&key)?;
    document.write(&args.set, true, edge)?;
    let half = if key.is_private() { " (the public half; the private one stays where it is)" } else { "" };
    let stderr = format!("{}: added “{kid}”, {}{half}\n", args.set.display(), key.kind());
    Ok(Output { stderr, ..Output::default() })
}

/// Runs `jwks remove`.
pub(super) fn remove(args: &Remove, edge: &mut Edge) -> Result<Output, Failure> {
    let mut document = Document::read(&args.set, edge)?;
    document.remove(&args.kid)?;
    document.write(&args.set, true, edge)?;
    let mut stderr = format!("{}: removed “{}”\n", args.set.display(), args.kid);
    if document.kids().is_empty() {
        stderr.push_str("warning: the set has no key with a kid now: every token will be refused\n");
    }
    Ok(Output { stderr, ..Output::default() })
}

impl Document {
    /// Reads a set; a single JWK becomes a set of one.
    pub(super) fn read(path: &Path, edge: &mut Edge) -> Result<Document, Failure> {
        let name = path.display().to_string();
        let text = String::from_utf8(edge.files.read(path, LIMIT)?);
        let text =
            text.map_err(|_| Failure::input(format!("{name} is not UTF-8 text")).hint("save it as UTF-8 text"))?;
        match parse(&name, text)?.json.root.to_value() {
            Value::Object(mut members) => Ok(match members.get_mut("keys").map(Value::take) {
                Some(Value::Array(keys)) => Document { members, keys },
                _ => Document { members: Map::new(), keys: vec![Value::Object(members)] },
            }),
            _ => Ok(Document::new()),
        }
    }

    /// Writes the set.
    pub(super) fn write(&self, path: &Path, overwrite: bool, edge: &mut Edge) -> Result<(), Failure> {
        let mut members = self.members.clone();
        members.insert("keys".to_owned(), self.keys.clone().into());
        edge.files.write(path, format!("{:#}\n", Value::from(members)).as_bytes(), Access::Shared, overwrite)
    }

    /// Adds the public half of a key, and returns its kid.
    pub(super) fn push(&mut self, key: &Key) -> Result<String, Failure> {
        let refused = |reason: &str| {
            Failure::usage(format!("{} does not belong into a published set: {reason}", key.kind()))
                .hint("publish public keys alone: `lpauth keygen --from FILE --format jwks` prints them")
        };
        if let Kind::Oct(_) = key.kind() {
            return Err(refused("whoever reads a shared secret can sign"));
        }
        let public = key.public_jwk().ok_or_else(|| refused("it has no public half"))?;
        let kid = key.kid.clone().unwrap_or_default();
        if self.kids().contains(&kid) {
            return Err(Failure::usage(format!("the set has a key “{kid}” already"))
                .hint("kids must differ (RFC 7517 §4.5): pass another --kid, or remove the old key first"));
        }
        self.keys.push(public);
        Ok(kid)
    }

    /// Takes the key with this kid out.
    pub(super) fn remove(&mut self, kid: &str) -> Result<(), Failure> {
        let kids = self.kids();
        if !kids.iter().any(|known| known == kid) {
            return Err(Failure::usage(format!("the set has no key “{kid}”"))
                .hint(format!("its kids are: {}", kids.join(", "))));
        }
        self.keys.retain(|jwk| jwk.get("kid").and_then(Value::as_str) != Some(kid));
        Ok(())
    }

    /// Returns the kids in order; keys without one are left out.
    pub(super) fn kids(&self) -> Vec<String> {
        self.keys.iter().filter_map(|jwk| Some(jwk.get("kid")?.as_str()?.to_owned())).collect()
    }

    /// Returns how many keys there are.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    fn new() -> Document {
        Document { members: Map::new(), keys: Vec::new() }
    }
}
