//! Who signs: the key of `--key`, or one that is thrown away afterwards.

use super::SigningArgs;
use crate::cmd::key;
use crate::edge::gather::LIMIT;
use crate::edge::{Edge, Failure};
use crate::flow::mint::Signer;
use crate::jose::alg::{self, Algorithm};
use crate::jose::key::{Curve, Key, KeyError, Kind};
use crate::jose::key_file;
use std::path::Path;
use std::sync::Arc;

/// A signer, and the name of its key.
pub(super) struct Signing {
    /// The signer.
    pub(super) signer: Signer,
    /// The key ID: what `--kid` says, else the key's own, else the one in the key set beside it, else its
    /// thumbprint (RFC 7638).
    pub(super) kid: String,
    /// What the user has to know about the key, as lines for standard error.
    pub(super) note: String,
}

/// Reads the key, or offers to make one.
pub(super) fn load(args: &SigningArgs, edge: &mut Edge) -> Result<Signing, Failure> {
    let algorithm = args.alg.as_deref().and_then(alg::find);
    let (key, note) = match &args.key {
        Some(file) => (private_key(file, args, edge)?, String::new()),
        None => (throw_away(args, algorithm, edge)?, THROWN_AWAY.to_owned()),
    };
    let algorithm = algorithm.map_or_else(|| own_algorithm(&key), Ok)?;
    let own = args.kid.clone().or_else(|| key.kid.clone());
    let beside = || args.key.as_deref().and_then(|file| kid_beside(file, &key, edge));
    let kid = own.or_else(beside).unwrap_or_else(|| key.thumbprint());
    Ok(Signing { signer: Signer { key: Arc::new(key), algorithm }, kid, note })
}

const THROWN_AWAY: &str = "signed with a throw-away key; only --jwks-out keeps its public half\n";

fn private_key(file: &Path, args: &SigningArgs, edge: &mut Edge) -> Result<Key, Failure> {
    let found = key::read(file, &args.passphrase, edge)?;
    let mut private: Vec<Key> = found.into_iter().map(|found| found.key).filter(Key::is_private).collect();
    match (private.pop(), private.len()) {
        (None, _) => Err(Failure::usage(format!("{} holds a public key; signing takes a private one", file.display()))
            .hint("lpauth keygen --out brand makes a pair")),
        (Some(key), 0) => Ok(key),
        (Some(_), others) => {
            let message = format!("{} holds {} private keys, and only one can sign", file.display(), others + 1);
            Err(Failure::usage(message).hint("pass a file with the one key to sign with"))
        }
    }
}

// PEM has no place for a kid, but `lpauth keygen --kid` writes it into the key set of the same name.
fn kid_beside(file: &Path, key: &Key, edge: &mut Edge) -> Option<String> {
    let set = file.with_extension("jwks.json");
    let found = key_file::read(&edge.files.read(&set, LIMIT).ok()?, None).ok()?;
    found.into_iter().find(|found| found.key.thumbprint() == key.thumbprint())?.key.kid
}

fn throw_away(args: &SigningArgs, algorithm: Option<&Algorithm>, edge: &mut Edge) -> Result<Key, Failure> {
    let none = || Failure::usage("there is no key to sign with").hint(MAKE_ONE);
    let kind = kind_for(algorithm).ok_or_else(none)?;
    let prompt = format!("No --key. Make a throw-away {kind} key?");
    if !edge.person.present() || !(args.throw_away || edge.person.confirm(&prompt, true)?) {
        return Err(none());
    }
    let _busy = edge.terminal.busy("making a key");
    Key::generate(kind, &mut *edge.dice).map_err(|KeyError(reason)| Failure::usage(reason).hint(MAKE_ONE))
}

const MAKE_ONE: &str = "pass --key FILE; `lpauth keygen --out brand` makes a pair";

fn kind_for(algorithm: Option<&Algorithm>) -> Option<Kind> {
    let Some(algorithm) = algorithm else { return Some(Kind::Rsa(2048)) };
    let curve = |name| Curve::ALL.into_iter().find(|curve| curve.name() == name);
    match (algorithm.kty, algorithm.crv) {
        ("RSA", _) => Some(Kind::Rsa(2048)),
        ("EC", Some(name)) => curve(name).map(Kind::Ec),
        ("OKP", _) => Some(Kind::Ed25519),
        ("oct", _) => Some(Kind::Oct(algorithm.signature_length? * 8)),
        _ => None,
    }
}

fn own_algorithm(key: &Key) -> Result<&'static Algorithm, Failure> {
    key.algorithms().first().copied().ok_or_else(|| {
        Failure::usage(format!("this {} key is not for signatures", key.kind()))
            .hint("pass a key for signatures: `lpauth keygen --out brand` makes one; with --alg an RSA or EC key signs whatever its use")
    })
}
