//! `jwks rotate`: the sets of a rotation that LivePerson survives, and what to do when.

use super::Rotate;
use super::edit::Document;
use crate::cmd::{Globals, Output, key, keygen};
use crate::edge::files::Access;
use crate::edge::{Edge, Failure};
use crate::jose::key::{Key, Kind};
use crate::render::visible_lines;
use std::path::Path;

/// Runs `jwks rotate`.
pub(super) fn run(args: &Rotate, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let mut document = Document::read(&args.set, edge)?;
    let old = retiring(&document, args)?;
    let out = args.out.as_deref().unwrap_or(Path::new(""));
    let (both, after) = (out.join("1-publish.jwks.json"), out.join("4-retire.jwks.json"));
    let private = out.join("next.pem");
    let mut targets = vec![&both, &after];
    targets.extend(args.next.is_none().then_some(&private));
    if let Some(path) = targets.into_iter().find(|path| !args.force && edge.files.exists(path)) {
        return Err(Failure::input(format!("{} exists already", path.display()))
            .hint("choose another --out, or pass --force to replace it"));
    }
    let (next, holder) = match &args.next {
        Some(file) => (given(args, file, edge)?, file.clone()),
        None => (made(&private, args.force, edge)?, private),
    };
    let new = document.push(&next)?;
    document.write(&both, args.force, edge)?;
    document.remove(&old)?;
    document.write(&after, args.force, edge)?;
    let names = Names { old: &old, new: &new, both: &both, after: &after, holder: &holder };
    Ok(Output {
        stdout: visible_lines(&names.plan(globals.style(edge).width)),
        stderr: keygen::warnings(&[next]),
        exit: 0,
    })
}

fn retiring(document: &Document, args: &Rotate) -> Result<String, Failure> {
    let kids = document.kids();
    let among = || format!("its kids are: {}", kids.join(", "));
    match (&args.retire, kids.as_slice()) {
        (Some(kid), _) if kids.contains(kid) => Ok(kid.clone()),
        (Some(kid), _) => Err(Failure::usage(format!("the set has no key “{kid}”")).hint(among())),
        (None, [only]) if document.len() == 1 => Ok(only.clone()),
        (None, []) if document.len() == 0 => {
            Err(Failure::usage("the set has no key to retire").hint("`lpauth jwks add` puts the first one in"))
        }
        (None, []) => Err(Failure::usage(
            "the key of this set has no kid: beside a second key LivePerson cannot choose it (1042)",
        )
        .hint("first give it a kid in the set, and the same kid in the header of your tokens")),
        (None, _) => {
            Err(Failure::usage("the set has several keys, and one is to be retired: name it with --retire")
                .hint(among()))
        }
    }
}

fn given(args: &Rotate, file: &Path, edge: &mut Edge) -> Result<Key, Failure> {
    let found = key::read(file, &args.passphrase, edge)?;
    let [found] = found.as_slice() else {
        return Err(Failure::usage(format!("{} holds {} keys, and one is needed", file.display(), found.len()))
            .hint("name a file with one key alone"));
    };
    Ok(named(found.key.clone()))
}

fn made(private: &Path, force: bool, edge: &mut Edge) -> Result<Key, Failure> {
    let mut key = {
        let _busy = edge.terminal.busy("Making the next key: RSA 2048");
        Key::generate(Kind::Rsa(2048), &mut *edge.dice).map_err(keygen::unusable)?
    };
    key.purpose = Some("sig".to_owned());
    key.algorithm = Some("RS256".to_owned());
    let text = keygen::private_pem(&key, None, edge)?;
    edge.files.write(private, text.as_bytes(), Access::Private, force)?;
    Ok(named(key))
}

fn named(mut key: Key) -> Key {
    key.kid = key.kid.take().or_else(|| Some(key.thumbprint()));
    key
}

struct Names<'a> {
    old: &'a str,
    new: &'a str,
    both: &'a Path,
    after: &'a Path,
    holder: &'a Path,
}

impl Names<'_> {
    fn plan(&self, width: usize) -> String {
        let Names { old, new, .. } = self;
        let (both, after, holder) = (self.both.display(), self.after.display(), self.holder.display());
        let steps = [
            (
                "1 publish",
                format!(
                    "Put {both} in the place of the set. It has both keys. Go on signing with “{old}”, and see to it that \
                     every token names that kid in its header: with two keys and no kid LivePerson refuses a token (1042)."
                ),
            ),
            (
                "2 wait",
                "Until every copy of the old set is gone. LivePerson does not document how long it keeps one; the \
                 Cache-Control of your set, and a day at least, is our advice."
                    .to_owned(),
            ),
            (
                "3 switch",
                format!(
                    "Sign with {holder}, kid “{new}”. While LivePerson still has the old set it refuses such a token \
                     (1041): then sign with “{old}” again, and wait."
                ),
            ),
            ("4 retire", format!("When the last token signed with “{old}” has expired, publish {after}.")),
            (
                "no set?",
                format!(
                    "If LivePerson has your key in its “JWT Public Key” field there is no overlap: change the field when \
                     you switch. It takes what `lpauth keygen --from {holder} --console` prints."
                ),
            ),
        ];
        steps.iter().map(|(name, text)| step(name, text, width)).collect()
    }
}

fn step(name: &str, text: &str, width: usize) -> String {
    let first = format!("{name:<10} ");
    let options = textwrap::Options::new(width).initial_indent(&first).subsequent_indent("           ");
    // Kids and paths are kept whole: they are there to be copied.
    let options = options.break_words(false).word_splitter(textwrap::WordSplitter::NoHyphenation);
    format!("{}\n", textwrap::fill(text, options))
}
