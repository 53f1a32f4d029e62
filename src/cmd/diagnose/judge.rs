//! What is said about everything in hand: the same checks as everywhere, at the time at which it happened.

use super::Args;
use super::hand::{Attempt, Hand};
use crate::check::policy::Policy;
use crate::check::{self, Context, Facts, Slot};
use crate::cmd::brand::Chosen;
use crate::cmd::clocks::skew;
use crate::cmd::key_source::{self, Gathered, KeyFlags, KeySource};
use crate::cmd::lint::{self, Subject};
use crate::edge::{Edge, Failure};
use crate::flow::recognise::Connector;
use crate::flow::redact::{Known, Redactor};
use crate::flow::timeline;
use crate::jose::envelope::{Envelope, Keyring};
use crate::jose::jws;
use crate::model::jwk::Jwks;
use crate::model::login::Flow;
use crate::model::time::{Timestamp, parse_time};
use crate::model::token::{Form, Token};
use crate::model::transcript::{Step, Terms, Transcript};
use crate::report::Group;

/// What evidence is judged by.
pub(super) struct Bench<'a> {
    args: &'a Args,
    chosen: &'a Chosen,
    policy: &'a Policy,
    now: Timestamp,
    at: Option<Timestamp>,
    gathered: Gathered,
    keyring: Keyring,
}

impl Bench<'_> {
    /// Gathers what evidence is held against: keys and metadata that the user named, and with `--online` those that the
    /// brand's addresses answer.
    ///
    /// # Errors
    /// If a file cannot be read, nobody answers, or a time is none.
    pub(super) fn new<'a>(
        args: &'a Args,
        chosen: &'a Chosen,
        hand: &Hand,
        policy: &'a Policy,
        edge: &mut Edge,
    ) -> Result<Bench<'a>, Failure> {
        let now = edge.clock.now();
        let wrong = |text: &String| {
            Failure::usage(format!("--at takes a time, not “{text}”"))
                .hint("such as 2026-01-31T12:00:00Z, or seconds since 1970")
        };
        let at = args.at.as_ref().map(|text| parse_time(text, now).ok_or_else(|| wrong(text))).transpose()?;
        let gathered = gather(args, chosen, hand, edge)?;
        let keyring = args.decryption.keyring(chosen.path("decrypt_key").as_deref(), edge)?;
        Ok(Bench { args, chosen, policy, now, at, gathered, keyring })
    }

    /// Returns a group for everything in hand.
    pub(super) fn groups(&self, hand: &Hand) -> Vec<Group> {
        let composed = self.composed(hand);
        let logins = hand.logins.iter().chain(&composed).map(|attempt| self.login(attempt));
        let tokens = hand.tokens.iter().map(|token| self.token(token));
        logins.chain(tokens).chain(self.published(hand)).collect()
    }

    fn context(&self, at: Timestamp) -> Context {
        let brand = |member: &str| self.chosen.brand.text(member).map(str::to_owned);
        Context {
            now: at,
            skew: skew(self.args.skew, self.chosen),
            issuer: self.args.issuer.clone().or_else(|| brand("issuer")),
            client_id: self.args.client_id.clone().or_else(|| brand("client_id")),
            console: self.chosen.console(),
            ..Context::default()
        }
    }

    fn login(&self, attempt: &Attempt) -> Group {
        let login = &attempt.login;
        let expected = self.context(self.at.or(attempt.at).unwrap_or(self.now));
        let told = Context::of_login(login);
        let connector = attempt.connector.as_ref();
        let typed = || connector.and_then(|connector| connector.issuer.clone());
        // Whoever redacts a file tries no connector's key: whether a signature that was taken out was its is not known.
        let typed_key = connector.filter(|_| login.redaction.is_none());
        let context = Context {
            now: expected.now,
            skew: expected.skew,
            issuer: expected.issuer.or_else(typed).or_else(|| told.issuer.clone()),
            client_id: expected.client_id.or_else(|| told.client_id.clone()),
            console: expected.console,
            access_token: told.access_token.clone().filter(|text| is_whole(text, login)),
            code: told.code.clone().filter(|text| is_whole(text, login)),
            ..told
        };
        // What was taken out of a file cannot be opened any more.
        let keyring = if login.redaction.is_some() { &Keyring::default() } else { &self.keyring };
        let mut facts =
            Facts::of_login(login, self.gathered.discovery.clone(), self.keys(typed_key)).opened_by(keyring);
        let forgotten = |token: &Token| jws::is_forgotten(token, login.redaction.as_ref());
        if facts.token.here().is_some_and(forgotten) {
            facts.proof = Slot::absent(FORGOTTEN);
        }
        let mut group = check::group(&attempt.name, &facts, &context, self.policy);
        group.verdicts.retain(|verdict| is_about_login(verdict.rule.id));
        group.timeline = Some(timeline::of(login).judged(&group.verdicts));
        let redactor = Redactor::new(login, &Known { keys: facts.keys.here(), ..Known::default() });
        redactor.group(&mut group);
        group.caveats.extend(attempt.caveats.iter().cloned().chain(recalled(login)));
        group
    }

    /// Returns the keys in hand, else the one that LivePerson is set up with, if the login shows it.
    fn keys(&self, connector: Option<&Connector>) -> Slot<Jwks> {
        let typed = connector.and_then(|connector| connector.public_key.as_deref()).filter(|key| !key.is_empty());
        match (&self.gathered.keys, typed) {
            (Slot::None, Some(key)) => key_source::typed(key).unwrap_or(Slot::None),
            (keys, _) => keys.clone(),
        }
    }

    fn token(&self, token: &Token) -> Group {
        let issued = issued(token);
        let at = self.at.or(issued).unwrap_or(self.now);
        let context = self.context(at);
        let envelope = self.keyring.open(token);
        let inner = envelope.as_ref().and_then(Envelope::inner).unwrap_or(token);
        let facts = Facts {
            token: envelope.as_ref().map_or_else(|| Slot::Here(token.clone()), check::jwe::inside),
            proof: match &self.gathered.keys {
                _ if inner.form() == Form::Encrypted => Slot::absent("the token is encrypted"),
                _ if jws::is_forgotten(inner, None) => Slot::absent(FORGOTTEN),
                Slot::Here(keys) => Slot::Here(jws::prove(inner, keys)),
                _ => Slot::absent("no keys are at hand: pass --jwks, --key, or --brand and --online"),
            },
            keys: self.gathered.keys.clone(),
            discovery: self.gathered.discovery.clone(),
            envelope: envelope.clone().map_or(Slot::None, Slot::Here),
            ..Facts::default()
        };
        let mut group = check::group(&token.source.name, &facts, &context, self.policy);
        group.verdicts.retain(|verdict| is_about_login(verdict.rule.id));
        if self.at.is_none() {
            let when = if issued.is_some() { "when it was issued" } else { "now" };
            group.caveats.push(format!(
                "The token is judged at the time {when}: whether it had expired when it was used is not known. Pass --at."
            ));
        }
        if facts.proof.here().is_none() {
            let why = if jws::is_forgotten(inner, None) { FORGOTTEN } else { "no keys are at hand" };
            group.caveats.push(format!("The signature is not verified: {why}."));
        }
        group
    }

    /// Returns the login that pieces of one make together, if there are any: what came back, and what it was redeemed for.
    fn composed(&self, hand: &Hand) -> Option<Attempt> {
        if hand.callbacks.is_empty() && hand.responses.is_empty() {
            return None;
        }
        let callback = hand.callbacks.first().cloned();
        let code = callback.as_ref().is_none_or(|callback| callback.token().is_none()) || !hand.responses.is_empty();
        let context = self.context(self.now);
        let terms = Terms {
            flow: if code { Flow::Code } else { Flow::Implicit },
            issuer: context.issuer,
            client_id: context.client_id,
            ..Terms::default()
        };
        let steps: Vec<Step> = hand.responses.clone();
        let login = Transcript { terms, steps, callback, ..Transcript::default() };
        Some(Attempt {
            name: "what came back".to_owned(),
            at: login.token().and_then(|text| issued(&Token::parse("id_token", &text, Vec::new()))),
            connector: None,
            caveats: Vec::new(),
            login,
        })
    }

    fn published(&self, hand: &Hand) -> Option<Group> {
        if hand.metadata.is_empty() && hand.keys.is_empty() {
            return None;
        }
        let facts = Facts {
            discovery: hand.metadata.first().cloned().map_or(Slot::None, Slot::Here),
            keys: hand.keys.first().cloned().map_or(Slot::None, Slot::Here),
            ..Facts::default()
        };
        let subject = Subject { name: "what the server publishes".to_owned(), facts, failure: None };
        Some(lint::judge(&subject, &self.context(self.now), self.policy))
    }
}

/// Why a signature cannot be checked that was taken out.
const FORGOTTEN: &str = "the signature was taken out before, and nothing tells whose it was";

/// Returns whether a text is there whose hash a token has to carry, or what was known of it before it was taken out.
fn is_whole(text: &str, login: &Transcript) -> bool {
    let cuts = login.redaction.as_ref().map_or(&[][..], |redaction| &redaction.hashes);
    !text.starts_with("REDACTED-") || cuts.iter().any(|cut| cut.placeholder == text)
}

fn gather(args: &Args, chosen: &Chosen, hand: &Hand, edge: &mut Edge) -> Result<Gathered, Failure> {
    let jwks = args.jwks.as_ref().map(|file| file.display().to_string());
    let flags = KeyFlags { key: args.key.clone(), jwks, issuer: args.issuer.clone(), discover: false };
    let source = KeySource::choose(&flags, chosen)?;
    if args.online && source.is_none() {
        let failure = Failure::usage("--online knows nobody to ask: what only the evidence names is never asked");
        return Err(failure.hint("name the brand with --brand, or its issuer with --issuer"));
    }
    let far = |source: &KeySource| matches!(source, KeySource::Issuer(_) | KeySource::Address(_));
    let mut gathered = match source.filter(|source| args.online || !far(source)) {
        Some(source) => source.gather(None, &args.network.limits(edge)?, edge)?,
        None => Gathered::default(),
    };
    if let (None, Some(keys)) = (gathered.keys.here(), hand.keys.first()) {
        gathered.keys = Slot::Here(keys.clone());
    }
    if let (None, Some(metadata)) = (gathered.discovery.here(), hand.metadata.first()) {
        gathered.discovery = Slot::Here(metadata.clone());
    } else if gathered.discovery.here().is_none() {
        gathered.discovery = Slot::None;
    }
    Ok(gathered)
}

// What is judged for its own sake stands in a group of its own, and LivePerson is not documented to read metadata.
fn is_about_login(id: &str) -> bool {
    use check::Run::{Discovery, Exchanges, Metadata, Published};
    !check::find(id).is_some_and(|check| matches!(check.run, Discovery(_) | Exchanges(_) | Metadata(_) | Published(_)))
}

fn recalled(login: &Transcript) -> Option<String> {
    let redacted = login.redaction.as_ref().filter(|redaction| !redaction.signatures.is_empty())?;
    let count = redacted.signatures.len();
    Some(format!("The file was redacted: of {count} signatures it tells only what whoever redacted it found out."))
}

fn issued(token: &Token) -> Option<Timestamp> {
    token.claims.json()?.root.get("iat")?.as_integer().map(Timestamp)
}
