//! What to lint: issuers, documents at addresses, files, standard input, told apart by content.

use crate::check::{Facts, Slot};
use crate::cmd::input::{self, Given};
use crate::cmd::network;
use crate::edge::gather::{self, Gathering};
use crate::edge::http::Limits;
use crate::edge::{Edge, Failure, FailureKind};
use crate::flow::plan::{self, Documents, Want, WellKnown};
use crate::model::discovery::Discovery;
use crate::model::http::{Answer, Exchange, Kind};
use crate::model::json::{Broken, Malformed};
use crate::model::jwk::Jwks;
use crate::model::source::Source;
use url::Url;

/// The arguments that name what is looked at.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Inputs {
    /// Issuers, addresses of metadata or key sets, files, directories, or `-` for standard input; a key set that follows a
    /// metadata file belongs to it
    #[arg(value_name = "ISSUER|URL|FILE")]
    pub input: Vec<String>,
    /// Take the key set from this file or address, not from where the metadata says
    #[arg(long, value_name = "FILE|URL")]
    pub jwks: Option<String>,
    /// The issuer that a metadata file is of
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// Look for an issuer's metadata where RFC 8414 puts it: `/.well-known/oauth-authorization-server` before the path
    #[arg(long)]
    pub oauth: bool,
}

/// What is judged together: metadata and the key set that belongs to it, or one of them.
#[derive(Debug, Default)]
pub struct Subject {
    /// What the user called it.
    pub name: String,
    /// What was gathered.
    pub facts: Facts,
    /// Why there is not more of it, if a file cannot be read or nobody answers.
    pub failure: Option<Failure>,
}

impl Inputs {
    /// Returns the files among the arguments, for watching.
    pub fn files(&self) -> Vec<String> {
        self.input.iter().chain(&self.jwks).cloned().collect()
    }

    /// Reads and fetches everything, and returns it in the order of the arguments. Without any argument, `issuer` is asked
    /// if there is one, else standard input is read.
    ///
    /// # Errors
    /// If an address is none, or the key set of `--jwks` cannot be read. Where nobody answers or a file cannot be read, the
    /// subject says so.
    pub fn gather(&self, issuer: Option<&str>, limits: &Limits, edge: &mut Edge) -> Result<Vec<Subject>, Failure> {
        let mut pieces: Vec<Piece> = Vec::new();
        for argument in self.arguments(issuer, edge)? {
            for piece in self.pieces(&argument, edge)? {
                match pieces.last_mut() {
                    Some(last) if last.lacks(&piece) => last.facts.keys = piece.facts.keys,
                    _ => pieces.push(piece),
                }
            }
        }
        self.keys_of_their_own(&mut pieces, edge)?;
        let wants: Vec<Want> = pieces.iter().map(|piece| piece.want.clone()).collect();
        let gathered = gather::gather_all(&wants, limits, edge);
        pieces.into_iter().zip(gathered).map(|(piece, gathering)| self.subject(piece, gathering)).collect()
    }

    fn arguments(&self, issuer: Option<&str>, edge: &Edge) -> Result<Vec<String>, Failure> {
        match (self.input.as_slice(), issuer) {
            ([], Some(issuer)) => Ok(vec![issuer.to_owned()]),
            ([], None) if edge.terminal.connection().input => Err(Failure::usage("nothing to look at")
                .hint("name an issuer (https://…), the address of its metadata or key set, or a file, or pipe one in")),
            ([], None) => Ok(vec!["-".to_owned()]),
            (named, _) => Ok(named.to_vec()),
        }
    }

    fn pieces(&self, argument: &str, edge: &mut Edge) -> Result<Vec<Piece>, Failure> {
        if is_address(argument) {
            return Ok(vec![Piece { name: argument.to_owned(), want: self.want(argument)?, ..Piece::default() }]);
        }
        let texts = input::texts(argument, edge);
        let alone = texts.len() == 1;
        let piece = |text| match text {
            Ok(given) => self.local(given, alone),
            Err(failure) => Piece { name: argument.to_owned(), failure: Some(failure), ..Piece::default() },
        };
        Ok(texts.into_iter().map(piece).collect())
    }

    fn want(&self, address: &str) -> Result<Want, Failure> {
        let url = parsed(address)?;
        let well_known = if self.oauth { WellKnown::OAuth } else { WellKnown::OpenId };
        // A well-known address is that of a document; any other is an issuer's first, and a document's if no issuer answers.
        let issuer = (!url.path().contains("/.well-known/")).then(|| address.to_owned());
        Ok(Want { issuer, well_known, document: Some(url), ..Want::default() })
    }

    fn local(&self, given: Given, alone: bool) -> Piece {
        let text = String::from_utf8_lossy(&given.bytes).into_owned();
        let source = Source::new(given.name.as_str(), text.as_str());
        let facts = match (std::str::from_utf8(&given.bytes), plan::is_key_set_text(&text)) {
            (Err(error), _) => {
                let malformed = Malformed { reason: "not UTF-8".to_owned(), offset: error.valid_up_to() };
                Facts { discovery: Slot::Broken(Broken { source, malformed }), ..Facts::default() }
            }
            (Ok(_), true) => Facts { keys: key_set(source), ..Facts::default() },
            (Ok(_), false) => {
                let discovery = read(source, |source| Discovery::parse(source, self.issuer.as_deref()));
                Facts { discovery, ..Facts::default() }
            }
        };
        Piece { name: given.name, facts, alone, ..Piece::default() }
    }

    fn keys_of_their_own(&self, pieces: &mut [Piece], edge: &mut Edge) -> Result<(), Failure> {
        let Some(named) = &self.jwks else { return Ok(()) };
        if is_address(named) {
            let url = parsed(named)?;
            pieces.iter_mut().for_each(|piece| piece.want.jwks = Some(url.clone()));
            return Ok(());
        }
        for given in input::texts(named, edge) {
            let Given { name, bytes } = given?;
            let keys = key_set(Source::new(name, String::from_utf8_lossy(&bytes)));
            for piece in pieces.iter_mut() {
                piece.want.keys_at_hand = true;
                piece.own_keys = Some(keys.clone());
            }
        }
        Ok(())
    }

    fn subject(&self, piece: Piece, gathering: Gathering) -> Result<Subject, Failure> {
        let Gathering { documents, failure } = gathering;
        if let Some(failure) = failure.as_ref().filter(|failure| failure.kind != FailureKind::Network) {
            return Err(failure.clone());
        }
        let Piece { name, mut facts, want, own_keys, failure: unread, .. } = piece;
        let failure = failure.map(|failure| network::fitting(failure, &want, &documents));
        if want.issuer.is_some() || want.document.is_some() {
            facts = self.fetched(&documents, &want, failure.as_ref());
        } else if want.jwks.is_some() {
            facts.keys = slot(documents.key_set(), plan::jwks, || unreached(failure.as_ref()));
            facts.exchanges = exchanges(&documents);
        }
        facts.keys = own_keys.unwrap_or(facts.keys);
        Ok(Subject { name, facts, failure: unread.or(failure) })
    }

    fn fetched(&self, documents: &Documents, want: &Want, failure: Option<&Failure>) -> Facts {
        let asked = self.issuer.clone().or_else(|| asked(documents, want));
        let read = |answer: &Answer| plan::discovery(answer, asked.as_deref());
        let lone_keys = documents.metadata().is_none() && documents.key_set().is_some();
        let discovery = if lone_keys { Slot::None } else { slot(documents.metadata(), read, || unreached(failure)) };
        let no_keys = || match (failure, &discovery) {
            (Some(_), _) => unreached(failure),
            (None, Slot::Here(_)) => "the metadata leads to no key set".to_owned(),
            (None, _) => "without metadata nobody knows where the key set is".to_owned(),
        };
        let keys = slot(documents.key_set(), plan::jwks, no_keys);
        Facts { discovery, keys, exchanges: exchanges(documents), ..Facts::default() }
    }
}

/// Something that may become a subject, before anything was fetched.
#[derive(Debug, Default)]
struct Piece {
    name: String,
    facts: Facts,
    /// Whether the user named this very file, not the directory that it is in.
    alone: bool,
    want: Want,
    own_keys: Option<Slot<Jwks>>,
    failure: Option<Failure>,
}

impl Piece {
    /// Returns whether this is a metadata file without a key set, and `next` the key set.
    fn lacks(&self, next: &Piece) -> bool {
        let metadata = matches!((&self.facts.discovery, &self.facts.keys), (Slot::Here(_), Slot::None));
        let key_set = matches!(next.facts.discovery, Slot::None) && !matches!(next.facts.keys, Slot::None);
        self.alone && next.alone && metadata && key_set
    }
}

// The issuer whose metadata this should be. A well-known address is the same for an issuer with a slash at its end.
fn asked(documents: &Documents, want: &Want) -> Option<String> {
    let Some(named) = documents.document.as_ref() else { return want.issuer.clone() };
    let issuer = plan::issuer_at(want.document.as_ref()?)?;
    let slashed = format!("{issuer}/");
    let answer = named.answer.as_ref().and_then(|answer| plan::discovery(answer, None).ok());
    let has_slash = answer.is_some_and(|metadata| metadata.text("issuer") == Some(slashed.as_str()));
    Some(if has_slash { slashed } else { issuer })
}

fn exchanges(documents: &Documents) -> Slot<Vec<(Kind, Exchange)>> {
    let kinds = [(Kind::Discovery, documents.metadata()), (Kind::Jwks, documents.key_set())];
    let exchanges: Vec<_> = kinds.into_iter().filter_map(|(kind, exchange)| Some((kind, exchange?.clone()))).collect();
    if exchanges.is_empty() { Slot::None } else { Slot::Here(exchanges) }
}

fn slot<T>(
    exchange: Option<&Exchange>,
    read: impl FnOnce(&Answer) -> Result<T, Broken>,
    missing: impl FnOnce() -> String,
) -> Slot<T> {
    match exchange.map(|exchange| exchange.answer.as_ref()) {
        None => Slot::absent(missing()),
        Some(None) => Slot::absent("the server is not to be trusted, so nothing was asked of it"),
        Some(Some(answer)) => read(answer).map_or_else(Slot::Broken, Slot::Here),
    }
}

fn unreached(failure: Option<&Failure>) -> String {
    failure.map_or_else(|| "nobody was asked for it".to_owned(), |failure| failure.message.clone())
}

fn key_set(source: Source) -> Slot<Jwks> {
    read(source, |source| Jwks::parse(source, true))
}

fn read<T>(source: Source, parse: impl FnOnce(Source) -> Result<T, Malformed>) -> Slot<T> {
    parse(source.clone()).map_or_else(|malformed| Slot::Broken(Broken { source, malformed }), Slot::Here)
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

fn parsed(address: &str) -> Result<Url, Failure> {
    Url::parse(address).map_err(|error| {
        Failure::usage(format!("“{address}” is no URL: {error}"))
            .hint("pass the whole address, beginning with https://")
    })
}
