//! Judges one line: the token in it, by every check that `verify` asks, with all that is the same for each line made ready once.

use crate::check::lane::{Lane, Lesson, Memory};
use crate::check::policy::Policy;
use crate::check::{self, Context};
use crate::cmd::key_source::Gathered;
use crate::jose::envelope::{Envelope, Keyring};
use crate::jose::jws::Proof;
use crate::model::json::{Json, Node};
use crate::model::paste;
use crate::model::token::Token;
use crate::report::Severity;
use std::sync::Arc;

/// Judges lines, for many threads at once.
pub struct LineJudge {
    context: Context,
    policy: Policy,
    keyring: Keyring,
    gathered: Gathered,
    lane: Lane,
}

/// What one thread keeps from line to line, so as not to make it anew.
#[derive(Debug, Default)]
pub struct Scratch {
    memory: Memory<Judged>,
}

impl Scratch {
    /// Returns how many tokens were so much like an earlier one that they did not have to be taken apart.
    pub fn recognised(&self) -> u64 {
        self.memory.recognised()
    }
}

/// What came of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineVerdict {
    /// There is a token in it.
    Judged(Judged),
    /// There is nothing in it to judge.
    Unreadable(Unreadable),
}

/// What came of a token.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// The checks that fail, worst first, otherwise in the order of the catalogue.
    pub failures: Arc<[Failed]>,
    /// Whether a key verifies the signature.
    pub verified: bool,
    /// The issuer that it names.
    pub issuer: Option<Arc<str>>,
    /// The key ID that it names.
    pub kid: Option<Arc<str>>,
    /// When it was issued, by its own account.
    pub issued: Option<i64>,
    /// When it expires.
    pub expires: Option<i64>,
}

/// A check that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failed {
    /// The check's id.
    pub check: &'static str,
    /// How bad that is under the policy in force.
    pub severity: Severity,
}

/// Why there is nothing in a line to judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unreadable {
    /// It is empty.
    Empty,
    /// It is not UTF-8.
    NotUtf8,
    /// It is longer than a line may be.
    TooLong,
    /// It is not JSON, although the others are.
    NotJson,
    /// The field is not there, or is no text.
    NoField,
    /// A quote is missing: where the record of CSV ends, nobody can tell.
    OpenQuote,
    /// Nothing in it has the form of a token.
    NoToken,
    /// There are several tokens in it.
    SeveralTokens,
}

impl LineJudge {
    /// Returns the judge that holds every token against these.
    pub fn new(context: Context, policy: Policy, keyring: Keyring, gathered: Gathered) -> LineJudge {
        let lane = Lane::new(context.clone(), &policy);
        LineJudge { context, policy, keyring, gathered, lane }
    }

    /// Judges the token in `line`, as `verify` would judge it alone.
    pub fn judge(&self, line: &str, scratch: &mut Scratch) -> LineVerdict {
        if let Some(known) = self.lane.recognise(line, &mut scratch.memory) {
            let (issued, expires) = (known.issued, known.expires);
            return LineVerdict::Judged(Judged { issued, expires, ..known.verdict.clone() });
        }
        let mut found = paste::tokens("line", line).into_iter();
        match (found.next(), found.next()) {
            (Some(pasted), None) => LineVerdict::Judged(self.token(line, &pasted.token, scratch)),
            (Some(_), Some(_)) => LineVerdict::Unreadable(Unreadable::SeveralTokens),
            (None, _) if line.trim().is_empty() => LineVerdict::Unreadable(Unreadable::Empty),
            (None, _) => LineVerdict::Unreadable(Unreadable::NoToken),
        }
    }

    fn token(&self, line: &str, came: &Token, scratch: &mut Scratch) -> Judged {
        let envelope = self.keyring.open(came);
        let token = envelope.as_ref().and_then(Envelope::inner).unwrap_or(came).clone();
        let facts = super::super::facts(&token, envelope, &self.gathered);
        let group = check::group(&came.source.name, &facts, &self.context, &self.policy);
        let failed = |verdict: &&crate::report::Verdict| Failed { check: verdict.rule.id, severity: verdict.severity };
        let (header, claims) = (token.header.json(), token.claims.json());
        let judged = Judged {
            failures: group.failures().iter().map(failed).collect(),
            verified: facts.proof.here().and_then(Proof::verified_by).is_some(),
            issuer: text(claims, "iss"),
            kid: text(header, "kid"),
            issued: time(claims, "iat"),
            expires: time(claims, "exp"),
        };
        self.lane.learn(
            &Lesson { line, token: &token, facts: &facts, group: &group },
            judged.clone(),
            &mut scratch.memory,
        );
        judged
    }
}

fn text(json: Option<&Json>, member: &str) -> Option<Arc<str>> {
    json?.root.get(member)?.as_str().map(Arc::from)
}

fn time(json: Option<&Json>, member: &str) -> Option<i64> {
    json?.root.get(member).and_then(Node::as_number).map(|number| number.floor() as i64)
}
